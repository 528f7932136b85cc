//! A claim waits, and somebody decides: the insurer, the patient, or the money that has come.

use crate::{
	Claim, ClaimDetails, ClaimId, ClaimStatus, Claims, Config, Error, Event, LineVerdict, Pallet,
	PayerIndex, Pend, PendReason, Verdict,
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
		details: &ClaimDetails<Option<T::Deposit>>,
		payer: PayerIndex,
	) -> bool {
		details
			.coverages
			.get(usize::from(payer))
			.and_then(|coverage| Self::insurer_of(*coverage))
			.is_some_and(|insurer| Self::acts_for_insurer(who, &insurer))
	}

	/// The insurer for which a claim waits decides about lines, by somebody who is neither the patient
	/// nor belongs to the biller or to who sent the claim for it. Answers how many lines the claim has, and
	/// where it stands then.
	pub(crate) fn do_review(
		by: &T::AccountId,
		id: ClaimId,
		decisions: &[(u8, Verdict)],
	) -> Result<(u32, ClaimStatus), DispatchError> {
		let mut record = Self::known_claim(id)?;
		let Pend { reason, payer, deadline } = Self::pend_of(record.claim.status)?;
		ensure!(reason.is_reviewed(), Error::<T>::NotReviewable);
		ensure!(Self::acts_for_payer(by, &record.details, payer), Error::<T>::NotInsurer);
		let Claim { patient, biller, submitter, .. } = &record.claim;
		let concerned = by == patient || Self::belongs(by, biller) || Self::belongs(by, submitter);
		ensure!(!concerned, Error::<T>::NotIndependent);
		ensure!(Self::now() <= deadline, Error::<T>::DeadlineOver);
		let details = &mut record.details;
		let mut named = BTreeSet::new();
		for (line, verdict) in decisions {
			let known = usize::from(*line) < details.lines.len() && named.insert(*line);
			ensure!(known, Error::<T>::LineNotFound);
			if let Verdict::Deny(reason) = verdict {
				ensure!(reason.is_reviewers(), Error::<T>::BadVerdict);
			}
			details.decide(LineVerdict { line: *line, payer, verdict: *verdict });
		}
		let lines = Self::counted(details.lines.len());
		Self::deposit_event(Event::ClaimReviewed { claim: id, payer, reviewer: by.clone() });
		let status = Self::decide_again(id, record)?;
		Ok((lines, status))
	}

	/// A claim that waits for money or consent is tried again. Answers how many lines it has, and where
	/// it stands then.
	pub(crate) fn do_resume(
		by: &T::AccountId,
		id: ClaimId,
	) -> Result<(u32, ClaimStatus), DispatchError> {
		let record = Self::known_claim(id)?;
		let pend = Self::pend_of(record.claim.status)?;
		let concerned = *by == record.claim.patient
			|| Self::acts_for_biller(by, &record.claim.biller)
			|| Self::acts_for_payer(by, &record.details, pend.payer);
		ensure!(concerned, Error::<T>::NotConcerned);
		let resumable = matches!(pend.reason, PendReason::PoolShort | PendReason::ConsentMissing);
		ensure!(resumable, Error::<T>::NotResumable);
		let lines = Self::counted(record.details.lines.len());
		let status = Self::decide_again(id, record)?;
		Self::end_silence(id, pend, status);
		Ok((lines, status))
	}

	/// The patient says whether the services were received. If not, the insurer has its time from now.
	/// Answers how many lines the claim has, and where it stands then.
	pub(crate) fn do_confirm(
		patient: &T::AccountId,
		id: ClaimId,
		received: bool,
	) -> Result<(u32, ClaimStatus), DispatchError> {
		let mut record = Self::known_claim(id)?;
		ensure!(record.claim.patient == *patient, Error::<T>::NotConcerned);
		let pend = Self::pend_of(record.claim.status)?;
		ensure!(pend.reason == PendReason::Confirmation, Error::<T>::NotConfirmable);
		let lines = Self::counted(record.details.lines.len());
		Self::deposit_event(Event::ServiceConfirmed { claim: id, received });
		let status = if received {
			record.claim.confirmed = true;
			Self::decide_again(id, record)?
		} else {
			let (reason, payer) = (PendReason::ServiceContested, pend.payer);
			let deadline = Self::now().saturating_add(T::ReviewPeriod::get());
			let status = ClaimStatus::Pended(Pend { reason, payer, deadline });
			record.claim.status = status;
			Claims::<T>::insert(id, record);
			Self::deposit_event(Event::ClaimPended { claim: id, reason, payer, deadline });
			status
		};
		Self::end_silence(id, pend, status);
		Ok((lines, status))
	}
}
