//! What is in what.

use super::*;

fn packing(container: u64, all: &[Item]) -> Call<Test> {
	Call::pack { container: sscc(container), items: items(all), event: event() }
}

fn unpacking(container: u64, all: &[Item]) -> Call<Test> {
	Call::unpack { container: sscc(container), items: items(all), event: event() }
}

fn boxed(container: u64) -> Item {
	Item::Container(sscc(container))
}

#[test]
fn a_container_is_there_while_it_holds_something() {
	build_and_execute(|| {
		let lot = empty_lot();
		let pack = commissioned(lot, 90, 1)[0];
		rooted(lot, 1, 10);
		let before = held_by(MANUFACTURER);
		done(MANUFACTURER, packing(1, &[Item::Pack(pack), range(lot, 4, 8), untouched(lot, 2)]));
		assert!(held_by(MANUFACTURER) > before);
		let container = stored_container(sscc(1));
		assert_eq!(container.contents.to_vec(), [Content { lot, first: 0, last: 7, count: 6 }]);
		assert_eq!((container.children, container.height), (3, 1));
		assert_eq!(Children::<Test>::iter_prefix(sscc(1)).count(), 3);
		let touched = pack_id(1, 2);
		assert_eq!(stored_pack(touched).custody.parent, Some(sscc(1)));

		// A part of a stretch, and a single pack out of it.
		done(MANUFACTURER, unpacking(1, &[range(lot, 5, 6), untouched(lot, 7)]));
		let container = stored_container(sscc(1));
		let left = Content { lot, first: 0, last: 7, count: 4 };
		assert_eq!(container.contents.to_vec(), [left], "the hull stays");
		let rest = [Item::Pack(pack), Item::Pack(touched), range(lot, 4, 5), range(lot, 6, 7)];
		done(MANUFACTURER, unpacking(1, &rest));
		assert!(Containers::<Test>::get(sscc(1)).is_none());
		assert_eq!(held_by(MANUFACTURER), before);
		refused(MANUFACTURER, unpacking(1, &rest), TestError::ContainerNotFound);
		// The next one with its code is another one.
		done(MANUFACTURER, packing(1, &[range(lot, 9, 10)]));
		let (first, last) = (9, 9);
		let other = Content { lot, first, last, count: 1 };
		assert_eq!(stored_container(sscc(1)).contents.to_vec(), [other]);
	});
}

#[test]
fn what_is_in_a_container_does_not_move_without_it() {
	build_and_execute(|| {
		let lot = empty_lot();
		let pack = commissioned(lot, 90, 2);
		rooted(lot, 1, 10);
		pack_by(MANUFACTURER, sscc(1), &[Item::Pack(pack[0]), range(lot, 2, 6)]);
		pack_by(MANUFACTURER, sscc(2), &[boxed(1), Item::Pack(pack[1])]);
		let reason = SuspectReason::Suspect;
		for child in [Item::Pack(pack[0]), range(lot, 3, 4), untouched(lot, 5), boxed(1)] {
			let all = || items(std::slice::from_ref(&child));
			for call in [
				shipment(std::slice::from_ref(&child), DISTRIBUTOR),
				return_to(std::slice::from_ref(&child), DISTRIBUTOR),
				packing(3, std::slice::from_ref(&child)),
				Call::destroy { items: all(), event: event() },
				Call::quarantine { items: all(), reason, event: event() },
				Call::mark_illegitimate {
					items: all(),
					reason: SuspectReason::Stolen,
					event: event(),
				},
				Call::clear { items: all(), event: event() },
				Call::observe {
					items: all(),
					step: BizStep::Storing,
					disposition: None,
					event: event(),
				},
			] {
				refused(MANUFACTURER, call, TestError::HasParent);
			}
		}
		// Nor by who receives the whole: not a part alone.
		done(MANUFACTURER, shipment(&[boxed(2)], PHARMACY));
		refused(PHARMACY, receipt_of(&[boxed(1)]), TestError::HasParent);
		refused(PHARMACY, receipt_of(&[Item::Pack(pack[0])]), TestError::HasParent);
		done(PHARMACY, receipt_of(&[boxed(2)]));
		refused(PHARMACY, dispensing(Item::Pack(pack[1])), TestError::HasParent);
		// Only out of the outermost one.
		refused(PHARMACY, unpacking(1, &[Item::Pack(pack[0])]), TestError::HasParent);
		refused(PHARMACY, packing(1, &[Item::Pack(pack[1])]), TestError::HasParent);
		refused(PHARMACY, unpacking(2, &[Item::Pack(pack[0])]), TestError::NotInContainer);
		refused(MANUFACTURER, unpacking(2, &[boxed(1)]), TestError::NotHolder);
		done(PHARMACY, unpacking(2, &[boxed(1)]));
		done(PHARMACY, unpacking(1, &[Item::Pack(pack[0]), untouched(lot, 5)]));
		let free = stored_pack(pack[0]).custody;
		assert_eq!((free.holder, free.from, free.parent), (PHARMACY, Some(MANUFACTURER), None));
		done(PHARMACY, dispensing(Item::Pack(pack[0])));
		done(PHARMACY, dispensing(Item::Pack(pack_id(1, 4))));
	});
}

