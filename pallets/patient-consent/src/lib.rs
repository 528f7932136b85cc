#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

mod access;
pub mod audit;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod decision;
mod delegation;
mod directives;
mod emergency;
mod errors;
mod events;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
pub mod invariants;
#[cfg(test)]
mod mock;
mod records;
mod requests;
pub mod runtime_api;
mod simulation;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

/// What benchmarks need of a registry: accounts of which as much is known as can be, so that every
/// question about them costs what it can cost at most.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Lets `who` hold `role`.
	fn give_role(who: &AccountId, role: medchain_support::Role);
	/// Lets `who`, a practitioner, belong to `organization`, a provider.
	fn affiliate(who: &AccountId, organization: &AccountId);
	/// Lets `who` be a person whose identity is verified.
	fn identify(who: &AccountId);
	/// Lets `who` be a person whose verification no longer counts, which takes longest to find out.
	fn lapse(who: &AccountId);
	/// Lets it be this second since 1970.
	fn set_now(seconds: u64);
}

pub use pallet::*;
pub use records::MAX_RECORD_PAGE;
pub use requests::{InboxOf, RequestOf};
pub use simulation::{Asker, Change, Question, MAX_SIMULATED};
pub use types::*;
pub use weights::WeightInfo;

use frame::deps::frame_support::pallet_macros::import_section;

