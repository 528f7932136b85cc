//! A plan by which everybody is insured, and to whose network everybody belongs.

use super::{batches, Workshop};
use crate::{
	calls::{AnyCall, Sender},
	currency,
	error::{Error, Result},
	insurance,
	load::{
		sign::Person,
		supplies::{Supplies, SERVICES},
	},
	types::{
		claims::MAX_PAYERS,
		insurance::{Benefit, PlanTerms},
	},
};
use medchain_support::{Amount, BasisPoints};

const DAY: u64 = 24 * 60 * 60;
/// The price of the plan.
pub(super) const PREMIUM: Amount = 6_000;
/// What the plan pays for one person at most.
const LIMIT: Amount = 1_000_000_000_000;
/// What lies in the pool.
const POOL: Amount = 1_000_000_000_000_000_000;
/// What of all open limits stays there.
const RATIO: BasisPoints = BasisPoints(1_000);
/// The patient's share.
const COINSURANCE: BasisPoints = BasisPoints(2_000);
/// What the patient pays first of each line.
const COPAY: Amount = 500;
/// The version of the plan that everybody agrees to.
const VERSION: u32 = 1;

fn terms() -> PlanTerms {
	let benefit = |service| Benefit {
		service,
		coinsurance: COINSURANCE,
		out_of_network: None,
		copay: COPAY,
		ceiling: None,
		max_quantity: None,
		frequency: None,
		authorization: false,
		attachment: false,
		traced: false,
	};
	PlanTerms {
		deductible: 0,
		out_of_pocket_max: LIMIT,
		annual_limit: LIMIT,
		premium: PREMIUM,
		length: 365 * DAY,
		waiting: 0,
		filing: 90 * DAY,
		confirm_above: None,
		daily_lines: None,
		outlier: None,
		benefits: SERVICES.map(benefit).into(),
	}
}

impl Workshop<'_> {
	/// Insures everybody, and lets everybody claim.
	pub(super) async fn insure(&mut self, supplies: &Supplies) -> Result<()> {
		self.ensure_room(supplies).await?;
		self.node.report("offering insurance");
		let (node, wait) = (self.node, self.wait);
		let insurer = Self::helper(supplies, "insurer")?;
		let bank = Self::helper(supplies, "bank")?;
		let by = Sender::alone(&insurer);
		let mint = currency::mint(supplies.currency, &by.account(), POOL.saturating_mul(2));
		node.send(&mint, &Sender::alone(&bank), wait).await?;
		let pool = insurance::create_pool(supplies.currency, RATIO);
		let (pool, _) = node.send(&pool, &by, wait).await?;
		node.send(&insurance::deposit(pool.pool, POOL), &by, wait).await?;
		let (plan, included) =
			node.send(&insurance::create_plan(pool.pool, &terms()), &by, wait).await?;
		let plan = plan.plan;

		let at = node.at(included.block_hash).await?;
		let offer = |who| insurance::offer_contract(plan, who).into();
		let offers: Vec<AnyCall> = supplies.accounts.iter().map(offer).collect();
		let mut insurer = Person::new(node, insurer).await?;
		let jobs = batches(&at, &offers)?.into_iter().map(|call| insurer.job(call)).collect();
		self.act("offering contracts", jobs).await?;

		let mut jobs = Vec::new();
		for person in &mut self.people {
			let joined: [AnyCall; 2] = [
				insurance::accept_contract(plan, VERSION).into(),
				insurance::enrol(plan, VERSION, &person.account).into(),
			];
			jobs.extend(batches(&at, &joined)?.into_iter().map(|call| person.job(call)));
		}
		self.act("joining the network and enrolling", jobs).await
	}

	/// That everybody has room for one more coverage. Who is insured by a former load too is claimed for
	/// at a higher price: all coverages are looked at.
	async fn ensure_room(&self, supplies: &Supplies) -> Result<()> {
		let Some(first) = supplies.accounts.first() else { return Ok(()) };
		let found = insurance::coverages(self.node, &self.node.best().await?, first).await?;
		match found.len() {
			0 => Ok(()),
			MAX_PAYERS.. => Err(Error::Input(format!(
				"the accounts of the load have {} coverages of former loads, and no room for another; begin \
				 with a new chain",
				found.len()
			))),
			count => {
				self.node.report(&format!(
					"claims weigh more than on a new chain: {count} former load(s) have insured the same \
					 accounts"
				));
				Ok(())
			}
		}
	}
}
