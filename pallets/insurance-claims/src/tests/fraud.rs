//! Drug packs, prices, too many lines a day, services that were not received; reports of fraud.

use super::*;
use claims::*;

const PACK: SoldPack = sold(1);

fn packed(price: Amount) -> ClaimLine {
	ClaimLine { pack: Some(PACK), ..drug(price) }
}

/// The patient is covered in full, drugs only with their packs.
fn traced() -> CoverageId {
	let mut terms = full_terms();
	terms.benefits[2].traced = true;
	let (plan, coverage) = covered(terms);
	contract(plan, PHARMACY);
	coverage
}

fn assert_fault(id: ClaimId, reason: Reason) {
	assert_eq!(denied(id, 0), Some((Group::Contractual, reason)));
	let claim = stored_claim(id);
	assert_eq!((claim.paid, claim.patient_share, claim.bill), (0, 0, None));
}

#[test]
fn a_pack_is_paid_to_who_dispensed_it_once() {
	build_and_execute(|| {
		traced();
		Packs::set(PACK, &PHARMACY, &PATIENT, dispensed());
		let id = submit_by(PHARMACY, PATIENT, &[packed(900)]);
		assert_eq!(stored_claim(id).paid, 900);
		assert_eq!(PaidPacks::<Test>::get(PACK.id), Some(id));
		// Again on another day, as another item and for another price.
		wait(DAY);
		let again = of_item(9, packed(901));
		assert_fault(submit_by(PHARMACY, PATIENT, &[again]), Reason::PackPaid);
		// And by whoever else says that it gave it to the patient.
		Packs::set(PACK, &DOCTOR, &PATIENT, dispensed());
		assert_fault(submit_by(DOCTOR, PATIENT, &[again]), Reason::PackPaid);
	});
}

#[test]
fn a_pack_with_a_fault_is_not_paid() {
	for (state, reason) in [
		(Dispensing::NotDispensed, Reason::PackNotDispensed),
		(Dispensing::Unknown, Reason::PackNotDispensed),
		(Dispensing::Recalled, Reason::PackRecalled),
		(Dispensing::Expired, Reason::PackExpired),
	] {
		build_and_execute(|| {
			traced();
			Packs::set(PACK, &PHARMACY, &PATIENT, state);
			assert_fault(submit_by(PHARMACY, PATIENT, &[packed(900)]), reason);
			// Outside of the network too.
			Packs::set(PACK, &DOCTOR, &PATIENT, state);
			assert_fault(submit_by(DOCTOR, PATIENT, &[packed(900)]), reason);
			assert_eq!(PaidPacks::<Test>::get(PACK.id), None);
		});
	}
}

#[test]
fn a_pack_is_claimed_for_the_day_on_which_it_was_dispensed() {
	for (at, serviced, is_good) in [
		(0, 0, true),
		(0, DAY - 1, true),
		(DAY - 1, 0, true),
		(DAY - 1, DAY, false),
		(DAY, DAY - 1, false),
		(5 * DAY, 0, false),
		(0, 5 * DAY, false),
	] {
		build_and_execute(|| {
			traced();
			let midnight = (NOW / DAY + 1) * DAY;
			set_now(midnight + 6 * DAY);
			let state = Dispensing::Dispensed { at: midnight + at };
			for by in [PHARMACY, DOCTOR] {
				Packs::set(PACK, &by, &PATIENT, state);
			}
			let line = ClaimLine { serviced: midnight + serviced, ..packed(900) };
			if is_good {
				assert!(is_paid(submit_by(PHARMACY, PATIENT, &[line])));
			} else {
				assert_fault(submit_by(PHARMACY, PATIENT, &[line]), Reason::PackOtherDay);
				// Outside of the network too.
				assert_fault(submit_by(DOCTOR, PATIENT, &[line]), Reason::PackOtherDay);
				assert_eq!(PaidPacks::<Test>::get(PACK.id), None);
			}
		});
	}
}

#[test]
fn a_pack_of_another_patient_or_pharmacy_was_not_dispensed() {
	build_and_execute(|| {
		traced();
		Packs::set(PACK, &PHARMACY, &OTHER_PATIENT, dispensed());
		Packs::set(PACK, &HOSPITAL, &PATIENT, dispensed());
		assert_fault(submit_by(PHARMACY, PATIENT, &[packed(9)]), Reason::PackNotDispensed);
	});
}

