//! From what an event means to a call: goods by the chain's own numbers, parties by their accounts.

use super::{
	act::{Act, Called, Meaning, Named, Party, Thing},
	calls::DrugCall,
	interpret::canonical,
	register::Register,
	terms,
};
use crate::{
	accounts, documents,
	epcis::{Refusal, Rule},
	error::{Error, Result},
	packs::{Located, ProofStore},
	types::drug::{
		Custody, Digest, ErrorReason, EventNumber, Item, LotId, LotInfo, PortionInfo, Scope,
		ScopeInfo, Stage, Subject, SubjectInfo, MAX_ITEMS,
	},
	wire::OnChain,
};
use medchain_support::{Commitment, Expiry, Gtin, Lot, PackId, Serial, Sscc};
use std::{
	collections::{BTreeMap, HashMap},
	path::Path,
};
use subxt::utils::AccountId32;

/// The accounts of parties and sensors, by their GLN or another address.
#[derive(Clone, Debug, Default)]
pub struct Partners(BTreeMap<String, AccountId32>);

impl Partners {
	/// Reads `{"GLN": "account"}`. In place of a GLN an EPC URN or a Digital Link can stand.
	pub fn read(path: &Path) -> Result<Self> {
		let wrong =
			|reason: String| Error::Input(format!("the partners {}: {reason}", path.display()));
		let map: BTreeMap<String, String> = serde_json::from_str(&documents::text_of(path)?)
			.map_err(|e| wrong(format!("not an object of GLNs and accounts: {e}")))?;
		let mut partners = Self::default();
		for (address, account) in map {
			let account = accounts::account(&account).map_err(wrong)?;
			if !address.contains(':') {
				let checked = address.parse::<medchain_support::Gln>();
				checked.map_err(|e| wrong(format!("{address:?}: {e}")))?;
			}
			partners.add(&address, account);
		}
		Ok(partners)
	}

	/// Adds a party or a sensor.
	pub fn add(&mut self, address: &str, account: AccountId32) {
		self.0.insert(canonical(address), account);
	}

	/// The account of an address.
	pub fn find(&self, address: &str) -> Option<AccountId32> {
		terms::account_of(address).or_else(|| self.0.get(&canonical(address)).copied())
	}
}

/// What is to be done about an event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Plan {
	/// This call records it.
	Record(DrugCall),
	/// It is declared to be an error.
	DeclareError(ErrorReason, Option<Digest>),
	/// The account recorded it before, as the event of this number.
	Recorded(EventNumber),
}

/// Why nothing is done about an event.
#[derive(Debug)]
pub enum Stop {
	/// It cannot be said on the chain.
	Refused(Refusal),
	/// Something else went wrong.
	Failed(Error),
}

impl From<Error> for Stop {
	fn from(error: Error) -> Self {
		Self::Failed(error)
	}
}

impl From<Refusal> for Stop {
	fn from(refusal: Refusal) -> Self {
		Self::Refused(refusal)
	}
}

impl From<Stop> for Error {
	fn from(stop: Stop) -> Self {
		match stop {
			Stop::Refused(refusal) => Self::Input(refusal.to_string()),
			Stop::Failed(error) => error,
		}
	}
}

type Answer<T> = std::result::Result<T, Stop>;

/// Makes calls of what events mean, for one account, as the chain stands.
pub struct Resolver<'a, R> {
	/// Who knows of goods.
	pub register: &'a R,
	/// Proofs of packs that have no entry of their own.
	pub proofs: &'a ProofStore,
	/// Who is who.
	pub partners: &'a Partners,
	/// In whose name calls are made.
	pub account: AccountId32,
	/// The number of the event in its document.
	pub number: usize,
	lots: HashMap<(Gtin, Lot), Option<LotInfo>>,
	portions: HashMap<LotId, Vec<PortionInfo>>,
}

