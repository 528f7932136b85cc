//! The command line of `medchain`.

use crate::{
	accounts::{self, SIGNER_VARIABLE},
	commands,
	error::{Error, Result},
	fhir::Actors,
	node::{Options, Wait},
};
use clap::{Args, Parser, Subcommand, ValueEnum};
use medchain_support::{AccessRequest, Action, Purpose, ResourceClass, Sensitivity};
use std::{env, fs, path::PathBuf, process::ExitCode, time::Duration};
use subxt::utils::AccountId32;
use subxt_signer::sr25519::Keypair;

/// Exit code of `access` and `decide` where the answer is no permit.
pub const NOT_PERMITTED: u8 = 3;

/// Consent on a MedChain node, from documents of the standards.
#[derive(Parser)]
#[command(name = "medchain", version)]
pub struct Cli {
	/// WebSocket URL of the node
	#[arg(long, global = true, default_value = "ws://127.0.0.1:9944")]
	pub url: String,
	/// Print JSON
	#[arg(long, global = true)]
	pub json: bool,
	/// How far to follow a transaction: grant, amend and revoke wait for finality, the others do not
	#[arg(long, global = true, value_name = "WHERE")]
	pub wait: Option<WaitArg>,
	/// Seconds to wait for a transaction
	#[arg(long, global = true, value_name = "SECONDS", default_value_t = 120)]
	pub timeout: u64,
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
	/// Grant, read and revoke directives
	#[command(subcommand)]
	Consent(ConsentCommand),
	/// Ask for access; the decision is written to the patient's audit log
	Access(AccessArgs),
	/// Ask what would be decided; nothing is written
	Decide(DecideArgs),
	/// Read a patient's audit log and check that it is whole
	Audit(AuditArgs),
	/// Look at the node
	#[command(subcommand)]
	Node(NodeCommand),
	/// Play a consent from grant to revocation on the node, and check each step
	Demo,
}

/// `consent`.
#[derive(Subcommand)]
pub enum ConsentCommand {
	/// Put a FHIR R4 Consent in force for the signer
	Grant(GrantArgs),
	/// Replace the terms of a directive by those of a FHIR R4 Consent
	Amend {
		/// Number of the directive
		id: u32,
		/// The document and who signs
		#[command(flatten)]
		document: GrantArgs,
	},
	/// Show a directive in force, or a version that ended
	Show {
		/// Number of the directive
		id: u32,
		/// A version of it, also one that is no longer in force
		#[arg(long, value_name = "NUMBER")]
		version: Option<u32>,
		/// Whose it is
		#[command(flatten)]
		patient: PatientArgs,
		/// How to show it
		#[arg(long, default_value = "table")]
		format: FormatArg,
	},
	/// List the directives in force
	List {
		/// Whose it is
		#[command(flatten)]
		patient: PatientArgs,
	},
	/// End a directive of the signer
	Revoke {
		/// Number of the directive
		id: u32,
		/// It should never have been, rather than held until now
		#[arg(long)]
		entered_in_error: bool,
		/// Who signs
		#[command(flatten)]
		signer: SignerArgs,
	},
}

/// `node`.
#[derive(Subcommand)]
pub enum NodeCommand {
	/// Chain, versions, peers, blocks, validators
	Status,
}

/// `--format`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum FormatArg {
	/// Lines of names and values
	Table,
	/// A FHIR R4 Consent
	Fhir,
}

/// Who signs.
#[derive(Args)]
pub struct SignerArgs {
	/// Secret URI of the signer, for development: others can see a command line. Otherwise use
	/// --signer-file or the environment variable MEDCHAIN_SIGNER
	#[arg(long, value_name = "URI", conflicts_with = "signer_file")]
	signer: Option<String>,
	/// File that holds the secret URI of the signer
	#[arg(long, value_name = "FILE")]
	signer_file: Option<PathBuf>,
}

