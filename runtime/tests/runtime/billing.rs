//! Money for care, with who is who and the tokens of the whole runtime.

use super::*;
use medchain_runtime::{configs::billing::CollectionWeight, Assets, AssetsHolder, MedicalToken};
use medchain_support::{
	Amount, BasisPoints, BillId, BillLine, CurrencyCode, CurrencyId, ServiceType,
};
use pallet_medical_token::{
	Call as Money, CurrencyTerms, Error, FreezeReason, Mandate, PauseReason, PlanTerms, WeightInfo,
};
use polkadot_sdk::{
	frame_support::{
		dispatch::GetDispatchInfo, traits::fungibles::hold::Inspect, weights::WeightMeter,
	},
	sp_runtime::traits::Dispatchable,
};

type Weights = pallet_medical_token::weights::SubstrateWeight<Runtime>;

const NOW: u64 = 1_800_000_000;
const DAY: u64 = 86_400;
const EVIDENCE: Commitment = Commitment([9; 32]);

fn set_now(seconds: u64) {
	polkadot_sdk::pallet_timestamp::Now::<Runtime>::put(seconds * 1_000);
}

/// Bob is a bank, Charlie an auditor, Dave a hospital, Ferdie a regulator. Eve has 1,000 EUR, and no
/// role. Alice, who is the council, has accredited them all.
fn euro() -> CurrencyId {
	give(Bob, Role::TokenIssuer);
	give(Charlie, Role::ReserveAuditor);
	give(Dave, Role::ProviderOrganization);
	give(Sr25519Keyring::Ferdie, Role::Regulator);
	let terms = CurrencyTerms {
		required_ratio: BasisPoints(10_200),
		attestation_lifetime: 30 * DAY,
		min_redemption: 100,
	};
	let code = CurrencyCode::from_code("EUR").expect("a code of the standard");
	assert_ok!(MedicalToken::register_currency(RuntimeOrigin::root(), code, account(Bob), terms));
	assert_ok!(MedicalToken::attest_reserves(signed(Charlie), 1, 10_000_000, NOW, EVIDENCE));
	assert_ok!(MedicalToken::mint(signed(Bob), 1, account(Eve), 100_000));
	1
}

fn bill(amount: Amount) -> BillId {
	let line = BillLine { service: ServiceType::Consultation, quantity: 1, unit_price: amount };
	let lines = vec![line].try_into().expect("one line");
	let id = pallet_medical_token::NextBill::<Runtime>::get();
	assert_ok!(MedicalToken::issue(signed(Dave), account(Eve), 1, lines, NOW + 30 * DAY, EVIDENCE));
	id
}

fn tokens(who: Sr25519Keyring) -> Amount {
	Assets::balance(1, account(who))
}

#[test]
fn reserves_are_attested_tokens_made_bills_paid_and_tokens_redeemed() {
	chain("development").execute_with(|| {
		euro();
		let id = bill(25_000);
		assert_ok!(MedicalToken::pay(signed(Eve), id, 25_000));
		assert_eq!((tokens(Eve), tokens(Dave)), (75_000, 25_000));
		assert_eq!(MedicalToken::bill(id).expect("it is kept").outstanding, 0);

		assert_ok!(MedicalToken::request_redemption(signed(Dave), 1, 24_999));
		assert_eq!(AssetsHolder::total_balance_on_hold(1, &account(Dave)), 24_999);
		assert_ok!(MedicalToken::complete_redemption(signed(Bob), 0, EVIDENCE));
		let status = MedicalToken::reserve_status(1).expect("it is registered");
		assert_eq!(status.supply, 75_001);
		assert_eq!(status.mintable, 9_803_921 - 75_001);
	});
}

#[test]
fn who_loses_the_credential_mints_attests_and_bills_no_more() {
	chain("development").execute_with(|| {
		euro();
		for (who, credential) in [(Bob, 0), (Charlie, 1), (Dave, 2), (Sr25519Keyring::Ferdie, 3)] {
			assert_ok!(Credentials::suspend(signed(Alice), account(who), credential));
		}
		assert_noop!(
			MedicalToken::mint(signed(Bob), 1, account(Eve), 1),
			Error::<Runtime>::IssuerNotAccredited
		);
		assert_noop!(
			MedicalToken::attest_reserves(signed(Charlie), 1, 1, NOW, EVIDENCE),
			Error::<Runtime>::NotAuditor
		);
		let lines =
			vec![BillLine { service: ServiceType::Consultation, quantity: 1, unit_price: 1 }]
				.try_into()
				.expect("one line");
		assert_noop!(
			MedicalToken::issue(signed(Dave), account(Eve), 1, lines, NOW, EVIDENCE),
			Error::<Runtime>::NotBiller
		);
		assert_noop!(
			MedicalToken::pause(signed(Sr25519Keyring::Ferdie), 1, PauseReason::Supervision),
			Error::<Runtime>::NotRegulator
		);
	});
}

