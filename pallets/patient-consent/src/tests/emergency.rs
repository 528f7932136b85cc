use super::*;
use medchain_support::Role;

fn break_glass(account: AccountId) -> (Decision, Option<ReviewId>) {
	let Actor { organization, .. } = asking(account);
	assert_ok!(Consent::break_glass(
		signed(account),
		PATIENT,
		organization,
		EmergencyReason::Unresponsive,
		Action::Access,
		request().classes,
		Sensitivity::Psychiatry.into(),
	));
	let entry =
		Consent::audit_page(PATIENT, Consent::audit_head(PATIENT).length - 1, 1).pop().unwrap();
	assert_eq!(entry.actor, asking(account));
	assert_eq!(entry.request.purpose, Purpose::EmergencyTreat);
	match entry.capacity {
		Capacity::Emergency { reason: EmergencyReason::Unresponsive, review } => {
			(entry.decision, review)
		}
		other => panic!("{other:?}"),
	}
}

#[test]
fn a_practitioner_breaks_the_glass_past_the_directives_and_a_review_opens() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(
			signed(PATIENT),
			PATIENT,
			plain(BasePolicy::OptOut, TestScope::everything())
		));
		assert_eq!(outcome(DOCTOR), Outcome::Deny);
		events();
		let (decision, review) = break_glass(DOCTOR);
		assert_eq!(decision.outcome, Outcome::Permit);
		assert_eq!(decision.permitted, request().classes);
		assert_eq!(review, Some(0));
		assert_eq!(
			Consent::review_of(0),
			Some(Review {
				patient: PATIENT,
				entry: 0,
				actor: asking(DOCTOR),
				due: NOW + REVIEW_PERIOD,
				finding: None,
			})
		);
		assert_eq!(
			events(),
			[
				Event::AccessDecided {
					patient: PATIENT,
					actor: asking(DOCTOR),
					entry: 0,
					decision
				},
				Event::GlassBroken { patient: PATIENT, actor: asking(DOCTOR), entry: 0, review: 0 },
			]
		);
	});
}

#[test]
fn without_a_credential_an_emergency_is_denied_and_recorded() {
	build_and_execute(|| {
		for nobody in [STRANGER, HOSPITAL, UNVERIFIED] {
			let (decision, review) = break_glass(nobody);
			assert_eq!((decision.outcome, review), (Outcome::Deny, None));
		}
		Registry::unverify(&DOCTOR);
		assert_eq!(break_glass(DOCTOR).0.outcome, Outcome::Deny);
		Registry::verify(&DOCTOR);
		Registry::end_affiliation(&DOCTOR, &HOSPITAL);
		assert_eq!(break_glass(DOCTOR).0.outcome, Outcome::Deny, "of another hospital");
		Registry::affiliate(&DOCTOR, &HOSPITAL);
		Registry::take_role(&HOSPITAL, Role::ProviderOrganization);
		Registry::give_role(&HOSPITAL, Role::Lender);
		assert_eq!(break_glass(DOCTOR).0.outcome, Outcome::Deny, "for no provider");
		assert_eq!(Consent::audit_head(PATIENT).length, 6);
		assert_eq!(Consent::review_of(0), None);
	});
}

#[test]
fn a_directive_that_names_emergencies_holds_in_them() {
	build_and_execute(|| {
		let refusal = TestScope {
			purposes: Purpose::EmergencyTreat.into(),
			classes: ResourceClass::Observation.into(),
			..TestScope::everything()
		};
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, plain(BasePolicy::OptOut, refusal)));
		let (decision, review) = break_glass(DOCTOR);
		assert_eq!(decision.based_on, Some(reference(0, 1)));
		assert_eq!((decision.outcome, review), (Outcome::Deny, None));
		// What it does not speak about stays open.
		assert_ok!(Consent::break_glass(
			signed(DOCTOR),
			PATIENT,
			None,
			EmergencyReason::LifeThreatening,
			Action::Access,
			[ResourceClass::Observation, ResourceClass::Condition].into_iter().collect(),
			Sensitivities::EMPTY,
		));
		let entry = Consent::audit_page(PATIENT, 1, 1).pop().unwrap();
		assert_eq!(entry.decision.permitted, ResourceClass::Condition.into());
		assert_eq!(entry.decision.redact, ResourceClass::Observation.into());
	});
}

#[test]
fn only_what_names_emergencies_holds_in_them() {
	let about = |purposes: Purposes| TestScope { purposes, ..TestScope::everything() };
	let etreat = || about(Purpose::EmergencyTreat.into());
	let with =
		|base, kind, scope| with_provision(plain(base, TestScope::everything()), kind, scope);
	let (opt_in, opt_out) = (BasePolicy::OptIn, BasePolicy::OptOut);
	let (permit, deny) = (ProvisionKind::Permit, ProvisionKind::Deny);
	for (terms, expected) in [
		// A provision that names them denies, in an assent and in a dissent.
		(with(opt_in, deny, etreat()), Outcome::Deny),
		(with(opt_out, deny, etreat()), Outcome::Deny),
		// A dissent to everything does not mean them, with or without an exception for them.
		(plain(opt_out, TestScope::everything()), Outcome::Permit),
		(with(opt_out, permit, etreat()), Outcome::Permit),
		// Nor does a provision that denies everything, or something else.
		(with(opt_in, deny, TestScope::everything()), Outcome::Permit),
		(with(opt_in, deny, about(Purpose::Treat.into())), Outcome::Permit),
		// A provision reaches no further than its directive.
		(
			with_provision(plain(opt_in, about(Purpose::Treat.into())), deny, etreat()),
			Outcome::Permit,
		),
		// In a directive about emergencies all provisions are.
		(with_provision(plain(opt_in, etreat()), deny, TestScope::everything()), Outcome::Deny),
	] {
		build_and_execute(|| {
			assert_ok!(Consent::grant(signed(PATIENT), PATIENT, terms.clone()));
			assert_eq!(break_glass(DOCTOR).0.outcome, expected, "{terms:?}");
		});
	}
}

