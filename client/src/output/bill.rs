//! Bills.

use super::{instant, pairs, Table};
use crate::{
	amounts::{span_told, told},
	fhir::InvoiceLine,
	relay::to_hex,
	statement::Row,
	types::money::{
		BillInfo, Discounts, Instalment, Mandate, Obligation, Plan, PlanTerms, ProgrammeKind,
	},
};
use medchain_support::{Amount, BillId, CurrencyCode, CurrencyId};
use serde_json::{json, Value};
use std::collections::BTreeMap;
use subxt::utils::AccountId32;

/// The codes of currencies by their numbers.
pub type Codes = BTreeMap<CurrencyId, CurrencyCode>;

fn of_currency(amount: Amount, currency: CurrencyId, codes: &Codes) -> String {
	match codes.get(&currency) {
		Some(code) => told(amount, *code),
		None => format!("{amount} of currency {currency}"),
	}
}

/// The lines of a bill with what was taken off them.
fn lines(bill: &BillInfo, code: CurrencyCode) -> Table {
	let mut table = Table::new(&["LINE", "SERVICE", "QUANTITY", "PRICE", "AMOUNT", "DISCOUNTS"]);
	let taken = bill.bill.prompt_pay.is_some_and(|offer| offer.taken);
	for (number, found) in (1..).zip(InvoiceLine::all_of(bill)) {
		let prompt_pay = if taken { "prompt-pay" } else { "prompt-pay offered" };
		let discounts = [
			("package", found.package),
			("membership", found.membership),
			(prompt_pay, found.prompt_pay),
		];
		let discounts = discounts.into_iter().filter(|(_, amount)| *amount > 0);
		let discounts: Vec<String> =
			discounts.map(|(name, amount)| format!("{name} {}", told(amount, code))).collect();
		table.row(vec![
			format!("{number}"),
			format!("{} {}", found.line.service.code(), found.line.service.display()),
			found.line.quantity.to_string(),
			told(found.line.unit_price, code),
			found.line.gross().map(|gross| told(gross, code)).unwrap_or_default(),
			discounts.join(", "),
		]);
	}
	table
}

/// The sums of a bill, as names and values. What is nothing is left out, but for what is owed.
fn sums(bill: &BillInfo, code: CurrencyCode) -> Vec<(&'static str, String)> {
	let found = &bill.bill;
	let mut sums = vec![("all lines", told(found.gross, code))];
	let mut add = |name, amount: Amount| {
		if amount > 0 {
			sums.push((name, told(amount, code)));
		}
	};
	add("discounts", found.discount);
	if let Some(offer) = found.prompt_pay.filter(|offer| offer.taken) {
		add("prompt payment", offer.discount);
	}
	add("written off", found.written_off);
	add("paid", found.paid);
	add("refunded", found.refunded);
	sums.push(("outstanding", told(bill.outstanding, code)));
	if bill.payable < bill.outstanding {
		let until = found.prompt_pay.map(|offer| instant(offer.until)).unwrap_or_default();
		sums.push(("payable now", format!("{}, until {until}", told(bill.payable, code))));
	}
	sums
}

/// Instalments as they were proposed or accepted.
fn plan(plan: &Plan, code: CurrencyCode) -> Vec<(&'static str, String)> {
	let accepted = if plan.accepted { "accepted" } else { "proposed" };
	let mut lines = vec![("plan", format!("{accepted}: {}", plan_terms(&plan.terms)))];
	match &plan.debit {
		Some(debit) => {
			lines.push(("mandate", mandate(&debit.mandate, code)));
			lines.push(("collected", told(debit.debited, code)));
			let failures = match debit.failures {
				0 => String::new(),
				some => format!(", failed {some} times"),
			};
			lines.push(("next debit", format!("{}{failures}", instant(debit.next))));
		}
		None if plan.accepted => lines.push(("mandate", "none".into())),
		None => (),
	}
	lines
}

/// Instalments in one line.
pub fn plan_terms(terms: &PlanTerms) -> String {
	format!(
		"{} instalments, the first until {}, then every {}",
		terms.instalments,
		instant(terms.first_due),
		span_told(terms.interval)
	)
}

/// A mandate in one line.
pub fn mandate(mandate: &Mandate, code: CurrencyCode) -> String {
	format!(
		"up to {} at once and {} in all, until {}",
		told(mandate.per_debit, code),
		told(mandate.total, code),
		instant(mandate.until)
	)
}

