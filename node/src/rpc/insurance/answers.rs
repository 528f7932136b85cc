//! Answers about insurance.

use crate::rpc::answers::{address, digest, units};
use medchain_runtime::{
	insurance_claims::{
		Adjudication, Appeal, AppealKind, Attachment, Benefit, ClaimId, ClaimInfo, ClaimLine,
		ClaimStatus, CoverageInfo, Group, LineResult, LineVerdict, Origin, Payee, PayerIndex,
		PendReason, Plan, PlanId, PlanTerms, PoolId, PoolStatus, Predetermination, Reason, Report,
		Term, Verdict,
	},
	AccountId, Hash,
};
use medchain_support::Amount;
use serde_json::{json, Value};

const fn payee(payee: Payee) -> &'static str {
	match payee {
		Payee::Provider => "provider",
		Payee::Patient => "patient",
	}
}

const fn pend_reason(reason: PendReason) -> &'static str {
	match reason {
		PendReason::ConsentMissing => "consent-missing",
		PendReason::AttachmentReview => "attachment-review",
		PendReason::DuplicateSuspected => "duplicate-suspected",
		PendReason::PriceOutlier => "price-outlier",
		PendReason::Velocity => "velocity",
		PendReason::Confirmation => "confirmation",
		PendReason::ServiceContested => "service-contested",
		PendReason::PoolShort => "pool-short",
	}
}

const fn status(status: ClaimStatus) -> &'static str {
	match status {
		ClaimStatus::Pended(_) => "pended",
		ClaimStatus::Adjudicated => "adjudicated",
		ClaimStatus::Withdrawn => "withdrawn",
		ClaimStatus::Reversed => "reversed",
		ClaimStatus::Voided => "voided",
	}
}

const fn reason(reason: Reason) -> &'static str {
	match reason {
		Reason::LacksInformation => "lacks-information",
		Reason::ExactDuplicate => "exact-duplicate",
		Reason::BeforeCoverage => "before-coverage",
		Reason::AfterCoverage => "after-coverage",
		Reason::FilingLimit => "filing-limit",
		Reason::NotNecessary => "not-necessary",
		Reason::NonCovered => "non-covered",
		Reason::Frequency => "frequency",
		Reason::WaitingPeriod => "waiting-period",
		Reason::AuthorizationAbsent => "authorization-absent",
		Reason::AuthorizationExceeded => "authorization-exceeded",
		Reason::NotInPlan => "not-in-plan",
		Reason::OutOfNetwork => "out-of-network",
		Reason::AttachmentRequired => "attachment-required",
		Reason::PackNotDispensed => "pack-not-dispensed",
		Reason::PackRecalled => "pack-recalled",
		Reason::PackExpired => "pack-expired",
		Reason::PackPaid => "pack-paid",
		Reason::PackOtherDay => "pack-other-day",
		Reason::ProviderNotEligible => "provider-not-eligible",
	}
}

const fn appeal_kind(kind: AppealKind) -> &'static str {
	match kind {
		AppealKind::Silence => "silence",
		AppealKind::Biller => "biller",
		AppealKind::Patient => "patient",
	}
}

fn origin(origin: Origin) -> Value {
	match origin {
		Origin::Submitted => json!("submitted"),
		Origin::Replaces(claim) => json!({ "replaces": claim }),
		Origin::Appeal { claim, payer } => {
			json!({ "appeal": { "claim": claim, "payer": payer } })
		}
	}
}

fn pend(status: ClaimStatus) -> Option<Value> {
	let ClaimStatus::Pended(pend) = status else { return None };
	Some(json!({
		"reason": pend_reason(pend.reason),
		"payer": pend.payer,
		"deadline": pend.deadline,
	}))
}

fn line(line: &ClaimLine) -> Value {
	json!({
		"service": line.service.code(),
		"item": digest(line.item),
		"quantity": line.quantity,
		"unitPrice": units(line.unit_price),
		"serviced": line.serviced,
		"pack": line.pack.map(|pack| {
			json!({ "id": Hash::from(pack.id.0), "opening": Hash::from(pack.opening) })
		}),
		"authorization": line.authorization,
	})
}

fn attachment(attachment: &Attachment) -> Value {
	json!({ "class": attachment.class.code(), "commitment": digest(attachment.commitment) })
}

