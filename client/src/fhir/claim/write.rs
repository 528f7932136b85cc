//! What `ClaimResponse` and `ExplanationOfBenefit` have in common: what a payer answered to a claim.

use super::{name, ClaimUse, CLAIM_SYSTEM, COVERAGE_SYSTEM, ITEM_SYSTEM, PAYEE_TYPE, RELATIONSHIP};
use crate::{
	amounts::{major_units, told},
	fhir::{format_instant, Refusal, ACCOUNT_SYSTEM},
	relay::to_hex,
	types::claims::{
		Adjudication, Adjustment, AdjustmentKind, ClaimInfo, ClaimStatus, CoverageId, LineResult,
		Payee,
	},
};
use medchain_support::{Amount, CurrencyCode, ServiceType};
use serde::Serialize;
use serde_json::value::RawValue;
use subxt::utils::{AccountId32, H256};

const ADJUDICATION: &str = "http://terminology.hl7.org/CodeSystem/adjudication";
const CARIN: &str = "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudication";
const CARC: &str = "https://x12.org/codes/claim-adjustment-reason-codes";
const GROUP: &str = "https://x12.org/codes/claim-adjustment-group-codes";
const CLAIM_TYPE: &str = "http://terminology.hl7.org/CodeSystem/claim-type";
const PAYMENT_TYPE: &str = "http://terminology.hl7.org/CodeSystem/ex-paymenttype";
const PAYMENT_REASON: &str = "http://terminology.hl7.org/CodeSystem/payment-adjustment-reason";
/// System of the identifiers of answers: the claim's name, a slash and the payer's place, from 1.
pub const RESPONSE_SYSTEM: &str = "urn:medchain:claim-response";

/// A payer's answer to a claim, or that it waits.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
	/// The claim.
	pub claim: &'a ClaimInfo,
	/// What it was for. A predetermination has no number, and nothing is paid for it.
	pub purpose: ClaimUse,
	/// The currency of its amounts.
	pub code: CurrencyCode,
	/// Hash of the chain's first block.
	pub chain: H256,
	/// Place of the payer, from 0.
	pub payer: usize,
	/// The insurer and the coverage where no payer has decided yet.
	pub asked: Option<(AccountId32, CoverageId)>,
}

/// An [`Answer`] that can be written: all that it says fits each other.
pub(in crate::fhir) struct Checked<'a> {
	answer: Answer<'a>,
	resource: &'static str,
	decided: Option<&'a Adjudication>,
	pub insurer: AccountId32,
	pub coverage: CoverageId,
}

impl<'a> Answer<'a> {
	/// Checks what is to be written as a resource.
	pub(in crate::fhir) fn check(self, resource: &'static str) -> Result<Checked<'a>, Refusal> {
		let refuse = |element: &str, reason: String| {
			Err(Refusal::new(format!("{resource}.{element}"), reason))
		};
		if !self.code.is_known() {
			let reason = format!("{} is no code of ISO 4217 that this client knows", self.code);
			return refuse("total.amount.currency", reason);
		}
		if let Err(reason) = self.claim.check() {
			return refuse("item.adjudication", reason);
		}
		let decided = self.claim.payers.get(self.payer);
		let (insurer, coverage) = match (decided, self.asked) {
			(Some(decided), _) => (decided.insurer, decided.coverage),
			(None, Some(asked)) if self.claim.payers.is_empty() => asked,
			(None, _) => {
				return refuse(
					"insurer",
					format!(
						"the claim has no payer {}; {} have decided",
						self.payer.saturating_add(1),
						self.claim.payers.len()
					),
				)
			}
		};
		if self.claim.lines.is_empty() {
			return refuse("item", "the claim has no lines".into());
		}
		Ok(Checked { answer: self, resource, decided, insurer, coverage })
	}
}

impl Checked<'_> {
	/// The claim.
	pub fn claim(&self) -> &ClaimInfo {
		self.answer.claim
	}

	/// Whether the claim is on chain, with a number.
	fn is_on_chain(&self) -> bool {
		self.answer.purpose != ClaimUse::Predetermination
	}

