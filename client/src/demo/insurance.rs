//! Health insurance: a pool and a plan, a network, a coverage, a promise, a claim that is paid in its
//! block, a duplicate, an appeal.

use super::{
	money::{agree, books},
	prologue::evidence,
	Demo, Person,
};
use crate::{
	amounts::told,
	billing,
	claims::{self, Approval, NewClaim, Question},
	credentials, currency, documents,
	error::{Error, Result},
	fhir::{
		claim::{ClaimReader, Submission},
		Actors,
	},
	insurance,
	node::{self, Included},
	output, plans,
	receipts::Receipts,
	types::{
		claims::{AuthorizationId, ClaimId, ClaimStatus, CoverageId, Group, Reason},
		insurance::{AppealKind, AuthorizationStatus, ClaimFile, Membership, PlanId, PoolId},
	},
};
use medchain_support::{Amount, BasisPoints, CurrencyCode, CurrencyId, Period, Role, ServiceType};
use serde_json::Value;
use std::collections::BTreeMap;
use subxt::{
	rpcs::rpc_params,
	utils::{AccountId32, H256},
};

/// The plan.
const PLAN: &str = include_str!("../../documents/plan/family.json");
/// Its name for those who look it up.
const PLAN_NAME: &str = "client/documents/plan/family.json";
/// A visit and a therapy that the insurer has promised to cover.
const CLAIM: &str = include_str!("../../documents/plan/claim-visit-and-therapy.json");
/// Its name for those who look it up.
const CLAIM_NAME: &str = "client/documents/plan/claim-visit-and-therapy.json";
/// What stands for the promise in it.
const PROMISE: &str = "0x0000000000000000000000000000000000000000000000000000000000000000/0";
/// A therapy that nobody has promised to cover.
const UNPROMISED: &str = include_str!("../../documents/plan/claim-without-authorization.json");
/// Its name for those who look it up.
const UNPROMISED_NAME: &str = "client/documents/plan/claim-without-authorization.json";
/// The coverage in both.
const COVERAGE: &str = "Coverage/lena-family";

/// Its version, which everybody in the story has read.
const VERSION: u32 = 1;
/// What of all open limits stays in the pool.
const RATIO: BasisPoints = BasisPoints(1_000);
/// What the insurer buys of the currency.
const BOUGHT: Amount = 150_000;
/// What of it goes into the pool.
const DEPOSIT: Amount = 100_000;
/// The price of the plan.
const PREMIUM: Amount = 6_000;
/// Units of therapy that the insurer promises, and what one may cost.
const PROMISED: (u32, Amount) = (4, 9_000);
const DAY: u64 = 24 * 60 * 60;

/// A claim as the story ends it.
struct Expected {
	charge: Amount,
	paid: Amount,
	share: Amount,
}

/// 280.00: a visit of 100.00, of which copay, deductible and coinsurance leave 32.00 to the plan, and
/// two units of therapy at 90.00, of which 80.00 count and the plan pays four fifths.
const FIRST: Expected = Expected { charge: 28_000, paid: 16_000, share: 10_000 };
/// 85.00 of therapy, denied to the hospital, which belongs to the network.
const DENIED: Expected = Expected { charge: 8_500, paid: 0, share: 0 };
/// What the appeal grants of it: four fifths of 80.00.
const GRANTED: Expected = Expected { charge: 8_500, paid: 6_400, share: 1_600 };

