//! Root comes from the council, in two motions, and from nowhere else.

use super::*;
use codec::Encode;
use medchain_runtime::{
	configs::governance::CouncilInstance, Council, MetaTx, Preimage, SafeMode, TxPause, Whitelist,
};
use polkadot_sdk::{
	frame_support::traits::{Contains, PalletInfoAccess},
	sp_core::H256,
	sp_runtime::traits::Hash,
};

type CouncilError = pallet_collective::Error<Runtime, CouncilInstance>;

/// A motion that these members of the council agree on, executed if they are enough.
pub fn motion(call: RuntimeCall, members: &[Sr25519Keyring]) -> bool {
	let length = call.encoded_size() as u32;
	let hash = <Runtime as frame_system::Config>::Hashing::hash_of(&call);
	let index = pallet_collective::ProposalCount::<Runtime, CouncilInstance>::get();
	let [first, rest @ ..] = members else { panic!("nobody proposes") };
	if rest.is_empty() {
		return Council::execute(signed(*first), Box::new(call), length).is_ok();
	}
	assert_ok!(Council::propose(signed(*first), members.len() as u32, Box::new(call), length,));
	for member in members {
		assert_ok!(Council::vote(signed(*member), hash, index, true));
	}
	System::reset_events();
	let weight =
		polkadot_sdk::frame_support::weights::Weight::from_parts(1_000_000_000_000, 1 << 20);
	assert_ok!(Council::close(signed(*first), hash, index, weight, length));
	System::events().iter().any(|record| {
		matches!(
			record.event,
			medchain_runtime::RuntimeEvent::Council(pallet_collective::Event::Executed {
				result: Ok(()),
				..
			})
		)
	})
}

fn root_only() -> RuntimeCall {
	frame_system::Call::set_storage { items: vec![(b"key".to_vec(), b"value".to_vec())] }.into()
}

fn whitelist(call: &RuntimeCall) -> (RuntimeCall, RuntimeCall) {
	let call_hash: H256 = <Runtime as frame_system::Config>::Hashing::hash_of(call);
	(
		pallet_whitelist::Call::whitelist_call { call_hash }.into(),
		pallet_whitelist::Call::dispatch_whitelisted_call_with_preimage {
			call: Box::new(call.clone()),
		}
		.into(),
	)
}

fn value() -> Option<Vec<u8>> {
	polkadot_sdk::sp_io::storage::get(b"key").map(|found| found.to_vec())
}

#[test]
fn a_majority_whitelists_and_three_quarters_dispatch_as_root() {
	chain("local_testnet").execute_with(|| {
		let (allow, dispatch) = whitelist(&root_only());
		assert!(motion(allow, &[Alice, Bob]));
		assert!(!motion(dispatch.clone(), &[Alice, Bob]), "two of three are not three quarters");
		assert_eq!(value(), None);
		assert!(motion(dispatch, &[Alice, Bob, Charlie]));
		assert_eq!(value(), Some(b"value".to_vec()));
	});
}

#[test]
fn one_of_three_decides_nothing() {
	chain("local_testnet").execute_with(|| {
		let (allow, _) = whitelist(&root_only());
		assert!(
			!motion(allow, &[Alice])
				|| pallet_whitelist::WhitelistedCall::<Runtime>::iter().next().is_none()
		);
		assert_noop!(
			Council::propose(signed(Eve), 1, Box::new(root_only()), 100),
			CouncilError::NotMember,
		);
	});
}

#[test]
fn in_development_alice_alone_is_the_council() {
	chain("development").execute_with(|| {
		let (allow, dispatch) = whitelist(&root_only());
		let run = |call: RuntimeCall| {
			Council::propose(signed(Alice), 1, Box::new(call.clone()), call.encoded_size() as u32)
		};
		assert_ok!(run(allow));
		assert_ok!(run(dispatch));
		assert_eq!(value(), Some(b"value".to_vec()));
	});
}

#[test]
fn safe_mode_stops_everything_but_what_is_needed() {
	chain("local_testnet").execute_with(|| {
		assert_ok!(PatientConsent::grant(signed(Eve), account(Eve), terms()));
		let enter = pallet_safe_mode::Call::<Runtime>::force_enter {}.into();
		assert!(motion(enter, &[Alice, Bob, Charlie]));
		let allowed =
			|call: &RuntimeCall| <Runtime as frame_system::Config>::BaseCallFilter::contains(call);
		assert!(!allowed(&grant()));
		let revoke = pallet_patient_consent::Call::revoke {
			patient: account(Eve),
			directive: 0,
			status: pallet_patient_consent::EndStatus::Inactive,
		};
		assert!(allowed(&revoke.into()), "a patient can always revoke");
		let end = pallet_patient_consent::Call::end_delegation {
			patient: account(Eve),
			delegate: account(Bob),
		};
		assert!(allowed(&end.into()));
		let finding = pallet_patient_consent::Finding::Justified;
		assert!(allowed(&pallet_patient_consent::Call::review { review: 0, finding }.into()));
		let reason = pallet_patient_consent::EmergencyReason::Unresponsive;
		let emergency = pallet_patient_consent::Call::break_glass {
			patient: account(Eve),
			organization: None,
			reason,
			action: Action::Access,
			classes: ResourceClasses::ALL,
			sensitivities: Sensitivities::EMPTY,
		};
		assert!(allowed(&emergency.into()), "an emergency cannot wait");
		let end = pallet_credentials::Call::end_verification { patient: account(Eve) };
		assert!(allowed(&end.into()));
		assert!(allowed(&pallet_safe_mode::Call::<Runtime>::force_exit {}.into()));
		assert_noop!(SafeMode::enter(signed(Eve)), pallet_safe_mode::Error::<Runtime>::Entered);
	});
}

#[test]
fn what_is_needed_cannot_be_paused() {
	chain("local_testnet").execute_with(|| {
		let pause = |pallet: &str, call: &str| {
			let name = (pallet.as_bytes().to_vec(), call.as_bytes().to_vec());
			let name = (name.0.try_into().expect("short"), name.1.try_into().expect("short"));
			TxPause::pause(RuntimeOrigin::root(), name)
		};
		assert!(pause(PatientConsent::name(), "revoke").is_err());
		assert!(pause(MetaTx::name(), "dispatch").is_err());
		assert!(pause(Credentials::name(), "suspend").is_err());
		assert!(pause(Credentials::name(), "end_verification").is_err());
		for call in ["end_delegation", "break_glass", "review"] {
			assert!(pause(PatientConsent::name(), call).is_err(), "{call}");
		}
		assert!(pause(Council::name(), "vote").is_err());
		assert!(pause(Whitelist::name(), "whitelist_call").is_err());
		assert!(pause(Preimage::name(), "note_preimage").is_err());
		assert_ok!(pause(PatientConsent::name(), "grant"));
		assert!(!<Runtime as frame_system::Config>::BaseCallFilter::contains(&grant()));
	});
}
