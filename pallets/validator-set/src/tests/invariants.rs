//! Each invariant fires when it is violated.

use super::*;
use frame::deps::sp_runtime::{TransactionOutcome, TryRuntimeError};

fn fires(number: u32, violate: impl FnOnce()) {
	build_and_execute(|| {
		let _ = frame::deps::frame_support::storage::with_transaction(|| {
			assert_ok!(check_state());
			violate();
			let error = check_state().expect_err("the violation goes unnoticed");
			let TryRuntimeError::Other(message) = error else { panic!("{error:?}") };
			assert!(message.starts_with(&format!("validator-set {number}:")), "{message}");
			TransactionOutcome::Rollback(DispatchResult::Ok(()))
		});
	});
}

#[test]
fn one_a_validator_without_standing() {
	fires(1, || Standings::<Test>::remove(1));
}

#[test]
fn one_a_standing_without_a_place() {
	fires(1, || Validators::<Test>::mutate(|all| all.retain(|who| *who != 1)));
}

#[test]
fn one_the_same_validator_twice() {
	fires(1, || Validators::<Test>::mutate(|all| all.try_push(1).unwrap()));
}

#[test]
fn two_a_bond_that_was_let_go() {
	fires(2, || {
		let reason = RuntimeHoldReason::ValidatorSet(HoldReason::Bond);
		assert_ok!(<Balances as frame::traits::fungible::MutateHold<_>>::release(
			&reason,
			&1,
			1,
			frame::token::Precision::Exact,
		));
	});
}

#[test]
fn three_a_set_below_its_minimum() {
	fires(3, || MinimumSize::<Test>::put(5));
}

#[test]
fn three_a_session_with_nobody() {
	fires(3, pallet_session::Validators::<Test>::kill);
}
