//! A claim and a payer's answer to it, for the insured, as FHIR R4 `ExplanationOfBenefit`.
//!
//! It says what a [`ClaimResponse`](super::claim_response) says, with the claim's lines. Of what was
//! done the chain knows the class of the service, in `category`, and a digest: `productOrService`
//! holds that, as a code of [`ITEM_SYSTEM`](super::claim::ITEM_SYSTEM). Who has the claim finds the
//! code in it by the line's number.

use super::{
	claim::write::{
		class, prior, product, Answer, Checked, Concept, Entry, Identifier, Insurance, Money,
		Payment, Reference, Total,
	},
	Refusal,
};
use crate::types::claims::{Origin, Payee};
use serde::Serialize;
use serde_json::value::RawValue;

/// Writes an `ExplanationOfBenefit`, in the order of the specification.
pub fn write_explanation_of_benefit(answer: &Answer<'_>) -> Result<String, Refusal> {
	let document = document(&answer.check("ExplanationOfBenefit")?)?;
	serde_json::to_string_pretty(&document)
		.map_err(|e| Refusal::new("ExplanationOfBenefit", e.to_string()))
}

fn document(answer: &Checked<'_>) -> Result<Document, Refusal> {
	let claim = answer.claim();
	let party = match claim.payee {
		Payee::Provider => Reference::account(None, &claim.biller),
		Payee::Patient => Reference::account(Some("Patient"), &claim.patient),
	};
	let related = match claim.origin {
		Origin::Replaces(other) => {
			vec![Related { claim: answer.claim_named(other), relationship: prior() }]
		}
		_ => Vec::new(),
	};
	// The element has no sequence here.
	let insurance = answer.insurance().into_iter();
	Ok(Document {
		resource_type: "ExplanationOfBenefit",
		identifier: answer.identifier(),
		status: answer.status(),
		kind: answer.kind(),
		purpose: answer.purpose(),
		patient: Reference::account(Some("Patient"), &claim.patient),
		created: answer.created()?,
		insurer: Reference::account(Some("Organization"), &answer.insurer),
		provider: Reference::account(None, &claim.biller),
		related,
		payee: PayeeDocument { kind: answer.payee(), party },
		claim: answer.request(),
		outcome: answer.outcome(),
		disposition: answer.disposition()?,
		insurance: insurance.map(|item| Insurance { sequence: None, ..item }).collect(),
		item: items(answer)?,
		total: answer.totals()?,
		payment: answer.payment()?,
	})
}

fn items(answer: &Checked<'_>) -> Result<Vec<Item>, Refusal> {
	let mut adjudications = answer.lines()?.into_iter();
	let lines = (1..).zip(&answer.claim().lines);
	lines
		.map(|(sequence, line)| {
			Ok(Item {
				sequence,
				category: class(line.service),
				product_or_service: product(line.item.as_ref()),
				serviced_date: answer.day("item.servicedDate", line.serviced)?,
				quantity: Quantity { value: answer.raw(line.quantity.to_string())? },
				unit_price: answer.money(line.unit_price)?,
				net: answer.money(line.charge().unwrap_or(0))?,
				adjudication: adjudications.next().unwrap_or_default(),
			})
		})
		.collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document {
	resource_type: &'static str,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	identifier: Vec<Identifier>,
	status: &'static str,
	#[serde(rename = "type")]
	kind: Concept,
	#[serde(rename = "use")]
	purpose: &'static str,
	patient: Reference,
	created: String,
	insurer: Reference,
	provider: Reference,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	related: Vec<Related>,
	payee: PayeeDocument,
	#[serde(skip_serializing_if = "Option::is_none")]
	claim: Option<Reference>,
	outcome: &'static str,
	disposition: String,
	insurance: Vec<Insurance>,
	item: Vec<Item>,
	total: Vec<Total>,
	#[serde(skip_serializing_if = "Option::is_none")]
	payment: Option<Payment>,
}

#[derive(Serialize)]
struct Related {
	claim: Reference,
	relationship: Concept,
}

#[derive(Serialize)]
struct PayeeDocument {
	#[serde(rename = "type")]
	kind: Concept,
	party: Reference,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
	sequence: u32,
	category: Concept,
	product_or_service: Concept,
	serviced_date: String,
	quantity: Quantity,
	unit_price: Money,
	net: Money,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	adjudication: Vec<Entry>,
}

#[derive(Serialize)]
struct Quantity {
	value: Box<RawValue>,
}
