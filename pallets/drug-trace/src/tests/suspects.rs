//! What is set apart, cleared, or found to be illegitimate.

use super::*;

fn quarantine(item: &Item, reason: SuspectReason) -> Call<Test> {
	Call::quarantine { items: items(std::slice::from_ref(item)), reason, event: event() }
}

fn clear(item: &Item) -> Call<Test> {
	Call::clear { items: items(std::slice::from_ref(item)), event: event() }
}

fn mark(item: &Item, reason: SuspectReason) -> Call<Test> {
	Call::mark_illegitimate { items: items(std::slice::from_ref(item)), reason, event: event() }
}

fn hold_of(item: &Item) -> Option<(AccountId, SuspectReason)> {
	custody(item).hold.map(|it| (it.by, it.reason))
}

const DOUBT: SuspectReason = SuspectReason::Suspect;

#[test]
fn those_concerned_set_apart_and_clear() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let item = Item::Pack(pack);
		for who in [DISTRIBUTOR, OTHER_MANUFACTURER, PATIENT, STRANGER, HOSPITAL] {
			refused(who, quarantine(&item, DOUBT), TestError::NotAuthorized);
		}
		for who in [PHARMACY, MANUFACTURER, REGULATOR] {
			done(who, quarantine(&item, DOUBT));
			assert_eq!(hold_of(&item), Some((who, DOUBT)));
			refused(
				PHARMACY,
				shipment(std::slice::from_ref(&item), HOSPITAL),
				TestError::Quarantined,
			);
			for other in [PHARMACY, STRANGER, DISTRIBUTOR] {
				if other != who {
					refused(other, clear(&item), TestError::NotAuthorized);
				}
			}
			if who == REGULATOR {
				refused(MANUFACTURER, clear(&item), TestError::NotAuthorized);
			}
			done(who, clear(&item));
			refused(who, clear(&item), TestError::NotHeldBack);
		}
		for judge in [MANUFACTURER, REGULATOR] {
			done(PHARMACY, quarantine(&item, DOUBT));
			done(judge, clear(&item));
		}
		for reason in [
			SuspectReason::Excursion,
			SuspectReason::ReturnedByPatient,
			SuspectReason::Counterfeit,
			SuspectReason::Stolen,
			SuspectReason::Diverted,
			SuspectReason::Unfit,
		] {
			refused(PHARMACY, quarantine(&item, reason), TestError::BadReason);
		}
		done(PHARMACY, shipment(&[item], HOSPITAL));
	});
}

#[test]
fn a_hold_gives_way_to_one_that_fewer_may_end() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let item = Item::Pack(pack);
		done(PHARMACY, quarantine(&item, SuspectReason::Damaged));
		refused(PHARMACY, quarantine(&item, DOUBT), TestError::AlreadyHeldBack);
		done(MANUFACTURER, quarantine(&item, DOUBT));
		refused(PHARMACY, clear(&item), TestError::NotAuthorized);
		refused(PHARMACY, quarantine(&item, SuspectReason::Damaged), TestError::AlreadyHeldBack);
		refused(MANUFACTURER, quarantine(&item, DOUBT), TestError::AlreadyHeldBack);
		// By a regulator's, and then only a regulator clears it.
		done(REGULATOR, quarantine(&item, DOUBT));
		refused(REGULATOR, quarantine(&item, DOUBT), TestError::AlreadyHeldBack);
		refused(MANUFACTURER, quarantine(&item, DOUBT), TestError::AlreadyHeldBack);
		refused(MANUFACTURER, clear(&item), TestError::NotAuthorized);
		refused(PHARMACY, clear(&item), TestError::NotAuthorized);
		done(REGULATOR, clear(&item));
	});
}

#[test]
fn what_is_on_its_way_is_set_apart_by_its_consignee_and_still_received() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 10);
		done(MANUFACTURER, shipment(&[range(lot, 0, 6)], DISTRIBUTOR));
		refused(PHARMACY, quarantine(&range(lot, 0, 2), DOUBT), TestError::NotAuthorized);
		done(DISTRIBUTOR, quarantine(&range(lot, 0, 2), DOUBT));
		let stolen = mark(&range(lot, 2, 4), SuspectReason::Stolen);
		refused(DISTRIBUTOR, stolen.clone(), TestError::NotAuthorized);
		done(MANUFACTURER, stolen);
		let all = [range(lot, 0, 2), range(lot, 2, 4), range(lot, 4, 6)];
		done(DISTRIBUTOR, receipt_of(&all));
		assert_eq!(hold_of(&all[0]), Some((DISTRIBUTOR, DOUBT)));
		refused(DISTRIBUTOR, shipment(&all[..1], PHARMACY), TestError::Quarantined);
		refused(DISTRIBUTOR, shipment(&all[1..2], PHARMACY), TestError::Illegitimate);
		// One of many is enough.
		refused(DISTRIBUTOR, shipment(&all, PHARMACY), TestError::Quarantined);
		done(DISTRIBUTOR, shipment(&all[2..], PHARMACY));
		done(DISTRIBUTOR, return_to(&all[..2], MANUFACTURER));
	});
}

