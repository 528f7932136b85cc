//! The runtime as a whole. What is true of the pallets on the chain of MedChain's own is true of them here:
//! its tests run on this runtime, but for what is about its consensus.

extern crate medchain_parachain_runtime as medchain_runtime;

#[path = "../../../../runtime/tests/runtime/asset_fees.rs"]
mod asset_fees;
mod beacon;
#[path = "../../../../runtime/tests/runtime/billing.rs"]
mod billing;
mod blocks;
#[path = "../../../../runtime/tests/runtime/calls/mod.rs"]
mod calls;
mod consensus;
#[path = "../../../../runtime/tests/runtime/credentials.rs"]
mod credentials;
#[path = "../../../../runtime/tests/runtime/drugs.rs"]
mod drugs;
#[path = "../../../../runtime/tests/runtime/fees.rs"]
mod fees;
#[path = "../../../../runtime/tests/runtime/governance.rs"]
mod governance;
#[path = "../../../../runtime/tests/runtime/insurance.rs"]
mod insurance;
#[path = "../../../../runtime/tests/runtime/journey.rs"]
mod journey;
#[path = "../../../../runtime/tests/runtime/mixed/mod.rs"]
mod mixed;
#[path = "../../../../runtime/tests/runtime/people.rs"]
mod people;
#[path = "../../../../runtime/tests/runtime/proxies.rs"]
mod proxies;
mod shape;
#[path = "../../../../runtime/tests/runtime/sponsorship.rs"]
mod sponsorship;
#[path = "../../../../runtime/tests/runtime/trials.rs"]
mod trials;
#[path = "../../../../runtime/tests/runtime/upgrade.rs"]
mod upgrade;
mod xcm;

use people::*;
