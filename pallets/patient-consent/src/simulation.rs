//! What a change of a patient's directives would mean, before anybody signs it.

use crate::{
	decision::{self, Profile},
	types::{ActorRef, Terms},
	Books, Config, Pallet,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame::prelude::TypeInfo;
use medchain_support::{AccessRequest, Decision, DirectiveId, DirectiveRef};

/// Most questions that one simulation answers.
pub const MAX_SIMULATED: usize = 512;

/// A change of a patient's directives: `replaces` without `terms` revokes, `terms` without `replaces`
/// grants, both amend.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct Change<AccountId> {
	/// The directive that would go.
	pub replaces: Option<DirectiveId>,
	/// The terms that would come.
	pub terms: Option<Terms<AccountId>>,
}

/// What somebody asks in a simulation. Who asks is verified and what a directive can name, nothing
/// else; `None` is nobody whom directives name.
pub type Question<AccountId> = (Option<ActorRef<AccountId>>, AccessRequest);

impl<T: Config> Pallet<T> {
	/// The answers before and after a change, one pair for each question, in their order. Nothing if
	/// the change replaces a directive that is not in force, or if there are more than
	/// [`MAX_SIMULATED`] questions.
	pub(crate) fn do_simulate(
		patient: &T::AccountId,
		change: &Change<T::AccountId>,
		questions: &[Question<T::AccountId>],
	) -> Vec<(Decision, Decision)> {
		let book = Books::<T>::get(patient);
		let before: Vec<(DirectiveRef, &Terms<T::AccountId>)> =
			book.directives.iter().map(|d| (d.reference(), &d.terms)).collect();
		let next = match change.replaces {
			None => DirectiveRef { id: book.next_id, version: 1 },
			Some(id) => match before.iter().find(|(reference, _)| reference.id == id) {
				Some((former, _)) => DirectiveRef { id, version: former.version.saturating_add(1) },
				None => return Vec::new(),
			},
		};
		if questions.len() > MAX_SIMULATED {
			return Vec::new();
		}
		let mut after = before.clone();
		match (after.iter().position(|(reference, _)| reference.id == next.id), &change.terms) {
			(Some(place), Some(terms)) => {
				after.splice(place..=place, [(next, terms)]).for_each(drop)
			}
			(Some(place), None) => drop(after.remove(place)),
			(None, Some(terms)) => after.push((next, terms)),
			(None, None) => (),
		}
		let now = Self::now();
		let decide = |directives: &[_], (named, request): &Question<T::AccountId>| {
			let asker = Profile::just(named.as_ref());
			decision::weigh(directives.iter().copied(), None, &asker, request, now)
				.decision(request)
		};
		questions
			.iter()
			.map(|question| (decide(&before, question), decide(&after, question)))
			.collect()
	}
}
