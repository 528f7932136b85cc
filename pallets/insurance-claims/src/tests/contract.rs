//! `offer_contract`, `accept_contract`, `end_contract`: the network of a plan.

use super::*;

fn offer(who: AccountId, plan: PlanId, provider: AccountId) -> DispatchResult {
	InsuranceClaims::offer_contract(signed(who), plan, provider)
}

/// The newest version.
fn accept(provider: AccountId, plan: PlanId) -> DispatchResult {
	let version = Plans::<Test>::get(plan).map_or(1, |plan| plan.version);
	InsuranceClaims::accept_contract(signed(provider), plan, version)
}

fn end(who: AccountId, plan: PlanId, provider: AccountId) -> DispatchResult {
	InsuranceClaims::end_contract(signed(who), plan, provider)
}

fn stored(plan: PlanId, provider: AccountId) -> Option<Contract> {
	Contracts::<Test>::get(plan, provider)
}

/// Whether the provider belonged to the network on this day.
fn on_day(plan: PlanId, provider: AccountId, at: u64) -> bool {
	InsuranceClaims::network_days(plan, &provider).is_some_and(|contract| contract.covers(at))
}

/// Whether it belongs to the network now.
fn in_network(plan: PlanId, provider: AccountId) -> bool {
	stored(plan, provider).is_some_and(|contract| contract.is_open())
}

