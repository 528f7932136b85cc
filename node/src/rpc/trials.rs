//! `medchain_*` about clinical trials: how one is, who takes part, and what was done.
//!
//! - `medchain_trial(trial, at)`: a trial. Answers `{trial, at}`.
//! - `medchain_trialProtocol(trial, version, at)`: a version of its protocol. Answers `{protocol, at}`.
//! - `medchain_trialSite(trial, site, at)`: a site, by the account of its organisation. Answers
//!   `{site, at}`.
//! - `medchain_trialSubject(trial, subject, at)`: a participant, by its number. Answers
//!   `{subject, at}`.
//! - `medchain_trialAttestations(trial, subject, at)`: what is attested of it, as far as it counts now.
//!   Answers `{attestations, at}`, one of each criterion.
//! - `medchain_trialCaptures(trial, subject, after, limit, at)`: the captures of its data.
//! - `medchain_trialOpenQueries(trial, limit, at)`: queries that are not closed, in no order. Answers
//!   `{items, at}`.
//! - `medchain_trialOutstandingEvents(trial, onlyOverdue, limit, at)`: adverse events that the sponsor has
//!   not forwarded yet, in no order; only those that are overdue if `onlyOverdue` is true. Answers
//!   `{items, at}`.
//! - `medchain_trialLists(trial, stratum, after, limit, at)`: the sealed lists of a stratum.
//! - `medchain_trialAllocations(trial, stratum, after, limit, at)`: the slots of a stratum that were given.
//! - `medchain_trialDues(trial, creditor, at)`: what a trial owes somebody: `{"site": account}` or
//!   `{"participant": number}`. Answers `{dues, at}`.
//! - `medchain_trialTrail(trial, after, limit, at)`: its audit trail, the oldest entry first.
//!
//! Pages are `{items, next, at}`. A page begins after what `after` names and holds at most 100, unless
//! `limit` says fewer; `next` is what to name for the one after it.
//!
//! What there is none of is null. Amounts are minor units as decimal strings, times are seconds since
//! 1970, digests and commitments are `0x` and 64 hexadecimal digits. Participants, captures, queries,
//! lists, slots, arms, criteria, strata and visits are numbered from 0, versions from 1. Who takes part is
//! never told: a participant is a number.
//!
//! # Answers
//!
//! - Trial: `{id, sponsor, committee, custodian, status, code, phase, masking, ratio, multipliers, strata,
//!   visits, versions, current, approvalOver, target, subjects, enrolled, openQueries, deviations, entries,
//!   lock, seed, purse}`:
//!   - `status`: `in-review`, `disapproved`, `approved`, `active`, `suspended`, `closed-to-accrual`,
//!     `terminated`, `locked` or `published`; `code` is the same as a code of FHIR R4
//!     `research-study-status`
//!   - `phase`: a code of FHIR `research-study-phase`
//!   - `masking`: `open`, `single`, `double`, `triple` or `quadruple`
//!   - `versions`: the newest version of the protocol; `current`: the approved one that counts
//!   - `lock`: `{at, entries}`, with how many entries the trail had then
//!   - `seed`: `{commitment, block, beacon, revealed}`, with the block in which the custodian committed to
//!     it, and the beacon `{value, since, drawn}` with the blocks since which it can have been known and in
//!     which it was drawn
//!   - `purse`: `{currency, spendable, owed}`
//! - Protocol: `{version, commitment, criteria, target, status, approval, submittedAt}`; criteria are
//!   `{kind, text}`, of the kind `inclusion` or `exclusion`, the status is `submitted`, `approved` or
//!   `disapproved`, the approval `{by, since, at, until, conditions}`
//! - Site: `{account, investigator, open, enrolled}`
//! - Participant: `{number, site, status, code, stratum, slot, arm, consented, consentCurrent, frozen,
//!   captures, queries, adverseEvents, unblinding}`:
//!   - `status`: `screening`, `eligible`, `ineligible`, `enrolled`, `randomized`, `completed` or
//!     `withdrawn`; `code` is the same as a code of FHIR R4 `research-subject-status`
//!   - `slot`: `{stratum, slot, at}`; `arm`: once it was disclosed and proved
//!   - `consented`: `{version, directive, at}`, with the directive `{id, version}`; `consentCurrent`:
//!     whether data may be captured, as far as consent goes
//!   - `unblinding`: `{by, at, reason, answer}`, with the custodian's answer `{at, commitment}`
//! - Attestations: `{criterion, attestations}`, of `{attester, version, met, evidence, until, at}`
//! - Capture: `{number, by, at, version, visit, root, count}`
//! - Query: `{subject, number, form, by, at, text, answer, status}`; the form is `{capture, index}`, the
//!   status `open`, `answered` or `closed`
//! - Outstanding event: `{subject, event, due, overdue}`
//! - List: `{number, root, at, status}`; the status is `sealed`, `verified` or `broken`
//! - Allocation: `{slot, subject, at, arm}`
//! - Entry of the trail: `{number, who, at, act, about}`; the act is a word such as `status-changed` or
//!   `adverse-event-reported`, and what it was about has the fields of the runtime's `Act`. An assessment
//!   is `{seriousness, causality, expected, aware, detail}`, with the seriousness `non-serious`,
//!   `medically-important`, `congenital-anomaly`, `disability`, `hospitalization`, `life-threatening` or
//!   `death`, and the causality `certain`, `probably-likely`, `possible`, `unlikely`,
//!   `conditional-classified` or `unassessable-unclassifiable`

