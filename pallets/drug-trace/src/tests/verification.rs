//! What somebody is told who scans a pack.

use super::*;

/// What is printed on the pack with this serial in a lot, and the proof of its place.
fn printed(lot: LotId, number: u64, place: Option<u32>) -> PackQuery {
	let LotRecord { gtin, lot: text, expiry, .. } = stored_lot(lot);
	let proof = place.map(|place| {
		let Item::Untouched { proof, .. } = untouched(lot, place) else { panic!("it is one") };
		PackProof { place, proof }
	});
	PackQuery { gtin, serial: serial(number), lot: Some(text), expiry: Some(expiry), proof }
}

fn verdict(query: &PackQuery) -> Verdict {
	DrugTrace::verification(query).verdict
}

#[test]
fn what_is_printed_is_compared() {
	build_and_execute(|| {
		let (lot, _) = at_pharmacy(1);
		let right = printed(lot, 1, None);
		assert_eq!(verdict(&right), Verdict::Verified);
		let less = PackQuery { lot: None, expiry: None, ..right.clone() };
		assert_eq!(verdict(&less), Verdict::Verified);
		let day = Expiry::from_days(right.expiry.unwrap().days() + 1);
		let other = PackQuery { expiry: Some(day), ..right.clone() };
		assert_eq!(verdict(&other), Verdict::OtherExpiry);
		let second = empty_lot();
		let other = PackQuery { lot: Some(stored_lot(second).lot), ..right.clone() };
		assert_eq!(verdict(&other), Verdict::OtherLot);
		let other = PackQuery { lot: Some(lot_text(99)), ..right.clone() };
		assert_eq!(verdict(&other), Verdict::UnknownLot);
		let other = PackQuery { gtin: gtin(9), ..right.clone() };
		assert_eq!(verdict(&other), Verdict::UnknownProduct);
		let other = PackQuery { serial: serial(2), ..right.clone() };
		assert_eq!(verdict(&other), Verdict::UnknownPack);
		let other = PackQuery { serial: serial(2), lot: None, ..right };
		assert!(!verdict(&other).is_good());
	});
}

#[test]
fn a_pack_without_an_entry_needs_its_proof() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 10);
		let right = printed(lot, 4, Some(3));
		let answer = DrugTrace::verification(&right);
		assert_eq!(answer.verdict, Verdict::Verified);
		assert_eq!(answer.place, Some(3));
		assert_eq!(answer.custody.unwrap().holder, MANUFACTURER);
		let none = PackQuery { proof: None, ..right.clone() };
		assert_eq!(verdict(&none), Verdict::ProofNeeded);
		let no_lot = PackQuery { lot: None, ..right.clone() };
		assert_eq!(verdict(&no_lot), Verdict::ProofNeeded);
		let other = printed(lot, 5, Some(3));
		assert_eq!(verdict(&other), Verdict::BadProof);
		let proof = Some(PackProof { place: 99, proof: Default::default() });
		assert_eq!(verdict(&PackQuery { proof, ..right.clone() }), Verdict::BadProof);
		let other = PackQuery { expiry: Some(Expiry::from_days(9)), ..right.clone() };
		assert_eq!(verdict(&other), Verdict::OtherExpiry);
		// It takes part in what happens to its stretch, and its container.
		done(MANUFACTURER, shipment(&[range(lot, 2, 5)], PHARMACY));
		assert_eq!(verdict(&right), Verdict::InTransit);
		done(PHARMACY, receipt_of(&[range(lot, 2, 5)]));
		pack_by(PHARMACY, sscc(1), &[range(lot, 2, 5)]);
		done(PHARMACY, shipment(&[Item::Container(sscc(1))], HOSPITAL));
		let answer = DrugTrace::verification(&right);
		assert_eq!(answer.verdict, Verdict::InTransit);
		let custody = answer.custody.unwrap();
		assert_eq!((custody.parent, custody.outermost), (Some(sscc(1)), Some(sscc(1))));
		done(HOSPITAL, receipt_of(&[Item::Container(sscc(1))]));
		unpack_by(HOSPITAL, sscc(1), &[untouched(lot, 3)]);
		// With an entry of its own no proof is needed, and an old one does no harm.
		assert_eq!(verdict(&right), Verdict::Verified);
		assert_eq!(verdict(&none), Verdict::Verified);
		assert_eq!(verdict(&no_lot), Verdict::Verified);
	});
}

