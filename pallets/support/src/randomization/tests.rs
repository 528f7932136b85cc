//! Lists are the ones that were written down, and nothing about them can be foreseen.

use super::*;
use crate::testing::Dice;
use std::collections::BTreeSet;

const VECTORS: &str = include_str!("../../tests/randomization_vectors.txt");

fn scheme(ratio: &[u8], multipliers: &[u8]) -> Scheme {
	Scheme {
		ratio: ratio.to_vec().try_into().unwrap(),
		multipliers: multipliers.to_vec().try_into().unwrap(),
	}
}

/// Schemes of many forms, all right.
fn schemes() -> Vec<Scheme> {
	vec![
		scheme(&[1, 1], &[2, 3]),
		scheme(&[1], &[1]),
		scheme(&[2, 1], &[1, 2, 4]),
		scheme(&[1, 1, 1], &[4, 1, 3]),
		scheme(&[3, 1, 2, 1], &[1, 2, 3, 4]),
		scheme(&[8, 8], &[4]),
		scheme(&[1; 8], &[3, 1]),
		scheme(&[7, 5, 3, 1], &[4, 3]),
	]
}

fn digest(dice: &mut Dice) -> Digest {
	let mut digest = [0; 32];
	for bytes in digest.chunks_mut(8) {
		bytes.copy_from_slice(&dice.roll().to_le_bytes());
	}
	digest
}

fn numbers_in(text: &str) -> Vec<u8> {
	text.split(',').map(|number| number.parse().unwrap()).collect()
}

fn hex(text: &str) -> Digest {
	let byte = |at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap();
	assert_eq!(text.len(), 64);
	core::array::from_fn(byte)
}

/// Checks that of `all` independent chances of `chance` each, `hits` is within so many standard
/// deviations of what is expected.
fn assert_near(hits: u64, all: u64, chance: f64, deviations: f64, what: &str) {
	let all = all as f64;
	let sigma = (all * chance * (1.0 - chance)).sqrt();
	let off = (hits as f64 - all * chance) / sigma.max(f64::MIN_POSITIVE);
	assert!(off.abs() <= deviations, "{what}: {hits} of {all}, {off:.2} standard deviations off");
}

/// Checks that the mean of independent samples is within four standard errors of what is expected.
fn assert_mean(samples: &[f64], expected: f64, what: &str) {
	let count = samples.len() as f64;
	let mean = samples.iter().sum::<f64>() / count;
	let variance = samples.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / (count - 1.0);
	let off = (mean - expected) / (variance / count).sqrt();
	assert!(off.abs() <= 4.0, "{what}: mean {mean}, {off:.2} standard errors off {expected}");
}

fn share_of(scheme: &Scheme, arm: usize) -> f64 {
	f64::from(scheme.ratio[arm]) / f64::from(scheme.shares())
}

#[test]
fn lists_are_those_that_another_language_makes() {
	let lines: Vec<_> = VECTORS.lines().filter(|line| !line.starts_with('#')).collect();
	assert_eq!(lines.len(), 9);
	for line in lines {
		let fields: Vec<_> = line.split(' ').collect();
		let [ratio, multipliers, seed, beacon, trial, stratum, list, commitment, rest @ ..] =
			&fields[..]
		else {
			panic!("{line}")
		};
		let [key, first, last, root, arms] = rest else { panic!("{line}") };
		let scheme = scheme(&numbers_in(ratio), &numbers_in(multipliers));
		let (seed, trial) = (hex(seed), trial.parse().unwrap());
		assert_eq!(seed_commitment(trial, &seed), hex(commitment));
		let (stratum, list) = (stratum.parse().unwrap(), list.parse().unwrap());
		let made = list_key(&seed, &hex(beacon), trial, stratum, list);
		assert_eq!(made, hex(key));
		let drawn: String = allocations(&scheme, &made).iter().map(u8::to_string).collect();
		assert_eq!(drawn, *arms);
		let slots = slots_per_list(&scheme);
		assert_eq!([salt(&made, 0), salt(&made, slots - 1)], [hex(first), hex(last)]);
		assert_eq!(list_root(&scheme, &made), Some(hex(root)));
	}
}

