//! Configuration of the pallets, a file a theme.

pub mod accounts;
pub mod consensus;
pub mod fees;
pub mod governance;
pub mod health;
pub mod safety;
pub mod system;