impl Demo<'_> {
	pub(super) async fn insurance(
		&mut self,
		currency: CurrencyId,
		code: CurrencyCode,
	) -> Result<()> {
		let (pool, plan) = self.offer_insurance(currency, code).await?;
		self.build_a_network(plan).await?;
		let coverage = self.enrol(plan, code).await?;
		let promise = self.promise(coverage, code).await?;
		let claim = self.claim(pool, coverage, promise, currency, code).await?;
		self.claim_again(&claim, code).await?;
		self.appeal(coverage, currency, code).await
	}

	/// Returns the numbers of pool and plan.
	async fn offer_insurance(
		&mut self,
		currency: CurrencyId,
		code: CurrencyCode,
	) -> Result<(PoolId, PlanId)> {
		for (name, account, role) in [
			("insurer", self.insurer.account, Role::Insurer),
			("reviewer", self.reviewer.account, Role::IndependentReviewer),
		] {
			let evidence = evidence(&format!("licence of the {name}"));
			let call = credentials::issue(&account, role, Period::ALWAYS, evidence);
			self.send(&call, &self.ministry).await?;
		}
		let insurer = &self.insurer;
		self.send(&currency::mint(currency, &insurer.account, BOUGHT), &self.bank).await?;
		let (made, _) = self.send(&insurance::create_pool(currency, RATIO), insurer).await?;
		self.send(&insurance::deposit(made.pool, DEPOSIT), insurer).await?;
		let (terms, _) = plans::read(PLAN)?;
		let (plan, included) =
			self.send(&insurance::create_plan(made.pool, &terms), insurer).await?;

		let at = self.node.at(included.block_hash).await?;
		let pool = insurance::pool(self.node, &at, made.pool).await?;
		let found = insurance::plan(self.node, &at, plan.plan, None).await?;
		// One minor unit always stays on an account.
		if pool.balance + 1 < DEPOSIT
			|| pool.open != 0
			|| found.terms != terms
			|| !found.open
			|| found.newest_version != VERSION
		{
			return Err(Error::Demo(format!(
				"plan {} should be as in {PLAN_NAME} and pool {} hold {}; it holds {}",
				plan.plan,
				made.pool,
				told(DEPOSIT, code),
				told(pool.balance, code)
			)));
		}
		let details = format!(
			"{PLAN_NAME}\n{}\n{}in  {}",
			output::pool(&pool, code),
			output::plan(&found, VERSION, &pool, code, None),
			output::place(&included)
		);
		let check = format!("plan show {}", plan.plan);
		let what = "The ministry licenses an insurer and an independent reviewer; the insurer pays into a \
		            pool and offers a plan.";
		self.done(what, &details, &check);
		Ok((made.pool, plan.plan))
	}

	async fn build_a_network(&mut self, plan: PlanId) -> Result<()> {
		let hospital = self.hospital.account;
		self.send(&insurance::offer_contract(plan, &hospital), &self.insurer).await?;
		let call = insurance::accept_contract(plan, VERSION);
		let (accepted, included) = self.send(&call, &self.hospital).await?;
		let contract = insurance::contract(&self.node.best().await?, plan, &hospital).await?;
		let told = output::contract(contract.as_ref());
		if contract.is_none_or(|contract| contract.membership() != Membership::Accepted) {
			return Err(Error::Demo(format!(
				"the hospital should belong to the network; it {told}"
			)));
		}
		let lines = [
			("plan", accepted.plan.to_string()),
			("provider", format!("{} {told}", accepted.provider)),
			("in", output::place(&included)),
		];
		let check = format!("plan show {plan} --provider {hospital}");
		let what =
			"The insurer offers the hospital to join the plan's network, and it accepts: it \
		            collects no more than the plan's prices.";
		self.done(what, &output::pairs(&lines), &check);
		Ok(())
	}

	/// Returns the number of the coverage.
	async fn enrol(&mut self, plan: PlanId, code: CurrencyCode) -> Result<CoverageId> {
		let patient = self.patient.account;
		let (enrolled, included) = self.sponsor(&insurance::enrol(plan, VERSION, &patient)).await?;
		let at = self.node.at(included.block_hash).await?;
		let found = insurance::coverages(self.node, &at, &patient).await?;
		let covered = match &found[..] {
			[only] if only.id == enrolled.coverage && only.in_force => only,
			_ => {
				return Err(Error::Demo(format!(
					"the patient should be covered once, and has {} coverages",
					found.len()
				)))
			}
		};
		let codes = BTreeMap::from([(covered.currency, code)]);
		let mut lines =
			vec![("premium", told(PREMIUM, code)), ("until", output::instant(enrolled.end))];
		lines.extend(output::receipt(&included));
		let details = format!(
			"{}{}",
			output::coverages(&found, &codes, node::now(&at).await?),
			output::pairs(&lines)
		);
		let check = format!("coverage list --patient {patient}");
		let what =
			"The patient enrols and pays the premium in euros; the hospital pays the fee for it.";
		self.done(what, &details, &check);
		Ok(enrolled.coverage)
	}

	/// Returns the number of the authorisation.
	async fn promise(
		&mut self,
		coverage: CoverageId,
		code: CurrencyCode,
	) -> Result<AuthorizationId> {
		let (quantity, unit_price) = PROMISED;
		let question = Question {
			coverage,
			organization: Some(self.hospital.account),
			service: ServiceType::PhysicalTherapy,
			quantity,
			unit_price,
			evidence: evidence(&format!("reasons for a therapy of {}", self.patient.uri)),
		};
		let (asked, _) = self.send(&claims::request_authorization(&question), &self.doctor).await?;
		let until = node::now(&self.node.best().await?).await? + 30 * DAY;
		let call =
			claims::answer_authorization(asked.authorization, Some(Approval { quantity, until }));
		let (answered, included) = self.send(&call, &self.insurer).await?;
		let at = self.node.at(included.block_hash).await?;
		let found = claims::authorization(&at, answered.authorization).await?;
		let granted = (found.status, found.quantity, found.biller)
			== (AuthorizationStatus::Approved { until }, quantity, self.hospital.account);
		if !answered.approved || !granted {
			return Err(Error::Demo(format!(
				"{quantity} units should be promised to the hospital; {} are",
				found.quantity
			)));
		}
		let mut lines = output::authorization(answered.authorization, &found, code);
		lines.push(("in", output::place(&included)));
		let check = format!("claim authorization {}", answered.authorization);
		let what =
			"Before a therapy the doctor asks whether it will be covered; the insurer promises \
		            four sessions.";
		self.done(what, &output::pairs(&lines), &check);
		Ok(answered.authorization)
	}

	/// Returns the claim as it was sent in.
	async fn claim(
		&mut self,
		pool: PoolId,
		coverage: CoverageId,
		promise: AuthorizationId,
		currency: CurrencyId,
		code: CurrencyCode,
	) -> Result<NewClaim> {
		let at = self.node.best().await?;
		let text = CLAIM.replace(PROMISE, &format!("{:?}/{promise}", genesis(&at)?));
		let claim = self.read(&text, coverage, currency).await?;
		let before = insurance::pool(self.node, &at, pool).await?;
		let would = claims::predetermine(self.node, &at, &self.doctor.account, &claim).await?;
		if would.pend.is_some() || (would.paid, would.patient_share) != (FIRST.paid, FIRST.share) {
			return Err(Error::Demo(format!(
				"the check should promise {}, not {}",
				told(FIRST.paid, code),
				told(would.paid, code)
			)));
		}
		let (file, included) = self.submit(&claim, &FIRST, code).await?;
		if file.info.payers != would.payers {
			return Err(Error::Demo("what was decided should be what the check told".into()));
		}
		let at = self.node.at(included.block_hash).await?;
		let after = insurance::pool(self.node, &at, pool).await?;
		if before.balance - after.balance != FIRST.paid {
			return Err(Error::Demo(format!(
				"the pool should have paid {}, and had {} before and {} after",
				told(FIRST.paid, code),
				told(before.balance, code),
				told(after.balance, code)
			)));
		}
		let (_, earned) = books();
		let hospital = self.hospital.account;
		self.expect_balance(currency, code, "the hospital", &hospital, earned + FIRST.paid).await?;
		let bill = self.billed(&file, FIRST.share).await?;
		if file.info.payers.iter().any(|payer| payer.in_network() != Some(true)) {
			return Err(Error::Demo("the hospital should be in the network on each day".into()));
		}
		let details = format!(
			"{CLAIM_NAME}\n{}\nbill {bill}: {}\nin  {}",
			output::claim(&file, code, node::now(&at).await?),
			told(FIRST.share, code),
			output::place(&included)
		);
		let what =
			"The doctor claims for the hospital, by a FHIR R4 Claim: what the check told is \
		            decided, paid and billed in one block.";
		self.done(what, &details, &format!("claim show {}", file.info.id));
		Ok(claim)
	}

	async fn claim_again(&mut self, claim: &NewClaim, code: CurrencyCode) -> Result<()> {
		let expected = Expected { charge: FIRST.charge, paid: 0, share: 0 };
		let (file, included) = self.submit(claim, &expected, code).await?;
		expect_denied(&file, Reason::ExactDuplicate)?;
		if let Some(bill) = file.info.bill {
			return Err(Error::Demo(format!("a duplicate should not be billed; it is, by {bill}")));
		}
		let at = self.node.at(included.block_hash).await?;
		let details = format!(
			"{}\nin  {}",
			output::claim(&file, code, node::now(&at).await?),
			output::place(&included)
		);
		let what = "The same claim comes once more: each line is denied as a duplicate, nothing is paid, and \
		            nothing is billed.";
		self.done(what, &details, &format!("claim status {}", file.info.id));
		Ok(())
	}

	async fn appeal(
		&mut self,
		coverage: CoverageId,
		currency: CurrencyId,
		code: CurrencyCode,
	) -> Result<()> {
		let claim = self.read(UNPROMISED, coverage, currency).await?;
		let (file, _) = self.submit(&claim, &DENIED, code).await?;
		expect_denied(&file, Reason::AuthorizationAbsent)?;
		let id = file.info.id;
		let (payer, lines) = claims::appealed(&file, &self.doctor.account, None, &[])?;
		let reasons = evidence(&format!("why the therapy of {} could not wait", self.patient.uri));
		self.send(&claims::appeal(id, payer, &lines, reasons), &self.doctor).await?;
		let waits = claims::claim(self.node, &self.node.best().await?, id).await?;
		let appeal = claims::to_be_decided(&waits, None, None)?;
		if (appeal.kind, appeal.payer, &appeal.lines) != (AppealKind::Biller, payer, &lines) {
			return Err(Error::Demo(format!(
				"the hospital's appeal should wait; one of kind {} does",
				appeal.kind.code()
			)));
		}
		let call = claims::decide_appeal(id, payer, appeal.kind, &lines);
		let (decided, included) = self.send(&call, &self.reviewer).await?;
		let at = self.node.at(included.block_hash).await?;
		let [supplement] = decided.supplements[..] else {
			return Err(Error::Demo(format!(
				"one claim should pay what the appeal granted; {} do",
				decided.supplements.len()
			)));
		};
		let granted = claims::claim(self.node, &at, supplement).await?;
		expect(&granted, &GRANTED, code)?;
		let bill = self.billed(&granted, GRANTED.share).await?;
		let ((left, earned), [patient, hospital]) =
			(books(), [self.patient.account, self.hospital.account]);
		let earned = earned + FIRST.paid + GRANTED.paid;
		self.expect_balance(currency, code, "the hospital", &hospital, earned).await?;
		self.expect_balance(currency, code, "the patient", &patient, left - PREMIUM).await?;
		self.compare(&granted).await?;
		let now = node::now(&at).await?;
		let original = claims::claim(self.node, &at, id).await?;
		if original.open_appeal().is_some()
			|| original.appeals.iter().all(|appeal| appeal.supplements != [supplement])
		{
			return Err(Error::Demo(format!(
				"the appeal about claim {id} should name claim {supplement}"
			)));
		}
		let details = format!(
			"{UNPROMISED_NAME}\n{}\n{}\nbill {bill}: {}\nin  {}",
			output::claim(&original, code, now),
			output::claim(&granted, code, now),
			told(GRANTED.share, code),
			output::place(&included)
		);
		let what =
			"A therapy that nobody had promised is denied, and the hospital has to bear it; it \
		            appeals, the independent reviewer decides for it, and the pool pays.";
		self.done(what, &details, &format!("claim show {supplement}"));
		Ok(())
	}

	/// What a document says of these people, given just now.
	async fn read(
		&self,
		text: &str,
		coverage: CoverageId,
		currency: CurrencyId,
	) -> Result<NewClaim> {
		let at = self.node.best().await?;
		let cast = [&self.hospital, &self.patient, &self.insurer];
		let mut read =
			read(text, cast.map(|person: &Person| person.account), coverage, genesis(&at)?)?;
		// A document tells the day. The patient is covered since a moment ago.
		let now = node::now(&at).await?;
		read.lines.iter_mut().for_each(|line| line.serviced = now);
		Ok(NewClaim::of(&read, currency, &self.doctor.account))
	}

	/// Sends a claim in, which must be decided in its block as expected.
	async fn submit(
		&self,
		claim: &NewClaim,
		expected: &Expected,
		code: CurrencyCode,
	) -> Result<(ClaimFile, Included)> {
		let (submitted, included) = self.send(&claims::submit(claim), &self.doctor).await?;
		let at = self.node.at(included.block_hash).await?;
		let file = claims::claim(self.node, &at, submitted.claim).await?;
		expect(&file, expected, code)?;
		Ok((file, included))
	}

	/// The number of the patient's bill over a claim, of which so much is open.
	async fn billed(&self, file: &ClaimFile, share: Amount) -> Result<u64> {
		let id = file.info.bill.ok_or_else(|| {
			Error::Demo(format!("claim {} should have a bill, and has none", file.info.id))
		})?;
		let bill = billing::bill(&self.node.best().await?, id).await?;
		match (bill.bill.provider, bill.bill.patient, bill.outstanding)
			== (self.hospital.account, self.patient.account, share)
		{
			true => Ok(id),
			false => Err(Error::Demo(format!(
				"the hospital should bill the patient {share} for claim {}; it is {}",
				file.info.id, bill.outstanding
			))),
		}
	}

	/// The node tells the claims of the patient, this one last, and the same to both sides.
	async fn compare(&self, last: &ClaimFile) -> Result<()> {
		let at = self.node.best().await?;
		let ids = claims::claims_of(self.node, &at, &self.patient.account).await?;
		if ids.len() != 4 || ids.last() != Some(&last.info.id) {
			return Err(Error::Demo(format!(
				"the patient should have four claims, {} the last; the node tells {ids:?}",
				last.info.id
			)));
		}
		for id in ids {
			let id: ClaimId = id;
			let file = claims::claim(self.node, &at, id).await?;
			let answer: Value = self.node.request("medchain_claim", rpc_params![id]).await?;
			agree("medchain_claim", &answer["claim"]["paid"], file.info.paid)?;
			file.info.check().map_err(|reason| {
				Error::Demo(format!("claim {id} should add up to the cent: {reason}"))
			})?;
		}
		Ok(())
	}
}

