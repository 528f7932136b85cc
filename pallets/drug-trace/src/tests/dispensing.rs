//! To the patient, and back.

use super::*;
use medchain_support::{Dispensing, InspectDispensing, SoldPack};

fn back(pack: PackId) -> Call<Test> {
	Call::accept_return { pack, event: event() }
}

#[test]
fn a_pack_is_dispensed_once() {
	build_and_execute(|| {
		let (lot, pack) = at_pharmacy(1);
		let item = Item::Pack(pack);
		refused(MANUFACTURER, dispensing(item.clone()), TestError::NotDispenser);
		refused(HOSPITAL, dispensing(item.clone()), TestError::NotHolder);
		done(PHARMACY, dispensing(item.clone()));
		let found = stored_pack(pack);
		assert_eq!((found.custody.stage, found.sold), (Stage::Dispensed, 1));
		assert_eq!(found.sale, Some(Sale { by: PHARMACY, at: now(), receipt: RECEIPT }));
		assert_eq!(stored_lot(lot).tally.dispensed, 1);
		let all = || items(std::slice::from_ref(&item));
		for call in [
			dispensing(item.clone()),
			shipment(std::slice::from_ref(&item), HOSPITAL),
			return_to(std::slice::from_ref(&item), MANUFACTURER),
			Call::pack { container: sscc(1), items: all(), event: event() },
			Call::destroy { items: all(), event: event() },
			Call::decommission { items: all(), event: event() },
			Call::quarantine { items: all(), reason: SuspectReason::Suspect, event: event() },
			Call::mark_illegitimate { items: all(), reason: SuspectReason::Stolen, event: event() },
		] {
			refused(PHARMACY, call, TestError::AlreadyDispensed);
		}
	});
}

#[test]
fn only_single_packs_in_the_hand_are_dispensed() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 10);
		moved(MANUFACTURER, PHARMACY, &[range(lot, 0, 10)]);
		pack_by(PHARMACY, sscc(1), &[range(lot, 5, 8)]);
		refused(PHARMACY, dispensing(range(lot, 0, 1)), TestError::NotAPack);
		refused(PHARMACY, dispensing(Item::Container(sscc(1))), TestError::NotAPack);
		refused(PHARMACY, dispensing(untouched(lot, 6)), TestError::HasParent);
		done(PHARMACY, dispensing(untouched(lot, 2)));
		done(PHARMACY, shipment(&[range(lot, 8, 10)], HOSPITAL));
		refused(PHARMACY, dispensing(untouched(lot, 8)), TestError::InTransit);
		let again = Item::Untouched {
			lot,
			portion: 3,
			place: 2,
			serial: serial(3),
			proof: Default::default(),
		};
		refused(PHARMACY, dispensing(again), TestError::AlreadyOnChain);
		let destroy = Call::destroy { items: items(&[untouched(lot, 3)]), event: event() };
		done(PHARMACY, destroy);
		refused(PHARMACY, dispensing(Item::Pack(pack_id(1, 4))), TestError::Destroyed);
		let decommission =
			Call::decommission { items: items(&[untouched(lot, 4)]), event: event() };
		done(PHARMACY, decommission);
		refused(PHARMACY, dispensing(Item::Pack(pack_id(1, 5))), TestError::Decommissioned);
	});
}

#[test]
fn nothing_recalled_expired_or_held_back_is_dispensed() {
	build_and_execute(|| {
		let (lot, pack) = at_pharmacy(1);
		let item = Item::Pack(pack);
		let scope = Scope::Lot(lot);
		done(REGULATOR, Call::recall { scope, class: RecallClass::I, event: event() });
		refused(PHARMACY, dispensing(item.clone()), TestError::Recalled);
		done(REGULATOR, Call::lift_recall { recall: 0, event: event() });
		let all = || items(std::slice::from_ref(&item));
		let reason = SuspectReason::Damaged;
		done(PHARMACY, Call::quarantine { items: all(), reason, event: event() });
		refused(PHARMACY, dispensing(item.clone()), TestError::Quarantined);
		done(PHARMACY, Call::clear { items: all(), event: event() });
		set_now(stored_lot(lot).expiry.last_second() + 1);
		refused(PHARMACY, dispensing(item.clone()), TestError::Expired);
		let reason = SuspectReason::Diverted;
		done(PHARMACY, Call::mark_illegitimate { items: all(), reason, event: event() });
		assert!(sent(PHARMACY, dispensing(item)).is_err());
	});
}

