//! What is stored, and what it means.

use crate::Config;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{
	deps::sp_core::ConstU32,
	prelude::{BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, H256},
	prelude::{PartialEqNoBound, TypeInfo},
	traits::Get,
};
use medchain_support::{
	AccessRequest, Actions, Actor, Commitment, Decision, DirectiveId, DirectiveRef, Period,
	Purposes, ResourceClass, ResourceClasses, Role, Sensitivities,
};

/// Most actors that one scope names.
pub const MAX_ACTORS: u32 = 4;
/// Most provisions of one directive.
pub const MAX_PROVISIONS: u32 = 8;
/// Most questions of one batch.
pub const MAX_QUESTIONS: u32 = 16;
/// Most entries of an audit log that one page holds.
pub const MAX_AUDIT_PAGE: u32 = 100;

/// The base policy (FHIR R4 `Consent.policyRule`, v3 ActCode).
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
pub enum BasePolicy {
	/// `OPTIN`: the patient's assent. What the scope covers is permitted.
	#[codec(index = 0)]
	OptIn,
	/// `OPTOUT`: the patient's dissent. What the scope covers is denied.
	#[codec(index = 1)]
	OptOut,
}

/// Who a scope names (FHIR R4 `Consent.provision.actor`).
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub enum ActorRef<AccountId> {
	/// This account.
	#[codec(index = 0)]
	Account(AccountId),
	/// This organisation, and those who are affiliated to it.
	#[codec(index = 1)]
	Organization(AccountId),
	/// Whoever holds this role.
	#[codec(index = 2)]
	Role(Role),
}

/// What a rule covers. An empty list or set restricts nothing, as a missing element in FHIR.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Scope<AccountId> {
	/// Who (`provision.actor`); any of them.
	pub actors: BoundedVec<ActorRef<AccountId>, ConstU32<MAX_ACTORS>>,
	/// For what (`provision.purpose`).
	pub purposes: Purposes,
	/// To do what (`provision.action`).
	pub actions: Actions,
	/// With which resources (`provision.class`).
	pub classes: ResourceClasses,
	/// Carrying which labels (`provision.securityLabel`).
	pub sensitivities: Sensitivities,
	/// When (`provision.period`).
	pub period: Period,
}

impl<AccountId> Scope<AccountId> {
	/// The scope that covers everything.
	pub fn everything() -> Self {
		Self {
			actors: BoundedVec::new(),
			purposes: Purposes::EMPTY,
			actions: Actions::EMPTY,
			classes: ResourceClasses::EMPTY,
			sensitivities: Sensitivities::EMPTY,
			period: Period::ALWAYS,
		}
	}

	/// Whether everything that `other` covers is covered here.
	pub fn covers(&self, other: &Self) -> bool
	where
		AccountId: Eq,
	{
		/// Whether a set that restricts to `inner` restricts at least as much as `outer` does.
		macro_rules! within {
			($outer:expr, $inner:expr) => {
				$outer.is_empty() || (!$inner.is_empty() && $inner.difference($outer).is_empty())
			};
		}
		let actors = self.actors.is_empty()
			|| (!other.actors.is_empty()
				&& other.actors.iter().all(|actor| self.actors.contains(actor)));
		let starts = self
			.period
			.start
			.is_none_or(|start| other.period.start.is_some_and(|inner| start <= inner));
		let ends =
			self.period.end.is_none_or(|end| other.period.end.is_some_and(|inner| inner <= end));
		actors
			&& starts && ends
			&& within!(self.purposes, other.purposes)
			&& within!(self.actions, other.actions)
			&& within!(self.classes, other.classes)
			&& within!(self.sensitivities, other.sensitivities)
	}

	/// Whether every bit of every set stands for a code.
	pub fn is_known(&self) -> bool {
		self.purposes.is_known()
			&& self.actions.is_known()
			&& self.classes.is_known()
			&& self.sensitivities.is_known()
	}
}

/// What a provision does with what it covers (`provision.type`).
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
pub enum ProvisionKind {
	/// `permit`.
	#[codec(index = 0)]
	Permit,
	/// `deny`.
	#[codec(index = 1)]
	Deny,
}

/// An exception to the base policy (FHIR R4 `Consent.provision.provision`).
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Provision<AccountId> {
	/// Permit or deny.
	pub kind: ProvisionKind,
	/// What it covers, inside the scope of its directive.
	pub scope: Scope<AccountId>,
}

