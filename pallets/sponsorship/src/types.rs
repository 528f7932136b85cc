//! What is stored.

use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::BlockNumberFor;
use scale_info::TypeInfo;

/// A span of blocks in which the relayed calls of one account are counted.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Window<BlockNumber> {
	/// The block of its first call.
	pub start: BlockNumber,
	/// How many calls were relayed since then.
	pub count: u32,
}

/// The window of a runtime.
pub type WindowOf<T> = Window<BlockNumberFor<T>>;
