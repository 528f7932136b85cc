//! Messages of other chains: what they cannot do here.

use super::*;
use codec::Encode;
use medchain_runtime::{
	configs::xcm::{Barrier, LocationToAccountId, XcmConfig},
	units::MED,
	PolkadotXcm,
};
use polkadot_sdk::{
	frame_support::{traits::ProcessMessageError, weights::Weight},
	sp_runtime::DispatchError,
	staging_xcm::{
		latest::{prelude::*, Outcome},
		VersionedXcm,
	},
	staging_xcm_executor::{
		traits::{ConvertLocation, Properties, ShouldExecute},
		XcmExecutor,
	},
};

const SIBLING: u32 = 2_001;

fn sibling() -> Location {
	Location::new(1, [Parachain(SIBLING)])
}

fn somebody_of_a_sibling() -> Location {
	Location::new(1, [Parachain(SIBLING), AccountId32 { network: None, id: [7; 32] }])
}

fn executive() -> Location {
	Location::new(1, [Plurality { id: BodyId::Executive, part: BodyPart::Voice }])
}

fn med(amount: u128) -> Asset {
	(Location::here(), amount).into()
}

/// What the barrier says of a message from there.
fn barrier(origin: &Location, mut message: Xcm<RuntimeCall>) -> Result<(), ProcessMessageError> {
	let mut properties = Properties { weight_credit: Weight::zero(), message_id: None };
	Barrier::should_execute(
		origin,
		message.inner_mut(),
		Weight::from_parts(1 << 40, 1 << 20),
		&mut properties,
	)
}

/// What becomes of a message from there.
fn execute(origin: Location, message: Xcm<RuntimeCall>) -> Outcome {
	let mut hash = message.using_encoded(polkadot_sdk::sp_io::hashing::blake2_256);
	XcmExecutor::<XcmConfig>::prepare_and_execute(
		origin,
		message,
		&mut hash,
		Weight::from_parts(1 << 40, 1 << 22),
		Weight::zero(),
	)
}

/// Everything in the message, bought with so much MED of the sender's.
fn paid(amount: u128, then: Vec<Instruction<RuntimeCall>>) -> Xcm<RuntimeCall> {
	let mut message = vec![
		WithdrawAsset(med(amount).into()),
		BuyExecution { fees: med(amount), weight_limit: Unlimited },
	];
	message.extend(then);
	Xcm(message)
}

fn deposit_to(who: Sr25519Keyring) -> Instruction<RuntimeCall> {
	let beneficiary = AccountId32 { network: None, id: account(who).into() }.into();
	DepositAsset { assets: Wild(All), beneficiary }
}

fn remark() -> Instruction<RuntimeCall> {
	let call: RuntimeCall = frame_system::Call::remark_with_event { remark: vec![1] }.into();
	Transact {
		origin_kind: OriginKind::SovereignAccount,
		fallback_max_weight: None,
		call: call.encode().into(),
	}
}

/// The account of the other chain on this one, with some MED.
fn rich_sibling() -> AccountId {
	let who = LocationToAccountId::convert_location(&sibling()).expect("it has an account");
	assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), who.clone().into(), 100 * MED));
	who
}

#[test]
fn who_pays_nothing_is_refused_unless_it_is_the_relay_chain() {
	chain("development").execute_with(|| {
		let unpaid = || {
			Xcm(vec![UnpaidExecution { weight_limit: Unlimited, check_origin: None }, ClearOrigin])
		};
		for stranger in [
			sibling(),
			somebody_of_a_sibling(),
			Location::new(2, [GlobalConsensus(NetworkId::Kusama)]),
			Location::new(
				1,
				[Parachain(SIBLING), Plurality { id: BodyId::Executive, part: BodyPart::Voice }],
			),
			Location::new(1, [Plurality { id: BodyId::Technical, part: BodyPart::Voice }]),
		] {
			assert!(barrier(&stranger, unpaid()).is_err(), "{stranger:?}");
			assert!(barrier(&stranger, Xcm(vec![ClearOrigin])).is_err(), "{stranger:?}");
			assert!(barrier(&stranger, Xcm(vec![remark()])).is_err(), "{stranger:?}");
			let subscribe = SubscribeVersion { query_id: 1, max_response_weight: Weight::zero() };
			assert!(barrier(&stranger, Xcm(vec![subscribe])).is_err(), "{stranger:?}");
			assert!(barrier(&stranger, paid(MED, vec![ClearOrigin])).is_ok(), "{stranger:?}");
		}
		for known in [Location::parent(), executive()] {
			assert_ok!(barrier(&known, unpaid()));
			let subscribe = SubscribeVersion { query_id: 1, max_response_weight: Weight::zero() };
			assert_ok!(barrier(&known, Xcm(vec![subscribe])));
			assert!(barrier(&known, Xcm(vec![ClearOrigin])).is_err());
		}
	});
}

