//! Currencies and bills, as the chain tells of them. Amounts are in minor units, times in seconds
//! since 1970.

use super::spelled;
use crate::wire::OnChain;
use medchain_support::{
	Amount, BasisPoints, BillId, BillLine, Commitment, CurrencyCode, CurrencyId, ServiceType,
};
use std::str::FromStr;
use subxt::{
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType},
	utils::AccountId32,
};

/// The pallet's name in the metadata.
pub const PALLET: &str = "MedicalToken";
/// The runtime API's name in the metadata.
pub const RUNTIME_API: &str = "MedicalTokenApi";
/// Most lines of one bill, and most services of one package.
pub const MAX_LINES: usize = 32;
/// Most bills that the chain tells at once.
pub const MAX_PAGE: u32 = 100;

/// What governance asks of a currency.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct CurrencyTerms {
	/// Reserves that must stand behind what is issued.
	pub required_ratio: OnChain<BasisPoints>,
	/// Seconds for which an attestation counts.
	pub attestation_lifetime: u64,
	/// Least that is redeemed at once.
	pub min_redemption: Amount,
}

/// What an auditor says of an issuer's reserves.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Attestation {
	/// Who says so.
	pub auditor: AccountId32,
	/// The reserves.
	pub reserves: Amount,
	/// The second they speak of.
	pub as_of: u64,
	/// Commitment to the auditor's report.
	pub evidence: OnChain<Commitment>,
}

/// Why a currency stands still.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum PauseReason {
	/// It is not sure that the reserves are there.
	ReservesInDoubt,
	/// The issuer cannot pay.
	IssuerInsolvent,
	/// Keys or systems of the issuer are not safe.
	SecurityIncident,
	/// Another order of a supervisor.
	Supervision,
}

spelled! {
	PauseReason {
		ReservesInDoubt => "reserves-in-doubt",
		IssuerInsolvent => "issuer-insolvent",
		SecurityIncident => "security-incident",
		Supervision => "supervision",
	}
}

/// Why an account neither sends nor receives.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum FreezeReason {
	/// A court ordered it.
	CourtOrder,
	/// The holder is on a list of sanctions.
	Sanctions,
	/// Suspicion of fraud.
	Fraud,
	/// Suspicion of money laundering.
	MoneyLaundering,
	/// The holder's key is in other hands.
	KeyCompromised,
}

spelled! {
	FreezeReason {
		CourtOrder => "court-order",
		Sanctions => "sanctions",
		Fraud => "fraud",
		MoneyLaundering => "money-laundering",
		KeyCompromised => "key-compromised",
	}
}

/// A stable currency: tokens of one issuer for one currency of the world.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Currency {
	/// The currency of the world.
	pub code: OnChain<CurrencyCode>,
	/// Who issues the tokens and owes their worth.
	pub issuer: AccountId32,
	/// What governance asks.
	pub terms: CurrencyTerms,
	/// Why it stands still, if it does.
	pub paused: Option<PauseReason>,
	/// The last word of an auditor.
	pub attestation: Option<Attestation>,
}

/// How a currency stands.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct ReserveStatus {
	/// The currency.
	pub currency: Currency,
	/// Tokens that exist.
	pub supply: Amount,
	/// Whether the attestation counts now.
	pub fresh: bool,
	/// What can be minted now.
	pub mintable: Amount,
	/// Attested reserves for each 10,000 tokens that exist; none without tokens or attestation.
	pub ratio: Option<Amount>,
}

/// Tokens that their holder wants to have paid out.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Redemption {
	/// Of which currency.
	pub currency: CurrencyId,
	/// Whose they are.
	pub holder: AccountId32,
	/// How many.
	pub amount: Amount,
	/// Last second for the issuer to pay.
	pub deadline: u64,
}

/// What a discount programme does.
#[derive(Clone, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum ProgrammeKind {
	/// For a bill that is balanced soon.
	PromptPay {
		/// Share of what is left after the other discounts.
		rate: OnChain<BasisPoints>,
		/// Seconds from issue in which it can be taken.
		within: u64,
	},
	/// For patients whom the provider took in.
	Membership {
		/// Share of what is left after a package.
		rate: OnChain<BasisPoints>,
	},
	/// One price for a set of services.
	Package {
		/// The services, each with its quantity over all lines.
		services: Vec<(OnChain<ServiceType>, u32)>,
		/// The price for all of them.
		price: Amount,
	},
}

/// A discount programme of a provider.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Programme {
	/// Its number.
	pub id: u64,
	/// For bills in this currency.
	pub currency: CurrencyId,
	/// What it does.
	pub kind: ProgrammeKind,
	/// Most that it takes off one bill.
	pub cap: Amount,
}

/// The discounts of a provider.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Discounts {
	/// Most that all discounts together take off one bill.
	pub cap: OnChain<BasisPoints>,
	/// The programmes, in the order of their numbers.
	pub programmes: Vec<Programme>,
}

/// A line of a bill with what was taken off it.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct BilledLine {
	/// Service, quantity and price of a unit.
	pub line: OnChain<BillLine>,
	/// What a package takes off.
	pub package: Amount,
	/// What a membership takes off.
	pub membership: Amount,
	/// What prompt payment takes off, if it is taken.
	pub prompt_pay: Amount,
}

