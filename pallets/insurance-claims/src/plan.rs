//! What insurers promise, and with whom they have contracts.

use crate::{
	Benefit, Config, Contract, Contracts, Error, NextPlan, Pallet, Plan, PlanId, PlanTerms,
	PlanVersions, Plans, Pool, PoolId, Span, MAX_SPANS, MAX_USES,
};
use alloc::collections::BTreeSet;
use frame::prelude::*;
use medchain_support::{BasisPoints, InspectCredentials, Role, Roles};

impl<T: Config> Pallet<T> {
	/// The roles of those that bill.
	pub(crate) fn providers() -> Roles {
		[Role::ProviderOrganization, Role::Pharmacy, Role::Laboratory, Role::Practitioner]
			.into_iter()
			.collect()
	}

	/// Whether `who` holds a role of those that bill.
	pub(crate) fn is_provider(who: &T::AccountId) -> bool {
		T::Credentials::has_any_role(who, Self::providers())
	}

	pub(crate) fn known_plan(id: PlanId) -> Result<Plan, DispatchError> {
		Ok(Plans::<T>::get(id).ok_or(Error::<T>::PlanNotFound)?)
	}

	/// The terms of a plan in a version.
	pub(crate) fn terms_of(plan: PlanId, version: u32) -> Option<PlanTerms> {
		PlanVersions::<T>::get(plan, version)
	}

	/// When `biller` belonged to the network of a plan: one reading for the services of many days.
	pub(crate) fn network_days(plan: PlanId, biller: &T::AccountId) -> Option<Contract> {
		Contracts::<T>::get(plan, biller)
	}

	/// Longest time after a service in which a claim for it can come in, be decided and appealed.
	pub(crate) fn longest_claim() -> u64 {
		T::MaxFiling::get().saturating_add(Self::time_to_decide())
	}

	/// How long a claim that came in is decided and appealed.
	pub(crate) fn time_to_decide() -> u64 {
		T::ReviewPeriod::get().saturating_add(T::AppealPeriod::get())
	}

	/// That `version` is the newest of a plan: nobody agrees to what was not read.
	pub(crate) fn ensure_newest(plan: &Plan, version: u32) -> DispatchResult {
		ensure!(plan.version == version, Error::<T>::VersionChanged);
		Ok(())
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
			terms.length >= T::MinTerm::get()
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
		let (known, _) = Self::plan_of_insurer(insurer, plan)?;
		ensure!(Self::is_provider(provider), Error::<T>::NotProvider);
		let mut contract = Contracts::<T>::get(plan, provider).unwrap_or_default();
		let exists = contract.offered.is_some() || contract.is_open();
		ensure!(!exists, Error::<T>::ContractExists);
		Self::forget_spans(&mut contract);
		let room = Self::counted(contract.spans.len()) < MAX_SPANS;
		ensure!(room, Error::<T>::ContractHistoryFull);
		contract.offered = Some(known.version);
		Contracts::<T>::insert(plan, provider, contract);
		Ok(())
	}

	/// From now on the provider belongs to the network.
	pub(crate) fn do_accept_contract(
		provider: &T::AccountId,
		plan: PlanId,
		version: u32,
	) -> DispatchResult {
		let mut contract =
			Contracts::<T>::get(plan, provider).ok_or(Error::<T>::ContractNotFound)?;
		ensure!(!contract.is_open(), Error::<T>::ContractExists);
		ensure!(contract.offered.take().is_some(), Error::<T>::ContractNotFound);
		ensure!(Self::is_provider(provider), Error::<T>::NotProvider);
		Self::ensure_newest(&Self::known_plan(plan)?, version)?;
		Self::forget_spans(&mut contract);
		let span = Span { version, from: Self::now(), until: None };
		// The offer has found room for it.
		contract.spans.try_push(span).map_err(|_| Error::<T>::ContractHistoryFull)?;
		Contracts::<T>::insert(plan, provider, contract);
		Ok(())
	}

	/// Forgets when the provider belonged to the network so long ago that no service of then matters
	/// any more.
	fn forget_spans(contract: &mut Contract) {
		let (now, kept) = (Self::now(), Self::longest_claim());
		contract
			.spans
			.retain(|span| span.until.is_none_or(|until| now <= until.saturating_add(kept)));
	}

	/// Withdraws an offer, or ends the contract. A provider leaves whenever it likes, also when it is
	/// one no more. What it did before stays within the network.
	pub(crate) fn do_end_contract(
		caller: &T::AccountId,
		plan: PlanId,
		provider: &T::AccountId,
	) -> DispatchResult {
		if caller != provider {
			Self::plan_of_insurer(caller, plan)?;
		}
		let mut contract =
			Contracts::<T>::get(plan, provider).ok_or(Error::<T>::ContractNotFound)?;
		if contract.offered.take().is_none() {
			let open = contract.spans.iter_mut().last().filter(|span| span.until.is_none());
			open.ok_or(Error::<T>::ContractNotFound)?.until = Some(Self::now());
		}
		Self::forget_spans(&mut contract);
		let known = (!contract.spans.is_empty()).then_some(contract);
		Contracts::<T>::set(plan, provider, known);
		Ok(())
	}
}
