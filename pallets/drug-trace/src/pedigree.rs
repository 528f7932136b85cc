//! What happened to something: its own trail, with those of its lot and of the containers it was in.
//!
//! Trails are in the order of the events. A page reads them all at once from where it begins, and takes
//! the oldest step each time; the trail of a container is read only from when the item was put into it
//! until it left. Where the item was when the page begins is told by the last step before that put it
//! into a container, or took it out of one.

use crate::{
	event_of, portion_key, step_key, verification::page_size, Config, Digest, EventKind,
	EventNumber, EventOf, EventRecord, Events, Lots, Packs, Page, Pallet, PedigreeStep, Portions,
	Step, StepKey, Subject, Trail, MAX_DEPTH, MAX_PEDIGREE_READS,
};
use alloc::vec::Vec;
use core::marker::PhantomData;
use medchain_support::Sscc;

type AccountOf<T> = <T as frame::prelude::frame_system::Config>::AccountId;
type Pedigree<T> = Page<PedigreeStep<AccountOf<T>>, EventNumber>;

/// How many events the search for the last move goes back at first. It goes back twice as far each time.
const FIRST_LOOK: EventNumber = 64;

/// The steps of one trail after an event, one after the other.
struct Source<T> {
	subject: Subject,
	/// Of a lot: which place it is about.
	place: Option<u32>,
	/// Key of the step before the next one.
	after: Option<StepKey>,
	next: Next,
	of: PhantomData<T>,
}

/// What comes next in a trail.
#[derive(Clone, Copy)]
enum Next {
	/// This step of this event.
	Step(EventNumber, Step),
	/// Nothing before this event. What then comes was not read.
	NotBefore(EventNumber),
	/// Nothing.
	End,
}

/// How many entries were read.
struct Reads {
	/// From where the page begins.
	done: u32,
	/// As many may be.
	most: u32,
	/// Before that, to find in which containers the item was.
	before: u32,
}

impl Reads {
	fn add(&mut self, more: u32) {
		self.done = self.done.saturating_add(more);
	}

	/// All that was read since there were so many was read to find where the page begins.
	fn set_apart(&mut self, done: u32) {
		self.before = self.before.saturating_add(self.done.saturating_sub(done));
		self.done = done;
	}

	const fn are_spent(&self) -> bool {
		self.done >= self.most
	}
}

/// The last key that a step of this event can have.
fn last_key(event: EventNumber) -> StepKey {
	step_key(event, u8::MAX)
}

impl<T: Config> Source<T> {
	/// The steps of a trail after an event.
	fn open(
		subject: Subject,
		place: Option<u32>,
		after: Option<EventNumber>,
		reads: &mut Reads,
	) -> Self {
		let after = after.map(last_key);
		let mut source = Self { subject, place, after, next: Next::End, of: PhantomData };
		source.go_on(reads);
		source
	}

	/// What stands in the trail after the last step that was read.
	fn read(&mut self, reads: &mut Reads) -> Option<(EventNumber, Step)> {
		let mut steps = match self.after {
			Some(key) => Trail::<T>::iter_prefix_from(
				self.subject,
				Trail::<T>::hashed_key_for(self.subject, key),
			),
			None => Trail::<T>::iter_prefix(self.subject),
		};
		reads.add(1);
		let (key, step) = steps.next()?;
		self.after = Some(key);
		Some((event_of(key), step))
	}

	fn is_about(&self, step: &Step) -> bool {
		match (self.place, step.range) {
			(Some(place), Some((start, end))) => (start..end).contains(&place),
			_ => true,
		}
	}

	/// Finds the next step. Stops where all that may be read was, but not before it is past one event
	/// more: each page gets on.
	fn go_on(&mut self, reads: &mut Reads) {
		let begun = self.after.map_or(0, |key| event_of(key).saturating_add(1));
		self.next = loop {
			let Some((event, step)) = self.read(reads) else { break Next::End };
			if self.is_about(&step) {
				break Next::Step(event, step);
			}
			if reads.are_spent() && event > begun {
				break Next::NotBefore(event);
			}
		};
	}

