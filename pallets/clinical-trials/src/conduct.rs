//! The trial's course: sites, suspension, closing, lock and publication.

use crate::{
	standing::{TrialOf, UNLOCKED},
	Act, Config, Error, Event, Lock, Outstanding, Pallet, Site, Sites, Suspension, Termination,
	TrialId, TrialStatus, Trials,
};
use frame::prelude::*;
use medchain_support::{Commitment, InspectCredentials, Role};

impl<T: Config> Pallet<T> {
	/// Gives the trial another status, and says so in its trail. Answers how long that is then.
	fn change_status(
		who: &T::AccountId,
		id: TrialId,
		trial: &mut TrialOf<T>,
		to: TrialStatus,
		reason: Option<Commitment>,
	) -> Result<u64, DispatchError> {
		let from = trial.status;
		trial.status = to;
		Self::note(id, who, Act::StatusChanged { from, to, reason })
	}

	pub(crate) fn do_open_site(
		who: &T::AccountId,
		id: TrialId,
		organization: T::AccountId,
		investigator: T::AccountId,
	) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::ensure_sponsor(who, &trial)?;
		Self::ensure_accredited_sponsor(who)?;
		Self::ensure_status(&trial, &[TrialStatus::Approved, TrialStatus::Active])?;
		Self::approved_protocol(id, &trial)?;
		ensure!(
			T::Credentials::has_role(&organization, Role::ProviderOrganization),
			Error::<T>::NotProvider
		);
		ensure!(!Self::acts_for(&organization, &trial.sponsor), Error::<T>::SponsorSite);
		ensure!(
			T::Credentials::has_role(&investigator, Role::Investigator),
			Error::<T>::NotInvestigator
		);
		ensure!(
			T::Credentials::is_affiliated(&investigator, &organization),
			Error::<T>::InvestigatorElsewhere
		);
		ensure!(!Self::acts_for(&investigator, &trial.sponsor), Error::<T>::InvestigatorOfSponsor);
		let custodian_is_here =
			Self::acts_for(&trial.custodian, &organization) || trial.custodian == investigator;
		ensure!(!custodian_is_here, Error::<T>::CustodianAtSite);
		let enrolled = match Sites::<T>::get(id, &organization) {
			Some(Site { open: true, .. }) => return Err(Error::<T>::SiteOpen.into()),
			Some(site) => site.enrolled,
			None => 0,
		};
		let site = Site { investigator: investigator.clone(), open: true, enrolled };
		Sites::<T>::insert(id, &organization, site);
		if trial.status == TrialStatus::Approved {
			Self::change_status(who, id, &mut trial, TrialStatus::Active, None)?;
			Trials::<T>::insert(id, trial);
		}
		let act =
			Act::SiteOpened { site: organization.clone(), investigator: investigator.clone() };
		Self::note(id, who, act)?;
		Self::deposit_event(Event::SiteOpened { trial: id, site: organization, investigator });
		Ok(())
	}

	pub(crate) fn do_close_site(
		who: &T::AccountId,
		id: TrialId,
		organization: T::AccountId,
	) -> DispatchResult {
		let trial = Self::known_trial(id)?;
		Self::ensure_sponsor(who, &trial)?;
		Self::ensure_status(&trial, UNLOCKED)?;
		let mut site = Self::known_site(id, &organization)?;
		ensure!(site.open, Error::<T>::SiteClosed);
		site.open = false;
		Sites::<T>::insert(id, &organization, site);
		Self::note(id, who, Act::SiteClosed { site: organization.clone() })?;
		Self::deposit_event(Event::SiteClosed { trial: id, site: organization });
		Ok(())
	}

	pub(crate) fn do_suspend(
		who: &T::AccountId,
		id: TrialId,
		reason: Commitment,
	) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::ensure_overseer(who, &trial)?;
		Self::ensure_status(&trial, crate::standing::GOING_ON)?;
		trial.suspension = Some(Suspension { by: who.clone(), was: trial.status, reason });
		Self::change_status(who, id, &mut trial, TrialStatus::Suspended, Some(reason))?;
		Trials::<T>::insert(id, trial);
		Self::deposit_event(Event::TrialSuspended { trial: id, by: who.clone(), reason });
		Ok(())
	}

	pub(crate) fn do_resume(who: &T::AccountId, id: TrialId) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::ensure_status(&trial, &[TrialStatus::Suspended])?;
		let Some(Suspension { by, was, .. }) = trial.suspension.take() else {
			return Err(Error::<T>::NotSuspender.into());
		};
		ensure!(*who == by || Self::is_regulator(who), Error::<T>::NotSuspender);
		Self::change_status(who, id, &mut trial, was, None)?;
		Trials::<T>::insert(id, trial);
		Self::deposit_event(Event::TrialResumed { trial: id, by: who.clone() });
		Ok(())
	}

	pub(crate) fn do_close_accrual(who: &T::AccountId, id: TrialId) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::ensure_sponsor(who, &trial)?;
		Self::ensure_status(&trial, &[TrialStatus::Active])?;
		Self::change_status(who, id, &mut trial, TrialStatus::ClosedToAccrual, None)?;
		Trials::<T>::insert(id, trial);
		Self::deposit_event(Event::AccrualClosed { trial: id });
		Ok(())
	}

	pub(crate) fn do_terminate(
		who: &T::AccountId,
		id: TrialId,
		reason: Commitment,
	) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::ensure_overseer(who, &trial)?;
		Self::ensure_status(
			&trial,
			&[
				TrialStatus::InReview,
				TrialStatus::Disapproved,
				TrialStatus::Approved,
				TrialStatus::Active,
				TrialStatus::Suspended,
				TrialStatus::ClosedToAccrual,
			],
		)?;
		let last = trial.suspension.take().map_or(trial.status, |suspension| suspension.was);
		let was_active = matches!(last, TrialStatus::Active | TrialStatus::ClosedToAccrual);
		trial.termination = Some(Termination { by: who.clone(), was_active, reason });
		Self::change_status(who, id, &mut trial, TrialStatus::Terminated, Some(reason))?;
		Trials::<T>::insert(id, trial);
		Self::deposit_event(Event::TrialTerminated { trial: id, by: who.clone(), reason });
		Ok(())
	}

	pub(crate) fn do_lock(who: &T::AccountId, id: TrialId) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::ensure_sponsor(who, &trial)?;
		Self::ensure_status(&trial, &[TrialStatus::ClosedToAccrual, TrialStatus::Terminated])?;
		ensure!(trial.open_queries == 0, Error::<T>::QueriesOpen);
		let is_forwarded = Outstanding::<T>::iter_prefix(id).next().is_none();
		ensure!(is_forwarded, Error::<T>::AdverseEventsOutstanding);
		let entries = Self::change_status(who, id, &mut trial, TrialStatus::Locked, None)?;
		trial.lock = Some(Lock { at: Self::now(), entries });
		Trials::<T>::insert(id, trial);
		Self::deposit_event(Event::TrialLocked { trial: id, entries });
		Ok(())
	}

	pub(crate) fn do_publish_results(
		who: &T::AccountId,
		id: TrialId,
		results: Commitment,
	) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::ensure_sponsor(who, &trial)?;
		Self::ensure_status(&trial, &[TrialStatus::Locked])?;
		trial.results = Some(results);
		Self::change_status(who, id, &mut trial, TrialStatus::Published, Some(results))?;
		Trials::<T>::insert(id, trial);
		Self::deposit_event(Event::ResultsPublished { trial: id, results });
		Ok(())
	}
}
