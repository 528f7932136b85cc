//! What the pallet speaks of.

mod data;
mod design;
mod info;
mod lists;
mod subject;
mod trail;
mod trial;

pub use data::*;
pub use design::*;
pub use info::*;
pub use lists::*;
pub use subject::*;
pub use trail::*;
pub use trial::*;
