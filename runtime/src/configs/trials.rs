//! Clinical trials.

use crate::{
	configs::{
		consensus::{Beacon, BeaconDelay},
		health::{BaseDeposit, ByteDeposit},
	},
	types::{AccountId, Balance},
	Balances, Credentials, MedicalToken, PatientConsent, Runtime, RuntimeHoldReason, Timestamp,
};
use polkadot_sdk::frame_support::{
	parameter_types,
	traits::{fungible::HoldConsideration, ConstU32, LinearStoragePrice},
	PalletId,
};

parameter_types! {
	pub const TrialHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::ClinicalTrials(pallet_clinical_trials::HoldReason::Trial);
	pub const ClinicalTrialsId: PalletId = PalletId(*b"med/tria");
}

type Price = LinearStoragePrice<BaseDeposit, ByteDeposit, Balance>;

impl pallet_clinical_trials::Config for Runtime {
	type BeaconDelay = BeaconDelay;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::configs::health::People;
	type Consent = PatientConsent;
	type Credentials = Credentials;
	type Deposit = HoldConsideration<AccountId, Balances, TrialHoldReason, Price>;
	// Trials wait for some hours; so many may begin within them.
	type MaxWaiting = ConstU32<64>;
	type PalletId = ClinicalTrialsId;
	type Payments = MedicalToken;
	type Randomness = Beacon;
	type Time = Timestamp;
	type WeightInfo = pallet_clinical_trials::weights::SubstrateWeight<Runtime>;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_clinical_trials::BenchmarkHelper<AccountId> for crate::configs::health::People {
	fn give_role(who: &AccountId, role: medchain_support::Role) {
		use polkadot_sdk::frame_support::traits::fungible::Mutate;
		<Self as pallet_medical_token::BenchmarkHelper<AccountId>>::give_role(who, role);
		// For the deposits of trials.
		Balances::set_balance(who, 1_000_000 * crate::units::MED);
	}

	fn identify(who: &AccountId) {
		Credentials::benchmark_identity(who);
	}

	fn affiliate(who: &AccountId, organization: &AccountId) {
		Credentials::benchmark_affiliation(who, organization);
	}

	/// With as many directives of full length beside it as there can be.
	fn permit(
		participant: &AccountId,
		investigator: &AccountId,
		site: &AccountId,
		classes: medchain_support::ResourceClasses,
	) -> medchain_support::DirectiveId {
		use medchain_support::{Action, Purpose};
		use pallet_patient_consent::{ActorRef, Scope};

		Self::fill_book(
			participant,
			Scope {
				actors: alloc::vec![
					ActorRef::Account(investigator.clone()),
					ActorRef::Organization(site.clone())
				]
				.try_into()
				.expect("two actors"),
				purposes: Purpose::Research.into(),
				actions: Action::Collect.into(),
				classes,
				..Scope::everything()
			},
		)
	}

	fn currency() -> medchain_support::CurrencyId {
		<Self as pallet_insurance_claims::BenchmarkHelper<AccountId>>::currency()
	}

	fn fund(
		currency: medchain_support::CurrencyId,
		who: &AccountId,
		amount: medchain_support::Amount,
	) {
		<Self as pallet_insurance_claims::BenchmarkHelper<AccountId>>::fund(currency, who, amount);
	}

	fn renew_randomness() {
		crate::configs::consensus::renew_randomness();
	}

	fn set_now(seconds: u64) {
		<Self as pallet_medical_token::BenchmarkHelper<AccountId>>::set_now(seconds);
	}
}