fn verdict(decided: &LineVerdict) -> Value {
	let (verdict, why) = match decided.verdict {
		Verdict::Approve => ("approve", None),
		Verdict::Deny(why) => ("deny", Some(reason(why))),
	};
	json!({ "line": decided.line, "payer": decided.payer, "verdict": verdict, "reason": why })
}

fn denial((group, why): (Group, Reason)) -> Value {
	json!({ "group": group.code(), "reason": reason(why), "carc": why.code() })
}

fn result(result: &LineResult) -> Value {
	json!({
		"inNetwork": result.in_network,
		"prior": units(result.prior),
		"contractual": units(result.contractual),
		"denied": result.denied.map(denial),
		"deniedAmount": units(result.denied_amount),
		"deductible": units(result.deductible),
		"coinsurance": units(result.coinsurance),
		"copay": units(result.copay),
		"overLimit": units(result.over_limit),
		"overPrice": units(result.over_price),
		"paid": units(result.paid),
		"units": result.units,
		"granted": result.granted,
	})
}

fn payer((insurer, answer): &(AccountId, Adjudication)) -> Value {
	json!({
		"insurer": address(insurer),
		"coverage": answer.coverage,
		"term": answer.term,
		"pool": answer.pool,
		"paid": units(answer.paid),
		"withheld": units(answer.withheld),
		"lines": answer.lines.iter().map(result).collect::<Vec<_>>(),
	})
}

fn appeal((payer, kind, appeal): &(PayerIndex, AppealKind, Appeal<AccountId>)) -> Value {
	json!({
		"payer": payer,
		"kind": appeal_kind(*kind),
		"appellant": address(&appeal.appellant),
		"lines": appeal.lines.to_vec(),
		"evidence": digest(appeal.evidence),
		"filedAt": appeal.filed_at,
		"decidedAt": appeal.decided_at,
		"supplements": appeal.supplements.to_vec(),
	})
}

fn report(report: &Report<AccountId>) -> Value {
	json!({
		"reporter": address(&report.reporter),
		"evidence": digest(report.evidence),
		"reportedAt": report.reported_at,
		"found": report.found,
	})
}

/// All of a claim.
pub fn claim(id: ClaimId, info: &ClaimInfo<AccountId>) -> Value {
	let claim = &info.claim;
	json!({
		"id": id,
		"submitter": address(&claim.submitter),
		"biller": address(&claim.biller),
		"patient": address(&claim.patient),
		"currency": claim.currency,
		"payee": payee(claim.payee),
		"origin": origin(claim.origin),
		"status": status(claim.status),
		"pend": pend(claim.status),
		"submittedAt": claim.submitted_at,
		"decidedAt": claim.decided_at,
		"charge": units(claim.charge),
		"paid": units(claim.paid),
		"patientShare": units(claim.patient_share),
		"bill": claim.bill,
		"confirmed": claim.confirmed,
		"lines": info.lines.iter().map(line).collect::<Vec<_>>(),
		"rests": info.rests.iter().copied().map(units).collect::<Vec<_>>(),
		"attachments": info.attachments.iter().map(attachment).collect::<Vec<_>>(),
		"verdicts": info.verdicts.iter().map(verdict).collect::<Vec<_>>(),
		"payers": info.payers.iter().map(payer).collect::<Vec<_>>(),
		"appeals": info.appeals.iter().map(appeal).collect::<Vec<_>>(),
		"report": info.report.as_ref().map(report),
	})
}

/// What would become of a claim.
pub fn predetermination(info: &Predetermination<AccountId>) -> Value {
	let paid = info.payers.iter().map(|(_, answer)| answer.paid).fold(0, Amount::saturating_add);
	json!({
		"pend": info.pended.map(|(why, payer)| {
			json!({ "reason": pend_reason(why), "payer": payer })
		}),
		"payee": payee(info.payee),
		"paid": units(paid),
		"patientShare": units(info.patient_share),
		"payers": info.payers.iter().map(payer).collect::<Vec<_>>(),
	})
}

