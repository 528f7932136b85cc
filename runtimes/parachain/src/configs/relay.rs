//! How the chain stands to its relay chain and to the chains beside it: blocks, and queues of messages.

use crate::{
	configs::{governance::CouncilMajorityOrRoot, system::MAXIMUM_BLOCK_WEIGHT},
	MessageQueue, ParachainInfo, ParachainSystem, PolkadotXcm, RelayBeacon, Runtime, RuntimeEvent,
	XcmpQueue,
};
use polkadot_sdk::{
	cumulus_pallet_parachain_system::RelayNumberMonotonicallyIncreases,
	cumulus_primitives_core::{AggregateMessageOrigin, ParaId},
	frame_support::{
		parameter_types,
		traits::{ConstU32, EnqueueWithOrigin, QueueFootprint, QueuePausedQuery, TransformOrigin},
		weights::Weight,
	},
	polkadot_runtime_common::xcm_sender::NoPriceForMessageDelivery,
	sp_runtime::{traits::Convert, Perbill},
	staging_parachain_info as parachain_info, *,
};

/// Milliseconds of a slot of the relay chain.
pub const RELAY_SLOT_DURATION: u32 = 6_000;
/// Blocks in each of its slots.
pub const BLOCKS_PER_SLOT: u32 = 1;
/// Blocks that the relay chain has not included yet, at most: one is made while the one before is backed and
/// the one before that is included.
pub const UNINCLUDED_SEGMENT_CAPACITY: u32 = 3;

/// Blocks are made while those before them are still under way.
pub type ConsensusHook = cumulus_pallet_aura_ext::FixedVelocityConsensusHook<
	Runtime,
	RELAY_SLOT_DURATION,
	BLOCKS_PER_SLOT,
	UNINCLUDED_SEGMENT_CAPACITY,
>;

parameter_types! {
	/// A quarter of a block for messages of each kind: the rest is there for those who wait.
	pub ReservedForMessages: Weight = Perbill::from_percent(25) * MAXIMUM_BLOCK_WEIGHT;
	pub const RelayOrigin: AggregateMessageOrigin = AggregateMessageOrigin::Parent;
	pub MessageServiceWeight: Option<Weight> =
		Some(Perbill::from_percent(25) * MAXIMUM_BLOCK_WEIGHT);
}

impl cumulus_pallet_parachain_system::Config for Runtime {
	type CheckAssociatedRelayNumber = RelayNumberMonotonicallyIncreases;
	type ConsensusHook = ConsensusHook;
	type DmpQueue = EnqueueWithOrigin<MessageQueue, RelayOrigin>;
	type OnSystemEvent = RelayBeacon;
	type OutboundXcmpMessageSource = XcmpQueue;
	type RelayParentOffset = ConstU32<0>;
	type ReservedDmpWeight = ReservedForMessages;
	type ReservedXcmpWeight = ReservedForMessages;
	type RuntimeEvent = RuntimeEvent;
	// Candidates of the third version are not enabled on relay chains yet.
	type SchedulingSignatureVerifier = ();
	type SelfParaId = ParachainInfo;
	type WeightInfo = cumulus_pallet_parachain_system::weights::SubstrateWeight<Runtime>;
	type XcmpMessageHandler = XcmpQueue;
}

impl parachain_info::Config for Runtime {}

/// A chain beside this one, by its number.
pub struct ToSibling;
impl Convert<ParaId, AggregateMessageOrigin> for ToSibling {
	fn convert(chain: ParaId) -> AggregateMessageOrigin {
		AggregateMessageOrigin::Sibling(chain)
	}
}

/// Of all queues those from chains beside this one.
pub struct FromSiblings;
impl QueuePausedQuery<AggregateMessageOrigin> for FromSiblings {
	fn is_paused(origin: &AggregateMessageOrigin) -> bool {
		matches!(origin, AggregateMessageOrigin::Sibling(chain) if XcmpQueue::is_paused(chain))
	}
}
impl pallet_message_queue::OnQueueChanged<AggregateMessageOrigin> for FromSiblings {
	fn on_queue_changed(origin: AggregateMessageOrigin, footprint: QueueFootprint) {
		if let AggregateMessageOrigin::Sibling(chain) = origin {
			XcmpQueue::on_queue_changed(chain, footprint);
		}
	}
}

impl cumulus_pallet_xcmp_queue::Config for Runtime {
	type ChannelInfo = ParachainSystem;
	type ControllerOrigin = CouncilMajorityOrRoot;
	type ControllerOriginConverter = crate::configs::xcm::OriginConverter;
	type MaxActiveOutboundChannels = ConstU32<128>;
	type MaxInboundSuspended = ConstU32<1_000>;
	type MaxPageSize = ConstU32<{ 64 * 1024 }>;
	// Root alone sends.
	type PriceForSiblingDelivery = NoPriceForMessageDelivery<ParaId>;
	type RuntimeEvent = RuntimeEvent;
	type VersionWrapper = PolkadotXcm;
	type WeightInfo = cumulus_pallet_xcmp_queue::weights::SubstrateWeight<Runtime>;
	type XcmpQueue = TransformOrigin<MessageQueue, AggregateMessageOrigin, ParaId, ToSibling>;
}

impl pallet_message_queue::Config for Runtime {
	type HeapSize = ConstU32<{ 64 * 1024 }>;
	type IdleMaxServiceWeight = ();
	type MaxStale = ConstU32<8>;
	#[cfg(not(feature = "runtime-benchmarks"))]
	type MessageProcessor = crate::configs::xcm::Processor;
	#[cfg(feature = "runtime-benchmarks")]
	type MessageProcessor =
		pallet_message_queue::mock_helpers::NoopMessageProcessor<AggregateMessageOrigin>;
	type QueueChangeHandler = FromSiblings;
	type QueuePausedQuery = FromSiblings;
	type RuntimeEvent = RuntimeEvent;
	type ServiceWeight = MessageServiceWeight;
	type Size = u32;
	type WeightInfo = pallet_message_queue::weights::SubstrateWeight<Runtime>;
}
