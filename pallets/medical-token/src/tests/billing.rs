//! `issue`, `pay`, `write_off`, `cancel`, `remove`, what other pallets bill and settle, and what is
//! told of bills.

use super::*;
use medchain_support::billing::{Billing, Payments};
use ServiceType::{Consultation, Pharmacy};

const RETENTION: u64 = 60 * DAY;

fn issue_by(provider: AccountId, of: &[BillLine]) -> DispatchResult {
	MedicalToken::issue(signed(provider), PATIENT, EUR, lines(of), NOW, DETAIL)
}

fn issue(of: &[BillLine]) -> DispatchResult {
	issue_by(HOSPITAL, of)
}

fn pay(payer: AccountId, bill: BillId, amount: Amount) -> DispatchResult {
	MedicalToken::pay(signed(payer), bill, amount).map(drop).map_err(|refusal| refusal.error)
}

fn write_off(bill: BillId, amount: Amount) -> DispatchResult {
	MedicalToken::write_off(signed(HOSPITAL), bill, amount)
}

fn cancel(bill: BillId) -> DispatchResult {
	MedicalToken::cancel(signed(HOSPITAL), bill, false)
}

fn remove(bill: BillId) -> DispatchResult {
	MedicalToken::remove(signed(HOSPITAL), bill)
}

fn settle(bill: BillId, payer: AccountId, amount: Amount) -> DispatchResult {
	<MedicalToken as Billing<_>>::settle(bill, &payer, amount)
}

/// A payer of whom nothing is known, that can pay just this much.
fn payer(number: u64, funds: Amount) -> AccountId {
	let who = 1_000 + number;
	assert_ok!(MedicalToken::mint(signed(BANK), EUR, who, funds + 1));
	who
}

fn visit(price: Amount) -> BillLine {
	line(Consultation, 1, price)
}

#[test]
fn a_provider_bills_a_patient() {
	build_and_execute(|| {
		currency();
		let of = [visit(1_000), line(Pharmacy, 3, 250), line(Pharmacy, 1, 0)];
		let due = NOW + 5;
		assert_ok!(MedicalToken::issue(signed(HOSPITAL), PATIENT, EUR, lines(&of), due, DETAIL));
		let issued = Event::BillIssued {
			bill: 0,
			provider: HOSPITAL,
			patient: PATIENT,
			currency: EUR,
			gross: 1_750,
			discount: 0,
		};
		assert_eq!(events(), [issued]);
		let expected = Bill {
			provider: HOSPITAL,
			patient: PATIENT,
			currency: EUR,
			status: BillStatus::Issued,
			issued_at: NOW,
			due,
			gross: 1_750,
			discount: 0,
			prompt_pay: None,
			written_off: 0,
			paid: 0,
			refunded: 0,
			payments: Default::default(),
			dispute: None,
			plan: None,
			closed_at: None,
		};
		assert_eq!(stored(0), expected);
		let info = MedicalToken::bill(0).expect("there is one");
		assert_eq!((info.bill, info.detail), (expected, DETAIL));
		assert_eq!((info.outstanding, info.payable, info.instalments), (1_750, 1_750, vec![]));
		assert!(info.lines.iter().map(|billed| billed.line).eq(of));
		assert!(info.lines.iter().all(|it| it.package + it.membership + it.prompt_pay == 0));
		assert_eq!(MedicalToken::bill(1), None);
		for who in [HOSPITAL, PATIENT] {
			assert!(BillsOf::<Test>::contains_key(who, 0u64.to_be_bytes()));
		}
		assert!(deposit(HOSPITAL) > 0);
		assert_eq!(bill_of(5), 1);
	});
}

#[test]
fn only_some_roles_bill() {
	build_and_execute(|| {
		currency();
		for who in [INSURER, OTHER_PATIENT, BANK, AUDITOR, REGULATOR, STRANGER] {
			assert_noop!(issue_by(who, &[visit(5)]), TestError::NotBiller);
		}
		assert_ok!(issue_by(PHARMACY, &[visit(5)]));
		for role in [Role::Laboratory, Role::Practitioner] {
			Registry::give_role(&INSURER, role);
			assert_ok!(issue_by(INSURER, &[visit(5)]));
			Registry::take_role(&INSURER, role);
			assert_noop!(issue_by(INSURER, &[visit(5)]), TestError::NotBiller);
		}
		assert_noop!(
			MedicalToken::issue(signed(HOSPITAL), HOSPITAL, EUR, lines(&[visit(5)]), NOW, DETAIL),
			TestError::SelfBilling
		);
	});
}

