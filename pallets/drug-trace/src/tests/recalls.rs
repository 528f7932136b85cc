//! Packs that are called back.

use super::*;

fn recall(scope: Scope) -> Call<Test> {
	Call::recall { scope, class: RecallClass::II, event: event() }
}

fn lift(recall: RecallId) -> Call<Test> {
	Call::lift_recall { recall, event: event() }
}

#[test]
fn maker_and_regulator_call_back() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 10);
		let gtin = gtin_of(lot);
		for scope in [Scope::Product(gtin), Scope::Lot(lot), Scope::Range { lot, start: 0, end: 2 }]
		{
			for who in [OTHER_MANUFACTURER, DISTRIBUTOR, PHARMACY, STRANGER] {
				refused(who, recall(scope), TestError::NotAuthorized);
			}
		}
		let unknown = common::gtin(9);
		refused(MANUFACTURER, recall(Scope::Product(unknown)), TestError::ProductNotFound);
		refused(MANUFACTURER, recall(Scope::Lot(9)), TestError::LotNotFound);
		let other = Scope::Range { lot: 9, start: 0, end: 1 };
		refused(MANUFACTURER, recall(other), TestError::LotNotFound);
		for (start, end) in [(3, 3), (4, 3), (0, 11), (10, 11)] {
			let scope = Scope::Range { lot, start, end };
			refused(MANUFACTURER, recall(scope), TestError::BadRange);
		}
		done(MANUFACTURER, recall(Scope::Lot(lot)));
		done(REGULATOR, recall(Scope::Product(gtin)));
		refused(MANUFACTURER, lift(1), TestError::NotAuthorized);
		refused(PHARMACY, lift(0), TestError::NotAuthorized);
		refused(MANUFACTURER, lift(2), TestError::RecallNotFound);
		done(REGULATOR, lift(0));
		refused(MANUFACTURER, lift(0), TestError::AlreadyLifted);
		done(REGULATOR, lift(1));
		assert!(Recalls::<Test>::get(0).unwrap().lifted.is_some(), "it is kept");
	});
}

#[test]
fn who_lost_the_role_lifts_nothing() {
	build_and_execute(|| {
		let lot = empty_lot();
		done(MANUFACTURER, recall(Scope::Lot(lot)));
		done(MANUFACTURER, recall(Scope::Product(gtin(1))));
		done(REGULATOR, recall(Scope::Lot(lot)));
		Registry::take_role(&MANUFACTURER, Role::Manufacturer);
		for own in [0, 1] {
			refused(MANUFACTURER, lift(own), TestError::NotAuthorized);
		}
		Registry::give_role(&MANUFACTURER, Role::Manufacturer);
		for own in [0, 1] {
			done(MANUFACTURER, lift(own));
		}
		// A regulator that is one no more; nor does it help to have become the manufacturer since.
		Registry::take_role(&REGULATOR, Role::Regulator);
		refused(REGULATOR, lift(2), TestError::NotAuthorized);
		Registry::give_role(&MANUFACTURER, Role::Regulator);
		done(MANUFACTURER, lift(2));
		done(MANUFACTURER, recall(Scope::Lot(lot)));
		assert!(Recalls::<Test>::get(3).unwrap().by_regulator);
		Registry::take_role(&MANUFACTURER, Role::Regulator);
		refused(MANUFACTURER, lift(3), TestError::NotAuthorized);
	});
}

#[test]
fn a_recall_reaches_everything_everywhere_at_once() {
	build_and_execute(|| {
		let lot = empty_lot();
		let single = Item::Pack(commissioned(lot, 90, 1)[0]);
		rooted(lot, 1, 20);
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 2, 4)]);
		pack_by(MANUFACTURER, sscc(2), &[Item::Container(sscc(1)), untouched(lot, 5)]);
		let all = [
			single.clone(),
			Item::Container(sscc(2)),
			range(lot, 6, 8),
			untouched(lot, 8),
			range(lot, 10, 12),
		];
		done(MANUFACTURER, shipment(&all, PHARMACY));
		let touched = Item::Pack(pack_id(1, 8));
		let all = [single, Item::Container(sscc(2)), range(lot, 6, 8), touched, range(lot, 10, 12)];
		let before = NextEvent::<Test>::get();
		done(REGULATOR, recall(Scope::Lot(lot)));
		assert_eq!(NextEvent::<Test>::get(), before + 1);
		// On its way it still arrives.
		done(PHARMACY, receipt_of(&all));
		for item in &all {
			let onward = shipment(std::slice::from_ref(item), HOSPITAL);
			refused(PHARMACY, onward, TestError::Recalled);
		}
		refused(PHARMACY, dispensing(all[0].clone()), TestError::Recalled);
		refused(PHARMACY, dispensing(untouched(lot, 10)), TestError::Recalled);
		unpack_by(PHARMACY, sscc(2), &[Item::Container(sscc(1))]);
		unpack_by(PHARMACY, sscc(1), &[untouched(lot, 2)]);
		refused(PHARMACY, dispensing(Item::Pack(pack_id(1, 2))), TestError::Recalled);
		// What is commissioned later belongs to the lot too.
		let late = Item::Pack(commissioned(lot, 91, 1)[0]);
		refused(MANUFACTURER, shipment(&[late], PHARMACY), TestError::Recalled);
		done(PHARMACY, return_to(&all[2..], MANUFACTURER));
		done(REGULATOR, lift(0));
		done(PHARMACY, dispensing(Item::Pack(pack_id(1, 2))));
	});
}

