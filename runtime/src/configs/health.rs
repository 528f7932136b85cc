//! The pallets for health care.

use crate::{
	types::{AccountId, Balance},
	units::deposit,
	Balances, Runtime, RuntimeHoldReason, Timestamp,
};
use medchain_support::EveryAccount;
use polkadot_sdk::frame_support::{
	parameter_types,
	traits::{fungible::HoldConsideration, ConstU32, LinearStoragePrice},
};

parameter_types! {
	pub const DirectiveHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::PatientConsent(pallet_patient_consent::HoldReason::Directive);
	pub const DirectiveBaseDeposit: Balance = deposit(1, 32);
	pub const DirectiveByteDeposit: Balance = deposit(0, 1);
}

impl pallet_patient_consent::Config for Runtime {
	/// Every account counts as verified and none holds a role or an affiliation, so that
	/// directives name accounts.
	type Credentials = EveryAccount;
	type Deposit = HoldConsideration<
		AccountId,
		Balances,
		DirectiveHoldReason,
		LinearStoragePrice<DirectiveBaseDeposit, DirectiveByteDeposit, Balance>,
	>;
	type MaxDirectives = ConstU32<16>;
	type Time = Timestamp;
	type WeightInfo = pallet_patient_consent::weights::SubstrateWeight<Runtime>;
}
