//! Pools, plans and coverages, and what people say about claims, as the node answers about them in
//! JSON or the chain stores them. Amounts are in minor units, times in seconds since 1970.

use super::{
	claims::{Adjudication, ClaimId, ClaimInfo, CoverageId, Payee, PendReason, Reason},
	spelled,
};
use crate::{relay::from_hex, wire::OnChain};
use medchain_support::{Amount, BasisPoints, Commitment, CurrencyId, ServiceType};
use serde::{de::Error, Deserialize, Deserializer};
use std::{fmt::Display, str::FromStr};
use subxt::{ext::scale_decode::DecodeAsType, utils::AccountId32};

/// The pallet's name in the metadata.
pub const PALLET: &str = "InsuranceClaims";
/// Most benefits of one plan.
pub const MAX_BENEFITS: usize = ServiceType::ALL.len();
/// Most uses that a frequency counts.
pub const MAX_USES: u8 = 16;
/// Most claims that the node tells at once.
pub const MAX_PAGE: u32 = 100;

/// Number of a pool.
pub type PoolId = u32;
/// Number of a plan.
pub type PlanId = u32;

/// A value from its text.
fn parsed<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
	T: FromStr<Err: Display>,
	D: Deserializer<'de>,
{
	of_text(&String::deserialize(deserializer)?)
}

/// A value from its text, if there is one.
fn parsed_or_none<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
	T: FromStr<Err: Display>,
	D: Deserializer<'de>,
{
	Option::<String>::deserialize(deserializer)?.map(|text| of_text(&text)).transpose()
}

fn of_text<T: FromStr<Err: Display>, E: Error>(text: &str) -> Result<T, E> {
	text.parse().map_err(|e| E::custom(format!("{text:?}: {e}")))
}

/// A share in hundredths of a percent.
fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BasisPoints, D::Error> {
	u16::deserialize(deserializer).map(BasisPoints)
}

/// A share in hundredths of a percent, if there is one.
fn share_or_none<'de, D: Deserializer<'de>>(
	deserializer: D,
) -> Result<Option<BasisPoints>, D::Error> {
	Ok(Option::<u16>::deserialize(deserializer)?.map(BasisPoints))
}

/// A commitment from `0x` and hexadecimal digits.
fn digest<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Commitment, D::Error> {
	let text = String::deserialize(deserializer)?;
	let bytes = from_hex(&text).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
	bytes
		.map(Commitment)
		.ok_or_else(|| D::Error::custom(format!("{text:?} is not 0x and 64 hexadecimal digits")))
}

/// How a pool stands: an insurer's money in one currency.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct Pool {
	/// Its number.
	pub id: PoolId,
	/// Whose it is.
	pub insurer: AccountId32,
	/// The number of its currency.
	pub currency: CurrencyId,
	/// The account on which the money lies.
	pub account: AccountId32,
	/// The share of the open limits that must lie in it.
	#[serde(deserialize_with = "share")]
	pub ratio: BasisPoints,
	/// What all terms that are not closed can still claim.
	#[serde(deserialize_with = "parsed")]
	pub open: Amount,
	/// What can be paid out of it.
	#[serde(deserialize_with = "parsed")]
	pub balance: Amount,
	/// What must stay in it for the open limits, and what it owes of premiums.
	#[serde(deserialize_with = "parsed")]
	pub required: Amount,
	/// What of that it owes of premiums, for time that was cancelled.
	#[serde(deserialize_with = "parsed")]
	pub owed: Amount,
	/// What its insurer can withdraw.
	#[serde(deserialize_with = "parsed")]
	pub free: Amount,
	/// The balance in hundredths of a percent of what is open; nothing if nothing is.
	#[serde(deserialize_with = "parsed_or_none")]
	pub coverage: Option<Amount>,
}

/// How often a service is covered.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Frequency {
	/// So many uses.
	pub uses: u8,
	/// Within so many days.
	pub within_days: u16,
}

/// What a plan does for one class of service.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Benefit {
	/// The class.
	#[serde(deserialize_with = "parsed")]
	pub service: ServiceType,
	/// The patient's share of what is left after copay and deductible, within the network.
	#[serde(deserialize_with = "share")]
	pub coinsurance: BasisPoints,
	/// The same elsewhere; nothing is covered there without it.
	#[serde(deserialize_with = "share_or_none")]
	pub out_of_network: Option<BasisPoints>,
	/// What the patient pays first of each line.
	#[serde(deserialize_with = "parsed")]
	pub copay: Amount,
	/// Most that counts for one unit.
	#[serde(deserialize_with = "parsed_or_none")]
	pub ceiling: Option<Amount>,
	/// Most units of a term.
	pub max_quantity: Option<u32>,
	/// How often it is covered.
	pub frequency: Option<Frequency>,
	/// Whether the insurer must have authorised it before.
	pub authorization: bool,
	/// Whether documents must come with it.
	pub attachment: bool,
	/// Whether each line names the pack of the drug.
	pub traced: bool,
}

