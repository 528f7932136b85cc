use super::*;

fn commitment(n: u8) -> Commitment {
	Commitment([n; 32])
}

fn locator(n: u8) -> Locator {
	vec![n; 46].try_into().unwrap()
}

fn version(n: u8, since: u64) -> RecordVersion {
	RecordVersion { commitment: commitment(n), locator: locator(n), since }
}

pub fn register(custodian: AccountId) -> DispatchResult {
	Consent::register_record(
		signed(custodian),
		PATIENT,
		ResourceClass::DiagnosticReport,
		Sensitivity::Restricted.into(),
		commitment(1),
		locator(1),
	)
}

fn amend(caller: AccountId, id: RecordId, n: u8) -> DispatchResult {
	Consent::amend_record(signed(caller), PATIENT, id, commitment(n), locator(n))
}

fn erase(caller: AccountId, id: RecordId) -> DispatchResult {
	Consent::erase_record(signed(caller), PATIENT, id)
}

#[test]
fn a_custodian_registers_a_record() {
	build_and_execute(|| {
		assert_ok!(register(HOSPITAL));
		assert_eq!(
			Consent::record(PATIENT, 0),
			Some(RecordInfo {
				id: 0,
				custodian: Some(HOSPITAL),
				class: Some(ResourceClass::DiagnosticReport),
				sensitivities: Sensitivity::Restricted.into(),
				versions: vec![version(1, NOW)],
				erased: None,
			})
		);
		assert_eq!(
			events(),
			[Event::RecordRegistered { patient: PATIENT, record: 0, custodian: HOSPITAL }]
		);
		assert_eq!((held_for_records(HOSPITAL), held_for_records(PATIENT)), (record_deposit(1), 0));
	});
}

#[test]
fn patients_register_records_of_their_own() {
	build_and_execute(|| {
		Registry::unverify(&PATIENT);
		assert_ok!(register(PATIENT));
		assert_ok!(amend(PATIENT, 0, 2));
		assert_ok!(erase(PATIENT, 0));
	});
}

#[test]
fn others_must_be_verified() {
	build_and_execute(|| {
		assert_noop!(register(UNVERIFIED), TestError::NotVerified);
		assert_ok!(register(HOSPITAL));
		Registry::unverify(&HOSPITAL);
		assert_noop!(amend(HOSPITAL, 0, 2), TestError::NotVerified);
		// Who is no longer trusted can still take back what it said.
		assert_ok!(erase(HOSPITAL, 0));
	});
}

#[test]
fn only_signed_origins_keep_records() {
	build_and_execute(|| {
		let none = RuntimeOrigin::none;
		assert_noop!(
			Consent::register_record(
				none(),
				PATIENT,
				ResourceClass::Media,
				Sensitivities::EMPTY,
				commitment(1),
				locator(1)
			),
			BadOrigin
		);
		assert_noop!(
			Consent::amend_record(none(), PATIENT, 0, commitment(1), locator(1)),
			BadOrigin
		);
		assert_noop!(Consent::erase_record(none(), PATIENT, 0), BadOrigin);
	});
}

#[test]
fn labels_are_known() {
	build_and_execute(|| {
		assert_noop!(
			Consent::register_record(
				signed(HOSPITAL),
				PATIENT,
				ResourceClass::Media,
				Sensitivities(1 << 31),
				commitment(1),
				locator(1)
			),
			TestError::UnknownCode
		);
	});
}

#[test]
fn a_custodian_must_be_able_to_pay() {
	build_and_execute(|| {
		assert_noop!(register(PENNILESS), TokenError::FundsUnavailable);
		assert_eq!(NextRecord::<Test>::get(PATIENT), 0);
	});
}

#[test]
fn numbers_run_out_loudly() {
	build_and_execute(|| {
		let _ = frame::deps::frame_support::storage::with_transaction(|| {
			NextRecord::<Test>::insert(PATIENT, u32::MAX);
			assert_noop!(register(HOSPITAL), TestError::NumbersExhausted);
			frame::deps::sp_runtime::TransactionOutcome::Rollback(DispatchResult::Ok(()))
		});
	});
}

