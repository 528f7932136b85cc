//! What is stored of a participant's data.

use super::*;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{
	deps::sp_core::ConstU32,
	prelude::{BoundedVec, TypeInfo},
};
use medchain_support::{merkle::Digest, Commitment};

/// Most forms of one capture.
pub const MAX_FORMS: u32 = 1 << 16;
/// Longest proof that a form stands in its capture.
pub const MAX_FORM_PROOF: u32 = 16;
/// Seconds from a site's awareness of a serious adverse event in which it reports it (E6: immediately).
pub const SERIOUS_PERIOD: u64 = 86_400;
/// Seconds in which a sponsor forwards a fatal or life-threatening SUSAR (E2A).
pub const FATAL_SUSAR_PERIOD: u64 = 7 * 86_400;
/// Seconds in which a sponsor forwards any other SUSAR (E2A).
pub const SUSAR_PERIOD: u64 = 15 * 86_400;

/// The way from a form's leaf to the root of its capture.
pub type FormProof = BoundedVec<Digest, ConstU32<MAX_FORM_PROOF>>;

/// Number of a capture of a participant's data, from 0.
pub type CaptureId = u32;
/// Number of a query about a participant's data, from 0.
pub type QueryId = u32;
/// Number of a participant's adverse event, from 0.
pub type AdverseEventId = u32;
/// Number of a deviation in its trial, from 0.
pub type DeviationId = u32;

/// Case report forms of one participant and visit, captured together.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Capture<AccountId> {
	/// Who captured them.
	pub by: AccountId,
	/// When, in seconds since 1970.
	pub at: u64,
	/// Under which version of the protocol, and the participant's consent to it.
	pub version: Version,
	/// Of which visit.
	pub visit: u8,
	/// The root over their commitments.
	pub root: Digest,
	/// How many, from 1 to [`MAX_FORMS`].
	pub count: u32,
}

/// A form: the place of one among those captured together.
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
pub struct FormRef {
	/// Number of the capture among its participant's.
	pub capture: CaptureId,
	/// Place in it, from 0.
	pub index: u32,
}

/// That a form was compared with its source.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct SourceVerification<AccountId> {
	/// By whom.
	pub by: AccountId,
	/// When, in seconds since 1970.
	pub at: u64,
}

/// A form that was corrected, or compared with its source.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Form<AccountId> {
	/// Commits to what it says now.
	pub content: Commitment,
	/// How often it was corrected.
	pub corrections: u32,
	/// That what it says now was compared with its source, if so.
	pub verified: Option<SourceVerification<AccountId>>,
}

/// How far a query is.
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
pub enum QueryStatus {
	/// The site has not answered.
	#[codec(index = 0)]
	Open,
	/// The site has answered.
	#[codec(index = 1)]
	Answered,
	/// It is settled.
	#[codec(index = 2)]
	Closed,
}

/// A question of the sponsor's about a form.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Query<AccountId> {
	/// Which form.
	pub form: FormRef,
	/// Who asks.
	pub by: AccountId,
	/// When, in seconds since 1970.
	pub at: u64,
	/// Commits to the question.
	pub text: Commitment,
	/// Commits to the site's answer, once it is there.
	pub answer: Option<Commitment>,
	/// How far it is.
	pub status: QueryStatus,
}

/// How serious an adverse event is (E2A), the gravest criterion that it meets.
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
pub enum Seriousness {
	/// Not serious.
	#[codec(index = 0)]
	NonSerious,
	/// Medically important otherwise.
	#[codec(index = 1)]
	MedicallyImportant,
	/// A congenital anomaly or birth defect.
	#[codec(index = 2)]
	CongenitalAnomaly,
	/// Persistent or significant disability or incapacity.
	#[codec(index = 3)]
	Disability,
	/// Stay in hospital, or a longer one.
	#[codec(index = 4)]
	Hospitalization,
	/// Life was in danger.
	#[codec(index = 5)]
	LifeThreatening,
	/// Death.
	#[codec(index = 6)]
	Death,
}

