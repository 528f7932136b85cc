//! Documents of EPCIS onto the chain.
//!
//! First every event is read for what it means, and what the table of partners can tell is asked of it;
//! if one is refused, nothing is recorded. Then each is recorded in its order, for what one does decides
//! what the next can do: whether the chain knows the goods of an event is asked when its turn comes. If
//! one is refused then, those before it stay recorded, and those behind it are not. An event that the
//! signer has recorded before, by its hash, is skipped, so the document can be captured again.
//!
//! [`check`] asks of every event what it would be as the chain stands, and records none. An event about
//! goods that only an earlier event of the document makes known is told to depend on that one.

use super::{
	act::{Act, Called, Meaning, Named, Thing},
	interpret::interpret,
	register::Register,
	resolve::{Partners, Plan, Resolver, Stop},
	store::hash_of,
};
use crate::{
	epcis::{Document, Event, Refusal, Refusals, Rule},
	error::{Error, Result},
	packs::ProofStore,
	types::drug::{Digest, EventInfo, EventNumber},
	wire::OnChain,
};
use medchain_support::{Gtin, Lot, Serial, Sscc};
use std::{collections::HashMap, fmt};
use subxt::utils::AccountId32;

/// What an event means, with its number in the document.
fn meaning_of(event: &Event, number: usize, partners: &Partners) -> Result<Meaning, Refusal> {
	let meaning = interpret(event, number)?;
	check_partner(&meaning.act, partners, number)?;
	Ok(meaning)
}

/// What the events of a document mean, in their order. All refusals are told.
pub fn meanings(document: &Document, partners: &Partners) -> Result<Vec<Meaning>, Refusals> {
	let mut read = Vec::new();
	let mut refusals = Vec::new();
	for (number, event) in document.events.iter().enumerate() {
		match meaning_of(event, number, partners) {
			Ok(meaning) => read.push(meaning),
			Err(refusal) => refusals.push(refusal),
		}
	}
	match refusals.is_empty() {
		true => Ok(read),
		false => Err(Refusals(refusals)),
	}
}

fn check_partner(act: &Act, partners: &Partners, number: usize) -> Result<(), Refusal> {
	let party = match act {
		Act::Ship { to: Some(party), .. }
		| Act::BindSensor(_, party)
		| Act::UnbindSensor(_, party) => party,
		_ => return Ok(()),
	};
	match party.addresses.iter().find(|address| partners.find(address).is_none()) {
		None => Ok(()),
		Some(address) => Err(Refusal {
			event: Some(number),
			field: party.field.clone(),
			rule: Rule::Partner,
			reason: format!("nobody knows the account of {address}; name it with --partners FILE"),
		}),
	}
}

/// What the sender of a call says of its event.
pub fn info(meaning: &Meaning) -> EventInfo {
	EventInfo { hash: meaning.hash, time: meaning.time, place: meaning.place.map(OnChain) }
}

/// What became of an event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
	/// It is recorded now, as the event of this number.
	Recorded {
		/// By which call, in the past tense.
		done: &'static str,
		/// Its number.
		event: EventNumber,
	},
	/// The signer had recorded it before.
	Skipped(EventNumber),
	/// It is declared to be an error now.
	DeclaredError(EventNumber),
	/// It was only looked at, as with --check: by which call it would be recorded.
	Understood(String),
	/// It was only looked at, and what it is about becomes known by an earlier event of the document,
	/// the one with this number in it.
	DependsOn(usize),
}

/// Why an event of a document is not recorded.
#[derive(Debug)]
pub struct Failure {
	/// Its number in the document.
	pub event: usize,
	/// Its hash.
	pub hash: Digest,
	/// Why.
	pub stop: Stop,
}

impl fmt::Display for Failure {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match &self.stop {
			Stop::Refused(refusal) => write!(f, "{refusal}"),
			Stop::Failed(error) => {
				write!(f, "event {}, {}: {error}", self.event, hash_of(&self.hash))
			}
		}
	}
}

