//! Registration, and what the ethics committee decides.

use crate::{
	standing::TrialOf, Act, Approval, Config, Criteria, Design, Error, Event, NextTrial, Pallet,
	Payee, PaymentRules, Protocol, ProtocolStatus, Protocols, Rules, Trial, TrialId, TrialStatus,
	Trials, Trigger, Version, MAX_PAYMENT, MAX_STRATA, MAX_VISITS,
};
use frame::{
	prelude::*,
	traits::{Consideration, Footprint},
};
use medchain_support::{
	randomization::{Scheme, SchemeError},
	Commitment, InspectCredentials, Role,
};

impl<T: Config> Pallet<T> {
	/// What a sponsor puts a deposit down for: the trial, its rules of payment, and its versions.
	pub(crate) fn footprint(versions: Version) -> Footprint {
		let bytes = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
		let fixed = TrialOf::<T>::max_encoded_len().saturating_add(PaymentRules::max_encoded_len());
		let each = bytes(Protocol::<T::AccountId>::max_encoded_len());
		let size = each.saturating_mul(versions.into()).saturating_add(bytes(fixed));
		// One of all bytes: a price multiplies size by count.
		Footprint { count: 1, size }
	}

	fn ensure_scheme(scheme: &Scheme) -> DispatchResult {
		scheme.check().map_err(|error| match error {
			SchemeError::NoArm => Error::<T>::NoArm,
			SchemeError::WrongShare => Error::<T>::WrongShare,
			SchemeError::TooManyShares => Error::<T>::TooManyShares,
			SchemeError::NoMultiplier => Error::<T>::NoMultiplier,
			SchemeError::WrongMultiplier => Error::<T>::WrongMultiplier,
			SchemeError::RepeatedMultiplier => Error::<T>::RepeatedMultiplier,
		})?;
		Ok(())
	}

	fn ensure_protocol(criteria: &Criteria, target: u32) -> DispatchResult {
		ensure!(target > 0, Error::<T>::NoTarget);
		ensure!(!criteria.is_empty(), Error::<T>::NoCriteria);
		Ok(())
	}

	fn ensure_rules(design: &Design<T::AccountId>) -> DispatchResult {
		ensure!(design.payments.is_empty() || design.currency.is_some(), Error::<T>::NoCurrency);
		for payment in &design.payments {
			ensure!(payment.amount > 0, Error::<T>::ZeroPayment);
			ensure!(payment.amount <= MAX_PAYMENT, Error::<T>::PaymentTooLarge);
			match payment.on {
				Trigger::Visit(visit) => {
					ensure!(visit < design.visits, Error::<T>::PaymentForNoVisit);
				}
				Trigger::SiteEnrolled(count) => {
					ensure!(count > 0, Error::<T>::PaymentForNobody);
					ensure!(payment.to == Payee::Site, Error::<T>::PaymentNotForSite);
				}
				Trigger::Enrolment | Trigger::Randomization | Trigger::Completion => {}
			}
		}
		Ok(())
	}

	/// That the custodian is verified, and acts for neither sponsor nor committee.
	pub(crate) fn ensure_independent_custodian(
		custodian: &T::AccountId,
		sponsor: &T::AccountId,
		committee: &T::AccountId,
	) -> DispatchResult {
		ensure!(T::Credentials::is_verified(custodian), Error::<T>::CustodianNotVerified);
		ensure!(!Self::acts_for(custodian, sponsor), Error::<T>::CustodianNotIndependent);
		ensure!(custodian != committee, Error::<T>::CustodianIsCommittee);
		Ok(())
	}

	fn ensure_design(sponsor: &T::AccountId, design: &Design<T::AccountId>) -> DispatchResult {
		let Design { committee, custodian, .. } = design;
		ensure!(
			T::Credentials::has_role(committee, Role::EthicsCommittee),
			Error::<T>::NotEthicsCommittee
		);
		ensure!(!Self::acts_for(committee, sponsor), Error::<T>::CommitteeNotIndependent);
		Self::ensure_independent_custodian(custodian, sponsor, committee)?;
		Self::ensure_scheme(&design.scheme)?;
		ensure!(design.strata > 0, Error::<T>::NoStrata);
		ensure!(design.strata <= MAX_STRATA, Error::<T>::TooManyStrata);
		ensure!(design.visits <= MAX_VISITS, Error::<T>::TooManyVisits);
		Self::ensure_protocol(&design.criteria, design.target)?;
		ensure!(!design.classes.is_empty(), Error::<T>::NoClasses);
		ensure!(design.classes.is_known(), Error::<T>::UnknownClass);
		Self::ensure_rules(design)
	}

	fn submit(
		id: TrialId,
		version: Version,
		commitment: Commitment,
		criteria: Criteria,
		target: u32,
	) {
		let protocol = Protocol {
			commitment,
			criteria,
			target,
			status: ProtocolStatus::Submitted,
			approval: None,
			submitted_at: Self::now(),
		};
		Protocols::<T>::insert(id, version, protocol);
	}

