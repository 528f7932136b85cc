//! `medchain consent …`.

use super::{access, connect, deliver, print, print_done, send};
use crate::{
	audit,
	cli::{
		consent::{ConsentCommand, ReviewsArgs, SimulateArgs},
		Cli, NOT_PERMITTED,
	},
	consent, delegation, documents,
	emergency::{self, NumberedReview},
	error::{Error, Result},
	fhir::Release,
	node::Included,
	output, simulate,
	types::{events::RequestAnswered, Change, Directive, DirectiveTerms, EndStatus, EndedVersion},
};
use medchain_support::DirectiveRef;
use serde_json::{json, Value};
use std::process::ExitCode;
use subxt::utils::AccountId32;

/// Does what the command line says.
pub async fn run(cli: &Cli, command: &ConsentCommand) -> Result<ExitCode> {
	match command {
		ConsentCommand::AccessBatch { file, organization, signer } => {
			return access::batch(cli, file, *organization, signer).await;
		}
		ConsentCommand::BreakGlass { patient, reason, what, organization, signer } => {
			return access::break_glass(cli, patient, *reason, what, *organization, signer).await;
		}
		ConsentCommand::Grant { document, parties } => {
			let delivery = parties.delivery()?;
			let patient = parties.patient(&delivery);
			let terms = document.terms(patient)?;
			let granted = deliver(cli, &consent::grant(&patient, &terms), &delivery).await?;
			if let Some((event, included)) = granted {
				print_change(cli, "granted", &event.directive, Some(&terms), &included);
			}
		}
		ConsentCommand::Amend { id, document, parties } => {
			let delivery = parties.delivery()?;
			let patient = parties.patient(&delivery);
			let terms = document.terms(patient)?;
			let amended = deliver(cli, &consent::amend(&patient, *id, &terms), &delivery).await?;
			if let Some((event, included)) = amended {
				print_change(cli, "amended", &event.directive, Some(&terms), &included);
			}
		}
		ConsentCommand::Revoke { id, entered_in_error, parties } => {
			let delivery = parties.delivery()?;
			let status = match entered_in_error {
				true => EndStatus::EnteredInError,
				false => EndStatus::Inactive,
			};
			let call = consent::revoke(&parties.patient(&delivery), *id, status);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				print_change(cli, "revoked", &event.directive, None, &included);
			}
		}
		ConsentCommand::Show { id, version, patient, form } => {
			show(cli, *id, *version, patient.account()?, form.fhir()?).await?;
		}
		ConsentCommand::Report { document, patient } => {
			let report = document.report(patient.given()?)?;
			print(cli, || format!("{report}\n"), || json!(report));
			if report.terms.is_none() {
				return Ok(ExitCode::from(NOT_PERMITTED));
			}
		}
		ConsentCommand::List { patient } => list(cli, &patient.account()?).await?,
		ConsentCommand::Simulate(args) => simulate(cli, args).await?,
		ConsentCommand::Delegate { delegate, kind, scope, parties } => {
			let delivery = parties.delivery()?;
			let patient = parties.patient(&delivery);
			let call = delegation::delegate(&patient, delegate, *kind, &scope.scope()?);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![
					("delegate", event.delegate.to_string()),
					("as", kind.code().into()),
					("for", patient.to_string()),
				];
				let value =
					json!({ "delegate": event.delegate, "as": kind.code(), "patient": patient });
				print_done(cli, lines, value, &included);
			}
		}
		ConsentCommand::EndDelegation { delegate, parties } => {
			let delivery = parties.delivery()?;
			let call = delegation::end_delegation(&parties.patient(&delivery), delegate);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![("acts no longer", event.delegate.to_string())];
				print_done(cli, lines, json!({ "delegate": event.delegate }), &included);
			}
		}
		ConsentCommand::Delegates { patient } => {
			let patient = patient.account()?;
			let at = connect(cli).await?.consent_chain().await?;
			let delegates = delegation::delegates(&at, &patient).await?;
			print(
				cli,
				|| match delegates.is_empty() {
					true => format!("nobody acts for {patient}\n"),
					false => output::delegates(&delegates).to_string(),
				},
				|| delegates.iter().map(output::delegate_json).collect(),
			);
		}
		ConsentCommand::RequestAccess { patient, document, until, signer } => {
			let signer = signer.key()?;
			let terms = document.terms(*patient)?;
			let at = connect(cli).await?.consent_chain().await?;
			delegation::check_until(&at, *until).await?;
			let call = delegation::request_access(patient, &terms, *until);
			let (event, included) = send(cli, &call, &signer).await?;
			let mut lines =
				vec![("request", event.request.to_string()), ("until", output::instant(*until))];
			lines.extend(output::terms(&terms));
			let value = json!({
				"request": event.request,
				"until": output::instant(*until),
				"terms": output::terms_json(&terms),
			});
			print_done(cli, lines, value, &included);
		}
		ConsentCommand::Answer { id, answer, parties } => {
			let delivery = parties.delivery()?;
			let call = delegation::answer(&parties.patient(&delivery), *id, *answer);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let RequestAnswered { request, requester, directive } = event;
				let mut lines = vec![
					("request", request.to_string()),
					("of", requester.to_string()),
					("answer", answer.code().into()),
				];
				let directive = directive.map(|directive| *directive);
				lines.extend(directive.map(|found| ("granted", output::directive_name(&found))));
				let value = json!({
					"request": request,
					"requester": requester,
					"answer": answer.code(),
					"directive": directive.as_ref().map(reference_json),
				});
				print_done(cli, lines, value, &included);
			}
		}
		ConsentCommand::WithdrawRequest { id, patient, signer } => {
			let signer = signer.key()?;
			let call = delegation::withdraw_request(patient, *id);
			let (event, included) = send(cli, &call, &signer).await?;
			let lines = vec![("withdrawn", format!("request {}", event.request))];
			print_done(cli, lines, json!({ "request": event.request }), &included);
		}
		ConsentCommand::Requests { patient } => {
			let patient = patient.account()?;
			let at = connect(cli).await?.consent_chain().await?;
			let requests = delegation::requests(&at, &patient).await?;
			print(
				cli,
				|| match requests.is_empty() {
					true => format!("no request waits for the answer of {patient}\n"),
					false => output::requests(&requests),
				},
				|| requests.iter().map(output::request_json).collect(),
			);
		}
		ConsentCommand::Review { id, finding, signer } => {
			let signer = signer.key()?;
			let (event, included) = send(cli, &emergency::review(*id, *finding), &signer).await?;
			let lines = vec![
				("review", event.review.to_string()),
				("patient", event.patient.to_string()),
				("finding", event.finding.code().into()),
			];
			let value = json!({
				"review": event.review,
				"patient": event.patient,
				"finding": event.finding.code(),
			});
			print_done(cli, lines, value, &included);
		}
		ConsentCommand::Reviews(args) => {
			let reviews = reviews(cli, args).await?;
			print(
				cli,
				|| match reviews.is_empty() {
					true => "no reviews\n".into(),
					false => output::reviews(&reviews).to_string(),
				},
				|| reviews.iter().map(|(id, review)| output::review_json(*id, review)).collect(),
			);
		}
	}
	Ok(ExitCode::SUCCESS)
}

