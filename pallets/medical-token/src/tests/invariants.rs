//! Each invariant, and each condition of it, fires when it is violated.

use super::{
	plan::{in_instalments, monthly, ANY},
	*,
};
use frame::{
	deps::sp_runtime::{TransactionOutcome, TryRuntimeError},
	traits::{
		fungible::{InspectHold, UnbalancedHold},
		fungibles::{hold::Mutate as _, Unbalanced},
	},
};
use medchain_support::billing::Payments;

/// The bills that [`fires`] has ready: one in instalments that are collected; one on which the
/// patient has paid some and had some back, with an offer of prompt payment.
const PLANNED: BillId = 0;
const PARTLY: BillId = 1;
/// A redemption of the patient, and an escrow of the insurer.
const REDEMPTION: RedemptionId = 0;
const ESCROW: u64 = 0;

fn scene() {
	currency();
	in_instalments(900, monthly(3), Some(ANY));
	prompt_pay(1_000, DAY);
	membership(500);
	assert_eq!(bill_of(1_000), PARTLY);
	assert_ok!(MedicalToken::pay(signed(PATIENT), PARTLY, 100));
	assert_ok!(MedicalToken::pay(signed(INSURER), PARTLY, 200));
	assert_ok!(MedicalToken::refund(signed(HOSPITAL), PARTLY, PATIENT, 40));
	assert_ok!(MedicalToken::request_redemption(signed(PATIENT), EUR, 700));
	assert_ok!(<MedicalToken as Payments<_>>::hold(EUR, &INSURER, 50));
	freeze(OTHER_PATIENT);
}

/// Violates a sound state, and expects the invariants to say exactly this.
fn fires(expected: &str, violate: impl FnOnce()) {
	build_and_execute(|| {
		scene();
		let _ = frame::deps::frame_support::storage::with_transaction(|| {
			assert_ok!(check_state());
			violate();
			let error = check_state().expect_err("the violation goes unnoticed");
			let TryRuntimeError::Other(message) = error else { panic!("{error:?}") };
			assert_eq!(message, format!("medical-token {expected}"));
			TransactionOutcome::Rollback(DispatchResult::Ok(()))
		});
	});
}

fn change_bill(id: BillId, change: impl FnOnce(&mut Bill<AccountId>)) {
	Bills::<Test>::mutate(id, |known| change(&mut known.as_mut().unwrap().bill));
}

fn change_line(id: BillId, change: impl FnOnce(&mut BilledLine)) {
	Bills::<Test>::mutate(id, |known| change(&mut known.as_mut().unwrap().details.lines[0]));
}

fn change_plan(change: impl FnOnce(&mut Plan)) {
	change_bill(PLANNED, |bill| change(bill.plan.as_mut().unwrap()));
}

fn change_debit(change: impl FnOnce(&mut Debit)) {
	change_plan(|plan| change(plan.debit.as_mut().unwrap()));
}

fn change_offer(change: impl FnOnce(&mut PromptPay)) {
	change_bill(PARTLY, |bill| change(bill.prompt_pay.as_mut().unwrap()));
}

fn change_discounts(change: impl FnOnce(&mut Discounts<Ticket>)) {
	DiscountsOf::<Test>::mutate(HOSPITAL, |discounts| change(discounts.as_mut().unwrap()));
}

/// Closes a bill as if what is owed were given up, which leaves invariant 2 in peace.
fn close(bill: &mut Bill<AccountId>) {
	bill.written_off += bill.outstanding();
	bill.status = BillStatus::Balanced;
	bill.closed_at = Some(NOW);
}

#[test]
fn one_more_tokens_than_reserves() {
	let expected = "1: more tokens exist than the reserves allowed";
	fires(expected, || {
		Currencies::<Test>::mutate(EUR, |currency| {
			currency.as_mut().unwrap().ceiling = 4 * FUNDS - 1
		})
	});
	fires(expected, || {
		<Assets as Unbalanced<_>>::set_total_issuance(EUR, RESERVES + 1);
	});
}

