//! `close_term`, `remove_term`: how long a term is kept, and its reserve.

use super::*;
use coverage::{
	cancel, close, collect, enrol, order_of, owed, remove, renew, renewed, term_at, SETTLED,
};

#[test]
fn a_term_is_closed_once_nothing_of_it_can_be_claimed() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		set_now(NOW + LENGTH);
		assert_ok!(renew(PATIENT, id));
		assert_noop!(close(id + 1, 0), TestError::CoverageNotFound);
		assert_noop!(close(id, 2), TestError::TermNotFound);
		for at in [NOW, NOW + LENGTH, NOW + LENGTH + FILING + 1, NOW + LENGTH + SETTLED] {
			set_now(at);
			assert_noop!(close(id, 0), TestError::TooEarly);
		}
		wait(1);
		assert_noop!(close(id, 1), TestError::TooEarly);
		events();
		assert_ok!(close(id, 0));
		assert_eq!(events(), [Event::TermClosed { coverage: id, term: 0 }]);
		assert_eq!(stored_pool(0).open, LIMIT);
		assert_noop!(close(id, 0), TestError::AlreadyClosed);
		set_now(NOW + 2 * LENGTH + SETTLED + 1);
		assert_ok!(close(id, 1));
		assert_eq!(stored_pool(0).open, 0);
	});
}

#[test]
fn a_term_is_closed_by_the_filing_period_it_was_sold_with() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		let shorter = PlanTerms { filing: 0, ..terms() };
		assert_ok!(InsuranceClaims::amend_plan(signed(INSURER), plan, shorter));
		set_now(NOW + LENGTH + SETTLED);
		assert_noop!(close(id, 0), TestError::TooEarly);
		wait(1);
		assert_ok!(close(id, 0));

		let other = cover(plan, OTHER_PATIENT);
		wait(DAY);
		assert_ok!(cancel(OTHER_PATIENT, other));
		wait(REVIEW_PERIOD + APPEAL_PERIOD);
		assert_noop!(close(other, 0), TestError::TooEarly);
		wait(1);
		assert_ok!(close(other, 0));
	});
}

#[test]
fn a_term_without_end_lasts() {
	build_and_execute(|| {
		let plan = plan(PlanTerms { length: u64::MAX, ..terms() });
		let id = cover(plan, PATIENT);
		assert_eq!(stored_term(id, 0).end, u64::MAX);
		wait(1_000 * LENGTH);
		assert_eq!(term_at(id, InsuranceClaims::now()), Some(0));
		assert_noop!(renew(PATIENT, id), TestError::TooEarly);
		assert_noop!(close(id, 0), TestError::TooEarly);
		assert_ok!(cancel(PATIENT, id));
	});
}

