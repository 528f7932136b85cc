//! Arguments of commands about clinical trials.

use crate::{
	accounts,
	amounts::Typed,
	cli::{credential::commitment, SignerArgs, SponsoredArgs},
	dates, documents,
	error::{Error, Result},
	trial::{
		forms::{FormProof, Manifest},
		lists::read_seed,
		opening::{salt, Opening},
	},
	types::{
		drug::Digest,
		trials::{
			Assessment, Causality, Creditor, CriterionId, FormRef, Payee, Payment, Seriousness,
			SubjectId, TrialId, Trigger, Version, MAX_VISITS,
		},
	},
	wire::OnChain,
};
use clap::Args;
use medchain_support::{Commitment, CurrencyCode, CurrencyId, ResourceClass};
use std::{path::PathBuf, str::FromStr};
use subxt::utils::AccountId32;

/// A text that stays off chain. The chain has a commitment to it under a random salt.
#[derive(Args)]
pub struct TextArgs {
	/// The text; it stays off chain
	#[arg(long, value_name = "TEXT", requires = "opening")]
	text: Option<String>,
	/// File that holds the text; it stays off chain
	#[arg(long, value_name = "FILE", conflicts_with = "text", requires = "opening")]
	text_file: Option<PathBuf>,
	/// File for text and salt, by which the text is shown to be the one: a new one, or one of the same
	/// text
	#[arg(long, value_name = "FILE")]
	opening: Option<PathBuf>,
	/// The commitment itself, if text and salt are kept elsewhere: 0x and 64 hexadecimal digits
	#[arg(long, value_name = "HASH", value_parser = commitment,
		conflicts_with_all = ["text", "text_file", "opening"])]
	commitment: Option<Commitment>,
}

impl TextArgs {
	/// The commitment, if there is a text. The file of the opening is written.
	pub fn given(&self) -> Result<Option<Commitment>> {
		let Some(path) = &self.opening else { return Ok(self.commitment) };
		let text = match (&self.text, &self.text_file) {
			(Some(text), _) => Some(text.clone()),
			(None, Some(file)) => Some(documents::text_of(file)?),
			(None, None) => None,
		};
		if let (Some(text), false) = (&text, path.exists()) {
			let opening = Opening::of(text, salt()?);
			documents::write_new(path, &opening.written()?)?;
			return Ok(Some(opening.commitment));
		}
		let opening = Opening::read(path)?;
		let wrong = |reason: &str| Error::Input(format!("--opening {}: {reason}", path.display()));
		if !opening.is_sound() {
			return Err(wrong("its commitment does not follow from salt and text"));
		}
		match text.is_none_or(|text| text == opening.text) {
			true => Ok(Some(opening.commitment)),
			false => Err(wrong("it holds another text; name a new file")),
		}
	}

	/// The commitment.
	pub fn commit(&self) -> Result<Commitment> {
		self.given()?.ok_or_else(|| {
			Error::Input(
				"nothing is said; give --text TEXT or --text-file FILE with --opening FILE, or --commitment HASH"
					.into(),
			)
		})
	}
}

/// A trial, and who signs.
#[derive(Args)]
pub struct TrialArgs {
	/// Number of the trial
	pub trial: TrialId,
	/// Who signs
	#[command(flatten)]
	pub signer: SignerArgs,
}

/// A trial, a text, and who signs.
#[derive(Args)]
pub struct TrialTextArgs {
	/// Number of the trial
	pub trial: TrialId,
	/// The text
	#[command(flatten)]
	pub text: TextArgs,
	/// Who signs
	#[command(flatten)]
	pub signer: SignerArgs,
}

/// A participant, and who signs.
#[derive(Args)]
pub struct SubjectArgs {
	/// Number of the trial
	pub trial: TrialId,
	/// Number of the participant
	pub subject: SubjectId,
	/// Who signs
	#[command(flatten)]
	pub signer: SignerArgs,
}

/// A participant, a text, and who signs.
#[derive(Args)]
pub struct SubjectTextArgs {
	/// Number of the trial
	pub trial: TrialId,
	/// Number of the participant
	pub subject: SubjectId,
	/// The text
	#[command(flatten)]
	pub text: TextArgs,
	/// Who signs
	#[command(flatten)]
	pub signer: SignerArgs,
}

