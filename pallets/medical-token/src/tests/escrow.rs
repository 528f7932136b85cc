//! What other pallets do with money: pools and escrows.

use super::*;
use medchain_support::{billing::Payments, EscrowId};

type Money = MedicalToken;

fn hold(amount: Amount) -> Result<EscrowId, DispatchError> {
	<Money as Payments<_>>::hold(EUR, &PATIENT, amount)
}

/// An escrow of 500 of the patient.
fn escrow() -> EscrowId {
	currency();
	let id = hold(500).expect("there is enough");
	events();
	id
}

fn release(id: EscrowId, amount: Amount) -> DispatchResult {
	<Money as Payments<AccountId>>::release(id, amount)
}

fn pay_held(id: EscrowId, to: AccountId, amount: Amount) -> DispatchResult {
	<Money as Payments<_>>::pay_held(id, &to, amount)
}

fn held(id: EscrowId) -> Option<(CurrencyId, Amount)> {
	<Money as Payments<AccountId>>::held(id)
}

fn spendable(who: AccountId) -> Amount {
	<Money as Payments<_>>::spendable(EUR, &who)
}

fn pay(from: AccountId, to: AccountId, amount: Amount) -> DispatchResult {
	<Money as Payments<_>>::pay(EUR, &from, &to, amount)
}

#[test]
fn money_is_kept_aside() {
	build_and_execute(|| {
		currency();
		assert_eq!(hold(500), Ok(0));
		let opened = Event::EscrowOpened { escrow: 0, currency: EUR, owner: PATIENT, amount: 500 };
		assert_eq!(events(), [opened]);
		let escrow = Escrow { currency: EUR, owner: PATIENT, amount: 500 };
		assert_eq!(Escrows::<Test>::get(0), Some(escrow));
		assert_eq!(held(0), Some((EUR, 500)));
		assert_eq!(hold(1), Ok(1));
		assert_eq!((balance(PATIENT), on_hold(PATIENT)), (FUNDS - 501, 501));
		assert_eq!(spendable(PATIENT), FUNDS - 502);
		assert_eq!((held(2), supply()), (None, 4 * FUNDS));
	});
}

#[test]
fn only_what_is_free_is_kept_aside() {
	build_and_execute(|| {
		currency();
		assert_noop!(hold(0), TestError::ZeroAmount);
		for amount in [FUNDS, u128::MAX] {
			assert_noop!(hold(amount), TestError::InsufficientFunds);
		}
		assert_noop!(<Money as Payments<_>>::hold(2, &PATIENT, 1), TestError::CurrencyNotFound);
		assert_noop!(<Money as Payments<_>>::hold(EUR, &STRANGER, 1), TestError::InsufficientFunds);
		assert_ok!(hold(FUNDS - 1));
		assert_noop!(hold(1), TestError::InsufficientFunds);
		assert_eq!(spendable(PATIENT), 0);
	});
}

#[test]
fn it_goes_back_to_its_owner_in_parts() {
	build_and_execute(|| {
		let id = escrow();
		for (amount, left) in [(1, Some((EUR, 499))), (499, None)] {
			assert_ok!(release(id, amount));
			assert_eq!(events(), [Event::EscrowReleased { escrow: id, amount }]);
			assert_eq!(held(id), left);
		}
		assert_eq!((balance(PATIENT), on_hold(PATIENT)), (FUNDS, 0));
		assert!(!Escrows::<Test>::contains_key(id));
		assert_noop!(release(id, 1), TestError::EscrowNotFound);
		assert_noop!(pay_held(id, HOSPITAL, 1), TestError::EscrowNotFound);
	});
}

#[test]
fn it_is_paid_to_others_in_parts() {
	build_and_execute(|| {
		let id = escrow();
		for (to, amount, left) in [
			(HOSPITAL, 100, Some((EUR, 400))),
			(STRANGER, 1, Some((EUR, 399))),
			(PATIENT, 99, Some((EUR, 300))),
			(HOSPITAL, 300, None),
		] {
			assert_ok!(pay_held(id, to, amount));
			assert_eq!(events(), [Event::EscrowPaid { escrow: id, to, amount }]);
			assert_eq!(held(id), left);
		}
		assert_eq!([PATIENT, HOSPITAL, STRANGER].map(balance), [FUNDS - 401, FUNDS + 400, 1]);
		assert_eq!((on_hold(PATIENT), supply()), (0, 4 * FUNDS));
	});
}

