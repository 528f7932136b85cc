//! Pools and plans.

use super::{instant, pairs, Table};
use crate::{
	amounts::{major_units, span_told, told},
	types::insurance::{Benefit, Contract, Frequency, Plan, PlanTerms, Pool},
};
use medchain_support::{Amount, BasisPoints, CurrencyCode};
use serde_json::{json, Value};
use subxt::utils::AccountId32;

/// How a pool stands.
pub fn pool(pool: &Pool, code: CurrencyCode) -> String {
	let coverage = match pool.coverage {
		Some(points) => format!("{} % of what is open", major_units(points, 2)),
		None => "nothing is open".into(),
	};
	pairs(&[
		("pool", format!("{}, {code}", pool.id)),
		("insurer", pool.insurer.to_string()),
		("account", pool.account.to_string()),
		("currency", pool.currency.to_string()),
		("balance", told(pool.balance, code)),
		("open limits", told(pool.open, code)),
		("kept of them", pool.ratio.to_string()),
		("owed of premiums", told(pool.owed, code)),
		("must stay", told(pool.required, code)),
		("can be withdrawn", told(pool.free, code)),
		("covers", coverage),
	])
}

/// How a pool stands, for machines.
pub fn pool_json(pool: &Pool, code: CurrencyCode) -> Value {
	json!({
		"id": pool.id,
		"insurer": pool.insurer,
		"account": pool.account,
		"currency": pool.currency,
		"code": code.code(),
		"ratio": pool.ratio.0,
		"open": pool.open.to_string(),
		"balance": pool.balance.to_string(),
		"required": pool.required.to_string(),
		"owed": pool.owed.to_string(),
		"free": pool.free.to_string(),
		"coverage": pool.coverage.map(|points| points.to_string()),
	})
}

fn days(seconds: u64) -> String {
	match seconds {
		0 => "none".into(),
		some => span_told(some),
	}
}

/// The terms of a plan but for its benefits, as names and values.
fn terms(terms: &PlanTerms, code: CurrencyCode) -> Vec<(&'static str, String)> {
	let money = |amount: Amount| told(amount, code);
	let mut lines = vec![
		("premium", format!("{} for {}", money(terms.premium), span_told(terms.length))),
		("waiting", days(terms.waiting)),
		("to be claimed within", span_told(terms.filing)),
		("deductible", money(terms.deductible)),
		("patient pays at most", money(terms.out_of_pocket_max)),
		("plan pays at most", money(terms.annual_limit)),
	];
	if let Some(above) = terms.confirm_above {
		lines.push(("patient confirms above", money(above)));
	}
	if let Some(most) = terms.daily_lines {
		lines.push(("lines a day", format!("{most}, more are looked at")));
	}
	if let Some(share) = terms.outlier {
		lines.push(("prices", format!("beyond {share} of the ceiling are looked at")));
	}
	lines
}

/// What else a benefit asks, in words.
fn conditions(benefit: &Benefit) -> String {
	let mut conditions = Vec::new();
	if let Some(most) = benefit.max_quantity {
		conditions.push(format!("at most {most} units a term"));
	}
	if let Some(Frequency { uses, within_days }) = benefit.frequency {
		conditions.push(format!("{uses} × in {within_days} days"));
	}
	for (asked, what) in [
		(benefit.authorization, "authorised before"),
		(benefit.attachment, "with documents"),
		(benefit.traced, "with the drug's pack"),
	] {
		if asked {
			conditions.push(what.into());
		}
	}
	conditions.join(", ")
}

fn benefits(terms: &PlanTerms, code: CurrencyCode) -> Table {
	let mut table =
		Table::new(&["SERVICE", "CEILING", "COPAY", "COINSURANCE", "OUTSIDE THE NETWORK", "ONLY"]);
	for benefit in &terms.benefits {
		table.row(vec![
			format!("{} {}", benefit.service.code(), benefit.service.display()),
			benefit.ceiling.map_or_else(|| "none".into(), |ceiling| told(ceiling, code)),
			told(benefit.copay, code),
			benefit.coinsurance.to_string(),
			benefit.out_of_network.map_or_else(|| "not covered".into(), |share| share.to_string()),
			conditions(benefit),
		]);
	}
	table
}

