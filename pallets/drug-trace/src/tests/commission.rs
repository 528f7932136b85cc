//! Products, lots, and how packs come into being.

use super::*;

fn listed(lot: LotId, all: &[u64]) -> Call<Test> {
	let serials = BoundedVec::truncate_from(all.iter().map(|it| serial(*it)).collect());
	Call::commission { lot, serials, event: event() }
}

fn by_root(lot: LotId, count: u32) -> Call<Test> {
	Call::commission_root { lot, root: [5; 32], count, event: event() }
}

#[test]
fn a_product_belongs_to_the_first_manufacturer() {
	build_and_execute(|| {
		let register = Call::register_product { gtin: gtin(1), limits: None };
		refused(DISTRIBUTOR, register.clone(), TestError::NotManufacturer);
		done(MANUFACTURER, register.clone());
		refused(OTHER_MANUFACTURER, register, TestError::ProductExists);
		let upside_down = Some(Limits { min: 1, max: 0 });
		let wrong = Call::register_product { gtin: gtin(2), limits: upside_down };
		refused(MANUFACTURER, wrong, TestError::BadLimits);

		let set = |limits| Call::set_limits { gtin: gtin(1), limits };
		refused(OTHER_MANUFACTURER, set(Some(COOL)), TestError::NotManufacturer);
		refused(MANUFACTURER, set(upside_down), TestError::BadLimits);
		let unknown = Call::set_limits { gtin: gtin(9), limits: None };
		refused(MANUFACTURER, unknown, TestError::ProductNotFound);
		done(MANUFACTURER, set(Some(COOL)));
		assert_eq!(Products::<Test>::get(gtin(1)).unwrap().limits, Some(COOL));
	});
}

#[test]
fn a_lot_is_made_once() {
	build_and_execute(|| {
		let gtin = product(1);
		let create = |lot| Call::create_lot { gtin, lot, expiry: Expiry::from_days(30_000) };
		refused(OTHER_MANUFACTURER, create(lot_text(1)), TestError::NotManufacturer);
		done(MANUFACTURER, create(lot_text(1)));
		refused(MANUFACTURER, create(lot_text(1)), TestError::LotExists);
		done(MANUFACTURER, create(lot_text(2)));
		let unknown = Call::create_lot {
			gtin: common::gtin(9),
			lot: lot_text(1),
			expiry: Expiry::from_days(30_000),
		};
		refused(MANUFACTURER, unknown, TestError::ProductNotFound);
		assert_eq!(LotOf::<Test>::get(gtin, lot_text(2)), Some(1));
		assert_eq!(Products::<Test>::get(gtin).unwrap().lots, 2);
		NextLot::<Test>::put(LotId::MAX);
		refused(MANUFACTURER, create(lot_text(3)), TestError::NumbersExhausted);
		NextLot::<Test>::put(2);
	});
}

#[test]
fn packs_are_commissioned_one_by_one_and_once() {
	build_and_execute(|| {
		let lot = empty_lot();
		refused(MANUFACTURER, listed(lot, &[]), TestError::NoItems);
		refused(MANUFACTURER, listed(lot + 1, &[1]), TestError::LotNotFound);
		refused(OTHER_MANUFACTURER, listed(lot, &[1]), TestError::NotManufacturer);
		refused(MANUFACTURER, listed(lot, &[1, 2, 1]), TestError::AlreadyCommissioned);
		done(MANUFACTURER, listed(lot, &[1, 2]));
		refused(MANUFACTURER, listed(lot, &[3, 2]), TestError::AlreadyCommissioned);
		// Nor in another lot of the product; but in that of another product.
		let other = empty_lot();
		refused(MANUFACTURER, listed(other, &[2]), TestError::AlreadyCommissioned);
		done(MANUFACTURER, listed(lot_of(2), &[2]));

		for (place, number) in (0..).zip([1, 2]) {
			let pack = stored_pack(pack_id(1, number));
			assert_eq!((pack.lot, pack.place, pack.sold), (lot, place, 0));
			assert_eq!(pack.custody.holder, MANUFACTURER);
			assert_eq!(pack.custody.stage, Stage::Held);
		}
		assert_eq!(stored_lot(lot).tally.commissioned, 2);
	});
}

