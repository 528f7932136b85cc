//! Records: that something exists of a patient, where its ciphertext lies, and how a copy is proved
//! genuine.

use crate::{
	calls::Call,
	error::{Error, Result},
	node::{self, AtBlock},
	types::{
		events::{RecordAmended, RecordErased, RecordRegistered},
		records::{Record, RecordVersion, MAX_LOCATOR},
		PALLET,
	},
	wire::OnChain,
};
use medchain_support::{Commitment, ResourceClass, Sensitivities};
use subxt::{
	config::{substrate::BlakeTwo256, Hasher},
	utils::AccountId32,
};

/// Most records that the chain tells at once.
const PAGE: u32 = 100;

/// The commitment to a ciphertext: its BLAKE2b-256 hash.
pub fn commitment(ciphertext: &[u8]) -> Commitment {
	Commitment(BlakeTwo256.hash(ciphertext).0)
}

/// A locator: 1 to 64 bytes of visible ASCII, so that people can read it.
pub fn locator(text: &str) -> std::result::Result<Vec<u8>, String> {
	let readable = text.bytes().all(|byte| byte.is_ascii_graphic());
	match (1..=MAX_LOCATOR).contains(&text.len()) && readable {
		true => Ok(text.as_bytes().to_vec()),
		false => Err(format!(
			"{text:?} is no locator; right are 1 to {MAX_LOCATOR} visible ASCII characters"
		)),
	}
}

/// Says that a record of a patient exists. The signer keeps its content.
pub fn register(
	patient: &AccountId32,
	class: ResourceClass,
	sensitivities: Sensitivities,
	commitment: Commitment,
	locator: Vec<u8>,
) -> Call<RecordRegistered> {
	let arguments =
		(*patient, OnChain(class), OnChain(sensitivities), OnChain(commitment), locator);
	Call::new(PALLET, "register_record", arguments)
}

/// Gives a record a new version.
pub fn amend(
	patient: &AccountId32,
	record: u32,
	commitment: Commitment,
	locator: Vec<u8>,
) -> Call<RecordAmended> {
	Call::new(PALLET, "amend_record", (*patient, record, OnChain(commitment), locator))
}

/// Forgets what a record pointed to.
pub fn erase(patient: &AccountId32, record: u32) -> Call<RecordErased> {
	Call::new(PALLET, "erase_record", (*patient, record))
}

/// A patient's records from number `from` on, up to `limit` of them, tombstones too.
pub async fn list(
	at: &AtBlock,
	patient: &AccountId32,
	from: u32,
	limit: Option<u32>,
) -> Result<Vec<Record>> {
	let mut records: Vec<Record> = Vec::new();
	let mut next = from;
	let mut left = limit.unwrap_or(u32::MAX);
	while left > 0 {
		let asked = left.min(PAGE);
		let page: Vec<Record> = node::view(at, PALLET, "records", (*patient, next, asked)).await?;
		let Some(last) = page.last() else { break };
		next = last.id.saturating_add(1);
		left -= asked;
		records.extend(page);
	}
	Ok(records)
}

/// One record of a patient.
pub async fn record(at: &AtBlock, patient: &AccountId32, id: u32) -> Result<Record> {
	node::view::<Option<Record>, _>(at, PALLET, "record", (*patient, id))
		.await?
		.ok_or_else(|| Error::Input(format!("{patient} has no record {id}")))
}

/// A version of a record, from 1; the present one if none is named.
pub fn version_of(record: &Record, number: Option<usize>) -> Result<(usize, &RecordVersion)> {
	let count = record.versions.len();
	if record.erased.is_some() {
		return Err(Error::Input(format!(
			"record {} was erased; nothing is left to compare",
			record.id
		)));
	}
	let number = number.unwrap_or(count);
	let found = number.checked_sub(1).and_then(|index| record.versions.get(index));
	found.map(|version| (number, version)).ok_or_else(|| {
		Error::Input(format!("record {} has no version {number}; it has 1 to {count}", record.id))
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_commitment_is_the_blake2_256_hash() {
		let hash = crate::relay::to_hex(&commitment(b"abc").0);
		assert_eq!(hash, "0xbddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
		assert_ne!(commitment(b"abc"), commitment(b"abd"));
	}

	#[test]
	fn locators_are_short_and_visible() {
		assert_eq!(locator("ipfs:bafy"), Ok(b"ipfs:bafy".to_vec()));
		assert!(locator(&"x".repeat(64)).is_ok());
		for text in ["", "two words", "é", "\n", &"x".repeat(65)] {
			assert!(locator(text).unwrap_err().contains("right are"), "{text}");
		}
	}

	#[test]
	fn versions_are_counted_from_one() {
		let version = |byte| RecordVersion {
			commitment: Commitment([byte; 32]).into(),
			locator: Vec::new(),
			since: 0,
		};
		let mut record = Record {
			id: 3,
			custodian: Some(AccountId32([1; 32])),
			class: Some(OnChain(ResourceClass::Observation)),
			sensitivities: Sensitivities::EMPTY.into(),
			versions: vec![version(1), version(2)],
			erased: None,
		};
		let of = |record: &Record, number| {
			version_of(record, number).map(|(n, v)| (n, v.commitment.0 .0[0]))
		};
		assert_eq!(of(&record, None).unwrap(), (2, 2));
		assert_eq!(of(&record, Some(1)).unwrap(), (1, 1));
		assert!(of(&record, Some(0)).unwrap_err().to_string().contains("1 to 2"));
		assert!(of(&record, Some(3)).unwrap_err().to_string().contains("no version 3"));
		record.erased = Some(9);
		assert!(of(&record, None).unwrap_err().to_string().contains("erased"));
	}
}
