//! Persons whose identity was verified.

use crate::{
	accreditation::Entitlement,
	types::{Assurance, Identity, Validity},
	Config, Error, Holders, Pallet,
};
use frame::{
	prelude::{ensure, frame_system, DispatchError},
	traits::Consideration,
};
use medchain_support::{Commitment, Period};

/// The identity of a runtime.
pub(crate) type IdentityOf<T> =
	Identity<<T as frame_system::Config>::AccountId, <T as Config>::Deposit>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_verify(
		verifier: &T::AccountId,
		person: &T::AccountId,
		assurance: Assurance,
		period: Period,
		evidence: Commitment,
	) -> Result<(), DispatchError> {
		let authority = Self::authority(verifier, Entitlement::Identities)?;
		Self::ensure_current(&period)?;
		Holders::<T>::try_mutate(person, |holder| {
			if let Some(former) = holder.identity.take() {
				ensure!(
					former.authority.issuer == *verifier
						|| Self::identity_validity(&former, Self::now()) != Validity::Valid,
					Error::<T>::AlreadyIdentified
				);
				Self::give_back(former.ticket, &former.authority.issuer);
			}
			let ticket = T::Deposit::new(verifier, Self::footprint::<IdentityOf<T>>())?;
			holder.identity = Some(Identity { authority, assurance, period, evidence, ticket });
			if !holder.kept {
				frame_system::Pallet::<T>::inc_sufficients(person);
				holder.kept = true;
			}
			Ok(())
		})
	}

	/// By the verifier or the person, or by governance if `caller` is nobody.
	pub(crate) fn do_end_verification(
		caller: Option<&T::AccountId>,
		person: &T::AccountId,
	) -> Result<(), Error<T>> {
		Holders::<T>::try_mutate_exists(person, |slot| {
			let identity = slot
				.as_mut()
				.and_then(|holder| holder.identity.take())
				.ok_or(Error::<T>::NotIdentified)?;
			let verifier = &identity.authority.issuer;
			ensure!(
				caller.is_none_or(|caller| caller == verifier || caller == person),
				Error::<T>::NotVerifier
			);
			Self::give_back(identity.ticket, verifier);
			Ok(())
		})
	}

	/// Whether an identity counts at second `now`, and if not, why.
	pub(crate) fn identity_validity(identity: &IdentityOf<T>, now: u64) -> Validity {
		Self::validity_of(&identity.authority, Entitlement::Identities, &identity.period, now)
	}
}
