//! Who is who, as the other pallets of the runtime see it.

use super::*;
use medchain_runtime::units::MED;
use pallet_patient_consent::{Call as Consent, Capacity, EmergencyReason};
use polkadot_sdk::sp_runtime::traits::Dispatchable;

/// Bob is a hospital, Charlie a doctor of it; Eve lets the hospital see everything for treatment.
fn hospital() {
	give(Bob, Role::ProviderOrganization);
	give(Charlie, Role::Practitioner);
	assert_ok!(Credentials::affiliate(signed(Bob), account(Charlie), Period::ALWAYS));
	let actors = vec![ActorRef::Organization(account(Bob))].try_into().expect("one actor");
	let terms = Terms { scope: Scope { actors, ..terms().scope }, ..terms() };
	assert_ok!(PatientConsent::grant(signed(Eve), account(Eve), terms));
}

/// The outcome of an access that was written down as the last entry of Eve's log.
fn access(who: Sr25519Keyring, organization: Option<Sr25519Keyring>) -> Outcome {
	let organization = organization.map(account);
	let before = PatientConsent::audit_head(account(Eve)).length;
	assert_ok!(PatientConsent::access(signed(who), account(Eve), organization.clone(), request()));
	assert_eq!(PatientConsent::audit_head(account(Eve)).length, before + 1);
	let page = PatientConsent::audit_page(account(Eve), before, 1);
	assert_eq!(page[0].actor, Actor { account: account(who), organization });
	page[0].decision.outcome
}

#[test]
fn a_directive_to_a_hospital_lets_its_practitioners_in_while_they_are_its() {
	chain("development").execute_with(|| {
		hospital();
		assert_eq!(access(Charlie, Some(Bob)), Outcome::Permit);
		assert_eq!(access(Charlie, None), Outcome::NoConsent, "for itself nobody let it in");
		assert_eq!(access(Dave, Some(Bob)), Outcome::Deny, "not one of the hospital's");
		assert_eq!(access(Dave, None), Outcome::Deny, "not verified");

		assert_ok!(Credentials::suspend(signed(Alice), account(Charlie), 1));
		assert_eq!(access(Charlie, Some(Bob)), Outcome::Deny, "suspended");
		assert_ok!(Credentials::reinstate(signed(Alice), account(Charlie), 1));
		assert_eq!(access(Charlie, Some(Bob)), Outcome::Permit);

		assert_ok!(Credentials::end_affiliation(signed(Bob), account(Charlie), account(Bob)));
		assert_eq!(access(Charlie, Some(Bob)), Outcome::Deny, "no longer affiliated");
	});
}

#[test]
fn withdrawing_an_accreditation_closes_every_door_it_opened() {
	chain("development").execute_with(|| {
		hospital();
		assert_eq!(access(Bob, None), Outcome::Permit);
		assert_ok!(Credentials::withdraw_accreditation(RuntimeOrigin::root(), account(Alice)));
		for (who, of) in [(Bob, None), (Charlie, Some(Bob)), (Charlie, None)] {
			assert_eq!(access(who, of), Outcome::Deny);
		}
	});
}

#[test]
fn an_emergency_without_a_credential_is_denied_and_written_down() {
	chain("development").execute_with(|| {
		hospital();
		let break_glass = |who| {
			let call: RuntimeCall = Consent::break_glass {
				patient: account(Eve),
				organization: None,
				reason: EmergencyReason::Unresponsive,
				action: Action::Access,
				classes: ResourceClasses::ALL,
				sensitivities: Sensitivities::ALL,
			}
			.into();
			assert_ok!(call.dispatch(signed(who)));
			let last = PatientConsent::audit_head(account(Eve)).length - 1;
			PatientConsent::audit_page(account(Eve), last, 1).remove(0)
		};
		let denied = break_glass(Dave);
		assert_eq!(denied.decision.outcome, Outcome::Deny);
		assert!(matches!(denied.capacity, Capacity::Emergency { review: None, .. }));
		let permitted = break_glass(Charlie);
		assert_eq!(permitted.decision.outcome, Outcome::Permit);
		assert!(matches!(permitted.capacity, Capacity::Emergency { review: Some(0), .. }));
	});
}