impl SignerArgs {
	/// The key, if one was given.
	fn given(&self) -> Result<Option<Keypair>> {
		match (&self.signer, &self.signer_file) {
			(Some(uri), _) => accounts::keypair(uri).map(Some),
			(None, Some(file)) => accounts::keypair_of_file(file).map(Some),
			(None, None) => env::var(SIGNER_VARIABLE)
				.ok()
				.map(|uri| {
					accounts::keypair(&uri)
						.map_err(|e| Error::Input(format!("{SIGNER_VARIABLE}: {e}")))
				})
				.transpose(),
		}
	}

	/// The key.
	pub fn key(&self) -> Result<Keypair> {
		self.given()?.ok_or_else(|| {
			Error::Input(format!(
				"nobody signs; give --signer //Alice, --signer-file FILE or {SIGNER_VARIABLE}"
			))
		})
	}
}

/// Whose directives.
#[derive(Args)]
pub struct PatientArgs {
	/// Account of the patient; the signer's if it is left out
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	patient: Option<AccountId32>,
	#[command(flatten)]
	signer: SignerArgs,
}

impl PatientArgs {
	/// The patient's account.
	pub fn account(&self) -> Result<AccountId32> {
		if let Some(patient) = self.patient {
			return Ok(patient);
		}
		self.signer
			.given()?
			.map(|key| accounts::account_of(&key))
			.ok_or_else(|| Error::Input("whose? Give --patient ACCOUNT, or a signer".into()))
	}
}

/// A document and who signs it.
#[derive(Args)]
pub struct GrantArgs {
	/// The FHIR R4 Consent, as JSON
	#[arg(long, value_name = "FILE")]
	pub file: PathBuf,
	/// Account of a reference in the document, such as Organization/f001=5F…; can be repeated
	#[arg(long, value_name = "REFERENCE=ACCOUNT", value_parser = mapping)]
	actor: Vec<(String, AccountId32)>,
	/// JSON file of references and accounts: {"Organization/f001": "5F…"}
	#[arg(long, value_name = "FILE")]
	actor_map: Option<PathBuf>,
	#[command(flatten)]
	pub(crate) signer: SignerArgs,
}

impl GrantArgs {
	/// The accounts of the references in the document.
	pub fn actors(&self) -> Result<Actors> {
		let mut actors = Actors::new();
		if let Some(path) = &self.actor_map {
			let wrong = |reason: String| {
				Error::Input(format!("the actor map {}: {reason}", path.display()))
			};
			let text = fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
			let map: std::collections::BTreeMap<String, String> = serde_json::from_str(&text)
				.map_err(|e| wrong(format!("not an object of references and accounts: {e}")))?;
			for (reference, account) in map {
				let account = accounts::account(&account).map_err(wrong)?;
				actors.insert(reference, account);
			}
		}
		actors.extend(self.actor.iter().cloned());
		Ok(actors)
	}
}

/// `REFERENCE=ACCOUNT`.
fn mapping(text: &str) -> std::result::Result<(String, AccountId32), String> {
	let (reference, account) = text
		.rsplit_once('=')
		.ok_or_else(|| format!("{text:?} maps nothing; right is Organization/f001=5F…"))?;
	Ok((reference.to_string(), accounts::account(account)?))
}

/// What is asked for.
#[derive(Args)]
pub struct RequestArgs {
	/// Account of the patient
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	pub patient: AccountId32,
	/// Why: a code of v3 PurposeOfUse, such as TREAT
	#[arg(long, value_name = "CODE")]
	purpose: Purpose,
	/// To do what: a code of consent-action, such as access
	#[arg(long, value_name = "CODE")]
	action: Action,
	/// With what: a resource type, such as Observation; can be repeated
	#[arg(long, value_name = "TYPE", required = true, value_delimiter = ',')]
	class: Vec<ResourceClass>,
	/// A label that the data carry, such as PSY; can be repeated. None means N
	#[arg(long, value_name = "CODE", value_delimiter = ',')]
	sensitivity: Vec<Sensitivity>,
}

