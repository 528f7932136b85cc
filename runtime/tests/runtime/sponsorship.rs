//! A patient signs, a hospital relays and pays.

use super::*;
use codec::{Decode, Encode};
use medchain_runtime::{
	configs::fees::MaxRelayed, units::DAYS, MetaTx, MetaTxExtension, Signature,
};
use pallet_patient_consent::{Answer, Call as Consent, EndStatus};
use pallet_sponsorship::{CheckShortLived, LimitRate};
use polkadot_sdk::{
	frame_support::dispatch::DispatchResultWithPostInfo,
	pallet_meta_tx::{Error, MetaTxFor, MetaTxMarker},
	pallet_verify_signature::VerifySignature,
	sp_io::hashing::blake2_256,
	sp_runtime::{generic::Era, traits::TransactionExtension},
};

pub fn meta_tx_of(
	call: RuntimeCall,
	signer: Sr25519Keyring,
	nonce: u32,
	era: Era,
) -> MetaTxFor<Runtime> {
	let bare = (
		MetaTxMarker::<Runtime>::new(),
		frame_system::CheckNonZeroSender::<Runtime>::new(),
		frame_system::CheckSpecVersion::<Runtime>::new(),
		frame_system::CheckTxVersion::<Runtime>::new(),
		frame_system::CheckGenesis::<Runtime>::new(),
		CheckShortLived::<Runtime>::from(era),
		frame_system::CheckNonce::<Runtime>::from(nonce),
		LimitRate::<Runtime>::new(),
	);
	let implicit = bare.implicit().expect("the block is known");
	let signature = (0u8, &call, &bare, implicit)
		.using_encoded(|payload| Signature::Sr25519(signer.sign(&blake2_256(payload))));
	let (marker, sender, spec, tx, genesis, mortality, nonce, rate) = bare;
	let extension: MetaTxExtension = (
		VerifySignature::new_with_signature(signature, account(signer)),
		marker,
		sender,
		spec,
		tx,
		genesis,
		mortality,
		nonce,
		rate,
	);
	MetaTxFor::<Runtime>::new(call, 0, extension)
}

fn meta_tx(signer: Sr25519Keyring, nonce: u32, era: Era) -> MetaTxFor<Runtime> {
	meta_tx_of(grant(), signer, nonce, era)
}

/// From block 0 on, for 64 blocks.
pub fn mortal() -> Era {
	Era::mortal(64, 0)
}

pub fn relay(relay: Sr25519Keyring, meta_tx: MetaTxFor<Runtime>) -> DispatchResultWithPostInfo {
	let length = meta_tx.encoded_size() as u32;
	MetaTx::dispatch(signed(relay), Box::new(meta_tx), length)
}

pub fn known_genesis() {
	frame_system::BlockHash::<Runtime>::insert(0, polkadot_sdk::sp_core::H256::repeat_byte(1));
}

#[test]
fn a_hospital_relays_a_patients_grant() {
	chain("development").execute_with(|| {
		known_genesis();
		assert_ok!(relay(Bob, meta_tx(Eve, 0, mortal())));
		assert_eq!(PatientConsent::directives(account(Eve)).len(), 1);
		assert!(PatientConsent::directives(account(Bob)).is_empty());
		assert_eq!(System::account_nonce(account(Eve)), 1);
	});
}

#[test]
fn what_was_relayed_once_cannot_be_relayed_again() {
	chain("development").execute_with(|| {
		known_genesis();
		let signed_once = meta_tx(Eve, 0, mortal());
		assert_ok!(relay(Bob, signed_once.clone()));
		for relayer in [Bob, Charlie] {
			let again = relay(relayer, signed_once.clone()).expect_err("the nonce is used");
			assert_eq!(again.error, Error::<Runtime>::Stale.into());
		}
		assert_eq!(PatientConsent::directives(account(Eve)).len(), 1);
	});
}

#[test]
fn what_expired_cannot_be_relayed() {
	chain("development").execute_with(|| {
		known_genesis();
		let signed_early = meta_tx(Eve, 0, Era::mortal(8, 0));
		System::set_block_number(100);
		frame_system::BlockHash::<Runtime>::insert(96, polkadot_sdk::sp_core::H256::repeat_byte(2));
		assert!(relay(Bob, signed_early).is_err());
		assert!(PatientConsent::directives(account(Eve)).is_empty());
	});
}

#[test]
fn what_was_changed_on_the_way_is_refused() {
	chain("development").execute_with(|| {
		known_genesis();
		let mut bytes = meta_tx(Eve, 0, mortal()).encode();
		let eve = account(Eve);
		let charlie = account(Charlie);
		let name = |who: &AccountId| AsRef::<[u8]>::as_ref(who).to_vec();
		let position = bytes
			.windows(32)
			.rposition(|window| window == name(&eve))
			.expect("the signer is named in the extension");
		bytes[position..position + 32].copy_from_slice(&name(&charlie));
		let forged = MetaTxFor::<Runtime>::decode(&mut &bytes[..]).expect("still decodes");
		assert!(relay(Bob, forged).is_err());
		assert!(PatientConsent::directives(charlie).is_empty());
	});
}

#[test]
fn what_never_expires_is_refused() {
	chain("development").execute_with(|| {
		known_genesis();
		for era in [Era::Immortal, Era::mortal(512, 0)] {
			let refused = relay(Bob, meta_tx(Eve, 0, era)).expect_err("it lives too long");
			assert_eq!(refused.error, Error::<Runtime>::AncientBirthBlock.into());
		}
		assert_ok!(relay(Bob, meta_tx(Eve, 0, Era::mortal(256, 0))));
	});
}

