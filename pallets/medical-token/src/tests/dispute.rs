//! `dispute`, `resolve`.

use super::*;

const PERIOD: u64 = 30 * DAY;
const REASON: DisputeReason = DisputeReason::WrongAmount;

fn dispute(bill: BillId) -> DispatchResult {
	MedicalToken::dispute(signed(PATIENT), bill, REASON)
}

/// Answers the weight that it took.
fn resolve(by: AccountId, bill: BillId, credit: Amount) -> Result<Option<Weight>, DispatchError> {
	let resolved = MedicalToken::resolve(signed(by), bill, credit);
	resolved.map(|post| post.actual_weight).map_err(|refused| refused.error)
}

/// A disputed bill of 1 000, of which the patient paid 200, the insurer 300, and the patient 100.
fn disputed() -> BillId {
	currency();
	let id = bill_of(1_000);
	for (payer, amount) in [(PATIENT, 200), (INSURER, 300), (PATIENT, 100)] {
		assert_ok!(MedicalToken::pay(signed(payer), id, amount));
	}
	assert_ok!(dispute(id));
	events();
	id
}

#[test]
fn a_patient_objects() {
	for reason in [
		DisputeReason::NotReceived,
		DisputeReason::WrongAmount,
		DisputeReason::WrongService,
		DisputeReason::Duplicate,
		DisputeReason::NotCovered,
	] {
		build_and_execute(|| {
			currency();
			let id = bill_of(1_000);
			events();
			set_now(NOW + 5);
			assert_ok!(MedicalToken::dispute(signed(PATIENT), id, reason));
			assert_eq!(events(), [Event::BillDisputed { bill: id, reason }]);
			let dispute = Dispute { reason, opened_at: NOW + 5, resolved: false };
			assert_eq!(stored(id).dispute, Some(dispute));
			assert!(stored(id).is_disputed());
			// Who objects may pay all the same.
			assert_ok!(MedicalToken::pay(signed(PATIENT), id, 1));
		});
	}
}

#[test]
fn only_the_patient_objects_and_only_once() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		for who in [HOSPITAL, OTHER_PATIENT, INSURER, REGULATOR, STRANGER] {
			assert_noop!(MedicalToken::dispute(signed(who), id, REASON), TestError::NotPatient);
		}
		assert_noop!(dispute(id + 1), TestError::BillNotFound);
		assert_ok!(dispute(id));
		assert_noop!(dispute(id), TestError::AlreadyDisputed);
		assert_ok!(resolve(PATIENT, id, 0));
		assert_noop!(dispute(id), TestError::AlreadyDisputed);
	});
}

#[test]
fn a_closed_bill_is_disputed_for_so_long() {
	build_and_execute(|| {
		currency();
		let [soon, late, open] = [0; 3].map(|_| bill_of(1_000));
		set_now(NOW + 9);
		for bill in [soon, late] {
			assert_ok!(MedicalToken::pay(signed(PATIENT), bill, 1_000));
		}
		set_now(NOW + 9 + PERIOD);
		assert_ok!(dispute(soon));
		set_now(NOW + 9 + PERIOD + 1);
		assert_noop!(dispute(late), TestError::DisputeTooLate);
		// An open one at any time.
		set_now(NOW + 10 * PERIOD);
		assert_ok!(dispute(open));
	});
}

#[test]
fn a_bill_that_was_given_up_is_not_disputed() {
	build_and_execute(|| {
		currency();
		for as_error in [true, false] {
			let id = bill_of(1_000);
			assert_ok!(MedicalToken::cancel(signed(HOSPITAL), id, as_error));
			assert_noop!(dispute(id), TestError::BillClosed);
		}
	});
}

