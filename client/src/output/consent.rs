//! Directives, decisions, delegates, requests and reviews.

use super::{instant, pairs, period_json, when, Table};
use crate::{
	emergency::NumberedReview,
	types::{
		Actor, ActorRef, BasePolicy, Delegation, Directive, DirectiveTerms, EndReason, EndStatus,
		ProvisionKind, Request, Review, Scope,
	},
};
use medchain_support::{Decision, DirectiveRef};
use serde_json::{json, Value};

/// `directive 3 version 1`.
pub fn directive_name(directive: &DirectiveRef) -> String {
	format!("directive {} version {}", directive.id, directive.version)
}

fn actor(actor: &ActorRef) -> String {
	match actor {
		ActorRef::Account(account) => account.to_string(),
		ActorRef::Organization(account) => format!("organisation {account}"),
		ActorRef::Role(role) => format!("role {}", role.code()),
	}
}

fn actor_json(actor: &ActorRef) -> Value {
	match actor {
		ActorRef::Account(account) => json!({ "account": account }),
		ActorRef::Organization(account) => json!({ "organization": account }),
		ActorRef::Role(role) => json!({ "role": role.code() }),
	}
}

fn who(scope: &Scope) -> String {
	match scope.actors.is_empty() {
		true => "anybody".into(),
		false => scope.actors.iter().map(actor).collect::<Vec<_>>().join(", "),
	}
}

fn who_in_short(scope: &Scope) -> String {
	match scope.actors.as_slice() {
		[] | [_] => who(scope),
		[first, others @ ..] => format!("{} and {} more", actor(first), others.len()),
	}
}

const fn base(base: BasePolicy) -> &'static str {
	match base {
		BasePolicy::OptIn => "OPTIN",
		BasePolicy::OptOut => "OPTOUT",
	}
}

const fn kind(kind: ProvisionKind) -> &'static str {
	match kind {
		ProvisionKind::Permit => "permit",
		ProvisionKind::Deny => "deny",
	}
}

fn scope_pairs(scope: &Scope) -> Vec<(&'static str, String)> {
	vec![
		("who", who(scope)),
		("purposes", listed!(scope.purposes, "any")),
		("actions", listed!(scope.actions, "any")),
		("classes", listed!(scope.classes, "any")),
		("labels", listed!(scope.sensitivities, "any")),
		("period", when(&scope.period)),
	]
}

fn scope_json(scope: &Scope) -> Value {
	json!({
		"actors": scope.actors.iter().map(actor_json).collect::<Vec<_>>(),
		"purposes": list_json!(scope.purposes),
		"actions": list_json!(scope.actions),
		"classes": list_json!(scope.classes),
		"sensitivities": list_json!(scope.sensitivities),
		"period": period_json(&scope.period),
	})
}

/// What terms say, as names and values.
pub fn terms(terms: &DirectiveTerms) -> Vec<(&'static str, String)> {
	let meaning = match terms.base {
		BasePolicy::OptIn => "OPTIN: permitted, but for the exceptions",
		BasePolicy::OptOut => "OPTOUT: denied, but for the exceptions",
	};
	let mut lines = vec![("base", meaning.to_string())];
	lines.extend(scope_pairs(&terms.scope));
	lines.extend(terms.provisions.iter().map(|provision| {
		("exception", format!("{}: {}", kind(provision.kind), restrictions(&provision.scope)))
	}));
	lines
}

/// What terms say, for machines.
pub fn terms_json(terms: &DirectiveTerms) -> Value {
	let provisions = terms.provisions.iter().map(
		|provision| json!({ "type": kind(provision.kind), "scope": scope_json(&provision.scope) }),
	);
	json!({
		"base": base(terms.base),
		"scope": scope_json(&terms.scope),
		"provisions": provisions.collect::<Vec<_>>(),
	})
}

