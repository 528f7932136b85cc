//! Words for the states of trials, and of what belongs to them.

use medchain_runtime::clinical_trials::{
	Causality, CriterionKind, ListStatus, Masking, ProtocolStatus, QueryStatus, Seriousness,
	SubjectStatus, TrialStatus,
};

/// How far a trial is.
pub const fn trial_status(status: TrialStatus) -> &'static str {
	match status {
		TrialStatus::InReview => "in-review",
		TrialStatus::Disapproved => "disapproved",
		TrialStatus::Approved => "approved",
		TrialStatus::Active => "active",
		TrialStatus::Suspended => "suspended",
		TrialStatus::ClosedToAccrual => "closed-to-accrual",
		TrialStatus::Terminated => "terminated",
		TrialStatus::Locked => "locked",
		TrialStatus::Published => "published",
	}
}

/// Who does not know a participant's arm.
pub const fn masking(masking: Masking) -> &'static str {
	match masking {
		Masking::Open => "open",
		Masking::Single => "single",
		Masking::Double => "double",
		Masking::Triple => "triple",
		Masking::Quadruple => "quadruple",
	}
}

/// How far a version of a protocol is.
pub const fn protocol_status(status: ProtocolStatus) -> &'static str {
	match status {
		ProtocolStatus::Submitted => "submitted",
		ProtocolStatus::Approved => "approved",
		ProtocolStatus::Disapproved => "disapproved",
	}
}

/// What a criterion does with who meets it.
pub const fn criterion_kind(kind: CriterionKind) -> &'static str {
	match kind {
		CriterionKind::Inclusion => "inclusion",
		CriterionKind::Exclusion => "exclusion",
	}
}

/// How far a participant is.
pub const fn subject_status(status: SubjectStatus) -> &'static str {
	match status {
		SubjectStatus::Screening => "screening",
		SubjectStatus::Eligible => "eligible",
		SubjectStatus::Ineligible => "ineligible",
		SubjectStatus::Enrolled => "enrolled",
		SubjectStatus::Randomized => "randomized",
		SubjectStatus::Completed => "completed",
		SubjectStatus::Withdrawn => "withdrawn",
	}
}

/// How far a query is.
pub const fn query_status(status: QueryStatus) -> &'static str {
	match status {
		QueryStatus::Open => "open",
		QueryStatus::Answered => "answered",
		QueryStatus::Closed => "closed",
	}
}

/// What is known of a sealed list.
pub const fn list_status(status: ListStatus) -> &'static str {
	match status {
		ListStatus::Sealed => "sealed",
		ListStatus::Verified => "verified",
		ListStatus::Broken => "broken",
	}
}

/// How serious an adverse event is.
pub const fn seriousness(seriousness: Seriousness) -> &'static str {
	match seriousness {
		Seriousness::NonSerious => "non-serious",
		Seriousness::MedicallyImportant => "medically-important",
		Seriousness::CongenitalAnomaly => "congenital-anomaly",
		Seriousness::Disability => "disability",
		Seriousness::Hospitalization => "hospitalization",
		Seriousness::LifeThreatening => "life-threatening",
		Seriousness::Death => "death",
	}
}

/// Whether the intervention caused an adverse event.
pub const fn causality(causality: Causality) -> &'static str {
	match causality {
		Causality::Certain => "certain",
		Causality::ProbablyLikely => "probably-likely",
		Causality::Possible => "possible",
		Causality::Unlikely => "unlikely",
		Causality::ConditionalClassified => "conditional-classified",
		Causality::UnassessableUnclassifiable => "unassessable-unclassifiable",
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::rpc::testing::kebab;
	use std::{collections::BTreeSet, fmt::Debug};

	/// Words are the names of the runtime, and no two are the same.
	fn named<T: Copy + Debug>(word: fn(T) -> &'static str, all: &[T]) {
		let words: BTreeSet<&str> = all.iter().map(|of| word(*of)).collect();
		assert_eq!(words.len(), all.len());
		for of in all {
			assert_eq!(word(*of), kebab(of));
		}
	}

	#[test]
	fn words_are_the_names_in_lower_case() {
		use Seriousness::*;
		named(
			trial_status,
			&[
				TrialStatus::InReview,
				TrialStatus::Disapproved,
				TrialStatus::Approved,
				TrialStatus::Active,
				TrialStatus::Suspended,
				TrialStatus::ClosedToAccrual,
				TrialStatus::Terminated,
				TrialStatus::Locked,
				TrialStatus::Published,
			],
		);
		named(
			masking,
			&[Masking::Open, Masking::Single, Masking::Double, Masking::Triple, Masking::Quadruple],
		);
		named(
			protocol_status,
			&[ProtocolStatus::Submitted, ProtocolStatus::Approved, ProtocolStatus::Disapproved],
		);
		named(criterion_kind, &[CriterionKind::Inclusion, CriterionKind::Exclusion]);
		named(
			subject_status,
			&[
				SubjectStatus::Screening,
				SubjectStatus::Eligible,
				SubjectStatus::Ineligible,
				SubjectStatus::Enrolled,
				SubjectStatus::Randomized,
				SubjectStatus::Completed,
				SubjectStatus::Withdrawn,
			],
		);
		named(query_status, &[QueryStatus::Open, QueryStatus::Answered, QueryStatus::Closed]);
		named(list_status, &[ListStatus::Sealed, ListStatus::Verified, ListStatus::Broken]);
		named(
			seriousness,
			&[
				NonSerious,
				MedicallyImportant,
				CongenitalAnomaly,
				Disability,
				Hospitalization,
				LifeThreatening,
				Death,
			],
		);
		named(
			causality,
			&[
				Causality::Certain,
				Causality::ProbablyLikely,
				Causality::Possible,
				Causality::Unlikely,
				Causality::ConditionalClassified,
				Causality::UnassessableUnclassifiable,
			],
		);
	}
}
