//! The life of a credential: issued, renewed, suspended, reinstated, revoked, removed.

use crate::{
	accreditation::Entitlement,
	types::{Credential, CredentialId, CredentialOf, HolderOf, Standing, Validity},
	Config, Error, Holders, NextCredential, Pallet,
};
use codec::MaxEncodedLen;
use frame::{
	prelude::{defensive, ensure, DispatchError},
	traits::{Consideration, Footprint, Get},
};
use medchain_support::{Commitment, Period, Role};

impl<T: Config> Pallet<T> {
	/// What a deposit is taken for: the size of an entry.
	pub(crate) fn footprint<Entry: MaxEncodedLen>() -> Footprint {
		Footprint::from_parts(1, Entry::max_encoded_len())
	}

	/// Gives a deposit back. What it was for is gone in any case.
	pub(crate) fn give_back(ticket: T::Deposit, payer: &T::AccountId) {
		if ticket.drop(payer).is_err() {
			defensive!("a deposit was not returned");
		}
	}

	/// Whether a credential counts at second `now`, and if not, the first reason why.
	pub(crate) fn validity(credential: &CredentialOf<T>, now: u64) -> Validity {
		match credential.standing {
			Standing::Revoked => Validity::Revoked,
			Standing::Suspended => Validity::Suspended,
			Standing::Active => {
				let what = Entitlement::Role(credential.role);
				Self::validity_of(&credential.authority, what, &credential.period, now)
			}
		}
	}

	/// How many credentials of a role an issuer has not taken back or suspended, whether they count now
	/// or not: so many are looked up when somebody asks for the role.
	pub(crate) fn active_for(holder: &HolderOf<T>, role: Role) -> u32 {
		let active = |credential: &&CredentialOf<T>| {
			credential.role == role && credential.standing == Standing::Active
		};
		holder.credentials.iter().filter(active).fold(0, |count, _| count.saturating_add(1))
	}

	/// That one more issuer can vouch for a role of this account.
	fn ensure_room_for(holder: &HolderOf<T>, role: Role) -> Result<(), Error<T>> {
		let room = Self::active_for(holder, role) < T::MaxPerRole::get();
		ensure!(room, Error::<T>::TooManyOfRole);
		Ok(())
	}

	pub(crate) fn do_issue(
		issuer: &T::AccountId,
		subject: &T::AccountId,
		role: Role,
		period: Period,
		evidence: Commitment,
	) -> Result<CredentialId, DispatchError> {
		let authority = Self::authority(issuer, Entitlement::Role(role))?;
		Self::ensure_current(&period)?;
		Holders::<T>::try_mutate(subject, |holder| {
			let twin = holder.credentials.iter().any(|credential| {
				credential.role == role && credential.authority.issuer == *issuer
			});
			ensure!(!twin, Error::<T>::AlreadyIssued);
			Self::ensure_room_for(holder, role)?;
			ensure!(!holder.credentials.is_full(), Error::<T>::TooManyCredentials);
			let id = NextCredential::<T>::get();
			let next = id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
			let ticket = T::Deposit::new(issuer, Self::footprint::<CredentialOf<T>>())?;
			let standing = Standing::Active;
			let credential = Credential { id, role, authority, period, standing, evidence, ticket };
			holder.credentials.try_push(credential).map_err(|_| Error::<T>::TooManyCredentials)?;
			NextCredential::<T>::put(next);
			Ok(id)
		})
	}

	pub(crate) fn do_renew(
		issuer: &T::AccountId,
		subject: &T::AccountId,
		id: CredentialId,
		end: Option<u64>,
	) -> Result<(), Error<T>> {
		Self::change(Some(issuer), subject, id, |credential| {
			ensure!(credential.standing != Standing::Revoked, Error::<T>::CredentialRevoked);
			credential.authority = Self::authority(issuer, Entitlement::Role(credential.role))?;
			credential.period.end = end;
			Self::ensure_current(&credential.period)
		})
	}

