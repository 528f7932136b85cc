use super::*;
use medchain_runtime::{genesis::preset_names, units::MED, Babe};
use polkadot_sdk::frame_support::traits::Get;

#[test]
fn every_preset_builds_and_has_money_validators_and_a_council() {
	for name in preset_names() {
		chain(name.as_ref()).execute_with(|| {
			assert!(!Session::validators().is_empty());
			assert_eq!(Session::validators(), ValidatorSet::validators());
			assert_eq!(Babe::authorities().len(), Session::validators().len());
			assert!(!pallet_collective::Members::<
				Runtime,
				medchain_runtime::configs::governance::CouncilInstance,
			>::get()
			.is_empty());
			for validator in Session::validators() {
				assert_eq!(ValidatorSet::bond_of(&validator), 10_000 * MED);
			}
			assert_eq!(medchain_runtime::configs::consensus::SessionSlots::get(), 20);
		});
	}
}

#[test]
fn development_has_one_validator_and_the_local_network_four() {
	chain("development").execute_with(|| assert_eq!(Session::validators(), [account(Alice)]));
	chain("local_testnet").execute_with(|| {
		assert_eq!(Session::validators(), [Alice, Bob, Charlie, Dave].map(account));
	});
}

#[test]
fn there_is_no_other_preset() {
	assert_eq!(get_preset(&PresetId::from("staging")), None);
}

#[test]
fn metadata_decodes_in_all_versions() {
	chain("development").execute_with(|| {
		assert_eq!(Runtime::metadata_versions(), [14, 15, 16]);
		for version in [14u8, 15, 16] {
			let opaque = Runtime::metadata_at_version(version.into()).expect("the version exists");
			let bytes: &Vec<u8> = &opaque;
			assert_eq!(&bytes[..4], b"meta");
			assert_eq!(bytes[4], version);
		}
	});
}