#[test]
fn an_overdue_review_blocks_the_next_emergency() {
	build_and_execute(|| {
		assert_eq!(break_glass(DOCTOR).1, Some(0));
		set_now(NOW + REVIEW_PERIOD);
		assert_eq!(break_glass(DOCTOR).1, Some(1), "the last second is in time");
		set_now(NOW + REVIEW_PERIOD + 1);
		assert_eq!(
			break_glass(DOCTOR),
			(
				Decision {
					outcome: Outcome::Deny,
					based_on: None,
					permitted: ResourceClasses::EMPTY,
					redact: request().classes,
				},
				None
			)
		);
		assert_ok!(Consent::review(signed(HOSPITAL), 0, Finding::Justified));
		assert_eq!(break_glass(DOCTOR).1, Some(2), "a late review lifts the block");
	});
}

#[test]
fn practitioners_have_so_many_open_reviews() {
	build_and_execute(|| {
		for id in 0..2 {
			assert_eq!(break_glass(DOCTOR).1, Some(id));
		}
		assert_eq!(break_glass(DOCTOR).1, None);
		assert_ok!(Consent::review(signed(REGULATOR), 1, Finding::Unjustified));
		assert_eq!(break_glass(DOCTOR).1, Some(2));
	});
}

#[test]
fn the_organisation_or_a_regulator_reviews_once() {
	build_and_execute(|| {
		break_glass(DOCTOR);
		events();
		for nobody in [DOCTOR, STRANGER, PATIENT] {
			assert_noop!(
				Consent::review(signed(nobody), 0, Finding::Justified),
				TestError::NotReviewer
			);
		}
		// Not even a regulator reviews itself.
		Registry::give_role(&DOCTOR, Role::Regulator);
		assert_noop!(
			Consent::review(signed(DOCTOR), 0, Finding::Justified),
			TestError::NotReviewer
		);
		Registry::take_role(&HOSPITAL, Role::ProviderOrganization);
		Registry::give_role(&HOSPITAL, Role::Lender);
		assert_noop!(
			Consent::review(signed(HOSPITAL), 0, Finding::Justified),
			TestError::NotReviewer
		);
		Registry::give_role(&HOSPITAL, Role::ProviderOrganization);
		set_now(NOW + 7);
		assert_ok!(Consent::review(signed(HOSPITAL), 0, Finding::Unjustified));
		assert_eq!(
			events(),
			[Event::GlassReviewed { patient: PATIENT, review: 0, finding: Finding::Unjustified }]
		);
		assert_eq!(
			Consent::review_of(0).unwrap().finding,
			Some((Finding::Unjustified, HOSPITAL, NOW + 7))
		);
		assert!(!OpenReviews::<Test>::contains_key(DOCTOR));
		assert_noop!(
			Consent::review(signed(REGULATOR), 0, Finding::Justified),
			TestError::AlreadyReviewed
		);
		assert_noop!(
			Consent::review(signed(REGULATOR), 1, Finding::Justified),
			TestError::ReviewNotFound
		);
		assert_noop!(Consent::review(RuntimeOrigin::root(), 0, Finding::Justified), BadOrigin);
	});
}

#[test]
fn an_emergency_asks_for_something() {
	build_and_execute(|| {
		let ask = |classes, sensitivities| {
			Consent::break_glass(
				signed(DOCTOR),
				PATIENT,
				None,
				EmergencyReason::DangerToOthers,
				Action::Access,
				classes,
				sensitivities,
			)
			.map_err(|error| error.error)
		};
		assert_noop!(
			ask(ResourceClasses::EMPTY, Sensitivities::EMPTY),
			TestError::NothingRequested
		);
		assert_noop!(ask(request().classes, Sensitivities(1 << 31)), TestError::UnknownCode);
	});
}

#[test]
fn numbers_of_reviews_run_out_loudly() {
	build_and_execute(|| {
		let _ = frame::deps::frame_support::storage::with_transaction(|| {
			NextReview::<Test>::put(u64::MAX);
			assert_noop!(
				Consent::break_glass(
					signed(DOCTOR),
					PATIENT,
					None,
					EmergencyReason::Incapacitated,
					Action::Access,
					request().classes,
					Sensitivities::EMPTY,
				)
				.map_err(|error| error.error),
				TestError::NumbersExhausted
			);
			frame::deps::sp_runtime::TransactionOutcome::Rollback(DispatchResult::Ok(()))
		});
	});
}
