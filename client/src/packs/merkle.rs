//! The tree over the packs of a batch.
//!
//! It is that of [`medchain_support::merkle`] with the identities of packs as items.

pub use crate::merkle::{Digest, Tree};
use medchain_support::{merkle, PackId};

/// The most packs of a batch, and of a lot.
pub const MAX_PACKS: u32 = 1 << 24;

/// Whether a pack stands at this place of a batch of `count` packs with this root. The siblings are
/// exactly those of the way: no more and no fewer.
pub fn verify(root: &Digest, count: u32, place: u32, pack: &PackId, siblings: &[Digest]) -> bool {
	merkle::verify(root, count, place, &pack.0, siblings)
}
