//! One file a theme. Every test runs in `build_and_execute`, which checks the invariants afterwards.

mod backlog;
mod billing;
mod collection;
mod common;
mod currency;
mod discount;
mod dispute;
mod escrow;
mod freeze;
mod invariants;
mod plan;
mod programmes;
mod random;
mod redemption;
mod refund;
mod take_back;

use crate::{mock::*, *};
use common::*;
use frame::{prelude::*, testing_prelude::*};