/// What a document says of hospital, patient and insurer.
fn read(
	text: &str,
	[hospital, patient, insurer]: [AccountId32; 3],
	coverage: CoverageId,
	chain: H256,
) -> Result<Submission> {
	let named = [
		("Organization/st-elisabeth-hospital", hospital),
		("Patient/lena-hartmann", patient),
		("Organization/meridian-mutual", insurer),
	];
	let actors = Actors::from(named.map(|(name, account)| (name.to_string(), account)));
	let coverages = BTreeMap::from([(COVERAGE.to_string(), coverage)]);
	// In the story the patient's salt is no secret, as no key is.
	let salt = evidence(&format!("salt of {patient}")).0;
	let receipts = Receipts::new();
	let reader =
		ClaimReader { actors: &actors, coverages: &coverages, chain, salt, receipts: &receipts };
	documents::read_claim(text, &reader)
}

fn genesis(at: &node::AtBlock) -> Result<H256> {
	at.genesis_hash().ok_or_else(|| Error::Node("the chain has no genesis".into()))
}

/// Refuses a claim that was decided otherwise than it should.
fn expect(file: &ClaimFile, expected: &Expected, code: CurrencyCode) -> Result<()> {
	let claim = &file.info;
	let Expected { charge, paid, share } = *expected;
	let same = claim.status == ClaimStatus::Adjudicated
		&& (claim.charge, claim.paid, claim.patient_share) == (charge, paid, share);
	match same {
		true => Ok(()),
		false => Err(Error::Demo(format!(
			"claim {} should be paid {} of {}, with {} left to the patient; it is: {}, of {}",
			claim.id,
			told(paid, code),
			told(charge, code),
			told(share, code),
			output::claim_steps(file, code),
			told(claim.charge, code)
		))),
	}
}

