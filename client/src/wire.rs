//! The shared vocabulary as the chain's metadata describes it.
//!
//! Codes travel by the name of their variant and sets by the number of their bits, so that the
//! client goes on working after an upgrade that keeps the names, and fails with a clear error after
//! one that does not.

use codec::{DecodeAll, Encode};
use medchain_support::{
	AccessRequest, Action, Actions, BasisPoints, BillLine, BizStep, Commitment, CurrencyCode,
	Decision, DirectiveRef, Disposition, Expiry, Gln, Gtin, Lot, Outcome, PackId, Period, Purpose,
	Purposes, ResourceClass, ResourceClasses, Role, Roles, Sensitivities, Serial, ServiceType,
	Sscc,
};
use std::{marker::PhantomData, ops::Deref};
use subxt::{
	dynamic::Value,
	ext::{
		scale_decode::{
			visitor::DecodeAsTypeResult, DecodeAsType, Error as DecodeError, IntoVisitor,
			TypeResolver, Visitor,
		},
		scale_encode::{EncodeAsType, Error as EncodeError},
		scale_value::ValueDef,
	},
};

/// A value of the vocabulary where the chain stores one.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct OnChain<T>(pub T);

impl<T> Deref for OnChain<T> {
	type Target = T;

	fn deref(&self) -> &T {
		&self.0
	}
}

impl<T> From<T> for OnChain<T> {
	fn from(value: T) -> Self {
		Self(value)
	}
}

/// A type with a shape that can be matched with the metadata.
pub trait Wire: Copy {
	/// That shape.
	type Shape: DecodeAsType + EncodeAsType;

	/// This value in that shape.
	fn to_shape(self) -> Self::Shape;

	/// The value of a shape, unless it means nothing here.
	fn from_shape(shape: Self::Shape) -> Result<Self, String>;
}

impl<T: Wire> EncodeAsType for OnChain<T> {
	fn encode_as_type_to<R: TypeResolver>(
		&self,
		type_id: R::TypeId,
		types: &R,
		out: &mut Vec<u8>,
	) -> Result<(), EncodeError> {
		self.0.to_shape().encode_as_type_to(type_id, types, out)
	}
}

/// Decodes the shape, then the value.
pub struct ShapeVisitor<T, R>(PhantomData<(T, R)>);

impl<T: Wire, R: TypeResolver> Visitor for ShapeVisitor<T, R> {
	type Value<'scale, 'resolver> = OnChain<T>;
	type Error = DecodeError;
	type TypeResolver = R;

	fn unchecked_decode_as_type(
		self,
		input: &mut &[u8],
		type_id: R::TypeId,
		types: &R,
	) -> DecodeAsTypeResult<Self, Result<OnChain<T>, DecodeError>> {
		DecodeAsTypeResult::Decoded(T::Shape::decode_as_type(input, type_id, types).and_then(
			|shape| T::from_shape(shape).map(OnChain).map_err(DecodeError::custom_string),
		))
	}
}

impl<T: Wire> IntoVisitor for OnChain<T> {
	type AnyVisitor<R: TypeResolver> = ShapeVisitor<T, R>;

	fn into_visitor<R: TypeResolver>() -> ShapeVisitor<T, R> {
		ShapeVisitor(PhantomData)
	}
}

macro_rules! codes {
	($( $list:ident: $all:expr, )+) => {
		$(
			impl Wire for $list {
				type Shape = Value;

				fn to_shape(self) -> Value {
					Value::unnamed_variant(format!("{self:?}"), [])
				}

				fn from_shape(shape: Value) -> Result<Self, String> {
					let ValueDef::Variant(variant) = shape.value else {
						return Err(concat!("no variant of ", stringify!($list)).into());
					};
					$all.iter()
						.copied()
						.find(|value| format!("{value:?}") == variant.name)
						.ok_or_else(|| {
							format!(
								"{} {:?} is newer than this client",
								stringify!($list),
								variant.name,
							)
						})
				}
			}
		)+
	};
}

codes! {
	Action: Action::ALL,
	BizStep: BizStep::ALL,
	Disposition: Disposition::ALL,
	Purpose: Purpose::ALL,
	ResourceClass: ResourceClass::ALL,
	Role: Role::ALL,
	ServiceType: ServiceType::ALL,
	Outcome: [Outcome::Permit, Outcome::Deny, Outcome::NoConsent],
}

macro_rules! sets {
	($( $set:ident($bits:ty), )+) => {
		$(
			impl Wire for $set {
				type Shape = $bits;

				fn to_shape(self) -> $bits {
					self.0
				}

				fn from_shape(shape: $bits) -> Result<Self, String> {
					Ok(Self(shape))
				}
			}
		)+
	};
}

