//! Questions that several methods ask: about one thing by its number, and about a page of a list.

use super::arguments::{account, block, number, required_number, Arguments};
use jsonrpsee::types::{ErrorObjectOwned, Params};
use medchain_runtime::{AccountId, Hash};
use serde_json::Value;

/// The arguments of a question about one thing.
#[derive(Debug, Eq, PartialEq)]
pub struct Single {
	/// Its number.
	pub number: u64,
	/// In which block; the best if none is named.
	pub at: Option<Hash>,
}

impl Single {
	/// The number is called `name` and at most `most`.
	pub fn parse(params: &Params, name: &str, most: u64) -> Result<Self, ErrorObjectOwned> {
		let mut arguments = Arguments::parse(params, &[name, "at"])?;
		Ok(Self {
			number: required_number(name, &arguments.take(name), most)?,
			at: block(&arguments.take("at"))?,
		})
	}
}

/// The arguments of a question about the bills or claims of an account.
#[derive(Debug, Eq, PartialEq)]
pub struct Listing {
	/// Whose.
	pub who: AccountId,
	/// The number after which the page begins.
	pub after: Option<u64>,
	/// Most that the page holds.
	pub limit: u32,
	/// In which block; the best if none is named.
	pub at: Option<Hash>,
}

impl Listing {
	/// The account is called `name`. A page holds at most so many, and as many if nothing is said.
	pub fn parse(params: &Params, name: &str, most: u32) -> Result<Self, ErrorObjectOwned> {
		let mut arguments = Arguments::parse(params, &[name, "after", "limit", "at"])?;
		let after = arguments.take("after");
		let limit = number("limit", &arguments.take("limit"), most.into(), most.into())?;
		Ok(Self {
			who: account(name, &arguments.take(name))?,
			after: match after {
				Value::Null => None,
				after => Some(required_number("after", &after, u64::MAX)?),
			},
			limit: limit.try_into().unwrap_or(most),
			at: block(&arguments.take("at"))?,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use jsonrpsee::types::error::INVALID_PARAMS_CODE;
	use polkadot_sdk::{sp_core::crypto::Ss58Codec, sp_keyring::Sr25519Keyring::Alice};
	use serde_json::json;

	const MOST: u32 = 100;

	fn single(params: Value) -> Result<Single, ErrorObjectOwned> {
		Single::parse(&Params::new(Some(&params.to_string())), "currency", u32::MAX.into())
	}

	fn listing(params: Value) -> Result<Listing, ErrorObjectOwned> {
		Listing::parse(&Params::new(Some(&params.to_string())), "patient", MOST)
	}

	fn alice() -> String {
		Alice.to_account_id().to_ss58check()
	}

	fn refused<T: std::fmt::Debug>(result: Result<T, ErrorObjectOwned>, message: &str) {
		let error = result.expect_err("refused");
		assert_eq!((error.code(), error.message()), (INVALID_PARAMS_CODE, message));
	}

	#[test]
	fn one_thing_is_asked_for_by_its_number() {
		assert_eq!(single(json!([7])), Ok(Single { number: 7, at: None }));
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
		let who = Alice.to_account_id();
		assert_eq!(
			listing(json!([alice()])),
			Ok(Listing { who: who.clone(), after: None, limit: MOST, at: None })
		);
		assert_eq!(
			listing(json!({ "patient": alice(), "after": 0, "limit": 5 })),
			Ok(Listing { who, after: Some(0), limit: 5, at: None })
		);
		refused(listing(json!([])), "patient: missing; expected an SS58 address");
		refused(
			listing(json!([alice(), "0"])),
			"after: expected a whole number from 0 to 18446744073709551615",
		);
		refused(listing(json!([alice(), 0, 101])), "limit: expected a whole number from 0 to 100");
		refused(listing(json!({ "who": 1 })), "who: unknown; known are patient, after, limit, at");
	}
}
