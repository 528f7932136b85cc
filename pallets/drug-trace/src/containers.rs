//! Packing and unpacking.

use crate::{
	custody,
	item::{ContainerOf, Goods, Named},
	journal::Recording,
	Children, Config, Container, Containers, Content, Contents, Custody, Error, Event, EventInfo,
	EventKind, Item, Items, Pallet, Stage, Step, Subject, MAX_DEPTH,
};
use alloc::vec::Vec;
use frame::{prelude::*, traits::Consideration};
use medchain_support::Sscc;

impl<T: Config> Pallet<T> {
	/// The container into which `who` packs: one that it has, or a new one, which is not stored yet.
	fn container_to_fill(
		who: &T::AccountId,
		sscc: Sscc,
		recording: &Recording,
	) -> Result<ContainerOf<T>, DispatchError> {
		if let Some(container) = Containers::<T>::get(sscc) {
			ensure!(container.custody.parent.is_none(), Error::<T>::HasParent);
			custody::ensure_in_hand::<T>(&container.custody, who)?;
			custody::ensure_free::<T>(&container.custody)?;
			return Ok(container);
		}
		Self::ensure_trader(who)?;
		let ticket = T::Deposit::new(who, Self::footprint::<ContainerOf<T>>())?;
		Ok(Container {
			custody: Custody {
				holder: who.clone(),
				from: None,
				parent: None,
				stage: Stage::Held,
				hold: None,
				last: recording.time,
			},
			contents: Contents::default(),
			children: 0,
			height: 1,
			since: recording.number,
			owner: who.clone(),
			ticket: Some(ticket),
		})
	}

	/// The container out of which `who` takes something.
	fn container_to_open(who: &T::AccountId, sscc: Sscc) -> Result<ContainerOf<T>, DispatchError> {
		let container = Self::known_container(sscc)?;
		ensure!(container.custody.parent.is_none(), Error::<T>::HasParent);
		custody::ensure_in_hand::<T>(&container.custody, who)?;
		Ok(container)
	}

	/// Puts an item that is in no container into one, which is stored later.
	fn enter(
		sscc: Sscc,
		container: &mut ContainerOf<T>,
		who: &T::AccountId,
		goods: &mut Goods<T>,
	) -> DispatchResult {
		let subject = goods.subject();
		ensure!(subject != Subject::Container(sscc), Error::<T>::SameContainer);
		custody::ensure_in_hand::<T>(&goods.custody, who)?;
		custody::ensure_free::<T>(&goods.custody)?;
		let height = goods.height().saturating_add(1);
		ensure!(height <= MAX_DEPTH, Error::<T>::TooDeep);
		for content in goods.contents() {
			join(&mut container.contents, content).map_err(|_| Error::<T>::TooManyLots)?;
		}
		custody::enter::<T>(&goods.custody, &mut container.custody);
		container.height = container.height.max(height);
		container.children = container.children.saturating_add(1);
		goods.custody.parent = Some(sscc);
		Children::<T>::insert(sscc, subject, ());
		Ok(())
	}

	/// Takes an item out of a container, which is stored later.
	fn exit(sscc: Sscc, container: &mut ContainerOf<T>, goods: &mut Goods<T>) -> DispatchResult {
		// Of a portion that was cut, the index knows already what stays.
		Children::<T>::remove(sscc, goods.subject());
		let left = container.children.checked_sub(1);
		container.children = left.unwrap_or_default().saturating_add(goods.left);
		for content in goods.contents() {
			part(&mut container.contents, content);
		}
		custody::leave::<T>(&mut goods.custody, &container.custody);
		Ok(())
	}

	/// Stores a container after an event. Answers whether it is empty, and so is no more.
	fn close(
		sscc: Sscc,
		mut container: ContainerOf<T>,
		recording: &mut Recording,
	) -> Result<bool, DispatchError> {
		custody::ensure_after::<T>(&container.custody, recording.time)?;
		container.custody.last = recording.time;
		recording.step::<T>(Subject::Container(sscc), Step::default());
		if container.children > 0 {
			Containers::<T>::insert(sscc, container);
			return Ok(false);
		}
		Containers::<T>::remove(sscc);
		Self::give_back(container.ticket, &container.owner);
		Ok(true)
	}

