//! Drug packs from the factory to the patient.

use crate::{
	configs::health::{BaseDeposit, ByteDeposit},
	types::{AccountId, Balance},
	Balances, Credentials, Runtime, RuntimeHoldReason, Timestamp,
};
use polkadot_sdk::frame_support::{
	parameter_types,
	traits::{fungible::HoldConsideration, ConstU64, LinearStoragePrice},
};

/// A day, in seconds: one alert about a pack is enough for as long.
pub const ALERT_PERIOD: u64 = 24 * 60 * 60;

parameter_types! {
	pub const StoredHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DrugTrace(pallet_drug_trace::HoldReason::Stored);
}

type Price = LinearStoragePrice<BaseDeposit, ByteDeposit, Balance>;

impl pallet_drug_trace::Config for Runtime {
	type AlertPeriod = ConstU64<ALERT_PERIOD>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::configs::health::People;
	type Credentials = Credentials;
	type Deposit = HoldConsideration<AccountId, Balances, StoredHoldReason, Price>;
	type Time = Timestamp;
	type WeightInfo = pallet_drug_trace::weights::SubstrateWeight<Runtime>;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_drug_trace::BenchmarkHelper<AccountId> for crate::configs::health::People {
	fn give_role(who: &AccountId, role: medchain_support::Role) {
		<Self as pallet_medical_token::BenchmarkHelper<AccountId>>::give_role(who, role);
	}

	fn set_now(seconds: u64) {
		<Self as pallet_medical_token::BenchmarkHelper<AccountId>>::set_now(seconds);
	}
}
