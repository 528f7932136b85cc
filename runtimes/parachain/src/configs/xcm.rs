//! Messages of other chains: who is listened to, and what they can do, which is little.
//!
//! - Execution is bought with MED that the sender has on this chain. The relay chain and its executive body
//!   need not pay.
//! - MED is the only thing that a message can move. It never leaves: this chain is its reserve, takes no
//!   other chain for a reserve, and teleports nothing. Tokens that stand for currencies, which patients
//!   and providers hold, are no assets of messages at all.
//! - No message calls this chain: `Transact` is refused, whoever sends it, so that consent, credentials,
//!   bills, claims, packs and trials are reached by signed transactions alone. The relay chain is nobody's root.
//! - Root alone sends, and nobody lets a message be executed here.

use crate::{
	configs::{consensus::WeightPrice, fees::ToAuthor},
	types::{AccountId, Balance},
	AllPalletsWithSystem, Balances, ParachainInfo, ParachainSystem, PolkadotXcm, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeHoldReason, RuntimeOrigin, XcmpQueue,
};
use polkadot_sdk::{
	cumulus_primitives_core::AggregateMessageOrigin,
	cumulus_primitives_utility::ParentAsUmp,
	frame_support::{
		parameter_types,
		traits::{
			fungible::HoldConsideration, ConstU32, Contains, Everything, LinearStoragePrice,
			Nothing,
		},
		weights::Weight,
	},
	frame_system::{EnsureRoot, EnsureRootWithSuccess},
	pallet_xcm::{self, XcmPassthrough},
	polkadot_parachain_primitives::primitives::Sibling,
	staging_xcm::latest::prelude::*,
	staging_xcm_builder::{
		AccountId32Aliases, AllowExplicitUnpaidExecutionFrom, AllowKnownQueryResponses,
		AllowSubscriptionsFrom, AllowTopLevelPaidExecutionFrom, DenyReserveTransferToRelayChain,
		DenyThenTry, EnsureXcmOrigin, FixedWeightBounds, FrameTransactionalProcessor,
		FungibleAdapter, IsConcrete, ParentIsPreset, SiblingParachainConvertsVia, TakeWeightCredit,
		TrailingSetTopicAsId, UsingComponents, WithComputedOrigin, WithUniqueTopic,
	},
	staging_xcm_executor::XcmExecutor,
	*,
};

parameter_types! {
	/// This chain, and MED with it.
	pub const Here: Location = Location::here();
	/// Accounts of other chains are known by their chain, not by its name.
	pub const RelayNetwork: Option<NetworkId> = None;
	pub UniversalLocation: InteriorLocation = Parachain(ParachainInfo::parachain_id().into()).into();
	/// What an instruction weighs, beside the call that it holds: time as that of a few transfers, and a
	/// proof as of a few accounts.
	pub UnitWeight: Weight = Weight::from_parts(1_000_000_000, 64 * 1024);
	pub const AliasHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::PolkadotXcm(pallet_xcm::HoldReason::AuthorizeAlias);
	pub const AliasBaseDeposit: Balance = crate::units::deposit(1, 0);
	pub const AliasByteDeposit: Balance = crate::units::deposit(0, 1);
}

/// Most instructions of a message.
const MAX_INSTRUCTIONS: u32 = 100;

/// The account that a place elsewhere has here.
pub type LocationToAccountId = (
	// The relay chain.
	ParentIsPreset<AccountId>,
	// Chains beside this one.
	SiblingParachainConvertsVia<Sibling, AccountId>,
	// Accounts of this chain.
	AccountId32Aliases<RelayNetwork, AccountId>,
);

/// MED, between the accounts of this chain.
pub type Transactor =
	FungibleAdapter<Balances, IsConcrete<Here>, LocationToAccountId, AccountId, ()>;

/// Origins of pallets are what they are; no other one is made out of a place elsewhere.
pub type OriginConverter = XcmPassthrough<RuntimeOrigin>;

/// The relay chain, or its executive body.
pub struct ParentOrItsExecutive;
impl Contains<Location> for ParentOrItsExecutive {
	fn contains(location: &Location) -> bool {
		matches!(location.unpack(), (1, []) | (1, [Plurality { id: BodyId::Executive, .. }]))
	}
}

