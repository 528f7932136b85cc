//! Health insurance but for claims: pools, plans, networks and coverages.

use crate::{
	calls::Call,
	currency,
	error::{Error, Result},
	node::{self, AtBlock, Node},
	types::{
		claims::CoverageId,
		events::{
			Cancelled, ContractAccepted, ContractEnded, ContractOffered, Deposited, Enrolled,
			EnrolmentSet, PlanAmended, PlanCreated, PoolCreated, RatioSet, RefundPaid, Renewed,
			SubscriberNamed, SubscriberUnnamed, TermClosed, TermRemoved, Withdrawn,
		},
		insurance::{Contract, Coverage, Plan, PlanId, PlanTerms, Pool, PoolId, PALLET},
	},
	wire::OnChain,
};
use medchain_support::{Amount, BasisPoints, CurrencyCode, CurrencyId, ServiceType};
use serde::Deserialize;
use subxt::{
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType},
	rpcs::rpc_params,
	utils::AccountId32,
};

/// Makes a pool. An insurer does so.
pub fn create_pool(currency: CurrencyId, ratio: BasisPoints) -> Call<PoolCreated> {
	Call::new(PALLET, "create_pool", (currency, OnChain(ratio)))
}

/// Changes the share of the open limits that is kept in a pool. Its insurer does so.
pub fn set_ratio(pool: PoolId, ratio: BasisPoints) -> Call<RatioSet> {
	Call::new(PALLET, "set_ratio", (pool, OnChain(ratio)))
}

/// Puts money into a pool. Anybody does so.
pub fn deposit(pool: PoolId, amount: Amount) -> Call<Deposited> {
	Call::new(PALLET, "deposit", (pool, amount))
}

/// Takes money out of a pool, down to the reserve. Its insurer does so.
pub fn withdraw(pool: PoolId, amount: Amount) -> Call<Withdrawn> {
	Call::new(PALLET, "withdraw", (pool, amount))
}

/// Makes a plan. The pool's insurer does so.
pub fn create_plan(pool: PoolId, terms: &PlanTerms) -> Call<PlanCreated> {
	Call::new(PALLET, "create_plan", (pool, TermsShape::of(terms)))
}

/// Gives a plan a new version. Its insurer does so.
pub fn amend_plan(plan: PlanId, terms: &PlanTerms) -> Call<PlanAmended> {
	Call::new(PALLET, "amend_plan", (plan, TermsShape::of(terms)))
}

/// Opens a plan to people, or closes it. Its insurer does so.
pub fn set_enrolment(plan: PlanId, open: bool) -> Call<EnrolmentSet> {
	Call::new(PALLET, "set_enrolment", (plan, open))
}

/// Offers a provider to join a plan's network. The insurer does so.
pub fn offer_contract(plan: PlanId, provider: &AccountId32) -> Call<ContractOffered> {
	Call::new(PALLET, "offer_contract", (plan, *provider))
}

/// Joins a plan's network by the version that was read, which must be the newest. A provider to which
/// it was offered does so.
pub fn accept_contract(plan: PlanId, version: u32) -> Call<ContractAccepted> {
	Call::new(PALLET, "accept_contract", (plan, version))
}

/// Ends a contract, or an offer. Provider or insurer does so.
pub fn end_contract(plan: PlanId, provider: &AccountId32) -> Call<ContractEnded> {
	Call::new(PALLET, "end_contract", (plan, *provider))
}

/// Lets somebody insure the signer, and pay for it.
pub fn name_subscriber(subscriber: &AccountId32) -> Call<SubscriberNamed> {
	Call::new(PALLET, "name_subscriber", (*subscriber,))
}

/// Lets somebody insure the signer no more.
pub fn unname_subscriber(subscriber: &AccountId32) -> Call<SubscriberUnnamed> {
	Call::new(PALLET, "unname_subscriber", (*subscriber,))
}

/// Insures a person from now on, by the version that was read, which must be the newest. Who pays the
/// premium does so.
pub fn enrol(plan: PlanId, version: u32, beneficiary: &AccountId32) -> Call<Enrolled> {
	Call::new(PALLET, "enrol", (plan, version, *beneficiary))
}

