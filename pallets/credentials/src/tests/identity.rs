//! `verify_patient`, `end_verification`.

use super::*;

fn verify(verifier: AccountId, period: Period) -> DispatchResult {
	Credentials::verify_patient(signed(verifier), PATIENT, Assurance::Substantial, period, EVIDENCE)
}

#[test]
fn a_patient_is_verified_and_the_account_lives_without_money() {
	build_and_execute(|| {
		assert!(!System::account_exists(&PATIENT) && !is_verified(PATIENT));
		verified(HOSPITAL);
		assert!(is_verified(PATIENT) && is_identified(PATIENT));
		assert!(System::account_exists(&PATIENT));
		assert_eq!(Balances::free_balance(PATIENT), 0);
		assert_eq!(Credentials::roles_of(PATIENT), Roles::EMPTY, "an identity is no role");
		assert_eq!(held(HOSPITAL), identity_deposit());
		assert_eq!(events(), [Event::IdentityVerified { person: PATIENT, verifier: HOSPITAL }]);
		let identity = Credentials::holder(PATIENT).identity.unwrap();
		assert_eq!(
			identity,
			IdentityInfo {
				authority: Authority { issuer: HOSPITAL, accreditation: 1 },
				assurance: Assurance::High,
				period: Period::ALWAYS,
				validity: Validity::Valid,
				evidence: EVIDENCE,
			}
		);
	});
}

#[test]
fn only_those_accredited_for_identities_verify() {
	build_and_execute(|| {
		for verifier in [OTHER_HOSPITAL, STRANGER, PATIENT] {
			assert_noop!(verify(verifier, Period::ALWAYS), TestError::NotAccredited);
		}
	});
}

#[test]
fn periods_are_checked_and_kept() {
	build_and_execute(|| {
		assert_noop!(verify(HOSPITAL, Period::new(2, 1)), TestError::PeriodReversed);
		assert_noop!(verify(HOSPITAL, Period::new(0, NOW - 1)), TestError::PeriodOver);
		assert_ok!(verify(HOSPITAL, Period::new(NOW + 1, NOW + 2)));
		for (at, expected) in
			[(NOW, Validity::NotYet), (NOW + 1, Validity::Valid), (NOW + 3, Validity::Expired)]
		{
			set_now(at);
			assert_eq!(Credentials::holder(PATIENT).identity.unwrap().validity, expected);
			assert_eq!(is_identified(PATIENT), expected == Validity::Valid);
		}
	});
}

#[test]
fn a_new_verifier_takes_the_place_of_the_old() {
	build_and_execute(|| {
		verified(HOSPITAL);
		verified(HOSPITAL);
		assert_noop!(verify(MINISTRY, Period::ALWAYS), TestError::AlreadyIdentified);
		assert_ok!(Credentials::suspend_accreditation(root(), HOSPITAL));
		verified(MINISTRY);
		assert_eq!((held(HOSPITAL), held(MINISTRY)), (0, identity_deposit()));
		assert_eq!(Credentials::holder(PATIENT).identity.unwrap().authority.issuer, MINISTRY);
		assert_eq!(System::sufficients(&PATIENT), 1, "counted once");
	});
}

#[test]
fn a_verifier_must_be_able_to_pay() {
	build_and_execute(|| {
		assert_ok!(Credentials::accredit(root(), OTHER_DOCTOR, Roles::EMPTY, true, Period::ALWAYS));
		assert_noop!(verify(OTHER_DOCTOR, Period::ALWAYS), TokenError::FundsUnavailable);
		assert!(!System::account_exists(&PATIENT));
	});
}

#[test]
fn an_ended_verification_leaves_the_nonce() {
	build_and_execute(|| {
		for caller in [signed(HOSPITAL), signed(PATIENT), root()] {
			verified(HOSPITAL);
			System::inc_account_nonce(PATIENT);
			let nonce = System::account_nonce(PATIENT);
			events();
			assert_ok!(Credentials::end_verification(caller, PATIENT));
			assert_eq!(events(), [Event::VerificationEnded { person: PATIENT }]);
			assert!(!is_identified(PATIENT));
			assert_eq!(held(HOSPITAL), 0);
			assert_eq!(System::account_nonce(PATIENT), nonce, "an old signature stays worthless");
			assert_eq!(System::sufficients(&PATIENT), 1);
		}
	});
}

#[test]
fn nobody_else_ends_a_verification() {
	build_and_execute(|| {
		assert_noop!(Credentials::end_verification(root(), PATIENT), TestError::NotIdentified);
		verified(HOSPITAL);
		for caller in [MINISTRY, OTHER_HOSPITAL, STRANGER] {
			assert_noop!(
				Credentials::end_verification(signed(caller), PATIENT),
				TestError::NotVerifier
			);
		}
		assert_noop!(
			Credentials::end_verification(RuntimeOrigin::none(), PATIENT),
			DispatchError::BadOrigin
		);
	});
}
