//! Audit entries as FHIR `AuditEvent`, and a patient's disclosure report as a `Bundle` of them.
//!
//! An entry records a decision about access under consent. The shape follows the consent decision
//! of IHE's Basic Audit Log Patterns (profile `AuthZconsent`) and the standard's own examples of an
//! authorisation by consent and of breaking the glass.
//!
//! | Entry | R4 | R5 | Codes |
//! |---|---|---|---|
//! | that access was decided | `type`, `subtype` | `category`, `code` | DICOM 110113 Security Alert; IHE `AuthZ-Consent`; DICOM 110127 Emergency Override Started for a glass that was broken |
//! | action | `action` | `action` | audit-event-action: collect C (a copy is made), access R, use E, disclose R (as in the standard's example of a disclosure), correct U |
//! | time | `recorded` | `recorded`, `occurredDateTime` | |
//! | permitted | `outcome` 0 | `outcome.code` success | audit-event-outcome; issue-severity |
//! | refused | `outcome` 4, minor failure: what HTTP answers with 4xx; 8 and 12 are faults of the system | `outcome.code` error, for the action did not take place | audit-event-outcome; issue-severity |
//! | decision | `outcomeDesc` | `outcome.detail` | CONSENT_PERMIT, CONSENT_DENY, NO_CONSENT |
//! | purpose | `purposeOfEvent` | `authorization` | v3-ActReason; BTG with the reason in an emergency |
//! | actor | `agent`, `requestor` true | `agent`, `requestor` true | v3-ParticipationType IRCP |
//! | organisation | `agent`, `requestor` false | `agent`, `requestor` false | v3-ParticipationType RESP |
//! | capacity | `agent.role` | `agent.role` | `urn:medchain:capacity`; v3-RoleCode ONESELF, GUARD |
//! | chain | `source.observer` | `source.observer` | security-source-type 6 Security Server |
//! | patient, number, block, review | `entity`, role 1 Patient | `entity`, role 1 Patient; `patient` | object-role |
//! | classes asked for, permitted, redacted; labels | `entity`, role 24 Query | `entity`, role 24 Query | object-role; v3-Confidentiality, v3-ActCode |
//! | directive | `entity`, role 4 Domain Resource | `entity`, role 4 Domain Resource | object-role |
//!
//! Accounts and codes are all that an entry knows: no name and no record stands in an event.

use super::{
	codes::{label_system, ACT_REASON, PARTICIPATION_TYPE, ROLE_CODE},
	format_instant, Refusal, Release, ACCOUNT_SYSTEM,
};
use crate::types::{AuditEntry, AuditHead, Capacity, DelegateKind, EmergencyReason};
use medchain_support::{Action, Outcome, Sensitivities, Sensitivity};
use serde_json::{json, Value};
use subxt::utils::{AccountId32, H256};

/// System of identifiers of a chain: the hash of its first block.
const CHAIN_SYSTEM: &str = "urn:medchain:chain";
/// System of identifiers of a directive: patient and number.
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
		"id": format!("entry-{number}"),
		"action": action(entry.request.action),
		"recorded": recorded,
		"agent": agents(entry),
		"source": {
			"observer": {
				"identifier": { "system": CHAIN_SYSTEM, "value": hex(&context.chain) },
			},
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
				"fullUrl": format!("urn:medchain:audit:{}:{number}", context.patient),
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
	fn entity(&self, kind: (&str, &str), role: (&str, &str)) -> Value {
		let mut entity = json!({ "role": self.typed(coding(OBJECT_ROLE, role.0, role.1)) });
		if self.release == Release::R4 {
			entity["type"] = coding(ENTITY_TYPE, kind.0, kind.1);
		}
		entity
	}
}

/// `AuditEvent.action`.
const fn action(action: Action) -> &'static str {
	match action {
		Action::Collect => "C",
		Action::Access | Action::Disclose => "R",
		Action::Use => "E",
		Action::Correct => "U",
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

/// `AuditEvent.agent`: who asked, and the organisation for which.
fn agents(entry: &AuditEntry) -> Value {
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
			"type": concept(coding(PARTICIPATION_TYPE, "RESP", "responsible party")),
			"who": account(organization, Some("Organization")),
			"requestor": false,
		}));
	}
	Value::Array(agents)
}

/// `AuditEvent.entity`: the patient, what was asked for, and the directive that decided.
fn entities(number: u64, entry: &AuditEntry, context: &AuditContext<'_>) -> Value {
	let mut patient = context.entity(("1", "Person"), ("1", "Patient"));
	patient["what"] = account(context.patient, Some("Patient"));
	let mut details = vec![
		context.detail("entry", number.to_string()),
		context.detail("block", entry.block.to_string()),
	];
	if let Capacity::Emergency { review: Some(review), .. } = entry.capacity {
		details.push(context.detail("review", review.to_string()));
	}
	patient["detail"] = Value::Array(details);

	let mut asked = context.entity(("2", "System Object"), ("24", "Query"));
	asked["securityLabel"] = labels(entry.request.sensitivities)
		.iter()
		.map(|label| context.typed(json!({ "system": label_system(label), "code": label.code() })))
		.collect();
	let classes = [
		("asked", entry.request.classes),
		("permitted", entry.decision.permitted),
		("redacted", entry.decision.redact),
	];
	let details: Vec<Value> = classes
		.into_iter()
		.flat_map(|(name, classes)| classes.iter().map(move |class| (name, class)))
		.map(|(name, class)| context.detail(name, class.code().into()))
		.collect();
	// FHIR allows no empty array.
	if !details.is_empty() {
		asked["detail"] = Value::Array(details);
	}

	let mut entities = vec![patient, asked];
	if let Some(basis) = entry.decision.based_on {
		let mut directive = context.entity(("2", "System Object"), ("4", "Domain Resource"));
		directive["what"] = json!({
			"reference": format!("Consent/{}/_history/{}", basis.id, basis.version),
			"type": "Consent",
			"identifier": {
				"system": DIRECTIVE_SYSTEM,
				"value": format!("{}/{}", context.patient, basis.id),
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
