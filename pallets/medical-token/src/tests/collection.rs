//! Instalments are collected by mandate: what is due, once, and within the weight of a block.

use super::{
	plan::{debit_of, in_instalments, monthly, plan_of, queue, retries, ANY},
	*,
};
use frame::{
	deps::{frame_support::weights::WeightMeter, frame_system::pallet_prelude::BlockNumberFor},
	traits::Hooks,
};
use medchain_support::billing::Billing;
use std::collections::{BTreeMap, BTreeSet};

/// Lets a block collect that has this much weight left. Answers what it used.
pub fn poll_within(limit: Weight) -> Weight {
	let mut meter = WeightMeter::with_limit(limit);
	<MedicalToken as Hooks<BlockNumberFor<Test>>>::on_poll(1, &mut meter);
	assert!(meter.consumed().all_lte(limit));
	meter.consumed()
}

/// Lets a block collect at second `now`, and answers what it says.
pub fn poll_at(now: u64) -> Vec<Event<Test>> {
	set_now(now);
	events();
	let used = poll_within(Weight::MAX);
	assert!(used.all_lte(CollectionWeight::get()));
	events()
}

/// The instalments collected by these events: bill, instalment, amount.
pub fn collected(events: &[Event<Test>]) -> Vec<(BillId, u16, Amount)> {
	let of = |event: &Event<Test>| match event {
		Event::InstalmentCollected { bill, instalment, amount } => {
			Some((*bill, *instalment, *amount))
		}
		_ => None,
	};
	events.iter().filter_map(of).collect()
}

/// The instalments that could not be collected by these events.
fn failed(events: &[Event<Test>]) -> Vec<(BillId, u16, DebitFailure)> {
	let of = |event: &Event<Test>| match event {
		Event::InstalmentFailed { bill, instalment, reason } => Some((*bill, *instalment, *reason)),
		_ => None,
	};
	events.iter().filter_map(of).collect()
}

fn pay_by_hand(id: BillId, amount: Amount) {
	assert_ok!(MedicalToken::pay(signed(PATIENT), id, amount));
}

#[test]
fn each_instalment_is_collected_once() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		let id = in_instalments(1_000, terms, Some(ANY));
		let mut paid = 0;
		for (number, amount) in [(1, 333), (2, 333), (3, 334)] {
			assert_eq!(poll_at(terms.due(number) - 1), []);
			let told = poll_at(terms.due(number));
			paid += amount;
			let outstanding = 1_000 - paid;
			let mut expected = vec![
				Event::BillPaid { bill: id, payer: PATIENT, amount, outstanding },
				Event::InstalmentCollected { bill: id, instalment: number, amount },
			];
			if number == 3 {
				expected.push(Event::MandateEnded { bill: id });
				expected.push(Event::BillBalanced { bill: id });
			}
			assert_eq!(told, expected);
			assert_eq!((balance(PATIENT), balance(HOSPITAL)), (FUNDS - paid, FUNDS + paid));
			// Neither the same second nor a later one finds it again.
			assert_eq!(poll_at(terms.due(number)), []);
			assert_eq!(poll_at(terms.due(number) + 1), []);
		}
		let bill = stored(id);
		assert_eq!((bill.status, bill.closed_at), (BillStatus::Balanced, Some(terms.due(3))));
		assert_eq!((plan_of(id).debit, queue()), (None, vec![]));
	});
}

#[test]
fn what_is_paid_by_hand_is_not_collected() {
	build_and_execute(|| {
		currency();
		let terms = monthly(4);
		let id = in_instalments(1_000, terms, Some(ANY));
		pay_by_hand(id, 100);
		assert_eq!(collected(&poll_at(terms.due(1))), [(id, 1, 150)]);
		// The second and a part of the third.
		pay_by_hand(id, 300);
		assert_eq!(poll_at(terms.due(2)), []);
		assert_eq!(queue(), [(terms.due(3), id)]);
		assert_eq!(collected(&poll_at(terms.due(3))), [(id, 3, 200)]);
		// Also when somebody else pays.
		assert_ok!(MedicalToken::pay(signed(INSURER), id, 240));
		assert_eq!(collected(&poll_at(terms.due(4))), [(id, 4, 10)]);
		assert_eq!(stored(id).status, BillStatus::Balanced);
		assert_eq!(debits_sum(id), (760, 240));
	});
}

