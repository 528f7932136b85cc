//! `medchain_*` about money: bills, what is owed, and what stands behind a currency.
//!
//! - `medchain_bill(bill, at)`: all of a bill, with its lines, discounts, payments and instalments.
//! - `medchain_obligations(patient, after, limit, at)`: the open bills of a patient.
//! - `medchain_billsOf(account, after, limit, at)`: numbers of the bills of a patient or provider.
//! - `medchain_reserveStatus(currency, at)`: what stands behind a currency, and what can be minted.
//!
//! Amounts are minor units as decimal strings: they can be larger than what JSON numbers carry.

mod answers;

use super::{
	arguments::{account, block, internal, number, required_number, Arguments},
	known,
};
use crate::service::FullClient;
use jsonrpsee::{
	core::RegisterMethodError,
	types::{ErrorObjectOwned, Params},
	RpcModule,
};
use medchain_runtime::{medical_token::MAX_PAGE, AccountId, Hash, MedicalTokenApi};
use medchain_support::{BillId, CurrencyId};
use polkadot_sdk::sp_api::ProvideRuntimeApi;
use serde_json::{json, Value};
use std::sync::Arc;

/// The module of these methods.
pub fn module(client: Arc<FullClient>) -> Result<RpcModule<Arc<FullClient>>, RegisterMethodError> {
	let mut module = RpcModule::new(client);
	module.register_blocking_method("medchain_bill", |params, client, _| {
		bill(&client, &Single::parse(&params, "bill", u64::MAX)?)
	})?;
	module.register_blocking_method("medchain_obligations", |params, client, _| {
		obligations(&client, &Listing::parse(&params, "patient")?)
	})?;
	module.register_blocking_method("medchain_billsOf", |params, client, _| {
		bills_of(&client, &Listing::parse(&params, "account")?)
	})?;
	module.register_blocking_method("medchain_reserveStatus", |params, client, _| {
		reserve_status(&client, &Single::parse(&params, "currency", u32::MAX.into())?)
	})?;
	Ok(module)
}

fn bill(client: &FullClient, question: &Single) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let id: BillId = question.number;
	let info = client.runtime_api().bill(at, id).map_err(internal)?;
	Ok(json!({ "bill": info.map(|info| answers::bill(id, &info)), "at": at }))
}

fn obligations(client: &FullClient, question: &Listing) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let Listing { who, after, limit, .. } = question;
	let page =
		client.runtime_api().obligations(at, who.clone(), *after, *limit).map_err(internal)?;
	let obligations: Vec<Value> = page.items.iter().map(answers::obligation).collect();
	Ok(json!({ "obligations": obligations, "next": page.next, "at": at }))
}

fn bills_of(client: &FullClient, question: &Listing) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let Listing { who, after, limit, .. } = question;
	let page = client.runtime_api().bills_of(at, who.clone(), *after, *limit).map_err(internal)?;
	Ok(json!({ "bills": page.items, "next": page.next, "at": at }))
}

fn reserve_status(client: &FullClient, question: &Single) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let currency = CurrencyId::try_from(question.number).map_err(internal)?;
	let status = client.runtime_api().reserve_status(at, currency).map_err(internal)?;
	Ok(json!({ "status": status.as_ref().map(answers::reserve_status), "at": at }))
}

/// The arguments of a question about one thing.
#[derive(Debug, Eq, PartialEq)]
struct Single {
	number: u64,
	at: Option<Hash>,
}

impl Single {
	/// The number is called `name` and at most `most`.
	fn parse(params: &Params, name: &str, most: u64) -> Result<Self, ErrorObjectOwned> {
		let mut arguments = Arguments::parse(params, &[name, "at"])?;
		Ok(Self {
			number: required_number(name, &arguments.take(name), most)?,
			at: block(&arguments.take("at"))?,
		})
	}
}

/// The arguments of a question about the bills of an account.
#[derive(Debug, Eq, PartialEq)]
struct Listing {
	who: AccountId,
	after: Option<BillId>,
	limit: u32,
	at: Option<Hash>,
}

impl Listing {
	/// The account is called `name`.
	fn parse(params: &Params, name: &str) -> Result<Self, ErrorObjectOwned> {
		let mut arguments = Arguments::parse(params, &[name, "after", "limit", "at"])?;
		let after = arguments.take("after");
		let most = MAX_PAGE.into();
		let limit = number("limit", &arguments.take("limit"), most, most)?;
		Ok(Self {
			who: account(name, &arguments.take(name))?,
			after: match after {
				Value::Null => None,
				after => Some(required_number("after", &after, u64::MAX)?),
			},
			limit: limit.try_into().unwrap_or(MAX_PAGE),
			at: block(&arguments.take("at"))?,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use jsonrpsee::types::error::INVALID_PARAMS_CODE;
	use polkadot_sdk::{sp_core::crypto::Ss58Codec, sp_keyring::Sr25519Keyring::Alice};

	fn single(params: Value) -> Result<Single, ErrorObjectOwned> {
		Single::parse(&Params::new(Some(&params.to_string())), "currency", u32::MAX.into())
	}

	fn listing(params: Value) -> Result<Listing, ErrorObjectOwned> {
		Listing::parse(&Params::new(Some(&params.to_string())), "patient")
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
	fn bills_are_listed_from_the_first_and_by_full_pages_unless_told_otherwise() {
		let who = Alice.to_account_id();
		assert_eq!(
			listing(json!([alice()])),
			Ok(Listing { who: who.clone(), after: None, limit: MAX_PAGE, at: None })
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
