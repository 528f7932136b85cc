//! Products, lots, and how packs come into being and become others.

use crate::{
	custody,
	item::{AccountOf, LotOfPallet, ProductOf},
	journal::Recording,
	portion_key, Batch, Config, Custody, Digest, Error, Event, EventInfo, EventKind, Item, Items,
	Limits, LotId, LotOf, LotRecord, Lots, NextLot, Offer, Pack, Packs, Pallet, Portion, Portions,
	Product, Products, Serials, Source, Stage, Step, Subject, Tally, MAX_LOT_PACKS,
};
use codec::MaxEncodedLen;
use core::mem;
use frame::{
	prelude::*,
	traits::{Consideration, Footprint},
};
use medchain_support::{Expiry, Gtin, InspectCredentials, Lot, PackId, Role};

impl<T: Config> Pallet<T> {
	/// What a deposit is taken for: the size of an entry.
	pub(crate) fn footprint<Entry: MaxEncodedLen>() -> Footprint {
		Footprint::from_parts(1, Entry::max_encoded_len())
	}

	/// Whether `who` is the manufacturer of a product now.
	pub(crate) fn is_maker(who: &T::AccountId, product: &ProductOf<T>) -> bool {
		product.manufacturer == *who && T::Credentials::has_role(who, Role::Manufacturer)
	}

	fn ensure_maker(who: &T::AccountId, product: &ProductOf<T>) -> DispatchResult {
		ensure!(Self::is_maker(who, product), Error::<T>::NotManufacturer);
		Ok(())
	}

	fn ensure_limits(limits: &Option<Limits>) -> DispatchResult {
		ensure!(limits.is_none_or(|limits| limits.min <= limits.max), Error::<T>::BadLimits);
		Ok(())
	}

	pub(crate) fn do_register_product(
		who: &T::AccountId,
		gtin: Gtin,
		limits: Option<Limits>,
	) -> DispatchResult {
		ensure!(T::Credentials::has_role(who, Role::Manufacturer), Error::<T>::NotManufacturer);
		Self::ensure_limits(&limits)?;
		ensure!(!Products::<T>::contains_key(gtin), Error::<T>::ProductExists);
		let ticket = T::Deposit::new(who, Self::footprint::<ProductOf<T>>())?;
		let manufacturer = who.clone();
		let recalls = Default::default();
		let product = Product { manufacturer, offer: None, limits, recalls, lots: 0, ticket };
		Products::<T>::insert(gtin, product);
		Self::deposit_event(Event::ProductRegistered { gtin, manufacturer: who.clone() });
		Ok(())
	}

	pub(crate) fn do_set_limits(
		who: &T::AccountId,
		gtin: Gtin,
		limits: Option<Limits>,
	) -> DispatchResult {
		let mut product = Self::known_product(gtin)?;
		Self::ensure_maker(who, &product)?;
		Self::ensure_limits(&limits)?;
		product.limits = limits;
		Products::<T>::insert(gtin, product);
		Self::deposit_event(Event::LimitsSet { gtin, limits });
		Ok(())
	}

	pub(crate) fn do_offer_product(
		who: &T::AccountId,
		gtin: Gtin,
		to: T::AccountId,
	) -> DispatchResult {
		let mut product = Self::known_product(gtin)?;
		let by_regulator = Self::is_regulator(who);
		if !by_regulator {
			Self::ensure_maker(who, &product)?;
			let is_free = product.offer.is_none_or(|offer| !offer.by_regulator);
			ensure!(is_free, Error::<T>::NotAuthorized);
		}
		let to = Some(to).filter(|to| *to != product.manufacturer);
		product.offer = to.clone().map(|to| Offer { to, by_regulator });
		Products::<T>::insert(gtin, product);
		Self::deposit_event(Event::ProductOffered { gtin, to, by: who.clone() });
		Ok(())
	}

