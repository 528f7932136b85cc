//! Randomization lists of clinical trials, which anybody can compute again.
//!
//! Participants are allocated by stratified permuted blocks, the method that ICH E9 describes in its
//! section on randomisation: within each stratum, arms come in blocks; each block holds every arm
//! exactly in its ratio, in random order; and the blocks' sizes vary, so that nobody who counts
//! knows where one ends. Nothing but a secret **seed**, a public **beacon** and three numbers goes
//! into a list. Who commits to the seed before the beacon is known, and shows it when the trial's
//! data are locked, proves that no list was chosen.
//!
//! # Words
//!
//! - **Arm**: a number from 0; the first share of [`Scheme::ratio`] is that of arm 0.
//! - **Unit**: as many slots as the shares add up to, each arm in its ratio.
//! - **Block**: 1 to 4 units in random order. Every block is balanced exactly.
//! - **List**: [`UNITS`] = 24 units of one stratum, in whole blocks. A stratum's lists are numbered
//!   from 0 and need nothing of each other: slot `k` of a stratum is slot `k % slots` of its list
//!   `k / slots`, where `slots` is [`slots_per_list`].
//! - **Slot**: a place in a list, from 0, for one participant.
//!
//! # How a list is made
//!
//! `++` puts bytes behind each other; texts are ASCII, without a length or an end; LE is little
//! endian with the number of bytes that is named; `blake2_256` is BLAKE2b with 32 bytes of output,
//! no key, no salt (RFC 7693).
//!
//! 1. **Key** ([`list_key`]): `key = blake2_256("medchain/list" ++ seed ++ beacon ++ trial (LE, 4) ++
//!    stratum (LE, 2) ++ list (LE, 4))`. Seed and beacon have 32 bytes each.
//! 2. **Numbers**: for `counter` = 0, 1, 2, …, take the 32 bytes of `blake2_256("medchain/draw" ++
//!    key ++ counter (LE, 4))` as eight numbers of 4 bytes, LE. They are used in this order, each
//!    once.
//! 3. **A draw below n**: `limit` is the largest multiple of `n` that is not above 2³². Take the next
//!    number; while it is `limit` or more, throw it away and take the next. The draw is the number
//!    modulo `n`. So all of 0 to `n - 1` are equally likely. A draw below 1 uses a number too.
//! 4. **Size of a block**: draw below the number of multipliers; the draw is the place, from 0, of
//!    the block's multiplier in [`Scheme::multipliers`], as they stand there. If the multiplier is
//!    larger than the number of units that the list has left (24 at first), the block has what is
//!    left.
//! 5. **Order in a block**: write down arm 0 `share × multiplier` times, then arm 1, and so on. Then,
//!    for `last` from the block's last place down to 1, draw below `last + 1` and swap what stands
//!    at that place with what stands at `last` (Fisher and Yates).
//! 6. Repeat 4 and 5 until no units are left. The blocks behind each other are the list
//!    ([`allocations`]).
//! 7. **Salts** ([`salt`]): `salt = blake2_256("medchain/salt" ++ key ++ slot (LE, 4))`.
//! 8. **Root** ([`list_root`]): a slot's leaf is the byte of its arm followed by its salt, 33 bytes
//!    ([`leaf`]); the root is that of the [`merkle`] tree over the leaves in the order of the slots.
//!    An arm, its salt and its proof open one slot; without the salt the leaf tells nothing.
//! 9. **Commitment** ([`seed_commitment`]): `blake2_256("medchain/seed" ++ trial (LE, 4) ++ seed)`.
//!    The seed is 32 bytes from a source of true randomness, and another one for each trial: what
//!    can be guessed is no secret.
//!
//! # A list worked out
//!
//! Two arms, 1:1, multipliers 2 and 3 in this order; a seed of 32 bytes 01, a beacon of 32 bytes 02;
//! trial 7, stratum 1, list 0. All digests are in hexadecimal.
//!
//! ```text
//! key        5ec9f91a175cb741e90a711747997785c5176ea1371dc9e2d08893c51648c5fe
//! counter 0  329ef3700f5942a6ad5d35304ab457716f432718706c673a7cd5d6e4581c8621
//!
//! 70f39e32 below 2 is 0: the multiplier is 2, and the block 0 0 1 1
//!   a642590f below 4 is 3   0 0 1 1
//!   30355dad below 3 is 1   0 1 0 1   (what stands at 2 and at 1)
//!   7157b44a below 2 is 0   1 0 0 1   (what stands at 1 and at 0)
//! 1827436f below 2 is 1: the multiplier is 3; after five draws the block is 0 1 0 1 1 0
//!
//! blocks     1001 010110 0011 001101 0110 010011 111000 110010 110010
//! salt 0     fa6d85f8ea27c62c675eb87ec55b51bf852a69a8fd7897c8e5bd5776e6f65f36
//! leaf 0     01 followed by salt 0
//! salt 47    214adec6fbc9320c09cbffa498d3f042e2de89bc0fc740851cf30e1ab748a2da
//! root       3632eca20f216ff65b330b2e7ba7074efa4faf75d779ab84303e038f18bc5882
//! commitment 65538cc7bdfbcbde6ad2d8b5822e0905315a96c3a933ed824d770504f78ba2f4
//! ```
//!
//! ```
//! use medchain_support::{merkle, randomization::*};
//!
//! let scheme = Scheme {
//!     ratio: vec![1, 1].try_into().unwrap(),
//!     multipliers: vec![2, 3].try_into().unwrap(),
//! };
//! scheme.check().unwrap();
//! assert_eq!(slots_per_list(&scheme), 48);
//! let key = list_key(&[1; 32], &[2; 32], 7, 1, 0);
//! let arms: String = allocations(&scheme, &key).iter().map(u8::to_string).collect();
//! assert_eq!(arms, "100101011000110011010110010011111000110010110010");
//! let root = list_root(&scheme, &key).unwrap();
//! assert_eq!(root[..4], [0x36, 0x32, 0xec, 0xa2]);
//! assert_eq!(salt(&key, 0)[..4], [0xfa, 0x6d, 0x85, 0xf8]);
//! assert_eq!(seed_commitment(7, &[1; 32])[..4], [0x65, 0x53, 0x8c, 0xc7]);
//! ```
//!
//! More lists stand in `tests/randomization_vectors.txt`, written by the script beside it, which
//! follows the steps above in another language with its own standard library. The tests compare
//! every byte.

