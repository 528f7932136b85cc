//! Audit entries as FHIR `AuditEvent`, and a patient's disclosure report as a `Bundle` of them.
//!
//! An entry records a decision about access under consent. Where IHE's Basic Audit Log Patterns have
//! an element for something in their consent decision (profile `AuthZconsent`), it is written as
//! there. The events do not conform to that profile, and do not say so in `meta`: the profile wants
//! a client application with its network address, which a chain does not know; always an
//! organisation and a directive, which an entry may lack; and no other entities, where what was
//! asked for is one here. Breaking the glass follows the standard's own example.
//!
//! | Entry | R4 | R5 | Codes |
//! |---|---|---|---|
//! | that access was decided | `type`, `subtype` | `category`, `code` | DICOM 110113 Security Alert; IHE `AuthZ-Consent`; DICOM 110127 Emergency Override Started for a glass that was broken |
//! | action of the event | `action` | `action` | audit-event-action E: it is the decision that is carried out, also where it refuses |
//! | time | `recorded` | `recorded`, `occurredDateTime` | |
//! | permitted | `outcome` 0 | `outcome.code` success | audit-event-outcome; issue-severity |
//! | refused | `outcome` 4, minor failure: what HTTP answers with 4xx; 8 and 12 are faults of the system (IHE's example of a refusal has 8) | `outcome.code` error, for the action did not take place | audit-event-outcome; issue-severity |
//! | decision | `outcomeDesc` | `outcome.detail` | CONSENT_PERMIT, CONSENT_DENY, NO_CONSENT |
//! | purpose | `purposeOfEvent` | `authorization` | v3-ActReason; BTG with the reason in an emergency |
//! | actor | `agent`, `requestor` true | `agent`, `requestor` true | v3-ParticipationType IRCP |
//! | organisation | `agent`, `requestor` false | `agent`, `requestor` false | v3-RoleClass PROV |
//! | capacity | `agent.role` | `agent.role` | `urn:medchain:capacity`; v3-RoleCode ONESELF, GUARD |
//! | chain | `source.observer`; `agent`, `requestor` false | the same | security-source-type 6 Security Server; extra-security-role-type authserver |
//! | patient, number, block, review | `entity`, role 1 Patient | `entity`, role 1 Patient; `patient` | object-role |
//! | action and classes asked for, classes permitted, redacted; labels | `entity`, role 24 Query | `entity`, role 24 Query | object-role; v3-Confidentiality, v3-ActCode |
//! | directive with version | `entity`, role 4 Domain Resource, type Consent | `entity`, role 4 Domain Resource | object-role; resource-types |
//!
//! An event has no `id`: the same numbers stand in every patient's log. What identifies it is the
//! `fullUrl` of its entry in the bundle, a UUID computed from chain, patient and number.
//!
//! Accounts and codes are all that an entry knows: no name and no record stands in an event.

use super::{
	codes::{label_system, ACT_REASON, PARTICIPATION_TYPE, RESOURCE_TYPES, ROLE_CODE},
	format_instant, Refusal, Release, ACCOUNT_SYSTEM,
};
use crate::types::{AuditEntry, AuditHead, Capacity, DelegateKind, EmergencyReason};
use medchain_support::{Outcome, Sensitivities, Sensitivity};
use serde_json::{json, Value};
use subxt::{
	config::{substrate::BlakeTwo256, Hasher},
	utils::{AccountId32, H256},
};

/// System of identifiers of a chain: the hash of its first block.
const CHAIN_SYSTEM: &str = "urn:medchain:chain";
/// System of identifiers of a directive: patient, number and version, with slashes between them.
const DIRECTIVE_SYSTEM: &str = "urn:medchain:directive";
/// System of codes of the capacity in which an actor asked.
const CAPACITY_SYSTEM: &str = "urn:medchain:capacity";
/// System of codes of the reasons to break the glass.
const EMERGENCY_SYSTEM: &str = "urn:medchain:emergency-reason";
/// System of the commitment over a log.
const COMMITMENT_SYSTEM: &str = "urn:medchain:audit-commitment";
/// System of the length of a log.
const LENGTH_SYSTEM: &str = "urn:medchain:audit-length";

