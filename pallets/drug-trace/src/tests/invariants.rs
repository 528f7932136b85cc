//! Each invariant, and each condition of it, fires when it is violated.

use super::*;
use frame::deps::{frame_support::storage::with_transaction, sp_runtime::TryRuntimeError};

/// Packs that [`scene`] has ready, by their serials: one with a patient, one held back, one on its way,
/// one in a container, one that was decommissioned.
const DISPENSED: u64 = 1;
const HELD_BACK: u64 = 2;
const ON_ITS_WAY: u64 = 3;
const BOXED: u64 = 17;
const LOT: LotId = 0;
/// Places where portions begin: one in a container, one destroyed, one that is with its manufacturer,
/// the last of the lot.
const IN_BOX: u32 = 5;
const DESTROYED: u32 = 10;
const LAST: u32 = 14;
/// Numbers of events: of a recall, and of its end.
const RECALLED: EventNumber = 12;

fn scene() {
	let lot = empty_lot();
	let packs = commissioned(lot, 1, 3);
	assert_eq!((lot, rooted(lot, 11, 20)), (LOT, 3));
	pack_by(MANUFACTURER, sscc(1), &[range(lot, 5, 8), untouched(lot, 9)]);
	pack_by(MANUFACTURER, sscc(2), &[Item::Container(sscc(1))]);
	moved(MANUFACTURER, PHARMACY, &[Item::Pack(packs[0])]);
	done(PHARMACY, dispensing(Item::Pack(packs[0])));
	let reason = SuspectReason::Suspect;
	let all = items(&[Item::Pack(packs[1])]);
	done(MANUFACTURER, Call::quarantine { items: all, reason, event: event() });
	done(MANUFACTURER, shipment(&[Item::Pack(packs[2])], DISTRIBUTOR));
	let all = items(&[range(lot, 10, 12)]);
	done(MANUFACTURER, Call::destroy { items: all, event: event() });
	let all = items(&[untouched(lot, 13)]);
	done(MANUFACTURER, Call::decommission { items: all, event: event() });
	for (recall, scope) in [
		Scope::Range { lot, start: 20, end: 22 },
		Scope::Lot(lot),
		Scope::Product(gtin(1)),
		Scope::Product(gtin(1)),
	]
	.into_iter()
	.enumerate()
	{
		done(REGULATOR, Call::recall { scope, class: RecallClass::I, event: event() });
		if recall % 2 == 1 {
			let recall = recall as RecallId;
			done(REGULATOR, Call::lift_recall { recall, event: event() });
		}
	}
	let item = Subject::Container(sscc(2));
	done(MANUFACTURER, Call::bind_sensor { item, sensor: SENSOR, event: event() });
	let (hash, actor) = EventOf::<Test>::get(RECALLED).unwrap();
	assert_eq!(Events::<Test>::get(hash, actor).unwrap().actor, REGULATOR);
}

fn pack(number: u64, change: impl FnOnce(&mut Pack<AccountId>)) {
	Packs::<Test>::mutate(pack_id(1, number), |pack| change(pack.as_mut().unwrap()));
}

fn portion(start: u32, change: impl FnOnce(&mut Portion<AccountId>)) {
	Portions::<Test>::mutate(LOT, portion_key(start), |it| change(it.as_mut().unwrap()));
}

fn container(number: u64, change: impl FnOnce(&mut Container<AccountId, Ticket>)) {
	Containers::<Test>::mutate(sscc(number), |it| change(it.as_mut().unwrap()));
}

fn lot(change: impl FnOnce(&mut LotRecord<AccountId, Ticket>)) {
	Lots::<Test>::mutate(LOT, |it| change(it.as_mut().unwrap()));
}

/// Makes another lot, and changes it.
fn made_lot(change: impl FnOnce(&mut LotRecord<AccountId, Ticket>)) {
	let made = empty_lot();
	Lots::<Test>::mutate(made, |it| change(it.as_mut().unwrap()));
}

