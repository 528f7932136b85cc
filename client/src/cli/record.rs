//! `medchain record …`.

use super::{
	credential::{commitment, commitment_of},
	ForPatientArgs, PatientArgs, SignerArgs,
};
use crate::{accounts, error::Result, records};
use clap::{Args, Subcommand};
use medchain_support::{Commitment, ResourceClass, Sensitivity};
use std::path::PathBuf;
use subxt::utils::AccountId32;

/// `record`.
#[derive(Subcommand)]
pub enum RecordCommand {
	/// Say that a record of a patient exists; the signer keeps its content
	Register {
		/// Account of the patient
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		patient: AccountId32,
		/// What it is: a resource type, such as Observation
		#[arg(long, value_name = "TYPE")]
		class: ResourceClass,
		/// A label that it carries, such as PSY; can be repeated
		#[arg(long, value_name = "CODE", value_delimiter = ',')]
		sensitivity: Vec<Sensitivity>,
		/// Its content
		#[command(flatten)]
		content: ContentArgs,
		/// Who keeps it
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Give a record a new version; the former ones stay
	Amend {
		/// Number of the record
		id: u32,
		/// Account of the patient
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		patient: AccountId32,
		/// Its content
		#[command(flatten)]
		content: ContentArgs,
		/// Who keeps it
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Forget what a record pointed to; a tombstone stays
	Erase {
		/// Number of the record
		id: u32,
		/// Whose it is, who signs (the patient or who keeps it) and who pays
		#[command(flatten)]
		parties: ForPatientArgs,
	},
	/// List a patient's records
	List {
		/// Whose they are
		#[command(flatten)]
		patient: PatientArgs,
		/// Number of the first record
		#[arg(long, value_name = "NUMBER", default_value_t = 0)]
		from: u32,
		/// Most records to list; all if it is left out
		#[arg(long, value_name = "NUMBER")]
		limit: Option<u32>,
	},
	/// Show a record with its versions
	Show {
		/// Number of the record
		id: u32,
		/// Whose it is
		#[command(flatten)]
		patient: PatientArgs,
	},
	/// Check whether a file is the ciphertext of a record
	Verify {
		/// Number of the record
		id: u32,
		/// The file
		#[arg(long, value_name = "FILE")]
		file: PathBuf,
		/// Version to compare it with, from 1; the present one if it is left out
		#[arg(long, value_name = "NUMBER")]
		version: Option<usize>,
		/// Whose it is
		#[command(flatten)]
		patient: PatientArgs,
	},
}

/// The encrypted content of a record.
#[derive(Args)]
pub struct ContentArgs {
	/// The ciphertext, of which the commitment is computed
	#[arg(long, value_name = "FILE", required_unless_present = "commitment")]
	file: Option<PathBuf>,
	/// The commitment itself: 0x and 64 hexadecimal digits
	#[arg(long, value_name = "HASH", value_parser = commitment, conflicts_with = "file")]
	commitment: Option<Commitment>,
	/// Where the ciphertext lies: an address by content or a random id, nothing that names a
	/// person; up to 64 visible ASCII characters
	#[arg(long, value_name = "TEXT", value_parser = locator)]
	locator: Locator,
}

/// A locator as it is stored.
#[derive(Clone)]
struct Locator(Vec<u8>);

fn locator(text: &str) -> std::result::Result<Locator, String> {
	records::locator(text).map(Locator)
}

impl ContentArgs {
	/// Commitment and locator.
	pub fn read(&self) -> Result<(Commitment, Vec<u8>)> {
		let commitment = commitment_of(self.commitment, self.file.as_ref())?;
		Ok((commitment, self.locator.0.clone()))
	}
}

/// The commitment to a file.
pub fn commitment_of_file(file: &PathBuf) -> Result<Commitment> {
	commitment_of(None, Some(file))
}
