//! Slots are given in order; arms stay sealed.

use super::common::*;
use frame::prelude::Hooks;
use medchain_support::testing::Registry;

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
		let weight = || ClinicalTrials::on_initialize(System::block_number());
		let room = <() as WeightInfo>::draw_beacons(MAX_WAITING);
		assert_eq!(weight(), room, "each that waits is looked at");
		Dealt::set(DEALT, System::block_number() + BEACON_DELAY + 1);
		assert_eq!(weight(), room, "and drawn");
		assert_eq!(weight(), <() as WeightInfo>::draw_beacons(0));
		let beacon = |id| Trials::<Test>::get(id).unwrap().seed.unwrap().beacon.unwrap().value;
		assert_ne!(beacon(0), beacon(1), "each has its own");
		assert_ok!(commit(MAX_WAITING));
	});
}

#[test]
fn the_slots_of_a_second_list_are_opened_from_it() {
	build_and_execute(|| {
		let per_list = randomization::slots_per_list(&scheme());
		let open = Design { masking: Masking::Open, target: per_list + 1, ..design() };
		assert_ok!(ClinicalTrials::register_trial(origin(SPONSOR), open));
		assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 1, None, None));
		assert_ok!(ClinicalTrials::open_site(origin(SPONSOR), TRIAL, SITE, INVESTIGATOR));
		beacon_drawn();
		sealed(0);
		let randomize = |subject| ClinicalTrials::randomize(origin(INVESTIGATOR), TRIAL, subject);
		for number in 0..per_list {
			let participant = 1_000 + AccountId::from(number);
			Registry::identify(&participant);
			assert_eq!(enrolled(participant), number);
			assert_ok!(randomize(number));
		}
		let last = enrolled(ADA);
		assert_noop!(randomize(last), Error::<Test>::NoSealedSlot);
		sealed(0);
		assert_ok!(randomize(last));
		let (arm, salt, proof) = opening(last);
		assert_eq!(arm, randomization::allocations(&scheme(), &key(0, 1))[0]);
		assert_ok!(ClinicalTrials::disclose(origin(CUSTODIAN), TRIAL, last, arm, salt, proof));
		let (arm, salt, proof) = opening(last - 1);
		let custodian = origin(CUSTODIAN);
		assert_ok!(ClinicalTrials::disclose(custodian, TRIAL, last - 1, arm, salt, proof));

		assert_ok!(ClinicalTrials::close_accrual(origin(SPONSOR), TRIAL));
		assert_ok!(ClinicalTrials::lock(origin(SPONSOR), TRIAL));
		assert_ok!(ClinicalTrials::reveal_seed(origin(CUSTODIAN), TRIAL, SEED));
		for list in [0, 1] {
			assert_ok!(ClinicalTrials::check_list(origin(STRANGER), TRIAL, 0, list));
			let status = Lists::<Test>::get((TRIAL, 0, list)).unwrap().status;
			assert_eq!(status, ListStatus::Verified);
		}
	});
}
