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
	arguments::internal,
	known,
	questions::{Listing, Single},
};
use crate::service::FullClient;
use jsonrpsee::{core::RegisterMethodError, types::ErrorObjectOwned, RpcModule};
use medchain_runtime::{medical_token::MAX_PAGE, MedicalTokenApi};
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
		obligations(&client, &Listing::parse(&params, "patient", MAX_PAGE)?)
	})?;
	module.register_blocking_method("medchain_billsOf", |params, client, _| {
		bills_of(&client, &Listing::parse(&params, "account", MAX_PAGE)?)
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
