//! What always holds, one function a numbered invariant of the README.

use crate::{audit, AuditHeads, AuditLog, Books, Config, Ended};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};

/// Checks all of them.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	logs_are_complete::<T>()?;
	books_are_in_order::<T>()?;
	ended_versions_stay_ended::<T>()
}

/// Invariant 1: Each log holds exactly the entries `0..length`, and its commitment is that of its entries.
fn logs_are_complete<T: Config>() -> Result<(), TryRuntimeError> {
	let mut counted = 0u64;
	for (patient, head) in AuditHeads::<T>::iter() {
		let mut commitment = H256::zero();
		for number in 0..head.length {
			let entry = AuditLog::<T>::get(&patient, number)
				.ok_or("patient-consent 1: an audit log has a gap")?;
			commitment = audit::extend(commitment, &entry);
		}
		ensure!(
			commitment == head.commitment,
			"patient-consent 1: a commitment does not fit its audit log"
		);
		counted = counted.saturating_add(head.length);
	}
	let stored = AuditLog::<T>::iter_keys().fold(0u64, |n, _| n.saturating_add(1));
	ensure!(stored == counted, "patient-consent 1: an entry stands outside its log");
	Ok(())
}

/// Invariant 2: In a book numbers grow, lie below the next number, versions start at 1, and terms mean
/// something.
fn books_are_in_order<T: Config>() -> Result<(), TryRuntimeError> {
	for (_, book) in Books::<T>::iter() {
		let mut lowest = 0;
		for directive in &book.directives {
			ensure!(
				lowest <= directive.id && directive.id < book.next_id,
				"patient-consent 2: numbers of directives are out of order"
			);
			lowest = directive.id.saturating_add(1);
			ensure!(directive.version > 0, "patient-consent 2: a version is 0");
			ensure!(
				directive.terms.scopes().all(|s| s.is_known() && !s.period.is_reversed()),
				"patient-consent 2: terms without meaning are in force"
			);
		}
	}
	Ok(())
}

/// Invariant 3: A version that has ended is not in force, and all versions before one in force have ended.
fn ended_versions_stay_ended<T: Config>() -> Result<(), TryRuntimeError> {
	for (patient, reference, version) in Ended::<T>::iter() {
		let book = Books::<T>::get(&patient);
		ensure!(reference.id < book.next_id, "patient-consent 3: an unknown directive ended");
		ensure!(
			version.since <= version.until,
			"patient-consent 3: a version ended before it began"
		);
		ensure!(
			!book.directives.iter().any(|d| d.id == reference.id && d.version <= reference.version),
			"patient-consent 3: an ended version is in force"
		);
	}
	for (patient, book) in Books::<T>::iter() {
		for directive in &book.directives {
			for version in 1..directive.version {
				let former = medchain_support::DirectiveRef { id: directive.id, version };
				ensure!(
					Ended::<T>::contains_key(&patient, former),
					"patient-consent 3: a former version was lost"
				);
			}
		}
	}
	Ok(())
}
