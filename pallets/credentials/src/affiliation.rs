//! Who belongs to which organisation.

use crate::{
	types::{Affiliation, HolderOf},
	Config, Error, Holders, Pallet,
};
use frame::{
	prelude::{ensure, frame_system, DispatchError},
	traits::Consideration,
};
use medchain_support::{Period, Roles};

/// The affiliation of a runtime.
type AffiliationOf<T> = Affiliation<<T as frame_system::Config>::AccountId, <T as Config>::Deposit>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_affiliate(
		organization: &T::AccountId,
		person: &T::AccountId,
		period: Period,
	) -> Result<(), DispatchError> {
		ensure!(organization != person, Error::<T>::SelfAffiliation);
		let now = Self::now();
		let organization_role =
			Self::first_role_among(&Holders::<T>::get(organization), Roles::ORGANIZATIONS, now)
				.ok_or(Error::<T>::NotAnOrganization)?;
		Self::ensure_current(&period)?;
		Holders::<T>::try_mutate(person, |holder| {
			let role = Self::first_role_among(holder, Roles::PERSONS, now)
				.ok_or(Error::<T>::NotAPractitioner)?;
			if let Some(affiliation) =
				holder.affiliations.iter_mut().find(|a| a.organization == *organization)
			{
				affiliation.period = period;
				affiliation.role = role;
				affiliation.organization_role = organization_role;
				return Ok(());
			}
			ensure!(!holder.affiliations.is_full(), Error::<T>::TooManyAffiliations);
			let ticket = T::Deposit::new(organization, Self::footprint::<AffiliationOf<T>>())?;
			let organization = organization.clone();
			let affiliation = Affiliation { organization, role, organization_role, period, ticket };
			holder
				.affiliations
				.try_push(affiliation)
				.map_err(|_| Error::<T>::TooManyAffiliations)?;
			Ok(())
		})
	}

	pub(crate) fn do_end_affiliation(
		caller: &T::AccountId,
		person: &T::AccountId,
		organization: &T::AccountId,
	) -> Result<(), Error<T>> {
		ensure!(caller == person || caller == organization, Error::<T>::NotAParty);
		Holders::<T>::try_mutate_exists(person, |slot| {
			let mut holder = slot.take().unwrap_or_default();
			let position = holder
				.affiliations
				.iter()
				.position(|affiliation| affiliation.organization == *organization)
				.ok_or(Error::<T>::AffiliationNotFound)?;
			let affiliation = holder.affiliations.remove(position);
			Self::give_back(affiliation.ticket, organization);
			*slot = Self::unless_empty(holder);
			Ok(())
		})
	}

	/// Whether `holder` belongs to `organization` as to one of `roles` now: in the period, and both hold
	/// the roles that the affiliation rests on. Others do not stand in for them.
	pub(crate) fn belongs_to(
		holder: &HolderOf<T>,
		organization: &T::AccountId,
		roles: Roles,
		now: u64,
	) -> bool {
		holder
			.affiliations
			.iter()
			.find(|a| a.organization == *organization && a.period.contains(now))
			.filter(|a| roles.contains(a.organization_role))
			.is_some_and(|a| {
				let at = Holders::<T>::get(organization);
				Self::has_role_among(holder, a.role.into(), now)
					&& Self::has_role_among(&at, a.organization_role.into(), now)
			})
	}
}
