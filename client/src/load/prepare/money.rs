//! A currency, and bills in it.

use super::{batches, Workshop};
use crate::{
	billing::{self, BillTerms},
	calls::{AnyCall, Sender},
	currency,
	demo::prologue::{decide, evidence},
	error::{Error, Result},
	load::{
		mix::Kind,
		prepare::{insurance::PREMIUM, number},
		sign::Person,
		supplies::{Supplies, BILLED},
	},
	node::{self, AtBlock},
	types::money::{CurrencyTerms, PALLET},
	wire::OnChain,
};
use medchain_support::{
	Amount, BasisPoints, BillId, BillLine, Commitment, CurrencyCode, CurrencyId, ServiceType,
};

const DAY: u64 = 24 * 60 * 60;
/// What the auditor finds: enough for whatever a load spends.
const RESERVES: Amount = 1_000_000_000_000_000_000_000_000;

impl Workshop<'_> {
	/// Returns the number of the currency.
	pub(super) async fn issue_currency(&mut self, supplies: &Supplies) -> Result<CurrencyId> {
		self.node.report("admitting a currency");
		let bank = Self::helper(supplies, "bank")?;
		let account = bank.public_key().into();
		let terms = CurrencyTerms {
			required_ratio: OnChain(BasisPoints::WHOLE),
			attestation_lifetime: 90 * DAY,
			min_redemption: 1_000,
		};
		let euro = CurrencyCode::from_code("EUR").ok_or_else(|| missing("the euro"))?;
		let call = currency::register(euro, &account, terms);
		decide(self.node, &self.funder.key, &call, self.wait).await?;
		let at = self.node.best().await?;
		let all = currency::list(&at).await?;
		let found = all.iter().find(|(_, one)| one.issuer == account);
		let (id, _) = found.ok_or_else(|| missing("the currency of the load"))?;

		let auditor = Self::helper(supplies, "auditor")?;
		let report = evidence("report on the reserves");
		let call = currency::attest(*id, RESERVES, node::now(&at).await?, report);
		self.node.send(&call, &Sender::alone(&auditor), self.wait).await?;

		// One minor unit stays on each account.
		let mut each = BILLED.saturating_mul(number(self.each(Kind::Pay)).into()) + 1;
		if self.mix.has(Kind::Claim) {
			each += PREMIUM;
		}
		let mint = |who| currency::mint(*id, who, each).into();
		let calls: Vec<AnyCall> = supplies.accounts.iter().map(mint).collect();
		let mut bank = Person::new(self.node, bank).await?;
		let jobs = batches(&at, &calls)?.into_iter().map(|call| bank.job(call)).collect();
		self.act("minting", jobs).await?;
		Ok(*id)
	}

	/// Bills for all payments, in their order. Returns the number of the first one.
	pub(super) async fn issue_bills(&mut self, supplies: &Supplies) -> Result<BillId> {
		let at = self.node.best().await?;
		let first = next_bill(&at).await?;
		let due = node::now(&at).await? + 30 * DAY;
		let count = self.counts.get(&Kind::Pay).copied().unwrap_or(0);
		let line = BillLine { service: ServiceType::Consultation, quantity: 1, unit_price: BILLED };
		let patients = supplies.accounts.iter().cycle();
		let bill = |(n, patient)| {
			let detail = Commitment(supplies.digest("bill", n));
			let (currency, lines) = (supplies.currency, vec![line]);
			billing::issue(&BillTerms { patient, currency, lines, due, detail }).into()
		};
		let calls: Vec<AnyCall> = (0..count).zip(patients.copied()).map(bill).collect();
		let hospital = Self::helper(supplies, "hospital")?;
		let mut hospital = Person::new(self.node, hospital).await?;
		let jobs = batches(&at, &calls)?.into_iter().map(|call| hospital.job(call)).collect();
		self.act("issuing bills", jobs).await?;
		let next = next_bill(&self.node.best().await?).await?;
		if next != first.saturating_add(number(count)) {
			return Err(Error::Node(format!(
				"somebody else bills on this chain: {count} bills should have the numbers from {first} on, \
				 and the next one is {next}"
			)));
		}
		Ok(first)
	}
}

async fn next_bill(at: &AtBlock) -> Result<BillId> {
	Ok(node::stored(at, PALLET, "NextBill", ()).await?.unwrap_or_default())
}

fn missing(what: &str) -> Error {
	Error::Node(format!("the load cannot be prepared: {what} is missing"))
}
