//! What rules leave to people: each reason to wait, consent, money, the patient's word, time.

use super::*;
use claims::*;
use medchain_support::{AccessRequest, Action, Outcome, Purpose, Sensitivities};

/// A plan that pays all, and reads documents before it pays visits.
fn with_documents() -> PlanTerms {
	let mut terms = full_terms();
	terms.benefits[0].attachment = true;
	terms
}

fn permit(insurer: AccountId, class: ResourceClass) {
	let by = DirectiveRef { id: 0, version: 1 };
	Consents::permit(&PATIENT, &Actor::alone(insurer), class.into(), by);
}

fn attached(of: &[ClaimLine]) -> NewClaim<AccountId> {
	NewClaim { attachments: documents(ResourceClass::Observation), ..claim(of) }
}

/// The least that must lie in a pool with one coverage of [`LIMIT`] open, for `amount` to be paid.
fn least(amount: Amount) -> Amount {
	amount + (LIMIT - amount).div_ceil(10)
}

#[test]
fn a_claim_that_waits_pays_nothing() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(999), ..full_terms() });
		let before = books();
		let id = submit(&[visit(1_000), stay(1)]);
		assert_eq!(books(), before);
		let deadline = NOW + REVIEW_PERIOD;
		let (reason, payer) = (PendReason::Confirmation, 0);
		assert_eq!(pend(id), Pend { reason, payer, deadline });
		let waits = Event::ClaimPended { claim: id, reason, payer, deadline };
		assert_eq!(events()[1..], [waits]);
		let claim = stored_claim(id);
		assert_eq!((claim.paid, claim.patient_share, claim.decided_at), (0, 0, None));
		assert_eq!(InsuranceClaims::claim_info(id).unwrap().payers, []);
	});
}

#[test]
fn the_patient_confirms() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(999), ..full_terms() });
		assert!(is_paid(submit(&[visit(999)])));
		let id = submit(&[stay(1_000)]);
		for who in [HOSPITAL, INSURER, OTHER_PATIENT] {
			assert_noop!(confirm(who, id, true), TestError::NotConcerned);
		}
		assert_noop!(resume(PATIENT, id), TestError::NotResumable);
		assert_noop!(review(INSURER, id, &[]), TestError::NotReviewable);
		events();
		assert_ok!(confirm(PATIENT, id, true));
		assert_eq!(events()[0], Event::ServiceConfirmed { claim: id, received: true });
		assert!(is_paid(id) && stored_claim(id).confirmed);
		assert_noop!(confirm(PATIENT, id, true), TestError::NotPended);
		assert_noop!(confirm(PATIENT, 99, true), TestError::ClaimNotFound);
	});
}

#[test]
fn a_claim_that_waits_keeps_its_term_however_many_there_are_since() {
	build_and_execute(|| {
		let terms =
			PlanTerms { length: MIN_TERM, premium: 1, confirm_above: Some(999), ..full_terms() };
		let (_, coverage) = covered(terms);
		let id = submit(&[stay(1_000)]);
		let many = InsuranceClaims::terms_back() + 2;
		for term in 1..=u64::from(many) {
			set_now(NOW + term * MIN_TERM - 1);
			assert_ok!(InsuranceClaims::renew(signed(PATIENT), coverage, 1));
		}
		assert_ok!(confirm(PATIENT, id, true));
		assert!(is_paid(id));
		assert_eq!(stored_term(coverage, 0).paid, 1_000);
	});
}

#[test]
fn the_patient_says_that_there_was_no_such_service() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(1_500), ..full_terms() });
		let id = submit(&[visit(1_000), stay(1_000)]);
		wait(REVIEW_PERIOD);
		assert_ok!(confirm(PATIENT, id, false));
		let (reason, payer) = (PendReason::ServiceContested, 0);
		let deadline = NOW + 2 * REVIEW_PERIOD;
		assert_eq!(pend(id), Pend { reason, payer, deadline });
		assert_noop!(confirm(PATIENT, id, true), TestError::NotConfirmable);
		// Though what is left is little, the insurer decides about it too.
		let deny = Verdict::Deny(Reason::NonCovered);
		wait(5);
		assert_ok!(review(INSURER, id, &[(0, deny)]));
		assert_eq!(pend(id), Pend { reason, payer, deadline });
		assert_ok!(review(INSURER, id, &[(1, Verdict::Approve)]));
		assert_eq!(stored_claim(id).paid, 1_000);
		assert_eq!(denied(id, 0), Some((Group::Patient, Reason::NonCovered)));
	});
}

