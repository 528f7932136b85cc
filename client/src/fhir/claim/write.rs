//! What `ClaimResponse` and `ExplanationOfBenefit` have in common: what a payer answered to a claim.

use super::{name, ClaimUse, CLAIM_SYSTEM, COVERAGE_SYSTEM, ITEM_SYSTEM, PAYEE_TYPE, RELATIONSHIP};
use crate::{
	amounts::{major_units, told},
	fhir::{format_instant, Refusal, ACCOUNT_SYSTEM},
	relay::to_hex,
	types::claims::{
		Adjudication, Adjustment, AdjustmentKind, ClaimInfo, ClaimStatus, CoverageId, Group,
		LineResult, Payee,
	},
};
use medchain_support::{Amount, CurrencyCode, ServiceType};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
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
	insurer: AccountId32,
	coverage: CoverageId,
}

/// Writes an answer as a resource, of which `document` puts the parts in their order.
pub(in crate::fhir) fn write<D: Serialize>(
	answer: &Answer<'_>,
	resource: &'static str,
	document: impl FnOnce(&Checked<'_>) -> Result<D, Refusal>,
) -> Result<String, Refusal> {
	let document = document(&answer.check(resource)?)?;
	serde_json::to_string_pretty(&document).map_err(|e| Refusal::new(resource, e.to_string()))
}

impl<'a> Answer<'a> {
	/// Checks what is to be written as a resource.
	fn check(self, resource: &'static str) -> Result<Checked<'a>, Refusal> {
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

	/// What each answer begins with.
	pub fn head(&self) -> Result<Head, Refusal> {
		let claim = self.claim();
		Ok(Head {
			resource_type: self.resource,
			identifier: self.identifier(),
			status: self.status(),
			kind: self.kind(),
			purpose: self.answer.purpose.code(),
			patient: Reference::account(Some("Patient"), &claim.patient),
			created: self.instant("created", claim.decided_at.unwrap_or(claim.submitted_at))?,
			insurer: Reference::account(Some("Organization"), &self.insurer),
		})
	}

	/// What became of the claim.
	pub fn result(&self) -> Result<Outcome, Refusal> {
		Ok(Outcome { outcome: self.outcome(), disposition: self.disposition()? })
	}

	/// What all lines come to, and what was paid.
	pub fn sum(&self) -> Result<Sum, Refusal> {
		Ok(Sum { total: self.totals()?, payment: self.payment()? })
	}

	/// `status`.
	fn status(&self) -> &'static str {
		match self.claim().status {
			ClaimStatus::Pended | ClaimStatus::Adjudicated => "active",
			ClaimStatus::Withdrawn | ClaimStatus::Reversed | ClaimStatus::Voided => "cancelled",
		}
	}

	/// `outcome`: partial where a line is denied, error where all are.
	fn outcome(&self) -> &'static str {
		let Some(decided) = self.decided else { return "queued" };
		let denied = decided.lines.iter().filter(|line| line.denied.is_some()).count();
		match denied {
			0 => "complete",
			some if some < decided.lines.len() => "partial",
			_ => "error",
		}
	}

	/// `type`, by the classes of the lines; the chain knows no more.
	fn kind(&self) -> Concept {
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
	fn identifier(&self) -> Vec<Identifier> {
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
	fn disposition(&self) -> Result<String, Refusal> {
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
		lines.map(|line| self.entries(line)).collect()
	}

	fn entries(&self, line: &LineResult) -> Result<Vec<Entry>, Refusal> {
		let mut entries: Vec<Entry> = parts(line)
			.into_iter()
			.map(|(category, amount, reason)| self.entry(category, amount, reason))
			.collect::<Result<_, _>>()?;
		if let Some(value) = percent(line) {
			let category = Concept::new(ADJUDICATION, "eligpercent");
			let value = Some(self.raw(value)?);
			// Before what is paid, which comes last.
			let last = entries.len().saturating_sub(1);
			entries.insert(last, Entry { category, reason: None, amount: None, value });
		}
		Ok(entries)
	}

	fn entry(
		&self,
		category: Category,
		amount: Amount,
		reason: Option<Reason>,
	) -> Result<Entry, Refusal> {
		let mut concept = category.concept();
		let reason = reason.map(|(group, carc)| {
			concept.coding.push(Coding::new(GROUP, group.code()));
			Concept::new(CARC, carc)
		});
		Ok(Entry { category: concept, reason, amount: Some(self.money(amount)?), value: None })
	}

	/// The same over all lines, each category once. What is nothing is left out, but for what was
	/// submitted, what of it is eligible and what is paid.
	fn totals(&self) -> Result<Vec<Total>, Refusal> {
		let mut totals = BTreeMap::<Category, Amount>::new();
		match self.decided {
			None => drop(totals.insert(Category::Submitted, self.claim().charge)),
			Some(decided) => {
				for (category, amount, _) in decided.lines.iter().flat_map(parts) {
					let total = totals.entry(category).or_default();
					*total = total.saturating_add(amount);
				}
			}
		}
		let write = |(category, amount): (Category, Amount)| {
			Ok(Total { category: category.concept(), amount: self.money(amount)? })
		};
		totals.into_iter().map(write).collect()
	}

	/// `payment`: what went to the payee, less what was kept against the biller's debt.
	fn payment(&self) -> Result<Option<Payment>, Refusal> {
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

/// Who bears a part of a charge that is not paid, and the reason.
type Reason = (Group, &'static str);

/// What a part of an answer is, in the order in which the parts stand.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Category {
	Submitted,
	Eligible,
	PriorPayerPaid,
	Discount,
	NonCovered,
	Deductible,
	Coinsurance,
	Copay,
	Benefit,
}

impl Category {
	fn of(kind: AdjustmentKind) -> Self {
		use AdjustmentKind::*;
		match kind {
			Prior => Self::PriorPayerPaid,
			Contractual => Self::Discount,
			Denied | OverLimit | OverPrice => Self::NonCovered,
			Deductible => Self::Deductible,
			Coinsurance => Self::Coinsurance,
			Copay => Self::Copay,
		}
	}

	fn concept(self) -> Concept {
		let (system, code) = match self {
			Self::Submitted => (ADJUDICATION, "submitted"),
			Self::Eligible => (ADJUDICATION, "eligible"),
			Self::PriorPayerPaid => (CARIN, "priorpayerpaid"),
			Self::Discount => (CARIN, "discount"),
			Self::NonCovered => (CARIN, "noncovered"),
			Self::Deductible => (ADJUDICATION, "deductible"),
			Self::Coinsurance => (CARIN, "coinsurance"),
			Self::Copay => (ADJUDICATION, "copay"),
			Self::Benefit => (ADJUDICATION, "benefit"),
		};
		Concept::new(system, code)
	}
}

/// All that is said of a line: what was submitted and what of it is eligible, what reduces it, and
/// what is paid.
fn parts(line: &LineResult) -> Vec<(Category, Amount, Option<Reason>)> {
	let first = [
		(Category::Submitted, line.charge().unwrap_or(0), None),
		(Category::Eligible, line.eligible(), None),
	];
	let reduced = line.adjustments().into_iter().map(|part: Adjustment| {
		(Category::of(part.kind), part.amount, Some((part.group, part.carc)))
	});
	first.into_iter().chain(reduced).chain([(Category::Benefit, line.paid, None)]).collect()
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

/// How a claim stands to another: in its place (`prior`), or beside it (`associated`).
pub(in crate::fhir) fn relationship(code: &str) -> Concept {
	Concept::new(RELATIONSHIP, code)
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
struct Identifier {
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

/// What each answer begins with.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::fhir) struct Head {
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
}

/// What became of the claim.
#[derive(Serialize)]
pub(in crate::fhir) struct Outcome {
	outcome: &'static str,
	disposition: String,
}

/// What all lines come to, and what was paid.
#[derive(Serialize)]
pub(in crate::fhir) struct Sum {
	total: Vec<Total>,
	#[serde(skip_serializing_if = "Option::is_none")]
	payment: Option<Payment>,
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
struct Total {
	category: Concept,
	amount: Money,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payment {
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
