//! The command line of `medchain`.

mod args;
pub mod bill;
pub mod claim;
pub mod consent;
pub mod coverage;
pub mod credential;
pub mod currency;
pub mod drug;
pub mod load;
pub mod plan;
pub mod record;
pub mod trial;

pub use args::{
	ActorMapArgs, Delivery, DocumentArgs, ForPatientArgs, PatientArgs, PeriodArgs, RequestArgs,
	SignerArgs, SponsoredArgs, WhatArgs,
};

use crate::{
	accounts, commands,
	demo::Act,
	error::{Error, Result},
	fhir::Release,
	node::{Options, Wait},
	types::Actor,
};
use bill::BillCommand;
use claim::ClaimCommand;
use clap::{error::ErrorKind, Args, Parser, Subcommand, ValueEnum};
use consent::ConsentCommand;
use coverage::CoverageCommand;
use credential::{CouncilCommand, CredentialCommand};
use currency::CurrencyCommand;
use drug::DrugCommand;
use load::LoadArgs;
use medchain_support::CurrencyId;
use plan::PlanCommand;
use record::RecordCommand;
use std::{
	io::{stderr, Write},
	path::PathBuf,
	process::ExitCode,
	time::Duration,
};
use subxt::utils::AccountId32;
use trial::TrialCommand;

/// Exit code of `access`, `decide`, `consent break-glass` and `consent access-batch` where the
/// answer is no permit, of `record verify` and `bill verify` where the file is another, of
/// `claim check-835` where the file does not add up, of `drug verify` and `drug proof check` where the pack is
/// not to be handed on or the proof is none, of `trial verify-randomization`, `trial check-opening`,
/// `trial verify-form`, `trial check-text` and `trial check-list` where something is not what it should be, and of
/// `consent report` where the document cannot be expressed.
pub const NOT_PERMITTED: u8 = 3;

/// Consent, credentials, records, bills, insurance, drug packs and trials on a MedChain node, from documents of
/// the standards.
#[derive(Parser)]
#[command(name = "medchain", version)]
pub struct Cli {
	/// WebSocket URL of the node
	#[arg(long, global = true, default_value = "ws://127.0.0.1:9944")]
	pub url: String,
	/// Print JSON
	#[arg(long, global = true)]
	pub json: bool,
	/// How far to follow a transaction: access, access-batch, break-glass, demo and what
	/// prepares a load wait for the best block, all others for finality
	#[arg(long, global = true, value_name = "WHERE")]
	pub wait: Option<WaitArg>,
	/// Seconds to wait for a transaction
	#[arg(long, global = true, value_name = "SECONDS", default_value_t = 120)]
	pub timeout: u64,
	/// Pay fees in a currency instead of the chain's own coin: its number
	#[arg(long, global = true, value_name = "ID")]
	pub fee_currency: Option<CurrencyId>,
	/// What to do
	#[command(subcommand)]
	pub command: Command,
}

/// `--wait`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum WaitArg {
	/// Until the best block holds it
	Best,
	/// Until a finalised block holds it
	Finalized,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
	/// Directives, delegates, requests and emergencies
	#[command(subcommand)]
	Consent(ConsentCommand),
	/// Who is who: accreditations, credentials, affiliations, identities
	#[command(subcommand)]
	Credential(CredentialCommand),
	/// Vote on what the council decides
	#[command(subcommand)]
	Council(CouncilCommand),
	/// Records: what exists of a patient, and whether a copy is genuine
	#[command(subcommand)]
	Record(RecordCommand),
	/// Money: what backs it, and who has it
	#[command(subcommand)]
	Currency(CurrencyCommand),
	/// Bills: issue, pay, instalments, discounts, disputes
	#[command(subcommand)]
	Bill(BillCommand),
	/// Insurers' plans: what they promise, their networks, and the money behind them
	#[command(subcommand)]
	Plan(PlanCommand),
	/// Who is insured by which plan
	#[command(subcommand)]
	Coverage(CoverageCommand),
	/// Claims: send in, check before, decide, appeal, take back
	#[command(subcommand)]
	Claim(ClaimCommand),
	/// Drug packs: commission, ship, dispense, call back, verify, and EPCIS documents in and out
	#[command(subcommand)]
	Drug(DrugCommand),
	/// Clinical trials: register, approve, enrol, randomise, capture, lock, and check by strangers
	#[command(subcommand)]
	Trial(TrialCommand),
	/// Send and pay what somebody else has signed
	#[command(subcommand)]
	Relay(RelayCommand),
	/// Ask for access; the decision is written to the patient's audit log
	Access(AccessArgs),
	/// Ask what would be decided; nothing is written
	Decide(DecideArgs),
	/// Read a patient's audit log and check that it is whole
	#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
	Audit(AuditArgs),
	/// Look at the node
	#[command(subcommand)]
	Node(NodeCommand),
	/// Play a patient's story from accreditation to disclosure on the node, and check each step
	Demo(DemoArgs),
	/// Put a load on a development chain, and measure what comes into blocks, how fast, and what is lost
	Load(LoadArgs),
}

/// `demo`.
#[derive(Args)]
pub struct DemoArgs {
	/// Play this act alone, with what it stands on
	#[arg(long, value_enum, value_name = "NAME", conflicts_with = "list")]
	pub act: Option<Act>,
	/// List the acts; nothing is played
	#[arg(long)]
	pub list: bool,
}