#[test]
fn an_old_term_is_removed_with_what_was_counted_of_it() {
	build_and_execute(|| {
		let mut counting = full_terms();
		counting.benefits[0].max_quantity = Some(20);
		counting.benefits[0].frequency = Some(Frequency { uses: 9, within_days: 30 });
		let (_, id) = covered(counting);
		let claim = submit(&[line(ServiceType::Consultation, 2, 5)]);
		set_now(NOW + LENGTH);
		assert_ok!(renew(PATIENT, id));
		let service = ServiceType::Consultation;
		let units = |term| Units::<Test>::contains_key((id, term, service));
		let days = || Days::<Test>::contains_key(id, service);
		assert!(units(0) && days());

		assert_noop!(remove(id + 1), TestError::CoverageNotFound);
		assert_noop!(remove(id), TestError::NotClosed);
		set_now(NOW + LENGTH + SETTLED + 1);
		assert_ok!(close(id, 0));
		set_now(NOW + LENGTH + RETENTION);
		assert_noop!(remove(id), TestError::TooEarly);
		wait(1);
		assert_noop!(remove(id), TestError::TermInUse);
		assert_ok!(InsuranceClaims::remove(signed(HOSPITAL), claim));
		let balances = (pool_balance(0), balance(PATIENT), stored_pool(0));
		events();
		assert_ok!(remove(id));
		assert_eq!(events(), [Event::TermRemoved { coverage: id, term: 0 }]);
		assert!(!units(0) && days() && !Terms::<Test>::contains_key(id, 0));
		let coverage = stored_coverage(id);
		assert_eq!((coverage.oldest, coverage.current, coverage.enrolled_at), (1, 1, NOW));
		assert_eq!((pool_balance(0), balance(PATIENT), stored_pool(0)), balances);

		// Nothing of the old term is found any more; the second is.
		let at = [NOW, NOW + LENGTH - 1, NOW + LENGTH].map(|at| term_at(id, at));
		assert_eq!(at, [None, None, Some(1)]);
		assert_noop!(remove(id), TestError::NotClosed);
		assert_noop!(close(id, 0), TestError::TermNotFound);
		assert_eq!(order_of(PATIENT), [id]);

		set_now(NOW + 2 * LENGTH + SETTLED + 1);
		assert_ok!(close(id, 1));
		let other = cover(0, OTHER_PATIENT);
		set_now(NOW + 2 * LENGTH + RETENTION + 1);
		Units::<Test>::insert((other, 0, service), 3);
		let known = BoundedVec::truncate_from(vec![1]);
		Days::<Test>::insert(other, service, UseDays { forgotten: None, days: known });
		events();
		assert_ok!(remove(id));
		let removed = Event::TermRemoved { coverage: id, term: 1 };
		assert_eq!(events(), [removed, Event::CoverageRemoved { coverage: id }]);
		assert!(!Coverages::<Test>::contains_key(id) && !Terms::<Test>::contains_key(id, 1));
		assert!(!days() && !CoveragesOf::<Test>::contains_key(PATIENT));
		assert_noop!(remove(id), TestError::CoverageNotFound);
		// Others keep what is theirs.
		assert!(Units::<Test>::contains_key((other, 0, service)));
		assert!(Days::<Test>::contains_key(other, service));
		Units::<Test>::remove((other, 0, service));
		Days::<Test>::remove(other, service);
		assert_eq!(order_of(OTHER_PATIENT), [other]);
	});
}

#[test]
fn terms_are_removed_from_the_oldest_and_found_among_the_others() {
	build_and_execute(|| {
		let id = renewed(20);
		set_now(NOW + 21 * MIN_TERM + RETENTION + 1);
		for term in 0..21 {
			assert_ok!(close(id, term));
		}
		for gone in 1..=20 {
			assert_ok!(remove(id));
			assert_eq!(stored_coverage(id).oldest, gone);
			for term in 0..21 {
				let start = NOW + u64::from(term) * MIN_TERM;
				let known = (term >= gone).then_some(term);
				assert_eq!([start, start + MIN_TERM - 1].map(|at| term_at(id, at)), [known; 2]);
			}
			check_state().unwrap();
		}
		assert_ok!(remove(id));
		assert_noop!(remove(id), TestError::CoverageNotFound);
	});
}

#[test]
fn what_is_owed_keeps_a_coverage() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		wait(DAY);
		Money::freeze(EUR, &PATIENT);
		assert_ok!(cancel(PATIENT, id));
		let due = PREMIUM - 100;
		assert_eq!((stored_coverage(id).refund_due, owed(0)), (due, due));
		wait(RETENTION + 1);
		assert_ok!(close(id, 0));
		assert_noop!(remove(id), TestError::RefundDue);
		Money::thaw(EUR, &PATIENT);
		assert_ok!(collect(id));
		assert_ok!(remove(id));
		assert!(!CoveragesOf::<Test>::contains_key(PATIENT));
	});
}

