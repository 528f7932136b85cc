//! What should come of a call, worked out without the pallet: people, insurers and who is insured.
//! Nothing here reads the pallet's storage or uses its rules. A refusal names every reason there is
//! at that point; the pallet gives one of them.

use super::{
	cases::{Case, Print},
	till::Till,
	*,
};

/// All went well, or every reason why not.
pub type Answer<Value = ()> = Result<Value, Vec<DispatchError>>;

/// Refuses for each reason that holds.
pub fn unless(reasons: impl IntoIterator<Item = (bool, TestError)>) -> Answer {
	let all: Vec<DispatchError> =
		reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason.into()).collect();
	if all.is_empty() {
		Ok(())
	} else {
		Err(all)
	}
}

pub fn no<Value>(reason: TestError) -> Answer<Value> {
	Err(vec![reason.into()])
}

/// The account of a pool.
pub fn vault(pool: u32) -> AccountId {
	InsuranceClaims::account_of(pool)
}

#[derive(Clone)]
pub struct Fund {
	pub insurer: AccountId,
	pub coin: CurrencyId,
	/// Of ten thousand.
	pub ratio: u128,
}

#[derive(Clone)]
pub struct Product {
	pub pool: u32,
	pub versions: Vec<PlanTerms>,
	pub open: bool,
}

/// A term that was sold, and what was used of it.
#[derive(Clone, Debug)]
pub struct Period {
	pub version: usize,
	pub start: u64,
	pub end: u64,
	pub sold_until: u64,
	pub refundable: bool,
	pub deducted: u128,
	pub premium: u128,
	pub limit: u128,
	pub paid: u128,
	pub deductible: u128,
	pub pocket: u128,
	pub cancelled: bool,
	pub closed: bool,
}

impl Period {
	pub fn holds(&self, at: u64) -> bool {
		(self.start..self.end).contains(&at)
	}
}

/// What is between a plan and a provider.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Pact {
	/// The version in which it is offered.
	pub offered: Option<u32>,
	/// Version, and when it began and ended.
	pub times: Vec<(u32, u64, Option<u64>)>,
}

impl Pact {
	pub fn runs(&self) -> bool {
		self.times.iter().any(|(.., until)| until.is_none())
	}

	/// Whether it held on the day of a service.
	pub fn held(&self, at: u64) -> bool {
		let day = at / DAY;
		let held = |(_, from, until): &(u32, u64, Option<u64>)| {
			let last = until.map_or(u64::MAX, |until| until / DAY);
			(from / DAY..=last).contains(&day)
		};
		self.times.iter().any(held)
	}
}

#[derive(Clone)]
pub struct Policy {
	pub plan: u32,
	pub payer: AccountId,
	pub insured: AccountId,
	pub periods: Vec<Period>,
	pub owed: u128,
}

impl Policy {
	pub fn start(&self) -> u64 {
		self.periods[0].start
	}

	pub fn newest(&self) -> &Period {
		self.periods.last().expect("a policy begins with a period")
	}
}

#[derive(Clone)]
pub struct Permit {
	pub biller: AccountId,
	pub policy: u64,
	pub service: ServiceType,
	pub units: u32,
	pub price: u128,
	pub asked: u64,
	pub status: AuthorizationStatus,
}

#[derive(Clone, Default)]
pub struct Model {
	pub now: u64,
	pub till: Till,
	/// What was made of each currency.
	pub made: BTreeMap<CurrencyId, u128>,
	pub roles: BTreeSet<(AccountId, Role)>,
	pub friends: BTreeSet<(AccountId, AccountId)>,
	pub persons: BTreeSet<AccountId>,
	/// What an insurer may read of a patient.
	pub consents: BTreeMap<(AccountId, AccountId), Vec<ResourceClass>>,
	/// What the register says of a pack, a biller and a patient.
	pub packs: BTreeMap<(PackId, AccountId, AccountId), Dispensing>,
	pub funds: Vec<Fund>,
	pub products: Vec<Product>,
	pub contracts: BTreeMap<(u32, AccountId), Pact>,
	/// Who is insured, and who may pay for it.
	pub named: BTreeSet<(AccountId, AccountId)>,
	pub policies: Vec<Policy>,
	/// The policies of each person, in the order in which they pay.
	pub order: BTreeMap<AccountId, Vec<u64>>,
	pub permits: Vec<Permit>,
	pub cases: BTreeMap<u64, Case>,
	pub next_case: u64,
	pub debts: BTreeMap<(u32, AccountId), u128>,
	pub units: BTreeMap<(u64, u32, ServiceType), u32>,
	pub days: BTreeMap<(u64, ServiceType), Vec<u32>>,
	pub speed: BTreeMap<(u32, AccountId, u32), u32>,
	pub prints: BTreeMap<Print, u64>,
	pub paid_packs: BTreeMap<PackId, u64>,
	/// Who was reported.
	pub flagged: Vec<AccountId>,
}