/// Which messages are executed at all.
pub type Barrier = TrailingSetTopicAsId<
	DenyThenTry<
		DenyReserveTransferToRelayChain,
		(
			// What was weighed and paid already.
			TakeWeightCredit,
			// Answers to what was asked.
			AllowKnownQueryResponses<PolkadotXcm>,
			WithComputedOrigin<
				(
					// Whoever buys execution first.
					AllowTopLevelPaidExecutionFrom<Everything>,
					AllowExplicitUnpaidExecutionFrom<ParentOrItsExecutive>,
					// News of versions, from the relay chain and its executive body.
					AllowSubscriptionsFrom<ParentOrItsExecutive>,
				),
				UniversalLocation,
				ConstU32<8>,
			>,
		),
	>,
>;

/// How messages are executed.
pub struct XcmConfig;
impl staging_xcm_executor::Config for XcmConfig {
	type Aliasers = Nothing;
	type AssetExchanger = ();
	type AssetLocker = ();
	type AssetTransactor = Transactor;
	type AssetTrap = PolkadotXcm;
	type Barrier = Barrier;
	type CallDispatcher = RuntimeCall;
	type FeeManager = ();
	type HrmpChannelAcceptedHandler = ();
	type HrmpChannelClosingHandler = ();
	type HrmpNewChannelOpenRequestHandler = ();
	type IsReserve = ();
	type IsTeleporter = ();
	type MaxAssetsIntoHolding = ConstU32<8>;
	type MessageExporter = ();
	type OriginConverter = OriginConverter;
	type PalletInstancesInfo = AllPalletsWithSystem;
	type ResponseHandler = PolkadotXcm;
	type RuntimeCall = RuntimeCall;
	type SafeCallFilter = Nothing;
	type SubscriptionService = PolkadotXcm;
	type Trader = UsingComponents<WeightPrice, Here, AccountId, Balances, ToAuthor>;
	type TransactionalProcessor = FrameTransactionalProcessor;
	type UniversalAliases = Nothing;
	type UniversalLocation = UniversalLocation;
	type Weigher = Weigher;
	type XcmEventEmitter = PolkadotXcm;
	type XcmRecorder = PolkadotXcm;
	type XcmSender = Router;
}

/// How messages are weighed.
pub type Weigher = FixedWeightBounds<UnitWeight, RuntimeCall, ConstU32<MAX_INSTRUCTIONS>>;

/// What takes messages out of the queue.
pub type Processor = staging_xcm_builder::ProcessXcmMessage<
	AggregateMessageOrigin,
	XcmExecutor<XcmConfig>,
	RuntimeCall,
>;

/// How messages leave: up to the relay chain, or to a chain beside this one.
pub type Router = WithUniqueTopic<(ParentAsUmp<ParachainSystem, PolkadotXcm, ()>, XcmpQueue)>;

impl pallet_xcm::Config for Runtime {
	const VERSION_DISCOVERY_QUEUE_SIZE: u32 = 100;

	type AdminOrigin = EnsureRoot<AccountId>;
	type AdvertisedXcmVersion = pallet_xcm::CurrentXcmVersion;
	type AuthorizedAliasConsideration = HoldConsideration<
		AccountId,
		Balances,
		AliasHoldReason,
		LinearStoragePrice<AliasBaseDeposit, AliasByteDeposit, Balance>,
	>;
	type Currency = Balances;
	type CurrencyMatcher = IsConcrete<Here>;
	// Nobody: no place stands for an account's origin.
	type ExecuteXcmOrigin = EnsureXcmOrigin<RuntimeOrigin, ()>;
	type MaxLockers = ConstU32<0>;
	type MaxRemoteLockConsumers = ConstU32<0>;
	type RemoteLockConsumerIdentifier = ();
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type SendXcmOrigin = EnsureRootWithSuccess<AccountId, Here>;
	type SovereignAccountOf = LocationToAccountId;
	type TrustedLockers = ();
	type UniversalLocation = UniversalLocation;
	type Weigher = Weigher;
	type WeightInfo = pallet_xcm::TestWeightInfo;
	type XcmExecuteFilter = Nothing;
	type XcmExecutor = XcmExecutor<XcmConfig>;
	type XcmReserveTransferFilter = Nothing;
	type XcmRouter = Router;
	type XcmTeleportFilter = Nothing;
}

impl cumulus_pallet_xcm::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type XcmExecutor = XcmExecutor<XcmConfig>;
}
