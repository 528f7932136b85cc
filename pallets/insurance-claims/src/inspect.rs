//! Answers for those who look.

use crate::{
	ClaimId, ClaimInfo, Claims, ClaimsOf, Config, Coverage, CoverageId, CoverageInfo, Page, Pallet,
	Plan, PlanId, PlanTerms, Plans, PoolId, PoolStatus, Pools, Record, Reports, Terms, MAX_PAGE,
};
use alloc::vec::Vec;
use medchain_support::{Amount, BasisPoints};

impl<T: Config> Pallet<T> {
	pub(crate) fn claim_info(id: ClaimId) -> Option<ClaimInfo<T::AccountId>> {
		let Record { claim, details, answers } = Claims::<T>::get(id)?;
		let payers = answers
			.into_iter()
			.filter_map(|answer| Some((Pools::<T>::get(answer.pool)?.insurer, answer)))
			.collect();
		Some(ClaimInfo {
			claim,
			lines: details.lines.into_inner(),
			rests: details.rests.into_inner(),
			attachments: details.attachments.into_inner(),
			verdicts: details.verdicts.into_inner(),
			payers,
			appeals: Self::appeals_of(id),
			report: Reports::<T>::get(id),
		})
	}

	pub(crate) fn claims_of(
		who: &T::AccountId,
		after: Option<ClaimId>,
		limit: u32,
	) -> Page<ClaimId> {
		let size = usize::try_from(limit.clamp(1, MAX_PAGE)).unwrap_or(1);
		let keys = match after {
			Some(after) => ClaimsOf::<T>::iter_key_prefix_from(
				who,
				ClaimsOf::<T>::hashed_key_for(who, after.to_be_bytes()),
			),
			None => ClaimsOf::<T>::iter_key_prefix(who),
		};
		let items: Vec<_> = keys.take(size).map(u64::from_be_bytes).collect();
		let next = items.last().copied().filter(|_| items.len() == size);
		Page { items, next }
	}

	/// A plan, and its terms in a version: in the newest one if none is named.
	pub fn plan_info(id: PlanId, version: Option<u32>) -> Option<(Plan, PlanTerms)> {
		let plan = Plans::<T>::get(id)?;
		let terms = Self::terms_of(id, version.unwrap_or(plan.version))?;
		Some((plan, terms))
	}

	pub(crate) fn coverages_info(patient: &T::AccountId) -> Vec<CoverageInfo<T::AccountId>> {
		Self::coverages_of(patient)
			.into_iter()
			.filter_map(|(id, coverage)| Self::coverage_info(id, coverage))
			.collect()
	}

	fn coverage_info(
		id: CoverageId,
		coverage: Coverage<T::AccountId>,
	) -> Option<CoverageInfo<T::AccountId>> {
		let now = Self::now();
		let pool = Pools::<T>::get(coverage.pool)?;
		let running = Self::term_at(id, &coverage, now).map(|(_, term)| term);
		let runs = running.is_some();
		let term = running.or_else(|| Terms::<T>::get(id, coverage.current))?;
		let terms = Self::terms_of(coverage.plan, term.version)?;
		let waits = now < coverage.enrolled_at.saturating_add(terms.waiting);
		Some(CoverageInfo {
			id,
			insurer: pool.insurer,
			currency: pool.currency,
			in_force: runs && !waits,
			deductible_left: terms.deductible.saturating_sub(term.deductible),
			out_of_pocket_left: terms.out_of_pocket_max.saturating_sub(term.out_of_pocket),
			limit_left: term.left(),
			term,
			coverage,
		})
	}

	pub(crate) fn pool_status(id: PoolId) -> Option<PoolStatus<T::AccountId>> {
		let pool = Pools::<T>::get(id)?;
		let balance = Self::spendable(id, &pool);
		let required = Self::floor(&pool);
		let whole = Amount::from(BasisPoints::WHOLE.0);
		Some(PoolStatus {
			account: Self::account_of(id),
			balance,
			required,
			free: balance.saturating_sub(required),
			coverage: balance.saturating_mul(whole).checked_div(pool.open),
			ratio: pool.ratio,
			owed: pool.owed,
			pool,
		})
	}
}
