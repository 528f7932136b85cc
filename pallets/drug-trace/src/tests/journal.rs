//! Events: recorded once, in order, and put right by others.

use super::*;

#[test]
fn an_event_is_recorded_once_by_each() {
	build_and_execute(|| {
		let lot = empty_lot();
		let packs = commissioned(lot, 1, 2);
		let event = event();
		let ship = |number: usize| Call::ship {
			items: items(&[Item::Pack(packs[number])]),
			to: PHARMACY,
			returning: false,
			event,
		};
		done(MANUFACTURER, ship(0));
		refused(MANUFACTURER, ship(1), TestError::AlreadyRecorded);
		// Somebody else's event with this hash is another one.
		let receive = Call::receive { items: items(&[Item::Pack(packs[0])]), event };
		done(PHARMACY, receive);
		let record = Events::<Test>::get(event.hash, MANUFACTURER).unwrap();
		assert_eq!((record.kind, record.to), (EventKind::Ship, Some(PHARMACY)));
		assert_eq!(record.step, BizStep::Shipping);
		assert_eq!(record.disposition, Some(Disposition::InTransit));
		assert_eq!((record.time, record.recorded_at), (event.time, now()));
		assert_eq!(EventOf::<Test>::get(record.number), Some((event.hash, MANUFACTURER)));
		let record = Events::<Test>::get(event.hash, PHARMACY).unwrap();
		assert_eq!(record.step, BizStep::Receiving);
	});
}

#[test]
fn nothing_happens_in_the_future_or_before_what_came_before() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 20);
		let packs = commissioned(lot, 90, 3);
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 10, 12)]);
		moved(MANUFACTURER, PHARMACY, &[Item::Pack(packs[1]), Item::Pack(packs[2])]);
		done(PHARMACY, shipment(&[Item::Pack(packs[2])], HOSPITAL));
		let reason = SuspectReason::Damaged;
		let scope = Scope::Lot(lot);
		let class = RecallClass::III;
		let of = || items(&[Item::Pack(packs[0])]);
		let sensor = SENSOR;
		let item = Subject::Pack(packs[0]);
		let all = |event: EventInfo| {
			let serials = BoundedVec::truncate_from(vec![serial(500)]);
			vec![
				(MANUFACTURER, Call::commission { lot, serials, event }, false),
				(
					MANUFACTURER,
					Call::commission_root { lot, root: [1; 32], count: 2, event },
					false,
				),
				(MANUFACTURER, Call::pack { container: sscc(2), items: of(), event }, true),
				(MANUFACTURER, Call::pack { container: sscc(1), items: of(), event }, true),
				(
					MANUFACTURER,
					Call::unpack { container: sscc(1), items: items(&[range(lot, 10, 11)]), event },
					true,
				),
				(
					MANUFACTURER,
					Call::repack {
						from: sscc(1),
						to: sscc(2),
						items: items(&[range(lot, 10, 11)]),
						event,
					},
					true,
				),
				(
					MANUFACTURER,
					Call::ship { items: of(), to: PHARMACY, returning: false, event },
					true,
				),
				(HOSPITAL, Call::receive { items: items(&[Item::Pack(packs[2])]), event }, true),
				(HOSPITAL, Call::reject { items: items(&[Item::Pack(packs[2])]), event }, true),
				(
					PHARMACY,
					Call::void_shipment { items: items(&[Item::Pack(packs[2])]), event },
					true,
				),
				(
					PHARMACY,
					Call::dispense { item: Item::Pack(packs[1]), receipt: RECEIPT, event },
					true,
				),
				(MANUFACTURER, Call::quarantine { items: of(), reason, event }, true),
				(
					MANUFACTURER,
					Call::mark_illegitimate { items: of(), reason: SuspectReason::Unfit, event },
					true,
				),
				(MANUFACTURER, Call::recall { scope, class, event }, false),
				(MANUFACTURER, Call::destroy { items: of(), event }, true),
				(MANUFACTURER, Call::decommission { items: of(), event }, true),
				(MANUFACTURER, Call::bind_sensor { item, sensor, event }, true),
				(
					MANUFACTURER,
					Call::observe { items: of(), step: BizStep::Storing, disposition: None, event },
					true,
				),
			]
		};
		for (who, call, _) in all(event_at(now() + 1)) {
			refused(who, call, TestError::EventInFuture);
		}
		for (who, call, follows) in all(event_at(now() - 1)) {
			if follows {
				refused(who, call, TestError::EventBeforePredecessor);
			}
		}
		// At the same second it may.
		for (who, call, _) in all(event_at(now())) {
			let _ = frame::deps::frame_support::storage::with_transaction(|| {
				done(who, call);
				TransactionOutcome::Rollback(DispatchResult::Ok(()))
			});
		}
	});
}

