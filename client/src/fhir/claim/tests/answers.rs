//! `ClaimResponse` and `ExplanationOfBenefit`.

use super::*;
use crate::{
	amounts::minor_units,
	fhir::{
		claim_response::{write_claim_response, Answer},
		explanation_of_benefit::write_explanation_of_benefit,
	},
	types::claims::{
		tests::{claim, supplement, Random},
		ClaimInfo, ClaimStatus, Denial, Group, Origin, Pend, PendReason, Reason,
	},
};

const SEED: u64 = 0x616e_7377_6572;
const CLAIMS: usize = 1_000;

fn answer(claim: &ClaimInfo, payer: usize) -> Answer<'_> {
	Answer {
		claim,
		purpose: ClaimUse::Claim,
		code: "EUR".parse().unwrap(),
		chain: CHAIN,
		payer,
		asked: None,
	}
}

fn response(answer: &Answer<'_>) -> Value {
	serde_json::from_str(&write_claim_response(answer).unwrap()).unwrap()
}

fn explanation(answer: &Answer<'_>) -> Value {
	serde_json::from_str(&write_explanation_of_benefit(answer).unwrap()).unwrap()
}

/// A claim that waits.
fn waiting() -> ClaimInfo {
	let pend = Pend { reason: PendReason::Confirmation, payer: 0, deadline: 1_796_000_000 };
	ClaimInfo {
		status: ClaimStatus::Pended,
		pend: Some(pend),
		decided_at: None,
		paid: 0,
		patient_share: 0,
		bill: None,
		payers: Vec::new(),
		..claim()
	}
}

fn asked(claim: &ClaimInfo) -> Answer<'_> {
	Answer { asked: Some((insurer(), 4)), ..answer(claim, 0) }
}

#[test]
fn answers_are_written_as_our_documents() {
	let (decided, waiting) = (claim(), waiting());
	let mut other = Vec::new();
	for (name, written) in [
		("claim-response", write_claim_response(&answer(&decided, 0))),
		("claim-response-second-payer", write_claim_response(&answer(&decided, 1))),
		("claim-response-waiting", write_claim_response(&asked(&waiting))),
		("explanation-of-benefit", write_explanation_of_benefit(&answer(&decided, 0))),
	] {
		let written = written.unwrap() + "\n";
		if written != document(&format!("answer/{name}")) {
			println!("-- {name}\n{written}-- end");
			other.push(name);
		}
	}
	assert_eq!(other, [""; 0], "these documents are written otherwise");
	assert_eq!(names("answer").len(), 4, "each document is compared");
}

/// The elements that R4 requires, by their JSON pointers.
const OF_BOTH: [&str; 9] = [
	"/resourceType",
	"/status",
	"/type/coding/0/code",
	"/use",
	"/patient/identifier/value",
	"/created",
	"/insurer/identifier/value",
	"/outcome",
	"/total/0/amount/value",
];

#[test]
fn what_r4_requires_is_there() {
	let (decided, waiting) = (claim(), waiting());
	let missing = |document: &Value, pointers: &[&str]| {
		pointers
			.iter()
			.chain(&OF_BOTH)
			.filter(|pointer| document.pointer(pointer).is_none_or(Value::is_null))
			.map(ToString::to_string)
			.collect::<Vec<_>>()
	};
	let of_insurance = ["/insurance/0/focal", "/insurance/0/coverage/identifier/value"];
	for answer in [answer(&decided, 0), answer(&decided, 1), asked(&waiting)] {
		let response = response(&answer);
		assert_eq!(missing(&response, &of_insurance), [""; 0]);
		assert_eq!(missing(&response, &["/insurance/0/sequence"]), [""; 0]);
		let explanation = explanation(&answer);
		assert_eq!(missing(&explanation, &of_insurance), [""; 0]);
		let of_items = [
			"/provider/identifier/value",
			"/item/1/sequence",
			"/item/1/productOrService/coding/0/code",
		];
		assert_eq!(missing(&explanation, &of_items), [""; 0]);
		assert!(explanation.pointer("/insurance/0/sequence").is_none(), "no element of it");
	}
	let of_decided = [
		"/item/1/itemSequence",
		"/item/1/adjudication/0/category/coding/0/code",
		"/payment/type/coding/0/code",
		"/payment/amount/value",
	];
	assert_eq!(missing(&response(&answer(&decided, 0)), &of_decided), [""; 0]);
}

