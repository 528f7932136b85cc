//! Packs that were made of others, and what reaches them.

use super::*;
use medchain_support::{Dispensing, InspectDispensing, SoldPack};

fn transform(inputs: &[Item], lot: LotId, first: u64) -> Call<Test> {
	let serials = BoundedVec::truncate_from(serials(first, 2));
	Call::transform { inputs: items(inputs), lot, serials, event: event() }
}

fn recall(scope: Scope) -> Call<Test> {
	Call::recall { scope, class: RecallClass::II, event: event() }
}

fn lift(recall: RecallId) -> Call<Test> {
	Call::lift_recall { recall, event: event() }
}

/// A lot of a product that is good for so many days.
fn lot_until(product: u64, days: u16) -> LotId {
	let lot = NextLot::<Test>::get();
	let expiry = Expiry::from_days((now() / DAY) as u16 + days);
	let (gtin, text) = (common::product(product), lot_text(lot.into()));
	done(MANUFACTURER, Call::create_lot { gtin, lot: text, expiry });
	lot
}

#[test]
fn a_lot_is_made_of_one_other() {
	build_and_execute(|| {
		let [bulk, other, lot] = [lot_of(1), lot_of(1), lot_of(2)];
		rooted(bulk, 1, 20);
		rooted(other, 101, 20);
		let mixed = [range(bulk, 2, 3), range(other, 2, 3)];
		refused(MANUFACTURER, transform(&mixed, lot, 1), TestError::MixedSources);
		assert_eq!(stored_lot(lot).source, None);

		done(MANUFACTURER, transform(&[range(bulk, 4, 6), untouched(bulk, 9)], lot, 1));
		let source = |first, last| Some(Source { lot: bulk, first, last });
		assert_eq!(stored_lot(lot).source, source(4, 9));
		done(MANUFACTURER, transform(&[range(bulk, 6, 7)], lot, 3));
		assert_eq!(stored_lot(lot).source, source(4, 9));
		done(MANUFACTURER, transform(&[range(bulk, 1, 2)], lot, 5));
		assert_eq!(stored_lot(lot).source, source(1, 9));
		assert_eq!(DrugTrace::lot_info(lot).unwrap().source, source(1, 9));
		let others = transform(&[range(other, 1, 2)], lot, 7);
		refused(MANUFACTURER, others, TestError::OtherSource);
	});
}

#[test]
fn all_packs_of_a_lot_are_made_of_others_or_none() {
	build_and_execute(|| {
		let [bulk, lot, own] = [lot_of(1), lot_of(2), lot_of(2)];
		rooted(bulk, 1, 20);
		commissioned(own, 90, 1);
		refused(MANUFACTURER, transform(&[range(bulk, 0, 1)], own, 1), TestError::LotNotEmpty);
		// Nor of what is in the lot itself.
		refused(MANUFACTURER, transform(&[range(bulk, 0, 1)], bulk, 99), TestError::LotNotEmpty);
		done(MANUFACTURER, transform(&[range(bulk, 0, 1)], lot, 1));
		let serials = BoundedVec::truncate_from(serials(50, 1));
		let listed = Call::commission { lot, serials, event: event() };
		refused(MANUFACTURER, listed, TestError::HasSource);
		let by_root = Call::commission_root { lot, root: [5; 32], count: 2, event: event() };
		refused(MANUFACTURER, by_root, TestError::HasSource);
	});
}

#[test]
fn what_was_made_of_others_becomes_nothing_else_and_lasts_no_longer() {
	build_and_execute(|| {
		let bulk = lot_until(1, 30);
		rooted(bulk, 1, 20);
		let [longer, as_long, shorter] = [31, 30, 29].map(|days| lot_until(2, days));
		let late = transform(&[range(bulk, 0, 1)], longer, 1);
		refused(MANUFACTURER, late, TestError::OutlivesSource);
		done(MANUFACTURER, transform(&[range(bulk, 0, 1)], as_long, 1));
		done(MANUFACTURER, transform(&[range(bulk, 1, 2)], shorter, 3));
		let again = transform(&[Item::Pack(pack_id(2, 1))], lot_until(3, 9), 1);
		refused(MANUFACTURER, again, TestError::AlreadyTransformed);
	});
}

