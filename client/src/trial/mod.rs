//! Clinical trials: what is recorded of them, how it is read, and how strangers check it.
//!
//! Four kinds of files stay off the chain. An [`Opening`](opening::Opening) holds a text and the salt
//! under which the chain has its commitment. A [`Manifest`](forms::Manifest) holds the salts of case
//! report forms that were captured together, and proves any of them ([`FormProof`](forms::FormProof)).
//! A seed, 32 random bytes, is the custodian's secret, from which all lists follow
//! ([`lists`]). A [`SlotOpening`](lists::SlotOpening) tells a pharmacy one participant's arm.

pub mod calls;
pub mod chain;
pub mod forms;
pub mod lists;
pub mod opening;
pub mod verify;

#[cfg(test)]
mod tests;
