//! Claims, what payers answered, authorisations, appeals and reports.

use super::{CoverageId, Group, PoolId, Reason, TermNumber, MAX_COVERAGES, MAX_DAYS};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{
	deps::sp_core::ConstU32,
	prelude::{BoundedVec, TypeInfo},
};
use medchain_support::{
	Amount, BillId, Commitment, CurrencyId, ResourceClass, ServiceType, SoldPack,
};

/// Number of a claim. Given once.
pub type ClaimId = u64;
/// Number of a prior authorisation. Given once.
pub type AuthorizationId = u64;
/// What a line is known by once it was decided: a digest of who, what and when.
pub type Fingerprint = [u8; 32];
/// Place of a payer among those of a claim, from 0 for the first.
pub type PayerIndex = u8;

/// Most lines of one claim.
pub const MAX_LINES: u32 = 20;
/// Most lines of one claim that appeals can grant: each against each payer.
pub const MAX_SUPPLEMENT_LINES: u32 = MAX_LINES * MAX_COVERAGES;
/// A claim that pays after an appeal costs as much as one of so many lines, at least. As many as there
/// can be, of two kinds against each payer with two claims each, are so charged for all lines.
pub const LEAST_SUPPLEMENT_LINES: u32 = 5;
/// Most documents that come with one claim.
pub const MAX_ATTACHMENTS: u32 = 8;
/// Most reasons for which a claim waits.
const MAX_WAIVED: u32 = MAX_COVERAGES * PendReason::ALL.len() as u32;
/// Most claims that one page holds.
pub const MAX_PAGE: u32 = 100;

/// A line of a claim (FHIR `Claim.item`).
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
pub struct ClaimLine {
	/// The class of the service.
	pub service: ServiceType,
	/// Digest of the exact code under the patient's salt: the same product or service to the same
	/// patient has the same digest, whoever claims it.
	pub item: Commitment,
	/// How many units.
	pub quantity: u32,
	/// The price of one, in minor units.
	pub unit_price: Amount,
	/// When it was given, in seconds. What counts is the day.
	pub serviced: u64,
	/// The pack of a drug, with the opening of the receipt that proves its sale to the patient.
	pub pack: Option<SoldPack>,
	/// The prior authorisation.
	pub authorization: Option<AuthorizationId>,
}

impl ClaimLine {
	/// Quantity × unit price; `None` if it is beyond the largest amount.
	pub fn charge(&self) -> Option<Amount> {
		self.unit_price.checked_mul(self.quantity.into())
	}

	/// Whether neither a pack nor a prior authorisation has to be looked up for it.
	pub fn is_plain(&self) -> bool {
		self.pack.is_none() && self.authorization.is_none()
	}

	/// The day of service, counted from 1970-01-01.
	pub fn day(&self) -> u32 {
		u32::try_from(super::day_of(self.serviced)).unwrap_or(u32::MAX)
	}
}

/// The lines of a claim.
pub type Lines = BoundedVec<ClaimLine, ConstU32<MAX_LINES>>;

/// A document that comes with a claim (FHIR `Claim.supportingInfo`).
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
pub struct Attachment {
	/// What kind of record it is.
	pub class: ResourceClass,
	/// Digest of the record's commitment under the claim's salt: no claim can be laid beside a
	/// record but by those who were given the salt.
	pub commitment: Commitment,
}

/// The documents of a claim.
pub type Attachments = BoundedVec<Attachment, ConstU32<MAX_ATTACHMENTS>>;

/// Who is paid (FHIR `Claim.payee`).
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
pub enum Payee {
	/// The biller.
	#[codec(index = 0)]
	Provider,
	/// The patient, who pays the biller.
	#[codec(index = 1)]
	Patient,
}

/// Where a claim comes from.
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
pub enum Origin {
	/// A biller submitted it.
	#[codec(index = 0)]
	Submitted,
	/// It stands in the place of another claim, which is reversed.
	#[codec(index = 1)]
	Replaces(ClaimId),
	/// It pays what a payer of another claim denied and an appeal granted.
	#[codec(index = 2)]
	Appeal {
		/// The claim that was appealed.
		claim: ClaimId,
		/// The payer that had denied.
		payer: PayerIndex,
	},
}

/// Why a claim waits.
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
pub enum PendReason {
	/// The insurer must read the documents, and the patient has not permitted it.
	#[codec(index = 0)]
	ConsentMissing,
	/// The insurer must read the documents.
	#[codec(index = 1)]
	AttachmentReview,
	/// Something much like it was claimed before.
	#[codec(index = 2)]
	DuplicateSuspected,
	/// A price is far beyond the ceiling.
	#[codec(index = 3)]
	PriceOutlier,
	/// The biller claims more for one day than seems possible.
	#[codec(index = 4)]
	Velocity,
	/// The patient is to confirm the service.
	#[codec(index = 5)]
	Confirmation,
	/// The patient says that there was no such service.
	#[codec(index = 6)]
	ServiceContested,
	/// A pool's money does not suffice.
	#[codec(index = 7)]
	PoolShort,
}

