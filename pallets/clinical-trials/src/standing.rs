//! Who may do what, and when: the trial's status, the participant's, and who calls.

use crate::{
	Act, Config, Entry, Error, Pallet, Protocol, Protocols, Site, Sites, Subject, SubjectId,
	SubjectStatus, Subjects, Trail, TrailLength, Trial, TrialId, TrialStatus, Trials,
};
use frame::prelude::*;
use medchain_support::{InspectCredentials, Role};

/// A trial of a chain.
pub type TrialOf<T> =
	Trial<<T as frame_system::Config>::AccountId, BlockNumberFor<T>, <T as Config>::Deposit>;
pub(crate) type ProtocolOf<T> = Protocol<<T as frame_system::Config>::AccountId>;
pub(crate) type SiteOf<T> = Site<<T as frame_system::Config>::AccountId>;
pub(crate) type SubjectOfTrial<T> = Subject<<T as frame_system::Config>::AccountId>;

/// Recruiting.
pub(crate) const RECRUITING: &[TrialStatus] = &[TrialStatus::Active];
/// Participants are treated.
pub(crate) const TREATING: &[TrialStatus] = &[TrialStatus::Active, TrialStatus::ClosedToAccrual];
/// A protocol is approved, and the trial neither stopped nor over.
pub(crate) const GOING_ON: &[TrialStatus] =
	&[TrialStatus::Approved, TrialStatus::Active, TrialStatus::ClosedToAccrual];
/// Participants may be there, and their data change.
pub(crate) const UNLOCKED: &[TrialStatus] = &[
	TrialStatus::Active,
	TrialStatus::Suspended,
	TrialStatus::ClosedToAccrual,
	TrialStatus::Terminated,
];

/// What is being done in a trial: the trial, the participant and its site, as they are now.
pub(crate) struct Case<T: Config> {
	pub trial: TrialOf<T>,
	pub subject: SubjectOfTrial<T>,
	pub site: SiteOf<T>,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn known_trial(id: TrialId) -> Result<TrialOf<T>, DispatchError> {
		Ok(Trials::<T>::get(id).ok_or(Error::<T>::TrialNotFound)?)
	}

	pub(crate) fn known_site(id: TrialId, site: &T::AccountId) -> Result<SiteOf<T>, DispatchError> {
		Ok(Sites::<T>::get(id, site).ok_or(Error::<T>::SiteNotFound)?)
	}

	pub(crate) fn known_subject(
		id: TrialId,
		number: SubjectId,
	) -> Result<SubjectOfTrial<T>, DispatchError> {
		Ok(Subjects::<T>::get(id, number).ok_or(Error::<T>::SubjectNotFound)?)
	}

	/// A participant, its trial and its site.
	pub(crate) fn known_case(id: TrialId, number: SubjectId) -> Result<Case<T>, DispatchError> {
		let trial = Self::known_trial(id)?;
		let subject = Self::known_subject(id, number)?;
		let site = Self::known_site(id, &subject.site)?;
		Ok(Case { trial, subject, site })
	}

	/// That the trial has one of these statuses; the error says which one it has.
	pub(crate) fn ensure_status(trial: &TrialOf<T>, allowed: &[TrialStatus]) -> DispatchResult {
		ensure!(allowed.contains(&trial.status), Self::refusal(trial.status));
		Ok(())
	}

	fn refusal(status: TrialStatus) -> Error<T> {
		match status {
			TrialStatus::InReview => Error::TrialInReview,
			TrialStatus::Disapproved => Error::TrialDisapproved,
			TrialStatus::Approved => Error::TrialNotStarted,
			TrialStatus::Active => Error::TrialActive,
			TrialStatus::Suspended => Error::TrialSuspended,
			TrialStatus::ClosedToAccrual => Error::TrialClosedToAccrual,
			TrialStatus::Terminated => Error::TrialTerminated,
			TrialStatus::Locked => Error::TrialLocked,
			TrialStatus::Published => Error::TrialPublished,
		}
	}

	/// That the participant has one of these statuses; the error says which one it has.
	pub(crate) fn ensure_subject(
		subject: &SubjectOfTrial<T>,
		allowed: &[SubjectStatus],
	) -> DispatchResult {
		let refusal = match subject.status {
			SubjectStatus::Screening => Error::<T>::SubjectScreening,
			SubjectStatus::Eligible => Error::<T>::SubjectEligible,
			SubjectStatus::Ineligible => Error::<T>::SubjectIneligible,
			SubjectStatus::Enrolled => Error::<T>::SubjectEnrolled,
			SubjectStatus::Randomized => Error::<T>::SubjectRandomized,
			SubjectStatus::Completed => Error::<T>::SubjectCompleted,
			SubjectStatus::Withdrawn => Error::<T>::SubjectWithdrawn,
		};
		ensure!(allowed.contains(&subject.status), refusal);
		Ok(())
	}

	/// The protocol that counts, if its approval is not over.
	pub(crate) fn approved_protocol(
		id: TrialId,
		trial: &TrialOf<T>,
	) -> Result<ProtocolOf<T>, DispatchError> {
		let protocol =
			Protocols::<T>::get(id, trial.current).ok_or(Error::<T>::ProtocolNotFound)?;
		ensure!(Self::is_approved(&protocol), Error::<T>::ApprovalExpired);
		Ok(protocol)
	}

