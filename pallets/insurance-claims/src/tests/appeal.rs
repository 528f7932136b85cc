//! Appeals: who, when, about what; supplements for biller and patient; insurers that do not answer.

use super::*;
use claims::*;

const DENY: Verdict = Verdict::Deny(Reason::NotNecessary);

/// So long an appeal waits for a decision.
pub const UNDECIDED: u64 = REVIEW_PERIOD + APPEAL_PERIOD;

/// A plan that asks for authorised stays, and reads documents with visits.
pub fn strict() -> PlanTerms {
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

pub fn supplements() -> Vec<ClaimId> {
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
		let (kind, appellant) = (AppealKind::Biller, HOSPITAL);
		let appealed = Event::ClaimAppealed { claim: id, payer: 0, kind, appellant };
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
		let [(payer, kind, appeal)] = &InsuranceClaims::claim_info(id).unwrap().appeals[..] else {
			panic!("one appeal")
		};
		assert_eq!((*payer, *kind), (0, AppealKind::Biller));
		assert_eq!((appeal.appellant, appeal.decided_at), (HOSPITAL, Some(NOW)));
		assert_eq!(appeal.supplements.to_vec(), [paying]);
		assert_eq!(InsuranceClaims::claim_info(paying).unwrap().rests, [10_000]);
		// Now it is known.
		let again = submit(&[stay(10_000)]);
		assert_eq!(denied(again, 0), Some((Group::Contractual, Reason::ExactDuplicate)));
	});
}

#[test]
fn a_coverage_that_is_gone_grants_nothing() {
	build_and_execute(|| {
		let (_, id) = covered(full_terms());
		set_now(NOW + LENGTH + RETENTION + 1);
		assert_ok!(InsuranceClaims::close_term(signed(PATIENT), id, 0));
		let claim = submit(&[visit(500)]);
		assert_eq!(denied(claim, 0), Some((Group::Patient, Reason::AfterCoverage)));
		assert_ok!(appeal(PATIENT, claim, 0, &[0]));
		assert_ok!(InsuranceClaims::remove_term(signed(PATIENT), id));
		assert!(!Coverages::<Test>::contains_key(id));
		let before = balance(PATIENT);
		events();
		assert_ok!(decide_appeal(REVIEWER, claim, &[0]));
		assert_eq!((supplements(), balance(PATIENT)), (vec![], before));
		assert_eq!(NextClaim::<Test>::get(), claim + 1);
	});
}

