//! The SDK's default weights for what a transfer takes, to compare ours with.

pub use polkadot_sdk::frame_support::weights::constants::{
	BlockExecutionWeight, ExtrinsicBaseWeight, RocksDbWeight as DbWeight,
};

/// What taking a fee takes.
pub type FeeWeight =
	polkadot_sdk::pallet_asset_tx_payment::weights::SubstrateWeight<crate::Runtime>;

/// What extensions take.
pub mod frame_system_extensions {
	pub use polkadot_sdk::frame_system::SubstrateExtensionsWeight as WeightInfo;
}

/// What transfers take.
pub mod pallet_balances {
	pub use polkadot_sdk::pallet_balances::weights::SubstrateWeight as WeightInfo;
}
