//! `submit`: what is refused, who pays, what is stored; predetermination; those who look.

use super::*;
use claims::*;

#[test]
fn a_claim_is_paid_in_its_dispatch() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		let pool = stored_pool(0);
		let (here, there) = (pool_balance(0), balance(HOSPITAL));
		let id = submit(&[visit(25_000)]);

		// 20 000 count; copay 500, deductible 10 000, 20 % of the other 9 500 = 1 900.
		let line = LineResult {
			contractual: 5_000,
			copay: 500,
			deductible: 10_000,
			coinsurance: 1_900,
			paid: 7_600,
			units: 1,
			in_network: true,
			..Default::default()
		};
		let adjudication = Adjudication {
			coverage,
			term: Some(0),
			pool: 0,
			paid: 7_600,
			withheld: 0,
			lines: BoundedVec::truncate_from(vec![line]),
		};
		assert_eq!(answer(id, 0), adjudication);
		assert_eq!(answers(id), 1);
		assert_eq!(balance(HOSPITAL), there + 7_600);
		assert_eq!(pool_balance(0), here - 7_600);
		assert_eq!(stored_pool(0).open, pool.open - 7_600);
		let term = stored_term(coverage, 0);
		assert_eq!((term.paid, term.deductible, term.out_of_pocket), (7_600, 10_000, 12_400));

		let claim = stored_claim(id);
		assert_eq!(claim.status, ClaimStatus::Adjudicated);
		assert_eq!((claim.charge, claim.paid, claim.patient_share), (25_000, 7_600, 12_400));
		assert_eq!((claim.submitted_at, claim.decided_at), (NOW, Some(NOW)));
		let issued = bill_of(id);
		assert_eq!((issued.provider, issued.patient), (HOSPITAL, PATIENT));
		assert_eq!(issued.due, NOW + BILL_PERIOD);
		let (service, unit_price) = (ServiceType::Consultation, 12_400);
		assert_eq!(issued.lines, [BillLine { service, quantity: 1, unit_price }]);
		assert_eq!(Fingerprints::<Test>::iter().count(), 3);
		assert_eq!(DailyLines::<Test>::get((0, HOSPITAL, 20_000)), 1);

		let (biller, patient, bill) = (HOSPITAL, PATIENT, claim.bill);
		assert_eq!(
			events(),
			[
				Event::ClaimSubmitted { claim: id, biller, patient, currency: EUR, charge: 25_000 },
				Event::PayerPaid { claim: id, payer: 0, pool: 0, paid: 7_600, withheld: 0 },
				Event::ClaimAdjudicated { claim: id, paid: 7_600, patient_share: 12_400, bill },
			]
		);
	});
}

#[test]
fn the_next_claim_sees_what_the_last_one_used() {
	build_and_execute(|| {
		let (_, coverage) = covered(terms());
		submit(&[visit(25_000)]);
		// The deductible is used up: 500 copay, 20 % of 9 500.
		let id = submit(&[stay(10_000)]);
		assert_eq!((stored_claim(id).paid, stored_claim(id).patient_share), (7_600, 2_400));
		let term = stored_term(coverage, 0);
		assert_eq!((term.paid, term.deductible, term.out_of_pocket), (15_200, 10_000, 14_800));
	});
}

#[test]
fn the_patient_can_be_paid() {
	build_and_execute(|| {
		covered(terms());
		let before = (balance(PATIENT), balance(HOSPITAL));
		let new = NewClaim { payee: Payee::Patient, ..claim(&[visit(25_000), stay(1_000)]) };
		let id = filed(HOSPITAL, new);
		// Of the second line: copay 500, 20 % of 500.
		assert_eq!(stored_claim(id).paid, 7_600 + 400);
		assert_eq!((balance(PATIENT), balance(HOSPITAL)), (before.0 + 8_000, before.1));
		// It owes the biller all that the contract lets it collect.
		assert_eq!(stored_claim(id).patient_share, 12_400 + 600);
		assert_eq!(billed(id), 20_000 + 1_000);
	});
}

