//! Slots are given in order; arms stay sealed.

use super::common::*;

#[test]
fn slots_are_given_in_order_of_sealed_lists_alone() {
	build_and_execute(|| {
		active();
		let (ada, ben) = (enrolled(ADA), enrolled(BEN));
		let randomize = |subject| ClinicalTrials::randomize(origin(INVESTIGATOR), TRIAL, subject);
		assert_noop!(randomize(ada), Error::<Test>::NoSeed);
		beacon_drawn();
		assert_noop!(randomize(ada), Error::<Test>::NoSealedSlot);
		sealed(0);
		assert_ok!(randomize(ada));
		assert_noop!(randomize(ada), Error::<Test>::SubjectRandomized);
		assert_ok!(randomize(ben));
		let slots: Vec<_> =
			ClinicalTrials::allocations(TRIAL, 0, None, 10).items.into_iter().collect();
		let given: Vec<_> = slots.iter().map(|it| (it.slot, it.subject, it.arm)).collect();
		assert_eq!(given, [(0, ada, None), (1, ben, None)]);
	});
}

#[test]
fn an_open_trial_discloses_what_was_sealed_and_nothing_else() {
	build_and_execute(|| {
		let open = Design { masking: Masking::Open, ..design() };
		assert_ok!(ClinicalTrials::register_trial(origin(SPONSOR), open));
		assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 1, None, None));
		assert_ok!(ClinicalTrials::open_site(origin(SPONSOR), TRIAL, SITE, INVESTIGATOR));
		beacon_drawn();
		sealed(0);
		let ada = enrolled(ADA);
		assert_ok!(ClinicalTrials::randomize(origin(INVESTIGATOR), TRIAL, ada));
		let (arm, salt, proof) = opening(ada);
		let disclose =
			|arm| ClinicalTrials::disclose(origin(CUSTODIAN), TRIAL, ada, arm, salt, proof.clone());
		assert_noop!(disclose(1 - arm), Error::<Test>::BadOpening);
		assert_noop!(disclose(2), Error::<Test>::BadOpening);
		assert_ok!(disclose(arm));
		assert_noop!(disclose(arm), Error::<Test>::AlreadyDisclosed);
	});
}

#[test]
fn no_more_trials_wait_than_there_is_room_for() {
	build_and_execute(|| {
		for id in 0..=MAX_WAITING {
			assert_ok!(ClinicalTrials::register_trial(origin(SPONSOR), design()));
			assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), id, 1, None, None));
		}
		let commit = |id| ClinicalTrials::commit_seed(origin(CUSTODIAN), id, [1; 32]);
		for id in 0..MAX_WAITING {
			assert_ok!(commit(id));
		}
		assert_noop!(commit(0), Error::<Test>::SeedCommitted);
		assert_noop!(commit(MAX_WAITING), Error::<Test>::TooManyWaiting);
		Dealt::set(DEALT, System::block_number() + BEACON_DELAY + 1);
		pass_blocks(1);
		let beacon = |id| Trials::<Test>::get(id).unwrap().seed.unwrap().beacon.unwrap().value;
		assert_ne!(beacon(0), beacon(1), "each has its own");
		assert_ok!(commit(MAX_WAITING));
	});
}
