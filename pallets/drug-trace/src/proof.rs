//! That a pack stands at a place of a batch.

use crate::{Batch, Proof};
use frame::{deps::sp_core::H256, traits::BlakeTwo256};
use medchain_support::PackId;

/// How many digests the way from leaf `index` of a tree with `count` leaves has. A node that is the
/// last of an uneven row goes up as it is, without a sibling. Nothing if there is no such leaf.
pub fn length(count: u32, index: u32) -> Option<u32> {
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

/// Whether `pack` stands at `place` of the lot to which the batch belongs. A proof of another length
/// than the way has is none: a shorter one could lead to the root from another place.
pub fn holds(batch: &Batch, place: u32, pack: &PackId, proof: &Proof) -> bool {
	let Some(index) = place.checked_sub(batch.start) else { return false };
	let fits = length(batch.count, index)
		.and_then(|length| usize::try_from(length).ok())
		.is_some_and(|length| length == proof.len());
	fits && binary_merkle_tree::verify_proof::<BlakeTwo256, _, _>(
		&H256(batch.root),
		proof.iter().copied().map(H256),
		batch.count,
		index,
		pack,
	)
}
