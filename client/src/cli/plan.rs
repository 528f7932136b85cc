//! `medchain plan …`.

use super::{SignerArgs, SponsoredArgs};
use crate::{
	accounts,
	amounts::{percentage, Typed},
	types::insurance::{PlanId, PoolId},
};
use clap::{Args, Subcommand};
use medchain_support::{BasisPoints, CurrencyId};
use std::path::PathBuf;
use subxt::utils::AccountId32;

/// `plan`.
#[derive(Subcommand)]
pub enum PlanCommand {
	/// Make a plan; people can enrol from then on
	Create {
		/// Number of the pool that pays
		#[arg(long, value_name = "ID")]
		pool: PoolId,
		/// What it promises and asks
		#[command(flatten)]
		terms: TermsFileArgs,
		/// The insurer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Give a plan a new version; who is insured keeps the old one until the next term
	Amend {
		/// Number of the plan
		id: PlanId,
		/// What it promises and asks from now on
		#[command(flatten)]
		terms: TermsFileArgs,
		/// The insurer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Let people enrol
	Open(EnrolmentArgs),
	/// Let nobody else enrol; who is insured stays so, and can renew
	Close(EnrolmentArgs),
	/// Show a plan
	Show {
		/// Number of the plan
		id: PlanId,
		/// Which version; the newest if it is left out
		#[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
		version: Option<u32>,
		/// Print the terms as a file for `plan amend`
		#[arg(long, conflicts_with = "provider")]
		terms: bool,
		/// Account of a provider: tell whether it belongs to the network
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		provider: Option<AccountId32>,
	},
	/// Offer a provider to join a plan's network
	Offer {
		/// Number of the plan
		id: PlanId,
		/// Account of the provider
		#[arg(value_parser = accounts::account)]
		provider: AccountId32,
		/// The insurer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Join a plan's network: no more than its ceilings is collected for what it covers, those of later
	/// versions too. The terms are shown
	Accept {
		/// Number of the plan
		id: PlanId,
		/// What was read
		#[command(flatten)]
		read: VersionArgs,
		/// The provider
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Leave a plan's network, or end the contract with a provider; services up to this day stay in it
	Leave {
		/// Number of the plan
		id: PlanId,
		/// Account of the provider; the signer's if it is left out
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		provider: Option<AccountId32>,
		/// The provider, or the insurer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// The money from which plans pay
	#[command(subcommand)]
	Pool(PoolCommand),
}

/// `plan pool`.
#[derive(Subcommand)]
pub enum PoolCommand {
	/// Make a pool; an insurer has one in each currency
	Create {
		/// Number of the currency
		#[arg(long, value_name = "ID")]
		currency: CurrencyId,
		/// Share of all open limits that is kept in it, such as 10%
		#[arg(long, value_name = "PERCENT", value_parser = percentage)]
		ratio: BasisPoints,
		/// The insurer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Put money into a pool; from then on it is the insurer's
	Deposit {
		/// Number of the pool
		id: PoolId,
		/// How much, such as "1000.00 EUR"
		#[arg(long, value_name = "AMOUNT")]
		amount: Typed,
		/// Who signs, and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Take money out of a pool; the reserve for open limits stays
	Withdraw {
		/// Number of the pool
		id: PoolId,
		/// How much, such as "1000.00 EUR"
		#[arg(long, value_name = "AMOUNT")]
		amount: Typed,
		/// The insurer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Change the share of all open limits that is kept in a pool
	Ratio {
		/// Number of the pool
		id: PoolId,
		/// The share, such as 10%
		#[arg(value_parser = percentage)]
		ratio: BasisPoints,
		/// The insurer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Show how a pool stands
	Show {
		/// Number of the pool
		id: PoolId,
	},
}

/// The terms of a plan.
#[derive(Args)]
pub struct TermsFileArgs {
	/// The terms, as JSON; client/documents/plan/family.json is an example
	#[arg(long, value_name = "FILE")]
	pub file: PathBuf,
}

/// The version of a plan that somebody agrees to.
#[derive(Args)]
pub struct VersionArgs {
	/// Version of the plan that was read; nothing is sent if there is a newer one. The newest if it is
	/// left out
	#[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
	pub version: Option<u32>,
}

/// A plan that is opened or closed.
#[derive(Args)]
pub struct EnrolmentArgs {
	/// Number of the plan
	pub id: PlanId,
	/// The insurer
	#[command(flatten)]
	pub signer: SignerArgs,
}
