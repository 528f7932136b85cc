//! What the tests of every theme share.

use super::*;
use frame::deps::sp_runtime::traits::Dispatchable;
pub use medchain_support::{
	testing::{Dice, Registry},
	BizStep, Commitment, Disposition, Expiry, Gln, Gtin, InspectCredentials, Lot, PackId, Role,
	Roles, Serial, Sscc,
};

pub type TestError = Error<Test>;

pub const HOUR: u64 = 3_600;
pub const DAY: u64 = 24 * HOUR;
/// What most products bear.
pub const COOL: Limits = Limits { min: 2_000, max: 8_000 };

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Sends a call as a transaction does: what fails changes nothing of the chain's storage.
pub fn sent(who: AccountId, call: Call<Test>) -> DispatchResult {
	let sent = RuntimeCall::DrugTrace(call).dispatch(signed(who));
	sent.map(|_| ()).map_err(|refused| refused.error)
}

/// The root over all that the chain stores.
pub fn storage_root() -> Vec<u8> {
	frame::deps::sp_io::storage::root(frame::deps::sp_runtime::StateVersion::V1)
}

/// Sends a call, and expects that it is refused so, and that nothing has changed.
#[track_caller]
pub fn refused(who: AccountId, call: Call<Test>, reason: TestError) {
	let before = storage_root();
	assert_eq!(sent(who, call), Err(reason.into()));
	assert_eq!(storage_root(), before, "something was written");
}

/// Sends a call that goes through.
#[track_caller]
pub fn done(who: AccountId, call: Call<Test>) {
	assert_eq!(sent(who, call), Ok(()));
}

pub fn gtin(number: u64) -> Gtin {
	Gtin::from_body(590_123_412_000 + number).expect("it is small")
}

pub fn sscc(number: u64) -> Sscc {
	Sscc::from_body(10_614_141_000_000_000 + number).expect("it is small")
}

pub fn gln(number: u64) -> Gln {
	Gln::from_body(950_600_013_000 + number).expect("it is small")
}

pub fn serial(number: u64) -> Serial {
	format!("S{number}").parse().expect("it is short")
}

/// Serials with numbers from the first one.
pub fn serials(first: u64, count: u64) -> Vec<Serial> {
	(first..first + count).map(serial).collect()
}

pub fn lot_text(number: u64) -> Lot {
	format!("L{number}").parse().expect("it is short")
}

pub fn pack_id(product: u64, number: u64) -> PackId {
	PackId::of(&gtin(product), &serial(number))
}

/// Items as one call takes them. What an item cuts, the next ones name as it is then.
pub fn items(all: &[Item]) -> Items {
	let mut stretches = BTreeMap::<LotId, Vec<(u32, u32)>>::new();
	let mut named = all.to_vec();
	for item in &mut named {
		let (lot, portion, start, end) = match item {
			Item::Range { lot, portion, start, end } => (*lot, portion, *start, *end),
			Item::Untouched { lot, portion, place, .. } => (*lot, portion, *place, *place + 1),
			_ => continue,
		};
		let of_lot = || portions(lot).into_iter().map(|(start, it)| (start, it.end)).collect();
		let known = stretches.entry(lot).or_insert_with(of_lot);
		// What was wrong before stays so.
		let was_right = portions(lot)
			.iter()
			.any(|(first, it)| first == portion && (*first..it.end).contains(&start));
		let now = known.iter().position(|(first, last)| (*first..*last).contains(&start));
		if let (true, Some(now)) = (was_right, now) {
			let (first, last) = known.remove(now);
			*portion = first;
			known.extend([(first, start), (end, last)].into_iter().filter(|(a, b)| a < b));
			if matches!(item, Item::Range { .. }) {
				known.push((start, end));
			}
		}
	}
	BoundedVec::truncate_from(named)
}

/// The same items in a later call.
pub fn later(all: &[Item]) -> Vec<Item> {
	let again = |item: &Item| match item {
		Item::Range { lot, start, end, .. } => range(*lot, *start, *end),
		Item::Untouched { .. } => Item::Pack(id_of(item)),
		other => other.clone(),
	};
	all.iter().map(again).collect()
}

pub fn now() -> u64 {
	DrugTrace::now()
}

/// Lets so many seconds go by.
pub fn wait(seconds: u64) {
	set_now(now() + seconds);
}

/// A new event, now, with a hash that no other has.
pub fn event() -> EventInfo {
	event_at(now())
}

/// A new event at this second.
pub fn event_at(time: u64) -> EventInfo {
	let hash = frame::hashing::blake2_256(&(b"event", NextHash::next()).encode());
	EventInfo { hash, time, place: Some(gln(1)) }
}

struct NextHash;

impl NextHash {
	fn next() -> u64 {
		std::thread_local! {
			static NEXT: core::cell::Cell<u64> = const { core::cell::Cell::new(0) };
		}
		NEXT.with(|next| {
			next.set(next.get() + 1);
			next.get()
		})
	}
}

/// The manufacturer's product of this number, which bears [`COOL`].
pub fn product(number: u64) -> Gtin {
	let gtin = gtin(number);
	if !Products::<Test>::contains_key(gtin) {
		done(MANUFACTURER, Call::register_product { gtin, limits: Some(COOL) });
	}
	gtin
}

/// A lot of a product that is good for a year.
pub fn lot_of(number: u64) -> LotId {
	let (gtin, lot) = (product(number), NextLot::<Test>::get());
	let expiry = Expiry::from_days((now() / DAY) as u16 + 365);
	let maker = Products::<Test>::get(gtin).expect("it is known").manufacturer;
	done(maker, Call::create_lot { gtin, lot: lot_text(lot.into()), expiry });
	lot
}

