use super::*;

/// Everything, until the hundredth second from now.
fn a_while() -> TestScope {
	TestScope { period: Period::new(NOW, NOW + 100), ..TestScope::everything() }
}

fn delegate(
	caller: AccountId,
	delegate: AccountId,
	kind: DelegateKind,
	scope: TestScope,
) -> DispatchResult {
	Consent::delegate(signed(caller), PATIENT, delegate, kind, scope)
}

fn guardian(who: AccountId) {
	assert_ok!(delegate(PATIENT, who, DelegateKind::Guardian, a_while()));
}

fn for_a_while() -> TestTerms {
	let terms = treatment();
	TestTerms { scope: TestScope { period: Period::new(NOW, NOW + 50), ..terms.scope }, ..terms }
}

#[test]
fn a_patient_names_a_guardian_who_directs() {
	build_and_execute(|| {
		guardian(STRANGER);
		assert_eq!(
			events(),
			[Event::Delegated {
				patient: PATIENT,
				delegate: STRANGER,
				kind: DelegateKind::Guardian
			}]
		);
		assert_eq!(
			Consent::delegates(PATIENT),
			[DelegationInfo {
				delegate: STRANGER,
				kind: DelegateKind::Guardian,
				scope: a_while(),
				by: None
			}]
		);
		assert_ok!(Consent::grant(signed(STRANGER), PATIENT, for_a_while()));
		assert_ok!(Consent::amend(signed(STRANGER), PATIENT, 0, for_a_while()));
		assert_ok!(Consent::revoke(signed(STRANGER), PATIENT, 0, EndStatus::Inactive));
		assert_eq!(
			events(),
			[
				Event::DirectiveGranted {
					patient: PATIENT,
					directive: reference(0, 1),
					by: STRANGER
				},
				Event::DirectiveAmended {
					patient: PATIENT,
					directive: reference(0, 2),
					by: STRANGER
				},
				Event::DirectiveRevoked {
					patient: PATIENT,
					directive: reference(0, 2),
					status: EndStatus::Inactive,
					by: STRANGER
				},
			]
		);
		assert_eq!(held_for_requests(STRANGER), 0);
	});
}

#[test]
fn only_the_patient_and_guardians_direct() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, for_a_while()));
		assert_ok!(delegate(PATIENT, DOCTOR, DelegateKind::Proxy, a_while()));
		for other in [STRANGER, DOCTOR, HOSPITAL] {
			assert_noop!(
				Consent::grant(signed(other), PATIENT, for_a_while()),
				TestError::NotGuardian
			);
			assert_noop!(
				Consent::amend(signed(other), PATIENT, 0, for_a_while()),
				TestError::NotGuardian
			);
			assert_noop!(
				Consent::revoke(signed(other), PATIENT, 0, EndStatus::Inactive),
				TestError::NotGuardian
			);
		}
	});
}

#[test]
fn a_guardian_directs_within_the_delegation_only() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, for_a_while()));
		guardian(STRANGER);
		assert_noop!(
			Consent::grant(signed(STRANGER), PATIENT, treatment()),
			TestError::BeyondDelegation
		);
		// Neither what was nor what would be may lie outside.
		assert_noop!(
			Consent::amend(signed(STRANGER), PATIENT, 0, for_a_while()),
			TestError::BeyondDelegation
		);
		assert_noop!(
			Consent::amend(signed(STRANGER), PATIENT, 1, treatment()),
			TestError::BeyondDelegation
		);
		assert_noop!(
			Consent::revoke(signed(STRANGER), PATIENT, 0, EndStatus::Inactive),
			TestError::BeyondDelegation
		);
		assert_noop!(
			Consent::revoke(signed(STRANGER), PATIENT, 7, EndStatus::Inactive),
			TestError::DirectiveNotFound
		);
		set_now(NOW + 101);
		assert_noop!(
			Consent::revoke(signed(STRANGER), PATIENT, 1, EndStatus::Inactive),
			TestError::NotGuardian
		);
	});
}

