//! Draws what happens to claims.

use super::{
	acts::Act,
	cases::{Case, Said, Side, State},
	draw::{Draw, CLASSES, SERVICES},
	model::Model,
	model::Policy,
	*,
};

impl Draw<'_> {
	/// One of the calls about authorisations.
	pub fn about_permits(&mut self) -> Act {
		let model = self.model;
		if self.one_in(2) {
			let alive = |it: &model::Policy| !model.has_lapsed(it.newest());
			let (coverage, _) = self.policy(alive);
			let (_, who, organization) = self.sender();
			let call = Call::request_authorization {
				coverage,
				organization,
				service: self.dice.one_of(&SERVICES),
				quantity: if self.one_in(30) { 0 } else { 1 + self.dice.below(8) as u32 },
				unit_price: if self.one_in(30) { Amount::MAX } else { self.price() },
				evidence: EVIDENCE,
			};
			return Act::Call(who, call);
		}
		if self.one_in(4) {
			let now = model.now;
			let useless = |it: &model::Permit| match it.status {
				_ if it.removed => false,
				AuthorizationStatus::Refused => true,
				AuthorizationStatus::Requested => it.asked + REVIEW_PERIOD < now,
				AuthorizationStatus::Approved { until } => until + 254 * DAY < now,
			};
			let there = |it: &model::Permit| !it.removed;
			let some = model.permits.iter().any(useless) && !self.one_in(4);
			let authorization =
				self.place(&model.permits, |it| if some { useless(it) } else { there(it) });
			let biller = model.permits.get(authorization as usize).map(|it| it.biller);
			let usual = match self.dice.below(3) {
				0 => self.someone(),
				_ => biller.unwrap_or(HOSPITAL),
			};
			return Act::Call(usual, Call::remove_authorization { authorization });
		}
		let open = |it: &model::Permit| !it.removed && it.status == AuthorizationStatus::Requested;
		let authorization = self.place(&model.permits, open);
		let permit = model.permits.get(authorization as usize);
		let insurer = permit.map_or(INSURER, |it| model.insurer_of(it.policy));
		let units = permit.map_or(1, |it| u128::from(it.units));
		let answer = match self.one_in(6) {
			true => None,
			false => Some(Approval {
				quantity: self.amount(units) as u32,
				until: model.now + self.dice.one_of(&[0, DAY, 30 * DAY, 300 * DAY]),
			}),
		};
		let usual = self.dice.one_of(&[insurer, insurer, CLERK]);
		let who = self.mostly(usual);
		Act::Call(who, Call::answer_authorization { authorization, answer })
	}

	fn price(&mut self) -> u128 {
		match self.dice.below(4) {
			0 => self.dice.one_of(&[100, 200]),
			1 => 1 + u128::from(self.dice.below(800)),
			_ => 1 + u128::from(self.dice.below(150)),
		}
	}

	fn line(&mut self, biller: AccountId, patient: AccountId) -> ClaimLine {
		let model = self.model;
		// Mostly what a plan covers without more ado.
		let policies = model.order.get(&patient).into_iter().flatten();
		let benefits = policies.flat_map(|id| {
			let product = &model.products[model.policies[*id as usize].plan as usize];
			product.versions.last().into_iter().flat_map(|terms| &terms.benefits)
		});
		let easy: Vec<_> = benefits
			.filter(|it| !it.authorization && !it.attachment && !it.traced)
			.map(|it| it.service)
			.collect();
		let service = match easy.is_empty() || self.one_in(3) {
			true => self.dice.one_of(&SERVICES),
			false => self.dice.one_of(&easy),
		};
		let packs = model.packs.iter().filter(|((pack, by, whose), state)| {
			(*by, *whose) == (biller, patient)
				&& matches!(state, Dispensing::Dispensed { .. })
				&& !model.paid_packs.contains_key(&pack.id)
		});
		let packs: Vec<_> = packs.map(|((pack, ..), _)| *pack).collect();
		let pack = match self.dice.below(12) {
			0 => Some(self.pack()),
			1 => None,
			_ if service == ServiceType::Pharmacy && !packs.is_empty() => {
				Some(self.dice.one_of(&packs))
			}
			_ => None,
		};
		let sold = pack.and_then(|pack| match model.packs.get(&(pack, biller, patient)) {
			Some(Dispensing::Dispensed { at }) if !self.one_in(6) => Some(*at),
			_ => None,
		});
		let permits = model.permits.iter().enumerate().filter(|(_, it)| {
			!it.removed
				&& it.biller == biller
				&& it.service == service
				&& model.policies[it.policy as usize].insured == patient
		});
		let permits: Vec<_> = permits.map(|(id, it)| (id as u64, it.clone())).collect();
		let ago = match self.dice.below(12) {
			0 if self.one_in(4) => self.dice.below(200),
			1..=2 => self.dice.below(12),
			3..=5 => 1,
			_ => 0,
		};
		let mut line = ClaimLine {
			service,
			item: item(self.dice.below(6) as u8),
			quantity: 1 + self.dice.below(4) as u32,
			unit_price: self.price(),
			serviced: sold.unwrap_or(model.now - ago * DAY - self.dice.below(3_600)),
			pack,
			authorization: None,
		};
		if !permits.is_empty() && !self.one_in(5) {
			let (id, permit) = permits[self.dice.below(permits.len() as u64) as usize].clone();
			line.authorization = Some(id);
			if !self.one_in(4) {
				line.unit_price = line.unit_price.min(permit.price);
				line.quantity = line.quantity.min(permit.units.max(1));
			}
		} else if self.one_in(20) {
			line.authorization = Some(self.dice.below(model.permits.len() as u64 + 1));
		}
		match self.dice.below(250) {
			0 => line.quantity = 0,
			1 => line.unit_price = 0,
			2 => (line.quantity, line.unit_price) = (2, Amount::MAX),
			3 => line.unit_price = Amount::MAX,
			4 => line.serviced = model.now + 1,
			_ => (),
		}
		line
	}

	/// A claim comes in, perhaps in the place of another.
	pub fn new_claim(&mut self) -> Act {
		let model = self.model;
		let (biller, by, organization) = self.sender();
		let insured = |who: &AccountId| {
			let policies = model.order.get(who).into_iter().flatten();
			let runs = |id: &&u64| {
				let periods = &model.policies[**id as usize].periods;
				periods.iter().any(|period| period.holds(model.now))
			};
			policies.filter(runs).count()
		};
		let covered: Vec<_> = PERSONS.into_iter().filter(|who| insured(who) > 0).collect();
		if covered.is_empty() && !self.one_in(4) {
			return self.enrolment();
		}
		let several: Vec<_> = PERSONS.into_iter().filter(|who| insured(who) > 1).collect();
		let among = if self.one_in(2) && !several.is_empty() { several } else { covered };
		let usual = self.dice.one_of(if among.is_empty() { &PERSONS } else { &among });
		let mut who = self.mostly(usual);
		let policies = model.order.get(&who).cloned().unwrap_or_default();
		let coins: Vec<_> =
			policies.iter().map(|id| model.funds[model.pool_of(*id) as usize].coin).collect();
		let mut currency = match coins.is_empty() || self.one_in(30) {
			true => self.dice.one_of(&COINS),
			false => self.dice.one_of(&coins),
		};
		let count = if self.one_in(60) { 0 } else { 1 + self.dice.below(4) };
		let mut of: Vec<ClaimLine> = Vec::new();
		for _ in 0..count {
			let mut line = self.line(biller, who);
			match self.dice.below(10) {
				// Much like another one: by another biller, of another item, or just the same.
				0 => {
					let (_, other) =
						self.claim(|case| case.patient == who && case.came + 5 * DAY > model.now);
					if let Some(other) = other {
						line = ClaimLine { pack: None, ..self.dice.one_of(&other.lines) };
					}
				}
				1 => {
					let own = |case: &Case| {
						let fresh = case.came + 5 * DAY > model.now;
						case.patient == who && case.biller == biller && fresh
					};
					let (_, other) = self.claim(own);
					if let Some(other) = other {
						let item = item(self.dice.below(8) as u8);
						line = ClaimLine { item, ..self.dice.one_of(&other.lines) };
					}
				}
				_ => (),
			}
			let same = |known: &ClaimLine| {
				(known.item, known.day()) == (line.item, line.day())
					|| known.pack.is_some_and(|pack| line.pack.is_some_and(|own| own.id == pack.id))
			};
			if !of.iter().any(same) || self.one_in(8) {
				of.push(line);
			}
		}
		let classes: Vec<ResourceClass> = match self.dice.below(3) {
			0 => Vec::new(),
			1 => vec![self.dice.one_of(&CLASSES)],
			_ => self.dice.some_of(&CLASSES),
		};
		let documents: Vec<_> =
			classes.into_iter().map(|class| Attachment { class, commitment: EVIDENCE }).collect();
		let mut replaces = None;
		if self.one_in(8) {
			let own = |case: &Case| {
				let open = match case.state {
					State::Waits { .. } => !case.has_open_protest(model.now),
					State::Decided => !case.is_protested(model.now) && !case.is_held(model.now),
					_ => false,
				};
				open && case.biller == biller
			};
			let (id, old) = self.claim(own);
			replaces = Some(id);
			if let Some(old) = old.filter(|_| !self.one_in(12)) {
				(who, currency, of) = (old.patient, old.coin, old.lines);
				let place = self.dice.below(of.len() as u64) as usize;
				of[place].unit_price = self.price();
			}
		}
		// Often the patient, in whose place a biller that owes is paid.
		let owes = model.debts.keys().any(|(_, who)| *who == biller);
		let other = if owes { Payee::Patient } else { Payee::Provider };
		let payee = self.dice.one_of(&[Payee::Provider, other, Payee::Patient]);
		let call = Call::submit {
			patient: who,
			organization,
			currency,
			payee,
			lines: lines(&of),
			attachments: Attachments::truncate_from(documents),
			replaces,
		};
		Act::Call(by, call)
	}

	fn waiting(&mut self, fits: &[PendReason]) -> (u64, Option<Case>) {
		self.claim(|case| match case.state {
			State::Waits { reason, .. } => fits.contains(&reason),
			_ => false,
		})
	}

	/// The insurer for which a claim waits.
	fn whose_turn(&self, case: Option<&Case>) -> AccountId {
		match case.map(|case| (&case.state, case)) {
			Some((State::Waits { payer, .. }, case)) => {
				self.model.insurer_of(case.policies[*payer])
			}
			_ => INSURER,
		}
	}

	/// One of the calls about claims that wait.
	pub fn about_waiting(&mut self) -> Act {
		// Mostly what some claim waits for.
		let waits = |case: &Case| match case.state {
			State::Waits { reason, .. } => Some(reason),
			_ => None,
		};
		let turns: BTreeSet<_> = self
			.model
			.cases
			.values()
			.filter_map(waits)
			.map(|reason| match reason {
				PendReason::ConsentMissing | PendReason::PoolShort => 6,
				PendReason::Confirmation => 9,
				_ => 0,
			})
			.collect();
		// Sometimes what has waited far too long.
		let lapsed = |case: &Case| match case.state {
			State::Waits { until, .. } => until + APPEAL_PERIOD < self.model.now,
			_ => false,
		};
		let lapsed = self.model.cases.values().any(lapsed);
		// Or what somebody has appealed about, and the patient can still confirm.
		let asked = |case: &Case| {
			waits(case) == Some(PendReason::Confirmation) && case.has_open_protest(self.model.now)
		};
		let asked = self.model.cases.values().any(asked);
		let turns: Vec<_> = turns.into_iter().collect();
		let turn = match turns.is_empty() || self.one_in(4) {
			_ if asked && self.one_in(2) => 9,
			_ if lapsed && self.one_in(3) => 13,
			true => self.dice.below(14),
			false => self.dice.one_of(&turns),
		};
		match turn {
			0..=5 => {
				let (claim, case) = self.waiting(&[
					PendReason::AttachmentReview,
					PendReason::DuplicateSuspected,
					PendReason::PriceOutlier,
					PendReason::Velocity,
					PendReason::ServiceContested,
				]);
				let turn = self.whose_turn(case.as_ref());
				let usual = self.dice.one_of(&[turn, turn, turn, CLERK]);
				let who = self.mostly(usual);
				let mut words = Vec::new();
				for line in 0..case.map_or(1, |case| case.lines.len() as u8) {
					let word = match self.dice.below(5) {
						0..=2 => Verdict::Approve,
						3 => Verdict::Deny(self.dice.one_of(&[
							Reason::NotNecessary,
							Reason::NonCovered,
							Reason::Frequency,
							Reason::ExactDuplicate,
							Reason::LacksInformation,
						])),
						_ if self.one_in(4) => Verdict::Deny(self.dice.one_of(&Reason::ALL)),
						_ => continue,
					};
					words.push((line, word));
				}
				if self.one_in(20) {
					words.push((self.dice.below(5) as u8, Verdict::Approve));
				}
				let decisions = LineDecisions::truncate_from(words);
				Act::Call(who, Call::review { claim, decisions })
			}
			6..=8 => {
				let (claim, case) =
					self.waiting(&[PendReason::PoolShort, PendReason::ConsentMissing]);
				let turn = self.whose_turn(case.as_ref());
				let (biller, patient) =
					case.map_or((HOSPITAL, PATIENT), |it| (it.biller, it.patient));
				let usual = self.dice.one_of(&[turn, biller, patient]);
				Act::Call(self.mostly(usual), Call::resume { claim })
			}
			9..=11 => {
				// Mostly one about which somebody has appealed meanwhile.
				let asked = |case: &Case| match case.state {
					State::Waits { reason, .. } => reason == PendReason::Confirmation,
					_ => false,
				};
				let now = self.model.now;
				let late = |case: &Case| asked(case) && case.has_open_protest(now);
				let some = self.model.cases.values().any(late) && !self.one_in(6);
				let (claim, case) = self.claim(|it| if some { late(it) } else { asked(it) });
				let who = self.mostly(case.map_or(PATIENT, |case| case.patient));
				let received = !self.one_in(3);
				Act::Call(who, Call::confirm_service { claim, received })
			}
			_ => {
				let now = self.model.now;
				let late = |case: &Case| match case.state {
					State::Waits { reason, until, .. } => match reason {
						PendReason::PoolShort => until + RETENTION < now,
						_ => until + APPEAL_PERIOD < now,
					},
					_ => false,
				};
				let waits = |case: &Case| matches!(case.state, State::Waits { .. });
				let some = self.model.cases.values().any(late) && !self.one_in(4);
				let (claim, case) = self.claim(|it| if some { late(it) } else { waits(it) });
				let who = match some {
					true => self.someone(),
					false => {
						self.mostly(case.map_or(HOSPITAL, |case| match case.is_patients_own() {
							true => case.patient,
							false => case.biller,
						}))
					}
				};
				Act::Call(who, Call::withdraw_claim { claim })
			}
		}
	}

	fn judge(&mut self) -> AccountId {
		let usual = self.dice.one_of(&[REVIEWER, REVIEWER, REVIEWER, REGULATOR]);
		self.mostly(usual)
	}

	/// What keeps the oldest term of somebody from going is brought to its end, one by one.
	pub fn clearance(&mut self) -> Option<Act> {
		let model = self.model;
		let kept_until = |it: &Policy| it.oldest().map_or(u64::MAX, |it| it.end + RETENTION);
		let blocks = |policy: &Policy, case: &Case| {
			case.patient == policy.insured && case.came <= kept_until(policy)
		};
		let old = model.known_policies().filter(|(_, it)| kept_until(it) < model.now);
		let (coverage, policy) = old.min_by_key(|(_, policy)| {
			model.cases.values().filter(|case| blocks(policy, case)).count()
		})?;
		let somebody = self.someone();
		let (term, oldest) = (policy.removed as u32, policy.oldest()?);
		if !oldest.closed {
			return Some(Act::Call(somebody, Call::close_term { coverage, term }));
		}
		// What pays after an appeal has the larger number, and goes first.
		let mut blocking = model.cases.iter().rev().filter(|(_, case)| blocks(policy, case));
		let Some((id, case)) = blocking.next() else {
			let call = match policy.owed > 0 && policy.periods.len() == policy.removed + 1 {
				true => Call::collect_refund { coverage },
				false => Call::remove_term { coverage },
			};
			return Some(Act::Call(somebody, call));
		};
		let (claim, found) = (*id, false);
		Some(match (&case.state, case.open_protest(model.now)) {
			_ if case.is_held(model.now) => {
				Act::Call(self.judge(), Call::decide_fraud { claim, found })
			}
			(_, Some((payer, side, _))) => {
				let (payer, kind, overturned) = (payer as u8, side.kind(), BoundedVec::new());
				Act::Call(self.judge(), Call::decide_appeal { claim, payer, kind, overturned })
			}
			(State::Waits { .. }, _) if case.is_patients_own() => {
				Act::Call(case.patient, Call::withdraw_claim { claim })
			}
			(State::Waits { .. }, _) => Act::Call(case.biller, Call::withdraw_claim { claim }),
			_ => Act::Call(somebody, Call::remove { claim }),
		})
	}

	/// Whether two payers have left the same line to the patient, and an appeal against one has come to
	/// something.
	fn left_twice(case: &Case) -> bool {
		let mut came = case.protests.iter().filter(|(_, protest)| !protest.pays.is_empty());
		came.any(|((payer, _), protest)| {
			let others = (0..case.said.len()).filter(|other| other != payer);
			let left = |other: usize, line: &u8| {
				Model::taken(case, other, usize::from(*line)).is_some_and(|(patient, _)| patient)
			};
			let all = others.flat_map(|other| protest.lines.iter().map(move |it| (other, it)));
			all.into_iter().any(|(other, line)| left(other, line))
		})
	}

	/// Appeals: of what was denied, or is overdue.
	fn appeal(&mut self) -> Act {
		let now = self.model.now;
		let twice = |case: &Case| {
			let fresh = case.decided.is_some_and(|at| now <= at + APPEAL_PERIOD);
			fresh && !case.has_open_protest(now) && Self::left_twice(case)
		};
		let again = self.model.cases.values().any(twice) && self.one_in(2);
		let overdue = !again && self.one_in(2);
		let (claim, case) = self.claim(|case| match case.state {
			State::Decided if again => twice(case),
			State::Waits { until, .. } => {
				// Mostly while there is time.
				let in_time = until < now && now <= until + APPEAL_PERIOD;
				overdue && in_time && !case.has_open_protest(now)
			}
			State::Decided => {
				let denied = |said: &Said| said.lines.iter().any(|line| line.denied.is_some());
				!overdue
					&& !case.has_open_protest(now)
					&& case.protests.len() < 2 * case.said.len()
					&& !case.is_supplement()
					&& case.decided.is_some_and(|at| now <= at + APPEAL_PERIOD)
					&& case.said.iter().any(denied)
			}
			_ => false,
		});
		let Some(case) = case else {
			let (lines, evidence) = (BoundedVec::default(), EVIDENCE);
			return Act::Call(PATIENT, Call::appeal { claim, payer: 0, lines, evidence });
		};
		let mut payer = match case.state {
			State::Waits { payer, .. } => payer as u8,
			_ => self.dice.below(case.said.len().max(1) as u64) as u8,
		};
		if self.one_in(15) {
			payer = self.dice.below(4) as u8;
		}
		let usual = self.dice.one_of(&[case.patient, case.biller]);
		// Mostly what the other has not taken up.
		let other = if usual == case.patient { Side::Biller } else { Side::Patient };
		let of_other = case.protests.get(&(payer.into(), other));
		let mut of = Vec::new();
		for line in 0..case.lines.len() {
			let known = of_other.is_some_and(|it| it.lines.contains(&(line as u8)));
			let taken = Model::taken(&case, payer.into(), line).is_some();
			let wanted = taken && (!known || self.one_in(3));
			if (wanted && !self.one_in(3)) || self.one_in(25) {
				of.push(line as u8);
			}
		}
		let call =
			Call::appeal { claim, payer, lines: BoundedVec::truncate_from(of), evidence: EVIDENCE };
		Act::Call(self.mostly(usual), call)
	}

	/// One of the calls about claims that were decided.
	pub fn about_decided(&mut self) -> Act {
		let now = self.model.now;
		match self.dice.below(27) {
			0..=4 => self.appeal(),
			5..=8 => {
				let (claim, case) = self.claim(|case| case.has_open_protest(now));
				let open = case.as_ref().and_then(|case| case.open_protest(now));
				let (mut payer, mut side, of) = open
					.map_or((0, Side::Biller, vec![0]), |(payer, side, protest)| {
						(payer as u8, side, protest.lines.clone())
					});
				if self.one_in(25) {
					payer = self.dice.below(3) as u8;
				}
				if self.one_in(25) {
					side = self.dice.one_of(&[Side::Silence, Side::Biller, Side::Patient]);
				}
				let mut overturned = Vec::new();
				for line in of {
					if !self.one_in(3) {
						overturned.push(line);
					}
				}
				if self.one_in(20) {
					overturned.push(self.dice.below(5) as u8);
				}
				let overturned = BoundedVec::truncate_from(overturned);
				let kind = side.kind();
				Act::Call(self.judge(), Call::decide_appeal { claim, payer, kind, overturned })
			}
			9..=12 => {
				// Sometimes what is the patient's, mostly what was reported again.
				let often = self.one_in(6);
				let anew = |case: &Case| {
					let free = case.has_open_report(now) && !case.is_held(now);
					free && case.state == State::Decided && !case.is_protested(now)
				};
				let some = self.model.cases.values().any(anew) && !self.one_in(4);
				let (claim, case) = self.claim(|case| {
					if some {
						return anew(case);
					}
					let bound = case.is_protested(now) || (case.is_patients_own() && !often);
					let stuck = bound || case.is_held(now);
					case.state == State::Decided && !stuck
				});
				let who = self.mostly(case.map_or(HOSPITAL, |case| case.biller));
				Act::Call(who, Call::reverse { claim })
			}
			13..=14 => {
				let paid = !self.one_in(3);
				let again = self.one_in(3);
				let waits = self.one_in(4);
				let fits = |case: &Case| {
					let stands = match case.state {
						State::Decided => !waits && (case.paid > 0 || !paid),
						State::Waits { .. } => waits,
						_ => false,
					};
					stands && !case.has_open_report(now) && (case.report.is_some() || !again)
				};
				let (claim, case) = self.claim(fits);
				let patient = case.map_or(PATIENT, |case| case.patient);
				let usual = self.dice.one_of(&[patient, patient, INSURER, CLERK, REGULATOR]);
				let who = self.mostly(usual);
				Act::Call(who, Call::report_fraud { claim, evidence: EVIDENCE })
			}
			15..=17 => {
				// Mostly one of which an appeal has come to something.
				let far = |case: &Case| case.has_open_report(now) && case.is_protested(now);
				let some = self.model.cases.values().any(far) && !self.one_in(3);
				let open = |case: &Case| case.has_open_report(now);
				let (claim, _) = self.claim(|it| if some { far(it) } else { open(it) });
				let found = !self.one_in(3);
				Act::Call(self.judge(), Call::decide_fraud { claim, found })
			}
			18..=23 if self.one_in(8) || !self.model.debts.is_empty() => {
				let debts: Vec<_> = self.model.debts.iter().collect();
				let (pool, who, owed) = match debts.is_empty() || self.one_in(10) {
					true => (self.pool().0, self.biller(), 10),
					false => {
						let ((pool, who), owed) =
							debts[self.dice.below(debts.len() as u64) as usize];
						(*pool, *who, *owed)
					}
				};
				let (who, amount) = (self.mostly(who), self.amount(owed));
				Act::Call(who, Call::repay { pool, amount })
			}
			_ => {
				let (claim, case) =
					self.claim(|case| case.decided.is_some_and(|at| at + RETENTION < now));
				let usual = case.map_or(HOSPITAL, |case| case.biller);
				let usual = self.dice.one_of(&[usual, STRANGER, PATIENT]);
				Act::Call(self.mostly(usual), Call::remove { claim })
			}
		}
	}
}
