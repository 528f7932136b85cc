//! Breaking the glass: access in an emergency, past the directives, and its review afterwards.

use crate::{
	decision::{self, Profile},
	types::{BasePolicy, Capacity, EmergencyReason, Finding, OpenReview, Review, ReviewId, Terms},
	Books, Config, Error, NextReview, OpenReviews, Pallet, Reviews,
};
use alloc::{borrow::Cow, vec::Vec};
use frame::{
	prelude::{ensure, DispatchError},
	traits::Get,
};
use medchain_support::{
	AccessRequest, Actor, Decision, InspectCredentials, Outcome, Purpose, Purposes, Role,
};

impl<T: Config> Pallet<T> {
	/// Returns the number of the audit entry, the decision, the review that was opened, and the
	/// number of directives read.
	pub(crate) fn do_break_glass(
		patient: &T::AccountId,
		actor: Actor<T::AccountId>,
		reason: EmergencyReason,
		request: AccessRequest,
	) -> Result<(u64, Decision, Option<ReviewId>, u32), DispatchError> {
		Self::ensure_asks(&request)?;
		let request = AccessRequest { purpose: Purpose::EmergencyTreat, ..request };
		let now = Self::now();
		let book = Books::<T>::get(patient);
		let for_a_provider = actor
			.organization
			.as_ref()
			.is_none_or(|of| T::Credentials::has_role(of, Role::ProviderOrganization));
		let entitled = Self::is_in_order(&actor)
			&& for_a_provider
			&& T::Credentials::has_role(&actor.account, Role::Practitioner)
			&& Self::may_break_glass(&actor.account, now);
		let decision = match entitled {
			true => {
				let about: Vec<_> = book
					.directives
					.iter()
					.filter_map(|d| Some((d.reference(), about_emergencies(&d.terms)?)))
					.collect();
				let directives = about.iter().map(|(reference, terms)| (*reference, &**terms));
				let asker = Profile::of::<T::Credentials>(&actor);
				let weighed = decision::weigh(directives, None, &asker, &request, now);
				let permitted = request.classes.difference(weighed.denied);
				match permitted.is_empty() {
					true => Decision::refuse(Outcome::Deny, weighed.denying, &request),
					false => Decision {
						outcome: Outcome::Permit,
						based_on: weighed.permitting,
						permitted,
						redact: request.classes.difference(permitted),
					},
				}
			}
			false => Decision::refuse(Outcome::Deny, None, &request),
		};
		let review = match decision.outcome {
			Outcome::Permit => Some(Self::next_review()?),
			_ => None,
		};
		let capacity = Capacity::Emergency { reason, review };
		let entry = Self::write_down(patient, actor.clone(), capacity, request, decision)?;
		if let Some(id) = review {
			let due = now.saturating_add(T::ReviewPeriod::get());
			OpenReviews::<T>::try_mutate(&actor.account, |open| {
				open.try_push(OpenReview { id, due }).map_err(|_| Error::<T>::NumbersExhausted)
			})?;
			let patient = patient.clone();
			Reviews::<T>::insert(id, Review { patient, entry, actor, due, finding: None });
		}
		Ok((entry, decision, review, book.len()))
	}

	/// Whether all earlier emergencies of `practitioner` are reviewed or in time to be, and there is
	/// room for one more.
	fn may_break_glass(practitioner: &T::AccountId, now: u64) -> bool {
		let open = OpenReviews::<T>::get(practitioner);
		!open.is_full() && open.iter().all(|review| now <= review.due)
	}

	fn next_review() -> Result<ReviewId, Error<T>> {
		let id = NextReview::<T>::get();
		NextReview::<T>::put(id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?);
		Ok(id)
	}

	/// Returns the patient whose records were seen.
	pub(crate) fn do_review(
		caller: &T::AccountId,
		id: ReviewId,
		finding: Finding,
	) -> Result<T::AccountId, Error<T>> {
		Reviews::<T>::try_mutate(id, |slot| {
			let review = slot.as_mut().ok_or(Error::<T>::ReviewNotFound)?;
			let entitled = *caller != review.actor.account
				&& (review.actor.organization.as_ref() == Some(caller)
					&& T::Credentials::has_role(caller, Role::ProviderOrganization)
					|| T::Credentials::has_role(caller, Role::Regulator));
			ensure!(entitled, Error::<T>::NotReviewer);
			ensure!(review.finding.is_none(), Error::<T>::AlreadyReviewed);
			review.finding = Some((finding, caller.clone(), Self::now()));
			OpenReviews::<T>::mutate_exists(&review.actor.account, |slot| {
				if let Some(open) = slot {
					open.retain(|review| review.id != id);
					if open.is_empty() {
						*slot = None;
					}
				}
			});
			Ok(review.patient.clone())
		})
	}
}

/// What a directive says about emergencies: all of it, if its scope names them; else those of its
/// provisions that do; or nothing.
fn about_emergencies<AccountId: Clone>(
	terms: &Terms<AccountId>,
) -> Option<Cow<'_, Terms<AccountId>>> {
	let names = |purposes: Purposes| purposes.contains(Purpose::EmergencyTreat);
	if names(terms.scope.purposes) {
		return Some(Cow::Borrowed(terms));
	}
	if !terms.provisions.iter().any(|provision| names(provision.scope.purposes)) {
		return None;
	}
	let mut terms = terms.clone();
	terms.base = BasePolicy::OptIn;
	terms.provisions.retain(|provision| names(provision.scope.purposes));
	Some(Cow::Owned(terms))
}
