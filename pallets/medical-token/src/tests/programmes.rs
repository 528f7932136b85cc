//! `add_programme`, `end_programme`, `enrol`, `end_membership`, `set_discount_cap`, and to whom they
//! apply.

use super::*;
use frame::{deps::sp_runtime::traits::Convert, traits::Footprint};

const HALF: BasisPoints = BasisPoints(5_000);
const MEMBERSHIP: ProgrammeKind = ProgrammeKind::Membership { rate: HALF };

fn add(provider: AccountId, kind: ProgrammeKind, cap: Amount) -> DispatchResult {
	MedicalToken::add_programme(signed(provider), EUR, kind, cap)
}

fn end(provider: AccountId, id: ProgrammeId) -> DispatchResult {
	MedicalToken::end_programme(signed(provider), id)
}

fn enrol(provider: AccountId, id: ProgrammeId, until: u64) -> DispatchResult {
	MedicalToken::enrol(signed(provider), id, PATIENT, until)
}

fn end_membership(caller: AccountId, id: ProgrammeId) -> DispatchResult {
	MedicalToken::end_membership(signed(caller), id, PATIENT)
}

fn set_cap(provider: AccountId, cap: u16) -> DispatchResult {
	MedicalToken::set_discount_cap(signed(provider), BasisPoints(cap))
}

fn programmes() -> Vec<ProgrammeId> {
	let discounts = DiscountsOf::<Test>::get(HOSPITAL);
	discounts.map_or(vec![], |discounts| discounts.programmes.iter().map(|one| one.id).collect())
}

/// What the chain's own coin costs for one membership.
fn membership_deposit() -> u64 {
	let size = Membership::<AccountId, Ticket>::max_encoded_len();
	Price::convert(Footprint::from_parts(1, size))
}

/// What package and membership take off a bill of 1 000 now.
fn discount() -> Amount {
	stored(bill_of(1_000)).discount
}

#[test]
fn a_provider_adds_and_ends_programmes() {
	build_and_execute(|| {
		currency();
		assert_ok!(add(HOSPITAL, MEMBERSHIP, 500));
		assert_eq!(events(), [Event::ProgrammeAdded { programme: 0, provider: HOSPITAL }]);
		let discounts = DiscountsOf::<Test>::get(HOSPITAL).expect("there is one");
		let added = Programme { id: 0, currency: EUR, kind: MEMBERSHIP, cap: 500 };
		assert_eq!(
			(discounts.cap, discounts.programmes.to_vec()),
			(BasisPoints::WHOLE, vec![added])
		);
		let one = deposit(HOSPITAL);
		assert!(one > 0);

		assert_ok!(add(PHARMACY, MEMBERSHIP, 500));
		assert_ok!(add(HOSPITAL, MEMBERSHIP, 500));
		assert_eq!(programmes(), [0, 2]);
		assert!(deposit(HOSPITAL) > one);
		events();
		assert_ok!(end(HOSPITAL, 0));
		assert_eq!(events(), [Event::ProgrammeEnded { programme: 0 }]);
		assert_eq!((programmes(), deposit(HOSPITAL)), (vec![2], one));
		assert_ok!(end(HOSPITAL, 2));
		assert!(!DiscountsOf::<Test>::contains_key(HOSPITAL));
		assert_eq!(deposit(HOSPITAL), 0);
	});
}

#[test]
fn only_who_bills_has_programmes() {
	build_and_execute(|| {
		currency();
		for who in [PATIENT, INSURER, BANK, AUDITOR, REGULATOR, STRANGER] {
			assert_noop!(add(who, MEMBERSHIP, 1), TestError::NotBiller);
			assert_noop!(set_cap(who, 0), TestError::NotBiller);
		}
		for role in [Role::Laboratory, Role::Practitioner, Role::ProviderOrganization] {
			Registry::give_role(&INSURER, role);
			assert_ok!(add(INSURER, MEMBERSHIP, 1));
			Registry::take_role(&INSURER, role);
			assert_noop!(add(INSURER, MEMBERSHIP, 1), TestError::NotBiller);
		}
	});
}