/// Pays for the next term of a coverage, by the version that was read, which must be the newest. Who
/// pays the premium does so.
pub fn renew(coverage: CoverageId, version: u32) -> Call<Renewed> {
	Call::new(PALLET, "renew", (coverage, version))
}

/// Ends a coverage now. Who pays the premium does so, or who is insured.
pub fn cancel(coverage: CoverageId) -> Call<Cancelled> {
	Call::new(PALLET, "cancel", (coverage,))
}

/// Has what is owed of premiums paid. Anybody does so.
pub fn collect_refund(coverage: CoverageId) -> Call<RefundPaid> {
	Call::new(PALLET, "collect_refund", (coverage,))
}

/// Closes a term whose services can be claimed no more. Anybody does so.
pub fn close_term(coverage: CoverageId, term: u32) -> Call<TermClosed> {
	Call::new(PALLET, "close_term", (coverage, term))
}

/// Removes the oldest term of a coverage, which was closed long ago; with the last one the coverage.
/// Anybody does so.
pub fn remove_term(coverage: CoverageId) -> Call<TermRemoved> {
	Call::new(PALLET, "remove_term", (coverage,))
}

/// [`PlanTerms`] by the names of its fields.
#[derive(EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
struct TermsShape {
	deductible: Amount,
	out_of_pocket_max: Amount,
	annual_limit: Amount,
	premium: Amount,
	length: u64,
	waiting: u64,
	filing: u64,
	confirm_above: Option<Amount>,
	daily_lines: Option<u32>,
	outlier: Option<OnChain<BasisPoints>>,
	benefits: Vec<BenefitShape>,
}

#[derive(EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
struct BenefitShape {
	service: OnChain<ServiceType>,
	coinsurance: OnChain<BasisPoints>,
	out_of_network: Option<OnChain<BasisPoints>>,
	copay: Amount,
	ceiling: Option<Amount>,
	max_quantity: Option<u32>,
	frequency: Option<FrequencyShape>,
	authorization: bool,
	attachment: bool,
	traced: bool,
}

#[derive(EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
struct FrequencyShape {
	uses: u8,
	within_days: u16,
}

impl TermsShape {
	fn of(terms: &PlanTerms) -> Self {
		let benefits = terms.benefits.iter().map(|benefit| BenefitShape {
			service: OnChain(benefit.service),
			coinsurance: OnChain(benefit.coinsurance),
			out_of_network: benefit.out_of_network.map(OnChain),
			copay: benefit.copay,
			ceiling: benefit.ceiling,
			max_quantity: benefit.max_quantity,
			frequency: benefit.frequency.map(|frequency| FrequencyShape {
				uses: frequency.uses,
				within_days: frequency.within_days,
			}),
			authorization: benefit.authorization,
			attachment: benefit.attachment,
			traced: benefit.traced,
		});
		Self {
			deductible: terms.deductible,
			out_of_pocket_max: terms.out_of_pocket_max,
			annual_limit: terms.annual_limit,
			premium: terms.premium,
			length: terms.length,
			waiting: terms.waiting,
			filing: terms.filing,
			confirm_above: terms.confirm_above,
			daily_lines: terms.daily_lines,
			outlier: terms.outlier.map(OnChain),
			benefits: benefits.collect(),
		}
	}
}

/// How a pool stands.
pub async fn pool(node: &Node, at: &AtBlock, id: PoolId) -> Result<Pool> {
	#[derive(Deserialize)]
	struct Answer {
		pool: Option<Pool>,
	}
	let answer: Answer = node.request("medchain_pool", rpc_params![id, at.block_hash()]).await?;
	answer.pool.ok_or_else(|| Error::Input(format!("the chain has no pool {id}")))
}

/// How a pool stands, and its currency.
pub async fn pool_with_code(node: &Node, at: &AtBlock, id: PoolId) -> Result<(Pool, CurrencyCode)> {
	let found = pool(node, at, id).await?;
	let code = currency::code(at, found.currency).await?;
	Ok((found, code))
}

/// A plan in a version, the newest if none is named.
pub async fn plan(node: &Node, at: &AtBlock, id: PlanId, version: Option<u32>) -> Result<Plan> {
	#[derive(Deserialize)]
	struct Answer {
		plan: Option<Plan>,
	}
	let params = rpc_params![id, version, at.block_hash()];
	let answer: Answer = node.request("medchain_plan", params).await?;
	answer.plan.ok_or_else(|| {
		Error::Input(match version {
			Some(version) => format!("the chain has no plan {id} with a version {version}"),
			None => format!("the chain has no plan {id}"),
		})
	})
}

