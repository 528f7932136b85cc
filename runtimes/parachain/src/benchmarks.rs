//! What can be benchmarked.

#[path = "../../../runtime/src/benchmarks/in_memory.rs"]
mod in_memory;

use crate::{AccountId, AllPalletsWithSystem, Runtime, SessionKeys};
use alloc::{string::String, vec::Vec};
use codec::Encode;
use polkadot_sdk::{
	frame_benchmarking::{define_benchmarks, BenchmarkBatch, BenchmarkConfig, BenchmarkList},
	frame_support::traits::{StorageInfo, StorageInfoTrait},
	*,
};

define_benchmarks!(
	[cumulus_pallet_parachain_system, crate::ParachainSystem]
	[cumulus_pallet_weight_reclaim, crate::WeightReclaim]
	[cumulus_pallet_xcmp_queue, crate::XcmpQueue]
	[frame_system, SystemBenchmarks]
	[frame_system_extensions, SystemExtensions]
	[pallet_asset_rate, crate::AssetRate]
	[pallet_asset_tx_payment, crate::AssetTxPayment]
	[pallet_assets, crate::Assets]
	[pallet_balances, crate::Balances]
	[pallet_clinical_trials, crate::ClinicalTrials]
	[pallet_collator_selection, crate::CollatorSelection]
	[pallet_collective, crate::Council]
	[pallet_credentials, crate::Credentials]
	[pallet_drug_trace, crate::DrugTrace]
	[pallet_insurance_claims, crate::InsuranceClaims]
	[pallet_medical_token, crate::MedicalToken]
	[pallet_message_queue, crate::MessageQueue]
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
	[pallet_verify_signature, crate::VerifySignature]
	[pallet_whitelist, crate::Whitelist]
);

type SystemBenchmarks = frame_system_benchmarking::Pallet<Runtime>;
type SystemExtensions = frame_system_benchmarking::extensions::Pallet<Runtime>;

/// Code is set by two transactions here, and a test brings it.
impl frame_system_benchmarking::Config for Runtime {
	fn setup_set_code_requirements(
		code: &Vec<u8>,
	) -> Result<(), frame_benchmarking::BenchmarkError> {
		crate::ParachainSystem::initialize_for_set_code_benchmark(code.len() as u32);
		Ok(())
	}

	fn verify_set_code() {
		crate::System::assert_last_event(
			cumulus_pallet_parachain_system::Event::<Runtime>::ValidationFunctionStored.into(),
		);
	}
}

/// Whoever wants to collate has keys.
impl cumulus_pallet_session_benchmarking::Config for Runtime {
	fn generate_session_keys_and_proof(owner: AccountId) -> (SessionKeys, Vec<u8>) {
		let generated = SessionKeys::generate(&owner.encode(), None);
		(generated.keys, generated.proof.encode())
	}
}

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
