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

/// A stretch in which a provider belongs to a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Stay {
	/// What version of the plan the provider had read.
	pub version: usize,
	pub from: u64,
	/// Nothing while it goes on.
	pub until: Option<u64>,
}

/// What is between a plan and a provider.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bond {
	/// The version of the plan when it was offered.
	pub offered: Option<usize>,
	pub stays: Vec<Stay>,
}

impl Bond {
	pub fn is_offered(&self) -> bool {
		self.offered.is_some()
	}

	pub fn goes_on(&self) -> bool {
		self.stays.iter().any(|stay| stay.until.is_none())
	}

	/// Whether a provider belonged to the network on the day of this second.
	pub fn holds(&self, at: u64) -> bool {
		let day = at / DAY;
		let last = |stay: &Stay| stay.until.map_or(u64::MAX, |until| until / DAY);
		self.stays.iter().any(|stay| stay.from / DAY <= day && day <= last(stay))
	}
}

/// Days on which a service was used: the latest, and the last of those that are not known any more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Uses {
	pub forgotten: Option<u32>,
	pub days: Vec<u32>,
}

/// A term that was sold, and what was used of it.
#[derive(Clone, Debug)]
pub struct Period {
	pub version: usize,
	pub start: u64,
	pub end: u64,
	pub premium: u128,
	pub limit: u128,
	pub paid: u128,
	pub deductible: u128,
	pub pocket: u128,
	pub cancelled: bool,
	pub closed: bool,
	/// Its end when it was sold.
	pub sold_until: u64,
	/// Whether something comes back when it is cancelled.
	pub refundable: bool,
	/// What did not come back because the plan had paid it.
	pub kept_back: u128,
	/// What of that came back when it had not.
	pub given_back: u128,
	/// It keeps its reserve so long at least, for appeals.
	pub kept_until: u64,
}

impl Period {
	pub fn holds(&self, at: u64) -> bool {
		(self.start..self.end).contains(&at)
	}

	/// Whether who has left it has used something of it, and it would still run.
	pub fn bars(&self, now: u64) -> bool {
		self.cancelled && self.paid > 0 && now < self.sold_until
	}
}

#[derive(Clone)]
pub struct Policy {
	pub plan: u32,
	pub payer: AccountId,
	pub insured: AccountId,
	/// All that ever were.
	pub periods: Vec<Period>,
	/// How many of them are forgotten.
	pub removed: usize,
	pub owed: u128,
}

impl Policy {
	pub fn start(&self) -> u64 {
		self.periods[0].start
	}

	pub fn newest(&self) -> &Period {
		self.periods.last().expect("a policy begins with a period")
	}

	pub fn oldest(&self) -> Option<&Period> {
		self.periods.get(self.removed)
	}

	/// Whether it is forgotten as a whole.
	pub fn is_gone(&self) -> bool {
		self.oldest().is_none()
	}
}

#[derive(Clone)]
pub struct Permit {
	pub biller: AccountId,
	/// Who asked for it.
	pub by: AccountId,
	pub policy: u64,
	pub service: ServiceType,
	pub units: u32,
	pub price: u128,
	pub asked: u64,
	pub status: AuthorizationStatus,
	pub removed: bool,
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
	/// What was asked for an insurer about a patient's documents, and whether it might read them.
	pub asked: BTreeMap<(AccountId, AccountId), Vec<bool>>,
	/// What the register says of a pack with its opening, a biller and a patient.
	pub packs: BTreeMap<(SoldPack, AccountId, AccountId), Dispensing>,
	pub funds: Vec<Fund>,
	pub products: Vec<Product>,
	pub contracts: BTreeMap<(u32, AccountId), Bond>,
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
	pub days: BTreeMap<(u64, ServiceType), Uses>,
	pub speed: BTreeMap<(u32, AccountId, u32), u32>,
	pub prints: BTreeMap<Print, u64>,
	pub paid_packs: BTreeMap<PackId, u64>,
	/// Who was reported.
	pub flagged: Vec<AccountId>,
	/// How often what is rare has come to pass.
	pub seen: BTreeMap<&'static str, u64>,
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

	/// Whether somebody is another, or acts for it, or the other way round.
	pub fn belongs(&self, who: AccountId, to: AccountId) -> bool {
		self.acts_for(who, to) || self.acts_for(to, who)
	}

