//! Drug packs from manufacture to patient: what is recorded of them, and how it is read.
//!
//! All that is recorded comes from an EPCIS event: [`interpret`] says what an event means for the
//! chain, or by which field and rule it cannot be expressed; [`resolve`] names the goods as the chain
//! knows them. Commands without a document make the event themselves ([`build`]), so that each record
//! on the chain has an event in the [`store`], with the hash that the chain holds.

pub mod act;
pub mod build;
pub mod calls;
pub mod capture;
pub mod interpret;
pub mod readings;
pub mod receipt;
pub mod register;
pub mod resolve;
pub mod store;
pub mod terms;

#[cfg(test)]
mod tests;

pub use act::{Act, Thing};
pub use calls::DrugCall;
pub use register::{Chain, Register};
