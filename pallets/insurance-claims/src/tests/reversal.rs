//! `reverse`, replacement, `remove`: nothing is left of what is taken back.

use super::*;
use claims::*;
use frame::deps::frame_support::storage::{with_transaction_unchecked, TransactionOutcome};

/// A plan that counts everything there is to count.
fn counting() -> PlanTerms {
	let mut terms = PlanTerms { daily_lines: Some(100), ..terms() };
	for benefit in terms.benefits.iter_mut() {
		benefit.max_quantity = Some(20);
		benefit.frequency = Some(Frequency { uses: 9, within_days: 30 });
	}
	terms.benefits[1].authorization = true;
	terms.benefits[2].traced = true;
	terms
}

const PACK: SoldPack = sold(1);

/// The patient is insured twice, owns an authorisation and a pack, and has claims already; the
/// hospital owes the first pool 100 and has money.
fn prepared() -> [ClaimLine; 4] {
	let (_, coverage) = covered(counting());
	cover(plan_of(pool_of(OTHER_INSURER), full_terms()), PATIENT);
	let (service, until) = (ServiceType::Hospital, NOW + LENGTH);
	assert_ok!(InsuranceClaims::request_authorization(
		signed(HOSPITAL),
		coverage,
		None,
		service,
		9,
		50_000,
		EVIDENCE
	));
	let answer = Some(Approval { quantity: 9, until });
	assert_ok!(InsuranceClaims::answer_authorization(signed(INSURER), 0, answer));
	Packs::set(PACK, &HOSPITAL, &PATIENT, dispensed());
	Money::deposit(EUR, &HOSPITAL, 100_000);
	let stay = ClaimLine { authorization: Some(0), quantity: 2, ..stay(24_000) };
	let packed = ClaimLine { pack: Some(PACK), ..drug(3_000) };
	submit(&[of_item(90, visit(3_333)), of_item(91, ClaimLine { unit_price: 9_000, ..stay })]);
	Debts::<Test>::insert(0, HOSPITAL, 100);
	[visit(25_000), stay, packed, line(ServiceType::Vision, 1, 77)]
}

#[test]
fn a_reversal_leaves_no_trace() {
	build_and_execute(|| {
		let lines = prepared();
		let before = books();
		let id = submit(&lines);
		assert_eq!(stored_claim(id).status, ClaimStatus::Adjudicated);
		assert_eq!(answer(id, 0).withheld, 100);
		assert!(answer(id, 1).paid > 0 && stored_claim(id).bill.is_some());
		assert_ne!(books(), before);
		events();
		assert_ok!(reverse(HOSPITAL, id));
		assert_eq!(books(), before);
		let claim = stored_claim(id);
		assert_eq!(claim.status, ClaimStatus::Reversed);
		assert_eq!(events(), [Event::ClaimReversed { claim: id, returned: claim.paid - 100 }]);
		assert!(Money::is_cancelled(claim.bill.unwrap()));
		// What each payer did can still be read.
		assert_eq!(InsuranceClaims::claim_info(id).unwrap().payers.len(), 2);
		assert_noop!(reverse(HOSPITAL, id), TestError::NotAdjudicated);
		// It can be claimed again, to the same result.
		let again = submit(&lines);
		assert_eq!([0, 1].map(|it| answer(again, it)), [0, 1].map(|it| answer(id, it)));
	});
}

#[test]
fn claims_are_taken_back_in_any_order() {
	build_and_execute(|| {
		let [visit, stay, packed, _] = prepared();
		let before = books();
		let ids = [visit, stay, packed].map(|line| submit(&[line]));
		// The last first would be easy.
		for place in [1, 0, 2] {
			assert_ok!(reverse(HOSPITAL, ids[place]));
			check_state().unwrap();
		}
		assert_eq!(books(), before);
	});
}

