//! What the chain stores, by the names in its metadata.

pub mod claims;
pub mod credentials;
pub mod drug;
pub mod events;
pub mod insurance;
pub mod money;
pub mod records;
pub mod serialized;
pub mod trials;

use crate::wire::OnChain;
use medchain_support::{
	AccessRequest, Actions, Decision, Period, Purposes, ResourceClasses, Role, Roles, Sensitivities,
};
use std::str::FromStr;
use subxt::{
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType},
	utils::{AccountId32, H256},
};

/// The pallet's name in the metadata.
pub const PALLET: &str = "PatientConsent";
/// The runtime API's name in the metadata.
pub const RUNTIME_API: &str = "PatientConsentApi";
/// Most actors of one scope.
pub const MAX_ACTORS: usize = 4;
/// Most provisions of one directive.
pub const MAX_PROVISIONS: usize = 8;
/// Most questions of one batch.
pub const MAX_QUESTIONS: usize = 16;

/// Gives the values of a list a spelling for the command line and for JSON.
macro_rules! spelled {
	($list:ident { $( $variant:ident => $code:literal, )+ }) => {
		impl $list {
			/// Every value.
			pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

			/// How it is spelled.
			pub const fn code(self) -> &'static str {
				match self {
					$( Self::$variant => $code, )+
				}
			}
		}

		impl FromStr for $list {
			type Err = String;

			fn from_str(text: &str) -> Result<Self, String> {
				match text {
					$( $code => Ok(Self::$variant), )+
					_ => Err(format!("unknown; known are {}", [$( $code, )+].join(", "))),
				}
			}
		}
	};
}
pub(crate) use spelled;

/// What holds inside a directive's scope where no provision speaks.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum BasePolicy {
	/// Permit (`OPTIN`).
	OptIn,
	/// Deny (`OPTOUT`).
	OptOut,
}

/// Whether a provision permits or denies.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum ProvisionKind {
	/// `permit`.
	Permit,
	/// `deny`.
	Deny,
}

/// How a directive ends.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum EndStatus {
	/// It held until now.
	Inactive,
	/// It should never have been.
	EnteredInError,
}

/// Whom a scope names.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum ActorRef {
	/// One account.
	Account(AccountId32),
	/// An organisation's account and those affiliated to it.
	Organization(AccountId32),
	/// Whoever holds the role.
	Role(OnChain<Role>),
}

/// What a rule covers. An empty list or set restricts nothing.
#[derive(Clone, Debug, Default, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Scope {
	/// Who.
	pub actors: Vec<ActorRef>,
	/// For what.
	pub purposes: OnChain<Purposes>,
	/// To do what.
	pub actions: OnChain<Actions>,
	/// With which resources.
	pub classes: OnChain<ResourceClasses>,
	/// Carrying which labels.
	pub sensitivities: OnChain<Sensitivities>,
	/// When.
	pub period: OnChain<Period>,
}

/// An exception inside a directive's scope.
#[derive(Clone, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Provision {
	/// Permit or deny.
	pub kind: ProvisionKind,
	/// What it covers.
	pub scope: Scope,
}

/// What a directive says.
#[derive(Clone, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct DirectiveTerms {
	/// What holds where no provision speaks.
	pub base: BasePolicy,
	/// What the directive is about.
	pub scope: Scope,
	/// Exceptions; where they disagree, denial wins.
	pub provisions: Vec<Provision>,
}

/// A directive in force.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Directive {
	/// Number among the patient's directives.
	pub id: u32,
	/// Version, from 1.
	pub version: u32,
	/// What it says.
	pub terms: DirectiveTerms,
	/// When this version came into force, in seconds since 1970.
	pub since: u64,
}

/// Why a version is no longer in force.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum EndReason {
	/// The next version took its place.
	Amended,
	/// The directive was revoked.
	Revoked(EndStatus),
}

/// A version that is no longer in force.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct EndedVersion {
	/// What it said.
	pub terms: DirectiveTerms,
	/// When it came into force, in seconds since 1970.
	pub since: u64,
	/// When it ended, in seconds since 1970.
	pub until: u64,
	/// Why it ended.
	pub reason: EndReason,
}

/// Who asks, and for which organisation.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Actor {
	/// The account that asks.
	pub account: AccountId32,
	/// The organisation for which it asks, if not for itself.
	pub organization: Option<AccountId32>,
}

/// What a delegate may do for a patient.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum DelegateKind {
	/// Directs, answers requests, names proxies, and sees records.
	Guardian,
	/// Sees records and declines requests.
	Proxy,
}

/// Why the glass was broken.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum EmergencyReason {
	/// The patient's life is in danger.
	LifeThreatening,
	/// The patient cannot answer.
	Unresponsive,
	/// The patient is not able to decide.
	Incapacitated,
	/// Others are in danger.
	DangerToOthers,
}

