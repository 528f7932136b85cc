//! The lines of a bill to FHIR R4 `Invoice`.

use super::{
	format_instant,
	invoice::{Invoice, InvoiceLine, MEMBERSHIP, PACKAGE, PROMPT_PAY},
	Refusal, ACCOUNT_SYSTEM, BILL_SYSTEM, DISCOUNT_SYSTEM, DUE_EXTENSION,
};
use crate::{amounts::major_units, types::money::BillStatus};
use medchain_support::{Amount, CurrencyCode, ServiceType};
use serde::Serialize;
use serde_json::value::RawValue;
use subxt::utils::AccountId32;

/// Writes an `Invoice`, in the order of the specification. Reading it gives the same again, but for
/// what is written for people alone.
pub fn write_invoice(invoice: &Invoice) -> Result<String, Refusal> {
	let document = document(invoice)?;
	serde_json::to_string_pretty(&document).map_err(|e| Refusal::new("Invoice", e.to_string()))
}

fn document(invoice: &Invoice) -> Result<Document<'_>, Refusal> {
	let code = invoice.code;
	if !code.is_known() {
		return Err(Refusal::new(
			"Invoice.totalNet.currency",
			format!("{code} is no code of ISO 4217 that this client knows"),
		));
	}
	let second = |path, at| instant(at).map_err(|reason| Refusal::new(path, reason));
	let due = invoice.due.map(|due| second("Invoice.extension", due)).transpose()?;
	let total = invoice.total().ok_or_else(|| {
		Refusal::new("Invoice.totalNet", "the lines come to more than can be counted")
	})?;
	let numbered = (1..).zip(&invoice.lines);
	Ok(Document {
		resource_type: "Invoice",
		extension: due
			.into_iter()
			.map(|due| Extension { url: DUE_EXTENSION, value_date_time: due })
			.collect(),
		identifier: invoice
			.bill
			.iter()
			.map(|bill| Identifier { system: BILL_SYSTEM, value: bill.clone() })
			.collect(),
		status: invoice.status.code(),
		cancelled_reason: match invoice.status {
			BillStatus::Issued | BillStatus::Balanced => None,
			BillStatus::Cancelled => Some("cancelled by the provider"),
			BillStatus::EnteredInError => Some("entered in error"),
		},
		subject: reference("Patient", &invoice.patient),
		recipient: reference("Patient", &invoice.patient),
		date: invoice.issued.map(|issued| second("Invoice.date", issued)).transpose()?,
		issuer: reference("Organization", &invoice.provider),
		line_item: numbered
			.map(|(number, line)| line_item(number, line, invoice))
			.collect::<Result<_, _>>()?,
		total_net: money(total, code)?,
		total_gross: money(total, code)?,
	})
}

/// A second as FHIR writes it, or why it cannot.
fn instant(second: u64) -> Result<String, String> {
	format_instant(second)
		.ok_or_else(|| format!("second {second} lies after the year 9999, FHIR's last"))
}

fn reference(kind: &'static str, account: &AccountId32) -> Reference {
	Reference {
		kind,
		identifier: Identifier { system: ACCOUNT_SYSTEM, value: account.to_string() },
	}
}

fn line_item<'a>(
	sequence: u32,
	line: &InvoiceLine,
	invoice: &Invoice,
) -> Result<LineItem<'a>, Refusal> {
	let code = invoice.code;
	let service = line.line.service;
	let gross = line.line.gross().ok_or_else(|| {
		Refusal::new("Invoice.lineItem.priceComponent.amount", "more than can be counted")
	})?;
	let factor = raw(line.line.quantity.to_string())?;
	let mut price_component = vec![PriceComponent {
		kind: "base",
		code: None,
		factor: Some(factor),
		amount: money(gross, code)?,
	}];
	let prompt_pay = if invoice.prompt_pay_taken { "discount" } else { "informational" };
	let until = invoice
		.prompt_pay_until
		.map(instant)
		.transpose()
		.map_err(|reason| Refusal::new("Invoice.lineItem.priceComponent.code.text", reason))?;
	let until = until.map(|until| format!("until {until}"));
	for (kind, name, amount, text) in [
		("discount", PACKAGE, line.package, None),
		("discount", MEMBERSHIP, line.membership, None),
		(prompt_pay, PROMPT_PAY, line.prompt_pay, until),
	] {
		if amount > 0 {
			let concept = concept(DISCOUNT_SYSTEM, name, None);
			price_component.push(PriceComponent {
				kind,
				code: Some(Concept { text, ..concept }),
				factor: None,
				amount: money(amount, code)?,
			});
		}
	}
	Ok(LineItem {
		sequence,
		charge_item: concept(ServiceType::SYSTEM, service.code(), Some(service.display())),
		price_component,
	})
}

fn concept<'a>(system: &'a str, code: &'a str, display: Option<&'a str>) -> Concept<'a> {
	Concept { coding: [Coding { system, code, display }], text: None }
}

/// Digits as a JSON number, each of them.
fn raw(digits: String) -> Result<Box<RawValue>, Refusal> {
	RawValue::from_string(digits).map_err(|e| Refusal::new("Invoice.lineItem", e.to_string()))
}

fn money(amount: Amount, code: CurrencyCode) -> Result<Money, Refusal> {
	let value = raw(major_units(amount, code.decimals()))?;
	Ok(Money { value, currency: code.to_string() })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
	resource_type: &'static str,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	extension: Vec<Extension>,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	identifier: Vec<Identifier>,
	status: &'static str,
	#[serde(skip_serializing_if = "Option::is_none")]
	cancelled_reason: Option<&'static str>,
	subject: Reference,
	recipient: Reference,
	#[serde(skip_serializing_if = "Option::is_none")]
	date: Option<String>,
	issuer: Reference,
	line_item: Vec<LineItem<'a>>,
	total_net: Money,
	total_gross: Money,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Extension {
	url: &'static str,
	value_date_time: String,
}

#[derive(Serialize)]
struct Identifier {
	system: &'static str,
	value: String,
}

#[derive(Serialize)]
struct Reference {
	#[serde(rename = "type")]
	kind: &'static str,
	identifier: Identifier,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LineItem<'a> {
	sequence: u32,
	#[serde(rename = "chargeItemCodeableConcept")]
	charge_item: Concept<'a>,
	price_component: Vec<PriceComponent<'a>>,
}

#[derive(Serialize)]
struct PriceComponent<'a> {
	#[serde(rename = "type")]
	kind: &'static str,
	#[serde(skip_serializing_if = "Option::is_none")]
	code: Option<Concept<'a>>,
	#[serde(skip_serializing_if = "Option::is_none")]
	factor: Option<Box<RawValue>>,
	amount: Money,
}

#[derive(Serialize)]
struct Concept<'a> {
	coding: [Coding<'a>; 1],
	#[serde(skip_serializing_if = "Option::is_none")]
	text: Option<String>,
}

#[derive(Serialize)]
struct Coding<'a> {
	system: &'a str,
	code: &'a str,
	#[serde(skip_serializing_if = "Option::is_none")]
	display: Option<&'a str>,
}

#[derive(Serialize)]
struct Money {
	value: Box<RawValue>,
	currency: String,
}
