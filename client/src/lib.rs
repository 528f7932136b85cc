#![doc = include_str!("../README.md")]

pub mod accounts;
pub mod audit;
pub mod cli;
pub mod commands;
pub mod consent;
pub mod demo;
pub mod error;
pub mod fhir;
pub mod node;
pub mod output;
pub mod types;
pub mod wire;

pub use error::{Error, Result};
pub use node::{Node, Options, Wait};