impl Model {
	pub fn is(&self, who: AccountId, role: Role) -> bool {
		self.roles.contains(&(who, role))
	}

	pub fn is_provider(&self, who: AccountId) -> bool {
		[Role::ProviderOrganization, Role::Pharmacy, Role::Laboratory, Role::Practitioner]
			.iter()
			.any(|role| self.is(who, *role))
	}

	pub fn acts_for(&self, who: AccountId, whom: AccountId) -> bool {
		who == whom || self.friends.contains(&(who, whom))
	}

	pub fn insures(&self, who: AccountId, insurer: AccountId) -> bool {
		self.acts_for(who, insurer) && self.is(insurer, Role::Insurer)
	}

	/// All there is of a currency.
	pub fn made(&self, coin: CurrencyId) -> u128 {
		self.made.get(&coin).copied().unwrap_or(0)
	}

	pub fn fund(&self, pool: u32) -> Answer<&Fund> {
		self.funds.get(pool as usize).map_or_else(|| no(TestError::PoolNotFound), Ok)
	}

	pub fn product(&self, plan: u32) -> Answer<&Product> {
		self.products.get(plan as usize).map_or_else(|| no(TestError::PlanNotFound), Ok)
	}

	pub fn policy(&self, id: u64) -> Answer<&Policy> {
		self.policies.get(id as usize).map_or_else(|| no(TestError::CoverageNotFound), Ok)
	}

	pub fn policy_mut(&mut self, id: u64) -> &mut Policy {
		&mut self.policies[id as usize]
	}

	pub fn pool_of(&self, policy: u64) -> u32 {
		self.products[self.policies[policy as usize].plan as usize].pool
	}

	pub fn insurer_of(&self, policy: u64) -> AccountId {
		self.funds[self.pool_of(policy) as usize].insurer
	}

	fn has_role_and_owns(&self, who: AccountId, fund: &Fund) -> bool {
		fund.insurer == who && self.is(who, Role::Insurer)
	}

	/// What the terms of a pool that are not closed can still pay.
	pub fn open(&self, pool: u32) -> u128 {
		self.policies
			.iter()
			.filter(|policy| self.products[policy.plan as usize].pool == pool)
			.flat_map(|policy| &policy.periods)
			.filter(|period| !period.closed)
			.map(|period| period.limit - period.paid)
			.sum()
	}

	pub fn can_pay(&self, pool: u32) -> u128 {
		self.till.spendable(self.funds[pool as usize].coin, vault(pool))
	}

	/// What the policies of a pool are due.
	pub fn due(&self, pool: u32) -> u128 {
		let own =
			self.policies.iter().filter(|policy| self.products[policy.plan as usize].pool == pool);
		own.map(|policy| policy.owed).sum()
	}

	/// Whether a pool that has paid so much still holds its share of what is open then, and what it
	/// owes.
	pub fn stands(&self, pool: u32, ratio: u128, paying: u128, open: u128) -> bool {
		let asked = (open * ratio).div_ceil(10_000) + self.due(pool);
		self.can_pay(pool).checked_sub(paying).is_some_and(|left| left >= asked)
	}

	pub fn pay(
		&mut self,
		coin: CurrencyId,
		from: AccountId,
		to: AccountId,
		amount: u128,
	) -> Answer {
		self.till.pay(coin, from, to, amount)
	}