#[test]
fn a_regulator_decides_and_nobody_else() {
	build_and_execute(|| {
		let id = disputed();
		for who in [INSURER, PHARMACY, BANK, STRANGER] {
			assert_noop!(resolve(who, id, 0), TestError::NotRegulator);
		}
		Registry::take_role(&REGULATOR, Role::Regulator);
		assert_noop!(resolve(REGULATOR, id, 0), TestError::NotRegulator);
		Registry::give_role(&REGULATOR, Role::Regulator);
		assert_noop!(resolve(REGULATOR, id + 1, 0), TestError::BillNotFound);
		assert_ok!(resolve(REGULATOR, id, 0));
		let resolved = Event::DisputeResolved { bill: id, by: REGULATOR, credit: 0 };
		assert_eq!(events(), [resolved]);
		for who in [REGULATOR, HOSPITAL, PATIENT] {
			assert_noop!(resolve(who, id, 0), TestError::NotDisputed);
		}
		let other = bill_of(5);
		assert_noop!(resolve(REGULATOR, other, 0), TestError::NotDisputed);
	});
}

#[test]
fn a_regulator_has_no_part_in_the_bill() {
	build_and_execute(|| {
		let id = disputed();
		Registry::give_role(&INSURER, Role::Regulator);
		assert_noop!(resolve(INSURER, id, 0), TestError::NotImpartial);
		Registry::affiliate(&REGULATOR, &HOSPITAL);
		assert_noop!(resolve(REGULATOR, id, 0), TestError::NotImpartial);
		Registry::end_affiliation(&REGULATOR, &HOSPITAL);
		assert_ok!(resolve(REGULATOR, id, 0));
	});
}

#[test]
fn a_patient_withdraws_and_takes_nothing() {
	build_and_execute(|| {
		let id = disputed();
		// Also one who is a regulator.
		Registry::give_role(&PATIENT, Role::Regulator);
		for credit in [1, 1_000, u128::MAX] {
			assert_noop!(resolve(PATIENT, id, credit), TestError::CreditTooLarge);
		}
		let before = stored(id);
		assert_eq!(resolve(PATIENT, id, 0), Ok(Some(<() as WeightInfo>::resolve(0))));
		assert_eq!(events(), [Event::DisputeResolved { bill: id, by: PATIENT, credit: 0 }]);
		let dispute = before.dispute.map(|dispute| Dispute { resolved: true, ..dispute });
		assert_eq!(stored(id), Bill { dispute, ..before });
		assert!(!stored(id).is_disputed());
	});
}

#[test]
fn a_provider_concedes_all_or_nothing() {
	build_and_execute(|| {
		let id = disputed();
		Registry::give_role(&HOSPITAL, Role::Regulator);
		for credit in [0, 400, 999] {
			assert_noop!(resolve(HOSPITAL, id, credit), TestError::CreditTooSmall);
		}
		assert_noop!(resolve(HOSPITAL, id, 1_001), TestError::CreditTooLarge);
		assert_ok!(resolve(HOSPITAL, id, 1_000));
		assert_eq!([PATIENT, INSURER, HOSPITAL].map(balance), [FUNDS; 3]);
		assert_eq!((stored(id).status, stored(id).kept()), (BillStatus::Balanced, 0));
	});
}

#[test]
fn a_credit_is_taken_from_what_is_outstanding_first() {
	for credit in [1, 399] {
		build_and_execute(|| {
			let id = disputed();
			assert_eq!(resolve(REGULATOR, id, credit), Ok(Some(<() as WeightInfo>::resolve(0))));
			assert_eq!(
				events(),
				[
					Event::BillWrittenOff { bill: id, amount: credit },
					Event::DisputeResolved { bill: id, by: REGULATOR, credit }
				]
			);
			let bill = stored(id);
			assert_eq!((bill.written_off, bill.outstanding()), (credit, 400 - credit));
			assert_eq!((bill.refunded, bill.status), (0, BillStatus::Issued));
		});
	}
	build_and_execute(|| {
		let id = disputed();
		assert_ok!(resolve(REGULATOR, id, 400));
		assert_eq!(
			events(),
			[
				Event::BillWrittenOff { bill: id, amount: 400 },
				Event::BillBalanced { bill: id },
				Event::DisputeResolved { bill: id, by: REGULATOR, credit: 400 }
			]
		);
		assert_eq!((stored(id).status, stored(id).refunded), (BillStatus::Balanced, 0));
	});
}

