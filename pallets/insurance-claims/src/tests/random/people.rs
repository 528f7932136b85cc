//! What people do about claims in the model: reviews, appeals, reports, and what billers take back.

use super::{
	cases::{left, Case, Protest, State},
	model::{no, unless, vault, Answer, Model},
	*,
};

impl Model {
	/// What a claim waits for, whose turn it is, and until when.
	fn waits(&self, id: u64) -> Answer<(PendReason, usize, u64)> {
		match self.case(id)?.state {
			State::Waits { reason, payer, until } => Ok((reason, payer, until)),
			_ => no(TestError::NotPended),
		}
	}

	fn is_payer(&self, who: AccountId, id: u64, payer: usize) -> bool {
		self.insures(who, self.insurer_of(self.cases[&id].policies[payer]))
	}

	pub fn review(&mut self, who: AccountId, id: u64, words: &[(u8, Verdict)]) -> Answer {
		let (reason, payer, until) = self.waits(id)?;
		let lines = self.cases[&id].lines.len();
		let named: BTreeSet<u8> = words.iter().map(|(line, _)| *line).collect();
		let unknown = named.len() < words.len() || named.iter().any(|it| usize::from(*it) >= lines);
		let allowed = [
			Reason::LacksInformation,
			Reason::ExactDuplicate,
			Reason::NotNecessary,
			Reason::NonCovered,
			Reason::Frequency,
		];
		let bad = words.iter().any(|(_, word)| match word {
			Verdict::Approve => false,
			Verdict::Deny(reason) => !allowed.contains(reason),
		});
		let others = [PendReason::ConsentMissing, PendReason::Confirmation, PendReason::PoolShort];
		unless([
			(others.contains(&reason), TestError::NotReviewable),
			(!self.is_payer(who, id, payer), TestError::NotInsurer),
			(self.now > until, TestError::DeadlineOver),
			(unknown, TestError::LineNotFound),
			(bad, TestError::BadVerdict),
		])?;
		let case = self.case_mut(id);
		case.words.extend(words.iter().map(|(line, word)| ((*line, payer), *word)));
		self.decide(id)
	}

	pub fn resume(&mut self, who: AccountId, id: u64) -> Answer {
		let (reason, payer, _) = self.waits(id)?;
		let case = &self.cases[&id];
		let concerned =
			who == case.patient || self.acts_for(who, case.biller) || self.is_payer(who, id, payer);
		let money = matches!(reason, PendReason::PoolShort | PendReason::ConsentMissing);
		unless([(!concerned, TestError::NotConcerned), (!money, TestError::NotResumable)])?;
		self.decide(id)
	}

	pub fn confirm(&mut self, who: AccountId, id: u64, received: bool) -> Answer {
		unless([(self.case(id)?.patient != who, TestError::NotConcerned)])?;
		let (reason, payer, _) = self.waits(id)?;
		unless([(reason != PendReason::Confirmation, TestError::NotConfirmable)])?;
		let until = self.now + REVIEW_PERIOD;
		let case = self.case_mut(id);
		if received {
			case.confirmed = true;
			return self.decide(id);
		}
		case.state = State::Waits { reason: PendReason::ServiceContested, payer, until };
		Ok(())
	}

	/// What a denial took of a line, and whether of the patient.
	pub fn taken(case: &Case, payer: usize, line: usize) -> Option<(bool, u128)> {
		let says = case.said.get(payer)?.lines.get(line)?;
		let of_patient = says.denied?.0 == "PR";
		let amount = match of_patient {
			true => left(&case.said.last()?.lines[line]),
			false => says.denied_amount,
		};
		(amount > 0).then_some((of_patient, amount))
	}