#[test]
fn a_bill_is_of_a_currency_and_due_in_time() {
	build_and_execute(|| {
		currency();
		let issue = |currency, due| {
			let one = lines(&[visit(5)]);
			MedicalToken::issue(signed(HOSPITAL), PATIENT, currency, one, due, DETAIL)
		};
		assert_noop!(issue(2, NOW), TestError::CurrencyNotFound);
		for due in [0, NOW - 1] {
			assert_noop!(issue(EUR, due), TestError::DateInPast);
		}
		assert_ok!(issue(EUR, NOW));
		assert_ok!(issue(EUR, u64::MAX));
		pause();
		assert_noop!(issue(EUR, NOW), TestError::CurrencyPaused);
	});
}

#[test]
fn lines_come_to_something_that_can_be_counted() {
	build_and_execute(|| {
		currency();
		const MAX: Amount = Amount::MAX;
		assert_noop!(issue(&[]), TestError::NoLines);
		assert_noop!(issue(&[visit(5), line(Pharmacy, 0, 5)]), TestError::BadLine);
		assert_noop!(issue(&[visit(0), line(Pharmacy, 9, 0)]), TestError::NothingToBill);
		assert_noop!(issue(&[visit(MAX), visit(1)]), TestError::AmountOverflow);
		assert_noop!(issue(&[line(Pharmacy, 2, MAX / 2 + 1)]), TestError::AmountOverflow);
		assert_noop!(issue(&[line(Pharmacy, u32::MAX, MAX)]), TestError::AmountOverflow);
		for (lines, gross) in [
			(&[visit(1)][..], 1),
			(&[visit(MAX)], MAX),
			(&[visit(MAX - 1), visit(1)], MAX),
			(&[line(Pharmacy, u32::MAX, 1)], u32::MAX.into()),
			(&[visit(2); MAX_LINES as usize], 64),
		] {
			assert_eq!(stored(bill(lines)).gross, gross);
		}
	});
}

#[test]
fn the_largest_bill_is_paid_to_the_unit() {
	build_and_execute(|| {
		const ALL: Amount = Amount::MAX / 2;
		bare_currency();
		attest(EUR, Amount::MAX);
		assert_ok!(MedicalToken::mint(signed(BANK), EUR, PATIENT, ALL));
		membership(1);
		let id = bill_of(ALL);
		let off = ALL / 10_000;
		assert_eq!(payable(id), ALL - off);
		assert_noop!(pay(PATIENT, id, ALL), TestError::Overpayment);
		assert_ok!(pay(PATIENT, id, 1));
		assert_eq!((balance(PATIENT), balance(HOSPITAL)), (ALL - 1, 1));
		assert_ok!(pay(PATIENT, id, ALL - off - 1));
		assert_eq!((balance(PATIENT), balance(HOSPITAL)), (off, ALL - off));
		assert_eq!(stored(id).status, BillStatus::Balanced);
		let refund = |amount| MedicalToken::refund(signed(HOSPITAL), id, PATIENT, amount);
		assert_noop!(refund(ALL - off), TestError::InsufficientFunds);
		assert_ok!(refund(ALL - off - 1));
		assert_eq!((balance(PATIENT), balance(HOSPITAL)), (ALL - 1, 1));
		assert_ok!(Assets::transfer(signed(HOSPITAL), EUR, PATIENT, 1));
		// What is kept aside comes back too.
		let held = <MedicalToken as Payments<_>>::hold(EUR, &PATIENT, ALL - 1);
		assert_ok!(<MedicalToken as Payments<AccountId>>::release(held.unwrap(), ALL - 1));
		assert_ok!(Assets::transfer(signed(PATIENT), EUR, STRANGER, ALL));
		assert_eq!((balance(STRANGER), supply()), (ALL, ALL));
	});
}

