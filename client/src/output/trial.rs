//! Clinical trials.

use super::{instant, pairs, Shortened, Table};
use crate::{
	amounts,
	relay::to_hex,
	trial::verify::{Evidence, Findings},
	types::trials::{
		AdverseEvent, Attestation, Beacon, Capture, CriterionId, Deviation, Entry, NumberedQuery,
		OutstandingEvent, Payee, Payment, Protocol, Seed, Site, SubjectId, SubjectInfo, Trial,
		TrialId, TrialInfo, Trigger,
	},
};
use medchain_support::CurrencyCode;
use serde_json::{json, Map, Value};
use subxt::utils::AccountId32;

fn yes(truth: bool) -> String {
	if truth { "yes" } else { "no" }.into()
}

fn numbers(numbers: &[u8], between: &str) -> String {
	numbers.iter().map(u8::to_string).collect::<Vec<_>>().join(between)
}

/// All trials.
pub fn list(trials: &[(TrialId, TrialInfo)]) -> String {
	let mut accounts = Shortened::default();
	let mut table = Table::new(&["TRIAL", "STATUS", "PHASE", "SPONSOR", "VERSION", "ENROLLED"]);
	for (id, trial) in trials {
		table.row(vec![
			id.to_string(),
			trial.status.to_string(),
			String::from_utf8_lossy(&trial.phase).into_owned(),
			accounts.short(&trial.sponsor),
			format!("{} of {}", trial.current, trial.versions),
			format!("{} of {}", trial.enrolled, trial.target),
		]);
	}
	format!("{table}\n{accounts}")
}

/// A trial, for machines.
pub fn trial_json(id: TrialId, trial: &TrialInfo) -> Value {
	let mut value = json!(trial);
	value["trial"] = json!(id);
	value
}

/// A trial with all that is shown of it.
pub struct Shown {
	/// Its number.
	pub id: TrialId,
	/// What it is.
	pub info: TrialInfo,
	/// What is stored beside.
	pub stored: Option<Trial>,
	/// The versions of its protocol.
	pub protocols: Vec<Protocol>,
	/// Its rules of payment.
	pub rules: Vec<Payment>,
	/// The sites that were asked for.
	pub sites: Vec<(AccountId32, Option<Site>)>,
	/// The code of its currency.
	pub code: Option<CurrencyCode>,
}

fn seed(seed: Option<&Seed>) -> String {
	match seed {
		None => "nobody has committed to a seed".into(),
		Some(Seed { beacon: None, at, .. }) => {
			format!("committed in block {at}; the beacon is not drawn")
		}
		Some(Seed { beacon: Some(Beacon { drawn, .. }), revealed: None, .. }) => {
			format!("committed; the beacon was drawn in block {drawn}")
		}
		Some(Seed { revealed: Some(_), .. }) => "revealed".into(),
	}
}

/// What makes a payment due, as it is typed.
fn trigger(on: Trigger) -> String {
	match on {
		Trigger::Enrolment => "enrolment".into(),
		Trigger::Randomization => "randomization".into(),
		Trigger::Visit(visit) => format!("visit-{visit}"),
		Trigger::Completion => "completion".into(),
		Trigger::SiteEnrolled(count) => format!("site-enrolled-{count}"),
	}
}