#[test]
fn delegates_see_what_was_delegated_unless_it_is_denied() {
	build_and_execute(|| {
		let scope = TestScope { classes: ResourceClass::Observation.into(), ..a_while() };
		assert_ok!(delegate(PATIENT, STRANGER, DelegateKind::Proxy, scope));
		let both: ResourceClasses =
			[ResourceClass::Observation, ResourceClass::Condition].into_iter().collect();
		let asked = AccessRequest { classes: both, purpose: Purpose::FamilyRequest, ..request() };
		assert_ok!(Consent::access(signed(STRANGER), PATIENT, None, asked));
		let entry = Consent::audit_page(PATIENT, 0, 1).pop().unwrap();
		assert_eq!(entry.capacity, Capacity::Delegate(DelegateKind::Proxy));
		assert_eq!(entry.decision.permitted, ResourceClass::Observation.into());
		assert_eq!(entry.decision.redact, ResourceClass::Condition.into());
		// For an organisation a delegate is nobody special.
		assert_eq!(decide(STRANGER, asked).outcome, Outcome::Permit);
		let for_hospital = Consent::decide(PATIENT, Actor::of(STRANGER, HOSPITAL), asked);
		assert_eq!(for_hospital.outcome, Outcome::Deny);
		assert_ok!(Consent::grant(
			signed(PATIENT),
			PATIENT,
			plain(BasePolicy::OptOut, scope_of(ActorRef::Account(STRANGER)))
		));
		assert_eq!(decide(STRANGER, asked).outcome, Outcome::Deny);
		set_now(NOW + 101);
		assert_ok!(Consent::revoke(signed(PATIENT), PATIENT, 0, EndStatus::Inactive));
		assert_eq!(decide(STRANGER, asked).outcome, Outcome::NoConsent);
	});
}

#[test]
fn a_delegate_who_is_no_longer_verified_sees_nothing() {
	build_and_execute(|| {
		guardian(STRANGER);
		assert_eq!(outcome(STRANGER), Outcome::Permit);
		Registry::unverify(&STRANGER);
		assert_eq!(outcome(STRANGER), Outcome::Deny);
	});
}

#[test]
fn a_guardian_names_proxies_within_its_own_scope() {
	build_and_execute(|| {
		guardian(STRANGER);
		assert_ok!(delegate(STRANGER, DOCTOR, DelegateKind::Proxy, a_while()));
		assert_eq!(Consent::delegates(PATIENT)[1].by, Some(STRANGER));
		assert_noop!(
			delegate(STRANGER, OTHER_PATIENT, DelegateKind::Proxy, TestScope::everything()),
			TestError::BeyondDelegation
		);
		assert_noop!(
			delegate(STRANGER, OTHER_PATIENT, DelegateKind::Guardian, a_while()),
			TestError::BeyondDelegation
		);
		assert_noop!(
			delegate(DOCTOR, OTHER_PATIENT, DelegateKind::Proxy, a_while()),
			TestError::NotGuardian
		);
		assert_eq!(
			Consent::decide(PATIENT, Actor::alone(DOCTOR), request()).outcome,
			Outcome::Permit
		);
		set_now(NOW + 101);
		assert_eq!(
			Consent::decide(PATIENT, Actor::alone(DOCTOR), request()).outcome,
			Outcome::NoConsent
		);
	});
}