/// A protocol.
#[derive(Args)]
pub struct ProtocolArgs {
	/// The protocol, a CDISC USDM 4.0 JSON document
	#[arg(long, value_name = "FILE")]
	pub usdm: PathBuf,
	/// Which version of the study, by its identifier or id, if the document has several
	#[arg(long, value_name = "NAME")]
	pub study_version: Option<String>,
	/// Which design, by its name or id, if the document has several
	#[arg(long, value_name = "NAME")]
	pub design: Option<String>,
}

/// `trial register`.
#[derive(Args)]
pub struct RegisterArgs {
	/// The protocol
	#[command(flatten)]
	pub protocol: ProtocolArgs,
	/// Account of the ethics committee
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	pub committee: AccountId32,
	/// Account of who keeps the seed of the allocation
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	pub custodian: AccountId32,
	/// Shares of the arms, such as 2:1, if the document does not say them
	#[arg(long, value_name = "SHARES", value_delimiter = ':')]
	pub ratio: Vec<u8>,
	/// How many times the shares a block may have: 1 to 4, such as 2,3
	#[arg(long, value_name = "NUMBERS", required = true, value_delimiter = ',')]
	pub blocks: Vec<u8>,
	/// How many strata
	#[arg(long, value_name = "NUMBER", default_value_t = 1)]
	pub strata: u16,
	/// Classes of data that are collected, such as Observation; can be repeated
	#[arg(long, value_name = "TYPE", required = true, value_delimiter = ',')]
	pub classes: Vec<ResourceClass>,
	/// Number of the currency in which it pays
	#[arg(long, value_name = "ID", requires = "pay")]
	pub currency: Option<CurrencyId>,
	/// A rule of payment: on what, to whom, how much, such as visit-0:participant:25.00; can be
	/// repeated. Known are enrolment, randomization, visit-NUMBER, completion, site-enrolled-NUMBER, and
	/// site and participant
	#[arg(long, value_name = "ON:TO:AMOUNT", requires = "currency")]
	pub pay: Vec<Rule>,
	/// The sponsor
	#[command(flatten)]
	pub signer: SignerArgs,
}

/// `ON:TO:AMOUNT`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rule {
	on: Trigger,
	to: Payee,
	amount: Typed,
}

impl FromStr for Rule {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Self, String> {
		let mut parts = text.splitn(3, ':');
		let (Some(on), Some(to), Some(amount)) = (parts.next(), parts.next(), parts.next()) else {
			return Err(format!(
				"{text:?} is no rule of payment; right is on what, to whom and how much: enrolment:site:500.00"
			));
		};
		let (on, to) = (trigger(on)?, to.parse().map_err(|e| format!("{to:?} is {e}"))?);
		if matches!((on, to), (Trigger::SiteEnrolled(_), Payee::Participant)) {
			return Err(format!("{text:?}: sites alone are paid for how many they enrolled"));
		}
		Ok(Self { on, to, amount: amount.parse()? })
	}
}

fn trigger(text: &str) -> std::result::Result<Trigger, String> {
	let wrong = || {
		format!(
			"{text:?} makes nothing due; known are enrolment, randomization, visit-0 to visit-{}, \
			 completion and site-enrolled-1 and more",
			MAX_VISITS.saturating_sub(1)
		)
	};
	let visit = text.strip_prefix("visit-").and_then(|number| number.parse().ok());
	let enrolled = text.strip_prefix("site-enrolled-").and_then(|number| number.parse().ok());
	match (text, visit, enrolled) {
		("enrolment", ..) => Ok(Trigger::Enrolment),
		("randomization", ..) => Ok(Trigger::Randomization),
		("completion", ..) => Ok(Trigger::Completion),
		(_, Some(visit), _) if visit < MAX_VISITS => Ok(Trigger::Visit(visit)),
		(_, _, Some(count)) if count > 0 => Ok(Trigger::SiteEnrolled(count)),
		_ => Err(wrong()),
	}
}

