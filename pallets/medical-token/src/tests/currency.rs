//! `register_currency`, `set_terms`, `attest_reserves`, `mint`, and how a currency stands.

use super::*;
use codec::Decode;
use frame::traits::fungibles::{metadata, roles::Inspect as _, Inspect as _};

fn register(letters: &str, issuer: AccountId) -> DispatchResult {
	MedicalToken::register_currency(root(), code(letters), issuer, TERMS)
}

fn attested(auditor: AccountId, reserves: Amount, as_of: u64) -> DispatchResult {
	MedicalToken::attest_reserves(signed(auditor), EUR, reserves, as_of, EVIDENCE)
}

fn mint(amount: Amount) -> DispatchResult {
	MedicalToken::mint(signed(BANK), EUR, PATIENT, amount)
}

fn decimals(currency: CurrencyId) -> u8 {
	<Assets as metadata::Inspect<_>>::decimals(currency)
}

fn status() -> ReserveStatus<AccountId> {
	MedicalToken::reserve_status(EUR).expect("it is registered")
}

/// The bank's euro with these reserves, of which so many basis points must stand behind the tokens.
fn with_reserves(reserves: Amount, ratio: u16) {
	bare_currency();
	let terms = CurrencyTerms { required_ratio: BasisPoints(ratio), ..TERMS };
	assert_ok!(MedicalToken::set_terms(root(), EUR, terms));
	attest(EUR, reserves);
	events();
}

#[test]
fn governance_admits_a_currency() {
	build_and_execute(|| {
		assert_ok!(register("EUR", BANK));
		let euro = code("EUR");
		assert_eq!(
			events(),
			[Event::CurrencyRegistered { currency: EUR, code: euro, issuer: BANK }]
		);
		let registered = Currency {
			code: euro,
			issuer: BANK,
			terms: TERMS,
			paused: None,
			attestation: None,
			ceiling: 0,
		};
		assert_eq!(Currencies::<Test>::get(EUR), Some(registered));
		assert_eq!(CurrencyOf::<Test>::get(BANK, euro), Some(EUR));
		assert_eq!(NextCurrency::<Test>::get(), 2);

		assert_eq!(<Assets as metadata::Inspect<_>>::name(EUR), b"EUR #1");
		assert_eq!(<Assets as metadata::Inspect<_>>::symbol(EUR), b"EUR");
		assert_eq!(decimals(EUR), 2);
		assert_eq!((supply(), Assets::minimum_balance(EUR)), (0, 1));
		let owner = Some(MedicalToken::account_id());
		let roles =
			[Assets::owner(EUR), Assets::admin(EUR), Assets::issuer(EUR), Assets::freezer(EUR)];
		assert_eq!(roles, [owner; 4]);
	});
}

#[test]
fn decimals_are_those_of_the_standard() {
	build_and_execute(|| {
		for (letters, digits) in [("JPY", 0), ("USD", 2), ("KWD", 3), ("CLF", 4)] {
			let id = NextCurrency::<Test>::get();
			assert_ok!(register(letters, BANK));
			assert_eq!(decimals(id), digits);
		}
	});
}

#[test]
fn a_currency_stands_once_for_its_code_and_issuer() {
	build_and_execute(|| {
		assert_ok!(register("EUR", BANK));
		assert_noop!(register("EUR", BANK), TestError::AlreadyRegistered);
		assert_ok!(register("EUR", OTHER_BANK));
		assert_ok!(register("USD", BANK));
		let of = |issuer, letters| CurrencyOf::<Test>::get(issuer, code(letters));
		assert_eq!(of(OTHER_BANK, "EUR"), Some(2));
		assert_eq!(of(BANK, "USD"), Some(3));
		assert_eq!(of(OTHER_BANK, "USD"), None);
	});
}