/// A lot of product 1, without packs.
pub fn empty_lot() -> LotId {
	lot_of(1)
}

/// Product of a lot.
pub fn gtin_of(lot: LotId) -> Gtin {
	stored_lot(lot).gtin
}

pub fn maker_of(lot: LotId) -> AccountId {
	Products::<Test>::get(gtin_of(lot)).expect("it is known").manufacturer
}

/// Commissions packs with the serials of these numbers, one by one, and answers them.
pub fn commissioned(lot: LotId, first: u64, count: u64) -> Vec<PackId> {
	let serials = serials(first, count);
	let ids = merkle::ids(&gtin_of(lot), &serials);
	let serials = BoundedVec::truncate_from(serials);
	done(maker_of(lot), Call::commission { lot, serials, event: event() });
	ids
}

/// Commissions packs with the serials of these numbers by a root, and answers the place of the first.
pub fn rooted(lot: LotId, first: u64, count: u64) -> u32 {
	let serials = serials(first, count);
	let root = merkle::plant(gtin_of(lot), &serials);
	let start = stored_lot(lot).tally.commissioned;
	let count = serials.len() as u32;
	done(maker_of(lot), Call::commission_root { lot, root, count, event: event() });
	start
}

/// The pack at a place of a lot, as a call names it.
pub fn untouched(lot: LotId, place: u32) -> Item {
	let batches = stored_lot(lot).batches;
	let batch = batches.iter().find(|it| (it.start..it.end()).contains(&place));
	let batch = batch.expect("a root is over it");
	let (gtin, serials) = merkle::planted(batch.root).expect("it was planted");
	let index = (place - batch.start) as usize;
	let proof = merkle::proof(&merkle::ids(&gtin, &serials), index);
	Item::Untouched {
		lot,
		portion: portion_at(lot, place),
		place,
		serial: serials[index],
		proof: BoundedVec::truncate_from(proof),
	}
}

/// Identity of the pack that an untouched item names.
pub fn id_of(item: &Item) -> PackId {
	match item {
		Item::Untouched { lot, serial, .. } => PackId::of(&gtin_of(*lot), serial),
		Item::Pack(id) => *id,
		other => panic!("{other:?} is no pack"),
	}
}

/// Where the portion begins in which a place lies.
pub fn portion_at(lot: LotId, place: u32) -> u32 {
	let all = portions(lot).into_iter();
	all.rev().find(|(start, it)| (*start..it.end).contains(&place)).expect("it lies in one").0
}

/// The portions of a lot by their first places.
pub fn portions(lot: LotId) -> Vec<(u32, Portion<AccountId>)> {
	let mut all: Vec<_> =
		Portions::<Test>::iter_prefix(lot).map(|(key, it)| (start_of(key), it)).collect();
	all.sort_by_key(|(start, _)| *start);
	all
}

/// A stretch within one portion, as calls name it.
pub fn range(lot: LotId, start: u32, end: u32) -> Item {
	Item::Range { lot, portion: portion_at(lot, start), start, end }
}

pub fn stored_lot(lot: LotId) -> LotRecord<AccountId, Ticket> {
	Lots::<Test>::get(lot).expect("there is such a lot")
}

pub fn stored_pack(pack: PackId) -> Pack<AccountId> {
	Packs::<Test>::get(pack).expect("it has an entry of its own")
}

pub fn stored_container(container: Sscc) -> Container<AccountId, Ticket> {
	Containers::<Test>::get(container).expect("there is such a container")
}

/// The custody of an item that is named.
pub fn custody(item: &Item) -> Custody<AccountId> {
	match item {
		Item::Pack(pack) => stored_pack(*pack).custody,
		Item::Container(sscc) => stored_container(*sscc).custody,
		Item::Range { lot, start, .. } | Item::Untouched { lot, place: start, .. } => {
			let (lot, start) = (*lot, *start);
			let of = Portions::<Test>::get(lot, portion_key(portion_at(lot, start)));
			of.expect("it is there").custody
		}
	}
}

/// Puts items of the holder into a container.
pub fn pack_by(who: AccountId, container: Sscc, all: &[Item]) {
	done(who, Call::pack { container, items: items(all), event: event() });
}

pub fn unpack_by(who: AccountId, container: Sscc, all: &[Item]) {
	done(who, Call::unpack { container, items: items(all), event: event() });
}

/// A call that sends items onward.
pub fn shipment(all: &[Item], to: AccountId) -> Call<Test> {
	Call::ship { items: items(all), to, returning: false, event: event() }
}

pub fn return_to(all: &[Item], to: AccountId) -> Call<Test> {
	Call::ship { items: items(all), to, returning: true, event: event() }
}

pub fn receipt_of(all: &[Item]) -> Call<Test> {
	Call::receive { items: items(all), event: event() }
}

/// Sends items from one to another, who receives them.
pub fn moved(from: AccountId, to: AccountId, all: &[Item]) {
	done(from, shipment(all, to));
	done(to, receipt_of(&later(all)));
}

/// A call that gives a pack to a patient.
pub fn dispensing(item: Item) -> Call<Test> {
	Call::dispense { item, receipt: RECEIPT, event: event() }
}

pub const RECEIPT: Commitment = Commitment([7; 32]);

/// A product's pack with an entry of its own that the pharmacy has.
pub fn at_pharmacy(number: u64) -> (LotId, PackId) {
	let lot = empty_lot();
	let pack = commissioned(lot, number, 1)[0];
	moved(MANUFACTURER, PHARMACY, &[Item::Pack(pack)]);
	(lot, pack)
}
