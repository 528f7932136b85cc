//! Calling packs back.

use crate::{
	item::{LotOfPallet, ProductOf},
	Config, Error, Event, EventInfo, EventKind, LotId, LotRecall, Lots, NextRecall, Pallet,
	Products, Recall, RecallClass, RecallId, Recalls, Scope, Step, Subject, MAX_LOT_PACKS,
	MAX_RECALLS, REGULATORS_RECALLS,
};
use frame::prelude::*;

impl<T: Config> Pallet<T> {
	/// That `who` can call back packs of a product, where so many recalls stand: the last ones are for
	/// regulators, so that nobody keeps them from it with recalls of little.
	fn ensure_may_recall(
		who: &T::AccountId,
		by_regulator: bool,
		product: &ProductOf<T>,
		standing: usize,
	) -> DispatchResult {
		ensure!(by_regulator || Self::is_maker(who, product), Error::<T>::NotAuthorized);
		let most = match by_regulator {
			true => MAX_RECALLS,
			false => MAX_RECALLS.saturating_sub(REGULATORS_RECALLS),
		};
		ensure!(Self::counted(standing) < most, Error::<T>::TooManyRecalls);
		Ok(())
	}

	/// That `who` may end a recall: a regulator, or the manufacturer that called back as such.
	fn ensure_may_lift(who: &T::AccountId, recall: &Recall<T::AccountId>) -> DispatchResult {
		let gtin = match recall.scope {
			Scope::Product(gtin) => gtin,
			Scope::Lot(lot) | Scope::Range { lot, .. } => Self::known_lot(lot)?.gtin,
		};
		let is_own = recall.by == *who && !recall.by_regulator;
		let may =
			Self::is_regulator(who) || (is_own && Self::is_maker(who, &Self::known_product(gtin)?));
		ensure!(may, Error::<T>::NotAuthorized);
		Ok(())
	}

	fn recall_lot(
		who: &T::AccountId,
		by_regulator: bool,
		lot: LotId,
		recall: LotRecall,
	) -> DispatchResult {
		let mut record = Self::known_lot(lot)?;
		let product = Self::known_product(record.gtin)?;
		Self::ensure_may_recall(who, by_regulator, &product, record.recalls.len())?;
		record.recalls.try_push(recall).map_err(|_| Error::<T>::TooManyRecalls)?;
		Lots::<T>::insert(lot, record);
		Ok(())
	}

	/// Under what the steps of a recall stand in the trail.
	fn trail_of(scope: &Scope) -> (Subject, Step) {
		match scope {
			Scope::Product(gtin) => (Subject::Product(*gtin), Step::default()),
			Scope::Lot(lot) => (Subject::Lot(*lot), Step::default()),
			Scope::Range { lot, start, end } => {
				let range = Some((*start, *end));
				(Subject::Lot(*lot), Step { range, ..Step::default() })
			}
		}
	}

	pub(crate) fn do_recall(
		who: &T::AccountId,
		scope: Scope,
		class: RecallClass,
		event: EventInfo,
	) -> DispatchResult {
		let id = NextRecall::<T>::get();
		NextRecall::<T>::put(id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?);
		let by_regulator = Self::is_regulator(who);
		match scope {
			Scope::Product(gtin) => {
				let mut product = Self::known_product(gtin)?;
				Self::ensure_may_recall(who, by_regulator, &product, product.recalls.len())?;
				product.recalls.try_push(id).map_err(|_| Error::<T>::TooManyRecalls)?;
				Products::<T>::insert(gtin, product);
			}
			Scope::Lot(lot) => {
				Self::recall_lot(
					who,
					by_regulator,
					lot,
					LotRecall { id, start: 0, end: MAX_LOT_PACKS },
				)?;
			}
			Scope::Range { lot, start, end } => {
				let commissioned = Self::known_lot(lot)?.tally.commissioned;
				ensure!(start < end && end <= commissioned, Error::<T>::BadRange);
				Self::recall_lot(who, by_regulator, lot, LotRecall { id, start, end })?;
			}
		}
		let mut recording = Self::record(who, EventKind::Recall, &event)?;
		let (by, at) = (who.clone(), Self::now());
		let recall = Recall { scope, class, by: by.clone(), by_regulator, at, lifted: None };
		Recalls::<T>::insert(id, recall);
		let (subject, step) = Self::trail_of(&scope);
		recording.step::<T>(subject, step);
		let event = recording.number;
		Self::deposit_event(Event::Recalled { event, recall: id, scope, class, by });
		Ok(())
	}

	pub(crate) fn do_lift_recall(
		who: &T::AccountId,
		id: RecallId,
		event: EventInfo,
	) -> DispatchResult {
		let mut recall = Recalls::<T>::get(id).ok_or(Error::<T>::RecallNotFound)?;
		ensure!(recall.lifted.is_none(), Error::<T>::AlreadyLifted);
		Self::ensure_may_lift(who, &recall)?;
		let mut recording = Self::record(who, EventKind::LiftRecall, &event)?;
		match recall.scope {
			Scope::Product(gtin) => {
				let mut product = Self::known_product(gtin)?;
				product.recalls.retain(|known| *known != id);
				Products::<T>::insert(gtin, product);
			}
			Scope::Lot(lot) | Scope::Range { lot, .. } => {
				let mut record = Self::known_lot(lot)?;
				record.recalls.retain(|known| known.id != id);
				Lots::<T>::insert(lot, record);
			}
		}
		let (subject, step) = Self::trail_of(&recall.scope);
		recording.step::<T>(subject, step);
		recall.lifted = Some(Self::now());
		Recalls::<T>::insert(id, recall);
		let (event, by) = (recording.number, who.clone());
		Self::deposit_event(Event::RecallLifted { event, recall: id, by });
		Ok(())
	}

	/// The recalls that stand against what lies between two places of a lot, both included: those of
	/// its product, and those of the lot that touch it; and the same of what the lot's packs were made
	/// of.
	fn recalls_of(lot: &LotOfPallet<T>, first: u32, last: u32) -> impl Iterator<Item = RecallId> {
		let of_source = lot.source.and_then(|from| {
			Some(Self::own_recalls_of(&Lots::<T>::get(from.lot)?, from.first, from.last))
		});
		Self::own_recalls_of(lot, first, last).chain(of_source.into_iter().flatten())
	}

	/// The same without what they were made of.
	fn own_recalls_of(
		lot: &LotOfPallet<T>,
		first: u32,
		last: u32,
	) -> impl Iterator<Item = RecallId> {
		let of_product = Products::<T>::get(lot.gtin).map(|product| product.recalls);
		let touches = move |recall: &LotRecall| recall.start <= last && first < recall.end;
		let of_lot = lot.recalls.clone().into_iter().filter(touches).map(|recall| recall.id);
		of_product.into_iter().flatten().chain(of_lot)
	}

	/// Whether something between two places of a lot, both included, is called back. It reads lists
	/// of recalls, and no recall.
	pub(crate) fn is_recalled(lot: &LotOfPallet<T>, first: u32, last: u32) -> bool {
		Self::recalls_of(lot, first, last).next().is_some()
	}

	/// The gravest recall of a pack that stands; of equally grave ones the oldest.
	pub(crate) fn recall_at(
		lot: &LotOfPallet<T>,
		place: u32,
	) -> Option<(RecallId, Recall<T::AccountId>)> {
		Self::recalls_of(lot, place, place)
			.filter_map(|id| Some((id, Recalls::<T>::get(id)?)))
			.min_by_key(|(id, recall)| (recall.class, *id))
	}
}
