#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

pub mod audit;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod decision;
mod directives;
#[cfg(any(feature = "try-runtime", test))]
mod invariants;
#[cfg(test)]
mod mock;
pub mod runtime_api;
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
		traits::{Consideration, Footprint, UnixTime},
	};
	use medchain_support::{
		AccessRequest, Decision, DirectiveId, DirectiveRef, InspectConsent, InspectCredentials,
	};

	/// First version of the stored layout.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who is verified, in which roles, for which organisations. `()` knows nobody, so that
		/// every access is denied.
		type Credentials: InspectCredentials<Self::AccountId>;

		/// The time that periods of consent are compared with.
		type Time: UnixTime;

		/// What a patient puts down for each directive while it is in force; its size is that of
		/// the directive's terms.
		type Deposit: Consideration<Self::AccountId, Footprint>;

		/// Most directives that one patient can have in force. The book of a patient is one
		/// storage item, read whole by every decision. Never lower this on a live chain: longer
		/// books would no longer decode.
		#[pallet::constant]
		type MaxDirectives: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for a directive in force.
		#[codec(index = 0)]
		Directive,
	}

	/// Each patient's directives in force, in one item, so that a decision costs one read.
	#[pallet::storage]
	pub type Books<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, BookOf<T>, ValueQuery>;

	/// Versions that are no longer in force, kept for ever, so that the basis of every past
	/// decision can be read.
	#[pallet::storage]
	pub type Ended<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		DirectiveRef,
		EndedVersion<T::AccountId>,
	>;

	/// Every access that was asked for, permitted or not, numbered from 0 for each patient.
	#[pallet::storage]
	pub type AuditLog<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		u64,
		AuditEntry<T::AccountId, BlockNumberFor<T>>,
	>;

	/// Length of each patient's audit log and the commitment over all its entries.
	#[pallet::storage]
	pub type AuditHeads<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, AuditHead, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A patient's directive came into force.
		DirectiveGranted {
			/// Whose it is.
			patient: T::AccountId,
			/// Its number, in version 1.
			directive: DirectiveRef,
		},
		/// A directive got new terms; its former version no longer holds.
		DirectiveAmended {
			/// Whose it is.
			patient: T::AccountId,
			/// Its number and new version.
			directive: DirectiveRef,
		},
		/// A directive ended.
		DirectiveRevoked {
			/// Whose it was.
			patient: T::AccountId,
			/// Its number and last version.
			directive: DirectiveRef,
			/// What it counts as from now on.
			status: EndStatus,
		},
		/// An access was decided and recorded.
		AccessDecided {
			/// Whose records were asked for.
			patient: T::AccountId,
			/// Who asked.
			actor: T::AccountId,
			/// Number of the entry in the patient's audit log.
			entry: u64,
			/// The answer.
			decision: Decision,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The patient has as many directives in force as there can be; revoke one first.
		TooManyDirectives,
		/// The patient has no directive of this number in force.
		DirectiveNotFound,
		/// A period ends before it starts.
		PeriodReversed,
		/// The directive's period is over already, so that it could never apply.
		PeriodOver,
		/// A set holds a bit that stands for no code of its list.
		UnknownCode,
		/// The request names no resource class.
		NothingRequested,
		/// The numbers for directives, versions or audit entries are used up.
		NumbersExhausted,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Puts a directive of the caller into force.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient.
		///
		/// ## Parameters
		/// - `terms`: what is permitted and denied, to whom, for what, when (FHIR `Consent`).
		///
		/// ## Errors
		/// [`Error::TooManyDirectives`], [`Error::PeriodReversed`], [`Error::PeriodOver`],
		/// [`Error::UnknownCode`], [`Error::NumbersExhausted`], or that of the deposit if the
		/// caller cannot pay it.
		///
		/// ## Events
		/// [`Event::DirectiveGranted`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::grant(
			T::MaxDirectives::get().saturating_sub(1),
			terms.provision_count(),
		))]
		pub fn grant(
			origin: OriginFor<T>,
			terms: Terms<T::AccountId>,
		) -> DispatchResultWithPostInfo {
			let patient = ensure_signed(origin)?;
			let provisions = terms.provision_count();
			let (directive, others) = Self::do_grant(&patient, terms)?;
			Self::deposit_event(Event::DirectiveGranted { patient, directive });
			Ok(Some(T::WeightInfo::grant(others, provisions)).into())
		}

		/// Gives a directive of the caller new terms and the next version number.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient.
		///
		/// ## Parameters
		/// - `directive`: number of the directive.
		/// - `terms`: what holds instead from now on.
		///
		/// ## Errors
		/// [`Error::DirectiveNotFound`], [`Error::PeriodReversed`], [`Error::PeriodOver`],
		/// [`Error::UnknownCode`], [`Error::NumbersExhausted`], or that of the deposit if the
		/// caller cannot pay what the new terms need more.
		///
		/// ## Events
		/// [`Event::DirectiveAmended`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::amend(T::MaxDirectives::get(), terms.provision_count()))]
		pub fn amend(
			origin: OriginFor<T>,
			#[pallet::compact] directive: DirectiveId,
			terms: Terms<T::AccountId>,
		) -> DispatchResultWithPostInfo {
			let patient = ensure_signed(origin)?;
			let provisions = terms.provision_count();
			let (directive, all) = Self::do_amend(&patient, directive, terms)?;
			Self::deposit_event(Event::DirectiveAmended { patient, directive });
			Ok(Some(T::WeightInfo::amend(all, provisions)).into())
		}

		/// Ends a directive of the caller. From this call on nothing is permitted by it. Its
		/// deposit goes back to the caller.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient.
		///
		/// ## Parameters
		/// - `directive`: number of the directive.
		/// - `status`: `Inactive`, or `EnteredInError` if it should never have been.
		///
		/// ## Errors
		/// [`Error::DirectiveNotFound`].
		///
		/// ## Events
		/// [`Event::DirectiveRevoked`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::revoke(T::MaxDirectives::get()))]
		pub fn revoke(
			origin: OriginFor<T>,
			#[pallet::compact] directive: DirectiveId,
			status: EndStatus,
		) -> DispatchResultWithPostInfo {
			let patient = ensure_signed(origin)?;
			let (directive, all) = Self::do_revoke(&patient, directive, status)?;
			Self::deposit_event(Event::DirectiveRevoked { patient, directive, status });
			Ok(Some(T::WeightInfo::revoke(all)).into())
		}

		/// Asks for access to a patient's records: decides, and records the question with its
		/// answer in the patient's audit log. A refusal is an answer, not an error: the call
		/// succeeds and the event tells the decision.
		///
		/// ## Dispatch Origin
		/// Signed, by the actor who wants access.
		///
		/// ## Parameters
		/// - `patient`: whose records.
		/// - `request`: purpose, action, resource classes and sensitivity labels.
		///
		/// ## Errors
		/// [`Error::NothingRequested`], [`Error::UnknownCode`], [`Error::NumbersExhausted`].
		///
		/// ## Events
		/// [`Event::AccessDecided`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::access(T::MaxDirectives::get()))]
		pub fn access(
			origin: OriginFor<T>,
			patient: T::AccountId,
			request: AccessRequest,
		) -> DispatchResultWithPostInfo {
			let actor = ensure_signed(origin)?;
			let (entry, decision, directives) = Self::do_access(&patient, &actor, request)?;
			Self::deposit_event(Event::AccessDecided { patient, actor, entry, decision });
			Ok(Some(T::WeightInfo::access(directives)).into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What `patient`'s directives say now to `actor`'s request. Records nothing.
		pub fn decide(
			patient: T::AccountId,
			actor: T::AccountId,
			request: AccessRequest,
		) -> Decision {
			<Self as InspectConsent<T::AccountId>>::decide(&patient, &actor, &request)
		}

		/// The directives of `patient` in force, in the order of their numbers.
		pub fn directives(patient: T::AccountId) -> Vec<DirectiveInfo<T::AccountId>> {
			Books::<T>::get(patient).directives.into_iter().map(Into::into).collect()
		}

		/// A version of a directive that is no longer in force.
		pub fn ended_version(
			patient: T::AccountId,
			directive: DirectiveRef,
		) -> Option<EndedVersion<T::AccountId>> {
			Ended::<T>::get(patient, directive)
		}

		/// How many entries `patient`'s audit log has, and the commitment over them.
		pub fn audit_head(patient: T::AccountId) -> AuditHead {
			AuditHeads::<T>::get(patient)
		}

		/// Up to `limit` entries of `patient`'s audit log, from number `from` on; at most
		/// [`MAX_AUDIT_PAGE`].
		pub fn audit_page(
			patient: T::AccountId,
			from: u64,
			limit: u32,
		) -> Vec<AuditEntry<T::AccountId, BlockNumberFor<T>>> {
			audit::page::<T>(&patient, from, limit)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxDirectives::get() > 0, "a patient must be able to have a directive");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			invariants::check::<T>()
		}
	}
}
