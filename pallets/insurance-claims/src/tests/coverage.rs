//! `name_subscriber`, `unname_subscriber`, `enrol`, `renew`, `cancel`, `collect_refund`,
//! `close_term`, and the order of benefits.

use super::*;
use claims::*;

fn name(who: AccountId, subscriber: AccountId) -> DispatchResult {
	InsuranceClaims::name_subscriber(signed(who), subscriber)
}

fn unname(who: AccountId, subscriber: AccountId) -> DispatchResult {
	InsuranceClaims::unname_subscriber(signed(who), subscriber)
}

/// By the newest version.
fn enrol(who: AccountId, plan: PlanId, beneficiary: AccountId) -> DispatchResult {
	let version = Plans::<Test>::get(plan).map_or(1, |plan| plan.version);
	InsuranceClaims::enrol(signed(who), plan, version, beneficiary)
}

/// By the newest version.
fn renew(who: AccountId, id: CoverageId) -> DispatchResult {
	let version = Coverages::<Test>::get(id).map_or(1, |coverage| version_of(coverage.plan));
	InsuranceClaims::renew(signed(who), id, version)
}

fn remove(id: CoverageId) -> DispatchResult {
	InsuranceClaims::remove_term(signed(STRANGER), id)
}

/// How long after the end of a term nothing of it can be decided any more.
const SETTLED: u64 = FILING + REVIEW_PERIOD + APPEAL_PERIOD;

fn cancel(who: AccountId, id: CoverageId) -> DispatchResult {
	InsuranceClaims::cancel(signed(who), id)
}

fn collect(id: CoverageId) -> DispatchResult {
	InsuranceClaims::collect_refund(signed(STRANGER), id)
}

fn close(id: CoverageId, term: TermNumber) -> DispatchResult {
	InsuranceClaims::close_term(signed(STRANGER), id, term)
}

fn order_of(who: AccountId) -> Vec<CoverageId> {
	CoveragesOf::<Test>::get(who).into_inner()
}

/// A term of [`terms`] in its first version, unused, from `start`.
fn unused(start: u64) -> Term {
	Term {
		version: 1,
		start,
		end: start + LENGTH,
		sold_until: start + LENGTH,
		premium: PREMIUM,
		refundable: true,
		deducted: 0,
		returned: 0,
		limit: LIMIT,
		paid: 0,
		deductible: 0,
		out_of_pocket: 0,
		cancelled: false,
		closed: false,
		waiting: 0,
		appealed_until: 0,
	}
}

/// The number of the term in which a second lies.
fn term_at(id: CoverageId, at: u64) -> Option<TermNumber> {
	InsuranceClaims::term_at(id, &stored_coverage(id), at).map(|(number, _)| number)
}

#[test]
fn a_verified_person_insures_itself() {
	build_and_execute(|| {
		let plan = plan(terms());
		events();
		assert_ok!(enrol(PATIENT, plan, PATIENT));
		let enrolled = Event::Enrolled {
			coverage: 0,
			plan,
			beneficiary: PATIENT,
			subscriber: PATIENT,
			end: NOW + LENGTH,
		};
		assert_eq!(events(), [enrolled]);
		let coverage = Coverage {
			plan,
			pool: 0,
			subscriber: PATIENT,
			beneficiary: PATIENT,
			enrolled_at: NOW,
			oldest: 0,
			current: 0,
			refund_due: 0,
		};
		assert_eq!((stored_coverage(0), stored_term(0, 0)), (coverage, unused(NOW)));
		assert_eq!(balance(PATIENT), FUNDS - PREMIUM);
		assert_eq!(pool_balance(0), CAPITAL + PREMIUM);
		assert_eq!((stored_pool(0).open, order_of(PATIENT)), (LIMIT, vec![0]));
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::AlreadyCovered);
		assert_noop!(enrol(PATIENT, plan + 1, PATIENT), TestError::PlanNotFound);
	});
}

#[test]
fn the_first_and_the_last_second_of_a_term() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		let at = [0, NOW - 1, NOW, NOW + LENGTH - 1, NOW + LENGTH, u64::MAX];
		assert_eq!(at.map(|at| term_at(id, at)), [None, None, Some(0), Some(0), None, None]);
	});
}

