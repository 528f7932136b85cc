//! Claims of R4 in, and the answers to them out.

mod answers;
mod refused;

use super::*;
use crate::{fhir::Refusal, relay::to_hex, types::claims::ClaimLine};
use medchain_support::{Commitment, ResourceClass, ServiceType, SoldPack};
use serde_json::{json, Value};
use std::{collections::BTreeMap, fs, path::Path};
use subxt_signer::sr25519::dev;

const SALT: [u8; 32] = [7; 32];
const CHAIN: H256 = H256([0xab; 32]);

fn patient() -> AccountId32 {
	dev::charlie().public_key().into()
}

fn hospital() -> AccountId32 {
	dev::bob().public_key().into()
}

fn insurer() -> AccountId32 {
	dev::dave().public_key().into()
}

fn read(text: &str) -> Result<Submission, Refusal> {
	let actors = [
		("Organization/1", hospital()),
		("Organization/2", insurer()),
		("Organization/dave-mutual", insurer()),
		("Organization/st-elisabeth-hospital", hospital()),
		("Patient/1", patient()),
		("Patient/lena-hartmann", patient()),
	];
	let actors = actors.map(|(reference, account)| (reference.to_string(), account)).into();
	let coverages = [("Coverage/9876B1".to_string(), 4), ("Coverage/lena-statutory".into(), 4)];
	let coverages: BTreeMap<String, CoverageId> = coverages.into();
	let receipts = [(pack_id("010590123412345721A1b2").unwrap(), [9; 32])].into();
	let reader = ClaimReader {
		actors: &actors,
		coverages: &coverages,
		chain: CHAIN,
		salt: SALT,
		receipts: &receipts,
	};
	read_claim(text, &reader)
}

fn folder() -> std::path::PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("documents/claim")
}

