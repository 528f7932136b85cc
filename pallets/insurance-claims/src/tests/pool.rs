//! `create_pool`, `set_ratio`, `deposit`, `withdraw`: an insurer's money, and what must stay of it.

use super::*;

fn create(who: AccountId, currency: CurrencyId, ratio: u16) -> DispatchResult {
	InsuranceClaims::create_pool(signed(who), currency, BasisPoints(ratio))
}

fn set_ratio(who: AccountId, id: PoolId, ratio: u16) -> DispatchResult {
	InsuranceClaims::set_ratio(signed(who), id, BasisPoints(ratio))
}

fn deposit(who: AccountId, id: PoolId, amount: Amount) -> DispatchResult {
	InsuranceClaims::deposit(signed(who), id, amount)
}

fn withdraw(who: AccountId, id: PoolId, amount: Amount) -> DispatchResult {
	InsuranceClaims::withdraw(signed(who), id, amount)
}

/// A pool with one open limit of 1 000 001, of which a tenth rounded up must stay: 100 001.
fn pool_with_reserve() -> PoolId {
	let id = pool();
	let plan = plan_of(id, PlanTerms { annual_limit: 1_000_001, premium: 0, ..terms() });
	cover(plan, PATIENT);
	assert_eq!(stored_pool(id).open, 1_000_001);
	assert_eq!(InsuranceClaims::reserve(&stored_pool(id)), 100_001);
	events();
	id
}

#[test]
fn an_insurer_has_one_pool_in_each_currency() {
	build_and_execute(|| {
		assert_ok!(create(INSURER, EUR, 2_500));
		assert_eq!(events(), [Event::PoolCreated { pool: 0, insurer: INSURER, currency: EUR }]);
		let stored =
			Pool { insurer: INSURER, currency: EUR, ratio: BasisPoints(2_500), open: 0, owed: 0 };
		assert_eq!(stored_pool(0), stored);
		assert_eq!(PoolOf::<Test>::get(INSURER, EUR), Some(0));
		assert_noop!(create(INSURER, EUR, 2_500), TestError::PoolExists);

		assert_ok!(create(INSURER, JPY, 2_500));
		assert_ok!(create(OTHER_INSURER, EUR, 2_500));
		assert_eq!(NextPool::<Test>::get(), 3);
		let accounts = [0, 1, 2, PoolId::MAX].map(InsuranceClaims::account_of);
		let distinct: std::collections::BTreeSet<_> = accounts.into_iter().collect();
		assert_eq!(distinct.len(), 4, "no two pools share an account");
	});
}

#[test]
fn only_an_accredited_insurer_has_a_pool() {
	build_and_execute(|| {
		for who in [CLERK, HOSPITAL, PATIENT, REGULATOR, STRANGER] {
			assert_noop!(create(who, EUR, 2_500), TestError::NotInsurer);
		}
		Registry::take_role(&INSURER, Role::Insurer);
		assert_noop!(create(INSURER, EUR, 2_500), TestError::NotInsurer);
	});
}

#[test]
fn a_ratio_lies_between_what_the_chain_asks_for_and_the_whole() {
	build_and_execute(|| {
		for ratio in [0, MIN_RATIO.0 - 1, 10_001, u16::MAX] {
			assert_noop!(create(INSURER, EUR, ratio), TestError::BadRatio);
		}
		assert_ok!(create(INSURER, EUR, MIN_RATIO.0));
		assert_ok!(create(OTHER_INSURER, EUR, 10_000));
		for ratio in [0, MIN_RATIO.0 - 1, 10_001, u16::MAX] {
			assert_noop!(set_ratio(INSURER, 0, ratio), TestError::BadRatio);
		}
		events();
		for ratio in [10_000, MIN_RATIO.0] {
			assert_ok!(set_ratio(INSURER, 0, ratio));
			let ratio = BasisPoints(ratio);
			assert_eq!(events(), [Event::RatioSet { pool: 0, ratio }]);
			assert_eq!(stored_pool(0).ratio, ratio);
		}
	});
}

#[test]
fn numbers_of_pools_end() {
	build_and_execute(|| {
		NextPool::<Test>::put(PoolId::MAX);
		assert_noop!(create(INSURER, EUR, 2_500), TestError::NumbersExhausted);
		NextPool::<Test>::put(PoolId::MAX - 1);
		assert_ok!(create(INSURER, EUR, 2_500));
		assert!(Pools::<Test>::contains_key(PoolId::MAX - 1));
	});
}

#[test]
fn a_larger_ratio_must_be_there_to_the_unit() {
	build_and_execute(|| {
		let id = pool_with_reserve();
		assert_noop!(set_ratio(INSURER, 1, 2_000), TestError::PoolNotFound);
		for who in [OTHER_INSURER, CLERK, PATIENT] {
			assert_noop!(set_ratio(who, id, 2_000), TestError::NotInsurer);
		}
		// A fifth of 1 000 001, rounded up.
		leave(id, 200_000);
		assert_noop!(set_ratio(INSURER, id, 2_000), TestError::PoolShort);
		leave(id, 200_001);
		assert_ok!(set_ratio(INSURER, id, 2_000));
		Registry::take_role(&INSURER, Role::Insurer);
		assert_noop!(set_ratio(INSURER, id, 2_000), TestError::NotInsurer);
	});
}

