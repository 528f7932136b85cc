//! Weights of `pallet_clinical_trials`: estimates of reads, writes and time, each above what the calls do.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports)]

use core::marker::PhantomData;
use frame::weights_prelude::*;

/// What each call needs.
pub trait WeightInfo {
	/// Weight of `register_trial`.
	fn register_trial() -> Weight;
	/// Weight of `approve`.
	fn approve() -> Weight;
	/// Weight of `disapprove`.
	fn disapprove() -> Weight;
	/// Weight of `amend_protocol`.
	fn amend_protocol() -> Weight;
	/// Weight of `open_site`.
	fn open_site() -> Weight;
	/// Weight of `close_site`.
	fn close_site() -> Weight;
	/// Weight of `suspend`.
	fn suspend() -> Weight;
	/// Weight of `resume`.
	fn resume() -> Weight;
	/// Weight of `close_accrual`.
	fn close_accrual() -> Weight;
	/// Weight of `terminate`.
	fn terminate() -> Weight;
	/// Weight of `lock`.
	fn lock() -> Weight;
	/// Weight of `publish_results`.
	fn publish_results() -> Weight;
	/// Weight of `commit_seed`.
	fn commit_seed() -> Weight;
	/// Weight of `seal_list`.
	fn seal_list() -> Weight;
	/// Weight of `reveal_seed`.
	fn reveal_seed() -> Weight;
	/// Weight of `check_list`.
	fn check_list() -> Weight;
	/// Weight of `screen`.
	fn screen() -> Weight;
	/// Weight of `consent`.
	fn consent() -> Weight;
	/// Weight of `attest_criterion`.
	fn attest_criterion() -> Weight;
	/// Weight of `enrol`.
	fn enrol() -> Weight;
	/// Weight of `set_stratum`.
	fn set_stratum() -> Weight;
	/// Weight of `randomize`.
	fn randomize() -> Weight;
	/// Weight of `withdraw`.
	fn withdraw() -> Weight;
	/// Weight of `complete`.
	fn complete() -> Weight;
	/// Weight of `unblind`.
	fn unblind() -> Weight;
	/// Weight of `answer_unblinding`.
	fn answer_unblinding() -> Weight;
	/// Weight of `disclose`.
	fn disclose() -> Weight;
	/// Weight of `capture`.
	fn capture() -> Weight;
	/// Weight of `correct`.
	fn correct() -> Weight;
	/// Weight of `open_query`.
	fn open_query() -> Weight;
	/// Weight of `answer_query`.
	fn answer_query() -> Weight;
	/// Weight of `close_query`.
	fn close_query() -> Weight;
	/// Weight of `verify_source`.
	fn verify_source() -> Weight;
	/// Weight of `freeze`.
	fn freeze() -> Weight;
	/// Weight of `unfreeze`.
	fn unfreeze() -> Weight;
	/// Weight of `report_adverse_event`.
	fn report_adverse_event() -> Weight;
	/// Weight of `follow_up`.
	fn follow_up() -> Weight;
	/// Weight of `forward_adverse_event`.
	fn forward_adverse_event() -> Weight;
	/// Weight of `report_deviation`.
	fn report_deviation() -> Weight;
	/// Weight of `fund`.
	fn fund() -> Weight;
	/// Weight of `pay_dues`.
	fn pay_dues() -> Weight;
	/// Weight of `reclaim`.
	fn reclaim() -> Weight;
	/// Weight of the hook that draws beacons.
	/// `n` is in `[0, 64]`: how many trials wait.
	fn draw_beacons(n: u32, ) -> Weight;
}

