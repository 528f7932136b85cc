//! What is stored, and what it means.

use crate::Config;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{
	prelude::{
		BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
		TypeInfo,
	},
	traits::Get,
};
use medchain_support::{Commitment, Period, Role, Roles};

/// Number of an accreditation. Never used twice, also not for the same issuer.
pub type AccreditationId = u32;
/// Number of a credential. Never used twice.
pub type CredentialId = u64;

/// What governance entitles an issuer to. It is one item: taking it away disables at once whatever
/// was issued under it.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Accreditation {
	/// Its number.
	pub id: AccreditationId,
	/// The roles that the issuer may give.
	pub roles: Roles,
	/// Whether the issuer may verify the identity of patients.
	pub identities: bool,
	/// When it holds.
	pub period: Period,
	/// Whether it is out of force for a while.
	pub suspended: bool,
}

/// What an issuer says of a credential. That it has expired follows from its period.
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
pub enum Standing {
	/// Good.
	#[codec(index = 0)]
	Active,
	/// Out of force until it is reinstated.
	#[codec(index = 1)]
	Suspended,
	/// Out of force for ever.
	#[codec(index = 2)]
	Revoked,
}

/// How sure a verifier is of a person (eIDAS, Regulation (EU) 910/2014, article 8).
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
pub enum Assurance {
	/// Limited confidence.
	#[codec(index = 0)]
	Low,
	/// Substantial confidence.
	#[codec(index = 1)]
	Substantial,
	/// High confidence.
	#[codec(index = 2)]
	High,
}

/// Who vouches for an entry, and under which accreditation.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Authority<AccountId> {
	/// The issuer.
	pub issuer: AccountId,
	/// The accreditation that it had when it issued or last renewed.
	pub accreditation: AccreditationId,
}

/// A role that an issuer has given.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Credential<AccountId, Ticket> {
	/// Its number.
	pub id: CredentialId,
	/// The role.
	pub role: Role,
	/// Who vouches for it.
	pub authority: Authority<AccountId>,
	/// When it holds.
	pub period: Period,
	/// What the issuer says of it.
	pub standing: Standing,
	/// Commitment to the document behind it, such as a licence.
	pub evidence: Commitment,
	/// The issuer's deposit.
	pub ticket: Ticket,
}

/// The membership of a person in an organisation.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Affiliation<AccountId, Ticket> {
	/// The organisation.
	pub organization: AccountId,
	/// As what the person belongs to it: the role that this rests on.
	pub role: Role,
	/// As what the organisation took the person in.
	pub organization_role: Role,
	/// When it holds.
	pub period: Period,
	/// The organisation's deposit.
	pub ticket: Ticket,
}

/// A person whose identity was verified.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Identity<AccountId, Ticket> {
	/// Who vouches for it.
	pub authority: Authority<AccountId>,
	/// How sure the verifier is.
	pub assurance: Assurance,
	/// When it holds.
	pub period: Period,
	/// Commitment to the evidence, which stays with the verifier.
	pub evidence: Commitment,
	/// The verifier's deposit.
	pub ticket: Ticket,
}

/// All that is known of an account, in one item, so that a question about it costs one read and
/// one more for each issuer that matters.
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
#[scale_info(skip_type_params(MaxCredentials, MaxAffiliations))]
pub struct Holder<AccountId, Ticket, MaxCredentials, MaxAffiliations>
where
	AccountId: Clone + core::fmt::Debug + Eq,
	Ticket: Clone + core::fmt::Debug + Eq,
	MaxCredentials: Get<u32>,
	MaxAffiliations: Get<u32>,
{
	/// Its roles, in the order of their numbers.
	pub credentials: BoundedVec<Credential<AccountId, Ticket>, MaxCredentials>,
	/// The organisations that it belongs to.
	pub affiliations: BoundedVec<Affiliation<AccountId, Ticket>, MaxAffiliations>,
	/// The person, if it is one whose identity was verified.
	pub identity: Option<Identity<AccountId, Ticket>>,
	/// Whether the account is kept alive without money. Once true it stays: the account's nonce is
	/// what makes a signature of the past worthless.
	pub kept: bool,
}

/// The holder of a runtime.
pub type HolderOf<T> = Holder<
	<T as frame::prelude::frame_system::Config>::AccountId,
	<T as Config>::Deposit,
	<T as Config>::MaxCredentials,
	<T as Config>::MaxAffiliations,
>;

/// The credential of a runtime.
pub type CredentialOf<T> =
	Credential<<T as frame::prelude::frame_system::Config>::AccountId, <T as Config>::Deposit>;

/// Whether a credential counts, and if not, why.
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
pub enum Validity {
	/// It counts.
	#[codec(index = 0)]
	Valid,
	/// Its period has not begun.
	#[codec(index = 1)]
	NotYet,
	/// Its period is over.
	#[codec(index = 2)]
	Expired,
	/// Its issuer has suspended it.
	#[codec(index = 3)]
	Suspended,
	/// Its issuer has revoked it.
	#[codec(index = 4)]
	Revoked,
	/// The accreditation under which it was issued does not hold any more, or not for this.
	#[codec(index = 5)]
	IssuerNotAccredited,
}

/// A credential, as those see it who ask.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct CredentialInfo<AccountId> {
	/// Its number.
	pub id: CredentialId,
	/// The role.
	pub role: Role,
	/// Who vouches for it.
	pub authority: Authority<AccountId>,
	/// When it holds.
	pub period: Period,
	/// Whether it counts now.
	pub validity: Validity,
	/// Commitment to the document behind it.
	pub evidence: Commitment,
}

/// An affiliation, as those see it who ask.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct AffiliationInfo<AccountId> {
	/// The organisation.
	pub organization: AccountId,
	/// As what the person belongs to it.
	pub role: Role,
	/// As what the organisation took the person in.
	pub organization_role: Role,
	/// When it holds.
	pub period: Period,
	/// Whether it counts now: in its period, and both hold the roles that it rests on.
	pub valid: bool,
}

/// A verified identity, as those see it who ask.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct IdentityInfo<AccountId> {
	/// Who vouches for it.
	pub authority: Authority<AccountId>,
	/// How sure the verifier is.
	pub assurance: Assurance,
	/// When it holds.
	pub period: Period,
	/// Whether it counts now.
	pub validity: Validity,
	/// Commitment to the evidence.
	pub evidence: Commitment,
}

/// All that is known of an account, as those see it who ask.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct HolderInfo<AccountId> {
	/// Its roles.
	pub credentials: Vec<CredentialInfo<AccountId>>,
	/// The organisations that it belongs to.
	pub affiliations: Vec<AffiliationInfo<AccountId>>,
	/// The person.
	pub identity: Option<IdentityInfo<AccountId>>,
	/// Its accreditation as an issuer.
	pub accreditation: Option<Accreditation>,
}
