//! Bills: issuing, paying, instalments and discounts.

use crate::{
	calls::Call,
	currency,
	error::{Error, Result},
	node::{self, AtBlock},
	statement::Row,
	types::{
		events::{
			BillCancelled, BillDisputed, BillIssued, BillPaid, BillRefunded, BillRemoved,
			BillWrittenOff, DiscountCapSet, ExtrinsicSuccess, MandateEnded, MandateGiven,
			MemberEnrolled, MembershipEnded, PlanAccepted, PlanProposed, ProgrammeAdded,
			ProgrammeEnded,
		},
		money::{
			BillInfo, Discounts, DisputeReason, Mandate, Obligation, Page, PlanTerms,
			ProgrammeKind, MAX_LINES, MAX_PAGE, PALLET,
		},
	},
	wire::OnChain,
};
use futures::{stream, StreamExt, TryStreamExt};
use medchain_support::{
	Amount, BasisPoints, BillId, BillLine, Commitment, CurrencyCode, CurrencyId,
};
use std::collections::{BTreeMap, BTreeSet};
use subxt::utils::AccountId32;

/// Bills that are asked for at the same time.
const AT_ONCE: usize = 32;

/// What a provider bills a patient for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BillTerms {
	/// Who owes.
	pub patient: AccountId32,
	/// In which currency.
	pub currency: CurrencyId,
	/// For what.
	pub lines: Vec<BillLine>,
	/// Last second to pay without being late.
	pub due: u64,
	/// Commitment to the full invoice.
	pub detail: Commitment,
}

impl BillTerms {
	/// Whether the chain would take the number of lines, and their sum can be counted.
	pub fn check(&self) -> Result<()> {
		let count = self.lines.len();
		if count == 0 || count > MAX_LINES {
			return Err(Error::Input(format!(
				"a bill has 1 to {MAX_LINES} lines, and this one has {count}"
			)));
		}
		let sum = self.lines.iter().try_fold(0, |sum: Amount, line| sum.checked_add(line.gross()?));
		sum.map(drop).ok_or_else(|| {
			Error::Input("the lines of the bill come to more than can be counted".into())
		})
	}
}

/// Bills a patient. The discounts are the chain's to find, by the programmes of the provider.
pub fn issue(terms: &BillTerms) -> Call<BillIssued> {
	let lines: Vec<_> = terms.lines.iter().copied().map(OnChain).collect();
	let arguments = (terms.patient, terms.currency, lines, terms.due, OnChain(terms.detail));
	Call::new(PALLET, "issue", arguments)
}

/// Pays for a bill. Anybody does so.
pub fn pay(bill: BillId, amount: Amount) -> Call<BillPaid> {
	Call::new(PALLET, "pay", (bill, amount))
}

/// Gives up part of what is outstanding. The provider does so.
pub fn write_off(bill: BillId, amount: Amount) -> Call<BillWrittenOff> {
	Call::new(PALLET, "write_off", (bill, amount))
}

/// Gives back part of what somebody paid. The provider does so.
pub fn refund(bill: BillId, payer: &AccountId32, amount: Amount) -> Call<BillRefunded> {
	Call::new(PALLET, "refund", (bill, *payer, amount))
}

/// Gives up a bill for which nothing is paid. The provider does so.
pub fn cancel(bill: BillId, as_error: bool) -> Call<BillCancelled> {
	Call::new(PALLET, "cancel", (bill, as_error))
}

/// Objects to a bill. The patient does so.
pub fn dispute(bill: BillId, reason: DisputeReason) -> Call<BillDisputed> {
	Call::new(PALLET, "dispute", (bill, reason))
}

/// Ends a dispute: the patient withdraws it, the provider concedes it, or a regulator decides it. It
/// leaves a [`DisputeResolved`] if the credit could be given in full.
///
/// [`DisputeResolved`]: crate::types::events::DisputeResolved
pub fn resolve(bill: BillId, credit: Amount) -> Call<ExtrinsicSuccess> {
	Call::new(PALLET, "resolve", (bill, credit))
}

/// Removes a bill that is closed for long enough. Anybody does so; the deposit is the provider's.
pub fn remove(bill: BillId) -> Call<BillRemoved> {
	Call::new(PALLET, "remove", (bill,))
}

/// Proposes instalments. The provider does so.
pub fn propose_plan(bill: BillId, terms: PlanTerms) -> Call<PlanProposed> {
	Call::new(PALLET, "propose_plan", (bill, terms))
}

/// Accepts the instalments that were proposed, and may let the chain collect them. The patient does
/// so.
pub fn accept_plan(bill: BillId, terms: PlanTerms, mandate: Option<Mandate>) -> Call<PlanAccepted> {
	Call::new(PALLET, "accept_plan", (bill, terms, mandate))
}

/// Lets the chain collect the instalments of an accepted plan, or changes how much of them. The
/// patient does so.
pub fn authorize_debit(bill: BillId, instalments: u16, mandate: Mandate) -> Call<MandateGiven> {
	Call::new(PALLET, "authorize_debit", (bill, instalments, mandate))
}

/// Ends the collection of instalments. The patient does so.
pub fn revoke_mandate(bill: BillId) -> Call<MandateEnded> {
	Call::new(PALLET, "revoke_mandate", (bill,))
}

/// Adds a discount programme. The provider does so.
pub fn add_programme(
	currency: CurrencyId,
	kind: &ProgrammeKind,
	cap: Amount,
) -> Call<ProgrammeAdded> {
	Call::new(PALLET, "add_programme", (currency, kind.clone(), cap))
}

