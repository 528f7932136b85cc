//! What each command does.

use crate::{
	accounts::account_of,
	audit,
	cli::{
		AccessArgs, AuditArgs, Cli, Command, ConsentCommand, DecideArgs, FormatArg, GrantArgs,
		NodeCommand, NOT_PERMITTED,
	},
	consent, demo,
	error::{Error, Result},
	fhir::{read_consent, write_consent, Reader, Status},
	node::{Included, Node, Wait},
	output,
	types::{Directive, DirectiveTerms, EndReason, EndStatus, EndedVersion},
};
use medchain_support::{DirectiveRef, Outcome};
use serde_json::{json, Value};
use std::{fs, process::ExitCode};
use subxt::utils::AccountId32;

/// Largest document that is read, in bytes.
const MAX_DOCUMENT: u64 = 1024 * 1024;

/// Does what the command line says.
pub async fn run(cli: &Cli) -> Result<ExitCode> {
	match &cli.command {
		Command::Consent(command) => consent(cli, command).await,
		Command::Access(args) => access(cli, args).await,
		Command::Decide(args) => decide(cli, args).await,
		Command::Audit(args) => audit(cli, args).await,
		Command::Node(NodeCommand::Status) => status(cli).await,
		Command::Demo => demo::play(&connect(cli).await?, cli.wait(Wait::Best), cli.json)
			.await
			.map(|()| ExitCode::SUCCESS),
	}
}

async fn connect(cli: &Cli) -> Result<Node> {
	Node::connect(&cli.url, cli.options()).await
}

/// Prints one of the two.
fn print(cli: &Cli, text: impl FnOnce() -> String, value: impl FnOnce() -> Value) {
	output::say(&match cli.json {
		true => format!("{:#}\n", value()),
		false => text(),
	});
}

async fn consent(cli: &Cli, command: &ConsentCommand) -> Result<ExitCode> {
	match command {
		ConsentCommand::Grant(args) => {
			let (signer, terms) = (args.signer.key()?, terms(args)?);
			let node = connect(cli).await?;
			node.consent_chain().await?;
			let granted = consent::grant(&node, &signer, &terms, cli.wait(Wait::Finalized)).await?;
			print_change(cli, "granted", granted, Some(&terms));
		}
		ConsentCommand::Amend { id, document } => {
			let (signer, terms) = (document.signer.key()?, terms(document)?);
			let node = connect(cli).await?;
			node.consent_chain().await?;
			let wait = cli.wait(Wait::Finalized);
			let amended = consent::amend(&node, &signer, *id, &terms, wait).await?;
			print_change(cli, "amended", amended, Some(&terms));
		}
		ConsentCommand::Revoke { id, entered_in_error, signer } => {
			let signer = signer.key()?;
			let node = connect(cli).await?;
			node.consent_chain().await?;
			let status = match entered_in_error {
				true => EndStatus::EnteredInError,
				false => EndStatus::Inactive,
			};
			let wait = cli.wait(Wait::Finalized);
			let revoked = consent::revoke(&node, &signer, *id, status, wait).await?;
			print_change(cli, "revoked", revoked, None);
		}
		ConsentCommand::Show { id, version, patient, format } => {
			show(cli, *id, *version, patient.account()?, *format).await?;
		}
		ConsentCommand::List { patient } => {
			let patient = patient.account()?;
			let at = connect(cli).await?.consent_chain().await?;
			let directives = consent::directives(&at, &patient).await?;
			print(
				cli,
				|| match directives.is_empty() {
					true => format!("{patient} has no directive in force\n"),
					false => output::directives(&directives).to_string(),
				},
				|| Value::Array(directives.iter().map(output::directive_json).collect()),
			);
		}
	}
	Ok(ExitCode::SUCCESS)
}

