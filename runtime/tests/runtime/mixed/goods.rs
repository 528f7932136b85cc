//! Drug packs.

use super::*;
use medchain_runtime::DrugTrace;
use medchain_support::{Expiry, Gtin, PackId, Serial, SoldPack, Sscc};
use pallet_drug_trace::{
	Call as Drugs, Custody, ErrorReason, EventInfo, Item, Items, Pack, Reading, RecallClass,
	Scope as Recalled, Serials, Stage, Subject, SuspectReason,
};

/// Every receipt opens with it.
pub const OPENING: [u8; 32] = [4; 32];

/// A product with a lot.
pub fn prepare() {
	assert_ok!(DrugTrace::register_product(signed(CharlieStash), gtin(), None));
	assert_ok!(crate::insurance::send(CharlieStash, lot()));
}

fn gtin() -> Gtin {
	"05901234123457".parse().expect("a GTIN")
}

fn lot() -> Drugs<Runtime> {
	let expiry = Expiry::from_days((now() / DAY) as u16 + 400);
	let number = pallet_drug_trace::NextLot::<Runtime>::get();
	Drugs::create_lot {
		gtin: gtin(),
		lot: format!("L{number}").parse().expect("it is short"),
		expiry,
	}
}

/// All that have been seen alone.
pub fn packs() -> Vec<(PackId, Pack<AccountId>)> {
	pallet_drug_trace::Packs::<Runtime>::iter().collect()
}

impl Mix {
	fn event(&mut self) -> EventInfo {
		EventInfo { hash: self.fresh_hash(), time: now(), place: None }
	}

	fn new_serials(&mut self) -> Serials {
		let count = 1 + self.dice.below(4);
		let serials = (0..count)
			.map(|_| self.fresh().to_string().parse::<Serial>().expect("it is short"))
			.collect();
		Serials::truncate_from(serials)
	}