#[test]
fn what_an_appeal_has_granted_goes_first() {
	build_and_execute(|| {
		let id = written_off();
		wait(DAY);
		assert_ok!(appeal(HOSPITAL, id, 0, &[0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let [paying] = supplements()[..] else { panic!("one claim pays") };
		set_now(NOW + RETENTION + 1);
		assert_noop!(remove(HOSPITAL, id), TestError::Appealed);
		assert_noop!(remove(HOSPITAL, paying), TestError::TooEarly);
		wait(DAY);
		assert_ok!(remove(HOSPITAL, paying));
		assert_ok!(remove(HOSPITAL, id));
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
		assert_eq!(Days::<Test>::get(coverage, ServiceType::Pharmacy).days.len(), 2);
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
		assert_eq!(answers(paying), 1);
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
		let (payer, kind, overturned) = (0, AppealKind::Patient, 0);
		let decided =
			Event::AppealDecided { claim: id, payer, kind, reviewer, overturned, supplements };
		assert_eq!(events(), [decided]);
		assert_eq!(NextClaim::<Test>::get(), next);
		assert_ne!(books(), before, "the appeal is decided");
		assert_noop!(decide_appeal(REVIEWER, id, &[]), TestError::NoAppeal);
		// Not by the same again.
		assert_noop!(appeal(PATIENT, id, 0, &[0]), TestError::AlreadyAppealed);
		// The claim is the biller's again.
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, id));
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
		// What is decided now is a decision like others.
		assert_ok!(appeal(HOSPITAL, id, 0, &[2]));
		assert_noop!(reverse(HOSPITAL, id), TestError::Appealed);
		let kinds =
			InsuranceClaims::appeals_of(id).into_iter().map(|(payer, kind, _)| (payer, kind));
		assert!(kinds.eq([(0, AppealKind::Silence), (0, AppealKind::Biller)]));
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
		let (_, coverage) = covered(PlanTerms { confirm_above: Some(0), ..full_terms() });
		leave(0, LIMIT / 10);
		let id = submit(&[visit(1_000)]);
		assert_eq!(pended(id), Some(PendReason::Confirmation));
		wait(REVIEW_PERIOD + 1);
		assert_ok!(appeal(HOSPITAL, id, 0, &[]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert_eq!(pended(id), Some(PendReason::PoolShort));
		wait(REVIEW_PERIOD + 1);
		assert_noop!(appeal(PATIENT, id, 0, &[]), TestError::NothingToAppeal);
		assert_ok!(InsuranceClaims::deposit(signed(INSURER), 0, LIMIT));
		assert_ok!(resume(HOSPITAL, id));
		assert!(is_paid(id) && stored_term(coverage, 0).paid == 1_000);
	});
}

#[test]
fn an_appeal_against_silence_ends_when_somebody_speaks() {
	for (received, reason) in [(true, None), (false, Some(PendReason::ServiceContested))] {
		build_and_execute(|| {
			covered(PlanTerms { confirm_above: Some(0), ..full_terms() });
			let id = submit(&[visit(1_000)]);
			wait(REVIEW_PERIOD + 1);
			assert_ok!(appeal(HOSPITAL, id, 0, &[]));
			assert_ok!(confirm(PATIENT, id, received));
			assert_eq!(pended(id), reason);
			assert_noop!(decide_appeal(REVIEWER, id, &[0]), TestError::NoAppeal);
			let (_, _, ended) = InsuranceClaims::appeals_of(id).remove(0);
			assert_eq!(ended.decided_at, Some(InsuranceClaims::now()));
			// So that the claim is the biller's again.
			Money::deposit(EUR, &HOSPITAL, 1);
			assert_ok!(if received { reverse(HOSPITAL, id) } else { withdraw(HOSPITAL, id) });
		});
	}
}

/// A claim that three payers deny, each for the patient to bear, for want of an authorisation.
pub fn denied_by_all() -> ClaimId {
	let mut terms = full_terms();
	terms.benefits[1].authorization = true;
	let other = pool_of(OTHER_INSURER);
	cover(plan_of(other, terms.clone()), PATIENT);
	covered(terms.clone());
	cover(plan_of(other, terms), PATIENT);
	let id = submit_by(DOCTOR, PATIENT, &[stay(10_000), of_item(9, stay(500)), visit(70)]);
	for payer in 0..3 {
		let reason = Reason::AuthorizationAbsent;
		assert_eq!(answer(id, payer).lines[0].denied, Some((Group::Patient, reason)));
	}
	events();
	id
}

#[test]
fn biller_and_patient_appeal_once_each_against_each_payer() {
	build_and_execute(|| {
		let id = denied_by_all();
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		// One at a time, whoever and whomever against.
		for (who, payer, line) in [(DOCTOR, 0, 1), (PATIENT, 1, 0), (PATIENT, 0, 0)] {
			assert_noop!(appeal(who, id, payer, &[line]), TestError::AlreadyAppealed);
		}
		assert_noop!(
			decide_appeal_of(REVIEWER, id, (0, AppealKind::Biller), &[]),
			TestError::NoAppeal
		);
		assert_noop!(
			decide_appeal_of(REVIEWER, id, (1, AppealKind::Patient), &[]),
			TestError::NoAppeal
		);
		assert_ok!(decide_appeal_of(REVIEWER, id, (0, AppealKind::Patient), &[]));
		// Not about what the other has appealed against the same payer; nor twice.
		assert_noop!(appeal(DOCTOR, id, 0, &[0]), TestError::AlreadyAppealed);
		assert_noop!(appeal(DOCTOR, id, 0, &[0, 1]), TestError::AlreadyAppealed);
		assert_noop!(appeal(PATIENT, id, 0, &[1]), TestError::AlreadyAppealed);
		assert_ok!(appeal(DOCTOR, id, 0, &[1]));
		assert_ok!(decide_appeal(REVIEWER, id, &[]));
		// Against the others all is open.
		for (payer, who, line) in [(1, DOCTOR, 0), (1, PATIENT, 1), (2, PATIENT, 0), (2, DOCTOR, 1)]
		{
			assert_ok!(appeal(who, id, payer, &[line]));
			assert_ok!(decide_appeal(REVIEWER, id, &[]));
		}
		let told = InsuranceClaims::claim_info(id).unwrap().appeals;
		let places = told.iter().map(|(payer, kind, _)| (*payer, *kind));
		let kinds = [AppealKind::Biller, AppealKind::Patient];
		assert!(places.eq((0..3).flat_map(|payer| kinds.map(|kind| (payer, kind)))));
		// Nothing was granted: the claim is the biller's.
		Money::deposit(EUR, &DOCTOR, 1);
		assert_ok!(reverse(DOCTOR, id));
		wait(RETENTION + 1);
		assert_ok!(remove(STRANGER, id));
		assert_eq!(Appeals::<Test>::iter().count(), 0);
	});
}

#[test]
fn what_one_appeal_gave_back_another_does_not_give_again() {
	build_and_execute(|| {
		let id = denied_by_all();
		assert_eq!(billed(id), 10_500);
		let before = balance(PATIENT);
		// The first payer has little left.
		let left = 4_000;
		let spend = |term: &mut Term, limit| term.limit = limit;
		Terms::<Test>::mutate(0, 0, |term| spend(term.as_mut().unwrap(), 70 + left));
		let grant = |payer| {
			assert_ok!(appeal(PATIENT, id, payer, &[0]));
			events();
			assert_ok!(decide_appeal(REVIEWER, id, &[0]));
			supplements()
		};
		let first = grant(0);
		assert_eq!(first.len(), 1);
		assert_eq!((stored_claim(first[0]).charge, stored_claim(first[0]).paid), (10_000, left));
		// The second gives back what is left, and then there is nothing.
		let second = grant(1);
		assert_eq!((stored_claim(second[0]).charge, stored_claim(second[0]).paid), (6_000, 6_000));
		assert!(grant(2).is_empty());
		assert_eq!(balance(PATIENT), before + 10_000);
		assert_noop!(reverse(DOCTOR, id), TestError::Appealed);
		Terms::<Test>::mutate(0, 0, |term| spend(term.as_mut().unwrap(), LIMIT));
	});
}

#[test]
fn what_an_appeal_will_still_pay_is_not_given_again() {
	build_and_execute(|| {
		let id = denied_by_all();
		leave(1, LIMIT / 10);
		assert_ok!(appeal(PATIENT, id, 1, &[0]));
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let [waiting] = supplements()[..] else { panic!("one claim pays") };
		assert_eq!(pended(waiting), Some(PendReason::PoolShort));
		assert_ok!(appeal(PATIENT, id, 0, &[0, 1]));
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[0, 1]));
		let [paid] = supplements()[..] else { panic!("one claim pays") };
		assert_eq!((stored_claim(paid).charge, answers(paid)), (500, 1));
		// Were it taken back, it would pay nothing. The patient alone does so.
		for who in [DOCTOR, INSURER, STRANGER] {
			assert_noop!(withdraw(who, waiting), TestError::NotConcerned);
		}
		assert_ok!(withdraw(PATIENT, waiting));
		assert_ok!(appeal(PATIENT, id, 2, &[0]));
		leave(0, CAPITAL);
		leave(1, CAPITAL);
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert_eq!(stored_claim(supplements()[0]).paid, 10_000);
	});
}

#[test]
fn the_patient_is_the_patient_whoever_it_works_for() {
	build_and_execute(|| {
		let id = written_off();
		Registry::affiliate(&PATIENT, &HOSPITAL);
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		assert!(Appeals::<Test>::contains_key((id, 0, AppealKind::Patient)));
	});
}

#[test]
fn whoever_belongs_to_the_appellant_does_not_decide() {
	build_and_execute(|| {
		let id = written_off();
		assert_ok!(appeal(DOCTOR, id, 0, &[0]));
		for (who, of) in [(REVIEWER, DOCTOR), (DOCTOR, REVIEWER), (INSURER, REVIEWER)] {
			Registry::affiliate(&who, &of);
			assert_noop!(decide_appeal(REVIEWER, id, &[0]), TestError::NotIndependent);
			Registry::end_affiliation(&who, &of);
		}
		Registry::end_affiliation(&DOCTOR, &HOSPITAL);
		Registry::give_role(&DOCTOR, Role::IndependentReviewer);
		assert_noop!(decide_appeal(DOCTOR, id, &[0]), TestError::NotIndependent);
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
	});
}

#[test]
fn a_supplement_is_within_the_network_where_its_line_was() {
	build_and_execute(|| {
		covered(strict());
		let id = submit(&[stay(10_000), of_item(9, stay(20_500))]);
		change_record(id, |record| {
			record.answers[0].lines[1].in_network = false;
			record.details.in_network[0][1] = false;
		});
		assert_ok!(InsuranceClaims::end_contract(signed(HOSPITAL), 0, HOSPITAL));
		assert_ok!(appeal(HOSPITAL, id, 0, &[0, 1]));
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[1, 0]));
		let [paying] = supplements()[..] else { panic!("one claim pays") };
		// In the order in which they were overturned.
		let inside: Vec<_> = answer(paying, 0).lines.iter().map(|line| line.in_network).collect();
		assert_eq!(inside, [false, true]);
		// 40 % of 19 500 and what is beyond the ceiling; 20 % of 9 500.
		let [outside, inside] = answer(paying, 0).lines[..] else { panic!("two lines") };
		assert_eq!((outside.coinsurance, outside.over_price), (7_800, 500));
		assert_eq!((inside.coinsurance, inside.paid), (1_900, 7_600));
	});
}

