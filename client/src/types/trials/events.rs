//! What the chain says has happened in a trial, as far as commands tell it.

#![allow(unused_imports, reason = "inside a macro, the derive imports more than it needs")]

use super::{
	AdverseEventId, CaptureId, DeviationId, QueryId, SubjectId, SubjectStatus, TrialId, Version,
	PALLET,
};
use crate::types::{drug::Digest, events::events};
use medchain_support::Amount;
use subxt::{events::DecodeAsEvent, ext::scale_decode::DecodeAsType};

/// That something happened in a trial: any event of the pallet.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct TrialEvent {
	/// Which trial.
	pub trial: TrialId,
}

impl DecodeAsEvent for TrialEvent {
	fn is_event(pallet: &str, _: &str) -> bool {
		pallet == PALLET
	}
}

events! {
	of (PALLET) {
		/// A trial was registered.
		TrialRegistered {
			/// Its number.
			trial: TrialId,
		}
		/// A version of a protocol was submitted.
		ProtocolSubmitted {
			/// Which.
			version: Version,
		}
		/// A trial's data were locked.
		TrialLocked {
			/// How many entries its trail has.
			entries: u64,
		}
		/// A list was sealed.
		ListSealed {
			/// Of which stratum.
			stratum: u16,
			/// Its number.
			list: u32,
		}
		/// A list is not what seed and beacon give.
		ListBroken {
			/// The root that they give.
			expected: Digest,
		}
		/// A participant was given a number.
		Screened {
			/// Its number.
			subject: SubjectId,
		}
		/// A participant consented.
		Consented {
			/// The number of the consent.
			consent: u32,
		}
		/// By the attestations a participant stands otherwise.
		SubjectDecided {
			/// How.
			status: SubjectStatus,
		}
		/// A participant was given a slot.
		Randomized {
			/// Of which stratum.
			stratum: u16,
			/// Which.
			slot: u32,
		}
		/// Forms were captured.
		Captured {
			/// The number of the capture.
			capture: CaptureId,
		}
		/// That a form was compared with its source no longer counts.
		VerificationVoided {
			/// Whose form.
			subject: SubjectId,
		}
		/// A query was opened.
		QueryOpened {
			/// Its number.
			query: QueryId,
		}
		/// An adverse event was reported.
		AdverseEventReported {
			/// Its number.
			event: AdverseEventId,
			/// Whether the site was late.
			late: bool,
			/// Last second in which the sponsor forwards it without being late, if it has to.
			due: Option<u64>,
		}
		/// An adverse event was judged anew.
		AdverseEventFollowedUp {
			/// Last second in which the sponsor forwards it without being late, if it has to.
			due: Option<u64>,
		}
		/// An adverse event was forwarded.
		AdverseEventForwarded {
			/// Whether late.
			late: bool,
		}
		/// A deviation was reported.
		DeviationReported {
			/// Its number.
			deviation: DeviationId,
		}
		/// Somebody was paid what a trial owed.
		DuesPaid {
			/// How much, in minor units.
			amount: Amount,
		}
	}
}