#[test]
fn one_a_currency_not_found() {
	let expected = "1: a currency is not found by issuer and code";
	fires(expected, || CurrencyOf::<Test>::remove(BANK, code("EUR")));
	fires(expected, || CurrencyOf::<Test>::insert(BANK, code("EUR"), 2));
	fires(expected, || {
		Currencies::<Test>::mutate(EUR, |currency| currency.as_mut().unwrap().code = code("USD"))
	});
}

#[test]
fn one_an_entry_that_leads_nowhere() {
	fires("1: an issuer and code lead to no currency", || {
		CurrencyOf::<Test>::insert(OTHER_BANK, code("EUR"), EUR)
	});
}

#[test]
fn two_lines_that_are_not_the_whole() {
	let expected = "2: the lines are not the whole";
	fires(expected, || change_bill(PARTLY, |bill| bill.gross += 1));
	fires(expected, || change_line(PARTLY, |line| line.line.quantity = 2));
	fires(expected, || change_line(PARTLY, |line| line.line.unit_price = Amount::MAX));
	fires(expected, || {
		change_line(PARTLY, |line| {
			line.line.quantity = 2;
			line.line.unit_price = Amount::MAX;
		})
	});
}

#[test]
fn two_parts_that_are_not_the_whole() {
	let expected = "2: the parts are not the whole";
	fires(expected, || change_bill(PARTLY, |bill| bill.paid = 951));
	fires(expected, || change_bill(PARTLY, |bill| bill.written_off = 651));
	fires(expected, || change_bill(PARTLY, |bill| bill.discount = 701));
	fires(expected, || {
		change_offer(|offer| *offer = PromptPay { discount: 651, taken: true, ..*offer })
	});
	fires(expected, || change_bill(PARTLY, |bill| bill.written_off = Amount::MAX));
}

#[test]
fn two_open_without_debt_or_closed_with_it() {
	let expected = "2: an open bill without debt, or a debt on a closed one";
	for status in [BillStatus::Balanced, BillStatus::Cancelled, BillStatus::EnteredInError] {
		fires(expected, || change_bill(PARTLY, |bill| bill.status = status));
	}
	fires(expected, || change_bill(PARTLY, |bill| bill.closed_at = Some(NOW)));
	fires(expected, || change_bill(PARTLY, |bill| bill.written_off = bill.outstanding()));
	fires(expected, || {
		change_bill(PARTLY, |bill| {
			close(bill);
			bill.closed_at = None;
		})
	});
}

#[test]
fn two_more_back_than_paid() {
	fires("2: more came back than was paid", || {
		change_bill(PARTLY, |bill| bill.payments[0].refunded = 101)
	});
}

#[test]
fn two_a_payer_twice() {
	fires("2: a payer twice", || change_bill(PARTLY, |bill| bill.payments[1].payer = PATIENT));
}

#[test]
fn two_payments_that_are_not_what_was_paid() {
	let expected = "2: payments are not what was paid";
	fires(expected, || change_bill(PARTLY, |bill| bill.payments[0].amount += 1));
	fires(expected, || change_bill(PARTLY, |bill| bill.payments[0].refunded += 1));
	fires(expected, || change_bill(PARTLY, |bill| bill.paid -= 1));
	fires(expected, || change_bill(PARTLY, |bill| bill.refunded += 1));
	fires(expected, || {
		change_bill(PARTLY, |bill| {
			bill.payments.pop();
		})
	});
}

#[test]
fn three_a_negative_price() {
	let expected = "3: a price is negative";
	fires(expected, || change_line(PARTLY, |line| line.package = 951));
	fires(expected, || change_line(PARTLY, |line| line.membership = 906));
	fires(expected, || change_line(PARTLY, |line| line.prompt_pay = 951));
	fires(expected, || change_line(PARTLY, |line| line.prompt_pay = Amount::MAX));
}