/// A trial.
pub fn trial(shown: &Shown) -> String {
	let Shown { id, info, stored, protocols, rules, sites, code } = shown;
	let phase = String::from_utf8_lossy(&info.phase);
	let mut lines = vec![
		("trial", format!("{id}, {}", String::from_utf8_lossy(&info.code))),
		("sponsor", info.sponsor.to_string()),
		("committee", info.committee.to_string()),
		("custodian", info.custodian.to_string()),
		("phase", format!("{phase}, masking {}", info.masking)),
		(
			"arms",
			format!(
				"{}, blocks of {} times that, {} strata",
				numbers(&info.ratio, ":"),
				numbers(&info.multipliers, ", "),
				info.strata
			),
		),
		("seed", seed(info.seed.as_ref())),
		("visits", info.visits.to_string()),
		("enrolled", format!("{} of {}, {} screened", info.enrolled, info.target, info.subjects)),
		("open queries", info.open_queries.to_string()),
		("deviations", info.deviations.to_string()),
		("entries of the trail", info.entries.to_string()),
	];
	if info.is_approval_over {
		lines.push(("approval", "is over".into()));
	}
	if let Some(stored) = stored {
		lines.push(("registered", instant(stored.registered_at)));
		lines.push(("collects", listed!(stored.classes.0, "nothing")));
		if let Some(suspension) = &stored.suspension {
			lines.push(("suspended by", suspension.by.to_string()));
		}
		if let Some(termination) = &stored.termination {
			lines.push(("terminated by", termination.by.to_string()));
		}
		if let Some(results) = &stored.results {
			lines.push(("results", to_hex(&results.0 .0)));
		}
	}
	if let Some(lock) = &info.lock {
		lines.push(("locked", format!("{}, {} entries", instant(lock.at), lock.entries)));
	}
	if let (Some(purse), Some(code)) = (&info.purse, code) {
		lines.push(("purse", amounts::told(purse.spendable, *code)));
		lines.push(("owed", amounts::told(purse.owed, *code)));
		for rule in rules {
			let to = match rule.to {
				Payee::Site => "the site",
				Payee::Participant => "the participant",
			};
			let amount = amounts::told(rule.amount, *code);
			lines.push(("pays", format!("{amount} to {to} on {}", trigger(rule.on))));
		}
	}
	for (account, site) in sites {
		let told = match site {
			None => "is no site".into(),
			Some(site) => format!(
				"{}, {} enrolled, investigator {}",
				if site.open { "open" } else { "closed" },
				site.enrolled,
				site.investigator
			),
		};
		lines.push(("site", format!("{account} {told}")));
	}
	let mut versions = Table::new(&["VERSION", "STATUS", "TARGET", "CRITERIA", "APPROVED UNTIL"]);
	for (version, protocol) in (1..).zip(protocols) {
		let until = protocol.approval.as_ref().map(|approval| approval.until);
		versions.row(vec![
			format!("{version}{}", if version == info.current { ", counts" } else { "" }),
			protocol.status.to_string(),
			protocol.target.to_string(),
			protocol.criteria.len().to_string(),
			until.map_or_else(String::new, |until| until.map_or("for ever".into(), instant)),
		]);
	}
	format!("{}\n{versions}", pairs(&lines))
}

/// A trial with all that is shown of it, for machines.
pub fn shown_json(shown: &Shown) -> Value {
	let mut value = trial_json(shown.id, &shown.info);
	value["protocols"] = json!(shown.protocols);
	value["payments"] = json!(shown.rules);
	value["sites"] = shown
		.sites
		.iter()
		.map(|(account, site)| json!({ "account": account, "site": site }))
		.collect();
	if let Some(stored) = &shown.stored {
		value["classes"] = json!(list_json!(stored.classes.0));
		value["suspension"] = json!(stored.suspension);
		value["termination"] = json!(stored.termination);
		value["results"] = json!(stored.results);
		value["registeredAt"] = json!(stored.registered_at);
	}
	value
}

/// A participant with all that is shown of it.
pub struct ShownSubject {
	/// Its trial.
	pub trial: TrialId,
	/// Its number.
	pub subject: SubjectId,
	/// What it is.
	pub info: SubjectInfo,
	/// What is attested of it.
	pub attestations: Vec<(CriterionId, Vec<Attestation>)>,
	/// What was captured.
	pub captures: Vec<Capture>,
	/// What was asked about it.
	pub queries: Vec<NumberedQuery>,
	/// What happened to it.
	pub events: Vec<AdverseEvent>,
}