#[test]
fn a_proxy_goes_with_its_guardian() {
	for narrowed in [false, true] {
		build_and_execute(|| {
			guardian(STRANGER);
			assert_ok!(delegate(STRANGER, DOCTOR, DelegateKind::Proxy, a_while()));
			if narrowed {
				let less = TestScope { purposes: Purpose::Treat.into(), ..a_while() };
				assert_ok!(delegate(PATIENT, STRANGER, DelegateKind::Guardian, less));
				assert_eq!(Consent::delegates(PATIENT).len(), 1);
			} else {
				events();
				assert_ok!(Consent::end_delegation(signed(PATIENT), PATIENT, STRANGER));
				let patient = PATIENT;
				assert_eq!(
					events(),
					[STRANGER, DOCTOR].map(|delegate| Event::DelegationEnded { patient, delegate })
				);
				assert!(Consent::delegates(PATIENT).is_empty());
				assert_eq!(held(PATIENT), 0);
			}
		});
	}
}

#[test]
fn a_guardian_who_is_no_longer_identified_directs_no_more_nor_do_its_proxies_see() {
	build_and_execute(|| {
		guardian(STRANGER);
		assert_ok!(delegate(STRANGER, DOCTOR, DelegateKind::Proxy, a_while()));
		let sees = |who| Consent::decide(PATIENT, Actor::alone(who), request()).outcome;
		assert_eq!(sees(DOCTOR), Outcome::Permit);
		Registry::unverify(&STRANGER);
		// Verified as a professional is not identified as a person.
		Registry::verify(&STRANGER);
		assert_eq!(sees(STRANGER), Outcome::NoConsent);
		assert_eq!(sees(DOCTOR), Outcome::NoConsent);
		assert_noop!(
			Consent::grant(signed(STRANGER), PATIENT, for_a_while()),
			TestError::NotGuardian
		);
		assert_noop!(
			delegate(STRANGER, DOCTOR, DelegateKind::Proxy, a_while()),
			TestError::NotGuardian
		);
		Registry::identify(&STRANGER);
		assert_eq!(sees(DOCTOR), Outcome::Permit);
	});
}

#[test]
fn delegations_that_are_over_make_room_and_give_their_deposit_back() {
	build_and_execute(|| {
		let until = |end| TestScope { period: Period::new(0, end), ..TestScope::everything() };
		for who in [STRANGER, DOCTOR, REGULATOR, OTHER_PATIENT] {
			assert_ok!(delegate(PATIENT, who, DelegateKind::Proxy, until(NOW + 10)));
		}
		set_now(NOW + 10);
		assert_noop!(
			delegate(PATIENT, PENNILESS, DelegateKind::Proxy, until(NOW + 99)),
			TestError::TooManyDelegates
		);
		set_now(NOW + 11);
		events();
		assert_ok!(delegate(PATIENT, DOCTOR, DelegateKind::Proxy, until(NOW + 99)));
		let patient = PATIENT;
		let ended = |delegate| Event::DelegationEnded { patient, delegate };
		assert_eq!(
			events(),
			[
				Event::Delegated { patient, delegate: DOCTOR, kind: DelegateKind::Proxy },
				ended(STRANGER),
				ended(REGULATOR),
				ended(OTHER_PATIENT),
			]
		);
		assert_eq!(Consent::delegates(PATIENT).len(), 1);
	});
}

#[test]
fn a_guardian_leaves_the_patients_own_delegates_alone() {
	build_and_execute(|| {
		guardian(STRANGER);
		assert_ok!(delegate(PATIENT, DOCTOR, DelegateKind::Proxy, a_while()));
		assert_noop!(
			delegate(STRANGER, DOCTOR, DelegateKind::Proxy, a_while()),
			TestError::NotGrantor
		);
		assert_noop!(
			Consent::end_delegation(signed(STRANGER), PATIENT, DOCTOR),
			TestError::NotGrantor
		);
	});
}

#[test]
fn patients_guardians_and_delegates_end_delegations() {
	for caller in [PATIENT, STRANGER, DOCTOR] {
		build_and_execute(|| {
			guardian(STRANGER);
			assert_ok!(delegate(STRANGER, DOCTOR, DelegateKind::Proxy, a_while()));
			events();
			assert_ok!(Consent::end_delegation(signed(caller), PATIENT, DOCTOR));
			assert_eq!(events(), [Event::DelegationEnded { patient: PATIENT, delegate: DOCTOR }]);
			assert_eq!(Consent::delegates(PATIENT).len(), 1);
			assert_noop!(
				Consent::end_delegation(signed(caller), PATIENT, DOCTOR),
				TestError::DelegateNotFound
			);
		});
	}
}