impl PendReason {
	/// Every reason, in the order of their numbers.
	pub const ALL: [Self; 8] = [
		Self::ConsentMissing,
		Self::AttachmentReview,
		Self::DuplicateSuspected,
		Self::PriceOutlier,
		Self::Velocity,
		Self::Confirmation,
		Self::ServiceContested,
		Self::PoolShort,
	];

	/// Whether the insurer has to review the claim; otherwise the patient has to do something, or
	/// money has to come.
	pub const fn is_reviewed(self) -> bool {
		matches!(
			self,
			Self::AttachmentReview
				| Self::DuplicateSuspected
				| Self::PriceOutlier
				| Self::Velocity
				| Self::ServiceContested
		)
	}
}

/// That a claim waits.
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
pub struct Pend {
	/// Why.
	pub reason: PendReason,
	/// Which payer has to decide.
	pub payer: PayerIndex,
	/// Last second for the decision; after it an independent reviewer can be asked.
	pub deadline: u64,
}

/// Where a claim stands (FHIR `ClaimResponse.outcome` and `Claim.status`).
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
pub enum ClaimStatus {
	/// It waits (`queued`).
	#[codec(index = 0)]
	Pended(Pend),
	/// It was decided, and what it pays was paid (`complete`, `partial` or `error`).
	#[codec(index = 1)]
	Adjudicated,
	/// The biller took it back before it was decided.
	#[codec(index = 2)]
	Withdrawn,
	/// The biller took it back and returned what was paid.
	#[codec(index = 3)]
	Reversed,
	/// It was found to be fraudulent; what was paid is the biller's debt.
	#[codec(index = 4)]
	Voided,
}

impl ClaimStatus {
	/// Whether the claim waits or stands: nobody has taken it back.
	pub const fn is_live(&self) -> bool {
		matches!(self, Self::Pended(_) | Self::Adjudicated)
	}
}

/// A claim.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Claim<AccountId> {
	/// Who submitted it.
	pub submitter: AccountId,
	/// Who bills: the organisation, or the submitter itself (FHIR `Claim.provider`).
	pub biller: AccountId,
	/// Who was treated.
	pub patient: AccountId,
	/// The currency.
	pub currency: CurrencyId,
	/// Who is paid.
	pub payee: Payee,
	/// Where it comes from.
	pub origin: Origin,
	/// Where it stands.
	pub status: ClaimStatus,
	/// When it came, in seconds.
	pub submitted_at: u64,
	/// When it was decided, in seconds.
	pub decided_at: Option<u64>,
	/// What is charged, in minor units.
	pub charge: Amount,
	/// What the payers have paid together.
	pub paid: Amount,
	/// What is left to the patient.
	pub patient_share: Amount,
	/// The patient's bill.
	pub bill: Option<BillId>,
	/// Whether the patient has confirmed the services.
	pub confirmed: bool,
}

impl<AccountId> Claim<AccountId> {
	/// Whether it pays what an appeal about another claim has granted.
	pub const fn is_supplement(&self) -> bool {
		matches!(self.origin, Origin::Appeal { .. })
	}

	/// Whether it pays the patient what an appeal has granted: it is none of the biller's then.
	pub const fn is_patients_supplement(&self) -> bool {
		self.is_supplement() && matches!(self.payee, Payee::Patient)
	}
}

/// What somebody decided about a line.
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
pub enum Verdict {
	/// It is to be paid by the rules.
	#[codec(index = 0)]
	Approve,
	/// It is denied.
	#[codec(index = 1)]
	Deny(Reason),
}

/// A decision about a line.
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
pub struct LineVerdict {
	/// Place of the line in the claim, from 0.
	pub line: u8,
	/// Place of the payer.
	pub payer: PayerIndex,
	/// What was decided.
	pub verdict: Verdict,
}

/// Decisions about lines as they are sent in, each with the place of its line.
pub type LineDecisions = BoundedVec<(u8, Verdict), ConstU32<MAX_LINES>>;

/// What people decided about the lines of a claim.
pub type Verdicts = BoundedVec<LineVerdict, ConstU32<{ MAX_LINES * MAX_COVERAGES }>>;

/// What a claim does not wait for any more because an appeal lifted it, of which payer.
pub type Waived = BoundedVec<(PayerIndex, PendReason), ConstU32<MAX_WAIVED>>;

