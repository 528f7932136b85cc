//! Draws what happens next: mostly what can succeed, often what just cannot.

use super::{
	acts::Act,
	cases::Case,
	model::{Bond, Model, Period, Policy},
	*,
};

pub struct Draw<'a> {
	pub dice: &'a mut Dice,
	pub model: &'a Model,
}

pub const SERVICES: [ServiceType; 4] = [
	ServiceType::Consultation,
	ServiceType::Pharmacy,
	ServiceType::DiagnosticLab,
	ServiceType::DentalCare,
];

pub const CLASSES: [ResourceClass; 3] =
	[ResourceClass::Observation, ResourceClass::Condition, ResourceClass::Coverage];

/// Who has no roles of their own to lose besides this one.
pub const ROLES: [(AccountId, Role); 8] = [
	(INSURER, Role::Insurer),
	(OTHER_INSURER, Role::Insurer),
	(REVIEWER, Role::IndependentReviewer),
	(REGULATOR, Role::Regulator),
	(HOSPITAL, Role::ProviderOrganization),
	(PHARMACY, Role::Pharmacy),
	(DOCTOR, Role::Practitioner),
	(LABORATORY, Role::Laboratory),
];

pub const FRIENDS: [(AccountId, AccountId); 12] = [
	(CLERK, INSURER),
	(CLERK, OTHER_INSURER),
	(DOCTOR, HOSPITAL),
	(REVIEWER, INSURER),
	(REVIEWER, HOSPITAL),
	(REGULATOR, PHARMACY),
	// Who decides for an insurer belongs to a biller, or a biller to who decides.
	(CLERK, PHARMACY),
	(LABORATORY, INSURER),
	(DOCTOR, OTHER_INSURER),
	(HOSPITAL, REVIEWER),
	(PATIENT, INSURER),
	(PARENT, REGULATOR),
];

