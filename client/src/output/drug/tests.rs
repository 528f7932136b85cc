//! What the node answers is read, and told in words.

use super::*;
use crate::types::drug::{SuspectReason, MAX_PAGE};
use medchain_support::{Gtin, Serial};

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const BOB: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

fn print() -> Print {
	let (gtin, serial): (Gtin, Serial) =
		("05901234123457".parse().unwrap(), "A1b2".parse().unwrap());
	Print { gtin, serial, lot: None, expiry: None, proof: None }
}

fn digits(byte: u8) -> String {
	format!("0x{}", format!("{byte:02x}").repeat(32))
}

/// As the node answers.
fn answer() -> Value {
	json!({
		"verdict": "quarantined",
		"reason": "excursion",
		"good": false,
		"pack": digits(1),
		"product": {
			"manufacturer": ALICE,
			"limits": { "min": 2_000, "max": 8_000 },
			"recalls": [1],
			"lots": 4,
		},
		"lot": { "id": 3, "lot": "L1" },
		"expiry": "2027-05-31",
		"place": 6,
		"custody": {
			"holder": ALICE,
			"stage": { "name": "in-transit", "to": BOB, "returning": false },
			"hold": { "by": BOB, "reason": "excursion", "judge": "manufacturer" },
			"parent": "106141412345678908",
			"outermost": "000000000000000000",
			"last": 7,
		},
		"recall": {
			"id": 2,
			"scope": { "range": { "lot": 3, "start": 5, "end": 9 } },
			"class": "I",
			"by": ALICE,
			"at": 8,
			"lifted": null,
		},
		"sold": 1,
		"sale": { "by": BOB, "at": 9, "receipt": digits(4) },
		"alert": 11,
	})
}

fn verification_of(changes: Value) -> Verification {
	let mut answer = answer();
	for (name, value) in changes.as_object().unwrap() {
		answer[name] = value.clone();
	}
	serde_json::from_value(answer).unwrap()
}

fn step() -> PedigreeStep {
	serde_json::from_value(json!({
		"subject": { "container": "106141412345678908" },
		"hash": digits(7),
		"event": {
			"number": 5,
			"kind": "condition",
			"step": "sensor_reporting",
			"disposition": null,
			"actor": BOB,
			"time": 60,
			"recordedAt": 61,
			"place": "0614141000005",
			"to": null,
			"error": { "at": 70, "reason": "incorrect_data", "corrective": digits(8) },
		},
		"range": { "start": 3, "end": 9 },
		"container": "106141412345678908",
		"reading": { "from": 50, "to": 60, "min": 1_500, "max": 9_250 },
	}))
	.unwrap()
}

#[test]
fn a_verification_is_told_in_full() {
	let found = verification_of(json!({}));
	let text = verification(&print(), &found, None, &[step()]);
	for part in [
		"HELD BACK: it was too warm or too cold",
		"L1",
		"2027-05-31",
		"2 °C to 8 °C",
		"on its way to",
		"106141412345678908, within 000000000000000000",
		"class I: it may do serious harm",
		"times dispensed",
		"checked suspiciously often",
		"1.5 °C to 9.25 °C in 1 reports, 1 of them outside",
	] {
		assert!(text.contains(part), "{part}: {text}");
	}
	let value = verification_json(&print(), &found, None, &[step()]);
	assert_eq!((&value["good"], &value["verdict"]), (&json!(false), &json!("quarantined")));
	assert_eq!(value["temperatures"][0]["max"], json!(9_250));
}

#[test]
fn every_verdict_is_a_sentence_of_its_own() {
	let mut told = std::collections::BTreeSet::new();
	for verdict in Verdict::ALL {
		let found = verification_of(json!({"verdict": verdict.code()}));
		let text = super::verdict(&print(), &found, None);
		let good = text.starts_with("VERIFIED");
		assert_eq!(good, verdict.is_good(), "{text}");
		assert!(told.insert(text));
	}
	for reason in SuspectReason::ALL {
		let found = verification_of(json!({"verdict": "illegitimate", "reason": reason.code()}));
		assert!(super::verdict(&print(), &found, None).contains(reason.meaning()));
	}
	assert_eq!(MAX_PAGE, 100);
}

#[test]
fn a_dispensed_pack_is_good_for_who_has_its_receipt() {
	let found = verification_of(json!({"verdict": "dispensed", "reason": null}));
	let of = |sold| verification(&print(), &found, sold, &[]);
	assert!(of(None).contains("If that was not you, it is a copy"));
	assert!(of(Some(true)).contains("was sold to you"));
	assert!(of(Some(false)).contains("no: the receipt is of another sale"));
	for sold in [None, Some(false), Some(true)] {
		let (value, text) = (verification_json(&print(), &found, sold, &[]), of(sold));
		let told = value["told"].as_str().unwrap();
		assert!(text.contains(told), "text and JSON say the same: {told}, {text}");
		assert_eq!(told.contains("it is a copy"), sold != Some(true));
	}
	let good = |sold| verification_json(&print(), &found, sold, &[])["good"] == json!(true);
	assert!(good(Some(true)) && !good(Some(false)) && !good(None));
}

#[test]
fn a_pack_that_nobody_handled_is_not_said_to_exist() {
	let found = verification_of(json!({"verdict": "proof-needed", "alert": null}));
	let without = verdict(&print(), &found, None);
	assert!(without.contains("either untouched or invented"), "{without}");
	assert!(without.contains("do not use it; its lot is needed too"), "{without}");
	let with = verdict(&Print { lot: "L1".parse().ok(), ..print() }, &found, None);
	assert!(with.ends_with("Without a proof from its maker (--proof or --proofs), do not use it"));
}

