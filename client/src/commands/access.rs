//! `medchain access`, `decide`, `audit`, and access to the records of many and in emergencies.

use super::{connect, consent_node, exit_code, print, print_done};
use crate::{
	accounts,
	audit::{self, Log},
	calls::Sender,
	cli::{AccessArgs, AuditArgs, AuditCommand, Cli, DecideArgs, FormArgs, SignerArgs, WhatArgs},
	consent, documents, emergency,
	error::{Error, Result},
	fhir::Release,
	node::{AtBlock, Wait},
	output,
	types::{
		events::{AccessDecided, GlassBroken},
		EmergencyReason, MAX_QUESTIONS,
	},
};
use medchain_support::{AccessRequest, Outcome};
use serde::Deserialize;
use serde_json::{json, Value};
use std::{path::Path, process::ExitCode, str::FromStr};
use subxt::utils::AccountId32;

/// `access`.
pub async fn access(cli: &Cli, args: &AccessArgs) -> Result<ExitCode> {
	let signer = args.signer.key()?;
	let call = consent::access(&args.patient, args.organization, &args.request.request());
	let node = consent_node(cli).await?;
	let (decided, included) =
		node.send(&call, &Sender::alone(&signer), cli.wait(Wait::Best)).await?;
	let mut lines = output::decision(&decided.decision);
	lines.push(("entry", decided.entry.to_string()));
	let mut value = output::decision_json(&decided.decision);
	value["entry"] = decided.entry.into();
	print_done(cli, lines, value, &included);
	Ok(exit_code(decided.decision.outcome))
}

/// `decide`.
pub async fn decide(cli: &Cli, args: &DecideArgs) -> Result<ExitCode> {
	let actor = args.actor()?;
	let node = connect(cli).await?;
	let answer = consent::decide(&node, &args.patient, &actor, &args.request.request()).await?;
	print(
		cli,
		|| {
			let mut lines = output::decision(&answer.decision);
			lines.push(("at", format!("{:?}", answer.at)));
			output::pairs(&lines)
		},
		|| {
			let mut value = output::decision_json(&answer.decision);
			value["at"] = json!(answer.at);
			value
		},
	);
	Ok(exit_code(answer.decision.outcome))
}

/// `audit`.
pub async fn audit(cli: &Cli, args: &AuditArgs) -> Result<()> {
	if let Some(AuditCommand::Disclosure { patient, form }) = &args.command {
		return disclosure(cli, &patient.account()?, form).await;
	}
	let patient =
		args.patient.ok_or_else(|| Error::Input("whose log? Give --patient ACCOUNT".into()))?;
	let fhir = args.form.fhir()?;
	let at = connect(cli).await?.consent_chain().await?;
	let log = audit::read(&at, &patient, args.from, args.limit).await?;
	if let Some(release) = fhir {
		return write_audit(&at, &log, &patient, release);
	}
	print(
		cli,
		|| match log.entries.is_empty() {
			true => format!("{}\n", output::audit_verdict(&log)),
			false => format!("{}{}\n", output::audit(&log), output::audit_verdict(&log)),
		},
		|| output::audit_json(&log),
	);
	Ok(())
}

/// Prints a log as a `Bundle` of `AuditEvent`s, and says on the standard error whether it was
/// proved complete, which a `Bundle` cannot.
fn write_audit(at: &AtBlock, log: &Log, patient: &AccountId32, release: Release) -> Result<()> {
	let chain = at.genesis_hash().ok_or_else(|| Error::Node("the chain has no genesis".into()))?;
	output::say(&format!("{:#}\n", documents::write_audit(log, patient, chain, release)?));
	eprintln!("medchain: {}", output::audit_verdict(log));
	Ok(())
}

async fn disclosure(cli: &Cli, patient: &AccountId32, form: &FormArgs) -> Result<()> {
	let fhir = form.fhir()?;
	let at = connect(cli).await?.consent_chain().await?;
	let report = audit::disclosure(&at, patient).await?;
	if let Some(release) = fhir {
		return write_audit(&at, &report.log, patient, release);
	}
	print(
		cli,
		|| match report.log.entries.is_empty() {
			true => {
				let verdict = output::audit_verdict(&report.log);
				format!("nobody has asked for records of {patient}; {verdict}\n")
			}
			false => format!("{}\n", output::disclosure_report(&report)),
		},
		|| {
			let mut value = output::disclosure_json(&report);
			value["patient"] = json!(patient);
			value
		},
	);
	Ok(())
}

/// A question of a batch, as its file holds it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
	patient: String,
	purpose: String,
	action: String,
	classes: Vec<String>,
	#[serde(default)]
	sensitivities: Vec<String>,
}

