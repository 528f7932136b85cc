//! Genesis presets. Their keys are the well-known development keys: never use them where it matters.

use crate::{
	configs::consensus::MinimumBond,
	types::{AccountId, Balance},
	units::MED,
	BabeConfig, BalancesConfig, CouncilConfig, CredentialsConfig, RuntimeGenesisConfig,
	SessionConfig, SessionKeys, ValidatorSetConfig, BABE_GENESIS_CONFIG,
};
use alloc::{string::ToString, vec, vec::Vec};
use medchain_support::Role;
use polkadot_sdk::{
	frame_support::build_struct_json_patch,
	sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET},
	sp_keyring::{Ed25519Keyring, Sr25519Keyring},
};
use serde_json::Value;

/// Sessions of a minute, so that what takes a session can be watched.
const SHORT_SESSION: u64 = 20;

/// What a development account has.
const ENDOWMENT: Balance = 1_000_000 * MED;

/// A development account with both of its session keys.
fn validator(name: Sr25519Keyring) -> (AccountId, SessionKeys) {
	let votes = match name {
		Sr25519Keyring::Bob => Ed25519Keyring::Bob,
		Sr25519Keyring::Charlie => Ed25519Keyring::Charlie,
		Sr25519Keyring::Dave => Ed25519Keyring::Dave,
		_ => Ed25519Keyring::Alice,
	};
	let keys = SessionKeys { babe: name.public().into(), grandpa: votes.public().into() };
	(name.to_account_id(), keys)
}

/// A network of development accounts.
fn network(validators: Vec<Sr25519Keyring>, council: Vec<Sr25519Keyring>, minimum: u32) -> Value {
	let validators: Vec<(AccountId, SessionKeys)> = validators.into_iter().map(validator).collect();
	debug_assert!(MinimumBond::get() < ENDOWMENT);
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			balances: Sr25519Keyring::well_known()
				.map(|name| (name.to_account_id(), ENDOWMENT))
				.collect::<Vec<_>>(),
		},
		babe: BabeConfig { epoch_config: BABE_GENESIS_CONFIG },
		validator_set: ValidatorSetConfig {
			validators: validators.iter().map(|(who, _)| who.clone()).collect::<Vec<_>>(),
			minimum_size: minimum,
			session_slots: Some(SHORT_SESSION),
		},
		session: SessionConfig {
			keys: validators
				.into_iter()
				.map(|(who, keys)| (who.clone(), who, keys))
				.collect::<Vec<_>>(),
		},
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

/// One validator, Alice, who is also the whole council.
fn development() -> Value {
	network(vec![Sr25519Keyring::Alice], vec![Sr25519Keyring::Alice], 1)
}

/// Four validators and a council of three of them.
fn local_testnet() -> Value {
	use Sr25519Keyring::{Alice, Bob, Charlie, Dave};
	network(vec![Alice, Bob, Charlie, Dave], vec![Alice, Bob, Charlie], 1)
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
