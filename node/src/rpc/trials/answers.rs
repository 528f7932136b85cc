//! Answers about trials.

use super::words;
use crate::rpc::answers::{address, digest, reference, units};
use medchain_runtime::{
	clinical_trials::{
		Allocation, Approval, Attestation, Attestations, Capture, CriterionId, FormRef, List,
		NumberedQuery, OutstandingEvent, Protocol, Purse, Seed, Site, SubjectId, SubjectInfo,
		TrialId, TrialInfo, Unblinding, Version,
	},
	AccountId, BlockNumber, Hash,
};
use serde_json::{json, Value};

fn seed(seed: &Seed<BlockNumber>) -> Value {
	json!({
		"commitment": Hash::from(seed.commitment),
		"block": seed.at,
		"beacon": seed.beacon.as_ref().map(|beacon| json!({
			"value": Hash::from(beacon.value),
			"since": beacon.since,
			"drawn": beacon.drawn,
		})),
		"revealed": seed.revealed.map(Hash::from),
	})
}

fn purse(purse: Purse) -> Value {
	json!({
		"currency": purse.currency,
		"spendable": units(purse.spendable),
		"owed": units(purse.owed),
	})
}

/// A trial.
pub fn trial(id: TrialId, info: &TrialInfo<AccountId, BlockNumber>) -> Value {
	json!({
		"id": id,
		"sponsor": address(&info.sponsor),
		"committee": address(&info.committee),
		"custodian": address(&info.custodian),
		"status": words::trial_status(info.status),
		"code": String::from_utf8_lossy(&info.code),
		"phase": String::from_utf8_lossy(&info.phase),
		"masking": words::masking(info.masking),
		"ratio": info.ratio,
		"multipliers": info.multipliers,
		"strata": info.strata,
		"visits": info.visits,
		"versions": info.versions,
		"current": (info.current > 0).then_some(info.current),
		"approvalOver": info.is_approval_over,
		"target": info.target,
		"subjects": info.subjects,
		"enrolled": info.enrolled,
		"openQueries": info.open_queries,
		"deviations": info.deviations,
		"entries": info.entries,
		"lock": info.lock.map(|lock| json!({ "at": lock.at, "entries": lock.entries })),
		"seed": info.seed.as_ref().map(seed),
		"purse": info.purse.map(purse),
	})
}

fn approval(approval: &Approval<AccountId>) -> Value {
	json!({
		"by": address(&approval.by),
		"since": approval.since,
		"at": approval.at,
		"until": approval.until,
		"conditions": approval.conditions.map(digest),
	})
}

/// A version of a protocol.
pub fn protocol(version: Version, protocol: &Protocol<AccountId>) -> Value {
	let criteria = protocol.criteria.iter().map(|criterion| {
		json!({ "kind": words::criterion_kind(criterion.kind), "text": digest(criterion.text) })
	});
	json!({
		"version": version,
		"commitment": digest(protocol.commitment),
		"criteria": criteria.collect::<Vec<Value>>(),
		"target": protocol.target,
		"status": words::protocol_status(protocol.status),
		"approval": protocol.approval.as_ref().map(approval),
		"submittedAt": protocol.submitted_at,
	})
}

/// A site.
pub fn site(account: &AccountId, site: &Site<AccountId>) -> Value {
	json!({
		"account": address(account),
		"investigator": address(&site.investigator),
		"open": site.open,
		"enrolled": site.enrolled,
	})
}

fn unblinding(unblinding: &Unblinding<AccountId>) -> Value {
	json!({
		"by": address(&unblinding.by),
		"at": unblinding.at,
		"reason": digest(unblinding.reason),
		"answer": unblinding.answer.map(|answer| {
			json!({ "at": answer.at, "commitment": digest(answer.commitment) })
		}),
	})
}

/// A participant.
pub fn subject(number: SubjectId, info: &SubjectInfo<AccountId>) -> Value {
	json!({
		"number": number,
		"site": address(&info.site),
		"status": words::subject_status(info.status),
		"code": String::from_utf8_lossy(&info.code),
		"stratum": info.stratum,
		"slot": info.slot.map(|slot| {
			json!({ "stratum": slot.stratum, "slot": slot.slot, "at": slot.at })
		}),
		"arm": info.arm,
		"consented": info.consented.map(|consented| json!({
			"version": consented.version,
			"directive": reference(consented.directive),
			"at": consented.at,
		})),
		"consentCurrent": info.is_consent_current,
		"frozen": info.frozen,
		"captures": info.captures,
		"queries": info.queries,
		"adverseEvents": info.adverse_events,
		"unblinding": info.unblinding.as_ref().map(unblinding),
	})
}

fn attestation(attestation: &Attestation<AccountId>) -> Value {
	json!({
		"attester": address(&attestation.attester),
		"version": attestation.version,
		"met": attestation.met,
		"evidence": digest(attestation.evidence),
		"until": attestation.until,
		"at": attestation.at,
	})
}

