//! The life of a directive: granted, amended, revoked; by the patient, or by a guardian within what
//! was delegated.

use crate::{
	types::{BookOf, Directive, EndReason, EndStatus, EndedVersion, Scope, Terms},
	Books, Config, Ended, Error, Pallet, WeightInfo,
};
use codec::Encode;
use frame::{
	prelude::{defensive, ensure, DispatchError, Weight},
	traits::{Consideration, Footprint, Get, MaybeConsideration, UnixTime},
};
use medchain_support::{DirectiveId, DirectiveRef};

impl<T: Config> Pallet<T> {
	/// The present, in seconds since 1970.
	pub(crate) fn now() -> u64 {
		T::Time::now().as_secs()
	}

	/// What a deposit is taken for: the size of the terms.
	pub fn footprint(terms: &Terms<T::AccountId>) -> Footprint {
		Footprint::from_parts(1, terms.encoded_size())
	}

	/// Returns the new directive, the number of others in force, and whether it needed no deposit.
	pub(crate) fn do_grant(
		caller: &T::AccountId,
		patient: &T::AccountId,
		terms: Terms<T::AccountId>,
	) -> Result<(DirectiveRef, u32, bool), DispatchError> {
		Self::ensure_meaningful(&terms)?;
		Books::<T>::try_mutate(patient, |book| {
			Self::ensure_may_direct(book, caller, patient, &[&terms.scope])?;
			let others = book.len();
			ensure!(others < T::MaxDirectives::get(), Error::<T>::TooManyDirectives);
			let id = book.next_id;
			book.next_id = id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
			let ticket = T::Deposit::new(patient, Self::footprint(&terms))?;
			let free = ticket.is_none();
			let directive = Directive { id, version: 1, terms, since: Self::now(), ticket };
			let reference = directive.reference();
			book.directives.try_push(directive).map_err(|_| Error::<T>::TooManyDirectives)?;
			Ok((reference, others, free))
		})
	}

	/// Returns the directive in its new version and the number of directives in force.
	pub(crate) fn do_amend(
		caller: &T::AccountId,
		patient: &T::AccountId,
		id: DirectiveId,
		terms: Terms<T::AccountId>,
	) -> Result<(DirectiveRef, u32), DispatchError> {
		Self::ensure_meaningful(&terms)?;
		Books::<T>::try_mutate(patient, |book| {
			let all = book.len();
			let scopes = [&Self::find(book, id)?.terms.scope, &terms.scope];
			Self::ensure_may_direct(book, caller, patient, &scopes)?;
			let directive = book
				.directives
				.iter_mut()
				.find(|directive| directive.id == id)
				.ok_or(Error::<T>::DirectiveNotFound)?;
			let former = directive.reference();
			let version = former.version.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
			let now = Self::now();
			directive.ticket = directive.ticket.clone().update(patient, Self::footprint(&terms))?;
			let ended = EndedVersion {
				terms: core::mem::replace(&mut directive.terms, terms),
				since: core::mem::replace(&mut directive.since, now),
				until: now,
				reason: EndReason::Amended,
			};
			directive.version = version;
			Ended::<T>::insert(patient, former, ended);
			Ok((directive.reference(), all))
		})
	}

	/// Returns the directive in its last version and the number of directives that were in force.
	pub(crate) fn do_revoke(
		caller: &T::AccountId,
		patient: &T::AccountId,
		id: DirectiveId,
		status: EndStatus,
	) -> Result<(DirectiveRef, u32), DispatchError> {
		Books::<T>::try_mutate(patient, |book| {
			let all = book.len();
			let scope = &Self::find(book, id)?.terms.scope;
			Self::ensure_may_direct(book, caller, patient, &[scope])?;
			let position = book
				.directives
				.iter()
				.position(|directive| directive.id == id)
				.ok_or(Error::<T>::DirectiveNotFound)?;
			let directive = book.directives.remove(position);
			let reference = directive.reference();
			let Directive { terms, since, ticket, .. } = directive;
			// A patient can always revoke, whatever becomes of the deposit.
			if ticket.drop(patient).is_err() {
				defensive!("deposit of a revoked directive was not returned");
			}
			let ended = EndedVersion {
				terms,
				since,
				until: Self::now(),
				reason: EndReason::Revoked(status),
			};
			Ended::<T>::insert(patient, reference, ended);
			Ok((reference, all))
		})
	}

	/// What it costs to find out whether `caller` may direct for `patient`.
	pub(crate) fn directing(caller: &T::AccountId, patient: &T::AccountId) -> Weight {
		match caller == patient {
			true => Weight::zero(),
			false => T::WeightInfo::guardian(),
		}
	}

	/// Whether `caller` may put directives of these scopes into force or out of it.
	fn ensure_may_direct(
		book: &BookOf<T>,
		caller: &T::AccountId,
		patient: &T::AccountId,
		scopes: &[&Scope<T::AccountId>],
	) -> Result<(), Error<T>> {
		if caller == patient {
			return Ok(());
		}
		let guardian = Self::guardian(book, caller, Self::now()).ok_or(Error::<T>::NotGuardian)?;
		let reaches = scopes.iter().all(|scope| guardian.scope.covers(scope));
		ensure!(reaches, Error::<T>::BeyondDelegation);
		Ok(())
	}

	fn find(
		book: &BookOf<T>,
		id: DirectiveId,
	) -> Result<&Directive<T::AccountId, T::Deposit>, Error<T>> {
		book.directives
			.iter()
			.find(|directive| directive.id == id)
			.ok_or(Error::<T>::DirectiveNotFound)
	}

	/// Terms that could never mean what the patient wanted are refused.
	pub(crate) fn ensure_meaningful(terms: &Terms<T::AccountId>) -> Result<(), Error<T>> {
		for scope in terms.scopes() {
			ensure!(scope.is_known(), Error::<T>::UnknownCode);
			ensure!(!scope.period.is_reversed(), Error::<T>::PeriodReversed);
		}
		ensure!(!terms.scope.period.is_over(Self::now()), Error::<T>::PeriodOver);
		Ok(())
	}
}