#[test]
fn a_pack_is_shown_by_the_opening_of_its_receipt() {
	build_and_execute(|| {
		traced();
		Packs::set(PACK, &PHARMACY, &PATIENT, dispensed());
		let opened_otherwise = SoldPack { opening: [1; 32], ..PACK };
		let guessed = ClaimLine { pack: Some(opened_otherwise), ..packed(900) };
		assert_fault(submit_by(PHARMACY, PATIENT, &[guessed]), Reason::PackNotDispensed);
		// Once it is paid, no opening makes it another pack.
		assert!(is_paid(submit_by(PHARMACY, PATIENT, &[packed(900)])));
		let again = of_item(9, guessed);
		assert_fault(submit_by(PHARMACY, PATIENT, &[again]), Reason::PackPaid);
	});
}

#[test]
fn a_traced_drug_comes_with_its_pack() {
	build_and_execute(|| {
		traced();
		let id = submit_by(PHARMACY, PATIENT, &[drug(900)]);
		assert_fault(id, Reason::LacksInformation);
		// Outside of the network it is the patient's.
		let id = submit_by(DOCTOR, PATIENT, &[drug(900)]);
		assert_eq!(denied(id, 0), Some((Group::Patient, Reason::LacksInformation)));
		// A pack that is named is looked at, traced or not.
		let id = submit(&[ClaimLine { pack: Some(PACK), ..visit(900) }]);
		assert_fault(id, Reason::PackNotDispensed);
	});
}

#[test]
fn a_price_far_beyond_the_ceiling_waits() {
	build_and_execute(|| {
		covered(PlanTerms { outlier: Some(BasisPoints(15_000)), ..terms() });
		assert!(is_paid(submit(&[visit(CEILING * 3 / 2)])));
		let id = submit(&[stay(CEILING * 3 / 2 + 1)]);
		assert_eq!(pended(id), Some(PendReason::PriceOutlier));
		approve(id);
		assert!(is_paid(id));
	});
}

#[test]
fn without_a_ceiling_no_price_is_far_beyond_it() {
	build_and_execute(|| {
		covered(PlanTerms { outlier: Some(BasisPoints::WHOLE), ..full_terms() });
		assert!(is_paid(submit(&[visit(LIMIT)])));
	});
}

#[test]
fn more_lines_a_day_than_seem_possible_wait() {
	build_and_execute(|| {
		let (plan, _) = covered(PlanTerms { daily_lines: Some(3), ..full_terms() });
		cover(plan, OTHER_PATIENT);
		wait(DAY);
		assert!(is_paid(submit(&[visit(1), stay(2)])));
		assert!(is_paid(submit_by(HOSPITAL, OTHER_PATIENT, &[visit(3)])));
		// The fourth of the day, of whichever patient; another day or biller is another matter.
		let id = submit_by(HOSPITAL, OTHER_PATIENT, &[stay(4)]);
		assert_eq!(pended(id), Some(PendReason::Velocity));
		let yesterday = |line: ClaimLine| ClaimLine { serviced: NOW, ..line };
		assert!(is_paid(submit(&[visit(1), stay(2)].map(yesterday))));
		let mixed = [yesterday(drug(3)), of_item(8, drug(4))];
		assert_eq!(pended(submit(&mixed)), Some(PendReason::Velocity));
		assert!(is_paid(submit_by(PHARMACY, PATIENT, &[drug(5)])));
		approve(id);
		assert!(is_paid(id));
		assert_eq!(DailyLines::<Test>::get((0, HOSPITAL, 20_001)), 4);
	});
}

#[test]
fn lines_that_are_not_paid_are_not_counted_as_a_days() {
	build_and_execute(|| {
		covered(PlanTerms { daily_lines: Some(1), ..full_terms() });
		let dental = line(ServiceType::DentalCare, 1, 5);
		let id = submit(&[visit(1), dental, of_item(7, dental)]);
		assert_eq!(stored_claim(id).paid, 1);
		assert_eq!(DailyLines::<Test>::get((0, HOSPITAL, 20_000)), 1);
	});
}