impl Seriousness {
	/// Whether it meets any criterion.
	pub const fn is_serious(self) -> bool {
		!matches!(self, Self::NonSerious)
	}
}

/// Whether the intervention caused an adverse event (FHIR `adverse-event-causality-assess`).
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
pub enum Causality {
	/// Certain.
	#[codec(index = 0)]
	Certain,
	/// Probably or likely.
	#[codec(index = 1)]
	ProbablyLikely,
	/// Possible.
	#[codec(index = 2)]
	Possible,
	/// Unlikely.
	#[codec(index = 3)]
	Unlikely,
	/// More data are needed.
	#[codec(index = 4)]
	ConditionalClassified,
	/// It cannot be judged.
	#[codec(index = 5)]
	UnassessableUnclassifiable,
}

impl Causality {
	/// Whether there is a reasonable possibility. What is not judged yet counts as possible.
	pub const fn is_suspected(self) -> bool {
		!matches!(self, Self::Unlikely)
	}
}

/// A site's judgement of an adverse event.
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
pub struct Assessment {
	/// How serious it is.
	pub seriousness: Seriousness,
	/// Whether the intervention caused it.
	pub causality: Causality,
	/// Whether the reference safety information names it.
	pub expected: bool,
	/// When the site became aware of what it judges, in seconds since 1970.
	pub aware: u64,
	/// Commits to the details.
	pub detail: Commitment,
}

impl Assessment {
	/// Seconds in which the sponsor forwards it, if it does: of a suspected unexpected serious adverse
	/// reaction.
	pub const fn forwarding_period(&self) -> Option<u64> {
		if self.expected || !self.causality.is_suspected() {
			return None;
		}
		match self.seriousness {
			Seriousness::NonSerious => None,
			Seriousness::Death | Seriousness::LifeThreatening => Some(FATAL_SUSAR_PERIOD),
			_ => Some(SUSAR_PERIOD),
		}
	}
}

/// That a sponsor forwarded an adverse event to the authorities.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Forwarded<AccountId> {
	/// Who did.
	pub by: AccountId,
	/// When, in seconds since 1970.
	pub at: u64,
	/// Whether after the deadline.
	pub late: bool,
	/// Commits to the report.
	pub report: Commitment,
}

/// An adverse event.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct AdverseEvent<AccountId> {
	/// Who reported it.
	pub by: AccountId,
	/// When, in seconds since 1970.
	pub at: u64,
	/// When it began.
	pub onset: u64,
	/// The newest judgement.
	pub assessment: Assessment,
	/// How often it was judged anew.
	pub follow_ups: u32,
	/// Whether the site was late with a serious one, at first or later.
	pub late: bool,
	/// Last second in which the sponsor forwards it without being late, if it has to.
	pub due: Option<u64>,
	/// That it was forwarded, if so. It is forwarded anew when it becomes graver.
	pub forwarded: Option<Forwarded<AccountId>>,
}

impl<AccountId> AdverseEvent<AccountId> {
	/// Whether the sponsor still has to forward it.
	pub const fn is_outstanding(&self) -> bool {
		self.due.is_some() && self.forwarded.is_none()
	}
}

/// How grave a deviation from the protocol is.
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
pub enum DeviationClass {
	/// It touches neither rights nor safety nor the data's worth.
	#[codec(index = 0)]
	Minor,
	/// It does (E6: important).
	#[codec(index = 1)]
	Major,
}

/// A deviation from the protocol.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Deviation<AccountId> {
	/// At which site.
	pub site: AccountId,
	/// With which participant, if with one.
	pub subject: Option<SubjectId>,
	/// How grave it is.
	pub class: DeviationClass,
	/// Commits to what happened.
	pub detail: Commitment,
	/// Who reported it.
	pub by: AccountId,
	/// When, in seconds since 1970.
	pub at: u64,
}
