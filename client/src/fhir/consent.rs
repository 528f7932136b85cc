//! FHIR R4 `Consent` to terms.

use super::{
	codes::{
		self, concept, Coding, ACT_CODE, ACT_REASON, CONSENT_ACTION, CONSENT_SCOPE,
		PARTICIPATION_TYPE, RESOURCE_TYPES, ROLE_CODE,
	},
	date::{first_second, last_second},
	element::{Element, Json, Object},
	Refusal, ACCOUNT_SYSTEM, ROLE_SYSTEM,
};
use crate::types::{
	ActorRef, BasePolicy, DirectiveTerms, Provision, ProvisionKind, Scope, MAX_ACTORS,
	MAX_PROVISIONS,
};
use medchain_support::{
	Action, Actions, Period, Purpose, Purposes, ResourceClass, ResourceClasses, Role, Sensitivities,
};
use std::{collections::BTreeMap, str::FromStr};
use subxt::utils::AccountId32;

/// Elements that say where the consent comes from, and nothing about what it allows.
const DOCUMENTARY: [&str; 12] = [
	"id",
	"meta",
	"language",
	"text",
	"identifier",
	"category",
	"dateTime",
	"performer",
	"organization",
	"sourceAttachment",
	"sourceReference",
	"verification",
];

/// Which account a FHIR reference means: `Organization/f001` and the like.
pub type Actors = BTreeMap<String, AccountId32>;

/// What a document is read against.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
	/// The account that grants; the document's patient must not be another.
	pub patient: AccountId32,
	/// The accounts of the references in the document.
	pub actors: &'a Actors,
}

/// Reads the terms of a FHIR R4 `Consent`, or names the element that cannot be expressed.
pub fn read_consent(document: &str, reader: &Reader<'_>) -> Result<DirectiveTerms, Refusal> {
	let json: Json = serde_json::from_str(document)
		.map_err(|e| Refusal::new("Consent", format!("not a JSON document: {e}")))?;
	let mut consent = Element::root("Consent", &json).object()?;

	let kind = consent.require("resourceType")?;
	match kind.text()? {
		"Consent" => (),
		other => {
			return Err(kind.refuse(format!("{other:?} is another resource; Consent is right")))
		}
	}
	status(&consent.require("status")?)?;
	scope_of_consent(&consent.require("scope")?)?;
	reader.patient(&consent.require("patient")?)?;
	consent.require("category")?;
	let base = base_policy(&consent.require("policyRule")?)?;
	let rule = consent.take("provision");
	consent.documentary(&DOCUMENTARY);
	consent.finish()?;

	let (scope, provisions) = match rule {
		Some(rule) => reader.root_provision(&rule)?,
		None => (Scope::default(), Vec::new()),
	};
	Ok(DirectiveTerms { base, scope, provisions })
}

/// Only a consent in force can be put in force.
fn status(status: &Element<'_>) -> Result<(), Refusal> {
	let reason = match status.text()? {
		"active" => return Ok(()),
		"draft" | "proposed" => "not in force yet; only an active consent can be granted",
		"rejected" => "was never in force; only an active consent can be granted",
		"inactive" | "entered-in-error" =>
			"no longer in force; only an active consent can be granted, and one on chain is ended by \
			 revoking it",
		_ => "not a code of consent-state-codes; active is right",
	};
	Err(status.refuse(format!("{:?} is {reason}", status.text()?)))
}

fn scope_of_consent(scope: &Element<'_>) -> Result<(), Refusal> {
	let coding = concept(scope, &[CONSENT_SCOPE])?;
	match coding.code {
		"patient-privacy" => Ok(()),
		other => Err(coding.refuse(format!(
			"{other:?} cannot be expressed; patient-privacy is the only scope that can"
		))),
	}
}

fn base_policy(rule: &Element<'_>) -> Result<BasePolicy, Refusal> {
	let coding = concept(rule, &[ACT_CODE])?;
	match coding.code {
		"OPTIN" | "OPTINR" => Ok(BasePolicy::OptIn),
		"OPTOUT" | "OPTOUTE" => Ok(BasePolicy::OptOut),
		other => Err(coding.refuse(format!(
			"{other:?} cannot be expressed; OPTIN, OPTINR, OPTOUT and OPTOUTE can"
		))),
	}
}

