//! `medchain_*` about insurance: claims, coverages, plans and pools.
//!
//! - `medchain_claim(claim, at)`: all of a claim. Answers `{claim, at}`.
//! - `medchain_claimsOf(account, after, limit, at)`: numbers of the claims of a patient or biller.
//!   Answers `{claims, next, at}`.
//! - `medchain_coverages(patient, at)`: how a person is covered, in the order of benefits. Answers
//!   `{coverages, at}`.
//! - `medchain_plan(plan, version, at)`: a plan with its terms in a version, the newest if it is left
//!   out. Answers `{plan, at}`.
//! - `medchain_pool(pool, at)`: how a pool stands. Answers `{pool, at}`.
//! - `medchain_predetermine(submitter, claim, at)`: what would become of a claim that came in now, by
//!   the very rules that would decide it. Answers `{predetermination, at}`, and an error that names the
//!   part of the claim for which the chain would refuse it.
//!
//! What there is none of is null. Amounts are minor units as decimal strings, times are seconds since
//! 1970, shares are numbers of hundredths of a percent, digests and pack identities are `0x` and 64
//! hexadecimal digits. Places of lines and payers count from 0.
//!
//! # A claim
//!
//! `{id, submitter, biller, patient, currency, payee, origin, status, pend, submittedAt, decidedAt,
//! charge, paid, patientShare, bill, confirmed, lines, rests, attachments, verdicts, payers, appeals,
//! report}`:
//!
//! - `payee`: `provider` or `patient`
//! - `origin`: `"submitted"`, `{"replaces": claim}`, or `{"appeal": {claim, payer}}` of a claim that
//!   pays what an appeal granted
//! - `status`: `pended`, `adjudicated`, `withdrawn`, `reversed` or `voided`
//! - `pend`: `{reason, payer, deadline}` while it is pended; the reason is `consent-missing`,
//!   `attachment-review`, `duplicate-suspected`, `price-outlier`, `velocity`, `confirmation`,
//!   `service-contested` or `pool-short`
//! - `lines`: of `{service, item, quantity, unitPrice, serviced, pack, authorization}`; the service is
//!   an X12 service type code, the pack `{id, opening}` with the opening of its receipt
//! - `rests`: of a claim that pays after an appeal, what of each line was still open, which is what is
//!   claimed of it; empty in others, which claim quantity times price
//! - `attachments`: of `{class, commitment}`; the class is a FHIR resource type, the commitment the
//!   digest of a record's under the patient's salt
//! - `verdicts`: what people decided, of `{line, payer, verdict, reason}`; the verdict is `approve` or
//!   `deny`
//! - `payers`: what each does, of `{insurer, coverage, term, pool, paid, withheld, lines}`, with lines
//!   `{inNetwork, prior, contractual, denied, deniedAmount, deductible, coinsurance, copay, overLimit,
//!   overPrice, paid, units, granted}`, whose amounts together are what was claimed; `inNetwork` tells of
//!   the day of service; `denied` is
//!   `{group, reason, carc}`, with the X12 claim adjustment group code (`CO`, `PR`), a word, and the X12
//!   claim adjustment reason code
//! - `appeals`: of `{payer, kind, appellant, lines, evidence, filedAt, decidedAt, supplements}`, at most
//!   one that is not decided; the kind is `silence`, against an insurer that did not decide in time, or
//!   whose it is, `biller` or `patient`; the last are the claims that pay what it granted
//! - `report`: of fraud, `{reporter, evidence, reportedAt, found}`
//!
//! # A claim to predetermine
//!
//! `{patient, organization, currency, payee, lines, attachments}`, with lines and attachments as in a
//! claim; organization, pack, authorization and attachments may be left out. A predetermination is
//! `{pend, payee, paid, patientShare, payers}`; its `pend` is `{reason, payer}`. Its `payee` is `provider`
//! although the claim says `patient` while who bills owes something to a pool that would pay.
//!
//! # Coverages, plans, pools
//!
//! - Coverage: `{id, plan, pool, insurer, currency, subscriber, beneficiary, enrolledAt, oldestTerm,
//!   newestTerm, refundDue, inForce, term, deductibleLeft, outOfPocketLeft, limitLeft}`, with the term
//!   that runs, the newest one if none does: `{version, start, end, premium, limit, paid, deductible,
//!   outOfPocket, cancelled, soldUntil, refundable, deducted, returned, closed, waiting,
//!   appealedUntil}`; `deducted` is what its refund was cut by for what the plan had paid, `returned`
//!   what of that came back because a claim was taken back and is due once the term is closed,
//!   `waiting` how many claims wait that are to be paid under it, `appealedUntil` the last second at
//!   which an appeal about it can be open: it is not closed before
//! - Plan: `{id, pool, newestVersion, open, terms}`, with terms `{deductible, outOfPocketMax,
//!   annualLimit, premium, length, waiting, filing, confirmAbove, dailyLines, outlier, benefits}` and
//!   benefits `{service, coinsurance, outOfNetwork, copay, ceiling, maxQuantity, frequency,
//!   authorization, attachment, traced}`; a frequency is `{uses, withinDays}`
//! - Pool: `{id, insurer, currency, account, ratio, open, balance, required, owed, free, coverage}`, with
//!   what must stay in it (the reserve, and what is owed of premiums) and the coverage of the open limits
//!   in hundredths of a percent, as a decimal string

