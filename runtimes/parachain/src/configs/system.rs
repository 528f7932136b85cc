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
	cumulus_pallet_parachain_system::ParachainSetCode,
	cumulus_primitives_core::relay_chain::MAX_POV_SIZE,
	frame_support::{
		derive_impl,
		dispatch::DispatchClass,
		parameter_types,
		traits::{ConstU32, InsideBoth, VariantCountOf},
		weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight},
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

/// The share of a block that ordinary transactions can fill. A collator makes blocks of 85 % of the largest
/// proof at most, so that a tenth is left to what must be done.
const NORMAL_SHARE: Perbill = Perbill::from_percent(75);

/// Two seconds of computation, which is what the relay chain's validators take to check a block, and the
/// largest proof that they take: state that a block reads or writes travels with it.
pub const MAXIMUM_BLOCK_WEIGHT: Weight =
	Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND.saturating_mul(2), MAX_POV_SIZE as u64);

/// Longest block, in bytes. It travels with its proof.
pub const MAXIMUM_BLOCK_LENGTH: u32 = 4 * 1024 * 1024;

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
		.avg_block_initialization(Perbill::from_percent(5))
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

#[derive_impl(frame_system::config_preludes::ParaChainDefaultConfig)]
impl frame_system::Config for Runtime {
	type AccountData = pallet_balances::AccountData<Balance>;
	type AccountId = AccountId;
	type BaseCallFilter = InsideBoth<InsideBoth<SafeMode, TxPause>, KeepsFrozenAccounts>;
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
	type OnSetCode = ParachainSetCode<Self>;
	type SS58Prefix = SS58Prefix;
	type SingleBlockMigrations = crate::migrations::SingleBlock;
	type SystemWeightInfo = crate::weights::frame_system::WeightInfo<Runtime>;
	type Version = Version;
}

impl cumulus_pallet_weight_reclaim::Config for Runtime {
	type WeightInfo = ();
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
