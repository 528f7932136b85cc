//! Pedigrees: pages, and what they cost.

use super::*;
use crate::MAX_PEDIGREE_READS;

/// A step as it is compared: of whom, by which event.
type Told = (Subject, EventNumber, Step);

/// All pages with this limit, of at most so many reads each. Answers also the reads of the costliest
/// page, and of all.
fn paged(subject: Subject, limit: u32, most: u32) -> (Vec<Told>, u32, u32) {
	let (mut told, mut costliest, mut all) = (Vec::new(), 0, 0);
	let mut after = None;
	loop {
		let (page, reads) = DrugTrace::pedigree_within(subject, after, limit, most);
		assert!(page.items.len() <= limit.clamp(1, MAX_PAGE) as usize);
		told.extend(page.items.iter().map(|it| (it.subject, it.event.number, it.step)));
		costliest = costliest.max(reads);
		all += reads;
		let Some(next) = page.next else { return (told, costliest, all) };
		assert!(after.is_none_or(|after| next > after), "a page does not get on");
		after = Some(next);
	}
}

/// The same as it was told before pages were read in order: every trail is gone through as a whole.
fn expected(subject: Subject) -> Vec<Told> {
	type Found = BTreeMap<EventNumber, (Subject, Step)>;
	fn gather(subject: Subject, place: Option<u32>, window: (u64, u64), found: &mut Found) {
		for (key, step) in Trail::<Test>::iter_prefix(subject) {
			let is_about = match (place, step.range) {
				(Some(place), Some((start, end))) => (start..end).contains(&place),
				_ => true,
			};
			if is_about && (window.0..window.1).contains(&event_of(key)) {
				found.entry(event_of(key)).or_insert((subject, step));
			}
		}
	}
	fn containers(found: &mut Found, depth: u8, end: u64) {
		let (mut stays, mut inside) = (Vec::new(), None);
		for (number, (_, step)) in found.iter() {
			let Some(container) = step.container else { continue };
			stays.extend(inside.take().map(|(sscc, entered)| (sscc, entered, *number)));
			let (hash, actor) = EventOf::<Test>::get(number).unwrap();
			let kind = Events::<Test>::get(hash, actor).unwrap().kind;
			if matches!(kind, EventKind::Pack | EventKind::Repack) {
				inside = Some((container, number + 1));
			}
		}
		stays.extend(inside.map(|(sscc, entered)| (sscc, entered, end)));
		for (sscc, start, end) in stays.into_iter().filter(|_| depth > 0) {
			let mut outer = Found::new();
			gather(Subject::Container(sscc), None, (start, end), &mut outer);
			containers(&mut outer, depth - 1, end);
			for (number, step) in outer {
				found.entry(number).or_insert(step);
			}
		}
	}
	let all = (0, u64::MAX);
	let mut found = Found::new();
	let place = match subject {
		Subject::Pack(id) => Packs::<Test>::get(id).map(|pack| (pack.lot, pack.place)),
		Subject::Range { lot, start } => Some((lot, start)),
		_ => None,
	};
	if !matches!(subject, Subject::Range { .. }) {
		gather(subject, None, all, &mut found);
	}
	if let Some((lot, place)) = place {
		gather(Subject::Lot(lot), Some(place), all, &mut found);
	}
	if !matches!(subject, Subject::Lot(_) | Subject::Product(_)) {
		containers(&mut found, MAX_DEPTH, u64::MAX);
	}
	let of_lot = match subject {
		Subject::Lot(lot) => Some(lot),
		_ => place.map(|(lot, _)| lot),
	};
	if let Some(lot) = of_lot {
		gather(Subject::Product(gtin_of(lot)), None, all, &mut found);
	}
	found.into_iter().map(|(number, (subject, step))| (subject, number, step)).collect()
}

/// Every subject that there is.
fn subjects() -> Vec<Subject> {
	let packs = Packs::<Test>::iter_keys().map(Subject::Pack);
	let portions = Portions::<Test>::iter_keys()
		.map(|(lot, key)| Subject::Range { lot, start: start_of(key) });
	let trails: BTreeSet<_> = Trail::<Test>::iter_keys().map(|(subject, _)| subject).collect();
	packs.chain(portions).chain(trails).collect()
}

