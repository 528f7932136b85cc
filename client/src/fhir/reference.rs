//! FHIR `Reference`: who is meant.

use super::{element::Element, ledger::Noted, Reader, ACCOUNT_SYSTEM, ROLE_SYSTEM};
use crate::types::ActorRef;
use medchain_support::Role;
use std::str::FromStr;
use subxt::utils::AccountId32;

/// An identifier that means something on chain, and where its value stands.
#[derive(Debug)]
enum Identifier<'a> {
	Account(Element<'a>, AccountId32),
	Role(Element<'a>, Role),
}

/// A `Reference` that was read.
#[derive(Debug)]
pub(super) struct Reference<'a> {
	element: Element<'a>,
	/// `reference`.
	literal: Option<(Element<'a>, &'a str)>,
	/// `type`.
	kind: Option<(Element<'a>, &'a str)>,
	identifier: Option<Identifier<'a>>,
}

impl<'a> Reference<'a> {
	/// Reads a `Reference`.
	pub fn read(element: &Element<'a>) -> Result<Self, Noted> {
		let mut reference = element.object()?;
		let mut text = |name| {
			let part = reference.take(name)?;
			Some(part.text().map(|text| (part, text)))
		};
		let literal = text("reference").transpose();
		let kind = text("type").transpose();
		let identifier = reference.take("identifier").map(|part| read_identifier(&part));
		reference.documentary(&["display"]);
		reference.finish()?;
		Ok(Self {
			element: element.clone(),
			literal: literal?,
			kind: kind?,
			identifier: identifier.transpose()?.flatten(),
		})
	}

	/// The type of resource that is referred to, by `type` or by the reference itself.
	fn kind(&self) -> Result<Option<&'a str>, Noted> {
		let of_literal = self.literal.as_ref().and_then(|(_, literal)| literal_kind(literal));
		match (&self.kind, of_literal) {
			(Some((part, kind)), Some(other)) if *kind != other => {
				Err(part.refuse(format!("{kind:?} is not the type of the reference, {other:?}")))
			}
			(kind, other) => Ok(kind.as_ref().map(|(_, kind)| *kind).or(other)),
		}
	}

	/// The patient is who grants. A literal reference that no account was given for is documentary.
	pub fn patient(&self, reader: &Reader<'_>) -> Result<(), Noted> {
		match self.kind()? {
			None | Some("Patient") => (),
			Some(other) => {
				return Err(self.element.refuse(format!(
					"a consent of a {other} cannot be expressed; one of a Patient can"
				)))
			}
		}
		let literal = self
			.literal
			.as_ref()
			.map(|(part, literal)| (part, reader.actors.get(*literal).copied()));
		let (part, account) = match (&self.identifier, &literal) {
			(Some(Identifier::Role(part, _)), _) => {
				return Err(part.refuse("the patient is a person, not a role"))
			}
			(Some(Identifier::Account(part, account)), literal) => {
				match literal {
					Some((part, Some(other))) if other != account => {
						return Err(part.refuse(format!(
							"was mapped to {other}, but the identifier names {account}"
						)))
					}
					Some((part, None)) => part.documentary(),
					_ => (),
				}
				(part, *account)
			}
			(None, Some((part, Some(account)))) => (*part, *account),
			(None, Some((part, None))) => {
				part.documentary();
				return Ok(());
			}
			(None, None) => return Ok(()),
		};
		if account != reader.patient {
			return Err(part.refuse(format!(
				"names {account}, but {} grants; a patient grants for themselves",
				reader.patient
			)));
		}
		Ok(())
	}

	/// The actor that is meant.
	pub fn actor(&self, reader: &Reader<'_>) -> Result<ActorRef, Noted> {
		let mapped = self.literal.as_ref().and_then(|(_, literal)| reader.actors.get(*literal));
		let account = match (&self.identifier, &self.literal) {
			(Some(Identifier::Role(_, role)), None) => {
				if let Some((part, _)) = &self.kind {
					part.documentary();
				}
				return Ok(ActorRef::Role((*role).into()));
			}
			(Some(Identifier::Role(part, _)), Some(_)) => {
				return Err(part.refuse("names a role where the reference names somebody"))
			}
			(Some(Identifier::Account(part, account)), literal) => {
				if let Some(other) = mapped.filter(|other| *other != account) {
					return Err(part.refuse(format!(
						"names {account}, but the reference was mapped to {other}"
					)));
				}
				if let (Some((part, _)), None) = (literal, mapped) {
					part.documentary();
				}
				*account
			}
			(None, Some((part, literal))) => *mapped.ok_or_else(|| {
				part.refuse(format!(
					"no account is known for {literal:?}; name it with --actor {literal}=ADDRESS or \
					 give an identifier of {ACCOUNT_SYSTEM}"
				))
			})?,
			(None, None) => {
				return Err(self.element.refuse(format!(
					"names nobody; give a reference or an identifier of {ACCOUNT_SYSTEM}"
				)))
			}
		};
		match self.kind()? {
			None
			| Some("Device" | "Patient" | "Practitioner" | "PractitionerRole" | "RelatedPerson") => {
				Ok(ActorRef::Account(account))
			}
			Some("Organization") => Ok(ActorRef::Organization(account)),
			Some(other) => Err(self.element.refuse(format!(
				"a {other} cannot be an actor; an organisation, a person or a device can"
			))),
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
fn read_identifier<'a>(element: &Element<'a>) -> Result<Option<Identifier<'a>>, Noted> {
	let mut identifier = element.object()?;
	let system = identifier.take("system").map(|system| system.text()).transpose()?;
	if !matches!(system, Some(ACCOUNT_SYSTEM | ROLE_SYSTEM)) {
		element.documentary();
		return Ok(None);
	}
	let value = identifier.require("value");
	identifier.documentary(&["use", "type", "assigner"]);
	let rest = identifier.finish();
	let value = value?;
	let text = value.text()?;
	let read = if system == Some(ROLE_SYSTEM) {
		let role = Role::from_str(text).map_err(|e| value.refuse(format!("{text:?} is {e}")))?;
		Identifier::Role(value, role)
	} else {
		let account = AccountId32::from_str(text)
			.map_err(|e| value.refuse(format!("{text:?} is no SS58 address: {e}")))?;
		Identifier::Account(value, account)
	};
	rest?;
	Ok(Some(read))
}
