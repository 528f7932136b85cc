use super::*;
use frame::deps::sp_runtime::testing::UintAuthorityId;
use pallet_session::{historical::HistoricalSessions, QueuedChanged};

/// Lets a session pass; whether the one after the next will have other authorities.
fn next_is_new() -> bool {
	pass_sessions(1);
	QueuedChanged::<Test>::get()
}

/// The root of the validators and keys of the session after this one.
fn next_root() -> Option<<Test as frame_system::Config>::Hash> {
	HistoricalSessions::<Test>::get(Session::current_index() + 1).map(|(root, _)| root)
}

#[test]
fn a_session_without_news_keeps_the_authorities() {
	build_and_execute(|| {
		pass_sessions(1);
		let root = next_root();
		assert!(root.is_some());
		for _ in 0..3 {
			assert!(!next_is_new());
			assert_eq!(next_root(), root);
			assert_eq!(Session::validators(), FIRST);
		}
	});
}

#[test]
fn who_comes_or_goes_is_news_once() {
	build_and_execute(|| {
		pass_sessions(2);
		admitted(APPLICANT);
		assert!(next_is_new());
		assert!(!next_is_new());
		assert!(Session::validators().contains(&APPLICANT));
		assert_ok!(ValidatorSet::leave(signed(APPLICANT)));
		assert!(next_is_new());
		assert!(!next_is_new());
		assert_eq!(Session::validators(), FIRST);
	});
}

#[test]
fn new_keys_are_news_once() {
	build_and_execute(|| {
		pass_sessions(2);
		let root = next_root();
		assert_ok!(Session::set_keys(signed(2), UintAuthorityId(77), Vec::new()));
		assert!(next_is_new());
		assert_ne!(next_root(), root);
		assert!(!next_is_new());
	});
}

#[test]
fn who_was_disabled_works_again_with_the_next_authorities() {
	build_and_execute(|| {
		pass_sessions(2);
		assert!(Session::disable_index(1));
		assert!(next_is_new());
		pass_sessions(1);
		assert!(Session::disabled_validators().is_empty());
	});
}