/// How an instalment stands at a second.
fn instalment_state(instalment: &Instalment, now: u64) -> &'static str {
	match instalment {
		paid if paid.settled >= paid.amount => "settled",
		late if late.due < now => "late",
		_ => "to come",
	}
}

/// All of a bill, at a second.
pub fn bill(id: BillId, bill: &BillInfo, code: CurrencyCode, now: u64) -> String {
	let found = &bill.bill;
	let mut about = vec![
		("bill", format!("{id}, {}", found.status.code())),
		("provider", found.provider.to_string()),
		("patient", found.patient.to_string()),
		("issued", instant(found.issued_at)),
		("due", instant(found.due)),
	];
	about.extend(found.closed_at.map(|at| ("closed", instant(at))));
	about.push(("detail", to_hex(&bill.detail.0 .0)));
	about.extend(sums(bill, code));
	if let Some(dispute) = &found.dispute {
		let state = if dispute.resolved { "resolved" } else { "open" };
		about.push((
			"dispute",
			format!("{}, {}, {state}", dispute.reason.code(), instant(dispute.opened_at)),
		));
	}
	about.extend(found.plan.as_ref().map(|found| plan(found, code)).unwrap_or_default());
	let mut parts = vec![pairs(&about), lines(bill, code).to_string()];
	if !bill.instalments.is_empty() {
		let mut table = Table::new(&["INSTALMENT", "DUE", "AMOUNT", "SETTLED", "STATE"]);
		for instalment in &bill.instalments {
			table.row(vec![
				instalment.number.to_string(),
				instant(instalment.due),
				told(instalment.amount, code),
				told(instalment.settled, code),
				instalment_state(instalment, now).into(),
			]);
		}
		parts.push(table.to_string());
	}
	if !found.payments.is_empty() {
		parts.push(payments(bill, code).to_string());
	}
	parts.join("\n")
}

fn payments(bill: &BillInfo, code: CurrencyCode) -> Table {
	let mut table = Table::new(&["PAID BY", "AMOUNT", "REFUNDED"]);
	for payment in &bill.bill.payments {
		table.row(vec![
			payment.payer.to_string(),
			told(payment.amount, code),
			told(payment.refunded, code),
		]);
	}
	table
}

/// Instalments, for machines.
pub fn plan_terms_json(terms: &PlanTerms) -> Value {
	json!({
		"instalments": terms.instalments,
		"firstDue": instant(terms.first_due),
		"interval": terms.interval,
	})
}

/// A mandate, for machines.
pub fn mandate_json(mandate: &Mandate) -> Value {
	json!({
		"perDebit": mandate.per_debit.to_string(),
		"total": mandate.total.to_string(),
		"until": instant(mandate.until),
	})
}

fn lines_json(bill: &BillInfo) -> Value {
	let lines = InvoiceLine::all_of(bill).into_iter().map(|found| {
		json!({
			"service": found.line.service.code(),
			"quantity": found.line.quantity,
			"unitPrice": found.line.unit_price.to_string(),
			"package": found.package.to_string(),
			"membership": found.membership.to_string(),
			"promptPay": found.prompt_pay.to_string(),
		})
	});
	lines.collect()
}

fn payments_json(bill: &BillInfo) -> Value {
	let payments = bill.bill.payments.iter().map(|payment| {
		json!({
			"payer": payment.payer,
			"amount": payment.amount.to_string(),
			"refunded": payment.refunded.to_string(),
		})
	});
	payments.collect()
}

