//! Who checks drug packs: one that is checked from many places was perhaps printed many times.
//!
//! To check a pack is free and leaves nothing on the chain, so the nodes that answer count. A pack that
//! the register knows, by its entry or by the proof that was shown, and that is checked over [`PLACES`]
//! connections within a day is told to the block that this node makes next, as the inherent transaction
//! `drugTrace.raise_alert`: at most once in the chain's `AlertPeriod`, which the runtime itself keeps too.
//!
//! A WebSocket is one connection, however often it asks. Over HTTP each request is one of its own: who
//! checks the same pack time and again should keep a WebSocket open. Only nodes that make blocks can
//! tell, and each by what it was asked itself.
//!
//! Memory is bounded: [`PACKS`] packs, those longest not asked for are forgotten first, and [`QUEUE`]
//! alerts, each of which is told to [`TRIES`] blocks as the first and then forgotten.

use medchain_runtime::{configs::drugs::ALERT_PERIOD, drug_trace::INHERENT_IDENTIFIER};
use medchain_support::PackId;
use polkadot_sdk::sp_inherents::{
	Error as InherentError, InherentData, InherentDataProvider, InherentIdentifier,
};
use schnellru::{ByLength, LruMap};
use std::{
	sync::{Arc, Mutex, MutexGuard, PoisonError},
	time::{SystemTime, UNIX_EPOCH},
};

/// From how many connections a pack is checked until that is suspicious.
pub const PLACES: usize = 5;
/// Most packs that are watched.
const PACKS: u32 = 10_000;
/// Most alerts that wait for a block.
const QUEUE: usize = 64;
/// To how many blocks an alert is told as the first. A block takes the first that it may raise: what was
/// the first is raised, unless it was before, or the block found no place in the chain.
const TRIES: u8 = 3;
/// For how long checks are counted, in seconds.
const DAY: u64 = 24 * 60 * 60;
/// For how long an alert waits for a block, in seconds. The runtime passes over those that are raised.
const PATIENCE: u64 = 60 * 60;

/// What is known of a pack.
#[derive(Default)]
struct Seen {
	/// Over which connections it was checked, and when last. Fewer than [`PLACES`].
	connections: Vec<(usize, u64)>,
	/// When an alert about it was queued.
	told: Option<u64>,
}

/// An alert that waits for a block.
struct Alert {
	pack: PackId,
	places: u32,
	since: u64,
	tries: u8,
}

struct State {
	packs: LruMap<[u8; 32], Seen, ByLength>,
	queue: Vec<Alert>,
}

/// Counts checks of drug packs, shared by those who answer and those who make blocks.
#[derive(Clone)]
pub struct Checks(Arc<Mutex<State>>);

impl Default for Checks {
	fn default() -> Self {
		let packs = LruMap::new(ByLength::new(PACKS));
		Self(Arc::new(Mutex::new(State { packs, queue: Vec::new() })))
	}
}

impl Checks {
	/// A pack that the register knows was checked now over this connection. `alert` is when the chain
	/// raised its last alert about it.
	pub fn count(&self, pack: PackId, connection: usize, alert: Option<u64>) {
		self.count_at(pack, connection, alert, now());
	}

	fn count_at(&self, pack: PackId, connection: usize, alert: Option<u64>, now: u64) {
		let mut state = self.state();
		let State { packs, queue } = &mut *state;
		let Some(seen) = packs.get_or_insert(pack.0, Seen::default) else { return };
		let quiet = |since: Option<u64>| {
			since.is_some_and(|since| now < since.saturating_add(ALERT_PERIOD))
		};
		if quiet(alert) || quiet(seen.told) {
			return;
		}
		let known = &mut seen.connections;
		known.retain(|(_, at)| now < at.saturating_add(DAY));
		let few = known.len() + 1 < PLACES;
		match known.iter_mut().find(|(known, _)| *known == connection) {
			Some((_, at)) => *at = now,
			None if few => known.push((connection, now)),
			None => {
				forget_old(queue, now);
				if queue.len() < QUEUE {
					let places = PLACES.try_into().unwrap_or(u32::MAX);
					queue.push(Alert { pack, places, since: now, tries: 0 });
					*seen = Seen { connections: Vec::new(), told: Some(now) };
				}
			}
		}
	}

	#[cfg(test)]
	fn waiting_at(&self, now: u64) -> Vec<(PackId, u32)> {
		waiting(&mut self.state().queue, now)
	}

	/// What the next block is told, the oldest first.
	fn told_at(&self, now: u64) -> Vec<(PackId, u32)> {
		let mut state = self.state();
		let waiting = waiting(&mut state.queue, now);
		if let Some(first) = state.queue.first_mut() {
			first.tries = first.tries.saturating_add(1);
			if first.tries >= TRIES {
				state.queue.remove(0);
			}
		}
		waiting
	}

	/// Whoever held it before and failed left nothing half-written that matters.
	fn state(&self) -> MutexGuard<'_, State> {
		self.0.lock().unwrap_or_else(PoisonError::into_inner)
	}
}

fn forget_old(queue: &mut Vec<Alert>, now: u64) {
	queue.retain(|alert| now < alert.since.saturating_add(PATIENCE));
}

/// What waits for a block, the oldest first.
fn waiting(queue: &mut Vec<Alert>, now: u64) -> Vec<(PackId, u32)> {
	forget_old(queue, now);
	queue.iter().map(|alert| (alert.pack, alert.places)).collect()
}

