//! What a load came to.

use super::{
	blocks::{part, Block, Details, Limits},
	drive::Course,
	figures::{count, full, rate, steps, window, Spread, Stay},
	mix::{Kind, Mix},
};
use std::collections::BTreeMap;

/// A block is called full by weight from this share on.
const FULL: f64 = 0.95;

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Setting {
	/// Which calls.
	pub mix: Mix,
	/// How many accounts sent them.
	pub accounts: usize,
	/// Over how many connections.
	pub connections: usize,
	/// How many were sent and in no block yet, at most.
	pub in_flight: usize,
	/// How many a second were to be sent, if not as many as were taken.
	pub rate: Option<f64>,
	/// Picoseconds that each call is declared to weigh, with its extensions and what each transaction takes.
	pub declared: BTreeMap<Kind, u64>,
	/// How many fit into a block by what is declared.
	pub capacity: usize,
}

/// How many transactions got how far.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Counts {
	/// Sent to the node.
	pub submitted: usize,
	/// Not taken by the node.
	pub refused: usize,
	/// Never taken since the pool had no room until the end.
	pub left: usize,
	/// In a final block, or in a best one.
	pub included: usize,
	/// Failed there.
	pub failed: usize,
	/// In a final block.
	pub finalized: usize,
	/// Taken by the node, and in no final block at the end.
	pub dropped: usize,
}

/// How many transactions a second.
#[derive(Clone, Copy, Debug, Default)]
pub struct Throughput {
	/// For how many seconds.
	pub seconds: f64,
	/// Transactions of the load that came into blocks in this time.
	pub transactions: usize,
	/// How many a second.
	pub included: Option<f64>,
	/// How many a second became final.
	pub finalized: Option<f64>,
}

/// The blocks of a stretch of time.
#[derive(Clone, Debug)]
pub struct Stretch {
	/// Numbers of the first and the last block.
	pub blocks: (u64, u64),
	/// How many they are.
	pub count: usize,
	/// How many of them are full by weight or length.
	pub full: usize,
	/// How many transactions came how fast.
	pub throughput: Throughput,
	/// How full they are with ordinary transactions, as shares of the limit.
	pub fullness: Option<Spread>,
	/// What they weigh in all, as shares of the largest block.
	pub weight: Option<Spread>,
	/// Transactions of the load in a block.
	pub transactions: Option<Spread>,
	/// All that is in a block, what its author put in among them.
	pub extrinsics: Option<Spread>,
	/// Time between blocks, in slots, as they tell it.
	pub intervals: Option<Spread>,
	/// Time between blocks, in slots, as they came here.
	pub arrivals: Option<Spread>,
}

/// A block.
#[derive(Clone, Copy, Debug)]
pub struct BlockFigures {
	/// Its number.
	pub number: u64,
	/// Transactions of the load.
	pub ours: usize,
	/// All that it holds, what its author put in among them.
	pub extrinsics: usize,
	/// How full it is with ordinary transactions, as a share of the limit.
	pub fullness: f64,
	/// What it weighs in all, as a share of the largest block.
	pub weight: f64,
	/// Its time, in milliseconds since 1970.
	pub timestamp: u64,
	/// Seconds from the start until it came.
	pub arrived: f64,
	/// Seconds from the start until it was final.
	pub finalized: Option<f64>,
}

/// What became of the calls of one kind.
#[derive(Clone, Debug)]
pub struct OfKind {
	/// How many got how far.
	pub counts: Counts,
	/// Seconds from sending to the first best block.
	pub to_best: Option<Spread>,
	/// Seconds from sending to finality.
	pub to_final: Option<Spread>,
	/// Picoseconds that one is declared to weigh, with its extensions and what each transaction takes.
	pub declared: u64,
	/// Picoseconds that one came to in the end, with the same.
	pub weight: Option<Spread>,
}

