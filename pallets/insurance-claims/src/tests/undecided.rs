//! Appeals that nobody decides in time: they end, and whatever they held gets free.

use super::*;
use appeal::{denied_by_all, strict, supplements, UNDECIDED};
use claims::*;
use frame::deps::{frame_support::storage::with_transaction, sp_runtime::TransactionOutcome};

#[test]
fn an_appeal_against_silence_that_nobody_decides_ends() {
	let scene = |ends: &dyn Fn(ClaimId)| {
		build_and_execute(|| {
			covered(strict());
			let by = DirectiveRef { id: 0, version: 1 };
			let class = ResourceClass::Observation;
			Consents::permit(&PATIENT, &Actor::alone(INSURER), class.into(), by);
			let new = NewClaim { attachments: documents(class), ..claim(&[visit(900)]) };
			let id = filed(HOSPITAL, new);
			assert_eq!(pended(id), Some(PendReason::AttachmentReview));
			wait(REVIEW_PERIOD + APPEAL_PERIOD);
			assert_ok!(appeal(PATIENT, id, 0, &[]));
			wait(UNDECIDED);
			// Up to then it can be decided.
			let decided = with_transaction(|| {
				let decided = decide_appeal(REVIEWER, id, &[0]);
				TransactionOutcome::Rollback(decided)
			});
			assert_ok!(decided);
			assert_noop!(withdraw(HOSPITAL, id), TestError::Appealed);
			assert_noop!(withdraw(STRANGER, id), TestError::NotConcerned);
			assert_noop!(appeal(HOSPITAL, id, 0, &[]), TestError::AlreadyAppealed);
			wait(1);
			assert_noop!(decide_appeal(REVIEWER, id, &[0]), TestError::DeadlineOver);
			// Nobody appeals in turn so that it waits for ever.
			for who in [PATIENT, HOSPITAL] {
				assert_noop!(appeal(who, id, 0, &[]), TestError::DeadlineOver);
			}
			assert_noop!(resume(HOSPITAL, id), TestError::NotResumable);
			assert_noop!(review(INSURER, id, &[]), TestError::DeadlineOver);
			assert_ok!(check_state());
			ends(id);
			assert_eq!(stored_claim(id).status, ClaimStatus::Withdrawn);
			assert_eq!(stored_term(0, 0).waiting, 0);
			// The claim goes with its deposit, and the person's place gets free.
			wait(LENGTH + RETENTION + 1);
			assert_ok!(remove(STRANGER, id));
			assert_eq!(deposit_of(HOSPITAL), 0);
			assert_ok!(InsuranceClaims::close_term(signed(STRANGER), 0, 0));
			assert_ok!(InsuranceClaims::remove_term(signed(STRANGER), 0));
			assert!(CoveragesOf::<Test>::get(PATIENT).is_empty());
			assert_ok!(check_state());
		});
	};
	scene(&|id| {
		assert_ok!(withdraw(STRANGER, id));
	});
	scene(&|id| {
		assert_ok!(withdraw(HOSPITAL, id));
	});
	scene(&|id| {
		let visit = ClaimLine { serviced: NOW, ..visit(800) };
		let new = NewClaim { replaces: Some(id), ..claim(&[visit]) };
		// What the plan says of late claims is not the appeal's doing.
		let newer = filed(HOSPITAL, new);
		assert_eq!(denied(newer, 0), Some((Group::Contractual, Reason::FilingLimit)));
		assert_ok!(reverse(HOSPITAL, newer));
		wait(LENGTH + RETENTION + 1);
		assert_ok!(remove(STRANGER, newer));
	});
}

#[test]
fn silence_is_appealed_in_time() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(0), ..full_terms() });
		let ids = [1, 2].map(|number| submit(&[of_item(number, visit(number.into()))]));
		wait(REVIEW_PERIOD + APPEAL_PERIOD);
		assert_ok!(appeal(HOSPITAL, ids[0], 0, &[]));
		wait(1);
		// From then on it lapses.
		assert_noop!(appeal(HOSPITAL, ids[1], 0, &[]), TestError::DeadlineOver);
		assert_ok!(withdraw(STRANGER, ids[1]));
		assert_noop!(withdraw(STRANGER, ids[0]), TestError::NotConcerned);
	});
}

#[test]
fn an_appeal_against_a_decision_that_nobody_decides_ends() {
	let scene = |ends: &dyn Fn(ClaimId)| {
		build_and_execute(|| {
			let id = denied_by_all();
			wait(APPEAL_PERIOD);
			assert_ok!(appeal(PATIENT, id, 0, &[0]));
			wait(UNDECIDED);
			assert_noop!(reverse(DOCTOR, id), TestError::Appealed);
			assert_ok!(check_state());
			wait(1);
			assert_noop!(decide_appeal(REVIEWER, id, &[0]), TestError::DeadlineOver);
			assert_ok!(check_state());
			Money::deposit(EUR, &DOCTOR, 1);
			ends(id);
			assert_ok!(check_state());
		});
	};
	scene(&|id| {
		assert_ok!(reverse(DOCTOR, id));
	});
	scene(&|id| {
		let line = ClaimLine { serviced: NOW, ..stay(9_000) };
		let newer = filed(DOCTOR, NewClaim { replaces: Some(id), ..claim(&[line]) });
		assert_eq!(stored_claim(id).status, ClaimStatus::Reversed);
		assert_eq!(stored_claim(newer).origin, Origin::Replaces(id));
	});
	scene(&|id| {
		set_now(NOW + RETENTION + 1);
		assert_ok!(remove(STRANGER, id));
		assert_eq!(Appeals::<Test>::iter().count(), 0);
	});
	// It was one: the same is not appealed again, but the other side has its time from the end.
	scene(&|id| {
		assert_noop!(appeal(PATIENT, id, 0, &[0]), TestError::AlreadyAppealed);
		assert_noop!(appeal(DOCTOR, id, 0, &[0]), TestError::AlreadyAppealed);
		wait(APPEAL_PERIOD - 1);
		assert_ok!(appeal(DOCTOR, id, 0, &[1]));
		events();
		assert_ok!(decide_appeal(REVIEWER, id, &[1]));
		assert_eq!(supplements().len(), 1);
	});
	scene(&|id| {
		wait(APPEAL_PERIOD);
		assert_noop!(appeal(DOCTOR, id, 0, &[1]), TestError::DeadlineOver);
		assert_noop!(appeal(PATIENT, id, 1, &[1]), TestError::DeadlineOver);
	});
	// One that has ended does not end again with the claim.
	scene(&|id| {
		assert_ok!(report(PATIENT, id));
		assert_ok!(decide_fraud(REGULATOR, id, true));
		assert_eq!(InsuranceClaims::appeals_of(id).remove(0).2.decided_at, None);
	});
}

#[test]
fn an_appeal_that_is_open_keeps_the_claim_however_old_it_is() {
	build_and_execute(|| {
		let id = denied_by_all();
		for (who, payer, line) in [(PATIENT, 0, 0), (DOCTOR, 0, 1), (PATIENT, 1, 0), (DOCTOR, 1, 1)]
		{
			wait(APPEAL_PERIOD);
			assert_ok!(appeal(who, id, payer, &[line]));
			wait(UNDECIDED);
		}
		assert!(InsuranceClaims::now() > NOW + RETENTION);
		assert_noop!(remove(STRANGER, id), TestError::Appealed);
		wait(1);
		assert_ok!(remove(STRANGER, id));
	});
}