#[test]
fn only_what_one_has_at_rest_is_packed() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 20);
		moved(MANUFACTURER, DISTRIBUTOR, &[range(lot, 0, 5)]);
		refused(MANUFACTURER, packing(1, &[range(lot, 0, 5)]), TestError::NotHolder);
		refused(MANUFACTURER, packing(1, &[]), TestError::NoItems);
		done(DISTRIBUTOR, packing(1, &[range(lot, 0, 2)]));
		refused(MANUFACTURER, packing(1, &[range(lot, 6, 7)]), TestError::NotHolder);
		refused(DISTRIBUTOR, packing(1, &[boxed(1)]), TestError::SameContainer);
		refused(DISTRIBUTOR, packing(9, &[boxed(8)]), TestError::ContainerNotFound);
		done(DISTRIBUTOR, shipment(&[range(lot, 2, 3), boxed(1)], PHARMACY));
		refused(DISTRIBUTOR, packing(2, &[range(lot, 2, 3)]), TestError::InTransit);
		refused(DISTRIBUTOR, packing(1, &[range(lot, 3, 4)]), TestError::InTransit);
		refused(DISTRIBUTOR, unpacking(1, &[range(lot, 0, 2)]), TestError::InTransit);
		let twice = [range(lot, 3, 4), range(lot, 3, 4)];
		assert!(sent(DISTRIBUTOR, packing(3, &twice)).is_err());
		// Who does not trade makes no container.
		Registry::take_role(&DISTRIBUTOR, Role::Distributor);
		refused(DISTRIBUTOR, packing(3, &[range(lot, 3, 4)]), TestError::NotTradingPartner);
	});
}

#[test]
fn what_is_held_back_is_not_packed() {
	build_and_execute(|| {
		let lot = empty_lot();
		let packs = commissioned(lot, 1, 3);
		let hold =
			|item: Item, reason| Call::quarantine { items: items(&[item]), reason, event: event() };
		done(MANUFACTURER, hold(Item::Pack(packs[0]), SuspectReason::Damaged));
		refused(MANUFACTURER, packing(1, &[Item::Pack(packs[0])]), TestError::Quarantined);
		done(MANUFACTURER, packing(1, &[Item::Pack(packs[1])]));
		done(MANUFACTURER, hold(boxed(1), SuspectReason::Suspect));
		refused(MANUFACTURER, packing(1, &[Item::Pack(packs[2])]), TestError::Quarantined);
		// What is taken out is held back for the same reason.
		done(MANUFACTURER, unpacking(1, &[Item::Pack(packs[1])]));
		let found = stored_pack(packs[1]).custody.hold.unwrap();
		assert_eq!((found.by, found.reason), (MANUFACTURER, SuspectReason::Suspect));
	});
}

#[test]
fn containers_are_so_deep_and_hold_so_many_lots() {
	build_and_execute(|| {
		let lots: Vec<_> = (0..=MAX_LOTS).map(|_| empty_lot()).collect();
		for (number, lot) in (1..).zip(&lots) {
			rooted(*lot, number * 100, 4);
		}
		let all: Vec<_> = lots.iter().map(|lot| range(*lot, 0, 2)).collect();
		refused(MANUFACTURER, packing(1, &all), TestError::TooManyLots);
		done(MANUFACTURER, packing(1, &all[..8]));
		refused(MANUFACTURER, packing(1, &all[8..]), TestError::TooManyLots);
		done(MANUFACTURER, packing(9, &all[8..]));
		refused(MANUFACTURER, packing(1, &[boxed(9)]), TestError::TooManyLots);
		for depth in 1..u64::from(MAX_DEPTH) {
			done(MANUFACTURER, packing(depth + 1, &[boxed(depth)]));
		}
		refused(MANUFACTURER, packing(6, &[boxed(5)]), TestError::TooDeep);
		let outer = stored_container(sscc(5));
		assert_eq!((outer.height, outer.children), (5, 1));
		assert_eq!(outer.contents, stored_container(sscc(1)).contents);
		// As a whole it goes its way, by one write.
		moved(MANUFACTURER, HOSPITAL, &[boxed(5)]);
		assert_eq!(stored_container(sscc(1)).custody.holder, MANUFACTURER);
		let info = DrugTrace::container_of(sscc(1)).unwrap();
		assert_eq!((info.custody.holder, info.custody.outermost), (HOSPITAL, Some(sscc(5))));
	});
}

