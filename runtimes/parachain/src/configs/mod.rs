//! Configuration of the pallets, a file a theme. Most are those of the chain of MedChain's own.

#[path = "../../../../runtime/src/configs/accounts.rs"]
pub mod accounts;
#[path = "../../../../runtime/src/configs/billing.rs"]
pub mod billing;
pub mod consensus;
#[path = "../../../../runtime/src/configs/drugs.rs"]
pub mod drugs;
#[path = "../../../../runtime/src/configs/fees.rs"]
pub mod fees;
#[path = "../../../../runtime/src/configs/governance.rs"]
pub mod governance;
#[path = "../../../../runtime/src/configs/health.rs"]
pub mod health;
#[path = "../../../../runtime/src/configs/insurance.rs"]
pub mod insurance;
#[path = "../../../../runtime/src/configs/money.rs"]
pub mod money;
pub mod relay;
#[path = "../../../../runtime/src/configs/safety.rs"]
pub mod safety;
pub mod system;
#[path = "../../../../runtime/src/configs/trials.rs"]
pub mod trials;
pub mod xcm;