	/// Gives the deposit of a container back.
	pub(crate) fn give_back(ticket: Option<T::Deposit>, owner: &T::AccountId) {
		if ticket.is_some_and(|ticket| ticket.drop(owner).is_err()) {
			defensive!("a deposit was not returned");
		}
	}

	pub(crate) fn do_pack(
		who: &T::AccountId,
		sscc: Sscc,
		items: Items,
		event: EventInfo,
	) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		ensure!(!items.contains(&Item::Container(sscc)), Error::<T>::SameContainer);
		let mut recording = Self::record(who, EventKind::Pack, &event)?;
		let mut container = Self::container_to_fill(who, sscc, &recording)?;
		let items = Self::for_each_with(items, &mut recording, None, sscc, |goods| {
			Self::enter(sscc, &mut container, who, goods)
		})?;
		Self::close(sscc, container, &mut recording)?;
		Self::deposit_event(Event::Packed { event: recording.number, container: sscc, items });
		Ok(())
	}

	pub(crate) fn do_unpack(
		who: &T::AccountId,
		sscc: Sscc,
		items: Items,
		event: EventInfo,
	) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		let mut recording = Self::record(who, EventKind::Unpack, &event)?;
		let mut container = Self::container_to_open(who, sscc)?;
		let items = Self::for_each_with(items, &mut recording, Some(sscc), sscc, |goods| {
			Self::exit(sscc, &mut container, goods)
		})?;
		let emptied = Self::close(sscc, container, &mut recording)?;
		let event = recording.number;
		Self::deposit_event(Event::Unpacked { event, container: sscc, items, emptied });
		Ok(())
	}

	pub(crate) fn do_repack(
		who: &T::AccountId,
		from: Sscc,
		to: Sscc,
		items: Items,
		event: EventInfo,
	) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NoItems);
		ensure!(from != to, Error::<T>::SameContainer);
		let mut recording = Self::record(who, EventKind::Repack, &event)?;
		let mut opened = Self::container_to_open(who, from)?;
		let mut filled = Self::container_to_fill(who, to, &recording)?;
		let items = Self::for_each_with(items, &mut recording, Some(from), to, |goods| {
			Self::exit(from, &mut opened, goods)?;
			Self::enter(to, &mut filled, who, goods)
		})?;
		let emptied = Self::close(from, opened, &mut recording)?;
		Self::close(to, filled, &mut recording)?;
		let event = recording.number;
		Self::deposit_event(Event::Repacked { event, from, to, items, emptied });
		Ok(())
	}

	/// Does the same to each item of a container, or of none, and writes into their trails which
	/// container it was about.
	fn for_each_with(
		items: Items,
		recording: &mut Recording,
		out_of: Option<Sscc>,
		about: Sscc,
		mut change: impl FnMut(&mut Goods<T>) -> DispatchResult,
	) -> Result<Vec<Subject>, DispatchError> {
		let mut named = Named::default();
		for item in items {
			let mut goods = Self::lift(item, out_of)?;
			named.add::<T>(goods.subject())?;
			change(&mut goods)?;
			Self::finish(goods, recording, Step { container: Some(about), ..Step::default() })?;
		}
		Ok(named.into_list())
	}
}

/// Adds packs to what a container holds; refuses if they were of too many lots.
fn join(contents: &mut Contents, new: Content) -> Result<(), Content> {
	match contents.iter_mut().find(|known| known.lot == new.lot) {
		Some(known) => {
			known.first = known.first.min(new.first);
			known.last = known.last.max(new.last);
			known.count = known.count.saturating_add(new.count);
			Ok(())
		}
		None => contents.try_push(new),
	}
}

/// Takes packs off what a container holds.
fn part(contents: &mut Contents, old: Content) {
	if let Some(known) = contents.iter_mut().find(|known| known.lot == old.lot) {
		known.count = known.count.saturating_sub(old.count);
	}
	contents.retain(|known| known.count > 0);
}
