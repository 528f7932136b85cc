//! Alerts about packs that are verified suspiciously often.
//!
//! Nodes that answer verifications count them. A block's author that saw one pack at too many places
//! tells it by an inherent. It is what one author says: a hint to look, and nothing follows from it. So
//! it may be about a pack without an entry, which its proof alone showed to be one.

use crate::{AlertBlock, Config, Error, Event, LastAlert, Pallet};
use alloc::vec::Vec;
use codec::Encode;
use frame::{deps::frame_support::inherent::IsFatalError, prelude::*};
use medchain_support::PackId;

/// Under what an author's data stand among those of a block.
pub const INHERENT_IDENTIFIER: InherentIdentifier = *b"drugalrt";

/// Most packs of an author's data that are looked at.
const MAX_CANDIDATES: usize = 64;

/// What an author tells: packs, each with the number of places at which it was verified, the most
/// suspicious first.
pub type AlertData = Vec<(PackId, u32)>;

/// Nothing is wrong with any alert: it only tells.
#[derive(Debug, Encode)]
pub enum InherentError {}

impl IsFatalError for InherentError {
	fn is_fatal_error(&self) -> bool {
		true
	}
}

impl<T: Config> Pallet<T> {
	fn is_quiet(pack: &PackId) -> bool {
		let period = T::AlertPeriod::get();
		LastAlert::<T>::get(pack).is_none_or(|last| Self::now() >= last.saturating_add(period))
	}

	/// The first alert among an author's data that can be raised.
	pub(crate) fn alert_in(data: &InherentData) -> Option<(PackId, u32)> {
		let told = data.get_data::<AlertData>(&INHERENT_IDENTIFIER).ok()??;
		told.into_iter().take(MAX_CANDIDATES).find(|(pack, _)| Self::is_quiet(pack))
	}

	pub(crate) fn do_raise_alert(pack: PackId, places: u32) -> DispatchResult {
		let block = frame_system::Pallet::<T>::block_number();
		let is_first = AlertBlock::<T>::get() != Some(block);
		ensure!(is_first && Self::is_quiet(&pack), Error::<T>::AlertTooSoon);
		AlertBlock::<T>::put(block);
		LastAlert::<T>::insert(pack, Self::now());
		Self::deposit_event(Event::Alert { pack, places });
		Ok(())
	}
}