impl Draw<'_> {
	pub fn one_in(&mut self, chances: u64) -> bool {
		self.dice.below(chances) == 0
	}

	/// Mostly the usual, sometimes anybody.
	pub fn mostly(&mut self, usual: AccountId) -> AccountId {
		if self.one_in(10) {
			self.dice.one_of(&EVERYBODY)
		} else {
			usual
		}
	}

	/// One of few packs, mostly with the same opening.
	pub fn pack(&mut self) -> SoldPack {
		let opening = [u8::from(self.one_in(12)); 32];
		SoldPack { opening, ..sold(self.dice.below(60) as u8) }
	}

	/// Up to `most`, or one more, or nothing.
	pub fn amount(&mut self, most: u128) -> u128 {
		match self.dice.below(16) {
			0 => 0,
			1..=2 => most.saturating_add(1),
			3..=6 => most,
			7 => 1,
			8..=10 => most / 2,
			_ => u128::from(self.dice.roll()) % most.saturating_add(1),
		}
	}

	/// The place of one for which `wish` holds, if there is any; sometimes any number.
	pub fn place<Value>(&mut self, all: &[Value], wish: impl Fn(&Value) -> bool) -> u64 {
		let fits = |(place, one): (usize, &Value)| wish(one).then_some(place as u64);
		let fit: Vec<u64> = all.iter().enumerate().filter_map(fits).collect();
		if fit.is_empty() || self.one_in(12) {
			return self.dice.below(all.len() as u64 + 1);
		}
		self.dice.one_of(&fit)
	}

	/// The number of a claim for which `wish` holds, if there is any; sometimes any number.
	pub fn claim(&mut self, wish: impl Fn(&Case) -> bool) -> (u64, Option<Case>) {
		let all = self.model.cases.iter();
		let fit: Vec<u64> = all.filter(|(_, one)| wish(one)).map(|(id, _)| *id).collect();
		let id = if fit.is_empty() || self.one_in(12) {
			self.dice.below(self.model.next_case + 1)
		} else {
			self.dice.one_of(&fit)
		};
		(id, self.model.cases.get(&id).cloned())
	}

	pub fn pool(&mut self) -> (u32, AccountId) {
		let pool = self.place(&self.model.funds, |_| true) as u32;
		let insurer = self.model.funds.get(pool as usize).map_or(INSURER, |fund| fund.insurer);
		(pool, insurer)
	}

	pub fn plan(&mut self) -> (u32, AccountId) {
		let plan = self.place(&self.model.products, |_| true) as u32;
		let pool = self.model.products.get(plan as usize).map(|product| product.pool);
		let fund = pool.map(|pool| &self.model.funds[pool as usize]);
		(plan, fund.map_or(INSURER, |fund| fund.insurer))
	}

	pub fn policy(&mut self, wish: impl Fn(&Policy) -> bool) -> (u64, Option<Policy>) {
		let model = self.model;
		let id = self.place(&model.policies, |it| !it.is_gone() && wish(it));
		(id, model.policies.get(id as usize).cloned())
	}

	pub fn benefit(&mut self, service: ServiceType) -> Benefit {
		let rates = [0, 0, 1_000, 2_500, 3_333, 10_000];
		let maybe = |dice: &mut Dice, chances: u64| dice.below(chances) == 0;
		let dice = &mut *self.dice;
		let mut it = Benefit {
			service,
			coinsurance: BasisPoints(dice.one_of(&rates)),
			out_of_network: (!maybe(dice, 3)).then(|| BasisPoints(dice.one_of(&rates))),
			copay: dice.one_of(&[0, 0, 10, 60]),
			ceiling: maybe(dice, 2).then(|| dice.one_of(&[40, 120, 300])),
			max_quantity: maybe(dice, 4).then(|| dice.one_of(&[4, 10, 40])),
			frequency: maybe(dice, 5).then(|| Frequency {
				uses: dice.one_of(&[1, 2, 4]),
				within_days: dice.one_of(&[1, 3, 10, 60]),
			}),
			authorization: maybe(dice, 5),
			attachment: maybe(dice, 7),
			traced: service == ServiceType::Pharmacy && maybe(dice, 2),
		};
		if maybe(dice, 80) {
			match dice.below(4) {
				0 => it.coinsurance = BasisPoints(10_001),
				1 => it.max_quantity = Some(0),
				2 => it.frequency = Some(Frequency { uses: 0, within_days: 3 }),
				_ => it.frequency = Some(Frequency { uses: 17, within_days: 3 }),
			}
		}
		it
	}

	pub fn terms(&mut self) -> PlanTerms {
		let mut all = Vec::new();
		for service in SERVICES {
			if !self.one_in(6) {
				all.push(self.benefit(service));
			}
		}
		if self.one_in(40) {
			all.push(self.benefit(SERVICES[0]));
		}
		let dice = &mut *self.dice;
		let maybe = |dice: &mut Dice, chances: u64| dice.below(chances) == 0;
		PlanTerms {
			deductible: dice.one_of(&[0, 0, 50, 300]),
			out_of_pocket_max: dice.one_of(&[0, 100, 500, 2_000]),
			annual_limit: dice.one_of(&[0, 500, 500, 2_000, 2_000, 4_000, 4_000, 9_000, 9_000]),
			premium: dice.one_of(&[0, 7, 100, 301, 301]),
			length: dice.one_of(&[
				MIN_TERM - 1,
				15 * DAY,
				40 * DAY,
				40 * DAY,
				180 * DAY,
				180 * DAY,
			]),
			waiting: if maybe(dice, 5) { dice.one_of(&[3 * DAY, MAX_WAITING + 1]) } else { 0 },
			filing: dice.one_of(&[2 * DAY, 15 * DAY, 15 * DAY, 90 * DAY, 90 * DAY]),
			confirm_above: maybe(dice, 3).then(|| dice.one_of(&[50, 300])),
			daily_lines: maybe(dice, 4).then(|| dice.one_of(&[1, 3])),
			outlier: maybe(dice, 4).then(|| BasisPoints(dice.one_of(&[9_999, 10_000, 15_000]))),
			benefits: all.try_into().expect("not too many"),
		}
	}

	pub fn someone(&mut self) -> AccountId {
		let usual = self.dice.one_of(&PERSONS);
		self.mostly(usual)
	}

	pub fn biller(&mut self) -> AccountId {
		let usual = self.dice.one_of(&BILLERS);
		self.mostly(usual)
	}

	/// A biller, and by whom and how it bills.
	pub fn sender(&mut self) -> (AccountId, AccountId, Option<AccountId>) {
		let biller = self.biller();
		match self.dice.below(8) {
			0..=1 => (HOSPITAL, DOCTOR, Some(HOSPITAL)),
			2 => (biller, self.mostly(biller), Some(biller)),
			_ => (biller, biller, None),
		}
	}

	/// Mostly a plan's newest version.
	pub fn version(&mut self, plan: u32) -> u32 {
		let newest = self.model.products.get(plan as usize).map_or(1, |it| it.versions.len());
		match self.dice.below(25) {
			0 => newest as u32 + 1,
			1 => newest as u32 - 1,
			_ => newest as u32,
		}
	}

	/// A plan and a provider with a contract as one wishes; sometimes any.
	pub fn contract(&mut self, wish: impl Fn(&Bond) -> bool) -> (u32, AccountId) {
		let all = self.model.contracts.iter();
		let fit: Vec<_> = all.filter(|(_, it)| wish(it)).collect();
		if fit.is_empty() || self.one_in(4) {
			return (self.plan().0, self.dice.one_of(&BILLERS));
		}
		*fit[self.dice.below(fit.len() as u64) as usize].0
	}

	fn withdrawal(&mut self, pool: u32, who: AccountId) -> Act {
		let free = match (pool as usize) < self.model.funds.len() {
			true => self.model.can_pay(pool).saturating_sub(self.model.floor(pool)),
			false => 100,
		};
		// Mostly all that is free, or little.
		let amount = match self.dice.below(4) {
			0 => self.amount(free),
			1..=2 => free.max(1),
			_ => self.amount(free.min(300)),
		};
		Act::Call(who, Call::withdraw { pool, amount })
	}

	/// One of the calls about pools, plans and contracts.
	pub fn about_plans(&mut self) -> Act {
		let (pool, insurer) = self.pool();
		let who = self.mostly(insurer);
		let ratios = [999, 1_000, 1_000, 2_500, 5_000, 9_000, 10_000, 10_001];
		let ratio = BasisPoints(self.dice.one_of(&ratios));
		match self.dice.below(26) {
			22..=24 => self.withdrawal(pool, who),
			0..=1 | 25 => {
				let insurers = [INSURER, OTHER_INSURER, HOSPITAL];
				let (who, currency) = (self.dice.one_of(&insurers), self.dice.one_of(&COINS));
				Act::Call(who, Call::create_pool { currency, ratio })
			}
			2..=3 => Act::Call(who, Call::set_ratio { pool, ratio }),
			4..=5 => {
				let from = self.dice.one_of(&EVERYBODY);
				let amount = self.amount(3_000);
				Act::Call(from, Call::deposit { pool, amount })
			}
			6..=8 => self.withdrawal(pool, who),
			9..=10 => Act::Call(who, Call::create_plan { pool, terms: self.terms() }),
			11..=12 => {
				let (plan, seller) = self.plan();
				let who = self.mostly(seller);
				Act::Call(who, Call::amend_plan { plan, terms: self.terms() })
			}
			13..=14 => {
				let (plan, seller) = self.plan();
				let (who, open) = (self.mostly(seller), !self.one_in(4));
				Act::Call(who, Call::set_enrolment { plan, open })
			}
			15..=17 => {
				let (mut plan, mut seller) = self.plan();
				let mut provider = self.biller();
				// Often who has left comes back.
				if self.one_in(2) {
					(plan, provider) = self.contract(|it| !it.is_offered() && !it.goes_on());
					let pool = self.model.products.get(plan as usize).map(|it| it.pool as usize);
					seller = pool.map_or(INSURER, |pool| self.model.funds[pool].insurer);
				}
				let who = self.mostly(seller);
				Act::Call(who, Call::offer_contract { plan, provider })
			}
			18..=20 => {
				let (plan, provider) = self.contract(|it| it.is_offered());
				let (who, version) = (self.mostly(provider), self.version(plan));
				Act::Call(who, Call::accept_contract { plan, version })
			}
			_ => {
				let (plan, provider) = self.contract(|it| it.is_offered() || it.goes_on());
				let seller = self
					.model
					.products
					.get(plan as usize)
					.map_or(INSURER, |it| self.model.funds[it.pool as usize].insurer);
				let usual = self.dice.one_of(&[provider, seller]);
				let who = self.mostly(usual);
				Act::Call(who, Call::end_contract { plan, provider })
			}
		}
	}

	/// Somebody is insured, mostly by a plan by which it is not yet.
	pub fn enrolment(&mut self) -> Act {
		let (model, somebody) = (self.model, self.someone());
		let sold: Vec<u32> = (0..model.products.len() as u32)
			.filter(|plan| {
				let has = model.order.get(&somebody).into_iter().flatten();
				let mut has = has.map(|id| &model.policies[*id as usize]);
				let alive = |it: &Policy| !model.has_lapsed(it.newest());
				!has.any(|it| it.plan == *plan && alive(it))
			})
			.collect();
		let plan = match sold.is_empty() || self.one_in(8) {
			true => self.plan().0,
			false => self.dice.one_of(&sold),
		};
		let payers = model.named.iter().filter(|(whose, _)| *whose == somebody);
		let mut payers: Vec<_> = payers.map(|(_, payer)| *payer).collect();
		payers.extend([somebody, somebody]);
		let usual = self.dice.one_of(&payers);
		let (who, version) = (self.mostly(usual), self.version(plan));
		Act::Call(who, Call::enrol { plan, version, beneficiary: somebody })
	}

	/// One of the calls about who is insured.
	pub fn about_coverage(&mut self) -> Act {
		let model = self.model;
		let somebody = self.someone();
		let owed = model.policies.iter().any(|it| it.owed > 0);
		let old = |it: &Policy| {
			let oldest = it.oldest();
			oldest.is_some_and(|it| it.end + RETENTION < model.now)
		};
		let turn = if owed && self.one_in(3) {
			16
		} else if model.policies.iter().any(old) && self.one_in(2) {
			self.dice.one_of(&[25, 25, 19])
		} else {
			self.dice.below(26)
		};
		match turn {
			0..=1 => {
				let subscriber = self.dice.one_of(&EVERYBODY);
				Act::Call(somebody, Call::name_subscriber { subscriber })
			}
			2..=3 => {
				let known: Vec<_> = model.named.iter().copied().collect();
				let (who, subscriber) = match known.is_empty() || self.one_in(3) {
					true => (somebody, self.dice.one_of(&EVERYBODY)),
					false => self.dice.one_of(&known),
				};
				Act::Call(who, Call::unname_subscriber { subscriber })
			}
			4..=9 => self.enrolment(),
			10..=12 => {
				let due = |it: &Policy| {
					let newest = it.newest();
					let quarter = (newest.end - newest.start) / 4;
					!model.has_lapsed(newest) && newest.end - quarter <= model.now
				};
				// Mostly one that is over and can still be renewed.
				let late = |it: &Policy| due(it) && it.newest().end < model.now;
				let some = model.policies.iter().any(late) && !self.one_in(3);
				let (coverage, policy) = self.policy(|it| if some { late(it) } else { due(it) });
				let version = self.version(policy.as_ref().map_or(0, |it| it.plan));
				let who = self.mostly(policy.map_or(PATIENT, |it| it.payer));
				Act::Call(who, Call::renew { coverage, version })
			}
			13..=15 => {
				let runs = |it: &Policy| !it.newest().cancelled && it.newest().end > model.now;
				// Mostly one of which something comes back that its pool cannot pay now.
				let stuck = |it: &Policy| {
					let pool = model.products[it.plan as usize].pool;
					let (ratio, open) = (model.funds[pool as usize].ratio, model.open(pool));
					let newest = it.newest();
					runs(it) && newest.paid < newest.premium && !model.stands(pool, ratio, 60, open)
				};
				let some = model.policies.iter().any(stuck) && !self.one_in(4);
				if !some && self.one_in(2) {
					// The insurer takes out all that it may.
					let pool = self.policy(runs).1.map(|it| model.products[it.plan as usize].pool);
					if let Some(fund) = pool.map(|pool| &model.funds[pool as usize]) {
						let pool = pool.unwrap_or_default();
						let amount = model.can_pay(pool).saturating_sub(model.floor(pool));
						return Act::Call(fund.insurer, Call::withdraw { pool, amount });
					}
				}
				// Or one of which something was used.
				let used = |it: &Policy| runs(it) && it.newest().paid > 0;
				let used_up = model.policies.iter().any(used) && self.one_in(2);
				let (coverage, policy) = self.policy(|it| match (some, used_up) {
					(true, _) => stuck(it),
					(_, true) => used(it),
					_ => runs(it),
				});
				let who = self.mostly(policy.map_or(PATIENT, |it| it.insured));
				Act::Call(who, Call::cancel { coverage })
			}
			16..=18 if self.one_in(4) || model.policies.iter().any(|it| it.owed > 0) => {
				let (coverage, policy) = self.policy(|it| it.owed > 0);
				if let Some(policy) = policy.filter(|it| it.owed > 0 && !self.one_in(4)) {
					let pool = model.products[policy.plan as usize].pool;
					let fund = &model.funds[pool as usize];
					let short = model.floor(pool).saturating_sub(model.can_pay(pool));
					let funded = fund.coin == EUR || fund.coin == JPY;
					if short > 0 && funded {
						return Act::Call(INSURER, Call::deposit { pool, amount: short });
					}
				}
				Act::Call(somebody, Call::collect_refund { coverage })
			}
			25 => {
				let closed = |it: &Policy| {
					let oldest = it.oldest();
					oldest.is_some_and(|it| it.closed && it.end + RETENTION < model.now)
				};
				let free = |it: &Policy| {
					let until = it.oldest().map_or(0, |oldest| oldest.end + RETENTION);
					let needed = |case: &Case| case.patient == it.insured && case.came <= until;
					closed(it) && !model.cases.values().any(needed)
				};
				let some = model.policies.iter().any(free) && !self.one_in(5);
				let (coverage, _) = self.policy(|it| if some { free(it) } else { closed(it) });
				Act::Call(somebody, Call::remove_term { coverage })
			}
			_ => {
				let over = |it: &Policy| {
					it.periods.iter().any(|it| !it.closed && it.end + 164 * DAY < model.now)
				};
				let (coverage, policy) = self.policy(over);
				let periods = policy.map_or_else(Vec::new, |it| it.periods);
				let over = |it: &Period| !it.closed && it.end < model.now;
				let term = self.place(&periods, over) as u32;
				Act::Call(somebody, Call::close_term { coverage, term })
			}
		}
	}

	/// The world changes.
	pub fn about_world(&mut self) -> Act {
		let model = self.model;
		let coin = self.dice.one_of(&COINS);
		let insurer = self.dice.one_of(&[INSURER, OTHER_INSURER]);
		match self.dice.below(32) {
			0..=1 => {
				// Roles that were lost come back sooner than others go.
				let lost: Vec<_> =
					ROLES.into_iter().filter(|(who, role)| !model.is(*who, *role)).collect();
				let (who, role) = match lost.is_empty() || self.one_in(6) {
					true => self.dice.one_of(&ROLES),
					false => self.dice.one_of(&lost),
				};
				Act::Role { who, role }
			}
			2 => {
				let (who, of) = self.dice.one_of(&FRIENDS);
				Act::Friend { who, of }
			}
			3 => {
				let lost: Vec<_> =
					PERSONS.into_iter().filter(|who| !model.persons.contains(who)).collect();
				let who = self.dice.one_of(if lost.is_empty() { &PERSONS } else { &lost });
				Act::Person(who)
			}
			4 => {
				let frozen: Vec<_> = model.till.frozen.iter().copied().collect();
				let (coin, who) = match frozen.is_empty() {
					true => (coin, self.dice.one_of(&EVERYBODY)),
					false => self.dice.one_of(&frozen),
				};
				Act::Freeze { coin, who }
			}
			5..=7 => {
				let may = match self.dice.below(3) {
					0 => Vec::new(),
					1 => vec![self.dice.one_of(&CLASSES)],
					_ => CLASSES.to_vec(),
				};
				Act::Consent { patient: self.dice.one_of(&PERSONS), insurer, may }
			}
			8..=14 => {
				let at = model.now - self.dice.below(3) / 2 * self.dice.below(2 * DAY);
				let dispensed = Dispensing::Dispensed { at };
				let state = self.dice.one_of(&[
					dispensed,
					dispensed,
					dispensed,
					dispensed,
					Dispensing::NotDispensed,
					Dispensing::Recalled,
					Dispensing::Expired,
					Dispensing::Unknown,
				]);
				let pack = self.pack();
				let biller = self.dice.one_of(&[PHARMACY, PHARMACY, HOSPITAL]);
				Act::Pack { pack, biller, patient: self.dice.one_of(&PERSONS), state }
			}
			15..=21 => {
				let bill = self.place(&model.till.slips, |slip| slip.open > 0);
				let slip = model.till.slips.get(bill as usize);
				let (who, open) = slip.map_or((PATIENT, 1), |slip| (slip.patient, slip.open));
				Act::Pay { bill, payer: self.mostly(who), amount: self.amount(open) }
			}
			22..=27 => {
				let bill = self.place(&model.till.slips, |slip| slip.remains());
				let slip = model.till.slips.get(bill as usize);
				let kept = slip.and_then(|slip| slip.kept.iter().find(|(_, kept)| **kept > 0));
				let (payer, amount) = kept.map_or((PATIENT, 1), |(who, kept)| (*who, *kept));
				Act::Refund { bill, payer, amount: self.amount(amount) }
			}
			28 => Act::Cancel(
				self.place(&model.till.slips, |slip| !slip.cancelled && !slip.remains()),
			),
			_ => Act::Mint {
				coin,
				who: self.dice.one_of(&EVERYBODY),
				amount: 1 + u128::from(self.dice.below(600)),
			},
		}
	}

	pub fn act(&mut self) -> Act {
		if self.one_in(4) {
			let clearance = self.clearance();
			if let Some(act) = clearance.filter(|_| !self.one_in(6)) {
				return act;
			}
		}
		match self.dice.below(100) {
			0..=10 => self.about_plans(),
			11..=24 => self.about_coverage(),
			25..=29 => self.about_permits(),
			30..=53 => self.new_claim(),
			54..=69 => self.about_waiting(),
			70..=89 => self.about_decided(),
			_ => self.about_world(),
		}
	}
}
