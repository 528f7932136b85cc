#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

pub mod adjudication;
mod appeal;
mod authorization;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod claim;
mod coverage;
mod errors;
mod events;
mod fraud;
mod inspect;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
pub mod invariants;
#[cfg(test)]
mod mock;
mod plan;
mod pool;
mod reversal;
mod review;
pub mod runtime_api;
mod settlement;
mod storage;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

/// What benchmarks need of the other pallets: people of whom as much is known as can be, money, and
/// drug packs.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Lets `who` hold `role`.
	fn give_role(who: &AccountId, role: medchain_support::Role);
	/// Lets `who` act for `organization`.
	fn affiliate(who: &AccountId, organization: &AccountId);
	/// Lets `who` be a person whose identity is verified.
	fn identify(who: &AccountId);
	/// Lets `patient` permit `insurer` to read these classes of data for payment.
	fn permit(patient: &AccountId, insurer: &AccountId, classes: medchain_support::ResourceClasses);
	/// Answers a currency in which money moves.
	fn currency() -> medchain_support::CurrencyId;
	/// Gives `who` so much of a currency, in minor units.
	fn fund(
		currency: medchain_support::CurrencyId,
		who: &AccountId,
		amount: medchain_support::Amount,
	);
	/// Lets the register of drug packs know one that `provider` sold to `patient` now, another for each
	/// number; nothing if nobody keeps one.
	fn sell(
		number: u8,
		provider: &AccountId,
		patient: &AccountId,
	) -> Option<medchain_support::SoldPack>;
	/// Lets it be this second since 1970.
	fn set_now(seconds: u64);
}

pub use claim::{NewClaim, RecordOf};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame::deps::frame_support::pallet_macros::import_section;

#[import_section(events::events)]
#[import_section(errors::errors)]
#[import_section(storage::storage)]
#[frame::pallet]
pub mod pallet {
	use super::{coverage::Cancellation, *};
	use alloc::vec::Vec;
	use frame::{
		deps::frame_support::{storage::types::Key, PalletId},
		prelude::*,
		traits::{Consideration, Footprint, UnixTime},
	};
	use medchain_support::{
		Amount, BasisPoints, BillId, Billing, Commitment, CurrencyId, InspectCredentials,
		InspectDispensing, PackId, Payments, RecordAccess, ReportMisconduct, ServiceType,
	};

	/// First version of the stored layout.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who is who.
		type Credentials: InspectCredentials<Self::AccountId>;

		/// Whether an insurer may read the documents of a claim, and where it is written down that
		/// it was asked.
		type Consent: RecordAccess<Self::AccountId>;

		/// Which drug packs were dispensed to whom.
		type Dispensing: InspectDispensing<Self::AccountId>;

		/// Where the patient's share is billed.
		type Billing: Billing<Self::AccountId, Error: Into<DispatchError>>;

		/// How premiums, refunds and what claims pay move.
		type Payments: Payments<Self::AccountId, Error: Into<DispatchError>>;

		/// Who is told of fraud that was found.
		type Reputation: ReportMisconduct<Self::AccountId>;

		/// The time that services, terms and deadlines are compared with.
		type Time: UnixTime;

		/// Whose sub-accounts hold the pools. An account of the chain has at least 16 bytes, or pools
		/// would share one.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// What a biller puts down for each claim that it sends, and for each prior authorisation,
		/// until it is removed.
		type Deposit: Consideration<Self::AccountId, Footprint>;

		/// Least share of its open limits that a pool holds.
		#[pallet::constant]
		type MinReserveRatio: Get<BasisPoints>;

		/// Longest time after a service in which a plan lets it be claimed, in seconds.
		#[pallet::constant]
		type MaxFiling: Get<u64>;

		/// Shortest term of a plan, in seconds; at least a day. It says among how many terms of a coverage
		/// that of a service is looked for: it is never raised on a live chain, where shorter terms were
		/// sold, and services of the older ones would not be found.
		#[pallet::constant]
		type MinTerm: Get<u64>;

		/// Longest waiting period of a plan, in seconds.
		#[pallet::constant]
		type MaxWaiting: Get<u64>;

		/// Seconds after the end of a term in which it can still be renewed.
		#[pallet::constant]
		type RenewalGrace: Get<u64>;

		/// Seconds in which an insurer decides a claim that waits for it, and a report is decided. An
		/// appeal is decided within this and [`Config::AppealPeriod`] together.
		#[pallet::constant]
		type ReviewPeriod: Get<u64>;

		/// Seconds in which a decision, or silence, can be appealed.
		#[pallet::constant]
		type AppealPeriod: Get<u64>;

		/// Seconds in which the patient pays its share without being late.
		#[pallet::constant]
		type BillPeriod: Get<u64>;

		/// Seconds for which a claim is kept after it was decided. Not shorter than
		/// [`Config::MaxFiling`], [`Config::ReviewPeriod`] and [`Config::AppealPeriod`] together: a
		/// service whose claim is forgotten can no longer be claimed. And for which a term is kept
		/// after its end: not shorter than [`Config::RenewalGrace`] either.
		#[pallet::constant]
		type Retention: Get<u64>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// People and money for the benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit of a biller for a claim, or for a prior authorisation.
		#[codec(index = 0)]
		Claim,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Makes a pool. It is empty, and lies on an account of its own.
		///
		/// ## Dispatch Origin
		/// Signed, by an insurer.
		///
		/// ## Parameters
		/// - `currency`: its currency; an insurer has one pool in each.
		/// - `ratio`: the share of the open limits that is kept in it, at least
		///   [`Config::MinReserveRatio`], at most the whole.
		///
		/// ## Errors
		/// [`Error::NotInsurer`], [`Error::BadRatio`], [`Error::PoolExists`],
		/// [`Error::NumbersExhausted`].
		///
		/// ## Events
		/// [`Event::PoolCreated`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::create_pool())]
		pub fn create_pool(
			origin: OriginFor<T>,
			#[pallet::compact] currency: CurrencyId,
			ratio: BasisPoints,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			let pool = Self::do_create_pool(&insurer, currency, ratio)?;
			Self::deposit_event(Event::PoolCreated { pool, insurer, currency });
			Ok(())
		}

