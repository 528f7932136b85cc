//! Validators and the council.

use super::{governance::motion, *};
use polkadot_sdk::sp_runtime::{traits::Dispatchable, DispatchError};

#[test]
fn a_majority_admits_validators_by_itself() {
	chain("local_testnet").execute_with(|| {
		let release =
			|| pallet_validator_set::Call::<Runtime>::release { who: account(Dave) }.into();
		assert_noop!(ValidatorSet::release(signed(Alice), account(Dave)), DispatchError::BadOrigin);
		assert!(motion(release(), &[Alice, Bob]));
		assert_eq!(ValidatorSet::validators(), [Alice, Bob, Charlie].map(account));
	});
}

#[test]
fn validators_cannot_drop_their_session_keys() {
	chain("local_testnet").execute_with(|| {
		let purge: RuntimeCall = pallet_session::Call::purge_keys {}.into();
		assert_noop!(
			purge.dispatch(signed(Alice)),
			polkadot_sdk::frame_system::Error::<Runtime>::CallFiltered,
		);
	});
}