/// All of a bill, for machines, at a second. Amounts are decimal numbers of minor units.
pub fn bill_json(id: BillId, bill: &BillInfo, code: CurrencyCode, now: u64) -> Value {
	let found = &bill.bill;
	let instalments = bill.instalments.iter().map(|instalment| {
		json!({
			"number": instalment.number,
			"due": instant(instalment.due),
			"amount": instalment.amount.to_string(),
			"settled": instalment.settled.to_string(),
			"state": instalment_state(instalment, now),
		})
	});
	json!({
		"id": id,
		"status": found.status.code(),
		"provider": found.provider,
		"patient": found.patient,
		"currency": found.currency,
		"code": code.code(),
		"issued": instant(found.issued_at),
		"due": instant(found.due),
		"closed": found.closed_at.map(instant),
		"detail": to_hex(&bill.detail.0 .0),
		"lines": lines_json(bill),
		"gross": found.gross.to_string(),
		"discount": found.discount.to_string(),
		"promptPay": found.prompt_pay.as_ref().map(|offer| json!({
			"discount": offer.discount.to_string(),
			"until": instant(offer.until),
			"taken": offer.taken,
		})),
		"writtenOff": found.written_off.to_string(),
		"paid": found.paid.to_string(),
		"refunded": found.refunded.to_string(),
		"outstanding": bill.outstanding.to_string(),
		"payable": bill.payable.to_string(),
		"payments": payments_json(bill),
		"dispute": found.dispute.as_ref().map(|dispute| json!({
			"reason": dispute.reason.code(),
			"opened": instant(dispute.opened_at),
			"resolved": dispute.resolved,
		})),
		"plan": found.plan.as_ref().map(|plan| json!({
			"terms": plan_terms_json(&plan.terms),
			"total": plan.total.to_string(),
			"accepted": plan.accepted,
			"debit": plan.debit.as_ref().map(|debit| json!({
				"mandate": mandate_json(&debit.mandate),
				"collected": debit.debited.to_string(),
				"next": instant(debit.next),
				"failures": debit.failures,
			})),
		})),
		"instalments": instalments.collect::<Vec<_>>(),
	})
}

/// A table of open bills.
pub fn obligations(obligations: &[Obligation], codes: &Codes) -> Table {
	let mut table = Table::new(&["BILL", "OUTSTANDING", "PAYABLE NOW", "DUE", "STATE", "PROVIDER"]);
	for open in obligations {
		let mut states = Vec::new();
		if open.overdue > 0 {
			states.push(format!("late: {}", of_currency(open.overdue, open.currency, codes)));
		}
		if open.disputed {
			states.push("disputed".into());
		}
		table.row(vec![
			open.bill.to_string(),
			of_currency(open.outstanding, open.currency, codes),
			of_currency(open.payable, open.currency, codes),
			instant(open.due),
			if states.is_empty() { "open".into() } else { states.join(", ") },
			open.provider.to_string(),
		]);
	}
	table
}

/// An open bill, for machines.
pub fn obligation_json(open: &Obligation, codes: &Codes) -> Value {
	json!({
		"bill": open.bill,
		"provider": open.provider,
		"currency": open.currency,
		"code": codes.get(&open.currency).map(|code| code.code()),
		"outstanding": open.outstanding.to_string(),
		"payable": open.payable.to_string(),
		"overdue": open.overdue.to_string(),
		"due": instant(open.due),
		"disputed": open.disputed,
	})
}

/// A table of all bills of somebody.
pub fn statement(who: &AccountId32, rows: &[Row]) -> Table {
	let mut table =
		Table::new(&["BILL", "STATUS", "ISSUED", "ALL LINES", "PAID", "OUTSTANDING", "WITH"]);
	for row in rows {
		let bill = &row.bill.bill;
		let with = if *who == bill.provider { bill.patient } else { bill.provider };
		table.row(vec![
			row.id.to_string(),
			bill.status.code().into(),
			instant(bill.issued_at),
			told(bill.gross, row.code),
			told(bill.paid, row.code),
			told(row.bill.outstanding, row.code),
			with.to_string(),
		]);
	}
	table
}

/// What was paid for a bill, to keep: where it was read, who paid whom for what.
pub fn bill_receipt(id: BillId, bill: &BillInfo, code: CurrencyCode, read: &ReadAt) -> String {
	let found = &bill.bill;
	let mut about = vec![
		("receipt", format!("bill {id} of chain {}", read.chain)),
		("as of", format!("{}, block {} {}", instant(read.at), read.block, read.block_hash)),
		("provider", found.provider.to_string()),
		("patient", found.patient.to_string()),
		("issued", instant(found.issued_at)),
		("status", found.status.code().into()),
	];
	about.extend(sums(bill, code));
	format!("{}\n{}\n{}", pairs(&about), lines(bill, code), payments(bill, code))
}

/// Where something was read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReadAt {
	/// Hash of the chain's first block.
	pub chain: String,
	/// Number of the block.
	pub block: u64,
	/// Hash of the block.
	pub block_hash: String,
	/// Its time, in seconds since 1970.
	pub at: u64,
}

