//! Calls that one account signs and another sends and pays: meta-transactions.
//!
//! What has to be signed beside the call is read from the metadata: the chain's list of extensions,
//! matched by name and shape. An extension that takes nothing from the signer needs no entry here;
//! one that does, and that this client does not know, is an error and nothing is signed.

mod check;

pub use check::{check, parse};

use crate::{
	calls::{AnyCall, Call, Encoded},
	error::{Error, Result},
	node::{AtBlock, Node, MORTALITY},
	types::events::ExtrinsicSuccess,
};
use check::Proof;
use codec::Encode;
use scale_info::{form::PortableForm, PortableRegistry, Type, TypeDef};
use subxt::{
	config::{substrate::BlakeTwo256, Hasher},
	dynamic::Value,
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType, scale_value::ValueDef},
	utils::{AccountId32, Era, MultiSignature, H256},
};
use subxt_signer::sr25519::Keypair;

/// The pallet's name in the metadata.
pub const PALLET: &str = "MetaTx";
/// What sets a meta-transaction apart from every other thing that is signed.
const MARKER: &[u8] = b"_meta_tx";
/// Version of the list of extensions.
const EXTENSION_VERSION: u8 = 0;

/// What the signature is bound to beside the call.
#[derive(Clone, Copy, Debug)]
struct Binding {
	nonce: u64,
	spec_version: u32,
	transaction_version: u32,
	genesis: H256,
	birth_number: u64,
	birth_hash: H256,
}

/// A signature, as the chain's extension holds it.
#[derive(EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
enum VerifySignature {
	Signed { signature: MultiSignature, account: AccountId32 },
}

/// Signs a call for somebody else to send. It can be sent once, within 64 blocks.
pub async fn sign(node: &Node, call: &AnyCall, signer: &Keypair) -> Result<Encoded> {
	let at = node.birth_block().await?;
	let nonce = node.next_nonce(&signer.public_key().into()).await?;
	let binding = Binding { nonce, ..binding(&at)? };
	let types = at.metadata_ref().types();
	let extensions = extensions(types, field(&at, "extension")?)?;
	Ok(Encoded(seal(&call.encoded(&at)?.0, types, &extensions, &binding, signer)?))
}

/// What a signature at a block is bound to, but for the signer's number.
fn binding(at: &AtBlock) -> Result<Binding> {
	Ok(Binding {
		nonce: 0,
		spec_version: at.spec_version(),
		transaction_version: at.transaction_version(),
		genesis: at.genesis_hash().ok_or_else(|| Error::Node("the chain has no genesis".into()))?,
		birth_number: at.block_number(),
		birth_hash: at.block_hash(),
	})
}

/// The call with which a signed call is sent.
pub fn dispatch(signed: Encoded) -> Call<ExtrinsicSuccess> {
	let length = u32::try_from(signed.0.len()).unwrap_or(u32::MAX);
	Call::new(PALLET, "dispatch", (signed, length))
}

/// Says more about the errors of a meta-transaction than the chain does.
pub(crate) fn explain(error: Error) -> Error {
	let Error::Dispatch { name, meaning } = error else { return error };
	let hint = match name.as_str() {
		"MetaTx.BadProof" | "MetaTx.AncientBirthBlock" => {
			"it expired, was changed on the way, or was signed for another chain; sign again"
		}
		"MetaTx.Stale" => {
			"it, or another that was signed at the same time, was sent already; sign again"
		}
		"MetaTx.Future" => {
			"another call of the signer has to be sent before it, or others have sent as many calls for \
			 the signer as the chain takes in a while; wait"
		}
		"MetaTx.Invalid" => {
			"the chain does not know the signer: nobody verified its identity, and it holds no money; who \
			 signs for somebody else's --patient must be known too"
		}
		_ => return Error::Dispatch { name, meaning },
	};
	Error::Dispatch { name, meaning: format!("{meaning} ({hint})") }
}

/// What somebody signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signed {
	/// Who signed.
	pub signer: AccountId32,
	/// `Pallet.call`.
	pub call: String,
	/// As it is sent.
	pub encoded: Encoded,
	proof: Proof,
}

