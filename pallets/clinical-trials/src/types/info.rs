//! What those who look are answered, and who is owed money.

use super::*;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::TypeInfo;
use medchain_support::{Amount, CurrencyId};

/// Most entries of a page.
pub const MAX_PAGE: u32 = 100;

/// A page of a list.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Page<Entry, Cursor> {
	/// What is on it.
	pub items: Vec<Entry>,
	/// What to name for the next page; nothing if this was the last one.
	pub next: Option<Cursor>,
}

/// Whom a trial owes money.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub enum Creditor<AccountId> {
	/// A site, by its organisation.
	#[codec(index = 0)]
	Site(AccountId),
	/// A participant, by its number.
	#[codec(index = 1)]
	Participant(SubjectId),
}

/// All of a trial but its lists.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct TrialInfo<AccountId, BlockNumber> {
	/// Who answers for it.
	pub sponsor: AccountId,
	/// The ethics committee.
	pub committee: AccountId,
	/// Who keeps the seed of the allocation.
	pub custodian: AccountId,
	/// How far it is.
	pub status: TrialStatus,
	/// The same as a code of FHIR R4 `research-study-status`.
	pub code: Vec<u8>,
	/// Its phase, as a code of FHIR `research-study-phase`.
	pub phase: Vec<u8>,
	/// Who does not know a participant's arm.
	pub masking: Masking,
	/// Arms in their ratio.
	pub ratio: Vec<u8>,
	/// The multipliers of its blocks.
	pub multipliers: Vec<u8>,
	/// How many strata.
	pub strata: u16,
	/// How many visits.
	pub visits: u8,
	/// The newest version of its protocol.
	pub versions: Version,
	/// The approved version that counts; 0 before there is one.
	pub current: Version,
	/// Whether the approval is over.
	pub is_approval_over: bool,
	/// How many are to be enrolled.
	pub target: u32,
	/// How many subjects were given numbers.
	pub subjects: u32,
	/// How many were ever enrolled.
	pub enrolled: u32,
	/// How many queries are not closed.
	pub open_queries: u32,
	/// How many deviations were reported.
	pub deviations: u32,
	/// How many entries its trail has.
	pub entries: u64,
	/// When its data were locked, if they are.
	pub lock: Option<Lock>,
	/// What its allocation comes from.
	pub seed: Option<Seed<BlockNumber>>,
	/// How it stands with money, if it pays.
	pub purse: Option<Purse>,
}

/// How a trial stands with money, in minor units.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Purse {
	/// In what it pays.
	pub currency: CurrencyId,
	/// What it can pay.
	pub spendable: Amount,
	/// What it owes.
	pub owed: Amount,
}

/// A participant, as those may see it who know its trial: without its account.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct SubjectInfo<AccountId> {
	/// Its site.
	pub site: AccountId,
	/// How far it is.
	pub status: SubjectStatus,
	/// The same as a code of FHIR R4 `research-subject-status`.
	pub code: Vec<u8>,
	/// Its stratum, once it is known.
	pub stratum: Option<u16>,
	/// Its slot, once it is randomised.
	pub slot: Option<Slot>,
	/// Its arm, once it was disclosed and proved.
	pub arm: Option<u8>,
	/// The version of the protocol to which it consented last.
	pub consented: Option<ConsentRecord>,
	/// Whether data may be captured, as far as consent goes.
	pub is_consent_current: bool,
	/// Whether its data are frozen.
	pub frozen: bool,
	/// How many captures there are.
	pub captures: u32,
	/// How many queries were opened.
	pub queries: u32,
	/// How many adverse events were reported.
	pub adverse_events: u32,
	/// That its arm was asked for in an emergency, if so.
	pub unblinding: Option<Unblinding<AccountId>>,
}

/// An adverse event that the sponsor has not forwarded yet.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct OutstandingEvent {
	/// Whose.
	pub subject: SubjectId,
	/// Its number.
	pub event: AdverseEventId,
	/// Last second in which it is forwarded without being late.
	pub due: u64,
	/// Whether that is over.
	pub is_overdue: bool,
}

/// A slot that was given: what a recomputed list is compared with.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Allocation {
	/// Which slot, from 0 over all lists of the stratum.
	pub slot: u32,
	/// To whom.
	pub subject: SubjectId,
	/// When, in seconds since 1970.
	pub at: u64,
	/// The arm, once it was disclosed and proved.
	pub arm: Option<u8>,
}