#[test]
fn a_scheme_that_is_wrong_says_what_is_wrong() {
	for right in schemes() {
		assert_eq!(right.check(), Ok(()));
	}
	for (ratio, multipliers, error) in [
		(&[][..], &[1][..], SchemeError::NoArm),
		(&[1, 0], &[1], SchemeError::WrongShare),
		(&[9, 1], &[1], SchemeError::WrongShare),
		(&[255; 8], &[1], SchemeError::WrongShare),
		(&[8, 8, 1], &[1], SchemeError::TooManyShares),
		(&[8; 8], &[1], SchemeError::TooManyShares),
		(&[1, 1], &[], SchemeError::NoMultiplier),
		(&[1, 1], &[0], SchemeError::WrongMultiplier),
		(&[1, 1], &[1, 5], SchemeError::WrongMultiplier),
		(&[1, 1], &[2, 1, 2], SchemeError::RepeatedMultiplier),
		(&[1, 1], &[3, 3], SchemeError::RepeatedMultiplier),
	] {
		let wrong = scheme(ratio, multipliers);
		assert_eq!(wrong.check(), Err(error));
		assert!(!error.to_string().is_empty());
		assert!(allocations(&wrong, &[7; 32]).is_empty());
		assert_eq!(list_root(&wrong, &[7; 32]), None);
	}
	assert_eq!(slots_per_list(&scheme(&[8, 8], &[1])), MAX_SLOTS);
	assert_eq!(Scheme::max_encoded_len(), 14);
}

#[test]
fn more_arms_than_there_may_be_do_not_decode() {
	let right = scheme(&[1; 8], &[1, 2, 3, 4]).encode();
	assert!(Scheme::decode(&mut &right[..]).is_ok());
	for wrong in [(vec![1u8; 9], vec![1u8]), (vec![1], vec![1, 2, 3, 4, 5])] {
		assert!(Scheme::decode(&mut &wrong.encode()[..]).is_err());
	}
}

#[test]
fn a_draw_throws_away_what_would_favour_low_numbers() {
	// 2³² is 1 modulo 3, so of all numbers only the last is thrown away.
	let drawn = |numbers: &[u32], bound| {
		let mut numbers = numbers.iter().copied();
		let draw = below(&mut numbers, bound);
		(draw, numbers.len())
	};
	assert_eq!(drawn(&[u32::MAX, u32::MAX, 5, 1], 3), (2, 1));
	assert_eq!(drawn(&[u32::MAX - 1, 5], 3), (2, 1));
	// 2³² is 4 modulo 6.
	assert_eq!(drawn(&[u32::MAX - 3, 7], 6), (1, 0));
	assert_eq!(drawn(&[u32::MAX - 4, 7], 6), (5, 1));
	// Powers of two throw nothing away, and a draw below 1 takes a number too.
	assert_eq!(drawn(&[u32::MAX, 7], 4), (3, 1));
	assert_eq!(drawn(&[u32::MAX, 7], 1), (0, 1));
	// What never happens ends all the same.
	assert_eq!(drawn(&[], 3), (0, 0));
	assert_eq!(drawn(&[7], 0), (0, 0));
}

#[test]
fn every_block_of_every_list_is_balanced_exactly() {
	let mut dice = Dice::new(0x0062_6c6f_636b);
	for scheme in schemes() {
		for _ in 0..500 {
			let key = digest(&mut dice);
			let mut left = UNITS;
			let blocks = blocks(&scheme, &key);
			for block in &blocks {
				let units = u8::try_from(block.len() / scheme.shares() as usize).unwrap();
				for (arm, share) in (0..).zip(&scheme.ratio) {
					let found = block.iter().filter(|it| **it == arm).count();
					assert_eq!(found, usize::from(share * units), "arm {arm} in {block:?}");
				}
				assert_eq!(block.len(), usize::from(units) * scheme.shares() as usize);
				let fits = scheme.multipliers.contains(&units);
				let ends = units == left && scheme.multipliers.iter().any(|it| *it > units);
				assert!(fits || ends, "{units} units of {left}");
				left = left.checked_sub(units).unwrap();
			}
			assert_eq!(left, 0);
			let arms = allocations(&scheme, &key);
			assert_eq!(arms.len() as u32, slots_per_list(&scheme));
			assert_eq!(arms, blocks.concat());
		}
	}
}

