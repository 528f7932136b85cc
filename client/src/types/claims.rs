//! Claims, as the node answers about them in JSON. Amounts are in minor units, as decimal strings;
//! times are in seconds since 1970.

use super::spelled;
use medchain_support::{
	Amount, BillId, Commitment, CurrencyId, ResourceClass, ServiceType, SoldPack,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use subxt::utils::AccountId32;

/// Number of a claim.
pub type ClaimId = u64;
/// Number of a coverage.
pub type CoverageId = u64;
/// Number of a prior authorisation.
pub type AuthorizationId = u64;

/// Most lines of one claim.
pub const MAX_LINES: usize = 20;
/// Most payers of one claim.
pub const MAX_PAYERS: usize = 3;
/// Most documents that come with one claim.
pub const MAX_ATTACHMENTS: usize = 8;

/// A value as its text.
mod text {
	use serde::{de::Error, Deserialize, Deserializer, Serializer};
	use std::{fmt::Display, str::FromStr};

	pub fn serialize<T: Display, S: Serializer>(
		value: &T,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.collect_str(value)
	}

	pub fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
	where
		T: FromStr<Err: Display>,
		D: Deserializer<'de>,
	{
		let text = String::deserialize(deserializer)?;
		text.parse().map_err(|e| D::Error::custom(format!("{text:?}: {e}")))
	}

	/// The same of each in a list.
	pub mod list {
		use super::*;
		use serde::Serialize;

		#[derive(Deserialize, Serialize)]
		#[serde(bound = "T: Display + FromStr<Err: Display>", transparent)]
		struct Text<T>(#[serde(with = "super")] T);

		pub fn serialize<T, S>(values: &[T], serializer: S) -> Result<S::Ok, S::Error>
		where
			T: Copy + Display + FromStr<Err: Display>,
			S: Serializer,
		{
			let texts: Vec<Text<T>> = values.iter().copied().map(Text).collect();
			texts.serialize(serializer)
		}

		pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
		where
			T: Display + FromStr<Err: Display>,
			D: Deserializer<'de>,
		{
			let texts = Vec::<Text<T>>::deserialize(deserializer)?;
			Ok(texts.into_iter().map(|text| text.0).collect())
		}
	}
}

/// 32 bytes as `0x` and hexadecimal digits.
mod hex {
	use crate::relay::{from_hex, to_hex};
	use serde::{de::Error, Deserialize, Deserializer, Serializer};

	pub fn serialize<T: AsRef<[u8]>, S: Serializer>(
		value: &T,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&to_hex(value.as_ref()))
	}

	pub fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
	where
		T: From<[u8; 32]>,
		D: Deserializer<'de>,
	{
		let text = String::deserialize(deserializer)?;
		let bytes = from_hex(&text).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
		bytes.map(T::from).ok_or_else(|| {
			D::Error::custom(format!("{text:?} is not 0x and 64 hexadecimal digits"))
		})
	}
}

/// A pack that was sold, as `{id, opening}`, where there may be none.
mod sold {
	use super::{hex, SoldPack};
	use medchain_support::PackId;
	use serde::{Deserialize, Deserializer, Serialize, Serializer};

	#[derive(Deserialize, Serialize)]
	#[serde(deny_unknown_fields, remote = "SoldPack")]
	struct Shape {
		#[serde(with = "hex")]
		id: PackId,
		#[serde(with = "hex")]
		opening: [u8; 32],
	}

	#[derive(Deserialize, Serialize)]
	#[serde(transparent)]
	struct Sold(#[serde(with = "Shape")] SoldPack);

	pub fn serialize<S: Serializer>(
		pack: &Option<SoldPack>,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		pack.map(Sold).serialize(serializer)
	}

	pub fn deserialize<'de, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<Option<SoldPack>, D::Error> {
		Ok(Option::<Sold>::deserialize(deserializer)?.map(|pack| pack.0))
	}
}

/// A line of a claim: `Claim.item`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClaimLine {
	/// The class of the service.
	#[serde(with = "text")]
	pub service: ServiceType,
	/// Digest of the exact code under the patient's salt.
	#[serde(with = "hex")]
	pub item: Commitment,
	/// How many units.
	pub quantity: u32,
	/// The price of one.
	#[serde(with = "text")]
	pub unit_price: Amount,
	/// When it was given.
	pub serviced: u64,
	/// The pack of a drug, with the opening of its receipt.
	#[serde(default, with = "sold")]
	pub pack: Option<SoldPack>,
	/// The prior authorisation.
	#[serde(default)]
	pub authorization: Option<AuthorizationId>,
}

