//! What changes the state when the runtime is upgraded.

/// Run at once, before the first block of the new runtime.
pub type SingleBlock = ();

/// Run in steps over as many blocks as they need. Benchmarks use mocked ones.
#[cfg(not(any(feature = "runtime-benchmarks", feature = "std")))]
pub type MultiBlock = ();

/// The same, and behind it what a test rehearses.
#[cfg(all(not(feature = "runtime-benchmarks"), feature = "std"))]
pub type MultiBlock = ((), rehearsal::Rehearsed);

/// Migrations that tests bring along: how an upgrade goes is known before there is one. They are native
/// code, which no chain runs, and nothing as long as nobody rehearses.
#[cfg(feature = "std")]
pub mod rehearsal {
	use polkadot_sdk::frame_support::{
		migrations::{SteppedMigrationError, SteppedMigrations},
		storage::{transactional::with_transaction_opaque_err, TransactionOutcome},
		weights::WeightMeter,
	};
	use std::cell::RefCell;

	/// Where a migration is, or that it is done.
	pub type Step = Result<Option<Vec<u8>>, SteppedMigrationError>;

	/// A migration.
	#[derive(Clone, Copy)]
	pub struct Migration {
		/// Its name, which no other one has.
		pub id: &'static str,
		/// In how many steps it must be done, if that is known.
		pub max_steps: Option<u32>,
		/// Goes on from where it was, as far as the weight allows.
		pub step: fn(Option<Vec<u8>>, &mut WeightMeter) -> Step,
	}

	thread_local! {
		static MIGRATIONS: RefCell<Vec<Migration>> = const { RefCell::new(Vec::new()) };
	}

	/// From now on, on this thread, the runtime has these migrations.
	pub fn rehearse(migrations: Vec<Migration>) {
		MIGRATIONS.set(migrations);
	}

	fn nth(n: u32) -> Option<Migration> {
		MIGRATIONS.with_borrow(|migrations| migrations.get(usize::try_from(n).ok()?).copied())
	}

	/// The migrations of this thread.
	pub struct Rehearsed;
	impl SteppedMigrations for Rehearsed {
		fn len() -> u32 {
			MIGRATIONS.with_borrow(|migrations| migrations.len().try_into().unwrap_or(u32::MAX))
		}

		fn nth_id(n: u32) -> Option<Vec<u8>> {
			nth(n).map(|migration| migration.id.as_bytes().to_vec())
		}

		fn nth_max_steps(n: u32) -> Option<Option<u32>> {
			nth(n).map(|migration| migration.max_steps)
		}

		fn nth_step(n: u32, cursor: Option<Vec<u8>>, meter: &mut WeightMeter) -> Option<Step> {
			nth(n).map(|migration| (migration.step)(cursor, meter))
		}

		fn nth_transactional_step(
			n: u32,
			cursor: Option<Vec<u8>>,
			meter: &mut WeightMeter,
		) -> Option<Step> {
			let migration = nth(n)?;
			let step = with_transaction_opaque_err(|| match (migration.step)(cursor, meter) {
				Ok(next) => TransactionOutcome::Commit(Ok(next)),
				Err(failed) => TransactionOutcome::Rollback(Err(failed)),
			});
			Some(step.unwrap_or(Err(SteppedMigrationError::Failed)))
		}

		fn nth_migrating_prefixes(n: u32) -> Option<Option<Vec<Vec<u8>>>> {
			nth(n).map(|_| None)
		}

		#[cfg(feature = "try-runtime")]
		fn nth_pre_upgrade(
			n: u32,
		) -> Option<Result<Vec<u8>, polkadot_sdk::sp_runtime::TryRuntimeError>> {
			nth(n).map(|_| Ok(Vec::new()))
		}

		#[cfg(feature = "try-runtime")]
		fn nth_post_upgrade(
			n: u32,
			_: Vec<u8>,
		) -> Option<Result<(), polkadot_sdk::sp_runtime::TryRuntimeError>> {
			nth(n).map(|_| Ok(()))
		}

		fn cursor_max_encoded_len() -> usize {
			64
		}

		fn identifier_max_encoded_len() -> usize {
			64
		}
	}
}
