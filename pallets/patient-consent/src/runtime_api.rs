//! What a node can ask the runtime about consent.

// The macro repeats the bound on each function.
#![allow(clippy::multiple_bound_locations)]

use crate::{
	simulation::{Change, Question},
	types::{AuditHead, AuditPage, DirectiveInfo},
};
use alloc::vec::Vec;
use codec::Codec;
use frame::traits::NumberFor;
use medchain_support::{AccessRequest, Actor, Decision};

frame::deps::sp_api::decl_runtime_apis! {
	/// Questions about patients' directives and audit logs.
	pub trait PatientConsentApi<AccountId: Codec> {
		/// What `patient`'s directives say to `actor`'s request. Records nothing.
		fn decide(
			patient: AccountId,
			actor: Actor<AccountId>,
			request: AccessRequest,
		) -> Decision;

		/// The answers to each of `questions` before and after a change of `patient`'s directives, at
		/// a second since 1970 or now. Nothing if the change replaces a directive that is not in
		/// force, if its terms could not be granted, or if there are more than 64 questions. Changes
		/// nothing.
		fn simulate(
			patient: AccountId,
			change: Change<AccountId>,
			at: Option<u64>,
			questions: Vec<Question<AccountId>>,
		) -> Vec<(Decision, Decision)>;

		/// The directives of `patient` in force, in the order of their numbers.
		fn directives(patient: AccountId) -> Vec<DirectiveInfo<AccountId>>;

		/// How many entries `patient`'s audit log has, and the commitment over them.
		fn audit_head(patient: AccountId) -> AuditHead;

		/// Up to `limit` (at most 100) entries of `patient`'s audit log from number `from` on.
		fn audit_page(
			patient: AccountId,
			from: u64,
			limit: u32,
		) -> AuditPage<AccountId, NumberFor<Block>>;
	}
}
