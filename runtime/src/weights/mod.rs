//! What is measured: blocks, transactions, the database, and the calls of the SDK's pallets. Those of our own
//! pallets lie with them.
//!
//! All files but this one are written by `scripts/weights`, in one run on one machine.

pub mod base;
pub mod frame_system;
#[cfg(not(feature = "sdk-weights"))]
pub mod frame_system_extensions;
pub mod pallet_asset_rate;
pub mod pallet_asset_tx_payment;
pub mod pallet_assets;
#[cfg(not(feature = "sdk-weights"))]
pub mod pallet_balances;
pub mod pallet_collective;
pub mod pallet_migrations;
pub mod pallet_multisig;
pub mod pallet_preimage;
pub mod pallet_proxy;
pub mod pallet_recovery;
pub mod pallet_safe_mode;
pub mod pallet_scheduler;
pub mod pallet_timestamp;
pub mod pallet_tx_pause;
pub mod pallet_utility;
pub mod pallet_verify_signature;
pub mod pallet_whitelist;
#[cfg(feature = "sdk-weights")]
mod sdk;

#[cfg(not(feature = "sdk-weights"))]
pub use ours::*;
#[cfg(feature = "sdk-weights")]
pub use sdk::*;

#[cfg(not(feature = "sdk-weights"))]
mod ours {
	use super::{base, pallet_asset_tx_payment::WeightInfo as Measured};
	use crate::Runtime;
	use polkadot_sdk::{
		frame_support::{
			parameter_types,
			weights::{RuntimeDbWeight, Weight},
		},
		pallet_asset_tx_payment::WeightInfo,
	};

	parameter_types! {
		/// An empty block.
		pub const BlockExecutionWeight: Weight = Weight::from_parts(base::BLOCK, 0);
		/// A transaction beside its call and its extensions, each of which says its own weight.
		pub const ExtrinsicBaseWeight: Weight =
			Weight::from_parts(base::TRANSACTION.saturating_sub(base::EXTENSIONS), 0);
		/// Reading and writing an item of the state.
		pub const DbWeight: RuntimeDbWeight =
			RuntimeDbWeight { read: base::READ, write: base::WRITE };
	}

	/// What taking a fee weighs. A fee in MED comes from the sender's account, which is counted where its
	/// nonce is checked.
	pub struct FeeWeight;
	impl WeightInfo for FeeWeight {
		fn charge_asset_tx_payment_zero() -> Weight {
			Measured::<Runtime>::charge_asset_tx_payment_zero()
		}

		fn charge_asset_tx_payment_native() -> Weight {
			Measured::<Runtime>::charge_asset_tx_payment_native()
				.saturating_sub(DbWeight::get().reads_writes(1, 1))
		}

		fn charge_asset_tx_payment_asset() -> Weight {
			Measured::<Runtime>::charge_asset_tx_payment_asset()
		}
	}
}
