//! Consents of R4 in and out; the other themes stand in modules of their own.

mod audit_event;
mod conformance;
mod invoice;
mod r5;
pub(crate) mod random;
mod report;

use super::{codes::PARTICIPATION_TYPE, *};
use crate::types::{ActorRef, BasePolicy, DirectiveTerms, ProvisionKind};
use medchain_support::{
	Action, Actions, Period, Purpose, Purposes, ResourceClass, ResourceClasses, Role,
	Sensitivities, Sensitivity,
};
use serde_json::{json, Value};
use std::{fs, path::Path, str::FromStr};
use subxt::utils::AccountId32;
use subxt_signer::sr25519::dev;

fn patient() -> AccountId32 {
	dev::charlie().public_key().into()
}

fn hospital() -> AccountId32 {
	dev::bob().public_key().into()
}

fn other() -> AccountId32 {
	dev::dave().public_key().into()
}

fn actors() -> Actors {
	[
		("Organization/st-elisabeth-hospital", hospital()),
		("Organization/rare-disease-registry", other()),
		("RelatedPerson/lena-hartmann-mother", other()),
		("Organization/f001", hospital()),
		("Patient/example", other()),
		("Patient/f001", patient()),
		("Patient/lena-hartmann", patient()),
		("Patient/x", patient()),
	]
	.map(|(reference, account)| (reference.to_string(), account))
	.into()
}

fn read(document: &str) -> Result<DirectiveTerms, Refusal> {
	read_consent(document, &Reader { patient: patient(), actors: &actors(), release: None })
}

