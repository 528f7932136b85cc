//! One file a theme. Every test runs in `build_and_execute`, which checks the invariants
//! afterwards.

mod invariants;
mod lifetime;
mod random;
mod rate;
mod relay;

use crate::{mock::*, *};
use codec::Encode;
use frame::{
	deps::{
		frame_system,
		sp_core::{sr25519::Pair, Pair as _},
		sp_runtime::{
			generic::Era,
			traits::{DispatchTransaction, Dispatchable, TransactionExtension},
		},
	},
	prelude::*,
	testing_prelude::*,
};
use pallet_meta_tx::{MetaTxFor, MetaTxMarker};
use pallet_verify_signature::VerifySignature as Signed;
use std::sync::LazyLock;

type MetaTxError = pallet_meta_tx::Error<Test>;

/// Deriving a key takes much longer than signing with it.
static KEYS: LazyLock<Vec<(Sr25519Keyring, Pair)>> = LazyLock::new(|| {
	[PATIENT, OTHER_PATIENT, CHILD, NOBODY, HOSPITAL, OTHER_HOSPITAL]
		.map(|who| (who, who.pair()))
		.to_vec()
});

/// The signature of this key under the hash of `payload`.
fn sign(who: Sr25519Keyring, payload: &[u8]) -> Signature {
	let (_, key) = KEYS.iter().find(|(of, _)| *of == who).expect("somebody of the mock");
	key.sign(&blake2_256(payload)).into()
}

/// What is about to be signed.
#[derive(Clone)]
struct Draft {
	/// The account that it is for.
	signer: Sr25519Keyring,
	/// Whose key signs.
	key: Sr25519Keyring,
	call: RuntimeCall,
	era: Era,
	nonce: u32,
}

/// A call that does little, with all as it should be.
fn draft(signer: Sr25519Keyring) -> Draft {
	Draft {
		signer,
		key: signer,
		call: frame_system::Call::remark_with_event { remark: vec![7] }.into(),
		era: era(8),
		nonce: System::account_nonce(account(signer)),
	}
}

/// An era of this length from the last block on.
fn era(period: u64) -> Era {
	Era::mortal(period, System::block_number() - 1)
}

impl Draft {
	fn extension(&self) -> MetaTxExtension {
		let rest = (
			MetaTxMarker::<Test>::new(),
			frame_system::CheckNonZeroSender::<Test>::new(),
			frame_system::CheckSpecVersion::<Test>::new(),
			frame_system::CheckTxVersion::<Test>::new(),
			frame_system::CheckGenesis::<Test>::new(),
			CheckShortLived::<Test>::from(self.era),
			frame_system::CheckNonce::<Test>::from(self.nonce),
			LimitRate::<Test>::new(),
		);
		let implicit = rest.implicit().expect("the first block of the era is known");
		let signature =
			(0u8, &self.call, &rest, implicit).using_encoded(|payload| sign(self.key, payload));
		let signed = Signed::new_with_signature(signature, account(self.signer));
		let (marker, sender, spec, tx, genesis, lifetime, nonce, rate) = rest;
		(signed, marker, sender, spec, tx, genesis, lifetime, nonce, rate)
	}

	fn sign(self) -> MetaTxFor<Test> {
		let extension = self.extension();
		MetaTxFor::<Test>::new(self.call, 0, extension)
	}
}

/// Sends what was signed, as a call that is dispatched in a block.
fn relay_by(relay: Sr25519Keyring, signed: MetaTxFor<Test>) -> DispatchResult {
	let call = RuntimeCall::MetaTx(pallet_meta_tx::Call::dispatch {
		meta_tx_encoded_len: signed.encoded_size() as u32,
		meta_tx: Box::new(signed),
	});
	call.dispatch(RuntimeOrigin::signed(account(relay))).map(|_| ()).map_err(|e| e.error)
}

fn relay(signed: MetaTxFor<Test>) -> DispatchResult {
	relay_by(HOSPITAL, signed)
}

/// How the last call relayed went.
fn last_result() -> DispatchResult {
	let dispatched = System::events().into_iter().rev().find_map(|record| match record.event {
		RuntimeEvent::MetaTx(pallet_meta_tx::Event::Dispatched { result }) => Some(result),
		_ => None,
	});
	dispatched.expect("something was relayed").map(|_| ()).map_err(|e| e.error)
}

fn remaining(who: Sr25519Keyring) -> u32 {
	Sponsorship::remaining(account(who))
}

fn window(who: Sr25519Keyring) -> Option<(u64, u32)> {
	Sponsorship::window(account(who)).map(|window| (window.start, window.count))
}