#[test]
fn a_stretch_is_called_back() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 20);
		done(MANUFACTURER, recall(Scope::Range { lot, start: 5, end: 8 }));
		for (start, end) in [(4, 6), (5, 6), (7, 8), (7, 12), (0, 20)] {
			refused(
				MANUFACTURER,
				shipment(&[range(lot, start, end)], PHARMACY),
				TestError::Recalled,
			);
		}
		refused(MANUFACTURER, shipment(&[untouched(lot, 7)], PHARMACY), TestError::Recalled);
		// A container is reached if its places span the stretch, though none of it is in there.
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 3, 4), range(lot, 9, 10)]);
		let container = [Item::Container(sscc(1))];
		refused(MANUFACTURER, shipment(&container, PHARMACY), TestError::Recalled);
		unpack_by(MANUFACTURER, sscc(1), &[range(lot, 3, 4)]);
		refused(MANUFACTURER, shipment(&container, PHARMACY), TestError::Recalled);
		unpack_by(MANUFACTURER, sscc(1), &[range(lot, 9, 10)]);
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 9, 10)]);
		done(MANUFACTURER, shipment(&container, PHARMACY));
		done(
			MANUFACTURER,
			shipment(&[range(lot, 0, 3), untouched(lot, 4), range(lot, 8, 9)], PHARMACY),
		);
	});
}

#[test]
fn a_product_is_called_back_with_lots_to_come() {
	build_and_execute(|| {
		let pack = Item::Pack(commissioned(empty_lot(), 1, 1)[0]);
		let other = Item::Pack(commissioned(lot_of(2), 1, 1)[0]);
		done(MANUFACTURER, recall(Scope::Product(gtin(1))));
		refused(MANUFACTURER, shipment(&[pack], PHARMACY), TestError::Recalled);
		let later = Item::Pack(commissioned(empty_lot(), 2, 1)[0]);
		refused(MANUFACTURER, shipment(&[later], PHARMACY), TestError::Recalled);
		done(MANUFACTURER, shipment(&[other], PHARMACY));
	});
}

#[test]
fn so_many_recalls_stand() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 20);
		for number in 0..MAX_RECALLS {
			let who = if number < 6 { MANUFACTURER } else { REGULATOR };
			done(who, recall(Scope::Range { lot, start: number, end: number + 1 }));
			done(REGULATOR, recall(Scope::Product(gtin(1))));
		}
		refused(REGULATOR, recall(Scope::Lot(lot)), TestError::TooManyRecalls);
		refused(REGULATOR, recall(Scope::Product(gtin(1))), TestError::TooManyRecalls);
		done(MANUFACTURER, lift(0));
		done(REGULATOR, lift(3));
		refused(MANUFACTURER, recall(Scope::Lot(lot)), TestError::TooManyRecalls);
		done(REGULATOR, recall(Scope::Lot(lot)));
		done(REGULATOR, recall(Scope::Product(gtin(1))));
	});
}

#[test]
fn the_last_recalls_are_for_regulators() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 20);
		for number in 0..MAX_RECALLS - REGULATORS_RECALLS {
			done(MANUFACTURER, recall(Scope::Range { lot, start: number, end: number + 1 }));
			done(MANUFACTURER, recall(Scope::Product(gtin(1))));
		}
		for scope in [Scope::Lot(lot), Scope::Product(gtin(1))] {
			for _ in 0..REGULATORS_RECALLS {
				refused(MANUFACTURER, recall(scope), TestError::TooManyRecalls);
				done(REGULATOR, recall(scope));
			}
			refused(REGULATOR, recall(scope), TestError::TooManyRecalls);
		}
		done(MANUFACTURER, lift(0));
		refused(MANUFACTURER, recall(Scope::Lot(lot)), TestError::TooManyRecalls);
		done(REGULATOR, recall(Scope::Lot(lot)));
	});
}