#[test]
fn only_verified_persons_are_insured() {
	build_and_execute(|| {
		let plan = plan(terms());
		for who in [STRANGER, HOSPITAL, INSURER] {
			assert_noop!(enrol(who, plan, who), TestError::NotVerified);
			assert_noop!(name(who, PARENT), TestError::NotVerified);
		}
		assert_ok!(name(PATIENT, PARENT));
		Registry::unverify(&PATIENT);
		for who in [PATIENT, PARENT] {
			assert_noop!(enrol(who, plan, PATIENT), TestError::NotVerified);
		}
		Registry::identify(&PATIENT);
		assert_ok!(enrol(PARENT, plan, PATIENT));
	});
}

#[test]
fn a_dependant_is_insured_by_whom_it_named() {
	build_and_execute(|| {
		let plan = plan(terms());
		events();
		assert_noop!(enrol(PARENT, plan, CHILD), TestError::NotSubscriber);
		assert_ok!(name(CHILD, PARENT));
		let (beneficiary, subscriber) = (CHILD, PARENT);
		assert_eq!(events(), [Event::SubscriberNamed { beneficiary, subscriber }]);
		assert_noop!(name(CHILD, PARENT), TestError::AlreadyNamed);
		assert_noop!(name(CHILD, CHILD), TestError::AlreadyNamed);
		assert_noop!(enrol(CHILD, plan, PARENT), TestError::NotSubscriber);
		assert_noop!(enrol(OTHER_PATIENT, plan, CHILD), TestError::NotSubscriber);

		assert_ok!(enrol(PARENT, plan, CHILD));
		let coverage = stored_coverage(0);
		assert_eq!((coverage.beneficiary, coverage.subscriber), (CHILD, PARENT));
		assert_eq!((balance(PARENT), balance(CHILD)), (FUNDS - PREMIUM, FUNDS));
		assert_eq!((order_of(CHILD), order_of(PARENT)), (vec![0], vec![]));
		assert_noop!(enrol(CHILD, plan, CHILD), TestError::AlreadyCovered);
		events();

		assert_ok!(unname(CHILD, PARENT));
		assert_eq!(events(), [Event::SubscriberUnnamed { beneficiary, subscriber }]);
		assert_noop!(unname(CHILD, PARENT), TestError::NotNamed);
		assert_noop!(unname(PARENT, CHILD), TestError::NotNamed);
		set_now(NOW + LENGTH - 1);
		assert_noop!(renew(PARENT, 0), TestError::NotSubscriber);
		assert_ok!(name(CHILD, PARENT));
		assert_ok!(renew(PARENT, 0));
	});
}

#[test]
fn a_closed_plan_takes_nobody_new_and_keeps_whom_it_has() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		assert_ok!(InsuranceClaims::set_enrolment(signed(INSURER), plan, false));
		assert_noop!(enrol(OTHER_PATIENT, plan, OTHER_PATIENT), TestError::PlanClosed);
		set_now(NOW + LENGTH);
		assert_ok!(renew(PATIENT, id));
		assert_ok!(InsuranceClaims::set_enrolment(signed(INSURER), plan, true));
		assert_ok!(enrol(OTHER_PATIENT, plan, OTHER_PATIENT));
	});
}

#[test]
fn an_insurer_that_is_none_any_more_sells_nothing() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		set_now(NOW + LENGTH);
		Registry::take_role(&INSURER, Role::Insurer);
		assert_noop!(enrol(OTHER_PATIENT, plan, OTHER_PATIENT), TestError::NotInsurer);
		assert_noop!(renew(PATIENT, id), TestError::NotInsurer);
	});
}

#[test]
fn a_person_has_at_most_three_coverages() {
	build_and_execute(|| {
		let pool = pool();
		for _ in 0..MAX_COVERAGES {
			let plan = plan_of(pool, terms());
			cover(plan, PATIENT);
		}
		let plan = plan_of(pool, terms());
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::TooManyCoverages);
		assert_ok!(enrol(OTHER_PATIENT, plan, OTHER_PATIENT));

		// A cancelled one keeps its place while something of it can be claimed.
		wait(1);
		assert_ok!(cancel(PATIENT, 1));
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::TooManyCoverages);
		wait(SETTLED + 1);
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::TooManyCoverages);
		assert_ok!(close(1, 0));
		// Nor does it give it away as long as some plan lets a service be claimed.
		set_now(NOW + 1 + MAX_FILING);
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::TooManyCoverages);
		wait(1);
		assert_ok!(enrol(PATIENT, plan, PATIENT));
		assert_eq!(order_of(PATIENT), [0, 2, 4]);
	});
}

