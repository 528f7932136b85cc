//! What is known to fail is not sent: a relay pays for it all the same.

use super::{read, Binding, Extension, Signed, EXTENSION_VERSION};
use crate::{
	calls::Encoded,
	error::{Error, Result},
	node::{self, AtBlock, Node},
};
use codec::Decode;
use scale_info::PortableRegistry;
use subxt::{
	config::{substrate::BlakeTwo256, Hasher},
	ext::scale_decode::DecodeAsType,
	utils::{AccountId32, Era, MultiSignature},
};
use subxt_signer::sr25519::{verify, PublicKey, Signature};

/// The pallet that limits what is relayed.
const SPONSORSHIP: &str = "Sponsorship";
/// How many lifetimes back an expired call is still told from one that was changed.
const LIFETIMES: u64 = 8;

/// What a signed call carries beside the call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Proof {
	/// Who signed.
	pub account: AccountId32,
	signature: MultiSignature,
	/// The signer's number.
	pub nonce: Option<u64>,
	/// The blocks in which it can be sent.
	pub era: Option<Era>,
	/// What was signed and travels with it.
	signed: Vec<u8>,
	/// The extensions behind the signature, which say what else was signed.
	extensions: Vec<Extension>,
}

/// A signature, as the chain's extension holds it.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
enum VerifySignature {
	Signed { signature: MultiSignature, account: AccountId32 },
}

/// Takes apart what stands behind a call; nothing if it is something else.
pub(super) fn take_apart(
	call: &[u8],
	mut rest: &[u8],
	types: &PortableRegistry,
	extensions: &[(Extension, u32)],
) -> Option<Proof> {
	if u8::decode(&mut rest).ok()? != EXTENSION_VERSION {
		return None;
	}
	let position = extensions.iter().position(|(kind, _)| *kind == Extension::Signature)?;
	let (before, after) = extensions.split_at(position);
	let [(_, signature), after @ ..] = after else { return None };
	for (_, id) in before {
		subxt::dynamic::Value::decode_as_type(&mut rest, *id, types).ok()?;
	}
	let VerifySignature::Signed { signature, account } =
		VerifySignature::decode_as_type(&mut rest, *signature, types).ok()?;
	let signed = [&[EXTENSION_VERSION], call, rest].concat();
	let (mut nonce, mut era) = (None, None);
	for (kind, id) in after {
		match kind {
			Extension::Nonce => nonce = Some(u64::decode_as_type(&mut rest, *id, types).ok()?),
			Extension::Mortality => era = Some(Era::decode(&mut rest).ok()?),
			_ => (),
		}
	}
	let extensions = after.iter().map(|(kind, _)| *kind).collect();
	rest.is_empty().then_some(Proof { account, signature, nonce, era, signed, extensions })
}

impl Proof {
	/// Whether the signature is one over the call and this binding. Only sr25519 is looked into.
	pub fn fits(&self, binding: &Binding) -> Option<bool> {
		let MultiSignature::Sr25519(signature) = &self.signature else { return None };
		let bound = self.extensions.iter().flat_map(|extension| extension.binds(binding));
		let payload = [&self.signed[..], &bound.collect::<Vec<_>>()].concat();
		let hash = BlakeTwo256.hash(&payload);
		Some(verify(&Signature(*signature), hash.as_bytes(), &PublicKey(self.account.0)))
	}
}

/// Whether a signed call can still be sent, as far as that can be known before anybody pays.
pub async fn check(node: &Node, signed: &Signed) -> Result<()> {
	let proof = &signed.proof;
	let at = node.best().await?;
	if let Some(nonce) = proof.nonce {
		in_turn(&proof.account, nonce, node::nonce(&at, &proof.account).await?)?;
	}
	alive(node, &at, proof).await?;
	within_limits(&at, &proof.account).await
}

/// Whether the number of the signature is the next of the signer, whom the chain must know.
fn in_turn(signer: &AccountId32, nonce: u64, next: Option<u64>) -> Result<()> {
	match next {
		None => Err(Error::Refused(format!(
			"the chain does not know {signer}, who signed: nobody verified its identity, and it holds no \
			 money; who signs for somebody else's --patient must be known too"
		))),
		Some(next) if nonce < next => Err(Error::Refused(format!(
			"it, or another that was signed at the same time, was sent already: it carries the signer's \
			 number {nonce}, and the next is {next}; sign again"
		))),
		Some(next) if nonce > next => Err(Error::Refused(format!(
			"another call of the signer has to be sent before it: it carries the signer's number {nonce}, \
			 and the next is {next}"
		))),
		Some(_) => Ok(()),
	}
}

