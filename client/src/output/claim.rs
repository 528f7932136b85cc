//! Claims, and what payers do with them. Lines and payers are counted from 1.

use super::{instant, pairs, Codes, Table};
use crate::{
	amounts::told,
	relay::to_hex,
	types::{
		claims::{
			Adjudication, Adjustment, AdjustmentKind, AuthorizationId, ClaimInfo, ClaimStatus,
			LineResult, Origin, Payee, PendReason,
		},
		insurance::{
			Authorization, AuthorizationStatus, ClaimFile, LineVerdict, Predetermination, Verdict,
		},
	},
};
use medchain_support::{Amount, CurrencyCode};
use serde_json::{json, Value};

/// What stands between the steps of a claim.
const ARROW: &str = " → ";
/// The step of a claim of which fraud was reported and is not decided.
const REPORTED: &str = "reported as fraud";

/// A place from 0 as a number from 1.
fn number(place: u8) -> u16 {
	u16::from(place).saturating_add(1)
}

fn adjustment(part: &Adjustment, result: &LineResult, code: CurrencyCode) -> String {
	let what = match (part.kind, result.denied) {
		(AdjustmentKind::Prior, _) => "settled before",
		(AdjustmentKind::Contractual, _) => "contract's price",
		(AdjustmentKind::Denied, Some(denial)) => denial.reason.code(),
		(AdjustmentKind::Denied, None) => "denied",
		(AdjustmentKind::Deductible, _) => "deductible",
		(AdjustmentKind::Coinsurance, _) => "coinsurance",
		(AdjustmentKind::Copay, _) => "copay",
		(AdjustmentKind::OverLimit, _) => "beyond the limit",
		(AdjustmentKind::OverPrice, _) => "beyond the price",
	};
	format!("{} ({} {} {what})", told(part.amount, code), part.group.code(), part.carc)
}

/// What a payer does with each line.
fn results(decided: &Adjudication, code: CurrencyCode) -> Table {
	let mut table = Table::new(&["LINE", "CHARGED", "PAID", "LEFT TO THE PATIENT", "NOT PAID"]);
	for (line, result) in (1..).zip(&decided.lines) {
		let parts = result.adjustments();
		let not_paid: Vec<String> =
			parts.iter().map(|part| adjustment(part, result, code)).collect();
		table.row(vec![
			format!("{line}"),
			result.charge().map(|charge| told(charge, code)).unwrap_or_default(),
			told(result.paid, code),
			told(result.patient(), code),
			not_paid.join(", "),
		]);
	}
	table
}

/// Whether a payer decided as within its network, by the numbers of lines where it is not all or none.
fn network(decided: &Adjudication) -> String {
	match decided.in_network() {
		Some(true) => "in the network".into(),
		Some(false) => "outside the network".into(),
		None => {
			let inside = (0..).zip(&decided.lines).filter(|(_, line)| line.in_network);
			let inside: Vec<u8> = inside.map(|(place, _)| place).collect();
			format!("in the network on the day of line {}", numbers(&inside))
		}
	}
}

/// What all payers do.
fn payers(payers: &[Adjudication], code: CurrencyCode) -> String {
	let parts = (1..).zip(payers).map(|(place, decided)| {
		let mut about = vec![
			("payer", format!("{place}: {}", decided.insurer)),
			(
				"under",
				format!(
					"coverage {}, {}, pool {}, {}",
					decided.coverage,
					decided.term.map_or_else(|| "no term".into(), |term| format!("term {term}")),
					decided.pool,
					network(decided)
				),
			),
			("pays", told(decided.paid, code)),
		];
		if decided.withheld > 0 {
			about.push(("kept of it", format!("{} against a debt", told(decided.withheld, code))));
		}
		format!("{}{}", pairs(&about), results(decided, code))
	});
	parts.collect::<Vec<_>>().join("\n")
}

