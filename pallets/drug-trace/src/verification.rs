//! Answers for those who look.

use crate::{
	custody::CustodyOf,
	item::{LotOfPallet, PackOf, ProductOf},
	portion_key, proof, start_of, Children, Config, ContainerInfo, Containers, CustodyInfo, Digest,
	EventRecord, Events, LastAlert, LotId, LotInfo, LotOf, Lots, NextRecall, PackInfo, PackQuery,
	Packs, Page, Pallet, PortionInfo, Portions, ProductInfo, Products, Recall, RecallId, Recalls,
	Stage, Subject, Verdict, Verification, MAX_PAGE,
};
use alloc::vec::Vec;
use medchain_support::{PackId, Sscc};

type AccountOf<T> = <T as frame::prelude::frame_system::Config>::AccountId;

/// How many entries a page has.
pub(crate) fn page_size(limit: u32) -> usize {
	usize::try_from(limit.clamp(1, MAX_PAGE)).unwrap_or(1)
}

/// The entries of a page; its last one is where the next begins, if it is full.
fn page<Entry, Cursor>(
	items: Vec<Entry>,
	size: usize,
	cursor: impl Fn(&Entry) -> Cursor,
) -> Page<Entry, Cursor> {
	let next = items.last().map(cursor).filter(|_| items.len() == size);
	Page { items, next }
}

impl<T: Config> Pallet<T> {
	/// Who has something in fact.
	pub(crate) fn custody_info(own: &CustodyOf<T>) -> CustodyInfo<AccountOf<T>> {
		let outermost = own.parent.and_then(Self::outermost);
		let effective = outermost.as_ref().map_or(own, |(_, custody)| custody);
		CustodyInfo {
			holder: effective.holder.clone(),
			stage: effective.stage.clone(),
			hold: effective.hold.clone(),
			parent: own.parent,
			outermost: outermost.as_ref().map(|(sscc, _)| *sscc),
			last: own.last.max(effective.last),
		}
	}

	fn product_info(product: ProductOf<T>) -> ProductInfo<AccountOf<T>> {
		ProductInfo {
			manufacturer: product.manufacturer,
			offer: product.offer,
			limits: product.limits,
			recalls: product.recalls.into_inner(),
			lots: product.lots,
		}
	}

	/// A lot, by its number.
	pub fn lot_info(id: LotId) -> Option<LotInfo<AccountOf<T>>> {
		let record = Lots::<T>::get(id)?;
		Some(LotInfo {
			id,
			gtin: record.gtin,
			lot: record.lot,
			expiry: record.expiry,
			product: Self::product_info(Products::<T>::get(record.gtin)?),
			source: record.source,
			batches: record.batches.into_inner(),
			tally: record.tally,
			recalls: record.recalls.into_inner(),
		})
	}

	/// A pack that has an entry of its own.
	pub fn pack_info(id: PackId) -> Option<PackInfo<AccountOf<T>>> {
		let pack = Packs::<T>::get(id)?;
		let lot = Lots::<T>::get(pack.lot)?;
		let custody = Self::custody_info(&pack.custody);
		Some(PackInfo { recall: Self::recall_at(&lot, pack.place), custody, pack })
	}

	/// A container.
	pub fn container_info(sscc: Sscc) -> Option<ContainerInfo<AccountOf<T>>> {
		let container = Containers::<T>::get(sscc)?;
		Some(ContainerInfo {
			custody: Self::custody_info(&container.custody),
			from: container.custody.from,
			contents: container.contents.into_inner(),
			children: container.children,
			height: container.height,
			since: container.since,
			owner: container.owner,
		})
	}

	/// What lies directly in a container.
	pub fn contents_page(sscc: Sscc, after: Option<Subject>, limit: u32) -> Page<Subject> {
		let size = page_size(limit);
		let keys = match after {
			Some(after) => Children::<T>::iter_key_prefix_from(
				sscc,
				Children::<T>::hashed_key_for(sscc, after),
			),
			None => Children::<T>::iter_key_prefix(sscc),
		};
		page(keys.take(size).collect(), size, |subject| *subject)
	}

	/// The portions of a lot, from the last to the first.
	pub fn portions_page(
		lot: LotId,
		after: Option<u32>,
		limit: u32,
	) -> Page<PortionInfo<AccountOf<T>>, u32> {
		let size = page_size(limit);
		let portions = match after {
			Some(after) => Portions::<T>::iter_prefix_from(
				lot,
				Portions::<T>::hashed_key_for(lot, portion_key(after)),
			),
			None => Portions::<T>::iter_prefix(lot),
		};
		let items = portions
			.take(size)
			.map(|(key, portion)| PortionInfo {
				start: start_of(key),
				end: portion.end,
				custody: Self::custody_info(&portion.custody),
				from: portion.custody.from,
			})
			.collect();
		page(items, size, |portion| portion.start)
	}

	/// All recalls, in the order of their numbers.
	pub fn recalls_page(
		after: Option<RecallId>,
		limit: u32,
	) -> Page<(RecallId, Recall<AccountOf<T>>), RecallId> {
		let size = page_size(limit);
		let first = after.map_or(0, |after| after.saturating_add(1));
		let items = (first..NextRecall::<T>::get())
			.take(size)
			.filter_map(|id| Some((id, Recalls::<T>::get(id)?)))
			.collect();
		page(items, size, |(id, _)| *id)
	}

