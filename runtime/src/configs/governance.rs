//! The council and what it can do. Nobody has more power than it.
//!
//! A majority of the council decides on validators and the like by itself. What needs root (a new
//! runtime, the members of the council) takes two motions: a majority whitelists the hash of the
//! call, and three quarters dispatch it. The call is public as a preimage in between.

use crate::{
	types::{AccountId, Balance, BlockNumber},
	units::{deposit, DAYS},
	Balances, OriginCaller, Preimage, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason,
	RuntimeOrigin, System,
};
use polkadot_sdk::{
	frame_support::{
		parameter_types,
		traits::{
			fungible::HoldConsideration, ConstU32, EitherOfDiverse, EqualPrivilegeOnly,
			LinearStoragePrice,
		},
		weights::Weight,
		PalletId,
	},
	frame_system::EnsureRoot,
	pallet_collective, pallet_preimage, pallet_scheduler, pallet_whitelist,
	sp_runtime::{traits::AccountIdConversion, Perbill},
};

/// The instance of the collective that is the council.
pub type CouncilInstance = pallet_collective::Instance1;

/// More than half of the council.
pub type CouncilMajority =
	pallet_collective::EnsureProportionMoreThan<AccountId, CouncilInstance, 1, 2>;
/// At least three quarters of the council.
pub type CouncilSupermajority =
	pallet_collective::EnsureProportionAtLeast<AccountId, CouncilInstance, 3, 4>;
/// More than half of the council, or root.
pub type CouncilMajorityOrRoot = EitherOfDiverse<EnsureRoot<AccountId>, CouncilMajority>;

parameter_types! {
	pub const MotionDuration: BlockNumber = 3 * DAYS;
	pub MaxProposalWeight: Weight =
		Perbill::from_percent(50) * crate::configs::system::MAXIMUM_BLOCK_WEIGHT;
	pub MaxScheduledWeight: Weight =
		Perbill::from_percent(60) * crate::configs::system::MAXIMUM_BLOCK_WEIGHT;
	pub const PreimageHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
	pub const PreimageBaseDeposit: Balance = deposit(2, 64);
	pub const PreimageByteDeposit: Balance = deposit(0, 1);
	pub const TreasuryId: PalletId = PalletId(*b"med/trsy");
	pub TreasuryAccount: AccountId = TreasuryId::get().into_account_truncating();
	pub const DeferredDispatchExpiration: BlockNumber = 7 * DAYS;
}

impl pallet_collective::Config<CouncilInstance> for Runtime {
	type Consideration = ();
	type DefaultVote = pallet_collective::PrimeDefaultVote;
	type DisapproveOrigin = EnsureRoot<AccountId>;
	type KillOrigin = EnsureRoot<AccountId>;
	type MaxMembers = ConstU32<30>;
	type MaxProposalWeight = MaxProposalWeight;
	type MaxProposals = ConstU32<50>;
	type MotionDuration = MotionDuration;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type SetMembersOrigin = EnsureRoot<AccountId>;
	type WeightInfo = crate::weights::pallet_collective::WeightInfo<Runtime>;
}

impl pallet_whitelist::Config for Runtime {
	type BlockNumberProvider = System;
	type DeferredDispatchExpiration = DeferredDispatchExpiration;
	type DispatchWhitelistedOrigin = EitherOfDiverse<EnsureRoot<AccountId>, CouncilSupermajority>;
	type Preimages = Preimage;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = crate::weights::pallet_whitelist::WeightInfo<Runtime>;
	type WhitelistOrigin = CouncilMajorityOrRoot;
}

impl pallet_preimage::Config for Runtime {
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		PreimageHoldReason,
		LinearStoragePrice<PreimageBaseDeposit, PreimageByteDeposit, Balance>,
	>;
	type Currency = Balances;
	type ManagerOrigin = EnsureRoot<AccountId>;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = crate::weights::pallet_preimage::WeightInfo<Runtime>;
}

impl pallet_scheduler::Config for Runtime {
	type BlockNumberProvider = System;
	type MaxScheduledPerBlock = ConstU32<50>;
	type MaximumWeight = MaxScheduledWeight;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	type PalletsOrigin = OriginCaller;
	type Preimages = Preimage;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type ScheduleOrigin = CouncilMajorityOrRoot;
	type WeightInfo = crate::weights::pallet_scheduler::WeightInfo<Runtime>;
}