fn now() -> u64 {
	SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Gives the next block the alerts that wait; the runtime takes the first that it may raise.
#[async_trait::async_trait]
impl InherentDataProvider for Checks {
	async fn provide_inherent_data(&self, data: &mut InherentData) -> Result<(), InherentError> {
		let waiting = self.told_at(now());
		if waiting.is_empty() {
			return Ok(());
		}
		data.put_data(INHERENT_IDENTIFIER, &waiting)
	}

	async fn try_handle_error(
		&self,
		_: &InherentIdentifier,
		_: &[u8],
	) -> Option<Result<(), InherentError>> {
		None
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const PACK: PackId = PackId([1; 32]);
	const NOW: u64 = 1_800_000_000;

	fn checked(checks: &Checks, connections: std::ops::Range<usize>, now: u64) {
		for connection in connections {
			checks.count_at(PACK, connection, None, now);
		}
	}

	#[test]
	fn a_pack_checked_from_many_places_is_told_once() {
		let checks = Checks::default();
		checked(&checks, 0..PLACES - 1, NOW);
		// One connection counts once, and another pack is another one.
		checked(&checks, 0..PLACES - 1, NOW + 1);
		checks.count_at(PackId([2; 32]), PLACES, None, NOW + 1);
		assert!(checks.waiting_at(NOW + 1).is_empty());
		checked(&checks, PLACES..PLACES + 1, NOW + 2);
		assert_eq!(checks.waiting_at(NOW + 2), [(PACK, PLACES as u32)]);

		checked(&checks, 10..30, NOW + 3);
		checked(&checks, 10..30, NOW + 2 + ALERT_PERIOD - 1);
		assert!(checks.waiting_at(NOW + 2 + ALERT_PERIOD - 1).is_empty(), "it was told before");
		checked(&checks, 10..10 + PLACES, NOW + 2 + ALERT_PERIOD);
		assert_eq!(checks.waiting_at(NOW + 2 + ALERT_PERIOD), [(PACK, PLACES as u32)]);
	}

	#[test]
	fn checks_count_for_a_day() {
		let checks = Checks::default();
		checked(&checks, 0..PLACES - 1, NOW);
		checked(&checks, PLACES..PLACES + 1, NOW + DAY);
		assert!(checks.waiting_at(NOW + DAY).is_empty());
		checked(&checks, 10..10 + PLACES - 1, NOW + 2 * DAY - 1);
		assert_eq!(checks.waiting_at(NOW + 2 * DAY - 1).len(), 1);
	}

	#[test]
	fn what_the_chain_has_told_is_not_told_again() {
		let checks = Checks::default();
		for connection in 0..2 * PLACES {
			checks.count_at(PACK, connection, Some(NOW), NOW + ALERT_PERIOD - 1);
		}
		assert!(checks.waiting_at(NOW + ALERT_PERIOD - 1).is_empty());
		for connection in 0..PLACES {
			checks.count_at(PACK, connection, Some(NOW), NOW + ALERT_PERIOD);
		}
		assert_eq!(checks.waiting_at(NOW + ALERT_PERIOD).len(), 1);
	}

	#[test]
	fn an_alert_waits_for_an_hour() {
		let checks = Checks::default();
		checked(&checks, 0..PLACES, NOW);
		assert_eq!(checks.waiting_at(NOW + PATIENCE - 1).len(), 1);
		assert!(checks.waiting_at(NOW + PATIENCE).is_empty());
	}

	#[test]
	fn what_was_told_often_makes_room() {
		let checks = Checks::default();
		checked(&checks, 0..PLACES, NOW);
		let other = PackId([2; 32]);
		for connection in 0..PLACES {
			checks.count_at(other, connection, None, NOW + 1);
		}
		let (first, second) = ((PACK, PLACES as u32), (other, PLACES as u32));
		for _ in 0..TRIES {
			assert_eq!(checks.told_at(NOW + 2), [first, second]);
		}
		for _ in 0..TRIES {
			assert_eq!(checks.told_at(NOW + 2), [second]);
		}
		assert!(checks.told_at(NOW + 2).is_empty());
		// It is not told anew for as long as the chain would not raise it.
		checked(&checks, 10..10 + PLACES, NOW + 3);
		assert!(checks.told_at(NOW + 3).is_empty());
	}

	#[test]
	fn memory_is_bounded() {
		let checks = Checks::default();
		let pack = |number: u32| {
			let mut id = [0; 32];
			id[..4].copy_from_slice(&number.to_le_bytes());
			PackId(id)
		};
		for number in 0..PACKS + 10 {
			checks.count_at(pack(number), 0, None, NOW);
		}
		assert_eq!(checks.state().packs.len(), PACKS as usize);
		for number in 0..QUEUE as u32 + 1 {
			for connection in 0..PLACES {
				checks.count_at(pack(number), connection, None, NOW);
			}
		}
		assert_eq!(checks.waiting_at(NOW).len(), QUEUE);
		// What found no room is told once there is some.
		checks.count_at(pack(QUEUE as u32), PLACES, None, NOW + PATIENCE);
		assert_eq!(checks.waiting_at(NOW + PATIENCE), [(pack(QUEUE as u32), PLACES as u32)]);
	}

	#[test]
	fn a_block_gets_what_waits() {
		let checks = Checks::default();
		let data = |checks: &Checks| {
			let data = futures::executor::block_on(checks.create_inherent_data());
			let data = data.expect("it is provided");
			data.get_data::<Vec<(PackId, u32)>>(&INHERENT_IDENTIFIER).expect("it is such a list")
		};
		assert_eq!(data(&checks), None);
		for connection in 0..PLACES {
			checks.count(PACK, connection, None);
		}
		assert_eq!(data(&checks), Some(vec![(PACK, PLACES as u32)]));
	}
}