fn source(lot: LotId, first: u32, last: u32) -> Option<Source> {
	Some(Source { lot, first, last })
}

fn change_event(number: EventNumber, change: impl FnOnce(&mut EventRecord<AccountId>)) {
	let (hash, actor) = EventOf::<Test>::get(number).unwrap();
	Events::<Test>::mutate(hash, actor, |it| change(it.as_mut().unwrap()));
}

fn hold() -> Option<Hold<AccountId>> {
	Some(Hold { by: REGULATOR, reason: SuspectReason::Suspect, judge: Judge::Regulator })
}

fn in_transit(to: AccountId) -> Stage<AccountId> {
	Stage::InTransit { to, returning: false }
}

/// Number of the first event of a kind.
fn first(kind: EventKind) -> EventNumber {
	let numbers = Events::<Test>::iter_values().filter(|it| it.kind == kind).map(|it| it.number);
	numbers.min().unwrap()
}

/// Writes an event into the trail of what it was not about.
fn add_step(subject: Subject, event: EventNumber, range: Option<(u32, u32)>) {
	Trail::<Test>::insert(subject, step_key(event, 99), Step { range, ..Step::default() });
}

fn recall(id: RecallId, change: impl FnOnce(&mut Recall<AccountId>)) {
	Recalls::<Test>::mutate(id, |it| change(it.as_mut().unwrap()));
}

fn bind_sensor(item: Subject, by: AccountId, since: EventNumber) {
	Sensors::<Test>::insert(item, STRANGER, Binding { by, at: now(), since });
}

