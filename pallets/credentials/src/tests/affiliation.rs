//! `affiliate`, `end_affiliation`.

use super::*;

fn affiliate(organization: AccountId, person: AccountId, period: Period) -> DispatchResult {
	Credentials::affiliate(signed(organization), person, period)
}

#[test]
fn an_organisation_takes_a_practitioner_in() {
	build_and_execute(|| {
		issued(MINISTRY, HOSPITAL, Role::ProviderOrganization);
		issued(HOSPITAL, DOCTOR, Role::Practitioner);
		events();
		let before = held(HOSPITAL);
		assert_ok!(affiliate(HOSPITAL, DOCTOR, Period::ALWAYS));
		assert_eq!(events(), [Event::Affiliated { person: DOCTOR, organization: HOSPITAL }]);
		assert_eq!(held(HOSPITAL), before + affiliation_deposit());
		assert!(is_affiliated(DOCTOR, HOSPITAL) && !is_affiliated(HOSPITAL, DOCTOR));
		assert_eq!(Credentials::organizations_of(DOCTOR), [HOSPITAL]);
	});
}

#[test]
fn both_ends_must_hold_a_role_of_their_kind() {
	build_and_execute(|| {
		issued(HOSPITAL, DOCTOR, Role::Practitioner);
		assert_noop!(affiliate(HOSPITAL, DOCTOR, Period::ALWAYS), TestError::NotAnOrganization);
		issued(MINISTRY, HOSPITAL, Role::ProviderOrganization);
		issued(MINISTRY, OTHER_HOSPITAL, Role::ProviderOrganization);
		for no_person in [STRANGER, OTHER_HOSPITAL] {
			assert_noop!(
				affiliate(HOSPITAL, no_person, Period::ALWAYS),
				TestError::NotAPractitioner
			);
		}
		assert_noop!(affiliate(HOSPITAL, HOSPITAL, Period::ALWAYS), TestError::SelfAffiliation);
	});
}

#[test]
fn whom_it_was_taken_in_by_as_what_counts() {
	build_and_execute(|| {
		let (hospital, _) = staffed();
		let acts_as = |role: Role| {
			<Credentials as InspectCredentials<_>>::is_affiliated_as(
				&DOCTOR,
				&HOSPITAL,
				role.into(),
			)
		};
		assert!(acts_as(Role::ProviderOrganization) && !acts_as(Role::Pharmacy));
		// What it became since does not count before it takes the person in anew.
		issued(MINISTRY, HOSPITAL, Role::Pharmacy);
		assert!(!acts_as(Role::Pharmacy));
		assert_ok!(Credentials::suspend(signed(MINISTRY), HOSPITAL, hospital));
		assert!(!acts_as(Role::ProviderOrganization) && !acts_as(Role::Pharmacy));
		assert_ok!(affiliate(HOSPITAL, DOCTOR, Period::ALWAYS));
		assert!(!acts_as(Role::ProviderOrganization) && acts_as(Role::Pharmacy));
	});
}

#[test]
fn a_membership_counts_while_both_ends_do_and_in_its_period() {
	build_and_execute(|| {
		let (hospital, doctor) = staffed();
		assert_ok!(Credentials::suspend(signed(HOSPITAL), DOCTOR, doctor));
		assert!(!is_affiliated(DOCTOR, HOSPITAL));
		assert_ok!(Credentials::reinstate(signed(HOSPITAL), DOCTOR, doctor));
		assert!(is_affiliated(DOCTOR, HOSPITAL));
		assert_ok!(Credentials::suspend(signed(MINISTRY), HOSPITAL, hospital));
		assert!(!is_affiliated(DOCTOR, HOSPITAL));
		assert!(Credentials::organizations_of(DOCTOR).is_empty());
		assert!(!Credentials::holder(DOCTOR).affiliations[0].valid);
		assert_ok!(Credentials::reinstate(signed(MINISTRY), HOSPITAL, hospital));
		assert_ok!(affiliate(HOSPITAL, DOCTOR, Period::new(NOW + 1, NOW + 2)));
		for (at, expected) in [(NOW, false), (NOW + 1, true), (NOW + 2, true), (NOW + 3, false)] {
			set_now(at);
			assert_eq!(is_affiliated(DOCTOR, HOSPITAL), expected);
		}
	});
}

