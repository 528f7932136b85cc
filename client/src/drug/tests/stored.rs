//! Events in their folder, receipts, partners and temperatures.

use super::*;
use crate::{
	drug::{
		readings::temperature,
		receipt::Receipt,
		store::{digest_of, hash_of, EventStore},
	},
	receipts,
	types::drug::Reading,
};
use medchain_support::SoldPack;
use std::{fs, path::PathBuf};

fn folder(name: &str) -> PathBuf {
	let folder = std::env::temp_dir().join(format!("medchain-drug-{}-{name}", std::process::id()));
	let _ = fs::remove_dir_all(&folder);
	fs::create_dir_all(&folder).unwrap();
	folder
}

#[test]
fn a_hash_is_read_in_both_its_forms() {
	let digest = event_of(json!({"bizStep": "inspecting"})).digest();
	let hash = hash_of(&digest);
	assert_eq!(hash, event_of(json!({"bizStep": "inspecting"})).hash());
	assert_eq!(digest_of(&hash), Some(digest));
	assert_eq!(digest_of(&crate::relay::to_hex(&digest)), Some(digest));
	for wrong in ["", "0x07", "ni:///sha-256;00?ver=CBV2.0", "urn:uuid:x"] {
		assert_eq!(digest_of(wrong), None, "{wrong}");
	}
}