	pub(crate) fn do_register_trial(
		who: &T::AccountId,
		design: Design<T::AccountId>,
	) -> DispatchResult {
		Self::ensure_accredited_sponsor(who)?;
		Self::ensure_design(who, &design)?;
		let id = NextTrial::<T>::get();
		let next = Self::after(id)?;
		let ticket = T::Deposit::new(who, Self::footprint(1))?;
		NextTrial::<T>::put(next);
		let protocol = design.protocol;
		Self::submit(id, 1, protocol, design.criteria, design.target);
		if !design.payments.is_empty() {
			Rules::<T>::insert(id, design.payments);
		}
		let trial = Trial {
			sponsor: who.clone(),
			committee: design.committee,
			custodian: design.custodian,
			phase: design.phase,
			masking: design.masking,
			scheme: design.scheme,
			strata: design.strata,
			classes: design.classes,
			visits: design.visits,
			currency: design.currency,
			status: TrialStatus::InReview,
			versions: 1,
			current: 0,
			suspension: None,
			termination: None,
			lock: None,
			results: None,
			seed: None,
			subjects: 0,
			enrolled: 0,
			open_queries: 0,
			deviations: 0,
			owed: 0,
			registered_at: Self::now(),
			ticket,
		};
		Trials::<T>::insert(id, trial);
		Self::note(id, who, Act::Submitted { version: 1 })?;
		Self::deposit_event(Event::TrialRegistered { trial: id, sponsor: who.clone(), protocol });
		Ok(())
	}

	pub(crate) fn do_approve(
		who: &T::AccountId,
		id: TrialId,
		version: Version,
		until: Option<u64>,
		conditions: Option<Commitment>,
	) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::ensure_committee(who, &trial)?;
		Self::ensure_status(
			&trial,
			&[
				TrialStatus::InReview,
				TrialStatus::Approved,
				TrialStatus::Active,
				TrialStatus::Suspended,
				TrialStatus::ClosedToAccrual,
			],
		)?;
		let mut protocol = Protocols::<T>::get(id, version).ok_or(Error::<T>::ProtocolNotFound)?;
		let now = Self::now();
		ensure!(until.is_none_or(|until| now <= until), Error::<T>::ApprovalInPast);
		let since = match (protocol.status, &protocol.approval) {
			(ProtocolStatus::Submitted, _) => {
				ensure!(trial.enrolled <= protocol.target, Error::<T>::TargetBelowEnrolled);
				now
			}
			(ProtocolStatus::Approved, Some(approval)) if version == trial.current => {
				approval.since
			}
			(ProtocolStatus::Approved, _) => return Err(Error::<T>::VersionSuperseded.into()),
			(ProtocolStatus::Disapproved, _) => return Err(Error::<T>::VersionDisapproved.into()),
		};
		protocol.status = ProtocolStatus::Approved;
		protocol.approval = Some(Approval { by: who.clone(), since, at: now, until, conditions });
		Protocols::<T>::insert(id, version, protocol);
		trial.current = version;
		if trial.status == TrialStatus::InReview {
			trial.status = TrialStatus::Approved;
		}
		Trials::<T>::insert(id, trial);
		Self::note(id, who, Act::Approved { version, until, conditions })?;
		Self::deposit_event(Event::ProtocolApproved { trial: id, version, until });
		Ok(())
	}

	pub(crate) fn do_disapprove(
		who: &T::AccountId,
		id: TrialId,
		version: Version,
		reason: Commitment,
	) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::ensure_committee(who, &trial)?;
		Self::ensure_status(
			&trial,
			&[
				TrialStatus::InReview,
				TrialStatus::Approved,
				TrialStatus::Active,
				TrialStatus::Suspended,
				TrialStatus::ClosedToAccrual,
			],
		)?;
		let mut protocol = Protocols::<T>::get(id, version).ok_or(Error::<T>::ProtocolNotFound)?;
		ensure!(protocol.status == ProtocolStatus::Submitted, Error::<T>::AlreadyDecided);
		protocol.status = ProtocolStatus::Disapproved;
		Protocols::<T>::insert(id, version, protocol);
		if trial.status == TrialStatus::InReview {
			trial.status = TrialStatus::Disapproved;
			Trials::<T>::insert(id, trial);
		}
		Self::note(id, who, Act::Disapproved { version, reason })?;
		Self::deposit_event(Event::ProtocolDisapproved { trial: id, version, reason });
		Ok(())
	}

	pub(crate) fn do_amend_protocol(
		who: &T::AccountId,
		id: TrialId,
		commitment: Commitment,
		criteria: Criteria,
		target: u32,
	) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::ensure_sponsor(who, &trial)?;
		Self::ensure_accredited_sponsor(who)?;
		Self::ensure_status(
			&trial,
			&[
				TrialStatus::Disapproved,
				TrialStatus::Approved,
				TrialStatus::Active,
				TrialStatus::Suspended,
				TrialStatus::ClosedToAccrual,
			],
		)?;
		let newest = Protocols::<T>::get(id, trial.versions).ok_or(Error::<T>::ProtocolNotFound)?;
		ensure!(newest.status != ProtocolStatus::Submitted, Error::<T>::ReviewPending);
		Self::ensure_protocol(&criteria, target)?;
		ensure!(trial.enrolled <= target, Error::<T>::TargetBelowEnrolled);
		let version = Self::after(trial.versions)?;
		trial.ticket = trial.ticket.update(who, Self::footprint(version))?;
		trial.versions = version;
		if trial.status == TrialStatus::Disapproved {
			trial.status = TrialStatus::InReview;
		}
		Self::submit(id, version, commitment, criteria, target);
		Trials::<T>::insert(id, trial);
		Self::note(id, who, Act::Submitted { version })?;
		Self::deposit_event(Event::ProtocolSubmitted { trial: id, version, protocol: commitment });
		Ok(())
	}
}
