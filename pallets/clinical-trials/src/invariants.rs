//! What always holds.

use crate::Config;
use frame::deps::sp_runtime::TryRuntimeError;

/// Checks all of them.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	Ok(())
}