#[test]
fn documents_are_read_with_consent_alone() {
	build_and_execute(|| {
		covered(with_documents());
		let id = filed(HOSPITAL, attached(&[visit(1_000), stay(1)]));
		assert_eq!(pended(id), Some(PendReason::ConsentMissing));
		assert_noop!(review(INSURER, id, &[]), TestError::NotReviewable);
		assert_noop!(resume(STRANGER, id), TestError::NotConcerned);
		assert_noop!(resume(OTHER_INSURER, id), TestError::NotConcerned);
		// Still none, or of other records, or of other people's.
		permit(INSURER, ResourceClass::Condition);
		permit(OTHER_INSURER, ResourceClass::Observation);
		assert_ok!(resume(HOSPITAL, id));
		assert_eq!(pended(id), Some(PendReason::ConsentMissing));
		permit(INSURER, ResourceClass::Observation);
		assert_ok!(resume(PATIENT, id));
		assert_eq!(pended(id), Some(PendReason::AttachmentReview));
		assert_noop!(resume(PATIENT, id), TestError::NotResumable);
		assert_ok!(review(CLERK, id, &[(0, Verdict::Approve)]));
		assert_eq!(stored_claim(id).paid, 1_001);
	});
}

#[test]
fn with_consent_documents_are_read_at_once() {
	build_and_execute(|| {
		covered(with_documents());
		permit(INSURER, ResourceClass::Observation);
		let id = filed(HOSPITAL, attached(&[visit(1_000)]));
		assert_eq!(pended(id), Some(PendReason::AttachmentReview));
		// A document of a class that is not permitted stops it.
		let mut both = attached(&[of_item(9, visit(1_001))]);
		let class = ResourceClass::Condition;
		both.attachments.force_push(Attachment { class, commitment: EVIDENCE });
		assert_eq!(pended(filed(HOSPITAL, both)), Some(PendReason::ConsentMissing));
	});
}

/// What was written down about an insurer that would read the patient's documents.
fn asked(insurer: AccountId) -> Vec<Outcome> {
	let all = Consents::accesses(&PATIENT, &Actor::alone(insurer));
	let request = AccessRequest {
		purpose: Purpose::Payment,
		action: Action::Access,
		classes: ResourceClass::Observation.into(),
		sensitivities: Sensitivities::EMPTY,
	};
	all.into_iter()
		.map(|(asked, said)| {
			assert_eq!(asked, request);
			said.outcome
		})
		.collect()
}

#[test]
fn whether_an_insurer_may_read_is_written_down_whatever_the_answer() {
	build_and_execute(|| {
		covered(with_documents());
		let id = filed(HOSPITAL, attached(&[visit(1_000)]));
		assert_eq!(pended(id), Some(PendReason::ConsentMissing));
		assert_eq!(asked(INSURER), [Outcome::NoConsent]);
		// Who may not try again leaves nothing.
		for who in [STRANGER, OTHER_INSURER, PHARMACY] {
			assert_noop!(resume(who, id), TestError::NotConcerned);
		}
		assert_noop!(review(INSURER, id, &[]), TestError::NotReviewable);
		assert_eq!(asked(INSURER).len(), 1);
		let by = DirectiveRef { id: 0, version: 1 };
		Consents::deny(&PATIENT, &Actor::alone(INSURER), by);
		assert_ok!(resume(HOSPITAL, id));
		permit(INSURER, ResourceClass::Observation);
		assert_ok!(resume(PATIENT, id));
		assert_eq!(pended(id), Some(PendReason::AttachmentReview));
		let all = [Outcome::NoConsent, Outcome::Deny, Outcome::Permit];
		assert_eq!(asked(INSURER), all);
		// Once the documents are read nobody asks again.
		assert_ok!(review(CLERK, id, &[(0, Verdict::Approve)]));
		assert_eq!((stored_claim(id).paid, asked(INSURER).len()), (1_000, 3));
		assert_eq!(asked(OTHER_INSURER), []);
	});
}

