//! `request_redemption`, `complete_redemption`, `expire_redemption`.

use super::*;

const PERIOD: u64 = 5 * DAY;

fn request(amount: Amount) -> DispatchResult {
	MedicalToken::request_redemption(signed(PATIENT), EUR, amount)
}

/// A redemption of the patient.
fn requested(amount: Amount) -> RedemptionId {
	let id = NextRedemption::<Test>::get();
	assert_ok!(request(amount));
	events();
	id
}

fn complete(id: RedemptionId) -> DispatchResult {
	MedicalToken::complete_redemption(signed(BANK), id, EVIDENCE)
}

fn expire(id: RedemptionId) -> DispatchResult {
	MedicalToken::expire_redemption(signed(STRANGER), id)
}

#[test]
fn tokens_to_redeem_are_put_aside() {
	build_and_execute(|| {
		currency();
		let before = supply();
		assert_ok!(request(400));
		let asked = Event::RedemptionRequested {
			redemption: 0,
			currency: EUR,
			holder: PATIENT,
			amount: 400,
		};
		assert_eq!(events(), [asked]);
		let redemption =
			Redemption { currency: EUR, holder: PATIENT, amount: 400, deadline: NOW + PERIOD };
		assert_eq!(Redemptions::<Test>::get(0), Some(redemption));
		assert_eq!((balance(PATIENT), on_hold(PATIENT)), (FUNDS - 400, 400));
		assert_eq!(supply(), before);
		assert_noop!(
			Assets::transfer(signed(PATIENT), EUR, HOSPITAL, FUNDS - 400),
			pallet_assets::Error::<Test>::BalanceLow
		);
	});
}

#[test]
fn a_redemption_has_a_least_amount() {
	build_and_execute(|| {
		currency();
		assert_noop!(request(0), TestError::ZeroAmount);
		assert_noop!(request(1), TestError::RedemptionTooSmall);
		assert_noop!(request(99), TestError::RedemptionTooSmall);
		assert_ok!(request(100));
		let terms = CurrencyTerms { min_redemption: 1, ..TERMS };
		assert_ok!(MedicalToken::set_terms(root(), EUR, terms));
		assert_noop!(request(0), TestError::ZeroAmount);
		assert_ok!(request(1));
	});
}

#[test]
fn only_what_is_free_is_redeemed_and_one_unit_stays() {
	build_and_execute(|| {
		currency();
		for amount in [FUNDS, FUNDS + 1, u128::MAX] {
			assert_noop!(request(amount), TestError::InsufficientFunds);
		}
		let redemption = requested(FUNDS - 1);
		assert_eq!((balance(PATIENT), on_hold(PATIENT)), (1, FUNDS - 1));
		assert_noop!(request(100), TestError::InsufficientFunds);
		assert_ok!(complete(redemption));
		assert_eq!((balance(PATIENT), on_hold(PATIENT)), (1, 0));
		assert_noop!(
			MedicalToken::request_redemption(signed(STRANGER), EUR, 100),
			TestError::InsufficientFunds
		);
		assert_noop!(
			MedicalToken::request_redemption(signed(PATIENT), 2, 100),
			TestError::CurrencyNotFound
		);
	});
}

#[test]
fn what_is_paid_out_is_gone() {
	build_and_execute(|| {
		currency();
		let before = supply();
		let redemption = requested(400);
		assert_ok!(complete(redemption));
		assert_eq!(events(), [Event::RedemptionCompleted { redemption, evidence: EVIDENCE }]);
		assert_eq!((balance(PATIENT), on_hold(PATIENT)), (FUNDS - 400, 0));
		assert_eq!(supply(), before - 400);
		assert_eq!(Redemptions::<Test>::get(redemption), None);
		assert_noop!(complete(redemption), TestError::RedemptionNotFound);
		set_now(NOW + PERIOD + 1);
		assert_noop!(expire(redemption), TestError::RedemptionNotFound);
	});
}

