//! A proof that a pack was commissioned, as a file.

use super::merkle::{verify, Digest, MAX_PACKS};
use crate::{
	documents,
	error::{Error, Result},
	types::serialized::{hex, text},
};
use codec::Encode;
use medchain_support::{Gtin, Lot, PackId, Serial};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What the names of files with proofs end with.
pub const SUFFIX: &str = ".proof.json";

/// That a pack stands at a place of its lot. In SCALE it has 1 KiB at most.
#[derive(Clone, Debug, Deserialize, Encode, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PackProof {
	/// The product (AI 01).
	#[serde(with = "text")]
	pub gtin: Gtin,
	/// The lot (AI 10).
	#[serde(with = "text")]
	pub lot: Lot,
	/// The serial number (AI 21).
	#[serde(with = "text")]
	pub serial: Serial,
	/// The pack's place in the lot.
	pub place: u32,
	/// The place of its batch's first pack in the lot.
	#[serde(default)]
	pub start: u32,
	/// How many packs its batch has.
	pub count: u32,
	/// The root of its batch.
	#[serde(with = "hex")]
	pub root: Digest,
	/// The siblings on the way from the pack's leaf to the root, the lowest first.
	#[serde(with = "hex::list")]
	pub siblings: Vec<Digest>,
}

impl PackProof {
	/// The identity of the pack.
	pub fn pack(&self) -> PackId {
		PackId::of(&self.gtin, &self.serial)
	}

	/// Checks that it leads to its root. Whether the root is the lot's, only the chain tells.
	pub fn check(&self) -> Result<(), String> {
		if self.count == 0 || self.count > MAX_PACKS {
			return Err(format!("count: {}; a batch has 1 to {MAX_PACKS} packs", self.count));
		}
		let place = self.place.checked_sub(self.start).filter(|place| *place < self.count);
		let place = place.ok_or_else(|| {
			format!(
				"place: {} is not in the batch, which has the places {} to {}",
				self.place,
				self.start,
				u64::from(self.start).saturating_add(self.count.into()).saturating_sub(1)
			)
		})?;
		match verify(&self.root, self.count, place, &self.pack(), &self.siblings) {
			true => Ok(()),
			false => Err(format!(
				"siblings: they do not lead from serial {} at place {} to the root",
				self.serial, self.place
			)),
		}
	}

	/// Reads a proof. Nothing in it is checked but its form.
	pub fn read(path: &Path) -> Result<Self> {
		serde_json::from_str(&documents::text_of(path)?)
			.map_err(|e| Error::Input(format!("{} is no proof: {e}", path.display())))
	}

	/// As a file holds it.
	pub fn written(&self) -> Result<String> {
		let text = serde_json::to_string_pretty(self)
			.map_err(|e| Error::Input(format!("the proof cannot be written: {e}")))?;
		Ok(format!("{text}\n"))
	}
}
