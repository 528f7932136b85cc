//! Claims in the model: what comes in, what the clerk with the ledger says to it, why it waits, and
//! what is entered and taken back.

use super::{
	model::{no, unless, vault, Answer, Model, Uses},
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

/// Insurers that were asked about, and whether they may read.
type Asked = Vec<(AccountId, bool)>;

/// What a payer did.
#[derive(Clone, Debug)]
pub struct Said {
	pub policy: u64,
	pub term: Option<u32>,
	pub pool: u32,
	/// Whether the biller belonged to the network, line by line.
	pub inside: Vec<bool>,
	pub paid: u128,
	pub withheld: u128,
	pub lines: Vec<naive::LineAnswer>,
	pub units: Vec<u32>,
	pub granted: Vec<u32>,
}

/// Against what, or by whom, an appeal is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Side {
	Silence,
	Biller,
	Patient,
}

impl Side {
	pub fn kind(self) -> AppealKind {
		match self {
			Self::Silence => AppealKind::Silence,
			Self::Biller => AppealKind::Biller,
			Self::Patient => AppealKind::Patient,
		}
	}
}

#[derive(Clone, Debug)]
pub struct Protest {
	pub by: AccountId,
	pub lines: Vec<u8>,
	pub filed: u64,
	pub decided: bool,
	/// When.
	pub ended: u64,
	/// The claims that pay what it granted.
	pub pays: Vec<u64>,
}

impl Protest {
	/// So long somebody may decide about it.
	pub fn last(&self) -> u64 {
		self.filed + REVIEW_PERIOD + APPEAL_PERIOD
	}

	pub fn is_open(&self, now: u64) -> bool {
		!self.decided && now <= self.last()
	}
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
	/// The term of each, as it was found when it came.
	pub terms: Vec<Option<u32>>,
	/// What is open of each line, if that is not its price.
	pub rests: Vec<u128>,
	/// By payer, whether each line was given within the network; as it was known when it came.
	pub inside: Vec<Vec<bool>>,
	/// What people said, by line and payer.
	pub words: BTreeMap<(u8, usize), Verdict>,
	/// What it need not wait for any more, by payer.
	pub waived: Vec<(usize, PendReason)>,
	pub came: u64,
	pub state: State,
	pub decided: Option<u64>,
	pub confirmed: bool,
	pub charge: u128,
	pub paid: u128,
	pub share: u128,
	pub bill: Option<u64>,
	pub said: Vec<Said>,
	/// By payer and side.
	pub protests: BTreeMap<(usize, Side), Protest>,
	/// By whom it was reported, and what was found; and when.
	pub report: Option<(AccountId, Option<bool>)>,
	pub reported: u64,
	/// How often it was reported.
	pub reports: u32,
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

	pub fn is_supplement(&self) -> bool {
		matches!(self.origin, Origin::Appeal { .. })
	}

	/// Whether it pays a patient what an appeal has granted.
	pub fn is_patients_own(&self) -> bool {
		self.is_supplement() && self.payee == Payee::Patient
	}

	pub fn is_waiting(&self) -> bool {
		matches!(self.state, State::Waits { .. })
	}

	/// Whether it waits or stands.
	pub fn is_live(&self) -> bool {
		matches!(self.state, State::Decided | State::Waits { .. })
	}

	/// The appeal that waits for a decision: there is one at most.
	pub fn open_protest(&self, now: u64) -> Option<(usize, Side, &Protest)> {
		let mut open = self.protests.iter().filter(|(_, protest)| protest.is_open(now));
		open.next().map(|((payer, side), protest)| (*payer, *side, protest))
	}

	pub fn has_open_protest(&self, now: u64) -> bool {
		self.open_protest(now).is_some()
	}

	/// Whether nobody has decided about one of its appeals in time.
	pub fn was_let_down(&self, now: u64) -> bool {
		self.protests.values().any(|protest| !protest.decided && !protest.is_open(now))
	}

	/// Whether an appeal waits, or has come to something.
	pub fn is_protested(&self, now: u64) -> bool {
		self.protests.values().any(|protest| protest.is_open(now) || !protest.pays.is_empty())
	}