mod answers;
mod questions;
mod trail;
mod words;

use super::{
	answers::units,
	arguments::{account, internal},
	known,
	questions::{long_number, number, short_number, Page, Single},
};
use crate::service::FullClient;
use jsonrpsee::{core::RegisterMethodError, types::ErrorObjectOwned, RpcModule};
use medchain_runtime::{
	clinical_trials::{Creditor, SubjectId, TrialId, Version, MAX_PAGE},
	AccountId, ClinicalTrialsApi,
};
use polkadot_sdk::sp_api::ProvideRuntimeApi;
use serde_json::{json, Value};
use std::sync::Arc;

/// What a method answers.
type Answer = Result<Value, ErrorObjectOwned>;

/// The module of these methods.
pub fn module(client: Arc<FullClient>) -> Result<RpcModule<Arc<FullClient>>, RegisterMethodError> {
	let mut module = RpcModule::new(client);
	module.register_blocking_method("medchain_trial", |params, client, _| {
		trial(&client, &Single::parse(&params, "trial", number)?)
	})?;
	module.register_blocking_method("medchain_trialProtocol", |params, client, _| {
		protocol(&client, &questions::single(&params, "version", number)?)
	})?;
	module.register_blocking_method("medchain_trialSite", |params, client, _| {
		site(&client, &questions::single(&params, "site", account)?)
	})?;
	module.register_blocking_method("medchain_trialSubject", |params, client, _| {
		subject(&client, &questions::single(&params, "subject", number)?)
	})?;
	module.register_blocking_method("medchain_trialAttestations", |params, client, _| {
		attestations(&client, &questions::single(&params, "subject", number)?)
	})?;
	module.register_blocking_method("medchain_trialCaptures", |params, client, _| {
		captures(&client, &questions::page(&params, "subject", number)?)
	})?;
	module.register_blocking_method("medchain_trialOpenQueries", |params, client, _| {
		open_queries(&client, &questions::open_queries(&params)?)
	})?;
	module.register_blocking_method("medchain_trialOutstandingEvents", |params, client, _| {
		outstanding_events(&client, &questions::outstanding_events(&params)?)
	})?;
	module.register_blocking_method("medchain_trialLists", |params, client, _| {
		lists(&client, &questions::page(&params, "stratum", short_number)?)
	})?;
	module.register_blocking_method("medchain_trialAllocations", |params, client, _| {
		allocations(&client, &questions::page(&params, "stratum", short_number)?)
	})?;
	module.register_blocking_method("medchain_trialDues", |params, client, _| {
		dues(&client, &questions::single(&params, "creditor", questions::creditor)?)
	})?;
	module.register_blocking_method("medchain_trialTrail", |params, client, _| {
		trail_page(&client, &Page::parse(&params, "trial", number, long_number, MAX_PAGE)?)
	})?;
	Ok(module)
}

/// Items of a page with their numbers, which go up by one.
fn numbered<T, C: Into<u64>>(
	after: Option<C>,
	items: &[T],
	tell: impl Fn(u64, &T) -> Value,
) -> Vec<Value> {
	let first = after.map_or(0, |after| u64::saturating_add(after.into(), 1));
	items.iter().zip(first..).map(|(item, number)| tell(number, item)).collect()
}

fn trial(client: &FullClient, question: &Single<TrialId>) -> Answer {
	let at = known(client, question.at)?;
	let id = question.of;
	let info = client.runtime_api().trial(at, id).map_err(internal)?;
	Ok(json!({ "trial": info.map(|info| answers::trial(id, &info)), "at": at }))
}

fn protocol(client: &FullClient, question: &Single<(TrialId, Version)>) -> Answer {
	let at = known(client, question.at)?;
	let (trial, version) = question.of;
	let found = client.runtime_api().protocol(at, trial, version).map_err(internal)?;
	let protocol = found.map(|protocol| answers::protocol(version, &protocol));
	Ok(json!({ "protocol": protocol, "at": at }))
}

