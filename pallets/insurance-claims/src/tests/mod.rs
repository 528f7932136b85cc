//! One file a theme. Every test runs in `build_and_execute`, which checks the invariants afterwards.

mod agreement;
mod appeal;
mod authorization;
mod charge;
mod claims;
mod closing;
mod common;
mod contract;
mod coverage;
mod duplicate;
mod fraud;
mod invariants;
mod naive;
mod origin;
mod pend;
mod plan;
mod pool;
mod random;
mod refund;
mod reversal;
mod review;
mod settlement;
mod submit;
mod undecided;

use crate::{mock::*, *};
use common::*;
use frame::{prelude::*, testing_prelude::*};