/// Where a bill stands: `Invoice.status`.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum BillStatus {
	/// Something is outstanding.
	Issued,
	/// Nothing is outstanding.
	Balanced,
	/// The provider gave it up.
	Cancelled,
	/// It should never have been.
	EnteredInError,
}

spelled! {
	BillStatus {
		Issued => "issued",
		Balanced => "balanced",
		Cancelled => "cancelled",
		EnteredInError => "entered-in-error",
	}
}

/// A discount for a bill that is balanced soon.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct PromptPay {
	/// What it takes off.
	pub discount: Amount,
	/// Last second to take it.
	pub until: u64,
	/// Whether it was taken.
	pub taken: bool,
}

/// What somebody has paid for a bill.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Payment {
	/// Who.
	pub payer: AccountId32,
	/// How much.
	pub amount: Amount,
	/// How much of it came back.
	pub refunded: Amount,
}

/// Why a patient disputes a bill.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum DisputeReason {
	/// The service was not received.
	NotReceived,
	/// The amount is not the one agreed.
	WrongAmount,
	/// Another service was received.
	WrongService,
	/// It was billed before.
	Duplicate,
	/// It should have gone to an insurer.
	NotCovered,
}

spelled! {
	DisputeReason {
		NotReceived => "not-received",
		WrongAmount => "wrong-amount",
		WrongService => "wrong-service",
		Duplicate => "duplicate",
		NotCovered => "not-covered",
	}
}

/// A patient's objection to a bill.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Dispute {
	/// Why.
	pub reason: DisputeReason,
	/// Since when.
	pub opened_at: u64,
	/// Whether it was decided.
	pub resolved: bool,
}

/// Instalments as a provider proposes and a patient accepts them.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct PlanTerms {
	/// How many instalments.
	pub instalments: u16,
	/// When the first is due.
	pub first_due: u64,
	/// Seconds from one to the next.
	pub interval: u64,
}

/// What a patient lets the chain collect.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Mandate {
	/// Most at once.
	pub per_debit: Amount,
	/// Most in all.
	pub total: Amount,
	/// Last second.
	pub until: u64,
}

/// Automatic collection of instalments.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Debit {
	/// What the patient allows.
	pub mandate: Mandate,
	/// What was collected under it.
	pub debited: Amount,
	/// When the next is collected.
	pub next: u64,
	/// How often this one could not be collected.
	pub failures: u8,
}

/// A bill in instalments.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Plan {
	/// How many, and when.
	pub terms: PlanTerms,
	/// What is paid by them.
	pub total: Amount,
	/// Whether the patient has accepted.
	pub accepted: bool,
	/// Automatic collection, if the patient allows it.
	pub debit: Option<Debit>,
}

/// What a patient owes a provider.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Bill {
	/// Who is paid: `Invoice.issuer`.
	pub provider: AccountId32,
	/// Who owes: `Invoice.subject`.
	pub patient: AccountId32,
	/// In which currency.
	pub currency: CurrencyId,
	/// Where it stands.
	pub status: BillStatus,
	/// When it was issued: `Invoice.date`.
	pub issued_at: u64,
	/// Last second to pay without being late.
	pub due: u64,
	/// All lines without discounts.
	pub gross: Amount,
	/// What package and membership take off.
	pub discount: Amount,
	/// What prompt payment takes off.
	pub prompt_pay: Option<PromptPay>,
	/// What the provider gave up.
	pub written_off: Amount,
	/// What was paid, also what came back later.
	pub paid: Amount,
	/// What came back of it.
	pub refunded: Amount,
	/// Who paid what.
	pub payments: Vec<Payment>,
	/// The patient's objection.
	pub dispute: Option<Dispute>,
	/// Instalments.
	pub plan: Option<Plan>,
	/// When nothing was outstanding any more.
	pub closed_at: Option<u64>,
}

/// One instalment.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Instalment {
	/// From 1.
	pub number: u16,
	/// When it is due.
	pub due: u64,
	/// How much.
	pub amount: Amount,
	/// How much of it is settled.
	pub settled: Amount,
}

/// All of a bill.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct BillInfo {
	/// The bill.
	pub bill: Bill,
	/// Its lines.
	pub lines: Vec<BilledLine>,
	/// Commitment to the full invoice.
	pub detail: OnChain<Commitment>,
	/// What is owed still.
	pub outstanding: Amount,
	/// What settles it now.
	pub payable: Amount,
	/// Its instalments, if a plan was accepted.
	pub instalments: Vec<Instalment>,
}

/// An open bill of a patient.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Obligation {
	/// The bill.
	pub bill: BillId,
	/// Who is paid.
	pub provider: AccountId32,
	/// In which currency.
	pub currency: CurrencyId,
	/// What is owed still.
	pub outstanding: Amount,
	/// What settles it now.
	pub payable: Amount,
	/// What of it is due by now and unpaid.
	pub overdue: Amount,
	/// Last second to pay without being late; with a plan, that of the next instalment.
	pub due: u64,
	/// Whether it is disputed.
	pub disputed: bool,
}

/// A page of something.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Page<Item> {
	/// What is on it.
	pub items: Vec<Item>,
	/// After which bill to go on, if there may be more.
	pub next: Option<BillId>,
}