#[test]
fn a_report_comes_from_those_concerned() {
	build_and_execute(|| {
		covered(full_terms());
		let ids = [1, 2, 3, 4].map(|price| submit(&[of_item(price as u8, visit(price))]));
		for who in [HOSPITAL, STRANGER, OTHER_INSURER, OTHER_PATIENT, REVIEWER] {
			assert_noop!(report(who, ids[0]), TestError::NotConcerned);
		}
		events();
		for (id, who) in ids.into_iter().zip([PATIENT, INSURER, CLERK, REGULATOR]) {
			assert_ok!(report(who, id));
			assert_eq!(events(), [Event::FraudReported { claim: id, reporter: who }]);
			assert_noop!(report(PATIENT, id), TestError::AlreadyReported);
		}
		assert_noop!(report(PATIENT, 99), TestError::ClaimNotFound);
		let told = InsuranceClaims::claim_info(ids[0]).unwrap().report.unwrap();
		let reported = Report {
			reporter: PATIENT,
			evidence: EVIDENCE,
			reported_at: NOW,
			found: None,
			first: true,
		};
		assert_eq!(told, reported);
	});
}

#[test]
fn a_claim_that_waits_is_reported_too() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(0), ..full_terms() });
		let before = books();
		let id = submit(&[visit(1_000)]);
		assert_ok!(report(PATIENT, id));
		// It is not taken back meanwhile, nor replaced; but it can go on.
		assert_noop!(withdraw(HOSPITAL, id), TestError::Reported);
		let new = NewClaim { replaces: Some(id), ..claim(&[visit(900)]) };
		assert_noop!(send(HOSPITAL, new), TestError::Reported);
		assert_ok!(confirm(PATIENT, id, false));
		assert_eq!(pended(id), Some(PendReason::ServiceContested));
		events();
		assert_ok!(decide_fraud(REVIEWER, id, true));
		let decided =
			Event::FraudDecided { claim: id, found: true, debt: 0, bill_cancelled: false };
		assert_eq!(events(), [decided]);
		let void = stored_claim(id);
		assert_eq!((void.status, void.decided_at), (ClaimStatus::Voided, Some(NOW)));
		assert_eq!(Reputation::all(), [(HOSPITAL, Misconduct::FalseClaim, EVIDENCE)]);
		assert_noop!(review(INSURER, id, &[(0, Verdict::Approve)]), TestError::NotPended);
		let report = Reports::<Test>::take(id);
		assert_eq!(books(), before);
		Reports::<Test>::set(id, report);
		wait(RETENTION + 1);
		assert_ok!(remove(HOSPITAL, id));
	});
}

#[test]
fn a_reported_claim_that_waits_can_be_decided() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(0), ..full_terms() });
		let id = submit(&[visit(1_000)]);
		assert_ok!(report(INSURER, id));
		assert_ok!(confirm(PATIENT, id, false));
		approve(id);
		assert!(is_paid(id));
		assert_noop!(reverse(HOSPITAL, id), TestError::Reported);
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 1_000);
	});
}

#[test]
fn what_was_taken_back_is_not_reported() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(1), ..full_terms() });
		let waiting = submit(&[visit(5)]);
		assert_ok!(withdraw(HOSPITAL, waiting));
		let decided = submit(&[visit(1)]);
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, decided));
		for id in [waiting, decided] {
			assert_noop!(report(PATIENT, id), TestError::NotAdjudicated);
		}
	});
}

#[test]
fn fraud_that_is_found_voids_the_claim() {
	build_and_execute(|| {
		covered(terms());
		submit(&[stay(25_000)]);
		let before = books();
		let id = submit(&[visit(25_000)]);
		let paid = stored_claim(id).paid;
		assert_ok!(report(PATIENT, id));
		assert_noop!(decide_fraud(STRANGER, id, true), TestError::NotReviewer);
		assert_noop!(decide_fraud(INSURER, id, true), TestError::NotReviewer);
		for (who, to) in [(REVIEWER, HOSPITAL), (REGULATOR, INSURER)] {
			Registry::affiliate(&who, &to);
			assert_noop!(decide_fraud(who, id, true), TestError::NotIndependent);
			Registry::end_affiliation(&who, &to);
		}
		assert_noop!(reverse(HOSPITAL, id), TestError::Reported);
		let there = balance(HOSPITAL);
		events();
		assert_ok!(decide_fraud(REVIEWER, id, true));
		let decided =
			Event::FraudDecided { claim: id, found: true, debt: paid, bill_cancelled: true };
		assert_eq!(events(), [decided]);
		assert_eq!(stored_claim(id).status, ClaimStatus::Voided);
		assert_eq!(balance(HOSPITAL), there);
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), paid);
		assert_eq!(Reputation::all(), [(HOSPITAL, Misconduct::FalseClaim, EVIDENCE)]);
		assert!(Money::is_cancelled(stored_claim(id).bill.unwrap()));
		assert_noop!(decide_fraud(REVIEWER, id, true), TestError::NoReport);
		assert_noop!(reverse(HOSPITAL, id), TestError::NotAdjudicated);

		// Once the debt is paid, all is as it was before the claim.
		assert_ok!(repay(HOSPITAL, 0, paid));
		let report = Reports::<Test>::take(id);
		assert_eq!(books(), before);
		Reports::<Test>::set(id, report);
	});
}

