//! Guardians and proxies: who acts for a patient, and how far.

use crate::{
	types::{BookOf, DelegateKind, Delegation, Scope},
	Books, Config, Error, Pallet,
};
use alloc::vec::Vec;
use codec::Encode;
use frame::{
	prelude::{defensive, ensure, DispatchError},
	traits::{Consideration, Footprint},
};
use medchain_support::{Actor, InspectCredentials};

/// The delegation of a runtime.
type DelegationOf<T> =
	Delegation<<T as frame::prelude::frame_system::Config>::AccountId, <T as Config>::Deposit>;

impl<T: Config> Pallet<T> {
	/// What a deposit is taken for: the size of the scope.
	pub fn delegation_footprint(scope: &Scope<T::AccountId>) -> Footprint {
		Footprint::from_parts(1, scope.encoded_size())
	}

	/// The delegation of `delegate` that is in force at second `now`, while the delegate is a person
	/// whose identity is verified. That of a proxy whom a guardian named is in force while the
	/// guardian's is.
	pub(crate) fn delegation<'a>(
		book: &'a BookOf<T>,
		delegate: &T::AccountId,
		now: u64,
	) -> Option<&'a DelegationOf<T>> {
		let own = book.delegations.iter().find(|d| d.delegate == *delegate)?;
		let in_force = own.scope.period.contains(now)
			&& T::Credentials::is_identified(delegate)
			&& own.by.as_ref().is_none_or(|guardian| Self::guardian(book, guardian, now).is_some());
		in_force.then_some(own)
	}

	/// The delegation by which `actor` acts for the patient at second `now`. Who asks for an
	/// organisation acts for nobody else.
	pub(crate) fn delegation_of<'a>(
		book: &'a BookOf<T>,
		actor: &Actor<T::AccountId>,
		now: u64,
	) -> Option<&'a DelegationOf<T>> {
		match actor.organization {
			None => Self::delegation(book, &actor.account, now),
			Some(_) => None,
		}
	}

	/// The delegation of `guardian`, if it is one in force.
	pub(crate) fn guardian<'a>(
		book: &'a BookOf<T>,
		guardian: &T::AccountId,
		now: u64,
	) -> Option<&'a DelegationOf<T>> {
		book.delegations.iter().find(|d| {
			d.delegate == *guardian
				&& d.kind == DelegateKind::Guardian
				&& d.scope.period.contains(now)
				&& T::Credentials::is_identified(guardian)
		})
	}

	/// Returns who no longer acts for the patient for it.
	pub(crate) fn do_delegate(
		caller: &T::AccountId,
		patient: &T::AccountId,
		delegate: T::AccountId,
		kind: DelegateKind,
		scope: Scope<T::AccountId>,
	) -> Result<Vec<T::AccountId>, DispatchError> {
		let now = Self::now();
		ensure!(scope.is_known(), Error::<T>::UnknownCode);
		ensure!(!scope.period.is_reversed(), Error::<T>::PeriodReversed);
		ensure!(!scope.period.is_over(now), Error::<T>::PeriodOver);
		ensure!(scope.actors.is_empty(), Error::<T>::DelegationNamesActors);
		ensure!(delegate != *patient && delegate != *caller, Error::<T>::SelfDelegation);
		ensure!(T::Credentials::is_identified(&delegate), Error::<T>::DelegateNotIdentified);
		Books::<T>::try_mutate(patient, |book| {
			let by = (caller != patient).then(|| caller.clone());
			if by.is_some() {
				let guardian = Self::guardian(book, caller, now).ok_or(Error::<T>::NotGuardian)?;
				// Guardians do not multiply: they name proxies.
				ensure!(kind == DelegateKind::Proxy, Error::<T>::BeyondDelegation);
				ensure!(guardian.scope.covers(&scope), Error::<T>::BeyondDelegation);
				let of_another = book
					.delegations
					.iter()
					.any(|d| d.delegate == delegate && d.by.as_ref() != Some(caller));
				ensure!(!of_another, Error::<T>::NotGrantor);
			}
			// Those that are over make room.
			let mut ended = Self::take_out(book, patient, |d| {
				d.scope.period.is_over(now) && d.delegate != delegate
			});
			// A new delegation takes the place of the former one of the same delegate.
			Self::take_out(book, patient, |d| d.delegate == delegate);
			let ticket = T::Deposit::new(patient, Self::delegation_footprint(&scope))?;
			book.delegations
				.try_push(Delegation { delegate, kind, scope, by, ticket })
				.map_err(|_| Error::<T>::TooManyDelegates)?;
			ended.extend(Self::drop_what_lost_its_ground(book, patient));
			Ok(ended)
		})
	}

	/// Returns who no longer acts for the patient.
	pub(crate) fn do_end_delegation(
		caller: &T::AccountId,
		patient: &T::AccountId,
		delegate: &T::AccountId,
	) -> Result<Vec<T::AccountId>, Error<T>> {
		Books::<T>::try_mutate(patient, |book| {
			let delegation = book
				.delegations
				.iter()
				.find(|d| d.delegate == *delegate)
				.ok_or(Error::<T>::DelegateNotFound)?;
			ensure!(
				caller == patient || caller == delegate || delegation.by.as_ref() == Some(caller),
				Error::<T>::NotGrantor
			);
			let mut ended = Self::take_out(book, patient, |d| d.delegate == *delegate);
			ended.extend(Self::drop_what_lost_its_ground(book, patient));
			Ok(ended)
		})
	}

	/// Takes out the proxies whose guardian is gone or can no longer delegate what they have.
	fn drop_what_lost_its_ground(
		book: &mut BookOf<T>,
		patient: &T::AccountId,
	) -> Vec<T::AccountId> {
		let guardians: Vec<(T::AccountId, Scope<T::AccountId>)> = book
			.delegations
			.iter()
			.filter(|d| d.kind == DelegateKind::Guardian)
			.map(|d| (d.delegate.clone(), d.scope.clone()))
			.collect();
		Self::take_out(book, patient, |delegation| {
			delegation.by.as_ref().is_some_and(|by| {
				!guardians
					.iter()
					.any(|(guardian, scope)| guardian == by && scope.covers(&delegation.scope))
			})
		})
	}

	/// Takes delegations out of a book and gives their deposits back. Returns whose they were.
	fn take_out(
		book: &mut BookOf<T>,
		patient: &T::AccountId,
		goes: impl Fn(&DelegationOf<T>) -> bool,
	) -> Vec<T::AccountId> {
		let mut gone = Vec::new();
		book.delegations.retain(|delegation| {
			let stays = !goes(delegation);
			if !stays {
				gone.push(delegation.delegate.clone());
				if delegation.ticket.clone().drop(patient).is_err() {
					defensive!("deposit of a delegation was not returned");
				}
			}
			stays
		});
		gone
	}
}
