//! Each invariant, and each condition of it, fires when it is violated.

use super::*;
use claims::*;
use frame::deps::{
	frame_support::storage::with_transaction,
	sp_runtime::{TransactionOutcome, TryRuntimeError},
};

/// The claims that [`fires`] has ready: one of two lines that three payers share, one that waits, one
/// that was reversed, one that was denied, one that pays it after an appeal, and one that is void.
const SHARED: ClaimId = 0;
const WAITING: ClaimId = 1;
const REVERSED: ClaimId = 2;
const DENIED: ClaimId = 3;
const SUPPLEMENT: ClaimId = 4;
const VOID: ClaimId = 5;
/// The patient's coverages: two of its own, and one that a parent pays.
const FIRST: CoverageId = 0;
const SECOND: CoverageId = 1;
const OF_PARENT: CoverageId = 2;
const OF_OTHER: CoverageId = 3;

const PACK: SoldPack = sold(1);
const OTHER_PACK: SoldPack = sold(2);

fn packed(pack: SoldPack, number: u8) -> ClaimLine {
	of_item(number, ClaimLine { pack: Some(pack), ..drug(3_000) })
}

fn scene() {
	let mut all = terms();
	for benefit in all.benefits.iter_mut() {
		benefit.max_quantity = Some(20);
		benefit.frequency = Some(Frequency { uses: 9, within_days: 30 });
	}
	all.benefits[1].authorization = true;
	all.benefits[2].traced = true;
	let (plan, first) = covered(all);
	assert_eq!(first, FIRST);
	let other_pool = pool_of(OTHER_INSURER);
	assert_eq!(cover(plan_of(other_pool, full_terms()), PATIENT), SECOND);
	assert_eq!(cover_by(PARENT, plan_of(other_pool, full_terms()), PATIENT), OF_PARENT);
	assert_eq!(cover(plan, OTHER_PATIENT), OF_OTHER);
	for pack in [PACK, OTHER_PACK] {
		Packs::set(pack, &HOSPITAL, &PATIENT, dispensed());
	}
	Money::deposit(EUR, &HOSPITAL, 100_000);
	let asked = InsuranceClaims::request_authorization(
		signed(HOSPITAL),
		first,
		None,
		ServiceType::Hospital,
		2,
		900,
		EVIDENCE,
	);
	assert_ok!(asked);

	assert_eq!(submit(&[visit(25_000), packed(PACK, 3)]), SHARED);
	assert_eq!(submit_by(LABORATORY, PATIENT, &[visit(700)]), WAITING);
	assert_eq!(submit(&[of_item(50, visit(900))]), REVERSED);
	assert_ok!(InsuranceClaims::reverse(signed(HOSPITAL), REVERSED));
	assert_eq!(submit_by(HOSPITAL, OTHER_PATIENT, &[stay(60_000)]), DENIED);
	assert_ok!(claims::appeal(HOSPITAL, DENIED, 0, &[0]));
	assert_ok!(sent(
		REVIEWER,
		Call::decide_appeal {
			claim: DENIED,
			payer: 0,
			kind: AppealKind::Biller,
			overturned: BoundedVec::truncate_from(vec![0])
		}
	));
	assert_eq!(submit(&[of_item(51, visit(800))]), VOID);
	assert_ok!(InsuranceClaims::report_fraud(signed(PATIENT), VOID, EVIDENCE));
	assert_ok!(InsuranceClaims::decide_fraud(signed(REGULATOR), VOID, true));
	assert!(is_paid(SHARED) && pended(WAITING).is_some() && is_paid(SUPPLEMENT));
	assert_eq!(stored_claim(REVERSED).status, ClaimStatus::Reversed);
	assert_eq!(stored_claim(VOID).status, ClaimStatus::Voided);
	// There is no more in the first pool than must be.
	leave(0, InsuranceClaims::reserve(&stored_pool(0)));
}

/// Violates a state, and expects the invariants to say exactly this.
fn noticed(expected: &str, violate: impl FnOnce()) {
	let _ = with_transaction(|| {
		assert_ok!(check_state());
		violate();
		let error = check_state().expect_err("the violation goes unnoticed");
		let TryRuntimeError::Other(message) = error else { panic!("{error:?}") };
		assert_eq!(message, format!("insurance-claims {expected}"));
		TransactionOutcome::Rollback(DispatchResult::Ok(()))
	});
}

fn fires(expected: &str, violate: impl FnOnce()) {
	build_and_execute(|| {
		scene();
		noticed(expected, violate);
	});
}

fn change_record(id: ClaimId, change: impl FnOnce(&mut RecordOf<Test>)) {
	Claims::<Test>::mutate(id, |record| change(record.as_mut().unwrap()));
}