#[test]
fn who_reads_nothing_leaves_no_entry() {
	build_and_execute(|| {
		covered(with_documents());
		assert!(is_paid(filed(HOSPITAL, attached(&[stay(1_000)]))));
		submit(&[visit(1_000)]);
		// A predetermination decides nothing.
		let said = InsuranceClaims::predetermine(&HOSPITAL, attached(&[visit(1_001)])).unwrap();
		assert_eq!(said.pended, Some((PendReason::ConsentMissing, 0)));
		assert_eq!(asked(INSURER), []);
	});
}

#[test]
fn documents_that_no_benefit_needs_are_not_read() {
	build_and_execute(|| {
		covered(with_documents());
		assert!(is_paid(filed(HOSPITAL, attached(&[stay(1_000)]))));
		// Where they are needed, they are named.
		let id = submit(&[visit(1_000)]);
		assert_eq!(denied(id, 0), Some((Group::Contractual, Reason::AttachmentRequired)));
	});
}

#[test]
fn a_payer_that_has_nothing_left_to_pay_reads_nothing() {
	build_and_execute(|| {
		covered(full_terms());
		cover(plan_of(pool_of(OTHER_INSURER), with_documents()), PATIENT);
		let id = filed(HOSPITAL, attached(&[visit(1_000)]));
		assert_eq!([0, 1].map(|payer| answer(id, payer).paid), [1_000, 0]);
	});
}

#[test]
fn the_second_payer_can_let_it_wait() {
	build_and_execute(|| {
		covered(terms());
		cover(plan_of(pool_of(OTHER_INSURER), with_documents()), PATIENT);
		permit(OTHER_INSURER, ResourceClass::Observation);
		let before = books();
		let id = filed(HOSPITAL, attached(&[visit(25_000)]));
		assert_eq!((pend(id).reason, pend(id).payer), (PendReason::AttachmentReview, 1));
		// The first has paid nothing either: a claim is paid whole.
		assert_eq!(books(), before);
		assert_noop!(review(INSURER, id, &[]), TestError::NotInsurer);
		assert_ok!(review(OTHER_INSURER, id, &[(0, Verdict::Approve)]));
		assert_eq!([0, 1].map(|payer| answer(id, payer).paid), [7_600, 12_400]);
	});
}

#[test]
fn a_pool_pays_as_long_as_its_reserve_stays() {
	build_and_execute(|| {
		covered(full_terms());
		leave(0, least(10_000) - 1);
		let before = books();
		let id = submit(&[visit(10_000)]);
		assert_eq!(pended(id), Some(PendReason::PoolShort));
		assert_eq!(books(), before);
		assert_noop!(review(INSURER, id, &[]), TestError::NotReviewable);
		// Still short: it waits on, until the same day.
		wait(5);
		assert_ok!(resume(INSURER, id));
		assert_eq!(pend(id).deadline, NOW + REVIEW_PERIOD);
		leave(0, least(10_000));
		assert_ok!(resume(HOSPITAL, id));
		assert!(is_paid(id));
		assert_eq!(pool_money(0), InsuranceClaims::reserve(&stored_pool(0)));
		assert_eq!(stored_claim(id).submitted_at, NOW);
	});
}

#[test]
fn a_short_pool_pays_nothing_without_hindering_those_that_ask_nothing_of_it() {
	build_and_execute(|| {
		covered(full_terms());
		cover(plan_of(pool_of(OTHER_INSURER), full_terms()), PATIENT);
		leave(1, LIMIT / 10);
		let id = submit(&[visit(10_000)]);
		assert_eq!([0, 1].map(|payer| answer(id, payer).paid), [10_000, 0]);
	});
}

#[test]
fn a_second_payer_that_is_short_stops_the_first() {
	build_and_execute(|| {
		covered(terms());
		cover(plan_of(pool_of(OTHER_INSURER), full_terms()), PATIENT);
		leave(1, LIMIT / 10);
		let before = books();
		let id = submit(&[visit(25_000)]);
		assert_eq!((pend(id).reason, pend(id).payer), (PendReason::PoolShort, 1));
		assert_eq!(books(), before);
	});
}

#[test]
fn two_coverages_of_one_pool_ask_it_for_both() {
	build_and_execute(|| {
		covered(terms());
		cover(plan_of(0, full_terms()), PATIENT);
		// 7 600 and 12 400, of two limits.
		let least = 20_000 + (2 * LIMIT - 20_000) / 10;
		leave(0, least - 1);
		let id = submit(&[visit(25_000)]);
		assert_eq!(pended(id), Some(PendReason::PoolShort));
		leave(0, least);
		assert_ok!(resume(PATIENT, id));
		assert_eq!(stored_claim(id).paid, 20_000);
		assert_eq!(stored_pool(0).open, 2 * LIMIT - 20_000);
	});
}