mod answers;
mod proposal;

use super::{
	arguments::{account, block, internal, invalid, Arguments},
	known,
	questions::{long_number, number, optional, Page, Single},
};
use crate::service::FullClient;
use jsonrpsee::{
	core::RegisterMethodError,
	types::{ErrorObjectOwned, Params},
	RpcModule,
};
use medchain_runtime::{
	insurance_claims::{ClaimId, Error, PlanId, PoolId, MAX_PAGE},
	AccountId, Hash, InsuranceClaimsApi, Runtime, RuntimeError,
};
use polkadot_sdk::{sp_api::ProvideRuntimeApi, sp_runtime::DispatchError};
use proposal::Proposal;
use serde_json::{json, Value};
use std::sync::Arc;

/// The module of these methods.
pub fn module(client: Arc<FullClient>) -> Result<RpcModule<Arc<FullClient>>, RegisterMethodError> {
	let mut module = RpcModule::new(client);
	module.register_blocking_method("medchain_claim", |params, client, _| {
		claim(&client, &Single::parse(&params, "claim", long_number)?)
	})?;
	module.register_blocking_method("medchain_claimsOf", |params, client, _| {
		claims_of(&client, &Page::parse(&params, "account", account, long_number, MAX_PAGE)?)
	})?;
	module.register_blocking_method("medchain_coverages", |params, client, _| {
		coverages(&client, &Single::parse(&params, "patient", account)?)
	})?;
	module.register_blocking_method("medchain_plan", |params, client, _| {
		plan(&client, &Version::parse(&params)?)
	})?;
	module.register_blocking_method("medchain_pool", |params, client, _| {
		pool(&client, &Single::parse(&params, "pool", number)?)
	})?;
	module.register_blocking_method("medchain_predetermine", |params, client, _| {
		predetermine(&client, Proposal::parse(&params)?)
	})?;
	Ok(module)
}

fn claim(client: &FullClient, question: &Single<ClaimId>) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let id = question.of;
	let info = client.runtime_api().claim(at, id).map_err(internal)?;
	Ok(json!({ "claim": info.map(|info| answers::claim(id, &info)), "at": at }))
}

fn claims_of(
	client: &FullClient,
	question: &Page<AccountId, u64>,
) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let Page { of, after, limit, .. } = question;
	let page = client.runtime_api().claims_of(at, of.clone(), *after, *limit).map_err(internal)?;
	Ok(json!({ "claims": page.items, "next": page.next, "at": at }))
}

fn coverages(client: &FullClient, question: &Single<AccountId>) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let coverages = client.runtime_api().coverages_of(at, question.of.clone()).map_err(internal)?;
	let coverages: Vec<Value> = coverages.iter().map(answers::coverage).collect();
	Ok(json!({ "coverages": coverages, "at": at }))
}

fn plan(client: &FullClient, question: &Version) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let Version { plan: id, version, .. } = *question;
	let found = client.runtime_api().plan(at, id, version).map_err(internal)?;
	let plan = found.map(|(plan, terms)| answers::plan(id, &plan, &terms));
	Ok(json!({ "plan": plan, "at": at }))
}

fn pool(client: &FullClient, question: &Single<PoolId>) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let id = question.of;
	let status = client.runtime_api().pool_status(at, id).map_err(internal)?;
	Ok(json!({ "pool": status.map(|status| answers::pool(id, &status)), "at": at }))
}

