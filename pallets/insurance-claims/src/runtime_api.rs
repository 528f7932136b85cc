//! What a node can ask the runtime about insurance.

// The macro repeats the bound on each function, and a claim has as many parts as it has.
#![allow(clippy::multiple_bound_locations, clippy::too_many_arguments)]

use crate::types::{
	Attachments, ClaimId, ClaimInfo, CoverageInfo, Lines, Page, Payee, Plan, PlanId, PlanTerms,
	PoolId, PoolStatus, Predetermination,
};
use alloc::vec::Vec;
use codec::Codec;
use frame::deps::sp_runtime::DispatchError;
use medchain_support::CurrencyId;

frame::deps::sp_api::decl_runtime_apis! {
	/// Questions about pools, plans, coverages and claims.
	pub trait InsuranceClaimsApi<AccountId: Codec> {
		/// All of a claim.
		fn claim(claim: ClaimId) -> Option<ClaimInfo<AccountId>>;

		/// Claims of a patient or biller, the first `limit` after the one named.
		fn claims_of(who: AccountId, after: Option<ClaimId>, limit: u32) -> Page<ClaimId>;

		/// How a person is covered now, in the order of benefits.
		fn coverages_of(patient: AccountId) -> Vec<CoverageInfo<AccountId>>;

		/// A plan, and its terms in a version: in the newest one if none is named.
		fn plan(plan: PlanId, version: Option<u32>) -> Option<(Plan, PlanTerms)>;

		/// How a pool stands.
		fn pool_status(pool: PoolId) -> Option<PoolStatus<AccountId>>;

		/// What would become of a claim that `submitter` sent in now, by the very rules that would
		/// decide it. Nothing is stored.
		fn predetermine(
			submitter: AccountId,
			patient: AccountId,
			organization: Option<AccountId>,
			currency: CurrencyId,
			payee: Payee,
			lines: Lines,
			attachments: Attachments,
		) -> Result<Predetermination<AccountId>, DispatchError>;
	}
}