#[test]
fn execution_is_bought_with_med_that_lies_here() {
	chain("development").execute_with(|| {
		let before = Balances::free_balance(account(Bob));
		let message = || paid(MED, vec![deposit_to(Bob)]);
		assert!(execute(sibling(), message()).ensure_complete().is_err(), "it has nothing");
		let who = rich_sibling();
		assert_ok!(execute(sibling(), message()).ensure_complete());
		let received = Balances::free_balance(account(Bob)) - before;
		assert!(received > 0 && received < MED, "{received} of {MED}");
		assert_eq!(Balances::free_balance(who), 99 * MED);
	});
}

#[test]
fn nobody_calls_this_chain_not_even_the_relay_chain() {
	chain("development").execute_with(|| {
		rich_sibling();
		System::reset_events();
		for (origin, message) in [
			(sibling(), paid(MED, vec![remark()])),
			(
				Location::parent(),
				Xcm(vec![
					UnpaidExecution { weight_limit: Unlimited, check_origin: None },
					remark(),
				]),
			),
		] {
			assert!(execute(origin.clone(), message).ensure_complete().is_err(), "{origin:?}");
		}
		let remarked = System::events().into_iter().any(|record| {
			matches!(
				record.event,
				medchain_runtime::RuntimeEvent::System(frame_system::Event::Remarked { .. })
			)
		});
		assert!(!remarked);
	});
}

#[test]
fn nothing_comes_in_by_reserve_or_teleport_and_no_currency_moves() {
	chain("development").execute_with(|| {
		rich_sibling();
		let supply = Balances::total_issuance();
		let relay_token = || Asset::from((Location::parent(), MED));
		let unpaid = || UnpaidExecution { weight_limit: Unlimited, check_origin: None };
		for asset in [relay_token(), med(MED)] {
			for instruction in [
				ReserveAssetDeposited(asset.clone().into()),
				ReceiveTeleportedAsset(asset.clone().into()),
			] {
				let message = Xcm(vec![unpaid(), instruction, deposit_to(Bob)]);
				assert!(execute(Location::parent(), message).ensure_complete().is_err());
			}
		}
		assert_eq!(Balances::total_issuance(), supply);

		let currency = Location::new(0, [PalletInstance(41), GeneralIndex(1)]);
		let tokens = Asset::from((currency, 100u128));
		let message = Xcm(vec![unpaid(), WithdrawAsset(tokens.into()), deposit_to(Bob)]);
		assert!(execute(Location::parent(), message).ensure_complete().is_err());
	});
}

#[test]
fn root_alone_sends_and_nobody_executes_or_transfers() {
	chain("development").execute_with(|| {
		let message = || Box::new(VersionedXcm::from(Xcm(vec![ClearOrigin])));
		let dest = || Box::new(Location::parent().into());
		assert_noop!(PolkadotXcm::send(signed(Alice), dest(), message()), DispatchError::BadOrigin);
		// How long messages may be is known from the relay chain.
		crate::mixed::begin_block(300_000_000, 0);
		assert_ok!(PolkadotXcm::send(RuntimeOrigin::root(), dest(), message()));

		let here = Box::new(VersionedXcm::from(Xcm::<RuntimeCall>(vec![ClearOrigin])));
		let executed =
			PolkadotXcm::execute(signed(Alice), here, Weight::from_parts(1 << 40, 1 << 20));
		assert!(executed.is_err());
		let to = AccountId32 { network: None, id: [7; 32] };
		let transfer = PolkadotXcm::limited_reserve_transfer_assets(
			signed(Alice),
			Box::new(sibling().into()),
			Box::new(Location::from(to).into()),
			Box::new(med(MED).into()),
			0,
			Unlimited,
		);
		assert!(transfer.is_err());
	});
}
