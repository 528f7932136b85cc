//! What always holds, one function a numbered invariant of the README.

mod history;

use crate::{
	custody::CustodyOf, event_of, start_of, Batches, Children, Config, Containers, Content,
	EventKind, EventOf, Events, LastAlert, LotId, LotOf, Lots, NextEvent, NextLot, NextRecall,
	Packs, Pallet, Portions, Products, Recalls, Scope, Sensors, Stage, Subject, Tally, Touched,
	Trail, MAX_DEPTH, MAX_LOT_PACKS,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use history::Books;
use medchain_support::Sscc;

/// Checks all of them.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	let books = Books::<T>::read();
	packs_are_once::<T>()?;
	children_lie_in_their_parents::<T>()?;
	what_is_over_is_over::<T>()?;
	nobody_ships_to_oneself::<T>()?;
	what_is_held_back_is_not_dispensed::<T>()?;
	lots_add_up::<T>()?;
	history::nothing_recalled_is_given_away(&books)?;
	history::steps_follow_each_other(&books)?;
	events_are_once::<T>()?;
	containers_know_what_they_hold::<T>()?;
	recalls_stand_where_they_belong::<T>()?;
	sensors_are_where_they_were_bound(&books)?;
	alerts_are_over::<T>()?;
	products_are_offered_to_others::<T>()
}

/// Everything that has custody, with how many packs of which lots it is; of containers none.
fn custodies<T: Config>() -> impl Iterator<Item = (Subject, CustodyOf<T>, Option<Content>)> {
	let packs = Packs::<T>::iter().map(|(id, pack)| {
		let content = Content { lot: pack.lot, first: pack.place, last: pack.place, count: 1 };
		(Subject::Pack(id), pack.custody, Some(content))
	});
	let portions = Portions::<T>::iter().map(|(lot, key, portion)| {
		let (first, last) = (start_of(key), portion.end.saturating_sub(1));
		let count = portion.end.saturating_sub(first);
		let content = Content { lot, first, last, count };
		(Subject::Range { lot, start: first }, portion.custody, Some(content))
	});
	let containers = Containers::<T>::iter()
		.map(|(sscc, container)| (Subject::Container(sscc), container.custody, None));
	packs.chain(portions).chain(containers)
}

/// Invariant 1: A pack was commissioned once, has one holder and at most one container, and no
/// container is in itself. What was commissioned by a root has an entry of its own exactly if its
/// place is marked.
fn packs_are_once<T: Config>() -> Result<(), TryRuntimeError> {
	let mut places = BTreeMap::new();
	for (id, pack) in Packs::<T>::iter() {
		let lot = Lots::<T>::get(pack.lot).ok_or("drug-trace 1: a pack of no lot")?;
		ensure!(
			places.insert((pack.lot, pack.place), id).is_none(),
			"drug-trace 1: two packs at one place"
		);
		let of_root =
			lot.batches.iter().any(|batch| (batch.start..batch.end()).contains(&pack.place));
		let marked = Touched::<T>::get(pack.lot, pack.place);
		ensure!(
			marked == of_root.then_some(id),
			"drug-trace 1: a place is marked for another pack, or not at all"
		);
	}
	for (lot, place, id) in Touched::<T>::iter() {
		ensure!(
			places.get(&(lot, place)) == Some(&id),
			"drug-trace 1: a place is marked without its pack"
		);
	}
	for sscc in Containers::<T>::iter_keys() {
		ensure!(
			Pallet::<T>::outermost(sscc).is_some(),
			"drug-trace 1: a container is in itself, too deep, or in none that is there"
		);
	}
	Ok(())
}

/// Invariant 2: What is in a container is neither on its way nor held back by itself, and index and
/// entry agree.
fn children_lie_in_their_parents<T: Config>() -> Result<(), TryRuntimeError> {
	let mut inside = 0usize;
	for (subject, custody, _) in custodies::<T>() {
		let Some(parent) = custody.parent else { continue };
		inside = inside.saturating_add(1);
		ensure!(
			Containers::<T>::contains_key(parent),
			"drug-trace 2: something is in a container that is not there"
		);
		ensure!(
			Children::<T>::contains_key(parent, subject),
			"drug-trace 2: a container does not know what is in it"
		);
		ensure!(
			custody.stage == Stage::Held && custody.hold.is_none(),
			"drug-trace 2: what is in a container moves or is held back alone"
		);
	}
	// Each that is inside stands in the index once: as many entries are no others.
	ensure!(
		Children::<T>::iter_keys().count() == inside,
		"drug-trace 2: a container is said to hold what is not in it"
	);
	Ok(())
}

