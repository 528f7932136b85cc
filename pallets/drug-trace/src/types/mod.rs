//! What is stored, said and answered.

mod event;
mod info;
mod item;
mod stored;

pub use event::*;
pub use info::*;
pub use item::*;
pub use stored::*;
