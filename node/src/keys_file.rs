//! The file of keys from which `--chain staging=FILE` builds a chain specification.
//!
//! Every mistake is reported by the path of its field, as in `validators[1].babe`.

use medchain_runtime::{configs::consensus::MinimumBond, AccountId, Balance};
use polkadot_sdk::{
	sp_consensus_babe::AuthorityId as BabeId,
	sp_consensus_grandpa::AuthorityId as GrandpaId,
	sp_core::{ed25519, sr25519},
};
use serde_json::{Map, Value};
use std::{collections::HashSet, path::Path, str::FromStr};

/// Whom a chain starts with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeysFile {
	/// The chain's name for people.
	pub name: String,
	/// The chain's name for paths and protocols.
	pub id: String,
	/// The validators of the first sessions.
	pub validators: Vec<Validator>,
	/// The members of the council.
	pub council: Vec<AccountId>,
	/// What accounts start with. The validators' bonds are held from it.
	pub balances: Vec<(AccountId, Balance)>,
}

/// A validator of the first sessions.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Validator {
	/// The account whose bond the validator has at stake.
	pub account: AccountId,
	/// The session key for authoring.
	pub babe: BabeId,
	/// The session key for voting.
	pub grandpa: GrandpaId,
}

impl KeysFile {
	/// Reads the file at `path`.
	pub fn read(path: &Path) -> Result<Self, String> {
		let shown = path.display();
		let text = std::fs::read_to_string(path)
			.map_err(|error| format!("keys file {shown}: cannot be read: {error}"))?;
		Self::parse(&text).map_err(|error| format!("keys file {shown}: {error}"))
	}

	fn parse(text: &str) -> Result<Self, String> {
		let value = serde_json::from_str(text).map_err(|error| format!("is no JSON: {error}"))?;
		let fields =
			object("the file", &value, &["name", "id", "validators", "council", "balances"])?;
		let keys = Self {
			name: string("name", &fields["name"])?.into(),
			id: id("id", &fields["id"])?,
			validators: list("validators", &fields["validators"], validator)?,
			council: list("council", &fields["council"], account)?,
			balances: list("balances", &fields["balances"], balance)?,
		};
		keys.check()?;
		Ok(keys)
	}

	/// What holds between the fields.
	fn check(&self) -> Result<(), String> {
		if self.validators.is_empty() {
			return Err("validators: empty; a chain needs at least one".into());
		}
		if self.council.is_empty() {
			return Err("council: empty; without it nobody governs the chain".into());
		}
		unique("council[#]", self.council.iter())?;
		unique("balances[#][0]", self.balances.iter().map(|(account, _)| account))?;
		unique("validators[#].account", self.validators.iter().map(|v| &v.account))?;
		unique("validators[#].babe", self.validators.iter().map(|v| &v.babe))?;
		unique("validators[#].grandpa", self.validators.iter().map(|v| &v.grandpa))?;
		let bond = MinimumBond::get();
		for (n, Validator { account, .. }) in self.validators.iter().enumerate() {
			let balance = self.balances.iter().find(|(owner, _)| owner == account);
			let balance = balance.map_or(0, |(_, amount)| *amount);
			if balance <= bond {
				return Err(format!(
					"validators[{n}].account: its balance, {balance}, must be more than the bond, {bond}",
				));
			}
		}
		Ok(())
	}
}

fn validator(path: &str, value: &Value) -> Result<Validator, String> {
	let fields = object(path, value, &["account", "babe", "grandpa"])?;
	let public = |name: &str| key(&format!("{path}.{name}"), &fields[name]);
	Ok(Validator {
		account: public("account")?.into(),
		babe: sr25519::Public::from_raw(public("babe")?).into(),
		grandpa: ed25519::Public::from_raw(public("grandpa")?).into(),
	})
}

fn balance(path: &str, value: &Value) -> Result<(AccountId, Balance), String> {
	match value.as_array().map(Vec::as_slice) {
		Some([owner, value]) => {
			Ok((account(&format!("{path}[0]"), owner)?, amount(&format!("{path}[1]"), value)?))
		}
		_ => Err(format!("{path}: expected [account, amount]")),
	}
}

fn account(path: &str, value: &Value) -> Result<AccountId, String> {
	key(path, value).map(Into::into)
}

/// A public key, written as SS58 or as hexadecimal digits.
fn key(path: &str, value: &Value) -> Result<[u8; 32], String> {
	let text = string(path, value)?;
	AccountId::from_str(text).map(Into::into).map_err(|_| {
		format!("{path}: `{text}` is no public key; write SS58, or 0x and 64 hexadecimal digits")
	})
}

