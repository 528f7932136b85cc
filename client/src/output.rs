//! What people and machines read: tables, and JSON.

use crate::{
	audit::{Log, Numbered},
	fhir::format_instant,
	node::{Included, Status},
	types::{
		ActorRef, BasePolicy, Directive, DirectiveTerms, EndReason, EndStatus, ProvisionKind, Scope,
	},
};
use medchain_support::{Decision, DirectiveRef, Period};
use serde_json::{json, Value};
use std::{
	fmt,
	io::{stdout, Write},
};

/// Prints to the standard output. Nothing is wrong when nobody listens any more.
pub fn say(text: &str) {
	let mut stdout = stdout().lock();
	let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// A table with a heading.
#[derive(Clone, Debug)]
pub struct Table {
	rows: Vec<Vec<String>>,
}

impl Table {
	/// A table with these columns.
	pub fn new(heading: &[&str]) -> Self {
		Self { rows: vec![heading.iter().map(ToString::to_string).collect()] }
	}

	/// Adds a row.
	pub fn row(&mut self, row: Vec<String>) {
		self.rows.push(row);
	}
}

impl fmt::Display for Table {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
		let width = |column: usize| {
			let cells = self.rows.iter().filter_map(|row| row.get(column));
			cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
		};
		let widths: Vec<usize> = (0..columns).map(width).collect();
		for row in &self.rows {
			let cells = row.iter().zip(&widths);
			let line: String = cells.map(|(cell, width)| format!("{cell:<width$}  ")).collect();
			writeln!(f, "{}", line.trim_end())?;
		}
		Ok(())
	}
}

/// Lines of a name and a value.
pub fn pairs(pairs: &[(&str, String)]) -> String {
	let width = pairs.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
	pairs.iter().map(|(name, value)| format!("{name:<width$}  {value}\n")).collect()
}

/// A second as people read it, in UTC.
pub fn instant(second: u64) -> String {
	format_instant(second).unwrap_or_else(|| format!("second {second}"))
}

/// `directive 3 version 1`.
pub fn directive_name(directive: &DirectiveRef) -> String {
	format!("directive {} version {}", directive.id, directive.version)
}

/// Where a transaction stands.
pub fn place(included: &Included) -> String {
	let state = if included.finalized { "finalised" } else { "best block" };
	format!("block {} {:?}, {state}", included.block, included.block_hash)
}

/// Where a transaction stands, for machines.
pub fn place_json(included: &Included) -> Value {
	json!({
		"transaction": included.transaction,
		"block": included.block,
		"blockHash": included.block_hash,
		"finalized": included.finalized,
	})
}

fn codes(known: Vec<&'static str>, all_known: bool, nothing: &str) -> String {
	match (known.is_empty(), all_known) {
		(true, true) => nothing.to_string(),
		(_, true) => known.join(" "),
		(_, false) => format!("{} and codes newer than this client", known.join(" ")),
	}
}

macro_rules! listed {
	($set:expr, $nothing:expr) => {
		codes($set.iter().map(|value| value.code()).collect(), $set.is_known(), $nothing)
	};
}

macro_rules! list_json {
	($set:expr) => {
		$set.iter().map(|value| value.code()).collect::<Vec<_>>()
	};
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

fn when(period: &Period) -> String {
	match (period.start.map(instant), period.end.map(instant)) {
		(None, None) => "always".into(),
		(Some(start), None) => format!("from {start}"),
		(None, Some(end)) => format!("until {end}"),
		(Some(start), Some(end)) => format!("{start} to {end}"),
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
		"period": {
			"start": scope.period.start.map(instant),
			"end": scope.period.end.map(instant),
		},
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
		let restricted = scope_pairs(&provision.scope)
			.into_iter()
			.filter(|(_, value)| !["any", "anybody", "always"].contains(&value.as_str()))
			.map(|(name, value)| format!("{name} {value}"))
			.collect::<Vec<_>>();
		let what = match restricted.is_empty() {
			true => "everything".to_string(),
			false => restricted.join("; "),
		};
		("exception", format!("{}: {what}", kind(provision.kind)))
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

fn basis(decision: &Decision) -> String {
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

/// A table of audit entries.
pub fn audit(log: &Log) -> Table {
	let mut table = Table::new(&[
		"ENTRY", "WHEN", "WHO", "WHY", "WHAT", "LABELS", "OUTCOME", "BASIS", "REDACTED", "BLOCK",
	]);
	for Numbered { number, entry } in &log.entries {
		let request = &entry.request;
		table.row(vec![
			number.to_string(),
			instant(entry.at),
			entry.actor.to_string(),
			request.purpose.code().into(),
			format!("{} {}", request.action.code(), listed!(request.classes, "nothing")),
			listed!(request.sensitivities, "N"),
			entry.decision.outcome.code().into(),
			basis(&entry.decision),
			listed!(entry.decision.redact, "nothing"),
			entry.block.to_string(),
		]);
	}
	table
}

/// What was found out about the whole of a log.
pub fn audit_verdict(log: &Log) -> String {
	match (log.verified, log.head.length) {
		(true, 0) => "the log is empty; the chain holds no commitment over it".into(),
		(true, length) => format!(
			"commitment verified: these {length} entries are all, unchanged and in order ({:?})",
			log.head.commitment
		),
		(false, length) => format!(
			"commitment not checked: {} of {length} entries were read; read all to check it",
			log.entries.len()
		),
	}
}

/// Audit entries, for machines.
pub fn audit_json(log: &Log) -> Value {
	let entries = log.entries.iter().map(|Numbered { number, entry }| {
		json!({
			"entry": number,
			"at": instant(entry.at),
			"block": entry.block,
			"actor": entry.actor,
			"purpose": entry.request.purpose.code(),
			"action": entry.request.action.code(),
			"classes": list_json!(entry.request.classes),
			"sensitivities": list_json!(entry.request.sensitivities),
			"decision": decision_json(&entry.decision),
		})
	});
	json!({
		"length": log.head.length,
		"commitment": log.head.commitment,
		"verified": log.verified,
		"entries": entries.collect::<Vec<_>>(),
	})
}

/// A node's status.
pub fn status(status: &Status) -> String {
	pairs(&[
		("chain", status.chain.clone()),
		("node", format!("{} {}", status.name, status.version)),
		("runtime", format!("{} {}", status.runtime, status.runtime_version)),
		("peers", status.peers.to_string()),
		("syncing", if status.syncing { "yes" } else { "no" }.into()),
		("best", format!("{} {:?}", status.best.0, status.best.1)),
		("finalised", format!("{} {:?}", status.finalized.0, status.finalized.1)),
		("validators", status.validators.to_string()),
	])
}

/// A node's status, for machines.
pub fn status_json(status: &Status) -> Value {
	json!({
		"chain": status.chain,
		"node": { "name": status.name, "version": status.version },
		"runtime": { "name": status.runtime, "version": status.runtime_version },
		"peers": status.peers,
		"syncing": status.syncing,
		"best": { "number": status.best.0, "hash": status.best.1 },
		"finalized": { "number": status.finalized.0, "hash": status.finalized.1 },
		"validators": status.validators,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{types::Provision, wire::OnChain};
	use medchain_support::{AccessRequest, Action, Outcome, Purpose, ResourceClass, Sensitivity};

	#[test]
	fn columns_line_up() {
		let mut table = Table::new(&["A", "LONG"]);
		table.row(vec!["éé".into(), "x".into()]);
		assert_eq!(table.to_string(), "A   LONG\néé  x\n");
	}

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
