//! What each call asks for and changes, on single packs and containers.

use super::{
	model::{
		has, not_at_rest, trades, Batch, Callback, Crate, Leaf, Made, Maker, Model, Node, Reasons,
	},
	*,
};

impl Model {
	pub fn register(
		&mut self,
		who: AccountId,
		gtin: Gtin,
		limits: Option<Limits>,
		no: &mut Reasons,
	) {
		no.add_if(!has(who, Role::Manufacturer), TestError::NotManufacturer);
		no.add_if(self.products.contains_key(&gtin), TestError::ProductExists);
		no.add_if(limits.is_some_and(|it| it.min > it.max), TestError::BadLimits);
		self.products.entry(gtin).or_insert(Maker { who, heir: None, limits });
	}

	pub fn offer(&mut self, who: AccountId, gtin: Gtin, to: AccountId, no: &mut Reasons) {
		let Some(product) = self.products.get_mut(&gtin) else {
			return no.add(TestError::ProductNotFound);
		};
		let official = has(who, Role::Regulator);
		if !official {
			let makes = product.who == who && has(who, Role::Manufacturer);
			no.add_if(!makes, TestError::NotManufacturer);
			no.add_if(matches!(product.heir, Some((_, true))), TestError::NotAuthorized);
		}
		product.heir = (to != product.who).then_some((to, official));
	}

	pub fn accept(&mut self, who: AccountId, gtin: Gtin, no: &mut Reasons) {
		let Some(product) = self.products.get_mut(&gtin) else {
			return no.add(TestError::ProductNotFound);
		};
		no.add_if(!has(who, Role::Manufacturer), TestError::NotManufacturer);
		no.add_if(product.heir.is_none_or(|(to, _)| to != who), TestError::NotOffered);
		(product.who, product.heir) = (who, None);
	}

	pub fn set_limits(
		&mut self,
		who: AccountId,
		gtin: Gtin,
		limits: Option<Limits>,
		no: &mut Reasons,
	) {
		no.add_if(limits.is_some_and(|it| it.min > it.max), TestError::BadLimits);
		match self.products.get_mut(&gtin) {
			None => no.add(TestError::ProductNotFound),
			Some(product) => {
				no.add_if(product.who != who, TestError::NotManufacturer);
				product.limits = limits;
			}
		}
	}

	pub fn create(
		&mut self,
		who: AccountId,
		gtin: Gtin,
		text: Lot,
		expiry: Expiry,
		no: &mut Reasons,
	) {
		match self.products.get(&gtin) {
			None => return no.add(TestError::ProductNotFound),
			Some(product) => no.add_if(product.who != who, TestError::NotManufacturer),
		}
		let known = self.lots.iter().any(|it| (it.gtin, it.text) == (gtin, text));
		no.add_if(known, TestError::LotExists);
		let (made_of, batches, cuts) = Default::default();
		self.lots.push(Made { gtin, text, expiry, size: 0, made_of, batches, cuts });
	}