/// An amount in the smallest unit, as a number or, for tools that round numbers, as a string. The
/// genesis is JSON as well, which sets the limit.
fn amount(path: &str, value: &Value) -> Result<Balance, String> {
	let amount: Option<u64> = match value {
		Value::Number(number) => number.as_u64(),
		Value::String(digits) => digits.parse().ok(),
		_ => None,
	};
	amount.map(Balance::from).ok_or_else(|| {
		format!("{path}: expected a whole number of units of 10^-12 MED, at most {}", u64::MAX)
	})
}

fn id(path: &str, value: &Value) -> Result<String, String> {
	let id = string(path, value)?;
	let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
	if id.chars().all(fits) {
		Ok(id.into())
	} else {
		Err(format!("{path}: `{id}` may hold nothing but a-z, 0-9, `_` and `-`"))
	}
}

fn string<'a>(path: &str, value: &'a Value) -> Result<&'a str, String> {
	match value.as_str() {
		Some("") => Err(format!("{path}: empty")),
		Some(text) => Ok(text),
		None => Err(format!("{path}: expected a string")),
	}
}

fn list<T>(
	path: &str,
	value: &Value,
	read: impl Fn(&str, &Value) -> Result<T, String>,
) -> Result<Vec<T>, String> {
	let values = value.as_array().ok_or_else(|| format!("{path}: expected a list"))?;
	values.iter().enumerate().map(|(n, value)| read(&format!("{path}[{n}]"), value)).collect()
}

/// An object with exactly the fields `known`.
fn object<'a>(
	path: &str,
	value: &'a Value,
	known: &[&str],
) -> Result<&'a Map<String, Value>, String> {
	let names = known.join(", ");
	let fields =
		value.as_object().ok_or_else(|| format!("{path}: expected an object with {names}"))?;
	if let Some(name) = fields.keys().find(|name| !known.contains(&name.as_str())) {
		return Err(format!("{path}: unknown field `{name}`; known are {names}"));
	}
	if let Some(name) = known.iter().find(|name| !fields.contains_key(**name)) {
		return Err(format!("{path}: field `{name}` is missing"));
	}
	Ok(fields)
}