	pub(crate) fn do_accept_product(who: &T::AccountId, gtin: Gtin) -> DispatchResult {
		let mut product = Self::known_product(gtin)?;
		let is_theirs = product.offer.take().is_some_and(|offer| offer.to == *who);
		ensure!(is_theirs, Error::<T>::NotOffered);
		ensure!(T::Credentials::has_role(who, Role::Manufacturer), Error::<T>::NotManufacturer);
		let ticket = T::Deposit::new(who, Self::footprint::<ProductOf<T>>())?;
		let from = mem::replace(&mut product.manufacturer, who.clone());
		mem::replace(&mut product.ticket, ticket).drop(&from)?;
		Products::<T>::insert(gtin, product);
		let manufacturer = who.clone();
		Self::deposit_event(Event::ProductAccepted { gtin, from, manufacturer });
		Ok(())
	}

	pub(crate) fn do_create_lot(
		who: &T::AccountId,
		gtin: Gtin,
		lot: Lot,
		expiry: Expiry,
	) -> DispatchResult {
		let mut product = Self::known_product(gtin)?;
		Self::ensure_maker(who, &product)?;
		ensure!(!LotOf::<T>::contains_key(gtin, lot), Error::<T>::LotExists);
		let id = NextLot::<T>::get();
		NextLot::<T>::put(id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?);
		product.lots = product.lots.saturating_add(1);
		let ticket = T::Deposit::new(who, Self::footprint::<LotOfPallet<T>>())?;
		let record = LotRecord {
			gtin,
			lot,
			expiry,
			source: None,
			batches: Default::default(),
			tally: Tally::default(),
			recalls: Default::default(),
			owner: who.clone(),
			ticket,
		};
		Lots::<T>::insert(id, record);
		LotOf::<T>::insert(gtin, lot, id);
		Products::<T>::insert(gtin, product);
		Self::deposit_event(Event::LotCreated { lot: id, gtin });
		Ok(())
	}

	/// A lot of which `who` makes packs.
	fn own_lot(who: &T::AccountId, lot: LotId) -> Result<LotOfPallet<T>, DispatchError> {
		let record = Self::known_lot(lot)?;
		Self::ensure_maker(who, &Self::known_product(record.gtin)?)?;
		Ok(record)
	}

	/// The lot into which `who` commissions packs that are not made of others.
	fn fresh_lot(who: &T::AccountId, lot: LotId) -> Result<LotOfPallet<T>, DispatchError> {
		let record = Self::own_lot(who, lot)?;
		ensure!(record.source.is_none(), Error::<T>::HasSource);
		Ok(record)
	}

	/// The lot into which `who` puts packs that are made of others, and which knows of what then. The
	/// way back to what its packs were made of is one step long and leads to one lot.
	fn derived_lot(
		who: &T::AccountId,
		lot: LotId,
		from: Source,
	) -> Result<LotOfPallet<T>, DispatchError> {
		let mut record = Self::own_lot(who, lot)?;
		let source = Self::known_lot(from.lot)?;
		ensure!(source.source.is_none(), Error::<T>::AlreadyTransformed);
		ensure!(record.expiry <= source.expiry, Error::<T>::OutlivesSource);
		record.source = Some(match record.source {
			Some(known) => known.joined(&from).ok_or(Error::<T>::OtherSource)?,
			None => {
				ensure!(record.tally.commissioned == 0, Error::<T>::LotNotEmpty);
				from
			}
		});
		Ok(record)
	}

	/// The places that so many packs get, as the first and the one after the last.
	fn next_places(record: &LotOfPallet<T>, count: u32) -> Result<(u32, u32), DispatchError> {
		let start = record.tally.commissioned;
		let end = start.checked_add(count).filter(|end| *end <= MAX_LOT_PACKS);
		Ok((start, end.ok_or(Error::<T>::LotFull)?))
	}

	fn new_custody(who: &T::AccountId, time: u64) -> Custody<AccountOf<T>> {
		Custody {
			holder: who.clone(),
			from: None,
			parent: None,
			stage: Stage::Held,
			hold: None,
			last: time,
		}
	}