	/// Leaves an event behind, if it stands before it.
	fn pass(&mut self, event: EventNumber, reads: &mut Reads) {
		if matches!(self.next, Next::Step(next, _) if next == event) {
			self.after = Some(last_key(event));
			self.go_on(reads);
		}
	}

	/// The last event between two, both included, by which it was put into a container or taken out of
	/// one, and which one that was.
	fn last_move(
		subject: Subject,
		place: Option<u32>,
		first: EventNumber,
		last: EventNumber,
		reads: &mut Reads,
	) -> Option<(EventNumber, Sscc)> {
		let (mut end, mut width) = (last, FIRST_LOOK);
		while first <= end {
			let start = end.saturating_sub(width.saturating_sub(1)).max(first);
			let after = start.checked_sub(1).map(last_key);
			let mut source = Self { subject, place, after, next: Next::End, of: PhantomData };
			let mut found = None;
			while let Some((event, step)) = source.read(reads).filter(|(event, _)| *event <= end) {
				if source.is_about(&step) {
					found = step.container.map(|container| (event, container)).or(found);
				}
			}
			if found.is_some() {
				return found;
			}
			end = start.checked_sub(1)?;
			width = width.saturating_mul(2);
		}
		None
	}
}

/// The trails of which a pedigree consists.
struct Sources<T> {
	/// Of the item itself. Of one event the first source counts that has it.
	own: Vec<Source<T>>,
	/// Of the containers it is in, the innermost first.
	containers: Vec<Source<T>>,
	/// Of its product.
	product: Option<Source<T>>,
	/// Whether it can be in a container.
	is_goods: bool,
}

impl<T: Config> Sources<T> {
	/// Those of a subject, after an event.
	fn open(subject: Subject, after: Option<EventNumber>, reads: &mut Reads) -> Self {
		// The lot and place of packs, and since when a pack has a trail of its own.
		reads.add(1);
		let place = match subject {
			Subject::Pack(id) => {
				Packs::<T>::get(id).map(|pack| (pack.lot, pack.place, Some(pack.since)))
			}
			Subject::Range { lot, start } => {
				Portions::<T>::get(lot, portion_key(start)).map(|_| (lot, start, None))
			}
			Subject::Container(_) | Subject::Lot(_) | Subject::Product(_) => None,
		};
		let mut trails = Vec::new();
		if !matches!(subject, Subject::Range { .. }) {
			trails.push((subject, None));
		}
		if let Some((lot, place, _)) = place {
			trails.push((Subject::Lot(lot), Some(place)));
		}
		let lot = match subject {
			Subject::Lot(lot) => Some(lot),
			_ => place.map(|(lot, ..)| lot),
		};
		reads.add(1);
		let product = lot.and_then(Lots::<T>::get).map(|lot| Subject::Product(lot.gtin));
		// What a lot was put into is not where all of it was.
		let is_goods = !matches!(subject, Subject::Lot(_) | Subject::Product(_));
		let mut sources = Self {
			own: Vec::new(),
			containers: Vec::new(),
			product: product.map(|product| Source::open(product, None, after, reads)),
			is_goods,
		};
		if let (Some(after), true) = (after, is_goods) {
			// A pack that gets a trail of its own is in no container, or leaves it by that very event.
			let trail = trails.iter().find(|(trail, _)| match place {
				Some((_, _, Some(since))) if after < since => *trail != subject,
				_ => true,
			});
			if let Some((trail, place)) = trail {
				sources.find_containers(*trail, *place, after, reads);
			}
		}
		for (trail, place) in trails {
			sources.own.push(Source::open(trail, place, after, reads));
		}
		sources
	}

	/// Finds in which containers it was after an event.
	fn find_containers(
		&mut self,
		trail: Subject,
		place: Option<u32>,
		after: EventNumber,
		reads: &mut Reads,
	) {
		let mut inner = (trail, place, 0);
		for _ in 0..MAX_DEPTH {
			let (trail, place, first) = inner;
			let done = reads.done;
			let moved = Source::<T>::last_move(trail, place, first, after, reads);
			// This does not count as read for the page: otherwise it might never get on.
			reads.set_apart(done);
			let Some((event, sscc)) = moved else { return };
			reads.add(2);
			let record = Pallet::<T>::event_by_number(event);
			if !record.is_some_and(|(_, record)| enters(record.kind)) {
				return;
			}
			let outer = Subject::Container(sscc);
			self.containers.push(Source::open(outer, None, Some(after), reads));
			// It may have entered another one before, but is never opened or filled while it is in one:
			// what is in it was there first.
			inner = (outer, None, event.saturating_add(1));
		}
	}

