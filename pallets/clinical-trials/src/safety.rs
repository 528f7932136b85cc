//! Adverse events and deviations from the protocol.

use crate::{
	standing::UNLOCKED, Act, AdverseEvent, AdverseEventId, AdverseEvents, Assessment, Config,
	Deviation, DeviationClass, Deviations, Error, Event, Forwarded, Outstanding, Pallet, SubjectId,
	Subjects, TrialId, Trials, SERIOUS_PERIOD,
};
use frame::prelude::*;
use medchain_support::Commitment;

impl<T: Config> Pallet<T> {
	fn known_adverse_event(
		id: TrialId,
		number: SubjectId,
		event: AdverseEventId,
	) -> Result<AdverseEvent<T::AccountId>, DispatchError> {
		let known = AdverseEvents::<T>::get((id, number, event));
		Ok(known.ok_or(Error::<T>::AdverseEventNotFound)?)
	}

	/// That a site became aware of an event after its onset, and not in the future.
	fn ensure_times(onset: u64, aware: u64, now: u64) -> DispatchResult {
		ensure!(onset <= aware, Error::<T>::AwareBeforeOnset);
		ensure!(aware <= now, Error::<T>::AwareInFuture);
		Ok(())
	}

	/// Whether a site that is aware of it since then reports a serious event too late.
	fn is_late(assessment: &Assessment, now: u64) -> bool {
		let deadline = assessment.aware.saturating_add(SERIOUS_PERIOD);
		assessment.seriousness.is_serious() && now > deadline
	}

	/// Writes an adverse event, and whether the sponsor still has to forward it.
	fn put_adverse_event(
		id: TrialId,
		number: SubjectId,
		event: AdverseEventId,
		known: AdverseEvent<T::AccountId>,
	) {
		match known.due {
			Some(due) if known.is_outstanding() => {
				Outstanding::<T>::insert(id, (number, event), due);
			}
			_ => Outstanding::<T>::remove(id, (number, event)),
		}
		AdverseEvents::<T>::insert((id, number, event), known);
	}

	pub(crate) fn do_report_adverse_event(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		onset: u64,
		assessment: Assessment,
	) -> DispatchResult {
		let mut subject = Self::sites_subject(who, id, number)?;
		ensure!(subject.consents > 0, Error::<T>::NoConsent);
		let now = Self::now();
		Self::ensure_times(onset, assessment.aware, now)?;
		let event = subject.adverse_events;
		subject.adverse_events = Self::after(event)?;
		let late = Self::is_late(&assessment, now);
		let due = assessment.forwarding_period().map(|period| now.saturating_add(period));
		let reported = AdverseEvent {
			by: who.clone(),
			at: now,
			onset,
			assessment,
			follow_ups: 0,
			late,
			due,
			forwarded: None,
		};
		Self::put_adverse_event(id, number, event, reported);
		Subjects::<T>::insert(id, number, subject);
		Self::note(id, who, Act::AdverseEventReported { subject: number, event, assessment })?;
		Self::deposit_event(Event::AdverseEventReported {
			trial: id,
			subject: number,
			event,
			late,
			due,
		});
		Ok(())
	}

	pub(crate) fn do_follow_up(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		event: AdverseEventId,
		assessment: Assessment,
	) -> DispatchResult {
		Self::sites_subject(who, id, number)?;
		let mut known = Self::known_adverse_event(id, number, event)?;
		let now = Self::now();
		Self::ensure_times(known.onset, assessment.aware, now)?;
		// What was to be forwarded stays so when the site thinks better of it, and is to be forwarded
		// sooner, or again, when it becomes graver.
		if let Some(period) = assessment.forwarding_period() {
			let deadline = now.saturating_add(period);
			let before = known.assessment.forwarding_period();
			if before.is_none_or(|before| period < before) && known.forwarded.is_some() {
				known.forwarded = None;
				known.due = Some(deadline);
			} else if known.forwarded.is_none() {
				known.due = Some(known.due.map_or(deadline, |due| due.min(deadline)));
			}
		}
		known.late |= Self::is_late(&assessment, now);
		known.assessment = assessment;
		known.follow_ups = Self::after(known.follow_ups)?;
		let due = known.due.filter(|_| known.is_outstanding());
		Self::put_adverse_event(id, number, event, known);
		let act = Act::AdverseEventFollowedUp { subject: number, event, assessment };
		Self::note(id, who, act)?;
		Self::deposit_event(Event::AdverseEventFollowedUp {
			trial: id,
			subject: number,
			event,
			due,
		});
		Ok(())
	}

	pub(crate) fn do_forward_adverse_event(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		event: AdverseEventId,
		report: Commitment,
	) -> DispatchResult {
		Self::sponsors_case(who, id, number)?;
		let mut known = Self::known_adverse_event(id, number, event)?;
		let due = known.due.ok_or(Error::<T>::NothingToForward)?;
		ensure!(known.forwarded.is_none(), Error::<T>::AlreadyForwarded);
		let at = Self::now();
		let late = at > due;
		known.forwarded = Some(Forwarded { by: who.clone(), at, late, report });
		Self::put_adverse_event(id, number, event, known);
		let act = Act::AdverseEventForwarded { subject: number, event, report, late };
		Self::note(id, who, act)?;
		Self::deposit_event(Event::AdverseEventForwarded {
			trial: id,
			subject: number,
			event,
			late,
		});
		Ok(())
	}

	pub(crate) fn do_report_deviation(
		who: &T::AccountId,
		id: TrialId,
		organization: T::AccountId,
		number: Option<SubjectId>,
		class: DeviationClass,
		detail: Commitment,
	) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::known_site(id, &organization)?;
		let may = Self::acts_for(who, &organization) || Self::acts_for(who, &trial.sponsor);
		ensure!(may, Error::<T>::NotTrialStaff);
		Self::ensure_status(&trial, UNLOCKED)?;
		if let Some(number) = number {
			let subject = Self::known_subject(id, number)?;
			ensure!(subject.site == organization, Error::<T>::SubjectElsewhere);
		}
		let deviation = trial.deviations;
		trial.deviations = Self::after(deviation)?;
		let reported = Deviation {
			site: organization,
			subject: number,
			class,
			detail,
			by: who.clone(),
			at: Self::now(),
		};
		Deviations::<T>::insert(id, deviation, reported);
		Trials::<T>::insert(id, trial);
		Self::note(id, who, Act::DeviationReported { deviation })?;
		Self::deposit_event(Event::DeviationReported { trial: id, deviation, class });
		Ok(())
	}
}
