//! Who reads the whole state reads no arm.

use super::common::*;
use frame::deps::sp_io::storage;
use std::collections::{BTreeMap, BTreeSet};

/// All keys of the state with their values.
type State = BTreeMap<Vec<u8>, Vec<u8>>;

fn state() -> State {
	let mut found = State::new();
	let mut key = Vec::new();
	while let Some(next) = storage::next_key(&key) {
		let value = storage::get(&next).expect("it is there").to_vec();
		found.insert(next.clone(), value);
		key = next;
	}
	found
}

/// What is public about a world's allocation.
struct World {
	state: State,
	commitment: Digest,
	root: Digest,
	beacon: Digest,
	/// The arm that nobody can read.
	arm: u8,
}

/// Randomises a participant of a masked trial whose custodian has this seed.
fn randomized(seed: Digest) -> (SubjectId, Digest, Digest) {
	active();
	let commitment = randomization::seed_commitment(TRIAL, &seed);
	assert_ok!(ClinicalTrials::commit_seed(origin(CUSTODIAN), TRIAL, commitment));
	Dealt::set(DEALT, System::block_number() + BEACON_DELAY + 1);
	pass_blocks(BEACON_DELAY + 1);
	let key = randomization::list_key(&seed, &beacon(), TRIAL, 0, 0);
	let root = randomization::list_root(&scheme(), &key).unwrap();
	assert_ok!(ClinicalTrials::seal_list(origin(CUSTODIAN), TRIAL, 0, root));
	let subject = enrolled(ADA);
	assert_ok!(ClinicalTrials::randomize(origin(INVESTIGATOR), TRIAL, subject));
	(subject, commitment, root)
}

fn arm_of(seed: &Digest, beacon: &Digest) -> u8 {
	randomization::allocations(&scheme(), &randomization::list_key(seed, beacon, TRIAL, 0, 0))[0]
}

fn world(seed: Digest) -> World {
	let mut world = None;
	build_and_execute(|| {
		let (_, commitment, root) = randomized(seed);
		let beacon = beacon();
		world =
			Some(World { state: state(), commitment, root, beacon, arm: arm_of(&seed, &beacon) });
	});
	world.unwrap()
}

/// `bytes` with each `old` in them replaced.
fn replaced(bytes: &[u8], pairs: &[(Digest, Digest)]) -> Vec<u8> {
	let mut bytes = bytes.to_vec();
	for (old, new) in pairs {
		for at in 0..bytes.len().saturating_sub(31) {
			if bytes[at..at + 32] == *old {
				bytes[at..at + 32].copy_from_slice(new);
			}
		}
	}
	bytes
}

/// All that a state could hide a secret of 32 bytes in.
fn windows(state: &State) -> BTreeSet<Digest> {
	let texts = state.iter().flat_map(|(key, value)| [key, value]);
	texts.flat_map(|text| text.windows(32).map(|it| it.try_into().unwrap())).collect()
}

/// A reader of the whole state tries everything in it as seed and as key, and as salt of the first
/// slot beside everything in it as the slot's leaf. Answers the arm it reads.
fn read(state: &State, beacon: &Digest, root: &Digest) -> Option<u8> {
	let windows = windows(state);
	let hash = |bytes: &[u8]| frame::hashing::blake2_256(bytes);
	for window in &windows {
		for key in [*window, randomization::list_key(window, beacon, TRIAL, 0, 0)] {
			if randomization::list_root(&scheme(), &key) == Some(*root) {
				return randomization::allocations(&scheme(), &key).first().copied();
			}
		}
		for arm in 0..2 {
			if windows.contains(&hash(&randomization::leaf(arm, window))) {
				return Some(arm);
			}
		}
	}
	None
}

#[test]
fn two_states_with_other_arms_differ_in_commitment_and_root_alone() {
	let one = world([1; 32]);
	let other = (2..)
		.map(|number| [number; 32])
		.find(|seed| arm_of(seed, &one.beacon) != one.arm)
		.map(world)
		.unwrap();
	assert_eq!(one.beacon, other.beacon);
	assert_ne!(one.arm, other.arm);
	assert!(one.state.keys().eq(other.state.keys()));
	let pairs = [(one.commitment, other.commitment), (one.root, other.root)];
	let mut differ = 0;
	for (key, value) in &one.state {
		differ += usize::from(*value != other.state[key]);
		assert_eq!(replaced(value, &pairs), other.state[key]);
	}
	assert!(differ >= 2, "{differ} values differ");
}

