//! Drug packs, prices, too many lines a day, services that were not received; reports of fraud.

use super::*;
use claims::*;

const PACK: PackId = PackId([1; 32]);

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
		Packs::set(PACK, &PHARMACY, &PATIENT, Dispensing::Dispensed);
		let id = submit_by(PHARMACY, PATIENT, &[packed(900)]);
		assert_eq!(stored_claim(id).paid, 900);
		assert_eq!(PaidPacks::<Test>::get(PACK), Some(id));
		// Again on another day, as another item and for another price.
		wait(DAY);
		let again = of_item(9, packed(901));
		assert_fault(submit_by(PHARMACY, PATIENT, &[again]), Reason::PackPaid);
		// And by whoever else says that it gave it to the patient.
		Packs::set(PACK, &DOCTOR, &PATIENT, Dispensing::Dispensed);
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
			assert_eq!(PaidPacks::<Test>::get(PACK), None);
		});
	}
}

#[test]
fn a_pack_of_another_patient_or_pharmacy_was_not_dispensed() {
	build_and_execute(|| {
		traced();
		Packs::set(PACK, &PHARMACY, &OTHER_PATIENT, Dispensing::Dispensed);
		Packs::set(PACK, &HOSPITAL, &PATIENT, Dispensing::Dispensed);
		assert_fault(submit_by(PHARMACY, PATIENT, &[packed(9)]), Reason::PackNotDispensed);
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
		let reported =
			Report { reporter: PATIENT, evidence: EVIDENCE, reported_at: NOW, found: None };
		assert_eq!(told, reported);
	});
}

#[test]
fn only_what_was_decided_is_reported() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(0), ..full_terms() });
		let id = submit(&[visit(1)]);
		assert_noop!(report(PATIENT, id), TestError::NotAdjudicated);
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
		assert_noop!(report(PATIENT, id), TestError::AlreadyReported);
		assert_noop!(decide_fraud(99, 99, true), TestError::ClaimNotFound);
		// From then on it can be taken back.
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, id));
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
		Packs::set(PACK, &PHARMACY, &PATIENT, Dispensing::Dispensed);
		Packs::set(PACK, &DOCTOR, &PATIENT, Dispensing::Dispensed);
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
fn what_an_appeal_paid_stays_known_when_the_claim_is_void() {
	build_and_execute(|| {
		let id = appealed();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert_ok!(decide_fraud(REGULATOR, id, true));
		// The visit was paid by the claim that is void, the stay by what the appeal came to.
		let again = submit(&[visit(500)]);
		assert_eq!((denied(again, 0), stored_claim(again).paid), (None, 500));
		let again = submit(&[stay(10_000)]);
		assert_eq!(denied(again, 0), Some((Group::Contractual, Reason::ExactDuplicate)));
	});
}
