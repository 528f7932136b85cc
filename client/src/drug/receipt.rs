//! What a patient gets with a pack: a file by which the patient, and nobody else, can show that it was
//! sold to this key.

use crate::{
	documents,
	error::{Error, Result},
	types::{
		drug::Verification,
		serialized::{hex, text},
	},
};
use medchain_support::{Commitment, Gtin, PackId, Serial, SoldPack};
use serde::{Deserialize, Serialize};
use std::path::Path;
use subxt::utils::AccountId32;

/// A receipt. It tells who took which drug, and is for the patient alone.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Receipt {
	/// The pack.
	#[serde(with = "hex")]
	pub pack: PackId,
	/// Its product.
	#[serde(with = "text")]
	pub gtin: Gtin,
	/// Its serial number.
	#[serde(with = "text")]
	pub serial: Serial,
	/// Who got the pack.
	pub patient: AccountId32,
	/// 32 random bytes: who has them can show to whom the pack was sold.
	#[serde(with = "hex")]
	pub opening: [u8; 32],
	/// What the chain keeps.
	#[serde(with = "hex")]
	pub receipt: Commitment,
}

impl Receipt {
	/// The receipt of a pack.
	pub fn of(gtin: Gtin, serial: Serial, patient: AccountId32, opening: [u8; 32]) -> Self {
		let pack = PackId::of(&gtin, &serial);
		let receipt = SoldPack { id: pack, opening }.receipt(&patient.0);
		Self { pack, gtin, serial, patient, opening, receipt }
	}

	/// Whether the pack that was verified is this one, and was sold as this says.
	pub fn opens(&self, found: &Verification) -> bool {
		self.pack == found.pack && found.sale.is_some_and(|sale| sale.receipt == self.receipt)
	}

	/// Reads a receipt, which must be sound in itself.
	pub fn read(path: &Path) -> Result<Self> {
		let wrong = |reason: String| Error::Input(format!("{}: {reason}", path.display()));
		let read: Self = serde_json::from_str(&documents::text_of(path)?)
			.map_err(|e| wrong(format!("it is no receipt: {e}")))?;
		match Self::of(read.gtin, read.serial, read.patient, read.opening) == read {
			true => Ok(read),
			false => {
				Err(wrong("receipt: it does not follow from pack, patient and opening".into()))
			}
		}
	}

	/// As a file holds it.
	pub fn written(&self) -> Result<String> {
		let text = serde_json::to_string_pretty(self)
			.map_err(|e| Error::Input(format!("the receipt cannot be written: {e}")))?;
		Ok(format!("{text}\n"))
	}
}