/// A participant.
pub fn subject(shown: &ShownSubject) -> String {
	let info = &shown.info;
	let mut lines = vec![
		("participant", format!("{} of trial {}", shown.subject, shown.trial)),
		("status", format!("{}, {}", info.status, String::from_utf8_lossy(&info.code))),
		("site", info.site.to_string()),
		(
			"consent",
			match (&info.consented, info.is_consent_current) {
				(None, _) => "none".into(),
				(Some(consent), true) => format!("to version {}, which counts", consent.version),
				(Some(consent), false) => {
					format!("to version {}; no data may be captured", consent.version)
				}
			},
		),
	];
	lines.extend(info.stratum.map(|stratum| ("stratum", stratum.to_string())));
	lines.extend(info.slot.as_ref().map(|given| {
		("slot", format!("{} of stratum {}, {}", given.slot, given.stratum, instant(given.at)))
	}));
	lines.extend(info.arm.map(|arm| ("arm", arm.to_string())));
	if let Some(unblinding) = &info.unblinding {
		let answer = if unblinding.answer.is_some() { ", answered" } else { "" };
		lines.push((
			"unblinded",
			format!("{} by {}{answer}", instant(unblinding.at), unblinding.by),
		));
	}
	lines.push(("frozen", yes(info.frozen)));
	let mut text = pairs(&lines);
	let mut accounts = Shortened::default();
	if shown.attestations.iter().any(|(_, attested)| !attested.is_empty()) {
		let mut table = Table::new(&["CRITERION", "ATTESTED", "BY", "UNTIL"]);
		for (criterion, attested) in &shown.attestations {
			for attestation in attested {
				table.row(vec![
					criterion.to_string(),
					if attestation.met { "met" } else { "not met" }.into(),
					accounts.short(&attestation.attester),
					attestation.until.map_or_else(|| "for ever".into(), instant),
				]);
			}
		}
		text.push_str(&format!("\n{table}"));
	}
	if !shown.captures.is_empty() {
		let mut table = Table::new(&["CAPTURE", "VISIT", "FORMS", "VERSION", "AT", "BY"]);
		for (number, capture) in (0..).zip(&shown.captures) {
			let number: u32 = number;
			table.row(vec![
				number.to_string(),
				capture.visit.to_string(),
				capture.count.to_string(),
				capture.version.to_string(),
				instant(capture.at),
				accounts.short(&capture.by),
			]);
		}
		text.push_str(&format!("\n{table}"));
	}
	if !shown.queries.is_empty() {
		text.push_str(&format!("\n{}", query_table(&shown.queries, &mut accounts)));
	}
	if !shown.events.is_empty() {
		let mut table =
			Table::new(&["EVENT", "SERIOUSNESS", "CAUSALITY", "ONSET", "REPORTED", "FORWARD BY"]);
		for (number, event) in (0..).zip(&shown.events) {
			let number: u32 = number;
			let forward = match (&event.forwarded, event.due) {
				(Some(forwarded), _) => format!("done {}", instant(forwarded.at)),
				(None, Some(due)) => instant(due),
				(None, None) => String::new(),
			};
			table.row(vec![
				number.to_string(),
				event.assessment.seriousness.to_string(),
				event.assessment.causality.to_string(),
				instant(event.onset),
				format!("{}{}", instant(event.at), if event.late { ", late" } else { "" }),
				forward,
			]);
		}
		text.push_str(&format!("\n{table}"));
	}
	let legend = accounts.to_string();
	if !legend.is_empty() {
		text.push_str(&format!("\n{legend}"));
	}
	text
}

/// A participant, for machines.
pub fn subject_json(shown: &ShownSubject) -> Value {
	let attested = shown
		.attestations
		.iter()
		.map(|(criterion, attested)| json!({ "criterion": criterion, "attestations": attested }));
	let mut value = json!(shown.info);
	value["trial"] = json!(shown.trial);
	value["subject"] = json!(shown.subject);
	value["attestations"] = attested.collect();
	value["captures"] = json!(shown.captures);
	value["queries"] = queries_json(&shown.queries);
	value["adverseEvents"] = json!(shown.events);
	value
}

/// Adverse events that are to be forwarded.
pub fn outstanding(events: &[OutstandingEvent]) -> String {
	let mut table = Table::new(&["PARTICIPANT", "EVENT", "FORWARD BY", "OVERDUE"]);
	for event in events {
		table.row(vec![
			event.subject.to_string(),
			event.event.to_string(),
			instant(event.due),
			yes(event.is_overdue),
		]);
	}
	table.to_string()
}

fn query_table(queries: &[NumberedQuery], accounts: &mut Shortened) -> Table {
	let mut table = Table::new(&["PARTICIPANT", "QUERY", "FORM", "STATUS", "AT", "BY"]);
	for ((subject, number), query) in queries {
		table.row(vec![
			subject.to_string(),
			number.to_string(),
			format!("{}/{}", query.form.capture, query.form.index),
			query.status.to_string(),
			instant(query.at),
			accounts.short(&query.by),
		]);
	}
	table
}

/// Queries, of so many that are not closed.
pub fn queries(queries: &[NumberedQuery], open: u32) -> String {
	let mut accounts = Shortened::default();
	let table = query_table(queries, &mut accounts);
	let shown = u32::try_from(queries.len()).unwrap_or(u32::MAX);
	let more = match open.saturating_sub(shown) {
		0 => String::new(),
		more => format!("and {more} more\n"),
	};
	format!("{table}{more}\n{accounts}")
}

