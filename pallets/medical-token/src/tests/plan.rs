//! Instalments: proposed, accepted, divided to the unit; mandates given and taken back.

use super::*;
use frame::{
	deps::frame_support::dispatch::{extract_actual_weight, GetDispatchInfo},
	traits::Dispatchable,
};

type Weights = <Test as Config>::WeightInfo;

/// Instalments of thirty days, the first in thirty days.
pub fn monthly(instalments: u16) -> PlanTerms {
	let now = MedicalToken::now();
	PlanTerms { instalments, first_due: now + 30 * DAY, interval: 30 * DAY }
}

/// A mandate without limits.
pub const ANY: Mandate = Mandate { per_debit: Amount::MAX, total: Amount::MAX, until: u64::MAX };

/// A bill of the patient over `amount`, with a plan that was proposed.
pub fn proposed(amount: Amount, terms: PlanTerms) -> BillId {
	let id = bill_of(amount);
	assert_ok!(MedicalToken::propose_plan(signed(HOSPITAL), id, terms));
	id
}

/// A bill of the patient over `amount`, in instalments.
pub fn in_instalments(amount: Amount, terms: PlanTerms, mandate: Option<Mandate>) -> BillId {
	let id = proposed(amount, terms);
	assert_ok!(accept(PATIENT, id, terms, mandate));
	id
}

/// Sends a call that may pay for collections in advance. What fails changes nothing and costs no
/// more than `base`; what succeeds costs all.
fn sent_for(base: Weight, who: AccountId, call: Call<Test>) -> DispatchResult {
	let call = RuntimeCall::MedicalToken(call);
	let asked = call.get_dispatch_info();
	let result = call.dispatch(signed(who));
	let expected = if result.is_ok() { asked.call_weight } else { base };
	assert_eq!(extract_actual_weight(&result, &asked), expected, "{result:?}");
	result.map(|_| ()).map_err(|refused| refused.error)
}

fn accept(
	who: AccountId,
	bill: BillId,
	terms: PlanTerms,
	mandate: Option<Mandate>,
) -> DispatchResult {
	sent_for(Weights::accept_plan(), who, Call::accept_plan { bill, terms, mandate })
}

fn authorize(who: AccountId, bill: BillId, instalments: u16, mandate: Mandate) -> DispatchResult {
	let call = Call::authorize_debit { bill, instalments, mandate };
	sent_for(Weights::authorize_debit(), who, call)
}

/// How often an instalment is tried again.
pub fn retries() -> u64 {
	<<Test as Config>::MaxRetries as Get<u8>>::get().into()
}

pub fn plan_of(id: BillId) -> Plan {
	stored(id).plan.expect("there is a plan")
}

pub fn debit_of(id: BillId) -> Debit {
	plan_of(id).debit.expect("there is a mandate")
}

/// What waits, and until when, in the order in which it is worked off.
pub fn queue() -> Vec<(u64, BillId)> {
	Debits::<Test>::iter_keys().map(|(at, id)| (u64::from_be_bytes(at), id)).collect()
}

fn plan(instalments: u16, total: Amount) -> Plan {
	let terms = PlanTerms { instalments, first_due: 100, interval: 10 };
	Plan { terms, total, accepted: true, debit: None }
}

#[test]
fn a_proposal_is_replaced_until_it_is_accepted() {
	build_and_execute(|| {
		currency();
		let id = bill_of(1_000);
		events();
		let (four, three) = (monthly(4), monthly(3));
		assert_ok!(MedicalToken::propose_plan(signed(HOSPITAL), id, four));
		assert_eq!(events(), [Event::PlanProposed { bill: id, terms: four }]);
		let open = Plan { terms: four, total: 1_000, accepted: false, debit: None };
		assert_eq!(plan_of(id), open);
		// What is proposed changes nothing of what is owed.
		assert_eq!(MedicalToken::bill(id).unwrap().instalments, []);

		assert_ok!(MedicalToken::propose_plan(signed(HOSPITAL), id, three));
		assert_noop!(accept(PATIENT, id, four, None), TestError::PlanTermsDiffer);
		events();
		assert_ok!(accept(PATIENT, id, three, None));
		assert_eq!(events(), [Event::PlanAccepted { bill: id, total: 1_000 }]);
		let accepted = Plan { terms: three, total: 1_000, accepted: true, debit: None };
		assert_eq!(plan_of(id), accepted);
		assert_eq!(queue(), []);

		let again = MedicalToken::propose_plan(signed(HOSPITAL), id, four);
		assert_noop!(again, TestError::PlanExists);
		assert_noop!(accept(PATIENT, id, three, None), TestError::PlanExists);
	});
}

