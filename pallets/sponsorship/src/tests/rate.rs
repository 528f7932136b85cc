//! How many calls are relayed in a while.

use super::*;

/// Relays `count` calls of `who`.
fn spend(who: Sr25519Keyring, count: u32) {
	for _ in 0..count {
		assert_ok!(relay(draft(who).sign()));
	}
}

#[test]
fn the_limit_holds_until_the_window_is_over() {
	build_and_execute(|| {
		assert_eq!((remaining(PATIENT), window(PATIENT)), (MAX_PER_WINDOW, None));
		spend(PATIENT, 1);
		assert_eq!((remaining(PATIENT), window(PATIENT)), (2, Some((20, 1))));
		run_to(25);
		spend(PATIENT, 2);
		assert_eq!((remaining(PATIENT), window(PATIENT)), (0, Some((20, 3))));
		for block in [25, 29] {
			run_to(block);
			assert_noop!(relay(draft(PATIENT).sign()), MetaTxError::Future);
		}
		run_to(30);
		assert_eq!((remaining(PATIENT), window(PATIENT)), (MAX_PER_WINDOW, None));
		spend(PATIENT, 3);
		assert_eq!((remaining(PATIENT), window(PATIENT)), (0, Some((30, 3))));
	});
}

#[test]
fn what_waited_for_the_next_window_passes_then() {
	build_and_execute(|| {
		spend(PATIENT, MAX_PER_WINDOW);
		let signed = Draft { era: era(MAX_LIFETIME), ..draft(PATIENT) }.sign();
		assert_noop!(relay(signed.clone()), MetaTxError::Future);
		run_to(30);
		assert_ok!(relay(signed));
	});
}

#[test]
fn a_span_as_long_as_a_window_holds_less_than_twice_the_limit() {
	build_and_execute(|| {
		spend(PATIENT, 1);
		run_to(29);
		spend(PATIENT, MAX_PER_WINDOW - 1);
		assert_noop!(relay(draft(PATIENT).sign()), MetaTxError::Future);
		run_to(30);
		spend(PATIENT, MAX_PER_WINDOW);
		// Blocks 21 to 30 hold five calls; there is no sixth.
		assert_noop!(relay(draft(PATIENT).sign()), MetaTxError::Future);
	});
}

#[test]
fn signers_are_counted_apart_and_relays_not_at_all() {
	build_and_execute(|| {
		spend(PATIENT, MAX_PER_WINDOW);
		spend(OTHER_PATIENT, 1);
		assert_eq!((remaining(PATIENT), remaining(OTHER_PATIENT), remaining(CHILD)), (0, 2, 3));
		assert_eq!(remaining(HOSPITAL), MAX_PER_WINDOW);
		assert_noop!(relay_by(OTHER_HOSPITAL, draft(PATIENT).sign()), MetaTxError::Future);
	});
}

#[test]
fn what_is_refused_is_not_counted() {
	build_and_execute(|| {
		let used = draft(PATIENT).sign();
		assert_ok!(relay(used.clone()));
		let good = draft(PATIENT);
		for refused in [
			used,
			Draft { key: HOSPITAL, ..good.clone() }.sign(),
			Draft { era: Era::Immortal, ..good.clone() }.sign(),
			Draft { nonce: good.nonce + 1, ..good.clone() }.sign(),
		] {
			assert!(relay(refused).is_err());
			assert_eq!(window(PATIENT), Some((20, 1)));
		}
		assert_noop!(relay(draft(NOBODY).sign()), MetaTxError::Invalid);
		assert_eq!(window(NOBODY), None);
	});
}

#[test]
fn what_was_dispatched_and_failed_is_counted() {
	build_and_execute(|| {
		let poor = pallet_balances::Call::transfer_keep_alive { dest: account(HOSPITAL), value: 9 };
		assert_ok!(relay(Draft { call: poor.into(), ..draft(PATIENT) }.sign()));
		assert!(last_result().is_err());
		assert_eq!(window(PATIENT), Some((20, 1)));
	});
}

