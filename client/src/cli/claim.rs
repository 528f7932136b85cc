//! `medchain claim …`.

use super::{
	bill::Line,
	credential::{commitment, commitment_of, EvidenceArgs},
	currency::HolderArgs,
	ActorMapArgs, SignerArgs, SponsoredArgs,
};
use crate::{
	accounts,
	amounts::Typed,
	claims::{places, Decision},
	dates, documents,
	error::{Error, Result},
	fhir::claim::{ClaimReader, ClaimUse, Submission},
	receipts::{self, Receipts},
	relay::{from_hex, to_hex},
	types::{
		claims::{AuthorizationId, ClaimId, CoverageId, Reason},
		insurance::{AppealKind, PoolId},
	},
};
use clap::{Args, Subcommand, ValueEnum};
use medchain_support::{Commitment, CurrencyId, PackId};
use std::{
	collections::{BTreeMap, BTreeSet},
	path::PathBuf,
};
use subxt::utils::{AccountId32, H256};

/// Bytes of a patient's salt.
const SALT: u64 = 32;
/// Reasons for which a reviewer can deny a line.
const REVIEWERS: [Reason; 5] = [
	Reason::LacksInformation,
	Reason::ExactDuplicate,
	Reason::NotNecessary,
	Reason::NonCovered,
	Reason::Frequency,
];