fn change_claim(id: ClaimId, change: impl FnOnce(&mut Claim<AccountId>)) {
	change_record(id, |record| change(&mut record.claim));
}

fn change_answer(id: ClaimId, payer: usize, change: impl FnOnce(&mut Adjudication)) {
	change_record(id, |record| change(&mut record.answers[payer]));
}

fn change_coverage(id: CoverageId, change: impl FnOnce(&mut Coverage<AccountId>)) {
	Coverages::<Test>::mutate(id, |coverage| change(coverage.as_mut().unwrap()));
}

/// The appeal about the claim that was denied, and where it is stored.
const APPEAL: (ClaimId, PayerIndex, AppealKind) = (DENIED, 0, AppealKind::Biller);

fn appeal() -> Appeal<AccountId> {
	Appeals::<Test>::get(APPEAL).unwrap()
}

fn change_result(id: ClaimId, payer: usize, change: impl FnOnce(&mut LineResult)) {
	change_answer(id, payer, |answer| change(&mut answer.lines[0]));
}

fn change_term(coverage: CoverageId, change: impl FnOnce(&mut Term)) {
	Terms::<Test>::mutate(coverage, 0, |term| change(term.as_mut().unwrap()));
}

fn change_pool(change: impl FnOnce(&mut Pool<AccountId>)) {
	Pools::<Test>::mutate(0, |pool| change(pool.as_mut().unwrap()));
}

#[test]
fn one_a_claim_without_lines() {
	fires("1: a claim without lines", || {
		change_record(WAITING, |record| record.details.lines.clear())
	});
}

#[test]
fn one_lines_that_are_not_the_charge() {
	let expected = "1: the lines are not the charge";
	for id in [SHARED, WAITING, REVERSED, SUPPLEMENT] {
		fires(expected, || change_claim(id, |claim| claim.charge += 1));
	}
	let change = |id, change: fn(&mut ClaimDetails<Option<Ticket>>)| {
		change_record(id, |record| change(&mut record.details))
	};
	fires(expected, || change(WAITING, |details| details.lines[0].quantity = 2));
	fires(expected, || change(SHARED, |details| details.lines[0].unit_price = Amount::MAX));
	fires(expected, || change(SUPPLEMENT, |details| details.rests[0] -= 1));
}

#[test]
fn one_an_answer_to_other_lines() {
	let expected = "1: a payer answers other lines";
	fires(expected, || change_answer(SHARED, 1, |answer| assert!(answer.lines.pop().is_some())));
	fires(expected, || {
		change_answer(VOID, 0, |answer| {
			answer.lines.try_push(Default::default()).unwrap();
		})
	});
}

#[test]
fn one_a_line_that_does_not_add_up() {
	let expected = "1: a line does not add up";
	let parts: [fn(&mut LineResult) -> &mut Amount; 9] = [
		|result| &mut result.prior,
		|result| &mut result.contractual,
		|result| &mut result.denied_amount,
		|result| &mut result.deductible,
		|result| &mut result.coinsurance,
		|result| &mut result.copay,
		|result| &mut result.over_limit,
		|result| &mut result.over_price,
		|result| &mut result.paid,
	];
	for part in parts {
		fires(expected, || change_result(SHARED, 0, |result| *part(result) += 1));
	}
	fires(expected, || change_result(SUPPLEMENT, 0, |result| result.paid -= 1));
	fires(expected, || change_result(SHARED, 2, |result| result.paid = Amount::MAX));
}

#[test]
fn one_a_denial_without_a_reason() {
	fires("1: something is denied without a reason", || {
		change_result(DENIED, 0, |result| result.denied = None)
	});
}

#[test]
fn one_a_denied_line_that_is_paid() {
	let expected = "1: something of a denied line is paid or shared";
	let denied = Some((Group::Contractual, Reason::NotNecessary));
	fires(expected, || change_result(SHARED, 0, |result| result.denied = denied));
	fires(expected, || change_result(DENIED, 0, |result| result.units = 1));
	fires(expected, || change_result(DENIED, 0, |result| result.granted = 1));
	let parts: [fn(&mut LineResult) -> &mut Amount; 6] = [
		|result| &mut result.paid,
		|result| &mut result.deductible,
		|result| &mut result.coinsurance,
		|result| &mut result.copay,
		|result| &mut result.over_limit,
		|result| &mut result.over_price,
	];
	for part in parts {
		fires(expected, || {
			change_result(DENIED, 0, |result| {
				result.denied_amount -= 1;
				*part(result) += 1;
			})
		});
	}
}

#[test]
fn one_a_contract_that_holds_elsewhere() {
	let expected = "1: a contract holds outside of the network, or does not within";
	let change = |to: bool, part: fn(&mut LineResult) -> &mut Amount| {
		change_result(SHARED, 0, |result| {
			result.in_network = to;
			*part(result) += core::mem::take(&mut result.paid);
		})
	};
	fires(expected, || change(false, |result| &mut result.contractual));
	fires(expected, || change(true, |result| &mut result.over_price));
}

