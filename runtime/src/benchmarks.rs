//! What can be benchmarked.

mod in_memory;

use crate::{AllPalletsWithSystem, Runtime};
use alloc::{string::String, vec::Vec};
use polkadot_sdk::{
	frame_benchmarking::{define_benchmarks, BenchmarkBatch, BenchmarkConfig, BenchmarkList},
	frame_support::traits::{StorageInfo, StorageInfoTrait},
	*,
};

define_benchmarks!(
	[frame_system, SystemBenchmarks]
	[frame_system_extensions, SystemExtensions]
	[pallet_asset_rate, crate::AssetRate]
	[pallet_asset_tx_payment, crate::AssetTxPayment]
	[pallet_assets, crate::Assets]
	[pallet_balances, crate::Balances]
	[pallet_clinical_trials, crate::ClinicalTrials]
	[pallet_collective, crate::Council]
	[pallet_credentials, crate::Credentials]
	[pallet_drug_trace, crate::DrugTrace]
	[pallet_insurance_claims, crate::InsuranceClaims]
	[pallet_medical_token, crate::MedicalToken]
	[pallet_meta_tx, crate::MetaTx]
	[pallet_migrations, crate::MultiBlockMigrations]
	[pallet_multisig, crate::Multisig]
	[pallet_patient_consent, crate::PatientConsent]
	[pallet_preimage, crate::Preimage]
	[pallet_proxy, crate::Proxy]
	[pallet_recovery, crate::Recovery]
	[pallet_safe_mode, crate::SafeMode]
	[pallet_scheduler, crate::Scheduler]
	[pallet_sponsorship, crate::Sponsorship]
	[pallet_timestamp, crate::Timestamp]
	[pallet_tx_pause, crate::TxPause]
	[pallet_utility, crate::Utility]
	[pallet_validator_set, crate::ValidatorSet]
	[pallet_verify_signature, crate::VerifySignature]
	[pallet_whitelist, crate::Whitelist]
);

type SystemBenchmarks = frame_system_benchmarking::Pallet<Runtime>;
impl frame_system_benchmarking::Config for Runtime {}
type SystemExtensions = frame_system_benchmarking::extensions::Pallet<Runtime>;

/// The benchmarks and the storage they may touch.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs one.
pub fn run(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = in_memory::keys(&config);
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}
