//! Chain specifications: which chains the node knows, and how it builds new ones.

use crate::keys_file::KeysFile;
use medchain_runtime::{opaque::Block, SessionKeys, BABE_GENESIS_CONFIG, WASM_BINARY};
use polkadot_sdk::{
	sc_chain_spec::{
		self, ChainSpecExtension, ChainType, Properties, DEV_RUNTIME_PRESET,
		LOCAL_TESTNET_RUNTIME_PRESET,
	},
	sc_client_api::{BadBlocks, ForkBlocks},
	sc_sync_state_rpc::LightSyncStateExtension,
};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};
use std::path::Path;

/// A chain specification of MedChain.
pub type ChainSpec = sc_chain_spec::GenericChainSpec<Extensions>;

/// What a specification may hold beside the usual. All of it is known to light clients.
#[derive(Clone, ChainSpecExtension, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
	/// Blocks that must be on the chain.
	pub fork_blocks: ForkBlocks<Block>,
	/// Blocks that must not be on the chain.
	pub bad_blocks: BadBlocks<Block>,
	/// Where light clients start; `sync_state_genSyncSpec` fills it in.
	pub light_sync_state: LightSyncStateExtension,
}

/// How the network's protocols are prefixed.
const PROTOCOL: &str = "medchain";

/// The specification behind the value of `--chain`.
pub fn load(id: &str) -> Result<Box<dyn sc_chain_spec::ChainSpec>, String> {
	let spec = match id {
		"" => return Err("which chain? give --dev, or --chain dev|local|staging=KEYS|SPEC".into()),
		"dev" => preset("MedChain Development", ChainType::Development, DEV_RUNTIME_PRESET)?,
		"local" => {
			preset("MedChain Local Testnet", ChainType::Local, LOCAL_TESTNET_RUNTIME_PRESET)?
		}
		"staging" => {
			return Err("staging needs its keys: --chain staging=FILE (see `Keys file` in the \
				node's README)"
				.into())
		}
		_ => match id.strip_prefix("staging=") {
			Some(keys) => staging(&KeysFile::read(Path::new(keys))?)?,
			None => from_file(id)?,
		},
	};
	Ok(Box::new(spec))
}

fn from_file(path: &str) -> Result<ChainSpec, String> {
	if !Path::new(path).exists() {
		return Err(format!(
			"chain `{path}` is neither dev, local, staging=KEYS nor the path of a file",
		));
	}
	ChainSpec::from_json_file(path.into()).map_err(|error| format!("chain spec {path}: {error}"))
}

/// A chain whose genesis the runtime has ready under the name `preset`.
fn preset(name: &str, chain_type: ChainType, preset: &str) -> Result<ChainSpec, String> {
	// From the runtime's library; asking its Wasm would mean to compile it.
	let genesis = medchain_runtime::genesis::get_preset(&preset.into())
		.and_then(|json| serde_json::from_slice(&json).ok())
		.ok_or_else(|| format!("the runtime has no genesis `{preset}`"))?;
	Ok(ChainSpec::builder(wasm()?, Extensions::default())
		.with_name(name)
		.with_id(&format!("medchain_{preset}"))
		.with_chain_type(chain_type)
		.with_protocol_id(PROTOCOL)
		.with_properties(properties())
		.with_genesis_config_patch(genesis)
		.build())
}

/// A live chain that starts with the given keys.
fn staging(keys: &KeysFile) -> Result<ChainSpec, String> {
	Ok(ChainSpec::builder(wasm()?, Extensions::default())
		.with_name(&keys.name)
		.with_id(&keys.id)
		.with_chain_type(ChainType::Live)
		.with_protocol_id(PROTOCOL)
		.with_properties(properties())
		.with_genesis_config_patch(genesis(keys))
		.build())
}

/// The runtime's genesis for the given keys.
fn genesis(keys: &KeysFile) -> Value {
	let accounts: Vec<_> = keys.validators.iter().map(|validator| &validator.account).collect();
	let sessions: Vec<_> = keys
		.validators
		.iter()
		.map(|validator| {
			let keys =
				SessionKeys { babe: validator.babe.clone(), grandpa: validator.grandpa.clone() };
			(&validator.account, &validator.account, keys)
		})
		.collect();
	json!({
		"balances": { "balances": keys.balances },
		"babe": { "epochConfig": BABE_GENESIS_CONFIG },
		"validatorSet": { "validators": accounts, "minimumSize": 1 },
		"session": { "keys": sessions },
		"council": { "members": keys.council },
	})
}

/// The runtime as the genesis block gets it.
fn wasm() -> Result<&'static [u8], String> {
	WASM_BINARY.ok_or_else(|| {
		"this node was built without a runtime (SKIP_WASM_BUILD); it runs chains from files alone"
			.into()
	})
}

/// How wallets show amounts and addresses.
fn properties() -> Properties {
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), "MED".into());
	properties.insert("tokenDecimals".into(), 12.into());
	properties.insert("ss58Format".into(), 42.into());
	properties
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::keys_file::Validator;
	use medchain_runtime::units::MED;
	use polkadot_sdk::{
		sp_keyring::{Ed25519Keyring, Sr25519Keyring},
		sp_runtime::BuildStorage,
	};

	fn keys() -> KeysFile {
		let account = Sr25519Keyring::One.to_account_id();
		KeysFile {
			name: "A Chain".into(),
			id: "a_chain".into(),
			validators: vec![Validator {
				account: account.clone(),
				babe: Sr25519Keyring::One.public().into(),
				grandpa: Ed25519Keyring::One.public().into(),
			}],
			council: vec![account.clone()],
			balances: vec![(account, 100_000 * MED)],
		}
	}

	/// The error of an identifier.
	fn refusal(id: &str) -> String {
		match load(id) {
			Ok(_) => panic!("`{id}` was accepted"),
			Err(error) => error,
		}
	}

	#[test]
	fn unknown_chains_are_named() {
		assert!(refusal("").starts_with("which chain?"));
		assert!(refusal("staging").starts_with("staging needs its keys: --chain staging=FILE"));
		assert_eq!(
			refusal("nowhere"),
			"chain `nowhere` is neither dev, local, staging=KEYS nor the path of a file",
		);
		assert!(refusal("staging=nowhere").starts_with("keys file nowhere: cannot be read: "));
	}

	#[test]
	fn wallets_are_told_the_token() {
		if WASM_BINARY.is_none() {
			return;
		}
		for id in ["dev", "local"] {
			let properties = load(id).expect(id).properties();
			assert_eq!(properties["tokenSymbol"], "MED");
			assert_eq!(properties["tokenDecimals"], 12);
			assert_eq!(properties["ss58Format"], 42);
		}
	}

	#[test]
	fn staging_chains_start_with_the_keys_of_the_file() {
		if WASM_BINARY.is_none() {
			return;
		}
		let spec = staging(&keys()).expect("valid");
		assert_eq!((spec.name(), spec.id()), ("A Chain", "a_chain"));
		assert!(spec.build_storage().expect("valid").top.len() > 10);
	}
}