fn predetermine(client: &FullClient, proposal: Proposal) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, proposal.at)?;
	let Proposal { submitter, patient, organization, currency, payee, lines, attachments, .. } =
		proposal;
	let predetermination = client
		.runtime_api()
		.predetermine(at, submitter, patient, organization, currency, payee, lines, attachments)
		.map_err(internal)?
		.map_err(refusal)?;
	let predetermination = answers::predetermination(&predetermination);
	Ok(json!({ "predetermination": predetermination, "at": at }))
}

/// Why the chain would refuse a claim: the part that is wrong, and what would be right.
fn refusal(error: DispatchError) -> ErrorObjectOwned {
	let Some(RuntimeError::InsuranceClaims(reason)) = RuntimeError::from_dispatch_error(error)
	else {
		return invalid("claim", format!("the chain refuses it: {error:?}"));
	};
	let (part, what) = match reason {
		Error::<Runtime>::NotAffiliated => {
			("claim.organization", "the submitter does not act for it; leave it out, or affiliate")
		}
		Error::NotProvider => ("claim", "who bills holds no role of a provider"),
		Error::OwnClaim => ("claim.patient", "nobody claims for the own treatment"),
		Error::NoLines => ("claim.lines", "empty; expected at least one"),
		Error::BadLine => ("claim.lines", "they charge more than the largest amount"),
		Error::ServiceInFuture => ("claim.lines", "a service lies after the time of the block"),
		Error::ServiceTooOld => (
			"claim.lines",
			"a service was given so long ago that a claim for it may have been removed; leave it out",
		),
		Error::DuplicateInClaim => ("claim.lines", "two name the same service, or the same pack"),
		Error::NotCovered => ("claim.currency", "the patient has no coverage in it"),
		Error::SpansTerms => {
			("claim.lines", "services lie in two terms of a coverage; expected one claim for each")
		}
		other => return invalid("claim", format!("the chain refuses it: {other:?}")),
	};
	invalid(part, what)
}

/// The arguments of `medchain_plan`.
#[derive(Debug, Eq, PartialEq)]
struct Version {
	plan: PlanId,
	version: Option<u32>,
	at: Option<Hash>,
}

impl Version {
	fn parse(params: &Params) -> Result<Self, ErrorObjectOwned> {
		let mut arguments = Arguments::parse(params, &["plan", "version", "at"])?;
		Ok(Self {
			plan: arguments.read("plan", number)?,
			version: optional("version", &arguments.take("version"), number)?,
			at: block(&arguments.take("at"))?,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use jsonrpsee::types::error::INVALID_PARAMS_CODE;

	fn version(params: Value) -> Result<Version, ErrorObjectOwned> {
		Version::parse(&Params::new(Some(&params.to_string())))
	}

	#[test]
	fn a_plan_is_asked_for_in_a_version_or_in_its_newest() {
		assert_eq!(version(json!([3])), Ok(Version { plan: 3, version: None, at: None }));
		assert_eq!(version(json!([3, 2])), Ok(Version { plan: 3, version: Some(2), at: None }));
		assert_eq!(version(json!({ "plan": 3, "version": 2 })), version(json!([3, 2, null])));
		for (params, message) in [
			(json!([]), "plan: missing; expected a whole number from 0 to 4294967295"),
			(json!([1, "2"]), "version: expected a whole number from 0 to 4294967295"),
			(json!([1, 4_294_967_296u64]), "version: expected a whole number from 0 to 4294967295"),
			(json!({ "pool": 1 }), "pool: unknown; known are plan, version, at"),
		] {
			let error = version(params).expect_err("refused");
			assert_eq!((error.code(), error.message()), (INVALID_PARAMS_CODE, message));
		}
	}

	#[test]
	fn a_refusal_names_the_part_of_the_claim() {
		for (error, message) in [
			(
				Error::<Runtime>::NotCovered.into(),
				"claim.currency: the patient has no coverage in it",
			),
			(
				Error::<Runtime>::ServiceTooOld.into(),
				"claim.lines: a service was given so long ago that a claim for it may have been \
				 removed; leave it out",
			),
			(Error::<Runtime>::NoLines.into(), "claim.lines: empty; expected at least one"),
			(
				Error::<Runtime>::NumbersExhausted.into(),
				"claim: the chain refuses it: NumbersExhausted",
			),
			(DispatchError::BadOrigin, "claim: the chain refuses it: BadOrigin"),
		] {
			let refused = refusal(error);
			assert_eq!((refused.code(), refused.message()), (INVALID_PARAMS_CODE, message));
		}
	}
}