#[test]
fn outcome_and_status_tell_where_a_claim_stands() {
	let decided = claim();
	let told = |claim: &ClaimInfo, payer| {
		let response = response(&Answer { asked: Some((insurer(), 4)), ..answer(claim, payer) });
		let text = |name: &str| response[name].as_str().unwrap().to_string();
		(text("status"), text("outcome"), text("disposition"))
	};
	let expect = |found: (String, String, String), status, outcome, disposition: &str| {
		assert_eq!((found.0.as_str(), found.1.as_str()), (status, outcome));
		assert!(found.2.contains(disposition), "{}", found.2);
	};
	expect(
		told(&decided, 0),
		"active",
		"complete",
		"90.00 EUR of 150.00 EUR are paid; 40.00 EUR go to the next payer.",
	);
	expect(told(&decided, 1), "active", "partial", "15.00 EUR are left to the patient.");
	expect(told(&waiting(), 0), "active", "queued", "the patient is to confirm the service");
	let with = |claim: ClaimInfo, status| ClaimInfo { status, ..claim };
	expect(told(&with(waiting(), ClaimStatus::Withdrawn), 0), "cancelled", "queued", "Withdrawn");
	expect(
		told(&with(decided.clone(), ClaimStatus::Reversed), 0),
		"cancelled",
		"complete",
		"Reversed by the provider",
	);
	expect(told(&with(decided.clone(), ClaimStatus::Voided), 1), "cancelled", "partial", "fraud");

	let mut denied = decided;
	denied.payers.truncate(1);
	let lines = denied.lines.iter().zip(&mut denied.payers[0].lines);
	for (line, result) in lines {
		*result = crate::types::claims::LineResult {
			denied: Some(Denial { group: Group::Contractual, reason: Reason::FilingLimit }),
			denied_amount: line.charge().unwrap(),
			..Default::default()
		};
	}
	(denied.payers[0].paid, denied.payers[0].withheld, denied.paid) = (0, 0, 0);
	expect(told(&denied, 0), "active", "error", "0.00 EUR of 150.00 EUR are paid");
	assert!(response(&answer(&denied, 0)).get("payment").is_none(), "nothing was paid");
}

#[test]
fn a_predetermination_has_no_number_and_pays_nothing() {
	let claim = claim();
	let answer = Answer { purpose: ClaimUse::Predetermination, ..answer(&claim, 0) };
	for document in [response(&answer), explanation(&answer)] {
		assert_eq!(document["use"], "predetermination");
		for name in ["identifier", "request", "claim", "payment"] {
			assert!(document.get(name).is_none(), "{name}");
		}
		assert_eq!(document["outcome"], "complete");
	}
}

#[test]
fn who_is_paid_and_what_is_replaced_are_told() {
	let other = ClaimInfo { payee: Payee::Patient, origin: Origin::Replaces(6), ..claim() };
	let document = explanation(&answer(&other, 0));
	assert_eq!(document["payee"]["type"]["coding"][0]["code"], "beneficiary");
	assert_eq!(document["payee"]["party"]["identifier"]["value"], patient().to_string());
	assert_eq!(
		document["related"][0]["claim"]["identifier"]["value"],
		format!("0x{}/6", "ab".repeat(32)),
	);
	assert_eq!(document["related"][0]["relationship"]["coding"][0]["code"], "prior");
}

#[test]
fn a_claim_that_pays_a_part_of_a_line_claims_that_part() {
	let claim = supplement();
	let document = explanation(&answer(&claim, 0));
	let item = &document["item"][0];
	assert_eq!((units(&item["unitPrice"]), units(&item["net"])), (12_000, 3_000));
	assert_eq!(units(&item["adjudication"][0]["amount"]), 3_000, "submitted");
	assert_eq!(units(&document["total"][0]["amount"]), 3_000);
	let related = &document["related"][0];
	assert_eq!(related["relationship"]["coding"][0]["code"], "associated");
	assert_eq!(related["claim"]["identifier"]["value"], format!("0x{}/5", "ab".repeat(32)));
}

#[test]
fn the_type_of_a_claim_follows_from_its_lines() {
	let mut claim = claim();
	for (services, kind) in [
		([ServiceType::Pharmacy, ServiceType::Pharmacy], "pharmacy"),
		([ServiceType::DentalCare, ServiceType::DentalCare], "oral"),
		([ServiceType::Vision, ServiceType::Vision], "vision"),
		([ServiceType::Pharmacy, ServiceType::HospitalInpatient], "institutional"),
		([ServiceType::Pharmacy, ServiceType::DentalCare], "professional"),
	] {
		claim.lines.iter_mut().zip(services).for_each(|(line, service)| line.service = service);
		assert_eq!(response(&answer(&claim, 0))["type"]["coding"][0]["code"], kind);
	}
}

