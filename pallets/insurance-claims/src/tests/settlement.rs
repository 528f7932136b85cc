//! What a settled claim uses and moves: debts, units, days, authorised units, limits; failed payments.

use super::*;
use claims::*;

/// Fraud is found in a claim of the hospital over a visit at this price.
fn indebted(price: Amount) {
	let id = submit(&[of_item(99, visit(price))]);
	assert_ok!(report(PATIENT, id));
	assert_ok!(decide_fraud(REGULATOR, id, true));
	assert_eq!(Debts::<Test>::get(0, HOSPITAL), price);
	events();
}

#[test]
fn a_debt_is_kept_from_what_is_paid() {
	build_and_execute(|| {
		covered(full_terms());
		indebted(1_000);
		let before = (balance(HOSPITAL), pool_money(0));
		let id = submit(&[visit(700)]);
		assert_eq!((answer(id, 0).paid, answer(id, 0).withheld), (700, 700));
		assert_eq!((balance(HOSPITAL), pool_money(0)), before);
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 300);
		let paid = Event::PayerPaid { claim: id, payer: 0, pool: 0, paid: 700, withheld: 700 };
		assert!(events().contains(&paid));
		let id = submit(&[stay(700)]);
		assert_eq!((answer(id, 0).paid, answer(id, 0).withheld), (700, 300));
		assert_eq!((balance(HOSPITAL), pool_money(0)), (before.0 + 400, before.1 - 400));
		assert_eq!(Debts::<Test>::iter().count(), 0);
		assert_eq!(answer(submit(&[drug(700)]), 0).withheld, 0);
	});
}

#[test]
fn a_debt_is_not_kept_from_other_billers_or_other_pools() {
	build_and_execute(|| {
		covered(full_terms());
		indebted(1_000);
		assert_eq!(answer(submit_by(PHARMACY, PATIENT, &[drug(5)]), 0).withheld, 0);
		cover(plan_of(pool_of(OTHER_INSURER), full_terms()), OTHER_PATIENT);
		assert_eq!(answer(submit_by(HOSPITAL, OTHER_PATIENT, &[drug(5)]), 0).withheld, 0);
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 1_000);
	});
}

#[test]
fn who_owes_is_paid_itself_so_that_the_debt_is_kept() {
	build_and_execute(|| {
		covered(terms());
		cover(plan_of(pool_of(OTHER_INSURER), full_terms()), PATIENT);
		let to_patient = |line| NewClaim { payee: Payee::Patient, ..claim(&[line]) };
		Debts::<Test>::insert(1, HOSPITAL, 1_000);
		// The first pays nothing, and is owed nothing; the second is.
		let told = InsuranceClaims::predetermine(&HOSPITAL, to_patient(visit(25_000))).unwrap();
		assert_eq!((told.payers[1].1.withheld, told.payee), (1_000, Payee::Provider));
		let (patient, hospital) = (balance(PATIENT), balance(HOSPITAL));
		let id = filed(HOSPITAL, to_patient(visit(25_000)));
		assert_eq!(stored_claim(id).payee, Payee::Provider);
		assert_eq!([0, 1].map(|it| answer(id, it).withheld), [0, 1_000]);
		assert_eq!((balance(PATIENT), balance(HOSPITAL)), (patient, hospital + 19_000));
		assert_eq!((stored_claim(id).bill, Debts::<Test>::get(1, HOSPITAL)), (None, 0));
		// Nothing is owed any more.
		let told = InsuranceClaims::predetermine(&HOSPITAL, to_patient(stay(1_000))).unwrap();
		assert_eq!(told.payee, Payee::Patient);
		let id = filed(HOSPITAL, to_patient(stay(1_000)));
		assert_eq!((stored_claim(id).payee, balance(PATIENT)), (Payee::Patient, patient + 1_000));
		// What it owes to a pool that pays nothing hinders nobody.
		Debts::<Test>::insert(0, HOSPITAL, 1);
		Terms::<Test>::mutate(0, 0, |term| term.as_mut().unwrap().limit = 0);
		let id = filed(HOSPITAL, to_patient(drug(1_000)));
		assert_eq!((answer(id, 0).paid, stored_claim(id).payee), (0, Payee::Patient));
		Terms::<Test>::mutate(0, 0, |term| term.as_mut().unwrap().limit = LIMIT);
		Debts::<Test>::remove(0, HOSPITAL);
	});
}

#[test]
fn what_an_appeal_grants_to_the_patient_is_the_patients() {
	build_and_execute(|| {
		let mut terms = full_terms();
		terms.benefits[0].frequency = Some(Frequency { uses: 1, within_days: 9 });
		covered(terms);
		submit(&[visit(5)]);
		let id = submit(&[of_item(9, visit(700))]);
		assert_eq!(denied(id, 0), Some((Group::Patient, Reason::Frequency)));
		Debts::<Test>::insert(0, HOSPITAL, 1_000);
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		let before = balance(PATIENT);
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let paying = id + 1;
		assert_eq!((stored_claim(paying).payee, answer(paying, 0).withheld), (Payee::Patient, 0));
		assert_eq!(balance(PATIENT), before + 700);
		Debts::<Test>::remove(0, HOSPITAL);
	});
}