fn term(term: &Term) -> Value {
	json!({
		"version": term.version,
		"start": term.start,
		"end": term.end,
		"premium": units(term.premium),
		"limit": units(term.limit),
		"paid": units(term.paid),
		"deductible": units(term.deductible),
		"outOfPocket": units(term.out_of_pocket),
		"cancelled": term.cancelled,
		"soldUntil": term.sold_until,
		"refundable": term.refundable,
		"deducted": units(term.deducted),
		"returned": units(term.returned),
		"closed": term.closed,
		"waiting": term.waiting,
		"appealedUntil": term.appealed_until,
	})
}

/// How a person is covered.
pub fn coverage(info: &CoverageInfo<AccountId>) -> Value {
	let coverage = &info.coverage;
	json!({
		"id": info.id,
		"plan": coverage.plan,
		"pool": coverage.pool,
		"insurer": address(&info.insurer),
		"currency": info.currency,
		"subscriber": address(&coverage.subscriber),
		"beneficiary": address(&coverage.beneficiary),
		"enrolledAt": coverage.enrolled_at,
		"oldestTerm": coverage.oldest,
		"newestTerm": coverage.current,
		"refundDue": units(coverage.refund_due),
		"inForce": info.in_force,
		"term": term(&info.term),
		"deductibleLeft": units(info.deductible_left),
		"outOfPocketLeft": units(info.out_of_pocket_left),
		"limitLeft": units(info.limit_left),
	})
}

fn benefit(benefit: &Benefit) -> Value {
	json!({
		"service": benefit.service.code(),
		"coinsurance": benefit.coinsurance.0,
		"outOfNetwork": benefit.out_of_network.map(|share| share.0),
		"copay": units(benefit.copay),
		"ceiling": benefit.ceiling.map(units),
		"maxQuantity": benefit.max_quantity,
		"frequency": benefit.frequency.map(|frequency| json!({
			"uses": frequency.uses,
			"withinDays": frequency.within_days,
		})),
		"authorization": benefit.authorization,
		"attachment": benefit.attachment,
		"traced": benefit.traced,
	})
}

/// A plan, and its terms in a version: in the newest one if none was named.
pub fn plan(id: PlanId, plan: &Plan, terms: &PlanTerms) -> Value {
	json!({
		"id": id,
		"pool": plan.pool,
		"newestVersion": plan.version,
		"open": plan.open,
		"terms": {
			"deductible": units(terms.deductible),
			"outOfPocketMax": units(terms.out_of_pocket_max),
			"annualLimit": units(terms.annual_limit),
			"premium": units(terms.premium),
			"length": terms.length,
			"waiting": terms.waiting,
			"filing": terms.filing,
			"confirmAbove": terms.confirm_above.map(units),
			"dailyLines": terms.daily_lines,
			"outlier": terms.outlier.map(|share| share.0),
			"benefits": terms.benefits.iter().map(benefit).collect::<Vec<_>>(),
		},
	})
}

