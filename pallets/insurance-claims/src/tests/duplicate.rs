//! The same service claimed again, in each disguise.

use super::*;
use claims::*;

const DUPLICATE: Option<(Group, Reason)> = Some((Group::Contractual, Reason::ExactDuplicate));

/// The patient is covered in full, and the hospital was paid for a visit and a stay.
fn paid() -> ([ClaimLine; 2], ClaimId) {
	covered(full_terms());
	let lines = [visit(5_000), stay(7_000)];
	let id = submit(&lines);
	assert_eq!(stored_claim(id).paid, 12_000);
	(lines, id)
}

/// That nothing of a claim is paid, and nobody owes it.
fn assert_refused(id: ClaimId) {
	let claim = stored_claim(id);
	assert_eq!(claim.status, ClaimStatus::Adjudicated);
	assert_eq!((claim.paid, claim.patient_share, claim.bill), (0, 0, None));
	for line in 0..answer(id, 0).lines.len() {
		assert_eq!(denied(id, line), DUPLICATE);
	}
}

#[test]
fn another_number_of_the_claim() {
	build_and_execute(|| {
		let (lines, first) = paid();
		let before = books();
		let again = submit(&lines);
		assert_ne!(again, first);
		assert_refused(again);
		// But for the biller's deposit nothing has changed.
		assert_eq!(books(), before);
	});
}

#[test]
fn lines_in_another_order() {
	build_and_execute(|| {
		let ([visit, stay], _) = paid();
		assert_refused(submit(&[stay, visit]));
	});
}

#[test]
fn split_over_two_claims() {
	build_and_execute(|| {
		let ([visit, stay], _) = paid();
		assert_refused(submit(&[visit]));
		assert_refused(submit(&[stay]));
	});
}

#[test]
fn joined_into_one_claim() {
	build_and_execute(|| {
		covered(full_terms());
		let lines = [visit(5_000), stay(7_000)];
		assert!(lines.iter().all(|line| is_paid(submit(&[*line]))));
		assert_refused(submit(&lines));
	});
}

#[test]
fn with_something_new_beside_it() {
	build_and_execute(|| {
		let ([visit, _], _) = paid();
		let id = submit(&[visit, drug(300)]);
		assert_eq!((denied(id, 0), denied(id, 1)), (DUPLICATE, None));
		assert_eq!(stored_claim(id).paid, 300);
	});
}

#[test]
fn at_another_price_hour_and_quantity() {
	build_and_execute(|| {
		let ([visit, stay], _) = paid();
		wait(3_600);
		let serviced = NOW + 3_000;
		assert_refused(submit(&[ClaimLine { unit_price: 4_999, ..visit }]));
		assert_refused(submit(&[ClaimLine { serviced, ..visit }]));
		assert_refused(submit(&[ClaimLine { quantity: 2, serviced, ..stay }]));
	});
}

#[test]
fn another_provider_of_the_same_organisation() {
	build_and_execute(|| {
		let (lines, _) = paid();
		Registry::affiliate(&LABORATORY, &HOSPITAL);
		for who in [DOCTOR, LABORATORY] {
			let new = NewClaim { organization: Some(HOSPITAL), ..claim(&lines) };
			assert_refused(filed(who, new));
		}
	});
}

#[test]
fn for_the_patient_to_be_paid() {
	build_and_execute(|| {
		let (lines, _) = paid();
		let new = NewClaim { payee: Payee::Patient, ..claim(&lines) };
		assert_refused(filed(HOSPITAL, new));
	});
}

#[test]
fn while_the_first_one_waits() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(4_999), ..full_terms() });
		let [first, second] = [0; 2].map(|_| submit(&[visit(5_000)]));
		assert_eq!([first, second].map(pended), [Some(PendReason::Confirmation); 2]);
		assert_ok!(confirm(PATIENT, second, true));
		assert_eq!(stored_claim(second).paid, 5_000);
		assert_ok!(confirm(PATIENT, first, true));
		assert_refused(first);
	});
}