/// Packs without entries of their own that follow each other.
#[derive(Clone, Copy)]
struct Run {
	/// The first place.
	start: u32,
	/// The first place after them.
	end: u32,
	/// Of one pack: which.
	pack: Option<(Gtin, Serial)>,
}

impl<'a, R: Register> Resolver<'a, R> {
	/// Makes calls of events, by what the register says now.
	pub fn new(
		register: &'a R,
		proofs: &'a ProofStore,
		partners: &'a Partners,
		account: AccountId32,
		number: usize,
	) -> Self {
		let (lots, portions) = (HashMap::new(), HashMap::new());
		Self { register, proofs, partners, account, number, lots, portions }
	}

	fn refuse<T>(&self, field: &str, rule: Rule, reason: impl Into<String>) -> Answer<T> {
		let (field, reason) = (field.into(), reason.into());
		Err(Refusal { event: Some(self.number), field, rule, reason }.into())
	}

	/// What is to be done about an event.
	pub async fn plan(&mut self, meaning: &Meaning) -> Answer<Plan> {
		let known = self.register.event(meaning.hash, self.account).await?;
		if let Act::DeclareError { reason, corrective } = meaning.act {
			return match known {
				None => self.refuse(
					"errorDeclaration",
					Rule::Known,
					"the signer has recorded no event with this hash, so there is nothing to declare",
				),
				Some(known) if known.error.is_some() => Ok(Plan::Recorded(known.number)),
				Some(_) => Ok(Plan::DeclareError(reason, corrective)),
			};
		}
		match known {
			Some(known) => Ok(Plan::Recorded(known.number)),
			None => self.call(&meaning.act).await.map(Plan::Record),
		}
	}

	async fn call(&mut self, act: &Act) -> Answer<DrugCall> {
		Ok(match act {
			Act::Commission { gtin, lot, expiry, serials } => {
				let lot = self.lot_to_fill(*gtin, *lot, *expiry).await?.id;
				DrugCall::Commission { lot, serials: self.listed("epcList", serials)? }
			}
			Act::CommissionRoot { gtin, lot, expiry, count, root } => {
				let info = self.lot_to_fill(*gtin, *lot, *expiry).await?;
				let root = match root {
					Some(root) if info.batches.iter().any(|known| known.root == *root) => {
						return self.refuse(
							"quantityList[0]",
							Rule::Known,
							"the chain's lot has a batch with this root: these packs were commissioned before",
						)
					}
					Some(root) => *root,
					None => self.root(&info, *count)?,
				};
				DrugCall::CommissionRoot { lot: info.id, root, count: *count }
			}
			Act::Pack(container, things) => {
				DrugCall::Pack { container: *container, items: self.items(things).await? }
			}
			Act::Unpack(container, things) => {
				let items = match things.is_empty() {
					true => self.all_in(*container).await?,
					false => self.items(things).await?,
				};
				DrugCall::Unpack { container: *container, items }
			}
			Act::Repack(from, to, things) => {
				let items = self.items(things).await?;
				let from = match from {
					Some(from) => *from,
					None => match self.custody(&items).await?.and_then(|it| it.parent) {
						Some(parent) => parent,
						None => return self.refuse(
							"childEPCs",
							Rule::Known,
							"what is repacked is in no container; to put it into one is packing",
						),
					},
				};
				DrugCall::Repack { from, to: *to, items }
			}
			Act::Ship { things, to, returning } => {
				let items = self.items(things).await?;
				let to = to.as_ref().map(|to| self.party(to)).transpose()?;
				if *returning && self.is_consignee(&items).await? {
					return Ok(DrugCall::Reject { items });
				}
				match to {
					Some(to) => DrugCall::Ship { items, to, returning: *returning },
					None => return self.refuse(
						"destinationList",
						Rule::Required,
						"to whom things go back must be told: an owning_party or possessing_party",
					),
				}
			}
			Act::Receive { things, returned } => {
				let items = self.items(things).await?;
				match (returned, &items[..]) {
					(true, [Item::Pack(pack)]) if self.is_dispensed(&items).await? => {
						DrugCall::AcceptReturn { pack: pack.0 }
					}
					_ => DrugCall::Receive { items },
				}
			}
			Act::Void(things) => DrugCall::VoidShipment { items: self.items(things).await? },
			Act::Dispense(pack, receipt) => {
				let item = self.item(pack).await?;
				DrugCall::Dispense { item, receipt: Commitment(*receipt) }
			}
			Act::Quarantine(things, reason) => {
				DrugCall::Quarantine { items: self.items(things).await?, reason: *reason }
			}
			Act::Clear(things) => DrugCall::Clear { items: self.items(things).await? },
			Act::MarkIllegitimate(things, reason) => {
				DrugCall::MarkIllegitimate { items: self.items(things).await?, reason: *reason }
			}
			Act::Recall(called, class) => {
				DrugCall::Recall { scope: self.scope(called).await?, class: *class }
			}
			Act::LiftRecall(Some(recall), _) => DrugCall::LiftRecall { recall: *recall },
			Act::LiftRecall(None, called) => self.lifted(called.as_ref()).await?,
			Act::Destroy(things) => DrugCall::Destroy { items: self.items(things).await? },
			Act::Decommission(things) => {
				DrugCall::Decommission { items: self.items(things).await? }
			}
			Act::Transform { inputs, gtin, lot, serials } => {
				let lot = self.lot_to_fill(*gtin, *lot, None).await?.id;
				let serials = self.listed("outputEPCList", serials)?;
				DrugCall::Transform { inputs: self.items(inputs).await?, lot, serials }
			}
			Act::BindSensor(item, sensor) => {
				let (item, sensor) = (self.subject(item).await?, self.party(sensor)?);
				DrugCall::BindSensor { item, sensor }
			}
			Act::UnbindSensor(item, sensor) => {
				let (item, sensor) = (self.subject(item).await?, self.party(sensor)?);
				DrugCall::UnbindSensor { item, sensor }
			}
			Act::Condition(item, reading) => {
				DrugCall::ReportCondition { item: self.subject(item).await?, reading: *reading }
			}
			Act::Observe(things, step, disposition) => DrugCall::Observe {
				items: self.items(things).await?,
				step: *step,
				disposition: *disposition,
			},
			Act::DeclareError { .. } => {
				return self.refuse("errorDeclaration", Rule::Mapping, "it is no record of its own")
			}
		})
	}

