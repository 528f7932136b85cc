//! Money that other pallets keep aside or pay out of their pools.

use crate::{Config, Error, Escrow, Escrows, Event, Frozen, HoldReason, NextEscrow, Pallet};
use frame::{
	deps::frame_support::storage::with_storage_layer,
	prelude::*,
	traits::{
		fungibles::{hold::Mutate as _, Inspect},
		tokens::{Fortitude, Precision, Preservation, Restriction},
	},
};
use medchain_support::{billing::Payments, Amount, CurrencyId, EscrowId};

impl<T: Config> Pallet<T> {
	/// An escrow, with `amount` less in it. What is empty is gone.
	fn take_from(id: EscrowId, amount: Amount) -> Result<Escrow<T::AccountId>, DispatchError> {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut escrow = Escrows::<T>::get(id).ok_or(Error::<T>::EscrowNotFound)?;
		escrow.amount = escrow.amount.checked_sub(amount).ok_or(Error::<T>::EscrowTooSmall)?;
		Self::moving(escrow.currency)?;
		match escrow.amount {
			0 => Escrows::<T>::remove(id),
			_ => Escrows::<T>::insert(id, escrow.clone()),
		}
		Ok(escrow)
	}
}

impl<T: Config> Payments<T::AccountId> for Pallet<T> {
	type Error = DispatchError;

	fn spendable(currency: CurrencyId, who: &T::AccountId) -> Amount {
		match Frozen::<T>::contains_key(currency, who) {
			true => 0,
			false => T::Tokens::reducible_balance(
				currency,
				who,
				Preservation::Preserve,
				Fortitude::Polite,
			),
		}
	}

	fn pay(
		currency: CurrencyId,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Amount,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		with_storage_layer(|| Self::transfer(currency, from, to, amount))
	}

	fn hold(
		currency: CurrencyId,
		owner: &T::AccountId,
		amount: Amount,
	) -> Result<EscrowId, DispatchError> {
		with_storage_layer(|| {
			ensure!(amount > 0, Error::<T>::ZeroAmount);
			Self::moving(currency)?;
			Self::put_aside(currency, owner, amount, HoldReason::Escrow)?;
			let id = Self::next_number::<NextEscrow<T>>()?;
			Escrows::<T>::insert(id, Escrow { currency, owner: owner.clone(), amount });
			let owner = owner.clone();
			Self::deposit_event(Event::EscrowOpened { escrow: id, currency, owner, amount });
			Ok(id)
		})
	}

	fn release(id: EscrowId, amount: Amount) -> DispatchResult {
		with_storage_layer(|| {
			let Escrow { currency, owner, .. } = Self::take_from(id, amount)?;
			ensure!(!Frozen::<T>::contains_key(currency, &owner), Error::<T>::PayeeFrozen);
			let reason = HoldReason::Escrow.into();
			T::Holds::release(currency, &reason, &owner, amount, Precision::Exact)?;
			Self::deposit_event(Event::EscrowReleased { escrow: id, amount });
			Ok(())
		})
	}

	fn pay_held(id: EscrowId, to: &T::AccountId, amount: Amount) -> DispatchResult {
		with_storage_layer(|| {
			let Escrow { currency, owner, .. } = Self::take_from(id, amount)?;
			ensure!(!Frozen::<T>::contains_key(currency, &owner), Error::<T>::PayerFrozen);
			ensure!(!Frozen::<T>::contains_key(currency, to), Error::<T>::PayeeFrozen);
			let reason = HoldReason::Escrow.into();
			let (exact, free) = (Precision::Exact, Restriction::Free);
			let polite = Fortitude::Polite;
			T::Holds::transfer_on_hold(currency, &reason, &owner, to, amount, exact, free, polite)?;
			Self::deposit_event(Event::EscrowPaid { escrow: id, to: to.clone(), amount });
			Ok(())
		})
	}

	fn held(id: EscrowId) -> Option<(CurrencyId, Amount)> {
		Escrows::<T>::get(id).map(|escrow| (escrow.currency, escrow.amount))
	}
}
