//! Issuers: what governance entitles them to, and what that is worth now.

use crate::{
	types::{Accreditation, AccreditationId, Authority, Validity},
	Config, Error, Issuers, NextAccreditation, Pallet,
};
use frame::{
	prelude::{ensure, ensure_signed, DispatchError, OriginFor},
	traits::{EnsureOrigin, UnixTime},
};
use medchain_support::{Period, Role, Roles};

impl Accreditation {
	/// Whether it is in force at second `now` and entitles to what is asked for.
	pub fn entitles(&self, what: Entitlement, now: u64) -> bool {
		let covered = match what {
			Entitlement::Role(role) => self.roles.contains(role),
			Entitlement::Identities => self.identities,
		};
		covered && !self.suspended && self.period.contains(now)
	}
}

/// What an accreditation can entitle to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Entitlement {
	/// To give this role.
	Role(Role),
	/// To verify patients.
	Identities,
}

impl<T: Config> Pallet<T> {
	/// The present, in seconds since 1970.
	pub(crate) fn now() -> u64 {
		T::Time::now().as_secs()
	}

	/// Governance, or who signed.
	pub(crate) fn governance_or_signer(
		origin: OriginFor<T>,
	) -> Result<Option<T::AccountId>, DispatchError> {
		match T::GovernanceOrigin::try_origin(origin) {
			Ok(_) => Ok(None),
			Err(origin) => Ok(Some(ensure_signed(origin)?)),
		}
	}

	/// A period that something can still count in.
	pub(crate) fn ensure_current(period: &Period) -> Result<(), Error<T>> {
		ensure!(!period.is_reversed(), Error::<T>::PeriodReversed);
		ensure!(!period.is_over(Self::now()), Error::<T>::PeriodOver);
		Ok(())
	}

	/// The authority of `issuer` for what it is about to do.
	pub(crate) fn authority(
		issuer: &T::AccountId,
		what: Entitlement,
	) -> Result<Authority<T::AccountId>, Error<T>> {
		let accreditation = Issuers::<T>::get(issuer)
			.filter(|accreditation| accreditation.entitles(what, Self::now()))
			.ok_or(Error::<T>::NotAccredited)?;
		Ok(Authority { issuer: issuer.clone(), accreditation: accreditation.id })
	}

	/// Whether what was issued by `authority` for `period` counts at second `now`. One read; nothing
	/// that was issued needs to be touched when an accreditation ends.
	pub(crate) fn validity_of(
		authority: &Authority<T::AccountId>,
		what: Entitlement,
		period: &Period,
		now: u64,
	) -> Validity {
		if period.is_over(now) {
			return Validity::Expired;
		}
		if !period.contains(now) {
			return Validity::NotYet;
		}
		let accredited = Issuers::<T>::get(&authority.issuer).is_some_and(|accreditation| {
			accreditation.id == authority.accreditation && accreditation.entitles(what, now)
		});
		match accredited {
			true => Validity::Valid,
			false => Validity::IssuerNotAccredited,
		}
	}

	pub(crate) fn do_accredit(
		issuer: &T::AccountId,
		roles: Roles,
		identities: bool,
		period: Period,
	) -> Result<AccreditationId, Error<T>> {
		ensure!(roles.is_known(), Error::<T>::UnknownCode);
		ensure!(identities || !roles.is_empty(), Error::<T>::NothingAccredited);
		Issuers::<T>::try_mutate(issuer, |slot| {
			let (id, suspended) = match slot {
				Some(former) => (former.id, former.suspended),
				None => {
					let id = NextAccreditation::<T>::get();
					NextAccreditation::<T>::put(
						id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?,
					);
					(id, false)
				}
			};
			*slot = Some(Accreditation { id, roles, identities, period, suspended });
			Ok(id)
		})
	}

	pub(crate) fn do_suspend_accreditation(
		issuer: &T::AccountId,
	) -> Result<AccreditationId, Error<T>> {
		Self::change_accreditation(issuer, |accreditation| {
			ensure!(!accreditation.suspended, Error::<T>::AlreadySuspended);
			accreditation.suspended = true;
			Ok(())
		})
	}

	pub(crate) fn do_reinstate_accreditation(
		issuer: &T::AccountId,
	) -> Result<AccreditationId, Error<T>> {
		Self::change_accreditation(issuer, |accreditation| {
			ensure!(accreditation.suspended, Error::<T>::NotSuspended);
			accreditation.suspended = false;
			Ok(())
		})
	}

	pub(crate) fn do_withdraw_accreditation(
		issuer: &T::AccountId,
	) -> Result<AccreditationId, Error<T>> {
		Issuers::<T>::take(issuer)
			.map(|accreditation| accreditation.id)
			.ok_or(Error::<T>::NoAccreditation)
	}

	fn change_accreditation(
		issuer: &T::AccountId,
		change: impl FnOnce(&mut Accreditation) -> Result<(), Error<T>>,
	) -> Result<AccreditationId, Error<T>> {
		Issuers::<T>::try_mutate(issuer, |slot| {
			let accreditation = slot.as_mut().ok_or(Error::<T>::NoAccreditation)?;
			change(accreditation)?;
			Ok(accreditation.id)
		})
	}
}