/// Shows a version of a directive: the one in force unless another is named.
async fn show(
	cli: &Cli,
	id: u32,
	version: Option<u32>,
	patient: AccountId32,
	format: FormatArg,
) -> Result<()> {
	let at = connect(cli).await?.consent_chain().await?;
	let in_force = consent::directive(&at, &patient, id).await;
	let (directive, ended) = match (in_force, version) {
		(Ok(directive), None) => (directive, None),
		(Ok(directive), Some(version)) if directive.version == version => (directive, None),
		(Err(error), None) => return Err(error),
		(_, Some(version)) => {
			let EndedVersion { terms, since, until, reason } =
				consent::ended_version(&at, &patient, DirectiveRef { id, version }).await?;
			(Directive { id, version, terms, since }, Some((until, reason)))
		}
	};
	if format == FormatArg::Fhir {
		let status = match ended {
			None => Status::Active,
			Some((_, EndReason::Revoked(EndStatus::EnteredInError))) => Status::EnteredInError,
			Some(_) => Status::Inactive,
		};
		output::say(&format!("{}\n", write_consent(&directive.terms, &patient, status)?));
		return Ok(());
	}
	print(
		cli,
		|| output::directive(&directive, ended),
		|| {
			let mut value = output::directive_json(&directive);
			if let Some((until, reason)) = ended {
				value["until"] = output::instant(until).into();
				value["ended"] = output::end_reason(reason).into();
			}
			value
		},
	);
	Ok(())
}

/// The terms of the document on the command line.
fn terms(args: &GrantArgs) -> Result<DirectiveTerms> {
	let path = &args.file;
	let unreadable =
		|reason: String| Error::Input(format!("cannot read {}: {reason}", path.display()));
	let length = fs::metadata(path).map_err(|e| unreadable(e.to_string()))?.len();
	if length > MAX_DOCUMENT {
		return Err(unreadable(format!("it has {length} bytes; at most {MAX_DOCUMENT} are right")));
	}
	let document = fs::read_to_string(path).map_err(|e| unreadable(e.to_string()))?;
	let patient = account_of(&args.signer.key()?);
	Ok(read_consent(&document, &Reader { patient, actors: &args.actors()? })?)
}

/// Prints what happened to a directive.
fn print_change(
	cli: &Cli,
	what: &str,
	(directive, included): (DirectiveRef, Included),
	terms: Option<&DirectiveTerms>,
) {
	print(
		cli,
		|| {
			let mut lines =
				vec![(what, output::directive_name(&directive)), ("in", output::place(&included))];
			lines.extend(terms.map(output::terms).unwrap_or_default());
			output::pairs(&lines)
		},
		|| {
			json!({
				"directive": { "id": directive.id, "version": directive.version },
				"terms": terms.map(output::terms_json),
				"in": output::place_json(&included),
			})
		},
	);
}

/// The exit code of a decision.
fn exit_code(outcome: Outcome) -> ExitCode {
	match outcome {
		Outcome::Permit => ExitCode::SUCCESS,
		Outcome::Deny | Outcome::NoConsent => ExitCode::from(NOT_PERMITTED),
	}
}

async fn access(cli: &Cli, args: &AccessArgs) -> Result<ExitCode> {
	let signer = args.signer.key()?;
	let request = args.request.request();
	let node = connect(cli).await?;
	node.consent_chain().await?;
	let wait = cli.wait(Wait::Best);
	let (decided, included) =
		consent::access(&node, &signer, &args.request.patient, &request, wait).await?;
	print(
		cli,
		|| {
			let mut lines = output::decision(&decided.decision);
			lines.push(("entry", decided.entry.to_string()));
			lines.push(("in", output::place(&included)));
			output::pairs(&lines)
		},
		|| {
			let mut value = output::decision_json(&decided.decision);
			value["entry"] = decided.entry.into();
			value["in"] = output::place_json(&included);
			value
		},
	);
	Ok(exit_code(decided.decision.outcome))
}

async fn decide(cli: &Cli, args: &DecideArgs) -> Result<ExitCode> {
	let actor = args.actor()?;
	let node = connect(cli).await?;
	let answer =
		consent::decide(&node, &args.request.patient, &actor, &args.request.request()).await?;
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

async fn audit(cli: &Cli, args: &AuditArgs) -> Result<ExitCode> {
	let at = connect(cli).await?.consent_chain().await?;
	let log = audit::read(&at, &args.patient, args.from, args.limit).await?;
	print(
		cli,
		|| match log.entries.is_empty() {
			true => format!("{}\n", output::audit_verdict(&log)),
			false => format!("{}{}\n", output::audit(&log), output::audit_verdict(&log)),
		},
		|| output::audit_json(&log),
	);
	Ok(ExitCode::SUCCESS)
}

async fn status(cli: &Cli) -> Result<ExitCode> {
	let status = connect(cli).await?.status().await?;
	print(cli, || output::status(&status), || output::status_json(&status));
	Ok(ExitCode::SUCCESS)
}
