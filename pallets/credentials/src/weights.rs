//! Weights of the pallet.
//!
//! Estimates on the safe side, from the storage that each call touches, until the runtime has the
//! pallet: `scripts/weights` measures in the runtime and replaces this file.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame::weights_prelude::*;

/// What each call needs.
pub trait WeightInfo {
	/// Weight of `accredit`.
	fn accredit() -> Weight;
	/// Weight of `suspend_accreditation`.
	fn suspend_accreditation() -> Weight;
	/// Weight of `reinstate_accreditation`.
	fn reinstate_accreditation() -> Weight;
	/// Weight of `withdraw_accreditation`.
	fn withdraw_accreditation() -> Weight;
	/// Weight of `issue`.
	fn issue() -> Weight;
	/// Weight of `renew`.
	fn renew() -> Weight;
	/// Weight of `suspend`.
	fn suspend() -> Weight;
	/// Weight of `reinstate`.
	fn reinstate() -> Weight;
	/// Weight of `revoke`.
	fn revoke() -> Weight;
	/// Weight of `remove`.
	fn remove() -> Weight;
	/// Weight of `affiliate`.
	fn affiliate() -> Weight;
	/// Weight of `end_affiliation`.
	fn end_affiliation() -> Weight;
	/// Weight of `verify_patient`.
	fn verify_patient() -> Weight;
	/// Weight of `end_verification`.
	fn end_verification() -> Weight;
}

/// Weights measured.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn accredit() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn suspend_accreditation() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn reinstate_accreditation() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn withdraw_accreditation() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn issue() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn renew() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn suspend() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn reinstate() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn revoke() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn remove() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn affiliate() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn end_affiliation() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn verify_patient() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn end_verification() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
}

/// With the SDK's prices for ParityDB, for tests.
impl WeightInfo for () {
	fn accredit() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn suspend_accreditation() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn reinstate_accreditation() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn withdraw_accreditation() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn issue() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn renew() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn suspend() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn reinstate() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn revoke() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn remove() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn affiliate() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn end_affiliation() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn verify_patient() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn end_verification() -> Weight {
		Weight::from_parts(250_000_000, 30_000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
}
