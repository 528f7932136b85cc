//! Arguments that several commands take.

use crate::{
	accounts::{self, account_of, SIGNER_VARIABLE},
	calls::Sender,
	dates, documents,
	error::{Error, Result},
	fhir::{Actors, Release, Report},
	types::{DirectiveTerms, Scope},
};
use clap::Args;
use medchain_support::{AccessRequest, Action, Period, Purpose, ResourceClass, Sensitivity};
use std::{collections::BTreeMap, env, path::PathBuf};
use subxt::utils::AccountId32;
use subxt_signer::sr25519::Keypair;

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

	/// The key's account, if one was given.
	pub fn account(&self) -> Result<Option<AccountId32>> {
		Ok(self.given()?.map(|key| account_of(&key)))
	}
}

/// Whose directives, records or log.
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
		self.given()?
			.ok_or_else(|| Error::Input("whose? Give --patient ACCOUNT, or a signer".into()))
	}

	/// The patient's account, if one was given.
	pub fn given(&self) -> Result<Option<AccountId32>> {
		match self.patient {
			Some(patient) => Ok(Some(patient)),
			None => self.signer.account(),
		}
	}
}

/// Who signs a call, and who pays for it.
#[derive(Args)]
pub struct SponsoredArgs {
	#[command(flatten)]
	signer: SignerArgs,
	/// Secret URI of somebody else, who sends and pays: the signer needs no money then
	#[arg(long, value_name = "URI", conflicts_with = "relay_file")]
	relay: Option<String>,
	/// File that holds the secret URI of who sends and pays
	#[arg(long, value_name = "FILE")]
	relay_file: Option<PathBuf>,
	/// Sign only, and write the signed call to a file for `relay submit`; it holds for 64 blocks
	#[arg(long, value_name = "FILE", conflicts_with_all = ["relay", "relay_file", "estimate"])]
	sign_only: Option<PathBuf>,
	/// Tell what it would cost whoever pays; nothing is sent
	#[arg(long)]
	estimate: bool,
}

/// What is to become of a call.
#[derive(Clone)]
pub enum Delivery {
	/// It is sent.
	Send(Sender),
	/// Its cost is told.
	Estimate(Sender),
	/// It is signed and written to a file.
	SignOnly(Keypair, PathBuf),
}

impl Delivery {
	/// Who signs.
	pub fn account(&self) -> AccountId32 {
		match self {
			Self::Send(sender) | Self::Estimate(sender) => sender.account(),
			Self::SignOnly(signer, _) => account_of(signer),
		}
	}
}

impl SponsoredArgs {
	/// What is to become of the call.
	pub fn delivery(&self) -> Result<Delivery> {
		let signer = self.signer.key()?;
		if let Some(file) = &self.sign_only {
			return Ok(Delivery::SignOnly(signer, file.clone()));
		}
		let named = |e: Error| Error::Input(format!("--relay: {e}"));
		let relay = match (&self.relay, &self.relay_file) {
			(Some(uri), _) => Some(accounts::keypair(uri).map_err(named)?),
			(None, Some(file)) => Some(accounts::keypair_of_file(file).map_err(named)?),
			(None, None) => None,
		};
		let sender = Sender { signer, relay };
		Ok(match self.estimate {
			true => Delivery::Estimate(sender),
			false => Delivery::Send(sender),
		})
	}
}

/// A call that a patient makes, or a guardian for the patient, and that somebody else can pay for.
#[derive(Args)]
pub struct ForPatientArgs {
	/// Account of the patient; the signer's if it is left out. A guardian names the patient
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	patient: Option<AccountId32>,
	#[command(flatten)]
	sponsored: SponsoredArgs,
}

impl ForPatientArgs {
	/// What is to become of the call.
	pub fn delivery(&self) -> Result<Delivery> {
		self.sponsored.delivery()
	}

	/// The patient, given what is to become of the call.
	pub fn patient(&self, delivery: &Delivery) -> AccountId32 {
		self.patient.unwrap_or_else(|| delivery.account())
	}
}

/// Which accounts the references in a document mean.
#[derive(Args)]
pub struct ActorMapArgs {
	/// Account of a reference in the document, such as Organization/f001=5F…; can be repeated
	#[arg(long, value_name = "REFERENCE=ACCOUNT", value_parser = mapping)]
	actor: Vec<(String, AccountId32)>,
	/// JSON file of references and accounts: {"Organization/f001": "5F…"}
	#[arg(long, value_name = "FILE")]
	actor_map: Option<PathBuf>,
}