#[test]
fn tokens_count_until_they_are_paid_out() {
	build_and_execute(|| {
		currency();
		let room = RESERVES - supply();
		assert_ok!(MedicalToken::mint(signed(BANK), EUR, PATIENT, room));
		let mint = || MedicalToken::mint(signed(BANK), EUR, PATIENT, 400);
		let redemption = requested(400);
		assert_noop!(mint(), TestError::ReservesInsufficient);
		assert_ok!(complete(redemption));
		assert_ok!(mint());
		assert_eq!(supply(), RESERVES);
	});
}

#[test]
fn only_the_issuer_says_that_it_paid() {
	build_and_execute(|| {
		currency();
		let redemption = requested(400);
		for who in [PATIENT, OTHER_BANK, AUDITOR, REGULATOR] {
			assert_noop!(
				MedicalToken::complete_redemption(signed(who), redemption, EVIDENCE),
				TestError::NotIssuer
			);
		}
		assert_noop!(complete(redemption + 1), TestError::RedemptionNotFound);
		// An issuer that may not mint any more still owes.
		Registry::take_role(&BANK, Role::TokenIssuer);
		assert_ok!(complete(redemption));
	});
}

#[test]
fn the_issuer_has_until_the_last_second() {
	build_and_execute(|| {
		currency();
		let (first, second) = (requested(400), requested(500));
		set_now(NOW + PERIOD);
		for redemption in [first, second] {
			assert_noop!(expire(redemption), TestError::RedemptionPending);
		}
		assert_ok!(complete(first));
		events();
		set_now(NOW + PERIOD + 1);
		assert_noop!(complete(second), TestError::RedemptionOverdue);
		assert_ok!(expire(second));
		assert_eq!(events(), [Event::RedemptionExpired { redemption: second }]);
		assert_eq!((balance(PATIENT), on_hold(PATIENT)), (FUNDS - 400, 0));
		assert_eq!(Redemptions::<Test>::get(second), None);
		assert_noop!(expire(second), TestError::RedemptionNotFound);
		assert_noop!(complete(second), TestError::RedemptionNotFound);
	});
}

#[test]
fn each_redemption_stands_for_itself() {
	build_and_execute(|| {
		currency();
		let first = requested(400);
		set_now(NOW + 1);
		let second = requested(500);
		assert_eq!(on_hold(PATIENT), 900);
		set_now(NOW + PERIOD + 1);
		assert_noop!(expire(second), TestError::RedemptionPending);
		assert_ok!(expire(first));
		assert_eq!((balance(PATIENT), on_hold(PATIENT)), (FUNDS - 500, 500));
		assert_ok!(complete(second));
		assert_eq!((balance(PATIENT), on_hold(PATIENT)), (FUNDS - 500, 0));
	});
}

#[test]
fn nothing_is_redeemed_while_the_currency_stands_still() {
	build_and_execute(|| {
		currency();
		let redemption = requested(400);
		pause();
		assert_noop!(request(400), TestError::CurrencyPaused);
		assert_noop!(complete(redemption), TestError::CurrencyPaused);
		set_now(NOW + PERIOD + 1);
		assert_noop!(expire(redemption), TestError::CurrencyPaused);
		assert_ok!(MedicalToken::resume(signed(REGULATOR), EUR));
		assert_ok!(expire(redemption));
	});
}

#[test]
fn the_frozen_redeem_nothing_and_get_nothing_back() {
	build_and_execute(|| {
		currency();
		let redemption = requested(400);
		freeze(PATIENT);
		assert_noop!(request(400), TestError::PayerFrozen);
		assert_noop!(complete(redemption), TestError::PayerFrozen);
		set_now(NOW + PERIOD + 1);
		assert_noop!(expire(redemption), TestError::PayeeFrozen);
		assert_ok!(MedicalToken::thaw(signed(REGULATOR), EUR, PATIENT));
		assert_ok!(expire(redemption));
		assert_eq!(balance(PATIENT), FUNDS);
	});
}

#[test]
fn numbers_of_redemptions_end() {
	build_and_execute(|| {
		currency();
		NextRedemption::<Test>::put(RedemptionId::MAX);
		let call = Call::request_redemption { currency: EUR, amount: 400 };
		assert_noop!(sent(PATIENT, call), TestError::NumbersExhausted);
	});
}
