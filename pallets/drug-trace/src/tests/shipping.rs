//! From one to another.

use super::*;

fn reject(all: &[Item]) -> Call<Test> {
	Call::reject { items: items(all), event: event() }
}

fn void(all: &[Item]) -> Call<Test> {
	Call::void_shipment { items: items(all), event: event() }
}

#[test]
fn the_declared_consignee_receives() {
	build_and_execute(|| {
		let lot = empty_lot();
		let pack = commissioned(lot, 90, 1)[0];
		rooted(lot, 1, 10);
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 8, 10)]);
		let all = [Item::Pack(pack), range(lot, 2, 4), untouched(lot, 6), Item::Container(sscc(1))];
		done(MANUFACTURER, shipment(&all, DISTRIBUTOR));
		let touched = Item::Pack(pack_id(1, 6));
		let all = [Item::Pack(pack), range(lot, 2, 4), touched.clone(), Item::Container(sscc(1))];
		for item in &all {
			for who in [PHARMACY, MANUFACTURER, OTHER_DISTRIBUTOR, REGULATOR, STRANGER] {
				refused(who, receipt_of(std::slice::from_ref(item)), TestError::NotConsignee);
				refused(who, reject(std::slice::from_ref(item)), TestError::NotConsignee);
			}
			let custody = custody(item);
			assert_eq!(custody.holder, MANUFACTURER, "until it is received");
			let stage = Stage::InTransit { to: DISTRIBUTOR, returning: false };
			assert_eq!(custody.stage, stage);
		}
		// One wrong item, and nothing is received.
		let with_another = [Item::Pack(pack), range(lot, 1, 2)];
		refused(DISTRIBUTOR, receipt_of(&with_another), TestError::NotInTransit);
		done(DISTRIBUTOR, receipt_of(&all));
		for item in &all {
			let custody = custody(item);
			assert_eq!((custody.holder, custody.from), (DISTRIBUTOR, Some(MANUFACTURER)));
			assert_eq!(custody.stage, Stage::Held);
			refused(DISTRIBUTOR, receipt_of(std::slice::from_ref(item)), TestError::NotInTransit);
		}
	});
}

#[test]
fn goods_go_to_trading_partners() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let pack = [Item::Pack(pack)];
		for to in [PATIENT, STRANGER, REGULATOR, SENSOR] {
			refused(PHARMACY, shipment(&pack, to), TestError::NotTradingPartner);
		}
		refused(PHARMACY, shipment(&pack, PHARMACY), TestError::SelfShipment);
		refused(HOSPITAL, shipment(&pack, DISTRIBUTOR), TestError::NotHolder);
		refused(PHARMACY, shipment(&[], HOSPITAL), TestError::NoItems);
		done(PHARMACY, shipment(&pack, HOSPITAL));
		refused(PHARMACY, shipment(&pack, HOSPITAL), TestError::InTransit);
		done(HOSPITAL, receipt_of(&pack));
		// Who trades no more sends nothing onward, but back.
		Registry::take_role(&HOSPITAL, Role::ProviderOrganization);
		refused(HOSPITAL, shipment(&pack, DISTRIBUTOR), TestError::NotTradingPartner);
		done(HOSPITAL, return_to(&pack, PHARMACY));
	});
}

#[test]
fn goods_go_back_to_who_sent_or_makes_them() {
	build_and_execute(|| {
		let lot = empty_lot();
		let pack = [Item::Pack(commissioned(lot, 1, 1)[0])];
		moved(MANUFACTURER, DISTRIBUTOR, &pack);
		moved(DISTRIBUTOR, PHARMACY, &pack);
		for to in [OTHER_DISTRIBUTOR, HOSPITAL, OTHER_MANUFACTURER] {
			refused(PHARMACY, return_to(&pack, to), TestError::WrongReturn);
		}
		refused(PHARMACY, return_to(&pack, STRANGER), TestError::NotTradingPartner);
		for to in [DISTRIBUTOR, MANUFACTURER] {
			done(PHARMACY, return_to(&pack, to));
			done(PHARMACY, void(&pack));
		}
		done(PHARMACY, return_to(&pack, DISTRIBUTOR));
		done(DISTRIBUTOR, receipt_of(&pack));
		assert_eq!(custody(&pack[0]).from, None, "it is not sent back again");
		refused(DISTRIBUTOR, return_to(&pack, PHARMACY), TestError::WrongReturn);

		// Of two makers' packs in a container neither takes all.
		done(OTHER_MANUFACTURER, Call::register_product { gtin: gtin(8), limits: None });
		let other = [Item::Pack(commissioned(lot_of(8), 1, 1)[0])];
		moved(OTHER_MANUFACTURER, DISTRIBUTOR, &other);
		let all = [pack[0].clone(), other[0].clone()];
		pack_by(DISTRIBUTOR, sscc(1), &all);
		for to in [MANUFACTURER, OTHER_MANUFACTURER] {
			let back = return_to(&[Item::Container(sscc(1))], to);
			refused(DISTRIBUTOR, back, TestError::WrongReturn);
		}
	});
}