#[test]
fn a_batch_is_one_portion() {
	build_and_execute(|| {
		let lot = empty_lot();
		refused(MANUFACTURER, by_root(lot, 0), TestError::EmptyBatch);
		refused(MANUFACTURER, by_root(lot + 1, 1), TestError::LotNotFound);
		refused(OTHER_MANUFACTURER, by_root(lot, 1), TestError::NotManufacturer);
		refused(MANUFACTURER, by_root(lot, MAX_LOT_PACKS + 1), TestError::LotFull);
		commissioned(lot, 1, 3);
		refused(MANUFACTURER, by_root(lot, MAX_LOT_PACKS - 2), TestError::LotFull);
		done(MANUFACTURER, by_root(lot, MAX_LOT_PACKS - 4));
		let all = portions(lot);
		assert_eq!((all.len(), all[0].0, all[0].1.end), (1, 3, MAX_LOT_PACKS - 1));
		// The last place.
		refused(MANUFACTURER, listed(lot, &[7, 8]), TestError::LotFull);
		done(MANUFACTURER, listed(lot, &[7]));
		refused(MANUFACTURER, listed(lot, &[8]), TestError::LotFull);
		refused(MANUFACTURER, by_root(lot, 1), TestError::LotFull);
	});
}

#[test]
fn a_lot_has_so_many_batches() {
	build_and_execute(|| {
		let lot = empty_lot();
		for _ in 0..MAX_BATCHES {
			done(MANUFACTURER, by_root(lot, 2));
		}
		refused(MANUFACTURER, by_root(lot, 2), TestError::TooManyBatches);
		assert_eq!(portions(lot).len() as u32, MAX_BATCHES);
	});
}

#[test]
fn an_uncommissioned_pack_is_not_moved() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 4);
		let never = Item::Pack(pack_id(1, 99));
		refused(
			MANUFACTURER,
			shipment(std::slice::from_ref(&never), PHARMACY),
			TestError::PackNotFound,
		);
		refused(PHARMACY, dispensing(never), TestError::PackNotFound);
		// What a root is over has no entry of its own yet.
		let under = Item::Pack(pack_id(1, 1));
		refused(MANUFACTURER, shipment(&[under], PHARMACY), TestError::PackNotFound);
		let beyond = Item::Range { lot, portion: 0, start: 2, end: 5 };
		refused(MANUFACTURER, shipment(&[beyond], PHARMACY), TestError::NotInPortion);
	});
}

#[test]
fn a_serial_under_two_roots_is_touched_once() {
	build_and_execute(|| {
		let lot = empty_lot();
		let [first, second] = [rooted(lot, 1, 3), rooted(lot, 2, 4)];
		let listed = commissioned(lot, 4, 1)[0];
		done(MANUFACTURER, shipment(&[untouched(lot, first + 1)], PHARMACY));
		let pack = stored_pack(pack_id(1, 2));
		for place in [second, second + 2] {
			let again = shipment(&[untouched(lot, place)], PHARMACY);
			refused(MANUFACTURER, again, TestError::AlreadyOnChain);
		}
		assert_eq!(stored_pack(pack_id(1, 2)), pack);
		assert_eq!(stored_pack(listed).place, 7);
	});
}