/// A pack and its neighbours go through containers within each other.
fn journey() -> LotId {
	let lot = empty_lot();
	commissioned(lot, 1, 3);
	rooted(lot, 11, 20);
	let recall = |scope| {
		let call = Call::recall { scope, class: RecallClass::I, event: event() };
		done(REGULATOR, call);
		let recall = NextRecall::<Test>::get() - 1;
		done(REGULATOR, Call::lift_recall { recall, event: event() });
	};
	recall(Scope::Product(gtin(1)));
	pack_by(MANUFACTURER, sscc(1), &[range(lot, 3, 13)]);
	pack_by(MANUFACTURER, sscc(2), &[Item::Container(sscc(1)), Item::Pack(pack_id(1, 1))]);
	recall(Scope::Range { lot, start: 5, end: 7 });
	pack_by(MANUFACTURER, sscc(3), &[Item::Container(sscc(2))]);
	moved(MANUFACTURER, DISTRIBUTOR, &[Item::Container(sscc(3))]);
	recall(Scope::Lot(lot));
	unpack_by(DISTRIBUTOR, sscc(3), &[Item::Container(sscc(2))]);
	moved(DISTRIBUTOR, PHARMACY, &[Item::Container(sscc(2))]);
	unpack_by(PHARMACY, sscc(2), &[Item::Container(sscc(1))]);
	let all = items(&[untouched(lot, 5), range(lot, 8, 10)]);
	done(PHARMACY, Call::repack { from: sscc(1), to: sscc(4), items: all, event: event() });
	moved(PHARMACY, HOSPITAL, &[Item::Container(sscc(4)), Item::Container(sscc(1))]);
	unpack_by(HOSPITAL, sscc(4), &[Item::Pack(pack_id(1, 13))]);
	// A container of an old name, and one that is entered again.
	pack_by(HOSPITAL, sscc(3), &[Item::Pack(pack_id(1, 13))]);
	unpack_by(HOSPITAL, sscc(3), &[Item::Pack(pack_id(1, 13))]);
	pack_by(HOSPITAL, sscc(4), &[Item::Pack(pack_id(1, 13))]);
	moved(HOSPITAL, OTHER_PHARMACY, &[Item::Container(sscc(4))]);
	unpack_by(OTHER_PHARMACY, sscc(4), &[Item::Pack(pack_id(1, 13))]);
	done(OTHER_PHARMACY, dispensing(Item::Pack(pack_id(1, 13))));
	lot
}

#[test]
fn pages_of_every_size_tell_the_same() {
	build_and_execute(|| {
		journey();
		let subjects = subjects();
		assert!(subjects.len() > 12);
		for subject in subjects {
			let expected = expected(subject);
			assert!(!expected.is_empty());
			for limit in 1..=40 {
				for most in [0, 1, 7, 50, MAX_PEDIGREE_READS] {
					assert_eq!(
						paged(subject, limit, most).0,
						expected,
						"{subject:?} {limit} {most}"
					);
				}
			}
		}
	});
}

#[test]
fn a_page_begins_after_any_event() {
	build_and_execute(|| {
		journey();
		for subject in subjects() {
			let all = expected(subject);
			for after in 0..NextEvent::<Test>::get() {
				let page = DrugTrace::pedigree_page(subject, Some(after), MAX_PAGE);
				let told: Vec<_> =
					page.items.iter().map(|it| (it.subject, it.event.number, it.step)).collect();
				let left: Vec<_> = all.iter().copied().filter(|it| it.1 > after).collect();
				assert_eq!(told, left, "{subject:?} {after}");
			}
		}
	});
}

/// Reads for all pages of a pack that was in a container so many times, with what they told.
fn reads_of_stays(stays: u64) -> (u32, u32, usize) {
	let mut found = (0, 0, 0);
	build_and_execute(|| {
		let lot = empty_lot();
		let packs = commissioned(lot, 1, 2);
		let pack = [Item::Pack(packs[0])];
		pack_by(MANUFACTURER, sscc(1), &[Item::Pack(packs[1])]);
		for _ in 0..stays {
			pack_by(MANUFACTURER, sscc(1), &pack);
			let all = items(&[Item::Container(sscc(1))]);
			let step = BizStep::Storing;
			done(
				MANUFACTURER,
				Call::observe { items: all, step, disposition: None, event: event() },
			);
			unpack_by(MANUFACTURER, sscc(1), &pack);
		}
		let subject = Subject::Pack(packs[0]);
		let (told, costliest, all) = paged(subject, MAX_PAGE, MAX_PEDIGREE_READS);
		assert_eq!(told, expected(subject));
		found = (all, costliest, told.len());
	});
	found
}

#[test]
fn what_stays_cost_grows_with_their_number_alone() {
	let (_, _, few) = reads_of_stays(100);
	assert_eq!(few, 301);
	for stays in [100u32, 400] {
		let (all, costliest, steps) = reads_of_stays(stays.into());
		println!("{stays} stays: {all} reads for {steps} steps, {costliest} for a page at most");
		assert_eq!(steps, 3 * stays as usize + 1);
		assert!(all <= 6 * steps as u32, "{all} reads for {steps} steps");
		assert!(costliest <= 6 * MAX_PAGE + FAR, "{costliest}");
	}
}

/// Reads to find where a page begins, at most.
const FAR: u32 = 100;

/// What is of others in the trail of the lot is passed over in pages that may be empty.
#[test]
fn a_page_ends_when_enough_was_read() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 100);
		pack_by(MANUFACTURER, sscc(1), &[range(lot, 0, 2)]);
		for start in 0..90 {
			let all = items(&[range(lot, 2 + start, 3 + start), range(lot, 95, 97)]);
			let step = BizStep::Storing;
			let call = Call::observe { items: all, step, disposition: None, event: event() };
			done(MANUFACTURER, call);
		}
		moved(MANUFACTURER, PHARMACY, &[Item::Container(sscc(1))]);
		let subject = Subject::Range { lot, start: 0 };
		let (whole, ..) = paged(subject, MAX_PAGE, MAX_PEDIGREE_READS);
		assert_eq!(whole.len(), 4);
		for most in [0, 10, 60] {
			assert_eq!(paged(subject, MAX_PAGE, most).0, whole);
			let (page, reads) = DrugTrace::pedigree_within(subject, None, MAX_PAGE, most);
			assert!(page.items.len() < 4 && page.next.is_some());
			assert!(reads < most + 20, "{reads}");
		}
	});
}