#[test]
fn a_used_term_is_kept_until_it_would_have_ended() {
	build_and_execute(|| {
		let long = 10 * LENGTH;
		let plan = plan(PlanTerms { length: long, ..full_terms() });
		contract(plan, HOSPITAL);
		let id = cover(plan, PATIENT);
		let claim = submit(&[line(ServiceType::Consultation, 1, 5)]);
		wait(DAY);
		assert_ok!(cancel(PATIENT, id));
		set_now(NOW + long - 1);
		assert_ok!(close(id, 0));
		assert_ok!(InsuranceClaims::remove(signed(HOSPITAL), claim));
		assert_noop!(remove(id), TestError::TooEarly);
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::LimitsUsed);
		wait(1);
		assert_ok!(remove(id));
		assert_ok!(enrol(PATIENT, plan, PATIENT));
	});
}

#[test]
fn a_claim_that_came_while_a_term_could_be_claimed_keeps_it() {
	for (after, kept) in [(RETENTION, true), (RETENTION + 1, false)] {
		build_and_execute(|| {
			let (_, id) = covered(full_terms());
			// Another insurer has it that late.
			let other = plan_of(0, PlanTerms { length: 9 * LENGTH, ..full_terms() });
			let second = cover(other, PATIENT);
			set_now(NOW + LENGTH + after);
			assert_ok!(close(id, 0));
			let claim = submit(&[line(ServiceType::Consultation, 1, 5)]);
			assert_eq!(answer(claim, 0).coverage, second);
			set_now(NOW + LENGTH + RETENTION + 1);
			if kept {
				assert_noop!(remove(id), TestError::TermInUse);
				return;
			}
			assert_ok!(remove(id));
			assert_eq!(order_of(PATIENT), [second]);
		});
	}
}

#[test]
fn a_claim_that_came_too_late_keeps_its_term_too() {
	build_and_execute(|| {
		let (_, id) = covered(full_terms());
		let mut long = PlanTerms { length: 9 * LENGTH, filing: MAX_FILING, ..full_terms() };
		long.outlier = Some(BasisPoints::WHOLE);
		long.benefits.iter_mut().for_each(|benefit| benefit.ceiling = Some(1));
		cover(plan_of(0, long), PATIENT);
		// The first insurer denies what the second has to look at.
		set_now(NOW + LENGTH + FILING + 1);
		let serviced = NOW + LENGTH - 1;
		let late = ClaimLine { serviced, ..line(ServiceType::Consultation, 1, 500) };
		let claim = submit_by(DOCTOR, PATIENT, &[late]);
		let waits = stored_claim(claim).status;
		assert!(matches!(waits, ClaimStatus::Pended(Pend { payer: 1, .. })), "{waits:?}");
		set_now(NOW + LENGTH + RETENTION + 1);
		assert_noop!(close(id, 0), TestError::TermInUse);
		assert_ok!(InsuranceClaims::withdraw_claim(signed(DOCTOR), claim));
		assert_ok!(close(id, 0));
		assert_noop!(remove(id), TestError::TermInUse);
		wait(RETENTION + 1);
		assert_ok!(InsuranceClaims::remove(signed(STRANGER), claim));
		assert_ok!(remove(id));
	});
}

#[test]
fn who_has_one_term_left_cancels_it() {
	build_and_execute(|| {
		let plan = plan(PlanTerms { length: 2 * LENGTH, ..terms() });
		let id = cover(plan, PATIENT);
		set_now(NOW + 2 * LENGTH);
		assert_ok!(renew(PATIENT, id));
		set_now(NOW + 2 * LENGTH + RETENTION + 1);
		assert_ok!(close(id, 0));
		assert_ok!(remove(id));
		events();
		assert_ok!(cancel(PATIENT, id));
		assert!(matches!(events()[..], [Event::Cancelled { paid: true, .. }]));
	});
}

