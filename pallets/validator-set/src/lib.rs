#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
pub mod invariants;
mod membership;
#[cfg(test)]
mod mock;
mod offences;
mod sessions;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

#[frame::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame::{
		prelude::*,
		token::fungible::{
			hold::{Balanced as BalancedHold, Inspect as InspectHold, Mutate as MutateHold},
			Credit, Inspect,
		},
	};
	use sp_staking::SessionIndex;

	/// First version of the stored layout.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Amounts of the bond's currency.
	pub type BalanceOf<T> =
		<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;
	/// What is taken from a bond.
	pub type CreditOf<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config
		+ pallet_session::Config<ValidatorId = <Self as frame_system::Config>::AccountId>
	{
		/// The runtime's reasons for holding money.
		type RuntimeHoldReason: From<HoldReason>;

		/// The money of the bonds.
		type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ BalancedHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// Who admits and releases validators.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Most validators that can be admitted at a time.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// Least bond of a validator.
		#[pallet::constant]
		type MinimumBond: Get<BalanceOf<Self>>;

		/// The share of its bond that a validator loses for an equivocation.
		#[pallet::constant]
		type SlashShare: Get<Perbill>;

		/// A validator that has authored no block in this many sessions running is removed.
		#[pallet::constant]
		type MaxIdleSessions: Get<SessionIndex>;

		/// For how many sessions after leaving a bond stays held. It must be longer than an
		/// equivocation can be reported after the fact, or offenders leave unpunished.
		#[pallet::constant]
		type BondingSessions: Get<SessionIndex>;

		/// Where slashes go.
		type OnSlash: OnUnbalanced<CreditOf<Self>>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The bond of a validator or of one who wants to be.
		#[codec(index = 0)]
		Bond,
	}

	/// Where each bonded account stands.
	#[pallet::storage]
	pub type Standings<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, Standing>;

	/// The admitted validators, in the order of their admission. They are active from the session
	/// after next.
	#[pallet::storage]
	pub type Validators<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxValidators>, ValueQuery>;

	/// The set is never made smaller than this.
	#[pallet::storage]
	pub type MinimumSize<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// The last session in which each validator authored a block.
	#[pallet::storage]
	pub type LastAuthored<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, SessionIndex>;

	/// Length of a session in slots, where genesis set one. It is never changed afterwards, since
	/// BABE's epochs must not change their length.
	#[pallet::storage]
	pub type SessionSlots<T: Config> = StorageValue<_, u64>;

	/// The first validators. Each is bonded with the minimum bond.
	#[pallet::genesis_config]
	#[derive(DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Accounts of the first validators; their session keys stand in the session pallet's part.
		pub validators: Vec<T::AccountId>,
		/// The set is never made smaller than this. 0 counts as 1.
		pub minimum_size: u32,
		/// Length of a session in slots, if it is to differ from the runtime's own.
		pub session_slots: Option<u64>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			if let Some(slots) = self.session_slots {
				assert!(slots > 0, "a session must have a slot");
				SessionSlots::<T>::put(slots);
			}
			if self.validators.is_empty() {
				return;
			}
			MinimumSize::<T>::put(self.minimum_size.max(1));
			for who in &self.validators {
				Pallet::<T>::do_bond(who, T::MinimumBond::get())
					.expect("a genesis validator must be able to pay the minimum bond");
				Pallet::<T>::enlist(who)
					.expect("genesis validators must differ and be at most `MaxValidators`");
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Somebody bonded.
		Bonded {
			/// Who.
			who: T::AccountId,
			/// How much more is held now.
			amount: BalanceOf<T>,
		},
		/// A bond was given back.
		Withdrawn {
			/// To whom.
			who: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// Somebody was admitted as a validator.
		Admitted {
			/// Who.
			who: T::AccountId,
		},
		/// A validator was removed from the set.
		Removed {
			/// Who.
			who: T::AccountId,
			/// Why.
			reason: RemovalReason,
		},
		/// A validator should have been removed, but the set has its minimum size.
		Retained {
			/// Who.
			who: T::AccountId,
			/// Why it should have been removed.
			reason: RemovalReason,
		},
		/// A validator lost the set share of its bond for an equivocation.
		Slashed {
			/// Who.
			who: T::AccountId,
			/// In which session it equivocated.
			session: SessionIndex,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// The minimum size was changed.
		MinimumSizeSet {
			/// The set is never made smaller than this.
			size: u32,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The bond would be less than the minimum bond.
		BondTooSmall,
		/// The account has no bond.
		NotBonded,
		/// The account has no session keys; it must set them first (`session.setKeys`).
		NoKeys,
		/// The account is a validator already.
		AlreadyValidator,
		/// The account is no validator.
		NotValidator,
		/// The account has left the set; it must withdraw and bond anew to come back.
		Leaving,
		/// The set has its maximum size.
		TooManyValidators,
		/// The set would be smaller than its minimum size.
		TooFewValidators,
		/// The bond is not free yet: its account validates, or left less than `BondingSessions` ago.
		StillBonded,
		/// The minimum size must be at least 1 and at most the size of the set.
		InvalidMinimumSize,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Bonds `amount`, or `amount` more.
		///
		/// ## Dispatch Origin
		/// Signed, by who wants to validate.
		///
		/// ## Parameters
		/// - `amount`: how much to hold, on top of what is held already.
		///
		/// ## Errors
		/// [`Error::BondTooSmall`], [`Error::Leaving`], or that of the currency if the caller
		/// cannot pay.
		///
		/// ## Events
		/// [`Event::Bonded`].
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::bond())]
		pub fn bond(
			origin: OriginFor<T>,
			#[pallet::compact] amount: BalanceOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bond(&who, amount)?;
			Self::deposit_event(Event::Bonded { who, amount });
			Ok(())
		}

		/// Gives the caller's bond back, and with it the deposit of its session keys, which are
		/// removed.
		///
		/// ## Dispatch Origin
		/// Signed, by an account that was never admitted, or that left the set at least
		/// `BondingSessions` sessions ago.
		///
		/// ## Errors
		/// [`Error::NotBonded`], [`Error::StillBonded`].
		///
		/// ## Events
		/// [`Event::Withdrawn`].
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let amount = Self::do_withdraw(&who)?;
			Self::deposit_event(Event::Withdrawn { who, amount });
			Ok(())
		}

		/// Admits a bonded account as a validator, active from the session after next.
		///
		/// ## Dispatch Origin
		/// `AdminOrigin`.
		///
		/// ## Parameters
		/// - `who`: an account with bond and session keys.
		///
		/// ## Errors
		/// [`Error::NotBonded`], [`Error::AlreadyValidator`], [`Error::Leaving`],
		/// [`Error::BondTooSmall`], [`Error::NoKeys`], [`Error::TooManyValidators`].
		///
		/// ## Events
		/// [`Event::Admitted`].
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::admit(T::MaxValidators::get()))]
		pub fn admit(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_admit(&who)?;
			Self::deposit_event(Event::Admitted { who });
			Ok(())
		}

		/// Removes a validator from the set, effective from the session after next.
		///
		/// ## Dispatch Origin
		/// `AdminOrigin`.
		///
		/// ## Parameters
		/// - `who`: a validator.
		///
		/// ## Errors
		/// [`Error::NotValidator`], [`Error::TooFewValidators`].
		///
		/// ## Events
		/// [`Event::Removed`].
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::release(T::MaxValidators::get()))]
		pub fn release(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::remove(&who, RemovalReason::Released)
		}

		/// Takes the caller out of the set, effective from the session after next.
		///
		/// ## Dispatch Origin
		/// Signed, by a validator.
		///
		/// ## Errors
		/// [`Error::NotValidator`], [`Error::TooFewValidators`].
		///
		/// ## Events
		/// [`Event::Removed`].
		#[pallet::call_index(4)]
		#[pallet::weight(<T as Config>::WeightInfo::leave(T::MaxValidators::get()))]
		pub fn leave(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::remove(&who, RemovalReason::Left)
		}

		/// Sets the size below which the set is never made smaller.
		///
		/// ## Dispatch Origin
		/// `AdminOrigin`.
		///
		/// ## Parameters
		/// - `size`: from 1 to the present size of the set.
		///
		/// ## Errors
		/// [`Error::InvalidMinimumSize`].
		///
		/// ## Events
		/// [`Event::MinimumSizeSet`].
		#[pallet::call_index(5)]
		#[pallet::weight(<T as Config>::WeightInfo::set_minimum_size())]
		pub fn set_minimum_size(
			origin: OriginFor<T>,
			#[pallet::compact] size: u32,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			ensure!((1..=Self::size()).contains(&size), Error::<T>::InvalidMinimumSize);
			MinimumSize::<T>::put(size);
			Self::deposit_event(Event::MinimumSizeSet { size });
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Where `who` stands, and the bond held.
		pub fn standing(who: T::AccountId) -> Option<(Standing, BalanceOf<T>)> {
			Standings::<T>::get(&who).map(|standing| (standing, Self::bond_of(&who)))
		}

		/// The admitted validators, in the order of their admission.
		pub fn validators() -> Vec<T::AccountId> {
			Validators::<T>::get().into_inner()
		}
	}

	impl<T: Config> Pallet<T> {
		/// The bond held of `who`.
		pub fn bond_of(who: &T::AccountId) -> BalanceOf<T> {
			<T as Config>::Currency::balance_on_hold(&HoldReason::Bond.into(), who)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxValidators::get() > 0, "the set must be able to have a validator");
			assert!(T::MaxIdleSessions::get() > 0, "every validator would be idle");
			assert!(
				!T::MinimumBond::get().is_zero(),
				"without a bond an equivocation would cost nothing"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			invariants::check::<T>()
		}
	}
}
