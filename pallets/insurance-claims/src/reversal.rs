//! What a biller takes back, repays and removes.

use crate::{
	fraud::Prints, Adjudications, Appeals, ClaimId, ClaimStatus, Claims, ClaimsOf, Config, Debts,
	DetailsOf, Error, Event, Pallet, PoolId, Reports,
};
use frame::{prelude::*, traits::Consideration};
use medchain_support::{Amount, Billing, Payments};

impl<T: Config> Pallet<T> {
	/// Takes a decided claim back: the bill is cancelled, each pool has its money again, and all
	/// counters are as if the claim had never been. Money leaves the biller's account by its own
	/// signature alone.
	pub(crate) fn do_reverse(by: &T::AccountId, id: ClaimId) -> DispatchResult {
		let mut claim = Self::known_claim(id)?;
		ensure!(Self::acts_for_biller(by, &claim.biller), Error::<T>::NotConcerned);
		ensure!(claim.status == ClaimStatus::Adjudicated, Error::<T>::NotAdjudicated);
		ensure!(!Appeals::<T>::contains_key(id), Error::<T>::Appealed);
		ensure!(!Self::has_open_report(id), Error::<T>::Reported);
		ensure!(claim.paid == 0 || *by == claim.biller, Error::<T>::NotConcerned);

		// A bill that was removed meanwhile hinders nobody.
		let bill = claim.bill.filter(|bill| T::Billing::outstanding(*bill).is_some());
		if let Some(bill) = bill {
			T::Billing::cancel(bill).map_err(Into::into)?;
		}
		let lines = Self::details_of(id)?.lines;
		let mut returned: Amount = 0;
		for answer in Self::restore(id, &claim, &lines)? {
			let cash = answer.paid.saturating_sub(answer.withheld);
			if cash > 0 {
				let account = Self::account_of(answer.pool);
				T::Payments::pay(claim.currency, &claim.biller, &account, cash)
					.map_err(Into::into)?;
			}
			Self::add_debt(answer.pool, &claim.biller, answer.withheld);
			returned = returned.saturating_add(cash);
		}
		claim.status = ClaimStatus::Reversed;
		Claims::<T>::insert(id, claim);
		Self::deposit_event(Event::ClaimReversed { claim: id, returned });
		Ok(())
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

	/// Removes an old claim. Its lines are forgotten, so that they are no duplicates of anything any
	/// more: they are too old to be claimed. A pack is not: what it was paid for stays known.
	pub(crate) fn do_remove(by: &T::AccountId, id: ClaimId) -> DispatchResult {
		let claim = Self::known_claim(id)?;
		ensure!(Self::acts_for_biller(by, &claim.biller), Error::<T>::NotConcerned);
		let decided_at = claim.decided_at.ok_or(Error::<T>::TooEarly)?;
		let kept_until = decided_at.saturating_add(T::Retention::get());
		ensure!(Self::now() > kept_until, Error::<T>::TooEarly);
		ensure!(!Self::has_open_appeal(id), Error::<T>::Appealed);
		ensure!(!Self::has_open_report(id), Error::<T>::Reported);

		let details = Self::details_of(id)?;
		for line in &details.lines {
			Self::forget_prints(id, &Prints::of(&claim.patient, &claim.biller, line));
		}
		for payer in 0..details.coverages.len() {
			Adjudications::<T>::remove(id, crate::claim::payer_index(payer));
		}
		Claims::<T>::remove(id);
		DetailsOf::<T>::remove(id);
		Appeals::<T>::remove(id);
		Reports::<T>::remove(id);
		ClaimsOf::<T>::remove(&claim.patient, id.to_be_bytes());
		ClaimsOf::<T>::remove(&claim.biller, id.to_be_bytes());
		details.ticket.drop(&claim.biller)?;
		Self::deposit_event(Event::ClaimRemoved { claim: id });
		Ok(())
	}
}
