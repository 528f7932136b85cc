use super::*;

#[test]
fn a_directive_comes_into_force() {
	build_and_execute(|| {
		assert_eq!(outcome(HOSPITAL), Outcome::NoConsent);
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		assert_eq!(outcome(HOSPITAL), Outcome::Permit);
		assert_eq!(
			Consent::directives(PATIENT),
			[DirectiveInfo { id: 0, version: 1, terms: treatment(), since: NOW }],
		);
		assert_eq!(
			events(),
			[Event::DirectiveGranted { patient: PATIENT, directive: reference(0, 1), by: PATIENT }],
		);
	});
}

#[test]
fn only_signed_origins_grant() {
	build_and_execute(|| {
		assert_noop!(Consent::grant(RuntimeOrigin::root(), PATIENT, treatment()), BadOrigin);
		assert_noop!(Consent::grant(RuntimeOrigin::none(), PATIENT, treatment()), BadOrigin);
	});
}

#[test]
fn the_deposit_is_the_price_of_the_terms() {
	build_and_execute(|| {
		let small = treatment();
		let large = with_provision(treatment(), ProvisionKind::Deny, TestScope::everything());
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, small.clone()));
		assert_eq!(held(PATIENT), deposit_of(&small));
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, large.clone()));
		assert_eq!(held(PATIENT), deposit_of(&small) + deposit_of(&large));
		assert!(deposit_of(&large) > deposit_of(&small));
	});
}

#[test]
fn who_cannot_pay_the_deposit_is_refused() {
	build_and_execute(|| {
		assert_noop!(
			Consent::grant(signed(PENNILESS), PENNILESS, treatment()),
			TokenError::FundsUnavailable,
		);
	});
}

#[test]
fn the_number_of_directives_is_bounded() {
	build_and_execute(|| {
		for _ in 0..5 {
			assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		}
		assert_noop!(
			Consent::grant(signed(PATIENT), PATIENT, treatment()),
			TestError::TooManyDirectives,
		);
		assert_ok!(Consent::grant(signed(OTHER_PATIENT), OTHER_PATIENT, treatment()));
		assert_ok!(Consent::revoke(signed(PATIENT), PATIENT, 2, EndStatus::Inactive));
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
	});
}

#[test]
fn numbers_are_never_used_twice() {
	build_and_execute(|| {
		for id in 0..20 {
			assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
			assert_eq!(Consent::directives(PATIENT)[0].id, id);
			assert_ok!(Consent::revoke(signed(PATIENT), PATIENT, id, EndStatus::Inactive));
		}
	});
}

#[test]
fn numbers_run_out_with_an_error() {
	build_and_execute(|| {
		Books::<Test>::mutate(PATIENT, |book| book.next_id = u32::MAX);
		assert_noop!(
			Consent::grant(signed(PATIENT), PATIENT, treatment()),
			TestError::NumbersExhausted,
		);
	});
}

#[test]
fn a_reversed_period_is_refused_wherever_it_stands() {
	build_and_execute(|| {
		let reversed = TestScope {
			period: Period::new(NOW + 2, NOW + 1),
			..scope_of(ActorRef::Account(HOSPITAL))
		};
		assert_noop!(
			Consent::grant(signed(PATIENT), PATIENT, plain(BasePolicy::OptIn, reversed.clone())),
			TestError::PeriodReversed,
		);
		assert_noop!(
			Consent::grant(
				signed(PATIENT),
				PATIENT,
				with_provision(treatment(), ProvisionKind::Permit, reversed),
			),
			TestError::PeriodReversed,
		);
	});
}

#[test]
fn a_period_that_is_over_is_refused() {
	build_and_execute(|| {
		let until = |end| {
			let period = Period { start: None, end: Some(end) };
			plain(BasePolicy::OptIn, TestScope { period, ..TestScope::everything() })
		};
		assert_noop!(
			Consent::grant(signed(PATIENT), PATIENT, until(NOW - 1)),
			TestError::PeriodOver
		);
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, until(NOW)));
	});
}

#[test]
fn bits_without_a_code_are_refused() {
	build_and_execute(|| {
		let everything = TestScope::everything;
		for scope in [
			TestScope { purposes: Purposes(1 << 31), ..everything() },
			TestScope { actions: Actions(1 << 7), ..everything() },
			TestScope { classes: ResourceClasses(1 << 63), ..everything() },
			TestScope { sensitivities: Sensitivities(1 << 31), ..everything() },
		] {
			assert_noop!(
				Consent::grant(signed(PATIENT), PATIENT, plain(BasePolicy::OptIn, scope.clone())),
				TestError::UnknownCode,
			);
			assert_noop!(
				Consent::grant(
					signed(PATIENT),
					PATIENT,
					with_provision(treatment(), ProvisionKind::Deny, scope),
				),
				TestError::UnknownCode,
			);
		}
	});
}

#[test]
fn the_weight_charged_follows_the_book() {
	build_and_execute(|| {
		let charged = |expected: u32| {
			let post = Consent::grant(signed(PATIENT), PATIENT, treatment()).unwrap();
			assert_eq!(post.actual_weight, Some(<() as WeightInfo>::grant(expected, 0)));
		};
		charged(0);
		charged(1);
	});
}
