//! What is stored of participants, their consent and eligibility.

use super::*;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{
	deps::sp_core::ConstU32,
	prelude::{BoundedVec, TypeInfo},
};
use medchain_support::{Commitment, DirectiveRef};

/// Most attesters of one criterion of one participant.
pub const MAX_ATTESTERS: u32 = 3;

/// How far a participant is (FHIR `ResearchSubject.status`).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum SubjectStatus {
	/// It is not decided whether it can take part.
	#[codec(index = 0)]
	Screening,
	/// It can, and there is no place.
	#[codec(index = 1)]
	Eligible,
	/// It cannot.
	#[codec(index = 2)]
	Ineligible,
	/// It takes part.
	#[codec(index = 3)]
	Enrolled,
	/// It has a slot of its stratum.
	#[codec(index = 4)]
	Randomized,
	/// It is through.
	#[codec(index = 5)]
	Completed,
	/// It no longer takes part.
	#[codec(index = 6)]
	Withdrawn,
}

impl SubjectStatus {
	/// The code that documents carry (FHIR R4 `research-subject-status`).
	pub const fn code(self) -> &'static str {
		match self {
			Self::Screening => "screening",
			Self::Eligible => "eligible",
			Self::Ineligible => "ineligible",
			Self::Enrolled => "on-study",
			Self::Randomized => "on-study-intervention",
			Self::Completed => "off-study",
			Self::Withdrawn => "withdrawn",
		}
	}
}

/// The slot that a participant was given.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Slot {
	/// Of which stratum.
	pub stratum: u16,
	/// Which, from 0 over all lists of the stratum.
	pub slot: u32,
	/// When, in seconds since 1970.
	pub at: u64,
}

/// A participant of a trial.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Subject<AccountId> {
	/// The account under which it takes part: one of its own for each trial, if it wants.
	pub participant: AccountId,
	/// Its site.
	pub site: AccountId,
	/// Who screened it.
	pub enroller: AccountId,
	/// How far it is.
	pub status: SubjectStatus,
	/// Its stratum, once it is known.
	pub stratum: Option<u16>,
	/// When it was enrolled, in seconds since 1970.
	pub enrolled_at: Option<u64>,
	/// Its slot, once it is randomised.
	pub slot: Option<Slot>,
	/// Its arm, from 0, once it was disclosed and proved.
	pub arm: Option<u8>,
	/// Whether its data are frozen.
	pub frozen: bool,
	/// The visits of which data were captured: bit `n` for visit `n`.
	pub visits: u64,
	/// How many consents it gave.
	pub consents: u32,
	/// How many captures of its data there are.
	pub captures: u32,
	/// How many queries were opened about its data.
	pub queries: u32,
	/// How many adverse events were reported.
	pub adverse_events: u32,
}

/// A participant's consent to a version of the protocol.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct ConsentRecord {
	/// To which version.
	pub version: Version,
	/// By which of its directives.
	pub directive: DirectiveRef,
	/// When, in seconds since 1970.
	pub at: u64,
}

/// What somebody attests of a participant and a criterion.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Attestation<AccountId> {
	/// Who.
	pub attester: AccountId,
	/// Of which version of the protocol.
	pub version: Version,
	/// Whether the participant meets it.
	pub met: bool,
	/// Commits to what shows it.
	pub evidence: Commitment,
	/// Last second for which it holds, if it ends by itself.
	pub until: Option<u64>,
	/// When, in seconds since 1970.
	pub at: u64,
}

impl<AccountId> Attestation<AccountId> {
	/// Whether it counts at second `now` for this version of the protocol.
	pub fn is_valid(&self, version: Version, now: u64) -> bool {
		self.version == version && self.until.is_none_or(|until| now <= until)
	}
}

/// What is attested of a participant and a criterion: one of each attester.
pub type Attestations<AccountId> = BoundedVec<Attestation<AccountId>, ConstU32<MAX_ATTESTERS>>;
