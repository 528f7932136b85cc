//! A payer's answer to a claim as FHIR R4 `ClaimResponse`.
//!
//! | `outcome` | the claim |
//! |---|---|
//! | `queued` | waits, or was taken back before it was decided |
//! | `complete` | was decided, and no line is denied |
//! | `partial` | some lines are denied |
//! | `error` | all lines are denied |
//!
//! `status` is `cancelled` once a claim was withdrawn, reversed or found to be fraudulent; what had
//! been decided is told still. One answer is by one insurer: a claim with several payers has as many
//! answers.
//!
//! # Categories
//!
//! Each line, and the totals, say what was submitted, what of it is eligible, what reduces it and
//! what is paid. Categories are those of `http://terminology.hl7.org/CodeSystem/adjudication`, and of
//! CARIN Blue Button's `C4BBAdjudication` where that has none.
//!
//! | amount | category | group and reason |
//! |---|---|---|
//! | the charge | `submitted` | |
//! | what the plan covers: paid and deductible, coinsurance and copay | `eligible` | |
//! | settled by earlier payers | `priorpayerpaid` | OA 23 |
//! | beyond the contract's price | `discount` | CO 45 |
//! | denied | `noncovered` | CO or PR, the denial's reason |
//! | deductible | `deductible` | PR 1 |
//! | coinsurance | `coinsurance` | PR 2 |
//! | copay | `copay` | PR 3 |
//! | beyond units or amount of a term | `noncovered` | PR 119 |
//! | beyond the plan's price, without a contract | `noncovered` | PR 45 |
//! | what is paid, in percent of what is left of the eligible amount after deductible and copay, rounded down | `eligpercent` | |
//! | paid | `benefit` | |
//!
//! Of each line submitted = benefit + all that has a reason. The reason is a code of
//! `https://x12.org/codes/claim-adjustment-reason-codes`; who bears it stands beside the category, as
//! a code of `https://x12.org/codes/claim-adjustment-group-codes`.

use super::{
	claim::write::{write, Checked, Concept, Entry, Head, Insurance, Outcome, Reference, Sum},
	Refusal,
};
use serde::Serialize;

pub use super::claim::write::{Answer, RESPONSE_SYSTEM};

/// Writes a `ClaimResponse`, in the order of the specification.
pub fn write_claim_response(answer: &Answer<'_>) -> Result<String, Refusal> {
	write(answer, "ClaimResponse", document)
}

fn document(answer: &Checked<'_>) -> Result<Document, Refusal> {
	let lines = (1..).zip(answer.lines()?);
	Ok(Document {
		head: answer.head()?,
		requestor: Reference::account(None, &answer.claim().biller),
		request: answer.request(),
		result: answer.result()?,
		payee_type: answer.payee(),
		item: lines
			.map(|(item_sequence, adjudication)| Item { item_sequence, adjudication })
			.collect(),
		sum: answer.sum()?,
		insurance: answer.insurance(),
	})
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document {
	#[serde(flatten)]
	head: Head,
	requestor: Reference,
	#[serde(skip_serializing_if = "Option::is_none")]
	request: Option<Reference>,
	#[serde(flatten)]
	result: Outcome,
	payee_type: Concept,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	item: Vec<Item>,
	#[serde(flatten)]
	sum: Sum,
	insurance: Vec<Insurance>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
	item_sequence: u32,
	adjudication: Vec<Entry>,
}
