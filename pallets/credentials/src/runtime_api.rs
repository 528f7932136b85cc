//! What a node can ask the runtime about credentials.

// The macro repeats the bound on each function.
#![allow(clippy::multiple_bound_locations)]

use crate::types::{CredentialId, CredentialInfo, HolderInfo};
use alloc::vec::Vec;
use codec::Codec;
use medchain_support::Roles;

frame::deps::sp_api::decl_runtime_apis! {
	/// Questions about who is who.
	pub trait CredentialsApi<AccountId: Codec> {
		/// The roles that `who` holds now.
		fn roles_of(who: AccountId) -> Roles;

		/// The organisations for which `who` acts now.
		fn organizations_of(who: AccountId) -> Vec<AccountId>;

		/// A credential of `subject`, and whether it counts now.
		fn credential(
			subject: AccountId,
			credential: CredentialId,
		) -> Option<CredentialInfo<AccountId>>;

		/// All that is known of `who`.
		fn holder(who: AccountId) -> HolderInfo<AccountId>;
	}
}
