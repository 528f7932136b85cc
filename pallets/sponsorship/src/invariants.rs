//! What always holds, one function a numbered invariant of the README.

use crate::{Config, Pallet, Windows};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};

/// Checks all of them.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	counts_keep_the_limit::<T>()?;
	windows_have_started::<T>()
}

/// Invariant 1: A window that runs counts one call at least, and no more than there may be.
fn counts_keep_the_limit<T: Config>() -> Result<(), TryRuntimeError> {
	for who in Windows::<T>::iter_keys() {
		if let Some(window) = Pallet::<T>::current(&who) {
			ensure!(window.count > 0, "sponsorship 1: a window without a call");
			ensure!(
				window.count <= T::MaxPerWindow::get(),
				"sponsorship 1: more calls in a window than there may be"
			);
		}
	}
	Ok(())
}

/// Invariant 2: No window starts in the future.
fn windows_have_started<T: Config>() -> Result<(), TryRuntimeError> {
	let now = frame_system::Pallet::<T>::block_number();
	ensure!(
		Windows::<T>::iter_values().all(|window| window.start <= now),
		"sponsorship 2: a window starts in the future"
	);
	Ok(())
}
