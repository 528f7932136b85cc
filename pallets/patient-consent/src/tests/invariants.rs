//! Each invariant fires when it is violated.

use super::*;

/// Runs `violate` on a state with a directive in version 2 and two audit entries, and expects the
/// invariant of this number to notice.
fn fires(number: u32, violate: impl FnOnce()) {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		assert_ok!(Consent::amend(signed(PATIENT), PATIENT, 0, treatment()));
		assert_ok!(super::records::register(HOSPITAL));
		let scope = TestScope::everything;
		for (by, delegate, kind) in [
			(PATIENT, STRANGER, DelegateKind::Guardian),
			(STRANGER, OTHER_PATIENT, DelegateKind::Proxy),
		] {
			assert_ok!(Consent::delegate(signed(by), PATIENT, delegate, kind, scope()));
		}
		assert_ok!(Consent::request_access(signed(HOSPITAL), PATIENT, treatment(), NOW + 9));
		assert_ok!(Consent::break_glass(
			signed(DOCTOR),
			PATIENT,
			Some(HOSPITAL),
			EmergencyReason::Unresponsive,
			Action::Access,
			request().classes,
			Sensitivities::EMPTY,
		));
		for actor in [HOSPITAL, STRANGER] {
			assert_ok!(Consent::access(signed(actor), PATIENT, None, request()));
		}
		let _ = frame::deps::frame_support::storage::with_transaction(|| {
			assert_ok!(check_state());
			violate();
			let error = check_state().expect_err("the violation goes unnoticed");
			let TryRuntimeError::Other(message) = error else { panic!("{error:?}") };
			assert!(message.starts_with(&format!("patient-consent {number}:")), "{message}");
			TransactionOutcome::Rollback(DispatchResult::Ok(()))
		});
	});
}

use frame::{
	deps::sp_runtime::{TransactionOutcome, TryRuntimeError},
	traits::fungible::UnbalancedHold,
};

#[test]
fn one_a_missing_entry() {
	fires(1, || AuditLog::<Test>::remove(PATIENT, 0));
}

#[test]
fn one_a_changed_entry() {
	fires(1, || {
		AuditLog::<Test>::mutate(PATIENT, 1, |entry| entry.as_mut().unwrap().at += 1);
	});
}

#[test]
fn one_a_log_cut_short() {
	fires(1, || AuditHeads::<Test>::remove(PATIENT));
}

#[test]
fn one_an_entry_beyond_the_end() {
	fires(1, || {
		let entry = AuditLog::<Test>::get(PATIENT, 0).unwrap();
		AuditLog::<Test>::insert(PATIENT, 2, entry);
	});
}

#[test]
fn two_a_number_not_yet_given() {
	fires(2, || Books::<Test>::mutate(PATIENT, |book| book.next_id = 0));
}

#[test]
fn two_the_same_number_twice() {
	fires(2, || {
		Books::<Test>::mutate(PATIENT, |book| {
			let twin = book.directives[0].clone();
			book.directives.try_push(twin).unwrap();
		})
	});
}

#[test]
fn two_version_zero() {
	fires(2, || Books::<Test>::mutate(PATIENT, |book| book.directives[0].version = 0));
}

#[test]
fn two_terms_without_meaning() {
	fires(2, || {
		Books::<Test>::mutate(PATIENT, |book| {
			book.directives[0].terms.scope.period = Period::new(2, 1)
		})
	});
	fires(2, || {
		Books::<Test>::mutate(PATIENT, |book| {
			book.directives[0].terms.scope.classes = ResourceClasses(1 << 63)
		})
	});
}

#[test]
fn three_an_ended_version_in_force() {
	fires(3, || Books::<Test>::mutate(PATIENT, |book| book.directives[0].version = 1));
}

#[test]
fn three_a_lost_version() {
	fires(3, || Ended::<Test>::remove(PATIENT, reference(0, 1)));
}

#[test]
fn three_an_end_before_the_beginning() {
	fires(3, || {
		Ended::<Test>::mutate(PATIENT, reference(0, 1), |version| {
			version.as_mut().unwrap().since = u64::MAX
		})
	});
}

#[test]
fn three_an_end_of_what_never_was() {
	fires(3, || {
		let version = Ended::<Test>::get(PATIENT, reference(0, 1)).unwrap();
		Ended::<Test>::insert(PATIENT, reference(9, 1), version);
	});
}

#[test]
fn four_a_record_without_a_trace() {
	fires(4, || Records::<Test>::remove(PATIENT, 0));
}

#[test]
fn four_a_record_never_numbered() {
	fires(4, || {
		let record = Records::<Test>::get(PATIENT, 0).unwrap();
		Records::<Test>::insert(PATIENT, 7, record);
	});
}