#[test]
fn an_approved_line_gives_back_as_many_authorised_units_as_it_took() {
	build_and_execute(|| {
		let mut terms = PlanTerms { outlier: Some(BasisPoints::WHOLE), ..full_terms() };
		terms.benefits[0].ceiling = Some(500);
		terms.benefits[1].authorization = true;
		let (_, coverage) = covered(terms);
		let service = ServiceType::Hospital;
		assert_ok!(InsuranceClaims::request_authorization(
			signed(HOSPITAL),
			coverage,
			None,
			service,
			2,
			1_000,
			EVIDENCE
		));
		let answer = Some(Approval { quantity: 2, until: NOW + LENGTH });
		assert_ok!(InsuranceClaims::answer_authorization(signed(INSURER), 0, answer));
		let left = || Authorizations::<Test>::get(0).unwrap().quantity;
		Money::deposit(EUR, &HOSPITAL, 1);
		let before = books();
		// Three days of two that were granted, and the insurer lets it pass.
		let stays = ClaimLine { quantity: 3, authorization: Some(0), ..stay(100) };
		let id = submit(&[visit(1_000), stays]);
		approve(id);
		assert_eq!((result(id, 1).granted, result(id, 1).paid, left()), (2, 300, 0));
		assert_ok!(reverse(HOSPITAL, id));
		assert_eq!((left(), books()), (2, before));
	});
}

#[test]
fn what_was_paid_to_the_patient_is_the_billers_to_return() {
	build_and_execute(|| {
		covered(terms());
		Money::deposit(EUR, &HOSPITAL, 7_601);
		let before = (pool_money(0), balance(PATIENT), balance(HOSPITAL));
		let id = filed(HOSPITAL, NewClaim { payee: Payee::Patient, ..claim(&[visit(25_000)]) });
		assert_eq!(billed(id), 20_000);
		let old = stored_claim(id).bill.unwrap();
		assert_ok!(reverse(HOSPITAL, id));
		assert!(Money::is_cancelled(old));
		// The patient has it, and is billed for it.
		let bill = stored_claim(id).bill.unwrap();
		assert_eq!((bill != old, billed(id), bill_of(id).provider), (true, 7_600, HOSPITAL));
		assert_eq!(bill_of(id).due, NOW + BILL_PERIOD);
		let after = (pool_money(0), balance(PATIENT), balance(HOSPITAL));
		assert_eq!(after, (before.0, before.1 + 7_600, before.2 - 7_600));
	});
}

#[test]
fn the_biller_alone_takes_money_back() {
	build_and_execute(|| {
		covered(full_terms());
		let new = NewClaim { organization: Some(HOSPITAL), ..claim(&[visit(500)]) };
		let id = filed(DOCTOR, new);
		// Who acts for it does not spend its money.
		for who in [DOCTOR, PATIENT, INSURER, STRANGER] {
			assert_noop!(reverse(who, id), TestError::NotConcerned);
		}
		assert_noop!(reverse(HOSPITAL, 99), TestError::ClaimNotFound);
		let unpaid =
			NewClaim { organization: Some(HOSPITAL), ..claim(&[line(ServiceType::Vision, 1, 5)]) };
		let unpaid = filed(DOCTOR, unpaid);
		assert_ok!(reverse(DOCTOR, unpaid));
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, id));
	});
}

#[test]
fn a_bill_that_was_paid_is_refunded_before() {
	build_and_execute(|| {
		covered(terms());
		let id = submit(&[visit(25_000)]);
		let bill = stored_claim(id).bill.unwrap();
		assert_ok!(<Money as Billing<AccountId>>::settle(bill, &PATIENT, 12_400));
		let remains = DispatchError::Other(Money::PAYMENTS_REMAIN);
		assert_noop!(reverse(HOSPITAL, id), remains);
		assert_ok!(Money::refund(bill, &PATIENT, 12_400));
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, id));
	});
}

#[test]
fn a_bill_that_is_gone_hinders_nobody() {
	build_and_execute(|| {
		covered(terms());
		let id = submit(&[visit(25_000)]);
		change_record(id, |record| record.claim.bill = Some(99));
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, id));
	});
}