#[test]
fn numbers_of_bills_end() {
	build_and_execute(|| {
		currency();
		NextBill::<Test>::put(BillId::MAX);
		let call = Call::issue {
			patient: PATIENT,
			currency: EUR,
			lines: lines(&[visit(5)]),
			due: NOW,
			detail: DETAIL,
		};
		assert_noop!(sent(HOSPITAL, call.clone()), TestError::NumbersExhausted);
		assert_noop!(sent(poor(Role::Pharmacy), call), TokenError::FundsUnavailable);
	});
}

#[test]
fn a_bill_is_paid_in_parts_and_by_anyone() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		events();
		for (payer, amount, outstanding) in
			[(PATIENT, 1, 999), (INSURER, 500, 499), (OTHER_PATIENT, 63, 436), (PATIENT, 436, 0)]
		{
			set_now(MedicalToken::now() + 1);
			assert_ok!(pay(payer, id, amount));
			let mut expected = vec![Event::BillPaid { bill: id, payer, amount, outstanding }];
			if outstanding == 0 {
				expected.push(Event::BillBalanced { bill: id });
			}
			assert_eq!(events(), expected);
			assert_eq!(stored(id).outstanding(), outstanding);
		}
		let bill = stored(id);
		assert_eq!((bill.status, bill.closed_at), (BillStatus::Balanced, Some(NOW + 4)));
		assert_eq!((bill.paid, bill.refunded), (1_000, 0));
		let payment = |payer, amount| Payment { payer, amount, refunded: 0 };
		assert_eq!(
			bill.payments.to_vec(),
			[payment(PATIENT, 437), payment(INSURER, 500), payment(OTHER_PATIENT, 63)]
		);
		assert_eq!(
			[PATIENT, INSURER, OTHER_PATIENT, HOSPITAL].map(balance),
			[FUNDS - 437, FUNDS - 500, FUNDS - 63, FUNDS + 1_000]
		);
		for payer in [PATIENT, INSURER] {
			assert_noop!(pay(payer, id, 1), TestError::BillClosed);
		}
	});
}

#[test]
fn no_more_is_paid_than_is_owed() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		for amount in [1_001, u128::MAX] {
			assert_noop!(pay(PATIENT, id, amount), TestError::Overpayment);
			assert_noop!(pay(INSURER, id, amount), TestError::Overpayment);
		}
		assert_ok!(pay(PATIENT, id, 400));
		assert_noop!(pay(PATIENT, id, 601), TestError::Overpayment);
		assert_ok!(write_off(id, 100));
		assert_noop!(pay(PATIENT, id, 501), TestError::Overpayment);
		assert_noop!(pay(PATIENT, id, 0), TestError::ZeroAmount);
		assert_noop!(pay(PATIENT, id + 1, 1), TestError::BillNotFound);
		assert_noop!(pay(HOSPITAL, id, 500), TestError::SelfPayment);
		assert_ok!(pay(PATIENT, id, 500));
	});
}

#[test]
fn who_pays_has_it_and_keeps_one_unit() {
	build_and_execute(|| {
		currency();
		let id = bill_of(2 * FUNDS);
		// Who is gone could be made to pay again: its nonce would begin anew.
		System::inc_account_nonce(PATIENT);
		for amount in [FUNDS, FUNDS + 1] {
			assert_noop!(pay(PATIENT, id, amount), TestError::InsufficientFunds);
		}
		assert_noop!(pay(STRANGER, id, 2 * FUNDS), TestError::InsufficientFunds);
		assert_ok!(MedicalToken::request_redemption(signed(PATIENT), EUR, 100));
		// What is on hold is not the unit that stays.
		assert_noop!(pay(PATIENT, id, FUNDS - 100), TestError::InsufficientFunds);
		assert_ok!(MedicalToken::complete_redemption(signed(BANK), 0, EVIDENCE));
		assert_noop!(pay(PATIENT, id, FUNDS - 100), TestError::InsufficientFunds);
		assert_ok!(pay(PATIENT, id, FUNDS - 101));
		assert_noop!(pay(PATIENT, id, 1), TestError::InsufficientFunds);
		assert_eq!(Assets::maybe_balance(EUR, PATIENT), Some(1));
		assert_eq!(System::account_nonce(PATIENT), 1);
		assert_noop!(settle(id, INSURER, FUNDS), TestError::InsufficientFunds);
		assert_ok!(pay(INSURER, id, FUNDS - 1));
		assert_eq!((balance(HOSPITAL), stored(id).outstanding()), (3 * FUNDS - 102, 102));
	});
}