#[test]
fn the_gravest_is_told_first() {
	build_and_execute(|| {
		let (lot, pack) = at_pharmacy(1);
		let (query, item) = (printed(lot, 1, None), Item::Pack(pack));
		let all = || items(std::slice::from_ref(&item));
		let check = |expected: Verdict| {
			let answer = DrugTrace::verification(&query);
			assert_eq!(answer.verdict, expected);
			let good = matches!(expected, Verdict::Verified | Verdict::InTransit);
			assert_eq!(expected.is_good(), good);
			answer
		};
		done(PHARMACY, shipment(std::slice::from_ref(&item), HOSPITAL));
		check(Verdict::InTransit);
		done(HOSPITAL, receipt_of(std::slice::from_ref(&item)));
		done(HOSPITAL, dispensing(item.clone()));
		let answer = check(Verdict::Dispensed);
		assert_eq!((answer.sold, answer.sale.unwrap().by), (1, HOSPITAL));
		done(HOSPITAL, Call::accept_return { pack, event: event() });
		check(Verdict::Quarantined(SuspectReason::ReturnedByPatient));
		let last = stored_lot(lot).expiry.last_second();
		set_now(last + 1);
		check(Verdict::Expired);
		let scope = Scope::Lot(lot);
		let recall = |class, scope| Call::recall { scope, class, event: event() };
		done(REGULATOR, recall(RecallClass::III, scope));
		assert_eq!(check(Verdict::Recalled).recall.unwrap().0, 0);
		done(REGULATOR, recall(RecallClass::I, Scope::Product(gtin(1))));
		assert_eq!(check(Verdict::Recalled).recall.unwrap().0, 1, "the gravest");
		let reason = SuspectReason::Counterfeit;
		done(REGULATOR, Call::mark_illegitimate { items: all(), reason, event: event() });
		check(Verdict::Illegitimate(reason));
		done(HOSPITAL, Call::destroy { items: all(), event: event() });
		check(Verdict::Recalled);
		for recall in [0, 1] {
			done(REGULATOR, Call::lift_recall { recall, event: event() });
		}
		check(Verdict::Destroyed);
		let (lot, pack) = at_pharmacy(2);
		let all = items(&[Item::Pack(pack)]);
		done(PHARMACY, Call::decommission { items: all, event: event() });
		assert_eq!(verdict(&printed(lot, 2, None)), Verdict::Decommissioned);
	});
}

#[test]
fn pages_go_through_everything_once() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 60);
		for place in [50, 40, 30, 20, 10] {
			let scope = Scope::Range { lot, start: place, end: place + 2 };
			done(MANUFACTURER, Call::recall { scope, class: RecallClass::II, event: event() });
			pack_by(MANUFACTURER, sscc(1), &[range(lot, place, place + 2)]);
			pack_by(MANUFACTURER, sscc(1), &[untouched(lot, place + 5)]);
		}
		let (mut seen, mut after) = (Vec::new(), None);
		loop {
			let page = DrugTrace::contents_page(sscc(1), after, 3);
			assert!(page.items.len() <= 3);
			seen.extend(page.items);
			after = page.next;
			if after.is_none() {
				break;
			}
		}
		let mut expected: Vec<_> = Children::<Test>::iter_key_prefix(sscc(1)).collect();
		seen.sort();
		expected.sort();
		assert_eq!((seen.len(), seen), (10, expected));

		let (mut seen, mut after) = (Vec::new(), None);
		loop {
			let page = DrugTrace::portions_page(lot, after, 4);
			seen.extend(page.items.iter().map(|it| (it.start, it.end)));
			after = page.next;
			if after.is_none() {
				break;
			}
		}
		let expected: Vec<_> =
			portions(lot).into_iter().rev().map(|(start, it)| (start, it.end)).collect();
		assert_eq!(seen, expected);

		let (mut seen, mut after) = (Vec::new(), None);
		loop {
			let page = DrugTrace::recalls_page(after, 2);
			seen.extend(page.items.iter().map(|(id, _)| *id));
			after = page.next;
			if after.is_none() {
				break;
			}
		}
		assert_eq!(seen, [0, 1, 2, 3, 4]);
	});
}

#[test]
fn every_untouched_place_is_found_in_its_portion() {
	build_and_execute(|| {
		let lot = empty_lot();
		commissioned(lot, 900, 2);
		rooted(lot, 1, 40);
		commissioned(lot, 910, 1);
		rooted(lot, 101, 40);
		let mut dice = Dice::new(0x706c_6163_6573);
		for _ in 0..25 {
			let all = portions(lot);
			let (start, portion) = &all[dice.below(all.len() as u64) as usize];
			let place = start + dice.below((portion.end - start).into()) as u32;
			let end = place + 1 + dice.below((portion.end - place).into()) as u32;
			let mine = portion.custody.holder == MANUFACTURER;
			if !mine || portion.custody.stage != Stage::Held {
				continue;
			}
			let item = match dice.below(3) {
				0 => untouched(lot, place),
				_ => range(lot, place, end),
			};
			done(MANUFACTURER, shipment(&[item], PHARMACY));
		}
		for place in 0..90 {
			let held = portions(lot)
				.into_iter()
				.find(|(start, it)| (*start..it.end).contains(&place))
				.map(|(_, it)| it.custody);
			assert_eq!(DrugTrace::custody_at(lot, place), held, "{place}");
		}
		assert_eq!(DrugTrace::custody_at(lot, u32::MAX), None);
		assert_eq!(DrugTrace::custody_at(lot + 1, 0), None);
	});
}
