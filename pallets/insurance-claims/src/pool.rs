//! The insurers' money, and what must stay of it.

use crate::{Config, Error, NextPool, Pallet, Pool, PoolId, PoolOf, Pools};
use frame::prelude::*;
use medchain_support::{Amount, BasisPoints, CurrencyId, InspectCredentials, Payments, Role};

impl<T: Config> Pallet<T> {
	/// The account on which the money of a pool lies.
	pub fn account_of(pool: PoolId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating(pool)
	}

	pub(crate) fn known_pool(id: PoolId) -> Result<Pool<T::AccountId>, DispatchError> {
		Ok(Pools::<T>::get(id).ok_or(Error::<T>::PoolNotFound)?)
	}

	/// What must stay in a pool for limits that are open.
	fn reserve_for(pool: &Pool<T::AccountId>, open: Amount) -> Amount {
		pool.ratio.of_up(open).unwrap_or(Amount::MAX)
	}

	/// What must stay in a pool for its open limits.
	pub(crate) fn reserve(pool: &Pool<T::AccountId>) -> Amount {
		Self::reserve_for(pool, pool.open)
	}

	/// What must stay in a pool: its reserve, and what it owes of premiums.
	pub(crate) fn floor(pool: &Pool<T::AccountId>) -> Amount {
		Self::reserve(pool).saturating_add(pool.owed)
	}

	/// What can be paid out of a pool, reserve and all.
	pub(crate) fn spendable(id: PoolId, pool: &Pool<T::AccountId>) -> Amount {
		T::Payments::spendable(pool.currency, &Self::account_of(id))
	}

	/// Whether a pool that has paid so much still holds what it owes, and the reserve for limits that
	/// are then open.
	pub(crate) fn is_solvent(
		id: PoolId,
		pool: &Pool<T::AccountId>,
		paying: Amount,
		open_after: Amount,
	) -> bool {
		let floor = Self::reserve_for(pool, open_after).saturating_add(pool.owed);
		Self::spendable(id, pool).checked_sub(paying).is_some_and(|left| left >= floor)
	}

	fn is_accredited(insurer: &T::AccountId) -> bool {
		T::Credentials::has_role(insurer, Role::Insurer)
	}

	/// That the pool is `who`'s, an insurer now.
	pub(crate) fn ensure_insurer(who: &T::AccountId, pool: &Pool<T::AccountId>) -> DispatchResult {
		ensure!(pool.insurer == *who && Self::is_accredited(who), Error::<T>::NotInsurer);
		Ok(())
	}

	/// Whether `who` is `insurer`, or affiliated to it, and that is an insurer now.
	pub(crate) fn acts_for_insurer(who: &T::AccountId, insurer: &T::AccountId) -> bool {
		let acts = who == insurer || T::Credentials::is_affiliated(who, insurer);
		acts && Self::is_accredited(insurer)
	}

	/// That the insurer of a pool is one now: otherwise nobody is insured there anew.
	pub(crate) fn ensure_accredited(pool: &Pool<T::AccountId>) -> DispatchResult {
		ensure!(Self::is_accredited(&pool.insurer), Error::<T>::NotInsurer);
		Ok(())
	}

	fn ensure_ratio(ratio: BasisPoints) -> DispatchResult {
		let allowed = T::MinReserveRatio::get()..=BasisPoints::WHOLE;
		ensure!(allowed.contains(&ratio), Error::<T>::BadRatio);
		Ok(())
	}

	pub(crate) fn do_create_pool(
		insurer: &T::AccountId,
		currency: CurrencyId,
		ratio: BasisPoints,
	) -> Result<PoolId, DispatchError> {
		ensure!(Self::is_accredited(insurer), Error::<T>::NotInsurer);
		Self::ensure_ratio(ratio)?;
		ensure!(!PoolOf::<T>::contains_key(insurer, currency), Error::<T>::PoolExists);
		let id = NextPool::<T>::get();
		NextPool::<T>::put(id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?);
		PoolOf::<T>::insert(insurer, currency, id);
		Pools::<T>::insert(
			id,
			Pool { insurer: insurer.clone(), currency, ratio, open: 0, owed: 0 },
		);
		Ok(id)
	}

	pub(crate) fn do_set_ratio(
		insurer: &T::AccountId,
		id: PoolId,
		ratio: BasisPoints,
	) -> DispatchResult {
		let mut pool = Self::known_pool(id)?;
		Self::ensure_insurer(insurer, &pool)?;
		Self::ensure_ratio(ratio)?;
		let rises = ratio > pool.ratio;
		pool.ratio = ratio;
		// A smaller share is never refused: it asks for nothing.
		ensure!(!rises || Self::is_solvent(id, &pool, 0, pool.open), Error::<T>::PoolShort);
		Pools::<T>::insert(id, pool);
		Ok(())
	}

	pub(crate) fn do_deposit(from: &T::AccountId, id: PoolId, amount: Amount) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let pool = Self::known_pool(id)?;
		T::Payments::pay(pool.currency, from, &Self::account_of(id), amount).map_err(Into::into)
	}

	pub(crate) fn do_withdraw_money(
		insurer: &T::AccountId,
		id: PoolId,
		amount: Amount,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let pool = Self::known_pool(id)?;
		Self::ensure_insurer(insurer, &pool)?;
		ensure!(Self::is_solvent(id, &pool, amount, pool.open), Error::<T>::PoolShort);
		T::Payments::pay(pool.currency, &Self::account_of(id), insurer, amount).map_err(Into::into)
	}
}