#[test]
fn only_governance_admits_currencies_and_sets_terms() {
	build_and_execute(|| {
		bare_currency();
		for who in EVERYBODY {
			assert_noop!(
				MedicalToken::register_currency(signed(who), code("USD"), BANK, TERMS),
				DispatchError::BadOrigin
			);
			assert_noop!(
				MedicalToken::set_terms(signed(who), EUR, TERMS),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn only_codes_of_the_standard_are_currencies() {
	build_and_execute(|| {
		for letters in [*b"XXX", *b"XAU", *b"eur", [0; 3], [255; 3]] {
			let unknown = CurrencyCode::decode(&mut &letters[..]).expect("any three bytes are");
			assert_noop!(
				MedicalToken::register_currency(root(), unknown, BANK, TERMS),
				TestError::UnknownCode
			);
		}
	});
}

#[test]
fn terms_are_checked_at_both_ends() {
	build_and_execute(|| {
		bare_currency();
		let ratio = |ratio| CurrencyTerms { required_ratio: BasisPoints(ratio), ..TERMS };
		let lifetime = |attestation_lifetime| CurrencyTerms { attestation_lifetime, ..TERMS };
		for (terms, error) in [
			(ratio(0), DispatchError::from(TestError::BadRatio)),
			(ratio(9_999), TestError::BadRatio.into()),
			(lifetime(0), TestError::BadLifetime.into()),
			(CurrencyTerms { min_redemption: 0, ..TERMS }, TestError::ZeroAmount.into()),
		] {
			assert_noop!(MedicalToken::register_currency(root(), code("USD"), BANK, terms), error);
			assert_noop!(MedicalToken::set_terms(root(), EUR, terms), error);
		}
		for terms in [ratio(10_000), ratio(u16::MAX), lifetime(1), lifetime(u64::MAX)] {
			assert_ok!(MedicalToken::set_terms(root(), EUR, terms));
		}
		let terms = CurrencyTerms { min_redemption: Amount::MAX, ..ratio(u16::MAX) };
		assert_ok!(MedicalToken::register_currency(root(), code("USD"), BANK, terms));
	});
}

#[test]
fn an_issuer_is_accredited() {
	build_and_execute(|| {
		for who in [STRANGER, HOSPITAL, AUDITOR, REGULATOR] {
			assert_noop!(register("EUR", who), TestError::IssuerNotAccredited);
		}
		Registry::take_role(&BANK, Role::TokenIssuer);
		assert_noop!(register("EUR", BANK), TestError::IssuerNotAccredited);
	});
}

#[test]
fn numbers_of_currencies_end() {
	build_and_execute(|| {
		NextCurrency::<Test>::put(CurrencyId::MAX);
		assert_noop!(register("EUR", BANK), TestError::NumbersExhausted);
	});
}

#[test]
fn new_terms_leave_what_is_issued_and_bind_what_is_minted_next() {
	build_and_execute(|| {
		with_reserves(1_000, 10_000);
		assert_ok!(mint(900));
		events();
		let terms = CurrencyTerms { required_ratio: BasisPoints(12_000), ..TERMS };
		assert_ok!(MedicalToken::set_terms(root(), EUR, terms));
		assert_eq!(events(), [Event::TermsSet { currency: EUR }]);
		assert_eq!(status().currency.terms, terms);
		assert_eq!((balance(PATIENT), status().mintable), (900, 0));
		assert_noop!(mint(1), TestError::ReservesInsufficient);
		attest_later(1_200);
		assert_ok!(mint(100));
		assert_noop!(mint(1), TestError::ReservesInsufficient);
		assert_noop!(MedicalToken::set_terms(root(), 2, TERMS), TestError::CurrencyNotFound);
	});
}

fn attest_later(reserves: Amount) {
	set_now(MedicalToken::now() + 1);
	attest(EUR, reserves);
}

#[test]
fn an_auditor_attests_reserves() {
	build_and_execute(|| {
		bare_currency();
		events();
		for (reserves, as_of) in [(0, NOW - 2), (u128::MAX, NOW - 1), (7, NOW)] {
			assert_ok!(attested(AUDITOR, reserves, as_of));
			assert_eq!(
				events(),
				[Event::ReservesAttested { currency: EUR, auditor: AUDITOR, reserves, as_of }]
			);
			let attestation = Attestation { auditor: AUDITOR, reserves, as_of, evidence: EVIDENCE };
			assert_eq!(status().currency.attestation, Some(attestation));
		}
		assert_noop!(
			MedicalToken::attest_reserves(signed(AUDITOR), 2, 7, NOW, EVIDENCE),
			TestError::CurrencyNotFound
		);
	});
}

#[test]
fn only_auditors_attest() {
	build_and_execute(|| {
		bare_currency();
		for who in [BANK, OTHER_BANK, REGULATOR, HOSPITAL, STRANGER] {
			assert_noop!(attested(who, 7, NOW), TestError::NotAuditor);
		}
		Registry::take_role(&AUDITOR, Role::ReserveAuditor);
		assert_noop!(attested(AUDITOR, 7, NOW), TestError::NotAuditor);
	});
}

#[test]
fn an_auditor_is_independent_of_the_issuer() {
	build_and_execute(|| {
		bare_currency();
		Registry::give_role(&BANK, Role::ReserveAuditor);
		assert_noop!(attested(BANK, 7, NOW), TestError::AuditorNotIndependent);
		Registry::affiliate(&AUDITOR, &BANK);
		assert_noop!(attested(AUDITOR, 7, NOW), TestError::AuditorNotIndependent);
		Registry::end_affiliation(&AUDITOR, &BANK);
		Registry::affiliate(&BANK, &AUDITOR);
		assert_noop!(attested(AUDITOR, 7, NOW), TestError::AuditorNotIndependent);
		Registry::end_affiliation(&BANK, &AUDITOR);
		Registry::affiliate(&AUDITOR, &OTHER_BANK);
		assert_ok!(attested(AUDITOR, 7, NOW));
	});
}

#[test]
fn an_attestation_speaks_of_the_past_but_not_of_long_ago() {
	build_and_execute(|| {
		bare_currency();
		let now = NOW + LIFETIME;
		set_now(now);
		assert_noop!(attested(AUDITOR, 7, now + 1), TestError::AttestationInFuture);
		assert_noop!(attested(AUDITOR, 7, u64::MAX), TestError::AttestationInFuture);
		assert_noop!(attested(AUDITOR, 7, NOW - 1), TestError::AttestationStale);
		assert_noop!(attested(AUDITOR, 7, 0), TestError::AttestationStale);
		assert_ok!(attested(AUDITOR, 7, NOW));
		assert_ok!(attested(AUDITOR, 8, now));
	});
}

#[test]
fn an_attestation_is_later_than_the_one_before() {
	build_and_execute(|| {
		bare_currency();
		assert_ok!(attested(AUDITOR, 7, NOW - 5));
		for as_of in [NOW - 5, NOW - 6] {
			assert_noop!(attested(AUDITOR, 8, as_of), TestError::AttestationOutdated);
		}
		assert_ok!(attested(AUDITOR, 8, NOW - 4));
	});
}

#[test]
fn the_issuer_mints() {
	build_and_execute(|| {
		with_reserves(RESERVES, 10_000);
		for amount in [1, 250] {
			assert_ok!(mint(amount));
			assert_eq!(events(), [Event::Minted { currency: EUR, to: PATIENT, amount }]);
		}
		assert_eq!((balance(PATIENT), supply()), (251, 251));
		assert_eq!(status().currency.ceiling, RESERVES);
		// Tokens alone keep the account of somebody who has none of the chain's own coin.
		assert!(System::account_exists(&PATIENT) && Balances::free_balance(PATIENT) == 0);
	});
}

#[test]
fn no_more_is_minted_than_the_reserves_allow() {
	build_and_execute(|| {
		with_reserves(1_000, 10_000);
		for amount in [1_001, u128::MAX] {
			assert_noop!(mint(amount), TestError::ReservesInsufficient);
		}
		assert_ok!(mint(999));
		assert_noop!(mint(2), TestError::ReservesInsufficient);
		assert_ok!(mint(1));
		for amount in [1, u128::MAX] {
			assert_noop!(mint(amount), TestError::ReservesInsufficient);
		}
		assert_eq!(supply(), 1_000);
		attest_later(1_003);
		assert_noop!(mint(4), TestError::ReservesInsufficient);
		assert_ok!(mint(3));
		// Less reserves than tokens: these stay, no new ones are made.
		attest_later(10);
		assert_noop!(mint(1), TestError::ReservesInsufficient);
		assert_eq!((supply(), status().mintable, status().ratio), (1_003, 0, Some(99)));
	});
}

#[test]
fn the_limit_is_rounded_down() {
	// 1 000 / 1.05 = 952.38; 7 / 6.5535 = 1.07; 6 / 6.5535 = 0.92.
	for (reserves, ratio, limit) in [
		(1_000, 10_500, 952),
		(7, u16::MAX, 1),
		(6, u16::MAX, 0),
		(0, 10_000, 0),
		(1, 10_000, 1),
		(1, 10_001, 0),
		(u128::MAX, 40_000, u128::MAX / 4),
		// No more than half of what can be counted.
		(u128::MAX, 20_000, u128::MAX / 2),
		(u128::MAX, 10_000, u128::MAX / 2),
		(u128::MAX / 2, 10_000, u128::MAX / 2),
	] {
		build_and_execute(|| {
			with_reserves(reserves, ratio);
			assert_eq!(status().mintable, limit);
			for amount in [limit + 1, u128::MAX] {
				assert_noop!(mint(amount), TestError::ReservesInsufficient);
			}
			if limit > 0 {
				assert_ok!(mint(limit));
			}
			assert_noop!(mint(1), TestError::ReservesInsufficient);
			assert_eq!((balance(PATIENT), supply()), (limit, limit));
			assert_eq!(status().mintable, 0);
		});
	}
}

#[test]
fn an_attestation_counts_to_its_last_second() {
	build_and_execute(|| {
		with_reserves(RESERVES, 10_000);
		set_now(NOW + LIFETIME);
		assert!(status().fresh);
		assert_ok!(mint(1));
		set_now(NOW + LIFETIME + 1);
		assert_noop!(mint(1), TestError::AttestationStale);
		assert_eq!((status().fresh, status().mintable), (false, 0));
		attest(EUR, RESERVES);
		assert_ok!(mint(1));
	});
}

#[test]
fn nothing_is_minted_on_nobodys_word() {
	build_and_execute(|| {
		bare_currency();
		assert_noop!(mint(1), TestError::NoAttestation);
	});
}

#[test]
fn the_word_of_an_auditor_counts_while_it_is_accredited() {
	build_and_execute(|| {
		with_reserves(RESERVES, 10_000);
		Registry::take_role(&AUDITOR, Role::ReserveAuditor);
		assert_noop!(mint(1), TestError::AuditorNotAccredited);
		assert_eq!((status().fresh, status().mintable), (false, 0));
		Registry::give_role(&AUDITOR, Role::ReserveAuditor);
		assert_ok!(mint(1));
	});
}

#[test]
fn nothing_is_minted_of_nothing() {
	build_and_execute(|| {
		with_reserves(RESERVES, 10_000);
		assert_noop!(mint(0), TestError::ZeroAmount);
		assert_noop!(MedicalToken::mint(signed(BANK), 2, PATIENT, 1), TestError::CurrencyNotFound);
	});
}

#[test]
fn only_the_issuer_mints_and_only_in_good_standing() {
	build_and_execute(|| {
		with_reserves(RESERVES, 10_000);
		for who in [OTHER_BANK, AUDITOR, REGULATOR, PATIENT] {
			assert_noop!(MedicalToken::mint(signed(who), EUR, PATIENT, 1), TestError::NotIssuer);
		}
		Registry::take_role(&BANK, Role::TokenIssuer);
		assert_noop!(mint(1), TestError::IssuerNotAccredited);
		Registry::give_role(&BANK, Role::TokenIssuer);
		assert_ok!(mint(1));
	});
}

#[test]
fn nobody_mints_past_the_pallet() {
	build_and_execute(|| {
		with_reserves(RESERVES, 10_000);
		for who in EVERYBODY {
			assert_noop!(
				Assets::mint(signed(who), EUR, who, 1),
				pallet_assets::Error::<Test>::NoPermission
			);
		}
	});
}

#[test]
fn how_a_currency_stands_is_told() {
	build_and_execute(|| {
		assert_eq!(MedicalToken::reserve_status(EUR), None);
		bare_currency();
		let seen = |status: ReserveStatus<AccountId>| {
			(status.supply, status.fresh, status.mintable, status.ratio)
		};
		assert_eq!(seen(status()), (0, false, 0, None));
		attest(EUR, 1_500);
		assert_eq!(seen(status()), (0, true, 1_500, None));
		assert_ok!(mint(1_000));
		assert_eq!(seen(status()), (1_000, true, 500, Some(15_000)));
		assert_eq!(Some(status().currency), Currencies::<Test>::get(EUR));
		pause();
		assert_eq!(seen(status()), (1_000, true, 0, Some(15_000)));
		assert_ok!(MedicalToken::resume(signed(REGULATOR), EUR));
		// 10 000 × 1 333 / 1 000, and more than can be counted.
		attest_later(1_333);
		assert_eq!(seen(status()), (1_000, true, 333, Some(13_330)));
		attest_later(u128::MAX);
		assert_eq!(seen(status()), (1_000, true, u128::MAX / 2 - 1_000, None));
	});
}
