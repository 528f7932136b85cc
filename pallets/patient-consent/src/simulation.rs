//! What a change of a patient's directives would mean, before anybody signs it.

use crate::{
	decision::{self, Profile},
	types::Terms,
	Books, Config, Pallet,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame::prelude::TypeInfo;
use medchain_support::{AccessRequest, Actor, Decision, DirectiveId, DirectiveRef, Roles};

/// Most questions that one simulation answers.
pub const MAX_SIMULATED: usize = 64;

/// A change of a patient's directives: `replaces` without `terms` revokes, `terms` without `replaces`
/// grants, both amend.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct Change<AccountId> {
	/// The directive that would go.
	pub replaces: Option<DirectiveId>,
	/// The terms that would come.
	pub terms: Option<Terms<AccountId>>,
}

/// Who asks in a simulation. Whether it is verified is not asked.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub enum Asker<AccountId> {
	/// This account, with the roles and the delegation that it has.
	#[codec(index = 0)]
	Actor {
		/// The account, and for which organisation it asks.
		actor: Actor<AccountId>,
	},
	/// Somebody whom no directive names as an account.
	#[codec(index = 1)]
	Anybody {
		/// For which organisation it asks.
		organization: Option<AccountId>,
		/// Its roles and those of the organisation.
		roles: Roles,
	},
}

/// What somebody asks in a simulation.
pub type Question<AccountId> = (Asker<AccountId>, AccessRequest);

impl<T: Config> Pallet<T> {
	/// The answers before and after a change, one pair for each question, in their order.
	pub(crate) fn do_simulate(
		patient: &T::AccountId,
		change: &Change<T::AccountId>,
		at: Option<u64>,
		questions: &[Question<T::AccountId>],
	) -> Vec<(Decision, Decision)> {
		let book = Books::<T>::get(patient);
		let before: Vec<(DirectiveRef, &Terms<T::AccountId>)> =
			book.directives.iter().map(|d| (d.reference(), &d.terms)).collect();
		let place = change.replaces.map(|id| before.iter().position(|(of, _)| of.id == id));
		let possible = place != Some(None)
			&& change.terms.as_ref().is_none_or(|terms| Self::ensure_meaningful(terms).is_ok())
			&& questions.len() <= MAX_SIMULATED;
		if !possible {
			return Vec::new();
		}
		let mut after = before.clone();
		let former = place.flatten().map(|place| after.remove(place).0);
		if let Some(terms) = &change.terms {
			let next = match former {
				Some(former) => {
					DirectiveRef { version: former.version.saturating_add(1), ..former }
				}
				None => DirectiveRef { id: book.next_id, version: 1 },
			};
			after.push((next, terms));
			after.sort_by_key(|(reference, _)| reference.id);
		}
		let at = at.unwrap_or_else(Self::now);
		questions
			.iter()
			.map(|(asker, request)| {
				let (profile, delegation) = match asker {
					Asker::Actor { actor } => (
						Profile::of::<T::Credentials>(actor),
						Self::delegation_of(&book, actor, at).map(|delegation| &delegation.scope),
					),
					Asker::Anybody { organization, roles } => {
						let organization = organization.as_ref();
						(Profile { account: None, organization, roles: *roles }, None)
					}
				};
				let decide = |directives: &[(DirectiveRef, &Terms<T::AccountId>)]| {
					let directives = directives.iter().copied();
					decision::weigh(directives, delegation, &profile, request, at).decision(request)
				};
				(decide(&before), decide(&after))
			})
			.collect()
	}
}