/// Reads what somebody signed: `0x` and hexadecimal digits, as [`to_hex`] writes them.
pub fn read(at: &AtBlock, text: &str) -> Result<Signed> {
	let wrong = || {
		Error::Input("this is no signed call of this chain; right is what --sign-only wrote".into())
	};
	let bytes = from_hex(text).ok_or_else(wrong)?;
	let types = at.metadata_ref().types();
	let mut left = &bytes[..];
	let call = Value::decode_as_type(&mut left, field(at, "call")?, types).map_err(|_| wrong())?;
	let (encoded_call, rest) = bytes.split_at(bytes.len().saturating_sub(left.len()));
	let extensions = extensions(types, field(at, "extension")?)?;
	let proof = check::take_apart(encoded_call, rest, types, &extensions).ok_or_else(wrong)?;
	let ValueDef::Variant(pallet) = call.value else { return Err(wrong()) };
	let inner = pallet.values.into_values().next().map(|call| call.value);
	let Some(ValueDef::Variant(call)) = inner else { return Err(wrong()) };
	let call = format!("{}.{}", pallet.name, call.name);
	Ok(Signed { signer: proof.account, call, encoded: Encoded(bytes), proof })
}

/// `0x` and hexadecimal digits.
pub fn to_hex(bytes: &[u8]) -> String {
	bytes.iter().fold("0x".to_string(), |text, byte| format!("{text}{byte:02x}"))
}

/// The bytes of `0x` and hexadecimal digits.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
	let digits = text.trim().strip_prefix("0x")?;
	if digits.len() % 2 != 0 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
		return None;
	}
	(0..digits.len())
		.step_by(2)
		.map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
		.collect()
}

/// The type of a meta-transaction.
fn meta_tx_type(at: &AtBlock) -> Result<u32> {
	at.metadata_ref()
		.pallet_by_name(PALLET)
		.and_then(|pallet| {
			let fields = &pallet.call_variant_by_name("dispatch")?.fields;
			Some(fields.iter().find(|field| field.name.as_deref() == Some("meta_tx"))?.ty.id)
		})
		.ok_or_else(|| {
			Error::Node(format!("the chain has no pallet {PALLET}; nobody can pay for another"))
		})
}

/// The type of a field of a meta-transaction.
fn field(at: &AtBlock, name: &str) -> Result<u32> {
	let meta_tx = resolve(at.metadata_ref().types(), meta_tx_type(at)?)?;
	let TypeDef::Composite(meta_tx) = &meta_tx.type_def else { return Err(too_old("MetaTx")) };
	let field = meta_tx.fields.iter().find(|field| field.name.as_deref() == Some(name));
	Ok(field.ok_or_else(|| too_old("MetaTx"))?.ty.id)
}

/// What an extension takes from the signer, and what it binds the signature to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Extension {
	/// Takes the signature over all that follows.
	Signature,
	/// Takes the blocks in which the call can be sent; binds to the first of them.
	Mortality,
	/// Takes the signer's next number.
	Nonce,
	/// Takes nothing; binds to the marker.
	Marker,
	/// Takes nothing; binds to the version of the runtime.
	SpecVersion,
	/// Takes nothing; binds to the version of transactions.
	TransactionVersion,
	/// Takes nothing; binds to the chain.
	Genesis,
	/// Takes nothing and binds to nothing.
	Nothing,
}

/// The extensions, each with its type.
fn extensions(types: &PortableRegistry, list: u32) -> Result<Vec<(Extension, u32)>> {
	let TypeDef::Tuple(list) = &resolve(types, list)?.type_def else {
		return Err(too_old("the list of extensions"));
	};
	list.fields.iter().map(|field| Ok((extension(types, field.id)?, field.id))).collect()
}

