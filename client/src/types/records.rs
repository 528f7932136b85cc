//! Records, as the chain tells of them.

use crate::wire::OnChain;
use medchain_support::{Commitment, ResourceClass, Sensitivities};
use subxt::{ext::scale_decode::DecodeAsType, utils::AccountId32};

/// Most bytes of a locator.
pub const MAX_LOCATOR: usize = 64;

/// A record in one version.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct RecordVersion {
	/// Commitment to the ciphertext.
	pub commitment: OnChain<Commitment>,
	/// Where the ciphertext lies.
	pub locator: Vec<u8>,
	/// When this version was registered, in seconds since 1970.
	pub since: u64,
}

/// A record of a patient.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Record {
	/// Its number.
	pub id: u32,
	/// Who keeps the content; forgotten of a record that was erased, as all that follows.
	pub custodian: Option<AccountId32>,
	/// What it is.
	pub class: Option<OnChain<ResourceClass>>,
	/// The labels that it carries.
	pub sensitivities: OnChain<Sensitivities>,
	/// Its versions, the present one last.
	pub versions: Vec<RecordVersion>,
	/// When it was erased, in seconds since 1970.
	pub erased: Option<u64>,
}