#[test]
fn two_a_term_under_nothing() {
	fires("2: a term without a coverage", || Coverages::<Test>::remove(OF_PARENT));
	fires("2: a term of an unknown version", || change_term(SECOND, |term| term.version = 2));
	fires("2: a claim was paid under no term", || Terms::<Test>::remove(FIRST, 0));
}

#[test]
fn two_a_term_that_paid_something_else() {
	let expected = "2: a term has paid something else";
	fires(expected, || change_term(FIRST, |term| term.paid += 1));
	fires(expected, || change_term(FIRST, |term| term.paid -= 1));
	fires(expected, || change_term(OF_PARENT, |term| term.paid = 1));
	// What is taken back counts no more.
	fires(expected, || change_claim(SHARED, |claim| claim.status = ClaimStatus::Reversed));
	fires(expected, || change_claim(VOID, |claim| claim.status = ClaimStatus::Adjudicated));
}

#[test]
fn two_a_limit_that_is_passed_or_another() {
	fires("2: a limit is passed", || change_term(FIRST, |term| term.limit = term.paid - 1));
	let expected = "2: a limit is not that of the plan";
	fires(expected, || change_term(FIRST, |term| term.limit += 1));
	fires(expected, || change_term(FIRST, |term| term.limit -= 1));
}

#[test]
fn two_a_refund_that_was_cut_too_much() {
	let expected = "2: a refund was cut by more than the plan has paid";
	let cancelled = |deducted, refundable| {
		change_term(FIRST, |term| {
			(term.cancelled, term.end) = (true, term.end - 1);
			(term.deducted, term.refundable) = (deducted, refundable);
		})
	};
	fires(expected, || change_term(FIRST, |term| term.deducted = 1));
	fires(expected, || cancelled(1, false));
	build_and_execute(|| {
		scene();
		let most = PREMIUM.min(stored_term(FIRST, 0).paid);
		noticed(expected, || cancelled(most + 1, true));
		cancelled(most, true);
		assert_ok!(check_state());
	});
}

#[test]
fn two_a_refund_of_which_too_much_came_back() {
	let expected = "2: more of a refund came back than it was cut by";
	fires(expected, || change_term(FIRST, |term| term.returned = 1));
}

#[test]
fn two_a_refund_that_nobody_is_paid() {
	let expected = "2: a refund waits for a term that is closed";
	fires(expected, || {
		change_term(FIRST, |term| (term.closed, term.returned) = (true, 1));
	});
}

#[test]
fn seven_claims_that_wait_unknown_to_their_terms() {
	let expected = "7: other claims wait for a term than it knows";
	fires(expected, || change_term(FIRST, |term| term.waiting += 1));
	fires(expected, || change_term(SECOND, |term| term.waiting = 0));
	let expected = "7: a term does not know how long it is appealed";
	fires(expected, || {
		Appeals::<Test>::mutate(APPEAL, |appeal| appeal.as_mut().unwrap().decided_at = None);
		let last = NOW + REVIEW_PERIOD + APPEAL_PERIOD;
		change_term(OF_OTHER, |term| term.appealed_until = last - 1);
	});
	let expected = "7: a claim waits for no term";
	fires(expected, || {
		change_term(FIRST, |term| term.waiting = 0);
		change_record(WAITING, |record| record.details.terms[0] = Some(9));
	});
	let expected = "7: a claim without a term or a network of its payers";
	fires(expected, || change_record(SHARED, |record| record.details.terms.truncate(1)));
	fires(expected, || change_record(SHARED, |record| record.details.in_network.truncate(1)));
}

#[test]
fn three_counters_that_no_claim_took() {
	let expected = "3: a counter is not what claims took";
	fires(expected, || change_term(FIRST, |term| term.deductible -= 1));
	fires(expected, || change_term(FIRST, |term| term.out_of_pocket += 1));
	fires(expected, || {
		change_result(SHARED, 0, |result| {
			result.deductible -= 1;
			result.over_limit += 1;
		})
	});
}

#[test]
fn three_counters_beyond_their_caps() {
	let expected = "3: a counter has passed its cap";
	let plan = |change: fn(&mut PlanTerms)| {
		PlanVersions::<Test>::mutate(0, 1, |terms| change(terms.as_mut().unwrap()))
	};
	fires(expected, || plan(|terms| terms.deductible = DEDUCTIBLE - 1));
	fires(expected, || plan(|terms| terms.out_of_pocket_max = DEDUCTIBLE + COPAY - 1));
}

