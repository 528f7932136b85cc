//! Audit entries as `AuditEvent`.

use super::*;
use crate::types::{Actor, AuditEntry, AuditHead, Capacity, DelegateKind, EmergencyReason};
use medchain_support::{AccessRequest, Decision, DirectiveRef, Outcome};
use serde_json::{json, Value};
use subxt::utils::H256;

/// The entries of the written reports under `documents/audit`.
fn entries() -> Vec<AuditEntry> {
	let request = AccessRequest {
		purpose: Purpose::Treat,
		action: Action::Access,
		classes: [ResourceClass::Condition, ResourceClass::Observation].into_iter().collect(),
		sensitivities: Sensitivities::EMPTY,
	};
	let permitted = AuditEntry {
		actor: Actor { account: other(), organization: Some(hospital()) },
		capacity: Capacity::Actor,
		request: request.into(),
		at: 1_772_409_600,
		block: 120,
		decision: Decision {
			outcome: Outcome::Permit,
			based_on: Some(DirectiveRef { id: 3, version: 2 }),
			permitted: ResourceClass::Observation.into(),
			redact: ResourceClass::Condition.into(),
		}
		.into(),
	};
	let psychiatry = AccessRequest { sensitivities: Sensitivity::Psychiatry.into(), ..request };
	let denied = AuditEntry {
		request: psychiatry.into(),
		at: 1_772_409_660,
		block: 130,
		decision: Decision::refuse(
			Outcome::Deny,
			Some(DirectiveRef { id: 4, version: 1 }),
			&psychiatry,
		)
		.into(),
		..permitted.clone()
	};
	let emergency = AccessRequest { purpose: Purpose::EmergencyTreat, ..psychiatry };
	let broken_glass = AuditEntry {
		capacity: Capacity::Emergency { reason: EmergencyReason::Unresponsive, review: Some(7) },
		request: emergency.into(),
		at: 1_772_409_720,
		block: 140,
		decision: Decision {
			outcome: Outcome::Permit,
			based_on: None,
			permitted: emergency.classes,
			redact: ResourceClasses::EMPTY,
		}
		.into(),
		..permitted.clone()
	};
	let silent = AccessRequest { action: Action::Correct, ..request };
	let guardian = AuditEntry {
		actor: Actor { account: other(), organization: None },
		capacity: Capacity::Delegate(DelegateKind::Guardian),
		request: silent.into(),
		at: 1_772_409_780,
		block: 150,
		decision: Decision::refuse(Outcome::NoConsent, None, &silent).into(),
	};
	vec![permitted, denied, broken_glass, guardian]
}

fn context(patient: &AccountId32, release: Release) -> AuditContext<'_> {
	AuditContext { patient, chain: H256([0xc4; 32]), release }
}

fn events(release: Release) -> Vec<Value> {
	let patient = patient();
	let context = context(&patient, release);
	(0..).zip(&entries()).map(|(n, e)| write_audit_event(n, e, &context).unwrap()).collect()
}

#[test]
fn disclosure_reports_are_those_written_down() {
	let patient = patient();
	let head = AuditHead { length: 4, commitment: H256([0xab; 32]) };
	for release in Release::ALL {
		let entries = entries();
		let bundle =
			write_disclosure((0..).zip(&entries), &head, &context(&patient, release)).unwrap();
		let name = format!("audit/disclosure-{release}");
		let expected: Value = serde_json::from_str(&document(&name)).unwrap();
		assert_eq!(bundle, expected, "{name}:\n{}", serde_json::to_string_pretty(&bundle).unwrap());
	}
}

#[test]
fn refused_accesses_are_visible() {
	let r4: Vec<(Value, Value)> = events(Release::R4)
		.into_iter()
		.map(|event| (event["outcome"].clone(), event["outcomeDesc"].clone()))
		.collect();
	assert_eq!(
		r4,
		[
			(json!("0"), json!("CONSENT_PERMIT")),
			(json!("4"), json!("CONSENT_DENY")),
			(json!("0"), json!("CONSENT_PERMIT")),
			(json!("4"), json!("NO_CONSENT")),
		],
	);
	let r5: Vec<Value> = events(Release::R5)
		.into_iter()
		.map(|event| event["outcome"]["code"]["code"].clone())
		.collect();
	assert_eq!(r5, ["success", "error", "success", "error"]);
}

#[test]
fn a_broken_glass_is_told_with_its_reason() {
	let [r4, r5] = Release::ALL.map(|release| events(release).remove(2));
	assert_eq!(r4["subtype"][1]["code"], "110127");
	assert_eq!(r5["code"]["coding"][0]["code"], "110127");
	for purposes in [&r4["purposeOfEvent"], &r5["authorization"]] {
		assert_eq!(purposes[0]["coding"][0]["code"], "ETREAT");
		assert_eq!(purposes[1]["coding"][0]["code"], "BTG");
		assert_eq!(purposes[1]["coding"][1]["code"], "unresponsive");
	}
	for event in [r4, r5] {
		let review = &event["entity"][0]["detail"][2];
		assert_eq!(review["valueString"], "7");
	}
	// One that was refused started no override.
	let mut refused = entries().remove(2);
	refused.decision = Decision::refuse(Outcome::Deny, None, &refused.request).into();
	let patient = patient();
	let event = write_audit_event(2, &refused, &context(&patient, Release::R4)).unwrap();
	assert_eq!(event["subtype"].as_array().unwrap().len(), 1);
	assert_eq!(event["purposeOfEvent"][1]["coding"][0]["code"], "BTG");
}

