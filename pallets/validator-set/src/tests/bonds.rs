use super::*;

#[test]
fn a_bond_is_held() {
	build_and_execute(|| {
		assert_ok!(ValidatorSet::bond(signed(APPLICANT), MINIMUM_BOND));
		assert_eq!(held(APPLICANT), MINIMUM_BOND);
		assert_eq!(ValidatorSet::standing(APPLICANT), Some((Standing::Candidate, MINIMUM_BOND)),);
		assert_eq!(events(), [Event::Bonded { who: APPLICANT, amount: MINIMUM_BOND }]);
	});
}

#[test]
fn a_bond_below_the_minimum_is_refused() {
	build_and_execute(|| {
		assert_noop!(
			ValidatorSet::bond(signed(APPLICANT), MINIMUM_BOND - 1),
			TestError::BondTooSmall,
		);
		assert_noop!(ValidatorSet::bond(signed(APPLICANT), 0), TestError::BondTooSmall);
	});
}

#[test]
fn a_bond_can_grow() {
	build_and_execute(|| {
		bonded(APPLICANT);
		assert_ok!(ValidatorSet::bond(signed(APPLICANT), 1));
		assert_eq!(held(APPLICANT), MINIMUM_BOND + 1);
		assert_ok!(ValidatorSet::bond(signed(1), 5));
		assert_eq!(held(1), MINIMUM_BOND + 5);
		assert!(matches!(Standings::<Test>::get(1), Some(Standing::Validator(_))));
	});
}

#[test]
fn who_cannot_pay_is_refused() {
	build_and_execute(|| {
		assert_noop!(
			ValidatorSet::bond(signed(PENNILESS), MINIMUM_BOND),
			TokenError::FundsUnavailable,
		);
		assert_noop!(ValidatorSet::bond(signed(APPLICANT), u64::MAX), TokenError::FundsUnavailable,);
		assert_noop!(ValidatorSet::bond(root(), MINIMUM_BOND), BadOrigin);
	});
}

#[test]
fn a_candidate_withdraws_at_once() {
	build_and_execute(|| {
		bonded(APPLICANT);
		assert_ok!(ValidatorSet::withdraw(signed(APPLICANT)));
		assert_eq!(Balances::free_balance(APPLICANT), ENDOWMENT);
		assert_eq!(ValidatorSet::standing(APPLICANT), None);
		assert_eq!(events()[1], Event::Withdrawn { who: APPLICANT, amount: MINIMUM_BOND });
	});
}

#[test]
fn who_has_no_bond_withdraws_nothing() {
	build_and_execute(|| {
		assert_noop!(ValidatorSet::withdraw(signed(APPLICANT)), TestError::NotBonded);
		assert_noop!(ValidatorSet::withdraw(root()), BadOrigin);
	});
}

#[test]
fn a_validator_cannot_withdraw() {
	build_and_execute(|| {
		assert_noop!(ValidatorSet::withdraw(signed(1)), TestError::StillBonded);
	});
}

#[test]
fn who_left_withdraws_after_the_bonding_sessions() {
	build_and_execute(|| {
		assert_ok!(ValidatorSet::leave(signed(1)));
		for _ in 0..BONDING_SESSIONS {
			assert_noop!(ValidatorSet::withdraw(signed(1)), TestError::StillBonded);
			assert_noop!(ValidatorSet::bond(signed(1), 1), TestError::Leaving);
			pass_sessions(1);
		}
		assert_ok!(ValidatorSet::withdraw(signed(1)));
		assert_eq!(Balances::free_balance(1), ENDOWMENT);
		assert_eq!(LastAuthored::<Test>::get(1), None);
		admitted(1);
	});
}