#[test]
fn other_roles_do_not_stand_in_for_those_of_a_membership() {
	build_and_execute(|| {
		let (hospital, doctor) = staffed();
		issued(HOSPITAL, DOCTOR, Role::Investigator);
		issued(MINISTRY, HOSPITAL, Role::Pharmacy);
		let affiliation = Credentials::holder(DOCTOR).affiliations.remove(0);
		let roles = (affiliation.role, affiliation.organization_role);
		assert_eq!(roles, (Role::Practitioner, Role::ProviderOrganization));
		assert_ok!(Credentials::suspend(signed(HOSPITAL), DOCTOR, doctor));
		assert!(!is_affiliated(DOCTOR, HOSPITAL));
		assert_ok!(Credentials::reinstate(signed(HOSPITAL), DOCTOR, doctor));
		assert_ok!(Credentials::suspend(signed(MINISTRY), HOSPITAL, hospital));
		assert!(!is_affiliated(DOCTOR, HOSPITAL));
		// Who is taken in again is so as what both are now.
		assert_ok!(affiliate(HOSPITAL, DOCTOR, Period::ALWAYS));
		assert!(is_affiliated(DOCTOR, HOSPITAL));
		assert_eq!(Credentials::holder(DOCTOR).affiliations[0].organization_role, Role::Pharmacy);
	});
}

#[test]
fn a_new_period_takes_the_place_of_the_old_and_costs_nothing_more() {
	build_and_execute(|| {
		staffed();
		let before = held(HOSPITAL);
		assert_ok!(affiliate(HOSPITAL, DOCTOR, Period::new(NOW, NOW + 9)));
		assert_eq!(held(HOSPITAL), before);
		assert_eq!(Credentials::holder(DOCTOR).affiliations.len(), 1);
	});
}

#[test]
fn periods_are_checked() {
	build_and_execute(|| {
		staffed();
		assert_noop!(affiliate(HOSPITAL, DOCTOR, Period::new(5, 4)), TestError::PeriodReversed);
		assert_noop!(affiliate(HOSPITAL, DOCTOR, Period::new(0, NOW - 1)), TestError::PeriodOver);
	});
}

#[test]
fn persons_belong_to_so_many_organisations() {
	build_and_execute(|| {
		issued(HOSPITAL, DOCTOR, Role::Practitioner);
		for organization in [MINISTRY, HOSPITAL, OTHER_HOSPITAL] {
			issued(MINISTRY, organization, Role::ProviderOrganization);
			assert_ok!(affiliate(organization, DOCTOR, Period::ALWAYS));
		}
		issued(MINISTRY, STRANGER, Role::Pharmacy);
		assert_noop!(affiliate(STRANGER, DOCTOR, Period::ALWAYS), TestError::TooManyAffiliations);
		assert_eq!(Credentials::organizations_of(DOCTOR).len(), 3);
	});
}

#[test]
fn an_organisation_must_be_able_to_pay() {
	build_and_execute(|| {
		issued(MINISTRY, OTHER_DOCTOR, Role::Pharmacy);
		issued(HOSPITAL, DOCTOR, Role::Practitioner);
		assert_noop!(affiliate(OTHER_DOCTOR, DOCTOR, Period::ALWAYS), TokenError::FundsUnavailable);
	});
}

#[test]
fn either_end_ends_a_membership_and_the_deposit_goes_back() {
	build_and_execute(|| {
		for caller in [DOCTOR, HOSPITAL] {
			if caller == DOCTOR {
				staffed();
			} else {
				assert_ok!(affiliate(HOSPITAL, DOCTOR, Period::ALWAYS));
			}
			events();
			let before = held(HOSPITAL);
			assert_ok!(Credentials::end_affiliation(signed(caller), DOCTOR, HOSPITAL));
			assert_eq!(
				events(),
				[Event::AffiliationEnded { person: DOCTOR, organization: HOSPITAL }]
			);
			assert_eq!(held(HOSPITAL), before - affiliation_deposit());
			assert!(!is_affiliated(DOCTOR, HOSPITAL));
		}
	});
}

#[test]
fn nobody_else_ends_a_membership() {
	build_and_execute(|| {
		staffed();
		assert_noop!(
			Credentials::end_affiliation(signed(STRANGER), DOCTOR, HOSPITAL),
			TestError::NotAParty
		);
		assert_noop!(
			Credentials::end_affiliation(signed(OTHER_HOSPITAL), DOCTOR, OTHER_HOSPITAL),
			TestError::AffiliationNotFound
		);
		assert_noop!(
			Credentials::end_affiliation(signed(STRANGER), STRANGER, HOSPITAL),
			TestError::AffiliationNotFound
		);
	});
}
