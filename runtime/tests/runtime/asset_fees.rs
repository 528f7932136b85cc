//! Fees in a currency, paid by transactions as they come in.

use super::*;
use codec::Encode;
use medchain_runtime::{
	configs::governance::TreasuryAccount,
	units::{MED, MILLI},
	weights::FeeWeight,
	AssetRate, Assets, AssetsHolder, Balance, Executive, Nonce, RuntimeEvent, RuntimeHoldReason,
	Signature, SignedPayload, TransactionPayment, TxExtension, UncheckedExtrinsic,
};
use polkadot_sdk::{
	frame_support::{
		dispatch::GetDispatchInfo,
		storage::{with_transaction, TransactionOutcome},
		traits::{
			fungibles::MutateHold,
			tokens::{ConversionToAssetBalance, Precision},
		},
	},
	pallet_asset_tx_payment::{ChargeAssetTxPayment, Event as Fee, WeightInfo},
	pallet_assets::Event as AssetEvent,
	sp_core::H256,
	sp_runtime::{
		generic::{Digest, Era},
		traits::Dispatchable,
		transaction_validity::{InvalidTransaction, TransactionValidityError},
		ApplyExtrinsicResult, DispatchError, FixedU128,
	},
};
use Sr25519Keyring::One;

/// The currency: a euro of Alice's, in cents.
pub const EURO: u32 = 978;
/// What a MED costs, in cents: so dear that fees are many cents.
pub const CENTS_PER_MED: Balance = 20_000;
/// What a cent buys.
const UNITS_PER_CENT: Balance = MED / CENTS_PER_MED;

const REFUSED: ApplyExtrinsicResult =
	Err(TransactionValidityError::Invalid(InvalidTransaction::Payment));

/// The number that the council enters where a MED costs so many minor units.
pub fn rate(minor_units_per_med: Balance) -> FixedU128 {
	FixedU128::from_inner(10u128.pow(30) / minor_units_per_med)
}

/// Runs in Bob's block of a chain with the euro, whose accounts keep `minimum`, and with its rate.
/// One has `cents` of it and nothing else.
fn with_euro(minimum: Balance, cents: Balance, test: impl FnOnce()) {
	chain("local_testnet").execute_with(|| {
		let position = |who| Session::validators().iter().position(|validator| *validator == who);
		let bob = position(account(Bob)).expect("Bob validates") as u32;
		let logs = vec![consensus::author(consensus::slot_of(bob), bob)];
		System::initialize(&2, &H256::repeat_byte(2), &Digest { logs });
		known_genesis();

		let (root, alice) = (RuntimeOrigin::root(), account(Alice).into());
		assert_ok!(Assets::force_create(root.clone(), EURO.into(), alice, true, minimum));
		assert_ok!(AssetRate::create(root, Box::new(EURO), rate(CENTS_PER_MED)));
		mint(&account(One), cents);
		assert_eq!(Balances::total_balance(&account(One)), 0);
		test();
	});
}

fn known_genesis() {
	frame_system::BlockHash::<Runtime>::insert(0, H256::repeat_byte(1));
}

fn mint(who: &AccountId, cents: Balance) {
	assert_ok!(Assets::mint(signed(Alice), EURO.into(), who.clone().into(), cents));
}

fn euros(who: &AccountId) -> Balance {
	Assets::balance(EURO, who)
}

fn remark() -> RuntimeCall {
	frame_system::Call::remark { remark: vec![7; 100] }.into()
}

/// What a transaction carries beside its call.
pub fn extension(nonce: Nonce, currency: Option<u32>) -> TxExtension {
	consensus::carried((
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(Era::Immortal),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		ChargeAssetTxPayment::from(0, currency),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	))
}

/// A transaction as a wallet sends it.
pub fn transaction(
	signer: Sr25519Keyring,
	call: RuntimeCall,
	currency: Option<u32>,
) -> UncheckedExtrinsic {
	let extension = extension(System::account_nonce(account(signer)), currency);
	let payload = SignedPayload::new(call, extension).expect("the block is known");
	let signature = Signature::Sr25519(payload.using_encoded(|bytes| signer.sign(bytes)));
	let (call, extension, _) = payload.deconstruct();
	UncheckedExtrinsic::new_signed(call, account(signer).into(), signature, extension)
}

/// What a transaction costs at most, in units of MED.
fn fee(transaction: &UncheckedExtrinsic) -> Balance {
	let length = transaction.encoded_size() as u32;
	TransactionPayment::compute_fee(length, &transaction.get_dispatch_info(), 0)
}