#[test]
fn nothing_comes_back_to_who_may_not_have_it_any_more() {
	build_and_execute(|| {
		let pack = [Item::Pack(commissioned(empty_lot(), 1, 1)[0])];
		moved(MANUFACTURER, DISTRIBUTOR, &pack);
		moved(DISTRIBUTOR, PHARMACY, &pack);
		Registry::take_role(&DISTRIBUTOR, Role::Distributor);
		refused(PHARMACY, return_to(&pack, DISTRIBUTOR), TestError::NotTradingPartner);
		// Who has it may give it back all the same.
		Registry::take_role(&PHARMACY, Role::Pharmacy);
		done(PHARMACY, return_to(&pack, MANUFACTURER));
	});
}

#[test]
fn a_container_goes_back_only_with_what_came_in_it() {
	build_and_execute(|| {
		done(OTHER_MANUFACTURER, Call::register_product { gtin: gtin(8), limits: None });
		let came = commissioned(empty_lot(), 1, 2).into_iter().map(Item::Pack);
		let came: Vec<_> = came.collect();
		let own = Item::Pack(commissioned(lot_of(8), 1, 1)[0]);
		moved(MANUFACTURER, DISTRIBUTOR, &came);
		pack_by(DISTRIBUTOR, sscc(1), &came[..1]);
		moved(DISTRIBUTOR, PHARMACY, &[Item::Container(sscc(1)), came[1].clone()]);
		moved(OTHER_MANUFACTURER, PHARMACY, std::slice::from_ref(&own));
		let back = || return_to(&[Item::Container(sscc(1))], DISTRIBUTOR);
		// What came from there too may be put to it.
		pack_by(PHARMACY, sscc(1), &came[1..]);
		done(PHARMACY, back());
		done(PHARMACY, void(&[Item::Container(sscc(1))]));
		// A pack that the distributor never had does not travel to it as a return.
		pack_by(PHARMACY, sscc(1), std::slice::from_ref(&own));
		refused(PHARMACY, back(), TestError::WrongReturn);
		unpack_by(PHARMACY, sscc(1), std::slice::from_ref(&own));
		refused(PHARMACY, return_to(&[own], DISTRIBUTOR), TestError::WrongReturn);
	});
}

#[test]
fn what_is_not_taken_goes_back() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 10);
		moved(MANUFACTURER, DISTRIBUTOR, &[range(lot, 0, 5)]);
		done(DISTRIBUTOR, shipment(&[range(lot, 0, 5)], PHARMACY));
		// One pack of the stretch is not taken.
		done(PHARMACY, reject(&[untouched(lot, 2)]));
		let pack = Item::Pack(pack_id(1, 3));
		let stage = Stage::InTransit { to: DISTRIBUTOR, returning: true };
		assert_eq!(custody(&pack).stage, stage);
		refused(PHARMACY, receipt_of(std::slice::from_ref(&pack)), TestError::NotConsignee);
		refused(DISTRIBUTOR, reject(std::slice::from_ref(&pack)), TestError::Rejected);
		refused(DISTRIBUTOR, void(std::slice::from_ref(&pack)), TestError::Rejected);
		done(PHARMACY, receipt_of(&[range(lot, 0, 2), range(lot, 3, 5)]));
		done(DISTRIBUTOR, receipt_of(std::slice::from_ref(&pack)));
		let found = custody(&pack);
		assert_eq!((found.holder, found.from), (DISTRIBUTOR, Some(MANUFACTURER)));
		assert_eq!(custody(&range(lot, 3, 4)).holder, PHARMACY);
	});
}