	/// `use`.
	pub fn purpose(&self) -> &'static str {
		self.answer.purpose.code()
	}

	/// `status`.
	pub fn status(&self) -> &'static str {
		match self.claim().status {
			ClaimStatus::Pended | ClaimStatus::Adjudicated => "active",
			ClaimStatus::Withdrawn | ClaimStatus::Reversed | ClaimStatus::Voided => "cancelled",
		}
	}

	/// `outcome`: partial where a line is denied, error where all are.
	pub fn outcome(&self) -> &'static str {
		let Some(decided) = self.decided else { return "queued" };
		let denied = decided.lines.iter().filter(|line| line.denied.is_some()).count();
		match denied {
			0 => "complete",
			some if some < decided.lines.len() => "partial",
			_ => "error",
		}
	}

	/// `type`, by the classes of the lines; the chain knows no more.
	pub fn kind(&self) -> Concept {
		use ServiceType::*;
		let all = |class: ServiceType| self.claim().lines.iter().all(|line| line.service == class);
		let institutional = [Hospital, HospitalInpatient, HospitalOutpatient, LongTermCare];
		let code = if all(Pharmacy) {
			"pharmacy"
		} else if all(DentalCare) {
			"oral"
		} else if all(Vision) {
			"vision"
		} else if self.claim().lines.iter().any(|line| institutional.contains(&line.service)) {
			"institutional"
		} else {
			"professional"
		};
		Concept::new(CLAIM_TYPE, code)
	}

	/// `created`: when it was decided, or came.
	pub fn created(&self) -> Result<String, Refusal> {
		let claim = self.claim();
		self.instant("created", claim.decided_at.unwrap_or(claim.submitted_at))
	}

	fn instant(&self, element: &str, second: u64) -> Result<String, Refusal> {
		format_instant(second).ok_or_else(|| {
			Refusal::new(
				format!("{}.{element}", self.resource),
				format!("second {second} lies after the year 9999, FHIR's last"),
			)
		})
	}

	/// The day of a second.
	pub fn day(&self, element: &str, second: u64) -> Result<String, Refusal> {
		Ok(self.instant(element, second)?.chars().take(10).collect())
	}

	/// `identifier` of the answer.
	pub fn identifier(&self) -> Vec<Identifier> {
		let claim = name(&self.answer.chain, self.claim().id);
		let value = format!("{claim}/{}", self.answer.payer.saturating_add(1));
		let identifier = Identifier { system: RESPONSE_SYSTEM, value };
		self.is_on_chain().then_some(identifier).into_iter().collect()
	}

	/// The claim, unless it has no number.
	pub fn request(&self) -> Option<Reference> {
		self.is_on_chain().then(|| self.claim_named(self.claim().id))
	}

	/// A claim of this chain.
	pub fn claim_named(&self, number: u64) -> Reference {
		Reference::named("Claim", CLAIM_SYSTEM, name(&self.answer.chain, number))
	}

	/// A coverage of this chain.
	fn coverage_named(&self, number: CoverageId) -> Reference {
		Reference::named("Coverage", COVERAGE_SYSTEM, name(&self.answer.chain, number))
	}

	/// `insurance`: all payers in their order; this one is focal.
	pub fn insurance(&self) -> Vec<Insurance> {
		let payers = &self.claim().payers;
		let all: Vec<CoverageId> = match payers.is_empty() {
			true => vec![self.coverage],
			false => payers.iter().map(|payer| payer.coverage).collect(),
		};
		let focal = if payers.is_empty() { 0 } else { self.answer.payer };
		let places = (1..).zip(all.into_iter().enumerate());
		places
			.map(|(sequence, (place, coverage))| Insurance {
				sequence: Some(sequence),
				focal: place == focal,
				coverage: self.coverage_named(coverage),
			})
			.collect()
	}

	/// `payee.type` and `payeeType`.
	pub fn payee(&self) -> Concept {
		let code = match self.claim().payee {
			Payee::Provider => "provider",
			Payee::Patient => "beneficiary",
		};
		Concept::new(PAYEE_TYPE, code)
	}

	/// What became of it, for people.
	pub fn disposition(&self) -> Result<String, Refusal> {
		let claim = self.claim();
		let money = |amount| told(amount, self.answer.code);
		let decided = match (self.decided, claim.pend) {
			(Some(decided), _) => {
				let left = decided.sum(LineResult::patient);
				let borne = match self.answer.payer.saturating_add(1) < claim.payers.len() {
					true => "go to the next payer",
					false => "are left to the patient",
				};
				format!(
					"{} of {} are paid; {} {borne}.",
					money(decided.paid),
					money(claim.charge),
					money(left)
				)
			}
			(None, Some(pend)) => format!(
				"Waits: {}. To be decided until {}.",
				pend.reason.told(),
				self.instant("disposition", pend.deadline)?
			),
			(None, None) => "Not decided.".into(),
		};
		Ok(match claim.status {
			ClaimStatus::Pended | ClaimStatus::Adjudicated => decided,
			ClaimStatus::Withdrawn => "Withdrawn by the provider before it was decided.".into(),
			ClaimStatus::Reversed => {
				format!("Reversed by the provider, who returned what was paid. Before: {decided}")
			}
			ClaimStatus::Voided => {
				format!("Void: fraud was found, and what was paid is owed. Before: {decided}")
			}
		})
	}

	/// What was decided of each line; nothing while the claim waits.
	pub fn lines(&self) -> Result<Vec<Vec<Entry>>, Refusal> {
		let lines = self.decided.into_iter().flat_map(|decided| &decided.lines);
		lines.map(|line| self.entries(line, line.charge().unwrap_or(0))).collect()
	}

	fn entries(&self, line: &LineResult, charge: Amount) -> Result<Vec<Entry>, Refusal> {
		let mut entries = vec![
			self.entry(Concept::new(ADJUDICATION, "submitted"), charge)?,
			self.entry(Concept::new(ADJUDICATION, "eligible"), line.eligible())?,
		];
		for part in line.adjustments() {
			let mut category = category(part.kind);
			category.coding.push(Coding::new(GROUP, part.group.code()));
			let reason = Concept::new(CARC, part.carc);
			entries.push(Entry { reason: Some(reason), ..self.entry(category, part.amount)? });
		}
		if let Some(value) = percent(line) {
			let category = Concept::new(ADJUDICATION, "eligpercent");
			let value = Some(self.raw(value)?);
			entries.push(Entry { category, reason: None, amount: None, value });
		}
		entries.push(self.entry(Concept::new(ADJUDICATION, "benefit"), line.paid)?);
		Ok(entries)
	}

	fn entry(&self, category: Concept, amount: Amount) -> Result<Entry, Refusal> {
		Ok(Entry { category, reason: None, amount: Some(self.money(amount)?), value: None })
	}

	/// `total`: the same over all lines. What is nothing is left out, but for what was submitted and
	/// what is paid.
	pub fn totals(&self) -> Result<Vec<Total>, Refusal> {
		let Some(decided) = self.decided else {
			let category = Concept::new(ADJUDICATION, "submitted");
			return Ok(vec![Total { category, amount: self.money(self.claim().charge)? }]);
		};
		let sum = |kind: AdjustmentKind| {
			decided.sum(|line| {
				let parts = line.adjustments().into_iter().filter(|part: &Adjustment| {
					category(part.kind).coding == category(kind).coding
				});
				parts.map(|part| part.amount).fold(0, Amount::saturating_add)
			})
		};
		let mut totals = vec![
			(Concept::new(ADJUDICATION, "submitted"), self.claim().charge),
			(Concept::new(ADJUDICATION, "eligible"), decided.sum(LineResult::eligible)),
		];
		use AdjustmentKind::*;
		for kind in [Prior, Contractual, Denied, Deductible, Coinsurance, Copay] {
			match sum(kind) {
				0 => (),
				amount => totals.push((category(kind), amount)),
			}
		}
		totals.push((Concept::new(ADJUDICATION, "benefit"), decided.paid));
		let write = |(category, amount)| Ok(Total { category, amount: self.money(amount)? });
		totals.into_iter().map(write).collect()
	}

	/// `payment`: what went to the payee, less what was kept against the biller's debt.
	pub fn payment(&self) -> Result<Option<Payment>, Refusal> {
		let paid = self.decided.filter(|decided| decided.paid > 0 && self.is_on_chain());
		let Some(decided) = paid else { return Ok(None) };
		let withheld = Some(decided.withheld).filter(|withheld| *withheld > 0);
		let claim = self.claim();
		let partial = decided.lines.iter().any(|line| line.denied.is_some());
		Ok(Some(Payment {
			kind: Concept::new(PAYMENT_TYPE, if partial { "partial" } else { "complete" }),
			adjustment: withheld.map(|withheld| self.money(withheld)).transpose()?,
			adjustment_reason: withheld.map(|_| Concept::new(PAYMENT_REASON, "a002")),
			date: self.day("payment.date", claim.decided_at.unwrap_or(claim.submitted_at))?,
			amount: self.money(decided.paid.saturating_sub(decided.withheld))?,
		}))
	}

	/// A `Money`.
	pub fn money(&self, amount: Amount) -> Result<Money, Refusal> {
		let code = self.answer.code;
		let value = self.raw(major_units(amount, code.decimals()))?;
		Ok(Money { value, currency: code.to_string() })
	}

	/// Digits as a JSON number, each of them.
	pub fn raw(&self, digits: String) -> Result<Box<RawValue>, Refusal> {
		RawValue::from_string(digits).map_err(|e| Refusal::new(self.resource, e.to_string()))
	}
}

