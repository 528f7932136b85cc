//! `issue`, `renew`, `suspend`, `reinstate`, `revoke`, `remove`.

use super::*;

fn issue(issuer: AccountId, subject: AccountId, role: Role, period: Period) -> DispatchResult {
	Credentials::issue(signed(issuer), subject, role, period, EVIDENCE)
}

#[test]
fn an_issuer_gives_a_role_and_puts_a_deposit_down() {
	build_and_execute(|| {
		let period = Period::new(NOW, NOW + 100);
		assert_ok!(issue(HOSPITAL, DOCTOR, Role::Practitioner, period));
		assert_eq!(
			Credentials::credential(DOCTOR, 0),
			Some(CredentialInfo {
				id: 0,
				role: Role::Practitioner,
				authority: Authority { issuer: HOSPITAL, accreditation: 1 },
				period,
				validity: Validity::Valid,
				evidence: EVIDENCE,
			})
		);
		assert_eq!(
			events(),
			[Event::CredentialIssued {
				subject: DOCTOR,
				credential: 0,
				role: Role::Practitioner,
				issuer: HOSPITAL
			}]
		);
		assert_eq!((held(HOSPITAL), held(DOCTOR)), (credential_deposit(), 0));
		assert_eq!(Credentials::roles_of(DOCTOR), Role::Practitioner.into());
		assert!(is_verified(DOCTOR) && !is_identified(DOCTOR));
	});
}

#[test]
fn roles_hold_from_the_first_second_of_the_period_to_the_last() {
	build_and_execute(|| {
		assert_ok!(issue(HOSPITAL, DOCTOR, Role::Practitioner, Period::new(NOW + 5, NOW + 9)));
		for (at, expected) in [
			(NOW + 4, Validity::NotYet),
			(NOW + 5, Validity::Valid),
			(NOW + 9, Validity::Valid),
			(NOW + 10, Validity::Expired),
		] {
			set_now(at);
			assert_eq!(validity(DOCTOR, 0), expected);
			assert_eq!(has(DOCTOR, Role::Practitioner), expected == Validity::Valid);
		}
	});
}