#[test]
fn others_pay_a_sixteenth_or_all() {
	build_and_execute(|| {
		currency();
		membership(1_000);
		// 1 619 − 161 = 1 458; a sixteenth is 91.125.
		let id = bill_of(1_619);
		for amount in [1, 91] {
			assert_noop!(pay(INSURER, id, amount), TestError::PaymentTooSmall);
		}
		assert_ok!(pay(INSURER, id, 92));
		assert_noop!(pay(INSURER, id, 91), TestError::PaymentTooSmall);
		// The patient pays what it likes.
		assert_ok!(pay(PATIENT, id, 1_458 - 92 - 5));
		assert_noop!(pay(INSURER, id, 4), TestError::PaymentTooSmall);
		assert_noop!(pay(INSURER, id, 6), TestError::Overpayment);
		assert_ok!(pay(INSURER, id, 5));
		assert_eq!(stored(id).status, BillStatus::Balanced);
	});
}

#[test]
fn others_settle_what_prompt_payment_leaves() {
	build_and_execute(|| {
		currency();
		prompt_pay(9_900, DAY);
		let id = bill_of(1_600);
		assert_eq!(payable(id), 16);
		assert_noop!(pay(INSURER, id, 15), TestError::PaymentTooSmall);
		assert_ok!(pay(INSURER, id, 16));
		assert_eq!((stored(id).status, stored(id).prompt_taken()), (BillStatus::Balanced, 1_584));
	});
}

#[test]
fn the_list_of_payers_is_not_filled_with_pennies() {
	for amount in [1, 2, 15, 16, 17, 31, 32, 33, 239, 240, 241, 255, 257, 1_600, 1_601, 4_097] {
		build_and_execute(|| {
			currency();
			let id = bill_of(amount);
			let mut others = 0;
			while stored(id).status == BillStatus::Issued {
				// Each pays the least that is taken.
				let who = payer(others, amount);
				let least = (1..=payable(id)).find(|part| pay(who, id, *part).is_ok());
				let least = least.expect("all that is payable can be paid");
				assert_ok!(Assets::transfer(signed(who), EUR, STRANGER, amount - least));
				empty([who]);
				others += 1;
			}
			assert!(u128::from(others) <= SMALLEST_PART, "{others} others paid {amount}");
			assert_eq!(stored(id).payments.len() as u64, others);
		});
	}
}

#[test]
fn there_is_room_for_the_most_payers_there_can_be() {
	build_and_execute(|| {
		currency();
		// A sixteenth is 101.
		let id = bill_of(1_616);
		let insurers = u64::from(MAX_PAYERS) - 17;
		for number in 0..insurers {
			assert_ok!(settle(id, payer(number, 1), 1));
		}
		assert_ok!(pay(PATIENT, id, 1));
		for number in insurers..insurers + 15 {
			assert_ok!(pay(payer(number, 101), id, 101));
		}
		let rest = payable(id);
		assert!(rest > 0 && rest < 101);
		assert_ok!(pay(payer(99, rest), id, rest));
		let bill = stored(id);
		assert_eq!((bill.status, bill.payments.len()), (BillStatus::Balanced, 24));
		assert_eq!(balance(HOSPITAL), FUNDS + 1_616);
		let others = bill.payments.iter().map(|payment| payment.payer);
		empty(others.filter(|who| *who != PATIENT));
	});
}

#[test]
fn a_bill_has_so_many_payers() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_616);
		for number in 0..MAX_PAYERS.into() {
			assert_ok!(settle(id, payer(number, 1), 1));
		}
		assert_noop!(pay(PATIENT, id, 1_000), TestError::TooManyPayers);
		assert_noop!(settle(id, INSURER, 1), TestError::TooManyPayers);
		let first = payer(0, 1_591);
		assert_ok!(settle(id, first, 1_592));
		assert_eq!(stored(id).payments[0].amount, 1_593);
		empty(stored(id).payments.iter().map(|payment| payment.payer));
	});
}