#[test]
fn a_pool_that_runs_dry_in_the_middle_pays_the_first_claims_whole() {
	build_and_execute(|| {
		covered(full_terms());
		let lines_of = |number: u128| {
			let digest = |kind: u8| {
				let mut digest = [kind; 32];
				digest[..16].copy_from_slice(&number.to_le_bytes());
				Commitment(digest)
			};
			// Prices of their own, so that none looks like another.
			[visit(500 + number), stay(200 + number), drug(7 + number)]
				.map(|line| ClaimLine { item: digest(line.service as u8), ..line })
		};
		let charge = |number| lines_of(number).iter().map(|line| line.unit_price).sum::<Amount>();
		let dry: Amount = (0..250).map(charge).sum();
		// The most that a reserve of a tenth lets go: not one unit more.
		leave(0, least(dry) + charge(250) * 9 / 10 - 1);
		let (pool, hospital) = (pool_money(0), balance(HOSPITAL));
		let ids: Vec<_> = (0..500).map(|number| submit(&lines_of(number))).collect();
		let (first, last) = ids.split_at(250);
		for (number, id) in (0..).zip(first) {
			let claim = stored_claim(*id);
			assert_eq!(claim.status, ClaimStatus::Adjudicated);
			assert_eq!((claim.paid, claim.charge), (charge(number), charge(number)));
		}
		for id in last {
			assert_eq!(pended(*id), Some(PendReason::PoolShort));
			assert_eq!((stored_claim(*id).paid, answers(*id)), (0, 0));
		}
		assert_eq!(pool_money(0), pool - dry);
		assert_eq!(balance(HOSPITAL), hospital + dry);
		assert_eq!(Fingerprints::<Test>::iter().count(), 250 * 9);
		check_state().unwrap();

		// With money all go on.
		assert_ok!(InsuranceClaims::deposit(signed(INSURER), 0, LIMIT));
		for id in last {
			assert_ok!(resume(HOSPITAL, *id));
			assert!(is_paid(*id));
		}
	});
}

#[test]
fn reasons_come_one_after_the_other() {
	build_and_execute(|| {
		let mut terms = PlanTerms {
			confirm_above: Some(0),
			daily_lines: Some(0),
			outlier: Some(BasisPoints::WHOLE),
			..with_documents()
		};
		terms.benefits[0].ceiling = Some(500);
		covered(terms);
		cover(plan_of(0, PlanTerms { confirm_above: None, ..full_terms() }), OTHER_PATIENT);
		let other = submit_by(PHARMACY, PATIENT, &[visit(400)]);
		assert_eq!(pended(other), None);
		permit(INSURER, ResourceClass::Observation);
		let new = attached(&[visit(1_000), ClaimLine { unit_price: 501, ..stay(1) }]);
		let id = filed(HOSPITAL, new);
		let mut seen = vec![pend(id).reason];
		leave(0, 2 * LIMIT / 10);
		assert_ok!(review(INSURER, id, &[(0, Verdict::Approve)]));
		seen.push(pend(id).reason);
		assert_ok!(review(INSURER, id, &[(1, Verdict::Approve)]));
		seen.push(pend(id).reason);
		// What is approved needs no confirmation; money it needs.
		let reasons = [PendReason::AttachmentReview, PendReason::Velocity, PendReason::PoolShort];
		assert_eq!(seen, reasons);
	});
}

#[test]
fn a_waiting_claim_is_withdrawn() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(0), ..full_terms() });
		let before = books();
		let new = NewClaim { organization: Some(HOSPITAL), ..claim(&[visit(5)]) };
		let id = filed(DOCTOR, new);
		for who in [PATIENT, INSURER, PHARMACY] {
			assert_noop!(withdraw(who, id), TestError::NotConcerned);
		}
		assert_noop!(reverse(HOSPITAL, id), TestError::NotAdjudicated);
		events();
		assert_ok!(withdraw(DOCTOR, id));
		assert_eq!(events(), [Event::ClaimWithdrawn { claim: id }]);
		assert_eq!(stored_claim(id).status, ClaimStatus::Withdrawn);
		assert_eq!(books(), before);
		assert_noop!(withdraw(HOSPITAL, id), TestError::NotPended);
		assert_noop!(confirm(PATIENT, id, true), TestError::NotPended);
		assert_noop!(resume(HOSPITAL, id), TestError::NotPended);
		assert_noop!(withdraw(HOSPITAL, 99), TestError::ClaimNotFound);
		assert_noop!(resume(HOSPITAL, 99), TestError::ClaimNotFound);
	});
}