impl Rule {
	/// In a currency.
	pub fn of(&self, code: CurrencyCode) -> Result<Payment> {
		let amount = self.amount.of(code, "--pay").map_err(Error::Input)?;
		Ok(Payment { on: self.on, to: self.to, amount })
	}
}

/// Money of a trial.
#[derive(Args)]
pub struct MoneyArgs {
	/// Number of the trial
	pub trial: TrialId,
	/// How much, such as "1000.00 EUR"
	#[arg(long, value_name = "AMOUNT")]
	pub amount: Typed,
	/// Who signs
	#[command(flatten)]
	pub signer: SignerArgs,
}

/// Whom a trial owes money.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct CreditorArgs {
	/// Account of a site
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	site: Option<AccountId32>,
	/// Number of a participant
	#[arg(long, value_name = "NUMBER")]
	participant: Option<SubjectId>,
}

impl CreditorArgs {
	/// Whom.
	pub fn creditor(&self) -> Result<Creditor> {
		match (self.site, self.participant) {
			(Some(site), _) => Ok(Creditor::Site(site)),
			(None, Some(participant)) => Ok(Creditor::Participant(participant)),
			(None, None) => Err(Error::Input("whom? Give --site or --participant".into())),
		}
	}
}

/// A trial's seed, and who signs.
#[derive(Args)]
pub struct SecretArgs {
	/// Number of the trial
	pub trial: TrialId,
	/// File that holds the seed
	#[arg(long, value_name = "FILE")]
	seed_file: PathBuf,
	/// The custodian
	#[command(flatten)]
	pub signer: SignerArgs,
}

impl SecretArgs {
	/// The seed.
	pub fn seed(&self) -> Result<Digest> {
		read_seed(&self.seed_file)
	}
}

/// `trial consent`.
#[derive(Args)]
pub struct ConsentArgs {
	/// Number of the trial
	pub trial: TrialId,
	/// Version of the protocol that was read
	#[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
	pub version: Version,
	/// Number of the directive by which the site's investigator may collect for research (HRESCH)
	#[arg(long, value_name = "ID")]
	pub directive: u32,
	/// The participant, and who pays
	#[command(flatten)]
	pub parties: SponsoredArgs,
}

/// `trial withdraw`.
#[derive(Args)]
pub struct WithdrawArgs {
	/// Number of the trial
	pub trial: TrialId,
	/// Number of the participant
	pub subject: SubjectId,
	/// Why
	#[command(flatten)]
	pub reason: TextArgs,
	/// Who signs, and who pays
	#[command(flatten)]
	pub parties: SponsoredArgs,
}

/// `trial attest`.
#[derive(Args)]
pub struct AttestArgs {
	/// Which participant, what shows it, and who signs
	#[command(flatten)]
	pub subject: SubjectTextArgs,
	/// Which criterion of the protocol that counts, from 0
	#[arg(long, value_name = "NUMBER")]
	pub criterion: CriterionId,
	/// The participant meets it
	#[arg(long, required_unless_present = "not_met")]
	pub met: bool,
	/// The participant does not meet it
	#[arg(long, conflicts_with = "met")]
	pub not_met: bool,
	/// Last day (UTC) or instant for which it holds; for ever if it is left out
	#[arg(long, value_name = "DATE", value_parser = dates::last_second)]
	pub until: Option<u64>,
}

/// `trial capture`.
#[derive(Args)]
pub struct CaptureArgs {
	/// Number of the trial
	pub trial: TrialId,
	/// Number of the participant
	pub subject: SubjectId,
	/// Which visit, from 0
	#[arg(long, value_name = "NUMBER")]
	pub visit: u8,
	/// A form; can be repeated. None sends the manifest that is there already
	#[arg(long, value_name = "FILE", num_args = 1..)]
	pub form: Vec<PathBuf>,
	/// File for the salts of the forms, with which any of them can be proved: a new one, or the one that
	/// could not be sent
	#[arg(long, value_name = "FILE")]
	pub manifest: PathBuf,
	/// Somebody of the site
	#[command(flatten)]
	pub signer: SignerArgs,
}

