//! Claims in the model: what comes in, what the clerk with the ledger says to it, why it waits, and
//! what is entered and taken back.

use super::{
	model::{no, unless, vault, Answer, Model},
	till::Slip,
	*,
};

/// What a decided line is known by.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Print {
	Exact(AccountId, AccountId, ServiceType, u64, Commitment),
	Item(AccountId, u64, Commitment),
	Price(AccountId, AccountId, ServiceType, u64, u128),
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub enum State {
	Waits { reason: PendReason, payer: usize, until: u64 },
	Decided,
	Withdrawn,
	Reversed,
	Voided,
}

/// What a payer did.
#[derive(Clone, Debug)]
pub struct Said {
	pub policy: u64,
	pub term: Option<u32>,
	pub pool: u32,
	pub inside: bool,
	pub paid: u128,
	pub withheld: u128,
	pub lines: Vec<naive::LineAnswer>,
	pub units: Vec<u32>,
	pub granted: Vec<u32>,
}

#[derive(Clone, Debug)]
pub struct Protest {
	pub by: AccountId,
	pub payer: usize,
	pub lines: Vec<u8>,
	pub decided: bool,
}

#[derive(Clone, Debug)]
pub struct Case {
	pub submitter: AccountId,
	pub biller: AccountId,
	pub patient: AccountId,
	pub coin: CurrencyId,
	pub payee: Payee,
	pub origin: Origin,
	pub lines: Vec<ClaimLine>,
	pub documents: Vec<ResourceClass>,
	pub policies: Vec<u64>,
	/// What is open of each line, if that is not its price.
	pub rests: Vec<u128>,
	/// What people said, by line and payer.
	pub words: BTreeMap<(u8, usize), Verdict>,
	pub came: u64,
	pub state: State,
	pub decided: Option<u64>,
	pub confirmed: bool,
	pub charge: u128,
	pub paid: u128,
	pub share: u128,
	pub bill: Option<u64>,
	pub said: Vec<Said>,
	pub protest: Option<Protest>,
	/// By whom it was reported, and what was found.
	pub report: Option<(AccountId, Option<bool>)>,
}

/// What is left to the patient of a line.
pub fn left(line: &naive::LineAnswer) -> u128 {
	let denied = match line.denied {
		Some(("PR", _)) => line.denied_amount,
		_ => 0,
	};
	denied + pocket(line) + line.over_limit + line.over_price
}

fn pocket(line: &naive::LineAnswer) -> u128 {
	line.deductible + line.coinsurance + line.copay
}

impl Case {
	pub fn charge_of(&self, line: usize) -> u128 {
		let full = || self.lines[line].unit_price * u128::from(self.lines[line].quantity);
		self.rests.get(line).copied().unwrap_or_else(full)
	}

	fn is_approved(&self, line: usize, payer: usize) -> bool {
		self.words.get(&(line as u8, payer)) == Some(&Verdict::Approve)
	}

	fn prints(&self, line: &ClaimLine) -> [Print; 3] {
		let (day, service) = (line.serviced / DAY, line.service);
		let charge = line.unit_price * u128::from(line.quantity);
		[
			Print::Exact(self.patient, self.biller, service, day, line.item),
			Print::Item(self.patient, day, line.item),
			Print::Price(self.patient, self.biller, service, day, charge),
		]
	}

	pub fn has_open_protest(&self) -> bool {
		self.protest.as_ref().is_some_and(|protest| !protest.decided)
	}

	pub fn has_open_report(&self) -> bool {
		matches!(self.report, Some((_, None)))
	}
}

/// A payer as a claim meets it.
struct Payer {
	policy: u64,
	term: Option<u32>,
	pool: u32,
	terms: PlanTerms,
	inside: bool,
}

impl Model {
	pub fn case(&self, id: u64) -> Answer<&Case> {
		self.cases.get(&id).map_or_else(|| no(TestError::ClaimNotFound), Ok)
	}

