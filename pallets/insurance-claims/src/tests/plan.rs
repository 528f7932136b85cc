//! `create_plan`, `amend_plan`, `set_enrolment`: what insurers promise.

use super::*;

fn create(who: AccountId, pool: PoolId, terms: PlanTerms) -> DispatchResult {
	InsuranceClaims::create_plan(signed(who), pool, terms)
}

fn amend(who: AccountId, plan: PlanId, terms: PlanTerms) -> DispatchResult {
	InsuranceClaims::amend_plan(signed(who), plan, terms)
}

fn set_enrolment(who: AccountId, plan: PlanId, open: bool) -> DispatchResult {
	InsuranceClaims::set_enrolment(signed(who), plan, open)
}

fn of_one(benefit: Benefit) -> PlanTerms {
	PlanTerms { benefits: benefits(&[benefit]), ..terms() }
}

fn visit() -> Benefit {
	benefit(ServiceType::Consultation)
}

/// Neither a new plan nor a new version has such terms.
fn is_refused(terms: PlanTerms, error: TestError) {
	let error = DispatchError::from(error);
	assert_noop!(create(INSURER, 0, terms.clone()), error);
	assert_noop!(amend(INSURER, 0, terms), error);
}

/// Both a new plan and a new version have such terms.
fn is_taken(terms: PlanTerms) {
	let next = NextPlan::<Test>::get();
	assert_ok!(create(INSURER, 0, terms.clone()));
	assert_eq!(PlanVersions::<Test>::get(next, 1), Some(terms.clone()));
	assert_ok!(amend(INSURER, next, terms.clone()));
	assert_eq!(PlanVersions::<Test>::get(next, 2), Some(terms));
}

#[test]
fn an_insurer_makes_plans_of_its_pool() {
	build_and_execute(|| {
		let pool = pool();
		events();
		assert_ok!(create(INSURER, pool, terms()));
		assert_eq!(events(), [Event::PlanCreated { plan: 0, pool }]);
		assert_eq!(Plans::<Test>::get(0), Some(Plan { pool, version: 1, open: true }));
		assert_eq!(InsuranceClaims::terms_of(0, 1), Some(terms()));
		assert_eq!(InsuranceClaims::terms_of(0, 2), None);

		assert_noop!(create(INSURER, pool + 1, terms()), TestError::PoolNotFound);
		for who in [OTHER_INSURER, CLERK, HOSPITAL, STRANGER] {
			assert_noop!(create(who, pool, terms()), TestError::NotInsurer);
		}
		Registry::take_role(&INSURER, Role::Insurer);
		assert_noop!(create(INSURER, pool, terms()), TestError::NotInsurer);
	});
}

#[test]
fn an_amendment_is_a_version_and_keeps_the_others() {
	build_and_execute(|| {
		let plan = plan(terms());
		events();
		let dearer = PlanTerms { premium: PREMIUM + 1, ..terms() };
		assert_ok!(amend(INSURER, plan, dearer.clone()));
		assert_eq!(events(), [Event::PlanAmended { plan, version: 2 }]);
		assert_eq!(InsuranceClaims::terms_of(plan, 1), Some(terms()));
		assert_eq!(InsuranceClaims::terms_of(plan, 2), Some(dearer));

		assert_noop!(amend(INSURER, plan + 1, terms()), TestError::PlanNotFound);
		for who in [OTHER_INSURER, CLERK, STRANGER] {
			assert_noop!(amend(who, plan, terms()), TestError::NotInsurer);
		}
		Registry::take_role(&INSURER, Role::Insurer);
		assert_noop!(amend(INSURER, plan, terms()), TestError::NotInsurer);
	});
}

#[test]
fn a_plan_is_opened_and_closed() {
	build_and_execute(|| {
		let plan = plan(terms());
		events();
		for open in [false, false, true] {
			assert_ok!(set_enrolment(INSURER, plan, open));
			assert_eq!(events(), [Event::EnrolmentSet { plan, open }]);
			assert_eq!(Plans::<Test>::get(plan).map(|plan| plan.open), Some(open));
		}
		assert_noop!(set_enrolment(INSURER, plan + 1, true), TestError::PlanNotFound);
		for who in [OTHER_INSURER, CLERK, STRANGER] {
			assert_noop!(set_enrolment(who, plan, true), TestError::NotInsurer);
		}
		Registry::take_role(&INSURER, Role::Insurer);
		assert_noop!(set_enrolment(INSURER, plan, true), TestError::NotInsurer);
	});
}

#[test]
fn a_plan_pays_something() {
	build_and_execute(|| {
		plan(terms());
		is_refused(PlanTerms { annual_limit: 0, ..terms() }, TestError::BadLimit);
		is_taken(PlanTerms { annual_limit: 1, ..terms() });
		is_taken(PlanTerms { annual_limit: Amount::MAX, ..terms() });
		is_refused(of_one(Benefit { max_quantity: Some(0), ..visit() }), TestError::BadLimit);
		is_taken(of_one(Benefit { max_quantity: Some(1), ..visit() }));
		is_taken(of_one(Benefit { max_quantity: Some(u32::MAX), ..visit() }));
	});
}