/// The terms of a directive (FHIR R4 `Consent`).
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Terms<AccountId> {
	/// What holds where no provision applies.
	pub base: BasePolicy,
	/// What the directive is about (the root `Consent.provision`). Outside it is silent.
	pub scope: Scope<AccountId>,
	/// Exceptions. Where one permits and another denies, the denial wins.
	pub provisions: BoundedVec<Provision<AccountId>, ConstU32<MAX_PROVISIONS>>,
}

impl<AccountId> Terms<AccountId> {
	/// Number of provisions, for weights.
	pub fn provision_count(&self) -> u32 {
		self.provisions.len().try_into().unwrap_or(u32::MAX)
	}

	/// The directive's scope and those of its provisions.
	pub fn scopes(&self) -> impl Iterator<Item = &Scope<AccountId>> {
		core::iter::once(&self.scope).chain(self.provisions.iter().map(|p| &p.scope))
	}
}

/// A directive in force.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Directive<AccountId, Ticket> {
	/// Number among the patient's directives.
	pub id: DirectiveId,
	/// Version, from 1.
	pub version: u32,
	/// What it says.
	pub terms: Terms<AccountId>,
	/// When this version came into force, in seconds since 1970.
	pub since: u64,
	/// The deposit.
	pub ticket: Ticket,
}

impl<AccountId, Ticket> Directive<AccountId, Ticket> {
	/// Number and version.
	pub fn reference(&self) -> DirectiveRef {
		DirectiveRef { id: self.id, version: self.version }
	}
}

/// A directive in force as readers see it, without the deposit.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct DirectiveInfo<AccountId> {
	/// Number among the patient's directives.
	pub id: DirectiveId,
	/// Version, from 1.
	pub version: u32,
	/// What it says.
	pub terms: Terms<AccountId>,
	/// When this version came into force, in seconds since 1970.
	pub since: u64,
}

impl<AccountId, Ticket> From<Directive<AccountId, Ticket>> for DirectiveInfo<AccountId> {
	fn from(directive: Directive<AccountId, Ticket>) -> Self {
		let Directive { id, version, terms, since, .. } = directive;
		Self { id, version, terms, since }
	}
}

/// What a delegate may do for a patient.
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
pub enum DelegateKind {
	/// Grants, amends and revokes directives, answers requests, names proxies, and sees records.
	#[codec(index = 0)]
	Guardian,
	/// Sees records and declines requests.
	#[codec(index = 1)]
	Proxy,
}

/// Somebody who acts for a patient.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Delegation<AccountId, Ticket> {
	/// Who acts.
	pub delegate: AccountId,
	/// As what.
	pub kind: DelegateKind,
	/// For which records, purposes and time.
	pub scope: Scope<AccountId>,
	/// The guardian who named this proxy, if it was not the patient.
	pub by: Option<AccountId>,
	/// The patient's deposit for it.
	pub ticket: Ticket,
}

/// A delegation, as those see it who ask.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct DelegationInfo<AccountId> {
	/// Who acts.
	pub delegate: AccountId,
	/// As what.
	pub kind: DelegateKind,
	/// For which records, purposes and time.
	pub scope: Scope<AccountId>,
	/// The guardian who named this proxy, if it was not the patient.
	pub by: Option<AccountId>,
}

impl<AccountId, Ticket> From<Delegation<AccountId, Ticket>> for DelegationInfo<AccountId> {
	fn from(delegation: Delegation<AccountId, Ticket>) -> Self {
		let Delegation { delegate, kind, scope, by, .. } = delegation;
		Self { delegate, kind, scope, by }
	}
}

/// Most delegates that one patient can have.
pub const MAX_DELEGATES: u32 = 4;

/// All of a patient's directives in force, and who acts for the patient.
#[derive(
	CloneNoBound,
	DebugNoBound,
	Decode,
	DefaultNoBound,
	Encode,
	EqNoBound,
	MaxEncodedLen,
	PartialEqNoBound,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxDirectives))]
pub struct Book<AccountId, Ticket, MaxDirectives>
where
	AccountId: Clone + core::fmt::Debug + Eq,
	Ticket: Clone + core::fmt::Debug + Eq,
	MaxDirectives: Get<u32>,
{
	/// Number of the next directive. It only grows, so that no number means two directives.
	pub next_id: DirectiveId,
	/// In the order of their numbers.
	pub directives: BoundedVec<Directive<AccountId, Ticket>, MaxDirectives>,
	/// In the order in which they were named.
	pub delegations: BoundedVec<Delegation<AccountId, Ticket>, ConstU32<MAX_DELEGATES>>,
}