#[test]
fn four_an_answer_too_many_or_missing() {
	let expected = "4: a decided claim without an answer, or a waiting one with it";
	fires(expected, || change_record(REVERSED, |record| record.answers.clear()));
	fires(expected, || change_record(DENIED, |record| record.answers.clear()));
	fires(expected, || {
		let answer = waiting_answer();
		change_record(WAITING, |record| record.answers.try_push(answer).unwrap());
	});
	fires(expected, || {
		change_claim(DENIED, |claim| {
			claim.status = ClaimStatus::Withdrawn;
		});
	});
	fires("4: others have answered than those who pay", || {
		change_record(REVERSED, |record| drop(record.answers.pop()))
	});
	fires("4: others have answered than those who pay", || {
		change_answer(REVERSED, 0, |answer| answer.coverage = OF_OTHER)
	});
}

/// An answer that fits the claim that waits.
fn waiting_answer() -> Adjudication {
	let over_limit = stored_claim(WAITING).charge;
	let result = LineResult { over_limit, ..Default::default() };
	let lines = BoundedVec::truncate_from(vec![result]);
	Adjudication { paid: 0, withheld: 0, lines, ..answer(REVERSED, 0) }
}

#[test]
fn four_a_waiting_claim_that_was_paid() {
	let expected = "4: a waiting claim was paid";
	fires(expected, || change_claim(WAITING, |claim| claim.paid = 1));
	fires(expected, || change_claim(WAITING, |claim| claim.patient_share = 1));
	fires(expected, || change_claim(WAITING, |claim| claim.bill = Some(0)));
	// One that was void before it was decided, as well.
	fires(expected, || {
		change_record(VOID, |record| record.answers.clear());
	});
}

#[test]
fn four_a_payer_that_paid_something_else() {
	let expected = "4: a payer paid something else than its lines";
	fires(expected, || change_answer(SHARED, 0, |answer| answer.paid += 1));
	fires(expected, || change_answer(SHARED, 1, |answer| answer.withheld = answer.paid + 1));
}

#[test]
fn four_payers_that_do_not_follow_each_other() {
	// The second payer sees one unit less of the line as settled, and leaves it to the patient.
	fires("4: a payer sees something else than was left", || {
		change_result(SHARED, 1, |result| {
			result.prior -= 1;
			result.over_limit += 1;
		})
	});
	// Something was settled before the first one.
	fires("4: a payer sees something else than was left", || {
		change_result(DENIED, 0, |result| {
			result.prior = 1;
			result.denied_amount -= 1;
		})
	});
}

#[test]
fn four_a_claim_that_says_something_else() {
	let expected = "4: the claim does not say what its payers did";
	for id in [SHARED, VOID, DENIED, SUPPLEMENT] {
		fires(expected, || change_claim(id, |claim| claim.paid += 1));
		fires(expected, || change_claim(id, |claim| claim.patient_share += 1));
	}
}

#[test]
fn four_a_share_without_a_bill() {
	let expected = "4: the patient owes without a bill, or has one over nothing";
	fires(expected, || change_claim(SHARED, |claim| claim.bill = Some(0)));
	fires(expected, || change_claim(DENIED, |claim| claim.bill = Some(0)));
	fires(expected, || change_claim(SUPPLEMENT, |claim| claim.bill = None));
	fires(expected, || change_claim(SHARED, |claim| claim.payee = Payee::Patient));
	fires(expected, || change_claim(SUPPLEMENT, |claim| claim.payee = Payee::Patient));
	// What an appeal paid to the patient is no biller's to take back.
	fires("4: a biller took back what is the patient's", || {
		// Its counters are as if it had never been.
		let own = answer(SUPPLEMENT, 0);
		change_term(OF_OTHER, |term| {
			(term.paid, term.deductible, term.out_of_pocket) = (0, 0, 0);
			assert!(own.paid > 0);
		});
		change_claim(SUPPLEMENT, |claim| {
			(claim.payee, claim.bill, claim.status) = (Payee::Patient, None, ClaimStatus::Reversed);
		});
	});
}

#[test]
fn four_what_the_patient_did_not_get() {
	fires("4: what is paid to the patient was kept against a debt of the biller", || {
		change_record(SUPPLEMENT, |record| {
			record.claim.payee = Payee::Patient;
			record.claim.bill = None;
			record.answers[0].withheld = 1;
		})
	});
}

#[test]
fn five_a_fingerprint_of_nothing() {
	let expected = "5: a fingerprint of a claim that does not stand";
	for id in [WAITING, REVERSED, VOID, 9] {
		fires(expected, || Fingerprints::<Test>::insert([9; 32], id));
	}
}

#[test]
fn five_a_pack_of_nothing() {
	let expected = "5: a pack of a claim that does not stand";
	for id in [WAITING, REVERSED, VOID, 9] {
		fires(expected, || PaidPacks::<Test>::insert(OTHER_PACK.id, id));
	}
}