	pub fn case_mut(&mut self, id: u64) -> &mut Case {
		self.cases.get_mut(&id).expect("it was found before")
	}

	/// The term in which something was done.
	fn term_at(&self, policy: u64, at: u64) -> Option<u32> {
		let periods = &self.policies[policy as usize].periods;
		periods.iter().position(|period| period.holds(at)).map(|place| place as u32)
	}

	/// The term of the earliest of these lines that lies in one.
	fn term_of(&self, policy: u64, lines: &[ClaimLine]) -> Option<u32> {
		let mut times: Vec<u64> = lines.iter().map(|line| line.serviced).collect();
		times.sort();
		times.into_iter().find_map(|at| self.term_at(policy, at))
	}

	pub fn submit(&mut self, who: AccountId, new: &NewClaim<AccountId>) -> Answer {
		if let Some(old) = new.replaces {
			self.replace(who, old, new)?;
		}
		let biller = self.biller(who, new.organization)?;
		let own = biller == new.patient || who == new.patient;
		let mut charge = Some(0u128);
		let (mut items, mut packs) = (BTreeSet::new(), BTreeSet::new());
		let (mut bad, mut future, mut twice) = (false, false, false);
		for line in &new.lines {
			let price = line.unit_price.checked_mul(line.quantity.into());
			bad |= price.is_none_or(|price| price == 0);
			charge = charge.and_then(|sum| sum.checked_add(price?));
			future |= line.serviced > self.now;
			twice |= !items.insert((line.serviced / DAY, line.item));
			twice |= line.pack.is_some_and(|pack| !packs.insert(pack));
		}
		unless([
			(own, TestError::OwnClaim),
			(new.lines.is_empty(), TestError::NoLines),
			(bad || charge.is_none(), TestError::BadLine),
			(future, TestError::ServiceInFuture),
			(twice, TestError::DuplicateInClaim),
		])?;
		let mut policies = self.order.get(&new.patient).cloned().unwrap_or_default();
		policies.retain(|id| self.funds[self.pool_of(*id) as usize].coin == new.currency);
		let meets = |id: &u64| self.term_of(*id, &new.lines).is_some();
		if policies.iter().any(meets) {
			policies.retain(meets);
		}
		let spans = policies.iter().any(|id| {
			let terms = new.lines.iter().filter_map(|line| self.term_at(*id, line.serviced));
			terms.collect::<BTreeSet<_>>().len() > 1
		});
		unless([(policies.is_empty(), TestError::NotCovered), (spans, TestError::SpansTerms)])?;
		let case = Case {
			submitter: who,
			biller,
			patient: new.patient,
			coin: new.currency,
			payee: new.payee,
			origin: new.replaces.map_or(Origin::Submitted, Origin::Replaces),
			lines: new.lines.to_vec(),
			documents: new.attachments.iter().map(|document| document.class).collect(),
			policies,
			rests: Vec::new(),
			words: BTreeMap::new(),
			came: self.now,
			state: State::Decided,
			decided: None,
			confirmed: false,
			charge: charge.unwrap_or_default(),
			paid: 0,
			share: 0,
			bill: None,
			said: Vec::new(),
			protest: None,
			report: None,
		};
		self.file(case).map(|_| ())
	}

	fn replace(&mut self, who: AccountId, old: u64, new: &NewClaim<AccountId>) -> Answer {
		let case = self.case(old)?;
		let biller = new.organization.unwrap_or(who);
		let same = (case.biller, case.patient, case.coin) == (biller, new.patient, new.currency);
		let supplement = matches!(case.origin, Origin::Appeal { .. });
		unless([(!same || supplement, TestError::NotReplaceable)])?;
		match case.state {
			State::Waits { .. } => self.withdraw(who, old),
			_ => self.reverse(who, old),
		}
	}

