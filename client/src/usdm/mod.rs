//! The protocol of a trial as a CDISC USDM 4.0 document: what a sponsor registers and amends.
//!
//! [`read`] is strict: of each object that it reads, all members are those of USDM 4.0 and of the
//! right kind, references lead somewhere, and codes are those of CDISC's lists. What it refuses it
//! names by its JSON path. What it does not read (activities, timelines, objectives, texts) it does
//! not judge; the commitment covers it all the same.
//!
//! # Commitments
//!
//! - **Protocol**: `blake2_256(canonical)`, where `canonical` is the canonical form (RFC 8785) of the
//!   whole document. White space and the order of members do not matter; all else does.
//! - **Criterion**: `blake2_256(key ++ json)`, where `key = blake2_256("medchain/criteria" ++
//!   canonical)` and `json` is an array without white space, of `"inclusion"` or `"exclusion"`, the
//!   criterion's `identifier` and the `text` of its item, as in `["inclusion","I1","Adults"]`. Who has
//!   the document, or key and text, can check a criterion; nobody else can find it by guessing.

mod canonical;
mod classes;
mod codes;
mod element;
mod read;
#[cfg(test)]
mod tests;

pub use crate::fhir::Refusal;
pub use read::read;

use crate::{
	error::{Error, Result},
	types::trials::{Criterion, CriterionKind, Design, Masking, Phase},
	wire::OnChain,
};
use medchain_support::{
	randomization::{Scheme, MAX_SHARE, MAX_SHARES},
	Commitment, ResourceClasses,
};
use sp_crypto_hashing::blake2_256;
use subxt::utils::AccountId32;

/// The extension of an arm that holds its share of the participants, as `valueInteger` from 1 to 8:
/// USDM 4.0 has no member for it.
pub const SHARE_EXTENSION: &str = "urn:medchain:allocation-share";

/// What sets the key of a document's criteria apart from its commitment.
const CRITERIA: &[u8] = b"medchain/criteria";

/// Which version and which design of a document, if it has several.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Choice<'a> {
	/// The version, by `versionIdentifier` or `id`.
	pub version: Option<&'a str>,
	/// The design, by `name` or `id`.
	pub design: Option<&'a str>,
}

/// What a protocol says, as far as the chain is told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Registration {
	/// The study's short name.
	pub name: String,
	/// Its official title.
	pub title: String,
	/// Its identifiers, that of the sponsor first.
	pub identifiers: Vec<Identifier>,
	/// The name of the sponsor's organisation.
	pub sponsor: String,
	/// The protocol's version, as it is written.
	pub version: String,
	/// The day from which it has effect, as it is written, if it says so.
	pub date: Option<String>,
	/// Its amendments, in their order.
	pub amendments: Vec<Amendment>,
	/// Its phase.
	pub phase: Phase,
	/// Who does not know a participant's arm.
	pub masking: Masking,
	/// Its arms, in their order.
	pub arms: Vec<Arm>,
	/// Who is eligible, in the order of the criteria's numbers.
	pub criteria: Vec<Eligibility>,
	/// How many participants are to be enrolled.
	pub target: u32,
	/// The names of its visits, in the order of their numbers.
	pub visits: Vec<String>,
	/// Commits to the document.
	pub protocol: Commitment,
	/// With it a criterion's text can be checked.
	pub key: [u8; 32],
}

/// An identifier of a study.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Identifier {
	/// The identifier.
	pub text: String,
	/// The name of the organisation that gave it.
	pub organization: String,
}

/// An amendment of a protocol.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Amendment {
	/// Its number, as it is written.
	pub number: String,
	/// What it changes.
	pub summary: String,
	/// The main reason.
	pub reason: String,
}

/// An arm.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Arm {
	/// Its name.
	pub name: String,
	/// Its share of the participants, if the document says it.
	pub share: Option<u8>,
}

