//! What is stored, and what it means.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{
	deps::sp_core::ConstU32,
	prelude::{BoundedVec, TypeInfo},
};
use medchain_support::{
	Amount, BasisPoints, BillId, BillLine, Commitment, CurrencyCode, CurrencyId, ServiceType,
};

/// Number of a discount programme. Given once.
pub type ProgrammeId = u64;
/// Number of a redemption. Given once.
pub type RedemptionId = u64;

/// Most lines of one bill, and most services of one package.
pub const MAX_LINES: u32 = 32;
/// Most discount programmes of one provider.
pub const MAX_PROGRAMMES: u32 = 8;
/// Most instalments of one plan: five years of months.
pub const MAX_INSTALMENTS: u16 = 60;
/// Others than the patient pay at least this share of a bill at once, so that nobody can fill its list
/// of payers with pennies.
pub const SMALLEST_PART: Amount = 16;
/// Most payers of one bill: the patient, [`SMALLEST_PART`] others, one who pays the rest, and some room
/// for insurers, whose shares can be as small as they are.
pub const MAX_PAYERS: u32 = 24;
/// Bytes for which a bill carries a deposit, beside its lines: what it takes with instalments and three
/// payers. More of them add 64 each, which nobody does for nothing: see [`SMALLEST_PART`].
pub const BILL_SIZE: usize = 512;
/// Most bills that one page holds.
pub const MAX_PAGE: u32 = 100;

/// Lines of a bill as they are sent in.
pub type Lines = BoundedVec<BillLine, ConstU32<MAX_LINES>>;

/// What governance asks of a currency.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct CurrencyTerms {
	/// Reserves that must stand behind what is issued; at least the whole of it.
	pub required_ratio: BasisPoints,
	/// Seconds for which an attestation counts, from the day it speaks of.
	pub attestation_lifetime: u64,
	/// Least that is redeemed at once, in minor units.
	pub min_redemption: Amount,
}

/// What an auditor says of an issuer's reserves.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Attestation<AccountId> {
	/// Who says so.
	pub auditor: AccountId,
	/// The reserves, in minor units of the currency.
	pub reserves: Amount,
	/// The second they speak of.
	pub as_of: u64,
	/// Commitment to the auditor's report.
	pub evidence: Commitment,
}

/// Why a currency stands still.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum PauseReason {
	/// It is not sure that the reserves are there.
	#[codec(index = 0)]
	ReservesInDoubt,
	/// The issuer cannot pay.
	#[codec(index = 1)]
	IssuerInsolvent,
	/// Keys or systems of the issuer are not safe.
	#[codec(index = 2)]
	SecurityIncident,
	/// Another order of a supervisor.
	#[codec(index = 3)]
	Supervision,
}

/// Why an account neither sends nor receives.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum FreezeReason {
	/// A court ordered it.
	#[codec(index = 0)]
	CourtOrder,
	/// The holder is on a list of sanctions.
	#[codec(index = 1)]
	Sanctions,
	/// Suspicion of fraud.
	#[codec(index = 2)]
	Fraud,
	/// Suspicion of money laundering.
	#[codec(index = 3)]
	MoneyLaundering,
	/// The holder's key is in other hands.
	#[codec(index = 4)]
	KeyCompromised,
}

/// An account that neither sends nor receives a currency.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Freeze<AccountId> {
	/// Why.
	pub reason: FreezeReason,
	/// The regulator who ordered it.
	pub by: AccountId,
	/// Whether an account was made for it, with a deposit of the regulator.
	pub made: bool,
}

/// A stable currency: tokens of one issuer for one currency of the world.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Currency<AccountId> {
	/// The currency of the world.
	pub code: CurrencyCode,
	/// Who issues the tokens and owes their worth.
	pub issuer: AccountId,
	/// What governance asks.
	pub terms: CurrencyTerms,
	/// Why it stands still, if it does.
	pub paused: Option<PauseReason>,
	/// The last word of an auditor.
	pub attestation: Option<Attestation<AccountId>>,
	/// Most that was allowed to exist when tokens were last made.
	pub ceiling: Amount,
}

/// Tokens that their holder wants to have paid out. They are on hold until the issuer has paid, or
/// the time for it is over.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Redemption<AccountId> {
	/// Of which currency.
	pub currency: CurrencyId,
	/// Whose they are.
	pub holder: AccountId,
	/// How many, in minor units.
	pub amount: Amount,
	/// Last second for the issuer to pay.
	pub deadline: u64,
}

