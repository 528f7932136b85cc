//! Events of documents and of commands become calls, by what a register in memory knows.

mod built;
mod documents;
mod encoded;
mod resolved;
mod stored;

use super::{
	act::{Act, Meaning},
	calls::DrugCall,
	interpret::interpret,
	register::Register,
	resolve::{Partners, Plan, Resolver, Stop},
};
use crate::{
	epcis::{read_document, Event, Refusal},
	error::Result,
	packs::{store, Batch, ProofStore},
	types::drug::{
		ContainerInfo, Custody, Digest, EventRecord, LotId, LotInfo, PackInfo, PortionInfo,
		Product, Recall, Stage, SubjectInfo, Tally,
	},
};
use medchain_support::{BizStep, Gtin, Lot, PackId, Serial, Sscc};
use serde_json::{json, Value};
use std::collections::{BTreeMap, BTreeSet};
use subxt::utils::AccountId32;

const GTIN: &str = "09521141012345";
const LOT: &str = "L1";
const SSCC: &str = "106141412345678908";

fn gtin() -> Gtin {
	GTIN.parse().unwrap()
}

fn lot() -> Lot {
	LOT.parse().unwrap()
}

fn sscc() -> Sscc {
	SSCC.parse().unwrap()
}

fn account(number: u8) -> AccountId32 {
	AccountId32([number; 32])
}

/// In whose name all is done.
fn signer() -> AccountId32 {
	account(1)
}

fn custody() -> Custody {
	Custody {
		holder: signer(),
		stage: Stage::Held,
		to: None,
		returning: None,
		hold: None,
		parent: None,
		outermost: None,
		last: 0,
	}
}

fn lot_info(id: LotId, gtin: Gtin, lot: Lot) -> LotInfo {
	let product = Product { manufacturer: signer(), limits: None, recalls: Vec::new(), lots: 1 };
	LotInfo {
		id,
		gtin,
		lot,
		expiry: "2027-05-31".parse().unwrap(),
		product,
		source: None,
		batches: Vec::new(),
		tally: Tally::default(),
		recalls: Vec::new(),
	}
}

/// What a chain in memory knows.
#[derive(Clone, Default)]
struct Memory {
	/// It knows every pack and container that is asked for.
	knows_all: bool,
	packs: BTreeMap<PackId, PackInfo>,
	containers: BTreeMap<Sscc, ContainerInfo>,
	contents: Vec<SubjectInfo>,
	lots: Vec<LotInfo>,
	portions: BTreeMap<LotId, Vec<PortionInfo>>,
	recalls: Vec<Recall>,
	events: BTreeMap<Digest, EventRecord>,
}

fn pack_info(lot: LotId, place: u32) -> PackInfo {
	PackInfo { lot, place, custody: custody(), from: None, sale: None, sold: 0, recall: None }
}

fn container_info() -> ContainerInfo {
	ContainerInfo { custody: custody(), from: None, contents: Vec::new(), children: 1, height: 1 }
}

fn event_record(number: u64) -> EventRecord {
	EventRecord {
		number,
		kind: "ship".into(),
		step: BizStep::Shipping,
		disposition: None,
		actor: signer(),
		time: 0,
		recorded_at: 0,
		place: None,
		to: None,
		error: None,
	}
}

impl Register for Memory {
	async fn pack(&self, pack: PackId) -> Result<Option<PackInfo>> {
		let any = || self.knows_all.then(|| pack_info(0, 0));
		Ok(self.packs.get(&pack).cloned().or_else(any))
	}

	async fn container(&self, container: Sscc) -> Result<Option<ContainerInfo>> {
		let any = || self.knows_all.then(container_info);
		Ok(self.containers.get(&container).cloned().or_else(any))
	}

	async fn contents(&self, _: Sscc) -> Result<Vec<SubjectInfo>> {
		Ok(self.contents.clone())
	}

	async fn lot(&self, gtin: Gtin, lot: Lot) -> Result<Option<LotInfo>> {
		let any = || self.knows_all.then(|| lot_info(0, gtin, lot));
		let known = self.lots.iter().find(|it| (it.gtin, it.lot) == (gtin, lot));
		Ok(known.cloned().or_else(any))
	}

