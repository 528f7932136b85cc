//! FHIR `Reference`: who is meant.

use super::{element::Element, ledger::Noted, Actors, Reader, ACCOUNT_SYSTEM, ROLE_SYSTEM};
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
		reference.documentary(&["id", "display"]);
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

	/// The patient is who grants, and must be named by an account.
	pub fn patient(&self, reader: &Reader<'_>) -> Result<(), Noted> {
		match self.kind()? {
			None | Some("Patient") => (),
			Some(other) => {
				return Err(self.element.refuse(format!(
					"a consent of a {other} cannot be expressed; one of a Patient can"
				)))
			}
		}
		let (part, account) = match (&self.identifier, &self.literal) {
			(Some(Identifier::Role(part, _)), _) => {
				return Err(part.refuse("the patient is a person, not a role"))
			}
			(Some(Identifier::Account(part, account)), _) => {
				self.agrees(part, account, reader.actors)?;
				(part, *account)
			}
			(None, Some((part, literal))) => {
				let account = reader.actors.get(*literal);
				(part, *account.ok_or_else(|| part.refuse(unknown(literal)))?)
			}
			(None, None) => return Err(self.element.refuse(nobody())),
		};
		if account != reader.patient {
			return Err(part.refuse(another(&account, reader)));
		}
		Ok(())
	}

	/// The account of a party to an invoice, which must be of one of these types of resources, or of
	/// none that is told.
	pub fn party(&self, kinds: &[&str], actors: &Actors) -> Result<AccountId32, Noted> {
		if let Some(other) = self.kind()?.filter(|kind| !kinds.contains(kind)) {
			return Err(self
				.element
				.refuse(format!("{other} cannot be carried here; {} can", kinds.join(" or "))));
		}
		match (&self.identifier, &self.literal) {
			(Some(Identifier::Role(part, _)), _) => {
				Err(part.refuse("names a role where somebody must be named"))
			}
			(Some(Identifier::Account(part, account)), _) => {
				self.agrees(part, account, actors)?;
				Ok(*account)
			}
			(None, Some((part, literal))) => {
				let account = actors.get(*literal);
				Ok(*account.ok_or_else(|| part.refuse(unknown(literal)))?)
			}
			(None, None) => Err(self.element.refuse(nobody())),
		}
	}

	/// The actor that is meant.
	pub fn actor(&self, reader: &Reader<'_>) -> Result<ActorRef, Noted> {
		match (&self.identifier, &self.literal) {
			(Some(Identifier::Role(_, role)), None) => {
				if let Some((part, _)) = &self.kind {
					part.documentary();
				}
				Ok(ActorRef::Role((*role).into()))
			}
			(Some(Identifier::Role(part, _)), Some(_)) => {
				Err(part.refuse("names a role where the reference names somebody"))
			}
			(Some(Identifier::Account(part, account)), _) => {
				let of = self.kind_of_actor()?;
				self.agrees(part, account, reader.actors)?;
				Ok(of(*account))
			}
			(None, Some((part, literal))) => {
				let of = self.kind_of_actor()?;
				let account = reader.actors.get(*literal);
				Ok(of(*account.ok_or_else(|| part.refuse(unknown(literal)))?))
			}
			(None, None) => Err(self.element.refuse(nobody())),
		}
	}

	/// Whether the account of the actor means an organisation, with those who ask for it, or that
	/// account alone.
	fn kind_of_actor(&self) -> Result<fn(AccountId32) -> ActorRef, Noted> {
		match (self.kind()?, &self.literal) {
			(Some("Organization"), _) => Ok(ActorRef::Organization),
			(Some("Device" | "Patient" | "Practitioner" | "RelatedPerson"), _) => {
				Ok(ActorRef::Account)
			}
			(Some("PractitionerRole"), _) => Err(self.element.refuse(
				"a PractitionerRole, a person inside one organisation, cannot be an actor; name \
				 the Practitioner or the Organization",
			)),
			(Some(other), _) => Err(self.element.refuse(format!(
				"a {other} cannot be an actor; an organisation, a person or a device can"
			))),
			(None, Some((part, literal))) => Err(part.refuse(format!(
				"{literal:?} does not tell whether an organisation or a person is meant; give \
				 Reference.type, such as Organization"
			))),
			// Our own identifier alone means the account alone.
			(None, None) => Ok(ActorRef::Account),
		}
	}

	/// An account in an identifier must be the one that the literal was mapped to. A literal that
	/// was not mapped says nothing more.
	fn agrees(
		&self,
		identifier: &Element<'_>,
		account: &AccountId32,
		actors: &Actors,
	) -> Result<(), Noted> {
		let Some((part, literal)) = &self.literal else { return Ok(()) };
		match actors.get(*literal) {
			Some(other) if other != account => Err(identifier
				.refuse(format!("names {account}, but the reference was mapped to {other}"))),
			Some(_) => Ok(()),
			None => {
				part.documentary();
				Ok(())
			}
		}
	}

	/// Who granted. A patient among them, or somebody whose type is not told, must be the one for
	/// whom the document is granted now. Who else is named there acted for the patient, or was
	/// granted something: that carries no rule.
	pub fn grantor(&self, reader: &Reader<'_>) -> Result<(), Noted> {
		if !matches!(self.kind()?, None | Some("Patient")) {
			return Ok(());
		}
		let mapped = self.literal.as_ref().and_then(|(part, literal)| {
			reader.actors.get(*literal).map(|account| (part, *account))
		});
		let identified = match &self.identifier {
			Some(Identifier::Account(part, account)) => Some((part, *account)),
			_ => None,
		};
		match identified.into_iter().chain(mapped).find(|(_, who)| *who != reader.patient) {
			Some((part, other)) => Err(part.refuse(another(&other, reader))),
			None => Ok(()),
		}
	}
}

fn unknown(literal: &str) -> String {
	format!(
		"no account is known for {literal:?}; name it with --actor {literal}=ADDRESS or give an \
		 identifier of {ACCOUNT_SYSTEM}"
	)
}

fn nobody() -> String {
	format!("names nobody; give a reference or an identifier of {ACCOUNT_SYSTEM}")
}

fn another(account: &AccountId32, reader: &Reader<'_>) -> String {
	format!("names {account}, but {} grants; a patient grants for themselves", reader.patient)
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
	identifier.documentary(&["id", "use", "type", "assigner"]);
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