	pub fn goods(&mut self) -> Option<Wish> {
		let event = self.event();
		let next = pallet_drug_trace::NextLot::<Runtime>::get();
		let lot_id = self.recent(next.into()) as u32;
		if self.one_in(5) {
			return match self.dice.below(12) {
				0 if next < 12 => by(CharlieStash, lot()),
				1..=9 => {
					let serials = self.new_serials();
					by(CharlieStash, Drugs::commission { lot: lot_id, serials, event })
				}
				10 if self.one_in(3) => {
					let scope = Recalled::Lot(lot_id);
					by(CharlieStash, Drugs::recall { scope, class: RecallClass::II, event })
				}
				_ => {
					let (recall, _) = pallet_drug_trace::Recalls::<Runtime>::iter()
						.find(|(_, recall)| recall.lifted.is_none())?;
					by(CharlieStash, Drugs::lift_recall { recall, event })
				}
			};
		}
		let all = packs();
		if all.is_empty() {
			return None;
		}
		// Mostly one that is on its way to a patient, or in a container.
		let is_lively = |custody: &Custody<AccountId>| {
			let arrived = custody.stage == Stage::Held && custody.holder == account(Dave);
			let is_under_way = matches!(custody.stage, Stage::InTransit { .. });
			arrived || is_under_way || custody.hold.is_some() || custody.parent.is_some()
		};
		let lively: Vec<_> = all.iter().filter(|(_, pack)| is_lively(&pack.custody)).collect();
		let (id, pack) = match lively.len() as u64 {
			count if count > 0 && !self.one_in(4) => {
				lively[self.dice.below(count) as usize].clone()
			}
			_ => all[self.dice.below(all.len() as u64) as usize].clone(),
		};
		let item = match pack.custody.parent {
			Some(container) if !self.one_in(6) => Item::Container(container),
			_ => Item::Pack(id),
		};
		let found = DrugTrace::pack_of(id)?;
		let holder = found.custody.holder.clone();
		let mut items = vec![item.clone()];
		// Others of the same holder.
		for (other, pack) in all {
			let custody = pack.custody;
			let is_like = custody.holder == holder && custody.stage == found.custody.stage;
			let is_alone = custody.parent.is_none() && custody.hold == found.custody.hold;
			if other != id && is_like && is_alone && self.one_in(6) && items.len() < 4 {
				items.push(Item::Pack(other));
			}
		}
		let alone = Items::truncate_from(vec![item.clone()]);
		let items = if self.one_in(3) { Items::truncate_from(items) } else { alone };
		let container = Sscc::from_body(1 + self.dice.below(40)).expect("it is small");
		let reason = SuspectReason::Suspect;
		let called_back = pallet_drug_trace::Recalls::<Runtime>::iter_values()
			.any(|recall| recall.lifted.is_none());
		let subject = Subject::Pack(id);
		let sensor = pallet_drug_trace::Sensors::<Runtime>::iter_key_prefix(subject)
			.next()
			.unwrap_or(account(self.anybody()));
		match found.custody.stage {
			Stage::InTransit { to, .. } => match self.dice.below(8) {
				0..=5 => by_account(to, Drugs::receive { items, event }),
				6 => by_account(to, Drugs::reject { items, event }),
				_ => by_account(holder, Drugs::void_shipment { items, event }),
			},
			Stage::Held if found.custody.hold.is_some() => match self.dice.below(4) {
				0 => by_account(holder, Drugs::destroy { items, event }),
				1 if self.one_in(3) => {
					let reason = SuspectReason::Counterfeit;
					by(Ferdie, Drugs::mark_illegitimate { items, reason, event })
				}
				_ => by_account(holder, Drugs::clear { items, event }),
			},
			Stage::Held => match self.dice.below(20) {
				0..=7 if holder == account(Dave) && found.custody.parent.is_none() => {
					let patient = account(self.patient());
					let receipt = SoldPack { id, opening: OPENING }.receipt(&patient);
					by_account(holder, Drugs::dispense { item: Item::Pack(id), receipt, event })
				}
				0..=5 if holder != account(Dave) => {
					let to = account(self.dice.one_of(&[Dave, Dave, DaveStash, CharlieStash]));
					if to == holder || called_back && !self.one_in(8) {
						return None;
					}
					by_account(holder, Drugs::ship { items, to, returning: false, event })
				}
				6..=8 if found.custody.parent.is_none() => {
					by_account(holder, Drugs::pack { container, items, event })
				}
				9..=10 => {
					let container = found.custody.parent?;
					let items = Items::truncate_from(vec![Item::Pack(id)]);
					by_account(holder, Drugs::unpack { container, items, event })
				}
				11 => {
					let from = found.custody.parent?;
					let items = Items::truncate_from(vec![Item::Pack(id)]);
					by_account(holder, Drugs::repack { from, to: container, items, event })
				}
				12..=13 if found.custody.parent.is_none() => {
					by_account(holder, Drugs::quarantine { items, reason, event })
				}
				14 if self.one_in(6) => by_account(holder, Drugs::decommission { items, event }),
				14 => by_account(holder, Drugs::bind_sensor { item: subject, sensor, event }),
				15 if self.one_in(6) => {
					by_account(holder, Drugs::unbind_sensor { item: subject, sensor, event })
				}
				15 => {
					let (item, sensor, _) = pallet_drug_trace::Sensors::<Runtime>::iter().next()?;
					let reading = Reading { from: now(), to: now(), min: 4_000, max: 5_000 };
					by_account(sensor, Drugs::report_condition { item, reading, event })
				}
				16 => by_account(
					holder,
					Drugs::observe {
						items,
						step: medchain_support::BizStep::Storing,
						disposition: None,
						event,
					},
				),
				17 => {
					let place = self.dice.below(20) as usize;
					let (hash, by, _) = pallet_drug_trace::Events::<Runtime>::iter().nth(place)?;
					let reason = ErrorReason::IncorrectData;
					by_account(by, Drugs::declare_error { hash, reason, corrective: None })
				}
				18 if self.one_in(4) => by_account(
					holder,
					Drugs::transform {
						inputs: items,
						lot: lot_id,
						serials: self.new_serials(),
						event,
					},
				),
				_ => None,
			},
			Stage::Dispensed if self.one_in(3) => {
				by(Dave, Drugs::accept_return { pack: id, event })
			}
			_ => None,
		}
	}
}