#[test]
fn by_another_biller() {
	build_and_execute(|| {
		let ([visit, _], first) = paid();
		// The doctor's own claim for the hospital's service, and a stranger's.
		for who in [DOCTOR, PHARMACY] {
			let id = submit_by(who, PATIENT, &[visit]);
			assert_eq!(pended(id), Some(PendReason::DuplicateSuspected));
			let id = submit_by(who, PATIENT, &[ClaimLine { unit_price: 77, ..visit }]);
			assert_eq!(pended(id), Some(PendReason::DuplicateSuspected));
		}
		// Once the first is taken back, there is nothing like it.
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, first));
		assert!(is_paid(submit_by(PHARMACY, PATIENT, &[visit])));
	});
}

#[test]
fn under_another_item_for_as_much() {
	build_and_execute(|| {
		let ([visit, _], _) = paid();
		let id = submit(&[of_item(9, visit)]);
		assert_eq!(pended(id), Some(PendReason::DuplicateSuspected));
		// As much in two units, too; for another sum it is another service.
		let halves = ClaimLine { quantity: 2, unit_price: 2_500, ..of_item(8, visit) };
		assert_eq!(pended(submit(&[halves])), Some(PendReason::DuplicateSuspected));
		assert!(is_paid(submit(&[ClaimLine { unit_price: 5_001, ..of_item(7, visit) }])));
	});
}

#[test]
fn as_another_class_of_service() {
	build_and_execute(|| {
		let ([visit, _], _) = paid();
		for who in [HOSPITAL, PHARMACY] {
			let other = ClaimLine { service: ServiceType::Pharmacy, unit_price: 77, ..visit };
			let id = submit_by(who, PATIENT, &[other]);
			assert_eq!(pended(id), Some(PendReason::DuplicateSuspected));
		}
		// Whoever claims as much for another item of another class claims something else.
		let other = ClaimLine { service: ServiceType::Pharmacy, ..of_item(9, visit) };
		assert!(is_paid(submit(&[other])));
		let both = [of_item(8, visit), ClaimLine { unit_price: 3, ..of_item(8, drug(3)) }];
		assert_noop!(send(HOSPITAL, claim(&both)), TestError::DuplicateInClaim);
	});
}

#[test]
fn two_of_one_price_in_one_claim_are_no_duplicates() {
	build_and_execute(|| {
		covered(full_terms());
		let id = submit(&[visit(5_000), of_item(9, visit(5_000))]);
		assert_eq!(stored_claim(id).paid, 10_000);
	});
}

#[test]
fn a_suspicion_that_proves_wrong() {
	build_and_execute(|| {
		let ([visit, _], _) = paid();
		let id = submit_by(PHARMACY, PATIENT, &[visit]);
		approve(id);
		assert_eq!(stored_claim(id).paid, 5_000);
		// The second one is known too: the same again is a duplicate.
		assert_refused(submit_by(PHARMACY, PATIENT, &[visit]));
	});
}

#[test]
fn an_approval_does_not_make_a_duplicate_another_service() {
	build_and_execute(|| {
		let once = Frequency { uses: 1, within_days: 1 };
		let mut terms = PlanTerms { daily_lines: Some(1), ..full_terms() };
		terms.benefits[2].frequency = Some(once);
		covered(terms);
		let lines = [visit(5_000), stay(7_000)];
		// Two ways to the same: both wait, both are approved, one is paid.
		let [first, second] = [0; 2].map(|_| submit(&lines));
		approve(first);
		approve(second);
		assert_eq!(stored_claim(first).paid, 12_000);
		assert_refused(second);
	});
}

