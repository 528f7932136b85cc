//! What is stored of trials, protocols and sites.

use super::*;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::TypeInfo;
use medchain_support::{
	merkle::Digest, randomization::Scheme, Amount, Commitment, CurrencyId, ResourceClasses,
};

/// How far a trial is (FHIR `ResearchStudy.status`).
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
pub enum TrialStatus {
	/// The committee has not decided about the first protocol.
	#[codec(index = 0)]
	InReview,
	/// The committee refused the last protocol, and none was approved.
	#[codec(index = 1)]
	Disapproved,
	/// A protocol is approved, and no site was opened.
	#[codec(index = 2)]
	Approved,
	/// A site was opened.
	#[codec(index = 3)]
	Active,
	/// Stopped for now.
	#[codec(index = 4)]
	Suspended,
	/// Nobody new takes part.
	#[codec(index = 5)]
	ClosedToAccrual,
	/// Ended before its time. Its data can still be cleaned.
	#[codec(index = 6)]
	Terminated,
	/// Its data no longer change.
	#[codec(index = 7)]
	Locked,
	/// Its results are committed to.
	#[codec(index = 8)]
	Published,
}

impl TrialStatus {
	/// Whether the data are locked.
	pub const fn is_locked(self) -> bool {
		matches!(self, Self::Locked | Self::Published)
	}
}

/// That a trial is stopped for now.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Suspension<AccountId> {
	/// Who stopped it.
	pub by: AccountId,
	/// As what it goes on.
	pub was: TrialStatus,
	/// Commits to why.
	pub reason: Commitment,
}

/// That a trial was ended before its time.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Termination<AccountId> {
	/// Who ended it.
	pub by: AccountId,
	/// Whether a site had been opened.
	pub was_active: bool,
	/// Commits to why.
	pub reason: Commitment,
}

/// That a trial's data no longer change.
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
pub struct Lock {
	/// Since when, in seconds since 1970.
	pub at: u64,
	/// How many entries its trail had then, that of the lock with them.
	pub entries: u64,
}

/// The public randomness of a trial.
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
pub struct Beacon<BlockNumber> {
	/// The randomness.
	pub value: Digest,
	/// The block since which it can have been known: that of the commitment lies before by more than
	/// [`Config::BeaconDelay`](crate::Config::BeaconDelay).
	pub since: BlockNumber,
	/// The block in which it was drawn.
	pub drawn: BlockNumber,
}

/// What the allocation of a trial comes from.
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
pub struct Seed<BlockNumber> {
	/// The custodian's commitment: see [`seed_commitment`](medchain_support::randomization::seed_commitment).
	pub commitment: Digest,
	/// The block in which it was made.
	pub at: BlockNumber,
	/// Public randomness that was not known then, once it is there.
	pub beacon: Option<Beacon<BlockNumber>>,
	/// The seed, once it is revealed.
	pub revealed: Option<Digest>,
}

/// A trial.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Trial<AccountId, BlockNumber, Ticket> {
	/// Who answers for it.
	pub sponsor: AccountId,
	/// The ethics committee that decides about its protocols.
	pub committee: AccountId,
	/// Who keeps the seed of the allocation.
	pub custodian: AccountId,
	/// Its phase.
	pub phase: Phase,
	/// Who does not know a participant's arm.
	pub masking: Masking,
	/// Arms, ratio and blocks.
	pub scheme: Scheme,
	/// How many strata.
	pub strata: u16,
	/// The classes of data that are collected.
	pub classes: ResourceClasses,
	/// How many visits.
	pub visits: u8,
	/// In what it pays, if it does.
	pub currency: Option<CurrencyId>,
	/// How far it is.
	pub status: TrialStatus,
	/// The newest version of its protocol.
	pub versions: Version,
	/// The approved version that counts; 0 before there is one.
	pub current: Version,
	/// That it is stopped, exactly while it is.
	pub suspension: Option<Suspension<AccountId>>,
	/// That it was ended before its time, if so.
	pub termination: Option<Termination<AccountId>>,
	/// That its data no longer change, if so.
	pub lock: Option<Lock>,
	/// Commits to its results, once they are there.
	pub results: Option<Commitment>,
	/// What its allocation comes from, once it is committed to.
	pub seed: Option<Seed<BlockNumber>>,
	/// How many subjects were given numbers.
	pub subjects: u32,
	/// How many were ever enrolled.
	pub enrolled: u32,
	/// How many queries are not closed.
	pub open_queries: u32,
	/// How many deviations were reported.
	pub deviations: u32,
	/// What it owes sites and participants, in minor units.
	pub owed: Amount,
	/// When it was registered, in seconds since 1970.
	pub registered_at: u64,
	/// The sponsor's deposit.
	pub ticket: Ticket,
}

impl<AccountId, BlockNumber, Ticket> Trial<AccountId, BlockNumber, Ticket> {
	/// The code that documents carry (FHIR R4 `research-study-status`).
	pub fn code(&self) -> &'static str {
		match (self.status, &self.termination) {
			(_, Some(Termination { was_active: false, .. })) => "withdrawn",
			(_, Some(Termination { was_active: true, .. })) => "administratively-completed",
			(TrialStatus::InReview, None) => "in-review",
			(TrialStatus::Disapproved, None) => "disapproved",
			(TrialStatus::Approved, None) => "approved",
			(TrialStatus::Active, None) => "active",
			(TrialStatus::Suspended, None) => "temporarily-closed-to-accrual-and-intervention",
			(TrialStatus::ClosedToAccrual, None) => "closed-to-accrual",
			(TrialStatus::Terminated, None) => "administratively-completed",
			(TrialStatus::Locked | TrialStatus::Published, None) => "completed",
		}
	}
}

/// How far a version of a protocol is.
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
pub enum ProtocolStatus {
	/// The committee has not decided.
	#[codec(index = 0)]
	Submitted,
	/// It is, or was, the one that counts.
	#[codec(index = 1)]
	Approved,
	/// It was refused, and never counts.
	#[codec(index = 2)]
	Disapproved,
}

/// An ethics committee's approval.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Approval<AccountId> {
	/// The committee.
	pub by: AccountId,
	/// When the version was first approved, in seconds since 1970.
	pub since: u64,
	/// When it was last approved: continuing review does so anew.
	pub at: u64,
	/// Last second of it, if it ends by itself.
	pub until: Option<u64>,
	/// Commits to its conditions, if there are some.
	pub conditions: Option<Commitment>,
}

/// A version of a protocol.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Protocol<AccountId> {
	/// Commits to the document.
	pub commitment: Commitment,
	/// Who is eligible.
	pub criteria: Criteria,
	/// How many participants are to be enrolled.
	pub target: u32,
	/// How far it is.
	pub status: ProtocolStatus,
	/// Its approval, exactly if it is approved.
	pub approval: Option<Approval<AccountId>>,
	/// When it was submitted, in seconds since 1970.
	pub submitted_at: u64,
}

/// A site of a trial, under the account of its organisation.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Site<AccountId> {
	/// Who is responsible there.
	pub investigator: AccountId,
	/// Whether it recruits.
	pub open: bool,
	/// How many participants it ever enrolled.
	pub enrolled: u32,
}