#[test]
fn an_appeal_against_silence_lifts_no_rule() {
	build_and_execute(|| {
		let mut terms = PlanTerms { outlier: Some(BasisPoints::WHOLE), ..full_terms() };
		for benefit in terms.benefits.iter_mut() {
			benefit.ceiling = Some(500);
			benefit.frequency = Some(Frequency { uses: 1, within_days: 9 });
		}
		covered(terms);
		let id = submit(&[visit(1_000), of_item(5, visit(900)), stay(800), drug(700)]);
		assert_eq!(pended(id), Some(PendReason::PriceOutlier));
		// The insurer has denied one line, and approved another that comes too often.
		let decided = [(2, DENY), (1, Verdict::Approve)];
		assert_ok!(review(INSURER, id, &decided));
		assert_eq!(pended(id), Some(PendReason::PriceOutlier));
		wait(REVIEW_PERIOD + 1);
		assert_ok!(appeal(HOSPITAL, id, 0, &[]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0, 1, 2]));
		let told = stored_record(id);
		assert_eq!(told.details.waived.to_vec(), [(0, PendReason::PriceOutlier)]);
		assert_eq!(
			(0..4).map(|line| result(id, line).paid).collect::<Vec<_>>(),
			[500, 500, 500, 0]
		);
		assert_eq!(denied(id, 3), Some((Group::Contractual, Reason::NotNecessary)));
		let approved = LineVerdict { line: 1, payer: 0, verdict: Verdict::Approve };
		assert_eq!(told.details.verdicts.len(), 2);
		assert!(told.details.verdicts.contains(&approved));
	});
}

