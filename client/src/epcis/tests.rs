//! Documents of the standard: sound ones with their hashes, and broken ones with their refusals.

mod written;

use super::{event::Reading, *};
use medchain_support::{BizStep, Disposition};
use serde_json::{json, Value};
use std::{collections::BTreeMap, fs, path::Path};

/// The documents, and the event hashes of their events.
const HASHES: [(&str, &[&str]); 10] = [
	("AggregationEvent", &["96b6bf98742a60dbfaa2dda08b63435ce67079d224ea27d63e55e62a7843b878"]),
	(
		"AssociationEvent",
		&[
			"39141606ab0b3f7839735303d670b16acdd6faf573d27564ebb3f76ad23e4ff7",
			"0b73fcd66d507eaabb3f569101c935f534648dcb564fac0eced1e41b6b35397f",
		],
	),
	(
		"Combination_of_different_event",
		&[
			"f28f4e5c3ba5b0597279c5f425415783458194716f6a85345307017eb2519ff9",
			"5a2e5bc0b50705654befbf0d9296b0c4d020d51dcf4cb01308c09c571731a7d5",
			"20e4316c98ebdec3ec6a9e147c45c72a5557e2d3e2a06108b357b0ad9f441b1c",
			"7fff2dd3cdd71ac61366a89248e233e2415b7c690ee2bfcd8a4b59e07cec17cb",
			"b9350b16fd98c704364d0b37fc39bb7816459c42e46fb1fd1ccd4f2135b9b8d3",
			"5e58fb0897c3c4e771f8de1c88fd7ad615f71a0a4f719053119cfd36b5d90681",
		],
	),
	(
		"ObjectEvent",
		&[
			"df6523665bc5e5803d6c7b84f5a04e103694d8220f2abc4f2c74310e89f31bc6",
			"32547b2344d525ea60ab1b899d82a9011fd9c39bb26ed936e113066146f49941",
		],
	),
	(
		"ObjectEvent_with_error_declaration",
		&[
			"df6523665bc5e5803d6c7b84f5a04e103694d8220f2abc4f2c74310e89f31bc6",
			"32547b2344d525ea60ab1b899d82a9011fd9c39bb26ed936e113066146f49941",
		],
	),
	(
		"ObjectEvent_with_persistentDisposition",
		&[
			"e5fb3b1cdffa602d57398586bb2c520e9eec9334cb8bb6a49f358d3268fcccb3",
			"5260a612a93b10d585ee1c3b02dd1288b8b159f6d25b6de09e450001b874db9a",
		],
	),
	(
		"ObjectEvent_with_sensorData",
		&["4eea934e9e0b466884b4b444a5924cabb9e649cdff0447b97e1b688c802a91bb"],
	),
	(
		"TransactionEvent",
		&[
			"61500fbc3a2c8f036b8bff19ac0b1737b6b258a239f2606fdb12364b7f427435",
			"1a1768e8b57c8f890a99cff894292227fd880aed78f51400d49bff73b12e0964",
		],
	),
	(
		"TransactionEvent_all_possible_fields",
		&["55b15952ad76483706b0acb25a85ccb9207bdcaa2d151fc65d1e18739008fa13"],
	),
	("TransformationEvent", &["c794227acf3a4d9be9ba1f8340425782f88a0f4e3f35b533a8bf8f1bc206a379"]),
];

/// What the broken documents that are no patches are refused for.
const INVALID: [(&str, Option<usize>, &str, Rule); 5] = [
	("EPCISDocument_without_context", None, "@context", Rule::Required),
	("ObjectEvent_with_invalid_action", Some(0), "action", Rule::Vocabulary),
	("ObjectEvent_with_non_standard_bizStep", Some(0), "bizStep", Rule::Vocabulary),
	("ObjectEvent_with_quantity_as_text", Some(0), "quantityList[0].quantity", Rule::Kind),
	("ObjectEvent_without_identifier_list", Some(0), "epcList", Rule::Identifiers),
];

fn folder(name: &str) -> std::path::PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("documents/epcis").join(name)
}

fn published(name: &str) -> String {
	fs::read_to_string(folder(&format!("{name}.json"))).unwrap()
}

/// A published document, without its fault if it has one.
fn document(name: &str) -> String {
	published(name).replace("8003/03001345000771", "8003/03001345000776")
}

