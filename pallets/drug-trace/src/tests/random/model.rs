//! What should come of a call, worked out from single packs: each pack and each container is a node
//! with a custody of its own and a pointer to its parent, and what moves a container walks through all
//! that is in it. Nothing here reads the pallet's storage or uses its rules. A refusal names every
//! reason there is; the pallet gives one of them.

use super::{
	rules::{has_call, is_final},
	*,
};

/// All went well, or every reason why not.
pub type Answer = Result<(), Vec<DispatchError>>;

/// What can be held: a pack by its lot and its place, or a container.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Node {
	Pack(LotId, u32),
	Box(Sscc),
}

/// What is known of a pack besides its custody.
#[derive(Clone, Debug)]
pub struct Leaf {
	pub id: PackId,
	/// Whether it has a state of its own on the chain.
	pub touched: bool,
	pub sale: Option<Sale<AccountId>>,
	pub sold: u32,
}

/// What is known of a container besides its custody.
#[derive(Clone, Debug, Default)]
pub struct Crate {
	/// Who had what is directly in it when it was put in, and from whom.
	pub packed: BTreeMap<Node, (AccountId, Option<AccountId>)>,
	/// The greatest height that anything had that was put in, and one.
	pub height: u8,
	/// Least and greatest place that was ever put in, by lot, while something of the lot is in it.
	pub hulls: BTreeMap<LotId, (u32, u32)>,
}

#[derive(Clone, Debug)]
pub struct Maker {
	pub who: AccountId,
	/// Who may become its manufacturer, and whether a regulator says so.
	pub heir: Option<(AccountId, bool)>,
	pub limits: Option<Limits>,
}

#[derive(Clone, Debug)]
pub struct Batch {
	pub start: u32,
	pub serials: Vec<Serial>,
	/// What the tree was built over.
	pub leaves: Vec<PackId>,
}

#[derive(Clone, Debug)]
pub struct Made {
	pub gtin: Gtin,
	pub text: Lot,
	pub expiry: Expiry,
	pub size: u32,
	/// Every pack that one of it was made of.
	pub made_of: BTreeSet<(LotId, u32)>,
	pub batches: Vec<Batch>,
	/// Where stretches begin.
	pub cuts: BTreeSet<u32>,
}

impl Made {
	/// The batch in which a place lies.
	pub fn batch_of(&self, place: u32) -> Option<&Batch> {
		self.batches.iter().find(|it| (it.start..it.end()).contains(&place))
	}
}

impl Batch {
	pub fn end(&self) -> u32 {
		self.start + self.leaves.len() as u32
	}
}

#[derive(Clone, Debug)]
pub struct Callback {
	pub scope: Scope,
	pub by: AccountId,
	/// Whether it was called back by a regulator.
	pub official: bool,
	pub open: bool,
}

#[derive(Clone, Default)]
pub struct Model {
	pub now: u64,
	pub products: BTreeMap<Gtin, Maker>,
	pub lots: Vec<Made>,
	/// Custody, of what is in a container too.
	pub things: BTreeMap<Node, Custody<AccountId>>,
	/// When something last happened to a node itself, not only to a container it is in.
	pub own: BTreeMap<Node, u64>,
	pub leaves: BTreeMap<(LotId, u32), Leaf>,
	/// The places of packs that are on the chain, by identity.
	pub known: BTreeMap<PackId, (LotId, u32)>,
	pub crates: BTreeMap<Sscc, Crate>,
	pub recalls: Vec<Callback>,
	/// Whether somebody has declared the event an error.
	pub events: BTreeMap<(Digest, AccountId), bool>,
	/// Who has shipped which pack onward.
	pub shipped: BTreeSet<(Node, AccountId)>,
	/// Who bound each sensor, and when.
	pub sensors: BTreeMap<(Node, AccountId), (AccountId, u64)>,
}

/// The reasons against a call, as they are found.
#[derive(Default)]
pub struct Reasons(pub Vec<DispatchError>);

impl Reasons {
	pub fn add(&mut self, reason: TestError) {
		self.0.push(reason.into());
	}