#[test]
fn a_patient_without_money_grants_answers_and_revokes() {
	chain("development").execute_with(|| {
		known_genesis();
		let patient = verified_patient();
		let whose = account(patient);
		let mut nonce = 0;
		let mut signed_and_relayed = |call: RuntimeCall| {
			let done = relay(Bob, meta_tx_of(call, patient, nonce, mortal())).expect("relayed");
			nonce += 1;
			assert!(done.actual_weight.is_some());
			let events = System::events();
			let result = events.iter().rev().find_map(|record| match &record.event {
				medchain_runtime::RuntimeEvent::MetaTx(
					polkadot_sdk::pallet_meta_tx::Event::Dispatched { result },
				) => Some(*result),
				_ => None,
			});
			assert_ok!(result.expect("the inner call was dispatched"));
		};
		signed_and_relayed(Consent::grant { patient: whose.clone(), terms: terms() }.into());
		give(Charlie, Role::ProviderOrganization);
		assert_ok!(PatientConsent::request_access(
			signed(Charlie),
			whose.clone(),
			terms(),
			1_800_000_000 + 60,
		));
		let answer = Answer::Accept;
		signed_and_relayed(
			Consent::answer_request { patient: whose.clone(), request: 0, answer }.into(),
		);
		assert_eq!(PatientConsent::directives(whose.clone()).len(), 2);
		for directive in 0..2 {
			let status = EndStatus::Inactive;
			signed_and_relayed(
				Consent::revoke { patient: whose.clone(), directive, status }.into(),
			);
		}
		assert!(PatientConsent::directives(whose.clone()).is_empty());
		assert_eq!(Balances::total_balance(&whose), 0);
	});
}

#[test]
fn a_patient_has_so_many_calls_relayed_a_day() {
	chain("development").execute_with(|| {
		known_genesis();
		let remark = || frame_system::Call::remark { remark: vec![] }.into();
		for nonce in 0..MaxRelayed::get() {
			assert_ok!(relay(Bob, meta_tx_of(remark(), Eve, nonce, mortal())));
		}
		let nonce = MaxRelayed::get();
		let refused = relay(Bob, meta_tx_of(remark(), Eve, nonce, mortal())).expect_err("one more");
		assert_eq!(refused.error, Error::<Runtime>::Future.into());
		assert_ok!(relay(Bob, meta_tx_of(remark(), Charlie, 0, mortal())));

		let tomorrow = 1 + DAYS;
		System::set_block_number(tomorrow);
		let today = tomorrow - 1;
		let hash = polkadot_sdk::sp_core::H256::repeat_byte(3);
		for block in today - 64..=today {
			frame_system::BlockHash::<Runtime>::insert(block, hash);
		}
		let era = Era::mortal(64, today.into());
		assert_ok!(relay(Bob, meta_tx_of(remark(), Eve, nonce, era)));
	});
}

#[test]
fn whoever_has_used_up_the_day_can_still_revoke() {
	chain("development").execute_with(|| {
		known_genesis();
		let patient = verified_patient();
		let whose = account(patient);
		let grant = || Consent::grant { patient: whose.clone(), terms: terms() }.into();
		for nonce in 0..MaxRelayed::get() {
			assert_ok!(relay(Bob, meta_tx_of(grant(), patient, nonce, mortal())));
		}
		let nonce = MaxRelayed::get();
		assert!(relay(Bob, meta_tx_of(grant(), patient, nonce, mortal())).is_err());
		let directive = 0;
		let status = EndStatus::Inactive;
		let revoke = Consent::revoke { patient: whose.clone(), directive, status }.into();
		let before = PatientConsent::directives(whose.clone()).len();
		assert_ok!(relay(Bob, meta_tx_of(revoke, patient, nonce, mortal())));
		assert_eq!(PatientConsent::directives(whose).len(), before - 1);
	});
}

#[test]
fn calls_that_hold_others_are_not_relayed() {
	chain("development").execute_with(|| {
		known_genesis();
		let batch = pallet_utility::Call::batch_all { calls: vec![grant(), grant()] };
		let real = account(Eve).into();
		let proxied =
			pallet_proxy::Call::proxy { real, force_proxy_type: None, call: Box::new(grant()) };
		for call in [RuntimeCall::from(batch), proxied.into()] {
			let refused = relay(Bob, meta_tx_of(call, Eve, 0, mortal())).expect_err("many in one");
			assert_eq!(refused.error, Error::<Runtime>::Invalid.into());
		}
		assert!(PatientConsent::directives(account(Eve)).is_empty());
	});
}

#[test]
fn in_safe_mode_a_relayed_revocation_goes_through_and_a_grant_does_not() {
	chain("development").execute_with(|| {
		known_genesis();
		assert_ok!(PatientConsent::grant(signed(Eve), account(Eve), terms()));
		assert_ok!(medchain_runtime::SafeMode::force_enter(RuntimeOrigin::root()));
		assert_ok!(relay(Bob, meta_tx(Eve, 0, mortal())));
		assert_eq!(PatientConsent::directives(account(Eve)).len(), 1, "no second one");
		let revoke =
			Consent::revoke { patient: account(Eve), directive: 0, status: EndStatus::Inactive };
		assert_ok!(relay(Bob, meta_tx_of(revoke.into(), Eve, 1, mortal())));
		assert!(PatientConsent::directives(account(Eve)).is_empty());
	});
}