#[test]
fn an_old_term_of_which_something_can_be_claimed_keeps_its_place() {
	build_and_execute(|| {
		// What is sold first can be claimed for long; later versions ask for haste.
		let long = PlanTerms { length: 10 * DAY, filing: MAX_FILING, ..full_terms() };
		let (plan, id) = covered(long.clone());
		let short = PlanTerms { filing: 0, ..long };
		assert_ok!(InsuranceClaims::amend_plan(signed(INSURER), plan, short));
		for number in 1..3 {
			set_now(NOW + number * 10 * DAY);
			assert_ok!(renew(PATIENT, id));
		}
		set_now(NOW + 30 * DAY + REVIEW_PERIOD + APPEAL_PERIOD + 1);
		for number in 1..3 {
			assert_ok!(close(id, number));
		}
		let other = cover(plan_of(0, full_terms()), PATIENT);
		assert_eq!(order_of(PATIENT), [id, other]);
		let served = ClaimLine { serviced: NOW, ..line(ServiceType::Consultation, 1, 70) };
		assert_eq!(stored_claim(submit(&[served])).paid, 70);
		// As long as any service could be claimed.
		let plans = [(); 2].map(|_| plan_of(0, full_terms()));
		set_now(NOW + 30 * DAY + MAX_FILING);
		assert_ok!(enrol(PATIENT, plans[0], PATIENT));
		assert_noop!(enrol(PATIENT, plans[1], PATIENT), TestError::TooManyCoverages);
		assert_noop!(close(id, 0), TestError::TooEarly);
		set_now(NOW + 10 * DAY + MAX_FILING + REVIEW_PERIOD + APPEAL_PERIOD + 1);
		assert_ok!(close(id, 0));
		assert_ok!(enrol(PATIENT, plans[1], PATIENT));
		assert_eq!(order_of(PATIENT), [other, 2, 3]);
	});
}

#[test]
fn a_term_for_which_a_claim_waits_keeps_its_reserve() {
	let after = NOW + LENGTH + SETTLED + 1;
	let scene = |waits: &dyn Fn(CoverageId, ClaimId)| {
		build_and_execute(|| {
			let (_, id) = covered(full_terms());
			set_now(NOW + LENGTH - 1);
			leave(0, LIMIT / 10);
			let claim = submit(&[line(ServiceType::Consultation, 1, 500)]);
			assert_eq!(pended(claim), Some(PendReason::PoolShort));
			assert_eq!(stored_term(id, 0).waiting, 1);
			assert_ok!(check_state());
			set_now(after);
			assert_noop!(close(id, 0), TestError::TermInUse);
			assert_eq!(stored_pool(0).open, LIMIT);
			waits(id, claim);
			assert_eq!(stored_term(id, 0).waiting, 0);
			assert_ok!(close(id, 0));
			assert_eq!(stored_pool(0).open, 0);
		});
	};
	scene(&|id, claim| {
		// Trying again in vain changes nothing.
		assert_ok!(sent(HOSPITAL, Call::resume { claim }));
		assert_noop!(close(id, 0), TestError::TermInUse);
		leave(0, LIMIT);
		assert_ok!(sent(HOSPITAL, Call::resume { claim }));
		assert_eq!(stored_claim(claim).paid, 500);
	});
	scene(&|_, claim| {
		assert_ok!(sent(HOSPITAL, Call::withdraw_claim { claim }));
	});
	scene(&|_, claim| {
		assert_ok!(sent(PATIENT, Call::report_fraud { claim, evidence: EVIDENCE }));
		assert_ok!(sent(REGULATOR, Call::decide_fraud { claim, found: true }));
	});
	// What nobody cares for lapses in the end.
	scene(&|id, claim| {
		set_now(NOW + LENGTH - 1 + REVIEW_PERIOD + RETENTION + 1);
		assert_noop!(close(id, 0), TestError::TermInUse);
		assert_ok!(sent(STRANGER, Call::withdraw_claim { claim }));
	});
}