/// Refuses a claim of which not each line is denied for this reason, for the hospital to bear.
fn expect_denied(file: &ClaimFile, reason: Reason) -> Result<()> {
	let mut lines = file.info.payers.iter().flat_map(|payer| &payer.lines);
	let denied = |group, why| (group, why) == (Group::Contractual, reason);
	match lines.all(|line| line.denied.is_some_and(|found| denied(found.group, found.reason))) {
		true => Ok(()),
		false => Err(Error::Demo(format!(
			"each line of claim {} should be denied as {}",
			file.info.id,
			reason.code()
		))),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::insurance::tests::file;

	#[test]
	fn the_documents_come_to_what_the_story_says() {
		let cast = [1, 2, 3].map(|n| AccountId32([n; 32]));
		let chain = H256([9; 32]);
		let text = CLAIM.replace(PROMISE, &format!("{chain:?}/5"));
		assert_ne!(text, CLAIM);
		let first = read(&text, cast, 4, chain).unwrap();
		assert_eq!((first.total(), first.coverages.clone()), (Some(FIRST.charge), vec![4]));
		let therapy = &first.lines[1];
		assert_eq!(therapy.authorization, Some(5));
		assert!(therapy.quantity <= PROMISED.0 && therapy.unit_price <= PROMISED.1);
		let second = read(UNPROMISED, cast, 4, chain).unwrap();
		assert_eq!(second.total(), Some(DENIED.charge));
		assert_eq!(second.lines[0].authorization, None);
		let items = [first.lines[0].item, first.lines[1].item, second.lines[0].item];
		assert!(items[0] != items[1] && items[1] != items[2], "each is another service");
		let other = [cast[0], AccountId32([8; 32]), cast[2]];
		assert_ne!(read(UNPROMISED, other, 4, chain).unwrap().lines[0].item, items[2]);
	}

	#[test]
	fn the_amounts_follow_from_the_plan() {
		let (terms, code) = plans::read(PLAN).unwrap();
		assert_eq!((code.code(), terms.premium), ("EUR", PREMIUM));
		let benefit = |service: &str| {
			*terms.benefits.iter().find(|benefit| benefit.service.code() == service).unwrap()
		};
		let (visit, therapy) = (benefit("98"), benefit("PT"));
		let rest = 10_000 - visit.copay - terms.deductible;
		let of_visit = rest - visit.coinsurance.of(rest).unwrap();
		let ceiling = therapy.ceiling.unwrap();
		let of_therapy = 2 * (ceiling - therapy.coinsurance.of(ceiling).unwrap());
		assert_eq!(of_visit + of_therapy, FIRST.paid);
		assert_eq!(FIRST.charge - FIRST.paid - FIRST.share, 2 * (9_000 - ceiling));
		assert_eq!(GRANTED.paid, of_therapy / 2);
		assert_eq!(GRANTED.paid + GRANTED.share, ceiling);
		let reserve = RATIO.of_up(terms.annual_limit).unwrap();
		assert!(DEPOSIT + PREMIUM > reserve + FIRST.paid + GRANTED.paid, "nothing waits for money");
		assert!(books().0 > PREMIUM, "the patient can pay the premium");
	}

	#[test]
	fn another_outcome_is_an_error_that_tells_it() {
		let code = CurrencyCode::from_code("EUR").unwrap();
		let sample = file();
		let right = Expected { charge: 15_000, paid: 11_500, share: 1_500 };
		assert!(expect(&sample, &right, code).is_ok());
		let error = expect(&sample, &FIRST, code).unwrap_err().to_string();
		assert!(error.contains("paid 160.00 EUR of 280.00 EUR"), "{error}");
		assert!(error.contains("paid 115.00 EUR"), "{error}");
		let error = expect_denied(&sample, Reason::ExactDuplicate).unwrap_err().to_string();
		assert!(error.contains("denied as exact-duplicate"), "{error}");
	}
}
