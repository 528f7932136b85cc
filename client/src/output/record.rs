//! Records.

use super::{instant, pairs, Table};
use crate::{relay::to_hex, types::records::Record};
use serde_json::{json, Value};

/// A locator as people read it: text if it is visible ASCII, else hexadecimal digits.
fn locator(locator: &[u8]) -> String {
	match locator.iter().all(u8::is_ascii_graphic) {
		true => String::from_utf8_lossy(locator).into_owned(),
		false => to_hex(locator),
	}
}

fn state(record: &Record) -> String {
	match record.erased {
		Some(at) => format!("erased {}", instant(at)),
		None => format!("version {}", record.versions.len()),
	}
}

/// What the record is, unless that was forgotten.
fn class(record: &Record) -> Option<&'static str> {
	record.class.map(|class| class.code())
}

fn labels(record: &Record) -> String {
	match record.erased {
		Some(_) => String::new(),
		None => listed!(record.sensitivities, "N"),
	}
}

/// A table of records.
pub fn records(records: &[Record]) -> Table {
	let mut table = Table::new(&["RECORD", "CLASS", "LABELS", "STATE", "LOCATOR", "CUSTODIAN"]);
	for record in records {
		table.row(vec![
			record.id.to_string(),
			class(record).unwrap_or_default().into(),
			labels(record),
			state(record),
			record.versions.last().map(|last| locator(&last.locator)).unwrap_or_default(),
			record.custodian.map(|custodian| custodian.to_string()).unwrap_or_default(),
		]);
	}
	table
}

/// A record with its versions.
pub fn record(record: &Record) -> String {
	let mut about = vec![("record", record.id.to_string()), ("state", state(record))];
	if record.erased.is_some() {
		return pairs(&about);
	}
	about.extend([
		("class", class(record).unwrap_or_default().into()),
		("labels", labels(record)),
		("custodian", record.custodian.map(|custodian| custodian.to_string()).unwrap_or_default()),
	]);
	let about = pairs(&about);
	let mut table = Table::new(&["VERSION", "SINCE", "COMMITMENT", "LOCATOR"]);
	for (number, version) in (1..).zip(&record.versions) {
		table.row(vec![
			format!("{number}"),
			instant(version.since),
			to_hex(&version.commitment.0 .0),
			locator(&version.locator),
		]);
	}
	format!("{about}{table}")
}

/// A record, for machines.
pub fn record_json(record: &Record) -> Value {
	let versions = record.versions.iter().map(|version| {
		json!({
			"commitment": to_hex(&version.commitment.0 .0),
			"locator": locator(&version.locator),
			"since": instant(version.since),
		})
	});
	json!({
		"id": record.id,
		"class": class(record),
		"sensitivities": list_json!(record.sensitivities),
		"custodian": record.custodian,
		"versions": versions.collect::<Vec<_>>(),
		"erased": record.erased.map(instant),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{types::records::RecordVersion, wire::OnChain};
	use medchain_support::{Commitment, ResourceClass, Sensitivity};
	use subxt::utils::AccountId32;

	#[test]
	fn records_are_told_with_their_versions_or_their_end() {
		let mut kept = Record {
			id: 2,
			custodian: Some(AccountId32([1; 32])),
			class: Some(OnChain(ResourceClass::Observation)),
			sensitivities: medchain_support::Sensitivities::from(Sensitivity::Psychiatry).into(),
			versions: vec![RecordVersion {
				commitment: Commitment([0xab; 32]).into(),
				locator: b"ipfs:bafy".to_vec(),
				since: 0,
			}],
			erased: None,
		};
		let text = record(&kept);
		assert!(
			text.contains("PSY") && text.contains("ipfs:bafy") && text.contains("0xabab"),
			"{text}"
		);
		kept.versions[0].locator = vec![0, 255];
		assert!(
			records(&[kept.clone()]).to_string().contains("0x00ff"),
			"no raw bytes on a terminal"
		);
		let erased = Record {
			id: 2,
			custodian: None,
			class: None,
			sensitivities: medchain_support::Sensitivities::EMPTY.into(),
			versions: Vec::new(),
			erased: Some(0),
		};
		assert_eq!(record(&erased).lines().count(), 2, "nothing but that it was");
		assert!(record(&erased).contains("erased 1970-01-01"));
		assert!(records(std::slice::from_ref(&erased)).to_string().contains("erased 1970-01-01"));
		assert_eq!(record_json(&erased)["class"], Value::Null);
		assert_eq!(record_json(&erased)["versions"], json!([]));
	}
}
