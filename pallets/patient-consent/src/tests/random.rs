//! Random sequences of all calls, by everybody, keep the invariants; nothing that was held is lost.

use super::{decision::Cases, *};

const CALLS: u64 = 200;
const CALLERS: [AccountId; 6] = [PATIENT, OTHER_PATIENT, HOSPITAL, DOCTOR, STRANGER, UNVERIFIED];
const NAMES: [&str; 15] = [
	"grant",
	"amend",
	"revoke",
	"access",
	"register_record",
	"amend_record",
	"erase_record",
	"access_batch",
	"break_glass",
	"review",
	"delegate",
	"end_delegation",
	"request_access",
	"answer_request",
	"withdraw_request",
];

/// Makes a random call. Returns which, whether it went through, and how many entries it must have
/// left in the log of each patient.
fn call(dice: &mut Dice) -> (usize, bool, [u64; 2]) {
	let kind = dice.below(NAMES.len() as u64) as usize;
	let patient = dice.one_of(&[PATIENT, OTHER_PATIENT]);
	let own = (patient - 1) as usize;
	// Mostly those who may.
	let caller = match kind {
		0..=2 | 6 | 10 | 11 | 13 if dice.below(4) > 0 => patient,
		4 | 5 | 12 | 14 if dice.below(3) > 0 => HOSPITAL,
		8 if dice.below(3) > 0 => DOCTOR,
		9 => dice.one_of(&[HOSPITAL, REGULATOR, DOCTOR]),
		_ => dice.one_of(&CALLERS),
	};
	let origin = signed(caller);
	let id = dice.below(12) as u32;
	let organization = dice.one_of(&[None, None, Some(HOSPITAL), Some(STRANGER)]);
	let n = dice.below(5) as u8;
	let commitment = Commitment([n; 32]);
	let locator = Locator::truncate_from(vec![n; 9]);
	let mut entries = [0; 2];
	let without_post = |result: DispatchResultWithPostInfo| result.map(|_| ()).map_err(|e| e.error);
	let result = match kind {
		0 => without_post(Consent::grant(origin, patient, dice.terms())),
		1 => without_post(Consent::amend(origin, patient, id, dice.terms())),
		2 => {
			let status = dice.one_of(&[EndStatus::Inactive, EndStatus::EnteredInError]);
			without_post(Consent::revoke(origin, patient, id, status))
		}
		3 => {
			entries[own] = 1;
			without_post(Consent::access(origin, patient, organization, dice.request()))
		}
		4 => Consent::register_record(
			origin,
			patient,
			ResourceClass::Observation,
			Sensitivity::Normal.into(),
			commitment,
			locator,
		),
		5 => Consent::amend_record(origin, patient, id / 2, commitment, locator),
		6 => Consent::erase_record(origin, patient, id / 2),
		7 => {
			let questions: Vec<_> = (0..dice.below(4))
				.map(|_| (dice.one_of(&[PATIENT, OTHER_PATIENT]), dice.request()))
				.collect();
			for (patient, _) in &questions {
				entries[(patient - 1) as usize] += 1;
			}
			without_post(Consent::access_batch(origin, organization, questions.try_into().unwrap()))
		}
		8 => {
			entries[own] = 1;
			let asked = dice.request();
			without_post(Consent::break_glass(
				origin,
				patient,
				dice.one_of(&[None, Some(HOSPITAL)]),
				EmergencyReason::LifeThreatening,
				asked.action,
				asked.classes,
				asked.sensitivities,
			))
		}
		9 => {
			let review = NextReview::<Test>::get().saturating_sub(1 + dice.below(3));
			Consent::review(origin, review, Finding::Justified)
		}
		10 => {
			let kind = dice.one_of(&[DelegateKind::Guardian, DelegateKind::Proxy]);
			let scope = TestScope { actors: Default::default(), ..dice.scope() };
			Consent::delegate(origin, patient, dice.one_of(&CALLERS), kind, scope)
		}
		11 => Consent::end_delegation(origin, patient, dice.one_of(&CALLERS)),
		12 => Consent::request_access(origin, patient, dice.terms(), NOW + dice.below(80)),
		13 | 14 => {
			let newest = Inboxes::<Test>::get(patient).next_id;
			let request = newest.saturating_sub(1 + dice.below(6) as u32);
			match kind {
				13 => {
					let answer = dice.one_of(&[Answer::Accept, Answer::Decline]);
					without_post(Consent::answer_request(origin, patient, request, answer))
				}
				_ => Consent::withdraw_request(origin, patient, request),
			}
		}
		_ => unreachable!("there are as many calls as names"),
	};
	if result.is_err() {
		entries = [0; 2];
	}
	(kind, result.is_ok(), entries)
}

/// Ends everything that holds a deposit.
fn clean_up(patient: AccountId) {
	for id in Consent::directives(patient).into_iter().map(|d| d.id) {
		assert_ok!(Consent::revoke(signed(patient), patient, id, EndStatus::Inactive));
	}
	for delegation in Consent::delegates(patient) {
		let _ = Consent::end_delegation(signed(patient), patient, delegation.delegate);
	}
	for request in Consent::requests(patient) {
		assert_ok!(Consent::withdraw_request(signed(request.requester), patient, request.id));
	}
	for record in Consent::records(patient, 0, u32::MAX) {
		if record.erased.is_none() {
			assert_ok!(Consent::erase_record(signed(patient), patient, record.id));
		}
	}
}

#[test]
fn random_sequences_keep_the_invariants() {
	const SEED: u64 = 0x636f_6e73_656e_7421;
	const RUNS: u64 = 500;
	let mut dice = Dice::new(SEED);
	let mut done = [0u32; NAMES.len()];
	for _ in 0..RUNS {
		build_and_execute(|| {
			let mut expected = [0u64; 2];
			for number in 0..CALLS {
				set_now(NOW + number / 3);
				let (kind, went_through, entries) = call(&mut dice);
				done[kind] += u32::from(went_through);
				for (n, patient) in [PATIENT, OTHER_PATIENT].into_iter().enumerate() {
					expected[n] += entries[n];
					assert_eq!(
						Consent::audit_head(patient).length,
						expected[n],
						"{} left another number of entries",
						NAMES[kind]
					);
				}
				if number % 50 == 0 {
					check_state().unwrap();
				}
			}
			clean_up(PATIENT);
			clean_up(OTHER_PATIENT);
			for who in EVERYBODY {
				assert_eq!((held(who), held_for_records(who), held_for_requests(who)), (0, 0, 0));
				let before = if [PENNILESS, REGULATOR].contains(&who) { 0 } else { ENDOWMENT };
				assert_eq!(Balances::free_balance(who), before, "money of {who} is lost");
			}
		});
	}
	let done: Vec<_> = NAMES.iter().zip(done).collect();
	println!("{RUNS} runs of {CALLS} calls, seed {SEED:#x}; calls that went through: {done:?}");
	assert!(done.iter().all(|(_, count)| *count > 300), "the calls are lopsided: {done:?}");
}
