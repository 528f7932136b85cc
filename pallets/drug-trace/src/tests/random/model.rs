//! What should come of a call, worked out from single packs: each pack and each container is a node
//! with a custody of its own and a pointer to its parent, and what moves a container walks through all
//! that is in it. Nothing here reads the pallet's storage or uses its rules. A refusal names every
//! reason there is; the pallet gives one of them.

use super::*;

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
	pub sensors: BTreeSet<(Node, AccountId)>,
}

/// The reasons against a call, as they are found.
#[derive(Default)]
pub struct Reasons(Vec<DispatchError>);

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

fn has(who: AccountId, role: Role) -> bool {
	roles(who).contains(role)
}

fn trades(who: AccountId) -> bool {
	[
		Role::Manufacturer,
		Role::Distributor,
		Role::Pharmacy,
		Role::ProviderOrganization,
		Role::Laboratory,
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

	fn dispatch(&mut self, who: AccountId, call: &Call<Test>, no: &mut Reasons) {
		match call.clone() {
			Call::register_product { gtin, limits } => self.register(who, gtin, limits, no),
			Call::set_limits { gtin, limits } => self.set_limits(who, gtin, limits, no),
			Call::create_lot { gtin, lot, expiry } => self.create(who, gtin, lot, expiry, no),
			Call::commission { lot, serials, event } => {
				self.begin(who, &event, no);
				self.commission(who, lot, &serials, &event, no);
			}
			Call::commission_root { lot, root, count, event } => {
				self.begin(who, &event, no);
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
			Call::observe { items, step, event, .. } => {
				let nodes = self.start(who, &items, &event, no);
				no.add_if(has_call(step), TestError::BadStep);
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
	fn begin(&mut self, who: AccountId, event: &EventInfo, no: &mut Reasons) {
		no.add_if(event.time > self.now, TestError::EventInFuture);
		let known = self.events.insert((event.hash, who), false);
		no.add_if(known.is_some(), TestError::AlreadyRecorded);
	}

	/// The same of an event about items: answers the nodes that each item names.
	fn start(
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
	fn change(&mut self, node: Node, change: impl Fn(&mut Custody<AccountId>)) {
		for inner in self.within(node) {
			change(self.things.get_mut(&inner).expect("it is known"));
		}
	}

	/// What keeps an item from being moved by who should hold it at rest.
	fn in_hand(&self, who: AccountId, node: Node, no: &mut Reasons) {
		let custody = &self.things[&node];
		no.add_if(custody.parent.is_some(), TestError::HasParent);
		no.add_if(custody.holder != who, TestError::NotHolder);
		if let Some(reason) = not_at_rest(&custody.stage) {
			no.add(reason);
		}
	}

	/// What keeps items from going onward or to a patient: a hold, a recall, their expiry date.
	fn onward(&self, nodes: &[Node], no: &mut Reasons) {
		for node in nodes {
			self.held_back(*node, no);
			no.add_if(self.is_recalled(*node), TestError::Recalled);
			let over = |lot: &LotId| self.lots[*lot as usize].expiry.is_over(self.now);
			no.add_if(self.packs_of(*node).keys().any(over), TestError::Expired);
		}
	}

	fn held_back(&self, node: Node, no: &mut Reasons) {
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
		let spans = match node {
			Node::Pack(lot, place) => vec![(lot, place, place)],
			Node::Box(sscc) => {
				let hulls = self.crates[&sscc].hulls.iter();
				hulls.map(|(lot, (first, last))| (*lot, *first, *last)).collect()
			}
		};
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

	/// Whether somebody makes all that is in a node.
	pub fn makes(&self, who: AccountId, node: Node) -> bool {
		self.packs_of(node).keys().all(|lot| self.maker_of(*lot) == Some(who))
	}

	pub fn maker_of(&self, lot: LotId) -> Option<AccountId> {
		let made = self.lots.get(lot as usize)?;
		Some(self.products[&made.gtin].who)
	}

	fn register(&mut self, who: AccountId, gtin: Gtin, limits: Option<Limits>, no: &mut Reasons) {
		no.add_if(!has(who, Role::Manufacturer), TestError::NotManufacturer);
		no.add_if(self.products.contains_key(&gtin), TestError::ProductExists);
		no.add_if(limits.is_some_and(|it| it.min > it.max), TestError::BadLimits);
		self.products.entry(gtin).or_insert(Maker { who, limits });
	}

	fn set_limits(&mut self, who: AccountId, gtin: Gtin, limits: Option<Limits>, no: &mut Reasons) {
		no.add_if(limits.is_some_and(|it| it.min > it.max), TestError::BadLimits);
		match self.products.get_mut(&gtin) {
			None => no.add(TestError::ProductNotFound),
			Some(product) => {
				no.add_if(product.who != who, TestError::NotManufacturer);
				product.limits = limits;
			}
		}
	}

	fn create(&mut self, who: AccountId, gtin: Gtin, text: Lot, expiry: Expiry, no: &mut Reasons) {
		match self.products.get(&gtin) {
			None => return no.add(TestError::ProductNotFound),
			Some(product) => no.add_if(product.who != who, TestError::NotManufacturer),
		}
		let known = self.lots.iter().any(|it| (it.gtin, it.text) == (gtin, text));
		no.add_if(known, TestError::LotExists);
		let (batches, cuts) = (vec![], BTreeSet::new());
		self.lots.push(Made { gtin, text, expiry, size: 0, batches, cuts });
	}

	fn adds_to(&self, who: AccountId, lot: LotId, no: &mut Reasons) -> bool {
		match self.maker_of(lot) {
			None => no.add(TestError::LotNotFound),
			Some(maker) => {
				no.add_if(
					maker != who || !has(who, Role::Manufacturer),
					TestError::NotManufacturer,
				);
			}
		}
		self.maker_of(lot).is_some()
	}

	fn add_pack(&mut self, who: AccountId, lot: LotId, id: PackId, touched: bool, time: u64) {
		let made = &mut self.lots[lot as usize];
		let place = made.size;
		made.size += 1;
		if touched {
			self.known.insert(id, (lot, place));
		}
		self.leaves.insert((lot, place), Leaf { id, touched, sale: None, sold: 0 });
		let new = Custody {
			holder: who,
			from: None,
			parent: None,
			stage: Stage::Held,
			hold: None,
			last: time,
		};
		self.things.insert(Node::Pack(lot, place), new);
		self.own.insert(Node::Pack(lot, place), time);
	}

	fn commission(
		&mut self,
		who: AccountId,
		lot: LotId,
		serials: &[Serial],
		event: &EventInfo,
		no: &mut Reasons,
	) {
		no.add_if(serials.is_empty(), TestError::NoItems);
		if !self.adds_to(who, lot, no) {
			return;
		}
		let gtin = self.lots[lot as usize].gtin;
		for serial in serials {
			let id = PackId::of(&gtin, serial);
			no.add_if(self.known.contains_key(&id), TestError::AlreadyCommissioned);
			self.add_pack(who, lot, id, true, event.time);
		}
	}

	fn commission_root(
		&mut self,
		who: AccountId,
		lot: LotId,
		root: Digest,
		count: u32,
		event: &EventInfo,
		no: &mut Reasons,
	) {
		no.add_if(count == 0, TestError::EmptyBatch);
		if !self.adds_to(who, lot, no) {
			return;
		}
		let made = &mut self.lots[lot as usize];
		no.add_if(made.batches.len() == 16, TestError::TooManyBatches);
		if count == 0 {
			return;
		}
		let (gtin, serials) = merkle::planted(root).expect("roots are planted");
		assert_eq!(serials.len(), count as usize);
		let leaves: Vec<_> = serials.iter().map(|it| PackId::of(&gtin, it)).collect();
		let start = made.size;
		made.cuts.insert(start);
		made.batches.push(Batch { start, serials, leaves: leaves.clone() });
		for id in leaves {
			self.add_pack(who, lot, id, false, event.time);
		}
	}

	fn pack(
		&mut self,
		who: AccountId,
		container: Sscc,
		nodes: &[Node],
		event: &EventInfo,
		no: &mut Reasons,
	) {
		let node = Node::Box(container);
		if self.crates.contains_key(&container) {
			self.in_hand(who, node, no);
			self.held_back(node, no);
			no.add_if(self.things[&node].last > event.time, TestError::EventBeforePredecessor);
		} else {
			let new = Custody {
				holder: who,
				from: None,
				parent: None,
				stage: Stage::Held,
				hold: None,
				last: event.time,
			};
			no.add_if(!trades(who), TestError::NotTradingPartner);
			self.things.insert(node, new);
			self.crates.insert(container, Crate::default());
		}
		no.add_if(nodes.contains(&node), TestError::SameContainer);
		for child in nodes.iter().filter(|it| **it != node) {
			self.in_hand(who, *child, no);
			self.held_back(*child, no);
			let (height, hulls) = match child {
				Node::Pack(lot, place) => (0, [(*lot, (*place, *place))].into()),
				Node::Box(sscc) => {
					let inner = &self.crates[sscc];
					(inner.height, inner.hulls.clone())
				}
			};
			let outer = self.crates.get_mut(&container).expect("it was made");
			outer.height = outer.height.max(height + 1);
			no.add_if(outer.height > 5, TestError::TooDeep);
			for (lot, (first, last)) in hulls {
				let hull = outer.hulls.entry(lot).or_insert((first, last));
				*hull = (hull.0.min(first), hull.1.max(last));
			}
			no.add_if(outer.hulls.len() > 8, TestError::TooManyLots);
			if !no.0.is_empty() {
				continue;
			}
			let custody = &self.things[child];
			outer.packed.insert(*child, (custody.holder, custody.from));
			self.change(*child, |it| it.last = it.last.max(event.time));
			self.things.get_mut(child).expect("it is known").parent = Some(container);
		}
		self.change(node, |it| it.last = it.last.max(event.time));
		self.own.insert(node, event.time);
	}

	fn unpack(
		&mut self,
		who: AccountId,
		container: Sscc,
		nodes: &[Node],
		event: &EventInfo,
		no: &mut Reasons,
	) {
		let node = Node::Box(container);
		if !self.crates.contains_key(&container) {
			return no.add(TestError::ContainerNotFound);
		}
		self.in_hand(who, node, no);
		no.add_if(self.things[&node].last > event.time, TestError::EventBeforePredecessor);
		let (hold, origin) = (self.things[&node].hold.clone(), self.things[&node].from);
		self.change(node, |it| it.last = it.last.max(event.time));
		self.own.insert(node, event.time);
		for child in nodes {
			let custody = self.things.get_mut(child).expect("it is known");
			no.add_if(custody.parent != Some(container), TestError::NotInContainer);
			custody.parent = None;
			custody.hold = custody.hold.take().or_else(|| hold.clone());
			// What came back to who had put it in is as it was.
			let packed = &mut self.crates.get_mut(&container).expect("it is there").packed;
			match packed.remove(child) {
				Some((holder, from)) if holder == who => custody.from = from,
				_ => custody.from = origin,
			}
		}
		let left = self.packs_of(node);
		if left.is_empty() {
			self.crates.remove(&container);
			self.things.remove(&node);
			self.sensors.retain(|(of, _)| *of != node);
		} else {
			let hulls = &mut self.crates.get_mut(&container).expect("it is there").hulls;
			hulls.retain(|lot, _| left.contains_key(lot));
		}
	}

	fn ship(
		&mut self,
		who: AccountId,
		nodes: &[Node],
		to: AccountId,
		returning: bool,
		event: &EventInfo,
		no: &mut Reasons,
	) {
		no.add_if(to == who, TestError::SelfShipment);
		let partners = trades(who) && trades(to);
		no.add_if(!returning && !partners, TestError::NotTradingPartner);
		for node in nodes {
			self.in_hand(who, *node, no);
			let back = self.things[node].from == Some(to) || self.makes(to, *node);
			no.add_if(returning && !back, TestError::WrongReturn);
			self.change(*node, |it| {
				it.stage = Stage::InTransit { to, returning };
				it.last = it.last.max(event.time);
			});
		}
		if !returning {
			self.onward(nodes, no);
		}
	}

	/// Whom an item is on its way to, if it can be taken or not by itself.
	fn on_its_way(&self, node: Node, no: &mut Reasons) -> Option<AccountId> {
		let custody = &self.things[&node];
		no.add_if(custody.parent.is_some(), TestError::HasParent);
		match &custody.stage {
			Stage::InTransit { to, .. } => return Some(*to),
			Stage::Held => no.add(TestError::NotInTransit),
			other => {
				no.add(TestError::NotInTransit);
				no.0.extend(not_at_rest(other).map(DispatchError::from));
			}
		}
		None
	}

	fn receive(&mut self, who: AccountId, nodes: &[Node], event: &EventInfo, no: &mut Reasons) {
		for node in nodes {
			let to = self.on_its_way(*node, no);
			no.add_if(to.is_some_and(|to| to != who), TestError::NotConsignee);
			let stage = &self.things[node].stage;
			let returning = matches!(stage, Stage::InTransit { returning: true, .. });
			self.change(*node, |it| {
				// What came back cannot be sent back again.
				if it.holder != who {
					it.from = (!returning).then_some(it.holder);
				}
				it.holder = who;
				it.stage = Stage::Held;
				it.last = it.last.max(event.time);
			});
		}
	}

	fn reject(&mut self, who: AccountId, nodes: &[Node], event: &EventInfo, no: &mut Reasons) {
		for node in nodes {
			let to = self.on_its_way(*node, no);
			no.add_if(to.is_some_and(|to| to != who), TestError::NotConsignee);
			let back = to == Some(self.things[node].holder);
			no.add_if(back, TestError::Rejected);
			self.change(*node, |it| {
				it.stage = Stage::InTransit { to: it.holder, returning: true };
				it.last = it.last.max(event.time);
			});
		}
	}

	fn void_shipment(
		&mut self,
		who: AccountId,
		nodes: &[Node],
		event: &EventInfo,
		no: &mut Reasons,
	) {
		for node in nodes {
			let to = self.on_its_way(*node, no);
			no.add_if(self.things[node].holder != who, TestError::NotHolder);
			let back = to == Some(self.things[node].holder);
			no.add_if(back, TestError::Rejected);
			self.change(*node, |it| {
				it.stage = Stage::Held;
				it.last = it.last.max(event.time);
			});
		}
	}

	fn dispense(
		&mut self,
		who: AccountId,
		nodes: &[Node],
		receipt: Commitment,
		event: &EventInfo,
		no: &mut Reasons,
	) {
		let dispenses = [Role::Pharmacy, Role::ProviderOrganization, Role::Practitioner];
		no.add_if(!dispenses.into_iter().any(|it| has(who, it)), TestError::NotDispenser);
		self.onward(nodes, no);
		for node in nodes {
			self.in_hand(who, *node, no);
			self.change(*node, |it| {
				it.stage = Stage::Dispensed;
				it.last = it.last.max(event.time);
			});
			if let Node::Pack(lot, place) = node {
				let leaf = self.leaves.get_mut(&(*lot, *place)).expect("it is known");
				leaf.sale = Some(Sale { by: who, at: event.time, receipt });
				leaf.sold += 1;
			}
		}
	}

	fn accept_return(
		&mut self,
		who: AccountId,
		nodes: &[Node],
		event: &EventInfo,
		no: &mut Reasons,
	) {
		for node in nodes {
			let Node::Pack(lot, place) = node else { continue };
			// What was destroyed with its container was never dispensed.
			let Custody { stage, parent, .. } = &self.things[node];
			match stage {
				_ if parent.is_some() => no.add(TestError::NotDispensed),
				Stage::Dispensed => (),
				Stage::Destroyed => no.add(TestError::Destroyed),
				Stage::Decommissioned => no.add(TestError::Decommissioned),
				_ => no.add(TestError::NotDispensed),
			}
			let leaf = self.leaves.get_mut(&(*lot, *place)).expect("it is known");
			let seller = leaf.sale.take().map(|it| it.by);
			no.add_if(seller.is_some_and(|it| it != who), TestError::NotSeller);
			let hold = Hold { by: who, reason: SuspectReason::ReturnedByPatient };
			self.change(*node, |it| {
				it.stage = Stage::Held;
				it.hold = Some(hold.clone());
				it.last = it.last.max(event.time);
			});
		}
	}

	fn hold_back(
		&mut self,
		who: AccountId,
		nodes: &[Node],
		reason: SuspectReason,
		event: &EventInfo,
		no: &mut Reasons,
	) {
		for node in nodes {
			let custody = &self.things[node];
			no.add_if(custody.parent.is_some(), TestError::HasParent);
			let mut may =
				custody.holder == who || self.makes(who, *node) || has(who, Role::Regulator);
			match &custody.stage {
				Stage::Held => (),
				Stage::InTransit { to, .. } => may |= *to == who && !is_final(reason),
				other => no.0.extend(not_at_rest(other).map(DispatchError::from)),
			}
			no.add_if(!may, TestError::NotAuthorized);
			if let Some(hold) = &custody.hold {
				let over = is_final(reason) || (has(who, Role::Regulator) && hold.by != who);
				let stays = is_final(hold.reason) || !over;
				no.add_if(stays, TestError::AlreadyHeldBack);
			}
			self.change(*node, |it| it.last = it.last.max(event.time));
			let hold = Some(Hold { by: who, reason });
			self.things.get_mut(node).expect("it is known").hold = hold;
		}
	}

	fn clear(&mut self, who: AccountId, nodes: &[Node], event: &EventInfo, no: &mut Reasons) {
		for node in nodes {
			let custody = &self.things[node];
			no.add_if(custody.parent.is_some(), TestError::HasParent);
			if !matches!(custody.stage, Stage::InTransit { .. }) {
				no.0.extend(not_at_rest(&custody.stage).map(DispatchError::from));
			}
			match &custody.hold {
				None => no.add(TestError::NotHeldBack),
				Some(hold) => {
					no.add_if(is_final(hold.reason), TestError::Illegitimate);
					let may = match hold.reason {
						_ if has(who, Role::Regulator) => true,
						SuspectReason::Excursion => self.makes(who, *node),
						SuspectReason::ReturnedByPatient => {
							hold.by == who || self.makes(who, *node)
						}
						_ => hold.by == who,
					};
					no.add_if(!may, TestError::NotAuthorized);
				}
			}
			self.change(*node, |it| it.last = it.last.max(event.time));
			self.things.get_mut(node).expect("it is known").hold = None;
		}
	}

	fn recall(&mut self, who: AccountId, scope: Scope, no: &mut Reasons) {
		let maker = match &scope {
			Scope::Product(gtin) => match self.products.get(gtin) {
				None => return no.add(TestError::ProductNotFound),
				Some(product) => product.who,
			},
			Scope::Lot(lot) | Scope::Range { lot, .. } => match self.maker_of(*lot) {
				None => return no.add(TestError::LotNotFound),
				Some(maker) => maker,
			},
		};
		if let Scope::Range { lot, start, end } = &scope {
			let size = self.lots[*lot as usize].size;
			no.add_if(start >= end || *end > size, TestError::BadRange);
		}
		let listed = self.recalls.iter().filter(|it| it.open && same_list(&it.scope, &scope));
		no.add_if(listed.count() == 8, TestError::TooManyRecalls);
		no.add_if(maker != who && !has(who, Role::Regulator), TestError::NotAuthorized);
		self.recalls.push(Callback { scope, by: who, open: true });
	}

	fn lift(&mut self, who: AccountId, id: RecallId, no: &mut Reasons) {
		match self.recalls.get_mut(id as usize) {
			None => no.add(TestError::RecallNotFound),
			Some(recall) => {
				no.add_if(!recall.open, TestError::AlreadyLifted);
				let may = recall.by == who || has(who, Role::Regulator);
				no.add_if(!may, TestError::NotAuthorized);
				recall.open = false;
			}
		}
	}

	/// Items are destroyed, or lose their identity.
	fn end(
		&mut self,
		who: AccountId,
		nodes: &[Node],
		stage: Stage<AccountId>,
		event: &EventInfo,
		no: &mut Reasons,
	) {
		for node in nodes {
			self.in_hand(who, *node, no);
			if stage == Stage::Decommissioned {
				let hold = &self.things[node].hold;
				let bad = hold.as_ref().is_some_and(|it| is_final(it.reason));
				no.add_if(bad, TestError::Illegitimate);
			}
			self.change(*node, |it| {
				it.stage = stage.clone();
				it.last = it.last.max(event.time);
			});
			self.things.get_mut(node).expect("it is known").hold = None;
		}
	}

	fn node_of(&self, item: &Subject, no: &mut Reasons) -> Option<Node> {
		match item {
			Subject::Pack(id) => match self.known.get(id) {
				Some((lot, place)) => Some(Node::Pack(*lot, *place)),
				None => {
					no.add(TestError::PackNotFound);
					None
				}
			},
			Subject::Container(sscc) if self.crates.contains_key(sscc) => Some(Node::Box(*sscc)),
			Subject::Container(_) => {
				no.add(TestError::ContainerNotFound);
				None
			}
			_ => {
				no.add(TestError::NotASensorItem);
				None
			}
		}
	}

	fn bind(
		&mut self,
		who: AccountId,
		item: &Subject,
		sensor: AccountId,
		event: &EventInfo,
		no: &mut Reasons,
	) {
		let Some(node) = self.node_of(item, no) else { return };
		self.not_gone(node, no);
		self.in_charge(who, node, event, no);
		no.add_if(!self.sensors.insert((node, sensor)), TestError::AlreadyBound);
	}

	fn unbind(
		&mut self,
		who: AccountId,
		item: &Subject,
		sensor: AccountId,
		event: &EventInfo,
		no: &mut Reasons,
	) {
		let Some(node) = self.node_of(item, no) else { return };
		self.in_charge(who, node, event, no);
		no.add_if(!self.sensors.remove(&(node, sensor)), TestError::NotBound);
	}

	/// What keeps somebody from binding sensors to a node: it has not to be outermost.
	fn in_charge(&mut self, who: AccountId, node: Node, event: &EventInfo, no: &mut Reasons) {
		no.add_if(self.things[&node].holder != who, TestError::NotHolder);
		self.happens(node, event, no);
	}

	/// Something happens to a node itself, wherever it is.
	fn happens(&mut self, node: Node, event: &EventInfo, no: &mut Reasons) {
		no.add_if(self.own[&node] > event.time, TestError::EventBeforePredecessor);
		self.own.insert(node, event.time);
		self.change(node, |it| it.last = it.last.max(event.time));
	}

	fn not_gone(&self, node: Node, no: &mut Reasons) {
		let custody = &self.things[&node];
		if !matches!(custody.stage, Stage::InTransit { .. }) {
			no.0.extend(not_at_rest(&custody.stage).map(DispatchError::from));
		}
	}

	/// The outermost container of a node, or itself.
	pub fn outermost(&self, node: Node) -> Node {
		match self.things[&node].parent {
			Some(parent) => self.outermost(Node::Box(parent)),
			None => node,
		}
	}

	fn report(
		&mut self,
		who: AccountId,
		item: &Subject,
		reading: &Reading,
		event: &EventInfo,
		no: &mut Reasons,
	) {
		let bad = reading.from > reading.to || reading.to > event.time || reading.min > reading.max;
		no.add_if(bad, TestError::BadReading);
		let Some(node) = self.node_of(item, no) else { return };
		no.add_if(!self.sensors.contains(&(node, who)), TestError::NotBound);
		let top = self.outermost(node);
		self.not_gone(top, no);
		self.happens(node, event, no);
		let lots = self.packs_of(node);
		let out = lots.keys().any(|lot| {
			let gtin = self.lots[*lot as usize].gtin;
			let limits = self.products[&gtin].limits;
			limits.is_some_and(|it| reading.min < it.min || reading.max > it.max)
		});
		if out && self.things[&top].hold.is_none() {
			if top != node {
				self.happens(top, event, no);
			}
			let hold = Some(Hold { by: who, reason: SuspectReason::Excursion });
			self.things.get_mut(&top).expect("it is known").hold = hold;
		}
	}

	fn observe(&mut self, who: AccountId, nodes: &[Node], event: &EventInfo, no: &mut Reasons) {
		for node in nodes {
			let custody = &self.things[node];
			no.add_if(custody.parent.is_some(), TestError::HasParent);
			no.add_if(custody.holder != who, TestError::NotHolder);
			if !matches!(custody.stage, Stage::InTransit { .. }) {
				no.0.extend(not_at_rest(&custody.stage).map(DispatchError::from));
			}
			self.change(*node, |it| it.last = it.last.max(event.time));
		}
	}
}

/// Whether nothing but destruction or return comes after this reason.
pub fn is_final(reason: SuspectReason) -> bool {
	use SuspectReason::{Counterfeit, Diverted, Stolen, Unfit};
	matches!(reason, Counterfeit | Diverted | Stolen | Unfit)
}

/// Whether two recalls stand in one list: that of a product, or that of a lot.
fn same_list(one: &Scope, other: &Scope) -> bool {
	let lot = |scope: &Scope| match scope {
		Scope::Product(_) => None,
		Scope::Lot(lot) | Scope::Range { lot, .. } => Some(*lot),
	};
	match (one, other) {
		(Scope::Product(one), Scope::Product(other)) => one == other,
		_ => lot(one).is_some() && lot(one) == lot(other),
	}
}

/// Whether a step has a call of its own, so that it cannot be observed.
pub fn has_call(step: BizStep) -> bool {
	use BizStep::*;
	matches!(
		step,
		Commissioning
			| Packing | Unpacking
			| Shipping
			| Receiving
			| VoidShipping
			| Dispensing
			| Decommissioning
			| Destroying
			| SensorReporting
	)
}
