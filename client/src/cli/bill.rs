//! `medchain bill …`.

use super::{
	credential::{commitment, commitment_of},
	currency::HolderArgs,
	ActorMapArgs, PatientArgs, SignerArgs, SponsoredArgs,
};
use crate::{
	accounts,
	amounts::{percentage, span, Typed},
	dates, documents,
	error::{Error, Result},
	fhir::Invoice,
	types::money::{DisputeReason, Mandate, PlanTerms, ProgrammeKind},
	wire::OnChain,
};
use clap::{Args, Subcommand};
use medchain_support::{
	BasisPoints, BillId, BillLine, Commitment, CurrencyCode, CurrencyId, ServiceType,
};
use std::{path::PathBuf, str::FromStr};
use subxt::utils::AccountId32;

/// `bill`.
#[derive(Subcommand)]
pub enum BillCommand {
	/// Bill a patient, by a FHIR R4 Invoice or by lines; the chain finds the discounts
	Issue(IssueArgs),
	/// Show a bill
	Show {
		/// Number of the bill
		id: BillId,
		/// Print a FHIR R4 Invoice
		#[arg(long)]
		fhir: bool,
	},
	/// Check whether a document is the detail of a bill, or an Invoice that says the same
	Verify {
		/// Number of the bill
		id: BillId,
		/// The document
		#[arg(long, value_name = "FILE")]
		file: PathBuf,
		/// Whom it names
		#[command(flatten)]
		actors: ActorMapArgs,
	},
	/// Pay for a bill, for oneself or for somebody else
	Pay {
		/// Number of the bill
		id: BillId,
		/// How much
		#[command(flatten)]
		amount: PayArgs,
		/// Who signs, and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Give up part of what is outstanding
	WriteOff {
		/// Number of the bill
		id: BillId,
		/// How much, such as "12.50 EUR"
		#[arg(long, value_name = "AMOUNT")]
		amount: Typed,
		/// The provider
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Give back part of what somebody paid
	Refund {
		/// Number of the bill
		id: BillId,
		/// Account of who paid; the patient's if it is left out
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		payer: Option<AccountId32>,
		/// How much, such as "12.50 EUR"
		#[arg(long, value_name = "AMOUNT")]
		amount: Typed,
		/// The provider
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Give up a bill for which nothing is paid
	Cancel {
		/// Number of the bill
		id: BillId,
		/// It should never have been
		#[arg(long)]
		entered_in_error: bool,
		/// The provider
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Object to a bill
	Dispute {
		/// Number of the bill
		id: BillId,
		/// Why: not-received, wrong-amount, wrong-service, duplicate or not-covered
		#[arg(long, value_name = "REASON")]
		reason: DisputeReason,
		/// Who signs (the patient), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// End a dispute: the patient withdraws it, the provider concedes it, a regulator decides it
	Resolve {
		/// Number of the bill
		id: BillId,
		/// What the patient is credited, such as "12.50 EUR": nothing from the patient, all from the
		/// provider
		#[arg(long, value_name = "AMOUNT")]
		credit: Typed,
		/// Who signs, and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Remove a bill that was closed long ago; the provider's deposit comes back
	Remove {
		/// Number of the bill
		id: BillId,
		/// Anybody
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Instalments
	#[command(subcommand)]
	Plan(PlanCommand),
	/// Discount programmes
	#[command(subcommand)]
	Discount(DiscountCommand),
	/// List the open bills of a patient
	List {
		/// Whose they are
		#[command(flatten)]
		patient: PatientArgs,
	},
	/// All bills of a patient or a provider
	Statement {
		/// Print values separated by commas, for a spreadsheet
		#[arg(long)]
		csv: bool,
		/// Whose they are
		#[command(flatten)]
		of: HolderArgs,
	},
	/// Print what was paid for a bill, to keep
	Receipt {
		/// Number of the bill
		id: BillId,
	},
}

/// `bill plan`.
#[derive(Subcommand)]
pub enum PlanCommand {
	/// Propose instalments to the patient
	Propose {
		/// Number of the bill
		id: BillId,
		/// How many, and when
		#[command(flatten)]
		terms: PlanArgs,
		/// The provider
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Accept the instalments that the provider proposed
	Accept {
		/// Number of the bill
		id: BillId,
		/// How many, and when, as `bill show` tells: what is signed is what was seen
		#[command(flatten)]
		terms: PlanArgs,
		/// What the chain may collect; nothing if it is left out
		#[command(flatten)]
		mandate: OptionalMandateArgs,
		/// Who signs (the patient), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Let the chain collect the instalments, or change how much of them
	Authorize {
		/// Number of the bill
		id: BillId,
		/// What it may collect
		#[command(flatten)]
		mandate: MandateArgs,
		/// Who signs (the patient), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// End the collection of instalments
	Revoke {
		/// Number of the bill
		id: BillId,
		/// Who signs (the patient), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
}

/// `bill discount`.
#[derive(Subcommand)]
pub enum DiscountCommand {
	/// Add a discount programme
	Add {
		/// For bills in this currency: its number
		#[arg(long, value_name = "ID")]
		currency: CurrencyId,
		/// What it does
		#[command(flatten)]
		kind: ProgrammeArgs,
		/// Most that it takes off one bill, such as "50.00 EUR"
		#[arg(long, value_name = "AMOUNT")]
		cap: Typed,
		/// The provider
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// End a discount programme; bills that were issued keep their discounts
	End {
		/// Number of the programme
		programme: u64,
		/// The provider
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Take a patient into a programme
	Enrol {
		/// Number of the programme
		programme: u64,
		/// Account of the patient
		#[arg(value_parser = accounts::account)]
		patient: AccountId32,
		/// Last day (UTC) or instant
		#[arg(long, value_name = "DATE", value_parser = dates::last_second)]
		until: u64,
		/// The provider
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// End the membership of a patient in a programme
	Leave {
		/// Number of the programme
		programme: u64,
		/// Account of the patient; the signer's if it is left out
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		patient: Option<AccountId32>,
		/// Who signs (the patient or the provider), and who pays the fee
		#[command(flatten)]
		parties: SponsoredArgs,
	},
	/// Set how much all discounts together take off a bill
	Cap {
		/// Most of a bill, such as 30%
		#[arg(value_parser = percentage)]
		cap: BasisPoints,
		/// The provider
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Show the discounts of a provider
	List {
		/// Account of the provider
		#[arg(value_parser = accounts::account)]
		provider: AccountId32,
	},
}

/// `bill issue`.
#[derive(Args)]
pub struct IssueArgs {
	/// A FHIR R4 Invoice, as JSON
	#[arg(long, value_name = "FILE", required_unless_present = "line")]
	file: Option<PathBuf>,
	#[command(flatten)]
	actors: ActorMapArgs,
	/// A line of the bill, if there is no Invoice: service type, quantity, price of one, such as
	/// "98:1:60.00"; can be repeated
	#[arg(long, value_name = "LINE", conflicts_with = "file", requires_all = ["patient", "currency"])]
	line: Vec<Line>,
	/// Account of the patient, if there is no Invoice
	#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account, conflicts_with = "file")]
	patient: Option<AccountId32>,
	/// Number of the currency; found by its code if there is only one of it
	#[arg(long, value_name = "ID")]
	pub currency: Option<CurrencyId>,
	/// Last day (UTC) or instant to pay, unless the Invoice tells it
	#[arg(long, value_name = "DATE", value_parser = dates::last_second)]
	due: Option<u64>,
	/// The encrypted or salted detail of the bill, of which the commitment is computed; the Invoice
	/// if it is left out
	#[arg(long, value_name = "FILE", conflicts_with = "detail")]
	detail_file: Option<PathBuf>,
	/// The commitment itself: 0x and 64 hexadecimal digits
	#[arg(long, value_name = "HASH", value_parser = commitment)]
	detail: Option<Commitment>,
	/// The provider
	#[command(flatten)]
	pub signer: SignerArgs,
}

/// What is to be billed, as it was given.
pub enum Billed {
	/// By an invoice.
	Invoice(Invoice),
	/// By lines, whose prices are of the currency that was named.
	Lines(AccountId32, CurrencyId, Vec<Line>),
}

impl IssueArgs {
	/// What is to be billed.
	pub fn billed(&self) -> Result<Billed> {
		if let Some(file) = &self.file {
			let document = documents::text_of(file)?;
			let invoice = documents::read_invoice(&document, &self.actors.actors()?)?;
			return Ok(Billed::Invoice(invoice));
		}
		match (self.patient, self.currency) {
			(Some(patient), Some(currency)) => {
				Ok(Billed::Lines(patient, currency, self.line.clone()))
			}
			_ => Err(Error::Input("--line needs --patient and --currency".into())),
		}
	}

	/// When it is due, given what the invoice says.
	pub fn due(&self, stated: Option<u64>) -> Result<u64> {
		match (self.due, stated) {
			(Some(given), Some(stated)) if given != stated => Err(Error::Input(
				"--due contradicts the Invoice, which tells another time; leave it out".into(),
			)),
			(Some(due), _) | (None, Some(due)) => Ok(due),
			(None, None) => Err(Error::Input("when is it due? Give --due DATE".into())),
		}
	}

	/// The commitment to the detail.
	pub fn detail(&self) -> Result<Commitment> {
		let file = self.detail_file.as_ref().or(self.file.as_ref());
		if self.detail.is_none() && file.is_none() {
			return Err(Error::Input("give --detail-file FILE or --detail HASH".into()));
		}
		commitment_of(self.detail, file)
	}
}

/// `SERVICE:QUANTITY:PRICE`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
	service: ServiceType,
	quantity: u32,
	price: Typed,
}

impl FromStr for Line {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Self, String> {
		let mut parts = text.splitn(3, ':');
		let (Some(service), Some(quantity), Some(price)) =
			(parts.next(), parts.next(), parts.next())
		else {
			return Err(format!(
				"{text:?} is no line; right is service type, quantity and price: 98:1:60.00"
			));
		};
		Ok(Self {
			service: ServiceType::from_str(service).map_err(|e| format!("{service:?} is {e}"))?,
			quantity: quantity_of(quantity)?,
			price: price.parse()?,
		})
	}
}

fn quantity_of(text: &str) -> std::result::Result<u32, String> {
	text.parse().ok().filter(|quantity| *quantity > 0).ok_or_else(|| {
		format!("{text:?} is no quantity; right is a whole number from 1 to {}", u32::MAX)
	})
}

impl Line {
	/// In a currency.
	pub fn of(&self, code: CurrencyCode) -> Result<BillLine> {
		let unit_price = self.price.of(code, "--line").map_err(Error::Input)?;
		Ok(BillLine { service: self.service, quantity: self.quantity, unit_price })
	}
}

/// How much is paid.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct PayArgs {
	/// How much, such as "12.50 EUR"
	#[arg(long, value_name = "AMOUNT")]
	pub amount: Option<Typed>,
	/// All that settles the bill now, less what prompt payment takes off
	#[arg(long)]
	pub in_full: bool,
}

/// Instalments.
#[derive(Args)]
pub struct PlanArgs {
	/// How many
	#[arg(long, value_name = "NUMBER")]
	instalments: u16,
	/// Last day (UTC) or instant for the first
	#[arg(long, value_name = "DATE", value_parser = dates::last_second)]
	first_due: u64,
	/// Time from one to the next, such as 30d
	#[arg(long, value_name = "TIME", value_parser = span)]
	every: u64,
}

impl PlanArgs {
	/// The terms of the plan.
	pub const fn terms(&self) -> PlanTerms {
		PlanTerms { instalments: self.instalments, first_due: self.first_due, interval: self.every }
	}
}

/// What the chain may collect.
#[derive(Args)]
pub struct MandateArgs {
	/// Most at once, such as "50.00 EUR"
	#[arg(long, value_name = "AMOUNT")]
	per_debit: Typed,
	/// Most in all
	#[arg(long, value_name = "AMOUNT")]
	total: Typed,
	/// Last day (UTC) or instant
	#[arg(long, value_name = "DATE", value_parser = dates::last_second)]
	until: u64,
}

impl MandateArgs {
	/// The mandate, in a currency.
	pub fn mandate(&self, code: CurrencyCode) -> Result<Mandate> {
		mandate(&self.per_debit, &self.total, self.until, code)
	}
}

/// What the chain may collect, if anything.
#[derive(Args)]
pub struct OptionalMandateArgs {
	/// Most that the chain collects at once, such as "50.00 EUR"
	#[arg(long, value_name = "AMOUNT", requires_all = ["total", "until"])]
	per_debit: Option<Typed>,
	/// Most that it collects in all
	#[arg(long, value_name = "AMOUNT", requires = "per_debit")]
	total: Option<Typed>,
	/// Last day (UTC) or instant on which it collects
	#[arg(long, value_name = "DATE", value_parser = dates::last_second, requires = "per_debit")]
	until: Option<u64>,
}

impl OptionalMandateArgs {
	/// The mandate, in a currency.
	pub fn mandate(&self, code: CurrencyCode) -> Result<Option<Mandate>> {
		match (&self.per_debit, &self.total, self.until) {
			(Some(per_debit), Some(total), Some(until)) => {
				mandate(per_debit, total, until, code).map(Some)
			}
			_ => Ok(None),
		}
	}
}

fn mandate(per_debit: &Typed, total: &Typed, until: u64, code: CurrencyCode) -> Result<Mandate> {
	Ok(Mandate {
		per_debit: per_debit.of(code, "--per-debit").map_err(Error::Input)?,
		total: total.of(code, "--total").map_err(Error::Input)?,
		until,
	})
}

/// What a programme does.
#[derive(Args)]
#[group(id = "programme_kind", required = true, multiple = true)]
pub struct ProgrammeArgs {
	/// Takes this off a bill that is settled soon, such as 3%
	#[arg(long, value_name = "PERCENT", value_parser = percentage, requires = "within",
		conflicts_with_all = ["membership", "package"])]
	prompt_pay: Option<BasisPoints>,
	/// How soon, such as 14d
	#[arg(long, value_name = "TIME", value_parser = span, requires = "prompt_pay")]
	within: Option<u64>,
	/// Takes this off the bills of members, such as 50%
	#[arg(long, value_name = "PERCENT", value_parser = percentage, conflicts_with = "package")]
	membership: Option<BasisPoints>,
	/// One price for a set of services, such as "99.00 EUR"
	#[arg(long, value_name = "AMOUNT", requires = "service")]
	package: Option<Typed>,
	/// A service of the package and its quantity, such as 5:2; can be repeated
	#[arg(long, value_name = "SERVICE:QUANTITY", value_parser = service, requires = "package")]
	service: Vec<(ServiceType, u32)>,
}

/// `SERVICE:QUANTITY`.
fn service(text: &str) -> std::result::Result<(ServiceType, u32), String> {
	let (service, quantity) = text
		.split_once(':')
		.ok_or_else(|| format!("{text:?} is no service with its quantity; right is 5:2"))?;
	let found = ServiceType::from_str(service).map_err(|e| format!("{service:?} is {e}"))?;
	Ok((found, quantity_of(quantity)?))
}

impl ProgrammeArgs {
	/// What the programme does, in a currency.
	pub fn kind(&self, code: CurrencyCode) -> Result<ProgrammeKind> {
		match (self.prompt_pay, self.within, self.membership, &self.package) {
			(Some(rate), Some(within), None, None) => {
				Ok(ProgrammeKind::PromptPay { rate: OnChain(rate), within })
			}
			(None, None, Some(rate), None) => {
				Ok(ProgrammeKind::Membership { rate: OnChain(rate) })
			}
			(None, None, None, Some(price)) => Ok(ProgrammeKind::Package {
				services: self
					.service
					.iter()
					.map(|(service, quantity)| (OnChain(*service), *quantity))
					.collect(),
				price: price.of(code, "--package").map_err(Error::Input)?,
			}),
			_ => Err(Error::Input(
				"a programme is one of --prompt-pay with --within, --membership, and --package with \
				 --service"
					.into(),
			)),
		}
	}
}