/// What a plan promises and asks.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct PlanTerms {
	/// What the patient pays of the covered services of a term before the plan does.
	#[serde(deserialize_with = "parsed")]
	pub deductible: Amount,
	/// Most that the patient pays of the covered services of a term.
	#[serde(deserialize_with = "parsed")]
	pub out_of_pocket_max: Amount,
	/// Most that the plan pays in a term.
	#[serde(deserialize_with = "parsed")]
	pub annual_limit: Amount,
	/// The price of a term.
	#[serde(deserialize_with = "parsed")]
	pub premium: Amount,
	/// How long a term is.
	pub length: u64,
	/// How long after enrolment nothing is covered.
	pub waiting: u64,
	/// How long after a service it can be claimed.
	pub filing: u64,
	/// Payments of a claim beyond this wait for the patient's word.
	#[serde(deserialize_with = "parsed_or_none")]
	pub confirm_above: Option<Amount>,
	/// More lines of one provider than this on one day are looked at.
	pub daily_lines: Option<u32>,
	/// Prices beyond this share of the ceiling are looked at.
	#[serde(deserialize_with = "share_or_none")]
	pub outlier: Option<BasisPoints>,
	/// What it does for each class of service.
	pub benefits: Vec<Benefit>,
}

/// A plan in one of its versions.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
	/// Its number.
	pub id: PlanId,
	/// The pool that pays.
	pub pool: PoolId,
	/// Its newest version.
	pub newest_version: u32,
	/// Whether people can enrol.
	pub open: bool,
	/// Its terms, in the version that was asked for.
	pub terms: PlanTerms,
}

/// A provider's contract with a plan: what is offered, and when it belonged to the network.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Contract {
	/// Version of the plan that the insurer offers to it, if it does.
	pub offered: Option<u32>,
	/// When it belonged to the network, in their order.
	pub spans: Vec<Span>,
}

/// A time in which a provider belongs to a network.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Span {
	/// Version of the plan that it accepted.
	pub version: u32,
	/// First second.
	pub from: u64,
	/// Second in which it ended; the day of it still belongs to it. None if it runs.
	pub until: Option<u64>,
}

/// How a provider stands to a plan's network now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Membership {
	/// It belongs to it.
	Accepted,
	/// It was offered to it.
	Offered,
	/// It belonged to it.
	Ended,
}

spelled! {
	Membership {
		Accepted => "accepted",
		Offered => "offered",
		Ended => "ended",
	}
}

impl Contract {
	/// How the provider stands to the network now.
	pub fn membership(&self) -> Membership {
		match (self.running(), self.offered) {
			(Some(_), _) => Membership::Accepted,
			(None, Some(_)) => Membership::Offered,
			(None, None) => Membership::Ended,
		}
	}

	/// Since when it belongs to the network, if it does.
	pub fn running(&self) -> Option<&Span> {
		self.spans.last().filter(|span| span.until.is_none())
	}
}

/// A time for which a premium was paid, and what was used of it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Term {
	/// Version of the plan that it was sold with.
	pub version: u32,
	/// First second.
	pub start: u64,
	/// First second after it.
	pub end: u64,
	/// What was paid for it.
	#[serde(deserialize_with = "parsed")]
	pub premium: Amount,
	/// Most that the plan pays.
	#[serde(deserialize_with = "parsed")]
	pub limit: Amount,
	/// What the plan has paid.
	#[serde(deserialize_with = "parsed")]
	pub paid: Amount,
	/// What the patient has paid of the deductible.
	#[serde(deserialize_with = "parsed")]
	pub deductible: Amount,
	/// What the patient has paid of the covered services.
	#[serde(deserialize_with = "parsed")]
	pub out_of_pocket: Amount,
	/// Whether it was cancelled before its time.
	pub cancelled: bool,
	/// When it would have ended, had it not been cancelled.
	pub sold_until: u64,
	/// Whether something of the premium comes back if it is cancelled: not if it was sold after it had
	/// begun.
	pub refundable: bool,
	/// What its refund was cut by for what the plan had paid.
	#[serde(deserialize_with = "parsed")]
	pub deducted: Amount,
	/// What of that came back because a claim was taken back that the plan had paid; it is due once the
	/// term is closed.
	#[serde(deserialize_with = "parsed")]
	pub returned: Amount,
	/// Whether its limit no longer counts for the pool's reserve.
	pub closed: bool,
	/// How many claims wait that are to be paid under it: it is not closed before.
	pub waiting: u32,
	/// The last second at which an appeal about it can be open; 0 if none was brought.
	pub appealed_until: u64,
}