	/// Whether a claim need not wait for this any more. Who was heard about services that the patient
	/// denies is not asked whether the patient confirms them; and for documents that nobody waits for
	/// nobody waits to be allowed to read them.
	fn is_waived(&self, payer: usize, reason: PendReason) -> bool {
		let heard = |reason| self.waived.contains(&(payer, reason));
		match reason {
			PendReason::Confirmation => heard(reason) || heard(PendReason::ServiceContested),
			PendReason::ConsentMissing => heard(reason) || heard(PendReason::AttachmentReview),
			_ => heard(reason),
		}
	}

	/// Whether somebody may still decide about a report.
	pub fn has_open_report(&self, now: u64) -> bool {
		matches!(self.report, Some((_, None))) && now <= self.reported + REVIEW_PERIOD
	}

	/// Whether that keeps it as it is.
	pub fn is_held(&self, now: u64) -> bool {
		self.reports == 1 && self.has_open_report(now)
	}
}

/// A payer as a claim meets it.
struct Payer {
	policy: u64,
	term: Option<u32>,
	pool: u32,
	terms: PlanTerms,
	inside: Vec<bool>,
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
		let policy = &self.policies[policy as usize];
		let known = policy.periods.iter().enumerate().skip(policy.removed);
		known.into_iter().find(|(_, period)| period.holds(at)).map(|(place, _)| place as u32)
	}

	/// The term of the earliest of these lines that lies in one.
	pub fn term_of(&self, policy: u64, lines: &[ClaimLine]) -> Option<u32> {
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
		let (mut bad, mut future, mut old, mut twice) = (false, false, false, false);
		for line in &new.lines {
			let price = line.unit_price.checked_mul(line.quantity.into());
			bad |= price.is_none_or(|price| price == 0);
			charge = charge.and_then(|sum| sum.checked_add(price?));
			future |= line.serviced > self.now;
			old |= line.serviced + RETENTION < self.now;
			twice |= !items.insert((line.serviced / DAY, line.item));
			twice |= line.pack.is_some_and(|pack| !packs.insert(pack.id));
		}
		unless([
			(own, TestError::OwnClaim),
			(new.lines.is_empty(), TestError::NoLines),
			(bad || charge.is_none(), TestError::BadLine),
			(future, TestError::ServiceInFuture),
			(old, TestError::ServiceTooOld),
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
		let within = |id: &u64| {
			let bond = self.contracts.get(&(self.policies[*id as usize].plan, biller));
			let within = |line: &ClaimLine| bond.is_some_and(|bond| bond.holds(line.serviced));
			new.lines.iter().map(within).collect()
		};
		let case = Case {
			inside: policies.iter().map(within).collect(),
			terms: policies.iter().map(|id| self.term_of(*id, &new.lines)).collect(),
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
			waived: Vec::new(),
			came: self.now,
			state: State::Decided,
			decided: None,
			confirmed: false,
			charge: charge.unwrap_or_default(),
			paid: 0,
			share: 0,
			bill: None,
			said: Vec::new(),
			protests: BTreeMap::new(),
			report: None,
			reported: 0,
			reports: 0,
		};
		self.file(case).map(|_| ())
	}

	fn replace(&mut self, who: AccountId, old: u64, new: &NewClaim<AccountId>) -> Answer {
		let case = self.case(old)?;
		let biller = new.organization.unwrap_or(who);
		let same = (case.biller, case.patient, case.coin) == (biller, new.patient, new.currency);
		unless([(!same || case.is_supplement(), TestError::NotReplaceable)])?;
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
		self.decide(id, true)?;
		Ok(id)
	}

	fn payers(&self, case: &Case) -> Vec<Payer> {
		let payer = |((id, inside), term): ((&u64, &Vec<bool>), &Option<u32>)| {
			let policy = &self.policies[*id as usize];
			let product = &self.products[policy.plan as usize];
			let period = match *term {
				Some(term) => &policy.periods[term as usize],
				None => policy.newest(),
			};
			Payer {
				policy: *id,
				term: *term,
				pool: product.pool,
				terms: product.versions[period.version - 1].clone(),
				inside: inside.clone(),
			}
		};
		case.policies.iter().zip(&case.inside).zip(&case.terms).map(payer).collect()
	}

	/// Whether this was noted for another claim than that which an appeal was about.
	fn is_known(case: &Case, noted: Option<&u64>) -> bool {
		noted.is_some_and(|noted| match case.origin {
			Origin::Appeal { claim, .. } => claim != *noted,
			_ => true,
		})
	}

	/// Whether what an appeal grants was decided elsewhere: the same item of the same day, whoever
	/// claimed it and as whatever; but for what the same claim's appeals have granted.
	fn is_claimed_elsewhere(&self, case: &Case, line: &ClaimLine) -> bool {
		let Origin::Appeal { claim, .. } = case.origin else { return false };
		let Some(noted) = self.prints.get(&case.prints(line)[1]) else { return false };
		match self.cases[noted].origin {
			Origin::Appeal { claim: other, .. } => other != claim,
			_ => *noted != claim,
		}
	}

	fn pack_of(&self, case: &Case, line: &ClaimLine) -> naive::PackFact {
		let Some(pack) = line.pack else { return naive::PackFact::None };
		if Self::is_known(case, self.paid_packs.get(&pack.id)) {
			return naive::PackFact::Paid;
		}
		match self.packs.get(&(pack, case.biller, case.patient)) {
			Some(Dispensing::Dispensed { at }) if at / DAY == line.serviced / DAY => {
				naive::PackFact::Good
			}
			Some(Dispensing::Dispensed { .. }) => naive::PackFact::OtherDay,
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
		let (mut days_used, mut forgotten) = (Vec::new(), Vec::new());
		for benefit in &terms.benefits {
			if let (Some(_), Some(term)) = (benefit.max_quantity, term) {
				let place = (*policy, *term, benefit.service);
				let used = self.units.get(&place).copied().unwrap_or(0);
				quantities_used.push((benefit.service as u8, used));
			}
			let Some(uses) = self.days.get(&(*policy, benefit.service)) else { continue };
			days_used.extend(uses.days.iter().map(|day| (benefit.service as u8, *day)));
			forgotten.extend(uses.forgotten.map(|day| (benefit.service as u8, day)));
		}
		naive::PayerFacts {
			in_network: inside.clone(),
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
			forgotten,
		}
	}

	/// The permit that a line names, and its units, if it is this biller's under this policy.
	fn named_permit(&self, case: &Case, payer: &Payer, line: &ClaimLine) -> Option<(u64, u32)> {
		let id = line.authorization?;
		let permit = self.permits.get(id as usize).filter(|permit| !permit.removed)?;
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

	/// What each payer says to a claim, and who is paid. What is left of a permit depends on the lines
	/// before, so that the clerk is asked until nothing changes.
	fn weigh(&self, case: &Case, ineligible: bool) -> (Vec<Said>, Payee) {
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
			ineligible,
			duplicate: Self::is_known(case, self.prints.get(&case.prints(line)[0]))
				|| self.is_claimed_elsewhere(case, line),
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
		// A biller that owes one of those that pay is paid itself: they keep it.
		let pays = |lines: &[naive::LineAnswer]| lines.iter().any(|line| line.paid > 0);
		let rows = payers.iter().zip(&answer.lines);
		let owes = rows.into_iter().any(|(payer, lines)| {
			pays(lines) && self.debts.contains_key(&(payer.pool, case.biller))
		});
		let payee = match case.payee {
			Payee::Patient if owes && !case.is_supplement() => Payee::Provider,
			payee => payee,
		};
		let mut debts = self.debts.clone();
		let mut said = Vec::new();
		let rows = answer.lines.into_iter().zip(answer.units).zip(granted);
		for (payer, ((lines, units), granted)) in payers.into_iter().zip(rows) {
			let paid = lines.iter().map(|line| line.paid).sum::<u128>();
			let mut withheld = 0;
			if let (Payee::Provider, Some(debt)) =
				(payee, debts.get_mut(&(payer.pool, case.biller)))
			{
				withheld = paid.min(*debt);
				*debt -= withheld;
			}
			let Payer { policy, term, pool, inside, .. } = payer;
			said.push(Said { policy, term, pool, inside, paid, withheld, lines, units, granted });
		}
		(said, payee)
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

	/// Decides a claim, for the first time or again: it is settled whole, or it waits.
	pub fn decide(&mut self, id: u64, first: bool) -> Answer {
		let case = self.cases[&id].clone();
		let ineligible = !first && !case.is_supplement() && !self.is_provider(case.biller);
		let (said, payee) = self.weigh(&case, ineligible);
		let (why, asked) = self.why_it_waits(&case, &said);
		for (insurer, may) in asked {
			self.asked.entry((case.patient, insurer)).or_default().push(may);
		}
		let Some((reason, payer)) = why else {
			if ineligible {
				self.saw("a biller was a provider no more");
			}
			// It was not decided at once: what it denies can be appealed for some time from now.
			if case.is_waiting() && !case.is_supplement() {
				let denies = |said: &Said| said.lines.iter().any(|line| line.denied.is_some());
				for (payer, _) in said.iter().enumerate().filter(|(_, said)| denies(said)) {
					self.keep_reserve(&case, payer, self.now + APPEAL_PERIOD);
				}
			}
			return self.settle(id, said, payee);
		};
		// Time that the insurer had for a review counts for the next one; time in which the patient was
		// asked, or money was missing, does not. Nobody wins any by letting a claim wait for the same.
		let others = [PendReason::ConsentMissing, PendReason::Confirmation, PendReason::PoolShort];
		let anew = self.now + REVIEW_PERIOD;
		let until = match case.state {
			State::Waits { payer: before, until, reason: was } if before == payer => {
				if was == reason {
					until
				} else if others.contains(&was) || others.contains(&reason) {
					anew
				} else {
					if until < self.now {
						self.saw("a review followed one that was too late");
					}
					until.max(self.now)
				}
			}
			_ => anew,
		};
		self.case_mut(id).state = State::Waits { reason, payer, until };
		Ok(())
	}

	/// Answers too which insurers were asked about, whether they may read the documents.
	fn why_it_waits(&self, case: &Case, said: &[Said]) -> (Option<(PendReason, usize)>, Asked) {
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
		let some =
			|payer: usize, rule: &dyn Fn(usize) -> bool| undecided(payer).into_iter().any(rule);
		let rules: [(PendReason, &dyn Fn(usize) -> bool); 8] = [
			(PendReason::ServiceContested, &contested),
			(PendReason::ConsentMissing, &|payer| reads(payer) && may_not_read(payer)),
			(PendReason::AttachmentReview, &reads),
			(PendReason::DuplicateSuspected, &|payer| some(payer, &suspect)),
			(PendReason::PriceOutlier, &|payer| some(payer, &|line| outlier(payer, line))),
			(PendReason::Velocity, &too_fast),
			(PendReason::Confirmation, &unconfirmed),
			(PendReason::PoolShort, &|payer| self.is_short(said, payer)),
		];
		let holds = |payer: usize, reason: PendReason, rule: &dyn Fn(usize) -> bool| {
			!case.is_waived(payer, reason) && rule(payer)
		};
		// All who would read are asked about in their order, until one may not. What the patient
		// contests is settled first.
		let mut asked = Vec::new();
		let contests = |payer| holds(payer, PendReason::ServiceContested, &contested);
		let would_read = |payer: &usize| holds(*payer, PendReason::ConsentMissing, &reads);
		if !(0..said.len()).any(contests) && !case.documents.is_empty() {
			for payer in (0..said.len()).filter(would_read) {
				let may = !may_not_read(payer);
				asked.push((self.insurer_of(said[payer].policy), may));
				if !may {
					break;
				}
			}
		}
		for (reason, rule) in rules {
			if let Some(payer) = (0..said.len()).find(|payer| holds(*payer, reason, rule)) {
				return (Some((reason, payer)), asked);
			}
		}
		(None, asked)
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
		let cut: u128 = all().map(|it| self.cut_again(it)).sum();
		let ratio = self.funds[pool as usize].ratio;
		let after = (self.open(pool) - freed, self.owed(pool) - cut);
		said[payer].paid > 0 && !self.stands_owing(pool, ratio, cash, after)
	}

	/// What a payment takes of what had come back of a refund.
	fn cut_again(&self, answer: &Said) -> u128 {
		let period = answer.term.and_then(|term| self.known_period(answer.policy, term));
		period.map_or(0, |period| answer.paid.min(period.given_back))
	}

	/// Enters what a claim uses, pays it and bills the rest.
	fn settle(&mut self, id: u64, said: Vec<Said>, payee: Payee) -> Answer {
		if payee != self.cases[&id].payee {
			self.saw("a biller that owes was paid in the patient's place");
		}
		self.case_mut(id).payee = payee;
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
		let owed = |place: usize| share(place) + if to_patient { paid(place) } else { 0 };
		let bill = match to_patient && case.is_supplement() {
			true => None,
			false => self.bill(&case, &owed),
		};
		let now = self.now;
		let shares = (0..case.lines.len()).map(share).sum();
		let case = self.case_mut(id);
		(case.state, case.decided, case.bill) = (State::Decided, Some(now), bill);
		(case.paid, case.share) = (said.iter().map(|it| it.paid).sum(), shares);
		case.said = said;
		Ok(())
	}

	/// Bills the patient what is owed for each line, if anything is.
	pub fn bill(&mut self, case: &Case, owed: &dyn Fn(usize) -> u128) -> Option<u64> {
		let all = case.lines.iter().enumerate().map(|(place, line)| (line.service, owed(place)));
		let items: Vec<_> = all.filter(|(_, owed)| *owed > 0).collect();
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
		bill
	}

	/// What payers paid to the patient of a claim whose money they have back, or claim back, from the
	/// biller, the patient owes it.
	pub fn bill_back(&mut self, id: u64) {
		let case = self.cases[&id].clone();
		if case.payee != Payee::Patient || case.paid == 0 {
			return;
		}
		self.saw("what payers paid to a patient was billed back");
		let paid = |line: usize| case.said.iter().map(|it| it.lines[line].paid).sum();
		let bill = self.bill(&case, &paid);
		self.case_mut(id).bill = bill;
	}

	/// Counts what an answer uses, or counts it no more. What a term had that is forgotten is not
	/// counted any more anyhow.
	fn enter(&mut self, case: &Case, answer: &Said, more: bool) {
		let Some(term) = answer.term else { return };
		let plan = self.policies[answer.policy as usize].plan as usize;
		let version = self.policies[answer.policy as usize].periods[term as usize].version - 1;
		let is_gone = self.policies[answer.policy as usize].is_gone();
		let period = self.period_mut(answer.policy, term);
		let is_forgotten = period.is_none();
		if let Some(period) = period {
			let count = |counter: &mut u128, by: u128| {
				*counter = if more { *counter + by } else { *counter - by };
			};
			for says in &answer.lines {
				count(&mut period.paid, says.paid);
				count(&mut period.deductible, says.deductible);
				count(&mut period.pocket, pocket(says));
			}
			// What did not come back because the plan had paid it comes back when it had not.
			let back = period.kept_back.saturating_sub(period.paid);
			period.kept_back -= back;
			period.given_back += back;
			// And does not come back when the plan pays once more before the term is closed.
			let again = if more { answer.paid.min(period.given_back) } else { 0 };
			period.kept_back += again;
			period.given_back -= again;
			if period.closed {
				let due = std::mem::take(&mut period.given_back);
				self.policy_mut(answer.policy).owed += due;
			}
			if again > 0 {
				self.saw("what a refund was cut by was cut again");
			}
			if back > 0 {
				self.saw("what a refund was cut by came back");
			}
		}
		let benefits = self.products[plan].versions[version].benefits.clone();
		for (place, (line, says)) in case.lines.iter().zip(&answer.lines).enumerate() {
			let uses = says.denied.is_none() && says.paid + pocket(says) > 0;
			let Some(benefit) = benefits.iter().find(|it| it.service == line.service && uses)
			else {
				continue;
			};
			let step = |counter: &mut u32, by: u32| {
				*counter = if more { *counter + by } else { counter.saturating_sub(by) };
			};
			if benefit.max_quantity.is_some() && !is_forgotten {
				let known = self.units.entry((answer.policy, term, line.service)).or_default();
				step(known, answer.units[place]);
			}
			let day = (line.serviced / DAY) as u32;
			if benefit.frequency.is_some() && !is_gone {
				let known = self.days.entry((answer.policy, line.service)).or_default();
				match more {
					true => {
						known.days.push(day);
						known.days.sort();
						while known.days.len() > 64 {
							known.forgotten = known.forgotten.max(Some(known.days.remove(0)));
						}
					}
					false => {
						let place = known.days.iter().position(|known| *known == day);
						place.map(|place| known.days.remove(place));
					}
				}
			}
			if says.paid > 0 {
				step(self.speed.entry((answer.pool, case.biller, day)).or_default(), 1);
			}
			if answer.granted[place] > 0 {
				let id = line.authorization.expect("it takes of a permit");
				// Of one that was taken away nothing is counted.
				let permit = &mut self.permits[id as usize];
				let by = answer.granted[place];
				permit.units = match (more, permit.removed) {
					(_, true) => permit.units,
					(true, _) => permit.units - by,
					(false, _) => permit.units + by,
				};
			}
		}
		self.units.retain(|_, units| *units > 0);
		self.days.retain(|_, uses| *uses != Uses::default());
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
				self.paid_packs.entry(pack.id).or_insert(id);
			}
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