/// Tokens that another pallet keeps aside for a purpose of its own.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Escrow<AccountId> {
	/// Of which currency.
	pub currency: CurrencyId,
	/// Whose they are until they are paid out.
	pub owner: AccountId,
	/// How many, in minor units.
	pub amount: Amount,
}

/// What a discount programme does.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub enum ProgrammeKind {
	/// For a bill that is balanced soon.
	#[codec(index = 0)]
	PromptPay {
		/// Share of what is left after the other discounts.
		rate: BasisPoints,
		/// Seconds from issue in which it can be taken.
		within: u64,
	},
	/// For patients whom the provider took in after verifying that they are entitled: hardship,
	/// staff, veterans. The chain does not say which.
	#[codec(index = 1)]
	Membership {
		/// Share of what is left after a package.
		rate: BasisPoints,
	},
	/// One price for a set of services: a bill that has exactly these quantities of them.
	#[codec(index = 2)]
	Package {
		/// The services, each with its quantity over all lines.
		services: BoundedVec<(ServiceType, u32), ConstU32<MAX_LINES>>,
		/// The price for all of them, in minor units.
		price: Amount,
	},
}

/// A discount programme of a provider.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Programme {
	/// Its number.
	pub id: ProgrammeId,
	/// For bills in this currency.
	pub currency: CurrencyId,
	/// What it does.
	pub kind: ProgrammeKind,
	/// Most that it takes off one bill, in minor units.
	pub cap: Amount,
}

/// The discounts of a provider.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Discounts<Ticket> {
	/// Most that all discounts together take off one bill.
	pub cap: BasisPoints,
	/// The programmes, in the order of their numbers.
	pub programmes: BoundedVec<Programme, ConstU32<MAX_PROGRAMMES>>,
	/// The provider's deposit.
	pub ticket: Option<Ticket>,
}

/// A patient in a programme.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Membership<AccountId, Ticket> {
	/// Whose programme.
	pub provider: AccountId,
	/// Last second of the membership.
	pub until: u64,
	/// The provider's deposit.
	pub ticket: Ticket,
}

/// A line of a bill with what was taken off it (FHIR `Invoice.lineItem`).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct BilledLine {
	/// Service, quantity and price of a unit.
	pub line: BillLine,
	/// What a package takes off.
	pub package: Amount,
	/// What a membership takes off.
	pub membership: Amount,
	/// What prompt payment takes off, if it is taken.
	pub prompt_pay: Amount,
}

/// What of a bill stays as it was issued.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Details<Ticket> {
	/// The lines.
	pub lines: BoundedVec<BilledLine, ConstU32<MAX_LINES>>,
	/// Commitment to the full invoice, which stays off chain.
	pub detail: Commitment,
	/// The provider's deposit.
	pub ticket: Ticket,
}

/// Where a bill stands (FHIR `Invoice.status`). A draft never reaches the chain.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum BillStatus {
	/// `issued`: something is outstanding.
	#[codec(index = 0)]
	Issued,
	/// `balanced`: nothing is outstanding.
	#[codec(index = 1)]
	Balanced,
	/// `cancelled`: the provider gave it up.
	#[codec(index = 2)]
	Cancelled,
	/// `entered-in-error`: it should never have been.
	#[codec(index = 3)]
	EnteredInError,
}

/// A discount for a bill that is balanced soon.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct PromptPay {
	/// What it takes off, in minor units.
	pub discount: Amount,
	/// Last second to take it.
	pub until: u64,
	/// Whether it was taken.
	pub taken: bool,
}

/// What somebody has paid for a bill.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Payment<AccountId> {
	/// Who.
	pub payer: AccountId,
	/// How much, in minor units.
	pub amount: Amount,
	/// How much of it came back.
	pub refunded: Amount,
}

/// Why a patient disputes a bill.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum DisputeReason {
	/// The service was not received.
	#[codec(index = 0)]
	NotReceived,
	/// The amount is not the one agreed.
	#[codec(index = 1)]
	WrongAmount,
	/// Another service was received.
	#[codec(index = 2)]
	WrongService,
	/// It was billed before.
	#[codec(index = 3)]
	Duplicate,
	/// It should have gone to an insurer.
	#[codec(index = 4)]
	NotCovered,
}

/// A patient's objection to a bill.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Dispute {
	/// Why.
	pub reason: DisputeReason,
	/// Since when, in seconds.
	pub opened_at: u64,
	/// Whether it was withdrawn or decided.
	pub resolved: bool,
}

/// Instalments as a provider proposes and a patient accepts them.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct PlanTerms {
	/// How many instalments.
	pub instalments: u16,
	/// When the first is due, in seconds.
	pub first_due: u64,
	/// Seconds from one to the next.
	pub interval: u64,
}

