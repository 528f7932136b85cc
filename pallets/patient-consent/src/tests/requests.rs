use super::*;

fn ask(requester: AccountId) -> DispatchResult {
	Registry::give_role(&requester, Role::Pharmacy);
	Consent::request_access(signed(requester), PATIENT, treatment(), NOW + 100)
}

fn answer(caller: AccountId, id: RequestId, answer: Answer) -> DispatchResult {
	Consent::answer_request(signed(caller), PATIENT, id, answer).map(|_| ()).map_err(|e| e.error)
}

#[test]
fn an_accepted_request_becomes_a_directive() {
	build_and_execute(|| {
		assert_ok!(ask(HOSPITAL));
		assert_eq!(
			Consent::requests(PATIENT),
			[RequestInfo { id: 0, requester: HOSPITAL, terms: treatment(), until: NOW + 100 }]
		);
		assert!(held_for_requests(HOSPITAL) > 0);
		assert_eq!(outcome(HOSPITAL), Outcome::NoConsent);
		assert_ok!(answer(PATIENT, 0, Answer::Accept));
		assert_eq!(outcome(HOSPITAL), Outcome::Permit);
		assert_eq!((held_for_requests(HOSPITAL), held(PATIENT)), (0, deposit_of(&treatment())));
		assert_eq!(
			events(),
			[
				Event::AccessRequested { patient: PATIENT, request: 0, requester: HOSPITAL },
				Event::DirectiveGranted {
					patient: PATIENT,
					directive: reference(0, 1),
					by: PATIENT
				},
				Event::RequestAnswered {
					patient: PATIENT,
					request: 0,
					requester: HOSPITAL,
					directive: Some(reference(0, 1))
				},
			]
		);
		assert!(Consent::requests(PATIENT).is_empty());
	});
}

#[test]
fn a_declined_request_changes_nothing() {
	build_and_execute(|| {
		assert_ok!(ask(HOSPITAL));
		assert_ok!(answer(PATIENT, 0, Answer::Decline));
		assert_eq!(outcome(HOSPITAL), Outcome::NoConsent);
		assert_eq!(held_for_requests(HOSPITAL), 0);
		assert_noop!(answer(PATIENT, 0, Answer::Accept), TestError::RequestNotFound);
		assert_ok!(ask(HOSPITAL));
		assert_eq!(Consent::requests(PATIENT)[0].id, 1, "numbers do not repeat");
	});
}

#[test]
fn guardians_answer_and_proxies_decline() {
	build_and_execute(|| {
		let everything = TestScope::everything;
		let delegate = |who, kind| {
			assert_ok!(Consent::delegate(signed(PATIENT), PATIENT, who, kind, everything()));
		};
		delegate(STRANGER, DelegateKind::Guardian);
		delegate(DOCTOR, DelegateKind::Proxy);
		for requester in [HOSPITAL, HOSPITAL, OTHER_PATIENT] {
			assert_ok!(ask(requester));
		}
		assert_ok!(answer(STRANGER, 0, Answer::Accept));
		assert_noop!(answer(DOCTOR, 1, Answer::Accept), TestError::NotGuardian);
		assert_ok!(answer(DOCTOR, 1, Answer::Decline));
		for reply in [Answer::Accept, Answer::Decline] {
			assert_noop!(answer(HOSPITAL, 2, reply), TestError::NotGuardian);
		}
	});
}

#[test]
fn the_requester_takes_a_request_back() {
	build_and_execute(|| {
		assert_ok!(ask(HOSPITAL));
		let withdraw = |who, id| Consent::withdraw_request(signed(who), PATIENT, id);
		assert_noop!(withdraw(STRANGER, 0), TestError::NotRequester);
		assert_noop!(withdraw(HOSPITAL, 1), TestError::RequestNotFound);
		events();
		assert_ok!(withdraw(HOSPITAL, 0));
		assert_eq!(events(), [Event::RequestWithdrawn { patient: PATIENT, request: 0 }]);
		assert_eq!(held_for_requests(HOSPITAL), 0);
	});
}

