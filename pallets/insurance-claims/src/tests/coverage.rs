//! `name_subscriber`, `unname_subscriber`, `enrol`, `renew`, and the order of benefits. What comes back
//! of a premium is in `refund`, how terms are closed and removed in `closing`.

use super::*;

fn name(who: AccountId, subscriber: AccountId) -> DispatchResult {
	InsuranceClaims::name_subscriber(signed(who), subscriber)
}

fn unname(who: AccountId, subscriber: AccountId) -> DispatchResult {
	InsuranceClaims::unname_subscriber(signed(who), subscriber)
}

/// By the newest version.
pub fn enrol(who: AccountId, plan: PlanId, beneficiary: AccountId) -> DispatchResult {
	let version = Plans::<Test>::get(plan).map_or(1, |plan| plan.version);
	InsuranceClaims::enrol(signed(who), plan, version, beneficiary)
}

/// By the newest version.
pub fn renew(who: AccountId, id: CoverageId) -> DispatchResult {
	let version = Coverages::<Test>::get(id).map_or(1, |coverage| version_of(coverage.plan));
	InsuranceClaims::renew(signed(who), id, version)
}

pub fn remove(id: CoverageId) -> DispatchResult {
	InsuranceClaims::remove_term(signed(STRANGER), id)
}

/// How long after the end of a term nothing of it can be decided any more.
pub const SETTLED: u64 = FILING + REVIEW_PERIOD + APPEAL_PERIOD;

pub fn cancel(who: AccountId, id: CoverageId) -> DispatchResult {
	InsuranceClaims::cancel(signed(who), id)
}

pub fn collect(id: CoverageId) -> DispatchResult {
	InsuranceClaims::collect_refund(signed(STRANGER), id)
}

pub fn close(id: CoverageId, term: TermNumber) -> DispatchResult {
	InsuranceClaims::close_term(signed(STRANGER), id, term)
}

pub fn order_of(who: AccountId) -> Vec<CoverageId> {
	CoveragesOf::<Test>::get(who).into_inner()
}

/// A term of [`terms`] in its first version, unused, from `start`.
pub fn unused(start: u64) -> Term {
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
pub fn term_at(id: CoverageId, at: u64) -> Option<TermNumber> {
	InsuranceClaims::term_at(id, &stored_coverage(id), at).map(|(number, _)| number)
}

/// The patient is insured by a plan that pays all, has used `paid` of it, and cancels it after half
/// of the term: half of the premium of 36 500 would come back.
pub fn cancelled_after(paid: Amount) -> (PlanId, CoverageId, ClaimId) {
	let (plan, id) = covered(PlanTerms { outlier: None, ..full_terms() });
	let claim = submit(&[line(ServiceType::Consultation, 1, paid)]);
	set_now(NOW + LENGTH / 2);
	assert_ok!(cancel(PATIENT, id));
	events();
	(plan, id, claim)
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
pub fn renewed(times: u64) -> CoverageId {
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

pub fn owed(pool: PoolId) -> Amount {
	stored_pool(pool).owed
}

/// Closes the first term once it can be.
pub fn close_late(id: CoverageId) {
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
