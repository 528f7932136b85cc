//! What the trails tell: of each item its steps in the order of the events, and whether one could follow
//! the other.

use super::custodies;
use crate::{
	custody::CustodyOf, event_of, Config, Containers, Content, EventKind, EventNumber, EventRecord,
	Events, LotId, Lots, Packs, Recalls, Scope, Stage, Step, Subject, Trail, MAX_DEPTH,
	MAX_LOT_PACKS,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use medchain_support::{Disposition, Sscc};

type AccountOf<T> = <T as frame_system::Config>::AccountId;
type Steps = Vec<(EventNumber, Step)>;

/// All events and trails.
pub struct Books<T: Config> {
	events: BTreeMap<EventNumber, EventRecord<AccountOf<T>>>,
	trails: BTreeMap<Subject, Steps>,
}

impl<T: Config> Books<T> {
	/// Reads them.
	pub fn read() -> Self {
		let events = Events::<T>::iter_values().map(|event| (event.number, event)).collect();
		let mut trails = BTreeMap::<Subject, Steps>::new();
		for (subject, key, step) in Trail::<T>::iter() {
			trails.entry(subject).or_default().push((event_of(key), step));
		}
		for steps in trails.values_mut() {
			steps.sort_by_key(|(event, _)| *event);
		}
		Self { events, trails }
	}

	fn trail(&self, subject: Subject) -> &[(EventNumber, Step)] {
		self.trails.get(&subject).map(Vec::as_slice).unwrap_or_default()
	}

	/// Whether an event of this kind stands in a trail; of whom, if so.
	pub fn actor_of(
		&self,
		subject: Subject,
		event: EventNumber,
		kind: EventKind,
	) -> Option<&AccountOf<T>> {
		let stands = self.trail(subject).iter().any(|(number, _)| *number == event);
		let record = self.events.get(&event).filter(|record| stands && record.kind == kind)?;
		Some(&record.actor)
	}

	/// The steps of an item in the order of the events, each event once. Those of a pack or stretch that
	/// stand under its lot are among them, but for recalls, which happen to no item.
	fn steps_of(&self, subject: Subject, content: Option<Content>) -> Steps {
		let since = match subject {
			Subject::Container(sscc) => Containers::<T>::get(sscc).map_or(0, |it| it.since),
			_ => 0,
		};
		// What an earlier container of this name went through is not this one's.
		let own = self.trail(subject).iter().filter(|(event, _)| *event >= since);
		let of_lot = content.map(|content| (self.trail(Subject::Lot(content.lot)), content.first));
		let of_place = of_lot.into_iter().flat_map(|(steps, place)| {
			steps.iter().filter(move |(_, step)| {
				step.range.is_none_or(|(start, end)| (start..end).contains(&place))
			})
		});
		let mut steps: Steps = own
			.chain(of_place)
			.filter(|(event, _)| {
				self.events.get(event).is_some_and(|record| {
					!matches!(record.kind, EventKind::Recall | EventKind::LiftRecall)
				})
			})
			.copied()
			.collect();
		steps.sort_by_key(|(event, _)| *event);
		steps.dedup_by_key(|(event, _)| *event);
		steps
	}

	/// When something with these steps was sent onward or dispensed, alone or in containers, as it was
	/// recorded.
	fn given_away(&self, steps: &[(EventNumber, Step)], depth: u8, found: &mut Vec<u64>) {
		let mut inside: Option<(Sscc, EventNumber)> = None;
		let mut stays = Vec::new();
		for (number, step) in steps {
			let Some(record) = self.events.get(number) else { continue };
			if is_onward(record) || record.kind == EventKind::Dispense {
				found.push(record.recorded_at);
			}
			let Some(container) = step.container else { continue };
			stays.extend(inside.take().map(|(sscc, entered)| (sscc, entered, *number)));
			if matches!(record.kind, EventKind::Pack | EventKind::Repack) {
				inside = Some((container, *number));
			}
		}
		stays.extend(inside.map(|(sscc, entered)| (sscc, entered, EventNumber::MAX)));
		let Some(deeper) = depth.checked_sub(1) else { return };
		for (sscc, entered, left) in stays {
			let trail = self.trail(Subject::Container(sscc)).iter();
			let during: Steps =
				trail.filter(|(event, _)| entered < *event && *event < left).copied().collect();
			self.given_away(&during, deeper, found);
		}
	}
}

/// Whether it sends something, and not back.
fn is_onward<AccountId>(event: &EventRecord<AccountId>) -> bool {
	event.kind == EventKind::Ship && event.disposition != Some(Disposition::Returned)
}

/// Part of invariant 5: Nothing was sent onward or dispensed between a recall that reaches it and the
/// end of that. What happened within one second proves nothing.
pub fn nothing_recalled_is_given_away<T: Config>(books: &Books<T>) -> Result<(), TryRuntimeError> {
	let recalls: Vec<_> = Recalls::<T>::iter_values().collect();
	for (subject, _, content) in custodies::<T>() {
		let Some(content) = content else { continue };
		let gtin = Lots::<T>::get(content.lot).map(|lot| lot.gtin);
		let reaches = |(lot, start, end): (LotId, u32, u32)| {
			lot == content.lot && start <= content.last && content.first < end
		};
		let mut reaching = recalls
			.iter()
			.filter(|recall| match recall.scope {
				Scope::Product(known) => gtin == Some(known),
				Scope::Lot(lot) => reaches((lot, 0, MAX_LOT_PACKS)),
				Scope::Range { lot, start, end } => reaches((lot, start, end)),
			})
			.peekable();
		if reaching.peek().is_none() {
			continue;
		}
		let mut given = Vec::new();
		books.given_away(&books.steps_of(subject, Some(content)), MAX_DEPTH, &mut given);
		for recall in reaching {
			let stood = |at: &u64| recall.at < *at && recall.lifted.is_none_or(|end| *at < end);
			ensure!(
				!given.iter().any(stood),
				"drug-trace 5: something called back was sent onward or dispensed"
			);
		}
	}
	Ok(())
}

/// What the steps so far come to.
struct Walk<AccountId> {
	/// Time of the last.
	time: u64,
	/// Who sent it to whom.
	way: Option<(AccountId, AccountId)>,
	/// Whether it is held back for sure. What was taken out of a container stands as that did.
	held: bool,
	/// How it ended.
	end: Option<EventKind>,
}

impl<AccountId: Clone + Eq> Walk<AccountId> {
	const fn start() -> Self {
		Self { time: 0, way: None, held: false, end: None }
	}

	/// Goes on by one step, if it can follow.
	fn go(
		&mut self,
		event: &EventRecord<AccountId>,
		step: &Step,
		is_first: bool,
	) -> Result<(), TryRuntimeError> {
		use EventKind as Kind;

		ensure!(self.time <= event.time, "drug-trace 7: an event was before the one before it");
		self.time = event.time;
		let goes_on = match self.end {
			None => true,
			Some(Kind::Dispense) => matches!(event.kind, Kind::Return | Kind::UnbindSensor),
			Some(_) => event.kind == Kind::UnbindSensor,
		};
		ensure!(goes_on, "drug-trace 3: something happened to what is over");
		self.travel(event)?;
		let moves = step.container.is_some();
		let needs_freedom = is_onward(event)
			|| event.kind == Kind::Dispense
			|| moves && event.kind == Kind::Pack
			|| !is_first && event.kind == Kind::Transform;
		ensure!(
			!(needs_freedom && self.held),
			"drug-trace 5: something held back was packed, sent onward, dispensed or used up"
		);
		match event.kind {
			Kind::Quarantine | Kind::MarkIllegitimate => self.held = true,
			Kind::Return => (self.held, self.end) = (true, None),
			Kind::Clear => self.held = false,
			Kind::Unpack | Kind::Repack if moves => self.held = false,
			Kind::Dispense | Kind::Destroy | Kind::Decommission => {
				(self.held, self.end) = (false, Some(event.kind));
			}
			Kind::Transform if !is_first => self.end = Some(Kind::Transform),
			_ => {}
		}
		Ok(())
	}

	/// Follows it from one to the next.
	fn travel(&mut self, event: &EventRecord<AccountId>) -> Result<(), TryRuntimeError> {
		use EventKind as Kind;

		const ANOTHER: &str = "drug-trace 4: another took it in, rejected it or kept it than could";
		let actor = &event.actor;
		self.way = match (event.kind, self.way.take()) {
			(Kind::Ship, way) => {
				let to = event.to.clone().filter(|to| way.is_none() && to != actor);
				let to = to.ok_or("drug-trace 4: sent to nobody, to oneself, or twice")?;
				Some((actor.clone(), to))
			}
			(Kind::Receive, way) => {
				ensure!(way.is_some_and(|(_, to)| to == *actor), ANOTHER);
				None
			}
			(Kind::Reject, way) => {
				let from = way.filter(|(from, to)| to == actor && from != to);
				let (from, _) = from.ok_or(ANOTHER)?;
				Some((from.clone(), from))
			}
			(Kind::VoidShipment, way) => {
				ensure!(way.is_some_and(|(from, to)| from == *actor && from != to), ANOTHER);
				None
			}
			(
				Kind::Quarantine
				| Kind::Clear
				| Kind::MarkIllegitimate
				| Kind::BindSensor
				| Kind::UnbindSensor
				| Kind::Condition
				| Kind::Observe,
				way,
			) => way,
			(_, way) => {
				ensure!(way.is_none(), "drug-trace 4: it was in hand while it was on its way");
				None
			}
		};
		Ok(())
	}

	/// Whether an item can stand so after these steps.
	fn agrees_with<T>(&self, custody: &CustodyOf<T>) -> Result<(), TryRuntimeError>
	where
		T: Config + frame_system::Config<AccountId = AccountId>,
	{
		let to = match &custody.stage {
			Stage::InTransit { to, .. } => Some(to),
			_ => None,
		};
		ensure!(
			self.way.as_ref().map(|(_, to)| to) == to,
			"drug-trace 4: on its way to another than it was sent to"
		);
		ensure!(
			!self.held || custody.hold.is_some(),
			"drug-trace 5: something is held back no more without having been cleared"
		);
		ensure!(self.time <= custody.last, "drug-trace 7: an event came after the last");
		Ok(())
	}
}

/// Parts of invariants 3, 4, 5 and 7: each step of an item can follow those before it, and the item
/// stands as they say.
pub fn steps_follow_each_other<T: Config>(books: &Books<T>) -> Result<(), TryRuntimeError> {
	let now = crate::Pallet::<T>::now();
	for (subject, custody, content) in custodies::<T>() {
		ensure!(custody.last <= now, "drug-trace 7: an event lies in the future");
		let steps = books.steps_of(subject, content);
		let first = steps.first().map(|(event, _)| *event);
		if let Subject::Pack(id) = subject {
			let since = Packs::<T>::get(id).map(|pack| pack.since);
			let own = books.trail(subject).first().map(|(event, _)| *event);
			ensure!(own == since, "drug-trace 7: a trail does not begin where it should");
		}
		let mut walk = Walk::start();
		for (number, step) in steps {
			let Some(event) = books.events.get(&number) else { continue };
			walk.go(event, &step, first == Some(number))?;
		}
		walk.agrees_with::<T>(&custody)?;
	}
	Ok(())
}