/// The directives in force.
async fn list(cli: &Cli, patient: &AccountId32) -> Result<()> {
	let at = connect(cli).await?.consent_chain().await?;
	let directives = consent::directives(&at, patient).await?;
	print(
		cli,
		|| match directives.is_empty() {
			true => format!("{patient} has no directive in force\n"),
			false => output::directives(&directives).to_string(),
		},
		|| directives.iter().map(output::directive_json).collect(),
	);
	Ok(())
}

/// Shows a version of a directive: the one in force unless another is named.
async fn show(
	cli: &Cli,
	id: u32,
	version: Option<u32>,
	patient: AccountId32,
	fhir: Option<Release>,
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
	if let Some(release) = fhir {
		let ended = ended.map(|(_, reason)| reason);
		let document = documents::write_consent(&directive.terms, &patient, ended, release)?;
		output::say(&format!("{document}\n"));
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

/// What a change would do.
async fn simulate(cli: &Cli, args: &SimulateArgs) -> Result<()> {
	let patient = args.patient.account()?;
	let terms = match &args.file {
		Some(file) => {
			let document = documents::text_of(file)?;
			let actors = args.actors.actors()?;
			Some(documents::read_consent(&document, patient, &actors, args.release)?)
		}
		None => None,
	};
	let at = connect(cli).await?.consent_chain().await?;
	let in_force = consent::directives(&at, &patient).await?;
	let change = Change { replaces: args.replaces.or(args.revoke), terms };
	if let Some(id) = change.replaces {
		consent::directive(&at, &patient, id).await?;
	}
	let simulation = simulate::simulate(&at, &patient, &in_force, &change).await?;
	print(cli, || output::simulation(&simulation), || output::simulation_json(&simulation));
	Ok(())
}

/// The reviews that are asked for.
async fn reviews(cli: &Cli, args: &ReviewsArgs) -> Result<Vec<NumberedReview>> {
	let at = connect(cli).await?.consent_chain().await?;
	match (args.review, &args.practitioner, &args.patient) {
		(Some(id), ..) => Ok(vec![(id, emergency::review_of(&at, id).await?)]),
		(None, Some(practitioner), _) => emergency::open_reviews(&at, practitioner).await,
		(None, None, Some(patient)) => {
			Ok(audit::disclosure(&at, patient).await?.reviews.into_iter().collect())
		}
		(None, None, None) => {
			Err(Error::Input("whose? Give --review, --practitioner or --patient".into()))
		}
	}
}

fn reference_json(directive: &DirectiveRef) -> Value {
	json!({ "id": directive.id, "version": directive.version })
}

/// Prints what happened to a directive.
fn print_change(
	cli: &Cli,
	what: &'static str,
	directive: &DirectiveRef,
	terms: Option<&DirectiveTerms>,
	included: &Included,
) {
	let mut lines = vec![(what, output::directive_name(directive))];
	lines.extend(terms.map(output::terms).unwrap_or_default());
	let value = json!({
		"directive": reference_json(directive),
		"terms": terms.map(output::terms_json),
	});
	print_done(cli, lines, value, included);
}
