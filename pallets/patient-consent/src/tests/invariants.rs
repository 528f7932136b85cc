//! Each invariant fires when it is violated.

use super::*;

/// Runs `violate` on a state with a directive in version 2 and two audit entries, and expects the
/// invariant of this number to notice.
fn fires(number: u32, violate: impl FnOnce()) {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), treatment()));
		assert_ok!(Consent::amend(signed(PATIENT), 0, treatment()));
		for actor in [HOSPITAL, STRANGER] {
			assert_ok!(Consent::access(signed(actor), PATIENT, request()));
		}
		let _ = frame::deps::frame_support::storage::with_transaction(|| {
			assert_ok!(check_state());
			violate();
			let error = check_state().expect_err("the violation goes unnoticed");
			let TryRuntimeError::Other(message) = error else { panic!("{error:?}") };
			assert!(message.starts_with(&format!("patient-consent {number}:")), "{message}");
			TransactionOutcome::Rollback(DispatchResult::Ok(()))
		});
	});
}

use frame::deps::sp_runtime::{TransactionOutcome, TryRuntimeError};

#[test]
fn one_a_missing_entry() {
	fires(1, || AuditLog::<Test>::remove(PATIENT, 0));
}

#[test]
fn one_a_changed_entry() {
	fires(1, || {
		AuditLog::<Test>::mutate(PATIENT, 1, |entry| entry.as_mut().unwrap().at += 1);
	});
}

#[test]
fn one_a_log_cut_short() {
	fires(1, || AuditHeads::<Test>::remove(PATIENT));
}

#[test]
fn one_an_entry_beyond_the_end() {
	fires(1, || {
		let entry = AuditLog::<Test>::get(PATIENT, 0).unwrap();
		AuditLog::<Test>::insert(PATIENT, 2, entry);
	});
}

#[test]
fn two_a_number_not_yet_given() {
	fires(2, || Books::<Test>::mutate(PATIENT, |book| book.next_id = 0));
}

#[test]
fn two_the_same_number_twice() {
	fires(2, || {
		Books::<Test>::mutate(PATIENT, |book| {
			let twin = book.directives[0].clone();
			book.directives.try_push(twin).unwrap();
		})
	});
}

#[test]
fn two_version_zero() {
	fires(2, || Books::<Test>::mutate(PATIENT, |book| book.directives[0].version = 0));
}

#[test]
fn two_terms_without_meaning() {
	fires(2, || {
		Books::<Test>::mutate(PATIENT, |book| {
			book.directives[0].terms.scope.period = Period::new(2, 1)
		})
	});
	fires(2, || {
		Books::<Test>::mutate(PATIENT, |book| {
			book.directives[0].terms.scope.classes = ResourceClasses(1 << 63)
		})
	});
}

#[test]
fn three_an_ended_version_in_force() {
	fires(3, || Books::<Test>::mutate(PATIENT, |book| book.directives[0].version = 1));
}

#[test]
fn three_a_lost_version() {
	fires(3, || Ended::<Test>::remove(PATIENT, reference(0, 1)));
}

#[test]
fn three_an_end_before_the_beginning() {
	fires(3, || {
		Ended::<Test>::mutate(PATIENT, reference(0, 1), |version| {
			version.as_mut().unwrap().since = u64::MAX
		})
	});
}

#[test]
fn three_an_end_of_what_never_was() {
	fires(3, || {
		let version = Ended::<Test>::get(PATIENT, reference(0, 1)).unwrap();
		Ended::<Test>::insert(PATIENT, reference(9, 1), version);
	});
}