	async fn portions(&self, lot: LotId) -> Result<Vec<PortionInfo>> {
		Ok(self.portions.get(&lot).cloned().unwrap_or_default())
	}

	async fn recalls(&self) -> Result<Vec<Recall>> {
		Ok(self.recalls.clone())
	}

	async fn event(&self, hash: Digest, _: AccountId32) -> Result<Option<EventRecord>> {
		Ok(self.events.get(&hash).cloned())
	}
}

/// Waits for what never waits.
fn ready<T>(future: impl std::future::Future<Output = T>) -> T {
	tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// What is to be done about an event.
fn plan_with(
	event: &Event,
	memory: &Memory,
	proofs: &ProofStore,
	partners: &Partners,
) -> Result<Plan, Refusal> {
	let meaning = interpret(event, 0)?;
	plan_of(&meaning, memory, proofs, partners)
}

fn plan_of(
	meaning: &Meaning,
	memory: &Memory,
	proofs: &ProofStore,
	partners: &Partners,
) -> Result<Plan, Refusal> {
	let mut resolver = Resolver::new(memory, proofs, partners, signer(), 0);
	ready(resolver.plan(meaning)).map_err(|stop| match stop {
		Stop::Refused(refusal) => refusal,
		Stop::Failed(error) => panic!("{error}"),
	})
}

/// Serial numbers of a batch.
fn serials(count: u32) -> Vec<Serial> {
	(0..count).map(|number| format!("S{number}").parse().unwrap()).collect()
}

/// A folder of proofs with one batch of the lot.
fn proofs(count: u32) -> ProofStore {
	let serials = serials(count);
	let root = store::tree(&gtin(), &serials).unwrap().root();
	let batch =
		Batch { gtin: gtin(), lot: lot(), start: 0, count, root, serials: "x.serials".into() };
	let mut proofs = ProofStore::default();
	proofs.add(batch, serials).unwrap();
	proofs
}

fn portion(start: u32, end: u32) -> PortionInfo {
	PortionInfo { start, end, custody: custody(), from: None }
}

/// A chain with one lot, number 7, whose packs lie in these portions.
fn with_portions(portions: &[(u32, u32)]) -> Memory {
	let mut memory = Memory { lots: vec![lot_info(7, gtin(), lot())], ..Memory::default() };
	let count = portions.iter().map(|(_, end)| *end).max().unwrap_or_default();
	memory.lots[0].batches.push(crate::types::drug::Batch { start: 0, count, root: [0; 32] });
	let portions = portions.iter().map(|(start, end)| portion(*start, *end)).collect();
	memory.portions.insert(7, portions);
	memory
}

/// An event of a document.
fn event_of(changes: Value) -> Event {
	let mut event = json!({
		"type": "ObjectEvent",
		"eventTime": "2026-05-31T08:30:00Z",
		"eventTimeZoneOffset": "+02:00",
		"action": "OBSERVE",
		"epcList": [format!("https://id.gs1.org/01/{GTIN}/21/S0")],
	});
	for (name, value) in changes.as_object().unwrap() {
		match value {
			Value::Null => drop(event.as_object_mut().unwrap().remove(name)),
			value => event[name] = value.clone(),
		}
	}
	let document = json!({
		"@context": [
			"https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
			{"medchain": "https://medchain.example/epcis/"}
		],
		"type": "EPCISDocument",
		"schemaVersion": "2.0",
		"creationDate": "2026-05-31T08:30:00Z",
		"epcisBody": {"eventList": [event]},
	});
	let mut events = read_document(&document.to_string()).unwrap().events;
	events.remove(0)
}

fn pack_link(serial: &str) -> String {
	format!("https://id.gs1.org/01/{GTIN}/21/{serial}")
}

/// The names of all calls, to see that each is reached.
fn names(calls: &[DrugCall]) -> BTreeSet<&'static str> {
	calls.iter().map(DrugCall::name).collect()
}

fn act(changes: Value) -> Result<Act, Refusal> {
	interpret(&event_of(changes), 0).map(|meaning| meaning.act)
}
