//! What is stored of the allocation.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{
	deps::sp_core::ConstU32,
	prelude::{BoundedVec, TypeInfo},
};
use medchain_support::{merkle::Digest, Commitment};

/// Longest proof that a slot stands in its list: one of 384 leaves at most.
pub const MAX_SLOT_PROOF: u32 = 9;

/// The way from a slot's leaf to the root of its list.
pub type SlotProof = BoundedVec<Digest, ConstU32<MAX_SLOT_PROOF>>;

/// How far a stratum is.
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
pub struct Stratum {
	/// How many lists are sealed.
	pub lists: u32,
	/// How many slots were given.
	pub slots: u32,
}

/// What is known of a sealed list.
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
pub enum ListStatus {
	/// Nothing yet.
	#[codec(index = 0)]
	Sealed,
	/// It comes from seed and beacon by the rule.
	#[codec(index = 1)]
	Verified,
	/// It does not: the custodian did not keep to the rule.
	#[codec(index = 2)]
	Broken,
}

/// A sealed list of allocations of one stratum.
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
pub struct List {
	/// The root over its slots.
	pub root: Digest,
	/// When it was sealed, in seconds since 1970.
	pub at: u64,
	/// What is known of it.
	pub status: ListStatus,
}

/// The custodian's answer to an unblinding.
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
pub struct UnblindingAnswer {
	/// When, in seconds since 1970.
	pub at: u64,
	/// Commits to what was handed out, and to whom.
	pub commitment: Commitment,
}

/// That somebody asked for a participant's arm in an emergency.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Unblinding<AccountId> {
	/// Who.
	pub by: AccountId,
	/// When, in seconds since 1970.
	pub at: u64,
	/// Commits to why.
	pub reason: Commitment,
	/// The custodian's answer, once it is there.
	pub answer: Option<UnblindingAnswer>,
}
