use super::*;
use crate::mock::genesis as genesis_of;

#[test]
fn the_first_validators_are_bonded_and_active() {
	build_and_execute(|| {
		assert_eq!(ValidatorSet::validators(), FIRST);
		assert_eq!(Session::validators(), FIRST);
		assert_eq!(MinimumSize::<Test>::get(), 3);
		assert_eq!(SessionSlots::<Test>::get(), None);
		for who in FIRST {
			assert_eq!(held(who), MINIMUM_BOND);
		}
	});
}

#[test]
fn a_minimum_of_none_counts_as_one() {
	genesis_of(&[1], 0).execute_with(|| {
		assert_eq!(MinimumSize::<Test>::get(), 1);
		assert_noop!(ValidatorSet::leave(signed(1)), TestError::TooFewValidators);
		check_state().unwrap();
	});
}

#[test]
#[should_panic(expected = "must be able to pay the minimum bond")]
fn a_first_validator_must_be_able_to_pay() {
	genesis_of(&[PENNILESS], 1);
}

#[test]
#[should_panic(expected = "must differ and be at most")]
fn the_first_validators_are_bounded() {
	genesis_of(&[1, 2, 3, 4, 5, 6, 7], 1);
}

#[test]
fn the_length_of_a_session_can_be_set_at_genesis_only() {
	let config = GenesisConfig::<Test> { session_slots: Some(20), ..Default::default() };
	TestState::new_empty().execute_with(|| {
		config.build();
		assert_eq!(SessionSlots::<Test>::get(), Some(20));
	});
}

#[test]
#[should_panic(expected = "a session must have a slot")]
fn a_session_without_a_slot_is_refused() {
	let config = GenesisConfig::<Test> { session_slots: Some(0), ..Default::default() };
	TestState::new_empty().execute_with(|| config.build());
}
