//! Requests: somebody asks a patient for a directive, and the patient answers.

use crate::{
	types::{Answer, BookOf, Inbox, Request, RequestId, Terms, MAX_REQUESTS_EACH},
	Books, Config, Error, Inboxes, Pallet,
};
use codec::Encode;
use frame::{
	prelude::{defensive, ensure, frame_system, DispatchError},
	traits::{Consideration, Footprint, Get},
};
use medchain_support::{DirectiveRef, InspectCredentials, Roles};

/// The inbox of a runtime.
pub type InboxOf<T> = Inbox<<T as frame_system::Config>::AccountId, <T as Config>::RequestDeposit>;
/// The request of a runtime.
pub type RequestOf<T> =
	Request<<T as frame_system::Config>::AccountId, <T as Config>::RequestDeposit>;

impl<T: Config> Pallet<T> {
	/// What a requester puts down: the size of the terms.
	pub fn request_footprint(terms: &Terms<T::AccountId>) -> Footprint {
		Footprint::from_parts(1, terms.encoded_size())
	}

	pub(crate) fn do_request_access(
		requester: &T::AccountId,
		patient: &T::AccountId,
		terms: Terms<T::AccountId>,
		until: u64,
	) -> Result<RequestId, DispatchError> {
		Self::ensure_meaningful(&terms)?;
		let now = Self::now();
		ensure!(now <= until, Error::<T>::PeriodOver);
		ensure!(until.saturating_sub(now) <= T::MaxRequestPeriod::get(), Error::<T>::PeriodTooLong);
		ensure!(T::Credentials::has_any_role(requester, Roles::ALL), Error::<T>::NotVerified);
		Inboxes::<T>::try_mutate(patient, |inbox| {
			Self::take_out_requests(inbox, |request| request.until < now);
			let own = inbox.requests.iter().filter(|request| request.requester == *requester);
			ensure!(
				!inbox.requests.is_full() && own.count() < MAX_REQUESTS_EACH,
				Error::<T>::TooManyRequests
			);
			let id = inbox.next_id;
			inbox.next_id = id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
			let ticket = T::RequestDeposit::new(requester, Self::request_footprint(&terms))?;
			let request = Request { id, requester: requester.clone(), terms, until, ticket };
			inbox.requests.try_push(request).map_err(|_| Error::<T>::TooManyRequests)?;
			Ok(id)
		})
	}

	/// Returns the requester, the directive if the answer brought one, and the number of directives
	/// that were in force.
	pub(crate) fn do_answer_request(
		caller: &T::AccountId,
		patient: &T::AccountId,
		id: RequestId,
		answer: Answer,
	) -> Result<(T::AccountId, Option<DirectiveRef>, u32), DispatchError> {
		let now = Self::now();
		let request = Inboxes::<T>::try_mutate(patient, |inbox| {
			let found = inbox
				.requests
				.iter()
				.find(|request| request.id == id)
				.cloned()
				.ok_or(Error::<T>::RequestNotFound)?;
			ensure!(now <= found.until, Error::<T>::PeriodOver);
			Self::take_out_requests(inbox, |request| request.id == id);
			Ok::<_, Error<T>>(found)
		})?;
		let (directive, others) = match answer {
			Answer::Accept => {
				let (directive, others, _) = Self::do_grant(caller, patient, request.terms)?;
				(Some(directive), others)
			}
			Answer::Decline => {
				let book = Books::<T>::get(patient);
				Self::ensure_may_answer(&book, caller, patient, now)?;
				(None, book.len())
			}
		};
		Ok((request.requester, directive, others))
	}

	pub(crate) fn do_withdraw_request(
		requester: &T::AccountId,
		patient: &T::AccountId,
		id: RequestId,
	) -> Result<(), Error<T>> {
		Inboxes::<T>::try_mutate(patient, |inbox| {
			let found = inbox
				.requests
				.iter()
				.find(|request| request.id == id)
				.ok_or(Error::<T>::RequestNotFound)?;
			ensure!(found.requester == *requester, Error::<T>::NotRequester);
			Self::take_out_requests(inbox, |request| request.id == id);
			Ok(())
		})
	}

	/// Whether `caller` may decline for the patient: the patient, a guardian, or a proxy.
	fn ensure_may_answer(
		book: &BookOf<T>,
		caller: &T::AccountId,
		patient: &T::AccountId,
		now: u64,
	) -> Result<(), Error<T>> {
		ensure!(
			caller == patient || Self::delegation(book, caller, now).is_some(),
			Error::<T>::NotGuardian
		);
		Ok(())
	}

	/// Takes requests out of an inbox and gives their deposits back.
	fn take_out_requests(inbox: &mut InboxOf<T>, goes: impl Fn(&RequestOf<T>) -> bool) {
		inbox.requests.retain(|request| {
			let stays = !goes(request);
			if !stays && request.ticket.clone().drop(&request.requester).is_err() {
				defensive!("deposit of a request was not returned");
			}
			stays
		});
	}
}
