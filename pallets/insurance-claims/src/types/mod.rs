//! What is stored, and what it means.

mod claim;
mod info;
mod plan;
mod reason;

pub use claim::*;
pub use info::*;
pub(crate) use plan::day_of;
pub use plan::*;
pub use reason::{Group, Reason};
