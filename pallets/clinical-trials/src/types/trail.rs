//! The audit trail: who did what, when, and why (E6: audit trail; ODM `AuditRecord`).

use super::*;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::TypeInfo;
use medchain_support::Commitment;

/// An entry of a trial's trail. Entries are numbered from 0 without gaps, and never change.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Entry<AccountId> {
	/// Who.
	pub who: AccountId,
	/// When, in seconds since 1970.
	pub at: u64,
	/// What.
	pub act: Act<AccountId>,
}

/// What was done. Reasons, texts and details are commitments.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub enum Act<AccountId> {
	/// A version of the protocol was submitted.
	#[codec(index = 0)]
	Submitted {
		/// Which.
		version: Version,
	},
	/// A version was approved, or its approval renewed.
	#[codec(index = 1)]
	Approved {
		/// Which.
		version: Version,
		/// Until when.
		until: Option<u64>,
		/// On which conditions.
		conditions: Option<Commitment>,
	},
	/// A version was refused.
	#[codec(index = 2)]
	Disapproved {
		/// Which.
		version: Version,
		/// Why.
		reason: Commitment,
	},
	/// The trial's status changed otherwise than by an approval.
	#[codec(index = 3)]
	StatusChanged {
		/// From.
		from: TrialStatus,
		/// To.
		to: TrialStatus,
		/// Why, or which results.
		reason: Option<Commitment>,
	},
	/// A site began to recruit.
	#[codec(index = 4)]
	SiteOpened {
		/// Which.
		site: AccountId,
		/// Who is responsible there.
		investigator: AccountId,
	},
	/// A site recruits no longer.
	#[codec(index = 5)]
	SiteClosed {
		/// Which.
		site: AccountId,
	},
	/// A participant was given a number.
	#[codec(index = 6)]
	Screened {
		/// Which.
		subject: SubjectId,
		/// Its stratum.
		stratum: Option<u16>,
	},
	/// A participant consented.
	#[codec(index = 7)]
	Consented {
		/// Which.
		subject: SubjectId,
		/// To which version.
		version: Version,
	},
	/// Somebody attested a criterion.
	#[codec(index = 8)]
	Attested {
		/// Of which participant.
		subject: SubjectId,
		/// Which criterion.
		criterion: CriterionId,
		/// Of which version.
		version: Version,
		/// Whether it is met.
		met: bool,
		/// What shows it.
		evidence: Commitment,
		/// Until when it holds.
		until: Option<u64>,
	},
	/// By the attestations a participant stands otherwise: screening, eligible, ineligible or enrolled.
	#[codec(index = 9)]
	Decided {
		/// Which.
		subject: SubjectId,
		/// How.
		status: SubjectStatus,
	},
	/// A participant's stratum was put right.
	#[codec(index = 10)]
	StratumSet {
		/// Whose.
		subject: SubjectId,
		/// What stood there.
		old: Option<u16>,
		/// What stands there now.
		new: u16,
		/// Why.
		reason: Commitment,
	},
	/// A participant was given a slot.
	#[codec(index = 11)]
	Randomized {
		/// Which.
		subject: SubjectId,
		/// Of which stratum.
		stratum: u16,
		/// Which slot.
		slot: u32,
	},
	/// A participant's arm was disclosed, before the lock.
	#[codec(index = 12)]
	Disclosed {
		/// Whose.
		subject: SubjectId,
		/// Which.
		arm: u8,
	},
	/// A participant's arm was asked for in an emergency.
	#[codec(index = 13)]
	Unblinded {
		/// Whose.
		subject: SubjectId,
		/// Why.
		reason: Commitment,
	},
	/// The custodian handed an arm out.
	#[codec(index = 14)]
	UnblindingAnswered {
		/// Whose.
		subject: SubjectId,
		/// What was handed out.
		answer: Commitment,
	},
	/// A participant no longer takes part.
	#[codec(index = 15)]
	Withdrawn {
		/// Which.
		subject: SubjectId,
		/// Why.
		reason: Commitment,
	},
	/// A participant is through.
	#[codec(index = 16)]
	Completed {
		/// Which.
		subject: SubjectId,
	},
	/// Forms were captured.
	#[codec(index = 17)]
	Captured {
		/// Whose.
		subject: SubjectId,
		/// Number of the capture.
		capture: CaptureId,
	},
	/// A form was corrected.
	#[codec(index = 18)]
	Corrected {
		/// Whose.
		subject: SubjectId,
		/// Which.
		form: FormRef,
		/// What it said.
		old: Commitment,
		/// What it says now.
		new: Commitment,
		/// Why.
		reason: Commitment,
	},
	/// A query was opened.
	#[codec(index = 19)]
	QueryOpened {
		/// About whose data.
		subject: SubjectId,
		/// Its number.
		query: QueryId,
	},
	/// A query was answered.
	#[codec(index = 20)]
	QueryAnswered {
		/// About whose data.
		subject: SubjectId,
		/// Its number.
		query: QueryId,
	},
	/// A query was closed.
	#[codec(index = 21)]
	QueryClosed {
		/// About whose data.
		subject: SubjectId,
		/// Its number.
		query: QueryId,
	},
	/// A form was compared with its source.
	#[codec(index = 22)]
	SourceVerified {
		/// Whose.
		subject: SubjectId,
		/// Which.
		form: FormRef,
		/// What it said.
		content: Commitment,
	},
	/// An adverse event was reported.
	#[codec(index = 23)]
	AdverseEventReported {
		/// Whose.
		subject: SubjectId,
		/// Its number.
		event: AdverseEventId,
		/// How the site judges it.
		assessment: Assessment,
	},
	/// An adverse event was judged anew.
	#[codec(index = 24)]
	AdverseEventFollowedUp {
		/// Whose.
		subject: SubjectId,
		/// Its number.
		event: AdverseEventId,
		/// How the site judges it now.
		assessment: Assessment,
	},
	/// An adverse event was forwarded to the authorities.
	#[codec(index = 25)]
	AdverseEventForwarded {
		/// Whose.
		subject: SubjectId,
		/// Its number.
		event: AdverseEventId,
		/// The report.
		report: Commitment,
		/// Whether that was too late.
		late: bool,
	},
	/// A deviation from the protocol was reported.
	#[codec(index = 26)]
	DeviationReported {
		/// Its number.
		deviation: DeviationId,
	},
	/// A participant's data were frozen.
	#[codec(index = 27)]
	Frozen {
		/// Whose.
		subject: SubjectId,
	},
	/// A participant's data are no longer frozen.
	#[codec(index = 28)]
	Unfrozen {
		/// Whose.
		subject: SubjectId,
	},
}
