//! Who makes blocks, who finalises them, and what misbehaviour costs; and what the configuration that other
//! chains of these pallets share asks about it.

use crate::{
	configs::governance::{CouncilMajorityOrRoot, TreasuryAccount},
	types::{AccountId, Balance, BlockNumber},
	units::{MED, SESSION_SLOTS, SLOT_DURATION},
	Babe, Balances, Historical, Offences, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason,
	Session, SessionKeys, ValidatorSet,
};
use pallet_session::{disabling::UpToLimitDisablingStrategy, historical};
use polkadot_sdk::{
	frame_support::{
		parameter_types,
		traits::{
			tokens::imbalance::ResolveTo, ConstU32, ConstU64, Contains, Get, KeyOwnerProofSystem,
		},
	},
	pallet_authorship, pallet_babe, pallet_grandpa, pallet_offences, pallet_timestamp,
	sp_consensus_babe, sp_consensus_grandpa,
	sp_core::crypto::KeyTypeId,
	sp_runtime::{
		traits::{Convert, ConvertInto, OpaqueKeys},
		Perbill,
	},
	sp_staking::SessionIndex,
	*,
};

/// Most validators.
pub type MaxValidators = ConstU32<100>;

/// For how many sessions a bond stays held after leaving, and equivocations can be reported.
pub const BONDING_SESSIONS: SessionIndex = 168;

parameter_types! {
	pub const ExpectedBlockTime: u64 = SLOT_DURATION;
	pub const MinimumPeriod: u64 = SLOT_DURATION / 2;
	pub const KeyDeposit: Balance = MED;
	pub const MinimumBond: Balance = 10_000 * MED;
	pub const SlashShare: Perbill = Perbill::from_percent(25);
	pub const BondingSessions: SessionIndex = BONDING_SESSIONS;
}

/// Length of a session in slots, fixed at genesis.
pub struct SessionSlots;
impl Get<u64> for SessionSlots {
	fn get() -> u64 {
		pallet_validator_set::SessionSlots::<Runtime>::get().unwrap_or(SESSION_SLOTS)
	}
}

/// For how many blocks an equivocation can be reported.
pub struct ReportLongevity;
impl Get<u64> for ReportLongevity {
	fn get() -> u64 {
		SessionSlots::get().saturating_mul(BONDING_SESSIONS.into())
	}
}

/// Proof that a session key belonged to a validator.
pub type KeyOwnerProof =
	<Historical as KeyOwnerProofSystem<(KeyTypeId, sp_consensus_babe::AuthorityId)>>::Proof;

impl pallet_timestamp::Config for Runtime {
	type MinimumPeriod = MinimumPeriod;
	type Moment = u64;
	type OnTimestampSet = Babe;
	type WeightInfo = crate::weights::pallet_timestamp::WeightInfo<Runtime>;
}

impl pallet_babe::Config for Runtime {
	type DisabledValidators = Session;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type EpochDuration = SessionSlots;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Runtime, Offences, Historical, ReportLongevity>;
	type ExpectedBlockTime = ExpectedBlockTime;
	type KeyOwnerProof = KeyOwnerProof;
	type MaxAuthorities = MaxValidators;
	type MaxNominators = ConstU32<0>;
	type WeightInfo = ();
}

impl pallet_grandpa::Config for Runtime {
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Runtime, Offences, Historical, ReportLongevity>;
	type KeyOwnerProof =
		<Historical as KeyOwnerProofSystem<(KeyTypeId, sp_consensus_grandpa::AuthorityId)>>::Proof;
	type MaxAuthorities = MaxValidators;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = ConstU64<{ BONDING_SESSIONS as u64 }>;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
}

impl pallet_authorship::Config for Runtime {
	type EventHandler = ValidatorSet;
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Runtime, Babe>;
}

impl pallet_session::Config for Runtime {
	type Currency = Balances;
	type DisablingStrategy = UpToLimitDisablingStrategy;
	type KeyDeposit = KeyDeposit;
	type Keys = SessionKeys;
	type NextSessionRotation = Babe;
	type RuntimeEvent = RuntimeEvent;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type SessionManager = historical::NoteHistoricalRoot<Runtime, ValidatorSet>;
	type ShouldEndSession = Babe;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
}

/// A validator is identified by its account alone.
pub struct Unit;
impl Convert<AccountId, Option<()>> for Unit {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

impl historical::Config for Runtime {
	type FullIdentification = ();
	type FullIdentificationOf = Unit;
	type RuntimeEvent = RuntimeEvent;
}

impl pallet_offences::Config for Runtime {
	type IdentificationTuple = historical::IdentificationTuple<Runtime>;
	type OnOffenceHandler = ValidatorSet;
	type RuntimeEvent = RuntimeEvent;
}

impl pallet_validator_set::Config for Runtime {
	type AdminOrigin = CouncilMajorityOrRoot;
	type BondingSessions = BondingSessions;
	type Currency = Balances;
	type MaxIdleSessions = ConstU32<4>;
	type MaxValidators = MaxValidators;
	type MinimumBond = MinimumBond;
	type OnSlash = ResolveTo<TreasuryAccount, Balances>;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SlashShare = SlashShare;
	type WeightInfo = pallet_validator_set::weights::SubstrateWeight<Runtime>;
}

/// Randomness that nobody knows in advance: BABE's.
pub type Beacon = pallet_babe::RandomnessFromTwoEpochsAgo<Runtime>;

/// An epoch has a block a slot at most: who commits to a seed so many blocks before an epoch is over has
/// done so before it began.
pub struct BeaconDelay;
impl Get<BlockNumber> for BeaconDelay {
	fn get() -> BlockNumber {
		SessionSlots::get().try_into().unwrap_or(BlockNumber::MAX)
	}
}

/// Makes [`Beacon`] one that was not known in the present block.
#[cfg(feature = "runtime-benchmarks")]
pub fn renew_randomness() {
	let now = frame_system::Pallet::<Runtime>::block_number();
	let since = now.saturating_add(BeaconDelay::get()).saturating_add(1);
	pallet_babe::EpochStart::<Runtime>::put((since, since));
}

/// What a weight costs: its time. No block carries a proof.
pub type WeightPrice = crate::configs::fees::WeightToFee;

/// Calls by which blocks go on and validators stay.
pub struct KeepsBlocks;
impl Contains<RuntimeCall> for KeepsBlocks {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::Babe(..)
				| RuntimeCall::Grandpa(..)
				| RuntimeCall::Session(..)
				| RuntimeCall::ValidatorSet(..)
		)
	}
}

/// The names of their pallets.
pub const KEEP_BLOCKS: [&[u8]; 4] = [b"Babe", b"Grandpa", b"Session", b"ValidatorSet"];

/// Calls that move a validator's bond.
pub struct MovesMoney;
impl Contains<RuntimeCall> for MovesMoney {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(call, RuntimeCall::ValidatorSet(..))
	}
}

/// Session keys and bond of a validator, but not leaving with the bond.
pub struct Validates;
impl Contains<RuntimeCall> for Validates {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::Session(..)
				| RuntimeCall::ValidatorSet(pallet_validator_set::Call::bond { .. })
		)
	}
}