#[test]
fn a_closed_term_that_can_be_renewed_keeps_its_place() {
	build_and_execute(|| {
		let plan = plan(terms());
		let other = plan_of(0, terms());
		let id = cover(plan, PATIENT);
		set_now(NOW + LENGTH + 1);
		// It cannot be closed as early as that: here it is.
		Terms::<Test>::mutate(id, 0, |term| term.as_mut().expect("it was sold").closed = true);
		Pools::<Test>::mutate(0, |pool| pool.as_mut().expect("it is there").open = 0);
		let second = cover(other, PATIENT);
		assert_eq!(order_of(PATIENT), [id, second]);
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::AlreadyCovered);
		assert_ok!(renew(PATIENT, id));
		assert_eq!(stored_pool(0).open, 2 * LIMIT);
	});
}

#[test]
fn own_coverages_come_first_and_the_earlier_before_the_later() {
	build_and_execute(|| {
		let pool = pool();
		let plans = [(); 3].map(|_| plan_of(pool, terms()));
		let by_parent = cover_by(PARENT, plans[0], CHILD);
		let by_patient = cover_by(PATIENT, plans[1], CHILD);
		assert_eq!(order_of(CHILD), [by_parent, by_patient]);
		let own = cover(plans[2], CHILD);
		assert_eq!(order_of(CHILD), [own, by_parent, by_patient]);
		let listed: Vec<_> =
			InsuranceClaims::coverages_of(&CHILD).into_iter().map(|(id, _)| id).collect();
		assert_eq!(listed, [own, by_parent, by_patient]);
		assert!(InsuranceClaims::coverages_of(&STRANGER).is_empty());
	});
}

#[test]
fn a_term_is_sold_while_the_pool_holds_its_reserve() {
	// A tenth of one limit of 1 000 000, of which the premium brings 36 500.
	let reserve = LIMIT / 10 - PREMIUM;
	for (there, sold) in [(reserve - 1, false), (reserve, true), (1, false)] {
		build_and_execute(|| {
			let pool = empty_pool(INSURER, EUR);
			let plan = plan_of(pool, terms());
			leave(pool, there);
			if sold {
				assert_ok!(enrol(PATIENT, plan, PATIENT));
				assert_eq!(pool_money(pool), LIMIT / 10);
			} else {
				assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::PoolShort);
			}
		});
	}
}

#[test]
fn the_unit_that_keeps_a_pool_alive_is_no_reserve() {
	for (premium, sold) in [(LIMIT / 10, false), (LIMIT / 10 + 1, true)] {
		build_and_execute(|| {
			let plan = plan_of(empty_pool(INSURER, EUR), PlanTerms { premium, ..terms() });
			if sold {
				assert_ok!(enrol(PATIENT, plan, PATIENT));
			} else {
				assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::PoolShort);
			}
		});
	}
}

#[test]
fn a_renewal_needs_the_reserve_for_both_terms() {
	for (there, sold) in [(2 * LIMIT / 10 - PREMIUM - 1, false), (2 * LIMIT / 10 - PREMIUM, true)] {
		build_and_execute(|| {
			let plan = plan(terms());
			let id = cover(plan, PATIENT);
			set_now(NOW + LENGTH);
			leave(0, there);
			if sold {
				assert_ok!(renew(PATIENT, id));
				assert_eq!(stored_pool(0).open, 2 * LIMIT);
			} else {
				assert_noop!(renew(PATIENT, id), TestError::PoolShort);
			}
		});
	}
}

#[test]
fn a_premium_that_cannot_be_paid_insures_nobody() {
	build_and_execute(|| {
		let dear = PlanTerms { premium: FUNDS, ..terms() };
		let plan = plan(dear);
		let error = DispatchError::Other(Money::INSUFFICIENT_FUNDS);
		assert_noop!(enrol(PATIENT, plan, PATIENT), error);
		Money::deposit(EUR, &PATIENT, 1);
		assert_ok!(enrol(PATIENT, plan, PATIENT));
		assert_eq!(balance(PATIENT), 1);
		set_now(NOW + LENGTH);
		assert_noop!(renew(PATIENT, 0), DispatchError::Other(Money::INSUFFICIENT_FUNDS));
	});
}