#[test]
fn what_the_patient_took_of_the_time_is_not_the_insurers() {
	build_and_execute(|| {
		let mut terms = PlanTerms { confirm_above: Some(1_500), ..with_documents() };
		terms.outlier = Some(BasisPoints::WHOLE);
		terms.benefits[1].ceiling = Some(500);
		covered(terms);
		let id = filed(HOSPITAL, attached(&[visit(1_000), stay(1_000)]));
		assert_eq!(pended(id), Some(PendReason::ConsentMissing));
		let first = NOW + REVIEW_PERIOD;
		assert_eq!(pend(id).deadline, first);
		wait(9 * DAY);
		// Nobody wins time by asking again.
		assert_ok!(resume(INSURER, id));
		assert_eq!((pend(id).reason, pend(id).deadline), (PendReason::ConsentMissing, first));
		permit(INSURER, ResourceClass::Observation);
		assert_ok!(resume(PATIENT, id));
		let second = first + 9 * DAY;
		assert_eq!((pend(id).reason, pend(id).deadline), (PendReason::AttachmentReview, second));
		// What is the insurer's is done in the insurer's time.
		wait(DAY);
		assert_ok!(review(INSURER, id, &[(0, Verdict::Approve)]));
		assert_eq!((pend(id).reason, pend(id).deadline), (PendReason::PriceOutlier, second));
	});
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(999), ..full_terms() });
		leave(0, LIMIT / 10);
		let id = submit(&[visit(1_000)]);
		wait(9 * DAY);
		assert_ok!(confirm(PATIENT, id, true));
		let deadline = NOW + 9 * DAY + REVIEW_PERIOD;
		assert_eq!((pend(id).reason, pend(id).deadline), (PendReason::PoolShort, deadline));
	});
}

#[test]
fn a_claim_that_nobody_cares_for_lapses() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(0), ..full_terms() });
		let [id, appealed, reported] = [1, 2, 3].map(|n| submit(&[of_item(n, visit(n.into()))]));
		wait(REVIEW_PERIOD + 1);
		assert_ok!(appeal(PATIENT, appealed, 0, &[]));
		wait(APPEAL_PERIOD - 1);
		assert_ok!(report(PATIENT, reported));
		assert_noop!(withdraw(STRANGER, id), TestError::NotConcerned);
		wait(1);
		events();
		assert_ok!(withdraw(STRANGER, id));
		assert_eq!(events(), [Event::ClaimWithdrawn { claim: id }]);
		assert_noop!(withdraw(STRANGER, appealed), TestError::NotConcerned);
		assert_noop!(withdraw(STRANGER, reported), TestError::Reported);
		// Nobody decides the report.
		wait(REVIEW_PERIOD);
		assert_ok!(withdraw(STRANGER, reported));
	});
}

#[test]
fn what_waits_for_money_lapses_much_later() {
	build_and_execute(|| {
		covered(full_terms());
		leave(0, LIMIT / 10);
		let id = submit(&[visit(1_000)]);
		assert_eq!(pended(id), Some(PendReason::PoolShort));
		for time in [APPEAL_PERIOD + 1, RETENTION] {
			set_now(NOW + REVIEW_PERIOD + time);
			assert_noop!(withdraw(STRANGER, id), TestError::NotConcerned);
		}
		// Trying again wins no time.
		assert_ok!(resume(PATIENT, id));
		wait(1);
		assert_ok!(withdraw(STRANGER, id));
		assert_eq!(stored_claim(id).status, ClaimStatus::Withdrawn);
	});
}

#[test]
fn what_an_appeal_gives_the_patient_waits_for_money_as_long() {
	build_and_execute(|| {
		let mut terms = full_terms();
		terms.benefits[1].authorization = true;
		covered(terms);
		let id = submit_by(DOCTOR, PATIENT, &[stay(10_000)]);
		leave(0, LIMIT / 10);
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let paying = id + 1;
		assert_eq!(pended(paying), Some(PendReason::PoolShort));
		wait(REVIEW_PERIOD + RETENTION);
		assert_noop!(withdraw(DOCTOR, paying), TestError::NotConcerned);
		wait(1);
		assert_ok!(withdraw(DOCTOR, paying));
	});
}

