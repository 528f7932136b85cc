//! Entries of a trial's audit trail.

use super::{answers::form, words};
use crate::rpc::answers::{address, digest};
use medchain_runtime::{
	clinical_trials::{Act, Assessment, Entry},
	AccountId,
};
use serde_json::{json, Value};

fn assessment(assessment: &Assessment) -> Value {
	json!({
		"seriousness": words::seriousness(assessment.seriousness),
		"causality": words::causality(assessment.causality),
		"expected": assessment.expected,
		"aware": assessment.aware,
		"detail": digest(assessment.detail),
	})
}

/// What an act is called, and what it was about.
fn act(act: &Act<AccountId>) -> (&'static str, Value) {
	match act {
		Act::Submitted { version } => ("submitted", json!({ "version": version })),
		Act::Approved { version, until, conditions } => (
			"approved",
			json!({
				"version": version,
				"until": until,
				"conditions": conditions.map(digest),
			}),
		),
		Act::Disapproved { version, reason } => {
			("disapproved", json!({ "version": version, "reason": digest(*reason) }))
		}
		Act::StatusChanged { from, to, reason } => (
			"status-changed",
			json!({
				"from": words::trial_status(*from),
				"to": words::trial_status(*to),
				"reason": reason.map(digest),
			}),
		),
		Act::SiteOpened { site, investigator } => {
			("site-opened", json!({ "site": address(site), "investigator": address(investigator) }))
		}
		Act::SiteClosed { site } => ("site-closed", json!({ "site": address(site) })),
		Act::Screened { subject, stratum } => {
			("screened", json!({ "subject": subject, "stratum": stratum }))
		}
		Act::Consented { subject, version } => {
			("consented", json!({ "subject": subject, "version": version }))
		}
		Act::Attested { subject, criterion, version, met, evidence, until } => (
			"attested",
			json!({
				"subject": subject,
				"criterion": criterion,
				"version": version,
				"met": met,
				"evidence": digest(*evidence),
				"until": until,
			}),
		),
		Act::Decided { subject, status } => {
			("decided", json!({ "subject": subject, "status": words::subject_status(*status) }))
		}
		Act::StratumSet { subject, old, new, reason } => (
			"stratum-set",
			json!({ "subject": subject, "old": old, "new": new, "reason": digest(*reason) }),
		),
		Act::Randomized { subject, stratum, slot } => {
			("randomized", json!({ "subject": subject, "stratum": stratum, "slot": slot }))
		}
		Act::Disclosed { subject, arm } => ("disclosed", json!({ "subject": subject, "arm": arm })),
		Act::Unblinded { subject, reason } => {
			("unblinded", json!({ "subject": subject, "reason": digest(*reason) }))
		}
		Act::UnblindingAnswered { subject, answer } => {
			("unblinding-answered", json!({ "subject": subject, "answer": digest(*answer) }))
		}
		Act::Withdrawn { subject, reason } => {
			("withdrawn", json!({ "subject": subject, "reason": digest(*reason) }))
		}
		Act::Completed { subject } => ("completed", json!({ "subject": subject })),
		Act::Captured { subject, capture } => {
			("captured", json!({ "subject": subject, "capture": capture }))
		}
		Act::Corrected { subject, form: of, old, new, reason } => (
			"corrected",
			json!({
				"subject": subject,
				"form": form(*of),
				"old": digest(*old),
				"new": digest(*new),
				"reason": digest(*reason),
			}),
		),
		Act::QueryOpened { subject, query } => {
			("query-opened", json!({ "subject": subject, "query": query }))
		}
		Act::QueryAnswered { subject, query } => {
			("query-answered", json!({ "subject": subject, "query": query }))
		}
		Act::QueryClosed { subject, query } => {
			("query-closed", json!({ "subject": subject, "query": query }))
		}
		Act::SourceVerified { subject, form: of, content } => (
			"source-verified",
			json!({ "subject": subject, "form": form(*of), "content": digest(*content) }),
		),
		Act::AdverseEventReported { subject, event, assessment: judged } => (
			"adverse-event-reported",
			json!({ "subject": subject, "event": event, "assessment": assessment(judged) }),
		),
		Act::AdverseEventFollowedUp { subject, event, assessment: judged } => (
			"adverse-event-followed-up",
			json!({ "subject": subject, "event": event, "assessment": assessment(judged) }),
		),
		Act::AdverseEventForwarded { subject, event, report, late } => (
			"adverse-event-forwarded",
			json!({
				"subject": subject,
				"event": event,
				"report": digest(*report),
				"late": late,
			}),
		),
		Act::DeviationReported { deviation } => {
			("deviation-reported", json!({ "deviation": deviation }))
		}
		Act::Frozen { subject } => ("frozen", json!({ "subject": subject })),
		Act::Unfrozen { subject } => ("unfrozen", json!({ "subject": subject })),
	}
}

