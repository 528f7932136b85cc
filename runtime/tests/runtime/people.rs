//! Who plays, on a chain at its beginning.

pub use medchain_runtime::{
	genesis::get_preset, AccountId, Balances, Credentials, PatientConsent, Runtime, RuntimeCall,
	RuntimeGenesisConfig, RuntimeOrigin, Session, System,
};
pub use medchain_support::{
	AccessRequest, Action, Actor, Commitment, Outcome, Period, Purpose, ResourceClass,
	ResourceClasses, Role, Sensitivities,
};
pub use pallet_patient_consent::{ActorRef, BasePolicy, Scope, Terms};
pub use polkadot_sdk::{
	frame_support::{
		assert_noop, assert_ok,
		genesis_builder_helper::build_state,
		traits::{fungible::Inspect, Hooks},
	},
	sp_genesis_builder::PresetId,
	sp_io::TestExternalities,
	sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve},
	*,
};
use serde_json::Value;

/// A chain at block 1 of a genesis preset.
pub fn chain(preset: &str) -> TestExternalities {
	let patch = get_preset(&PresetId::from(preset)).expect("the preset exists");
	let patch: Value = serde_json::from_slice(&patch).expect("presets are JSON");
	let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).expect("serialises");
	merge(&mut config, patch);
	let mut state = TestExternalities::new_empty();
	state.execute_with(|| {
		build_state::<RuntimeGenesisConfig>(config.to_string().into_bytes()).expect("builds");
		System::set_block_number(1);
		polkadot_sdk::pallet_timestamp::Now::<Runtime>::put(1_800_000_000_000);
	});
	state
}

/// Overwrites what `patch` names.
fn merge(config: &mut Value, patch: Value) {
	match (config, patch) {
		(Value::Object(config), Value::Object(patch)) => {
			for (key, value) in patch {
				merge(config.entry(key).or_insert(Value::Null), value);
			}
		}
		(config, patch) => *config = patch,
	}
}

pub fn account(who: Sr25519Keyring) -> AccountId {
	who.to_account_id()
}

pub fn signed(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(account(who))
}

/// Bob may see everything for treatment.
pub fn terms() -> Terms<AccountId> {
	let actors = vec![ActorRef::Account(account(Bob))].try_into().expect("one actor");
	Terms {
		base: BasePolicy::OptIn,
		scope: Scope {
			actors,
			purposes: Purpose::Treat.into(),
			period: Period::ALWAYS,
			..Scope::everything()
		},
		provisions: Default::default(),
	}
}

pub fn grant() -> RuntimeCall {
	pallet_patient_consent::Call::grant { patient: account(Eve), terms: terms() }.into()
}

/// A child of Eve's, who has no money and whose identity Alice has verified.
pub fn verified_patient() -> Sr25519Keyring {
	let patient = Sr25519Keyring::One;
	let evidence = Commitment([1; 32]);
	assert_eq!(Balances::total_balance(&account(patient)), 0);
	assert_ok!(Credentials::verify_patient(
		signed(Alice),
		account(patient),
		pallet_credentials::Assurance::High,
		Period::ALWAYS,
		evidence,
	));
	patient
}

/// Alice gives a role.
pub fn give(who: Sr25519Keyring, role: Role) {
	let evidence = Commitment([2; 32]);
	assert_ok!(Credentials::issue(signed(Alice), account(who), role, Period::ALWAYS, evidence));
}

pub fn request() -> AccessRequest {
	AccessRequest {
		purpose: Purpose::Treat,
		action: Action::Access,
		classes: ResourceClass::Observation.into(),
		sensitivities: Sensitivities::EMPTY,
	}
}
