//! The SDK's default weights for what a transfer takes, to compare ours with.

use polkadot_sdk::{
	frame_system::SubstrateExtensionsWeight, pallet_asset_tx_payment,
	pallet_balances::weights::SubstrateWeight as BalancesWeight,
};

pub use polkadot_sdk::frame_support::weights::constants::{
	BlockExecutionWeight, ExtrinsicBaseWeight, RocksDbWeight as DbWeight,
};

/// What extensions take.
pub mod frame_system_extensions {
	pub use super::SubstrateExtensionsWeight as WeightInfo;
}

/// What taking a fee takes.
pub type FeeWeight = pallet_asset_tx_payment::weights::SubstrateWeight<crate::Runtime>;

/// What transfers take.
pub mod pallet_balances {
	pub use super::BalancesWeight as WeightInfo;
}