/// An entry, with its number.
pub fn entry(number: u64, entry: &Entry<AccountId>) -> Value {
	let (act, about) = act(&entry.act);
	json!({
		"number": number,
		"who": address(&entry.who),
		"at": entry.at,
		"act": act,
		"about": about,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::rpc::testing::{digits, kebab};
	use medchain_runtime::clinical_trials::{
		Causality, FormRef, Seriousness, SubjectStatus, TrialStatus,
	};
	use medchain_support::Commitment;
	use polkadot_sdk::sp_keyring::Sr25519Keyring::{Alice, Bob};
	use std::collections::BTreeSet;

	const C: Commitment = Commitment([1; 32]);
	const FORM: FormRef = FormRef { capture: 2, index: 3 };
	const JUDGED: Assessment = Assessment {
		seriousness: Seriousness::LifeThreatening,
		causality: Causality::ProbablyLikely,
		expected: false,
		aware: 5,
		detail: C,
	};

	fn acts() -> [Act<AccountId>; 29] {
		let (site, investigator) = (Alice.to_account_id(), Bob.to_account_id());
		let [subject, version, query, event] = [7, 2, 4, 6];
		[
			Act::Submitted { version },
			Act::Approved { version, until: Some(9), conditions: Some(C) },
			Act::Disapproved { version, reason: C },
			Act::StatusChanged {
				from: TrialStatus::Active,
				to: TrialStatus::ClosedToAccrual,
				reason: None,
			},
			Act::SiteOpened { site: site.clone(), investigator },
			Act::SiteClosed { site },
			Act::Screened { subject, stratum: None },
			Act::Consented { subject, version },
			Act::Attested { subject, criterion: 0, version, met: true, evidence: C, until: None },
			Act::Decided { subject, status: SubjectStatus::Enrolled },
			Act::StratumSet { subject, old: None, new: 1, reason: C },
			Act::Randomized { subject, stratum: 1, slot: 8 },
			Act::Disclosed { subject, arm: 1 },
			Act::Unblinded { subject, reason: C },
			Act::UnblindingAnswered { subject, answer: C },
			Act::Withdrawn { subject, reason: C },
			Act::Completed { subject },
			Act::Captured { subject, capture: 2 },
			Act::Corrected { subject, form: FORM, old: C, new: Commitment([2; 32]), reason: C },
			Act::QueryOpened { subject, query },
			Act::QueryAnswered { subject, query },
			Act::QueryClosed { subject, query },
			Act::SourceVerified { subject, form: FORM, content: C },
			Act::AdverseEventReported { subject, event, assessment: JUDGED },
			Act::AdverseEventFollowedUp { subject, event, assessment: JUDGED },
			Act::AdverseEventForwarded { subject, event, report: C, late: true },
			Act::DeviationReported { deviation: 3 },
			Act::Frozen { subject },
			Act::Unfrozen { subject },
		]
	}

	#[test]
	fn each_act_has_a_word_of_its_own() {
		let words: BTreeSet<&str> = acts().iter().map(|done| act(done).0).collect();
		assert_eq!(words.len(), acts().len());
		for done in acts() {
			assert_eq!(act(&done).0, kebab(&done));
		}
	}

	#[test]
	fn an_entry_says_who_did_what_when() {
		let told = |done: Act<AccountId>| {
			entry(10, &Entry { who: Bob.to_account_id(), at: 1_800_000_000, act: done })
		};
		let corrected = Act::Corrected {
			subject: 7,
			form: FORM,
			old: C,
			new: Commitment([2; 32]),
			reason: Commitment([3; 32]),
		};
		let expected = json!({
			"number": 10,
			"who": address(&Bob.to_account_id()),
			"at": 1_800_000_000,
			"act": "corrected",
			"about": {
				"subject": 7,
				"form": { "capture": 2, "index": 3 },
				"old": digits(1),
				"new": digits(2),
				"reason": digits(3),
			},
		});
		assert_eq!(told(corrected), expected);
		let judged = told(Act::AdverseEventReported { subject: 7, event: 6, assessment: JUDGED });
		let expected = json!({
			"subject": 7,
			"event": 6,
			"assessment": {
				"seriousness": "life-threatening",
				"causality": "probably-likely",
				"expected": false,
				"aware": 5,
				"detail": digits(1),
			},
		});
		assert_eq!(judged["about"], expected);
	}

	#[test]
	fn changes_of_status_are_words() {
		let (name, about) = act(&Act::StatusChanged {
			from: TrialStatus::Active,
			to: TrialStatus::ClosedToAccrual,
			reason: None,
		});
		assert_eq!(name, "status-changed");
		assert_eq!(about, json!({ "from": "active", "to": "closed-to-accrual", "reason": null }));
	}
}
