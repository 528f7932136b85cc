//! FHIR R4 `Consent` to terms.

use super::{
	category,
	codes::{concept, ACT_CODE, CONSENT_SCOPE},
	consent::status,
	element::{Element, Object},
	ledger::Noted,
	Reader, Release,
};
use crate::types::{BasePolicy, DirectiveTerms, Provision, ProvisionKind, Scope, MAX_PROVISIONS};
use medchain_support::Period;

/// Elements that say where the consent comes from, and nothing about what it allows.
const DOCUMENTARY: [&str; 10] = [
	"id",
	"meta",
	"language",
	"text",
	"identifier",
	"dateTime",
	"organization",
	"sourceAttachment",
	"sourceReference",
	"verification",
];

/// Reads all of a consent but its `resourceType`.
pub(super) fn read(reader: &Reader<'_>, mut consent: Object<'_>) -> Result<DirectiveTerms, Noted> {
	let status = consent.require("status").and_then(|element| status(&element, Release::R4));
	let scope = consent.require("scope").and_then(|element| scope_of_consent(&element));
	let patient = consent.require("patient").and_then(|element| reader.patient(&element));
	let category = consent.require("category").and_then(|list| category::categories(&list));
	let performer = consent.take("performer").map(|list| reader.grantors(&list));
	let base = consent.require("policyRule").and_then(|element| base_policy(&element));
	let rule = consent.take("provision").map(|element| root_provision(reader, &element));
	consent.documentary(&DOCUMENTARY);
	consent.finish()?;
	status?;
	scope?;
	patient?;
	category?;
	performer.transpose()?;
	let base = base?;
	let (scope, provisions) = rule.transpose()?.unwrap_or_default();
	Ok(DirectiveTerms { base, scope, provisions })
}

fn scope_of_consent(scope: &Element<'_>) -> Result<(), Noted> {
	let coding = concept(scope, &[CONSENT_SCOPE])?;
	match coding.code() {
		"patient-privacy" => Ok(()),
		other => Err(coding.refuse(format!(
			"{other:?} cannot be expressed; patient-privacy is the only scope that can"
		))),
	}
}

fn base_policy(rule: &Element<'_>) -> Result<BasePolicy, Noted> {
	let coding = concept(rule, &[ACT_CODE])?;
	match coding.code() {
		"OPTIN" | "OPTINR" => Ok(BasePolicy::OptIn),
		"OPTOUT" | "OPTOUTE" => Ok(BasePolicy::OptOut),
		other => Err(coding.refuse(format!(
			"{other:?} cannot be expressed; OPTIN, OPTINR, OPTOUT and OPTOUTE can"
		))),
	}
}

/// The root rule and its exceptions.
fn root_provision(
	reader: &Reader<'_>,
	element: &Element<'_>,
) -> Result<(Scope, Vec<Provision>), Noted> {
	let mut rule = element.object()?;
	let kind = rule
		.take("type")
		.map(|kind| kind.refuse("not allowed in the root provision, whose sense is policyRule"));
	let scope = reader.scope(&mut rule, Release::R4, &Period::ALWAYS);
	let nested = rule.take("provision").map(|nested| {
		let count = nested.list()?.len();
		if count > MAX_PROVISIONS {
			return Err(nested.refuse(format!(
				"{count} provisions cannot be expressed; at most {MAX_PROVISIONS} can"
			)));
		}
		nested.each(|item| provision(reader, item))
	});
	rule.finish()?;
	if let Some(noted) = kind {
		return Err(noted);
	}
	Ok((scope?, nested.transpose()?.unwrap_or_default()))
}

/// An exception.
fn provision(reader: &Reader<'_>, element: &Element<'_>) -> Result<Provision, Noted> {
	let mut rule = element.object()?;
	let kind = rule.require("type").and_then(|kind| match kind.text()? {
		"permit" => Ok(ProvisionKind::Permit),
		"deny" => Ok(ProvisionKind::Deny),
		other => Err(kind.refuse(format!("{other:?} is not permit or deny"))),
	});
	let scope = reader.scope(&mut rule, Release::R4, &Period::ALWAYS);
	rule.finish()?;
	Ok(Provision { kind: kind?, scope: scope? })
}
