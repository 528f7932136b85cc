//! Why a payer pays less than was charged: X12 claim adjustment group and reason codes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::TypeInfo;

/// Who bears an adjustment (X12 claim adjustment group code).
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
pub enum Group {
	/// Contractual obligation: the biller, who may not bill the patient for it.
	#[codec(index = 0)]
	Contractual,
	/// The patient.
	#[codec(index = 1)]
	Patient,
	/// Nobody: what earlier payers have settled.
	#[codec(index = 2)]
	Other,
}

impl Group {
	/// The standard's code.
	pub const fn code(self) -> &'static str {
		match self {
			Self::Contractual => "CO",
			Self::Patient => "PR",
			Self::Other => "OA",
		}
	}
}

/// Why a line is denied (X12 claim adjustment reason code, CARC).
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
pub enum Reason {
	/// The claim lacks what is needed to decide it, or is wrong: a traced drug without its pack.
	#[codec(index = 0)]
	LacksInformation,
	/// The same service to the same patient was claimed and decided before.
	#[codec(index = 1)]
	ExactDuplicate,
	/// The service was given before the coverage began.
	#[codec(index = 2)]
	BeforeCoverage,
	/// The service was given after the coverage ended.
	#[codec(index = 3)]
	AfterCoverage,
	/// The claim came too late.
	#[codec(index = 4)]
	FilingLimit,
	/// The service was not necessary: a reviewer's finding.
	#[codec(index = 5)]
	NotNecessary,
	/// The service is not covered: a reviewer's finding.
	#[codec(index = 6)]
	NonCovered,
	/// The service was used as often as the plan allows in this time.
	#[codec(index = 7)]
	Frequency,
	/// The waiting period is not over.
	#[codec(index = 8)]
	WaitingPeriod,
	/// There is no prior authorisation, or not for this.
	#[codec(index = 9)]
	AuthorizationAbsent,
	/// The prior authorisation does not reach.
	#[codec(index = 10)]
	AuthorizationExceeded,
	/// The plan has no benefit for such a service.
	#[codec(index = 11)]
	NotInPlan,
	/// The plan covers the service within its network alone.
	#[codec(index = 12)]
	OutOfNetwork,
	/// The plan asks for documents, and none are named.
	#[codec(index = 13)]
	AttachmentRequired,
	/// The drug pack was not dispensed to this patient by this provider.
	#[codec(index = 14)]
	PackNotDispensed,
	/// The drug pack is recalled.
	#[codec(index = 15)]
	PackRecalled,
	/// The drug pack is expired.
	#[codec(index = 16)]
	PackExpired,
	/// The drug pack was paid before.
	#[codec(index = 17)]
	PackPaid,
	/// The biller was a provider no more when the claim was decided.
	#[codec(index = 18)]
	ProviderNotEligible,
	/// The drug pack was dispensed on another day than that of the service.
	#[codec(index = 19)]
	PackOtherDay,
}

impl Reason {
	/// Every reason, in the order of their numbers.
	pub const ALL: [Self; 20] = [
		Self::LacksInformation,
		Self::ExactDuplicate,
		Self::BeforeCoverage,
		Self::AfterCoverage,
		Self::FilingLimit,
		Self::NotNecessary,
		Self::NonCovered,
		Self::Frequency,
		Self::WaitingPeriod,
		Self::AuthorizationAbsent,
		Self::AuthorizationExceeded,
		Self::NotInPlan,
		Self::OutOfNetwork,
		Self::AttachmentRequired,
		Self::PackNotDispensed,
		Self::PackRecalled,
		Self::PackExpired,
		Self::PackPaid,
		Self::ProviderNotEligible,
		Self::PackOtherDay,
	];

	/// The standard's code. A fault of a drug pack has none of its own: it is a billing error.
	pub const fn code(self) -> &'static str {
		match self {
			Self::LacksInformation
			| Self::PackNotDispensed
			| Self::PackRecalled
			| Self::PackExpired
			| Self::PackOtherDay => "16",
			Self::ExactDuplicate | Self::PackPaid => "18",
			Self::BeforeCoverage => "26",
			Self::AfterCoverage => "27",
			Self::FilingLimit => "29",
			Self::NotNecessary => "50",
			Self::NonCovered => "96",
			Self::Frequency => "151",
			Self::WaitingPeriod => "179",
			Self::AuthorizationAbsent => "197",
			Self::AuthorizationExceeded => "198",
			Self::NotInPlan => "204",
			Self::OutOfNetwork => "242",
			Self::AttachmentRequired => "252",
			Self::ProviderNotEligible => "B7",
		}
	}

	/// Whether it is the biller's doing whatever the contract says: nobody owes for it.
	pub const fn is_fault(self) -> bool {
		matches!(
			self,
			Self::ExactDuplicate
				| Self::PackNotDispensed
				| Self::PackRecalled
				| Self::PackExpired
				| Self::PackOtherDay
				| Self::PackPaid
				| Self::ProviderNotEligible
		)
	}

	/// Whether a biller under contract bears it.
	pub const fn is_contractual(self) -> bool {
		self.is_fault()
			|| matches!(
				self,
				Self::LacksInformation
					| Self::FilingLimit
					| Self::NotNecessary
					| Self::AuthorizationAbsent
					| Self::AuthorizationExceeded
					| Self::AttachmentRequired
			)
	}

	/// Whether a reviewer's approval or an appeal sets it aside.
	pub const fn yields_to_approval(self) -> bool {
		!matches!(
			self,
			Self::ExactDuplicate
				| Self::PackPaid
				| Self::BeforeCoverage
				| Self::AfterCoverage
				| Self::WaitingPeriod
				| Self::NotInPlan
				| Self::ProviderNotEligible
		)
	}

	/// Whether a reviewer can deny a line for it.
	pub const fn is_reviewers(self) -> bool {
		matches!(
			self,
			Self::LacksInformation
				| Self::ExactDuplicate
				| Self::NotNecessary
				| Self::NonCovered
				| Self::Frequency
		)
	}

	/// Who bears a denial for this reason: the biller for its own faults, and for what its contract
	/// with the payer says, unless an earlier payer has paid of the line; otherwise the patient.
	pub const fn group(self, in_network: bool, unpaid: bool) -> Group {
		if self.is_fault() || (in_network && unpaid && self.is_contractual()) {
			Group::Contractual
		} else {
			Group::Patient
		}
	}
}
