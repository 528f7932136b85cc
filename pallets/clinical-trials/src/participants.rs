//! Participants: screening, consent, eligibility by rule, and their end.

use crate::{
	standing::{Case, ProtocolOf, SubjectOfTrial, TrialOf, RECRUITING, TREATING, UNLOCKED},
	Act, Attestation, Attested, Config, ConsentRecord, Consents, CriterionId, CriterionKind, Error,
	Event, Pallet, Sites, Subject, SubjectId, SubjectOf, SubjectStatus, Subjects, TrialId,
	TrialStatus, Trials, Trigger, Version,
};
use frame::prelude::*;
use medchain_support::{
	AccessRequest, Action, Actor, Commitment, Decision, DirectiveId, DirectiveRef, InspectConsent,
	InspectCredentials, Outcome, Purpose, RecordAccess, Role, Roles, Sensitivities,
};

/// Whose word counts about a participant's eligibility.
const ATTESTERS: Roles =
	Roles::EMPTY.with(Role::Practitioner).with(Role::Laboratory).with(Role::Investigator);

/// What the attestations say of a participant.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Verdict {
	/// Some criterion is not attested, or attesters contradict each other.
	Undecided,
	/// All inclusion criteria are met, and no exclusion criterion.
	Eligible,
	/// Not so.
	Ineligible,
}

impl<T: Config> Pallet<T> {
	fn ensure_stratum(trial: &TrialOf<T>, stratum: u16) -> DispatchResult {
		ensure!(stratum < trial.strata, Error::<T>::StratumNotFound);
		Ok(())
	}

