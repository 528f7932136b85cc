//! `review`: insurers decide lines; time.

use super::*;
use claims::*;

const DENY: Verdict = Verdict::Deny(Reason::NotNecessary);

/// A claim over 1 000 and 2 000 that waits because both prices are beyond their ceiling of 500.
fn waiting() -> ClaimId {
	let mut terms = PlanTerms { outlier: Some(BasisPoints::WHOLE), ..full_terms() };
	for benefit in terms.benefits.iter_mut() {
		benefit.ceiling = Some(500);
	}
	covered(terms);
	let id = submit(&[visit(1_000), stay(2_000)]);
	assert_eq!(pended(id), Some(PendReason::PriceOutlier));
	events();
	id
}

#[test]
fn what_is_approved_is_paid_by_the_rules() {
	build_and_execute(|| {
		let id = waiting();
		assert_ok!(review(CLERK, id, &[(0, Verdict::Approve), (1, Verdict::Approve)]));
		assert_eq!(stored_claim(id).paid, 1_000);
		assert_eq!((result(id, 0).contractual, result(id, 1).contractual), (500, 1_500));
		let reviewed = Event::ClaimReviewed { claim: id, payer: 0, reviewer: CLERK };
		assert_eq!(events()[0], reviewed);
		let verdicts = InsuranceClaims::claim_info(id).unwrap().verdicts;
		assert_eq!(verdicts.len(), 2);
	});
}

#[test]
fn what_is_denied_is_not() {
	build_and_execute(|| {
		let id = waiting();
		assert_ok!(review(INSURER, id, &[(1, DENY), (0, Verdict::Approve)]));
		assert_eq!(stored_claim(id).paid, 500);
		assert_eq!(denied(id, 1), Some((Group::Contractual, Reason::NotNecessary)));
		assert_eq!(stored_claim(id).bill, None);
	});
}

#[test]
fn what_is_left_out_waits_on_until_the_same_day() {
	build_and_execute(|| {
		let id = waiting();
		let before = pend(id);
		wait(REVIEW_PERIOD);
		assert_ok!(review(INSURER, id, &[]));
		assert_ok!(review(INSURER, id, &[(0, DENY)]));
		assert_eq!(pend(id), before);
		// A decision can be changed while the claim waits.
		assert_ok!(review(INSURER, id, &[(0, Verdict::Approve)]));
		let verdicts = InsuranceClaims::claim_info(id).unwrap().verdicts;
		assert_eq!(verdicts, [LineVerdict { line: 0, payer: 0, verdict: Verdict::Approve }]);
		wait(1);
		let late = review(INSURER, id, &[(1, Verdict::Approve)]);
		assert_noop!(late, TestError::DeadlineOver);
	});
}

#[test]
fn the_insurer_alone_reviews() {
	build_and_execute(|| {
		let id = waiting();
		for who in [HOSPITAL, PATIENT, OTHER_INSURER, REVIEWER, STRANGER] {
			assert_noop!(review(who, id, &[(0, DENY)]), TestError::NotInsurer);
		}
		Registry::take_role(&INSURER, Role::Insurer);
		for who in [INSURER, CLERK] {
			assert_noop!(review(who, id, &[(0, DENY)]), TestError::NotInsurer);
		}
	});
}

#[test]
fn decisions_are_about_lines_and_for_a_reviewers_reasons() {
	build_and_execute(|| {
		let id = waiting();
		assert_noop!(review(INSURER, 99, &[]), TestError::ClaimNotFound);
		assert_noop!(review(INSURER, id, &[(2, DENY)]), TestError::LineNotFound);
		let twice = [(0, DENY), (0, Verdict::Approve)];
		assert_noop!(review(INSURER, id, &twice), TestError::LineNotFound);
		for reason in Reason::ALL.into_iter().filter(|reason| !reason.is_reviewers()) {
			let deny = [(0, Verdict::Deny(reason))];
			assert_noop!(review(INSURER, id, &deny), TestError::BadVerdict);
		}
		assert_ok!(review(INSURER, id, &[(0, DENY), (1, DENY)]));
		assert_noop!(review(INSURER, id, &[(0, DENY)]), TestError::NotPended);
	});
}

#[test]
fn an_approval_sets_aside_what_can_be() {
	build_and_execute(|| {
		let mut terms = PlanTerms { outlier: Some(BasisPoints::WHOLE), ..full_terms() };
		terms.benefits[0].ceiling = Some(500);
		terms.benefits[1].authorization = true;
		covered(terms);
		// The stay is denied by rule; the insurer grants it all the same.
		let id = submit(&[visit(1_000), stay(2_000), line(ServiceType::Vision, 1, 9)]);
		approve(id);
		assert_eq!((result(id, 0).paid, result(id, 1).paid), (500, 2_000));
		assert_eq!(denied(id, 2), Some((Group::Patient, Reason::NotInPlan)));
	});
}

#[test]
fn after_the_review_money_can_be_short() {
	build_and_execute(|| {
		let id = waiting();
		leave(0, LIMIT / 10);
		approve(id);
		assert_eq!(pended(id), Some(PendReason::PoolShort));
		assert_ok!(InsuranceClaims::deposit(signed(INSURER), 0, LIMIT));
		assert_ok!(resume(PATIENT, id));
		assert_eq!(stored_claim(id).paid, 1_000);
	});
}

#[test]
fn each_insurer_decides_for_itself() {
	build_and_execute(|| {
		let mut terms = PlanTerms { outlier: Some(BasisPoints::WHOLE), ..full_terms() };
		terms.benefits[0].ceiling = Some(500);
		covered(terms.clone());
		cover(plan_of(pool_of(OTHER_INSURER), terms), PATIENT);
		// The first is out of the network: it leaves 500 beyond its ceiling.
		let id = submit_by(DOCTOR, PATIENT, &[visit(1_000)]);
		assert_eq!(pend(id).payer, 0);
		wait(9);
		approve(id);
		let (reason, payer) = (PendReason::PriceOutlier, 1);
		let deadline = NOW + 9 + REVIEW_PERIOD;
		assert_eq!(pend(id), Pend { reason, payer, deadline });
		assert_ok!(review(OTHER_INSURER, id, &[(0, DENY)]));
		assert_eq!([0, 1].map(|payer| answer(id, payer).paid), [500, 0]);
		// The first payer alone writes off; what the second denies is the patient's.
		let second = answer(id, 1).lines[0].denied;
		assert_eq!(second, Some((Group::Patient, Reason::NotNecessary)));
		assert_eq!(billed(id), 500);
	});
}

#[test]
fn nobody_reviews_for_an_insurer_what_is_the_own_or_the_own_houses() {
	build_and_execute(|| {
		let id = waiting();
		let all = [(0, Verdict::Approve), (1, Verdict::Approve)];
		// The patient works for the insurer.
		Registry::affiliate(&PATIENT, &INSURER);
		assert_noop!(review(PATIENT, id, &all), TestError::NotIndependent);
		for (who, of) in [(CLERK, HOSPITAL), (HOSPITAL, CLERK)] {
			Registry::affiliate(&who, &of);
			assert_noop!(review(CLERK, id, &all), TestError::NotIndependent);
			Registry::end_affiliation(&who, &of);
		}
		Registry::affiliate(&HOSPITAL, &INSURER);
		assert_noop!(review(HOSPITAL, id, &all), TestError::NotIndependent);
		assert_ok!(review(CLERK, id, &all));
	});
}