/// Why a version ended.
pub const fn end_reason(reason: EndReason) -> &'static str {
	match reason {
		EndReason::Amended => "amended",
		EndReason::Revoked(EndStatus::Inactive) => "revoked",
		EndReason::Revoked(EndStatus::EnteredInError) => "revoked as entered in error",
	}
}

/// A directive, and when and why it ended if it did.
pub fn directive(directive: &Directive, ended: Option<(u64, EndReason)>) -> String {
	let mut lines = vec![
		("directive", format!("{} version {}", directive.id, directive.version)),
		("since", instant(directive.since)),
	];
	if let Some((until, reason)) = ended {
		lines.push(("until", format!("{}, {}", instant(until), end_reason(reason))));
	}
	lines.extend(terms(&directive.terms));
	pairs(&lines)
}

/// A directive, for machines.
pub fn directive_json(directive: &Directive) -> Value {
	json!({
		"id": directive.id,
		"version": directive.version,
		"since": instant(directive.since),
		"terms": terms_json(&directive.terms),
	})
}

/// A table of directives.
pub fn directives(directives: &[Directive]) -> Table {
	let mut table =
		Table::new(&["ID", "VERSION", "SINCE", "BASE", "WHO", "PURPOSES", "PERIOD", "EXCEPTIONS"]);
	for directive in directives {
		let scope = &directive.terms.scope;
		table.row(vec![
			directive.id.to_string(),
			directive.version.to_string(),
			instant(directive.since),
			base(directive.terms.base).into(),
			who_in_short(scope),
			listed!(scope.purposes, "any"),
			when(&scope.period),
			directive.terms.provisions.len().to_string(),
		]);
	}
	table
}

pub(super) fn basis(decision: &Decision) -> String {
	decision.based_on.as_ref().map_or_else(|| "no directive".into(), directive_name)
}

/// A decision.
pub fn decision(decision: &Decision) -> Vec<(&'static str, String)> {
	vec![
		("decision", decision.outcome.code().into()),
		("based on", basis(decision)),
		("permitted", listed!(decision.permitted, "nothing")),
		("redact", listed!(decision.redact, "nothing")),
	]
}

/// A decision, for machines: the answer of `medchain_consentDecision`.
pub fn decision_json(decision: &Decision) -> Value {
	json!({
		"decision": decision.outcome.code(),
		"basedOn": decision
			.based_on
			.map(|basis| json!({ "id": basis.id, "version": basis.version })),
		"permitted": list_json!(decision.permitted),
		"redact": list_json!(decision.redact),
	})
}

/// Somebody who asks, and for which organisation.
pub fn asker(actor: &Actor) -> String {
	match actor.organization {
		None => actor.account.to_string(),
		Some(organization) => format!("{} for {organization}", actor.account),
	}
}

/// Somebody who asks, for machines.
pub fn asker_json(actor: &Actor) -> Value {
	json!({ "account": actor.account, "organization": actor.organization })
}

/// What a scope restricts, in one line.
pub(super) fn restrictions(scope: &Scope) -> String {
	let restricted = scope_pairs(scope)
		.into_iter()
		.filter(|(_, value)| !["any", "anybody", "always"].contains(&value.as_str()))
		.map(|(name, value)| format!("{name} {value}"))
		.collect::<Vec<_>>();
	match restricted.is_empty() {
		true => "everything".to_string(),
		false => restricted.join("; "),
	}
}

/// A table of delegates.
pub fn delegates(delegates: &[Delegation]) -> Table {
	let mut table = Table::new(&["WHO", "AS", "FOR", "NAMED BY"]);
	for delegation in delegates {
		table.row(vec![
			delegation.delegate.to_string(),
			delegation.kind.code().into(),
			restrictions(&delegation.scope),
			delegation.by.map_or_else(|| "the patient".into(), |by| by.to_string()),
		]);
	}
	table
}