#[test]
fn nothing_owed_is_not_billed() {
	build_and_execute(|| {
		covered(full_terms());
		let id = submit(&[visit(25_000)]);
		let claim = stored_claim(id);
		assert_eq!((claim.paid, claim.patient_share, claim.bill), (25_000, 0, None));
	});
}

#[test]
fn what_is_denied_is_the_patients() {
	build_and_execute(|| {
		covered(terms());
		let dental = line(ServiceType::DentalCare, 2, 3_000);
		let id = submit(&[dental]);
		assert_eq!(denied(id, 0), Some((Group::Patient, Reason::NotInPlan)));
		assert_eq!((stored_claim(id).paid, billed(id)), (0, 6_000));
		// It is not billed to the patient again.
		let again = submit(&[dental]);
		assert_eq!(denied(again, 0), Some((Group::Contractual, Reason::ExactDuplicate)));
		assert_eq!(stored_claim(again).bill, None);
	});
}

#[test]
fn an_organisation_bills_for_those_who_act_for_it() {
	build_and_execute(|| {
		covered(full_terms());
		let before = balance(HOSPITAL);
		let new = NewClaim { organization: Some(HOSPITAL), ..claim(&[visit(5_000)]) };
		let id = filed(DOCTOR, new.clone());
		let stored = stored_claim(id);
		assert_eq!((stored.submitter, stored.biller), (DOCTOR, HOSPITAL));
		assert_eq!(balance(HOSPITAL), before + 5_000);
		assert!(deposit_of(HOSPITAL) > 0 && deposit_of(DOCTOR) == 0);
		for who in [HOSPITAL, PATIENT] {
			assert_eq!(InsuranceClaims::claims_of(&who, None, 9).items, [id]);
		}
		assert!(InsuranceClaims::claims_of(&DOCTOR, None, 9).items.is_empty());

		assert_noop!(send(PHARMACY, new), TestError::NotAffiliated);
	});
}

#[test]
fn who_does_not_provide_does_not_bill() {
	build_and_execute(|| {
		covered(full_terms());
		for who in [STRANGER, INSURER, OTHER_PATIENT] {
			assert_noop!(send(who, claim(&[visit(1)])), TestError::NotProvider);
		}
		// What a role was, counts no more.
		Registry::take_role(&DOCTOR, Role::Practitioner);
		assert_noop!(send(DOCTOR, claim(&[visit(1)])), TestError::NotProvider);
	});
}

#[test]
fn nobody_claims_for_the_own_treatment() {
	build_and_execute(|| {
		let (plan, _) = covered(full_terms());
		Registry::identify(&DOCTOR);
		Money::deposit(EUR, &DOCTOR, PREMIUM + 1);
		cover(plan, DOCTOR);
		let own = NewClaim { patient: DOCTOR, ..claim(&[visit(1_000)]) };
		assert_noop!(send(DOCTOR, own.clone()), TestError::OwnClaim);
		let at_work = NewClaim { organization: Some(HOSPITAL), ..own.clone() };
		assert_noop!(send(DOCTOR, at_work), TestError::OwnClaim);
		assert!(is_paid(filed(HOSPITAL, own)));
	});
}