#[test]
fn five_a_pack_that_is_paid_twice() {
	build_and_execute(|| {
		scene();
		leave(0, CAPITAL);
		let id = submit(&[ClaimLine { unit_price: 2_900, ..packed(OTHER_PACK, 60) }]);
		assert!(is_paid(id));
		leave(0, InsuranceClaims::reserve(&stored_pool(0)));
		noticed("5: a pack is paid twice", || {
			change_record(id, |record| record.details.lines[0].pack = Some(PACK))
		});
	});
	fires("5: a pack is paid and not noted", || PaidPacks::<Test>::remove(PACK.id));
}

#[test]
fn six_decisions_that_were_not_made() {
	let expected = "6: a claim waits that was decided, or one was not that stands";
	fires(expected, || change_claim(WAITING, |claim| claim.decided_at = Some(NOW)));
	for id in [SHARED, REVERSED, VOID] {
		fires(expected, || change_claim(id, |claim| claim.decided_at = None));
	}
}

const CONSULTATION: (CoverageId, TermNumber, ServiceType) = (FIRST, 0, ServiceType::Consultation);

#[test]
fn six_units_that_no_claim_used() {
	let expected = "6: units are counted that no claim used";
	fires(expected, || Units::<Test>::insert(CONSULTATION, 2));
	fires(expected, || Units::<Test>::insert(CONSULTATION, 0));
	fires(expected, || Units::<Test>::insert((SECOND, 0, ServiceType::Pharmacy), 1));
	fires(expected, || Units::<Test>::insert((FIRST, 0, ServiceType::Vision), 0));
	fires("6: units that were used are not counted", || Units::<Test>::remove(CONSULTATION));
}

#[test]
fn six_lines_of_a_day_that_were_not_paid() {
	let expected = "6: lines of a day are counted that were not paid";
	let day = (NOW / DAY) as u32;
	fires(expected, || DailyLines::<Test>::insert((0, HOSPITAL, day), 9));
	fires(expected, || DailyLines::<Test>::insert((0, HOSPITAL, day), 1));
	fires(expected, || DailyLines::<Test>::insert((0, HOSPITAL, day + 1), 1));
	fires(expected, || DailyLines::<Test>::insert((0, LABORATORY, day), 0));
	fires("6: lines that were paid are not counted", || {
		DailyLines::<Test>::remove((0, HOSPITAL, day))
	});
}

#[test]
fn six_days_that_no_claim_has() {
	let day = (NOW / DAY) as u32;
	let insert = |coverage, days: &[u32]| {
		let days = BoundedVec::truncate_from(days.to_vec());
		let uses = UseDays { forgotten: None, days };
		Days::<Test>::insert(coverage, ServiceType::Consultation, uses)
	};
	let expected = "6: a day of use is remembered that no claim has";
	fires(expected, || insert(FIRST, &[day, day]));
	fires(expected, || insert(FIRST, &[day, day + 1]));
	fires(expected, || insert(SECOND, &[day]));
	let expected = "6: days of use are out of order";
	fires(expected, || insert(FIRST, &[day, day - 1]));
	fires(expected, || insert(FIRST, &[]));
	fires("6: days of use of no coverage", || insert(9, &[day]));
}

#[test]
fn six_days_that_are_not_remembered() {
	let day = (NOW / DAY) as u32;
	let expected = "6: a day of use is not remembered";
	let forget = |forgotten| {
		let uses = UseDays { forgotten, days: BoundedVec::new() };
		Days::<Test>::insert(FIRST, ServiceType::Consultation, uses)
	};
	fires(expected, || Days::<Test>::remove(FIRST, ServiceType::Consultation));
	fires(expected, || forget(Some(day - 1)));
	build_and_execute(|| {
		scene();
		forget(Some(day));
		assert_ok!(check_state());
	});
}

#[test]
fn seven_a_term_under_no_plan() {
	fires("7: a term under no plan", || Plans::<Test>::remove(2));
}

#[test]
fn seven_open_limits_that_no_term_has() {
	let expected = "7: a pool's open limits are not those of its terms";
	fires(expected, || change_pool(|pool| pool.open += 1));
	fires(expected, || change_pool(|pool| pool.open -= 1));
	fires(expected, || change_term(FIRST, |term| term.closed = true));
}

#[test]
fn seven_another_pool_than_that_of_the_plan() {
	let expected = "7: a coverage has another pool than its plan";
	fires(expected, || change_coverage(OF_PARENT, |coverage| coverage.pool = 0));
	fires(expected, || Plans::<Test>::mutate(2, |plan| plan.as_mut().unwrap().pool = 0));
}