#[test]
fn issuers_give_only_what_they_are_accredited_for() {
	build_and_execute(|| {
		for (issuer, role) in [
			(STRANGER, Role::Practitioner),
			(HOSPITAL, Role::Pharmacy),
			(OTHER_HOSPITAL, Role::Investigator),
		] {
			assert_noop!(issue(issuer, DOCTOR, role, Period::ALWAYS), TestError::NotAccredited);
		}
		assert_noop!(
			Credentials::issue(root(), DOCTOR, Role::Pharmacy, Period::ALWAYS, EVIDENCE),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn periods_are_checked() {
	build_and_execute(|| {
		let role = Role::Practitioner;
		assert_noop!(issue(HOSPITAL, DOCTOR, role, Period::new(9, 8)), TestError::PeriodReversed);
		assert_noop!(issue(HOSPITAL, DOCTOR, role, Period::new(0, NOW - 1)), TestError::PeriodOver);
		assert_ok!(issue(HOSPITAL, DOCTOR, role, Period { start: Some(NOW + 10), end: None }));
		assert_noop!(
			Credentials::renew(signed(HOSPITAL), DOCTOR, 0, Some(NOW + 9)),
			TestError::PeriodReversed
		);
	});
}

#[test]
fn the_same_role_from_the_same_issuer_is_renewed_instead() {
	build_and_execute(|| {
		let first = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		assert_noop!(
			issue(HOSPITAL, DOCTOR, Role::Practitioner, Period::ALWAYS),
			TestError::AlreadyIssued
		);
		// From another issuer it is another credential, and after revocation and removal a new one.
		issued(OTHER_HOSPITAL, DOCTOR, Role::Practitioner);
		assert_ok!(Credentials::revoke(signed(HOSPITAL), DOCTOR, first));
		assert!(has(DOCTOR, Role::Practitioner), "the other issuer stands by it");
		assert_noop!(
			issue(HOSPITAL, DOCTOR, Role::Practitioner, Period::ALWAYS),
			TestError::AlreadyIssued
		);
		assert_ok!(Credentials::remove(signed(HOSPITAL), DOCTOR, first));
		assert_eq!(issued(HOSPITAL, DOCTOR, Role::Practitioner), 2);
	});
}

#[test]
fn so_many_issuers_vouch_for_the_same() {
	build_and_execute(|| {
		let first = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		let second = issued(OTHER_HOSPITAL, DOCTOR, Role::Practitioner);
		let practitioners = Role::Practitioner.into();
		assert_ok!(Credentials::accredit(root(), STRANGER, practitioners, false, Period::ALWAYS));
		let third = || issue(STRANGER, DOCTOR, Role::Practitioner, Period::ALWAYS);
		assert_noop!(third(), TestError::TooManyOfRole);
		// One that is over can be renewed: it keeps its place.
		assert_ok!(Credentials::renew(signed(OTHER_HOSPITAL), DOCTOR, second, Some(NOW)));
		set_now(NOW + 1);
		assert_noop!(third(), TestError::TooManyOfRole);
		// One that is suspended gives its place up, and comes back when there is room.
		assert_ok!(Credentials::suspend(signed(HOSPITAL), DOCTOR, first));
		assert_ok!(third());
		let again = || Credentials::reinstate(signed(HOSPITAL), DOCTOR, first);
		assert_noop!(again(), TestError::TooManyOfRole);
		// The subject clears what it does not need.
		assert_ok!(Credentials::remove(signed(DOCTOR), DOCTOR, second));
		assert_ok!(again());
	});
}

#[test]
fn nobody_is_kept_out_of_a_role_by_what_was_suspended() {
	build_and_execute(|| {
		for issuer in [HOSPITAL, OTHER_HOSPITAL] {
			let id = issued(issuer, DOCTOR, Role::Practitioner);
			assert_ok!(Credentials::suspend(signed(issuer), DOCTOR, id));
		}
		let practitioners = Role::Practitioner.into();
		assert_ok!(Credentials::accredit(root(), STRANGER, practitioners, false, Period::ALWAYS));
		issued(STRANGER, DOCTOR, Role::Practitioner);
		assert!(has(DOCTOR, Role::Practitioner));
	});
}

#[test]
fn accounts_have_room_for_so_many_credentials() {
	build_and_execute(|| {
		for role in [Role::ProviderOrganization, Role::Pharmacy, Role::Regulator] {
			issued(MINISTRY, STRANGER, role);
		}
		issued(HOSPITAL, STRANGER, Role::Practitioner);
		assert_noop!(
			issue(HOSPITAL, STRANGER, Role::Investigator, Period::ALWAYS),
			TestError::TooManyCredentials
		);
	});
}

#[test]
fn an_issuer_must_be_able_to_pay() {
	build_and_execute(|| {
		assert_ok!(Credentials::accredit(root(), PATIENT, Roles::ALL, true, Period::ALWAYS));
		assert_noop!(
			issue(PATIENT, DOCTOR, Role::Practitioner, Period::ALWAYS),
			TokenError::FundsUnavailable
		);
		assert_eq!(NextCredential::<Test>::get(), 0);
	});
}

#[test]
fn numbers_of_credentials_run_out_loudly() {
	build_and_execute(|| {
		NextCredential::<Test>::put(u64::MAX);
		assert_noop!(
			issue(HOSPITAL, DOCTOR, Role::Practitioner, Period::ALWAYS),
			TestError::NumbersExhausted
		);
	});
}

#[test]
fn renewal_moves_the_end_also_after_it() {
	build_and_execute(|| {
		assert_ok!(issue(HOSPITAL, DOCTOR, Role::Practitioner, Period::new(NOW, NOW + 5)));
		set_now(NOW + 6);
		assert_eq!(validity(DOCTOR, 0), Validity::Expired);
		events();
		assert_ok!(Credentials::renew(signed(HOSPITAL), DOCTOR, 0, Some(NOW + 50)));
		assert_eq!(events(), [Event::CredentialRenewed { subject: DOCTOR, credential: 0 }]);
		assert_eq!(validity(DOCTOR, 0), Validity::Valid);
		assert_eq!(Credentials::credential(DOCTOR, 0).unwrap().period, Period::new(NOW, NOW + 50));
		assert_noop!(
			Credentials::renew(signed(HOSPITAL), DOCTOR, 0, Some(NOW + 5)),
			TestError::PeriodOver
		);
	});
}

#[test]
fn only_an_accredited_issuer_renews_or_reinstates() {
	build_and_execute(|| {
		let id = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		assert_ok!(Credentials::suspend(signed(HOSPITAL), DOCTOR, id));
		assert_ok!(Credentials::withdraw_accreditation(root(), HOSPITAL));
		assert_noop!(
			Credentials::renew(signed(HOSPITAL), DOCTOR, id, None),
			TestError::NotAccredited
		);
		assert_noop!(
			Credentials::reinstate(signed(HOSPITAL), DOCTOR, id),
			TestError::NotAccredited
		);
	});
}

#[test]
fn a_suspended_credential_counts_again_once_reinstated() {
	build_and_execute(|| {
		let id = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		events();
		assert_ok!(Credentials::suspend(signed(HOSPITAL), DOCTOR, id));
		assert_eq!(validity(DOCTOR, id), Validity::Suspended);
		assert!(!has(DOCTOR, Role::Practitioner) && !is_verified(DOCTOR));
		assert_noop!(Credentials::suspend(signed(HOSPITAL), DOCTOR, id), TestError::NotActive);
		// Renewal does not lift it.
		assert_ok!(Credentials::renew(signed(HOSPITAL), DOCTOR, id, None));
		assert_eq!(validity(DOCTOR, id), Validity::Suspended);
		assert_ok!(Credentials::reinstate(signed(HOSPITAL), DOCTOR, id));
		assert_eq!(validity(DOCTOR, id), Validity::Valid);
		assert_noop!(Credentials::reinstate(signed(HOSPITAL), DOCTOR, id), TestError::NotSuspended);
		assert_eq!(
			events(),
			[
				Event::CredentialSuspended { subject: DOCTOR, credential: id },
				Event::CredentialRenewed { subject: DOCTOR, credential: id },
				Event::CredentialReinstated { subject: DOCTOR, credential: id },
			]
		);
	});
}

#[test]
fn a_revoked_credential_stays_revoked() {
	build_and_execute(|| {
		let id = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		events();
		assert_ok!(Credentials::revoke(signed(HOSPITAL), DOCTOR, id));
		assert_eq!(events(), [Event::CredentialRevoked { subject: DOCTOR, credential: id }]);
		assert_eq!(validity(DOCTOR, id), Validity::Revoked);
		assert_noop!(
			Credentials::revoke(signed(HOSPITAL), DOCTOR, id),
			TestError::CredentialRevoked
		);
		assert_noop!(
			Credentials::renew(signed(HOSPITAL), DOCTOR, id, None),
			TestError::CredentialRevoked
		);
		assert_noop!(Credentials::reinstate(signed(HOSPITAL), DOCTOR, id), TestError::NotSuspended);
		assert_noop!(Credentials::suspend(signed(HOSPITAL), DOCTOR, id), TestError::NotActive);
	});
}

#[test]
fn governance_revokes_over_the_head_of_the_issuer() {
	build_and_execute(|| {
		let id = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		assert_ok!(Credentials::revoke(root(), DOCTOR, id));
		assert_eq!(validity(DOCTOR, id), Validity::Revoked);
		assert_noop!(Credentials::revoke(root(), DOCTOR, 9), TestError::CredentialNotFound);
		assert_noop!(
			Credentials::revoke(RuntimeOrigin::none(), DOCTOR, id),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn somebody_elses_credentials_are_left_alone() {
	build_and_execute(|| {
		let id = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		for caller in [OTHER_HOSPITAL, DOCTOR, STRANGER] {
			for refused in [
				Credentials::renew(signed(caller), DOCTOR, id, None),
				Credentials::suspend(signed(caller), DOCTOR, id),
				Credentials::reinstate(signed(caller), DOCTOR, id),
				Credentials::revoke(signed(caller), DOCTOR, id),
			] {
				assert_noop!(refused, TestError::NotIssuer);
			}
		}
		assert_noop!(Credentials::remove(signed(OTHER_HOSPITAL), DOCTOR, id), TestError::NotIssuer);
		for refused in [
			Credentials::renew(signed(HOSPITAL), DOCTOR, 9, None),
			Credentials::suspend(signed(HOSPITAL), OTHER_DOCTOR, id),
			Credentials::reinstate(signed(HOSPITAL), OTHER_DOCTOR, id),
			Credentials::revoke(signed(HOSPITAL), OTHER_DOCTOR, id),
			Credentials::remove(signed(HOSPITAL), OTHER_DOCTOR, id),
		] {
			assert_noop!(refused, TestError::CredentialNotFound);
		}
	});
}

#[test]
fn the_issuer_removes_what_no_longer_counts_and_gets_its_deposit_back() {
	build_and_execute(|| {
		let id = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		assert_noop!(Credentials::remove(signed(HOSPITAL), DOCTOR, id), TestError::StillValid);
		assert_ok!(Credentials::revoke(signed(HOSPITAL), DOCTOR, id));
		events();
		assert_ok!(Credentials::remove(signed(HOSPITAL), DOCTOR, id));
		assert_eq!(events(), [Event::CredentialRemoved { subject: DOCTOR, credential: id }]);
		assert_eq!(held(HOSPITAL), 0);
		assert_eq!(Balances::free_balance(HOSPITAL), ENDOWMENT);
		assert!(!Holders::<Test>::contains_key(DOCTOR), "nothing is left of it");
		assert_eq!(issued(HOSPITAL, DOCTOR, Role::Practitioner), id + 1, "numbers do not repeat");
	});
}

#[test]
fn a_credential_whose_time_has_not_come_is_not_removed() {
	build_and_execute(|| {
		let later = Period { start: Some(NOW + 10), end: None };
		assert_ok!(issue(HOSPITAL, DOCTOR, Role::Practitioner, later));
		assert_noop!(Credentials::remove(signed(HOSPITAL), DOCTOR, 0), TestError::StillValid);
	});
}

#[test]
fn subjects_can_do_without_their_credentials() {
	build_and_execute(|| {
		let id = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		assert_ok!(Credentials::remove(signed(DOCTOR), DOCTOR, id));
		assert_eq!(held(HOSPITAL), 0);
		assert!(!has(DOCTOR, Role::Practitioner));
	});
}

#[test]
fn a_sanction_is_not_forgotten_by_its_subject() {
	build_and_execute(|| {
		let id = issued(HOSPITAL, DOCTOR, Role::Practitioner);
		let remove = |who| Credentials::remove(signed(who), DOCTOR, id);
		assert_ok!(Credentials::suspend(signed(HOSPITAL), DOCTOR, id));
		assert_noop!(remove(DOCTOR), TestError::Sanctioned);
		assert_ok!(Credentials::revoke(signed(HOSPITAL), DOCTOR, id));
		assert_noop!(remove(DOCTOR), TestError::Sanctioned);
		// Of an issuer who is no longer to be trusted, it counts for nothing.
		assert_ok!(Credentials::withdraw_accreditation(root(), HOSPITAL));
		assert_ok!(remove(DOCTOR));
	});
}

#[test]
fn a_professional_is_not_let_in_as_a_person() {
	build_and_execute(|| {
		let id = issued(HOSPITAL, PATIENT, Role::Practitioner);
		verified(MINISTRY);
		assert!(is_verified(PATIENT));
		assert_ok!(Credentials::suspend(signed(HOSPITAL), PATIENT, id));
		assert!(is_identified(PATIENT) && !is_verified(PATIENT));
		assert_ok!(Credentials::revoke(signed(HOSPITAL), PATIENT, id));
		assert!(!is_verified(PATIENT));
		assert_ok!(Credentials::remove(signed(HOSPITAL), PATIENT, id));
		assert!(is_verified(PATIENT), "as a person without a profession");
	});
}

#[test]
fn the_view_tells_everything_of_an_account() {
	build_and_execute(|| {
		let (hospital, doctor) = staffed();
		let seen = Credentials::holder(DOCTOR);
		assert_eq!(seen.credentials.iter().map(|c| c.id).collect::<Vec<_>>(), [doctor]);
		assert_eq!(
			seen.affiliations,
			[AffiliationInfo {
				organization: HOSPITAL,
				role: Role::Practitioner,
				organization_role: Role::ProviderOrganization,
				period: Period::ALWAYS,
				valid: true
			}]
		);
		assert_eq!((seen.identity, seen.accreditation), (None, None));
		let seen = Credentials::holder(HOSPITAL);
		assert_eq!(seen.credentials[0].id, hospital);
		assert_eq!(seen.accreditation.unwrap().id, 1);
		assert_eq!(Credentials::credential(HOSPITAL, 77), None);
	});
}