	pub fn add_if(&mut self, holds: bool, reason: TestError) {
		if holds {
			self.add(reason);
		}
	}
}

fn roles(who: AccountId) -> Roles {
	<Registry as InspectCredentials<AccountId>>::roles_of(&who)
}

/// Whether somebody holds a role now.
pub fn has(who: AccountId, role: Role) -> bool {
	roles(who).contains(role)
}

/// Whether goods are shipped to somebody.
pub fn trades(who: AccountId) -> bool {
	[
		Role::Manufacturer,
		Role::Distributor,
		Role::Pharmacy,
		Role::ProviderOrganization,
		Role::Laboratory,
		Role::Practitioner,
	]
	.into_iter()
	.any(|role| has(who, role))
}

/// Why an item that is not held by somebody at rest cannot be moved.
pub fn not_at_rest(stage: &Stage<AccountId>) -> Option<TestError> {
	match stage {
		Stage::Held => None,
		Stage::InTransit { .. } => Some(TestError::InTransit),
		Stage::Dispensed => Some(TestError::AlreadyDispensed),
		Stage::Destroyed => Some(TestError::Destroyed),
		Stage::Decommissioned => Some(TestError::Decommissioned),
	}
}

impl Model {
	/// Does it, or says every reason why not, and then nothing has changed.
	pub fn act(&mut self, who: AccountId, call: &Call<Test>) -> Answer {
		let mut after = self.clone();
		let mut reasons = Reasons::default();
		after.dispatch(who, call, &mut reasons);
		match reasons.0.is_empty() {
			true => {
				*self = after;
				Ok(())
			}
			false => Err(reasons.0),
		}
	}