	// Parties.

	fn party(&self, party: &Party) -> Answer<AccountId32> {
		let mut found = None;
		for address in &party.addresses {
			let Some(account) = self.partners.find(address) else {
				return self.refuse(
					&party.field,
					Rule::Partner,
					format!(
						"nobody knows the account of {address}; name it with --partners FILE: {{{:?}: \
						 \"5F…\"}}",
						canonical(address)
					),
				);
			};
			if *found.get_or_insert(account) != account {
				return self.refuse(&party.field, Rule::Mapping, "right is one party");
			}
		}
		match found {
			Some(account) => Ok(account),
			None => self.refuse(&party.field, Rule::Required, "no party is named"),
		}
	}

	// Lots.

	async fn lot(&mut self, gtin: Gtin, lot: Lot) -> Answer<Option<LotInfo>> {
		if let Some(known) = self.lots.get(&(gtin, lot)) {
			return Ok(known.clone());
		}
		let found = self.register.lot(gtin, lot).await?;
		self.lots.insert((gtin, lot), found.clone());
		Ok(found)
	}

	async fn known_lot(&mut self, gtin: Gtin, lot: Lot, field: &str) -> Answer<LotInfo> {
		match self.lot(gtin, lot).await? {
			Some(found) => Ok(found),
			None => self.refuse(
				field,
				Rule::Known,
				format!("the chain has no lot {lot} of product {gtin}"),
			),
		}
	}