/// Of each payer of a claim, in their order: for which lines the biller belonged to its network.
pub type Networks = BoundedVec<BoundedVec<bool, ConstU32<MAX_LINES>>, ConstU32<MAX_COVERAGES>>;

/// What a claim is made of, and what people decided about it.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct ClaimDetails<Ticket> {
	/// Its lines.
	pub lines: Lines,
	/// Its documents.
	pub attachments: Attachments,
	/// What was decided by people.
	pub verdicts: Verdicts,
	/// What it waits for no more, since a reviewer said so.
	pub waived: Waived,
	/// The coverages under which it is paid, in their order of benefits.
	pub coverages: BoundedVec<CoverageId, ConstU32<MAX_COVERAGES>>,
	/// The term of each under which it is to be paid, as it was found when the claim came in.
	pub terms: BoundedVec<Option<TermNumber>, ConstU32<MAX_COVERAGES>>,
	/// What was known of their networks then.
	pub in_network: Networks,
	/// Of a claim that pays after an appeal: what of each line is still open. Of others: nothing.
	pub rests: BoundedVec<Amount, ConstU32<MAX_LINES>>,
	/// The biller's deposit, if there is one.
	pub ticket: Ticket,
}

impl<Ticket> ClaimDetails<Ticket> {
	/// What is charged of a line: in a claim that pays after an appeal, what is still open of it.
	pub fn charge_of(&self, place: usize, line: &ClaimLine) -> Amount {
		let open = self.rests.get(place).copied();
		open.or_else(|| line.charge()).unwrap_or(Amount::MAX)
	}

	/// Of each line: whether the biller belonged to the network of the payer with this coverage.
	pub fn network_of(&self, coverage: CoverageId) -> Vec<bool> {
		let mut known = self.coverages.iter().zip(&self.in_network);
		let own = known.find(|(id, _)| **id == coverage);
		own.map(|(_, lines)| lines.to_vec()).unwrap_or_default()
	}

	/// The term under which the payer with this coverage is to pay, if it insured one of the services.
	pub fn term_of(&self, coverage: CoverageId) -> Option<TermNumber> {
		let mut known = self.coverages.iter().zip(&self.terms);
		known.find(|(id, _)| **id == coverage).and_then(|(_, term)| *term)
	}

	/// Takes down what was decided about a line, in the place of what was decided before.
	pub fn decide(&mut self, decided: LineVerdict) {
		let known = self
			.verdicts
			.iter_mut()
			.find(|known| (known.line, known.payer) == (decided.line, decided.payer));
		match known {
			Some(known) => *known = decided,
			// One for each line and payer: there is room.
			None => drop(self.verdicts.try_push(decided)),
		}
	}

	/// Sets aside that a payer has denied a line.
	pub fn overturn(&mut self, line: u8, payer: PayerIndex) {
		self.verdicts.retain(|known| {
			(known.line, known.payer) != (line, payer) || known.verdict == Verdict::Approve
		});
	}

	/// Takes down that the claim does not wait for this any more.
	pub fn waive(&mut self, payer: PayerIndex, reason: PendReason) {
		if !self.waived.contains(&(payer, reason)) {
			// One for each payer and reason: there is room.
			let _ = self.waived.try_push((payer, reason));
		}
	}
}

impl ClaimDetails<()> {
	/// The same with a deposit.
	pub fn with_ticket<Ticket>(self, ticket: Ticket) -> ClaimDetails<Ticket> {
		ClaimDetails {
			lines: self.lines,
			attachments: self.attachments,
			verdicts: self.verdicts,
			waived: self.waived,
			coverages: self.coverages,
			terms: self.terms,
			in_network: self.in_network,
			rests: self.rests,
			ticket,
		}
	}
}

/// What a payer does with a line. Charge = the sum of all amounts.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct LineResult {
	/// Settled before, by earlier payers (OA 23).
	#[codec(compact)]
	pub prior: Amount,
	/// Beyond the contract's price (CO 45).
	#[codec(compact)]
	pub contractual: Amount,
	/// Why it is denied, and who bears it.
	pub denied: Option<(Group, Reason)>,
	/// What is denied.
	#[codec(compact)]
	pub denied_amount: Amount,
	/// Deductible (PR 1).
	#[codec(compact)]
	pub deductible: Amount,
	/// Coinsurance (PR 2).
	#[codec(compact)]
	pub coinsurance: Amount,
	/// Copay (PR 3).
	#[codec(compact)]
	pub copay: Amount,
	/// Beyond the units or the amount of a term (PR 119).
	#[codec(compact)]
	pub over_limit: Amount,
	/// Beyond the ceiling, without a contract (PR 45).
	#[codec(compact)]
	pub over_price: Amount,
	/// What the payer pays.
	#[codec(compact)]
	pub paid: Amount,
	/// Units that count against the term's.
	#[codec(compact)]
	pub units: u32,
	/// Units taken from the prior authorisation that the line names.
	#[codec(compact)]
	pub granted: u32,
	/// Whether the biller belonged to the network on the day of service.
	pub in_network: bool,
}