	pub fn dispatch(&mut self, who: AccountId, call: &Call<Test>, no: &mut Reasons) {
		match call.clone() {
			Call::register_product { gtin, limits } => self.register(who, gtin, limits, no),
			Call::set_limits { gtin, limits } => self.set_limits(who, gtin, limits, no),
			Call::offer_product { gtin, to } => self.offer(who, gtin, to, no),
			Call::accept_product { gtin } => self.accept(who, gtin, no),
			Call::create_lot { gtin, lot, expiry } => self.create(who, gtin, lot, expiry, no),
			Call::commission { lot, serials, event } => {
				self.begin(who, &event, no);
				self.is_fresh(lot, no);
				self.commission(who, lot, &serials, &event, no);
			}
			Call::commission_root { lot, root, count, event } => {
				self.begin(who, &event, no);
				self.is_fresh(lot, no);
				self.commission_root(who, lot, root, count, &event, no);
			}
			Call::pack { container, items, event } => {
				let itself = items.contains(&Item::Container(container));
				no.add_if(itself, TestError::SameContainer);
				let nodes = self.start(who, &items, &event, no);
				self.pack(who, container, &nodes, &event, no);
			}
			Call::unpack { container, items, event } => {
				let nodes = self.start(who, &items, &event, no);
				self.unpack(who, container, &nodes, &event, no);
			}
			Call::repack { from, to, items, event } => {
				let nodes = self.start(who, &items, &event, no);
				no.add_if(from == to, TestError::SameContainer);
				if self.crates.contains_key(&to) {
					self.in_hand(who, Node::Box(to), no);
				}
				self.unpack(who, from, &nodes, &event, no);
				self.pack(who, to, &nodes, &event, no);
			}
			Call::ship { items, to, returning, event } => {
				let nodes = self.start(who, &items, &event, no);
				self.ship(who, &nodes, to, returning, &event, no);
			}
			Call::receive { items, event } => {
				let nodes = self.start(who, &items, &event, no);
				self.receive(who, &nodes, &event, no);
			}
			Call::reject { items, event } => {
				let nodes = self.start(who, &items, &event, no);
				self.reject(who, &nodes, &event, no);
			}
			Call::void_shipment { items, event } => {
				let nodes = self.start(who, &items, &event, no);
				self.void_shipment(who, &nodes, &event, no);
			}
			Call::dispense { item, receipt, event } => {
				no.add_if(
					!matches!(item, Item::Pack(_) | Item::Untouched { .. }),
					TestError::NotAPack,
				);
				let nodes = self.start(who, &[item], &event, no);
				self.dispense(who, &nodes, receipt, &event, no);
			}
			Call::accept_return { pack, event } => {
				let nodes = self.start(who, &[Item::Pack(pack)], &event, no);
				self.accept_return(who, &nodes, &event, no);
			}
			Call::quarantine { items, reason, event } => {
				let nodes = self.start(who, &items, &event, no);
				let chosen = [SuspectReason::Suspect, SuspectReason::Damaged];
				no.add_if(!chosen.contains(&reason), TestError::BadReason);
				self.hold_back(who, &nodes, reason, &event, no);
			}
			Call::mark_illegitimate { items, reason, event } => {
				let nodes = self.start(who, &items, &event, no);
				no.add_if(!is_final(reason), TestError::BadReason);
				self.hold_back(who, &nodes, reason, &event, no);
			}
			Call::clear { items, event } => {
				let nodes = self.start(who, &items, &event, no);
				self.clear(who, &nodes, &event, no);
			}
			Call::recall { scope, event, .. } => {
				self.begin(who, &event, no);
				self.recall(who, scope, no);
			}
			Call::lift_recall { recall: id, event } => {
				self.begin(who, &event, no);
				self.lift(who, id, no);
			}
			Call::destroy { items, event } => {
				let nodes = self.start(who, &items, &event, no);
				self.end(who, &nodes, Stage::Destroyed, &event, no);
			}
			Call::decommission { items, event } => {
				let boxed = items.iter().any(|item| matches!(item, Item::Container(_)));
				no.add_if(boxed, TestError::NotAPack);
				let nodes = self.start(who, &items, &event, no);
				self.end(who, &nodes, Stage::Decommissioned, &event, no);
			}
			Call::transform { inputs, lot, serials, event } => {
				let boxed = inputs.iter().any(|item| matches!(item, Item::Container(_)));
				no.add_if(boxed, TestError::NotAPack);
				let nodes = self.start(who, &inputs, &event, no);
				self.onward(&nodes, no);
				self.end(who, &nodes, Stage::Decommissioned, &event, no);
				self.derive(lot, &nodes, no);
				self.commission(who, lot, &serials, &event, no);
			}
			Call::bind_sensor { item, sensor, event } => {
				self.begin(who, &event, no);
				self.bind(who, &item, sensor, &event, no);
			}
			Call::unbind_sensor { item, sensor, event } => {
				self.begin(who, &event, no);
				self.unbind(who, &item, sensor, &event, no);
			}
			Call::report_condition { item, reading, event } => {
				self.begin(who, &event, no);
				self.report(who, &item, &reading, &event, no);
			}
			Call::observe { items, step, disposition, event } => {
				let nodes = self.start(who, &items, &event, no);
				no.add_if(has_call(step), TestError::BadStep);
				let said = disposition == Some(Disposition::Recalled);
				no.add_if(said, TestError::BadDisposition);
				self.observe(who, &nodes, &event, no);
			}
			Call::declare_error { hash, corrective, .. } => {
				no.add_if(corrective == Some(hash), TestError::SelfCorrection);
				let other = corrective.is_none_or(|it| self.events.contains_key(&(it, who)));
				no.add_if(!other, TestError::EventNotFound);
				match self.events.get_mut(&(hash, who)) {
					None => no.add(TestError::EventNotFound),
					Some(true) => no.add(TestError::AlreadyDeclared),
					Some(declared) => *declared = true,
				};
			}
			other => panic!("the model does not know {other:?}"),
		}
	}

	/// What every event has: a time that is not ahead, and a hash that is new.
	pub fn begin(&mut self, who: AccountId, event: &EventInfo, no: &mut Reasons) {
		no.add_if(event.time > self.now, TestError::EventInFuture);
		let known = self.events.insert((event.hash, who), false);
		no.add_if(known.is_some(), TestError::AlreadyRecorded);
	}

