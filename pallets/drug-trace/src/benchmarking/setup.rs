//! What there is before a call is measured: people, lots, containers, and how they are named.

use crate::{
	item::ContainerOf, portion_key, BenchmarkHelper, Config, Container, Containers, Custody,
	Digest, EventInfo, Hold, Item, Items, Judge, Limits, LotId, LotOf, Lots, NextEvent, NextLot,
	Packs, Pallet, Portions, Products, Proof, RecallClass, Scope, Serials, Source, Stage, Subject,
	SuspectReason, MAX_BATCHES, MAX_DEPTH, MAX_ITEMS, MAX_LOTS, MAX_LOT_PACKS, MAX_PROOF,
	MAX_RECALLS,
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
	Commitment, Expiry, Gln, Gtin, InspectCredentials, Lot, PackId, Role, Serial, Sscc,
};

/// Some thirty years after 1970.
pub(super) const NOW: u64 = 11_000 * 24 * 60 * 60;
/// Packs of a lot that can be named: the leaves of a small tree in the middle of a large one.
pub(super) const NAMED: u32 = 128;
/// How high the small tree is.
pub(super) const NAMED_HEIGHT: usize = 7;
/// Batches of one pack come first.
pub(super) const FIRST: u32 = MAX_BATCHES - 1;
/// Packs of the largest batch; some can still be commissioned one by one.
pub(super) const LARGEST: u32 = MAX_LOT_PACKS - 1_024;
/// Where those that can be named stand in their batch.
pub(super) const MIDDLE: u32 = 1 << 22;
pub(super) const RECEIPT: Commitment = Commitment([7; 32]);
pub(super) const REASON: SuspectReason = SuspectReason::Suspect;

pub(super) type AccountOf<T> = <T as frame_system::Config>::AccountId;

/// An account with a role, and with what deposits take.
pub(super) fn with_role<T: Config>(name: &'static str, role: Role) -> T::AccountId {
	T::BenchmarkHelper::set_now(NOW);
	let who: T::AccountId = account(name, 0, 0);
	T::Deposit::ensure_successful(&who, Footprint::from_parts(64, 65_536));
	// An account that is all that it can be takes no more roles.
	if !T::Credentials::has_role(&who, role) {
		T::BenchmarkHelper::give_role(&who, role);
	}
	who
}

pub(super) fn maker<T: Config>() -> T::AccountId {
	with_role::<T>("maker", Role::Manufacturer)
}

pub(super) fn trader<T: Config>() -> T::AccountId {
	with_role::<T>("trader", Role::Distributor)
}

pub(super) fn other_trader<T: Config>() -> T::AccountId {
	with_role::<T>("other trader", Role::Pharmacy)
}

/// Who may call back as often as can be.
pub(super) fn regulator<T: Config>() -> T::AccountId {
	with_role::<T>("regulator", Role::Regulator)
}

pub(super) fn sensor<T: Config>() -> T::AccountId {
	account("sensor", 0, 0)
}

/// A new event, now.
pub(super) fn event<T: Config>() -> EventInfo {
	let hash = blake2_256(&(b"event", NextEvent::<T>::get()).encode());
	EventInfo { hash, time: NOW, place: Gln::from_body(1).ok() }
}

pub(super) fn serial(number: u32) -> Serial {
	let mut text = *b"00000000000000000000";
	let mut rest = number;
	for place in text.iter_mut().rev() {
		*place = b'0' + u8::try_from(rest % 10).expect("a digit");
		rest /= 10;
	}
	Serial::from_bytes(&text).expect("it has the right length")
}

pub(super) fn gtin(number: u32) -> Gtin {
	Gtin::from_body(u64::from(number) + 1).expect("it is small")
}

pub(super) fn sscc(number: u32) -> Sscc {
	Sscc::from_body(u64::from(number) + 1).expect("it is small")
}

pub(super) fn items(all: Vec<Item>) -> Items {
	BoundedVec::try_from(all).expect("not too many")
}

/// The small tree of a product: its levels from the leaves to its root.
pub(super) fn small_tree(gtin: &Gtin) -> Vec<Vec<Digest>> {
	let leaf = |number| blake2_256(&PackId::of(gtin, &serial(number)).0);
	let mut levels = vec![(0..NAMED).map(leaf).collect::<Vec<_>>()];
	for height in 0..NAMED_HEIGHT {
		let pairs = levels[height].chunks(2).map(|pair| blake2_256(&pair.concat())).collect();
		levels.push(pairs);
	}
	levels
}

