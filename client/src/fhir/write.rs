//! Terms to FHIR `Consent`.

use super::{
	codes::{
		class_is_missing, class_system, label_system, ACT_CODE, ACT_REASON, CONSENT_ACTION,
		CONSENT_SCOPE, LOINC, PARTICIPATION_TYPE,
	},
	consent::is_within,
	format_instant, labels, Refusal, Release, ACCOUNT_SYSTEM, ROLE_SYSTEM,
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

/// Writes terms as a FHIR `Consent` of `patient`, in the order of the specification.
///
/// What a grant left off chain is not in it. Reading an active one gives the same terms again; R5
/// gives provisions that permit back before those that deny, which means the same. R4 carries all
/// terms, R5 only some: a refusal names the element by its path in R4.
pub fn write_consent(
	terms: &DirectiveTerms,
	patient: &AccountId32,
	status: Status,
	release: Release,
) -> Result<String, Refusal> {
	let text = match release {
		Release::R4 => serde_json::to_string_pretty(&r4(terms, patient, status)?),
		Release::R5 => serde_json::to_string_pretty(&r5(terms, patient, status)?),
	};
	text.map_err(|e| Refusal::new("Consent", e.to_string()))
}

fn r4(terms: &DirectiveTerms, patient: &AccountId32, status: Status) -> Result<ConsentR4, Refusal> {
	let mut root = rule(&terms.scope, ROOT, Release::R4)?;
	for (n, provision) in terms.provisions.iter().enumerate() {
		let mut nested = rule(&provision.scope, &nth(n), Release::R4)?;
		nested.kind = Some(match provision.kind {
			ProvisionKind::Permit => "permit",
			ProvisionKind::Deny => "deny",
		});
		root.provision.push(nested);
	}
	Ok(ConsentR4 {
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
		provision: (!root.is_empty()).then_some(root),
	})
}

/// The root provision in R4.
const ROOT: &str = "Consent.provision";

/// An exception in R4.
fn nth(n: usize) -> String {
	format!("{ROOT}.provision[{n}]")
}

fn r5(terms: &DirectiveTerms, patient: &AccountId32, status: Status) -> Result<ConsentR5, Refusal> {
	let root = rule(&terms.scope, ROOT, Release::R4)?;
	let silent_outside = [
		("actor", !root.actor.is_empty()),
		("action", !root.action.is_empty()),
		("securityLabel", !root.security_label.is_empty()),
		("purpose", !root.purpose.is_empty()),
		("class", !root.class.is_empty()),
	];
	if let Some((name, _)) = silent_outside.iter().find(|(_, restricts)| *restricts) {
		return Err(Refusal::new(
			format!("{ROOT}.{name}"),
			"an R5 consent speaks about everybody and everything; write one that is silent outside \
			 this as R4",
		));
	}
	let (mut permits, mut denials) = (Vec::new(), Vec::new());
	for (n, provision) in terms.provisions.iter().enumerate() {
		// One that always holds is written without a period and takes that of the consent.
		let period = &provision.scope.period;
		if **period != Period::ALWAYS && !is_within(period, &terms.scope.period) {
			return Err(Refusal::new(
				format!("{}.period", nth(n)),
				"reaches beyond the period of the consent, where R5 leaves open which holds; write \
				 it as R4",
			));
		}
		let rule = rule(&provision.scope, &nth(n), Release::R5)?;
		match provision.kind {
			ProvisionKind::Permit => permits.push((n, rule)),
			ProvisionKind::Deny => denials.push((n, rule)),
		}
	}
	if let Some((n, _)) = denials.iter().find(|(_, rule)| rule.is_empty()) {
		return Err(covers_everything(*n));
	}
	let exceptions = match (terms.base, permits.first(), denials.first()) {
		(BasePolicy::OptIn, None, _) => denials,
		(BasePolicy::OptIn, Some((n, _)), _) => {
			return Err(Refusal::new(
				format!("{}.type", nth(*n)),
				"exceptions to an R5 permit are denials; write one that permits as R4",
			))
		}
		(BasePolicy::OptOut, None, Some((n, _))) => {
			return Err(Refusal::new(
				format!("{}.type", nth(*n)),
				"exceptions to an R5 denial are permits, and none is there; write it as R4",
			))
		}
		(BasePolicy::OptOut, _, _) => {
			let denials: Vec<Rule> = denials.into_iter().map(|(_, rule)| rule).collect();
			permits.iter_mut().for_each(|(_, permit)| permit.provision.clone_from(&denials));
			permits
		}
	};
	if let Some((n, _)) = exceptions.iter().find(|(_, rule)| rule.is_empty()) {
		return Err(covers_everything(*n));
	}
	Ok(ConsentR5 {
		resource_type: "Consent",
		status: status.code(),
		category: [Concept::new(LOINC, "59284-0")],
		subject: Reference::account(patient, Some("Patient")),
		period: root.period,
		grantor: [Reference::account(patient, Some("Patient"))],
		decision: match terms.base {
			BasePolicy::OptIn => "permit",
			BasePolicy::OptOut => "deny",
		},
		provision: exceptions.into_iter().map(|(_, rule)| rule).collect(),
	})
}

fn covers_everything(n: usize) -> Refusal {
	Refusal::new(nth(n), "covers everything, but FHIR allows no empty provision; write it as R4")
}

fn rule(scope: &Scope, path: &str, release: Release) -> Result<Rule, Refusal> {
	let known = scope.purposes.is_known()
		&& scope.actions.is_known()
		&& scope.classes.is_known()
		&& scope.sensitivities.is_known();
	if !known {
		return Err(Refusal::new(path, "holds codes that are newer than this client"));
	}
	let missing = scope.classes.iter().find_map(|class| class_is_missing(class, release));
	if let Some(reason) = missing {
		return Err(Refusal::new(format!("{path}.class"), reason));
	}
	let labels = labels::fewest(*scope.sensitivities).map_err(|(label, more)| {
		Refusal::new(
			format!("{path}.securityLabel"),
			format!(
				"covers {label} and not {more}, but in FHIR a label covers those below it, here \
				 {more}; grant the rule with {more} or without {label}"
			),
		)
	})?;
	let classes =
		scope.classes.iter().map(|v| Coding::new(class_system(release), v.code())).collect();
	let (class, resource_type) = match release {
		Release::R4 => (classes, Vec::new()),
		Release::R5 => (Vec::new(), classes),
	};
	Ok(Rule {
		kind: None,
		period: period(&scope.period, path)?,
		actor: scope.actors.iter().map(Actor::new).collect(),
		action: scope.actions.iter().map(|v| Concept::new(CONSENT_ACTION, v.code())).collect(),
		security_label: labels
			.iter()
			.map(|label| Coding::new(label_system(label), label.code()))
			.collect(),
		purpose: scope.purposes.iter().map(|v| Coding::new(ACT_REASON, v.code())).collect(),
		class,
		resource_type,
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
struct ConsentR4 {
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
struct ConsentR5 {
	resource_type: &'static str,
	status: &'static str,
	category: [Concept; 1],
	subject: Reference,
	#[serde(skip_serializing_if = "Option::is_none")]
	period: Option<Dates>,
	grantor: [Reference; 1],
	decision: &'static str,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	provision: Vec<Rule>,
}

#[derive(Clone, Serialize)]
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
	resource_type: Vec<Coding>,
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
			&& self.resource_type.is_empty()
			&& self.provision.is_empty()
	}
}

#[derive(Clone, Serialize)]
struct Dates {
	#[serde(skip_serializing_if = "Option::is_none")]
	start: Option<String>,
	#[serde(skip_serializing_if = "Option::is_none")]
	end: Option<String>,
}

#[derive(Clone, Serialize)]
struct Concept {
	coding: [Coding; 1],
}

impl Concept {
	fn new(system: &'static str, code: &'static str) -> Self {
		Self { coding: [Coding::new(system, code)] }
	}
}

#[derive(Clone, Serialize)]
struct Coding {
	system: &'static str,
	code: &'static str,
}

impl Coding {
	fn new(system: &'static str, code: &'static str) -> Self {
		Self { system, code }
	}
}

#[derive(Clone, Serialize)]
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

#[derive(Clone, Serialize)]
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

#[derive(Clone, Serialize)]
struct Identifier {
	system: &'static str,
	value: String,
}
