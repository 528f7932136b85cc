//! What happened to something: its own trail, with those of its lot and of the containers it was in.

use crate::{
	event_of, portion_key, verification::page_size, Config, EventKind, EventNumber, EventOf,
	EventRecord, Events, Lots, Packs, Page, Pallet, PedigreeStep, Portions, Step, Subject, Trail,
	MAX_DEPTH,
};
use alloc::{collections::BTreeMap, vec::Vec};
use medchain_support::Sscc;

type AccountOf<T> = <T as frame::prelude::frame_system::Config>::AccountId;

/// The steps found, by event. Of one event the first counts that was found.
type Found = BTreeMap<EventNumber, (Subject, Step)>;

/// Events after one and before another.
#[derive(Clone, Copy)]
struct Window {
	after: Option<EventNumber>,
	before: EventNumber,
}

impl Window {
	const ALL: Self = Self { after: None, before: EventNumber::MAX };

	fn contains(&self, event: EventNumber) -> bool {
		self.after.is_none_or(|after| event > after) && event < self.before
	}
}

impl<T: Config> Pallet<T> {
	/// An event and its hash, by its number.
	fn event_by_number(number: EventNumber) -> Option<(crate::Digest, EventRecord<AccountOf<T>>)> {
		let (hash, actor) = EventOf::<T>::get(number)?;
		Some((hash, Events::<T>::get(hash, actor)?))
	}

	/// What happened to a subject, the oldest first.
	pub fn pedigree_page(
		subject: Subject,
		after: Option<EventNumber>,
		limit: u32,
	) -> Page<PedigreeStep<AccountOf<T>>, EventNumber> {
		let mut found = Found::new();
		Self::gather_all(subject, &mut found);
		let size = page_size(limit);
		let items: Vec<_> = found
			.into_iter()
			.filter(|(number, _)| after.is_none_or(|after| *number > after))
			.filter_map(|(number, (subject, step))| {
				let (hash, event) = Self::event_by_number(number)?;
				Some(PedigreeStep { subject, hash, event, step })
			})
			.take(size)
			.collect();
		let next = items.last().map(|step| step.event.number).filter(|_| items.len() == size);
		Page { items, next }
	}

	fn gather_all(subject: Subject, found: &mut Found) {
		let place = match subject {
			Subject::Pack(id) => Packs::<T>::get(id).map(|pack| (pack.lot, pack.place)),
			Subject::Range { lot, start } => {
				Portions::<T>::get(lot, portion_key(start)).map(|_| (lot, start))
			}
			Subject::Container(_) | Subject::Lot(_) | Subject::Product(_) => None,
		};
		if !matches!(subject, Subject::Range { .. }) {
			Self::gather(subject, None, Window::ALL, found);
		}
		let lot = match (place, subject) {
			(Some((lot, place)), _) => {
				Self::gather(Subject::Lot(lot), Some(place), Window::ALL, found);
				Some(lot)
			}
			(None, Subject::Lot(lot)) => Some(lot),
			(None, _) => None,
		};
		// What a lot was put into is not where all of it was.
		if !matches!(subject, Subject::Lot(_) | Subject::Product(_)) {
			Self::gather_containers(found, MAX_DEPTH, Window::ALL);
		}
		if let Some(lot) = lot.and_then(Lots::<T>::get) {
			Self::gather(Subject::Product(lot.gtin), None, Window::ALL, found);
		}
	}

	/// Adds the steps of a trail that fall into a window, of a lot those at a place.
	fn gather(subject: Subject, place: Option<u32>, window: Window, found: &mut Found) {
		for (key, step) in Trail::<T>::iter_prefix(subject) {
			let number = event_of(key);
			let is_about = match (place, step.range) {
				(Some(place), Some((start, end))) => (start..end).contains(&place),
				_ => true,
			};
			if is_about && window.contains(number) {
				found.entry(number).or_insert((subject, step));
			}
		}
	}

	/// Adds the steps of the containers that what was found was in, each for as long as it was.
	fn gather_containers(found: &mut Found, depth: u8, window: Window) {
		let mut stays: Vec<(Sscc, Window)> = Vec::new();
		let mut inside: Option<(Sscc, EventNumber)> = None;
		let mut leave = |inside: &mut Option<(Sscc, EventNumber)>, before| {
			if let Some((sscc, entered)) = inside.take() {
				stays.push((sscc, Window { after: Some(entered), before }));
			}
		};
		let moves = found.iter().filter_map(|(number, (_, step))| Some((*number, step.container?)));
		for (number, container) in moves {
			let Some((_, event)) = Self::event_by_number(number) else { continue };
			leave(&mut inside, number);
			if matches!(event.kind, EventKind::Pack | EventKind::Repack) {
				inside = Some((container, number));
			}
		}
		leave(&mut inside, window.before);
		let Some(deeper) = depth.checked_sub(1) else { return };
		for (sscc, window) in stays {
			let mut outer = Found::new();
			Self::gather_stay(sscc, window, deeper, &mut outer);
			for (number, step) in outer {
				found.entry(number).or_insert(step);
			}
		}
	}

	/// Adds what happened to a container while something was in it.
	fn gather_stay(sscc: Sscc, window: Window, depth: u8, found: &mut Found) {
		// It may have entered another one before, but is never opened or filled while it is in one: what
		// is in it was there first.
		Self::gather(Subject::Container(sscc), None, window, found);
		Self::gather_containers(found, depth, window);
	}
}
