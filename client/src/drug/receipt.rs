//! What a patient gets with a pack: a file by which the patient, and nobody else, can show that it was
//! sold to this key.

use crate::{
	documents,
	error::{Error, Result},
	types::serialized::{hex, text},
};
use medchain_support::{Commitment, Gtin, PackId, Serial};
use serde::{Deserialize, Serialize};
use sp_crypto_hashing::blake2_256;
use std::path::Path;
use subxt::utils::AccountId32;

/// What stands before all else in what a receipt commits to.
const DOMAIN: &[u8] = b"medchain/sale";

/// The commitment to whom a pack was sold: blake2-256 over `medchain/sale`, the pack's 32 bytes, the
/// patient's 32 bytes, and the salt.
pub fn commitment(pack: &PackId, patient: &AccountId32, salt: &[u8; 32]) -> Commitment {
	Commitment(blake2_256(&[DOMAIN, &pack.0, &patient.0, salt].concat()))
}

/// A receipt. It tells who took which drug, and is for the patient alone.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Receipt {
	/// The product.
	#[serde(with = "text")]
	pub gtin: Gtin,
	/// The serial number.
	#[serde(with = "text")]
	pub serial: Serial,
	/// Who got the pack.
	pub patient: AccountId32,
	/// The random opening.
	#[serde(with = "hex")]
	pub salt: [u8; 32],
	/// What the chain keeps.
	#[serde(with = "hex")]
	pub receipt: Commitment,
}

impl Receipt {
	/// The receipt of a pack.
	pub fn of(gtin: Gtin, serial: Serial, patient: AccountId32, salt: [u8; 32]) -> Self {
		let receipt = commitment(&PackId::of(&gtin, &serial), &patient, &salt);
		Self { gtin, serial, patient, salt, receipt }
	}

	/// The pack.
	pub fn pack(&self) -> PackId {
		PackId::of(&self.gtin, &self.serial)
	}

	/// Reads a receipt, which must be sound in itself.
	pub fn read(path: &Path) -> Result<Self> {
		let wrong = |reason: String| Error::Input(format!("{}: {reason}", path.display()));
		let read: Self = serde_json::from_str(&documents::text_of(path)?)
			.map_err(|e| wrong(format!("it is no receipt: {e}")))?;
		match read.receipt == commitment(&read.pack(), &read.patient, &read.salt) {
			true => Ok(read),
			false => Err(wrong("receipt: it does not follow from pack, patient and salt".into())),
		}
	}

	/// As a file holds it.
	pub fn written(&self) -> Result<String> {
		let text = serde_json::to_string_pretty(self)
			.map_err(|e| Error::Input(format!("the receipt cannot be written: {e}")))?;
		Ok(format!("{text}\n"))
	}
}
