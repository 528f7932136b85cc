//! Case report forms: capture, corrections, queries, source data verification, freezing.

use crate::{
	standing::{Case, SubjectOfTrial, TREATING},
	Act, Capture, Captures, Config, Error, Event, Form, FormProof, FormRef, Forms, OpenQueries,
	Pallet, Queries, Query, QueryId, QueryStatus, SourceVerification, SubjectId, SubjectStatus,
	Subjects, TrialId, Trials, Trigger, MAX_FORMS,
};
use frame::prelude::*;
use medchain_support::{
	merkle::{self, Digest},
	Commitment,
};

impl<T: Config> Pallet<T> {
	fn ensure_thawed(subject: &SubjectOfTrial<T>) -> DispatchResult {
		ensure!(!subject.frozen, Error::<T>::DataFrozen);
		Ok(())
	}

	/// If consent alone is missing, nothing is captured, but that it was tried stays in the participant's
	/// audit log: an error would take the entry back.
	pub(crate) fn do_capture(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		visit: u8,
		root: Digest,
		count: u32,
	) -> DispatchResult {
		let case = Self::known_case(id, number)?;
		Self::ensure_site_staff(who, &case.subject.site, &case.trial)?;
		Self::ensure_status(&case.trial, TREATING)?;
		Self::ensure_subject(&case.subject, &[SubjectStatus::Enrolled, SubjectStatus::Randomized])?;
		Self::approved_protocol(id, &case.trial)?;
		Self::ensure_thawed(&case.subject)?;
		ensure!(visit < case.trial.visits, Error::<T>::VisitNotFound);
		ensure!(count > 0, Error::<T>::EmptyCapture);
		ensure!(count <= MAX_FORMS, Error::<T>::TooManyForms);
		let capture = case.subject.captures;
		let captures = Self::after(capture)?;
		if !Self::access(id, number, &case)? {
			let by = who.clone();
			Self::deposit_event(Event::CaptureRefused { trial: id, subject: number, visit, by });
			return Ok(());
		}
		let Case { mut trial, mut subject, .. } = case;
		subject.captures = captures;
		let version = trial.current;
		let by = who.clone();
		let captured = Capture { by, at: Self::now(), version, visit, root, count };
		Captures::<T>::insert((id, number, capture), captured);
		// There are at most 64 visits.
		let bit = 1u64.checked_shl(visit.into()).unwrap_or_default();
		let is_first = subject.visits & bit == 0;
		subject.visits |= bit;
		if is_first && Self::accrue(id, &mut trial, Trigger::Visit(visit), number, &subject.site) {
			Trials::<T>::insert(id, trial);
		}
		Subjects::<T>::insert(id, number, subject);
		Self::note(id, who, Act::Captured { subject: number, capture })?;
		Self::deposit_event(Event::Captured {
			trial: id,
			subject: number,
			capture,
			visit,
			count,
			root,
		});
		Ok(())
	}

	/// That a form was captured.
	fn capture_with(
		id: TrialId,
		number: SubjectId,
		form: FormRef,
	) -> Result<Capture<T::AccountId>, DispatchError> {
		let capture =
			Captures::<T>::get((id, number, form.capture)).ok_or(Error::<T>::CaptureNotFound)?;
		ensure!(form.index < capture.count, Error::<T>::FormNotFound);
		Ok(capture)
	}

	/// A form that says `content` now: as it was captured, which `proof` shows, or as it was corrected.
	fn form_saying(
		id: TrialId,
		number: SubjectId,
		form: FormRef,
		content: Commitment,
		proof: &FormProof,
	) -> Result<Form<T::AccountId>, DispatchError> {
		let capture = Self::capture_with(id, number, form)?;
		if let Some(known) = Forms::<T>::get((id, number, form)) {
			ensure!(known.content == content, Error::<T>::WrongContent);
			return Ok(known);
		}
		let stands =
			merkle::verify(&capture.root, capture.count, form.index, content.as_ref(), proof);
		ensure!(stands, Error::<T>::BadProof);
		Ok(Form { content, corrections: 0, verified: None })
	}

	#[allow(clippy::too_many_arguments, reason = "a correction has as many parts")]
	pub(crate) fn do_correct(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		form: FormRef,
		proof: FormProof,
		old: Commitment,
		new: Commitment,
		reason: Commitment,
	) -> DispatchResult {
		let subject = Self::sites_subject(who, id, number)?;
		Self::ensure_thawed(&subject)?;
		let mut known = Self::form_saying(id, number, form, old, &proof)?;
		ensure!(old != new, Error::<T>::SameContent);
		known.content = new;
		known.corrections = Self::after(known.corrections)?;
		let was_verified = known.verified.take().is_some();
		Forms::<T>::insert((id, number, form), known);
		Self::note(id, who, Act::Corrected { subject: number, form, old, new, reason })?;
		Self::deposit_event(Event::Corrected { trial: id, subject: number, form, new });
		if was_verified {
			Self::deposit_event(Event::VerificationVoided { trial: id, subject: number, form });
		}
		Ok(())
	}

