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
	AccessRequest, Actions, Decision, DirectiveId, DirectiveRef, Period, Purposes, ResourceClasses,
	Role, Sensitivities,
};

/// Most actors that one scope names.
pub const MAX_ACTORS: u32 = 4;
/// Most provisions of one directive.
pub const MAX_PROVISIONS: u32 = 8;
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

/// All of a patient's directives in force.
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

/// An access that was asked for (FHIR `AuditEvent`).
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct AuditEntry<AccountId, BlockNumber> {
	/// Who asked.
	pub actor: AccountId,
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
