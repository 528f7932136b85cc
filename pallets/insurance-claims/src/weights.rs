//! Weights of `pallet_insurance_claims`: set by hand, generously, from the storage that each call can
//! touch at most.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens, unused_imports)]

use core::marker::PhantomData;
use frame::weights_prelude::*;

/// What each call needs.
pub trait WeightInfo {
	/// Weight of `create_pool`.
	fn create_pool() -> Weight;
	/// Weight of `set_ratio`.
	fn set_ratio() -> Weight;
	/// Weight of `deposit`.
	fn deposit() -> Weight;
	/// Weight of `withdraw`.
	fn withdraw() -> Weight;
	/// Weight of `create_plan`.
	/// `b` is in `[1, 22]`.
	fn create_plan(b: u32, ) -> Weight;
	/// Weight of `amend_plan`.
	/// `b` is in `[1, 22]`.
	fn amend_plan(b: u32, ) -> Weight;
	/// Weight of `set_enrolment`.
	fn set_enrolment() -> Weight;
	/// Weight of `offer_contract`.
	fn offer_contract() -> Weight;
	/// Weight of `accept_contract`.
	fn accept_contract() -> Weight;
	/// Weight of `end_contract`.
	fn end_contract() -> Weight;
	/// Weight of `name_subscriber`.
	fn name_subscriber() -> Weight;
	/// Weight of `unname_subscriber`.
	fn unname_subscriber() -> Weight;
	/// Weight of `enrol`.
	fn enrol() -> Weight;
	/// Weight of `renew`.
	fn renew() -> Weight;
	/// Weight of `cancel`.
	fn cancel() -> Weight;
	/// Weight of `collect_refund`.
	fn collect_refund() -> Weight;
	/// Weight of `close_term`.
	fn close_term() -> Weight;
	/// Weight of `remove_term`.
	fn remove_term() -> Weight;
	/// Weight of `request_authorization`.
	fn request_authorization() -> Weight;
	/// Weight of `answer_authorization`.
	fn answer_authorization() -> Weight;
	/// Weight of `remove_authorization`.
	fn remove_authorization() -> Weight;
	/// Weight of `submit`.
	/// `l` is in `[1, 20]`.
	fn submit(l: u32, ) -> Weight;
	/// Weight of `submit_to_all`.
	/// `l` is in `[1, 20]`.
	fn submit_to_all(l: u32, ) -> Weight;
	/// Weight of `review`.
	/// `l` is in `[1, 20]`.
	fn review(l: u32, ) -> Weight;
	/// Weight of `resume`.
	/// `l` is in `[1, 20]`.
	fn resume(l: u32, ) -> Weight;
	/// Weight of `confirm_service`.
	/// `l` is in `[1, 20]`.
	fn confirm_service(l: u32, ) -> Weight;
	/// Weight of `appeal`.
	fn appeal() -> Weight;
	/// Weight of `decide_appeal`.
	/// `l` is in `[1, 20]`.
	fn decide_appeal(l: u32, ) -> Weight;
	/// Weight of `supplement`.
	/// `l` is in `[2, 20]`.
	fn supplement(l: u32, ) -> Weight;
	/// Weight of `reverse`.
	/// `l` is in `[1, 20]`.
	fn reverse(l: u32, ) -> Weight;
	/// Weight of `report_fraud`.
	fn report_fraud() -> Weight;
	/// Weight of `decide_fraud`.
	/// `l` is in `[1, 80]`.
	fn decide_fraud(l: u32, ) -> Weight;
	/// Weight of `repay`.
	fn repay() -> Weight;
	/// Weight of `withdraw_claim`.
	fn withdraw_claim() -> Weight;
	/// Weight of `remove`.
	/// `l` is in `[1, 20]`.
	fn remove(l: u32, ) -> Weight;
}

