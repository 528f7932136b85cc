#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

pub mod authority;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod billing;
mod currency;
pub mod discount;
mod dispute;
mod errors;
mod escrow;
mod events;
mod inspect;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
pub mod invariants;
#[cfg(test)]
mod mock;
mod plan;
mod programmes;
pub mod runtime_api;
mod storage;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use authority::{AssetsAuthority, TokenAuthority};
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame::deps::frame_support::pallet_macros::import_section;

#[import_section(events::events)]
#[import_section(errors::errors)]
#[import_section(storage::storage)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::{
		deps::frame_support::{
			dispatch::WithPostDispatchInfo, storage::types::Key, weights::WeightMeter, PalletId,
		},
		prelude::*,
		traits::{fungibles, Consideration, Footprint, UnixTime},
	};
	use medchain_support::{
		Amount, BasisPoints, BillId, Commitment, CurrencyCode, CurrencyId, EscrowId,
		InspectCredentials,
	};

	/// First version of the stored layout.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who admits currencies.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who is who.
		type Credentials: InspectCredentials<Self::AccountId>;

		/// The time that periods are compared with.
		type Time: UnixTime;

		/// The tokens.
		type Tokens: fungibles::Create<Self::AccountId, AssetId = CurrencyId, Balance = Amount>
			+ fungibles::Mutate<Self::AccountId>
			+ fungibles::metadata::Mutate<Self::AccountId>;

		/// The same tokens, on hold.
		type Holds: fungibles::hold::Mutate<
			Self::AccountId,
			AssetId = CurrencyId,
			Balance = Amount,
			Reason = Self::RuntimeHoldReason,
		>;

		/// What only the owner of tokens can do with them.
		type Authority: TokenAuthority<Self::AccountId>;

		/// The reasons for which money is held.
		type RuntimeHoldReason: From<HoldReason>;

		/// The account that owns all tokens' rules, and no tokens.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// What a provider puts down for what it stores.
		type Deposit: Consideration<Self::AccountId, Footprint>;

		/// Seconds in which an issuer pays out a redemption.
		#[pallet::constant]
		type RedemptionPeriod: Get<u64>;

		/// Seconds after which a closed bill can no longer be disputed.
		#[pallet::constant]
		type DisputePeriod: Get<u64>;

		/// Seconds for which a closed bill is kept. Not shorter than [`Config::DisputePeriod`].
		#[pallet::constant]
		type Retention: Get<u64>;

		/// Fewest seconds between instalments.
		#[pallet::constant]
		type MinInterval: Get<u64>;

		/// Seconds until an instalment that could not be collected is tried again.
		#[pallet::constant]
		type RetryPeriod: Get<u64>;

		/// How often one instalment is tried again.
		#[pallet::constant]
		type MaxRetries: Get<u8>;

		/// Whether nothing is to be collected now, though it is due: while a chain stands still by
		/// order of those who govern it, it takes nothing from patients.
		type Standstill: Get<bool>;

		/// Most weight that one block spends on collecting instalments.
		#[pallet::constant]
		type CollectionWeight: Get<Weight>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// People for the benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Tokens that are to be redeemed.
		#[codec(index = 0)]
		Redemption,
		/// Tokens that another pallet keeps aside.
		#[codec(index = 1)]
		Escrow,
		/// The deposit of a provider for what it has stored.
		#[codec(index = 2)]
		Stored,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Admits a currency. Its tokens are an asset of the same number.
		///
		/// ## Dispatch Origin
		/// [`Config::GovernanceOrigin`].
		///
		/// ## Parameters
		/// - `code`: the currency of the world (ISO 4217).
		/// - `issuer`: who issues the tokens and owes their worth; holds the role of a token issuer.
		/// - `terms`: what is asked of it.
		///
		/// ## Errors
		/// [`Error::UnknownCode`], [`Error::BadRatio`], [`Error::BadLifetime`], [`Error::ZeroAmount`],
		/// [`Error::IssuerNotAccredited`], [`Error::AlreadyRegistered`],
		/// [`Error::NumbersExhausted`].
		///
		/// ## Events
		/// [`Event::CurrencyRegistered`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_currency())]
		pub fn register_currency(
			origin: OriginFor<T>,
			code: CurrencyCode,
			issuer: T::AccountId,
			terms: CurrencyTerms,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			let currency = Self::do_register(code, &issuer, terms)?;
			Self::deposit_event(Event::CurrencyRegistered { currency, code, issuer });
			Ok(())
		}

		/// Changes what is asked of a currency. What was issued stays; what is minted next must
		/// fulfil it.
		///
		/// ## Dispatch Origin
		/// [`Config::GovernanceOrigin`].
		///
		/// ## Parameters
		/// - `currency`: which.
		/// - `terms`: what is asked of it.
		///
		/// ## Errors
		/// [`Error::CurrencyNotFound`], [`Error::BadRatio`], [`Error::BadLifetime`],
		/// [`Error::ZeroAmount`].
		///
		/// ## Events
		/// [`Event::TermsSet`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_terms())]
		pub fn set_terms(
			origin: OriginFor<T>,
			#[pallet::compact] currency: CurrencyId,
			terms: CurrencyTerms,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_terms(currency, terms)?;
			Self::deposit_event(Event::TermsSet { currency });
			Ok(())
		}

		/// Says what reserves stand behind a currency.
		///
		/// ## Dispatch Origin
		/// Signed, by a reserve auditor who is neither the issuer nor affiliated to it.
		///
		/// ## Parameters
		/// - `currency`: which.
		/// - `reserves`: how much, in minor units.
		/// - `as_of`: the second this speaks of; later than that of the attestation before.
		/// - `evidence`: commitment to the report.
		///
		/// ## Errors
		/// [`Error::CurrencyNotFound`], [`Error::NotAuditor`], [`Error::AuditorNotIndependent`],
		/// [`Error::AttestationInFuture`], [`Error::AttestationStale`],
		/// [`Error::AttestationOutdated`].
		///
		/// ## Events
		/// [`Event::ReservesAttested`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::attest_reserves())]
		pub fn attest_reserves(
			origin: OriginFor<T>,
			#[pallet::compact] currency: CurrencyId,
			#[pallet::compact] reserves: Amount,
			as_of: u64,
			evidence: Commitment,
		) -> DispatchResult {
			let auditor = ensure_signed(origin)?;
			Self::do_attest(&auditor, currency, reserves, as_of, evidence)?;
			Self::deposit_event(Event::ReservesAttested { currency, auditor, reserves, as_of });
			Ok(())
		}

		/// Makes tokens.
		///
		/// ## Dispatch Origin
		/// Signed, by the issuer, holding the role of a token issuer now.
		///
		/// ## Parameters
		/// - `currency`: of which.
		/// - `to`: who gets them.
		/// - `amount`: how many, in minor units.
		///
		/// ## Errors
		/// [`Error::ZeroAmount`], [`Error::CurrencyNotFound`], [`Error::NotIssuer`],
		/// [`Error::IssuerNotAccredited`], [`Error::CurrencyPaused`], [`Error::PayeeFrozen`],
		/// [`Error::NoAttestation`], [`Error::AttestationStale`],
		/// [`Error::AuditorNotAccredited`], [`Error::ReservesInsufficient`].
		///
		/// ## Events
		/// [`Event::Minted`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::mint())]
		pub fn mint(
			origin: OriginFor<T>,
			#[pallet::compact] currency: CurrencyId,
			to: T::AccountId,
			#[pallet::compact] amount: Amount,
		) -> DispatchResult {
			let issuer = ensure_signed(origin)?;
			Self::do_mint(&issuer, currency, &to, amount)?;
			Self::deposit_event(Event::Minted { currency, to, amount });
			Ok(())
		}

		/// Asks the issuer to pay out tokens. They are on hold until it has, or its time is over.
		/// One minor unit stays with an account that has something on hold.
		///
		/// ## Dispatch Origin
		/// Signed, by who holds the tokens.
		///
		/// ## Parameters
		/// - `currency`: of which.
		/// - `amount`: how many, in minor units.
		///
		/// ## Errors
		/// [`Error::ZeroAmount`], [`Error::CurrencyNotFound`], [`Error::CurrencyPaused`],
		/// [`Error::RedemptionTooSmall`], [`Error::PayerFrozen`], [`Error::InsufficientFunds`],
		/// [`Error::NumbersExhausted`].
		///
		/// ## Events
		/// [`Event::RedemptionRequested`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::request_redemption())]
		pub fn request_redemption(
			origin: OriginFor<T>,
			#[pallet::compact] currency: CurrencyId,
			#[pallet::compact] amount: Amount,
		) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			let redemption = Self::do_request_redemption(&holder, currency, amount)?;
			Self::deposit_event(Event::RedemptionRequested {
				redemption,
				currency,
				holder,
				amount,
			});
			Ok(())
		}

		/// Says that tokens were paid out, which ends them.
		///
		/// ## Dispatch Origin
		/// Signed, by the issuer, also if it may not mint any more.
		///
		/// ## Parameters
		/// - `redemption`: which.
		/// - `evidence`: commitment to the proof of payment.
		///
		/// ## Errors
		/// [`Error::RedemptionNotFound`], [`Error::NotIssuer`], [`Error::CurrencyPaused`],
		/// [`Error::PayerFrozen`], [`Error::RedemptionOverdue`].
		///
		/// ## Events
		/// [`Event::RedemptionCompleted`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::complete_redemption())]
		pub fn complete_redemption(
			origin: OriginFor<T>,
			#[pallet::compact] redemption: RedemptionId,
			evidence: Commitment,
		) -> DispatchResult {
			let issuer = ensure_signed(origin)?;
			Self::do_complete_redemption(&issuer, redemption)?;
			Self::deposit_event(Event::RedemptionCompleted { redemption, evidence });
			Ok(())
		}

		/// Gives tokens back to their holder that were not paid out in time.
		///
		/// ## Dispatch Origin
		/// Signed, by anyone.
		///
		/// ## Parameters
		/// - `redemption`: which.
		///
		/// ## Errors
		/// [`Error::RedemptionNotFound`], [`Error::RedemptionPending`],
		/// [`Error::CurrencyPaused`], [`Error::PayeeFrozen`].
		///
		/// ## Events
		/// [`Event::RedemptionExpired`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::expire_redemption())]
		pub fn expire_redemption(
			origin: OriginFor<T>,
			#[pallet::compact] redemption: RedemptionId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_expire_redemption(redemption)?;
			Self::deposit_event(Event::RedemptionExpired { redemption });
			Ok(())
		}

		/// Stops an account from sending and receiving a currency. What it owes stays. An account
		/// that holds none can be frozen too; the regulator then puts down the deposit for it.
		///
		/// ## Dispatch Origin
		/// Signed, by a regulator.
		///
		/// ## Parameters
		/// - `currency`: which.
		/// - `who`: whose account.
		/// - `reason`: why.
		///
		/// ## Errors
		/// [`Error::NotRegulator`], [`Error::CurrencyNotFound`], [`Error::AlreadyFrozen`], or that
		/// of the deposit if the regulator cannot pay it.
		///
		/// ## Events
		/// [`Event::AccountFrozen`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::freeze())]
		pub fn freeze(
			origin: OriginFor<T>,
			#[pallet::compact] currency: CurrencyId,
			who: T::AccountId,
			reason: FreezeReason,
		) -> DispatchResult {
			let regulator = Self::ensure_regulator(origin)?;
			Self::do_freeze(&regulator, currency, &who, reason)?;
			Self::deposit_event(Event::AccountFrozen { currency, who, reason });
			Ok(())
		}

		/// Lets a frozen account send and receive again.
		///
		/// ## Dispatch Origin
		/// Signed, by a regulator.
		///
		/// ## Parameters
		/// - `currency`: which.
		/// - `who`: whose account.
		///
		/// ## Errors
		/// [`Error::NotRegulator`], [`Error::NotFrozen`].
		///
		/// ## Events
		/// [`Event::AccountThawed`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::thaw())]
		pub fn thaw(
			origin: OriginFor<T>,
			#[pallet::compact] currency: CurrencyId,
			who: T::AccountId,
		) -> DispatchResult {
			Self::ensure_regulator(origin)?;
			Self::do_thaw(currency, &who)?;
			Self::deposit_event(Event::AccountThawed { currency, who });
			Ok(())
		}

		/// Stops a currency: nothing is minted, paid, billed or redeemed in it.
		///
		/// ## Dispatch Origin
		/// Signed, by a regulator.
		///
		/// ## Parameters
		/// - `currency`: which.
		/// - `reason`: why.
		///
		/// ## Errors
		/// [`Error::NotRegulator`], [`Error::CurrencyNotFound`], [`Error::AlreadyPaused`].
		///
		/// ## Events
		/// [`Event::CurrencyPaused`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::pause())]
		pub fn pause(
			origin: OriginFor<T>,
			#[pallet::compact] currency: CurrencyId,
			reason: PauseReason,
		) -> DispatchResult {
			Self::ensure_regulator(origin)?;
			Self::do_pause(currency, reason)?;
			Self::deposit_event(Event::CurrencyPaused { currency, reason });
			Ok(())
		}

		/// Lets a currency move again.
		///
		/// ## Dispatch Origin
		/// Signed, by a regulator.
		///
		/// ## Parameters
		/// - `currency`: which.
		///
		/// ## Errors
		/// [`Error::NotRegulator`], [`Error::CurrencyNotFound`], [`Error::NotPaused`].
		///
		/// ## Events
		/// [`Event::CurrencyResumed`].
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::resume())]
		pub fn resume(
			origin: OriginFor<T>,
			#[pallet::compact] currency: CurrencyId,
		) -> DispatchResult {
			Self::ensure_regulator(origin)?;
			Self::do_resume(currency)?;
			Self::deposit_event(Event::CurrencyResumed { currency });
			Ok(())
		}

		/// Adds a discount programme. It applies by rule to the bills that the provider issues from
		/// now on.
		///
		/// ## Dispatch Origin
		/// Signed, by a provider.
		///
		/// ## Parameters
		/// - `currency`: for bills in this currency.
		/// - `kind`: what it does.
		/// - `cap`: most that it takes off one bill, in minor units.
		///
		/// ## Errors
		/// [`Error::NotBiller`], [`Error::CurrencyNotFound`], [`Error::BadRate`],
		/// [`Error::BadPackage`], [`Error::ZeroAmount`], [`Error::TooManyProgrammes`],
		/// [`Error::NumbersExhausted`], or that of the deposit if the provider cannot pay it.
		///
		/// ## Events
		/// [`Event::ProgrammeAdded`].
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::add_programme())]
		pub fn add_programme(
			origin: OriginFor<T>,
			#[pallet::compact] currency: CurrencyId,
			kind: ProgrammeKind,
			#[pallet::compact] cap: Amount,
		) -> DispatchResult {
			let provider = Self::ensure_biller(origin)?;
			let programme = Self::do_add_programme(&provider, currency, kind, cap)?;
			Self::deposit_event(Event::ProgrammeAdded { programme, provider });
			Ok(())
		}

		/// Ends a discount programme. Bills that were issued keep what it took off.
		///
		/// ## Dispatch Origin
		/// Signed, by the provider whose it is.
		///
		/// ## Parameters
		/// - `programme`: which.
		///
		/// ## Errors
		/// [`Error::ProgrammeNotFound`].
		///
		/// ## Events
		/// [`Event::ProgrammeEnded`].
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::end_programme())]
		pub fn end_programme(
			origin: OriginFor<T>,
			#[pallet::compact] programme: ProgrammeId,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_end_programme(&provider, programme)?;
			Self::deposit_event(Event::ProgrammeEnded { programme });
			Ok(())
		}

		/// Takes a patient into a programme, or gives the membership a new end. The provider has
		/// verified that the patient is entitled.
		///
		/// ## Dispatch Origin
		/// Signed, by the provider whose programme it is.
		///
		/// ## Parameters
		/// - `programme`: which; one with members.
		/// - `patient`: who.
		/// - `until`: last second of the membership.
		///
		/// ## Errors
		/// [`Error::ProgrammeNotFound`], [`Error::DateInPast`], or that of the deposit if the
		/// provider cannot pay it.
		///
		/// ## Events
		/// [`Event::MemberEnrolled`].
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::enrol())]
		pub fn enrol(
			origin: OriginFor<T>,
			#[pallet::compact] programme: ProgrammeId,
			patient: T::AccountId,
			until: u64,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_enrol(&provider, programme, &patient, until)?;
			Self::deposit_event(Event::MemberEnrolled { programme, patient });
			Ok(())
		}

		/// Ends the membership of a patient in a programme, also in one that has ended.
		///
		/// ## Dispatch Origin
		/// Signed, by the provider or the patient.
		///
		/// ## Parameters
		/// - `programme`: which.
		/// - `patient`: who.
		///
		/// ## Errors
		/// [`Error::NotAMember`], [`Error::NotAParty`].
		///
		/// ## Events
		/// [`Event::MembershipEnded`].
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::end_membership())]
		pub fn end_membership(
			origin: OriginFor<T>,
			#[pallet::compact] programme: ProgrammeId,
			patient: T::AccountId,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			Self::do_end_membership(&caller, programme, &patient)?;
			Self::deposit_event(Event::MembershipEnded { programme, patient });
			Ok(())
		}

		/// Sets how much of a bill all discounts of the caller take off together. Without it they
		/// may take off the whole.
		///
		/// ## Dispatch Origin
		/// Signed, by a provider.
		///
		/// ## Parameters
		/// - `cap`: most of the gross amount.
		///
		/// ## Errors
		/// [`Error::NotBiller`], [`Error::BadRate`], or that of the deposit if the provider cannot
		/// pay it.
		///
		/// ## Events
		/// [`Event::DiscountCapSet`].
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::set_discount_cap())]
		pub fn set_discount_cap(origin: OriginFor<T>, cap: BasisPoints) -> DispatchResult {
			let provider = Self::ensure_biller(origin)?;
			Self::do_set_discount_cap(&provider, cap)?;
			Self::deposit_event(Event::DiscountCapSet { provider, cap });
			Ok(())
		}

		/// Bills a patient. The discounts of the provider are applied by rule.
		///
		/// ## Dispatch Origin
		/// Signed, by a provider.
		///
		/// ## Parameters
		/// - `patient`: who owes.
		/// - `currency`: in which currency.
		/// - `lines`: services, quantities and prices of a unit.
		/// - `due`: last second to pay without being late.
		/// - `detail`: commitment to the full invoice.
		///
		/// ## Errors
		/// [`Error::NotBiller`], [`Error::SelfBilling`], [`Error::CurrencyNotFound`],
		/// [`Error::CurrencyPaused`], [`Error::DateInPast`], [`Error::NoLines`],
		/// [`Error::BadLine`], [`Error::AmountOverflow`], [`Error::NothingToBill`],
		/// [`Error::NumbersExhausted`], or that of the deposit if the provider cannot pay it.
		///
		/// ## Events
		/// [`Event::BillIssued`]; [`Event::BillBalanced`] if the discounts take all.
		#[pallet::call_index(30)]
		#[pallet::weight(T::WeightInfo::issue(Pallet::<T>::counted(lines.len())))]
		pub fn issue(
			origin: OriginFor<T>,
			patient: T::AccountId,
			#[pallet::compact] currency: CurrencyId,
			lines: Lines,
			due: u64,
			detail: Commitment,
		) -> DispatchResult {
			let provider = Self::ensure_biller(origin)?;
			Self::do_issue(&provider, &patient, currency, &lines, due, detail, true)?;
			Ok(())
		}

		/// Pays a bill, in part or in full. While prompt payment is offered, less than what is
		/// outstanding settles it. Afterwards less weight is charged where the provider has tokens already
		/// and the bill no mandate.
		///
		/// ## Dispatch Origin
		/// Signed, by anyone but the provider.
		///
		/// ## Parameters
		/// - `bill`: which.
		/// - `amount`: how much, in minor units. Others than the patient pay all that is payable, or
		///   at least a sixteenth of the bill. One minor unit stays with the payer.
		///
		/// ## Errors
		/// [`Error::ZeroAmount`], [`Error::BillNotFound`], [`Error::BillClosed`],
		/// [`Error::SelfPayment`], [`Error::Overpayment`], [`Error::PaymentTooSmall`],
		/// [`Error::CurrencyPaused`], [`Error::PayerFrozen`], [`Error::PayeeFrozen`],
		/// [`Error::InsufficientFunds`], [`Error::TooManyPayers`].
		///
		/// ## Events
		/// [`Event::BillPaid`]; [`Event::BillBalanced`] if nothing is owed any more.
		#[pallet::call_index(31)]
		#[pallet::weight(T::WeightInfo::pay())]
		pub fn pay(
			origin: OriginFor<T>,
			#[pallet::compact] bill: BillId,
			#[pallet::compact] amount: Amount,
		) -> DispatchResultWithPostInfo {
			let payer = ensure_signed(origin)?;
			let usual = Self::do_pay(&payer, bill, amount, false)?;
			Ok(usual.then(T::WeightInfo::pay_usual).into())
		}

		/// Gives up part of what is outstanding, or all of it.
		///
		/// ## Dispatch Origin
		/// Signed, by the provider.
		///
		/// ## Parameters
		/// - `bill`: which.
		/// - `amount`: how much, in minor units.
		///
		/// ## Errors
		/// [`Error::ZeroAmount`], [`Error::BillNotFound`], [`Error::NotProvider`],
		/// [`Error::BillClosed`], [`Error::WriteOffTooLarge`].
		///
		/// ## Events
		/// [`Event::BillWrittenOff`]; [`Event::BillBalanced`] if nothing is owed any more.
		#[pallet::call_index(32)]
		#[pallet::weight(T::WeightInfo::write_off())]
		pub fn write_off(
			origin: OriginFor<T>,
			#[pallet::compact] bill: BillId,
			#[pallet::compact] amount: Amount,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_write_off(&provider, bill, amount)
		}

		/// Gives a payment back, in part or in full, to who made it. What is owed stays as it is.
		///
		/// ## Dispatch Origin
		/// Signed, by the provider.
		///
		/// ## Parameters
		/// - `bill`: which.
		/// - `payer`: who had paid.
		/// - `amount`: how much, in minor units.
		///
		/// ## Errors
		/// [`Error::ZeroAmount`], [`Error::BillNotFound`], [`Error::NotProvider`],
		/// [`Error::NoPayment`], [`Error::AlreadyRefunded`], [`Error::RefundExceedsPayment`],
		/// [`Error::CurrencyPaused`], [`Error::PayerFrozen`], [`Error::PayeeFrozen`],
		/// [`Error::InsufficientFunds`].
		///
		/// ## Events
		/// [`Event::BillRefunded`].
		#[pallet::call_index(33)]
		#[pallet::weight(T::WeightInfo::refund())]
		pub fn refund(
			origin: OriginFor<T>,
			#[pallet::compact] bill: BillId,
			payer: T::AccountId,
			#[pallet::compact] amount: Amount,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_refund(&provider, bill, &payer, amount)?;
			Self::deposit_event(Event::BillRefunded { bill, payer, amount });
			Ok(())
		}

		/// Gives up a bill on which nothing was paid, or nothing that was not refunded.
		///
		/// ## Dispatch Origin
		/// Signed, by the provider.
		///
		/// ## Parameters
		/// - `bill`: which.
		/// - `as_error`: whether it should never have been.
		///
		/// ## Errors
		/// [`Error::BillNotFound`], [`Error::NotProvider`], [`Error::BillClosed`],
		/// [`Error::PaymentsRemain`].
		///
		/// ## Events
		/// [`Event::BillCancelled`].
		#[pallet::call_index(34)]
		#[pallet::weight(T::WeightInfo::cancel())]
		pub fn cancel(
			origin: OriginFor<T>,
			#[pallet::compact] bill: BillId,
			as_error: bool,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_cancel(&provider, bill, as_error)?;
			Self::deposit_event(Event::BillCancelled { bill, as_error });
			Ok(())
		}

		/// Objects to a bill. Until this is decided, nothing is collected for it by itself.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient.
		///
		/// ## Parameters
		/// - `bill`: which; open, or closed by payment not long ago.
		/// - `reason`: why.
		///
		/// ## Errors
		/// [`Error::BillNotFound`], [`Error::NotPatient`], [`Error::BillClosed`],
		/// [`Error::AlreadyDisputed`], [`Error::DisputeTooLate`].
		///
		/// ## Events
		/// [`Event::BillDisputed`].
		#[pallet::call_index(35)]
		#[pallet::weight(T::WeightInfo::dispute())]
		pub fn dispute(
			origin: OriginFor<T>,
			#[pallet::compact] bill: BillId,
			reason: DisputeReason,
		) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_dispute(&patient, bill, reason)?;
			Self::deposit_event(Event::BillDisputed { bill, reason });
			Ok(())
		}

		/// Ends a dispute. The credit is taken from what is outstanding; what goes beyond comes back
		/// from the provider to those who paid, the last to join first. A credit that cannot be given
		/// in full, since a payer is frozen or the provider has not enough, is given as far as it goes,
		/// and the dispute stays open.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient, who withdraws; by the provider, who concedes; or by a regulator, who
		/// decides and has no part in the bill.
		///
		/// ## Parameters
		/// - `bill`: which.
		/// - `credit`: how much, in minor units. From the patient nothing; from the provider all that
		///   is outstanding or was paid and not refunded.
		///
		/// ## Errors
		/// [`Error::BillNotFound`], [`Error::NotDisputed`], [`Error::CreditTooLarge`],
		/// [`Error::CreditTooSmall`], [`Error::NotRegulator`], [`Error::NotImpartial`], and as for
		/// [`Pallet::refund`] if nothing at all can come back.
		///
		/// ## Events
		/// [`Event::DisputeResolved`] if the credit was given in full; [`Event::BillWrittenOff`],
		/// [`Event::BillBalanced`] and [`Event::BillRefunded`] as it comes.
		#[pallet::call_index(36)]
		#[pallet::weight(T::WeightInfo::resolve(MAX_PAYERS))]
		pub fn resolve(
			origin: OriginFor<T>,
			#[pallet::compact] bill: BillId,
			#[pallet::compact] credit: Amount,
		) -> DispatchResultWithPostInfo {
			let by = ensure_signed(origin)?;
			let (credited, refunds) = Self::do_resolve(&by, bill, credit)?;
			if credited == credit {
				Self::deposit_event(Event::DisputeResolved { bill, by, credit });
			}
			Ok(Some(T::WeightInfo::resolve(refunds)).into())
		}

		/// Removes a bill that was closed long ago. Its deposit goes back to the provider.
		///
		/// ## Dispatch Origin
		/// Signed, by anyone.
		///
		/// ## Parameters
		/// - `bill`: which.
		///
		/// ## Errors
		/// [`Error::BillNotFound`], [`Error::Disputed`], [`Error::RetentionNotOver`].
		///
		/// ## Events
		/// [`Event::BillRemoved`].
		#[pallet::call_index(37)]
		#[pallet::weight(T::WeightInfo::remove())]
		pub fn remove(origin: OriginFor<T>, #[pallet::compact] bill: BillId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_remove(bill)?;
			Self::deposit_event(Event::BillRemoved { bill });
			Ok(())
		}

		/// Proposes to pay what is outstanding in instalments. Replaces a proposal that was not
		/// accepted.
		///
		/// ## Dispatch Origin
		/// Signed, by the provider.
		///
		/// ## Parameters
		/// - `bill`: which.
		/// - `terms`: how many, and when.
		///
		/// ## Errors
		/// [`Error::BillNotFound`], [`Error::NotProvider`], [`Error::BillClosed`],
		/// [`Error::PlanExists`], [`Error::BadPlan`], [`Error::DateInPast`].
		///
		/// ## Events
		/// [`Event::PlanProposed`].
		#[pallet::call_index(40)]
		#[pallet::weight(T::WeightInfo::propose_plan())]
		pub fn propose_plan(
			origin: OriginFor<T>,
			#[pallet::compact] bill: BillId,
			terms: PlanTerms,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_propose_plan(&provider, bill, terms)?;
			Self::deposit_event(Event::PlanProposed { bill, terms });
			Ok(())
		}

		/// Accepts instalments for all that is outstanding, and may let them be collected. The offer
		/// of a discount for prompt payment ends. Whoever sends this pays for all collections now.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient.
		///
		/// ## Parameters
		/// - `bill`: which.
		/// - `terms`: what the provider proposed, so that nothing else is accepted.
		/// - `mandate`: what may be collected; nothing to pay by hand.
		///
		/// ## Errors
		/// [`Error::BillNotFound`], [`Error::NotPatient`], [`Error::BillClosed`],
		/// [`Error::NoPlan`], [`Error::PlanExists`], [`Error::PlanTermsDiffer`],
		/// [`Error::BadPlan`], [`Error::DateInPast`], [`Error::MandateTooLow`],
		/// [`Error::MandateOver`].
		///
		/// ## Events
		/// [`Event::PlanAccepted`], and [`Event::MandateGiven`].
		#[pallet::call_index(41)]
		#[pallet::weight(match mandate {
			Some(_) => T::WeightInfo::accept_plan()
				.saturating_add(Pallet::<T>::collections(terms.instalments)),
			None => T::WeightInfo::accept_plan(),
		})]
		pub fn accept_plan(
			origin: OriginFor<T>,
			#[pallet::compact] bill: BillId,
			terms: PlanTerms,
			mandate: Option<Mandate>,
		) -> DispatchResultWithPostInfo {
			let patient = ensure_signed(origin)?;
			// What collects nothing does not pay for it.
			Self::do_accept_plan(&patient, bill, terms, mandate)
				.map_err(|error| error.with_weight(T::WeightInfo::accept_plan()))?;
			Ok(().into())
		}

		/// Lets instalments be collected, or changes what may be. What was collected before counts
		/// towards the new mandate no more.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient.
		///
		/// ## Parameters
		/// - `bill`: which.
		/// - `instalments`: those of its plan; whoever sends this pays for their collection now.
		/// - `mandate`: what may be collected.
		///
		/// ## Errors
		/// [`Error::BillNotFound`], [`Error::NotPatient`], [`Error::BillClosed`],
		/// [`Error::NoPlan`], [`Error::PlanTermsDiffer`], [`Error::MandateTooLow`],
		/// [`Error::MandateOver`].
		///
		/// ## Events
		/// [`Event::MandateGiven`].
		#[pallet::call_index(42)]
		#[pallet::weight(
			T::WeightInfo::authorize_debit().saturating_add(Pallet::<T>::collections(*instalments))
		)]
		pub fn authorize_debit(
			origin: OriginFor<T>,
			#[pallet::compact] bill: BillId,
			instalments: u16,
			mandate: Mandate,
		) -> DispatchResultWithPostInfo {
			let patient = ensure_signed(origin)?;
			Self::do_authorize_debit(&patient, bill, instalments, mandate)
				.map_err(|error| error.with_weight(T::WeightInfo::authorize_debit()))?;
			Self::deposit_event(Event::MandateGiven { bill });
			Ok(().into())
		}

		/// Lets nothing more be collected. The plan stays.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient.
		///
		/// ## Parameters
		/// - `bill`: which.
		///
		/// ## Errors
		/// [`Error::BillNotFound`], [`Error::NotPatient`], [`Error::NoMandate`].
		///
		/// ## Events
		/// [`Event::MandateEnded`].
		#[pallet::call_index(43)]
		#[pallet::weight(T::WeightInfo::revoke_mandate())]
		pub fn revoke_mandate(
			origin: OriginFor<T>,
			#[pallet::compact] bill: BillId,
		) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_revoke_mandate(&patient, bill)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// All of a bill.
		pub fn bill(bill: BillId) -> Option<BillInfo<T::AccountId>> {
			Self::bill_info(bill)
		}

		/// Open bills of a patient, among the first `limit` (at most 100) bills after the one named; a
		/// page can be short or empty, so go on while there is a `next`.
		pub fn obligations(
			patient: T::AccountId,
			after: Option<BillId>,
			limit: u32,
		) -> Page<Obligation<T::AccountId>> {
			Self::open_bills(&patient, after, limit)
		}

		/// Bills of a patient or provider after the one named, at most 100.
		pub fn bills_of(who: T::AccountId, after: Option<BillId>, limit: u32) -> Page<BillId> {
			Self::page_of_bills(&who, after, limit)
		}

		/// How a currency stands.
		pub fn reserve_status(currency: CurrencyId) -> Option<ReserveStatus<T::AccountId>> {
			Self::status_of(currency)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Collects instalments that are due.
		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::collect_due(meter);
		}

		fn integrity_test() {
			assert!(T::MinInterval::get() > 0, "instalments must have time between them");
			assert!(T::RetryPeriod::get() > 0, "retries must have time between them");
			assert!(
				T::Retention::get() >= T::DisputePeriod::get(),
				"a bill that can be disputed must be kept"
			);
			assert!(
				T::CollectionWeight::get()
					.all_gte(T::WeightInfo::poll().saturating_add(T::WeightInfo::collect())),
				"a block must be able to collect an instalment"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			invariants::check::<T>()
		}
	}
}
