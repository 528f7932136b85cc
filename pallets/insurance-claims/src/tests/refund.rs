//! `cancel`, `collect_refund`: what comes back of premiums.

use super::*;
use claims::*;
use coverage::{
	cancel, cancelled_after, close, close_late, collect, enrol, order_of, owed, renew, term_at,
	unused,
};

#[test]
fn what_is_left_of_a_premium_comes_back_to_the_unit() {
	// A premium of 36 500 for 365 days: 100 a day, rounded down.
	for (used, refund) in [
		(1, 36_499),
		(DAY - 1, 36_400),
		(DAY, 36_400),
		(DAY + 1, 36_399),
		(LENGTH / 2, 18_250),
		(LENGTH - DAY, 100),
		(LENGTH - 864, 1),
		(LENGTH - 863, 0),
		(LENGTH - 1, 0),
	] {
		build_and_execute(|| {
			let plan = plan(terms());
			let id = cover(plan, PATIENT);
			events();
			wait(used);
			assert_ok!(cancel(PATIENT, id));
			assert_eq!(events(), [Event::Cancelled { coverage: id, refund, paid: true }]);
			assert_eq!(balance(PATIENT), FUNDS - PREMIUM + refund);
			assert_eq!(pool_balance(0), CAPITAL + PREMIUM - refund);
			let term = Term { end: NOW + used, cancelled: true, ..unused(NOW) };
			assert_eq!(stored_term(id, 0), term);
			assert_eq!(stored_pool(0).open, LIMIT, "what was served can still be claimed");
			assert_eq!(stored_coverage(id).refund_due, 0);
			let at = [NOW + used - 1, NOW + used].map(|at| term_at(id, at));
			assert_eq!(at, [Some(0), None]);
			assert_noop!(cancel(PATIENT, id), TestError::TermOver);
			assert_noop!(renew(PATIENT, id), TestError::TermOver);
		});
	}
}

#[test]
fn the_largest_premium_comes_back_to_the_unit() {
	build_and_execute(|| {
		// A number that is odd, so that its half is rounded.
		let premium = Amount::MAX >> 1;
		let plan = plan_of(empty_pool(INSURER, 3), PlanTerms { premium, ..terms() });
		Money::deposit(3, &PATIENT, Amount::MAX - 1);
		assert_ok!(enrol(PATIENT, plan, PATIENT));
		wait(LENGTH / 2);
		assert_ok!(cancel(PATIENT, 0));
		assert_eq!(pool_balance(0), premium / 2 + 1);
	});
}

#[test]
fn a_term_cancelled_in_its_first_second_never_was() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		events();
		assert_ok!(cancel(PATIENT, id));
		assert_eq!(
			events(),
			[
				Event::Cancelled { coverage: id, refund: PREMIUM, paid: true },
				Event::TermClosed { coverage: id, term: 0 },
			]
		);
		assert_eq!(balance(PATIENT), FUNDS);
		assert_eq!(stored_pool(0).open, 0);
		assert_noop!(close(id, 0), TestError::AlreadyClosed);
		assert_eq!(term_at(id, NOW), None);
		assert_ok!(enrol(PATIENT, plan, PATIENT));
		assert_eq!(order_of(PATIENT), [1]);
	});
}

#[test]
fn a_term_sold_in_advance_comes_back_whole() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		set_now(NOW + LENGTH - 10 * DAY);
		assert_ok!(renew(PATIENT, id));
		events();
		assert_ok!(cancel(PATIENT, id));
		assert_eq!(
			events(),
			[
				Event::Cancelled { coverage: id, refund: PREMIUM + 1_000, paid: true },
				Event::TermClosed { coverage: id, term: 1 },
			]
		);
		assert_eq!(balance(PATIENT), FUNDS - PREMIUM + 1_000);
		let (first, second) = (stored_term(id, 0), stored_term(id, 1));
		assert_eq!(
			(first.end, first.cancelled, first.closed),
			(NOW + LENGTH - 10 * DAY, true, false)
		);
		assert_eq!((second.start, second.end), (NOW + LENGTH, NOW + LENGTH));
		assert!(second.cancelled && second.closed);
		assert_eq!(stored_pool(0).open, LIMIT);
		let at = [NOW + LENGTH - 10 * DAY - 1, NOW + LENGTH - 10 * DAY, NOW + LENGTH];
		assert_eq!(at.map(|at| term_at(id, at)), [Some(0), None, None]);
		assert_noop!(cancel(PATIENT, id), TestError::TermOver);
	});
}

