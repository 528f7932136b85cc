//! What is told of claims.

use super::*;
use crate::types::{
	claims::{tests as samples, Pend},
	insurance::{tests::file, WouldWait},
};
use medchain_support::{Commitment, ServiceType};
use subxt::utils::AccountId32;

fn eur() -> CurrencyCode {
	CurrencyCode::from_code("EUR").unwrap()
}

/// A decided claim about which nobody has said anything.
fn decided() -> ClaimFile {
	ClaimFile { appeals: Vec::new(), report: None, verdicts: Vec::new(), ..file() }
}

fn waiting(reason: PendReason) -> ClaimFile {
	let mut file = decided();
	file.info.status = ClaimStatus::Pended;
	file.info.pend = Some(Pend { reason, payer: 1, deadline: 1_795_478_400 });
	file.info.payers.clear();
	(file.info.paid, file.info.patient_share, file.info.bill) = (0, 0, None);
	file.info.decided_at = None;
	file
}

#[test]
fn the_steps_of_a_claim_are_told_in_a_line() {
	let told = |file: &ClaimFile| claim_steps(file, eur());
	assert_eq!(
		told(&decided()),
		"received → checked → paid 115.00 EUR → billed 15.00 EUR (bill 3)"
	);
	assert_eq!(
		told(&waiting(PendReason::AttachmentReview)),
		"received → checked → waits: the insurer is to read the documents, until \
		 2026-11-24T00:00:00Z"
	);
	let mut patient = decided();
	patient.info.payee = Payee::Patient;
	assert!(told(&patient).ends_with("paid 115.00 EUR to the patient → billed 130.00 EUR (bill 3)"));
	let mut denied = decided();
	(denied.info.paid, denied.info.patient_share, denied.info.bill) = (0, 0, None);
	assert!(told(&denied).ends_with("nothing is paid → nothing is left to the patient"));
	let mut unbilled = decided();
	unbilled.info.bill = None;
	assert!(told(&unbilled).ends_with("15.00 EUR left to the patient"));
	for (status, end) in [
		(ClaimStatus::Reversed, "reversed: what was paid was returned"),
		(ClaimStatus::Voided, "void: fraud was found"),
	] {
		let mut file = decided();
		file.info.status = status;
		assert!(told(&file).ends_with(&format!("(bill 3) → {end}")), "{}", told(&file));
	}
	let mut withdrawn = waiting(PendReason::Velocity);
	withdrawn.info.status = ClaimStatus::Withdrawn;
	withdrawn.info.pend = None;
	assert_eq!(told(&withdrawn), "received → withdrawn by the provider");
	assert!(told(&file()).ends_with("→ appealed"), "a report that was decided changes nothing");
	let mut reported = file();
	reported.report.as_mut().unwrap().found = None;
	reported.appeals[0].decided_at = Some(1);
	assert!(told(&reported).ends_with("→ appeal decided → reported as fraud"));
	let waits = ClaimFile { report: reported.report, ..waiting(PendReason::Velocity) };
	assert!(told(&waits).ends_with("until 2026-11-24T00:00:00Z → reported as fraud"));
}

#[test]
fn who_is_to_do_what_is_told() {
	let next = |file: &ClaimFile, now| claim_next(file, now).unwrap();
	let (before, after) = (1_795_478_400, 1_795_478_401);
	assert_eq!(claim_next(&decided(), after), None);
	for reason in PendReason::ALL {
		let told = next(&waiting(*reason), before);
		let command = match reason {
			PendReason::ConsentMissing | PendReason::PoolShort => "resume 7",
			PendReason::Confirmation => "confirm 7",
			_ => "payer 2: medchain claim review 7",
		};
		assert!(told.contains(command), "{reason:?}: {told}");
	}
	for reason in PendReason::ALL {
		let told = next(&waiting(*reason), after);
		let right = if *reason == PendReason::PoolShort { "resume 7" } else { "claim appeal 7" };
		assert!(told.contains(right), "{reason:?}: {told}");
	}
	assert!(next(&file(), after).contains("decide-appeal 7"), "an appeal waits");
	let mut reported = ClaimFile { report: file().report, ..decided() };
	assert_eq!(claim_next(&reported, after), None, "it was decided");
	reported.report.as_mut().unwrap().found = None;
	assert!(next(&reported, after).contains("decide-fraud 7"));
	let appealed = ClaimFile { appeals: file().appeals, ..waiting(PendReason::Velocity) };
	assert!(next(&appealed, after).contains("decide-appeal 7"));
	assert!(claim_steps(&appealed, eur()).ends_with("waits for an independent reviewer"));
}

