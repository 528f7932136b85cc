//! The runtime as a whole: what its pallets do together.

mod asset_fees;
mod billing;
mod calls;
mod consensus;
mod credentials;
mod drugs;
mod equivocation;
mod fees;
mod genesis;
mod governance;
mod insurance;
mod journey;
mod mixed;
mod people;
mod proxies;
mod sponsorship;
mod table;
mod trials;
mod upgrade;
mod validators;

use medchain_runtime::ValidatorSet;
use people::*;
