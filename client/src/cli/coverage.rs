//! `medchain coverage …`.

use super::{plan::VersionArgs, PatientArgs, SignerArgs, SponsoredArgs};
use crate::{
	accounts,
	types::{claims::CoverageId, insurance::PlanId},
};
use clap::Subcommand;
use subxt::utils::AccountId32;

/// `coverage`.
#[derive(Subcommand)]
pub enum CoverageCommand {
	/// Insure a person by a plan from now on; the premium of the first term is paid. The terms are shown
	Enrol {
		/// Number of the plan
		plan: PlanId,
		/// What was read
		#[command(flatten)]
		read: VersionArgs,
		/// Account of the person; the signer's if it is left out. Others must have named the signer
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		patient: Option<AccountId32>,
		/// Who signs (and pays the premium), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Pay for the next term, in the last quarter of a term or shortly after it. The terms are shown;
	/// what is paid for only after it has begun does not come back
	Renew {
		/// Number of the coverage
		id: CoverageId,
		/// What was read
		#[command(flatten)]
		read: VersionArgs,
		/// Who signs (and pays the premium), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// End a coverage now; the premium of the time that is left comes back, less what the plan has paid
	Cancel {
		/// Number of the coverage
		id: CoverageId,
		/// Who signs (who pays the premium, or who is insured), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// List how a person is covered, in the order in which the coverages pay
	List {
		/// Who is insured
		#[command(flatten)]
		patient: PatientArgs,
	},
	/// Let somebody else insure the signer, and pay for it
	NameSubscriber {
		/// Account of who may
		#[arg(value_parser = accounts::account)]
		subscriber: AccountId32,
		/// Who signs (the person), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Let somebody insure the signer no more; what was paid for stays
	Unname {
		/// Account of who might
		#[arg(value_parser = accounts::account)]
		subscriber: AccountId32,
		/// Who signs (the person), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Have what is owed for cancelled time paid, once the pool has the money
	Refund {
		/// Number of the coverage
		id: CoverageId,
		/// Who signs (anybody), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Close a term whose services can be claimed, decided and appealed no more; it frees the insurer's
	/// reserve
	Close {
		/// Number of the coverage
		id: CoverageId,
		/// Number of the term, from 0
		term: u32,
		/// Anybody
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Remove the oldest term, long after it ended; with the last one the coverage goes
	RemoveTerm {
		/// Number of the coverage
		id: CoverageId,
		/// Anybody
		#[command(flatten)]
		signer: SignerArgs,
	},
}
