//! A runtime for tests, in which calls are relayed as in the real one.

use crate as pallet_sponsorship;
use crate::{invariants, CheckShortLived, LimitRate};
use frame::{
	deps::sp_runtime::{
		traits::{IdentifyAccount, IdentityLookup, Verify},
		MultiSignature, TryRuntimeError,
	},
	prelude::*,
	testing_prelude::*,
};

pub type Signature = MultiSignature;
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;

#[frame_construct_runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type VerifySignature = pallet_verify_signature;
	#[runtime::pallet_index(3)]
	pub type MetaTx = pallet_meta_tx;
	#[runtime::pallet_index(4)]
	pub type Sponsorship = pallet_sponsorship;
}

/// As in the real runtime.
pub type MetaTxExtension = (
	pallet_verify_signature::VerifySignature<Test>,
	pallet_meta_tx::MetaTxMarker<Test>,
	frame_system::CheckNonZeroSender<Test>,
	frame_system::CheckSpecVersion<Test>,
	frame_system::CheckTxVersion<Test>,
	frame_system::CheckGenesis<Test>,
	CheckShortLived<Test>,
	frame_system::CheckNonce<Test>,
	LimitRate<Test>,
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<u64>;
	type AccountId = AccountId;
	type Block = MockBlock<Test>;
	type BlockHashCount = ConstU64<64>;
	type Lookup = IdentityLookup<AccountId>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

impl pallet_verify_signature::Config for Test {
	type AccountIdentifier = <Signature as Verify>::Signer;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
	type Signature = Signature;
	type WeightInfo = ();
}

impl pallet_meta_tx::Config for Test {
	type Extension = MetaTxExtension;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
}

pub const MAX_LIFETIME: u64 = 16;
pub const WINDOW: u64 = 10;
pub const MAX_PER_WINDOW: u32 = 3;

/// All but calls that hold others inside.
pub struct Relayable;
impl Contains<RuntimeCall> for Relayable {
	fn contains(call: &RuntimeCall) -> bool {
		!matches!(call, RuntimeCall::MetaTx(..))
	}
}

/// A remark without an event stands for what takes something back.
pub struct TakesBack;
impl Contains<RuntimeCall> for TakesBack {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(call, RuntimeCall::System(frame_system::Call::remark { .. }))
	}
}

impl crate::Config for Test {
	type Calls = Relayable;
	type MaxLifetime = ConstU64<MAX_LIFETIME>;
	type MaxPerWindow = ConstU32<MAX_PER_WINDOW>;
	type Uncounted = TakesBack;
	type WeightInfo = ();
	type Window = ConstU64<WINDOW>;
}

/// Two patients and a child whose accounts live, somebody whose account does not, and two hospitals
/// that relay.
pub const PATIENT: Sr25519Keyring = Sr25519Keyring::Alice;
pub const OTHER_PATIENT: Sr25519Keyring = Sr25519Keyring::Bob;
pub const CHILD: Sr25519Keyring = Sr25519Keyring::Charlie;
pub const NOBODY: Sr25519Keyring = Sr25519Keyring::Dave;
pub const HOSPITAL: Sr25519Keyring = Sr25519Keyring::Eve;
pub const OTHER_HOSPITAL: Sr25519Keyring = Sr25519Keyring::Ferdie;
pub const PATIENTS: [Sr25519Keyring; 3] = [PATIENT, OTHER_PATIENT, CHILD];

pub fn account(who: Sr25519Keyring) -> AccountId {
	who.to_account_id()
}

/// Lets blocks pass, up to `block`.
pub fn run_to(block: u64) {
	for number in System::block_number()..block {
		frame_system::BlockHash::<Test>::insert(number, H256::from_low_u64_be(number + 1));
		System::set_block_number(number + 1);
	}
}

/// Runs a test, then checks what always holds.
pub fn build_and_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig::default().build_storage().unwrap();
	TestState::new(storage).execute_with(|| {
		for patient in PATIENTS {
			System::inc_sufficients(&account(patient));
		}
		run_to(20);
		test();
		check_state().unwrap();
	});
}

/// The invariants.
pub fn check_state() -> Result<(), TryRuntimeError> {
	invariants::check::<Test>()
}