#[test]
fn events_are_told_late_in_their_order() {
	build_and_execute(|| {
		let lot = empty_lot();
		let pack = commissioned(lot, 1, 1)[0];
		let start = now();
		wait(DAY);
		let ship = |time| Call::ship {
			items: items(&[Item::Pack(pack)]),
			to: PHARMACY,
			returning: false,
			event: event_at(time),
		};
		let receive =
			|time| Call::receive { items: items(&[Item::Pack(pack)]), event: event_at(time) };
		done(MANUFACTURER, ship(start + 100));
		refused(PHARMACY, receive(start + 99), TestError::EventBeforePredecessor);
		done(PHARMACY, receive(start + 100));
		assert_eq!(stored_pack(pack).custody.last, start + 100);
	});
}

#[test]
fn what_is_observed_changes_nothing_but_the_time() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let observe = |step| Call::observe {
			items: items(&[Item::Pack(pack)]),
			step,
			disposition: Some(Disposition::InProgress),
			event: event(),
		};
		for step in [
			BizStep::Commissioning,
			BizStep::Packing,
			BizStep::Unpacking,
			BizStep::Shipping,
			BizStep::Receiving,
			BizStep::VoidShipping,
			BizStep::Dispensing,
			BizStep::Destroying,
			BizStep::Decommissioning,
			BizStep::SensorReporting,
		] {
			refused(PHARMACY, observe(step), TestError::BadStep);
		}
		for disposition in [
			Disposition::Active,
			Disposition::Damaged,
			Disposition::Destroyed,
			Disposition::Dispensed,
			Disposition::Disposed,
			Disposition::InTransit,
			Disposition::Inactive,
			Disposition::NonConformant,
			Disposition::NonSellableOther,
			Disposition::Recalled,
			Disposition::RetailSold,
			Disposition::Returned,
			Disposition::Stolen,
		] {
			let (all, step) = (items(&[Item::Pack(pack)]), BizStep::Storing);
			let disposition = Some(disposition);
			let call = Call::observe { items: all, step, disposition, event: event() };
			refused(PHARMACY, call, TestError::BadDisposition);
		}
		refused(HOSPITAL, observe(BizStep::Storing), TestError::NotHolder);
		wait(HOUR);
		let before = stored_pack(pack);
		done(PHARMACY, observe(BizStep::Storing));
		let after = stored_pack(pack);
		assert_eq!(after.custody.last, now());
		let last = before.custody.last;
		assert_eq!(Pack { custody: Custody { last, ..after.custody }, ..after }, before);
		done(PHARMACY, dispensing(Item::Pack(pack)));
		refused(PHARMACY, observe(BizStep::Storing), TestError::AlreadyDispensed);
	});
}

