//! What people want of the register: mostly what makes sense.

use super::{
	draw::{Draw, Named},
	model::{Made, Node},
	rules::is_final,
	*,
};

fn bounded(items: Vec<Item>) -> BoundedVec<Item, ConstU32<MAX_ITEMS>> {
	BoundedVec::truncate_from(items)
}

fn held(custody: &Custody<AccountId>) -> bool {
	custody.stage == Stage::Held && custody.parent.is_none()
}

fn in_transit(custody: &Custody<AccountId>) -> bool {
	matches!(custody.stage, Stage::InTransit { .. }) && custody.parent.is_none()
}

impl Draw<'_> {
	/// Who wants what. Nothing, if there is nothing that fits.
	pub fn wish(&mut self) -> Option<(AccountId, Call<Test>)> {
		let few = self.model.leaves.len() < 60;
		match self.dice.below(100) {
			0 if self.model.products.len() < GTINS.len() || self.one_in(8) => Some(self.product()),
			0..=4 => Some(self.lot()),
			5..=8 => self.commission(),
			9..=20 if few => self.commission(),
			9..=22 => self.pack(),
			23..=30 => self.unpack(),
			31 => Some(self.hand_over()),
			32..=35 => self.repack(),
			36..=49 => self.ship(),
			50..=59 => self.arrive(),
			60..=66 => self.dispense(),
			67..=69 => self.accept_return(),
			70..=75 => self.hold_back(),
			76..=79 => self.clear(),
			80..=82 => self.recall(),
			83..=85 => self.lift(),
			86..=87 => self.destroy(),
			88 => self.decommission(),
			89..=90 => self.transform(),
			91..=93 => self.bind(),
			94..=96 => self.report(),
			97 => self.observe(),
			98 => self.declare(),
			_ if self.one_in(2) => self.set_limits(),
			_ => Some(self.hand_over()),
		}
	}

	fn of_maker(&mut self, gtin: Gtin) -> AccountId {
		self.model.products.get(&gtin).map_or(MANUFACTURER, |it| it.who)
	}

	fn limits(&mut self) -> Option<Limits> {
		(!self.one_in(4)).then_some(Limits { min: 2_000, max: 8_000 })
	}

	fn product(&mut self) -> (AccountId, Call<Test>) {
		let unknown = GTINS.iter().copied().find(|it| !self.model.products.contains_key(it));
		let gtin = unknown.unwrap_or(GTINS[0]);
		let limits = self.limits();
		let who = self.dice.one_of(&[MANUFACTURER, OTHER_MANUFACTURER]);
		(who, Call::register_product { gtin, limits })
	}

	fn set_limits(&mut self) -> Option<(AccountId, Call<Test>)> {
		let (gtin, limits) = (self.dice.one_of(&*GTINS), self.limits());
		Some((self.of_maker(gtin), Call::set_limits { gtin, limits }))
	}

	/// A product is offered to somebody, or taken.
	fn hand_over(&mut self) -> (AccountId, Call<Test>) {
		let model = self.model;
		let offered: Vec<_> =
			model.products.iter().filter_map(|(gtin, it)| Some((*gtin, it.heir?.0))).collect();
		if !offered.is_empty() && !self.one_in(4) {
			let (gtin, to) = self.dice.one_of(&offered);
			return (to, Call::accept_product { gtin });
		}
		let gtin = self.dice.one_of(&*GTINS);
		let maker = self.of_maker(gtin);
		let to = self.dice.one_of(&[MANUFACTURER, OTHER_MANUFACTURER, OTHER_MANUFACTURER]);
		let to = if self.one_in(6) { self.someone() } else { to };
		(self.dice.one_of(&[maker, maker, REGULATOR]), Call::offer_product { gtin, to })
	}

	pub fn lot(&mut self) -> (AccountId, Call<Test>) {
		let gtin = self.dice.one_of(&*GTINS);
		let lot = lot_text(self.new_number());
		let today = (self.model.now / DAY) as u16;
		let expiry = Expiry::from_days(today + self.dice.one_of(&[2, 8, 300, 300, 300]));
		(self.of_maker(gtin), Call::create_lot { gtin, lot, expiry })
	}

	fn some_lot(&mut self) -> Option<LotId> {
		let count = self.model.lots.len() as u64;
		(count > 0).then(|| self.dice.below(count) as LotId)
	}

	pub fn commission(&mut self) -> Option<(AccountId, Call<Test>)> {
		let lot = self.some_lot()?;
		let who = self.model.maker_of(lot)?;
		let event = self.event(self.model.now.saturating_sub(HOUR));
		if self.one_in(2) {
			let count = 1 + self.dice.below(6);
			let serials = BoundedVec::truncate_from(self.serials(count));
			return Some((who, Call::commission { lot, serials, event }));
		}
		let count = match self.one_in(10) {
			true => 64,
			false => 1 + self.dice.below(20),
		};
		let serials = self.serials(count);
		let gtin = self.model.lots[lot as usize].gtin;
		let root = merkle::plant(gtin, &serials);
		Some((who, Call::commission_root { lot, root, count: count as u32, event }))
	}

	/// Some items at rest that somebody has, and who.
	fn at_rest(&mut self, most: u64, free: bool) -> Option<(AccountId, Named)> {
		let free = free && !self.one_in(8);
		let nodes = self.nodes(most, |_, it| held(it) && !(free && it.hold.is_some()));
		let who = self.model.things[nodes.first()?].holder;
		Some((who, self.named(&nodes, false)))
	}

	fn pack(&mut self) -> Option<(AccountId, Call<Test>)> {
		let (who, named) = self.at_rest(5, true)?;
		let container = self.container(|it, _| held(it) && it.holder == who && it.hold.is_none());
		let itself = named.nodes.contains(&Node::Box(container));
		let container = if itself { sscc(self.new_number()) } else { container };
		let known = self.model.things.get(&Node::Box(container)).map_or(0, |it| it.last);
		let event = self.event(named.last.max(known));
		Some((who, Call::pack { container, items: bounded(named.items), event }))
	}

	/// Some items in a container that is at rest, the container, and who has it.
	fn inside(&mut self) -> Option<(AccountId, Sscc, Named)> {
		let model = self.model;
		let open = |sscc: &Sscc| held(&model.things[&Node::Box(*sscc)]);
		let nodes = self.nodes(6, |_, it| it.parent.is_some_and(|sscc| open(&sscc)));
		let container = self.model.things[nodes.first()?].parent?;
		let custody = &self.model.things[&Node::Box(container)];
		let mut named = self.named(&nodes, false);
		named.last = named.last.max(custody.last);
		Some((custody.holder, container, named))
	}

	fn unpack(&mut self) -> Option<(AccountId, Call<Test>)> {
		let (who, container, named) = self.inside()?;
		let event = self.event(named.last);
		Some((who, Call::unpack { container, items: bounded(named.items), event }))
	}

	fn repack(&mut self) -> Option<(AccountId, Call<Test>)> {
		let (who, from, named) = self.inside()?;
		let to = self.container_but(from, who);
		let known = self.model.things.get(&Node::Box(to)).map_or(0, |it| it.last);
		let event = self.event(named.last.max(known));
		Some((who, Call::repack { from, to, items: bounded(named.items), event }))
	}

	fn ship(&mut self) -> Option<(AccountId, Call<Test>)> {
		let returning = self.one_in(4);
		let (who, named) = self.at_rest(4, !returning)?;
		let node = *named.nodes.first()?;
		let back = self.model.things[&node].from;
		let maker = self.model.packs_of(node).keys().find_map(|lot| self.model.maker_of(*lot));
		let to = match returning {
			true => back.filter(|_| self.one_in(2)).or(maker)?,
			false => {
				let others: Vec<_> = TRADERS.into_iter().filter(|it| *it != who).collect();
				self.someone_of(&others)
			}
		};
		if to == who {
			return None;
		}
		let event = self.event(named.last);
		Some((who, Call::ship { items: bounded(named.items), to, returning, event }))
	}

	/// What comes after shipping.
	fn arrive(&mut self) -> Option<(AccountId, Call<Test>)> {
		let late = self.one_in(10);
		let nodes = self.nodes(4, |_, it| if late { held(it) } else { in_transit(it) });
		let custody = &self.model.things[nodes.first()?];
		let holder = custody.holder;
		let to = match custody.stage {
			Stage::InTransit { to, .. } => to,
			_ => holder,
		};
		let named = self.named(&nodes, false);
		let (items, event) = (bounded(named.items), self.event(named.last));
		Some(match self.dice.below(8) {
			0 => (to, Call::reject { items, event }),
			1 => (holder, Call::void_shipment { items, event }),
			_ => (to, Call::receive { items, event }),
		})
	}

	fn dispense(&mut self) -> Option<(AccountId, Call<Test>)> {
		let dispensers = [PHARMACY, OTHER_PHARMACY, HOSPITAL];
		let nodes = self.nodes(1, |node, it| {
			let fits = held(it) && it.hold.is_none() && matches!(node, Node::Pack(..));
			fits && dispensers.contains(&it.holder)
		});
		let who = self.model.things[nodes.first()?].holder;
		let named = self.named(&nodes, true);
		let item = named.items.first()?.clone();
		let receipt = Commitment(frame::hashing::blake2_256(&self.new_number().encode()));
		let event = self.event(named.last);
		Some((who, Call::dispense { item, receipt, event }))
	}

	fn accept_return(&mut self) -> Option<(AccountId, Call<Test>)> {
		let any = self.one_in(6);
		let touched = |node: Node| match node {
			Node::Pack(lot, place) => self.model.leaves[&(lot, place)].touched,
			Node::Box(_) => false,
		};
		let model = self.model;
		let fitting: Vec<_> = model
			.things
			.iter()
			.filter(|(node, it)| touched(**node) && (any || it.stage == Stage::Dispensed))
			.map(|(node, _)| *node)
			.collect();
		if fitting.is_empty() {
			return None;
		}
		let node = self.dice.one_of(&fitting);
		let custody = &model.things[&node];
		let Node::Pack(lot, place) = node else { return None };
		let pack = model.leaves[&(lot, place)].id;
		let event = self.event(custody.last);
		Some((custody.holder, Call::accept_return { pack, event }))
	}

	fn hold_back(&mut self) -> Option<(AccountId, Call<Test>)> {
		let (last, any) = (self.one_in(3), self.one_in(8));
		let nodes = self.nodes(2, |_, it| {
			let free = it.hold.as_ref().is_none_or(|hold| last && !is_final(hold.reason));
			any || free && (held(it) || in_transit(it))
		});
		let node = *nodes.first()?;
		let custody = &self.model.things[&node];
		let maker = self.model.packs_of(node).keys().find_map(|lot| self.model.maker_of(*lot));
		let to = match custody.stage {
			Stage::InTransit { to, .. } => to,
			_ => custody.holder,
		};
		let who = self.dice.one_of(&[custody.holder, custody.holder, to, maker?, REGULATOR]);
		let named = self.named(&nodes, false);
		let (items, event) = (bounded(named.items), self.event(named.last));
		Some(match last {
			true => {
				let reason = self.dice.one_of(&REASONS[4..]);
				(who, Call::mark_illegitimate { items, reason, event })
			}
			false => {
				let reason = self.dice.one_of(&[SuspectReason::Suspect, SuspectReason::Damaged]);
				(who, Call::quarantine { items, reason, event })
			}
		})
	}

	fn clear(&mut self) -> Option<(AccountId, Call<Test>)> {
		let any = self.one_in(8);
		let nodes = self.nodes(3, |_, it| {
			let fits = it.hold.as_ref().is_some_and(|hold| !is_final(hold.reason));
			any || fits && (held(it) || in_transit(it))
		});
		let node = *nodes.first()?;
		let custody = &self.model.things[&node];
		let by = custody.hold.as_ref().map_or(custody.holder, |hold| hold.by);
		let maker = self.model.packs_of(node).keys().find_map(|lot| self.model.maker_of(*lot))?;
		let who = self.dice.one_of(&[by, by, maker, REGULATOR]);
		let named = self.named(&nodes, false);
		let event = self.event(named.last);
		Some((who, Call::clear { items: bounded(named.items), event }))
	}

	fn recall(&mut self) -> Option<(AccountId, Call<Test>)> {
		let lot = self.some_lot()?;
		let made = &self.model.lots[lot as usize];
		let (size, gtin) = (made.size, made.gtin);
		let scope = match self.dice.below(6) {
			0 => Scope::Product(gtin),
			1 => Scope::Lot(lot),
			_ if size == 0 => return None,
			_ => {
				let start = self.dice.below(size.into()) as u32;
				let end = start + 1 + self.dice.below((size - start).min(4).into()) as u32;
				Scope::Range { lot, start, end }
			}
		};
		let class = self.dice.one_of(&[RecallClass::I, RecallClass::II, RecallClass::III]);
		let maker = self.of_maker(gtin);
		let who = self.dice.one_of(&[maker, REGULATOR]);
		let event = self.event(self.model.now.saturating_sub(HOUR));
		Some((who, Call::recall { scope, class, event }))
	}

	fn lift(&mut self) -> Option<(AccountId, Call<Test>)> {
		let any = self.one_in(5);
		let open: Vec<_> = (0..)
			.zip(&self.model.recalls)
			.filter(|(_, it)| any || it.open)
			.map(|(id, it)| (id, it.by))
			.collect();
		if open.is_empty() {
			return None;
		}
		let (id, by) = self.dice.one_of(&open);
		let who = self.dice.one_of(&[by, REGULATOR]);
		let event = self.event(self.model.now.saturating_sub(HOUR));
		Some((who, Call::lift_recall { recall: id, event }))
	}

	fn destroy(&mut self) -> Option<(AccountId, Call<Test>)> {
		let (who, named) = self.at_rest(2, false)?;
		let event = self.event(named.last);
		Some((who, Call::destroy { items: bounded(named.items), event }))
	}

	fn decommission(&mut self) -> Option<(AccountId, Call<Test>)> {
		let nodes = self
			.nodes(3, |node, it| held(it) && it.hold.is_none() && matches!(node, Node::Pack(..)));
		let who = self.model.things[nodes.first()?].holder;
		let named = self.named(&nodes, false);
		let event = self.event(named.last);
		Some((who, Call::decommission { items: bounded(named.items), event }))
	}

	/// Mostly packs of one lot that was not made of others, into a lot that fits; if there is none, one
	/// is made.
	fn transform(&mut self) -> Option<(AccountId, Call<Test>)> {
		let (model, any) = (self.model, self.one_in(6));
		let again = !any && self.one_in(6);
		let mut nodes = self.nodes(3, |node, it| {
			let Node::Pack(lot, _) = node else { return false };
			let makes = model.maker_of(lot) == Some(it.holder);
			held(it)
				&& it.hold.is_none()
				&& makes && (any || model.source_of(lot).is_some() == again)
		});
		let Node::Pack(from, _) = *nodes.first()? else { return None };
		if !any {
			nodes.retain(|node| matches!(node, Node::Pack(lot, _) if *lot == from));
		}
		let who = model.things[nodes.first()?].holder;
		let other = self.one_in(6);
		let fits = |(lot, it): &(LotId, &Made)| {
			let source = model.source_of(*lot).map(|(source, ..)| source);
			let open = source == Some(from) || (source.is_none() && it.size == 0);
			let open = open || (other && source.is_some());
			open && model.maker_of(*lot) == Some(who)
		};
		let fitting: Vec<_> = (0..).zip(&model.lots).filter(fits).map(|(lot, _)| lot).collect();
		let foreign = |(lot, it): &(LotId, &Made)| {
			let source = model.source_of(*lot).map(|(source, ..)| source);
			source.is_some_and(|source| source != from)
				&& model.maker_of(*lot) == Some(who)
				&& it.expiry <= model.lots[from as usize].expiry
		};
		let foreign: Vec<_> = (0..).zip(&model.lots).filter(foreign).map(|(lot, _)| lot).collect();
		let lot = match fitting.is_empty() {
			_ if !foreign.is_empty() && self.one_in(8) => self.dice.one_of(&foreign),
			_ if again || self.one_in(5) => self.some_lot()?,
			false => self.dice.one_of(&fitting),
			true => {
				let (gtin, lot) = (model.lots[from as usize].gtin, lot_text(self.new_number()));
				let expiry = model.lots[from as usize].expiry;
				return Some((who, Call::create_lot { gtin, lot, expiry }));
			}
		};
		let named = self.named(&nodes, false);
		let count = 1 + self.dice.below(3);
		let serials = BoundedVec::truncate_from(self.serials(count));
		let event = self.event(named.last);
		Some((who, Call::transform { inputs: bounded(named.items), lot, serials, event }))
	}

	/// A pack on the chain or a container that has not come to its end.
	fn subject(&mut self) -> Option<(Node, Subject)> {
		let model = self.model;
		let nodes = self.nodes(1, |node, it| match node {
			Node::Pack(lot, place) => {
				model.leaves[&(lot, place)].touched && !it.stage.is_terminal()
			}
			Node::Box(_) => !it.stage.is_terminal(),
		});
		let node = *nodes.first()?;
		Some((node, self.subject_of(node)))
	}

	fn subject_of(&self, node: Node) -> Subject {
		match node {
			Node::Pack(lot, place) => Subject::Pack(self.model.leaves[&(lot, place)].id),
			Node::Box(sscc) => Subject::Container(sscc),
		}
	}

	fn bind(&mut self) -> Option<(AccountId, Call<Test>)> {
		if self.one_in(4) && !self.model.sensors.is_empty() {
			let all: Vec<_> = self.model.sensors.iter().map(|(key, by)| (*key, by.0)).collect();
			let ((node, sensor), by) = self.dice.one_of(&all);
			let custody = &self.model.things[&node];
			let item = self.subject_of(node);
			let who = self.dice.one_of(&[custody.holder, by, MANUFACTURER, REGULATOR]);
			let custody = &self.model.things[&node];
			let event = self.event(self.model.own[&node].max(custody.last));
			return Some((who, Call::unbind_sensor { item, sensor, event }));
		}
		let (node, item) = self.subject()?;
		let custody = &self.model.things[&node];
		let who = custody.holder;
		let sensor = self.dice.one_of(&[SENSOR, SENSOR, STRANGER]);
		let event = self.event(custody.last);
		Some((who, Call::bind_sensor { item, sensor, event }))
	}

	fn report(&mut self) -> Option<(AccountId, Call<Test>)> {
		let all: Vec<_> = self.model.sensors.iter().map(|(key, by)| (*key, by.1)).collect();
		if all.is_empty() {
			return None;
		}
		let ((node, sensor), bound) = self.dice.one_of(&all);
		let event = self.event(self.model.things[&node].last);
		let (min, max) = self.dice.one_of(&[
			(2_000, 8_000),
			(2_500, 7_000),
			(3_000, 5_000),
			(4_000, 8_001),
			(1_999, 4_000),
		]);
		let mut from = event.time.saturating_sub(self.dice.below(HOUR));
		if !self.one_in(8) {
			from = from.max(bound);
		}
		let reading = Reading { from, to: event.time, min, max };
		Some((sensor, Call::report_condition { item: self.subject_of(node), reading, event }))
	}

	fn observe(&mut self) -> Option<(AccountId, Call<Test>)> {
		let (who, named) = self.at_rest(3, false)?;
		let step = self.dice.one_of(&[BizStep::Storing, BizStep::Inspecting, BizStep::Loading]);
		let event = self.event(named.last);
		let items = bounded(named.items);
		let disposition = match self.dice.below(8) {
			0 => Some(Disposition::Recalled),
			1..4 => Some(Disposition::SellableAccessible),
			_ => None,
		};
		Some((who, Call::observe { items, step, disposition, event }))
	}

	fn declare(&mut self) -> Option<(AccountId, Call<Test>)> {
		let all: Vec<_> = self.model.events.keys().copied().collect();
		if all.is_empty() {
			return None;
		}
		let declared = self.model.events.iter().filter(|(_, declared)| **declared);
		let declared: Vec<_> = declared.map(|(key, _)| *key).collect();
		let (hash, who) = match !declared.is_empty() && self.one_in(4) {
			true => self.dice.one_of(&declared),
			false => self.dice.one_of(&all),
		};
		let reason = self.dice.one_of(&[ErrorReason::DidNotOccur, ErrorReason::IncorrectData]);
		let other = all.iter().find(|(other, by)| *by == who && *other != hash);
		let corrective = other.map(|(other, _)| *other).filter(|_| self.one_in(2));
		Some((who, Call::declare_error { hash, reason, corrective }))
	}
}