#[test]
fn a_shipment_that_was_none_is_void() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let pack = [Item::Pack(pack)];
		refused(PHARMACY, void(&pack), TestError::NotInTransit);
		done(PHARMACY, shipment(&pack, HOSPITAL));
		refused(HOSPITAL, void(&pack), TestError::NotHolder);
		done(PHARMACY, void(&pack));
		let found = custody(&pack[0]);
		assert_eq!((found.stage, found.from), (Stage::Held, Some(MANUFACTURER)));
		refused(HOSPITAL, receipt_of(&pack), TestError::NotInTransit);
		done(PHARMACY, shipment(&pack, HOSPITAL));
		done(HOSPITAL, receipt_of(&pack));
		refused(PHARMACY, void(&pack), TestError::NotHolder);
		refused(HOSPITAL, void(&pack), TestError::NotInTransit);
	});
}

#[test]
fn what_is_expired_only_goes_back() {
	build_and_execute(|| {
		let (lot, pack) = at_pharmacy(1);
		let pack = [Item::Pack(pack)];
		pack_by(PHARMACY, sscc(1), &pack);
		let last = stored_lot(lot).expiry.last_second();
		set_now(last);
		moved(PHARMACY, DISTRIBUTOR, &[Item::Container(sscc(1))]);
		set_now(last + 1);
		// An event of yesterday does not help.
		let ship = |to, returning| Call::ship {
			items: items(&[Item::Container(sscc(1))]),
			to,
			returning,
			event: event_at(last),
		};
		refused(DISTRIBUTOR, ship(HOSPITAL, false), TestError::Expired);
		done(DISTRIBUTOR, ship(MANUFACTURER, true));
	});
}

#[test]
fn stretches_are_named_by_their_portions() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 10);
		rooted(lot, 11, 10);
		let ship =
			|portion, start, end| shipment(&[Item::Range { lot, portion, start, end }], PHARMACY);
		for (start, end) in [(3, 3), (4, 3)] {
			refused(MANUFACTURER, ship(0, start, end), TestError::BadRange);
		}
		for (portion, start, end) in [(0, 9, 11), (10, 9, 12), (0, 10, 12)] {
			refused(MANUFACTURER, ship(portion, start, end), TestError::NotInPortion);
		}
		refused(MANUFACTURER, ship(1, 1, 2), TestError::PortionNotFound);
		refused(MANUFACTURER, ship(20, 20, 21), TestError::PortionNotFound);
		let other = Item::Range { lot: 7, portion: 0, start: 0, end: 1 };
		assert!(sent(MANUFACTURER, shipment(&[other], PHARMACY)).is_err());
		done(MANUFACTURER, ship(0, 3, 5));
		let found: Vec<_> = portions(lot).iter().map(|(start, it)| (*start, it.end)).collect();
		assert_eq!(found, [(0, 3), (3, 5), (5, 10), (10, 20)]);
		refused(MANUFACTURER, ship(0, 4, 6), TestError::NotInPortion);
		refused(MANUFACTURER, ship(3, 3, 5), TestError::InTransit);
		done(MANUFACTURER, ship(10, 10, 20));
		assert_eq!(portions(lot).len(), 4);
	});
}

#[test]
fn an_item_is_named_once() {
	build_and_execute(|| {
		let lot = empty_lot();
		let pack = commissioned(lot, 90, 1)[0];
		rooted(lot, 1, 10);
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 8, 10)]);
		let touching = untouched(lot, 3);
		let pairs = [
			[Item::Pack(pack), Item::Pack(pack)],
			[Item::Container(sscc(1)), Item::Container(sscc(1))],
			[range(lot, 1, 3), range(lot, 1, 3)],
			[touching.clone(), touching.clone()],
			[touching.clone(), Item::Pack(id_of(&touching))],
			[touching, range(lot, 1, 5)],
		];
		let reason = SuspectReason::Suspect;
		for pair in pairs {
			for call in [
				shipment(&pair, PHARMACY),
				Call::destroy { items: items(&pair), event: event() },
				Call::pack { container: sscc(5), items: items(&pair), event: event() },
				Call::quarantine { items: items(&pair), reason, event: event() },
				Call::observe {
					items: items(&pair),
					step: BizStep::Storing,
					disposition: None,
					event: event(),
				},
			] {
				let before = storage_root();
				assert!(sent(MANUFACTURER, call.clone()).is_err(), "{call:?}");
				assert_eq!(storage_root(), before);
			}
		}
	});
}