/// What stands beside the way from the small tree to the root of the large one.
pub(super) fn upper_siblings() -> impl Iterator<Item = Digest> {
	(NAMED_HEIGHT..MAX_PROOF as usize).map(|height| blake2_256(&[height as u8]))
}

/// The root of the largest batch of a product.
pub(super) fn root(gtin: &Gtin) -> Digest {
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

pub(super) fn proof(gtin: &Gtin, number: u32) -> Proof {
	let tree = small_tree(gtin);
	let below = (0..NAMED_HEIGHT).map(|height| tree[height][(number as usize >> height) ^ 1]);
	let all: Vec<_> = below.chain(upper_siblings()).collect();
	BoundedVec::try_from(all).expect("it is as long as can be")
}

/// Which leaf of the small tree pack `number` is of those that are named: every second, so that each leaves
/// a portion behind on either side, also of one that was cut before.
const fn leaf(number: u32) -> u32 {
	2 * number
}

/// The place of a pack that can be named.
pub(super) fn place(number: u32) -> u32 {
	FIRST + MIDDLE + leaf(number)
}

/// Where the portion begins in which pack `number` of a lot lies when those before it were taken out.
fn portion_of(number: u32) -> u32 {
	match number {
		0 => FIRST,
		_ => place(number) - 1,
	}
}

/// Pack `number` of a lot, which lies in this portion.
fn untouched_in<T: Config>(lot: LotId, number: u32, portion: u32) -> Item {
	let gtin = Lots::<T>::get(lot).expect("it is there").gtin;
	Item::Untouched {
		lot,
		portion,
		place: place(number),
		serial: serial(leaf(number)),
		proof: proof(&gtin, leaf(number)),
	}
}

/// Pack `number` of a lot, the first or the next of those that are named of it.
pub(super) fn untouched<T: Config>(lot: LotId, number: u32) -> Item {
	untouched_in::<T>(lot, number, portion_of(number))
}

/// All of the largest batch of a lot.
pub(super) fn whole(lot: LotId) -> Item {
	Item::Range { lot, portion: FIRST, start: FIRST, end: FIRST + LARGEST }
}

/// A product that bears everything.
pub(super) fn product<T: Config>(number: u32) -> Gtin {
	let limits = Some(Limits { min: i32::MIN, max: i32::MAX });
	Pallet::<T>::do_register_product(&maker::<T>(), gtin(number), limits).expect("it is new");
	gtin(number)
}

/// A lot of a product, without packs.
pub(super) fn empty_lot<T: Config>(gtin: Gtin) -> LotId {
	let lot = NextLot::<T>::get();
	let text = Lot::from_bytes(b"12345678901234567890").expect("it has the right length");
	Pallet::<T>::do_create_lot(&maker::<T>(), gtin, text, Expiry::from_days(u16::MAX))
		.expect("it is new");
	lot
}

/// A lot of a product of its own, with all batches and recalls there can be; none of these reaches the
/// packs that are named.
pub(super) fn lot<T: Config>() -> LotId {
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

pub(super) fn call_back<T: Config>(scope: Scope) {
	Pallet::<T>::do_recall(&regulator::<T>(), scope, RecallClass::II, event::<T>())
		.expect("there is room");
}

/// So many lots like [`lot`], each of a product of its own. All but the first are written as copies of
/// it: what would come of the same calls, in a fraction of the time.
pub(super) fn lots<T: Config>(count: u32) -> Vec<LotId> {
	let Some(copies) = count.checked_sub(1) else { return Vec::new() };
	let first = lot::<T>();
	let copies = (0..copies).map(|_| copy_of::<T>(first));
	let all: Vec<_> = core::iter::once(first).chain(copies).collect();
	all.iter().for_each(|lot| give_source::<T>(*lot));
	all
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

/// A lot of a product of its own that otherwise is like this one.
pub(super) fn copy_of<T: Config>(other: LotId) -> LotId {
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
pub(super) fn send<T: Config>(all: Vec<Item>, received: bool) {
	let (maker, trader) = (maker::<T>(), trader::<T>());
	Pallet::<T>::do_ship(&maker, items(all.clone()), trader.clone(), false, event::<T>())
		.expect("the maker has it");
	if received {
		Pallet::<T>::do_receive(&trader, items(all), event::<T>()).expect("it was sent there");
	}
}

/// A container of the maker, with a stretch of each of these lots.
pub(super) fn boxed<T: Config>(container: Sscc, all: &[LotId]) {
	// The end of what is left of the largest batch.
	let stretch = |lot: &LotId| {
		let known = Portions::<T>::get(lot, portion_key(FIRST)).expect("it is there");
		Item::Range { lot: *lot, portion: FIRST, start: known.end - 2, end: known.end }
	};
	let all = all.iter().map(stretch).collect();
	Pallet::<T>::do_pack(&maker::<T>(), container, items(all), event::<T>())
		.expect("the maker has it");
}

/// So many containers of the maker, each with a stretch of each of these lots.
pub(super) fn boxes<T: Config>(lots: &[LotId], count: u32) -> Vec<Item> {
	let one = |number| {
		boxed::<T>(sscc(1_000 + number), lots);
		Item::Container(sscc(1_000 + number))
	};
	(0..count).map(one).collect()
}

/// Lets each of these containers have a deposit of somebody else's: who packed it first need not have it.
pub(super) fn give_owners<T: Config>(containers: &[Item]) {
	let size = Pallet::<T>::footprint::<ContainerOf<T>>();
	for (number, item) in (0..).zip(containers) {
		let Item::Container(sscc) = item else { panic!("not a container") };
		let owner: T::AccountId = account("owner", number, 0);
		T::Deposit::ensure_successful(&owner, size);
		let ticket = T::Deposit::new(&owner, size).expect("it can put it down");
		let mut container = Containers::<T>::get(sscc).expect("it is there");
		let old = container.ticket.replace(ticket);
		Pallet::<T>::give_back(old, &container.owner);
		Containers::<T>::insert(sscc, Container { owner, ..container });
	}
}

/// What a call is about: so many packs that were never touched, of as many lots, and so many containers,
/// each with packs of as many lots as can be, which are of no other. First as they are moved with
/// others, then as they are named.
pub(super) fn goods<T: Config>(plain: u32, boxes: u32) -> (Vec<Item>, Vec<Item>) {
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
pub(super) fn with_trader<T: Config>(plain: u32, boxes: u32) -> Items {
	let (together, alone) = goods::<T>(plain, boxes);
	for part in together.chunks(MAX_ITEMS as usize) {
		send::<T>(part.to_vec(), true);
	}
	items(alone)
}

/// The same, on their way to the trader.
pub(super) fn on_their_way<T: Config>(plain: u32, boxes: u32) -> Items {
	let (together, alone) = goods::<T>(plain, boxes);
	send::<T>(together, false);
	items(alone)
}

pub(super) fn custody_of<T: Config>(item: &Item) -> Custody<AccountOf<T>> {
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
pub(super) fn assert_stage<T: Config>(items: &Items, stage: &Stage<AccountOf<T>>) {
	for item in items {
		assert_eq!(custody_of::<T>(item).stage, *stage);
	}
}

/// Whether the items are directly in this container, or in none.
pub(super) fn assert_parent<T: Config>(items: &Items, parent: Option<Sscc>) {
	for item in items {
		assert_eq!(custody_of::<T>(item).parent, parent);
	}
}

/// Whether the items are held back for this reason, or are not.
pub(super) fn assert_hold<T: Config>(items: &Items, reason: Option<SuspectReason>) {
	for item in items {
		assert_eq!(custody_of::<T>(item).hold.map(|hold| hold.reason), reason);
	}
}

/// Holds back what items name, for a reason that their maker may judge.
pub(super) fn hold_back<T: Config>(all: &Items) {
	let (reason, judge) = (SuspectReason::Excursion, Judge::Manufacturer);
	let hold = Some(Hold { by: sensor::<T>(), reason, judge });
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
pub(super) fn full_container<T: Config>(container: Sscc, plain: u32, boxes: u32) -> Items {
	let lots = lots::<T>(MAX_LOTS);
	let inner = self::boxes::<T>(&lots, boxes);
	let mut all = inner.clone();
	// One end of the largest batch is with the containers.
	let end = FIRST + LARGEST - 2 * boxes;
	let start = FIRST;
	all.extend(lots.iter().map(|lot| Item::Range { lot: *lot, portion: start, start, end }));
	for part in all.chunks(MAX_ITEMS as usize) {
		let part = items(part.to_vec());
		Pallet::<T>::do_pack(&maker::<T>(), container, part, event::<T>()).expect("they fit");
	}
	items(named::<T>(&lots, plain).into_iter().chain(inner).collect())
}

/// A container of the maker with so many packs, each a portion of its own, and so many containers: all are
/// named, and nothing else is in it. Its deposit is somebody else's.
pub(super) fn exact_container<T: Config>(container: Sscc, plain: u32, boxes: u32) -> Items {
	let lots = lots::<T>(MAX_LOTS);
	let inner = self::boxes::<T>(&lots, boxes);
	let stretches = turns(&lots, plain).map(|(lot, number)| Item::Range {
		lot,
		portion: portion_of(number),
		start: place(number),
		end: place(number) + 1,
	});
	let all = stretches.chain(inner.iter().cloned()).collect();
	Pallet::<T>::do_pack(&maker::<T>(), container, items(all), event::<T>()).expect("they fit");
	give_owners::<T>(&[Item::Container(container)]);
	let alone =
		turns(&lots, plain).map(|(lot, number)| untouched_in::<T>(lot, number, place(number)));
	items(alone.chain(inner).collect())
}

/// So many packs, in turns of these lots: the lot of each, and which of its own it is.
fn turns(lots: &[LotId], count: u32) -> impl Iterator<Item = (LotId, u32)> + '_ {
	let turn = |number: u32| (lots[number as usize % lots.len()], number / lots.len() as u32);
	(0..count).map(turn)
}

/// So many packs, in turns of these lots.
pub(super) fn named<T: Config>(lots: &[LotId], count: u32) -> Vec<Item> {
	turns(lots, count).map(|(lot, number)| untouched::<T>(lot, number)).collect()
}

/// Containers of the maker within each other, as deep as can be, the innermost first.
pub(super) fn nested<T: Config>() -> Sscc {
	boxed::<T>(sscc(0), &lots::<T>(MAX_LOTS));
	for depth in 1..u32::from(MAX_DEPTH) {
		let inner = items(vec![Item::Container(sscc(depth - 1))]);
		Pallet::<T>::do_pack(&maker::<T>(), sscc(depth), inner, event::<T>()).expect("it fits");
	}
	sscc(0)
}

/// The innermost of as many containers as can be within each other, which the trader had and somebody
/// else has. Before the first of these shipments `prepare` is called with it, after it `between`.
pub(super) fn passed_on<T: Config>(
	prepare: impl FnOnce(Subject),
	between: impl FnOnce(Subject),
) -> Subject {
	let item = Subject::Container(nested::<T>());
	let outermost = vec![Item::Container(sscc(u32::from(MAX_DEPTH) - 1))];
	prepare(item);
	send::<T>(outermost.clone(), true);
	between(item);
	let (from, to, all) = (trader::<T>(), other_trader::<T>(), items(outermost));
	Pallet::<T>::do_ship(&from, all.clone(), to.clone(), false, event::<T>()).expect("it has it");
	Pallet::<T>::do_receive(&to, all, event::<T>()).expect("it was sent there");
	item
}

pub(super) fn bind<T: Config>(who: &AccountOf<T>, item: Subject) {
	Pallet::<T>::do_bind_sensor(who, item, sensor::<T>(), event::<T>()).expect("it has the item");
}

/// A pack of a lot with an entry of its own, which the trader has.
pub(super) fn received_pack<T: Config>() -> PackId {
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

pub(super) fn serials(count: u32) -> Serials {
	let all: Vec<_> = (0..count).map(|number| serial(1_000 + number)).collect();
	BoundedVec::try_from(all).expect("not too many")
}

/// A lot of one batch of so many packs, and how it is named.
pub(super) fn lot_of<T: Config>(count: u32) -> (LotId, Items) {
	let lot = empty_lot::<T>(product::<T>(0));
	Pallet::<T>::do_commission_root(&maker::<T>(), lot, [1; 32], count, event::<T>())
		.expect("there is room");
	(lot, items(vec![Item::Range { lot, portion: 0, start: 0, end: count }]))
}

/// How many items are in a container, if it is there.
pub(super) fn left_in<T: Config>(container: Sscc) -> Option<u32> {
	Containers::<T>::get(container).map(|container| container.children)
}

/// How many portions are left of those in [`full_container`] when so many packs were taken out: each leaves
/// one behind on either side.
pub(super) const fn portions_left(plain: u32) -> u32 {
	MAX_LOTS + plain
}
