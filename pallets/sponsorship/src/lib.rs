#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
pub mod invariants;
mod lifetime;
#[cfg(test)]
mod mock;
mod rate;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use lifetime::CheckShortLived;
pub use pallet::*;
pub use rate::LimitRate;
pub use types::*;
pub use weights::WeightInfo;

#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::{prelude::*, traits::Contains};

	/// First version of the stored layout.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Longest period of mortality, in blocks, that a relayed call may have. Eras have powers
		/// of two from 4 on; longer than `BlockHashCount` it cannot be.
		#[pallet::constant]
		type MaxLifetime: Get<BlockNumberFor<Self>>;

		/// Length of a window, in blocks.
		#[pallet::constant]
		type Window: Get<BlockNumberFor<Self>>;

		/// Most relayed calls of one signer in a window.
		#[pallet::constant]
		type MaxPerWindow: Get<u32>;

		/// What can be relayed. Calls that hold others inside do not belong to it: they would count
		/// as one.
		type Calls: Contains<Self::RuntimeCall>;

		/// What is neither counted nor refused for the count: calls that take back what was given, so
		/// that those who have no money always can.
		type Uncounted: Contains<Self::RuntimeCall>;

		/// Weight of the extension.
		type WeightInfo: WeightInfo;
	}

	/// The last window of each account that ever had a call relayed.
	#[pallet::storage]
	pub type Windows<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, WindowOf<T>>;

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// How many calls of `account` can be relayed now.
		pub fn remaining(account: T::AccountId) -> u32 {
			Self::left(&account)
		}

		/// The window of `account` that runs now. The next one can start at `start` plus
		/// [`Config::Window`]; where none runs, with the next call.
		pub fn window(account: T::AccountId) -> Option<WindowOf<T>> {
			Self::current(&account)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxLifetime::get() >= 4u32.into(), "no era is shorter than 4 blocks");
			assert!(
				T::MaxLifetime::get() <= T::BlockHashCount::get(),
				"the chain forgets the hashes of blocks older than `BlockHashCount`"
			);
			assert!(!T::Window::get().is_zero(), "a window must be a block long at least");
			assert!(T::MaxPerWindow::get() > 0, "somebody must be able to have a call relayed");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			invariants::check::<T>()
		}
	}
}