#[test]
fn what_goes_beyond_comes_back_to_the_latest_payer_first() {
	for (credit, to_insurer, to_patient, refunds) in
		[(401, 1, 0, 1), (700, 300, 0, 1), (701, 300, 1, 2), (1_000, 300, 300, 2)]
	{
		build_and_execute(|| {
			let id = disputed();
			let weight = <() as WeightInfo>::resolve(refunds);
			assert_eq!(resolve(REGULATOR, id, credit), Ok(Some(weight)));
			let mut expected = vec![Event::BillWrittenOff { bill: id, amount: 400 }];
			for (payer, amount) in [(INSURER, to_insurer), (PATIENT, to_patient)] {
				if amount > 0 {
					expected.push(Event::BillRefunded { bill: id, payer, amount });
				}
			}
			expected.push(Event::BillBalanced { bill: id });
			expected.push(Event::DisputeResolved { bill: id, by: REGULATOR, credit });
			assert_eq!(events(), expected);
			assert_eq!(balance(INSURER), FUNDS - 300 + to_insurer);
			assert_eq!(balance(PATIENT), FUNDS - 300 + to_patient);
			assert_eq!(balance(HOSPITAL), FUNDS + 600 - to_insurer - to_patient);
			assert_eq!(stored(id).kept(), 600 - to_insurer - to_patient);
		});
	}
}

#[test]
fn a_credit_is_at_most_what_was_billed_and_is_not_back() {
	build_and_execute(|| {
		let id = disputed();
		for credit in [1_001, u128::MAX] {
			assert_noop!(resolve(REGULATOR, id, credit), TestError::CreditTooLarge);
		}
		assert_ok!(MedicalToken::refund(signed(HOSPITAL), id, INSURER, 250));
		assert_ok!(MedicalToken::write_off(signed(HOSPITAL), id, 100));
		assert_noop!(resolve(REGULATOR, id, 651), TestError::CreditTooLarge);
		assert_ok!(resolve(REGULATOR, id, 650));
		assert_eq!([PATIENT, INSURER, HOSPITAL].map(balance), [FUNDS; 3]);
		assert_eq!(stored(id).kept(), 0);
	});
}

#[test]
fn a_closed_bill_stays_closed_and_is_paid_back() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		assert_ok!(MedicalToken::pay(signed(PATIENT), id, 1_000));
		set_now(NOW + 5);
		assert_ok!(dispute(id));
		events();
		assert_noop!(resolve(REGULATOR, id, 1_001), TestError::CreditTooLarge);
		assert_ok!(resolve(REGULATOR, id, 400));
		assert_eq!(
			events(),
			[
				Event::BillRefunded { bill: id, payer: PATIENT, amount: 400 },
				Event::DisputeResolved { bill: id, by: REGULATOR, credit: 400 }
			]
		);
		let bill = stored(id);
		assert_eq!((bill.status, bill.closed_at), (BillStatus::Balanced, Some(NOW)));
		assert_eq!((bill.written_off, balance(PATIENT)), (0, FUNDS - 600));
	});
}

#[test]
fn a_credit_that_leaves_no_more_than_the_offer_closes_the_bill() {
	build_and_execute(|| {
		currency();
		prompt_pay(1_000, DAY);
		let id = bill_of(1_000);
		assert_ok!(dispute(id));
		assert_ok!(resolve(REGULATOR, id, 950));
		let bill = stored(id);
		assert_eq!((bill.status, bill.written_off), (BillStatus::Balanced, 950));
		assert_eq!(bill.prompt_taken(), 50);
	});
}