	/// Gives a claim its number and decides it.
	pub fn file(&mut self, case: Case) -> Answer<u64> {
		let id = self.next_case;
		self.next_case += 1;
		self.cases.insert(id, case);
		self.decide(id)?;
		Ok(id)
	}

	fn payers(&self, case: &Case) -> Vec<Payer> {
		let payer = |id: &u64| {
			let policy = &self.policies[*id as usize];
			let product = &self.products[policy.plan as usize];
			let term = self.term_of(*id, &case.lines);
			let period = match term {
				Some(term) => &policy.periods[term as usize],
				None => policy.newest(),
			};
			let before = match case.origin {
				Origin::Appeal { claim, payer } => {
					self.cases.get(&claim).map(|before| before.said[usize::from(payer)].inside)
				}
				_ => None,
			};
			let under_contract = self.contracts.get(&(policy.plan, case.biller)) == Some(&true);
			Payer {
				policy: *id,
				term,
				pool: product.pool,
				terms: product.versions[period.version - 1].clone(),
				inside: before.unwrap_or(under_contract),
			}
		};
		case.policies.iter().map(payer).collect()
	}

	/// Whether this was noted for another claim than that which an appeal was about.
	fn is_known(case: &Case, noted: Option<&u64>) -> bool {
		noted.is_some_and(|noted| match case.origin {
			Origin::Appeal { claim, .. } => claim != *noted,
			_ => true,
		})
	}

	fn pack_of(&self, case: &Case, line: &ClaimLine) -> naive::PackFact {
		let Some(pack) = line.pack else { return naive::PackFact::None };
		if Self::is_known(case, self.paid_packs.get(&pack)) {
			return naive::PackFact::Paid;
		}
		match self.packs.get(&(pack, case.biller, case.patient)) {
			Some(Dispensing::Dispensed) => naive::PackFact::Good,
			Some(Dispensing::Recalled) => naive::PackFact::Recalled,
			Some(Dispensing::Expired) => naive::PackFact::Expired,
			_ => naive::PackFact::NotDispensed,
		}
	}

	fn told(&self, payer: &Payer) -> naive::PayerFacts {
		let Payer { policy, term, terms, inside, .. } = payer;
		let known = &self.policies[*policy as usize];
		let period = term.map(|term| &known.periods[term as usize]);
		let mut quantities_used = Vec::new();
		let mut days_used = Vec::new();
		for benefit in &terms.benefits {
			if let (Some(_), Some(term)) = (benefit.max_quantity, term) {
				let place = (*policy, *term, benefit.service);
				let used = self.units.get(&place).copied().unwrap_or(0);
				quantities_used.push((benefit.service as u8, used));
			}
			let days = self.days.get(&(*policy, benefit.service)).into_iter().flatten();
			days_used.extend(days.map(|day| (benefit.service as u8, *day)));
		}
		naive::PayerFacts {
			in_network: vec![*inside; MAX_LINES as usize],
			forgotten: Vec::new(),
			first_start: known.start(),
			terms: period.map(|period| (period.start, period.end)).into_iter().collect(),
			chosen: period.map(|_| 0),
			waiting: terms.waiting,
			filing: terms.filing,
			deductible_max: terms.deductible,
			oop_max: terms.out_of_pocket_max,
			limit_max: terms.annual_limit,
			used: period.map_or((0, 0, 0), |it| (it.deductible, it.pocket, it.paid)),
			benefits: terms.benefits.iter().map(agreement::told_benefit).collect(),
			quantities_used,
			days_used,
		}
	}

	/// The permit that a line names, and its units, if it is this biller's under this policy.
	fn named_permit(&self, case: &Case, payer: &Payer, line: &ClaimLine) -> Option<(u64, u32)> {
		let id = line.authorization?;
		let permit = self.permits.get(id as usize)?;
		let own = permit.biller == case.biller && permit.policy == payer.policy;
		let granted = matches!(permit.status, AuthorizationStatus::Approved { .. });
		(own && granted).then_some((id, permit.units))
	}