	/// A lot that packs come into.
	async fn lot_to_fill(
		&mut self,
		gtin: Gtin,
		lot: Lot,
		expiry: Option<Expiry>,
	) -> Answer<LotInfo> {
		let Some(found) = self.lot(gtin, lot).await? else {
			return self.refuse(
				"ilmd.cbvmda:lotNumber",
				Rule::Known,
				format!(
					"the chain has no lot {lot} of product {gtin}; make it: medchain drug lot create"
				),
			);
		};
		match expiry.filter(|expiry| *expiry != found.expiry) {
			None => Ok(found),
			Some(other) => self.refuse(
				"ilmd.cbvmda:itemExpirationDate",
				Rule::Known,
				format!("{other}, but the chain's lot {lot} is good until {}", found.expiry),
			),
		}
	}

	fn listed(&self, field: &str, serials: &[Serial]) -> Answer<Vec<OnChain<Serial>>> {
		match serials.len() <= MAX_ITEMS {
			true => Ok(serials.iter().copied().map(OnChain).collect()),
			false => self.refuse(
				field,
				Rule::Mapping,
				format!(
					"{} packs; by list at most {MAX_ITEMS} come into being at once, and more by a root: a \
					 quantityList of the lot",
					serials.len()
				),
			),
		}
	}

	/// The root of the one batch in the folder of proofs that fits and is not commissioned yet.
	fn root(&self, lot: &LotInfo, count: u32) -> Answer<Digest> {
		let fitting = self.proofs.batches().map(|(batch, _)| batch).filter(|batch| {
			(batch.gtin, batch.lot, batch.count) == (lot.gtin, lot.lot, count)
				&& lot.batches.iter().all(|known| known.root != batch.root)
		});
		let roots: Vec<Digest> = fitting.map(|batch| batch.root).collect();
		match &roots[..] {
			[root] => Ok(*root),
			others => self.refuse(
				"quantityList[0]",
				Rule::Known,
				format!(
					"the folder of proofs has {} batches of {count} packs of this lot that are not \
					 commissioned; right is one: medchain drug proof make",
					others.len()
				),
			),
		}
	}

	async fn portions(&mut self, lot: LotId) -> Answer<Vec<PortionInfo>> {
		if let Some(known) = self.portions.get(&lot) {
			return Ok(known.clone());
		}
		let found = self.register.portions(lot).await?;
		self.portions.insert(lot, found.clone());
		Ok(found)
	}

	// Things.

	/// Things as items: packs that follow each other in a lot, and have no entry of their own, as
	/// stretches.
	async fn items(&mut self, things: &[Named]) -> Answer<Vec<Item>> {
		let mut items = Vec::new();
		let mut untouched: BTreeMap<LotId, Vec<Run>> = BTreeMap::new();
		for named in things {
			match &named.thing {
				Thing::Container(sscc) => {
					if self.register.container(*sscc).await?.is_none() {
						return self.refuse(
							&named.field,
							Rule::Known,
							format!("the chain has no container {sscc}; one is there while it holds something"),
						);
					}
					items.push(Item::Container(OnChain(*sscc)));
				}
				Thing::Pack(gtin, serial) => match self.placed(*gtin, *serial).await? {
					Some((lot, place)) => untouched.entry(lot).or_default().push(Run {
						start: place,
						end: place.saturating_add(1),
						pack: Some((*gtin, *serial)),
					}),
					None => items.push(self.touched(named, *gtin, *serial).await?),
				},
				Thing::Packs(gtin, lot, count) => {
					let info = self.known_lot(*gtin, *lot, &named.field).await?;
					let start = self.stretch(&info, *count, &named.field).await?;
					let end = start.saturating_add(*count);
					untouched.entry(info.id).or_default().push(Run { start, end, pack: None });
				}
			}
		}
		let field = things.first().map_or("epcList", |named| named.field.as_str());
		for (lot, runs) in untouched {
			let runs = self.joined(runs, field)?;
			let portions = self.portions(lot).await?;
			self.stretches(lot, &runs, &portions, &mut items)?;
		}
		match items.len() {
			0 => self.refuse("epcList", Rule::Identifiers, "no goods are named"),
			count if count > MAX_ITEMS => self.refuse(
				field,
				Rule::Mapping,
				format!(
						"these are {count} packs, stretches and containers on the chain; at most {MAX_ITEMS} \
						 are in one event. Put them into a container, or divide the event"
					),
			),
			_ => Ok(items),
		}
	}