/// What is attested of a participant and a criterion.
pub fn attestations((criterion, attested): &(CriterionId, Attestations<AccountId>)) -> Value {
	json!({
		"criterion": criterion,
		"attestations": attested.iter().map(attestation).collect::<Vec<Value>>(),
	})
}

/// A capture.
pub fn capture(number: u64, capture: &Capture<AccountId>) -> Value {
	json!({
		"number": number,
		"by": address(&capture.by),
		"at": capture.at,
		"version": capture.version,
		"visit": capture.visit,
		"root": Hash::from(capture.root),
		"count": capture.count,
	})
}

/// The place of a form.
pub fn form(form: FormRef) -> Value {
	json!({ "capture": form.capture, "index": form.index })
}

/// A query.
pub fn query(((subject, number), query): &NumberedQuery<AccountId>) -> Value {
	json!({
		"subject": subject,
		"number": number,
		"form": form(query.form),
		"by": address(&query.by),
		"at": query.at,
		"text": digest(query.text),
		"answer": query.answer.map(digest),
		"status": words::query_status(query.status),
	})
}

/// An adverse event that is to be forwarded.
pub fn outstanding_event(event: &OutstandingEvent) -> Value {
	json!({
		"subject": event.subject,
		"event": event.event,
		"due": event.due,
		"overdue": event.is_overdue,
	})
}

/// A sealed list.
pub fn list(number: u64, list: &List) -> Value {
	json!({
		"number": number,
		"root": Hash::from(list.root),
		"at": list.at,
		"status": words::list_status(list.status),
	})
}