impl ClaimLine {
	/// Quantity × price of a unit; `None` if it is beyond the largest amount.
	pub fn charge(&self) -> Option<Amount> {
		self.unit_price.checked_mul(self.quantity.into())
	}
}

/// A document that comes with a claim: `Claim.supportingInfo`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
	/// What kind of record it is.
	#[serde(with = "text")]
	pub class: ResourceClass,
	/// Digest of the record's commitment under the patient's salt.
	#[serde(with = "hex")]
	pub commitment: Commitment,
}

/// Who is paid: `Claim.payee`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Payee {
	/// The biller.
	Provider,
	/// The patient, who pays the biller.
	Patient,
}

spelled! {
	Payee {
		Provider => "provider",
		Patient => "patient",
	}
}

/// Where a claim comes from.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
	/// A biller submitted it.
	Submitted,
	/// It stands in the place of another claim, which is reversed.
	Replaces(ClaimId),
	/// It pays what a payer of another claim denied and an appeal granted.
	Appeal {
		/// The claim that was appealed.
		claim: ClaimId,
		/// Place of the payer that had denied, from 0.
		payer: u8,
	},
}

/// Why a claim waits.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PendReason {
	/// The insurer must read the documents, and the patient has not permitted it.
	ConsentMissing,
	/// The insurer must read the documents.
	AttachmentReview,
	/// Something much like it was claimed before.
	DuplicateSuspected,
	/// A price is far beyond the ceiling.
	PriceOutlier,
	/// The biller claims more for one day than seems possible.
	Velocity,
	/// The patient is to confirm the service.
	Confirmation,
	/// The patient says that there was no such service.
	ServiceContested,
	/// A pool's money does not suffice.
	PoolShort,
}

spelled! {
	PendReason {
		ConsentMissing => "consent-missing",
		AttachmentReview => "attachment-review",
		DuplicateSuspected => "duplicate-suspected",
		PriceOutlier => "price-outlier",
		Velocity => "velocity",
		Confirmation => "confirmation",
		ServiceContested => "service-contested",
		PoolShort => "pool-short",
	}
}

impl PendReason {
	/// What is waited for, for people.
	pub const fn told(self) -> &'static str {
		match self {
			Self::ConsentMissing => {
				"the patient has not permitted the insurer to read the documents"
			}
			Self::AttachmentReview => "the insurer is to read the documents",
			Self::DuplicateSuspected => "something much like it was claimed before",
			Self::PriceOutlier => "a price is far beyond the plan's",
			Self::Velocity => "the provider claims very much for one day",
			Self::Confirmation => "the patient is to confirm the service",
			Self::ServiceContested => "the patient says that there was no such service",
			Self::PoolShort => "the insurer's pool is short of money",
		}
	}
}

/// That a claim waits.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pend {
	/// Why.
	pub reason: PendReason,
	/// Place of the payer that has to decide, from 0.
	pub payer: u8,
	/// Last second for the decision.
	pub deadline: u64,
}

/// Where a claim stands.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimStatus {
	/// It waits.
	Pended,
	/// It was decided, and what it pays was paid.
	Adjudicated,
	/// The biller took it back before it was decided.
	Withdrawn,
	/// The biller took it back and returned what was paid.
	Reversed,
	/// It was found to be fraudulent; what was paid is the biller's debt.
	Voided,
}

spelled! {
	ClaimStatus {
		Pended => "pended",
		Adjudicated => "adjudicated",
		Withdrawn => "withdrawn",
		Reversed => "reversed",
		Voided => "voided",
	}
}

/// Who bears an adjustment: X12 claim adjustment group codes.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Group {
	/// The biller, who may not bill the patient for it.
	#[serde(rename = "CO")]
	Contractual,
	/// Nobody: what earlier payers have settled.
	#[serde(rename = "OA")]
	Other,
	/// The patient.
	#[serde(rename = "PR")]
	Patient,
}

spelled! {
	Group {
		Contractual => "CO",
		Other => "OA",
		Patient => "PR",
	}
}