#[test]
fn a_changed_event_is_found_out() {
	let folder = folder("changed");
	let store = EventStore::open(&folder).unwrap();
	let event = event_of(json!({"bizStep": "inspecting"}));
	assert_eq!(store.find(&event.digest()).unwrap(), None);
	store.keep(&event).unwrap();
	assert_eq!(store.find(&event.digest()).unwrap(), Some(event.clone()));
	let error = store.export(&[[1; 32]], event.time).unwrap_err().to_string();
	assert!(error.contains("keeps no event ni:///sha-256;0101"), "{error}");
	let (exported, _) = store.export(&[event.digest()], event.time).unwrap();
	assert_eq!(exported.events, std::slice::from_ref(&event));
	let path = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
	let text = fs::read_to_string(&path).unwrap();
	fs::write(&path, text.replace("inspecting", "storing")).unwrap();
	let (events, broken) = store.all().unwrap();
	assert!(events.is_empty());
	assert!(broken[0].to_string().contains("it was changed"), "{broken:?}");
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_torn_file_stops_no_export_and_is_mended_by_its_event() {
	let folder = folder("torn");
	let store = EventStore::open(&folder).unwrap();
	let [event, other] = ["inspecting", "storing"].map(|step| event_of(json!({"bizStep": step})));
	store.keep(&event).unwrap();
	let path = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
	let text = fs::read_to_string(&path).unwrap();
	fs::write(&path, &text[..text.len() / 2]).unwrap();
	store.keep(&other).unwrap();
	let (exported, broken) = store.export(&[], event.time).unwrap();
	assert_eq!((exported.events, broken.len()), (vec![other], 1));
	let name = path.file_name().unwrap().to_str().unwrap();
	assert!(broken[0].to_string().contains(name), "{broken:?}");
	store.keep(&event).unwrap();
	assert_eq!(fs::read_to_string(&path).unwrap(), text);
	assert!(store.all().unwrap().1.is_empty());
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_event_that_several_keep_at_once_is_kept() {
	let folder = folder("at-once");
	let store = EventStore::open(&folder).unwrap();
	let declaration = json!({"declarationTime": "2026-06-01T00:00:00Z", "reason": "did_not_occur"});
	for number in 0..20 {
		let time = format!("2026-05-31T08:30:{number:02}Z");
		let event = event_of(json!({"bizStep": "inspecting", "eventTime": time}));
		let declared = event_of(json!({
			"bizStep": "inspecting",
			"eventTime": time,
			"errorDeclaration": declaration,
		}));
		std::thread::scope(|scope| {
			let keepers: Vec<_> = [&event, &declared, &event, &event]
				.map(|event| scope.spawn(|| store.keep(event)))
				.into_iter()
				.collect();
			for keeper in keepers {
				keeper.join().unwrap().unwrap();
			}
		});
		assert_eq!(store.find(&event.digest()).unwrap(), Some(declared));
	}
	assert_eq!(fs::read_dir(&folder).unwrap().count(), 20, "nothing is left beside them");
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_declared_error_takes_the_place_of_its_event() {
	let folder = folder("declared");
	let store = EventStore::open(&folder).unwrap();
	let event = event_of(json!({"bizStep": "inspecting"}));
	let declaration = json!({"declarationTime": "2026-06-01T00:00:00Z", "reason": "did_not_occur"});
	let declared = event_of(json!({"bizStep": "inspecting", "errorDeclaration": declaration}));
	for kept in [&event, &declared, &event] {
		store.keep(kept).unwrap();
	}
	assert_eq!(store.all().unwrap().0, [declared]);
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_receipt_shows_to_whom_a_pack_was_sold() {
	let folder = folder("receipt");
	let receipt = Receipt::of(gtin(), "S0".parse().unwrap(), account(9), [7; 32]);
	let bytes = [&b"medchain/sale"[..], &receipt.pack.0, &[9; 32], &[7; 32]].concat();
	assert_eq!(receipt.receipt.0, sp_crypto_hashing::blake2_256(&bytes));
	let path = folder.join("receipt.json");
	fs::write(&path, receipt.written().unwrap()).unwrap();
	assert_eq!(Receipt::read(&path).unwrap(), receipt);
	for other in [
		Receipt { patient: account(8), ..receipt.clone() },
		Receipt { opening: [8; 32], ..receipt.clone() },
		Receipt { pack: PackId([1; 32]), ..receipt.clone() },
		Receipt { serial: "S1".parse().unwrap(), ..receipt.clone() },
	] {
		fs::write(&path, other.written().unwrap()).unwrap();
		let error = Receipt::read(&path).unwrap_err().to_string();
		assert!(error.contains("receipt: it does not follow"), "{error}");
	}
	fs::write(&path, "{}").unwrap();
	assert!(Receipt::read(&path).unwrap_err().to_string().contains("it is no receipt"));
	// What a claim is sent in with.
	let opened = receipts::read(&receipt.written().unwrap()).unwrap();
	assert_eq!(opened, SoldPack { id: receipt.pack, opening: [7; 32] });
	assert_eq!(opened.receipt(&[9u8; 32]), receipt.receipt);
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn partners_are_named_by_any_form_of_their_gln() {
	let folder = folder("partners");
	let path = folder.join("partners.json");
	let sensor = "urn:epc:id:giai:4000001.111";
	let map = json!({"0614141007776": account(2).to_string(), sensor: "//Alice"});
	fs::write(&path, map.to_string()).unwrap();
	let partners = Partners::read(&path).unwrap();
	for address in [
		"urn:epc:id:pgln:0614141.00777",
		"urn:epc:id:sgln:0614141.00777.0",
		"https://example.com/414/0614141007776",
		"https://id.gs1.org/417/0614141007776",
	] {
		assert_eq!(partners.find(address), Some(account(2)), "{address}");
	}
	assert!(partners.find("https://id.gs1.org/8004/4000001111").is_some());
	assert_eq!(partners.find("https://id.gs1.org/414/0614141008889"), None);
	for (map, told) in [
		(json!({"0614141007777": "//Bob"}), "check digit"),
		(json!({"0614141007776": "Bob"}), "is no account"),
		(json!([]), "not an object of GLNs and accounts"),
	] {
		fs::write(&path, map.to_string()).unwrap();
		let error = Partners::read(&path).unwrap_err().to_string();
		assert!(error.contains(told), "{error}");
	}
	fs::remove_dir_all(folder).unwrap();
}

fn sensed(metadata: Value, reports: Value) -> Event {
	event_of(json!({
		"bizStep": "sensor_reporting",
		"sensorElementList": [{"sensorMetadata": metadata, "sensorReport": reports}],
	}))
}

#[test]
fn temperatures_are_told_in_thousandths_of_a_degree() {
	let time = json!({"time": "1970-01-01T00:01:00Z"});
	let of = |report: Value| temperature(&sensed(time.clone(), json!([report]))).unwrap();
	for (report, min, max) in [
		(json!({"value": 26.0, "uom": "CEL"}), 26_000, 26_000),
		(json!({"value": -20.1255, "uom": "CEL"}), -20_126, -20_125),
		(json!({"minValue": 2, "maxValue": 8.0001, "uom": "CEL"}), 2_000, 8_001),
		(json!({"value": 273.15, "uom": "KEL"}), 0, 0),
		(json!({"value": 32, "uom": "FAH"}), 0, 0),
		(json!({"value": 46.4, "uom": "FAH"}), 8_000, 8_000),
		(json!({"value": 33, "uom": "FAH"}), 555, 556),
		(json!({"value": 5, "minValue": 4, "uom": "CEL"}), 4_000, 5_000),
	] {
		let mut report = report;
		report["type"] = json!("Temperature");
		assert_eq!(of(report.clone()), Reading { from: 60, to: 60, min, max }, "{report}");
	}
}

#[test]
fn the_coldest_and_the_warmest_of_all_reports_count() {
	let span = json!({"startTime": "1970-01-01T00:01:00Z", "endTime": "1970-01-01T00:02:00Z"});
	let event = sensed(
		span,
		json!([
			{"type": "Temperature", "value": 5, "uom": "CEL"},
			{"type": "Speed", "value": 160, "uom": "KMH"},
			{"type": "Temperature", "value": 9, "uom": "CEL", "time": "1970-01-01T00:03:00Z"},
		]),
	);
	let reading = Reading { from: 60, to: 180, min: 5_000, max: 9_000 };
	assert_eq!(temperature(&event), Ok(reading));
	for (report, field) in [
		(json!({"type": "Temperature", "value": 5}), "uom"),
		(json!({"type": "Temperature", "value": 5, "uom": "KMH"}), "uom"),
		(json!({"type": "Temperature", "uom": "CEL"}), "value"),
		(json!({"type": "Temperature", "maxValue": 5, "uom": "CEL"}), "value"),
		(json!({"type": "Temperature", "value": 1e13, "uom": "CEL"}), "minValue"),
		(json!({"type": "Temperature", "value": 1e9, "uom": "CEL"}), "value"),
	] {
		let (found, ..) = temperature(&sensed(json!({}), json!([report]))).unwrap_err();
		assert_eq!(found, format!("sensorElementList[0].sensorReport[0].{field}"), "{report}");
	}
}