/// Applies a transaction of One's that pays in euro. Of a transaction that is not valid nothing stays,
/// as in a block.
fn apply(call: RuntimeCall) -> ApplyExtrinsicResult {
	let transaction = transaction(One, call, Some(EURO));
	with_transaction(|| match Executive::apply_extrinsic(transaction) {
		Ok(outcome) => TransactionOutcome::Commit(Ok::<_, DispatchError>(Ok(outcome))),
		Err(invalid) => TransactionOutcome::Rollback(Ok(Err(invalid))),
	})
	.expect("not too deep")
}

/// What the last transaction paid in a currency.
fn paid() -> Option<(AccountId, Balance, Option<u32>)> {
	System::events().into_iter().rev().find_map(|record| match record.event {
		RuntimeEvent::AssetTxPayment(Fee::AssetTxFeePaid { who, actual_fee, tip: 0, asset_id }) => {
			Some((who, actual_fee, asset_id))
		}
		_ => None,
	})
}

#[test]
fn whoever_has_only_a_currency_pays_in_it_what_the_rate_says() {
	with_euro(1, 10_000, || {
		let fee = fee(&transaction(One, remark(), Some(EURO)));
		let cents = fee / UNITS_PER_CENT;
		println!("a remark costs {} µMED, {cents} cents", fee / (MILLI / 1_000));
		assert!(cents > 10, "too little to see rounding: {cents}");

		assert_ok!(apply(remark()).expect("valid"));
		assert_eq!(paid(), Some((account(One), cents, Some(EURO))));
		assert_eq!(euros(&account(One)), 10_000 - cents);
		assert_eq!(euros(&account(Bob)), cents, "the author gets it");
		assert_eq!(Assets::total_supply(EURO), 10_000);
		assert_eq!(System::account_nonce(account(One)), 1);
	});
}

#[test]
fn whoever_names_no_currency_pays_in_med() {
	with_euro(1, 10_000, || {
		let transaction = transaction(Charlie, remark(), None);
		let fee = fee(&transaction);
		let before = [Charlie, Bob].map(|who| Balances::free_balance(account(who)));
		assert_ok!(Executive::apply_extrinsic(transaction).expect("valid"));
		assert_eq!(Balances::free_balance(account(Charlie)), before[0] - fee);
		assert_eq!(Balances::free_balance(account(Bob)), before[1] + fee);
		assert_eq!(paid(), None);
	});
}

#[test]
fn what_was_estimated_too_high_comes_back_in_the_currency() {
	with_euro(1, 100_000, || {
		// The first call fails, and the batch ends with it.
		let transfer =
			pallet_balances::Call::transfer_keep_alive { dest: account(Bob).into(), value: MED };
		let calls = vec![RuntimeCall::from(transfer); 20];
		let batch: RuntimeCall = pallet_utility::Call::batch { calls }.into();
		let transaction = transaction(One, batch.clone(), Some(EURO));
		let estimate = fee(&transaction) / UNITS_PER_CENT;

		let info = transaction.get_dispatch_info();
		let mut post = with_transaction(|| {
			let result = batch.clone().dispatch(signed(One)).map_err(|failed| failed.error);
			TransactionOutcome::Rollback(result)
		})
		.expect("a batch that ends early succeeds");
		post.actual_weight =
			post.actual_weight.map(|weight| weight.saturating_add(info.extension_weight));
		let length = transaction.encoded_size() as u32;
		let cents =
			TransactionPayment::compute_actual_fee(length, &info, &post, 0) / UNITS_PER_CENT;
		assert!(cents < estimate, "{cents} of {estimate}");

		assert_ok!(apply(batch).expect("valid"));
		assert_eq!(paid(), Some((account(One), cents, Some(EURO))));
		assert_eq!(euros(&account(One)), 100_000 - cents);
		assert_eq!(euros(&account(Bob)), cents);
		assert_eq!(Assets::total_supply(EURO), 100_000);
	});
}