#[test]
fn illegitimate_is_for_good() {
	build_and_execute(|| {
		for (number, reason) in [
			SuspectReason::Counterfeit,
			SuspectReason::Stolen,
			SuspectReason::Diverted,
			SuspectReason::Unfit,
		]
		.into_iter()
		.enumerate()
		{
			let (_, pack) = at_pharmacy(number as u64 + 1);
			let item = Item::Pack(pack);
			refused(STRANGER, mark(&item, reason), TestError::NotAuthorized);
			refused(DISTRIBUTOR, mark(&item, reason), TestError::NotAuthorized);
			// Out of quarantine too.
			done(PHARMACY, quarantine(&item, DOUBT));
			let who = [PHARMACY, MANUFACTURER, REGULATOR, PHARMACY][number];
			done(who, mark(&item, reason));
			for who in [PHARMACY, MANUFACTURER, REGULATOR] {
				if who != REGULATOR {
					refused(who, clear(&item), TestError::Illegitimate);
				}
				refused(who, mark(&item, SuspectReason::Unfit), TestError::AlreadyHeldBack);
				refused(who, quarantine(&item, DOUBT), TestError::AlreadyHeldBack);
			}
			let all = || items(std::slice::from_ref(&item));
			for call in [
				shipment(std::slice::from_ref(&item), HOSPITAL),
				dispensing(item.clone()),
				Call::decommission { items: all(), event: event() },
				Call::pack { container: sscc(1), items: all(), event: event() },
			] {
				refused(PHARMACY, call, TestError::Illegitimate);
			}
			match number % 2 {
				0 => done(PHARMACY, Call::destroy { items: all(), event: event() }),
				_ => {
					done(PHARMACY, return_to(std::slice::from_ref(&item), MANUFACTURER));
					done(MANUFACTURER, receipt_of(std::slice::from_ref(&item)));
					assert_eq!(hold_of(&item).unwrap().1, reason);
					// The notification is taken back.
					refused(MANUFACTURER, clear(&item), TestError::Illegitimate);
					done(REGULATOR, clear(&item));
					assert_eq!(hold_of(&item), None);
				}
			}
		}
		let (_, pack) = at_pharmacy(50);
		for reason in [
			DOUBT,
			SuspectReason::Damaged,
			SuspectReason::Excursion,
			SuspectReason::ReturnedByPatient,
		] {
			refused(PHARMACY, mark(&Item::Pack(pack), reason), TestError::BadReason);
		}
	});
}

#[test]
fn of_many_makers_packs_in_a_container_none_is_the_maker() {
	build_and_execute(|| {
		done(OTHER_MANUFACTURER, Call::register_product { gtin: gtin(8), limits: None });
		let own = [Item::Pack(commissioned(empty_lot(), 1, 1)[0])];
		let other = [Item::Pack(commissioned(lot_of(8), 1, 1)[0])];
		moved(MANUFACTURER, DISTRIBUTOR, &own);
		moved(OTHER_MANUFACTURER, DISTRIBUTOR, &other);
		pack_by(DISTRIBUTOR, sscc(1), &own);
		let container = Item::Container(sscc(1));
		done(MANUFACTURER, quarantine(&container, DOUBT));
		done(MANUFACTURER, clear(&container));
		pack_by(DISTRIBUTOR, sscc(1), &other);
		for maker in [MANUFACTURER, OTHER_MANUFACTURER] {
			refused(maker, quarantine(&container, DOUBT), TestError::NotAuthorized);
		}
	});
}

#[test]
fn who_parted_with_what_it_set_apart_judges_it_no_more() {
	build_and_execute(|| {
		let lot = empty_lot();
		let packs = commissioned(lot, 1, 2);
		let all: Vec<_> = packs.iter().map(|pack| Item::Pack(*pack)).collect();
		moved(MANUFACTURER, DISTRIBUTOR, &all);
		done(DISTRIBUTOR, shipment(&all, PHARMACY));
		// The one by who sent it, the other by who does not take it.
		done(DISTRIBUTOR, quarantine(&all[0], DOUBT));
		done(PHARMACY, quarantine(&all[1], DOUBT));
		done(PHARMACY, receipt_of(&all[..1]));
		done(PHARMACY, Call::reject { items: items(&all[1..]), event: event() });
		done(DISTRIBUTOR, receipt_of(&all[1..]));
		for (holder, parted, item) in
			[(PHARMACY, DISTRIBUTOR, &all[0]), (DISTRIBUTOR, PHARMACY, &all[1])]
		{
			refused(holder, clear(item), TestError::NotAuthorized);
			refused(parted, clear(item), TestError::NotAuthorized);
			done(MANUFACTURER, clear(item));
			done(holder, shipment(std::slice::from_ref(item), HOSPITAL));
		}
	});
}

#[test]
fn what_is_held_back_keeps_its_identity() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let all = items(&[Item::Pack(pack)]);
		done(REGULATOR, quarantine(&Item::Pack(pack), DOUBT));
		let call = Call::decommission { items: all, event: event() };
		refused(PHARMACY, call.clone(), TestError::Quarantined);
		done(REGULATOR, clear(&Item::Pack(pack)));
		done(PHARMACY, call);
	});
}

#[test]
fn nothing_is_set_apart_that_is_no_more() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 10);
		let of = |start, end| items(&[range(lot, start, end)]);
		done(MANUFACTURER, Call::destroy { items: of(0, 2), event: event() });
		done(MANUFACTURER, Call::decommission { items: of(2, 4), event: event() });
		refused(MANUFACTURER, quarantine(&range(lot, 0, 2), DOUBT), TestError::Destroyed);
		refused(REGULATOR, mark(&range(lot, 1, 2), SuspectReason::Unfit), TestError::Destroyed);
		refused(MANUFACTURER, quarantine(&range(lot, 2, 4), DOUBT), TestError::Decommissioned);
	});
}