/// One of our documents, by its name without ending.
fn document(name: &str) -> String {
	let name = format!("{name}.json");
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents").join(name);
	fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The names of the documents in a folder, without their ending.
fn names(folder: &str) -> Vec<String> {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents").join(folder);
	let mut names: Vec<String> = fs::read_dir(path)
		.unwrap()
		.map(|entry| entry.unwrap().file_name().into_string().unwrap())
		.filter_map(|name| name.strip_suffix(".json").map(str::to_string))
		.collect();
	names.sort();
	names
}

/// Reads, writes and reads again.
fn round_trip(terms: &DirectiveTerms) {
	let written = write_consent(terms, &patient(), Status::Active, Release::R4).unwrap();
	assert_eq!(read(&written).as_ref(), Ok(terms), "{written}");
}

fn refusal(name: &str) -> Refusal {
	read(&document(&format!("invalid/{name}"))).expect_err(name)
}

#[test]
fn the_hospitals_document_becomes_its_terms() {
	let terms = read(&document("hospital-treatment-without-psychiatry")).unwrap();
	assert_eq!(terms.base, BasePolicy::OptIn);
	assert_eq!(terms.scope.actors, [ActorRef::Organization(hospital())]);
	assert_eq!(*terms.scope.purposes, Purpose::Treat.into());
	assert_eq!(*terms.scope.actions, Actions::from_iter([Action::Access, Action::Use]));
	assert_eq!(terms.scope.classes.iter().count(), 10);
	assert!(terms.scope.classes.contains(ResourceClass::Observation));
	assert!(!terms.scope.classes.contains(ResourceClass::Claim));
	assert!(terms.scope.sensitivities.is_empty());
	// 2024-06-03T00:00:00Z to 2044-06-02T23:59:59Z
	assert_eq!(*terms.scope.period, Period::new(1_717_372_800, 2_348_524_799));
	let [exception] = &terms.provisions[..] else { panic!("one provision") };
	assert_eq!(exception.kind, ProvisionKind::Deny);
	assert!(exception.scope.sensitivities.contains(Sensitivity::Psychiatry));
	assert!(exception.scope.actors.is_empty() && exception.scope.classes.is_empty());
	assert_eq!(*exception.scope.period, Period::ALWAYS);
}

#[test]
fn persons_organisations_and_roles_are_told_apart() {
	let terms = read(&document("family-physician")).unwrap();
	assert_eq!(
		terms.scope.actors,
		[
			ActorRef::Account(hospital()),
			ActorRef::Account(other()),
			ActorRef::Role(Role::Pharmacy.into()),
		],
	);
	assert_eq!(terms.scope.period.start, Some(1_769_929_200));
	assert_eq!(terms.scope.period.end, None);
}

#[test]
fn an_opt_out_denies_and_its_exception_permits() {
	let terms = read(&document("research-opt-out")).unwrap();
	assert_eq!(terms.base, BasePolicy::OptOut);
	assert!(terms.scope.actors.is_empty());
	assert_eq!(terms.provisions[0].kind, ProvisionKind::Permit);
	assert_eq!(terms.provisions[0].scope.period.end, Some(1_924_991_999));

	let everything = read(&document("opt-out")).unwrap();
	assert_eq!(everything.scope, Default::default());
	assert!(everything.provisions.is_empty());
}

/// Each broken R4 document, the element that must be named, and a word of the reason.
const REFUSED: [(&str, &str, &str); 38] = [
	("action-contradicts-itself", "Consent.provision.action[0].coding", "contradict"),
	("action-text-only", "Consent.provision.action[1].coding", "required"),
	("actor-bad-address", "Consent.provision.actor[0].reference.identifier.value", "SS58"),
	("actor-custodian", "Consent.provision.actor[0].role.coding[0].code", "CST"),
	("actor-group", "Consent.provision.actor[0].reference", "CareTeam"),
	("actor-practitioner-role", "Consent.provision.actor[0].reference", "the Practitioner or the"),
	("actor-unknown", "Consent.provision.actor[0].reference.reference", "--actor"),
	("actor-without-type", "Consent.provision.actor[0].reference.reference", "Reference.type"),
	("another-patient", "Consent.patient.identifier.value", "a patient grants for themselves"),
	("another-resource", "Consent.resourceType", "Contract"),
	("category-dnr", "Consent.category[1].coding[0].code", "no consent about privacy"),
	("class-empty", "Consent.provision.class", "empty"),
	("class-unknown", "Consent.provision.class[4].code", "Spaceship"),
	("class-without-system", "Consent.provision.class[0].system", "required"),
	("data-period", "Consent.provision.dataPeriod", "period"),
	("extension-in-rule", "Consent.provision.extension", "extensions"),
	("label-of-wrong-system", "Consent.provision.provision[0].securityLabel[0].system", "ActCode"),
	("member-twice", "Consent", "\"status\" stands twice"),
	("misspelt-element", "Consent.provision.classes", "not an element"),
	("modifier-extension", "Consent.modifierExtension", "change the meaning"),
	("nested-too-deep", "Consent.provision.provision[0].provision", "deeper than one level"),
	("nested-without-type", "Consent.provision.provision[0].type", "required"),
	("no-patient", "Consent.patient", "required"),
	("no-policy-rule", "Consent.policyRule", "required"),
	("patient-unknown", "Consent.patient.reference", "--actor Patient/somebody-else=ADDRESS"),
	("performer-another", "Consent.performer[0].identifier.value", "grants for themselves"),
	("period-not-a-date", "Consent.provision.period.end", "no FHIR dateTime"),
	("period-reversed", "Consent.provision.period", "ends before it starts"),
	("policy-elsewhere", "Consent.policy", "policies"),
	("policy-rule-other", "Consent.policyRule.coding[0].code", "EMRGONLY"),
	("purpose-unknown", "Consent.provision.purpose[0].code", "known are TREAT"),
	("root-type", "Consent.provision.type", "root"),
	("scope-research", "Consent.scope.coding[0].code", "patient-privacy"),
	("single-code", "Consent.provision.code", "class"),
	("single-record", "Consent.provision.data", "single records"),
	("status-draft", "Consent.status", "not in force yet"),
	("status-inactive", "Consent.status", "no longer in force"),
	("status-rejected", "Consent.status", "never in force"),
];

#[test]
fn broken_documents_are_refused_by_element_and_reason() {
	for (name, path, reason) in REFUSED {
		let refusal = refusal(name);
		assert_eq!(refusal.path, path, "{name}: {refusal}");
		assert!(refusal.reason.contains(reason), "{name}: {refusal}");
		assert!(!refusal.to_string().contains('\n'), "{name}: one line");
	}
	let checked = names("invalid").iter().filter(|name| !name.starts_with("r5-")).count();
	assert_eq!(checked, REFUSED.len(), "each document is checked");
}

#[test]
fn references_and_identifiers_must_agree() {
	let with = |reference: &str| {
		read(&document("hospital-treatment").replace(
			"\"reference\": \"Organization/st-elisabeth-hospital\",\n          \"display\"",
			&format!("{reference},\n          \"display\""),
		))
	};
	let account = |account: AccountId32| {
		format!("\"identifier\": {{\"system\": \"{ACCOUNT_SYSTEM}\", \"value\": \"{account}\"}}")
	};
	let literal = "\"reference\": \"Organization/st-elisabeth-hospital\"";

	let same = with(&format!("{literal}, {}", account(hospital()))).unwrap();
	assert_eq!(same.scope.actors, [ActorRef::Organization(hospital())]);
	let alone = with(&account(other())).unwrap();
	assert_eq!(alone.scope.actors, [ActorRef::Account(other())]);
	let foreign = with(&format!("{literal}, \"identifier\": {{\"value\": \"GLN 123\"}}")).unwrap();
	assert_eq!(foreign.scope.actors, [ActorRef::Organization(hospital())]);

	let differs = with(&format!("{literal}, {}", account(other()))).unwrap_err();
	assert!(differs.reason.contains("mapped to"), "{differs}");
	let kind = with(&format!("{literal}, \"type\": \"Practitioner\"")).unwrap_err();
	assert_eq!(kind.path, "Consent.provision.actor[0].reference.type");
	let role =
		with(&format!("\"identifier\": {{\"system\": \"{ROLE_SYSTEM}\", \"value\": \"Wizard\"}}"))
			.unwrap_err();
	assert!(role.reason.contains("known are Practitioner"), "{role}");
}

#[test]
fn a_mapped_patient_must_be_the_grantor() {
	let document = document("opt-out");
	let of = |account| {
		let actors = Actors::from([("Patient/lena-hartmann".to_string(), account)]);
		read_consent(&document, &Reader { patient: patient(), actors: &actors, release: None })
	};
	assert!(of(patient()).is_ok());
	assert_eq!(of(hospital()).unwrap_err().path, "Consent.patient.reference");
}

/// Reads a document with nobody mapped, after a change to it.
fn read_unmapped(name: &str, change: impl Fn(&mut Value)) -> Result<DirectiveTerms, Refusal> {
	let mut value: Value = serde_json::from_str(&document(name)).unwrap();
	change(&mut value);
	let reader = Reader { patient: patient(), actors: &Actors::new(), release: None };
	read_consent(&value.to_string(), &reader)
}

#[test]
fn a_document_of_an_unknown_patient_is_refused() {
	for (name, element) in [("opt-out", "patient"), ("r5-opt-out", "subject")] {
		let refusal = read_unmapped(name, |_| ()).unwrap_err();
		assert_eq!(refusal.path, format!("Consent.{element}.reference"), "{refusal}");
		assert!(
			refusal.reason.contains("--actor Patient/lena-hartmann=ADDRESS")
				&& refusal.reason.contains(ACCOUNT_SYSTEM),
			"{refusal}"
		);
		for nobody in [
			json!({"display": "Lena Hartmann"}),
			json!({"identifier": {"system": "https://insurer.example", "value": "4711"}}),
		] {
			let refusal = read_unmapped(name, |value| value[element] = nobody.clone()).unwrap_err();
			assert_eq!(refusal.path, format!("Consent.{element}"), "{refusal}");
			assert!(refusal.reason.contains("names nobody"), "{refusal}");
		}
		let named = |account: AccountId32| {
			json!({
				"reference": "Patient/lena-hartmann",
				"identifier": {"system": ACCOUNT_SYSTEM, "value": account.to_string()},
			})
		};
		assert!(read_unmapped(name, |value| value[element] = named(patient())).is_ok());
		let refusal = read_unmapped(name, |value| value[element] = named(other())).unwrap_err();
		assert_eq!(refusal.path, format!("Consent.{element}.identifier.value"));
	}
}

#[test]
fn another_patient_as_grantor_is_refused() {
	for (name, list) in [("opt-out", "performer"), ("r5-opt-out", "grantor")] {
		let with = |who: Value| {
			let mut value: Value = serde_json::from_str(&document(name)).unwrap();
			value[list] = json!([{"display": "Lena"}, who]);
			read(&value.to_string())
		};
		let of = |account: AccountId32, kind: Option<&str>| {
			let identifier = json!({"system": ACCOUNT_SYSTEM, "value": account.to_string()});
			match kind {
				Some(kind) => json!({"type": kind, "identifier": identifier}),
				None => json!({"identifier": identifier}),
			}
		};
		let plain = read(&document(name));
		assert_eq!(with(of(patient(), Some("Patient"))), plain, "{name}");
		assert_eq!(with(of(patient(), None)), plain, "{name}");
		assert_eq!(with(json!({"reference": "Patient/unknown"})), plain, "{name}");
		// Who acts for the patient is not the patient.
		assert_eq!(with(of(other(), Some("RelatedPerson"))), plain, "{name}");
		assert_eq!(with(of(other(), Some("Organization"))), plain, "{name}");
		for (who, element) in [
			(of(other(), Some("Patient")), "identifier.value"),
			(of(other(), None), "identifier.value"),
			(json!({"reference": "Patient/example"}), "reference"),
		] {
			let refusal = with(who).unwrap_err();
			assert_eq!(refusal.path, format!("Consent.{list}[1].{element}"), "{name}");
			assert!(refusal.reason.contains("grants for themselves"), "{refusal}");
		}
	}
}

#[test]
fn a_reference_tells_whether_an_organisation_is_meant() {
	const UUID: &str = "urn:uuid:5d3f2f6c-6f5a-4a51-9a58-1a7c0f6f4e11";
	let with = |reference: Value| {
		let mut value: Value = serde_json::from_str(&document("hospital-treatment")).unwrap();
		value["provision"]["actor"][0]["reference"] = reference;
		let mut actors = actors();
		actors.insert(UUID.into(), hospital());
		actors.insert("PractitionerRole/f001".into(), other());
		let reader = Reader { patient: patient(), actors: &actors, release: None };
		read_consent(&value.to_string(), &reader).map(|terms| terms.scope.actors)
	};
	let path = "Consent.provision.actor[0].reference";

	let silent = with(json!({ "reference": UUID })).unwrap_err();
	assert_eq!(silent.path, format!("{path}.reference"));
	assert!(silent.reason.contains("Reference.type"), "{silent}");
	let identifier = json!({"system": ACCOUNT_SYSTEM, "value": hospital().to_string()});
	let silent = with(json!({"reference": UUID, "identifier": identifier})).unwrap_err();
	assert_eq!(silent.path, format!("{path}.reference"));
	for (kind, actor) in [
		("Organization", ActorRef::Organization(hospital())),
		("Practitioner", ActorRef::Account(hospital())),
	] {
		assert_eq!(with(json!({"reference": UUID, "type": kind})), Ok(vec![actor]));
	}

	for reference in [
		json!({"reference": "PractitionerRole/f001"}),
		json!({"reference": UUID, "type": "PractitionerRole"}),
	] {
		let role = with(reference).unwrap_err();
		assert_eq!(role.path, path);
		assert!(role.reason.contains("name the Practitioner or the Organization"), "{role}");
	}
}

#[test]
fn categories_of_other_consents_are_refused() {
	const TERMINOLOGY: &str = "http://terminology.hl7.org/CodeSystem/";
	let with = |name: &str, system: &str, code: &str| {
		let mut value: Value = serde_json::from_str(&document(name)).unwrap();
		let first = value["category"][0].take();
		let coding = json!([first["coding"][0], {"system": system, "code": code}]);
		value["category"] = json!([first, {"coding": coding, "text": "as filed"}]);
		read(&value.to_string())
	};
	let system = |name: &str| format!("{TERMINOLOGY}{name}");
	for name in ["opt-out", "r5-opt-out", "r5-travel"] {
		for (from, code, reason) in [
			("consentscope", "treatment", "no consent about privacy"),
			("consentscope", "research", "no consent about privacy"),
			("consentscope", "adr", "no consent about privacy"),
			("consentscope", "unheard-of", "not known"),
			("consentcategorycodes", "acd", "no consent about privacy"),
			("consentcategorycodes", "dnr", "no consent about privacy"),
			("consentcategorycodes", "hcd", "no consent about privacy"),
			("consentcategorycodes", "polst", "no consent about privacy"),
			("consentcategorycodes", "emrgonly", "ETREAT"),
			("consentcategorycodes", "research", "HRESCH"),
			("consentcategorycodes", "rsdid", "without identity"),
			("consentcategorycodes", "rsreid", "without identity"),
			("consentcategorycodes", "npp", "kept elsewhere"),
			("v3-ActCode", "OPTIN", "states a rule"),
			("v3-ActCode", "INFAO", "states a rule"),
			("v3-ActCode", "RESEARCH", "HRESCH"),
		] {
			let refusal = with(name, &system(from), code).unwrap_err();
			assert_eq!(refusal.path, "Consent.category[1].coding[1].code", "{name} {code}");
			assert!(refusal.reason.contains(reason), "{name}: {refusal}");
		}
		let directive = with(name, "http://loinc.org", "42348-3").unwrap_err();
		assert_eq!(directive.path, "Consent.category[1].coding[1].code");
		for (from, code) in [
			(system("consentscope"), "patient-privacy"),
			(system("v3-ActCode"), "IDSCL"),
			("http://loinc.org".into(), "57016-8"),
			("https://hospital.example/forms".into(), "12"),
		] {
			assert_eq!(with(name, &from, code), read(&document(name)), "{name} {code}");
		}
	}
}

#[test]
fn a_label_covers_those_below_it() {
	let with = |kind: &str, codes: &[(&str, &str)]| {
		let mut value: Value = serde_json::from_str(&document("opt-out")).unwrap();
		let labels: Vec<Value> = codes
			.iter()
			.map(|(system, code)| {
				json!({
					"system": format!("http://terminology.hl7.org/CodeSystem/{system}"),
					"code": code,
				})
			})
			.collect();
		value["provision"] = json!({"provision": [{"type": kind, "securityLabel": labels}]});
		*read(&value.to_string()).unwrap().provisions[0].scope.sensitivities
	};
	let normal = Sensitivities::from_iter([
		Sensitivity::Unrestricted,
		Sensitivity::Low,
		Sensitivity::Moderate,
		Sensitivity::Normal,
	]);
	let restricted = normal.with(Sensitivity::Restricted);
	for kind in ["permit", "deny"] {
		assert_eq!(with(kind, &[("v3-Confidentiality", "R")]), restricted, "{kind}");
		let both = [("v3-Confidentiality", "N"), ("v3-ActCode", "BH")];
		assert_eq!(with(kind, &both), normal.with(Sensitivity::BehavioralHealth), "{kind}");
	}
	// The whole is about such data as well.
	let physician = read(&document("family-physician")).unwrap();
	assert_eq!(*physician.scope.sensitivities, restricted);
}

#[test]
fn labels_without_those_below_them_are_not_written() {
	let mut terms = read(&document("opt-out")).unwrap();
	terms.scope.sensitivities = Sensitivities::from(Sensitivity::Restricted).into();
	for release in Release::ALL {
		let refusal = write_consent(&terms, &patient(), Status::Active, release).unwrap_err();
		assert_eq!(refusal.path, "Consent.provision.securityLabel");
		assert!(refusal.reason.contains("covers R and not U"), "{refusal}");
	}
	let provision = crate::types::Provision {
		kind: ProvisionKind::Deny,
		scope: std::mem::take(&mut terms.scope),
	};
	terms.provisions = vec![provision];
	let refusal = write_consent(&terms, &patient(), Status::Active, Release::R4).unwrap_err();
	assert_eq!(refusal.path, "Consent.provision.provision[0].securityLabel");

	terms.provisions[0].scope.sensitivities = Sensitivities::from_iter([
		Sensitivity::Unrestricted,
		Sensitivity::Low,
		Sensitivity::Psychiatry,
	])
	.into();
	let written = write_consent(&terms, &patient(), Status::Active, Release::R4).unwrap();
	let value: Value = serde_json::from_str(&written).unwrap();
	let labels = value["provision"]["provision"][0]["securityLabel"].as_array().unwrap();
	let codes: Vec<&Value> = labels.iter().map(|label| &label["code"]).collect();
	assert_eq!(codes, ["L", "PSY"], "the fewest that cover the same");
	round_trip(&terms);
}

#[test]
fn too_many_actors_and_provisions_are_refused() {
	let bare = document("opt-out");
	let bare = bare.trim_end().strip_suffix('}').unwrap();
	let consent = |provision: String| format!("{bare}, \"provision\": {provision}}}");
	let exceptions = |n| vec![r#"{"type":"deny"}"#; n].join(",");
	let terms = read(&consent(format!(r#"{{"provision":[{}]}}"#, exceptions(8)))).unwrap();
	assert_eq!(terms.provisions.len(), 8);
	round_trip(&terms);
	let refusal = read(&consent(format!(r#"{{"provision":[{}]}}"#, exceptions(9)))).unwrap_err();
	assert_eq!(refusal.path, "Consent.provision.provision");

	let role = format!(r#"{{"coding":[{{"system":"{PARTICIPATION_TYPE}","code":"PRCP"}}]}}"#);
	let actor = format!(r#"{{"role":{role},"reference":{{"reference":"Organization/f001"}}}}"#);
	let actors = |n| consent(format!(r#"{{"actor":[{}]}}"#, vec![actor.clone(); n].join(",")));
	assert_eq!(read(&actors(4)).unwrap().scope.actors.len(), 4);
	assert_eq!(read(&actors(5)).unwrap_err().path, "Consent.provision.actor");
}

#[test]
fn terms_of_a_newer_chain_are_not_written() {
	let mut terms = read(&document("opt-out")).unwrap();
	terms.scope.purposes = medchain_support::Purposes(1 << 31).into();
	assert_eq!(
		write_consent(&terms, &patient(), Status::Active, Release::R4).unwrap_err().path,
		"Consent.provision"
	);
	terms.scope.purposes = Default::default();
	terms.scope.period = Period { start: None, end: Some(u64::MAX) }.into();
	assert_eq!(
		write_consent(&terms, &patient(), Status::Active, Release::R4).unwrap_err().path,
		"Consent.provision.period.end"
	);
}

#[test]
fn what_ended_is_written_as_ended_and_not_granted_again() {
	let terms = read(&document("opt-out")).unwrap();
	for (status, code) in
		[(Status::Inactive, "inactive"), (Status::EnteredInError, "entered-in-error")]
	{
		let written = write_consent(&terms, &patient(), status, Release::R4).unwrap();
		let refusal = read(&written).unwrap_err();
		assert_eq!(refusal.path, "Consent.status");
		assert!(refusal.reason.contains(code), "{refusal}");
	}
}

#[test]
fn addresses_in_documents_are_those_of_the_development_keys() {
	let bob = AccountId32::from_str("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty");
	assert_eq!(bob, Ok(hospital()));
}
