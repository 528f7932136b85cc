//! What is held back, and what is no more.

use crate::{
	custody,
	item::{Goods, Nature},
	journal::Words,
	Config, Error, Event, EventInfo, EventKind, Hold, Item, Items, Judge, Pallet, Stage,
	SuspectReason,
};
use frame::prelude::*;

impl<T: Config> Pallet<T> {
	/// Whether goods are on their way to `who`.
	fn is_consignee(who: &T::AccountId, goods: &Goods<T>) -> bool {
		matches!(&goods.custody.stage, Stage::InTransit { to, .. } if to == who)
	}

	pub(crate) fn do_quarantine(
		who: &T::AccountId,
		items: Items,
		reason: SuspectReason,
		event: EventInfo,
	) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		let is_right = !reason.is_illegitimate() && !reason.is_chains_own();
		ensure!(is_right, Error::<T>::BadReason);
		let kind = EventKind::Quarantine;
		let words =
			Words { to: None, step: kind.biz_step(), disposition: Some(reason.disposition()) };
		let mut recording = Self::record_as(who, kind, &event, words)?;
		let by_regulator = Self::is_regulator(who);
		let items = Self::for_each(items, &mut recording, |goods| {
			let judge = if by_regulator {
				Judge::Regulator
			} else if Self::makes(who, &goods.contents()) {
				Judge::Manufacturer
			} else {
				let concerned = goods.custody.holder == *who || Self::is_consignee(who, goods);
				ensure!(concerned, Error::<T>::NotAuthorized);
				Judge::Holder
			};
			let hold = Hold { by: who.clone(), reason, judge };
			Ok(custody::hold_back::<T>(&mut goods.custody, hold)?)
		})?;
		let (event, by) = (recording.number, who.clone());
		Self::deposit_event(Event::Quarantined { event, by, reason, items });
		Ok(())
	}

	pub(crate) fn do_clear(who: &T::AccountId, items: Items, event: EventInfo) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		let mut recording = Self::record(who, EventKind::Clear, &event)?;
		let by_regulator = Self::is_regulator(who);
		let items = Self::for_each(items, &mut recording, |goods| {
			custody::ensure_present::<T>(&goods.custody)?;
			if !by_regulator {
				custody::ensure_legitimate::<T>(&goods.custody)?;
			}
			let hold = goods.custody.hold.take().ok_or(Error::<T>::NotHeldBack)?;
			let set_it = hold.by == *who && goods.custody.holder == *who;
			let may = by_regulator
				|| hold.judge == Judge::Holder && set_it
				|| hold.judge <= Judge::Manufacturer && Self::makes(who, &goods.contents());
			ensure!(may, Error::<T>::NotAuthorized);
			Ok(())
		})?;
		let (event, by) = (recording.number, who.clone());
		Self::deposit_event(Event::Cleared { event, by, items });
		Ok(())
	}

	pub(crate) fn do_mark_illegitimate(
		who: &T::AccountId,
		items: Items,
		reason: SuspectReason,
		event: EventInfo,
	) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		ensure!(reason.is_illegitimate(), Error::<T>::BadReason);
		let kind = EventKind::MarkIllegitimate;
		let words =
			Words { to: None, step: kind.biz_step(), disposition: Some(reason.disposition()) };
		let mut recording = Self::record_as(who, kind, &event, words)?;
		let by_regulator = Self::is_regulator(who);
		let items = Self::for_each(items, &mut recording, |goods| {
			let may =
				by_regulator || goods.custody.holder == *who || Self::makes(who, &goods.contents());
			ensure!(may, Error::<T>::NotAuthorized);
			let hold = Hold { by: who.clone(), reason, judge: Judge::Regulator };
			Ok(custody::hold_back::<T>(&mut goods.custody, hold)?)
		})?;
		let (event, by) = (recording.number, who.clone());
		Self::deposit_event(Event::MarkedIllegitimate { event, by, reason, items });
		Ok(())
	}

	pub(crate) fn do_destroy(who: &T::AccountId, items: Items, event: EventInfo) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		let mut recording = Self::record(who, EventKind::Destroy, &event)?;
		let items = Self::for_each(items, &mut recording, |goods| {
			custody::destroy::<T>(&mut goods.custody, who)?;
			if let Nature::Container(_, container) = &mut goods.nature {
				Self::give_back(container.ticket.take(), &container.owner);
			}
			Self::count(&goods.contents(), |tally, packs| {
				tally.destroyed = tally.destroyed.saturating_add(packs);
			})
		})?;
		let (event, by) = (recording.number, who.clone());
		Self::deposit_event(Event::Destroyed { event, by, items });
		Ok(())
	}

	pub(crate) fn do_decommission(
		who: &T::AccountId,
		items: Items,
		event: EventInfo,
	) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		ensure!(!items.iter().any(Item::is_container), Error::<T>::NotAPack);
		let mut recording = Self::record(who, EventKind::Decommission, &event)?;
		let items = Self::for_each(items, &mut recording, |goods| {
			custody::decommission::<T>(&mut goods.custody, who)?;
			Self::count(&goods.contents(), |tally, packs| {
				tally.decommissioned = tally.decommissioned.saturating_add(packs);
			})
		})?;
		let (event, by) = (recording.number, who.clone());
		Self::deposit_event(Event::Decommissioned { event, by, items });
		Ok(())
	}
}
