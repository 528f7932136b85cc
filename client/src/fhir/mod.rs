//! FHIR documents in and out: `Consent` of R4 (4.0.1) and R5 (5.0.0), `AuditEvent` of both, `Invoice`
//! of R4.
//!
//! Reading is strict: [`read_consent`] walks the document and must account for every element of
//! it. An element either becomes part of the terms, or is documentary and stays off chain, or is
//! refused by its FHIRPath. Nothing is dropped in silence. [`report_consent`] tells of every
//! element which of the three it is.
//!
//! # Consent and directive
//!
//! A directive speaks inside its scope and is silent outside. Inside, a provision that denies
//! wins over one that permits, and the base policy holds where neither speaks.
//!
//! | Directive | R4 | R5 |
//! |---|---|---|
//! | base OPTIN | `policyRule` OPTIN, OPTINR | `decision` permit |
//! | base OPTOUT | `policyRule` OPTOUT, OPTOUTE | `decision` deny |
//! | scope: period | `provision.period` | `period` |
//! | scope: actors, purposes, actions, classes, labels | `provision.actor`, `.purpose`, `.action`, `.class`, `.securityLabel` | no element: `decision` speaks about all of them |
//! | provision that denies, base OPTIN | `provision.provision`, `type` deny | `provision` |
//! | provision that permits, base OPTOUT | `provision.provision`, `type` permit | `provision` |
//! | provision that denies, base OPTOUT | `provision.provision`, `type` deny | `provision.provision`, the same in every `provision` |
//! | provision that permits, base OPTIN | `provision.provision`, `type` permit | no element: an exception to permit is a denial |
//! | provision: classes | `class`, codes of `resource-types` | `resourceType`, codes of `fhir-types` |
//! | grantor | `patient` | `subject` |
//!
//! In R5 a provision carries no sense of its own: the first level makes exceptions to `decision`,
//! the second level exceptions to those. Values of one element are alternatives, elements of one
//! provision must all match, and matching one of several provisions is enough. So:
//!
//! - `decision` deny with provisions reads as permits, and what is nested in them as denials. On
//!   chain a denial holds against every permit. Therefore all provisions must nest the same list;
//!   else the denial inside one would narrow the others, and the document is refused.
//! - `decision` permit with provisions reads as denials. What is nested in them would be permitted
//!   inside a denial, where on chain denial wins: refused.
//! - A provision without a period holds as long as the consent. One whose period reaches beyond
//!   `Consent.period` is refused: R5 lets a provision's own period take the place of the consent's
//!   and leaves open what such a provision means where the consent is over.
//! - `grantee` is there to find a consent by, as R5 comments it, and carries no rule. It may repeat
//!   actors of provisions that permit; anybody else in it is refused, for the document then seems
//!   to be about fewer people than it is.
//! - `regulatoryBasis` and `policyText` are documentary, as `sourceAttachment` is; `policyBasis`
//!   points to rules kept elsewhere and is refused, as `policy` of R4 is.
//! - An R5 document says something about everybody and everything. A directive that is silent
//!   outside some actors, purposes, actions, classes or labels can be written as R4 only: as R5 it
//!   would deny or permit what it does not speak about.
//! - A label covers those below it, in both releases: see `labels.rs`.
//! - A category tells what a consent is about. It is documentary where that is privacy, and refused
//!   where it is something else or where it limits the consent: see `category.rs`.
//! - The patient must be one that is known, by an account in the document or by the reader's map.
//! - The order of provisions means nothing. R5 gives those that permit back before those that deny.

mod audit_event;
mod category;
pub mod claim;
pub mod claim_response;
mod codes;
mod consent;
mod date;
mod element;
pub mod explanation_of_benefit;
mod invoice;
mod invoice_write;
mod labels;
mod ledger;
mod money;
mod r4;
mod r5;
mod reference;
mod report;
mod write;

#[cfg(test)]
pub(crate) mod tests;

pub use audit_event::{write_audit_event, write_disclosure, AuditContext};
pub use consent::{Actors, Reader};
pub use date::format_instant;
pub use invoice::{
	read_invoice, Invoice, InvoiceLine, InvoiceUse, BILL_SYSTEM, DISCOUNT_SYSTEM, DUE_EXTENSION,
};
pub use invoice_write::write_invoice;
pub use report::{read_consent, report_consent, Fate, Report};
pub use write::{write_consent, Status};

use clap::ValueEnum;
use serde::Serialize;
use std::{fmt, str::FromStr};

/// System of identifiers whose value is an account's address.
pub const ACCOUNT_SYSTEM: &str = "urn:medchain:account";
/// System of identifiers whose value is a role code of the shared vocabulary.
pub const ROLE_SYSTEM: &str = "urn:medchain:role";

/// A release of FHIR.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Release {
	/// 4.0.1.
	R4,
	/// 5.0.0.
	R5,
}

impl Release {
	/// Both.
	pub const ALL: [Self; 2] = [Self::R4, Self::R5];

	/// The name in the standard.
	pub const fn name(self) -> &'static str {
		match self {
			Self::R4 => "R4",
			Self::R5 => "R5",
		}
	}

	/// The name on the command line.
	pub const fn code(self) -> &'static str {
		match self {
			Self::R4 => "r4",
			Self::R5 => "r5",
		}
	}
}

impl fmt::Display for Release {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.pad(self.code())
	}
}

impl FromStr for Release {
	type Err = String;

	fn from_str(code: &str) -> Result<Self, String> {
		Self::ALL
			.into_iter()
			.find(|release| release.code() == code)
			.ok_or_else(|| format!("{code:?} is no release of FHIR; r4 and r5 are"))
	}
}

/// An element that cannot be expressed, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
	/// The element's FHIRPath.
	pub path: String,
	/// What is wrong with it, and what would be right.
	pub reason: String,
}

impl Refusal {
	fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
		Self { path: path.into(), reason: reason.into() }
	}
}

impl fmt::Display for Refusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}: {}", self.path, self.reason)
	}
}

impl std::error::Error for Refusal {}