#[test]
fn a_plan_can_cost_nothing() {
	build_and_execute(|| {
		let plan = plan(PlanTerms { premium: 0, ..terms() });
		let id = cover(plan, PATIENT);
		assert_eq!(balance(PATIENT), FUNDS);
		events();
		wait(1);
		assert_ok!(cancel(PATIENT, id));
		assert_eq!(events(), [Event::Cancelled { coverage: id, refund: 0, paid: true }]);
		assert_noop!(collect(id), TestError::NothingDue);
	});
}

#[test]
fn limits_together_are_at_most_the_largest_amount() {
	build_and_execute(|| {
		let pool = pool();
		let vast = plan_of(pool, PlanTerms { annual_limit: Amount::MAX, ..terms() });
		assert_noop!(enrol(PATIENT, vast, PATIENT), TestError::PoolShort);
		let plan = plan_of(pool, terms());
		let id = cover(plan, PATIENT);
		assert_noop!(enrol(OTHER_PATIENT, vast, OTHER_PATIENT), TestError::AmountOverflow);
		let terms = PlanTerms { annual_limit: Amount::MAX, ..terms() };
		assert_ok!(InsuranceClaims::amend_plan(signed(INSURER), plan, terms));
		set_now(NOW + LENGTH);
		assert_noop!(renew(PATIENT, id), TestError::AmountOverflow);
	});
}

#[test]
fn numbers_of_coverages_and_terms_end() {
	build_and_execute(|| {
		let plan = plan(terms());
		NextCoverage::<Test>::put(CoverageId::MAX);
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::NumbersExhausted);
		NextCoverage::<Test>::put(CoverageId::MAX - 1);
		let id = cover(plan, PATIENT);
		assert_eq!(id, CoverageId::MAX - 1);

		set_now(NOW + LENGTH);
		let term = Terms::<Test>::take(id, 0).expect("it was sold");
		Terms::<Test>::insert(id, TermNumber::MAX, term);
		let current = |number| {
			Coverages::<Test>::mutate(id, |coverage| {
				let coverage = coverage.as_mut().expect("it is there");
				(coverage.oldest, coverage.current) = (number, number);
			});
		};
		current(TermNumber::MAX);
		assert_noop!(renew(PATIENT, id), TestError::NumbersExhausted);
		Terms::<Test>::swap(id, TermNumber::MAX, id, TermNumber::MAX - 1);
		current(TermNumber::MAX - 1);
		assert_ok!(renew(PATIENT, id));
	});
}

#[test]
fn a_renewal_follows_without_a_gap_by_the_newest_version() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		let newer = PlanTerms {
			premium: 2 * PREMIUM,
			annual_limit: LIMIT + 5,
			length: 2 * LENGTH,
			..terms()
		};
		assert_ok!(InsuranceClaims::amend_plan(signed(INSURER), plan, newer));
		set_now(NOW + LENGTH - DAY);
		events();
		assert_ok!(renew(PATIENT, id));
		let end = NOW + 3 * LENGTH;
		assert_eq!(events(), [Event::Renewed { coverage: id, term: 1, end }]);
		assert_eq!(stored_term(id, 0), unused(NOW));
		let second = Term {
			version: 2,
			end,
			sold_until: end,
			premium: 2 * PREMIUM,
			limit: LIMIT + 5,
			..unused(NOW + LENGTH)
		};
		assert_eq!(stored_term(id, 1), second);
		assert_eq!(stored_coverage(id).current, 1);
		assert_eq!(balance(PATIENT), FUNDS - 3 * PREMIUM);
		assert_eq!(stored_pool(0).open, 2 * LIMIT + 5);
		let at = [NOW, NOW + LENGTH - 1, NOW + LENGTH, end - 1, end];
		assert_eq!(at.map(|at| term_at(id, at)), [Some(0), Some(0), Some(1), Some(1), None]);
	});
}

#[test]
fn a_term_is_renewed_from_its_last_quarter_until_the_grace_is_over() {
	build_and_execute(|| {
		let plan = plan(terms());
		let earliest = NOW + LENGTH - LENGTH / 4;
		let latest = NOW + LENGTH + RENEWAL_GRACE;
		for (who, at) in [(PATIENT, earliest), (OTHER_PATIENT, latest), (PARENT, NOW + LENGTH)] {
			set_now(NOW);
			let id = cover(plan, who);
			assert_noop!(renew(who, id), TestError::TooEarly);
			set_now(earliest - 1);
			assert_noop!(renew(who, id), TestError::TooEarly);
			set_now(latest + 1);
			assert_noop!(renew(who, id), TestError::Lapsed);
			set_now(at);
			for other in [CHILD, INSURER, STRANGER] {
				assert_noop!(renew(other, id), TestError::NotSubscriber);
			}
			assert_noop!(renew(who, id + 1), TestError::CoverageNotFound);
			assert_ok!(renew(who, id));
			assert_noop!(renew(who, id), TestError::TooEarly);
			assert_eq!(stored_term(id, 1).start, NOW + LENGTH);
		}
	});
}

