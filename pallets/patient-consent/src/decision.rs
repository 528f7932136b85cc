//! The decision rule.
//!
//! For each class asked for, a directive permits, denies or says nothing. It speaks only inside
//! its scope; there a denying provision denies, else a permitting one permits, else the base policy
//! decides. Over all directives a class is permitted if one permits and none denies. Data that
//! carry several labels must be permitted for each of them.

use crate::types::{ActorRef, BasePolicy, ProvisionKind, Scope, Terms};
use alloc::vec::Vec;
use medchain_support::{
	AccessRequest, Decision, DirectiveRef, InspectCredentials, Outcome, ResourceClasses,
	Sensitivities, Sensitivity,
};

/// A request at a moment, as rules are compared with it.
struct Question<'a, AccountId> {
	actor: &'a AccountId,
	request: &'a AccessRequest,
	labels: Sensitivities,
	now: u64,
}

/// The part of a question that a rule covers.
#[derive(Clone, Copy)]
struct Reach {
	classes: ResourceClasses,
	labels: Sensitivities,
}

impl Reach {
	const NOTHING: Self = Self { classes: ResourceClasses::EMPTY, labels: Sensitivities::EMPTY };

	/// The classes covered of data with this label.
	fn classes_with(&self, label: Sensitivity) -> ResourceClasses {
		if self.labels.contains(label) {
			self.classes
		} else {
			ResourceClasses::EMPTY
		}
	}
}

/// What is permitted and what is denied of the classes asked for.
#[derive(Clone, Copy)]
struct Verdict {
	permit: ResourceClasses,
	deny: ResourceClasses,
}

/// What `directives` say at second `now` to `actor`'s `request`.
pub fn decide<'a, Credentials, AccountId>(
	directives: impl Iterator<Item = (DirectiveRef, &'a Terms<AccountId>)>,
	actor: &AccountId,
	request: &AccessRequest,
	now: u64,
) -> Decision
where
	AccountId: Eq + 'a,
	Credentials: InspectCredentials<AccountId>,
{
	if !Credentials::is_verified(actor) {
		return Decision::refuse(Outcome::Deny, None, request);
	}
	let labels = match request.sensitivities.is_empty() {
		true => Sensitivity::Normal.into(),
		false => request.sensitivities,
	};
	let question = Question { actor, request, labels, now };

	let verdicts: Vec<(DirectiveRef, Vec<Verdict>)> = directives
		.map(|(reference, terms)| (reference, verdicts::<Credentials, _>(terms, &question)))
		.collect();
	let all = || verdicts.iter().flat_map(|(_, by_label)| by_label);
	let denied = all().fold(ResourceClasses::EMPTY, |sum, verdict| sum.union(verdict.deny));
	let permitted = labels
		.iter()
		.enumerate()
		.map(|(n, _)| {
			verdicts
				.iter()
				.filter_map(|(_, by_label)| by_label.get(n))
				.fold(ResourceClasses::EMPTY, |sum, verdict| sum.union(verdict.permit))
		})
		.fold(request.classes, ResourceClasses::intersection)
		.difference(denied);

	let first = |speaks: &dyn Fn(&Verdict) -> bool| {
		verdicts
			.iter()
			.find(|(_, by_label)| by_label.iter().any(speaks))
			.map(|(reference, _)| *reference)
	};
	if !permitted.is_empty() {
		Decision {
			outcome: Outcome::Permit,
			based_on: first(&|v| !v.permit.intersection(permitted).is_empty()),
			permitted,
			redact: request.classes.difference(permitted),
		}
	} else if !denied.is_empty() {
		Decision::refuse(Outcome::Deny, first(&|v| !v.deny.is_empty()), request)
	} else {
		Decision::refuse(Outcome::NoConsent, None, request)
	}
}

/// What one directive says, for each label in turn.
fn verdicts<Credentials, AccountId>(
	terms: &Terms<AccountId>,
	question: &Question<'_, AccountId>,
) -> Vec<Verdict>
where
	AccountId: Eq,
	Credentials: InspectCredentials<AccountId>,
{
	let scope = reach::<Credentials, _>(&terms.scope, question);
	if scope.classes.is_empty() || scope.labels.is_empty() {
		return Vec::new();
	}
	let exceptions: Vec<(ProvisionKind, Reach)> = terms
		.provisions
		.iter()
		.map(|provision| (provision.kind, reach::<Credentials, _>(&provision.scope, question)))
		.collect();

	question
		.labels
		.iter()
		.map(|label| {
			let in_scope = scope.classes_with(label);
			let excepted = |kind: ProvisionKind| {
				exceptions
					.iter()
					.filter(|(of, _)| *of == kind)
					.fold(ResourceClasses::EMPTY, |sum, (_, reach)| {
						sum.union(reach.classes_with(label))
					})
					.intersection(in_scope)
			};
			let deny = excepted(ProvisionKind::Deny);
			let permit = excepted(ProvisionKind::Permit).difference(deny);
			let rest = in_scope.difference(deny).difference(permit);
			match terms.base {
				BasePolicy::OptIn => Verdict { permit: permit.union(rest), deny },
				BasePolicy::OptOut => Verdict { permit, deny: deny.union(rest) },
			}
		})
		.collect()
}

/// The part of the question that a scope covers.
fn reach<Credentials, AccountId>(
	scope: &Scope<AccountId>,
	question: &Question<'_, AccountId>,
) -> Reach
where
	AccountId: Eq,
	Credentials: InspectCredentials<AccountId>,
{
	let Question { actor, request, labels, now } = question;
	let applies = scope.period.contains(*now)
		&& (scope.purposes.is_empty() || scope.purposes.contains(request.purpose))
		&& (scope.actions.is_empty() || scope.actions.contains(request.action))
		&& (scope.actors.is_empty()
			|| scope.actors.iter().any(|named| is_named::<Credentials, _>(named, actor)));
	if !applies {
		return Reach::NOTHING;
	}
	Reach {
		classes: match scope.classes.is_empty() {
			true => request.classes,
			false => request.classes.intersection(scope.classes),
		},
		labels: match scope.sensitivities.is_empty() {
			true => *labels,
			false => labels.intersection(scope.sensitivities),
		},
	}
}

/// Whether a scope that names `named` means `actor`.
fn is_named<Credentials, AccountId>(named: &ActorRef<AccountId>, actor: &AccountId) -> bool
where
	AccountId: Eq,
	Credentials: InspectCredentials<AccountId>,
{
	match named {
		ActorRef::Account(account) => account == actor,
		ActorRef::Organization(organization) => {
			organization == actor || Credentials::is_affiliated(actor, organization)
		}
		ActorRef::Role(role) => Credentials::has_role(actor, *role),
	}
}
