//! FHIR R4 documents in and out.
//!
//! Reading is strict: [`read_consent`] walks the document and must account for every element of
//! it. An element either becomes part of the terms, or is documentary and stays off chain, or is
//! refused by its FHIRPath. Nothing is dropped in silence.

mod codes;
mod consent;
mod date;
mod element;
mod write;

#[cfg(test)]
mod tests;

pub use consent::{read_consent, Actors, Reader};
pub use date::format_instant;
pub use write::{write_consent, Status};

use std::fmt;

/// System of identifiers whose value is an account's address.
pub const ACCOUNT_SYSTEM: &str = "urn:medchain:account";
/// System of identifiers whose value is a role code of the shared vocabulary.
pub const ROLE_SYSTEM: &str = "urn:medchain:role";

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
