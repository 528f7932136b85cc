//! Who is insured, and how.

use super::{instant, Codes, Table};
use crate::{amounts::told, types::insurance::Coverage};
use medchain_support::{Amount, CurrencyCode};
use serde_json::{json, Value};

/// How a coverage stands at a second, in words.
pub fn coverage_state(coverage: &Coverage, now: u64) -> String {
	let term = &coverage.term;
	match coverage.in_force {
		true => format!("until {}", instant(term.end)),
		false if term.cancelled && term.end <= now => {
			format!("cancelled, ended {}", instant(term.end))
		}
		false if term.end <= now => format!("ended {}", instant(term.end)),
		false if now < term.start => format!("begins {}", instant(term.start)),
		false => "in its waiting period".into(),
	}
}

fn money(amount: Amount, code: Option<&CurrencyCode>) -> String {
	code.map_or_else(|| amount.to_string(), |code| told(amount, *code))
}

/// A table of the coverages of somebody, at a second, in the order in which they pay.
pub fn coverages(coverages: &[Coverage], codes: &Codes, now: u64) -> String {
	let mut table = Table::new(&[
		"PAYS",
		"COVERAGE",
		"PLAN",
		"STATE",
		"DEDUCTIBLE LEFT",
		"PATIENT PAYS AT MOST",
		"PLAN PAYS AT MOST",
		"INSURER",
	]);
	for (place, coverage) in (1..).zip(coverages) {
		let code = codes.get(&coverage.currency);
		table.row(vec![
			format!("{place}"),
			coverage.id.to_string(),
			format!("{} version {}", coverage.plan, coverage.term.version),
			coverage_state(coverage, now),
			money(coverage.deductible_left, code),
			money(coverage.out_of_pocket_left, code),
			money(coverage.limit_left, code),
			coverage.insurer.to_string(),
		]);
	}
	let mut text = table.to_string();
	for coverage in coverages {
		let Coverage { id, term, .. } = coverage;
		let told = |amount| money(amount, codes.get(&coverage.currency));
		let mut line = |line: String| text.push_str(&format!("{line}\n"));
		if coverage.subscriber != coverage.beneficiary {
			line(format!("coverage {id} is paid by {}", coverage.subscriber));
		}
		if term.deducted > 0 {
			let cut = told(term.deducted);
			line(format!("coverage {id}: its refund was cut by {cut}, which the plan had paid"));
		}
		if term.returned > 0 {
			let back = told(term.returned);
			line(format!("coverage {id}: {back} of its refund is due once the term is closed"));
		}
		if term.waiting > 0 {
			let count = term.waiting;
			line(format!("coverage {id}: {count} claims wait that are to be paid under this term"));
		}
		if coverage.refund_due > 0 {
			let due = told(coverage.refund_due);
			line(format!("coverage {id} is owed {due}: medchain coverage refund {id}"));
		}
	}
	text
}

/// A coverage, for machines, at a second.
pub fn coverage_json(coverage: &Coverage, codes: &Codes, now: u64) -> Value {
	let term = &coverage.term;
	json!({
		"id": coverage.id,
		"plan": coverage.plan,
		"pool": coverage.pool,
		"insurer": coverage.insurer,
		"currency": coverage.currency,
		"code": codes.get(&coverage.currency).map(|code| code.code()),
		"subscriber": coverage.subscriber,
		"beneficiary": coverage.beneficiary,
		"enrolled": instant(coverage.enrolled_at),
		"oldestTerm": coverage.oldest_term,
		"newestTerm": coverage.newest_term,
		"refundDue": coverage.refund_due.to_string(),
		"inForce": coverage.in_force,
		"state": coverage_state(coverage, now),
		"term": {
			"version": term.version,
			"start": instant(term.start),
			"end": instant(term.end),
			"premium": term.premium.to_string(),
			"limit": term.limit.to_string(),
			"paid": term.paid.to_string(),
			"deductible": term.deductible.to_string(),
			"outOfPocket": term.out_of_pocket.to_string(),
			"cancelled": term.cancelled,
			"soldUntil": instant(term.sold_until),
			"refundable": term.refundable,
			"deducted": term.deducted.to_string(),
			"returned": term.returned.to_string(),
			"closed": term.closed,
			"waiting": term.waiting,
			"appealedUntil": (term.appealed_until > 0).then(|| instant(term.appealed_until)),
		},
		"deductibleLeft": coverage.deductible_left.to_string(),
		"outOfPocketLeft": coverage.out_of_pocket_left.to_string(),
		"limitLeft": coverage.limit_left.to_string(),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::insurance::tests::coverage;

	#[test]
	fn coverages_are_told_with_what_is_left() {
		let found = coverage();
		let codes = Codes::from([(1, CurrencyCode::from_code("EUR").unwrap())]);
		let now = found.enrolled_at + 60;
		let text = coverages(std::slice::from_ref(&found), &codes, now);
		for told in [
			"3 version 2",
			"until 2027-11-18T11:06:40Z",
			"40.00 EUR",
			"470.00 EUR",
			"4910.00 EUR",
			&format!("coverage 4 is paid by {}\n", found.subscriber),
			"coverage 4 is owed 1.20 EUR: medchain coverage refund 4\n",
		] {
			assert!(text.contains(told), "{told}: {text}");
		}
		let value = coverage_json(&found, &codes, now);
		assert_eq!(value["term"]["outOfPocket"], "3000");
		assert_eq!(
			(value["code"].as_str(), value["refundDue"].as_str()),
			(Some("EUR"), Some("120"))
		);
		let own = Coverage { subscriber: found.beneficiary, refund_due: 0, ..found };
		let text = coverages(&[own], &Codes::new(), now);
		assert!(text.contains("  4000  ") && !text.contains("is paid by"), "{text}");
		assert!(!text.contains("refund") && !text.contains("wait"), "{text}");
	}

	#[test]
	fn what_keeps_money_back_is_told() {
		let mut found = coverage();
		(found.term.deducted, found.term.returned, found.term.waiting) = (250, 50, 2);
		let codes = Codes::from([(1, CurrencyCode::from_code("EUR").unwrap())]);
		let now = found.enrolled_at + 60;
		let text = coverages(std::slice::from_ref(&found), &codes, now);
		assert!(text.contains("coverage 4: its refund was cut by 2.50 EUR, which"), "{text}");
		assert!(text.contains("coverage 4: 0.50 EUR of its refund is due once the"), "{text}");
		assert!(text.contains("coverage 4: 2 claims wait that are to be paid"), "{text}");
		let term = &coverage_json(&found, &codes, now)["term"];
		assert_eq!((term["returned"].as_str(), term["waiting"].as_u64()), (Some("50"), Some(2)));
		assert!(term["appealedUntil"].is_null());
	}

	#[test]
	fn what_is_not_in_force_is_told_apart() {
		let mut found = Coverage { in_force: false, ..coverage() };
		let (start, end) = (found.term.start, found.term.end);
		assert_eq!(coverage_state(&found, start), "in its waiting period");
		assert!(coverage_state(&found, start - 1).starts_with("begins "));
		assert!(coverage_state(&found, end).starts_with("ended "));
		found.term.cancelled = true;
		assert!(coverage_state(&found, end).starts_with("cancelled, ended "));
	}
}
