//! Random sequences against a model that knows nothing of windows in storage: it writes down the
//! block of every call that went through, and counts anew each time.

use super::*;
use medchain_support::testing::Dice;

/// What happened to one signer.
#[derive(Default)]
struct History {
	/// Blocks of the calls that went through, in order.
	calls: Vec<u64>,
}

impl History {
	/// How many calls are left in `now`: windows are laid over the calls from the first on.
	fn left(&self, now: u64) -> u32 {
		let mut opened = None;
		let mut used = 0;
		for block in &self.calls {
			if opened.is_none_or(|start| *block >= start + WINDOW) {
				opened = Some(*block);
				used = 0;
			}
			used += 1;
		}
		match opened {
			Some(start) if now < start + WINDOW => MAX_PER_WINDOW - used,
			_ => MAX_PER_WINDOW,
		}
	}

	/// Most calls in a span as long as a window.
	fn densest(&self) -> usize {
		let within = |first: u64| {
			self.calls.iter().filter(|block| (first..first + WINDOW).contains(*block)).count()
		};
		self.calls.iter().map(|first| within(*first)).max().unwrap_or_default()
	}
}

/// What was signed, and what must become of it.
#[derive(Clone)]
struct Paper {
	draft: Draft,
	/// The block over which it was signed.
	birth: u64,
	period: u64,
	signed: MetaTxFor<Test>,
}

/// Why a paper must be refused, if it must. The order is that of the tuple.
fn verdict(paper: &Paper, nonce: u32, left: u32, now: u64) -> Option<MetaTxError> {
	let Draft { signer, key, nonce: its_nonce, .. } = paper.draft;
	let age = now - paper.birth;
	let over = paper.period > 0 && age >= paper.period;
	if over && age.is_multiple_of(paper.period) {
		Some(MetaTxError::AncientBirthBlock)
	} else if over || key != signer {
		Some(MetaTxError::BadProof)
	} else if paper.period == 0 || paper.period > MAX_LIFETIME {
		Some(MetaTxError::AncientBirthBlock)
	} else if its_nonce < nonce {
		Some(MetaTxError::Stale)
	} else if left == 0 || its_nonce > nonce {
		Some(MetaTxError::Future)
	} else {
		None
	}
}

#[test]
fn random_sequences_agree_with_a_model() {
	const RUNS: u64 = 200;
	const CALLS: u64 = 200;
	let mut dice = Dice::new(0x7370_6f6e_736f_7221);
	let mut done = 0u32;
	let mut refused = [0u32; 5];
	let mut densest = 0;
	for _ in 0..RUNS {
		build_and_execute(|| {
			let mut histories: [History; 3] = Default::default();
			let mut nonces = [0u32; 3];
			let mut papers: Vec<Paper> = Vec::new();
			run_to(40);
			for _ in 0..CALLS {
				let now = System::block_number();
				let paper = if !papers.is_empty() && dice.below(4) == 0 {
					let newest = papers.len() as u64 - 1;
					papers[(newest - dice.below(newest.min(20) + 1)) as usize].clone()
				} else {
					let signer = dice.one_of(&PATIENTS);
					// 0 is for ever.
					let period = dice.one_of(&[0, 4, 4, 8, 8, 16, 16, 16, 16, 32]);
					let mut draft = draft(signer);
					draft.era = if period == 0 { Era::Immortal } else { era(period) };
					draft.nonce += dice.one_of(&[0, 0, 0, 0, 0, 0, 1]);
					draft.key = dice.one_of(&[signer, signer, signer, signer, CHILD]);
					let signed = draft.clone().sign();
					Paper { draft, birth: now - 1, period, signed }
				};
				let who = PATIENTS.iter().position(|p| *p == paper.draft.signer).unwrap();
				let expected = verdict(&paper, nonces[who], histories[who].left(now), now);
				let hospital = dice.one_of(&[HOSPITAL, OTHER_HOSPITAL]);
				let send = || relay_by(hospital, paper.signed.clone());
				if let Some(error) = expected {
					refused[match error {
						MetaTxError::AncientBirthBlock => 0,
						MetaTxError::BadProof => 1,
						MetaTxError::Stale => 2,
						_ if histories[who].left(now) == 0 => 3,
						_ => 4,
					}] += 1;
					assert_err!(send(), error);
				} else {
					assert_ok!(send());
					histories[who].calls.push(now);
					nonces[who] += 1;
					done += 1;
				}
				papers.push(paper);
				System::reset_events();
				for ((patient, history), nonce) in PATIENTS.into_iter().zip(&histories).zip(nonces)
				{
					assert_eq!(remaining(patient), history.left(now));
					assert_eq!(System::account_nonce(account(patient)), nonce);
				}
				run_to(now + dice.one_of(&[0, 0, 0, 1, 1, 2]));
			}
			check_state().unwrap();
			for history in &histories {
				densest = densest.max(history.densest());
			}
		});
	}
	println!(
		"{RUNS} runs of {CALLS} calls: {done} went through; refused as too long or ancient, with a \
		 bad proof, stale, over the limit, too early: {refused:?}; most calls in {WINDOW} blocks: \
		 {densest}"
	);
	assert!(done > 5_000 && refused.iter().all(|count| *count > 300), "{done} {refused:?}");
	assert_eq!(densest, 2 * MAX_PER_WINDOW as usize - 1);
}
