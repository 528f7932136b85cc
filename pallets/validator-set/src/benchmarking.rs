//! Benchmarks: every call at its worst for the size of the set.

use crate::{
	BalanceOf, Call, Config, LastAuthored, MinimumSize, Pallet, Standing, Standings, Tenure,
	Validators,
};
use frame::{
	benchmarking::prelude::*,
	token::fungible::Mutate,
	traits::{Get, TrailingZeroInput},
};
use pallet_authorship::EventHandler;

/// An account with the minimum bond, as a candidate.
fn candidate<T: Config>(n: u32) -> T::AccountId
where
	<T as Config>::Currency: Mutate<T::AccountId>,
{
	let who: T::AccountId = account("validator", n, 0);
	fund::<T>(&who);
	Pallet::<T>::do_bond(&who, T::MinimumBond::get()).expect("the account can pay");
	let keys = T::Keys::decode(&mut TrailingZeroInput::zeroes()).expect("zeroes are keys");
	pallet_session::NextKeys::<T>::insert(&who, keys);
	pallet_session::ExternallySetKeys::<T>::insert(&who, ());
	who
}

fn fund<T: Config>(who: &T::AccountId)
where
	<T as Config>::Currency: Mutate<T::AccountId>,
{
	let amount = T::MinimumBond::get() * BalanceOf::<T>::from(10u32);
	<T as Config>::Currency::mint_into(who, amount).expect("the amount is small");
}

/// Replaces the set by one of this size and returns its last member.
fn set_of<T: Config>(size: u32) -> T::AccountId
where
	<T as Config>::Currency: Mutate<T::AccountId>,
{
	for who in Validators::<T>::take() {
		Standings::<T>::remove(&who);
	}
	MinimumSize::<T>::put(1);
	let mut last = whitelisted_caller();
	for n in 0..size {
		last = candidate::<T>(n);
		Pallet::<T>::do_admit(&last).expect("the candidate has bond and keys");
	}
	pallet_session::Validators::<T>::put(Pallet::<T>::validators());
	last
}

#[benchmarks(where <T as Config>::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn bond() {
		let who: T::AccountId = whitelisted_caller();
		fund::<T>(&who);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), T::MinimumBond::get());
		assert_eq!(Standings::<T>::get(&who), Some(Standing::Candidate));
	}

	#[benchmark]
	fn withdraw() {
		let who = candidate::<T>(0);
		let tenure = Tenure { since: 0, slashed: false };
		Standings::<T>::insert(&who, Standing::Leaving { tenure, left: 0 });
		LastAuthored::<T>::insert(&who, 0);
		pallet_session::CurrentIndex::<T>::put(T::BondingSessions::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		assert!(!Standings::<T>::contains_key(&who));
	}

	/// `v`: validators, with the new one.
	#[benchmark]
	fn admit(v: Linear<1, { T::MaxValidators::get() }>) -> Result<(), BenchmarkError> {
		set_of::<T>(v - 1);
		let who = candidate::<T>(v);
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who);
		assert_eq!(Pallet::<T>::size(), v);
		Ok(())
	}

	/// `v`: validators.
	#[benchmark]
	fn release(v: Linear<2, { T::MaxValidators::get() }>) -> Result<(), BenchmarkError> {
		let who = set_of::<T>(v);
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who);
		assert_eq!(Pallet::<T>::size(), v - 1);
		Ok(())
	}

	/// `v`: validators.
	#[benchmark]
	fn leave(v: Linear<2, { T::MaxValidators::get() }>) {
		let who = set_of::<T>(v);
		#[extrinsic_call]
		_(RawOrigin::Signed(who));
		assert_eq!(Pallet::<T>::size(), v - 1);
	}

	#[benchmark]
	fn set_minimum_size() -> Result<(), BenchmarkError> {
		set_of::<T>(T::MaxValidators::get());
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 2);
		assert_eq!(MinimumSize::<T>::get(), 2);
		Ok(())
	}

	/// The first block of an author in a session.
	#[benchmark]
	fn note_author() {
		let who = set_of::<T>(1);
		#[block]
		{
			<Pallet<T> as EventHandler<_, _>>::note_author(who.clone());
		}
		assert!(LastAuthored::<T>::contains_key(&who));
	}

	/// `v`: validators. The offender is slashed, disabled and removed.
	#[benchmark]
	fn punish(v: Linear<2, { T::MaxValidators::get() }>) {
		let who = set_of::<T>(v);
		let before = Pallet::<T>::bond_of(&who);
		#[block]
		{
			Pallet::<T>::punish(&who, 0);
		}
		assert!(Pallet::<T>::bond_of(&who) < before);
		assert_eq!(Pallet::<T>::size(), v - 1);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::genesis(&[], 1), crate::mock::Test);
}