fn lines(claim: &ClaimInfo, code: CurrencyCode) -> Table {
	let mut table =
		Table::new(&["LINE", "DAY", "SERVICE", "QUANTITY", "PRICE", "AMOUNT", "ITEM", "WITH"]);
	for (number, (line, charge)) in (1..).zip(claim.charged_lines()) {
		let with = [
			line.authorization.map(|id| format!("authorisation {id}")),
			line.pack.map(|pack| format!("pack {}", short(&pack.id.0))),
			// What an appeal granted may be a part of the line.
			line.charge().filter(|all| *all != charge).map(|all| format!("of {}", told(all, code))),
		];
		table.row(vec![
			format!("{number}"),
			instant(line.serviced).chars().take(10).collect(),
			format!("{} {}", line.service.code(), line.service.display()),
			line.quantity.to_string(),
			told(line.unit_price, code),
			told(charge, code),
			short(&line.item.0),
			with.into_iter().flatten().collect::<Vec<_>>().join(", "),
		]);
	}
	table
}

/// The beginning of a digest.
fn short(digest: &[u8; 32]) -> String {
	let [first, second, third, fourth, ..] = *digest;
	format!("{}…", to_hex(&[first, second, third, fourth]))
}

/// Where a claim comes from, in words.
fn origin(origin: Origin) -> String {
	match origin {
		Origin::Submitted => "sent in by the provider".into(),
		Origin::Replaces(claim) => format!("in the place of claim {claim}"),
		Origin::Appeal { claim, payer } => {
			format!(
				"pays what an appeal about claim {claim} granted, against payer {}",
				number(payer)
			)
		}
	}
}

/// What has happened to a claim, step by step.
fn steps(file: &ClaimFile, code: CurrencyCode) -> Vec<String> {
	let claim = &file.info;
	let mut steps = vec!["received".to_string()];
	match (claim.status, claim.pend) {
		(ClaimStatus::Pended, pend) => {
			steps.push("checked".into());
			steps.push(match (file.open_appeal().is_some(), pend) {
				(true, _) => "waits for an independent reviewer".into(),
				(false, Some(pend)) => {
					format!("waits: {}, until {}", pend.reason.told(), instant(pend.deadline))
				}
				(false, None) => "waits".into(),
			});
			if file.is_reported() {
				steps.push(REPORTED.into());
			}
			return steps;
		}
		(ClaimStatus::Withdrawn, _) => {
			steps.push("withdrawn by the provider".into());
			return steps;
		}
		_ => steps.push("checked".into()),
	}
	steps.push(match claim.paid {
		0 => "nothing is paid".into(),
		paid => {
			let to = match claim.payee {
				Payee::Provider => "",
				Payee::Patient => " to the patient",
			};
			format!("paid {}{to}", told(paid, code))
		}
	});
	steps.push(match (claim.bill, claim.patient_share) {
		(Some(bill), share) => {
			// Who is paid by the insurers pays the provider with it.
			let billed = match claim.payee {
				Payee::Provider => share,
				Payee::Patient => share.saturating_add(claim.paid),
			};
			format!("billed {} (bill {bill})", told(billed, code))
		}
		(None, 0) => "nothing is left to the patient".into(),
		(None, share) => format!("{} left to the patient", told(share, code)),
	});
	if file.open_appeal().is_some() {
		steps.push("appealed".into());
	} else if !file.appeals.is_empty() {
		steps.push("appeal decided".into());
	}
	match claim.status {
		ClaimStatus::Reversed => steps.push("reversed: what was paid was returned".into()),
		ClaimStatus::Voided => steps.push("void: fraud was found".into()),
		_ if file.is_reported() => steps.push(REPORTED.into()),
		_ => (),
	}
	steps
}

/// Where a claim stands, in a line for people.
pub fn claim_steps(file: &ClaimFile, code: CurrencyCode) -> String {
	steps(file, code).join(ARROW)
}

/// Who has to do what next with a claim about which something is to be decided, at a second; nothing
/// where there is none.
pub fn claim_next(file: &ClaimFile, now: u64) -> Option<String> {
	let id = file.info.id;
	if file.open_appeal().is_some() {
		return Some(format!("an independent reviewer: medchain claim decide-appeal {id}"));
	}
	let Some(pend) = file.info.pend.filter(|_| file.info.status == ClaimStatus::Pended) else {
		return file.is_reported().then(|| {
			format!("a regulator or an independent reviewer: medchain claim decide-fraud {id}")
		});
	};
	Some(match pend.reason {
		PendReason::PoolShort => format!(
			"the insurer pays in (medchain plan pool deposit), then medchain claim resume {id}"
		),
		_ if now > pend.deadline => {
			format!("the time is over; provider or patient: medchain claim appeal {id}")
		}
		PendReason::ConsentMissing => format!(
			"the patient permits it (medchain consent grant, purpose HPAYMT), then medchain claim \
			 resume {id}"
		),
		PendReason::Confirmation => format!("the patient: medchain claim confirm {id}"),
		PendReason::AttachmentReview
		| PendReason::DuplicateSuspected
		| PendReason::PriceOutlier
		| PendReason::Velocity
		| PendReason::ServiceContested => {
			format!("the insurer, payer {}: medchain claim review {id}", number(pend.payer))
		}
	})
}

