//! What other pallets take back: bills that should never have been.

use super::{
	plan::{in_instalments, monthly, queue, ANY},
	*,
};
use medchain_support::billing::Billing;

const RETENTION: u64 = 60 * DAY;

fn take_back(id: BillId) -> DispatchResult {
	<MedicalToken as Billing<AccountId>>::cancel(id)
}

fn pay(payer: AccountId, id: BillId, amount: Amount) {
	assert_ok!(MedicalToken::pay(signed(payer), id, amount));
}

fn refund(id: BillId, payer: AccountId, amount: Amount) {
	assert_ok!(MedicalToken::refund(signed(HOSPITAL), id, payer, amount));
}

fn dispute(id: BillId) -> DispatchResult {
	MedicalToken::dispute(signed(PATIENT), id, DisputeReason::NotReceived)
}

fn outstanding(id: BillId) -> Option<(CurrencyId, Amount)> {
	<MedicalToken as Billing<AccountId>>::outstanding(id)
}

#[test]
fn a_bill_is_taken_back_once() {
	build_and_execute(|| {
		currency();
		let (id, other) = (bill_of(1_000), bill_of(500));
		events();
		set_now(NOW + 7);
		assert_ok!(take_back(id));
		assert_eq!(events(), [Event::BillCancelled { bill: id, as_error: true }]);
		let bill = stored(id);
		assert_eq!((bill.status, bill.closed_at), (BillStatus::EnteredInError, Some(NOW + 7)));
		assert_eq!((bill.written_off, outstanding(id)), (1_000, Some((EUR, 0))));
		assert_noop!(MedicalToken::pay(signed(PATIENT), id, 1), TestError::BillClosed);
		let before = stored(id);
		assert_eq!((take_back(id), events()), (Ok(()), Vec::new()));
		assert_eq!(stored(id), before);
		assert_noop!(take_back(other + 1), TestError::BillNotFound);
		assert_eq!(outstanding(other), Some((EUR, 500)));

		assert_ok!(MedicalToken::cancel(signed(HOSPITAL), other, false));
		assert_ok!(take_back(other));
		assert_eq!(stored(other).status, BillStatus::Cancelled);
	});
}

#[test]
fn it_is_not_while_the_provider_keeps_money() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		pay(PATIENT, id, 300);
		pay(INSURER, id, 200);
		assert_noop!(take_back(id), TestError::PaymentsRemain);
		refund(id, PATIENT, 300);
		refund(id, INSURER, 199);
		assert_noop!(take_back(id), TestError::PaymentsRemain);
		refund(id, INSURER, 1);
		assert_ok!(take_back(id));
		assert_eq!((stored(id).written_off, stored(id).paid), (500, 500));
		assert_eq!([PATIENT, INSURER, HOSPITAL].map(balance), [FUNDS; 3]);
	});
}

#[test]
fn one_that_was_balanced_is_taken_back_when_all_came_back() {
	build_and_execute(|| {
		currency();
		prompt_pay(1_000, DAY);
		let id = bill_of(1_000);
		pay(INSURER, id, 400);
		pay(PATIENT, id, 500);
		assert_eq!((stored(id).status, stored(id).prompt_taken()), (BillStatus::Balanced, 100));
		assert_noop!(take_back(id), TestError::PaymentsRemain);
		refund(id, PATIENT, 500);
		assert_noop!(take_back(id), TestError::PaymentsRemain);
		refund(id, INSURER, 400);
		// The provider's own call ends open bills alone.
		assert_noop!(MedicalToken::cancel(signed(HOSPITAL), id, true), TestError::BillClosed);

		events();
		set_now(NOW + 9);
		assert_ok!(take_back(id));
		assert_eq!(events(), [Event::BillCancelled { bill: id, as_error: true }]);
		let bill = stored(id);
		assert_eq!((bill.status, bill.closed_at), (BillStatus::EnteredInError, Some(NOW + 9)));
		assert_eq!((bill.written_off, bill.outstanding(), bill.kept()), (0, 0, 0));
		// It is kept as long as one that was closed now.
		set_now(NOW + 9 + RETENTION);
		assert_noop!(MedicalToken::remove(signed(PATIENT), id), TestError::RetentionNotOver);
		set_now(NOW + 9 + RETENTION + 1);
		assert_ok!(MedicalToken::remove(signed(PATIENT), id));
		assert_noop!(take_back(id), TestError::BillNotFound);
	});
}