type Violation = (&'static str, fn());

/// What is violated, and what is said then.
const VIOLATIONS: &[Violation] = &[
	("1: a pack of no lot", || pack(HELD_BACK, |it| it.lot = 99)),
	("1: two packs at one place", || pack(HELD_BACK, |it| it.place = 0)),
	("1: a place is marked for another pack, or not at all", || {
		Touched::<Test>::remove(LOT, 9);
	}),
	("1: a place is marked for another pack, or not at all", || {
		Touched::<Test>::insert(LOT, 0, pack_id(1, DISPENSED));
	}),
	("1: a place is marked for another pack, or not at all", || {
		Touched::<Test>::insert(LOT, 9, pack_id(1, DISPENSED));
	}),
	("1: a place is marked without its pack", || {
		Touched::<Test>::insert(LOT, 8, pack_id(1, 16));
	}),
	("1: a container is in itself, too deep, or in none that is there", || {
		container(2, |it| it.custody.parent = Some(sscc(1)));
	}),
	("1: a container is in itself, too deep, or in none that is there", || {
		container(2, |it| it.custody.parent = Some(sscc(2)));
	}),
	("1: a container is in itself, too deep, or in none that is there", || {
		container(2, |it| it.custody.parent = Some(sscc(77)));
	}),
	("2: something is in a container that is not there", || {
		portion(LAST, |it| it.custody.parent = Some(sscc(77)));
	}),
	("2: a container does not know what is in it", || {
		Children::<Test>::remove(sscc(1), Subject::Pack(pack_id(1, BOXED)));
	}),
	("2: a container does not know what is in it", || {
		portion(LAST, |it| it.custody.parent = Some(sscc(2)));
	}),
	("2: what is in a container moves or is held back alone", || {
		pack(BOXED, |it| it.custody.stage = in_transit(PHARMACY));
	}),
	("2: what is in a container moves or is held back alone", || {
		pack(BOXED, |it| it.custody.hold = hold());
	}),
	("2: what is in a container moves or is held back alone", || {
		portion(IN_BOX, |it| it.custody.stage = Stage::Destroyed);
	}),
	("2: what is in a container moves or is held back alone", || {
		container(1, |it| it.custody.hold = hold());
	}),
	("2: a container is said to hold what is not in it", || {
		Children::<Test>::insert(sscc(1), Subject::Pack(pack_id(1, HELD_BACK)), ());
	}),
	("2: a container is said to hold what is not in it", || {
		Children::<Test>::insert(sscc(2), Subject::Pack(pack_id(1, BOXED)), ());
	}),
	("3: what is over is held back, or in a container", || {
		portion(DESTROYED, |it| it.custody.hold = hold());
	}),
	("3: what is over is held back, or in a container", || {
		lot(|it| it.tally.destroyed += 1);
		portion(LAST, |it| {
			it.custody.stage = Stage::Decommissioned;
			it.custody.hold = hold();
		});
	}),
	("3: a container or stretch ended as only a pack can", || {
		container(2, |it| it.custody.stage = Stage::Dispensed);
	}),
	("3: a container or stretch ended as only a pack can", || {
		container(2, |it| it.custody.stage = Stage::Decommissioned);
	}),
	("3: a container or stretch ended as only a pack can", || {
		portion(LAST, |it| it.custody.stage = Stage::Dispensed);
	}),
	("3: dispensed without a sale, or a sale without having been dispensed", || {
		pack(DISPENSED, |it| it.sale = None);
	}),
	("3: dispensed without a sale, or a sale without having been dispensed", || {
		let sale = Sale { by: MANUFACTURER, at: now(), receipt: RECEIPT };
		pack(HELD_BACK, |it| it.sale = Some(sale));
	}),
	("3: dispensed by another than who had it, or never", || {
		pack(DISPENSED, |it| it.sale.as_mut().unwrap().by = HOSPITAL);
	}),
	("3: dispensed by another than who had it, or never", || pack(DISPENSED, |it| it.sold = 0)),
	("4: somebody received from oneself", || {
		pack(HELD_BACK, |it| it.custody.from = Some(MANUFACTURER));
	}),
	("4: something is shipped onward to its sender", || {
		pack(ON_ITS_WAY, |it| it.custody.stage = in_transit(MANUFACTURER));
	}),
	("3: something happened to what is over", || {
		add_step(Subject::Pack(pack_id(1, DISPENSED)), first(EventKind::Quarantine), None);
	}),
	("3: something happened to what is over", || {
		add_step(Subject::Lot(LOT), first(EventKind::Decommission), Some((10, 12)));
	}),
	("3: something happened to what is over", || {
		change_event(first(EventKind::Receive), |it| it.kind = EventKind::Transform);
		change_event(first(EventKind::Ship), |it| it.kind = EventKind::Observe);
	}),
	("4: another took it in, rejected it or kept it than could", || {
		change_event(first(EventKind::Ship), |it| it.to = Some(HOSPITAL));
	}),
	("4: another took it in, rejected it or kept it than could", || {
		change_event(first(EventKind::Receive), |it| it.actor = HOSPITAL);
	}),
	("4: another took it in, rejected it or kept it than could", || {
		change_event(first(EventKind::Ship), |it| it.kind = EventKind::Observe);
	}),
	("4: another took it in, rejected it or kept it than could", || {
		change_event(first(EventKind::Receive), |it| it.kind = EventKind::VoidShipment);
	}),
	("4: another took it in, rejected it or kept it than could", || {
		change_event(first(EventKind::Receive), |it| {
			it.kind = EventKind::Reject;
			it.actor = MANUFACTURER;
		});
	}),
	("4: it was in hand while it was on its way", || {
		change_event(first(EventKind::Receive), |it| it.kind = EventKind::Observe);
	}),
	("4: it was in hand while it was on its way", || {
		change_event(first(EventKind::Receive), |it| it.kind = EventKind::Reject);
	}),
	("4: sent to nobody, to oneself, or twice", || {
		change_event(first(EventKind::Ship), |it| it.to = None);
	}),
	("4: sent to nobody, to oneself, or twice", || {
		change_event(first(EventKind::Ship), |it| it.to = Some(it.actor));
	}),
	("4: sent to nobody, to oneself, or twice", || {
		add_step(Subject::Pack(pack_id(1, ON_ITS_WAY)), first(EventKind::Ship), None);
	}),
	("4: on its way to another than it was sent to", || {
		pack(ON_ITS_WAY, |it| it.custody.stage = in_transit(HOSPITAL));
	}),
	("4: on its way to another than it was sent to", || {
		pack(ON_ITS_WAY, |it| it.custody.stage = Stage::Held);
	}),
	("4: on its way to another than it was sent to", || {
		portion(LAST, |it| it.custody.stage = in_transit(HOSPITAL));
	}),
	("4: on its way to another than it was sent to", || {
		container(2, |it| it.custody.stage = in_transit(HOSPITAL));
	}),
	("5: a patient has what is held back", || pack(DISPENSED, |it| it.custody.hold = hold())),
	("5: something held back was packed, sent onward, dispensed or used up", || {
		add_step(Subject::Pack(pack_id(1, ON_ITS_WAY)), first(EventKind::Quarantine), None);
	}),
	("5: something held back was packed, sent onward, dispensed or used up", || {
		change_event(0, |it| it.kind = EventKind::MarkIllegitimate);
	}),
	("5: something held back was packed, sent onward, dispensed or used up", || {
		change_event(1, |it| it.kind = EventKind::Quarantine);
	}),
	("5: something is held back no more without having been cleared", || {
		pack(HELD_BACK, |it| it.custody.hold = None);
	}),
	("5: something called back was sent onward or dispensed", || {
		recall(1, |it| (it.at, it.lifted) = (now() - 1, Some(now() + 1)));
	}),
	("5: something called back was sent onward or dispensed", || {
		recall(2, |it| it.at = now() - 1);
	}),
	// Two containers around it are sent.
	("5: something called back was sent onward or dispensed", || {
		let scope = Scope::Range { lot: LOT, start: 7, end: 9 };
		recall(0, |it| (it.scope, it.at) = (scope, now() - 1));
		add_step(Subject::Container(sscc(2)), first(EventKind::Ship), None);
	}),
	("6: a portion of no lot", || {
		let known = Portions::<Test>::get(LOT, portion_key(LAST)).unwrap();
		Portions::<Test>::insert(99, portion_key(LAST), known);
	}),
	("6: a portion does not lie within a batch", || portion(LAST, |it| it.end += 1)),
	("6: a portion does not lie within a batch", || lot(|it| it.batches[0].start += 1)),
	("6: a lot is not found by its name", || {
		LotOf::<Test>::remove(gtin(1), lot_text(0));
	}),
	("6: a lot is not found by its name", || {
		LotOf::<Test>::insert(gtin(1), lot_text(0), 5);
	}),
	("6: a lot is not found by its name", || NextLot::<Test>::put(0)),
	("6: places overlap, or one is missing", || portion(DESTROYED, |it| it.end -= 1)),
	("6: places overlap, or one is missing", || portion(DESTROYED, |it| it.end += 1)),
	("6: places overlap, or one is missing", || {
		Portions::<Test>::remove(LOT, portion_key(DESTROYED));
	}),
	("6: the tally is not what the packs come to", || lot(|it| it.tally.commissioned += 1)),
	("6: the tally is not what the packs come to", || portion(LAST, |it| it.end -= 1)),
	("6: the tally is not what the packs come to", || lot(|it| it.tally.dispensed += 1)),
	("6: the tally is not what the packs come to", || lot(|it| it.tally.destroyed -= 1)),
	("6: the tally is not what the packs come to", || lot(|it| it.tally.decommissioned += 1)),
	("6: the tally is not what the packs come to", || {
		container(2, |it| it.custody.stage = Stage::Destroyed);
	}),
	("6: a lot has too many packs", || {
		let end = MAX_LOT_PACKS + 1;
		portion(LAST, |it| it.end = end);
		lot(|it| {
			it.batches[0].count = end - it.batches[0].start;
			it.tally.commissioned = end;
		});
	}),
	("6: batches overlap, are empty, or lie beyond the lot", || lot(|it| it.batches[0].count += 1)),
	("6: batches overlap, are empty, or lie beyond the lot", || {
		lot(|it| it.batches.try_push(Batch { start: 22, count: 1, root: [0; 32] }).unwrap());
	}),
	("6: batches overlap, are empty, or lie beyond the lot", || {
		lot(|it| it.batches.try_push(Batch { start: 23, count: 0, root: [0; 32] }).unwrap());
	}),
	("6: a lot made of no lot", || made_lot(|it| it.source = source(99, 0, 0))),
	("6: a lot is made of what was made, or in part, or outlives it", || {
		made_lot(|it| it.source = source(1, 0, 0));
	}),
	("6: a lot is made of what was made, or in part, or outlives it", || {
		made_lot(|it| {
			it.source = source(LOT, 0, 0);
			it.expiry = Expiry::from_days(u16::MAX);
		});
	}),
	("6: a lot is made of what was made, or in part, or outlives it", || {
		lot(|it| it.source = source(empty_lot(), 0, 0));
	}),
	("6: a lot is made of packs that are not there", || {
		made_lot(|it| it.source = source(LOT, 2, 1));
	}),
	("6: a lot is made of packs that are not there", || {
		made_lot(|it| it.source = source(LOT, 0, 23));
	}),
	("6: a product has other lots", || {
		Products::<Test>::mutate(gtin(1), |it| it.as_mut().unwrap().lots += 1);
	}),
	("7: an event lies in the future", || pack(HELD_BACK, |it| it.custody.last += 1)),
	("7: an event lies in the future", || portion(LAST, |it| it.custody.last += 1)),
	("7: an event lies in the future", || container(2, |it| it.custody.last += 1)),
	("7: an event was before the one before it", || {
		change_event(first(EventKind::Quarantine), |it| it.time -= 1);
	}),
	// Of a stretch it stands under the lot.
	("7: an event was before the one before it", || {
		change_event(first(EventKind::Destroy), |it| it.time -= 1);
	}),
	("7: a trail does not begin where it should", || {
		pack(HELD_BACK, |it| it.since += 1);
	}),
	("7: an event came after the last", || pack(HELD_BACK, |it| it.custody.last -= 1)),
	("7: an event came after the last", || container(2, |it| it.custody.last -= 1)),
	("8: an event of another, or of the future", || {
		change_event(RECALLED, |it| it.actor = MANUFACTURER);
	}),
	("8: an event of another, or of the future", || {
		change_event(RECALLED, |it| it.time += 1);
	}),
	("8: an event is not found by its number", || EventOf::<Test>::remove(RECALLED)),
	("8: an event is not found by its number", || {
		EventOf::<Test>::insert(RECALLED, ([1; 32], REGULATOR));
	}),
	("8: numbers without events, or events without numbers", || {
		NextEvent::<Test>::put(NextEvent::<Test>::get() + 1);
	}),
	("8: numbers without events, or events without numbers", || {
		EventOf::<Test>::insert(NextEvent::<Test>::get(), ([1; 32], REGULATOR));
	}),
	("8: a step of an event that is not there", || {
		let key = step_key(NextEvent::<Test>::get(), 0);
		Trail::<Test>::insert(Subject::Lot(LOT), key, Step::default());
	}),
	("8: a step of an event that is not there", || {
		add_step(Subject::Pack(pack_id(1, HELD_BACK)), NextEvent::<Test>::get() + 5, None);
	}),
	("9: a container is empty", || {
		let mut other = stored_container(sscc(2));
		other.since = NextEvent::<Test>::get();
		Containers::<Test>::insert(sscc(5), other);
	}),
	("9: another number of items is in a container", || container(1, |it| it.children += 1)),
	("9: a container is higher than it says, or than it may be", || {
		container(2, |it| it.height = 1);
	}),
	("9: a container is higher than it says, or than it may be", || {
		container(2, |it| it.height = MAX_DEPTH + 1);
	}),
	("9: a container holds other lots", || container(2, |it| it.contents = Default::default())),
	("9: a container holds other lots", || container(2, |it| it.contents[0].lot = 5)),
	("9: a container holds other packs", || container(2, |it| it.contents[0].count += 1)),
	("9: a container holds packs of other places", || {
		container(2, |it| it.contents[0].first += 1);
	}),
	("9: a container holds packs of other places", || {
		container(2, |it| it.contents[0].last -= 1);
	}),
	("10: a recall without a number", || NextRecall::<Test>::put(3)),
	("10: a lifted recall stands, or another does not", || {
		Recalls::<Test>::mutate(0, |it| it.as_mut().unwrap().lifted = Some(1));
	}),
	("10: a lifted recall stands, or another does not", || {
		Recalls::<Test>::mutate(3, |it| it.as_mut().unwrap().lifted = None);
	}),
	("10: a lifted recall stands, or another does not", || {
		lot(|it| it.recalls = Default::default());
	}),
	("10: a lifted recall stands, or another does not", || lot(|it| it.recalls[0].end += 1)),
	("10: a recall that is not there stands, or one stands twice", || {
		lot(|it| it.recalls.try_push(it.recalls[0]).unwrap());
	}),
	("10: a recall that is not there stands, or one stands twice", || {
		Products::<Test>::mutate(gtin(1), |it| {
			it.as_mut().unwrap().recalls.try_push(9).unwrap();
		});
	}),
	("11: a sensor was never bound to this", || {
		bind_sensor(Subject::Pack(pack_id(1, 9_999)), MANUFACTURER, first(EventKind::BindSensor));
	}),
	("11: a sensor was never bound to this", || {
		bind_sensor(Subject::Container(sscc(77)), MANUFACTURER, first(EventKind::BindSensor));
	}),
	("11: a sensor was never bound to this", || bind_sensor(Subject::Lot(LOT), MANUFACTURER, 0)),
	("11: a sensor was never bound to this", || {
		bind_sensor(Subject::Container(sscc(2)), PHARMACY, first(EventKind::BindSensor));
	}),
	("11: a sensor was never bound to this", || {
		bind_sensor(Subject::Container(sscc(2)), MANUFACTURER, first(EventKind::Pack));
	}),
	("12: an alert of the future", || {
		LastAlert::<Test>::insert(pack_id(1, DISPENSED), now() + 1);
	}),
	("9: what is no more has a deposit, or what is there has none", || {
		container(2, |it| it.ticket = None);
	}),
	("13: a product is offered to its manufacturer", || {
		let offer = Some(Offer { to: MANUFACTURER, by_regulator: true });
		Products::<Test>::mutate(gtin(1), |it| it.as_mut().unwrap().offer = offer);
	}),
	(": deposits held differ from the price of what is stored", || {
		container(2, |it| it.owner = PHARMACY);
	}),
];

#[test]
fn each_invariant_fires() {
	build_and_execute(|| {
		scene();
		assert_ok!(check_state());
		for (number, (expected, violate)) in VIOLATIONS.iter().enumerate() {
			let _ = with_transaction(|| {
				violate();
				let error = check_state().expect_err(expected);
				let TryRuntimeError::Other(message) = error else { panic!("{error:?}") };
				let space = if expected.starts_with(':') { "" } else { " " };
				assert_eq!(message, format!("drug-trace{space}{expected}"), "{number}");
				TransactionOutcome::Rollback(DispatchResult::Ok(()))
			});
		}
	});
}

#[test]
fn each_condition_is_violated_here() {
	let sources = [include_str!("../invariants.rs"), include_str!("../invariants/history.rs")];
	let said: BTreeSet<_> = sources
		.iter()
		.flat_map(|source| source.split("\"drug-trace ").skip(1))
		.filter_map(|rest| rest.split('"').next())
		.collect();
	assert!(said.len() >= 30, "{said:?}");
	for message in said {
		let planted = VIOLATIONS.iter().any(|(expected, _)| *expected == message);
		assert!(planted, "{message} never fires");
	}
}