#[test]
fn lines_are_sound() {
	build_and_execute(|| {
		covered(full_terms());
		let refused = |of: &[ClaimLine], error: TestError| {
			let error = DispatchError::from(error);
			assert_noop!(send(HOSPITAL, claim(of)), error);
			assert_err!(InsuranceClaims::predetermine(&HOSPITAL, claim(of)), error);
		};
		refused(&[], TestError::NoLines);
		refused(&[visit(0)], TestError::BadLine);
		refused(&[visit(1), ClaimLine { quantity: 0, ..stay(5) }], TestError::BadLine);
		refused(&[ClaimLine { quantity: 2, ..visit(Amount::MAX) }], TestError::BadLine);
		refused(&[visit(Amount::MAX), stay(1)], TestError::BadLine);
		let tomorrow = ClaimLine { serviced: NOW + 1, ..visit(1) };
		refused(&[stay(1), tomorrow], TestError::ServiceInFuture);
		// So long ago that it may have been paid and forgotten.
		wait(RETENTION);
		let old = ClaimLine { serviced: NOW, ..visit(1) };
		assert_eq!(denied(filed(HOSPITAL, claim(&[old])), 0).unwrap().1, Reason::FilingLimit);
		wait(1);
		refused(&[visit(2), old], TestError::ServiceTooOld);
		set_now(NOW);
		// Twice the same, at whatever price and hour of the day.
		wait(3_600);
		let twice = ClaimLine { serviced: NOW, quantity: 2, ..visit(3) };
		refused(&[visit(1), twice], TestError::DuplicateInClaim);
		let opened_otherwise = SoldPack { opening: [1; 32], ..sold(1) };
		for second in [sold(1), opened_otherwise] {
			let [first, second] = [sold(1), second].map(Some);
			let packed =
				[ClaimLine { pack: first, ..visit(1) }, ClaimLine { pack: second, ..drug(2) }];
			refused(&packed, TestError::DuplicateInClaim);
		}
	});
}

#[test]
fn a_person_without_coverage_has_no_claims() {
	build_and_execute(|| {
		covered(full_terms());
		let refused = |new: NewClaim<AccountId>| {
			assert_noop!(send(HOSPITAL, new), TestError::NotCovered);
		};
		refused(NewClaim { patient: OTHER_PATIENT, ..claim(&[visit(1)]) });
		refused(NewClaim { currency: JPY, ..claim(&[visit(1)]) });
	});
}

#[test]
fn a_biller_puts_down_a_deposit() {
	build_and_execute(|| {
		covered(full_terms());
		Registry::give_role(&STRANGER, Role::Practitioner);
		let refused = send(STRANGER, claim(&[visit(1)]));
		assert!(matches!(refused, Err(DispatchError::Token(_))), "{refused:?}");
		assert_eq!(NextClaim::<Test>::get(), 0);
	});
}

#[test]
fn numbers_end() {
	build_and_execute(|| {
		covered(full_terms());
		NextClaim::<Test>::put(u64::MAX);
		assert_noop!(send(HOSPITAL, claim(&[visit(1)])), TestError::NumbersExhausted);
	});
}

#[test]
fn a_claim_lies_in_one_term() {
	build_and_execute(|| {
		let (_, coverage) = covered(full_terms());
		wait(LENGTH - 5);
		assert_ok!(InsuranceClaims::renew(signed(PATIENT), coverage, 1));
		let old = visit(1_000);
		wait(10);
		let new = stay(1_000);
		assert_noop!(send(HOSPITAL, claim(&[new, old])), TestError::SpansTerms);
		let ids = [submit(&[new]), submit(&[old])];
		assert_eq!(ids.map(|id| answer(id, 0).term), [Some(1), Some(0)]);
		assert_eq!([0, 1].map(|term| stored_term(coverage, term).paid), [1_000; 2]);
	});
}

#[test]
fn a_service_outside_of_all_terms_is_denied() {
	build_and_execute(|| {
		let early = visit(1_000);
		wait(DAY);
		covered(full_terms());
		let first = stay(1_000);
		// The line that is covered names the term, the other one is before it.
		let id = submit(&[early, first]);
		assert_eq!(denied(id, 0), Some((Group::Patient, Reason::BeforeCoverage)));
		assert_eq!((denied(id, 1), stored_claim(id).paid), (None, 1_000));
		// All outside: the payer says why.
		let id = submit(&[early]);
		assert_eq!(denied(id, 0), Some((Group::Patient, Reason::BeforeCoverage)));
		assert_eq!((answer(id, 0).term, billed(id)), (None, 1_000));
		wait(LENGTH);
		let id = submit(&[visit(1_000)]);
		assert_eq!(denied(id, 0), Some((Group::Patient, Reason::AfterCoverage)));
	});
}