sets! {
	Actions(u8),
	Purposes(u32),
	ResourceClasses(u64),
	Roles(u32),
	Sensitivities(u32),
	Commitment([u8; 32]),
	BasisPoints(u16),
	PackId([u8; 32]),
}

macro_rules! keys {
	($( $key:ident, )+) => {
		$(
			impl Wire for $key {
				type Shape = u64;

				fn to_shape(self) -> u64 {
					self.number()
				}

				fn from_shape(shape: u64) -> Result<Self, String> {
					Self::from_number(shape).map_err(|e| e.to_string())
				}
			}
		)+
	};
}

keys! {
	Gln,
	Gtin,
	Sscc,
}

macro_rules! texts {
	($( $key:ident, )+) => {
		$(
			impl Wire for $key {
				type Shape = Vec<u8>;

				fn to_shape(self) -> Vec<u8> {
					self.as_bytes().to_vec()
				}

				fn from_shape(shape: Vec<u8>) -> Result<Self, String> {
					Self::from_bytes(&shape).map_err(|e| e.to_string())
				}
			}
		)+
	};
}

texts! {
	Lot,
	Serial,
}

impl Wire for Expiry {
	type Shape = u16;

	fn to_shape(self) -> u16 {
		self.days()
	}

	fn from_shape(shape: u16) -> Result<Self, String> {
		Ok(Self::from_days(shape))
	}
}

impl Wire for CurrencyCode {
	type Shape = [u8; 3];

	fn to_shape(self) -> [u8; 3] {
		let mut letters = [0; 3];
		self.using_encoded(|bytes| letters.copy_from_slice(bytes));
		letters
	}

	fn from_shape(letters: [u8; 3]) -> Result<Self, String> {
		Self::decode_all(&mut &letters[..]).map_err(|e| e.to_string())
	}
}

/// [`BillLine`] by the names of its fields.
#[derive(DecodeAsType, EncodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct BillLineShape {
	service: OnChain<ServiceType>,
	quantity: u32,
	unit_price: u128,
}

impl Wire for BillLine {
	type Shape = BillLineShape;

	fn to_shape(self) -> BillLineShape {
		BillLineShape {
			service: self.service.into(),
			quantity: self.quantity,
			unit_price: self.unit_price,
		}
	}

	fn from_shape(shape: BillLineShape) -> Result<Self, String> {
		Ok(Self { service: *shape.service, quantity: shape.quantity, unit_price: shape.unit_price })
	}
}

/// [`DirectiveRef`] by the names of its fields.
#[derive(DecodeAsType, EncodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct DirectiveRefShape {
	id: u32,
	version: u32,
}

impl Wire for DirectiveRef {
	type Shape = DirectiveRefShape;

	fn to_shape(self) -> DirectiveRefShape {
		DirectiveRefShape { id: self.id, version: self.version }
	}

	fn from_shape(shape: DirectiveRefShape) -> Result<Self, String> {
		Ok(Self { id: shape.id, version: shape.version })
	}
}

/// [`Period`] by the names of its fields.
#[derive(DecodeAsType, EncodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct PeriodShape {
	start: Option<u64>,
	end: Option<u64>,
}

impl Wire for Period {
	type Shape = PeriodShape;

	fn to_shape(self) -> PeriodShape {
		PeriodShape { start: self.start, end: self.end }
	}

	fn from_shape(shape: PeriodShape) -> Result<Self, String> {
		Ok(Self { start: shape.start, end: shape.end })
	}
}

/// [`AccessRequest`] by the names of its fields.
#[derive(DecodeAsType, EncodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct AccessRequestShape {
	purpose: OnChain<Purpose>,
	action: OnChain<Action>,
	classes: OnChain<ResourceClasses>,
	sensitivities: OnChain<Sensitivities>,
}

impl Wire for AccessRequest {
	type Shape = AccessRequestShape;

	fn to_shape(self) -> AccessRequestShape {
		AccessRequestShape {
			purpose: self.purpose.into(),
			action: self.action.into(),
			classes: self.classes.into(),
			sensitivities: self.sensitivities.into(),
		}
	}

	fn from_shape(shape: AccessRequestShape) -> Result<Self, String> {
		Ok(Self {
			purpose: *shape.purpose,
			action: *shape.action,
			classes: *shape.classes,
			sensitivities: *shape.sensitivities,
		})
	}
}

/// [`Decision`] by the names of its fields.
#[derive(DecodeAsType, EncodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct DecisionShape {
	outcome: OnChain<Outcome>,
	based_on: Option<OnChain<DirectiveRef>>,
	permitted: OnChain<ResourceClasses>,
	redact: OnChain<ResourceClasses>,
}