#[test]
fn an_expired_request_cannot_be_answered_and_makes_room() {
	build_and_execute(|| {
		for requester in [HOSPITAL, DOCTOR, STRANGER, OTHER_PATIENT] {
			for _ in 0..MAX_REQUESTS_EACH {
				assert_ok!(ask(requester));
			}
			assert_noop!(ask(requester), TestError::TooManyRequests);
		}
		assert_eq!(Consent::requests(PATIENT).len() as u32, MAX_REQUESTS);
		assert_noop!(ask(REGULATOR), TestError::TooManyRequests);
		set_now(NOW + 101);
		assert_noop!(answer(PATIENT, 0, Answer::Decline), TestError::PeriodOver);
		assert_noop!(ask(STRANGER), TestError::PeriodOver);
		Registry::give_role(&STRANGER, Role::Pharmacy);
		assert_ok!(Consent::request_access(signed(STRANGER), PATIENT, treatment(), NOW + 101));
		assert_eq!(held_for_requests(HOSPITAL), 0);
		assert_eq!(Consent::requests(PATIENT).len(), 1);
		// The last second is in time.
		assert_ok!(answer(PATIENT, MAX_REQUESTS, Answer::Accept));
	});
}

#[test]
fn nobody_keeps_the_others_out_nor_waits_for_ever() {
	build_and_execute(|| {
		let until = |until| Consent::request_access(signed(HOSPITAL), PATIENT, treatment(), until);
		assert_noop!(until(NOW + MAX_REQUEST_PERIOD + 1), TestError::PeriodTooLong);
		assert_noop!(until(u64::MAX), TestError::PeriodTooLong);
		assert_ok!(until(NOW + MAX_REQUEST_PERIOD));
		assert_ok!(ask(HOSPITAL));
		assert_noop!(ask(HOSPITAL), TestError::TooManyRequests);
		assert_ok!(ask(STRANGER));
		assert_ok!(answer(PATIENT, 1, Answer::Decline));
		assert_ok!(ask(HOSPITAL));
	});
}

#[test]
fn requests_without_meaning_or_standing_are_refused() {
	build_and_execute(|| {
		let request = |who, terms| Consent::request_access(signed(who), PATIENT, terms, NOW + 9);
		for nobody in [UNVERIFIED, OTHER_PATIENT] {
			assert_noop!(request(nobody, treatment()), TestError::NotVerified);
		}
		let scoped = |scope| plain(BasePolicy::OptIn, scope);
		for (period, error) in [
			(Period::new(2, 1), TestError::PeriodReversed),
			(Period::new(0, NOW - 1), TestError::PeriodOver),
		] {
			let scope = TestScope { period, ..TestScope::everything() };
			assert_noop!(request(HOSPITAL, scoped(scope)), error);
		}
		let unknown = TestScope { actions: Actions(1 << 7), ..TestScope::everything() };
		assert_noop!(request(HOSPITAL, scoped(unknown)), TestError::UnknownCode);
		Registry::give_role(&PENNILESS, Role::Pharmacy);
		assert_noop!(request(PENNILESS, treatment()), TokenError::FundsUnavailable);
		for refused in [
			Consent::request_access(RuntimeOrigin::none(), PATIENT, treatment(), NOW),
			Consent::answer_request(RuntimeOrigin::none(), PATIENT, 0, Answer::Accept)
				.map(|_| ())
				.map_err(|e| e.error),
			Consent::withdraw_request(RuntimeOrigin::none(), PATIENT, 0),
		] {
			assert_noop!(refused, BadOrigin);
		}
	});
}

#[test]
fn numbers_run_out_loudly() {
	build_and_execute(|| {
		let full = Inbox { next_id: u32::MAX, requests: Default::default() };
		Inboxes::<Test>::insert(PATIENT, full);
		assert_noop!(ask(HOSPITAL), TestError::NumbersExhausted);
	});
}
