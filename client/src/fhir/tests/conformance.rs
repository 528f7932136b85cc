//! Every document, the standard's and ours: it maps and makes the round trip, or is refused with
//! its element named. None is narrowed in silence.

use super::*;
use crate::fhir::ledger::is_in;
use serde_json::Value;

/// What is expected of a document.
#[derive(Clone, Copy, Debug)]
enum Expected {
	/// It is carried, and its terms can be written in these releases.
	Carried(&'static [Release]),
	/// It is refused for this element.
	Refused(&'static str),
}
use Expected::{Carried, Refused};

const R4_ONLY: Expected = Carried(&[Release::R4]);
const BOTH: Expected = Carried(&[Release::R4, Release::R5]);
const ROLE_OF_FIRST_ACTOR: &str = "Consent.provision.actor[0].role.coding[0].code";

/// The published examples of FHIR R4. `basic` and `notTime` restrict a period alone, so that R5
/// carries them too.
const PUBLISHED: [(&str, Expected); 5] = [
	("Consent-consent-example-Out", Refused(ROLE_OF_FIRST_ACTOR)),
	("Consent-consent-example-basic", BOTH),
	("Consent-consent-example-grantor", Refused("Consent.category[0].coding[0].code")),
	("Consent-consent-example-notThis", Refused("Consent.provision.data")),
	("Consent-consent-example-notTime", BOTH),
];

/// Our own documents.
const OURS: [(&str, Expected); 12] = [
	("closed-record", BOTH),
	("family-physician", R4_ONLY),
	("hospital-treatment", R4_ONLY),
	("hospital-treatment-without-psychiatry", R4_ONLY),
	("open-record", BOTH),
	("opt-out", BOTH),
	("r5-closed-record", BOTH),
	("r5-open-record", BOTH),
	("r5-opt-out", BOTH),
	("r5-research-registry", BOTH),
	("r5-travel", BOTH),
	("research-opt-out", R4_ONLY),
];

fn check(name: &str, text: &str, expected: Expected) {
	match (read(text), expected) {
		(Ok(terms), Carried(releases)) => {
			for release in Release::ALL {
				let written = write_consent(&terms, &patient(), Status::Active, release);
				match written {
					Ok(written) => {
						assert!(releases.contains(&release), "{name} was written as {release}");
						assert_eq!(read(&written).as_ref(), Ok(&terms), "{name}: {written}");
					}
					Err(refusal) => {
						assert!(!releases.contains(&release), "{name} as {release}: {refusal}");
						assert!(refusal.reason.contains("R4"), "{name}: {refusal}");
					}
				}
			}
			let names: Vec<&str> = releases.iter().map(|release| release.name()).collect();
			println!("{name}: carried, round trip through {}", names.join(" and "));
		}
		(Err(refusal), Refused(element)) => {
			println!("{name}: refused, {refusal}");
			assert_eq!(refusal.path, element, "{name}");
		}
		(result, expected) => panic!("{name}: expected {expected:?}, found {result:?}"),
	}
	agrees(name, text);
}

/// The strict mode refuses what the report refuses, and the report is about the whole document.
fn agrees(name: &str, text: &str) {
	let reader = Reader { patient: patient(), actors: &actors(), release: None };
	let report = report_consent(text, &reader);
	let refusals: Vec<Refusal> = report.refusals().collect();
	match read(text) {
		Ok(terms) => {
			assert_eq!(refusals, [], "{name}");
			assert_eq!(report.terms, Some(terms), "{name}");
		}
		Err(refusal) => {
			assert!(refusals.contains(&refusal), "{name}: {refusal}");
			assert_eq!(report.terms, None, "{name}");
		}
	}
	let Some(_) = report.release else { return };
	let document: Value = serde_json::from_str(text).unwrap();
	for leaf in leaves("Consent", &document) {
		let rows = report.elements.iter().filter(|(path, _)| is_in(&leaf, path)).count();
		assert_eq!(rows, 1, "{name}: {leaf} is told of once");
	}
}

/// The members of a value, by their steps.
fn steps(value: &Value) -> Vec<(String, &Value)> {
	match value {
		Value::Object(members) => {
			members.iter().map(|(name, value)| (format!(".{name}"), value)).collect()
		}
		Value::Array(items) => {
			items.iter().enumerate().map(|(n, value)| (format!("[{n}]"), value)).collect()
		}
		_ => Vec::new(),
	}
}

fn leaves(path: &str, value: &Value) -> Vec<String> {
	let steps = steps(value);
	if steps.is_empty() {
		return vec![path.to_owned()];
	}
	steps.iter().flat_map(|(step, value)| leaves(&format!("{path}{step}"), value)).collect()
}

/// Every place of a document, with its FHIRPath and its JSON pointer.
pub(super) fn places(path: &str, pointer: &str, value: &Value) -> Vec<(String, String)> {
	let inner = steps(value).into_iter().flat_map(|(step, value)| {
		let name = step.trim_matches(['.', '[', ']']);
		places(&format!("{path}{step}"), &format!("{pointer}/{name}"), value)
	});
	std::iter::once((path.to_owned(), pointer.to_owned())).chain(inner).collect()
}

#[test]
fn published_examples_are_carried_or_refused_by_element() {
	// A relative path starts at the root of the repository.
	let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
	let named =
		["MEDCHAIN_SAMPLES", "MEDCHAIN_STANDARDS_DATA"].map(|name| std::env::var(name).ok());
	let data = named.into_iter().flatten().next().unwrap_or_else(|| "../shared/data".into());
	let folder = root.join(&data).join("fhir-r4/consent");
	if !folder.is_dir() {
		println!("no published examples at {data}: skipped (MEDCHAIN_SAMPLES names their folder)");
		return;
	}
	for (name, expected) in PUBLISHED {
		let path = folder.join(format!("{name}.json"));
		let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
		check(name, &text, expected);
	}
}

#[test]
fn our_documents_are_carried_and_make_the_round_trip() {
	let rows: Vec<&str> = OURS.iter().map(|(name, _)| *name).collect();
	assert_eq!(names(""), rows, "each document is a row");
	for (name, expected) in OURS {
		check(name, &document(name), expected);
	}
}

#[test]
fn strict_mode_and_report_agree_on_broken_documents() {
	let broken = names("invalid");
	for name in &broken {
		let text = document(&format!("invalid/{name}"));
		assert!(read(&text).is_err(), "{name}");
		agrees(name, &text);
	}
	println!("{} broken documents", broken.len());
}

/// The fates of a document's elements.
fn fates(text: &str) -> Vec<(String, Fate)> {
	let reader = Reader { patient: patient(), actors: &actors(), release: None };
	report_consent(text, &reader).elements
}

#[test]
fn an_unknown_element_is_refused_wherever_it_stands() {
	let (mut refused, mut aside) = (0, 0);
	for (name, _) in OURS {
		let text = document(name);
		let terms = read(&text).unwrap();
		let fates = fates(&text);
		let original: Value = serde_json::from_str(&text).unwrap();
		for (path, pointer) in places("Consent", "", &original) {
			let mut changed = original.clone();
			let Some(Value::Object(members)) = changed.pointer_mut(&pointer) else { continue };
			members.insert("unheardOf".into(), "x".into());
			let result = read(&changed.to_string());
			let documentary =
				fates.iter().any(|(outer, fate)| *fate == Fate::Documentary && is_in(&path, outer));
			if documentary {
				assert_eq!(result.as_ref(), Ok(&terms), "{name}: {path}");
				aside += 1;
			} else {
				assert_eq!(result.unwrap_err().path, format!("{path}.unheardOf"), "{name}");
				refused += 1;
			}
		}
	}
	println!("{refused} unknown elements refused, {aside} inside documentary elements");
	assert!(refused > 280 && aside > 30);
}

#[test]
fn an_element_that_is_carried_counts() {
	let mut changes = 0;
	for (name, _) in OURS {
		let text = document(name);
		let terms = read(&text).unwrap();
		let original: Value = serde_json::from_str(&text).unwrap();
		let fates = fates(&text);
		for (path, pointer) in places("Consent", "", &original) {
			if !fates.contains(&(path.clone(), Fate::Carried)) {
				continue;
			}
			let mut changed = original.clone();
			*changed.pointer_mut(&pointer).unwrap() = "unheard-of".into();
			assert_ne!(read(&changed.to_string()).as_ref(), Ok(&terms), "{name}: {path}");
			changes += 1;
		}
	}
	println!("{changes} carried elements changed");
	assert!(changes > 300);
}