/// Reads the questions of a batch.
fn questions(text: &str) -> std::result::Result<Vec<(AccountId32, AccessRequest)>, String> {
	fn code<T: FromStr<Err: std::fmt::Display>>(
		path: &str,
		text: &str,
	) -> std::result::Result<T, String> {
		text.parse().map_err(|e| format!("{path}: {text:?} is {e}"))
	}
	let questions: Vec<Question> =
		serde_json::from_str(text).map_err(|e| format!("not a list of questions: {e}"))?;
	if !(1..=MAX_QUESTIONS).contains(&questions.len()) {
		return Err(format!(
			"it holds {} questions; right are 1 to {MAX_QUESTIONS}",
			questions.len()
		));
	}
	let read = |(n, question): (usize, &Question)| {
		let patient =
			accounts::account(&question.patient).map_err(|e| format!("[{n}].patient: {e}"))?;
		if question.classes.is_empty() {
			return Err(format!("[{n}].classes: empty; name at least one resource type"));
		}
		let request = AccessRequest {
			purpose: code(&format!("[{n}].purpose"), &question.purpose)?,
			action: code(&format!("[{n}].action"), &question.action)?,
			classes: (0..)
				.zip(&question.classes)
				.map(|(m, text)| code(&format!("[{n}].classes[{m}]"), text))
				.collect::<std::result::Result<Vec<_>, String>>()?
				.into_iter()
				.collect(),
			sensitivities: (0..)
				.zip(&question.sensitivities)
				.map(|(m, text)| code(&format!("[{n}].sensitivities[{m}]"), text))
				.collect::<std::result::Result<Vec<_>, String>>()?
				.into_iter()
				.collect(),
		};
		Ok((patient, request))
	};
	questions.iter().enumerate().map(read).collect()
}

/// `consent access-batch`.
pub async fn batch(
	cli: &Cli,
	file: &Path,
	organization: Option<AccountId32>,
	signer: &SignerArgs,
) -> Result<ExitCode> {
	let signer = signer.key()?;
	let questions = questions(&documents::text_of(file)?)
		.map_err(|e| Error::Input(format!("{}: {e}", file.display())))?;
	let call = consent::access_batch(organization, &questions);
	let node = consent_node(cli).await?;
	let (_, included) = node.send(&call, &Sender::alone(&signer), cli.wait(Wait::Best)).await?;
	let decided = included.events::<AccessDecided>()?;
	print(
		cli,
		|| {
			let mut table =
				output::Table::new(&["PATIENT", "ENTRY", "DECISION", "PERMITTED", "REDACT"]);
			for AccessDecided { patient, entry, decision } in &decided {
				let told = output::decision(decision);
				let value = |n: usize| told.get(n).map(|(_, v)| v.clone()).unwrap_or_default();
				table.row(vec![
					patient.to_string(),
					entry.to_string(),
					value(0),
					value(2),
					value(3),
				]);
			}
			format!("{table}{}", output::pairs(&output::receipt(&included)))
		},
		|| {
			let answers = decided.iter().map(|AccessDecided { patient, entry, decision }| {
				let mut value = output::decision_json(decision);
				value["patient"] = json!(patient);
				value["entry"] = json!(entry);
				value
			});
			json!({
				"answers": answers.collect::<Vec<Value>>(),
				"in": output::receipt_json(&included),
			})
		},
	);
	let all = decided.iter().all(|answer| answer.decision.outcome == Outcome::Permit);
	Ok(exit_code(if all { Outcome::Permit } else { Outcome::Deny }))
}

/// `consent break-glass`.
pub async fn break_glass(
	cli: &Cli,
	patient: &AccountId32,
	reason: EmergencyReason,
	what: &WhatArgs,
	organization: Option<AccountId32>,
	signer: &SignerArgs,
) -> Result<ExitCode> {
	let signer = signer.key()?;
	let need = emergency::Need {
		action: what.action,
		classes: what.class.iter().copied().collect(),
		sensitivities: what.sensitivity.iter().copied().collect(),
	};
	let call = emergency::break_glass(patient, organization, reason, &need);
	let node = consent_node(cli).await?;
	let (decided, included) =
		node.send(&call, &Sender::alone(&signer), cli.wait(Wait::Best)).await?;
	let broken = included.find::<GlassBroken>()?;
	let mut lines = output::decision(&decided.decision);
	lines.push(("entry", decided.entry.to_string()));
	lines.push(match &broken {
		Some(GlassBroken { review }) => {
			("review", format!("{review}, to be done by the organisation or a regulator"))
		}
		None => ("review", "none; nothing was opened".into()),
	});
	let mut value = output::decision_json(&decided.decision);
	value["entry"] = decided.entry.into();
	value["review"] = json!(broken.map(|broken| broken.review));
	print_done(cli, lines, value, &included);
	Ok(exit_code(decided.decision.outcome))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn questions_of_a_batch_are_read() {
		let text = r#"[{"patient": "//Eve", "purpose": "TREAT", "action": "access",
			"classes": ["Observation", "Claim"], "sensitivities": ["PSY"]}]"#;
		let read = questions(text).unwrap();
		assert_eq!(Ok(read[0].0), accounts::account("//Eve"));
		assert_eq!(read[0].1.classes.iter().count(), 2);
	}

	#[test]
	fn wrong_questions_are_named() {
		let with = |field: &str, value: Value| {
			let mut question = json!({
				"patient": "//Eve", "purpose": "TREAT", "action": "access", "classes": ["Observation"],
			});
			question[field] = value;
			questions(&json!([question]).to_string()).unwrap_err()
		};
		assert!(with("patient", json!("Eve")).contains("[0].patient"));
		assert!(with("purpose", json!("treat")).contains("known are TREAT"));
		assert!(with("classes", json!([])).contains("[0].classes: empty"));
		assert!(with("classes", json!(["Observation", "X"])).contains("[0].classes[1]"));
		assert!(with("sensitivities", json!(["X"])).contains("[0].sensitivities[0]"));
		assert!(with("colour", json!("red")).contains("unknown field"));
		assert!(questions("{}").unwrap_err().contains("not a list"));
		assert!(questions("[]").unwrap_err().contains("1 to 16"));
	}
}