#[test]
fn seven_what_a_pool_owes_to_nobody() {
	let expected = "7: a pool owes something else than its coverages are owed";
	fires(expected, || change_pool(|pool| pool.owed += 1));
	fires(expected, || change_coverage(OF_OTHER, |coverage| coverage.refund_due = 1));
}

#[test]
fn seven_a_pool_that_is_short() {
	let expected = "7: a pool is short of its reserve";
	fires(expected, || change_pool(|pool| pool.ratio = BasisPoints(MIN_RATIO.0 + 100)));
	// What is owed counts, to the unit.
	build_and_execute(|| {
		scene();
		leave(0, InsuranceClaims::reserve(&stored_pool(0)) - Debts::<Test>::get(0, HOSPITAL));
		noticed(expected, || {
			Debts::<Test>::mutate(0, HOSPITAL, |debt| *debt -= 1);
		});
		assert!(Debts::<Test>::get(0, HOSPITAL) > 1);
	});
}

#[test]
fn seven_what_is_frozen_is_not_missed() {
	build_and_execute(|| {
		scene();
		Money::freeze(EUR, &InsuranceClaims::account_of(0));
		assert_ok!(check_state());
	});
}

#[test]
fn seven_a_pool_that_is_not_found() {
	let expected = "7: a pool is not found by insurer and currency";
	fires(expected, || PoolOf::<Test>::remove(INSURER, EUR));
	fires(expected, || PoolOf::<Test>::insert(INSURER, EUR, 1));
	fires("7: an insurer and a currency lead to no pool", || {
		PoolOf::<Test>::insert(INSURER, JPY, 0)
	});
}

#[test]
fn seven_a_debt_to_nobody() {
	let expected = "7: a debt over nothing, or to nobody";
	fires(expected, || Debts::<Test>::insert(0, PHARMACY, 0));
	fires(expected, || Debts::<Test>::insert(9, PHARMACY, 1));
}

#[test]
fn eight_coverages_that_are_listed_wrong() {
	let list = |who, ids: &[CoverageId]| {
		CoveragesOf::<Test>::insert(who, BoundedVec::truncate_from(ids.to_vec()))
	};
	fires("8: a coverage is listed that is not there", || list(CHILD, &[9]));
	fires("8: a coverage is listed for somebody else", || list(CHILD, &[FIRST]));
	let expected = "8: coverages are out of order";
	fires(expected, || list(PATIENT, &[SECOND, FIRST, OF_PARENT]));
	fires(expected, || list(PATIENT, &[FIRST, OF_PARENT, SECOND]));
	fires(expected, || list(PATIENT, &[FIRST, FIRST, SECOND]));
	let expected = "8: a coverage that is not over is not listed";
	fires(expected, || list(PATIENT, &[FIRST, SECOND]));
	fires(expected, || CoveragesOf::<Test>::remove(OTHER_PATIENT));
}

#[test]
fn eight_terms_that_are_missing_or_out_of_order() {
	let expected = "8: a coverage without one of its terms";
	fires(expected, || change_coverage(OF_PARENT, |coverage| coverage.current = 1));
	fires(expected, || {
		Coverages::<Test>::insert(9, Coverage { plan: 0, ..stored_coverage(FIRST) });
	});
	fires(expected, || {
		let first = stored_term(OF_PARENT, 0);
		let end = first.end + LENGTH;
		let (closed, waiting) = (true, 0);
		let next = Term { start: first.end, end, sold_until: end, closed, waiting, ..first };
		Terms::<Test>::insert(OF_PARENT, 1, next);
		change_coverage(OF_PARENT, |coverage| (coverage.oldest, coverage.current) = (1, 1));
	});
	let expected = "8: terms are out of order";
	fires(expected, || change_term(OF_PARENT, |term| term.start -= 1));
	fires(expected, || change_term(OF_PARENT, |term| term.end = term.start - 1));
	fires(expected, || {
		let first = stored_term(OF_PARENT, 0);
		let closed = Term { start: first.end - 1, closed: true, waiting: 0, ..first };
		Terms::<Test>::insert(OF_PARENT, 1, closed);
		change_coverage(OF_PARENT, |coverage| coverage.current = 1);
	});
}

#[test]
fn eight_terms_that_end_at_another_time() {
	let expected = "8: a term ends at another time than it was sold for";
	fires(expected, || change_term(OF_PARENT, |term| term.sold_until -= 1));
	fires(expected, || change_term(OF_PARENT, |term| term.sold_until += 1));
	fires(expected, || change_term(OF_PARENT, |term| term.cancelled = true));
}