/// Why events of a document are not recorded.
#[derive(Debug)]
pub struct Failures(pub Vec<Failure>);

impl Failures {
	/// Of a document whose events cannot all be said.
	fn of(refusals: Refusals, document: &Document) -> Self {
		let failures = refusals.0.into_iter().map(|refusal| {
			let event = refusal.event.unwrap_or_default();
			let hash = document.events.get(event).map(Event::digest).unwrap_or_default();
			Failure { event, hash, stop: Stop::Refused(refusal) }
		});
		Self(failures.collect())
	}
}

impl fmt::Display for Failures {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let texts: Vec<_> = self.0.iter().map(ToString::to_string).collect();
		f.write_str(&texts.join("; "))
	}
}

impl From<Failures> for Error {
	fn from(failures: Failures) -> Self {
		Self::Input(failures.to_string())
	}
}

/// Who carries out what is planned.
pub trait Recorder {
	/// What the chain knows, as it stands now.
	type Register: Register;

	/// Does something with what the chain knows now.
	fn register(&self) -> impl std::future::Future<Output = Result<Self::Register>>;

	/// Carries a plan out. Answers what became of it.
	fn carry_out(
		&mut self,
		plan: Plan,
		meaning: &Meaning,
	) -> impl std::future::Future<Output = Result<Outcome>>;
}

/// Records the events of a document, one after the other, up to the first that fails. What becomes of
/// each is told to `report`.
pub async fn capture<R: Recorder>(
	recorder: &mut R,
	document: &Document,
	proofs: &ProofStore,
	partners: &Partners,
	account: AccountId32,
	mut report: impl FnMut(usize, &Outcome),
) -> Result<(), Failures> {
	let meanings =
		meanings(document, partners).map_err(|refusals| Failures::of(refusals, document))?;
	for (number, meaning) in meanings.iter().enumerate() {
		let failed = |stop| Failures(vec![Failure { event: number, hash: meaning.hash, stop }]);
		let register = recorder.register().await.map_err(|error| failed(error.into()))?;
		let mut resolver = Resolver::new(&register, proofs, partners, account, number);
		let outcome = match resolver.plan(meaning).await.map_err(failed)? {
			Plan::Recorded(event) => Outcome::Skipped(event),
			plan => {
				recorder.carry_out(plan, meaning).await.map_err(|error| failed(error.into()))?
			}
		};
		report(number, &outcome);
	}
	Ok(())
}

/// Says what each event of a document would be, as the register stands, and records none. All that are
/// refused are told.
pub async fn check<R: Register>(
	register: &R,
	document: &Document,
	proofs: &ProofStore,
	partners: &Partners,
	account: AccountId32,
	mut report: impl FnMut(usize, &Outcome),
) -> Result<(), Failures> {
	let mut failures = Vec::new();
	let mut makers: HashMap<String, usize> = HashMap::new();
	for (number, event) in document.events.iter().enumerate() {
		let hash = event.digest();
		let meaning = match meaning_of(event, number, partners) {
			Ok(meaning) => meaning,
			Err(refusal) => {
				failures.push(Failure { event: number, hash, stop: refusal.into() });
				continue;
			}
		};
		let goods = Goods::of(&meaning, proofs);
		let mut resolver = Resolver::new(register, proofs, partners, account, number);
		match resolver.plan(&meaning).await {
			Ok(Plan::Recorded(event)) => {
				report(number, &Outcome::Skipped(event));
				continue;
			}
			Ok(Plan::Record(call)) => {
				report(number, &Outcome::Understood(format!("DrugTrace.{}", call.name())));
			}
			Ok(Plan::DeclareError(..)) => {
				report(number, &Outcome::Understood("DrugTrace.declare_error".into()));
			}
			Err(stop) => {
				let unknown =
					matches!(&stop, Stop::Refused(refusal) if refusal.rule == Rule::Known);
				let earlier = goods.needed.iter().filter_map(|name| makers.get(name)).max();
				match earlier.filter(|_| unknown) {
					Some(earlier) => report(number, &Outcome::DependsOn(*earlier)),
					None => {
						let is_over = matches!(stop, Stop::Failed(_));
						failures.push(Failure { event: number, hash, stop });
						if is_over {
							break;
						}
					}
				}
			}
		}
		makers.extend(goods.made.into_iter().map(|name| (name, number)));
	}
	match failures.is_empty() {
		true => Ok(()),
		false => Err(Failures(failures)),
	}
}

