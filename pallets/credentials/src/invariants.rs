//! What always holds, one function a numbered invariant of the README.

use crate::{
	types::{Standing, Validity},
	Config, Holders, Issuers, NextAccreditation, NextCredential, Pallet,
};
use alloc::collections::BTreeSet;
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use medchain_support::{InspectCredentials, Roles};

/// Checks all of them.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	roles_rest_on_both::<T>()?;
	accreditations_are_told_apart::<T>()?;
	affiliations_join_two::<T>()?;
	numbers_are_given_once::<T>()?;
	the_identified_are_kept::<T>()?;
	few_vouch_for_the_same::<T>()
}

/// Invariant 1: A role holds exactly while an active credential in its period rests on an accreditation
/// that is in force, is the one it was issued under, and covers the role.
fn roles_rest_on_both<T: Config>() -> Result<(), TryRuntimeError> {
	let now = Pallet::<T>::now();
	for (who, holder) in Holders::<T>::iter() {
		let mut expected = Roles::EMPTY;
		for credential in &holder.credentials {
			ensure!(!credential.period.is_reversed(), "credentials 1: a period is reversed");
			let issuer = Issuers::<T>::get(&credential.authority.issuer);
			let covered = issuer.is_some_and(|issuer| {
				issuer.id == credential.authority.accreditation
					&& !issuer.suspended
					&& issuer.period.contains(now)
					&& issuer.roles.contains(credential.role)
			});
			let counts = credential.standing == Standing::Active
				&& credential.period.contains(now)
				&& covered;
			if counts {
				expected = expected.with(credential.role);
			}
			ensure!(
				counts == (Pallet::<T>::validity(credential, now) == Validity::Valid),
				"credentials 1: a credential counts that should not, or the other way round"
			);
		}
		ensure!(
			<Pallet<T> as InspectCredentials<_>>::roles_of(&who) == expected,
			"credentials 1: roles do not follow from credentials"
		);
	}
	Ok(())
}

/// Invariant 2: Numbers of accreditations are below the next one and belong to one issuer each, so that
/// nothing issued under an accreditation that was withdrawn ever counts again.
fn accreditations_are_told_apart<T: Config>() -> Result<(), TryRuntimeError> {
	let next = NextAccreditation::<T>::get();
	let mut seen = BTreeSet::new();
	for (_, accreditation) in Issuers::<T>::iter() {
		ensure!(accreditation.id < next, "credentials 2: an accreditation not yet numbered");
		ensure!(
			seen.insert(accreditation.id),
			"credentials 2: two accreditations with the same number"
		);
		ensure!(
			accreditation.roles.is_known()
				&& (accreditation.identities || !accreditation.roles.is_empty()),
			"credentials 2: an accreditation entitles to nothing"
		);
	}
	for (_, holder) in Holders::<T>::iter() {
		let authorities = holder
			.credentials
			.iter()
			.map(|credential| &credential.authority)
			.chain(holder.identity.iter().map(|identity| &identity.authority));
		for authority in authorities {
			ensure!(
				authority.accreditation < next,
				"credentials 2: issued under an accreditation that never was"
			);
		}
	}
	Ok(())
}

/// Invariant 3: An affiliation joins a person with another account, once, and counts only while both hold
/// the roles that it rests on.
fn affiliations_join_two<T: Config>() -> Result<(), TryRuntimeError> {
	let now = Pallet::<T>::now();
	for (who, holder) in Holders::<T>::iter() {
		let mut seen = BTreeSet::new();
		for affiliation in &holder.affiliations {
			let organization = &affiliation.organization;
			ensure!(*organization != who, "credentials 3: affiliated to itself");
			ensure!(seen.insert(organization.encode()), "credentials 3: affiliated twice");
			ensure!(!affiliation.period.is_reversed(), "credentials 3: a period is reversed");
			let (role, of) = (affiliation.role, affiliation.organization_role);
			ensure!(
				Roles::PERSONS.contains(role) && Roles::ORGANIZATIONS.contains(of),
				"credentials 3: an affiliation rests on roles of the wrong kind"
			);
			let holds =
				|who, role| <Pallet<T> as InspectCredentials<_>>::roles_of(who).contains(role);
			ensure!(
				<Pallet<T> as InspectCredentials<_>>::is_affiliated(&who, organization)
					== (affiliation.period.contains(now)
						&& holds(&who, role)
						&& holds(organization, of)),
				"credentials 3: an affiliation counts without both ends"
			);
		}
	}
	Ok(())
}

/// Invariant 4: Numbers of credentials are below the next one and unique, and in each account they grow.
fn numbers_are_given_once<T: Config>() -> Result<(), TryRuntimeError> {
	let next = NextCredential::<T>::get();
	let mut seen = BTreeSet::new();
	for (_, holder) in Holders::<T>::iter() {
		let mut lowest = 0;
		for credential in &holder.credentials {
			ensure!(credential.id < next, "credentials 4: a credential not yet numbered");
			ensure!(seen.insert(credential.id), "credentials 4: a number was given twice");
			ensure!(credential.id >= lowest, "credentials 4: numbers are out of order");
			lowest = credential.id;
		}
	}
	Ok(())
}

/// Invariant 5: Whoever was identified once has an account that lives without money.
fn the_identified_are_kept<T: Config>() -> Result<(), TryRuntimeError> {
	for (who, holder) in Holders::<T>::iter() {
		ensure!(
			holder.kept || holder.identity.is_none(),
			"credentials 5: a person is identified whose account is not kept"
		);
		ensure!(
			!holder.kept || frame_system::Pallet::<T>::sufficients(&who) > 0,
			"credentials 5: the account of an identified person can die"
		);
	}
	Ok(())
}

/// Invariant 7: No account has more active credentials of one role than [`Config::MaxPerRole`], nor two of
/// one role from one issuer.
fn few_vouch_for_the_same<T: Config>() -> Result<(), TryRuntimeError> {
	for (_, holder) in Holders::<T>::iter() {
		let mut issued = BTreeSet::new();
		for credential in &holder.credentials {
			ensure!(
				issued.insert((credential.role, credential.authority.issuer.encode())),
				"credentials 7: a role twice from one issuer"
			);
		}
		for role in Roles::ALL.iter() {
			ensure!(
				Pallet::<T>::active_for(&holder, role) <= T::MaxPerRole::get(),
				"credentials 7: a role from too many issuers"
			);
		}
	}
	Ok(())
}
