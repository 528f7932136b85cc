//! Appeals: who, when, about what; supplements for biller and patient; insurers that do not answer.

use super::*;
use claims::*;

const DENY: Verdict = Verdict::Deny(Reason::NotNecessary);

/// A plan that asks for authorised stays, and reads documents with visits.
fn strict() -> PlanTerms {
	let mut terms = terms();
	terms.deductible = 0;
	terms.benefits[0].attachment = true;
	terms.benefits[1].authorization = true;
	terms
}

/// A claim of the hospital whose stay was denied, at the cost of the hospital.
fn written_off() -> ClaimId {
	covered(strict());
	let id = submit(&[stay(10_000), drug(5_000)]);
	assert_eq!(denied(id, 0), Some((Group::Contractual, Reason::AuthorizationAbsent)));
	events();
	id
}

/// The same of the doctor, at the cost of the patient.
fn left_to_the_patient() -> ClaimId {
	covered(strict());
	let id = submit_by(DOCTOR, PATIENT, &[stay(30_000), drug(5_000)]);
	assert_eq!(denied(id, 0), Some((Group::Patient, Reason::AuthorizationAbsent)));
	events();
	id
}

fn supplements() -> Vec<ClaimId> {
	let decided = events().into_iter().find_map(|event| match event {
		Event::AppealDecided { supplements, .. } => Some(supplements),
		_ => None,
	});
	decided.expect("an appeal was decided")
}

#[test]
fn what_was_written_off_is_paid_to_the_biller() {
	build_and_execute(|| {
		let id = written_off();
		let before = (balance(HOSPITAL), stored_claim(id));
		assert_ok!(appeal(HOSPITAL, id, 0, &[0]));
		let appealed = Event::ClaimAppealed { claim: id, payer: 0, appellant: HOSPITAL };
		assert_eq!(events(), [appealed]);
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let [paying] = supplements()[..] else { panic!("one claim pays") };
		let stored = stored_claim(paying);
		assert_eq!(stored.origin, Origin::Appeal { claim: id, payer: 0 });
		assert_eq!((stored.biller, stored.payee), (HOSPITAL, Payee::Provider));
		// 500, and 20 % of 9 500.
		assert_eq!((stored.charge, stored.paid, stored.patient_share), (10_000, 7_600, 2_400));
		assert_eq!((balance(HOSPITAL), billed(paying)), (before.0 + 7_600, 2_400));
		assert_eq!(stored_claim(id), before.1);
		let info = InsuranceClaims::claim_info(id).unwrap().appeal.unwrap();
		assert_eq!((info.appellant, info.decided_at), (HOSPITAL, Some(NOW)));
		// Now it is known.
		let again = submit(&[stay(10_000)]);
		assert_eq!(denied(again, 0), Some((Group::Contractual, Reason::ExactDuplicate)));
	});
}

#[test]
fn what_the_patient_had_to_bear_is_paid_to_the_patient() {
	build_and_execute(|| {
		let id = left_to_the_patient();
		let bill = stored_claim(id).bill;
		let before = (balance(PATIENT), balance(DOCTOR));
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let [paying] = supplements()[..] else { panic!("one claim pays") };
		let stored = stored_claim(paying);
		assert_eq!((stored.submitter, stored.biller), (PATIENT, DOCTOR));
		assert_eq!((stored.charge, stored.payee), (30_000, Payee::Patient));
		// 20 000 count: 500, and 40 % of 19 500 = 7 800.
		assert_eq!((stored.paid, stored.patient_share), (11_700, 18_300));
		assert_eq!((balance(PATIENT), balance(DOCTOR)), (before.0 + 11_700, before.1));
		// The patient owes what it owed: it was billed for all of it before.
		assert_eq!((stored.bill, stored_claim(id).bill), (None, bill));
	});
}

#[test]
fn both_in_one_appeal_are_paid_apart() {
	build_and_execute(|| {
		let mut terms = strict();
		terms.benefits[2].frequency = Some(Frequency { uses: 1, within_days: 9 });
		let (_, coverage) = covered(terms);
		let id = submit(&[stay(10_000), drug(5_000), of_item(9, drug(7_000))]);
		assert_eq!(denied(id, 2), Some((Group::Patient, Reason::Frequency)));
		let before = (balance(PATIENT), balance(HOSPITAL));
		assert_ok!(appeal(PATIENT, id, 0, &[2, 0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0, 2]));
		let [hospitals, patients] = supplements()[..] else { panic!("two claims pay") };
		assert_eq!([hospitals, patients].map(|it| stored_claim(it).paid), [7_600, 5_200]);
		assert_eq!((balance(PATIENT), balance(HOSPITAL)), (before.0 + 5_200, before.1 + 7_600));
		assert_eq!(Days::<Test>::get(coverage, ServiceType::Pharmacy).len(), 2);
	});
}