/// Invariant 3: What was dispensed, destroyed or decommissioned is in no container, and what is no more
/// is not held back. A pack is dispensed exactly if its sale stands there. That nothing happens to it any
/// more is told by the trails.
fn what_is_over_is_over<T: Config>() -> Result<(), TryRuntimeError> {
	for (subject, custody, _) in custodies::<T>() {
		ensure!(
			match custody.stage {
				Stage::Held | Stage::InTransit { .. } => true,
				Stage::Dispensed => custody.parent.is_none(),
				Stage::Destroyed | Stage::Decommissioned =>
					custody.parent.is_none() && custody.hold.is_none(),
			},
			"drug-trace 3: what is over is held back, or in a container"
		);
		let fits = match custody.stage {
			Stage::Dispensed => matches!(subject, Subject::Pack(_)),
			Stage::Decommissioned => !matches!(subject, Subject::Container(_)),
			_ => true,
		};
		ensure!(fits, "drug-trace 3: a container or stretch ended as only a pack can");
	}
	for pack in Packs::<T>::iter_values() {
		let is_dispensed = pack.custody.stage == Stage::Dispensed;
		ensure!(
			is_dispensed == pack.sale.is_some(),
			"drug-trace 3: dispensed without a sale, or a sale without having been dispensed"
		);
		let by_holder = pack.sale.is_none_or(|sale| sale.by == pack.custody.holder);
		ensure!(
			by_holder && (!is_dispensed || pack.sold > 0),
			"drug-trace 3: dispensed by another than who had it, or never"
		);
	}
	Ok(())
}

/// Invariant 4: What is on its way goes to another, or comes back after a rejection; and nobody has
/// shipped to oneself. That the consignee received it is told by the trails.
fn nobody_ships_to_oneself<T: Config>() -> Result<(), TryRuntimeError> {
	for (_, custody, _) in custodies::<T>() {
		ensure!(
			custody.from.as_ref() != Some(&custody.holder),
			"drug-trace 4: somebody received from oneself"
		);
		if let Stage::InTransit { to, returning } = custody.stage {
			ensure!(
				returning || to != custody.holder,
				"drug-trace 4: something is shipped onward to its sender"
			);
		}
	}
	Ok(())
}

/// Invariant 5: Nothing that is held back is with a patient. That nothing was packed, sent onward or
/// dispensed that was held back or called back then is told by the trails. What is found on its way in
/// this state was held back, called back or has expired since.
fn what_is_held_back_is_not_dispensed<T: Config>() -> Result<(), TryRuntimeError> {
	for (_, custody, _) in custodies::<T>() {
		ensure!(
			custody.stage != Stage::Dispensed || custody.hold.is_none(),
			"drug-trace 5: a patient has what is held back"
		);
	}
	Ok(())
}

/// Whether batches follow each other, and end before a place.
fn are_in_order(batches: &Batches, end: u32) -> bool {
	let starts = batches.iter().skip(1).map(|batch| batch.start).chain([end]);
	batches.iter().zip(starts).all(|(batch, next)| batch.count > 0 && batch.end() <= next)
}