/// That a person is insured: FHIR `Coverage`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
	/// Its number.
	pub id: CoverageId,
	/// Under which plan.
	pub plan: PlanId,
	/// The pool that pays.
	pub pool: PoolId,
	/// Who pays for care.
	pub insurer: AccountId32,
	/// The number of the currency.
	pub currency: CurrencyId,
	/// Who pays the premium.
	pub subscriber: AccountId32,
	/// Who is insured.
	pub beneficiary: AccountId32,
	/// When it began.
	pub enrolled_at: u64,
	/// Number of its oldest term that is kept.
	pub oldest_term: u32,
	/// Number of its newest term, from 0.
	pub newest_term: u32,
	/// What is owed of premiums for time that was cancelled.
	#[serde(deserialize_with = "parsed")]
	pub refund_due: Amount,
	/// Whether services of now are covered.
	pub in_force: bool,
	/// The term that runs, the newest if none does.
	pub term: Term,
	/// What is left of the deductible.
	#[serde(deserialize_with = "parsed")]
	pub deductible_left: Amount,
	/// What the patient pays at most until the end of the term.
	#[serde(deserialize_with = "parsed")]
	pub out_of_pocket_left: Amount,
	/// What the plan pays at most until the end of the term.
	#[serde(deserialize_with = "parsed")]
	pub limit_left: Amount,
}

/// What somebody decides about a line.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
	/// It is to be paid by the rules.
	Approve,
	/// It is denied.
	Deny,
}

spelled! {
	Verdict {
		Approve => "approve",
		Deny => "deny",
	}
}

/// What somebody decided about a line for a payer. Places count from 0.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub struct LineVerdict {
	/// Place of the line.
	pub line: u8,
	/// Place of the payer.
	pub payer: u8,
	/// What was decided.
	pub verdict: Verdict,
	/// Why it is denied.
	pub reason: Option<Reason>,
}

/// What an appeal is about, and whose it is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum AppealKind {
	/// An insurer has not decided in time.
	Silence,
	/// The biller's, against what was denied.
	Biller,
	/// The patient's, against what was denied.
	Patient,
}

spelled! {
	AppealKind {
		Silence => "silence",
		Biller => "biller",
		Patient => "patient",
	}
}

/// An appeal against what a payer has denied, or has not decided in time. Places count from 0.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Appeal {
	/// Place of the payer.
	pub payer: u8,
	/// What it is about, and whose it is.
	pub kind: AppealKind,
	/// Who appeals.
	pub appellant: AccountId32,
	/// Places of the lines.
	pub lines: Vec<u8>,
	/// Commitment to the reasons.
	#[serde(deserialize_with = "digest")]
	pub evidence: Commitment,
	/// When.
	pub filed_at: u64,
	/// When it was decided.
	pub decided_at: Option<u64>,
	/// The claims that pay what it granted.
	pub supplements: Vec<ClaimId>,
}

impl Appeal {
	/// Whether it waits for a decision.
	pub fn is_open(&self) -> bool {
		self.decided_at.is_none()
	}
}

/// A report that a claim is fraudulent.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct FraudReport {
	/// Who says so.
	pub reporter: AccountId32,
	/// Commitment to the evidence.
	#[serde(deserialize_with = "digest")]
	pub evidence: Commitment,
	/// When.
	pub reported_at: u64,
	/// What was found.
	pub found: Option<bool>,
}

/// A claim with all that people said about it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct ClaimFile {
	/// The claim.
	#[serde(flatten)]
	pub info: ClaimInfo,
	/// What people decided about its lines.
	pub verdicts: Vec<LineVerdict>,
	/// The appeals.
	pub appeals: Vec<Appeal>,
	/// The report of fraud.
	pub report: Option<FraudReport>,
}

impl ClaimFile {
	/// The appeal that waits for a decision. There is one at a time.
	pub fn open_appeal(&self) -> Option<&Appeal> {
		self.appeals.iter().find(|appeal| appeal.is_open())
	}

	/// Whether a report of fraud waits for a decision.
	pub fn is_reported(&self) -> bool {
		self.report.as_ref().is_some_and(|report| report.found.is_none())
	}
}

