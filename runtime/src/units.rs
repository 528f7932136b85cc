//! Money and time.

use crate::types::{Balance, BlockNumber};

/// One MED: 10¹² units.
pub const MED: Balance = 1_000_000_000_000;
/// A thousandth of a MED.
pub const MILLI: Balance = MED / 1_000;
/// A millionth of a MED.
pub const MICRO: Balance = MED / 1_000_000;

/// The deposit for stored `items` of `bytes` in all.
pub const fn deposit(items: u32, bytes: u32) -> Balance {
	(items as Balance)
		.saturating_mul(10 * MILLI)
		.saturating_add((bytes as Balance).saturating_mul(100 * MICRO))
}

/// Milliseconds of a slot, the time between blocks; the SDK's template, to compare with, has six seconds.
pub const SLOT_DURATION: u64 = if cfg!(feature = "sdk-weights") { 6_000 } else { 3_000 };
/// Blocks in a minute.
pub const MINUTES: BlockNumber = 20;
/// Blocks in an hour.
pub const HOURS: BlockNumber = 60 * MINUTES;
/// Blocks in a day.
pub const DAYS: BlockNumber = 24 * HOURS;
/// Slots of a session where genesis sets no other length: an hour.
pub const SESSION_SLOTS: u64 = 1_200;
