//! Calls of the chain before anybody signs them, and who signs and pays.

use crate::error::Result;
use crate::node::AtBlock;
use std::marker::PhantomData;
use subxt::{
	dynamic,
	ext::{
		scale_decode::TypeResolver,
		scale_encode::{EncodeAsFields, EncodeAsType, Error as EncodeError},
	},
	transactions::DynamicPayload,
	utils::AccountId32,
};
use subxt_signer::sr25519::Keypair;

/// A call with its arguments, and the event `E` that it leaves when it succeeds.
#[derive(Clone, Debug)]
pub struct Call<E, A> {
	payload: DynamicPayload<A>,
	event: PhantomData<fn() -> E>,
}

impl<E, A: EncodeAsFields> Call<E, A> {
	/// The call of a pallet, by their names in the metadata.
	pub fn new(pallet: &'static str, name: &'static str, arguments: A) -> Self {
		Self { payload: dynamic::transaction(pallet, name, arguments), event: PhantomData }
	}

	/// `Pallet.call`.
	pub fn name(&self) -> String {
		format!("{}.{}", self.payload.pallet_name(), self.payload.call_name())
	}

	/// As it is sent.
	pub fn payload(&self) -> &DynamicPayload<A> {
		&self.payload
	}

	/// As the runtime of a block encodes it, to stand inside another call.
	pub fn encoded(&self, at: &AtBlock) -> Result<Encoded> {
		Ok(Encoded(at.transactions().call_data(&self.payload)?))
	}
}

/// What was encoded before, such as a call inside another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Encoded(pub Vec<u8>);

impl EncodeAsType for Encoded {
	fn encode_as_type_to<R: TypeResolver>(
		&self,
		_: R::TypeId,
		_: &R,
		out: &mut Vec<u8>,
	) -> std::result::Result<(), EncodeError> {
		out.extend_from_slice(&self.0);
		Ok(())
	}
}

/// Who signs a call, and who pays for it.
#[derive(Clone)]
pub struct Sender {
	/// In whose name the call is made.
	pub signer: Keypair,
	/// Who sends it and pays, if not the signer.
	pub relay: Option<Keypair>,
}

impl Sender {
	/// Somebody who pays for its own call.
	pub fn alone(signer: &Keypair) -> Self {
		Self { signer: signer.clone(), relay: None }
	}

	/// Somebody whose call another sends and pays.
	pub fn relayed(signer: &Keypair, relay: &Keypair) -> Self {
		Self { signer: signer.clone(), relay: Some(relay.clone()) }
	}

	/// In whose name the call is made.
	pub fn account(&self) -> AccountId32 {
		self.signer.public_key().into()
	}
}
