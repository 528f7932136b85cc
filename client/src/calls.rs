//! Calls of the chain before anybody signs them, and who signs and pays.

use crate::{error::Result, node::AtBlock};
use scale_info::PortableRegistry;
use std::{marker::PhantomData, ops::Deref};
use subxt::{
	dynamic,
	error::ExtrinsicError,
	ext::{
		frame_decode::extrinsics::{ExtrinsicEncodeError, ExtrinsicTypeInfo},
		scale_decode::TypeResolver,
		scale_encode::{EncodeAsFields, EncodeAsType, Error as EncodeError, Field, FieldIter},
	},
	transactions::DynamicPayload,
	utils::AccountId32,
};
use subxt_signer::sr25519::Keypair;

/// Arguments of any types. What is done with a call is compiled once, not once for each list of types.
trait Arguments: Send + Sync {
	fn encoded(
		&self,
		fields: &mut dyn FieldIter<'_, u32>,
		types: &PortableRegistry,
	) -> std::result::Result<Vec<u8>, EncodeError>;
}

impl<A: EncodeAsFields + Send + Sync> Arguments for A {
	fn encoded(
		&self,
		fields: &mut dyn FieldIter<'_, u32>,
		types: &PortableRegistry,
	) -> std::result::Result<Vec<u8>, EncodeError> {
		self.encode_as_fields(fields, types)
	}
}

/// A call with its arguments, whichever event it leaves.
pub struct AnyCall {
	pallet: &'static str,
	name: &'static str,
	arguments: Box<dyn Arguments>,
}

impl AnyCall {
	/// `Pallet.call`.
	pub fn name(&self) -> String {
		format!("{}.{}", self.pallet, self.name)
	}

	/// Its arguments, as these types have them.
	pub(crate) fn arguments(
		&self,
		fields: &mut dyn FieldIter<'_, u32>,
		types: &PortableRegistry,
	) -> std::result::Result<Encoded, EncodeError> {
		self.arguments.encoded(fields, types).map(Encoded)
	}

	/// As the runtime of a block takes it.
	pub fn payload(&self, at: &AtBlock) -> Result<DynamicPayload<Encoded>> {
		let metadata = at.metadata_ref();
		let info = metadata
			.extrinsic_call_info_by_name(self.pallet, self.name)
			.map_err(|e| ExtrinsicEncodeError::CannotGetInfo(e.into_owned()))
			.map_err(ExtrinsicError::from)?;
		let mut fields = info.args.iter().map(|arg| Field::new(arg.id, Some(&*arg.name)));
		let arguments = self
			.arguments(&mut fields, metadata.types())
			.map_err(ExtrinsicEncodeError::CannotEncodeCallData)
			.map_err(ExtrinsicError::from)?;
		Ok(dynamic::transaction(self.pallet, self.name, arguments))
	}

	/// As the runtime of a block encodes it, to stand inside another call.
	pub fn encoded(&self, at: &AtBlock) -> Result<Encoded> {
		Ok(Encoded(at.transactions().call_data(&self.payload(at)?)?))
	}
}

/// A call with its arguments, and the event `E` that it leaves when it succeeds.
pub struct Call<E> {
	call: AnyCall,
	event: PhantomData<fn() -> E>,
}

impl<E> Call<E> {
	/// The call of a pallet, by their names in the metadata.
	pub fn new(
		pallet: &'static str,
		name: &'static str,
		arguments: impl EncodeAsFields + Send + Sync + 'static,
	) -> Self {
		let arguments = Box::new(arguments);
		Self { call: AnyCall { pallet, name, arguments }, event: PhantomData }
	}
}

impl<E> From<Call<E>> for AnyCall {
	fn from(call: Call<E>) -> Self {
		call.call
	}
}

impl<E> Deref for Call<E> {
	type Target = AnyCall;

	fn deref(&self) -> &AnyCall {
		&self.call
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

impl EncodeAsFields for Encoded {
	fn encode_as_fields_to<R: TypeResolver>(
		&self,
		_: &mut dyn FieldIter<'_, R::TypeId>,
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
