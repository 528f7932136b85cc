//! Answers: to other pallets, and to those who look.

use crate::{
	types::{
		AffiliationInfo, CredentialId, CredentialInfo, CredentialOf, HolderInfo, HolderOf,
		IdentityInfo, Validity,
	},
	Config, Holders, Issuers, Pallet,
};
use alloc::vec::Vec;
use medchain_support::{InspectCredentials, Role, Roles};

impl<T: Config> Pallet<T> {
	/// The first of `roles`, in the order of their numbers, that `holder` holds now.
	pub(crate) fn first_role_among(holder: &HolderOf<T>, roles: Roles, now: u64) -> Option<Role> {
		roles.iter().find(|role| Self::has_role_among(holder, (*role).into(), now))
	}

	/// Whether `holder` holds one of `roles` now. Stops at the first that counts.
	pub(crate) fn has_role_among(holder: &HolderOf<T>, roles: Roles, now: u64) -> bool {
		holder.credentials.iter().any(|credential| {
			roles.contains(credential.role) && Self::validity(credential, now) == Validity::Valid
		})
	}

	pub(crate) fn valid_organizations(who: &T::AccountId) -> Vec<T::AccountId> {
		let holder = Holders::<T>::get(who);
		let now = Self::now();
		holder
			.affiliations
			.iter()
			.map(|affiliation| &affiliation.organization)
			.filter(|organization| Self::belongs_to(&holder, organization, Roles::ALL, now))
			.cloned()
			.collect()
	}

	pub(crate) fn credential_info(
		subject: &T::AccountId,
		id: CredentialId,
	) -> Option<CredentialInfo<T::AccountId>> {
		let now = Self::now();
		Holders::<T>::get(subject)
			.credentials
			.into_iter()
			.find(|credential| credential.id == id)
			.map(|credential| Self::info(credential, now))
	}

	pub(crate) fn holder_info(who: &T::AccountId) -> HolderInfo<T::AccountId> {
		let holder = Holders::<T>::get(who);
		let now = Self::now();
		let affiliations = holder
			.affiliations
			.iter()
			.map(|affiliation| AffiliationInfo {
				organization: affiliation.organization.clone(),
				role: affiliation.role,
				organization_role: affiliation.organization_role,
				period: affiliation.period,
				valid: Self::belongs_to(&holder, &affiliation.organization, Roles::ALL, now),
			})
			.collect();
		let identity = holder.identity.as_ref().map(|identity| IdentityInfo {
			authority: identity.authority.clone(),
			assurance: identity.assurance,
			period: identity.period,
			validity: Self::identity_validity(identity, now),
			evidence: identity.evidence,
		});
		HolderInfo {
			affiliations,
			identity,
			credentials: holder.credentials.into_iter().map(|c| Self::info(c, now)).collect(),
			accreditation: Issuers::<T>::get(who),
		}
	}

	fn info(credential: CredentialOf<T>, now: u64) -> CredentialInfo<T::AccountId> {
		CredentialInfo {
			id: credential.id,
			role: credential.role,
			period: credential.period,
			validity: Self::validity(&credential, now),
			evidence: credential.evidence,
			authority: credential.authority,
		}
	}
}

impl<T: Config> InspectCredentials<T::AccountId> for Pallet<T> {
	fn is_verified(who: &T::AccountId) -> bool {
		let holder = Holders::<T>::get(who);
		let now = Self::now();
		// Whoever has credentials is judged by them: a person does not stand in for a professional
		// who is suspended.
		match holder.credentials.is_empty() {
			false => Self::has_role_among(&holder, Roles::ALL, now),
			true => holder
				.identity
				.as_ref()
				.is_some_and(|identity| Self::identity_validity(identity, now) == Validity::Valid),
		}
	}

	fn is_identified(who: &T::AccountId) -> bool {
		Holders::<T>::get(who).identity.is_some_and(|identity| {
			Self::identity_validity(&identity, Self::now()) == Validity::Valid
		})
	}

	fn roles_of(who: &T::AccountId) -> Roles {
		let now = Self::now();
		Holders::<T>::get(who)
			.credentials
			.iter()
			.filter(|credential| Self::validity(credential, now) == Validity::Valid)
			.map(|credential| credential.role)
			.collect()
	}

	fn has_role(who: &T::AccountId, role: Role) -> bool {
		Self::has_role_among(&Holders::<T>::get(who), role.into(), Self::now())
	}

	/// Looks only at credentials of these roles, and at their issuers; no further than the first that
	/// counts.
	fn has_any_role(who: &T::AccountId, roles: Roles) -> bool {
		Self::has_role_among(&Holders::<T>::get(who), roles, Self::now())
	}

	fn is_affiliated(who: &T::AccountId, organization: &T::AccountId) -> bool {
		Self::belongs_to(&Holders::<T>::get(who), organization, Roles::ALL, Self::now())
	}

	/// As what the organisation took the person in counts; what else it is does not.
	fn is_affiliated_as(who: &T::AccountId, organization: &T::AccountId, roles: Roles) -> bool {
		Self::belongs_to(&Holders::<T>::get(who), organization, roles, Self::now())
	}
}
