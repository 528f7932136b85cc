//! `request_authorization`, `answer_authorization`: asking before.

use super::*;
use ServiceType::Consultation;

fn ask(who: AccountId, organization: Option<AccountId>, coverage: CoverageId) -> DispatchResult {
	ask_for(who, organization, coverage, 3, 5_000)
}

fn ask_for(
	who: AccountId,
	organization: Option<AccountId>,
	coverage: CoverageId,
	quantity: u32,
	unit_price: Amount,
) -> DispatchResult {
	InsuranceClaims::request_authorization(
		signed(who),
		coverage,
		organization,
		Consultation,
		quantity,
		unit_price,
		EVIDENCE,
	)
}

fn answer_with(who: AccountId, id: AuthorizationId, answer: Option<Approval>) -> DispatchResult {
	InsuranceClaims::answer_authorization(signed(who), id, answer)
}

fn grant(quantity: u32, until: u64) -> Option<Approval> {
	Some(Approval { quantity, until })
}

/// As it is stored, but for the deposit.
fn stored(id: AuthorizationId) -> Authorization<AccountId, ()> {
	let known = Authorizations::<Test>::get(id).expect("it was asked for");
	let Authorization { biller, coverage, service, quantity, unit_price, evidence, .. } = known;
	let Authorization { requested_at, status, .. } = known;
	Authorization {
		biller,
		coverage,
		service,
		quantity,
		unit_price,
		evidence,
		requested_at,
		status,
		ticket: (),
	}
}

#[test]
fn a_provider_asks_and_the_insurer_grants() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		assert_ok!(ask(DOCTOR, Some(HOSPITAL), coverage));
		let asked = Event::AuthorizationRequested { authorization: 0, coverage, biller: HOSPITAL };
		assert_eq!(events(), [asked]);
		let requested = Authorization {
			biller: HOSPITAL,
			coverage,
			service: Consultation,
			quantity: 3,
			unit_price: 5_000,
			evidence: EVIDENCE,
			requested_at: NOW,
			status: AuthorizationStatus::Requested,
			ticket: (),
		};
		assert_eq!(stored(0), requested);

		wait(DAY);
		assert_ok!(answer_with(INSURER, 0, grant(2, NOW + 9 * DAY)));
		assert_eq!(events(), [Event::AuthorizationAnswered { authorization: 0, approved: true }]);
		let status = AuthorizationStatus::Approved { until: NOW + 9 * DAY };
		assert_eq!(stored(0), Authorization { quantity: 2, status, ..requested });
	});
}

#[test]
fn the_insurer_refuses() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		assert_ok!(ask(HOSPITAL, None, coverage));
		events();
		assert_ok!(answer_with(CLERK, 0, None));
		let refused = Event::AuthorizationAnswered { authorization: 0, approved: false };
		assert_eq!(events(), [refused]);
		assert_eq!(stored(0).status, AuthorizationStatus::Refused);
		assert_eq!(stored(0).quantity, 3);
		for answer in [None, grant(1, NOW + 1)] {
			assert_noop!(answer_with(INSURER, 0, answer), TestError::AlreadyAnswered);
		}
	});
}

#[test]
fn an_answer_is_given_once() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		assert_ok!(ask(HOSPITAL, None, coverage));
		assert_ok!(answer_with(INSURER, 0, grant(3, NOW + DAY)));
		for answer in [None, grant(1, NOW + 2 * DAY)] {
			assert_noop!(answer_with(INSURER, 0, answer), TestError::AlreadyAnswered);
		}
	});
}

#[test]
fn only_providers_ask_and_those_who_act_for_them() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		for who in [PATIENT, INSURER, CLERK, STRANGER] {
			assert_noop!(ask(who, None, coverage), TestError::NotProvider);
			assert_noop!(ask(who, Some(HOSPITAL), coverage), TestError::NotAffiliated);
		}
		assert_noop!(ask(PHARMACY, Some(HOSPITAL), coverage), TestError::NotAffiliated);
		assert_noop!(ask(HOSPITAL, Some(DOCTOR), coverage), TestError::NotAffiliated);
		assert_noop!(ask(CLERK, Some(INSURER), coverage), TestError::NotProvider);
		for biller in BILLERS {
			assert_ok!(ask(biller, None, coverage));
		}
		assert_ok!(ask(HOSPITAL, Some(HOSPITAL), coverage));
		Registry::affiliate(&STRANGER, &PHARMACY);
		assert_ok!(ask(STRANGER, Some(PHARMACY), coverage));
		assert_eq!(stored(5).biller, PHARMACY);
		Registry::take_role(&HOSPITAL, Role::ProviderOrganization);
		assert_noop!(ask(DOCTOR, Some(HOSPITAL), coverage), TestError::NotProvider);
	});
}