	async fn item(&mut self, named: &Named) -> Answer<Item> {
		let mut items = self.items(std::slice::from_ref(named)).await?;
		match (items.pop(), items.is_empty()) {
			(Some(item), true) => Ok(item),
			_ => self.refuse(&named.field, Rule::Mapping, "right is one pack"),
		}
	}

	/// Where a pack lies untouched: its lot and place.
	async fn placed(&mut self, gtin: Gtin, serial: Serial) -> Answer<Option<(LotId, u32)>> {
		let Some(Located { lot, place }) = self.proofs.locate(&gtin, &serial) else {
			return Ok(None);
		};
		let Some(info) = self.lot(gtin, lot).await? else { return Ok(None) };
		let portions = self.portions(info.id).await?;
		Ok(portion_at(&portions, place).map(|_| (info.id, place)))
	}

	/// A pack with an entry of its own.
	async fn touched(&self, named: &Named, gtin: Gtin, serial: Serial) -> Answer<Item> {
		let pack = PackId::of(&gtin, &serial);
		match self.register.pack(pack).await? {
			Some(_) => Ok(Item::Pack(OnChain(pack))),
			None => self.refuse(
				&named.field,
				Rule::Known,
				format!(
					"the chain has no entry of pack {serial} of {gtin}, and there is no proof that it was \
					 commissioned by a root; name a folder with --proofs"
				),
			),
		}
	}

	/// Where a stretch of so many untouched packs begins: one that was commissioned at once, or has one
	/// custody.
	async fn stretch(&mut self, lot: &LotInfo, count: u32, field: &str) -> Answer<u32> {
		let portions = self.portions(lot.id).await?;
		let batches = lot.batches.iter().filter(|batch| batch.count == count);
		let whole: Vec<u32> = batches
			.filter(|batch| covered(&portions, batch.start, batch.end()))
			.map(|batch| batch.start)
			.collect();
		let alike: Vec<u32> = portions
			.iter()
			.filter(|portion| portion.end.saturating_sub(portion.start) == count)
			.filter(|portion| {
				let custody = &portion.custody;
				custody.holder == self.account || custody.to == Some(self.account)
			})
			.map(|portion| portion.start)
			.collect();
		match (&whole[..], &alike[..]) {
			([start], _) | ([], [start]) => Ok(*start),
			_ => self.refuse(
				field,
				Rule::Known,
				format!(
					"it is not clear which {count} packs of lot {} are meant: neither one batch nor one \
					 stretch of the signer's has so many; name them by their serial numbers",
					lot.lot
				),
			),
		}
	}

	/// Untouched packs of a lot as few items, in the order of their places. Each cuts its portion, so
	/// that the next one lies in what is left of it.
	fn stretches(
		&self,
		lot: LotId,
		runs: &[Run],
		portions: &[PortionInfo],
		items: &mut Vec<Item>,
	) -> Answer<()> {
		// The portion of the last item, and where what is left of it begins.
		let mut cut: Option<(u32, u32)> = None;
		for run in runs {
			let mut start = run.start;
			while start < run.end {
				let Some(portion) = portion_at(portions, start) else {
					return self.refuse(
						"epcList",
						Rule::Known,
						format!("place {start} of lot {lot} is in no stretch"),
					);
				};
				let end = run.end.min(portion.end);
				let begins = match cut {
					Some((of, left)) if of == portion.start => left,
					_ => portion.start,
				};
				cut = Some((portion.start, end));
				items.push(match &run.pack {
					Some((gtin, serial)) => {
						let proof = self.proofs.proof(gtin, serial)?.map(|it| it.siblings);
						Item::Untouched {
							lot,
							portion: begins,
							place: start,
							serial: OnChain(*serial),
							proof: proof.unwrap_or_default(),
						}
					}
					None => Item::Range { lot, portion: begins, start, end },
				});
				start = end;
			}
		}
		Ok(())
	}