#[test]
fn a_plan_is_accepted_with_a_mandate() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		let id = proposed(1_000, terms);
		events();
		let mandate = Mandate { per_debit: 334, total: 334, until: NOW };
		assert_ok!(accept(PATIENT, id, terms, Some(mandate)));
		assert_eq!(
			events(),
			[Event::PlanAccepted { bill: id, total: 1_000 }, Event::MandateGiven { bill: id }]
		);
		let first =
			Debit { mandate, debited: 0, instalment: 1, next: terms.first_due, failures: 0 };
		assert_eq!(debit_of(id), first);
		assert_eq!(queue(), [(terms.first_due, id)]);
	});
}

#[test]
fn what_was_paid_since_the_proposal_is_not_in_the_plan() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		let id = proposed(1_000, terms);
		assert_ok!(MedicalToken::pay(signed(PATIENT), id, 400));
		assert_ok!(accept(PATIENT, id, terms, None));
		let amounts = MedicalToken::bill(id).unwrap().instalments;
		assert_eq!(amounts.iter().map(|one| one.amount).collect::<Vec<_>>(), [200; 3]);
		assert!(amounts.iter().all(|one| one.settled == 0));

		assert_ok!(MedicalToken::pay(signed(PATIENT), id, 250));
		let settled = MedicalToken::bill(id).unwrap().instalments;
		assert_eq!(settled.iter().map(|one| one.settled).collect::<Vec<_>>(), [200, 50, 0]);
		let due: Vec<_> = settled.iter().map(|one| (one.number, one.due - NOW)).collect();
		assert_eq!(due, [(1, 30 * DAY), (2, 60 * DAY), (3, 90 * DAY)]);
	});
}

#[test]
fn a_plan_ends_the_offer_of_prompt_payment() {
	build_and_execute(|| {
		currency();
		prompt_pay(1_000, 90 * DAY);
		let terms = monthly(2);
		let id = proposed(1_000, terms);
		assert_eq!(payable(id), 900);
		assert_ok!(accept(PATIENT, id, terms, None));
		assert_eq!((payable(id), plan_of(id).total), (1_000, 1_000));
		assert_ok!(MedicalToken::pay(signed(PATIENT), id, 900));
		assert_eq!((stored(id).status, stored(id).outstanding()), (BillStatus::Issued, 100));
	});
}

#[test]
fn proposals_at_the_edges_are_taken() {
	build_and_execute(|| {
		currency();
		let soon = PlanTerms { instalments: 2, first_due: NOW, interval: 10 };
		proposed(2, soon);
		proposed(60, PlanTerms { instalments: MAX_INSTALMENTS, ..soon });
		proposed(Amount::MAX, monthly(60));
		// The last instalment in the last second there is.
		let late = PlanTerms { instalments: 3, first_due: u64::MAX - 20, interval: 10 };
		let id = in_instalments(3, late, Some(ANY));
		assert_eq!(late.due(3), u64::MAX);
		assert_eq!(queue(), [(u64::MAX - 20, id)]);
	});
}

#[test]
fn proposals_are_refused() {
	build_and_execute(|| {
		currency();
		let id = bill_of(59);
		let terms = monthly(3);
		let propose = |who, id, terms| MedicalToken::propose_plan(signed(who), id, terms);
		assert_noop!(propose(HOSPITAL, 9, terms), TestError::BillNotFound);
		for stranger in [PHARMACY, PATIENT, REGULATOR] {
			assert_noop!(propose(stranger, id, terms), TestError::NotProvider);
		}
		let origin = MedicalToken::propose_plan(root(), id, terms);
		assert_noop!(origin, DispatchError::BadOrigin);
		for bad in [
			PlanTerms { instalments: 0, ..terms },
			PlanTerms { instalments: 1, ..terms },
			PlanTerms { instalments: 61, ..terms },
			PlanTerms { instalments: u16::MAX, ..terms },
			// More instalments than cents.
			PlanTerms { instalments: 60, ..terms },
			PlanTerms { interval: 9, ..terms },
			PlanTerms { interval: 0, ..terms },
			PlanTerms { interval: u64::MAX, ..terms },
			PlanTerms { first_due: u64::MAX - 2 * terms.interval + 1, ..terms },
		] {
			assert_noop!(propose(HOSPITAL, id, bad), TestError::BadPlan);
		}
		let past = PlanTerms { first_due: NOW - 1, ..terms };
		assert_noop!(propose(HOSPITAL, id, past), TestError::DateInPast);
		assert_ok!(MedicalToken::cancel(signed(HOSPITAL), id, false));
		assert_noop!(propose(HOSPITAL, id, terms), TestError::BillClosed);
	});
}

