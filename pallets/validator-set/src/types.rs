//! What is stored, and what it means.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::TypeInfo;
use sp_staking::SessionIndex;

/// Where a bonded account stands.
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
	/// It has bonded and waits to be admitted.
	#[codec(index = 0)]
	Candidate,
	/// It was admitted.
	#[codec(index = 1)]
	Validator(Tenure),
	/// It was removed from the set; the bond stays held for `BondingSessions`.
	#[codec(index = 2)]
	Leaving {
		/// What it was before.
		tenure: Tenure,
		/// The session in which it was removed.
		left: SessionIndex,
	},
}

/// A validator's time in the set.
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
pub struct Tenure {
	/// The session in which it was admitted.
	pub since: SessionIndex,
	/// Whether it was slashed already; nobody is slashed twice in one tenure.
	pub slashed: bool,
}

/// Why a validator is removed from the set.
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
pub enum RemovalReason {
	/// Governance released it.
	#[codec(index = 0)]
	Released,
	/// It left by itself.
	#[codec(index = 1)]
	Left,
	/// It equivocated.
	#[codec(index = 2)]
	Equivocated,
	/// It authored no block in `MaxIdleSessions` sessions running.
	#[codec(index = 3)]
	Idle,
	/// It removed its session keys.
	#[codec(index = 4)]
	NoKeys,
}
