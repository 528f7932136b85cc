//! Configuration of the pallets, a file a theme.

pub mod accounts;
pub mod billing;
pub mod consensus;
pub mod drugs;
pub mod fees;
pub mod governance;
pub mod health;
pub mod insurance;
pub mod money;
pub mod safety;
pub mod system;
pub mod trials;