/// What the patient has paid of a bill, and what others have.
fn debits_sum(id: BillId) -> (Amount, Amount) {
	let (own, others): (Vec<_>, Vec<_>) =
		stored(id).payments.into_iter().partition(|payment| payment.payer == PATIENT);
	let sum = |payments: Vec<Payment<AccountId>>| payments.iter().map(|one| one.amount).sum();
	(sum(own), sum(others))
}

#[test]
fn what_stands_in_the_way_is_told_and_tried_again() {
	type Step = fn(BillId);
	let cases: [(DebitFailure, Step, Step); 5] = [
		(
			DebitFailure::Funds,
			|_| {
				assert_ok!(Assets::transfer(signed(PATIENT), EUR, STRANGER, FUNDS - 333));
			},
			|_| {
				assert_ok!(Assets::transfer(signed(STRANGER), EUR, PATIENT, 1));
			},
		),
		(
			DebitFailure::Frozen,
			|_| freeze(PATIENT),
			|_| {
				assert_ok!(MedicalToken::thaw(signed(REGULATOR), EUR, PATIENT));
			},
		),
		(
			DebitFailure::Frozen,
			|_| freeze(HOSPITAL),
			|_| {
				assert_ok!(MedicalToken::thaw(signed(REGULATOR), EUR, HOSPITAL));
			},
		),
		(
			DebitFailure::Paused,
			|_| pause(),
			|_| {
				assert_ok!(MedicalToken::resume(signed(REGULATOR), EUR));
			},
		),
		(
			DebitFailure::Disputed,
			|id| {
				let reason = DisputeReason::NotReceived;
				assert_ok!(MedicalToken::dispute(signed(PATIENT), id, reason));
			},
			|id| {
				assert_ok!(MedicalToken::resolve(signed(REGULATOR), id, 0));
			},
		),
	];
	for (reason, obstruct, clear) in cases {
		build_and_execute(|| {
			currency();
			let terms = monthly(3);
			let id = in_instalments(1_000, terms, Some(ANY));
			obstruct(id);
			let before = EVERYBODY.map(balance);
			let told = poll_at(terms.due(1));
			assert_eq!(told, [Event::InstalmentFailed { bill: id, instalment: 1, reason }]);
			assert_eq!(EVERYBODY.map(balance), before);
			assert_eq!((debit_of(id).failures, stored(id).outstanding()), (1, 1_000));
			// One day later, not before.
			assert_eq!(queue(), [(terms.due(1) + DAY, id)]);
			clear(id);
			assert_eq!(poll_at(terms.due(1) + DAY - 1), []);
			let told = poll_at(terms.due(1) + DAY);
			assert_eq!((collected(&told), failed(&told)), (vec![(id, 1, 333)], vec![]));
			assert_eq!((debit_of(id).failures, queue()), (0, vec![(terms.due(2), id)]));
		});
	}
}

#[test]
fn a_bill_with_no_room_for_another_payer_is_told() {
	build_and_execute(|| {
		currency();
		let terms = monthly(2);
		let id = in_instalments(1_000, terms, Some(ANY));
		for payer in 100..100 + u64::from(MAX_PAYERS) {
			assert_ok!(MedicalToken::mint(signed(BANK), EUR, payer, 2));
			assert_ok!(<MedicalToken as Billing<_>>::settle(id, &payer, 1));
		}
		let told = poll_at(terms.due(1));
		assert_eq!(failed(&told), [(id, 1, DebitFailure::Other)]);
		assert_eq!(stored(id).outstanding(), 1_000 - Amount::from(MAX_PAYERS));
		empty(stored(id).payments.iter().map(|payment| payment.payer));
	});
}

#[test]
fn an_instalment_is_tried_no_more_often_than_allowed_then_is_in_arrears() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		let id = in_instalments(1_000, terms, Some(ANY));
		freeze(PATIENT);
		let retries = retries();
		for again in 0..=retries {
			let at = terms.due(1) + again * DAY;
			assert_eq!(queue(), [(at, id)]);
			assert_eq!(failed(&poll_at(at)), [(id, 1, DebitFailure::Frozen)]);
		}
		// Now the next one is waited for.
		assert_eq!(queue(), [(terms.due(2), id)]);
		assert_eq!(poll_at(terms.due(2) - 1), []);
		assert_ok!(MedicalToken::thaw(signed(REGULATOR), EUR, PATIENT));
		assert_eq!(collected(&poll_at(terms.due(2))), [(id, 2, 666)]);

		freeze(PATIENT);
		for again in 0..retries {
			let told = poll_at(terms.due(3) + again * DAY);
			assert_eq!(failed(&told), [(id, 3, DebitFailure::Frozen)]);
			assert_eq!(told.len(), 1);
		}
		let told = poll_at(terms.due(3) + retries * DAY);
		assert_eq!(
			told,
			[
				Event::InstalmentFailed { bill: id, instalment: 3, reason: DebitFailure::Frozen },
				Event::MandateEnded { bill: id },
			]
		);
		assert_eq!((plan_of(id).debit, queue()), (None, vec![]));
		assert_eq!((stored(id).status, stored(id).outstanding()), (BillStatus::Issued, 334));

		// What is late can be collected by another mandate, or paid by hand.
		assert_ok!(MedicalToken::thaw(signed(REGULATOR), EUR, PATIENT));
		assert_ok!(MedicalToken::authorize_debit(signed(PATIENT), id, 3, ANY));
		assert_eq!(collected(&poll_at(terms.due(3) + 9 * DAY)), [(id, 3, 334)]);
	});
}

