//! Documents of our own, whole and broken.

use super::*;
use crate::types::claims::tests::Random;
use serde_json::{json, Value};
use std::{fs, path::Path};

const SEED: u64 = 0x7573_646d;
const MUTATIONS: usize = 6_000;

fn published(name: &str) -> String {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents/trial");
	fs::read_to_string(folder.join(format!("{name}.json"))).unwrap()
}

fn protocol() -> Value {
	serde_json::from_str(&published("protocol")).unwrap()
}

fn read_value(value: &Value) -> Result<Registration, Refusal> {
	read(&value.to_string(), &Choice::default())
}

/// Why the protocol is refused once something stands elsewhere in it, or nothing does.
fn refused(pointer: &str, value: Option<Value>) -> String {
	let mut document = protocol();
	let (parent, name) = pointer.rsplit_once('/').unwrap();
	match (document.pointer_mut(parent).unwrap(), value) {
		(Value::Object(members), Some(value)) => _ = members.insert(name.into(), value),
		(Value::Object(members), None) => _ = members.remove(name).unwrap(),
		(Value::Array(items), Some(value)) => items[name.parse::<usize>().unwrap()] = value,
		(Value::Array(items), None) => _ = items.remove(name.parse::<usize>().unwrap()),
		_ => panic!("{pointer}"),
	}
	read_value(&document).map(|read| panic!("{pointer}: {read:?}")).unwrap_err().to_string()
}

const VERSION: &str = "/study/versions/0";
const DESIGN: &str = "/study/versions/0/studyDesigns/0";

#[test]
fn the_protocol_becomes_a_registration() {
	let read = read(&published("protocol"), &Choice::default()).unwrap();
	assert_eq!(
		(read.name.as_str(), read.sponsor.as_str()),
		("AUR-VER-301", "Aurelia Therapeutics")
	);
	assert!(read.title.starts_with("A Randomised, Double-Blind"));
	let identifiers: Vec<&str> = read.identifiers.iter().map(|it| it.text.as_str()).collect();
	assert_eq!(identifiers, ["AUR-VER-301", "NCT00000000"]);
	assert_eq!((read.version.as_str(), read.date.as_deref()), ("1.0", Some("2026-11-02")));
	assert_eq!((read.phase, read.masking, read.target), (Phase::Phase3, Masking::Double, 240));
	let arms: Vec<_> = read.arms.iter().map(|arm| (arm.name.as_str(), arm.share)).collect();
	assert_eq!(arms, [("Verolast", Some(1)), ("Placebo", Some(1))]);
	let criteria: Vec<_> =
		read.criteria.iter().map(|it| (it.kind, it.identifier.as_str())).collect();
	use CriterionKind::{Exclusion, Inclusion};
	assert_eq!(
		criteria,
		[
			(Inclusion, "I1"),
			(Inclusion, "I2"),
			(Inclusion, "I3"),
			(Exclusion, "E1"),
			(Exclusion, "E2"),
		],
	);
	assert_eq!(read.visits, ["Baseline", "Week 4", "Week 12", "Follow-up"]);
	assert!(read.amendments.is_empty());
	assert_eq!(read.chain_criteria().len(), 5);
	assert_eq!(read.scheme(None, &[2, 3]).unwrap().ratio.to_vec(), [1, 1]);
}

#[test]
fn the_amended_protocol_says_what_changed() {
	let choice = Choice::default();
	let first = read(&published("protocol"), &choice).unwrap();
	let second = read(&published("protocol-amended"), &choice).unwrap();
	assert_eq!((second.version.as_str(), second.target), ("2.0", 300));
	assert_eq!(second.amendments[0].reason, "Recruitment Difficulty");
	assert_ne!(first.protocol, second.protocol);
	let changed = first.criteria.iter().zip(&second.criteria).filter(|(a, b)| a.text != b.text);
	assert_eq!(changed.count(), 1);
}

