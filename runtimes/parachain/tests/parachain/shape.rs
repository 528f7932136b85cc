//! The runtime beside that of the chain of MedChain's own, and what a node asks it.

use super::*;
use codec::{Decode, Encode};
use medchain_runtime::{
	configs::{
		governance::CouncilInstance,
		system::{RuntimeBlockWeights, MAXIMUM_BLOCK_WEIGHT},
	},
	genesis::{preset_names, PARACHAIN_ID},
	Block, ParachainInfo, SessionKeys, UncheckedExtrinsic, VERSION,
};
use polkadot_sdk::{
	frame_support::{dispatch::DispatchClass, traits::PalletsInfoAccess},
	sp_api::runtime_decl_for_core::CoreV5,
	sp_runtime::traits::{ExtrinsicMetadata, OpaqueKeys},
};
use std::collections::BTreeMap;

/// The source of the other runtime.
const LIB: &str = include_str!("../../../../runtime/src/lib.rs");
const APIS: &str = include_str!("../../../../runtime/src/apis.rs");
const OUR_APIS: &str = include_str!("../../src/apis.rs");

/// Pallets of the other chain that are about its own consensus.
const ITS_CONSENSUS: [&str; 5] = ["Babe", "ValidatorSet", "Offences", "Historical", "Grandpa"];

/// The indices that a runtime's source gives its pallets.
fn indices(source: &str) -> BTreeMap<&str, usize> {
	source
		.split("#[runtime::pallet_index(")
		.skip(1)
		.filter_map(|text| {
			let (index, text) = text.split_once(')')?;
			let (_, text) = text.split_once("pub type ")?;
			Some((text.split_once(' ')?.0, index.parse().ok()?))
		})
		.collect()
}

#[test]
fn every_pallet_of_the_other_chain_has_the_same_index() {
	let ours: BTreeMap<_, _> = medchain_runtime::AllPalletsWithSystem::infos()
		.into_iter()
		.map(|pallet| (pallet.name, pallet.index))
		.collect();
	let theirs = indices(LIB);
	assert!(theirs.len() > 30, "the source was not understood");
	for (name, index) in theirs {
		match ITS_CONSENSUS.contains(&name) {
			true => assert!(!ours.contains_key(name), "{name}"),
			false => assert_eq!(ours.get(name), Some(&index), "{name}"),
		}
	}
	let mut indices: Vec<_> = ours.values().collect();
	indices.sort();
	indices.dedup();
	assert_eq!(indices.len(), ours.len());
}

#[test]
fn it_answers_about_our_pallets_as_the_other_chain_does() {
	let about = |source: &'static str| {
		let from = source.find("\timpl pallet_patient_consent::runtime_api").expect("it is there");
		let to = source.find("\timpl sp_genesis_builder").expect("it is there");
		&source[from..to]
	};
	assert!(about(APIS) == about(OUR_APIS), "copy what runtime/src/apis.rs says of our pallets");
}

#[test]
fn a_parachains_node_finds_all_it_asks_for() {
	let names = [
		"AccountNonceApi",
		"AuraApi",
		"AuraUnincludedSegmentApi",
		"BlockBuilder",
		"CollectCollationInfo",
		"Core",
		"GenesisBuilder",
		"GetParachainInfo",
		"KeyToIncludeInRelayProof",
		"Metadata",
		"OffchainWorkerApi",
		"RelayParentOffsetApi",
		"SchedulingV3EnabledApi",
		"SessionKeys",
		"TaggedTransactionQueue",
		"TargetBlockRate",
		"TransactionPaymentApi",
	];
	for name in names {
		assert!(OUR_APIS.contains(&format!("::{name}<Block")), "{name}");
	}
	let version = <Runtime as CoreV5<Block>>::version();
	assert_eq!(version.spec_name, VERSION.spec_name);
	assert!(version.apis.len() > names.len());
	// By these names a node knows the chain for a parachain with Aura.
	let pallets: Vec<_> = medchain_runtime::AllPalletsWithSystem::infos()
		.into_iter()
		.map(|pallet| pallet.name)
		.collect();
	for name in ["System", "ParachainSystem", "Aura"] {
		assert!(pallets.contains(&name), "{name}");
	}
}

#[test]
fn every_preset_builds_and_has_money_collators_and_a_council() {
	for name in preset_names() {
		chain(name.as_ref()).execute_with(|| {
			let collators = Session::validators();
			assert!(!collators.is_empty());
			assert_eq!(
				collators,
				pallet_collator_selection::Invulnerables::<Runtime>::get().to_vec()
			);
			assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), collators.len());
			assert!(!pallet_collective::Members::<Runtime, CouncilInstance>::get().is_empty());
			assert_eq!(u32::from(ParachainInfo::parachain_id()), PARACHAIN_ID);
			for collator in collators {
				assert!(Balances::total_balance(&collator) > 0);
				assert!(Session::load_keys(&collator).is_some());
			}
			crate::mixed::check();
		});
	}
	chain("local_testnet").execute_with(|| assert_eq!(Session::validators().len(), 4));
	assert_eq!(get_preset(&PresetId::from("staging")), None);
	assert_eq!(SessionKeys::key_ids().len(), 1);
}

#[test]
fn metadata_decodes_in_all_versions() {
	chain("development").execute_with(|| {
		assert_eq!(Runtime::metadata_versions(), [14, 15, 16]);
		for version in [14u8, 15, 16] {
			let opaque = Runtime::metadata_at_version(version.into()).expect("the version exists");
			let bytes: &Vec<u8> = &opaque;
			assert_eq!(&bytes[..4], b"meta");
			assert_eq!(bytes[4], version);
		}
	});
}

/// A wallet that knows the other chain's transactions can make these: one extension more, of no bytes.
#[test]
fn transactions_are_encoded_as_on_the_other_chain() {
	chain("development").execute_with(|| {
		crate::sponsorship::known_genesis();
		let call: RuntimeCall = frame_system::Call::remark { remark: vec![1] }.into();
		let transaction = crate::asset_fees::transaction(Alice, call, None);
		let again = UncheckedExtrinsic::decode(&mut &transaction.encode()[..]);
		assert_eq!(again.map(|again| again.encode()), Ok(transaction.encode()));
		let with = crate::asset_fees::extension(7, Some(1));
		assert_eq!(with.encode(), with.0.encode());
	});
	assert!(<UncheckedExtrinsic as ExtrinsicMetadata>::VERSIONS.contains(&4));
}

#[test]
fn blocks_have_an_end_in_time_and_in_proof() {
	let limits = RuntimeBlockWeights::get();
	assert_eq!(limits.max_block, MAXIMUM_BLOCK_WEIGHT);
	assert_eq!(MAXIMUM_BLOCK_WEIGHT.ref_time(), 2_000_000_000_000);
	assert_eq!(MAXIMUM_BLOCK_WEIGHT.proof_size(), 10 * 1024 * 1024);
	let normal = limits.get(DispatchClass::Normal).max_total.expect("there is a limit");
	assert!(normal.all_lt(MAXIMUM_BLOCK_WEIGHT));
}
