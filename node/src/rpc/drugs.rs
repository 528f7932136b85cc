//! `medchain_*` about drug packs: whether one is good, where it is, and what happened to it.
//!
//! - `medchain_verifyPack(gtin, serial, lot, expiry, proof, at)`: whether a pack is what its print says,
//!   and good. Answers `{verification, at}`. It costs nothing and leaves nothing on the chain; a pack that
//!   is checked over many connections is told to the next block as an alert.
//! - `medchain_drugPack(pack, at)`: a pack that has an entry of its own. Answers `{pack, at}`.
//! - `medchain_drugContainer(container, at)`: a container. Answers `{container, at}`.
//! - `medchain_drugContents(container, after, limit, at)`: what lies directly in one. Answers
//!   `{items, next, at}`, of subjects.
//! - `medchain_drugLot(gtin, lot, at)`: a lot, by what is printed, and `medchain_drugLotOf(lot, at)`, by its
//!   number. Answer `{lot, at}`.
//! - `medchain_drugPortions(lot, after, limit, at)`: the stretches of a lot's packs that have no entry of
//!   their own, from the last to the first. Answers `{items, next, at}`.
//! - `medchain_drugPedigree(subject, after, limit, at)`: what happened, the oldest first. Answers
//!   `{items, next, at}`, of steps.
//! - `medchain_drugRecalls(after, limit, at)`: all recalls, lifted ones too. Answers
//!   `{items, next, at}`.
//! - `medchain_drugEvent(hash, actor, at)`: an event, by its CBV hash and who recorded it. Answers
//!   `{event, at}`.
//!
//! What there is none of is null. GTIN, SSCC and GLN have all their digits, as strings. Identities of
//! packs, digests and hashes are `0x` and 64 hexadecimal digits. Times are seconds since 1970,
//! temperatures thousandths of a degree Celsius, places numbers from 0, ends the first place after. A
//! page begins after what `after` names and holds at most 100, unless `limit` says fewer; `next` is what to
//! name for the one after it.
//!
//! # A verification
//!
//! Asked by what is printed: `lot` and `expiry` (`2027-05-31`) are compared if they are given. A pack that
//! was commissioned by a root and has no entry of its own yet needs its lot and
//! `{place, proof}`, the digests from its leaf to the root, the lowest first.
//!
//! `{verdict, reason, good, pack, product, lot, expiry, place, custody, recall, sold, sale, alert}`:
//!
//! - `verdict`: the first of these that holds: `unknown-product`, `unknown-lot`, `unknown-pack`,
//!   `proof-needed`, `bad-proof`, `other-lot`, `other-expiry`, `illegitimate`, `recalled`, `destroyed`,
//!   `decommissioned`, `expired`, `quarantined`, `dispensed`, `in-transit`, `verified`
//! - `reason`: of `illegitimate` and `quarantined`: `suspect`, `excursion`, `returned-by-patient`, `damaged`,
//!   `counterfeit`, `stolen`, `diverted` or `unfit`
//! - `good`: whether it can be handed on. One that is `dispensed` is good for who can open its receipt
//! - `pack`: its identity; `place`: in its lot; `lot`: `{id, lot}`
//! - `product`: `{manufacturer, offer, limits, recalls, lots}`, with limits `{min, max}`, and the offer
//!   `{to, byRegulator}` while another manufacturer may take it over
//! - `sold`: how often it was dispensed; `sale`: how, as `{by, at, receipt}`
//! - `alert`: when the last alert about it was raised
//!
//! Custody is `{holder, stage, hold, parent, outermost, last}`, of an item in containers that of the
//! outermost one: the stage is `{name, to, returning}`, with the name `held`, `in-transit`, `dispensed`,
//! `destroyed` or `decommissioned`, and to whom, if it is in transit; a hold is `{by, reason, judge}`, with
//! `holder`, `manufacturer` or `regulator` as the one who may end it. A recall is `{id, scope, class, by,
//! byRegulator, at, lifted}`: the scope is `{"product": gtin}`, `{"lot": number}` or `{"range": {lot, start,
//! end}}`, the class `I`, `II` or `III`. One that was called by a regulator is lifted by regulators alone.
//!
//! # The others
//!
//! - Pack: `{lot, place, custody, from, recall, sold, sale, since}`; `from` is who shipped it to the holder,
//!   `since` the number of the first event of its own
//! - Container: `{custody, from, contents, children, height, since, owner}`, with contents over all depths
//!   `{lot, first, last, count}`
//! - Lot: `{id, gtin, lot, expiry, product, source, batches, tally, recalls}`, with the source
//!   `{lot, first, last}` if its packs were made of those between two places of another lot, batches
//!   `{start, count, root}`, the tally `{commissioned, dispensed, destroyed, decommissioned}` and recalls
//!   `{id, start, end}`
//! - Portion: `{start, end, custody, from}`
//! - Subject: `{"pack": identity}`, `{"range": {lot, start}}` (a portion), `{"container": sscc}`,
//!   `{"lot": number}` or `{"product": gtin}`
//! - Step of a pedigree: `{subject, hash, event, range, container, reading}`; the subject is what the event
//!   was about (the pack, its lot, a container it was in), the range `{start, end}`, the container the one into
//!   or out of which it went, the reading `{from, to, min, max}`
//! - Event: `{number, kind, step, disposition, actor, time, recordedAt, place, to, error}`; the kind is that
//!   of the call, such as `ship` or `void-shipment`, step and disposition are words of CBV, the place is a GLN,
//!   the error `{at, reason, corrective}`

