//! What always holds, one function a numbered invariant of the README.

use crate::{Config, MinimumSize, Pallet, Standing, Standings, Validators};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};

/// Checks all of them.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	validators_are_bonded::<T>()?;
	standings_fit_bonds::<T>()?;
	set_is_large_enough::<T>()
}

/// Invariant 1: Every admitted validator stands as one and was bonded; the set and the standings name the
/// same accounts, each once.
fn validators_are_bonded<T: Config>() -> Result<(), TryRuntimeError> {
	let validators = Validators::<T>::get();
	for who in &validators {
		ensure!(
			matches!(Standings::<T>::get(who), Some(Standing::Validator(_))),
			"validator-set 1: a validator does not stand as one"
		);
	}
	let standing = Standings::<T>::iter_values()
		.filter(|standing| matches!(standing, Standing::Validator(_)))
		.count();
	ensure!(standing == validators.len(), "validator-set 1: the set and the standings differ");
	Ok(())
}

/// Invariant 2: Who was not slashed has at least the minimum bond held.
fn standings_fit_bonds<T: Config>() -> Result<(), TryRuntimeError> {
	for (who, standing) in Standings::<T>::iter() {
		let slashed = match standing {
			Standing::Candidate => false,
			Standing::Validator(tenure) | Standing::Leaving { tenure, .. } => tenure.slashed,
		};
		ensure!(
			slashed || Pallet::<T>::bond_of(&who) >= T::MinimumBond::get(),
			"validator-set 2: a bond is smaller than the minimum"
		);
	}
	Ok(())
}

/// Invariant 3: The set has at least its minimum size, and active validators are never none.
fn set_is_large_enough<T: Config>() -> Result<(), TryRuntimeError> {
	ensure!(
		Pallet::<T>::size() >= MinimumSize::<T>::get(),
		"validator-set 3: the set is smaller than its minimum size"
	);
	ensure!(
		Validators::<T>::get().is_empty() || !pallet_session::Pallet::<T>::validators().is_empty(),
		"validator-set 3: nobody validates"
	);
	Ok(())
}