#[test]
fn what_is_not_found_changes_nothing() {
	build_and_execute(|| {
		covered(terms());
		let id = submit(&[visit(25_000)]);
		assert_noop!(decide_fraud(REGULATOR, id, true), TestError::NoReport);
		assert_ok!(report(REGULATOR, id));
		// Who reports does not decide.
		assert_noop!(decide_fraud(REGULATOR, id, false), TestError::NotIndependent);
		let claim = stored_claim(id);
		assert_ok!(decide_fraud(REVIEWER, id, false));
		assert_eq!(stored_claim(id), claim);
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 0);
		assert_eq!(Reputation::all::<AccountId>(), []);
		assert_noop!(decide_fraud(99, 99, true), TestError::ClaimNotFound);
		// Whoever has reported it does not do so again; others can, in turn.
		assert_noop!(report(REGULATOR, id), TestError::AlreadyReported);
		assert_ok!(report(PATIENT, id));
		assert_ok!(decide_fraud(REVIEWER, id, false));
		assert_noop!(report(PATIENT, id), TestError::AlreadyReported);
		assert_ok!(report(REGULATOR, id));
		// It can be taken back whatever is reported again.
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, id));
		assert_ok!(decide_fraud(REVIEWER, id, false));
	});
}

#[test]
fn a_bill_on_which_money_remains_is_left() {
	build_and_execute(|| {
		covered(terms());
		let id = submit(&[visit(25_000)]);
		let bill = stored_claim(id).bill.unwrap();
		assert_ok!(<Money as Billing<AccountId>>::settle(bill, &PATIENT, 100));
		assert_ok!(report(PATIENT, id));
		assert_ok!(decide_fraud(REVIEWER, id, true));
		assert!(!Money::is_cancelled(bill));
		assert_eq!(stored_claim(id).status, ClaimStatus::Voided);
	});
}

#[test]
fn what_was_fraudulent_can_be_claimed_by_who_did_it() {
	build_and_execute(|| {
		traced();
		Packs::set(PACK, &PHARMACY, &PATIENT, dispensed());
		Packs::set(PACK, &DOCTOR, &PATIENT, dispensed());
		let id = submit_by(DOCTOR, PATIENT, &[packed(900)]);
		assert_ok!(report(PATIENT, id));
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert!(is_paid(submit_by(PHARMACY, PATIENT, &[packed(900)])));
	});
}

/// A plan that asks for authorised stays: one without is denied at the cost of the biller.
fn appealed() -> ClaimId {
	let mut terms = full_terms();
	terms.benefits[1].authorization = true;
	covered(terms);
	let id = submit(&[stay(10_000), visit(500)]);
	assert_eq!(denied(id, 0), Some((Group::Contractual, Reason::AuthorizationAbsent)));
	assert_ok!(appeal(HOSPITAL, id, 0, &[0]));
	assert_ok!(report(PATIENT, id));
	id
}

#[test]
fn an_appeal_ends_with_a_claim_that_is_void() {
	build_and_execute(|| {
		let id = appealed();
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert_noop!(decide_appeal(REVIEWER, id, &[0]), TestError::NoAppeal);
		wait(RETENTION + 1);
		assert_ok!(remove(HOSPITAL, id));
	});
}