#[test]
fn what_later_payers_paid_is_not_paid_again() {
	build_and_execute(|| {
		covered(strict());
		let mut half = full_terms();
		half.benefits[1].out_of_network = Some(BasisPoints(5_000));
		cover(plan_of(pool_of(OTHER_INSURER), half), PATIENT);
		let id = submit_by(DOCTOR, PATIENT, &[stay(10_000)]);
		assert_eq!([0, 1].map(|payer| answer(id, payer).paid), [0, 5_000]);
		assert_noop!(appeal(PATIENT, id, 1, &[0]), TestError::NothingToAppeal);
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let [paying] = supplements()[..] else { panic!("one claim pays") };
		// Alone it would pay 60 % of 9 500 = 5 700: there were 5 000 left.
		assert_eq!((stored_claim(paying).charge, stored_claim(paying).paid), (5_000, 5_000));
		assert_eq!(Adjudications::<Test>::get(paying, 1), None);
	});
}

#[test]
fn what_is_upheld_stays() {
	build_and_execute(|| {
		let id = written_off();
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		let before = books();
		let next = NextClaim::<Test>::get();
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[]));
		let (reviewer, supplements) = (REVIEWER, vec![]);
		let decided = Event::AppealDecided { claim: id, reviewer, overturned: 0, supplements };
		assert_eq!(events(), [decided]);
		assert_eq!(NextClaim::<Test>::get(), next);
		assert_ne!(books(), before, "the appeal is decided");
		assert_noop!(decide_appeal(REVIEWER, id, &[]), TestError::NoAppeal);
		assert_noop!(appeal(PATIENT, id, 0, &[0]), TestError::AlreadyAppealed);
		assert_noop!(reverse(HOSPITAL, id), TestError::Appealed);
	});
}

#[test]
fn an_appeal_is_about_denied_lines_in_time() {
	build_and_execute(|| {
		let id = written_off();
		assert_noop!(appeal(PATIENT, 99, 0, &[0]), TestError::ClaimNotFound);
		for who in [INSURER, STRANGER, PHARMACY, REVIEWER] {
			assert_noop!(appeal(who, id, 0, &[0]), TestError::NotConcerned);
		}
		assert_noop!(appeal(PATIENT, id, 1, &[0]), TestError::PayerNotFound);
		assert_noop!(appeal(PATIENT, id, 0, &[2]), TestError::LineNotFound);
		assert_noop!(appeal(PATIENT, id, 0, &[0, 0]), TestError::LineNotFound);
		assert_noop!(appeal(PATIENT, id, 0, &[]), TestError::NothingToAppeal);
		assert_noop!(appeal(PATIENT, id, 0, &[0, 1]), TestError::NothingToAppeal);
		wait(APPEAL_PERIOD + 1);
		assert_noop!(appeal(PATIENT, id, 0, &[0]), TestError::DeadlineOver);
		set_now(NOW + APPEAL_PERIOD);
		assert_ok!(appeal(DOCTOR, id, 0, &[0]));
		assert_noop!(appeal(PATIENT, id, 0, &[0]), TestError::AlreadyAppealed);
		assert_noop!(reverse(HOSPITAL, id), TestError::Appealed);
	});
}

#[test]
fn nothing_is_appealed_of_what_was_taken_back() {
	build_and_execute(|| {
		let id = written_off();
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, id));
		assert_noop!(appeal(PATIENT, id, 0, &[0]), TestError::NotAdjudicated);
	});
}

#[test]
fn who_decides_belongs_to_nobody() {
	build_and_execute(|| {
		let id = written_off();
		assert_noop!(decide_appeal(REVIEWER, 99, &[0]), TestError::ClaimNotFound);
		assert_noop!(decide_appeal(REVIEWER, id, &[0]), TestError::NoAppeal);
		assert_ok!(appeal(HOSPITAL, id, 0, &[0]));
		for who in [INSURER, REGULATOR, STRANGER, PATIENT] {
			assert_noop!(decide_appeal(who, id, &[0]), TestError::NotReviewer);
		}
		for to in [INSURER, HOSPITAL] {
			Registry::affiliate(&REVIEWER, &to);
			assert_noop!(decide_appeal(REVIEWER, id, &[0]), TestError::NotIndependent);
			Registry::end_affiliation(&REVIEWER, &to);
		}
		for who in [INSURER, HOSPITAL, PATIENT] {
			Registry::give_role(&who, Role::IndependentReviewer);
			assert_noop!(decide_appeal(who, id, &[0]), TestError::NotIndependent);
		}
		assert_noop!(decide_appeal(REVIEWER, id, &[2]), TestError::LineNotFound);
		assert_noop!(decide_appeal(REVIEWER, id, &[1]), TestError::LineNotFound);
		assert_noop!(decide_appeal(REVIEWER, id, &[0, 0]), TestError::LineNotFound);
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
	});
}