/// In which capacity an actor asked.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Capacity {
	/// As anybody whom directives may name.
	Actor,
	/// As the patient.
	Patient,
	/// As a guardian or proxy of the patient.
	Delegate(DelegateKind),
	/// In an emergency, past the directives.
	Emergency {
		/// Why.
		reason: EmergencyReason,
		/// The review that a permit opened.
		review: Option<u64>,
	},
}

/// An access that was asked for.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct AuditEntry {
	/// Who asked, and for which organisation.
	pub actor: Actor,
	/// In which capacity.
	pub capacity: Capacity,
	/// For what.
	pub request: OnChain<AccessRequest>,
	/// When, in seconds since 1970.
	pub at: u64,
	/// In which block.
	pub block: u32,
	/// What was answered, and on which basis.
	pub decision: OnChain<Decision>,
}

/// Where an audit log stands.
#[derive(Clone, Copy, Debug, Default, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct AuditHead {
	/// Number of entries.
	pub length: u64,
	/// The hash chain over all of them.
	pub commitment: H256,
}

/// What the review of an emergency found.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum Finding {
	/// There was an emergency, and the access was needed.
	Justified,
	/// There was none, or the access was not needed.
	Unjustified,
}

/// The review of an access in an emergency.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Review {
	/// Whose records were seen.
	pub patient: AccountId32,
	/// Number of the entry in the patient's audit log.
	pub entry: u64,
	/// Who broke the glass, and for which organisation.
	pub actor: Actor,
	/// Last second in which the review is in time.
	pub due: u64,
	/// What was found, by whom and when in seconds since 1970.
	pub finding: Option<(Finding, AccountId32, u64)>,
}

/// A review that is not done.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct OpenReview {
	/// Its number.
	pub id: u64,
	/// Last second in which it is in time.
	pub due: u64,
}

/// Somebody who acts for a patient.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Delegation {
	/// Who acts.
	pub delegate: AccountId32,
	/// As what.
	pub kind: DelegateKind,
	/// For which records, purposes and time.
	pub scope: Scope,
	/// The guardian who named this proxy, if it was not the patient.
	pub by: Option<AccountId32>,
}

/// Terms that somebody asks a patient to grant.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Request {
	/// Its number.
	pub id: u32,
	/// Who asks.
	pub requester: AccountId32,
	/// What for.
	pub terms: DirectiveTerms,
	/// Last second in which it can be answered.
	pub until: u64,
}

/// How a patient answers a request.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum Answer {
	/// The terms come into force as a directive.
	Accept,
	/// Nothing changes.
	Decline,
}

/// What a simulation supposes.
#[derive(Clone, Debug, EncodeAsType, Eq, PartialEq)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Change {
	/// The directive that goes, if one does.
	pub replaces: Option<u32>,
	/// The terms that come, if some do.
	pub terms: Option<DirectiveTerms>,
}

/// Who asks in a simulation.
#[derive(Clone, Copy, Debug, EncodeAsType, Eq, PartialEq)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum Asker {
	/// An account with its own roles, affiliations and delegation, as if it were verified.
	Actor {
		/// The account, and for which organisation it asks.
		actor: Actor,
	},
	/// Somebody verified whom no directive names as an account.
	Anybody {
		/// The organisation for which it asks, if not for itself.
		organization: Option<AccountId32>,
		/// The roles that it holds.
		roles: OnChain<Roles>,
	},
}

impl Asker {
	/// An account that asks for an organisation or for itself.
	pub const fn actor(account: AccountId32, organization: Option<AccountId32>) -> Self {
		Self::Actor { actor: Actor { account, organization } }
	}

	/// Whether it is this organisation, or asks for it.
	pub fn is_of(&self, organization: &AccountId32) -> bool {
		match self {
			Self::Actor { actor } => {
				actor.account == *organization || actor.organization.as_ref() == Some(organization)
			}
			Self::Anybody { organization: found, .. } => found.as_ref() == Some(organization),
		}
	}
}

spelled! {
	DelegateKind {
		Guardian => "guardian",
		Proxy => "proxy",
	}
}

spelled! {
	EmergencyReason {
		LifeThreatening => "life-threatening",
		Unresponsive => "unresponsive",
		Incapacitated => "incapacitated",
		DangerToOthers => "danger-to-others",
	}
}

spelled! {
	Finding {
		Justified => "justified",
		Unjustified => "unjustified",
	}
}

spelled! {
	Answer {
		Accept => "accept",
		Decline => "decline",
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn spellings_are_read_and_the_known_ones_told() {
		for reason in EmergencyReason::ALL {
			assert_eq!(reason.code().parse(), Ok(*reason));
		}
		assert_eq!(
			"maybe".parse::<Answer>(),
			Err("unknown; known are accept, decline".to_string())
		);
	}
}
