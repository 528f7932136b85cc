//! What always holds, one function a numbered invariant of the README.

use crate::{
	audit, AuditHeads, AuditLog, Books, Capacity, Config, DelegateKind, Ended, Inboxes, NextRecord,
	NextReview, OpenReviews, Record, Records, Reviews, MAX_REQUESTS_EACH,
};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};

/// Checks all of them.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	logs_are_complete::<T>()?;
	books_are_in_order::<T>()?;
	ended_versions_stay_ended::<T>()?;
	records_are_in_order::<T>()?;
	delegates_stay_within_bounds::<T>()?;
	emergencies_are_reviewed::<T>()?;
	inboxes_are_in_order::<T>()
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

/// Invariant 4: Each patient has exactly the records `0..next`, with known labels; a record that is kept
/// has versions in the order of time, and one that was erased has nothing left to read.
fn records_are_in_order<T: Config>() -> Result<(), TryRuntimeError> {
	let mut counted = 0u64;
	for (patient, next) in NextRecord::<T>::iter() {
		for id in 0..next {
			let record = Records::<T>::get(&patient, id)
				.ok_or("patient-consent 4: a record left no tombstone")?;
			match record {
				Record::Kept { versions, sensitivities, .. } => {
					ensure!(sensitivities.is_known(), "patient-consent 4: an unknown label");
					ensure!(!versions.is_empty(), "patient-consent 4: a record without a version");
					ensure!(
						versions.iter().is_sorted_by_key(|version| version.since),
						"patient-consent 4: versions are out of order"
					);
				}
				Record::Erased { versions, .. } => {
					ensure!(versions > 0, "patient-consent 4: a record without a version");
				}
			}
		}
		counted = counted.saturating_add(next.into());
	}
	let stored = Records::<T>::iter_keys().fold(0u64, |n, _| n.saturating_add(1));
	ensure!(stored == counted, "patient-consent 4: a record that was never numbered");
	Ok(())
}

/// Invariant 5: Each delegate of a patient is named once and is somebody else; a proxy whom a guardian
/// named reaches no further than that guardian, who is one still.
fn delegates_stay_within_bounds<T: Config>() -> Result<(), TryRuntimeError> {
	for (patient, book) in Books::<T>::iter() {
		for (n, delegation) in book.delegations.iter().enumerate() {
			ensure!(
				delegation.delegate != patient,
				"patient-consent 5: a patient is its own delegate"
			);
			ensure!(
				!book.delegations.iter().take(n).any(|d| d.delegate == delegation.delegate),
				"patient-consent 5: a delegate is named twice"
			);
			ensure!(
				delegation.scope.is_known()
					&& !delegation.scope.period.is_reversed()
					&& delegation.scope.actors.is_empty(),
				"patient-consent 5: a delegation without meaning"
			);
			let Some(by) = &delegation.by else { continue };
			ensure!(
				delegation.kind == DelegateKind::Proxy
					&& book.delegations.iter().any(|d| {
						d.delegate == *by
							&& d.kind == DelegateKind::Guardian
							&& d.scope.covers(&delegation.scope)
					}),
				"patient-consent 5: a proxy reaches further than its guardian"
			);
		}
	}
	Ok(())
}

/// Invariant 7: Every permit in an emergency has a review, and every review such a permit; the open
/// reviews of a practitioner are exactly those without a finding.
fn emergencies_are_reviewed<T: Config>() -> Result<(), TryRuntimeError> {
	let next = NextReview::<T>::get();
	let mut permits = 0u64;
	for (patient, number, entry) in AuditLog::<T>::iter() {
		let Capacity::Emergency { review, .. } = entry.capacity else { continue };
		ensure!(
			review.is_some() != entry.decision.permitted.is_empty(),
			"patient-consent 7: an emergency without a review"
		);
		let Some(id) = review else { continue };
		let review = Reviews::<T>::get(id).ok_or("patient-consent 7: a review was lost")?;
		ensure!(
			id < next
				&& review.patient == patient
				&& review.entry == number
				&& review.actor == entry.actor,
			"patient-consent 7: a review of something else"
		);
		permits = permits.saturating_add(1);
		let open = OpenReviews::<T>::get(&entry.actor.account)
			.iter()
			.any(|open| open.id == id && open.due == review.due);
		ensure!(
			open == review.finding.is_none(),
			"patient-consent 7: a review is open that is done, or the other way round"
		);
	}
	let reviews = Reviews::<T>::iter_keys().fold(0u64, |n, _| n.saturating_add(1));
	ensure!(
		reviews == permits && permits == next,
		"patient-consent 7: a review without an emergency"
	);
	let open = OpenReviews::<T>::iter_values()
		.map(|open| open.len())
		.fold(0usize, |sum, n| sum.saturating_add(n));
	let unfinished = Reviews::<T>::iter_values().filter(|review| review.finding.is_none()).count();
	ensure!(open == unfinished, "patient-consent 7: open reviews are not what is open");
	Ok(())
}

/// Invariant 8: In an inbox numbers grow and lie below the next number, no requester has more than two
/// requests, and terms mean something.
fn inboxes_are_in_order<T: Config>() -> Result<(), TryRuntimeError> {
	for (_, inbox) in Inboxes::<T>::iter() {
		let mut lowest = 0;
		for request in &inbox.requests {
			ensure!(
				lowest <= request.id && request.id < inbox.next_id,
				"patient-consent 8: numbers of requests are out of order"
			);
			lowest = request.id.saturating_add(1);
			let own = inbox.requests.iter().filter(|other| other.requester == request.requester);
			ensure!(
				own.count() <= MAX_REQUESTS_EACH,
				"patient-consent 8: a requester has too many requests"
			);
			ensure!(
				request.terms.scopes().all(|s| s.is_known() && !s.period.is_reversed()),
				"patient-consent 8: a request without meaning waits"
			);
		}
	}
	Ok(())
}
