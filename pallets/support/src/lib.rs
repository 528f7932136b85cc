#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

// First: its macro makes the lists of other modules too.
#[macro_use]
pub mod vocabulary;

pub mod billing;
pub mod cbv;
pub mod commitment;
pub mod consent;
pub mod credentials;
pub mod dispensing;
pub mod gs1;
pub mod merkle;
pub mod money;
pub mod period;
pub mod randomization;
pub mod reputation;
pub mod service;
#[cfg(feature = "std")]
pub mod testing;

pub use billing::{BillLine, Billing, Payments};
pub use cbv::{BizStep, BizSteps, Disposition, Dispositions};
pub use commitment::Commitment;
pub use consent::{
	AccessRequest, Actor, Decision, DirectiveId, DirectiveRef, InspectConsent, Outcome,
	RecordAccess,
};
pub use credentials::{EveryAccount, InspectCredentials};
pub use dispensing::{Dispensing, InspectDispensing, PackId, SoldPack};
pub use gs1::{Expiry, Gln, Gtin, KeyError, Lot, Serial, Sscc};
pub use money::{Amount, BasisPoints, BillId, CurrencyCode, CurrencyId, EscrowId};
pub use period::Period;
pub use reputation::{Misconduct, ReportMisconduct};
pub use service::{ServiceType, ServiceTypes};
pub use vocabulary::{
	Action, Actions, Purpose, Purposes, ResourceClass, ResourceClasses, Role, Roles, Sensitivities,
	Sensitivity, UnknownCode,
};
