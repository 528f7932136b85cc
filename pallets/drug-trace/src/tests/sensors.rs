//! The cold chain.

use super::*;

fn bind(item: Subject, sensor: AccountId) -> Call<Test> {
	Call::bind_sensor { item, sensor, event: event() }
}

fn unbind(item: Subject, sensor: AccountId) -> Call<Test> {
	Call::unbind_sensor { item, sensor, event: event() }
}

fn measured(min: i32, max: i32) -> Reading {
	Reading { from: now(), to: now(), min, max }
}

fn report(item: Subject, reading: Reading) -> Call<Test> {
	Call::report_condition { item, reading, event: event() }
}

fn clear(item: Item) -> Call<Test> {
	Call::clear { items: items(&[item]), event: event() }
}

const FINE: (i32, i32) = (2_000, 8_000);

fn excursion() -> Hold<AccountId> {
	let (reason, judge) = (SuspectReason::Excursion, Judge::Manufacturer);
	Hold { by: SENSOR, reason, judge }
}

#[test]
fn who_has_an_item_binds_sensors_to_it() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let item = Subject::Pack(pack);
		refused(HOSPITAL, bind(item, SENSOR), TestError::NotHolder);
		refused(SENSOR, report(item, measured(FINE.0, FINE.1)), TestError::NotBound);
		done(PHARMACY, bind(item, SENSOR));
		refused(PHARMACY, bind(item, SENSOR), TestError::AlreadyBound);
		done(PHARMACY, bind(item, STRANGER));
		refused(PHARMACY, unbind(item, DOCTOR), TestError::NotBound);
		refused(HOSPITAL, unbind(item, SENSOR), TestError::NotAuthorized);
		// It reports wherever the pack goes.
		moved(PHARMACY, HOSPITAL, &[Item::Pack(pack)]);
		done(SENSOR, report(item, measured(FINE.0, FINE.1)));
		done(HOSPITAL, unbind(item, SENSOR));
		done(PHARMACY, unbind(item, STRANGER));
		refused(SENSOR, report(item, measured(FINE.0, FINE.1)), TestError::NotBound);
		for wrong in
			[Subject::Lot(0), Subject::Product(gtin(1)), Subject::Range { lot: 0, start: 0 }]
		{
			refused(HOSPITAL, bind(wrong, SENSOR), TestError::NotASensorItem);
			refused(HOSPITAL, unbind(wrong, SENSOR), TestError::NotASensorItem);
			refused(SENSOR, report(wrong, measured(0, 0)), TestError::NotASensorItem);
		}
		let unknown = Subject::Pack(pack_id(1, 99));
		refused(HOSPITAL, bind(unknown, SENSOR), TestError::PackNotFound);
		let unknown = Subject::Container(sscc(99));
		refused(HOSPITAL, bind(unknown, SENSOR), TestError::ContainerNotFound);
	});
}

#[test]
fn a_reading_is_possible() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let item = Subject::Pack(pack);
		done(PHARMACY, bind(item, SENSOR));
		for wrong in [
			Reading { from: now() + 1, to: now(), min: 0, max: 0 },
			Reading { from: now() - 1, to: now() - 2, min: 0, max: 0 },
			Reading { from: now(), to: now() + 1, min: 0, max: 0 },
			Reading { from: now(), to: now(), min: 1, max: 0 },
		] {
			refused(SENSOR, report(item, wrong), TestError::BadReading);
		}
		assert_eq!(stored_pack(pack).custody.hold, None);
	});
}

#[test]
fn what_a_product_does_not_bear_holds_it_back() {
	build_and_execute(|| {
		for (number, (min, max), borne) in [
			(1, FINE, true),
			(2, (FINE.0 - 1, FINE.1), false),
			(3, (FINE.0, FINE.1 + 1), false),
			(4, (i32::MIN, i32::MAX), false),
		] {
			let (_, pack) = at_pharmacy(number);
			let item = Subject::Pack(pack);
			done(PHARMACY, bind(item, SENSOR));
			done(SENSOR, report(item, measured(min, max)));
			let hold = stored_pack(pack).custody.hold;
			if borne {
				assert_eq!(hold, None);
				continue;
			}
			let expected = excursion();
			assert_eq!(hold, Some(expected));
			refused(PHARMACY, dispensing(Item::Pack(pack)), TestError::Quarantined);
			// Neither who has it nor the sensor judges that.
			for who in [PHARMACY, SENSOR] {
				refused(who, clear(Item::Pack(pack)), TestError::NotAuthorized);
			}
			let judge = [MANUFACTURER, REGULATOR][number as usize % 2];
			done(judge, clear(Item::Pack(pack)));
			done(PHARMACY, dispensing(Item::Pack(pack)));
		}
	});
}

