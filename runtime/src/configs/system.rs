//! Blocks, accounts and what everything else stands on.

use crate::{
	configs::billing::KeepsFrozenAccounts,
	types::{AccountId, Balance, Block, Hash, Nonce},
	units::MILLI,
	weights::{BlockExecutionWeight, DbWeight, ExtrinsicBaseWeight},
	MultiBlockMigrations, PalletInfo, Runtime, RuntimeCall, RuntimeEvent, RuntimeFreezeReason,
	RuntimeHoldReason, RuntimeOrigin, RuntimeTask, SafeMode, System, TxPause, VERSION,
};
use polkadot_sdk::{
	frame_support::{
		derive_impl,
		dispatch::DispatchClass,
		parameter_types,
		traits::{ConstU32, Contains, InsideBoth, VariantCountOf},
		weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
	},
	frame_system::{
		self,
		limits::{BlockLength, BlockWeights},
	},
	pallet_balances, pallet_migrations,
	sp_runtime::{traits::AccountIdLookup, Perbill},
	sp_version::RuntimeVersion,
	*,
};

/// The share of a block that ordinary transactions can fill. What is left, 150 ms, is for some hundred
/// operational ones; the SDK's template, to compare with, leaves a quarter.
const NORMAL_SHARE: Perbill =
	Perbill::from_percent(if cfg!(feature = "sdk-weights") { 75 } else { 90 });

/// Half a slot of computation in a block; the other half is for the way to the other validators.
/// Proofs have no limit: validators hold the whole state and send each other none.
pub const MAXIMUM_BLOCK_WEIGHT: Weight =
	Weight::from_parts(WEIGHT_REF_TIME_PER_MILLIS.saturating_mul(COMPUTATION), u64::MAX);
/// Milliseconds of computation; two of six seconds where the SDK's template is compared with.
const COMPUTATION: u64 = if cfg!(feature = "sdk-weights") { 2_000 } else { 1_500 };

/// Longest block, in bytes.
pub const MAXIMUM_BLOCK_LENGTH: u32 = 4 * 1024 * 1024;

/// Session keys are removed together with the bond (`validatorSet.withdraw`) and in no other way: a
/// chain whose validators dropped their keys would stop for good.
pub struct KeepsSessionKeys;
impl Contains<RuntimeCall> for KeepsSessionKeys {
	fn contains(call: &RuntimeCall) -> bool {
		!matches!(call, RuntimeCall::Session(pallet_session::Call::purge_keys {}))
	}
}

/// What a block may hold. Operational transactions have what ordinary ones leave.
fn block_weights() -> BlockWeights {
	let normal = NORMAL_SHARE * MAXIMUM_BLOCK_WEIGHT;
	BlockWeights::builder()
		.base_block(BlockExecutionWeight::get())
		.for_class(DispatchClass::all(), |weights| {
			weights.base_extrinsic = ExtrinsicBaseWeight::get();
		})
		.for_class(DispatchClass::Normal, |weights| {
			weights.max_total = Some(normal);
		})
		.for_class(DispatchClass::Operational, |weights| {
			weights.max_total = Some(MAXIMUM_BLOCK_WEIGHT);
			weights.reserved = Some(MAXIMUM_BLOCK_WEIGHT.saturating_sub(normal));
		})
		.avg_block_initialization(Perbill::from_percent(10))
		.build_or_panic()
}

parameter_types! {
	pub const BlockHashCount: u32 = 4096;
	pub const Version: RuntimeVersion = VERSION;
	pub const SS58Prefix: u8 = 42;
	pub const ExistentialDeposit: Balance = MILLI;
	pub RuntimeBlockWeights: BlockWeights = block_weights();
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAXIMUM_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |max| {
			*max = NORMAL_SHARE * *max
		})
		.build();
	pub MaxServiceWeight: Weight = Perbill::from_percent(60) * MAXIMUM_BLOCK_WEIGHT;
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type AccountData = pallet_balances::AccountData<Balance>;
	type AccountId = AccountId;
	type BaseCallFilter = InsideBoth<
		InsideBoth<SafeMode, TxPause>,
		InsideBoth<KeepsSessionKeys, KeepsFrozenAccounts>,
	>;
	type Block = Block;
	type BlockHashCount = BlockHashCount;
	type BlockLength = RuntimeBlockLength;
	type BlockWeights = RuntimeBlockWeights;
	type DbWeight = DbWeight;
	type ExtensionsWeightInfo = crate::weights::frame_system_extensions::WeightInfo<Runtime>;
	type Hash = Hash;
	type Lookup = AccountIdLookup<AccountId, ()>;
	type MaxConsumers = ConstU32<16>;
	type MultiBlockMigrator = MultiBlockMigrations;
	type Nonce = Nonce;
	type SS58Prefix = SS58Prefix;
	type SingleBlockMigrations = crate::migrations::SingleBlock;
	type SystemWeightInfo = crate::weights::frame_system::WeightInfo<Runtime>;
	type Version = Version;
}

impl pallet_balances::Config for Runtime {
	type AccountStore = System;
	type Balance = Balance;
	type DoneSlashHandler = ();
	type DustRemoval = ();
	type ExistentialDeposit = ExistentialDeposit;
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type ReserveIdentifier = [u8; 8];
	type RuntimeEvent = RuntimeEvent;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WeightInfo = crate::weights::pallet_balances::WeightInfo<Runtime>;
}

impl pallet_migrations::Config for Runtime {
	type CursorMaxLen = ConstU32<65_536>;
	type FailedMigrationHandler = frame_support::migrations::FreezeChainOnFailedMigration;
	type IdentifierMaxLen = ConstU32<256>;
	type MaxServiceWeight = MaxServiceWeight;
	type MigrationStatusHandler = ();
	#[cfg(not(feature = "runtime-benchmarks"))]
	type Migrations = crate::migrations::MultiBlock;
	#[cfg(feature = "runtime-benchmarks")]
	type Migrations = pallet_migrations::mock_helpers::MockedMigrations;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = crate::weights::pallet_migrations::WeightInfo<Runtime>;
}