	/// The same of an event about items: answers the nodes that each item names.
	pub fn start(
		&mut self,
		who: AccountId,
		items: &[Item],
		event: &EventInfo,
		no: &mut Reasons,
	) -> Vec<Node> {
		self.begin(who, event, no);
		no.add_if(items.is_empty(), TestError::NoItems);
		let mut all = Vec::new();
		for item in items {
			let named = self.resolve(item, no);
			let twice = named.iter().any(|node| all.contains(node));
			no.add_if(twice, TestError::ItemTwice);
			all.extend(named);
		}
		for node in &all {
			let before = self.things[node].last > event.time;
			no.add_if(before, TestError::EventBeforePredecessor);
			self.own.insert(*node, event.time);
		}
		all
	}

	/// The end of the stretch that begins at a place.
	pub fn stretch(&self, lot: LotId, start: u32) -> Option<u32> {
		let made = self.lots.get(lot as usize)?;
		let last = made.batch_of(start)?.end();
		let lies = |place: u32| self.leaves.get(&(lot, place)).is_some_and(|it| !it.touched);
		if !made.cuts.contains(&start) || !lies(start) {
			return None;
		}
		let ends = |place: &u32| *place == last || made.cuts.contains(place) || !lies(*place);
		(start + 1..=last).find(ends)
	}

	/// The stretch in which a pack lies that was not touched.
	pub fn stretch_of(&self, lot: LotId, place: u32) -> Option<(u32, u32)> {
		(0..=place).rev().find_map(|start| {
			let end = self.stretch(lot, start)?;
			(start..end).contains(&place).then_some((start, end))
		})
	}

	/// The nodes that an item names. What was untouched is touched, and what was one stretch is cut.
	pub fn resolve(&mut self, item: &Item, no: &mut Reasons) -> Vec<Node> {
		match item {
			Item::Pack(id) => match self.known.get(id) {
				Some((lot, place)) => vec![Node::Pack(*lot, *place)],
				None => {
					no.add(TestError::PackNotFound);
					vec![]
				}
			},
			Item::Container(sscc) => match self.crates.contains_key(sscc) {
				true => vec![Node::Box(*sscc)],
				false => {
					no.add(TestError::ContainerNotFound);
					vec![]
				}
			},
			Item::Range { lot, portion, start, end } => {
				no.add_if(start >= end, TestError::BadRange);
				no.add_if(self.maker_of(*lot).is_none(), TestError::LotNotFound);
				let Some(last) = self.stretch(*lot, *portion) else {
					no.add(TestError::PortionNotFound);
					return vec![];
				};
				if start >= end || start < portion || *end > last {
					no.add(TestError::NotInPortion);
					return vec![];
				}
				self.lots[*lot as usize].cuts.extend([*start, *end]);
				(*start..*end).map(|place| Node::Pack(*lot, place)).collect()
			}
			Item::Untouched { lot, portion, place, serial, proof } => {
				let Some(made) = self.lots.get(*lot as usize) else {
					no.add(TestError::LotNotFound);
					no.add(TestError::PortionNotFound);
					return vec![];
				};
				let pack = &PackId::of(&made.gtin, serial);
				no.add_if(self.known.contains_key(pack), TestError::AlreadyOnChain);
				match made.batch_of(*place) {
					None => no.add(TestError::NotInPortion),
					Some(batch) => {
						let index = (place - batch.start) as usize;
						let right = batch.leaves[index] == *pack
							&& merkle::proof(&batch.leaves, index) == proof.to_vec();
						no.add_if(!right, TestError::BadProof);
					}
				}
				let Some(last) = self.stretch(*lot, *portion) else {
					no.add(TestError::PortionNotFound);
					return vec![];
				};
				if place < portion || *place >= last {
					no.add(TestError::NotInPortion);
					return vec![];
				}
				let made = &mut self.lots[*lot as usize];
				made.cuts.insert(place + 1);
				self.leaves.get_mut(&(*lot, *place)).expect("it lies there").touched = true;
				self.known.insert(*pack, (*lot, *place));
				vec![Node::Pack(*lot, *place)]
			}
		}
	}

