//! What can be benchmarked.

use crate::{AllPalletsWithSystem, Runtime};
use alloc::{string::String, vec::Vec};
use polkadot_sdk::{
	frame_benchmarking::{define_benchmarks, BenchmarkBatch, BenchmarkConfig, BenchmarkList},
	frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys},
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

/// Pallets of which money moves.
const MONEY: [&[u8]; 3] =
	[b"pallet_clinical_trials", b"pallet_insurance_claims", b"pallet_medical_token"];
/// Currencies that a benchmark registers at most.
const CURRENCIES: u32 = 8;
/// Issuers of credentials that a benchmark has at most.
const ISSUERS: u32 = 256;

/// The benchmarks and the storage they may touch.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs one.
pub fn run(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let mut whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	// Each block sets the time before anything asks for it: it is in memory.
	whitelist.push(pallet_timestamp::Now::<Runtime>::hashed_key().to_vec().into());
	// So are the details of a currency that another of the block's transactions has touched: there are few.
	let touched =
		MONEY.contains(&config.pallet.as_slice()) && config.benchmark != b"register_currency";
	for currency in (0..CURRENCIES).filter(|_| touched) {
		whitelist
			.push(pallet_medical_token::Currencies::<Runtime>::hashed_key_for(currency).into());
		whitelist.push(pallet_assets::Asset::<Runtime>::hashed_key_for(currency).into());
	}
	// And what an issuer of credentials is accredited for. There are as many as the council accredited, one by
	// one, and all the patients, professionals and companies of a block have theirs from the same.
	let touched = config.pallet.as_slice() != b"pallet_credentials";
	for number in (0..ISSUERS).filter(|_| touched) {
		let issuer = frame_benchmarking::account::<crate::AccountId>("issuer", number, 0);
		whitelist.push(pallet_credentials::Issuers::<Runtime>::hashed_key_for(issuer).into());
	}
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}
