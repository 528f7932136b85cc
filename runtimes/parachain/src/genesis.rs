//! Genesis presets. Their keys are the well-known development keys: never use them where it matters.

use crate::{
	configs::consensus::CandidacyBond,
	types::{AccountId, Balance},
	units::MED,
	BalancesConfig, CollatorSelectionConfig, CouncilConfig, CredentialsConfig, ParachainInfoConfig,
	PolkadotXcmConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys,
};
use alloc::{string::ToString, vec, vec::Vec};
use medchain_support::Role;
use polkadot_sdk::{
	frame_support::build_struct_json_patch,
	sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET},
	sp_keyring::Sr25519Keyring,
	staging_xcm::latest::VERSION as XCM_VERSION,
};
use serde_json::Value;

/// The number of the chain on its relay chain, as examples have it.
pub const PARACHAIN_ID: u32 = 2000;

/// What a development account has.
const ENDOWMENT: Balance = 1_000_000 * MED;

/// A development account with its session key.
fn collator(name: Sr25519Keyring) -> (AccountId, SessionKeys) {
	(name.to_account_id(), SessionKeys { aura: name.public().into() })
}

/// A network of development accounts.
fn network(collators: Vec<Sr25519Keyring>, council: Vec<Sr25519Keyring>) -> Value {
	let collators: Vec<(AccountId, SessionKeys)> = collators.into_iter().map(collator).collect();
	build_struct_json_patch!(RuntimeGenesisConfig {
		parachain_info: ParachainInfoConfig { parachain_id: PARACHAIN_ID.into() },
		balances: BalancesConfig {
			balances: Sr25519Keyring::well_known()
				.map(|name| (name.to_account_id(), ENDOWMENT))
				.collect::<Vec<_>>(),
		},
		collator_selection: CollatorSelectionConfig {
			invulnerables: collators.iter().map(|(who, _)| who.clone()).collect::<Vec<_>>(),
			candidacy_bond: CandidacyBond::get(),
		},
		session: SessionConfig {
			keys: collators
				.into_iter()
				.map(|(who, keys)| (who.clone(), who, keys))
				.collect::<Vec<_>>(),
		},
		polkadot_xcm: PolkadotXcmConfig { safe_xcm_version: Some(XCM_VERSION) },
		council: CouncilConfig {
			members: council.into_iter().map(|name| name.to_account_id()).collect::<Vec<_>>(),
		},
		// Alice gives every role, so that whoever tries the chain can play all of them.
		credentials: CredentialsConfig {
			issuers: vec![(
				Sr25519Keyring::Alice.to_account_id(),
				Role::CODES.iter().map(ToString::to_string).collect::<Vec<_>>(),
				true,
			)],
		},
	})
}

/// One collator, Alice, who is also the whole council.
fn development() -> Value {
	network(vec![Sr25519Keyring::Alice], vec![Sr25519Keyring::Alice])
}

/// Four collators and a council of three of them.
fn local_testnet() -> Value {
	use Sr25519Keyring::{Alice, Bob, Charlie, Dave};
	network(vec![Alice, Bob, Charlie, Dave], vec![Alice, Bob, Charlie])
}

/// The preset of a name, as JSON.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let preset = match id.as_ref() {
		DEV_RUNTIME_PRESET => development(),
		LOCAL_TESTNET_RUNTIME_PRESET => local_testnet(),
		_ => return None,
	};
	serde_json::to_vec(&preset).ok()
}

/// Names of the presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}