/// Whether a provider belongs to a network, in words.
pub fn contract(contract: Option<&Contract>) -> String {
	let Some(found) = contract else { return "does not belong to the network".into() };
	let ended = found.spans.last().and_then(|span| span.until);
	match (found.running(), found.offered, ended) {
		(Some(span), ..) => format!(
			"belongs to the network since {}, by version {}",
			instant(span.from),
			span.version
		),
		(None, Some(version), _) => {
			format!("was offered to join the network, in version {version}")
		}
		(None, None, Some(until)) => format!("belonged to the network until {}", instant(until)),
		(None, None, None) => "does not belong to the network".into(),
	}
}

fn contract_json(contract: Option<&Contract>) -> Value {
	let spans = contract.into_iter().flat_map(|contract| &contract.spans).map(|span| {
		json!({
			"version": span.version,
			"from": instant(span.from),
			"until": span.until.map(instant),
		})
	});
	json!({
		"contract": contract.map(|contract| contract.membership().code()),
		"offered": contract.and_then(|contract| contract.offered),
		"spans": spans.collect::<Vec<_>>(),
	})
}

/// A plan in the version that was asked for, and how a provider stands to it.
pub fn plan(
	plan: &Plan,
	version: u32,
	pool: &Pool,
	code: CurrencyCode,
	provider: Option<&(AccountId32, Option<Contract>)>,
) -> String {
	let mut about = vec![
		("plan", format!("{}, {}", plan.id, if plan.open { "open" } else { "closed" })),
		("version", format!("{version} of {}", plan.newest_version)),
		("insurer", pool.insurer.to_string()),
		("pool", plan.pool.to_string()),
	];
	about.extend(
		provider.map(|(who, found)| ("provider", format!("{who} {}", contract(found.as_ref())))),
	);
	about.extend(terms(&plan.terms, code));
	format!("{}\n{}", pairs(&about), benefits(&plan.terms, code))
}

fn share_json(share: Option<BasisPoints>) -> Option<u16> {
	share.map(|share| share.0)
}

/// The terms of a plan, for machines.
pub fn plan_benefits_json(terms: &PlanTerms) -> Value {
	let benefits = terms.benefits.iter().map(|benefit| {
		json!({
			"service": benefit.service.code(),
			"coinsurance": benefit.coinsurance.0,
			"outOfNetwork": share_json(benefit.out_of_network),
			"copay": benefit.copay.to_string(),
			"ceiling": benefit.ceiling.map(|ceiling| ceiling.to_string()),
			"maxQuantity": benefit.max_quantity,
			"frequency": benefit.frequency.map(|frequency| json!({
				"uses": frequency.uses,
				"withinDays": frequency.within_days,
			})),
			"authorization": benefit.authorization,
			"attachment": benefit.attachment,
			"traced": benefit.traced,
		})
	});
	json!({
		"deductible": terms.deductible.to_string(),
		"outOfPocketMax": terms.out_of_pocket_max.to_string(),
		"annualLimit": terms.annual_limit.to_string(),
		"premium": terms.premium.to_string(),
		"length": terms.length,
		"waiting": terms.waiting,
		"filing": terms.filing,
		"confirmAbove": terms.confirm_above.map(|above| above.to_string()),
		"dailyLines": terms.daily_lines,
		"outlier": share_json(terms.outlier),
		"benefits": benefits.collect::<Vec<_>>(),
	})
}

