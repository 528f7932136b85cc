//! The report of every element.

use super::*;
use serde_json::json;

fn report(text: &str) -> Report {
	report_consent(text, &Reader { patient: patient(), actors: &actors(), release: None })
}

/// Three faults, an element that is missing, and elements that are fine.
const FAULTY: &str = r#"{
	"resourceType": "Consent",
	"status": "active",
	"date": "2026-03-02",
	"subject": {"reference": "Patient/x", "display": "Lena"},
	"provision": [
		{"purpose": [
			{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"},
			{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "NONE"}
		], "dataPeriod": {"start": "2020"}},
		{"period": {"start": "soon"}}
	],
	"policyBasis": {"url": "https://hospital.example/policy"}
}"#;

#[test]
fn every_element_is_told_of_in_the_order_of_the_document() {
	let report = report(FAULTY);
	let rows: Vec<(&str, &str)> =
		report.elements.iter().map(|(path, fate)| (path.as_str(), fate.word())).collect();
	assert_eq!(
		rows,
		[
			("Consent.resourceType", "carried"),
			("Consent.status", "carried"),
			("Consent.date", "documentary"),
			("Consent.subject.reference", "carried"),
			("Consent.subject.display", "documentary"),
			("Consent.provision[0].purpose[0].system", "carried"),
			("Consent.provision[0].purpose[0].code", "carried"),
			("Consent.provision[0].purpose[1].system", "carried"),
			("Consent.provision[0].purpose[1].code", "refused"),
			("Consent.provision[0].dataPeriod", "refused"),
			("Consent.provision[1].period.start", "refused"),
			("Consent.policyBasis", "refused"),
			("Consent.decision", "refused"),
		],
	);
	assert_eq!((report.release, &report.terms), (Some(Release::R5), &None));
	assert_eq!(read(FAULTY).unwrap_err().path, "Consent.provision[0].purpose[1].code");
}

#[test]
fn a_report_is_a_table_for_people() {
	let table = report(FAULTY).to_string();
	let lines: Vec<&str> = table.lines().collect();
	assert_eq!(lines.len(), 14);
	assert_eq!(lines[2], "documentary  Consent.date");
	assert!(lines[12].starts_with("refused      Consent.decision   "), "{}", lines[12]);
	assert!(lines[12].ends_with("  required, but missing"), "{}", lines[12]);
	assert_eq!(lines[13], "FHIR R5: 6 carried, 2 documentary, 5 refused");
}

#[test]
fn a_report_is_json_for_programs() {
	let json = serde_json::to_value(report(FAULTY)).unwrap();
	assert_eq!(json["release"], "r5");
	assert_eq!(json["expressible"], false);
	assert_eq!(json["elements"][2], json!({"path": "Consent.date", "fate": "documentary"}));
	assert_eq!(
		json["elements"][12],
		json!({
			"path": "Consent.decision", "fate": "refused", "reason": "required, but missing",
		}),
	);
	let fine = serde_json::to_value(report(&document("r5-travel"))).unwrap();
	assert_eq!((&fine["release"], &fine["expressible"]), (&json!("r5"), &json!(true)));
}

#[test]
fn what_is_no_consent_is_refused_as_a_whole() {
	for (text, path, reason) in [
		("", "Consent", "not a JSON document"),
		("[]", "Consent", "expected an object"),
		("{}", "Consent", "empty"),
		(r#"{"resourceType": "Patient"}"#, "Consent.resourceType", "another resource"),
		(r#"{"status": "active"}"#, "Consent.resourceType", "required"),
		(r#"{"resourceType": "Consent"}"#, "Consent", "neither of R4"),
	] {
		let report = report(text);
		let [(found, Fate::Refused(why))] = &report.elements[..] else {
			panic!("{text}: {report}")
		};
		assert_eq!(found, path, "{text}");
		assert!(why.contains(reason), "{text}: {why}");
		assert_eq!(report.release, None);
		assert!(report.to_string().ends_with("1 refused"));
	}
}

#[test]
fn all_that_a_document_lacks_is_told_of() {
	let report = report(r#"{"resourceType": "Consent", "scope": {"text": "privacy"}}"#);
	let refused: Vec<String> = report.refusals().map(|refusal| refusal.path).collect();
	assert_eq!(
		refused,
		[
			"Consent.scope.coding",
			"Consent.status",
			"Consent.patient",
			"Consent.category",
			"Consent.policyRule",
		],
	);
}

#[test]
fn a_document_of_a_mebibyte_is_told_of_as_well() {
	let members: Vec<String> = (0..60_000).map(|n| format!("\"element{n}\":{n}")).collect();
	let text = format!(r#"{{"resourceType": "Consent", "scope": 1, {}}}"#, members.join(","));
	assert!(text.len() > 1 << 20);
	let report = report(&text);
	// Each unknown member, the scope, and what is missing.
	assert_eq!(report.refusals().count(), 60_000 + 1 + 4);
	assert_eq!(read(&text).unwrap_err().path, "Consent.scope");
}
