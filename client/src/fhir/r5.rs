//! FHIR R5 `Consent` to terms.

use super::{
	category,
	consent::{period, status},
	element::{Element, Object},
	ledger::Noted,
	reference::Reference,
	Reader, Release,
};
use crate::types::{
	ActorRef, BasePolicy, DirectiveTerms, Provision, ProvisionKind, Scope, MAX_PROVISIONS,
};
use medchain_support::Period;

/// Elements that say where the consent comes from, and nothing about what it allows.
const DOCUMENTARY: [&str; 13] = [
	"id",
	"meta",
	"language",
	"text",
	"identifier",
	"date",
	"manager",
	"controller",
	"sourceAttachment",
	"sourceReference",
	"regulatoryBasis",
	"policyText",
	"verification",
];

/// A first-level provision that was read.
struct Exception<'a> {
	scope: Scope,
	/// The exceptions to it, and where they stand.
	nested: Option<(Element<'a>, Vec<Scope>)>,
}

/// Reads all of a consent but its `resourceType`.
pub(super) fn read(reader: &Reader<'_>, mut consent: Object<'_>) -> Result<DirectiveTerms, Noted> {
	let status = consent.require("status").and_then(|element| status(&element, Release::R5));
	let patient = consent.require("subject").and_then(|element| reader.patient(&element));
	let category = consent.take("category").map(|list| category::categories(&list));
	let grantor = consent.take("grantor").map(|list| reader.grantors(&list));
	let base = consent.require("decision").and_then(|element| match element.text()? {
		"permit" => Ok(BasePolicy::OptIn),
		"deny" => Ok(BasePolicy::OptOut),
		other => Err(element.refuse(format!("{other:?} is not permit or deny"))),
	});
	let period = consent.take("period").map(|element| period(&element)).transpose();
	// Without a readable period of the whole, those of the provisions are not compared with it.
	let whole = *period.as_ref().ok().and_then(Option::as_ref).unwrap_or(&Period::ALWAYS);
	let provisions = consent.take("provision").map(|list| {
		let read = list.each(|item| exception(reader, item, &whole))?;
		terms(&list, base.as_ref().ok(), read)
	});
	let provisions = provisions.transpose();
	let grantees = consent.take("grantee").map(|list| match &provisions {
		Ok(read) => {
			let read = read.as_deref().unwrap_or_default();
			let result = list.each(|item| grantee(reader, item, read)).map(drop);
			list.set_aside();
			result
		}
		// There is nothing to compare it with.
		Err(Noted) => {
			list.documentary();
			Ok(())
		}
	});
	consent.documentary(&DOCUMENTARY);
	consent.finish()?;
	status?;
	patient?;
	category.transpose()?;
	grantor.transpose()?;
	grantees.transpose()?;
	Ok(DirectiveTerms {
		base: base?,
		scope: Scope { period: period?.unwrap_or(Period::ALWAYS).into(), ..Scope::default() },
		provisions: provisions?.unwrap_or_default(),
	})
}

/// An exception to the decision, with the exceptions to it.
fn exception<'a>(
	reader: &Reader<'_>,
	element: &Element<'a>,
	whole: &Period,
) -> Result<Exception<'a>, Noted> {
	let mut rule = element.object()?;
	let scope = reader.scope(&mut rule, Release::R5, whole);
	let nested = rule.take("provision").map(|list| {
		let scopes = list.each(|item| {
			let mut rule = item.object()?;
			let scope = reader.scope(&mut rule, Release::R5, whole);
			rule.finish()?;
			scope
		})?;
		Ok((list, scopes))
	});
	rule.finish()?;
	Ok(Exception { scope: scope?, nested: nested.transpose()? })
}

/// Exceptions as provisions among which denial wins: those that permit, then those that deny.
fn terms(
	list: &Element<'_>,
	base: Option<&BasePolicy>,
	exceptions: Vec<Exception<'_>>,
) -> Result<Vec<Provision>, Noted> {
	let provision = |kind| move |scope| Provision { kind, scope };
	let (kind, denied) = match base {
		None => return Err(Noted),
		Some(BasePolicy::OptIn) => {
			let mut result = Ok(());
			for (element, _) in exceptions.iter().filter_map(|one| one.nested.as_ref()) {
				result = Err(element.refuse(
					"what is permitted inside a denial cannot be expressed, for denial wins; state \
					 narrower denials instead",
				));
			}
			result?;
			(ProvisionKind::Deny, Vec::new())
		}
		Some(BasePolicy::OptOut) => (ProvisionKind::Permit, shared(&exceptions)?),
	};
	let provisions: Vec<Provision> = exceptions
		.into_iter()
		.map(|exception| exception.scope)
		.map(provision(kind))
		.chain(denied.into_iter().map(provision(ProvisionKind::Deny)))
		.collect();
	if provisions.len() > MAX_PROVISIONS {
		return Err(list.refuse(format!(
			"{} provisions cannot be expressed; at most {MAX_PROVISIONS} can",
			provisions.len()
		)));
	}
	Ok(provisions)
}

/// The denials inside permits. They must be the same in each, for on chain they hold in all.
fn shared(exceptions: &[Exception<'_>]) -> Result<Vec<Scope>, Noted> {
	let scopes = |exception: &Exception<'_>| {
		exception.nested.as_ref().map_or_else(Vec::new, |(_, scopes)| scopes.clone())
	};
	let Some(first) = exceptions.first() else { return Ok(Vec::new()) };
	let common = scopes(first);
	let Some(other) = exceptions.iter().find(|exception| scopes(exception) != common) else {
		return Ok(common);
	};
	match other.nested.as_ref().or(first.nested.as_ref()) {
		Some((element, _)) => Err(element.refuse(
			"what is denied inside one permit only cannot be expressed, for denial wins in all; \
			 repeat it in each provision, in the same order",
		)),
		None => Ok(common),
	}
}

/// In R5 `grantee` is there to find a consent by and carries no rule. It may repeat whom a
/// provision permits; whom it names beside that would be left out or let in by mistake.
fn grantee(
	reader: &Reader<'_>,
	element: &Element<'_>,
	provisions: &[Provision],
) -> Result<(), Noted> {
	let actor: ActorRef = Reference::read(element)?.actor(reader)?;
	let permitted = provisions.iter().any(|provision| {
		provision.kind == ProvisionKind::Permit && provision.scope.actors.contains(&actor)
	});
	if !permitted {
		return Err(element.refuse(
			"a grantee carries no rule in R5; name it as the actor of a provision that permits",
		));
	}
	Ok(())
}
