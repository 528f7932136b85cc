use super::*;

fn access(account: AccountId) -> (u64, Decision) {
	let actor = asking(account);
	assert_ok!(Consent::access(signed(account), PATIENT, actor.organization, request()));
	match events().pop() {
		Some(Event::AccessDecided { patient: PATIENT, actor: who, entry, decision })
			if who == actor =>
		{
			(entry, decision)
		}
		other => panic!("no decision but {other:?}"),
	}
}

#[test]
fn an_access_decides_and_records_in_one_call() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		System::set_block_number(7);
		set_now(NOW + 30);
		let (entry, decision) = access(HOSPITAL);
		assert_eq!(entry, 0);
		assert_eq!(decision.outcome, Outcome::Permit);
		assert_eq!(
			Consent::audit_page(PATIENT, 0, 10),
			[AuditEntry {
				actor: Actor::alone(HOSPITAL),
				capacity: Capacity::Actor,
				request: request(),
				at: NOW + 30,
				block: 7,
				decision,
			}],
		);
	});
}

#[test]
fn refusals_are_recorded_too() {
	build_and_execute(|| {
		assert_eq!(access(STRANGER).1.outcome, Outcome::NoConsent);
		assert_eq!(access(UNVERIFIED).1.outcome, Outcome::Deny);
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		assert_ok!(Consent::revoke(signed(PATIENT), PATIENT, 0, EndStatus::Inactive));
		assert_eq!(access(HOSPITAL), (2, Decision::refuse(Outcome::NoConsent, None, &request())));
		let outcomes: Vec<Outcome> =
			Consent::audit_page(PATIENT, 0, 10).iter().map(|e| e.decision.outcome).collect();
		assert_eq!(outcomes, [Outcome::NoConsent, Outcome::Deny, Outcome::NoConsent]);
	});
}

#[test]
fn what_another_pallet_asks_is_decided_and_recorded_as_an_access() {
	build_and_execute(|| {
		let ask = |account| {
			let foretold = decide(account, request());
			let (actor, entry) = (asking(account), Consent::audit_head(PATIENT).length);
			let decision = <Consent as RecordAccess<_>>::access(&PATIENT, &actor, &request());
			assert_eq!(decision, foretold);
			let told = Event::AccessDecided { patient: PATIENT, actor, entry, decision };
			assert_eq!(events(), [told]);
			let recorded = Consent::audit_page(PATIENT, entry, 10);
			let actor = asking(account);
			access(account);
			// But for its number it is what `access` records.
			assert_eq!(recorded, Consent::audit_page(PATIENT, entry + 1, 10));
			assert_eq!((&recorded[0].actor, recorded[0].request), (&actor, request()));
			decision.outcome
		};
		assert_eq!(ask(STRANGER), Outcome::NoConsent);
		assert_eq!(ask(UNVERIFIED), Outcome::Deny);
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		events();
		assert_eq!(ask(HOSPITAL), Outcome::Permit);
		assert_eq!(Consent::audit_head(PATIENT).length, 6);
	});
}

#[test]
fn what_cannot_be_recorded_is_refused() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		let ask = |asked| {
			events();
			let decision =
				<Consent as RecordAccess<_>>::access(&PATIENT, &asking(HOSPITAL), &asked);
			assert_eq!(decision, Decision::refuse(Outcome::Deny, None, &asked));
			assert_eq!(events(), []);
		};
		ask(AccessRequest { classes: ResourceClasses::EMPTY, ..request() });
		ask(AccessRequest { classes: ResourceClasses(1 << 60), ..request() });
		let full = AuditHead { length: u64::MAX, ..Default::default() };
		AuditHeads::<Test>::insert(PATIENT, full);
		ask(request());
		AuditHeads::<Test>::remove(PATIENT);
	});
}

#[test]
fn the_event_and_the_log_carry_what_decide_says() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		for actor in [HOSPITAL, DOCTOR, STRANGER, UNVERIFIED] {
			let foretold = decide(actor, request());
			assert_eq!(access(actor).1, foretold);
		}
	});
}

#[test]
fn requests_without_meaning_are_refused_and_not_recorded() {
	build_and_execute(|| {
		let ask = |asked| Consent::access(signed(HOSPITAL), PATIENT, None, asked);
		assert_noop!(
			ask(AccessRequest { classes: ResourceClasses::EMPTY, ..request() }),
			TestError::NothingRequested,
		);
		assert_noop!(
			ask(AccessRequest { classes: ResourceClasses(1 << 60), ..request() }),
			TestError::UnknownCode,
		);
		assert_noop!(
			ask(AccessRequest { sensitivities: Sensitivities(1 << 30), ..request() }),
			TestError::UnknownCode,
		);
		assert_noop!(Consent::access(RuntimeOrigin::root(), PATIENT, None, request()), BadOrigin,);
		assert_eq!(Consent::audit_head(PATIENT), AuditHead::default());
	});
}

