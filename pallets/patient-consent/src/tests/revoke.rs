use super::*;

#[test]
fn nothing_is_permitted_by_a_revoked_directive() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		assert_eq!(outcome(HOSPITAL), Outcome::Permit);
		assert_ok!(Consent::revoke(signed(PATIENT), PATIENT, 0, EndStatus::Inactive));
		assert_eq!(outcome(HOSPITAL), Outcome::NoConsent);
		assert_eq!(
			events()[1],
			Event::DirectiveRevoked {
				patient: PATIENT,
				directive: reference(0, 1),
				status: EndStatus::Inactive,
				by: PATIENT,
			},
		);
	});
}

#[test]
fn the_deposit_goes_back() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		assert_ok!(Consent::revoke(signed(PATIENT), PATIENT, 0, EndStatus::Inactive));
		assert_eq!(held(PATIENT), deposit_of(&treatment()));
		assert_ok!(Consent::revoke(signed(PATIENT), PATIENT, 1, EndStatus::Inactive));
		assert_eq!(held(PATIENT), 0);
		assert_eq!(Balances::free_balance(PATIENT), ENDOWMENT);
	});
}

#[test]
fn what_was_revoked_stays_readable() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		set_now(NOW + 7);
		assert_ok!(Consent::revoke(signed(PATIENT), PATIENT, 0, EndStatus::EnteredInError));
		assert_eq!(
			Consent::ended_version(PATIENT, reference(0, 1)),
			Some(EndedVersion {
				terms: treatment(),
				since: NOW,
				until: NOW + 7,
				reason: EndReason::Revoked(EndStatus::EnteredInError),
			}),
		);
	});
}

#[test]
fn only_the_patients_own_directives_in_force_can_be_revoked() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		for (who, id) in [(PATIENT, 1), (HOSPITAL, 0), (OTHER_PATIENT, 0)] {
			assert_noop!(
				Consent::revoke(signed(who), who, id, EndStatus::Inactive),
				TestError::DirectiveNotFound,
			);
		}
		assert_noop!(
			Consent::revoke(RuntimeOrigin::root(), PATIENT, 0, EndStatus::Inactive),
			BadOrigin,
		);
		assert_ok!(Consent::revoke(signed(PATIENT), PATIENT, 0, EndStatus::Inactive));
		assert_noop!(
			Consent::revoke(signed(PATIENT), PATIENT, 0, EndStatus::Inactive),
			TestError::DirectiveNotFound,
		);
	});
}

#[test]
fn the_others_stay_in_force() {
	build_and_execute(|| {
		for _ in 0..3 {
			assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		}
		let post = Consent::revoke(signed(PATIENT), PATIENT, 1, EndStatus::Inactive).unwrap();
		assert_eq!(post.actual_weight, Some(<() as WeightInfo>::revoke(3)));
		let ids: Vec<u32> = Consent::directives(PATIENT).iter().map(|d| d.id).collect();
		assert_eq!(ids, [0, 2]);
		assert_eq!(decide(HOSPITAL, request()).based_on, Some(reference(0, 1)));
	});
}
