//! The state a chain starts with.
//!
//! A chain specification holds a runtime and its genesis in JSON; the runtime makes state of it.
//! The SDK would compile the runtime for that alone, which takes longer than the rest of a start.
//! Here the executor does it that runs the chain afterwards.

use crate::service::Executor;
use codec::{Decode, Encode};
use medchain_runtime::opaque::Block;
use polkadot_sdk::{
	sc_chain_spec::{json_merge, ChainSpec},
	sp_core::{
		bytes,
		storage::{well_known_keys::CODE, Storage},
		traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
	},
	sp_runtime::traits::{Hash, HashingFor},
	sp_state_machine::BasicExternalities,
};
use serde_json::Value;

/// The genesis state of `spec`.
pub fn storage(spec: &dyn ChainSpec, executor: &Executor) -> Result<Storage, String> {
	let spec_json: Value = serde_json::from_str(&spec.as_json(false)?)
		.map_err(|error| format!("the specification is no JSON: {error}"))?;
	let Some(genesis) = spec_json.pointer("/genesis/runtimeGenesis") else {
		// The state itself is written down.
		return spec.as_storage_builder().build_storage();
	};
	let code = genesis.get("code").and_then(Value::as_str).unwrap_or_default();
	let code = bytes::from_hex(code).map_err(|error| format!("the runtime's code: {error}"))?;
	let runtime = Runtime { hash: HashingFor::<Block>::hash(&code).encode(), code, executor };
	let config = match (genesis.get("config"), genesis.get("patch")) {
		(Some(config), _) => config.clone(),
		(None, Some(patch)) => {
			let mut config = runtime.default_config()?;
			json_merge(&mut config, patch.clone());
			config
		}
		(None, None) => return Err("the genesis has neither `config` nor `patch`".into()),
	};
	let mut storage = runtime.build(&config)?;
	storage.top.insert(CODE.to_vec(), runtime.code);
	Ok(storage)
}

/// A runtime that can be asked for its genesis.
struct Runtime<'a> {
	code: Vec<u8>,
	/// By which the executor finds the runtime that it has compiled.
	hash: Vec<u8>,
	executor: &'a Executor,
}

impl Runtime<'_> {
	/// What the runtime starts with where the specification says nothing.
	fn default_config(&self) -> Result<Value, String> {
		let preset = None::<String>.encode();
		let mut ext = BasicExternalities::new_empty();
		let config: Option<Vec<u8>> = self.call(&mut ext, "GenesisBuilder_get_preset", &preset)?;
		let config = config.ok_or("the runtime has no default genesis")?;
		serde_json::from_slice(&config)
			.map_err(|error| format!("the runtime's default genesis is no JSON: {error}"))
	}

	/// The state that the runtime makes of `config`.
	fn build(&self, config: &Value) -> Result<Storage, String> {
		let config = config.to_string().into_bytes().encode();
		let mut ext = BasicExternalities::new_empty();
		self.call::<Result<(), String>>(&mut ext, "GenesisBuilder_build_state", &config)??;
		Ok(ext.into_storages())
	}

	fn call<T: Decode>(
		&self,
		ext: &mut BasicExternalities,
		method: &str,
		data: &[u8],
	) -> Result<T, String> {
		let code_fetcher = WrappedRuntimeCode(self.code.as_slice().into());
		let hash = self.hash.clone();
		let code = RuntimeCode { code_fetcher: &code_fetcher, heap_pages: None, hash };
		let (answer, _) = self.executor.call(ext, &code, method, data, CallContext::Offchain);
		let answer = answer.map_err(|error| {
			let text = error.to_string();
			// What follows is for those who work on the runtime.
			let text = text.split("WASM backtrace").next().unwrap_or_default();
			format!("the runtime cannot build the genesis: {text}")
		})?;
		T::decode(&mut answer.as_slice())
			.map_err(|error| format!("the runtime's answer to {method} is broken: {error}"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::chain_spec;
	use medchain_runtime::WASM_BINARY;
	use polkadot_sdk::sc_service::{self, config::ExecutorConfiguration};
	use serde_json::json;

	fn executor() -> Executor {
		sc_service::new_wasm_executor(&ExecutorConfiguration::default())
	}

	/// The local chain with its genesis replaced.
	fn with_genesis(genesis: Value) -> Box<dyn ChainSpec> {
		let local = chain_spec::load("local").expect("known");
		let json = local.as_json(false).expect("a specification");
		let mut json: Value = serde_json::from_str(&json).expect("JSON");
		json["genesis"] = genesis;
		let bytes = json.to_string().into_bytes();
		Box::new(chain_spec::ChainSpec::from_json_bytes(bytes).expect("a specification"))
	}

	#[test]
	fn the_state_is_what_the_sdk_would_make_of_it() {
		if WASM_BINARY.is_none() {
			return;
		}
		let executor = executor();
		for id in ["dev", "local"] {
			let spec = chain_spec::load(id).expect(id);
			let ours = storage(spec.as_ref(), &executor).expect(id);
			let theirs = spec.as_storage_builder().build_storage().expect(id);
			assert!(ours.top.contains_key(CODE));
			assert_eq!(ours.top, theirs.top);
		}
	}

	#[test]
	fn a_state_that_is_written_down_is_taken_as_it_is() {
		let top = json!({ "0x01": "0x0203" });
		let spec = with_genesis(json!({ "raw": { "top": top, "childrenDefault": {} } }));
		let storage = storage(spec.as_ref(), &executor()).expect("valid");
		assert_eq!(storage.top.into_iter().collect::<Vec<_>>(), [(vec![1], vec![2, 3])]);
	}

	#[test]
	fn a_broken_runtime_is_an_error() {
		let refusal = |code: &str| {
			let genesis = json!({ "runtimeGenesis": { "code": code, "patch": {} } });
			storage(with_genesis(genesis).as_ref(), &executor()).expect_err("refused")
		};
		let error = refusal("0x00");
		assert!(error.starts_with("the runtime cannot build the genesis: "), "{error}");
		let error = refusal("0xzz");
		assert!(error.contains("invalid hex"), "{error}");
	}
}
