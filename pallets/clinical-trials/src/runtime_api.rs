//! What a node can ask the runtime about clinical trials.

// The macro repeats the bound on each function.
#![allow(clippy::multiple_bound_locations)]

use crate::{
	inspect::NumberedQuery,
	types::{
		Allocation, Attestations, Capture, CaptureId, Creditor, CriterionId, Entry, List,
		OutstandingEvent, Page, Protocol, Site, SubjectId, SubjectInfo, TrialId, TrialInfo,
		Version,
	},
};
use alloc::vec::Vec;
use codec::Codec;
use medchain_support::Amount;

frame::deps::sp_api::decl_runtime_apis! {
	/// Questions about trials and their participants. Pages hold at most
	/// [`MAX_PAGE`](crate::MAX_PAGE) entries, and begin after what `after` names.
	pub trait ClinicalTrialsApi<AccountId: Codec, BlockNumber: Codec> {
		/// A trial.
		fn trial(trial: TrialId) -> Option<TrialInfo<AccountId, BlockNumber>>;

		/// A version of a trial's protocol.
		fn protocol(trial: TrialId, version: Version) -> Option<Protocol<AccountId>>;

		/// A site of a trial.
		fn site(trial: TrialId, site: AccountId) -> Option<Site<AccountId>>;

		/// A participant, by its number.
		fn subject(trial: TrialId, subject: SubjectId) -> Option<SubjectInfo<AccountId>>;

		/// What is attested of a participant, by criterion, as far as it counts now.
		fn attestations(
			trial: TrialId,
			subject: SubjectId,
		) -> Vec<(CriterionId, Attestations<AccountId>)>;

		/// The captures of a participant's data.
		fn captures(
			trial: TrialId,
			subject: SubjectId,
			after: Option<CaptureId>,
			limit: u32,
		) -> Page<Capture<AccountId>, CaptureId>;

		/// Queries that are not closed.
		fn open_queries(trial: TrialId, limit: u32) -> Vec<NumberedQuery<AccountId>>;

		/// Adverse events that the sponsor has not forwarded yet, or only those that are overdue.
		fn outstanding_events(
			trial: TrialId,
			only_overdue: bool,
			limit: u32,
		) -> Vec<OutstandingEvent>;

		/// The sealed lists of a stratum.
		fn lists(trial: TrialId, stratum: u16, after: Option<u32>, limit: u32) -> Page<List, u32>;

		/// The slots of a stratum that were given.
		fn allocations(
			trial: TrialId,
			stratum: u16,
			after: Option<u32>,
			limit: u32,
		) -> Page<Allocation, u32>;

		/// What a trial owes somebody, in minor units.
		fn dues(trial: TrialId, creditor: Creditor<AccountId>) -> Amount;

		/// A trial's audit trail.
		fn trail(trial: TrialId, after: Option<u64>, limit: u32) -> Page<Entry<AccountId>, u64>;
	}
}