	/// Notes that something rare has come to pass.
	pub fn saw(&mut self, what: &'static str) {
		*self.seen.entry(what).or_default() += 1;
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
		let known = self.policies.get(id as usize).filter(|policy| !policy.is_gone());
		known.map_or_else(|| no(TestError::CoverageNotFound), Ok)
	}

	/// The policies that are there, with their numbers.
	pub fn known_policies(&self) -> impl Iterator<Item = (u64, &Policy)> {
		let all = self.policies.iter().enumerate().map(|(id, policy)| (id as u64, policy));
		all.filter(|(_, policy)| !policy.is_gone())
	}

	/// A term that is not forgotten.
	pub fn known_period(&self, policy: u64, term: u32) -> Option<&Period> {
		let policy = &self.policies[policy as usize];
		policy.periods.get(term as usize).filter(|_| term as usize >= policy.removed)
	}

	/// The same, to be changed.
	pub fn period_mut(&mut self, policy: u64, term: u32) -> Option<&mut Period> {
		let policy = &mut self.policies[policy as usize];
		match (term as usize) < policy.removed {
			true => None,
			false => policy.periods.get_mut(term as usize),
		}
	}

	/// What is owed of premiums by a pool.
	pub fn owed(&self, pool: u32) -> u128 {
		let of = |policy: &&Policy| self.products[policy.plan as usize].pool == pool;
		let later =
			|policy: &Policy| policy.periods.iter().map(|period| period.given_back).sum::<u128>();
		self.policies.iter().filter(of).map(|policy| policy.owed + later(policy)).sum()
	}