#[test]
fn one_that_was_given_up_in_full_is_taken_back() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		assert_ok!(MedicalToken::write_off(signed(HOSPITAL), id, 1_000));
		assert_eq!(stored(id).status, BillStatus::Balanced);
		assert_ok!(take_back(id));
		assert_eq!(stored(id).status, BillStatus::EnteredInError);
		assert_eq!(stored(id).written_off, 1_000);
	});
}

#[test]
fn nobody_objects_to_it_any_more() {
	build_and_execute(|| {
		currency();
		let (open, paid, quiet) = (bill_of(1_000), bill_of(1_000), bill_of(1_000));
		pay(PATIENT, paid, 1_000);
		for id in [open, paid] {
			assert_ok!(dispute(id));
		}
		refund(paid, PATIENT, 1_000);
		for id in [open, paid, quiet] {
			assert_ok!(take_back(id));
			assert!(!stored(id).is_disputed());
		}
		assert_noop!(dispute(quiet), TestError::BillClosed);
		let resolved = MedicalToken::resolve(signed(REGULATOR), paid, 0);
		assert_eq!(resolved.unwrap_err().error, TestError::NotDisputed.into());
	});
}

#[test]
fn nothing_is_collected_for_it() {
	build_and_execute(|| {
		currency();
		let id = in_instalments(1_000, monthly(4), Some(ANY));
		assert_eq!(queue().len(), 1);
		events();
		assert_ok!(take_back(id));
		assert_eq!(
			events(),
			[Event::MandateEnded { bill: id }, Event::BillCancelled { bill: id, as_error: true }]
		);
		assert_eq!(queue(), []);
	});
}

#[test]
fn money_that_stands_still_keeps_no_error_alive() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		freeze(PATIENT);
		freeze(HOSPITAL);
		pause();
		assert_ok!(take_back(id));
	});
}

/// Whatever was paid, refunded, given up and disputed before: a bill is taken back exactly if no money
/// stays with the provider; one that was cancelled stays as it is. The invariants hold after each round.
#[test]
fn whatever_came_before() {
	let mut dice = Dice::new(0x7461_6b65);
	let mut answers = [0u32; 3];
	for _ in 0..300 {
		build_and_execute(|| {
			currency();
			if dice.below(2) == 0 {
				prompt_pay(1_000, DAY);
			}
			let id = match dice.below(3) {
				0 => in_instalments(1_000, monthly(3), Some(ANY)),
				_ => bill_of(1_000),
			};
			let mut stays = [(PATIENT, 0), (INSURER, 0)];
			let mut cancelled = false;
			for _ in 0..dice.below(8) {
				let (payer, kept) = &mut stays[dice.below(2) as usize];
				let amount = dice.one_of(&[100, 450, 500, 900]);
				match dice.below(5) {
					0 | 1 => {
						let paid = MedicalToken::pay(signed(*payer), id, amount);
						*kept += paid.map_or(0, |_| amount);
					}
					2 => {
						let all = *kept;
						let back = MedicalToken::refund(signed(HOSPITAL), id, *payer, all);
						*kept -= back.map_or(0, |()| all);
					}
					3 => {
						let _ = MedicalToken::write_off(signed(HOSPITAL), id, amount);
						let _ = dispute(id);
					}
					_ => cancelled |= MedicalToken::cancel(signed(HOSPITAL), id, false).is_ok(),
				}
			}
			let before = stored(id);
			let answer = take_back(id);
			let expected = match () {
				() if stays.iter().any(|(_, kept)| *kept > 0) => {
					Err(TestError::PaymentsRemain.into())
				}
				() => Ok(()),
			};
			assert_eq!(answer, expected, "{before:?}");
			let taken = stored(id).status == BillStatus::EnteredInError;
			assert_eq!(taken, answer.is_ok() && !cancelled);
			assert!(!cancelled || stored(id) == before, "{before:?}");
			match (cancelled, expected.is_ok()) {
				(true, _) => answers[1] += 1,
				(_, true) => answers[0] += 1,
				_ => answers[2] += 1,
			}
		});
	}
	println!("taken back, cancelled before, kept money: {answers:?}");
	assert!(answers.iter().all(|count| *count > 20), "{answers:?}");
}