#[test]
fn retries_that_last_beyond_the_next_due_date_collect_both() {
	build_and_execute(|| {
		currency();
		let terms = PlanTerms { instalments: 3, first_due: NOW, interval: DAY / 2 };
		let id = in_instalments(900, terms, Some(ANY));
		pause();
		assert_eq!(failed(&poll_at(NOW)), [(id, 1, DebitFailure::Paused)]);
		assert_eq!(poll_at(terms.due(2)), []);
		assert_ok!(MedicalToken::resume(signed(REGULATOR), EUR));
		let told = poll_at(terms.due(3));
		assert_eq!(collected(&told), [(id, 1, 900)]);
		assert_eq!((stored(id).status, queue()), (BillStatus::Balanced, vec![]));
	});
}

#[test]
fn nothing_is_taken_that_a_dispute_does_not_make_due() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		let id = in_instalments(900, terms, Some(ANY));
		pay_by_hand(id, 300);
		assert_ok!(MedicalToken::dispute(signed(PATIENT), id, DisputeReason::Duplicate));
		// Nothing is due, so nothing fails.
		assert_eq!(poll_at(terms.due(1)), []);
		assert_eq!(queue(), [(terms.due(2), id)]);
		// A credit counts like a payment, to the instalments that come first.
		assert_ok!(MedicalToken::resolve(signed(REGULATOR), id, 400));
		assert_eq!(poll_at(terms.due(2)), []);
		assert_eq!(collected(&poll_at(terms.due(3))), [(id, 3, 200)]);
	});
}

#[test]
fn no_debit_is_larger_than_the_patient_allows() {
	build_and_execute(|| {
		currency();
		let terms = monthly(4);
		let mandate = Mandate { per_debit: 300, ..ANY };
		let id = in_instalments(1_000, terms, Some(mandate));
		// The first two fail to the end.
		freeze(PATIENT);
		for number in [1, 2] {
			for again in 0..3 {
				assert_eq!(failed(&poll_at(terms.due(number) + again * DAY)).len(), 1);
			}
		}
		assert_ok!(MedicalToken::thaw(signed(REGULATOR), EUR, PATIENT));
		// Of 750 and of 700 that are due.
		assert_eq!(collected(&poll_at(terms.due(3))), [(id, 3, 300)]);
		let told = poll_at(terms.due(4));
		assert_eq!(collected(&told), [(id, 4, 300)]);
		assert_eq!(told.last(), Some(&Event::MandateEnded { bill: id }));
		assert_eq!((stored(id).outstanding(), queue()), (400, vec![]));
	});
}

#[test]
fn all_debits_together_are_no_more_than_the_patient_allows() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		let id = in_instalments(1_000, terms, Some(Mandate { total: 500, ..ANY }));
		assert_eq!(collected(&poll_at(terms.due(1))), [(id, 1, 333)]);
		assert_eq!(collected(&poll_at(terms.due(2))), [(id, 2, 167)]);
		assert_eq!(debit_of(id).debited, 500);
		assert_eq!(poll_at(terms.due(3)), [Event::MandateEnded { bill: id }]);
		assert_eq!((stored(id).outstanding(), plan_of(id).debit, queue()), (500, None, vec![]));

		// Another mandate starts from nothing.
		let more = Mandate { total: 450, ..ANY };
		assert_ok!(MedicalToken::authorize_debit(signed(PATIENT), id, 3, more));
		assert_eq!(collected(&poll_at(terms.due(3))), [(id, 3, 450)]);
		assert_eq!(stored(id).outstanding(), 50);
	});
}