#[test]
fn an_insurer_of_another_time_has_no_say() {
	build_and_execute(|| {
		let short = PlanTerms { length: 10 * DAY, ..full_terms() };
		covered(short);
		wait(20 * DAY);
		let plan = plan_of(pool_of(OTHER_INSURER), full_terms());
		contract(plan, HOSPITAL);
		let coverage = cover(plan, PATIENT);
		let visit = visit(1_000);
		let id = submit(&[visit]);
		assert_eq!(answer(id, 0).coverage, coverage);
		assert_eq!(answers(id), 1);
		assert_eq!(stored_claim(id).paid, 1_000);
		// So that a duplicate is the biller's doing here too, and not billed to the patient.
		let again = submit(&[visit]);
		assert_eq!(denied(again, 0), Some((Group::Contractual, Reason::ExactDuplicate)));
		assert_eq!(stored_claim(again).bill, None);
	});
}

#[test]
fn a_predetermination_is_what_becomes_of_the_claim() {
	build_and_execute(|| {
		let (plan, _) = covered(PlanTerms { confirm_above: Some(30_000), ..terms() });
		cover(plan_of(pool_of(OTHER_INSURER), full_terms()), PATIENT);
		for new in [claim(&[visit(25_000), stay(70_000)]), claim(&[drug(20_000)])] {
			let before = (books(), NextClaim::<Test>::get());
			events();
			let told = InsuranceClaims::predetermine(&HOSPITAL, new.clone()).unwrap();
			assert_eq!((books(), NextClaim::<Test>::get()), before);
			assert_eq!(events(), []);
			let id = filed(HOSPITAL, new);
			assert_eq!(told.pended, None);
			let payers = InsuranceClaims::claim_info(id).unwrap().payers;
			assert_eq!(told.payers, payers);
			assert_eq!(told.payers.len(), 2);
			assert_eq!(told.patient_share, stored_claim(id).patient_share);
		}
		assert_ok!(InsuranceClaims::amend_plan(signed(INSURER), plan, terms()));
	});
}

#[test]
fn a_predetermination_tells_what_would_wait() {
	build_and_execute(|| {
		covered(PlanTerms { confirm_above: Some(4_999), ..full_terms() });
		let told = InsuranceClaims::predetermine(&HOSPITAL, claim(&[visit(5_000)])).unwrap();
		assert_eq!(told.pended, Some((PendReason::Confirmation, 0)));
		assert_eq!(told.payers[0].1.paid, 5_000);
		let id = submit(&[visit(5_000)]);
		assert_eq!(pended(id), Some(PendReason::Confirmation));
		let replacing = NewClaim { replaces: Some(id), ..claim(&[visit(1)]) };
		let refused = InsuranceClaims::predetermine(&HOSPITAL, replacing);
		assert_err!(refused, TestError::NotReplaceable);
	});
}

#[test]
fn two_payers_share_a_claim() {
	build_and_execute(|| {
		let (_, first) = covered(terms());
		let second = cover(plan_of(pool_of(OTHER_INSURER), full_terms()), PATIENT);
		let before = balance(HOSPITAL);
		let id = submit(&[visit(25_000)]);
		assert_eq!([0, 1].map(|payer| answer(id, payer).coverage), [first, second]);
		assert_eq!([0, 1].map(|payer| answer(id, payer).paid), [7_600, 12_400]);
		assert_eq!(answer(id, 1).lines[0].prior, 12_600);
		assert_eq!(balance(HOSPITAL), before + 20_000);
		assert_eq!((stored_claim(id).patient_share, stored_claim(id).bill), (0, None));
		assert_eq!(stored_term(second, 0).paid, 12_400);
		assert_eq!([0, 1].map(|pool| stored_pool(pool).open), [LIMIT - 7_600, LIMIT - 12_400]);
	});
}