#[test]
fn a_smaller_ratio_asks_for_nothing() {
	build_and_execute(|| {
		let id = pool_with_reserve();
		assert_ok!(set_ratio(INSURER, id, 5_000));
		// A pool can be short, if what it was owed is not paid.
		leave(id, 100_001);
		assert_noop!(set_ratio(INSURER, id, 5_001), TestError::PoolShort);
		assert_ok!(set_ratio(INSURER, id, 5_000));
		assert_ok!(set_ratio(INSURER, id, 4_999));
		assert_ok!(set_ratio(INSURER, id, MIN_RATIO.0));
	});
}

#[test]
fn anybody_puts_money_into_a_pool() {
	build_and_execute(|| {
		let id = empty_pool(INSURER, EUR);
		events();
		assert_noop!(deposit(INSURER, id, 0), TestError::ZeroAmount);
		assert_noop!(deposit(INSURER, id + 1, 5), TestError::PoolNotFound);
		assert_noop!(deposit(STRANGER, id, 5), DispatchError::Other(Money::INSUFFICIENT_FUNDS));
		assert_ok!(deposit(PATIENT, id, 5));
		assert_eq!(events(), [Event::Deposited { pool: id, from: PATIENT, amount: 5 }]);
		assert_ok!(deposit(INSURER, id, FUNDS - 1));
		assert_eq!(balance(PATIENT), FUNDS - 5);
		assert_eq!(pool_balance(id), FUNDS + 4);
		// The unit that keeps the account alive pays nothing.
		assert_eq!(pool_money(id), FUNDS + 3);

		let yen = empty_pool(INSURER, JPY);
		assert_ok!(deposit(INSURER, yen, 7));
		assert_eq!((pool_balance(yen), pool_balance(id)), (7, FUNDS + 4));
		assert_eq!(Money::balance(JPY, &INSURER), FUNDS - 7);
	});
}

#[test]
fn an_insurer_takes_out_what_is_beyond_the_reserve() {
	build_and_execute(|| {
		let id = pool_with_reserve();
		let (there, own) = (pool_money(id), balance(INSURER));
		assert_noop!(withdraw(INSURER, id, 0), TestError::ZeroAmount);
		assert_noop!(withdraw(INSURER, id + 1, 5), TestError::PoolNotFound);
		for who in [OTHER_INSURER, CLERK, PATIENT, STRANGER] {
			assert_noop!(withdraw(who, id, 5), TestError::NotInsurer);
		}
		let free = there - 100_001;
		for amount in [free + 1, there, there + 1, Amount::MAX] {
			assert_noop!(withdraw(INSURER, id, amount), TestError::PoolShort);
		}
		assert_ok!(withdraw(INSURER, id, free));
		assert_eq!(events(), [Event::Withdrawn { pool: id, amount: free }]);
		assert_eq!((pool_money(id), balance(INSURER)), (100_001, own + free));
		assert_noop!(withdraw(INSURER, id, 1), TestError::PoolShort);

		assert_ok!(deposit(INSURER, id, 1));
		Registry::take_role(&INSURER, Role::Insurer);
		assert_noop!(withdraw(INSURER, id, 1), TestError::NotInsurer);
		Registry::give_role(&INSURER, Role::Insurer);
		Money::freeze(EUR, &INSURER);
		assert_noop!(withdraw(INSURER, id, 1), DispatchError::Other(Money::PAYEE_FROZEN));
		Money::thaw(EUR, &INSURER);
		assert_ok!(withdraw(INSURER, id, 1));
	});
}

#[test]
fn a_pool_without_open_limits_can_be_emptied() {
	build_and_execute(|| {
		let id = pool();
		assert_ok!(withdraw(INSURER, id, CAPITAL - 1));
		assert_eq!((pool_money(id), pool_balance(id)), (0, 1));
		assert_noop!(withdraw(INSURER, id, 1), TestError::PoolShort);
	});
}

#[test]
fn the_reserve_of_the_largest_limit_is_counted() {
	build_and_execute(|| {
		let (ratio, open) = (BasisPoints::WHOLE, Amount::MAX);
		let whole = Pool { insurer: INSURER, currency: EUR, ratio, open, owed: 0 };
		assert_eq!(InsuranceClaims::reserve(&whole), Amount::MAX);
		let none = Pool { open: 0, ..whole };
		assert_eq!(InsuranceClaims::reserve(&none), 0);
		let least = Pool { ratio: BasisPoints(1), open: 1, ..none };
		assert_eq!(InsuranceClaims::reserve(&least), 1, "rounded up");
		let owing = Pool { owed: 7, ..least };
		assert_eq!((InsuranceClaims::reserve(&owing), InsuranceClaims::floor(&owing)), (1, 8));
		let all = Pool { ratio: BasisPoints::WHOLE, open: Amount::MAX, ..owing };
		assert_eq!(InsuranceClaims::floor(&all), Amount::MAX);
	});
}