	fn permit_fact(
		&self,
		case: &Case,
		payer: &Payer,
		line: &ClaimLine,
		taken: u32,
	) -> naive::AuthFact {
		let Some((id, units)) = self.named_permit(case, payer, line) else {
			return naive::AuthFact::Invalid;
		};
		let permit = &self.permits[id as usize];
		let AuthorizationStatus::Approved { until } = permit.status else { unreachable!() };
		let days = permit.asked / DAY * DAY..=until;
		if permit.service != line.service || !days.contains(&line.serviced) {
			naive::AuthFact::Invalid
		} else if line.quantity > units - taken || line.unit_price > permit.price {
			naive::AuthFact::Exceeded
		} else {
			naive::AuthFact::Good
		}
	}

	/// What each payer says to a claim. What is left of a permit depends on the lines before, so that
	/// the clerk is asked until nothing changes.
	fn weigh(&self, case: &Case) -> Vec<Said> {
		let payers = self.payers(case);
		let word = |line: usize, payer: usize| {
			Some(match case.words.get(&(line as u8, payer))? {
				Verdict::Approve => naive::Verdict::Approved,
				Verdict::Deny(reason) => {
					naive::Verdict::Denied(reason.code(), *reason == Reason::NotNecessary)
				}
			})
		};
		let fact = |(place, line): (usize, &ClaimLine)| naive::LineFacts {
			service: line.service as u8,
			quantity: line.quantity,
			unit_price: line.unit_price,
			rest: case.rests.get(place).copied(),
			serviced: line.serviced,
			ineligible: false,
			duplicate: Self::is_known(case, self.prints.get(&case.prints(line)[0])),
			pack: self.pack_of(case, line),
			verdicts: (0..payers.len()).map(|payer| word(place, payer)).collect(),
			authorization: Vec::new(),
		};
		let mut facts = naive::Facts {
			payers: payers.iter().map(|payer| self.told(payer)).collect(),
			lines: case.lines.iter().enumerate().map(fact).collect(),
			now: case.came,
			attachments: !case.documents.is_empty(),
		};
		let mut granted = vec![vec![0; case.lines.len()]; payers.len()];
		let answer = loop {
			for (place, line) in case.lines.iter().enumerate() {
				let taken = |payer: usize| {
					let same = |other: usize| case.lines[other].authorization == line.authorization;
					(0..place).filter(|other| same(*other)).map(|it| granted[payer][it]).sum()
				};
				let fact = |(at, payer)| self.permit_fact(case, payer, line, taken(at));
				facts.lines[place].authorization = payers.iter().enumerate().map(fact).collect();
			}
			let answer = naive::adjudicate(&facts);
			let now = self.permits_used(case, &payers, &answer);
			if now == granted {
				break answer;
			}
			granted = now;
		};
		let mut debts = self.debts.clone();
		let mut said = Vec::new();
		let rows = answer.lines.into_iter().zip(answer.units).zip(granted);
		for (payer, ((lines, units), granted)) in payers.into_iter().zip(rows) {
			let paid = lines.iter().map(|line| line.paid).sum::<u128>();
			let mut withheld = 0;
			if let (Payee::Provider, Some(debt)) =
				(case.payee, debts.get_mut(&(payer.pool, case.biller)))
			{
				withheld = paid.min(*debt);
				*debt -= withheld;
			}
			let Payer { policy, term, pool, inside, .. } = payer;
			said.push(Said { policy, term, pool, inside, paid, withheld, lines, units, granted });
		}
		said
	}