#[test]
fn a_patient_gives_a_pack_back_to_who_sold_it() {
	build_and_execute(|| {
		let (lot, pack) = at_pharmacy(1);
		let item = Item::Pack(pack);
		refused(PHARMACY, back(pack), TestError::NotDispensed);
		refused(PHARMACY, back(pack_id(1, 99)), TestError::PackNotFound);
		done(PHARMACY, dispensing(item.clone()));
		refused(OTHER_PHARMACY, back(pack), TestError::NotSeller);
		done(PHARMACY, back(pack));
		let found = stored_pack(pack);
		let (reason, judge) = (SuspectReason::ReturnedByPatient, Judge::Manufacturer);
		let hold = Hold { by: PHARMACY, reason, judge };
		assert_eq!((found.custody.hold, found.custody.stage), (Some(hold), Stage::Held));
		assert_eq!((found.sale, found.sold), (None, 1));
		assert_eq!(stored_lot(lot).tally.dispensed, 0);
		refused(PHARMACY, back(pack), TestError::NotDispensed);
		refused(PHARMACY, dispensing(item.clone()), TestError::Quarantined);
		// A pharmacy does not sell it again on its own word.
		let clear = || Call::clear { items: items(std::slice::from_ref(&item)), event: event() };
		refused(PHARMACY, clear(), TestError::NotAuthorized);
		done(MANUFACTURER, clear());
		done(PHARMACY, dispensing(item));
		assert_eq!(stored_pack(pack).sold, 2);
	});
}

#[test]
fn a_destroyed_pack_is_not_given_back() {
	build_and_execute(|| {
		let lot = empty_lot();
		let packs = commissioned(lot, 1, 2);
		let all = |number: usize| items(&[Item::Pack(packs[number])]);
		done(MANUFACTURER, Call::destroy { items: all(0), event: event() });
		refused(MANUFACTURER, back(packs[0]), TestError::Destroyed);
		done(MANUFACTURER, Call::decommission { items: all(1), event: event() });
		refused(MANUFACTURER, back(packs[1]), TestError::Decommissioned);
		// Destroyed after it came back.
		let (_, pack) = at_pharmacy(3);
		done(PHARMACY, dispensing(Item::Pack(pack)));
		done(PHARMACY, back(pack));
		let destroy = Call::destroy { items: items(&[Item::Pack(pack)]), event: event() };
		done(PHARMACY, destroy);
		refused(PHARMACY, back(pack), TestError::Destroyed);
		assert_eq!(stored_pack(pack).custody.hold, None);
	});
}

#[test]
fn who_holds_the_receipt_knows_to_whom() {
	build_and_execute(|| {
		let (lot, pack) = at_pharmacy(1);
		let sold = SoldPack { id: pack, opening: [3; 32] };
		let inspect = |sold: &SoldPack, by: AccountId, to: AccountId| {
			<DrugTrace as InspectDispensing<AccountId>>::inspect(sold, &by, &to)
		};
		assert_eq!(inspect(&sold, PHARMACY, PATIENT), Dispensing::NotDispensed);
		let receipt = sold.receipt(&PATIENT);
		let call = Call::dispense { item: Item::Pack(pack), receipt, event: event() };
		done(PHARMACY, call);
		let dispensed = Dispensing::Dispensed { at: now() };
		wait(DAY);
		assert_eq!(inspect(&sold, PHARMACY, PATIENT), dispensed);
		assert_eq!(inspect(&sold, PHARMACY, STRANGER), Dispensing::NotDispensed);
		assert_eq!(inspect(&sold, HOSPITAL, PATIENT), Dispensing::NotDispensed);
		let guessed = SoldPack { opening: [4; 32], ..sold };
		assert_eq!(inspect(&guessed, PHARMACY, PATIENT), Dispensing::NotDispensed);
		let unknown = SoldPack { id: pack_id(1, 99), ..sold };
		assert_eq!(inspect(&unknown, PHARMACY, PATIENT), Dispensing::Unknown);
		let last = stored_lot(lot).expiry.last_second();
		set_now(last + 1);
		assert_eq!(inspect(&sold, PHARMACY, PATIENT), dispensed);
		assert_eq!(inspect(&sold, PHARMACY, STRANGER), Dispensing::Expired);
		let scope = Scope::Lot(lot);
		done(REGULATOR, Call::recall { scope, class: RecallClass::II, event: event() });
		assert_eq!(inspect(&sold, PHARMACY, PATIENT), Dispensing::Recalled);
		done(REGULATOR, Call::lift_recall { recall: 0, event: event() });
		done(PHARMACY, back(pack));
		assert_eq!(inspect(&sold, PHARMACY, PATIENT), Dispensing::Expired);
	});
}