#[test]
fn amounts_can_be_nothing_or_the_largest() {
	build_and_execute(|| {
		plan(terms());
		for amount in [0, 1, Amount::MAX] {
			is_taken(PlanTerms {
				deductible: amount,
				out_of_pocket_max: amount,
				premium: amount,
				confirm_above: Some(amount),
				daily_lines: Some(0),
				..of_one(Benefit { copay: amount, ceiling: Some(amount), ..visit() })
			});
		}
	});
}

#[test]
fn periods_are_within_what_the_chain_allows() {
	build_and_execute(|| {
		plan(terms());
		for bad in [
			PlanTerms { length: 0, ..terms() },
			PlanTerms { length: MIN_TERM - 1, ..terms() },
			PlanTerms { waiting: MAX_WAITING + 1, ..terms() },
			PlanTerms { waiting: u64::MAX, ..terms() },
			PlanTerms { filing: MAX_FILING + 1, ..terms() },
			PlanTerms { filing: u64::MAX, ..terms() },
		] {
			is_refused(bad, TestError::BadPeriod);
		}
		is_taken(PlanTerms { length: MIN_TERM, waiting: 0, filing: 0, ..terms() });
		is_taken(PlanTerms {
			length: u64::MAX,
			waiting: MAX_WAITING,
			filing: MAX_FILING,
			..terms()
		});
	});
}

#[test]
fn shares_are_at_most_the_whole_and_outliers_beyond_it() {
	build_and_execute(|| {
		plan(terms());
		for rate in [10_001, u16::MAX].map(BasisPoints) {
			is_refused(of_one(Benefit { coinsurance: rate, ..visit() }), TestError::BadRate);
			is_refused(
				of_one(Benefit { out_of_network: Some(rate), ..visit() }),
				TestError::BadRate,
			);
			is_taken(PlanTerms { outlier: Some(rate), ..terms() });
		}
		for rate in [BasisPoints::ZERO, BasisPoints::WHOLE] {
			let out_of_network = Some(rate);
			is_taken(of_one(Benefit { coinsurance: rate, out_of_network, ..visit() }));
		}
		for rate in [0, 9_999].map(BasisPoints) {
			is_refused(PlanTerms { outlier: Some(rate), ..terms() }, TestError::BadRate);
		}
		is_taken(PlanTerms { outlier: Some(BasisPoints::WHOLE), ..terms() });
	});
}

#[test]
fn a_frequency_counts_uses_within_days() {
	build_and_execute(|| {
		plan(terms());
		let with = |uses, within_days| {
			of_one(Benefit { frequency: Some(Frequency { uses, within_days }), ..visit() })
		};
		for (uses, within_days) in [(0, 30), (MAX_USES + 1, 30), (u8::MAX, 30), (1, 0)] {
			is_refused(with(uses, within_days), TestError::BadFrequency);
		}
		is_taken(with(1, 1));
		is_taken(with(MAX_USES, u16::MAX));
	});
}

#[test]
fn a_plan_names_each_service_once() {
	build_and_execute(|| {
		plan(terms());
		let none = PlanTerms { benefits: benefits(&[]), ..terms() };
		is_refused(none, TestError::NoBenefits);
		let twice = benefits(&[visit(), benefit(ServiceType::Hospital), visit()]);
		is_refused(PlanTerms { benefits: twice, ..terms() }, TestError::BenefitTwice);
		is_taken(of_one(visit()));
		let all: Vec<_> = ServiceType::ALL.iter().copied().map(benefit).collect();
		assert_eq!(all.len(), MAX_BENEFITS as usize);
		is_taken(PlanTerms { benefits: benefits(&all), ..terms() });
	});
}

#[test]
fn numbers_of_plans_and_versions_end() {
	build_and_execute(|| {
		let plan = plan(terms());
		Plans::<Test>::mutate(plan, |plan| {
			plan.as_mut().expect("it is there").version = u32::MAX;
		});
		assert_noop!(amend(INSURER, plan, terms()), TestError::NumbersExhausted);
		Plans::<Test>::mutate(plan, |plan| {
			plan.as_mut().expect("it is there").version = u32::MAX - 1;
		});
		assert_ok!(amend(INSURER, plan, terms()));
		assert!(InsuranceClaims::terms_of(plan, u32::MAX).is_some());

		NextPlan::<Test>::put(PlanId::MAX);
		assert_noop!(create(INSURER, 0, terms()), TestError::NumbersExhausted);
		NextPlan::<Test>::put(PlanId::MAX - 1);
		assert_ok!(create(INSURER, 0, terms()));
		assert!(Plans::<Test>::contains_key(PlanId::MAX - 1));
	});
}