#[test]
fn an_event_is_a_decision_and_tells_which_action_was_asked_for() {
	let patient = patient();
	for release in Release::ALL {
		for action in Action::ALL {
			let mut entry = entries().remove(1);
			entry.request.0.action = *action;
			let event = write_audit_event(0, &entry, &context(&patient, release)).unwrap();
			assert_eq!(event["action"], "E");
			assert_eq!(event["entity"][1]["detail"][0]["valueString"], action.code());
		}
	}
}

#[test]
fn agents_are_who_asked_the_organisation_and_the_chain() {
	for event in Release::ALL.into_iter().flat_map(events) {
		let agents = event["agent"].as_array().unwrap();
		let codes: Vec<&Value> =
			agents.iter().map(|agent| &agent["type"]["coding"][0]["code"]).collect();
		match agents.len() {
			2 => assert_eq!(codes, ["IRCP", "authserver"]),
			_ => assert_eq!(codes, ["IRCP", "PROV", "authserver"]),
		}
		assert_eq!(agents.last().unwrap()["who"], event["source"]["observer"]);
		let requestors = agents.iter().filter(|agent| agent["requestor"] == true).count();
		assert_eq!(requestors, 1);
		assert!(event.get("meta").is_none(), "no profile is claimed");
	}
	// Who asks for themselves has no organisation.
	assert_eq!(events(Release::R4)[3]["agent"].as_array().unwrap().len(), 2);
}

#[test]
fn a_directive_is_named_with_its_patient_and_version() {
	for release in Release::ALL {
		let entity = events(release)[0]["entity"][2].clone();
		assert_eq!(entity["what"]["identifier"]["value"], format!("{}/3/2", patient()));
		assert!(entity["what"].get("reference").is_none(), "a number alone is nobody's");
		let kind = match release {
			Release::R4 => json!("Consent"),
			Release::R5 => json!(null),
		};
		assert_eq!(entity["type"]["code"], kind);
	}
}

#[test]
fn each_entry_of_each_patient_on_each_chain_has_its_own_url() {
	let entries = entries();
	let mut urls = std::collections::BTreeSet::new();
	for (patient, chain) in [(patient(), 1), (patient(), 2), (other(), 1)] {
		let context =
			AuditContext { patient: &patient, chain: H256([chain; 32]), release: Release::R4 };
		let head = AuditHead::default();
		let bundle = write_disclosure((0..).zip(&entries), &head, &context).unwrap();
		for entry in bundle["entry"].as_array().unwrap() {
			assert!(entry["resource"].get("id").is_none());
			let url = entry["fullUrl"].as_str().unwrap().to_owned();
			let uuid = url.strip_prefix("urn:uuid:").unwrap();
			let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
			assert_eq!(lengths, [8, 4, 4, 4, 12], "{url}");
			assert!(uuid.bytes().all(|b| b == b'-' || b"0123456789abcdef".contains(&b)), "{url}");
			urls.insert(url);
		}
	}
	assert_eq!(urls.len(), 3 * entries.len());
}

#[test]
fn capacities_have_codes() {
	let patient = patient();
	for (capacity, own, standard) in [
		(Capacity::Actor, "actor", json!(null)),
		(Capacity::Patient, "patient", json!("ONESELF")),
		(Capacity::Delegate(DelegateKind::Guardian), "guardian", json!("GUARD")),
		(Capacity::Delegate(DelegateKind::Proxy), "proxy", json!(null)),
	] {
		let mut entry = entries().remove(0);
		entry.capacity = capacity;
		let event = write_audit_event(0, &entry, &context(&patient, Release::R5)).unwrap();
		let role = &event["agent"][0]["role"][0]["coding"];
		assert_eq!((&role[0]["code"], &role[1]["code"]), (&json!(own), &standard));
	}
}

#[test]
fn what_fhir_cannot_say_is_refused() {
	let patient = patient();
	let context = context(&patient, Release::R4);
	let mut late = entries().remove(0);
	late.at = u64::MAX;
	assert_eq!(write_audit_event(0, &late, &context).unwrap_err().path, "AuditEvent.recorded");
	let mut newer = entries().remove(0);
	newer.decision.0.permitted = ResourceClasses(1 << 60);
	assert_eq!(write_audit_event(0, &newer, &context).unwrap_err().path, "AuditEvent.entity");
}

#[test]
fn an_empty_log_is_a_bundle_without_entries() {
	let patient = patient();
	let context = context(&patient, Release::R5);
	let bundle = write_disclosure([], &AuditHead::default(), &context).unwrap();
	assert_eq!(bundle["type"], "collection");
	assert_eq!(bundle["meta"]["tag"][0]["code"], "0");
	assert!(bundle.get("entry").is_none());
}