	/// What must stay in a pool: its share of what is open, and what it owes.
	pub fn floor(&self, pool: u32) -> u128 {
		let asked = (self.open(pool) * self.funds[pool as usize].ratio).div_ceil(10_000);
		asked + self.owed(pool)
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

	/// Whether a pool that has paid so much still holds its share of what is open then, and what it
	/// owes.
	pub fn stands(&self, pool: u32, ratio: u128, paying: u128, open: u128) -> bool {
		self.stands_owing(pool, ratio, paying, (open, self.owed(pool)))
	}

	pub fn stands_owing(
		&self,
		pool: u32,
		ratio: u128,
		paying: u128,
		(open, owed): (u128, u128),
	) -> bool {
		let asked = (open * ratio).div_ceil(10_000) + owed;
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
			(terms.length < MIN_TERM, TestError::BadPeriod),
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

	/// What has ended so long ago that nothing of it is claimed or appealed is forgotten.
	fn settle_bond(&mut self, place: (u32, AccountId)) {
		let now = self.now;
		let kept = MAX_FILING + REVIEW_PERIOD + APPEAL_PERIOD;
		let Some(bond) = self.contracts.get_mut(&place) else { return };
		bond.stays.retain(|stay| stay.until.is_none_or(|until| now - until <= kept));
		if !bond.is_offered() && bond.stays.is_empty() {
			self.contracts.remove(&place);
		}
	}

	pub fn offer(&mut self, who: AccountId, plan: u32, provider: AccountId) -> Answer {
		self.own_product(who, plan)?;
		self.settle_bond((plan, provider));
		let bond = self.contracts.get(&(plan, provider)).cloned().unwrap_or_default();
		let full = bond.stays.len() >= 8;
		unless([
			(!self.is_provider(provider), TestError::NotProvider),
			(bond.is_offered() || bond.goes_on(), TestError::ContractExists),
			(full, TestError::ContractHistoryFull),
		])?;
		let offered = Some(self.products[plan as usize].versions.len());
		self.contracts.insert((plan, provider), Bond { offered, ..bond });
		Ok(())
	}

	pub fn accept(&mut self, who: AccountId, plan: u32, version: u32) -> Answer {
		let bond = self.contracts.get(&(plan, who)).cloned().unwrap_or_default();
		let newest = self.products.get(plan as usize).map_or(0, |it| it.versions.len());
		unless([
			(bond.goes_on(), TestError::ContractExists),
			(!bond.goes_on() && !bond.is_offered(), TestError::ContractNotFound),
			(!self.is_provider(who), TestError::NotProvider),
			(bond.is_offered() && version as usize != newest, TestError::VersionChanged),
		])?;
		let stay = Stay { version: newest, from: self.now, until: None };
		let bond = self.contracts.get_mut(&(plan, who)).expect("it was offered");
		bond.offered = None;
		bond.stays.push(stay);
		if bond.stays.len() > 1 {
			self.saw("a provider came back to a network");
		}
		self.settle_bond((plan, who));
		Ok(())
	}

	pub fn end(&mut self, who: AccountId, plan: u32, provider: AccountId) -> Answer {
		if who != provider {
			self.own_product(who, plan)?;
		}
		let now = self.now;
		let place = (plan, provider);
		let bond =
			self.contracts.get_mut(&place).filter(|bond| bond.is_offered() || bond.goes_on());
		let Some(bond) = bond else { return no(TestError::ContractNotFound) };
		bond.offered = None;
		for stay in &mut bond.stays {
			stay.until = stay.until.or(Some(now));
		}
		self.settle_bond(place);
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
			premium: terms.premium,
			limit: terms.annual_limit,
			paid: 0,
			deductible: 0,
			pocket: 0,
			cancelled: false,
			closed: false,
			sold_until: start + terms.length,
			// What is sold when it has begun is sold to who may know what it will be used for.
			refundable: self.now <= start,
			kept_back: 0,
			given_back: 0,
			kept_until: 0,
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
			(!product.open, TestError::PlanClosed),
			(version as usize != product.versions.len(), TestError::VersionChanged),
		];
		unless(rules.into_iter().chain(self.may_insure(payer, insured)))?;
		// Who has left a term of which something was used comes back when it would have ended.
		let mut of = self.policies.iter().filter(|it| it.plan == plan && it.insured == insured);
		let used = of.any(|policy| policy.periods.iter().any(|period| period.bars(self.now)));
		let listed = self.order.get(&insured).cloned().unwrap_or_default();
		let alive = |id: &u64| !self.has_lapsed(self.policies[*id as usize].newest());
		let twice = listed.iter().any(|id| self.policies[*id as usize].plan == plan && alive(id));
		// One place is kept as long as something can be claimed or nobody can take it anew.
		let keeps = |id: &u64| {
			let policy = &self.policies[*id as usize];
			// Whatever its terms say, nothing is claimed later than that.
			let served = policy.periods.iter().skip(policy.removed).any(|it| it.start < it.end);
			if served && self.now <= policy.newest().end + MAX_FILING {
				return true;
			}
			let last = policy.periods.iter().skip(policy.removed).rev().take(2);
			alive(id) || last.into_iter().any(|it| !it.closed || it.bars(self.now))
		};
		let mut kept: Vec<u64> = listed.iter().copied().filter(keeps).collect();
		unless([
			(twice, TestError::AlreadyCovered),
			(used, TestError::LimitsUsed),
			(kept.len() >= 3, TestError::TooManyCoverages),
		])?;
		let period = self.sell(payer, plan, self.now)?;
		let id = self.policies.len() as u64;
		let periods = vec![period];
		self.policies.push(Policy { plan, payer, insured, periods, removed: 0, owed: 0 });
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
		let newest_version = self.products[policy.plan as usize].versions.len();
		unless(self.may_insure(who, policy.insured).into_iter().chain([
			(version as usize != newest_version, TestError::VersionChanged),
			(newest.cancelled, TestError::TermOver),
			(self.has_lapsed(newest), TestError::Lapsed),
			(early, TestError::TooEarly),
			(!self.is(insurer, Role::Insurer), TestError::NotInsurer),
		]))?;
		let period = self.sell(who, policy.plan, newest.end)?;
		if !period.refundable {
			self.saw("a term was renewed after it had begun");
		}
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
			if period.refundable {
				let back = period.premium * left / u128::from(period.end - period.start);
				period.kept_back = back.min(period.paid);
				policy.owed += back - period.kept_back;
			}
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
		let after = (self.open(pool), self.owed(pool) - owed);
		unless([(!self.stands_owing(pool, fund.ratio, owed, after), TestError::PoolShort)])?;
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
		let known = policy.periods.get(term as usize);
		let Some(period) = known.filter(|_| term as usize >= policy.removed) else {
			return no(TestError::TermNotFound);
		};
		let terms = &self.products[policy.plan as usize].versions[period.version - 1];
		// So long a claim can come, wait, and be appealed.
		let last = period.end + terms.filing + REVIEW_PERIOD + APPEAL_PERIOD;
		let appealed = self.now <= period.kept_until;
		let waits = self.waiting(id, term) > 0;
		let longer = period.kept_until > last;
		unless([
			(period.closed, TestError::AlreadyClosed),
			(self.now <= last, TestError::TooEarly),
			(waits || appealed, TestError::TermInUse),
		])?;
		if longer {
			self.saw("a term kept its reserve longer for appeals");
		}
		let policy = self.policy_mut(id);
		let period = &mut policy.periods[term as usize];
		period.closed = true;
		policy.owed += std::mem::take(&mut period.given_back);
		Ok(())
	}

	/// The term in which a payer pays a claim keeps its reserve so long.
	pub fn keep_reserve(&mut self, case: &Case, payer: usize, until: u64) {
		let Some(term) = case.terms[payer] else { return };
		let policy = self.policy_mut(case.policies[payer]);
		if term as usize >= policy.removed {
			let period = &mut policy.periods[term as usize];
			period.kept_until = period.kept_until.max(until);
		}
	}

	/// How many claims wait that are to be paid in a term.
	pub fn waiting(&self, policy: u64, term: u32) -> u32 {
		let waits = |case: &&Case| {
			let mut under = case.policies.iter().zip(&case.terms);
			case.is_waiting() && under.any(|it| it == (&policy, &Some(term)))
		};
		self.cases.values().filter(waits).count() as u32
	}

	/// The oldest term is forgotten, and the policy with its last one.
	pub fn remove_term(&mut self, id: u64) -> Answer {
		let policy = self.policy(id)?.clone();
		let (term, oldest) = (policy.removed, policy.oldest().expect("it is not gone"));
		let last = term + 1 == policy.periods.len();
		let kept_until = oldest.end + RETENTION;
		// A claim that is kept keeps what it is paid under.
		let needed = |case: &Case| case.patient == policy.insured && case.came <= kept_until;
		let early = self.now <= kept_until || oldest.bars(self.now);
		unless([
			(!oldest.closed, TestError::NotClosed),
			(early || (last && !self.has_lapsed(oldest)), TestError::TooEarly),
			(self.cases.values().any(needed), TestError::TermInUse),
			(last && policy.owed > 0, TestError::RefundDue),
		])?;
		self.policy_mut(id).removed += 1;
		self.units.retain(|(whose, number, _), _| (*whose, *number as usize) != (id, term));
		if last {
			self.saw("a coverage was forgotten");
			self.days.retain(|(whose, _), _| *whose != id);
			self.order
				.get_mut(&policy.insured)
				.into_iter()
				.for_each(|it| it.retain(|it| *it != id));
		}
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
			by: who,
			policy,
			service,
			units,
			price,
			asked: self.now,
			status,
			removed: false,
		});
		Ok(())
	}

	pub fn permit(&self, id: u64) -> Answer<&Permit> {
		let known = self.permits.get(id as usize).filter(|permit| !permit.removed);
		known.map_or_else(|| no(TestError::AuthorizationNotFound), Ok)
	}

	pub fn grant(&mut self, who: AccountId, id: u64, answer: Option<Approval>) -> Answer {
		let permit = self.permit(id)?.clone();
		let Policy { insured: patient, ref periods, .. } = *self.policy(permit.policy)?;
		// No longer than a service of the newest term can be claimed.
		let last = periods.last().map_or(0, |period| period.sold_until + MAX_FILING);
		let bad = answer.is_some_and(|Approval { quantity, until }| {
			quantity == 0 || quantity > permit.units || until <= self.now || until > last
		});
		let insurer = self.insurer_of(permit.policy);
		let partial =
			who == patient || self.belongs(who, permit.biller) || self.belongs(who, permit.by);
		unless([
			(!self.insures(who, insurer), TestError::NotInsurer),
			(partial, TestError::NotIndependent),
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

	/// The biller takes a permit away whenever it likes, others what is of no use any more.
	pub fn drop_permit(&mut self, who: AccountId, id: u64) -> Answer {
		let permit = self.permit(id)?;
		let useless = match permit.status {
			AuthorizationStatus::Refused => true,
			AuthorizationStatus::Requested => self.now > permit.asked + REVIEW_PERIOD,
			AuthorizationStatus::Approved { until } => {
				self.now > until + MAX_FILING + REVIEW_PERIOD + APPEAL_PERIOD
			}
		};
		let own = self.acts_for(who, permit.biller);
		unless([(!own && !useless, TestError::TooEarly)])?;
		self.permits[id as usize].removed = true;
		Ok(())
	}
}