/// Weights on the chain's database.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register_trial() -> Weight {
		Weight::from_parts(90_000_000, 28000)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(9))
	}
	fn approve() -> Weight {
		Weight::from_parts(60_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn disapprove() -> Weight {
		Weight::from_parts(60_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn amend_protocol() -> Weight {
		Weight::from_parts(80_000_000, 31500)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn open_site() -> Weight {
		Weight::from_parts(80_000_000, 49000)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn close_site() -> Weight {
		Weight::from_parts(50_000_000, 17500)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn suspend() -> Weight {
		Weight::from_parts(50_000_000, 17500)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn resume() -> Weight {
		Weight::from_parts(50_000_000, 17500)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn close_accrual() -> Weight {
		Weight::from_parts(50_000_000, 14000)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn terminate() -> Weight {
		Weight::from_parts(50_000_000, 17500)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn lock() -> Weight {
		Weight::from_parts(50_000_000, 14000)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn publish_results() -> Weight {
		Weight::from_parts(50_000_000, 14000)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn commit_seed() -> Weight {
		Weight::from_parts(60_000_000, 28000)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn seal_list() -> Weight {
		Weight::from_parts(60_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn reveal_seed() -> Weight {
		Weight::from_parts(50_000_000, 10500)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn check_list() -> Weight {
		Weight::from_parts(2_500_000_000, 14000)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn screen() -> Weight {
		Weight::from_parts(80_000_000, 42000)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn consent() -> Weight {
		Weight::from_parts(150_000_000, 70000)
			.saturating_add(T::DbWeight::get().reads(20))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn attest_criterion() -> Weight {
		Weight::from_parts(400_000_000, 210000)
			.saturating_add(T::DbWeight::get().reads(60))
			.saturating_add(T::DbWeight::get().writes(12))
	}
	fn enrol() -> Weight {
		Weight::from_parts(350_000_000, 203000)
			.saturating_add(T::DbWeight::get().reads(58))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn set_stratum() -> Weight {
		Weight::from_parts(150_000_000, 84000)
			.saturating_add(T::DbWeight::get().reads(24))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn randomize() -> Weight {
		Weight::from_parts(200_000_000, 91000)
			.saturating_add(T::DbWeight::get().reads(26))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(60_000_000, 31500)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn complete() -> Weight {
		Weight::from_parts(90_000_000, 42000)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn unblind() -> Weight {
		Weight::from_parts(70_000_000, 35000)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn answer_unblinding() -> Weight {
		Weight::from_parts(50_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn disclose() -> Weight {
		Weight::from_parts(90_000_000, 24500)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn capture() -> Weight {
		Weight::from_parts(200_000_000, 98000)
			.saturating_add(T::DbWeight::get().reads(28))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	fn correct() -> Weight {
		Weight::from_parts(110_000_000, 42000)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn open_query() -> Weight {
		Weight::from_parts(80_000_000, 28000)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn answer_query() -> Weight {
		Weight::from_parts(60_000_000, 35000)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn close_query() -> Weight {
		Weight::from_parts(70_000_000, 28000)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn verify_source() -> Weight {
		Weight::from_parts(100_000_000, 31500)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn freeze() -> Weight {
		Weight::from_parts(50_000_000, 24500)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn unfreeze() -> Weight {
		Weight::from_parts(50_000_000, 24500)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn report_adverse_event() -> Weight {
		Weight::from_parts(80_000_000, 38500)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn follow_up() -> Weight {
		Weight::from_parts(80_000_000, 38500)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn forward_adverse_event() -> Weight {
		Weight::from_parts(70_000_000, 31500)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn report_deviation() -> Weight {
		Weight::from_parts(70_000_000, 42000)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn fund() -> Weight {
		Weight::from_parts(100_000_000, 28000)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn pay_dues() -> Weight {
		Weight::from_parts(120_000_000, 38500)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn reclaim() -> Weight {
		Weight::from_parts(100_000_000, 28000)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn draw_beacons(n: u32, ) -> Weight {
		Weight::from_parts(10_000_000, 7000)
			.saturating_add(Weight::from_parts(20_000_000, 5000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
}

impl WeightInfo for () {
	fn register_trial() -> Weight {
		Weight::from_parts(90_000_000, 28000)
			.saturating_add(RocksDbWeight::get().reads(8))
			.saturating_add(RocksDbWeight::get().writes(9))
	}
	fn approve() -> Weight {
		Weight::from_parts(60_000_000, 21000)
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(5))
	}
	fn disapprove() -> Weight {
		Weight::from_parts(60_000_000, 21000)
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(5))
	}
	fn amend_protocol() -> Weight {
		Weight::from_parts(80_000_000, 31500)
			.saturating_add(RocksDbWeight::get().reads(9))
			.saturating_add(RocksDbWeight::get().writes(7))
	}
	fn open_site() -> Weight {
		Weight::from_parts(80_000_000, 49000)
			.saturating_add(RocksDbWeight::get().reads(14))
			.saturating_add(RocksDbWeight::get().writes(6))
	}
	fn close_site() -> Weight {
		Weight::from_parts(50_000_000, 17500)
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn suspend() -> Weight {
		Weight::from_parts(50_000_000, 17500)
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn resume() -> Weight {
		Weight::from_parts(50_000_000, 17500)
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn close_accrual() -> Weight {
		Weight::from_parts(50_000_000, 14000)
			.saturating_add(RocksDbWeight::get().reads(4))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn terminate() -> Weight {
		Weight::from_parts(50_000_000, 17500)
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn lock() -> Weight {
		Weight::from_parts(50_000_000, 14000)
			.saturating_add(RocksDbWeight::get().reads(4))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn publish_results() -> Weight {
		Weight::from_parts(50_000_000, 14000)
			.saturating_add(RocksDbWeight::get().reads(4))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn commit_seed() -> Weight {
		Weight::from_parts(60_000_000, 28000)
			.saturating_add(RocksDbWeight::get().reads(8))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn seal_list() -> Weight {
		Weight::from_parts(60_000_000, 21000)
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(3))
	}
	fn reveal_seed() -> Weight {
		Weight::from_parts(50_000_000, 10500)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(2))
	}
	fn check_list() -> Weight {
		Weight::from_parts(2_500_000_000, 14000)
			.saturating_add(RocksDbWeight::get().reads(4))
			.saturating_add(RocksDbWeight::get().writes(2))
	}
	fn screen() -> Weight {
		Weight::from_parts(80_000_000, 42000)
			.saturating_add(RocksDbWeight::get().reads(12))
			.saturating_add(RocksDbWeight::get().writes(7))
	}
	fn consent() -> Weight {
		Weight::from_parts(150_000_000, 70000)
			.saturating_add(RocksDbWeight::get().reads(20))
			.saturating_add(RocksDbWeight::get().writes(6))
	}
	fn attest_criterion() -> Weight {
		Weight::from_parts(400_000_000, 210000)
			.saturating_add(RocksDbWeight::get().reads(60))
			.saturating_add(RocksDbWeight::get().writes(12))
	}
	fn enrol() -> Weight {
		Weight::from_parts(350_000_000, 203000)
			.saturating_add(RocksDbWeight::get().reads(58))
			.saturating_add(RocksDbWeight::get().writes(11))
	}
	fn set_stratum() -> Weight {
		Weight::from_parts(150_000_000, 84000)
			.saturating_add(RocksDbWeight::get().reads(24))
			.saturating_add(RocksDbWeight::get().writes(5))
	}
	fn randomize() -> Weight {
		Weight::from_parts(200_000_000, 91000)
			.saturating_add(RocksDbWeight::get().reads(26))
			.saturating_add(RocksDbWeight::get().writes(11))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(60_000_000, 31500)
			.saturating_add(RocksDbWeight::get().reads(9))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn complete() -> Weight {
		Weight::from_parts(90_000_000, 42000)
			.saturating_add(RocksDbWeight::get().reads(12))
			.saturating_add(RocksDbWeight::get().writes(8))
	}
	fn unblind() -> Weight {
		Weight::from_parts(70_000_000, 35000)
			.saturating_add(RocksDbWeight::get().reads(10))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn answer_unblinding() -> Weight {
		Weight::from_parts(50_000_000, 21000)
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn disclose() -> Weight {
		Weight::from_parts(90_000_000, 24500)
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn capture() -> Weight {
		Weight::from_parts(200_000_000, 98000)
			.saturating_add(RocksDbWeight::get().reads(28))
			.saturating_add(RocksDbWeight::get().writes(10))
	}
	fn correct() -> Weight {
		Weight::from_parts(110_000_000, 42000)
			.saturating_add(RocksDbWeight::get().reads(12))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn open_query() -> Weight {
		Weight::from_parts(80_000_000, 28000)
			.saturating_add(RocksDbWeight::get().reads(8))
			.saturating_add(RocksDbWeight::get().writes(7))
	}
	fn answer_query() -> Weight {
		Weight::from_parts(60_000_000, 35000)
			.saturating_add(RocksDbWeight::get().reads(10))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn close_query() -> Weight {
		Weight::from_parts(70_000_000, 28000)
			.saturating_add(RocksDbWeight::get().reads(8))
			.saturating_add(RocksDbWeight::get().writes(6))
	}
	fn verify_source() -> Weight {
		Weight::from_parts(100_000_000, 31500)
			.saturating_add(RocksDbWeight::get().reads(9))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn freeze() -> Weight {
		Weight::from_parts(50_000_000, 24500)
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn unfreeze() -> Weight {
		Weight::from_parts(50_000_000, 24500)
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn report_adverse_event() -> Weight {
		Weight::from_parts(80_000_000, 38500)
			.saturating_add(RocksDbWeight::get().reads(11))
			.saturating_add(RocksDbWeight::get().writes(6))
	}
	fn follow_up() -> Weight {
		Weight::from_parts(80_000_000, 38500)
			.saturating_add(RocksDbWeight::get().reads(11))
			.saturating_add(RocksDbWeight::get().writes(5))
	}
	fn forward_adverse_event() -> Weight {
		Weight::from_parts(70_000_000, 31500)
			.saturating_add(RocksDbWeight::get().reads(9))
			.saturating_add(RocksDbWeight::get().writes(5))
	}
	fn report_deviation() -> Weight {
		Weight::from_parts(70_000_000, 42000)
			.saturating_add(RocksDbWeight::get().reads(12))
			.saturating_add(RocksDbWeight::get().writes(5))
	}
	fn fund() -> Weight {
		Weight::from_parts(100_000_000, 28000)
			.saturating_add(RocksDbWeight::get().reads(8))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn pay_dues() -> Weight {
		Weight::from_parts(120_000_000, 38500)
			.saturating_add(RocksDbWeight::get().reads(11))
			.saturating_add(RocksDbWeight::get().writes(6))
	}
	fn reclaim() -> Weight {
		Weight::from_parts(100_000_000, 28000)
			.saturating_add(RocksDbWeight::get().reads(8))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn draw_beacons(n: u32, ) -> Weight {
		Weight::from_parts(10_000_000, 7000)
			.saturating_add(Weight::from_parts(20_000_000, 5000).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(1))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
}