#[test]
fn who_tries_everything_in_the_state_reads_nothing() {
	let World { state, beacon, root, .. } = world(SEED);
	assert!(windows(&state).len() > 500);
	assert_eq!(read(&state, &beacon, &root), None);
}

#[test]
fn the_same_reader_reads_what_was_revealed_after_the_lock() {
	build_and_execute(|| {
		let (subject, _, root) = randomized(SEED);
		let (arm, salt, proof) = opening(subject);
		let disclose = || {
			ClinicalTrials::disclose(origin(CUSTODIAN), TRIAL, subject, arm, salt, proof.clone())
		};
		assert_noop!(disclose(), Error::<Test>::Masked);
		assert_ok!(ClinicalTrials::complete(origin(INVESTIGATOR), TRIAL, subject));
		assert_ok!(ClinicalTrials::close_accrual(origin(SPONSOR), TRIAL));
		assert_ok!(ClinicalTrials::lock(origin(SPONSOR), TRIAL));
		assert_eq!(read(&state(), &beacon(), &root), None);
		assert_ok!(ClinicalTrials::reveal_seed(origin(CUSTODIAN), TRIAL, SEED));
		assert_eq!(read(&state(), &beacon(), &root), Some(arm));
		assert_ok!(disclose());
		assert_eq!(Subjects::<Test>::get(TRIAL, subject).unwrap().arm, Some(arm));
	});
}

/// The arms that an author gets into the first slot, over many seeds, who may choose one of two beacons.
fn chosen(choose: impl Fn(&Digest, [Digest; 2]) -> Digest) -> u32 {
	let digest = |kind: u8, number: u32| {
		frame::hashing::blake2_256(&[&[kind], &number.to_le_bytes()[..]].concat())
	};
	(0..CHOICES)
		.filter(|number| {
			let seed = digest(0, *number);
			let beacons = [digest(1, *number), digest(2, *number)];
			arm_of(&seed, &choose(&seed, beacons)) == 0
		})
		.count() as u32
}

/// How many trials are begun.
const CHOICES: u32 = 20_000;

#[test]
fn an_author_who_chooses_the_beacon_without_the_seed_bends_nothing() {
	// Two to one: two of three are of arm 0, with a standard deviation of √(n · 2/3 · 1/3).
	let expected = f64::from(CHOICES) * 2.0 / 3.0;
	let sigma = (f64::from(CHOICES) * 2.0 / 9.0).sqrt();
	let far = |count: u32| (f64::from(count) - expected).abs() / sigma;
	// By whatever the author sees: here the beacon itself.
	let blind = chosen(|_, [one, other]| one.min(other));
	assert!(far(blind) < 4.0, "{blind} of arm 0, {} σ", far(blind));
	// Who knows the seed bends it at once: that is why the custodian commits first.
	let seeing = chosen(|seed, [one, other]| match arm_of(seed, &one) {
		0 => one,
		_ => other,
	});
	assert!(far(seeing) > 40.0, "{seeing} of arm 0, {} σ", far(seeing));
	println!(
		"author: blind {blind}, {:.1} σ; with the seed {seeing}, {:.0} σ",
		far(blind),
		far(seeing)
	);
}

#[test]
fn no_beacon_is_drawn_that_could_be_known_before_the_commitment() {
	build_and_execute(|| {
		active();
		let commitment = randomization::seed_commitment(TRIAL, &SEED);
		assert_ok!(ClinicalTrials::commit_seed(origin(CUSTODIAN), TRIAL, commitment));
		let committed = System::block_number();
		let drawn = || Trials::<Test>::get(TRIAL).unwrap().seed.unwrap().beacon.is_some();
		for since in 0..=committed + BEACON_DELAY {
			Dealt::set(DEALT, since);
			pass_blocks(1);
			assert!(!drawn(), "known since {since}, committed at {committed}");
		}
		Dealt::set(DEALT, committed + BEACON_DELAY + 1);
		pass_blocks(1);
		assert!(drawn());
	});
}