#[test]
fn without_a_rate_or_with_a_rate_of_nothing_a_currency_pays_no_fee() {
	with_euro(1, 10_000, || {
		let set = |rate| AssetRate::update(RuntimeOrigin::root(), Box::new(EURO), rate);
		assert_ok!(set(FixedU128::from_inner(0)));
		assert_eq!(apply(remark()), REFUSED);
		assert_ok!(AssetRate::remove(RuntimeOrigin::root(), Box::new(EURO)));
		assert_eq!(apply(remark()), REFUSED);
		assert_eq!(euros(&account(One)), 10_000);
		assert_ok!(AssetRate::create(RuntimeOrigin::root(), Box::new(EURO), rate(CENTS_PER_MED)));
		assert_ok!(apply(remark()).expect("valid"));
	});
}

#[test]
fn a_fee_needs_the_balance_and_leaves_the_minimum() {
	with_euro(5, 5, || {
		let cents = fee(&transaction(One, remark(), Some(EURO))) / UNITS_PER_CENT;
		assert_eq!(apply(remark()), REFUSED, "it has less than the fee");
		mint(&account(One), cents - 1);
		assert_eq!(apply(remark()), REFUSED, "a cent is missing");
		mint(&account(One), 1);
		assert_ok!(apply(remark()).expect("valid"));
		assert_eq!(euros(&account(One)), 5);
	});
}

#[test]
fn what_is_held_pays_no_fee() {
	with_euro(1, 10_000, || {
		// Whose hold it is does not matter.
		let reason =
			RuntimeHoldReason::PatientConsent(pallet_patient_consent::HoldReason::Directive);
		assert_ok!(AssetsHolder::hold(EURO, &reason, &account(One), 9_990));
		assert_eq!(apply(remark()), REFUSED);
		let exact = Precision::Exact;
		assert_ok!(AssetsHolder::release(EURO, &reason, &account(One), 9_990, exact));
		assert_ok!(apply(remark()).expect("valid"));
	});
}

#[test]
fn a_frozen_or_blocked_account_pays_no_fee() {
	with_euro(1, 10_000, || {
		let who = || account(One).into();
		for stop in [Assets::freeze, Assets::block] {
			assert_ok!(stop(signed(Alice), EURO.into(), who()));
			assert_eq!(apply(remark()), REFUSED);
			assert_ok!(Assets::thaw(signed(Alice), EURO.into(), who()));
			assert_ok!(apply(remark()).expect("valid"));
		}
	});
}

#[test]
fn a_frozen_or_unknown_currency_pays_no_fee() {
	with_euro(1, 10_000, || {
		assert_ok!(Assets::freeze_asset(signed(Alice), EURO.into()));
		assert_eq!(apply(remark()), REFUSED);
		assert_ok!(Assets::thaw_asset(signed(Alice), EURO.into()));
		let unknown = transaction(One, remark(), Some(EURO + 1));
		assert_eq!(Executive::apply_extrinsic(unknown), REFUSED);
		assert_ok!(apply(remark()).expect("valid"));
	});
}

#[test]
fn what_the_author_cannot_take_goes_to_the_treasury() {
	with_euro(1, 10_000, || {
		mint(&account(Bob), 1);
		assert_ok!(Assets::block(signed(Alice), EURO.into(), account(Bob).into()));
		assert_ok!(apply(remark()).expect("valid"));
		let (_, cents, _) = paid().expect("in euro");
		assert_eq!(euros(&account(Bob)), 1);
		assert_eq!(euros(&TreasuryAccount::get()), cents);
		assert_eq!(Assets::total_supply(EURO), 10_001);
	});
}

#[test]
fn what_nobody_can_take_is_burnt_and_told() {
	// The least that an account has is more than the fee.
	with_euro(100_000, 200_000, || {
		assert_ok!(apply(remark()).expect("valid"));
		let (_, amount, _) = paid().expect("in euro");
		assert!(amount > 0 && amount < 100_000);
		assert_eq!(euros(&account(One)), 200_000 - amount);
		assert_eq!(Assets::total_supply(EURO), 200_000 - amount);
		System::assert_has_event(AssetEvent::BurnedCredit { asset_id: EURO, amount }.into());

		mint(&account(Bob), 100_000);
		assert_ok!(apply(remark()).expect("valid"));
		assert_eq!(euros(&account(Bob)), 100_000 + amount);
	});
}

#[test]
fn who_pauses_the_currency_that_the_fee_is_paid_in_loses_it() {
	with_euro(1, 10_000, || {
		let (owner, id) = (|| account(One).into(), || EURO.into());
		assert_ok!(Assets::set_team(signed(Alice), id(), owner(), owner(), owner()));
		let freeze: RuntimeCall =
			polkadot_sdk::pallet_assets::Call::freeze_asset { id: id() }.into();
		assert_ok!(apply(freeze).expect("valid"));
		let (_, cents, _) = paid().expect("in euro");
		assert_eq!(euros(&account(One)), 10_000 - cents);
		assert_eq!(euros(&account(Bob)), 0);
		assert_eq!(Assets::total_supply(EURO), 10_000 - cents);
	});
}