impl Reader<'_> {
	/// The patient is who grants. A literal reference that no account was given for is documentary.
	fn patient(&self, element: &Element<'_>) -> Result<(), Refusal> {
		let reference = Reference::read(element)?;
		let named = match (&reference.identifier, reference.literal) {
			(Some(Identifier::Role(path, _)), _) => {
				return Err(Refusal::new(path, "the patient is a person, not a role"))
			}
			(Some(Identifier::Account(path, account)), _) => Some((path.clone(), *account)),
			(None, Some((path, literal))) => {
				self.actors.get(literal).map(|account| (path, *account))
			}
			(None, None) => None,
		};
		match named {
			Some((path, account)) if account != self.patient => Err(Refusal::new(
				path,
				format!(
					"names {account}, but {} grants; a patient grants for themselves",
					self.patient
				),
			)),
			_ => Ok(()),
		}
	}

	/// The root rule and its exceptions.
	fn root_provision(&self, element: &Element<'_>) -> Result<(Scope, Vec<Provision>), Refusal> {
		let mut rule = element.object()?;
		if let Some(kind) = rule.take("type") {
			return Err(kind.refuse("not allowed in the root provision, whose sense is policyRule"));
		}
		let scope = self.scope(&mut rule)?;
		let nested = rule.take("provision");
		rule.finish()?;
		let Some(nested) = nested else { return Ok((scope, Vec::new())) };
		let items = nested.list()?;
		if items.len() > MAX_PROVISIONS {
			return Err(nested.refuse(format!(
				"{} provisions cannot be expressed; at most {MAX_PROVISIONS} can",
				items.len()
			)));
		}
		let provisions = items.iter().map(|item| self.provision(item)).collect::<Result<_, _>>()?;
		Ok((scope, provisions))
	}

	/// An exception.
	fn provision(&self, element: &Element<'_>) -> Result<Provision, Refusal> {
		let mut rule = element.object()?;
		let kind = rule.require("type")?;
		let kind = match kind.text()? {
			"permit" => ProvisionKind::Permit,
			"deny" => ProvisionKind::Deny,
			other => return Err(kind.refuse(format!("{other:?} is not permit or deny"))),
		};
		let scope = self.scope(&mut rule)?;
		rule.finish()?;
		Ok(Provision { kind, scope })
	}

	/// What a rule covers.
	fn scope(&self, rule: &mut Object<'_>) -> Result<Scope, Refusal> {
		let period = rule.take("period").map_or(Ok(Period::ALWAYS), |element| period(&element))?;
		let actors = match rule.take("actor") {
			Some(list) => self.actors(&list)?,
			None => Vec::new(),
		};
		let actions: Actions = each(rule.take("action"), |item| {
			concept(item, &[CONSENT_ACTION])?.value(|_: Action| CONSENT_ACTION)
		})?;
		let sensitivities: Sensitivities = each(rule.take("securityLabel"), |item| {
			Coding::read(item)?.value(codes::label_system)
		})?;
		let purposes: Purposes =
			each(rule.take("purpose"), |item| Coding::read(item)?.value(|_: Purpose| ACT_REASON))?;
		let classes: ResourceClasses = each(rule.take("class"), |item| {
			Coding::read(item)?.value(|_: ResourceClass| RESOURCE_TYPES)
		})?;
		rule.documentary(&["id"]);
		Ok(Scope {
			actors,
			purposes: purposes.into(),
			actions: actions.into(),
			classes: classes.into(),
			sensitivities: sensitivities.into(),
			period: period.into(),
		})
	}

	fn actors(&self, list: &Element<'_>) -> Result<Vec<ActorRef>, Refusal> {
		let items = list.list()?;
		if items.len() > MAX_ACTORS {
			return Err(list.refuse(format!(
				"{} actors cannot be expressed; at most {MAX_ACTORS} can",
				items.len()
			)));
		}
		items.iter().map(|item| self.actor(item)).collect()
	}

	fn actor(&self, element: &Element<'_>) -> Result<ActorRef, Refusal> {
		let mut actor = element.object()?;
		let role = concept(&actor.require("role")?, &[PARTICIPATION_TYPE, ROLE_CODE])?;
		match (role.system, role.code) {
			(PARTICIPATION_TYPE, "PRCP" | "IRCP") | (ROLE_CODE, "GRANTEE") => (),
			(_, other) => {
				return Err(role.refuse(format!(
				"an actor in the role {other:?} cannot be expressed; recipients can: PRCP, IRCP, GRANTEE"
			)))
			}
		}
		let element = actor.require("reference")?;
		actor.documentary(&["id"]);
		actor.finish()?;
		self.actor_reference(&element)
	}

	fn actor_reference(&self, element: &Element<'_>) -> Result<ActorRef, Refusal> {
		let reference = Reference::read(element)?;
		let account = match (&reference.identifier, &reference.literal) {
			(Some(Identifier::Role(_, role)), None) => return Ok(ActorRef::Role((*role).into())),
			(Some(Identifier::Role(path, _)), Some(_)) => {
				return Err(Refusal::new(path, "names a role where the reference names somebody"))
			}
			(Some(Identifier::Account(path, account)), literal) => {
				let mapped = literal.as_ref().and_then(|(_, literal)| self.actors.get(*literal));
				if let Some(other) = mapped.filter(|other| *other != account) {
					return Err(Refusal::new(
						path,
						format!("names {account}, but the reference was mapped to {other}"),
					));
				}
				*account
			}
			(None, Some((path, literal))) => *self.actors.get(*literal).ok_or_else(|| {
				Refusal::new(
					path,
					format!(
						"no account is known for {literal:?}; name it with --actor \
						{literal}=ADDRESS or give an identifier of {ACCOUNT_SYSTEM}"
					),
				)
			})?,
			(None, None) => {
				return Err(element.refuse(format!(
					"names nobody; give a reference or an identifier of {ACCOUNT_SYSTEM}"
				)))
			}
		};
		match reference.kind()? {
			None
			| Some("Device" | "Patient" | "Practitioner" | "PractitionerRole" | "RelatedPerson") => {
				Ok(ActorRef::Account(account))
			}
			Some("Organization") => Ok(ActorRef::Organization(account)),
			Some(other) => Err(element.refuse(format!(
				"a {other} cannot be an actor; an organisation, a person or a device can"
			))),
		}
	}
}

