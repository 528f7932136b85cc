//! What a biller takes back, repays and removes.

use crate::{
	fraud::Prints, Appeals, ClaimId, ClaimStatus, Claims, ClaimsOf, Config, DailyLines, Debts,
	Error, Event, Pallet, Payee, PoolId, Record, Reports,
};
use alloc::collections::BTreeSet;
use frame::{prelude::*, traits::Consideration};
use medchain_support::{Amount, Billing, Payments};

impl<T: Config> Pallet<T> {
	/// Takes a decided claim back: the bill is cancelled, each pool has its money again, and all
	/// counters are as if the claim had never been. Money leaves the biller's account by its own
	/// signature alone; what had been paid to the patient it bills to the patient, unless the old bill
	/// was paid so long ago that it is gone. What an appeal paid to the patient is never taken back.
	/// Answers how many lines the claim has.
	pub(crate) fn do_reverse(by: &T::AccountId, id: ClaimId) -> Result<u32, DispatchError> {
		let mut record = Self::known_claim(id)?;
		let Record { claim, details, answers } = &record;
		ensure!(Self::acts_for_biller(by, &claim.biller), Error::<T>::NotConcerned);
		ensure!(claim.status == ClaimStatus::Adjudicated, Error::<T>::NotAdjudicated);
		let bound = claim.is_patients_supplement() || Self::is_bound_by_appeal(id);
		ensure!(!bound, Error::<T>::Appealed);
		ensure!(!Self::is_held_by_report(id), Error::<T>::Reported);
		ensure!(claim.paid == 0 || *by == claim.biller, Error::<T>::NotConcerned);

		let lines = Self::counted(details.lines.len());
		// A bill that was removed meanwhile hinders nobody. What the patient has paid of it stays paid:
		// it is not billed a second time.
		let bill = claim.bill.filter(|bill| T::Billing::outstanding(*bill).is_some());
		let is_free = bill.is_some() || claim.bill.is_none();
		if let Some(bill) = bill {
			T::Billing::cancel(bill).map_err(Into::into)?;
		}
		Self::restore(id, &record)?;
		let mut returned: Amount = 0;
		for answer in answers {
			let cash = answer.paid.saturating_sub(answer.withheld);
			if cash > 0 {
				let account = Self::account_of(answer.pool);
				T::Payments::pay(claim.currency, &claim.biller, &account, cash)
					.map_err(Into::into)?;
			}
			Self::add_debt(answer.pool, &claim.biller, answer.withheld);
			returned = returned.saturating_add(cash);
		}
		if is_free && claim.payee == Payee::Patient {
			let bill = Self::bill_what_was_paid(id, &record)?;
			record.claim.bill = bill.or(record.claim.bill);
		}
		record.claim.status = ClaimStatus::Reversed;
		Claims::<T>::insert(id, record);
		Self::deposit_event(Event::ClaimReversed { claim: id, returned });
		Ok(lines)
	}

	pub(crate) fn do_repay(biller: &T::AccountId, pool: PoolId, amount: Amount) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let currency = Self::known_pool(pool)?.currency;
		ensure!(amount <= Debts::<T>::get(pool, biller), Error::<T>::DebtTooSmall);
		T::Payments::pay(currency, biller, &Self::account_of(pool), amount).map_err(Into::into)?;
		Self::lessen_debt(pool, biller, amount);
		Self::deposit_event(Event::DebtRepaid { pool, biller: biller.clone(), amount });
		Ok(())
	}

	/// Removes an old claim, whoever asks for it. Its lines are forgotten, so that they are no
	/// duplicates of anything any more, and nobody counts those of their days: they are too old to be
	/// claimed. A pack is not forgotten: what it was paid for stays known. One that was appealed goes
	/// after those that pay what the appeals granted. Answers how many lines it had.
	pub(crate) fn do_remove(id: ClaimId) -> Result<u32, DispatchError> {
		let Record { claim, details, answers } = Self::known_claim(id)?;
		let decided_at = claim.decided_at.ok_or(Error::<T>::TooEarly)?;
		let kept_until = decided_at.saturating_add(T::Retention::get());
		ensure!(Self::now() > kept_until, Error::<T>::TooEarly);
		let appeals = Self::appeals_of(id);
		let is_bound = appeals.iter().any(|(.., appeal)| {
			let mut pays = appeal.supplements.iter();
			Self::is_undecided(appeal) || pays.any(Claims::<T>::contains_key)
		});
		ensure!(!is_bound, Error::<T>::Appealed);
		ensure!(!Self::is_held_by_report(id), Error::<T>::Reported);

		for line in &details.lines {
			Self::forget_prints(id, &Prints::of(&claim.patient, &claim.biller, line));
		}
		let mut paid_days = BTreeSet::new();
		for answer in answers {
			let paid = details.lines.iter().zip(answer.lines).filter(|(_, result)| result.paid > 0);
			paid_days.extend(paid.map(|(line, _)| (answer.pool, line.day())));
		}
		for (pool, day) in paid_days {
			DailyLines::<T>::remove((pool, &claim.biller, day));
		}
		for (payer, kind, _) in appeals {
			Appeals::<T>::remove((id, payer, kind));
		}
		Claims::<T>::remove(id);
		Reports::<T>::remove(id);
		ClaimsOf::<T>::remove(&claim.patient, id.to_be_bytes());
		ClaimsOf::<T>::remove(&claim.biller, id.to_be_bytes());
		if let Some(ticket) = details.ticket {
			ticket.drop(&claim.biller)?;
		}
		Self::deposit_event(Event::ClaimRemoved { claim: id });
		Ok(Self::counted(details.lines.len()))
	}
}