#[test]
fn a_claim_is_told_with_what_each_payer_does() {
	let text = claim(&file(), eur(), 0);
	for told in [
		"claim            7, sent in by the provider\n",
		"charged          150.00 EUR\n",
		"patient's share  15.00 EUR\n",
		"line 1 for payer 1: approved\n",
		"line 2 for payer 2: denied, not-necessary\n",
		"of kind biller against payer 2, line 2, by ",
		"there was none\n",
		"98 Professional (Physician) Visit - Office",
		"0x01010101…",
		"payer       1: ",
		"coverage 4, term 0, pool 1, in the network\n",
		"kept of it  10.00 EUR against a debt\n",
		"20.00 EUR (CO 45 contract's price), 10.00 EUR (PR 1 deductible), 15.00 EUR (PR 2 \
		 coinsurance), 5.00 EUR (PR 3 copay)",
		"coverage 9, term 2, pool 2, outside the network\n",
		"90.00 EUR (OA 23 settled before), 4.00 EUR (PR 2 coinsurance), 1.00 EUR (PR 45 beyond the \
		 price)",
		"20.00 EUR (OA 23 settled before), 10.00 EUR (PR 204 not-in-plan)",
		"10.00 EUR (PR 119 beyond the limit)",
	] {
		assert!(text.contains(told), "{told}: {text}");
	}
	assert!(!claim(&waiting(PendReason::Velocity), eur(), 0).contains("NOT PAID"));
	let mut supplement = ClaimFile { info: samples::supplement(), ..decided() };
	supplement.info.confirmed = true;
	let text = claim(&supplement, eur(), 0);
	assert!(text.contains("about claim 5 granted, against payer 2"), "{text}");
	assert!(text.contains("30.00 EUR  0x01010101…  of 120.00 EUR\n"), "{text}");
	assert!(!text.contains("confirmed"), "{text}");
	let value = claim_json(&supplement, eur(), 0);
	assert_eq!((&value["lines"][0]["charge"], &value["charge"]), (&json!("3000"), &json!("3000")));
	supplement.info.origin = Origin::Replaces(5);
	assert!(claim(&supplement, eur(), 0).contains("confirmed        by the patient\n"));
}

#[test]
fn an_appeal_that_was_granted_names_the_claims_that_pay_it() {
	let mut granted = file();
	(granted.appeals[0].decided_at, granted.appeals[0].supplements) = (Some(1), vec![8, 9]);
	let text = claim(&granted, eur(), 0);
	assert!(text.contains("decided 1970-01-01T00:00:01Z, paid by claim 8, 9\n"), "{text}");
	assert_eq!(claim_json(&granted, eur(), 0)["appeals"][0]["supplements"], json!([8, 9]));
}

#[test]
fn a_network_is_told_by_line_where_the_lines_differ() {
	let mut mixed = decided();
	mixed.info.payers[0].lines[1].in_network = false;
	let text = claim(&mixed, eur(), 0);
	assert!(text.contains("pool 1, in the network on the day of line 1\n"), "{text}");
	let value = claim_json(&mixed, eur(), 0);
	let lines = &value["payers"][0]["lines"];
	assert_eq!((&lines[0]["inNetwork"], &lines[1]["inNetwork"]), (&json!(true), &json!(false)));
}