#![cfg_attr(
	not(test),
	deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

use crate::merkle::{self, Digest};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, iter::repeat_n};
use scale_info::TypeInfo;
use sp_crypto_hashing::blake2_256;

#[cfg(test)]
mod tests;

/// Most arms of a scheme.
pub const MAX_ARMS: u32 = 8;
/// The largest share of an arm.
pub const MAX_SHARE: u8 = 8;
/// The most that the shares of a scheme add up to.
pub const MAX_SHARES: u32 = 16;
/// Most multipliers of a scheme.
pub const MAX_MULTIPLIERS: u32 = 4;
/// The largest multiplier.
pub const MAX_MULTIPLIER: u8 = 4;
/// Units of a list.
pub const UNITS: u8 = 24;
/// Most slots of a list.
pub const MAX_SLOTS: u32 = 384;
/// Bytes of a leaf: an arm and its salt.
pub const LEAF_LENGTH: usize = 33;

/// How a trial allocates its participants to arms (in CDISC's words: randomization with permuted
/// blocks of varying size). Right is what [`Scheme::check`] says.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Scheme {
	/// The share of each arm: 2 and 1 are two of arm 0 for each of arm 1. One to 8 arms, each with
	/// a share of 1 to 8, together 16 at most.
	pub ratio: BoundedVec<u8, ConstU32<MAX_ARMS>>,
	/// How many units a block may have: one to 4 numbers from 1 to 4, none twice. Each is as likely
	/// as the others.
	pub multipliers: BoundedVec<u8, ConstU32<MAX_MULTIPLIERS>>,
}

/// What is wrong with a scheme.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum SchemeError {
	/// It has no arm.
	NoArm,
	/// An arm's share is not from 1 to 8.
	WrongShare,
	/// The shares add up to more than 16.
	TooManyShares,
	/// It has no multiplier.
	NoMultiplier,
	/// A multiplier is not from 1 to 4.
	WrongMultiplier,
	/// A multiplier stands twice.
	RepeatedMultiplier,
}

impl fmt::Display for SchemeError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::NoArm => write!(f, "a scheme without arms; right are 1 to {MAX_ARMS}"),
			Self::WrongShare => write!(f, "the share of an arm is not from 1 to {MAX_SHARE}"),
			Self::TooManyShares => write!(f, "the shares add up to more than {MAX_SHARES}"),
			Self::NoMultiplier => {
				write!(f, "a scheme without multipliers; right are 1 to {MAX_MULTIPLIERS}")
			}
			Self::WrongMultiplier => write!(f, "a multiplier is not from 1 to {MAX_MULTIPLIER}"),
			Self::RepeatedMultiplier => write!(f, "a multiplier stands twice"),
		}
	}
}

impl core::error::Error for SchemeError {}

impl Scheme {
	/// Checks that lists can be made by it.
	pub fn check(&self) -> Result<(), SchemeError> {
		if self.ratio.is_empty() {
			return Err(SchemeError::NoArm);
		}
		if !self.ratio.iter().all(|share| (1..=MAX_SHARE).contains(share)) {
			return Err(SchemeError::WrongShare);
		}
		if self.shares() > MAX_SHARES {
			return Err(SchemeError::TooManyShares);
		}
		if self.multipliers.is_empty() {
			return Err(SchemeError::NoMultiplier);
		}
		if !self.multipliers.iter().all(|it| (1..=MAX_MULTIPLIER).contains(it)) {
			return Err(SchemeError::WrongMultiplier);
		}
		let stands_before = |(at, it)| self.multipliers.iter().take(at).any(|other| other == it);
		if self.multipliers.iter().enumerate().any(stands_before) {
			return Err(SchemeError::RepeatedMultiplier);
		}
		Ok(())
	}

