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