/// What a payer does with a claim.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Adjudication {
	/// Under which coverage.
	pub coverage: CoverageId,
	/// Under which term of it; none if no service lies in any.
	pub term: Option<TermNumber>,
	/// From which pool.
	pub pool: PoolId,
	/// What the payer pays for all lines.
	pub paid: Amount,
	/// What of it was kept against the biller's debt.
	pub withheld: Amount,
	/// Line by line.
	pub lines: BoundedVec<LineResult, ConstU32<MAX_LINES>>,
}

/// What each payer does with a claim, in their order.
pub type Answers = BoundedVec<Adjudication, ConstU32<MAX_COVERAGES>>;

/// All that is stored of a claim under its number.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Record<AccountId, Ticket> {
	/// The claim.
	pub claim: Claim<AccountId>,
	/// What it is made of.
	pub details: ClaimDetails<Ticket>,
	/// What each payer does with it; nothing while it waits.
	pub answers: Answers,
}

/// Days on which a service was used under a coverage.
#[derive(
	Clone,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct UseDays {
	/// The latest day that was not remembered: before it nobody knows any more.
	pub forgotten: Option<u32>,
	/// Those that are remembered, in their order.
	pub days: BoundedVec<u32, ConstU32<MAX_DAYS>>,
}

/// An insurer's promise to cover a service (FHIR `use` preauthorization).
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Authorization<AccountId, Ticket> {
	/// Who will claim.
	pub biller: AccountId,
	/// Who asked: the biller, or somebody who acted for it then.
	pub requester: AccountId,
	/// Under which coverage.
	pub coverage: CoverageId,
	/// For which class of service.
	pub service: ServiceType,
	/// For how many units: asked for, then granted, then left.
	pub quantity: u32,
	/// Most that one unit may cost, in minor units.
	pub unit_price: Amount,
	/// Commitment to the reasons.
	pub evidence: Commitment,
	/// When it was asked for, in seconds.
	pub requested_at: u64,
	/// The answer.
	pub status: AuthorizationStatus,
	/// The biller's deposit for it.
	pub ticket: Ticket,
}

/// The answer to a request for authorisation.
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
pub enum AuthorizationStatus {
	/// There is none yet.
	#[codec(index = 0)]
	Requested,
	/// Granted, for services up to this second.
	#[codec(index = 1)]
	Approved {
		/// Last second of service.
		until: u64,
	},
	/// Refused.
	#[codec(index = 2)]
	Refused,
}

/// What an insurer grants.
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
pub struct Approval {
	/// So many units, at most what was asked for.
	pub quantity: u32,
	/// Last second of service.
	pub until: u64,
}

/// What an appeal is against, and whose it is.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub enum AppealKind {
	/// Against the silence of who had to decide a claim that waits.
	#[codec(index = 0)]
	Silence,
	/// The biller's, against a decision.
	#[codec(index = 1)]
	Biller,
	/// The patient's, against a decision.
	#[codec(index = 2)]
	Patient,
}

impl AppealKind {
	/// Every kind, in the order of their numbers.
	pub const ALL: [Self; 3] = [Self::Silence, Self::Biller, Self::Patient];

	/// Whether who brings such an appeal bears what was denied.
	pub const fn bears(self, group: Group) -> bool {
		matches!(self, Self::Patient) == matches!(group, Group::Patient)
	}
}

/// An appeal against a payer's decision, or against its silence.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Appeal<AccountId> {
	/// Who appeals: the patient, the biller, or somebody who acts for it.
	pub appellant: AccountId,
	/// About which lines, in their order, each once.
	pub lines: BoundedVec<u8, ConstU32<MAX_LINES>>,
	/// Commitment to the reasons.
	pub evidence: Commitment,
	/// When, in seconds.
	pub filed_at: u64,
	/// When it was decided. If nobody does in time, it ends with nothing overturned.
	pub decided_at: Option<u64>,
	/// The claims that pay what it granted: for the biller, and for the patient.
	pub supplements: BoundedVec<ClaimId, ConstU32<2>>,
}

/// A report that a claim is fraudulent.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Report<AccountId> {
	/// Who says so.
	pub reporter: AccountId,
	/// Commitment to the evidence.
	pub evidence: Commitment,
	/// When, in seconds.
	pub reported_at: u64,
	/// What was found. Nothing while nobody has decided; if nobody does in time, it counts as not found.
	pub found: Option<bool>,
	/// Whether nobody had reported the claim before: then it is not taken back while this is open.
	pub first: bool,
}