#[test]
fn an_event_is_declared_to_be_an_error_once() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let [wrong, right] = [event(), event()];
		for event in [wrong, right] {
			let items = items(&[Item::Pack(pack)]);
			let step = BizStep::Storing;
			done(PHARMACY, Call::observe { items, step, disposition: None, event });
		}
		let declare = |hash, corrective| Call::declare_error {
			hash,
			reason: ErrorReason::IncorrectData,
			corrective,
		};
		refused(HOSPITAL, declare(wrong.hash, None), TestError::EventNotFound);
		refused(PHARMACY, declare([1; 32], None), TestError::EventNotFound);
		refused(PHARMACY, declare(wrong.hash, Some([1; 32])), TestError::EventNotFound);
		refused(PHARMACY, declare(wrong.hash, Some(wrong.hash)), TestError::SelfCorrection);
		let before = stored_pack(pack);
		done(PHARMACY, declare(wrong.hash, Some(right.hash)));
		assert_eq!(stored_pack(pack), before);
		let known = Events::<Test>::get(wrong.hash, PHARMACY).unwrap().error.unwrap();
		assert_eq!((known.at, known.corrective), (now(), Some(right.hash)));
		refused(PHARMACY, declare(wrong.hash, None), TestError::AlreadyDeclared);
	});
}

#[test]
fn numbers_end() {
	build_and_execute(|| {
		let lot = empty_lot();
		let next = NextEvent::<Test>::get();
		NextEvent::<Test>::put(EventNumber::MAX);
		let serials = BoundedVec::truncate_from(vec![serial(1)]);
		let call = Call::commission { lot, serials, event: event() };
		refused(MANUFACTURER, call, TestError::NumbersExhausted);
		NextEvent::<Test>::put(next);
		NextRecall::<Test>::put(RecallId::MAX);
		let scope = Scope::Lot(lot);
		let call = Call::recall { scope, class: RecallClass::I, event: event() };
		refused(MANUFACTURER, call, TestError::NumbersExhausted);
		NextRecall::<Test>::put(0);
	});
}

/// The kinds of a subject's pedigree, in order.
fn pedigree(subject: Subject) -> Vec<EventKind> {
	let mut kinds = Vec::new();
	let mut after = None;
	loop {
		let page = DrugTrace::pedigree_page(subject, after, 3);
		kinds.extend(page.items.iter().map(|step| step.event.kind));
		after = page.next;
		if after.is_none() {
			return kinds;
		}
	}
}

#[test]
fn a_pedigree_leads_from_the_factory_through_lot_and_containers() {
	use EventKind::*;
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 20);
		// Neighbours go other ways.
		moved(MANUFACTURER, HOSPITAL, &[range(lot, 15, 20)]);
		done(MANUFACTURER, shipment(&[range(lot, 0, 10)], DISTRIBUTOR));
		done(DISTRIBUTOR, receipt_of(&[range(lot, 0, 10)]));
		pack_by(DISTRIBUTOR, sscc(1), &[range(lot, 0, 6)]);
		pack_by(DISTRIBUTOR, sscc(2), &[Item::Container(sscc(1))]);
		moved(DISTRIBUTOR, PHARMACY, &[Item::Container(sscc(2))]);
		unpack_by(PHARMACY, sscc(2), &[Item::Container(sscc(1))]);
		unpack_by(PHARMACY, sscc(1), &[untouched(lot, 3)]);
		let pack = pack_id(1, 4);
		// What happens to the container afterwards is not the pack's.
		moved(PHARMACY, OTHER_PHARMACY, &[Item::Container(sscc(1))]);
		done(PHARMACY, dispensing(Item::Pack(pack)));
		let expected =
			[Commission, Ship, Receive, Pack, Pack, Ship, Receive, Unpack, Unpack, Dispense];
		assert_eq!(pedigree(Subject::Pack(pack)), expected);
		let stretch = Subject::Range { lot, start: portion_at(lot, 4) };
		let expected =
			[Commission, Ship, Receive, Pack, Pack, Ship, Receive, Unpack, Unpack, Ship, Receive];
		let found = pedigree(stretch);
		// Its container was opened for its neighbour too.
		assert!(
			found == expected || found == [&expected[..8], &expected[9..]].concat(),
			"{found:?}"
		);
		assert_eq!(pedigree(Subject::Range { lot, start: 15 }), [Commission, Ship, Receive]);
	});
}