#[test]
fn a_decision_of_which_nothing_can_be_paid_changes_nothing() {
	build_and_execute(|| {
		let id = disputed();
		let whole = || Call::resolve { bill: id, credit: 1_000 };
		freeze(PATIENT);
		freeze(INSURER);
		assert_noop!(sent(REGULATOR, whole()), TestError::PayeeFrozen);
		for who in [PATIENT, INSURER] {
			assert_ok!(MedicalToken::thaw(signed(REGULATOR), EUR, who));
		}
		freeze(HOSPITAL);
		assert_noop!(sent(REGULATOR, whole()), TestError::PayerFrozen);
		assert_ok!(MedicalToken::thaw(signed(REGULATOR), EUR, HOSPITAL));
		pause();
		assert_noop!(sent(REGULATOR, whole()), TestError::CurrencyPaused);
		assert_ok!(MedicalToken::resume(signed(REGULATOR), EUR));
		assert_ok!(Assets::transfer(signed(HOSPITAL), EUR, OTHER_PATIENT, FUNDS + 600));
		assert_noop!(sent(REGULATOR, whole()), TestError::InsufficientFunds);
		assert_ok!(Assets::transfer(signed(OTHER_PATIENT), EUR, HOSPITAL, 601));
		assert_ok!(sent(REGULATOR, whole()));
		assert_eq!((balance(HOSPITAL), stored(id).kept()), (1, 0));
	});
}

#[test]
fn a_decision_is_carried_out_as_far_as_it_goes_and_stays_open() {
	build_and_execute(|| {
		let id = disputed();
		freeze(INSURER);
		let weight = <() as WeightInfo>::resolve(2);
		assert_eq!(resolve(REGULATOR, id, 1_000), Ok(Some(weight)));
		assert_eq!(
			events()[1..],
			[
				Event::BillWrittenOff { bill: id, amount: 400 },
				Event::BillRefunded { bill: id, payer: PATIENT, amount: 300 },
				Event::BillBalanced { bill: id }
			]
		);
		assert_eq!([PATIENT, INSURER, HOSPITAL].map(balance), [FUNDS, FUNDS - 300, FUNDS + 300]);
		let bill = stored(id);
		assert!(bill.is_disputed());
		assert_eq!((bill.status, bill.kept()), (BillStatus::Balanced, 300));
		assert_eq!(bill.payments[1].refunded, 0);

		// What came back does so once.
		assert_noop!(resolve(REGULATOR, id, 1_000), TestError::CreditTooLarge);
		assert_ok!(MedicalToken::thaw(signed(REGULATOR), EUR, INSURER));
		assert_ok!(resolve(REGULATOR, id, 300));
		assert_eq!([PATIENT, INSURER, HOSPITAL].map(balance), [FUNDS; 3]);
		assert!(!stored(id).is_disputed());
	});
}

#[test]
fn who_joined_last_gets_back_what_a_provider_has() {
	build_and_execute(|| {
		let id = disputed();
		assert_ok!(Assets::transfer(signed(HOSPITAL), EUR, OTHER_PATIENT, FUNDS + 300));
		// One unit stays, so there is not enough for either whole.
		assert_noop!(
			sent(REGULATOR, Call::resolve { bill: id, credit: 1_000 }),
			TestError::InsufficientFunds
		);
		assert_ok!(Assets::transfer(signed(OTHER_PATIENT), EUR, HOSPITAL, 1));
		assert_ok!(resolve(REGULATOR, id, 1_000));
		assert_eq!([PATIENT, INSURER, HOSPITAL].map(balance), [FUNDS - 300, FUNDS, 1]);
		assert!(stored(id).is_disputed());
	});
}

#[test]
fn what_moves_no_money_is_decided_also_while_it_stands_still() {
	build_and_execute(|| {
		let id = disputed();
		pause();
		freeze(PATIENT);
		assert_ok!(resolve(REGULATOR, id, 400));
		assert_eq!(stored(id).status, BillStatus::Balanced);
	});
}

#[test]
fn giving_the_bill_up_decides_the_dispute() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		assert_ok!(dispute(id));
		assert_ok!(MedicalToken::cancel(signed(HOSPITAL), id, true));
		assert_eq!(stored(id).dispute.map(|dispute| dispute.resolved), Some(true));
		assert_noop!(resolve(HOSPITAL, id, 0), TestError::NotDisputed);
	});
}
