//! Looking at trials, participants, queries and trails.

use super::{print, trials};
use crate::{
	cli::{trial::TrailArgs, Cli, NOT_PERMITTED},
	currency, documents,
	error::{Error, Result},
	node, odm,
	output::{self, trial as told},
	relay::to_hex,
	trial::opening::Opening,
	types::trials::{SubjectId, TrialId},
};
use medchain_support::Commitment;
use serde_json::json;
use std::{
	collections::{BTreeMap, BTreeSet},
	path::Path,
	process::ExitCode,
};
use subxt::utils::AccountId32;

pub(super) fn text(cli: &Cli, file: &Path, stated: Option<Commitment>) -> Result<ExitCode> {
	let opening = Opening::read(file)?;
	let reason = match (opening.is_sound(), stated) {
		(false, _) => Some("the commitment does not follow from salt and text"),
		(true, Some(stated)) if stated != opening.commitment => {
			Some("the text is another than the commitment says")
		}
		(true, _) => None,
	};
	print(
		cli,
		|| {
			output::pairs(&[
				("verdict", reason.map_or("genuine", |reason| reason).into()),
				("commitment", to_hex(&opening.commitment.0)),
				("text", format!("{:?}", opening.text)),
			])
		},
		|| {
			json!({
				"genuine": reason.is_none(),
				"reason": reason,
				"commitment": to_hex(&opening.commitment.0),
				"text": opening.text,
			})
		},
	);
	Ok(match reason {
		None => ExitCode::SUCCESS,
		Some(_) => ExitCode::from(NOT_PERMITTED),
	})
}

pub(super) async fn list(cli: &Cli) -> Result<()> {
	let all = trials(cli).await?.list().await?;
	print(
		cli,
		|| match all.is_empty() {
			true => "there is no trial\n".into(),
			false => told::list(&all),
		},
		|| all.iter().map(|(id, trial)| told::trial_json(*id, trial)).collect(),
	);
	Ok(())
}

pub(super) async fn trial(cli: &Cli, id: TrialId, sites: &[AccountId32]) -> Result<()> {
	let known = trials(cli).await?;
	let info = known.trial(id).await?;
	let stored = known.stored(id).await?;
	let code = match &info.purse {
		Some(purse) => Some(currency::code(&known.at, purse.currency).await?),
		None => None,
	};
	let mut found = Vec::new();
	for account in sites {
		found.push((*account, known.site(id, *account).await?));
	}
	let shown = told::Shown {
		id,
		protocols: known.protocols(id, info.versions).await?,
		rules: known.rules(id).await?,
		sites: found,
		info,
		stored,
		code,
	};
	print(cli, || told::trial(&shown), || told::shown_json(&shown));
	Ok(())
}

pub(super) async fn subject(cli: &Cli, trial: TrialId, subject: SubjectId) -> Result<()> {
	let known = trials(cli).await?;
	let info = known.subject(trial, subject).await?;
	let shown = told::ShownSubject {
		trial,
		subject,
		attestations: known.attestations(trial, subject).await?,
		captures: known.captures(trial, subject).await?,
		queries: known.queries_of(trial, subject, info.queries).await?,
		events: known.adverse_events(trial, subject, info.adverse_events).await?,
		info,
	};
	print(cli, || told::subject(&shown), || told::subject_json(&shown));
	Ok(())
}

pub(super) async fn events(cli: &Cli, trial: TrialId, overdue: bool) -> Result<()> {
	let known = trials(cli).await?;
	known.trial(trial).await?;
	let events = known.outstanding(trial, overdue).await?;
	print(
		cli,
		|| match events.is_empty() {
			true => "nothing is to be forwarded\n".into(),
			false => told::outstanding(&events),
		},
		|| json!(events),
	);
	Ok(())
}

pub(super) async fn queries(cli: &Cli, trial: TrialId) -> Result<()> {
	let known = trials(cli).await?;
	let open = known.trial(trial).await?.open_queries;
	let queries = known.open_queries(trial).await?;
	print(
		cli,
		|| match queries.is_empty() {
			true => "no query is open\n".into(),
			false => told::queries(&queries, open),
		},
		|| json!({ "open": open, "queries": told::queries_json(&queries) }),
	);
	Ok(())
}

pub(super) async fn deviations(cli: &Cli, trial: TrialId) -> Result<()> {
	let known = trials(cli).await?;
	let count = known.trial(trial).await?.deviations;
	let deviations = known.deviations(trial, count).await?;
	print(
		cli,
		|| match deviations.is_empty() {
			true => "no deviation was reported\n".into(),
			false => told::deviations(&deviations),
		},
		|| json!(deviations),
	);
	Ok(())
}

pub(super) async fn trail(cli: &Cli, args: &TrailArgs) -> Result<()> {
	let known = trials(cli).await?;
	known.trial(args.trial).await?;
	let entries = known.trail(args.trial, args.from).await?;
	let Some(file) = &args.odm else {
		print(cli, || told::trail(args.from, &entries), || told::trail_json(args.from, &entries));
		return Ok(());
	};
	let chain =
		known.at.genesis_hash().ok_or_else(|| Error::Node("the chain has no genesis".into()))?;
	let (made, count) = (node::now(&known.at).await?, entries.len());
	let chain = to_hex(chain.as_bytes());
	let asked: BTreeSet<_> = entries.iter().filter_map(odm::query_of).map(|it| it.0).collect();
	let mut queries = BTreeMap::new();
	for subject in asked {
		let count = known.subject(args.trial, subject).await?.queries;
		queries.extend(known.queries_of(args.trial, subject, count).await?);
	}
	let trail = odm::Trail { trial: args.trial, chain, made, from: args.from, entries, queries };
	documents::write_new(file, &odm::write(&trail)?)?;
	let file = file.display().to_string();
	print(
		cli,
		|| output::pairs(&[("written", format!("{count} entries")), ("file", file.clone())]),
		|| json!({ "entries": count, "file": file }),
	);
	Ok(())
}