impl ActorMapArgs {
	/// The accounts of the references in the document.
	pub fn actors(&self) -> Result<Actors> {
		let mut actors = Actors::new();
		if let Some(path) = &self.actor_map {
			let wrong = |reason: String| {
				Error::Input(format!("the actor map {}: {reason}", path.display()))
			};
			let text = documents::text_of(path)?;
			let map: BTreeMap<String, String> = serde_json::from_str(&text)
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
pub(super) fn mapping(text: &str) -> std::result::Result<(String, AccountId32), String> {
	let (reference, account) = text
		.rsplit_once('=')
		.ok_or_else(|| format!("{text:?} maps nothing; right is Organization/f001=5F…"))?;
	Ok((reference.to_string(), accounts::account(account)?))
}

/// A FHIR `Consent`.
#[derive(Args)]
pub struct DocumentArgs {
	/// The FHIR Consent, as JSON
	#[arg(long, value_name = "FILE")]
	pub file: PathBuf,
	/// Release of FHIR that it is of; found out if it is left out
	#[arg(long, value_name = "RELEASE")]
	pub release: Option<Release>,
	/// Whom it names
	#[command(flatten)]
	pub actors: ActorMapArgs,
}

impl DocumentArgs {
	/// Its terms, for this patient.
	pub fn terms(&self, patient: AccountId32) -> Result<DirectiveTerms> {
		let document = documents::text_of(&self.file)?;
		documents::read_consent(&document, patient, &self.actors.actors()?, self.release)
	}

	/// What becomes of each of its elements. Where no patient is given it is the one whom the
	/// document names, or nobody in particular.
	pub fn report(&self, patient: Option<AccountId32>) -> Result<Report> {
		let document = documents::text_of(&self.file)?;
		let actors = self.actors.actors()?;
		let patient = patient
			.or_else(|| documents::patient_of(&document, &actors))
			.unwrap_or(AccountId32([0; 32]));
		Ok(documents::report_consent(&document, patient, &actors, self.release))
	}
}

/// When something holds.
#[derive(Args)]
pub struct PeriodArgs {
	/// First day (UTC) or instant, such as 2026-05-31 or 2026-05-31T08:30:00Z; from ever if it is
	/// left out
	#[arg(long, value_name = "DATE", value_parser = dates::first_second)]
	from: Option<u64>,
	/// Last day (UTC) or instant; for ever if it is left out
	#[arg(long, value_name = "DATE", value_parser = dates::last_second)]
	until: Option<u64>,
}

impl PeriodArgs {
	/// The period.
	pub fn period(&self) -> Result<Period> {
		dates::period(self.from, self.until).map_err(Error::Input)
	}
}

/// What is asked for, but for the purpose.
#[derive(Args)]
pub struct WhatArgs {
	/// To do what: a code of consent-action, such as access
	#[arg(long, value_name = "CODE")]
	pub action: Action,
	/// With what: a resource type, such as Observation; can be repeated
	#[arg(long, value_name = "TYPE", required = true, value_delimiter = ',')]
	pub class: Vec<ResourceClass>,
	/// A label that the data carry, such as PSY; can be repeated. None means N
	#[arg(long, value_name = "CODE", value_delimiter = ',')]
	pub sensitivity: Vec<Sensitivity>,
}

/// What is asked for.
#[derive(Args)]
pub struct RequestArgs {
	/// Why: a code of v3 PurposeOfUse, such as TREAT
	#[arg(long, value_name = "CODE")]
	purpose: Purpose,
	#[command(flatten)]
	what: WhatArgs,
}

impl RequestArgs {
	/// The request.
	pub fn request(&self) -> AccessRequest {
		AccessRequest {
			purpose: self.purpose,
			action: self.what.action,
			classes: self.what.class.iter().copied().collect(),
			sensitivities: self.what.sensitivity.iter().copied().collect(),
		}
	}
}

/// How far a delegate reaches. What is left out restricts nothing.
#[derive(Args)]
pub struct ScopeArgs {
	/// Purposes: codes of v3 PurposeOfUse; can be repeated
	#[arg(long, value_name = "CODE", value_delimiter = ',')]
	purpose: Vec<Purpose>,
	/// Actions: codes of consent-action; can be repeated
	#[arg(long, value_name = "CODE", value_delimiter = ',')]
	action: Vec<Action>,
	/// Resource types; can be repeated
	#[arg(long, value_name = "TYPE", value_delimiter = ',')]
	class: Vec<ResourceClass>,
	/// Labels of data; can be repeated
	#[arg(long, value_name = "CODE", value_delimiter = ',')]
	sensitivity: Vec<Sensitivity>,
	#[command(flatten)]
	period: PeriodArgs,
}

impl ScopeArgs {
	/// The scope.
	pub fn scope(&self) -> Result<Scope> {
		macro_rules! set {
			($field:ident, $set:ident) => {
				self.$field.iter().copied().collect::<medchain_support::$set>().into()
			};
		}
		Ok(Scope {
			actors: Vec::new(),
			purposes: set!(purpose, Purposes),
			actions: set!(action, Actions),
			classes: set!(class, ResourceClasses),
			sensitivities: set!(sensitivity, Sensitivities),
			period: self.period.period()?.into(),
		})
	}
}
