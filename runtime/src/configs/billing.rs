//! Stable currencies and bills.

use crate::{
	configs::{governance::CouncilMajorityOrRoot, system::RuntimeBlockWeights},
	types::AccountId,
	units::SLOT_DURATION,
	Assets, AssetsHolder, Credentials, MedicalToken, Runtime, RuntimeCall, RuntimeHoldReason,
	SafeMode, Timestamp, TxPause,
};
use pallet_medical_token::AssetsAuthority;
use polkadot_sdk::{
	frame_support::{
		parameter_types,
		traits::{ConstU64, ConstU8, Contains, Get},
		weights::Weight,
		PalletId,
	},
	pallet_assets,
	sp_runtime::Perbill,
};

/// A day, in seconds.
const DAY: u64 = 24 * 60 * 60;

parameter_types! {
	pub const MedicalTokenId: PalletId = PalletId(*b"med/toke");
	pub TokenOwner: AccountId = MedicalToken::account_id();
	/// A quarter of a block for instalments: the rest is there for those who wait.
	pub CollectionWeight: Weight =
		Perbill::from_percent(25) * RuntimeBlockWeights::get().max_block;
}

/// Whether payments are stopped, by safe mode or alone: then nothing is collected either.
pub struct PaymentsStopped;
impl Get<bool> for PaymentsStopped {
	fn get() -> bool {
		SafeMode::is_entered()
			|| TxPause::is_paused_unbound(b"MedicalToken".to_vec(), b"pay".to_vec())
	}
}

impl pallet_medical_token::Config for Runtime {
	type Authority = AssetsAuthority<Runtime, TokenOwner>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::configs::health::People;
	type CollectionWeight = CollectionWeight;
	type Credentials = Credentials;
	// Providers are accredited, and should need no coin: see decision 0019.
	type Deposit = ();
	// What card schemes give a payer.
	type DisputePeriod = ConstU64<{ 120 * DAY }>;
	type GovernanceOrigin = CouncilMajorityOrRoot;
	type Holds = AssetsHolder;
	type MaxRetries = ConstU8<2>;
	// Seconds that a block takes: whoever gives a mandate pays for its collections in advance.
	type MinInterval = ConstU64<{ SLOT_DURATION / 1_000 }>;
	type PalletId = MedicalTokenId;
	type RedemptionPeriod = ConstU64<{ 5 * DAY }>;
	// Two years of closed bills; what is older is with archives.
	type Retention = ConstU64<{ 730 * DAY }>;
	type RetryPeriod = ConstU64<DAY>;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Standstill = PaymentsStopped;
	type Time = Timestamp;
	type Tokens = Assets;
	type WeightInfo = pallet_medical_token::weights::SubstrateWeight<Runtime>;
}

/// All calls but those by which accounts without tokens are made and given up. A frozen account could be
/// had anew, and who makes an account for a patient would keep it from living by its tokens. Nobody
/// needs them, since tokens keep accounts alive.
pub struct KeepsFrozenAccounts;
impl Contains<RuntimeCall> for KeepsFrozenAccounts {
	fn contains(call: &RuntimeCall) -> bool {
		use pallet_assets::Call;
		!matches!(
			call,
			RuntimeCall::Assets(
				Call::touch { .. }
					| Call::touch_other { .. }
					| Call::refund { .. }
					| Call::refund_other { .. }
			)
		)
	}
}