#[test]
fn who_is_no_longer_verified_does_not_renew() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		set_now(NOW + LENGTH);
		Registry::unverify(&PATIENT);
		assert_noop!(renew(PATIENT, id), TestError::NotVerified);
	});
}

#[test]
fn who_lapsed_enrols_anew() {
	build_and_execute(|| {
		let plan = plan(terms());
		cover(plan, PATIENT);
		set_now(NOW + LENGTH + RENEWAL_GRACE);
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::AlreadyCovered);
		wait(1);
		assert_ok!(enrol(PATIENT, plan, PATIENT));
		assert_eq!(order_of(PATIENT), [0, 1], "the old one can still be claimed from");
		assert_eq!(stored_coverage(1).enrolled_at, NOW + LENGTH + RENEWAL_GRACE + 1);

		wait(1);
		assert_ok!(cancel(PATIENT, 1));
		assert_ok!(enrol(PATIENT, plan, PATIENT));
		assert_eq!(order_of(PATIENT), [0, 1, 2]);
	});
}

/// Terms as short as can be, the first one renewed so often, each time in its last second.
fn renewed(times: u64) -> CoverageId {
	let plan = plan(PlanTerms { length: MIN_TERM, premium: 1, ..terms() });
	let id = cover(plan, PATIENT);
	for term in 0..times {
		set_now(NOW + (term + 1) * MIN_TERM - 1);
		assert_ok!(renew(PATIENT, id));
	}
	id
}

#[test]
fn terms_of_many_renewals_are_found_as_far_back_as_claims_are_kept() {
	build_and_execute(|| {
		let id = renewed(60);
		let now = InsuranceClaims::now();
		let oldest = 60 - InsuranceClaims::terms_back();
		assert!(NOW + u64::from(oldest + 1) * MIN_TERM <= now - RETENTION);
		for term in 0..61 {
			let start = NOW + u64::from(term) * MIN_TERM;
			let known = (term >= oldest).then_some(term);
			let at = [start, start + MIN_TERM / 2, start + MIN_TERM - 1];
			assert_eq!(at.map(|at| term_at(id, at)), [known; 3]);
		}
		assert_eq!([NOW - 1, NOW + 61 * MIN_TERM].map(|at| term_at(id, at)), [None; 2]);
	});
}

#[test]
fn of_two_cancelled_terms_the_services_before_are_found_as_long_as_they_are_claimed() {
	build_and_execute(|| {
		let id = renewed(60);
		// One that runs, and one that was sold in advance.
		assert_ok!(cancel(PATIENT, id));
		let now = InsuranceClaims::now();
		let at = now - RETENTION;
		let term = u32::try_from((at - NOW) / MIN_TERM).unwrap();
		assert_eq!(term_at(id, at), Some(term));
	});
}

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

fn owed(pool: PoolId) -> Amount {
	stored_pool(pool).owed
}

/// Closes the first term once it can be.
fn close_late(id: CoverageId) {
	set_now(stored_term(id, 0).end + FILING + REVIEW_PERIOD + APPEAL_PERIOD + 1);
	assert_ok!(close(id, 0));
}