const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
const IHE_AUTHORIZATION: &str = "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType";
const ISSUE_SEVERITY: &str = "http://hl7.org/fhir/issue-severity";
const SOURCE_TYPE: &str = "http://terminology.hl7.org/CodeSystem/security-source-type";
const ENTITY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
const ROLE_CLASS: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleClass";
const SECURITY_ROLE: &str = "http://terminology.hl7.org/CodeSystem/extra-security-role-type";
const OBJECT_ROLE: &str = "http://terminology.hl7.org/CodeSystem/object-role";

/// Whose log an entry is from, and how it is to be written.
#[derive(Clone, Copy, Debug)]
pub struct AuditContext<'a> {
	/// The patient of the log.
	pub patient: &'a AccountId32,
	/// Hash of the chain's first block.
	pub chain: H256,
	/// The release of FHIR.
	pub release: Release,
}

/// Writes entry `number` of a patient's log as an `AuditEvent`.
pub fn write_audit_event(
	number: u64,
	entry: &AuditEntry,
	context: &AuditContext<'_>,
) -> Result<Value, Refusal> {
	let recorded = format_instant(entry.at).ok_or_else(|| {
		Refusal::new(
			"AuditEvent.recorded",
			format!("second {} lies after the year 9999, FHIR's last", entry.at),
		)
	})?;
	let known = entry.request.classes.is_known()
		&& entry.request.sensitivities.is_known()
		&& entry.decision.permitted.is_known()
		&& entry.decision.redact.is_known();
	if !known {
		return Err(Refusal::new(
			"AuditEvent.entity",
			"holds codes that are newer than this client",
		));
	}

	let permitted = entry.decision.outcome == Outcome::Permit;
	let alert = coding(DICOM, "110113", "Security Alert");
	let decision = coding(
		IHE_AUTHORIZATION,
		"AuthZ-Consent",
		"Authorization Decision using Roles and Consent",
	);
	let broken_glass = (permitted && matches!(entry.capacity, Capacity::Emergency { .. }))
		.then(|| coding(DICOM, "110127", "Emergency Override Started"));

	let mut event = json!({
		"resourceType": "AuditEvent",
		"action": "E",
		"recorded": recorded,
		"agent": agents(entry, context),
		"source": {
			"observer": context.observer(),
			"type": [context.typed(coding(SOURCE_TYPE, "6", "Security Server"))],
		},
		"entity": entities(number, entry, context),
	});
	match context.release {
		Release::R4 => {
			event["type"] = alert;
			event["subtype"] = [Some(decision), broken_glass].into_iter().flatten().collect();
			event["outcome"] = json!(if permitted { "0" } else { "4" });
			event["outcomeDesc"] = json!(entry.decision.outcome.code());
			event["purposeOfEvent"] = purposes(entry);
		}
		Release::R5 => {
			let outcome = match permitted {
				true => coding(ISSUE_SEVERITY, "success", "Operation Successful"),
				false => coding(ISSUE_SEVERITY, "error", "Error"),
			};
			let specific = broken_glass.clone().unwrap_or_else(|| decision.clone());
			let general = [Some(alert), broken_glass.map(|_| decision)];
			event["category"] = general.into_iter().flatten().map(concept).collect();
			event["code"] = concept(specific);
			event["occurredDateTime"] = event["recorded"].clone();
			event["outcome"] = json!({
				"code": outcome,
				"detail": [{ "text": entry.decision.outcome.code() }],
			});
			event["authorization"] = purposes(entry);
			event["patient"] = account(context.patient, Some("Patient"));
		}
	}
	Ok(event)
}