#[test]
fn commitments_follow_the_written_rule() {
	let text = published("protocol");
	let read = read(&text, &Choice::default()).unwrap();
	let tight: Value = serde_json::from_str(&text).unwrap();
	// `serde_json` sorts members, and this document has plain letters and small numbers alone.
	let canonical = tight.to_string();
	assert!(canonical.is_ascii());
	assert_eq!(read.protocol.0, blake2_256(canonical.as_bytes()));
	assert_eq!(read.key, blake2_256(format!("medchain/criteria{canonical}").as_bytes()));
	let first = &read.criteria[0];
	let array = json!(["inclusion", "I1", first.text]).to_string();
	let bytes = [&read.key[..], array.as_bytes()].concat();
	assert_eq!(first.commitment.0, blake2_256(&bytes));
	assert_eq!(read_value(&tight).unwrap(), read, "white space does not matter");
	let changed = text.replace("MedChain samples", "MedChain sample");
	assert_ne!(super::read(&changed, &Choice::default()).unwrap().protocol, read.protocol);
}

#[test]
fn shares_come_from_the_document_or_the_caller() {
	let mut document = protocol();
	let stated = read_value(&document).unwrap();
	assert_eq!(stated.ratio(Some(&[1, 1])).unwrap(), [1, 1]);
	assert!(stated.ratio(Some(&[2, 1])).unwrap_err().to_string().contains("document says, 1:1"));
	for arm in document.pointer_mut(&format!("{DESIGN}/arms")).unwrap().as_array_mut().unwrap() {
		arm.as_object_mut().unwrap().remove("extensionAttributes");
	}
	let silent = read_value(&document).unwrap();
	assert_eq!(silent.ratio(Some(&[2, 1])).unwrap(), [2, 1]);
	assert!(silent.ratio(None).unwrap_err().to_string().contains("--ratio"));
	for wrong in [&[1][..], &[1, 1, 1], &[0, 1], &[9, 1], &[]] {
		assert!(
			silent.ratio(Some(wrong)).unwrap_err().to_string().contains("--ratio"),
			"{wrong:?}"
		);
	}
	assert!(silent.scheme(Some(&[1, 1]), &[5]).is_err());
}

#[test]
fn codes_become_phases_and_maskings() {
	let with = |pointer: &str, value: Value| {
		let mut document = protocol();
		*document.pointer_mut(&format!("{DESIGN}/{pointer}")).unwrap() = value;
		read_value(&document)
	};
	for (code, phase) in [
		("C48660", Phase::NotApplicable),
		("C54721", Phase::EarlyPhase1),
		("C15600", Phase::Phase1),
		("C15693", Phase::Phase1Phase2),
		("C49688", Phase::Phase2),
		("C15694", Phase::Phase2Phase3),
		("C15603", Phase::Phase4),
	] {
		let read = with("studyPhase/standardCode/code", code.into()).unwrap();
		assert_eq!(read.phase, phase, "{code}");
	}
	let single = with("blindingSchema/standardCode/code", "C28233".into()).unwrap();
	assert_eq!(single.masking, Masking::Single);
	let open = with("blindingSchema/standardCode/code", "C49659".into()).unwrap_err();
	assert!(open.reason.contains("roles that are masked"), "{open}");

	let mut document = protocol();
	let roles = document.pointer_mut(&format!("{VERSION}/roles")).unwrap().as_array_mut().unwrap();
	for code in ["C207599", "C17445"] {
		let mut role = roles[2].clone();
		role["id"] = code.into();
		role["code"]["code"] = code.into();
		roles.push(role);
	}
	assert_eq!(read_value(&document).unwrap().masking, Masking::Quadruple);
	let roles = document.pointer_mut(&format!("{VERSION}/roles")).unwrap().as_array_mut().unwrap();
	roles.pop();
	assert_eq!(read_value(&document).unwrap().masking, Masking::Triple);
}

#[test]
fn a_version_and_a_design_are_chosen() {
	let mut document = protocol();
	let mut second = document.pointer(VERSION).unwrap().clone();
	second["id"] = "StudyVersion_2".into();
	second["versionIdentifier"] = "1.1".into();
	let mut other = second["studyDesigns"][0].clone();
	other["id"] = "InterventionalStudyDesign_2".into();
	other["name"] = "Other design".into();
	other["population"]["plannedEnrollmentNumber"]["value"] = 12.into();
	second["studyDesigns"].as_array_mut().unwrap().push(other);
	document["study"]["versions"].as_array_mut().unwrap().push(second);
	let text = document.to_string();
	let choose = |version, design| read(&text, &Choice { version, design });
	let told = choose(None, None).unwrap_err().to_string();
	assert_eq!(told, "$.study.versions: choose one of \"1.0\", \"1.1\"");
	assert_eq!(choose(Some("StudyVersion_1"), None).unwrap().target, 240);
	let told = choose(Some("1.1"), None).unwrap_err().to_string();
	assert_eq!(
		told,
		"$.study.versions[1].studyDesigns: choose one of \"Main design\", \"Other design\""
	);
	assert_eq!(choose(Some("1.1"), Some("Other design")).unwrap().target, 12);
	let told = choose(Some("3.0"), None).unwrap_err().to_string();
	assert!(told.contains("none is \"3.0\"; known are \"1.0\""), "{told}");
}

