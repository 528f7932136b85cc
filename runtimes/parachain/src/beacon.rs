//! Public randomness that no collator can choose: what the relay chain's validators made together with BABE,
//! as every block of this chain proves it.
//!
//! The relay chain makes a value in each of its epochs, and uses it two epochs later. The value is complete
//! when the epoch after the one in which it was made begins, and a validator knows its own part of it
//! earlier. [`Randomness::random`] gives the value that is in use, and as the block since which it can have
//! been known the first one of the epoch in which it was made: whoever committed to something before that
//! block could not know a part of it.
//!
//! How many blocks of this chain an epoch of the relay chain has is nobody's promise: chains stand still,
//! and epochs differ from one relay chain to the next. So the beginnings are written down as they are seen.
//! An epoch is seen to begin when the value in use is another one than before. Where this chain stood still
//! for whole epochs the beginning that is given is earlier than the true one, never later.

pub use pallet::*;

use polkadot_sdk::{
	cumulus_pallet_parachain_system::{OnSystemEvent, RelayChainStateProof},
	cumulus_primitives_core::{
		relay_chain::well_known_keys::TWO_EPOCHS_AGO_RANDOMNESS, PersistedValidationData,
	},
	frame_support::{
		traits::{Get, Randomness},
		weights::Weight,
	},
	frame_system::pallet_prelude::BlockNumberFor,
	sp_runtime::traits::{Hash as _, Saturating},
};

/// The relay chain's randomness.
pub type Value = [u8; 32];

// Items that the macro writes have no documentation.
#[allow(missing_docs)]
#[polkadot_sdk::frame_support::pallet]
pub mod pallet {
	use super::*;
	use polkadot_sdk::frame_support::pallet_prelude::*;

	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// How many blocks there are at most that the relay chain has not included yet. So many blocks
		/// before the first that proves an epoch can have been made when the epoch had begun already.
		#[pallet::constant]
		type MaxUnincluded: Get<u32>;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The relay chain's randomness that is in use.
	#[pallet::storage]
	pub type InUse<T: Config> = StorageValue<_, Value, OptionQuery>;

	/// The first blocks that proved the epochs of the relay chain: of the one before the last, of the last,
	/// and of the present one.
	#[pallet::storage]
	pub type Epochs<T: Config> =
		StorageValue<_, [BlockNumberFor<T>; 3], ValueQuery, DefaultEpochs<T>>;

	/// Nothing is known before the first block.
	#[pallet::type_value]
	pub fn DefaultEpochs<T: Config>() -> [BlockNumberFor<T>; 3] {
		[Zero::zero(); 3]
	}

	use polkadot_sdk::sp_runtime::traits::Zero;
}

impl<T: Config> Pallet<T> {
	/// Takes down what a block proves to be in use.
	pub fn note(value: Value) -> Weight {
		if InUse::<T>::get() == Some(value) {
			return T::DbWeight::get().reads(1);
		}
		InUse::<T>::put(value);
		Epochs::<T>::mutate(|[before_last, last, present]| {
			*before_last = *last;
			*last = *present;
			*present = polkadot_sdk::frame_system::Pallet::<T>::block_number();
		});
		T::DbWeight::get().reads_writes(2, 2)
	}
}

impl<T: Config> OnSystemEvent for Pallet<T> {
	fn on_validation_data(_: &PersistedValidationData) {}

	fn on_validation_code_applied() {}

	/// Every collator puts the value into its proof; a block without it changes nothing.
	fn on_relay_state_proof(proof: &RelayChainStateProof) -> Weight {
		match proof.read_optional_entry(TWO_EPOCHS_AGO_RANDOMNESS) {
			Ok(Some(value)) => Self::note(value),
			_ => Weight::zero(),
		}
	}
}

impl<T: Config> Randomness<T::Hash, BlockNumberFor<T>> for Pallet<T> {
	/// Until three epochs have been seen, the randomness can have been known since genesis.
	fn random(subject: &[u8]) -> (T::Hash, BlockNumberFor<T>) {
		let value = InUse::<T>::get().unwrap_or_default();
		let [began, ..] = Epochs::<T>::get();
		let since = began.saturating_sub(T::MaxUnincluded::get().into());
		(T::Hashing::hash(&[subject, &value].concat()), since)
	}
}
