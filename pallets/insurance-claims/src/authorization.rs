//! Prior authorisations: a provider asks whether a service will be covered, the insurer answers.

use crate::{
	Approval, Authorization, AuthorizationId, AuthorizationStatus, Authorizations, Config,
	CoverageId, Error, NextAuthorization, Pallet, Terms,
};
use frame::{
	prelude::*,
	traits::{Consideration, Footprint},
};
use medchain_support::{Amount, Commitment, InspectCredentials, ServiceType};

impl<T: Config> Pallet<T> {
	/// Who bills for what `submitter` sends: the organisation for which it acts, which took it in as one
	/// that bills, or itself.
	pub(crate) fn biller_of(
		submitter: &T::AccountId,
		organization: Option<&T::AccountId>,
	) -> Result<T::AccountId, DispatchError> {
		let biller = organization.unwrap_or(submitter);
		if biller == submitter {
			ensure!(Self::is_provider(biller), Error::<T>::NotProvider);
		} else if !T::Credentials::is_affiliated_as(submitter, biller, Self::providers()) {
			ensure!(T::Credentials::is_affiliated(submitter, biller), Error::<T>::NotAffiliated);
			return Err(Error::<T>::NotProvider.into());
		}
		Ok(biller.clone())
	}

	/// What an authorisation takes of the chain's storage.
	pub(crate) fn authorization_footprint() -> Footprint {
		Footprint::from_mel::<Authorization<T::AccountId, ()>>()
	}

	/// `requester` was found to act for the biller.
	pub(crate) fn do_request_authorization(
		requester: &T::AccountId,
		biller: &T::AccountId,
		coverage: CoverageId,
		service: ServiceType,
		quantity: u32,
		unit_price: Amount,
		evidence: Commitment,
	) -> Result<AuthorizationId, DispatchError> {
		let known = Self::known_coverage(coverage)?;
		let newest = Terms::<T>::get(coverage, known.current).ok_or(Error::<T>::TermNotFound)?;
		ensure!(!Self::has_lapsed(&newest), Error::<T>::Lapsed);
		let charge = unit_price.checked_mul(quantity.into());
		ensure!(charge.is_some_and(|charge| charge > 0), Error::<T>::BadLine);
		let ticket = T::Deposit::new(biller, Self::authorization_footprint())?;
		let id = Self::next_number::<NextAuthorization<T>>()?;
		let authorization = Authorization {
			biller: biller.clone(),
			requester: requester.clone(),
			coverage,
			service,
			quantity,
			unit_price,
			evidence,
			requested_at: Self::now(),
			status: AuthorizationStatus::Requested,
			ticket,
		};
		Authorizations::<T>::insert(id, authorization);
		Ok(id)
	}

	/// Nobody answers what the own treatment, or the own bill, depends on, nor what one has asked for.
	pub(crate) fn do_answer_authorization(
		caller: &T::AccountId,
		id: AuthorizationId,
		answer: Option<Approval>,
	) -> DispatchResult {
		let mut authorization =
			Authorizations::<T>::get(id).ok_or(Error::<T>::AuthorizationNotFound)?;
		let coverage = Self::known_coverage(authorization.coverage)?;
		let pool = Self::known_pool(coverage.pool)?;
		ensure!(Self::acts_for_insurer(caller, &pool.insurer), Error::<T>::NotInsurer);
		let concerned = *caller == coverage.beneficiary
			|| Self::belongs(caller, &authorization.biller)
			|| Self::belongs(caller, &authorization.requester);
		ensure!(!concerned, Error::<T>::NotIndependent);
		ensure!(
			authorization.status == AuthorizationStatus::Requested,
			Error::<T>::AlreadyAnswered
		);
		authorization.status = match answer {
			Some(Approval { quantity, until }) => {
				// Not for ever: an authorisation that is of no use any more can be removed.
				let newest = Terms::<T>::get(authorization.coverage, coverage.current);
				let last =
					newest.map_or(0, |term| term.sold_until.saturating_add(T::MaxFiling::get()));
				ensure!(
					(1..=authorization.quantity).contains(&quantity)
						&& until > Self::now()
						&& until <= last,
					Error::<T>::BadApproval
				);
				authorization.quantity = quantity;
				AuthorizationStatus::Approved { until }
			}
			None => AuthorizationStatus::Refused,
		};
		Authorizations::<T>::insert(id, authorization);
		Ok(())
	}

	/// The biller removes it when it likes; anybody does once it is of no use to anybody: it was
	/// refused, not answered in time, or no service of its time can be claimed any more.
	pub(crate) fn do_remove_authorization(
		caller: &T::AccountId,
		id: AuthorizationId,
	) -> DispatchResult {
		let Authorization { biller, requested_at, status, ticket, .. } =
			Authorizations::<T>::get(id).ok_or(Error::<T>::AuthorizationNotFound)?;
		let last = match status {
			AuthorizationStatus::Refused => None,
			AuthorizationStatus::Requested => {
				Some(requested_at.saturating_add(T::ReviewPeriod::get()))
			}
			AuthorizationStatus::Approved { until } => {
				Some(until.saturating_add(Self::longest_claim()))
			}
		};
		let is_over = last.is_none_or(|last| Self::now() > last);
		ensure!(is_over || Self::acts_for_biller(caller, &biller), Error::<T>::TooEarly);
		Authorizations::<T>::remove(id);
		ticket.drop(&biller)
	}
}