#[test]
fn the_order_is_that_of_the_references() {
	let mut document = protocol();
	let visits = document.pointer_mut(&format!("{DESIGN}/encounters")).unwrap();
	visits.as_array_mut().unwrap().reverse();
	let read = read_value(&document).unwrap();
	assert_eq!(read.visits, ["Baseline", "Week 4", "Week 12", "Follow-up"]);
	for visit in
		document.pointer_mut(&format!("{DESIGN}/encounters")).unwrap().as_array_mut().unwrap()
	{
		let members = visit.as_object_mut().unwrap();
		members.remove("previousId");
		members.remove("nextId");
	}
	assert_eq!(read_value(&document).unwrap().visits[0], "Follow-up");
	let one_way = refused(&format!("{DESIGN}/encounters/3/previousId"), Some("Encounter_1".into()));
	assert!(one_way.contains("encounters[2].nextId: \"Encounter_4\" does not name"), "{one_way}");
	let elsewhere = refused(&format!("{DESIGN}/encounters/3/nextId"), Some("x".into()));
	assert!(elsewhere.contains("encounters[3].nextId: \"x\" is not the id of any"), "{elsewhere}");

	let mut circle = protocol();
	circle.pointer_mut(&format!("{DESIGN}/encounters/0")).unwrap()["previousId"] =
		"Encounter_4".into();
	circle.pointer_mut(&format!("{DESIGN}/encounters/3")).unwrap()["nextId"] = "Encounter_1".into();
	let circle = read_value(&circle).unwrap_err().to_string();
	assert!(circle.contains("encounters[0].previousId: it goes round in a circle"), "{circle}");
}

#[test]
fn a_range_gives_its_most() {
	let quantity =
		|id: &str, value: Value| json!({"id": id, "value": value, "instanceType": "Quantity"});
	let range = |least: Value, most: Value| {
		json!({"id": "r", "minValue": quantity("a", least), "maxValue": quantity("b", most),
			"isApproximate": true, "instanceType": "Range"})
	};
	let mut document = protocol();
	let pointer = format!("{DESIGN}/population/plannedEnrollmentNumber");
	*document.pointer_mut(&pointer).unwrap() = range(10.into(), 20.into());
	assert_eq!(read_value(&document).unwrap().target, 20);
	assert!(refused(&pointer, Some(range(20.into(), 10.into()))).contains("its least is more"));
	for wrong in [json!(0), json!(-1), json!(1.5), json!(4_294_967_296_u64), json!(1e300)] {
		let told = refused(&pointer, Some(quantity("q", wrong.clone())));
		assert!(told.contains(".plannedEnrollmentNumber.value: "), "{wrong}: {told}");
	}
	assert!(refused(&pointer, None).ends_with("plannedEnrollmentNumber: required, but missing"));
}

/// So many copies of what stands first in a list, with identifiers of their own and without an order.
fn many(list: &str, count: usize) -> Value {
	let document = protocol();
	let first = document.pointer(&format!("{DESIGN}/{list}/0")).unwrap().clone();
	let copies = (0..count).map(|number| {
		let mut copy = first.clone();
		copy["id"] = format!("copy{number}").into();
		copy.as_object_mut().unwrap().remove("nextId");
		copy
	});
	copies.collect()
}

#[test]
fn too_many_are_refused_by_name() {
	for (list, bound) in [("arms", 8), ("eligibilityCriteria", 32), ("encounters", 64)] {
		let pointer = format!("{DESIGN}/{list}");
		let told = refused(&pointer, Some(many(list, bound + 1)));
		let right = format!("studyDesigns[0].{list}: {} are too many; at most {bound}", bound + 1);
		assert!(told.contains(&right), "{told}");
	}
	let mut document = protocol();
	*document.pointer_mut(&format!("{DESIGN}/encounters")).unwrap() = many("encounters", 64);
	assert_eq!(read_value(&document).unwrap().visits.len(), 64);
	*document.pointer_mut(&format!("{DESIGN}/arms")).unwrap() = many("arms", 8);
	assert_eq!(read_value(&document).unwrap().arms.len(), 8);
}

