//! How calls are drawn: nodes that fit each other, named as calls name them, and what breaks a call.

use super::{
	model::{Crate, Model, Node, Reasons},
	*,
};

/// Draws calls about what a model knows.
pub struct Draw<'a> {
	pub dice: &'a mut Dice,
	pub model: &'a Model,
	/// Numbers that were not used before.
	pub fresh: &'a mut u64,
}

/// Nodes as calls name them.
pub struct Named {
	pub items: Vec<Item>,
	pub nodes: Vec<Node>,
	/// When the latest event of them happened.
	pub last: u64,
}

impl Draw<'_> {
	pub fn one_in(&mut self, bound: u64) -> bool {
		self.dice.below(bound) == 0
	}

	pub fn new_number(&mut self) -> u64 {
		*self.fresh += 1;
		*self.fresh
	}

	pub fn someone(&mut self) -> AccountId {
		self.dice.one_of(&EVERYBODY)
	}

	pub fn someone_of(&mut self, all: &[AccountId]) -> AccountId {
		self.dice.one_of(all)
	}

	/// A new event, at some time since `last`.
	pub fn event(&mut self, last: u64) -> EventInfo {
		let span = self.model.now.saturating_sub(last);
		let time = match self.dice.below(3) {
			0 => self.model.now,
			1 => last,
			_ => last + self.dice.below(span + 1),
		};
		let hash = frame::hashing::blake2_256(&self.new_number().encode());
		let place = self.one_in(2).then(|| gln(self.dice.below(9)));
		EventInfo { hash, time, place }
	}

	/// A container: mostly one that is there and fits, or a new one.
	pub fn container(&mut self, fits: impl Fn(&Custody<AccountId>, &Crate) -> bool) -> Sscc {
		let there = self.model.crates.iter();
		let fitting: Vec<_> = there
			.filter(|(sscc, it)| fits(&self.model.things[&Node::Box(**sscc)], it))
			.map(|(sscc, _)| *sscc)
			.collect();
		match fitting.is_empty() || self.one_in(3) {
			true => sscc(self.new_number()),
			false => self.dice.one_of(&fitting),
		}
	}

	/// A container into which somebody can put what it takes out of another, or a new one.
	pub fn container_but(&mut self, other: Sscc, who: AccountId) -> Sscc {
		let chosen = self.container(|it, _| {
			let free = it.stage == Stage::Held && it.parent.is_none() && it.hold.is_none();
			free && it.holder == who
		});
		match chosen == other {
			true => sscc(self.new_number()),
			false => chosen,
		}
	}

	/// A few nodes that fit, with the same holder and stage as the first one.
	pub fn nodes(
		&mut self,
		most: u64,
		fits: impl Fn(Node, &Custody<AccountId>) -> bool,
	) -> Vec<Node> {
		let all = self.model.things.iter();
		let fitting: Vec<_> =
			all.filter(|(node, it)| fits(**node, it)).map(|(node, _)| *node).collect();
		if fitting.is_empty() {
			return vec![];
		}
		// Containers are few: they come as often as packs.
		let boxes: Vec<_> =
			fitting.iter().copied().filter(|it| matches!(it, Node::Box(_))).collect();
		let of = |it: &Node| {
			let Custody { holder, parent, stage, .. } = &self.model.things[it];
			(*holder, *parent, stage.clone())
		};
		let first = match boxes.is_empty() || self.one_in(2) {
			true => self.dice.one_of(&fitting),
			false => self.dice.one_of(&boxes),
		};
		let alike: Vec<_> = fitting.iter().copied().filter(|it| of(it) == of(&first)).collect();
		let mut chosen = vec![first];
		for _ in 1..=self.dice.below(most) {
			let other = self.dice.one_of(&alike);
			if !chosen.contains(&other) {
				chosen.push(other);
			}
		}
		chosen
	}

	/// Names nodes. Of packs that were not touched mostly some neighbours come along.
	pub fn named(&mut self, nodes: &[Node], alone: bool) -> Named {
		let mut after = self.model.clone();
		let mut named = Named { items: vec![], nodes: vec![], last: 0 };
		for node in nodes.iter().filter(|it| self.model.things.contains_key(it)) {
			if named.nodes.contains(node) {
				continue;
			}
			let item = match *node {
				Node::Box(sscc) => Item::Container(sscc),
				Node::Pack(lot, place) => match after.stretch_of(lot, place) {
					None => Item::Pack(after.leaves[&(lot, place)].id),
					Some((portion, _)) if alone || self.one_in(3) => {
						self.untouched(&after, lot, portion, place)
					}
					Some((portion, last)) => {
						let (mut start, mut end) = (portion, last);
						if !self.one_in(2) {
							start += self.dice.below((place - portion + 1).into()) as u32;
							end -= self.dice.below((last - place).into()) as u32;
						}
						Item::Range { lot, portion, start, end }
					}
				},
			};
			named.nodes.extend(after.resolve(&item, &mut Reasons::default()));
			named.items.push(item);
		}
		let last = named.nodes.iter().map(|node| self.model.things[node].last).max();
		named.last = last.unwrap_or_default();
		named
	}

	fn untouched(&mut self, model: &Model, lot: LotId, portion: u32, place: u32) -> Item {
		let batch = model.lots[lot as usize].batch_of(place).expect("it lies in one");
		let index = (place - batch.start) as usize;
		let proof = Proof::truncate_from(merkle::proof(&batch.leaves, index));
		Item::Untouched { lot, portion, place, serial: batch.serials[index], proof }
	}

	/// Serials: new ones, rarely one that is known.
	pub fn serials(&mut self, count: u64) -> Vec<Serial> {
		let mut all: Vec<_> = (0..count).map(|_| serial(self.new_number())).collect();
		if self.one_in(12) {
			let number = 1 + self.dice.below(*self.fresh);
			all[0] = serial(number);
		}
		all
	}

	/// Breaks a call in one way.
	pub fn spoil(&mut self, who: &mut AccountId, call: &mut Call<Test>) {
		let model = self.model;
		let kind = self.dice.below(8);
		if kind == 0 {
			*who = self.someone();
			return;
		}
		if let (1..=3, Some(event)) = (kind, event_of_call(call)) {
			match kind {
				1 => event.time = model.now + 1 + self.dice.below(1_000),
				2 => event.time = event.time.saturating_sub(1 + self.dice.below(4 * HOUR)),
				_ => {
					let known: Vec<_> = model.events.keys().collect();
					if let Some((hash, actor)) =
						known.get(self.dice.below(known.len() as u64 + 1) as usize)
					{
						event.hash = *hash;
						// Somebody else may use the same hash.
						if self.one_in(4) {
							*who = *actor;
						}
						if let Some((hash, _)) = known.iter().find(|(_, by)| by == who) {
							event.hash = *hash;
						}
					}
				}
			}
			return;
		}
		if let (4..=5, Some(items)) = (kind, items_of_call(call)) {
			self.spoil_items(items);
			return;
		}
		self.spoil_rest(who, call);
	}

	fn spoil_items(&mut self, items: &mut BoundedVec<Item, ConstU32<MAX_ITEMS>>) {
		let number = self.new_number();
		match self.dice.below(5) {
			0 => items.clear(),
			1 => {
				let again = items.first().cloned();
				items.try_extend(again.into_iter()).expect("there is room");
			}
			2 => {
				let other = match self.dice.below(4) {
					0 => Item::Pack(PackId([9; 32])),
					1 => Item::Container(sscc(number)),
					2 => Item::Range { lot: 99, portion: 0, start: 0, end: 1 },
					_ => Item::Untouched {
						lot: 99,
						portion: 0,
						place: 0,
						serial: serial(number),
						proof: Proof::default(),
					},
				};
				items.try_push(other).expect("there is room");
			}
			_ => {
				let (a, b) = (self.dice.below(5) as u32, self.dice.below(3) as u32);
				let way = self.dice.below(4);
				for item in items.iter_mut() {
					spoil_item(item, (a, b), way, number);
				}
			}
		}
	}

	fn spoil_rest(&mut self, who: &mut AccountId, call: &mut Call<Test>) {
		let (someone, number) = (self.someone(), self.new_number());
		let lot = self.dice.below(self.model.lots.len() as u64 + 1) as LotId;
		let some_gtin = self.dice.one_of(&*GTINS);
		let reason = self.dice.one_of(&REASONS);
		match call {
			Call::register_product { gtin, .. } => *gtin = some_gtin,
			Call::set_limits { gtin, limits } => {
				*gtin = some_gtin;
				*limits = Some(Limits { min: 1, max: 0 });
			}
			Call::accept_product { gtin } => *gtin = some_gtin,
			Call::offer_product { gtin, to } => match number % 2 {
				0 => *gtin = some_gtin,
				_ => *to = someone,
			},
			Call::create_lot { gtin, lot: text, expiry } => match number % 3 {
				0 => *gtin = some_gtin,
				1 => *expiry = Expiry::from_days(19_000),
				_ => {
					if let Some(made) = self.model.lots.first() {
						(*gtin, *text) = (made.gtin, made.text);
					}
				}
			},
			Call::commission { lot: of, serials, .. } => match number % 3 {
				0 => *of = lot,
				1 => serials.clear(),
				_ => {
					let first = serials.first().copied();
					serials.try_extend(first.into_iter()).expect("there is room");
				}
			},
			Call::commission_root { lot: of, count, .. } => match number % 2 {
				0 => *of = lot,
				_ => *count = 0,
			},
			Call::pack { container, .. } | Call::unpack { container, .. } => {
				*container = self.container(|_, _| true);
			}
			Call::repack { from, to, .. } => match number % 3 {
				2 => *to = *from,
				0 => *from = self.container(|_, _| true),
				_ => *to = self.container(|_, _| true),
			},
			Call::ship { to, returning, .. } => match number % 3 {
				0 => *returning = !*returning,
				1 => *to = *who,
				_ => *to = someone,
			},
			Call::dispense { item, .. } => {
				let nodes = self.nodes(1, |_, _| true);
				if let Some(other) = self.named(&nodes, true).items.first() {
					*item = other.clone();
				}
			}
			Call::accept_return { pack, .. } => *pack = PackId([9; 32]),
			Call::quarantine { reason: of, .. } | Call::mark_illegitimate { reason: of, .. } => {
				*of = reason;
			}
			Call::recall { scope, .. } => {
				*scope = match number % 3 {
					0 => Scope::Product(some_gtin),
					1 => Scope::Lot(lot),
					_ => Scope::Range { lot, start: 2, end: number as u32 % 90 },
				};
			}
			Call::lift_recall { recall, .. } => *recall = number as u32 % 30,
			Call::transform { lot: of, serials, .. } => match number % 2 {
				0 => *of = lot,
				_ => serials.clear(),
			},
			Call::bind_sensor { item, sensor, .. } | Call::unbind_sensor { item, sensor, .. } => {
				match number % 3 {
					0 => *sensor = someone,
					1 => *item = Subject::Container(sscc(number)),
					_ => *item = Subject::Pack(PackId([9; 32])),
				}
			}
			Call::report_condition { item, reading, .. } => match number % 5 {
				0 => reading.to = self.model.now + 5,
				1 => reading.from = reading.to + 1,
				2 => reading.min = reading.max.saturating_add(1),
				3 => *item = Subject::Container(sscc(number)),
				_ => *item = Subject::Lot(0),
			},
			Call::observe { step, .. } => *step = self.dice.one_of(BizStep::ALL),
			Call::declare_error { hash, corrective, .. } => match number % 2 {
				0 => *hash = [9; 32],
				_ => *corrective = Some(*hash),
			},
			_ => *who = someone,
		}
	}
}

