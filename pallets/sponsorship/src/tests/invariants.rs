//! Each invariant fires when it is violated.

use super::*;
use frame::deps::sp_runtime::{TransactionOutcome, TryRuntimeError};

/// Expects the invariant of this number to notice that the patient's window is this one.
fn fires(number: u32, start: u64, count: u32) {
	build_and_execute(|| {
		assert_ok!(relay(draft(PATIENT).sign()));
		let _ = frame::deps::frame_support::storage::with_transaction(|| {
			assert_ok!(check_state());
			Windows::<Test>::insert(account(PATIENT), Window { start, count });
			let error = check_state().expect_err("the violation goes unnoticed");
			let TryRuntimeError::Other(message) = error else { panic!("{error:?}") };
			assert!(message.starts_with(&format!("sponsorship {number}:")), "{message}");
			TransactionOutcome::Rollback(DispatchResult::Ok(()))
		});
	});
}

#[test]
fn one_a_window_without_a_call() {
	fires(1, 20, 0);
}

#[test]
fn one_too_many_calls() {
	fires(1, 11, MAX_PER_WINDOW + 1);
}

#[test]
fn two_a_window_in_the_future() {
	fires(2, 21, 1);
}

#[test]
fn a_window_that_is_over_does_not_matter() {
	build_and_execute(|| {
		Windows::<Test>::insert(account(PATIENT), Window { start: 10, count: MAX_PER_WINDOW + 1 });
		assert_ok!(check_state());
		assert_eq!(remaining(PATIENT), MAX_PER_WINDOW);
	});
}