/// What a load came to.
#[derive(Clone, Debug)]
pub struct Report {
	/// What was asked for.
	pub setting: Setting,
	/// Seconds of a slot.
	pub slot: f64,
	/// How many got how far.
	pub counts: Counts,
	/// Why the node refused some.
	pub refusals: BTreeMap<String, usize>,
	/// How often the pool had no room, and a transaction was sent once more.
	pub overflows: usize,
	/// Why some failed.
	pub failures: BTreeMap<String, usize>,
	/// Whether waiting ended since nothing happened any more.
	pub stalled: bool,
	/// Seconds from sending to the first best block.
	pub to_best: Option<Spread>,
	/// Seconds from sending to finality.
	pub to_final: Option<Spread>,
	/// From the first transaction to the last one.
	pub whole: Throughput,
	/// From the first block with a transaction of the load to the last one.
	pub run: Option<Stretch>,
	/// From the first block that left transactions behind to the last one.
	pub saturated: Option<Stretch>,
	/// By kinds of calls.
	pub kinds: BTreeMap<Kind, OfKind>,
	/// Each block since the start.
	pub blocks: Vec<BlockFigures>,
}

impl Report {
	/// Of what became of some transactions, each of a kind.
	pub(super) fn of(setting: Setting, limits: &Limits, kinds: &[Kind], course: &Course) -> Self {
		let mut tallies: BTreeMap<Kind, Tally> =
			setting.mix.iter().map(|(kind, _)| (kind, Tally::default())).collect();
		let mut failures = BTreeMap::<String, usize>::new();
		for (kind, fate) in kinds.iter().zip(&course.fates) {
			let tally = tallies.entry(*kind).or_default();
			let counts = &mut tally.counts;
			counts.submitted += usize::from(fate.sent.is_some());
			counts.refused += usize::from(fate.refused);
			let open = fate.sent.is_some() && fate.accepted.is_none() && !fate.refused;
			counts.left += usize::from(open);
			counts.included += usize::from(fate.best.is_some());
			counts.finalized += usize::from(fate.finalized.is_some());
			let dropped = fate.accepted.is_some() && fate.finalized.is_none();
			counts.dropped += usize::from(dropped);
			let since = |end: Option<f64>| Some(end? - fate.sent?);
			tally.to_best.extend(since(fate.best));
			tally.to_final.extend(since(fate.finalized));
		}
		for (block, details) in &course.blocks {
			for (place, which) in &block.ours {
				let Some(kind) = kinds.get(*which) else { continue };
				let tally = tallies.entry(*kind).or_default();
				if let Some(name) = details.failed.get(place) {
					tally.counts.failed += 1;
					*failures.entry(name.clone()).or_default() += 1;
				}
				tally.weights.extend(details.weights.get(place).map(|weight| part(*weight, 1)));
			}
		}

		let counts = tallies.values().fold(Counts::default(), |sum, tally| sum.with(&tally.counts));
		let all = |of: fn(&Tally) -> &Vec<f64>| {
			Spread::of(tallies.values().flat_map(|tally| of(tally).iter().copied()))
		};
		let (to_best, to_final) = (all(|tally| &tally.to_best), all(|tally| &tally.to_final));
		let declared = |kind| setting.declared.get(kind).copied().unwrap_or_default();
		let kinds = tallies.iter().map(|(kind, tally)| (*kind, tally.told(declared(kind))));
		Self {
			slot: limits.slot,
			counts,
			refusals: course.refusals.clone(),
			overflows: course.overflows,
			failures,
			stalled: course.stalled,
			to_best,
			to_final,
			whole: whole(course),
			run: run(course, limits),
			saturated: saturated(course, limits),
			kinds: kinds.collect(),
			blocks: course.blocks.iter().map(|found| figures(found, limits)).collect(),
			setting,
		}
	}
}

impl Counts {
	fn with(&self, other: &Self) -> Self {
		Self {
			submitted: self.submitted + other.submitted,
			refused: self.refused + other.refused,
			left: self.left + other.left,
			included: self.included + other.included,
			failed: self.failed + other.failed,
			finalized: self.finalized + other.finalized,
			dropped: self.dropped + other.dropped,
		}
	}
}

#[derive(Default)]
struct Tally {
	counts: Counts,
	to_best: Vec<f64>,
	to_final: Vec<f64>,
	weights: Vec<f64>,
}

impl Tally {
	fn told(&self, declared: u64) -> OfKind {
		OfKind {
			counts: self.counts.clone(),
			to_best: Spread::of(self.to_best.iter().copied()),
			to_final: Spread::of(self.to_final.iter().copied()),
			declared,
			weight: Spread::of(self.weights.iter().copied()),
		}
	}
}

