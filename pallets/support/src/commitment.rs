//! Commitments to content that stays off chain.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// 32 bytes over ciphertext or salted content. By itself it says nothing about the content.
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
pub struct Commitment(pub [u8; 32]);

impl From<[u8; 32]> for Commitment {
	fn from(bytes: [u8; 32]) -> Self {
		Self(bytes)
	}
}

impl AsRef<[u8]> for Commitment {
	fn as_ref(&self) -> &[u8] {
		&self.0
	}
}