	pub(crate) fn do_screen(
		who: &T::AccountId,
		id: TrialId,
		participant: T::AccountId,
		organization: T::AccountId,
		stratum: Option<u16>,
	) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		let site = Self::known_site(id, &organization)?;
		Self::ensure_investigator(who, &organization, &site)?;
		Self::ensure_status(&trial, RECRUITING)?;
		Self::approved_protocol(id, &trial)?;
		ensure!(site.open, Error::<T>::SiteClosed);
		ensure!(*who != participant, Error::<T>::SelfScreening);
		let is_identified = T::Credentials::is_identified(&participant);
		ensure!(is_identified, Error::<T>::ParticipantNotIdentified);
		if let Some(stratum) = stratum {
			Self::ensure_stratum(&trial, stratum)?;
		}
		// Who was found ineligible can be screened again, under a new number.
		if let Some(earlier) = SubjectOf::<T>::get(id, &participant) {
			let earlier = Self::known_subject(id, earlier)?;
			let again = earlier.status == SubjectStatus::Ineligible;
			ensure!(again, Error::<T>::AlreadyScreened);
		}
		let number = trial.subjects;
		trial.subjects = Self::after(number)?;
		SubjectOf::<T>::insert(id, &participant, number);
		let subject = Subject {
			participant,
			site: organization.clone(),
			enroller: who.clone(),
			status: SubjectStatus::Screening,
			stratum,
			enrolled_at: None,
			slot: None,
			arm: None,
			frozen: false,
			visits: 0,
			consents: 0,
			captures: 0,
			queries: 0,
			adverse_events: 0,
		};
		Subjects::<T>::insert(id, number, subject);
		Trials::<T>::insert(id, trial);
		Self::note(id, who, Act::Screened { subject: number, stratum })?;
		Self::deposit_event(Event::Screened { trial: id, subject: number, site: organization });
		Ok(())
	}

	/// What a participant's directives are asked: whether the site's investigator may collect all the
	/// trial's data.
	fn question(case: &Case<T>) -> (Actor<T::AccountId>, AccessRequest) {
		let Case { trial, subject, site } = case;
		let actor = Actor::of(site.investigator.clone(), subject.site.clone());
		let request = AccessRequest {
			purpose: Purpose::Research,
			action: Action::Collect,
			classes: trial.classes,
			sensitivities: Sensitivities::EMPTY,
		};
		(actor, request)
	}

	/// The directive that permits all that was asked.
	fn permitting(decision: Decision) -> Result<DirectiveRef, DispatchError> {
		ensure!(decision.outcome == Outcome::Permit, Error::<T>::NotPermitted);
		ensure!(decision.redact.is_empty(), Error::<T>::ClassesMissing);
		Ok(decision.based_on.ok_or(Error::<T>::NotPermitted)?)
	}

	/// The directive by which a participant permits, now, that all the trial's data are collected.
	/// Asking is no access.
	fn permitting_directive(case: &Case<T>) -> Result<DirectiveRef, DispatchError> {
		let (actor, request) = Self::question(case);
		Self::permitting(T::Consent::decide(&case.subject.participant, &actor, &request))
	}

	/// A participant's newest consent.
	pub(crate) fn last_consent(
		id: TrialId,
		number: SubjectId,
		subject: &SubjectOfTrial<T>,
	) -> Option<ConsentRecord> {
		Consents::<T>::get((id, number, subject.consents.checked_sub(1)?))
	}

	/// The directive by which the participant has consented to the version that counts.
	fn consented_by(
		id: TrialId,
		number: SubjectId,
		case: &Case<T>,
	) -> Result<DirectiveId, DispatchError> {
		let consent = Self::last_consent(id, number, &case.subject).ok_or(Error::<T>::NoConsent)?;
		ensure!(consent.version == case.trial.current, Error::<T>::ConsentOutdated);
		Ok(consent.directive.id)
	}

	/// That the participant has consented to the version that counts, and that the directive by which
	/// it did still permits.
	pub(crate) fn ensure_consent(id: TrialId, number: SubjectId, case: &Case<T>) -> DispatchResult {
		let consented = Self::consented_by(id, number, case)?;
		let directive = Self::permitting_directive(case)?;
		ensure!(directive.id == consented, Error::<T>::OtherDirective);
		Ok(())
	}

	/// Asks the directives of a participant who has consented to the version that counts, whether its
	/// data may be collected, and leaves question and answer in its audit log. Whether the directive
	/// by which it has consented permits all of them.
	pub(crate) fn access(
		id: TrialId,
		number: SubjectId,
		case: &Case<T>,
	) -> Result<bool, DispatchError> {
		let consented = Self::consented_by(id, number, case)?;
		let (actor, request) = Self::question(case);
		let decision = T::Consent::access(&case.subject.participant, &actor, &request);
		Ok(Self::permitting(decision).is_ok_and(|directive| directive.id == consented))
	}

	pub(crate) fn do_consent(
		who: &T::AccountId,
		id: TrialId,
		version: Version,
		directive: DirectiveId,
	) -> DispatchResult {
		let trial = Self::known_trial(id)?;
		let number = SubjectOf::<T>::get(id, who).ok_or(Error::<T>::NotParticipant)?;
		let subject = Self::known_subject(id, number)?;
		let site = Self::known_site(id, &subject.site)?;
		let mut case = Case { trial, subject, site };
		Self::ensure_status(&case.trial, TREATING)?;
		Self::ensure_subject(
			&case.subject,
			&[
				SubjectStatus::Screening,
				SubjectStatus::Eligible,
				SubjectStatus::Enrolled,
				SubjectStatus::Randomized,
			],
		)?;
		Self::approved_protocol(id, &case.trial)?;
		ensure!(version == case.trial.current, Error::<T>::WrongVersion);
		let permitting = Self::permitting_directive(&case)?;
		ensure!(permitting.id == directive, Error::<T>::OtherDirective);
		let consent = case.subject.consents;
		case.subject.consents = Self::after(consent)?;
		let record = ConsentRecord { version, directive: permitting, at: Self::now() };
		Consents::<T>::insert((id, number, consent), record);
		Subjects::<T>::insert(id, number, case.subject);
		Self::note(id, who, Act::Consented { subject: number, version })?;
		Self::deposit_event(Event::Consented { trial: id, subject: number, version, consent });
		Ok(())
	}

	/// That somebody's word counts about a participant: accredited for it, verified, and neither who
	/// screened the participant, nor the participant, nor the sponsor's.
	fn ensure_attester(who: &T::AccountId, case: &Case<T>) -> DispatchResult {
		ensure!(T::Credentials::has_any_role(who, ATTESTERS), Error::<T>::NotAttester);
		ensure!(T::Credentials::is_verified(who), Error::<T>::AttesterNotVerified);
		ensure!(*who != case.subject.enroller, Error::<T>::AttesterIsEnroller);
		ensure!(*who != case.subject.participant, Error::<T>::AttesterIsParticipant);
		ensure!(!Self::acts_for(who, &case.trial.sponsor), Error::<T>::AttesterOfSponsor);
		Ok(())
	}

	/// What the valid attestations say of a participant.
	pub(crate) fn weigh(
		id: TrialId,
		number: SubjectId,
		version: Version,
		protocol: &ProtocolOf<T>,
	) -> Verdict {
		let now = Self::now();
		let mut verdict = Verdict::Eligible;
		for (place, criterion) in (0..CriterionId::MAX).zip(&protocol.criteria) {
			let attested = Attested::<T>::get((id, number, place));
			let mut said = attested
				.iter()
				.filter(|attestation| attestation.is_valid(version, now))
				.map(|attestation| attestation.met);
			let Some(met) = said.next() else { return Verdict::Undecided };
			if said.any(|other| other != met) {
				return Verdict::Undecided;
			}
			if met != (criterion.kind == CriterionKind::Inclusion) {
				verdict = Verdict::Ineligible;
			}
		}
		verdict
	}

	/// Lets a participant who is not enrolled stand as its attestations say, and enrols it if it is
	/// eligible and there is a place. Writes trial, participant and site.
	fn decide(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		case: Case<T>,
		protocol: &ProtocolOf<T>,
	) -> DispatchResult {
		let Case { mut trial, mut subject, mut site } = case;
		let has_place = site.open && trial.enrolled < protocol.target;
		let status = match Self::weigh(id, number, trial.current, protocol) {
			Verdict::Undecided => SubjectStatus::Screening,
			Verdict::Ineligible => SubjectStatus::Ineligible,
			Verdict::Eligible if has_place => SubjectStatus::Enrolled,
			Verdict::Eligible => SubjectStatus::Eligible,
		};
		if status == subject.status {
			return Ok(());
		}
		subject.status = status;
		Self::note(id, who, Act::Decided { subject: number, status })?;
		Self::deposit_event(Event::SubjectDecided { trial: id, subject: number, status });
		if status == SubjectStatus::Enrolled {
			subject.enrolled_at = Some(Self::now());
			trial.enrolled = Self::after(trial.enrolled)?;
			site.enrolled = Self::after(site.enrolled)?;
			Self::accrue(id, &mut trial, Trigger::Enrolment, number, &subject.site);
			let reached = Trigger::SiteEnrolled(site.enrolled);
			Self::accrue(id, &mut trial, reached, number, &subject.site);
			Sites::<T>::insert(id, &subject.site, site);
			Trials::<T>::insert(id, trial);
		}
		Subjects::<T>::insert(id, number, subject);
		Ok(())
	}

	#[allow(clippy::too_many_arguments, reason = "an attestation has as many parts")]
	pub(crate) fn do_attest_criterion(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		criterion: CriterionId,
		met: bool,
		evidence: Commitment,
		until: Option<u64>,
	) -> DispatchResult {
		let case = Self::known_case(id, number)?;
		Self::ensure_attester(who, &case)?;
		Self::ensure_status(&case.trial, RECRUITING)?;
		Self::ensure_subject(&case.subject, &[SubjectStatus::Screening, SubjectStatus::Eligible])?;
		let protocol = Self::approved_protocol(id, &case.trial)?;
		let is_there = usize::from(criterion) < protocol.criteria.len();
		ensure!(is_there, Error::<T>::CriterionNotFound);
		Self::ensure_consent(id, number, &case)?;
		let now = Self::now();
		ensure!(until.is_none_or(|until| now <= until), Error::<T>::AttestationInPast);
		let version = case.trial.current;
		// What no longer counts makes room; it stays in the trail.
		let mut attested = Attested::<T>::get((id, number, criterion));
		attested.retain(|other| other.attester != *who && other.is_valid(version, now));
		let attestation =
			Attestation { attester: who.clone(), version, met, evidence, until, at: now };
		attested.try_push(attestation).map_err(|_| Error::<T>::TooManyAttesters)?;
		Attested::<T>::insert((id, number, criterion), attested);
		let act = Act::Attested { subject: number, criterion, version, met, evidence, until };
		Self::note(id, who, act)?;
		Self::deposit_event(Event::CriterionAttested {
			trial: id,
			subject: number,
			criterion,
			attester: who.clone(),
		});
		Self::decide(who, id, number, case, &protocol)
	}

	pub(crate) fn do_enrol(who: &T::AccountId, id: TrialId, number: SubjectId) -> DispatchResult {
		let case = Self::known_case(id, number)?;
		Self::ensure_site_staff(who, &case.subject.site, &case.trial)?;
		Self::ensure_status(&case.trial, RECRUITING)?;
		Self::ensure_subject(&case.subject, &[SubjectStatus::Eligible])?;
		let protocol = Self::approved_protocol(id, &case.trial)?;
		ensure!(case.site.open, Error::<T>::SiteClosed);
		Self::ensure_consent(id, number, &case)?;
		ensure!(case.trial.enrolled < protocol.target, Error::<T>::TargetReached);
		// What was attested may have ended since; whatever was attested since has decided anew.
		let verdict = Self::weigh(id, number, case.trial.current, &protocol);
		ensure!(verdict == Verdict::Eligible, Error::<T>::Undecided);
		Self::decide(who, id, number, case, &protocol)
	}

	pub(crate) fn do_set_stratum(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		stratum: u16,
		reason: Commitment,
	) -> DispatchResult {
		let mut case = Self::known_case(id, number)?;
		Self::ensure_attester(who, &case)?;
		Self::ensure_status(&case.trial, TREATING)?;
		Self::ensure_subject(
			&case.subject,
			&[SubjectStatus::Screening, SubjectStatus::Eligible, SubjectStatus::Enrolled],
		)?;
		Self::approved_protocol(id, &case.trial)?;
		Self::ensure_stratum(&case.trial, stratum)?;
		let old = case.subject.stratum;
		ensure!(old != Some(stratum), Error::<T>::SameStratum);
		Self::ensure_consent(id, number, &case)?;
		case.subject.stratum = Some(stratum);
		Subjects::<T>::insert(id, number, case.subject);
		let act = Act::StratumSet { subject: number, old, new: stratum, reason };
		Self::note(id, who, act)?;
		Self::deposit_event(Event::StratumSet { trial: id, subject: number, stratum });
		Ok(())
	}

	pub(crate) fn do_withdraw(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		reason: Commitment,
	) -> DispatchResult {
		let Case { trial, mut subject, site } = Self::known_case(id, number)?;
		let may = *who == subject.participant
			|| Self::ensure_investigator(who, &subject.site, &site).is_ok();
		ensure!(may, Error::<T>::NotParticipantOrInvestigator);
		Self::ensure_status(&trial, UNLOCKED)?;
		Self::ensure_subject(
			&subject,
			&[
				SubjectStatus::Screening,
				SubjectStatus::Eligible,
				SubjectStatus::Enrolled,
				SubjectStatus::Randomized,
			],
		)?;
		subject.status = SubjectStatus::Withdrawn;
		Subjects::<T>::insert(id, number, subject);
		Self::note(id, who, Act::Withdrawn { subject: number, reason })?;
		Self::deposit_event(Event::Withdrawn { trial: id, subject: number });
		Ok(())
	}

	pub(crate) fn do_complete(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
	) -> DispatchResult {
		let Case { mut trial, mut subject, .. } = Self::known_case(id, number)?;
		Self::ensure_site_staff(who, &subject.site, &trial)?;
		Self::ensure_status(
			&trial,
			&[TrialStatus::Active, TrialStatus::ClosedToAccrual, TrialStatus::Terminated],
		)?;
		Self::ensure_subject(&subject, &[SubjectStatus::Enrolled, SubjectStatus::Randomized])?;
		// After a termination nothing is done under the protocol: its approval no longer matters.
		if trial.status != TrialStatus::Terminated {
			Self::approved_protocol(id, &trial)?;
		}
		subject.status = SubjectStatus::Completed;
		Self::accrue(id, &mut trial, Trigger::Completion, number, &subject.site);
		Subjects::<T>::insert(id, number, subject);
		Trials::<T>::insert(id, trial);
		Self::note(id, who, Act::Completed { subject: number })?;
		Self::deposit_event(Event::Completed { trial: id, subject: number });
		Ok(())
	}
}