#[test]
fn a_frequency_holds_although_a_reviewer_lets_a_claim_go_on() {
	build_and_execute(|| {
		let mut terms = PlanTerms { outlier: Some(BasisPoints::WHOLE), ..full_terms() };
		terms.benefits[0].frequency = Some(Frequency { uses: 1, within_days: 9 });
		terms.benefits[1].ceiling = Some(500);
		covered(terms);
		let id = submit(&[visit(100), of_item(5, visit(90)), stay(800)]);
		wait(REVIEW_PERIOD + 1);
		assert_ok!(appeal(HOSPITAL, id, 0, &[]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0, 1, 2]));
		assert_eq!(denied(id, 1), Some((Group::Patient, Reason::Frequency)));
		assert_eq!(stored_claim(id).paid, 600);
	});
}

#[test]
fn a_claim_waits_for_what_was_not_lifted() {
	build_and_execute(|| {
		let mut terms = PlanTerms {
			outlier: Some(BasisPoints::WHOLE),
			confirm_above: Some(99),
			..full_terms()
		};
		terms.benefits[0].ceiling = Some(500);
		covered(terms);
		let id = submit(&[visit(1_000)]);
		assert_eq!(pended(id), Some(PendReason::PriceOutlier));
		let silence = |reason| {
			assert_eq!(pended(id), Some(reason));
			wait(REVIEW_PERIOD + 1);
			assert_ok!(appeal(HOSPITAL, id, 0, &[]));
			assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		};
		silence(PendReason::PriceOutlier);
		// The patient's word is still asked for: and so again, as often as nobody answers.
		assert_ok!(confirm(PATIENT, id, false));
		silence(PendReason::ServiceContested);
		// Of whom a reviewer has heard is not asked again.
		assert!(is_paid(id));
		let waived = stored_record(id).details.waived;
		let reasons: Vec<_> = waived.iter().map(|(_, reason)| *reason).collect();
		let lifted =
			[PendReason::PriceOutlier, PendReason::ServiceContested, PendReason::Confirmation];
		assert_eq!(reasons, lifted);
		assert_eq!(InsuranceClaims::appeals_of(id).len(), 1);
	});
}

