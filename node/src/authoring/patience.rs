//! How long an author goes on once a transaction does not fit any more.

use polkadot_sdk::sc_proposer_metrics::EndProposingReason as End;
use std::time::Instant;

/// Transactions that do not fit, after which the block counts as full.
const MISFITS: usize = 8;

/// Smaller transactions may fit where one does not: they are tried until some time has passed, and a few more.
pub struct Patience {
	until: Instant,
	misfits: usize,
	refused: bool,
	reason: Option<End>,
	over: bool,
}

impl Patience {
	/// One that lasts until then at least.
	pub fn until(until: Instant) -> Self {
		Self { until, misfits: 0, refused: false, reason: None, over: false }
	}

	/// A transaction was taken.
	pub fn taken(&mut self) {
		self.reason = None;
	}

	/// One was refused for good.
	pub fn refused(&mut self) {
		self.refused = true;
	}

	/// One does not fit.
	pub fn try_on(&mut self, reason: End) {
		self.refused = true;
		self.reason = Some(reason);
		if self.misfits < MISFITS {
			self.misfits = self.misfits.saturating_add(1);
		} else {
			self.over = Instant::now() >= self.until;
		}
	}

	/// Whether one was left out, for which others may wait.
	pub fn has_refused(&self) -> bool {
		self.refused
	}

	/// Whether the block counts as full.
	pub fn is_over(&self) -> bool {
		self.over
	}

	/// Why no more are tried: what did not fit last, or else this.
	pub fn end(&self, otherwise: End) -> End {
		self.reason.unwrap_or(otherwise)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::time::Duration;

	#[test]
	fn a_few_are_tried_even_when_the_time_is_over() {
		let mut patience = Patience::until(Instant::now());
		for _ in 0..MISFITS {
			patience.try_on(End::HitBlockWeightLimit);
			assert!(!patience.is_over());
		}
		patience.try_on(End::HitBlockWeightLimit);
		assert!(patience.is_over());
		assert_eq!(patience.end(End::NoMoreTransactions), End::HitBlockWeightLimit);
	}

	#[test]
	fn many_are_tried_while_there_is_time() {
		let mut patience = Patience::until(Instant::now() + Duration::from_secs(3600));
		for _ in 0..10 * MISFITS {
			patience.try_on(End::HitBlockSizeLimit);
		}
		assert!(!patience.is_over());
	}

	#[test]
	fn what_did_not_fit_is_forgotten_when_another_did() {
		let mut patience = Patience::until(Instant::now());
		assert!(!patience.has_refused());
		patience.try_on(End::HitBlockSizeLimit);
		patience.taken();
		assert_eq!(patience.end(End::NoMoreTransactions), End::NoMoreTransactions);
		assert!(patience.has_refused());
	}
}