#[test]
fn the_frozen_neither_send_nor_receive_by_any_call() {
	chain("development").execute_with(|| {
		euro();
		let regulator = || signed(Sr25519Keyring::Ferdie);
		let transfer = |to| pallet_assets::Call::<Runtime>::transfer {
			id: 1.into(),
			target: account(to).into(),
			amount: 1_000,
		};
		let send = |from, to| RuntimeCall::from(transfer(to)).dispatch(signed(from));
		let nobody = Sr25519Keyring::Two;
		for who in [Eve, nobody] {
			assert_ok!(MedicalToken::freeze(
				regulator(),
				1,
				account(who),
				FreezeReason::CourtOrder
			));
		}
		assert!(send(Eve, Dave).is_err());
		assert_ok!(MedicalToken::mint(signed(Bob), 1, account(Dave), 5_000));
		assert!(send(Dave, Eve).is_err());
		assert!(send(Dave, nobody).is_err(), "an account that held nothing");

		for who in [Eve, nobody] {
			assert_ok!(MedicalToken::thaw(regulator(), 1, account(who)));
		}
		assert_ok!(send(Eve, Dave));
		assert_ok!(send(Dave, nobody));
	});
}

#[test]
fn an_account_that_is_frozen_is_not_had_anew() {
	chain("development").execute_with(|| {
		euro();
		for call in [
			RuntimeCall::from(pallet_assets::Call::touch { id: 1.into() }),
			pallet_assets::Call::refund { id: 1.into(), allow_burn: true }.into(),
		] {
			let error = call.dispatch(signed(Dave)).expect_err("refused").error;
			assert_eq!(error, polkadot_sdk::frame_system::Error::<Runtime>::CallFiltered.into());
		}
	});
}

#[test]
fn instalments_are_collected_in_the_blocks_of_the_chain() {
	chain("development").execute_with(|| {
		euro();
		let id = bill(30_001);
		let terms = PlanTerms { instalments: 3, first_due: NOW + DAY, interval: 30 * DAY };
		let mandate = Mandate { per_debit: 10_001, total: 30_001, until: NOW + 365 * DAY };
		assert_ok!(MedicalToken::propose_plan(signed(Dave), id, terms));
		assert_ok!(MedicalToken::accept_plan(signed(Eve), id, terms, Some(mandate)));
		for (at, paid) in [
			(NOW, 0),
			(NOW + DAY - 1, 0),
			(NOW + DAY, 10_000),
			(NOW + DAY, 10_000),
			(NOW + 31 * DAY, 20_000),
			(NOW + 61 * DAY, 30_001),
			(NOW + 91 * DAY, 30_001),
		] {
			set_now(at);
			MedicalToken::on_poll(1, &mut WeightMeter::new());
			assert_eq!(tokens(Dave), paid, "at {at}");
		}
	});
}

#[test]
fn whoever_gives_a_mandate_pays_for_all_its_collections() {
	let terms = PlanTerms { instalments: 12, first_due: NOW, interval: DAY };
	let mandate = Mandate { per_debit: 1, total: 1, until: NOW };
	let weight = |mandate| {
		let call = Money::<Runtime>::accept_plan { bill: 0, terms, mandate };
		RuntimeCall::from(call).get_dispatch_info().call_weight
	};
	// Each of twelve, and two retries of each; proofs belong to the blocks that collect.
	let collections = Weights::collect().saturating_mul(36).set_proof_size(0);
	assert_eq!(weight(Some(mandate)), weight(None).saturating_add(collections));
	let longest = RuntimeCall::from(Money::<Runtime>::authorize_debit {
		bill: 0,
		instalments: pallet_medical_token::MAX_INSTALMENTS,
		mandate,
	});
	let most = medchain_runtime::configs::system::RuntimeBlockWeights::get()
		.get(polkadot_sdk::frame_support::dispatch::DispatchClass::Normal)
		.max_extrinsic
		.expect("there is a limit");
	assert!(longest.get_dispatch_info().call_weight.all_lte(most));
}

#[test]
fn a_block_collects_many_instalments_and_keeps_room_for_others() {
	let all = CollectionWeight::get().saturating_sub(Weights::poll());
	let in_a_block =
		all.checked_div_per_component(&Weights::collect()).expect("it weighs something");
	assert!(in_a_block >= 250, "{in_a_block}");
	println!("{in_a_block} instalments in a block");
}