fn category(kind: AdjustmentKind) -> Concept {
	use AdjustmentKind::*;
	match kind {
		Prior => Concept::new(CARIN, "priorpayerpaid"),
		Contractual => Concept::new(CARIN, "discount"),
		Denied | OverLimit | OverPrice => Concept::new(CARIN, "noncovered"),
		Deductible => Concept::new(ADJUDICATION, "deductible"),
		Coinsurance => Concept::new(CARIN, "coinsurance"),
		Copay => Concept::new(ADJUDICATION, "copay"),
	}
}

/// What is paid in percent of what is paid and the coinsurance, with two decimals; nothing where
/// that is nothing, or cannot be counted.
fn percent(line: &LineResult) -> Option<String> {
	let whole = line.paid.checked_add(line.coinsurance).filter(|whole| *whole > 0)?;
	let hundredths = line.paid.checked_mul(10_000)?.checked_div(whole)?;
	Some(major_units(hundredths, 2))
}

/// The digest of what a line is for, in the place of its code.
pub(in crate::fhir) fn product(item: &[u8]) -> Concept {
	Concept::new(ITEM_SYSTEM, &to_hex(item))
}

/// That a claim stands in the place of another.
pub(in crate::fhir) fn prior() -> Concept {
	Concept::new(RELATIONSHIP, "prior")
}

