//! Documents of the standard: each event is captured, or refused by its field and rule; what was
//! captured is exported with the same hashes.

use super::*;
use crate::{
	drug::{
		capture::{capture, check, meanings, Failures, Outcome, Recorder},
		store::EventStore,
	},
	epcis::{write_document, Instant},
};
use std::{fs, path::PathBuf};

/// What becomes of the events of the documents, with partners and a chain that knows all goods.
const EXPECTED: [(&str, &[(&str, &str)]); 10] = [
	("AggregationEvent", &[("receive", "")]),
	("AssociationEvent", &[("parentID", "mapping"), ("parentID", "mapping")]),
	(
		"Combination_of_different_event",
		// Its first event has a key with a wrong check digit: the reader refuses the document.
		&[
			("epcList[0]", "mapping"),
			("parentID", "mapping"),
			("bizStep", "mapping"),
			("inputQuantityList[0].uom", "mapping"),
			("errorDeclaration.correctiveEventIDs[0]", "mapping"),
			("parentID", "mapping"),
		],
	),
	("ObjectEvent", &[("destinationList", "required"), ("receive", "")]),
	(
		"ObjectEvent_with_error_declaration",
		&[("errorDeclaration.correctiveEventIDs", "mapping"), ("receive", "")],
	),
	("ObjectEvent_with_persistentDisposition", &[("receive", ""), ("observe", "")]),
	("ObjectEvent_with_sensorData", &[("observe", "")]),
	("TransactionEvent", &[("bizStep", "mapping"), ("epcList[0]", "mapping")]),
	("TransactionEvent_all_possible_fields", &[("errorDeclaration", "known")]),
	("TransformationEvent", &[("inputQuantityList[0].uom", "mapping")]),
];

fn folders() -> Vec<PathBuf> {
	let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
	let data = std::env::var("MEDCHAIN_STANDARDS_DATA").unwrap_or_else(|_| "../shared/data".into());
	let published = root.join("..").join(&data).join("epcis/documents");
	let mut folders = vec![root.join("documents/epcis")];
	match published.is_dir() {
		true => folders.push(published),
		false => println!("no published documents at {data}: those kept here are taken alone"),
	}
	folders
}

fn partners() -> Partners {
	let mut partners = Partners::default();
	// Those of the documents.
	partners.add("urn:epc:id:pgln:0614141.00777", account(2));
	partners
}

fn knows_all() -> Memory {
	Memory { knows_all: true, ..Memory::default() }
}

#[test]
fn every_event_of_the_documents_is_captured_or_refused_by_field_and_rule() {
	for folder in folders() {
		for (name, expected) in EXPECTED {
			let path = folder.join(format!("{name}.json"));
			let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path:?}: {e}"));
			if name == "Combination_of_different_event" {
				let refused = read_document(&text).unwrap_err().0;
				assert_eq!((refused.len(), refused[0].event), (1, Some(0)), "{name}");
			}
			// Without that fault.
			let text = text.replace("8003/03001345000771", "8003/03001345000776");
			let document = read_document(&text).unwrap();
			let mut found = Vec::new();
			for (number, event) in document.events.iter().enumerate() {
				let planned = interpret(event, number).and_then(|meaning| {
					plan_of(&meaning, &knows_all(), &ProofStore::default(), &partners())
				});
				found.push(match planned {
					Ok(Plan::Record(call)) => (call.name().to_string(), String::new()),
					Ok(other) => panic!("{name}: {other:?}"),
					Err(refusal) => {
						println!("{name}: {refusal}");
						assert!(refusal.event.is_some() && !refusal.reason.is_empty());
						(refusal.field, refusal.rule.name().into())
					}
				});
			}
			let found: Vec<_> =
				found.iter().map(|(field, rule)| (field.as_str(), rule.as_str())).collect();
			assert_eq!(found, expected, "{name}");
		}
	}
}

#[test]
fn all_invalid_documents_are_refused() {
	for folder in folders() {
		let invalid = match folder.file_name().and_then(|name| name.to_str()) {
			Some("documents") => folder.join("../invalid"),
			_ => folder.join("invalid"),
		};
		let mut count = 0;
		for entry in fs::read_dir(invalid).unwrap() {
			let path = entry.unwrap().path();
			if path.extension().is_none_or(|it| it != "json") || path.ends_with("patches.json") {
				continue;
			}
			let refused = read_document(&fs::read_to_string(&path).unwrap()).unwrap_err();
			println!("{}: {refused}", path.display());
			assert!(!refused.0.is_empty());
			count += 1;
		}
		assert_eq!(count, 5);
	}
}

/// Records in memory.
struct Recording {
	memory: Memory,
	next: u64,
}

impl Recorder for Recording {
	type Register = Memory;

	async fn register(&self) -> Result<Memory> {
		Ok(self.memory.clone())
	}

