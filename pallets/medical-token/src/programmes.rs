//! Discount programmes of providers, and the patients in them.

use crate::{
	Config, Currencies, Discounts, DiscountsOf, Error, Members, Membership, NextProgramme, Pallet,
	Programme, ProgrammeId, ProgrammeKind,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame::{
	prelude::*,
	traits::{Consideration, Footprint},
};
use medchain_support::{Amount, BasisPoints, CurrencyId, InspectCredentials, Role, Roles};

impl<T: Config> Pallet<T> {
	pub(crate) fn ensure_biller(origin: OriginFor<T>) -> Result<T::AccountId, DispatchError> {
		let who = ensure_signed(origin)?;
		let billers: Roles =
			[Role::ProviderOrganization, Role::Pharmacy, Role::Laboratory, Role::Practitioner]
				.into_iter()
				.collect();
		ensure!(T::Credentials::has_any_role(&who, billers), Error::<T>::NotBiller);
		Ok(who)
	}

	fn discounts(provider: &T::AccountId) -> Discounts<T::Deposit> {
		DiscountsOf::<T>::get(provider).unwrap_or_else(|| Discounts {
			cap: BasisPoints::WHOLE,
			programmes: BoundedVec::new(),
			ticket: None,
		})
	}

	/// Stores the discounts of a provider with the deposit for their size, or nothing if there are
	/// none.
	fn put(provider: &T::AccountId, mut discounts: Discounts<T::Deposit>) -> DispatchResult {
		let ticket = discounts.ticket.take();
		if discounts.programmes.is_empty() && discounts.cap == BasisPoints::WHOLE {
			DiscountsOf::<T>::remove(provider);
			return ticket.map_or(Ok(()), |ticket| ticket.drop(provider));
		}
		let footprint = Footprint::from_parts(1, discounts.programmes.encoded_size());
		discounts.ticket = Some(match ticket {
			Some(ticket) => ticket.update(provider, footprint)?,
			None => T::Deposit::new(provider, footprint)?,
		});
		DiscountsOf::<T>::insert(provider, discounts);
		Ok(())
	}

	fn ensure_rate(rate: BasisPoints) -> DispatchResult {
		ensure!(rate > BasisPoints::ZERO && rate <= BasisPoints::WHOLE, Error::<T>::BadRate);
		Ok(())
	}

	pub(crate) fn do_add_programme(
		provider: &T::AccountId,
		currency: CurrencyId,
		kind: ProgrammeKind,
		cap: Amount,
	) -> Result<ProgrammeId, DispatchError> {
		ensure!(Currencies::<T>::contains_key(currency), Error::<T>::CurrencyNotFound);
		ensure!(cap > 0, Error::<T>::ZeroAmount);
		match &kind {
			ProgrammeKind::PromptPay { rate, .. } | ProgrammeKind::Membership { rate } => {
				Self::ensure_rate(*rate)?
			}
			ProgrammeKind::Package { services, .. } => {
				let distinct: BTreeSet<_> = services.iter().map(|(service, _)| service).collect();
				ensure!(
					!services.is_empty()
						&& distinct.len() == services.len()
						&& services.iter().all(|(_, quantity)| *quantity > 0),
					Error::<T>::BadPackage
				);
			}
		}
		let mut discounts = Self::discounts(provider);
		let id = NextProgramme::<T>::get();
		discounts
			.programmes
			.try_push(Programme { id, currency, kind, cap })
			.map_err(|_| Error::<T>::TooManyProgrammes)?;
		NextProgramme::<T>::put(id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?);
		Self::put(provider, discounts)?;
		Ok(id)
	}

	pub(crate) fn do_end_programme(provider: &T::AccountId, id: ProgrammeId) -> DispatchResult {
		let mut discounts = Self::discounts(provider);
		let before = discounts.programmes.len();
		discounts.programmes.retain(|programme| programme.id != id);
		ensure!(discounts.programmes.len() < before, Error::<T>::ProgrammeNotFound);
		Self::put(provider, discounts)
	}

	pub(crate) fn do_set_discount_cap(provider: &T::AccountId, cap: BasisPoints) -> DispatchResult {
		ensure!(cap <= BasisPoints::WHOLE, Error::<T>::BadRate);
		let mut discounts = Self::discounts(provider);
		discounts.cap = cap;
		Self::put(provider, discounts)
	}

	pub(crate) fn do_enrol(
		provider: &T::AccountId,
		id: ProgrammeId,
		patient: &T::AccountId,
		until: u64,
	) -> DispatchResult {
		let has_members = |programme: &Programme| {
			programme.id == id && matches!(programme.kind, ProgrammeKind::Membership { .. })
		};
		ensure!(
			Self::discounts(provider).programmes.iter().any(has_members),
			Error::<T>::ProgrammeNotFound
		);
		ensure!(until >= Self::now(), Error::<T>::DateInPast);
		let ticket = match Members::<T>::get(id, patient) {
			Some(membership) => membership.ticket,
			None => {
				let size = Membership::<T::AccountId, T::Deposit>::max_encoded_len();
				T::Deposit::new(provider, Footprint::from_parts(1, size))?
			}
		};
		let membership = Membership { provider: provider.clone(), until, ticket };
		Members::<T>::insert(id, patient, membership);
		Ok(())
	}

	pub(crate) fn do_end_membership(
		caller: &T::AccountId,
		id: ProgrammeId,
		patient: &T::AccountId,
	) -> DispatchResult {
		let membership = Members::<T>::get(id, patient).ok_or(Error::<T>::NotAMember)?;
		ensure!(caller == patient || *caller == membership.provider, Error::<T>::NotAParty);
		Members::<T>::remove(id, patient);
		membership.ticket.drop(&membership.provider)
	}

	/// The programmes that apply to a bill, and most that all of them together take off of it.
	pub(crate) fn entitlements(
		provider: &T::AccountId,
		patient: &T::AccountId,
		currency: CurrencyId,
		gross: Amount,
	) -> (Vec<Programme>, Amount) {
		let discounts = Self::discounts(provider);
		let now = Self::now();
		let applies = |programme: &Programme| {
			let entitled = match programme.kind {
				ProgrammeKind::Membership { .. } => Members::<T>::get(programme.id, patient)
					.is_some_and(|membership| now <= membership.until),
				ProgrammeKind::PromptPay { .. } | ProgrammeKind::Package { .. } => true,
			};
			programme.currency == currency && entitled
		};
		let cap = discounts.cap.of(gross).unwrap_or(gross);
		(discounts.programmes.into_iter().filter(applies).collect(), cap)
	}
}