#[test]
fn acceptance_is_refused() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		let take = |who, bill, mandate| accept(who, bill, terms, mandate);
		assert_noop!(take(PATIENT, 0, None), TestError::BillNotFound);
		let id = bill_of(1_000);
		assert_noop!(take(PATIENT, id, None), TestError::NoPlan);
		assert_ok!(MedicalToken::propose_plan(signed(HOSPITAL), id, terms));
		for stranger in [HOSPITAL, OTHER_PATIENT, INSURER] {
			assert_noop!(take(stranger, id, None), TestError::NotPatient);
		}
		let origin = MedicalToken::accept_plan(root(), id, terms, None);
		assert_noop!(origin, DispatchError::BadOrigin);
		for other in [
			PlanTerms { instalments: 2, ..terms },
			PlanTerms { first_due: terms.first_due + 1, ..terms },
			PlanTerms { interval: terms.interval - 1, ..terms },
		] {
			assert_noop!(accept(PATIENT, id, other, None), TestError::PlanTermsDiffer);
		}

		for low in [Mandate { per_debit: 333, ..ANY }, Mandate { total: 333, ..ANY }] {
			assert_noop!(take(PATIENT, id, Some(low)), TestError::MandateTooLow);
		}
		let over = Mandate { until: NOW - 1, ..ANY };
		assert_noop!(take(PATIENT, id, Some(over)), TestError::MandateOver);

		set_now(terms.first_due + 1);
		assert_noop!(take(PATIENT, id, None), TestError::DateInPast);
		set_now(terms.first_due);
		assert_ok!(MedicalToken::pay(signed(PATIENT), id, 998));
		assert_noop!(take(PATIENT, id, None), TestError::BadPlan);
		assert_ok!(MedicalToken::pay(signed(PATIENT), id, 2));
		assert_noop!(take(PATIENT, id, None), TestError::BillClosed);
	});
}

#[test]
fn a_mandate_is_given_later_and_changed() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		let id = in_instalments(1_000, terms, None);
		events();
		let first = Mandate { per_debit: 500, total: 800, until: u64::MAX };
		assert_ok!(authorize(PATIENT, id, 3, first));
		assert_eq!(events(), [Event::MandateGiven { bill: id }]);
		assert_eq!(queue(), [(terms.due(1), id)]);

		// In the second month: the instalment of that month is next, what came before it is late.
		set_now(terms.due(2) + 5);
		let second = Mandate { per_debit: 334, total: 334, until: terms.due(2) + 5 };
		assert_ok!(authorize(PATIENT, id, 3, second));
		let next = terms.due(2);
		let given = Debit { mandate: second, debited: 0, instalment: 2, next, failures: 0 };
		assert_eq!(debit_of(id), given);
		assert_eq!(queue(), [(terms.due(2), id)]);
	});
}

#[test]
fn a_mandate_is_refused() {
	build_and_execute(|| {
		currency();
		let terms = monthly(3);
		assert_noop!(authorize(PATIENT, 0, 3, ANY), TestError::BillNotFound);
		let id = bill_of(1_000);
		assert_noop!(authorize(PATIENT, id, 3, ANY), TestError::NoPlan);
		assert_ok!(MedicalToken::propose_plan(signed(HOSPITAL), id, terms));
		assert_noop!(authorize(PATIENT, id, 3, ANY), TestError::NoPlan);
		assert_ok!(accept(PATIENT, id, terms, None));
		for stranger in [HOSPITAL, OTHER_PATIENT, REGULATOR] {
			assert_noop!(authorize(stranger, id, 3, ANY), TestError::NotPatient);
		}
		let origin = MedicalToken::authorize_debit(root(), id, 3, ANY);
		assert_noop!(origin, DispatchError::BadOrigin);
		// Fewer would pay for fewer collections.
		for other in [0, 2, 4] {
			assert_noop!(authorize(PATIENT, id, other, ANY), TestError::PlanTermsDiffer);
		}
		for low in [Mandate { per_debit: 333, ..ANY }, Mandate { total: 333, ..ANY }] {
			assert_noop!(authorize(PATIENT, id, 3, low), TestError::MandateTooLow);
		}
		let over = Mandate { until: NOW - 1, ..ANY };
		assert_noop!(authorize(PATIENT, id, 3, over), TestError::MandateOver);
		assert_ok!(MedicalToken::pay(signed(PATIENT), id, 1_000));
		assert_noop!(authorize(PATIENT, id, 3, ANY), TestError::BillClosed);
	});
}

