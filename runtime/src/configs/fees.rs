//! What transactions cost, and who can pay for another.

#[cfg(not(feature = "runtime-benchmarks"))]
use crate::types::MetaTxExtension;
use crate::{
	configs::consensus::WeightPrice,
	types::{AccountId, Balance, BlockNumber, Signature},
	units::{DAYS, MICRO, MILLI},
	weights, Balances, Runtime, RuntimeCall, RuntimeEvent,
};
use polkadot_sdk::{
	frame_support::{
		parameter_types,
		traits::{
			fungible::{Balanced, Credit},
			ConstU8, Contains, OnUnbalanced,
		},
		weights::{
			ConstantMultiplier, WeightToFeeCoefficient, WeightToFeeCoefficients,
			WeightToFeePolynomial,
		},
	},
	pallet_meta_tx,
	pallet_transaction_payment::{self, FungibleAdapter, Multiplier, TargetedFeeAdjustment},
	pallet_verify_signature,
	sp_runtime::{
		traits::{Bounded, Verify},
		FixedPointNumber, Perbill, Perquintill,
	},
};
use smallvec::smallvec;

parameter_types! {
	/// A byte on chain is kept for ever by every archive, hence its price of its own.
	pub const FeePerByte: Balance = 10 * MICRO;
	/// Blocks a quarter full keep the fee as it is.
	pub const TargetFullness: Perquintill = Perquintill::from_percent(25);
	/// At most about 30 % up or down in a day of full or empty blocks.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(1, 100_000);
	pub MinimumMultiplier: Multiplier = Multiplier::saturating_from_rational(1, 10);
	pub MaximumMultiplier: Multiplier = Bounded::max_value();
	/// A quarter of an hour to send what a patient signed.
	pub const MaxLifetime: BlockNumber = 256;
	/// A day.
	pub const RelayWindow: BlockNumber = DAYS;
	/// Calls of one patient that are relayed in a day.
	pub const MaxRelayed: u32 = 32;
}

/// The time a transaction takes, in money: one that does nothing costs 1 mMED.
pub struct WeightToFee;
impl WeightToFeePolynomial for WeightToFee {
	type Balance = Balance;

	fn polynomial() -> WeightToFeeCoefficients<Balance> {
		let price = MILLI;
		let base = Balance::from(weights::base::TRANSACTION);
		smallvec![WeightToFeeCoefficient {
			degree: 1,
			negative: false,
			coeff_frac: Perbill::from_rational(price.checked_rem(base).unwrap_or(0), base),
			coeff_integer: price.checked_div(base).unwrap_or(0),
		}]
	}
}

impl pallet_transaction_payment::Config for Runtime {
	type FeeMultiplierUpdate = TargetedFeeAdjustment<
		Runtime,
		TargetFullness,
		AdjustmentVariable,
		MinimumMultiplier,
		MaximumMultiplier,
	>;
	type LengthToFee = ConstantMultiplier<Balance, FeePerByte>;
	type OnChargeTransaction = FungibleAdapter<Balances, ToAuthor>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
	type WeightToFee = WeightPrice;
}

/// Pays what it gets to the author of the block; burns it where there is none.
pub struct ToAuthor;
impl OnUnbalanced<Credit<AccountId, Balances>> for ToAuthor {
	fn on_nonzero_unbalanced(credit: Credit<AccountId, Balances>) {
		if let Some(author) = crate::Authorship::author() {
			// A credit that the author's account cannot take is burnt.
			let _ = Balances::resolve(&author, credit);
		}
	}
}

impl pallet_meta_tx::Config for Runtime {
	#[cfg(not(feature = "runtime-benchmarks"))]
	type Extension = MetaTxExtension;
	// What is measured is the call alone.
	#[cfg(feature = "runtime-benchmarks")]
	type Extension = pallet_meta_tx::WeightlessExtension<Runtime>;
	type RuntimeEvent = RuntimeEvent;
	// What a byte adds cannot be measured here: the benchmark stops at a hundred of them.
	type WeightInfo = pallet_meta_tx::weights::SubstrateWeight<Runtime>;
}

/// All but calls that hold others inside: they would count as one.
pub struct Relayable;
impl Contains<RuntimeCall> for Relayable {
	fn contains(call: &RuntimeCall) -> bool {
		!matches!(
			call,
			RuntimeCall::Utility(..)
				| RuntimeCall::Multisig(..)
				| RuntimeCall::Proxy(..)
				| RuntimeCall::Recovery(..)
				| RuntimeCall::MetaTx(..)
		)
	}
}

/// What ends something that was given, so that a patient without money can end it at any time.
pub struct TakesBack;
impl Contains<RuntimeCall> for TakesBack {
	fn contains(call: &RuntimeCall) -> bool {
		use pallet_insurance_claims::Call as ClaimsCall;
		use pallet_medical_token::Call as MoneyCall;
		use pallet_patient_consent::{Answer, Call};
		matches!(
			call,
			RuntimeCall::PatientConsent(
				Call::revoke { .. }
					| Call::end_delegation { .. }
					| Call::answer_request { answer: Answer::Decline, .. }
			) | RuntimeCall::MedicalToken(MoneyCall::revoke_mandate { .. })
				| RuntimeCall::InsuranceClaims(ClaimsCall::unname_subscriber { .. })
				| RuntimeCall::ClinicalTrials(pallet_clinical_trials::Call::withdraw { .. })
		)
	}
}

impl pallet_sponsorship::Config for Runtime {
	type Calls = Relayable;
	type MaxLifetime = MaxLifetime;
	type MaxPerWindow = MaxRelayed;
	type Uncounted = TakesBack;
	type WeightInfo = pallet_sponsorship::weights::SubstrateWeight<Runtime>;
	type Window = RelayWindow;
}

impl pallet_verify_signature::Config for Runtime {
	type AccountIdentifier = <Signature as Verify>::Signer;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
	type Signature = Signature;
	type WeightInfo = crate::weights::pallet_verify_signature::WeightInfo<Runtime>;
}
