//! Weights of `pallet_drug_trace`: estimates of reads, writes and time, each above what the calls do.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports)]

use core::marker::PhantomData;
use frame::weights_prelude::*;

/// What each call needs.
pub trait WeightInfo {
	/// Weight of `register_product`.
	fn register_product() -> Weight;
	/// Weight of `set_limits`.
	fn set_limits() -> Weight;
	/// Weight of `create_lot`.
	fn create_lot() -> Weight;
	/// Weight of `commission`.
	/// `n` is in `[1, 64]`.
	fn commission(n: u32, ) -> Weight;
	/// Weight of `commission_root`.
	fn commission_root() -> Weight;
	/// Weight of `pack`.
	/// `p` is in `[0, 32]`.
	/// `c` is in `[0, 32]`.
	fn pack(p: u32, c: u32, ) -> Weight;
	/// Weight of `unpack`.
	/// `p` is in `[0, 32]`.
	/// `c` is in `[0, 32]`.
	fn unpack(p: u32, c: u32, ) -> Weight;
	/// Weight of `repack`.
	/// `p` is in `[0, 32]`.
	/// `c` is in `[0, 32]`.
	fn repack(p: u32, c: u32, ) -> Weight;
	/// Weight of `ship`.
	/// `p` is in `[0, 32]`.
	/// `c` is in `[0, 32]`.
	fn ship(p: u32, c: u32, ) -> Weight;
	/// Weight of `receive`.
	/// `p` is in `[0, 32]`.
	/// `c` is in `[0, 32]`.
	fn receive(p: u32, c: u32, ) -> Weight;
	/// Weight of `reject`.
	/// `p` is in `[0, 32]`.
	/// `c` is in `[0, 32]`.
	fn reject(p: u32, c: u32, ) -> Weight;
	/// Weight of `void_shipment`.
	/// `p` is in `[0, 32]`.
	/// `c` is in `[0, 32]`.
	fn void_shipment(p: u32, c: u32, ) -> Weight;
	/// Weight of `dispense`.
	fn dispense() -> Weight;
	/// Weight of `accept_return`.
	fn accept_return() -> Weight;
	/// Weight of `quarantine`.
	/// `p` is in `[0, 32]`.
	/// `c` is in `[0, 32]`.
	fn quarantine(p: u32, c: u32, ) -> Weight;
	/// Weight of `clear`.
	/// `p` is in `[0, 32]`.
	/// `c` is in `[0, 32]`.
	fn clear(p: u32, c: u32, ) -> Weight;
	/// Weight of `mark_illegitimate`.
	/// `p` is in `[0, 32]`.
	/// `c` is in `[0, 32]`.
	fn mark_illegitimate(p: u32, c: u32, ) -> Weight;
	/// Weight of `recall`.
	fn recall() -> Weight;
	/// Weight of `lift_recall`.
	fn lift_recall() -> Weight;
	/// Weight of `destroy`.
	/// `p` is in `[0, 32]`.
	/// `c` is in `[0, 32]`.
	fn destroy(p: u32, c: u32, ) -> Weight;
	/// Weight of `decommission`.
	/// `n` is in `[1, 64]`.
	fn decommission(n: u32, ) -> Weight;
	/// Weight of `transform`.
	/// `n` is in `[1, 64]`.
	/// `m` is in `[1, 64]`.
	fn transform(n: u32, m: u32, ) -> Weight;
	/// Weight of `bind_sensor`.
	fn bind_sensor() -> Weight;
	/// Weight of `unbind_sensor`.
	fn unbind_sensor() -> Weight;
	/// Weight of `report_condition`.
	fn report_condition() -> Weight;
	/// Weight of `observe`.
	/// `p` is in `[0, 32]`.
	/// `c` is in `[0, 32]`.
	fn observe(p: u32, c: u32, ) -> Weight;
	/// Weight of `declare_error`.
	fn declare_error() -> Weight;
	/// Weight of `raise_alert`.
	fn raise_alert() -> Weight;
}