	async fn carry_out(&mut self, plan: Plan, meaning: &Meaning) -> Result<Outcome> {
		let event = self.next;
		self.next += 1;
		match plan {
			Plan::Record(call) => {
				self.memory.events.insert(meaning.hash, event_record(event));
				Ok(Outcome::Recorded { done: call.done(), event })
			}
			Plan::DeclareError(reason, corrective) => {
				let known = self.memory.events.get_mut(&meaning.hash).unwrap();
				known.error = Some(crate::types::drug::DeclaredError { at: 0, reason, corrective });
				Ok(Outcome::DeclaredError(event))
			}
			Plan::Recorded(event) => Ok(Outcome::Skipped(event)),
		}
	}
}

fn captured(document: &crate::epcis::Document, recorder: &mut Recording) -> Result<Vec<Outcome>> {
	let mut told = Vec::new();
	let (proofs, partners) = (ProofStore::default(), partners());
	ready(capture(recorder, document, &proofs, &partners, signer(), |number, outcome| {
		assert_eq!(number, told.len());
		told.push(outcome.clone());
	}))?;
	Ok(told)
}

#[test]
fn what_was_captured_is_skipped_and_exported_with_the_same_hashes() {
	let folder = std::env::temp_dir().join(format!("medchain-capture-{}", std::process::id()));
	let _ = fs::remove_dir_all(&folder);
	let store = EventStore::open(&folder).unwrap();
	let mut recorder = Recording { memory: knows_all(), next: 0 };
	let mut kept = BTreeSet::new();
	let names = ["AggregationEvent", "ObjectEvent_with_persistentDisposition"];
	for name in names.into_iter().chain(["ObjectEvent_with_sensorData"]) {
		let text = fs::read_to_string(folders()[0].join(format!("{name}.json"))).unwrap();
		let document = read_document(&text).unwrap();
		let first = captured(&document, &mut recorder).unwrap();
		assert!(first.iter().all(|it| matches!(it, Outcome::Recorded { .. })), "{first:?}");
		let again = captured(&document, &mut recorder).unwrap();
		assert!(again.iter().all(|it| matches!(it, Outcome::Skipped(_))), "{again:?}");
		for event in &document.events {
			store.keep(event).unwrap();
			store.keep(event).unwrap();
			kept.insert(event.hash());
		}
	}
	let created = Instant::parse("2026-05-31T08:30:00Z").unwrap();
	let exported = write_document(&store.export(&[], created).unwrap().0);
	let read = read_document(&exported).unwrap();
	assert_eq!(read.events.iter().map(Event::hash).collect::<BTreeSet<_>>(), kept);
	// What was exported is what was captured.
	let again = captured(&read, &mut recorder).unwrap();
	assert!(again.iter().all(|it| matches!(it, Outcome::Skipped(_))), "{again:?}");
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn nothing_is_recorded_of_a_document_that_cannot_be_said() {
	let good = event_of(json!({"bizStep": "inspecting"}));
	let bad = event_of(json!({"bizStep": "shipping"}));
	let created = good.time;
	let document = crate::epcis::document_of(vec![good, bad.clone(), bad], created);
	let mut recorder = Recording { memory: knows_all(), next: 0 };
	let error = captured(&document, &mut recorder).unwrap_err().to_string();
	assert!(error.contains("event 1, destinationList (required)"), "{error}");
	assert!(error.contains("event 2, destinationList (required)"), "all are told: {error}");
	assert!(recorder.memory.events.is_empty());
	assert!(meanings(&document, &partners()).is_err());
}

/// What a look at a document tells, and what is wrong with it.
fn looked_at(
	events: Vec<Event>,
	memory: &Memory,
	proofs: &ProofStore,
) -> (Vec<(usize, Outcome)>, Vec<String>) {
	let created = events[0].time;
	let document = crate::epcis::document_of(events, created);
	let mut told = Vec::new();
	let keep = |number: usize, outcome: &Outcome| told.push((number, outcome.clone()));
	let checked = ready(check(memory, &document, proofs, &partners(), signer(), keep));
	let failed = checked.err().map(|failures| failures.0).unwrap_or_default();
	(told, failed.iter().map(ToString::to_string).collect())
}

#[test]
fn a_look_tells_which_events_depend_on_earlier_ones() {
	let commission = |serial: &str| {
		event_of(json!({
			"action": "ADD",
			"bizStep": "commissioning",
			"epcList": [pack_link(serial)],
			"ilmd": {"cbvmda:lotNumber": LOT},
		}))
	};
	let container = "urn:epc:id:sscc:0614141.1234567890";
	let pack = |serial: &str| {
		event_of(json!({
			"type": "AggregationEvent",
			"action": "ADD",
			"bizStep": "packing",
			"epcList": null,
			"parentID": container,
			"childEPCs": [pack_link(serial)],
		}))
	};
	let observe = |epc: &str| event_of(json!({"bizStep": "inspecting", "epcList": [epc]}));
	let memory = Memory { lots: vec![lot_info(7, gtin(), lot())], ..Memory::default() };
	let events =
		vec![commission("A"), pack("A"), observe(container), observe(&pack_link("B")), pack("C")];
	let (told, failed) = looked_at(events, &memory, &ProofStore::default());
	let call = Outcome::Understood("DrugTrace.commission".into());
	let depends = [(0, call), (1, Outcome::DependsOn(0)), (2, Outcome::DependsOn(1))];
	assert_eq!(told, depends);
	assert_eq!(failed.len(), 2, "all that is refused is told: {failed:?}");
	assert!(failed[0].starts_with("event 3, epcList[0] (known)"), "{failed:?}");
	assert!(failed[1].starts_with("event 4, childEPCs[0] (known)"), "{failed:?}");
	// A lot is made by no event, so another event into it is no reason for it to be missing.
	let (told, failed) =
		looked_at(vec![commission("A"), commission("B")], &Memory::default(), &proofs(1));
	assert_eq!((told.len(), failed.len()), (0, 2), "{failed:?}");
}

/// A chain that refuses the second call.
struct Refusing(Recording);

impl Recorder for Refusing {
	type Register = Memory;

	async fn register(&self) -> Result<Memory> {
		self.0.register().await
	}

	async fn carry_out(&mut self, plan: Plan, meaning: &Meaning) -> Result<Outcome> {
		match self.0.next {
			1 => Err(crate::error::Error::Dispatch {
				name: "DrugTrace.NotHolder".into(),
				meaning: "Not the holder.".into(),
			}),
			_ => self.0.carry_out(plan, meaning).await,
		}
	}
}

#[test]
fn what_the_chain_refuses_is_named_by_number_and_hash() {
	let events: Vec<Event> =
		["inspecting", "storing", "picking"].map(|step| event_of(json!({"bizStep": step}))).into();
	let hash = events[1].hash();
	let created = events[0].time;
	let document = crate::epcis::document_of(events, created);
	let mut recorder = Refusing(Recording { memory: knows_all(), next: 0 });
	let (proofs, mut told) = (ProofStore::default(), Vec::new());
	let captured =
		ready(capture(&mut recorder, &document, &proofs, &partners(), signer(), |number, _| {
			told.push(number)
		}));
	let Failures(failures) = captured.unwrap_err();
	let [failure] = &failures[..] else { panic!("{failures:?}") };
	assert_eq!((failure.event, told), (1, vec![0]));
	let text = failure.to_string();
	assert!(text.starts_with(&format!("event 1, {hash}: the chain refuses it")), "{text}");
}

#[test]
fn errors_are_declared_once_of_events_that_were_recorded() {
	let event = event_of(json!({"bizStep": "inspecting"}));
	let declared = event_of(json!({
		"bizStep": "inspecting",
		"errorDeclaration": {
			"declarationTime": "2026-06-01T00:00:00Z",
			"reason": "did_not_occur",
			"correctiveEventIDs": [format!("ni:///sha-256;{}?ver=CBV2.0", "07".repeat(32))],
		},
	}));
	assert_eq!(event.hash(), declared.hash());
	let wrong = crate::epcis::document_of(vec![declared.clone()], event.time);
	let mut recorder = Recording { memory: knows_all(), next: 0 };
	let error = captured(&wrong, &mut recorder).unwrap_err().to_string();
	assert!(error.contains("errorDeclaration (known)"), "{error}");
	let both = crate::epcis::document_of(vec![event, declared], wrong.created);
	let told = captured(&both, &mut recorder).unwrap();
	assert!(matches!(told[..], [Outcome::Recorded { .. }, Outcome::DeclaredError(_)]));
	let known = recorder.memory.events.values().next().unwrap();
	assert_eq!(known.error.unwrap().corrective, Some([7; 32]));
	let told = captured(&both, &mut recorder).unwrap();
	assert!(matches!(told[..], [Outcome::Skipped(_), Outcome::Skipped(_)]));
}

#[test]
fn the_examples_are_captured() {
	let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("documents/drug");
	let partners = Partners::read(&folder.join("partners.json")).unwrap();
	let planned = |name: &str| {
		let text = fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
		let document = read_document(&text).unwrap();
		let mut memory = knows_all();
		memory.contents = vec![SubjectInfo::Pack(PackId([1; 32]))];
		let expiry = "2028-05-31".parse().unwrap();
		memory.lots = vec![LotInfo { expiry, ..lot_info(7, gtin(), lot()) }];
		let meanings = meanings(&document, &partners).unwrap();
		let plans = meanings.iter().map(|meaning| {
			match plan_of(meaning, &memory, &ProofStore::default(), &partners).unwrap() {
				Plan::Record(call) => call.name(),
				other => panic!("{other:?}"),
			}
		});
		plans.collect::<Vec<_>>()
	};
	assert_eq!(planned("manufacturer"), ["commission", "pack", "ship"]);
	assert_eq!(planned("pharmacy"), ["receive", "unpack", "observe", "quarantine", "destroy"]);
}