#[test]
fn a_used_up_mandate_outlasts_what_is_paid_by_hand() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		let id = in_instalments(900, terms, Some(Mandate { total: 300, ..ANY }));
		assert_eq!(collected(&poll_at(terms.due(1))), [(id, 1, 300)]);
		pay_by_hand(id, 300);
		assert_eq!(poll_at(terms.due(2)), []);
		assert_eq!(queue(), [(terms.due(3), id)]);
		assert_eq!(poll_at(terms.due(3)), [Event::MandateEnded { bill: id }]);
	});
}

#[test]
fn nothing_is_debited_after_the_last_second_of_the_mandate() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		let until = terms.due(2);
		let id = in_instalments(900, terms, Some(Mandate { until, ..ANY }));
		assert_eq!(collected(&poll_at(terms.due(1))), [(id, 1, 300)]);
		assert_eq!(collected(&poll_at(until)), [(id, 2, 300)]);
		assert_eq!(poll_at(terms.due(3)), [Event::MandateEnded { bill: id }]);
		assert_eq!((stored(id).outstanding(), queue()), (300, vec![]));

		// A block that comes a second too late collects nothing.
		let late = in_instalments(900, monthly(3), Some(Mandate { until: terms.due(4), ..ANY }));
		assert_eq!(monthly(3).first_due, terms.due(4));
		assert_eq!(poll_at(terms.due(4) + 1), [Event::MandateEnded { bill: late }]);
		assert_eq!(stored(late).outstanding(), 900);
	});
}

#[test]
fn after_an_outage_all_that_was_due_is_collected_at_once() {
	build_and_execute(|| {
		currency();
		let terms = monthly(4);
		let id = in_instalments(1_000, terms, Some(ANY));
		let late = terms.due(3) + 7;
		let told = poll_at(late);
		assert_eq!(collected(&told), [(id, 1, 750)]);
		assert_eq!(failed(&told), []);
		// The turns of the second and the third find nothing to do.
		assert_eq!((debit_of(id).instalment, queue()), (2, vec![(late + DAY, id)]));
		assert_eq!(poll_at(late + DAY), []);
		assert_eq!((debit_of(id).instalment, queue()), (3, vec![(late + 2 * DAY, id)]));
		assert_eq!(poll_at(late + 2 * DAY), []);
		assert_eq!(queue(), [(terms.due(4), id)]);
		assert_eq!(collected(&poll_at(terms.due(4))), [(id, 4, 250)]);

		let id = in_instalments(1_000, monthly(4), Some(ANY));
		assert_eq!(collected(&poll_at(u64::MAX / 1_000)), [(id, 1, 1_000)]);
		assert_eq!((stored(id).status, queue()), (BillStatus::Balanced, vec![]));
	});
}

#[test]
fn after_an_outage_a_limited_mandate_catches_up_one_debit_at_a_time() {
	build_and_execute(|| {
		currency();
		let terms = monthly(4);
		let id = in_instalments(1_000, terms, Some(Mandate { per_debit: 250, ..ANY }));
		let late = terms.due(3) + 7;
		for (number, taken) in [(1, 250), (2, 500), (3, 750)] {
			let at = late + DAY * u64::from(number - 1);
			assert_eq!(collected(&poll_at(at)), [(id, number, 250)]);
			assert_eq!(balance(PATIENT), FUNDS - taken);
			// Neither further blocks of the same second nor those of the day find anything.
			assert_eq!(poll_at(at), []);
			assert_eq!(poll_at(at + DAY - 1), []);
		}
		assert_eq!(queue(), [(terms.due(4), id)]);
		assert_eq!(collected(&poll_at(terms.due(4))), [(id, 4, 250)]);
		assert_eq!(stored(id).status, BillStatus::Balanced);
	});
}