mod answers;
mod questions;

use super::{
	arguments::internal,
	known,
	questions::{long_number, number, Page, Single},
};
use crate::{checks::Checks, service::FullClient};
use jsonrpsee::{core::RegisterMethodError, types::ErrorObjectOwned, ConnectionId, RpcModule};
use medchain_runtime::{
	drug_trace::{EventNumber, LotId, PackQuery, RecallId, Subject, MAX_PAGE},
	DrugTraceApi, Hash,
};
use medchain_support::{PackId, Sscc};
use polkadot_sdk::sp_api::ProvideRuntimeApi;
use questions::{EventName, LotName};
use serde_json::{json, Value};
use std::sync::Arc;

/// What the methods answer from.
pub struct Sources {
	client: Arc<FullClient>,
	checks: Checks,
}

/// The module of these methods. Checks of packs are counted.
pub fn module(
	client: Arc<FullClient>,
	checks: Checks,
) -> Result<RpcModule<Sources>, RegisterMethodError> {
	let mut module = RpcModule::new(Sources { client, checks });
	module.register_blocking_method("medchain_verifyPack", |params, sources, extensions| {
		let (query, at) = questions::verify(&params)?;
		verify(&sources, query, at, extensions.get::<ConnectionId>())
	})?;
	module.register_blocking_method("medchain_drugPack", |params, sources, _| {
		pack(&sources.client, Single::parse(&params, "pack", questions::pack)?)
	})?;
	module.register_blocking_method("medchain_drugContainer", |params, sources, _| {
		container(&sources.client, Single::parse(&params, "container", questions::key)?)
	})?;
	module.register_blocking_method("medchain_drugContents", |params, sources, _| {
		let page = Page::parse(&params, "container", questions::key, questions::subject, MAX_PAGE)?;
		contents(&sources.client, page)
	})?;
	module.register_blocking_method("medchain_drugLot", |params, sources, _| {
		lot(&sources.client, &LotName::parse(&params)?)
	})?;
	module.register_blocking_method("medchain_drugLotOf", |params, sources, _| {
		lot_of(&sources.client, &Single::parse(&params, "lot", number)?)
	})?;
	module.register_blocking_method("medchain_drugPortions", |params, sources, _| {
		let page = Page::parse(&params, "lot", number, number, MAX_PAGE)?;
		portions(&sources.client, &page)
	})?;
	module.register_blocking_method("medchain_drugPedigree", |params, sources, _| {
		let page = Page::parse(&params, "subject", questions::subject, long_number, MAX_PAGE)?;
		pedigree(&sources.client, page)
	})?;
	module.register_blocking_method("medchain_drugRecalls", |params, sources, _| {
		recalls(&sources.client, &Page::parse_by(&params, &[], |_| Ok(()), number, MAX_PAGE)?)
	})?;
	module.register_blocking_method("medchain_drugEvent", |params, sources, _| {
		event(&sources.client, EventName::parse(&params)?)
	})?;
	Ok(module)
}

