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
	arguments::{account, internal},
	known,
	questions::{long_number, number, Page, Single},
};
use crate::service::FullClient;
use jsonrpsee::{core::RegisterMethodError, types::ErrorObjectOwned, RpcModule};
use medchain_runtime::{medical_token::MAX_PAGE, AccountId, MedicalTokenApi};
use medchain_support::{BillId, CurrencyId};
use polkadot_sdk::sp_api::ProvideRuntimeApi;
use serde_json::{json, Value};
use std::sync::Arc;

/// The module of these methods.
pub fn module(client: Arc<FullClient>) -> Result<RpcModule<Arc<FullClient>>, RegisterMethodError> {
	let mut module = RpcModule::new(client);
	module.register_blocking_method("medchain_bill", |params, client, _| {
		bill(&client, &Single::parse(&params, "bill", long_number)?)
	})?;
	module.register_blocking_method("medchain_obligations", |params, client, _| {
		obligations(&client, &Page::parse(&params, "patient", account, long_number, MAX_PAGE)?)
	})?;
	module.register_blocking_method("medchain_billsOf", |params, client, _| {
		bills_of(&client, &Page::parse(&params, "account", account, long_number, MAX_PAGE)?)
	})?;
	module.register_blocking_method("medchain_reserveStatus", |params, client, _| {
		reserve_status(&client, &Single::parse(&params, "currency", number)?)
	})?;
	Ok(module)
}

fn bill(client: &FullClient, question: &Single<BillId>) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let id = question.of;
	let info = client.runtime_api().bill(at, id).map_err(internal)?;
	Ok(json!({ "bill": info.map(|info| answers::bill(id, &info)), "at": at }))
}

fn obligations(
	client: &FullClient,
	question: &Page<AccountId, u64>,
) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let Page { of, after, limit, .. } = question;
	let page =
		client.runtime_api().obligations(at, of.clone(), *after, *limit).map_err(internal)?;
	let obligations: Vec<Value> = page.items.iter().map(answers::obligation).collect();
	Ok(json!({ "obligations": obligations, "next": page.next, "at": at }))
}

fn bills_of(
	client: &FullClient,
	question: &Page<AccountId, u64>,
) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let Page { of, after, limit, .. } = question;
	let page = client.runtime_api().bills_of(at, of.clone(), *after, *limit).map_err(internal)?;
	Ok(json!({ "bills": page.items, "next": page.next, "at": at }))
}

fn reserve_status(
	client: &FullClient,
	question: &Single<CurrencyId>,
) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let status = client.runtime_api().reserve_status(at, question.of).map_err(internal)?;
	Ok(json!({ "status": status.as_ref().map(answers::reserve_status), "at": at }))
}
