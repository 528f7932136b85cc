//! That a pack stands at a place of a batch: proofs, and how little they and their lots need.

use super::*;
use frame::deps::frame_support::storage::with_transaction;
use medchain_support::merkle::proof_length;

#[test]
fn each_pack_of_each_tree_is_proved_at_its_own_place_alone() {
	for count in 1..=40u32 {
		let ids: Vec<_> = (0..count).map(|number| PackId([number as u8; 32])).collect();
		let batch = Batch { start: 7, count, root: merkle::root(&ids) };
		for (index, id) in (0..).zip(&ids) {
			let proof: Proof = BoundedVec::truncate_from(merkle::proof(&ids, index as usize));
			assert_eq!(proof_length(count, index), Some(proof.len() as u32));
			for place in 0..=count + 10 {
				let right = place == 7 + index;
				assert_eq!(crate::proof::holds(&batch, place, id, &proof), right, "{place}");
			}
			let other = PackId([200; 32]);
			assert!(!crate::proof::holds(&batch, 7 + index, &other, &proof));
		}
	}
}

#[test]
fn the_longest_proof_is_that_of_the_largest_lot() {
	assert_eq!(proof_length(MAX_LOT_PACKS, 7), Some(MAX_PROOF));
}

/// In trees that are no power of two the SDK's check lets a last leaf stand at other places, if a proof
/// may have any length.
#[test]
fn a_proof_of_another_length_is_none() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 3);
		let ids = merkle::ids(&gtin(1), &serials(1, 3));
		let proof: Proof = BoundedVec::truncate_from(merkle::proof(&ids, 2));
		assert_eq!(proof.len(), 1);
		let at = |place| {
			let (serial, proof) = (serial(3), proof.clone());
			shipment(&[Item::Untouched { lot, portion: 0, place, serial, proof }], PHARMACY)
		};
		for place in [0, 1] {
			refused(MANUFACTURER, at(place), TestError::BadProof);
		}
		done(MANUFACTURER, at(2));
	});
}

#[test]
fn a_wrong_proof_touches_nothing() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 10);
		let right = untouched(lot, 4);
		let Item::Untouched { portion, place, serial: own, proof, .. } = right.clone() else {
			panic!("it is untouched")
		};
		let with = |place, serial, proof| {
			shipment(&[Item::Untouched { lot, portion, place, serial, proof }], PHARMACY)
		};
		let mut longer = proof.clone();
		longer.try_push([0; 32]).unwrap();
		let mut shorter = proof.clone();
		shorter.pop();
		let reversed = BoundedVec::truncate_from(proof.iter().rev().copied().collect());
		let mut flipped = proof.clone();
		flipped[1][0] ^= 1;
		for wrong in [longer, shorter, reversed, flipped, Proof::default()] {
			refused(MANUFACTURER, with(place, own, wrong), TestError::BadProof);
		}
		refused(MANUFACTURER, with(5, own, proof.clone()), TestError::BadProof);
		refused(MANUFACTURER, with(place, serial(6), proof.clone()), TestError::BadProof);
		refused(MANUFACTURER, with(place, serial(99), proof.clone()), TestError::BadProof);
		// The same serial of another product's lot.
		let other = lot_of(2);
		rooted(other, 1, 10);
		let elsewhere = Item::Untouched { lot: other, portion, place, serial: own, proof };
		refused(MANUFACTURER, shipment(&[elsewhere], PHARMACY), TestError::BadProof);
		done(MANUFACTURER, shipment(&[right], PHARMACY));
		let left: Vec<_> = portions(lot).iter().map(|(start, it)| (*start, it.end)).collect();
		assert_eq!(left, [(0, 4), (5, 10)]);
		assert_eq!(Touched::<Test>::get(lot, 4), Some(pack_id(1, 5)));
	});
}

#[test]
fn a_batch_of_one_needs_no_digest() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 1);
		let only = untouched(lot, 0);
		let Item::Untouched { proof, .. } = &only else { panic!("it is untouched") };
		assert!(proof.is_empty());
		done(MANUFACTURER, shipment(&[only], PHARMACY));
		assert!(portions(lot).is_empty());
	});
}

/// Bytes of keys and values of all that the chain stores.
fn stored_bytes() -> usize {
	use frame::deps::sp_io::storage;
	let (mut key, mut bytes) = (Vec::new(), 0);
	while let Some(next) = storage::next_key(&key) {
		bytes += next.len() + storage::get(&next).map_or(0, |value| value.len());
		key = next;
	}
	bytes
}

fn sizes() -> impl Iterator<Item = u32> {
	(1..=24).map(|power| 1 << power)
}

