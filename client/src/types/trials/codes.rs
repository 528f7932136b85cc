//! The codes of clinical trials. Each is spelled as documents and commands spell it.

use crate::types::{drug::names, spelled};
use serde::{Serialize, Serializer};
use std::{fmt, str::FromStr};
use subxt::ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType};

names! {
	/// The phase of a trial (FHIR `research-study-phase`).
	Phase {
		/// No trial of a drug.
		NotApplicable => "n-a",
		/// Before phase 1.
		EarlyPhase1 => "early-phase-1",
		/// Phase 1.
		Phase1 => "phase-1",
		/// Phases 1 and 2.
		Phase1Phase2 => "phase-1-phase-2",
		/// Phase 2.
		Phase2 => "phase-2",
		/// Phases 2 and 3.
		Phase2Phase3 => "phase-2-phase-3",
		/// Phase 3.
		Phase3 => "phase-3",
		/// Phase 4.
		Phase4 => "phase-4",
	}
	/// Who does not know a participant's arm (USDM blinding schema).
	Masking {
		/// Everybody knows.
		Open => "open",
		/// The participant does not.
		Single => "single",
		/// Nor does the investigator.
		Double => "double",
		/// Nor does who assesses outcomes.
		Triple => "triple",
		/// Nor does who gives care.
		Quadruple => "quadruple",
	}
	/// What a criterion does with who meets it.
	CriterionKind {
		/// Who takes part meets it.
		Inclusion => "inclusion",
		/// Who takes part does not meet it.
		Exclusion => "exclusion",
	}
	/// Who is paid.
	Payee {
		/// The participant's site: a milestone.
		Site => "site",
		/// The participant: a stipend.
		Participant => "participant",
	}
	/// How far a trial is.
	TrialStatus {
		/// The committee has not decided about the first protocol.
		InReview => "in-review",
		/// The committee refused the last protocol, and none was approved.
		Disapproved => "disapproved",
		/// A protocol is approved, and no site was opened.
		Approved => "approved",
		/// A site was opened.
		Active => "active",
		/// Stopped for now.
		Suspended => "suspended",
		/// Nobody new takes part.
		ClosedToAccrual => "closed-to-accrual",
		/// Ended before its time. Its data can still be cleaned.
		Terminated => "terminated",
		/// Its data no longer change.
		Locked => "locked",
		/// Its results are committed to.
		Published => "published",
	}
	/// How far a version of a protocol is.
	ProtocolStatus {
		/// The committee has not decided.
		Submitted => "submitted",
		/// It is, or was, the one that counts.
		Approved => "approved",
		/// It was refused, and never counts.
		Disapproved => "disapproved",
	}
	/// How far a participant is.
	SubjectStatus {
		/// It is not decided whether it can take part.
		Screening => "screening",
		/// It can, and there is no place.
		Eligible => "eligible",
		/// It cannot.
		Ineligible => "ineligible",
		/// It takes part.
		Enrolled => "enrolled",
		/// It has a slot of its stratum.
		Randomized => "randomized",
		/// It is through.
		Completed => "completed",
		/// It no longer takes part.
		Withdrawn => "withdrawn",
	}
	/// What is known of a sealed list.
	ListStatus {
		/// Nothing yet.
		Sealed => "sealed",
		/// It comes from seed and beacon by the rule.
		Verified => "verified",
		/// It does not: the custodian did not keep to the rule.
		Broken => "broken",
	}
	/// How far a query is.
	QueryStatus {
		/// The site has not answered.
		Open => "open",
		/// The site has answered.
		Answered => "answered",
		/// It is settled.
		Closed => "closed",
	}
	/// How serious an adverse event is (ICH E2A), the gravest criterion that it meets.
	Seriousness {
		/// Not serious.
		NonSerious => "non-serious",
		/// Medically important otherwise.
		MedicallyImportant => "medically-important",
		/// A congenital anomaly or birth defect.
		CongenitalAnomaly => "congenital-anomaly",
		/// Persistent or significant disability or incapacity.
		Disability => "disability",
		/// Stay in hospital, or a longer one.
		Hospitalization => "hospitalization",
		/// Life was in danger.
		LifeThreatening => "life-threatening",
		/// Death.
		Death => "death",
	}
	/// Whether the intervention caused an adverse event (FHIR `adverse-event-causality-assess`).
	Causality {
		/// Certain.
		Certain => "certain",
		/// Probably or likely.
		ProbablyLikely => "probably-likely",
		/// Possible.
		Possible => "possible",
		/// Unlikely.
		Unlikely => "unlikely",
		/// More data are needed.
		ConditionalClassified => "conditional-classified",
		/// It cannot be judged.
		UnassessableUnclassifiable => "unassessable-unclassifiable",
	}
	/// How grave a deviation from the protocol is.
	DeviationClass {
		/// It touches neither rights nor safety nor the data's worth.
		Minor => "minor",
		/// It does (ICH E6: important).
		Major => "major",
	}
}

macro_rules! serialized_by_code {
	($( $list:ident, )+) => {
		$(
			impl Serialize for $list {
				fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
					serializer.serialize_str(self.code())
				}
			}
		)+
	};
}

serialized_by_code! {
	Phase,
	Masking,
	CriterionKind,
	Payee,
	TrialStatus,
	ProtocolStatus,
	SubjectStatus,
	ListStatus,
	QueryStatus,
	Seriousness,
	Causality,
	DeviationClass,
}

impl TrialStatus {
	/// Whether the data are locked.
	pub const fn is_locked(self) -> bool {
		matches!(self, Self::Locked | Self::Published)
	}
}