#[test]
fn a_supplement_is_paid_although_the_biller_provides_no_more() {
	build_and_execute(|| {
		let id = left_to_the_patient();
		leave(0, LIMIT / 10);
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let paying = supplements()[0];
		Registry::take_role(&DOCTOR, Role::Practitioner);
		leave(0, LIMIT);
		assert_ok!(resume(PATIENT, paying));
		assert_eq!(stored_claim(paying).paid, 11_700);
	});
}

#[test]
fn who_waits_for_documents_no_more_needs_no_consent_either() {
	build_and_execute(|| {
		let mut terms = PlanTerms { outlier: Some(BasisPoints::WHOLE), ..full_terms() };
		terms.benefits[0].attachment = true;
		terms.benefits[1].ceiling = Some(500);
		covered(terms);
		let by = DirectiveRef { id: 0, version: 1 };
		let (class, insurer) = (ResourceClass::Observation, Actor::alone(INSURER));
		Consents::permit(&PATIENT, &insurer, class.into(), by);
		let new = NewClaim { attachments: documents(class), ..claim(&[visit(900), stay(1_000)]) };
		let id = filed(HOSPITAL, new);
		assert_eq!(pended(id), Some(PendReason::AttachmentReview));
		wait(REVIEW_PERIOD + 1);
		assert_ok!(appeal(HOSPITAL, id, 0, &[]));
		Consents::deny(&PATIENT, &insurer, by);
		assert_ok!(decide_appeal(REVIEWER, id, &[0, 1]));
		assert_eq!(pended(id), Some(PendReason::PriceOutlier));
		let waived = [PendReason::AttachmentReview, PendReason::ConsentMissing];
		assert!(stored_record(id).details.waived.iter().eq(&waived.map(|reason| (0, reason))));
	});
}

#[test]
fn a_biller_without_money_hinders_no_appeal() {
	build_and_execute(|| {
		let id = left_to_the_patient();
		let deposit = deposit_of(DOCTOR);
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		// The doctor has nothing left to put down.
		let all = frame::deps::frame_support::traits::tokens::Preservation::Preserve;
		let left = <Balances as frame::traits::fungible::Inspect<_>>::reducible_balance(
			&DOCTOR,
			all,
			frame::deps::frame_support::traits::tokens::Fortitude::Polite,
		);
		let spent = <Balances as frame::traits::fungible::Mutate<_>>::transfer(
			&DOCTOR, &STRANGER, left, all,
		);
		assert_ok!(spent);
		assert!(send(DOCTOR, claim(&[visit(1)])).is_err());
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let [paying] = supplements()[..] else { panic!("one claim pays") };
		assert_eq!((stored_claim(paying).paid, deposit_of(DOCTOR)), (11_700, deposit));
		assert_eq!(stored_record(paying).details.ticket, None);
		// Nor is anything given back for it.
		set_now(NOW + RETENTION + 1);
		assert_ok!(remove(STRANGER, paying));
		assert_eq!(deposit_of(DOCTOR), deposit);
	});
}

