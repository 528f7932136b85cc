//! What people do about claims in the model: reviews, appeals, reports, and what billers take back.

use super::{
	cases::{left, Case, Protest, Side, State},
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
		let Case { patient, biller, submitter, .. } = self.cases[&id];
		let partial = who == patient || self.belongs(who, biller) || self.belongs(who, submitter);
		unless([
			(partial, TestError::NotIndependent),
			(others.contains(&reason), TestError::NotReviewable),
			(!self.is_payer(who, id, payer), TestError::NotInsurer),
			(self.now > until, TestError::DeadlineOver),
			(unknown, TestError::LineNotFound),
			(bad, TestError::BadVerdict),
		])?;
		let case = self.case_mut(id);
		case.words.extend(words.iter().map(|(line, word)| ((*line, payer), *word)));
		self.decide(id, false)
	}

	pub fn resume(&mut self, who: AccountId, id: u64) -> Answer {
		let (reason, payer, _) = self.waits(id)?;
		let case = &self.cases[&id];
		let concerned =
			who == case.patient || self.acts_for(who, case.biller) || self.is_payer(who, id, payer);
		let money = matches!(reason, PendReason::PoolShort | PendReason::ConsentMissing);
		unless([(!concerned, TestError::NotConcerned), (!money, TestError::NotResumable)])?;
		let before = case.state.clone();
		self.decide(id, false)?;
		self.break_silence(id, payer, before);
		Ok(())
	}

	/// An appeal against silence ends when the claim goes on without it.
	fn break_silence(&mut self, id: u64, payer: usize, before: State) {
		let now = self.now;
		let case = self.case_mut(id);
		let silence = case.protests.get_mut(&(payer, Side::Silence)).filter(|it| it.is_open(now));
		let Some(silence) = silence.filter(|_| case.state != before) else { return };
		(silence.decided, silence.ended) = (true, now);
		self.saw("a claim went on without an appeal against silence");
	}

	pub fn confirm(&mut self, who: AccountId, id: u64, received: bool) -> Answer {
		unless([(self.case(id)?.patient != who, TestError::NotConcerned)])?;
		let (reason, payer, _) = self.waits(id)?;
		unless([(reason != PendReason::Confirmation, TestError::NotConfirmable)])?;
		let until = self.now + REVIEW_PERIOD;
		let case = self.case_mut(id);
		let before = case.state.clone();
		if received {
			case.confirmed = true;
			self.decide(id, false)?;
		} else {
			case.state = State::Waits { reason: PendReason::ServiceContested, payer, until };
		}
		self.break_silence(id, payer, before);
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
		let now = self.now;
		let open = (case.has_open_protest(now), TestError::AlreadyAppealed);
		let (side, lines) = match case.state {
			State::Waits { payer: whose, until, reason } => {
				// Nobody's word makes money.
				let money = reason == PendReason::PoolShort;
				unless([
					open,
					(whose != at, TestError::PayerNotFound),
					(now <= until, TestError::DeadlineNotOver),
					(now > until + APPEAL_PERIOD, TestError::DeadlineOver),
					(money, TestError::NothingToAppeal),
				])?;
				(Side::Silence, (0..case.lines.len() as u8).collect())
			}
			State::Decided => {
				let (side, other) = match who == case.patient {
					true => (Side::Patient, Side::Biller),
					false => (Side::Biller, Side::Patient),
				};
				let again = case.is_supplement() || case.protests.contains_key(&(at, side));
				// Every end of one gives time for the next appeal, and so does what nobody decided.
				let ended = case.protests.values().filter(|it| !it.is_open(now));
				let ends = ended.map(|it| if it.decided { it.ended } else { it.last() });
				let last = ends.chain(case.decided).max().unwrap_or_default() + APPEAL_PERIOD;
				// Who bears a line appeals about it although the other has.
				let of_other = case.protests.get(&(at, other)).map_or(&[][..], |it| &it.lines);
				let bears = |line: &u8| {
					let taken = Self::taken(case, at, usize::from(*line));
					taken.is_some_and(|(of_patient, _)| of_patient == (side == Side::Patient))
				};
				let after_other = lines.iter().any(|line| of_other.contains(line));
				let taken_up = lines.iter().any(|line| of_other.contains(line) && !bears(line));
				let named: BTreeSet<u8> = lines.iter().copied().collect();
				let known = |line: &u8| usize::from(*line) < case.lines.len();
				let sound = named.len() == lines.len() && lines.iter().all(known);
				let denied = |line: &u8| Self::taken(case, at, usize::from(*line)).is_some();
				let something = sound && !lines.is_empty() && lines.iter().all(denied);
				unless([
					open,
					(again || taken_up, TestError::AlreadyAppealed),
					(self.now > last, TestError::DeadlineOver),
					(at >= case.said.len(), TestError::PayerNotFound),
					(!sound, TestError::LineNotFound),
					(!something, TestError::NothingToAppeal),
				])?;
				let let_down = case.was_let_down(now);
				if after_other {
					self.saw("who bears a line appealed about it after the other");
				}
				if let_down {
					self.saw("an appeal followed one that nobody decided");
				}
				(side, lines.to_vec())
			}
			_ => return no(TestError::NotAdjudicated),
		};
		if side != Side::Silence {
			// As long as this can be open, and another one come after it.
			let until = now + REVIEW_PERIOD + APPEAL_PERIOD + APPEAL_PERIOD;
			let case = self.cases[&id].clone();
			self.keep_reserve(&case, at, until);
		}
		let pays = Vec::new();
		let protest = Protest { by: who, lines, filed: now, decided: false, ended: 0, pays };
		let case = self.case_mut(id);
		case.protests.insert((at, side), protest);
		if case.protests.len() > 1 {
			self.saw("a claim was appealed more than once");
		}
		Ok(())
	}

	/// Whether somebody belongs to those whom a claim concerns, or to who asks for a decision.
	fn is_partial(&self, who: AccountId, case: &Case, asking: AccountId) -> bool {
		let insurers = case.policies.iter().map(|id| self.insurer_of(*id));
		let people = [case.patient, case.submitter, case.biller, asking];
		people.into_iter().chain(insurers).any(|whom| self.belongs(who, whom))
	}

	pub fn decide_appeal(
		&mut self,
		who: AccountId,
		id: u64,
		(payer, side): (u8, Side),
		granted: &[u8],
	) -> Answer {
		let case = self.case(id)?.clone();
		let place = (usize::from(payer), side);
		let protest = case.protests.get(&place).filter(|protest| !protest.decided).cloned();
		let Some(protest) = protest else { return no(TestError::NoAppeal) };
		let named: BTreeSet<u8> = granted.iter().copied().collect();
		let known = granted.iter().all(|line| protest.lines.contains(line));
		let sound = named.len() == granted.len() && known;
		unless([
			(!protest.is_open(self.now), TestError::DeadlineOver),
			(!self.is(who, Role::IndependentReviewer), TestError::NotReviewer),
			(self.is_partial(who, &case, protest.by), TestError::NotIndependent),
			(!sound, TestError::LineNotFound),
		])?;
		let now = self.now;
		let decided = self.case_mut(id).protests.get_mut(&place).expect("it is there");
		(decided.decided, decided.ended) = (true, now);
		match (side, case.state.clone()) {
			(Side::Silence, State::Waits { reason, payer, .. }) => {
				// It need not wait for this any more. What is granted goes on by the rules.
				let case = self.case_mut(id);
				case.waived.push((payer, reason));
				for line in &protest.lines {
					let place = (*line, payer);
					if !granted.contains(line) {
						case.words.insert(place, Verdict::Deny(Reason::NotNecessary));
					} else if matches!(case.words.get(&place), Some(Verdict::Deny(_))) {
						case.words.remove(&place);
					}
				}
				self.saw("an insurer's silence was decided about");
				self.decide(id, false)
			}
			(Side::Biller | Side::Patient, State::Decided) => {
				let pays = self.supplement(id, &case, (place, &protest), granted)?;
				self.case_mut(id).protests.get_mut(&place).expect("it is there").pays = pays;
				Ok(())
			}
			_ => no(TestError::NotAdjudicated),
		}
	}

	/// What appeals about a claim have brought back of a line to the biller or the patient, or may yet.
	/// What this payer was told to look at again it has done with, whatever it paid of it.
	fn came_back(&self, id: u64, line: &ClaimLine, (payer, payee): (usize, Payee)) -> u128 {
		let back = |case: &Case| {
			let Origin::Appeal { claim, payer: whose } = case.origin else { return None };
			let place = case.lines.iter().position(|it| it == line)?;
			let own = usize::from(whose) == payer;
			match case.state {
				_ if claim != id || case.payee != payee => None,
				State::Decided if !own => Some(case.said[0].lines[place].paid),
				State::Decided | State::Waits { .. } => Some(case.rests[place]),
				_ => None,
			}
		};
		self.cases.values().filter_map(back).sum()
	}

	/// Claims that pay what was granted: to the biller what it had to bear, then to the patient.
	fn supplement(
		&mut self,
		id: u64,
		case: &Case,
		((payer, _), protest): ((usize, Side), &Protest),
		granted: &[u8],
	) -> Answer<Vec<u64>> {
		let mut pays = Vec::new();
		for (to_patient, payee) in [(false, Payee::Provider), (true, Payee::Patient)] {
			let part: Vec<(usize, u128)> = granted
				.iter()
				.map(|line| usize::from(*line))
				.filter_map(|line| {
					let (_, amount) =
						Self::taken(case, payer, line).filter(|(whose, _)| *whose == to_patient)?;
					// What was denied twice, or appealed twice, comes back once.
					let before = self.came_back(id, &case.lines[line], (payer, payee));
					let open = amount.saturating_sub(before);
					(open > 0).then_some((line, open))
				})
				.collect();
			if to_patient
				&& granted.iter().any(|it| {
					let taken = Self::taken(case, payer, usize::from(*it));
					taken.is_some_and(|(of_patient, _)| of_patient)
						&& self.came_back(id, &case.lines[usize::from(*it)], (payer, payee)) > 0
				}) {
				self.saw("what two payers denied was granted twice");
			}
			if part.is_empty() || self.policies[case.policies[payer] as usize].is_gone() {
				continue;
			}
			let word = |line: usize| ((line as u8, 0), Verdict::Approve);
			let number = self.file(Case {
				submitter: protest.by,
				payee,
				origin: Origin::Appeal { claim: id, payer: payer as u8 },
				documents: Vec::new(),
				policies: vec![case.policies[payer]],
				terms: vec![self.term_of(
					case.policies[payer],
					&part.iter().map(|(line, _)| case.lines[*line]).collect::<Vec<_>>(),
				)],
				inside: vec![part.iter().map(|(it, _)| case.inside[payer][*it]).collect()],
				words: (0..part.len()).map(word).collect(),
				waived: Vec::new(),
				came: self.now,
				state: State::Decided,
				decided: None,
				confirmed: true,
				charge: part.iter().map(|(_, amount)| amount).sum(),
				rests: part.iter().map(|(_, amount)| *amount).collect(),
				lines: part.into_iter().map(|(line, _)| case.lines[line]).collect(),
				paid: 0,
				share: 0,
				bill: None,
				said: Vec::new(),
				protests: BTreeMap::new(),
				report: None,
				reported: 0,
				reports: 0,
				..case.clone()
			})?;
			pays.push(number);
		}
		Ok(pays)
	}

	pub fn withdraw(&mut self, who: AccountId, id: u64) -> Answer {
		let case = self.case(id)?;
		// What nobody decides and nobody appeals lapses, by anybody's hand.
		let lapses = match case.state {
			State::Waits { reason, until, .. } => {
				// Nobody can appeal for want of money: that is waited for much longer.
				let time = match reason {
					PendReason::PoolShort => RETENTION,
					_ => APPEAL_PERIOD,
				};
				self.now > until + time && !case.has_open_protest(self.now)
			}
			_ => false,
		};
		// What an appeal has granted to the patient is the patient's.
		let own = match case.is_patients_own() {
			true => who == case.patient,
			false => self.acts_for(who, case.biller),
		};
		unless([
			(!own && !lapses, TestError::NotConcerned),
			(!matches!(case.state, State::Waits { .. }), TestError::NotPended),
			(case.has_open_protest(self.now), TestError::Appealed),
			(case.is_held(self.now), TestError::Reported),
		])?;
		let let_down = case.was_let_down(self.now);
		let reported = case.has_open_report(self.now);
		let for_money = matches!(case.state, State::Waits { reason: PendReason::PoolShort, .. });
		if !own {
			self.saw("a claim lapsed");
		}
		if let_down {
			self.saw("a claim was taken back after an appeal that nobody decided");
		}
		if reported {
			self.saw("a claim was taken back that was reported anew");
		}
		if !own && for_money {
			self.saw("a claim that waited for money lapsed");
		}
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
			(case.is_protested(self.now) || case.is_patients_own(), TestError::Appealed),
			(case.is_held(self.now), TestError::Reported),
		])?;
		if case.was_let_down(self.now) {
			self.saw("a claim was taken back after an appeal that nobody decided");
		}
		if case.has_open_report(self.now) {
			self.saw("a claim was taken back that was reported anew");
		}
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
		self.bill_back(id);
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
		let stands = case.is_live();
		// What was found to be in order somebody else can report anew.
		let open = case.has_open_report(self.now);
		let again = case.report.is_some_and(|(reporter, _)| open || reporter == who);
		unless([
			(!concerned, TestError::NotConcerned),
			(!stands, TestError::NotAdjudicated),
			(stands && again, TestError::AlreadyReported),
		])?;
		if case.report.is_some() {
			self.saw("a claim was reported anew");
		}
		let now = self.now;
		let case = self.case_mut(id);
		(case.report, case.reported) = (Some((who, None)), now);
		case.reports += 1;
		Ok(())
	}

	/// A claim is void, with those that pay what appeals about it granted: of these `leader` says
	/// whether the bill could be taken back of the claim that was appealed.
	fn void(&mut self, id: u64, leader: Option<bool>) {
		let case = self.cases[&id].clone();
		// Money that remains is left to patient and biller.
		let own = case.bill.map(|bill| self.till.cancel(bill).is_ok());
		let taken_back = own.or(leader).unwrap_or(false);
		if case.state == State::Decided {
			self.undo(id);
			for answer in &case.said {
				self.owe(answer.pool, case.biller, answer.paid);
			}
			if taken_back {
				self.bill_back(id);
			}
		} else {
			self.saw("a claim was void before it was decided");
		}
		let now = self.now;
		let case = self.case_mut(id);
		case.state = State::Voided;
		case.decided = case.decided.or(Some(now));
		for protest in case.protests.values_mut().filter(|it| it.is_open(now)) {
			(protest.decided, protest.ended) = (true, now);
		}
		let pays = case.protests.values().flat_map(|it| it.pays.clone()).collect::<Vec<_>>();
		for supplement in pays {
			let Some(known) = self.cases.get(&supplement) else { continue };
			if known.is_live() {
				self.saw("what an appeal had granted was void");
				self.void(supplement, Some(taken_back));
			} else if known.state == State::Voided && known.bill.is_none() && taken_back {
				// It was void already: what it had paid to the patient is owed from now on.
				if known.is_patients_own() && known.paid > 0 {
					self.saw("what was void already was billed");
				}
				self.bill_back(supplement);
			}
		}
	}

	pub fn decide_fraud(&mut self, who: AccountId, id: u64, found: bool) -> Answer {
		let case = self.case(id)?.clone();
		let open = case.report.filter(|_| case.has_open_report(self.now));
		let Some((reporter, _)) = open else { return no(TestError::NoReport) };
		let decides = self.is(who, Role::Regulator) || self.is(who, Role::IndependentReviewer);
		let partial = self.is_partial(who, &case, reporter);
		unless([(!decides, TestError::NotReviewer), (partial, TestError::NotIndependent)])?;
		if found && case.is_live() {
			self.void(id, None);
		}
		// Whoever has taken it back meanwhile has still done it.
		if found && case.state != State::Voided {
			self.flagged.push(case.biller);
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

	pub fn remove(&mut self, id: u64) -> Answer {
		let case = self.case(id)?.clone();
		let kept = case.decided.is_none_or(|at| self.now <= at + RETENTION);
		// What pays after its appeal goes first.
		let of = |case: &Case| matches!(case.origin, Origin::Appeal { claim, .. } if claim == id);
		let leads = self.cases.values().any(of);
		unless([
			(kept, TestError::TooEarly),
			(leads || case.has_open_protest(self.now), TestError::Appealed),
			(case.is_held(self.now), TestError::Reported),
		])?;
		self.cases.remove(&id);
		self.forget(id);
		// Days so long ago are looked at no more.
		for said in &case.said {
			for (line, _) in case.lines.iter().zip(&said.lines).filter(|(_, it)| it.paid > 0) {
				let day = (line.serviced / DAY) as u32;
				self.speed.remove(&(said.pool, case.biller, day));
			}
		}
		Ok(())
	}
}
