//! `freeze`, `thaw`, `pause`, `resume`.

use super::*;

type AssetsError = pallet_assets::Error<Test>;

const REASON: FreezeReason = FreezeReason::Sanctions;

fn freeze_by(regulator: AccountId, who: AccountId) -> DispatchResult {
	MedicalToken::freeze(signed(regulator), EUR, who, REASON)
}

fn thaw_by(regulator: AccountId, who: AccountId) -> DispatchResult {
	MedicalToken::thaw(signed(regulator), EUR, who)
}

fn resume() -> DispatchResult {
	MedicalToken::resume(signed(REGULATOR), EUR)
}

fn asset_deposit() -> u64 {
	<<Test as pallet_assets::Config>::AssetAccountDeposit as Get<u64>>::get()
}

/// All of the chain's own coin that the regulators and the pallet have.
fn coins() -> [(u64, u64); 3] {
	[REGULATOR, AUDITOR, MedicalToken::account_id()]
		.map(|who| (Balances::free_balance(who), Balances::reserved_balance(who)))
}

#[test]
fn a_regulator_freezes_and_thaws_an_account() {
	build_and_execute(|| {
		currency();
		let before = coins();
		assert_ok!(freeze_by(REGULATOR, PATIENT));
		assert_eq!(
			events(),
			[Event::AccountFrozen { currency: EUR, who: PATIENT, reason: REASON }]
		);
		let frozen = Freeze { reason: REASON, by: REGULATOR, made: false };
		assert_eq!(Frozen::<Test>::get(EUR, PATIENT), Some(frozen));
		assert_eq!(balance(PATIENT), FUNDS);
		assert_noop!(freeze_by(REGULATOR, PATIENT), TestError::AlreadyFrozen);

		assert_ok!(thaw_by(REGULATOR, PATIENT));
		assert_eq!(events(), [Event::AccountThawed { currency: EUR, who: PATIENT }]);
		assert_eq!(Frozen::<Test>::get(EUR, PATIENT), None);
		assert_ok!(Assets::transfer(signed(PATIENT), EUR, HOSPITAL, 5));
		assert_ok!(Assets::transfer(signed(HOSPITAL), EUR, PATIENT, 4));
		assert_eq!((balance(PATIENT), balance(HOSPITAL)), (FUNDS - 1, FUNDS + 1));
		assert_noop!(thaw_by(REGULATOR, PATIENT), TestError::NotFrozen);
		assert_eq!(coins(), before);
	});
}

#[test]
fn only_a_regulator_freezes_and_stops() {
	build_and_execute(|| {
		currency();
		freeze(OTHER_PATIENT);
		Registry::take_role(&REGULATOR, Role::Regulator);
		for who in EVERYBODY {
			assert_noop!(freeze_by(who, PATIENT), TestError::NotRegulator);
			assert_noop!(thaw_by(who, OTHER_PATIENT), TestError::NotRegulator);
			let reason = PauseReason::Supervision;
			assert_noop!(MedicalToken::pause(signed(who), EUR, reason), TestError::NotRegulator);
			assert_noop!(MedicalToken::resume(signed(who), EUR), TestError::NotRegulator);
			assert_noop!(Assets::freeze(signed(who), EUR, PATIENT), AssetsError::NoPermission);
		}
	});
}

#[test]
fn only_what_is_there_is_frozen_or_stopped() {
	build_and_execute(|| {
		currency();
		let regulator = || signed(REGULATOR);
		let not_found = DispatchError::from(TestError::CurrencyNotFound);
		assert_noop!(MedicalToken::freeze(regulator(), 2, PATIENT, REASON), not_found);
		let reason = PauseReason::Supervision;
		assert_noop!(MedicalToken::pause(regulator(), 2, reason), not_found);
		assert_noop!(MedicalToken::resume(regulator(), 2), not_found);
		assert_noop!(MedicalToken::thaw(regulator(), 2, PATIENT), TestError::NotFrozen);
	});
}

#[test]
fn nothing_comes_from_a_frozen_account() {
	build_and_execute(|| {
		currency();
		let bill = bill_of(500);
		let paid = bill_to(OTHER_PATIENT, &[line(ServiceType::Pharmacy, 1, 70)]);
		assert_ok!(MedicalToken::pay(signed(OTHER_PATIENT), paid, 70));
		// An approval needs a deposit of coin, which the patient has not.
		assert_ok!(Assets::approve_transfer(signed(INSURER), EUR, STRANGER, 50));
		freeze(INSURER);
		assert_noop!(
			Assets::transfer_approved(signed(STRANGER), EUR, INSURER, STRANGER, 50),
			AssetsError::Frozen
		);
		freeze(PATIENT);
		assert_noop!(MedicalToken::pay(signed(PATIENT), bill, 500), TestError::PayerFrozen);
		for amount in [1, FUNDS] {
			assert_noop!(
				Assets::transfer(signed(PATIENT), EUR, HOSPITAL, amount),
				AssetsError::Frozen
			);
		}
		freeze(HOSPITAL);
		assert_noop!(
			MedicalToken::refund(signed(HOSPITAL), paid, OTHER_PATIENT, 70),
			TestError::PayerFrozen
		);
		assert_eq!([PATIENT, INSURER].map(balance), [FUNDS; 2]);
	});
}

