//! The cold chain.

use crate::{
	custody::{self, CustodyOf},
	Binding, Config, Containers, Contents, Error, Event, EventInfo, EventKind, EventNumber, Hold,
	Judge, Packs, Pallet, Reading, Sensors, Step, Subject, SuspectReason, MAX_DEPTH,
};
use frame::prelude::*;
use medchain_support::{Gtin, Sscc};

impl<T: Config> Pallet<T> {
	/// The outermost container that a container is in, or itself.
	pub(crate) fn outermost(container: Sscc) -> Option<(Sscc, CustodyOf<T>)> {
		let mut sscc = container;
		for _ in 0..MAX_DEPTH {
			let custody = Containers::<T>::get(sscc)?.custody;
			match custody.parent {
				Some(parent) => sscc = parent,
				None => return Some((sscc, custody)),
			}
		}
		None
	}

	/// A pack or a container: its own custody, what it consists of, and since which event it is there.
	#[allow(
		clippy::type_complexity,
		reason = "three parts of one answer, which each caller takes apart"
	)]
	fn sensed(subject: Subject) -> Result<(CustodyOf<T>, Contents, EventNumber), DispatchError> {
		match subject {
			Subject::Pack(id) => {
				let goods = Packs::<T>::get(id).ok_or(Error::<T>::PackNotFound)?;
				let contents = Self::single(goods.lot, goods.place);
				Ok((goods.custody, contents, goods.since))
			}
			Subject::Container(sscc) => {
				let container = Self::known_container(sscc)?;
				Ok((container.custody, container.contents, container.since))
			}
			Subject::Range { .. } | Subject::Lot(_) | Subject::Product(_) => {
				Err(Error::<T>::NotASensorItem.into())
			}
		}
	}

	/// The outermost container of an item, or the item itself, with its custody.
	fn around(
		subject: Subject,
		custody: &CustodyOf<T>,
	) -> Result<(Subject, CustodyOf<T>), DispatchError> {
		let Some(parent) = custody.parent else { return Ok((subject, custody.clone())) };
		let (sscc, custody) = Self::outermost(parent).ok_or(Error::<T>::ContainerNotFound)?;
		Ok((Subject::Container(sscc), custody))
	}

	/// Changes the custody of a pack or container.
	fn change_custody(subject: Subject, change: impl FnOnce(&mut CustodyOf<T>)) {
		match subject {
			Subject::Pack(id) => Packs::<T>::mutate(id, |pack| {
				if let Some(pack) = pack {
					change(&mut pack.custody);
				}
			}),
			Subject::Container(sscc) => Containers::<T>::mutate(sscc, |container| {
				if let Some(container) = container {
					change(&mut container.custody);
				}
			}),
			Subject::Range { .. } | Subject::Lot(_) | Subject::Product(_) => {}
		}
	}

	/// How a sensor is bound to what is there now under the name of an item.
	fn binding(
		item: Subject,
		sensor: &T::AccountId,
		since: EventNumber,
	) -> Option<Binding<T::AccountId>> {
		Sensors::<T>::get(item, sensor).filter(|binding| binding.since >= since)
	}

	/// That an event at a sensor comes after all that happened to its item, and around that.
	fn ensure_latest(own: &CustodyOf<T>, around: &CustodyOf<T>, time: u64) -> DispatchResult {
		custody::ensure_after::<T>(own, time)?;
		Ok(custody::ensure_after::<T>(around, time)?)
	}

	pub(crate) fn do_bind_sensor(
		who: &T::AccountId,
		item: Subject,
		sensor: T::AccountId,
		event: EventInfo,
	) -> DispatchResult {
		let (own, _, since) = Self::sensed(item)?;
		let (_, effective) = Self::around(item, &own)?;
		custody::ensure_holder::<T>(&effective, who)?;
		custody::ensure_present::<T>(&effective)?;
		ensure!(Self::binding(item, &sensor, since).is_none(), Error::<T>::AlreadyBound);
		let mut recording = Self::record(who, EventKind::BindSensor, &event)?;
		Self::ensure_latest(&own, &effective, recording.time)?;
		Self::change_custody(item, |custody| custody.last = event.time);
		let binding = Binding { by: who.clone(), at: event.time, since: recording.number };
		Sensors::<T>::insert(item, &sensor, binding);
		recording.step::<T>(item, Step::default());
		Self::deposit_event(Event::SensorBound { event: recording.number, item, sensor });
		Ok(())
	}

	pub(crate) fn do_unbind_sensor(
		who: &T::AccountId,
		item: Subject,
		sensor: T::AccountId,
		event: EventInfo,
	) -> DispatchResult {
		let (own, contents, since) = Self::sensed(item)?;
		let (_, effective) = Self::around(item, &own)?;
		let binding = Self::binding(item, &sensor, since).ok_or(Error::<T>::NotBound)?;
		// The manufacturer's own sensor is not silenced by who has its goods.
		let may = binding.by == *who
			|| Self::makes(who, &contents)
			|| Self::is_regulator(who)
			|| effective.holder == *who && Self::maker_of(&contents).as_ref() != Some(&binding.by);
		ensure!(may, Error::<T>::NotAuthorized);
		let mut recording = Self::record(who, EventKind::UnbindSensor, &event)?;
		Self::ensure_latest(&own, &effective, recording.time)?;
		Self::change_custody(item, |custody| custody.last = event.time);
		Sensors::<T>::remove(item, &sensor);
		recording.step::<T>(item, Step::default());
		Self::deposit_event(Event::SensorUnbound { event: recording.number, item, sensor });
		Ok(())
	}

	/// A product of these that does not bear what was measured.
	fn harmed(contents: &Contents, reading: &Reading) -> Result<Option<Gtin>, DispatchError> {
		for content in contents {
			let gtin = Self::known_lot(content.lot)?.gtin;
			let limits = Self::known_product(gtin)?.limits;
			if limits.is_some_and(|limits| !limits.bear(reading)) {
				return Ok(Some(gtin));
			}
		}
		Ok(None)
	}

	pub(crate) fn do_report_condition(
		sensor: &T::AccountId,
		item: Subject,
		reading: Reading,
		event: EventInfo,
	) -> DispatchResult {
		let is_possible =
			reading.from <= reading.to && reading.to <= event.time && reading.min <= reading.max;
		ensure!(is_possible, Error::<T>::BadReading);
		let (own, contents, since) = Self::sensed(item)?;
		let binding = Self::binding(item, sensor, since).ok_or(Error::<T>::NotBound)?;
		ensure!(reading.from >= binding.at, Error::<T>::ReadingBeforeBinding);
		let (outermost, effective) = Self::around(item, &own)?;
		custody::ensure_present::<T>(&effective)?;
		// Who had the goods last may have learnt only now how they were on their way.
		let concerned = effective.holder == binding.by
			|| effective.from.as_ref() == Some(&binding.by)
			|| Self::makes(&binding.by, &contents);
		ensure!(concerned, Error::<T>::BinderGone);
		let mut recording = Self::record(sensor, EventKind::Condition, &event)?;
		Self::ensure_latest(&own, &effective, recording.time)?;
		Self::change_custody(item, |custody| custody.last = event.time);
		let step = Step { reading: Some(reading), ..Step::default() };
		recording.step::<T>(item, step);
		let harmed = Self::harmed(&contents, &reading)?;
		let number = recording.number;
		Self::deposit_event(Event::ConditionReported { event: number, item, reading });
		let Some(gtin) = harmed else { return Ok(()) };
		let (reason, judge) = (SuspectReason::Excursion, Judge::Manufacturer);
		let hold = Hold { by: sensor.clone(), reason, judge };
		if effective.hold.as_ref().is_none_or(|known| hold.outranks(known)) {
			Self::change_custody(outermost, |custody| {
				custody.hold = Some(hold);
				custody.last = event.time;
			});
			if outermost != item {
				recording.step::<T>(outermost, step);
			}
		}
		Self::deposit_event(Event::Excursion { event: number, item: outermost, gtin });
		Ok(())
	}
}