#[test]
fn a_mandate_is_revoked() {
	build_and_execute(|| {
		currency();
		let revoke = |who, id| MedicalToken::revoke_mandate(signed(who), id);
		assert_noop!(revoke(PATIENT, 0), TestError::BillNotFound);
		let bare = bill_of(1_000);
		assert_noop!(revoke(PATIENT, bare), TestError::NoMandate);
		let by_hand = in_instalments(1_000, monthly(3), None);
		assert_noop!(revoke(PATIENT, by_hand), TestError::NoMandate);

		let id = in_instalments(1_000, monthly(3), Some(ANY));
		for stranger in [HOSPITAL, OTHER_PATIENT, REGULATOR] {
			assert_noop!(revoke(stranger, id), TestError::NotPatient);
		}
		assert_noop!(MedicalToken::revoke_mandate(root(), id), DispatchError::BadOrigin);
		// Neither a dispute nor a stop of the money takes this right away.
		let reason = DisputeReason::WrongAmount;
		assert_ok!(MedicalToken::dispute(signed(PATIENT), id, reason));
		freeze(PATIENT);
		pause();
		events();
		assert_ok!(revoke(PATIENT, id));
		assert_eq!(events(), [Event::MandateEnded { bill: id }]);
		assert_eq!((plan_of(id).accepted, plan_of(id).debit, queue()), (true, None, vec![]));
		assert_noop!(revoke(PATIENT, id), TestError::NoMandate);
	});
}

#[test]
fn instalments_add_up_to_the_unit() {
	let mut totals = Vec::new();
	for n in [2, 3, 7, 59, 60] {
		for total in [0, 1, 2, 99, 100, 12_345].map(|more| Amount::from(n) + more) {
			totals.push((n, total));
		}
		totals.push((n, Amount::MAX - 1));
		totals.push((n, Amount::MAX));
	}
	for (n, total) in totals {
		let plan = plan(n, total);
		let parts: Vec<_> = plan.instalments(total).iter().map(|one| one.amount).collect();
		let told = format!("{total} in {n}: {parts:?}");
		assert_eq!(parts.len(), usize::from(n), "{told}");
		let sum = parts.iter().try_fold(0, |sum: Amount, part| sum.checked_add(*part));
		assert_eq!(sum, Some(total), "{told}");
		let (last, others) = parts.split_last().unwrap();
		assert!(others.iter().all(|part| *part == total / Amount::from(n)), "{told}");
		assert_eq!(plan.each(), others[0], "{told}");
		// The last takes the remainder, which is less than one a piece.
		assert!(*last >= others[0] && last - others[0] < n.into(), "{told}");
		assert_eq!(plan.largest(), *last, "{told}");
		assert_eq!((plan.through(0), plan.through(n), plan.through(n + 1)), (0, total, total));
		for number in 1..n {
			let sum: Amount = parts.iter().take(number.into()).sum();
			assert_eq!(plan.through(number), sum, "{told}");
		}
	}
}

#[test]
fn what_is_settled_fills_the_instalments_in_turn() {
	for (n, total) in [(3, 4), (3, 1_000), (60, 119)] {
		let plan = plan(n, total);
		for outstanding in 0..=total {
			let parts = plan.instalments(outstanding);
			let settled: Amount = parts.iter().map(|one| one.settled).sum();
			assert_eq!(settled, total - outstanding);
			let open = parts.iter().position(|one| one.settled < one.amount);
			let after = parts.iter().skip(open.map_or(parts.len(), |first| first + 1));
			assert!(after.into_iter().all(|one| one.settled == 0));
		}
	}
}

#[test]
fn instalments_are_due_in_their_second() {
	let terms = PlanTerms { instalments: 3, first_due: 100, interval: 10 };
	for (at, due) in [
		(0, 0),
		(99, 0),
		(100, 1),
		(109, 1),
		(110, 2),
		(119, 2),
		(120, 3),
		(121, 3),
		(130, 3),
		(u64::MAX, 3),
	] {
		assert_eq!(terms.due_by(at), due, "at {at}");
	}
	assert_eq!([1, 2, 3].map(|number| terms.due(number)), [100, 110, 120]);

	let long = PlanTerms { instalments: 60, first_due: 0, interval: 1 };
	assert_eq!((long.due_by(0), long.due_by(58), long.due_by(59)), (1, 59, 60));
	assert_eq!((long.due_by(65_535), long.due_by(65_536)), (60, 60));
	let late = PlanTerms { instalments: 2, first_due: u64::MAX - 10, interval: 10 };
	assert_eq!((late.due_by(u64::MAX - 1), late.due_by(u64::MAX)), (1, 2));
	assert_eq!(late.due(2), u64::MAX);
}