#[test]
fn nothing_comes_to_a_frozen_account() {
	build_and_execute(|| {
		currency();
		let bill = bill_of(500);
		assert_ok!(MedicalToken::pay(signed(PATIENT), bill, 100));
		freeze(HOSPITAL);
		assert_noop!(MedicalToken::pay(signed(PATIENT), bill, 400), TestError::PayeeFrozen);
		assert_noop!(Assets::transfer(signed(PATIENT), EUR, HOSPITAL, 1), TokenError::Blocked);
		assert_noop!(MedicalToken::mint(signed(BANK), EUR, HOSPITAL, 1), TestError::PayeeFrozen);
		assert_ok!(thaw_by(REGULATOR, HOSPITAL));
		freeze(PATIENT);
		assert_noop!(
			MedicalToken::refund(signed(HOSPITAL), bill, PATIENT, 100),
			TestError::PayeeFrozen
		);
		// What is owed stays, and others can pay it.
		assert_ok!(MedicalToken::pay(signed(INSURER), bill, 400));
	});
}

#[test]
fn a_freeze_is_of_one_currency() {
	build_and_execute(|| {
		currency();
		assert_ok!(MedicalToken::register_currency(root(), code("USD"), BANK, TERMS));
		attest(2, RESERVES);
		assert_ok!(MedicalToken::mint(signed(BANK), 2, PATIENT, 50));
		freeze(PATIENT);
		assert_ok!(Assets::transfer(signed(PATIENT), 2, HOSPITAL, 50));
		assert_noop!(MedicalToken::thaw(signed(REGULATOR), 2, PATIENT), TestError::NotFrozen);
	});
}

#[test]
fn an_empty_account_is_frozen_at_the_regulators_deposit() {
	build_and_execute(|| {
		currency();
		let before = coins();
		assert_ok!(freeze_by(REGULATOR, STRANGER));
		let made = Freeze { reason: REASON, by: REGULATOR, made: true };
		assert_eq!(Frozen::<Test>::get(EUR, STRANGER), Some(made));
		let [(free, reserved), _, (_, kept)] = coins();
		assert_eq!((free, reserved), (before[0].0 - asset_deposit(), 0));
		assert_eq!(kept, before[2].1 + asset_deposit());
		assert_noop!(Assets::transfer(signed(PATIENT), EUR, STRANGER, 5), TokenError::Blocked);
		assert_noop!(MedicalToken::mint(signed(BANK), EUR, STRANGER, 5), TestError::PayeeFrozen);
		assert!(Assets::refund(signed(STRANGER), EUR, true).is_err());

		assert_ok!(thaw_by(REGULATOR, STRANGER));
		assert_eq!(coins(), before);
		assert_eq!(Assets::maybe_balance(EUR, STRANGER), None);
		assert_ok!(Assets::transfer(signed(PATIENT), EUR, STRANGER, 5));
		assert_eq!(balance(STRANGER), 5);
	});
}

#[test]
fn the_deposit_goes_back_to_who_put_it_down() {
	build_and_execute(|| {
		currency();
		let before = coins();
		Registry::give_role(&AUDITOR, Role::Regulator);
		assert_ok!(freeze_by(REGULATOR, STRANGER));
		assert_ok!(thaw_by(AUDITOR, STRANGER));
		assert_eq!(coins(), before);
	});
}

#[test]
fn several_empty_accounts_are_frozen() {
	build_and_execute(|| {
		currency();
		let before = coins();
		let empty = [STRANGER, BANK, PHARMACY];
		for who in empty {
			assert_ok!(freeze_by(REGULATOR, who));
		}
		assert_eq!(coins()[0].0, before[0].0 - 3 * asset_deposit());
		for who in empty {
			assert_ok!(thaw_by(REGULATOR, who));
		}
		assert_eq!(coins(), before);
	});
}

#[test]
fn a_deposit_of_ones_own_is_left_alone() {
	build_and_execute(|| {
		currency();
		let before = coins();
		assert_ok!(Assets::touch(signed(PHARMACY), EUR));
		assert_ok!(freeze_by(REGULATOR, PHARMACY));
		assert_ok!(thaw_by(REGULATOR, PHARMACY));
		assert_eq!(coins(), before);
		assert_eq!(Balances::reserved_balance(PHARMACY), asset_deposit());
	});
}