fn figures((block, details): &(Block, Details), limits: &Limits) -> BlockFigures {
	BlockFigures {
		number: block.number,
		ours: block.ours.len(),
		extrinsics: block.extrinsics,
		fullness: limits.fullness(details.normal, block.bytes),
		weight: part(details.all, limits.all),
		timestamp: details.timestamp,
		arrived: block.arrived,
		finalized: block.finalized,
	}
}

/// From the first transaction that was sent to the last one in a block, and to the last one final.
fn whole(course: &Course) -> Throughput {
	let first = course.fates.iter().filter_map(|fate| fate.sent).fold(f64::INFINITY, f64::min);
	let told = |times: Vec<f64>| {
		let last = times.iter().copied().fold(first, f64::max);
		(times.len(), last - first)
	};
	let (included, seconds) = told(course.fates.iter().filter_map(|fate| fate.best).collect());
	let (finalized, later) = told(course.fates.iter().filter_map(|fate| fate.finalized).collect());
	Throughput {
		seconds: if seconds.is_finite() { seconds } else { 0.0 },
		transactions: included,
		included: rate(included, seconds),
		finalized: rate(finalized, later),
	}
}

/// All blocks from the first with a transaction of the load to the last one.
fn run(course: &Course, limits: &Limits) -> Option<Stretch> {
	let holds = |(block, _): &(Block, Details)| !block.ours.is_empty();
	let first = course.blocks.iter().position(holds)?;
	let last = course.blocks.iter().rposition(holds)?;
	stretch(course.blocks.get(first..=last)?, limits)
}

/// The blocks from the first full one to the last one.
fn saturated(course: &Course, limits: &Limits) -> Option<Stretch> {
	let arrivals: Vec<f64> = course.blocks.iter().map(|(block, _)| block.arrived).collect();
	let places = (0..).zip(&course.blocks);
	let ours = places
		.flat_map(|(place, (block, _))| block.ours.iter().map(move |(_, which)| (place, *which)));
	let stays = ours.filter_map(|(block, which)| {
		let accepted = course.fates.get(which)?.accepted?;
		Some(Stay { accepted, block })
	});
	stretch(course.blocks.get(window(&full(&arrivals, stays))?)?, limits)
}

