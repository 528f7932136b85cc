//! Chance that can be repeated.

use codec::Encode;
use polkadot_sdk::sp_io::hashing::twox_64;

/// Falls as a seed says, everywhere alike.
pub struct Dice {
	seed: u64,
	rolled: u64,
}

impl Dice {
	pub fn new(seed: u64) -> Self {
		Self { seed, rolled: 0 }
	}

	/// Any number.
	pub fn roll(&mut self) -> u64 {
		self.rolled += 1;
		u64::from_le_bytes(twox_64(&(self.seed, self.rolled).encode()))
	}

	/// From 0 to `bound - 1`.
	pub fn below(&mut self, bound: u64) -> u64 {
		self.roll() % bound
	}

	/// One of `values`.
	pub fn one_of<V: Copy>(&mut self, values: &[V]) -> V {
		values[self.below(values.len() as u64) as usize]
	}
}