/// Why a line is denied.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
	/// The claim lacks what is needed to decide it, or is wrong.
	LacksInformation,
	/// The same service to the same patient was claimed and decided before.
	ExactDuplicate,
	/// The service was given before the coverage began.
	BeforeCoverage,
	/// The service was given after the coverage ended.
	AfterCoverage,
	/// The claim came too late.
	FilingLimit,
	/// The service was not necessary: a reviewer's finding.
	NotNecessary,
	/// The service is not covered: a reviewer's finding.
	NonCovered,
	/// The service was used as often as the plan allows in this time.
	Frequency,
	/// The waiting period is not over.
	WaitingPeriod,
	/// There is no prior authorisation, or not for this.
	AuthorizationAbsent,
	/// The prior authorisation does not reach.
	AuthorizationExceeded,
	/// The plan has no benefit for such a service.
	NotInPlan,
	/// The plan covers the service within its network alone.
	OutOfNetwork,
	/// The plan asks for documents, and none are named.
	AttachmentRequired,
	/// The drug pack was not dispensed to this patient by this provider.
	PackNotDispensed,
	/// The drug pack is recalled.
	PackRecalled,
	/// The drug pack is expired.
	PackExpired,
	/// The drug pack was paid before.
	PackPaid,
	/// The biller was no provider any more when the claim was decided.
	ProviderNotEligible,
	/// The drug pack was dispensed on another day than that of the service.
	PackOtherDay,
}

spelled! {
	Reason {
		LacksInformation => "lacks-information",
		ExactDuplicate => "exact-duplicate",
		BeforeCoverage => "before-coverage",
		AfterCoverage => "after-coverage",
		FilingLimit => "filing-limit",
		NotNecessary => "not-necessary",
		NonCovered => "non-covered",
		Frequency => "frequency",
		WaitingPeriod => "waiting-period",
		AuthorizationAbsent => "authorization-absent",
		AuthorizationExceeded => "authorization-exceeded",
		NotInPlan => "not-in-plan",
		OutOfNetwork => "out-of-network",
		AttachmentRequired => "attachment-required",
		PackNotDispensed => "pack-not-dispensed",
		PackRecalled => "pack-recalled",
		PackExpired => "pack-expired",
		PackPaid => "pack-paid",
		ProviderNotEligible => "provider-not-eligible",
		PackOtherDay => "pack-other-day",
	}
}

impl Reason {
	/// The X12 claim adjustment reason code.
	pub const fn carc(self) -> &'static str {
		match self {
			Self::LacksInformation
			| Self::PackNotDispensed
			| Self::PackRecalled
			| Self::PackExpired
			| Self::PackOtherDay => "16",
			Self::ExactDuplicate | Self::PackPaid => "18",
			Self::BeforeCoverage => "26",
			Self::AfterCoverage => "27",
			Self::FilingLimit => "29",
			Self::NotNecessary => "50",
			Self::NonCovered => "96",
			Self::Frequency => "151",
			Self::WaitingPeriod => "179",
			Self::AuthorizationAbsent => "197",
			Self::AuthorizationExceeded => "198",
			Self::NotInPlan => "204",
			Self::OutOfNetwork => "242",
			Self::AttachmentRequired => "252",
			Self::ProviderNotEligible => "B7",
		}
	}
}

/// That a line is denied.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Denial {
	/// Who bears it.
	pub group: Group,
	/// Why.
	pub reason: Reason,
}

/// The sum; `None` if it is beyond the largest amount.
fn sum(mut parts: impl Iterator<Item = Amount>) -> Option<Amount> {
	parts.try_fold(0, |sum: Amount, part| sum.checked_add(part))
}

/// What a payer does with a line. Its charge is the sum of all amounts.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LineResult {
	/// Whether the biller belonged to the network on the day of service.
	pub in_network: bool,
	/// Settled before, by earlier payers (OA 23).
	#[serde(with = "text")]
	pub prior: Amount,
	/// Beyond the contract's price (CO 45).
	#[serde(with = "text")]
	pub contractual: Amount,
	/// Why it is denied, and who bears it.
	pub denied: Option<Denial>,
	/// What is denied.
	#[serde(with = "text")]
	pub denied_amount: Amount,
	/// Deductible (PR 1).
	#[serde(with = "text")]
	pub deductible: Amount,
	/// Coinsurance (PR 2).
	#[serde(with = "text")]
	pub coinsurance: Amount,
	/// Copay (PR 3).
	#[serde(with = "text")]
	pub copay: Amount,
	/// Beyond the units or the amount of a term (PR 119).
	#[serde(with = "text")]
	pub over_limit: Amount,
	/// Beyond the ceiling, without a contract (PR 45).
	#[serde(with = "text")]
	pub over_price: Amount,
	/// What the payer pays.
	#[serde(with = "text")]
	pub paid: Amount,
}