/// Where a claim stands, as names and values, at a second.
pub fn claim_status(file: &ClaimFile, code: CurrencyCode, now: u64) -> Vec<(&'static str, String)> {
	let mut about = vec![("claim", file.info.id.to_string()), ("status", claim_steps(file, code))];
	about.extend(claim_next(file, now).map(|next| ("next", next)));
	about
}

/// Where a claim stands, for machines, at a second.
pub fn claim_status_json(file: &ClaimFile, code: CurrencyCode, now: u64) -> Value {
	let claim = &file.info;
	json!({
		"claim": claim.id,
		"status": claim.status.code(),
		"steps": steps(file, code),
		"next": claim_next(file, now),
		"code": code.code(),
		"charge": claim.charge.to_string(),
		"paid": claim.paid.to_string(),
		"patientShare": claim.patient_share.to_string(),
		"bill": claim.bill,
	})
}

fn verdict(decided: &LineVerdict) -> String {
	let what = match (decided.verdict, decided.reason) {
		(Verdict::Approve, _) => "approved".into(),
		(Verdict::Deny, Some(reason)) => format!("denied, {}", reason.code()),
		(Verdict::Deny, None) => "denied".into(),
	};
	format!("line {} for payer {}: {what}", number(decided.line), number(decided.payer))
}

fn numbers(places: &[u8]) -> String {
	let numbers = places.iter().map(|place| number(*place).to_string());
	numbers.collect::<Vec<_>>().join(", ")
}

/// All of a claim, at a second.
pub fn claim(file: &ClaimFile, code: CurrencyCode, now: u64) -> String {
	let found = &file.info;
	let mut about = vec![("claim", format!("{}, {}", found.id, origin(found.origin)))];
	about.extend(claim_status(file, code, now).into_iter().skip(1));
	about.extend([
		("provider", found.biller.to_string()),
		("patient", found.patient.to_string()),
		("submitted", format!("{} by {}", instant(found.submitted_at), found.submitter)),
	]);
	about.extend(found.decided_at.map(|at| ("decided", instant(at))));
	about.extend([
		("pays", found.payee.code().to_string()),
		("charged", told(found.charge, code)),
		("paid", told(found.paid, code)),
		("patient's share", told(found.patient_share, code)),
	]);
	about.extend(found.bill.map(|bill| ("bill", bill.to_string())));
	// What an appeal granted needs no word of the patient.
	if found.confirmed && !matches!(found.origin, Origin::Appeal { .. }) {
		about.push(("confirmed", "by the patient".into()));
	}
	for document in &found.attachments {
		about.push((
			"document",
			format!("{}, known by {}", document.class.code(), to_hex(&document.commitment.0)),
		));
	}
	about.extend(file.verdicts.iter().map(|decided| ("decided", verdict(decided))));
	for appeal in &file.appeals {
		let state = match appeal.decided_at {
			Some(at) => format!("decided {}", instant(at)),
			None => "open".into(),
		};
		let paid_by = match &appeal.supplements[..] {
			[] => String::new(),
			claims => {
				let claims: Vec<String> = claims.iter().map(ToString::to_string).collect();
				format!(", paid by claim {}", claims.join(", "))
			}
		};
		about.push((
			"appeal",
			format!(
				"of kind {} against payer {}, line {}, by {}, {}, {state}{paid_by}",
				appeal.kind.code(),
				number(appeal.payer),
				numbers(&appeal.lines),
				appeal.appellant,
				instant(appeal.filed_at)
			),
		));
	}
	if let Some(report) = &file.report {
		let state = match report.found {
			Some(true) => "there was fraud",
			Some(false) => "there was none",
			None => "open",
		};
		about.push((
			"fraud reported",
			format!("by {}, {}, {state}", report.reporter, instant(report.reported_at)),
		));
	}
	let mut parts = vec![pairs(&about), lines(found, code).to_string()];
	if !found.payers.is_empty() {
		parts.push(payers(&found.payers, code));
	}
	parts.join("\n")
}