/// A pool with one open limit that owes a refund which its payee cannot be paid now. Answers what is
/// owed, and the coverage.
fn owing() -> (PoolId, Amount, CoverageId) {
	let id = pool();
	let coverage = cover(plan_of(id, terms()), PATIENT);
	wait(DAY);
	Money::freeze(EUR, &PATIENT);
	assert_ok!(InsuranceClaims::cancel(signed(PATIENT), coverage));
	Money::thaw(EUR, &PATIENT);
	let due = PREMIUM - 100;
	assert_eq!((stored_pool(id).owed, stored_coverage(coverage).refund_due), (due, due));
	events();
	(id, due, coverage)
}

#[test]
fn what_is_owed_stays_in_the_pool() {
	build_and_execute(|| {
		let (id, due, coverage) = owing();
		let floor = LIMIT / 10 + due;
		let status = InsuranceClaims::pool_status(id).unwrap();
		assert_eq!((status.owed, status.required), (due, floor));
		assert_eq!(status.free, pool_money(id) - floor);
		let free = pool_money(id) - floor;
		assert_noop!(withdraw(INSURER, id, free + 1), TestError::PoolShort);
		assert_ok!(withdraw(INSURER, id, free));
		assert_eq!(pool_money(id), floor);

		// The refund itself is paid of it, and leaves the reserve.
		assert_ok!(InsuranceClaims::collect_refund(signed(STRANGER), coverage));
		assert_eq!((pool_money(id), stored_pool(id).owed), (LIMIT / 10, 0));
		assert_eq!(InsuranceClaims::pool_status(id).unwrap().free, 0);
	});
}

#[test]
fn a_larger_ratio_leaves_what_is_owed() {
	build_and_execute(|| {
		let (id, due, _) = owing();
		leave(id, LIMIT / 5 + due - 1);
		assert_noop!(set_ratio(INSURER, id, 2_000), TestError::PoolShort);
		leave(id, LIMIT / 5 + due);
		assert_ok!(set_ratio(INSURER, id, 2_000));
	});
}

#[test]
fn a_new_term_and_a_renewal_leave_what_is_owed() {
	for (missing, sold) in [(1, false), (0, true)] {
		build_and_execute(|| {
			let (id, due, _) = owing();
			let plan = plan_of(id, terms());
			let enrol = || InsuranceClaims::enrol(signed(PARENT), plan, 1, PARENT);
			let renew = || InsuranceClaims::renew(signed(PARENT), 1, 1);
			leave(id, 2 * LIMIT / 10 + due - PREMIUM - missing);
			if sold {
				assert_ok!(enrol());
			} else {
				assert_noop!(enrol(), TestError::PoolShort);
				leave(id, CAPITAL);
				assert_ok!(enrol());
			}
			set_now(NOW + DAY + LENGTH);
			leave(id, 3 * LIMIT / 10 + due - PREMIUM - missing);
			if sold {
				assert_ok!(renew());
			} else {
				assert_noop!(renew(), TestError::PoolShort);
			}
		});
	}
}

#[test]
fn a_claim_waits_while_it_would_take_what_is_owed() {
	for (missing, paid) in [(1, false), (0, true)] {
		build_and_execute(|| {
			let (id, due, _) = owing();
			cover(plan_of(id, full_terms()), OTHER_PATIENT);
			// A claim of 1 000 frees a tenth of that.
			leave(id, 2 * LIMIT / 10 - 100 + due + 1_000 - missing);
			let claim =
				submit_by(HOSPITAL, OTHER_PATIENT, &[line(ServiceType::Consultation, 1, 1_000)]);
			let waits = (!paid).then_some(PendReason::PoolShort);
			assert_eq!(pended(claim), waits);
		});
	}
}

#[test]
fn a_refund_leaves_what_is_owed_to_others() {
	for (missing, paid) in [(1, false), (0, true)] {
		build_and_execute(|| {
			let (id, due, coverage) = owing();
			let other = cover(plan_of(id, terms()), PARENT);
			wait(DAY);
			// Either can be paid only if the other still can.
			leave(id, 2 * LIMIT / 10 + 2 * due - missing);
			assert_ok!(InsuranceClaims::cancel(signed(PARENT), other));
			assert_eq!(stored_coverage(other).refund_due == 0, paid);
			assert_eq!(stored_pool(id).owed, if paid { due } else { 2 * due });
			let collect = |of| InsuranceClaims::collect_refund(signed(STRANGER), of);
			if paid {
				assert_ok!(collect(coverage));
				assert_eq!(pool_money(id), 2 * LIMIT / 10);
				return;
			}
			for of in [coverage, other] {
				assert_noop!(collect(of), TestError::PoolShort);
			}
			assert_ok!(deposit(INSURER, id, missing));
			for of in [other, coverage] {
				assert_ok!(collect(of));
			}
			assert_eq!((pool_money(id), stored_pool(id).owed), (2 * LIMIT / 10, 0));
		});
	}
}