impl<AccountId, Ticket, MaxDirectives> Book<AccountId, Ticket, MaxDirectives>
where
	AccountId: Clone + core::fmt::Debug + Eq,
	Ticket: Clone + core::fmt::Debug + Eq,
	MaxDirectives: Get<u32>,
{
	/// Number of directives in force, for weights.
	pub fn len(&self) -> u32 {
		self.directives.len().try_into().unwrap_or(u32::MAX)
	}

	/// Whether no directive is in force.
	pub fn is_empty(&self) -> bool {
		self.directives.is_empty()
	}
}

/// The book of a runtime.
pub type BookOf<T> = Book<
	<T as frame::prelude::frame_system::Config>::AccountId,
	<T as Config>::Deposit,
	<T as Config>::MaxDirectives,
>;

/// What a revoked directive counts as (FHIR `Consent.status`).
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
pub enum EndStatus {
	/// `inactive`: it held until now.
	#[codec(index = 0)]
	Inactive,
	/// `entered-in-error`: it should never have been.
	#[codec(index = 1)]
	EnteredInError,
}

/// Why a version is no longer in force.
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
pub enum EndReason {
	/// The next version took its place.
	#[codec(index = 0)]
	Amended,
	/// The directive was revoked.
	#[codec(index = 1)]
	Revoked(EndStatus),
}

/// A version that is no longer in force.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct EndedVersion<AccountId> {
	/// What it said.
	pub terms: Terms<AccountId>,
	/// When it came into force, in seconds since 1970.
	pub since: u64,
	/// When it ended, in seconds since 1970.
	pub until: u64,
	/// Why it ended.
	pub reason: EndReason,
}

/// Why the glass was broken.
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
pub enum EmergencyReason {
	/// The patient's life is in danger.
	#[codec(index = 0)]
	LifeThreatening,
	/// The patient cannot answer.
	#[codec(index = 1)]
	Unresponsive,
	/// The patient is not able to decide.
	#[codec(index = 2)]
	Incapacitated,
	/// Others are in danger.
	#[codec(index = 3)]
	DangerToOthers,
}

/// Number of a review. Never used twice.
pub type ReviewId = u64;

/// In which capacity an actor asked.
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
pub enum Capacity {
	/// As anybody whom directives may name.
	#[codec(index = 0)]
	Actor,
	/// As the patient.
	#[codec(index = 1)]
	Patient,
	/// As a guardian or proxy of the patient.
	#[codec(index = 2)]
	Delegate(DelegateKind),
	/// In an emergency, past the directives.
	#[codec(index = 3)]
	Emergency {
		/// Why.
		reason: EmergencyReason,
		/// The review that a permit opens.
		review: Option<ReviewId>,
	},
}

/// An access that was asked for (FHIR `AuditEvent`).
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct AuditEntry<AccountId, BlockNumber> {
	/// Who asked, and for which organisation.
	pub actor: Actor<AccountId>,
	/// In which capacity.
	pub capacity: Capacity,
	/// For what.
	pub request: AccessRequest,
	/// When, in seconds since 1970.
	pub at: u64,
	/// In which block; there stands the signed transaction.
	pub block: BlockNumber,
	/// What was answered, and on which basis.
	pub decision: Decision,
}

/// Where an audit log stands.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct AuditHead {
	/// Number of entries.
	pub length: u64,
	/// Hash chain over all entries: 32 zero bytes at first, then
	/// `blake2_256(commitment ++ SCALE(entry))` with each.
	pub commitment: H256,
}

/// A page of an audit log.
pub type AuditPage<AccountId, BlockNumber> = Vec<AuditEntry<AccountId, BlockNumber>>;

/// Number of a record among its patient's. Never used twice for one patient.
pub type RecordId = u32;

/// Most bytes of a locator.
pub const MAX_LOCATOR: u32 = 64;

/// Where the encrypted content lies: an address by content, or a random id at the custodian. Never a
/// name or a number that means a person elsewhere.
pub type Locator = BoundedVec<u8, ConstU32<MAX_LOCATOR>>;

/// A record in one version.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct RecordVersion {
	/// Commitment to the ciphertext.
	pub commitment: Commitment,
	/// Where the ciphertext lies.
	pub locator: Locator,
	/// When this version was registered, in seconds since 1970.
	pub since: u64,
}

impl RecordVersion {
	/// What a version takes at most, in bytes.
	pub fn size() -> usize {
		Self::max_encoded_len()
	}
}