fn result_json(result: &LineResult) -> Value {
	json!({
		"charge": result.charge().map(|charge| charge.to_string()),
		"inNetwork": result.in_network,
		"prior": result.prior.to_string(),
		"contractual": result.contractual.to_string(),
		"denied": result.denied.map(|denial| json!({
			"group": denial.group.code(),
			"carc": denial.reason.carc(),
			"reason": denial.reason.code(),
		})),
		"deniedAmount": result.denied_amount.to_string(),
		"deductible": result.deductible.to_string(),
		"coinsurance": result.coinsurance.to_string(),
		"copay": result.copay.to_string(),
		"overLimit": result.over_limit.to_string(),
		"overPrice": result.over_price.to_string(),
		"paid": result.paid.to_string(),
		"patient": result.patient().to_string(),
	})
}

fn payers_json(payers: &[Adjudication]) -> Value {
	let payers = payers.iter().map(|decided| {
		json!({
			"insurer": decided.insurer,
			"coverage": decided.coverage,
			"term": decided.term,
			"pool": decided.pool,
			"paid": decided.paid.to_string(),
			"withheld": decided.withheld.to_string(),
			"lines": decided.lines.iter().map(result_json).collect::<Vec<_>>(),
		})
	});
	payers.collect()
}

fn origin_json(origin: Origin) -> Value {
	match origin {
		Origin::Submitted => json!("submitted"),
		Origin::Replaces(claim) => json!({ "replaces": claim }),
		Origin::Appeal { claim, payer } => {
			json!({ "appeal": { "claim": claim, "payer": number(payer) } })
		}
	}
}

fn lines_json(claim: &ClaimInfo) -> Value {
	let lines = claim.charged_lines().map(|(line, charge)| {
		json!({
			"service": line.service.code(),
			"item": to_hex(&line.item.0),
			"quantity": line.quantity,
			"unitPrice": line.unit_price.to_string(),
			"charge": charge.to_string(),
			"serviced": instant(line.serviced),
			"pack": line.pack.map(|pack| {
				json!({ "id": to_hex(&pack.id.0), "opening": to_hex(&pack.opening) })
			}),
			"authorization": line.authorization,
		})
	});
	lines.collect()
}

/// All of a claim, for machines, at a second. Lines and payers are counted from 1.
pub fn claim_json(file: &ClaimFile, code: CurrencyCode, now: u64) -> Value {
	let found = &file.info;
	let attachments = found.attachments.iter().map(|document| {
		json!({ "class": document.class.code(), "commitment": to_hex(&document.commitment.0) })
	});
	let verdicts = file.verdicts.iter().map(|decided| {
		json!({
			"line": number(decided.line),
			"payer": number(decided.payer),
			"verdict": decided.verdict.code(),
			"reason": decided.reason.map(|reason| reason.code()),
		})
	});
	let appeals = file.appeals.iter().map(|appeal| {
		json!({
			"payer": number(appeal.payer),
			"kind": appeal.kind.code(),
			"appellant": appeal.appellant,
			"lines": appeal.lines.iter().map(|line| number(*line)).collect::<Vec<_>>(),
			"evidence": to_hex(&appeal.evidence.0),
			"filed": instant(appeal.filed_at),
			"decided": appeal.decided_at.map(instant),
			"supplements": appeal.supplements,
		})
	});
	json!({
		"id": found.id,
		"status": found.status.code(),
		"steps": steps(file, code),
		"next": claim_next(file, now),
		"pend": found.pend.map(|pend| json!({
			"reason": pend.reason.code(),
			"payer": number(pend.payer),
			"deadline": instant(pend.deadline),
		})),
		"origin": origin_json(found.origin),
		"submitter": found.submitter,
		"provider": found.biller,
		"patient": found.patient,
		"currency": found.currency,
		"code": code.code(),
		"payee": found.payee.code(),
		"submitted": instant(found.submitted_at),
		"decided": found.decided_at.map(instant),
		"charge": found.charge.to_string(),
		"paid": found.paid.to_string(),
		"patientShare": found.patient_share.to_string(),
		"bill": found.bill,
		"confirmed": found.confirmed,
		"lines": lines_json(found),
		"attachments": attachments.collect::<Vec<_>>(),
		"verdicts": verdicts.collect::<Vec<_>>(),
		"payers": payers_json(&found.payers),
		"appeals": appeals.collect::<Vec<_>>(),
		"report": file.report.as_ref().map(|report| json!({
			"reporter": report.reporter,
			"evidence": to_hex(&report.evidence.0),
			"reported": instant(report.reported_at),
			"found": report.found,
		})),
	})
}