#[test]
fn a_term_about_which_an_appeal_may_be_open_keeps_its_reserve() {
	let last = NOW + LENGTH - 1 + FILING + APPEAL_PERIOD;
	let scene = |goes_on: &dyn Fn(ClaimId)| {
		build_and_execute(|| {
			let mut terms = full_terms();
			terms.benefits[0].authorization = true;
			let (_, id) = covered(terms);
			set_now(NOW + LENGTH - 1);
			let served = line(ServiceType::Consultation, 1, 500);
			// It comes and is denied, and is appealed, at the last second.
			set_now(NOW + LENGTH - 1 + FILING);
			let claim = submit(&[served]);
			assert_eq!(stored_claim(claim).paid, 0);
			set_now(last);
			let lines = BoundedVec::truncate_from(vec![0]);
			let call = Call::appeal { claim, payer: 0, lines, evidence: EVIDENCE };
			assert_ok!(sent(PATIENT, call));
			set_now(NOW + LENGTH + SETTLED + 1);
			assert_noop!(close(id, 0), TestError::TermInUse);
			assert_ok!(check_state());
			goes_on(claim);
			// The other side may appeal after it.
			set_now(last + REVIEW_PERIOD + 2 * APPEAL_PERIOD);
			assert_noop!(close(id, 0), TestError::TermInUse);
			wait(1);
			assert_ok!(close(id, 0));
			assert_eq!(stored_pool(0).open, 0);
		});
	};
	scene(&|claim| {
		set_now(last + REVIEW_PERIOD + APPEAL_PERIOD);
		// There is what the limit asks for.
		let reserve = InsuranceClaims::reserve(&stored_pool(0));
		leave(0, reserve + 500);
		let taken = Call::withdraw { pool: 0, amount: 501 };
		assert_noop!(sent(INSURER, taken), TestError::PoolShort);
		let overturned = BoundedVec::truncate_from(vec![0]);
		let (payer, kind) = (0, AppealKind::Patient);
		assert_ok!(sent(REVIEWER, Call::decide_appeal { claim, payer, kind, overturned }));
		assert_eq!((stored_claim(claim + 1).paid, stored_pool(0).open), (500, LIMIT - 500));
	});
	// The same if nobody decides.
	scene(&|_| ());
}

#[test]
fn a_term_of_which_a_claim_was_decided_late_keeps_its_reserve_for_an_appeal() {
	build_and_execute(|| {
		let mut terms = PlanTerms { confirm_above: Some(0), ..full_terms() };
		terms.benefits[1].authorization = true;
		let (_, id) = covered(terms);
		set_now(NOW + LENGTH - 1);
		let claim =
			submit(&[line(ServiceType::Consultation, 1, 500), line(ServiceType::Hospital, 1, 900)]);
		assert_eq!(stored_term(id, 0).appealed_until, 0);
		set_now(NOW + LENGTH + SETTLED + 1);
		assert_ok!(sent(PATIENT, Call::confirm_service { claim, received: true }));
		assert_eq!((stored_claim(claim).paid, stored_term(id, 0).waiting), (500, 0));
		wait(APPEAL_PERIOD);
		assert_noop!(close(id, 0), TestError::TermInUse);
		wait(1);
		assert_ok!(close(id, 0));
	});
	// What is decided at once is appealed in the time that each term has.
	build_and_execute(|| {
		let (_, id) = covered(full_terms());
		submit(&[line(ServiceType::Consultation, 1, 500)]);
		assert_eq!(stored_term(id, 0).appealed_until, 0);
	});
}

#[test]
fn what_waits_counts_for_the_term_of_each_payer_once() {
	build_and_execute(|| {
		let (_, first) = covered(PlanTerms { confirm_above: Some(99), ..full_terms() });
		let second = cover(plan_of(pool_of(OTHER_INSURER), full_terms()), PATIENT);
		let waiting = || [first, second].map(|id| stored_term(id, 0).waiting);
		let ids = [7u8, 8].map(|number| {
			let line = line(ServiceType::Consultation, 1, 100 + Amount::from(number));
			submit(&[ClaimLine { item: item(number), ..line }])
		});
		assert_eq!(waiting(), [2, 2]);
		// The patient says that there was no such service: it waits on.
		let say = |claim, received| {
			assert_ok!(sent(PATIENT, Call::confirm_service { claim, received }));
		};
		say(ids[0], false);
		assert_eq!(waiting(), [2, 2]);
		say(ids[1], true);
		assert_eq!(waiting(), [1, 1]);
		assert_ok!(sent(HOSPITAL, Call::withdraw_claim { claim: ids[0] }));
		assert_eq!(waiting(), [0, 0]);
	});
}