#[test]
fn a_hundred_thousand_allocations_keep_the_ratio() {
	let mut dice = Dice::new(0x0072_6174_696f);
	let schemes = schemes();
	// One slot, any of them, of a hundred thousand lists: independent allocations.
	let each = 100_000 / schemes.len() as u64;
	for scheme in &schemes {
		let mut found = [0u64; MAX_ARMS as usize];
		for _ in 0..each {
			let arms = allocations(scheme, &digest(&mut dice));
			found[usize::from(dice.one_of(&arms))] += 1;
		}
		for (arm, hits) in found.iter().enumerate().take(scheme.ratio.len()) {
			let what = format!("arm {arm} of {:?}", scheme.ratio);
			assert_near(*hits, each, share_of(scheme, arm), 4.0, &what);
		}
		assert_eq!(found.iter().sum::<u64>(), each);
	}
	// All slots of one trial's lists: balanced as its blocks are, whatever number is taken.
	let scheme = scheme(&[3, 2, 1], &[1, 2, 3]);
	let (seed, beacon) = (digest(&mut dice), digest(&mut dice));
	let mut found = [0i64; 3];
	let mut slots = 0i64;
	for list in 0..700 {
		for arm in allocations(&scheme, &list_key(&seed, &beacon, 1, 0, list)) {
			found[usize::from(arm)] += 1;
			slots += 1;
			for (found, share) in found.iter().zip(&scheme.ratio) {
				// No arm is ever further off than a block of three units lets it be.
				assert!((6 * found - i64::from(*share) * slots).abs() <= 6 * 9);
			}
		}
	}
	assert_eq!((slots, found), (100_800, [50_400, 33_600, 16_800]));
}

#[test]
fn multipliers_are_drawn_uniformly() {
	let mut dice = Dice::new(0x0073_697a_6573);
	for scheme in schemes() {
		let largest = *scheme.multipliers.iter().max().unwrap();
		let mut found = [0u64; 5];
		let mut all = 0;
		for _ in 0..4_000 {
			let mut left = UNITS;
			for block in blocks(&scheme, &digest(&mut dice)) {
				let units = block.len() / scheme.shares() as usize;
				// Where the largest fits no block was cut.
				if left >= largest {
					found[units] += 1;
					all += 1;
				}
				left -= units as u8;
			}
		}
		for multiplier in &scheme.multipliers {
			let chance = 1.0 / scheme.multipliers.len() as f64;
			let what = format!("multiplier {multiplier} of {:?}", scheme.multipliers);
			assert_near(found[usize::from(*multiplier)], all, chance, 4.0, &what);
		}
	}
}

#[test]
fn each_order_of_a_block_is_equally_likely() {
	let mut dice = Dice::new(0x006f_7264_6572);
	let scheme = scheme(&[1, 1], &[2]);
	let mut found = std::collections::BTreeMap::<Vec<u8>, u64>::new();
	let mut all = 0;
	for _ in 0..5_000 {
		for block in blocks(&scheme, &digest(&mut dice)) {
			*found.entry(block).or_default() += 1;
			all += 1;
		}
	}
	assert_eq!((found.len(), all), (6, 60_000));
	for (order, hits) in found {
		assert_near(hits, all, 1.0 / 6.0, 4.0, &format!("{order:?}"));
	}
}

