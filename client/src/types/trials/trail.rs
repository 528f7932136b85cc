//! The audit trail: who did what, when, and why.

use super::{
	AdverseEventId, Assessment, CaptureId, CriterionId, DeviationId, FormRef, QueryId, SubjectId,
	SubjectStatus, TrialStatus, Version,
};
use crate::wire::OnChain;
use medchain_support::Commitment;
use serde::Serialize;
use serde_json::{json, Map, Value};
use subxt::{ext::scale_decode::DecodeAsType, utils::AccountId32};

/// An entry of a trial's trail. Entries are numbered from 0 without gaps, and never change.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq, Serialize)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Entry {
	/// Who.
	pub who: AccountId32,
	/// When.
	pub at: u64,
	/// What.
	pub act: Act,
}

/// What was done. Reasons, texts and details are commitments.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq, Serialize)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[serde(rename_all = "kebab-case")]
pub enum Act {
	/// A version of the protocol was submitted.
	Submitted {
		/// Which.
		version: Version,
	},
	/// A version was approved, or its approval renewed.
	Approved {
		/// Which.
		version: Version,
		/// Until when.
		until: Option<u64>,
		/// On which conditions.
		conditions: Option<OnChain<Commitment>>,
	},
	/// A version was refused.
	Disapproved {
		/// Which.
		version: Version,
		/// Why.
		reason: OnChain<Commitment>,
	},
	/// The trial's status changed otherwise than by an approval.
	StatusChanged {
		/// From.
		from: TrialStatus,
		/// To.
		to: TrialStatus,
		/// Why, or which results.
		reason: Option<OnChain<Commitment>>,
	},
	/// A site began to recruit.
	SiteOpened {
		/// Which.
		site: AccountId32,
		/// Who is responsible there.
		investigator: AccountId32,
	},
	/// A site recruits no longer.
	SiteClosed {
		/// Which.
		site: AccountId32,
	},
	/// A participant was given a number.
	Screened {
		/// Which.
		subject: SubjectId,
		/// Its stratum.
		stratum: Option<u16>,
	},
	/// A participant consented.
	Consented {
		/// Which.
		subject: SubjectId,
		/// To which version.
		version: Version,
	},
	/// Somebody attested a criterion.
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
		evidence: OnChain<Commitment>,
		/// Until when it holds.
		until: Option<u64>,
	},
	/// By the attestations a participant stands otherwise: screening, eligible, ineligible or enrolled.
	Decided {
		/// Which.
		subject: SubjectId,
		/// How.
		status: SubjectStatus,
	},
	/// A participant's stratum was put right.
	StratumSet {
		/// Whose.
		subject: SubjectId,
		/// What stood there.
		old: Option<u16>,
		/// What stands there now.
		new: u16,
		/// Why.
		reason: OnChain<Commitment>,
	},
	/// A participant was given a slot.
	Randomized {
		/// Which.
		subject: SubjectId,
		/// Of which stratum.
		stratum: u16,
		/// Which slot.
		slot: u32,
	},
	/// A participant's arm was disclosed, before the lock.
	Disclosed {
		/// Whose.
		subject: SubjectId,
		/// Which.
		arm: u8,
	},
	/// A participant's arm was asked for in an emergency.
	Unblinded {
		/// Whose.
		subject: SubjectId,
		/// Why.
		reason: OnChain<Commitment>,
	},
	/// The custodian handed an arm out.
	UnblindingAnswered {
		/// Whose.
		subject: SubjectId,
		/// What was handed out.
		answer: OnChain<Commitment>,
	},
	/// A participant no longer takes part.
	Withdrawn {
		/// Which.
		subject: SubjectId,
		/// Why.
		reason: OnChain<Commitment>,
	},
	/// A participant is through.
	Completed {
		/// Which.
		subject: SubjectId,
	},
	/// Forms were captured.
	Captured {
		/// Whose.
		subject: SubjectId,
		/// Number of the capture.
		capture: CaptureId,
	},
	/// A form was corrected.
	Corrected {
		/// Whose.
		subject: SubjectId,
		/// Which.
		form: FormRef,
		/// What it said.
		old: OnChain<Commitment>,
		/// What it says now.
		new: OnChain<Commitment>,
		/// Why.
		reason: OnChain<Commitment>,
	},
	/// A query was opened.
	QueryOpened {
		/// About whose data.
		subject: SubjectId,
		/// Its number.
		query: QueryId,
	},
	/// A query was answered.
	QueryAnswered {
		/// About whose data.
		subject: SubjectId,
		/// Its number.
		query: QueryId,
	},
	/// A query was closed.
	QueryClosed {
		/// About whose data.
		subject: SubjectId,
		/// Its number.
		query: QueryId,
	},
	/// A form was compared with its source.
	SourceVerified {
		/// Whose.
		subject: SubjectId,
		/// Which.
		form: FormRef,
		/// What it said.
		content: OnChain<Commitment>,
	},
	/// An adverse event was reported.
	AdverseEventReported {
		/// Whose.
		subject: SubjectId,
		/// Its number.
		event: AdverseEventId,
		/// How the site judges it.
		assessment: Assessment,
	},
	/// An adverse event was judged anew.
	AdverseEventFollowedUp {
		/// Whose.
		subject: SubjectId,
		/// Its number.
		event: AdverseEventId,
		/// How the site judges it now.
		assessment: Assessment,
	},
	/// An adverse event was forwarded to the authorities.
	AdverseEventForwarded {
		/// Whose.
		subject: SubjectId,
		/// Its number.
		event: AdverseEventId,
		/// The report.
		report: OnChain<Commitment>,
		/// Whether that was too late.
		late: bool,
	},
	/// A deviation from the protocol was reported.
	DeviationReported {
		/// Its number.
		deviation: DeviationId,
	},
	/// A participant's data were frozen.
	Frozen {
		/// Whose.
		subject: SubjectId,
	},
	/// A participant's data are no longer frozen.
	Unfrozen {
		/// Whose.
		subject: SubjectId,
	},
}

impl Act {
	/// What was done, in a word, and what it was about, by the names of its fields.
	pub fn parts(&self) -> (String, Map<String, Value>) {
		let Value::Object(members) = json!(self) else { return Default::default() };
		match members.into_iter().next() {
			Some((name, Value::Object(about))) => (name, about),
			_ => Default::default(),
		}
	}
}