#[test]
fn what_an_appeal_paid_is_void_with_the_claim() {
	build_and_execute(|| {
		let mut terms = full_terms();
		terms.benefits[1].authorization = true;
		terms.benefits[2].frequency = Some(Frequency { uses: 1, within_days: 9 });
		covered(terms);
		Money::deposit(EUR, &HOSPITAL, 1);
		let before = books();
		let lines = [stay(10_000), visit(500), drug(80), of_item(9, drug(70))];
		let id = submit(&lines);
		let due = billed(id);
		assert_eq!(due, 70);
		assert_ok!(appeal(PATIENT, id, 0, &[0, 3]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0, 3]));
		let [biller, patient] = [id + 1, id + 2];
		assert_eq!([biller, patient].map(|id| stored_claim(id).paid), [10_000, 70]);
		let bills = Money::issued::<AccountId>(1);
		assert_eq!(bills, None);
		assert_ok!(report(PATIENT, id));
		events();
		assert_ok!(decide_fraud(REGULATOR, id, true));
		let decided =
			Event::FraudDecided { claim: id, found: true, debt: 580, bill_cancelled: true };
		let void = [(biller, 10_000), (patient, 70)]
			.map(|(claim, debt)| Event::ClaimVoided { claim, debt });
		assert_eq!(events(), [&void[..], &[decided]].concat());
		for id in [id, biller, patient] {
			assert_eq!(stored_claim(id).status, ClaimStatus::Voided);
		}
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 10_650);
		// The patient owes nothing any more, but what it was paid for that.
		assert_eq!((stored_claim(biller).bill, billed(patient)), (None, 70));
		assert_eq!(Reputation::all::<AccountId>().len(), 1);
		// Once the debt is paid, all is as it was before the claim.
		Money::deposit(EUR, &HOSPITAL, 70);
		assert_ok!(repay(HOSPITAL, 0, 10_650));
		assert_ok!(<Money as Billing<AccountId>>::settle(1, &PATIENT, 70));
		let spent = <Money as medchain_support::Payments<_>>::pay(EUR, &HOSPITAL, &STRANGER, 70);
		assert_ok!(spent);
		let told = (Reports::<Test>::take(id), InsuranceClaims::appeals_of(id).remove(0));
		Appeals::<Test>::remove((id, 0, AppealKind::Patient));
		assert_eq!(books(), before);
		Reports::<Test>::set(id, told.0);
		Appeals::<Test>::insert((id, told.1 .0, told.1 .1), told.1 .2);
	});
}

#[test]
fn a_short_claim_that_is_void_after_an_appeal_is_charged_for_as_a_longer_one() {
	build_and_execute(|| {
		let mut terms = full_terms();
		terms.benefits[1].authorization = true;
		terms.benefits[2].frequency = Some(Frequency { uses: 1, within_days: 9 });
		covered(terms);
		let mut lines = vec![drug(80), of_item(9, drug(70))];
		lines.extend((11..=16).map(|item| of_item(item, stay(10))));
		let id = submit(&lines);
		assert_ok!(appeal(PATIENT, id, 0, &[1, 2, 3, 4, 5, 6, 7]));
		assert_ok!(decide_appeal(REVIEWER, id, &[1, 2, 3, 4, 5, 6, 7]));
		let own = [id + 1, id + 2].map(|id| stored_record(id).details.lines.len());
		assert_eq!(own, [6, 1]);
		assert_ok!(report(PATIENT, id));
		let charged = InsuranceClaims::do_decide_fraud(&REGULATOR, id, true);
		assert_eq!(charged, Ok((8, 6 + LEAST_SUPPLEMENT_LINES)));
	});
}

#[test]
fn what_waits_after_an_appeal_is_void_too_and_what_was_taken_back_is_not() {
	build_and_execute(|| {
		let id = appealed();
		leave(0, LIMIT / 10);
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let paying = id + 1;
		assert_eq!(pended(paying), Some(PendReason::PoolShort));
		assert_ok!(decide_fraud(REGULATOR, id, true));
		let void = stored_claim(paying);
		assert_eq!((void.status, void.decided_at), (ClaimStatus::Voided, Some(NOW)));
		assert_noop!(resume(HOSPITAL, paying), TestError::NotPended);
	});
	build_and_execute(|| {
		let id = appealed();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, id + 1));
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert_eq!(stored_claim(id + 1).status, ClaimStatus::Reversed);
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 500);
	});
}

