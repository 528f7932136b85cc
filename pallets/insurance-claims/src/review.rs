//! A claim waits, and somebody decides: the insurer, the patient, or the money that has come.

use crate::{
	ClaimDetails, ClaimId, ClaimStatus, Claims, Config, DetailsOf, Error, Event, LineVerdict,
	Pallet, PayerIndex, Pend, PendReason, Verdict,
};
use alloc::collections::BTreeSet;
use frame::prelude::*;

impl<T: Config> Pallet<T> {
	/// What a claim waits for.
	pub(crate) fn pend_of(status: ClaimStatus) -> Result<Pend, DispatchError> {
		match status {
			ClaimStatus::Pended(pend) => Ok(pend),
			_ => Err(Error::<T>::NotPended.into()),
		}
	}

	/// Whether `who` acts for the insurer that is this payer of a claim.
	fn acts_for_payer(
		who: &T::AccountId,
		details: &ClaimDetails<T::Deposit>,
		payer: PayerIndex,
	) -> bool {
		details
			.coverages
			.get(usize::from(payer))
			.and_then(|coverage| Self::insurer_of(*coverage))
			.is_some_and(|insurer| Self::acts_for_insurer(who, &insurer))
	}

	/// The insurer for which a claim waits decides about lines.
	pub(crate) fn do_review(
		by: &T::AccountId,
		id: ClaimId,
		decisions: &[(u8, Verdict)],
	) -> DispatchResult {
		let claim = Self::known_claim(id)?;
		let Pend { reason, payer, deadline } = Self::pend_of(claim.status)?;
		let reviewable = matches!(
			reason,
			PendReason::AttachmentReview
				| PendReason::DuplicateSuspected
				| PendReason::PriceOutlier
				| PendReason::Velocity
				| PendReason::ServiceContested
		);
		ensure!(reviewable, Error::<T>::NotReviewable);
		let mut details = Self::details_of(id)?;
		ensure!(Self::acts_for_payer(by, &details, payer), Error::<T>::NotInsurer);
		ensure!(Self::now() <= deadline, Error::<T>::DeadlineOver);
		let mut named = BTreeSet::new();
		for (line, verdict) in decisions {
			let known = usize::from(*line) < details.lines.len() && named.insert(*line);
			ensure!(known, Error::<T>::LineNotFound);
			if let Verdict::Deny(reason) = verdict {
				ensure!(reason.is_reviewers(), Error::<T>::BadVerdict);
			}
			details.decide(LineVerdict { line: *line, payer, verdict: *verdict });
		}
		DetailsOf::<T>::insert(id, &details);
		Self::deposit_event(Event::ClaimReviewed { claim: id, payer, reviewer: by.clone() });
		Self::decide_again(id, claim, &details)
	}

	/// A claim that waits for money or consent is tried again.
	pub(crate) fn do_resume(by: &T::AccountId, id: ClaimId) -> DispatchResult {
		let claim = Self::known_claim(id)?;
		let pend = Self::pend_of(claim.status)?;
		let details = Self::details_of(id)?;
		let concerned = *by == claim.patient
			|| Self::acts_for_biller(by, &claim.biller)
			|| Self::acts_for_payer(by, &details, pend.payer);
		ensure!(concerned, Error::<T>::NotConcerned);
		let resumable = matches!(pend.reason, PendReason::PoolShort | PendReason::ConsentMissing);
		ensure!(resumable, Error::<T>::NotResumable);
		Self::decide_again(id, claim, &details)
	}

	/// The patient says whether the services were received. If not, the insurer has its time from now.
	pub(crate) fn do_confirm(
		patient: &T::AccountId,
		id: ClaimId,
		received: bool,
	) -> DispatchResult {
		let mut claim = Self::known_claim(id)?;
		ensure!(claim.patient == *patient, Error::<T>::NotConcerned);
		let pend = Self::pend_of(claim.status)?;
		ensure!(pend.reason == PendReason::Confirmation, Error::<T>::NotConfirmable);
		Self::deposit_event(Event::ServiceConfirmed { claim: id, received });
		if received {
			claim.confirmed = true;
			let details = Self::details_of(id)?;
			return Self::decide_again(id, claim, &details);
		}
		let (reason, payer) = (PendReason::ServiceContested, pend.payer);
		let deadline = Self::now().saturating_add(T::ReviewPeriod::get());
		claim.status = ClaimStatus::Pended(Pend { reason, payer, deadline });
		Claims::<T>::insert(id, claim);
		Self::deposit_event(Event::ClaimPended { claim: id, reason, payer, deadline });
		Ok(())
	}
}
