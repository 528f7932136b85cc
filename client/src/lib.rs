#![doc = include_str!("../README.md")]

pub mod accounts;
pub mod amounts;
pub mod audit;
pub mod billing;
pub mod calls;
pub mod claims;
pub mod cli;
pub mod commands;
pub mod consent;
pub mod council;
pub mod credentials;
pub mod currency;
pub mod dates;
pub mod delegation;
pub mod demo;
pub mod documents;
pub mod emergency;
pub mod error;
pub mod fees;
pub mod fhir;
pub mod insurance;
pub mod node;
pub mod output;
pub mod plans;
pub mod records;
pub mod relay;
pub mod simulate;
pub mod statement;
pub mod types;
pub mod wire;
pub mod x12;

pub use calls::Sender;
pub use error::{Error, Result};
pub use fees::Cost;
pub use node::{Node, Options, Wait};