impl Wire for Decision {
	type Shape = DecisionShape;

	fn to_shape(self) -> DecisionShape {
		DecisionShape {
			outcome: self.outcome.into(),
			based_on: self.based_on.map(OnChain),
			permitted: self.permitted.into(),
			redact: self.redact.into(),
		}
	}

	fn from_shape(shape: DecisionShape) -> Result<Self, String> {
		Ok(Self {
			outcome: *shape.outcome,
			based_on: shape.based_on.map(|directive| *directive),
			permitted: *shape.permitted,
			redact: *shape.redact,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Decode;
	use medchain_support::{ResourceClass, Sensitivity};
	use std::fmt::Debug;

	/// The vocabulary's own metadata, as the chain's holds it.
	fn check<T>(value: T)
	where
		T: Wire + Encode + Decode + Debug + PartialEq + scale_info::TypeInfo + 'static,
	{
		let mut registry = scale_info::Registry::new();
		let type_id = registry.register_type(&scale_info::meta_type::<T>()).id;
		let types = scale_info::PortableRegistry::from(registry);
		let encoded = OnChain(value).encode_as_type(type_id, &types).unwrap();
		assert_eq!(encoded, value.encode(), "the shape is the chain's");
		let decoded = OnChain::<T>::decode_as_type(&mut &encoded[..], type_id, &types).unwrap();
		assert_eq!(*decoded, value);
	}

	#[test]
	fn codes_and_sets_match_the_metadata() {
		Purpose::ALL.iter().copied().for_each(check);
		Action::ALL.iter().copied().for_each(check);
		Role::ALL.iter().copied().for_each(check);
		[Outcome::Permit, Outcome::Deny, Outcome::NoConsent].into_iter().for_each(check);
		[Purposes::EMPTY, Purposes::ALL].into_iter().for_each(check);
		[Actions::EMPTY, Actions::ALL].into_iter().for_each(check);
		ResourceClass::ALL.iter().copied().for_each(check);
		[ResourceClasses::EMPTY, ResourceClasses::ALL].into_iter().for_each(check);
		[Roles::EMPTY, Roles::PERSONS, Roles::ALL].into_iter().for_each(check);
		[Sensitivities::EMPTY, Sensitivities::ALL].into_iter().for_each(check);
		ServiceType::ALL.iter().copied().for_each(check);
	}

	#[test]
	fn money_matches_the_metadata() {
		for code in ["AED", "EUR", "JPY", "ZWG"] {
			check(code.parse::<CurrencyCode>().unwrap());
		}
		[0, 250, u16::MAX].into_iter().map(BasisPoints).for_each(check);
		check(BillLine { service: ServiceType::Pharmacy, quantity: 3, unit_price: u128::MAX });
	}

	#[test]
	fn keys_of_gs1_match_the_metadata() {
		check("09521141012345".parse::<Gtin>().unwrap());
		check("106141412345678908".parse::<Sscc>().unwrap());
		check("0012345111112".parse::<Gln>().unwrap());
		check("L/7".parse::<Lot>().unwrap());
		check("12345678901234567890".parse::<Serial>().unwrap());
		check("2027-03-31".parse::<Expiry>().unwrap());
		check(PackId([7; 32]));
		BizStep::ALL.iter().copied().for_each(check);
		Disposition::ALL.iter().copied().for_each(check);
	}

	#[test]
	fn letters_that_are_no_code_are_read_and_known_as_such() {
		assert!(!CurrencyCode::from_shape([0x1b, b'[', b'm']).unwrap().is_known());
	}

	#[test]
	fn records_match_the_metadata() {
		check(Period { start: Some(3), end: None });
		check(Commitment([7; 32]));
		check(DirectiveRef { id: 4, version: 2 });
		let request = AccessRequest {
			purpose: Purpose::Treat,
			action: Action::Access,
			classes: ResourceClass::Observation.into(),
			sensitivities: Sensitivity::Psychiatry.into(),
		};
		check(request);
		check(Decision::refuse(Outcome::NoConsent, None, &request));
		check(Decision {
			outcome: Outcome::Permit,
			based_on: Some(DirectiveRef { id: 4, version: 2 }),
			permitted: ResourceClass::Observation.into(),
			redact: ResourceClass::Claim.into(),
		});
	}

	#[test]
	fn a_code_of_a_newer_chain_is_named() {
		assert_eq!(
			Purpose::from_shape(Value::unnamed_variant("Barter", [])),
			Err("Purpose \"Barter\" is newer than this client".into()),
		);
	}
}
