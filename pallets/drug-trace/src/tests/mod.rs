//! One file a theme. Every test runs in `build_and_execute`, which checks the invariants afterwards.

mod alerts;
mod charge;
mod commission;
mod common;
mod containers;
mod dispensing;
mod invariants;
mod journal;
mod merkle;
mod pedigree;
mod products;
mod proofs;
mod random;
mod recalls;
mod sensors;
mod shipping;
mod smoke;
mod sources;
mod suspects;
mod verification;

use crate::{mock::*, *};
use codec::Encode;
use common::*;
use frame::{
	deps::{
		frame_support::dispatch::GetDispatchInfo,
		sp_core::ConstU32,
		sp_runtime::{traits::Dispatchable, TransactionOutcome},
	},
	prelude::*,
	testing_prelude::assert_ok,
};
use std::collections::{BTreeMap, BTreeSet};