	/// Units that each line takes of the permit that it names, by payer.
	fn permits_used(&self, case: &Case, payers: &[Payer], answer: &naive::Answer) -> Vec<Vec<u32>> {
		let mut all = Vec::new();
		for (payer, says) in payers.iter().zip(&answer.lines) {
			let mut taken = BTreeMap::<u64, u32>::new();
			let mut used = Vec::new();
			for (line, says) in case.lines.iter().zip(says) {
				let asked = payer.terms.benefits.iter().find(|it| it.service == line.service);
				let uses = says.denied.is_none() && says.paid + pocket(says) > 0;
				let permit = self.named_permit(case, payer, line);
				let (Some((id, units)), true) =
					(permit, uses && asked.is_some_and(|it| it.authorization))
				else {
					used.push(0);
					continue;
				};
				let before = taken.entry(id).or_default();
				let takes = line.quantity.min(units - *before);
				*before += takes;
				used.push(takes);
			}
			all.push(used);
		}
		all
	}

	/// Decides a claim: it is settled whole, or it waits.
	pub fn decide(&mut self, id: u64) -> Answer {
		let case = self.cases[&id].clone();
		let said = self.weigh(&case);
		let Some((reason, payer)) = self.why_it_waits(&case, &said) else {
			return self.settle(id, said);
		};
		let until = match case.state {
			State::Waits { payer: before, until, .. } if before == payer => until,
			_ => self.now + REVIEW_PERIOD,
		};
		self.case_mut(id).state = State::Waits { reason, payer, until };
		Ok(())
	}

	fn why_it_waits(&self, case: &Case, said: &[Said]) -> Option<(PendReason, usize)> {
		let payers = self.payers(case);
		let benefit = |payer: usize, line: usize| {
			let service = case.lines[line].service;
			payers[payer].terms.benefits.iter().find(|it| it.service == service)
		};
		// Lines that this payer does not deny, of which something is left to it, and that nobody
		// has approved.
		let undecided = |payer: usize| -> Vec<usize> {
			let open = |line: &usize| {
				let says = &said[payer].lines[*line];
				let denied = says.denied.is_some();
				!denied && says.prior < case.charge_of(*line) && !case.is_approved(*line, payer)
			};
			(0..case.lines.len()).filter(open).collect()
		};
		let reads = |payer: usize| {
			undecided(payer)
				.into_iter()
				.any(|it| benefit(payer, it).is_some_and(|it| it.attachment))
		};
		let may_not_read = |payer: usize| {
			let insurer = self.insurer_of(said[payer].policy);
			let consent = self.consents.get(&(case.patient, insurer));
			let may = consent.is_some_and(|may| case.documents.iter().all(|it| may.contains(it)));
			!case.documents.is_empty() && !may
		};
		let suspect = |line: usize| {
			let prints = case.prints(&case.lines[line]);
			prints[1..].iter().any(|print| Self::is_known(case, self.prints.get(print)))
		};
		let outlier = |payer: usize, line: usize| {
			let ceiling = benefit(payer, line).and_then(|it| it.ceiling);
			let share = payers[payer].terms.outlier;
			let most = ceiling.zip(share).map(|(it, share)| it * u128::from(share.0) / 10_000);
			most.is_some_and(|most| case.lines[line].unit_price > most)
		};
		let too_fast = |payer: usize| {
			let Some(most) = payers[payer].terms.daily_lines else { return false };
			let paid = |line: &usize| said[payer].lines[*line].paid > 0;
			let paid: Vec<usize> = (0..case.lines.len()).filter(paid).collect();
			let day = |line: usize| (case.lines[line].serviced / DAY) as u32;
			paid.iter().any(|line| {
				let same = paid.iter().filter(|other| day(**other) == day(*line)).count() as u32;
				let place = (said[payer].pool, case.biller, day(*line));
				let known = self.speed.get(&place).copied().unwrap_or(0);
				known + same > most && !case.is_approved(*line, payer)
			})
		};
		let unconfirmed = |payer: usize| {
			let most = payers[payer].terms.confirm_above;
			let asks = most.is_some_and(|most| said[payer].paid > most) && !case.confirmed;
			asks && undecided(payer).into_iter().any(|line| said[payer].lines[line].paid > 0)
		};
		let contested = |payer: usize| {
			let waits = matches!(
				case.state,
				State::Waits { reason: PendReason::ServiceContested, payer: whose, .. }
					if whose == payer
			);
			waits && !undecided(payer).is_empty()
		};
		let first = |rule: &dyn Fn(usize) -> bool| (0..said.len()).find(|payer| rule(*payer));
		let any = |rule: &dyn Fn(usize, usize) -> bool| {
			(0..said.len()).find(|payer| undecided(*payer).into_iter().any(|it| rule(*payer, it)))
		};
		[
			(PendReason::ServiceContested, first(&contested)),
			(PendReason::ConsentMissing, first(&|payer| reads(payer) && may_not_read(payer))),
			(PendReason::AttachmentReview, first(&reads)),
			(PendReason::DuplicateSuspected, any(&|_, line| suspect(line))),
			(PendReason::PriceOutlier, any(&outlier)),
			(PendReason::Velocity, first(&too_fast)),
			(PendReason::Confirmation, first(&unconfirmed)),
			(PendReason::PoolShort, first(&|payer| self.is_short(said, payer))),
		]
		.into_iter()
		.find_map(|(reason, payer)| Some((reason, payer?)))
	}