/// The amount of a `Money`, in minor units.
fn units(money: &Value) -> u128 {
	minor_units(&money["value"].to_string(), 2).unwrap()
}

#[test]
fn every_line_of_a_random_claim_adds_up() {
	let mut random = Random(SEED);
	let mut lines = 0;
	for id in 0..CLAIMS {
		let claim = random.claim(id as u64);
		let payer = random.below(claim.payers.len());
		let decided = &claim.payers[payer];
		let written = response(&answer(&claim, payer));
		assert_eq!(written["item"], {
			let items = explanation(&answer(&claim, payer))["item"].take();
			let strip = |item: &Value| json!({ "itemSequence": item["sequence"], "adjudication": item["adjudication"] });
			Value::Array(items.as_array().unwrap().iter().map(strip).collect())
		});
		let mut benefit = 0;
		for (item, line) in written["item"].as_array().unwrap().iter().zip(&claim.lines) {
			let entries = item["adjudication"].as_array().unwrap();
			let of = |code: &str| {
				let found =
					entries.iter().find(|entry| entry["category"]["coding"][0]["code"] == code);
				found.map(|entry| units(&entry["amount"]))
			};
			let reasons = entries.iter().filter(|entry| entry.get("reason").is_some());
			let reduced: u128 = reasons.map(|entry| units(&entry["amount"])).sum();
			assert_eq!(of("submitted"), line.charge());
			assert_eq!(of("submitted").unwrap(), of("benefit").unwrap() + reduced);
			benefit += of("benefit").unwrap();
			let part = |code| of(code).unwrap_or(0);
			let eligible =
				part("benefit") + part("deductible") + part("coinsurance") + part("copay");
			assert_eq!(of("eligible"), Some(eligible));
			lines += 1;
		}
		assert_eq!(benefit, decided.paid);
		let totals = written["total"].as_array().unwrap();
		let last = totals.last().unwrap();
		assert_eq!((units(&last["amount"]), units(&totals[0]["amount"])), (benefit, claim.charge));
		let named = totals[2..totals.len() - 1].iter();
		let named: u128 = named.map(|total| units(&total["amount"])).sum();
		assert_eq!(benefit + named, claim.charge, "totals add up as lines do");
		if decided.paid > 0 {
			let payment = &written["payment"];
			let kept = payment.get("adjustment").map_or(0, units);
			assert_eq!((units(&payment["amount"]) + kept, kept), (decided.paid, decided.withheld));
		}
	}
	println!("{CLAIMS} claims, {lines} lines");
	assert!(lines > 3_000);
}

#[test]
fn what_cannot_be_written_is_refused_by_its_element() {
	type Change = fn(&mut ClaimInfo);
	let changes: [(Change, &str, &str); 5] = [
		(|claim| claim.charge += 1, "item.adjudication", "do not come to the charge"),
		(|claim| claim.decided_at = Some(u64::MAX), "created", "year 9999"),
		(|claim| claim.payers.truncate(1), "item.adjudication", "what is paid"),
		(
			|claim| {
				claim.payers.clear();
				claim.paid = 0;
			},
			"insurer",
			"no payer 1; 0 have decided",
		),
		(
			|claim| {
				claim.lines.clear();
				claim.payers.iter_mut().for_each(|payer| {
					payer.lines.clear();
					(payer.paid, payer.withheld) = (0, 0);
				});
				(claim.charge, claim.paid) = (0, 0);
			},
			"item",
			"no lines",
		),
	];
	for (change, element, reason) in changes {
		let mut changed = claim();
		change(&mut changed);
		for (resource, result) in [
			("ClaimResponse", write_claim_response(&answer(&changed, 0))),
			("ExplanationOfBenefit", write_explanation_of_benefit(&answer(&changed, 0))),
		] {
			let refusal = result.expect_err(element);
			assert_eq!(refusal.path, format!("{resource}.{element}"), "{refusal}");
			assert!(refusal.reason.contains(reason), "{refusal}");
		}
	}
	let refusal = write_claim_response(&answer(&claim(), 2)).unwrap_err();
	assert!(refusal.reason.contains("no payer 3; 2 have decided"), "{refusal}");
	let mut late = claim();
	late.lines[0].serviced = u64::MAX;
	let refusal = write_explanation_of_benefit(&answer(&late, 0)).unwrap_err();
	assert_eq!(refusal.path, "ExplanationOfBenefit.item.servicedDate");
}