/// The plan whose terms somebody agrees to: in its newest version, which must be the one that was read
/// before, if one is named.
pub async fn agreed(
	node: &Node,
	at: &AtBlock,
	id: PlanId,
	version: Option<u32>,
) -> Result<(Plan, Pool, CurrencyCode)> {
	let found = plan_with_pool(node, at, id, None).await?;
	check_version(id, version, found.0.newest_version)?;
	Ok(found)
}

fn check_version(id: PlanId, read: Option<u32>, newest: u32) -> Result<()> {
	match read {
		Some(read) if read != newest => Err(Error::Input(format!(
			"--version {read}: plan {id} is offered in version {newest}; read that: medchain plan show \
			 {id}"
		))),
		_ => Ok(()),
	}
}

/// A plan in a version, its pool, and its currency.
pub async fn plan_with_pool(
	node: &Node,
	at: &AtBlock,
	id: PlanId,
	version: Option<u32>,
) -> Result<(Plan, Pool, CurrencyCode)> {
	let plan = plan(node, at, id, version).await?;
	let (pool, code) = pool_with_code(node, at, plan.pool).await?;
	Ok((plan, pool, code))
}

/// The contract between a plan and a provider, if there is one or an offer.
pub async fn contract(
	at: &AtBlock,
	plan: PlanId,
	provider: &AccountId32,
) -> Result<Option<Contract>> {
	node::stored(at, PALLET, "Contracts", (plan, *provider)).await
}

/// How a person is covered, in the order of benefits.
pub async fn coverages(node: &Node, at: &AtBlock, patient: &AccountId32) -> Result<Vec<Coverage>> {
	#[derive(Deserialize)]
	struct Answer {
		coverages: Vec<Coverage>,
	}
	let params = rpc_params![patient.to_string(), at.block_hash()];
	let answer: Answer = node.request("medchain_coverages", params).await?;
	Ok(answer.coverages)
}

/// Who is insured by whom under a coverage.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Insured {
	/// Who is insured.
	pub patient: AccountId32,
	/// Who pays the premium.
	pub subscriber: AccountId32,
	/// The plan.
	pub plan: PlanId,
	/// The pool that pays.
	pub pool: PoolId,
	/// Whose it is.
	pub insurer: AccountId32,
	/// The number of its currency.
	pub currency: CurrencyId,
}

/// Who is insured by whom under a coverage, also one that lapsed.
pub async fn insured(at: &AtBlock, id: CoverageId) -> Result<Insured> {
	let unknown = || Error::Input(format!("the chain has no coverage {id}"));
	let coverage: StoredCoverage =
		node::stored(at, PALLET, "Coverages", (id,)).await?.ok_or_else(unknown)?;
	let pool: StoredPool =
		node::stored(at, PALLET, "Pools", (coverage.pool,)).await?.ok_or_else(unknown)?;
	Ok(Insured {
		patient: coverage.beneficiary,
		subscriber: coverage.subscriber,
		plan: coverage.plan,
		pool: coverage.pool,
		insurer: pool.insurer,
		currency: pool.currency,
	})
}

/// What a provider owes a pool.
pub async fn debt(at: &AtBlock, pool: PoolId, provider: &AccountId32) -> Result<Amount> {
	let found = node::stored::<_, Amount>(at, PALLET, "Debts", (pool, *provider)).await?;
	Ok(found.unwrap_or_default())
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct StoredCoverage {
	plan: PlanId,
	pool: PoolId,
	subscriber: AccountId32,
	beneficiary: AccountId32,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct StoredPool {
	insurer: AccountId32,
	currency: CurrencyId,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn who_read_another_version_is_told_before_anything_is_sent() {
		assert!(check_version(3, None, 2).is_ok());
		assert!(check_version(3, Some(2), 2).is_ok());
		for read in [1, 3] {
			let error = check_version(3, Some(read), 2).unwrap_err().to_string();
			assert!(error.contains(&format!("--version {read}: plan 3")), "{error}");
			assert!(error.contains("in version 2"), "{error}");
		}
	}
}