#[test]
fn machines_count_lines_and_payers_from_one_too() {
	let value = claim_json(&file(), eur(), 0);
	assert_eq!(
		value["verdicts"][1],
		json!({
			"line": 2, "payer": 2, "verdict": "deny", "reason": "not-necessary",
		})
	);
	let appeal = &value["appeals"][0];
	assert_eq!((&appeal["lines"], &appeal["payer"]), (&json!([2]), &json!(2)));
	assert_eq!(
		(&appeal["kind"], &appeal["filed"]),
		(&json!("biller"), &json!("2026-11-23T02:13:20Z"))
	);
	let denied = json!({ "group": "PR", "carc": "204", "reason": "not-in-plan" });
	assert_eq!(value["payers"][1]["lines"][1]["denied"], denied);
	assert_eq!(value["payers"][0]["lines"][0]["patient"], "3000");
	assert_eq!((value["charge"].as_str(), value["bill"].as_u64()), (Some("15000"), Some(3)));
	assert_eq!(value["steps"][0], "received");
	let waits = claim_json(&waiting(PendReason::PoolShort), eur(), 0);
	assert_eq!(
		waits["pend"],
		json!({
			"reason": "pool-short", "payer": 2, "deadline": "2026-11-24T00:00:00Z",
		})
	);
	let status = claim_status_json(&decided(), eur(), 0);
	assert_eq!((status["status"].as_str(), status["next"].is_null()), (Some("adjudicated"), true));
}

#[test]
fn what_would_become_of_a_claim_is_told() {
	let claim = decided().info;
	let mut found = Predetermination {
		pend: None,
		payee: claim.payee,
		paid: claim.paid,
		patient_share: claim.patient_share,
		payers: claim.payers,
	};
	let text = predetermination(&found, claim.charge, eur());
	assert!(text.contains("would be decided at once\n"), "{text}");
	assert!(text.contains("would be paid    115.00 EUR\n"), "{text}");
	found.pend = Some(WouldWait { reason: PendReason::PriceOutlier, payer: 1 });
	let text = predetermination(&found, claim.charge, eur());
	assert!(text.contains("would wait for payer 2: a price is far beyond the plan's\n"), "{text}");
	let value = predetermination_json(&found, claim.charge, eur());
	assert_eq!(value["pend"], json!({ "reason": "price-outlier", "payer": 2 }));
	assert_eq!(value["payers"][0]["withheld"], "1000");
	// Who owes to a pool is paid itself.
	found.payee = Payee::Provider;
	assert!(predetermination(&found, claim.charge, eur()).contains("provider\n"));
	assert_eq!(predetermination_json(&found, claim.charge, eur())["payee"], "provider");
}

#[test]
fn claims_are_listed_with_their_steps() {
	let files = [decided(), waiting(PendReason::Confirmation)];
	let codes = Codes::from([(1, eur())]);
	let text = claims(&files, &codes).to_string();
	assert!(text.contains("(bill 3)") && text.contains("the patient is to confirm"), "{text}");
	assert!(claims(&files, &Codes::new()).to_string().contains("pended"));
}

#[test]
fn an_authorisation_is_told_with_what_is_left() {
	let mut found = Authorization {
		biller: AccountId32([1; 32]),
		requester: AccountId32([2; 32]),
		coverage: 4,
		service: ServiceType::PhysicalTherapy.into(),
		quantity: 6,
		unit_price: 9_000,
		evidence: Commitment([7; 32]).into(),
		requested_at: 10,
		status: AuthorizationStatus::Requested,
	};
	let text = pairs(&authorization(3, &found, eur()));
	assert!(text.contains("3, requested\n") && text.contains("90.00 EUR\n"), "{text}");
	let value = authorization_json(3, &found, eur());
	assert_eq!((&value["until"], &value["requester"]), (&Value::Null, &json!(found.requester)));
	assert!(text.contains(&format!("{}\n", found.requester)), "{text}");
	found.status = AuthorizationStatus::Approved { until: 60 };
	let text = pairs(&authorization(3, &found, eur()));
	assert!(text.contains("units left       6\n"), "{text}");
	assert_eq!(authorization_json(3, &found, eur())["until"], "1970-01-01T00:01:00Z");
}
