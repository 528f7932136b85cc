//! Joining and leaving.

use crate::{
	BalanceOf, Config, Error, Event, HoldReason, LastAuthored, MinimumSize, Pallet, RemovalReason,
	Standing, Standings, Tenure, Validators,
};
use frame::{
	prelude::*,
	token::{fungible::hold::Mutate as _, Precision},
};

impl<T: Config> Pallet<T> {
	/// Number of admitted validators.
	pub(crate) fn size() -> u32 {
		Validators::<T>::decode_len().and_then(|len| len.try_into().ok()).unwrap_or(0)
	}

	/// Whether the set can lose a validator.
	fn is_above_minimum() -> bool {
		Self::size() > MinimumSize::<T>::get().max(1)
	}

	pub(crate) fn do_bond(who: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let standing = Standings::<T>::get(who).unwrap_or(Standing::Candidate);
		ensure!(!matches!(standing, Standing::Leaving { .. }), Error::<T>::Leaving);
		let total = Self::bond_of(who).saturating_add(amount);
		ensure!(total >= T::MinimumBond::get(), Error::<T>::BondTooSmall);
		<T as Config>::Currency::hold(&HoldReason::Bond.into(), who, amount)?;
		Standings::<T>::insert(who, standing);
		Ok(())
	}

	/// Returns what was given back.
	pub(crate) fn do_withdraw(who: &T::AccountId) -> Result<BalanceOf<T>, DispatchError> {
		let is_free = match Standings::<T>::get(who).ok_or(Error::<T>::NotBonded)? {
			Standing::Candidate => true,
			Standing::Validator(_) => false,
			Standing::Leaving { left, .. } => {
				let free_from = left.saturating_add(T::BondingSessions::get());
				pallet_session::Pallet::<T>::current_index() >= free_from
			}
		};
		ensure!(is_free, Error::<T>::StillBonded);
		let amount = <T as Config>::Currency::release_all(
			&HoldReason::Bond.into(),
			who,
			Precision::BestEffort,
		)?;
		Standings::<T>::remove(who);
		LastAuthored::<T>::remove(who);
		// The session keys go with the bond; an account may have none.
		let origin = frame_system::RawOrigin::Signed(who.clone()).into();
		let _ = pallet_session::Pallet::<T>::purge_keys(origin);
		Ok(amount)
	}

	pub(crate) fn do_admit(who: &T::AccountId) -> DispatchResult {
		match Standings::<T>::get(who).ok_or(Error::<T>::NotBonded)? {
			Standing::Candidate => {}
			Standing::Validator(_) => return Err(Error::<T>::AlreadyValidator.into()),
			Standing::Leaving { .. } => return Err(Error::<T>::Leaving.into()),
		}
		ensure!(Self::bond_of(who) >= T::MinimumBond::get(), Error::<T>::BondTooSmall);
		ensure!(Self::has_keys(who), Error::<T>::NoKeys);
		Self::enlist(who)
	}

	/// Puts `who` into the set. Also used at genesis, where session keys are set only later.
	pub(crate) fn enlist(who: &T::AccountId) -> DispatchResult {
		Validators::<T>::try_mutate(|validators| {
			ensure!(!validators.contains(who), Error::<T>::AlreadyValidator);
			validators.try_push(who.clone()).map_err(|_| Error::<T>::TooManyValidators)
		})?;
		let since = pallet_session::Pallet::<T>::current_index();
		Standings::<T>::insert(who, Standing::Validator(Tenure { since, slashed: false }));
		Ok(())
	}

	/// Takes a validator out of the set, or refuses.
	pub(crate) fn remove(who: &T::AccountId, reason: RemovalReason) -> DispatchResult {
		let Some(Standing::Validator(tenure)) = Standings::<T>::get(who) else {
			return Err(Error::<T>::NotValidator.into());
		};
		ensure!(Self::is_above_minimum(), Error::<T>::TooFewValidators);
		Validators::<T>::mutate(|validators| validators.retain(|validator| validator != who));
		let left = pallet_session::Pallet::<T>::current_index();
		Standings::<T>::insert(who, Standing::Leaving { tenure, left });
		Self::deposit_event(Event::Removed { who: who.clone(), reason });
		Ok(())
	}

	/// Takes a validator out of the set if that leaves enough, and says so either way.
	pub(crate) fn remove_if_possible(who: &T::AccountId, reason: RemovalReason) {
		if Self::remove(who, reason).is_err() {
			Self::deposit_event(Event::Retained { who: who.clone(), reason });
		}
	}

	/// Whether `who` has session keys.
	pub(crate) fn has_keys(who: &T::AccountId) -> bool {
		pallet_session::NextKeys::<T>::contains_key(who)
	}
}