	/// Lets packs come into being one by one. Answers the first place, and how many they are.
	fn make_packs(
		who: &T::AccountId,
		lot: LotId,
		mut record: LotOfPallet<T>,
		serials: Serials,
		recording: &mut Recording,
	) -> Result<(u32, u32), DispatchError> {
		ensure!(!serials.is_empty(), Error::<T>::NoItems);
		let count = Self::counted(serials.len());
		let (start, end) = Self::next_places(&record, count)?;
		for (place, serial) in (start..end).zip(serials) {
			let id = PackId::of(&record.gtin, &serial);
			ensure!(!Packs::<T>::contains_key(id), Error::<T>::AlreadyCommissioned);
			let custody = Self::new_custody(who, recording.time);
			let pack = Pack { lot, place, custody, sale: None, sold: 0, since: recording.number };
			Packs::<T>::insert(id, pack);
			recording.step::<T>(Subject::Pack(id), Step::default());
		}
		let range = Some((start, end));
		recording.step::<T>(Subject::Lot(lot), Step { range, ..Step::default() });
		record.tally.commissioned = end;
		Lots::<T>::insert(lot, record);
		Ok((start, count))
	}

	pub(crate) fn do_commission(
		who: &T::AccountId,
		lot: LotId,
		serials: Serials,
		event: EventInfo,
	) -> DispatchResult {
		let mut recording = Self::record(who, EventKind::Commission, &event)?;
		let record = Self::fresh_lot(who, lot)?;
		let (start, count) = Self::make_packs(who, lot, record, serials, &mut recording)?;
		let event = recording.number;
		Self::deposit_event(Event::Commissioned { event, lot, start, count });
		Ok(())
	}

	pub(crate) fn do_commission_root(
		who: &T::AccountId,
		lot: LotId,
		root: Digest,
		count: u32,
		event: EventInfo,
	) -> DispatchResult {
		ensure!(count > 0, Error::<T>::EmptyBatch);
		let mut record = Self::fresh_lot(who, lot)?;
		let (start, end) = Self::next_places(&record, count)?;
		let batch = Batch { start, count, root };
		record.batches.try_push(batch).map_err(|_| Error::<T>::TooManyBatches)?;
		record.tally.commissioned = end;
		let mut recording = Self::record(who, EventKind::Commission, &event)?;
		Lots::<T>::insert(lot, record);
		let custody = Self::new_custody(who, recording.time);
		Portions::<T>::insert(lot, portion_key(start), Portion { end, custody });
		let range = Some((start, end));
		recording.step::<T>(Subject::Lot(lot), Step { range, ..Step::default() });
		let event = recording.number;
		Self::deposit_event(Event::RootCommissioned { event, lot, start, count, root });
		Ok(())
	}

	pub(crate) fn do_transform(
		who: &T::AccountId,
		inputs: Items,
		lot: LotId,
		serials: Serials,
		event: EventInfo,
	) -> DispatchResult {
		ensure!(!inputs.is_empty(), Error::<T>::NoItems);
		ensure!(!inputs.iter().any(Item::is_container), Error::<T>::NotAPack);
		let mut recording = Self::record(who, EventKind::Transform, &event)?;
		let mut source: Option<Source> = None;
		let inputs = Self::for_each(inputs, &mut recording, |goods| {
			custody::ensure_in_hand::<T>(&goods.custody, who)?;
			custody::ensure_free::<T>(&goods.custody)?;
			let contents = goods.contents();
			Self::ensure_sound(&contents)?;
			for content in &contents {
				let (from, known) = (Source::from(*content), source);
				let joined = known.map_or(Some(from), |known| known.joined(&from));
				source = Some(joined.ok_or(Error::<T>::MixedSources)?);
			}
			custody::decommission::<T>(&mut goods.custody, who)?;
			Self::count(&contents, |tally, packs| {
				tally.decommissioned = tally.decommissioned.saturating_add(packs);
			})
		})?;
		let record = Self::derived_lot(who, lot, source.ok_or(Error::<T>::NoItems)?)?;
		let (start, count) = Self::make_packs(who, lot, record, serials, &mut recording)?;
		let event = recording.number;
		Self::deposit_event(Event::Transformed { event, inputs, lot, start, count });
		Ok(())
	}
}