#[test]
fn nine_numbers_that_are_given_twice() {
	let expected = "9: a number is to be given twice";
	fires(expected, || NextClaim::<Test>::put(VOID));
	fires(expected, || NextCoverage::<Test>::put(OF_OTHER));
	fires(expected, || NextPlan::<Test>::put(2));
	fires(expected, || NextPool::<Test>::put(1));
	fires(expected, || NextAuthorization::<Test>::put(0));
}

#[test]
fn nine_versions_that_are_missing() {
	let expected = "9: a plan's newest version is missing, or another one";
	fires(expected, || PlanVersions::<Test>::insert(0, 2, terms()));
	fires(expected, || {
		Plans::<Test>::mutate(0, |plan| plan.as_mut().unwrap().version = 2);
	});
}

#[test]
fn nine_claims_that_are_not_found() {
	let expected = "9: a claim is not found by its people";
	fires(expected, || ClaimsOf::<Test>::remove(PATIENT, WAITING.to_be_bytes()));
	fires(expected, || ClaimsOf::<Test>::remove(HOSPITAL, VOID.to_be_bytes()));
	let expected = "9: a claim is listed that is not there";
	fires(expected, || ClaimsOf::<Test>::insert(PATIENT, 9u64.to_be_bytes(), ()));
	fires(expected, || ClaimsOf::<Test>::insert(CHILD, WAITING.to_be_bytes(), ()));
}

#[test]
fn nine_appeals_and_reports_about_nothing() {
	let expected = "9: an appeal or a report about no claim";
	fires(expected, || Appeals::<Test>::insert((9, 0, AppealKind::Biller), appeal()));
	fires(expected, || Reports::<Test>::insert(9, Reports::<Test>::get(VOID).unwrap()));
	let expected = "9: an appeal about a payer or a line that the claim has not";
	fires(expected, || Appeals::<Test>::insert((DENIED, 1, AppealKind::Patient), appeal()));
	fires(expected, || {
		let lines = BoundedVec::truncate_from(vec![1]);
		Appeals::<Test>::insert(APPEAL, Appeal { lines, ..appeal() });
	});
}

#[test]
fn nine_appeals_that_are_open_for_nothing() {
	let expected = "9: an appeal is open beside another, or about what is over";
	let open = |id, payer, kind, lines: &[u8]| {
		let lines = BoundedVec::truncate_from(lines.to_vec());
		let supplements = BoundedVec::new();
		let open = Appeal { lines, decided_at: None, supplements, ..appeal() };
		Appeals::<Test>::insert((id, payer, kind), open);
		let details = Claims::<Test>::get(id).unwrap().details;
		InsuranceClaims::keep_for_appeals(&details, payer, NOW + REVIEW_PERIOD + APPEAL_PERIOD);
	};
	for id in [WAITING, REVERSED, VOID] {
		fires(expected, || open(id, 0, AppealKind::Biller, &[0]));
		fires(expected, || open(id, 0, AppealKind::Patient, &[0]));
	}
	for id in [SHARED, REVERSED, VOID] {
		fires(expected, || open(id, 0, AppealKind::Silence, &[0]));
	}
	fires(expected, || {
		open(SHARED, 0, AppealKind::Biller, &[0]);
		open(SHARED, 1, AppealKind::Patient, &[0]);
	});
	// The biller bears this line: it appeals after the patient, not the other way round.
	let by_patient = |filed_at| {
		let appeal = Appeal { filed_at, supplements: BoundedVec::new(), ..appeal() };
		Appeals::<Test>::insert((DENIED, 0, AppealKind::Patient), appeal);
	};
	let twice = "9: a line was appealed twice";
	fires(twice, || by_patient(NOW + 1));
	fires(twice, || {
		let lines = BoundedVec::truncate_from(vec![0, 0]);
		Appeals::<Test>::insert(APPEAL, Appeal { lines, ..appeal() });
	});
	build_and_execute(|| {
		scene();
		by_patient(NOW - 1);
		assert_ok!(check_state());
	});
	build_and_execute(|| {
		scene();
		open(WAITING, 0, AppealKind::Silence, &[0]);
		open(SHARED, 2, AppealKind::Patient, &[0, 1]);
		assert_ok!(check_state());
	});
	// One that nobody has decided in time is open no more.
	build_and_execute(|| {
		scene();
		open(REVERSED, 0, AppealKind::Patient, &[0]);
		let expected =
			"insurance-claims 9: an appeal is open beside another, or about what is over";
		wait(REVIEW_PERIOD + APPEAL_PERIOD);
		assert_eq!(check_state(), Err(expected.into()));
		wait(1);
		assert_ok!(check_state());
	});
}

#[test]
fn nine_appeals_that_others_pay() {
	fires("9: an appeal names a claim that does not pay it", || {
		let supplements = BoundedVec::truncate_from(vec![SHARED]);
		Appeals::<Test>::insert(APPEAL, Appeal { supplements, ..appeal() });
	});
}

