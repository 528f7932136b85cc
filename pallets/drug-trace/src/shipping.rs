//! From one trading partner to the next.

use crate::{custody, journal::Words, Config, Error, Event, EventInfo, EventKind, Items, Pallet};
use frame::prelude::*;
use medchain_support::{BizStep, Disposition, InspectCredentials, Role, Roles};

impl<T: Config> Pallet<T> {
	/// The roles of those between whom packs are shipped.
	pub(crate) fn traders() -> Roles {
		[
			Role::Manufacturer,
			Role::Distributor,
			Role::Pharmacy,
			Role::ProviderOrganization,
			Role::Laboratory,
			Role::Practitioner,
		]
		.into_iter()
		.collect()
	}

	pub(crate) fn ensure_trader(who: &T::AccountId) -> DispatchResult {
		let trades = T::Credentials::has_any_role(who, Self::traders());
		ensure!(trades, Error::<T>::NotTradingPartner);
		Ok(())
	}

	pub(crate) fn do_ship(
		who: &T::AccountId,
		items: Items,
		to: T::AccountId,
		returning: bool,
		event: EventInfo,
	) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		ensure!(*who != to, Error::<T>::SelfShipment);
		// Who lost its role may still give back what it has; nobody gets anything without one.
		if !returning {
			Self::ensure_trader(who)?;
		}
		Self::ensure_trader(&to)?;
		let kind = EventKind::Ship;
		let words = Words {
			to: Some(to.clone()),
			step: kind.biz_step(),
			disposition: match returning {
				true => Some(Disposition::Returned),
				false => kind.disposition(),
			},
		};
		let mut recording = Self::record_as(who, kind, &event, words)?;
		let items = Self::for_each(items, &mut recording, |goods| {
			custody::ensure_in_hand::<T>(&goods.custody, who)?;
			let contents = goods.contents();
			if returning {
				let goes_back = goods.custody.from.as_ref() == Some(&to)
					|| Self::maker_of(&contents).as_ref() == Some(&to);
				ensure!(goes_back, Error::<T>::WrongReturn);
			} else {
				custody::ensure_free::<T>(&goods.custody)?;
				Self::ensure_sound(&contents)?;
			}
			custody::send::<T>(&mut goods.custody, &to, returning);
			Ok(())
		})?;
		let (event, from) = (recording.number, who.clone());
		Self::deposit_event(Event::Shipped { event, from, to, returning, items });
		Ok(())
	}

	pub(crate) fn do_receive(who: &T::AccountId, items: Items, event: EventInfo) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		let mut recording = Self::record(who, EventKind::Receive, &event)?;
		let items = Self::for_each(items, &mut recording, |goods| {
			Ok(custody::receive::<T>(&mut goods.custody, who)?)
		})?;
		let (event, by) = (recording.number, who.clone());
		Self::deposit_event(Event::Received { event, by, items });
		Ok(())
	}

	pub(crate) fn do_reject(who: &T::AccountId, items: Items, event: EventInfo) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		let mut recording = Self::record(who, EventKind::Reject, &event)?;
		let items = Self::for_each(items, &mut recording, |goods| {
			Ok(custody::reject::<T>(&mut goods.custody, who)?)
		})?;
		let (event, by) = (recording.number, who.clone());
		Self::deposit_event(Event::ShipmentRejected { event, by, items });
		Ok(())
	}

	pub(crate) fn do_void_shipment(
		who: &T::AccountId,
		items: Items,
		event: EventInfo,
	) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		let mut recording = Self::record(who, EventKind::VoidShipment, &event)?;
		let items = Self::for_each(items, &mut recording, |goods| {
			Ok(custody::void::<T>(&mut goods.custody, who)?)
		})?;
		let (event, by) = (recording.number, who.clone());
		Self::deposit_event(Event::ShipmentVoided { event, by, items });
		Ok(())
	}

	pub(crate) fn do_observe(
		who: &T::AccountId,
		items: Items,
		step: BizStep,
		disposition: Option<Disposition>,
		event: EventInfo,
	) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		ensure!(!has_call(step), Error::<T>::BadStep);
		ensure!(!disposition.is_some_and(Disposition::is_consequence), Error::<T>::BadDisposition);
		let words = Words { to: None, step, disposition };
		let mut recording = Self::record_as(who, EventKind::Observe, &event, words)?;
		let items = Self::for_each(items, &mut recording, |goods| {
			custody::ensure_holder::<T>(&goods.custody, who)?;
			Ok(custody::ensure_present::<T>(&goods.custody)?)
		})?;
		let (event, by) = (recording.number, who.clone());
		Self::deposit_event(Event::Observed { event, by, step, disposition, items });
		Ok(())
	}
}

/// Whether a step of business is recorded by a call of its own.
const fn has_call(step: BizStep) -> bool {
	matches!(
		step,
		BizStep::Commissioning
			| BizStep::CreatingClassInstance
			| BizStep::Packing
			| BizStep::Unpacking
			| BizStep::Repackaging
			| BizStep::Shipping
			| BizStep::Consigning
			| BizStep::Receiving
			| BizStep::VoidShipping
			| BizStep::Dispensing
			| BizStep::RetailSelling
			| BizStep::Holding
			| BizStep::Destroying
			| BizStep::Decommissioning
			| BizStep::SensorReporting
	)
}
