#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

mod allocation;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod conduct;
mod errors;
mod events;
mod forms;
mod inspect;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
pub mod invariants;
#[cfg(test)]
mod mock;
mod money;
mod participants;
mod registration;
pub mod runtime_api;
mod safety;
mod standing;
mod storage;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

/// What benchmarks need of the other pallets.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Lets `who` hold `role`, in good standing, and be verified.
	fn give_role(who: &AccountId, role: medchain_support::Role);
	/// Lets the identity of `who` be verified.
	fn identify(who: &AccountId);
	/// Lets `who` act for `organization`.
	fn affiliate(who: &AccountId, organization: &AccountId);
	/// Lets `participant` permit `investigator`, who acts for `site`, to collect these classes of data
	/// for research. Answers by which directive.
	fn permit(
		participant: &AccountId,
		investigator: &AccountId,
		site: &AccountId,
		classes: medchain_support::ResourceClasses,
	) -> medchain_support::DirectiveId;
	/// Answers a currency in which money moves.
	fn currency() -> medchain_support::CurrencyId;
	/// Gives `who` so much of a currency, in minor units.
	fn fund(
		currency: medchain_support::CurrencyId,
		who: &AccountId,
		amount: medchain_support::Amount,
	);
	/// Lets the chain's randomness be such as was not known before the present block.
	fn renew_randomness();
	/// Lets it be this second since 1970.
	fn set_now(seconds: u64);
}

pub use inspect::NumberedQuery;
pub use pallet::*;
pub use standing::TrialOf;
pub use types::*;
pub use weights::WeightInfo;

use frame::deps::frame_support::pallet_macros::import_section;