#[test]
fn three_payers_share_a_claim_own_coverages_first() {
	build_and_execute(|| {
		let other = pool_of(OTHER_INSURER);
		let family = cover_by(PARENT, plan_of(other, full_terms()), PATIENT);
		let (_, first) = covered(terms());
		let mut tenth = full_terms();
		let rate = BasisPoints(9_000);
		for benefit in tenth.benefits.iter_mut() {
			(benefit.coinsurance, benefit.out_of_network) = (rate, Some(rate));
		}
		let second = cover(plan_of(other, tenth), PATIENT);
		let before = (pool_money(other), balance(HOSPITAL));
		let id = submit(&[visit(25_000)]);
		assert_eq!([0, 1, 2].map(|it| answer(id, it).coverage), [first, second, family]);
		// 12 400 are left after the first; the second alone would pay 2 500 and leaves 9 900.
		assert_eq!([0, 1, 2].map(|it| answer(id, it).paid), [7_600, 2_500, 9_900]);
		assert_eq!(answer(id, 1).lines[0].coinsurance, 9_900);
		assert_eq!(answer(id, 2).lines[0].prior, 15_100);
		assert_eq!(stored_claim(id).patient_share, 0);
		// The second and the third pay out of one pool.
		assert_eq!(pool_money(other), before.0 - 12_400);
		assert_eq!(stored_pool(other).open, 2 * LIMIT - 12_400);
		assert_eq!(balance(HOSPITAL), before.1 + 20_000);
	});
}

#[test]
fn everybody_can_look() {
	build_and_execute(|| {
		let (plan, coverage) = covered(PlanTerms { waiting: DAY, ..terms() });
		let info = || InsuranceClaims::coverages_info(&PATIENT).remove(0);
		assert!(!info().in_force);
		wait(DAY);
		let ids: Vec<_> =
			[visit(25_000), stay(1_000), drug(700)].map(|line| submit(&[line])).into();
		let told = info();
		assert_eq!((told.id, told.insurer, told.currency), (coverage, INSURER, EUR));
		assert!(told.in_force);
		let term = stored_term(coverage, 0);
		assert_eq!(told.term, term);
		assert_eq!((told.deductible_left, told.limit_left), (0, LIMIT - term.paid));
		assert_eq!(told.out_of_pocket_left, POCKET - term.out_of_pocket);

		let page = |after, limit| {
			let Page { items, next } = InsuranceClaims::claims_of(&PATIENT, after, limit);
			(items, next)
		};
		assert_eq!(page(None, 2), (ids[..2].to_vec(), Some(ids[1])));
		assert_eq!(page(Some(ids[1]), 2), (ids[2..].to_vec(), None));
		assert_eq!(page(None, 0).0, ids[..1]);

		let claim = InsuranceClaims::claim_info(ids[0]).unwrap();
		assert_eq!(claim.claim, stored_claim(ids[0]));
		assert_eq!(claim.payers, [(INSURER, answer(ids[0], 0))]);
		assert_eq!(claim.lines.len(), 1);
		assert_eq!(InsuranceClaims::claim_info(99), None);

		let status = InsuranceClaims::pool_status(0).unwrap();
		let pool = stored_pool(0);
		assert_eq!((status.balance, status.required), (pool_money(0), pool.open.div_ceil(10)));
		assert_eq!(status.free, status.balance - status.required);
		assert_eq!(status.coverage, Some(status.balance * 10_000 / pool.open));
		assert_eq!(status.account, InsuranceClaims::account_of(0));
		assert_eq!(InsuranceClaims::pool_status(1), None);
		let other = empty_pool(OTHER_INSURER, JPY);
		assert_eq!(InsuranceClaims::pool_status(other).unwrap().coverage, None);

		assert_ok!(InsuranceClaims::amend_plan(signed(INSURER), plan, full_terms()));
		let told = |version| InsuranceClaims::plan_info(plan, version).map(|(_, terms)| terms);
		assert_eq!((told(None), told(Some(2))), (Some(full_terms()), Some(full_terms())));
		assert_eq!(told(Some(1)).map(|terms| terms.waiting), Some(DAY));
		assert_eq!((told(Some(3)), InsuranceClaims::plan_info(plan + 1, None)), (None, None));

		wait(LENGTH);
		assert!(!info().in_force);
	});
}