#[test]
fn a_rate_is_more_than_nothing_and_at_most_the_whole() {
	build_and_execute(|| {
		currency();
		let kinds = |rate| {
			let rate = BasisPoints(rate);
			[ProgrammeKind::PromptPay { rate, within: 5 }, ProgrammeKind::Membership { rate }]
		};
		for kind in [0, 10_001, u16::MAX].into_iter().flat_map(kinds) {
			assert_noop!(add(HOSPITAL, kind, 1), TestError::BadRate);
		}
		for kind in [1, 10_000].into_iter().flat_map(kinds) {
			assert_ok!(add(HOSPITAL, kind, 1));
		}
		assert_noop!(set_cap(HOSPITAL, 10_001), TestError::BadRate);
		assert_noop!(set_cap(HOSPITAL, u16::MAX), TestError::BadRate);
	});
}

#[test]
fn a_package_names_each_service_once_with_a_quantity() {
	build_and_execute(|| {
		currency();
		let (visit, scan) = (ServiceType::Consultation, ServiceType::MriCtScan);
		for services in [
			&[][..],
			&[(visit, 0)],
			&[(visit, 1), (scan, 0)],
			&[(visit, 1), (visit, 1)],
			&[(visit, 1), (scan, 1), (visit, 2)],
		] {
			assert_noop!(add(HOSPITAL, package(services, 5), 1), TestError::BadPackage);
		}
		assert_ok!(add(HOSPITAL, package(&[(visit, 1), (scan, u32::MAX)], 0), 1));
	});
}

#[test]
fn a_programme_is_of_a_currency_and_takes_something_off() {
	build_and_execute(|| {
		currency();
		assert_noop!(add(HOSPITAL, MEMBERSHIP, 0), TestError::ZeroAmount);
		assert_noop!(
			MedicalToken::add_programme(signed(HOSPITAL), 2, MEMBERSHIP, 1),
			TestError::CurrencyNotFound
		);
		assert_ok!(add(HOSPITAL, MEMBERSHIP, 1));
		assert_ok!(add(HOSPITAL, MEMBERSHIP, u128::MAX));
	});
}

#[test]
fn a_provider_has_so_many_programmes() {
	build_and_execute(|| {
		currency();
		for _ in 0..MAX_PROGRAMMES {
			assert_ok!(add(HOSPITAL, MEMBERSHIP, 1));
		}
		assert_noop!(add(HOSPITAL, MEMBERSHIP, 1), TestError::TooManyProgrammes);
		assert_ok!(add(PHARMACY, MEMBERSHIP, 1));
		assert_ok!(end(HOSPITAL, 3));
		assert_ok!(add(HOSPITAL, MEMBERSHIP, 1));
		assert_eq!(programmes(), [0, 1, 2, 4, 5, 6, 7, 9]);
	});
}

#[test]
fn numbers_of_programmes_end() {
	build_and_execute(|| {
		currency();
		NextProgramme::<Test>::put(ProgrammeId::MAX);
		assert_noop!(add(HOSPITAL, MEMBERSHIP, 1), TestError::NumbersExhausted);
	});
}

#[test]
fn only_ones_own_programme_is_ended_and_only_once() {
	build_and_execute(|| {
		currency();
		assert_ok!(add(HOSPITAL, MEMBERSHIP, 1));
		assert_noop!(end(PHARMACY, 0), TestError::ProgrammeNotFound);
		assert_noop!(end(STRANGER, 0), TestError::ProgrammeNotFound);
		assert_noop!(end(HOSPITAL, 1), TestError::ProgrammeNotFound);
		// Also by who may not bill any more: the deposit is its own.
		Registry::take_role(&HOSPITAL, Role::ProviderOrganization);
		assert_ok!(end(HOSPITAL, 0));
		assert_noop!(end(HOSPITAL, 0), TestError::ProgrammeNotFound);
	});
}

