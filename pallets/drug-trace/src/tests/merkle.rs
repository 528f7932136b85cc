//! Merkle trees over packs, built level by level, and what was built, by root.

use super::*;
use frame::hashing::blake2_256;
use std::cell::RefCell;

thread_local! {
	static PLANTED: RefCell<BTreeMap<Digest, (Gtin, Vec<Serial>)>> = RefCell::default();
}

fn level_of(leaves: &[PackId]) -> Vec<Digest> {
	leaves.iter().map(|leaf| blake2_256(&leaf.0)).collect()
}

/// The level above: two make one, and a last one alone stays as it is.
fn above(level: &[Digest]) -> Vec<Digest> {
	let join = |pair: &[Digest]| match pair {
		[left, right] => blake2_256(&[*left, *right].concat()),
		alone => alone[0],
	};
	level.chunks(2).map(join).collect()
}

/// A tree with all its levels.
pub struct Tree(Vec<Vec<Digest>>);

impl Tree {
	/// The tree over these leaves.
	pub fn over(leaves: &[PackId]) -> Self {
		let mut levels = vec![level_of(leaves)];
		while levels.last().is_some_and(|level| level.len() > 1) {
			let next = levels.last().map(|level| above(level));
			levels.extend(next);
		}
		Self(levels)
	}

	pub fn root(&self) -> Digest {
		self.0.last().and_then(|level| level.first()).copied().unwrap_or_default()
	}

	/// What stands beside the path from a leaf to the root.
	pub fn proof(&self, index: usize) -> Vec<Digest> {
		let beside =
			|(depth, level): (usize, &Vec<Digest>)| level.get((index >> depth) ^ 1).copied();
		self.0.iter().enumerate().filter_map(beside).collect()
	}
}

/// The root of a tree.
pub fn root(leaves: &[PackId]) -> Digest {
	Tree::over(leaves).root()
}

/// What stands beside the path from a leaf to the root.
pub fn proof(leaves: &[PackId], index: usize) -> Vec<Digest> {
	Tree::over(leaves).proof(index)
}

/// The identities of packs.
pub fn ids(gtin: &Gtin, serials: &[Serial]) -> Vec<PackId> {
	serials.iter().map(|serial| PackId::of(gtin, serial)).collect()
}

/// The root of a tree over packs that are remembered.
pub fn plant(gtin: Gtin, serials: &[Serial]) -> Digest {
	let root = root(&ids(&gtin, serials));
	PLANTED.with(|planted| planted.borrow_mut().insert(root, (gtin, serials.to_vec())));
	root
}

/// The packs of a tree that was planted.
pub fn planted(root: Digest) -> Option<(Gtin, Vec<Serial>)> {
	PLANTED.with(|planted| planted.borrow().get(&root).cloned())
}

#[test]
fn the_tree_is_that_of_the_sdk() {
	use frame::deps::sp_runtime::traits::BlakeTwo256;
	for count in 1..=70u8 {
		let leaves: Vec<_> = (0..count).map(|number| PackId([number; 32])).collect();
		let sdk = binary_merkle_tree::merkle_root::<BlakeTwo256, _>(&leaves);
		assert_eq!(root(&leaves), sdk.0, "{count}");
		for index in 0..u32::from(count) {
			let sdk = binary_merkle_tree::merkle_proof::<BlakeTwo256, _, _>(&leaves, index);
			let sdk: Vec<_> = sdk.proof.into_iter().map(|it| it.0).collect();
			assert_eq!(proof(&leaves, index as usize), sdk, "{index} of {count}");
		}
	}
}