/// A form of a manifest.
#[derive(Args)]
pub struct ManifestFormArgs {
	/// The manifest of the capture
	#[arg(long, value_name = "FILE")]
	pub manifest: PathBuf,
	/// Which form: its number from 0, or its file
	#[arg(long, value_name = "NAME")]
	pub form: String,
}

impl ManifestFormArgs {
	/// The manifest, and the form's place.
	pub fn read(&self) -> Result<(Manifest, u32)> {
		let manifest = Manifest::read(&self.manifest)?;
		let place = manifest.place(&self.form)?;
		Ok((manifest, place))
	}
}

/// `trial correct`.
#[derive(Args)]
pub struct CorrectArgs {
	/// Which form
	#[command(flatten)]
	pub form: ManifestFormArgs,
	/// The form as it is right
	#[arg(long, value_name = "FILE")]
	pub with: PathBuf,
	/// Why
	#[command(flatten)]
	pub reason: TextArgs,
	/// Somebody of the site
	#[command(flatten)]
	pub signer: SignerArgs,
}

/// `trial verify-source`.
#[derive(Args)]
pub struct VerifySourceArgs {
	/// The proof of the form
	#[arg(long, value_name = "FILE", required_unless_present = "manifest")]
	proof: Option<PathBuf>,
	/// The manifest of the capture
	#[arg(long, value_name = "FILE", conflicts_with = "proof", requires = "form")]
	manifest: Option<PathBuf>,
	/// Which form of the manifest: its number from 0, or its file
	#[arg(long, value_name = "NAME", requires = "manifest")]
	form: Option<String>,
	/// The form that was compared; it must be the one that the chain has
	#[arg(long, value_name = "FILE")]
	pub file: PathBuf,
	/// Somebody of the sponsor
	#[command(flatten)]
	pub signer: SignerArgs,
}

impl VerifySourceArgs {
	/// The proof.
	pub fn proof(&self) -> Result<FormProof> {
		match (&self.proof, &self.manifest, &self.form) {
			(Some(file), ..) => FormProof::read(file),
			(None, Some(manifest), Some(form)) => {
				let args = ManifestFormArgs { manifest: manifest.clone(), form: form.clone() };
				let (manifest, place) = args.read()?;
				manifest.proof(place)
			}
			_ => Err(Error::Input("which form? Give --proof, or --manifest and --form".into())),
		}
	}
}

/// A site's judgement of an adverse event.
#[derive(Args)]
pub struct AssessmentArgs {
	/// How serious it is (ICH E2A): the gravest criterion that it meets, such as hospitalization
	#[arg(long, value_name = "CODE")]
	seriousness: Seriousness,
	/// Whether the intervention caused it: a code such as possible
	#[arg(long, value_name = "CODE")]
	causality: Causality,
	/// The reference safety information names it
	#[arg(long)]
	expected: bool,
	/// When the site became aware: a day (UTC) or instant
	#[arg(long, value_name = "DATE", value_parser = dates::first_second)]
	aware: u64,
}

impl AssessmentArgs {
	/// The judgement, with a commitment to the details.
	pub fn assessment(&self, detail: Commitment) -> Assessment {
		Assessment {
			seriousness: self.seriousness,
			causality: self.causality,
			expected: self.expected,
			aware: self.aware,
			detail: OnChain(detail),
		}
	}
}

/// `trial trail`.
#[derive(Args)]
pub struct TrailArgs {
	/// Number of the trial
	pub trial: TrialId,
	/// Number of the first entry
	#[arg(long, value_name = "NUMBER", default_value_t = 0)]
	pub from: u64,
	/// Write it to a new file as CDISC ODM 2.0, an AuditRecord an entry
	#[arg(long, value_name = "FILE")]
	pub odm: Option<PathBuf>,
}

/// `CAPTURE/PLACE`.
pub(super) fn form_ref(text: &str) -> std::result::Result<FormRef, String> {
	text.split_once('/')
		.and_then(|(capture, index)| {
			Some(FormRef { capture: capture.parse().ok()?, index: index.parse().ok()? })
		})
		.ok_or_else(|| {
			format!("{text:?} names no form; right are the numbers of capture and form: 0/1")
		})
}