/// How a pool stands.
pub fn pool(id: PoolId, status: &PoolStatus<AccountId>) -> Value {
	let pool = &status.pool;
	json!({
		"id": id,
		"insurer": address(&pool.insurer),
		"currency": pool.currency,
		"account": address(&status.account),
		"ratio": status.ratio.0,
		"open": units(pool.open),
		"balance": units(status.balance),
		"required": units(status.required),
		"owed": units(status.owed),
		"free": units(status.free),
		"coverage": status.coverage.map(units),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::rpc::testing::{digits, kebab};
	use medchain_runtime::insurance_claims::{Claim, Coverage, Frequency, Pend, Pool};
	use medchain_support::{BasisPoints, Commitment, PackId, ResourceClass, ServiceType, SoldPack};
	use polkadot_sdk::sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave};

	fn adjudication() -> (AccountId, Adjudication) {
		let lines = vec![LineResult {
			prior: 1,
			contractual: 2,
			denied: Some((Group::Patient, Reason::NotInPlan)),
			denied_amount: 3,
			deductible: 4,
			coinsurance: 5,
			copay: 6,
			over_limit: 7,
			over_price: 8,
			paid: Amount::MAX,
			units: 9,
			granted: 10,
			in_network: true,
		}];
		let answer = Adjudication {
			coverage: 4,
			term: None,
			pool: 1,
			paid: 90,
			withheld: 10,
			lines: lines.try_into().expect("one"),
		};
		(Dave.to_account_id(), answer)
	}

	fn adjudication_as_told() -> Value {
		json!({
			"insurer": address(&Dave.to_account_id()),
			"coverage": 4,
			"term": null,
			"pool": 1,
			"paid": "90",
			"withheld": "10",
			"lines": [{
				"inNetwork": true,
				"prior": "1",
				"contractual": "2",
				"denied": { "group": "PR", "reason": "not-in-plan", "carc": "204" },
				"deniedAmount": "3",
				"deductible": "4",
				"coinsurance": "5",
				"copay": "6",
				"overLimit": "7",
				"overPrice": "8",
				"paid": "340282366920938463463374607431768211455",
				"units": 9,
				"granted": 10,
			}],
		})
	}

	fn info() -> ClaimInfo<AccountId> {
		let deadline = 1_802_592_000;
		ClaimInfo {
			claim: Claim {
				submitter: Alice.to_account_id(),
				biller: Bob.to_account_id(),
				patient: Charlie.to_account_id(),
				currency: 1,
				payee: Payee::Provider,
				origin: Origin::Appeal { claim: 5, payer: 1 },
				status: ClaimStatus::Pended(Pend {
					reason: PendReason::PoolShort,
					payer: 0,
					deadline,
				}),
				submitted_at: 1_800_000_000,
				decided_at: None,
				charge: 150,
				paid: 90,
				patient_share: 60,
				bill: Some(3),
				confirmed: false,
			},
			lines: vec![ClaimLine {
				service: ServiceType::Pharmacy,
				item: Commitment([1; 32]),
				quantity: 3,
				unit_price: 50,
				serviced: 1_799_000_000,
				pack: Some(SoldPack { id: PackId([2; 32]), opening: [4; 32] }),
				authorization: Some(6),
			}],
			rests: vec![70],
			attachments: vec![Attachment {
				class: ResourceClass::DocumentReference,
				commitment: Commitment([3; 32]),
			}],
			verdicts: vec![
				LineVerdict { line: 0, payer: 1, verdict: Verdict::Approve },
				LineVerdict { line: 2, payer: 0, verdict: Verdict::Deny(Reason::NotNecessary) },
			],
			payers: vec![adjudication()],
			appeals: vec![
				(
					1,
					AppealKind::Biller,
					Appeal {
						appellant: Bob.to_account_id(),
						lines: vec![0, 2].try_into().expect("two"),
						evidence: Commitment([4; 32]),
						filed_at: 7,
						decided_at: Some(8),
						supplements: vec![6].try_into().expect("one"),
					},
				),
				(
					1,
					AppealKind::Patient,
					Appeal {
						appellant: Charlie.to_account_id(),
						lines: vec![1].try_into().expect("one"),
						evidence: Commitment([6; 32]),
						filed_at: 9,
						decided_at: None,
						supplements: Default::default(),
					},
				),
			],
			report: Some(Report {
				reporter: Charlie.to_account_id(),
				evidence: Commitment([5; 32]),
				reported_at: 9,
				found: Some(false),
				first: true,
			}),
		}
	}

	#[test]
	fn all_of_a_claim_is_told() {
		let expected = json!({
			"id": 7,
			"submitter": address(&Alice.to_account_id()),
			"biller": address(&Bob.to_account_id()),
			"patient": address(&Charlie.to_account_id()),
			"currency": 1,
			"payee": "provider",
			"origin": { "appeal": { "claim": 5, "payer": 1 } },
			"status": "pended",
			"pend": { "reason": "pool-short", "payer": 0, "deadline": 1_802_592_000 },
			"submittedAt": 1_800_000_000,
			"decidedAt": null,
			"charge": "150",
			"paid": "90",
			"patientShare": "60",
			"bill": 3,
			"confirmed": false,
			"lines": [{
				"service": "88",
				"item": digits(1),
				"quantity": 3,
				"unitPrice": "50",
				"serviced": 1_799_000_000,
				"pack": { "id": digits(2), "opening": digits(4) },
				"authorization": 6,
			}],
			"rests": ["70"],
			"attachments": [{ "class": "DocumentReference", "commitment": digits(3) }],
			"verdicts": [
				{ "line": 0, "payer": 1, "verdict": "approve", "reason": null },
				{ "line": 2, "payer": 0, "verdict": "deny", "reason": "not-necessary" },
			],
			"payers": [adjudication_as_told()],
			"appeals": [
				{
					"payer": 1,
					"kind": "biller",
					"appellant": address(&Bob.to_account_id()),
					"lines": [0, 2],
					"evidence": digits(4),
					"filedAt": 7,
					"decidedAt": 8,
					"supplements": [6],
				},
				{
					"payer": 1,
					"kind": "patient",
					"appellant": address(&Charlie.to_account_id()),
					"lines": [1],
					"evidence": digits(6),
					"filedAt": 9,
					"decidedAt": null,
					"supplements": [],
				},
			],
			"report": {
				"reporter": address(&Charlie.to_account_id()),
				"evidence": digits(5),
				"reportedAt": 9,
				"found": false,
			},
		});
		assert_eq!(claim(7, &info()), expected);
	}

	#[test]
	fn what_a_claim_has_not_is_null() {
		let mut info = info();
		info.claim.status = ClaimStatus::Adjudicated;
		info.claim.origin = Origin::Submitted;
		info.claim.payee = Payee::Patient;
		info.claim.bill = None;
		info.lines[0].pack = None;
		info.report = None;
		(info.rests, info.appeals) = (Vec::new(), Vec::new());
		info.payers[0].1.lines[0].denied = None;
		let told = claim(7, &info);
		assert_eq!(told["status"], "adjudicated");
		assert_eq!((&told["origin"], &told["payee"]), (&json!("submitted"), &json!("patient")));
		for pointer in ["/pend", "/bill", "/lines/0/pack", "/report", "/payers/0/lines/0/denied"] {
			assert_eq!(told.pointer(pointer), Some(&Value::Null), "{pointer}");
		}
		for list in ["rests", "appeals"] {
			assert_eq!(told[list], json!([]), "{list}");
		}
		info.claim.origin = Origin::Replaces(6);
		assert_eq!(claim(7, &info)["origin"], json!({ "replaces": 6 }));
	}

	#[test]
	fn what_would_become_of_a_claim_is_told() {
		let mut info = Predetermination {
			pended: Some((PendReason::Confirmation, 1)),
			payers: vec![adjudication(), adjudication()],
			patient_share: 60,
			payee: Payee::Patient,
		};
		let expected = json!({
			"pend": { "reason": "confirmation", "payer": 1 },
			"payee": "patient",
			"paid": "180",
			"patientShare": "60",
			"payers": [adjudication_as_told(), adjudication_as_told()],
		});
		assert_eq!(predetermination(&info), expected);
		info.pended = None;
		assert_eq!(predetermination(&info)["pend"], Value::Null);
	}

	#[test]
	fn words_are_the_names_in_lower_case() {
		for why in Reason::ALL {
			assert_eq!(reason(why), kebab(why));
		}
		for why in PendReason::ALL {
			assert_eq!(pend_reason(why), kebab(why));
		}
		for kind in AppealKind::ALL {
			assert_eq!(appeal_kind(kind), kebab(kind));
		}
		for of in [
			ClaimStatus::Adjudicated,
			ClaimStatus::Withdrawn,
			ClaimStatus::Reversed,
			ClaimStatus::Voided,
		] {
			assert_eq!(status(of), kebab(of));
		}
	}

	#[test]
	fn a_coverage_is_told_with_what_is_left() {
		let info = CoverageInfo {
			id: 4,
			coverage: Coverage {
				plan: 2,
				pool: 1,
				subscriber: Alice.to_account_id(),
				beneficiary: Bob.to_account_id(),
				enrolled_at: 10,
				oldest: 0,
				current: 1,
				refund_due: 11,
			},
			insurer: Dave.to_account_id(),
			currency: 1,
			term: Term {
				version: 3,
				start: 10,
				end: 20,
				sold_until: 30,
				premium: 12,
				refundable: true,
				deducted: 7,
				returned: 6,
				limit: 13,
				paid: 14,
				deductible: 15,
				out_of_pocket: 16,
				cancelled: true,
				closed: false,
				waiting: 2,
				appealed_until: 31,
			},
			in_force: true,
			deductible_left: 17,
			out_of_pocket_left: 18,
			limit_left: 19,
		};
		let expected = json!({
			"id": 4,
			"plan": 2,
			"pool": 1,
			"insurer": address(&Dave.to_account_id()),
			"currency": 1,
			"subscriber": address(&Alice.to_account_id()),
			"beneficiary": address(&Bob.to_account_id()),
			"enrolledAt": 10,
			"oldestTerm": 0,
			"newestTerm": 1,
			"refundDue": "11",
			"inForce": true,
			"term": {
				"version": 3,
				"start": 10,
				"end": 20,
				"premium": "12",
				"limit": "13",
				"paid": "14",
				"deductible": "15",
				"outOfPocket": "16",
				"cancelled": true,
				"soldUntil": 30,
				"refundable": true,
				"deducted": "7",
				"returned": "6",
				"closed": false,
				"waiting": 2,
				"appealedUntil": 31,
			},
			"deductibleLeft": "17",
			"outOfPocketLeft": "18",
			"limitLeft": "19",
		});
		assert_eq!(coverage(&info), expected);
	}

	#[test]
	fn a_plan_is_told_with_its_terms() {
		let all = Benefit {
			service: ServiceType::DentalCare,
			coinsurance: BasisPoints(2_000),
			out_of_network: Some(BasisPoints(4_000)),
			copay: 5,
			ceiling: Some(6),
			max_quantity: Some(7),
			frequency: Some(Frequency { uses: 2, within_days: 365 }),
			authorization: true,
			attachment: false,
			traced: false,
		};
		let least = Benefit {
			out_of_network: None,
			ceiling: None,
			max_quantity: None,
			frequency: None,
			..all
		};
		let mut terms = PlanTerms {
			deductible: 1,
			out_of_pocket_max: 2,
			annual_limit: 3,
			premium: 4,
			length: 31_536_000,
			waiting: 86_400,
			filing: 172_800,
			confirm_above: Some(8),
			daily_lines: Some(9),
			outlier: Some(BasisPoints(15_000)),
			benefits: vec![all, least].try_into().expect("two"),
		};
		let stored = Plan { pool: 1, version: 3, open: true };
		let expected = json!({
			"id": 2,
			"pool": 1,
			"newestVersion": 3,
			"open": true,
			"terms": {
				"deductible": "1",
				"outOfPocketMax": "2",
				"annualLimit": "3",
				"premium": "4",
				"length": 31_536_000,
				"waiting": 86_400,
				"filing": 172_800,
				"confirmAbove": "8",
				"dailyLines": 9,
				"outlier": 15_000,
				"benefits": [
					{
						"service": "35",
						"coinsurance": 2_000,
						"outOfNetwork": 4_000,
						"copay": "5",
						"ceiling": "6",
						"maxQuantity": 7,
						"frequency": { "uses": 2, "withinDays": 365 },
						"authorization": true,
						"attachment": false,
						"traced": false,
					},
					{
						"service": "35",
						"coinsurance": 2_000,
						"outOfNetwork": null,
						"copay": "5",
						"ceiling": null,
						"maxQuantity": null,
						"frequency": null,
						"authorization": true,
						"attachment": false,
						"traced": false,
					},
				],
			},
		});
		assert_eq!(plan(2, &stored, &terms), expected);
		(terms.confirm_above, terms.daily_lines, terms.outlier) = (None, None, None);
		let told = &plan(2, &stored, &terms)["terms"];
		for field in ["confirmAbove", "dailyLines", "outlier"] {
			assert_eq!(told[field], Value::Null, "{field}");
		}
	}

	#[test]
	fn a_pool_is_told_with_what_must_stay_in_it() {
		let mut status = PoolStatus {
			pool: Pool {
				insurer: Dave.to_account_id(),
				currency: 1,
				ratio: BasisPoints(1_000),
				open: 50,
				owed: 3,
			},
			account: Alice.to_account_id(),
			balance: 20,
			required: 8,
			owed: 3,
			free: 12,
			coverage: Some(4_000),
			ratio: BasisPoints(1_000),
		};
		let expected = json!({
			"id": 0,
			"insurer": address(&Dave.to_account_id()),
			"currency": 1,
			"account": address(&Alice.to_account_id()),
			"ratio": 1_000,
			"open": "50",
			"balance": "20",
			"required": "8",
			"owed": "3",
			"free": "12",
			"coverage": "4000",
		});
		assert_eq!(pool(0, &status), expected);
		status.coverage = None;
		assert_eq!(pool(0, &status)["coverage"], Value::Null);
	}
}
