//! A patient signs, a hospital relays and pays.

use super::*;
use codec::{Decode, Encode};
use medchain_runtime::{MetaTx, MetaTxExtension, Signature};
use polkadot_sdk::{
	frame_support::dispatch::DispatchResultWithPostInfo,
	pallet_meta_tx::{Error, MetaTxFor, MetaTxMarker},
	pallet_verify_signature::VerifySignature,
	sp_io::hashing::blake2_256,
	sp_runtime::{generic::Era, traits::TransactionExtension},
};

fn meta_tx(signer: Sr25519Keyring, nonce: u32, era: Era) -> MetaTxFor<Runtime> {
	let call = grant();
	let bare = (
		MetaTxMarker::<Runtime>::new(),
		frame_system::CheckNonZeroSender::<Runtime>::new(),
		frame_system::CheckSpecVersion::<Runtime>::new(),
		frame_system::CheckTxVersion::<Runtime>::new(),
		frame_system::CheckGenesis::<Runtime>::new(),
		frame_system::CheckMortality::<Runtime>::from(era),
		frame_system::CheckNonce::<Runtime>::from(nonce),
	);
	let implicit = bare.implicit().expect("the block is known");
	let signature = (0u8, &call, &bare, implicit)
		.using_encoded(|payload| Signature::Sr25519(signer.sign(&blake2_256(payload))));
	let (marker, sender, spec, tx, genesis, mortality, nonce) = bare;
	let extension: MetaTxExtension = (
		VerifySignature::new_with_signature(signature, account(signer)),
		marker,
		sender,
		spec,
		tx,
		genesis,
		mortality,
		nonce,
	);
	MetaTxFor::<Runtime>::new(call, 0, extension)
}

fn relay(relay: Sr25519Keyring, meta_tx: MetaTxFor<Runtime>) -> DispatchResultWithPostInfo {
	let length = meta_tx.encoded_size() as u32;
	MetaTx::dispatch(signed(relay), Box::new(meta_tx), length)
}

fn known_genesis() {
	frame_system::BlockHash::<Runtime>::insert(0, polkadot_sdk::sp_core::H256::repeat_byte(1));
}

#[test]
fn a_hospital_relays_a_patients_grant() {
	chain("development").execute_with(|| {
		known_genesis();
		assert_ok!(relay(Bob, meta_tx(Eve, 0, Era::Immortal)));
		assert_eq!(PatientConsent::directives(account(Eve)).len(), 1);
		assert!(PatientConsent::directives(account(Bob)).is_empty());
		assert_eq!(System::account_nonce(account(Eve)), 1);
	});
}

#[test]
fn what_was_relayed_once_cannot_be_relayed_again() {
	chain("development").execute_with(|| {
		known_genesis();
		let signed_once = meta_tx(Eve, 0, Era::Immortal);
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
		let mut bytes = meta_tx(Eve, 0, Era::Immortal).encode();
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