	/// Whatever is in a container, and itself.
	pub fn within(&self, node: Node) -> Vec<Node> {
		let mut all = vec![node];
		if let Node::Box(sscc) = node {
			for (child, custody) in &self.things {
				if custody.parent == Some(sscc) {
					all.extend(self.within(*child));
				}
			}
		}
		all
	}

	/// How many packs of each lot are in a node.
	pub fn packs_of(&self, node: Node) -> BTreeMap<LotId, u32> {
		let mut counts = BTreeMap::new();
		for inner in self.within(node) {
			if let Node::Pack(lot, _) = inner {
				*counts.entry(lot).or_default() += 1;
			}
		}
		counts
	}

	/// Changes the custody of a node and of whatever is in it.
	pub fn change(&mut self, node: Node, change: impl Fn(&mut Custody<AccountId>)) {
		for inner in self.within(node) {
			change(self.things.get_mut(&inner).expect("it is known"));
		}
	}

	/// What keeps an item from being moved by who should hold it at rest.
	pub fn in_hand(&self, who: AccountId, node: Node, no: &mut Reasons) {
		let custody = &self.things[&node];
		no.add_if(custody.parent.is_some(), TestError::HasParent);
		no.add_if(custody.holder != who, TestError::NotHolder);
		if let Some(reason) = not_at_rest(&custody.stage) {
			no.add(reason);
		}
	}

	/// What keeps items from going onward or to a patient: a hold, a recall, their expiry date.
	pub fn onward(&self, nodes: &[Node], no: &mut Reasons) {
		for node in nodes {
			self.held_back(*node, no);
			no.add_if(self.is_recalled(*node), TestError::Recalled);
			let over = |lot: &LotId| self.lots[*lot as usize].expiry.is_over(self.now);
			no.add_if(self.packs_of(*node).keys().any(over), TestError::Expired);
		}
	}

	pub fn held_back(&self, node: Node, no: &mut Reasons) {
		if let Some(hold) = &self.things[&node].hold {
			let reason = match is_final(hold.reason) {
				true => TestError::Illegitimate,
				false => TestError::Quarantined,
			};
			no.add(reason);
		}
	}

	/// Whether a recall that was not lifted reaches a node. A container is reached if the places that
	/// were ever put into it span a place that is called back.
	pub fn is_recalled(&self, node: Node) -> bool {
		let mut spans = match node {
			Node::Pack(lot, place) => vec![(lot, place, place)],
			Node::Box(sscc) => {
				let hulls = self.crates[&sscc].hulls.iter();
				hulls.map(|(lot, (first, last))| (*lot, *first, *last)).collect()
			}
		};
		// And what it was made of.
		for (lot, ..) in spans.clone() {
			spans.extend(self.source_of(lot));
		}
		self.recalls.iter().filter(|it| it.open).any(|recall| {
			spans.iter().any(|(lot, first, last)| match &recall.scope {
				Scope::Product(gtin) => self.lots[*lot as usize].gtin == *gtin,
				Scope::Lot(number) => lot == number,
				Scope::Range { lot: number, start, end } => {
					lot == number && first < end && last >= start
				}
			})
		})
	}

	/// The lot that a lot was made of, with the least and the greatest place.
	pub fn source_of(&self, lot: LotId) -> Option<(LotId, u32, u32)> {
		let made_of = &self.lots[lot as usize].made_of;
		let (from, first) = *made_of.first()?;
		Some((from, first, made_of.last()?.1))
	}

	/// Whether somebody makes all that is in a node.
	pub fn makes(&self, who: AccountId, node: Node) -> bool {
		self.packs_of(node).keys().all(|lot| self.maker_of(*lot) == Some(who))
	}

	pub fn maker_of(&self, lot: LotId) -> Option<AccountId> {
		let made = self.lots.get(lot as usize)?;
		Some(self.products[&made.gtin].who)
	}
}