fn names(within: &str) -> Vec<String> {
	let mut names: Vec<String> = fs::read_dir(folder(within))
		.unwrap()
		.filter_map(|entry| {
			let name = entry.unwrap().file_name().into_string().unwrap();
			name.strip_suffix(".json").map(str::to_string)
		})
		.collect();
	names.sort();
	names
}

fn refusals(text: &str) -> Vec<Refusal> {
	read_document(text).unwrap_err().0
}

#[test]
fn every_event_of_the_documents_has_its_hash() {
	assert_eq!(names(""), HASHES.map(|(name, _)| name));
	for (name, hashes) in HASHES {
		let document = read_document(&document(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
		let found: Vec<String> = document.events.iter().map(Event::hash).collect();
		let right: Vec<String> =
			hashes.iter().map(|hash| format!("ni:///sha-256;{hash}?ver=CBV2.0")).collect();
		let told: Vec<String> = document.events.iter().map(Event::pre_hash).collect();
		assert_eq!(found, right, "{name}: {told:#?}");
	}
}

#[test]
fn a_published_document_with_a_wrong_check_digit_is_refused() {
	let refused = refusals(&published("Combination_of_different_event"));
	assert_eq!(refused.len(), 1, "{refused:?}");
	let [refusal] = &refused[..] else { unreachable!() };
	assert_eq!(
		(refusal.event, refusal.field.as_str(), refusal.rule),
		(Some(0), "epcList[0]", Rule::Format)
	);
	assert!(refusal.reason.contains("check digit is 1, 6 would fit"), "{refusal}");
}

/// GS1's examples got these identities from a draft of the algorithm, see the folder's README.
#[test]
fn no_published_event_states_its_hash() {
	let mut stated = 0;
	for (name, _) in HASHES {
		for event in read_document(&document(name)).unwrap().events {
			let Some(id) = event.id.as_ref().filter(|id| id.starts_with("ni:")) else { continue };
			assert_ne!(*id, event.hash(), "{name}");
			stated += 1;
		}
	}
	assert_eq!(stated, 10);
}

#[test]
fn invalid_documents_are_refused_by_event_field_and_rule() {
	let mut expected = INVALID.map(|(name, ..)| name).to_vec();
	expected.push("patches");
	assert_eq!(names("invalid"), expected);
	for (name, event, field, rule) in INVALID {
		let refused = refusals(&published(&format!("invalid/{name}")));
		let found: Vec<_> =
			refused.iter().map(|it| (it.event, it.field.as_str(), it.rule)).collect();
		assert_eq!(found, [(event, field, rule)], "{name}: {refused:?}");
	}
}

#[test]
fn broken_documents_are_refused_by_event_field_and_rule() {
	#[derive(serde::Deserialize)]
	struct Break {
		of: String,
		at: (Option<usize>, String, String),
		patch: json_patch::Patch,
	}
	let patches: BTreeMap<String, Break> =
		serde_json::from_str(&published("invalid/patches")).unwrap();
	assert_eq!(patches.len(), 38);
	for (name, Break { of, at, patch }) in patches {
		let mut value: Value = serde_json::from_str(&document(&of)).unwrap();
		json_patch::patch(&mut value, &patch).unwrap_or_else(|error| panic!("{name}: {error}"));
		let refused = refusals(&value.to_string());
		let found: Vec<_> = refused
			.iter()
			.map(|it| (it.event, it.field.clone(), it.rule.name().to_string()))
			.collect();
		assert_eq!(found, [at], "{name}: {refused:?}");
	}
}

#[test]
fn all_that_is_wrong_is_told_in_one_line() {
	let text = document("ObjectEvent")
		.replace("\"OBSERVE\"", "\"WATCH\"")
		.replace("in_transit", "in_flight");
	let refusals = read_document(&text).unwrap_err();
	assert_eq!(refusals.0.len(), 3);
	let told = refusals.to_string();
	assert!(told.contains("event 1, action (vocabulary): \"WATCH\" is no action"), "{told}");
	assert!(!told.contains('\n'));
	assert!(crate::Error::from(refusals).to_string().contains("in_flight"));
}

#[test]
fn what_is_no_document_is_refused() {
	for (text, rule) in [
		("", Rule::Json),
		("{\"type\": \"EPCISDocument\"", Rule::Json),
		("[]", Rule::Kind),
		("{}", Rule::Required),
	] {
		assert_eq!(refusals(text)[0].rule, rule, "{text}");
	}
	let twice = document("ObjectEvent").replacen(
		"\"schemaVersion\"",
		"\"type\": \"EPCISDocument\", \"schemaVersion\"",
		1,
	);
	assert!(refusals(&twice)[0].reason.contains("\"type\" stands twice"));
	let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
	assert!(refusals(&deep)[0].reason.contains("nested deeper"));
}

#[test]
fn the_fields_of_an_event_are_read() {
	let document = read_document(&document("TransactionEvent_all_possible_fields")).unwrap();
	assert_eq!(document.instance_identifier.as_deref(), Some("1234567890"));
	assert_eq!(document.sender.as_deref(), Some("urn:epc:id:sgln:0353579.00001.0"));
	assert_eq!(document.context.declared().count(), 3);
	let [event] = &document.events[..] else { panic!("one event") };
	assert_eq!((event.kind, event.action), (EventType::Transaction, Some(Action::Add)));
	assert_eq!(event.time.seconds(), 1_112_582_011);
	assert_eq!(event.biz_step.as_ref().unwrap().standard(), Some(BizStep::Shipping));
	assert_eq!(event.disposition, Some(Term::Standard(Disposition::InTransit)));
	assert_eq!(event.parent.as_deref(), Some("urn:epc:id:sscc:0614141.1234567890"));
	assert_eq!(event.epcs.len(), 2);
	assert_eq!(event.quantities[0].quantity.as_ref().unwrap().as_str(), "10");
	let reason = event.error.as_ref().unwrap().reason.as_deref();
	assert_eq!(reason, Some("https://ref.gs1.org/cbv/ER-incorrect_data"));
	let kinds: Vec<_> = event.sources.iter().filter_map(|it| it.kind.as_deref()).collect();
	assert_eq!(kinds[0], "https://ref.gs1.org/cbv/SDT-location");
	let report = &event.sensors[0].reports[0];
	let kind = Reading::Word("https://gs1.org/voc/Temperature".into());
	assert_eq!(report.get("type"), Some(&kind));
	assert_eq!(report.get("booleanValue"), Some(&Reading::Bool(true)));
	assert_eq!(report.get("hexBinaryValue"), Some(&Reading::Bytes("f0f0f0".into())));
	let names: Vec<String> = event.extensions.iter().map(|it| it.name.to_string()).collect();
	assert!(names.contains(&"{http://example.com/ext1/}array".to_string()), "{names:?}");
}

#[test]
fn the_text_of_a_hash_is_that_of_the_standard() {
	let document = read_document(&document("AggregationEvent")).unwrap();
	assert_eq!(
		document.events[0].pre_hash(),
		"eventType=AggregationEventeventTime=2013-06-08T14:58:56.591ZeventTimeZoneOffset=+02:00\
		 parentID=https://id.gs1.org/00/106141412345678908\
		 childEPCsepc=https://id.gs1.org/01/10614141073464/21/2017\
		 epc=https://id.gs1.org/01/10614141073464/21/2018\
		 childQuantityListquantityElementepcClass=https://id.gs1.org/01/04012345123456/10/998877\
		 quantity=200.5uom=KGM\
		 quantityElementepcClass=https://id.gs1.org/01/04012345987652quantity=10\
		 action=OBSERVEbizStep=https://ref.gs1.org/cbv/BizStep-receiving\
		 disposition=https://ref.gs1.org/cbv/Disp-in_progress\
		 readPointid=https://id.gs1.org/414/0614141007776\
		 bizLocationid=https://id.gs1.org/414/0614141008889\
		 {http://ns.example.com/epcis/}myField=Example of a vendor/user extension"
	);
}

fn event_of(changes: &[(&str, Value)]) -> Event {
	let mut document = json!({
		"@context": [
			"https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
			{"ex": "https://ns.example.com/", "other": "https://ns.example.com/"}
		],
		"type": "EPCISDocument",
		"schemaVersion": "2.0",
		"creationDate": "2026-05-31T08:30:00Z",
		"epcisBody": {"eventList": [{
			"type": "ObjectEvent",
			"eventTime": "2026-05-31T08:30:00Z",
			"eventTimeZoneOffset": "+02:00",
			"action": "ADD",
			"epcList": [
				"urn:epc:id:sgtin:0614141.107346.20!7",
				"https://id.gs1.org/01/10614141073464/21/2018"
			],
			"quantityList": [{"epcClass": "urn:epc:idpat:sgtin:4012345.098765.*", "quantity": 10}],
			"bizStep": "commissioning",
			"sourceList": [{"type": "location", "source": "urn:epc:id:sgln:4012345.00225.0"}],
			"ilmd": {"ex:lot": "L7"},
			"ex:note": {"ex:b": [1, 2], "ex:a": "x"}
		}]}
	});
	let event = document.pointer_mut("/epcisBody/eventList/0").unwrap();
	for (name, value) in changes {
		event[*name] = value.clone();
	}
	read_document(&document.to_string()).unwrap().events.remove(0)
}

#[test]
fn what_says_the_same_has_the_same_hash() {
	let hash = event_of(&[]).hash();
	for same in [
		("eventTime", json!("2026-05-31T10:30:00.0004+02:00")),
		(
			"epcList",
			json!([
				"https://example.com/shop/01/10614141073464/10/L7/21/2018?17=270331",
				"https://id.gs1.org/gtin/10614141073464/ser/20%217"
			]),
		),
		("quantityList", json!([{"epcClass": "https://x.org/01/4012345987652", "quantity": 1e1}])),
		("bizStep", json!("cbv:BizStep-commissioning")),
		("sourceList", json!([{"source": "https://x.org/414/4012345002256", "type": "location"}])),
		("ilmd", json!({"other:lot": " L7"})),
		("ex:note", json!({"ex:a": "x", "ex:b": ["2", "1.0"]})),
		("recordTime", json!("2026-06-01T00:00:00Z")),
		("eventID", json!("urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6")),
		("errorDeclaration", json!({"declarationTime": "2026-06-01T00:00:00Z"})),
		("rdfs:comment", json!("for people")),
		("destinationList", json!([])),
	] {
		assert_eq!(event_of(std::slice::from_ref(&same)).hash(), hash, "{same:?}");
	}
}

#[test]
fn what_says_something_else_has_another_hash() {
	let mut seen = std::collections::HashSet::from([event_of(&[]).digest()]);
	for other in [
		("eventTime", json!("2026-05-31T08:30:00.001Z")),
		("eventTimeZoneOffset", json!("+01:00")),
		("epcList", json!(["https://id.gs1.org/01/10614141073464/21/2018"])),
		("epcList", json!([])),
		("quantityList", json!([{"epcClass": "urn:epc:idpat:sgtin:4012345.098765.*"}])),
		("bizStep", json!("ex:commissioning")),
		("disposition", json!("active")),
		("persistentDisposition", json!({"set": ["available"]})),
		("persistentDisposition", json!({"unset": ["available"]})),
		("readPoint", json!({"id": "urn:epc:id:sgln:4012345.00225.0"})),
		("readPoint", json!({"id": "urn:epc:id:sgln:4012345.00225.0", "ex:door": 1})),
		("bizLocation", json!({"id": "urn:epc:id:sgln:4012345.00225.0"})),
		("certificationInfo", json!(["https://x.org/1", "https://x.org/2"])),
		(
			"destinationList",
			json!([{"type": "location", "destination": "urn:epc:id:sgln:4012345.00225.0"}]),
		),
		("ilmd", json!({"ex:lot": "l7"})),
		("ex:note", json!({"ex:b": [1, 2], "ex:a": true})),
		("ex:more", json!("")),
		(
			"sensorElementList",
			json!([{"sensorReport": [{"type": "Temperature", "hexBinaryValue": "0012"}]}]),
		),
		(
			"sensorElementList",
			json!([{"sensorReport": [{"type": "Temperature", "hexBinaryValue": "12"}]}]),
		),
	] {
		assert!(seen.insert(event_of(std::slice::from_ref(&other)).digest()), "{other:?}");
	}
}

#[test]
fn members_inside_an_extension_may_do_without_a_prefix() {
	let event = event_of(&[("ex:note", json!({"b": {"c": ["x", 2.50]}, "a": "ex:word"}))]);
	let told = "{https://ns.example.com/}notea=https://ns.example.com/wordbc=2.5c=x";
	assert!(event.pre_hash().ends_with(told), "{}", event.pre_hash());
}

#[test]
fn an_event_may_declare_prefixes_of_its_own() {
	let own = event_of(&[
		("@context", json!({"mine": "https://mine.example.com/"})),
		("mine:note", json!("mine:word")),
	]);
	let note = own.extensions.iter().find(|it| it.name.prefix == "mine").unwrap();
	assert_eq!(note.name.to_string(), "{https://mine.example.com/}note");
	assert_eq!(note.value, Node::Text("https://mine.example.com/word".into()));
	assert!(own.pre_hash().ends_with("{https://ns.example.com/}b=2"), "sorted by namespace");
}
