//! Prior authorisations: a provider asks whether a service will be covered, the insurer answers.

use crate::{
	Approval, Authorization, AuthorizationId, AuthorizationStatus, Authorizations, Config,
	CoverageId, Error, NextAuthorization, Pallet, Terms,
};
use frame::prelude::*;
use medchain_support::{Amount, Commitment, InspectCredentials, ServiceType};

impl<T: Config> Pallet<T> {
	/// Who bills for what `submitter` sends: the organisation for which it acts, or itself.
	pub(crate) fn biller_of(
		submitter: &T::AccountId,
		organization: Option<&T::AccountId>,
	) -> Result<T::AccountId, DispatchError> {
		let biller = organization.unwrap_or(submitter);
		ensure!(
			biller == submitter || T::Credentials::is_affiliated(submitter, biller),
			Error::<T>::NotAffiliated
		);
		ensure!(Self::is_provider(biller), Error::<T>::NotProvider);
		Ok(biller.clone())
	}

	pub(crate) fn do_request_authorization(
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
		let id = Self::next_number::<NextAuthorization<T>>()?;
		let authorization = Authorization {
			biller: biller.clone(),
			coverage,
			service,
			quantity,
			unit_price,
			evidence,
			requested_at: Self::now(),
			status: AuthorizationStatus::Requested,
		};
		Authorizations::<T>::insert(id, authorization);
		Ok(id)
	}

	pub(crate) fn do_answer_authorization(
		caller: &T::AccountId,
		id: AuthorizationId,
		answer: Option<Approval>,
	) -> DispatchResult {
		let mut authorization =
			Authorizations::<T>::get(id).ok_or(Error::<T>::AuthorizationNotFound)?;
		let coverage = Self::known_coverage(authorization.coverage)?;
		let pool = Self::known_pool(Self::known_plan(coverage.plan)?.pool)?;
		ensure!(Self::acts_for_insurer(caller, &pool.insurer), Error::<T>::NotInsurer);
		ensure!(
			authorization.status == AuthorizationStatus::Requested,
			Error::<T>::AlreadyAnswered
		);
		authorization.status = match answer {
			Some(Approval { quantity, until }) => {
				ensure!(
					(1..=authorization.quantity).contains(&quantity) && until > Self::now(),
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
}
