//! To patients and back, and what insurers are told of it.

use crate::{
	custody,
	item::{Goods, Nature},
	Config, Error, Event, EventInfo, EventKind, Item, Lots, Packs, Pallet, Sale, Stage, Step,
};
use codec::Encode;
use frame::prelude::*;
use medchain_support::{
	Commitment, Dispensing, InspectCredentials, InspectDispensing, PackId, Role, Roles, SoldPack,
};

impl<T: Config> Pallet<T> {
	fn dispensers() -> Roles {
		[Role::Pharmacy, Role::ProviderOrganization, Role::Practitioner].into_iter().collect()
	}

	pub(crate) fn do_dispense(
		who: &T::AccountId,
		item: Item,
		receipt: Commitment,
		event: EventInfo,
	) -> DispatchResult {
		let is_pack = matches!(item, Item::Pack(_) | Item::Untouched { .. });
		ensure!(is_pack, Error::<T>::NotAPack);
		let dispenses = T::Credentials::has_any_role(who, Self::dispensers());
		ensure!(dispenses, Error::<T>::NotDispenser);
		let mut recording = Self::record(who, EventKind::Dispense, &event)?;
		let mut goods = Self::lift(item, None)?;
		custody::dispense::<T>(&mut goods.custody, who)?;
		let contents = goods.contents();
		Self::ensure_sound(&contents)?;
		let Nature::Pack(id, pack, _) = &mut goods.nature else {
			return Err(Error::<T>::NotAPack.into());
		};
		let (id, by) = (*id, who.clone());
		pack.sale = Some(Sale { by, at: recording.time, receipt });
		pack.sold = pack.sold.saturating_add(1);
		Self::count(&contents, |tally, packs| {
			tally.dispensed = tally.dispensed.saturating_add(packs);
		})?;
		Self::finish(goods, &mut recording, Step::default())?;
		let (event, by) = (recording.number, who.clone());
		Self::deposit_event(Event::Dispensed { event, pack: id, by });
		Ok(())
	}

	pub(crate) fn do_accept_return(
		who: &T::AccountId,
		id: PackId,
		event: EventInfo,
	) -> DispatchResult {
		let mut recording = Self::record(who, EventKind::Return, &event)?;
		let pack = Packs::<T>::get(id).ok_or(Error::<T>::PackNotFound)?;
		let custody = pack.custody.clone();
		let mut goods = Goods { custody, nature: Nature::Pack(id, pack, false), left: 0 };
		custody::take_back::<T>(&mut goods.custody, who)?;
		let contents = goods.contents();
		let Nature::Pack(_, pack, _) = &mut goods.nature else {
			return Err(Error::<T>::NotAPack.into());
		};
		let sold_it = pack.sale.as_ref().is_some_and(|sale| sale.by == *who);
		ensure!(sold_it, Error::<T>::NotSeller);
		pack.sale = None;
		Self::count(&contents, |tally, packs| {
			tally.dispensed = tally.dispensed.saturating_sub(packs);
		})?;
		Self::finish(goods, &mut recording, Step::default())?;
		let (event, by) = (recording.number, who.clone());
		Self::deposit_event(Event::ReturnAccepted { event, pack: id, by });
		Ok(())
	}
}

impl<T: Config> InspectDispensing<T::AccountId> for Pallet<T>
where
	T::AccountId: Encode,
{
	fn inspect(sold: &SoldPack, provider: &T::AccountId, patient: &T::AccountId) -> Dispensing {
		let Some(pack) = Packs::<T>::get(sold.id) else { return Dispensing::Unknown };
		let Some(lot) = Lots::<T>::get(pack.lot) else { return Dispensing::Unknown };
		if Self::is_recalled(&lot, pack.place, pack.place) {
			return Dispensing::Recalled;
		}
		let receipt = sold.receipt(patient);
		let is_theirs = |sale: &Sale<T::AccountId>| {
			let is_sold = pack.custody.stage == Stage::Dispensed;
			is_sold && sale.by == *provider && sale.receipt == receipt
		};
		match pack.sale.as_ref().filter(|sale| is_theirs(sale)) {
			Some(sale) => Dispensing::Dispensed { at: sale.at },
			None if lot.expiry.is_over(Self::now()) => Dispensing::Expired,
			None => Dispensing::NotDispensed,
		}
	}
}
