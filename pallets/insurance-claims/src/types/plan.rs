//! Pools, plans, contracts and coverages.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{
	deps::sp_core::ConstU32,
	prelude::{BoundedVec, TypeInfo},
};
use medchain_support::{Amount, BasisPoints, CurrencyId, ServiceType};

/// Number of a pool. Given once.
pub type PoolId = u32;
/// Number of a plan. Given once.
pub type PlanId = u32;
/// Number of a coverage. Given once.
pub type CoverageId = u64;
/// Number of a term of a coverage, from 0.
pub type TermNumber = u32;

/// Most benefits of one plan: one for each class of service.
pub const MAX_BENEFITS: u32 = ServiceType::ALL.len() as u32;
/// Most coverages of one person, and so most payers of one claim.
pub const MAX_COVERAGES: u32 = 3;
/// Days of use that are remembered of a coverage and a class of service.
pub const MAX_DAYS: u32 = 64;
/// Most uses that a frequency can count.
pub const MAX_USES: u8 = 16;
/// Seconds of a day.
pub const DAY: u64 = 86_400;

/// An insurer's money in one currency, on an account of the pallet.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Pool<AccountId> {
	/// Whose it is.
	pub insurer: AccountId,
	/// The currency.
	pub currency: CurrencyId,
	/// The share of the open limits that must lie in the pool.
	pub ratio: BasisPoints,
	/// Limits of all terms that are not closed, less what was paid under them.
	pub open: Amount,
}

/// How often a service is covered.
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
pub struct Frequency {
	/// So many uses, at most [`MAX_USES`].
	pub uses: u8,
	/// Within so many days.
	pub within_days: u16,
}

/// What a plan does for one class of service.
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
pub struct Benefit {
	/// The class.
	pub service: ServiceType,
	/// The patient's share of what is left after copay and deductible, within the network.
	pub coinsurance: BasisPoints,
	/// The same outside of the network; nothing is covered there without it.
	pub out_of_network: Option<BasisPoints>,
	/// What the patient pays first of each line, in minor units.
	pub copay: Amount,
	/// Most that counts for one unit, in minor units.
	pub ceiling: Option<Amount>,
	/// Most units of a term.
	pub max_quantity: Option<u32>,
	/// How often it is covered.
	pub frequency: Option<Frequency>,
	/// Whether the insurer must have authorised it before.
	pub authorization: bool,
	/// Whether documents must come with it, which the insurer reads before it pays.
	pub attachment: bool,
	/// Whether each line names the pack of the drug.
	pub traced: bool,
}

/// The benefit table: one entry for each class of service that is covered.
pub type Benefits = BoundedVec<Benefit, ConstU32<MAX_BENEFITS>>;

/// What a plan promises and asks. Amounts are in minor units of the pool's currency, times in seconds.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct PlanTerms {
	/// What the patient pays of the covered services of a term before the plan does.
	pub deductible: Amount,
	/// Most that the patient pays of the covered services of a term.
	pub out_of_pocket_max: Amount,
	/// Most that the plan pays in a term.
	pub annual_limit: Amount,
	/// Price of a term.
	pub premium: Amount,
	/// How long a term is.
	pub length: u64,
	/// How long after enrolment nothing is covered.
	pub waiting: u64,
	/// How long after a service it can be claimed.
	pub filing: u64,
	/// Payments of a claim beyond this wait until the patient confirms the service.
	pub confirm_above: Option<Amount>,
	/// More lines of one biller than this on one day of service are looked at.
	pub daily_lines: Option<u32>,
	/// Prices beyond this share of the ceiling are looked at.
	pub outlier: Option<BasisPoints>,
	/// The benefit table.
	pub benefits: Benefits,
}

impl PlanTerms {
	/// What the plan does for a class of service.
	pub fn benefit(&self, service: ServiceType) -> Option<&Benefit> {
		self.benefits.iter().find(|benefit| benefit.service == service)
	}
}

/// A plan. Its terms stand beside it, by version.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Plan {
	/// The pool that pays.
	pub pool: PoolId,
	/// The newest version, from 1.
	pub version: u32,
	/// Whether people can enrol.
	pub open: bool,
}

/// A contract between the insurer of a plan and a provider.
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
pub enum Contract {
	/// The insurer has offered it.
	#[codec(index = 0)]
	Offered,
	/// The provider has accepted it: it belongs to the network.
	#[codec(index = 1)]
	Accepted,
}

/// That a person is insured (FHIR `Coverage`).
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Coverage<AccountId> {
	/// Under which plan.
	pub plan: PlanId,
	/// The pool that pays; that of the plan.
	pub pool: PoolId,
	/// Who pays the premium (`Coverage.subscriber`).
	pub subscriber: AccountId,
	/// Who is insured (`Coverage.beneficiary`).
	pub beneficiary: AccountId,
	/// When the first term began, in seconds.
	pub enrolled_at: u64,
	/// Number of the newest term.
	pub current: TermNumber,
	/// What is owed to the subscriber of premiums paid for cancelled time.
	pub refund_due: Amount,
}

/// A time for which a premium was paid, and what was used of it.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Term {
	/// Version of the plan it was sold with.
	pub version: u32,
	/// First second.
	pub start: u64,
	/// First second after it.
	pub end: u64,
	/// What was paid for it.
	pub premium: Amount,
	/// Most that the plan pays.
	pub limit: Amount,
	/// What the plan has paid.
	pub paid: Amount,
	/// What the patient has paid of the deductible.
	pub deductible: Amount,
	/// What the patient has paid of the covered services.
	pub out_of_pocket: Amount,
	/// Whether it was cancelled before its time.
	pub cancelled: bool,
	/// Whether its limit no longer counts for the pool's reserve.
	pub closed: bool,
}

impl Term {
	/// Whether second `at` lies in it.
	pub const fn contains(&self, at: u64) -> bool {
		self.start <= at && at < self.end
	}

	/// What the plan can still pay.
	pub const fn left(&self) -> Amount {
		self.limit.saturating_sub(self.paid)
	}
}
