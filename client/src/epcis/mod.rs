//! EPCIS 2.0 documents in JSON-LD: a strict reader, and the event hash of CBV 2.0.
//!
//! [`read_document`] accounts for every member of an `EPCISDocument`: it is read, or it is an
//! extension under a prefix that the `@context` declares, or the document is refused. All refusals
//! are found, each with the number of its event, its field and the rule ([`Rule`]).
//!
//! What is refused although the JSON schema of the standard lets it pass: words that are not of CBV
//! (`cbv:BizStep-transforming`), GS1 keys with a wrong check digit, members under a prefix that
//! nobody declared, a unit of measure without a quantity, sensor times that end before they start,
//! an aggregation to or from no parent, contexts other than GS1's own, which would have to be
//! fetched to know what the document means.
//!
//! # The event hash
//!
//! [`Event::hash`] is the identity of an event by its content: two documents that say the same give
//! the same, whatever the order of members and lists, the form of the identifiers (EPC URN or GS1
//! Digital Link), the prefixes, the time zone in which an instant is written or the zeros behind a
//! number. It is SHA-256 over the text that [`Event::pre_hash`] gives.
//!
//! CBV 2.0, section 8.9, leaves some of that text open. Here it is as GS1's reference implementation
//! has it, and where that departs from the order in its own table, as the table has it:
//!
//! - `recordTime`, `eventID`, `errorDeclaration` and `rdfs:comment` are left out;
//!   `certificationInfo` stands behind the time zone.
//! - `bizTransactionList`, `sourceList`, `destinationList`, `sensorElementList` and `ilmd` stand in
//!   this order, the type of an entry before its value.
//! - Extensions inside a standard element stand at its end, those of the event at the very end.
//! - Instants are rounded to milliseconds, half a millisecond up.
//! - A text in an extension that is a plain decimal number counts as that number, since in XML
//!   nobody can tell the two apart.

mod context;
pub mod event;
mod field;
mod hash;
mod read;
mod sensor;
mod value;
mod words;
mod write;

#[cfg(test)]
mod tests;

pub use crate::json::Json;
pub use context::Context;
pub use event::{
	Action, ErrorDeclaration, Event, EventType, Extension, Name, Node, Place, Quantity, Reading,
	SensorElement, SensorReport, Term, Transfer,
};
pub use read::{read_document, Document};
pub use value::{Decimal, Instant};
pub use write::{document_of, write_document};

use std::fmt;

/// What is asked of a document; by the last three, of an event that is to be recorded on the chain.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Rule {
	/// The text is JSON, and no object has a member twice.
	Json,
	/// There is an `@context`; it is GS1's, and else only declares prefixes.
	Context,
	/// What must be there is there.
	Required,
	/// A value is of the right kind: a text, a number, an array.
	Kind,
	/// There is nothing that the standard and the context do not know.
	Unknown,
	/// Words are those of the closed lists of CBV, or web addresses of somebody else's words.
	Vocabulary,
	/// Instants, addresses, numbers and GS1 keys are well-formed.
	Format,
	/// An event is about something: it has identifiers, quantities or sensor reports.
	Identifiers,
	/// Fields agree with each other.
	Combination,
	/// Nothing stands twice in a list that is a set.
	Unique,
	/// The chain has a call for what an event says.
	Mapping,
	/// Who is named is known: by the table of partners.
	Partner,
	/// What is named is known: to the chain, or by a proof.
	Known,
}

impl Rule {
	/// The rule's name.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Json => "json",
			Self::Context => "context",
			Self::Required => "required",
			Self::Kind => "kind",
			Self::Unknown => "unknown",
			Self::Vocabulary => "vocabulary",
			Self::Format => "format",
			Self::Identifiers => "identifiers",
			Self::Combination => "combination",
			Self::Unique => "unique",
			Self::Mapping => "mapping",
			Self::Partner => "partner",
			Self::Known => "known",
		}
	}
}

/// What is wrong with a document, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
	/// The number of the event in `eventList`, from 0; nothing if it is the document.
	pub event: Option<usize>,
	/// The field, such as `quantityList[0].quantity`.
	pub field: String,
	/// The rule.
	pub rule: Rule,
	/// What is wrong, and what would be right.
	pub reason: String,
}

impl fmt::Display for Refusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		if let Some(event) = self.event {
			write!(f, "event {event}, ")?;
		}
		write!(f, "{} ({}): {}", self.field, self.rule.name(), self.reason)
	}
}

/// All that is wrong with a document; at least one refusal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusals(pub Vec<Refusal>);

impl fmt::Display for Refusals {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		for (number, refusal) in self.0.iter().enumerate() {
			if number > 0 {
				f.write_str("; ")?;
			}
			refusal.fmt(f)?;
		}
		Ok(())
	}
}

impl std::error::Error for Refusals {}

impl From<Refusals> for crate::Error {
	fn from(refusals: Refusals) -> Self {
		Self::Input(refusals.to_string())
	}
}