fn verify(
	sources: &Sources,
	query: PackQuery,
	at: Option<Hash>,
	connection: Option<&ConnectionId>,
) -> Result<Value, ErrorObjectOwned> {
	let at = known(&sources.client, at)?;
	let api = sources.client.runtime_api();
	let verification = api.verify(at, query).map_err(internal)?;
	// Only what the register knows is counted, by its entry or by the proof that was shown.
	let counted = connection.filter(|_| verification.place.is_some());
	if let Some(ConnectionId(connection)) = counted {
		sources.checks.count(verification.pack, *connection, verification.alert);
	}
	Ok(json!({ "verification": answers::verification(&verification), "at": at }))
}

fn pack(client: &FullClient, question: Single<PackId>) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let info = client.runtime_api().pack(at, question.of).map_err(internal)?;
	Ok(json!({ "pack": info.as_ref().map(answers::pack), "at": at }))
}

fn container(client: &FullClient, question: Single<Sscc>) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let info = client.runtime_api().container(at, question.of).map_err(internal)?;
	Ok(json!({ "container": info.as_ref().map(answers::container), "at": at }))
}

fn contents(client: &FullClient, page: Page<Sscc, Subject>) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, page.at)?;
	let found =
		client.runtime_api().contents(at, page.of, page.after, page.limit).map_err(internal)?;
	let contents: Vec<Value> = found.items.iter().map(answers::subject).collect();
	let next = found.next.as_ref().map(answers::subject);
	Ok(json!({ "items": contents, "next": next, "at": at }))
}

fn lot(client: &FullClient, question: &LotName) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let info = client.runtime_api().lot(at, question.gtin, question.lot).map_err(internal)?;
	Ok(json!({ "lot": info.as_ref().map(answers::lot), "at": at }))
}

fn lot_of(client: &FullClient, question: &Single<LotId>) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let info = client.runtime_api().lot_of(at, question.of).map_err(internal)?;
	Ok(json!({ "lot": info.as_ref().map(answers::lot), "at": at }))
}

fn portions(client: &FullClient, page: &Page<LotId, u32>) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, page.at)?;
	let found =
		client.runtime_api().portions(at, page.of, page.after, page.limit).map_err(internal)?;
	let portions: Vec<Value> = found.items.iter().map(answers::portion).collect();
	Ok(json!({ "items": portions, "next": found.next, "at": at }))
}

fn pedigree(
	client: &FullClient,
	page: Page<Subject, EventNumber>,
) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, page.at)?;
	let found =
		client.runtime_api().pedigree(at, page.of, page.after, page.limit).map_err(internal)?;
	let steps: Vec<Value> = found.items.iter().map(answers::pedigree_step).collect();
	Ok(json!({ "items": steps, "next": found.next, "at": at }))
}

fn recalls(client: &FullClient, page: &Page<(), RecallId>) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, page.at)?;
	let found = client.runtime_api().recalls(at, page.after, page.limit).map_err(internal)?;
	let recalls: Vec<Value> = found.items.iter().map(answers::recall).collect();
	Ok(json!({ "items": recalls, "next": found.next, "at": at }))
}

fn event(client: &FullClient, question: EventName) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let found = client.runtime_api().event(at, question.hash, question.actor).map_err(internal)?;
	Ok(json!({ "event": found.as_ref().map(answers::event), "at": at }))
}