	pub fn create_pool(&mut self, who: AccountId, coin: CurrencyId, ratio: BasisPoints) -> Answer {
		let exists = self.funds.iter().any(|fund| fund.insurer == who && fund.coin == coin);
		unless([
			(!self.is(who, Role::Insurer), TestError::NotInsurer),
			(!(1_000..=10_000).contains(&ratio.0), TestError::BadRatio),
			(exists, TestError::PoolExists),
		])?;
		self.funds.push(Fund { insurer: who, coin, ratio: ratio.0.into() });
		Ok(())
	}

	pub fn set_ratio(&mut self, who: AccountId, pool: u32, ratio: BasisPoints) -> Answer {
		let fund = self.fund(pool)?;
		let wanted = u128::from(ratio.0);
		let short = wanted > fund.ratio && !self.stands(pool, wanted, 0, self.open(pool));
		unless([
			(!self.has_role_and_owns(who, fund), TestError::NotInsurer),
			(!(1_000..=10_000).contains(&ratio.0), TestError::BadRatio),
			(short, TestError::PoolShort),
		])?;
		self.funds[pool as usize].ratio = wanted;
		Ok(())
	}

	pub fn put_in(&mut self, who: AccountId, pool: u32, amount: u128) -> Answer {
		unless([(amount == 0, TestError::ZeroAmount)])?;
		let coin = self.fund(pool)?.coin;
		self.pay(coin, who, vault(pool), amount)
	}

	pub fn take_out(&mut self, who: AccountId, pool: u32, amount: u128) -> Answer {
		unless([(amount == 0, TestError::ZeroAmount)])?;
		let fund = self.fund(pool)?.clone();
		let short = !self.stands(pool, fund.ratio, amount, self.open(pool));
		unless([
			(!self.has_role_and_owns(who, &fund), TestError::NotInsurer),
			(short, TestError::PoolShort),
		])?;
		self.pay(fund.coin, vault(pool), who, amount)
	}

	fn sound(terms: &PlanTerms) -> Answer {
		let all = || terms.benefits.iter();
		let services: BTreeSet<_> = all().map(|benefit| benefit.service).collect();
		let too_large = |rate: BasisPoints| rate.0 > 10_000;
		let bad_rate = all().any(|benefit| {
			too_large(benefit.coinsurance) || benefit.out_of_network.is_some_and(too_large)
		});
		let bad_count = all().filter_map(|benefit| benefit.frequency).any(|frequency| {
			frequency.uses == 0 || frequency.uses > 16 || frequency.within_days == 0
		});
		let no_units = all().any(|benefit| benefit.max_quantity == Some(0));
		let outlier = terms.outlier.is_some_and(|share| share.0 < 10_000);
		unless([
			(terms.annual_limit == 0 || no_units, TestError::BadLimit),
			(terms.length < DAY, TestError::BadPeriod),
			(terms.waiting > MAX_WAITING || terms.filing > MAX_FILING, TestError::BadPeriod),
			(bad_rate || outlier, TestError::BadRate),
			(terms.benefits.is_empty(), TestError::NoBenefits),
			(services.len() < terms.benefits.len(), TestError::BenefitTwice),
			(bad_count, TestError::BadFrequency),
		])
	}

	pub fn create_plan(&mut self, who: AccountId, pool: u32, terms: PlanTerms) -> Answer {
		let fund = self.fund(pool)?;
		unless([(!self.has_role_and_owns(who, fund), TestError::NotInsurer)])?;
		Self::sound(&terms)?;
		self.products.push(Product { pool, versions: vec![terms], open: true });
		Ok(())
	}

	fn own_product(&mut self, who: AccountId, plan: u32) -> Answer<&mut Product> {
		let fund = &self.funds[self.product(plan)?.pool as usize];
		unless([(!self.has_role_and_owns(who, fund), TestError::NotInsurer)])?;
		Ok(&mut self.products[plan as usize])
	}

