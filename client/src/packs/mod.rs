//! Packs of a lot in bulk: their serial numbers, the Merkle tree over them, and proofs as files.
//!
//! A manufacturer commissions up to 2²⁴ packs of a lot by the root of a tree over their identities.
//! Whoever has the list of serial numbers can prove that a pack is one of them; who has only a
//! [`PackProof`] can check it without a node.

pub mod merkle;
pub mod proof;
pub mod serials;
pub mod store;

#[cfg(test)]
mod tests;

pub use merkle::{Digest, Tree, MAX_PACKS};
pub use proof::PackProof;
pub use store::{Batch, Located, ProofStore};