#[test]
fn what_is_wrong_is_named_by_its_path() {
	for (pointer, value, told) in [
		("/usdmVersion", Some(json!("3.0.0")), "$.usdmVersion: \"3.0.0\" is not read"),
		("/study", None, "$.study: required"),
		("/more", Some(json!(1)), "$.more: USDM 4.0 has no such member of Wrapper"),
		("/study/instanceType", Some(json!("Trial")), "$.study.instanceType: expected Study"),
		("/study/versions", Some(json!([])), "$.study.versions: the list is empty"),
		("/study/versions/0/titles/0", None, ".titles: none is the official title"),
		("/study/versions/0/titles/1/type/code", Some(json!("C207616")), "a second official title"),
		(
			"/study/versions/0/titles/1/id",
			Some(json!("StudyTitle_1")),
			"titles[1].id: \"StudyTitle_1\" stands twice",
		),
		("/study/versions/0/studyIdentifiers/0", None, "none is the sponsor's"),
		(
			"/study/versions/0/studyIdentifiers/0/scopeId",
			Some(json!("x")),
			"scopeId: \"x\" is the id of no organization",
		),
		("/study/versions/0/roles/0", None, ".roles: none is that of the sponsor"),
		("/study/versions/0/roles/0/organizationIds", Some(json!([])), "exactly one organization"),
		("/study/versions/0/roles/1/code/code", Some(json!("C70793")), "a second sponsor"),
		(
			"/study/versions/0/roles/1/masking/isMasked",
			Some(json!("yes")),
			"isMasked: expected a boolean",
		),
		("/study/versions/0/dateValues/0/dateValue", Some(json!("2026-13-01")), "is no day"),
		(
			"/study/versions/0/studyDesigns/0/instanceType",
			Some(json!("ObservationalStudyDesign")),
			"an observational study",
		),
		("/study/versions/0/studyDesigns/0/studyPhase", None, "studyPhase: required"),
		(
			"/study/versions/0/studyDesigns/0/studyPhase/standardCode/code",
			Some(json!("C47865")),
			"is no phase",
		),
		(
			"/study/versions/0/studyDesigns/0/studyPhase/standardCode/codeSystem",
			Some(json!("x")),
			"codeSystem: \"x\"",
		),
		(
			"/study/versions/0/studyDesigns/0/blindingSchema/standardCode/code",
			Some(json!("C156592")),
			"is no blinding schema",
		),
		("/study/versions/0/studyDesigns/0/arms", Some(json!([])), "arms: at least one"),
		(
			"/study/versions/0/studyDesigns/0/arms/0/name",
			Some(json!(" ")),
			"arms[0].name: the string is empty",
		),
		(
			"/study/versions/0/studyDesigns/0/arms/0/extensionAttributes",
			None,
			"some have the extension",
		),
		(
			"/study/versions/0/studyDesigns/0/arms/0/extensionAttributes/0/valueInteger",
			Some(json!(9)),
			"from 1 to 8",
		),
		(
			"/study/versions/0/studyDesigns/0/eligibilityCriteria",
			Some(json!([])),
			"eligibilityCriteria: at least one",
		),
		(
			"/study/versions/0/studyDesigns/0/eligibilityCriteria/0/category/code",
			Some(json!("C1")),
			"category of criteria",
		),
		(
			"/study/versions/0/studyDesigns/0/eligibilityCriteria/0/criterionItemId",
			Some(json!("x")),
			"no criterion's item",
		),
		(
			"/study/versions/0/studyDesigns/0/eligibilityCriteria/0/criterionItemId",
			Some(json!("EligibilityCriterionItem_2")),
			"the same item",
		),
		(
			"/study/versions/0/studyDesigns/0/population/criterionIds/4",
			None,
			"does not name this criterion",
		),
		(
			"/study/versions/0/studyDesigns/0/population/criterionIds/4",
			Some(json!("x")),
			"criterionIds[4]: \"x\"",
		),
		(
			"/study/versions/0/eligibilityCriterionItems/0/text",
			Some(json!("")),
			"text: the string is empty",
		),
	] {
		let found = refused(pointer, value);
		assert!(found.contains(told), "{pointer}: {found}");
	}
	let told = read("{", &Choice::default()).unwrap_err().to_string();
	assert!(told.starts_with("$: no JSON document"), "{told}");
}