#[test]
fn what_a_reviewer_lifts_gives_the_insurer_no_time_and_takes_none_of_others() {
	build_and_execute(|| {
		let mut terms =
			PlanTerms { outlier: Some(BasisPoints::WHOLE), daily_lines: Some(0), ..full_terms() };
		terms.benefits[0].ceiling = Some(500);
		covered(terms);
		let id = submit(&[visit(1_000)]);
		assert_eq!(pended(id), Some(PendReason::PriceOutlier));
		// Long after the deadline, but in time.
		wait(REVIEW_PERIOD + 1);
		assert_ok!(appeal(HOSPITAL, id, 0, &[]));
		wait(REVIEW_PERIOD + APPEAL_PERIOD);
		let now = InsuranceClaims::now();
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let (reason, payer) = (PendReason::Velocity, 0);
		assert_eq!(pend(id), Pend { reason, payer, deadline: now });
		assert_noop!(withdraw(STRANGER, id), TestError::NotConcerned);
		wait(APPEAL_PERIOD);
		assert_noop!(withdraw(STRANGER, id), TestError::NotConcerned);
		assert_ok!(appeal(HOSPITAL, id, 0, &[]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert!(is_paid(id));
	});
}

#[test]
fn after_money_has_come_the_insurer_has_its_time() {
	build_and_execute(|| {
		covered(full_terms());
		leave(0, least(10));
		let id = submit(&[visit(10_000)]);
		assert_eq!(pended(id), Some(PendReason::PoolShort));
		// Meanwhile somebody else is paid for the same item.
		assert!(is_paid(submit_by(PHARMACY, PATIENT, &[visit(10)])));
		wait(REVIEW_PERIOD + APPEAL_PERIOD + 1);
		leave(0, LIMIT);
		assert_ok!(resume(HOSPITAL, id));
		let (reason, payer) = (PendReason::DuplicateSuspected, 0);
		let deadline = InsuranceClaims::now() + REVIEW_PERIOD;
		assert_eq!(pend(id), Pend { reason, payer, deadline });
		assert_noop!(withdraw(STRANGER, id), TestError::NotConcerned);
		wait(REVIEW_PERIOD);
		approve(id);
		assert!(is_paid(id));
	});
	// So has money after a review.
	build_and_execute(|| {
		let mut terms = PlanTerms { outlier: Some(BasisPoints::WHOLE), ..full_terms() };
		terms.benefits[0].ceiling = Some(500);
		covered(terms);
		leave(0, LIMIT / 10);
		let id = submit(&[visit(1_000)]);
		wait(DAY);
		approve(id);
		let (reason, payer, deadline) = (PendReason::PoolShort, 0, NOW + DAY + REVIEW_PERIOD);
		assert_eq!(pend(id), Pend { reason, payer, deadline });
	});
}

#[test]
fn who_provides_no_more_is_paid_no_more() {
	build_and_execute(|| {
		let (_, coverage) = covered(PlanTerms { confirm_above: Some(0), ..full_terms() });
		let id = submit(&[visit(1_000), stay(7), line(ServiceType::Vision, 1, 5)]);
		approved_but_unconfirmed(id);
		Registry::take_role(&HOSPITAL, Role::ProviderOrganization);
		let before = books();
		assert_ok!(confirm(PATIENT, id, true));
		for line in 0..3 {
			let reason = Reason::ProviderNotEligible;
			assert_eq!(denied(id, line), Some((Group::Contractual, reason)));
		}
		let decided = stored_claim(id);
		assert_eq!((decided.status, decided.paid), (ClaimStatus::Adjudicated, 0));
		assert_eq!((decided.patient_share, decided.bill), (0, None));
		assert_eq!((books(), stored_term(coverage, 0).paid), (before, 0));
		assert_eq!(Reason::ProviderNotEligible.code(), "B7");
	});
}

/// The insurer has approved a line: that lifts nothing of this.
fn approved_but_unconfirmed(id: ClaimId) {
	change_record(id, |record| {
		record.details.decide(LineVerdict { line: 1, payer: 0, verdict: Verdict::Approve })
	});
}