#[test]
fn a_provider_gives_up_what_is_outstanding() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		assert_ok!(pay(PATIENT, id, 300));
		for amount in [701, u128::MAX] {
			assert_noop!(write_off(id, amount), TestError::WriteOffTooLarge);
		}
		assert_noop!(write_off(id, 0), TestError::ZeroAmount);
		assert_noop!(write_off(id + 1, 1), TestError::BillNotFound);
		for who in [PATIENT, PHARMACY, REGULATOR, STRANGER] {
			assert_noop!(MedicalToken::write_off(signed(who), id, 1), TestError::NotProvider);
		}
		events();
		assert_ok!(write_off(id, 1));
		assert_eq!(events(), [Event::BillWrittenOff { bill: id, amount: 1 }]);
		assert_ok!(write_off(id, 699));
		assert_eq!(
			events(),
			[Event::BillWrittenOff { bill: id, amount: 699 }, Event::BillBalanced { bill: id }]
		);
		let bill = stored(id);
		assert_eq!((bill.status, bill.closed_at), (BillStatus::Balanced, Some(NOW)));
		assert_eq!((bill.written_off, bill.paid), (700, 300));
		assert_noop!(write_off(id, 1), TestError::BillClosed);
		assert_eq!(balance(PATIENT), FUNDS - 300);
	});
}

#[test]
fn a_provider_gives_up_a_bill_on_which_nothing_was_paid() {
	for (as_error, status) in [(false, BillStatus::Cancelled), (true, BillStatus::EnteredInError)] {
		build_and_execute(|| {
			currency();
			prompt_pay(1_000, DAY);
			let id = bill_of(1_000);
			for who in [PATIENT, PHARMACY, REGULATOR, STRANGER] {
				assert_noop!(
					MedicalToken::cancel(signed(who), id, as_error),
					TestError::NotProvider
				);
			}
			events();
			set_now(NOW + 7);
			assert_ok!(MedicalToken::cancel(signed(HOSPITAL), id, as_error));
			assert_eq!(events(), [Event::BillCancelled { bill: id, as_error }]);
			let bill = stored(id);
			assert_eq!((bill.status, bill.closed_at), (status, Some(NOW + 7)));
			assert_eq!((bill.outstanding(), bill.written_off), (0, 1_000));
			assert_noop!(pay(PATIENT, id, 1), TestError::BillClosed);
			assert_noop!(write_off(id, 1), TestError::BillClosed);
			assert_noop!(cancel(id), TestError::BillClosed);
			assert_noop!(cancel(id + 1), TestError::BillNotFound);
		});
	}
}

#[test]
fn what_was_paid_is_refunded_before_a_bill_is_given_up() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		assert_ok!(pay(PATIENT, id, 300));
		assert_noop!(cancel(id), TestError::PaymentsRemain);
		assert_ok!(MedicalToken::refund(signed(HOSPITAL), id, PATIENT, 299));
		assert_noop!(cancel(id), TestError::PaymentsRemain);
		assert_ok!(MedicalToken::refund(signed(HOSPITAL), id, PATIENT, 1));
		assert_ok!(cancel(id));
		assert_eq!((stored(id).written_off, balance(PATIENT)), (700, FUNDS));
	});
}

