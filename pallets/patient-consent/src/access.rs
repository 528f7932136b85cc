//! Access: the decision for one actor, and its entry in the audit log.

use crate::{
	audit,
	decision::{self, Profile},
	types::{AuditEntry, BookOf, Capacity},
	Books, Config, Error, Event, Pallet,
};
use frame::prelude::{ensure, frame_system, DispatchError};
use medchain_support::{
	AccessRequest, Actor, Decision, InspectConsent, InspectCredentials, Outcome, RecordAccess,
	ResourceClasses,
};

impl<T: Config> Pallet<T> {
	/// Decides, writes it down and tells it. Returns the decision and the number of directives read.
	pub(crate) fn do_access(
		patient: &T::AccountId,
		actor: Actor<T::AccountId>,
		request: AccessRequest,
	) -> Result<(Decision, u32), DispatchError> {
		Self::ensure_asks(&request)?;
		let book = Books::<T>::get(patient);
		let (capacity, decision) = Self::judge(&book, patient, &actor, &request, Self::now());
		let entry = Self::write_down(patient, actor.clone(), capacity, request, decision)?;
		let patient = patient.clone();
		Self::deposit_event(Event::AccessDecided { patient, actor, entry, decision });
		Ok((decision, book.len()))
	}

	/// A request asks for something, in codes that are known.
	pub(crate) fn ensure_asks(request: &AccessRequest) -> Result<(), Error<T>> {
		ensure!(
			request.classes.is_known() && request.sensitivities.is_known(),
			Error::<T>::UnknownCode
		);
		ensure!(!request.classes.is_empty(), Error::<T>::NothingRequested);
		Ok(())
	}

	/// Writes down what was asked and answered. Returns the number of the entry.
	pub(crate) fn write_down(
		patient: &T::AccountId,
		actor: Actor<T::AccountId>,
		capacity: Capacity,
		request: AccessRequest,
		decision: Decision,
	) -> Result<u64, DispatchError> {
		let block = frame_system::Pallet::<T>::block_number();
		let entry = AuditEntry { actor, capacity, request, at: Self::now(), block, decision };
		audit::append::<T>(patient, entry)
	}

	/// In which capacity `actor` asks, and the answer.
	pub(crate) fn judge(
		book: &BookOf<T>,
		patient: &T::AccountId,
		actor: &Actor<T::AccountId>,
		request: &AccessRequest,
		now: u64,
	) -> (Capacity, Decision) {
		if actor.account == *patient && actor.organization.is_none() {
			return (Capacity::Patient, everything(request));
		}
		let delegation = Self::delegation_of(book, actor, now);
		let capacity =
			delegation.map_or(Capacity::Actor, |delegation| Capacity::Delegate(delegation.kind));
		// A delegation in force is that of a person whose identity is verified.
		if delegation.is_none() && !Self::is_in_order(actor) {
			return (capacity, Decision::refuse(Outcome::Deny, None, request));
		}
		let directives = book.directives.iter().map(|d| (d.reference(), &d.terms));
		let weighed = decision::weigh(
			directives,
			delegation.map(|delegation| &delegation.scope),
			&Profile::of::<T::Credentials>(actor),
			request,
			now,
		);
		(capacity, weighed.decision(request))
	}

	/// Whether the actor is verified, and belongs to the organisation that it asks for.
	pub(crate) fn is_in_order(actor: &Actor<T::AccountId>) -> bool {
		T::Credentials::is_verified(&actor.account)
			&& actor.organization.as_ref().is_none_or(|organization| {
				T::Credentials::is_affiliated(&actor.account, organization)
			})
	}
}

/// The answer to those who may see all they ask for.
fn everything(request: &AccessRequest) -> Decision {
	Decision {
		outcome: Outcome::Permit,
		based_on: None,
		permitted: request.classes,
		redact: ResourceClasses::EMPTY,
	}
}

impl<T: Config> InspectConsent<T::AccountId> for Pallet<T> {
	fn decide(
		patient: &T::AccountId,
		actor: &Actor<T::AccountId>,
		request: &AccessRequest,
	) -> Decision {
		Self::judge(&Books::<T>::get(patient), patient, actor, request, Self::now()).1
	}
}

impl<T: Config> RecordAccess<T::AccountId> for Pallet<T> {
	fn access(
		patient: &T::AccountId,
		actor: &Actor<T::AccountId>,
		request: &AccessRequest,
	) -> Decision {
		match Self::do_access(patient, actor.clone(), *request) {
			Ok((decision, _)) => decision,
			Err(_) => Decision::refuse(Outcome::Deny, None, request),
		}
	}
}
