//! Tests. Each runs in `build_and_execute`, which checks the invariants afterwards.

mod allocation;
mod common;
mod conduct;
mod eligibility;
mod errors;
mod events;
mod forms;
mod inspect;
mod invariants;
mod matrix;
mod random;
mod safety;
mod secrecy;
mod smoke;