/// What a lot of this size leaves in the state after each step of its way.
fn way_of(count: u32) -> Vec<usize> {
	let mut all = Vec::new();
	let _ = with_transaction(|| {
		let lot = empty_lot();
		let before = stored_bytes();
		let root = [3; 32];
		done(MANUFACTURER, Call::commission_root { lot, root, count, event: event() });
		all.push(stored_bytes() - before);
		let whole = || range(lot, 0, count);
		done(MANUFACTURER, shipment(&[whole()], DISTRIBUTOR));
		all.push(stored_bytes() - before);
		done(DISTRIBUTOR, receipt_of(&[whole()]));
		all.push(stored_bytes() - before);
		pack_by(DISTRIBUTOR, sscc(1), &[whole()]);
		all.push(stored_bytes() - before);
		moved(DISTRIBUTOR, PHARMACY, &[Item::Container(sscc(1))]);
		all.push(stored_bytes() - before);
		let scope = Scope::Lot(lot);
		done(REGULATOR, Call::recall { scope, class: RecallClass::I, event: event() });
		all.push(stored_bytes() - before);
		TransactionOutcome::Rollback(DispatchResult::Ok(()))
	});
	all
}

#[test]
fn a_lot_needs_as_many_bytes_whatever_its_size() {
	build_and_execute(|| {
		let small = way_of(2);
		println!("bytes after commission, ship, receive, pack, move, recall: {small:?}");
		for count in sizes() {
			assert_eq!(way_of(count), small, "{count} packs");
		}
	});
}

#[test]
fn of_a_million_packs_each_is_verified_with_less_than_a_kibibyte() {
	build_and_execute(|| {
		const COUNT: u32 = 1_000_000;
		let lot = empty_lot();
		let gtin = gtin(1);
		let all = serials(1, COUNT.into());
		let tree = merkle::Tree::over(&merkle::ids(&gtin, &all));
		let before = stored_bytes();
		let root = tree.root();
		let call = Call::commission_root { lot, root, count: COUNT, event: event() };
		let size = RuntimeCall::DrugTrace(call.clone()).encoded_size();
		done(MANUFACTURER, call);
		let (text, expiry) = (stored_lot(lot).lot, stored_lot(lot).expiry);
		let mut dice = Dice::new(0x6d69_6c6c);
		let mut longest = 0;
		let some = (0..400).map(|_| dice.below(COUNT.into()) as u32);
		for place in some.chain([0, 1, COUNT / 2, COUNT - 2, COUNT - 1]).collect::<Vec<_>>() {
			let proof: Proof = BoundedVec::truncate_from(tree.proof(place as usize));
			let query = PackQuery {
				gtin,
				serial: all[place as usize],
				lot: Some(text),
				expiry: Some(expiry),
				proof: Some(PackProof { place, proof: proof.clone() }),
			};
			longest = longest.max(query.proof.encoded_size());
			let answer = DrugTrace::verification(&query);
			assert_eq!((answer.verdict, answer.place), (Verdict::Verified, Some(place)));
			let other = all[(place as usize + 1) % all.len()];
			let wrong = DrugTrace::verification(&PackQuery { serial: other, ..query });
			assert_eq!(wrong.verdict, Verdict::BadProof);
		}
		println!(
			"{COUNT} packs by one call of {size} bytes, {} bytes of state; longest proof {longest} \
			 bytes",
			stored_bytes() - before
		);
		assert!(longest <= 1_024 && size <= 200);
		// One of them goes its own way.
		let (portion, place) = (0, 777_777);
		let proof = BoundedVec::truncate_from(tree.proof(place as usize));
		let serial = all[place as usize];
		let item = Item::Untouched { lot, portion, place, serial, proof };
		moved_once(item);
	});
}

fn moved_once(item: Item) {
	done(MANUFACTURER, shipment(std::slice::from_ref(&item), PHARMACY));
	let pack = Item::Pack(id_of(&item));
	done(PHARMACY, receipt_of(std::slice::from_ref(&pack)));
	done(PHARMACY, dispensing(pack));
}

#[test]
fn a_lot_goes_its_way_whatever_its_size() {
	for count in [1, 1_000, 1_000_000] {
		build_and_execute(|| {
			let lot = empty_lot();
			done(MANUFACTURER, Call::commission_root { lot, root: [3; 32], count, event: event() });
			let whole = [range(lot, 0, count)];
			moved(MANUFACTURER, DISTRIBUTOR, &whole);
			moved(DISTRIBUTOR, PHARMACY, &whole);
			assert_eq!(custody(&whole[0]).holder, PHARMACY);
			let scope = Scope::Lot(lot);
			done(MANUFACTURER, Call::recall { scope, class: RecallClass::II, event: event() });
			refused(PHARMACY, shipment(&whole, HOSPITAL), TestError::Recalled);
			done(PHARMACY, return_to(&whole, MANUFACTURER));
			done(MANUFACTURER, receipt_of(&whole));
			done(MANUFACTURER, Call::destroy { items: items(&whole), event: event() });
			assert_eq!(stored_lot(lot).tally.destroyed, count);
		});
	}
}