/// `claim`.
#[derive(Subcommand)]
pub enum ClaimCommand {
	/// Send a claim in, by a FHIR R4 Claim; it is decided and paid in its block, or waits
	Submit(SubmitArgs),
	/// Tell what would become of a claim that came in now; nothing is sent
	Check(CheckArgs),
	/// Ask an insurer before a service whether it will be covered
	Authorize(AuthorizeArgs),
	/// Answer what a provider asked before a service
	Answer {
		/// Number of the authorisation
		id: AuthorizationId,
		/// Whether it is granted
		#[command(flatten)]
		answer: AnswerArgs,
		/// The insurer, or somebody who acts for it
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Show a prior authorisation
	Authorization {
		/// Number of the authorisation
		id: AuthorizationId,
	},
	/// Remove a request for authorisation
	RemoveAuthorization {
		/// Number of the authorisation
		id: AuthorizationId,
		/// The provider; anybody once it was refused, not answered in time, or is over
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Show a claim: its lines, and what each payer does with them
	Show(ShowArgs),
	/// Tell in a line where a claim stands, and what it waits for
	Status {
		/// Number of the claim
		id: ClaimId,
	},
	/// List the claims of a patient or a provider
	List {
		/// Only those that wait
		#[arg(long)]
		waiting: bool,
		/// Whose they are
		#[command(flatten)]
		of: HolderArgs,
	},
	/// Decide about lines of a claim that waits for the insurer
	Review {
		/// Number of the claim
		id: ClaimId,
		/// What is decided
		#[command(flatten)]
		decisions: DecisionArgs,
		/// The insurer, or somebody who acts for it
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Try a claim again that waits for money or consent
	Resume {
		/// Number of the claim
		id: ClaimId,
		/// Who signs (provider, patient or insurer), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Say that the services of a claim were received
	Confirm {
		/// Number of the claim
		id: ClaimId,
		/// They were not
		#[arg(long)]
		not_received: bool,
		/// Who signs (the patient), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Appeal to an independent reviewer: against what was denied, or not decided in time
	Appeal {
		/// Number of the claim
		id: ClaimId,
		/// Which payer, from 1; the one that has denied lines if it is left out
		#[arg(long, value_name = "NUMBER")]
		payer: Option<u8>,
		/// A line, from 1; can be repeated. All that the payer has denied, and nobody has appealed, if it
		/// is left out
		#[arg(long, value_name = "NUMBER", value_delimiter = ',')]
		line: Vec<u8>,
		/// The reasons
		#[command(flatten)]
		evidence: EvidenceArgs,
		/// Who signs (provider or patient), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Decide the appeal about a claim that waits for a decision
	DecideAppeal {
		/// Number of the claim
		id: ClaimId,
		/// Against which payer it must be, from 1
		#[arg(long, value_name = "NUMBER")]
		payer: Option<u8>,
		/// Of which kind it must be
		#[arg(long, value_name = "KIND")]
		kind: Option<AppealKindArg>,
		/// What is decided
		#[command(flatten)]
		decision: AppealArgs,
		/// The independent reviewer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Take a claim back that was decided, and return what it was paid
	Reverse {
		/// Number of the claim
		id: ClaimId,
		/// The provider
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Take a claim back that waits
	Withdraw {
		/// Number of the claim
		id: ClaimId,
		/// The provider, or somebody who acts for it; anybody once nobody has decided it for long
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Report that a claim is fraudulent
	ReportFraud {
		/// Number of the claim
		id: ClaimId,
		/// What shows it
		#[command(flatten)]
		evidence: EvidenceArgs,
		/// Who signs (patient, insurer or regulator), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Decide a report of fraud
	DecideFraud {
		/// Number of the claim
		id: ClaimId,
		/// Whether there was fraud; then the claim is void, and what it was paid is owed
		finding: FraudFinding,
		/// The regulator or independent reviewer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Pay what the signer owes a pool
	Repay {
		/// Number of the pool
		pool: PoolId,
		/// How much
		#[command(flatten)]
		amount: RepayArgs,
		/// The provider
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Remove a claim that was decided long ago
	Remove {
		/// Number of the claim
		id: ClaimId,
		/// Anybody
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Check whether a file is one of the documents that came with a claim
	Verify {
		/// Number of the claim
		id: ClaimId,
		/// The document
		#[command(flatten)]
		document: RecordArgs,
		/// The patient's salt, which comes with the document
		#[command(flatten)]
		salt: SaltArgs,
	},
	/// Check whether an X12 835 adds up; needs no node
	#[command(name = "check-835")]
	Check835 {
		/// The file
		file: PathBuf,
	},
}

/// What an appeal is about, and whose it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum AppealKindArg {
	/// An insurer has not decided in time
	Silence,
	/// The provider's, against what was denied
	Biller,
	/// The patient's, against what was denied
	Patient,
}

impl From<AppealKindArg> for AppealKind {
	fn from(kind: AppealKindArg) -> Self {
		match kind {
			AppealKindArg::Silence => Self::Silence,
			AppealKindArg::Biller => Self::Biller,
			AppealKindArg::Patient => Self::Patient,
		}
	}
}

/// What was found about a report of fraud.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum FraudFinding {
	/// There was fraud
	Fraud,
	/// There was none
	NoFraud,
}

/// A FHIR `Claim`.
#[derive(Args)]
pub struct ClaimDocumentArgs {
	/// The FHIR R4 Claim, as JSON
	#[arg(long, value_name = "FILE")]
	pub file: PathBuf,
	/// Whom it names
	#[command(flatten)]
	actors: ActorMapArgs,
	/// Number of a coverage that the document refers to, such as Coverage/9876B1=4; can be repeated
	#[arg(long, value_name = "REFERENCE=ID", value_parser = mapped)]
	coverage: Vec<(String, CoverageId)>,
	/// Number of the currency; found by its code if there is only one of it
	#[arg(long, value_name = "ID")]
	pub currency: Option<CurrencyId>,
}

/// `REFERENCE=ID`.
fn mapped(text: &str) -> std::result::Result<(String, CoverageId), String> {
	let wrong = || format!("{text:?} names no coverage; right is Coverage/9876B1=4");
	let (reference, id) = text.rsplit_once('=').ok_or_else(wrong)?;
	Ok((reference.to_string(), id.parse().map_err(|_| wrong())?))
}

impl ClaimDocumentArgs {
	/// What the document says on the chain of this first block, under a patient's salt. It must be for
	/// one of these uses. Its packs are opened by these receipts.
	fn read(
		&self,
		chain: H256,
		salt: [u8; 32],
		receipts: &Receipts,
		uses: &[ClaimUse],
	) -> Result<Submission> {
		let document = documents::text_of(&self.file)?;
		let actors = self.actors.actors()?;
		let coverages: BTreeMap<String, CoverageId> = self.coverage.iter().cloned().collect();
		let reader = ClaimReader { actors: &actors, coverages: &coverages, chain, salt, receipts };
		let read = documents::read_claim(&document, &reader)?;
		match uses.contains(&read.purpose) {
			true => Ok(read),
			false => {
				let right: Vec<&str> = uses.iter().map(|known| known.code()).collect();
				let command = match read.purpose {
					ClaimUse::Claim => "submit",
					ClaimUse::Preauthorization => "authorize",
					ClaimUse::Predetermination => "check",
				};
				Err(Error::Input(format!(
					"Claim.use: {:?} is for `claim {command}`; right is {} here",
					read.purpose.code(),
					right.join(" or ")
				)))
			}
		}
	}
}

/// A FHIR `Claim` with all that its lines need.
#[derive(Args)]
pub struct ClaimArgs {
	/// The document
	#[command(flatten)]
	pub document: ClaimDocumentArgs,
	/// The patient's salt
	#[command(flatten)]
	salt: SaltArgs,
	/// The receipt of a drug pack that the claim names, as `drug dispense` wrote it; can be repeated
	#[arg(long, value_name = "FILE")]
	receipt: Vec<PathBuf>,
	/// Time of day (UTC) of all services, such as 14:30, for a document tells their days alone: a
	/// coverage counts from the second of enrolment. The beginning of the day if it is left out
	#[arg(long, value_name = "TIME", value_parser = dates::time_of_day)]
	time: Option<u64>,
}

/// A patient's salt.
#[derive(Args)]
pub struct SaltArgs {
	/// File that holds the patient's salt, 32 bytes, under which exact codes and documents are digested
	#[arg(long, value_name = "FILE", required_unless_present = "salt")]
	salt_file: Option<PathBuf>,
	/// The salt itself, for development: 0x and 64 hexadecimal digits
	#[arg(long, value_name = "SALT", value_parser = salt, conflicts_with = "salt_file")]
	salt: Option<[u8; 32]>,
}

/// `0x` and 64 hexadecimal digits.
fn salt(text: &str) -> std::result::Result<[u8; 32], String> {
	from_hex(text)
		.and_then(|bytes| bytes.try_into().ok())
		.ok_or_else(|| "this is no salt; right is 0x and 64 hexadecimal digits".into())
}

impl ClaimArgs {
	/// What the document says on the chain of this first block. It must be for one of these uses.
	pub fn read(&self, chain: H256, uses: &[ClaimUse]) -> Result<Submission> {
		let receipts = self.receipts()?;
		let mut read = self.document.read(chain, self.salt.read()?, &receipts, uses)?;
		let named: BTreeSet<PackId> =
			read.lines.iter().filter_map(|line| line.pack).map(|pack| pack.id).collect();
		if let Some(other) = receipts.keys().find(|id| !named.contains(id)) {
			return Err(Error::Input(format!(
				"--receipt: no line of the claim names pack {}",
				to_hex(&other.0)
			)));
		}
		for line in &mut read.lines {
			line.serviced = line.serviced.saturating_add(self.time.unwrap_or_default());
		}
		Ok(read)
	}

	/// The receipts, by their packs.
	fn receipts(&self) -> Result<Receipts> {
		let mut all = Receipts::new();
		for file in &self.receipt {
			let wrong =
				|reason: String| Error::Input(format!("--receipt {}: {reason}", file.display()));
			let sold = receipts::read(&documents::text_of(file)?).map_err(wrong)?;
			if all.insert(sold.id, sold.opening).is_some() {
				return Err(wrong("another receipt is of the same pack".into()));
			}
		}
		Ok(all)
	}
}

impl SaltArgs {
	/// The salt.
	pub fn read(&self) -> Result<[u8; 32]> {
		match (&self.salt, &self.salt_file) {
			(Some(salt), _) => Ok(*salt),
			(None, Some(file)) => {
				let bytes = documents::bytes_of(file, SALT)?;
				<[u8; 32]>::try_from(bytes).map_err(|bytes| {
					Error::Input(format!(
						"--salt-file: {} has {} bytes; a salt has {SALT}",
						file.display(),
						bytes.len()
					))
				})
			}
			(None, None) => Err(Error::Input("give --salt-file FILE or --salt SALT".into())),
		}
	}
}

/// A document that may have come with a claim.
#[derive(Args)]
pub struct RecordArgs {
	/// The encrypted document as it was registered, of which the commitment is computed
	#[arg(long, value_name = "FILE", required_unless_present = "commitment")]
	file: Option<PathBuf>,
	/// The commitment itself, as the patient's records tell it: 0x and 64 hexadecimal digits
	#[arg(long, value_name = "HASH", value_parser = commitment, conflicts_with = "file")]
	commitment: Option<Commitment>,
}

impl RecordArgs {
	/// The commitment to it.
	pub fn commitment(&self) -> Result<Commitment> {
		commitment_of(self.commitment, self.file.as_ref())
	}
}

/// `claim submit`.
#[derive(Args)]
pub struct SubmitArgs {
	/// The claim
	#[command(flatten)]
	pub claim: ClaimArgs,
	/// Who signs (the provider, or somebody who acts for it), and who pays the fee
	#[command(flatten)]
	pub parties: SponsoredArgs,
}

/// `claim check`.
#[derive(Args)]
pub struct CheckArgs {
	/// The claim
	#[command(flatten)]
	pub claim: ClaimArgs,
	/// Account of who would send it in; the provider's if it is left out
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	pub submitter: Option<AccountId32>,
	/// Print a FHIR R4 ClaimResponse of a payer
	#[arg(long)]
	pub fhir: bool,
	/// Which payer, from 1, with --fhir; the first if it is left out
	#[arg(long, value_name = "NUMBER", requires = "fhir",
		value_parser = clap::value_parser!(u8).range(1..))]
	pub payer: Option<u8>,
}

/// `claim authorize`.
#[derive(Args)]
pub struct AuthorizeArgs {
	/// A FHIR R4 Claim of one item whose use is preauthorization, as JSON
	#[arg(long, value_name = "FILE", required_unless_present = "line")]
	file: Option<PathBuf>,
	#[command(flatten)]
	actors: ActorMapArgs,
	/// Number of the coverage; with a document, also that of a reference in it, Coverage/9876B1=4
	#[arg(long, value_name = "ID", value_parser = coverage)]
	coverage: Vec<(Option<String>, CoverageId)>,
	/// What is asked for, if there is no document: service type, quantity, most for a unit, such as
	/// "PT:6:80.00"
	#[arg(long, value_name = "LINE", conflicts_with = "file", requires = "coverage")]
	line: Option<Line>,
	/// Account of the organisation that will claim, if there is no document and it is not the signer
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account, conflicts_with = "file")]
	organization: Option<AccountId32>,
	/// The reasons
	#[command(flatten)]
	pub evidence: EvidenceArgs,
	/// Who signs (the provider, or somebody who acts for it), and who pays the fee
	#[command(flatten)]
	pub parties: SponsoredArgs,
}

/// `ID` or `REFERENCE=ID`.
fn coverage(text: &str) -> std::result::Result<(Option<String>, CoverageId), String> {
	match text.contains('=') {
		true => mapped(text).map(|(reference, id)| (Some(reference), id)),
		false => text.parse().map(|id| (None, id)).map_err(|_| {
			format!("{text:?} is no number of a coverage; right are 4 and Coverage/9876B1=4")
		}),
	}
}

/// What is asked before a service, as it was given.
pub enum Asked {
	/// By a document.
	Document(Submission),
	/// By a line, whose price is of the coverage's currency, for an organisation if not for the
	/// signer.
	Line(CoverageId, Line, Option<AccountId32>),
}

impl AuthorizeArgs {
	/// What is asked, on the chain of this first block.
	pub fn asked(&self, chain: H256) -> Result<Asked> {
		let Some(file) = &self.file else {
			return match (&self.line, &self.coverage[..]) {
				(Some(line), [(None, coverage)]) => {
					Ok(Asked::Line(*coverage, line.clone(), self.organization))
				}
				_ => Err(Error::Input("--line needs one --coverage ID".into())),
			};
		};
		let mut coverages = Vec::new();
		for (reference, id) in &self.coverage {
			let reference = reference.clone().ok_or_else(|| {
				Error::Input(format!(
					"--coverage {id}: the document names the coverage; right is Coverage/9876B1={id}"
				))
			})?;
			coverages.push((reference, *id));
		}
		let actors = self.actors.actors()?;
		let coverages: BTreeMap<String, CoverageId> = coverages.into_iter().collect();
		// Nothing of the exact code is sent: no salt is needed. And nothing was sold yet.
		let reader = ClaimReader {
			actors: &actors,
			coverages: &coverages,
			chain,
			salt: [0; 32],
			receipts: &Receipts::new(),
		};
		let read = documents::read_claim(&documents::text_of(file)?, &reader)?;
		match (read.purpose, read.lines.len()) {
			(ClaimUse::Preauthorization, 1) => Ok(Asked::Document(read)),
			(ClaimUse::Preauthorization, many) => Err(Error::Input(format!(
				"Claim.item: an insurer is asked about one at a time, and these are {many}; give each \
				 a document of its own"
			))),
			(other, _) => Err(Error::Input(format!(
				"Claim.use: {:?} asks for no promise; right is preauthorization here",
				other.code()
			))),
		}
	}
}

/// The answer to a provider.
#[derive(Args)]
#[group(id = "answer", required = true, multiple = false)]
pub struct AnswerKind {
	/// So many units are granted
	#[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
	approve: Option<u32>,
	/// It is refused
	#[arg(long)]
	refuse: bool,
}

/// The answer to a provider, and until when it holds.
#[derive(Args)]
pub struct AnswerArgs {
	#[command(flatten)]
	kind: AnswerKind,
	/// Last day (UTC) or instant of service
	#[arg(long, value_name = "DATE", value_parser = dates::last_second, conflicts_with = "refuse")]
	until: Option<u64>,
}

impl AnswerArgs {
	/// How many units are granted until when; none if it is refused.
	pub fn approval(&self) -> Result<Option<(u32, u64)>> {
		match (self.kind.approve, self.until) {
			(Some(quantity), Some(until)) => Ok(Some((quantity, until))),
			(Some(_), None) => Err(Error::Input("until when? --approve needs --until DATE".into())),
			(None, _) => Ok(None),
		}
	}
}

/// How to show a claim to another system.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum FhirArg {
	/// A payer's answer, for the provider
	ClaimResponse,
	/// The claim and a payer's answer, for the patient
	Eob,
}

/// A transaction set of X12.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum X12Arg {
	/// What an insurer tells a provider about what it paid
	#[value(name = "835")]
	Remittance,
}

/// `claim show`.
#[derive(Args)]
pub struct ShowArgs {
	/// Number of the claim
	pub id: ClaimId,
	/// Print a FHIR R4 document
	#[arg(long, value_name = "DOCUMENT")]
	pub fhir: Option<FhirArg>,
	/// Print a transaction set of X12
	#[arg(long, value_name = "SET", conflicts_with = "fhir", requires = "partners")]
	pub x12: Option<X12Arg>,
	/// Which payer, from 1, with --fhir or --x12; the first if it is left out
	#[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..))]
	payer: Option<u8>,
	/// Who insurer and provider are off chain, as JSON; client/documents/plan/partners.json is an
	/// example
	#[arg(long, value_name = "FILE", requires = "x12")]
	pub partners: Option<PathBuf>,
	/// Control number of the file
	#[arg(long, value_name = "NUMBER", requires = "x12", default_value_t = 1)]
	pub control: u32,
	/// What finds the payment again, in at most 50 characters; claim and payer if it is left out
	#[arg(long, value_name = "TEXT", requires = "x12")]
	pub trace: Option<String>,
	/// Tell that the payment was taken back: of a claim that was reversed or is void
	#[arg(long, requires = "x12")]
	pub reversal: bool,
	/// Mark the file as a test
	#[arg(long, requires = "x12")]
	pub test: bool,
}

impl ShowArgs {
	/// Place of the payer, from 0.
	pub fn payer(&self) -> Result<usize> {
		match (self.payer, self.fhir, self.x12) {
			(Some(_), None, None) => Err(Error::Input(
				"--payer belongs to --fhir and --x12; all payers are shown without".into(),
			)),
			(payer, ..) => Ok(place(payer)),
		}
	}
}

/// A payer's place from 0, by its number from 1.
pub fn place(number: Option<u8>) -> usize {
	usize::from(number.unwrap_or(1)).saturating_sub(1)
}

/// What an insurer decides.
#[derive(Args)]
#[group(required = true, multiple = true)]
pub struct DecisionArgs {
	/// A line that is to be paid by the rules, from 1; can be repeated
	#[arg(long, value_name = "NUMBER", value_delimiter = ',')]
	approve: Vec<u8>,
	/// A line that is denied, and why: such as 2=not-necessary; can be repeated
	#[arg(long, value_name = "NUMBER=REASON", value_delimiter = ',', value_parser = denied)]
	deny: Vec<(u8, Reason)>,
}

/// `NUMBER=REASON`.
fn denied(text: &str) -> std::result::Result<(u8, Reason), String> {
	let (line, reason) = text
		.split_once('=')
		.ok_or_else(|| format!("{text:?} denies no line for a reason; right is 2=not-necessary"))?;
	let line = line.parse().map_err(|_| format!("{line:?} is no number of a line"))?;
	match REVIEWERS.into_iter().find(|known| known.code() == reason) {
		Some(reason) => Ok((line, reason)),
		None => {
			let known: Vec<&str> = REVIEWERS.iter().map(|known| known.code()).collect();
			Err(format!("{reason:?} is no reason of a reviewer; known are {}", known.join(", ")))
		}
	}
}

impl DecisionArgs {
	/// What is decided about lines of a claim that has so many, by their places from 0.
	pub fn decisions(&self, count: usize) -> Result<Vec<Decision>> {
		let approved = places(&self.approve, count, "--approve")?;
		let numbers: Vec<u8> = self.deny.iter().map(|(line, _)| *line).collect();
		let denied = places(&numbers, count, "--deny")?;
		if let Some(both) = denied.iter().find(|line| approved.contains(line)) {
			return Err(Error::Input(format!(
				"line {} is both approved and denied",
				both.saturating_add(1)
			)));
		}
		let approved = approved.into_iter().map(|line| (line, None));
		let denied = denied.into_iter().zip(&self.deny).map(|(line, (_, why))| (line, Some(*why)));
		Ok(approved.chain(denied).collect())
	}
}

/// What a reviewer decides about an appeal.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct AppealArgs {
	/// A line that is to be paid, from 1; can be repeated. Others stay as they are
	#[arg(long, value_name = "NUMBER", value_delimiter = ',')]
	overturn: Vec<u8>,
	/// Everything stays as it is
	#[arg(long)]
	uphold: bool,
}

impl AppealArgs {
	/// Lines to be paid of a claim that has so many, by their places from 0.
	pub fn overturned(&self, count: usize) -> Result<Vec<u8>> {
		places(&self.overturn, count, "--overturn")
	}
}

/// How much of a debt is paid.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct RepayArgs {
	/// How much, such as "12.50 EUR"
	#[arg(long, value_name = "AMOUNT")]
	pub amount: Option<Typed>,
	/// All that is owed
	#[arg(long)]
	pub in_full: bool,
}

#[cfg(test)]
mod tests;
