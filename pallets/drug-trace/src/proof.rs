//! That a pack stands at a place of a batch.

use crate::{Batch, Proof};
use medchain_support::{merkle, PackId};

/// Whether `pack` stands at `place` of the lot to which the batch belongs. The tree and its proofs
/// are those of [`merkle`], with the identities of packs as items.
pub fn holds(batch: &Batch, place: u32, pack: &PackId, proof: &Proof) -> bool {
	place
		.checked_sub(batch.start)
		.is_some_and(|index| merkle::verify(&batch.root, batch.count, index, &pack.0, proof))
}