#[test]
fn a_provider_must_be_able_to_pay_for_what_is_stored() {
	build_and_execute(|| {
		currency();
		let provider = poor(Role::Pharmacy);
		for call in [
			Call::add_programme { currency: EUR, kind: MEMBERSHIP, cap: 1 },
			Call::set_discount_cap { cap: HALF },
		] {
			assert_noop!(sent(provider, call), TokenError::FundsUnavailable);
		}
		let least = Price::convert(Footprint::from_parts(1, 1)) + 1;
		assert_ok!(Balances::transfer_allow_death(signed(BANK), STRANGER, least));
		assert_ok!(set_cap(provider, 5_000));
		let call = Call::add_programme { currency: EUR, kind: MEMBERSHIP, cap: 1 };
		assert_noop!(sent(provider, call), TokenError::FundsUnavailable);
		assert_ok!(Balances::transfer_allow_death(signed(BANK), STRANGER, 100));
		assert_ok!(add(provider, MEMBERSHIP, 1));
		let call = Call::enrol { programme: 0, patient: PATIENT, until: NOW };
		assert_noop!(sent(provider, call), TokenError::FundsUnavailable);
	});
}

#[test]
fn a_provider_takes_patients_in() {
	build_and_execute(|| {
		currency();
		assert_ok!(add(HOSPITAL, MEMBERSHIP, 500));
		events();
		let before = deposit(HOSPITAL);
		for until in [NOW, NOW + 9, u64::MAX, NOW + 5] {
			assert_ok!(enrol(HOSPITAL, 0, until));
			assert_eq!(events(), [Event::MemberEnrolled { programme: 0, patient: PATIENT }]);
			let membership = Members::<Test>::get(0, PATIENT).expect("in it");
			assert_eq!((membership.provider, membership.until), (HOSPITAL, until));
			assert_eq!(deposit(HOSPITAL), before + membership_deposit());
		}
		assert_noop!(enrol(HOSPITAL, 0, NOW - 1), TestError::DateInPast);
		assert_noop!(enrol(HOSPITAL, 0, 0), TestError::DateInPast);
	});
}

#[test]
fn patients_are_taken_into_programmes_with_members_of_ones_own() {
	build_and_execute(|| {
		currency();
		let visit = [(ServiceType::Consultation, 1)];
		for kind in
			[MEMBERSHIP, ProgrammeKind::PromptPay { rate: HALF, within: 5 }, package(&visit, 5)]
		{
			assert_ok!(add(HOSPITAL, kind, 1));
		}
		for id in [1, 2, 3] {
			assert_noop!(enrol(HOSPITAL, id, NOW), TestError::ProgrammeNotFound);
		}
		assert_noop!(enrol(PHARMACY, 0, NOW), TestError::ProgrammeNotFound);
		assert_ok!(end(HOSPITAL, 0));
		assert_noop!(enrol(HOSPITAL, 0, NOW), TestError::ProgrammeNotFound);
	});
}

#[test]
fn provider_and_patient_end_a_membership_and_nobody_else() {
	build_and_execute(|| {
		currency();
		let id = membership(5_000);
		let before = deposit(HOSPITAL) - membership_deposit();
		for caller in [HOSPITAL, PATIENT] {
			assert_ok!(enrol(HOSPITAL, id, NOW));
			for other in [STRANGER, PHARMACY, REGULATOR, OTHER_PATIENT] {
				assert_noop!(end_membership(other, id), TestError::NotAParty);
			}
			events();
			assert_ok!(end_membership(caller, id));
			assert_eq!(events(), [Event::MembershipEnded { programme: id, patient: PATIENT }]);
			assert!(!Members::<Test>::contains_key(id, PATIENT));
			assert_eq!(deposit(HOSPITAL), before);
			assert_noop!(end_membership(caller, id), TestError::NotAMember);
		}
		assert_noop!(end_membership(PATIENT, 9), TestError::NotAMember);
	});
}

