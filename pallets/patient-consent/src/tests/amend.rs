use super::*;

fn research() -> TestTerms {
	plain(
		BasePolicy::OptIn,
		TestScope { purposes: Purpose::Research.into(), ..scope_of(ActorRef::Account(STRANGER)) },
	)
}

#[test]
fn new_terms_take_the_place_of_the_old_at_once() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		set_now(NOW + 10);
		assert_ok!(Consent::amend(signed(PATIENT), PATIENT, 0, research()));
		assert_eq!(outcome(HOSPITAL), Outcome::NoConsent);
		let asked = AccessRequest { purpose: Purpose::Research, ..request() };
		let decision = decide(STRANGER, asked);
		assert_eq!(decision.outcome, Outcome::Permit);
		assert_eq!(decision.based_on, Some(reference(0, 2)));
		assert_eq!(
			events()[1],
			Event::DirectiveAmended { patient: PATIENT, directive: reference(0, 2), by: PATIENT },
		);
	});
}

#[test]
fn the_former_version_is_kept() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		set_now(NOW + 10);
		assert_ok!(Consent::amend(signed(PATIENT), PATIENT, 0, research()));
		assert_eq!(
			Consent::ended_version(PATIENT, reference(0, 1)),
			Some(EndedVersion {
				terms: treatment(),
				since: NOW,
				until: NOW + 10,
				reason: EndReason::Amended,
			}),
		);
		assert_eq!(Consent::ended_version(PATIENT, reference(0, 2)), None);
	});
}

#[test]
fn the_deposit_follows_the_size() {
	build_and_execute(|| {
		let large = with_provision(treatment(), ProvisionKind::Deny, TestScope::everything());
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		assert_ok!(Consent::amend(signed(PATIENT), PATIENT, 0, large.clone()));
		assert_eq!(held(PATIENT), deposit_of(&large));
		assert_ok!(Consent::amend(signed(PATIENT), PATIENT, 0, treatment()));
		assert_eq!(held(PATIENT), deposit_of(&treatment()));
	});
}

#[test]
fn only_the_patients_own_directives_in_force_can_be_amended() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		for (who, id) in [(PATIENT, 1), (HOSPITAL, 0), (OTHER_PATIENT, 0)] {
			assert_noop!(
				Consent::amend(signed(who), who, id, research()),
				TestError::DirectiveNotFound,
			);
		}
		assert_ok!(Consent::revoke(signed(PATIENT), PATIENT, 0, EndStatus::Inactive));
		assert_noop!(
			Consent::amend(signed(PATIENT), PATIENT, 0, research()),
			TestError::DirectiveNotFound,
		);
		assert_noop!(Consent::amend(RuntimeOrigin::none(), PATIENT, 0, research()), BadOrigin);
	});
}

#[test]
fn terms_without_meaning_are_refused() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		let with_period =
			|period| plain(BasePolicy::OptIn, TestScope { period, ..TestScope::everything() });
		assert_noop!(
			Consent::amend(signed(PATIENT), PATIENT, 0, with_period(Period::new(NOW + 1, NOW))),
			TestError::PeriodReversed,
		);
		assert_noop!(
			Consent::amend(signed(PATIENT), PATIENT, 0, with_period(Period::new(0, NOW - 1))),
			TestError::PeriodOver,
		);
		let unknown = TestScope { actions: Actions(1 << 6), ..TestScope::everything() };
		assert_noop!(
			Consent::amend(signed(PATIENT), PATIENT, 0, plain(BasePolicy::OptIn, unknown)),
			TestError::UnknownCode,
		);
	});
}

#[test]
fn versions_run_out_with_an_error() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		let set_version =
			|version| Books::<Test>::mutate(PATIENT, |book| book.directives[0].version = version);
		set_version(u32::MAX);
		assert_noop!(
			Consent::amend(signed(PATIENT), PATIENT, 0, research()),
			TestError::NumbersExhausted,
		);
		set_version(1);
	});
}

#[test]
fn who_cannot_pay_for_larger_terms_keeps_the_former() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		let spare = Balances::free_balance(PATIENT) - 1;
		assert_ok!(Balances::transfer_keep_alive(signed(PATIENT), HOSPITAL, spare));
		let large = with_provision(treatment(), ProvisionKind::Deny, TestScope::everything());
		assert_noop!(
			Consent::amend(signed(PATIENT), PATIENT, 0, large),
			TokenError::FundsUnavailable,
		);
	});
}

#[test]
fn the_weight_charged_follows_the_book() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		let terms = with_provision(treatment(), ProvisionKind::Deny, TestScope::everything());
		let post = Consent::amend(signed(PATIENT), PATIENT, 0, terms).unwrap();
		assert_eq!(post.actual_weight, Some(<() as WeightInfo>::amend(1, 1)));
	});
}
