//! What those who look are answered.

use super::*;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame::prelude::TypeInfo;
use medchain_support::{Amount, BasisPoints, CurrencyId};

/// A page of a list.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Page<Item> {
	/// What is on it.
	pub items: Vec<Item>,
	/// What to ask for next; nothing if this was the last page.
	pub next: Option<ClaimId>,
}

/// All of a claim.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct ClaimInfo<AccountId> {
	/// The claim.
	pub claim: Claim<AccountId>,
	/// Its lines.
	pub lines: Vec<ClaimLine>,
	/// Of a claim that pays after an appeal: what of each line is open. Of others: nothing.
	pub rests: Vec<Amount>,
	/// Its documents.
	pub attachments: Vec<Attachment>,
	/// What was decided by people.
	pub verdicts: Vec<LineVerdict>,
	/// What each payer does with it, in their order, with whose money; empty while it waits.
	pub payers: Vec<(AccountId, Adjudication)>,
	/// The appeals, by payer and kind in the order of their numbers.
	pub appeals: Vec<(PayerIndex, AppealKind, Appeal<AccountId>)>,
	/// The report of fraud.
	pub report: Option<Report<AccountId>>,
}

/// What would become of a claim that were submitted now.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Predetermination<AccountId> {
	/// Why it would wait, and which payer had to decide.
	pub pended: Option<(PendReason, PayerIndex)>,
	/// What each payer would do with it.
	pub payers: Vec<(AccountId, Adjudication)>,
	/// What would be left to the patient.
	pub patient_share: Amount,
	/// Whom they would pay: the biller, whoever was to be, while it owes something to a pool that pays.
	pub payee: Payee,
}

/// How somebody is covered now.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct CoverageInfo<AccountId> {
	/// Number of the coverage.
	pub id: CoverageId,
	/// The coverage.
	pub coverage: Coverage<AccountId>,
	/// Who pays.
	pub insurer: AccountId,
	/// In which currency.
	pub currency: CurrencyId,
	/// The term that runs; its newest one if none does.
	pub term: Term,
	/// Whether services of this second are covered: the term runs, and the waiting is over.
	pub in_force: bool,
	/// What is left of the deductible.
	pub deductible_left: Amount,
	/// What the patient pays at most until the end of the term.
	pub out_of_pocket_left: Amount,
	/// What the plan pays at most until the end of the term.
	pub limit_left: Amount,
}

/// How a pool stands.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct PoolStatus<AccountId> {
	/// The pool.
	pub pool: Pool<AccountId>,
	/// Its account.
	pub account: AccountId,
	/// What can be paid out of it.
	pub balance: Amount,
	/// What must stay in it: the reserve for its open limits, and what it owes.
	pub required: Amount,
	/// What it owes of premiums for cancelled time.
	pub owed: Amount,
	/// What its insurer can withdraw.
	pub free: Amount,
	/// Balance in hundredths of a percent of the open limits; nothing if none are open.
	pub coverage: Option<u128>,
	/// The least share that must be covered.
	pub ratio: BasisPoints,
}