impl RequestArgs {
	/// The request.
	pub fn request(&self) -> AccessRequest {
		AccessRequest {
			purpose: self.purpose,
			action: self.action,
			classes: self.class.iter().copied().collect(),
			sensitivities: self.sensitivity.iter().copied().collect(),
		}
	}
}

/// `access`.
#[derive(Args)]
pub struct AccessArgs {
	#[command(flatten)]
	pub(crate) request: RequestArgs,
	#[command(flatten)]
	pub(crate) signer: SignerArgs,
}

/// `decide`.
#[derive(Args)]
pub struct DecideArgs {
	#[command(flatten)]
	pub(crate) request: RequestArgs,
	/// Account of who asks; the signer's if it is left out
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	actor: Option<AccountId32>,
	#[command(flatten)]
	signer: SignerArgs,
}

impl DecideArgs {
	/// Who asks.
	pub fn actor(&self) -> Result<AccountId32> {
		if let Some(actor) = self.actor {
			return Ok(actor);
		}
		self.signer
			.given()?
			.map(|key| accounts::account_of(&key))
			.ok_or_else(|| Error::Input("who asks? Give --actor ACCOUNT, or a signer".into()))
	}
}

/// `audit`.
#[derive(Args)]
pub struct AuditArgs {
	/// Account of the patient
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	pub patient: AccountId32,
	/// Number of the first entry
	#[arg(long, value_name = "NUMBER", default_value_t = 0)]
	pub from: u64,
	/// Most entries to read; all if it is left out
	#[arg(long, value_name = "NUMBER")]
	pub limit: Option<u64>,
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
		}
	}
}

/// Reads the command line, does what it says and gives the exit code.
pub async fn run() -> ExitCode {
	let cli = Cli::parse();
	match commands::run(&cli).await {
		Ok(code) => code,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	fn parse(line: &str) -> std::result::Result<Cli, clap::Error> {
		Cli::try_parse_from(line.split(' '))
	}

	#[test]
	fn the_command_line_is_consistent() {
		Cli::command().debug_assert();
	}

	#[test]
	fn a_request_is_read_with_its_codes() {
		let line = "medchain access --patient //Charlie --purpose TREAT --action access \
			--class Observation,Condition --class Claim --sensitivity PSY --signer //Bob";
		let Ok(Cli { command: Command::Access(args), .. }) = parse(&line.replace('\t', "")) else {
			panic!("no access")
		};
		let request = args.request.request();
		assert_eq!(request.classes.iter().count(), 3);
		assert!(request.sensitivities.contains(Sensitivity::Psychiatry));
	}

	#[test]
	fn unknown_codes_are_answered_with_the_known_ones() {
		let line = "medchain decide --patient //Charlie --purpose treat --action access \
			--class Observation --actor //Bob";
		let Err(error) = parse(&line.replace('\t', "")) else { panic!("no such purpose") };
		assert_eq!(error.exit_code(), 2);
		assert!(error.to_string().contains("known are TREAT"), "{error}");
	}

	#[test]
	fn grant_and_revoke_wait_for_finality_unless_told_otherwise() {
		let cli = parse("medchain demo").ok().unwrap();
		assert_eq!(cli.wait(Wait::Finalized), Wait::Finalized);
		let cli = parse("medchain demo --wait best").ok().unwrap();
		assert_eq!(cli.wait(Wait::Finalized), Wait::Best);
	}

	#[test]
	fn references_are_mapped_to_accounts() {
		let (reference, account) = mapping("urn:x?a=b=//Bob").unwrap();
		assert_eq!(reference, "urn:x?a=b");
		assert_eq!(Ok(account), accounts::account("//Bob"));
		assert!(mapping("Organization/f001").unwrap_err().contains("maps nothing"));
		assert!(mapping("Organization/f001=5F").unwrap_err().contains("no account"));
	}
}
