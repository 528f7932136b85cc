//! Arguments of `medchain_*` methods, by position or by name, and what is wrong with them.

use jsonrpsee::types::{
	error::{INTERNAL_ERROR_CODE, INVALID_PARAMS_CODE},
	ErrorObjectOwned, Params,
};
use medchain_runtime::{AccountId, Hash};
use medchain_support::{
	AccessRequest, Action, Actor, Purpose, ResourceClass, Sensitivities, Sensitivity, UnknownCode,
};
use polkadot_sdk::sp_core::crypto::Ss58Codec;
use serde_json::{Map, Value};
use std::str::FromStr;

/// The fields of a request.
const FIELDS: [&str; 4] = ["purpose", "action", "classes", "sensitivities"];

/// Reads a value, which is the argument of this name.
pub type Read<T> = fn(&str, &Value) -> Result<T, ErrorObjectOwned>;

/// The arguments of a call, by their names.
pub struct Arguments(Map<String, Value>);

impl Arguments {
	/// The arguments of a method that takes `names`, in this order; others are refused.
	pub fn parse(params: &Params, names: &[&str]) -> Result<Self, ErrorObjectOwned> {
		let arguments = match params.parse::<Value>() {
			Ok(Value::Array(values)) if values.len() <= names.len() => {
				names.iter().map(|name| name.to_string()).zip(values).collect()
			}
			Ok(Value::Object(arguments)) => arguments,
			Ok(Value::Null) => Map::new(),
			_ => {
				let names = names.join(", ");
				return Err(invalid("params", format!("expected ({names}), or an object of them")));
			}
		};
		refuse_unknown(&arguments, "", names)?;
		Ok(Self(arguments))
	}

	/// The fields of an argument that is an object; others than `known` are refused.
	pub fn within(name: &str, value: Value, known: &[&str]) -> Result<Self, ErrorObjectOwned> {
		let Value::Object(fields) = value else {
			return Err(invalid(name, format!("expected an object with {}", known.join(", "))));
		};
		refuse_unknown(&fields, &format!("{name}."), known)?;
		Ok(Self(fields))
	}

	/// Takes an argument; null if it is missing.
	pub fn take(&mut self, name: &str) -> Value {
		self.0.remove(name).unwrap_or(Value::Null)
	}

	/// Takes an argument, and reads it.
	pub fn read<T>(&mut self, name: &str, read: Read<T>) -> Result<T, ErrorObjectOwned> {
		read(name, &self.take(name))
	}
}

/// The only field of an object that says by its name of which of some kinds it is.
pub fn one_of<'a>(
	name: &str,
	value: &Value,
	kinds: &[&'a str],
) -> Result<(&'a str, Value), ErrorObjectOwned> {
	let mut fields = Arguments::within(name, value.clone(), kinds)?;
	let told = kinds.iter().map(|kind| (*kind, fields.take(kind)));
	let mut told = told.filter(|(_, value)| !value.is_null());
	match (told.next(), told.next()) {
		(Some(told), None) => Ok(told),
		_ => Err(invalid(name, format!("expected one of {}", kinds.join(", ")))),
	}
}

/// An account.
pub fn account(name: &str, value: &Value) -> Result<AccountId, ErrorObjectOwned> {
	let address = string(name, value, "an SS58 address")?;
	AccountId::from_ss58check(address)
		.map_err(|_| invalid(name, format!("`{address}` is no SS58 address of an account")))
}

/// An account that asks for itself, or an object that says for which organisation it asks.
pub fn actor(value: &Value) -> Result<Actor<AccountId>, ErrorObjectOwned> {
	let Value::Object(fields) = value else {
		return account("actor", value).map(Actor::alone);
	};
	refuse_unknown(fields, "actor.", &["account", "organization"])?;
	let field = |name: &str| fields.get(name).unwrap_or(&Value::Null);
	Ok(Actor {
		account: account("actor.account", field("account"))?,
		organization: match field("organization") {
			Value::Null => None,
			organization => Some(account("actor.organization", organization)?),
		},
	})
}

/// The hash of a block, or none for the best.
pub fn block(value: &Value) -> Result<Option<Hash>, ErrorObjectOwned> {
	match value {
		Value::Null => Ok(None),
		value => hash("at", value, "a block hash").map(Some),
	}
}

