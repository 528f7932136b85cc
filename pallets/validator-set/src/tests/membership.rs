use super::*;

#[test]
fn who_is_admitted_is_active_from_the_session_after_next() {
	build_and_execute(|| {
		admitted(APPLICANT);
		assert_eq!(events().pop(), Some(Event::Admitted { who: APPLICANT }));
		assert_eq!(ValidatorSet::validators(), [1, 2, 3, 4, APPLICANT]);
		pass_sessions(1);
		assert_eq!(Session::validators(), FIRST);
		pass_sessions(1);
		assert_eq!(Session::validators(), [1, 2, 3, 4, APPLICANT]);
	});
}

#[test]
fn only_governance_admits_releases_and_sets_the_minimum() {
	build_and_execute(|| {
		bonded(APPLICANT);
		assert_noop!(ValidatorSet::admit(signed(APPLICANT), APPLICANT), BadOrigin);
		assert_noop!(ValidatorSet::release(signed(1), 2), BadOrigin);
		assert_noop!(ValidatorSet::set_minimum_size(signed(1), 2), BadOrigin);
		assert_noop!(ValidatorSet::leave(root()), BadOrigin);
	});
}

#[test]
fn an_account_without_a_bond_is_not_admitted() {
	build_and_execute(|| {
		assert_noop!(ValidatorSet::admit(root(), APPLICANT), TestError::NotBonded);
	});
}

#[test]
fn an_account_without_session_keys_is_not_admitted() {
	build_and_execute(|| {
		bonded(KEYLESS);
		assert_noop!(ValidatorSet::admit(root(), KEYLESS), TestError::NoKeys);
	});
}

#[test]
fn a_bond_that_is_too_small_by_now_is_not_admitted() {
	build_and_execute(|| {
		bonded(APPLICANT);
		let reason = RuntimeHoldReason::ValidatorSet(HoldReason::Bond);
		assert_ok!(<Balances as frame::traits::fungible::MutateHold<_>>::release(
			&reason,
			&APPLICANT,
			1,
			frame::token::Precision::Exact,
		));
		assert_noop!(ValidatorSet::admit(root(), APPLICANT), TestError::BondTooSmall);
		assert_ok!(ValidatorSet::bond(signed(APPLICANT), 1));
		assert_ok!(ValidatorSet::admit(root(), APPLICANT));
	});
}

#[test]
fn nobody_is_admitted_twice() {
	build_and_execute(|| {
		assert_noop!(ValidatorSet::admit(root(), 1), TestError::AlreadyValidator);
		assert_ok!(ValidatorSet::release(root(), 1));
		assert_noop!(ValidatorSet::admit(root(), 1), TestError::Leaving);
	});
}

#[test]
fn the_set_has_a_maximum_size() {
	build_and_execute(|| {
		admitted(5);
		admitted(6);
		bonded(7);
		assert_noop!(ValidatorSet::admit(root(), 7), TestError::TooManyValidators);
	});
}

#[test]
fn who_is_released_is_out_from_the_session_after_next() {
	build_and_execute(|| {
		assert_ok!(ValidatorSet::release(root(), 2));
		assert_eq!(events(), [removed(2, RemovalReason::Released)]);
		pass_sessions(1);
		assert_eq!(Session::validators(), FIRST);
		pass_sessions(1);
		assert_eq!(Session::validators(), [1, 3, 4]);
		assert_eq!(held(2), MINIMUM_BOND);
		assert_eq!(
			Standings::<Test>::get(2),
			Some(Standing::Leaving { tenure: Tenure { since: 0, slashed: false }, left: 0 }),
		);
	});
}

#[test]
fn a_validator_leaves_by_itself() {
	build_and_execute(|| {
		assert_ok!(ValidatorSet::leave(signed(3)));
		assert_eq!(events(), [removed(3, RemovalReason::Left)]);
		assert_eq!(ValidatorSet::validators(), [1, 2, 4]);
	});
}

#[test]
fn only_validators_leave_and_are_released() {
	build_and_execute(|| {
		bonded(APPLICANT);
		for who in [APPLICANT, PENNILESS] {
			assert_noop!(ValidatorSet::leave(signed(who)), TestError::NotValidator);
			assert_noop!(ValidatorSet::release(root(), who), TestError::NotValidator);
		}
	});
}

#[test]
fn the_set_does_not_fall_below_its_minimum() {
	build_and_execute(|| {
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_noop!(ValidatorSet::leave(signed(2)), TestError::TooFewValidators);
		assert_noop!(ValidatorSet::release(root(), 2), TestError::TooFewValidators);
		assert_ok!(ValidatorSet::set_minimum_size(root(), 2));
		assert_ok!(ValidatorSet::leave(signed(2)));
	});
}

#[test]
fn the_minimum_lies_between_one_and_the_size() {
	build_and_execute(|| {
		for size in [0, 5, u32::MAX] {
			assert_noop!(
				ValidatorSet::set_minimum_size(root(), size),
				TestError::InvalidMinimumSize,
			);
		}
		for size in [1, 4] {
			assert_ok!(ValidatorSet::set_minimum_size(root(), size));
			assert_eq!(events(), [Event::MinimumSizeSet { size }]);
		}
	});
}

#[test]
fn who_drops_its_session_keys_is_removed() {
	build_and_execute(|| {
		assert_ok!(Session::purge_keys(signed(4)));
		pass_sessions(1);
		assert_eq!(events(), [removed(4, RemovalReason::NoKeys)]);
		pass_sessions(2);
		assert_eq!(Session::validators(), [1, 2, 3]);
	});
}

#[test]
fn the_session_goes_on_with_those_who_have_keys() {
	build_and_execute(|| {
		for who in [1, 2, 3] {
			assert_ok!(Session::purge_keys(signed(who)));
		}
		pass_sessions(1);
		assert_eq!(
			events(),
			[
				removed(1, RemovalReason::NoKeys),
				Event::Retained { who: 2, reason: RemovalReason::NoKeys },
				Event::Retained { who: 3, reason: RemovalReason::NoKeys },
			],
		);
		pass_sessions(1);
		assert_eq!(Session::validators(), [4]);
		assert_eq!(ValidatorSet::validators(), [2, 3, 4]);
	});
}

#[test]
fn the_session_keys_go_with_the_bond() {
	build_and_execute(|| {
		bonded(APPLICANT);
		assert_ok!(ValidatorSet::withdraw(signed(APPLICANT)));
		assert_eq!(pallet_session::NextKeys::<Test>::get(APPLICANT), None);
		bonded(APPLICANT);
		assert_noop!(ValidatorSet::admit(root(), APPLICANT), TestError::NoKeys);
	});
}
