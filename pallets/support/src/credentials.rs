//! Who is who: the questions other pallets ask about an account.

use crate::vocabulary::{Role, Roles};

/// What a registry of accredited identities answers.
pub trait InspectCredentials<AccountId> {
	/// Whether `who` is a verified actor, in good standing now.
	fn is_verified(who: &AccountId) -> bool;

	/// Whether `who` is a person whose identity is verified now.
	fn is_identified(who: &AccountId) -> bool;

	/// The roles that `who` holds now.
	fn roles_of(who: &AccountId) -> Roles;

	/// Whether `who` holds `role` now.
	fn has_role(who: &AccountId, role: Role) -> bool {
		Self::roles_of(who).contains(role)
	}

	/// Whether `who` holds one of `roles` now.
	fn has_any_role(who: &AccountId, roles: Roles) -> bool {
		!Self::roles_of(who).intersection(roles).is_empty()
	}

	/// Whether `who` acts for `organization` now: is affiliated to it, both in good standing.
	fn is_affiliated(who: &AccountId, organization: &AccountId) -> bool;

	/// Whether `who` acts for `organization` now as for one that holds one of `roles`.
	fn is_affiliated_as(who: &AccountId, organization: &AccountId, roles: Roles) -> bool {
		Self::is_affiliated(who, organization) && Self::has_any_role(organization, roles)
	}
}

/// Knows nobody: nobody is verified, holds a role or is affiliated.
impl<AccountId> InspectCredentials<AccountId> for () {
	fn is_verified(_: &AccountId) -> bool {
		false
	}

	fn is_identified(_: &AccountId) -> bool {
		false
	}

	fn roles_of(_: &AccountId) -> Roles {
		Roles::EMPTY
	}

	fn is_affiliated(_: &AccountId, _: &AccountId) -> bool {
		false
	}
}

/// Takes every account for a verified person, but for no role and no affiliation: for chains on which
/// accounts are verified before they get in.
pub struct EveryAccount;

impl<AccountId> InspectCredentials<AccountId> for EveryAccount {
	fn is_verified(_: &AccountId) -> bool {
		true
	}

	fn is_identified(_: &AccountId) -> bool {
		true
	}

	fn roles_of(_: &AccountId) -> Roles {
		Roles::EMPTY
	}

	fn is_affiliated(_: &AccountId, _: &AccountId) -> bool {
		false
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_unit_registry_knows_nobody() {
		assert!(!<() as InspectCredentials<u64>>::is_verified(&1));
		assert!(!<() as InspectCredentials<u64>>::is_identified(&1));
		assert!(!<() as InspectCredentials<u64>>::has_role(&1, Role::Practitioner));
		assert!(!<() as InspectCredentials<u64>>::has_any_role(&1, Roles::ALL));
		assert!(!<() as InspectCredentials<u64>>::is_affiliated(&1, &2));
		assert!(!<() as InspectCredentials<u64>>::is_affiliated_as(&1, &2, Roles::ALL));
	}

	#[test]
	fn every_account_is_verified_and_nothing_more() {
		assert!(<EveryAccount as InspectCredentials<u64>>::is_verified(&1));
		assert!(!<EveryAccount as InspectCredentials<u64>>::has_role(&1, Role::Practitioner));
		assert!(!<EveryAccount as InspectCredentials<u64>>::has_any_role(&1, Roles::ALL));
		assert!(!<EveryAccount as InspectCredentials<u64>>::is_affiliated(&1, &2));
	}
}