	pub fn appeal(&mut self, who: AccountId, id: u64, payer: u8, lines: &[u8]) -> Answer {
		let (case, at) = (self.case(id)?, usize::from(payer));
		let concerned = who == case.patient || self.acts_for(who, case.biller);
		unless([(!concerned, TestError::NotConcerned)])?;
		let lines = match case.state {
			State::Waits { payer: whose, until, .. } => {
				unless([
					(case.has_open_protest(), TestError::AlreadyAppealed),
					(whose != at, TestError::PayerNotFound),
					(self.now <= until, TestError::DeadlineNotOver),
				])?;
				(0..case.lines.len() as u8).collect()
			}
			State::Decided => {
				let supplement = matches!(case.origin, Origin::Appeal { .. });
				let last = case.decided.unwrap_or_default() + APPEAL_PERIOD;
				unless([
					(case.protest.is_some() || supplement, TestError::AlreadyAppealed),
					(self.now > last, TestError::DeadlineOver),
					(at >= case.said.len(), TestError::PayerNotFound),
				])?;
				let named: BTreeSet<u8> = lines.iter().copied().collect();
				let known = |line: &u8| usize::from(*line) < case.lines.len();
				let sound = named.len() == lines.len() && lines.iter().all(known);
				unless([(!sound, TestError::LineNotFound)])?;
				let denied = |line: &u8| Self::taken(case, at, usize::from(*line)).is_some();
				let something = !lines.is_empty() && lines.iter().all(denied);
				unless([(!something, TestError::NothingToAppeal)])?;
				lines.to_vec()
			}
			_ => return no(TestError::NotAdjudicated),
		};
		let protest = Protest { by: who, payer: at, lines, decided: false };
		self.case_mut(id).protest = Some(protest);
		Ok(())
	}

	/// Whether somebody belongs to those whom a claim concerns.
	fn is_partial(&self, who: AccountId, case: &Case) -> bool {
		who == case.patient
			|| who == case.submitter
			|| self.acts_for(who, case.biller)
			|| case.policies.iter().any(|id| self.acts_for(who, self.insurer_of(*id)))
	}

	pub fn decide_appeal(&mut self, who: AccountId, id: u64, granted: &[u8]) -> Answer {
		let case = self.case(id)?.clone();
		let protest = case.protest.clone().filter(|protest| !protest.decided);
		let Some(protest) = protest else { return no(TestError::NoAppeal) };
		let named: BTreeSet<u8> = granted.iter().copied().collect();
		let known = granted.iter().all(|line| protest.lines.contains(line));
		let sound = named.len() == granted.len() && known;
		unless([
			(!self.is(who, Role::IndependentReviewer), TestError::NotReviewer),
			(self.is_partial(who, &case), TestError::NotIndependent),
			(!sound, TestError::LineNotFound),
		])?;
		match case.state {
			State::Waits { .. } => {
				let case = self.case_mut(id);
				case.protest.as_mut().expect("it is there").decided = true;
				for line in &protest.lines {
					let word = match granted.contains(line) {
						true => Verdict::Approve,
						false => Verdict::Deny(Reason::NotNecessary),
					};
					case.words.insert((*line, protest.payer), word);
				}
				self.decide(id)
			}
			State::Decided => {
				self.case_mut(id).protest.as_mut().expect("it is there").decided = true;
				self.supplement(id, &case, &protest, granted)
			}
			_ => no(TestError::NotAdjudicated),
		}
	}

	/// Claims that pay what was granted: to the biller what it had to bear, then to the patient.
	fn supplement(&mut self, id: u64, case: &Case, protest: &Protest, granted: &[u8]) -> Answer {
		for (to_patient, payee) in [(false, Payee::Provider), (true, Payee::Patient)] {
			let part: Vec<(ClaimLine, u128)> = granted
				.iter()
				.map(|line| usize::from(*line))
				.filter_map(|line| match Self::taken(case, protest.payer, line) {
					Some((whose, amount)) if whose == to_patient => {
						Some((case.lines[line], amount))
					}
					_ => None,
				})
				.collect();
			if part.is_empty() {
				continue;
			}
			let word = |line: usize| ((line as u8, 0), Verdict::Approve);
			self.file(Case {
				submitter: protest.by,
				payee,
				origin: Origin::Appeal { claim: id, payer: protest.payer as u8 },
				documents: Vec::new(),
				policies: vec![case.policies[protest.payer]],
				words: (0..part.len()).map(word).collect(),
				came: self.now,
				state: State::Decided,
				decided: None,
				confirmed: true,
				charge: part.iter().map(|(_, amount)| amount).sum(),
				rests: part.iter().map(|(_, amount)| *amount).collect(),
				lines: part.into_iter().map(|(line, _)| line).collect(),
				paid: 0,
				share: 0,
				bill: None,
				said: Vec::new(),
				protest: None,
				report: None,
				..case.clone()
			})?;
		}
		Ok(())
	}