/// 32 bytes, and what they are.
pub fn hash(name: &str, value: &Value, what: &str) -> Result<Hash, ErrorObjectOwned> {
	let expected = format!("{what}: 0x and 64 hexadecimal digits");
	let hash = string(name, value, &expected)?;
	match hash.strip_prefix("0x").map(Hash::from_str) {
		Some(Ok(parsed)) if hash.len() == 66 => Ok(parsed),
		_ => Err(invalid(name, format!("`{hash}` is not {expected}"))),
	}
}

/// A number from 0 to `most`; `default` if it is missing.
pub fn number(name: &str, value: &Value, default: u64, most: u64) -> Result<u64, ErrorObjectOwned> {
	match value {
		Value::Null => Ok(default),
		value => value
			.as_u64()
			.filter(|number| *number <= most)
			.ok_or_else(|| invalid(name, format!("expected a whole number from 0 to {most}"))),
	}
}

/// A number from 0 to `most` that must be there.
pub fn required_number(name: &str, value: &Value, most: u64) -> Result<u64, ErrorObjectOwned> {
	match value {
		Value::Null => {
			Err(invalid(name, format!("missing; expected a whole number from 0 to {most}")))
		}
		value => number(name, value, 0, most),
	}
}

/// A request in the codes of the standards.
pub fn request(value: &Value) -> Result<AccessRequest, ErrorObjectOwned> {
	let Value::Object(fields) = value else {
		return Err(invalid("request", format!("expected an object with {}", FIELDS.join(", "))));
	};
	refuse_unknown(fields, "request.", &FIELDS)?;
	let field = |name: &str| fields.get(name).unwrap_or(&Value::Null);
	let request = AccessRequest {
		purpose: code::<Purpose>("request.purpose", field("purpose"))?,
		action: code::<Action>("request.action", field("action"))?,
		classes: codes::<ResourceClass, _>("request.classes", field("classes"))?,
		sensitivities: match field("sensitivities") {
			Value::Null => Sensitivities::EMPTY,
			labels => codes::<Sensitivity, _>("request.sensitivities", labels)?,
		},
	};
	if request.classes.is_empty() {
		let known = ResourceClass::CODES.join(", ");
		return Err(invalid("request.classes", format!("empty; name at least one of {known}")));
	}
	Ok(request)
}

/// A list of codes as a set.
fn codes<C, S>(name: &str, value: &Value) -> Result<S, ErrorObjectOwned>
where
	C: FromStr<Err = UnknownCode>,
	S: FromIterator<C>,
{
	let Value::Array(values) = value else {
		return Err(invalid(name, "expected a list of codes"));
	};
	values
		.iter()
		.enumerate()
		.map(|(index, value)| code::<C>(&format!("{name}[{index}]"), value))
		.collect()
}

/// A code of a standard.
pub fn code<C: FromStr<Err = UnknownCode>>(
	name: &str,
	value: &Value,
) -> Result<C, ErrorObjectOwned> {
	let code = string(name, value, "a code")?;
	code.parse().map_err(|unknown| invalid(name, format!("`{code}` is {unknown}")))
}

/// A text, which is what was expected.
pub fn string<'a>(
	name: &str,
	value: &'a Value,
	expected: &str,
) -> Result<&'a str, ErrorObjectOwned> {
	match value {
		Value::String(text) => Ok(text),
		Value::Null => Err(invalid(name, format!("missing; expected {expected}"))),
		_ => Err(invalid(name, format!("expected {expected}, as a string"))),
	}
}

fn refuse_unknown(
	fields: &Map<String, Value>,
	path: &str,
	known: &[&str],
) -> Result<(), ErrorObjectOwned> {
	match fields.keys().find(|name| !known.contains(&name.as_str())) {
		Some(name) => {
			let known = known.join(", ");
			Err(invalid(&format!("{path}{name}"), format!("unknown; known are {known}")))
		}
		None => Ok(()),
	}
}

/// An argument is wrong.
pub fn invalid(name: &str, what: impl AsRef<str>) -> ErrorObjectOwned {
	let message = format!("{name}: {}", what.as_ref());
	ErrorObjectOwned::owned(INVALID_PARAMS_CODE, message, None::<()>)
}

/// The node fails.
pub fn internal(error: impl std::fmt::Display) -> ErrorObjectOwned {
	let message = format!("the node cannot answer: {error}");
	ErrorObjectOwned::owned(INTERNAL_ERROR_CODE, message, None::<()>)
}