#[test]
fn what_is_sold_is_what_was_read() {
	build_and_execute(|| {
		let plan = plan(terms());
		let enrol = |version| InsuranceClaims::enrol(signed(PATIENT), plan, version, PATIENT);
		let dearer = PlanTerms { premium: 2 * PREMIUM, ..terms() };
		for version in [0, 2] {
			assert_noop!(enrol(version), TestError::VersionChanged);
		}
		assert_ok!(InsuranceClaims::amend_plan(signed(INSURER), plan, dearer.clone()));
		for version in [1, 3] {
			assert_noop!(enrol(version), TestError::VersionChanged);
		}
		assert_ok!(enrol(2));
		assert_eq!((stored_term(0, 0).version, balance(PATIENT)), (2, FUNDS - 2 * PREMIUM));

		assert_ok!(InsuranceClaims::amend_plan(signed(INSURER), plan, dearer));
		set_now(NOW + LENGTH);
		let renew = |version| InsuranceClaims::renew(signed(PATIENT), 0, version);
		for version in [0, 2, 4] {
			assert_noop!(renew(version), TestError::VersionChanged);
		}
		assert_ok!(renew(3));
		assert_eq!(stored_term(0, 1).version, 3);
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

/// The patient is insured by a plan that pays all, has used `paid` of it, and cancels it after half
/// of the term: half of the premium of 36 500 would come back.
fn cancelled_after(paid: Amount) -> (PlanId, CoverageId, ClaimId) {
	let (plan, id) = covered(PlanTerms { outlier: None, ..full_terms() });
	let claim = submit(&[line(ServiceType::Consultation, 1, paid)]);
	set_now(NOW + LENGTH / 2);
	assert_ok!(cancel(PATIENT, id));
	events();
	(plan, id, claim)
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
fn who_used_a_term_waits_until_it_would_have_ended() {
	build_and_execute(|| {
		let (plan, id, _) = cancelled_after(1);
		assert_eq!(stored_term(id, 0).sold_until, NOW + LENGTH);
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::LimitsUsed);
		assert_ok!(name_and_fail(plan));
		// Others are not kept out, nor this person by other plans.
		assert_ok!(enrol(OTHER_PATIENT, plan, OTHER_PATIENT));
		let other = plan_of(0, terms());
		assert_ok!(enrol(PATIENT, other, PATIENT));
		set_now(NOW + LENGTH - 1);
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::LimitsUsed);
		wait(1);
		assert_ok!(enrol(PATIENT, plan, PATIENT));
	});
}

/// Nobody else insures the patient by this plan either.
fn name_and_fail(plan: PlanId) -> DispatchResult {
	name(PATIENT, PARENT)?;
	assert_noop!(enrol(PARENT, plan, PATIENT), TestError::LimitsUsed);
	unname(PATIENT, PARENT)
}

#[test]
fn who_used_nothing_enrols_again() {
	build_and_execute(|| {
		let (plan, id, claim) = cancelled_after(1);
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(InsuranceClaims::reverse(signed(HOSPITAL), claim));
		assert_eq!(stored_term(id, 0).paid, 0);
		assert_ok!(enrol(PATIENT, plan, PATIENT));
		// What is claimed of the first only now keeps the person out as well, once it has left.
		let before = NOW + LENGTH / 2 - 1;
		let late = ClaimLine { serviced: before, ..line(ServiceType::Consultation, 1, 5) };
		assert_eq!(stored_claim(submit(&[late])).paid, 5);
		wait(DAY);
		assert_ok!(cancel(PATIENT, 1));
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::LimitsUsed);
	});
}

#[test]
fn a_used_term_keeps_its_place_until_it_would_have_ended() {
	build_and_execute(|| {
		let (plan, id, _) = cancelled_after(1);
		wait(SETTLED + 1);
		assert!(InsuranceClaims::now() < NOW + LENGTH);
		assert_ok!(close(id, 0));
		// It is closed, and another enrolment does not drive it out.
		let other = cover(plan_of(0, terms()), PATIENT);
		assert_eq!(order_of(PATIENT), [id, other]);
		assert_noop!(enrol(PATIENT, plan, PATIENT), TestError::LimitsUsed);
		set_now(NOW + LENGTH);
		assert_ok!(enrol(PATIENT, plan, PATIENT));
		assert_eq!(order_of(PATIENT), [other, 2]);
	});
}

#[test]
fn a_term_before_one_that_was_sold_in_advance_keeps_its_place() {
	build_and_execute(|| {
		let plan = plan(terms());
		let id = cover(plan, PATIENT);
		set_now(NOW + LENGTH - 1);
		assert_ok!(renew(PATIENT, id));
		assert_ok!(cancel(PATIENT, id));
		// The second never was and is closed at once; the first can be claimed from.
		assert!(stored_term(id, 1).closed && !stored_term(id, 0).closed);
		assert_ok!(enrol(PATIENT, plan, PATIENT));
		assert_eq!(order_of(PATIENT), [id, 1]);
		wait(SETTLED + 1);
		assert_ok!(close(id, 0));
		set_now(NOW + LENGTH + MAX_FILING + 1);
		let third = cover(plan_of(0, terms()), PATIENT);
		assert_eq!(order_of(PATIENT), [1, third]);
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