#[test]
fn a_membership_outlives_its_programme_until_it_is_ended() {
	build_and_execute(|| {
		currency();
		let id = membership(5_000);
		assert_ok!(end(HOSPITAL, id));
		assert_eq!((discount(), DiscountsOf::<Test>::contains_key(HOSPITAL)), (0, false));
		let before = deposit(HOSPITAL);
		assert_ok!(end_membership(PATIENT, id));
		assert_eq!(deposit(HOSPITAL), before - membership_deposit());
	});
}

#[test]
fn a_provider_caps_all_its_discounts() {
	build_and_execute(|| {
		currency();
		assert_ok!(set_cap(HOSPITAL, 1_000));
		let set = Event::DiscountCapSet { provider: HOSPITAL, cap: BasisPoints(1_000) };
		assert_eq!(events(), [set]);
		assert_eq!(
			DiscountsOf::<Test>::get(HOSPITAL).map(|discounts| discounts.cap),
			Some(BasisPoints(1_000))
		);
		let alone = deposit(HOSPITAL);
		assert!(alone > 0);
		membership(5_000);
		assert_eq!(discount(), 100);
		assert_ok!(set_cap(HOSPITAL, 0));
		assert_eq!(discount(), 0);
		assert_ok!(set_cap(HOSPITAL, 10_000));
		assert_eq!(discount(), 500);
	});
}

#[test]
fn a_cap_of_the_whole_is_none() {
	build_and_execute(|| {
		currency();
		assert_ok!(set_cap(HOSPITAL, 9_999));
		assert_ok!(set_cap(HOSPITAL, 10_000));
		assert!(!DiscountsOf::<Test>::contains_key(HOSPITAL));
		assert_eq!(deposit(HOSPITAL), 0);
		assert_ok!(set_cap(HOSPITAL, 10_000));
		assert_eq!(deposit(HOSPITAL), 0);
	});
}

#[test]
fn a_membership_counts_to_its_last_second() {
	build_and_execute(|| {
		currency();
		let id = membership(5_000);
		assert_ok!(enrol(HOSPITAL, id, NOW + 9));
		for (at, expected) in [(NOW, 500), (NOW + 9, 500), (NOW + 10, 0)] {
			set_now(at);
			assert_eq!(discount(), expected);
		}
		assert_ok!(enrol(HOSPITAL, id, NOW + 10));
		assert_eq!(discount(), 500);
		assert_ok!(end_membership(PATIENT, id));
		assert_eq!(discount(), 0);
	});
}

#[test]
fn a_programme_is_for_its_members_provider_and_currency() {
	build_and_execute(|| {
		currency();
		membership(5_000);
		let visit = || lines(&[line(ServiceType::Consultation, 1, 1_000)]);
		let other = bill_to(OTHER_PATIENT, &visit());
		assert_eq!(stored(other).discount, 0);
		assert_ok!(MedicalToken::issue(signed(PHARMACY), PATIENT, EUR, visit(), NOW, DETAIL));
		assert_eq!(stored(other + 1).discount, 0);
		assert_ok!(MedicalToken::register_currency(root(), code("USD"), BANK, TERMS));
		assert_ok!(MedicalToken::issue(signed(HOSPITAL), PATIENT, 2, visit(), NOW, DETAIL));
		assert_eq!(stored(other + 2).discount, 0);
		assert_eq!(discount(), 500);
	});
}

#[test]
fn a_bill_keeps_what_was_taken_off_it() {
	build_and_execute(|| {
		currency();
		let id = membership(5_000);
		let prompt = prompt_pay(1_000, DAY);
		let bill = bill_of(1_000);
		let before = (stored(bill), Bills::<Test>::get(bill).map(|known| known.details.lines));
		assert_ok!(end(HOSPITAL, prompt));
		assert_ok!(end_membership(HOSPITAL, id));
		assert_ok!(end(HOSPITAL, id));
		assert_ok!(set_cap(HOSPITAL, 0));
		let after = (stored(bill), Bills::<Test>::get(bill).map(|known| known.details.lines));
		assert_eq!(after, before);
		assert_eq!(payable(bill), 450);
		assert_ok!(MedicalToken::pay(signed(PATIENT), bill, 450));
	});
}
