//! Collection is bounded: a block spends what it may, and the next goes on where it stopped.

use super::{
	collection::{collected, poll_at, poll_within},
	plan::{in_instalments, monthly, queue, ANY},
	*,
};
use frame::traits::Currency as _;

type Weights = <Test as Config>::WeightInfo;

/// How many instalments a block collects.
fn per_block() -> u64 {
	let room = CollectionWeight::get() - Weights::poll();
	room.checked_div_per_component(&Weights::collect()).unwrap()
}

#[test]
fn a_block_collects_within_its_weight_and_the_next_goes_on() {
	build_and_execute(|| {
		currency();
		let terms = monthly(2);
		let n = per_block();
		let ids: Vec<_> = (0..n + 3).map(|_| in_instalments(20, terms, Some(ANY))).collect();
		let full = Weights::poll() + Weights::collect() * n;
		assert!(full.all_lte(CollectionWeight::get()));

		set_now(terms.due(1));
		events();
		assert_eq!(poll_within(Weight::MAX), full);
		let first = collected(&events());
		assert_eq!((first.len() as u64, balance(PATIENT)), (n, FUNDS - 10 * Amount::from(n)));
		assert_eq!(poll_within(Weight::MAX), Weights::poll() + Weights::collect() * 3);
		let second = collected(&events());
		assert_eq!(poll_within(Weight::MAX), Weights::poll());
		assert_eq!(events(), []);
		let mut done: Vec<_> = first.iter().chain(&second).map(|(id, ..)| *id).collect();
		done.sort();
		assert_eq!(done, ids);
	});
}

#[test]
fn a_block_with_less_room_collects_less() {
	build_and_execute(|| {
		currency();
		let terms = monthly(2);
		for _ in 0..5 {
			in_instalments(20, terms, Some(ANY));
		}
		set_now(terms.due(1));
		let (look, one) = (Weights::poll(), Weights::collect());
		let little = Weight::from_parts(1, 1);
		for (room, used, done) in [
			(Weight::zero(), Weight::zero(), 0),
			(look - little, Weight::zero(), 0),
			(look, look, 0),
			(look + one - little, look, 0),
			(look + one - Weight::from_parts(0, 1), look, 0),
			(look + one - Weight::from_parts(1, 0), look, 0),
			(look + one, look + one, 1),
			(look + one * 2 + little, look + one * 2, 2),
			(look + one * 3, look + one * 2, 2),
		] {
			events();
			assert_eq!(poll_within(room), used, "with {room:?}");
			assert_eq!(collected(&events()).len(), done, "with {room:?}");
		}
	});
}

#[test]
fn what_is_due_first_is_collected_first() {
	build_and_execute(|| {
		currency();
		let late = PlanTerms { first_due: NOW + 300, ..monthly(2) };
		let last = in_instalments(20, PlanTerms { first_due: NOW + 256, ..late }, Some(ANY));
		let middle = in_instalments(20, PlanTerms { first_due: NOW + 255, ..late }, Some(ANY));
		let first = in_instalments(20, PlanTerms { first_due: NOW + 1, ..late }, Some(ANY));
		in_instalments(20, late, Some(ANY));
		set_now(NOW + 299);
		for expected in [first, middle, last] {
			events();
			poll_within(Weights::poll() + Weights::collect());
			assert_eq!(collected(&events()), [(expected, 1, 10)]);
		}
		assert_eq!(poll_at(NOW + 299), []);
	});
}

#[test]
fn ten_thousand_plans_due_in_one_second() {
	const PLANS: u64 = 10_000;
	const TOTAL: Amount = 1_000;
	// One unit stays.
	const PURSE: Amount = TOTAL + 1;
	build_and_execute(|| {
		// Some twenty blocks for each instalment.
		CollectionWeight::set(room_for(512));
		bare_currency();
		attest(EUR, Amount::from(PLANS) * PURSE);
		// Deposits for so many bills.
		let _ = Balances::deposit_creating(&HOSPITAL, 100_000_000);
		let terms = monthly(3);
		let patients = 1_000..1_000 + PLANS;
		for patient in patients.clone() {
			assert_ok!(MedicalToken::mint(signed(BANK), EUR, patient, PURSE));
			let id = bill_to(patient, &[line(ServiceType::Hospital, 1, TOTAL)]);
			assert_ok!(MedicalToken::propose_plan(signed(HOSPITAL), id, terms));
			assert_ok!(MedicalToken::accept_plan(signed(patient), id, terms, Some(ANY)));
		}
		assert_eq!(queue().len() as u64, PLANS);
		let expected_blocks = PLANS.div_ceil(per_block());

		let mut paid = 0;
		for (number, amount) in [(1, 333), (2, 333), (3, 334)] {
			set_now(terms.due(number));
			events();
			let mut seen = std::collections::BTreeSet::new();
			let mut blocks = 0;
			loop {
				let used = poll_within(Weight::MAX);
				let done = collected(&events());
				if done.is_empty() {
					assert_eq!(used, Weights::poll());
					break;
				}
				blocks += 1;
				assert_eq!(used, Weights::poll() + Weights::collect() * done.len() as u64);
				assert!(used.all_lte(CollectionWeight::get()));
				for (id, instalment, taken) in done {
					assert_eq!((instalment, taken), (number, amount), "bill {id}");
					assert!(seen.insert(id), "bill {id} twice");
				}
			}
			println!("instalment {number}: {PLANS} collected in {blocks} blocks");
			assert_eq!((seen.len() as u64, blocks), (PLANS, expected_blocks));
			paid += amount;
			assert!(patients.clone().all(|patient| balance(patient) == PURSE - paid));
			assert_eq!(balance(HOSPITAL), Amount::from(PLANS) * paid);
		}
		assert_eq!(queue(), []);
		assert!(Bills::<Test>::iter_values().all(|known| known.bill.status == BillStatus::Balanced));
		assert_eq!(balance(HOSPITAL) + Amount::from(PLANS), supply());
		empty(patients);
	});
}