#[test]
fn who_has_paid_a_bill_that_is_gone_is_not_billed_for_it_again() {
	build_and_execute(|| {
		covered(terms());
		Money::deposit(EUR, &HOSPITAL, 7_601);
		let id = filed(HOSPITAL, NewClaim { payee: Payee::Patient, ..claim(&[visit(25_000)]) });
		assert_eq!((billed(id), stored_claim(id).paid), (20_000, 7_600));
		// The patient has paid all of it, and the bill was removed long afterwards.
		change_record(id, |record| record.claim.bill = Some(99));
		let before = pool_money(0);
		assert_ok!(reverse(HOSPITAL, id));
		assert_eq!(pool_money(0), before + 7_600);
		assert_eq!(stored_claim(id).bill, Some(99));
		assert_eq!(Money::issued::<AccountId>(1), None);
	});
}

#[test]
fn without_money_nothing_is_taken_back() {
	build_and_execute(|| {
		covered(full_terms());
		let id = submit(&[visit(500)]);
		// One unit stays with an account.
		let short = DispatchError::Other(Money::INSUFFICIENT_FUNDS);
		assert_noop!(reverse(HOSPITAL, id), short);
		assert!(is_paid(id));
	});
}

#[test]
fn a_claim_is_replaced() {
	build_and_execute(|| {
		let lines = prepared();
		let old = submit(&lines);
		let fingerprints = Fingerprints::<Test>::iter().count();
		let [visit, stay, packed, _] = lines;
		let corrected = [ClaimLine { unit_price: 24_000, ..visit }, stay, packed];
		events();
		let id = filed(HOSPITAL, NewClaim { replaces: Some(old), ..claim(&corrected) });
		assert!(matches!(events()[0], Event::ClaimReversed { claim, .. } if claim == old));
		assert_eq!(stored_claim(old).status, ClaimStatus::Reversed);
		assert_eq!(stored_claim(id).origin, Origin::Replaces(old));
		// None of it is a duplicate of what it replaces.
		assert!((0..3).all(|line| result(id, line).denied.is_none()));
		// The line that is left out now is known no more.
		assert_eq!(Fingerprints::<Test>::iter().count(), fingerprints - 3);
		assert_eq!(PaidPacks::<Test>::get(PACK.id), Some(id));
	});
}

#[test]
fn a_waiting_claim_is_replaced() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(999), ..full_terms() });
		let new = NewClaim { organization: Some(HOSPITAL), ..claim(&[visit(1_000)]) };
		let old = filed(DOCTOR, new.clone());
		let corrected = NewClaim { lines: lines(&[visit(900)]), replaces: Some(old), ..new };
		let id = filed(DOCTOR, corrected.clone());
		assert_eq!(stored_claim(old).status, ClaimStatus::Withdrawn);
		assert_eq!(stored_claim(id).paid, 900);
		// What was taken back is not replaced again.
		assert_noop!(send(DOCTOR, corrected), TestError::NotAdjudicated);
	});
}

#[test]
fn a_claim_replaces_one_of_its_own_kind() {
	build_and_execute(|| {
		let (plan, _) = covered(full_terms());
		cover(plan, OTHER_PATIENT);
		let old = submit(&[visit(500)]);
		let new = NewClaim { replaces: Some(old), ..claim(&[visit(400)]) };
		assert_noop!(send(PHARMACY, new.clone()), TestError::NotReplaceable);
		let other = NewClaim { patient: OTHER_PATIENT, ..new.clone() };
		assert_noop!(send(HOSPITAL, other), TestError::NotReplaceable);
		let other = NewClaim { currency: JPY, ..new.clone() };
		assert_noop!(send(HOSPITAL, other), TestError::NotReplaceable);
		let other = NewClaim { replaces: Some(99), ..new.clone() };
		assert_noop!(send(HOSPITAL, other), TestError::ClaimNotFound);
		// Its money is the biller's to return.
		let by_doctor = NewClaim { organization: Some(HOSPITAL), ..new };
		assert_noop!(send(DOCTOR, by_doctor), TestError::NotConcerned);
	});
}