/// What would become of a claim, of which so much is charged.
pub fn predetermination(found: &Predetermination, charge: Amount, code: CurrencyCode) -> String {
	let state = match found.pend {
		Some(pend) => {
			format!("would wait for payer {}: {}", number(pend.payer), pend.reason.told())
		}
		None => "would be decided at once".into(),
	};
	let about = pairs(&[
		("claim", state),
		("charged", told(charge, code)),
		("would be paid", told(found.paid, code)),
		("to the", found.payee.code().into()),
		("patient's share", told(found.patient_share, code)),
	]);
	format!("{about}\n{}", payers(&found.payers, code))
}

/// What would become of a claim, for machines.
pub fn predetermination_json(
	found: &Predetermination,
	charge: Amount,
	code: CurrencyCode,
) -> Value {
	json!({
		"pend": found.pend.map(|pend| json!({
			"reason": pend.reason.code(),
			"payer": number(pend.payer),
		})),
		"code": code.code(),
		"charge": charge.to_string(),
		"payee": found.payee.code(),
		"paid": found.paid.to_string(),
		"patientShare": found.patient_share.to_string(),
		"payers": payers_json(&found.payers),
	})
}

/// A table of claims.
pub fn claims(files: &[ClaimFile], codes: &Codes) -> Table {
	let mut table = Table::new(&["CLAIM", "SUBMITTED", "CHARGED", "STATUS"]);
	for file in files {
		let claim = &file.info;
		let (charged, status) = match codes.get(&claim.currency) {
			Some(code) => (told(claim.charge, *code), claim_steps(file, *code)),
			None => (claim.charge.to_string(), claim.status.code().into()),
		};
		table.row(vec![claim.id.to_string(), instant(claim.submitted_at), charged, status]);
	}
	table
}

/// A prior authorisation, as names and values.
pub fn authorization(
	id: AuthorizationId,
	found: &Authorization,
	code: CurrencyCode,
) -> Vec<(&'static str, String)> {
	let mut lines = vec![("authorisation", format!("{id}, {}", found.status.code()))];
	if let AuthorizationStatus::Approved { until } = found.status {
		lines.push(("until", instant(until)));
	}
	let units = match found.status {
		AuthorizationStatus::Approved { .. } => "units left",
		_ => "units",
	};
	lines.extend([
		("coverage", found.coverage.to_string()),
		("provider", found.biller.to_string()),
		("asked by", found.requester.to_string()),
		("service", format!("{} {}", found.service.code(), found.service.display())),
		(units, found.quantity.to_string()),
		("most for a unit", told(found.unit_price, code)),
		("asked", instant(found.requested_at)),
		("evidence", to_hex(&found.evidence.0 .0)),
	]);
	lines
}

/// A prior authorisation, for machines.
pub fn authorization_json(id: AuthorizationId, found: &Authorization, code: CurrencyCode) -> Value {
	let until = match found.status {
		AuthorizationStatus::Approved { until } => Some(instant(until)),
		_ => None,
	};
	json!({
		"id": id,
		"status": found.status.code(),
		"until": until,
		"coverage": found.coverage,
		"provider": found.biller,
		"requester": found.requester,
		"service": found.service.code(),
		"quantity": found.quantity,
		"unitPrice": found.unit_price.to_string(),
		"code": code.code(),
		"requested": instant(found.requested_at),
		"evidence": to_hex(&found.evidence.0 .0),
	})
}

#[cfg(test)]
mod tests;