#[test]
fn a_regulator_must_be_able_to_pay_the_deposit() {
	build_and_execute(|| {
		currency();
		let regulator = poor(Role::Regulator);
		let call = Call::freeze { currency: EUR, who: PHARMACY, reason: REASON };
		assert_noop!(sent(regulator, call), TokenError::FundsUnavailable);
		// For who holds tokens there is nothing to put down.
		assert_ok!(freeze_by(regulator, PATIENT));
	});
}

#[test]
fn an_empty_account_is_frozen_and_thawed_in_a_currency_that_stands_still() {
	build_and_execute(|| {
		currency();
		let before = coins();
		pause();
		assert_ok!(freeze_by(REGULATOR, STRANGER));
		assert_eq!(coins()[0].0, before[0].0 - asset_deposit());
		assert_ok!(thaw_by(REGULATOR, STRANGER));
		assert_eq!(coins(), before);
		assert_eq!(Assets::maybe_balance(EUR, STRANGER), None);
		assert_noop!(
			Assets::transfer(signed(PATIENT), EUR, HOSPITAL, 1),
			AssetsError::AssetNotLive
		);
	});
}

#[test]
fn a_regulator_stops_a_currency_and_lets_it_move_again() {
	build_and_execute(|| {
		currency();
		let reason = PauseReason::ReservesInDoubt;
		assert_ok!(MedicalToken::pause(signed(REGULATOR), EUR, reason));
		assert_eq!(events(), [Event::CurrencyPaused { currency: EUR, reason }]);
		let paused = || MedicalToken::reserve_status(EUR).map(|status| status.currency.paused);
		assert_eq!(paused(), Some(Some(reason)));
		assert_noop!(
			MedicalToken::pause(signed(REGULATOR), EUR, PauseReason::Supervision),
			TestError::AlreadyPaused
		);
		assert_ok!(resume());
		assert_eq!(events(), [Event::CurrencyResumed { currency: EUR }]);
		assert_eq!(paused(), Some(None));
		assert_noop!(resume(), TestError::NotPaused);
		assert_ok!(Assets::transfer(signed(PATIENT), EUR, HOSPITAL, 1));
	});
}

#[test]
fn no_money_moves_in_a_currency_that_stands_still() {
	build_and_execute(|| {
		currency();
		let bill = bill_of(500);
		assert_ok!(MedicalToken::pay(signed(PATIENT), bill, 100));
		pause();
		let paused = || TestError::CurrencyPaused;
		assert_noop!(MedicalToken::mint(signed(BANK), EUR, PATIENT, 1), paused());
		assert_noop!(MedicalToken::pay(signed(PATIENT), bill, 400), paused());
		assert_noop!(MedicalToken::refund(signed(HOSPITAL), bill, PATIENT, 1), paused());
		let one = lines(&[line(ServiceType::Pharmacy, 1, 5)]);
		assert_noop!(
			MedicalToken::issue(signed(HOSPITAL), PATIENT, EUR, one, NOW, DETAIL),
			paused()
		);
		assert_noop!(
			Assets::transfer(signed(PATIENT), EUR, HOSPITAL, 1),
			AssetsError::AssetNotLive
		);
		// What moves no money goes on.
		assert_ok!(MedicalToken::write_off(signed(HOSPITAL), bill, 100));
		assert_ok!(MedicalToken::dispute(signed(PATIENT), bill, DisputeReason::Duplicate));
		attest_after(1);
		assert_ok!(MedicalToken::set_terms(root(), EUR, TERMS));
		assert_ok!(resume());
		assert_ok!(MedicalToken::pay(signed(PATIENT), bill, 300));
	});
}

fn attest_after(seconds: u64) {
	set_now(NOW + seconds);
	attest(EUR, RESERVES);
}

#[test]
fn an_account_stays_frozen_when_its_currency_moves_again() {
	build_and_execute(|| {
		currency();
		pause();
		freeze(PATIENT);
		freeze(HOSPITAL);
		assert_ok!(thaw_by(REGULATOR, HOSPITAL));
		assert_noop!(
			Assets::transfer(signed(HOSPITAL), EUR, INSURER, 1),
			AssetsError::AssetNotLive
		);
		assert_ok!(resume());
		assert_ok!(Assets::transfer(signed(HOSPITAL), EUR, INSURER, 1));
		assert_noop!(Assets::transfer(signed(PATIENT), EUR, INSURER, 1), AssetsError::Frozen);
	});
}