#[test]
fn a_product_without_limits_bears_all() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let item = Subject::Pack(pack);
		done(MANUFACTURER, Call::set_limits { gtin: gtin(1), limits: None });
		done(PHARMACY, bind(item, SENSOR));
		done(SENSOR, report(item, measured(i32::MIN, i32::MAX)));
		assert_eq!(stored_pack(pack).custody.hold, None);
	});
}

#[test]
fn an_excursion_holds_back_the_outermost_container() {
	build_and_execute(|| {
		let (lot, other) = (empty_lot(), lot_of(2));
		rooted(lot, 1, 4);
		rooted(other, 1, 4);
		done(MANUFACTURER, Call::set_limits { gtin: gtin(2), limits: None });
		pack_by(MANUFACTURER, sscc(1), &[range(other, 0, 2)]);
		pack_by(MANUFACTURER, sscc(2), &[range(lot, 0, 2), untouched(other, 2)]);
		let all = [Item::Container(sscc(1)), Item::Container(sscc(2))];
		pack_by(MANUFACTURER, sscc(3), &all);
		let inner = Subject::Container(sscc(2));
		done(MANUFACTURER, bind(inner, SENSOR));
		done(MANUFACTURER, bind(Subject::Container(sscc(1)), SENSOR));
		done(MANUFACTURER, shipment(&[Item::Container(sscc(3))], DISTRIBUTOR));
		// In the first one there is nothing that could be harmed.
		done(SENSOR, report(Subject::Container(sscc(1)), measured(0, 30_000)));
		assert_eq!(stored_container(sscc(3)).custody.hold, None);
		done(SENSOR, report(inner, measured(0, 30_000)));
		let hold = Some(excursion());
		assert_eq!(stored_container(sscc(3)).custody.hold, hold);
		assert_eq!(stored_container(sscc(2)).custody.hold, None);
		// It arrives, and nothing in it goes on.
		done(DISTRIBUTOR, receipt_of(&[Item::Container(sscc(3))]));
		let onward = shipment(&[Item::Container(sscc(3))], PHARMACY);
		refused(DISTRIBUTOR, onward, TestError::Quarantined);
		unpack_by(DISTRIBUTOR, sscc(3), &[Item::Container(sscc(1))]);
		assert_eq!(stored_container(sscc(1)).custody.hold, hold);
		// A second one changes nothing.
		done(SENSOR, report(inner, measured(0, 30_000)));
		assert_eq!(stored_container(sscc(3)).custody.hold, hold);
	});
}

#[test]
fn a_sensor_tells_nothing_of_the_time_before_it() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let item = Subject::Pack(pack);
		done(PHARMACY, bind(item, SENSOR));
		let early = Reading { from: now() - 1, ..measured(0, 30_000) };
		refused(SENSOR, report(item, early), TestError::ReadingBeforeBinding);
		done(SENSOR, report(item, measured(0, 30_000)));
	});
}

#[test]
fn the_sensor_of_who_is_not_concerned_any_more_is_not_heard() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let item = Subject::Pack(pack);
		done(PHARMACY, bind(item, SENSOR));
		moved(PHARMACY, HOSPITAL, &[Item::Pack(pack)]);
		// It may tell how the pack was on its way.
		done(SENSOR, report(item, measured(FINE.0, FINE.1)));
		moved(HOSPITAL, OTHER_PHARMACY, &[Item::Pack(pack)]);
		refused(SENSOR, report(item, measured(0, 30_000)), TestError::BinderGone);
		// Its manufacturer's is heard for ever, and nobody else silences it.
		let (_, other) = {
			let lot = lot_of(7);
			let packs = commissioned(lot, 1, 1);
			(lot, packs[0])
		};
		let item = Subject::Pack(other);
		done(MANUFACTURER, bind(item, SENSOR));
		moved(MANUFACTURER, DISTRIBUTOR, &[Item::Pack(other)]);
		moved(DISTRIBUTOR, PHARMACY, &[Item::Pack(other)]);
		for who in [PHARMACY, DISTRIBUTOR, SENSOR, OTHER_MANUFACTURER] {
			refused(who, unbind(item, SENSOR), TestError::NotAuthorized);
		}
		done(SENSOR, report(item, measured(0, 30_000)));
		assert_eq!(stored_pack(other).custody.hold, Some(excursion()));
		done(MANUFACTURER, unbind(item, SENSOR));
		done(PHARMACY, bind(item, STRANGER));
		done(REGULATOR, unbind(item, STRANGER));
	});
}