#[test]
fn two_payers_of_one_pool_keep_a_debt_once() {
	build_and_execute(|| {
		covered(full_terms());
		indebted(10_000);
		let id = cover(plan_of(0, terms()), OTHER_PATIENT);
		cover(plan_of(0, full_terms()), OTHER_PATIENT);
		assert_eq!(stored_coverage(id).plan, 1);
		contract(1, HOSPITAL);
		let id = submit_by(HOSPITAL, OTHER_PATIENT, &[visit(25_000)]);
		assert_eq!([0, 1].map(|it| answer(id, it).paid), [7_600, 12_400]);
		assert_eq!([0, 1].map(|it| answer(id, it).withheld), [7_600, 2_400]);
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 0);
	});
}

#[test]
fn what_is_kept_needs_no_money() {
	build_and_execute(|| {
		covered(full_terms());
		indebted(10_000);
		leave(0, LIMIT / 10);
		let id = submit(&[visit(10_000)]);
		assert_eq!((answer(id, 0).paid, answer(id, 0).withheld), (10_000, 10_000));
		assert_eq!(pended(submit(&[stay(10_000)])), Some(PendReason::PoolShort));
	});
}

#[test]
fn a_debt_is_repaid() {
	build_and_execute(|| {
		covered(full_terms());
		indebted(1_000);
		let money = pool_money(0);
		assert_noop!(repay(HOSPITAL, 0, 0), TestError::ZeroAmount);
		assert_noop!(repay(HOSPITAL, 9, 1), TestError::PoolNotFound);
		assert_noop!(repay(HOSPITAL, 0, 1_001), TestError::DebtTooSmall);
		assert_noop!(repay(PHARMACY, 0, 1), TestError::DebtTooSmall);
		assert_ok!(repay(HOSPITAL, 0, 400));
		assert_eq!(events(), [Event::DebtRepaid { pool: 0, biller: HOSPITAL, amount: 400 }]);
		assert_eq!(Debts::<Test>::get(0, HOSPITAL), 600);
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(repay(HOSPITAL, 0, 600));
		assert_eq!(pool_money(0), money + 1_000);
		assert_eq!(Debts::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_debt_is_not_repaid_without_money() {
	build_and_execute(|| {
		covered(full_terms());
		indebted(1_000);
		Money::freeze(EUR, &HOSPITAL);
		assert_noop!(repay(HOSPITAL, 0, 1), DispatchError::Other(Money::PAYER_FROZEN));
	});
}

#[test]
fn units_of_a_term_are_counted_where_they_are_limited() {
	build_and_execute(|| {
		let mut terms = full_terms();
		terms.benefits[0].max_quantity = Some(5);
		let (_, coverage) = covered(terms);
		let of = |number: u8, quantity| ClaimLine {
			quantity,
			..of_item(10 + number, visit(100 + Amount::from(number)))
		};
		let used = || Units::<Test>::get((coverage, 0, ServiceType::Consultation));
		submit(&[of(1, 2), stay(7)]);
		assert_eq!(used(), 2);
		let id = submit(&[of(2, 2), of(3, 4)]);
		assert_eq!((result(id, 1).units, result(id, 1).over_limit), (1, 3 * 103));
		assert_eq!((used(), billed(id)), (5, 309));
		let id = submit(&[of(4, 1)]);
		assert_eq!((result(id, 0).over_limit, stored_claim(id).paid), (104, 0));
		assert_eq!(Units::<Test>::iter().count(), 1);
	});
}

/// Visits are covered once on each of so many days, and there were more of them than are remembered;
/// not in their order. They were so many days ago.
fn visited_often(within_days: u16) -> CoverageId {
	let mut terms = PlanTerms { outlier: Some(BasisPoints::WHOLE), ..full_terms() };
	terms.benefits[0].frequency = Some(Frequency { uses: 1, within_days });
	terms.benefits[0].ceiling = Some(99);
	terms.benefits[1].ceiling = Some(99);
	let (_, coverage) = covered(terms);
	wait(80 * DAY);
	for day in (3..=MAX_DAYS + 2).rev() {
		approved(day);
	}
	assert_eq!(known(coverage), (None, days(3..=MAX_DAYS + 2)));
	coverage
}

/// A visit that the insurer approves, whatever the plan says, with a stay that costs too much.
fn approved(day: u32) -> ClaimId {
	let visit = visited(day);
	let id = submit(&[visit, ClaimLine { serviced: visit.serviced, ..stay(100) }]);
	approve(id);
	id
}

fn visited(day: u32) -> ClaimLine {
	ClaimLine { serviced: NOW + u64::from(day) * DAY, ..visit(100) }
}

fn days(of: impl IntoIterator<Item = u32>) -> Vec<u32> {
	of.into_iter().map(|day| (NOW / DAY) as u32 + day).collect()
}

fn known(coverage: CoverageId) -> (Option<u32>, Vec<u32>) {
	let known = Days::<Test>::get(coverage, ServiceType::Consultation);
	(known.forgotten, known.days.into_inner())
}

#[test]
fn the_latest_days_are_remembered_and_that_there_were_others() {
	build_and_execute(|| {
		let coverage = visited_often(1);
		let oldest = |day: u32| Some(days([day])[0]);
		// Older than all that are remembered: there is no room for it.
		let first = approved(2);
		assert_eq!(known(coverage), (oldest(2), days(3..=MAX_DAYS + 2)));
		approved(1);
		assert_eq!(known(coverage).0, oldest(2));
		// A later one drives the oldest out.
		let last = approved(70);
		assert_eq!(known(coverage), (oldest(3), days((4..=MAX_DAYS + 2).chain([70]))));
		// What is taken back leaves that others were forgotten for it.
		Money::deposit(EUR, &HOSPITAL, 1);
		for id in [last, first] {
			assert_ok!(reverse(HOSPITAL, id));
			assert_eq!(known(coverage), (oldest(3), days(4..=MAX_DAYS + 2)));
		}
	});
}

#[test]
fn what_is_forgotten_is_not_taken_for_nothing() {
	build_and_execute(|| {
		let coverage = visited_often(5);
		approved(70);
		assert_eq!(known(coverage).0, Some(days([3])[0]));
		// Take back all that is remembered of the days before the eighth.
		Money::deposit(EUR, &HOSPITAL, 1_000);
		for id in 0..NextClaim::<Test>::get() {
			if stored_record(id).details.lines[0].day() < days([20])[0] {
				assert_ok!(reverse(HOSPITAL, id));
			}
		}
		assert_eq!(known(coverage).1[0], days([20])[0]);
		// The third day was one of use: so the stretch that ends with the seventh is full, and who knows
		// what was before.
		let cheap = |day| ClaimLine { unit_price: 98, ..visited(day) };
		for day in [0, 2, 3, 7] {
			let id = submit(&[cheap(day)]);
			assert_eq!(denied(id, 0), Some((Group::Patient, Reason::Frequency)), "{day}");
		}
		assert!(is_paid(submit(&[cheap(8)])));
		// An approval lifts it.
		let id = submit(&[visited(6)]);
		assert_eq!(denied(id, 0), Some((Group::Patient, Reason::Frequency)));
		assert_ok!(appeal(PATIENT, id, 0, &[0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		assert_eq!(stored_claim(id + 1).paid, 99);
	});
}

#[test]
fn an_authorisation_is_used_up() {
	build_and_execute(|| {
		let mut terms = full_terms();
		terms.benefits[1].authorization = true;
		let (_, coverage) = covered(terms);
		let authorization = NextAuthorization::<Test>::get();
		assert_ok!(InsuranceClaims::request_authorization(
			signed(HOSPITAL),
			coverage,
			None,
			ServiceType::Hospital,
			3,
			1_000,
			EVIDENCE
		));
		let named = |number, quantity, unit_price| ClaimLine {
			quantity,
			authorization: Some(authorization),
			..of_item(number, stay(unit_price))
		};
		let absent = Some((Group::Contractual, Reason::AuthorizationAbsent));
		let exceeded = Some((Group::Contractual, Reason::AuthorizationExceeded));
		assert_eq!(denied(submit(&[stay(5)]), 0), absent);
		assert_eq!(denied(submit(&[named(1, 1, 5)]), 0), absent);
		let answer = Some(Approval { quantity: 3, until: NOW + DAY });
		assert_ok!(InsuranceClaims::answer_authorization(signed(CLERK), authorization, answer));
		assert_eq!(denied(submit(&[named(1, 1, 1_001)]), 0), exceeded);
		assert_eq!(denied(submit(&[named(1, 4, 1)]), 0), exceeded);
		// Of another provider, or for another service, it is none.
		let other = submit_by(DOCTOR, PATIENT, &[named(11, 1, 5)]);
		assert_eq!(denied(other, 0), Some((Group::Patient, Reason::AuthorizationAbsent)));

		let left = || Authorizations::<Test>::get(authorization).unwrap().quantity;
		let id = submit(&[named(1, 1, 900), named(2, 1, 1_000)]);
		assert_eq!((stored_claim(id).paid, left()), (1_900, 1));
		assert_eq!(denied(submit(&[named(3, 2, 5)]), 0), exceeded);
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, id));
		assert_eq!(left(), 3);
		wait(DAY + 1);
		assert_eq!(denied(submit(&[named(4, 1, 5)]), 0), absent);
	});
}

#[test]
fn an_authorisation_is_asked_for_before() {
	build_and_execute(|| {
		let mut terms = full_terms();
		terms.benefits[1].authorization = true;
		let (_, coverage) = covered(terms);
		let early = stay(100);
		wait(2 * DAY);
		assert_ok!(InsuranceClaims::request_authorization(
			signed(HOSPITAL),
			coverage,
			None,
			ServiceType::Hospital,
			3,
			1_000,
			EVIDENCE
		));
		let answer = Some(Approval { quantity: 3, until: NOW + LENGTH });
		assert_ok!(InsuranceClaims::answer_authorization(signed(INSURER), 0, answer));
		let early = submit(&[ClaimLine { authorization: Some(0), ..early }]);
		let absent = Some((Group::Contractual, Reason::AuthorizationAbsent));
		assert_eq!(denied(early, 0), absent);
		assert!(is_paid(submit(&[ClaimLine { authorization: Some(0), ..stay(99) }])));
	});
}

#[test]
fn a_limit_is_reached_to_the_unit() {
	build_and_execute(|| {
		let (_, coverage) = covered(full_terms());
		assert_eq!(stored_claim(submit(&[visit(LIMIT - 10)])).paid, LIMIT - 10);
		let id = submit(&[stay(25)]);
		assert_eq!((stored_claim(id).paid, result(id, 0).over_limit, billed(id)), (10, 15, 15));
		assert_eq!(stored_term(coverage, 0).left(), 0);
		assert_eq!(stored_pool(0).open, 0);
		assert_eq!(stored_claim(submit(&[drug(5)])).paid, 0);
	});
}

#[test]
fn a_claim_of_a_closed_term_frees_no_limit_twice() {
	build_and_execute(|| {
		let length = 100 * DAY;
		let (_, coverage) = covered(PlanTerms { length, ..full_terms() });
		wait(length + FILING + REVIEW_PERIOD + APPEAL_PERIOD + 1);
		assert_ok!(InsuranceClaims::close_term(signed(STRANGER), coverage, 0));
		assert_eq!(stored_pool(0).open, 0);
		// It comes too late, and an appeal is granted all the same.
		let id = submit(&[ClaimLine { serviced: NOW, ..visit(1_000) }]);
		assert_eq!(denied(id, 0), Some((Group::Contractual, Reason::FilingLimit)));
		assert_ok!(appeal(HOSPITAL, id, 0, &[0]));
		assert_ok!(decide_appeal(REVIEWER, id, &[0]));
		let paying = id + 1;
		assert_eq!((stored_claim(paying).paid, stored_pool(0).open), (1_000, 0));
		Money::deposit(EUR, &HOSPITAL, 1);
		assert_ok!(reverse(HOSPITAL, paying));
		assert_eq!((stored_pool(0).open, stored_term(coverage, 0).paid), (0, 0));
	});
}

#[test]
fn where_the_payee_cannot_be_paid_nothing_is_stored() {
	build_and_execute(|| {
		covered(full_terms());
		Money::freeze(EUR, &HOSPITAL);
		let refused = DispatchError::Other(Money::PAYEE_FROZEN);
		assert_noop!(send(HOSPITAL, claim(&[visit(5)])), refused);
		assert_eq!(NextClaim::<Test>::get(), 0);
		Money::thaw(EUR, &HOSPITAL);
		// A pool that is frozen has nothing to pay with.
		Money::freeze(EUR, &InsuranceClaims::account_of(0));
		let id = submit(&[visit(5)]);
		assert_eq!(pended(id), Some(PendReason::PoolShort));
		Money::thaw(EUR, &InsuranceClaims::account_of(0));
		assert_ok!(resume(HOSPITAL, id));
	});
}

#[test]
fn outside_of_the_network_the_patient_pays_beyond_the_ceiling() {
	build_and_execute(|| {
		covered(terms());
		// 500, 10 000 and 40 % of 9 500 = 3 800; 5 000 beyond.
		let id = submit_by(DOCTOR, PATIENT, &[visit(25_000)]);
		let only = result(id, 0);
		assert_eq!((only.over_price, only.coinsurance, only.contractual), (5_000, 3_800, 0));
		assert_eq!((stored_claim(id).paid, billed(id)), (5_700, 19_300));
		assert!(!result(id, 0).in_network);
		// An offer is no contract.
		assert_ok!(InsuranceClaims::offer_contract(signed(INSURER), 0, DOCTOR));
		assert!(!result(submit_by(DOCTOR, PATIENT, &[stay(5)]), 0).in_network);
	});
}