fn document(name: &str) -> String {
	let path = folder().join(format!("{name}.json"));
	fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The names of the documents in a folder, without their ending.
fn names(inner: &str) -> Vec<String> {
	let mut names: Vec<String> = fs::read_dir(folder().join(inner))
		.unwrap()
		.map(|entry| entry.unwrap().file_name().into_string().unwrap())
		.filter_map(|name| name.strip_suffix(".json").map(str::to_string))
		.collect();
	names.sort();
	names
}

/// Our documents: what each is for, the code of its currency, what it comes to in minor units, and
/// who is paid.
const OURS: [(&str, ClaimUse, &str, u128, Payee); 6] = [
	("dental-two-teeth", ClaimUse::Claim, "EUR", 21_000, Payee::Patient),
	("hospital-stay", ClaimUse::Claim, "EUR", 1_362_350, Payee::Provider),
	("office-visit", ClaimUse::Claim, "EUR", 12_000, Payee::Provider),
	("pharmacy-packs", ClaimUse::Claim, "KWD", 63_505, Payee::Provider),
	("physiotherapy-preauthorization", ClaimUse::Preauthorization, "EUR", 72_000, Payee::Patient),
	("visit-predetermination", ClaimUse::Predetermination, "JPY", 9_000, Payee::Provider),
];

#[test]
fn our_claims_are_carried() {
	let rows: Vec<&str> = OURS.iter().map(|(name, ..)| *name).collect();
	assert_eq!(names(""), rows, "each document is a row");
	for (name, purpose, code, total, payee) in OURS {
		let claim = read(&document(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
		assert_eq!(claim.purpose, purpose, "{name}");
		assert_eq!(claim.code.code(), code, "{name}");
		assert_eq!(claim.total(), Some(total), "{name}");
		assert_eq!(claim.payee, payee, "{name}");
		assert_eq!((claim.patient, claim.provider), (patient(), hospital()), "{name}");
	}
}

/// The broken documents: sound ones, each with a JSON Patch, and those that no patch can break.
fn broken() -> BTreeMap<String, String> {
	#[derive(serde::Deserialize)]
	struct Break {
		of: String,
		patch: json_patch::Patch,
	}
	let mut broken: BTreeMap<_, _> = names("invalid")
		.into_iter()
		.map(|name| (name.clone(), document(&format!("invalid/{name}"))))
		.collect();
	let patches = broken.remove("patches").unwrap();
	let patches: BTreeMap<String, Break> = serde_json::from_str(&patches).unwrap();
	for (name, Break { of, patch }) in patches {
		let mut value: Value = serde_json::from_str(&document(&of)).unwrap();
		json_patch::patch(&mut value, &patch).unwrap_or_else(|error| panic!("{name}: {error}"));
		assert!(broken.insert(name, value.to_string()).is_none());
	}
	broken
}

#[test]
fn broken_claims_are_refused_by_element() {
	let broken = broken();
	let rows: Vec<&str> = refused::REFUSED.iter().map(|(name, ..)| *name).collect();
	assert!(broken.keys().eq(rows), "each document is a row");
	for (name, element, reason) in refused::REFUSED {
		let refusal = read(&broken[name]).expect_err(name);
		println!("{name}: {refusal}");
		assert_eq!(refusal.path, element, "{name}: {refusal}");
		assert!(refusal.reason.contains(reason), "{name}: {refusal}");
	}
}

fn code(system: &str, code: &str) -> item::Code {
	(system.into(), code.into())
}

#[test]
fn the_hospital_stay_becomes_what_is_submitted() {
	let claim = read(&document("hospital-stay")).unwrap();
	let modifiers = ["22", "RT"].map(|modifier| code("https://www.cms.gov/modifiers", modifier));
	let surgery = code("http://www.ama-assn.org/go/cpt", "62264");
	let bed = code("https://st-elisabeth.example/tariff", "BED-2");
	let attachment = |class, byte| Attachment {
		class,
		commitment: document_digest(&SALT, Commitment([byte; 32])),
	};
	let line = ClaimLine {
		service: ServiceType::Surgical,
		item: item_digest(&SALT, &surgery, &modifiers, &[], &[]),
		quantity: 1,
		unit_price: 1_250_000,
		// 2026-11-17T00:00:00Z
		serviced: 1_794_873_600,
		pack: None,
		authorization: Some(21),
	};
	let expected = Submission {
		purpose: ClaimUse::Claim,
		patient: patient(),
		provider: hospital(),
		insurer: Some(insurer()),
		payee: Payee::Provider,
		replaces: Some(5),
		code: "EUR".parse().unwrap(),
		coverages: vec![4, 9],
		focal: 4,
		attachments: vec![
			attachment(ResourceClass::DocumentReference, 9),
			attachment(ResourceClass::DiagnosticReport, 10),
		],
		lines: vec![
			line,
			ClaimLine {
				service: ServiceType::HospitalInpatient,
				item: item_digest(&SALT, &bed, &[], &[], &[]),
				quantity: 3,
				unit_price: 37_450,
				..line
			},
		],
	};
	assert_eq!(claim, expected);
}

#[test]
fn two_teeth_are_two_items_and_one_code_is_one_item_whoever_bills() {
	let claim = read(&document("dental-two-teeth")).unwrap();
	assert_ne!(claim.lines[0].item, claim.lines[1].item);
	let visit = read(&document("office-visit")).unwrap().lines[0].item;
	let other: Value = serde_json::from_str(&document("office-visit")).unwrap();
	let mut other = other.to_string().replace("Organization", "Practitioner");
	other = other.replace(&hospital().to_string(), &insurer().to_string());
	assert_ne!(read(&other).unwrap().provider, hospital());
	assert_eq!(read(&other).unwrap().lines[0].item, visit);
	assert_ne!(read(&other.replace("99213", "99214")).unwrap().lines[0].item, visit);
}

#[test]
fn numbers_may_have_an_exponent_as_those_of_invoices() {
	let sound = document("hospital-stay");
	let other = sound
		.replace("\"value\": 12500.00", "\"value\": 1.25e4")
		.replace("\"value\": 374.5,", "\"value\": 3745E-1,")
		.replace("\"value\": 3.0", "\"value\": 30e-1")
		.replace("\"value\": 13623.50", "\"value\": 1.36235e+4");
	assert_ne!(other, sound);
	assert_eq!(read(&other), read(&sound));
	let fine = sound.replace("\"value\": 374.5,", "\"value\": 3745e-4,");
	let refusal = read(&fine).unwrap_err();
	assert_eq!(refusal.path, "Claim.item[1].unitPrice.value");
	assert!(refusal.reason.contains("smaller unit"), "{refusal}");
}

#[test]
fn packs_and_authorisations_stand_at_their_lines() {
	let claim = read(&document("pharmacy-packs")).unwrap();
	let stated: Vec<_> = claim.lines.iter().map(|line| (line.pack, line.authorization)).collect();
	let pack = SoldPack { id: pack_id("010590123412345721A1b2").unwrap(), opening: [9; 32] };
	assert_eq!(stated, [(Some(pack), Some(32)), (None, Some(31)), (None, None)]);
	assert_eq!((claim.coverages, claim.focal), (vec![4, 9], 9));
}

#[test]
fn a_pack_needs_its_receipt() {
	let other = document("pharmacy-packs").replace("21A1b2", "21A1b3");
	let refusal = read(&other).unwrap_err();
	assert_eq!(refusal.path, "Claim.item[0].extension[0].valueString");
	let id = to_hex(&pack_id("010590123412345721A1b3").unwrap().0);
	assert!(refusal.reason.starts_with(&format!("pack {id} has no receipt")), "{refusal}");
	assert!(refusal.reason.contains("--receipt FILE"), "{refusal}");
}

/// The published examples of FHIR R4, and the element for which each is refused. Five have a code
/// of the payee without its system, which says nothing; 100153 asks to reserve funds before that, and
/// MED-00050 holds patient and coverage in itself. None has a class of service.
const PUBLISHED: [(&str, &str); 6] = [
	("Claim-100150", "Claim.payee.type.coding"),
	("Claim-100153", "Claim.fundsReserve"),
	("Claim-660150", "Claim.payee.type.coding"),
	("Claim-760150", "Claim.payee.type.coding"),
	("Claim-860150", "Claim.payee.type.coding"),
	("Claim-MED-00050", "Claim.contained"),
];

#[test]
fn published_claims_are_refused_by_element_and_carried_once_repaired() {
	// A relative path starts at the root of the repository.
	let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
	let named =
		["MEDCHAIN_SAMPLES", "MEDCHAIN_STANDARDS_DATA"].map(|name| std::env::var(name).ok());
	let data = named.into_iter().flatten().next().unwrap_or_else(|| "../shared/data".into());
	let folder = root.join(&data).join("fhir-r4/claim");
	if !folder.is_dir() {
		println!("no published claims at {data}: skipped (MEDCHAIN_SAMPLES names their folder)");
		return;
	}
	for (name, element) in PUBLISHED {
		let path = folder.join(format!("{name}.json"));
		let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
		let refusal = read(&text).expect_err(name);
		println!("{name}: refused, {refusal}");
		assert_eq!(refusal.path, element, "{name}");

		let claim = read(&repaired(&text)).unwrap_or_else(|e| panic!("{name}, repaired: {e}"));
		assert_eq!((claim.patient, claim.provider), (patient(), hospital()), "{name}");
		assert_eq!(claim.lines.len(), if name == "Claim-100153" { 3 } else { 1 }, "{name}");
	}
}

/// A published claim without its faults, and with classes of services.
fn repaired(text: &str) -> String {
	let mut claim: Value = serde_json::from_str(text).unwrap();
	let members = claim.as_object_mut().unwrap();
	members.remove("fundsReserve");
	members.remove("contained");
	members["patient"] = json!({ "reference": "Patient/1" });
	members["insurer"] = json!({ "reference": "Organization/2" });
	claim["insurance"][0]["coverage"] = json!({ "reference": "Coverage/9876B1" });
	claim["payee"]["type"]["coding"][0]["system"] = json!(PAYEE_TYPE);
	for item in claim["item"].as_array_mut().unwrap() {
		item.as_object_mut().unwrap().remove("detail");
		item["category"] = json!({ "coding": [{ "system": ServiceType::SYSTEM, "code": "1" }] });
		let coding = &mut item["productOrService"]["coding"][0];
		if coding.get("system").is_none() {
			coding["system"] = json!("http://example.org/fhir/oralservicecodes");
		}
	}
	claim.to_string()
}

/// Every place of a document, with its FHIRPath and its JSON pointer.
fn places(path: &str, pointer: &str, value: &Value) -> Vec<(String, String)> {
	let inner: Vec<(String, String, &Value)> = match value {
		Value::Object(members) => members
			.iter()
			.map(|(name, value)| (format!("{path}.{name}"), format!("{pointer}/{name}"), value))
			.collect(),
		Value::Array(items) => items
			.iter()
			.enumerate()
			.map(|(n, value)| (format!("{path}[{n}]"), format!("{pointer}/{n}"), value))
			.collect(),
		_ => Vec::new(),
	};
	let inner = inner.into_iter().flat_map(|(path, pointer, value)| places(&path, &pointer, value));
	std::iter::once((path.to_owned(), pointer.to_owned())).chain(inner).collect()
}

#[test]
fn an_unknown_element_is_refused_wherever_it_stands() {
	let (mut refused, mut aside) = (0, 0);
	for (name, ..) in OURS {
		let original: Value = serde_json::from_str(&document(name)).unwrap();
		let claim = read(&original.to_string()).unwrap();
		for (path, pointer) in places("Claim", "", &original) {
			let mut changed = original.clone();
			let Some(Value::Object(members)) = changed.pointer_mut(&pointer) else { continue };
			members.insert("unheardOf".into(), "x".into());
			match read(&changed.to_string()) {
				Ok(same) => {
					assert_eq!(same, claim, "{name}: {path}");
					aside += 1;
				}
				Err(refusal) => {
					assert_eq!(refusal.path, format!("{path}.unheardOf"), "{name}: {refusal}");
					refused += 1;
				}
			}
		}
	}
	println!("{refused} unknown elements refused, {aside} inside documentary elements");
	assert!(refused > 120 && aside > 20 && aside < refused);
}

/// Elements of which a change must be seen.
const CARRIED: [&str; 20] = [
	"Claim.resourceType",
	"Claim.status",
	"Claim.use",
	".focal",
	".preAuthRef[0]",
	".coverage.reference",
	".coverage.identifier.value",
	".payee.type.coding[0].code",
	".supportingInfo[0].valueReference.type",
	".supportingInfo[0].valueReference.identifier.value",
	".related[0].claim.identifier.value",
	".valueString",
	".productOrService.coding[0].code",
	".productOrService.coding[0].system",
	".bodySite.coding[0].code",
	".modifier[0].coding[0].code",
	".servicedDate",
	".quantity.value",
	".unitPrice.value",
	".unitPrice.currency",
];

#[test]
fn what_is_carried_counts() {
	let mut changes = 0;
	for (name, ..) in OURS {
		let original: Value = serde_json::from_str(&document(name)).unwrap();
		let claim = read(&original.to_string()).unwrap();
		for (path, pointer) in places("Claim", "", &original) {
			if CARRIED.iter().any(|end| path.ends_with(end)) {
				let mut changed = original.clone();
				*changed.pointer_mut(&pointer).unwrap() = "unheard-of".into();
				assert_ne!(read(&changed.to_string()).as_ref(), Ok(&claim), "{name}: {path}");
				changes += 1;
			}
		}
	}
	println!("{changes} carried elements changed");
	assert!(changes > 80);
}