#[test]
fn a_request_is_for_something() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		for (quantity, price) in [(0, 5), (5, 0), (2, Amount::MAX), (u32::MAX, Amount::MAX)] {
			assert_noop!(ask_for(HOSPITAL, None, coverage, quantity, price), TestError::BadLine);
		}
		assert_ok!(ask_for(HOSPITAL, None, coverage, 1, 1));
		assert_ok!(ask_for(HOSPITAL, None, coverage, 1, Amount::MAX));
		assert_ok!(ask_for(HOSPITAL, None, coverage, u32::MAX, 1));
	});
}

#[test]
fn a_request_needs_a_coverage_that_has_not_lapsed() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		assert_noop!(ask(HOSPITAL, None, coverage + 1), TestError::CoverageNotFound);
		set_now(NOW + LENGTH + RENEWAL_GRACE);
		assert_ok!(ask(HOSPITAL, None, coverage));
		wait(1);
		assert_noop!(ask(HOSPITAL, None, coverage), TestError::Lapsed);

		let (_, coverage) = {
			let plan = plan_of(0, terms());
			(plan, cover(plan, OTHER_PATIENT))
		};
		assert_ok!(ask(HOSPITAL, None, coverage));
		assert_ok!(InsuranceClaims::cancel(signed(OTHER_PATIENT), coverage));
		assert_noop!(ask(HOSPITAL, None, coverage), TestError::Lapsed);
	});
}

#[test]
fn a_grant_is_of_what_was_asked_for_and_lasts() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		assert_ok!(ask(HOSPITAL, None, coverage));
		let later = NOW + DAY;
		for (quantity, until) in [(0, later), (4, later), (u32::MAX, later), (3, NOW), (3, 0)] {
			assert_noop!(answer_with(INSURER, 0, grant(quantity, until)), TestError::BadApproval);
		}
		assert_ok!(answer_with(INSURER, 0, grant(3, NOW + 1)));
		assert_ok!(ask(HOSPITAL, None, coverage));
		assert_ok!(answer_with(INSURER, 1, grant(1, u64::MAX)));
	});
}

#[test]
fn the_insurer_of_the_coverage_answers() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		assert_ok!(ask(HOSPITAL, None, coverage));
		assert_noop!(answer_with(INSURER, 1, None), TestError::AuthorizationNotFound);
		for who in [OTHER_INSURER, HOSPITAL, PATIENT, REVIEWER, REGULATOR, STRANGER] {
			assert_noop!(answer_with(who, 0, None), TestError::NotInsurer);
		}
		Registry::take_role(&INSURER, Role::Insurer);
		for who in [INSURER, CLERK] {
			assert_noop!(answer_with(who, 0, None), TestError::NotInsurer);
		}
		Registry::give_role(&INSURER, Role::Insurer);
		Registry::end_affiliation(&CLERK, &INSURER);
		assert_noop!(answer_with(CLERK, 0, None), TestError::NotInsurer);
		assert_ok!(answer_with(INSURER, 0, None));
	});
}

#[test]
fn numbers_of_authorisations_end() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		NextAuthorization::<Test>::put(AuthorizationId::MAX);
		assert_noop!(ask(HOSPITAL, None, coverage), TestError::NumbersExhausted);
		NextAuthorization::<Test>::put(AuthorizationId::MAX - 1);
		assert_ok!(ask(HOSPITAL, None, coverage));
		assert_eq!(stored(AuthorizationId::MAX - 1).biller, HOSPITAL);
	});
}

fn remove(who: AccountId, id: AuthorizationId) -> DispatchResult {
	InsuranceClaims::remove_authorization(signed(who), id)
}

#[test]
fn nobody_answers_for_the_own_treatment_or_the_own_bill() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		assert_ok!(ask(HOSPITAL, None, coverage));
		// The insurer's clerk is the patient.
		Registry::affiliate(&PATIENT, &INSURER);
		assert_noop!(answer_with(PATIENT, 0, None), TestError::NotIndependent);
		// The clerk acts for the hospital, or the hospital for the clerk.
		for (who, of) in [(CLERK, HOSPITAL), (HOSPITAL, CLERK)] {
			Registry::affiliate(&who, &of);
			for answer in [None, grant(1, NOW + DAY)] {
				assert_noop!(answer_with(CLERK, 0, answer), TestError::NotIndependent);
			}
			Registry::end_affiliation(&who, &of);
		}
		// The insurer bills itself.
		Registry::affiliate(&HOSPITAL, &INSURER);
		assert_noop!(answer_with(HOSPITAL, 0, None), TestError::NotIndependent);
		assert_noop!(answer_with(INSURER, 0, None), TestError::NotIndependent);
		Registry::end_affiliation(&HOSPITAL, &INSURER);
		assert_ok!(answer_with(CLERK, 0, None));
	});
}