#[test]
fn after_a_renewal_the_term_that_is_over_stays() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		set_now(NOW + LENGTH);
		assert_ok!(renew(PATIENT, id));
		wait(DAY);
		events();
		assert_ok!(cancel(PATIENT, id));
		assert_eq!(
			events(),
			[Event::Cancelled { coverage: id, refund: PREMIUM - 100, paid: true }]
		);
		assert_eq!(stored_term(id, 0), unused(NOW));
	});
}

#[test]
fn who_pays_or_who_is_insured_cancels() {
	build_and_execute(|| {
		let pool = pool();
		let plans = [plan_of(pool, terms()), plan_of(pool, terms())];
		let ids = plans.map(|plan| cover_by(PARENT, plan, CHILD));
		wait(DAY);
		for who in [PATIENT, INSURER, CLERK, STRANGER] {
			assert_noop!(cancel(who, ids[0]), TestError::NotSubscriber);
		}
		assert_noop!(cancel(PARENT, 2), TestError::CoverageNotFound);
		assert_ok!(cancel(PARENT, ids[0]));
		assert_ok!(cancel(CHILD, ids[1]));
		// Who had paid gets it back.
		assert_eq!((balance(PARENT), balance(CHILD)), (FUNDS - 2 * 100, FUNDS));

		let id = cover(plans[0], PATIENT);
		wait(LENGTH - 1);
		assert_ok!(renew(PATIENT, id));
		wait(LENGTH + 1);
		assert_noop!(cancel(PATIENT, id), TestError::TermOver);
	});
}

#[test]
fn a_refund_is_owed_while_the_pool_would_be_short() {
	// After a refund of 36 400, a tenth of the limit must be left.
	for (missing, paid) in [(0, true), (1, false)] {
		build_and_execute(|| {
			let plan = plan(terms());
			let id = cover(plan, PATIENT);
			wait(DAY);
			let refund = PREMIUM - 100;
			leave(0, LIMIT / 10 + refund - missing);
			events();
			assert_ok!(cancel(PATIENT, id));
			assert_eq!(events(), [Event::Cancelled { coverage: id, refund, paid }]);
			if paid {
				assert_eq!((pool_money(0), stored_coverage(id).refund_due), (LIMIT / 10, 0));
				assert_noop!(collect(id), TestError::NothingDue);
				return;
			}
			assert_eq!(balance(PATIENT), FUNDS - PREMIUM);
			assert_eq!(stored_coverage(id).refund_due, refund);
			assert_noop!(collect(id), TestError::PoolShort);
			assert_noop!(collect(id + 1), TestError::CoverageNotFound);

			assert_ok!(InsuranceClaims::deposit(signed(INSURER), 0, missing));
			events();
			assert_ok!(collect(id));
			assert_eq!(events(), [Event::RefundPaid { coverage: id, amount: refund }]);
			assert_eq!(balance(PATIENT), FUNDS - 100);
			assert_eq!(stored_coverage(id).refund_due, 0);
			assert_noop!(collect(id), TestError::NothingDue);
		});
	}
}

#[test]
fn who_is_frozen_leaves_and_collects_later() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		Money::freeze(EUR, &PATIENT);
		wait(DAY);
		events();
		assert_ok!(cancel(PATIENT, id));
		let refund = PREMIUM - 100;
		assert_eq!(events(), [Event::Cancelled { coverage: id, refund, paid: false }]);
		assert_noop!(collect(id), DispatchError::Other(Money::PAYEE_FROZEN));
		Money::thaw(EUR, &PATIENT);
		assert_ok!(collect(id));
		assert_eq!(balance(PATIENT), FUNDS - 100);
	});
}

#[test]
fn a_term_that_was_paid_for_after_it_began_comes_back_to_nobody() {
	// Up to its first second it is sold in advance.
	for (late, refundable) in [(0, true), (1, false), (RENEWAL_GRACE, false)] {
		build_and_execute(|| {
			let plan = plan(terms());
			let id = cover(plan, PATIENT);
			set_now(NOW + LENGTH + late);
			assert_ok!(renew(PATIENT, id));
			assert_eq!(stored_term(id, 1).refundable, refundable);
			set_now(NOW + LENGTH + 40 * DAY);
			events();
			assert_ok!(cancel(PATIENT, id));
			let refund = if refundable { PREMIUM - 4_000 } else { 0 };
			assert_eq!(events(), [Event::Cancelled { coverage: id, refund, paid: true }]);
			assert_eq!(balance(PATIENT), FUNDS - 2 * PREMIUM + refund);
			assert_eq!(stored_term(id, 1).deducted, 0);
		});
	}
}

const HALF: Amount = PREMIUM / 2;