#[test]
fn a_voided_claim_has_nothing_to_decide() {
	build_and_execute(|| {
		let id = written_off();
		assert_ok!(appeal(HOSPITAL, id, 0, &[0]));
		assert_ok!(report(PATIENT, id));
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert_noop!(decide_appeal(REVIEWER, id, &[0]), TestError::NoAppeal);
	});
}

#[test]
fn a_duplicate_stays_one() {
	build_and_execute(|| {
		covered(full_terms());
		submit(&[visit(1_000)]);
		let id = submit(&[visit(1_000)]);
		assert_ok!(appeal(HOSPITAL, id, 0, &[0]));
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let [paying] = supplements()[..] else { panic!("one claim looks again") };
		assert_eq!(denied(paying, 0), Some((Group::Contractual, Reason::ExactDuplicate)));
		assert_eq!((stored_claim(paying).paid, stored_claim(paying).bill), (0, None));
	});
}

#[test]
fn a_supplement_waits_for_money_and_is_taken_back_like_a_claim() {
	build_and_execute(|| {
		let id = written_off();
		assert_ok!(appeal(HOSPITAL, id, 0, &[0]));
		leave(0, LIMIT / 10);
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let [paying] = supplements()[..] else { panic!("one claim pays") };
		assert_eq!(pended(paying), Some(PendReason::PoolShort));
		leave(0, LIMIT);
		let before = books();
		assert_ok!(resume(HOSPITAL, paying));
		assert_eq!((stored_claim(paying).charge, stored_claim(paying).paid), (10_000, 7_600));
		assert_noop!(appeal(PATIENT, paying, 0, &[0]), TestError::AlreadyAppealed);
		let replacing = NewClaim { replaces: Some(paying), ..claim(&[visit(1)]) };
		assert_noop!(send(HOSPITAL, replacing), TestError::NotReplaceable);
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, paying));
		assert_eq!(books().entries(), before.entries());
	});
}

#[test]
fn an_insurer_that_does_not_answer() {
	build_and_execute(|| {
		covered(strict());
		let by = DirectiveRef { id: 0, version: 1 };
		let class = ResourceClass::Observation;
		Consents::permit(&PATIENT, &Actor::alone(INSURER), class.into(), by);
		let lines = [visit(10_000), drug(5_000), of_item(9, visit(7_000))];
		let new = NewClaim { attachments: documents(class), ..claim(&lines) };
		let id = filed(HOSPITAL, new);
		wait(REVIEW_PERIOD);
		assert_noop!(appeal(HOSPITAL, id, 0, &[]), TestError::DeadlineNotOver);
		wait(1);
		assert_noop!(appeal(HOSPITAL, id, 1, &[]), TestError::PayerNotFound);
		assert_ok!(appeal(HOSPITAL, id, 0, &[]));
		assert_noop!(appeal(PATIENT, id, 0, &[]), TestError::AlreadyAppealed);
		assert_noop!(withdraw(HOSPITAL, id), TestError::Appealed);
		assert_noop!(review(INSURER, id, &[(0, DENY)]), TestError::DeadlineOver);
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[0, 1]));
		assert!(supplements().is_empty());
		// 500 and 20 % of each; the third was not necessary.
		assert_eq!(stored_claim(id).paid, 7_600 + 3_600);
		assert_eq!(denied(id, 2), Some((Group::Contractual, Reason::NotNecessary)));
		assert_eq!(stored_claim(id).submitted_at, NOW);
		assert_noop!(reverse(HOSPITAL, id), TestError::Appealed);
		assert_noop!(appeal(HOSPITAL, id, 0, &[2]), TestError::AlreadyAppealed);
	});
}

#[test]
fn a_patient_that_does_not_answer() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(0), ..full_terms() });
		let id = submit(&[visit(1_000)]);
		wait(REVIEW_PERIOD + 1);
		assert_ok!(appeal(HOSPITAL, id, 0, &[]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert_eq!(stored_claim(id).paid, 1_000);
	});
}

#[test]
fn no_reviewer_makes_money() {
	build_and_execute(|| {
		covered(full_terms());
		leave(0, LIMIT / 10);
		let id = submit(&[visit(1_000)]);
		wait(REVIEW_PERIOD + 1);
		assert_ok!(appeal(PATIENT, id, 0, &[]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert_eq!(pended(id), Some(PendReason::PoolShort));
		assert_ok!(InsuranceClaims::deposit(signed(INSURER), 0, LIMIT));
		assert_ok!(resume(HOSPITAL, id));
		assert!(is_paid(id));
	});
}

#[test]
fn a_claim_that_was_paid_meanwhile_has_nothing_to_overturn() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(0), ..full_terms() });
		let id = submit(&[visit(1_000)]);
		wait(REVIEW_PERIOD + 1);
		assert_ok!(appeal(HOSPITAL, id, 0, &[]));
		assert_ok!(confirm(PATIENT, id, true));
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert!(supplements().is_empty());
		assert_eq!(stored_claim(id).paid, 1_000);
	});
}