/// The goods of an event by their names: what it needs, and what the chain knows after it.
#[derive(Default)]
struct Goods {
	needed: Vec<String>,
	made: Vec<String>,
}

impl Goods {
	fn of(meaning: &Meaning, proofs: &ProofStore) -> Self {
		let mut goods = Self::default();
		let hash = hash_of(&meaning.hash);
		match &meaning.act {
			Act::Commission { gtin, lot, serials, .. } => goods.come_into(gtin, lot, serials),
			Act::CommissionRoot { gtin, lot, .. } => goods.come_into(gtin, lot, &[]),
			Act::Transform { inputs, gtin, lot, serials } => {
				goods.take(inputs, proofs);
				goods.come_into(gtin, lot, serials);
			}
			Act::Pack(container, things) => {
				goods.take(things, proofs);
				goods.made.push(of_container(container));
			}
			Act::Unpack(container, things) => {
				goods.take(things, proofs);
				goods.needed.push(of_container(container));
			}
			Act::Repack(from, to, things) => {
				goods.take(things, proofs);
				goods.needed.extend(from.as_ref().map(of_container));
				goods.made.push(of_container(to));
			}
			Act::Ship { things, .. }
			| Act::Receive { things, .. }
			| Act::Void(things)
			| Act::Quarantine(things, _)
			| Act::Clear(things)
			| Act::MarkIllegitimate(things, _)
			| Act::Destroy(things)
			| Act::Decommission(things)
			| Act::Observe(things, ..)
			| Act::Recall(Called::Packs(things), _) => goods.take(things, proofs),
			Act::Dispense(thing, _)
			| Act::BindSensor(thing, _)
			| Act::UnbindSensor(thing, _)
			| Act::Condition(thing, _) => goods.take(std::slice::from_ref(thing), proofs),
			Act::Recall(called, _) => goods.made.push(format!("recall of {called:?}")),
			Act::LiftRecall(_, called) => {
				goods.needed.extend(called.iter().map(|called| format!("recall of {called:?}")));
			}
			Act::DeclareError { .. } => goods.needed.push(hash.clone()),
		}
		goods.made.push(hash);
		goods
	}

	/// Packs come into being.
	fn come_into(&mut self, gtin: &Gtin, lot: &Lot, serials: &[Serial]) {
		self.made.push(of_lot(gtin, lot));
		self.made.extend(serials.iter().map(|serial| of_pack(gtin, serial)));
	}

	/// Things are handled: afterwards each pack has an entry of its own.
	fn take(&mut self, things: &[Named], proofs: &ProofStore) {
		for named in things {
			match &named.thing {
				Thing::Pack(gtin, serial) => {
					self.needed.push(of_pack(gtin, serial));
					let located = proofs.locate(gtin, serial);
					self.needed.extend(located.map(|located| of_lot(gtin, &located.lot)));
					self.made.push(of_pack(gtin, serial));
				}
				Thing::Container(sscc) => self.needed.push(of_container(sscc)),
				Thing::Packs(gtin, lot, _) => self.needed.push(of_lot(gtin, lot)),
			}
		}
	}
}

fn of_pack(gtin: &Gtin, serial: &Serial) -> String {
	format!("(01){gtin}(21){serial}")
}

fn of_lot(gtin: &Gtin, lot: &Lot) -> String {
	format!("(01){gtin}(10){lot}")
}

fn of_container(sscc: &Sscc) -> String {
	format!("(00){sscc}")
}
