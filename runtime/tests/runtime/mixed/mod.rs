//! Long random runs of blocks in which all pallets are used together: after each block every invariant
//! holds, and all money is somewhere.
//!
//! - `MEDCHAIN_FUZZ_SEED`: the seed of the first run; a run that fails says its own
//! - `MEDCHAIN_FUZZ_BLOCKS`: how many blocks there are in all
//! - `MEDCHAIN_FUZZ_DETAILS`: if set, each call's numbers and all reasons of refusals are printed
//!
//! A run has [`RUN`] blocks of a chain of its own, for what is checked grows with what is stored.

mod care;
pub mod engine;
mod goods;
mod governance;
mod money;
pub mod network;
mod sdk;
mod trials;

pub use engine::{begin_block, check, world};

use super::*;
use crate::calls::{
	maker::{CallName, Maker},
	number, seed,
};
use engine::{Counts, RUN};
use medchain_support::{testing::Dice, Amount, CurrencyId};

use std::time::Instant;
use Sr25519Keyring::{
	AliceStash, BobStash, CharlieStash, DaveStash, EveStash, Ferdie, FerdieStash, One, Two,
};

/// Who plays, beside Alice, who says who is who: Bob is a bank and a sponsor, Charlie an auditor and a
/// committee, Dave a hospital with a pharmacy, Ferdie a regulator, Two an insurer and a physician, One
/// an investigator, Eve and four others patients, and the rest traders and a physician.
const EVERYBODY: [Sr25519Keyring; 14] = [
	Alice,
	Bob,
	Charlie,
	Dave,
	Eve,
	Ferdie,
	One,
	Two,
	AliceStash,
	BobStash,
	CharlieStash,
	DaveStash,
	EveStash,
	FerdieStash,
];
const PATIENTS: [Sr25519Keyring; 4] = [Eve, AliceStash, BobStash, FerdieStash];

/// What somebody has as long as nothing is taken away.
const ROLES: [(Sr25519Keyring, Role); 15] = [
	(Bob, Role::TokenIssuer),
	(Bob, Role::Sponsor),
	(Charlie, Role::ReserveAuditor),
	(Charlie, Role::EthicsCommittee),
	(Dave, Role::ProviderOrganization),
	(Dave, Role::Pharmacy),
	(Ferdie, Role::Regulator),
	(Ferdie, Role::IndependentReviewer),
	(One, Role::Investigator),
	(Two, Role::Insurer),
	(Two, Role::Practitioner),
	(CharlieStash, Role::Manufacturer),
	(DaveStash, Role::Distributor),
	(EveStash, Role::Practitioner),
	(Eve, Role::Lender),
];

const EUR: CurrencyId = 1;
const USD: CurrencyId = 2;
const DAY: u64 = 86_400;
const EVIDENCE: Commitment = Commitment([9; 32]);

/// Who sends a call.
#[derive(Clone, Debug)]
pub enum By {
	Root,
	Account(AccountId),
}

pub type Wish = (By, RuntimeCall);

/// A call by one of the cast.
pub fn by(who: Sr25519Keyring, call: impl Into<RuntimeCall>) -> Option<Wish> {
	Some((By::Account(account(who)), call.into()))
}

fn by_account(who: AccountId, call: impl Into<RuntimeCall>) -> Option<Wish> {
	Some((By::Account(who), call.into()))
}

pub fn by_root(call: impl Into<RuntimeCall>) -> Option<Wish> {
	Some((By::Root, call.into()))
}

/// The present, in seconds.
fn now() -> u64 {
	polkadot_sdk::pallet_timestamp::Now::<Runtime>::get() / 1_000
}

/// What is wished for next, drawn with a look at the state.
pub struct Mix {
	pub dice: Dice,
	maker: Maker,
	every_call: Vec<CallName>,
	/// Numbers of what is new: serials, events, goods.
	fresh: u32,
}

impl Mix {
	fn new(seed: u64) -> Self {
		let maker = Maker::new(seed);
		Self { dice: Dice::new(seed), every_call: maker.every_call(), maker, fresh: 0 }
	}

	pub fn one_in(&mut self, chances: u64) -> bool {
		self.dice.below(chances) == 0
	}

	pub fn anybody(&mut self) -> Sr25519Keyring {
		self.dice.one_of(&EVERYBODY)
	}

	fn patient(&mut self) -> Sr25519Keyring {
		self.dice.one_of(&PATIENTS)
	}

	/// One of the newest of what has been given numbers below `next`.
	fn recent(&mut self, next: u64) -> u64 {
		next.saturating_sub(1 + self.dice.below(next.clamp(1, 12)))
	}

	fn amount(&mut self) -> Amount {
		Amount::from(1 + self.dice.below(5_000))
	}

	fn fresh(&mut self) -> u32 {
		self.fresh += 1;
		self.fresh
	}

	/// A hash that nothing has had.
	fn fresh_hash(&mut self) -> [u8; 32] {
		let mut hash = [7; 32];
		hash[..4].copy_from_slice(&self.fresh().to_le_bytes());
		hash
	}

	/// Something that makes sense, mostly.
	fn wish(&mut self) -> Wish {
		loop {
			let wish = match self.dice.below(24) {
				0..=1 => self.identity(),
				2..=4 => self.consent(),
				5..=7 => self.billing(),
				8..=11 => self.insurance(),
				12..=14 => self.goods(),
				15..=19 => self.trial(),
				20 => crate::consensus::wish(self),
				21 => self.accounts(),
				22 => self.governance(),
				_ => self.relayed(),
			};
			let Some((by, call)) = wish else { continue };
			return match self.dice.below(24) {
				0 => (By::Account(account(self.anybody())), call),
				_ => (by, call),
			};
		}
	}
}

#[test]
fn every_invariant_holds_in_all_blocks() {
	let blocks = number("MEDCHAIN_FUZZ_BLOCKS", 900);
	let started = Instant::now();
	let mut counts = Counts::default();
	let mut done = 0;
	for run in 0.. {
		let length = RUN.min(blocks - done);
		engine::run(seed().wrapping_add(run), length as u32, &mut counts);
		done += length;
		if done == blocks {
			break;
		}
	}
	counts.print(done, started.elapsed());
	counts.assert_meaning(blocks);
}