#[test]
fn nine_fraud_that_has_no_end() {
	let expected = "9: a claim is void without fraud, or stands with it";
	fires(expected, || Reports::<Test>::remove(VOID));
	fires(expected, || {
		Reports::<Test>::mutate(VOID, |report| report.as_mut().unwrap().found = Some(false))
	});
	fires(expected, || change_claim(REVERSED, |claim| claim.status = ClaimStatus::Voided));
	let fraud = |id| Reports::<Test>::insert(id, Reports::<Test>::get(VOID).unwrap());
	for id in [SHARED, WAITING, REVERSED, SUPPLEMENT] {
		fires(expected, || fraud(id));
	}
	// What an appeal has granted of a claim is void with it.
	build_and_execute(|| {
		scene();
		assert_ok!(InsuranceClaims::report_fraud(signed(OTHER_PATIENT), DENIED, EVIDENCE));
		assert_ok!(InsuranceClaims::decide_fraud(signed(REGULATOR), DENIED, true));
		assert_eq!(stored_claim(SUPPLEMENT).status, ClaimStatus::Voided);
		noticed(expected, || Reports::<Test>::remove(DENIED));
	});
	fires("9: a report is open about what is over", || {
		let report = Reports::<Test>::get(VOID).unwrap();
		Reports::<Test>::insert(REVERSED, Report { found: None, ..report });
	});
	// About what was taken back a later report may be open, and find fraud.
	for found in [None, Some(true)] {
		build_and_execute(|| {
			scene();
			let report = Reports::<Test>::get(VOID).unwrap();
			Reports::<Test>::insert(REVERSED, Report { found, first: false, ..report });
			assert_ok!(check_state());
		});
	}
}

#[test]
fn ten_times_in_a_network_that_do_not_follow_each_other() {
	let contract = |offered, spans: &[(u32, u64, Option<u64>)]| {
		let span = |(version, from, until): &(u32, u64, Option<u64>)| Span {
			version: *version,
			from: *from,
			until: *until,
		};
		let spans = BoundedVec::truncate_from(spans.iter().map(span).collect());
		Contracts::<Test>::insert(0, PHARMACY, Contract { offered, spans });
	};
	let expected = "10: times in a network are out of order";
	fires(expected, || contract(None, &[(1, NOW, Some(NOW - 1))]));
	fires(expected, || contract(None, &[(1, NOW, None), (1, NOW, None)]));
	fires(expected, || contract(None, &[(1, NOW - 9, Some(NOW)), (1, NOW - 1, None)]));
	let expected = "10: a contract of an unknown version";
	fires(expected, || contract(None, &[(2, NOW, None)]));
	fires(expected, || contract(None, &[(0, NOW, None)]));
	fires(expected, || contract(Some(2), &[]));
	fires("10: a contract is offered to who has it", || contract(Some(1), &[(1, NOW, None)]));
	fires("10: a contract about nothing", || contract(None, &[]));
	fires("10: a contract with no plan", || {
		Contracts::<Test>::insert(9, PHARMACY, Contract { offered: Some(1), ..Default::default() })
	});
	build_and_execute(|| {
		scene();
		contract(Some(1), &[(1, NOW - 9, Some(NOW)), (1, NOW, Some(NOW))]);
		assert_ok!(check_state());
	});
}

/// What claims that were removed have used stays counted; what those used that are there is counted
/// at least.
#[test]
fn what_was_removed_stays_counted() {
	build_and_execute(|| {
		scene();
		wait(RETENTION + 1);
		assert_ok!(InsuranceClaims::remove(signed(HOSPITAL), SHARED));
		assert_ok!(check_state());
		assert!(stored_term(FIRST, 0).paid > 0 && PaidPacks::<Test>::contains_key(PACK.id));
		let supplement = answer(SUPPLEMENT, 0);
		assert_eq!(supplement.coverage, OF_OTHER);
		noticed("2: a term has paid something else", || {
			change_term(OF_OTHER, |term| term.paid = supplement.paid - 1)
		});
		noticed("3: a counter is not what claims took", || {
			change_term(OF_OTHER, |term| term.deductible -= 1)
		});
		noticed("3: a counter is not what claims took", || {
			change_term(OF_OTHER, |term| term.out_of_pocket -= 1)
		});
		noticed("6: units are counted that no claim used", || {
			Units::<Test>::insert((OF_OTHER, 0, ServiceType::Hospital), 0)
		});
		noticed("6: units are counted that no claim used", || {
			Units::<Test>::insert((OF_OTHER, 1, ServiceType::Hospital), 1)
		});
		// Of days so long ago no lines are counted.
		let day = (NOW / DAY) as u32;
		assert!(!DailyLines::<Test>::contains_key((0, HOSPITAL, day)));
	});
}