fn spans(of: &[(u64, Option<u64>)]) -> Option<Contract> {
	let of = of.iter().map(|(from, until)| Span { version: 1, from: *from, until: *until });
	Some(Contract { offered: None, spans: BoundedVec::truncate_from(of.collect()) })
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

/// How long after it was left a network matters.
const KEPT: u64 = MAX_FILING + REVIEW_PERIOD + APPEAL_PERIOD;

#[test]
fn a_provider_accepts_the_version_that_it_has_read() {
	build_and_execute(|| {
		let plan = plan(terms());
		let accept = |version| InsuranceClaims::accept_contract(signed(HOSPITAL), plan, version);
		assert_ok!(offer(INSURER, plan, HOSPITAL));
		let offered = Contract { offered: Some(1), spans: BoundedVec::new() };
		assert_eq!(stored(plan, HOSPITAL), Some(offered));
		let dearer = PlanTerms { premium: PREMIUM + 1, ..terms() };
		assert_ok!(InsuranceClaims::amend_plan(signed(INSURER), plan, dearer.clone()));
		for version in [0, 1, 3] {
			assert_noop!(accept(version), TestError::VersionChanged);
		}
		assert_ok!(accept(2));
		// It remembers what was accepted, whatever comes later.
		assert_ok!(InsuranceClaims::amend_plan(signed(INSURER), plan, dearer));
		let contract = stored(plan, HOSPITAL).unwrap();
		assert_eq!(contract.offered, None);
		assert_eq!(contract.spans.to_vec(), [Span { version: 2, from: NOW, until: None }]);
	});
}

#[test]
fn what_was_served_within_the_network_stays_within_it() {
	build_and_execute(|| {
		let plan = plan(terms());
		// From the middle of a day to the middle of the third.
		set_now(NOW + DAY / 2);
		contract(plan, HOSPITAL);
		let days = |of: [bool; 5]| {
			let at = [NOW - 1, NOW, NOW + DAY / 2, NOW + 3 * DAY - 1, NOW + 3 * DAY];
			assert_eq!(at.map(|at| on_day(plan, HOSPITAL, at)), of);
		};
		days([false, true, true, true, true]);
		set_now(NOW + 2 * DAY + DAY / 2);
		assert_ok!(end(HOSPITAL, plan, HOSPITAL));
		let span = (NOW + DAY / 2, Some(NOW + 2 * DAY + DAY / 2));
		assert_eq!(stored(plan, HOSPITAL), spans(&[span]));
		days([false, true, true, true, false]);
		assert!(!on_day(plan, PHARMACY, NOW) && !on_day(plan + 1, HOSPITAL, NOW));

		// It comes back on the tenth day: the days between stay outside.
		set_now(NOW + 10 * DAY);
		assert_ok!(offer(INSURER, plan, HOSPITAL));
		assert!(!on_day(plan, HOSPITAL, NOW + 10 * DAY), "an offer is no contract");
		days([false, true, true, true, false]);
		assert_ok!(accept(HOSPITAL, plan));
		assert_eq!(stored(plan, HOSPITAL), spans(&[span, (NOW + 10 * DAY, None)]));
		days([false, true, true, true, false]);
		assert!(!on_day(plan, HOSPITAL, NOW + 10 * DAY - 1));
		assert!(on_day(plan, HOSPITAL, NOW + 10 * DAY));
		assert!(on_day(plan, HOSPITAL, u64::MAX));
	});
}

#[test]
fn a_claim_is_of_the_network_of_its_day() {
	build_and_execute(|| {
		let (plan, _) = covered(terms());
		let served = ClaimLine { item: item(1), ..line(ServiceType::Consultation, 1, 25_000) };
		let later = NOW + 5 * DAY;
		set_now(NOW + DAY);
		assert_ok!(end(HOSPITAL, plan, HOSPITAL));
		set_now(later);
		let inside = |id| {
			let line = answer(id, 0).lines[0];
			// What goes beyond the ceiling is the biller's within the network.
			let inside = line.contractual == 5_000;
			assert_eq!(inside, line.over_price == 0);
			inside
		};
		assert!(inside(submit(&[served])), "it was served before the hospital left");
		let after = ClaimLine { serviced: NOW + 2 * DAY, item: item(2), ..served };
		assert!(!inside(submit(&[after])));

		// Who joins afterwards did not belong to it before.
		contract(plan, PHARMACY);
		let before = ClaimLine { serviced: later - 1, item: item(3), ..served };
		assert!(!inside(submit_by(PHARMACY, PATIENT, &[before])));
		let now = ClaimLine { serviced: later, item: item(4), ..served };
		assert!(inside(submit_by(PHARMACY, PATIENT, &[now])));
	});
}

#[test]
fn a_contract_that_runs_or_an_offer_that_stands_is_offered_no_second_time() {
	build_and_execute(|| {
		let plan = plan(terms());
		contract(plan, HOSPITAL);
		assert_ok!(end(HOSPITAL, plan, HOSPITAL));
		assert_ok!(offer(INSURER, plan, HOSPITAL));
		assert_noop!(offer(INSURER, plan, HOSPITAL), TestError::ContractExists);
		// An offer that is withdrawn leaves what was before.
		assert_ok!(end(INSURER, plan, HOSPITAL));
		assert_eq!(stored(plan, HOSPITAL), spans(&[(NOW, Some(NOW))]));
		assert_noop!(accept(HOSPITAL, plan), TestError::ContractNotFound);
		assert_noop!(end(INSURER, plan, HOSPITAL), TestError::ContractNotFound);
		assert_ok!(offer(INSURER, plan, HOSPITAL));
		assert_ok!(accept(HOSPITAL, plan));
		assert_noop!(accept(HOSPITAL, plan), TestError::ContractExists);
		assert_noop!(offer(INSURER, plan, HOSPITAL), TestError::ContractExists);
	});
}

#[test]
fn what_ended_long_ago_is_forgotten() {
	build_and_execute(|| {
		let plan = plan(terms());
		contract(plan, HOSPITAL);
		wait(DAY);
		assert_ok!(end(HOSPITAL, plan, HOSPITAL));
		let first = (NOW, Some(NOW + DAY));
		// To the second: while something of then can be claimed and appealed it is kept.
		set_now(NOW + DAY + KEPT);
		assert_ok!(offer(INSURER, plan, HOSPITAL));
		assert_eq!(stored(plan, HOSPITAL).unwrap().spans.len(), 1);
		assert_ok!(end(INSURER, plan, HOSPITAL));
		assert_eq!(stored(plan, HOSPITAL), spans(&[first]));
		assert_ok!(offer(INSURER, plan, HOSPITAL));
		wait(1);
		assert_ok!(accept(HOSPITAL, plan));
		assert_eq!(stored(plan, HOSPITAL), spans(&[(NOW + DAY + KEPT + 1, None)]));

		assert_ok!(end(HOSPITAL, plan, HOSPITAL));
		contract(plan, HOSPITAL);
		wait(KEPT + 1);
		assert_ok!(end(HOSPITAL, plan, HOSPITAL));
		let now = InsuranceClaims::now();
		assert_eq!(stored(plan, HOSPITAL), spans(&[(NOW + DAY + KEPT + 1, Some(now))]));
		// With the last of it the entry goes.
		wait(KEPT + 1);
		assert_ok!(offer(INSURER, plan, HOSPITAL));
		assert_eq!(stored(plan, HOSPITAL).unwrap().spans.len(), 0);
		assert_ok!(end(HOSPITAL, plan, HOSPITAL));
		assert_eq!(stored(plan, HOSPITAL), None);
		// However long a contract runs, it is kept.
		contract(plan, PHARMACY);
		wait(10 * KEPT);
		assert_ok!(end(PHARMACY, plan, PHARMACY));
		assert_eq!(stored(plan, PHARMACY).unwrap().spans.len(), 1);
	});
}

#[test]
fn eight_times_are_remembered() {
	build_and_execute(|| {
		let plan = plan(terms());
		for _ in 0..MAX_SPANS {
			wait(DAY);
			contract(plan, HOSPITAL);
			assert_ok!(end(HOSPITAL, plan, HOSPITAL));
		}
		assert_noop!(offer(INSURER, plan, HOSPITAL), TestError::ContractHistoryFull);
		assert_ok!(offer(INSURER, plan, PHARMACY));
		// Once the first is old enough there is room.
		set_now(NOW + DAY + KEPT);
		assert_noop!(offer(INSURER, plan, HOSPITAL), TestError::ContractHistoryFull);
		wait(1);
		contract(plan, HOSPITAL);
		assert_eq!(stored(plan, HOSPITAL).unwrap().spans.len(), MAX_SPANS as usize);
		assert!(in_network(plan, HOSPITAL));
	});
}