#[test]
fn delegations_without_meaning_are_refused() {
	build_and_execute(|| {
		let named = |who, scope| delegate(PATIENT, who, DelegateKind::Proxy, scope);
		let everything = TestScope::everything;
		assert_noop!(
			named(STRANGER, TestScope { classes: ResourceClasses(1 << 60), ..everything() }),
			TestError::UnknownCode
		);
		for (period, error) in [
			(Period::new(2, 1), TestError::PeriodReversed),
			(Period::new(0, NOW - 1), TestError::PeriodOver),
		] {
			assert_noop!(named(STRANGER, TestScope { period, ..everything() }), error);
		}
		assert_noop!(
			named(STRANGER, scope_of(ActorRef::Account(DOCTOR))),
			TestError::DelegationNamesActors
		);
		assert_noop!(named(PATIENT, everything()), TestError::SelfDelegation);
		for no_person in [UNVERIFIED, HOSPITAL] {
			assert_noop!(named(no_person, everything()), TestError::DelegateNotIdentified);
		}
		assert_noop!(
			Consent::delegate(
				RuntimeOrigin::root(),
				PATIENT,
				STRANGER,
				DelegateKind::Proxy,
				everything()
			),
			BadOrigin
		);
		assert_noop!(Consent::end_delegation(RuntimeOrigin::root(), PATIENT, STRANGER), BadOrigin);
	});
}

#[test]
fn patients_have_so_many_delegates_and_pay_for_them() {
	build_and_execute(|| {
		for who in 100..100 + u64::from(MAX_DELEGATES) {
			Registry::identify(&who);
			assert_ok!(delegate(PATIENT, who, DelegateKind::Proxy, a_while()));
		}
		assert_noop!(
			delegate(PATIENT, STRANGER, DelegateKind::Proxy, a_while()),
			TestError::TooManyDelegates
		);
		// One in the place of another needs no room.
		assert_ok!(delegate(PATIENT, 100, DelegateKind::Guardian, TestScope::everything()));
		assert_noop!(
			Consent::delegate(
				signed(PENNILESS),
				PENNILESS,
				STRANGER,
				DelegateKind::Proxy,
				a_while()
			),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn a_scope_covers_what_restricts_as_much() {
	let all = TestScope::everything();
	let treat = TestScope { purposes: Purpose::Treat.into(), ..all.clone() };
	let both = TestScope {
		purposes: [Purpose::Treat, Purpose::Research].into_iter().collect(),
		..all.clone()
	};
	let doctor = scope_of(ActorRef::Account(DOCTOR));
	let until = |end| TestScope { period: Period { start: None, end }, ..TestScope::everything() };
	let from = |start| TestScope { period: Period { start, end: None }, ..TestScope::everything() };
	for (outer, inner, expected) in [
		(&all, &all, true),
		(&all, &treat, true),
		(&treat, &all, false),
		(&both, &treat, true),
		(&treat, &both, false),
		(&all, &doctor, true),
		(&doctor, &all, false),
		(&doctor, &doctor, true),
		(&until(Some(9)), &until(Some(8)), true),
		(&until(Some(8)), &until(Some(9)), false),
		(&until(Some(8)), &all, false),
		(&from(Some(8)), &from(Some(9)), true),
		(&from(Some(9)), &from(Some(8)), false),
		(&from(Some(9)), &all, false),
		(&all, &until(Some(1)), true),
	] {
		assert_eq!(outer.covers(inner), expected, "{outer:?} over {inner:?}");
	}
}