/// A plan, for machines.
pub fn plan_json(
	plan: &Plan,
	version: u32,
	pool: &Pool,
	code: CurrencyCode,
	provider: Option<&(AccountId32, Option<Contract>)>,
) -> Value {
	json!({
		"id": plan.id,
		"pool": plan.pool,
		"insurer": pool.insurer,
		"currency": pool.currency,
		"code": code.code(),
		"open": plan.open,
		"version": version,
		"newestVersion": plan.newest_version,
		"provider": provider.map(|(who, found)| {
			let mut told = contract_json(found.as_ref());
			told["account"] = json!(who);
			told
		}),
		"terms": plan_benefits_json(&plan.terms),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::insurance::{tests as samples, Span};

	fn eur() -> CurrencyCode {
		CurrencyCode::from_code("EUR").unwrap()
	}

	fn a_pool() -> Pool {
		Pool {
			id: 1,
			insurer: AccountId32([4; 32]),
			currency: 2,
			account: AccountId32([5; 32]),
			ratio: BasisPoints(1_000),
			open: 491_000,
			balance: 97_000,
			required: 49_900,
			owed: 800,
			free: 47_100,
			coverage: Some(1_975),
		}
	}

	#[test]
	fn a_pool_is_told_with_what_can_be_withdrawn() {
		let text = super::pool(&a_pool(), eur());
		for line in [
			"pool              1, EUR\n",
			"balance           970.00 EUR\n",
			"kept of them      10.00 %\n",
			"owed of premiums  8.00 EUR\n",
			"must stay         499.00 EUR\n",
			"can be withdrawn  471.00 EUR\n",
			"covers            19.75 % of what is open\n",
		] {
			assert!(text.contains(line), "{line}: {text}");
		}
		let empty = Pool { coverage: None, open: 0, ..a_pool() };
		assert!(super::pool(&empty, eur()).contains("covers            nothing is open\n"));
		let value = pool_json(&a_pool(), eur());
		assert_eq!((value["free"].as_str(), value["ratio"].as_u64()), (Some("47100"), Some(1_000)));
		assert_eq!(value["owed"], "800");
	}

	#[test]
	fn a_plan_is_told_with_its_benefits() {
		let found = samples::plan();
		let provider = AccountId32([9; 32]);
		let offered = Contract { offered: Some(2), spans: Vec::new() };
		let text = super::plan(&found, 1, &a_pool(), eur(), Some(&(provider, Some(offered))));
		for told in [
			"3, open\n",
			"1 of 2\n",
			"was offered to join the network, in version 2\n",
			"60.00 EUR for 365 days\n",
			"waiting                 none\n",
			"patient confirms above  1000.00 EUR\n",
			"beyond 300.00 % of the ceiling",
			"98 Professional (Physician) Visit - Office",
			"2 × in 7 days",
			"80.00 EUR",
			"not covered",
			"at most 20 units a term, authorised before",
		] {
			assert!(text.contains(told), "{told}: {text}");
		}
		let value = plan_json(&found, 1, &a_pool(), eur(), Some(&(provider, None)));
		assert_eq!(value["provider"]["contract"], Value::Null);
		assert_eq!(value["provider"]["spans"], json!([]));
		assert_eq!(value["terms"]["benefits"][1]["ceiling"], "8000");
		assert_eq!(value["terms"]["benefits"][0]["frequency"]["withinDays"], 7);
		assert_eq!(value["terms"]["outlier"], 30_000);
		let alone = super::plan(&found, 2, &a_pool(), eur(), None);
		assert!(!alone.contains("network\n"), "{alone}");
	}

	#[test]
	fn a_contract_is_told_as_it_stands() {
		let over = Span { version: 1, from: 0, until: Some(60) };
		let runs = Span { version: 2, from: 86_400, until: None };
		for (offered, spans, told, code) in [
			(None, vec![over, runs], "since 1970-01-02T00:00:00Z, by version 2", "accepted"),
			(None, vec![over], "belonged to the network until 1970-01-01T00:01:00Z", "ended"),
			(Some(3), vec![over], "was offered to join the network, in version 3", "offered"),
		] {
			let found = Contract { offered, spans };
			let text = contract(Some(&found));
			assert!(text.contains(told), "{told}: {text}");
			assert_eq!(contract_json(Some(&found))["contract"], code);
		}
		let value = contract_json(Some(&Contract { offered: None, spans: vec![over] }));
		assert_eq!(value["spans"][0]["until"], "1970-01-01T00:01:00Z");
		assert_eq!(contract(None), "does not belong to the network");
	}
}