/// Why a claim would wait, and for which payer, by its place from 0.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub struct WouldWait {
	/// Why.
	pub reason: PendReason,
	/// Place of the payer.
	pub payer: u8,
}

/// What would become of a claim that came in now.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Predetermination {
	/// Why it would wait, if it would.
	pub pend: Option<WouldWait>,
	/// Whom they would pay: the provider, whoever was to be, while it owes to a pool that would pay.
	pub payee: Payee,
	/// What all payers would pay.
	#[serde(deserialize_with = "parsed")]
	pub paid: Amount,
	/// What would be left to the patient.
	#[serde(deserialize_with = "parsed")]
	pub patient_share: Amount,
	/// What each payer would do, in their order.
	pub payers: Vec<Adjudication>,
}

/// An insurer's promise to cover a service, or a provider's question for one.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Authorization {
	/// Who will claim.
	pub biller: AccountId32,
	/// Who asked: the biller, or somebody who acted for it then.
	pub requester: AccountId32,
	/// Under which coverage.
	pub coverage: CoverageId,
	/// For which class of service.
	pub service: OnChain<ServiceType>,
	/// Units: asked for, then granted, then left.
	pub quantity: u32,
	/// Most that one may cost.
	pub unit_price: Amount,
	/// Commitment to the reasons.
	pub evidence: OnChain<Commitment>,
	/// When it was asked for.
	pub requested_at: u64,
	/// The answer.
	pub status: AuthorizationStatus,
}

/// The answer to a request for authorisation.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum AuthorizationStatus {
	/// There is none yet.
	Requested,
	/// Granted, for services up to this second.
	Approved {
		/// Last second of service.
		until: u64,
	},
	/// Refused.
	Refused,
}

