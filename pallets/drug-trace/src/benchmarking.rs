//! Benchmarks: every call where it has most to do.
//!
//! Lots have all their batches and recalls, and each product its own entries in the state. The packs
//! that calls name lie in the middle of the largest batch there can be, so that each has the longest
//! proof and leaves two portions behind. Containers hold packs of as many lots as they can.
//!
//! Packs and containers are measured apart, each from one to [`MAX_ITEMS`], and what a call with both is
//! charged is the sum. Were they varied together, each while the other is at its most, no call with few of
//! both would be measured, and what one of them takes would be read off a line that begins far from it.
//!
//! How long the way of a lot takes at each power of ten of its size is measured too, to be shown: it
//! takes the same.

mod setup;

use crate::{
	Binding, Call, Config, Containers, ErrorReason, EventInfo, Events, Item, Limits, Lots, NextLot,
	Pallet, Products, Reading, RecallClass, Recalls, Scope, Sensors, Stage, Subject, SuspectReason,
	MAX_DEPTH, MAX_ITEMS, MAX_LOTS, MAX_RECALLS,
};
use alloc::vec;
use frame::benchmarking::prelude::*;
use medchain_support::{BizStep, Expiry, Gtin, Lot, Role};
use setup::*;

/// A product with all recalls there can be.
fn recalled_product<T: Config>() -> Gtin {
	let gtin = product::<T>(0);
	for _ in 0..MAX_RECALLS {
		call_back::<T>(Scope::Product(gtin));
	}
	gtin
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_product() {
		let maker = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(maker), gtin(0), Some(Limits { min: 0, max: 0 }));

		assert!(Products::<T>::contains_key(gtin(0)));
	}

	#[benchmark]
	fn set_limits() {
		let gtin = product::<T>(0);
		for _ in 0..MAX_RECALLS {
			call_back::<T>(Scope::Product(gtin));
		}
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), gtin, None);

		assert!(Products::<T>::get(gtin).expect("it is there").limits.is_none());
	}

	#[benchmark]
	fn create_lot() {
		let gtin = product::<T>(0);
		for _ in 0..MAX_RECALLS {
			call_back::<T>(Scope::Product(gtin));
		}
		let text = Lot::from_bytes(b"12345678901234567890").expect("it has the right length");
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), gtin, text, Expiry::from_days(u16::MAX));

		assert!(Lots::<T>::contains_key(0));
	}

	#[benchmark]
	fn commission(n: Linear<1, MAX_ITEMS>) {
		let lot = lot::<T>();
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), lot, serials(n), event::<T>());

		let tally = Lots::<T>::get(lot).expect("it is there").tally;
		assert_eq!(tally.commissioned, FIRST + LARGEST + n);
	}

	#[benchmark]
	fn commission_root() {
		let lot = empty_lot::<T>(product::<T>(0));
		for _ in 0..FIRST {
			Pallet::<T>::do_commission_root(&maker::<T>(), lot, [1; 32], 1, event::<T>())
				.expect("there is room");
		}
		for start in 0..MAX_RECALLS {
			call_back::<T>(Scope::Range { lot, start, end: start + 1 });
		}
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), lot, [1; 32], LARGEST, event::<T>());

		assert_eq!(Lots::<T>::get(lot).expect("it is there").batches.len(), 16);
	}

	/// Into a container that is there, and that gets packs of its last lots.
	#[benchmark]
	fn pack(p: Linear<1, MAX_ITEMS>) {
		let lots = lots::<T>(MAX_LOTS);
		boxed::<T>(sscc(0), &lots);
		let all = items(named::<T>(&lots, p));
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), sscc(0), all, event::<T>());

		let filled = Containers::<T>::get(sscc(0)).expect("it is there");
		assert_eq!(filled.children, MAX_LOTS + p);
	}

	/// The same.
	#[benchmark]
	fn pack_containers(c: Linear<1, MAX_ITEMS>) {
		let lots = lots::<T>(MAX_LOTS);
		boxed::<T>(sscc(0), &lots);
		let all = items(boxes::<T>(&lots, c));
		let caller = maker::<T>();

		#[extrinsic_call]
		pack(RawOrigin::Signed(caller), sscc(0), all, event::<T>());

		let filled = Containers::<T>::get(sscc(0)).expect("it is there");
		assert_eq!(filled.children, MAX_LOTS + c);
	}

	/// Into a container that is made, for a deposit.
	#[benchmark]
	fn pack_new(p: Linear<1, MAX_ITEMS>) {
		let lots = lots::<T>(MAX_LOTS);
		let all = items(named::<T>(&lots, p));
		let caller = maker::<T>();

		#[extrinsic_call]
		pack(RawOrigin::Signed(caller), sscc(0), all, event::<T>());

		let filled = Containers::<T>::get(sscc(0)).expect("it is there");
		assert_eq!(filled.children, p);
	}

	/// The same.
	#[benchmark]
	fn pack_new_containers(c: Linear<1, MAX_ITEMS>) {
		let lots = lots::<T>(MAX_LOTS);
		let all = items(boxes::<T>(&lots, c));
		let caller = maker::<T>();

		#[extrinsic_call]
		pack(RawOrigin::Signed(caller), sscc(0), all, event::<T>());

		let filled = Containers::<T>::get(sscc(0)).expect("it is there");
		assert_eq!(filled.children, c);
	}

	/// Out of a container that stays: something else is in it.
	#[benchmark]
	fn unpack(p: Linear<1, MAX_ITEMS>) {
		let all = full_container::<T>(sscc(0), p, 0);
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), sscc(0), all.clone(), event::<T>());

		assert_eq!(left_in::<T>(sscc(0)), Some(portions_left(p)));
		assert_parent::<T>(&all, None);
	}

	/// The same.
	#[benchmark]
	fn unpack_containers(c: Linear<1, MAX_ITEMS>) {
		let all = full_container::<T>(sscc(0), 0, c);
		let caller = maker::<T>();

		#[extrinsic_call]
		unpack(RawOrigin::Signed(caller), sscc(0), all.clone(), event::<T>());

		assert_eq!(left_in::<T>(sscc(0)), Some(portions_left(0)));
		assert_parent::<T>(&all, None);
	}

	/// Out of a container that is empty then: the deposit goes back.
	#[benchmark]
	fn unpack_all(p: Linear<1, MAX_ITEMS>) {
		let all = exact_container::<T>(sscc(0), p, 0);
		let caller = maker::<T>();

		#[extrinsic_call]
		unpack(RawOrigin::Signed(caller), sscc(0), all.clone(), event::<T>());

		assert_eq!(left_in::<T>(sscc(0)), None);
		assert_parent::<T>(&all, None);
	}

	/// The same.
	#[benchmark]
	fn unpack_all_containers(c: Linear<1, MAX_ITEMS>) {
		let all = exact_container::<T>(sscc(0), 0, c);
		let caller = maker::<T>();

		#[extrinsic_call]
		unpack(RawOrigin::Signed(caller), sscc(0), all.clone(), event::<T>());

		assert_eq!(left_in::<T>(sscc(0)), None);
		assert_parent::<T>(&all, None);
	}

	/// Out of a container that stays, into one that is made.
	#[benchmark]
	fn repack(p: Linear<1, MAX_ITEMS>) {
		let all = full_container::<T>(sscc(0), p, 0);
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), sscc(0), sscc(1), all.clone(), event::<T>());

		assert_eq!(left_in::<T>(sscc(0)), Some(portions_left(p)));
		assert_parent::<T>(&all, Some(sscc(1)));
	}

	/// The same.
	#[benchmark]
	fn repack_containers(c: Linear<1, MAX_ITEMS>) {
		let all = full_container::<T>(sscc(0), 0, c);
		let caller = maker::<T>();

		#[extrinsic_call]
		repack(RawOrigin::Signed(caller), sscc(0), sscc(1), all.clone(), event::<T>());

		assert_eq!(left_in::<T>(sscc(0)), Some(portions_left(0)));
		assert_parent::<T>(&all, Some(sscc(1)));
	}

	/// All that is in a container, into one that is made.
	#[benchmark]
	fn repack_all(p: Linear<1, MAX_ITEMS>) {
		let all = exact_container::<T>(sscc(0), p, 0);
		let caller = maker::<T>();

		#[extrinsic_call]
		repack(RawOrigin::Signed(caller), sscc(0), sscc(1), all.clone(), event::<T>());

		assert_eq!(left_in::<T>(sscc(0)), None);
		assert_parent::<T>(&all, Some(sscc(1)));
	}

	/// The same.
	#[benchmark]
	fn repack_all_containers(c: Linear<1, MAX_ITEMS>) {
		let all = exact_container::<T>(sscc(0), 0, c);
		let caller = maker::<T>();

		#[extrinsic_call]
		repack(RawOrigin::Signed(caller), sscc(0), sscc(1), all.clone(), event::<T>());

		assert_eq!(left_in::<T>(sscc(0)), None);
		assert_parent::<T>(&all, Some(sscc(1)));
	}

	#[benchmark]
	fn ship(p: Linear<1, MAX_ITEMS>) {
		let (_, alone) = goods::<T>(p, 0);
		let (all, to) = (items(alone), trader::<T>());
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), all.clone(), to.clone(), false, event::<T>());

		assert_stage::<T>(&all, &Stage::InTransit { to, returning: false });
	}

	#[benchmark]
	fn ship_containers(c: Linear<1, MAX_ITEMS>) {
		let (_, alone) = goods::<T>(0, c);
		let (all, to) = (items(alone), trader::<T>());
		let caller = maker::<T>();

		#[extrinsic_call]
		ship(RawOrigin::Signed(caller), all.clone(), to.clone(), false, event::<T>());

		assert_stage::<T>(&all, &Stage::InTransit { to, returning: false });
	}

	#[benchmark]
	fn receive(p: Linear<1, MAX_ITEMS>) {
		let all = on_their_way::<T>(p, 0);
		let caller = trader::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::Held);
	}

	#[benchmark]
	fn receive_containers(c: Linear<1, MAX_ITEMS>) {
		let all = on_their_way::<T>(0, c);
		let caller = trader::<T>();

		#[extrinsic_call]
		receive(RawOrigin::Signed(caller), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::Held);
	}

	#[benchmark]
	fn reject(p: Linear<1, MAX_ITEMS>) {
		let all = on_their_way::<T>(p, 0);
		let caller = trader::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::InTransit { to: maker::<T>(), returning: true });
	}

	#[benchmark]
	fn reject_containers(c: Linear<1, MAX_ITEMS>) {
		let all = on_their_way::<T>(0, c);
		let caller = trader::<T>();

		#[extrinsic_call]
		reject(RawOrigin::Signed(caller), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::InTransit { to: maker::<T>(), returning: true });
	}

	#[benchmark]
	fn void_shipment(p: Linear<1, MAX_ITEMS>) {
		let all = on_their_way::<T>(p, 0);
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::Held);
	}

	#[benchmark]
	fn void_shipment_containers(c: Linear<1, MAX_ITEMS>) {
		let all = on_their_way::<T>(0, c);
		let caller = maker::<T>();

		#[extrinsic_call]
		void_shipment(RawOrigin::Signed(caller), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::Held);
	}

	#[benchmark]
	fn dispense() {
		let (lot, pharmacy) = (lot::<T>(), other_trader::<T>());
		let all = items(vec![whole(lot)]);
		Pallet::<T>::do_ship(&maker::<T>(), all.clone(), pharmacy.clone(), false, event::<T>())
			.expect("the maker has it");
		Pallet::<T>::do_receive(&pharmacy, all, event::<T>()).expect("it was sent there");
		let item = untouched::<T>(lot, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(pharmacy), item.clone(), RECEIPT, event::<T>());

		assert_eq!(custody_of::<T>(&item).stage, Stage::Dispensed);
	}

	#[benchmark]
	fn accept_return() {
		let (id, pharmacy) = (received_pack::<T>(), other_trader::<T>());
		Pallet::<T>::do_dispense(&pharmacy, Item::Pack(id), RECEIPT, event::<T>())
			.expect("it has it");

		#[extrinsic_call]
		_(RawOrigin::Signed(pharmacy), id, event::<T>());

		assert_eq!(custody_of::<T>(&Item::Pack(id)).stage, Stage::Held);
	}

	/// By who makes all of it, and does not have it.
	#[benchmark]
	fn quarantine(p: Linear<1, MAX_ITEMS>) {
		let all = with_trader::<T>(p, 0);
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), all.clone(), REASON, event::<T>());

		assert_hold::<T>(&all, Some(REASON));
	}

	/// The same.
	#[benchmark]
	fn quarantine_containers(c: Linear<1, MAX_ITEMS>) {
		let all = with_trader::<T>(0, c);
		let caller = maker::<T>();

		#[extrinsic_call]
		quarantine(RawOrigin::Signed(caller), all.clone(), REASON, event::<T>());

		assert_hold::<T>(&all, Some(REASON));
	}

	/// The same.
	#[benchmark]
	fn clear(p: Linear<1, MAX_ITEMS>) {
		let all = with_trader::<T>(p, 0);
		hold_back::<T>(&all);
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), all.clone(), event::<T>());

		assert_hold::<T>(&all, None);
	}

	/// The same.
	#[benchmark]
	fn clear_containers(c: Linear<1, MAX_ITEMS>) {
		let all = with_trader::<T>(0, c);
		hold_back::<T>(&all);
		let caller = maker::<T>();

		#[extrinsic_call]
		clear(RawOrigin::Signed(caller), all.clone(), event::<T>());

		assert_hold::<T>(&all, None);
	}

	/// The same.
	#[benchmark]
	fn mark_illegitimate(p: Linear<1, MAX_ITEMS>) {
		let all = with_trader::<T>(p, 0);
		hold_back::<T>(&all);
		let reason = SuspectReason::Counterfeit;
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), all.clone(), reason, event::<T>());

		assert_hold::<T>(&all, Some(reason));
	}

	/// The same.
	#[benchmark]
	fn mark_illegitimate_containers(c: Linear<1, MAX_ITEMS>) {
		let all = with_trader::<T>(0, c);
		hold_back::<T>(&all);
		let reason = SuspectReason::Counterfeit;
		let caller = maker::<T>();

		#[extrinsic_call]
		mark_illegitimate(RawOrigin::Signed(caller), all.clone(), reason, event::<T>());

		assert_hold::<T>(&all, Some(reason));
	}

	#[benchmark]
	fn recall() {
		let lot = lot::<T>();
		Pallet::<T>::do_lift_recall(&regulator::<T>(), 0, event::<T>()).expect("it stands");
		let scope = Scope::Range { lot, start: place(0), end: place(NAMED) };
		let caller = regulator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), scope, RecallClass::I, event::<T>());

		assert!(Recalls::<T>::contains_key(MAX_RECALLS));
	}

	#[benchmark]
	fn lift_recall() {
		lot::<T>();
		let caller = regulator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), 0, event::<T>());

		assert!(Recalls::<T>::get(0).expect("it is kept").lifted.is_some());
	}

	#[benchmark]
	fn destroy(p: Linear<1, MAX_ITEMS>) {
		let all = with_trader::<T>(p, 0);
		let caller = trader::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::Destroyed);
	}

	/// Each with a deposit of somebody else's, which goes back.
	#[benchmark]
	fn destroy_containers(c: Linear<1, MAX_ITEMS>) {
		let all = with_trader::<T>(0, c);
		give_owners::<T>(&all);
		let caller = trader::<T>();

		#[extrinsic_call]
		destroy(RawOrigin::Signed(caller), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::Destroyed);
	}

	#[benchmark]
	fn decommission(n: Linear<1, MAX_ITEMS>) {
		let all = with_trader::<T>(n, 0);
		let caller = trader::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::Decommissioned);
	}

	#[benchmark]
	fn transform(n: Linear<1, MAX_ITEMS>, m: Linear<1, MAX_ITEMS>) {
		let from = lot::<T>();
		let all = items(named::<T>(&[from], n));
		let lot = empty_lot::<T>(product::<T>(NextLot::<T>::get()));
		for _ in 0..MAX_RECALLS {
			call_back::<T>(Scope::Lot(lot));
		}
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), all.clone(), lot, serials(m), event::<T>());

		assert_stage::<T>(&all, &Stage::Decommissioned);
		let tally = Lots::<T>::get(lot).expect("it is there").tally;
		assert_eq!(tally.commissioned, m);
	}

	/// To the innermost of as many containers as can be within each other.
	#[benchmark]
	fn bind_sensor() {
		let item = Subject::Container(nested::<T>());
		let caller = maker::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), item, sensor::<T>(), event::<T>());

		assert!(Sensors::<T>::contains_key(item, sensor::<T>()));
	}

	/// By who has all of it and neither bound the sensor nor makes any of it.
	#[benchmark]
	fn unbind_sensor() {
		let item = passed_on::<T>(|_| (), |item| bind::<T>(&trader::<T>(), item));
		let caller = other_trader::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), item, sensor::<T>(), event::<T>());

		assert!(!Sensors::<T>::contains_key(item, sensor::<T>()));
	}

	/// Of the innermost of as many containers as can be within each other, with packs of as many lots, by
	/// the sensor of their manufacturer, who does not have them: the last one does not bear it, and the
	/// outermost container is held back.
	#[benchmark]
	fn report_condition() {
		let item = passed_on::<T>(|item| bind::<T>(&maker::<T>(), item), |_| ());
		let last = Lots::<T>::get(MAX_LOTS - 1).expect("it is there").gtin;
		Pallet::<T>::do_set_limits(&maker::<T>(), last, Some(Limits { min: 0, max: 0 }))
			.expect("its own");
		let reading = Reading { from: NOW, to: NOW, min: 0, max: 1 };
		let caller = sensor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), item, reading, event::<T>());

		let outermost = Containers::<T>::get(sscc(u32::from(MAX_DEPTH) - 1));
		assert!(outermost.expect("it is there").custody.hold.is_some());
		let binding = Sensors::<T>::get(item, sensor::<T>());
		assert!(matches!(binding, Some(Binding { .. })));
	}

	#[benchmark]
	fn observe(p: Linear<1, MAX_ITEMS>) {
		let all = with_trader::<T>(p, 0);
		let caller = trader::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), all.clone(), BizStep::Storing, None, event::<T>());

		assert_stage::<T>(&all, &Stage::Held);
	}

	#[benchmark]
	fn observe_containers(c: Linear<1, MAX_ITEMS>) {
		let all = with_trader::<T>(0, c);
		let caller = trader::<T>();

		#[extrinsic_call]
		observe(RawOrigin::Signed(caller), all.clone(), BizStep::Storing, None, event::<T>());

		assert_stage::<T>(&all, &Stage::Held);
	}

	#[benchmark]
	fn declare_error() {
		let (lot, who) = (lot::<T>(), regulator::<T>());
		let (wrong, right) = (event::<T>(), EventInfo { hash: [9; 32], ..event::<T>() });
		for (start, event) in [(0, wrong), (1, right)] {
			Pallet::<T>::do_lift_recall(&who, start, event).expect("it stands");
		}
		assert!(Lots::<T>::contains_key(lot));

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), wrong.hash, ErrorReason::DidNotOccur, Some(right.hash));

		let record = Events::<T>::get(wrong.hash, who).expect("it is recorded");
		assert!(record.error.is_some());
	}

	/// About a pack about which there was an alert before.
	#[benchmark]
	fn raise_alert() {
		let id = received_pack::<T>();
		crate::LastAlert::<T>::insert(id, 0);
		crate::AlertBlock::<T>::kill();

		#[extrinsic_call]
		_(RawOrigin::None, id, 7);

		assert_eq!(crate::LastAlert::<T>::get(id), Some(NOW));
	}

	/// A lot of so many powers of ten of packs is sent off.
	#[benchmark(extra)]
	fn ship_power_of_ten(p: Linear<0, 6>) {
		let (_, all) = lot_of::<T>(10u32.pow(p));
		let to = trader::<T>();
		let caller = maker::<T>();

		#[extrinsic_call]
		ship(RawOrigin::Signed(caller), all.clone(), to.clone(), false, event::<T>());

		assert_stage::<T>(&all, &Stage::InTransit { to, returning: false });
	}

	/// A lot of so many powers of ten of packs is taken in.
	#[benchmark(extra)]
	fn receive_power_of_ten(p: Linear<0, 6>) {
		let (_, all) = lot_of::<T>(10u32.pow(p));
		send::<T>(all.to_vec(), false);
		let caller = trader::<T>();

		#[extrinsic_call]
		receive(RawOrigin::Signed(caller), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::Held);
	}

	/// A lot of so many powers of ten of packs is called back.
	#[benchmark(extra)]
	fn recall_power_of_ten(p: Linear<0, 6>) {
		let (lot, all) = lot_of::<T>(10u32.pow(p));
		send::<T>(all.to_vec(), true);
		let caller = maker::<T>();

		#[extrinsic_call]
		recall(RawOrigin::Signed(caller), Scope::Lot(lot), RecallClass::I, event::<T>());

		assert_eq!(Lots::<T>::get(lot).expect("it is there").recalls.len(), 1);
	}

	/// By who is not its manufacturer, in the place of an earlier offer.
	#[benchmark]
	fn offer_product() {
		let gtin = recalled_product::<T>();
		let (first, to) = (trader::<T>(), other_trader::<T>());
		Pallet::<T>::do_offer_product(&maker::<T>(), gtin, first).expect("it has it");
		let caller = regulator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), gtin, to.clone());

		let offer = Products::<T>::get(gtin).expect("it is there").offer;
		assert_eq!(offer.map(|offer| offer.to), Some(to));
	}

	#[benchmark]
	fn accept_product() {
		let gtin = recalled_product::<T>();
		let to = with_role::<T>("other maker", Role::Manufacturer);
		Pallet::<T>::do_offer_product(&maker::<T>(), gtin, to.clone()).expect("it has it");

		#[extrinsic_call]
		_(RawOrigin::Signed(to.clone()), gtin);

		assert_eq!(Products::<T>::get(gtin).expect("it is there").manufacturer, to);
	}

	impl_benchmark_test_suite!(
		Pallet,
		frame::testing_prelude::TestState::new_empty(),
		crate::mock::Test
	);
}