/// Invariant 6: Each place of a lot that was commissioned is that of one pack with an entry, or lies in
/// one portion, and that within one batch. Batches do not overlap. The tally is what they come to.
fn lots_add_up<T: Config>() -> Result<(), TryRuntimeError> {
	let mut stretches = BTreeMap::<LotId, Vec<(u32, u32)>>::new();
	let mut tallies = BTreeMap::<LotId, Tally>::new();
	for (subject, custody, content) in custodies::<T>() {
		let Some(content) = content else { continue };
		let end = content.first.saturating_add(content.count);
		stretches.entry(content.lot).or_default().push((content.first, end));
		let tally = tallies.entry(content.lot).or_default();
		let counter = match Pallet::<T>::custody_info(&custody).stage {
			Stage::Held | Stage::InTransit { .. } => None,
			Stage::Dispensed => Some(&mut tally.dispensed),
			Stage::Destroyed => Some(&mut tally.destroyed),
			Stage::Decommissioned => Some(&mut tally.decommissioned),
		};
		if let Some(counter) = counter {
			*counter = counter.saturating_add(content.count);
		}
		if let Subject::Range { lot, start } = subject {
			let lot = Lots::<T>::get(lot).ok_or("drug-trace 6: a portion of no lot")?;
			ensure!(
				lot.batches.iter().any(|batch| batch.start <= start && end <= batch.end()),
				"drug-trace 6: a portion does not lie within a batch"
			);
		}
	}
	for (id, lot) in Lots::<T>::iter() {
		ensure!(
			id < NextLot::<T>::get() && LotOf::<T>::get(lot.gtin, lot.lot) == Some(id),
			"drug-trace 6: a lot is not found by its name"
		);
		let mut next = 0;
		let mut own = stretches.remove(&id).unwrap_or_default();
		own.sort_unstable();
		for (start, end) in own {
			ensure!(
				start == next && end > start,
				"drug-trace 6: places overlap, or one is missing"
			);
			next = end;
		}
		let counted = tallies.remove(&id).unwrap_or_default();
		ensure!(
			lot.tally == Tally { commissioned: next, ..counted },
			"drug-trace 6: the tally is not what the packs come to"
		);
		ensure!(next <= MAX_LOT_PACKS, "drug-trace 6: a lot has too many packs");
		ensure!(
			are_in_order(&lot.batches, next),
			"drug-trace 6: batches overlap, are empty, or lie beyond the lot"
		);
		let Some(source) = lot.source else { continue };
		let other = Lots::<T>::get(source.lot).ok_or("drug-trace 6: a lot made of no lot")?;
		ensure!(
			other.source.is_none() && lot.batches.is_empty() && lot.expiry <= other.expiry,
			"drug-trace 6: a lot is made of what was made, or in part, or outlives it"
		);
		ensure!(
			source.first <= source.last && source.last < other.tally.commissioned,
			"drug-trace 6: a lot is made of packs that are not there"
		);
	}
	for (gtin, product) in Products::<T>::iter() {
		let lots = Pallet::<T>::counted(LotOf::<T>::iter_key_prefix(gtin).count());
		ensure!(product.lots == lots, "drug-trace 6: a product has other lots");
	}
	Ok(())
}

/// Invariant 8: Each event is recorded once, under its number and under its name.
fn events_are_once<T: Config>() -> Result<(), TryRuntimeError> {
	let mut count = 0u64;
	for (hash, actor, record) in Events::<T>::iter() {
		count = count.saturating_add(1);
		ensure!(
			record.actor == actor && record.time <= record.recorded_at,
			"drug-trace 8: an event of another, or of the future"
		);
		ensure!(
			EventOf::<T>::get(record.number) == Some((hash, actor)),
			"drug-trace 8: an event is not found by its number"
		);
	}
	let numbers = u64::try_from(EventOf::<T>::iter_keys().count()).unwrap_or(u64::MAX);
	ensure!(
		count == NextEvent::<T>::get() && numbers == count,
		"drug-trace 8: numbers without events, or events without numbers"
	);
	ensure!(
		Trail::<T>::iter_keys().all(|(_, key)| event_of(key) < count),
		"drug-trace 8: a step of an event that is not there"
	);
	Ok(())
}

/// What is directly in a container: how many, how high, and how many packs of each lot between which
/// places.
#[derive(Default)]
struct Held {
	children: u32,
	height: u8,
	lots: BTreeMap<LotId, (u32, u32, u32)>,
}