#[import_section(events::events)]
#[import_section(errors::errors)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame::{
		prelude::*,
		traits::{Consideration, Footprint, MaybeConsideration, UnixTime},
	};
	use medchain_support::{
		AccessRequest, Action, Actor, Commitment, Decision, DirectiveId, DirectiveRef,
		InspectConsent, InspectCredentials, Purpose, ResourceClass, ResourceClasses, Sensitivities,
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
		type Deposit: MaybeConsideration<Self::AccountId, Footprint>;

		/// What a custodian puts down for each record until it is erased; its size is that of all
		/// versions.
		type RecordDeposit: Consideration<Self::AccountId, Footprint>;

		/// What a requester puts down until its request is answered, withdrawn or expired; its size
		/// is that of the terms.
		type RequestDeposit: Consideration<Self::AccountId, Footprint>;

		/// Seconds within which an access in an emergency is to be reviewed.
		#[pallet::constant]
		type ReviewPeriod: Get<u64>;

		/// Most reviews of one practitioner that can be open; further emergencies are denied. Never
		/// lower this on a live chain.
		#[pallet::constant]
		type MaxOpenReviews: Get<u32>;

		/// Longest time that a request can wait for an answer, in seconds.
		#[pallet::constant]
		type MaxRequestPeriod: Get<u64>;

		/// Most versions of one record. Never lower this on a live chain.
		#[pallet::constant]
		type MaxVersions: Get<u32>;

		/// Most directives that one patient can have in force. The book of a patient is one
		/// storage item, read whole by every decision. Never lower this on a live chain: longer
		/// books would no longer decode.
		#[pallet::constant]
		type MaxDirectives: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Makes people known to [`Config::Credentials`].
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for a directive in force.
		#[codec(index = 0)]
		Directive,
		/// The deposit for a record that is kept.
		#[codec(index = 1)]
		Record,
		/// The deposit for a request that waits for an answer.
		#[codec(index = 2)]
		Request,
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

	/// Each patient's records, numbered from 0.
	#[pallet::storage]
	pub type Records<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, RecordId, RecordOf<T>>;

	/// Number of each patient's next record.
	#[pallet::storage]
	pub type NextRecord<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, RecordId, ValueQuery>;

	/// The requests that wait for each patient's answer.
	#[pallet::storage]
	pub type Inboxes<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, InboxOf<T>, ValueQuery>;

	/// The reviews of accesses in emergencies, kept for ever.
	#[pallet::storage]
	pub type Reviews<T: Config> = StorageMap<_, Twox64Concat, ReviewId, Review<T::AccountId>>;

	/// Each practitioner's reviews that are not done.
	#[pallet::storage]
	pub type OpenReviews<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<OpenReview, T::MaxOpenReviews>,
		ValueQuery,
	>;

	/// Number of the next review.
	#[pallet::storage]
	pub type NextReview<T: Config> = StorageValue<_, ReviewId, ValueQuery>;

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Puts a directive into force.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient or a guardian.
		///
		/// ## Parameters
		/// - `patient`: whose directive.
		/// - `terms`: what is permitted and denied, to whom, for what, when (FHIR `Consent`).
		///
		/// ## Errors
		/// [`Error::TooManyDirectives`], [`Error::PeriodReversed`], [`Error::PeriodOver`],
		/// [`Error::UnknownCode`], [`Error::NumbersExhausted`], [`Error::NotGuardian`],
		/// [`Error::BeyondDelegation`], or that of the deposit if the patient cannot pay it.
		///
		/// ## Events
		/// [`Event::DirectiveGranted`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::grant(
			T::MaxDirectives::get().saturating_sub(1),
			terms.provision_count(),
		).saturating_add(T::WeightInfo::guardian()))]
		pub fn grant(
			origin: OriginFor<T>,
			patient: T::AccountId,
			terms: Terms<T::AccountId>,
		) -> DispatchResultWithPostInfo {
			let by = ensure_signed(origin)?;
			let provisions = terms.provision_count();
			let (directive, others, free) = Self::do_grant(&by, &patient, terms)?;
			let weight = match free {
				true => T::WeightInfo::grant_without_deposit(others, provisions),
				false => T::WeightInfo::grant(others, provisions),
			}
			.saturating_add(Self::directing(&by, &patient));
			Self::deposit_event(Event::DirectiveGranted { patient, directive, by });
			Ok(Some(weight).into())
		}

		/// Gives a directive new terms and the next version number.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient or a guardian.
		///
		/// ## Parameters
		/// - `patient`: whose directive.
		/// - `directive`: number of the directive.
		/// - `terms`: what holds instead from now on.
		///
		/// ## Errors
		/// [`Error::DirectiveNotFound`], [`Error::PeriodReversed`], [`Error::PeriodOver`],
		/// [`Error::UnknownCode`], [`Error::NumbersExhausted`], [`Error::NotGuardian`],
		/// [`Error::BeyondDelegation`], or that of the deposit if the patient cannot pay what the new terms need more.
		///
		/// ## Events
		/// [`Event::DirectiveAmended`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::amend(T::MaxDirectives::get(), terms.provision_count())
			.saturating_add(T::WeightInfo::guardian()))]
		pub fn amend(
			origin: OriginFor<T>,
			patient: T::AccountId,
			#[pallet::compact] directive: DirectiveId,
			terms: Terms<T::AccountId>,
		) -> DispatchResultWithPostInfo {
			let by = ensure_signed(origin)?;
			let provisions = terms.provision_count();
			let (directive, all) = Self::do_amend(&by, &patient, directive, terms)?;
			let weight = T::WeightInfo::amend(all, provisions)
				.saturating_add(Self::directing(&by, &patient));
			Self::deposit_event(Event::DirectiveAmended { patient, directive, by });
			Ok(Some(weight).into())
		}

		/// Ends a directive. From this call on nothing is permitted by it. Its deposit goes back
		/// to the patient.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient or a guardian.
		///
		/// ## Parameters
		/// - `patient`: whose directive.
		/// - `directive`: number of the directive.
		/// - `status`: `Inactive`, or `EnteredInError` if it should never have been.
		///
		/// ## Errors
		/// [`Error::DirectiveNotFound`], [`Error::NotGuardian`], [`Error::BeyondDelegation`].
		///
		/// ## Events
		/// [`Event::DirectiveRevoked`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::revoke(T::MaxDirectives::get())
			.saturating_add(T::WeightInfo::guardian()))]
		pub fn revoke(
			origin: OriginFor<T>,
			patient: T::AccountId,
			#[pallet::compact] directive: DirectiveId,
			status: EndStatus,
		) -> DispatchResultWithPostInfo {
			let by = ensure_signed(origin)?;
			let (directive, all) = Self::do_revoke(&by, &patient, directive, status)?;
			let weight = T::WeightInfo::revoke(all).saturating_add(Self::directing(&by, &patient));
			Self::deposit_event(Event::DirectiveRevoked { patient, directive, status, by });
			Ok(Some(weight).into())
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
		/// - `organization`: for which organisation the caller asks, if not for itself. Whoever does
		///   not belong to it is denied.
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
			organization: Option<T::AccountId>,
			request: AccessRequest,
		) -> DispatchResultWithPostInfo {
			let actor = Actor { account: ensure_signed(origin)?, organization };
			let (_, directives) = Self::do_access(&patient, actor, request)?;
			Ok(Some(T::WeightInfo::access(directives)).into())
		}

		/// Says that a record of a patient exists, and where. The caller keeps its content.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient or a verified actor.
		///
		/// ## Parameters
		/// - `patient`: whose record.
		/// - `class`: what it is.
		/// - `sensitivities`: the labels that it carries.
		/// - `commitment`: to the ciphertext.
		/// - `locator`: where the ciphertext lies; nothing that names a person.
		///
		/// ## Errors
		/// [`Error::NotVerified`], [`Error::UnknownCode`], [`Error::NumbersExhausted`], or that of
		/// the deposit if the caller cannot pay it.
		///
		/// ## Events
		/// [`Event::RecordRegistered`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::register_record())]
		pub fn register_record(
			origin: OriginFor<T>,
			patient: T::AccountId,
			class: ResourceClass,
			sensitivities: Sensitivities,
			commitment: Commitment,
			locator: Locator,
		) -> DispatchResult {
			let custodian = ensure_signed(origin)?;
			let record = Self::do_register_record(
				&custodian,
				&patient,
				class,
				sensitivities,
				commitment,
				locator,
			)?;
			Self::deposit_event(Event::RecordRegistered { patient, record, custodian });
			Ok(())
		}

		/// Gives a record a new version. The former versions stay readable.
		///
		/// ## Dispatch Origin
		/// Signed, by the record's custodian, verified still or the patient.
		///
		/// ## Parameters
		/// - `patient`: whose record.
		/// - `record`: its number.
		/// - `commitment`: to the new ciphertext.
		/// - `locator`: where that lies.
		///
		/// ## Errors
		/// [`Error::RecordNotFound`], [`Error::NotCustodian`], [`Error::NotVerified`],
		/// [`Error::RecordErased`], [`Error::CommitmentUnchanged`], [`Error::TooManyVersions`], or
		/// that of the deposit if the caller cannot pay what the version needs.
		///
		/// ## Events
		/// [`Event::RecordAmended`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::amend_record())]
		pub fn amend_record(
			origin: OriginFor<T>,
			patient: T::AccountId,
			#[pallet::compact] record: RecordId,
			commitment: Commitment,
			locator: Locator,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			let version = Self::do_amend_record(&caller, &patient, record, commitment, locator)?;
			Self::deposit_event(Event::RecordAmended { patient, record, version });
			Ok(())
		}

		/// Forgets what a record pointed to, in all its versions. A tombstone stays. The deposit
		/// goes back to the custodian.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient or the record's custodian.
		///
		/// ## Parameters
		/// - `patient`: whose record.
		/// - `record`: its number.
		///
		/// ## Errors
		/// [`Error::RecordNotFound`], [`Error::NotCustodian`], [`Error::RecordErased`].
		///
		/// ## Events
		/// [`Event::RecordErased`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::erase_record())]
		pub fn erase_record(
			origin: OriginFor<T>,
			patient: T::AccountId,
			#[pallet::compact] record: RecordId,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			Self::do_erase_record(&caller, &patient, record)?;
			Self::deposit_event(Event::RecordErased { patient, record });
			Ok(())
		}

		/// Asks for access to the records of several patients at once, as [`Pallet::access`] does for
		/// one. Each question gets an answer and an entry of its own.
		///
		/// ## Dispatch Origin
		/// Signed, by the actor who wants access.
		///
		/// ## Parameters
		/// - `organization`: for which organisation the caller asks, if not for itself.
		/// - `questions`: whose records, and which; none twice is needed.
		///
		/// ## Errors
		/// Those of [`Pallet::access`]; then none of the questions is answered.
		///
		/// ## Events
		/// [`Event::AccessDecided`] for each.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::access(T::MaxDirectives::get())
			.saturating_mul(questions.len().try_into().unwrap_or(u64::MAX)))]
		pub fn access_batch(
			origin: OriginFor<T>,
			organization: Option<T::AccountId>,
			questions: BoundedVec<(T::AccountId, AccessRequest), ConstU32<MAX_QUESTIONS>>,
		) -> DispatchResultWithPostInfo {
			let actor = Actor { account: ensure_signed(origin)?, organization };
			let mut weight = Weight::zero();
			for (patient, request) in questions {
				let (_, directives) = Self::do_access(&patient, actor.clone(), request)?;
				weight = weight.saturating_add(T::WeightInfo::access(directives));
			}
			Ok(Some(weight).into())
		}

		/// Opens a patient's records in an emergency, past the directives, but for those that name
		/// emergencies themselves. Only a practitioner in good standing is permitted, whose earlier
		/// emergencies are reviewed or in time to be. A permit opens a review with a deadline. A
		/// refusal is an answer, not an error, and is recorded too.
		///
		/// ## Dispatch Origin
		/// Signed, by the practitioner.
		///
		/// ## Parameters
		/// - `patient`: whose records.
		/// - `organization`: for which organisation the caller asks, if not for itself. It can review.
		/// - `reason`: what the emergency is.
		/// - `action`, `classes`, `sensitivities`: what is asked for; the purpose is `ETREAT`.
		///
		/// ## Errors
		/// [`Error::NothingRequested`], [`Error::UnknownCode`], [`Error::NumbersExhausted`].
		///
		/// ## Events
		/// [`Event::AccessDecided`], and [`Event::GlassBroken`] if it was permitted.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::break_glass(T::MaxDirectives::get()))]
		pub fn break_glass(
			origin: OriginFor<T>,
			patient: T::AccountId,
			organization: Option<T::AccountId>,
			reason: EmergencyReason,
			action: Action,
			classes: ResourceClasses,
			sensitivities: Sensitivities,
		) -> DispatchResultWithPostInfo {
			let actor = Actor { account: ensure_signed(origin)?, organization };
			let purpose = Purpose::EmergencyTreat;
			let request = AccessRequest { purpose, action, classes, sensitivities };
			let (entry, decision, review, directives) =
				Self::do_break_glass(&patient, actor.clone(), reason, request)?;
			Self::deposit_event(Event::AccessDecided {
				patient: patient.clone(),
				actor: actor.clone(),
				entry,
				decision,
			});
			if let Some(review) = review {
				Self::deposit_event(Event::GlassBroken { patient, actor, entry, review });
			}
			Ok(Some(T::WeightInfo::break_glass(directives)).into())
		}

		/// Says what an access in an emergency was. Late reviews count too, and lift the block that
		/// they caused.
		///
		/// ## Dispatch Origin
		/// Signed, by the organisation for which the glass was broken or by a regulator, never by
		/// who broke it.
		///
		/// ## Parameters
		/// - `review`: its number.
		/// - `finding`: whether the access was justified.
		///
		/// ## Errors
		/// [`Error::ReviewNotFound`], [`Error::NotReviewer`], [`Error::AlreadyReviewed`].
		///
		/// ## Events
		/// [`Event::GlassReviewed`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::review())]
		pub fn review(
			origin: OriginFor<T>,
			#[pallet::compact] review: ReviewId,
			finding: Finding,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			let patient = Self::do_review(&caller, review, finding)?;
			Self::deposit_event(Event::GlassReviewed { patient, review, finding });
			Ok(())
		}

		/// Lets somebody act for a patient, in place of what the delegate could do before.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient; or by a guardian, for a proxy within the guardian's own scope.
		///
		/// ## Parameters
		/// - `patient`: for whom.
		/// - `delegate`: a person whose identity is verified.
		/// - `kind`: guardian or proxy.
		/// - `scope`: for which records, purposes and time. It names no actors.
		///
		/// ## Errors
		/// [`Error::UnknownCode`], [`Error::PeriodReversed`], [`Error::PeriodOver`],
		/// [`Error::DelegationNamesActors`], [`Error::SelfDelegation`],
		/// [`Error::DelegateNotIdentified`], [`Error::NotGuardian`], [`Error::BeyondDelegation`],
		/// [`Error::NotGrantor`], [`Error::TooManyDelegates`], or that of the deposit if the patient
		/// cannot pay it.
		///
		/// ## Events
		/// [`Event::Delegated`]; [`Event::DelegationEnded`] for each delegate whose time was over or
		/// whose guardian can no longer delegate what it has.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::delegate())]
		pub fn delegate(
			origin: OriginFor<T>,
			patient: T::AccountId,
			delegate: T::AccountId,
			kind: DelegateKind,
			scope: Scope<T::AccountId>,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			let ended = Self::do_delegate(&caller, &patient, delegate.clone(), kind, scope)?;
			Self::deposit_event(Event::Delegated { patient: patient.clone(), delegate, kind });
			for delegate in ended {
				Self::deposit_event(Event::DelegationEnded { patient: patient.clone(), delegate });
			}
			Ok(())
		}

		/// Ends a delegation, and those of the proxies that only this delegate named.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient, the delegate, or the guardian who named the delegate.
		///
		/// ## Parameters
		/// - `patient`: for whom.
		/// - `delegate`: who acts.
		///
		/// ## Errors
		/// [`Error::DelegateNotFound`], [`Error::NotGrantor`].
		///
		/// ## Events
		/// [`Event::DelegationEnded`] for each.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::end_delegation())]
		pub fn end_delegation(
			origin: OriginFor<T>,
			patient: T::AccountId,
			delegate: T::AccountId,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			for delegate in Self::do_end_delegation(&caller, &patient, &delegate)? {
				Self::deposit_event(Event::DelegationEnded { patient: patient.clone(), delegate });
			}
			Ok(())
		}

		/// Asks a patient to grant a directive.
		///
		/// ## Dispatch Origin
		/// Signed, by somebody who holds a role.
		///
		/// ## Parameters
		/// - `patient`: who is asked.
		/// - `terms`: the terms that the patient is asked for.
		/// - `until`: last second in which the patient can answer, since 1970.
		///
		/// ## Errors
		/// [`Error::PeriodReversed`], [`Error::PeriodOver`], [`Error::PeriodTooLong`],
		/// [`Error::UnknownCode`],
		/// [`Error::NotVerified`], [`Error::TooManyRequests`], [`Error::NumbersExhausted`], or that
		/// of the deposit if the caller cannot pay it.
		///
		/// ## Events
		/// [`Event::AccessRequested`].
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::request_access())]
		pub fn request_access(
			origin: OriginFor<T>,
			patient: T::AccountId,
			terms: Terms<T::AccountId>,
			until: u64,
		) -> DispatchResult {
			let requester = ensure_signed(origin)?;
			let request = Self::do_request_access(&requester, &patient, terms, until)?;
			Self::deposit_event(Event::AccessRequested { patient, request, requester });
			Ok(())
		}

		/// Answers a request. If it is accepted, its terms come into force as a directive.
		///
		/// ## Dispatch Origin
		/// Signed, by the patient or a guardian; a proxy can decline.
		///
		/// ## Parameters
		/// - `patient`: who was asked.
		/// - `request`: number of the request.
		/// - `answer`: whether its terms are granted.
		///
		/// ## Errors
		/// [`Error::RequestNotFound`], [`Error::PeriodOver`], [`Error::NotGuardian`]; and those of
		/// [`Pallet::grant`] if it is accepted.
		///
		/// ## Events
		/// [`Event::RequestAnswered`]; before it [`Event::DirectiveGranted`] if it is accepted.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::answer_request(
			T::MaxDirectives::get().saturating_sub(1),
		))]
		pub fn answer_request(
			origin: OriginFor<T>,
			patient: T::AccountId,
			#[pallet::compact] request: RequestId,
			answer: Answer,
		) -> DispatchResultWithPostInfo {
			let caller = ensure_signed(origin)?;
			let (requester, directive, others) =
				Self::do_answer_request(&caller, &patient, request, answer)?;
			if let Some(directive) = directive {
				let (patient, by) = (patient.clone(), caller);
				Self::deposit_event(Event::DirectiveGranted { patient, directive, by });
			}
			Self::deposit_event(Event::RequestAnswered { patient, request, requester, directive });
			let most = T::MaxDirectives::get().saturating_sub(1);
			Ok(Some(T::WeightInfo::answer_request(others.min(most))).into())
		}

		/// Takes a request back.
		///
		/// ## Dispatch Origin
		/// Signed, by who made it.
		///
		/// ## Parameters
		/// - `patient`: who was asked.
		/// - `request`: number of the request.
		///
		/// ## Errors
		/// [`Error::RequestNotFound`], [`Error::NotRequester`].
		///
		/// ## Events
		/// [`Event::RequestWithdrawn`].
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::withdraw_request())]
		pub fn withdraw_request(
			origin: OriginFor<T>,
			patient: T::AccountId,
			#[pallet::compact] request: RequestId,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			Self::do_withdraw_request(&caller, &patient, request)?;
			Self::deposit_event(Event::RequestWithdrawn { patient, request });
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What `patient`'s directives say now to `actor`'s request. Records nothing.
		pub fn decide(
			patient: T::AccountId,
			actor: Actor<T::AccountId>,
			request: AccessRequest,
		) -> Decision {
			<Self as InspectConsent<T::AccountId>>::decide(&patient, &actor, &request)
		}

		/// The answers to each of `questions` before and after a change of `patient`'s directives, at
		/// a second since 1970 or now. Nothing if the change replaces a directive that is not in
		/// force, if its terms could not be granted, or if there are more than [`MAX_SIMULATED`]
		/// questions. Changes nothing.
		pub fn simulate(
			patient: T::AccountId,
			change: Change<T::AccountId>,
			at: Option<u64>,
			questions: Vec<Question<T::AccountId>>,
		) -> Vec<(Decision, Decision)> {
			Self::do_simulate(&patient, &change, at, &questions)
		}

		/// The directives of `patient` in force, in the order of their numbers.
		pub fn directives(patient: T::AccountId) -> Vec<DirectiveInfo<T::AccountId>> {
			Books::<T>::get(patient).directives.into_iter().map(Into::into).collect()
		}

		/// Who acts for `patient`, in the order in which they were named.
		pub fn delegates(patient: T::AccountId) -> Vec<DelegationInfo<T::AccountId>> {
			Books::<T>::get(patient).delegations.into_iter().map(Into::into).collect()
		}

		/// The requests that wait for `patient`'s answer.
		pub fn requests(patient: T::AccountId) -> Vec<RequestInfo<T::AccountId>> {
			Inboxes::<T>::get(patient).requests.into_iter().map(Into::into).collect()
		}

		/// A review of an access in an emergency.
		pub fn review_of(review: ReviewId) -> Option<Review<T::AccountId>> {
			Reviews::<T>::get(review)
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

		/// A record of `patient`.
		pub fn record(patient: T::AccountId, record: RecordId) -> Option<RecordInfo<T::AccountId>> {
			Records::<T>::get(&patient, record).map(|found| records::info::<T>(record, found))
		}

		/// Up to `limit` records of `patient`, from number `from` on; at most
		/// [`MAX_RECORD_PAGE`].
		pub fn records(
			patient: T::AccountId,
			from: RecordId,
			limit: u32,
		) -> Vec<RecordInfo<T::AccountId>> {
			Self::record_page(&patient, from, limit)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxDirectives::get() > 0, "a patient must be able to have a directive");
			assert!(T::MaxVersions::get() > 0, "a record must be able to have a version");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			invariants::check::<T>()
		}
	}
}
