//! The runtime of MedChain: composition of pallets, nothing else.
//!
//! - [`configs`]: configuration of the pallets, a file a theme
//! - [`genesis`]: the presets `development` and `local_testnet`
//! - [`apis`]: what a node can ask
//! - [`batch`]: how it puts blocks together in large pieces
//! - [`types`] and [`units`]: what everything is written in
#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]

extern crate alloc;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

pub mod apis;
pub mod batch;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod genesis;
pub mod migrations;
pub mod types;
pub mod units;
pub mod weights;

pub use apis::{RuntimeApi, RUNTIME_API_VERSIONS};
#[cfg(feature = "std")]
pub use pallet_clinical_trials::{self as clinical_trials, runtime_api::ClinicalTrialsApi};
#[cfg(feature = "std")]
pub use pallet_credentials::runtime_api::CredentialsApi;
#[cfg(feature = "std")]
pub use pallet_drug_trace::{self as drug_trace, runtime_api::DrugTraceApi};
#[cfg(feature = "std")]
pub use pallet_insurance_claims::{self as insurance_claims, runtime_api::InsuranceClaimsApi};
#[cfg(feature = "std")]
pub use pallet_medical_token::{self as medical_token, runtime_api::MedicalTokenApi};
#[cfg(feature = "std")]
pub use pallet_patient_consent::{self as patient_consent, runtime_api::PatientConsentApi};
pub use types::*;

use alloc::{borrow::Cow, vec::Vec};
use pallet_session::historical as pallet_session_historical;
use polkadot_sdk::{
	sp_runtime::{generic, impl_opaque_keys, traits::BlakeTwo256},
	sp_version::RuntimeVersion,
	*,
};

/// Blocks as those see them who do not know the calls: networks, databases.
pub mod opaque {
	use super::*;
	pub use polkadot_sdk::sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

	/// Header of a block.
	pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
	/// A block whose transactions are bytes.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
	/// Number or hash of a block.
	pub type BlockId = generic::BlockId<Block>;
	/// Hash of a block.
	pub type Hash = super::Hash;
}

impl_opaque_keys! {
	/// The keys with which a validator works.
	pub struct SessionKeys {
		/// Makes blocks.
		pub babe: Babe,
		/// Votes on finality.
		pub grandpa: Grandpa,
	}
}

/// Version of the runtime.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("medchain"),
	impl_name: Cow::Borrowed("medchain"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 1,
	apis: RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// Version of the runtime as a node has it compiled in.
#[cfg(feature = "std")]
pub fn native_version() -> RuntimeVersion {
	VERSION
}

/// Executes blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

#[frame_support::runtime]
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
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Babe = pallet_babe;
	#[runtime::pallet_index(3)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(4)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(5)]
	pub type TransactionPayment = pallet_transaction_payment;
	// Before Session: its genesis says who validates.
	#[runtime::pallet_index(6)]
	pub type ValidatorSet = pallet_validator_set;
	#[runtime::pallet_index(7)]
	pub type Offences = pallet_offences;
	#[runtime::pallet_index(8)]
	pub type Historical = pallet_session_historical;
	#[runtime::pallet_index(9)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(10)]
	pub type Grandpa = pallet_grandpa;

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
	// Behind Babe, whose randomness it draws.
	#[runtime::pallet_index(55)]
	pub type ClinicalTrials = pallet_clinical_trials;
}

/// Equivocation reports are sent by validators' nodes as unsigned transactions.
impl<Call> frame_system::offchain::CreateTransactionBase<Call> for Runtime
where
	RuntimeCall: From<Call>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

impl<Call> frame_system::offchain::CreateBare<Call> for Runtime
where
	RuntimeCall: From<Call>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}

/// How BABE works from the first block on.
pub const BABE_GENESIS_CONFIG: sp_consensus_babe::BabeEpochConfiguration =
	sp_consensus_babe::BabeEpochConfiguration {
		c: (1, 4),
		allowed_slots: sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryVRFSlots,
	};
