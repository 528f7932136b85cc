//! Who signs, and who is meant.

use crate::error::{Error, Result};
use std::{fs, path::Path, str::FromStr};
use subxt::utils::AccountId32;
use subxt_signer::{sr25519::Keypair, SecretUri};

/// Environment variable that holds the signer's secret URI.
pub const SIGNER_VARIABLE: &str = "MEDCHAIN_SIGNER";

/// The key of a secret URI: a mnemonic, `0x` and 64 hexadecimal digits, either with a path, or a
/// development path such as `//Alice`. The error does not repeat the secret.
pub fn keypair(secret_uri: &str) -> Result<Keypair> {
	SecretUri::from_str(secret_uri.trim())
		.ok()
		.and_then(|uri| Keypair::from_uri(&uri).ok())
		.ok_or_else(|| {
			Error::Input(
				"the signer is no secret URI; right are a mnemonic of 12 to 24 words, 0x and 64 \
				 hexadecimal digits, or a development path such as //Alice"
					.into(),
			)
		})
}

/// The key whose secret URI stands in a file.
pub fn keypair_of_file(path: &Path) -> Result<Keypair> {
	let text = fs::read_to_string(path).map_err(|e| {
		Error::Input(format!("cannot read the signer's file {}: {e}", path.display()))
	})?;
	keypair(&text)
		.map_err(|_| Error::Input(format!("{} holds no secret URI of a signer", path.display())))
}

/// The account of a key.
pub fn account_of(keypair: &Keypair) -> AccountId32 {
	keypair.public_key().into()
}

/// An account: an SS58 address, `0x` and 64 hexadecimal digits, or a development path.
pub fn account(text: &str) -> std::result::Result<AccountId32, String> {
	if let Some(digits) = text.strip_prefix("0x") {
		return public_key(digits).map(AccountId32).ok_or_else(|| {
			format!("{text:?} is no public key; right is 0x and 64 hexadecimal digits")
		});
	}
	if text.starts_with("//") {
		return keypair(text).map(|key| account_of(&key)).map_err(|_| {
			format!("{text:?} is no development path; right are //Alice, //Bob and the like")
		});
	}
	AccountId32::from_str(text).map_err(|e| {
		format!("{text:?} is no account ({e}); right is an SS58 address such as 5GrwvaEF…")
	})
}

fn public_key(digits: &str) -> Option<[u8; 32]> {
	if digits.len() != 64 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
		return None;
	}
	let mut key = [0; 32];
	for (n, byte) in key.iter_mut().enumerate() {
		*byte = u8::from_str_radix(digits.get(2 * n..2 * n + 2)?, 16).ok()?;
	}
	Some(key)
}

#[cfg(test)]
mod tests {
	use super::*;
	use subxt_signer::sr25519::dev;

	const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	const ALICE_KEY: &str = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

	#[test]
	fn an_account_has_three_spellings() {
		let alice = account_of(&dev::alice());
		assert_eq!(account(ALICE), Ok(alice));
		assert_eq!(account(ALICE_KEY), Ok(alice));
		assert_eq!(account("//Alice"), Ok(alice));
		assert_eq!(alice.to_string(), ALICE);
	}

	#[test]
	fn what_is_no_account_is_named() {
		for text in ["", "5Grw", "0x12", "0xzz", &ALICE.replace('Q', "R"), "//"] {
			let error = account(text).unwrap_err();
			assert!(error.contains("right"), "{error}");
		}
	}

	#[test]
	fn a_wrong_secret_is_not_repeated() {
		let secret = "bottom drive obey lake curtain smoke basket hold race lonely fit wak";
		let Err(error) = keypair(secret) else { panic!("no key") };
		assert!(!error.to_string().contains("bottom"), "{error}");
		assert!(keypair(&secret.replace("wak", "walk")).is_ok());
		assert!(keypair("//Alice\n").is_ok(), "a file ends with a line break");
	}
}