/// A record of a patient (FHIR `DocumentReference`), without its content.
#[derive(
	CloneNoBound, DebugNoBound, Decode, Encode, EqNoBound, MaxEncodedLen, PartialEqNoBound, TypeInfo,
)]
#[scale_info(skip_type_params(MaxVersions))]
pub enum Record<AccountId, Ticket, MaxVersions>
where
	AccountId: Clone + core::fmt::Debug + Eq,
	Ticket: Clone + core::fmt::Debug + Eq,
	MaxVersions: Get<u32>,
{
	/// What exists.
	#[codec(index = 0)]
	Kept {
		/// Who keeps the content and can amend the record.
		custodian: AccountId,
		/// What it is.
		class: ResourceClass,
		/// The labels that it carries.
		sensitivities: Sensitivities,
		/// All its versions, the present one last.
		versions: BoundedVec<RecordVersion, MaxVersions>,
		/// The custodian's deposit.
		ticket: Ticket,
	},
	/// The tombstone: that there was a record, and nothing of what it was or pointed to.
	#[codec(index = 1)]
	Erased {
		/// How many versions there were.
		versions: u32,
		/// When it was erased, in seconds since 1970.
		at: u64,
	},
}

/// The record of a runtime.
pub type RecordOf<T> = Record<
	<T as frame::prelude::frame_system::Config>::AccountId,
	<T as Config>::RecordDeposit,
	<T as Config>::MaxVersions,
>;

/// A record, as those see it who ask.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct RecordInfo<AccountId> {
	/// Its number.
	pub id: RecordId,
	/// Who keeps the content; forgotten of a record that was erased, as all that follows.
	pub custodian: Option<AccountId>,
	/// What it is.
	pub class: Option<ResourceClass>,
	/// The labels that it carries.
	pub sensitivities: Sensitivities,
	/// Its versions, the present one last.
	pub versions: Vec<RecordVersion>,
	/// When it was erased, in seconds since 1970.
	pub erased: Option<u64>,
}

/// What the review of an emergency found.
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
pub enum Finding {
	/// There was an emergency, and the access was needed.
	#[codec(index = 0)]
	Justified,
	/// There was none, or the access was not needed.
	#[codec(index = 1)]
	Unjustified,
}

/// The review of an access in an emergency. It stays for ever.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Review<AccountId> {
	/// Whose records were seen.
	pub patient: AccountId,
	/// Number of the entry in the patient's audit log.
	pub entry: u64,
	/// Who broke the glass, and for which organisation.
	pub actor: Actor<AccountId>,
	/// Last second in which the review is in time.
	pub due: u64,
	/// What was found, by whom and when in seconds since 1970.
	pub finding: Option<(Finding, AccountId, u64)>,
}

/// A review that is not done.
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
pub struct OpenReview {
	/// Its number.
	pub id: ReviewId,
	/// Last second in which it is in time.
	pub due: u64,
}

/// Number of a request among its patient's. Never used twice for one patient.
pub type RequestId = u32;

/// Most requests that can wait for one patient's answer.
pub const MAX_REQUESTS: u32 = 8;
/// Most of them of one requester, so that nobody keeps the others out.
pub const MAX_REQUESTS_EACH: usize = 2;

/// Terms that somebody asks a patient to grant.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Request<AccountId, Ticket> {
	/// Its number.
	pub id: RequestId,
	/// Who asks.
	pub requester: AccountId,
	/// What for.
	pub terms: Terms<AccountId>,
	/// Last second in which it can be answered.
	pub until: u64,
	/// The requester's deposit.
	pub ticket: Ticket,
}

/// A request, as those see it who ask.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct RequestInfo<AccountId> {
	/// Its number.
	pub id: RequestId,
	/// Who asks.
	pub requester: AccountId,
	/// What for.
	pub terms: Terms<AccountId>,
	/// Last second in which it can be answered.
	pub until: u64,
}

impl<AccountId, Ticket> From<Request<AccountId, Ticket>> for RequestInfo<AccountId> {
	fn from(request: Request<AccountId, Ticket>) -> Self {
		let Request { id, requester, terms, until, .. } = request;
		Self { id, requester, terms, until }
	}
}

/// The requests that wait for a patient's answer.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Inbox<AccountId, Ticket> {
	/// Number of the next request.
	pub next_id: RequestId,
	/// In the order of their numbers.
	pub requests: BoundedVec<Request<AccountId, Ticket>, ConstU32<MAX_REQUESTS>>,
}

impl<AccountId, Ticket> Default for Inbox<AccountId, Ticket> {
	fn default() -> Self {
		Self { next_id: 0, requests: BoundedVec::new() }
	}
}

/// How a patient answers a request.
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
pub enum Answer {
	/// The terms come into force as a directive.
	#[codec(index = 0)]
	Accept,
	/// Nothing changes.
	#[codec(index = 1)]
	Decline,
}