#[test]
fn an_amendment_adds_a_version_and_keeps_the_old() {
	build_and_execute(|| {
		assert_ok!(register(HOSPITAL));
		events();
		set_now(NOW + 5);
		assert_ok!(amend(HOSPITAL, 0, 2));
		assert_eq!(events(), [Event::RecordAmended { patient: PATIENT, record: 0, version: 2 }]);
		assert_eq!(
			Consent::record(PATIENT, 0).unwrap().versions,
			[version(1, NOW), version(2, NOW + 5)]
		);
		assert_eq!(held_for_records(HOSPITAL), record_deposit(2));
	});
}

#[test]
fn amendments_that_cannot_be_are_refused() {
	build_and_execute(|| {
		assert_ok!(register(HOSPITAL));
		assert_noop!(amend(HOSPITAL, 1, 2), TestError::RecordNotFound);
		assert_noop!(amend(HOSPITAL, 0, 1), TestError::CommitmentUnchanged);
		for other in [PATIENT, DOCTOR, STRANGER] {
			assert_noop!(amend(other, 0, 2), TestError::NotCustodian);
		}
		assert_ok!(amend(HOSPITAL, 0, 2));
		assert_ok!(amend(HOSPITAL, 0, 1));
		assert_noop!(amend(HOSPITAL, 0, 4), TestError::TooManyVersions);
	});
}

#[test]
fn an_amendment_must_be_paid() {
	build_and_execute(|| {
		assert_ok!(register(HOSPITAL));
		let all = Balances::free_balance(HOSPITAL);
		assert_ok!(Balances::transfer_allow_death(signed(HOSPITAL), STRANGER, all - 1));
		assert_noop!(amend(HOSPITAL, 0, 2), TokenError::FundsUnavailable);
	});
}

#[test]
fn erasure_forgets_every_version_and_gives_the_deposit_back() {
	for caller in [PATIENT, HOSPITAL] {
		build_and_execute(|| {
			assert_ok!(register(HOSPITAL));
			assert_ok!(amend(HOSPITAL, 0, 2));
			events();
			set_now(NOW + 9);
			assert_ok!(erase(caller, 0));
			assert_eq!(events(), [Event::RecordErased { patient: PATIENT, record: 0 }]);
			let record = Consent::record(PATIENT, 0).unwrap();
			assert_eq!((record.versions, record.erased), (vec![], Some(NOW + 9)));
			let stored = Records::<Test>::get(PATIENT, 0).unwrap().encode();
			for n in [1, 2] {
				let forgotten = commitment(n).encode();
				assert!(!stored.windows(32).any(|part| part == forgotten), "still readable");
			}
			assert_eq!(held_for_records(HOSPITAL), 0);
			assert_eq!(Balances::free_balance(HOSPITAL), ENDOWMENT);
		});
	}
}

#[test]
fn what_is_erased_stays_erased() {
	build_and_execute(|| {
		assert_ok!(register(HOSPITAL));
		assert_ok!(erase(PATIENT, 0));
		assert_noop!(erase(PATIENT, 0), TestError::RecordErased);
		assert_noop!(amend(HOSPITAL, 0, 2), TestError::RecordErased);
		assert_ok!(register(HOSPITAL));
		assert_eq!(NextRecord::<Test>::get(PATIENT), 2, "numbers do not repeat");
	});
}

#[test]
fn nobody_else_erases() {
	build_and_execute(|| {
		assert_ok!(register(HOSPITAL));
		for other in [DOCTOR, STRANGER, OTHER_PATIENT] {
			assert_noop!(erase(other, 0), TestError::NotCustodian);
		}
		assert_noop!(erase(PATIENT, 3), TestError::RecordNotFound);
	});
}

#[test]
fn records_come_in_pages() {
	build_and_execute(|| {
		for _ in 0..5 {
			assert_ok!(register(HOSPITAL));
		}
		let numbers = |from, limit| -> Vec<RecordId> {
			Consent::records(PATIENT, from, limit).into_iter().map(|record| record.id).collect()
		};
		assert_eq!(numbers(0, 2), [0, 1]);
		assert_eq!(numbers(3, 100), [3, 4]);
		assert!(numbers(5, 1).is_empty() && numbers(u32::MAX, u32::MAX).is_empty());
		assert_eq!(Consent::record(PATIENT, 5), None);
	});
}