#[test]
fn what_a_claim_cost_the_refund_comes_back_with_the_claim() {
	for (paid, back) in [(1, 1), (250, 250), (HALF, HALF), (HALF + 1, HALF), (LIMIT, HALF)] {
		build_and_execute(|| {
			let (_, id, claim) = cancelled_after(paid);
			let refund = HALF - back;
			assert_eq!(stored_term(id, 0).deducted, back);
			assert_eq!(balance(PATIENT), FUNDS - PREMIUM + refund);
			assert_eq!((stored_coverage(id).refund_due, owed(0)), (0, 0));

			Money::deposit(EUR, &HOSPITAL, 1);
			assert_ok!(InsuranceClaims::reverse(signed(HOSPITAL), claim));
			assert_eq!(stored_term(id, 0).deducted, 0);
			// It is due once the plan pays no more.
			assert_eq!((stored_coverage(id).refund_due, owed(0)), (0, back));
			assert_noop!(collect(id), TestError::NothingDue);
			close_late(id);
			assert_eq!((stored_coverage(id).refund_due, owed(0)), (back, back));
			assert_ok!(collect(id));
			assert_eq!((stored_coverage(id).refund_due, owed(0)), (0, 0));
			assert_eq!(balance(PATIENT), FUNDS - PREMIUM + HALF);
		});
	}
}

#[test]
fn a_claim_that_is_void_gives_the_refund_back_too() {
	build_and_execute(|| {
		let (_, id, claim) = cancelled_after(250);
		let by = signed(REGULATOR);
		assert_ok!(InsuranceClaims::report_fraud(signed(PATIENT), claim, EVIDENCE));
		assert_ok!(InsuranceClaims::decide_fraud(by, claim, true));
		assert_eq!((stored_coverage(id).refund_due, owed(0)), (0, 250));
		close_late(id);
		assert_eq!((stored_coverage(id).refund_due, owed(0)), (250, 250));
		assert_ok!(collect(id));
		assert_eq!(balance(PATIENT), FUNDS - PREMIUM + HALF);
	});
}

#[test]
fn of_several_claims_only_what_was_deducted_comes_back() {
	build_and_execute(|| {
		let (plan, id) = covered(full_terms());
		let served = line(ServiceType::Consultation, 1, HALF - 50);
		let first = submit(&[served]);
		let second = submit(&[ClaimLine { item: item(9), unit_price: 100, ..served }]);
		set_now(NOW + LENGTH / 2);
		assert_ok!(cancel(PATIENT, id));
		assert_eq!(stored_term(id, 0).deducted, HALF);
		// One that came later has cut nothing.
		let third = submit(&[ClaimLine { item: item(8), unit_price: 30, ..served }]);
		Money::deposit(EUR, &HOSPITAL, 1);
		let reverse = |claim| {
			assert_ok!(InsuranceClaims::reverse(signed(HOSPITAL), claim));
		};
		reverse(third);
		assert_eq!(owed(0), 0);
		// 50 more was paid than would have come back.
		reverse(second);
		assert_eq!((owed(0), stored_term(id, 0).deducted), (50, HALF - 50));
		reverse(first);
		assert_eq!((owed(0), stored_term(id, 0).deducted), (HALF, 0));
		assert_eq!((stored_coverage(id).refund_due, stored_term(id, 0).returned), (0, HALF));
		// A term that runs owes nothing.
		let other = cover(plan, OTHER_PATIENT);
		let served = ClaimLine { serviced: InsuranceClaims::now(), ..served };
		reverse(submit_by(HOSPITAL, OTHER_PATIENT, &[served]));
		assert_eq!((stored_coverage(other).refund_due, owed(0)), (0, HALF));
	});
}

