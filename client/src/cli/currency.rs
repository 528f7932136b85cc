//! `medchain currency …`.

use super::{
	credential::{CouncilArgs, EvidenceArgs},
	SignerArgs, SponsoredArgs,
};
use crate::{
	accounts,
	amounts::{percentage, span, Typed},
	dates,
	error::{Error, Result},
	types::money::{CurrencyTerms, FreezeReason, PauseReason},
	wire::OnChain,
};
use clap::{Args, Subcommand};
use medchain_support::{BasisPoints, CurrencyCode, CurrencyId};
use subxt::utils::AccountId32;

/// `currency`.
#[derive(Subcommand)]
pub enum CurrencyCommand {
	/// Propose to the council to admit a currency of an issuer
	Register {
		/// Code of ISO 4217, such as EUR
		#[arg(value_parser = code)]
		code: CurrencyCode,
		/// Account of the issuer
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		issuer: AccountId32,
		/// What is asked of it
		#[command(flatten)]
		terms: TermsArgs,
		/// Who proposes
		#[command(flatten)]
		council: CouncilArgs,
	},
	/// Propose to the council to ask something else of a currency
	SetTerms {
		/// Number of the currency
		id: CurrencyId,
		/// What is asked of it
		#[command(flatten)]
		terms: TermsArgs,
		/// Who proposes
		#[command(flatten)]
		council: CouncilArgs,
	},
	/// Say what reserves stand behind a currency
	Attest {
		/// Number of the currency
		id: CurrencyId,
		/// The reserves, such as "250000.00 EUR"
		#[arg(long, value_name = "AMOUNT")]
		reserves: Typed,
		/// The day (UTC) or instant they speak of
		#[arg(long, value_name = "DATE", value_parser = dates::first_second)]
		as_of: u64,
		/// The report
		#[command(flatten)]
		evidence: EvidenceArgs,
		/// The auditor
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Make tokens of a currency
	Mint {
		/// Number of the currency
		id: CurrencyId,
		/// Account that gets them
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		to: AccountId32,
		/// How many, such as "12.50 EUR"
		#[arg(long, value_name = "AMOUNT")]
		amount: Typed,
		/// The issuer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Have tokens paid out
	#[command(subcommand)]
	Redeem(RedeemCommand),
	/// Stop an account: it neither sends nor receives the currency
	Freeze {
		/// Number of the currency
		id: CurrencyId,
		/// The account
		#[arg(value_parser = accounts::account)]
		account: AccountId32,
		/// Why: court-order, sanctions, fraud, money-laundering or key-compromised
		#[arg(long, value_name = "REASON")]
		reason: FreezeReason,
		/// The regulator
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Let an account send and receive the currency again
	Thaw {
		/// Number of the currency
		id: CurrencyId,
		/// The account
		#[arg(value_parser = accounts::account)]
		account: AccountId32,
		/// The regulator
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Stop a currency
	Pause {
		/// Number of the currency
		id: CurrencyId,
		/// Why: reserves-in-doubt, issuer-insolvent, security-incident or supervision
		#[arg(long, value_name = "REASON")]
		reason: PauseReason,
		/// The regulator
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Let a currency move again
	Resume {
		/// Number of the currency
		id: CurrencyId,
		/// The regulator
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Show a currency: supply, reserves and what can be minted
	Status {
		/// Number of the currency
		id: CurrencyId,
	},
	/// Show what an account can spend of a currency
	Balance {
		/// Number of the currency
		id: CurrencyId,
		/// Whose
		#[command(flatten)]
		of: HolderArgs,
	},
	/// List the currencies
	List,
}

/// `currency redeem`.
#[derive(Subcommand)]
pub enum RedeemCommand {
	/// Ask the issuer to pay tokens out; they are on hold until then
	Request {
		/// Number of the currency
		id: CurrencyId,
		/// How many, such as "12.50 EUR"
		#[arg(long, value_name = "AMOUNT")]
		amount: Typed,
		/// Who signs, and who pays
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Say that tokens were paid out; they are gone then
	Complete {
		/// Number of the redemption
		redemption: u64,
		/// The proof of payment
		#[command(flatten)]
		evidence: EvidenceArgs,
		/// The issuer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Give tokens back to their holder, after the issuer's time is over
	Expire {
		/// Number of the redemption
		redemption: u64,
		/// Anybody
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Show a redemption that waits
	Show {
		/// Number of the redemption
		redemption: u64,
	},
}

/// What is asked of a currency.
#[derive(Args)]
pub struct TermsArgs {
	/// Reserves for what is issued, such as 102.5%
	#[arg(long, value_name = "PERCENT", value_parser = percentage)]
	ratio: BasisPoints,
	/// For how long an attestation counts, such as 90d
	#[arg(long, value_name = "TIME", value_parser = span)]
	lifetime: u64,
	/// Least that is redeemed at once, such as "10.00 EUR"
	#[arg(long, value_name = "AMOUNT")]
	min_redemption: Typed,
}

impl TermsArgs {
	/// The terms, in a currency of the world.
	pub fn terms(&self, code: CurrencyCode) -> Result<CurrencyTerms> {
		Ok(CurrencyTerms {
			required_ratio: OnChain(self.ratio),
			attestation_lifetime: self.lifetime,
			min_redemption: self
				.min_redemption
				.of(code, "--min-redemption")
				.map_err(Error::Input)?,
		})
	}
}

/// Whose money.
#[derive(Args)]
pub struct HolderArgs {
	/// Account of the holder; the signer's if it is left out
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
	account: Option<AccountId32>,
	#[command(flatten)]
	signer: SignerArgs,
}

impl HolderArgs {
	/// The holder's account.
	pub fn account(&self) -> Result<AccountId32> {
		match self.account {
			Some(account) => Ok(account),
			None => self
				.signer
				.account()?
				.ok_or_else(|| Error::Input("whose? Give --account ACCOUNT, or a signer".into())),
		}
	}
}

/// A code of ISO 4217.
fn code(text: &str) -> std::result::Result<CurrencyCode, String> {
	CurrencyCode::from_code(text)
		.ok_or_else(|| format!("{text:?} is no active code of ISO 4217, such as EUR"))
}