	pub(crate) fn do_suspend(
		issuer: &T::AccountId,
		subject: &T::AccountId,
		id: CredentialId,
	) -> Result<(), Error<T>> {
		Self::change(Some(issuer), subject, id, |credential| {
			ensure!(credential.standing == Standing::Active, Error::<T>::NotActive);
			credential.standing = Standing::Suspended;
			Ok(())
		})
	}

	pub(crate) fn do_reinstate(
		issuer: &T::AccountId,
		subject: &T::AccountId,
		id: CredentialId,
	) -> Result<(), Error<T>> {
		let holder = Holders::<T>::get(subject);
		Self::change(Some(issuer), subject, id, |credential| {
			ensure!(credential.standing == Standing::Suspended, Error::<T>::NotSuspended);
			Self::authority(issuer, Entitlement::Role(credential.role))?;
			Self::ensure_room_for(&holder, credential.role)?;
			credential.standing = Standing::Active;
			Ok(())
		})
	}

	/// By its issuer, or by governance if there is none.
	pub(crate) fn do_revoke(
		issuer: Option<&T::AccountId>,
		subject: &T::AccountId,
		id: CredentialId,
	) -> Result<(), Error<T>> {
		Self::change(issuer, subject, id, |credential| {
			ensure!(credential.standing != Standing::Revoked, Error::<T>::CredentialRevoked);
			credential.standing = Standing::Revoked;
			Ok(())
		})
	}

	pub(crate) fn do_remove(
		caller: &T::AccountId,
		subject: &T::AccountId,
		id: CredentialId,
	) -> Result<(), Error<T>> {
		Holders::<T>::try_mutate_exists(subject, |slot| {
			let mut holder = slot.take().unwrap_or_default();
			let position = holder
				.credentials
				.iter()
				.position(|credential| credential.id == id)
				.ok_or(Error::<T>::CredentialNotFound)?;
			let credential = holder.credentials.remove(position);
			let by_issuer = *caller == credential.authority.issuer;
			if caller != subject {
				ensure!(by_issuer, Error::<T>::NotIssuer);
				let validity = Self::validity(&credential, Self::now());
				ensure!(
					!matches!(validity, Validity::Valid | Validity::NotYet),
					Error::<T>::StillValid
				);
			} else {
				ensure!(by_issuer || !Self::is_sanction(&credential), Error::<T>::Sanctioned);
			}
			Self::give_back(credential.ticket, &credential.authority.issuer);
			*slot = Self::unless_empty(holder);
			Ok(())
		})
	}

	/// Whether a credential says that its subject is not to be trusted, and its issuer is to be.
	fn is_sanction(credential: &CredentialOf<T>) -> bool {
		let what = Entitlement::Role(credential.role);
		let authority = &credential.authority;
		credential.standing != Standing::Active
			&& Self::validity_of(authority, what, &Period::ALWAYS, Self::now()) == Validity::Valid
	}

	/// What is stored of an account: nothing, once nothing is known of it.
	pub(crate) fn unless_empty(holder: HolderOf<T>) -> Option<HolderOf<T>> {
		(holder != HolderOf::<T>::default()).then_some(holder)
	}

	/// Changes a credential; `issuer`, where given, must be its own.
	fn change(
		issuer: Option<&T::AccountId>,
		subject: &T::AccountId,
		id: CredentialId,
		change: impl FnOnce(&mut CredentialOf<T>) -> Result<(), Error<T>>,
	) -> Result<(), Error<T>> {
		Holders::<T>::try_mutate_exists(subject, |slot| {
			let credential = slot
				.as_mut()
				.and_then(|holder| holder.credentials.iter_mut().find(|c| c.id == id))
				.ok_or(Error::<T>::CredentialNotFound)?;
			ensure!(
				issuer.is_none_or(|issuer| *issuer == credential.authority.issuer),
				Error::<T>::NotIssuer
			);
			change(credential)
		})
	}
}