#[test]
fn a_closed_bill_is_kept_and_then_removed() {
	build_and_execute(|| {
		currency();
		let before = deposit(HOSPITAL);
		let (paid, open) = (bill_of(1_000), bill_of(1_000));
		let one = deposit(HOSPITAL) / 2;
		set_now(NOW + 9);
		assert_ok!(pay(PATIENT, paid, 1_000));
		set_now(NOW + 9 + RETENTION);
		assert_noop!(remove(paid), TestError::RetentionNotOver);
		set_now(NOW + 9 + RETENTION + 1);
		// What is open is kept for as long as it is.
		assert_noop!(remove(open), TestError::RetentionNotOver);
		events();
		// By anyone; the deposit is the provider's.
		assert_ok!(MedicalToken::remove(signed(STRANGER), paid));
		assert_eq!(events(), [Event::BillRemoved { bill: paid }]);
		assert_eq!(deposit(HOSPITAL), one);
		assert!(!Bills::<Test>::contains_key(paid));
		for who in [HOSPITAL, PATIENT] {
			assert!(!BillsOf::<Test>::contains_key(who, paid.to_be_bytes()));
			assert!(BillsOf::<Test>::contains_key(who, open.to_be_bytes()));
		}
		assert_noop!(remove(paid), TestError::BillNotFound);

		assert_ok!(cancel(open));
		set_now(NOW + 9 + 2 * RETENTION + 2);
		assert_ok!(remove(open));
		assert_eq!(deposit(HOSPITAL), before);
		assert_eq!(bill_of(1), open + 1);
	});
}

#[test]
fn a_disputed_bill_is_not_removed() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		assert_ok!(pay(PATIENT, id, 1_000));
		assert_ok!(MedicalToken::dispute(signed(PATIENT), id, DisputeReason::Duplicate));
		set_now(NOW + RETENTION + 1);
		assert_noop!(remove(id), TestError::Disputed);
		assert_ok!(MedicalToken::resolve(signed(REGULATOR), id, 0));
		assert_ok!(remove(id));
	});
}

#[test]
fn other_pallets_bill_without_discounts() {
	build_and_execute(|| {
		currency();
		membership(5_000);
		prompt_pay(1_000, DAY);
		let issue = |patient: AccountId, of: &[BillLine]| {
			<MedicalToken as Billing<_>>::bill(&HOSPITAL, &patient, EUR, of, NOW, DETAIL)
		};
		events();
		assert_eq!(issue(PATIENT, &[visit(1_000)]), Ok(0));
		let bill = stored(0);
		assert_eq!((bill.discount, bill.prompt_pay, payable(0)), (0, None, 1_000));
		assert_eq!(events().len(), 1);
		assert_noop!(issue(HOSPITAL, &[visit(1)]), TestError::SelfBilling);
		assert_noop!(issue(PATIENT, &[]), TestError::NoLines);
		assert_ok!(issue(PATIENT, &[visit(1); MAX_LINES as usize]));
		assert_noop!(issue(PATIENT, &[visit(1); MAX_LINES as usize + 1]), TestError::BadLine);
		NextBill::<Test>::put(BillId::MAX);
		assert_noop!(issue(PATIENT, &[visit(1)]), TestError::NumbersExhausted);
		NextBill::<Test>::put(2);
	});
}

#[test]
fn third_parties_settle_any_part() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		let outstanding = |id| <MedicalToken as Billing<AccountId>>::outstanding(id);
		assert_eq!((outstanding(id), outstanding(id + 1)), (Some((EUR, 1_000)), None));
		assert_noop!(settle(id, INSURER, 0), TestError::ZeroAmount);
		assert_noop!(settle(id, INSURER, 1_001), TestError::Overpayment);
		assert_noop!(settle(id, HOSPITAL, 1), TestError::SelfPayment);
		assert_noop!(settle(id, STRANGER, 1), TestError::InsufficientFunds);
		assert_noop!(settle(id + 1, INSURER, 1), TestError::BillNotFound);
		freeze(INSURER);
		assert_noop!(settle(id, INSURER, 1), TestError::PayerFrozen);
		assert_ok!(MedicalToken::thaw(signed(REGULATOR), EUR, INSURER));
		pause();
		assert_noop!(settle(id, INSURER, 1), TestError::CurrencyPaused);
		assert_ok!(MedicalToken::resume(signed(REGULATOR), EUR));
		events();

		assert_ok!(settle(id, INSURER, 1));
		let paid =
			|amount, outstanding| Event::BillPaid { bill: id, payer: INSURER, amount, outstanding };
		assert_eq!(events(), [paid(1, 999)]);
		assert_ok!(settle(id, INSURER, 999));
		assert_eq!(events(), [paid(999, 0), Event::BillBalanced { bill: id }]);
		assert_eq!(outstanding(id), Some((EUR, 0)));
		assert_noop!(settle(id, INSURER, 1), TestError::BillClosed);
		assert_eq!([INSURER, HOSPITAL].map(balance), [FUNDS - 1_000, FUNDS + 1_000]);
	});
}