#[test]
fn another_day_is_another_service_unless_the_plan_counts_days() {
	build_and_execute(|| {
		let mut terms = full_terms();
		terms.benefits[0].frequency = Some(Frequency { uses: 1, within_days: 3 });
		let (_, coverage) = covered(terms);
		wait(9 * DAY);
		let on = |day| ClaimLine { serviced: NOW + day * DAY, ..visit(5_000) };
		let stay_on = |day| ClaimLine { serviced: NOW + day * DAY, ..stay(7_000) };
		assert!(is_paid(submit(&[on(4), stay_on(4)])));
		assert!(is_paid(submit(&[stay_on(5)])));
		// Neighbouring dates, before and after.
		for day in [2, 3, 5, 6] {
			let id = submit(&[on(day)]);
			assert_eq!(denied(id, 0), Some((Group::Patient, Reason::Frequency)), "{day}");
			assert_eq!(stored_claim(id).paid, 0);
		}
		assert_eq!(denied(submit(&[on(4)]), 0), DUPLICATE);
		assert!(is_paid(submit(&[on(1)])) && is_paid(submit(&[on(7)])));
		let days = [20_001, 20_004, 20_007];
		assert_eq!(Days::<Test>::get(coverage, ServiceType::Consultation).days.to_vec(), days);
	});
}

#[test]
fn for_another_patient_it_is_another_service() {
	build_and_execute(|| {
		let ([visit, _], _) = paid();
		let plan = 0;
		cover(plan, OTHER_PATIENT);
		assert!(is_paid(submit_by(HOSPITAL, OTHER_PATIENT, &[visit])));
	});
}

#[test]
fn a_second_payer_does_not_pay_a_duplicate_either() {
	build_and_execute(|| {
		let (lines, _) = paid();
		// Insured twice from now on; the same day.
		cover(plan_of(pool_of(OTHER_INSURER), full_terms()), PATIENT);
		let id = submit(&lines);
		assert_refused(id);
		assert_eq!(answer(id, 1).paid, 0);
	});
}

#[test]
fn what_was_denied_or_taken_back_is_no_duplicate() {
	build_and_execute(|| {
		let mut terms = full_terms();
		terms.benefits[0].attachment = true;
		covered(terms);
		let bare = submit(&[visit(5_000)]);
		assert_eq!(denied(bare, 0), Some((Group::Contractual, Reason::AttachmentRequired)));
		let id = submit(&[stay(7_000)]);
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, id));
		assert!(is_paid(submit(&[stay(7_000)])));
		Consents::permit(
			&PATIENT,
			&Actor::alone(INSURER),
			ResourceClass::Observation.into(),
			DirectiveRef { id: 0, version: 1 },
		);
		let attachments = documents(ResourceClass::Observation);
		let complete = filed(HOSPITAL, NewClaim { attachments, ..claim(&[visit(5_000)]) });
		approve(complete);
		assert_eq!(stored_claim(complete).paid, 5_000);
	});
}

#[test]
fn what_was_denied_and_then_paid_as_another_class_is_granted_by_no_appeal() {
	let scene = || {
		let mut terms = full_terms();
		terms.benefits[0].authorization = true;
		covered(terms);
		let id = submit(&[visit(5_000)]);
		let reason = Reason::AuthorizationAbsent;
		assert_eq!(denied(id, 0), Some((Group::Contractual, reason)));
		id
	};
	let grant = |id| {
		assert_ok!(appeal(HOSPITAL, id, 0, &[0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		NextClaim::<Test>::get() - 1
	};
	let other = |line: ClaimLine| ClaimLine { service: ServiceType::Hospital, ..line };
	build_and_execute(|| {
		let id = scene();
		assert!(is_paid(submit(&[other(visit(4_000))])));
		assert_refused(grant(id));
	});
	// By another biller, while what the appeal has granted waits for money.
	build_and_execute(|| {
		let id = scene();
		let served = visit(4_000);
		leave(0, LIMIT / 10);
		let paying = grant(id);
		assert_eq!(pended(paying), Some(PendReason::PoolShort));
		leave(0, LIMIT);
		wait(1);
		assert!(is_paid(submit_by(PHARMACY, PATIENT, &[other(served)])));
		assert_ok!(resume(HOSPITAL, paying));
		assert_refused(paying);
	});
	// Paid before: nobody was asked about what was denied.
	build_and_execute(|| {
		let mut terms = full_terms();
		terms.benefits[0].authorization = true;
		covered(terms);
		let served = visit(4_000);
		assert!(is_paid(submit(&[other(served)])));
		wait(1);
		assert_refused(grant(submit(&[served])));
	});
}
