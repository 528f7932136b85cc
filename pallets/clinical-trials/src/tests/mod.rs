//! Tests. Each runs in `build_and_execute`, which checks the invariants afterwards.

mod allocation;
mod common;
mod eligibility;
mod errors;
mod forms;
mod invariants;
mod matrix;
mod random;
mod secrecy;
mod smoke;