#[test]
fn arrears_are_what_is_due_and_not_settled() {
	let plan = plan(3, 1_000);
	for (at, outstanding, arrears) in [
		(99, 1_000, 0),
		(100, 1_000, 333),
		(109, 1_000, 333),
		(110, 1_000, 666),
		(120, 1_000, 1_000),
		(u64::MAX, 1_000, 1_000),
		(100, 900, 233),
		(100, 667, 0),
		(100, 500, 0),
		(110, 500, 166),
		(120, 1, 1),
		(120, 0, 0),
	] {
		assert_eq!(plan.arrears(outstanding, at), arrears, "{outstanding} at {at}");
	}
}

#[test]
fn who_gives_a_mandate_pays_for_all_collections() {
	build_and_execute(|| {
		let weight = |call: Call<Test>| call.get_dispatch_info().call_weight;
		let accept = |instalments, mandate| {
			weight(Call::accept_plan { bill: 0, terms: monthly(instalments), mandate })
		};
		let tries = retries() + 1;
		for instalments in [2, 3, 60] {
			// Their proofs are part of the blocks that collect.
			let all = (Weights::collect() * tries * u64::from(instalments)).set_proof_size(0);
			assert!(all.ref_time() > 0 && Weights::collect().proof_size() > 0);
			assert_eq!(accept(instalments, None), Weights::accept_plan());
			assert_eq!(accept(instalments, Some(ANY)), Weights::accept_plan() + all);
			let given = weight(Call::authorize_debit { bill: 0, instalments, mandate: ANY });
			assert_eq!(given, Weights::authorize_debit() + all);
		}
	});
}

#[test]
fn who_gives_no_mandate_pays_for_no_collection() {
	build_and_execute(|| {
		currency();
		let terms = PlanTerms { instalments: MAX_INSTALMENTS, ..monthly(3) };
		let charged = |call: Call<Test>| {
			let call = RuntimeCall::MedicalToken(call);
			let asked = call.get_dispatch_info();
			let result = call.dispatch(signed(PATIENT));
			(result.is_ok(), extract_actual_weight(&result, &asked), asked.call_weight)
		};
		let accept = |bill, mandate| charged(Call::accept_plan { bill, terms, mandate });
		let authorize = |bill, mandate| {
			charged(Call::authorize_debit { bill, instalments: MAX_INSTALMENTS, mandate })
		};
		let id = proposed(6_000, terms);
		let over = Mandate { until: NOW - 1, ..ANY };
		for (bill, mandate) in [(9, ANY), (id, Mandate { total: 99, ..ANY }), (id, over)] {
			let (done, paid, asked) = accept(bill, Some(mandate));
			assert_eq!((done, paid), (false, Weights::accept_plan()));
			assert!(asked.ref_time() > 100 * paid.ref_time(), "{asked:?}");
			let (done, paid, asked) = authorize(bill, mandate);
			assert_eq!((done, paid), (false, Weights::authorize_debit()));
			assert!(asked.ref_time() > 100 * paid.ref_time(), "{asked:?}");
		}
		// Nothing of an acceptance without a good mandate remains.
		assert!(!plan_of(id).accepted);

		let (done, paid, asked) = accept(id, Some(ANY));
		assert_eq!((done, paid), (true, asked));
		let (done, paid, asked) = authorize(id, ANY);
		assert_eq!((done, paid), (true, asked));
		assert_eq!(accept(id, Some(ANY)).1, Weights::accept_plan());
	});
}

#[test]
fn a_payment_is_charged_for_what_it_changes() {
	build_and_execute(|| {
		currency();
		let charged = |bill| {
			let paid = MedicalToken::pay(signed(PATIENT), bill, 100).expect("it is payable");
			paid.actual_weight
		};
		let (plain, planned) = (bill_of(1_000), in_instalments(1_000, monthly(3), None));
		let collected = in_instalments(1_000, monthly(3), Some(ANY));
		// Whoever has no tokens yet gets an account for them.
		assert_ok!(MedicalToken::issue(
			signed(PHARMACY),
			PATIENT,
			EUR,
			lines(&[line(ServiceType::Pharmacy, 1, 1_000)]),
			NOW,
			DETAIL
		));
		let new = collected + 1;
		assert_eq!(balance(PHARMACY), 0);
		assert_eq!(charged(new), None);
		assert_eq!(charged(new), Some(Weights::pay_usual()));
		assert_eq!(charged(plain), Some(Weights::pay_usual()));
		assert_eq!(charged(planned), Some(Weights::pay_usual()));
		assert_eq!(charged(collected), None);
	});
}
