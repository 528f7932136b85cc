//! Each invariant fires when it is violated.

use super::*;
use frame::{
	deps::sp_runtime::{TransactionOutcome, TryRuntimeError},
	traits::fungible::UnbalancedHold,
};

/// Runs `violate` on a hospital with a doctor and a verified patient, and expects the invariant of
/// this number to notice.
fn fires(number: u32, violate: impl FnOnce()) {
	build_and_execute(|| {
		staffed();
		verified(HOSPITAL);
		let _ = frame::deps::frame_support::storage::with_transaction(|| {
			assert_ok!(check_state());
			violate();
			let error = check_state().expect_err("the violation goes unnoticed");
			let TryRuntimeError::Other(message) = error else { panic!("{error:?}") };
			assert!(message.starts_with(&format!("credentials {number}:")), "{message}");
			TransactionOutcome::Rollback(DispatchResult::Ok(()))
		});
	});
}

fn change_doctor(change: impl FnOnce(&mut HolderOf<Test>)) {
	Holders::<Test>::mutate(DOCTOR, change);
}

#[test]
fn one_a_reversed_period() {
	fires(1, || change_doctor(|doctor| doctor.credentials[0].period = Period::new(2, 1)));
}

#[test]
fn two_a_number_not_yet_given() {
	fires(2, || NextAccreditation::<Test>::put(1));
}

#[test]
fn two_the_same_number_twice() {
	fires(2, || Issuers::<Test>::mutate(MINISTRY, |issuer| issuer.as_mut().unwrap().id = 1));
}

#[test]
fn two_an_accreditation_for_nothing() {
	fires(2, || {
		Issuers::<Test>::mutate(OTHER_HOSPITAL, |issuer| {
			issuer.as_mut().unwrap().roles = Roles::EMPTY
		})
	});
}

#[test]
fn two_an_accreditation_that_never_was() {
	fires(2, || {
		change_doctor(|doctor| doctor.credentials[0].authority.accreditation = 99);
	});
}

#[test]
fn three_affiliated_to_itself() {
	fires(3, || change_doctor(|doctor| doctor.affiliations[0].organization = DOCTOR));
}

#[test]
fn three_affiliated_twice() {
	fires(3, || {
		change_doctor(|doctor| {
			let twin = doctor.affiliations[0].clone();
			doctor.affiliations.try_push(twin).unwrap();
		})
	});
}

#[test]
fn three_a_reversed_period() {
	fires(3, || change_doctor(|doctor| doctor.affiliations[0].period = Period::new(2, 1)));
}

#[test]
fn three_roles_of_the_wrong_kind() {
	fires(3, || change_doctor(|doctor| doctor.affiliations[0].role = Role::Pharmacy));
}

#[test]
fn four_a_number_not_yet_given() {
	fires(4, || NextCredential::<Test>::put(1));
}

#[test]
fn four_the_same_number_twice() {
	fires(4, || change_doctor(|doctor| doctor.credentials[0].id = 0));
}

#[test]
fn four_numbers_out_of_order() {
	fires(4, || {
		change_doctor(|doctor| {
			let mut earlier = doctor.credentials[0].clone();
			NextCredential::<Test>::put(9);
			doctor.credentials[0].id = 8;
			earlier.id = 7;
			doctor.credentials.try_push(earlier).unwrap();
		})
	});
}

#[test]
fn five_an_account_that_is_not_kept() {
	fires(5, || Holders::<Test>::mutate(PATIENT, |patient| patient.kept = false));
	fires(5, || {
		System::dec_sufficients(&PATIENT);
	});
}

#[test]
fn six_a_deposit_too_little() {
	fires(6, || {
		assert_ok!(Balances::set_balance_on_hold(
			&IssuedReason::get(),
			&HOSPITAL,
			held(HOSPITAL) - 1
		));
	});
	fires(6, || change_doctor(|doctor| doctor.affiliations.clear()));
}

#[test]
fn seven_a_role_too_often() {
	fires(7, || {
		change_doctor(|doctor| {
			for (id, issuer) in [(7, OTHER_HOSPITAL), (8, STRANGER)] {
				NextCredential::<Test>::put(9);
				let mut twin = doctor.credentials[0].clone();
				twin.id = id;
				twin.authority.issuer = issuer;
				doctor.credentials.try_push(twin).unwrap();
			}
		});
	});
}

#[test]
fn seven_a_role_twice_from_one_issuer() {
	fires(7, || {
		change_doctor(|doctor| {
			NextCredential::<Test>::put(9);
			let mut twin = doctor.credentials[0].clone();
			twin.id = 8;
			doctor.credentials.try_push(twin).unwrap();
		});
	});
}
