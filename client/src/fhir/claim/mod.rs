//! FHIR R4 `Claim` to what is submitted.
//!
//! Reading is as strict as that of invoices: what decides who pays what is carried, what says
//! nothing about it is documentary and stays off chain, and all else is refused by its FHIRPath.
//!
//! # What stays private
//!
//! The chain is public. Of what was done it holds the class of the service alone, and a digest of
//! the exact code, see below. Diagnoses, procedures, the people who gave care, places, accidents and
//! all that is in free text are documentary. Who has to see them, an insurer that the patient
//! permits it, finds them in the records that are the claim's attachments.
//!
//! An attachment is the BLAKE2b-256 hash of the patient's salt and the record's commitment, 32 bytes
//! each. Records are listed on chain with their commitments, kinds and labels: a commitment as it is
//! would tell everybody which of them the claim is about. Who is given the salt with the documents
//! finds each again.
//!
//! # Items
//!
//! | element | becomes |
//! |---|---|
//! | `category` | the service type, a code of `https://x12.org/codes/service-type-codes`: benefits are decided by it |
//! | `productOrService`, `modifier`, `bodySite`, `subSite` | the digest of the exact code |
//! | `servicedDate`, or `servicedPeriod` of one day | the day, in UTC |
//! | `quantity` | a whole number; 1 if it is left out |
//! | `unitPrice` | the price of a unit; as all amounts it may be written with an exponent up to 40 |
//! | `net`, and `Claim.total` | checked, if they are there |
//! | `extension` [`PACK_EXTENSION`] | the pack of a drug, by its GS1 element string; its digest is carried, with the opening of its receipt |
//! | `extension` [`AUTHORIZATION_EXTENSION`], or the only `insurance.preAuthRef` | the prior authorisation |
//!
//! The digest is the BLAKE2b-256 hash of the patient's salt, 32 bytes, and of a JSON array without
//! white space: the system and code of the product, then the lists of those of `modifier`,
//! `bodySite` and `subSite`, each in the order of the codes. So the same product to the same patient
//! has the same digest whoever claims it, in whichever words, and nobody without the salt can guess
//! it. `productOrService` and each modifier must have exactly one coding: with several it would
//! depend on the choice.
//!
//! # Names of things on chain
//!
//! A coverage, a claim or an authorisation is named by the hash of the chain's first block, a slash
//! and its number, as the value of an identifier of [`COVERAGE_SYSTEM`] or [`CLAIM_SYSTEM`], and in
//! `preAuthRef`. A record is named by its commitment, as an identifier of [`RECORD_SYSTEM`]; what is sent
//! is its digest under the salt.
//!
//! # Payers
//!
//! The chain goes through all coverages of the patient in their order. `insurance` names those that
//! the biller knows of; one of them is focal. With `preauthorization` the focal one is asked.

mod item;
mod named;
mod read;
pub(super) mod write;

#[cfg(test)]
mod tests;

pub use item::{item_digest, pack_id};
pub use named::document_digest;
pub use read::read_claim;

use super::Actors;
use crate::{
	receipts::Receipts,
	types::claims::{Attachment, ClaimId, ClaimLine, CoverageId, Payee},
};
use medchain_support::{Amount, CurrencyCode};
use std::{collections::BTreeMap, str::FromStr};
use subxt::utils::{AccountId32, H256};

/// System of the identifiers of claims.
pub const CLAIM_SYSTEM: &str = "urn:medchain:claim";
/// System of the identifiers of coverages.
pub const COVERAGE_SYSTEM: &str = "urn:medchain:coverage";
/// System of the identifiers of records; a value is a record's commitment, as the chain lists it.
pub const RECORD_SYSTEM: &str = "urn:medchain:record-commitment";
/// System of the digests of exact codes.
pub const ITEM_SYSTEM: &str = "urn:medchain:item";
/// The extension of `Claim.item` that names the pack of a drug: `valueString` is the GS1 element
/// string `01`, GTIN-14, `21`, serial.
pub const PACK_EXTENSION: &str = "urn:medchain:pack";
/// The extension of `Claim.item` that names its prior authorisation: `valueString` is one of
/// `Claim.insurance.preAuthRef`.
pub const AUTHORIZATION_EXTENSION: &str = "urn:medchain:authorization";

/// The code system of `payee.type`.
pub(super) const PAYEE_TYPE: &str = "http://terminology.hl7.org/CodeSystem/payeetype";
/// The code system of `related.relationship`.
pub(super) const RELATIONSHIP: &str =
	"http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship";

/// What a claim is for: `Claim.use`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ClaimUse {
	/// To be paid.
	Claim,
	/// To be promised.
	Preauthorization,
	/// To be computed only.
	Predetermination,
}

impl ClaimUse {
	/// All uses.
	pub const ALL: [Self; 3] = [Self::Claim, Self::Preauthorization, Self::Predetermination];

	/// The standard's code.
	pub const fn code(self) -> &'static str {
		match self {
			Self::Claim => "claim",
			Self::Preauthorization => "preauthorization",
			Self::Predetermination => "predetermination",
		}
	}
}

impl FromStr for ClaimUse {
	type Err = String;

	fn from_str(code: &str) -> Result<Self, String> {
		Self::ALL.into_iter().find(|known| known.code() == code).ok_or_else(|| {
			"no code of claim-use; right are claim, preauthorization and predetermination".into()
		})
	}
}

/// What a `Claim` is read against.
#[derive(Clone, Debug)]
pub struct ClaimReader<'a> {
	/// The accounts of the references in the document.
	pub actors: &'a Actors,
	/// The coverages of the references in the document.
	pub coverages: &'a BTreeMap<String, CoverageId>,
	/// Hash of the chain's first block.
	pub chain: H256,
	/// The patient's salt.
	pub salt: [u8; 32],
	/// The receipts of the packs that items name.
	pub receipts: &'a Receipts,
}

/// What a `Claim` says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Submission {
	/// What it is for.
	pub purpose: ClaimUse,
	/// Who was treated.
	pub patient: AccountId32,
	/// Who bills.
	pub provider: AccountId32,
	/// Who is asked first, if it is told.
	pub insurer: Option<AccountId32>,
	/// Who is paid.
	pub payee: Payee,
	/// The claim in whose place it stands.
	pub replaces: Option<ClaimId>,
	/// The currency of all amounts.
	pub code: CurrencyCode,
	/// The coverages that are named, in their order.
	pub coverages: Vec<CoverageId>,
	/// The one of them that is focal.
	pub focal: CoverageId,
	/// The documents.
	pub attachments: Vec<Attachment>,
	/// What is claimed. Amounts are in minor units.
	pub lines: Vec<ClaimLine>,
}

impl Submission {
	/// What it comes to, if that can be counted.
	pub fn total(&self) -> Option<Amount> {
		self.lines.iter().try_fold(0, |total: Amount, line| total.checked_add(line.charge()?))
	}
}

/// The name of something on a chain, by its number.
pub(crate) fn name(chain: &H256, number: u64) -> String {
	format!("{chain:?}/{number}")
}