/// Ends a discount programme. The provider does so.
pub fn end_programme(programme: u64) -> Call<ProgrammeEnded> {
	Call::new(PALLET, "end_programme", (programme,))
}

/// Takes a patient into a programme. The provider does so.
pub fn enrol(programme: u64, patient: &AccountId32, until: u64) -> Call<MemberEnrolled> {
	Call::new(PALLET, "enrol", (programme, *patient, until))
}

/// Ends the membership of a patient in a programme. The provider does so, or the patient.
pub fn end_membership(programme: u64, patient: &AccountId32) -> Call<MembershipEnded> {
	Call::new(PALLET, "end_membership", (programme, *patient))
}

/// Sets how much the discounts of the signer take off together.
pub fn set_discount_cap(cap: BasisPoints) -> Call<DiscountCapSet> {
	Call::new(PALLET, "set_discount_cap", (OnChain(cap),))
}

/// All of a bill.
pub async fn bill(at: &AtBlock, id: BillId) -> Result<BillInfo> {
	node::view::<Option<BillInfo>, _>(at, PALLET, "bill", (id,))
		.await?
		.ok_or_else(|| Error::Input(format!("the chain has no bill {id}")))
}

/// All of a bill, and its currency.
pub async fn bill_with_code(at: &AtBlock, id: BillId) -> Result<(BillInfo, CurrencyCode)> {
	let found = bill(at, id).await?;
	let code = currency::code(at, found.bill.currency).await?;
	Ok((found, code))
}

/// The terms of the plan of a bill, which must have one.
pub fn plan_of(id: BillId, bill: &BillInfo) -> Result<PlanTerms> {
	bill.bill
		.plan
		.map(|plan| plan.terms)
		.ok_or_else(|| Error::Input(format!("bill {id} has no plan; its provider can propose one")))
}

/// The open bills of a patient, in the order of their numbers.
pub async fn obligations(at: &AtBlock, patient: &AccountId32) -> Result<Vec<Obligation>> {
	let mut found = Vec::new();
	let mut after = None::<BillId>;
	loop {
		let page: Page<Obligation> =
			node::view(at, PALLET, "obligations", (*patient, after, MAX_PAGE)).await?;
		found.extend(page.items);
		match page.next {
			Some(next) if after < Some(next) => after = Some(next),
			_ => return Ok(found),
		}
	}
}

/// All bills of a patient or a provider, in the order of their numbers.
pub async fn statement(at: &AtBlock, who: &AccountId32) -> Result<Vec<Row>> {
	let ids = bills_of(at, who).await?;
	let read = stream::iter(ids).map(|id| async move { Ok::<_, Error>((id, bill(at, id).await?)) });
	let bills: Vec<(BillId, BillInfo)> = read.buffered(AT_ONCE).try_collect().await?;
	let codes = codes(at, bills.iter().map(|(_, bill)| bill.bill.currency)).await?;
	let rows = bills.into_iter().filter_map(|(id, bill)| {
		let code = *codes.get(&bill.bill.currency)?;
		Some(Row { id, bill, code })
	});
	Ok(rows.collect())
}

/// The numbers of all bills of a patient or a provider.
pub async fn bills_of(at: &AtBlock, who: &AccountId32) -> Result<Vec<BillId>> {
	let mut found = Vec::new();
	let mut after = None::<BillId>;
	loop {
		let page: Page<BillId> =
			node::view(at, PALLET, "bills_of", (*who, after, MAX_PAGE)).await?;
		found.extend(page.items);
		match page.next {
			Some(next) if after < Some(next) => after = Some(next),
			_ => return Ok(found),
		}
	}
}

/// The discounts of a provider, if it has any.
pub async fn discounts(at: &AtBlock, provider: &AccountId32) -> Result<Option<Discounts>> {
	node::stored(at, PALLET, "DiscountsOf", (*provider,)).await
}

/// The codes of some currencies.
pub async fn codes(
	at: &AtBlock,
	currencies: impl IntoIterator<Item = CurrencyId>,
) -> Result<BTreeMap<CurrencyId, CurrencyCode>> {
	let different: BTreeSet<CurrencyId> = currencies.into_iter().collect();
	let mut codes = BTreeMap::new();
	for id in different {
		codes.insert(id, currency::code(at, id).await?);
	}
	Ok(codes)
}

#[cfg(test)]
mod tests {
	use super::*;
	use medchain_support::ServiceType;

	fn terms(lines: Vec<BillLine>) -> BillTerms {
		BillTerms {
			patient: AccountId32([1; 32]),
			currency: 1,
			lines,
			due: 0,
			detail: Commitment([0; 32]),
		}
	}

	#[test]
	fn bills_that_the_chain_cannot_take_are_not_sent() {
		let line =
			|unit_price| BillLine { service: ServiceType::Consultation, quantity: 2, unit_price };
		let told = |lines| terms(lines).check().map_err(|e| e.to_string());
		assert_eq!(told(vec![line(1)]), Ok(()));
		assert_eq!(told(vec![line(1); MAX_LINES]), Ok(()));
		assert!(told(Vec::new()).unwrap_err().contains("this one has 0"));
		assert!(told(vec![line(1); MAX_LINES + 1]).unwrap_err().contains("this one has 33"));
		assert!(told(vec![line(u128::MAX)]).unwrap_err().contains("counted"));
		assert!(told(vec![line(u128::MAX / 2); 2]).unwrap_err().contains("counted"));
	}
}