#[test]
fn numbers_of_supplements_end() {
	build_and_execute(|| {
		let id = written_off();
		assert_ok!(appeal(HOSPITAL, id, 0, &[0]));
		NextClaim::<Test>::put(ClaimId::MAX);
		assert_noop!(decide_appeal(REVIEWER, id, &[0]), TestError::NumbersExhausted);
	});
}

#[test]
fn who_bears_a_line_appeals_about_it_whatever_the_other_has_done() {
	// The patient cannot burn what is the biller's.
	build_and_execute(|| {
		let id = written_off();
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		assert_noop!(appeal(HOSPITAL, id, 0, &[0]), TestError::AlreadyAppealed);
		assert_ok!(decide_appeal(REVIEWER, id, &[]));
		assert_ok!(appeal(HOSPITAL, id, 0, &[0]));
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert_eq!(stored_claim(supplements()[0]).paid, 7_600);
	});
	// Nor the biller what is the patient's.
	build_and_execute(|| {
		let id = left_to_the_patient();
		assert_ok!(appeal(DOCTOR, id, 0, &[0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[]));
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert_eq!(stored_claim(supplements()[0]).paid, 11_700);
	});
	// Who does not bear it comes first or not at all.
	for (claim, first, second) in [
		(written_off as fn() -> ClaimId, HOSPITAL, PATIENT),
		(left_to_the_patient, PATIENT, DOCTOR),
	] {
		build_and_execute(|| {
			let id = claim();
			assert_ok!(appeal(first, id, 0, &[0]));
			assert_ok!(decide_appeal(REVIEWER, id, &[]));
			assert_noop!(appeal(second, id, 0, &[0]), TestError::AlreadyAppealed);
		});
	}
}

#[test]
fn what_was_granted_of_a_line_is_not_granted_again() {
	for (claim, first, second, pays) in [
		(written_off as fn() -> ClaimId, PATIENT, HOSPITAL, 7_600),
		(left_to_the_patient, DOCTOR, PATIENT, 11_700),
	] {
		build_and_execute(|| {
			let id = claim();
			assert_ok!(appeal(first, id, 0, &[0]));
			assert_ok!(decide_appeal(REVIEWER, id, &[0]));
			assert_eq!(stored_claim(supplements()[0]).paid, pays);
			let next = NextClaim::<Test>::get();
			assert_ok!(appeal(second, id, 0, &[0]));
			events();
			assert_ok!(decide_appeal(REVIEWER, id, &[0]));
			// Nor what the rules had left of it.
			assert_eq!((supplements(), NextClaim::<Test>::get()), (vec![], next));
		});
	}
	// What the biller has given up it can ask for.
	build_and_execute(|| {
		let id = written_off();
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, supplements()[0]));
		assert_ok!(appeal(HOSPITAL, id, 0, &[0]));
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert_eq!(stored_claim(supplements()[0]).paid, 7_600);
	});
}

#[test]
fn an_appeal_that_takes_long_costs_nobody_its_time() {
	build_and_execute(|| {
		let id = denied_by_all();
		assert_ok!(appeal(DOCTOR, id, 0, &[0]));
		wait(UNDECIDED);
		// One at a time.
		assert_noop!(appeal(PATIENT, id, 0, &[0]), TestError::DeadlineOver);
		assert_ok!(decide_appeal(REVIEWER, id, &[]));
		wait(APPEAL_PERIOD + 1);
		assert_noop!(appeal(PATIENT, id, 0, &[0]), TestError::DeadlineOver);
		set_now(NOW + UNDECIDED + APPEAL_PERIOD);
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
	});
}