#[test]
fn a_recall_reaches_what_was_made_of_it() {
	build_and_execute(|| {
		let [bulk, lot, beside] = [lot_of(1), lot_of(2), lot_of(2)];
		rooted(bulk, 1, 20);
		done(MANUFACTURER, transform(&[range(bulk, 4, 6), range(bulk, 8, 9)], lot, 1));
		done(MANUFACTURER, transform(&[range(bulk, 12, 13)], beside, 11));
		let [pack, other] = [1, 11].map(|number| Item::Pack(pack_id(2, number)));
		moved(MANUFACTURER, PHARMACY, &[pack.clone(), other.clone()]);
		let LotRecord { gtin, lot: text, expiry, .. } = stored_lot(lot);
		let query = PackQuery {
			gtin,
			serial: serial(1),
			lot: Some(text),
			expiry: Some(expiry),
			proof: None,
		};
		let verdict = || DrugTrace::verification(&query).verdict;
		let one = |item: &Item| shipment(std::slice::from_ref(item), HOSPITAL);

		// What lies beside the packs it was made of does not reach it, what lies between does.
		for (start, end) in [(0, 4), (9, 12)] {
			done(MANUFACTURER, recall(Scope::Range { lot: bulk, start, end }));
		}
		assert_eq!(verdict(), Verdict::Verified);
		for scope in [
			Scope::Range { lot: bulk, start: 0, end: 5 },
			Scope::Range { lot: bulk, start: 6, end: 8 },
			Scope::Range { lot: bulk, start: 8, end: 10 },
			Scope::Lot(bulk),
			Scope::Product(gtin_of(bulk)),
		] {
			let id = NextRecall::<Test>::get();
			done(MANUFACTURER, recall(scope));
			let found = DrugTrace::verification(&query);
			assert_eq!(found.verdict, Verdict::Recalled);
			let (told, told_recall) = found.recall.expect("it is called back");
			assert_eq!((told, told_recall.scope), (id, scope));
			let info = DrugTrace::pack_info(pack_id(2, 1)).expect("it has an entry");
			assert_eq!(info.recall.map(|(told, _)| told), Some(id));
			refused(PHARMACY, one(&pack), TestError::Recalled);
			refused(PHARMACY, dispensing(pack.clone()), TestError::Recalled);
			let all = matches!(scope, Scope::Lot(_) | Scope::Product(_));
			let result = with_rollback(|| sent(PHARMACY, dispensing(other.clone())));
			assert_eq!(result.is_err(), all, "{scope:?}");
			done(MANUFACTURER, lift(id));
			assert_eq!(verdict(), Verdict::Verified);
		}

		// In a container, and with the patient.
		let sold = SoldPack { id: pack_id(2, 1), opening: [3; 32] };
		let receipt = sold.receipt(&PATIENT);
		done(PHARMACY, Call::dispense { item: pack, receipt, event: event() });
		pack_by(PHARMACY, sscc(1), std::slice::from_ref(&other));
		done(REGULATOR, recall(Scope::Lot(bulk)));
		let inspected = <DrugTrace as InspectDispensing<_>>::inspect(&sold, &PHARMACY, &PATIENT);
		assert_eq!(inspected, Dispensing::Recalled);
		refused(PHARMACY, one(&Item::Container(sscc(1))), TestError::Recalled);
	});
}

/// Does something, and undoes it.
fn with_rollback<Answer>(act: impl FnOnce() -> Answer) -> Answer {
	let mut answer = None;
	let _ = frame::deps::frame_support::storage::with_transaction(|| {
		answer = Some(act());
		TransactionOutcome::Rollback(DispatchResult::Ok(()))
	});
	answer.expect("it was done")
}
