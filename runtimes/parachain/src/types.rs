//! The types that everything else is written in: those of the chain of MedChain's own, but that transactions
//! give back what they did not add to the proof.

// Its blocks and transactions are not those of this chain.
#[allow(dead_code)]
#[path = "../../../runtime/src/types.rs"]
mod solo;

pub use solo::{
	AccountId, Address, Balance, BlockNumber, Hash, Header, MetaTxExtension, Nonce, Signature,
};

use crate::{Runtime, RuntimeCall};
use polkadot_sdk::{cumulus_pallet_weight_reclaim::StorageWeightReclaim, sp_runtime::generic};

/// What a transaction carries beside its call, as on the chain of MedChain's own.
pub type Extensions = solo::TxExtension;
/// The same, encoded the same, in what looks at the proof before and behind it.
pub type TxExtension = StorageWeightReclaim<Runtime, Extensions>;
/// A transaction as it comes in.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What is signed.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