#[test]
fn three_discounts_that_the_bill_does_not_have() {
	let expected = "3: discounts of the lines are not that of the bill";
	fires(expected, || change_line(PARTLY, |line| line.package += 1));
	fires(expected, || change_line(PARTLY, |line| line.membership -= 1));
	fires(expected, || change_bill(PARTLY, |bill| bill.discount += 1));
}

#[test]
fn three_prompt_payment_that_the_lines_do_not_say() {
	let expected = "3: prompt payment takes off what the lines do not say";
	fires(expected, || change_line(PARTLY, |line| line.prompt_pay += 1));
	fires(expected, || change_line(PARTLY, |line| line.prompt_pay -= 1));
	fires(expected, || change_offer(|offer| offer.discount -= 1));
	fires(expected, || change_offer(|offer| offer.discount += 1));
	fires(expected, || {
		change_offer(|offer| *offer = PromptPay { discount: 96, taken: true, ..*offer })
	});
	fires(expected, || change_bill(PARTLY, |bill| bill.prompt_pay = None));
}

#[test]
fn three_a_cap_above_the_whole() {
	fires("3: a cap above the whole", || {
		change_discounts(|discounts| discounts.cap = BasisPoints(10_001))
	});
}

#[test]
fn three_a_programme_twice() {
	fires("3: a programme twice", || {
		change_discounts(|discounts| discounts.programmes[1].id = discounts.programmes[0].id)
	});
}

#[test]
fn four_something_open_of_nothing() {
	let expected = "4: something open of nothing";
	fires(expected, || {
		Redemptions::<Test>::mutate(REDEMPTION, |open| open.as_mut().unwrap().amount = 0)
	});
	fires(expected, || Escrows::<Test>::mutate(ESCROW, |open| open.as_mut().unwrap().amount = 0));
}

#[test]
fn four_held_is_not_what_is_open() {
	let expected = "4: held is not what is open";
	fires(expected, || {
		Redemptions::<Test>::mutate(REDEMPTION, |open| open.as_mut().unwrap().amount += 1)
	});
	fires(expected, || {
		Redemptions::<Test>::mutate(REDEMPTION, |open| open.as_mut().unwrap().holder = HOSPITAL)
	});
	fires(expected, || Escrows::<Test>::mutate(ESCROW, |open| open.as_mut().unwrap().amount -= 1));
	// Held for one thing, open for another.
	fires(expected, || {
		let escrow = Escrows::<Test>::take(ESCROW).unwrap();
		let Escrow { currency, owner, amount } = escrow;
		let redemption = Redemption { currency, holder: owner, amount, deadline: NOW };
		Redemptions::<Test>::insert(REDEMPTION, redemption);
	});
}

#[test]
fn four_something_held_that_is_not_open() {
	let expected = "4: something is held that is not open";
	// Nothing of theirs is open, or nothing for this reason.
	for (who, reason) in [
		(HOSPITAL, HoldReason::Redemption),
		(HOSPITAL, HoldReason::Escrow),
		(HOSPITAL, HoldReason::Stored),
		(PATIENT, HoldReason::Escrow),
		(PATIENT, HoldReason::Stored),
		(INSURER, HoldReason::Redemption),
	] {
		fires(expected, || {
			assert_ok!(AssetsHolder::hold(EUR, &reason.into(), &who, 1));
		});
	}
	fires(expected, || Redemptions::<Test>::remove(REDEMPTION));
	fires(expected, || Escrows::<Test>::remove(ESCROW));
}

#[test]
fn five_a_frozen_account_that_sends() {
	fires("5: a frozen account can send", || {
		assert_ok!(Assets::thaw(signed(Owner::get()), EUR, OTHER_PATIENT));
	});
}

#[test]
fn five_a_frozen_account_that_receives() {
	fires("5: a frozen account can receive", || {
		// Frozen as the assets pallet understands it: it does not send.
		assert_ok!(Assets::freeze(signed(Owner::get()), EUR, OTHER_PATIENT));
	});
}

#[test]
fn six_more_owed_than_planned() {
	fires("6: more is owed than the plan pays", || change_plan(|plan| plan.total = 899));
}