	pub(crate) fn do_verify_source(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		form: FormRef,
		content: Commitment,
		proof: FormProof,
	) -> DispatchResult {
		Self::sponsors_case(who, id, number)?;
		let mut known = Self::form_saying(id, number, form, content, &proof)?;
		ensure!(known.verified.is_none(), Error::<T>::AlreadyVerified);
		known.verified = Some(SourceVerification { by: who.clone(), at: Self::now() });
		Forms::<T>::insert((id, number, form), known);
		Self::note(id, who, Act::SourceVerified { subject: number, form, content })?;
		Self::deposit_event(Event::SourceVerified { trial: id, subject: number, form });
		Ok(())
	}

	pub(crate) fn do_open_query(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		form: FormRef,
		text: Commitment,
	) -> DispatchResult {
		let (mut trial, mut subject) = Self::sponsors_case(who, id, number)?;
		Self::capture_with(id, number, form)?;
		let query = subject.queries;
		subject.queries = Self::after(query)?;
		trial.open_queries = Self::after(trial.open_queries)?;
		let asked = Query {
			form,
			by: who.clone(),
			at: Self::now(),
			text,
			answer: None,
			status: QueryStatus::Open,
		};
		Queries::<T>::insert((id, number, query), asked);
		OpenQueries::<T>::insert(id, (number, query), ());
		Subjects::<T>::insert(id, number, subject);
		Trials::<T>::insert(id, trial);
		Self::note(id, who, Act::QueryOpened { subject: number, query })?;
		Self::deposit_event(Event::QueryOpened { trial: id, subject: number, query, form });
		Ok(())
	}

	pub(crate) fn do_answer_query(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		query: QueryId,
		answer: Commitment,
	) -> DispatchResult {
		Self::sites_subject(who, id, number)?;
		let mut asked = Queries::<T>::get((id, number, query)).ok_or(Error::<T>::QueryNotFound)?;
		match asked.status {
			QueryStatus::Open => {}
			QueryStatus::Answered => return Err(Error::<T>::QueryAnswered.into()),
			QueryStatus::Closed => return Err(Error::<T>::QueryClosed.into()),
		}
		asked.answer = Some(answer);
		asked.status = QueryStatus::Answered;
		Queries::<T>::insert((id, number, query), asked);
		Self::note(id, who, Act::QueryAnswered { subject: number, query })?;
		Self::deposit_event(Event::QueryAnswered { trial: id, subject: number, query });
		Ok(())
	}

	pub(crate) fn do_close_query(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		query: QueryId,
	) -> DispatchResult {
		let (mut trial, _) = Self::sponsors_case(who, id, number)?;
		let mut asked = Queries::<T>::get((id, number, query)).ok_or(Error::<T>::QueryNotFound)?;
		ensure!(asked.status != QueryStatus::Closed, Error::<T>::QueryClosed);
		asked.status = QueryStatus::Closed;
		Queries::<T>::insert((id, number, query), asked);
		OpenQueries::<T>::remove(id, (number, query));
		trial.open_queries = trial.open_queries.saturating_sub(1);
		Trials::<T>::insert(id, trial);
		Self::note(id, who, Act::QueryClosed { subject: number, query })?;
		Self::deposit_event(Event::QueryClosed { trial: id, subject: number, query });
		Ok(())
	}

	pub(crate) fn do_freeze(who: &T::AccountId, id: TrialId, number: SubjectId) -> DispatchResult {
		let (_, mut subject) = Self::sponsors_case(who, id, number)?;
		Self::ensure_thawed(&subject)?;
		subject.frozen = true;
		Subjects::<T>::insert(id, number, subject);
		Self::note(id, who, Act::Frozen { subject: number })?;
		Self::deposit_event(Event::Frozen { trial: id, subject: number });
		Ok(())
	}

	pub(crate) fn do_unfreeze(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
	) -> DispatchResult {
		let (_, mut subject) = Self::sponsors_case(who, id, number)?;
		ensure!(subject.frozen, Error::<T>::NotFrozen);
		subject.frozen = false;
		Subjects::<T>::insert(id, number, subject);
		Self::note(id, who, Act::Unfrozen { subject: number })?;
		Self::deposit_event(Event::Unfrozen { trial: id, subject: number });
		Ok(())
	}
}