#[test]
fn packs_are_made_of_others() {
	build_and_execute(|| {
		let (bulk, lot) = (lot_of(1), lot_of(2));
		rooted(bulk, 1, 10);
		let single = commissioned(bulk, 50, 1)[0];
		let inputs = [range(bulk, 2, 6), untouched(bulk, 7), Item::Pack(single)];
		let transform = |all: &[Item], lot, outputs: &[u64]| Call::transform {
			inputs: items(all),
			lot,
			serials: BoundedVec::truncate_from(outputs.iter().map(|it| serial(*it)).collect()),
			event: event(),
		};
		refused(OTHER_MANUFACTURER, transform(&inputs, lot, &[1]), TestError::NotHolder);
		done(OTHER_MANUFACTURER, Call::register_product { gtin: gtin(8), limits: None });
		let other = lot_of(8);
		refused(MANUFACTURER, transform(&inputs, other, &[1]), TestError::NotManufacturer);
		refused(MANUFACTURER, transform(&inputs, 99, &[1]), TestError::LotNotFound);
		refused(MANUFACTURER, transform(&[], lot, &[1]), TestError::NoItems);
		refused(MANUFACTURER, transform(&inputs, lot, &[]), TestError::NoItems);
		refused(MANUFACTURER, transform(&inputs, lot, &[1, 1]), TestError::AlreadyCommissioned);
		pack_by(MANUFACTURER, sscc(1), &[range(bulk, 0, 1)]);
		let boxed = transform(&[Item::Container(sscc(1))], lot, &[1]);
		refused(MANUFACTURER, boxed, TestError::NotAPack);
		let inside = transform(&[range(bulk, 0, 1)], lot, &[1]);
		refused(MANUFACTURER, inside, TestError::HasParent);

		let inputs = [range(bulk, 2, 6), untouched(bulk, 7), Item::Pack(single)];
		done(MANUFACTURER, transform(&inputs, lot, &[1, 2]));
		assert_eq!(stored_lot(bulk).tally.decommissioned, 6);
		assert_eq!(stored_lot(lot).tally.commissioned, 2);
		assert_eq!(stored_pack(single).custody.stage, Stage::Decommissioned);
		let gone = shipment(&[Item::Pack(single)], PHARMACY);
		refused(MANUFACTURER, gone, TestError::Decommissioned);
	});
}

#[test]
fn what_is_held_back_recalled_or_expired_becomes_nothing_else() {
	build_and_execute(|| {
		let (bulk, lot) = (lot_of(1), lot_of(2));
		let packs = commissioned(bulk, 1, 3);
		let transform = |pack: PackId| Call::transform {
			inputs: items(&[Item::Pack(pack)]),
			lot,
			serials: BoundedVec::truncate_from(vec![serial(1)]),
			event: event(),
		};
		let (items_of, reason) = (|pack| items(&[Item::Pack(pack)]), SuspectReason::Suspect);
		let hold = Call::quarantine { items: items_of(packs[0]), reason, event: event() };
		done(MANUFACTURER, hold);
		refused(MANUFACTURER, transform(packs[0]), TestError::Quarantined);
		let reason = SuspectReason::Unfit;
		let mark = Call::mark_illegitimate { items: items_of(packs[0]), reason, event: event() };
		done(MANUFACTURER, mark);
		refused(MANUFACTURER, transform(packs[0]), TestError::Illegitimate);
		let scope = Scope::Range { lot: bulk, start: 1, end: 2 };
		let recall = Call::recall { scope, class: RecallClass::I, event: event() };
		done(MANUFACTURER, recall);
		refused(MANUFACTURER, transform(packs[1]), TestError::Recalled);
		wait(400 * DAY);
		refused(MANUFACTURER, transform(packs[2]), TestError::Expired);
	});
}

#[test]
fn decommissioned_packs_are_no_more() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 8);
		let decommission = |all: &[Item]| Call::decommission { items: items(all), event: event() };
		refused(DISTRIBUTOR, decommission(&[range(lot, 1, 3)]), TestError::NotHolder);
		done(MANUFACTURER, decommission(&[range(lot, 1, 3), untouched(lot, 5)]));
		refused(MANUFACTURER, decommission(&[range(lot, 1, 3)]), TestError::Decommissioned);
		refused(MANUFACTURER, shipment(&[range(lot, 2, 3)], PHARMACY), TestError::Decommissioned);
		let again = listed(lot, &[6]);
		refused(MANUFACTURER, again, TestError::AlreadyCommissioned);
		assert_eq!(stored_lot(lot).tally.decommissioned, 3);
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 3, 5)]);
		let boxed = decommission(&[Item::Container(sscc(1))]);
		refused(MANUFACTURER, boxed, TestError::NotAPack);
	});
}