#[test]
fn fraud_in_what_an_appeal_paid_voids_that_alone() {
	build_and_execute(|| {
		let id = appealed();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert_ok!(report(PATIENT, id + 1));
		assert_ok!(decide_fraud(REGULATOR, id + 1, true));
		assert_eq!(stored_claim(id + 1).status, ClaimStatus::Voided);
		assert_eq!(stored_claim(id).status, ClaimStatus::Adjudicated);
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 10_000);
		// Then in the claim itself: nothing is void twice.
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 10_500);
	});
}

#[test]
fn a_report_about_what_is_void_already_ends() {
	build_and_execute(|| {
		let id = appealed();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert_ok!(report(PATIENT, id + 1));
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 10_500);
		assert_ok!(decide_fraud(REGULATOR, id + 1, true));
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 10_500);
		assert_eq!(Reputation::all::<AccountId>().len(), 1);
	});
}

#[test]
fn the_patient_returns_to_the_biller_what_insurers_had_paid_to_it() {
	build_and_execute(|| {
		covered(terms());
		let id = filed(HOSPITAL, NewClaim { payee: Payee::Patient, ..claim(&[visit(25_000)]) });
		let old = stored_claim(id).bill.unwrap();
		assert_ok!(report(INSURER, id));
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert!(Money::is_cancelled(old) && stored_claim(id).bill != Some(old));
		assert_eq!((billed(id), Debts::<Test>::get(0, HOSPITAL)), (7_600, 7_600));
	});
	// What it has paid for the service remains with the biller: that is theirs to settle.
	build_and_execute(|| {
		covered(terms());
		let id = filed(HOSPITAL, NewClaim { payee: Payee::Patient, ..claim(&[visit(25_000)]) });
		let old = stored_claim(id).bill.unwrap();
		assert_ok!(<Money as Billing<AccountId>>::settle(old, &PATIENT, 100));
		assert_ok!(report(INSURER, id));
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert_eq!(stored_claim(id).bill, Some(old));
		assert!(!Money::is_cancelled(old));
	});
}

#[test]
fn who_decides_about_fraud_belongs_to_nobody() {
	build_and_execute(|| {
		covered(full_terms());
		let id = filed(DOCTOR, NewClaim { organization: Some(HOSPITAL), ..claim(&[visit(1)]) });
		assert_ok!(report(CLERK, id));
		// Either way: who acts for one of them, and for whom one of them acts.
		for to in [HOSPITAL, INSURER, PATIENT, DOCTOR, CLERK] {
			for (who, of) in [(REVIEWER, to), (to, REVIEWER)] {
				Registry::affiliate(&who, &of);
				assert_noop!(decide_fraud(REVIEWER, id, true), TestError::NotIndependent);
				Registry::end_affiliation(&who, &of);
			}
			Registry::give_role(&to, Role::Regulator);
			assert_noop!(decide_fraud(to, id, true), TestError::NotIndependent);
			Registry::take_role(&to, Role::Regulator);
		}
		assert_ok!(decide_fraud(REVIEWER, id, true));
	});
}

#[test]
fn what_an_appeal_paid_to_the_patient_is_billed_once_the_claim_is_void_too() {
	let scene = || {
		let mut terms = full_terms();
		terms.benefits[1].authorization = true;
		covered(terms);
		let id = submit_by(DOCTOR, PATIENT, &[stay(900)]);
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert_eq!(stored_claim(id + 1).paid, 900);
		// Fraud is found of what the appeal has granted first.
		assert_ok!(report(INSURER, id + 1));
		assert_ok!(decide_fraud(REGULATOR, id + 1, true));
		assert_eq!(stored_claim(id + 1).status, ClaimStatus::Voided);
		// The patient still owes what it was billed for the claim.
		assert_eq!((stored_claim(id + 1).bill, billed(id)), (None, 900));
		id
	};
	build_and_execute(|| {
		let id = scene();
		assert_ok!(report(INSURER, id));
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert!(Money::is_cancelled(stored_claim(id).bill.unwrap()));
		assert_eq!((billed(id + 1), bill_of(id + 1).provider), (900, DOCTOR));
		assert_eq!(Debts::<Test>::get(0, DOCTOR), 900);
	});
	// Where money remains on the bill, that is left to them.
	build_and_execute(|| {
		let id = scene();
		let bill = stored_claim(id).bill.unwrap();
		assert_ok!(<Money as Billing<AccountId>>::settle(bill, &PATIENT, 100));
		assert_ok!(report(INSURER, id));
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert_eq!(stored_claim(id + 1).bill, None);
	});
}