	/// Whether a protocol is approved now.
	pub(crate) fn is_approved(protocol: &ProtocolOf<T>) -> bool {
		let now = Self::now();
		protocol
			.approval
			.as_ref()
			.is_some_and(|approval| approval.until.is_none_or(|until| now <= until))
	}

	/// Whether `who` is `organization`, or acts for it.
	pub(crate) fn acts_for(who: &T::AccountId, organization: &T::AccountId) -> bool {
		who == organization || T::Credentials::is_affiliated(who, organization)
	}

	pub(crate) fn is_regulator(who: &T::AccountId) -> bool {
		T::Credentials::has_role(who, Role::Regulator)
	}

	pub(crate) fn ensure_sponsor(who: &T::AccountId, trial: &TrialOf<T>) -> DispatchResult {
		ensure!(*who == trial.sponsor, Error::<T>::NotSponsor);
		Ok(())
	}

	/// That `who` is accredited as a sponsor now: to begin something.
	pub(crate) fn ensure_accredited_sponsor(who: &T::AccountId) -> DispatchResult {
		ensure!(T::Credentials::has_role(who, Role::Sponsor), Error::<T>::NotAccreditedSponsor);
		Ok(())
	}

	/// That `who` is the sponsor, or its monitor or data manager.
	pub(crate) fn ensure_sponsor_staff(who: &T::AccountId, trial: &TrialOf<T>) -> DispatchResult {
		ensure!(Self::acts_for(who, &trial.sponsor), Error::<T>::NotSponsorStaff);
		Ok(())
	}

	/// That `who` is the committee, accredited now.
	pub(crate) fn ensure_committee(who: &T::AccountId, trial: &TrialOf<T>) -> DispatchResult {
		ensure!(*who == trial.committee, Error::<T>::NotCommittee);
		ensure!(T::Credentials::has_role(who, Role::EthicsCommittee), Error::<T>::CommitteeLapsed);
		Ok(())
	}

	/// That `who` is the sponsor, the committee or a regulator.
	pub(crate) fn ensure_overseer(who: &T::AccountId, trial: &TrialOf<T>) -> DispatchResult {
		let oversees = *who == trial.sponsor || *who == trial.committee || Self::is_regulator(who);
		ensure!(oversees, Error::<T>::NotOverseer);
		Ok(())
	}

	pub(crate) fn ensure_custodian(who: &T::AccountId, trial: &TrialOf<T>) -> DispatchResult {
		ensure!(*who == trial.custodian, Error::<T>::NotCustodian);
		Ok(())
	}

	/// That `who` is the site's investigator, accredited now, and acts for the site.
	pub(crate) fn ensure_investigator(
		who: &T::AccountId,
		organization: &T::AccountId,
		site: &SiteOf<T>,
	) -> DispatchResult {
		ensure!(*who == site.investigator, Error::<T>::NotSiteInvestigator);
		ensure!(T::Credentials::has_role(who, Role::Investigator), Error::<T>::InvestigatorLapsed);
		ensure!(T::Credentials::is_affiliated(who, organization), Error::<T>::InvestigatorLeft);
		Ok(())
	}

	/// That `who` acts for the site, and not for the sponsor: a sponsor never touches a site's data.
	pub(crate) fn ensure_site_staff(
		who: &T::AccountId,
		organization: &T::AccountId,
		trial: &TrialOf<T>,
	) -> DispatchResult {
		ensure!(!Self::acts_for(who, &trial.sponsor), Error::<T>::SponsorStaff);
		ensure!(Self::acts_for(who, organization), Error::<T>::NotSiteStaff);
		Ok(())
	}

	/// A trial and a participant whose data `who` of the sponsor looks after, until they are locked.
	pub(crate) fn sponsors_case(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
	) -> Result<(TrialOf<T>, SubjectOfTrial<T>), DispatchError> {
		let trial = Self::known_trial(id)?;
		let subject = Self::known_subject(id, number)?;
		Self::ensure_sponsor_staff(who, &trial)?;
		Self::ensure_status(&trial, UNLOCKED)?;
		Ok((trial, subject))
	}

	/// A participant whose data `who` of its site looks after, until they are locked.
	pub(crate) fn sites_subject(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
	) -> Result<SubjectOfTrial<T>, DispatchError> {
		let trial = Self::known_trial(id)?;
		let subject = Self::known_subject(id, number)?;
		Self::ensure_site_staff(who, &subject.site, &trial)?;
		Self::ensure_status(&trial, UNLOCKED)?;
		Ok(subject)
	}

	/// Writes an entry into the trial's trail.
	pub(crate) fn note(
		id: TrialId,
		who: &T::AccountId,
		act: Act<T::AccountId>,
	) -> Result<u64, DispatchError> {
		let number = TrailLength::<T>::get(id);
		let length = number.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		TrailLength::<T>::insert(id, length);
		Trail::<T>::insert(id, number, Entry { who: who.clone(), at: Self::now(), act });
		Ok(length)
	}

	/// The number after this one.
	pub(crate) fn after(number: u32) -> Result<u32, DispatchError> {
		Ok(number.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?)
	}
}