#[test]
fn no_slot_favours_an_arm() {
	let mut dice = Dice::new(0x0073_6c6f_7473);
	const LISTS: u64 = 10_000;
	for scheme in [scheme(&[1, 1], &[2, 3]), scheme(&[3, 2, 1], &[1, 2]), scheme(&[2, 1], &[4])] {
		let slots = slots_per_list(&scheme) as usize;
		let mut found = vec![[0u64; 3]; slots];
		for _ in 0..LISTS {
			for (slot, arm) in allocations(&scheme, &digest(&mut dice)).into_iter().enumerate() {
				found[slot][usize::from(arm)] += 1;
			}
		}
		for (slot, found) in found.iter().enumerate() {
			for (arm, hits) in found.iter().enumerate().take(scheme.ratio.len()) {
				let what = format!("arm {arm} at slot {slot} of {:?}", scheme.ratio);
				// Hundreds are looked at, so one may be further off than a single one should.
				assert_near(*hits, LISTS, share_of(&scheme, arm), 4.5, &what);
			}
		}
	}
}

#[test]
fn lists_tell_nothing_of_each_other() {
	let mut dice = Dice::new(0x6c69_7374_7300);
	let scheme = scheme(&[1, 1], &[2, 3]);
	let alike = |one: &[u8], other: &[u8]| {
		one.iter().zip(other).filter(|(one, other)| one == other).count() as f64
	};
	let (mut next, mut strata, mut trials) = (Vec::new(), Vec::new(), Vec::new());
	for _ in 0..5_000 {
		let (seed, beacon) = (digest(&mut dice), digest(&mut dice));
		let list = |trial, stratum, list| {
			allocations(&scheme, &list_key(&seed, &beacon, trial, stratum, list))
		};
		let first = list(0, 0, 0);
		next.push(alike(&first, &list(0, 0, 1)));
		strata.push(alike(&first, &list(0, 1, 0)));
		trials.push(alike(&first, &list(1, 0, 0)));
		assert_eq!(first, list(0, 0, 0), "a list is the same whatever was drawn between");
	}
	// Of 48 slots half are alike by chance.
	assert_mean(&next, 24.0, "the stratum's next list");
	assert_mean(&strata, 24.0, "another stratum");
	assert_mean(&trials, 24.0, "another trial");
}

/// Authors in turn choose the beacon among some, each by what the list would be if the seed were the
/// one that it guesses. The arm does not depend on who chose.
#[test]
fn an_author_who_chooses_the_beacon_chooses_no_arm() {
	const AUTHORS: u8 = 7;
	const EPOCHS: u64 = 3_000;
	let mut dice = Dice::new(0x6175_7468_6f72);
	let scheme = scheme(&[1, 1], &[2, 3]);
	let first = |seed: &Digest, beacon: &Digest, trial| {
		allocations(&scheme, &list_key(seed, beacon, trial, 0, 0))[0]
	};
	let mut found = vec![0u64; AUTHORS.into()];
	let mut covariance = Vec::new();
	for trial in 0..u32::from(AUTHORS) * EPOCHS as u32 {
		let author = (trial % u32::from(AUTHORS)) as u8;
		let (seed, guess, wish) = (digest(&mut dice), [author; 32], author % 2);
		let choice: Vec<_> = (0..4u8)
			.map(|try_| blake2_256(&[&trial.to_le_bytes()[..], &[author, try_]].concat()))
			.collect();
		let chosen = choice.iter().find(|beacon| first(&guess, beacon, trial) == wish);
		let arm = first(&seed, chosen.unwrap_or(&choice[0]), trial);
		found[usize::from(author)] += u64::from(arm);
		covariance.push((f64::from(author) - 3.0) * (f64::from(arm) - 0.5));
	}
	for (author, hits) in found.into_iter().enumerate() {
		assert_near(hits, EPOCHS, 0.5, 4.0, &format!("author {author}"));
	}
	assert_mean(&covariance, 0.0, "covariance of author and arm");
}

