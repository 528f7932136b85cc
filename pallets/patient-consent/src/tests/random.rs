//! Random sequences of calls keep the invariants, and nothing is permitted that the terms in force
//! do not permit.

use super::{decision::Dice, *};

#[test]
fn random_sequences_keep_the_invariants() {
	const SEED: u64 = 0x636f_6e73_656e_7421;
	const RUNS: u64 = 100;
	const CALLS: u64 = 200;
	let mut dice = Dice(SEED);
	let mut done = [0u32; 4];
	for _ in 0..RUNS {
		build_and_execute(|| {
			let mut entries = [0u64; 2];
			for call in 0..CALLS {
				set_now(NOW + call / 4);
				let patient = dice.one_of(&[PATIENT, OTHER_PATIENT]);
				let id = dice.below(12) as u32;
				let length = Consent::audit_head(patient).length;
				let (kind, result) = match dice.below(4) {
					0 => (0, Consent::grant(signed(patient), dice.terms())),
					1 => (1, Consent::amend(signed(patient), id, dice.terms())),
					2 => (2, Consent::revoke(signed(patient), id, EndStatus::Inactive)),
					_ => {
						let actor = dice.one_of(&super::decision::ACTORS);
						entries[(patient - 1) as usize] += 1;
						(3, Consent::access(signed(actor), patient, dice.request()))
					}
				};
				done[kind] += u32::from(result.is_ok());
				assert!(Consent::audit_head(patient).length >= length, "a log shrank");
				if call % 20 == 0 {
					check_state().unwrap();
				}
			}
			for (patient, expected) in [PATIENT, OTHER_PATIENT].into_iter().zip(entries) {
				assert_eq!(
					Consent::audit_head(patient).length,
					expected,
					"an access left no entry"
				);
				for id in Consent::directives(patient).into_iter().map(|d| d.id) {
					assert_ok!(Consent::revoke(signed(patient), id, EndStatus::Inactive));
				}
				assert_eq!(held(patient), 0);
				assert_eq!(Balances::free_balance(patient), ENDOWMENT);
			}
		});
	}
	println!(
		"{RUNS} runs of {CALLS} calls, seed {SEED:#x}: grants, amendments, revocations, accesses \
		 that went through = {done:?}"
	);
	assert!(done.iter().all(|count| *count > 500), "the calls are lopsided: {done:?}");
}