#[test]
fn a_report_that_nobody_decides_comes_to_nothing() {
	build_and_execute(|| {
		covered(full_terms());
		let id = submit(&[visit(1_000)]);
		assert_ok!(report(PATIENT, id));
		Money::deposit(EUR, &HOSPITAL, 1);
		wait(REVIEW_PERIOD);
		assert_noop!(reverse(HOSPITAL, id), TestError::Reported);
		assert_noop!(report(INSURER, id), TestError::AlreadyReported);
		wait(1);
		assert_noop!(decide_fraud(REGULATOR, id, true), TestError::NoReport);
		// As one in which nothing was found: somebody else can report it.
		assert_noop!(report(PATIENT, id), TestError::AlreadyReported);
		assert_ok!(report(INSURER, id));
		assert_noop!(report(CLERK, id), TestError::AlreadyReported);
		wait(REVIEW_PERIOD + 1);
		assert_ok!(report(CLERK, id));
		assert_ok!(reverse(HOSPITAL, id));
	});
	// Nor does it keep a claim.
	build_and_execute(|| {
		covered(full_terms());
		let id = submit(&[visit(1_000)]);
		wait(RETENTION + 1);
		assert_ok!(report(PATIENT, id));
		assert_noop!(remove(HOSPITAL, id), TestError::Reported);
		wait(REVIEW_PERIOD + 1);
		assert_ok!(remove(HOSPITAL, id));
		assert!(!Reports::<Test>::contains_key(id));
	});
}

#[test]
fn who_reports_in_turn_holds_no_claim() {
	/// A claim that waits and one that stands, each reported a second time, in vain at first.
	fn reported_again(price: Amount) -> ClaimId {
		covered(PlanTerms { confirm_above: Some(999), ..full_terms() });
		let id = submit(&[visit(price)]);
		assert_ok!(report(INSURER, id));
		wait(REVIEW_PERIOD + 1);
		assert_ok!(report(CLERK, id));
		Money::deposit(EUR, &HOSPITAL, 1);
		id
	}
	let again = |id| {
		let line = ClaimLine { serviced: NOW, ..visit(5) };
		send(HOSPITAL, NewClaim { replaces: Some(id), ..claim(&[line]) })
	};
	let ways: [(Amount, &dyn Fn(ClaimId) -> DispatchResult); 6] = [
		(500, &|id| reverse(HOSPITAL, id)),
		(500, &again),
		(500, &|id| {
			wait(RETENTION);
			assert_ok!(report(INSURER, id));
			remove(STRANGER, id)
		}),
		(1_000, &|id| withdraw(HOSPITAL, id)),
		(1_000, &again),
		(1_000, &|id| {
			wait(APPEAL_PERIOD);
			assert_ok!(report(INSURER, id));
			withdraw(STRANGER, id)
		}),
	];
	for (price, way) in ways {
		build_and_execute(|| {
			let id = reported_again(price);
			assert_ok!(way(id));
			assert_ok!(check_state());
		});
	}
	// What was taken back meanwhile is not void, but was fraud.
	for price in [500, 1_000] {
		build_and_execute(|| {
			let id = reported_again(price);
			let taken_back =
				if price == 500 { reverse(HOSPITAL, id) } else { withdraw(HOSPITAL, id) };
			assert_ok!(taken_back);
			let claim = stored_claim(id);
			events();
			assert_ok!(decide_fraud(REGULATOR, id, true));
			let decided =
				Event::FraudDecided { claim: id, found: true, debt: 0, bill_cancelled: false };
			assert_eq!(events(), [decided]);
			assert_eq!(stored_claim(id), claim);
			assert_eq!(Debts::<Test>::get(0, HOSPITAL), 0);
			assert_eq!(Reputation::all(), [(HOSPITAL, Misconduct::FalseClaim, EVIDENCE)]);
			assert_noop!(report(PATIENT, id), TestError::NotAdjudicated);
			assert_ok!(check_state());
		});
	}
	// As long as it stands it is void as after a first report.
	build_and_execute(|| {
		let id = reported_again(500);
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert_eq!(stored_claim(id).status, ClaimStatus::Voided);
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 500);
	});
}
