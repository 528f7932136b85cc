//! Terms to FHIR R4 `Consent`.

use super::{
	codes::{
		label_system, ACT_CODE, ACT_REASON, CONSENT_ACTION, CONSENT_SCOPE, LOINC,
		PARTICIPATION_TYPE, RESOURCE_TYPES,
	},
	format_instant, Refusal, ACCOUNT_SYSTEM, ROLE_SYSTEM,
};
use crate::types::{ActorRef, BasePolicy, DirectiveTerms, ProvisionKind, Scope};
use medchain_support::Period;
use serde::Serialize;
use subxt::utils::AccountId32;

/// `Consent.status` of terms that the chain holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Status {
	/// In force.
	Active,
	/// No longer in force.
	Inactive,
	/// Should never have been in force.
	EnteredInError,
}

impl Status {
	const fn code(self) -> &'static str {
		match self {
			Self::Active => "active",
			Self::Inactive => "inactive",
			Self::EnteredInError => "entered-in-error",
		}
	}
}

/// Writes terms as a FHIR R4 `Consent` of `patient`, in the order of the specification.
///
/// What a grant left off chain is not in it. Reading an active one gives the same terms again.
pub fn write_consent(
	terms: &DirectiveTerms,
	patient: &AccountId32,
	status: Status,
) -> Result<String, Refusal> {
	let consent = Consent {
		resource_type: "Consent",
		status: status.code(),
		scope: Concept::new(CONSENT_SCOPE, "patient-privacy"),
		category: [Concept::new(LOINC, "59284-0")],
		patient: Reference::account(patient, Some("Patient")),
		policy_rule: Concept::new(
			ACT_CODE,
			match terms.base {
				BasePolicy::OptIn => "OPTIN",
				BasePolicy::OptOut => "OPTOUT",
			},
		),
		provision: root(terms)?,
	};
	serde_json::to_string_pretty(&consent).map_err(|e| Refusal::new("Consent", e.to_string()))
}

fn root(terms: &DirectiveTerms) -> Result<Option<Rule>, Refusal> {
	let mut root = rule(None, &terms.scope, "Consent.provision")?;
	for (n, provision) in terms.provisions.iter().enumerate() {
		let kind = match provision.kind {
			ProvisionKind::Permit => "permit",
			ProvisionKind::Deny => "deny",
		};
		let path = format!("Consent.provision.provision[{n}]");
		root.provision.push(rule(Some(kind), &provision.scope, &path)?);
	}
	Ok((!root.is_empty()).then_some(root))
}

fn rule(kind: Option<&'static str>, scope: &Scope, path: &str) -> Result<Rule, Refusal> {
	let known = scope.purposes.is_known()
		&& scope.actions.is_known()
		&& scope.classes.is_known()
		&& scope.sensitivities.is_known();
	if !known {
		return Err(Refusal::new(path, "holds codes that are newer than this client"));
	}
	Ok(Rule {
		kind,
		period: period(&scope.period, path)?,
		actor: scope.actors.iter().map(Actor::new).collect(),
		action: scope.actions.iter().map(|v| Concept::new(CONSENT_ACTION, v.code())).collect(),
		security_label: scope
			.sensitivities
			.iter()
			.map(|label| Coding::new(label_system(label), label.code()))
			.collect(),
		purpose: scope.purposes.iter().map(|v| Coding::new(ACT_REASON, v.code())).collect(),
		class: scope.classes.iter().map(|v| Coding::new(RESOURCE_TYPES, v.code())).collect(),
		provision: Vec::new(),
	})
}

fn period(period: &Period, path: &str) -> Result<Option<Dates>, Refusal> {
	if *period == Period::ALWAYS {
		return Ok(None);
	}
	let edge = |second: Option<u64>, name: &str| {
		second
			.map(|second| {
				format_instant(second).ok_or_else(|| {
					Refusal::new(
						format!("{path}.period.{name}"),
						format!("second {second} lies after the year 9999, FHIR's last"),
					)
				})
			})
			.transpose()
	};
	Ok(Some(Dates { start: edge(period.start, "start")?, end: edge(period.end, "end")? }))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Consent {
	resource_type: &'static str,
	status: &'static str,
	scope: Concept,
	category: [Concept; 1],
	patient: Reference,
	policy_rule: Concept,
	#[serde(skip_serializing_if = "Option::is_none")]
	provision: Option<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
	#[serde(rename = "type", skip_serializing_if = "Option::is_none")]
	kind: Option<&'static str>,
	#[serde(skip_serializing_if = "Option::is_none")]
	period: Option<Dates>,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	actor: Vec<Actor>,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	action: Vec<Concept>,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	security_label: Vec<Coding>,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	purpose: Vec<Coding>,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	class: Vec<Coding>,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	provision: Vec<Rule>,
}

impl Rule {
	/// Whether the rule would be an empty object, which FHIR does not allow.
	fn is_empty(&self) -> bool {
		self.kind.is_none()
			&& self.period.is_none()
			&& self.actor.is_empty()
			&& self.action.is_empty()
			&& self.security_label.is_empty()
			&& self.purpose.is_empty()
			&& self.class.is_empty()
			&& self.provision.is_empty()
	}
}

#[derive(Serialize)]
struct Dates {
	#[serde(skip_serializing_if = "Option::is_none")]
	start: Option<String>,
	#[serde(skip_serializing_if = "Option::is_none")]
	end: Option<String>,
}

#[derive(Serialize)]
struct Concept {
	coding: [Coding; 1],
}

impl Concept {
	fn new(system: &'static str, code: &'static str) -> Self {
		Self { coding: [Coding::new(system, code)] }
	}
}

#[derive(Serialize)]
struct Coding {
	system: &'static str,
	code: &'static str,
}

impl Coding {
	fn new(system: &'static str, code: &'static str) -> Self {
		Self { system, code }
	}
}

#[derive(Serialize)]
struct Actor {
	role: Concept,
	reference: Reference,
}

impl Actor {
	fn new(actor: &ActorRef) -> Self {
		let reference = match actor {
			ActorRef::Account(account) => Reference::account(account, None),
			ActorRef::Organization(account) => Reference::account(account, Some("Organization")),
			ActorRef::Role(role) => Reference {
				kind: None,
				identifier: Identifier { system: ROLE_SYSTEM, value: role.code().into() },
			},
		};
		Self { role: Concept::new(PARTICIPATION_TYPE, "PRCP"), reference }
	}
}

#[derive(Serialize)]
struct Reference {
	#[serde(rename = "type", skip_serializing_if = "Option::is_none")]
	kind: Option<&'static str>,
	identifier: Identifier,
}

impl Reference {
	fn account(account: &AccountId32, kind: Option<&'static str>) -> Self {
		let identifier = Identifier { system: ACCOUNT_SYSTEM, value: account.to_string() };
		Self { kind, identifier }
	}
}

#[derive(Serialize)]
struct Identifier {
	system: &'static str,
	value: String,
}
