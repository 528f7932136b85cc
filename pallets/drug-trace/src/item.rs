//! From an item as a call names it to what is stored of it, and back.

use crate::{
	custody::{self, CustodyOf},
	journal::Recording,
	portion_key, proof, Children, Config, Container, Containers, Content, Contents, Error,
	EventNumber, Item, Items, LotId, LotRecord, Lots, Pack, Packs, Pallet, Portion, Portions,
	Product, Products, Proof, Step, Subject, Touched,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame::prelude::*;
use medchain_support::{Gtin, InspectCredentials, PackId, Role, Serial, Sscc};

pub(crate) type AccountOf<T> = <T as frame_system::Config>::AccountId;
pub(crate) type PackOf<T> = Pack<AccountOf<T>>;
pub(crate) type ContainerOf<T> = Container<AccountOf<T>, <T as Config>::Deposit>;
pub(crate) type LotOfPallet<T> = LotRecord<AccountOf<T>, <T as Config>::Deposit>;
pub(crate) type ProductOf<T> = Product<AccountOf<T>, <T as Config>::Deposit>;

/// What an item is, beside its custody.
pub(crate) enum Nature<T: Config> {
	/// A pack, and whether it has had its entry only since this call.
	Pack(PackId, PackOf<T>, bool),
	/// A stretch that makes a portion of its own.
	Range { lot: LotId, start: u32, end: u32 },
	/// A container.
	Container(Sscc, ContainerOf<T>),
}

/// An item while a call changes it. It is in no storage until it is put back, but for what is
/// overwritten then.
pub(crate) struct Goods<T: Config> {
	/// Who has it.
	pub custody: CustodyOf<T>,
	/// What it is.
	pub nature: Nature<T>,
	/// How many portions stayed in its container when it was cut out of one of that.
	pub left: u32,
}

impl<T: Config> Goods<T> {
	/// How indexes name it.
	pub fn subject(&self) -> Subject {
		match &self.nature {
			Nature::Pack(id, ..) => Subject::Pack(*id),
			Nature::Range { lot, start, .. } => Subject::Range { lot: *lot, start: *start },
			Nature::Container(sscc, _) => Subject::Container(*sscc),
		}
	}

	/// Under what its steps stand in the trail, and for which stretch.
	pub fn trail(&self) -> (Subject, Option<(u32, u32)>) {
		match &self.nature {
			Nature::Range { lot, start, end } => (Subject::Lot(*lot), Some((*start, *end))),
			_ => (self.subject(), None),
		}
	}

	/// The packs it consists of.
	pub fn contents(&self) -> Contents {
		match &self.nature {
			Nature::Pack(_, pack, _) => whole(pack.lot, pack.place, pack.place.saturating_add(1)),
			Nature::Range { lot, start, end } => whole(*lot, *start, *end),
			Nature::Container(_, container) => container.contents.clone(),
		}
	}

	/// How many containers are within each other in it.
	pub fn height(&self) -> u8 {
		match &self.nature {
			Nature::Container(_, container) => container.height,
			_ => 0,
		}
	}

	/// Puts it back.
	pub fn put(self, event: EventNumber) {
		let custody = self.custody;
		match self.nature {
			Nature::Pack(id, mut pack, is_new) => {
				if is_new {
					pack.since = event;
					Touched::<T>::insert(pack.lot, pack.place, id);
				}
				Packs::<T>::insert(id, Pack { custody, ..pack });
			}
			Nature::Range { lot, start, end } => {
				Portions::<T>::insert(lot, portion_key(start), Portion { end, custody });
			}
			Nature::Container(sscc, container) => {
				Containers::<T>::insert(sscc, Container { custody, ..container });
			}
		}
	}
}

/// A stretch, as contents.
fn whole(lot: LotId, start: u32, end: u32) -> Contents {
	let content = Content {
		lot,
		first: start,
		last: end.saturating_sub(1),
		count: end.saturating_sub(start),
	};
	[content].into_iter().collect::<Vec<_>>().try_into().unwrap_or_default()
}

/// The items of a call so far: none is named twice.
#[derive(Default)]
pub(crate) struct Named(BTreeSet<Subject>);

impl Named {
	pub fn add<T: Config>(&mut self, subject: Subject) -> DispatchResult {
		ensure!(self.0.insert(subject), Error::<T>::ItemTwice);
		Ok(())
	}

	pub fn into_list(self) -> Vec<Subject> {
		self.0.into_iter().collect()
	}
}

impl<T: Config> Pallet<T> {
	/// What a call about these items is charged, by what it needs for so many packs and stretches alone
	/// and for so many containers alone. For both it needs their sum at most. Without any it is refused,
	/// and charged as for one pack.
	pub(crate) fn charge(
		items: &Items,
		packs: fn(u32) -> Weight,
		containers: fn(u32) -> Weight,
	) -> Weight {
		let boxes = items.iter().filter(|item| item.is_container()).count();
		match (Self::counted(items.len().saturating_sub(boxes)), Self::counted(boxes)) {
			(plain, 0) => packs(plain.max(1)),
			(0, boxes) => containers(boxes),
			(plain, boxes) => packs(plain).saturating_add(containers(boxes)),
		}
	}

	pub(crate) fn known_lot(lot: LotId) -> Result<LotOfPallet<T>, DispatchError> {
		Ok(Lots::<T>::get(lot).ok_or(Error::<T>::LotNotFound)?)
	}

	pub(crate) fn known_product(gtin: Gtin) -> Result<ProductOf<T>, DispatchError> {
		Ok(Products::<T>::get(gtin).ok_or(Error::<T>::ProductNotFound)?)
	}

	pub(crate) fn known_container(sscc: Sscc) -> Result<ContainerOf<T>, DispatchError> {
		Ok(Containers::<T>::get(sscc).ok_or(Error::<T>::ContainerNotFound)?)
	}

	/// Takes an item to change it. It is in the container named, or in none.
	pub(crate) fn lift(item: Item, out_of: Option<Sscc>) -> Result<Goods<T>, DispatchError> {
		match item {
			Item::Pack(id) => {
				let pack = Packs::<T>::get(id).ok_or(Error::<T>::PackNotFound)?;
				Self::ensure_inside(&pack.custody, out_of)?;
				Ok(Goods {
					custody: pack.custody.clone(),
					nature: Nature::Pack(id, pack, false),
					left: 0,
				})
			}
			Item::Untouched { lot, portion, place, serial, proof } => {
				Self::touch(lot, portion, place, &serial, &proof, out_of)
			}
			Item::Range { lot, portion, start, end } => {
				ensure!(start < end, Error::<T>::BadRange);
				let (custody, left) = Self::cut(lot, portion, start, end, out_of)?;
				Ok(Goods { custody, nature: Nature::Range { lot, start, end }, left })
			}
			Item::Container(sscc) => {
				let container = Self::known_container(sscc)?;
				Self::ensure_inside(&container.custody, out_of)?;
				Ok(Goods {
					custody: container.custody.clone(),
					nature: Nature::Container(sscc, container),
					left: 0,
				})
			}
		}
	}

	fn ensure_inside(custody: &CustodyOf<T>, container: Option<Sscc>) -> DispatchResult {
		match container {
			None => ensure!(custody.parent.is_none(), Error::<T>::HasParent),
			Some(_) => ensure!(custody.parent == container, Error::<T>::NotInContainer),
		}
		Ok(())
	}

	/// Takes one pack out of a portion, by its proof. From now on it has an entry of its own.
	fn touch(
		lot: LotId,
		portion: u32,
		place: u32,
		serial: &Serial,
		proof: &Proof,
		out_of: Option<Sscc>,
	) -> Result<Goods<T>, DispatchError> {
		let record = Self::known_lot(lot)?;
		// The GTIN is that of the lot: no manufacturer touches another's packs.
		let id = PackId::of(&record.gtin, serial);
		ensure!(!Packs::<T>::contains_key(id), Error::<T>::AlreadyOnChain);
		let batch = record
			.batches
			.iter()
			.find(|batch| (batch.start..batch.end()).contains(&place))
			.ok_or(Error::<T>::NotInPortion)?;
		ensure!(proof::holds(batch, place, &id, proof), Error::<T>::BadProof);
		let end = place.saturating_add(1);
		let (custody, left) = Self::cut(lot, portion, place, end, out_of)?;
		let pack = Pack { lot, place, custody: custody.clone(), sale: None, sold: 0, since: 0 };
		Ok(Goods { custody, nature: Nature::Pack(id, pack, true), left })
	}

	/// Cuts a stretch out of the portion in which it lies. Answers its custody, and how many portions
	/// are left of the old one.
	fn cut(
		lot: LotId,
		portion: u32,
		start: u32,
		end: u32,
		out_of: Option<Sscc>,
	) -> Result<(CustodyOf<T>, u32), DispatchError> {
		let Some(known) = Portions::<T>::get(lot, portion_key(portion)) else {
			ensure!(Lots::<T>::contains_key(lot), Error::<T>::LotNotFound);
			return Err(Error::<T>::PortionNotFound.into());
		};
		ensure!(portion <= start && end <= known.end, Error::<T>::NotInPortion);
		Self::ensure_inside(&known.custody, out_of)?;
		let custody = known.custody;
		let mut left = 0u32;
		Portions::<T>::remove(lot, portion_key(portion));
		if let Some(parent) = custody.parent {
			Children::<T>::remove(parent, Subject::Range { lot, start: portion });
		}
		for (from, to) in [(portion, start), (end, known.end)] {
			if from < to {
				let rest = Portion { end: to, custody: custody.clone() };
				Portions::<T>::insert(lot, portion_key(from), rest);
				if let Some(parent) = custody.parent {
					Children::<T>::insert(parent, Subject::Range { lot, start: from }, ());
				}
				left = left.saturating_add(1);
			}
		}
		Ok((custody, left))
	}

	/// Does the same to each item, none of which is in a container, and records it. Answers what they
	/// were.
	pub(crate) fn for_each(
		items: Items,
		recording: &mut Recording,
		mut change: impl FnMut(&mut Goods<T>) -> DispatchResult,
	) -> Result<Vec<Subject>, DispatchError> {
		let mut named = Named::default();
		for item in items {
			let mut goods = Self::lift(item, None)?;
			named.add::<T>(goods.subject())?;
			change(&mut goods)?;
			Self::finish(goods, recording, Step::default())?;
		}
		Ok(named.into_list())
	}

	/// Puts an item back after an event, and writes the event into its trail.
	pub(crate) fn finish(
		mut goods: Goods<T>,
		recording: &mut Recording,
		step: Step,
	) -> DispatchResult {
		custody::ensure_after::<T>(&goods.custody, recording.time)?;
		goods.custody.last = recording.time;
		let (subject, range) = goods.trail();
		recording.step::<T>(subject, Step { range, ..step });
		goods.put(recording.number);
		Ok(())
	}

	/// That none of the packs is called back or past its last day now.
	pub(crate) fn ensure_sound(contents: &Contents) -> DispatchResult {
		let now = Self::now();
		for content in contents {
			let lot = Self::known_lot(content.lot)?;
			let is_recalled = Self::is_recalled(&lot, content.first, content.last);
			ensure!(!is_recalled, Error::<T>::Recalled);
			ensure!(!lot.expiry.is_over(now), Error::<T>::Expired);
		}
		Ok(())
	}

	/// The one manufacturer of all packs; nobody if there are several.
	pub(crate) fn maker_of(contents: &Contents) -> Option<T::AccountId> {
		let mut maker = None;
		for content in contents {
			let gtin = Lots::<T>::get(content.lot)?.gtin;
			let found = Products::<T>::get(gtin)?.manufacturer;
			match &maker {
				Some(known) if *known != found => return None,
				_ => maker = Some(found),
			}
		}
		maker
	}

	/// Whether `who` is a manufacturer now, and makes all packs.
	pub(crate) fn makes(who: &T::AccountId, contents: &Contents) -> bool {
		Self::maker_of(contents).as_ref() == Some(who)
			&& T::Credentials::has_role(who, Role::Manufacturer)
	}

	pub(crate) fn is_regulator(who: &T::AccountId) -> bool {
		T::Credentials::has_role(who, Role::Regulator)
	}

	/// One pack, as contents.
	pub(crate) fn single(lot: LotId, place: u32) -> Contents {
		whole(lot, place, place.saturating_add(1))
	}

	/// Changes the tally of each lot of which there are packs.
	pub(crate) fn count(
		contents: &Contents,
		change: impl Fn(&mut crate::Tally, u32),
	) -> DispatchResult {
		for content in contents {
			Lots::<T>::try_mutate(content.lot, |lot| match lot {
				Some(lot) => {
					change(&mut lot.tally, content.count);
					Ok(())
				}
				None => Err(Error::<T>::LotNotFound),
			})?;
		}
		Ok(())
	}
}
