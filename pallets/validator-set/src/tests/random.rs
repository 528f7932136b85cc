//! Random sequences of calls, sessions and reports keep the invariants and the money.

use super::*;

struct Dice(u64);

impl Dice {
	/// From 0 to `bound - 1` (xorshift64*).
	fn below(&mut self, bound: u64) -> u64 {
		self.0 ^= self.0 >> 12;
		self.0 ^= self.0 << 25;
		self.0 ^= self.0 >> 27;
		(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound
	}
}

#[test]
fn random_sequences_keep_the_invariants() {
	const SEED: u64 = 0x7661_6c69_6461_7465;
	const RUNS: u64 = 200;
	const STEPS: u64 = 200;
	let mut dice = Dice(SEED);
	let mut done = [0u32; 8];
	for _ in 0..RUNS {
		build_and_execute(|| {
			for _ in 0..STEPS {
				let who = 1 + dice.below(10);
				let session = Session::current_index();
				let taken: u64 = Balances::free_balance(TREASURY);
				let (kind, went_through) = match dice.below(8) {
					0 => {
						let amount = dice.below(2 * MINIMUM_BOND);
						(0, ValidatorSet::bond(signed(who), amount).is_ok())
					}
					1 => (1, ValidatorSet::withdraw(signed(who)).is_ok()),
					2 => {
						give_keys(who);
						(2, ValidatorSet::admit(root(), who).is_ok())
					}
					3 => (3, ValidatorSet::release(root(), who).is_ok()),
					4 => (4, ValidatorSet::leave(signed(who)).is_ok()),
					5 => {
						let size = dice.below(5) as u32;
						(5, ValidatorSet::set_minimum_size(root(), size).is_ok())
					}
					6 => {
						let before = held(who);
						report(who, session.saturating_sub(dice.below(3) as u32));
						let lost = before - held(who);
						assert_eq!(Balances::free_balance(TREASURY) - taken, lost);
						(6, lost > 0)
					}
					_ => {
						let_idle(&[1 + dice.below(10), 1 + dice.below(10)]);
						pass_sessions(1);
						(7, true)
					}
				};
				done[kind] += u32::from(went_through);
				check_state().unwrap();
			}
		});
	}
	println!(
		"{RUNS} runs of {STEPS} steps, seed {SEED:#x}: bonds, withdrawals, admissions, releases, \
		 departures, minima, slashes, sessions that went through = {done:?}"
	);
	assert!(done.iter().all(|count| *count > 100), "the steps are lopsided: {done:?}");
}
