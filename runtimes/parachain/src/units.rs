//! Money as on the chain of MedChain's own, and the time of a parachain.

// Its time is not that of this chain.
#[allow(dead_code)]
#[path = "../../../runtime/src/units.rs"]
mod solo;

pub use solo::{deposit, MED, MICRO, MILLI};

use crate::types::BlockNumber;

/// Milliseconds of a slot, the time between blocks: as long as one of the relay chain.
pub const SLOT_DURATION: u64 = 6_000;
/// Blocks in a minute.
pub const MINUTES: BlockNumber = 10;
/// Blocks in an hour.
pub const HOURS: BlockNumber = 60 * MINUTES;
/// Blocks in a day.
pub const DAYS: BlockNumber = 24 * HOURS;