#[test]
fn no_mandate_is_debited_twice_in_one_block_after_an_outage() {
	build_and_execute(|| {
		currency();
		CollectionWeight::set(room_for(1_000));
		// Many instalments close together, few far apart; limited and not.
		let mut ids = Vec::new();
		for (instalments, interval) in [(60, 10), (60, 3_600), (12, DAY), (4, 30 * DAY)] {
			let terms = PlanTerms { instalments, first_due: NOW + 100, interval };
			for per_debit in [100, 150, Amount::MAX] {
				let total = 100 * Amount::from(instalments);
				let mandate = Mandate { per_debit, ..ANY };
				ids.push((in_instalments(total, terms, Some(mandate)), per_debit));
			}
		}
		let mut taken = BTreeMap::<BillId, Vec<(u64, Amount)>>::new();
		let start = NOW + 400 * DAY;
		let mut now = start;
		while !queue().is_empty() {
			// Some blocks of each second in which something waits.
			for _ in 0..2 {
				let mut seen = BTreeSet::new();
				for (id, _, amount) in collected(&poll_at(now)) {
					assert!(seen.insert(id), "bill {id} twice in a block");
					taken.entry(id).or_default().push((now, amount));
				}
			}
			now = queue().first().map_or(now, |(at, _)| (*at).max(now + 1));
		}
		assert_eq!(taken.len(), ids.len());
		for (id, most) in ids {
			let debits = &taken[&id];
			assert!(debits.iter().all(|(_, amount)| *amount <= most), "{debits:?}");
			assert!(debits.windows(2).all(|two| two[1].0 - two[0].0 >= DAY), "{debits:?}");
			let sum: Amount = debits.iter().map(|(_, amount)| amount).sum();
			assert_eq!((sum, stored(id).status), (stored(id).gross, BillStatus::Balanced));
			assert_eq!(debits.len() as u128, stored(id).gross.div_ceil(most));
		}
	});
}

#[test]
fn while_the_chain_stands_still_nothing_is_collected() {
	build_and_execute(|| {
		currency();
		let terms = monthly(4);
		let id = in_instalments(1_000, terms, Some(ANY));
		let over = Mandate { until: terms.due(1) + DAY, ..ANY };
		let short = in_instalments(1_000, terms, Some(over));
		let before = (stored(id), stored(short), queue());
		let look = <Test as Config>::WeightInfo::poll();
		Standstill::set(true);
		for at in [terms.due(1), terms.due(1) + DAY, terms.due(2), terms.due(2) + DAY] {
			set_now(at);
			events();
			// It costs the look, if there is room for one.
			assert_eq!(poll_within(Weight::MAX), look);
			assert_eq!(poll_within(look), look);
			assert_eq!(poll_within(look - Weight::from_parts(1, 0)), Weight::zero());
			assert_eq!(events(), []);
			// No try is used up.
			assert_eq!((stored(id), stored(short), queue()), before);
		}
		assert_eq!(balance(PATIENT), FUNDS);

		// By hand they can pay all the time.
		pay_by_hand(id, 100);
		Standstill::set(false);
		let resumed = terms.due(2) + DAY;
		let told = poll_at(resumed);
		assert_eq!(collected(&told), [(id, 1, 400)]);
		// What a mandate no longer allows is not made good.
		assert!(told.contains(&Event::MandateEnded { bill: short }), "{told:?}");
		assert_eq!(stored(short).outstanding(), 1_000);
		assert_eq!((queue(), balance(PATIENT)), (vec![(resumed + DAY, id)], FUNDS - 500));
		assert_eq!(poll_at(resumed + DAY), []);
		assert_eq!(collected(&poll_at(terms.due(3))), [(id, 3, 250)]);
	});
}

#[test]
fn a_mandate_given_in_arrears_is_collected_with_the_next_block() {
	build_and_execute(|| {
		currency();
		let terms = monthly(4);
		let id = in_instalments(1_000, terms, None);
		assert_eq!(poll_at(terms.due(2) + 3), []);
		assert_ok!(MedicalToken::authorize_debit(signed(PATIENT), id, 4, ANY));
		assert_eq!(collected(&poll_at(terms.due(2) + 9)), [(id, 2, 500)]);
		assert_eq!(queue(), [(terms.due(3), id)]);
		// A new one in the same second does not collect again.
		assert_ok!(MedicalToken::authorize_debit(signed(PATIENT), id, 4, ANY));
		assert_eq!(queue(), [(terms.due(2), id)]);
		assert_eq!(poll_at(terms.due(2) + 9), []);
		assert_eq!((balance(PATIENT), queue()), (FUNDS - 500, vec![(terms.due(3), id)]));
	});
}

#[test]
fn a_revoked_mandate_collects_nothing() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		let id = in_instalments(900, terms, Some(ANY));
		assert_eq!(collected(&poll_at(terms.due(1))), [(id, 1, 300)]);
		assert_ok!(MedicalToken::revoke_mandate(signed(PATIENT), id));
		assert_eq!(poll_at(u64::MAX / 1_000), []);
		assert_eq!(stored(id).outstanding(), 600);
	});
}

