//! Weights of the pallet.
//!
//! Estimates on the safe side, from the storage that each call touches; `scripts/weights` replaces
//! this file by what it measures.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame::weights_prelude::*;

/// What each call needs.
pub trait WeightInfo {
	/// Weight of `grant` with `d` directives in the book, `p` provisions of the terms.
	fn grant(d: u32, p: u32) -> Weight;
	/// Weight of `amend` with `d` directives in the book, `p` provisions of the terms.
	fn amend(d: u32, p: u32) -> Weight;
	/// Weight of `revoke` with `d` directives in the book.
	fn revoke(d: u32) -> Weight;
	/// Weight of `access` with `d` directives in the book.
	fn access(d: u32) -> Weight;
}

/// With the runtime's own prices for the database.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn grant(d: u32, p: u32) -> Weight {
		Weight::from_parts(120_000_000, 45_000)
			.saturating_add(Weight::from_parts(6_000_000, 0).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn amend(d: u32, p: u32) -> Weight {
		Weight::from_parts(130_000_000, 45_000)
			.saturating_add(Weight::from_parts(6_000_000, 0).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn revoke(d: u32) -> Weight {
		Weight::from_parts(120_000_000, 45_000)
			.saturating_add(Weight::from_parts(6_000_000, 0).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn access(d: u32) -> Weight {
		Weight::from_parts(80_000_000, 45_000)
			.saturating_add(Weight::from_parts(12_000_000, 0).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}

/// With the SDK's prices for ParityDB, for tests.
impl WeightInfo for () {
	fn grant(d: u32, p: u32) -> Weight {
		Weight::from_parts(120_000_000, 45_000)
			.saturating_add(Weight::from_parts(6_000_000, 0).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(p.into()))
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn amend(d: u32, p: u32) -> Weight {
		Weight::from_parts(130_000_000, 45_000)
			.saturating_add(Weight::from_parts(6_000_000, 0).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(p.into()))
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn revoke(d: u32) -> Weight {
		Weight::from_parts(120_000_000, 45_000)
			.saturating_add(Weight::from_parts(6_000_000, 0).saturating_mul(d.into()))
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn access(d: u32) -> Weight {
		Weight::from_parts(80_000_000, 45_000)
			.saturating_add(Weight::from_parts(12_000_000, 0).saturating_mul(d.into()))
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
}