	/// Runs in the order of their places; what follows each other becomes one.
	fn joined(&self, mut runs: Vec<Run>, field: &str) -> Answer<Vec<Run>> {
		runs.sort_by_key(|run| run.start);
		let mut joined: Vec<Run> = Vec::new();
		for run in runs {
			match joined.last_mut() {
				Some(last) if run.start < last.end => {
					let place = run.start;
					return self.refuse(
						field,
						Rule::Unique,
						format!("the pack at place {place} of its lot is named twice"),
					);
				}
				Some(last) if run.start == last.end => {
					*last = Run { start: last.start, end: run.end, pack: None };
				}
				_ => joined.push(run),
			}
		}
		Ok(joined)
	}

	/// All that lies directly in a container.
	async fn all_in(&mut self, container: Sscc) -> Answer<Vec<Item>> {
		let mut items = Vec::new();
		for subject in self.register.contents(container).await? {
			items.push(match subject {
				SubjectInfo::Pack(pack) => Item::Pack(OnChain(pack)),
				SubjectInfo::Container(sscc) => Item::Container(OnChain(sscc)),
				SubjectInfo::Range { lot, start } => {
					let portions = self.portions(lot).await?;
					let Some(portion) = portions.iter().find(|it| it.start == start) else {
						return Err(Stop::Failed(Error::Node(format!(
							"the chain tells no stretch of lot {lot} that begins at {start}"
						))));
					};
					Item::Range { lot, portion: start, start, end: portion.end }
				}
				SubjectInfo::Lot(_) | SubjectInfo::Product(_) => continue,
			});
		}
		match items.len() {
			0 => self.refuse(
				"parentID",
				Rule::Known,
				"the chain has no such container, or it is empty",
			),
			count if count > MAX_ITEMS => self.refuse(
				"childEPCs",
				Rule::Mapping,
				format!(
					"{count} items are in it; at most {MAX_ITEMS} are taken out at once: name them"
				),
			),
			_ => Ok(items),
		}
	}

	/// An item to which a sensor can be bound.
	async fn subject(&mut self, named: &Named) -> Answer<Subject> {
		match self.item(named).await? {
			Item::Pack(pack) => Ok(Subject::Pack(pack)),
			Item::Container(sscc) => Ok(Subject::Container(sscc)),
			_ => self.refuse(
				&named.field,
				Rule::Known,
				"sensors are bound to containers, and to packs that were moved alone before",
			),
		}
	}

	/// Who has the first of some items.
	async fn custody(&mut self, items: &[Item]) -> Answer<Option<Custody>> {
		Ok(match items.first() {
			Some(Item::Pack(pack)) => self.register.pack(pack.0).await?.map(|found| found.custody),
			Some(Item::Container(sscc)) => {
				self.register.container(sscc.0).await?.map(|found| found.custody)
			}
			Some(Item::Untouched { lot, place, .. }) => {
				let portions = self.portions(*lot).await?;
				portion_at(&portions, *place).map(|portion| portion.custody.clone())
			}
			Some(Item::Range { lot, start, .. }) => {
				let portions = self.portions(*lot).await?;
				portion_at(&portions, *start).map(|portion| portion.custody.clone())
			}
			None => None,
		})
	}

	async fn is_dispensed(&mut self, items: &[Item]) -> Answer<bool> {
		let custody = self.custody(items).await?;
		Ok(custody.is_some_and(|custody| custody.stage == Stage::Dispensed))
	}

	/// Whether items are on their way to the signer.
	async fn is_consignee(&mut self, items: &[Item]) -> Answer<bool> {
		let custody = self.custody(items).await?;
		Ok(custody.is_some_and(|custody| {
			custody.stage == Stage::InTransit && custody.to == Some(self.account)
		}))
	}