	pub fn withdraw(&mut self, who: AccountId, id: u64) -> Answer {
		let case = self.case(id)?;
		unless([
			(!self.acts_for(who, case.biller), TestError::NotConcerned),
			(!matches!(case.state, State::Waits { .. }), TestError::NotPended),
			(case.has_open_protest(), TestError::Appealed),
		])?;
		let now = self.now;
		let case = self.case_mut(id);
		(case.state, case.decided) = (State::Withdrawn, Some(now));
		Ok(())
	}

	pub fn reverse(&mut self, who: AccountId, id: u64) -> Answer {
		let case = self.case(id)?.clone();
		let stranger = !self.acts_for(who, case.biller);
		unless([
			(stranger || (case.paid > 0 && who != case.biller), TestError::NotConcerned),
			(case.state != State::Decided, TestError::NotAdjudicated),
			(case.protest.is_some(), TestError::Appealed),
			(case.has_open_report(), TestError::Reported),
		])?;
		if let Some(bill) = case.bill {
			self.till.cancel(bill)?;
		}
		self.undo(id);
		for answer in &case.said {
			let cash = answer.paid - answer.withheld;
			if cash > 0 {
				self.pay(case.coin, case.biller, vault(answer.pool), cash)?;
			}
			self.owe(answer.pool, case.biller, answer.withheld);
		}
		self.case_mut(id).state = State::Reversed;
		Ok(())
	}

	fn owe(&mut self, pool: u32, biller: AccountId, amount: u128) {
		if amount > 0 {
			*self.debts.entry((pool, biller)).or_default() += amount;
		}
	}

	pub fn report(&mut self, who: AccountId, id: u64) -> Answer {
		let case = self.case(id)?;
		let concerned = who == case.patient
			|| self.is(who, Role::Regulator)
			|| case.policies.iter().any(|it| self.insures(who, self.insurer_of(*it)));
		unless([
			(!concerned, TestError::NotConcerned),
			(case.state != State::Decided, TestError::NotAdjudicated),
			(case.report.is_some(), TestError::AlreadyReported),
		])?;
		self.case_mut(id).report = Some((who, None));
		Ok(())
	}

	pub fn decide_fraud(&mut self, who: AccountId, id: u64, found: bool) -> Answer {
		let case = self.case(id)?.clone();
		let Some((reporter, None)) = case.report else { return no(TestError::NoReport) };
		let decides = self.is(who, Role::Regulator) || self.is(who, Role::IndependentReviewer);
		let partial = self.is_partial(who, &case) || who == reporter;
		unless([(!decides, TestError::NotReviewer), (partial, TestError::NotIndependent)])?;
		if found {
			self.undo(id);
			for answer in &case.said {
				self.owe(answer.pool, case.biller, answer.paid);
			}
			if let Some(bill) = case.bill {
				// Money that remains is left to patient and biller.
				let _ = self.till.cancel(bill);
			}
			self.flagged.push(case.biller);
			let case = self.case_mut(id);
			case.state = State::Voided;
			if let Some(protest) = case.protest.as_mut() {
				protest.decided = true;
			}
			self.note_supplements_of(id);
		}
		self.case_mut(id).report = Some((reporter, Some(found)));
		Ok(())
	}

	pub fn repay(&mut self, who: AccountId, pool: u32, amount: u128) -> Answer {
		unless([(amount == 0, TestError::ZeroAmount)])?;
		let coin = self.fund(pool)?.coin;
		let owed = self.debts.get(&(pool, who)).copied().unwrap_or(0);
		unless([(amount > owed, TestError::DebtTooSmall)])?;
		self.pay(coin, who, vault(pool), amount)?;
		self.debts.insert((pool, who), owed - amount);
		self.debts.retain(|_, debt| *debt > 0);
		Ok(())
	}

	pub fn remove(&mut self, who: AccountId, id: u64) -> Answer {
		let case = self.case(id)?;
		let kept = case.decided.is_none_or(|at| self.now <= at + RETENTION);
		unless([
			(!self.acts_for(who, case.biller), TestError::NotConcerned),
			(kept, TestError::TooEarly),
			(case.has_open_protest(), TestError::Appealed),
			(case.has_open_report(), TestError::Reported),
		])?;
		self.cases.remove(&id);
		self.forget(id);
		Ok(())
	}
}
