//! `medchain consent …`.

use super::{
	args::ScopeArgs, ActorMapArgs, DocumentArgs, ForPatientArgs, FormArgs, PatientArgs, SignerArgs,
	WhatArgs,
};
use crate::{
	accounts, dates,
	fhir::Release,
	types::{Answer, DelegateKind, EmergencyReason, Finding},
};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use subxt::utils::AccountId32;

/// `consent`.
#[derive(Subcommand)]
pub enum ConsentCommand {
	/// Put a FHIR Consent in force
	Grant {
		/// The document
		#[command(flatten)]
		document: DocumentArgs,
		/// Whose it is, who signs and who pays
		#[command(flatten)]
		parties: ForPatientArgs,
	},
	/// Replace the terms of a directive by those of a FHIR Consent
	Amend {
		/// Number of the directive
		id: u32,
		/// The document
		#[command(flatten)]
		document: DocumentArgs,
		/// Whose it is, who signs and who pays
		#[command(flatten)]
		parties: ForPatientArgs,
	},
	/// End a directive
	Revoke {
		/// Number of the directive
		id: u32,
		/// It should never have been, rather than held until now
		#[arg(long)]
		entered_in_error: bool,
		/// Whose it is, who signs and who pays
		#[command(flatten)]
		parties: ForPatientArgs,
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
		#[command(flatten)]
		form: FormArgs,
	},
	/// Tell of each element of a FHIR Consent whether it is carried, documentary or refused, and
	/// why; no node is needed
	Report {
		/// The document
		#[command(flatten)]
		document: DocumentArgs,
		/// Who would grant it; if left out, whom the document names
		#[command(flatten)]
		patient: PatientArgs,
	},
	/// List the directives in force
	List {
		/// Whose they are
		#[command(flatten)]
		patient: PatientArgs,
	},
	/// Show what a change would give to whom and take from whom; nothing is signed or sent
	Simulate(SimulateArgs),
	/// Let a guardian or proxy act for a patient
	Delegate {
		/// Account of who is to act
		#[arg(value_parser = accounts::account)]
		delegate: AccountId32,
		/// As what: guardian or proxy
		#[arg(long = "as", value_name = "KIND")]
		kind: DelegateKind,
		/// How far
		#[command(flatten)]
		scope: ScopeArgs,
		/// For whom, who signs and who pays
		#[command(flatten)]
		parties: ForPatientArgs,
	},
	/// End a delegation
	EndDelegation {
		/// Account of who acts
		#[arg(value_parser = accounts::account)]
		delegate: AccountId32,
		/// For whom, who signs and who pays
		#[command(flatten)]
		parties: ForPatientArgs,
	},
	/// List who acts for a patient
	Delegates {
		/// For whom
		#[command(flatten)]
		patient: PatientArgs,
	},
	/// Ask a patient to grant a FHIR Consent
	RequestAccess {
		/// Account of the patient
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		patient: AccountId32,
		/// The document
		#[command(flatten)]
		document: DocumentArgs,
		/// Last day (UTC) or instant on which the patient can answer
		#[arg(long, value_name = "DATE", value_parser = dates::last_second)]
		until: u64,
		/// Who asks
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Accept or decline a request
	Answer {
		/// Number of the request
		id: u32,
		/// accept or decline
		answer: Answer,
		/// Who was asked, who signs and who pays
		#[command(flatten)]
		parties: ForPatientArgs,
	},
	/// Take a request back
	WithdrawRequest {
		/// Number of the request
		id: u32,
		/// Account of the patient who was asked
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		patient: AccountId32,
		/// Who asked
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// List the requests that wait for a patient's answer
	Requests {
		/// Who was asked
		#[command(flatten)]
		patient: PatientArgs,
	},
	/// Ask for access to the records of up to 16 patients at once
	AccessBatch {
		/// JSON file of questions: [{"patient": "5F…", "purpose": "TREAT", "action": "access",
		/// "classes": ["Observation"], "sensitivities": ["N"]}]
		#[arg(long, value_name = "FILE")]
		file: PathBuf,
		/// Account of the organisation for which the signer asks, if not for itself
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		organization: Option<AccountId32>,
		/// Who asks
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Open a patient's records in an emergency; a review follows
	BreakGlass {
		/// Account of the patient
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		patient: AccountId32,
		/// life-threatening, unresponsive, incapacitated or danger-to-others
		#[arg(long)]
		reason: EmergencyReason,
		/// What is needed
		#[command(flatten)]
		what: WhatArgs,
		/// Account of the organisation for which the signer asks, if not for itself; it can review
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		organization: Option<AccountId32>,
		/// Who asks
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Say whether an access in an emergency was justified
	Review {
		/// Number of the review
		id: u64,
		/// justified or unjustified
		finding: Finding,
		/// Who reviews
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// List reviews: one, those of a practitioner that are not done, or those of a patient
	Reviews(ReviewsArgs),
}

/// `consent simulate`.
#[derive(Args)]
pub struct SimulateArgs {
	/// The FHIR Consent that is to be granted, as JSON
	#[arg(long, value_name = "FILE", required_unless_present = "revoke")]
	pub file: Option<PathBuf>,
	/// Release of FHIR that it is of; found out if it is left out
	#[arg(long, value_name = "RELEASE")]
	pub release: Option<Release>,
	/// Whom it names
	#[command(flatten)]
	pub actors: ActorMapArgs,
	/// Number of the directive whose terms it is to replace
	#[arg(long, value_name = "ID")]
	pub replaces: Option<u32>,
	/// Number of a directive that is to be revoked
	#[arg(long, value_name = "ID", conflicts_with_all = ["file", "replaces"])]
	pub revoke: Option<u32>,
	/// Whose directives
	#[command(flatten)]
	pub patient: PatientArgs,
}

/// `consent reviews`.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct ReviewsArgs {
	/// Number of a review
	#[arg(long, value_name = "NUMBER")]
	pub review: Option<u64>,
	/// Account of a practitioner
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	pub practitioner: Option<AccountId32>,
	/// Account of a patient
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	pub patient: Option<AccountId32>,
}