	pub fn amend_plan(&mut self, who: AccountId, plan: u32, terms: PlanTerms) -> Answer {
		let product = self.own_product(who, plan)?;
		Self::sound(&terms)?;
		product.versions.push(terms);
		Ok(())
	}

	pub fn set_enrolment(&mut self, who: AccountId, plan: u32, open: bool) -> Answer {
		self.own_product(who, plan)?.open = open;
		Ok(())
	}

	pub fn offer(&mut self, who: AccountId, plan: u32, provider: AccountId) -> Answer {
		let version = self.own_product(who, plan)?.versions.len() as u32;
		let mut pact = self.pact(plan, provider);
		unless([
			(!self.is_provider(provider), TestError::NotProvider),
			(pact.runs() || pact.offered.is_some(), TestError::ContractExists),
			(pact.times.len() >= 8, TestError::ContractHistoryFull),
		])?;
		pact.offered = Some(version);
		self.contracts.insert((plan, provider), pact);
		Ok(())
	}

	/// What is between a plan and a provider, without what is too long ago to matter.
	fn pact(&self, plan: u32, provider: AccountId) -> Pact {
		let mut pact = self.contracts.get(&(plan, provider)).cloned().unwrap_or_default();
		let kept = MAX_FILING + REVIEW_PERIOD + APPEAL_PERIOD;
		pact.times.retain(|(.., until)| until.is_none_or(|until| until + kept >= self.now));
		pact
	}

	/// That somebody has read the newest version of a plan.
	fn has_read(&self, plan: u32, version: u32) -> (bool, TestError) {
		let newest = self.products.get(plan as usize).map(|it| it.versions.len() as u32);
		(newest != Some(version), TestError::VersionChanged)
	}

	pub fn accept(&mut self, who: AccountId, plan: u32, version: u32) -> Answer {
		let mut pact = self.pact(plan, who);
		unless([
			(pact.offered.is_none() && !pact.runs(), TestError::ContractNotFound),
			(pact.runs(), TestError::ContractExists),
			(!self.is_provider(who), TestError::NotProvider),
			self.has_read(plan, version),
		])?;
		pact.offered = None;
		pact.times.push((version, self.now, None));
		self.contracts.insert((plan, who), pact);
		Ok(())
	}

	pub fn end(&mut self, who: AccountId, plan: u32, provider: AccountId) -> Answer {
		if who != provider {
			self.own_product(who, plan)?;
		}
		let mut pact = self.pact(plan, provider);
		let nothing = pact.offered.is_none() && !pact.runs();
		unless([(nothing, TestError::ContractNotFound)])?;
		pact.offered = None;
		for (.., until) in &mut pact.times {
			until.get_or_insert(self.now);
		}
		if pact.times.is_empty() {
			self.contracts.remove(&(plan, provider));
		} else {
			self.contracts.insert((plan, provider), pact);
		}
		Ok(())
	}

	pub fn name(&mut self, who: AccountId, payer: AccountId) -> Answer {
		let known = who == payer || self.named.contains(&(who, payer));
		unless([
			(!self.persons.contains(&who), TestError::NotVerified),
			(known, TestError::AlreadyNamed),
		])?;
		self.named.insert((who, payer));
		Ok(())
	}

	pub fn unname(&mut self, who: AccountId, payer: AccountId) -> Answer {
		unless([(!self.named.remove(&(who, payer)), TestError::NotNamed)])
	}

	pub fn has_lapsed(&self, newest: &Period) -> bool {
		newest.cancelled || self.now > newest.end + RENEWAL_GRACE
	}

	fn may_insure(&self, payer: AccountId, insured: AccountId) -> [(bool, TestError); 2] {
		let may = payer == insured || self.named.contains(&(insured, payer));
		[
			(!self.persons.contains(&insured), TestError::NotVerified),
			(!may, TestError::NotSubscriber),
		]
	}

