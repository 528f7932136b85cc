//! The audit log, and what it discloses to its patient.

use super::{asker_json, basis, decision_json, instant, review_json, Shortened, Table};
use crate::{
	audit::{Disclosure, Log, Numbered},
	emergency::review_number,
	types::{AuditEntry, AuditHead, Capacity, Review},
};
use medchain_support::Outcome;
use serde_json::{json, Value};

/// In which capacity somebody asked.
pub fn capacity(capacity: &Capacity) -> String {
	match capacity {
		Capacity::Actor => "actor".into(),
		Capacity::Patient => "the patient".into(),
		Capacity::Delegate(kind) => kind.code().into(),
		Capacity::Emergency { reason, .. } => format!("emergency: {}", reason.code()),
	}
}

fn capacity_json(capacity: &Capacity) -> Value {
	match capacity {
		Capacity::Actor => json!({ "kind": "actor" }),
		Capacity::Patient => json!({ "kind": "patient" }),
		Capacity::Delegate(kind) => json!({ "kind": kind.code() }),
		Capacity::Emergency { reason, review } => {
			json!({ "kind": "emergency", "reason": reason.code(), "review": review })
		}
	}
}

fn what(entry: &AuditEntry) -> String {
	let request = &entry.request;
	format!("{} {}", request.action.code(), listed!(request.classes, "nothing"))
}

/// A table of audit entries, and who the accounts in it are.
pub fn audit(log: &Log) -> String {
	let mut accounts = Shortened::default();
	let mut table = Table::new(&[
		"ENTRY", "WHEN", "WHO", "AS", "WHY", "WHAT", "LABELS", "OUTCOME", "BASIS", "REDACTED",
		"BLOCK",
	]);
	for Numbered { number, entry } in &log.entries {
		table.row(vec![
			number.to_string(),
			instant(entry.at),
			accounts.asker(&entry.actor),
			capacity(&entry.capacity),
			entry.request.purpose.code().into(),
			what(entry),
			listed!(entry.request.sensitivities, "N"),
			entry.decision.outcome.code().into(),
			basis(&entry.decision),
			listed!(entry.decision.redact, "nothing"),
			entry.block.to_string(),
		]);
	}
	format!("{table}{accounts}")
}

/// What was found out about the whole of a log, and which part of it this is.
pub fn audit_verdict(log: &Log) -> String {
	let AuditHead { length, commitment } = log.head;
	let shown = u64::try_from(log.entries.len()).unwrap_or(u64::MAX);
	match (log.entries.first(), log.entries.last()) {
		_ if length == 0 => "the log is empty; the chain holds no commitment over it".into(),
		(Some(first), Some(last)) if shown < length => format!(
			"commitment verified: the log has {length} entries, unchanged and in order \
			 ({commitment:?}); these are {} to {}",
			first.number, last.number
		),
		_ => format!(
			"commitment verified: these {length} entries are all, unchanged and in order \
			 ({commitment:?})"
		),
	}
}

fn entry_json(number: u64, entry: &AuditEntry) -> Value {
	json!({
		"entry": number,
		"at": instant(entry.at),
		"block": entry.block,
		"actor": asker_json(&entry.actor),
		"capacity": capacity_json(&entry.capacity),
		"purpose": entry.request.purpose.code(),
		"action": entry.request.action.code(),
		"classes": list_json!(entry.request.classes),
		"sensitivities": list_json!(entry.request.sensitivities),
		"decision": decision_json(&entry.decision),
	})
}

/// Audit entries, for machines.
pub fn audit_json(log: &Log) -> Value {
	let entries = log.entries.iter().map(|Numbered { number, entry }| entry_json(*number, entry));
	json!({
		"length": log.head.length,
		"commitment": log.head.commitment,
		"verified": true,
		"entries": entries.collect::<Vec<_>>(),
	})
}

/// On which ground an access was granted or refused.
fn ground(entry: &AuditEntry) -> String {
	match (&entry.capacity, entry.decision.outcome, entry.decision.based_on.is_some()) {
		(_, _, true) | (_, Outcome::NoConsent, _) => basis(&entry.decision),
		(Capacity::Actor, Outcome::Deny, _) => {
			"no valid credential, or not for this organisation".into()
		}
		(Capacity::Emergency { .. }, Outcome::Deny, _) => {
			"no practitioner in good standing, or reviews overdue".into()
		}
		(who, ..) => capacity(who),
	}
}

/// The disclosure report: a line for each access that was asked for, and who the accounts in it
/// are.
pub fn disclosure(disclosure: &Disclosure) -> String {
	let mut accounts = Shortened::default();
	let mut table =
		Table::new(&["ENTRY", "WHEN", "WHO", "WHY", "ASKED FOR", "SAW", "GROUND", "REVIEW"]);
	for Numbered { number, entry } in &disclosure.log.entries {
		let review = review_number(&entry.capacity).and_then(|id| disclosure.reviews.get(&id));
		let labels = listed!(entry.request.sensitivities, "N");
		table.row(vec![
			number.to_string(),
			instant(entry.at),
			accounts.asker(&entry.actor),
			entry.request.purpose.code().into(),
			format!("{} ({labels})", what(entry)),
			listed!(entry.decision.permitted, "nothing"),
			ground(entry),
			review.map(|review| finding_in_short(review, &mut accounts)).unwrap_or_default(),
		]);
	}
	format!("{table}{accounts}")
}