#[test]
fn a_council_that_removes_a_rate_cannot_pay_by_it() {
	with_euro(1, 10_000, || {
		use medchain_runtime::Council;
		let members = vec![account(One)];
		assert_ok!(Council::set_members(RuntimeOrigin::root(), members, None, 3));
		let remove = pallet_asset_rate::Call::remove { asset_kind: Box::new(EURO) };
		let proposal: Box<RuntimeCall> = Box::new(remove.into());
		let length_bound = proposal.encoded_size() as u32;
		let motion: RuntimeCall =
			pallet_collective::Call::<_, _>::propose { threshold: 1, proposal, length_bound }
				.into();
		assert_eq!(apply(motion.clone()), REFUSED);
		assert!(AssetRate::to_asset_balance(MED, EURO).is_ok(), "the rate is still there");

		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), account(One).into(), MED));
		assert_ok!(Executive::apply_extrinsic(transaction(One, motion, None)).expect("valid"));
		assert!(AssetRate::to_asset_balance(MED, EURO).is_err());
	});
}

#[test]
fn the_example_of_the_handbook_is_right() {
	chain("development").execute_with(|| {
		// A MED costs 50 cents.
		assert_eq!(rate(50), FixedU128::from_inner(20_000_000_000_000_000_000_000_000_000));
		assert_ok!(AssetRate::create(RuntimeOrigin::root(), Box::new(EURO), rate(50)));
		assert_eq!(AssetRate::to_asset_balance(MED, EURO).ok(), Some(50));
		assert_eq!(AssetRate::to_asset_balance(55 * MILLI, EURO).ok(), Some(2));
		assert_eq!(AssetRate::to_asset_balance(39 * MILLI, EURO).ok(), Some(1));
	});
	with_euro(1, 100, || {
		assert_ok!(AssetRate::update(RuntimeOrigin::root(), Box::new(EURO), rate(50)));
		let cheap = fee(&transaction(One, remark(), Some(EURO)));
		assert!(cheap < 20 * MILLI, "less than a cent: {cheap}");
		assert_ok!(apply(remark()).expect("valid"));
		assert_eq!(euros(&account(One)), 99);
	});
}

#[test]
fn the_council_sets_rates_and_only_root_makes_currencies() {
	chain("local_testnet").execute_with(|| {
		assert_eq!(polkadot_sdk::pallet_assets::Asset::<Runtime>::iter().count(), 0);
		let majority: RuntimeOrigin = pallet_collective::RawOrigin::Members(2, 3).into();
		let minority: RuntimeOrigin = pallet_collective::RawOrigin::Members(1, 3).into();
		let euro = || Box::new(EURO);
		let refused = DispatchError::BadOrigin;
		for origin in [signed(Alice), minority] {
			assert_noop!(AssetRate::create(origin, euro(), rate(1)), refused);
		}
		assert_ok!(AssetRate::create(majority.clone(), euro(), rate(1)));
		assert_noop!(AssetRate::update(signed(Alice), euro(), rate(2)), refused);
		assert_noop!(AssetRate::remove(signed(Alice), euro()), refused);
		assert_ok!(AssetRate::update(majority.clone(), euro(), rate(2)));
		assert_ok!(AssetRate::remove(majority.clone(), euro()));

		let alice = || account(Alice).into();
		let id = || EURO.into();
		assert_noop!(Assets::create(signed(Alice), id(), alice(), 1), refused);
		for origin in [signed(Alice), majority] {
			assert_noop!(Assets::force_create(origin, id(), alice(), true, 1), refused);
		}
	});
}

#[test]
fn a_fee_in_a_currency_weighs_more_than_one_in_med() {
	let [med, euro] = [None, Some(EURO)].map(|currency| {
		chain("development").execute_with(|| {
			known_genesis();
			transaction(Alice, remark(), currency).get_dispatch_info().extension_weight
		})
	});
	let difference =
		FeeWeight::charge_asset_tx_payment_asset() - FeeWeight::charge_asset_tx_payment_native();
	assert_eq!(euro, med + difference);
	assert!(difference.ref_time() > 0);
}