	/// Whether the pool of a payer would be short after all that this claim takes from it.
	fn is_short(&self, said: &[Said], payer: usize) -> bool {
		let pool = said[payer].pool;
		let all = || said.iter().filter(|it| it.pool == pool);
		let cash = all().map(|it| it.paid - it.withheld).sum();
		let freed = all()
			.filter(|it| {
				let periods = &self.policies[it.policy as usize].periods;
				it.term.is_some_and(|term| !periods[term as usize].closed)
			})
			.map(|it| it.paid)
			.sum::<u128>();
		let ratio = self.funds[pool as usize].ratio;
		said[payer].paid > 0 && !self.stands(pool, ratio, cash, self.open(pool) - freed)
	}

	/// Enters what a claim uses, pays it and bills the rest.
	fn settle(&mut self, id: u64, said: Vec<Said>) -> Answer {
		let case = self.cases[&id].clone();
		for answer in &said {
			self.enter(&case, answer, true);
			if answer.withheld > 0 {
				let place = (answer.pool, case.biller);
				let debt = self.debts.get_mut(&place).expect("something is owed");
				*debt -= answer.withheld;
				self.debts.retain(|_, debt| *debt > 0);
			}
			let cash = answer.paid - answer.withheld;
			let payee = match case.payee {
				Payee::Provider => case.biller,
				Payee::Patient => case.patient,
			};
			if cash > 0 {
				self.pay(case.coin, vault(answer.pool), payee, cash)?;
			}
		}
		let share = |line: usize| said.last().map_or(0, |it| left(&it.lines[line]));
		let paid = |line: usize| said.iter().map(|it| it.lines[line].paid).sum::<u128>();
		self.note(id, &case.clone(), &said);
		let to_patient = case.payee == Payee::Patient;
		let billed = !(to_patient && matches!(case.origin, Origin::Appeal { .. }));
		let owed = |place: usize| share(place) + if to_patient { paid(place) } else { 0 };
		let items: Vec<_> = case
			.lines
			.iter()
			.enumerate()
			.map(|(place, line)| (line.service, owed(place)))
			.filter(|(_, owed)| billed && *owed > 0)
			.collect();
		let bill = (!items.is_empty()).then_some(self.till.slips.len() as u64);
		if bill.is_some() {
			self.till.slips.push(Slip {
				coin: case.coin,
				biller: case.biller,
				patient: case.patient,
				open: items.iter().map(|(_, owed)| owed).sum(),
				lines: items,
				due: self.now + BILL_PERIOD,
				kept: BTreeMap::new(),
				cancelled: false,
			});
		}
		let now = self.now;
		let shares = (0..case.lines.len()).map(share).sum();
		let case = self.case_mut(id);
		(case.state, case.decided, case.bill) = (State::Decided, Some(now), bill);
		(case.paid, case.share) = (said.iter().map(|it| it.paid).sum(), shares);
		case.said = said;
		Ok(())
	}