		/// Changes the share of the open limits that is kept in a pool. A larger one must be there
		/// already.
		///
		/// ## Dispatch Origin
		/// Signed, by the pool's insurer, accredited now.
		///
		/// ## Parameters
		/// - `pool`: which.
		/// - `ratio`: the share, at least [`Config::MinReserveRatio`], at most the whole.
		///
		/// ## Errors
		/// [`Error::PoolNotFound`], [`Error::NotInsurer`], [`Error::BadRatio`],
		/// [`Error::PoolShort`].
		///
		/// ## Events
		/// [`Event::RatioSet`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_ratio())]
		pub fn set_ratio(
			origin: OriginFor<T>,
			#[pallet::compact] pool: PoolId,
			ratio: BasisPoints,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_set_ratio(&insurer, pool, ratio)?;
			Self::deposit_event(Event::RatioSet { pool, ratio });
			Ok(())
		}

		/// Puts money into a pool. From then on it is the insurer's.
		///
		/// ## Dispatch Origin
		/// Signed, by anyone.
		///
		/// ## Parameters
		/// - `pool`: which.
		/// - `amount`: how much, in minor units of the pool's currency.
		///
		/// ## Errors
		/// [`Error::ZeroAmount`], [`Error::PoolNotFound`], or that of the payment.
		///
		/// ## Events
		/// [`Event::Deposited`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::deposit())]
		pub fn deposit(
			origin: OriginFor<T>,
			#[pallet::compact] pool: PoolId,
			#[pallet::compact] amount: Amount,
		) -> DispatchResult {
			let from = ensure_signed(origin)?;
			Self::do_deposit(&from, pool, amount)?;
			Self::deposit_event(Event::Deposited { pool, from, amount });
			Ok(())
		}

