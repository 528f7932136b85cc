//! Lists of allocations as the custodian has them, by the rule of
//! [`medchain_support::randomization`], and openings of single slots.

use super::opening;
use crate::{
	documents,
	error::{Error, Result},
	merkle::Tree,
	types::{
		drug::Digest,
		serialized::hex,
		trials::{Seed, Slot, SubjectId, TrialId},
	},
};
use medchain_support::{
	merkle,
	randomization::{
		allocations, leaf, list_key, salt, seed_commitment, slots_per_list, Scheme, LEAF_LENGTH,
	},
};
use serde::{Deserialize, Serialize};
use std::{fs::OpenOptions, io::Write, path::Path};

/// Bytes of a seed.
const SEED: u64 = 32;

/// Writes a seed to a file that does not exist yet and that nobody else can read.
pub fn write_seed(path: &Path, seed: &Digest) -> Result<()> {
	let mut options = OpenOptions::new();
	options.write(true).create_new(true);
	#[cfg(unix)]
	std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
	let written = options.open(path).and_then(|mut file| {
		file.write_all(seed)?;
		file.sync_all()
	});
	written.map_err(|e| Error::Input(format!("cannot write {}: {e}", path.display())))
}

/// The seed in a file.
pub fn read_seed(path: &Path) -> Result<Digest> {
	let bytes = documents::bytes_of(path, SEED)?;
	Digest::try_from(bytes).map_err(|bytes| {
		Error::Input(format!("{} has {} bytes; a seed has {SEED}", path.display(), bytes.len()))
	})
}

/// Checks that a seed is the one to which a trial is committed.
pub fn check_seed(trial: TrialId, seed: &Digest, committed: &Seed) -> Result<()> {
	match seed_commitment(trial, seed) == committed.commitment {
		true => Ok(()),
		false => Err(Error::Input(format!("the seed is not the one of trial {trial}"))),
	}
}

/// A list: the arm and the salt of each slot.
#[derive(Clone, Debug)]
pub struct SlotList {
	leaves: Vec<[u8; LEAF_LENGTH]>,
	tree: Tree,
}

impl SlotList {
	/// The list of a key.
	pub fn of_key(scheme: &Scheme, key: &Digest) -> Result<Self> {
		let arms = allocations(scheme, key);
		let leaves: Vec<_> =
			(0..).zip(arms).map(|(slot, arm)| leaf(arm, &salt(key, slot))).collect();
		let tree = Tree::new(&leaves)
			.ok_or_else(|| Error::Node("the chain's scheme of allocation has no list".into()))?;
		Ok(Self { leaves, tree })
	}

	/// A list of a trial, from its seed and its beacon.
	pub fn new(
		scheme: &Scheme,
		(seed, beacon): (&Digest, &Digest),
		trial: TrialId,
		stratum: u16,
		list: u32,
	) -> Result<Self> {
		Self::of_key(scheme, &list_key(seed, beacon, trial, stratum, list))
	}

	/// What is sealed.
	pub fn root(&self) -> Digest {
		self.tree.root()
	}

	/// The arm of a slot of this list.
	pub fn arm(&self, slot: u32) -> Option<u8> {
		self.leaves.get(usize::try_from(slot).ok()?)?.first().copied()
	}

	/// What opens a slot of this list: arm, salt and way to the root.
	pub fn open(&self, slot: u32) -> Option<(u8, Digest, Vec<Digest>)> {
		let (arm, salt) = self.leaves.get(usize::try_from(slot).ok()?)?.split_first()?;
		Some((*arm, salt.try_into().ok()?, self.tree.proof(slot)?))
	}
}

/// In which list a slot of a stratum is, and at which place.
pub fn place(scheme: &Scheme, slot: u32) -> Result<(u32, u32)> {
	let slots = slots_per_list(scheme);
	slot.checked_div(slots)
		.zip(slot.checked_rem(slots))
		.ok_or_else(|| Error::Node("the chain's scheme of allocation has no slots".into()))
}

/// One participant's arm with what proves it. Who reads it knows the arm: it is for the pharmacy.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SlotOpening {
	/// The trial.
	pub trial: TrialId,
	/// The participant.
	pub subject: SubjectId,
	/// Its stratum.
	pub stratum: u16,
	/// Its slot, from 0 over all lists of the stratum.
	pub slot: u32,
	/// The list in which the slot is.
	pub list: u32,
	/// The arm, from 0.
	pub arm: u8,
	/// What hides the arm.
	#[serde(with = "hex")]
	pub salt: Digest,
	/// The root of the list.
	#[serde(with = "hex")]
	pub root: Digest,
	/// How many slots the list has.
	pub slots: u32,
	/// The siblings on the way from the slot's leaf to the root, the lowest first.
	#[serde(with = "hex::list")]
	pub siblings: Vec<Digest>,
}

impl SlotOpening {
	/// Of the slot that a participant was given.
	pub fn new(
		scheme: &Scheme,
		secret: (&Digest, &Digest),
		(trial, subject): (TrialId, SubjectId),
		given: &Slot,
	) -> Result<Self> {
		let (list, index) = place(scheme, given.slot)?;
		let made = SlotList::new(scheme, secret, trial, given.stratum, list)?;
		let (arm, salt, siblings) = made
			.open(index)
			.ok_or_else(|| Error::Node(format!("list {list} has no slot {index}")))?;
		Ok(Self {
			trial,
			subject,
			stratum: given.stratum,
			slot: given.slot,
			list,
			arm,
			salt,
			root: made.root(),
			slots: slots_per_list(scheme),
			siblings,
		})
	}

	/// Checks that it leads to its root. Whether the root is the list's, only the chain tells.
	pub fn check(&self) -> Result<(), String> {
		let list = self.slot.checked_div(self.slots);
		let index = self.slot.checked_rem(self.slots).filter(|_| list == Some(self.list));
		let index = index.ok_or_else(|| {
			format!("slot: {} is not in list {} of {} slots", self.slot, self.list, self.slots)
		})?;
		let leaf = leaf(self.arm, &self.salt);
		match merkle::verify(&self.root, self.slots, index, &leaf, &self.siblings) {
			true => Ok(()),
			false => Err(format!(
				"siblings: they do not lead from arm {} in slot {} to the root",
				self.arm, self.slot
			)),
		}
	}

	/// Checks that it is of the slot that the chain gave the participant, in the list that is sealed.
	pub fn check_against(
		&self,
		scheme: &Scheme,
		given: Option<&Slot>,
		sealed: Option<&Digest>,
	) -> Result<(), String> {
		self.check()?;
		let given = given
			.ok_or_else(|| format!("participant {} has no slot on the chain", self.subject))?;
		if (given.stratum, given.slot) != (self.stratum, self.slot) {
			return Err(format!(
				"slot: the chain gave participant {} slot {} of stratum {}, not slot {} of stratum {}",
				self.subject, given.slot, given.stratum, self.slot, self.stratum
			));
		}
		if self.slots != slots_per_list(scheme) || usize::from(self.arm) >= scheme.ratio.len() {
			return Err("slots, arm: they are not of the trial's scheme".into());
		}
		match sealed {
			Some(root) if *root == self.root => Ok(()),
			Some(_) => Err(format!("root: list {} is sealed with another", self.list)),
			None => Err(format!("list {} is not sealed", self.list)),
		}
	}

	/// Reads an opening. Nothing in it is checked but its form.
	pub fn read(path: &Path) -> Result<Self> {
		opening::read(path, documents::MAX_DOCUMENT, "opening of a slot")
	}

	/// As a file holds it.
	pub fn written(&self) -> Result<String> {
		opening::written(self, "opening")
	}
}
