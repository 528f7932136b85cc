//! What R4 and R5 consents have in common.

use super::{
	codes::{self, concept, Coding, ACT_REASON, CONSENT_ACTION, PARTICIPATION_TYPE, ROLE_CODE},
	date::{first_second, last_second},
	element::{Element, Object},
	labels,
	ledger::Noted,
	reference::Reference,
	Release,
};
use crate::types::{ActorRef, Scope, MAX_ACTORS};
use medchain_support::{
	Action, Actions, Period, Purpose, Purposes, ResourceClass, ResourceClasses, Sensitivities,
};
use std::collections::BTreeMap;
use subxt::utils::AccountId32;

/// Which account a FHIR reference means: `Organization/f001` and the like.
pub type Actors = BTreeMap<String, AccountId32>;

/// What a document is read against.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
	/// The account that grants; the document's patient must not be another.
	pub patient: AccountId32,
	/// The accounts of the references in the document.
	pub actors: &'a Actors,
	/// The release of the document; `None` finds it out by the document's elements.
	pub release: Option<Release>,
}

/// Only a consent in force can be put in force.
pub(super) fn status(status: &Element<'_>, release: Release) -> Result<(), Noted> {
	let code = status.text()?;
	let reason = match (code, release) {
		("active", _) => return Ok(()),
		("draft", _) | ("proposed", Release::R4) => {
			"not in force yet; only an active consent can be granted"
		}
		("rejected", Release::R4) | ("not-done", Release::R5) => {
			"was never in force; only an active consent can be granted"
		}
		("inactive" | "entered-in-error", _) => {
			"no longer in force; only an active consent can be granted, and one on chain is ended by \
			 revoking it"
		}
		("unknown", Release::R5) => "leaves open what holds; only an active consent can be granted",
		_ => "not a code of consent-state-codes; active is right",
	};
	Err(status.refuse(format!("{code:?} is {reason}")))
}

impl Reader<'_> {
	/// The patient of a document.
	pub(super) fn patient(&self, element: &Element<'_>) -> Result<(), Noted> {
		Reference::read(element)?.patient(self)
	}

	/// Those who granted a document, as far as it tells. They carry no rule, but another patient
	/// among them means that the document is somebody else's.
	pub(super) fn grantors(&self, list: &Element<'_>) -> Result<(), Noted> {
		let read = list.each(|item| Reference::read(item)?.grantor(self)).map(drop);
		list.set_aside();
		read
	}

	/// What a rule covers. In R5 its period lies within `whole`, that of the consent.
	pub(super) fn scope(
		&self,
		rule: &mut Object<'_>,
		release: Release,
		whole: &Period,
	) -> Result<Scope, Noted> {
		let period = rule.take("period").map(|element| {
			let period = period(&element)?;
			match is_within(&period, whole) {
				true => Ok(period),
				false => Err(element.refuse(
					"reaches beyond Consent.period, where R5 leaves open which of them holds; keep \
					 it inside",
				)),
			}
		});
		let actors = rule.take("actor").map(|list| self.actors(&list));
		let actions = each(rule.take("action"), |item| {
			concept(item, &[CONSENT_ACTION])?.value(|_: Action| CONSENT_ACTION)
		});
		let labels =
			each(rule.take("securityLabel"), |item| Coding::read(item)?.value(codes::label_system));
		let purposes =
			each(rule.take("purpose"), |item| Coding::read(item)?.value(|_: Purpose| ACT_REASON));
		let classes = each(rule.take(class_element(release)), |item| {
			let coding = Coding::read(item)?;
			let class = coding.value(|_: ResourceClass| codes::class_system(release))?;
			match codes::class_is_missing(class, release) {
				Some(reason) => Err(coding.refuse(reason)),
				None => Ok(class),
			}
		});
		rule.documentary(&["id"]);
		let (actions, labels): (Actions, Sensitivities) = (actions?, labels?);
		let (purposes, classes): (Purposes, ResourceClasses) = (purposes?, classes?);
		Ok(Scope {
			actors: actors.transpose()?.unwrap_or_default(),
			purposes: purposes.into(),
			actions: actions.into(),
			classes: classes.into(),
			sensitivities: labels::closure(labels).into(),
			period: period.transpose()?.unwrap_or(Period::ALWAYS).into(),
		})
	}

	fn actors(&self, list: &Element<'_>) -> Result<Vec<ActorRef>, Noted> {
		let count = list.list()?.len();
		if count > MAX_ACTORS {
			return Err(list
				.refuse(format!("{count} actors cannot be expressed; at most {MAX_ACTORS} can")));
		}
		list.each(|item| self.actor(item))
	}

	fn actor(&self, element: &Element<'_>) -> Result<ActorRef, Noted> {
		let mut actor = element.object()?;
		let role = actor.require("role").and_then(|role| recipient(&role));
		let reference = actor
			.require("reference")
			.and_then(|reference| Reference::read(&reference)?.actor(self));
		actor.documentary(&["id"]);
		actor.finish()?;
		role?;
		reference
	}
}

/// The element of a provision that names classes of records.
pub(super) const fn class_element(release: Release) -> &'static str {
	match release {
		Release::R4 => "class",
		Release::R5 => "resourceType",
	}
}

/// The role of an actor must be that of a recipient.
fn recipient(element: &Element<'_>) -> Result<(), Noted> {
	let role = concept(element, &[PARTICIPATION_TYPE, ROLE_CODE])?;
	match (role.system(), role.code()) {
		(PARTICIPATION_TYPE, "PRCP" | "IRCP") | (ROLE_CODE, "GRANTEE") => Ok(()),
		(_, other) => Err(role.refuse(format!(
			"an actor in the role {other:?} cannot be expressed; recipients can: PRCP, IRCP, GRANTEE"
		))),
	}
}

/// Reads a `Period`.
pub(super) fn period(element: &Element<'_>) -> Result<Period, Noted> {
	let mut object = element.object()?;
	let mut edge = |name: &str, read: fn(&str) -> Result<u64, String>| {
		object.take(name).map(|edge| read(edge.text()?).map_err(|reason| edge.refuse(reason)))
	};
	let (start, end) = (edge("start", first_second), edge("end", last_second));
	object.finish()?;
	let period = Period { start: start.transpose()?, end: end.transpose()? };
	if period.is_reversed() {
		return Err(element.refuse("ends before it starts"));
	}
	Ok(period)
}

/// Whether every second of a period lies in another.
pub(super) fn is_within(period: &Period, whole: &Period) -> bool {
	whole.start.is_none_or(|whole| period.start.is_some_and(|start| start >= whole))
		&& whole.end.is_none_or(|whole| period.end.is_some_and(|end| end <= whole))
}

/// Reads each item of a list that may be missing.
fn each<'a, T, C: Default + FromIterator<T>>(
	list: Option<Element<'a>>,
	read: impl Fn(&Element<'a>) -> Result<T, Noted>,
) -> Result<C, Noted> {
	match list {
		Some(list) => Ok(list.each(read)?.into_iter().collect()),
		None => Ok(C::default()),
	}
}