#[test]
fn a_bill_that_is_closed_leaves_the_queue() {
	type Step = fn(BillId);
	let endings: [(BillStatus, Step); 6] = [
		(BillStatus::Balanced, |id| pay_by_hand(id, 900)),
		(BillStatus::Balanced, |id| {
			assert_ok!(<MedicalToken as Billing<_>>::settle(id, &INSURER, 900));
		}),
		(BillStatus::Balanced, |id| {
			assert_ok!(MedicalToken::write_off(signed(HOSPITAL), id, 900));
		}),
		(BillStatus::Balanced, |id| {
			assert_ok!(MedicalToken::dispute(signed(PATIENT), id, DisputeReason::NotCovered));
			assert_ok!(MedicalToken::resolve(signed(REGULATOR), id, 900));
		}),
		(BillStatus::Cancelled, |id| {
			assert_ok!(MedicalToken::cancel(signed(HOSPITAL), id, false));
		}),
		(BillStatus::EnteredInError, |id| {
			pay_by_hand(id, 1);
			assert_ok!(MedicalToken::refund(signed(HOSPITAL), id, PATIENT, 1));
			assert_ok!(MedicalToken::cancel(signed(HOSPITAL), id, true));
		}),
	];
	for (status, end) in endings {
		build_and_execute(|| {
			currency();
			let terms = monthly(3);
			let id = in_instalments(900, terms, Some(ANY));
			let other = in_instalments(900, terms, Some(ANY));
			events();
			end(id);
			assert!(events().contains(&Event::MandateEnded { bill: id }));
			assert_eq!((stored(id).status, plan_of(id).debit), (status, None));
			assert_eq!(queue(), [(terms.due(1), other)]);
			let before = balance(PATIENT);
			assert_eq!(collected(&poll_at(terms.due(1))), [(other, 1, 300)]);
			assert_eq!(balance(PATIENT), before - 300);
			assert_noop!(MedicalToken::revoke_mandate(signed(PATIENT), id), TestError::NoMandate);
		});
	}
}

#[test]
fn a_write_off_of_a_part_is_not_collected() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		let id = in_instalments(900, terms, Some(ANY));
		assert_ok!(MedicalToken::write_off(signed(HOSPITAL), id, 350));
		assert_eq!(poll_at(terms.due(1)), []);
		assert_eq!(collected(&poll_at(terms.due(2))), [(id, 2, 250)]);
		assert_eq!(collected(&poll_at(terms.due(3))), [(id, 3, 300)]);
		assert_eq!(stored(id).status, BillStatus::Balanced);
	});
}

#[test]
fn a_refund_is_not_collected_again() {
	build_and_execute(|| {
		currency();
		let terms = monthly(2);
		let id = in_instalments(900, terms, Some(ANY));
		assert_eq!(collected(&poll_at(terms.due(1))), [(id, 1, 450)]);
		assert_ok!(MedicalToken::refund(signed(HOSPITAL), id, PATIENT, 450));
		assert_eq!(collected(&poll_at(terms.due(2))), [(id, 2, 450)]);
		assert_eq!(balance(PATIENT), FUNDS - 450);
	});
}

#[test]
fn a_debit_leaves_one_unit_and_what_is_held() {
	build_and_execute(|| {
		currency();
		let terms = monthly(2);
		let id = in_instalments(FUNDS * 2, terms, Some(ANY));
		let told = poll_at(terms.due(1));
		assert_eq!(failed(&told), [(id, 1, DebitFailure::Funds)]);
		assert_eq!(balance(PATIENT), FUNDS);
		assert_ok!(Assets::transfer(signed(INSURER), EUR, PATIENT, 1));
		assert_eq!(collected(&poll_at(terms.due(1) + DAY)), [(id, 1, FUNDS)]);
		assert_eq!(balance(PATIENT), 1);

		assert_ok!(Assets::transfer(signed(INSURER), EUR, PATIENT, FUNDS - 1));
		let id = in_instalments(2_000, monthly(2), Some(ANY));
		assert_ok!(MedicalToken::request_redemption(signed(PATIENT), EUR, FUNDS - 1_000));
		// What is held is not the unit that stays.
		let due = monthly(2).first_due;
		let told = poll_at(due);
		assert!(failed(&told).contains(&(id, 1, DebitFailure::Funds)), "{told:?}");
		assert_eq!(balance(PATIENT), 1_000);
		assert_ok!(Assets::transfer(signed(HOSPITAL), EUR, PATIENT, 1));
		assert_eq!(collected(&poll_at(due + DAY)), [(id, 1, 1_000)]);
		assert_eq!(balance(PATIENT), 1);
	});
}
