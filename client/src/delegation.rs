//! Who acts for a patient, and who asks a patient for a directive.

use crate::{
	calls::Call,
	error::{Error, Result},
	node::{self, AtBlock},
	output::instant,
	types::{
		events::{AccessRequested, Delegated, DelegationEnded, RequestAnswered, RequestWithdrawn},
		Answer, DelegateKind, Delegation, DirectiveTerms, Request, Scope, PALLET,
	},
};
use subxt::utils::AccountId32;

/// Lets somebody act for a patient. The scope names no actors.
pub fn delegate(
	patient: &AccountId32,
	delegate: &AccountId32,
	kind: DelegateKind,
	scope: &Scope,
) -> Call<Delegated> {
	Call::new(PALLET, "delegate", (*patient, *delegate, kind, scope.clone()))
}

/// Ends a delegation.
pub fn end_delegation(patient: &AccountId32, delegate: &AccountId32) -> Call<DelegationEnded> {
	Call::new(PALLET, "end_delegation", (*patient, *delegate))
}

/// Asks a patient to grant terms, to be answered until a second.
pub fn request_access(
	patient: &AccountId32,
	terms: &DirectiveTerms,
	until: u64,
) -> Call<AccessRequested> {
	Call::new(PALLET, "request_access", (*patient, terms.clone(), until))
}

/// Whether the chain would take a request that can be answered until a second.
pub async fn check_until(at: &AtBlock, until: u64) -> Result<()> {
	let most = node::constant(at, PALLET, "MaxRequestPeriod")?;
	answerable(until, node::now(at).await?, most)
}

fn answerable(until: u64, now: u64, most: u64) -> Result<()> {
	let latest = now.saturating_add(most);
	match until {
		over if over < now => Err(Error::Input(format!(
			"--until {} is over; it is {} on the chain, so that nobody could answer any more",
			instant(until),
			instant(now)
		))),
		late if late > latest => Err(Error::Input(format!(
			"--until {} is too late; a request waits for at most {} days, until {}",
			instant(until),
			most / (24 * 60 * 60),
			instant(latest)
		))),
		_ => Ok(()),
	}
}

/// Answers a request for a patient.
pub fn answer(patient: &AccountId32, request: u32, answer: Answer) -> Call<RequestAnswered> {
	Call::new(PALLET, "answer_request", (*patient, request, answer))
}

/// Takes a request back.
pub fn withdraw_request(patient: &AccountId32, request: u32) -> Call<RequestWithdrawn> {
	Call::new(PALLET, "withdraw_request", (*patient, request))
}

/// Who acts for a patient.
pub async fn delegates(at: &AtBlock, patient: &AccountId32) -> Result<Vec<Delegation>> {
	node::view(at, PALLET, "delegates", (*patient,)).await
}

/// The requests that wait for a patient's answer.
pub async fn requests(at: &AtBlock, patient: &AccountId32) -> Result<Vec<Request>> {
	node::view(at, PALLET, "requests", (*patient,)).await
}

/// One request that waits for a patient's answer.
pub async fn request(at: &AtBlock, patient: &AccountId32, id: u32) -> Result<Request> {
	let all = requests(at, patient).await?;
	let numbers: Vec<String> = all.iter().map(|request| request.id.to_string()).collect();
	all.into_iter().find(|request| request.id == id).ok_or_else(|| {
		Error::Input(match numbers.is_empty() {
			true => format!("no request waits for the answer of {patient}"),
			false => format!(
				"no request {id} waits for the answer of {patient}; waiting are {}",
				numbers.join(", ")
			),
		})
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_request_can_be_answered_for_a_while() {
		const DAY: u64 = 24 * 60 * 60;
		let told = |until| answerable(until, DAY, 30 * DAY).map_err(|e| e.to_string());
		assert_eq!(told(DAY), Ok(()));
		assert_eq!(told(31 * DAY), Ok(()));
		assert!(told(DAY - 1).unwrap_err().contains("1970-01-01T23:59:59Z is over"));
		let late = told(31 * DAY + 1).unwrap_err();
		assert!(late.contains("30 days, until 1970-02-01T00:00:00Z"), "{late}");
	}
}
