//! A claim and a payer's answer to it, for the insured, as FHIR R4 `ExplanationOfBenefit`.
//!
//! It says what a [`ClaimResponse`](super::claim_response) says, with the claim's lines. Of what was
//! done the chain knows the class of the service, in `category`, and a digest: `productOrService`
//! holds that, as a code of [`ITEM_SYSTEM`](super::claim::ITEM_SYSTEM). Who has the claim finds the
//! code in it by the line's number. `related` names the claim that this one replaces (`prior`), or that
//! was appealed (`associated`). `net` is what is claimed of the line: of a claim that pays after an
//! appeal, what is still open of quantity and price.

use super::{
	claim::write::{
		class, product, relationship, write, Answer, Checked, Concept, Entry, Head, Insurance,
		Money, Outcome, Reference, Sum,
	},
	Refusal,
};
use crate::types::claims::{Origin, Payee};
use serde::Serialize;
use serde_json::value::RawValue;

/// Writes an `ExplanationOfBenefit`, in the order of the specification.
pub fn write_explanation_of_benefit(answer: &Answer<'_>) -> Result<String, Refusal> {
	write(answer, "ExplanationOfBenefit", document)
}

fn document(answer: &Checked<'_>) -> Result<Document, Refusal> {
	let claim = answer.claim();
	let party = match claim.payee {
		Payee::Provider => Reference::account(None, &claim.biller),
		Payee::Patient => Reference::account(Some("Patient"), &claim.patient),
	};
	let related = match claim.origin {
		Origin::Submitted => None,
		Origin::Replaces(other) => Some((other, "prior")),
		Origin::Appeal { claim, .. } => Some((claim, "associated")),
	};
	let related = related.map(|(other, code)| Related {
		claim: answer.claim_named(other),
		relationship: relationship(code),
	});
	// The element has no sequence here.
	let insurance = answer.insurance().into_iter();
	Ok(Document {
		head: answer.head()?,
		provider: Reference::account(None, &claim.biller),
		related: related.into_iter().collect(),
		payee: PayeeDocument { kind: answer.payee(), party },
		claim: answer.request(),
		result: answer.result()?,
		insurance: insurance.map(|item| Insurance { sequence: None, ..item }).collect(),
		item: items(answer)?,
		sum: answer.sum()?,
	})
}

fn items(answer: &Checked<'_>) -> Result<Vec<Item>, Refusal> {
	let mut adjudications = answer.lines()?.into_iter();
	let lines = answer.claim().charged_lines();
	lines
		.zip(1..)
		.map(|((line, charge), sequence)| {
			Ok(Item {
				sequence,
				category: class(line.service),
				product_or_service: product(line.item.as_ref()),
				serviced_date: answer.day("item.servicedDate", line.serviced)?,
				quantity: Quantity { value: answer.raw(line.quantity.to_string())? },
				unit_price: answer.money(line.unit_price)?,
				net: answer.money(charge)?,
				adjudication: adjudications.next().unwrap_or_default(),
			})
		})
		.collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document {
	#[serde(flatten)]
	head: Head,
	provider: Reference,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	related: Vec<Related>,
	payee: PayeeDocument,
	#[serde(skip_serializing_if = "Option::is_none")]
	claim: Option<Reference>,
	#[serde(flatten)]
	result: Outcome,
	insurance: Vec<Insurance>,
	item: Vec<Item>,
	#[serde(flatten)]
	sum: Sum,
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