impl AuthorizationStatus {
	/// How it is spelled.
	pub const fn code(self) -> &'static str {
		match self {
			Self::Requested => "requested",
			Self::Approved { .. } => "approved",
			Self::Refused => "refused",
		}
	}
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use crate::types::claims::{self, ClaimStatus};
	use serde_json::{from_value, json, Value};
	use subxt_signer::sr25519::dev;

	fn account(key: &subxt_signer::sr25519::Keypair) -> AccountId32 {
		key.public_key().into()
	}

	/// A plan as the node tells it.
	pub(crate) fn plan() -> Plan {
		let benefit = json!({
			"service": "98",
			"coinsurance": 2_000,
			"outOfNetwork": 5_000,
			"copay": "1000",
			"ceiling": null,
			"maxQuantity": null,
			"frequency": { "uses": 2, "withinDays": 7 },
			"authorization": false,
			"attachment": false,
			"traced": false,
		});
		let mut other = benefit.clone();
		other["service"] = json!("PT");
		other["outOfNetwork"] = Value::Null;
		other["copay"] = json!("0");
		other["ceiling"] = json!("8000");
		other["maxQuantity"] = json!(20);
		other["frequency"] = Value::Null;
		other["authorization"] = json!(true);
		from_value(json!({
			"id": 3,
			"pool": 1,
			"newestVersion": 2,
			"open": true,
			"terms": {
				"deductible": "5000",
				"outOfPocketMax": "50000",
				"annualLimit": "500000",
				"premium": "6000",
				"length": 31_536_000,
				"waiting": 0,
				"filing": 7_776_000,
				"confirmAbove": "100000",
				"dailyLines": 40,
				"outlier": 30_000,
				"benefits": [benefit, other],
			},
		}))
		.unwrap()
	}

	/// A coverage as the node tells it.
	pub(crate) fn coverage() -> Coverage {
		from_value(json!({
			"id": 4,
			"plan": 3,
			"pool": 1,
			"insurer": account(&dev::dave()),
			"currency": 1,
			"subscriber": account(&dev::alice()),
			"beneficiary": account(&dev::charlie()),
			"enrolledAt": 1_795_000_000,
			"oldestTerm": 0,
			"newestTerm": 1,
			"refundDue": "120",
			"inForce": true,
			"term": {
				"version": 2,
				"start": 1_795_000_000,
				"end": 1_826_536_000,
				"premium": "6000",
				"limit": "500000",
				"paid": "9000",
				"deductible": "1000",
				"outOfPocket": "3000",
				"cancelled": false,
				"soldUntil": 1_826_536_000,
				"refundable": true,
				"deducted": "0",
				"returned": "0",
				"closed": false,
				"waiting": 0,
				"appealedUntil": 0,
			},
			"deductibleLeft": "4000",
			"outOfPocketLeft": "47000",
			"limitLeft": "491000",
		}))
		.unwrap()
	}

	/// A claim with all that people said about it.
	pub(crate) fn file() -> ClaimFile {
		let mut value = serde_json::to_value(claims::tests::claim()).unwrap();
		value["verdicts"] = json!([
			{ "line": 0, "payer": 0, "verdict": "approve", "reason": null },
			{ "line": 1, "payer": 1, "verdict": "deny", "reason": "not-necessary" },
		]);
		value["appeals"] = json!([{
			"payer": 1,
			"kind": "biller",
			"appellant": account(&dev::bob()),
			"lines": [1],
			"evidence": format!("0x{}", "05".repeat(32)),
			"filedAt": 1_795_400_000,
			"decidedAt": null,
			"supplements": [],
		}]);
		value["report"] = json!({
			"reporter": account(&dev::dave()),
			"evidence": format!("0x{}", "06".repeat(32)),
			"reportedAt": 1_795_500_000,
			"found": false,
		});
		from_value(value).unwrap()
	}

	#[test]
	fn answers_of_the_node_are_read() {
		let plan = plan();
		assert_eq!((plan.terms.annual_limit, plan.terms.benefits.len()), (500_000, 2));
		let [visit, therapy] = plan.terms.benefits[..] else { panic!("two") };
		assert_eq!(visit.service, ServiceType::ProfessionalVisitOffice);
		assert_eq!(visit.out_of_network, Some(BasisPoints(5_000)));
		assert_eq!(visit.frequency, Some(Frequency { uses: 2, within_days: 7 }));
		assert_eq!((therapy.ceiling, therapy.out_of_network), (Some(8_000), None));

		let coverage = coverage();
		assert_eq!((coverage.limit_left, coverage.term.out_of_pocket), (491_000, 3_000));

		let file = file();
		assert_eq!(file.info, claims::tests::claim());
		assert_eq!(file.info.status, ClaimStatus::Adjudicated);
		assert_eq!(file.verdicts[1].reason, Some(Reason::NotNecessary));
		let appeal = file.open_appeal().unwrap();
		assert_eq!((appeal.evidence, appeal.kind), (Commitment([5; 32]), AppealKind::Biller));
		assert!(!file.is_reported(), "there was none");
		assert_eq!(file.report.unwrap().found, Some(false));

		let pool: Pool = from_value(json!({
			"id": 1,
			"insurer": account(&dev::dave()),
			"currency": 1,
			"account": account(&dev::eve()),
			"ratio": 1_000,
			"open": "0",
			"balance": "340282366920938463463374607431768211455",
			"required": "12",
			"owed": "12",
			"free": "7",
			"coverage": null,
		}))
		.unwrap();
		assert_eq!((pool.balance, pool.owed, pool.coverage), (Amount::MAX, 12, None));

		let would: Predetermination = from_value(json!({
			"pend": { "reason": "price-outlier", "payer": 1 },
			"payee": "provider",
			"paid": "5",
			"patientShare": "6",
			"payers": [],
		}))
		.unwrap();
		assert_eq!(would.pend.map(|pend| pend.reason), Some(PendReason::PriceOutlier));
		assert_eq!(would.payee, Payee::Provider);
	}

	#[test]
	fn a_provider_belongs_to_a_network_while_a_span_runs() {
		let over = Span { version: 1, from: 10, until: Some(20) };
		let runs = Span { version: 2, from: 30, until: None };
		for (offered, spans, membership) in [
			(Some(2), vec![], Membership::Offered),
			(None, vec![runs], Membership::Accepted),
			(None, vec![over, runs], Membership::Accepted),
			(None, vec![over], Membership::Ended),
			(Some(3), vec![over], Membership::Offered),
		] {
			let contract = Contract { offered, spans };
			assert_eq!(contract.membership(), membership, "{contract:?}");
		}
	}

	#[test]
	fn answers_in_another_form_are_refused() {
		let verdict = json!({ "line": 0, "payer": 0, "verdict": "maybe", "reason": null });
		assert!(from_value::<LineVerdict>(verdict).is_err());
		let appeal = json!({
			"payer": 0,
			"kind": "silence",
			"appellant": account(&dev::bob()),
			"lines": [],
			"evidence": "0x05",
			"filedAt": 1,
			"decidedAt": null,
			"supplements": [],
		});
		let error = from_value::<Appeal>(appeal).unwrap_err().to_string();
		assert!(error.contains("64 hexadecimal digits"), "{error}");
		let would = json!({ "pend": null, "payee": "patient", "paid": 5, "patientShare": "6", "payers": [] });
		assert!(from_value::<Predetermination>(would).is_err(), "an amount is a text");
	}
}
