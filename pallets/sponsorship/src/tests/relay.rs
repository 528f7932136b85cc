//! Who signs is who calls; nobody sends a call twice, changes it or makes one up.

use super::*;
use codec::Decode;

#[test]
fn a_hospital_relays_a_patients_call() {
	build_and_execute(|| {
		assert_ok!(relay(draft(PATIENT).sign()));
		assert_ok!(last_result());
		System::assert_has_event(
			frame_system::Event::<Test>::Remarked {
				sender: account(PATIENT),
				hash: BlakeTwo256::hash(&[7]),
			}
			.into(),
		);
		assert_eq!(System::account_nonce(account(PATIENT)), 1);
		assert_eq!((window(PATIENT), window(HOSPITAL)), (Some((20, 1)), None));
	});
}

#[test]
fn what_was_relayed_once_cannot_be_relayed_again() {
	build_and_execute(|| {
		let signed = draft(PATIENT).sign();
		assert_ok!(relay(signed.clone()));
		for hospital in [HOSPITAL, OTHER_HOSPITAL] {
			assert_noop!(relay_by(hospital, signed.clone()), MetaTxError::Stale);
		}
	});
}

#[test]
fn a_nonce_ahead_of_its_time_is_refused() {
	build_and_execute(|| {
		assert_noop!(relay(Draft { nonce: 1, ..draft(PATIENT) }.sign()), MetaTxError::Future);
	});
}

#[test]
fn nobody_signs_for_another() {
	build_and_execute(|| {
		let forged = Draft { key: HOSPITAL, ..draft(PATIENT) };
		assert_noop!(relay(forged.sign()), MetaTxError::BadProof);
	});
}

#[test]
fn what_was_changed_on_the_way_is_refused() {
	build_and_execute(|| {
		let signed = draft(PATIENT).sign().encode();
		let mut accepted = 0;
		for position in 0..signed.len() {
			let mut changed = signed.clone();
			changed[position] ^= 1;
			if let Ok(changed) = MetaTxFor::<Test>::decode(&mut &changed[..]) {
				frame::deps::frame_support::assert_storage_noop!(
					accepted += u32::from(relay(changed).is_ok())
				);
			}
		}
		assert_eq!(accepted, 0);
		assert_ok!(relay(draft(PATIENT).sign()));
	});
}

#[test]
fn a_call_without_a_signature_is_refused() {
	build_and_execute(|| {
		let mut extension = draft(PATIENT).extension();
		extension.0 = Signed::new_disabled();
		let unsigned = MetaTxFor::<Test>::new(draft(PATIENT).call, 0, extension);
		assert_noop!(relay(unsigned), MetaTxError::UnknownOrigin);
	});
}

#[test]
fn an_account_that_nothing_keeps_alive_cannot_sign() {
	build_and_execute(|| {
		assert_noop!(relay(draft(NOBODY).sign()), MetaTxError::Invalid);
		System::inc_sufficients(&account(NOBODY));
		assert_ok!(relay(draft(NOBODY).sign()));
	});
}