	/// Sells a period of a plan's newest version. The premium goes in first, and counts.
	fn sell(&mut self, payer: AccountId, plan: u32, start: u64) -> Answer<Period> {
		let product = self.products[plan as usize].clone();
		let (pool, fund) = (product.pool, self.funds[product.pool as usize].clone());
		let terms = product.versions.last().expect("a plan has terms");
		if terms.premium > 0 {
			self.pay(fund.coin, payer, vault(pool), terms.premium)?;
		}
		let open = self.open(pool) + terms.annual_limit;
		unless([(!self.stands(pool, fund.ratio, 0, open), TestError::PoolShort)])?;
		Ok(Period {
			version: product.versions.len(),
			start,
			end: start + terms.length,
			sold_until: start + terms.length,
			refundable: start >= self.now,
			deducted: 0,
			premium: terms.premium,
			limit: terms.annual_limit,
			paid: 0,
			deductible: 0,
			pocket: 0,
			cancelled: false,
			closed: false,
		})
	}

	pub fn enrol(
		&mut self,
		payer: AccountId,
		plan: u32,
		version: u32,
		insured: AccountId,
	) -> Answer {
		let product = self.product(plan)?;
		let accredited = self.is(self.funds[product.pool as usize].insurer, Role::Insurer);
		let rules = [
			(!accredited, TestError::NotInsurer),
			self.has_read(plan, version),
			(!product.open, TestError::PlanClosed),
		];
		unless(rules.into_iter().chain(self.may_insure(payer, insured)))?;
		let listed = self.order.get(&insured).cloned().unwrap_or_default();
		let alive = |id: &u64| !self.has_lapsed(self.policies[*id as usize].newest());
		let twice = listed.iter().any(|id| self.policies[*id as usize].plan == plan && alive(id));
		// The newest period, and the one before it.
		let last = |id: &u64| self.policies[*id as usize].periods.iter().rev().take(2);
		let used_up =
			|period: &Period| period.cancelled && period.paid > 0 && self.now < period.sold_until;
		let bars = |id: &u64| last(id).any(used_up);
		let used = listed.iter().any(|id| self.policies[*id as usize].plan == plan && bars(id));
		let keeps = |id: &u64| alive(id) || bars(id) || last(id).any(|period| !period.closed);
		let mut kept: Vec<u64> = listed.iter().copied().filter(keeps).collect();
		unless([
			(twice, TestError::AlreadyCovered),
			(used, TestError::LimitsUsed),
			(kept.len() >= 3, TestError::TooManyCoverages),
		])?;
		let period = self.sell(payer, plan, self.now)?;
		let id = self.policies.len() as u64;
		self.policies.push(Policy { plan, payer, insured, periods: vec![period], owed: 0 });
		kept.push(id);
		let (own, others): (Vec<u64>, Vec<u64>) =
			kept.into_iter().partition(|id| self.policies[*id as usize].payer == insured);
		self.order.insert(insured, own.into_iter().chain(others).collect());
		Ok(())
	}

	pub fn renew(&mut self, who: AccountId, id: u64, version: u32) -> Answer {
		let policy = self.policy(id)?.clone();
		unless([(policy.payer != who, TestError::NotSubscriber)])?;
		let newest = policy.newest();
		let early = newest.end - (newest.end - newest.start) / 4 > self.now;
		let insurer = self.insurer_of(id);
		unless(self.may_insure(who, policy.insured).into_iter().chain([
			(newest.cancelled, TestError::TermOver),
			(self.has_lapsed(newest), TestError::Lapsed),
			(early, TestError::TooEarly),
			(!self.is(insurer, Role::Insurer), TestError::NotInsurer),
			self.has_read(policy.plan, version),
		]))?;
		let period = self.sell(who, policy.plan, newest.end)?;
		self.policy_mut(id).periods.push(period);
		Ok(())
	}

	pub fn cancel(&mut self, who: AccountId, id: u64) -> Answer {
		let policy = self.policy(id)?;
		let concerned = who == policy.payer || who == policy.insured;
		unless([(!concerned, TestError::NotSubscriber)])?;
		let now = self.now;
		let policy = self.policy_mut(id);
		let mut ended = false;
		for period in &mut policy.periods {
			if period.cancelled || period.end <= now {
				continue;
			}
			ended = true;
			let end = now.max(period.start);
			let left = u128::from(period.end - end);
			// What the plan has paid in a term is no longer there to come back.
			let mut back = period.premium * left / u128::from(period.end - period.start);
			if !period.refundable {
				back = 0;
			}
			period.deducted = back.min(period.paid);
			policy.owed += back - period.deducted;
			(period.end, period.cancelled) = (end, true);
			period.closed |= period.start == end;
		}
		unless([(!ended, TestError::TermOver)])?;
		// What cannot be paid stays owed.
		let _ = self.refund(id);
		Ok(())
	}

