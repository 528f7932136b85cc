//! The decision rule.
//!
//! For each class asked for, a directive permits, denies or says nothing. It speaks only inside
//! its scope; there a denying provision denies, else a permitting one permits, else the base policy
//! decides. Over all directives a class is permitted if one permits and none denies. Data that
//! carry several labels must be permitted for each of them.

use crate::types::{ActorRef, BasePolicy, ProvisionKind, Scope, Terms};
use alloc::vec::Vec;
use medchain_support::{
	AccessRequest, Actor, Decision, DirectiveRef, InspectCredentials, Outcome, ResourceClasses,
	Roles, Sensitivities, Sensitivity,
};

/// Who asks, as rules name people: everything that a scope can mean.
pub struct Profile<'a, AccountId> {
	/// The account, unless it is one that no scope names.
	pub account: Option<&'a AccountId>,
	/// The organisation for which it asks.
	pub organization: Option<&'a AccountId>,
	/// The roles of both.
	pub roles: Roles,
}

impl<'a, AccountId> Profile<'a, AccountId> {
	/// The profile of an actor whose affiliation was checked.
	pub fn of<Credentials: InspectCredentials<AccountId>>(actor: &'a Actor<AccountId>) -> Self {
		let Actor { account, organization } = actor;
		let organization = organization.as_ref();
		let roles = Credentials::roles_of(account).union(
			organization.map_or(Roles::EMPTY, |organization| Credentials::roles_of(organization)),
		);
		Self { account: Some(account), organization, roles }
	}
}

impl<AccountId: Eq> Profile<'_, AccountId> {
	/// Whether a scope that names `named` means this one.
	fn is(&self, named: &ActorRef<AccountId>) -> bool {
		match named {
			ActorRef::Account(named) => self.account == Some(named),
			ActorRef::Organization(named) => {
				self.account == Some(named) || self.organization == Some(named)
			}
			ActorRef::Role(role) => self.roles.contains(*role),
		}
	}
}

/// A request at a moment, as rules are compared with it.
struct Question<'a, AccountId> {
	asker: &'a Profile<'a, AccountId>,
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

/// What directives say to a question, taken together.
pub struct Weighed {
	/// Classes that something permits with every label and nothing denies.
	pub permitted: ResourceClasses,
	/// Classes that a directive denies with some label.
	pub denied: ResourceClasses,
	/// The first directive that permits one of the classes permitted.
	pub permitting: Option<DirectiveRef>,
	/// The first directive that denies.
	pub denying: Option<DirectiveRef>,
}

impl Weighed {
	/// The answer to `request`.
	pub fn decision(self, request: &AccessRequest) -> Decision {
		if !self.permitted.is_empty() {
			Decision {
				outcome: Outcome::Permit,
				based_on: self.permitting,
				permitted: self.permitted,
				redact: request.classes.difference(self.permitted),
			}
		} else if !self.denied.is_empty() {
			Decision::refuse(Outcome::Deny, self.denying, request)
		} else {
			Decision::refuse(Outcome::NoConsent, None, request)
		}
	}
}

/// Weighs what `directives` and a delegation say at second `now` to `asker`'s `request`. A delegation
/// permits what its scope covers; a directive that denies wins over it too.
pub fn weigh<'a, AccountId>(
	directives: impl Iterator<Item = (DirectiveRef, &'a Terms<AccountId>)>,
	delegation: Option<&Scope<AccountId>>,
	asker: &Profile<'_, AccountId>,
	request: &AccessRequest,
	now: u64,
) -> Weighed
where
	AccountId: Eq + 'a,
{
	let labels = match request.sensitivities.is_empty() {
		true => Sensitivity::Normal.into(),
		false => request.sensitivities,
	};
	let question = Question { asker, request, labels, now };
	let delegated = delegation.map_or(Reach::NOTHING, |scope| reach(scope, &question));

	let verdicts: Vec<(DirectiveRef, Vec<Verdict>)> =
		directives.map(|(reference, terms)| (reference, verdicts(terms, &question))).collect();
	let all = || verdicts.iter().flat_map(|(_, by_label)| by_label);
	let denied = all().fold(ResourceClasses::EMPTY, |sum, verdict| sum.union(verdict.deny));
	let permitted = labels
		.iter()
		.enumerate()
		.map(|(n, label)| {
			verdicts
				.iter()
				.filter_map(|(_, by_label)| by_label.get(n))
				.fold(delegated.classes_with(label), |sum, verdict| sum.union(verdict.permit))
		})
		.fold(request.classes, ResourceClasses::intersection)
		.difference(denied);

	let first = |speaks: &dyn Fn(&Verdict) -> bool| {
		verdicts
			.iter()
			.find(|(_, by_label)| by_label.iter().any(speaks))
			.map(|(reference, _)| *reference)
	};
	Weighed {
		permitted,
		denied,
		permitting: first(&|v| !v.permit.intersection(permitted).is_empty()),
		denying: first(&|v| !v.deny.is_empty()),
	}
}

/// What one directive says, for each label in turn.
fn verdicts<AccountId: Eq>(
	terms: &Terms<AccountId>,
	question: &Question<'_, AccountId>,
) -> Vec<Verdict> {
	let scope = reach(&terms.scope, question);
	if scope.classes.is_empty() || scope.labels.is_empty() {
		return Vec::new();
	}
	let exceptions: Vec<(ProvisionKind, Reach)> = terms
		.provisions
		.iter()
		.map(|provision| (provision.kind, reach(&provision.scope, question)))
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
fn reach<AccountId: Eq>(scope: &Scope<AccountId>, question: &Question<'_, AccountId>) -> Reach {
	let Question { asker, request, labels, now } = question;
	let applies = scope.period.contains(*now)
		&& (scope.purposes.is_empty() || scope.purposes.contains(request.purpose))
		&& (scope.actions.is_empty() || scope.actions.contains(request.action))
		&& (scope.actors.is_empty() || scope.actors.iter().any(|named| asker.is(named)));
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
