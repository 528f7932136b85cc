//! Weights of the pallet.
//!
//! Estimates on the safe side, from the storage that the extension touches, until the runtime has
//! the pallet: `scripts/weights` measures in the runtime and replaces this file.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame::weights_prelude::*;

/// What the extension needs.
pub trait WeightInfo {
	/// Weight of `limit_rate`.
	fn limit_rate() -> Weight;
}

/// Estimates, with the runtime's own prices for the database.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn limit_rate() -> Weight {
		Weight::from_parts(30_000_000, 3_600)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// With the SDK's prices for ParityDB, for tests.
impl WeightInfo for () {
	fn limit_rate() -> Weight {
		Weight::from_parts(30_000_000, 3_600)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
}