/// Weights with the runtime's own prices for the database.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register_product() -> Weight {
		Weight::from_parts(60_000_000, 14000)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_limits() -> Weight {
		Weight::from_parts(40_000_000, 10500)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn create_lot() -> Weight {
		Weight::from_parts(80_000_000, 24500)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn commission(n: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 24500)
			.saturating_add(Weight::from_parts(12_000_000, 3000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
	}
	fn commission_root() -> Weight {
		Weight::from_parts(70_000_000, 24500)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn pack(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn unpack(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn repack(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn ship(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn receive(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn reject(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn void_shipment(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn dispense() -> Weight {
		Weight::from_parts(120_000_000, 49000)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn accept_return() -> Weight {
		Weight::from_parts(70_000_000, 24500)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn quarantine(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 17500)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn clear(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 17500)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn mark_illegitimate(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 17500)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn recall() -> Weight {
		Weight::from_parts(70_000_000, 28000)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn lift_recall() -> Weight {
		Weight::from_parts(70_000_000, 24500)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn destroy(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 17500)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 60000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((20_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((12_u64).saturating_mul(c.into())))
	}
	fn decommission(n: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 17500)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(n.into())))
	}
	fn transform(n: u32, m: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 24500)
			.saturating_add(Weight::from_parts(60_000_000, 30000).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(12_000_000, 3000).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads((10_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(m.into())))
	}
	fn bind_sensor() -> Weight {
		Weight::from_parts(80_000_000, 42000)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn unbind_sensor() -> Weight {
		Weight::from_parts(80_000_000, 42000)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn report_condition() -> Weight {
		Weight::from_parts(120_000_000, 98000)
			.saturating_add(T::DbWeight::get().reads(28))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn observe(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 17500)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(40_000_000, 6000).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(c.into())))
	}
	fn declare_error() -> Weight {
		Weight::from_parts(40_000_000, 10500)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn raise_alert() -> Weight {
		Weight::from_parts(40_000_000, 17500)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}


/// Weights with the prices of RocksDB, for tests.
impl WeightInfo for () {
	fn register_product() -> Weight {
		Weight::from_parts(60_000_000, 14000)
			.saturating_add(RocksDbWeight::get().reads(4))
			.saturating_add(RocksDbWeight::get().writes(3))
	}
	fn set_limits() -> Weight {
		Weight::from_parts(40_000_000, 10500)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(1))
	}
	fn create_lot() -> Weight {
		Weight::from_parts(80_000_000, 24500)
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().writes(6))
	}
	fn commission(n: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 24500)
			.saturating_add(Weight::from_parts(12_000_000, 3000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(6))
			.saturating_add(RocksDbWeight::get().writes((2_u64).saturating_mul(n.into())))
	}
	fn commission_root() -> Weight {
		Weight::from_parts(70_000_000, 24500)
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().writes(7))
	}
	fn pack(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(10))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(9))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn unpack(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(10))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(9))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn repack(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(10))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(9))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn ship(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(10))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(9))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn receive(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(10))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(9))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn reject(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(10))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(9))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn void_shipment(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 35000)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(10))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(9))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn dispense() -> Weight {
		Weight::from_parts(120_000_000, 49000)
			.saturating_add(RocksDbWeight::get().reads(14))
			.saturating_add(RocksDbWeight::get().writes(11))
	}
	fn accept_return() -> Weight {
		Weight::from_parts(70_000_000, 24500)
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().writes(6))
	}
	fn quarantine(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 17500)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(5))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn clear(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 17500)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(5))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn mark_illegitimate(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 17500)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 57000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads((19_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(5))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes((5_u64).saturating_mul(c.into())))
	}
	fn recall() -> Weight {
		Weight::from_parts(70_000_000, 28000)
			.saturating_add(RocksDbWeight::get().reads(8))
			.saturating_add(RocksDbWeight::get().writes(7))
	}
	fn lift_recall() -> Weight {
		Weight::from_parts(70_000_000, 24500)
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().writes(6))
	}
	fn destroy(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 17500)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(70_000_000, 60000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads((20_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(5))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes((12_u64).saturating_mul(c.into())))
	}
	fn decommission(n: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 17500)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(5))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(n.into())))
	}
	fn transform(n: u32, m: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 24500)
			.saturating_add(Weight::from_parts(60_000_000, 30000).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(12_000_000, 3000).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().reads((10_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(7))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes((2_u64).saturating_mul(m.into())))
	}
	fn bind_sensor() -> Weight {
		Weight::from_parts(80_000_000, 42000)
			.saturating_add(RocksDbWeight::get().reads(12))
			.saturating_add(RocksDbWeight::get().writes(7))
	}
	fn unbind_sensor() -> Weight {
		Weight::from_parts(80_000_000, 42000)
			.saturating_add(RocksDbWeight::get().reads(12))
			.saturating_add(RocksDbWeight::get().writes(7))
	}
	fn report_condition() -> Weight {
		Weight::from_parts(120_000_000, 98000)
			.saturating_add(RocksDbWeight::get().reads(28))
			.saturating_add(RocksDbWeight::get().writes(8))
	}
	fn observe(p: u32, c: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 17500)
			.saturating_add(Weight::from_parts(60_000_000, 24000).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(40_000_000, 6000).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().reads((8_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(5))
			.saturating_add(RocksDbWeight::get().writes((11_u64).saturating_mul(p.into())))
			.saturating_add(RocksDbWeight::get().writes((3_u64).saturating_mul(c.into())))
	}
	fn declare_error() -> Weight {
		Weight::from_parts(40_000_000, 10500)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(1))
	}
	fn raise_alert() -> Weight {
		Weight::from_parts(40_000_000, 17500)
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
}