/// Some blocks that follow each other. What the first one holds came before.
fn stretch(blocks: &[(Block, Details)], limits: &Limits) -> Option<Stretch> {
	let ((first, _), (last, _)) = (blocks.first()?, blocks.last()?);
	let timestamps: Vec<f64> =
		blocks.iter().map(|(_, details)| Limits::seconds(details.timestamp)).collect();
	let arrivals: Vec<f64> = blocks.iter().map(|(block, _)| block.arrived).collect();
	let slots = |times: &[f64]| Spread::of(steps(times).map(|step| step / limits.slot));
	let figures: Vec<_> = blocks.iter().map(|found| figures(found, limits)).collect();
	let seconds = timestamps.last()? - timestamps.first()?;
	let transactions = blocks.iter().skip(1).map(|(block, _)| block.ours.len()).sum();
	let final_after = last.finalized.zip(first.finalized).map(|(last, first)| last - first);
	Some(Stretch {
		blocks: (first.number, last.number),
		count: blocks.len(),
		full: figures.iter().filter(|block| block.fullness >= FULL).count(),
		throughput: Throughput {
			seconds,
			transactions,
			included: rate(transactions, seconds),
			finalized: final_after.and_then(|seconds| rate(transactions, seconds)),
		},
		fullness: Spread::of(figures.iter().map(|block| block.fullness)),
		weight: Spread::of(figures.iter().map(|block| block.weight)),
		transactions: Spread::of(figures.iter().map(|block| count(block.ours))),
		extrinsics: Spread::of(figures.iter().map(|block| count(block.extrinsics))),
		intervals: slots(&timestamps),
		arrivals: slots(&arrivals),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::load::drive::Fate;
	use subxt::utils::H256;

	const LIMITS: Limits =
		Limits { slot: 3.0, normal: 1_000, all: 2_000, base: 10, bytes: 100_000 };

	/// Six blocks, three seconds apart, each with so many transactions, all sent at once at the start.
	fn course(blocks: [usize; 6]) -> Course {
		let mut fates = Vec::new();
		let mut found = Vec::new();
		for (number, count) in (1u64..).zip(blocks) {
			let arrived = Limits::seconds(number * 3_000);
			let finalized = Some(arrived + 6.0);
			let first = fates.len();
			let fate = Fate {
				sent: Some(0.0),
				accepted: Some(0.5),
				refused: false,
				best: Some(arrived),
				finalized,
			};
			fates.extend(vec![fate; count]);
			let block = Block {
				number,
				hash: H256([0; 32]),
				parent: H256([0; 32]),
				arrived,
				finalized,
				extrinsics: count + 2,
				bytes: 10 * count,
				ours: (2..).zip(first..first + count).collect(),
			};
			let weights = (2..).take(count).map(|place| (place, 9)).collect();
			let details = Details {
				timestamp: 1_000_000 + number * 3_000,
				normal: u64::try_from(count).unwrap() * 10,
				all: 500,
				weights,
				..Details::default()
			};
			found.push((block, details));
		}
		Course {
			fates,
			blocks: found,
			refusals: BTreeMap::new(),
			in_flight: 10,
			overflows: 0,
			stalled: false,
		}
	}

	fn report(course: &Course) -> Report {
		let mix: Mix = "transfer".parse().unwrap();
		let setting = Setting {
			mix,
			accounts: 2,
			connections: 1,
			in_flight: 10,
			rate: None,
			declared: [(Kind::Transfer, 12)].into(),
			capacity: 100,
		};
		Report::of(setting, &LIMITS, &vec![Kind::Transfer; course.fates.len()], course)
	}

	#[test]
	fn the_saturated_window_leaves_out_the_ends() {
		// The first block comes before the pool was full for a whole interval; the last one takes the
		// rest.
		let report = report(&course([0, 100, 100, 100, 100, 30]));
		let window = report.saturated.unwrap();
		assert_eq!((window.blocks, window.count, window.full), ((2, 5), 4, 4));
		assert_eq!((window.throughput.seconds, window.throughput.transactions), (9.0, 300));
		assert_eq!(window.throughput.included, Some(100.0 / 3.0));
		assert_eq!(window.throughput.finalized, Some(100.0 / 3.0));
		assert_eq!(window.fullness.unwrap().mean, 1.0);
		assert_eq!(window.intervals.unwrap().p99, 1.0);
		let run = report.run.unwrap();
		assert_eq!((run.blocks, run.count), ((2, 6), 5));
		assert_eq!(run.weight.unwrap().max, 0.25);
		assert_eq!(report.whole.transactions, 430);
		assert_eq!(report.whole.included, Some(430.0 / 18.0));
		assert_eq!(report.whole.finalized, Some(430.0 / 24.0));
	}

	#[test]
	fn a_chain_that_takes_all_at_once_is_not_saturated() {
		let report = report(&course([50, 0, 0, 0, 0, 0]));
		assert!(report.saturated.is_none());
		assert_eq!(report.run.unwrap().throughput.included, None, "one block takes no time");
	}

	#[test]
	fn each_transaction_is_counted_where_it_ended() {
		let mut course = course([10, 10, 10, 10, 10, 10]);
		course.fates[0] = Fate { sent: Some(0.0), refused: true, ..Fate::default() };
		course.fates[1] = Fate { sent: Some(0.0), accepted: Some(0.1), ..Fate::default() };
		course.fates[2] = Fate { sent: Some(0.0), ..Fate::default() };
		course.fates[3] = Fate::default();
		course.fates[4].finalized = None;
		course.blocks[5].1.failed.insert(2, "Balances.Spoilt".into());
		let report = report(&course);
		let expected = Counts {
			submitted: 59,
			refused: 1,
			left: 1,
			included: 56,
			failed: 1,
			finalized: 55,
			dropped: 2,
		};
		assert_eq!(report.counts, expected);
		assert_eq!(report.failures["Balances.Spoilt"], 1);
		assert_eq!(report.kinds[&Kind::Transfer].counts, expected);
		assert_eq!(report.kinds[&Kind::Transfer].weight.unwrap().p50, 9.0);
	}

	#[test]
	fn latency_is_from_sending_to_the_block() {
		let report = report(&course([10, 10, 0, 0, 0, 0]));
		let best = report.to_best.unwrap();
		assert_eq!((best.count, best.p50, best.max), (20, 3.0, 6.0));
		assert_eq!(report.to_final.unwrap().p50, 9.0);
	}
}
