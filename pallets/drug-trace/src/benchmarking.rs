//! Benchmarks: every call where it has most to do.
//!
//! Lots have all their batches and recalls, and each product its own entries in the state. The packs
//! that calls name lie in the middle of the largest batch there can be, so that each has the longest
//! proof and leaves two portions behind. Containers hold packs of as many lots as they can.
//!
//! Packs and stretches together with containers are at most [`MAX_ITEMS`] in a call; each is measured up
//! to half of that, since both are varied while the other is at its most.
//!
//! How long the way of a lot takes at each power of ten of its size is measured too, to be shown: it
//! takes the same.

use crate::{
	portion_key, BenchmarkHelper, Binding, Call, Config, Containers, Custody, Digest, ErrorReason,
	EventInfo, Events, Hold, Item, Items, Limits, LotId, LotOf, Lots, NextEvent, NextLot, Packs,
	Pallet, Portions, Products, Proof, Reading, RecallClass, Recalls, Scope, Sensors, Serials,
	Source, Stage, Subject, SuspectReason, MAX_BATCHES, MAX_DEPTH, MAX_ITEMS, MAX_LOTS,
	MAX_LOT_PACKS, MAX_PROOF, MAX_RECALLS,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame::{
	benchmarking::prelude::*,
	hashing::blake2_256,
	prelude::BoundedVec,
	traits::{Consideration, Footprint},
};
use medchain_support::{
	BizStep, Commitment, Expiry, Gln, Gtin, InspectCredentials, Lot, PackId, Role, Serial, Sscc,
};

/// Some thirty years after 1970.
const NOW: u64 = 11_000 * 24 * 60 * 60;
/// Half of the items of a call.
const HALF: u32 = MAX_ITEMS / 2;
/// Packs of a lot that can be named: the leaves of a small tree in the middle of a large one.
const NAMED: u32 = 64;
/// How high the small tree is.
const NAMED_HEIGHT: usize = 6;
/// Batches of one pack come first.
const FIRST: u32 = MAX_BATCHES - 1;
/// Packs of the largest batch; some can still be commissioned one by one.
const LARGEST: u32 = MAX_LOT_PACKS - 1_024;
/// Where those that can be named stand in their batch.
const MIDDLE: u32 = 1 << 22;
const RECEIPT: Commitment = Commitment([7; 32]);
const REASON: SuspectReason = SuspectReason::Suspect;

type AccountOf<T> = <T as frame_system::Config>::AccountId;

/// An account with a role, and with what deposits take.
fn with_role<T: Config>(name: &'static str, role: Role) -> T::AccountId {
	T::BenchmarkHelper::set_now(NOW);
	let who: T::AccountId = account(name, 0, 0);
	T::Deposit::ensure_successful(&who, Footprint::from_parts(64, 65_536));
	// An account that is all that it can be takes no more roles.
	if !T::Credentials::has_role(&who, role) {
		T::BenchmarkHelper::give_role(&who, role);
	}
	who
}

fn maker<T: Config>() -> T::AccountId {
	with_role::<T>("maker", Role::Manufacturer)
}

fn trader<T: Config>() -> T::AccountId {
	with_role::<T>("trader", Role::Distributor)
}

fn other_trader<T: Config>() -> T::AccountId {
	with_role::<T>("other trader", Role::Pharmacy)
}

/// Who may call back as often as can be.
fn regulator<T: Config>() -> T::AccountId {
	with_role::<T>("regulator", Role::Regulator)
}

fn sensor<T: Config>() -> T::AccountId {
	account("sensor", 0, 0)
}

/// A new event, now.
fn event<T: Config>() -> EventInfo {
	let hash = blake2_256(&(b"event", NextEvent::<T>::get()).encode());
	EventInfo { hash, time: NOW, place: Gln::from_body(1).ok() }
}

fn serial(number: u32) -> Serial {
	let mut text = *b"00000000000000000000";
	let mut rest = number;
	for place in text.iter_mut().rev() {
		*place = b'0' + u8::try_from(rest % 10).expect("a digit");
		rest /= 10;
	}
	Serial::from_bytes(&text).expect("it has the right length")
}

fn gtin(number: u32) -> Gtin {
	Gtin::from_body(u64::from(number) + 1).expect("it is small")
}

fn sscc(number: u32) -> Sscc {
	Sscc::from_body(u64::from(number) + 1).expect("it is small")
}

fn items(all: Vec<Item>) -> Items {
	BoundedVec::try_from(all).expect("not too many")
}

/// The small tree of a product: its levels from the leaves to its root.
fn small_tree(gtin: &Gtin) -> Vec<Vec<Digest>> {
	let leaf = |number| blake2_256(&PackId::of(gtin, &serial(number)).0);
	let mut levels = vec![(0..NAMED).map(leaf).collect::<Vec<_>>()];
	for height in 0..NAMED_HEIGHT {
		let pairs = levels[height].chunks(2).map(|pair| blake2_256(&pair.concat())).collect();
		levels.push(pairs);
	}
	levels
}

/// What stands beside the way from the small tree to the root of the large one.
fn upper_siblings() -> impl Iterator<Item = Digest> {
	(NAMED_HEIGHT..MAX_PROOF as usize).map(|height| blake2_256(&[height as u8]))
}

/// The root of the largest batch of a product.
fn root(gtin: &Gtin) -> Digest {
	let mut node = small_tree(gtin)[NAMED_HEIGHT][0];
	let mut index = MIDDLE >> NAMED_HEIGHT;
	for sibling in upper_siblings() {
		let pair = match index % 2 {
			0 => [node, sibling],
			_ => [sibling, node],
		};
		node = blake2_256(&pair.concat());
		index /= 2;
	}
	node
}

fn proof(gtin: &Gtin, number: u32) -> Proof {
	let tree = small_tree(gtin);
	let below = (0..NAMED_HEIGHT).map(|height| tree[height][(number as usize >> height) ^ 1]);
	let all: Vec<_> = below.chain(upper_siblings()).collect();
	BoundedVec::try_from(all).expect("it is as long as can be")
}

/// The place of a pack that can be named.
fn place(number: u32) -> u32 {
	FIRST + MIDDLE + number
}

/// Pack `number` of a lot, the first or the next of those that are named of it.
fn untouched<T: Config>(lot: LotId, number: u32) -> Item {
	let gtin = Lots::<T>::get(lot).expect("it is there").gtin;
	// Those before it were named too.
	let portion = match number {
		0 => FIRST,
		_ => place(number),
	};
	Item::Untouched {
		lot,
		portion,
		place: place(number),
		serial: serial(number),
		proof: proof(&gtin, number),
	}
}

/// All of the largest batch of a lot.
fn whole(lot: LotId) -> Item {
	Item::Range { lot, portion: FIRST, start: FIRST, end: FIRST + LARGEST }
}

/// A product that bears everything.
fn product<T: Config>(number: u32) -> Gtin {
	let limits = Some(Limits { min: i32::MIN, max: i32::MAX });
	Pallet::<T>::do_register_product(&maker::<T>(), gtin(number), limits).expect("it is new");
	gtin(number)
}

/// A lot of a product, without packs.
fn empty_lot<T: Config>(gtin: Gtin) -> LotId {
	let lot = NextLot::<T>::get();
	let text = Lot::from_bytes(b"12345678901234567890").expect("it has the right length");
	Pallet::<T>::do_create_lot(&maker::<T>(), gtin, text, Expiry::from_days(u16::MAX))
		.expect("it is new");
	lot
}

/// A lot of a product of its own, with all batches and recalls there can be; none of these reaches the
/// packs that are named.
fn lot<T: Config>() -> LotId {
	let maker = maker::<T>();
	let lot = empty_lot::<T>(product::<T>(NextLot::<T>::get()));
	for _ in 0..FIRST {
		Pallet::<T>::do_commission_root(&maker, lot, [1; 32], 1, event::<T>()).expect("room");
	}
	let root = root(&Lots::<T>::get(lot).expect("it is there").gtin);
	Pallet::<T>::do_commission_root(&maker, lot, root, LARGEST, event::<T>()).expect("room");
	for start in 0..MAX_RECALLS {
		call_back::<T>(Scope::Range { lot, start, end: start + 1 });
	}
	lot
}

fn call_back<T: Config>(scope: Scope) {
	Pallet::<T>::do_recall(&regulator::<T>(), scope, RecallClass::II, event::<T>())
		.expect("there is room");
}

/// So many lots like [`lot`], each of a product of its own. All but the first are written as copies of
/// it: what would come of the same calls, in a fraction of the time.
fn lots<T: Config>(count: u32) -> Vec<LotId> {
	let Some(copies) = count.checked_sub(1) else { return Vec::new() };
	let first = lot::<T>();
	let copies = (0..copies).map(|_| copy_of::<T>(first));
	let all: Vec<_> = core::iter::once(first).chain(copies).collect();
	all.iter().for_each(|lot| give_source::<T>(*lot));
	all
}

/// A lot of a product of its own that otherwise is like this one.
fn copy_of<T: Config>(other: LotId) -> LotId {
	let lot = NextLot::<T>::get();
	NextLot::<T>::put(lot + 1);
	let mut record = Lots::<T>::get(other).expect("it is there");
	let product = Products::<T>::get(record.gtin).expect("it is there");
	record.gtin = gtin(lot);
	record.batches.last_mut().expect("it has all").root = root(&record.gtin);
	Products::<T>::insert(record.gtin, product);
	LotOf::<T>::insert(record.gtin, record.lot, lot);
	for (key, portion) in Portions::<T>::iter_prefix(other) {
		Portions::<T>::insert(lot, key, portion);
	}
	Lots::<T>::insert(lot, record);
	lot
}

/// Sends items from the maker to the trader, who may have received them.
fn send<T: Config>(all: Vec<Item>, received: bool) {
	let (maker, trader) = (maker::<T>(), trader::<T>());
	Pallet::<T>::do_ship(&maker, items(all.clone()), trader.clone(), false, event::<T>())
		.expect("the maker has it");
	if received {
		Pallet::<T>::do_receive(&trader, items(all), event::<T>()).expect("it was sent there");
	}
}

/// A container of the maker, with a stretch of each of these lots.
fn boxed<T: Config>(container: Sscc, all: &[LotId]) {
	// The end of what is left of the largest batch.
	let stretch = |lot: &LotId| {
		let known = Portions::<T>::get(lot, portion_key(FIRST)).expect("it is there");
		Item::Range { lot: *lot, portion: FIRST, start: known.end - 2, end: known.end }
	};
	let all = all.iter().map(stretch).collect();
	Pallet::<T>::do_pack(&maker::<T>(), container, items(all), event::<T>())
		.expect("the maker has it");
}

/// What a call is about: so many packs that were never touched, of as many lots, and so many containers,
/// each with packs of as many lots as can be, which are of no other. First as they are moved with
/// others, then as they are named.
fn goods<T: Config>(plain: u32, boxes: u32) -> (Vec<Item>, Vec<Item>) {
	let all = lots::<T>(plain + boxes * MAX_LOTS);
	let (lots, of_boxes) = all.split_at(plain as usize);
	let one = |(number, lots): (u32, &[LotId])| {
		boxed::<T>(sscc(number), lots);
		Item::Container(sscc(number))
	};
	let containers: Vec<_> = (0..).zip(of_boxes.chunks(MAX_LOTS as usize)).map(one).collect();
	let together = lots.iter().map(|lot| whole(*lot)).chain(containers.iter().cloned());
	let alone = lots.iter().map(|lot| untouched::<T>(*lot, 0)).chain(containers.iter().cloned());
	(together.collect(), alone.collect())
}

/// The same, held by the trader.
fn with_trader<T: Config>(plain: u32, boxes: u32) -> Items {
	let (together, alone) = goods::<T>(plain, boxes);
	for part in together.chunks(MAX_ITEMS as usize) {
		send::<T>(part.to_vec(), true);
	}
	items(alone)
}

/// The same, on their way to the trader.
fn on_their_way<T: Config>(plain: u32, boxes: u32) -> Items {
	let (together, alone) = goods::<T>(plain, boxes);
	send::<T>(together, false);
	items(alone)
}

fn custody_of<T: Config>(item: &Item) -> Custody<AccountOf<T>> {
	match item {
		Item::Container(sscc) => Containers::<T>::get(sscc).expect("it is there").custody,
		Item::Pack(id) => Packs::<T>::get(id).expect("it is there").custody,
		Item::Untouched { lot, serial, .. } => {
			let gtin = Lots::<T>::get(lot).expect("it is there").gtin;
			Packs::<T>::get(PackId::of(&gtin, serial)).expect("it was touched").custody
		}
		Item::Range { lot, start, .. } => {
			Portions::<T>::get(lot, portion_key(*start)).expect("it is there").custody
		}
	}
}

/// Whether the items stand so.
fn assert_stage<T: Config>(items: &Items, stage: &Stage<AccountOf<T>>) {
	for item in items {
		assert_eq!(custody_of::<T>(item).stage, *stage);
	}
}

/// Holds back what items name, for a reason that their maker may judge.
fn hold_back<T: Config>(all: &Items) {
	let hold = Some(Hold { by: sensor::<T>(), reason: SuspectReason::Excursion });
	for item in all {
		match item {
			Item::Container(sscc) => Containers::<T>::mutate(sscc, |container| {
				container.as_mut().expect("it is there").custody.hold = hold.clone();
			}),
			Item::Untouched { lot, portion, .. } => {
				Portions::<T>::mutate(lot, portion_key(*portion), |portion| {
					portion.as_mut().expect("it is there").custody.hold = hold.clone();
				});
			}
			_ => panic!("not held back here"),
		}
	}
}

/// A container of the maker with so many packs and containers to be named, of as many lots as can be
/// together.
fn full_container<T: Config>(container: Sscc, plain: u32, boxes: u32) -> Items {
	let lots = lots::<T>(MAX_LOTS);
	let (maker, mut inner) = (maker::<T>(), Vec::new());
	for number in 0..boxes {
		boxed::<T>(sscc(1_000 + number), &lots);
		inner.push(Item::Container(sscc(1_000 + number)));
	}
	let mut all = inner.clone();
	// One end of the largest batch is with the containers.
	let end = FIRST + LARGEST - 2 * boxes;
	let start = FIRST;
	all.extend(lots.iter().map(|lot| Item::Range { lot: *lot, portion: start, start, end }));
	Pallet::<T>::do_pack(&maker, container, items(all), event::<T>()).expect("they fit");
	items(named::<T>(&lots, plain).into_iter().chain(inner).collect())
}

/// So many packs, in turns of these lots.
fn named<T: Config>(lots: &[LotId], count: u32) -> Vec<Item> {
	let turn = |number: u32| (lots[number as usize % lots.len()], number / lots.len() as u32);
	(0..count).map(turn).map(|(lot, number)| untouched::<T>(lot, number)).collect()
}

/// Containers of the maker within each other, as deep as can be, the innermost first.
fn nested<T: Config>() -> Sscc {
	boxed::<T>(sscc(0), &lots::<T>(MAX_LOTS));
	for depth in 1..u32::from(MAX_DEPTH) {
		let inner = items(vec![Item::Container(sscc(depth - 1))]);
		Pallet::<T>::do_pack(&maker::<T>(), sscc(depth), inner, event::<T>()).expect("it fits");
	}
	sscc(0)
}

/// A pack of a lot with an entry of its own, which the trader has.
fn received_pack<T: Config>() -> PackId {
	let (lot, trader) = (lot::<T>(), other_trader::<T>());
	let gtin = Lots::<T>::get(lot).expect("it is there").gtin;
	let one = items(vec![untouched::<T>(lot, 0)]);
	Pallet::<T>::do_ship(&maker::<T>(), one, trader.clone(), false, event::<T>())
		.expect("the maker has it");
	let id = PackId::of(&gtin, &serial(0));
	Pallet::<T>::do_receive(&trader, items(vec![Item::Pack(id)]), event::<T>())
		.expect("it was sent there");
	id
}

fn serials(count: u32) -> Serials {
	let all: Vec<_> = (0..count).map(|number| serial(1_000 + number)).collect();
	BoundedVec::try_from(all).expect("not too many")
}

/// A lot of one batch of so many packs, and how it is named.
fn lot_of<T: Config>(count: u32) -> (LotId, Items) {
	let lot = empty_lot::<T>(product::<T>(0));
	Pallet::<T>::do_commission_root(&maker::<T>(), lot, [1; 32], count, event::<T>())
		.expect("there is room");
	(lot, items(vec![Item::Range { lot, portion: 0, start: 0, end: count }]))
}

/// Lets the packs of a lot be made of those of another one, which is of a product of its own and has
/// all recalls there can be; none of these reaches them.
fn give_source<T: Config>(lot: LotId) {
	let source = u32::MAX - lot;
	let mut record = Lots::<T>::get(lot).expect("it is there");
	let mut other = record.clone();
	let product = Products::<T>::get(record.gtin).expect("it is there");
	other.gtin = gtin(source);
	record.source = Some(Source { lot: source, first: FIRST, last: FIRST + LARGEST });
	Products::<T>::insert(other.gtin, product);
	Lots::<T>::insert(source, other);
	Lots::<T>::insert(lot, record);
}

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

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), gtin, None);

		assert!(Products::<T>::get(gtin).expect("it is there").limits.is_none());
	}

	#[benchmark]
	fn create_lot() {
		let gtin = product::<T>(0);
		for _ in 0..MAX_RECALLS {
			call_back::<T>(Scope::Product(gtin));
		}
		let text = Lot::from_bytes(b"12345678901234567890").expect("it has the right length");

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), gtin, text, Expiry::from_days(u16::MAX));

		assert!(Lots::<T>::contains_key(0));
	}

	#[benchmark]
	fn commission(n: Linear<1, MAX_ITEMS>) {
		let lot = lot::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), lot, serials(n), event::<T>());

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

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), lot, [1; 32], LARGEST, event::<T>());

		assert_eq!(Lots::<T>::get(lot).expect("it is there").batches.len(), 16);
	}

	/// Into a container that is there, and that gets packs of its last lots.
	#[benchmark]
	fn pack(p: Linear<0, HALF>, c: Linear<0, HALF>) {
		let lots = lots::<T>(MAX_LOTS);
		boxed::<T>(sscc(0), &lots);
		for number in 1..=c {
			boxed::<T>(sscc(number), &lots);
		}
		let boxes = (1..=c).map(|number| Item::Container(sscc(number)));
		let all = items(named::<T>(&lots, p).into_iter().chain(boxes).collect());

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), sscc(0), all, event::<T>());

		let filled = Containers::<T>::get(sscc(0)).expect("it is there");
		assert_eq!(filled.children, MAX_LOTS + p + c);
	}

	/// Out of a container that stays: something else is in it.
	#[benchmark]
	fn unpack(p: Linear<0, HALF>, c: Linear<0, HALF>) {
		let all = full_container::<T>(sscc(0), p, c);

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), sscc(0), all.clone(), event::<T>());

		assert!(Containers::<T>::contains_key(sscc(0)));
		for item in &all {
			assert_eq!(custody_of::<T>(item).parent, None);
		}
	}

	#[benchmark]
	fn repack(p: Linear<0, HALF>, c: Linear<0, HALF>) {
		let all = full_container::<T>(sscc(0), p, c);

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), sscc(0), sscc(1), all.clone(), event::<T>());

		for item in &all {
			assert_eq!(custody_of::<T>(item).parent, Some(sscc(1)));
		}
	}

	#[benchmark]
	fn ship(p: Linear<0, HALF>, c: Linear<0, HALF>) {
		let (_, alone) = goods::<T>(p, c);
		let (all, to) = (items(alone), trader::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), all.clone(), to.clone(), false, event::<T>());

		assert_stage::<T>(&all, &Stage::InTransit { to, returning: false });
	}

	#[benchmark]
	fn receive(p: Linear<0, HALF>, c: Linear<0, HALF>) {
		let all = on_their_way::<T>(p, c);

		#[extrinsic_call]
		_(RawOrigin::Signed(trader::<T>()), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::Held);
	}

	#[benchmark]
	fn reject(p: Linear<0, HALF>, c: Linear<0, HALF>) {
		let all = on_their_way::<T>(p, c);

		#[extrinsic_call]
		_(RawOrigin::Signed(trader::<T>()), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::InTransit { to: maker::<T>(), returning: true });
	}

	#[benchmark]
	fn void_shipment(p: Linear<0, HALF>, c: Linear<0, HALF>) {
		let all = on_their_way::<T>(p, c);

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), all.clone(), event::<T>());

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
	fn quarantine(p: Linear<0, HALF>, c: Linear<0, HALF>) {
		let all = with_trader::<T>(p, c);

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), all.clone(), REASON, event::<T>());

		for item in &all {
			assert!(custody_of::<T>(item).hold.is_some());
		}
	}

	/// The same.
	#[benchmark]
	fn clear(p: Linear<0, HALF>, c: Linear<0, HALF>) {
		let all = with_trader::<T>(p, c);
		hold_back::<T>(&all);

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), all.clone(), event::<T>());

		for item in &all {
			assert!(custody_of::<T>(item).hold.is_none());
		}
	}

	/// The same.
	#[benchmark]
	fn mark_illegitimate(p: Linear<0, HALF>, c: Linear<0, HALF>) {
		let all = with_trader::<T>(p, c);
		hold_back::<T>(&all);
		let reason = SuspectReason::Counterfeit;

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), all.clone(), reason, event::<T>());

		for item in &all {
			let hold = custody_of::<T>(item).hold.expect("it is held back");
			assert_eq!(hold.reason, reason);
		}
	}

	#[benchmark]
	fn recall() {
		let lot = lot::<T>();
		Pallet::<T>::do_lift_recall(&regulator::<T>(), 0, event::<T>()).expect("it stands");
		let scope = Scope::Range { lot, start: place(0), end: place(NAMED) };

		#[extrinsic_call]
		_(RawOrigin::Signed(regulator::<T>()), scope, RecallClass::I, event::<T>());

		assert!(Recalls::<T>::contains_key(MAX_RECALLS));
	}

	#[benchmark]
	fn lift_recall() {
		lot::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(regulator::<T>()), 0, event::<T>());

		assert!(Recalls::<T>::get(0).expect("it is kept").lifted.is_some());
	}

	#[benchmark]
	fn destroy(p: Linear<0, HALF>, c: Linear<0, HALF>) {
		let all = with_trader::<T>(p, c);

		#[extrinsic_call]
		_(RawOrigin::Signed(trader::<T>()), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::Destroyed);
	}

	#[benchmark]
	fn decommission(n: Linear<1, MAX_ITEMS>) {
		let all = with_trader::<T>(n, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(trader::<T>()), all.clone(), event::<T>());

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

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), all.clone(), lot, serials(m), event::<T>());

		assert_stage::<T>(&all, &Stage::Decommissioned);
		let tally = Lots::<T>::get(lot).expect("it is there").tally;
		assert_eq!(tally.commissioned, m);
	}

	/// To the innermost of as many containers as can be within each other.
	#[benchmark]
	fn bind_sensor() {
		let item = Subject::Container(nested::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), item, sensor::<T>(), event::<T>());

		assert!(Sensors::<T>::contains_key(item, sensor::<T>()));
	}

	#[benchmark]
	fn unbind_sensor() {
		let item = Subject::Container(nested::<T>());
		Pallet::<T>::do_bind_sensor(&maker::<T>(), item, sensor::<T>(), event::<T>())
			.expect("the maker has it");

		#[extrinsic_call]
		_(RawOrigin::Signed(maker::<T>()), item, sensor::<T>(), event::<T>());

		assert!(!Sensors::<T>::contains_key(item, sensor::<T>()));
	}

	/// Of the innermost of as many containers as can be within each other, with packs of as many lots:
	/// the last one does not bear it, and the outermost container is held back.
	#[benchmark]
	fn report_condition() {
		let item = Subject::Container(nested::<T>());
		Pallet::<T>::do_bind_sensor(&maker::<T>(), item, sensor::<T>(), event::<T>())
			.expect("the maker has it");
		let last = Lots::<T>::get(MAX_LOTS - 1).expect("it is there").gtin;
		Pallet::<T>::do_set_limits(&maker::<T>(), last, Some(Limits { min: 0, max: 0 }))
			.expect("its own");
		let reading = Reading { from: NOW, to: NOW, min: 0, max: 1 };

		#[extrinsic_call]
		_(RawOrigin::Signed(sensor::<T>()), item, reading, event::<T>());

		let outermost = Containers::<T>::get(sscc(u32::from(MAX_DEPTH) - 1));
		assert!(outermost.expect("it is there").custody.hold.is_some());
		let binding = Sensors::<T>::get(item, sensor::<T>());
		assert!(matches!(binding, Some(Binding { .. })));
	}

	#[benchmark]
	fn observe(p: Linear<0, HALF>, c: Linear<0, HALF>) {
		let all = with_trader::<T>(p, c);

		#[extrinsic_call]
		_(RawOrigin::Signed(trader::<T>()), all.clone(), BizStep::Storing, None, event::<T>());

		assert_stage::<T>(&all, &Stage::Held);
	}

	#[benchmark]
	fn declare_error() {
		let (lot, maker) = (lot::<T>(), maker::<T>());
		let (wrong, right) = (event::<T>(), EventInfo { hash: [9; 32], ..event::<T>() });
		for (start, event) in [(0, wrong), (1, right)] {
			Pallet::<T>::do_lift_recall(&maker, start, event).expect("it stands");
		}
		assert!(Lots::<T>::contains_key(lot));

		#[extrinsic_call]
		_(RawOrigin::Signed(maker.clone()), wrong.hash, ErrorReason::DidNotOccur, Some(right.hash));

		let record = Events::<T>::get(wrong.hash, maker).expect("it is recorded");
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

		#[extrinsic_call]
		ship(RawOrigin::Signed(maker::<T>()), all.clone(), to.clone(), false, event::<T>());

		assert_stage::<T>(&all, &Stage::InTransit { to, returning: false });
	}

	/// A lot of so many powers of ten of packs is taken in.
	#[benchmark(extra)]
	fn receive_power_of_ten(p: Linear<0, 6>) {
		let (_, all) = lot_of::<T>(10u32.pow(p));
		send::<T>(all.to_vec(), false);

		#[extrinsic_call]
		receive(RawOrigin::Signed(trader::<T>()), all.clone(), event::<T>());

		assert_stage::<T>(&all, &Stage::Held);
	}

	/// A lot of so many powers of ten of packs is called back.
	#[benchmark(extra)]
	fn recall_power_of_ten(p: Linear<0, 6>) {
		let (lot, all) = lot_of::<T>(10u32.pow(p));
		send::<T>(all.to_vec(), true);

		#[extrinsic_call]
		recall(RawOrigin::Signed(maker::<T>()), Scope::Lot(lot), RecallClass::I, event::<T>());

		assert_eq!(Lots::<T>::get(lot).expect("it is there").recalls.len(), 1);
	}

	/// By who is not its manufacturer, in the place of an earlier offer.
	#[benchmark]
	fn offer_product() {
		let gtin = recalled_product::<T>();
		let (first, to) = (trader::<T>(), other_trader::<T>());
		Pallet::<T>::do_offer_product(&maker::<T>(), gtin, first).expect("it has it");

		#[extrinsic_call]
		_(RawOrigin::Signed(regulator::<T>()), gtin, to.clone());

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
