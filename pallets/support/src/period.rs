//! Time as people mean it: FHIR periods.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A FHIR `Period` in seconds since 1970-01-01T00:00:00Z. Both ends belong to it, as in FHIR; a
/// missing end is open.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Period {
	/// First second of the period (`Period.start`).
	pub start: Option<u64>,
	/// Last second of the period (`Period.end`).
	pub end: Option<u64>,
}

impl Period {
	/// The period without limits.
	pub const ALWAYS: Self = Self { start: None, end: None };

	/// The period from `start` to `end`, both in it.
	pub const fn new(start: u64, end: u64) -> Self {
		Self { start: Some(start), end: Some(end) }
	}

	/// Whether second `at` lies in the period.
	pub fn contains(&self, at: u64) -> bool {
		self.start.is_none_or(|start| start <= at) && !self.is_over(at)
	}

	/// Whether the period lies wholly before second `at`.
	pub fn is_over(&self, at: u64) -> bool {
		self.end.is_some_and(|end| end < at)
	}

	/// Whether the period ends before it starts, which no period may.
	pub fn is_reversed(&self) -> bool {
		matches!((self.start, self.end), (Some(start), Some(end)) if end < start)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn both_ends_belong_to_a_period() {
		let period = Period::new(10, 20);
		assert_eq!([9, 10, 20, 21].map(|at| period.contains(at)), [false, true, true, false]);
		assert_eq!([20, 21].map(|at| period.is_over(at)), [false, true]);
	}

	#[test]
	fn missing_ends_are_open() {
		assert!(Period::ALWAYS.contains(0) && Period::ALWAYS.contains(u64::MAX));
		assert!(!Period { start: Some(5), end: None }.contains(4));
		assert!(Period { start: Some(5), end: None }.contains(u64::MAX));
		assert!(Period { start: None, end: Some(5) }.contains(0));
	}

	#[test]
	fn only_an_end_before_its_start_is_reversed() {
		assert!(Period::new(2, 1).is_reversed());
		assert!(!Period::new(2, 2).is_reversed());
		assert!(!Period::ALWAYS.is_reversed());
	}
}
