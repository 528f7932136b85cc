//! `medchain credential …` and `medchain council …`.

use super::{PeriodArgs, SignerArgs, SponsoredArgs};
use crate::{
	accounts, dates, documents,
	error::{Error, Result},
	records, relay,
	types::credentials::Assurance,
};
use clap::{Args, Subcommand};
use medchain_support::{Commitment, Role};
use std::path::PathBuf;
use subxt::utils::{AccountId32, H256};

/// Largest file that a commitment is computed of, in bytes.
const MAX_FILE: u64 = 1024 * 1024 * 1024;

/// `credential`.
#[derive(Subcommand)]
pub enum CredentialCommand {
	/// Propose to the council that an issuer may give roles, or verify patients
	Accredit {
		/// Account of the issuer
		#[arg(value_parser = accounts::account)]
		issuer: AccountId32,
		/// A role that it may give, such as Practitioner; can be repeated
		#[arg(
			long,
			value_name = "CODE",
			value_delimiter = ',',
			required_unless_present = "identities"
		)]
		role: Vec<Role>,
		/// It may verify the identity of patients
		#[arg(long)]
		identities: bool,
		/// When it may
		#[command(flatten)]
		period: PeriodArgs,
		/// Who proposes
		#[command(flatten)]
		council: CouncilArgs,
	},
	/// Propose to put an accreditation out of force for a while, with all that rests on it
	SuspendAccreditation(IssuerArgs),
	/// Propose to put a suspended accreditation into force again
	ReinstateAccreditation(IssuerArgs),
	/// Propose to end an accreditation, with all that rests on it
	WithdrawAccreditation(IssuerArgs),
	/// Give an account a role
	Issue {
		/// Account that gets it
		#[arg(value_parser = accounts::account)]
		subject: AccountId32,
		/// The role, such as Practitioner
		#[arg(long, value_name = "CODE")]
		role: Role,
		/// When it holds
		#[command(flatten)]
		period: PeriodArgs,
		/// What proves it
		#[command(flatten)]
		evidence: EvidenceArgs,
		/// Who issues it
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Give a credential a new end
	Renew {
		/// Which
		#[command(flatten)]
		which: WhichArgs,
		/// Its last day (UTC) or instant; none if it is left out
		#[arg(long, value_name = "DATE", value_parser = dates::last_second)]
		until: Option<u64>,
		/// Its issuer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Put a credential out of force until it is reinstated
	Suspend(StandingArgs),
	/// Put a suspended credential into force again
	Reinstate(StandingArgs),
	/// Put a credential out of force for ever
	Revoke {
		/// Which, and who signs
		#[command(flatten)]
		standing: StandingArgs,
		/// The council does it; the signer is a member and proposes
		#[arg(long)]
		by_council: bool,
		/// Votes that the motion needs; a majority if it is left out
		#[arg(long, value_name = "NUMBER", requires = "by_council")]
		threshold: Option<u32>,
	},
	/// Remove a credential that no longer counts, or one's own
	Remove(StandingArgs),
	/// Take a person into the signer's organisation
	Affiliate {
		/// Account of the person
		#[arg(value_parser = accounts::account)]
		person: AccountId32,
		/// For how long
		#[command(flatten)]
		period: PeriodArgs,
		/// The organisation
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// End the membership of a person in an organisation
	EndAffiliation {
		/// Account of the person
		#[arg(value_parser = accounts::account)]
		person: AccountId32,
		/// Account of the organisation
		#[arg(value_parser = accounts::account)]
		organization: AccountId32,
		/// Either of the two
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Vouch for the identity of a person
	VerifyPatient {
		/// Account of the person
		#[arg(value_parser = accounts::account)]
		patient: AccountId32,
		/// How sure the signer is (eIDAS): low, substantial or high
		#[arg(long, value_name = "LEVEL")]
		assurance: Assurance,
		/// How long that holds
		#[command(flatten)]
		period: PeriodArgs,
		/// What proves it
		#[command(flatten)]
		evidence: EvidenceArgs,
		/// Who vouches
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// End the verification of a person
	EndVerification {
		/// Account of the person
		#[arg(value_parser = accounts::account)]
		patient: AccountId32,
		/// Who signs (the verifier, the person, or a member of the council) and who pays
		#[command(flatten)]
		parties: SponsoredArgs,
		/// The council does it; the signer is a member and proposes
		#[arg(long)]
		by_council: bool,
		/// Votes that the motion needs; a majority if it is left out
		#[arg(long, value_name = "NUMBER", requires = "by_council")]
		threshold: Option<u32>,
	},
	/// Show all that is known of an account, or one of its credentials
	Show {
		/// The account
		#[arg(value_parser = accounts::account)]
		account: AccountId32,
		/// Number of a credential
		#[arg(long, value_name = "NUMBER")]
		credential: Option<u64>,
	},
	/// Show the roles that an account holds now, and the organisations for which it acts
	Roles {
		/// The account
		#[arg(value_parser = accounts::account)]
		account: AccountId32,
	},
	/// Show what the council entitles an issuer to
	Accreditation {
		/// Account of the issuer
		#[arg(value_parser = accounts::account)]
		issuer: AccountId32,
	},
}

/// Which credential.
#[derive(Args)]
pub struct WhichArgs {
	/// Account whose credential it is
	#[arg(value_parser = accounts::account)]
	pub subject: AccountId32,
	/// Its number
	pub credential: u64,
}

/// Which credential, and who signs.
#[derive(Args)]
pub struct StandingArgs {
	/// Which
	#[command(flatten)]
	pub which: WhichArgs,
	/// Who signs
	#[command(flatten)]
	pub signer: SignerArgs,
}

/// Who proposes to the council.
#[derive(Args)]
pub struct CouncilArgs {
	/// A member of the council
	#[command(flatten)]
	pub signer: SignerArgs,
	/// Votes that the motion needs; a majority if it is left out
	#[arg(long, value_name = "NUMBER")]
	pub threshold: Option<u32>,
}

/// Whose accreditation, and who proposes.
#[derive(Args)]
pub struct IssuerArgs {
	/// Account of the issuer
	#[arg(value_parser = accounts::account)]
	pub issuer: AccountId32,
	/// Who proposes
	#[command(flatten)]
	pub council: CouncilArgs,
}

/// What proves a role or an identity. It stays off chain; the chain holds a commitment to it.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct EvidenceArgs {
	/// The encrypted or salted document, of which the commitment is computed
	#[arg(long, value_name = "FILE")]
	evidence_file: Option<PathBuf>,
	/// The commitment itself: 0x and 64 hexadecimal digits
	#[arg(long, value_name = "HASH", value_parser = commitment)]
	evidence: Option<Commitment>,
}

impl EvidenceArgs {
	/// The commitment.
	pub fn commitment(&self) -> Result<Commitment> {
		commitment_of(self.evidence, self.evidence_file.as_ref())
	}
}

/// A commitment that was given, or that to a file.
pub(super) fn commitment_of(
	given: Option<Commitment>,
	file: Option<&PathBuf>,
) -> Result<Commitment> {
	match (given, file) {
		(Some(commitment), _) => Ok(commitment),
		(None, Some(file)) => Ok(records::commitment(&documents::bytes_of(file, MAX_FILE)?)),
		(None, None) => Err(Error::Input("neither a commitment nor a file".into())),
	}
}

/// `0x` and 64 hexadecimal digits.
pub(super) fn commitment(text: &str) -> std::result::Result<Commitment, String> {
	relay::from_hex(text)
		.and_then(|bytes| Some(Commitment(bytes.try_into().ok()?)))
		.ok_or_else(|| format!("{text:?} is no commitment; right is 0x and 64 hexadecimal digits"))
}

/// `council`.
#[derive(Subcommand)]
pub enum CouncilCommand {
	/// Vote on a motion
	Vote {
		/// Which
		#[command(flatten)]
		motion: MotionArgs,
		/// Vote against it
		#[arg(long)]
		reject: bool,
		/// A member of the council
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Carry out a motion that has enough votes
	Close {
		/// Which
		#[command(flatten)]
		motion: MotionArgs,
		/// Anybody
		#[command(flatten)]
		signer: SignerArgs,
	},
}

/// Which motion, as it was told when it was proposed.
#[derive(Args)]
pub struct MotionArgs {
	/// Its hash: 0x and 64 hexadecimal digits
	#[arg(value_parser = hash)]
	pub hash: H256,
	/// Its number
	pub index: u32,
}

fn hash(text: &str) -> std::result::Result<H256, String> {
	relay::from_hex(text)
		.and_then(|bytes| Some(H256(bytes.try_into().ok()?)))
		.ok_or_else(|| format!("{text:?} is no hash; right is 0x and 64 hexadecimal digits"))
}