	pub fn adds_to(&self, who: AccountId, lot: LotId, no: &mut Reasons) -> bool {
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

	/// Packs come into a lot that are not made of others.
	pub fn is_fresh(&self, lot: LotId, no: &mut Reasons) {
		let derived = self.lots.get(lot as usize).is_some_and(|it| !it.made_of.is_empty());
		no.add_if(derived, TestError::HasSource);
	}

	/// Packs come into a lot that are made of these.
	pub fn derive(&mut self, lot: LotId, nodes: &[Node], no: &mut Reasons) {
		let packs: BTreeSet<_> = nodes
			.iter()
			.filter_map(|node| match node {
				Node::Pack(lot, place) => Some((*lot, *place)),
				Node::Box(_) => None,
			})
			.collect();
		let from: BTreeSet<_> = packs.iter().map(|(lot, _)| *lot).collect();
		no.add_if(from.len() > 1, TestError::MixedSources);
		if lot as usize >= self.lots.len() {
			return;
		}
		for source in from {
			let (to, source) = (&self.lots[lot as usize], (source, &self.lots[source as usize]));
			no.add_if(!source.1.made_of.is_empty(), TestError::AlreadyTransformed);
			no.add_if(to.expiry > source.1.expiry, TestError::OutlivesSource);
			let other = to.made_of.iter().any(|(lot, _)| *lot != source.0);
			no.add_if(other, TestError::OtherSource);
			no.add_if(to.made_of.is_empty() && to.size > 0, TestError::LotNotEmpty);
		}
		self.lots[lot as usize].made_of.extend(packs);
	}

	pub fn add_pack(&mut self, who: AccountId, lot: LotId, id: PackId, touched: bool, time: u64) {
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

	pub fn commission(
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

	pub fn commission_root(
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

	pub fn pack(
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
		for (at, child) in nodes.iter().enumerate().filter(|(_, it)| **it != node) {
			no.add_if(nodes[..at].contains(child), TestError::HasParent);
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
			let from = custody.from;
			let all = self.things.get_mut(&node).expect("it is known");
			all.from = all.from.filter(|_| from == all.from);
			self.change(*child, |it| it.last = it.last.max(event.time));
			self.things.get_mut(child).expect("it is known").parent = Some(container);
		}
		self.change(node, |it| it.last = it.last.max(event.time));
		self.own.insert(node, event.time);
	}

	pub fn unpack(
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
			self.sensors.retain(|(of, _), _| *of != node);
		} else {
			let hulls = &mut self.crates.get_mut(&container).expect("it is there").hulls;
			hulls.retain(|lot, _| left.contains_key(lot));
		}
	}

	pub fn ship(
		&mut self,
		who: AccountId,
		nodes: &[Node],
		to: AccountId,
		returning: bool,
		event: &EventInfo,
		no: &mut Reasons,
	) {
		no.add_if(to == who, TestError::SelfShipment);
		no.add_if(!trades(to) || (!returning && !trades(who)), TestError::NotTradingPartner);
		for node in nodes {
			self.in_hand(who, *node, no);
			let back = self.things[node].from == Some(to) || self.makes(to, *node);
			no.add_if(returning && !back, TestError::WrongReturn);
			// Whatever it goes back in, each pack goes to its maker, or to who has shipped that pack.
			let inner = self.within(*node);
			for pack in inner.into_iter().filter(|it| matches!(it, Node::Pack(..))) {
				if !returning {
					self.shipped.insert((pack, who));
				} else if no.0.is_empty() {
					let known = self.shipped.contains(&(pack, to)) || self.makes(to, pack);
					assert!(known, "{pack:?} goes back to {to}, who never had it, in {node:?}");
				}
			}
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
	pub fn on_its_way(&self, node: Node, no: &mut Reasons) -> Option<AccountId> {
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

	pub fn receive(&mut self, who: AccountId, nodes: &[Node], event: &EventInfo, no: &mut Reasons) {
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

	pub fn reject(&mut self, who: AccountId, nodes: &[Node], event: &EventInfo, no: &mut Reasons) {
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

	pub fn void_shipment(
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

	pub fn dispense(
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

	pub fn accept_return(
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
			let (reason, judge) = (SuspectReason::ReturnedByPatient, Judge::Manufacturer);
			let hold = Hold { by: who, reason, judge };
			self.change(*node, |it| {
				it.stage = Stage::Held;
				it.hold = Some(hold.clone());
				it.last = it.last.max(event.time);
			});
		}
	}

	pub fn hold_back(
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
			let judge = match reason {
				_ if is_final(reason) || has(who, Role::Regulator) => Judge::Regulator,
				_ if self.makes(who, *node) => Judge::Manufacturer,
				_ => Judge::Holder,
			};
			if let Some(hold) = &custody.hold {
				let over = is_final(reason) || few(judge) < few(hold.judge);
				let stays = is_final(hold.reason) || !over;
				no.add_if(stays, TestError::AlreadyHeldBack);
			}
			self.change(*node, |it| it.last = it.last.max(event.time));
			let hold = Some(Hold { by: who, reason, judge });
			self.things.get_mut(node).expect("it is known").hold = hold;
		}
	}

	pub fn clear(&mut self, who: AccountId, nodes: &[Node], event: &EventInfo, no: &mut Reasons) {
		for node in nodes {
			let custody = &self.things[node];
			no.add_if(custody.parent.is_some(), TestError::HasParent);
			if !matches!(custody.stage, Stage::InTransit { .. }) {
				no.0.extend(not_at_rest(&custody.stage).map(DispatchError::from));
			}
			match &custody.hold {
				None => no.add(TestError::NotHeldBack),
				Some(hold) => {
					let orders = has(who, Role::Regulator);
					no.add_if(is_final(hold.reason) && !orders, TestError::Illegitimate);
					let own = hold.by == who && custody.holder == who;
					let may = match hold.judge {
						Judge::Holder => own || self.makes(who, *node),
						Judge::Manufacturer => self.makes(who, *node),
						Judge::Regulator => false,
					};
					no.add_if(!may && !orders, TestError::NotAuthorized);
				}
			}
			self.change(*node, |it| it.last = it.last.max(event.time));
			self.things.get_mut(node).expect("it is known").hold = None;
		}
	}

	pub fn recall(&mut self, who: AccountId, scope: Scope, no: &mut Reasons) {
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
		let most = if has(who, Role::Regulator) { 8 } else { 6 };
		no.add_if(listed.count() >= most, TestError::TooManyRecalls);
		no.add_if(maker != who && !has(who, Role::Regulator), TestError::NotAuthorized);
		let official = has(who, Role::Regulator);
		self.recalls.push(Callback { scope, by: who, official, open: true });
	}

	pub fn lift(&mut self, who: AccountId, id: RecallId, no: &mut Reasons) {
		let Some(recall) = self.recalls.get(id as usize) else {
			return no.add(TestError::RecallNotFound);
		};
		no.add_if(!recall.open, TestError::AlreadyLifted);
		let maker = match &recall.scope {
			Scope::Product(gtin) => Some(self.products[gtin].who),
			Scope::Lot(lot) | Scope::Range { lot, .. } => self.maker_of(*lot),
		};
		let may = match has(who, Role::Regulator) {
			true => true,
			false => {
				let own = recall.by == who && !recall.official;
				own && maker == Some(who) && has(who, Role::Manufacturer)
			}
		};
		no.add_if(!may, TestError::NotAuthorized);
		self.recalls[id as usize].open = false;
	}

	/// Items are destroyed, or lose their identity.
	pub fn end(
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
				self.held_back(*node, no);
			}
			self.change(*node, |it| {
				it.stage = stage.clone();
				it.last = it.last.max(event.time);
			});
			self.things.get_mut(node).expect("it is known").hold = None;
		}
	}

	pub fn node_of(&self, item: &Subject, no: &mut Reasons) -> Option<Node> {
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

	pub fn bind(
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
		let before = self.sensors.insert((node, sensor), (who, event.time));
		no.add_if(before.is_some(), TestError::AlreadyBound);
	}

	pub fn unbind(
		&mut self,
		who: AccountId,
		item: &Subject,
		sensor: AccountId,
		event: &EventInfo,
		no: &mut Reasons,
	) {
		let Some(node) = self.node_of(item, no) else { return };
		let Some((by, _)) = self.sensors.remove(&(node, sensor)) else {
			return no.add(TestError::NotBound);
		};
		let holds = self.things[&node].holder == who && !self.makes(by, node);
		let may = holds || by == who || self.makes(who, node) || has(who, Role::Regulator);
		no.add_if(!may, TestError::NotAuthorized);
		self.happens(node, event, no);
	}

	/// What keeps somebody from binding sensors to a node: it has not to be outermost.
	pub fn in_charge(&mut self, who: AccountId, node: Node, event: &EventInfo, no: &mut Reasons) {
		no.add_if(self.things[&node].holder != who, TestError::NotHolder);
		self.happens(node, event, no);
	}

	/// Something happens to a node itself, wherever it is.
	pub fn happens(&mut self, node: Node, event: &EventInfo, no: &mut Reasons) {
		no.add_if(self.things[&node].last > event.time, TestError::EventBeforePredecessor);
		self.own.insert(node, event.time);
		self.change(node, |it| it.last = it.last.max(event.time));
	}

	pub fn not_gone(&self, node: Node, no: &mut Reasons) {
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

	pub fn report(
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
		let Some((by, at)) = self.sensors.get(&(node, who)).copied() else {
			return no.add(TestError::NotBound);
		};
		no.add_if(reading.from < at, TestError::ReadingBeforeBinding);
		let top = self.outermost(node);
		self.not_gone(top, no);
		let Custody { holder, from, .. } = self.things[&top].clone();
		let concerned = holder == by || from == Some(by) || self.makes(by, node);
		no.add_if(!concerned, TestError::BinderGone);
		self.happens(node, event, no);
		let lots = self.packs_of(node);
		let out = lots.keys().any(|lot| {
			let gtin = self.lots[*lot as usize].gtin;
			let limits = self.products[&gtin].limits;
			limits.is_some_and(|it| reading.min < it.min || reading.max > it.max)
		});
		let known = self.things[&top].hold.as_ref();
		let gives_way = known.is_none_or(|it| it.judge == Judge::Holder && !is_final(it.reason));
		if out && gives_way {
			if top != node {
				self.happens(top, event, no);
			}
			let (reason, judge) = (SuspectReason::Excursion, Judge::Manufacturer);
			let hold = Some(Hold { by: who, reason, judge });
			self.things.get_mut(&top).expect("it is known").hold = hold;
		}
	}

	pub fn observe(&mut self, who: AccountId, nodes: &[Node], event: &EventInfo, no: &mut Reasons) {
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

/// How many kinds of people may end a hold.
fn few(judge: Judge) -> u8 {
	match judge {
		Judge::Holder => 3,
		Judge::Manufacturer => 2,
		Judge::Regulator => 1,
	}
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
			| CreatingClassInstance
			| Packing | Unpacking
			| Repackaging
			| Shipping
			| Consigning
			| Receiving
			| VoidShipping
			| Dispensing
			| RetailSelling
			| Holding | Destroying
			| Decommissioning
			| SensorReporting
	)
}