/// Refuses what comes twice. `path` has `#` where the number goes.
fn unique<T: Eq + std::hash::Hash>(
	path: &str,
	values: impl Iterator<Item = T>,
) -> Result<(), String> {
	let mut seen = HashSet::new();
	for (n, value) in values.enumerate() {
		if !seen.insert(value) {
			return Err(format!("{}: comes twice", path.replace('#', &n.to_string())));
		}
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use medchain_runtime::units::MED;
	use polkadot_sdk::{
		sp_core::crypto::Ss58Codec,
		sp_keyring::{Ed25519Keyring, Sr25519Keyring},
	};
	use serde_json::json;

	fn valid() -> Value {
		let alice = Sr25519Keyring::Alice.to_account_id().to_ss58check();
		let bob = Sr25519Keyring::Bob.to_account_id().to_ss58check();
		json!({
			"name": "A Chain",
			"id": "a_chain-1",
			"validators": [
				{
					"account": alice,
					"babe": Sr25519Keyring::Charlie.public().to_ss58check(),
					"grandpa": Ed25519Keyring::Charlie.public().to_ss58check(),
				},
				{
					"account": bob,
					"babe": format!("0x{}", "0b".repeat(32)),
					"grandpa": format!("0x{}", "0c".repeat(32)),
				},
			],
			"council": [alice],
			"balances": [[alice, 10_001 * MED as u64], [bob, "18446744073709551615"]],
		})
	}

	/// The error of the valid file with one thing put wrong.
	fn error_of(spoil: impl FnOnce(&mut Value)) -> String {
		let mut file = valid();
		spoil(&mut file);
		KeysFile::parse(&file.to_string()).expect_err("refused")
	}

	#[test]
	fn a_valid_file_is_read() {
		let keys = KeysFile::parse(&valid().to_string()).expect("valid");
		assert_eq!((keys.name.as_str(), keys.id.as_str()), ("A Chain", "a_chain-1"));
		assert_eq!(
			keys.validators[0],
			Validator {
				account: Sr25519Keyring::Alice.to_account_id(),
				babe: Sr25519Keyring::Charlie.public().into(),
				grandpa: Ed25519Keyring::Charlie.public().into(),
			},
		);
		assert_eq!(keys.validators[1].babe, sr25519::Public::from_raw([0x0b; 32]).into());
		assert_eq!(keys.council, [Sr25519Keyring::Alice.to_account_id()]);
		assert_eq!(keys.balances[1], (Sr25519Keyring::Bob.to_account_id(), u64::MAX.into()));
		assert_eq!(keys.balances[0].1, 10_001 * MED);
	}

	#[test]
	fn the_file_in_the_readme_is_valid() {
		let readme = include_str!("../README.md");
		let block = readme.split("```json\n").nth(1).and_then(|rest| rest.split("```").next());
		KeysFile::parse(block.expect("the first block of JSON")).expect("valid");
	}

	#[test]
	fn what_is_no_object_is_refused() {
		let error = KeysFile::parse("{").expect_err("refused");
		assert!(error.starts_with("is no JSON: EOF"), "{error}");
		let error = KeysFile::parse("[]").expect_err("refused");
		assert_eq!(
			error,
			"the file: expected an object with name, id, validators, council, balances",
		);
	}

	#[test]
	fn a_missing_file_is_named() {
		let error = KeysFile::read(Path::new("no/such/file")).expect_err("refused");
		assert!(error.starts_with("keys file no/such/file: cannot be read: "), "{error}");
	}

	#[test]
	fn every_field_is_needed_and_no_other() {
		for field in ["name", "id", "validators", "council", "balances"] {
			let error = error_of(|file| {
				file.as_object_mut().expect("an object").remove(field);
			});
			assert_eq!(error, format!("the file: field `{field}` is missing"));
		}
		for field in ["account", "babe", "grandpa"] {
			let error = error_of(|file| {
				file["validators"][1].as_object_mut().expect("an object").remove(field);
			});
			assert_eq!(error, format!("validators[1]: field `{field}` is missing"));
		}
		assert_eq!(
			error_of(|file| file["bootnodes"] = json!([])),
			"the file: unknown field `bootnodes`; known are name, id, validators, council, balances",
		);
	}

	#[test]
	fn every_wrong_field_is_named() {
		let key = "`x` is no public key; write SS58, or 0x and 64 hexadecimal digits";
		let amount = "expected a whole number of units of 10^-12 MED, at most 18446744073709551615";
		type Change = fn(&mut Value);
		let wrong: [(Change, String); 16] = [
			(|f| f["name"] = json!(1), "name: expected a string".into()),
			(|f| f["name"] = json!(""), "name: empty".into()),
			(
				|f| f["id"] = json!("A b"),
				"id: `A b` may hold nothing but a-z, 0-9, `_` and `-`".into(),
			),
			(|f| f["validators"] = json!({}), "validators: expected a list".into()),
			(
				|f| f["validators"][0] = json!(0),
				"validators[0]: expected an object with account, babe, grandpa".into(),
			),
			(
				|f| f["validators"][0]["account"] = json!("x"),
				format!("validators[0].account: {key}"),
			),
			(|f| f["validators"][1]["babe"] = json!("x"), format!("validators[1].babe: {key}")),
			(
				|f| f["validators"][1]["grandpa"] = json!("x"),
				format!("validators[1].grandpa: {key}"),
			),
			(
				|f| f["validators"][1]["grandpa"] = json!(7),
				"validators[1].grandpa: expected a string".into(),
			),
			(|f| f["balances"][0][1] = json!(1.5), format!("balances[0][1]: {amount}")),
			(|f| f["balances"][0][1] = json!("5 MED"), format!("balances[0][1]: {amount}")),
			(|f| f["council"] = json!(["x"]), format!("council[0]: {key}")),
			(|f| f["council"] = json!("x"), "council: expected a list".into()),
			(|f| f["balances"][0] = json!({}), "balances[0]: expected [account, amount]".into()),
			(|f| f["balances"][1][0] = json!("x"), format!("balances[1][0]: {key}")),
			(|f| f["balances"][1][1] = json!(-1), format!("balances[1][1]: {amount}")),
		];
		for (spoil, expected) in wrong {
			assert_eq!(error_of(spoil), expected);
		}
	}

	#[test]
	fn fields_must_fit_together() {
		assert_eq!(
			error_of(|file| file["validators"] = json!([])),
			"validators: empty; a chain needs at least one",
		);
		assert_eq!(
			error_of(|file| file["council"] = json!([])),
			"council: empty; without it nobody governs the chain",
		);
		for field in ["account", "babe", "grandpa"] {
			let error = error_of(|file| {
				file["validators"][1][field] = file["validators"][0][field].clone();
			});
			assert_eq!(error, format!("validators[1].{field}: comes twice"));
		}
		let error = error_of(|file| {
			file["council"] = json!([file["council"][0], file["council"][0]]);
		});
		assert_eq!(error, "council[1]: comes twice");
		let error = error_of(|file| file["balances"][1][0] = file["balances"][0][0].clone());
		assert_eq!(error, "balances[1][0]: comes twice");
		assert_eq!(
			error_of(|file| file["balances"] = json!([])),
			"validators[0].account: its balance, 0, must be more than the bond, 10000000000000000",
		);
	}
}
