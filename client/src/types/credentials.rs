//! Who is who, as the chain tells it.

use super::spelled;
use crate::wire::OnChain;
use medchain_support::{Commitment, Period, Role, Roles};
use std::str::FromStr;
use subxt::{
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType},
	utils::AccountId32,
};

/// The pallet's name in the metadata.
pub const PALLET: &str = "Credentials";
/// The runtime API's name in the metadata.
pub const RUNTIME_API: &str = "CredentialsApi";

/// How sure a verifier is of a person (eIDAS).
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum Assurance {
	/// Limited confidence.
	Low,
	/// Substantial confidence.
	Substantial,
	/// High confidence.
	High,
}

/// Whether something that was issued counts, and if not, why.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Validity {
	/// It counts.
	Valid,
	/// Its period has not begun.
	NotYet,
	/// Its period is over.
	Expired,
	/// Its issuer has suspended it.
	Suspended,
	/// Its issuer has revoked it.
	Revoked,
	/// The accreditation under which it was issued does not hold any more, or not for this.
	IssuerNotAccredited,
}

spelled! {
	Assurance {
		Low => "low",
		Substantial => "substantial",
		High => "high",
	}
}

spelled! {
	Validity {
		Valid => "valid",
		NotYet => "not yet",
		Expired => "expired",
		Suspended => "suspended",
		Revoked => "revoked",
		IssuerNotAccredited => "issuer not accredited",
	}
}

/// What governance entitles an issuer to.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Accreditation {
	/// Its number.
	pub id: u32,
	/// The roles that the issuer may give.
	pub roles: OnChain<Roles>,
	/// Whether the issuer may verify the identity of patients.
	pub identities: bool,
	/// When it holds.
	pub period: OnChain<Period>,
	/// Whether it is out of force for a while.
	pub suspended: bool,
}

/// Who vouches for an entry, and under which accreditation.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Authority {
	/// The issuer.
	pub issuer: AccountId32,
	/// The accreditation that it had when it issued or last renewed.
	pub accreditation: u32,
}

/// A role of an account.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Credential {
	/// Its number.
	pub id: u64,
	/// The role.
	pub role: OnChain<Role>,
	/// Who vouches for it.
	pub authority: Authority,
	/// When it holds.
	pub period: OnChain<Period>,
	/// Whether it counts now.
	pub validity: Validity,
	/// Commitment to the document behind it.
	pub evidence: OnChain<Commitment>,
}

/// The membership of a person in an organisation.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Affiliation {
	/// The organisation.
	pub organization: AccountId32,
	/// When it holds.
	pub period: OnChain<Period>,
	/// Whether it counts now.
	pub valid: bool,
}

/// A verified identity.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Identity {
	/// Who vouches for it.
	pub authority: Authority,
	/// How sure the verifier is.
	pub assurance: Assurance,
	/// When it holds.
	pub period: OnChain<Period>,
	/// Whether it counts now.
	pub validity: Validity,
	/// Commitment to the evidence.
	pub evidence: OnChain<Commitment>,
}

/// All that is known of an account.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Holder {
	/// Its roles.
	pub credentials: Vec<Credential>,
	/// The organisations that it belongs to.
	pub affiliations: Vec<Affiliation>,
	/// The person.
	pub identity: Option<Identity>,
	/// Its accreditation as an issuer.
	pub accreditation: Option<Accreditation>,
}
