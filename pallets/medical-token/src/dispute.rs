//! Disputes: a patient objects; the patient withdraws, the provider concedes or a regulator decides.

use crate::{Bill, BillStatus, Config, Dispute, DisputeReason, Error, Event, Pallet};
use alloc::vec::Vec;
use frame::{deps::frame_support::storage::with_storage_layer, prelude::*};
use medchain_support::{Amount, BillId, InspectCredentials, Role};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_dispute(
		patient: &T::AccountId,
		id: BillId,
		reason: DisputeReason,
	) -> DispatchResult {
		let mut bill = Self::bill_of_patient(patient, id)?;
		let now = Self::now();
		match bill.status {
			BillStatus::Issued => (),
			BillStatus::Balanced => {
				let closed = bill.closed_at.unwrap_or_default();
				let last = closed.saturating_add(T::DisputePeriod::get());
				ensure!(now <= last, Error::<T>::DisputeTooLate);
			}
			BillStatus::Cancelled | BillStatus::EnteredInError => {
				return Err(Error::<T>::BillClosed.into())
			}
		}
		ensure!(bill.dispute.is_none(), Error::<T>::AlreadyDisputed);
		bill.dispute = Some(Dispute { reason, opened_at: now, resolved: false });
		Self::store(id, bill);
		Ok(())
	}

	/// Ends a dispute with a credit: the patient withdraws it, the provider concedes all, or a
	/// regulator decides. Answers how much was credited and how many refunds that took. A regulator's
	/// credit that could not be carried out in full leaves the dispute open.
	pub(crate) fn do_resolve(
		by: &T::AccountId,
		id: BillId,
		credit: Amount,
	) -> Result<(Amount, u32), DispatchError> {
		let mut bill = Self::known_bill(id)?;
		ensure!(bill.is_disputed(), Error::<T>::NotDisputed);
		let most = bill.outstanding().saturating_add(bill.kept());
		ensure!(credit <= most, Error::<T>::CreditTooLarge);
		if *by == bill.patient {
			ensure!(credit == 0, Error::<T>::CreditTooLarge);
		} else if *by == bill.provider {
			ensure!(credit == most, Error::<T>::CreditTooSmall);
		} else {
			Self::ensure_impartial(by, &bill)?;
		}

		let given_up = credit.min(bill.outstanding());
		if given_up > 0 {
			Self::give_up(id, &mut bill, given_up);
		}
		let (given_back, refunds) =
			Self::refund_latest(id, &mut bill, credit.saturating_sub(given_up))?;
		let credited = given_up.saturating_add(given_back);
		if let Some(dispute) = bill.dispute.as_mut().filter(|_| credited == credit) {
			dispute.resolved = true;
		}
		Self::put_bill(id, bill);
		Ok((credited, refunds))
	}

	/// A regulator who neither owes nor paid, and does not belong to the provider.
	fn ensure_impartial(by: &T::AccountId, bill: &Bill<T::AccountId>) -> DispatchResult {
		ensure!(T::Credentials::has_role(by, Role::Regulator), Error::<T>::NotRegulator);
		let paid = bill.payments.iter().any(|payment| payment.payer == *by);
		let belongs = T::Credentials::is_affiliated(by, &bill.provider);
		ensure!(!paid && !belongs, Error::<T>::NotImpartial);
		Ok(())
	}

	/// Gives `amount` back, at most what was kept, to those who paid, the last to join first. Who
	/// cannot be given back is passed over; if that is everybody, the reason is the answer.
	fn refund_latest(
		id: BillId,
		bill: &mut Bill<T::AccountId>,
		amount: Amount,
	) -> Result<(Amount, u32), DispatchError> {
		let (mut given, mut refunds) = (0, 0u32);
		let mut refused = None;
		let kept: Vec<_> = bill
			.payments
			.iter()
			.rev()
			.map(|payment| (payment.payer.clone(), payment.kept()))
			.collect();
		for (payer, kept) in kept {
			let back = kept.min(amount.saturating_sub(given));
			if back == 0 {
				continue;
			}
			let before = bill.clone();
			match with_storage_layer(|| Self::give_back(bill, &payer, back)) {
				Ok(()) => {
					Self::deposit_event(Event::BillRefunded { bill: id, payer, amount: back });
					given = back.saturating_add(given);
				}
				Err(reason) => {
					*bill = before;
					refused = Some(reason);
				}
			}
			refunds = refunds.saturating_add(1);
		}
		match refused {
			Some(reason) if given == 0 => Err(reason),
			_ => Ok((given, refunds)),
		}
	}
}
