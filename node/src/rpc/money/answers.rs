//! Answers about money.

use crate::rpc::answers::{address, digest, units};
use medchain_runtime::{
	medical_token::{
		BillInfo, BillStatus, BilledLine, Debit, Dispute, DisputeReason, Instalment, Obligation,
		PauseReason, Payment, Plan, PromptPay, ReserveStatus,
	},
	AccountId,
};
use medchain_support::BillId;
use serde_json::{json, Value};

const fn bill_status(status: BillStatus) -> &'static str {
	match status {
		BillStatus::Issued => "issued",
		BillStatus::Balanced => "balanced",
		BillStatus::Cancelled => "cancelled",
		BillStatus::EnteredInError => "entered-in-error",
	}
}

const fn dispute_reason(reason: DisputeReason) -> &'static str {
	match reason {
		DisputeReason::NotReceived => "not-received",
		DisputeReason::WrongAmount => "wrong-amount",
		DisputeReason::WrongService => "wrong-service",
		DisputeReason::Duplicate => "duplicate",
		DisputeReason::NotCovered => "not-covered",
	}
}

const fn pause_reason(reason: PauseReason) -> &'static str {
	match reason {
		PauseReason::ReservesInDoubt => "reserves-in-doubt",
		PauseReason::IssuerInsolvent => "issuer-insolvent",
		PauseReason::SecurityIncident => "security-incident",
		PauseReason::Supervision => "supervision",
	}
}

fn line(line: &BilledLine) -> Value {
	json!({
		"service": line.line.service.code(),
		"quantity": line.line.quantity,
		"unitPrice": units(line.line.unit_price),
		"package": units(line.package),
		"membership": units(line.membership),
		"promptPay": units(line.prompt_pay),
	})
}

fn payment(payment: &Payment<AccountId>) -> Value {
	json!({
		"payer": address(&payment.payer),
		"amount": units(payment.amount),
		"refunded": units(payment.refunded),
	})
}

fn prompt_pay(offer: PromptPay) -> Value {
	json!({ "discount": units(offer.discount), "until": offer.until, "taken": offer.taken })
}

fn dispute(dispute: Dispute) -> Value {
	json!({
		"reason": dispute_reason(dispute.reason),
		"openedAt": dispute.opened_at,
		"resolved": dispute.resolved,
	})
}

fn debit(debit: Debit) -> Value {
	json!({
		"perDebit": units(debit.mandate.per_debit),
		"total": units(debit.mandate.total),
		"until": debit.mandate.until,
		"debited": units(debit.debited),
		"instalment": debit.instalment,
		"next": debit.next,
		"failures": debit.failures,
	})
}

fn plan(plan: Plan) -> Value {
	json!({
		"instalments": plan.terms.instalments,
		"firstDue": plan.terms.first_due,
		"interval": plan.terms.interval,
		"total": units(plan.total),
		"accepted": plan.accepted,
		"debit": plan.debit.map(debit),
	})
}

fn instalment(instalment: &Instalment) -> Value {
	json!({
		"number": instalment.number,
		"due": instalment.due,
		"amount": units(instalment.amount),
		"settled": units(instalment.settled),
	})
}

/// All of a bill.
pub fn bill(id: BillId, info: &BillInfo<AccountId>) -> Value {
	let bill = &info.bill;
	json!({
		"id": id,
		"provider": address(&bill.provider),
		"patient": address(&bill.patient),
		"currency": bill.currency,
		"status": bill_status(bill.status),
		"issuedAt": bill.issued_at,
		"due": bill.due,
		"detail": digest(info.detail),
		"gross": units(bill.gross),
		"discount": units(bill.discount),
		"promptPay": bill.prompt_pay.map(prompt_pay),
		"writtenOff": units(bill.written_off),
		"paid": units(bill.paid),
		"refunded": units(bill.refunded),
		"outstanding": units(info.outstanding),
		"payable": units(info.payable),
		"payments": bill.payments.iter().map(payment).collect::<Vec<_>>(),
		"lines": info.lines.iter().map(line).collect::<Vec<_>>(),
		"dispute": bill.dispute.map(dispute),
		"plan": bill.plan.map(plan),
		"instalments": info.instalments.iter().map(instalment).collect::<Vec<_>>(),
		"closedAt": bill.closed_at,
	})
}

/// An open bill.
pub fn obligation(obligation: &Obligation<AccountId>) -> Value {
	json!({
		"bill": obligation.bill,
		"provider": address(&obligation.provider),
		"currency": obligation.currency,
		"outstanding": units(obligation.outstanding),
		"payable": units(obligation.payable),
		"overdue": units(obligation.overdue),
		"due": obligation.due,
		"disputed": obligation.disputed,
	})
}

/// How a currency stands.
pub fn reserve_status(status: &ReserveStatus<AccountId>) -> Value {
	let currency = &status.currency;
	json!({
		"code": currency.code.code(),
		"issuer": address(&currency.issuer),
		"requiredRatio": currency.terms.required_ratio.0,
		"attestationLifetime": currency.terms.attestation_lifetime,
		"minRedemption": units(currency.terms.min_redemption),
		"paused": currency.paused.map(pause_reason),
		"attestation": currency.attestation.as_ref().map(|attestation| json!({
			"auditor": address(&attestation.auditor),
			"reserves": units(attestation.reserves),
			"asOf": attestation.as_of,
			"evidence": digest(attestation.evidence),
		})),
		"supply": units(status.supply),
		"fresh": status.fresh,
		"mintable": units(status.mintable),
		"ratio": status.ratio.map(units),
	})
}