#[test]
fn every_bit_of_what_goes_in_changes_the_list() {
	let mut dice = Dice::new(0x0062_6974_7300);
	let scheme = scheme(&[1, 1], &[2, 3]);
	let (seed, beacon) = (digest(&mut dice), digest(&mut dice));
	let (trial, stratum, list) = (0x0123_4567, 0x89ab, 0xcdef_0123);
	let flipped = |of: &Digest, bit: usize| {
		let mut digest = *of;
		digest[bit / 8] ^= 1 << (bit % 8);
		digest
	};
	let mut keys = vec![list_key(&seed, &beacon, trial, stratum, list)];
	for bit in 0..256 {
		keys.push(list_key(&flipped(&seed, bit), &beacon, trial, stratum, list));
		keys.push(list_key(&seed, &flipped(&beacon, bit), trial, stratum, list));
	}
	for bit in 0..32 {
		keys.push(list_key(&seed, &beacon, trial ^ (1 << bit), stratum, list));
		keys.push(list_key(&seed, &beacon, trial, stratum, list ^ (1 << bit)));
	}
	keys.extend((0..16).map(|bit| list_key(&seed, &beacon, trial, stratum ^ (1 << bit), list)));
	keys.push(list_key(&beacon, &seed, trial, stratum, list));
	assert_eq!(keys.len(), 594);
	let lists: Vec<_> = keys.iter().map(|key| allocations(&scheme, key)).collect();
	assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
	assert_eq!(lists.iter().collect::<BTreeSet<_>>().len(), lists.len());
	let roots: BTreeSet<_> = keys.iter().map(|key| list_root(&scheme, key)).collect();
	assert_eq!(roots.len(), keys.len());
	let differs = |other: &Vec<u8>| {
		lists[0].iter().zip(other).filter(|(one, other)| one != other).count() as f64
	};
	assert_mean(&lists[1..].iter().map(differs).collect::<Vec<_>>(), 24.0, "slots that change");
	// The scheme counts too, the order of its multipliers included.
	let key = &keys[0];
	for other in [
		self::scheme(&[1, 1], &[3, 2]),
		self::scheme(&[1, 1], &[2]),
		self::scheme(&[1, 1], &[2, 4]),
		self::scheme(&[2, 1], &[2, 3]),
		self::scheme(&[1, 2], &[2, 3]),
	] {
		assert_ne!(allocations(&other, key), lists[0], "{other:?}");
	}
}

#[test]
fn a_commitment_is_of_one_trial_and_one_seed() {
	let some = [(7, [1; 32]), (8, [1; 32]), (7, [2; 32]), (7 << 24, [1; 32])];
	let all: BTreeSet<_> = some.iter().map(|(trial, seed)| seed_commitment(*trial, seed)).collect();
	assert_eq!(all.len(), some.len());
}

#[test]
fn a_slot_is_opened_by_its_own_arm_and_salt_alone() {
	for scheme in [scheme(&[2, 1], &[1, 2]), scheme(&[8, 8], &[3])] {
		let key = list_key(&[3; 32], &[4; 32], 5, 6, 7);
		let root = list_root(&scheme, &key).unwrap();
		let arms = allocations(&scheme, &key);
		let count = slots_per_list(&scheme);
		let salts: Vec<_> = (0..count).map(|slot| salt(&key, slot)).collect();
		assert_eq!(salts.iter().collect::<BTreeSet<_>>().len(), salts.len());
		let leaves: Vec<_> = arms.iter().zip(&salts).map(|(arm, salt)| leaf(*arm, salt)).collect();
		for (slot, (arm, salt)) in (0..).zip(arms.iter().zip(&salts)) {
			let proof = merkle::tests::proof_of(&leaves, slot);
			let opens = |arm: u8, salt: &Digest, at| {
				merkle::verify(&root, count, at, &leaf(arm, salt), &proof)
			};
			assert!(opens(*arm, salt, slot));
			assert!(!opens(1 - *arm, salt, slot));
			assert!(!opens(*arm, &self::salt(&key, count), slot));
			assert!(!opens(*arm, salt, (slot + 1) % count));
		}
	}
	let opened = leaf(5, &[9; 32]);
	assert_eq!((opened[0], &opened[1..]), (5, &[9; 32][..]));
}