	/// An event, by its hash and who recorded it.
	pub fn event_info(hash: Digest, actor: &AccountOf<T>) -> Option<EventRecord<AccountOf<T>>> {
		Events::<T>::get(hash, actor)
	}

	/// The custody of an untouched place: that of the portion in which it lies.
	pub(crate) fn custody_at(lot: LotId, place: u32) -> Option<CustodyOf<T>> {
		let (_, portion) = match place.checked_add(1) {
			// Portions stand from the last to the first: the next one after the key of a portion that
			// would begin behind the place is that which begins last at it or before.
			Some(behind) => Portions::<T>::iter_prefix_from(
				lot,
				Portions::<T>::hashed_key_for(lot, portion_key(behind)),
			)
			.next(),
			None => None,
		}?;
		(place < portion.end).then_some(portion.custody)
	}

	/// Whether a pack is what its print says, and good.
	pub fn verification(query: &PackQuery) -> Verification<AccountOf<T>> {
		let id = PackId::of(&query.gtin, &query.serial);
		let mut answer = Verification {
			verdict: Verdict::UnknownProduct,
			pack: id,
			product: None,
			lot: None,
			expiry: None,
			place: None,
			custody: None,
			recall: None,
			sold: 0,
			sale: None,
			alert: LastAlert::<T>::get(id),
		};
		let Some(product) = Products::<T>::get(query.gtin) else { return answer };
		let has_lots = product.lots > 0;
		answer.product = Some(Self::product_info(product));
		let named = query.lot.map(|lot| LotOf::<T>::get(query.gtin, lot));
		if named == Some(None) {
			answer.verdict = Verdict::UnknownLot;
			return answer;
		}
		let named = named.flatten();
		answer.verdict = match Packs::<T>::get(id) {
			Some(pack) => Self::verify_known(query, named, pack, &mut answer),
			None => match named {
				Some(lot) => Self::verify_untouched(query, lot, &mut answer),
				None if has_lots => Verdict::ProofNeeded,
				None => Verdict::UnknownPack,
			},
		};
		answer
	}

	/// A pack with an entry of its own.
	fn verify_known(
		query: &PackQuery,
		named: Option<LotId>,
		pack: PackOf<T>,
		answer: &mut Verification<AccountOf<T>>,
	) -> Verdict {
		let Some(lot) = Lots::<T>::get(pack.lot) else { return Verdict::UnknownLot };
		(answer.sold, answer.sale) = (pack.sold, pack.sale);
		let verdict = Self::judge(query, pack.lot, &lot, pack.place, &pack.custody, answer);
		match named {
			Some(named) if named != pack.lot => Verdict::OtherLot,
			_ => verdict,
		}
	}

	/// A pack that was never touched alone.
	fn verify_untouched(
		query: &PackQuery,
		id: LotId,
		answer: &mut Verification<AccountOf<T>>,
	) -> Verdict {
		let Some(lot) = Lots::<T>::get(id) else { return Verdict::UnknownLot };
		if lot.batches.is_empty() {
			return Verdict::UnknownPack;
		}
		let Some(shown) = &query.proof else { return Verdict::ProofNeeded };
		let batch =
			lot.batches.iter().find(|batch| (batch.start..batch.end()).contains(&shown.place));
		let holds =
			batch.is_some_and(|batch| proof::holds(batch, shown.place, &answer.pack, &shown.proof));
		// Who has a place without an entry stands in a portion.
		let custody = Self::custody_at(id, shown.place).filter(|_| holds);
		match custody {
			Some(custody) => Self::judge(query, id, &lot, shown.place, &custody, answer),
			None => Verdict::BadProof,
		}
	}

	/// A pack that was commissioned, in the order in which [`Verdict`] counts.
	fn judge(
		query: &PackQuery,
		id: LotId,
		lot: &LotOfPallet<T>,
		place: u32,
		own: &CustodyOf<T>,
		answer: &mut Verification<AccountOf<T>>,
	) -> Verdict {
		let custody = Self::custody_info(own);
		let recall = Self::recall_at(lot, place);
		let reason = custody.hold.as_ref().map(|hold| hold.reason);
		let verdict = match (&custody.stage, reason) {
			_ if query.expiry.is_some_and(|expiry| expiry != lot.expiry) => Verdict::OtherExpiry,
			(_, Some(reason)) if reason.is_illegitimate() => Verdict::Illegitimate(reason),
			_ if recall.is_some() => Verdict::Recalled,
			(Stage::Destroyed, _) => Verdict::Destroyed,
			(Stage::Decommissioned, _) => Verdict::Decommissioned,
			_ if lot.expiry.is_over(Self::now()) => Verdict::Expired,
			(_, Some(reason)) => Verdict::Quarantined(reason),
			(Stage::Dispensed, _) => Verdict::Dispensed,
			(Stage::InTransit { .. }, _) => Verdict::InTransit,
			(Stage::Held, _) => Verdict::Verified,
		};
		answer.lot = Some((id, lot.lot));
		answer.expiry = Some(lot.expiry);
		answer.place = Some(place);
		answer.custody = Some(custody);
		answer.recall = recall;
		verdict
	}
}