#[test]
fn four_an_unknown_label() {
	fires(4, || {
		change_record(|record| {
			let Record::Kept { sensitivities, .. } = record else { panic!("it was erased") };
			*sensitivities = Sensitivities(1 << 31);
		})
	});
}

#[test]
fn four_no_version() {
	fires(4, || change_record(|record| versions(record).clear()));
	fires(4, || change_record(|record| *record = Record::Erased { versions: 0, at: NOW }));
}

#[test]
fn four_versions_out_of_order() {
	fires(4, || {
		change_record(|record| {
			let mut earlier = versions(record)[0].clone();
			earlier.since -= 1;
			versions(record).try_push(earlier).unwrap();
		})
	});
}

#[test]
fn six_a_deposit_too_little() {
	fires(6, || {
		assert_ok!(Balances::set_balance_on_hold(
			&RecordReason::get(),
			&HOSPITAL,
			held_for_records(HOSPITAL) - 1
		));
	});
	fires(6, || {
		assert_ok!(Balances::set_balance_on_hold(
			&DirectiveReason::get(),
			&PATIENT,
			held(PATIENT) - 1
		));
	});
}

fn change_record(change: impl FnOnce(&mut RecordOf<Test>)) {
	Records::<Test>::mutate(PATIENT, 0, |record| change(record.as_mut().unwrap()));
}

fn versions(
	record: &mut RecordOf<Test>,
) -> &mut BoundedVec<RecordVersion, <Test as Config>::MaxVersions> {
	match record {
		Record::Kept { versions, .. } => versions,
		Record::Erased { .. } => panic!("it was erased"),
	}
}

fn change_book(change: impl FnOnce(&mut BookOf<Test>)) {
	Books::<Test>::mutate(PATIENT, change);
}

#[test]
fn five_a_patient_as_its_own_delegate() {
	fires(5, || change_book(|book| book.delegations[0].delegate = PATIENT));
}

#[test]
fn five_a_delegate_named_twice() {
	fires(5, || change_book(|book| book.delegations[1].delegate = STRANGER));
}

#[test]
fn five_a_delegation_without_meaning() {
	fires(5, || change_book(|book| book.delegations[0].scope.period = Period::new(2, 1)));
}

#[test]
fn five_a_proxy_beyond_its_guardian() {
	fires(5, || {
		change_book(|book| book.delegations[0].scope.purposes = Purpose::Treat.into());
	});
	fires(5, || change_book(|book| book.delegations[0].kind = DelegateKind::Proxy));
	fires(5, || change_book(|book| book.delegations[1].kind = DelegateKind::Guardian));
}

#[test]
fn seven_a_lost_review() {
	fires(7, || Reviews::<Test>::remove(0));
}

#[test]
fn seven_a_review_of_something_else() {
	fires(7, || Reviews::<Test>::mutate(0, |review| review.as_mut().unwrap().entry = 9));
}

#[test]
fn seven_a_review_without_an_emergency() {
	fires(7, || {
		let review = Reviews::<Test>::get(0).unwrap();
		Reviews::<Test>::insert(1, review);
	});
	fires(7, || NextReview::<Test>::put(2));
}

#[test]
fn seven_an_open_review_that_is_not_open() {
	fires(7, || OpenReviews::<Test>::remove(DOCTOR));
	fires(7, || {
		Reviews::<Test>::mutate(0, |review| {
			review.as_mut().unwrap().finding = Some((Finding::Justified, HOSPITAL, NOW))
		})
	});
	fires(7, || {
		OpenReviews::<Test>::insert(
			STRANGER,
			BoundedVec::truncate_from(vec![OpenReview { id: 5, due: NOW }]),
		)
	});
}

#[test]
fn eight_numbers_out_of_order() {
	fires(8, || Inboxes::<Test>::mutate(PATIENT, |inbox| inbox.next_id = 0));
}

#[test]
fn eight_a_request_without_meaning() {
	fires(8, || {
		Inboxes::<Test>::mutate(PATIENT, |inbox| {
			inbox.requests[0].terms.scope.period = Period::new(2, 1)
		})
	});
}

#[test]
fn eight_a_requester_with_too_many_requests() {
	fires(8, || {
		Inboxes::<Test>::mutate(PATIENT, |inbox| {
			for _ in 0..MAX_REQUESTS_EACH {
				let mut request = inbox.requests[0].clone();
				request.id = inbox.next_id;
				inbox.next_id += 1;
				inbox.requests.try_push(request).unwrap();
			}
		})
	});
}
