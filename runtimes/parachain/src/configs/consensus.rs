//! Who makes blocks, and what the shared configuration asks about it. Finality is the relay chain's.

use crate::{
	configs::{
		fees::WeightToFee, governance::CouncilMajorityOrRoot, relay::UNINCLUDED_SEGMENT_CAPACITY,
		system::MAXIMUM_BLOCK_WEIGHT,
	},
	types::{AccountId, Balance, BlockNumber},
	units::{HOURS, MED, SLOT_DURATION},
	Aura, Balances, CollatorSelection, RelayBeacon, Runtime, RuntimeCall, RuntimeEvent, Session,
	SessionKeys,
};
use polkadot_sdk::{
	frame_support::{
		parameter_types,
		traits::{ConstBool, ConstU32, ConstU64, Contains},
		weights::Weight,
		PalletId,
	},
	sp_consensus_aura::sr25519::AuthorityId as AuraId,
	sp_runtime::traits::{ConvertInto, OpaqueKeys},
	*,
};

/// Most collators.
pub type MaxCollators = ConstU32<100>;

/// How long a session is.
pub const SESSION: BlockNumber = 6 * HOURS;

parameter_types! {
	pub const CandidacyBond: Balance = 10_000 * MED;
	pub const CollatorPot: PalletId = PalletId(*b"med/coll");
	pub const KeyDeposit: Balance = MED;
	pub const SessionLength: BlockNumber = SESSION;
	pub const SessionOffset: BlockNumber = 0;
}

impl pallet_timestamp::Config for Runtime {
	// A block is of its slot, which the relay chain sets.
	type MinimumPeriod = ConstU64<0>;
	type Moment = u64;
	type OnTimestampSet = Aura;
	type WeightInfo = crate::weights::pallet_timestamp::WeightInfo<Runtime>;
}

impl pallet_aura::Config for Runtime {
	// How many blocks a slot has is limited by the consensus hook, which looks at the relay chain.
	type AllowMultipleBlocksPerSlot = ConstBool<true>;
	type AuthorityId = AuraId;
	type DisabledValidators = ();
	type MaxAuthorities = MaxCollators;
	type SlotDuration = ConstU64<SLOT_DURATION>;
}

impl cumulus_pallet_aura_ext::Config for Runtime {}

impl pallet_authorship::Config for Runtime {
	type EventHandler = CollatorSelection;
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Runtime, Aura>;
}

/// The council names collators; whoever puts a bond down can stand beside them, as many as it has places for.
impl pallet_collator_selection::Config for Runtime {
	type Currency = Balances;
	type KickThreshold = SessionLength;
	type MaxCandidates = ConstU32<50>;
	type MaxInvulnerables = ConstU32<50>;
	type MinEligibleCollators = ConstU32<1>;
	type PotId = CollatorPot;
	type RuntimeEvent = RuntimeEvent;
	type UpdateOrigin = CouncilMajorityOrRoot;
	type ValidatorId = AccountId;
	type ValidatorIdOf = pallet_collator_selection::IdentityCollator;
	type ValidatorRegistration = Session;
	type WeightInfo = pallet_collator_selection::weights::SubstrateWeight<Runtime>;
}

impl pallet_session::Config for Runtime {
	type Currency = Balances;
	type DisablingStrategy = ();
	type KeyDeposit = KeyDeposit;
	type Keys = SessionKeys;
	type NextSessionRotation = pallet_session::PeriodicSessions<SessionLength, SessionOffset>;
	type RuntimeEvent = RuntimeEvent;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type SessionManager = CollatorSelection;
	type ShouldEndSession = pallet_session::PeriodicSessions<SessionLength, SessionOffset>;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
}

impl crate::beacon::Config for Runtime {
	type MaxUnincluded = ConstU32<UNINCLUDED_SEGMENT_CAPACITY>;
}

/// Randomness that nobody knows in advance: the relay chain's.
pub type Beacon = RelayBeacon;

/// [`Beacon`] says since when a part of it can have been known: a commitment need not lie further back.
pub type BeaconDelay = ConstU32<0>;

/// Makes [`Beacon`] one that was not known in the present block.
#[cfg(feature = "runtime-benchmarks")]
pub fn renew_randomness() {
	let since = frame_system::Pallet::<Runtime>::block_number()
		.saturating_add(UNINCLUDED_SEGMENT_CAPACITY)
		.saturating_add(1);
	crate::beacon::Epochs::<Runtime>::put([since; 3]);
}

/// What a weight costs: its time, or its part of the proof that a block can carry at the price of that part
/// of the time it can take, whichever is more.
pub struct WeightPrice;
impl frame_support::weights::WeightToFee for WeightPrice {
	type Balance = Balance;

	fn weight_to_fee(weight: &Weight) -> Balance {
		let proof = u128::from(weight.proof_size())
			.saturating_mul(MAXIMUM_BLOCK_WEIGHT.ref_time().into())
			.checked_div(MAXIMUM_BLOCK_WEIGHT.proof_size().into())
			.and_then(|time| time.try_into().ok())
			.unwrap_or(u64::MAX);
		WeightToFee::weight_to_fee(&Weight::from_parts(weight.ref_time().max(proof), 0))
	}
}

/// Calls by which blocks go on and collators stay.
pub struct KeepsBlocks;
impl Contains<RuntimeCall> for KeepsBlocks {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::ParachainSystem(..)
				| RuntimeCall::CollatorSelection(..)
				| RuntimeCall::Session(..)
		)
	}
}

/// The names of their pallets.
pub const KEEP_BLOCKS: [&[u8]; 3] = [b"ParachainSystem", b"CollatorSelection", b"Session"];

/// Calls that move a collator's bond, or money to other chains.
pub struct MovesMoney;
impl Contains<RuntimeCall> for MovesMoney {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(call, RuntimeCall::CollatorSelection(..) | RuntimeCall::PolkadotXcm(..))
	}
}

/// Session keys and bond of a collator, but not leaving with the bond.
pub struct Validates;
impl Contains<RuntimeCall> for Validates {
	fn contains(call: &RuntimeCall) -> bool {
		use pallet_collator_selection::Call;
		matches!(
			call,
			RuntimeCall::Session(..)
				| RuntimeCall::CollatorSelection(
					Call::register_as_candidate { .. } | Call::update_bond { .. }
				)
		)
	}
}