/// The same, for machines.
pub fn bill_receipt_json(id: BillId, bill: &BillInfo, code: CurrencyCode, read: &ReadAt) -> Value {
	let found = &bill.bill;
	json!({
		"bill": id,
		"chain": read.chain,
		"block": read.block,
		"blockHash": read.block_hash,
		"at": instant(read.at),
		"provider": found.provider,
		"patient": found.patient,
		"status": found.status.code(),
		"code": code.code(),
		"lines": lines_json(bill),
		"gross": found.gross.to_string(),
		"discount": found.discount.to_string(),
		"promptPay": found.prompt_pay.filter(|offer| offer.taken).map(|offer| offer.discount.to_string()),
		"writtenOff": found.written_off.to_string(),
		"paid": found.paid.to_string(),
		"refunded": found.refunded.to_string(),
		"outstanding": bill.outstanding.to_string(),
		"payments": payments_json(bill),
	})
}

fn programme(kind: &ProgrammeKind, currency: CurrencyId, codes: &Codes) -> (&'static str, String) {
	match kind {
		ProgrammeKind::PromptPay { rate, within } => {
			("prompt-pay", format!("{} within {}", **rate, span_told(*within)))
		}
		ProgrammeKind::Membership { rate } => ("membership", rate.to_string()),
		ProgrammeKind::Package { services, price } => {
			let services: Vec<String> = services
				.iter()
				.map(|(service, quantity)| format!("{quantity} × {}", service.display()))
				.collect();
			let price = of_currency(*price, currency, codes);
			("package", format!("{price} for {}", services.join(", ")))
		}
	}
}

/// The discounts of a provider.
pub fn discounts(provider: &AccountId32, found: &Discounts, codes: &Codes) -> String {
	let about = pairs(&[
		("provider", provider.to_string()),
		("all together", format!("at most {}", *found.cap)),
	]);
	let mut table = Table::new(&["PROGRAMME", "KIND", "TAKES OFF", "AT MOST"]);
	for one in &found.programmes {
		let (kind, told) = programme(&one.kind, one.currency, codes);
		let cap = of_currency(one.cap, one.currency, codes);
		table.row(vec![one.id.to_string(), kind.into(), told, cap]);
	}
	format!("{about}{table}")
}