/// The pointers of all that stands in a value.
fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
	let children: Vec<(String, &Value)> = match value {
		Value::Object(members) => members.iter().map(|(name, it)| (name.clone(), it)).collect(),
		Value::Array(items) => {
			items.iter().enumerate().map(|(number, it)| (number.to_string(), it)).collect()
		}
		_ => Vec::new(),
	};
	for (name, value) in children {
		let at = format!("{at}/{name}");
		pointers(value, &at, out);
		out.push(at);
	}
}

fn remove(document: &mut Value, pointer: &str) {
	let (parent, name) = pointer.rsplit_once('/').unwrap();
	match document.pointer_mut(parent) {
		Some(Value::Object(members)) => _ = members.remove(name),
		Some(Value::Array(items)) => {
			if let Some(at) = name.parse().ok().filter(|at| *at < items.len()) {
				items.remove(at);
			}
		}
		_ => {}
	}
}

#[test]
fn each_element_removed_or_of_another_kind_changes_what_is_read() {
	let document = protocol();
	let right = read_value(&document).unwrap();
	let mut all = Vec::new();
	pointers(&document, "", &mut all);
	assert!(all.len() > 500, "{}", all.len());
	let (mut refusals, mut others) = (0, 0);
	for pointer in &all {
		let mut without = document.clone();
		remove(&mut without, pointer);
		let mut mistyped = document.clone();
		let value = mistyped.pointer_mut(pointer).unwrap();
		*value = if value.is_boolean() { json!(7) } else { json!(true) };
		for broken in [without, mistyped] {
			match read_value(&broken) {
				Ok(read) => {
					assert_ne!(read.protocol, right.protocol, "{pointer}");
					others += 1;
				}
				Err(refusal) => {
					assert!(refusal.path.starts_with('$') && !refusal.reason.is_empty());
					refusals += 1;
				}
			}
		}
	}
	assert!(refusals > others / 2, "{refusals} refused, {others} not");
}

#[test]
fn no_mutation_does_harm() {
	let sources = [protocol(), serde_json::from_str(&published("protocol-amended")).unwrap()];
	let mut random = Random(SEED);
	let (mut read, mut refused) = (0, 0);
	for number in 0..MUTATIONS {
		let mut document = sources[number % 2].clone();
		let mut all = Vec::new();
		pointers(&document, "", &mut all);
		for _ in 0..1 + random.below(4) {
			let at = all[random.below(all.len())].clone();
			let other = document.pointer(&all[random.below(all.len())]).cloned();
			let Some(value) = document.pointer_mut(&at) else { continue };
			match random.below(9) {
				0 => remove(&mut document, &at),
				1 => *value = Value::Null,
				2 => *value = json!([]),
				3 => *value = json!({}),
				4 => *value = json!("\u{0}\u{fffd}x"),
				5 => *value = json!(-1.5e300),
				6 => *value = json!(u64::MAX),
				7 => *value = other.unwrap_or_default(),
				_ => {
					if let Value::Array(items) = value {
						let again = items.clone();
						items.extend(again);
					}
				}
			}
		}
		match read_value(&document) {
			Ok(found) => {
				read += 1;
				assert!((1..=8).contains(&found.arms.len()) && found.visits.len() <= 64);
				assert!((1..=32).contains(&found.criteria.len()) && found.target > 0);
			}
			Err(refusal) => {
				refused += 1;
				assert!(refusal.path.starts_with('$'), "{refusal}");
			}
		}
	}
	assert!(read > 500 && refused > 1_000, "{read} read, {refused} refused");
	let text = published("protocol");
	for _ in 0..1_000 {
		let mut bytes = text.clone().into_bytes();
		let at = random.below(bytes.len());
		bytes[at] = random.below(256) as u8;
		if random.below(3) == 0 {
			bytes.truncate(at);
		}
		_ = super::read(&String::from_utf8_lossy(&bytes), &Choice::default());
	}
}
