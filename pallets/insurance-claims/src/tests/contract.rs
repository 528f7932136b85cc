//! `offer_contract`, `accept_contract`, `end_contract`: the network of a plan.

use super::*;

fn offer(who: AccountId, plan: PlanId, provider: AccountId) -> DispatchResult {
	InsuranceClaims::offer_contract(signed(who), plan, provider)
}

fn accept(provider: AccountId, plan: PlanId) -> DispatchResult {
	InsuranceClaims::accept_contract(signed(provider), plan)
}

fn end(who: AccountId, plan: PlanId, provider: AccountId) -> DispatchResult {
	InsuranceClaims::end_contract(signed(who), plan, provider)
}

fn in_network(plan: PlanId, provider: AccountId) -> bool {
	InsuranceClaims::in_network(plan, &provider)
}

#[test]
fn a_provider_belongs_to_a_network_once_it_accepts() {
	build_and_execute(|| {
		let plan = plan(terms());
		events();
		assert_ok!(offer(INSURER, plan, HOSPITAL));
		assert_eq!(events(), [Event::ContractOffered { plan, provider: HOSPITAL }]);
		assert!(!in_network(plan, HOSPITAL));
		assert_noop!(offer(INSURER, plan, HOSPITAL), TestError::ContractExists);

		assert_ok!(accept(HOSPITAL, plan));
		assert_eq!(events(), [Event::ContractAccepted { plan, provider: HOSPITAL }]);
		assert!(in_network(plan, HOSPITAL));
		assert!(!in_network(plan, PHARMACY) && !in_network(plan + 1, HOSPITAL));
		assert_noop!(offer(INSURER, plan, HOSPITAL), TestError::ContractExists);
		assert_noop!(accept(HOSPITAL, plan), TestError::ContractExists);
		assert_noop!(accept(PHARMACY, plan), TestError::ContractNotFound);
		assert_noop!(accept(HOSPITAL, plan + 1), TestError::ContractNotFound);
	});
}

#[test]
fn the_insurer_offers_and_only_to_providers() {
	build_and_execute(|| {
		let plan = plan(terms());
		assert_noop!(offer(INSURER, plan + 1, HOSPITAL), TestError::PlanNotFound);
		for who in [OTHER_INSURER, CLERK, HOSPITAL, STRANGER] {
			assert_noop!(offer(who, plan, HOSPITAL), TestError::NotInsurer);
		}
		for who in [PATIENT, OTHER_INSURER, REVIEWER, STRANGER] {
			assert_noop!(offer(INSURER, plan, who), TestError::NotProvider);
		}
		for provider in BILLERS {
			assert_ok!(offer(INSURER, plan, provider));
		}
		Registry::take_role(&INSURER, Role::Insurer);
		assert_noop!(offer(INSURER, plan, HOSPITAL), TestError::NotInsurer);

		Registry::take_role(&HOSPITAL, Role::ProviderOrganization);
		assert_noop!(accept(HOSPITAL, plan), TestError::NotProvider);
		Registry::give_role(&HOSPITAL, Role::Pharmacy);
		assert_ok!(accept(HOSPITAL, plan));
	});
}

#[test]
fn either_side_ends_an_offer_or_a_contract() {
	build_and_execute(|| {
		let plan = plan(terms());
		for who in [INSURER, HOSPITAL] {
			assert_ok!(offer(INSURER, plan, HOSPITAL));
			events();
			assert_ok!(end(who, plan, HOSPITAL));
			assert_eq!(events(), [Event::ContractEnded { plan, provider: HOSPITAL }]);
			assert_noop!(accept(HOSPITAL, plan), TestError::ContractNotFound);

			contract(plan, HOSPITAL);
			assert_ok!(end(who, plan, HOSPITAL));
			assert!(!in_network(plan, HOSPITAL));
			assert_noop!(end(who, plan, HOSPITAL), TestError::ContractNotFound);
		}
		contract(plan, HOSPITAL);
		for who in [OTHER_INSURER, CLERK, PHARMACY, DOCTOR, STRANGER] {
			assert_noop!(end(who, plan, HOSPITAL), TestError::NotInsurer);
		}
		assert_noop!(end(INSURER, plan + 1, HOSPITAL), TestError::PlanNotFound);
		assert_noop!(end(HOSPITAL, plan + 1, HOSPITAL), TestError::ContractNotFound);

		Registry::take_role(&INSURER, Role::Insurer);
		assert_noop!(end(INSURER, plan, HOSPITAL), TestError::NotInsurer);
		Registry::take_role(&HOSPITAL, Role::ProviderOrganization);
		assert_ok!(end(HOSPITAL, plan, HOSPITAL));
	});
}

#[test]
fn a_network_belongs_to_one_plan() {
	build_and_execute(|| {
		let pool = pool();
		let (one, other) = (plan_of(pool, terms()), plan_of(pool, terms()));
		contract(one, HOSPITAL);
		contract(other, PHARMACY);
		assert!(in_network(one, HOSPITAL) && !in_network(other, HOSPITAL));
		assert!(in_network(other, PHARMACY) && !in_network(one, PHARMACY));
	});
}