#[test]
fn six_a_mandate_without_instalments() {
	let expected = "6: a mandate on a bill that is not in instalments";
	fires(expected, || change_plan(|plan| plan.accepted = false));
	fires(expected, || change_bill(PLANNED, close));
}

#[test]
fn six_more_collected_than_allowed() {
	let expected = "6: more was collected than allowed";
	fires(expected, || change_debit(|debit| debit.debited = 901));
	fires(expected, || {
		change_debit(|debit| {
			debit.debited = 301;
			debit.mandate.total = 300;
		})
	});
}

#[test]
fn six_an_instalment_that_is_not() {
	let expected = "6: an instalment that is not, or not yet";
	fires(expected, || change_debit(|debit| debit.instalment = 0));
	fires(expected, || change_debit(|debit| debit.instalment = 4));
	fires(expected, || change_debit(|debit| debit.instalment = 2));
	fires(expected, || change_debit(|debit| debit.next -= 1));
}

#[test]
fn six_a_mandate_that_does_not_wait() {
	let expected = "6: a mandate does not wait";
	let queued = || (monthly(3).first_due.to_be_bytes(), PLANNED);
	fires(expected, || Debits::<Test>::remove(queued()));
	fires(expected, || change_debit(|debit| debit.next += 1));
}

#[test]
fn six_something_else_waits() {
	let expected = "6: something waits that is no mandate";
	fires(expected, || Debits::<Test>::insert((NOW.to_be_bytes(), PLANNED), ()));
	fires(expected, || Debits::<Test>::insert((NOW.to_be_bytes(), PARTLY), ()));
	fires(expected, || change_plan(|plan| plan.debit = None));
}

#[test]
fn seven_numbers_not_yet_given() {
	fires("7: a bill not yet numbered", || NextBill::<Test>::put(PARTLY));
	fires("7: a redemption not yet numbered", || NextRedemption::<Test>::put(REDEMPTION));
	fires("7: an escrow not yet numbered", || NextEscrow::<Test>::put(ESCROW));
	fires("7: a currency not yet numbered", || NextCurrency::<Test>::put(EUR));
	fires("7: a programme not yet numbered", || NextProgramme::<Test>::put(1));
}

#[test]
fn seven_a_bill_not_found() {
	let expected = "7: a bill is not found by a party";
	for party in [HOSPITAL, PATIENT] {
		fires(expected, || BillsOf::<Test>::remove(party, PARTLY.to_be_bytes()));
	}
	fires(expected, || change_bill(PARTLY, |bill| bill.patient = STRANGER));
}

#[test]
fn seven_a_bill_found_that_is_not() {
	let expected = "7: a bill is found that is not";
	fires(expected, || BillsOf::<Test>::insert(STRANGER, PARTLY.to_be_bytes(), ()));
	fires(expected, || BillsOf::<Test>::insert(PATIENT, 9u64.to_be_bytes(), ()));
}

#[test]
fn eight_deposits_that_are_not_the_price() {
	let expected = "8: deposits held differ from the price of what is stored";
	for (who, held) in [(HOSPITAL, -1), (HOSPITAL, 1), (PHARMACY, 1)] {
		fires(expected, || {
			let before = Balances::balance_on_hold(&StoredReason::get(), &who);
			let held = before.checked_add_signed(held).unwrap();
			assert_ok!(Balances::set_balance_on_hold(&StoredReason::get(), &who, held));
		});
	}
	fires(expected, || {
		change_discounts(|discounts| {
			discounts.programmes.pop();
		})
	});
	fires(expected, || {
		let _ = Members::<Test>::clear(u32::MAX, None);
	});
}

#[test]
fn eight_tokens_in_two_places_or_none() {
	let expected = "8: a token is in two places or none";
	for supply in [4 * FUNDS - 1, 4 * FUNDS + 1] {
		fires(expected, || <Assets as Unbalanced<_>>::set_total_issuance(EUR, supply));
	}
}