#[test]
fn an_old_claim_is_removed() {
	build_and_execute(|| {
		let (_, coverage) = covered(full_terms());
		let id = submit(&[line(ServiceType::Vision, 1, 5)]);
		let paid = submit(&[ClaimLine { pack: Some(PACK), ..visit(7) }, stay(8)]);
		assert_eq!(stored_claim(paid).paid, 8);
		wait(RETENTION);
		for id in [id, paid] {
			assert_noop!(remove(HOSPITAL, id), TestError::TooEarly);
		}
		wait(1);
		assert_noop!(remove(HOSPITAL, 99), TestError::ClaimNotFound);
		let deposit = deposit_of(HOSPITAL);
		events();
		// By whoever takes the trouble.
		assert_ok!(remove(STRANGER, id));
		assert_eq!(events(), [Event::ClaimRemoved { claim: id }]);
		assert!(deposit_of(HOSPITAL) < deposit);
		assert_eq!(InsuranceClaims::claim_info(id), None);
		for who in [HOSPITAL, PATIENT] {
			assert_eq!(InsuranceClaims::claims_of(&who, None, 9).items, [paid]);
		}
		assert_eq!(stored_term(coverage, 0).paid, 8);
	});
}

#[test]
fn the_lines_of_a_removed_claim_are_forgotten_its_packs_are_not() {
	build_and_execute(|| {
		covered(full_terms());
		submit(&[visit(9)]);
		Packs::set(PACK, &HOSPITAL, &PATIENT, dispensed());
		let id = submit(&[ClaimLine { pack: Some(PACK), ..drug(7) }]);
		wait(RETENTION + 1);
		// Looked at and undone: the counters of its term speak of it still.
		with_transaction_unchecked(|| {
			assert_ok!(remove(HOSPITAL, id));
			assert_eq!(Fingerprints::<Test>::iter().count(), 3);
			// Nobody counts the lines of a day that is so long ago.
			assert_eq!(DailyLines::<Test>::iter().count(), 0);
			assert_ok!(check_state());
			assert_eq!(PaidPacks::<Test>::get(PACK.id), Some(id));
			TransactionOutcome::Rollback(())
		});
	});
}

#[test]
fn what_is_open_is_not_removed() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(99), ..full_terms() });
		let waiting = submit(&[visit(100)]);
		let [appealed, reported] = [1, 2].map(|number| {
			submit(&[of_item(number, line(ServiceType::Vision, 1, Amount::from(number)))])
		});
		assert_ok!(appeal(PATIENT, appealed, 0, &[0]));
		wait(RETENTION + REVIEW_PERIOD + 1);
		assert_ok!(report(PATIENT, reported));
		assert_noop!(remove(HOSPITAL, waiting), TestError::TooEarly);
		assert_noop!(remove(HOSPITAL, reported), TestError::Reported);
		assert_ok!(decide_fraud(REVIEWER, reported, false));
		// Nobody has decided the appeal, but that was long ago.
		assert_ok!(remove(HOSPITAL, appealed));
		assert_ok!(remove(HOSPITAL, reported));
		assert_eq!(Appeals::<Test>::iter().count() + Reports::<Test>::iter().count(), 0);
		// A claim that was withdrawn is kept as long.
		assert_ok!(withdraw(HOSPITAL, waiting));
		assert_noop!(remove(HOSPITAL, waiting), TestError::TooEarly);
		wait(RETENTION + 1);
		assert_ok!(remove(HOSPITAL, waiting));
	});
}

#[test]
fn what_an_appeal_paid_to_the_patient_nobody_takes_back() {
	build_and_execute(|| {
		let mut terms = full_terms();
		terms.benefits[1].authorization = true;
		covered(terms);
		let id = submit_by(DOCTOR, PATIENT, &[stay(900)]);
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let paying = id + 1;
		assert_eq!((stored_claim(paying).paid, stored_claim(paying).bill), (900, None));
		Money::deposit(EUR, &DOCTOR, 901);
		assert_noop!(reverse(DOCTOR, paying), TestError::Appealed);
		for who in [PATIENT, INSURER, STRANGER] {
			assert_noop!(reverse(who, paying), TestError::NotConcerned);
		}
	});
}