#[test]
fn a_request_costs_the_biller_a_deposit() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		assert_eq!(deposit_of(HOSPITAL), 0);
		assert_ok!(ask(DOCTOR, Some(HOSPITAL), coverage));
		let one = deposit_of(HOSPITAL);
		assert!(one > 0 && deposit_of(DOCTOR) == 0);
		assert_ok!(ask(HOSPITAL, None, coverage));
		assert_eq!(deposit_of(HOSPITAL), 2 * one);
		assert_ok!(answer_with(INSURER, 0, grant(2, NOW + DAY)));
		assert_eq!(deposit_of(HOSPITAL), 2 * one);
		events();
		assert_ok!(remove(DOCTOR, 0));
		assert_eq!(events(), [Event::AuthorizationRemoved { authorization: 0 }]);
		assert_eq!(deposit_of(HOSPITAL), one);
		assert!(!Authorizations::<Test>::contains_key(0));
		for who in [HOSPITAL, STRANGER] {
			assert_noop!(remove(who, 0), TestError::AuthorizationNotFound);
		}
		assert_noop!(answer_with(INSURER, 0, None), TestError::AuthorizationNotFound);

		// Who has nothing to put down asks for nothing.
		Registry::give_role(&STRANGER, Role::Pharmacy);
		let asks = Call::request_authorization {
			coverage,
			organization: None,
			service: Consultation,
			quantity: 1,
			unit_price: 1,
			evidence: EVIDENCE,
		};
		assert!(sent(STRANGER, asks).is_err());
		assert_eq!(NextAuthorization::<Test>::get(), 2);
	});
}

#[test]
fn the_biller_removes_what_it_asked_for_at_any_time() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		for answer in [None, Some(None), Some(grant(1, u64::MAX))] {
			for who in [HOSPITAL, DOCTOR] {
				let id = NextAuthorization::<Test>::get();
				assert_ok!(ask(HOSPITAL, None, coverage));
				if let Some(answer) = answer {
					assert_ok!(answer_with(INSURER, id, answer));
				}
				assert_ok!(remove(who, id));
			}
		}
		assert_eq!(deposit_of(HOSPITAL), 0);
		// Another provider does not.
		assert_ok!(ask(DOCTOR, None, coverage));
		assert_noop!(remove(HOSPITAL, 6), TestError::TooEarly);
		assert_ok!(remove(DOCTOR, 6));
	});
}

#[test]
fn anybody_removes_what_is_of_no_use_any_more() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		for _ in 0..4 {
			assert_ok!(ask(HOSPITAL, None, coverage));
		}
		assert_ok!(answer_with(INSURER, 0, None));
		let until = NOW + 300 * DAY;
		assert_ok!(answer_with(INSURER, 1, grant(1, until)));
		assert_ok!(answer_with(INSURER, 2, grant(1, u64::MAX)));
		let everybody = [STRANGER, PATIENT, INSURER, PHARMACY];
		// What was refused goes at once.
		assert_ok!(remove(STRANGER, 0));
		let others = |ids: &[AuthorizationId]| {
			for id in ids {
				for who in everybody {
					assert_noop!(remove(who, *id), TestError::TooEarly);
				}
			}
		};
		others(&[1, 2, 3]);
		set_now(NOW + REVIEW_PERIOD);
		others(&[1, 2, 3]);
		wait(1);
		assert_ok!(remove(INSURER, 3));
		set_now(until + MAX_FILING + REVIEW_PERIOD + APPEAL_PERIOD);
		others(&[1, 2]);
		wait(1);
		assert_ok!(remove(PATIENT, 1));
		wait(1_000 * LENGTH);
		others(&[2]);
		assert_ok!(remove(HOSPITAL, 2));
		assert_eq!(deposit_of(HOSPITAL), 0);
	});
}

#[test]
fn what_is_asked_for_under_a_coverage_that_is_gone_is_not_answered() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		assert_ok!(ask(HOSPITAL, None, coverage));
		set_now(NOW + LENGTH + RETENTION + 1);
		assert_ok!(InsuranceClaims::close_term(signed(STRANGER), coverage, 0));
		assert_ok!(InsuranceClaims::remove_term(signed(STRANGER), coverage));
		assert_noop!(answer_with(INSURER, 0, None), TestError::CoverageNotFound);
		assert_noop!(ask(HOSPITAL, None, coverage), TestError::CoverageNotFound);
		assert_ok!(remove(STRANGER, 0));
	});
}
