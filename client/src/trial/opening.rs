//! What commits to content that stays off chain: 32 random bytes of salt, then the content, hashed by
//! BLAKE2b-256. Without the salt nobody can find the content by guessing.

use crate::{
	documents,
	error::{Error, Result},
	packs::serials::random,
	types::{drug::Digest, serialized::hex},
};
use medchain_support::Commitment;
use serde::{de::DeserializeOwned, Deserialize, Serialize};
use sp_crypto_hashing::blake2_256;
use std::path::Path;

/// Commits to content under a salt.
pub fn commitment(salt: &Digest, content: &[u8]) -> Commitment {
	Commitment(blake2_256(&[salt, content].concat()))
}

/// A new salt.
pub fn salt() -> Result<Digest> {
	let mut salt = [0; 32];
	random(&mut salt)?;
	Ok(salt)
}

/// A text that the chain has a commitment to.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Opening {
	/// What the chain keeps.
	#[serde(with = "hex")]
	pub commitment: Commitment,
	/// 32 random bytes.
	#[serde(with = "hex")]
	pub salt: Digest,
	/// The text.
	pub text: String,
}

impl Opening {
	/// Of a text, under a salt.
	pub fn of(text: &str, salt: Digest) -> Self {
		Self { commitment: commitment(&salt, text.as_bytes()), salt, text: text.into() }
	}

	/// Whether the commitment follows from salt and text.
	pub fn is_sound(&self) -> bool {
		commitment(&self.salt, self.text.as_bytes()) == self.commitment
	}

	/// Reads an opening. Nothing in it is checked but its form.
	pub fn read(path: &Path) -> Result<Self> {
		read(path, documents::MAX_DOCUMENT, "opening")
	}

	/// As a file holds it.
	pub fn written(&self) -> Result<String> {
		written(self, "opening")
	}
}

/// Reads a file of at most `most` bytes.
pub(super) fn read<T: DeserializeOwned>(path: &Path, most: u64, what: &str) -> Result<T> {
	serde_json::from_slice(&documents::bytes_of(path, most)?)
		.map_err(|e| Error::Input(format!("{} is no {what}: {e}", path.display())))
}

/// As a file holds it.
pub(super) fn written(value: &impl Serialize, what: &str) -> Result<String> {
	let text = serde_json::to_string_pretty(value)
		.map_err(|e| Error::Input(format!("the {what} cannot be written: {e}")))?;
	Ok(format!("{text}\n"))
}
