//! The double of a register of reputation.

use super::Key;
use crate::{Commitment, Misconduct, ReportMisconduct};
use codec::{Decode, Encode};
use std::cell::RefCell;

thread_local! {
	static REPORTS: RefCell<Vec<(Key, Misconduct, Commitment)>> = RefCell::default();
}

/// Remembers who was reported, for what, on which evidence.
///
/// It is no chain storage: what was reported stays so when the pallet's call fails afterwards.
pub struct Reports;

impl Reports {
	/// Forgets all reports.
	pub fn clear() {
		REPORTS.with(|reports| reports.borrow_mut().clear());
	}

	/// All reports, the first one first.
	///
	/// # Panics
	/// If accounts of another type were reported.
	pub fn all<AccountId: Decode>() -> Vec<(AccountId, Misconduct, Commitment)> {
		let account = |who: &Key| {
			let mut bytes = &who[..];
			AccountId::decode(&mut bytes)
				.ok()
				.filter(|_| bytes.is_empty())
				.expect("reports are asked for with the type of account that was reported")
		};
		REPORTS.with(|reports| {
			let reports = reports.borrow();
			reports.iter().map(|(who, what, evidence)| (account(who), *what, *evidence)).collect()
		})
	}
}

impl<AccountId: Encode> ReportMisconduct<AccountId> for Reports {
	fn report(who: &AccountId, what: Misconduct, evidence: Commitment) {
		REPORTS.with(|reports| reports.borrow_mut().push((who.encode(), what, evidence)));
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use Misconduct::FalseClaim;

	const EVIDENCE: Commitment = Commitment([1; 32]);
	const OTHER: Commitment = Commitment([2; 32]);

	#[test]
	fn reports_are_kept_in_their_order() {
		Reports::clear();
		assert_eq!(Reports::all::<u64>(), []);
		for (who, evidence) in [(7u64, OTHER), (5, EVIDENCE), (7, OTHER)] {
			Reports::report(&who, FalseClaim, evidence);
		}
		let all = [(7, FalseClaim, OTHER), (5, FalseClaim, EVIDENCE), (7, FalseClaim, OTHER)];
		assert_eq!(Reports::all::<u64>(), all);
		Reports::clear();
		assert_eq!(Reports::all::<u64>(), []);
	}

	#[test]
	fn nothing_is_kept_where_nobody_listens() {
		Reports::clear();
		<() as ReportMisconduct<u64>>::report(&7, FalseClaim, EVIDENCE);
		assert_eq!(Reports::all::<u64>(), []);
	}

	#[test]
	#[should_panic(expected = "the type of account that was reported")]
	fn reports_are_read_as_they_were_made() {
		Reports::clear();
		Reports::report(&7u64, FalseClaim, EVIDENCE);
		Reports::all::<u32>();
	}
}
