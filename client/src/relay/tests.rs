//! The extensions as a runtime describes them, and what is signed.

use super::*;
use scale_info::TypeInfo;
use subxt_signer::sr25519::{dev, verify, Signature};

const BINDING: Binding = Binding {
	nonce: 70,
	spec_version: 3,
	transaction_version: 2,
	genesis: H256([7; 32]),
	birth_number: 130,
	birth_hash: H256([9; 32]),
};

/// Types with the names and shapes of a runtime's.
#[allow(dead_code, reason = "only their descriptions are used")]
mod runtime {
	use super::*;

	#[derive(TypeInfo)]
	pub enum MultiSignature {
		Ed25519([u8; 64]),
		Sr25519([u8; 64]),
	}

	#[derive(TypeInfo)]
	pub struct AccountId32([u8; 32]);

	#[derive(TypeInfo)]
	pub enum VerifySignature {
		Disabled,
		Signed { signature: MultiSignature, account: AccountId32 },
	}

	#[derive(TypeInfo)]
	pub enum Era {
		Immortal,
	}

	#[derive(TypeInfo)]
	pub struct MetaTxMarker;
	#[derive(TypeInfo)]
	pub struct CheckSpecVersion;
	#[derive(TypeInfo)]
	pub struct CheckTxVersion;
	#[derive(TypeInfo)]
	pub struct CheckGenesis;
	#[derive(TypeInfo)]
	pub struct RequireMortality(Era);
	#[derive(TypeInfo)]
	pub struct CheckNonce(#[codec(compact)] u32);
	#[derive(TypeInfo)]
	pub struct LimitRate;
	#[derive(TypeInfo)]
	pub struct Tip(u128);
}
use runtime::{
	CheckGenesis, CheckNonce, CheckSpecVersion, CheckTxVersion, LimitRate, MetaTxMarker,
	RequireMortality, Tip,
};

fn registry<T: TypeInfo + 'static>() -> (PortableRegistry, u32) {
	let mut registry = scale_info::Registry::new();
	let id = registry.register_type(&scale_info::meta_type::<T>()).id;
	(registry.into(), id)
}

type Known = (
	runtime::VerifySignature,
	MetaTxMarker,
	CheckSpecVersion,
	CheckTxVersion,
	CheckGenesis,
	RequireMortality,
	CheckNonce,
	LimitRate,
);

#[test]
fn extensions_are_known_by_name_and_shape() {
	let (types, list) = registry::<Known>();
	let found: Vec<_> = extensions(&types, list).unwrap().into_iter().map(|(e, _)| e).collect();
	assert_eq!(
		found,
		[
			Extension::Signature,
			Extension::Marker,
			Extension::SpecVersion,
			Extension::TransactionVersion,
			Extension::Genesis,
			Extension::Mortality,
			Extension::Nonce,
			Extension::Nothing,
		]
	);
}

#[test]
fn an_extension_that_takes_what_nobody_knows_is_refused() {
	let (types, list) = registry::<(runtime::VerifySignature, Tip)>();
	let error = extensions(&types, list).unwrap_err().to_string();
	assert!(error.contains("Tip") && error.contains("use a client"), "{error}");
}

#[test]
fn the_signature_covers_call_and_extensions() {
	let (types, list) = registry::<Known>();
	let extensions = extensions(&types, list).unwrap();
	let call = [50, 0, 1, 2, 3];
	let alice = dev::alice();
	let sealed = seal(&call, &types, &extensions, &BINDING, &alice).unwrap();

	let era = Era::mortal(64, 130).encode();
	let nonce = codec::Compact(70u32).encode();
	let explicit = [era, nonce].concat();
	let (head, rest) = sealed.split_at(call.len() + 1);
	assert_eq!(head, [&call[..], &[0]].concat());
	assert_eq!(rest[..2], [1, 1], "signed, by sr25519");
	let (signature, account) = (&rest[2..66], &rest[66..98]);
	assert_eq!(account, alice.public_key().0);
	assert_eq!(rest[98..], explicit);

	let bound = [
		&b"_meta_tx"[..],
		&3u32.encode(),
		&2u32.encode(),
		BINDING.genesis.as_bytes(),
		BINDING.birth_hash.as_bytes(),
	]
	.concat();
	let payload = [&[0], &call[..], &explicit, &bound].concat();
	let message = BlakeTwo256.hash(&payload);
	let signature = Signature(signature.try_into().unwrap());
	assert!(verify(&signature, message.as_bytes(), &alice.public_key()));
}

#[test]
fn what_was_signed_is_taken_apart_and_verified() {
	let (types, list) = registry::<Known>();
	let extensions = extensions(&types, list).unwrap();
	let call = [50, 0, 1, 2, 3];
	let alice = dev::alice();
	let sealed = seal(&call, &types, &extensions, &BINDING, &alice).unwrap();
	let proof = |rest: &[u8]| check::take_apart(&call, rest, &types, &extensions);
	let rest = &sealed[call.len()..];
	let found = proof(rest).unwrap();
	assert_eq!(found.account, alice.public_key().into());
	assert_eq!((found.nonce, found.era), (Some(70), Some(Era::mortal(64, 130))));
	assert_eq!(found.fits(&BINDING), Some(true));

	let elsewhere = Binding { genesis: H256([8; 32]), ..BINDING };
	let upgraded = Binding { spec_version: 4, ..BINDING };
	let later = Binding { birth_hash: H256([8; 32]), ..BINDING };
	for other in [elsewhere, upgraded, later] {
		assert_eq!(found.fits(&other), Some(false), "{other:?}");
	}
	let mut changed = rest.to_vec();
	*changed.last_mut().unwrap() ^= 4;
	assert_eq!(proof(&changed).unwrap().fits(&BINDING), Some(false), "another number");
	assert_eq!(proof(&[rest, &[0]].concat()), None, "too long");
	assert_eq!(proof(&rest[..rest.len() - 1]), None, "cut off");
	assert_eq!(proof(&[&[1], &rest[1..]].concat()), None, "another version");
}

#[test]
fn without_a_signature_nothing_is_signed() {
	let (types, list) = registry::<(CheckGenesis, CheckNonce)>();
	let extensions = extensions(&types, list).unwrap();
	assert!(seal(&[], &types, &extensions, &BINDING, &dev::alice()).is_err());
}

#[test]
fn hexadecimal_digits_are_read_back() {
	for bytes in [&[][..], &[0], &[0, 0xff, 0x10]] {
		assert_eq!(from_hex(&to_hex(bytes)).as_deref(), Some(bytes));
	}
	assert_eq!(from_hex(" 0xAb\n"), Some(vec![0xab]));
	for text in ["", "ab", "0xa", "0xzz", "0x+1", "0xäb"] {
		assert_eq!(from_hex(text), None, "{text}");
	}
}

#[test]
fn errors_of_relaying_are_explained() {
	let told = |name: &str| {
		explain(Error::Dispatch { name: name.into(), meaning: "Wrong.".into() }).to_string()
	};
	assert!(told("MetaTx.Stale").contains("sign again"));
	assert!(told("MetaTx.Invalid").contains("identity"));
	assert!(told("MetaTx.Invalid").contains("--patient"));
	assert!(!told("PatientConsent.PeriodOver").contains('('));
}
