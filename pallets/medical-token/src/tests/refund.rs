//! `refund`.

use super::*;

fn refund(bill: BillId, payer: AccountId, amount: Amount) -> DispatchResult {
	MedicalToken::refund(signed(HOSPITAL), bill, payer, amount)
}

/// A bill of 1 000, of which the patient paid 600 and the insurer 300.
fn part_paid() -> BillId {
	currency();
	let id = bill_of(1_000);
	assert_ok!(MedicalToken::pay(signed(PATIENT), id, 600));
	assert_ok!(MedicalToken::pay(signed(INSURER), id, 300));
	events();
	id
}

/// What each payer paid, and had back.
fn payments(id: BillId) -> Vec<(AccountId, Amount, Amount)> {
	let of = |one: &Payment<AccountId>| (one.payer, one.amount, one.refunded);
	stored(id).payments.iter().map(of).collect()
}

#[test]
fn money_goes_back_to_who_paid() {
	build_and_execute(|| {
		let id = part_paid();
		assert_ok!(refund(id, INSURER, 100));
		assert_eq!(events(), [Event::BillRefunded { bill: id, payer: INSURER, amount: 100 }]);
		assert_eq!(payments(id), [(PATIENT, 600, 0), (INSURER, 300, 100)]);
		assert_eq!(
			[PATIENT, INSURER, HOSPITAL].map(balance),
			[FUNDS - 600, FUNDS - 200, FUNDS + 800]
		);
		let bill = stored(id);
		assert_eq!((bill.paid, bill.refunded, bill.kept()), (900, 100, 800));
		// What is owed stays as it is.
		assert_eq!((bill.outstanding(), bill.status), (100, BillStatus::Issued));
	});
}

#[test]
fn nothing_goes_back_twice() {
	build_and_execute(|| {
		let id = part_paid();
		for _ in 0..2 {
			assert_ok!(refund(id, PATIENT, 300));
		}
		for amount in [1, 600, u128::MAX] {
			assert_noop!(refund(id, PATIENT, amount), TestError::AlreadyRefunded);
		}
		assert_eq!(balance(PATIENT), FUNDS);
		assert_ok!(refund(id, INSURER, 300));
		assert_noop!(refund(id, INSURER, 300), TestError::AlreadyRefunded);
		assert_eq!(balance(HOSPITAL), FUNDS);
	});
}

#[test]
fn no_more_goes_back_than_this_account_paid() {
	build_and_execute(|| {
		let id = part_paid();
		for amount in [301, 600, u128::MAX] {
			assert_noop!(refund(id, INSURER, amount), TestError::RefundExceedsPayment);
		}
		assert_ok!(refund(id, INSURER, 1));
		assert_noop!(refund(id, INSURER, 300), TestError::RefundExceedsPayment);
		assert_ok!(refund(id, INSURER, 299));
		for who in [OTHER_PATIENT, HOSPITAL, STRANGER] {
			assert_noop!(refund(id, who, 1), TestError::NoPayment);
		}
	});
}

#[test]
fn what_is_refunded_is_refunded_by_the_provider() {
	build_and_execute(|| {
		let id = part_paid();
		assert_noop!(refund(id, PATIENT, 0), TestError::ZeroAmount);
		assert_noop!(refund(id + 1, PATIENT, 1), TestError::BillNotFound);
		for who in [PATIENT, PHARMACY, REGULATOR, STRANGER] {
			assert_noop!(MedicalToken::refund(signed(who), id, PATIENT, 1), TestError::NotProvider);
		}
		assert_ok!(Assets::transfer(signed(HOSPITAL), EUR, OTHER_PATIENT, FUNDS + 799));
		assert_noop!(refund(id, PATIENT, 101), TestError::InsufficientFunds);
		assert_ok!(refund(id, PATIENT, 100));
		assert_eq!(balance(HOSPITAL), 1);
		// Also by who may not bill any more.
		Registry::take_role(&HOSPITAL, Role::ProviderOrganization);
		assert_ok!(Assets::transfer(signed(OTHER_PATIENT), EUR, HOSPITAL, 500));
		assert_ok!(refund(id, PATIENT, 500));
		assert_eq!(balance(PATIENT), FUNDS);
	});
}

#[test]
fn nothing_is_refunded_from_to_or_in_what_stands_still() {
	build_and_execute(|| {
		let id = part_paid();
		pause();
		assert_noop!(refund(id, PATIENT, 1), TestError::CurrencyPaused);
		assert_ok!(MedicalToken::resume(signed(REGULATOR), EUR));
		freeze(PATIENT);
		assert_noop!(refund(id, PATIENT, 1), TestError::PayeeFrozen);
		assert_ok!(refund(id, INSURER, 1));
		freeze(HOSPITAL);
		assert_noop!(refund(id, INSURER, 1), TestError::PayerFrozen);
	});
}

#[test]
fn a_bill_stays_closed_when_its_money_goes_back() {
	build_and_execute(|| {
		let id = part_paid();
		assert_ok!(MedicalToken::pay(signed(PATIENT), id, 100));
		assert_ok!(refund(id, PATIENT, 700));
		let bill = stored(id);
		assert_eq!((bill.status, bill.outstanding()), (BillStatus::Balanced, 0));
		assert_noop!(MedicalToken::pay(signed(PATIENT), id, 700), TestError::BillClosed);
		assert_noop!(MedicalToken::cancel(signed(HOSPITAL), id, true), TestError::BillClosed);
	});
}

#[test]
fn who_pays_again_can_have_that_back_too() {
	build_and_execute(|| {
		let id = part_paid();
		assert_ok!(refund(id, PATIENT, 600));
		assert_ok!(MedicalToken::pay(signed(PATIENT), id, 100));
		assert_eq!(payments(id)[0], (PATIENT, 700, 600));
		assert_noop!(refund(id, PATIENT, 101), TestError::RefundExceedsPayment);
		assert_ok!(refund(id, PATIENT, 100));
		assert_eq!((balance(PATIENT), stored(id).kept()), (FUNDS, 300));
	});
}

#[test]
fn money_goes_back_to_an_account_that_was_emptied() {
	build_and_execute(|| {
		currency();
		let id = bill_of(FUNDS - 1);
		assert_ok!(MedicalToken::pay(signed(PATIENT), id, FUNDS - 1));
		assert_ok!(Assets::transfer(signed(PATIENT), EUR, STRANGER, 1));
		assert_eq!(Assets::maybe_balance(EUR, PATIENT), None);
		assert_ok!(refund(id, PATIENT, 1));
		assert_eq!((balance(PATIENT), balance(HOSPITAL)), (1, 2 * FUNDS - 2));
		assert_ok!(refund(id, PATIENT, FUNDS - 2));
		assert_eq!((balance(PATIENT), balance(HOSPITAL)), (FUNDS - 1, FUNDS));
	});
}

#[test]
fn a_removed_bill_refunds_nothing() {
	build_and_execute(|| {
		let id = part_paid();
		assert_ok!(MedicalToken::pay(signed(PATIENT), id, 100));
		set_now(NOW + 60 * DAY + 1);
		assert_ok!(MedicalToken::remove(signed(HOSPITAL), id));
		assert_noop!(refund(id, PATIENT, 1), TestError::BillNotFound);
	});
}
