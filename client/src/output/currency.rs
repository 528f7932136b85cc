//! Currencies.

use super::{instant, pairs, Table};
use crate::{
	amounts::{major_units, span_told, told},
	relay::to_hex,
	types::money::{Currency, CurrencyTerms, Redemption, ReserveStatus},
};
use medchain_support::{Amount, CurrencyCode, CurrencyId};
use serde_json::{json, Value};

/// Attested reserves for each 10,000 tokens, as a percentage.
fn ratio(ratio: Option<Amount>) -> String {
	ratio.map_or_else(|| "none".into(), |points| format!("{} %", major_units(points, 2)))
}

fn state(currency: &Currency) -> &'static str {
	currency.paused.map_or("in use", |reason| reason.code())
}

/// What is asked of a currency, as names and values.
pub fn currency_terms(terms: &CurrencyTerms, code: CurrencyCode) -> Vec<(&'static str, String)> {
	vec![
		("required ratio", terms.required_ratio.to_string()),
		("attestation counts", span_told(terms.attestation_lifetime)),
		("least redemption", told(terms.min_redemption, code)),
	]
}

fn currency_terms_json(terms: &CurrencyTerms) -> Value {
	json!({
		"requiredRatio": terms.required_ratio.0 .0,
		"attestationLifetime": terms.attestation_lifetime,
		"minRedemption": terms.min_redemption.to_string(),
	})
}

/// How a currency stands.
pub fn reserve_status(id: CurrencyId, status: &ReserveStatus) -> String {
	let ReserveStatus { currency, supply, fresh, mintable, ratio: found } = status;
	let code = *currency.code;
	let mut lines = vec![
		("currency", format!("{id}, {code}")),
		("issuer", currency.issuer.to_string()),
		("state", state(currency).into()),
		("supply", told(*supply, code)),
		("reserves to supply", ratio(*found)),
		("can be minted", told(*mintable, code)),
	];
	lines.extend(currency_terms(&currency.terms, code));
	match &currency.attestation {
		None => lines.push(("attestation", "none".into())),
		Some(attestation) => lines.extend([
			(
				"attestation",
				match fresh {
					true => "counts".into(),
					false => "does not count: too old, or its auditor is none any more".into(),
				},
			),
			("reserves", told(attestation.reserves, code)),
			("as of", instant(attestation.as_of)),
			(
				"counts until",
				instant(attestation.as_of.saturating_add(currency.terms.attestation_lifetime)),
			),
			("auditor", attestation.auditor.to_string()),
			("evidence", to_hex(&attestation.evidence.0 .0)),
		]),
	}
	pairs(&lines)
}

fn currency_json(id: CurrencyId, currency: &Currency) -> Value {
	json!({
		"id": id,
		"code": currency.code.code(),
		"decimals": currency.code.decimals(),
		"issuer": currency.issuer,
		"terms": currency_terms_json(&currency.terms),
		"paused": currency.paused.map(|reason| reason.code()),
		"attestation": currency.attestation.as_ref().map(|attestation| json!({
			"auditor": attestation.auditor,
			"reserves": attestation.reserves.to_string(),
			"asOf": instant(attestation.as_of),
			"evidence": to_hex(&attestation.evidence.0 .0),
		})),
	})
}

/// How a currency stands, for machines.
pub fn reserve_status_json(id: CurrencyId, status: &ReserveStatus) -> Value {
	let mut value = currency_json(id, &status.currency);
	value["supply"] = status.supply.to_string().into();
	value["fresh"] = status.fresh.into();
	value["mintable"] = status.mintable.to_string().into();
	value["ratio"] = status.ratio.map(|ratio| ratio.to_string()).into();
	value
}

/// A table of currencies.
pub fn currencies(currencies: &[(CurrencyId, Currency)]) -> Table {
	let mut table =
		Table::new(&["CURRENCY", "CODE", "STATE", "RATIO", "ATTESTED", "AS OF", "ISSUER"]);
	for (id, currency) in currencies {
		let attestation = currency.attestation.as_ref();
		table.row(vec![
			id.to_string(),
			currency.code.to_string(),
			state(currency).into(),
			currency.terms.required_ratio.to_string(),
			attestation.map(|found| told(found.reserves, *currency.code)).unwrap_or_default(),
			attestation.map(|found| instant(found.as_of)).unwrap_or_default(),
			currency.issuer.to_string(),
		]);
	}
	table
}

/// Currencies, for machines.
pub fn currencies_json(currencies: &[(CurrencyId, Currency)]) -> Value {
	currencies.iter().map(|(id, currency)| currency_json(*id, currency)).collect()
}

/// A redemption that waits, as names and values.
pub fn redemption(id: u64, found: &Redemption, code: CurrencyCode) -> Vec<(&'static str, String)> {
	vec![
		("redemption", id.to_string()),
		("holder", found.holder.to_string()),
		("amount", told(found.amount, code)),
		("to be paid until", instant(found.deadline)),
	]
}

/// A redemption that waits, for machines.
pub fn redemption_json(id: u64, found: &Redemption) -> Value {
	json!({
		"redemption": id,
		"currency": found.currency,
		"holder": found.holder,
		"amount": found.amount.to_string(),
		"deadline": instant(found.deadline),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::money::{Attestation, PauseReason};
	use medchain_support::{BasisPoints, Commitment};
	use subxt::utils::AccountId32;

	fn currency() -> Currency {
		Currency {
			code: CurrencyCode::from_code("EUR").unwrap().into(),
			issuer: AccountId32([1; 32]),
			terms: CurrencyTerms {
				required_ratio: BasisPoints(10_250).into(),
				attestation_lifetime: 90 * 24 * 60 * 60,
				min_redemption: 1_000,
			},
			paused: None,
			attestation: None,
		}
	}

	#[test]
	fn a_currency_is_told_with_its_reserves() {
		let bare = ReserveStatus {
			currency: currency(),
			supply: 0,
			fresh: false,
			mintable: 0,
			ratio: None,
		};
		let text = reserve_status(3, &bare);
		assert!(text.contains("currency            3, EUR\n"), "{text}");
		assert!(text.contains("required ratio      102.50 %\n"), "{text}");
		assert!(text.contains("attestation         none\n"), "{text}");
		assert_eq!(reserve_status_json(3, &bare)["ratio"], Value::Null);

		let mut backed = bare;
		backed.currency.paused = Some(PauseReason::Supervision);
		backed.currency.attestation = Some(Attestation {
			auditor: AccountId32([2; 32]),
			reserves: 10_000_000,
			as_of: 0,
			evidence: Commitment([0xab; 32]).into(),
		});
		backed.ratio = Some(20_000);
		let text = reserve_status(3, &backed);
		assert!(text.contains("reserves            100000.00 EUR\n"), "{text}");
		assert!(
			text.contains("attestation         does not count: too old, or its auditor"),
			"{text}"
		);
		assert!(text.contains("counts until        1970-04-01T00:00:00Z\n"), "{text}");
		assert!(text.contains("reserves to supply  200.00 %\n"), "{text}");
		assert!(text.contains("state               supervision\n"), "{text}");
		let counted = ReserveStatus { fresh: true, ..backed };
		let text = reserve_status(3, &counted);
		assert!(text.contains("attestation         counts\n"), "{text}");
		let value = reserve_status_json(3, &backed);
		assert_eq!(value["attestation"]["reserves"], "10000000");
		assert_eq!(value["ratio"], "20000");
		assert!(currencies(&[(3, backed.currency)]).to_string().contains("100000.00 EUR"));
		assert_eq!(currencies_json(&[(3, backed.currency)])[0]["paused"], "supervision");
	}
}
