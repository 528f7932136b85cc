use super::*;

#[test]
fn who_authors_nothing_for_long_enough_is_removed_with_its_bond_kept() {
	build_and_execute(|| {
		pass_sessions(3);
		let_idle(&[2]);
		pass_sessions(2);
		assert_eq!(events(), []);
		pass_sessions(1);
		assert_eq!(events(), [removed(2, RemovalReason::Idle)]);
		assert_eq!(held(2), MINIMUM_BOND);
		pass_sessions(2);
		assert_eq!(Session::validators(), [1, 3, 4]);
	});
}

#[test]
fn one_block_is_enough() {
	build_and_execute(|| {
		for _ in 0..4 {
			let_idle(&[2]);
			pass_sessions(2);
			let_idle(&[]);
			pass_sessions(1);
		}
		assert_eq!(events(), []);
	});
}

#[test]
fn who_waits_for_its_first_session_is_not_idle() {
	build_and_execute(|| {
		pass_sessions(5);
		admitted(APPLICANT);
		let_idle(&[APPLICANT]);
		events();
		// Two sessions of waiting, two of idleness.
		pass_sessions(4);
		assert_eq!(events(), []);
		pass_sessions(1);
		assert_eq!(events(), [removed(APPLICANT, RemovalReason::Idle)]);
	});
}

#[test]
fn idlers_are_retained_where_the_set_would_become_too_small() {
	build_and_execute(|| {
		let_idle(&FIRST);
		pass_sessions(6);
		assert_eq!(ValidatorSet::validators().len(), 3);
		assert!(events().contains(&Event::Retained { who: 2, reason: RemovalReason::Idle }));
	});
}

#[test]
fn the_last_session_with_a_block_is_noted_once_a_session() {
	build_and_execute(|| {
		use pallet_authorship::EventHandler;
		pass_sessions(2);
		for _ in 0..3 {
			<ValidatorSet as EventHandler<_, _>>::note_author(1);
		}
		assert_eq!(LastAuthored::<Test>::get(1), Some(2));
		let used = System::block_weight().get(DispatchClass::Mandatory).ref_time();
		assert!(used >= 3 * <() as WeightInfo>::note_author().ref_time());
	});
}