/// What a patient lets the chain collect.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Mandate {
	/// Most at once, in minor units.
	pub per_debit: Amount,
	/// Most in all, in minor units.
	pub total: Amount,
	/// Last second.
	pub until: u64,
}

/// Automatic collection of instalments.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Debit {
	/// What the patient allows.
	pub mandate: Mandate,
	/// What was collected under it.
	pub debited: Amount,
	/// The instalment whose turn it is, from 1.
	pub instalment: u16,
	/// When it is collected, in seconds.
	pub next: u64,
	/// How often this one could not be collected.
	pub failures: u8,
}

/// A bill in instalments.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Plan {
	/// How many, and when.
	pub terms: PlanTerms,
	/// What is paid by them, in minor units; what was outstanding when the patient accepted.
	pub total: Amount,
	/// Whether the patient has accepted.
	pub accepted: bool,
	/// Automatic collection, if the patient allows it.
	pub debit: Option<Debit>,
}

/// What a patient owes a provider (FHIR `Invoice`), but for its lines; see [`Details`].
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Bill<AccountId> {
	/// Who is paid (`Invoice.issuer`).
	pub provider: AccountId,
	/// Who owes (`Invoice.subject`).
	pub patient: AccountId,
	/// In which currency.
	pub currency: CurrencyId,
	/// Where it stands.
	pub status: BillStatus,
	/// When it was issued (`Invoice.date`), in seconds.
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
	pub payments: BoundedVec<Payment<AccountId>, ConstU32<MAX_PAYERS>>,
	/// The patient's objection.
	pub dispute: Option<Dispute>,
	/// Instalments.
	pub plan: Option<Plan>,
	/// When nothing was outstanding any more, in seconds.
	pub closed_at: Option<u64>,
}

/// All that is stored of a bill: one item, since each item that is written costs.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct BillRecord<AccountId, Ticket> {
	/// Where it stands.
	pub bill: Bill<AccountId>,
	/// What it is for.
	pub details: Details<Ticket>,
}

/// Why an instalment could not be collected.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum DebitFailure {
	/// The patient has not enough.
	#[codec(index = 0)]
	Funds,
	/// The patient or the provider is frozen.
	#[codec(index = 1)]
	Frozen,
	/// The currency stands still.
	#[codec(index = 2)]
	Paused,
	/// The bill is disputed.
	#[codec(index = 3)]
	Disputed,
	/// The token could not be moved for another reason.
	#[codec(index = 4)]
	Other,
}

/// One instalment, for those who look.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Instalment {
	/// From 1.
	pub number: u16,
	/// When it is due, in seconds.
	pub due: u64,
	/// How much, in minor units.
	pub amount: Amount,
	/// How much of it is settled.
	pub settled: Amount,
}

/// All of a bill, for those who look.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct BillInfo<AccountId> {
	/// The bill.
	pub bill: Bill<AccountId>,
	/// Its lines.
	pub lines: Vec<BilledLine>,
	/// Commitment to the full invoice.
	pub detail: Commitment,
	/// What is owed still.
	pub outstanding: Amount,
	/// What settles it now: less than what is outstanding while prompt payment is offered.
	pub payable: Amount,
	/// Its instalments, if a plan was accepted.
	pub instalments: Vec<Instalment>,
}

/// An open bill of a patient, for those who look.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Obligation<AccountId> {
	/// The bill.
	pub bill: BillId,
	/// Who is paid.
	pub provider: AccountId,
	/// In which currency.
	pub currency: CurrencyId,
	/// What is owed still.
	pub outstanding: Amount,
	/// What settles it now.
	pub payable: Amount,
	/// What of it is due by now and unpaid.
	pub overdue: Amount,
	/// Last second to pay without being late; with a plan, that of the next instalment to settle.
	pub due: u64,
	/// Whether it is disputed.
	pub disputed: bool,
}

/// A page of something, for those who look.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Page<Item> {
	/// What is on it.
	pub items: Vec<Item>,
	/// After which bill to go on, if there may be more.
	pub next: Option<BillId>,
}

/// How a currency stands, for those who look.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct ReserveStatus<AccountId> {
	/// The currency.
	pub currency: Currency<AccountId>,
	/// Tokens that exist, in minor units.
	pub supply: Amount,
	/// Whether the attestation counts now.
	pub fresh: bool,
	/// What can be minted now.
	pub mintable: Amount,
	/// Attested reserves for each 10 000 tokens that exist; none without tokens or attestation.
	pub ratio: Option<Amount>,
}
