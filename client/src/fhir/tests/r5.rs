//! Consents of R5.

use super::*;
use crate::types::{Provision, Scope};

fn write(terms: &DirectiveTerms) -> Result<String, Refusal> {
	write_consent(terms, &patient(), Status::Active, Release::R5)
}

#[test]
fn a_permit_with_exceptions_is_an_opt_in_with_denials() {
	let terms = read(&document("r5-open-record")).unwrap();
	assert_eq!(terms.base, BasePolicy::OptIn);
	// 2026-03-02T00:00:00Z to 2030-12-31T23:59:59Z
	assert_eq!(*terms.scope.period, Period::new(1_772_409_600, 1_924_991_999));
	assert_eq!(terms.scope, Scope { period: terms.scope.period, ..Scope::default() });
	assert_eq!(terms.provisions.len(), 3);
	assert!(terms.provisions.iter().all(|provision| provision.kind == ProvisionKind::Deny));
	assert!(terms.provisions[0].scope.sensitivities.contains(Sensitivity::Psychiatry));
	assert_eq!(*terms.provisions[1].scope.purposes, Purpose::Marketing.into());
	assert_eq!(terms.provisions[2].scope.actors, [ActorRef::Role(Role::Insurer.into())]);
}

#[test]
fn a_denial_with_exceptions_is_an_opt_out_with_permits_and_the_denials_inside() {
	let terms = read(&document("r5-closed-record")).unwrap();
	assert_eq!(terms.base, BasePolicy::OptOut);
	assert_eq!(terms.scope, Scope::default());
	let kinds: Vec<ProvisionKind> = terms.provisions.iter().map(|one| one.kind).collect();
	assert_eq!(kinds, [ProvisionKind::Permit, ProvisionKind::Permit, ProvisionKind::Deny]);
	assert!(terms.provisions[1].scope.classes.contains(ResourceClass::MolecularSequence));
	assert!(terms.provisions[2].scope.sensitivities.contains(Sensitivity::Hiv));
}

#[test]
fn a_decision_alone_holds_for_its_period() {
	let denied = read(&document("r5-opt-out")).unwrap();
	assert_eq!(Ok(&denied), read(&document("opt-out")).as_ref());
	let permitted = read(&document("r5-travel")).unwrap();
	assert_eq!(permitted.base, BasePolicy::OptIn);
	assert_eq!(*permitted.scope.period, Period::new(1_782_864_000, 1_786_788_000));
	assert!(permitted.provisions.is_empty());
}

#[test]
fn both_releases_of_a_document_mean_the_same() {
	for name in ["open-record", "closed-record", "opt-out"] {
		let r4 = read(&document(name));
		assert!(r4.is_ok(), "{name}: {r4:?}");
		assert_eq!(r4, read(&document(&format!("r5-{name}"))), "{name}");
	}
}