/// Writes entries of a patient's log as a `Bundle` of `AuditEvent`s: the disclosure report. Where
/// the log stands is in `identifier` (the commitment) and `meta.tag` (the length), so that whoever
/// gets the report can compare it with the chain and see whether it is whole.
pub fn write_disclosure<'a>(
	entries: impl IntoIterator<Item = (u64, &'a AuditEntry)>,
	head: &AuditHead,
	context: &AuditContext<'_>,
) -> Result<Value, Refusal> {
	let events = entries
		.into_iter()
		.map(|(number, entry)| {
			Ok(json!({
				"fullUrl": context.full_url(number),
				"resource": write_audit_event(number, entry, context)?,
			}))
		})
		.collect::<Result<Vec<Value>, Refusal>>()?;
	let mut bundle = json!({
		"resourceType": "Bundle",
		"meta": { "tag": [{ "system": LENGTH_SYSTEM, "code": head.length.to_string() }] },
		"identifier": { "system": COMMITMENT_SYSTEM, "value": hex(&head.commitment) },
		"type": "collection",
	});
	// FHIR allows no empty array.
	if !events.is_empty() {
		bundle["entry"] = Value::Array(events);
	}
	Ok(bundle)
}

impl AuditContext<'_> {
	/// The chain, which decides and which tells of it.
	fn observer(&self) -> Value {
		json!({ "identifier": { "system": CHAIN_SYSTEM, "value": hex(&self.chain) } })
	}

	/// The identity of an entry of the log: a UUID of version 8 (RFC 9562), from a hash.
	fn full_url(&self, number: u64) -> String {
		let entry = [self.chain.as_bytes(), &self.patient.0, &number.to_be_bytes()].concat();
		let hash = format!("{:x}", BlakeTwo256.hash(&entry));
		let digits = |from, to| hash.get(from..to).unwrap_or_default();
		// The thirteenth digit is the version and the seventeenth the variant.
		format!(
			"urn:uuid:{}-{}-8{}-8{}-{}",
			digits(0, 8),
			digits(8, 12),
			digits(12, 15),
			digits(15, 18),
			digits(18, 30)
		)
	}

	/// A code where R4 has a `Coding` and R5 a `CodeableConcept`.
	fn typed(&self, coding: Value) -> Value {
		match self.release {
			Release::R4 => coding,
			Release::R5 => concept(coding),
		}
	}

	/// An item of `AuditEvent.entity.detail`.
	fn detail(&self, name: &str, value: String) -> Value {
		match self.release {
			Release::R4 => json!({ "type": name, "valueString": value }),
			Release::R5 => json!({ "type": { "text": name }, "valueString": value }),
		}
	}

	/// The start of an `AuditEvent.entity`; R5 has no type of entities.
	fn entity(&self, kind: Value, role: (&str, &str)) -> Value {
		let mut entity = json!({ "role": self.typed(coding(OBJECT_ROLE, role.0, role.1)) });
		if self.release == Release::R4 {
			entity["type"] = kind;
		}
		entity
	}
}

/// `AuditEvent.purposeOfEvent`, in R5 `authorization`.
fn purposes(entry: &AuditEntry) -> Value {
	let purpose = json!({ "system": ACT_REASON, "code": entry.request.purpose.code() });
	let mut purposes = vec![concept(purpose)];
	if let Capacity::Emergency { reason, .. } = entry.capacity {
		purposes.push(json!({
			"coding": [
				coding(ACT_REASON, "BTG", "break the glass"),
				{ "system": EMERGENCY_SYSTEM, "code": emergency(reason) },
			],
		}));
	}
	Value::Array(purposes)
}

const fn emergency(reason: EmergencyReason) -> &'static str {
	match reason {
		EmergencyReason::LifeThreatening => "life-threatening",
		EmergencyReason::Unresponsive => "unresponsive",
		EmergencyReason::Incapacitated => "incapacitated",
		EmergencyReason::DangerToOthers => "danger-to-others",
	}
}