	fn refund(&mut self, id: u64) -> Answer {
		let (pool, owed, payer) = {
			let policy = self.policy(id)?;
			(self.pool_of(id), policy.owed, policy.payer)
		};
		let fund = self.funds[pool as usize].clone();
		// What is paid is owed no more.
		self.policy_mut(id).owed = 0;
		let stands = self.stands(pool, fund.ratio, owed, self.open(pool));
		self.policy_mut(id).owed = owed;
		unless([(!stands, TestError::PoolShort)])?;
		self.pay(fund.coin, vault(pool), payer, owed)?;
		self.policy_mut(id).owed = 0;
		Ok(())
	}

	pub fn collect(&mut self, id: u64) -> Answer {
		unless([(self.policy(id)?.owed == 0, TestError::NothingDue)])?;
		self.refund(id)
	}

	pub fn close(&mut self, id: u64, term: u32) -> Answer {
		let policy = self.policy(id)?;
		let Some(period) = policy.periods.get(term as usize) else {
			return no(TestError::TermNotFound);
		};
		let terms = &self.products[policy.plan as usize].versions[period.version - 1];
		unless([
			(period.closed, TestError::AlreadyClosed),
			(
				self.now <= period.end + terms.filing + REVIEW_PERIOD + APPEAL_PERIOD,
				TestError::TooEarly,
			),
		])?;
		self.policy_mut(id).periods[term as usize].closed = true;
		Ok(())
	}

	/// Who bills for what somebody sends.
	pub fn biller(&self, who: AccountId, organization: Option<AccountId>) -> Answer<AccountId> {
		let biller = organization.unwrap_or(who);
		unless([
			(!self.acts_for(who, biller), TestError::NotAffiliated),
			(!self.is_provider(biller), TestError::NotProvider),
		])?;
		Ok(biller)
	}

	pub fn ask(
		&mut self,
		who: AccountId,
		organization: Option<AccountId>,
		policy: u64,
		(service, units, price): (ServiceType, u32, u128),
	) -> Answer {
		let biller = self.biller(who, organization)?;
		let lapsed = self.has_lapsed(self.policy(policy)?.newest());
		let sound = price.checked_mul(units.into()).is_some_and(|charge| charge > 0);
		unless([(lapsed, TestError::Lapsed), (!sound, TestError::BadLine)])?;
		let status = AuthorizationStatus::Requested;
		self.permits.push(Permit {
			biller,
			policy,
			service,
			units,
			price,
			asked: self.now,
			status,
		});
		Ok(())
	}

	pub fn grant(&mut self, who: AccountId, id: u64, answer: Option<Approval>) -> Answer {
		let Some(permit) = self.permits.get(id as usize) else {
			return no(TestError::AuthorizationNotFound);
		};
		let bad = answer.is_some_and(|approval| {
			approval.quantity == 0 || approval.quantity > permit.units || approval.until <= self.now
		});
		let insurer = self.insurer_of(permit.policy);
		let belongs = self.acts_for(who, permit.biller) || self.acts_for(permit.biller, who);
		let patient = who == self.policies[permit.policy as usize].insured;
		unless([
			(!self.insures(who, insurer), TestError::NotInsurer),
			(belongs || patient, TestError::NotIndependent),
			(permit.status != AuthorizationStatus::Requested, TestError::AlreadyAnswered),
			(bad, TestError::BadApproval),
		])?;
		let permit = &mut self.permits[id as usize];
		permit.status = match answer {
			None => AuthorizationStatus::Refused,
			Some(Approval { quantity, until }) => {
				permit.units = quantity;
				AuthorizationStatus::Approved { until }
			}
		};
		Ok(())
	}
}