/// The discounts of a provider, for machines.
pub fn discounts_json(provider: &AccountId32, found: &Discounts) -> Value {
	let programmes = found.programmes.iter().map(|one| {
		let kind = match &one.kind {
			ProgrammeKind::PromptPay { rate, within } => {
				json!({ "promptPay": { "rate": rate.0 .0, "within": within } })
			}
			ProgrammeKind::Membership { rate } => json!({ "membership": { "rate": rate.0 .0 } }),
			ProgrammeKind::Package { services, price } => {
				let services: Vec<Value> = services
					.iter()
					.map(
						|(service, quantity)| json!({ "service": service.code(), "quantity": quantity }),
					)
					.collect();
				json!({ "package": { "services": services, "price": price.to_string() } })
			}
		};
		json!({
			"id": one.id,
			"currency": one.currency,
			"kind": kind,
			"cap": one.cap.to_string(),
		})
	});
	json!({
		"provider": provider,
		"cap": found.cap.0 .0,
		"programmes": programmes.collect::<Vec<_>>(),
	})
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use crate::types::money::{
		Bill, BillStatus, BilledLine, Debit, Dispute, DisputeReason, Payment, Programme, PromptPay,
	};
	use medchain_support::{BasisPoints, BillLine, Commitment, ServiceType};

	/// A bill of 100.00: 10.00 discount, 5.00 written off, 20.00 paid and 1.00 of it back; 2.70 are
	/// offered for prompt payment.
	pub(crate) fn bill() -> BillInfo {
		let payment = Payment { payer: AccountId32([3; 32]), amount: 2_000, refunded: 100 };
		BillInfo {
			bill: Bill {
				provider: AccountId32([1; 32]),
				patient: AccountId32([2; 32]),
				currency: 4,
				status: BillStatus::Issued,
				issued_at: 10,
				due: 1_000,
				gross: 10_000,
				discount: 1_000,
				prompt_pay: Some(PromptPay { discount: 270, until: 500, taken: false }),
				written_off: 500,
				paid: 2_000,
				refunded: 100,
				payments: vec![payment],
				dispute: None,
				plan: None,
				closed_at: None,
			},
			lines: vec![BilledLine {
				line: BillLine {
					service: ServiceType::Consultation,
					quantity: 4,
					unit_price: 2_500,
				}
				.into(),
				package: 0,
				membership: 1_000,
				prompt_pay: 270,
			}],
			detail: Commitment([0xcd; 32]).into(),
			outstanding: 6_500,
			payable: 6_230,
			instalments: Vec::new(),
		}
	}

	fn eur() -> CurrencyCode {
		CurrencyCode::from_code("EUR").unwrap()
	}

	#[test]
	fn a_bill_is_told_with_all_its_sums() {
		let text = super::bill(7, &bill(), eur(), 100);
		for line in [
			"bill         7, issued\n",
			"all lines    100.00 EUR\n",
			"discounts    10.00 EUR\n",
			"written off  5.00 EUR\n",
			"paid         20.00 EUR\n",
			"refunded     1.00 EUR\n",
			"outstanding  65.00 EUR\n",
			"payable now  62.30 EUR, until 1970-01-01T00:08:20Z\n",
			"3 Consultation",
			"membership 10.00 EUR, prompt-pay offered 2.70 EUR",
		] {
			assert!(text.contains(line), "{line}: {text}");
		}
		assert!(text.contains("PAID BY"), "{text}");
		let value = bill_json(7, &bill(), eur(), 100);
		assert_eq!(value["outstanding"], "6500");
		assert_eq!(value["promptPay"]["taken"], false);
		assert_eq!(value["lines"][0]["unitPrice"], "2500");
		assert_eq!(value["payments"][0]["refunded"], "100");
		assert_eq!(value["plan"], Value::Null);
	}

	#[test]
	fn instalments_are_settled_late_or_to_come() {
		let mut bill = bill();
		let mandate = Mandate { per_debit: 3_000, total: 6_500, until: 900 };
		bill.bill.plan = Some(Plan {
			terms: PlanTerms { instalments: 3, first_due: 50, interval: 3_600 },
			total: 6_500,
			accepted: true,
			debit: Some(Debit { mandate, debited: 2_166, next: 60, failures: 2 }),
		});
		bill.bill.dispute =
			Some(Dispute { reason: DisputeReason::WrongAmount, opened_at: 1, resolved: false });
		let instalment = |number, due, settled| Instalment { number, due, amount: 2_166, settled };
		bill.instalments =
			vec![instalment(1, 50, 2_166), instalment(2, 60, 1), instalment(3, 200, 0)];
		let text = super::bill(7, &bill, eur(), 100);
		assert!(text.contains("then every 1 hour\n"), "{text}");
		assert!(text.contains("up to 30.00 EUR at once and 65.00 EUR in all"), "{text}");
		assert!(text.contains("failed 2 times"), "{text}");
		assert!(text.contains("wrong-amount, 1970-01-01T00:00:01Z, open"), "{text}");
		let value = bill_json(7, &bill, eur(), 100);
		let states: Vec<&str> = value["instalments"]
			.as_array()
			.unwrap()
			.iter()
			.map(|instalment| instalment["state"].as_str().unwrap())
			.collect();
		assert_eq!(states, ["settled", "late", "to come"]);
		assert_eq!(value["plan"]["debit"]["mandate"]["perDebit"], "3000");
		bill.bill.plan = bill.bill.plan.map(|plan| Plan { accepted: false, debit: None, ..plan });
		let text = super::bill(7, &bill, eur(), 100);
		assert!(text.contains("proposed: 3 instalments") && !text.contains("mandate"), "{text}");
	}

	#[test]
	fn a_receipt_says_where_it_was_read_and_who_paid() {
		let read = ReadAt { chain: "0xaa".into(), block: 5, block_hash: "0xbb".into(), at: 60 };
		let mut paid = bill();
		paid.bill.prompt_pay = Some(PromptPay { discount: 270, until: 500, taken: true });
		let text = bill_receipt(7, &paid, eur(), &read);
		assert!(text.contains("bill 7 of chain 0xaa"), "{text}");
		assert!(text.contains("1970-01-01T00:01:00Z, block 5 0xbb"), "{text}");
		assert!(text.contains("prompt payment  2.70 EUR"), "{text}");
		assert!(text.contains(&AccountId32([3; 32]).to_string()), "{text}");
		let value = bill_receipt_json(7, &paid, eur(), &read);
		assert_eq!(value["promptPay"], "270");
		assert_eq!(bill_receipt_json(7, &bill(), eur(), &read)["promptPay"], Value::Null);
	}

	/// A bill of 10.00 in two lines with 1.00 off for prompt payment, of which all but 0.50 was written
	/// off: that took the offer, for 0.50.
	pub(crate) fn written_off() -> BillInfo {
		let mut info = bill();
		let line = |unit_price, prompt_pay| BilledLine {
			line: BillLine { service: ServiceType::Consultation, quantity: 1, unit_price }.into(),
			package: 0,
			membership: 0,
			prompt_pay,
		};
		info.lines = vec![line(300, 30), line(700, 70)];
		info.bill = Bill {
			status: BillStatus::Balanced,
			gross: 1_000,
			discount: 0,
			prompt_pay: Some(PromptPay { discount: 50, until: 500, taken: true }),
			written_off: 950,
			paid: 0,
			refunded: 0,
			payments: Vec::new(),
			..info.bill
		};
		(info.outstanding, info.payable) = (0, 0);
		info
	}

	#[test]
	fn what_prompt_payment_took_off_the_lines_is_what_it_took_off_the_bill() {
		let text = super::bill(7, &written_off(), eur(), 100);
		assert!(text.contains("prompt payment  0.50 EUR\n"), "{text}");
		assert!(
			text.contains("prompt-pay 0.30 EUR") && text.contains("prompt-pay 0.20 EUR"),
			"{text}"
		);
		let value = bill_json(7, &written_off(), eur(), 100);
		assert_eq!(value["lines"][0]["promptPay"], "30");
		assert_eq!(value["lines"][1]["promptPay"], "20");
		// An offer that is over is no offer.
		let over = BillInfo { payable: 6_500, ..bill() };
		let text = super::bill(7, &over, eur(), 600);
		assert!(text.contains("membership 10.00 EUR") && !text.contains("offered"), "{text}");
	}

	#[test]
	fn a_statement_names_the_other_side() {
		let row = Row { id: 7, bill: bill(), code: eur() };
		let [provider, patient] = [row.bill.bill.provider, row.bill.bill.patient];
		let text = super::statement(&provider, std::slice::from_ref(&row)).to_string();
		assert!(text.contains(&patient.to_string()) && text.contains("65.00 EUR"), "{text}");
		assert!(super::statement(&patient, &[row]).to_string().contains(&provider.to_string()));
	}

	#[test]
	fn open_bills_are_told_with_what_is_late() {
		let open = Obligation {
			bill: 7,
			provider: AccountId32([1; 32]),
			currency: 4,
			outstanding: 6_500,
			payable: 6_230,
			overdue: 2_165,
			due: 60,
			disputed: true,
		};
		let codes = Codes::from([(4, eur())]);
		let text = obligations(&[open], &codes).to_string();
		assert!(text.contains("late: 21.65 EUR, disputed"), "{text}");
		let unknown = obligations(&[open], &Codes::new()).to_string();
		assert!(unknown.contains("6500 of currency 4"), "{unknown}");
		assert_eq!(obligation_json(&open, &codes)["code"], "EUR");
		assert_eq!(obligation_json(&open, &codes)["overdue"], "2165");
	}

	#[test]
	fn discounts_are_told_by_what_they_take_off() {
		let found = Discounts {
			cap: BasisPoints(3_000).into(),
			programmes: [
				ProgrammeKind::PromptPay { rate: BasisPoints(300).into(), within: 14 * 86_400 },
				ProgrammeKind::Membership { rate: BasisPoints(5_000).into() },
				ProgrammeKind::Package {
					services: vec![(ServiceType::DiagnosticLab.into(), 2)],
					price: 9_900,
				},
			]
			.into_iter()
			.zip(1..)
			.map(|(kind, id)| Programme { id, currency: 4, kind, cap: 5_000 })
			.collect(),
		};
		let provider = AccountId32([1; 32]);
		let text = discounts(&provider, &found, &Codes::from([(4, eur())]));
		for told in [
			"at most 30.00 %",
			"3.00 % within 14 days",
			"50.00 %",
			"99.00 EUR for 2 × Diagnostic Lab",
		] {
			assert!(text.contains(told), "{told}: {text}");
		}
		let value = discounts_json(&provider, &found);
		assert_eq!(value["programmes"][0]["kind"]["promptPay"]["rate"], 300);
		assert_eq!(value["programmes"][2]["kind"]["package"]["services"][0]["service"], "5");
	}
}