/// The class of a service.
pub(in crate::fhir) fn class(service: ServiceType) -> Concept {
	let mut concept = Concept::new(ServiceType::SYSTEM, service.code());
	concept.coding.iter_mut().for_each(|coding| coding.display = Some(service.display()));
	concept
}

#[derive(Serialize)]
pub(in crate::fhir) struct Concept {
	coding: Vec<Coding>,
}

impl Concept {
	fn new(system: &'static str, code: &str) -> Self {
		Self { coding: vec![Coding::new(system, code)] }
	}
}

#[derive(Eq, PartialEq, Serialize)]
struct Coding {
	system: &'static str,
	code: String,
	#[serde(skip_serializing_if = "Option::is_none")]
	display: Option<&'static str>,
}

impl Coding {
	fn new(system: &'static str, code: &str) -> Self {
		Self { system, code: code.into(), display: None }
	}
}

#[derive(Serialize)]
pub(in crate::fhir) struct Identifier {
	system: &'static str,
	value: String,
}

#[derive(Serialize)]
pub(in crate::fhir) struct Reference {
	#[serde(rename = "type", skip_serializing_if = "Option::is_none")]
	kind: Option<&'static str>,
	identifier: Identifier,
}

impl Reference {
	/// An account; the type is told where it is known.
	pub fn account(kind: Option<&'static str>, account: &AccountId32) -> Self {
		let identifier = Identifier { system: ACCOUNT_SYSTEM, value: account.to_string() };
		Self { kind, identifier }
	}

	fn named(kind: &'static str, system: &'static str, value: String) -> Self {
		Self { kind: Some(kind), identifier: Identifier { system, value } }
	}
}

#[derive(Serialize)]
pub(in crate::fhir) struct Money {
	value: Box<RawValue>,
	currency: String,
}

/// `item.adjudication`.
#[derive(Serialize)]
pub(in crate::fhir) struct Entry {
	category: Concept,
	#[serde(skip_serializing_if = "Option::is_none")]
	reason: Option<Concept>,
	#[serde(skip_serializing_if = "Option::is_none")]
	amount: Option<Money>,
	#[serde(skip_serializing_if = "Option::is_none")]
	value: Option<Box<RawValue>>,
}

#[derive(Serialize)]
pub(in crate::fhir) struct Total {
	category: Concept,
	amount: Money,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::fhir) struct Payment {
	#[serde(rename = "type")]
	kind: Concept,
	#[serde(skip_serializing_if = "Option::is_none")]
	adjustment: Option<Money>,
	#[serde(skip_serializing_if = "Option::is_none")]
	adjustment_reason: Option<Concept>,
	date: String,
	amount: Money,
}

#[derive(Serialize)]
pub(in crate::fhir) struct Insurance {
	/// `ExplanationOfBenefit` has none.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub sequence: Option<u32>,
	pub focal: bool,
	pub coverage: Reference,
}