/// A part of a charge that a payer does not pay.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Adjustment {
	/// What it is.
	pub kind: AdjustmentKind,
	/// Who bears it.
	pub group: Group,
	/// The X12 claim adjustment reason code.
	pub carc: &'static str,
	/// How much.
	pub amount: Amount,
}

/// What a part of a charge that a payer does not pay is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AdjustmentKind {
	/// Settled by earlier payers.
	Prior,
	/// Beyond the contract's price.
	Contractual,
	/// Denied.
	Denied,
	/// Deductible.
	Deductible,
	/// Coinsurance.
	Coinsurance,
	/// Copay.
	Copay,
	/// Beyond what the plan covers in a term.
	OverLimit,
	/// Beyond the plan's price, without a contract.
	OverPrice,
}

impl LineResult {
	/// What is not paid, part by part, without those that are nothing.
	pub fn adjustments(&self) -> Vec<Adjustment> {
		use AdjustmentKind::*;
		let (group, carc) = match self.denied {
			Some(denial) => (denial.group, denial.reason.carc()),
			None => (Group::Patient, Reason::NonCovered.carc()),
		};
		[
			(Prior, Group::Other, "23", self.prior),
			(Contractual, Group::Contractual, "45", self.contractual),
			(Denied, group, carc, self.denied_amount),
			(Deductible, Group::Patient, "1", self.deductible),
			(Coinsurance, Group::Patient, "2", self.coinsurance),
			(Copay, Group::Patient, "3", self.copay),
			(OverLimit, Group::Patient, "119", self.over_limit),
			(OverPrice, Group::Patient, "45", self.over_price),
		]
		.into_iter()
		.filter(|(.., amount)| *amount > 0)
		.map(|(kind, group, carc, amount)| Adjustment { kind, group, carc, amount })
		.collect()
	}

	/// All amounts together, which is the charge; `None` if it is beyond the largest amount.
	pub fn charge(&self) -> Option<Amount> {
		sum(self.adjustments().into_iter().map(|part| part.amount).chain([self.paid]))
	}

	/// What the plan covers: what is paid, and the patient's part of it.
	pub fn eligible(&self) -> Amount {
		[self.deductible, self.coinsurance, self.copay, self.paid]
			.into_iter()
			.fold(0, Amount::saturating_add)
	}

	/// What is left to the patient after this payer.
	pub fn patient(&self) -> Amount {
		let parts = self.adjustments().into_iter().filter(|part| part.group == Group::Patient);
		parts.map(|part| part.amount).fold(0, Amount::saturating_add)
	}
}

/// What a payer does with a claim.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Adjudication {
	/// Who pays.
	pub insurer: AccountId32,
	/// Under which coverage.
	pub coverage: CoverageId,
	/// Under which term of it; none if no service lies in any.
	pub term: Option<u32>,
	/// From which pool.
	pub pool: u32,
	/// What the payer pays for all lines.
	#[serde(with = "text")]
	pub paid: Amount,
	/// What of it was kept against the biller's debt.
	#[serde(with = "text")]
	pub withheld: Amount,
	/// Line by line.
	pub lines: Vec<LineResult>,
}

impl Adjudication {
	/// Whether the biller belonged to the network on the days of all lines, or on none; nothing where
	/// it did for some alone.
	pub fn in_network(&self) -> Option<bool> {
		let inside = self.lines.iter().filter(|line| line.in_network).count();
		match inside {
			0 => Some(false),
			all if all == self.lines.len() => Some(true),
			_ => None,
		}
	}

	/// The sum over all lines of one of their amounts.
	pub fn sum(&self, amount: impl Fn(&LineResult) -> Amount) -> Amount {
		self.lines.iter().map(amount).fold(0, Amount::saturating_add)
	}
}

