//! What insurers promise, and with whom they have contracts.

use crate::{
	Benefit, Config, Contract, Contracts, Error, NextPlan, Pallet, Plan, PlanId, PlanTerms,
	PlanVersions, Plans, Pool, PoolId, DAY, MAX_USES,
};
use alloc::collections::BTreeSet;
use frame::prelude::*;
use medchain_support::{BasisPoints, InspectCredentials, Role, Roles};

impl<T: Config> Pallet<T> {
	/// Whether `who` holds a role of those that bill.
	pub(crate) fn is_provider(who: &T::AccountId) -> bool {
		let providers: Roles =
			[Role::ProviderOrganization, Role::Pharmacy, Role::Laboratory, Role::Practitioner]
				.into_iter()
				.collect();
		T::Credentials::has_any_role(who, providers)
	}

	pub(crate) fn known_plan(id: PlanId) -> Result<Plan, DispatchError> {
		Ok(Plans::<T>::get(id).ok_or(Error::<T>::PlanNotFound)?)
	}

	/// The terms of a plan in a version.
	pub(crate) fn terms_of(plan: PlanId, version: u32) -> Option<PlanTerms> {
		PlanVersions::<T>::get(plan, version)
	}

	/// Whether `biller` belongs to the network of a plan.
	pub(crate) fn in_network(plan: PlanId, biller: &T::AccountId) -> bool {
		Contracts::<T>::get(plan, biller) == Some(Contract::Accepted)
	}

	/// A plan and its pool, which is `insurer`'s.
	fn plan_of_insurer(
		insurer: &T::AccountId,
		id: PlanId,
	) -> Result<(Plan, Pool<T::AccountId>), DispatchError> {
		let plan = Self::known_plan(id)?;
		let pool = Self::known_pool(plan.pool)?;
		Self::ensure_insurer(insurer, &pool)?;
		Ok((plan, pool))
	}

	fn ensure_sound_benefit(benefit: &Benefit) -> DispatchResult {
		let rates = [Some(benefit.coinsurance), benefit.out_of_network];
		ensure!(
			rates.into_iter().flatten().all(|rate| rate <= BasisPoints::WHOLE),
			Error::<T>::BadRate
		);
		ensure!(benefit.max_quantity != Some(0), Error::<T>::BadLimit);
		ensure!(
			benefit.frequency.is_none_or(|frequency| {
				(1..=MAX_USES).contains(&frequency.uses) && frequency.within_days > 0
			}),
			Error::<T>::BadFrequency
		);
		Ok(())
	}

	fn ensure_sound(terms: &PlanTerms) -> DispatchResult {
		ensure!(terms.annual_limit > 0, Error::<T>::BadLimit);
		ensure!(
			terms.length >= DAY
				&& terms.waiting <= T::MaxWaiting::get()
				&& terms.filing <= T::MaxFiling::get(),
			Error::<T>::BadPeriod
		);
		ensure!(terms.outlier.is_none_or(|share| share >= BasisPoints::WHOLE), Error::<T>::BadRate);
		ensure!(!terms.benefits.is_empty(), Error::<T>::NoBenefits);
		let services: BTreeSet<_> = terms.benefits.iter().map(|benefit| benefit.service).collect();
		ensure!(services.len() == terms.benefits.len(), Error::<T>::BenefitTwice);
		terms.benefits.iter().try_for_each(Self::ensure_sound_benefit)
	}

	pub(crate) fn do_create_plan(
		insurer: &T::AccountId,
		pool: PoolId,
		terms: PlanTerms,
	) -> Result<PlanId, DispatchError> {
		Self::ensure_insurer(insurer, &Self::known_pool(pool)?)?;
		Self::ensure_sound(&terms)?;
		let id = NextPlan::<T>::get();
		NextPlan::<T>::put(id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?);
		Plans::<T>::insert(id, Plan { pool, version: 1, open: true });
		PlanVersions::<T>::insert(id, 1, terms);
		Ok(id)
	}

	/// Answers the number of the new version.
	pub(crate) fn do_amend_plan(
		insurer: &T::AccountId,
		id: PlanId,
		terms: PlanTerms,
	) -> Result<u32, DispatchError> {
		let (mut plan, _) = Self::plan_of_insurer(insurer, id)?;
		Self::ensure_sound(&terms)?;
		plan.version = plan.version.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		let version = plan.version;
		PlanVersions::<T>::insert(id, version, terms);
		Plans::<T>::insert(id, plan);
		Ok(version)
	}

	pub(crate) fn do_set_enrolment(
		insurer: &T::AccountId,
		id: PlanId,
		open: bool,
	) -> DispatchResult {
		let (plan, _) = Self::plan_of_insurer(insurer, id)?;
		Plans::<T>::insert(id, Plan { open, ..plan });
		Ok(())
	}

	pub(crate) fn do_offer_contract(
		insurer: &T::AccountId,
		plan: PlanId,
		provider: &T::AccountId,
	) -> DispatchResult {
		Self::plan_of_insurer(insurer, plan)?;
		ensure!(Self::is_provider(provider), Error::<T>::NotProvider);
		ensure!(!Contracts::<T>::contains_key(plan, provider), Error::<T>::ContractExists);
		Contracts::<T>::insert(plan, provider, Contract::Offered);
		Ok(())
	}

	pub(crate) fn do_accept_contract(provider: &T::AccountId, plan: PlanId) -> DispatchResult {
		match Contracts::<T>::get(plan, provider) {
			None => return Err(Error::<T>::ContractNotFound.into()),
			Some(Contract::Accepted) => return Err(Error::<T>::ContractExists.into()),
			Some(Contract::Offered) => (),
		}
		ensure!(Self::is_provider(provider), Error::<T>::NotProvider);
		Contracts::<T>::insert(plan, provider, Contract::Accepted);
		Ok(())
	}

	/// A provider leaves whenever it likes, also when it is one no more.
	pub(crate) fn do_end_contract(
		caller: &T::AccountId,
		plan: PlanId,
		provider: &T::AccountId,
	) -> DispatchResult {
		if caller != provider {
			Self::plan_of_insurer(caller, plan)?;
		}
		ensure!(Contracts::<T>::take(plan, provider).is_some(), Error::<T>::ContractNotFound);
		Ok(())
	}
}
