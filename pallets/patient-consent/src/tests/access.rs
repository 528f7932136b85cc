use super::*;

fn access(actor: AccountId) -> (u64, Decision) {
	assert_ok!(Consent::access(signed(actor), PATIENT, request()));
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
		assert_ok!(Consent::grant(signed(PATIENT), treatment()));
		System::set_block_number(7);
		set_now(NOW + 30);
		let (entry, decision) = access(HOSPITAL);
		assert_eq!(entry, 0);
		assert_eq!(decision.outcome, Outcome::Permit);
		assert_eq!(
			Consent::audit_page(PATIENT, 0, 10),
			[AuditEntry { actor: HOSPITAL, request: request(), at: NOW + 30, block: 7, decision }],
		);
	});
}

#[test]
fn refusals_are_recorded_too() {
	build_and_execute(|| {
		assert_eq!(access(STRANGER).1.outcome, Outcome::NoConsent);
		assert_eq!(access(UNVERIFIED).1.outcome, Outcome::Deny);
		assert_ok!(Consent::grant(signed(PATIENT), treatment()));
		assert_ok!(Consent::revoke(signed(PATIENT), 0, EndStatus::Inactive));
		assert_eq!(access(HOSPITAL), (2, Decision::refuse(Outcome::NoConsent, None, &request())));
		let outcomes: Vec<Outcome> =
			Consent::audit_page(PATIENT, 0, 10).iter().map(|e| e.decision.outcome).collect();
		assert_eq!(outcomes, [Outcome::NoConsent, Outcome::Deny, Outcome::NoConsent]);
	});
}

#[test]
fn the_event_and_the_log_carry_what_decide_says() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), treatment()));
		for actor in [HOSPITAL, DOCTOR, STRANGER, UNVERIFIED] {
			let foretold = decide(actor, request());
			assert_eq!(access(actor).1, foretold);
		}
	});
}

#[test]
fn requests_without_meaning_are_refused_and_not_recorded() {
	build_and_execute(|| {
		let ask = |asked| Consent::access(signed(HOSPITAL), PATIENT, asked);
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
		assert_noop!(Consent::access(RuntimeOrigin::root(), PATIENT, request()), BadOrigin,);
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
		entries[1].actor = HOSPITAL;
		assert_ne!(fold(&entries), head.commitment);
	});
}

#[test]
fn a_full_log_refuses_rather_than_overwrites() {
	build_and_execute(|| {
		let head = AuditHead { length: u64::MAX, commitment: H256::zero() };
		AuditHeads::<Test>::insert(PATIENT, head);
		assert_noop!(
			Consent::access(signed(HOSPITAL), PATIENT, request()),
			TestError::NumbersExhausted,
		);
		AuditHeads::<Test>::remove(PATIENT);
	});
}

#[test]
fn the_weight_charged_follows_the_book() {
	build_and_execute(|| {
		for directives in 0..3 {
			let post = Consent::access(signed(HOSPITAL), PATIENT, request()).unwrap();
			assert_eq!(post.actual_weight, Some(<() as WeightInfo>::access(directives)));
			assert_ok!(Consent::grant(signed(PATIENT), treatment()));
		}
	});
}