	fn all(&self) -> impl Iterator<Item = &Source<T>> {
		self.own.iter().chain(&self.containers).chain(&self.product)
	}

	/// The oldest step that was not taken yet, with whose it is.
	fn oldest(&self) -> Option<(EventNumber, Option<(Subject, Step)>)> {
		self.all()
			.filter_map(|source| match source.next {
				Next::Step(event, step) => Some((event, Some((source.subject, step)))),
				Next::NotBefore(event) => Some((event, None)),
				Next::End => None,
			})
			// What was not read may be of the same event. Else the first of equal ones is taken.
			.min_by_key(|(event, step)| (*event, step.is_some()))
	}

	/// Leaves an event behind. Who entered or left a container by it is followed.
	fn pass(&mut self, event: EventNumber, kind: Option<EventKind>, reads: &mut Reads) {
		let moved = |source: &Source<T>| match source.next {
			Next::Step(next, step) if next == event => step.container,
			_ => None,
		};
		if let (Some(kind), true) = (kind, self.is_goods) {
			let of_own = self.own.iter().find_map(moved).map(|sscc| (0, sscc));
			let of_others = || {
				let all = self.containers.iter().enumerate();
				all.filter_map(|(depth, it)| Some((depth.saturating_add(1), moved(it)?))).next()
			};
			if let Some((depth, sscc)) = of_own.or_else(of_others) {
				self.containers.truncate(depth);
				if enters(kind) && depth < usize::from(MAX_DEPTH) {
					let container = Subject::Container(sscc);
					let source = Source::open(container, None, Some(event), reads);
					self.containers.push(source);
				}
			}
		}
		for source in self.own.iter_mut().chain(&mut self.containers).chain(&mut self.product) {
			source.pass(event, reads);
		}
	}
}

/// Whether items are in the container afterwards that is named in their steps.
const fn enters(kind: EventKind) -> bool {
	matches!(kind, EventKind::Pack | EventKind::Repack)
}

impl<T: Config> Pallet<T> {
	/// An event and its hash, by its number.
	fn event_by_number(number: EventNumber) -> Option<(Digest, EventRecord<AccountOf<T>>)> {
		let (hash, actor) = EventOf::<T>::get(number)?;
		Some((hash, Events::<T>::get(hash, actor)?))
	}

	/// What happened to a subject, the oldest first. A page for which [`MAX_PEDIGREE_READS`] entries were
	/// read ends before it is full, or empty; if `next` is set, there may be more.
	pub fn pedigree_page(subject: Subject, after: Option<EventNumber>, limit: u32) -> Pedigree<T> {
		Self::pedigree_within(subject, after, limit, MAX_PEDIGREE_READS).0
	}

	/// The same, with another number of reads. Answers also how many entries were read.
	pub(crate) fn pedigree_within(
		subject: Subject,
		after: Option<EventNumber>,
		limit: u32,
		most: u32,
	) -> (Pedigree<T>, u32) {
		let mut reads = Reads { done: 0, most, before: 0 };
		let mut sources = Sources::<T>::open(subject, after, &mut reads);
		let (size, mut items) = (page_size(limit), Vec::new());
		let next = loop {
			let Some((number, found)) = sources.oldest() else { break None };
			let Some((subject, step)) = found else { break number.checked_sub(1) };
			reads.add(2);
			let event = Self::event_by_number(number);
			let kind = event.as_ref().map(|(_, event)| event.kind);
			if let Some((hash, event)) = event {
				items.push(PedigreeStep { subject, hash, event, step });
			}
			if items.len() == size {
				break Some(number);
			}
			sources.pass(number, kind, &mut reads);
			if reads.are_spent() {
				break Some(number);
			}
		};
		(Page { items, next }, reads.done.saturating_add(reads.before))
	}
}
