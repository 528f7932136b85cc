//! One file a theme. Every test runs in `build_and_execute`, which checks the invariants
//! afterwards.

mod accreditation;
mod affiliation;
mod identity;
mod invariants;
mod issuance;
mod random;

use crate::{mock::*, *};
use frame::{prelude::*, testing_prelude::*};
use medchain_support::{Commitment, InspectCredentials, Period, Role, Roles};

type TestError = Error<Test>;

const EVIDENCE: Commitment = Commitment([7; 32]);

fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

/// Issues a credential that does not end and returns its number.
fn issued(issuer: AccountId, subject: AccountId, role: Role) -> CredentialId {
	let id = NextCredential::<Test>::get();
	assert_ok!(Credentials::issue(signed(issuer), subject, role, Period::ALWAYS, EVIDENCE));
	id
}

/// The hospital is one, the doctor is one of its own.
fn staffed() -> (CredentialId, CredentialId) {
	let hospital = issued(MINISTRY, HOSPITAL, Role::ProviderOrganization);
	let doctor = issued(HOSPITAL, DOCTOR, Role::Practitioner);
	assert_ok!(Credentials::affiliate(signed(HOSPITAL), DOCTOR, Period::ALWAYS));
	(hospital, doctor)
}

fn verified(verifier: AccountId) {
	assert_ok!(Credentials::verify_patient(
		signed(verifier),
		PATIENT,
		Assurance::High,
		Period::ALWAYS,
		EVIDENCE
	));
}

fn validity(subject: AccountId, id: CredentialId) -> Validity {
	Credentials::credential(subject, id).expect("it is there").validity
}

fn has(who: AccountId, role: Role) -> bool {
	<Credentials as InspectCredentials<_>>::has_role(&who, role)
}

fn is_verified(who: AccountId) -> bool {
	<Credentials as InspectCredentials<_>>::is_verified(&who)
}

fn is_identified(who: AccountId) -> bool {
	<Credentials as InspectCredentials<_>>::is_identified(&who)
}

fn is_affiliated(who: AccountId, organization: AccountId) -> bool {
	<Credentials as InspectCredentials<_>>::is_affiliated(&who, &organization)
}