#[test]
fn what_is_sent_in_anew_is_deducted_again() {
	build_and_execute(|| {
		let (_, id, claim) = cancelled_after(250);
		Money::deposit(EUR, &HOSPITAL, 1);
		let again = |replaces, price| {
			let served = line(ServiceType::Consultation, 1, price);
			let call = Call::submit {
				patient: PATIENT,
				organization: None,
				currency: EUR,
				payee: Payee::Provider,
				lines: lines(&[ClaimLine { serviced: NOW + LENGTH / 2 - 1, ..served }]),
				attachments: Default::default(),
				replaces: Some(replaces),
			};
			assert_ok!(sent(HOSPITAL, call));
			NextClaim::<Test>::get() - 1
		};
		let deducted = || {
			let term = stored_term(id, 0);
			assert_eq!((owed(0), stored_coverage(id).refund_due), (term.returned, 0));
			(term.deducted, term.returned)
		};
		let told = || {
			let mut told = events();
			told.retain(|event| {
				matches!(event, Event::RefundRaised { .. } | Event::RefundLowered { .. })
			});
			told
		};
		let raised = |amount| Event::RefundRaised { coverage: id, amount };
		let lowered = |amount| Event::RefundLowered { coverage: id, amount };
		told();
		assert_eq!(deducted(), (250, 0));
		// For as much, for less, for more: of the refund nothing is gained or lost but the price.
		let claim = again(claim, 250);
		assert_eq!((deducted(), told()), ((250, 0), vec![raised(250), lowered(250)]));
		let claim = again(claim, 100);
		assert_eq!((deducted(), told()), ((100, 150), vec![raised(250), lowered(100)]));
		let claim = again(claim, 900);
		assert_eq!((deducted(), told()), ((250, 0), vec![raised(100), lowered(250)]));
		// Nobody collects it while the plan can still pay.
		assert_ok!(InsuranceClaims::reverse(signed(HOSPITAL), claim));
		assert_eq!((deducted(), told()), ((0, 250), vec![raised(250)]));
		assert_noop!(collect(id), TestError::NothingDue);
		let served = line(ServiceType::Consultation, 1, 80);
		let paid = submit(&[ClaimLine { serviced: NOW + LENGTH / 2 - 1, ..served }]);
		assert_eq!((stored_claim(paid).paid, deducted()), (80, (80, 170)));
		close_late(id);
		assert_eq!((stored_term(id, 0).returned, stored_coverage(id).refund_due), (0, 170));
		assert_ok!(collect(id));
		assert_eq!(balance(PATIENT), FUNDS - PREMIUM + HALF - 80);
		// What comes back later is due at once.
		assert_ok!(InsuranceClaims::reverse(signed(HOSPITAL), paid));
		assert_eq!((stored_term(id, 0).returned, stored_coverage(id).refund_due), (0, 80));
		assert_eq!(owed(0), 80);
	});
}

#[test]
fn a_claim_that_waits_cuts_the_refund_when_it_is_paid() {
	build_and_execute(|| {
		let plan = plan(PlanTerms { confirm_above: Some(200), ..full_terms() });
		contract(plan, HOSPITAL);
		let id = cover(plan, PATIENT);
		let first = submit(&[visit(150)]);
		set_now(NOW + LENGTH / 2);
		assert_ok!(cancel(PATIENT, id));
		Money::deposit(EUR, &HOSPITAL, 1);
		let line = ClaimLine { serviced: NOW + LENGTH / 2 - 1, ..visit(250) };
		assert_ok!(send(HOSPITAL, NewClaim { replaces: Some(first), ..claim(&[line]) }));
		let second = first + 1;
		assert_eq!(pended(second), Some(PendReason::Confirmation));
		assert_eq!((stored_term(id, 0).returned, owed(0)), (150, 150));
		// Whoever collects in between gets nothing.
		assert_noop!(collect(id), TestError::NothingDue);
		assert_ok!(InsuranceClaims::confirm_service(signed(PATIENT), second, true));
		assert_eq!((stored_term(id, 0).deducted, stored_term(id, 0).returned), (150, 0));
		assert_eq!((stored_claim(second).paid, owed(0)), (250, 0));
	});
}

#[test]
fn what_a_payment_cuts_is_not_kept_for_another() {
	build_and_execute(|| {
		let (_, id, first) = cancelled_after(250);
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(InsuranceClaims::reverse(signed(HOSPITAL), first));
		// The pool has just what it must hold once the claim is paid and the refund is cut by as much.
		let after = stored_pool(0).open - 250;
		leave(0, after / 10 + 250);
		let served = line(ServiceType::Consultation, 1, 250);
		let paid = submit(&[ClaimLine { serviced: NOW + LENGTH / 2 - 1, ..served }]);
		assert_eq!((stored_claim(paid).paid, stored_term(id, 0).returned, owed(0)), (250, 0, 0));
	});
}

#[test]
fn a_term_whose_refund_was_not_cut_is_not_cut_later() {
	build_and_execute(|| {
		let (_, id) = covered(full_terms());
		leave(0, LIMIT / 10);
		set_now(NOW + LENGTH / 2);
		assert_ok!(cancel(PATIENT, id));
		assert_eq!(stored_coverage(id).refund_due, HALF);
		leave(0, LIMIT);
		let served = line(ServiceType::Consultation, 1, 80);
		let paid = submit(&[ClaimLine { serviced: NOW + LENGTH / 2 - 1, ..served }]);
		assert_eq!(stored_claim(paid).paid, 80);
		assert_eq!((stored_coverage(id).refund_due, owed(0)), (HALF, HALF));
	});
}