/// A delegate, for machines.
pub fn delegate_json(delegation: &Delegation) -> Value {
	json!({
		"delegate": delegation.delegate,
		"as": delegation.kind.code(),
		"scope": scope_json(&delegation.scope),
		"by": delegation.by,
	})
}

/// The requests that wait for an answer.
pub fn requests(requests: &[Request]) -> String {
	let told = requests.iter().map(|request| {
		let mut lines = vec![
			("request", request.id.to_string()),
			("from", request.requester.to_string()),
			("until", instant(request.until)),
		];
		lines.extend(terms(&request.terms));
		pairs(&lines)
	});
	told.collect::<Vec<_>>().join("\n")
}

/// A request, for machines.
pub fn request_json(request: &Request) -> Value {
	json!({
		"id": request.id,
		"requester": request.requester,
		"until": instant(request.until),
		"terms": terms_json(&request.terms),
	})
}

/// What a review came to.
pub fn finding(review: &Review) -> String {
	match &review.finding {
		None => format!("open, due {}", instant(review.due)),
		Some((finding, by, at)) => {
			let late = if *at > review.due { ", late" } else { "" };
			format!("{} by {by}, {}{late}", finding.code(), instant(*at))
		}
	}
}

/// A table of reviews.
pub fn reviews(reviews: &[NumberedReview]) -> Table {
	let mut table = Table::new(&["REVIEW", "PATIENT", "ENTRY", "WHO", "FINDING"]);
	for (id, review) in reviews {
		table.row(vec![
			id.to_string(),
			review.patient.to_string(),
			review.entry.to_string(),
			asker(&review.actor),
			finding(review),
		]);
	}
	table
}

/// A review, for machines.
pub fn review_json(id: u64, review: &Review) -> Value {
	json!({
		"id": id,
		"patient": review.patient,
		"entry": review.entry,
		"actor": asker_json(&review.actor),
		"due": instant(review.due),
		"finding": review.finding.as_ref().map(|(finding, by, at)| {
			json!({ "finding": finding.code(), "by": by, "at": instant(*at) })
		}),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{output::pairs, types::Provision, wire::OnChain};
	use medchain_support::{
		AccessRequest, Action, Outcome, Period, Purpose, ResourceClass, Sensitivity,
	};

	#[test]
	fn terms_are_told_with_their_exceptions() {
		let deny =
			Scope { sensitivities: OnChain(Sensitivity::Psychiatry.into()), ..Scope::default() };
		let terms_ = DirectiveTerms {
			base: BasePolicy::OptIn,
			scope: Scope {
				actors: vec![ActorRef::Role(medchain_support::Role::Pharmacy.into())],
				period: Period { start: Some(0), end: None }.into(),
				..Scope::default()
			},
			provisions: vec![
				Provision { kind: ProvisionKind::Deny, scope: deny },
				Provision { kind: ProvisionKind::Permit, scope: Scope::default() },
			],
		};
		let text = pairs(&terms(&terms_));
		assert!(text.contains("who        role Pharmacy\n"), "{text}");
		assert!(text.contains("period     from 1970-01-01T00:00:00Z\n"), "{text}");
		assert!(text.contains("exception  deny: labels PSY\n"), "{text}");
		assert!(text.contains("exception  permit: everything\n"), "{text}");
		assert_eq!(terms_json(&terms_)["provisions"][0]["scope"]["sensitivities"][0], "PSY");
	}

	#[test]
	fn codes_that_are_newer_than_the_client_are_not_hidden() {
		let request = AccessRequest {
			purpose: Purpose::Treat,
			action: Action::Access,
			classes: medchain_support::ResourceClasses(1 << 63)
				.union(ResourceClass::Observation.into()),
			sensitivities: Default::default(),
		};
		let refused = Decision::refuse(Outcome::NoConsent, None, &request);
		let lines = decision(&refused);
		assert_eq!(lines[1].1, "no directive");
		assert_eq!(lines[3].1, "Observation and codes newer than this client");
	}
}