#[test]
fn an_identified_patient_puts_nothing_down_and_gets_back_what_was_put_down_before() {
	chain("development").execute_with(|| {
		let patient = account(verified_patient());
		let origin = RuntimeOrigin::signed(patient.clone());
		let grant = |origin, patient| PatientConsent::grant(origin, patient, terms()).unwrap();
		let free = grant(origin.clone(), patient.clone()).actual_weight.unwrap();
		assert_eq!(Balances::total_balance(&patient), 0);
		let status = pallet_patient_consent::EndStatus::Inactive;
		assert_ok!(PatientConsent::revoke(origin, patient, 0, status));

		let before = Balances::free_balance(account(Eve));
		let paid = grant(signed(Eve), account(Eve)).actual_weight.unwrap();
		assert!(free.ref_time() < paid.ref_time(), "less is done, and less is charged");
		let after = Balances::free_balance(account(Eve));
		assert!(after < before && before - after < MED, "a deposit is held");
		assert_ok!(Credentials::verify_patient(
			signed(Alice),
			account(Eve),
			pallet_credentials::Assurance::High,
			Period::ALWAYS,
			Commitment([1; 32]),
		));
		assert_ok!(PatientConsent::amend(signed(Eve), account(Eve), 0, terms()));
		assert_eq!(Balances::free_balance(account(Eve)), before, "the deposit came back");
	});
}

#[test]
fn a_patient_whose_identity_has_lapsed_narrows_and_ends_consent_without_money() {
	chain("development").execute_with(|| {
		let patient = account(verified_patient());
		let origin = RuntimeOrigin::signed(patient.clone());
		assert_ok!(PatientConsent::grant(origin.clone(), patient.clone(), terms()));
		assert_ok!(Credentials::suspend_accreditation(RuntimeOrigin::root(), account(Alice)));
		let grant = PatientConsent::grant(origin.clone(), patient.clone(), terms());
		assert!(grant.is_err(), "nobody answers for the deposit of a new one");
		let narrower =
			Terms { scope: Scope { actions: Action::Access.into(), ..terms().scope }, ..terms() };
		assert_ok!(PatientConsent::amend(origin.clone(), patient.clone(), 0, narrower));
		let status = pallet_patient_consent::EndStatus::Inactive;
		assert_ok!(PatientConsent::revoke(origin, patient.clone(), 0, status));
		assert_eq!(Balances::total_balance(&patient), 0);
	});
}

#[test]
fn a_suspended_professional_is_not_let_in_by_other_roles_or_as_a_person() {
	chain("development").execute_with(|| {
		hospital();
		give(Charlie, Role::Investigator);
		assert_ok!(Credentials::verify_patient(
			signed(Alice),
			account(Charlie),
			pallet_credentials::Assurance::High,
			Period::ALWAYS,
			Commitment([1; 32]),
		));
		assert_eq!(access(Charlie, Some(Bob)), Outcome::Permit);
		assert_ok!(Credentials::suspend(signed(Alice), account(Charlie), 1));
		assert_eq!(access(Charlie, Some(Bob)), Outcome::Deny);

		// Somebody whose only credential is revoked is no longer verified, identity or not.
		assert_ok!(Credentials::revoke(signed(Alice), account(Charlie), 2));
		assert_eq!(access(Charlie, None), Outcome::Deny);
	});
}

#[test]
fn the_presets_accredit_alice_alone() {
	for preset in ["development", "local_testnet"] {
		chain(preset).execute_with(|| {
			let issuers: Vec<_> = pallet_credentials::Issuers::<Runtime>::iter().collect();
			let [(issuer, accreditation)] = &issuers[..] else { panic!("one issuer") };
			assert_eq!(*issuer, account(Alice));
			assert_eq!(accreditation.roles, medchain_support::Roles::ALL);
			assert!(accreditation.identities);
		});
	}
}
