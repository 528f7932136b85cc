//! Merkle trees, and proofs that an item stands at a place of one.
//!
//! The tree is that of the SDK's `binary-merkle-tree` with blake2-256 (32 bytes, no key):
//!
//! - A **leaf** is the digest of an item's bytes: `blake2_256(item)`. Items stand in the order in
//!   which they are given, the first at place 0; nothing is sorted.
//! - An **inner node** is the digest of the two nodes below it, the left one first:
//!   `blake2_256(left ++ right)`, over 64 bytes.
//! - **Uneven rows**: a node that is alone at the end of its row is taken up as it is, without being
//!   hashed again. No node is ever doubled.
//! - The **root** is the one node of the last row. A tree over one item has its leaf as root.
//!
//! A **proof** holds the siblings on the way from a leaf to the root, the lowest first. Where a node
//! of the way has no sibling, nothing stands for it, so proofs of one tree have different lengths;
//! which length is right follows from the number of items and the place alone ([`proof_length`]).
//! A proof of another length is none: in trees whose size is no power of two a shorter one could
//! lead to the root from another place.
//!
//! Nodes and leaves are hashed alike. So items of 64 bytes could pass for inner nodes, and no tree
//! is to be built over such; the number of items comes from whoever keeps the root, never from
//! whoever shows the proof.
//!
//! # Example
//!
//! Five items make rows of five, three, two and one nodes. The last of them is alone in the first
//! row and in the second:
//!
//! ```text
//!               root
//!             /      \
//!          abcd       e
//!         /    \      |
//!       ab      cd    e
//!      /  \    /  \   |
//!     a    b  c    d  e
//! ```
//!
//! ```
//! use medchain_support::merkle::{proof_length, root, verify};
//! use sp_crypto_hashing::blake2_256;
//!
//! let items = [b"A", b"B", b"C", b"D", b"E"];
//! let [a, b, c, d, e] = items.map(|item| blake2_256(item));
//! let join = |left: [u8; 32], right: [u8; 32]| blake2_256(&[left, right].concat());
//! let (ab, cd) = (join(a, b), join(c, d));
//! let top = join(join(ab, cd), e);
//! assert_eq!(root(items), Some(top));
//!
//! // From C, at place 2: its neighbour, the pair before, and what is right of the four.
//! assert_eq!(proof_length(5, 2), Some(3));
//! assert!(verify(&top, 5, 2, b"C", &[d, ab, e]));
//! // From E, at place 4: only the four, for it was alone twice.
//! assert_eq!(proof_length(5, 4), Some(1));
//! assert!(verify(&top, 5, 4, b"E", &[join(ab, cd)]));
//! // E stands at no other place, and there is no sixth item.
//! assert!(!verify(&top, 5, 3, b"E", &[join(ab, cd)]));
//! assert_eq!(proof_length(5, 5), None);
//! ```

#![cfg_attr(
	not(test),
	deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

use hash256_std_hasher::Hash256StdHasher;
use sp_crypto_hashing::blake2_256;

/// 32 bytes of blake2-256.
pub type Digest = [u8; 32];

/// blake2-256, as the SDK's tree asks for it.
struct Blake2;

impl hash_db::Hasher for Blake2 {
	type Out = Digest;
	type StdHasher = Hash256StdHasher;
	const LENGTH: usize = 32;

	fn hash(bytes: &[u8]) -> Digest {
		blake2_256(bytes)
	}
}

/// The root of the tree over items in their order; nothing if there are none.
pub fn root<I>(items: I) -> Option<Digest>
where
	I: IntoIterator,
	I::Item: AsRef<[u8]>,
{
	let mut items = items.into_iter().peekable();
	items.peek()?;
	Some(binary_merkle_tree::merkle_root::<Blake2, _>(items))
}

/// How many digests the proof of the item at place `index` of a tree over `count` items has: the
/// rows in which the way's node has a sibling, 32 at most. Nothing if there is no such place.
pub fn proof_length(count: u32, index: u32) -> Option<u32> {
	if index >= count {
		return None;
	}
	let (mut index, mut width, mut length) = (index, count, 0u32);
	while width > 1 {
		let is_alone = index.is_multiple_of(2) && index.saturating_add(1) == width;
		length = length.saturating_add(u32::from(!is_alone));
		index /= 2;
		width = width.div_ceil(2);
	}
	Some(length)
}