	// Recalls.

	async fn scope(&mut self, called: &Called) -> Answer<Scope> {
		let field = "quantityList[0].epcClass";
		Ok(match called {
			Called::Product(gtin) => Scope::Product(OnChain(*gtin)),
			Called::Lot(gtin, lot) => Scope::Lot(self.known_lot(*gtin, *lot, field).await?.id),
			Called::Places(gtin, lot, start, end) => {
				let lot = self.known_lot(*gtin, *lot, field).await?.id;
				Scope::Range { lot, start: *start, end: *end }
			}
			Called::Packs(packs) => self.run(packs).await?,
		})
	}

	/// Packs that follow each other, as a stretch of their lot.
	async fn run(&mut self, packs: &[Named]) -> Answer<Scope> {
		let mut places = Vec::new();
		let mut of_lot = None;
		for named in packs {
			let found = match &named.thing {
				Thing::Pack(gtin, serial) => match self.placed(*gtin, *serial).await? {
					Some(found) => Some(found),
					None => {
						let pack = PackId::of(gtin, serial);
						self.register.pack(pack).await?.map(|found| (found.lot, found.place))
					}
				},
				_ => None,
			};
			let Some((lot, place)) = found else {
				return self.refuse(
					&named.field,
					Rule::Known,
					"neither the chain nor a proof tells the place of this pack",
				);
			};
			if *of_lot.get_or_insert(lot) != lot {
				return self.refuse(
					&named.field,
					Rule::Mapping,
					"packs of one lot are called back by one event",
				);
			}
			places.push(place);
		}
		places.sort_unstable();
		let follow = places.windows(2).all(|pair| match pair {
			[one, next] => one.checked_add(1) == Some(*next),
			_ => true,
		});
		match (of_lot, places.first(), places.last()) {
			(Some(lot), Some(start), Some(last)) if follow => {
				Ok(Scope::Range { lot, start: *start, end: last.saturating_add(1) })
			}
			_ => self.refuse(
				"epcList",
				Rule::Mapping,
				"packs that are called back together follow each other in their lot; these do not",
			),
		}
	}

	/// The recall that stands about these.
	async fn lifted(&mut self, called: Option<&Called>) -> Answer<DrugCall> {
		let wanted = match called {
			Some(called) => Some(self.scope(called).await?),
			None => None,
		};
		let is_wanted = |scope: ScopeInfo| match (wanted, scope) {
			(Some(Scope::Product(one)), ScopeInfo::Product(other)) => one.0 == other,
			(Some(Scope::Lot(one)), ScopeInfo::Lot(other)) => one == other,
			(
				Some(Scope::Range { lot, start, end }),
				ScopeInfo::Range { lot: of, start: from, end: to },
			) => (lot, start, end) == (of, from, to),
			_ => false,
		};
		let recalls = self.register.recalls().await?;
		let standing: Vec<u32> = recalls
			.iter()
			.filter(|recall| recall.lifted.is_none() && is_wanted(recall.scope))
			.map(|recall| recall.id)
			.collect();
		match &standing[..] {
			[recall] => Ok(DrugCall::LiftRecall { recall: *recall }),
			others => self.refuse(
				"medchain:recall",
				Rule::Known,
				format!(
					"{} recalls stand about exactly these; name one by its number",
					others.len()
				),
			),
		}
	}
}

/// The portion in which a place lies.
fn portion_at(portions: &[PortionInfo], place: u32) -> Option<&PortionInfo> {
	let before = portions.partition_point(|portion| portion.start <= place);
	let portion = portions.get(before.checked_sub(1)?)?;
	(place < portion.end).then_some(portion)
}

/// Whether all places of a stretch lie in portions.
fn covered(portions: &[PortionInfo], start: u32, end: u32) -> bool {
	let mut at = start;
	while at < end {
		match portion_at(portions, at) {
			Some(portion) => at = portion.end,
			None => return false,
		}
	}
	true
}