/// Whether the next block can take it, and the signature is one over it.
async fn alive(node: &Node, at: &AtBlock, proof: &Proof) -> Result<()> {
	let Some(Era::Mortal { period, phase }) = proof.era else {
		return Err(Error::Refused(
			"it was signed for ever, which the chain does not take; sign again".into(),
		));
	};
	let next = at.block_number().saturating_add(1);
	let own = super::binding(at)?;
	for (lifetimes, birth) in (0..).zip(births(period, phase, next)) {
		// The next block has no hash yet, so that nothing can have been signed over it.
		let Some(birth_hash) = node.block_hash(birth).await? else { continue };
		match proof.fits(&Binding { birth_hash, ..own }) {
			Some(false) => (),
			Some(true) if lifetimes > 0 => {
				let last = birth.saturating_add(period).saturating_sub(1);
				return Err(Error::Refused(format!(
					"it expired: block {last} was the last that could take it, and the next is {next}; \
					 sign again"
				)));
			}
			_ => return Ok(()),
		}
	}
	Err(Error::Refused(
		"its signature does not fit: it was changed on the way, was signed for another chain or another \
		 version of this one, or expired long ago; sign again"
			.into(),
	))
}

/// The blocks over which a call can have been signed that stands in block `next`: the one that counts,
/// and those that would have counted earlier.
fn births(period: u64, phase: u64, next: u64) -> impl Iterator<Item = u64> {
	let period = period.max(1);
	let newest = next.max(phase).saturating_sub(phase) / period * period + phase;
	(0..LIFETIMES).map_while(move |lifetimes| newest.checked_sub(lifetimes.checked_mul(period)?))
}

/// Whether the chain takes one more relayed call of the signer now.
async fn within_limits(at: &AtBlock, signer: &AccountId32) -> Result<()> {
	let metadata = at.metadata_ref();
	if metadata.pallet_by_name(SPONSORSHIP).is_none() {
		return Ok(());
	}
	if node::view::<u32, _>(at, SPONSORSHIP, "remaining", (*signer,)).await? > 0 {
		return Ok(());
	}
	let most = node::constant(at, SPONSORSHIP, "MaxPerWindow")?;
	let length: u32 = node::constant(at, SPONSORSHIP, "Window")?;
	let window: Option<Window> = node::view(at, SPONSORSHIP, "window", (*signer,)).await?;
	Err(exhausted(most, length, window))
}

#[derive(Clone, Copy, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Window {
	start: u32,
	count: u32,
}

fn exhausted(most: u32, length: u32, window: Option<Window>) -> Error {
	let Window { start, count } = window.unwrap_or(Window { start: 0, count: most });
	Error::Refused(format!(
		"{count} of {most} calls of the signer were relayed since block {start}; the next can be sent at \
		 block {}, or the signer pays itself",
		start.saturating_add(length)
	))
}

/// Reads a call that was signed here.
pub fn parse(at: &AtBlock, signed: &Encoded) -> Result<Signed> {
	read(at, &super::to_hex(&signed.0))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_number_that_was_used_or_is_not_due_is_refused() {
		let signer = AccountId32([7; 32]);
		let told = |nonce, next| in_turn(&signer, nonce, next).map_err(|e| e.to_string());
		assert_eq!(told(3, Some(3)), Ok(()));
		assert!(told(2, Some(3)).unwrap_err().contains("sent already"));
		assert!(told(4, Some(3)).unwrap_err().contains("before it"));
		assert!(told(0, None).unwrap_err().contains(&signer.to_string()), "nobody knows it");
	}

	#[test]
	fn the_block_of_birth_follows_from_the_era() {
		let of = |phase, next| births(64, phase, next).collect::<Vec<_>>();
		assert_eq!(of(2, 130), [130, 66, 2]);
		assert_eq!(of(2, 129), [66, 2]);
		assert_eq!(of(2, 2), [2]);
		assert_eq!(of(0, 64_000).len(), 8, "no further back");
		assert_eq!(of(5, 3), [5], "not yet");
	}

	#[test]
	fn a_full_window_is_told_with_its_end() {
		let told = exhausted(32, 28_800, Some(Window { start: 100, count: 32 })).to_string();
		assert!(told.contains("32 of 32") && told.contains("at block 28900"), "{told}");
	}
}