/// Each broken R5 document, the element that must be named, and a word of the reason.
const REFUSED: [(&str, &str, &str); 48] = [
	("action-text-only", "Consent.provision[0].action[0].coding", "required"),
	("actor-custodian", "Consent.provision[0].actor[0].role.coding[0].code", "CST"),
	("actor-without-role", "Consent.provision[0].actor[0].role", "required"),
	("another-patient", "Consent.subject.identifier.value", "a patient grants for themselves"),
	("another-resource", "Consent.resourceType", "Permission"),
	("both-releases", "Consent", "has patient, an element of R4, and subject, one of R5"),
	("category-treatment", "Consent.category[0].coding[0].code", "no consent about privacy"),
	("class-of-r4", "Consent.provision[0].class", "resourceType"),
	("class-of-r4-system", "Consent.provision[0].resourceType[0].system", "fhir-types"),
	("class-removed", "Consent.provision[0].resourceType[1].code", "DocumentReference"),
	("class-unknown", "Consent.provision[0].resourceType[1].code", "Spaceship"),
	("contained", "Consent.contained", "refer to resources"),
	("cut-off", "Consent", "not a JSON document"),
	("data-period", "Consent.provision[0].dataPeriod", "use period"),
	("decision-missing", "Consent.decision", "required"),
	("decision-unknown", "Consent.decision", "permit or deny"),
	("denial-in-one-permit", "Consent.provision[0].provision", "repeat it in each provision"),
	("document-type", "Consent.provision[0].documentType", "use resourceType"),
	("expression", "Consent.provision[0].expression", "computed"),
	("extension", "Consent.extension", "extensions"),
	("grantor-another", "Consent.grantor[0].identifier.value", "grants for themselves"),
	("grantee-of-permit", "Consent.grantee[0]", "carries no rule"),
	("grantee-without-provision", "Consent.grantee[1]", "carries no rule"),
	("implicit-rules", "Consent.implicitRules", "change the meaning"),
	("label-of-wrong-system", "Consent.provision[0].securityLabel[0].system", "ActCode"),
	("member-twice", "Consent", "\"decision\" stands twice"),
	("misspelt-element", "Consent.provision[0].purposes", "not an element"),
	("modifier-extension", "Consent.provision[0].modifierExtension", "change the meaning"),
	("neither-release", "Consent", "subject and decision"),
	("nested-too-deep", "Consent.provision[0].provision[0].provision", "deeper than two levels"),
	("period-beyond", "Consent.provision[0].period", "beyond Consent.period"),
	("period-not-a-date", "Consent.provision[0].period.end", "no FHIR dateTime"),
	("period-reversed", "Consent.period", "ends before it starts"),
	("permit-inside-denial", "Consent.provision[0].provision", "denial wins"),
	("policy-basis", "Consent.policyBasis", "kept elsewhere"),
	("primitive-extension", "Consent._decision", "extensions of primitives"),
	("provision-empty", "Consent.provision[1]", "empty"),
	("provision-not-a-list", "Consent.provision", "expected an array"),
	("purpose-unknown", "Consent.provision[0].purpose[0].code", "known are TREAT"),
	("single-code", "Consent.provision[0].code", "single codes"),
	("single-record", "Consent.provision[0].data", "single records"),
	("status-misspelt", "Consent.status", "active is right"),
	("status-not-done", "Consent.status", "never in force"),
	("status-unknown", "Consent.status", "leaves open"),
	("subject-group", "Consent.subject", "Group"),
	("subject-missing", "Consent.subject", "required"),
	("subject-unknown", "Consent.subject.reference", "--actor Patient/somebody-else=ADDRESS"),
	("type-of-r4", "Consent.provision[0].type", "follows from decision"),
];

#[test]
fn broken_documents_are_refused_by_element_and_reason() {
	for (name, path, reason) in REFUSED {
		let refusal = refusal(&format!("r5-{name}"));
		assert_eq!(refusal.path, path, "{name}: {refusal}");
		assert!(refusal.reason.contains(reason), "{name}: {refusal}");
		assert!(!refusal.to_string().contains('\n'), "{name}: one line");
	}
	let checked = super::names("invalid").iter().filter(|name| name.starts_with("r5-")).count();
	assert_eq!(checked, REFUSED.len(), "each document is checked");
}

#[test]
fn a_release_can_be_forced() {
	let read = |name: &str, release| {
		let reader = Reader { patient: patient(), actors: &actors(), release: Some(release) };
		read_consent(&document(name), &reader)
	};
	assert_eq!(read("opt-out", Release::R4), read("r5-opt-out", Release::R5));
	assert_eq!(read("r5-opt-out", Release::R4).unwrap_err().path, "Consent.subject");
	let refusal = read("opt-out", Release::R5).unwrap_err();
	assert_eq!(
		refusal.to_string(),
		"Consent.scope: an element of R4; in R5 category tells what a \
		consent is about"
	);
}

#[test]
fn releases_have_names() {
	for release in Release::ALL {
		assert_eq!(release.to_string().parse(), Ok(release));
	}
	assert!("R6".parse::<Release>().unwrap_err().contains("r4 and r5"));
}

/// An opt-in for the whole record, with a change made to it.
fn terms(change: impl Fn(&mut DirectiveTerms)) -> DirectiveTerms {
	let scope = Scope::default();
	let mut terms = DirectiveTerms { base: BasePolicy::OptIn, scope, provisions: Vec::new() };
	change(&mut terms);
	terms
}

fn provision(kind: ProvisionKind, change: impl Fn(&mut Scope)) -> Provision {
	let mut scope = Scope::default();
	change(&mut scope);
	Provision { kind, scope }
}