fn site(client: &FullClient, question: &Single<(TrialId, AccountId)>) -> Answer {
	let at = known(client, question.at)?;
	let (trial, account) = &question.of;
	let found = client.runtime_api().site(at, *trial, account.clone()).map_err(internal)?;
	Ok(json!({ "site": found.map(|site| answers::site(account, &site)), "at": at }))
}

fn subject(client: &FullClient, question: &Single<(TrialId, SubjectId)>) -> Answer {
	let at = known(client, question.at)?;
	let (trial, number) = question.of;
	let info = client.runtime_api().subject(at, trial, number).map_err(internal)?;
	Ok(json!({ "subject": info.map(|info| answers::subject(number, &info)), "at": at }))
}

fn attestations(client: &FullClient, question: &Single<(TrialId, SubjectId)>) -> Answer {
	let at = known(client, question.at)?;
	let (trial, subject) = question.of;
	let found = client.runtime_api().attestations(at, trial, subject).map_err(internal)?;
	let attestations: Vec<Value> = found.iter().map(answers::attestations).collect();
	Ok(json!({ "attestations": attestations, "at": at }))
}

fn captures(client: &FullClient, page: &Page<(TrialId, SubjectId), u32>) -> Answer {
	let at = known(client, page.at)?;
	let (trial, subject) = page.of;
	let found = client
		.runtime_api()
		.captures(at, trial, subject, page.after, page.limit)
		.map_err(internal)?;
	let captures = numbered(page.after, &found.items, answers::capture);
	Ok(json!({ "items": captures, "next": found.next, "at": at }))
}

fn open_queries(client: &FullClient, question: &Single<(TrialId, u32)>) -> Answer {
	let at = known(client, question.at)?;
	let (trial, limit) = question.of;
	let found = client.runtime_api().open_queries(at, trial, limit).map_err(internal)?;
	let queries: Vec<Value> = found.iter().map(answers::query).collect();
	Ok(json!({ "items": queries, "at": at }))
}

fn outstanding_events(client: &FullClient, question: &Single<(TrialId, bool, u32)>) -> Answer {
	let at = known(client, question.at)?;
	let (trial, only_overdue, limit) = question.of;
	let found = client
		.runtime_api()
		.outstanding_events(at, trial, only_overdue, limit)
		.map_err(internal)?;
	let events: Vec<Value> = found.iter().map(answers::outstanding_event).collect();
	Ok(json!({ "items": events, "at": at }))
}

fn lists(client: &FullClient, page: &Page<(TrialId, u16), u32>) -> Answer {
	let at = known(client, page.at)?;
	let (trial, stratum) = page.of;
	let found =
		client.runtime_api().lists(at, trial, stratum, page.after, page.limit).map_err(internal)?;
	let lists = numbered(page.after, &found.items, answers::list);
	Ok(json!({ "items": lists, "next": found.next, "at": at }))
}

fn allocations(client: &FullClient, page: &Page<(TrialId, u16), u32>) -> Answer {
	let at = known(client, page.at)?;
	let (trial, stratum) = page.of;
	let found = client
		.runtime_api()
		.allocations(at, trial, stratum, page.after, page.limit)
		.map_err(internal)?;
	let allocations: Vec<Value> = found.items.iter().map(answers::allocation).collect();
	Ok(json!({ "items": allocations, "next": found.next, "at": at }))
}

fn dues(client: &FullClient, question: &Single<(TrialId, Creditor<AccountId>)>) -> Answer {
	let at = known(client, question.at)?;
	let (trial, creditor) = &question.of;
	let dues = client.runtime_api().dues(at, *trial, creditor.clone()).map_err(internal)?;
	Ok(json!({ "dues": units(dues), "at": at }))
}

fn trail_page(client: &FullClient, page: &Page<TrialId, u64>) -> Answer {
	let at = known(client, page.at)?;
	let found =
		client.runtime_api().trail(at, page.of, page.after, page.limit).map_err(internal)?;
	let entries = numbered(page.after, &found.items, trail::entry);
	Ok(json!({ "items": entries, "next": found.next, "at": at }))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_go_on_after_the_last_page() {
		let tell = |number: u64, item: &char| json!([number, item]);
		assert_eq!(numbered(None::<u32>, &['a', 'b'], tell), [json!([0, 'a']), json!([1, 'b'])]);
		assert_eq!(numbered(Some(6u32), &['a'], tell), [json!([7, 'a'])]);
		assert_eq!(numbered(Some(u64::MAX), &[], tell), Vec::<Value>::new());
	}
}