/// `AuditEvent.agent`: who asked, the organisation for which, and the chain, which decided.
fn agents(entry: &AuditEntry, context: &AuditContext<'_>) -> Value {
	let (capacity, standard) = match entry.capacity {
		Capacity::Actor => ("actor", None),
		Capacity::Patient => ("patient", Some(coding(ROLE_CODE, "ONESELF", "self"))),
		Capacity::Delegate(DelegateKind::Guardian) => {
			("guardian", Some(coding(ROLE_CODE, "GUARD", "guardian")))
		}
		Capacity::Delegate(DelegateKind::Proxy) => ("proxy", None),
		Capacity::Emergency { .. } => ("emergency", None),
	};
	let own = json!({ "system": CAPACITY_SYSTEM, "code": capacity });
	let role: Vec<Value> = [Some(own), standard].into_iter().flatten().collect();
	let mut agents = vec![json!({
		"type": concept(coding(PARTICIPATION_TYPE, "IRCP", "information recipient")),
		"role": [{ "coding": role }],
		"who": account(&entry.actor.account, None),
		"requestor": true,
	})];
	if let Some(organization) = &entry.actor.organization {
		agents.push(json!({
			"type": concept(coding(ROLE_CLASS, "PROV", "healthcare provider")),
			"who": account(organization, Some("Organization")),
			"requestor": false,
		}));
	}
	agents.push(json!({
		"type": concept(coding(SECURITY_ROLE, "authserver", "Authorization Server")),
		"who": context.observer(),
		"requestor": false,
	}));
	Value::Array(agents)
}

/// `AuditEvent.entity`: the patient, what was asked for, and the directive that decided.
fn entities(number: u64, entry: &AuditEntry, context: &AuditContext<'_>) -> Value {
	let mut patient = context.entity(coding(ENTITY_TYPE, "1", "Person"), ("1", "Patient"));
	patient["what"] = account(context.patient, Some("Patient"));
	let mut details = vec![
		context.detail("entry", number.to_string()),
		context.detail("block", entry.block.to_string()),
	];
	if let Capacity::Emergency { review: Some(review), .. } = entry.capacity {
		details.push(context.detail("review", review.to_string()));
	}
	patient["detail"] = Value::Array(details);

	let mut asked = context.entity(coding(ENTITY_TYPE, "2", "System Object"), ("24", "Query"));
	asked["securityLabel"] = labels(entry.request.sensitivities)
		.iter()
		.map(|label| context.typed(json!({ "system": label_system(label), "code": label.code() })))
		.collect();
	let classes = [
		("asked", entry.request.classes),
		("permitted", entry.decision.permitted),
		("redacted", entry.decision.redact),
	];
	let classes = classes
		.into_iter()
		.flat_map(|(name, classes)| classes.iter().map(move |class| (name, class)))
		.map(|(name, class)| context.detail(name, class.code().into()));
	asked["detail"] = std::iter::once(context.detail("action", entry.request.action.code().into()))
		.chain(classes)
		.collect();

	let mut entities = vec![patient, asked];
	if let Some(basis) = entry.decision.based_on {
		let mut directive =
			context.entity(coding(RESOURCE_TYPES, "Consent", "Consent"), ("4", "Domain Resource"));
		directive["what"] = json!({
			"type": "Consent",
			"identifier": {
				"system": DIRECTIVE_SYSTEM,
				"value": format!("{}/{}/{}", context.patient, basis.id, basis.version),
			},
		});
		entities.push(directive);
	}
	Value::Array(entities)
}

/// The labels of a request, of which none means normal confidentiality.
fn labels(asked: Sensitivities) -> Sensitivities {
	match asked.is_empty() {
		true => Sensitivity::Normal.into(),
		false => asked,
	}
}

fn account(account: &AccountId32, kind: Option<&str>) -> Value {
	let mut reference = json!({
		"identifier": { "system": ACCOUNT_SYSTEM, "value": account.to_string() },
	});
	if let Some(kind) = kind {
		reference["type"] = json!(kind);
	}
	reference
}

fn coding(system: &str, code: &str, display: &str) -> Value {
	json!({ "system": system, "code": code, "display": display })
}

fn concept(coding: Value) -> Value {
	json!({ "coding": [coding] })
}

fn hex(hash: &H256) -> String {
	format!("{hash:?}")
}