	/// Counts what an answer uses, or counts it no more.
	fn enter(&mut self, case: &Case, answer: &Said, more: bool) {
		let Some(term) = answer.term else { return };
		let plan = self.policies[answer.policy as usize].plan as usize;
		let period = &mut self.policy_mut(answer.policy).periods[term as usize];
		let version = period.version - 1;
		let count = |counter: &mut u128, by: u128| {
			*counter = if more { *counter + by } else { *counter - by };
		};
		for says in &answer.lines {
			count(&mut period.paid, says.paid);
			count(&mut period.deductible, says.deductible);
			count(&mut period.pocket, pocket(says));
		}
		let benefits = self.products[plan].versions[version].benefits.clone();
		for (place, (line, says)) in case.lines.iter().zip(&answer.lines).enumerate() {
			let uses = says.denied.is_none() && says.paid + pocket(says) > 0;
			let Some(benefit) = benefits.iter().find(|it| it.service == line.service && uses)
			else {
				continue;
			};
			let step = |counter: &mut u32, by: u32| {
				*counter = if more { *counter + by } else { *counter - by };
			};
			if benefit.max_quantity.is_some() {
				let known = self.units.entry((answer.policy, term, line.service)).or_default();
				step(known, answer.units[place]);
			}
			let day = (line.serviced / DAY) as u32;
			if benefit.frequency.is_some() {
				let known = self.days.entry((answer.policy, line.service)).or_default();
				match more {
					true => {
						known.push(day);
						known.sort();
						let many = known.len().saturating_sub(MAX_DAYS as usize);
						known.drain(..many);
					}
					false => {
						let place = known.iter().position(|known| *known == day);
						place.map(|place| known.remove(place));
					}
				}
			}
			if says.paid > 0 {
				step(self.speed.entry((answer.pool, case.biller, day)).or_default(), 1);
			}
			if answer.granted[place] > 0 {
				let id = line.authorization.expect("it takes of a permit");
				let units = &mut self.permits[id as usize].units;
				let by = answer.granted[place];
				*units = if more { *units - by } else { *units + by };
			}
		}
		self.units.retain(|_, units| *units > 0);
		self.days.retain(|_, days| !days.is_empty());
		self.speed.retain(|_, lines| *lines > 0);
	}

	/// Lines that are paid or left to the patient are known from now on, if they were not.
	fn note(&mut self, id: u64, case: &Case, said: &[Said]) {
		for (place, line) in case.lines.iter().enumerate() {
			let paid: u128 = said.iter().map(|it| it.lines[place].paid).sum();
			if paid + said.last().map_or(0, |it| left(&it.lines[place])) == 0 {
				continue;
			}
			for print in case.prints(line) {
				self.prints.entry(print).or_insert(id);
			}
			if let Some(pack) = line.pack {
				self.paid_packs.entry(pack).or_insert(id);
			}
		}
	}

	/// What an appeal about a claim has paid stays known.
	pub fn note_supplements_of(&mut self, id: u64) {
		let of = |case: &Case| matches!(case.origin, Origin::Appeal { claim, .. } if claim == id);
		let standing: Vec<_> = self
			.cases
			.iter()
			.filter(|(_, case)| of(case) && case.state == State::Decided)
			.map(|(id, case)| (*id, case.clone()))
			.collect();
		for (id, case) in standing {
			self.note(id, &case, &case.said);
		}
	}

	/// All is as if a claim had never been decided, but for the money.
	pub fn undo(&mut self, id: u64) {
		let case = self.cases[&id].clone();
		for answer in &case.said {
			self.enter(&case, answer, false);
		}
		self.forget(id);
		self.paid_packs.retain(|_, noted| *noted != id);
	}

	pub fn forget(&mut self, id: u64) {
		self.prints.retain(|_, noted| *noted != id);
	}
}