/// Queries, for machines.
pub fn queries_json(queries: &[NumberedQuery]) -> Value {
	queries
		.iter()
		.map(|((subject, number), query)| {
			let mut value = json!(query);
			value["subject"] = json!(subject);
			value["query"] = json!(number);
			value
		})
		.collect()
}

/// Deviations from the protocol.
pub fn deviations(deviations: &[Deviation]) -> String {
	let mut accounts = Shortened::default();
	let mut table = Table::new(&["DEVIATION", "CLASS", "SITE", "PARTICIPANT", "AT", "BY"]);
	for (number, deviation) in (0..).zip(deviations) {
		let number: u32 = number;
		table.row(vec![
			number.to_string(),
			deviation.class.to_string(),
			accounts.short(&deviation.site),
			deviation.subject.map_or_else(String::new, |subject: SubjectId| subject.to_string()),
			instant(deviation.at),
			accounts.short(&deviation.by),
		]);
	}
	format!("{table}\n{accounts}")
}

/// Members on one line.
fn detail(members: &Map<String, Value>) -> String {
	let told =
		members.iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| match value {
			Value::String(text) => format!("{name} {text}"),
			Value::Object(members) => format!("{name} ({})", detail(members)),
			other => format!("{name} {other}"),
		});
	told.collect::<Vec<_>>().join(", ")
}

/// A trial's audit trail, from an entry on.
pub fn trail(from: u64, entries: &[Entry]) -> String {
	let mut accounts = Shortened::default();
	let mut table = Table::new(&["ENTRY", "AT", "BY", "WHAT", "OF"]);
	for (number, entry) in (from..).zip(entries) {
		let (name, about) = entry.act.parts();
		table.row(vec![
			number.to_string(),
			instant(entry.at),
			accounts.short(&entry.who),
			name.replace('-', " "),
			detail(&about),
		]);
	}
	format!("{table}\n{accounts}")
}

/// A trial's audit trail, for machines.
pub fn trail_json(from: u64, entries: &[Entry]) -> Value {
	(from..)
		.zip(entries)
		.map(|(number, entry)| {
			let mut value = json!(entry);
			value["number"] = json!(number);
			value
		})
		.collect()
}

/// What was found of an allocation.
pub fn findings(evidence: &Evidence, found: &Findings) -> String {
	let mut text = pairs(&[
		("trial", evidence.trial.to_string()),
		("ratio", numbers(&evidence.scheme.ratio, ":")),
		("seed", seed(evidence.seed.as_ref())),
	]);
	if !found.lists.is_empty() {
		let mut table =
			Table::new(&["STRATUM", "LIST", "ROOT", "SLOTS GIVEN", "ARMS", "DISCLOSED", "AGREE"]);
		for list in &found.lists {
			let root = match list.root_agrees {
				Some(true) => "agrees",
				Some(false) => "BROKEN",
				None => "not checked",
			};
			let arms = list.arms.as_ref().map(|arms| {
				let counts = (0..evidence.scheme.ratio.len())
					.map(|arm| arms.get(arm).copied().unwrap_or_default().to_string());
				counts.collect::<Vec<_>>().join(":")
			});
			table.row(vec![
				list.stratum.to_string(),
				list.list.to_string(),
				root.into(),
				format!("{} of {}", list.given, list.slots),
				arms.unwrap_or_else(|| "sealed".into()),
				list.disclosed.to_string(),
				list.agree.map_or_else(|| "not checked".into(), |agree| agree.to_string()),
			]);
		}
		text.push_str(&format!("\n{table}"));
	}
	let told = |what: &'static str, lines: &[String]| {
		pairs(&lines.iter().map(|line| (what, line.clone())).collect::<Vec<_>>())
	};
	text.push_str(&format!("\n{}", told("fault", &found.faults)));
	text.push_str(&told("not checked", &found.unchecked));
	text.push_str(&pairs(&[("verdict", found.told())]));
	text
}

/// What was found of an allocation, for machines.
pub fn findings_json(evidence: &Evidence, found: &Findings) -> Value {
	let mut value = json!(found);
	value["trial"] = json!(evidence.trial);
	value["ratio"] = json!(evidence.scheme.ratio.to_vec());
	value["told"] = json!(found.told());
	value
}
