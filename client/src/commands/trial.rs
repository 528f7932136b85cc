//! `medchain trial …`.

mod act;
mod allocation;
mod forms;
mod look;
mod protocol;

use super::{consent_node, deliver, print, print_done, send};
use crate::{
	calls::Call,
	cli::{trial::TrialCommand, Cli, SignerArgs},
	error::Result,
	trial::chain::Trials,
	types::trials::{events::TrialEvent, SubjectId, TrialId},
};
use serde_json::{json, Value};
use std::process::ExitCode;

/// Does what the command line says.
pub async fn run(cli: &Cli, command: &TrialCommand) -> Result<ExitCode> {
	use TrialCommand as T;
	match command {
		T::Register(args) => protocol::register(cli, args).await?,
		T::Amend { trial, protocol, signer } => {
			protocol::amend(cli, *trial, protocol, signer).await?
		}
		T::Approve { .. }
		| T::Disapprove { .. }
		| T::OpenSite { .. }
		| T::CloseSite { .. }
		| T::CloseAccrual(_)
		| T::Suspend(_)
		| T::Resume(_)
		| T::Terminate(_)
		| T::Lock(_)
		| T::Publish(_)
		| T::Fund(_)
		| T::PayDues { .. }
		| T::Reclaim(_)
		| T::ReportDeviation { .. } => act::trial(cli, command).await?,
		T::Screen { .. }
		| T::Consent(_)
		| T::Attest(_)
		| T::SetStratum { .. }
		| T::Enrol(_)
		| T::Randomize(_)
		| T::Complete(_)
		| T::Withdraw(_)
		| T::Unblind(_)
		| T::AnswerUnblinding(_)
		| T::Freeze(_)
		| T::Unfreeze(_)
		| T::ReportEvent { .. }
		| T::FollowUp { .. }
		| T::ForwardEvent { .. } => act::participant(cli, command).await?,
		T::Seed(command) => allocation::seed(cli, command)?,
		T::CommitSeed(args) => allocation::commit_seed(cli, args).await?,
		T::SealList { secret, stratum, all } => {
			allocation::seal_list(cli, secret, *stratum, *all).await?
		}
		T::Opening { trial, subject, seed_file, out } => {
			allocation::opening(cli, (*trial, *subject), seed_file, out).await?
		}
		T::CheckOpening { file } => return allocation::check_opening(cli, file).await,
		T::Disclose { trial, subject, seed_file, signer } => {
			allocation::disclose(cli, (*trial, *subject), seed_file, signer).await?
		}
		T::RevealSeed(args) => allocation::reveal_seed(cli, args).await?,
		T::CheckList { trial, stratum, list, signer } => {
			return allocation::check_list(cli, *trial, (*stratum, *list), signer).await
		}
		T::VerifyRandomization { trial, seed_file } => {
			return allocation::verify(cli, *trial, seed_file.as_deref()).await
		}
		T::Capture(args) => return forms::capture(cli, args).await,
		T::ProveForm { form, out } => forms::prove(cli, form, out)?,
		T::VerifyForm { proof, file, on_chain } => {
			return forms::verify(cli, proof, file.as_deref(), *on_chain).await
		}
		T::Correct(args) => forms::correct(cli, args).await?,
		T::Query { subject, about } => forms::query(cli, subject, *about).await?,
		T::AnswerQuery { subject, query } => forms::answer(cli, subject, *query).await?,
		T::CloseQuery { subject, query } => forms::close(cli, subject, *query).await?,
		T::VerifySource(args) => forms::verify_source(cli, args).await?,
		T::CheckText { file, commitment } => return look::text(cli, file, *commitment),
		T::List => look::list(cli).await?,
		T::Show { trial, site } => look::trial(cli, *trial, site).await?,
		T::Subject { trial, subject } => look::subject(cli, *trial, *subject).await?,
		T::Events { trial, overdue } => look::events(cli, *trial, *overdue).await?,
		T::Queries { trial } => look::queries(cli, *trial).await?,
		T::Deviations { trial } => look::deviations(cli, *trial).await?,
		T::Trail(args) => look::trail(cli, args).await?,
	}
	Ok(ExitCode::SUCCESS)
}

/// The trials of the node's best block.
async fn trials(cli: &Cli) -> Result<Trials> {
	Trials::best(consent_node(cli).await?).await
}

/// A participant in words.
fn who(trial: TrialId, subject: SubjectId) -> String {
	format!("participant {subject} of trial {trial}")
}

/// Sends a call that leaves nothing to tell but that it was made.
async fn plain(
	cli: &Cli,
	call: Call<TrialEvent>,
	signer: &SignerArgs,
	(done, what): (&'static str, String),
	value: Value,
) -> Result<()> {
	let (_, included) = send(cli, &call, &signer.key()?).await?;
	print_done(cli, vec![(done, what)], value, &included);
	Ok(())
}

/// The same about a trial as a whole.
async fn of_trial(
	cli: &Cli,
	call: Call<TrialEvent>,
	signer: &SignerArgs,
	done: &'static str,
	trial: TrialId,
) -> Result<()> {
	plain(cli, call, signer, (done, format!("trial {trial}")), json!({ "trial": trial })).await
}

/// The same about a participant.
async fn of_subject(
	cli: &Cli,
	call: Call<TrialEvent>,
	signer: &SignerArgs,
	done: &'static str,
	(trial, subject): (TrialId, SubjectId),
) -> Result<()> {
	let value = json!({ "trial": trial, "subject": subject });
	plain(cli, call, signer, (done, who(trial, subject)), value).await
}