#[test]
fn the_log_is_paged_and_pages_are_bounded() {
	build_and_execute(|| {
		for _ in 0..MAX_AUDIT_PAGE + 20 {
			access(STRANGER);
		}
		let length = u64::from(MAX_AUDIT_PAGE + 20);
		assert_eq!(Consent::audit_head(PATIENT).length, length);
		assert_eq!(Consent::audit_page(PATIENT, 0, u32::MAX).len(), MAX_AUDIT_PAGE as usize);
		assert_eq!(Consent::audit_page(PATIENT, length - 3, 10).len(), 3);
		assert!(Consent::audit_page(PATIENT, length, 10).is_empty());
		assert!(Consent::audit_page(PATIENT, u64::MAX, 10).is_empty());
		assert!(Consent::audit_page(PATIENT, 0, 0).is_empty());
		assert!(Consent::audit_page(OTHER_PATIENT, 0, 10).is_empty());
	});
}

#[test]
fn the_commitment_is_that_of_the_whole_log() {
	build_and_execute(|| {
		for actor in [HOSPITAL, STRANGER, UNVERIFIED] {
			access(actor);
		}
		let fold = |entries: &[AuditEntry<AccountId, u64>]| {
			entries.iter().fold(H256::zero(), audit::extend)
		};
		let mut entries = Consent::audit_page(PATIENT, 0, 10);
		let head = Consent::audit_head(PATIENT);
		assert_eq!(fold(&entries), head.commitment);
		assert_ne!(fold(&entries[..2]), head.commitment);
		entries[1].actor = Actor::alone(HOSPITAL);
		assert_ne!(fold(&entries), head.commitment);
	});
}

#[test]
fn a_full_log_refuses_rather_than_overwrites() {
	build_and_execute(|| {
		let head = AuditHead { length: u64::MAX, commitment: H256::zero() };
		AuditHeads::<Test>::insert(PATIENT, head);
		assert_noop!(
			Consent::access(signed(HOSPITAL), PATIENT, None, request()),
			TestError::NumbersExhausted,
		);
		AuditHeads::<Test>::remove(PATIENT);
	});
}

#[test]
fn the_weight_charged_follows_the_book() {
	build_and_execute(|| {
		for directives in 0..3 {
			let post = Consent::access(signed(HOSPITAL), PATIENT, None, request()).unwrap();
			assert_eq!(post.actual_weight, Some(<() as WeightInfo>::access(directives)));
			assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		}
	});
}

#[test]
fn patients_see_their_own_records() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(
			signed(PATIENT),
			PATIENT,
			plain(BasePolicy::OptOut, TestScope::everything())
		));
		let (_, decision) = access(PATIENT);
		assert_eq!((decision.outcome, decision.permitted), (Outcome::Permit, request().classes));
		assert_eq!(Consent::audit_page(PATIENT, 0, 1)[0].capacity, Capacity::Patient);
	});
}

#[test]
fn who_asks_for_an_organisation_must_belong_to_it() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		assert_eq!(access(DOCTOR).1.outcome, Outcome::Permit);
		// Alone the doctor is not named.
		assert_eq!(
			Consent::decide(PATIENT, Actor::alone(DOCTOR), request()).outcome,
			Outcome::NoConsent
		);
		for foreign in [STRANGER, OTHER_PATIENT, PATIENT] {
			assert_ok!(Consent::access(signed(foreign), PATIENT, Some(HOSPITAL), request()));
			let entry = Consent::audit_page(PATIENT, 0, 10).pop().unwrap();
			assert_eq!(entry.actor, Actor::of(foreign, HOSPITAL));
			assert_eq!(entry.decision, Decision::refuse(Outcome::Deny, None, &request()));
		}
		Registry::end_affiliation(&DOCTOR, &HOSPITAL);
		assert_eq!(access(DOCTOR).1.outcome, Outcome::Deny);
	});
}

#[test]
fn a_batch_answers_each_question_and_records_it() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		events();
		let questions =
			vec![(PATIENT, request()), (OTHER_PATIENT, request()), (PATIENT, request())];
		let post = Consent::access_batch(
			signed(DOCTOR),
			Some(HOSPITAL),
			questions.clone().try_into().unwrap(),
		)
		.unwrap();
		let seen: Vec<_> = events()
			.into_iter()
			.map(|event| match event {
				Event::AccessDecided { patient, entry, decision, .. } => {
					(patient, entry, decision.outcome)
				}
				other => panic!("{other:?}"),
			})
			.collect();
		assert_eq!(
			seen,
			[
				(PATIENT, 0, Outcome::Permit),
				(OTHER_PATIENT, 0, Outcome::NoConsent),
				(PATIENT, 1, Outcome::Permit)
			]
		);
		let weight = <() as WeightInfo>::access;
		assert_eq!(post.actual_weight, Some(weight(1) + weight(0) + weight(1)));
	});
}

#[test]
fn a_batch_with_a_bad_question_answers_none() {
	build_and_execute(|| {
		let bad = AccessRequest { classes: ResourceClasses::EMPTY, ..request() };
		let questions = vec![(PATIENT, request()), (PATIENT, bad)];
		assert_noop!(
			Consent::access_batch(signed(HOSPITAL), None, questions.try_into().unwrap())
				.map_err(|error| error.error),
			TestError::NothingRequested
		);
		assert_noop!(
			Consent::access_batch(RuntimeOrigin::none(), None, Default::default())
				.map_err(|error| error.error),
			BadOrigin
		);
	});
}
