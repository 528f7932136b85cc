//! The trial's purse: what it owes sites and participants, and how it is filled and emptied.

use crate::{
	standing::TrialOf, Config, Creditor, Dues, Error, Event, Pallet, Payee, Rules, SubjectId,
	TrialId, TrialStatus, Trials, Trigger,
};
use frame::prelude::*;
use medchain_support::{Amount, CurrencyId, Payments};

impl<T: Config> Pallet<T> {
	/// The account on which the money of a trial lies.
	pub fn account_of(id: TrialId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating(id)
	}

	fn currency(trial: &TrialOf<T>) -> Result<CurrencyId, DispatchError> {
		Ok(trial.currency.ok_or(Error::<T>::NoCurrency)?)
	}

	/// What a purse can pay now.
	pub(crate) fn spendable(id: TrialId, currency: CurrencyId) -> Amount {
		T::Payments::spendable(currency, &Self::account_of(id))
	}

	/// Makes due what the trial's rules pay for what has happened. Answers whether it owes more now;
	/// the trial is not written.
	pub(crate) fn accrue(
		id: TrialId,
		trial: &mut TrialOf<T>,
		on: Trigger,
		subject: SubjectId,
		site: &T::AccountId,
	) -> bool {
		if trial.currency.is_none() {
			return false;
		}
		let mut owes_more = false;
		for payment in Rules::<T>::get(id).iter().filter(|payment| payment.on == on) {
			let creditor = match payment.to {
				Payee::Site => Creditor::Site(site.clone()),
				Payee::Participant => Creditor::Participant(subject),
			};
			let amount = payment.amount;
			// No sum of payments comes near the largest amount: see `MAX_PAYMENT`.
			trial.owed = trial.owed.saturating_add(amount);
			Dues::<T>::mutate(id, &creditor, |due| *due = due.saturating_add(amount));
			Self::deposit_event(Event::DueAccrued { trial: id, creditor, amount });
			owes_more = true;
		}
		owes_more
	}

	pub(crate) fn do_fund(who: &T::AccountId, id: TrialId, amount: Amount) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let trial = Self::known_trial(id)?;
		let currency = Self::currency(&trial)?;
		T::Payments::pay(currency, who, &Self::account_of(id), amount).map_err(Into::into)?;
		Self::deposit_event(Event::Funded { trial: id, from: who.clone(), amount });
		Ok(())
	}

	pub(crate) fn do_pay_dues(id: TrialId, creditor: Creditor<T::AccountId>) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		let currency = Self::currency(&trial)?;
		let amount = Dues::<T>::get(id, &creditor);
		ensure!(amount > 0, Error::<T>::NothingDue);
		ensure!(amount <= Self::spendable(id, currency), Error::<T>::PurseShort);
		let to = match &creditor {
			Creditor::Site(site) => site.clone(),
			Creditor::Participant(number) => Self::known_subject(id, *number)?.participant,
		};
		trial.owed = trial.owed.saturating_sub(amount);
		Trials::<T>::insert(id, trial);
		Dues::<T>::remove(id, &creditor);
		T::Payments::pay(currency, &Self::account_of(id), &to, amount).map_err(Into::into)?;
		Self::deposit_event(Event::DuesPaid { trial: id, creditor, amount });
		Ok(())
	}

	pub(crate) fn do_reclaim(who: &T::AccountId, id: TrialId, amount: Amount) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let trial = Self::known_trial(id)?;
		Self::ensure_sponsor(who, &trial)?;
		let currency = Self::currency(&trial)?;
		let is_over = match trial.status {
			TrialStatus::Published => true,
			TrialStatus::Locked => trial.termination.is_some(),
			_ => false,
		};
		ensure!(is_over, Error::<T>::NotOver);
		let free = Self::spendable(id, currency).saturating_sub(trial.owed);
		ensure!(amount <= free, Error::<T>::PurseShort);
		T::Payments::pay(currency, &Self::account_of(id), who, amount).map_err(Into::into)?;
		Self::deposit_event(Event::Reclaimed { trial: id, amount });
		Ok(())
	}
}