/// All of a claim.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClaimInfo {
	/// Its number.
	pub id: ClaimId,
	/// Who submitted it.
	pub submitter: AccountId32,
	/// Who bills: `Claim.provider`.
	pub biller: AccountId32,
	/// Who was treated.
	pub patient: AccountId32,
	/// The number of the currency.
	pub currency: CurrencyId,
	/// Who is paid.
	pub payee: Payee,
	/// Where it comes from.
	pub origin: Origin,
	/// Where it stands.
	pub status: ClaimStatus,
	/// Why it waits, if it does.
	#[serde(default)]
	pub pend: Option<Pend>,
	/// When it came.
	pub submitted_at: u64,
	/// When it was decided.
	pub decided_at: Option<u64>,
	/// What is charged.
	#[serde(with = "text")]
	pub charge: Amount,
	/// What the payers have paid together.
	#[serde(with = "text")]
	pub paid: Amount,
	/// What is left to the patient.
	#[serde(with = "text")]
	pub patient_share: Amount,
	/// The patient's bill.
	pub bill: Option<BillId>,
	/// Whether the patient has confirmed the services.
	pub confirmed: bool,
	/// Its lines.
	pub lines: Vec<ClaimLine>,
	/// Of a claim that pays after an appeal: what of each line was still open. Of others: nothing.
	#[serde(with = "text::list")]
	pub rests: Vec<Amount>,
	/// Its documents.
	pub attachments: Vec<Attachment>,
	/// What each payer does with it, in their order; empty while it waits.
	pub payers: Vec<Adjudication>,
}

impl ClaimInfo {
	/// The lines, each with what is claimed of it: quantity and price, or what was still open of it when
	/// an appeal granted it. What cannot be counted is the largest amount.
	pub fn charged_lines(&self) -> impl Iterator<Item = (&ClaimLine, Amount)> {
		let rests = self.rests.iter().copied().map(Some).chain(std::iter::repeat(None));
		self.lines
			.iter()
			.zip(rests)
			.map(|(line, rest)| (line, rest.or_else(|| line.charge()).unwrap_or(Amount::MAX)))
	}

	/// Whether its parts fit each other: each payer accounts for each line to the last unit, and the
	/// sums are those of the lines. If not, which part does not.
	pub fn check(&self) -> Result<(), String> {
		let gross: Option<Vec<Amount>> = self.lines.iter().map(ClaimLine::charge).collect();
		let gross = gross.ok_or("a line comes to more than can be counted")?;
		let with_rests = match self.origin {
			Origin::Appeal { .. } => gross.len(),
			_ => 0,
		};
		if self.rests.len() != with_rests {
			return Err(format!(
				"{} of {} lines have something left of them; all of a claim that pays after an appeal \
				 have, and none of others",
				self.rests.len(),
				gross.len()
			));
		}
		let charges: Vec<Amount> = self.charged_lines().map(|(_, charge)| charge).collect();
		if let Some((line, _)) =
			(1..).zip(charges.iter().zip(&gross)).find(|(_, (rest, all))| rest > all)
		{
			return Err(format!("more is left of line {line} than it comes to"));
		}
		if sum(charges.iter().copied()) != Some(self.charge) {
			return Err(format!("the lines do not come to the charge, {}", self.charge));
		}
		for (payer, adjudication) in (1..).zip(&self.payers) {
			let results = &adjudication.lines;
			if results.len() != charges.len() {
				return Err(format!(
					"payer {payer} decides {} lines of {}",
					results.len(),
					charges.len()
				));
			}
			for (line, (result, charge)) in (1..).zip(results.iter().zip(&charges)) {
				if result.charge() != Some(*charge) {
					return Err(format!(
						"what payer {payer} does with line {line} does not come to its charge, {charge}"
					));
				}
				if result.denied.is_none() && result.denied_amount > 0 {
					return Err(format!("payer {payer} denies line {line} without a reason"));
				}
			}
			if sum(results.iter().map(|result| result.paid)) != Some(adjudication.paid) {
				return Err(format!("the lines do not come to what payer {payer} pays"));
			}
			if adjudication.withheld > adjudication.paid {
				return Err(format!("payer {payer} keeps more than it pays"));
			}
		}
		if sum(self.payers.iter().map(|payer| payer.paid)) != Some(self.paid) {
			return Err(format!("the payers do not come to what is paid, {}", self.paid));
		}
		Ok(())
	}
}

#[cfg(test)]
pub(crate) mod tests;
