//! `accredit`, `suspend_accreditation`, `reinstate_accreditation`, `withdraw_accreditation`.

use super::*;

fn accredit(issuer: AccountId, roles: Roles, identities: bool) -> DispatchResult {
	Credentials::accredit(root(), issuer, roles, identities, Period::ALWAYS)
}

#[test]
fn the_first_block_can_accredit() {
	build_and_execute(|| {
		let ministry = Credentials::accreditation(MINISTRY).unwrap();
		assert_eq!(ministry.id, 0);
		assert!(ministry.identities && ministry.roles.contains(Role::Pharmacy));
		assert_eq!(NextAccreditation::<Test>::get(), 3);
	});
}

#[test]
#[should_panic(expected = "Doctor is no role")]
fn the_first_block_knows_its_roles() {
	TestState::new_empty().execute_with(|| {
		GenesisConfig::<Test> { issuers: vec![(MINISTRY, vec!["Doctor".into()], false)] }.build()
	});
}

#[test]
fn governance_accredits_an_issuer() {
	build_and_execute(|| {
		let roles = Role::Laboratory.into();
		assert_ok!(accredit(STRANGER, roles, false));
		assert_eq!(
			Credentials::accreditation(STRANGER),
			Some(Accreditation {
				id: 3,
				roles,
				identities: false,
				period: Period::ALWAYS,
				suspended: false
			})
		);
		assert_eq!(events(), [Event::Accredited { issuer: STRANGER, accreditation: 3 }]);
		issued(STRANGER, DOCTOR, Role::Laboratory);
	});
}

#[test]
fn only_governance_accredits() {
	build_and_execute(|| {
		let roles = Role::Laboratory.into();
		assert_noop!(
			Credentials::accredit(signed(MINISTRY), STRANGER, roles, false, Period::ALWAYS),
			DispatchError::BadOrigin
		);
		for refused in [
			Credentials::suspend_accreditation(signed(MINISTRY), HOSPITAL),
			Credentials::reinstate_accreditation(signed(MINISTRY), HOSPITAL),
			Credentials::withdraw_accreditation(signed(HOSPITAL), HOSPITAL),
		] {
			assert_noop!(refused, DispatchError::BadOrigin);
		}
	});
}

#[test]
fn an_accreditation_entitles_to_something_known_and_current() {
	build_and_execute(|| {
		assert_noop!(accredit(STRANGER, Roles::EMPTY, false), TestError::NothingAccredited);
		assert_noop!(accredit(STRANGER, Roles(1 << 31), true), TestError::UnknownCode);
		for (period, error) in [
			(Period::new(2, 1), TestError::PeriodReversed),
			(Period::new(0, NOW - 1), TestError::PeriodOver),
		] {
			assert_noop!(Credentials::accredit(root(), STRANGER, Roles::ALL, true, period), error);
		}
		assert_ok!(accredit(STRANGER, Roles::EMPTY, true));
	});
}

#[test]
fn numbers_of_accreditations_run_out_loudly() {
	build_and_execute(|| {
		NextAccreditation::<Test>::put(u32::MAX);
		assert_noop!(accredit(STRANGER, Roles::ALL, true), TestError::NumbersExhausted);
	});
}

#[test]
fn new_terms_keep_the_number_and_disable_what_they_leave_out() {
	build_and_execute(|| {
		let id = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		assert_ok!(accredit(HOSPITAL, Role::Investigator.into(), false));
		assert_eq!(Credentials::accreditation(HOSPITAL).unwrap().id, 1);
		assert_eq!(validity(DOCTOR, id), Validity::IssuerNotAccredited);
		assert_ok!(accredit(HOSPITAL, Role::Practitioner.into(), false));
		assert_eq!(validity(DOCTOR, id), Validity::Valid);
	});
}

#[test]
fn new_terms_do_not_lift_a_suspension() {
	build_and_execute(|| {
		assert_ok!(Credentials::suspend_accreditation(root(), HOSPITAL));
		assert_ok!(accredit(HOSPITAL, Roles::PERSONS, true));
		assert!(Credentials::accreditation(HOSPITAL).unwrap().suspended);
	});
}

#[test]
fn a_suspended_accreditation_disables_all_it_issued_until_it_is_reinstated() {
	build_and_execute(|| {
		let doctor = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		let other = issued(HOSPITAL, OTHER_DOCTOR, Role::Practitioner);
		verified(HOSPITAL);
		events();
		assert_ok!(Credentials::suspend_accreditation(root(), HOSPITAL));
		assert_eq!(validity(DOCTOR, doctor), Validity::IssuerNotAccredited);
		assert_eq!(validity(OTHER_DOCTOR, other), Validity::IssuerNotAccredited);
		assert!(!is_identified(PATIENT) && !is_verified(PATIENT) && !is_verified(DOCTOR));
		assert_noop!(
			Credentials::suspend_accreditation(root(), HOSPITAL),
			TestError::AlreadySuspended
		);
		assert_ok!(Credentials::reinstate_accreditation(root(), HOSPITAL));
		assert_eq!(validity(DOCTOR, doctor), Validity::Valid);
		assert!(is_identified(PATIENT));
		assert_noop!(
			Credentials::reinstate_accreditation(root(), HOSPITAL),
			TestError::NotSuspended
		);
		assert_eq!(
			events(),
			[
				Event::AccreditationSuspended { issuer: HOSPITAL, accreditation: 1 },
				Event::AccreditationReinstated { issuer: HOSPITAL, accreditation: 1 },
			]
		);
	});
}

#[test]
fn what_was_issued_does_not_come_back_with_the_issuer() {
	build_and_execute(|| {
		let id = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		events();
		assert_ok!(Credentials::withdraw_accreditation(root(), HOSPITAL));
		assert_eq!(
			events(),
			[Event::AccreditationWithdrawn { issuer: HOSPITAL, accreditation: 1 }]
		);
		assert!(!has(DOCTOR, Role::Practitioner));
		assert_ok!(accredit(HOSPITAL, Roles::PERSONS, true));
		assert_eq!(Credentials::accreditation(HOSPITAL).unwrap().id, 3);
		assert_eq!(validity(DOCTOR, id), Validity::IssuerNotAccredited);
		// What the issuer stands by it renews.
		assert_ok!(Credentials::renew(signed(HOSPITAL), DOCTOR, id, None));
		assert_eq!(validity(DOCTOR, id), Validity::Valid);
	});
}

#[test]
fn only_what_is_accredited_can_be_suspended_reinstated_or_withdrawn() {
	build_and_execute(|| {
		for refused in [
			Credentials::suspend_accreditation(root(), STRANGER),
			Credentials::reinstate_accreditation(root(), STRANGER),
			Credentials::withdraw_accreditation(root(), STRANGER),
		] {
			assert_noop!(refused, TestError::NoAccreditation);
		}
	});
}

#[test]
fn an_accreditation_counts_in_its_period_only() {
	build_and_execute(|| {
		let period = Period::new(NOW + 10, NOW + 20);
		assert_ok!(Credentials::accredit(root(), HOSPITAL, Roles::PERSONS, true, period));
		let issue = || {
			Credentials::issue(
				signed(HOSPITAL),
				DOCTOR,
				Role::Practitioner,
				Period::ALWAYS,
				EVIDENCE,
			)
		};
		assert_noop!(issue(), TestError::NotAccredited);
		set_now(NOW + 10);
		assert_ok!(issue());
		assert!(has(DOCTOR, Role::Practitioner));
		set_now(NOW + 21);
		assert!(!has(DOCTOR, Role::Practitioner));
	});
}
