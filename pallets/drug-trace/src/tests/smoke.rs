//! One lot from the factory to patients, with what can happen to it.

use crate::{mock::*, *};
use frame::{testing_prelude::*, traits::BlakeTwo256};
use medchain_support::{
	Dispensing, Expiry, Gtin, InspectDispensing, PackId, Serial, SoldPack, Sscc,
};

const COUNT: u32 = 11;

fn event(number: u8) -> EventInfo {
	EventInfo { hash: [number; 32], time: NOW, place: None }
}

fn serial(number: u32) -> Serial {
	format!("R{number}").parse().unwrap()
}

fn items<const N: usize>(items: [Item; N]) -> Items {
	items.to_vec().try_into().unwrap()
}

fn untouched(gtin: &Gtin, portion: u32, place: u32) -> Item {
	let ids: Vec<_> = (0..COUNT).map(|at| PackId::of(gtin, &serial(at))).collect();
	let made = binary_merkle_tree::merkle_proof::<BlakeTwo256, _, _>(ids, place);
	let proof: Vec<_> = made.proof.into_iter().map(|digest| digest.0).collect();
	Item::Untouched {
		lot: 0,
		portion,
		place,
		serial: serial(place),
		proof: proof.try_into().unwrap(),
	}
}

#[test]
fn a_lot_goes_its_way() {
	build_and_execute(|| {
		let gtin: Gtin = "09521141012345".parse().unwrap();
		let [case, pallet] = [1, 2].map(|n| Sscc::from_body(10_614_141_000_000_000 + n).unwrap());
		let expiry = Expiry::from_days(20_400);
		let as_maker = || RuntimeOrigin::signed(MANUFACTURER);
		let as_pharmacy = || RuntimeOrigin::signed(PHARMACY);
		let limits = Some(Limits { min: 2_000, max: 8_000 });
		assert_ok!(DrugTrace::register_product(as_maker(), gtin, limits));
		assert_ok!(DrugTrace::create_lot(as_maker(), gtin, "L1".parse().unwrap(), expiry));
		let ids: Vec<_> = (0..COUNT).map(|at| PackId::of(&gtin, &serial(at))).collect();
		let root = binary_merkle_tree::merkle_root::<BlakeTwo256, _>(&ids).0;
		assert_ok!(DrugTrace::commission_root(as_maker(), 0, root, COUNT, event(1)));

		// A stretch goes into a case, that onto a pallet, and both to the pharmacy.
		let stretch = Item::Range { lot: 0, portion: 0, start: 2, end: 9 };
		assert_ok!(DrugTrace::pack(as_maker(), case, items([stretch]), event(2)));
		assert_ok!(DrugTrace::pack(as_maker(), pallet, items([Item::Container(case)]), event(3)));
		let goods = || items([Item::Container(pallet)]);
		assert_ok!(DrugTrace::ship(as_maker(), goods(), PHARMACY, false, event(4)));
		assert_ok!(DrugTrace::receive(as_pharmacy(), goods(), event(5)));
		let goods = items([Item::Container(case)]);
		assert_ok!(DrugTrace::unpack(as_pharmacy(), pallet, goods, event(6)));
		assert!(Containers::<Test>::get(pallet).is_none());
		let one = items([untouched(&gtin, 2, 5)]);
		assert_ok!(DrugTrace::unpack(as_pharmacy(), case, one, event(7)));
		assert_eq!(Containers::<Test>::get(case).unwrap().children, 2);
		check_state().unwrap();

		// A patient gets one pack, and its insurer finds it.
		let sold = SoldPack { id: ids[5], opening: [9; 32] };
		let item = Item::Pack(ids[5]);
		assert_ok!(DrugTrace::dispense(as_pharmacy(), item, sold.receipt(&PATIENT), event(8)));
		let dispensed = Dispensing::Dispensed { at: NOW };
		assert_eq!(DrugTrace::inspect(&sold, &PHARMACY, &PATIENT), dispensed);
		assert_eq!(DrugTrace::inspect(&sold, &PHARMACY, &STRANGER), Dispensing::NotDispensed);
		let verify = |place, proof| {
			DrugTrace::verify(PackQuery {
				gtin,
				serial: serial(place),
				lot: Some("L1".parse().unwrap()),
				expiry: Some(expiry),
				proof,
			})
			.verdict
		};
		assert_eq!(verify(5, None), Verdict::Dispensed);
		assert_eq!(verify(3, None), Verdict::ProofNeeded);
		let shown = |place| match untouched(&gtin, 0, place) {
			Item::Untouched { proof, .. } => Some(PackProof { place, proof }),
			_ => None,
		};
		for place in [0, 2, 3, 4, 6, 8, 9, 10] {
			assert_eq!(verify(place, shown(place)), Verdict::Verified, "place {place}");
		}
		assert_eq!(verify(3, shown(4)), Verdict::BadProof);

		// All of it is called back.
		let as_regulator = RuntimeOrigin::signed(REGULATOR);
		assert_ok!(DrugTrace::recall(as_regulator, Scope::Lot(0), RecallClass::I, event(9)));
		assert_eq!(verify(3, shown(3)), Verdict::Recalled);
		assert_eq!(verify(5, None), Verdict::Recalled);
		assert_eq!(DrugTrace::inspect(&sold, &PHARMACY, &PATIENT), Dispensing::Recalled);
		let goods = || items([Item::Container(case)]);
		assert_noop!(
			DrugTrace::ship(as_pharmacy(), goods(), DISTRIBUTOR, false, event(10)),
			Error::<Test>::Recalled
		);
		assert_ok!(DrugTrace::ship(as_pharmacy(), goods(), MANUFACTURER, true, event(10)));
		assert_ok!(DrugTrace::receive(as_maker(), goods(), event(11)));
		assert_ok!(DrugTrace::destroy(as_maker(), goods(), event(12)));
		assert_eq!(Lots::<Test>::get(0).unwrap().tally.destroyed, 6);

		// What happened to the pack: made, packed twice, shipped, received, unpacked twice, sold, recalled.
		let steps = DrugTrace::pedigree_page(Subject::Pack(ids[5]), None, 100).items;
		let kinds: Vec<_> = steps.iter().map(|step| step.event.kind).collect();
		assert_eq!(
			kinds,
			[
				EventKind::Commission,
				EventKind::Pack,
				EventKind::Pack,
				EventKind::Ship,
				EventKind::Receive,
				EventKind::Unpack,
				EventKind::Unpack,
				EventKind::Dispense,
				EventKind::Recall,
			]
		);
	});
}