		/// Takes money out of a pool. The reserve for its open limits stays, and what it owes of
		/// premiums.
		///
		/// ## Dispatch Origin
		/// Signed, by the pool's insurer, accredited now.
		///
		/// ## Parameters
		/// - `pool`: which.
		/// - `amount`: how much, in minor units.
		///
		/// ## Errors
		/// [`Error::ZeroAmount`], [`Error::PoolNotFound`], [`Error::NotInsurer`],
		/// [`Error::PoolShort`], or that of the payment.
		///
		/// ## Events
		/// [`Event::Withdrawn`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(
			origin: OriginFor<T>,
			#[pallet::compact] pool: PoolId,
			#[pallet::compact] amount: Amount,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_withdraw_money(&insurer, pool, amount)?;
			Self::deposit_event(Event::Withdrawn { pool, amount });
			Ok(())
		}

		/// Makes a plan. People can enrol from then on.
		///
		/// ## Dispatch Origin
		/// Signed, by the pool's insurer, accredited now.
		///
		/// ## Parameters
		/// - `pool`: the pool that pays.
		/// - `terms`: what the plan promises and asks, in its first version.
		///
		/// ## Errors
		/// [`Error::PoolNotFound`], [`Error::NotInsurer`], [`Error::BadLimit`],
		/// [`Error::BadPeriod`], [`Error::BadRate`], [`Error::NoBenefits`],
		/// [`Error::BenefitTwice`], [`Error::BadFrequency`], [`Error::NumbersExhausted`].
		///
		/// ## Events
		/// [`Event::PlanCreated`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::create_plan(Pallet::<T>::counted(terms.benefits.len())))]
		pub fn create_plan(
			origin: OriginFor<T>,
			#[pallet::compact] pool: PoolId,
			terms: PlanTerms,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			let plan = Self::do_create_plan(&insurer, pool, terms)?;
			Self::deposit_event(Event::PlanCreated { plan, pool });
			Ok(())
		}

		/// Gives a plan a new version. Terms that were sold keep theirs; what is sold next has the
		/// new one.
		///
		/// ## Dispatch Origin
		/// Signed, by the insurer of the plan's pool, accredited now.
		///
		/// ## Parameters
		/// - `plan`: which.
		/// - `terms`: what it promises and asks from now on.
		///
		/// ## Errors
		/// [`Error::PlanNotFound`], [`Error::NotInsurer`], [`Error::BadLimit`],
		/// [`Error::BadPeriod`], [`Error::BadRate`], [`Error::NoBenefits`],
		/// [`Error::BenefitTwice`], [`Error::BadFrequency`], [`Error::NumbersExhausted`].
		///
		/// ## Events
		/// [`Event::PlanAmended`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::amend_plan(Pallet::<T>::counted(terms.benefits.len())))]
		pub fn amend_plan(
			origin: OriginFor<T>,
			#[pallet::compact] plan: PlanId,
			terms: PlanTerms,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			let version = Self::do_amend_plan(&insurer, plan, terms)?;
			Self::deposit_event(Event::PlanAmended { plan, version });
			Ok(())
		}

		/// Opens a plan to people, or closes it. Who is insured stays so, and can renew.
		///
		/// ## Dispatch Origin
		/// Signed, by the insurer of the plan's pool, accredited now.
		///
		/// ## Parameters
		/// - `plan`: which.
		/// - `open`: whether people can enrol.
		///
		/// ## Errors
		/// [`Error::PlanNotFound`], [`Error::NotInsurer`].
		///
		/// ## Events
		/// [`Event::EnrolmentSet`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_enrolment())]
		pub fn set_enrolment(
			origin: OriginFor<T>,
			#[pallet::compact] plan: PlanId,
			open: bool,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_set_enrolment(&insurer, plan, open)?;
			Self::deposit_event(Event::EnrolmentSet { plan, open });
			Ok(())
		}

		/// Offers a provider to belong to a plan's network.
		///
		/// ## Dispatch Origin
		/// Signed, by the insurer of the plan's pool, accredited now.
		///
		/// ## Parameters
		/// - `plan`: which.
		/// - `provider`: to whom; it holds a role of those that bill.
		///
		/// ## Errors
		/// [`Error::PlanNotFound`], [`Error::NotInsurer`], [`Error::NotProvider`],
		/// [`Error::ContractExists`], [`Error::ContractHistoryFull`] if the provider left this
		/// network [`MAX_SPANS`] times lately.
		///
		/// ## Events
		/// [`Event::ContractOffered`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::offer_contract())]
		pub fn offer_contract(
			origin: OriginFor<T>,
			#[pallet::compact] plan: PlanId,
			provider: T::AccountId,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_offer_contract(&insurer, plan, &provider)?;
			Self::deposit_event(Event::ContractOffered { plan, provider });
			Ok(())
		}

		/// Joins a plan's network. For services from this day on the provider collects at most the
		/// plan's ceilings for what it covers; those of a later version too, from those who are
		/// insured by it.
		///
		/// ## Dispatch Origin
		/// Signed, by a provider to which it was offered.
		///
		/// ## Parameters
		/// - `plan`: which.
		/// - `version`: the version that the provider has read: the newest.
		///
		/// ## Errors
		/// [`Error::ContractNotFound`], [`Error::ContractExists`], [`Error::NotProvider`],
		/// [`Error::VersionChanged`].
		///
		/// ## Events
		/// [`Event::ContractAccepted`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::accept_contract())]
		pub fn accept_contract(
			origin: OriginFor<T>,
			#[pallet::compact] plan: PlanId,
			#[pallet::compact] version: u32,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_accept_contract(&provider, plan, version)?;
			Self::deposit_event(Event::ContractAccepted { plan, provider });
			Ok(())
		}

		/// Ends a contract, or withdraws an offer. What was served up to this day stays within the
		/// network.
		///
		/// ## Dispatch Origin
		/// Signed, by the provider, or by the insurer of the plan's pool, accredited now.
		///
		/// ## Parameters
		/// - `plan`: which.
		/// - `provider`: whose.
		///
		/// ## Errors
		/// [`Error::PlanNotFound`], [`Error::NotInsurer`], [`Error::ContractNotFound`].
		///
		/// ## Events
		/// [`Event::ContractEnded`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::end_contract())]
		pub fn end_contract(
			origin: OriginFor<T>,
			#[pallet::compact] plan: PlanId,
			provider: T::AccountId,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			Self::do_end_contract(&caller, plan, &provider)?;
			Self::deposit_event(Event::ContractEnded { plan, provider });
			Ok(())
		}

		/// Lets somebody else insure the caller, and pay for it.
		///
		/// ## Dispatch Origin
		/// Signed, by a person whose identity is verified.
		///
		/// ## Parameters
		/// - `subscriber`: who may.
		///
		/// ## Errors
		/// [`Error::NotVerified`], [`Error::AlreadyNamed`].
		///
		/// ## Events
		/// [`Event::SubscriberNamed`].
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::name_subscriber())]
		pub fn name_subscriber(origin: OriginFor<T>, subscriber: T::AccountId) -> DispatchResult {
			let beneficiary = ensure_signed(origin)?;
			Self::do_name_subscriber(&beneficiary, &subscriber)?;
			Self::deposit_event(Event::SubscriberNamed { beneficiary, subscriber });
			Ok(())
		}

		/// Lets somebody insure the caller no more. What was paid for stays; it cannot be renewed.
		///
		/// ## Dispatch Origin
		/// Signed, by the person.
		///
		/// ## Parameters
		/// - `subscriber`: who might.
		///
		/// ## Errors
		/// [`Error::NotNamed`].
		///
		/// ## Events
		/// [`Event::SubscriberUnnamed`].
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::unname_subscriber())]
		pub fn unname_subscriber(origin: OriginFor<T>, subscriber: T::AccountId) -> DispatchResult {
			let beneficiary = ensure_signed(origin)?;
			Self::do_unname_subscriber(&beneficiary, &subscriber)?;
			Self::deposit_event(Event::SubscriberUnnamed { beneficiary, subscriber });
			Ok(())
		}

		/// Insures a person from now on, by the newest version of a plan. The premium of the first
		/// term goes into the pool, which then holds the reserve for its limit too.
		///
		/// ## Dispatch Origin
		/// Signed, by who pays: the person, or somebody it has named.
		///
		/// ## Parameters
		/// - `plan`: which; open to people, of an insurer accredited now.
		/// - `version`: the version that the payer has read: the newest.
		/// - `beneficiary`: who is insured: a person whose identity is verified, not covered by
		///   this plan, and who has not cancelled it after it had paid in a term that would still
		///   run.
		///
		/// ## Errors
		/// [`Error::PlanNotFound`], [`Error::NotInsurer`], [`Error::VersionChanged`],
		/// [`Error::PlanClosed`], [`Error::NotVerified`], [`Error::NotSubscriber`],
		/// [`Error::AlreadyCovered`], [`Error::LimitsUsed`], [`Error::TooManyCoverages`],
		/// [`Error::AmountOverflow`], [`Error::PoolShort`], [`Error::NumbersExhausted`], or that of
		/// the payment.
		///
		/// ## Events
		/// [`Event::Enrolled`].
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::enrol())]
		pub fn enrol(
			origin: OriginFor<T>,
			#[pallet::compact] plan: PlanId,
			#[pallet::compact] version: u32,
			beneficiary: T::AccountId,
		) -> DispatchResult {
			let subscriber = ensure_signed(origin)?;
			let (coverage, end) = Self::do_enrol(&subscriber, plan, version, &beneficiary)?;
			Self::deposit_event(Event::Enrolled { coverage, plan, beneficiary, subscriber, end });
			Ok(())
		}

		/// Pays for one term more, by the plan's newest version. It follows the newest term without
		/// a gap; its counters begin anew.
		///
		/// ## Dispatch Origin
		/// Signed, by who pays for the coverage, and may still insure the person.
		///
		/// ## Parameters
		/// - `coverage`: which; in the last quarter of its newest term, or at most
		///   [`Config::RenewalGrace`] after it. Of a term that is paid for after it began nothing
		///   comes back.
		/// - `version`: the version of the plan that the payer has read: the newest.
		///
		/// ## Errors
		/// [`Error::CoverageNotFound`], [`Error::NotSubscriber`], [`Error::NotVerified`],
		/// [`Error::TermOver`] if it was cancelled, [`Error::Lapsed`], [`Error::TooEarly`],
		/// [`Error::NotInsurer`], [`Error::VersionChanged`], [`Error::AmountOverflow`],
		/// [`Error::PoolShort`], [`Error::NumbersExhausted`], or that of the payment.
		///
		/// ## Events
		/// [`Event::Renewed`].
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::renew())]
		pub fn renew(
			origin: OriginFor<T>,
			#[pallet::compact] coverage: CoverageId,
			#[pallet::compact] version: u32,
		) -> DispatchResult {
			let subscriber = ensure_signed(origin)?;
			let (term, end) = Self::do_renew(&subscriber, coverage, version)?;
			Self::deposit_event(Event::Renewed { coverage, term, end });
			Ok(())
		}

		/// Ends a coverage now. Of the premium comes back what is paid for the time left, rounded
		/// down, less what the plan has paid in the term; all of a term that has not begun; nothing
		/// of one that was paid for only after it had begun. If the pool would be short of its
		/// reserve, it is owed, see [`Pallet::collect_refund`]. What was taken off is owed too once
		/// the claim that the plan had paid is taken back, as long as it is not paid again.
		///
		/// ## Dispatch Origin
		/// Signed, by who pays for the coverage, or by who is insured.
		///
		/// ## Parameters
		/// - `coverage`: which.
		///
		/// ## Errors
		/// [`Error::CoverageNotFound`], [`Error::NotSubscriber`], [`Error::TermOver`].
		///
		/// ## Events
		/// [`Event::Cancelled`]; [`Event::TermClosed`] for each term of which no second is left.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::cancel())]
		pub fn cancel(
			origin: OriginFor<T>,
			#[pallet::compact] coverage: CoverageId,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			let Cancellation { refund, paid, closed } = Self::do_cancel(&caller, coverage)?;
			Self::deposit_event(Event::Cancelled { coverage, refund, paid });
			for term in closed {
				Self::deposit_event(Event::TermClosed { coverage, term });
			}
			Ok(())
		}

		/// Pays what is owed of a premium to who had paid it.
		///
		/// ## Dispatch Origin
		/// Signed, by anyone.
		///
		/// ## Parameters
		/// - `coverage`: which.
		///
		/// ## Errors
		/// [`Error::CoverageNotFound`], [`Error::NothingDue`], [`Error::PoolShort`], or that of the
		/// payment.
		///
		/// ## Events
		/// [`Event::RefundPaid`].
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::collect_refund())]
		pub fn collect_refund(
			origin: OriginFor<T>,
			#[pallet::compact] coverage: CoverageId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			let amount = Self::do_collect_refund(coverage)?;
			Self::deposit_event(Event::RefundPaid { coverage, amount });
			Ok(())
		}

		/// Closes a term whose services can be claimed no more, once the last claims could be decided
		/// and appealed, none waits any more, and no appeal can be open: what is left of its limit no
		/// longer counts for the reserve.
		///
		/// ## Dispatch Origin
		/// Signed, by anyone.
		///
		/// ## Parameters
		/// - `coverage`: which.
		/// - `term`: which of its terms.
		///
		/// ## Errors
		/// [`Error::CoverageNotFound`], [`Error::TermNotFound`], [`Error::AlreadyClosed`],
		/// [`Error::TooEarly`], [`Error::TermInUse`].
		///
		/// ## Events
		/// [`Event::TermClosed`].
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::close_term())]
		pub fn close_term(
			origin: OriginFor<T>,
			#[pallet::compact] coverage: CoverageId,
			#[pallet::compact] term: TermNumber,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close_term(coverage, term)?;
			Self::deposit_event(Event::TermClosed { coverage, term });
			Ok(())
		}

		/// Removes the oldest term of a coverage, with the units that were counted of it, long after
		/// its end. With the last one the coverage is removed too.
		///
		/// ## Dispatch Origin
		/// Signed, by anyone.
		///
		/// ## Parameters
		/// - `coverage`: which; its oldest term is closed, [`Config::Retention`] has passed since its
		///   end, and no claim of the person is kept that came in while its services could be claimed.
		///
		/// ## Errors
		/// [`Error::CoverageNotFound`], [`Error::NotClosed`], [`Error::TooEarly`],
		/// [`Error::TermInUse`], [`Error::RefundDue`].
		///
		/// ## Events
		/// [`Event::TermRemoved`], [`Event::CoverageRemoved`].
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::remove_term())]
		pub fn remove_term(
			origin: OriginFor<T>,
			#[pallet::compact] coverage: CoverageId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			let (term, last) = Self::do_remove_term(coverage)?;
			Self::deposit_event(Event::TermRemoved { coverage, term });
			if last {
				Self::deposit_event(Event::CoverageRemoved { coverage });
			}
			Ok(())
		}

		/// Asks an insurer whether a service will be covered (FHIR `Claim.use` preauthorization). The
		/// biller's deposit comes back with [`Pallet::remove_authorization`].
		///
		/// ## Dispatch Origin
		/// Signed, by who will bill, or by somebody affiliated to it.
		///
		/// ## Parameters
		/// - `coverage`: under which coverage; it has not lapsed.
		/// - `organization`: who will bill, if not the caller.
		/// - `service`: the class of the service.
		/// - `quantity`: how many units.
		/// - `unit_price`: most that one will cost, in minor units.
		/// - `evidence`: commitment to the reasons.
		///
		/// ## Errors
		/// [`Error::NotAffiliated`], [`Error::NotProvider`], [`Error::CoverageNotFound`],
		/// [`Error::Lapsed`], [`Error::BadLine`], [`Error::NumbersExhausted`], or that of the
		/// deposit.
		///
		/// ## Events
		/// [`Event::AuthorizationRequested`].
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::request_authorization())]
		pub fn request_authorization(
			origin: OriginFor<T>,
			#[pallet::compact] coverage: CoverageId,
			organization: Option<T::AccountId>,
			service: ServiceType,
			#[pallet::compact] quantity: u32,
			#[pallet::compact] unit_price: Amount,
			evidence: Commitment,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			let biller = Self::biller_of(&caller, organization.as_ref())?;
			let authorization = Self::do_request_authorization(
				&caller, &biller, coverage, service, quantity, unit_price, evidence,
			)?;
			Self::deposit_event(Event::AuthorizationRequested { authorization, coverage, biller });
			Ok(())
		}

		/// Answers a request. What is granted binds the insurer as far as the plan covers the
		/// service.
		///
		/// ## Dispatch Origin
		/// Signed, by the insurer of the coverage, accredited now, or by somebody affiliated to it,
		/// who is neither the patient nor belongs to the biller or to who asked for it.
		///
		/// ## Parameters
		/// - `authorization`: which.
		/// - `answer`: what is granted: at least one unit, at most what was asked for, for services
		///   until some later second, at most [`Config::MaxFiling`] after the end of the newest term as
		///   it was sold; nothing to refuse.
		///
		/// ## Errors
		/// [`Error::AuthorizationNotFound`], [`Error::CoverageNotFound`] if that was removed,
		/// [`Error::NotInsurer`], [`Error::NotIndependent`], [`Error::AlreadyAnswered`],
		/// [`Error::BadApproval`].
		///
		/// ## Events
		/// [`Event::AuthorizationAnswered`].
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::answer_authorization())]
		pub fn answer_authorization(
			origin: OriginFor<T>,
			#[pallet::compact] authorization: AuthorizationId,
			answer: Option<Approval>,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			Self::do_answer_authorization(&caller, authorization, answer)?;
			let approved = answer.is_some();
			Self::deposit_event(Event::AuthorizationAnswered { authorization, approved });
			Ok(())
		}

		/// Removes a prior authorisation. Its deposit goes back to the biller.
		///
		/// ## Dispatch Origin
		/// Signed, by who will bill, or by somebody affiliated to it; by anyone once it was refused,
		/// was not answered within [`Config::ReviewPeriod`], or no service that it was granted for
		/// can be claimed and appealed any more.
		///
		/// ## Parameters
		/// - `authorization`: which.
		///
		/// ## Errors
		/// [`Error::AuthorizationNotFound`], [`Error::TooEarly`], or that of the deposit.
		///
		/// ## Events
		/// [`Event::AuthorizationRemoved`].
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::remove_authorization())]
		pub fn remove_authorization(
			origin: OriginFor<T>,
			#[pallet::compact] authorization: AuthorizationId,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			Self::do_remove_authorization(&caller, authorization)?;
			Self::deposit_event(Event::AuthorizationRemoved { authorization });
			Ok(())
		}

		/// Claims money for services. Each line is decided by the rules, for each of the patient's
		/// insurers in their order; what they pay is paid, and the patient's share is billed, at
		/// once. What rules cannot decide makes the whole claim wait.
		///
		/// ## Dispatch Origin
		/// Signed, by who bills, or by somebody affiliated to it.
		///
		/// ## Parameters
		/// - `patient`: who was treated.
		/// - `organization`: who bills, if not the caller; it holds a role of those that bill.
		/// - `currency`: the currency of all prices.
		/// - `payee`: who is paid.
		/// - `lines`: the services, within one term of each coverage, none of them longer ago than
		///   [`Config::Retention`].
		/// - `attachments`: documents that the insurers may need.
		/// - `replaces`: a claim of the same biller, patient and currency, which is taken back
		///   before: by [`Pallet::reverse`], or while it waits by [`Pallet::withdraw_claim`].
		///
		/// ## Errors
		/// [`Error::NotAffiliated`], [`Error::NotProvider`], [`Error::OwnClaim`],
		/// [`Error::NoLines`], [`Error::BadLine`], [`Error::ServiceInFuture`],
		/// [`Error::ServiceTooOld`], [`Error::DuplicateInClaim`], [`Error::NotCovered`],
		/// [`Error::SpansTerms`], [`Error::NumbersExhausted`]; [`Error::ClaimNotFound`],
		/// [`Error::NotReplaceable`] and those of taking it back if it replaces a claim; or that of
		/// the deposit, of a payment or of the bill.
		///
		/// ## Events
		/// [`Event::ClaimSubmitted`], and either [`Event::ClaimPended`], or [`Event::PayerPaid`]
		/// for each payer that pays and [`Event::ClaimAdjudicated`]; [`Event::ClaimReversed`] or
		/// [`Event::ClaimWithdrawn`] before them if it replaces a claim; [`Event::RefundRaised`] and
		/// [`Event::RefundLowered`] where that, or what is paid, changes a refund.
		#[pallet::call_index(30)]
		#[pallet::weight(
			T::WeightInfo::submit_to_all(Pallet::<T>::counted(lines.len()))
				.saturating_add(Pallet::<T>::replacing(*replaces, MAX_LINES))
				.saturating_add(match attachments.is_empty() {
					true => Weight::zero(),
					false => Pallet::<T>::asking_all(),
				})
		)]
		// Each is a field of the call, with its name in the metadata.
		#[allow(clippy::too_many_arguments)]
		pub fn submit(
			origin: OriginFor<T>,
			patient: T::AccountId,
			organization: Option<T::AccountId>,
			#[pallet::compact] currency: CurrencyId,
			payee: Payee,
			lines: Lines,
			attachments: Attachments,
			replaces: Option<ClaimId>,
		) -> DispatchResultWithPostInfo {
			let submitter = ensure_signed(origin)?;
			let replaced = replaces.map_or(0, Self::lines_of);
			let count = Self::counted(lines.len());
			let plain = lines.iter().all(ClaimLine::is_plain);
			let new =
				NewClaim { patient, organization, currency, payee, lines, attachments, replaces };
			let filed = Self::do_submit(&submitter, new)?;
			let weight = match (filed.usual, plain) {
				(true, true) => T::WeightInfo::submit_plain(count),
				(true, false) => T::WeightInfo::submit(count),
				(false, _) => T::WeightInfo::submit_to_all(count),
			}
			.saturating_add(Self::asking(filed.status));
			Ok(Some(weight.saturating_add(Self::replacing(replaces, replaced))).into())
		}

		/// Decides lines of a claim that waits for an insurer. It is then decided by the rules with
		/// these decisions.
		///
		/// ## Dispatch Origin
		/// Signed, by the insurer for which the claim waits, accredited now, or by somebody
		/// affiliated to it; not by the patient, nor by who belongs to the biller or to who sent the
		/// claim.
		///
		/// ## Parameters
		/// - `claim`: which.
		/// - `decisions`: the places of lines, each with what is decided; other lines follow the
		///   rules.
		///
		/// ## Errors
		/// [`Error::ClaimNotFound`], [`Error::NotPended`], [`Error::NotReviewable`],
		/// [`Error::NotInsurer`], [`Error::NotIndependent`], [`Error::DeadlineOver`],
		/// [`Error::LineNotFound`], [`Error::BadVerdict`], or that of a payment or of the bill.
		///
		/// ## Events
		/// [`Event::ClaimReviewed`], and [`Event::ClaimPended`] if it waits for something else, or
		/// [`Event::PayerPaid`] and [`Event::ClaimAdjudicated`].
		#[pallet::call_index(31)]
		#[pallet::weight(T::WeightInfo::review(MAX_LINES)
			.saturating_add(Pallet::<T>::asking_all()))]
		pub fn review(
			origin: OriginFor<T>,
			#[pallet::compact] claim: ClaimId,
			decisions: LineDecisions,
		) -> DispatchResultWithPostInfo {
			let reviewer = ensure_signed(origin)?;
			let (lines, status) = Self::do_review(&reviewer, claim, &decisions)?;
			let weight = T::WeightInfo::review(lines).saturating_add(Self::asking(status));
			Ok(Some(weight).into())
		}

		/// Tries again to decide a claim that waits for money or for consent.
		///
		/// ## Dispatch Origin
		/// Signed, by the biller, the patient, or the insurer for which the claim waits, or by
		/// somebody affiliated to the biller or the insurer.
		///
		/// ## Parameters
		/// - `claim`: which.
		///
		/// ## Errors
		/// [`Error::ClaimNotFound`], [`Error::NotPended`], [`Error::NotConcerned`],
		/// [`Error::NotResumable`], or that of a payment or of the bill.
		///
		/// ## Events
		/// [`Event::ClaimPended`] if it waits for something else, or [`Event::PayerPaid`] and
		/// [`Event::ClaimAdjudicated`].
		#[pallet::call_index(32)]
		#[pallet::weight(T::WeightInfo::resume(MAX_LINES)
			.saturating_add(Pallet::<T>::asking_all()))]
		pub fn resume(
			origin: OriginFor<T>,
			#[pallet::compact] claim: ClaimId,
		) -> DispatchResultWithPostInfo {
			let by = ensure_signed(origin)?;
			let (lines, status) = Self::do_resume(&by, claim)?;
			let weight = T::WeightInfo::resume(lines).saturating_add(Self::asking(status));
			Ok(Some(weight).into())
		}

		/// Says whether the services of a claim were received. If so, it is decided; if not, the
		/// insurer looks at it.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient.
		///
		/// ## Parameters
		/// - `claim`: which; it waits for the patient.
		/// - `received`: whether they were.
		///
		/// ## Errors
		/// [`Error::ClaimNotFound`], [`Error::NotConcerned`], [`Error::NotPended`],
		/// [`Error::NotConfirmable`], or that of a payment or of the bill.
		///
		/// ## Events
		/// [`Event::ServiceConfirmed`]; then [`Event::ClaimPended`] if they were not, or if it
		/// waits for something else, or [`Event::PayerPaid`] and [`Event::ClaimAdjudicated`].
		#[pallet::call_index(33)]
		#[pallet::weight(T::WeightInfo::confirm_service(MAX_LINES)
			.saturating_add(Pallet::<T>::asking_all()))]
		pub fn confirm_service(
			origin: OriginFor<T>,
			#[pallet::compact] claim: ClaimId,
			received: bool,
		) -> DispatchResultWithPostInfo {
			let patient = ensure_signed(origin)?;
			let (lines, status) = Self::do_confirm(&patient, claim, received)?;
			let weight = T::WeightInfo::confirm_service(lines).saturating_add(Self::asking(status));
			Ok(Some(weight).into())
		}

		/// Asks an independent reviewer to decide: about lines that a payer has denied, or about a
		/// claim that was not decided in time. Of a decided claim biller and patient can each appeal
		/// once against each payer: about lines that they bear, and about others that the other has
		/// not appealed. One appeal is open at a time; there are [`Config::AppealPeriod`] from the
		/// last decision, of the claim or of an appeal, for the next; and as long from the deadline
		/// of a claim that waits.
		///
		/// ## Dispatch Origin
		/// Signed, by the biller, by somebody affiliated to it, or by the patient.
		///
		/// ## Parameters
		/// - `claim`: which.
		/// - `payer`: the place of the payer, from 0.
		/// - `lines`: the places of the denied lines; of a claim that waits all are meant,
		///   whichever are named.
		/// - `evidence`: commitment to the reasons.
		///
		/// ## Errors
		/// [`Error::ClaimNotFound`], [`Error::NotConcerned`], [`Error::AlreadyAppealed`],
		/// [`Error::PayerNotFound`], [`Error::LineNotFound`], [`Error::NothingToAppeal`] if nothing
		/// was denied, or if the claim waits for money, [`Error::NotAdjudicated`] if it was taken
		/// back, [`Error::DeadlineOver`], [`Error::DeadlineNotOver`] for one that waits.
		///
		/// ## Events
		/// [`Event::ClaimAppealed`].
		#[pallet::call_index(34)]
		#[pallet::weight(T::WeightInfo::appeal())]
		pub fn appeal(
			origin: OriginFor<T>,
			#[pallet::compact] claim: ClaimId,
			payer: PayerIndex,
			lines: BoundedVec<u8, ConstU32<MAX_LINES>>,
			evidence: Commitment,
		) -> DispatchResult {
			let appellant = ensure_signed(origin)?;
			Self::do_appeal(&appellant, claim, payer, lines, evidence)
		}

		/// Decides an appeal. Lines that are overturned are paid: of a decided claim by
		/// supplements, claims of their own under the payer that had denied, what the biller had to
		/// bear to the biller and what the patient had to bear to the patient; no deposit is taken
		/// for them. One that waits does so no more for what it waited for: its lines that are
		/// overturned go on by the rules. An appeal that nobody decides within
		/// [`Config::ReviewPeriod`] and [`Config::AppealPeriod`] together ends with nothing
		/// overturned.
		///
		/// ## Dispatch Origin
		/// Signed, by an independent reviewer who belongs neither to an insurer, the biller, the
		/// patient nor the appellant.
		///
		/// ## Parameters
		/// - `claim`: which.
		/// - `payer`: the place of the payer whom the appeal is against.
		/// - `kind`: which of the appeals against it.
		/// - `overturned`: the places of appealed lines that are to be paid; the others are, or
		///   stay, denied.
		///
		/// ## Errors
		/// [`Error::ClaimNotFound`], [`Error::NoAppeal`], [`Error::DeadlineOver`],
		/// [`Error::NotReviewer`], [`Error::NotIndependent`], [`Error::LineNotFound`],
		/// [`Error::NumbersExhausted`], or that of a payment or of the bill.
		///
		/// ## Events
		/// [`Event::AppealDecided`], and for what is paid as in [`Pallet::submit`].
		#[pallet::call_index(35)]
		#[pallet::weight(Pallet::<T>::deciding_appeal(MAX_LINES))]
		pub fn decide_appeal(
			origin: OriginFor<T>,
			#[pallet::compact] claim: ClaimId,
			payer: PayerIndex,
			kind: AppealKind,
			overturned: BoundedVec<u8, ConstU32<MAX_LINES>>,
		) -> DispatchResultWithPostInfo {
			let reviewer = ensure_signed(origin)?;
			let lines = Self::do_decide_appeal(&reviewer, claim, (payer, kind), &overturned)?;
			Ok(Some(Self::deciding_appeal(lines)).into())
		}

		/// Takes a decided claim back: returns to each pool what it has paid, takes the patient's
		/// bill back, and lets all counters be as if it had never been. For what pools had paid to
		/// the patient, the patient is billed.
		///
		/// ## Dispatch Origin
		/// Signed, by who bills; if nothing was paid, also by somebody affiliated to it.
		///
		/// ## Parameters
		/// - `claim`: which; no appeal about it is open or was paid, and no report is open; nor does
		///   it pay the patient what an appeal has granted.
		///
		/// ## Errors
		/// [`Error::ClaimNotFound`], [`Error::NotConcerned`], [`Error::NotAdjudicated`],
		/// [`Error::Appealed`], [`Error::Reported`], or that of a payment or of the bill, on which
		/// no payment may remain.
		///
		/// ## Events
		/// [`Event::ClaimReversed`]; [`Event::RefundRaised`] before it for each payer whose term was
		/// cancelled with a refund that had been cut for the claim.
		#[pallet::call_index(36)]
		#[pallet::weight(T::WeightInfo::reverse(MAX_LINES))]
		pub fn reverse(
			origin: OriginFor<T>,
			#[pallet::compact] claim: ClaimId,
		) -> DispatchResultWithPostInfo {
			let by = ensure_signed(origin)?;
			let lines = Self::do_reverse(&by, claim)?;
			Ok(Some(T::WeightInfo::reverse(lines)).into())
		}

		/// Says that a claim is fraudulent that waits or was decided. Where no fraud was found, or
		/// nobody has decided within [`Config::ReviewPeriod`], somebody else can say so again: only
		/// the first report keeps the claim from being taken back.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient, by an insurer that pays it, by somebody affiliated to that, or
		/// by a regulator.
		///
		/// ## Parameters
		/// - `claim`: which.
		/// - `evidence`: commitment to what shows it.
		///
		/// ## Errors
		/// [`Error::ClaimNotFound`], [`Error::NotConcerned`], [`Error::NotAdjudicated`],
		/// [`Error::AlreadyReported`].
		///
		/// ## Events
		/// [`Event::FraudReported`].
		#[pallet::call_index(37)]
		#[pallet::weight(T::WeightInfo::report_fraud())]
		pub fn report_fraud(
			origin: OriginFor<T>,
			#[pallet::compact] claim: ClaimId,
			evidence: Commitment,
		) -> DispatchResult {
			let reporter = ensure_signed(origin)?;
			Self::do_report_fraud(&reporter, claim, evidence)
		}

		/// Decides a report, within [`Config::ReviewPeriod`]. If there was fraud, the claim is void:
		/// what was paid is the biller's debt, its counters are as if it had never been, and the
		/// biller's reputation suffers. Void are then also the claims that paid what appeals about it
		/// had granted.
		///
		/// ## Dispatch Origin
		/// Signed, by a regulator or an independent reviewer who belongs neither to an insurer of
		/// the claim, the biller, the patient nor who has reported it.
		///
		/// ## Parameters
		/// - `claim`: which.
		/// - `found`: whether there was fraud.
		///
		/// ## Errors
		/// [`Error::ClaimNotFound`], [`Error::NoReport`], [`Error::NotReviewer`],
		/// [`Error::NotIndependent`].
		///
		/// ## Events
		/// [`Event::FraudDecided`], after a [`Event::ClaimVoided`] for each claim that paid after an
		/// appeal, and an [`Event::RefundRaised`] for each refund that had been cut for one of them.
		#[pallet::call_index(38)]
		#[pallet::weight(Pallet::<T>::deciding_fraud(MAX_LINES, MAX_SUPPLEMENT_LINES))]
		pub fn decide_fraud(
			origin: OriginFor<T>,
			#[pallet::compact] claim: ClaimId,
			found: bool,
		) -> DispatchResultWithPostInfo {
			let by = ensure_signed(origin)?;
			let (own, supplements) = Self::do_decide_fraud(&by, claim, found)?;
			Ok(Some(Self::deciding_fraud(own, supplements)).into())
		}

		/// Pays a debt to a pool, in part or in full.
		///
		/// ## Dispatch Origin
		/// Signed, by the biller that owes it.
		///
		/// ## Parameters
		/// - `pool`: which.
		/// - `amount`: how much, in minor units.
		///
		/// ## Errors
		/// [`Error::ZeroAmount`], [`Error::PoolNotFound`], [`Error::DebtTooSmall`], or that of the
		/// payment.
		///
		/// ## Events
		/// [`Event::DebtRepaid`].
		#[pallet::call_index(39)]
		#[pallet::weight(T::WeightInfo::repay())]
		pub fn repay(
			origin: OriginFor<T>,
			#[pallet::compact] pool: PoolId,
			#[pallet::compact] amount: Amount,
		) -> DispatchResult {
			let biller = ensure_signed(origin)?;
			Self::do_repay(&biller, pool, amount)
		}

		/// Takes back a claim that waits.
		///
		/// ## Dispatch Origin
		/// Signed, by who bills, or by somebody affiliated to it; by the patient alone if it pays
		/// the patient what an appeal has granted. By anybody once the time to appeal against
		/// silence is over and nobody has; if it waits for money, [`Config::Retention`] after its
		/// deadline.
		///
		/// ## Parameters
		/// - `claim`: which.
		///
		/// ## Errors
		/// [`Error::ClaimNotFound`], [`Error::NotPended`], [`Error::NotConcerned`],
		/// [`Error::Appealed`], [`Error::Reported`].
		///
		/// ## Events
		/// [`Event::ClaimWithdrawn`].
		#[pallet::call_index(40)]
		#[pallet::weight(T::WeightInfo::withdraw_claim())]
		pub fn withdraw_claim(
			origin: OriginFor<T>,
			#[pallet::compact] claim: ClaimId,
		) -> DispatchResult {
			let by = ensure_signed(origin)?;
			Self::do_withdraw(&by, claim)
		}

		/// Removes a claim that was decided or taken back long ago. Its deposit goes back to the
		/// biller. A drug pack that it was paid for stays paid.
		///
		/// ## Dispatch Origin
		/// Signed, by anybody.
		///
		/// ## Parameters
		/// - `claim`: which; [`Config::Retention`] has passed since it was decided, and those that pay
		///   what appeals about it granted are removed.
		///
		/// ## Errors
		/// [`Error::ClaimNotFound`], [`Error::TooEarly`], [`Error::Appealed`],
		/// [`Error::Reported`], or that of the deposit.
		///
		/// ## Events
		/// [`Event::ClaimRemoved`].
		#[pallet::call_index(41)]
		#[pallet::weight(T::WeightInfo::remove(MAX_LINES))]
		pub fn remove(
			origin: OriginFor<T>,
			#[pallet::compact] claim: ClaimId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let lines = Self::do_remove(claim)?;
			Ok(Some(T::WeightInfo::remove(lines)).into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// All of a claim.
		pub fn claim(claim: ClaimId) -> Option<ClaimInfo<T::AccountId>> {
			Self::claim_info(claim)
		}

		/// Claims of a patient or biller after the one named, at most 100.
		pub fn claims(who: T::AccountId, after: Option<ClaimId>, limit: u32) -> Page<ClaimId> {
			Self::claims_of(&who, after, limit)
		}

		/// How a person is covered now, in the order of benefits.
		pub fn coverages(patient: T::AccountId) -> Vec<CoverageInfo<T::AccountId>> {
			Self::coverages_info(&patient)
		}

		/// A plan, and its terms in a version: in the newest one if none is named.
		pub fn plan(plan: PlanId, version: Option<u32>) -> Option<(Plan, PlanTerms)> {
			Self::plan_info(plan, version)
		}

		/// What would become of a claim that `submitter` sent in now, by the very rules that would decide
		/// it; parameters and errors are those of [`Pallet::submit`].
		pub fn predetermination(
			submitter: T::AccountId,
			patient: T::AccountId,
			organization: Option<T::AccountId>,
			currency: CurrencyId,
			payee: Payee,
			lines: Lines,
			attachments: Attachments,
		) -> Result<Predetermination<T::AccountId>, DispatchError> {
			let new = NewClaim {
				patient,
				organization,
				currency,
				payee,
				lines,
				attachments,
				replaces: None,
			};
			Self::predetermine(&submitter, new)
		}

		/// How a pool stands.
		pub fn pool(pool: PoolId) -> Option<PoolStatus<T::AccountId>> {
			Self::pool_status(pool)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MinReserveRatio::get() <= BasisPoints::WHOLE,
				"the least share of the limits must be at most the whole"
			);
			let decided = T::MaxFiling::get()
				.checked_add(T::ReviewPeriod::get())
				.and_then(|time| time.checked_add(T::AppealPeriod::get()));
			assert!(
				decided.is_some_and(|time| T::Retention::get() >= time),
				"a claim must be kept until its services can be claimed no more"
			);
			assert!(
				T::Retention::get() >= T::RenewalGrace::get(),
				"a term must be kept while it can be renewed"
			);
			assert!(T::MinTerm::get() >= DAY, "a term must last at least a day");
			assert!(
				Self::account_of(0) != Self::account_of(PoolId::MAX),
				"accounts must be long enough to tell pools apart"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			invariants::check::<T>()
		}
	}

	impl<T: Config> Pallet<T> {
		/// The present, in seconds.
		pub(crate) fn now() -> u64 {
			T::Time::now().as_secs()
		}

		/// How many lines a claim has; none if it is unknown.
		pub(crate) fn lines_of(claim: ClaimId) -> u32 {
			Claims::<T>::get(claim).map_or(0, |known| Self::counted(known.details.lines.len()))
		}

		/// What taking back the claim that a new one replaces adds to the new one.
		pub(crate) fn replacing(replaces: Option<ClaimId>, lines: u32) -> Weight {
			replaces.map_or(Weight::zero(), |_| T::WeightInfo::reverse(lines))
		}

		/// The weight of a decision on an appeal: the claim itself is decided, or supplements are.
		pub(crate) fn deciding_appeal(lines: u32) -> Weight {
			T::WeightInfo::decide_appeal(lines)
				.max(T::WeightInfo::supplement(lines))
				.saturating_add(Self::asking_all())
		}

		/// What it adds that each payer of a claim asks for the patient's consent.
		pub(crate) fn asking_all() -> Weight {
			T::WeightInfo::ask_consent().saturating_mul(MAX_COVERAGES.into())
		}

		/// What asking for the patient's consent has added: for whichever payer it was asked, a claim
		/// waits for consent then, or for the documents to be read.
		pub(crate) fn asking(status: ClaimStatus) -> Weight {
			match status {
				ClaimStatus::Pended(Pend {
					reason: PendReason::ConsentMissing | PendReason::AttachmentReview,
					..
				}) => Self::asking_all(),
				_ => Weight::zero(),
			}
		}

		/// The weight of a decision about fraud: of the claim alone, or with as many lines that were paid
		/// after appeals, of which each claim counts for [`LEAST_SUPPLEMENT_LINES`] at least.
		pub(crate) fn deciding_fraud(own: u32, supplements: u32) -> Weight {
			let alone = T::WeightInfo::decide_fraud(own);
			match supplements {
				0 => alone,
				_ => alone.max(T::WeightInfo::void_supplements(supplements)),
			}
		}

		pub(crate) fn counted(length: usize) -> u32 {
			u32::try_from(length).unwrap_or(u32::MAX)
		}

		/// The number that `Next` says, which then says the one after it.
		pub(crate) fn next_number<
			Next: frame::deps::frame_support::StorageValue<u64, Query = u64>,
		>() -> Result<u64, DispatchError> {
			let number = Next::get();
			Next::put(number.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?);
			Ok(number)
		}
	}
}