#[import_section(events::events)]
#[import_section(errors::errors)]
#[import_section(storage::storage)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame::{
		deps::frame_support::{storage::types::Key, PalletId},
		prelude::*,
		traits::{Consideration, Footprint, Randomness, UnixTime},
	};
	use medchain_support::{
		merkle::Digest, Amount, Commitment, DirectiveId, InspectCredentials, Payments, RecordAccess,
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

		/// What participants permit, and where it is written down what was asked of them.
		type Consent: RecordAccess<Self::AccountId>;

		/// How milestones and stipends move.
		type Payments: Payments<Self::AccountId, Error: Into<DispatchError>>;

		/// Public randomness of the chain, with the block since which it can have been known. No
		/// block's author chooses it alone: that of an epoch that is over.
		type Randomness: Randomness<Self::Hash, BlockNumberFor<Self>>;

		/// Blocks that a seed lies behind its beacon at least: as many as an epoch can have. Then all who
		/// contribute to the randomness do so after the commitment, and nobody who committed could have
		/// known a part of it.
		#[pallet::constant]
		type BeaconDelay: Get<BlockNumberFor<Self>>;

		/// The time of consents, approvals, data and deadlines.
		type Time: UnixTime;

		/// Whose sub-accounts hold the trials' money. An account of the chain has at least 16 bytes,
		/// or trials would share one.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// What a sponsor puts down for each trial and each version of its protocol, for good.
		type Deposit: Consideration<Self::AccountId, Footprint>;

		/// Most trials that wait for their beacon at once.
		#[pallet::constant]
		type MaxWaiting: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// People, money and randomness for the benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for a trial.
		#[codec(index = 0)]
		Trial,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a trial. Its first protocol waits for the committee. The caller puts a
		/// deposit down for good.
		///
		/// ## Dispatch Origin
		/// Signed, by an accredited sponsor.
		///
		/// ## Parameters
		/// - `design`: how it is designed.
		///
		/// ## Errors
		/// [`Error::NotAccreditedSponsor`], [`Error::NotEthicsCommittee`],
		/// [`Error::CommitteeNotIndependent`], [`Error::CustodianNotVerified`],
		/// [`Error::CustodianNotIndependent`], [`Error::CustodianIsCommittee`],
		/// [`Error::NoArm`], [`Error::WrongShare`], [`Error::TooManyShares`],
		/// [`Error::NoMultiplier`], [`Error::WrongMultiplier`], [`Error::RepeatedMultiplier`],
		/// [`Error::NoStrata`], [`Error::TooManyStrata`], [`Error::TooManyVisits`],
		/// [`Error::NoTarget`], [`Error::NoCriteria`], [`Error::NoClasses`],
		/// [`Error::UnknownClass`], [`Error::NoCurrency`], [`Error::ZeroPayment`],
		/// [`Error::PaymentTooLarge`], [`Error::PaymentForNoVisit`],
		/// [`Error::PaymentForNobody`], [`Error::PaymentNotForSite`],
		/// [`Error::NumbersExhausted`], or that of the deposit.
		///
		/// ## Events
		/// [`Event::TrialRegistered`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_trial())]
		pub fn register_trial(
			origin: OriginFor<T>,
			design: Design<T::AccountId>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_register_trial(&who, design)
		}

		/// Approves the newest version of the protocol, which counts from then on, or renews
		/// the approval of the one that counts.
		///
		/// ## Dispatch Origin
		/// Signed, by the trial's committee, accredited now.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `version`: which version.
		/// - `until`: last second of the approval, if it ends by itself.
		/// - `conditions`: commits to its conditions, if there are some.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotCommittee`], [`Error::CommitteeLapsed`],
		/// [`Error::ProtocolNotFound`], [`Error::ApprovalInPast`],
		/// [`Error::TargetBelowEnrolled`], [`Error::VersionDisapproved`],
		/// [`Error::VersionSuperseded`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::ProtocolApproved`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::approve())]
		pub fn approve(
			origin: OriginFor<T>,
			trial: TrialId,
			version: Version,
			until: Option<u64>,
			conditions: Option<Commitment>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_approve(&who, trial, version, until, conditions)
		}

		/// Refuses the newest version of the protocol. The one that counted counts on.
		///
		/// ## Dispatch Origin
		/// Signed, by the trial's committee, accredited now.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `version`: which version.
		/// - `reason`: commits to why.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotCommittee`], [`Error::CommitteeLapsed`],
		/// [`Error::ProtocolNotFound`], [`Error::AlreadyDecided`], or that of the trial's
		/// status.
		///
		/// ## Events
		/// [`Event::ProtocolDisapproved`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::disapprove())]
		pub fn disapprove(
			origin: OriginFor<T>,
			trial: TrialId,
			version: Version,
			reason: Commitment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_disapprove(&who, trial, version, reason)
		}

		/// Submits a new version of the protocol. Once it is approved every participant must
		/// consent anew before data are captured.
		///
		/// ## Dispatch Origin
		/// Signed, by the sponsor, accredited now.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `protocol`: commits to it.
		/// - `criteria`: who is eligible; at least one criterion.
		/// - `target`: how many are to be enrolled; not fewer than are.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotSponsor`], [`Error::NotAccreditedSponsor`],
		/// [`Error::ReviewPending`], [`Error::NoTarget`], [`Error::NoCriteria`],
		/// [`Error::TargetBelowEnrolled`], [`Error::NumbersExhausted`], or that of the trial's
		/// status, that of the deposit.
		///
		/// ## Events
		/// [`Event::ProtocolSubmitted`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::amend_protocol())]
		pub fn amend_protocol(
			origin: OriginFor<T>,
			trial: TrialId,
			protocol: Commitment,
			criteria: Criteria,
			target: u32,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_amend_protocol(&who, trial, protocol, criteria, target)
		}

		/// Lets an organisation recruit, one that was closed too. With its first site a trial
		/// becomes active.
		///
		/// ## Dispatch Origin
		/// Signed, by the sponsor, accredited now.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `site`: the organisation.
		/// - `investigator`: who is responsible there.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotSponsor`], [`Error::NotAccreditedSponsor`],
		/// [`Error::ApprovalExpired`], [`Error::NotProvider`], [`Error::SponsorSite`],
		/// [`Error::NotInvestigator`], [`Error::InvestigatorElsewhere`],
		/// [`Error::InvestigatorOfSponsor`], [`Error::CustodianAtSite`], [`Error::SiteOpen`],
		/// or that of the trial's status.
		///
		/// ## Events
		/// [`Event::SiteOpened`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::open_site())]
		pub fn open_site(
			origin: OriginFor<T>,
			trial: TrialId,
			site: T::AccountId,
			investigator: T::AccountId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open_site(&who, trial, site, investigator)
		}

		/// Lets a site recruit no longer: it screens, enrols and randomises nobody. Who takes
		/// part there goes on.
		///
		/// ## Dispatch Origin
		/// Signed, by the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `site`: the organisation.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotSponsor`], [`Error::SiteNotFound`],
		/// [`Error::SiteClosed`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::SiteClosed`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::close_site())]
		pub fn close_site(
			origin: OriginFor<T>,
			trial: TrialId,
			site: T::AccountId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_close_site(&who, trial, site)
		}

		/// Stops a trial for now: nothing of participants goes on but withdrawal, adverse
		/// events, deviations, unblinding, and the cleaning of data.
		///
		/// ## Dispatch Origin
		/// Signed, by the sponsor, the committee, or a regulator.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `reason`: commits to why.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotOverseer`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::TrialSuspended`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::suspend())]
		pub fn suspend(origin: OriginFor<T>, trial: TrialId, reason: Commitment) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_suspend(&who, trial, reason)
		}

		/// Lets a suspended trial go on as before.
		///
		/// ## Dispatch Origin
		/// Signed, by who suspended it, or a regulator.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotSuspender`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::TrialResumed`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::resume())]
		pub fn resume(origin: OriginFor<T>, trial: TrialId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_resume(&who, trial)
		}

		/// Lets nobody new take part. Who is enrolled goes on.
		///
		/// ## Dispatch Origin
		/// Signed, by the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotSponsor`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::AccrualClosed`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::close_accrual())]
		pub fn close_accrual(origin: OriginFor<T>, trial: TrialId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_close_accrual(&who, trial)
		}

		/// Ends a trial before its time. Its data can still be cleaned, and are then locked.
		///
		/// ## Dispatch Origin
		/// Signed, by the sponsor, the committee, or a regulator.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `reason`: commits to why.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotOverseer`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::TrialTerminated`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::terminate())]
		pub fn terminate(
			origin: OriginFor<T>,
			trial: TrialId,
			reason: Commitment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_terminate(&who, trial, reason)
		}

		/// Locks a trial's data: nothing in them changes after.
		///
		/// ## Dispatch Origin
		/// Signed, by the sponsor, when accrual is closed or the trial terminated.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotSponsor`], [`Error::QueriesOpen`],
		/// [`Error::AdverseEventsOutstanding`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::TrialLocked`].
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::lock())]
		pub fn lock(origin: OriginFor<T>, trial: TrialId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_lock(&who, trial)
		}

		/// Commits to a locked trial's results.
		///
		/// ## Dispatch Origin
		/// Signed, by the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `results`: commits to them.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotSponsor`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::ResultsPublished`].
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::publish_results())]
		pub fn publish_results(
			origin: OriginFor<T>,
			trial: TrialId,
			results: Commitment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_publish_results(&who, trial, results)
		}

		/// Commits to the seed of the allocation, once. The first randomness of the chain that
		/// was not known then becomes the trial's beacon.
		///
		/// ## Dispatch Origin
		/// Signed, by the custodian, independent now.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `commitment`:
		///   [`seed_commitment`](medchain_support::randomization::seed_commitment) of the seed.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotCustodian`], [`Error::CustodianNotVerified`],
		/// [`Error::CustodianNotIndependent`], [`Error::CustodianIsCommittee`],
		/// [`Error::SeedCommitted`], [`Error::TooManyWaiting`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::SeedCommitted`].
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::commit_seed())]
		pub fn commit_seed(
			origin: OriginFor<T>,
			trial: TrialId,
			commitment: Digest,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_commit_seed(&who, trial, commitment)
		}

		/// Seals the next list of a stratum, before any of its slots is given.
		///
		/// ## Dispatch Origin
		/// Signed, by the custodian.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `stratum`: which stratum.
		/// - `root`: the root over its slots, see
		///   [`randomization`](medchain_support::randomization).
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotCustodian`], [`Error::ApprovalExpired`],
		/// [`Error::StratumNotFound`], [`Error::NoSeed`], [`Error::NoBeacon`],
		/// [`Error::EnoughLists`], [`Error::NumbersExhausted`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::ListSealed`].
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::seal_list())]
		pub fn seal_list(
			origin: OriginFor<T>,
			trial: TrialId,
			stratum: u16,
			root: Digest,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_seal_list(&who, trial, stratum, root)
		}

		/// Reveals the seed after the lock.
		///
		/// ## Dispatch Origin
		/// Signed, by the custodian.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `seed`: the seed.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotCustodian`], [`Error::NoSeed`],
		/// [`Error::AlreadyRevealed`], [`Error::WrongSeed`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::SeedRevealed`].
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::reveal_seed())]
		pub fn reveal_seed(origin: OriginFor<T>, trial: TrialId, seed: Digest) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_reveal_seed(&who, trial, seed)
		}

		/// Computes a list anew from seed and beacon, and says for good whether it is the one
		/// that was sealed.
		///
		/// ## Dispatch Origin
		/// Signed, by anyone.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `stratum`: which stratum.
		/// - `list`: which of its lists.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NoSeed`], [`Error::NoBeacon`],
		/// [`Error::NotRevealed`], [`Error::ListNotFound`], [`Error::AlreadyChecked`].
		///
		/// ## Events
		/// [`Event::ListVerified`], [`Event::ListBroken`].
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::check_list())]
		pub fn check_list(
			origin: OriginFor<T>,
			trial: TrialId,
			stratum: u16,
			list: u32,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_check_list(trial, stratum, list)
		}

		/// Gives a participant a number. Nothing is collected before it consents.
		///
		/// ## Dispatch Origin
		/// Signed, by the site's investigator, accredited now.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `participant`: its account.
		/// - `site`: the site.
		/// - `stratum`: its stratum, if that is known.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SiteNotFound`], [`Error::NotSiteInvestigator`],
		/// [`Error::InvestigatorLapsed`], [`Error::InvestigatorLeft`],
		/// [`Error::ApprovalExpired`], [`Error::SiteClosed`], [`Error::SelfScreening`],
		/// [`Error::ParticipantNotIdentified`], [`Error::StratumNotFound`],
		/// [`Error::AlreadyScreened`], [`Error::NumbersExhausted`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::Screened`].
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::screen())]
		pub fn screen(
			origin: OriginFor<T>,
			trial: TrialId,
			participant: T::AccountId,
			site: T::AccountId,
			stratum: Option<u16>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_screen(&who, trial, participant, site, stratum)
		}

		/// Consents to the version of the protocol that counts. The directive permits the
		/// site's investigator to collect, for research, all classes of data of the trial.
		///
		/// ## Dispatch Origin
		/// Signed, by the participant.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `version`: to which version.
		/// - `directive`: by which of its directives.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NotParticipant`], [`Error::ApprovalExpired`],
		/// [`Error::WrongVersion`], [`Error::NotPermitted`], [`Error::ClassesMissing`],
		/// [`Error::OtherDirective`], [`Error::NumbersExhausted`], or that of the trial's
		/// status, that of the participant's status.
		///
		/// ## Events
		/// [`Event::Consented`].
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::consent())]
		pub fn consent(
			origin: OriginFor<T>,
			trial: TrialId,
			version: Version,
			directive: DirectiveId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_consent(&who, trial, version, directive)
		}

		/// Attests whether a participant meets a criterion; what the caller attested of it
		/// before no longer counts. When every criterion is attested and nobody contradicts, it
		/// is decided at once whether the participant is eligible, and it is enrolled if there
		/// is a place.
		///
		/// ## Dispatch Origin
		/// Signed, by a practitioner, laboratory or investigator, verified now, neither who
		/// screened the participant nor the sponsor's.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `criterion`: which criterion of the protocol that counts.
		/// - `met`: whether it is met.
		/// - `evidence`: commits to what shows it.
		/// - `until`: last second for which it holds, if it ends by itself.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::NotAttester`],
		/// [`Error::AttesterNotVerified`], [`Error::AttesterIsEnroller`],
		/// [`Error::AttesterIsParticipant`], [`Error::AttesterOfSponsor`],
		/// [`Error::ApprovalExpired`], [`Error::CriterionNotFound`],
		/// [`Error::AttestationInPast`], [`Error::TooManyAttesters`], or those of its consent
		/// ([`Error::NoConsent`], [`Error::ConsentOutdated`], [`Error::NotPermitted`],
		/// [`Error::ClassesMissing`], [`Error::OtherDirective`]), that of the trial's status,
		/// that of the participant's status.
		///
		/// ## Events
		/// [`Event::CriterionAttested`], [`Event::SubjectDecided`], [`Event::DueAccrued`].
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::attest_criterion())]
		pub fn attest_criterion(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			criterion: CriterionId,
			met: bool,
			evidence: Commitment,
			until: Option<u64>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_attest_criterion(&who, trial, subject, criterion, met, evidence, until)
		}

		/// Enrols an eligible participant for whom there is a place now.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the site.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::SponsorStaff`],
		/// [`Error::NotSiteStaff`], [`Error::ApprovalExpired`], [`Error::SiteClosed`],
		/// [`Error::TargetReached`], [`Error::Undecided`], or those of its consent
		/// ([`Error::NoConsent`], [`Error::ConsentOutdated`], [`Error::NotPermitted`],
		/// [`Error::ClassesMissing`], [`Error::OtherDirective`]), that of the trial's status,
		/// that of the participant's status.
		///
		/// ## Events
		/// [`Event::SubjectDecided`], [`Event::DueAccrued`].
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::enrol())]
		pub fn enrol(origin: OriginFor<T>, trial: TrialId, subject: SubjectId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_enrol(&who, trial, subject)
		}

		/// Says in which stratum a participant is, before it is randomised.
		///
		/// ## Dispatch Origin
		/// Signed, by as for [`Pallet::attest_criterion`].
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `stratum`: which stratum.
		/// - `reason`: commits to why.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::NotAttester`],
		/// [`Error::AttesterNotVerified`], [`Error::AttesterIsEnroller`],
		/// [`Error::AttesterIsParticipant`], [`Error::AttesterOfSponsor`],
		/// [`Error::ApprovalExpired`], [`Error::StratumNotFound`], [`Error::SameStratum`], or
		/// those of its consent ([`Error::NoConsent`], [`Error::ConsentOutdated`],
		/// [`Error::NotPermitted`], [`Error::ClassesMissing`], [`Error::OtherDirective`]), that
		/// of the trial's status, that of the participant's status.
		///
		/// ## Events
		/// [`Event::StratumSet`].
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::set_stratum())]
		pub fn set_stratum(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			stratum: u16,
			reason: Commitment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_stratum(&who, trial, subject, stratum, reason)
		}

		/// Gives an enrolled participant the next slot of its stratum. Which arm that is stays
		/// sealed.
		///
		/// ## Dispatch Origin
		/// Signed, by the site's investigator, accredited now.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`],
		/// [`Error::NotSiteInvestigator`], [`Error::InvestigatorLapsed`],
		/// [`Error::InvestigatorLeft`], [`Error::ApprovalExpired`], [`Error::SiteClosed`],
		/// [`Error::NoStratum`], [`Error::NoSeed`], [`Error::NoBeacon`],
		/// [`Error::NoSealedSlot`], [`Error::NumbersExhausted`], or those of its consent
		/// ([`Error::NoConsent`], [`Error::ConsentOutdated`], [`Error::NotPermitted`],
		/// [`Error::ClassesMissing`], [`Error::OtherDirective`]), that of the trial's status,
		/// that of the participant's status.
		///
		/// ## Events
		/// [`Event::Randomized`], [`Event::DueAccrued`].
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::randomize())]
		pub fn randomize(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_randomize(&who, trial, subject)
		}

		/// Ends a participant's part. Its data and consents so far stay.
		///
		/// ## Dispatch Origin
		/// Signed, by the participant, or its site's investigator, accredited now.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `reason`: commits to why.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`],
		/// [`Error::NotParticipantOrInvestigator`], or that of the trial's status, that of the
		/// participant's status.
		///
		/// ## Events
		/// [`Event::Withdrawn`].
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			reason: Commitment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw(&who, trial, subject, reason)
		}

		/// Says that a participant is through.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the site.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::SponsorStaff`],
		/// [`Error::NotSiteStaff`], [`Error::ApprovalExpired`], or that of the trial's status,
		/// that of the participant's status.
		///
		/// ## Events
		/// [`Event::Completed`], [`Event::DueAccrued`].
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::complete())]
		pub fn complete(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_complete(&who, trial, subject)
		}

		/// Asks for a participant's arm in an emergency. It is recorded first; the custodian
		/// then hands the opening out off chain.
		///
		/// ## Dispatch Origin
		/// Signed, by the site's investigator, accredited now, the committee, or a regulator.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `reason`: commits to why.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::NotUnblinder`],
		/// [`Error::NotRandomized`], [`Error::AlreadyUnblinded`], or that of the trial's
		/// status.
		///
		/// ## Events
		/// [`Event::Unblinded`].
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::unblind())]
		pub fn unblind(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			reason: Commitment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_unblind(&who, trial, subject, reason)
		}

		/// Says that an arm was handed out.
		///
		/// ## Dispatch Origin
		/// Signed, by the custodian.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `answer`: commits to what was handed out, and to whom.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::NotCustodian`],
		/// [`Error::NotUnblinded`], [`Error::AlreadyAnswered`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::UnblindingAnswered`].
		#[pallet::call_index(25)]
		#[pallet::weight(T::WeightInfo::answer_unblinding())]
		pub fn answer_unblinding(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			answer: Commitment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_answer_unblinding(&who, trial, subject, answer)
		}

		/// Discloses a participant's arm: at any time if the trial is open, else after the
		/// lock. The opening must lead to the sealed list.
		///
		/// ## Dispatch Origin
		/// Signed, by the custodian.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `arm`: the arm, from 0.
		/// - `salt`: what hid it.
		/// - `proof`: the way from its leaf to the root of the list.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::NotCustodian`],
		/// [`Error::Masked`], [`Error::NotRandomized`], [`Error::AlreadyDisclosed`],
		/// [`Error::ListNotFound`], [`Error::BadOpening`].
		///
		/// ## Events
		/// [`Event::Disclosed`].
		#[pallet::call_index(26)]
		#[pallet::weight(T::WeightInfo::disclose())]
		pub fn disclose(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			arm: u8,
			salt: Digest,
			proof: SlotProof,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_disclose(&who, trial, subject, arm, salt, proof)
		}

		/// Captures case report forms of one participant and visit, one or many, by the root
		/// over their commitments. Of one form the root is blake2-256 of its commitment.
		///
		/// The participant's directives are asked last, whether the site's investigator may collect
		/// all of the trial's data, and the answer stays in the participant's audit log. A refusal
		/// is an answer, not an error: the call succeeds, captures nothing, and the event tells so.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the site.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `visit`: which visit.
		/// - `root`: the root, see [`merkle`](medchain_support::merkle).
		/// - `count`: how many forms, from 1 to [`MAX_FORMS`].
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::SponsorStaff`],
		/// [`Error::NotSiteStaff`], [`Error::ApprovalExpired`], [`Error::DataFrozen`],
		/// [`Error::VisitNotFound`], [`Error::EmptyCapture`], [`Error::TooManyForms`],
		/// [`Error::NoConsent`], [`Error::ConsentOutdated`], [`Error::NumbersExhausted`], that of
		/// the trial's status, or that of the participant's status.
		///
		/// ## Events
		/// [`Event::Captured`], [`Event::DueAccrued`]; [`Event::CaptureRefused`] if the directives
		/// do not permit all of the trial's data, or by another directive than the one consented by.
		#[pallet::call_index(27)]
		#[pallet::weight(T::WeightInfo::capture())]
		pub fn capture(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			visit: u8,
			root: Digest,
			count: u32,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_capture(&who, trial, subject, visit, root, count)
		}

		/// Corrects a form. What it said, what it says, who, when and why stay in the trail.
		/// That it was compared with its source no longer counts.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the site, and not for the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `form`: which form.
		/// - `proof`: the way from `old` to the root of the capture; not looked at if the form
		///   was touched before.
		/// - `old`: commits to what it says.
		/// - `new`: commits to what is right.
		/// - `reason`: commits to why.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::SponsorStaff`],
		/// [`Error::NotSiteStaff`], [`Error::DataFrozen`], [`Error::CaptureNotFound`],
		/// [`Error::FormNotFound`], [`Error::BadProof`], [`Error::WrongContent`],
		/// [`Error::SameContent`], [`Error::NumbersExhausted`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::Corrected`], [`Event::VerificationVoided`].
		#[pallet::call_index(28)]
		#[pallet::weight(T::WeightInfo::correct())]
		#[allow(clippy::too_many_arguments, reason = "one for each part")]
		pub fn correct(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			form: FormRef,
			proof: FormProof,
			old: Commitment,
			new: Commitment,
			reason: Commitment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_correct(&who, trial, subject, form, proof, old, new, reason)
		}

		/// Asks the site about a form.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `form`: which form.
		/// - `text`: commits to the question.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::NotSponsorStaff`],
		/// [`Error::CaptureNotFound`], [`Error::FormNotFound`], [`Error::NumbersExhausted`], or
		/// that of the trial's status.
		///
		/// ## Events
		/// [`Event::QueryOpened`].
		#[pallet::call_index(29)]
		#[pallet::weight(T::WeightInfo::open_query())]
		pub fn open_query(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			form: FormRef,
			text: Commitment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open_query(&who, trial, subject, form, text)
		}

		/// Answers a query.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the site, and not for the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `query`: which query.
		/// - `answer`: commits to the answer.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::SponsorStaff`],
		/// [`Error::NotSiteStaff`], [`Error::QueryNotFound`], [`Error::QueryAnswered`],
		/// [`Error::QueryClosed`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::QueryAnswered`].
		#[pallet::call_index(30)]
		#[pallet::weight(T::WeightInfo::answer_query())]
		pub fn answer_query(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			query: QueryId,
			answer: Commitment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_answer_query(&who, trial, subject, query, answer)
		}

		/// Closes a query, answered or not.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `query`: which query.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::NotSponsorStaff`],
		/// [`Error::QueryNotFound`], [`Error::QueryClosed`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::QueryClosed`].
		#[pallet::call_index(31)]
		#[pallet::weight(T::WeightInfo::close_query())]
		pub fn close_query(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			query: QueryId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_close_query(&who, trial, subject, query)
		}

		/// Says that a form was compared with its source.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `form`: which form.
		/// - `content`: commits to what it says.
		/// - `proof`: the way from it to the root of the capture; not looked at if the form was
		///   touched before.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::NotSponsorStaff`],
		/// [`Error::CaptureNotFound`], [`Error::FormNotFound`], [`Error::BadProof`],
		/// [`Error::WrongContent`], [`Error::AlreadyVerified`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::SourceVerified`].
		#[pallet::call_index(32)]
		#[pallet::weight(T::WeightInfo::verify_source())]
		pub fn verify_source(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			form: FormRef,
			content: Commitment,
			proof: FormProof,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_verify_source(&who, trial, subject, form, content, proof)
		}

		/// Freezes a participant's data: nothing is captured or corrected.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::NotSponsorStaff`],
		/// [`Error::DataFrozen`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::Frozen`].
		#[pallet::call_index(33)]
		#[pallet::weight(T::WeightInfo::freeze())]
		pub fn freeze(origin: OriginFor<T>, trial: TrialId, subject: SubjectId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_freeze(&who, trial, subject)
		}

		/// Lets a participant's data change again.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::NotSponsorStaff`],
		/// [`Error::NotFrozen`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::Unfrozen`].
		#[pallet::call_index(34)]
		#[pallet::weight(T::WeightInfo::unfreeze())]
		pub fn unfreeze(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_unfreeze(&who, trial, subject)
		}

		/// Reports an adverse event, of a participant that has left too. It is recorded whether
		/// the site is late; a suspected unexpected serious adverse reaction starts the
		/// sponsor's time to forward it.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the site, and not for the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `onset`: when it began, in seconds since 1970.
		/// - `assessment`: how the site judges it.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::SponsorStaff`],
		/// [`Error::NotSiteStaff`], [`Error::NoConsent`], [`Error::AwareBeforeOnset`],
		/// [`Error::AwareInFuture`], [`Error::NumbersExhausted`], or that of the trial's
		/// status.
		///
		/// ## Events
		/// [`Event::AdverseEventReported`].
		#[pallet::call_index(35)]
		#[pallet::weight(T::WeightInfo::report_adverse_event())]
		pub fn report_adverse_event(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			onset: u64,
			assessment: Assessment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_report_adverse_event(&who, trial, subject, onset, assessment)
		}

		/// Judges an adverse event anew. One that becomes graver is forwarded sooner, or again.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the site, and not for the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `event`: which event.
		/// - `assessment`: how the site judges it now.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::SponsorStaff`],
		/// [`Error::NotSiteStaff`], [`Error::AdverseEventNotFound`],
		/// [`Error::AwareBeforeOnset`], [`Error::AwareInFuture`], [`Error::NumbersExhausted`],
		/// or that of the trial's status.
		///
		/// ## Events
		/// [`Event::AdverseEventFollowedUp`].
		#[pallet::call_index(36)]
		#[pallet::weight(T::WeightInfo::follow_up())]
		pub fn follow_up(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			event: AdverseEventId,
			assessment: Assessment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_follow_up(&who, trial, subject, event, assessment)
		}

		/// Says that an adverse event was forwarded to the authorities. It is recorded whether
		/// that was late.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `subject`: which participant.
		/// - `event`: which event.
		/// - `report`: commits to the report.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SubjectNotFound`], [`Error::NotSponsorStaff`],
		/// [`Error::AdverseEventNotFound`], [`Error::NothingToForward`],
		/// [`Error::AlreadyForwarded`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::AdverseEventForwarded`].
		#[pallet::call_index(37)]
		#[pallet::weight(T::WeightInfo::forward_adverse_event())]
		pub fn forward_adverse_event(
			origin: OriginFor<T>,
			trial: TrialId,
			subject: SubjectId,
			event: AdverseEventId,
			report: Commitment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_forward_adverse_event(&who, trial, subject, event, report)
		}

		/// Reports a deviation from the protocol.
		///
		/// ## Dispatch Origin
		/// Signed, by who acts for the site or for the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `site`: at which site.
		/// - `subject`: with which participant of it, if with one.
		/// - `class`: how grave it is.
		/// - `detail`: commits to what happened.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::SiteNotFound`], [`Error::NotTrialStaff`],
		/// [`Error::SubjectNotFound`], [`Error::SubjectElsewhere`],
		/// [`Error::NumbersExhausted`], or that of the trial's status.
		///
		/// ## Events
		/// [`Event::DeviationReported`].
		#[pallet::call_index(38)]
		#[pallet::weight(T::WeightInfo::report_deviation())]
		pub fn report_deviation(
			origin: OriginFor<T>,
			trial: TrialId,
			site: T::AccountId,
			subject: Option<SubjectId>,
			class: DeviationClass,
			detail: Commitment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_report_deviation(&who, trial, site, subject, class, detail)
		}

		/// Puts money into a trial's purse.
		///
		/// ## Dispatch Origin
		/// Signed, by anyone.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `amount`: how much, in minor units.
		///
		/// ## Errors
		/// [`Error::ZeroAmount`], [`Error::TrialNotFound`], [`Error::NoCurrency`], or that of
		/// the payment.
		///
		/// ## Events
		/// [`Event::Funded`].
		#[pallet::call_index(39)]
		#[pallet::weight(T::WeightInfo::fund())]
		pub fn fund(origin: OriginFor<T>, trial: TrialId, amount: Amount) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_fund(&who, trial, amount)
		}

		/// Pays all that a trial owes a site or a participant.
		///
		/// ## Dispatch Origin
		/// Signed, by anyone.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `creditor`: whom.
		///
		/// ## Errors
		/// [`Error::TrialNotFound`], [`Error::NoCurrency`], [`Error::NothingDue`],
		/// [`Error::PurseShort`], [`Error::SubjectNotFound`], or that of the payment.
		///
		/// ## Events
		/// [`Event::DuesPaid`].
		#[pallet::call_index(40)]
		#[pallet::weight(T::WeightInfo::pay_dues())]
		pub fn pay_dues(
			origin: OriginFor<T>,
			trial: TrialId,
			creditor: Creditor<T::AccountId>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_pay_dues(trial, creditor)
		}

		/// Takes money back that the trial does not owe, after publication, or when a trial
		/// that was terminated is locked. The purse keeps the least that an account needs.
		///
		/// ## Dispatch Origin
		/// Signed, by the sponsor.
		///
		/// ## Parameters
		/// - `trial`: which trial.
		/// - `amount`: how much, in minor units.
		///
		/// ## Errors
		/// [`Error::ZeroAmount`], [`Error::TrialNotFound`], [`Error::NotSponsor`],
		/// [`Error::NoCurrency`], [`Error::NotOver`], [`Error::PurseShort`], or that of the
		/// payment.
		///
		/// ## Events
		/// [`Event::Reclaimed`].
		#[pallet::call_index(41)]
		#[pallet::weight(T::WeightInfo::reclaim())]
		pub fn reclaim(origin: OriginFor<T>, trial: TrialId, amount: Amount) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_reclaim(&who, trial, amount)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A trial.
		pub fn trial(trial: TrialId) -> Option<TrialInfo<T::AccountId, BlockNumberFor<T>>> {
			Self::trial_info(trial)
		}

		/// A trial's status as a code of FHIR R4 `research-study-status`.
		pub fn trial_status(trial: TrialId) -> Option<Vec<u8>> {
			Trials::<T>::get(trial).map(|trial| trial.code().as_bytes().to_vec())
		}

		/// A version of a trial's protocol.
		pub fn protocol(trial: TrialId, version: Version) -> Option<Protocol<T::AccountId>> {
			Protocols::<T>::get(trial, version)
		}

		/// A site of a trial.
		pub fn site(trial: TrialId, site: T::AccountId) -> Option<Site<T::AccountId>> {
			Sites::<T>::get(trial, site)
		}

		/// A participant, by its number.
		pub fn subject(trial: TrialId, subject: SubjectId) -> Option<SubjectInfo<T::AccountId>> {
			Self::subject_info(trial, subject)
		}

		/// A participant's status as a code of FHIR R4 `research-subject-status`.
		pub fn subject_status(trial: TrialId, subject: SubjectId) -> Option<Vec<u8>> {
			Subjects::<T>::get(trial, subject)
				.map(|subject| subject.status.code().as_bytes().to_vec())
		}

		/// What is attested of a participant, by criterion, as far as it counts now.
		pub fn attestations(
			trial: TrialId,
			subject: SubjectId,
		) -> Vec<(CriterionId, Attestations<T::AccountId>)> {
			Self::attestations_of(trial, subject)
		}

		/// The captures of a participant's data after the one named, at most 100.
		pub fn captures(
			trial: TrialId,
			subject: SubjectId,
			after: Option<CaptureId>,
			limit: u32,
		) -> Page<Capture<T::AccountId>, CaptureId> {
			Self::captures_of(trial, subject, after, limit)
		}

		/// Queries of a trial that are not closed, at most 100.
		pub fn open_queries(trial: TrialId, limit: u32) -> Vec<NumberedQuery<T::AccountId>> {
			Self::open_queries_of(trial, limit)
		}

		/// Adverse events that the sponsor should have forwarded by now, at most 100.
		pub fn overdue_events(trial: TrialId, limit: u32) -> Vec<OutstandingEvent> {
			Self::outstanding_events(trial, true, limit)
		}

		/// The slots of a stratum that were given, after the one named, at most 100.
		pub fn allocations(
			trial: TrialId,
			stratum: u16,
			after: Option<u32>,
			limit: u32,
		) -> Page<Allocation, u32> {
			Self::allocations_of(trial, stratum, after, limit)
		}

		/// The sealed lists of a stratum after the one named, at most 100.
		pub fn lists(
			trial: TrialId,
			stratum: u16,
			after: Option<u32>,
			limit: u32,
		) -> Page<List, u32> {
			Self::lists_of(trial, stratum, after, limit)
		}

		/// What a trial owes somebody, in minor units.
		pub fn dues(trial: TrialId, creditor: Creditor<T::AccountId>) -> Amount {
			Dues::<T>::get(trial, creditor)
		}

		/// A trial's trail after the entry named, at most 100 entries.
		pub fn trail(
			trial: TrialId,
			after: Option<u64>,
			limit: u32,
		) -> Page<Entry<T::AccountId>, u64> {
			Self::trail_page(trial, after, limit)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			T::WeightInfo::draw_beacons(Self::draw_beacons(now))
		}

		fn integrity_test() {
			assert!(T::MaxWaiting::get() > 0, "at least one trial must be able to wait");
			assert!(
				Self::account_of(0) != Self::account_of(TrialId::MAX),
				"accounts must be long enough to tell trials apart"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			invariants::check::<T>()
		}
	}

	impl<T: Config> Pallet<T> {
		/// The present, in seconds since 1970.
		pub(crate) fn now() -> u64 {
			T::Time::now().as_secs()
		}

		pub(crate) fn counted(length: usize) -> u32 {
			u32::try_from(length).unwrap_or(u32::MAX)
		}
	}
}