#[test]
fn things_are_put_from_one_container_into_another() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 10);
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 0, 6)]);
		let repack = |from, to, all: &[Item]| Call::repack {
			from: sscc(from),
			to: sscc(to),
			items: items(all),
			event: event(),
		};
		refused(MANUFACTURER, repack(1, 1, &[range(lot, 0, 2)]), TestError::SameContainer);
		refused(MANUFACTURER, repack(3, 2, &[range(lot, 0, 2)]), TestError::ContainerNotFound);
		refused(MANUFACTURER, repack(1, 2, &[range(lot, 7, 8)]), TestError::NotInContainer);
		done(MANUFACTURER, repack(1, 2, &[range(lot, 0, 2), untouched(lot, 4)]));
		assert_eq!(stored_container(sscc(1)).contents[0].count, 3);
		let other = stored_container(sscc(2)).contents.to_vec();
		assert_eq!(other, [Content { lot, first: 0, last: 4, count: 3 }]);
		done(MANUFACTURER, repack(1, 2, &[range(lot, 2, 4), range(lot, 5, 6)]));
		assert!(Containers::<Test>::get(sscc(1)).is_none());
		assert_eq!(stored_container(sscc(2)).contents[0].count, 6);
		refused(PHARMACY, repack(2, 4, &[range(lot, 0, 2)]), TestError::NotHolder);
	});
}

#[test]
fn who_shipped_a_pack_is_known_after_a_stay_in_an_own_container() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		pack_by(PHARMACY, sscc(1), &[Item::Pack(pack)]);
		unpack_by(PHARMACY, sscc(1), &[Item::Pack(pack)]);
		assert_eq!(stored_pack(pack).custody.from, Some(MANUFACTURER));
		pack_by(PHARMACY, sscc(1), &[Item::Pack(pack)]);
		moved(PHARMACY, HOSPITAL, &[Item::Container(sscc(1))]);
		unpack_by(HOSPITAL, sscc(1), &[Item::Pack(pack)]);
		let found = stored_pack(pack).custody;
		assert_eq!((found.holder, found.from), (HOSPITAL, Some(PHARMACY)));
	});
}

#[test]
fn a_container_is_destroyed_with_all_in_it() {
	build_and_execute(|| {
		let lot = empty_lot();
		let pack = commissioned(lot, 90, 1)[0];
		rooted(lot, 1, 10);
		pack_by(MANUFACTURER, sscc(1), &[Item::Pack(pack), range(lot, 2, 6)]);
		pack_by(MANUFACTURER, sscc(2), &[boxed(1), range(lot, 7, 8)]);
		let destroy = |all: &[Item]| Call::destroy { items: items(all), event: event() };
		refused(MANUFACTURER, destroy(&[boxed(1)]), TestError::HasParent);
		refused(PHARMACY, destroy(&[boxed(2)]), TestError::NotHolder);
		done(MANUFACTURER, destroy(&[boxed(2)]));
		assert_eq!(stored_lot(lot).tally.destroyed, 6);
		refused(MANUFACTURER, unpacking(2, &[boxed(1)]), TestError::Destroyed);
		refused(MANUFACTURER, packing(2, &[range(lot, 8, 9)]), TestError::Destroyed);
		refused(MANUFACTURER, shipment(&[boxed(2)], PHARMACY), TestError::Destroyed);
		refused(MANUFACTURER, destroy(&[boxed(2)]), TestError::Destroyed);
		let found = DrugTrace::pack_of(pack).unwrap();
		assert_eq!(found.custody.stage, Stage::Destroyed);
	});
}

#[test]
fn the_deposit_of_a_container_comes_back_when_it_is_destroyed() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 4);
		let before = held_by(MANUFACTURER);
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 0, 2)]);
		moved(MANUFACTURER, DISTRIBUTOR, &[Item::Container(sscc(1))]);
		let all = items(&[Item::Container(sscc(1))]);
		done(DISTRIBUTOR, Call::destroy { items: all, event: event() });
		assert_eq!(held_by(MANUFACTURER), before);
	});
}
