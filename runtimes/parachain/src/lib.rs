#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]

extern crate alloc;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

pub mod apis;
pub mod beacon;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod genesis;
#[path = "../../../runtime/src/migrations.rs"]
pub mod migrations;
pub mod types;
pub mod units;
#[path = "../../../runtime/src/weights/mod.rs"]
pub mod weights;

pub use apis::{RuntimeApi, RUNTIME_API_VERSIONS};
pub use types::*;

use alloc::{borrow::Cow, vec::Vec};
use polkadot_sdk::{
	sp_runtime::impl_opaque_keys, sp_version::RuntimeVersion,
	staging_parachain_info as parachain_info, *,
};

impl_opaque_keys! {
	/// The key with which a collator works.
	pub struct SessionKeys {
		/// Makes blocks.
		pub aura: Aura,
	}
}

/// Version of the runtime.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("medchain-parachain"),
	impl_name: Cow::Borrowed("medchain-parachain"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 1,
	apis: RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// Executes blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

// What the chain of MedChain's own has too has the same index here; from 60 on is what a parachain needs. So the
// order in which hooks run is that in which pallets stand here, not that of the indices.
#[frame_support::runtime(legacy_ordering)]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	// Its inherent comes first: what the relay chain says is known to all that follow.
	#[runtime::pallet_index(60)]
	pub type ParachainSystem = cumulus_pallet_parachain_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(61)]
	pub type ParachainInfo = parachain_info;
	#[runtime::pallet_index(62)]
	pub type WeightReclaim = cumulus_pallet_weight_reclaim;
	#[runtime::pallet_index(3)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(4)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(5)]
	pub type TransactionPayment = pallet_transaction_payment;
	// Before Session: its genesis says who collates. Aura follows, which gets the keys.
	#[runtime::pallet_index(63)]
	pub type CollatorSelection = pallet_collator_selection;
	#[runtime::pallet_index(9)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(64)]
	pub type Aura = pallet_aura;
	#[runtime::pallet_index(65)]
	pub type AuraExt = cumulus_pallet_aura_ext;

	#[runtime::pallet_index(20)]
	pub type Council = pallet_collective<Instance1>;
	#[runtime::pallet_index(21)]
	pub type Whitelist = pallet_whitelist;
	#[runtime::pallet_index(22)]
	pub type Preimage = pallet_preimage;
	#[runtime::pallet_index(23)]
	pub type Scheduler = pallet_scheduler;
	#[runtime::pallet_index(24)]
	pub type SafeMode = pallet_safe_mode;
	#[runtime::pallet_index(25)]
	pub type TxPause = pallet_tx_pause;
	#[runtime::pallet_index(26)]
	pub type MultiBlockMigrations = pallet_migrations;

	#[runtime::pallet_index(30)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(31)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(32)]
	pub type Proxy = pallet_proxy;
	#[runtime::pallet_index(33)]
	pub type Recovery = pallet_recovery;
	#[runtime::pallet_index(34)]
	pub type VerifySignature = pallet_verify_signature;
	#[runtime::pallet_index(35)]
	pub type MetaTx = pallet_meta_tx;
	#[runtime::pallet_index(36)]
	pub type Sponsorship = pallet_sponsorship;

	#[runtime::pallet_index(40)]
	pub type AssetRate = pallet_asset_rate;
	#[runtime::pallet_index(41)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(42)]
	pub type AssetsHolder = pallet_assets_holder;
	#[runtime::pallet_index(43)]
	pub type AssetTxPayment = pallet_asset_tx_payment;

	#[runtime::pallet_index(66)]
	pub type XcmpQueue = cumulus_pallet_xcmp_queue;
	#[runtime::pallet_index(67)]
	pub type PolkadotXcm = pallet_xcm;
	#[runtime::pallet_index(68)]
	pub type CumulusXcm = cumulus_pallet_xcm;
	#[runtime::pallet_index(69)]
	pub type MessageQueue = pallet_message_queue;

	#[runtime::pallet_index(50)]
	pub type PatientConsent = pallet_patient_consent;
	#[runtime::pallet_index(51)]
	pub type Credentials = pallet_credentials;
	#[runtime::pallet_index(52)]
	pub type MedicalToken = pallet_medical_token;
	#[runtime::pallet_index(53)]
	pub type InsuranceClaims = pallet_insurance_claims;
	#[runtime::pallet_index(54)]
	pub type DrugTrace = pallet_drug_trace;
	#[runtime::pallet_index(70)]
	pub type RelayBeacon = crate::beacon;
	#[runtime::pallet_index(55)]
	pub type ClinicalTrials = pallet_clinical_trials;
}

cumulus_pallet_parachain_system::register_validate_block! {
	Runtime = Runtime,
	BlockExecutor = cumulus_pallet_aura_ext::BlockExecutor::<Runtime, Executive>,
}