/// A slot that was given.
pub fn allocation(allocation: &Allocation) -> Value {
	json!({
		"slot": allocation.slot,
		"subject": allocation.subject,
		"at": allocation.at,
		"arm": allocation.arm,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::rpc::testing::digits;
	use medchain_runtime::clinical_trials::{
		Beacon, ConsentRecord, Criterion, CriterionKind, ListStatus, Lock, Masking, ProtocolStatus,
		Query, QueryStatus, Slot, SubjectStatus, TrialStatus, UnblindingAnswer,
	};
	use medchain_support::{Amount, Commitment, DirectiveRef};
	use polkadot_sdk::sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};

	#[test]
	fn a_trial_is_told_in_words_and_codes() {
		let mut info = TrialInfo {
			sponsor: Alice.to_account_id(),
			committee: Bob.to_account_id(),
			custodian: Charlie.to_account_id(),
			status: TrialStatus::ClosedToAccrual,
			code: b"closed-to-accrual".to_vec(),
			phase: b"phase-2".to_vec(),
			masking: Masking::Double,
			ratio: vec![2, 1],
			multipliers: vec![1, 2],
			strata: 4,
			visits: 5,
			versions: 3,
			current: 2,
			is_approval_over: true,
			target: 100,
			subjects: 90,
			enrolled: 80,
			open_queries: 6,
			deviations: 7,
			entries: 8,
			lock: Some(Lock { at: 9, entries: 10 }),
			seed: Some(Seed {
				commitment: [1; 32],
				at: 11,
				beacon: Some(Beacon { value: [2; 32], since: 12, drawn: 13 }),
				revealed: Some([3; 32]),
			}),
			purse: Some(Purse { currency: 14, spendable: Amount::MAX, owed: 15 }),
		};
		let expected = json!({
			"id": 0,
			"sponsor": address(&Alice.to_account_id()),
			"committee": address(&Bob.to_account_id()),
			"custodian": address(&Charlie.to_account_id()),
			"status": "closed-to-accrual",
			"code": "closed-to-accrual",
			"phase": "phase-2",
			"masking": "double",
			"ratio": [2, 1],
			"multipliers": [1, 2],
			"strata": 4,
			"visits": 5,
			"versions": 3,
			"current": 2,
			"approvalOver": true,
			"target": 100,
			"subjects": 90,
			"enrolled": 80,
			"openQueries": 6,
			"deviations": 7,
			"entries": 8,
			"lock": { "at": 9, "entries": 10 },
			"seed": {
				"commitment": digits(1),
				"block": 11,
				"beacon": { "value": digits(2), "since": 12, "drawn": 13 },
				"revealed": digits(3),
			},
			"purse": { "currency": 14, "spendable": Amount::MAX.to_string(), "owed": "15" },
		});
		assert_eq!(trial(0, &info), expected);
		(info.current, info.lock, info.seed, info.purse) = (0, None, None, None);
		let told = trial(0, &info);
		for field in ["current", "lock", "seed", "purse"] {
			assert_eq!(told[field], Value::Null, "{field}");
		}
	}

	#[test]
	fn a_protocol_is_told_with_its_criteria_and_approval() {
		let criterion = |kind, byte| Criterion { kind, text: Commitment([byte; 32]) };
		let criteria =
			vec![criterion(CriterionKind::Inclusion, 2), criterion(CriterionKind::Exclusion, 3)];
		let stored = Protocol {
			commitment: Commitment([1; 32]),
			criteria: criteria.try_into().expect("two"),
			target: 100,
			status: ProtocolStatus::Approved,
			approval: Some(Approval {
				by: Bob.to_account_id(),
				since: 5,
				at: 6,
				until: Some(7),
				conditions: Some(Commitment([4; 32])),
			}),
			submitted_at: 4,
		};
		let expected = json!({
			"version": 2,
			"commitment": digits(1),
			"criteria": [
				{ "kind": "inclusion", "text": digits(2) },
				{ "kind": "exclusion", "text": digits(3) },
			],
			"target": 100,
			"status": "approved",
			"approval": {
				"by": address(&Bob.to_account_id()),
				"since": 5,
				"at": 6,
				"until": 7,
				"conditions": digits(4),
			},
			"submittedAt": 4,
		});
		assert_eq!(protocol(2, &stored), expected);
	}

	#[test]
	fn a_participant_is_a_number() {
		let info = SubjectInfo {
			site: Alice.to_account_id(),
			status: SubjectStatus::Randomized,
			code: b"on-study-intervention".to_vec(),
			stratum: Some(1),
			slot: Some(Slot { stratum: 1, slot: 2, at: 3 }),
			arm: None,
			consented: Some(ConsentRecord {
				version: 4,
				directive: DirectiveRef { id: 5, version: 6 },
				at: 7,
			}),
			is_consent_current: true,
			frozen: false,
			captures: 8,
			queries: 9,
			adverse_events: 10,
			unblinding: Some(Unblinding {
				by: Bob.to_account_id(),
				at: 11,
				reason: Commitment([1; 32]),
				answer: Some(UnblindingAnswer { at: 12, commitment: Commitment([2; 32]) }),
			}),
		};
		let expected = json!({
			"number": 7,
			"site": address(&Alice.to_account_id()),
			"status": "randomized",
			"code": "on-study-intervention",
			"stratum": 1,
			"slot": { "stratum": 1, "slot": 2, "at": 3 },
			"arm": null,
			"consented": { "version": 4, "directive": { "id": 5, "version": 6 }, "at": 7 },
			"consentCurrent": true,
			"frozen": false,
			"captures": 8,
			"queries": 9,
			"adverseEvents": 10,
			"unblinding": {
				"by": address(&Bob.to_account_id()),
				"at": 11,
				"reason": digits(1),
				"answer": { "at": 12, "commitment": digits(2) },
			},
		});
		assert_eq!(subject(7, &info), expected);
	}

	#[test]
	fn what_belongs_to_a_participant_is_told() {
		let attested = Attestation {
			attester: Bob.to_account_id(),
			version: 1,
			met: true,
			evidence: Commitment([1; 32]),
			until: None,
			at: 2,
		};
		let attested = (3, vec![attested].try_into().expect("one"));
		let expected = json!({
			"criterion": 3,
			"attestations": [{
				"attester": address(&Bob.to_account_id()),
				"version": 1,
				"met": true,
				"evidence": digits(1),
				"until": null,
				"at": 2,
			}],
		});
		assert_eq!(attestations(&attested), expected);
		let by = Bob.to_account_id();
		let captured = Capture { by, at: 1, version: 2, visit: 3, root: [1; 32], count: 4 };
		let expected = json!({
			"number": 5,
			"by": address(&Bob.to_account_id()),
			"at": 1,
			"version": 2,
			"visit": 3,
			"root": digits(1),
			"count": 4,
		});
		assert_eq!(capture(5, &captured), expected);
		let asked = Query {
			form: FormRef { capture: 5, index: 6 },
			by: Bob.to_account_id(),
			at: 7,
			text: Commitment([1; 32]),
			answer: Some(Commitment([2; 32])),
			status: QueryStatus::Answered,
		};
		let expected = json!({
			"subject": 8,
			"number": 9,
			"form": { "capture": 5, "index": 6 },
			"by": address(&Bob.to_account_id()),
			"at": 7,
			"text": digits(1),
			"answer": digits(2),
			"status": "answered",
		});
		assert_eq!(query(&((8, 9), asked)), expected);
		let event = OutstandingEvent { subject: 1, event: 2, due: 3, is_overdue: true };
		assert_eq!(
			outstanding_event(&event),
			json!({ "subject": 1, "event": 2, "due": 3, "overdue": true })
		);
	}

	#[test]
	fn sites_lists_and_slots_are_told() {
		let told = site(
			&Alice.to_account_id(),
			&Site { investigator: Bob.to_account_id(), open: true, enrolled: 3 },
		);
		let expected = json!({
			"account": address(&Alice.to_account_id()),
			"investigator": address(&Bob.to_account_id()),
			"open": true,
			"enrolled": 3,
		});
		assert_eq!(told, expected);
		let sealed = List { root: [1; 32], at: 2, status: ListStatus::Sealed };
		assert_eq!(
			list(4, &sealed),
			json!({ "number": 4, "root": digits(1), "at": 2, "status": "sealed" })
		);
		let given = Allocation { slot: 1, subject: 2, at: 3, arm: Some(0) };
		assert_eq!(allocation(&given), json!({ "slot": 1, "subject": 2, "at": 3, "arm": 0 }));
	}
}
