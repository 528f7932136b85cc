//! Questions that several methods ask: about one thing, and for a page of a list.

use super::arguments::{block, invalid, number as number_up_to, required_number, Arguments, Read};
use jsonrpsee::types::{ErrorObjectOwned, Params};
use medchain_runtime::Hash;
use serde_json::Value;

/// A question about one thing.
#[derive(Debug, Eq, PartialEq)]
pub struct Single<T> {
	/// Which.
	pub of: T,
	/// In which block; the best if none is named.
	pub at: Option<Hash>,
}

impl<T> Single<T> {
	/// The thing is called `name`.
	pub fn parse(params: &Params, name: &str, read: Read<T>) -> Result<Self, ErrorObjectOwned> {
		Self::parse_by(params, &[name], |arguments| arguments.read(name, read))
	}

	/// The thing is told by the arguments `names`.
	pub fn parse_by(
		params: &Params,
		names: &[&str],
		read: impl FnOnce(&mut Arguments) -> Result<T, ErrorObjectOwned>,
	) -> Result<Self, ErrorObjectOwned> {
		let names: Vec<&str> = names.iter().copied().chain(["at"]).collect();
		let mut arguments = Arguments::parse(params, &names)?;
		Ok(Self { of: read(&mut arguments)?, at: block(&arguments.take("at"))? })
	}
}

/// A question for a page of a list.
#[derive(Debug, Eq, PartialEq)]
pub struct Page<T, C> {
	/// Of what.
	pub of: T,
	/// After what the page begins.
	pub after: Option<C>,
	/// Most that the page holds.
	pub limit: u32,
	/// In which block; the best if none is named.
	pub at: Option<Hash>,
}

impl<T, C> Page<T, C> {
	/// What the list is of is called `name`. A page holds at most so many, and as many if nothing is
	/// said.
	pub fn parse(
		params: &Params,
		name: &str,
		read: Read<T>,
		read_after: Read<C>,
		most: u32,
	) -> Result<Self, ErrorObjectOwned> {
		Self::parse_by(params, &[name], |arguments| arguments.read(name, read), read_after, most)
	}

	/// What the list is of is told by the arguments `names`.
	pub fn parse_by(
		params: &Params,
		names: &[&str],
		read: impl FnOnce(&mut Arguments) -> Result<T, ErrorObjectOwned>,
		read_after: Read<C>,
		most: u32,
	) -> Result<Self, ErrorObjectOwned> {
		let names: Vec<&str> = names.iter().copied().chain(["after", "limit", "at"]).collect();
		let mut arguments = Arguments::parse(params, &names)?;
		Ok(Self {
			of: read(&mut arguments)?,
			limit: limit(&mut arguments, most)?,
			after: optional("after", &arguments.take("after"), read_after)?,
			at: block(&arguments.take("at"))?,
		})
	}
}

/// Takes the argument `limit`: at most `most`, and that if nothing is said.
pub fn limit(arguments: &mut Arguments, most: u32) -> Result<u32, ErrorObjectOwned> {
	let limit = number_up_to("limit", &arguments.take("limit"), most.into(), most.into())?;
	Ok(limit.try_into().unwrap_or(most))
}

/// What may be left out.
pub fn optional<T>(
	name: &str,
	value: &Value,
	read: Read<T>,
) -> Result<Option<T>, ErrorObjectOwned> {
	match value {
		Value::Null => Ok(None),
		value => read(name, value).map(Some),
	}
}

/// A number of 16 bits.
pub fn short_number(name: &str, value: &Value) -> Result<u16, ErrorObjectOwned> {
	let number = required_number(name, value, u16::MAX.into())?;
	Ok(number.try_into().unwrap_or(u16::MAX))
}

/// A number of 32 bits.
pub fn number(name: &str, value: &Value) -> Result<u32, ErrorObjectOwned> {
	let number = required_number(name, value, u32::MAX.into())?;
	Ok(number.try_into().unwrap_or(u32::MAX))
}

/// A number of 64 bits.
pub fn long_number(name: &str, value: &Value) -> Result<u64, ErrorObjectOwned> {
	required_number(name, value, u64::MAX)
}

/// Whether something is so; not if nothing is said.
pub fn flag(name: &str, value: &Value) -> Result<bool, ErrorObjectOwned> {
	match value {
		Value::Null => Ok(false),
		Value::Bool(flag) => Ok(*flag),
		_ => Err(invalid(name, "expected true or false")),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::rpc::{arguments::account, testing::refused};
	use medchain_runtime::AccountId;
	use polkadot_sdk::{sp_core::crypto::Ss58Codec, sp_keyring::Sr25519Keyring::Alice};
	use serde_json::json;

	const MOST: u32 = 100;

	fn single(params: Value) -> Result<Single<u32>, ErrorObjectOwned> {
		Single::parse(&Params::new(Some(&params.to_string())), "currency", number)
	}

	fn listing(params: Value) -> Result<Page<AccountId, u64>, ErrorObjectOwned> {
		let params = params.to_string();
		Page::parse(&Params::new(Some(&params)), "patient", account, long_number, MOST)
	}

	fn alice() -> String {
		Alice.to_account_id().to_ss58check()
	}

	#[test]
	fn one_thing_is_asked_for_by_its_number() {
		assert_eq!(single(json!([7])), Ok(Single { of: 7, at: None }));
		assert_eq!(single(json!({ "currency": 7 })), single(json!([7, null])));
		refused(
			single(json!([])),
			"currency: missing; expected a whole number from 0 to 4294967295",
		);
		for wrong in [json!("7"), json!(-1), json!(4_294_967_296u64), json!(1.5)] {
			refused(
				single(json!([wrong])),
				"currency: expected a whole number from 0 to 4294967295",
			);
		}
		refused(single(json!([1, 2, 3])), "params: expected (currency, at), or an object of them");
		refused(single(json!({ "bill": 1 })), "bill: unknown; known are currency, at");
	}

	#[test]
	fn lists_are_read_from_the_first_and_by_full_pages_unless_told_otherwise() {
		let of = Alice.to_account_id();
		assert_eq!(
			listing(json!([alice()])),
			Ok(Page { of: of.clone(), after: None, limit: MOST, at: None })
		);
		assert_eq!(
			listing(json!({ "patient": alice(), "after": 0, "limit": 5 })),
			Ok(Page { of, after: Some(0), limit: 5, at: None })
		);
		refused(listing(json!([])), "patient: missing; expected an SS58 address");
		refused(
			listing(json!([alice(), "0"])),
			"after: expected a whole number from 0 to 18446744073709551615",
		);
		refused(listing(json!([alice(), 0, 101])), "limit: expected a whole number from 0 to 100");
		refused(listing(json!({ "who": 1 })), "who: unknown; known are patient, after, limit, at");
	}

	#[test]
	fn flags_and_short_numbers_are_read() {
		assert_eq!(flag("late", &Value::Null), Ok(false));
		assert_eq!(flag("late", &json!(true)), Ok(true));
		refused(flag("late", &json!(1)), "late: expected true or false");
		assert_eq!(short_number("stratum", &json!(65_535)), Ok(u16::MAX));
		refused(
			short_number("stratum", &json!(65_536)),
			"stratum: expected a whole number from 0 to 65535",
		);
	}
}
