use super::*;

const SHARE: u64 = MINIMUM_BOND / 4;

fn slashed(who: AccountId, session: u32) -> Event<Test> {
	Event::Slashed { who, session, amount: SHARE }
}

#[test]
fn an_equivocation_costs_the_share_and_the_place() {
	build_and_execute(|| {
		report(2, 0);
		assert_eq!(held(2), MINIMUM_BOND - SHARE);
		assert_eq!(Balances::free_balance(TREASURY), ENDOWMENT + SHARE);
		assert_eq!(events(), [slashed(2, 0), removed(2, RemovalReason::Equivocated)]);
		assert_eq!(ValidatorSet::validators(), [1, 3, 4]);
		pass_sessions(2);
		assert_eq!(Session::validators(), [1, 3, 4]);
	});
}

#[test]
fn the_offender_is_disabled_at_once() {
	build_and_execute(|| {
		report(3, 0);
		assert_eq!(Session::disabled_validators(), [2]);
	});
}

#[test]
fn further_reports_cost_nothing_more() {
	build_and_execute(|| {
		pass_sessions(2);
		events();
		for session in [1, 1, 2, 0] {
			report(2, session);
		}
		assert_eq!(events(), [slashed(2, 1), removed(2, RemovalReason::Equivocated)]);
		assert_eq!(held(2), MINIMUM_BOND - SHARE);
		pass_sessions(1);
		report(2, 2);
		assert_eq!(held(2), MINIMUM_BOND - SHARE);
	});
}

#[test]
fn who_left_is_slashed_for_what_it_did_before() {
	build_and_execute(|| {
		assert_ok!(ValidatorSet::leave(signed(1)));
		pass_sessions(1);
		events();
		report(1, 0);
		report(1, 1);
		assert_eq!(events(), [slashed(1, 0)]);
		assert_eq!(held(1), MINIMUM_BOND - SHARE);
		assert_eq!(
			Standings::<Test>::get(1),
			Some(Standing::Leaving { tenure: Tenure { since: 0, slashed: true }, left: 0 }),
		);
	});
}

#[test]
fn a_new_tenure_is_not_slashed_for_the_former() {
	build_and_execute(|| {
		pass_sessions(1);
		assert_ok!(ValidatorSet::leave(signed(1)));
		pass_sessions(BONDING_SESSIONS);
		assert_ok!(ValidatorSet::withdraw(signed(1)));
		admitted(1);
		report(1, 1);
		assert_eq!(held(1), MINIMUM_BOND);
		report(1, BONDING_SESSIONS + 1);
		assert_eq!(held(1), MINIMUM_BOND - SHARE);
	});
}

#[test]
fn who_never_validated_is_not_slashed() {
	build_and_execute(|| {
		bonded(APPLICANT);
		report(APPLICANT, 0);
		report(PENNILESS, 0);
		assert_eq!(held(APPLICANT), MINIMUM_BOND);
		assert_eq!(events().len(), 1);
	});
}

#[test]
fn an_offender_that_cannot_be_spared_is_retained() {
	build_and_execute(|| {
		report(1, 0);
		events();
		report(2, 0);
		assert_eq!(
			events(),
			[slashed(2, 0), Event::Retained { who: 2, reason: RemovalReason::Equivocated }],
		);
		assert_eq!(ValidatorSet::validators(), [2, 3, 4]);
		report(2, 0);
		assert_eq!(held(2), MINIMUM_BOND - SHARE);
		admitted(APPLICANT);
		assert_ok!(ValidatorSet::release(root(), 2));
	});
}

#[test]
fn a_slashed_bond_goes_back_without_what_was_taken() {
	build_and_execute(|| {
		report(2, 0);
		pass_sessions(BONDING_SESSIONS);
		assert_ok!(ValidatorSet::withdraw(signed(2)));
		assert_eq!(Balances::free_balance(2), ENDOWMENT - SHARE);
	});
}

#[test]
fn the_share_is_rounded_down_to_the_unit() {
	build_and_execute(|| {
		assert_ok!(ValidatorSet::bond(signed(1), 2));
		report(1, 0);
		assert_eq!(held(1), (MINIMUM_BOND + 2) - (MINIMUM_BOND + 2) / 4);
	});
}
