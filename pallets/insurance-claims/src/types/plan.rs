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
/// Most times that a provider was in the network of a plan which are remembered.
pub const MAX_SPANS: u32 = 8;
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
	/// What is owed of premiums for cancelled time, over all its coverages.
	pub owed: Amount,
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

/// A time for which a provider belongs, or belonged, to the network of a plan.
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
pub struct Span {
	/// Version of the plan that the provider accepted.
	pub version: u32,
	/// When it joined, in seconds.
	pub from: u64,
	/// When it left, in seconds.
	pub until: Option<u64>,
}

impl Span {
	/// Whether a service of this second was given within the network: from the day on which the
	/// provider joined, to the day on which it left.
	pub fn covers(&self, serviced: u64) -> bool {
		day_of(self.from) <= day_of(serviced)
			&& self.until.is_none_or(|until| day_of(serviced) <= day_of(until))
	}
}

/// What there is and was between the insurer of a plan and a provider.
#[derive(
	Clone,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Contract {
	/// The plan's version when the insurer offered one that the provider has not accepted.
	pub offered: Option<u32>,
	/// When the provider belonged to the network, in their order.
	pub spans: BoundedVec<Span, ConstU32<MAX_SPANS>>,
}

impl Contract {
	/// Whether the provider belongs to the network.
	pub fn is_open(&self) -> bool {
		self.spans.last().is_some_and(|span| span.until.is_none())
	}

	/// Whether the provider belonged to the network on the day of a service.
	pub fn covers(&self, serviced: u64) -> bool {
		self.spans.iter().any(|span| span.covers(serviced))
	}
}

/// The day of a second, counted from 1970-01-01.
pub(crate) const fn day_of(second: u64) -> u64 {
	match second.checked_div(DAY) {
		Some(day) => day,
		None => 0,
	}
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
	/// Number of the oldest term that was not removed.
	pub oldest: TermNumber,
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
	/// First second after it as it was sold, whether it was cancelled or not.
	pub sold_until: u64,
	/// What was paid for it.
	pub premium: Amount,
	/// Whether something of that comes back when it is cancelled: it was sold before it began.
	pub refundable: bool,
	/// What the refund was cut by, because the plan had paid so much.
	pub deducted: Amount,
	/// What of that came back because a claim was taken back that the plan had paid. It is owed to the
	/// subscriber, and due once the term is closed: until then the plan may pay again, and cut it.
	pub returned: Amount,
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
	/// How many claims wait that are to be paid under it.
	pub waiting: u32,
	/// The last second at which an appeal about it may be open, as far as one was brought or can be
	/// about what was decided late; at first 0.
	pub appealed_until: u64,
}

impl Term {
	/// What a payment cuts of what came back of a deduction.
	pub(crate) fn cut_by(&self, paid: Amount) -> Amount {
		paid.min(self.returned)
	}

	/// Whether second `at` lies in it.
	pub const fn contains(&self, at: u64) -> bool {
		self.start <= at && at < self.end
	}

	/// What the plan can still pay.
	pub const fn left(&self) -> Amount {
		self.limit.saturating_sub(self.paid)
	}

	/// Whether nobody is insured anew in its place at second `now`: it was cancelled after the plan
	/// had paid, and would still run.
	pub const fn bars(&self, now: u64) -> bool {
		self.cancelled && self.paid > 0 && now < self.sold_until
	}
}