#[test]
fn no_more_comes_out_than_is_in() {
	build_and_execute(|| {
		let id = escrow();
		// Of another escrow of the same owner nothing is taken.
		let other = hold(700).unwrap();
		for amount in [501, 1_200, u128::MAX] {
			assert_noop!(release(id, amount), TestError::EscrowTooSmall);
			assert_noop!(pay_held(id, HOSPITAL, amount), TestError::EscrowTooSmall);
		}
		assert_noop!(release(id, 0), TestError::ZeroAmount);
		assert_noop!(pay_held(id, HOSPITAL, 0), TestError::ZeroAmount);
		assert_noop!(release(9, 1), TestError::EscrowNotFound);
		assert_noop!(pay_held(9, HOSPITAL, 1), TestError::EscrowNotFound);
		assert_ok!(release(id, 500));
		assert_eq!((held(id), held(other)), (None, Some((EUR, 700))));
		assert_eq!(on_hold(PATIENT), 700);
	});
}

#[test]
fn it_is_not_mixed_with_what_is_to_be_redeemed() {
	build_and_execute(|| {
		let id = escrow();
		assert_ok!(MedicalToken::request_redemption(signed(PATIENT), EUR, 300));
		assert_noop!(release(id, 501), TestError::EscrowTooSmall);
		assert_ok!(pay_held(id, HOSPITAL, 500));
		assert_eq!(on_hold(PATIENT), 300);
		assert_ok!(MedicalToken::complete_redemption(signed(BANK), 0, EVIDENCE));
		assert_eq!((on_hold(PATIENT), balance(PATIENT)), (0, FUNDS - 800));
	});
}

#[test]
fn nothing_moves_from_to_or_in_what_stands_still() {
	build_and_execute(|| {
		let id = escrow();
		pause();
		assert_noop!(hold(1), TestError::CurrencyPaused);
		assert_noop!(release(id, 1), TestError::CurrencyPaused);
		assert_noop!(pay_held(id, HOSPITAL, 1), TestError::CurrencyPaused);
		assert_noop!(pay(PATIENT, HOSPITAL, 1), TestError::CurrencyPaused);
		assert_eq!(spendable(PATIENT), 0);
		assert_ok!(MedicalToken::resume(signed(REGULATOR), EUR));

		freeze(HOSPITAL);
		assert_noop!(pay_held(id, HOSPITAL, 1), TestError::PayeeFrozen);
		assert_noop!(pay(PATIENT, HOSPITAL, 1), TestError::PayeeFrozen);
		freeze(PATIENT);
		assert_noop!(hold(1), TestError::PayerFrozen);
		assert_noop!(release(id, 1), TestError::PayeeFrozen);
		assert_noop!(pay_held(id, INSURER, 1), TestError::PayerFrozen);
		assert_noop!(pay(PATIENT, INSURER, 1), TestError::PayerFrozen);
		assert_eq!((spendable(PATIENT), spendable(INSURER)), (0, FUNDS - 1));
		assert_eq!(held(id), Some((EUR, 500)));
	});
}

#[test]
fn a_pool_pays_and_stays_alive() {
	build_and_execute(|| {
		currency();
		assert_eq!((spendable(INSURER), spendable(STRANGER)), (FUNDS - 1, 0));
		assert_noop!(pay(INSURER, STRANGER, 0), TestError::ZeroAmount);
		for amount in [FUNDS, u128::MAX] {
			assert_noop!(pay(INSURER, STRANGER, amount), TestError::InsufficientFunds);
		}
		assert_noop!(
			<Money as Payments<_>>::pay(2, &INSURER, &STRANGER, 1),
			TestError::CurrencyNotFound
		);
		assert_ok!(pay(INSURER, STRANGER, 1));
		assert_ok!(pay(INSURER, STRANGER, FUNDS - 2));
		assert_eq!([INSURER, STRANGER].map(balance), [1, FUNDS - 1]);
		assert_noop!(pay(INSURER, STRANGER, 1), TestError::InsufficientFunds);
		assert_eq!(events(), []);
	});
}

#[test]
fn numbers_of_escrows_end() {
	build_and_execute(|| {
		currency();
		NextEscrow::<Test>::put(EscrowId::MAX);
		assert_noop!(hold(1), TestError::NumbersExhausted);
	});
}
