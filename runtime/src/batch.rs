//! Applying many transactions in one call of the runtime.
//!
//! A call of its own for each transaction is a new instance of the Wasm each time, which costs as much as a
//! transfer does. What a block holds is the same in both ways: a transaction that is refused leaves nothing
//! behind, and those after it are tried all the same.

// The macro repeats the bound on each function.
#![allow(clippy::multiple_bound_locations)]

use crate::{types, Executive, System};
use alloc::vec::Vec;
use polkadot_sdk::{
	frame_support::{storage::with_transaction_unchecked, weights::Weight},
	sp_api::decl_runtime_apis,
	sp_runtime::{traits::Block as BlockT, ApplyExtrinsicResult, TransactionOutcome},
};

decl_runtime_apis! {
	/// Putting blocks together in large pieces.
	pub trait BatchBuilder {
		/// Applies these transactions in their order, and gives the result of each that was tried. It ends
		/// after the one with which they have weighed `limit`, or with the last of them.
		fn apply_extrinsics(
			extrinsics: Vec<<Block as BlockT>::Extrinsic>,
			limit: Weight,
		) -> Vec<ApplyExtrinsicResult>;
	}
}

/// What the API does.
pub fn apply(
	extrinsics: Vec<types::UncheckedExtrinsic>,
	limit: Weight,
) -> Vec<ApplyExtrinsicResult> {
	let full = System::block_weight().total().saturating_add(limit);
	let mut results = Vec::with_capacity(extrinsics.len());
	for extrinsic in extrinsics {
		results.push(with_transaction_unchecked(|| match Executive::apply_extrinsic(extrinsic) {
			Ok(outcome) => TransactionOutcome::Commit(Ok(outcome)),
			Err(refusal) => TransactionOutcome::Rollback(Err(refusal)),
		}));
		if System::block_weight().total().any_gte(full) {
			break;
		}
	}
	results
}