fn extension(types: &PortableRegistry, id: u32) -> Result<Extension> {
	let found = resolve(types, id)?;
	let name = found.path.segments.last().map(String::as_str).unwrap_or_default();
	let only_field = match &found.type_def {
		TypeDef::Composite(composite) => match composite.fields.as_slice() {
			[field] => Some(resolve(types, field.ty.id)?),
			_ => None,
		},
		_ => None,
	};
	let holds = |wanted: &str| {
		only_field.and_then(|field| field.path.segments.last()).is_some_and(|last| last == wanted)
	};
	match name {
		"VerifySignature" => Ok(Extension::Signature),
		"CheckNonce" => Ok(Extension::Nonce),
		_ if holds("Era") => Ok(Extension::Mortality),
		_ if !is_empty(types, id)? => Err(too_old(name)),
		"MetaTxMarker" => Ok(Extension::Marker),
		"CheckSpecVersion" => Ok(Extension::SpecVersion),
		"CheckTxVersion" => Ok(Extension::TransactionVersion),
		"CheckGenesis" => Ok(Extension::Genesis),
		_ => Ok(Extension::Nothing),
	}
}

/// Whether a type takes no bytes.
fn is_empty(types: &PortableRegistry, id: u32) -> Result<bool> {
	let parts: Vec<u32> = match &resolve(types, id)?.type_def {
		TypeDef::Composite(composite) => composite.fields.iter().map(|field| field.ty.id).collect(),
		TypeDef::Tuple(tuple) => tuple.fields.iter().map(|field| field.id).collect(),
		_ => return Ok(false),
	};
	parts.into_iter().try_fold(true, |empty, part| Ok(empty && is_empty(types, part)?))
}

fn resolve(types: &PortableRegistry, id: u32) -> Result<&Type<PortableForm>> {
	types.resolve(id).ok_or_else(|| Error::Node(format!("the chain's metadata has no type {id}")))
}

fn too_old(what: &str) -> Error {
	Error::Node(format!(
		"the chain asks signers for {what}, which this client does not know; use a client of the chain's \
		 version"
	))
}

/// Signs a call with all that follows the signature, and puts the whole together.
fn seal(
	call: &[u8],
	types: &PortableRegistry,
	extensions: &[(Extension, u32)],
	binding: &Binding,
	signer: &Keypair,
) -> Result<Vec<u8>> {
	let position = extensions
		.iter()
		.position(|(extension, _)| *extension == Extension::Signature)
		.ok_or_else(|| too_old("no signature"))?;
	let (before, after) = extensions.split_at(position);
	let taken = |part: &[(Extension, u32)]| -> Result<Vec<u8>> {
		let parts = part.iter().map(|(extension, id)| extension.takes(*id, types, binding));
		Ok(parts.collect::<Result<Vec<_>>>()?.concat())
	};
	let [(_, signature_type), after @ ..] = after else { return Err(too_old("no signature")) };
	let explicit = taken(after)?;
	let bound: Vec<u8> = after.iter().flat_map(|(extension, _)| extension.binds(binding)).collect();

	let payload = [&[EXTENSION_VERSION], call, &explicit, &bound].concat();
	let hash = BlakeTwo256.hash(&payload);
	let signature = VerifySignature::Signed {
		signature: MultiSignature::Sr25519(signer.sign(hash.as_bytes()).0),
		account: signer.public_key().into(),
	}
	.encode_as_type(*signature_type, types)
	.map_err(|_| too_old("another kind of signature"))?;
	Ok([call, &[EXTENSION_VERSION], &taken(before)?, &signature, &explicit].concat())
}

impl Extension {
	/// What it takes from the signer.
	fn takes(self, id: u32, types: &PortableRegistry, binding: &Binding) -> Result<Vec<u8>> {
		match self {
			Self::Mortality => Ok(Era::mortal(MORTALITY, binding.birth_number).encode()),
			Self::Nonce => binding
				.nonce
				.encode_as_type(id, types)
				.map_err(|_| too_old("another kind of nonce")),
			_ => Ok(Vec::new()),
		}
	}

	/// What it binds the signature to.
	fn binds(self, binding: &Binding) -> Vec<u8> {
		match self {
			Self::Mortality => binding.birth_hash.as_bytes().to_vec(),
			Self::Marker => MARKER.to_vec(),
			Self::SpecVersion => binding.spec_version.encode(),
			Self::TransactionVersion => binding.transaction_version.encode(),
			Self::Genesis => binding.genesis.as_bytes().to_vec(),
			Self::Signature | Self::Nonce | Self::Nothing => Vec::new(),
		}
	}
}

#[cfg(test)]
mod tests;
