//! What is in memory when a transaction begins: benchmarks do not count it as read or written.

use crate::{AccountId, AllPalletsWithSystem, Runtime};
use alloc::vec::Vec;
use polkadot_sdk::{
	frame_benchmarking::{account, BenchmarkConfig},
	frame_support::traits::{TrackedStorageKey, WhitelistedStorageKeys},
	*,
};

/// Pallets of which money moves.
const MONEY: [&[u8]; 3] =
	[b"pallet_clinical_trials", b"pallet_insurance_claims", b"pallet_medical_token"];
/// Currencies that a benchmark registers at most.
const CURRENCIES: u32 = 8;
/// Issuers of credentials that a benchmark has at most.
const ISSUERS: u32 = 256;

/// The keys of it, for one benchmark.
pub fn keys(config: &BenchmarkConfig) -> Vec<TrackedStorageKey> {
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
		let issuer = account::<AccountId>("issuer", number, 0);
		whitelist.push(pallet_credentials::Issuers::<Runtime>::hashed_key_for(issuer).into());
	}
	whitelist
}