/// What a review came to.
fn finding_in_short(review: &Review, accounts: &mut Shortened) -> String {
	match &review.finding {
		None => format!("open, due {}", instant(review.due)),
		Some((finding, by, at)) => {
			let late = if *at > review.due { ", late" } else { "" };
			format!("{} by {}{late}", finding.code(), accounts.short(by))
		}
	}
}

/// The disclosure report, with what it comes to and whether the log behind it is whole.
pub fn disclosure_report(report: &Disclosure) -> String {
	format!("{}{}\n{}", disclosure(report), disclosure_summary(report), audit_verdict(&report.log))
}

/// The disclosure report in one line.
pub fn disclosure_summary(disclosure: &Disclosure) -> String {
	let entries = &disclosure.log.entries;
	let permitted =
		entries.iter().filter(|entry| entry.entry.decision.outcome == Outcome::Permit).count();
	let emergencies = entries
		.iter()
		.filter(|entry| matches!(entry.entry.capacity, Capacity::Emergency { .. }))
		.count();
	format!(
		"{} accesses were asked for: {permitted} granted, {} refused; {emergencies} as emergencies",
		entries.len(),
		entries.len() - permitted,
	)
}

/// The disclosure report, for machines.
pub fn disclosure_json(disclosure: &Disclosure) -> Value {
	let mut value = audit_json(&disclosure.log);
	let reviews = disclosure.reviews.iter().map(|(id, review)| review_json(*id, review));
	value["reviews"] = reviews.collect();
	value
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::{Actor, EmergencyReason, Finding};
	use medchain_support::{
		AccessRequest, Action, Decision, Purpose, ResourceClass, ResourceClasses, Sensitivities,
	};
	use std::collections::BTreeMap;
	use subxt::utils::AccountId32;

	fn entry(number: u64, capacity: Capacity, outcome: Outcome) -> Numbered {
		let request = AccessRequest {
			purpose: Purpose::EmergencyTreat,
			action: Action::Access,
			classes: ResourceClass::Observation.into(),
			sensitivities: Sensitivities::EMPTY,
		};
		let decision = match outcome {
			Outcome::Permit => Decision {
				outcome,
				based_on: None,
				permitted: request.classes,
				redact: ResourceClasses::EMPTY,
			},
			_ => Decision::refuse(outcome, None, &request),
		};
		let actor =
			Actor { account: AccountId32([1; 32]), organization: Some(AccountId32([2; 32])) };
		let entry = AuditEntry {
			actor,
			capacity,
			request: request.into(),
			at: 0,
			block: 7,
			decision: decision.into(),
		};
		Numbered { number, entry }
	}

	#[test]
	fn a_disclosure_tells_refusals_and_findings() {
		let reason = EmergencyReason::LifeThreatening;
		let broken = Capacity::Emergency { reason, review: Some(4) };
		let refused = Capacity::Emergency { reason, review: None };
		let entries = vec![
			entry(0, broken, Outcome::Permit),
			entry(1, refused, Outcome::Deny),
			entry(2, Capacity::Actor, Outcome::NoConsent),
			entry(3, Capacity::Actor, Outcome::Deny),
		];
		let actor = entries[0].entry.actor;
		let review = Review {
			patient: AccountId32([3; 32]),
			entry: 0,
			actor,
			due: 5,
			finding: Some((Finding::Unjustified, AccountId32([2; 32]), 9)),
		};
		let report = Disclosure {
			log: Log { head: AuditHead { length: 4, ..Default::default() }, entries },
			reviews: BTreeMap::from([(4, review)]),
		};
		let text = disclosure(&report);
		let lines: Vec<&str> = text.lines().collect();
		assert!(lines[1].contains("unjustified by") && lines[1].ends_with("late"), "{text}");
		assert!(lines[2].contains("nothing") && lines[2].contains("good standing"), "{text}");
		assert!(lines[3].ends_with("no directive"), "{text}");
		assert!(lines[4].contains("no valid credential"), "{text}");
		assert_eq!(lines.len(), 5 + 2, "an organisation and its member");
		let summary = disclosure_summary(&report);
		assert!(summary.contains("4 accesses") && summary.contains("1 granted, 3 refused"));
		let value = disclosure_json(&report);
		assert!(audit_verdict(&report.log).contains("these 4 entries are all"));
		let page = Log { entries: report.log.entries[1..3].to_vec(), ..report.log };
		let verdict = audit_verdict(&page);
		assert!(verdict.contains("has 4 entries") && verdict.ends_with("1 to 2"), "{verdict}");
		assert_eq!(value["entries"][0]["capacity"]["review"], 4);
		assert_eq!(value["reviews"][0]["finding"]["finding"], "unjustified");
	}
}
