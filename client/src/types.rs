//! What the chain stores about consent, by the names in its metadata.

use crate::wire::OnChain;
use medchain_support::{
	AccessRequest, Actions, Decision, DirectiveRef, Period, Purposes, ResourceClasses, Role,
	Sensitivities,
};
use subxt::{
	events::DecodeAsEvent,
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

/// An access that was asked for.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct AuditEntry {
	/// Who asked.
	pub actor: AccountId32,
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

/// A directive came into force.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct DirectiveGranted {
	/// Number and version.
	pub directive: OnChain<DirectiveRef>,
}

/// A directive has a new version.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct DirectiveAmended {
	/// Number and version.
	pub directive: OnChain<DirectiveRef>,
}

/// A directive ended.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct DirectiveRevoked {
	/// Number and version.
	pub directive: OnChain<DirectiveRef>,
	/// How it ended.
	pub status: EndStatus,
}

/// An access was decided and written to the log.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct AccessDecided {
	/// Number of the entry in the patient's log.
	pub entry: u64,
	/// The decision.
	pub decision: OnChain<Decision>,
}

macro_rules! events_of_the_pallet {
	($( $event:ident ),+) => {
		$(
			impl DecodeAsEvent for $event {
				fn is_event(pallet: &str, event: &str) -> bool {
					pallet == PALLET && event == stringify!($event)
				}
			}
		)+
	};
}

events_of_the_pallet!(DirectiveGranted, DirectiveAmended, DirectiveRevoked, AccessDecided);