/// Changes one part of what an item says.
fn spoil_item(item: &mut Item, (a, b): (u32, u32), way: u64, number: u64) {
	match item {
		Item::Pack(id) => id.0[0] ^= 1,
		Item::Container(of) => *of = sscc(number),
		Item::Range { portion, start, end, .. } => match way {
			0 => *portion = portion.saturating_add(a),
			1 => *end = end.saturating_add(a),
			2 => *end = *start,
			_ => *start = start.saturating_sub(b),
		},
		Item::Untouched { portion, place, serial: of, proof, .. } => match way {
			0 => *portion = portion.saturating_add(a),
			1 => *place = place.saturating_add(a),
			2 => *of = serial(number),
			_ => {
				if proof.pop().is_none() || b == 0 {
					let _ = proof.try_push([7; 32]);
				}
			}
		},
	}
}

/// The event of a call, if it has one.
pub fn event_of_call(call: &mut Call<Test>) -> Option<&mut EventInfo> {
	match call {
		Call::commission { event, .. }
		| Call::commission_root { event, .. }
		| Call::pack { event, .. }
		| Call::unpack { event, .. }
		| Call::repack { event, .. }
		| Call::ship { event, .. }
		| Call::receive { event, .. }
		| Call::reject { event, .. }
		| Call::void_shipment { event, .. }
		| Call::dispense { event, .. }
		| Call::accept_return { event, .. }
		| Call::quarantine { event, .. }
		| Call::clear { event, .. }
		| Call::mark_illegitimate { event, .. }
		| Call::recall { event, .. }
		| Call::lift_recall { event, .. }
		| Call::destroy { event, .. }
		| Call::decommission { event, .. }
		| Call::transform { event, .. }
		| Call::bind_sensor { event, .. }
		| Call::unbind_sensor { event, .. }
		| Call::report_condition { event, .. }
		| Call::observe { event, .. } => Some(event),
		_ => None,
	}
}

/// The items of a call, if it has some.
pub fn items_of_call(call: &mut Call<Test>) -> Option<&mut BoundedVec<Item, ConstU32<MAX_ITEMS>>> {
	match call {
		Call::pack { items, .. }
		| Call::unpack { items, .. }
		| Call::repack { items, .. }
		| Call::ship { items, .. }
		| Call::receive { items, .. }
		| Call::reject { items, .. }
		| Call::void_shipment { items, .. }
		| Call::quarantine { items, .. }
		| Call::clear { items, .. }
		| Call::mark_illegitimate { items, .. }
		| Call::destroy { items, .. }
		| Call::decommission { items, .. }
		| Call::transform { inputs: items, .. }
		| Call::observe { items, .. } => Some(items),
		_ => None,
	}
}