#[test]
fn what_would_mean_more_or_less_in_r5_is_not_written() {
	use ProvisionKind::{Deny, Permit};
	let purpose = |scope: &mut Scope| scope.purposes = Purposes::from(Purpose::Treat).into();
	let cases: [(&str, DirectiveTerms, &str, &str); 11] = [
		(
			"actors of the whole",
			terms(|t| t.scope.actors = vec![ActorRef::Organization(hospital())]),
			"Consent.provision.actor",
			"as R4",
		),
		(
			"purposes of the whole",
			terms(|t| purpose(&mut t.scope)),
			"Consent.provision.purpose",
			"as R4",
		),
		(
			"actions of the whole",
			terms(|t| t.scope.actions = Actions::from(Action::Access).into()),
			"Consent.provision.action",
			"as R4",
		),
		(
			"classes of the whole",
			terms(|t| t.scope.classes = ResourceClasses::from(ResourceClass::Claim).into()),
			"Consent.provision.class",
			"as R4",
		),
		(
			"labels of the whole",
			terms(|t| t.scope.sensitivities = Sensitivities::from(Sensitivity::Hiv).into()),
			"Consent.provision.securityLabel",
			"as R4",
		),
		(
			"a permit in an opt-in",
			terms(|t| t.provisions = vec![provision(Permit, purpose)]),
			"Consent.provision.provision[0].type",
			"are denials",
		),
		(
			"denials alone in an opt-out",
			terms(|t| {
				t.base = BasePolicy::OptOut;
				t.provisions = vec![provision(Deny, purpose)];
			}),
			"Consent.provision.provision[0].type",
			"are permits",
		),
		(
			"an empty provision",
			terms(|t| t.provisions = vec![provision(Deny, |_| ())]),
			"Consent.provision.provision[0]",
			"covers everything",
		),
		(
			"an empty provision inside another",
			terms(|t| {
				t.base = BasePolicy::OptOut;
				t.provisions = vec![provision(Permit, purpose), provision(Deny, |_| ())];
			}),
			"Consent.provision.provision[1]",
			"covers everything",
		),
		(
			"a period beyond the whole",
			terms(|t| {
				t.scope.period = Period::new(10, 20).into();
				t.provisions = vec![provision(Deny, |s| s.period = Period::new(15, 21).into())];
			}),
			"Consent.provision.provision[0].period",
			"beyond the period",
		),
		(
			"a class that R5 lacks",
			terms(|t| {
				let media = |s: &mut Scope| {
					s.classes = ResourceClasses::from(ResourceClass::Media).into();
				};
				t.provisions = vec![provision(Deny, media)];
			}),
			"Consent.provision.provision[0].class",
			"DocumentReference",
		),
	];
	for (case, terms, path, reason) in cases {
		let refusal = write(&terms).expect_err(case);
		assert_eq!(refusal.path, path, "{case}: {refusal}");
		assert!(refusal.reason.contains(reason), "{case}: {refusal}");
		round_trip(&terms);
	}
}

#[test]
fn everything_permitted_but_a_denial_can_be_written() {
	let all_but = terms(|t| {
		t.base = BasePolicy::OptOut;
		let marketing = |s: &mut Scope| s.purposes = Purposes::from(Purpose::Marketing).into();
		t.provisions = vec![
			provision(ProvisionKind::Permit, |_| ()),
			provision(ProvisionKind::Deny, marketing),
		];
	});
	let written = write(&all_but).unwrap();
	assert_eq!(read(&written), Ok(all_but));
}

#[test]
fn what_ended_is_written_as_ended() {
	let terms = read(&document("r5-travel")).unwrap();
	let written = write_consent(&terms, &patient(), Status::EnteredInError, Release::R5).unwrap();
	assert_eq!(read(&written).unwrap_err().path, "Consent.status");
}

#[test]
fn equal_denials_in_each_permit_are_needed() {
	let with = |first: &str, second: &str| {
		read(&format!(
			r#"{{"resourceType": "Consent", "status": "active", "decision": "deny",
				"subject": {{"reference": "Patient/x"}}, "provision": [
				{{"purpose": [{TREAT}]{first}}}, {{"purpose": [{HRESCH}]{second}}}]}}"#
		))
	};
	const TREAT: &str =
		r#"{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}"#;
	const HRESCH: &str =
		r#"{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HRESCH"}"#;
	let nested = |code: &str| format!(r#", "provision": [{{"purpose": [{code}]}}]"#);
	assert_eq!(with("", "").unwrap().provisions.len(), 2);
	assert_eq!(with(&nested(TREAT), &nested(TREAT)).unwrap().provisions.len(), 3);
	let first = with(&nested(TREAT), "").unwrap_err();
	assert_eq!(first.path, "Consent.provision[0].provision");
	let second = with("", &nested(TREAT)).unwrap_err();
	assert_eq!(second.path, "Consent.provision[1].provision");
	let other = with(&nested(TREAT), &nested(HRESCH)).unwrap_err();
	assert_eq!(other.path, "Consent.provision[1].provision");
}