#[test]
fn a_holder_hides_no_excursion_behind_its_own_hold() {
	build_and_execute(|| {
		for (number, returned) in [(1, false), (2, true)] {
			let (_, pack) = at_pharmacy(number);
			let (item, all) = (Item::Pack(pack), || items(&[Item::Pack(pack)]));
			match returned {
				true => {
					done(PHARMACY, dispensing(item.clone()));
					done(PHARMACY, Call::accept_return { pack, event: event() });
				}
				false => {
					let reason = SuspectReason::Suspect;
					done(PHARMACY, Call::quarantine { items: all(), reason, event: event() });
				}
			}
			done(PHARMACY, bind(Subject::Pack(pack), SENSOR));
			done(SENSOR, report(Subject::Pack(pack), measured(0, 90_000)));
			refused(PHARMACY, clear(item.clone()), TestError::NotAuthorized);
			refused(PHARMACY, dispensing(item.clone()), TestError::Quarantined);
			done(MANUFACTURER, clear(item));
		}
	});
}

#[test]
fn events_at_sensors_come_after_those_around_their_item() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 4);
		let pack = commissioned(lot, 10, 1)[0];
		pack_by(MANUFACTURER, sscc(1), &[Item::Pack(pack), range(lot, 0, 2)]);
		let early = EventInfo { time: now(), ..event() };
		wait(60);
		moved(MANUFACTURER, DISTRIBUTOR, &[Item::Container(sscc(1))]);
		let item = Subject::Pack(pack);
		let call = Call::bind_sensor { item, sensor: SENSOR, event: early };
		refused(DISTRIBUTOR, call, TestError::EventBeforePredecessor);
		done(DISTRIBUTOR, bind(item, SENSOR));
		let (bound, reading) = (EventInfo { time: now(), ..event() }, measured(0, 30_000));
		wait(60);
		moved(DISTRIBUTOR, PHARMACY, &[Item::Container(sscc(1))]);
		let late = Call::report_condition { item, reading, event: bound };
		refused(SENSOR, late, TestError::EventBeforePredecessor);
		let late = Call::unbind_sensor { item, sensor: SENSOR, event: bound };
		refused(PHARMACY, late, TestError::EventBeforePredecessor);
		// What was measured then is told now.
		done(SENSOR, report(item, reading));
		assert_eq!(stored_container(sscc(1)).custody.hold, Some(excursion()));
	});
}

#[test]
fn an_illegitimate_pack_stays_so() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		done(PHARMACY, bind(Subject::Pack(pack), SENSOR));
		let reason = SuspectReason::Stolen;
		let all = items(&[Item::Pack(pack)]);
		done(PHARMACY, Call::mark_illegitimate { items: all, reason, event: event() });
		done(SENSOR, report(Subject::Pack(pack), measured(0, 30_000)));
		assert_eq!(stored_pack(pack).custody.hold.unwrap().reason, reason);
	});
}

#[test]
fn nothing_is_reported_of_what_is_no_more() {
	build_and_execute(|| {
		let lot = empty_lot();
		let packs = commissioned(lot, 1, 3);
		rooted(lot, 10, 4);
		for pack in &packs {
			done(MANUFACTURER, bind(Subject::Pack(*pack), SENSOR));
		}
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 3, 5)]);
		done(MANUFACTURER, bind(Subject::Container(sscc(1)), SENSOR));
		moved(MANUFACTURER, PHARMACY, &[Item::Pack(packs[0])]);
		done(PHARMACY, dispensing(Item::Pack(packs[0])));
		let of = |item: Item| items(&[item]);
		done(MANUFACTURER, Call::destroy { items: of(Item::Pack(packs[1])), event: event() });
		done(MANUFACTURER, Call::decommission { items: of(Item::Pack(packs[2])), event: event() });
		done(MANUFACTURER, Call::destroy { items: of(Item::Container(sscc(1))), event: event() });
		for (item, reason) in [
			(Subject::Pack(packs[0]), TestError::AlreadyDispensed),
			(Subject::Pack(packs[1]), TestError::Destroyed),
			(Subject::Pack(packs[2]), TestError::Decommissioned),
			(Subject::Container(sscc(1)), TestError::Destroyed),
		] {
			refused(SENSOR, report(item, measured(0, 30_000)), reason);
		}
	});
}

#[test]
fn a_sensor_does_not_follow_the_code_of_a_container_that_is_no_more() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 4);
		let item = Subject::Container(sscc(1));
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 0, 2)]);
		done(MANUFACTURER, bind(item, SENSOR));
		unpack_by(MANUFACTURER, sscc(1), &[range(lot, 0, 2)]);
		let reading = measured(0, 30_000);
		refused(SENSOR, report(item, reading), TestError::ContainerNotFound);
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 2, 4)]);
		refused(SENSOR, report(item, reading), TestError::NotBound);
		done(MANUFACTURER, bind(item, SENSOR));
		done(SENSOR, report(item, reading));
	});
}