/// A criterion with its text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Eligibility {
	/// Inclusion or exclusion.
	pub kind: CriterionKind,
	/// Its identifier in the document.
	pub identifier: String,
	/// What it says.
	pub text: String,
	/// Commits to all of that.
	pub commitment: Commitment,
}

impl Registration {
	/// The shares of the arms: those of the document, or those that are given. If both are, they must
	/// agree. Errors name `--ratio`.
	pub fn ratio(&self, given: Option<&[u8]>) -> Result<Vec<u8>> {
		let stated: Option<Vec<u8>> = self.arms.iter().map(|arm| arm.share).collect();
		let told = |shares: &[u8]| {
			let shares: Vec<String> = shares.iter().map(u8::to_string).collect();
			shares.join(":")
		};
		let ratio = match (stated, given) {
			(None, None) => {
				return Err(Error::Input(format!(
					"the document does not say how its {} arms share the participants; say it with \
					 --ratio",
					self.arms.len(),
				)))
			}
			(Some(stated), Some(given)) if stated != given => {
				return Err(Error::Input(format!(
					"--ratio {} is not what the document says, {}",
					told(given),
					told(&stated),
				)))
			}
			(_, Some(given)) => given.to_vec(),
			(Some(stated), None) => stated,
		};
		if ratio.len() != self.arms.len() {
			return Err(Error::Input(format!(
				"--ratio {} has {} shares, and the document {} arms",
				told(&ratio),
				ratio.len(),
				self.arms.len(),
			)));
		}
		let sum: u32 = ratio.iter().copied().map(u32::from).sum();
		if ratio.iter().any(|share| !(1..=MAX_SHARE).contains(share)) || sum > MAX_SHARES {
			return Err(Error::Input(format!(
				"--ratio {}: right are shares from 1 to {MAX_SHARE}, together {MAX_SHARES} at most",
				told(&ratio),
			)));
		}
		Ok(ratio)
	}

	/// Arms and blocks as the rule of allocation takes them.
	pub fn scheme(&self, ratio: Option<&[u8]>, multipliers: &[u8]) -> Result<Scheme> {
		let scheme = crate::types::trials::Scheme {
			ratio: self.ratio(ratio)?,
			multipliers: multipliers.to_vec(),
		};
		scheme.rule().map_err(Error::Input)
	}

	/// What is registered: by whom it is approved and allocated, in how many strata, and which classes of
	/// data are collected, the document does not say. It pays nothing.
	pub fn design(
		&self,
		scheme: &Scheme,
		(committee, custodian): (AccountId32, AccountId32),
		strata: u16,
		classes: ResourceClasses,
	) -> Design {
		Design {
			committee,
			custodian,
			protocol: OnChain(self.protocol),
			phase: self.phase,
			masking: self.masking,
			scheme: scheme.into(),
			strata,
			target: self.target,
			criteria: self.chain_criteria(),
			classes: OnChain(classes),
			// No document has more than the chain takes.
			visits: u8::try_from(self.visits.len()).unwrap_or(u8::MAX),
			currency: None,
			payments: Vec::new(),
		}
	}

	/// The criteria as the chain takes them.
	pub fn chain_criteria(&self) -> Vec<Criterion> {
		let criteria = self.criteria.iter();
		criteria.map(|it| Criterion { kind: it.kind, text: it.commitment.into() }).collect()
	}
}

/// Commits to a criterion, by the key of its document.
pub fn criterion_commitment(
	key: &[u8; 32],
	kind: CriterionKind,
	identifier: &str,
	text: &str,
) -> Commitment {
	let array = crate::json::Json::List(
		[kind.code(), identifier, text].map(|text| crate::json::Json::Text(text.into())).into(),
	);
	let mut bytes = key.to_vec();
	// Texts have a canonical form, all of them.
	bytes.extend(canonical::canonical(&array, "$").unwrap_or_default().into_bytes());
	Commitment(blake2_256(&bytes))
}
