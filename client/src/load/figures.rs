//! The arithmetic of a measurement: percentiles, and between which blocks the chain was full.

use std::ops::RangeInclusive;

/// Some measured values, in short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
	/// How many.
	pub count: usize,
	/// Their mean.
	pub mean: f64,
	/// Half of them are not above it.
	pub p50: f64,
	/// Nine of ten are not above it.
	pub p90: f64,
	/// 99 of a hundred are not above it.
	pub p99: f64,
	/// The largest.
	pub max: f64,
}

impl Spread {
	/// Of these, if there are any.
	pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
		let mut sorted: Vec<f64> = values.into_iter().collect();
		sorted.sort_by(f64::total_cmp);
		Some(Self {
			count: sorted.len(),
			mean: sorted.iter().sum::<f64>() / count(sorted.len()),
			p50: percentile(&sorted, 50)?,
			p90: percentile(&sorted, 90)?,
			p99: percentile(&sorted, 99)?,
			max: *sorted.last()?,
		})
	}

	/// In another unit.
	pub fn scaled(self, by: f64) -> Self {
		Self {
			count: self.count,
			mean: self.mean * by,
			p50: self.p50 * by,
			p90: self.p90 * by,
			p99: self.p99 * by,
			max: self.max * by,
		}
	}
}

/// The least of some sorted values that so many percent of them do not exceed: the nearest rank.
pub fn percentile(sorted: &[f64], percent: usize) -> Option<f64> {
	let rank = sorted.len().checked_mul(percent)?.div_ceil(100);
	sorted.get(rank.checked_sub(1)?).copied()
}

/// A number of things to calculate with.
pub fn count(things: usize) -> f64 {
	u32::try_from(things).map_or(f64::from(u32::MAX), f64::from)
}

/// How much per second, if any time has passed.
pub fn rate(things: usize, seconds: f64) -> Option<f64> {
	(seconds > 0.0).then(|| count(things) / seconds)
}

/// When a transaction was with the node, and the first best block that held it, by its place.
#[derive(Clone, Copy, Debug)]
pub struct Stay {
	/// When the node had taken it.
	pub accepted: f64,
	/// The place of its block.
	pub block: usize,
}

/// Which blocks were full: each left a transaction behind that the node had had since before the block
/// before came. `arrivals` tells when each block came.
pub fn full(arrivals: &[f64], stays: impl IntoIterator<Item = Stay>) -> Vec<bool> {
	let mut full = vec![false; arrivals.len()];
	for stay in stays {
		// The first block before which the node had the transaction for a whole interval.
		let since = arrivals.partition_point(|arrival| *arrival <= stay.accepted).saturating_add(1);
		for block in full.get_mut(since..stay.block).into_iter().flatten() {
			*block = true;
		}
	}
	full
}

/// From the first full block to the last one.
pub fn window(full: &[bool]) -> Option<RangeInclusive<usize>> {
	let first = full.iter().position(|full| *full)?;
	let last = full.iter().rposition(|full| *full)?;
	(first < last).then_some(first..=last)
}

/// The distances between consecutive values.
pub fn steps(values: &[f64]) -> impl Iterator<Item = f64> + '_ {
	values.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn numbers(count: u32) -> Vec<f64> {
		(1..=count).map(f64::from).collect()
	}

	#[test]
	fn percentiles_are_values_that_were_measured() {
		let hundred = numbers(100);
		for (percent, expected) in [(1, 1.0), (50, 50.0), (90, 90.0), (99, 99.0), (100, 100.0)] {
			assert_eq!(percentile(&hundred, percent), Some(expected));
		}
		assert_eq!(percentile(&numbers(3), 50), Some(2.0));
		assert_eq!(percentile(&numbers(4), 50), Some(2.0));
		assert_eq!(percentile(&numbers(1), 99), Some(1.0));
		assert_eq!(percentile(&numbers(200), 99), Some(198.0));
		assert_eq!(percentile(&[], 50), None);
		assert_eq!(percentile(&hundred, 0), None);
	}

	#[test]
	fn a_spread_does_not_ask_for_an_order() {
		let spread = Spread::of([4.0, 1.0, 3.0, 2.0]).unwrap();
		assert_eq!((spread.count, spread.mean, spread.max), (4, 2.5, 4.0));
		assert_eq!((spread.p50, spread.p90, spread.p99), (2.0, 4.0, 4.0));
		assert_eq!(Spread::of([]), None);
	}

	#[test]
	fn a_rate_needs_time() {
		assert_eq!(rate(300, 2.0), Some(150.0));
		assert_eq!(rate(0, 2.0), Some(0.0));
		assert_eq!(rate(300, 0.0), None);
	}

	#[test]
	fn a_block_is_full_that_left_behind_what_had_waited() {
		// Blocks come at 3, 6, 9, 12 and 15.
		let arrivals = [3.0, 6.0, 9.0, 12.0, 15.0];
		let full = |stays: &[(f64, usize)]| {
			full(
				&arrivals,
				stays.iter().map(|(accepted, block)| Stay { accepted: *accepted, block: *block }),
			)
		};
		// Taken at 1, there for all of the second block's interval, in the fourth block.
		assert_eq!(full(&[(1.0, 3)]), [false, true, true, false, false]);
		// Whoever comes while a block is made may miss it.
		assert_eq!(full(&[(4.0, 2)]), [false; 5]);
		assert_eq!(full(&[(4.0, 3)]), [false, false, true, false, false]);
		// In the next block, or in the block's own interval.
		assert_eq!(full(&[(1.0, 0), (4.0, 1)]), [false; 5]);
		assert_eq!(full(&[(1.0, 2), (7.0, 4)]), [false, true, false, true, false]);
		assert_eq!(full(&[(20.0, 4)]), [false; 5], "nothing is taken after its block");
	}

	#[test]
	fn the_window_reaches_from_the_first_full_block_to_the_last() {
		assert_eq!(window(&[false, true, true, false, true, false]), Some(1..=4));
		assert_eq!(window(&[false, true, false]), None, "one block is no stretch of time");
		assert_eq!(window(&[false; 4]), None);
		assert_eq!(window(&[]), None);
	}

	#[test]
	fn steps_are_between_neighbours() {
		assert_eq!(steps(&[1.0, 3.0, 6.0]).collect::<Vec<_>>(), [2.0, 3.0]);
		assert_eq!(steps(&[1.0]).count(), 0);
	}
}