#[test]
fn third_parties_take_the_offer_with_all_that_is_payable() {
	build_and_execute(|| {
		currency();
		prompt_pay(1_000, DAY);
		let id = bill_of(1_000);
		assert_noop!(settle(id, INSURER, 901), TestError::Overpayment);
		assert_ok!(settle(id, INSURER, 899));
		assert_eq!(stored(id).outstanding(), 101);
		assert_ok!(settle(id, INSURER, 1));
		assert_eq!((stored(id).status, stored(id).prompt_taken()), (BillStatus::Balanced, 100));
	});
}

#[test]
fn obligations_are_what_a_patient_owes() {
	build_and_execute(|| {
		currency();
		prompt_pay(1_000, DAY);
		let (open, paid, disputed) = (bill_of(1_000), bill_of(1_000), bill_of(500));
		assert_ok!(pay(PATIENT, paid, 900));
		assert_ok!(pay(PATIENT, open, 300));
		assert_ok!(MedicalToken::dispute(signed(PATIENT), disputed, DisputeReason::NotCovered));
		let owed = |bill, outstanding, payable| Obligation {
			bill,
			provider: HOSPITAL,
			currency: EUR,
			outstanding,
			payable,
			overdue: 0,
			due: NOW + TERM,
			disputed: bill == disputed,
		};
		let seen = || MedicalToken::obligations(PATIENT, None, 100);
		let items = vec![owed(open, 700, 600), owed(disputed, 500, 450)];
		assert_eq!(seen(), Page { items, next: None });
		set_now(NOW + TERM);
		let items = vec![owed(open, 700, 700), owed(disputed, 500, 500)];
		assert_eq!(seen(), Page { items: items.clone(), next: None });
		set_now(NOW + TERM + 1);
		let overdue =
			|owed: Obligation<AccountId>| Obligation { overdue: owed.outstanding, ..owed };
		assert_eq!(seen().items, items.into_iter().map(overdue).collect::<Vec<_>>());
		// To whom it is owed owes nothing.
		let nothing = Page { items: vec![], next: None };
		assert_eq!(MedicalToken::obligations(HOSPITAL, None, 100), nothing);
		assert_eq!(MedicalToken::obligations(STRANGER, None, 100), nothing);
	});
}

#[test]
fn bills_are_told_page_by_page() {
	build_and_execute(|| {
		currency();
		for number in 0..260 {
			match number % 2 {
				0 => bill_of(5),
				_ => bill_to(OTHER_PATIENT, &[visit(5)]),
			};
		}
		let page = |after, limit| {
			let page = MedicalToken::bills_of(PATIENT, after, limit);
			(page.items, page.next)
		};
		let evens = |range: core::ops::Range<u64>| range.step_by(2).collect::<Vec<_>>();
		for none in [0, 1] {
			assert_eq!(page(None, none), (vec![0], Some(0)));
		}
		assert_eq!(page(Some(0), 2), (vec![2, 4], Some(4)));
		// Also after a bill of somebody else, or one that is not.
		assert_eq!(page(Some(255), 2), (vec![256, 258], Some(258)));
		assert_eq!(page(Some(258), 2), (vec![], None));
		assert_eq!(page(Some(u64::MAX), 2), (vec![], None));
		for limit in [100, 101, u32::MAX] {
			assert_eq!(page(None, limit), (evens(0..200), Some(198)));
			assert_eq!(page(Some(198), limit), (evens(200..260), None));
		}
		assert_eq!(MedicalToken::bills_of(HOSPITAL, Some(4), 3).items, [5, 6, 7]);
		assert_eq!(MedicalToken::bills_of(STRANGER, None, 3).items, [0; 0]);

		// A page of obligations is cut by the bills it looks at.
		for id in [0, 4] {
			assert_ok!(pay(PATIENT, id, 5));
		}
		let page = MedicalToken::obligations(PATIENT, None, 3);
		let owed: Vec<_> = page.items.iter().map(|item| item.bill).collect();
		assert_eq!((owed, page.next), (vec![2], Some(4)));
	});
}