#[test]
fn to_validate_writes_nothing() {
	build_and_execute(|| {
		let Draft { call, .. } = draft(PATIENT);
		let info = call.get_dispatch_info();
		for _ in 0..=MAX_PER_WINDOW {
			assert_storage_noop!(assert_ok!(LimitRate::<Test>::new().validate_only(
				Some(account(PATIENT)).into(),
				&call,
				&info,
				0,
				TransactionSource::External,
				0,
			)));
		}
	});
}

/// The nonce is found to be too high only when the tuple is prepared; there `LimitRate` must stand
/// behind it. (`MetaTx.dispatch` would undo what was written; nothing is.)
#[test]
fn it_stands_behind_the_nonce() {
	build_and_execute(|| {
		let early = Draft { nonce: 1, ..draft(PATIENT) };
		let info = early.call.get_dispatch_info();
		let extension = early.extension();
		assert_noop!(
			extension
				.validate_and_prepare(RuntimeOrigin::none(), &early.call, &info, 0, 0)
				.map(|_| ()),
			TransactionValidityError::from(InvalidTransaction::Future)
		);
	});
}

/// In front of the signature it takes nothing.
#[test]
fn it_stands_behind_the_signature() {
	build_and_execute(|| {
		let Draft { call, nonce, .. } = draft(PATIENT);
		let info = call.get_dispatch_info();
		let nonce = || frame_system::CheckNonce::<Test>::from(nonce);
		let rate = LimitRate::<Test>::new;
		let signature =
			(0u8, &call, nonce(), rate(), (), ()).using_encoded(|payload| sign(PATIENT, payload));
		let signed = || Signed::<Test>::new_with_signature(signature.clone(), account(PATIENT));
		assert_noop!(
			(rate(), signed(), nonce())
				.validate_and_prepare(RuntimeOrigin::none(), &call, &info, 0, 0)
				.map(|_| ()),
			TransactionValidityError::from(InvalidTransaction::UnknownOrigin)
		);
		assert_ok!((signed(), nonce(), rate())
			.validate_and_prepare(RuntimeOrigin::none(), &call, &info, 0, 0)
			.map(|_| ()));
		assert_eq!(window(PATIENT), Some((20, 1)));
	});
}

#[test]
fn the_relay_pays_for_what_the_extension_weighs() {
	build_and_execute(|| {
		let Draft { call, .. } = draft(PATIENT);
		let extension = draft(PATIENT).extension();
		let rate = <() as WeightInfo>::limit_rate();
		assert!(!rate.is_zero());
		assert_eq!(LimitRate::<Test>::new().weight(&call), rate);
		let before = {
			let (a, b, c, d, e, f, g, h, _) = extension.clone();
			(a, b, c, d, e, f, g, h).weight(&call)
		};
		assert_eq!(extension.weight(&call), before.saturating_add(rate));
	});
}

#[test]
fn what_takes_back_is_never_refused_for_the_count_nor_counted() {
	build_and_execute(|| {
		let take_back = || {
			let call = frame_system::Call::remark { remark: vec![] }.into();
			relay(Draft { call, ..draft(PATIENT) }.sign())
		};
		assert_ok!(take_back());
		assert_eq!(window(PATIENT), None);
		spend(PATIENT, MAX_PER_WINDOW);
		assert_eq!(remaining(PATIENT), 0);
		assert_ok!(take_back());
		assert_eq!(remaining(PATIENT), 0);
	});
}

#[test]
fn what_holds_other_calls_is_not_relayed() {
	build_and_execute(|| {
		let inner = Box::new(draft(OTHER_PATIENT).sign());
		let meta_tx_encoded_len = inner.encoded_size() as u32;
		let call = pallet_meta_tx::Call::dispatch { meta_tx: inner, meta_tx_encoded_len }.into();
		let refused = relay(Draft { call, ..draft(PATIENT) }.sign());
		assert_noop!(refused, MetaTxError::Invalid);
		assert_eq!(window(PATIENT), None);
	});
}