	/// What the shares add up to: the slots of a unit, 16 at most.
	pub fn shares(&self) -> u32 {
		self.ratio.iter().fold(0, |sum: u32, share| sum.saturating_add((*share).into()))
	}
}

/// How many slots a list has: 24 units, 24 to 384 slots; 0 for a scheme without arms.
pub fn slots_per_list(scheme: &Scheme) -> u32 {
	u32::from(UNITS).saturating_mul(scheme.shares())
}

/// What a custodian commits to: the digest of the trial's number and its seed.
pub fn seed_commitment(trial: u32, seed: &Digest) -> Digest {
	blake2_256(&[&b"medchain/seed"[..], &trial.to_le_bytes(), seed].concat())
}

/// The key of a list, from which all of it follows. Secret as the seed is.
pub fn list_key(seed: &Digest, beacon: &Digest, trial: u32, stratum: u16, list: u32) -> Digest {
	let numbers = (trial.to_le_bytes(), stratum.to_le_bytes(), list.to_le_bytes());
	let (trial, stratum, list) = &numbers;
	blake2_256(&[&b"medchain/list"[..], seed, beacon, trial, stratum, list].concat())
}

/// The arm of each slot of a list, in order. Empty if [`Scheme::check`] finds the scheme wrong.
pub fn allocations(scheme: &Scheme, key: &Digest) -> Vec<u8> {
	blocks(scheme, key).concat()
}

/// What hides the arm of a slot of the list with this key.
pub fn salt(key: &Digest, slot: u32) -> Digest {
	blake2_256(&[&b"medchain/salt"[..], key, &slot.to_le_bytes()].concat())
}

/// What stands for a slot in the tree over a list: the arm, then the salt.
pub fn leaf(arm: u8, salt: &Digest) -> [u8; LEAF_LENGTH] {
	let mut leaf = [arm; LEAF_LENGTH];
	if let Some((_, rest)) = leaf.split_first_mut() {
		rest.copy_from_slice(salt);
	}
	leaf
}

/// The root of the tree over a list's leaves; nothing if [`Scheme::check`] finds the scheme wrong.
pub fn list_root(scheme: &Scheme, key: &Digest) -> Option<Digest> {
	let arms = allocations(scheme, key);
	merkle::root((0..).zip(arms).map(|(slot, arm)| leaf(arm, &salt(key, slot))))
}

/// The blocks of a list, in order.
fn blocks(scheme: &Scheme, key: &Digest) -> Vec<Vec<u8>> {
	let mut blocks = Vec::new();
	if scheme.check().is_err() {
		return blocks;
	}
	let mut numbers = numbers(key);
	let mut left = UNITS;
	while left > 0 {
		let choice = below(&mut numbers, scheme.multipliers.len());
		let Some(multiplier) = scheme.multipliers.get(choice) else { break };
		let units = left.min(*multiplier);
		blocks.push(block(scheme, units, &mut numbers));
		left = left.saturating_sub(units);
	}
	blocks
}

/// A block of so many units, shuffled.
fn block(scheme: &Scheme, units: u8, numbers: &mut impl Iterator<Item = u32>) -> Vec<u8> {
	let mut block: Vec<u8> = (0..)
		.zip(&scheme.ratio)
		.flat_map(|(arm, share)| repeat_n(arm, share.saturating_mul(units).into()))
		.collect();
	for last in (1..block.len()).rev() {
		let other = below(numbers, last.saturating_add(1));
		// Both stand in the block: `other` is `last` at most.
		block.swap(last, other);
	}
	block
}

/// The pseudo-random numbers of a list.
fn numbers(key: &Digest) -> impl Iterator<Item = u32> + '_ {
	(0..=u32::MAX).flat_map(move |counter| {
		let drawn = blake2_256(&[&b"medchain/draw"[..], key, &counter.to_le_bytes()].concat());
		let mut numbers = [0; 8];
		for (number, bytes) in numbers.iter_mut().zip(drawn.as_chunks().0) {
			*number = u32::from_le_bytes(*bytes);
		}
		numbers
	})
}

/// The next draw below `bound`: from 0 to `bound - 1`, all equally likely; 0 if `bound` is 0.
fn below(numbers: &mut impl Iterator<Item = u32>, bound: usize) -> usize {
	let bound = u64::try_from(bound).unwrap_or(u64::MAX);
	let whole = 1u64 << 32;
	let limit = whole.saturating_sub(whole.checked_rem(bound).unwrap_or(0));
	let number = numbers.map(u64::from).find(|number| *number < limit).unwrap_or(0);
	number.checked_rem(bound).and_then(|draw| usize::try_from(draw).ok()).unwrap_or(0)
}