#[test]
fn what_was_not_compared_and_what_is_suspicious_stand_in_the_verdict() {
	let (lot, expiry) = ("L1".parse().ok(), "2027-05-31".parse().ok());
	for name in ["verified", "in-transit", "dispensed"] {
		let found = verification_of(json!({"verdict": name, "alert": null}));
		let of = |lot, expiry| verdict(&Print { lot, expiry, ..print() }, &found, Some(true));
		assert!(of(None, None).contains("lot and expiry date were not given, and not compared"));
		assert!(of(lot, None).contains("its expiry date was not given"), "{name}");
		assert!(of(None, expiry).contains("its lot was not given"), "{name}");
		assert!(!of(lot, expiry).contains("compared"), "{name}");
		assert!(!of(lot, expiry).contains("WARNING"), "{name}");
		let found = verification_of(json!({"verdict": name}));
		let told = verdict(&Print { lot, expiry, ..print() }, &found, Some(true));
		assert!(told.contains("WARNING: it was checked suspiciously often"), "{told}");
	}
}

#[test]
fn what_is_not_known_is_left_out() {
	let bare = json!({
		"verdict": "unknown-product", "reason": null, "good": false, "pack": digits(1), "product": null,
		"lot": null, "expiry": null, "place": null, "custody": null, "recall": null, "sold": 0,
		"sale": null, "alert": null,
	});
	let found: Verification = serde_json::from_value(bare).unwrap();
	let text = verification(&print(), &found, None, &[]);
	assert_eq!(text.lines().count(), 3, "{text}");
}

#[test]
fn a_pedigree_is_a_table() {
	let text = pedigree(&[step()]);
	for part in ["condition", "container 106141412345678908", "places 3 to 8", "DECLARED AN ERROR"]
	{
		assert!(text.contains(part), "{part}: {text}");
	}
	assert!(text.contains(BOB), "shortened accounts are told in full");
	let value = pedigree_json(&[step()]);
	assert_eq!(value[0]["hash"], json!(format!("ni:///sha-256;{}?ver=CBV2.0", "07".repeat(32))));
	assert_eq!(pedigree(&[]), "nothing is recorded of it\n");
}

#[test]
fn lots_containers_packs_and_recalls_are_told() {
	let held = json!({
		"holder": ALICE, "stage": { "name": "held", "to": null, "returning": false }, "hold": null,
		"parent": null, "outermost": null, "last": 7,
	});
	let info: LotInfo = serde_json::from_value(json!({
		"id": 3,
		"gtin": "05901234123457",
		"lot": "L1",
		"expiry": "2027-05-31",
		"product": { "manufacturer": ALICE, "limits": null, "recalls": [1], "lots": 4 },
		"source": { "lot": 1, "first": 5, "last": 8 },
		"batches": [{ "start": 0, "count": 1_000, "root": digits(5) }],
		"tally": { "commissioned": 1_000, "dispensed": 3, "destroyed": 2, "decommissioned": 1 },
		"recalls": [
			{ "id": 2, "start": 0, "end": WHOLE_LOT },
			{ "id": 4, "start": 5, "end": 9 },
		],
	}))
	.unwrap();
	let portions: Vec<PortionInfo> = serde_json::from_value(json!([
		{ "start": 0, "end": 100, "custody": held, "from": BOB },
	]))
	.unwrap();
	let text = lot(&info, &portions);
	for part in [
		"in the chain    994",
		"all of it: recall 2",
		"places 5 to 8: recall 4",
		"places 0 to 999",
		"places 5 to 8 of lot number 1",
		"0 to 99",
		"any temperature",
	] {
		assert!(text.contains(part), "{part}: {text}");
	}
	assert_eq!(lot_json(&info, &portions)["portions"][0]["end"], json!(100));
	let source = json!({ "lot": 1, "first": 5, "last": 8 });
	assert_eq!(lot_json(&info, &portions)["source"], source);

	let found: PackInfo = serde_json::from_value(json!({
		"lot": 3, "place": 5, "custody": held, "from": null, "recall": null, "sold": 0, "sale": null,
		"since": 9,
	}))
	.unwrap();
	assert!(pack(&print(), &found).contains("5 of lot number 3"));
	assert_eq!(pack_json(&print(), &found)["custody"]["stage"], json!("held"));

	let found: ContainerInfo = serde_json::from_value(json!({
		"custody": held, "from": null, "children": 2, "height": 1, "since": 4, "owner": ALICE,
		"contents": [{ "lot": 3, "first": 0, "last": 99, "count": 100 }],
	}))
	.unwrap();
	let items: Vec<SubjectInfo> = serde_json::from_value(json!([
		{ "pack": digits(1) }, { "range": { "lot": 3, "start": 0 } },
	]))
	.unwrap();
	let text = container("106141412345678908", &found, &items);
	assert!(text.contains("100 packs of lot number 3, of the places 0 to 99"), "{text}");
	assert!(text.contains("stretch from 0 of lot number 3"), "{text}");
	let value = container_json("106141412345678908", &found, &items);
	assert_eq!(value["items"][1], json!({ "range": { "lot": 3, "start": 0 } }));

	let called: Recall = serde_json::from_value(answer()["recall"].clone()).unwrap();
	let text = recalls(std::slice::from_ref(&called));
	assert!(text.contains("places 5 to 8 of lot number 3"), "{text}");
	assert_eq!(recall_json(&called)["lifted"], Value::Null);
}

#[test]
fn degrees_are_told_with_the_digits_they_need() {
	for (thousandths, told) in [
		(2_000, "2 °C"),
		(-20_500, "-20.5 °C"),
		(-5, "-0.005 °C"),
		(0, "0 °C"),
		(8_125, "8.125 °C"),
	] {
		assert_eq!(degrees(thousandths), told);
	}
}