/// An identifier that means something on chain, and its path.
#[derive(Debug)]
enum Identifier {
	Account(String, AccountId32),
	Role(String, Role),
}

/// A `Reference` that was read.
#[derive(Debug)]
struct Reference<'a> {
	path: String,
	/// `reference`, and its path.
	literal: Option<(String, &'a str)>,
	/// `type`.
	kind: Option<&'a str>,
	identifier: Option<Identifier>,
}

impl<'a> Reference<'a> {
	fn read(element: &Element<'a>) -> Result<Self, Refusal> {
		let mut reference = element.object()?;
		let literal = match reference.take("reference") {
			Some(literal) => Some((literal.path.clone(), literal.text()?)),
			None => None,
		};
		let kind = reference.take("type").map(|kind| kind.text()).transpose()?;
		let identifier = match reference.take("identifier") {
			Some(identifier) => read_identifier(&identifier)?,
			None => None,
		};
		reference.documentary(&["display"]);
		reference.finish()?;
		Ok(Self { path: element.path.clone(), literal, kind, identifier })
	}

	/// The type of resource that is referred to, by `type` or by the reference itself.
	fn kind(&self) -> Result<Option<&'a str>, Refusal> {
		let of_literal = self.literal.as_ref().and_then(|(_, literal)| literal_kind(literal));
		match (self.kind, of_literal) {
			(Some(kind), Some(other)) if kind != other => Err(Refusal::new(
				format!("{}.type", self.path),
				format!("{kind:?} is not the type of the reference, {other:?}"),
			)),
			(kind, other) => Ok(kind.or(other)),
		}
	}
}

/// The type in `Type/id` and in the end of a URL, with or without a version.
fn literal_kind(literal: &str) -> Option<&str> {
	let current = literal.split_once("/_history/").map_or(literal, |(current, _)| current);
	let (before, _id) = current.rsplit_once('/')?;
	let kind = before.rsplit_once('/').map_or(before, |(_, kind)| kind);
	let is_type = kind.starts_with(|c: char| c.is_ascii_uppercase())
		&& kind.bytes().all(|b| b.is_ascii_alphabetic());
	is_type.then_some(kind)
}

/// An identifier of the chain's systems; those of other systems are documentary.
fn read_identifier(element: &Element<'_>) -> Result<Option<Identifier>, Refusal> {
	let mut identifier = element.object()?;
	let system = identifier.take("system").map(|system| system.text()).transpose()?;
	if !matches!(system, Some(ACCOUNT_SYSTEM | ROLE_SYSTEM)) {
		return Ok(None);
	}
	let value = identifier.require("value")?;
	identifier.documentary(&["use", "type", "assigner"]);
	identifier.finish()?;
	let (path, text) = (value.path.clone(), value.text()?);
	if system == Some(ROLE_SYSTEM) {
		let role = Role::from_str(text).map_err(|e| value.refuse(format!("{text:?} is {e}")))?;
		return Ok(Some(Identifier::Role(path, role)));
	}
	let account = AccountId32::from_str(text)
		.map_err(|e| value.refuse(format!("{text:?} is no SS58 address: {e}")))?;
	Ok(Some(Identifier::Account(path, account)))
}

fn period(element: &Element<'_>) -> Result<Period, Refusal> {
	let mut object = element.object()?;
	let mut edge = |name: &str, read: fn(&str) -> Result<u64, String>| {
		object
			.take(name)
			.map(|edge| read(edge.text()?).map_err(|reason| edge.refuse(reason)))
			.transpose()
	};
	let period = Period { start: edge("start", first_second)?, end: edge("end", last_second)? };
	object.finish()?;
	if period.is_reversed() {
		return Err(element.refuse("ends before it starts"));
	}
	Ok(period)
}

/// Reads each item of a list that may be missing.
fn each<'a, T, C: Default + FromIterator<T>>(
	list: Option<Element<'a>>,
	read: impl Fn(&Element<'a>) -> Result<T, Refusal>,
) -> Result<C, Refusal> {
	match list {
		Some(list) => list.list()?.iter().map(read).collect(),
		None => Ok(C::default()),
	}
}
