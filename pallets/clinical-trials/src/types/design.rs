//! How a trial is designed: what its sponsor registers.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{
	deps::sp_core::ConstU32,
	prelude::{BoundedVec, TypeInfo},
};
use medchain_support::{randomization::Scheme, Amount, Commitment, CurrencyId, ResourceClasses};

/// Most criteria of a protocol.
pub const MAX_CRITERIA: u32 = 32;
/// Most rules of payment of a trial.
pub const MAX_PAYMENTS: u32 = 16;
/// Most strata of a trial.
pub const MAX_STRATA: u16 = 64;
/// Most visits of a trial.
pub const MAX_VISITS: u8 = 64;
/// Largest amount of one payment, in minor units: no trial can come to owe more than the largest
/// amount there is.
pub const MAX_PAYMENT: Amount = Amount::MAX >> 64;

/// The phase of a trial (FHIR `research-study-phase`).
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
pub enum Phase {
	/// `n-a`: no trial of a drug.
	#[codec(index = 0)]
	NotApplicable,
	/// `early-phase-1`.
	#[codec(index = 1)]
	EarlyPhase1,
	/// `phase-1`.
	#[codec(index = 2)]
	Phase1,
	/// `phase-1-phase-2`.
	#[codec(index = 3)]
	Phase1Phase2,
	/// `phase-2`.
	#[codec(index = 4)]
	Phase2,
	/// `phase-2-phase-3`.
	#[codec(index = 5)]
	Phase2Phase3,
	/// `phase-3`.
	#[codec(index = 6)]
	Phase3,
	/// `phase-4`.
	#[codec(index = 7)]
	Phase4,
}

impl Phase {
	/// The code that documents carry.
	pub const fn code(self) -> &'static str {
		match self {
			Self::NotApplicable => "n-a",
			Self::EarlyPhase1 => "early-phase-1",
			Self::Phase1 => "phase-1",
			Self::Phase1Phase2 => "phase-1-phase-2",
			Self::Phase2 => "phase-2",
			Self::Phase2Phase3 => "phase-2-phase-3",
			Self::Phase3 => "phase-3",
			Self::Phase4 => "phase-4",
		}
	}
}

/// Who does not know a participant's arm (USDM blinding schema).
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
pub enum Masking {
	/// Everybody knows.
	#[codec(index = 0)]
	Open,
	/// The participant does not.
	#[codec(index = 1)]
	Single,
	/// Nor does the investigator.
	#[codec(index = 2)]
	Double,
	/// Nor does who assesses outcomes.
	#[codec(index = 3)]
	Triple,
	/// Nor does who gives care.
	#[codec(index = 4)]
	Quadruple,
}

/// What a criterion does with who meets it.
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
pub enum CriterionKind {
	/// Who takes part meets it.
	#[codec(index = 0)]
	Inclusion,
	/// Who takes part does not meet it.
	#[codec(index = 1)]
	Exclusion,
}

/// A criterion of eligibility. Its number is its place in the protocol, from 0.
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
pub struct Criterion {
	/// Inclusion or exclusion.
	pub kind: CriterionKind,
	/// Commits to its text.
	pub text: Commitment,
}

/// The criteria of a protocol, in their order.
pub type Criteria = BoundedVec<Criterion, ConstU32<MAX_CRITERIA>>;

/// What makes a payment due.
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
pub enum Trigger {
	/// A participant is enrolled.
	#[codec(index = 0)]
	Enrolment,
	/// A participant is randomised.
	#[codec(index = 1)]
	Randomization,
	/// The first data of a participant's visit are captured.
	#[codec(index = 2)]
	Visit(u8),
	/// A participant completes the trial.
	#[codec(index = 3)]
	Completion,
	/// A site has enrolled so many participants. For sites alone.
	#[codec(index = 4)]
	SiteEnrolled(u32),
}

/// Who is paid.
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
	/// The participant's site: a milestone.
	#[codec(index = 0)]
	Site,
	/// The participant: a stipend.
	#[codec(index = 1)]
	Participant,
}

/// A rule of payment.
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
pub struct Payment {
	/// What makes it due.
	pub on: Trigger,
	/// To whom.
	pub to: Payee,
	/// How much, in minor units of the trial's currency: from 1 to [`MAX_PAYMENT`].
	pub amount: Amount,
}

/// A trial's rules of payment.
pub type PaymentRules = BoundedVec<Payment, ConstU32<MAX_PAYMENTS>>;

/// What a sponsor registers.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct Design<AccountId> {
	/// The ethics committee that decides about its protocols (E6: IRB/IEC).
	pub committee: AccountId,
	/// Who keeps the seed of the allocation: an independent statistician or a provider of
	/// interactive response technology.
	pub custodian: AccountId,
	/// Commits to the first protocol.
	pub protocol: Commitment,
	/// Its phase.
	pub phase: Phase,
	/// Who does not know a participant's arm.
	pub masking: Masking,
	/// Arms, ratio and blocks.
	pub scheme: Scheme,
	/// How many strata, numbered from 0; from 1 to [`MAX_STRATA`].
	pub strata: u16,
	/// How many participants are to be enrolled; at least one.
	pub target: u32,
	/// Who is eligible; at least one criterion.
	pub criteria: Criteria,
	/// The classes of data that are collected: each participant's consent must permit all.
	pub classes: ResourceClasses,
	/// How many visits, numbered from 0; at most [`MAX_VISITS`].
	pub visits: u8,
	/// In what it pays, if it does.
	pub currency: Option<CurrencyId>,
	/// What it pays.
	pub payments: PaymentRules,
}

/// Number of a trial. Given once.
pub type TrialId = u32;
/// Number of a participant in its trial, from 0. Given once.
pub type SubjectId = u32;
/// Version of a protocol, from 1.
pub type Version = u32;
/// Number of a criterion in its protocol, from 0.
pub type CriterionId = u8;