/// Whether `item` stands at place `index` of the tree over `count` items with this root. `proof`
/// holds exactly the siblings of the way, the lowest first: no more and no fewer.
pub fn verify(root: &Digest, count: u32, index: u32, item: &[u8], proof: &[Digest]) -> bool {
	let fits = proof_length(count, index)
		.and_then(|length| usize::try_from(length).ok())
		.is_some_and(|length| length == proof.len());
	fits && binary_merkle_tree::verify_proof::<Blake2, _, _>(
		root,
		proof.iter().copied(),
		count,
		index,
		binary_merkle_tree::Leaf::Value(item),
	)
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use binary_merkle_tree::{merkle_proof, verify_proof};

	fn items(count: u32) -> Vec<[u8; 4]> {
		(0..count).map(u32::to_le_bytes).collect()
	}

	/// The proof of the item at a place.
	pub(crate) fn proof_of<I: AsRef<[u8]>>(items: &[I], index: u32) -> Vec<Digest> {
		merkle_proof::<Blake2, _, _>(items, index).proof
	}

	/// The root row by row, without the SDK.
	fn climbed(items: &[[u8; 4]]) -> Digest {
		let mut row: Vec<Digest> = items.iter().map(|item| blake2_256(item)).collect();
		while row.len() > 1 {
			let join = |pair: &[Digest]| match pair {
				[left, right] => blake2_256(&[*left, *right].concat()),
				alone => alone[0],
			};
			row = row.chunks(2).map(join).collect();
		}
		row[0]
	}

	#[test]
	fn a_last_node_alone_goes_up_as_it_is() {
		for count in (1..=130).chain([255, 256, 257, 1_000]) {
			let items = items(count);
			assert_eq!(root(&items), Some(climbed(&items)), "{count}");
		}
		assert_eq!(root([b"alone"]), Some(blake2_256(b"alone")));
		assert_eq!(root(items(0)), None);
	}

	#[test]
	fn the_length_of_a_proof_is_that_of_the_way() {
		for count in (1..=130).chain([255, 256, 257, 1_000]) {
			let items = items(count);
			for index in 0..count {
				let length = proof_of(&items, index).len() as u32;
				assert_eq!(proof_length(count, index), Some(length), "{index} of {count}");
			}
			assert_eq!(proof_length(count, count), None);
		}
		assert_eq!(proof_length(0, 0), None);
		assert_eq!(proof_length(1 << 24, 7), Some(24));
		assert_eq!(proof_length(u32::MAX, 0), Some(32));
		assert_eq!(proof_length(u32::MAX, u32::MAX), None);
	}

	#[test]
	fn an_item_is_proved_at_its_own_place_alone() {
		for count in 1..=40 {
			let items = items(count);
			let root = climbed(&items);
			for (index, item) in (0..).zip(&items) {
				let proof = proof_of(&items, index);
				for other in 0..count + 10 {
					assert_eq!(verify(&root, count, other, item, &proof), other == index);
				}
				assert!(!verify(&root, count, index, b"none", &proof));
				assert!(!verify(&[0; 32], count, index, item, &proof));
			}
		}
	}

	#[test]
	fn a_proof_of_another_length_is_none() {
		for count in 1..=40 {
			let items = items(count);
			let root = climbed(&items);
			for (index, item) in (0..).zip(&items) {
				let proof = proof_of(&items, index);
				let longer = [&proof[..], &[[0; 32]]].concat();
				assert!(!verify(&root, count, index, item, &longer));
				if let Some((_, shorter)) = proof.split_last() {
					assert!(!verify(&root, count, index, item, shorter));
				}
			}
		}
		// The SDK alone would let the last of three stand at the place before it.
		let items = items(3);
		let (root, proof) = (climbed(&items), proof_of(&items, 2));
		assert!(verify_proof::<Blake2, _, _>(&root, proof.clone(), 3, 1, &items[2]));
		assert!(!verify(&root, 3, 1, &items[2], &proof));
	}

	#[test]
	fn a_proof_is_for_the_number_of_items_that_the_tree_has() {
		let items = items(11);
		let root = climbed(&items);
		for (index, item) in (0..11).zip(&items) {
			let proof = proof_of(&items, index);
			assert!(verify(&root, 11, index, item, &proof));
			assert!(!verify(&root, index, index, item, &proof));
			assert!(!verify(&root, 0, index, item, &proof));
		}
	}

	#[test]
	fn a_sibling_that_is_wrong_leads_elsewhere() {
		let items = items(13);
		let root = climbed(&items);
		for (index, item) in (0..).zip(&items) {
			let proof = proof_of(&items, index);
			for at in 0..proof.len() {
				let mut wrong = proof.clone();
				wrong[at][31] ^= 1;
				assert!(!verify(&root, 13, index, item, &wrong), "{at} of {index}");
			}
		}
	}
}
