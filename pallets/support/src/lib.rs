#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

pub mod commitment;
pub mod consent;
pub mod credentials;
pub mod period;
#[cfg(any(feature = "testing", test))]
pub mod testing;
pub mod vocabulary;

pub use commitment::Commitment;
pub use consent::{
	AccessRequest, Actor, Decision, DirectiveId, DirectiveRef, InspectConsent, Outcome,
};
pub use credentials::{EveryAccount, InspectCredentials};
pub use period::Period;
pub use vocabulary::{
	Action, Actions, Purpose, Purposes, ResourceClass, ResourceClasses, Role, Roles, Sensitivities,
	Sensitivity, UnknownCode,
};