/// Invariant 9: A container holds something. What it says of its contents is the sum of what is directly
/// in it; the stretch of each lot is no narrower, and the height no lower, than that of what is in it.
fn containers_know_what_they_hold<T: Config>() -> Result<(), TryRuntimeError> {
	let mut held = BTreeMap::<Sscc, Held>::new();
	for (subject, custody, content) in custodies::<T>() {
		let Some(parent) = custody.parent else { continue };
		let held = held.entry(parent).or_default();
		held.children = held.children.saturating_add(1);
		let (contents, height) = match (content, subject) {
			(None, Subject::Container(sscc)) => Containers::<T>::get(sscc)
				.map(|inner| (inner.contents.into_inner(), inner.height))
				.unwrap_or_default(),
			(content, _) => (content.into_iter().collect(), 0),
		};
		held.height = held.height.max(height.saturating_add(1));
		for content in contents {
			let lot = held.lots.entry(content.lot).or_insert((u32::MAX, 0, 0));
			lot.0 = lot.0.min(content.first);
			lot.1 = lot.1.max(content.last);
			lot.2 = lot.2.saturating_add(content.count);
		}
	}
	for (sscc, container) in Containers::<T>::iter() {
		let is_gone = container.custody.stage == Stage::Destroyed;
		ensure!(
			is_gone == container.ticket.is_none(),
			"drug-trace 9: what is no more has a deposit, or what is there has none"
		);
		let held = held.remove(&sscc).ok_or("drug-trace 9: a container is empty")?;
		ensure!(
			container.children == held.children,
			"drug-trace 9: another number of items is in a container"
		);
		ensure!(
			held.height <= container.height && container.height <= MAX_DEPTH,
			"drug-trace 9: a container is higher than it says, or than it may be"
		);
		ensure!(
			container.contents.len() == held.lots.len(),
			"drug-trace 9: a container holds other lots"
		);
		for content in container.contents {
			let (first, last, count) =
				held.lots.get(&content.lot).ok_or("drug-trace 9: a container holds other lots")?;
			ensure!(content.count == *count, "drug-trace 9: a container holds other packs");
			ensure!(
				content.first <= *first && *last <= content.last,
				"drug-trace 9: a container holds packs of other places"
			);
		}
	}
	Ok(())
}

/// Invariant 10: A recall stands against its product or lot exactly until it is lifted.
fn recalls_stand_where_they_belong<T: Config>() -> Result<(), TryRuntimeError> {
	let mut standing = 0usize;
	for (id, recall) in Recalls::<T>::iter() {
		ensure!(id < NextRecall::<T>::get(), "drug-trace 10: a recall without a number");
		let stands = match recall.scope {
			Scope::Product(gtin) => {
				Products::<T>::get(gtin).is_some_and(|product| product.recalls.contains(&id))
			}
			Scope::Lot(lot) => stands_against::<T>(lot, id, 0, MAX_LOT_PACKS),
			Scope::Range { lot, start, end } => stands_against::<T>(lot, id, start, end),
		};
		ensure!(
			stands == recall.lifted.is_none(),
			"drug-trace 10: a lifted recall stands, or another does not"
		);
		standing = standing.saturating_add(usize::from(stands));
	}
	let of_products: usize = Products::<T>::iter_values().map(|known| known.recalls.len()).sum();
	let of_lots: usize = Lots::<T>::iter_values().map(|known| known.recalls.len()).sum();
	ensure!(
		of_products.saturating_add(of_lots) == standing,
		"drug-trace 10: a recall that is not there stands, or one stands twice"
	);
	Ok(())
}

fn stands_against<T: Config>(lot: LotId, id: crate::RecallId, start: u32, end: u32) -> bool {
	let recall = crate::LotRecall { id, start, end };
	Lots::<T>::get(lot).is_some_and(|lot| lot.recalls.contains(&recall))
}

/// Invariant 11: A sensor was bound by an event in the trail of a pack or container that is or was there.
fn sensors_are_where_they_were_bound<T: Config>(books: &Books<T>) -> Result<(), TryRuntimeError> {
	for (item, _, binding) in Sensors::<T>::iter() {
		let is_there = match item {
			Subject::Pack(id) => Packs::<T>::contains_key(id),
			Subject::Container(_) => true,
			Subject::Range { .. } | Subject::Lot(_) | Subject::Product(_) => false,
		};
		let bound = books.actor_of(item, binding.since, EventKind::BindSensor);
		ensure!(
			is_there && bound == Some(&binding.by),
			"drug-trace 11: a sensor was never bound to this"
		);
	}
	Ok(())
}

/// Invariant 12: Alerts are over.
fn alerts_are_over<T: Config>() -> Result<(), TryRuntimeError> {
	let now = Pallet::<T>::now();
	for at in LastAlert::<T>::iter_values() {
		ensure!(at <= now, "drug-trace 12: an alert of the future");
	}
	Ok(())
}

/// Invariant 13: A product is offered to another than its manufacturer.
fn products_are_offered_to_others<T: Config>() -> Result<(), TryRuntimeError> {
	for product in Products::<T>::iter_values() {
		let to_itself = product.offer.is_some_and(|offer| offer.to == product.manufacturer);
		ensure!(!to_itself, "drug-trace 13: a product is offered to its manufacturer");
	}
	Ok(())
}