/// Weights with the runtime's own prices for the database.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn create_pool() -> Weight {
		Weight::from_parts(150_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn set_ratio() -> Weight {
		Weight::from_parts(200_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn deposit() -> Weight {
		Weight::from_parts(250_000_000, 8000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(300_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(20_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn create_plan(b: u32, ) -> Weight {
		Weight::from_parts(200_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(b.into()))
	}
	fn amend_plan(b: u32, ) -> Weight {
		Weight::from_parts(200_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(b.into()))
	}
	fn set_enrolment() -> Weight {
		Weight::from_parts(150_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn offer_contract() -> Weight {
		Weight::from_parts(200_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn accept_contract() -> Weight {
		Weight::from_parts(150_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn end_contract() -> Weight {
		Weight::from_parts(150_000_000, 21000)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn name_subscriber() -> Weight {
		Weight::from_parts(100_000_000, 8000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn unname_subscriber() -> Weight {
		Weight::from_parts(80_000_000, 8000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn enrol() -> Weight {
		Weight::from_parts(500_000_000, 30000)
			.saturating_add(T::DbWeight::get().reads(36_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn renew() -> Weight {
		Weight::from_parts(450_000_000, 30000)
			.saturating_add(T::DbWeight::get().reads(30_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn cancel() -> Weight {
		Weight::from_parts(400_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	fn collect_refund() -> Weight {
		Weight::from_parts(300_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn close_term() -> Weight {
		Weight::from_parts(150_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn remove_term() -> Weight {
		Weight::from_parts(600000000, 60000)
			.saturating_add(T::DbWeight::get().reads(90_u64))
			.saturating_add(T::DbWeight::get().writes(44_u64))
	}
	fn request_authorization() -> Weight {
		Weight::from_parts(250_000_000, 30000)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn answer_authorization() -> Weight {
		Weight::from_parts(250_000_000, 30000)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn remove_authorization() -> Weight {
		Weight::from_parts(250000000, 30000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn submit(l: u32, ) -> Weight {
		Weight::from_parts(1_000_000_000, 100000)
			.saturating_add(T::DbWeight::get().reads(84_u64))
			.saturating_add(T::DbWeight::get().writes(32_u64))
			.saturating_add(Weight::from_parts(100_000_000, 16000).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes((8_u64).saturating_mul(l.into())))
	}
	fn submit_to_all(l: u32, ) -> Weight {
		Weight::from_parts(2_000_000_000, 180000)
			.saturating_add(T::DbWeight::get().reads(110_u64))
			.saturating_add(T::DbWeight::get().writes(40_u64))
			.saturating_add(Weight::from_parts(300_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads((14_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes((14_u64).saturating_mul(l.into())))
	}
	fn review(l: u32, ) -> Weight {
		Weight::from_parts(2_000_000_000, 180000)
			.saturating_add(T::DbWeight::get().reads(100_u64))
			.saturating_add(T::DbWeight::get().writes(40_u64))
			.saturating_add(Weight::from_parts(300_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads((14_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes((14_u64).saturating_mul(l.into())))
	}
	fn resume(l: u32, ) -> Weight {
		Weight::from_parts(2_000_000_000, 180000)
			.saturating_add(T::DbWeight::get().reads(100_u64))
			.saturating_add(T::DbWeight::get().writes(40_u64))
			.saturating_add(Weight::from_parts(300_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads((14_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes((14_u64).saturating_mul(l.into())))
	}
	fn confirm_service(l: u32, ) -> Weight {
		Weight::from_parts(2_000_000_000, 180000)
			.saturating_add(T::DbWeight::get().reads(90_u64))
			.saturating_add(T::DbWeight::get().writes(40_u64))
			.saturating_add(Weight::from_parts(300_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads((14_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes((14_u64).saturating_mul(l.into())))
	}
	fn appeal() -> Weight {
		Weight::from_parts(300_000_000, 40000)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn decide_appeal(l: u32, ) -> Weight {
		Weight::from_parts(2_000_000_000, 200000)
			.saturating_add(T::DbWeight::get().reads(120_u64))
			.saturating_add(T::DbWeight::get().writes(42_u64))
			.saturating_add(Weight::from_parts(300_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads((14_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes((14_u64).saturating_mul(l.into())))
	}
	fn supplement(l: u32, ) -> Weight {
		Weight::from_parts(2_000_000_000, 200000)
			.saturating_add(T::DbWeight::get().reads(110_u64))
			.saturating_add(T::DbWeight::get().writes(50_u64))
			.saturating_add(Weight::from_parts(100_000_000, 16000).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads((9_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes((9_u64).saturating_mul(l.into())))
	}
	fn reverse(l: u32, ) -> Weight {
		Weight::from_parts(1_500_000_000, 180000)
			.saturating_add(T::DbWeight::get().reads(90_u64))
			.saturating_add(T::DbWeight::get().writes(40_u64))
			.saturating_add(Weight::from_parts(200_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads((13_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes((13_u64).saturating_mul(l.into())))
	}
	fn report_fraud() -> Weight {
		Weight::from_parts(250_000_000, 40000)
			.saturating_add(T::DbWeight::get().reads(40_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn decide_fraud(l: u32, ) -> Weight {
		Weight::from_parts(1_500_000_000, 200000)
			.saturating_add(T::DbWeight::get().reads(120_u64))
			.saturating_add(T::DbWeight::get().writes(40_u64))
			.saturating_add(Weight::from_parts(200_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads((13_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes((13_u64).saturating_mul(l.into())))
	}
	fn repay() -> Weight {
		Weight::from_parts(250_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn withdraw_claim() -> Weight {
		Weight::from_parts(250_000_000, 40000)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn remove(l: u32, ) -> Weight {
		Weight::from_parts(250_000_000, 60000)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(l.into())))
	}
}

/// The same with the SDK's prices for ParityDB, for tests.
impl WeightInfo for () {
	fn create_pool() -> Weight {
		Weight::from_parts(150_000_000, 21000)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn set_ratio() -> Weight {
		Weight::from_parts(200_000_000, 21000)
			.saturating_add(ParityDbWeight::get().reads(15_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn deposit() -> Weight {
		Weight::from_parts(250_000_000, 8000)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(300_000_000, 21000)
			.saturating_add(ParityDbWeight::get().reads(20_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn create_plan(b: u32, ) -> Weight {
		Weight::from_parts(200_000_000, 21000)
			.saturating_add(ParityDbWeight::get().reads(13_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(b.into()))
	}
	fn amend_plan(b: u32, ) -> Weight {
		Weight::from_parts(200_000_000, 21000)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(b.into()))
	}
	fn set_enrolment() -> Weight {
		Weight::from_parts(150_000_000, 21000)
			.saturating_add(ParityDbWeight::get().reads(13_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn offer_contract() -> Weight {
		Weight::from_parts(200_000_000, 21000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn accept_contract() -> Weight {
		Weight::from_parts(150_000_000, 21000)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn end_contract() -> Weight {
		Weight::from_parts(150_000_000, 21000)
			.saturating_add(ParityDbWeight::get().reads(13_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn name_subscriber() -> Weight {
		Weight::from_parts(100_000_000, 8000)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn unname_subscriber() -> Weight {
		Weight::from_parts(80_000_000, 8000)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn enrol() -> Weight {
		Weight::from_parts(500_000_000, 30000)
			.saturating_add(ParityDbWeight::get().reads(36_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn renew() -> Weight {
		Weight::from_parts(450_000_000, 30000)
			.saturating_add(ParityDbWeight::get().reads(30_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn cancel() -> Weight {
		Weight::from_parts(400_000_000, 12000)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
	}
	fn collect_refund() -> Weight {
		Weight::from_parts(300_000_000, 12000)
			.saturating_add(ParityDbWeight::get().reads(11_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn close_term() -> Weight {
		Weight::from_parts(150_000_000, 12000)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn remove_term() -> Weight {
		Weight::from_parts(600000000, 60000)
			.saturating_add(ParityDbWeight::get().reads(90_u64))
			.saturating_add(ParityDbWeight::get().writes(44_u64))
	}
	fn request_authorization() -> Weight {
		Weight::from_parts(250_000_000, 30000)
			.saturating_add(ParityDbWeight::get().reads(26_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn answer_authorization() -> Weight {
		Weight::from_parts(250_000_000, 30000)
			.saturating_add(ParityDbWeight::get().reads(26_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn remove_authorization() -> Weight {
		Weight::from_parts(250000000, 30000)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn submit(l: u32, ) -> Weight {
		Weight::from_parts(1_000_000_000, 100000)
			.saturating_add(ParityDbWeight::get().reads(84_u64))
			.saturating_add(ParityDbWeight::get().writes(32_u64))
			.saturating_add(Weight::from_parts(100_000_000, 16000).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads((8_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes((8_u64).saturating_mul(l.into())))
	}
	fn submit_to_all(l: u32, ) -> Weight {
		Weight::from_parts(2_000_000_000, 180000)
			.saturating_add(ParityDbWeight::get().reads(110_u64))
			.saturating_add(ParityDbWeight::get().writes(40_u64))
			.saturating_add(Weight::from_parts(300_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads((14_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes((14_u64).saturating_mul(l.into())))
	}
	fn review(l: u32, ) -> Weight {
		Weight::from_parts(2_000_000_000, 180000)
			.saturating_add(ParityDbWeight::get().reads(100_u64))
			.saturating_add(ParityDbWeight::get().writes(40_u64))
			.saturating_add(Weight::from_parts(300_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads((14_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes((14_u64).saturating_mul(l.into())))
	}
	fn resume(l: u32, ) -> Weight {
		Weight::from_parts(2_000_000_000, 180000)
			.saturating_add(ParityDbWeight::get().reads(100_u64))
			.saturating_add(ParityDbWeight::get().writes(40_u64))
			.saturating_add(Weight::from_parts(300_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads((14_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes((14_u64).saturating_mul(l.into())))
	}
	fn confirm_service(l: u32, ) -> Weight {
		Weight::from_parts(2_000_000_000, 180000)
			.saturating_add(ParityDbWeight::get().reads(90_u64))
			.saturating_add(ParityDbWeight::get().writes(40_u64))
			.saturating_add(Weight::from_parts(300_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads((14_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes((14_u64).saturating_mul(l.into())))
	}
	fn appeal() -> Weight {
		Weight::from_parts(300_000_000, 40000)
			.saturating_add(ParityDbWeight::get().reads(26_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn decide_appeal(l: u32, ) -> Weight {
		Weight::from_parts(2_000_000_000, 200000)
			.saturating_add(ParityDbWeight::get().reads(120_u64))
			.saturating_add(ParityDbWeight::get().writes(42_u64))
			.saturating_add(Weight::from_parts(300_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads((14_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes((14_u64).saturating_mul(l.into())))
	}
	fn supplement(l: u32, ) -> Weight {
		Weight::from_parts(2_000_000_000, 200000)
			.saturating_add(ParityDbWeight::get().reads(110_u64))
			.saturating_add(ParityDbWeight::get().writes(50_u64))
			.saturating_add(Weight::from_parts(100_000_000, 16000).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads((9_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes((9_u64).saturating_mul(l.into())))
	}
	fn reverse(l: u32, ) -> Weight {
		Weight::from_parts(1_500_000_000, 180000)
			.saturating_add(ParityDbWeight::get().reads(90_u64))
			.saturating_add(ParityDbWeight::get().writes(40_u64))
			.saturating_add(Weight::from_parts(200_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads((13_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes((13_u64).saturating_mul(l.into())))
	}
	fn report_fraud() -> Weight {
		Weight::from_parts(250_000_000, 40000)
			.saturating_add(ParityDbWeight::get().reads(40_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn decide_fraud(l: u32, ) -> Weight {
		Weight::from_parts(1_500_000_000, 200000)
			.saturating_add(ParityDbWeight::get().reads(120_u64))
			.saturating_add(ParityDbWeight::get().writes(40_u64))
			.saturating_add(Weight::from_parts(200_000_000, 32000).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads((13_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes((13_u64).saturating_mul(l.into())))
	}
	fn repay() -> Weight {
		Weight::from_parts(250_000_000, 12000)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn withdraw_claim() -> Weight {
		Weight::from_parts(250_000_000, 40000)
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn remove(l: u32, ) -> Weight {
		Weight::from_parts(250_000_000, 60000)
			.saturating_add(ParityDbWeight::get().reads(26_u64))
			.saturating_add(ParityDbWeight::get().writes(12_u64))
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(l.into()))
			.saturating_add(ParityDbWeight::get().reads((3_u64).saturating_mul(l.into())))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(l.into())))
	}
}
