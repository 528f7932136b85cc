//! The relay chain's randomness, as blocks prove it.

use super::{
	consensus::{randomness_of, EPOCH},
	mixed::begin_block,
	*,
};
use medchain_runtime::{
	beacon::{Epochs, InUse},
	configs::relay::UNINCLUDED_SEGMENT_CAPACITY,
	Executive, RelayBeacon,
};
use polkadot_sdk::{
	frame_support::traits::Randomness,
	sp_core::H256,
	sp_runtime::traits::{BlakeTwo256, Hash},
};

/// The first slot of an epoch, in the present.
const FIRST: u64 = 500_100 * EPOCH;

/// A block of this slot.
fn block(slot: u64) {
	begin_block(slot, 0);
	Executive::finalize_block();
}

fn known_since() -> u32 {
	RelayBeacon::random(b"").1
}

#[test]
fn it_is_what_the_relay_chain_uses_and_was_made_two_epochs_ago() {
	chain("local_testnet").execute_with(|| {
		let mut began = Vec::new();
		for epoch in 0..5 {
			for slot in [0, 1, 7] {
				if slot == 0 {
					began.push(System::block_number() + 1);
				}
				let slot = FIRST + epoch * EPOCH + slot;
				block(slot);
				let (value, since): (H256, u32) = RelayBeacon::random(b"subject");
				let bytes = [&b"subject"[..], &randomness_of(slot)].concat();
				assert_eq!(value, BlakeTwo256::hash(&bytes));
				let made_in = (epoch as usize).checked_sub(2).map_or(0, |place| began[place]);
				assert_eq!(since, made_in.saturating_sub(UNINCLUDED_SEGMENT_CAPACITY));
			}
		}
		assert!(known_since() > 0);
	});
}

/// Whoever commits on this chain before block `since` did so before the value was begun, also when no block
/// was made for whole epochs.
#[test]
fn where_the_chain_stood_still_it_is_never_said_to_be_newer_than_it_is() {
	chain("local_testnet").execute_with(|| {
		for slot in [0, EPOCH, 2 * EPOCH, 3 * EPOCH, 3 * EPOCH + 1, 9 * EPOCH] {
			block(FIRST + slot);
		}
		// The value in use was made in the epoch 7, in which there was no block: the next one is block 7,
		// and the one that is given lies before.
		assert_eq!(InUse::<Runtime>::get(), Some(randomness_of(FIRST + 9 * EPOCH)));
		assert_eq!(Epochs::<Runtime>::get(), [4, 5, 7]);
		assert!(known_since() < 7);
	});
}

#[test]
fn before_three_epochs_were_seen_it_can_have_been_known_always() {
	chain("development").execute_with(|| {
		assert_eq!(known_since(), 0);
		for epoch in 0..2 {
			block(FIRST + epoch * EPOCH);
			assert_eq!(known_since(), 0);
		}
	});
}