/// `node`.
#[derive(Subcommand)]
pub enum NodeCommand {
	/// Chain, versions, peers, blocks, validators
	Status,
}

/// `relay`.
#[derive(Subcommand)]
pub enum RelayCommand {
	/// Send and pay a call that --sign-only wrote to a file
	Submit {
		/// The file
		file: PathBuf,
		/// Tell who signed what and what it would cost; nothing is sent
		#[arg(long)]
		estimate: bool,
		/// Who sends and pays
		#[command(flatten)]
		signer: SignerArgs,
	},
}

/// `--format`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum FormatArg {
	/// Lines of names and values
	Table,
	/// A FHIR document
	Fhir,
}

/// `access`.
#[derive(Args)]
pub struct AccessArgs {
	/// Account of the patient
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	pub patient: AccountId32,
	#[command(flatten)]
	pub(crate) request: RequestArgs,
	/// Account of the organisation for which the signer asks, if not for itself
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	pub organization: Option<AccountId32>,
	#[command(flatten)]
	pub(crate) signer: SignerArgs,
}

/// `decide`.
#[derive(Args)]
pub struct DecideArgs {
	/// Account of the patient
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	pub patient: AccountId32,
	#[command(flatten)]
	pub(crate) request: RequestArgs,
	/// Account of who asks; the signer's if it is left out
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	actor: Option<AccountId32>,
	/// Account of the organisation for which it asks, if not for itself
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	organization: Option<AccountId32>,
	#[command(flatten)]
	signer: SignerArgs,
}

impl DecideArgs {
	/// Who asks.
	pub fn actor(&self) -> Result<Actor> {
		let account = match self.actor {
			Some(actor) => actor,
			None => self.signer.account()?.ok_or_else(|| {
				Error::Input("who asks? Give --actor ACCOUNT, or a signer".into())
			})?,
		};
		Ok(Actor { account, organization: self.organization })
	}
}

/// `audit`.
#[derive(Args)]
pub struct AuditArgs {
	/// Another view of the log
	#[command(subcommand)]
	pub command: Option<AuditCommand>,
	/// Account of the patient
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account, required = true)]
	pub patient: Option<AccountId32>,
	/// Number of the first entry
	#[arg(long, value_name = "NUMBER", default_value_t = 0)]
	pub from: u64,
	/// Most entries to show; all if it is left out. The whole log is checked in any case
	#[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
	pub limit: Option<u64>,
	/// How to show it
	#[command(flatten)]
	pub form: FormArgs,
}

/// How to show a directive or a log.
#[derive(Args)]
pub struct FormArgs {
	/// How to show it; fhir is a Consent, or a Bundle of AuditEvents
	#[arg(long, default_value = "table")]
	format: FormatArg,
	/// Release of FHIR in which to show it, with --format fhir; r4 if it is left out
	#[arg(long, value_name = "RELEASE", requires = "format")]
	release: Option<Release>,
}

impl FormArgs {
	/// The release of FHIR in which to show it, or none for lines and tables.
	pub fn fhir(&self) -> Result<Option<Release>> {
		match (self.format, self.release) {
			(FormatArg::Fhir, release) => Ok(Some(release.unwrap_or(Release::R4))),
			(FormatArg::Table, None) => Ok(None),
			(FormatArg::Table, Some(_)) => {
				Err(Error::Input("--release belongs to --format fhir".into()))
			}
		}
	}
}

/// `audit …`.
#[derive(Subcommand)]
pub enum AuditCommand {
	/// Tell a patient who saw what, when and why, who was refused, and what emergencies came to
	Disclosure {
		/// Whose log
		#[command(flatten)]
		patient: PatientArgs,
		/// How to show it
		#[command(flatten)]
		form: FormArgs,
	},
}

impl Cli {
	/// How far to follow a transaction, with the command's default.
	pub fn wait(&self, default: Wait) -> Wait {
		match self.wait {
			Some(WaitArg::Best) => Wait::Best,
			Some(WaitArg::Finalized) => Wait::Finalized,
			None => default,
		}
	}

	/// How to talk to the node.
	pub fn options(&self) -> Options {
		Options {
			timeout: Duration::from_secs(self.timeout),
			report: |line| eprintln!("medchain: {line}"),
			fee_currency: self.fee_currency,
		}
	}
}

/// Reads the command line, does what it says and gives the exit code.
pub async fn run() -> ExitCode {
	let cli = match Cli::try_parse() {
		Ok(cli) => cli,
		Err(error) => return explain(&error),
	};
	match commands::run(&cli).await {
		Ok(code) => code,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		}
	}
}

/// Prints help and version as they are, and what is wrong with a command line in one line.
fn explain(error: &clap::Error) -> ExitCode {
	let printed = match error.kind() {
		ErrorKind::DisplayHelp
		| ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
		| ErrorKind::DisplayVersion => error.print(),
		_ => writeln!(stderr(), "{}", one_line(&error.to_string())),
	};
	// Nobody is left to tell that nothing can be printed.
	drop(printed);
	u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// What clap says of a wrong command line, without its usage.
fn one_line(text: &str) -> String {
	let end =
		["\n\nUsage:", "\n\nFor more information"].iter().filter_map(|end| text.find(end)).min();
	let told = end.and_then(|end| text.get(..end)).unwrap_or(text);
	let words: Vec<&str> = told.split_whitespace().collect();
	format!("{}; see --help", words.join(" "))
}

#[cfg(test)]
mod tests;
