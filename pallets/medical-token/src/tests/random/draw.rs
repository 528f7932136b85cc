//! Draws what happens next: mostly what can succeed, often what just cannot.

use super::{acts::Act, bills::Invoice, model::Model, *};
use frame::deps::codec::Decode;

pub struct Draw<'a> {
	pub dice: &'a mut Dice,
	pub model: &'a Model,
}

const SERVICES: [ServiceType; 3] =
	[ServiceType::Consultation, ServiceType::DiagnosticLab, ServiceType::Surgical];

impl Draw<'_> {
	fn one_in(&mut self, chances: u64) -> bool {
		self.dice.below(chances) == 0
	}

	/// Mostly the usual, sometimes anybody.
	fn mostly(&mut self, usual: AccountId) -> AccountId {
		if self.one_in(12) {
			self.dice.one_of(&EVERYBODY)
		} else {
			usual
		}
	}

	fn patient(&mut self) -> AccountId {
		let usual = self.dice.one_of(&[PATIENT, PATIENT, OTHER_PATIENT, OTHER_PATIENT, INSURER]);
		self.mostly(usual)
	}

	fn provider(&mut self) -> AccountId {
		let usual = self.dice.one_of(&[HOSPITAL, HOSPITAL, PHARMACY]);
		self.mostly(usual)
	}

	fn coin(&mut self) -> CurrencyId {
		let known = self.model.coins.len() as u64;
		let id = if self.one_in(40) { known + 1 } else { 1 + self.dice.below(known.min(2)) };
		id as CurrencyId
	}

	/// Up to `most`, or one more, or nothing.
	fn amount(&mut self, most: u128) -> u128 {
		match self.dice.below(16) {
			0 => 0,
			1..=2 => most + 1,
			3..=6 => most,
			7 => 1,
			8..=10 => most / 2,
			_ => u128::from(self.dice.roll()) % (most + 1),
		}
	}

	/// The number of one for which `wish` holds, if there is any; sometimes any number.
	fn number<Value>(
		&mut self,
		all: &std::collections::BTreeMap<u64, Value>,
		next: u64,
		wish: impl Fn(&Value) -> bool,
	) -> u64 {
		let fit: Vec<u64> = all.iter().filter(|(_, one)| wish(one)).map(|(id, _)| *id).collect();
		if fit.is_empty() || self.one_in(16) {
			return self.dice.below(next + 2);
		}
		self.dice.one_of(&fit)
	}

	fn bill(&mut self, wish: impl Fn(&Invoice) -> bool) -> (BillId, Option<Invoice>) {
		let model = self.model;
		let id = self.number(&model.bills, model.next_bill, wish);
		(id, model.bills.get(&id).cloned())
	}

	fn lines(&mut self) -> Lines {
		let count = if self.one_in(40) { 0 } else { 1 + self.dice.below(4) };
		let mut all = Vec::new();
		for _ in 0..count {
			let quantity = if self.one_in(60) { 0 } else { 1 + self.dice.below(3) as u32 };
			let (quantity, unit_price) = match self.dice.below(80) {
				// More than can be counted.
				0 => (2, Amount::MAX),
				1 => (quantity, 0),
				_ => (quantity, u128::from(self.dice.below(400))),
			};
			all.push(line(self.dice.one_of(&SERVICES), quantity, unit_price));
		}
		lines(&all)
	}

	fn terms(&mut self) -> CurrencyTerms {
		let ratio = [9_999, 10_000, 10_000, 10_001, 12_000, 15_000];
		CurrencyTerms {
			required_ratio: BasisPoints(self.dice.one_of(&ratio)),
			attestation_lifetime: self.dice.one_of(&[0, DAY, 20 * DAY, 30 * DAY, 50 * DAY]),
			min_redemption: self.dice.one_of(&[0, 1, 1, 50, 50, 50]),
		}
	}

	fn later(&mut self, most: u64) -> u64 {
		(self.model.now + self.dice.below(most)).saturating_sub(u64::from(self.one_in(20)))
	}

	fn kind(&mut self) -> ProgrammeKind {
		let rate = BasisPoints(self.dice.one_of(&[0, 1, 333, 1_000, 5_000, 10_000, 10_001]));
		match self.dice.below(3) {
			0 => ProgrammeKind::PromptPay { rate, within: self.dice.below(5 * DAY) },
			1 => ProgrammeKind::Membership { rate },
			_ => {
				let count = 1 + self.dice.below(2);
				let mut services = Vec::new();
				for _ in 0..count {
					let quantity = self.dice.below(4) as u32;
					services.push((self.dice.one_of(&SERVICES), quantity));
				}
				package(&services, u128::from(self.dice.below(500)))
			}
		}
	}

	fn mandate(&mut self, owed: u128) -> Mandate {
		let now = self.model.now;
		Mandate {
			per_debit: self.dice.one_of(&[Amount::MAX, Amount::MAX, owed, owed / 2 + 1, 0]),
			total: self.dice.one_of(&[Amount::MAX, Amount::MAX, owed, owed / 2 + 2]),
			until: self.dice.one_of(&[u64::MAX, u64::MAX, u64::MAX, now + 20 * DAY, now, now - 1]),
		}
	}

	/// One of the calls about currencies.
	fn about_money(&mut self) -> Act {
		let model = self.model;
		let coin = self.coin();
		let known = model.coin(coin).ok().cloned();
		let issuer = known.as_ref().map_or(BANK, |coin| coin.issuer);
		let governance = if self.one_in(8) { Some(REGULATOR) } else { None };
		let holder = self.dice.one_of(&EVERYBODY);
		match self.dice.below(32) {
			0 => {
				let codes = [*b"EUR", *b"USD", *b"CHF", *b"JPY", *b"GBP", *b"SEK", *b"XXX"];
				let letters = self.dice.one_of(&codes);
				let code = CurrencyCode::decode(&mut &letters[..]).unwrap();
				let issuer = self.dice.one_of(&[BANK, OTHER_BANK, OTHER_BANK, HOSPITAL]);
				let terms = self.terms();
				Act::Call(governance, Call::register_currency { code, issuer, terms })
			}
			1 => {
				let terms = self.terms();
				Act::Call(governance, Call::set_terms { currency: coin, terms })
			}
			2..=6 => {
				let as_of = match self.dice.below(5) {
					0 => model.now + 1,
					1 => model.now.saturating_sub(self.dice.below(60 * DAY)),
					_ => model.now,
				};
				let usual = if self.one_in(10) { issuer } else { AUDITOR };
				let who = self.mostly(usual);
				let few = u128::from(self.dice.below(150_000));
				// Sometimes more than may exist.
				let reserves = if self.one_in(24) { Amount::MAX - few } else { 50_000 + few };
				let evidence = EVIDENCE;
				let call = Call::attest_reserves { currency: coin, reserves, as_of, evidence };
				Act::Call(Some(who), call)
			}
			7..=11 => {
				let most = known.map_or(0, |coin| {
					let most = model.ceiling(&coin).unwrap_or(100);
					most.saturating_sub(coin.supply)
				});
				let most = if self.one_in(4) { most } else { most.min(2_000) };
				let amount = self.amount(most);
				let (to, who) = (self.patient(), self.mostly(issuer));
				Act::Call(Some(who), Call::mint { currency: coin, to, amount })
			}
			12..=15 => {
				let amount = self.amount(model.has(coin, holder).saturating_sub(1) / 2);
				Act::Call(Some(holder), Call::request_redemption { currency: coin, amount })
			}
			16..=18 => {
				let next = model.next_redemption;
				let redemption = self.number(&model.redemptions, next, |_| true);
				let open = model.redemptions.get(&redemption);
				let issuer = open
					.and_then(|open| model.coin(open.coin).ok())
					.map_or(BANK, |coin| coin.issuer);
				let (who, evidence) = (self.mostly(issuer), EVIDENCE);
				Act::Call(Some(who), Call::complete_redemption { redemption, evidence })
			}
			19..=21 => {
				let next = model.next_redemption;
				let redemption = self.number(&model.redemptions, next, |open| open.end < model.now);
				Act::Call(Some(STRANGER), Call::expire_redemption { redemption })
			}
			22..=23 => {
				let reason = FreezeReason::Fraud;
				let by = self.mostly(REGULATOR);
				// Often somebody who waits for money to come back.
				let contested =
					model.bills.values().find(|bill| bill.in_dispute() && bill.payers.len() > 1);
				let (currency, who) = match contested {
					Some(bill) if self.one_in(2) => (bill.coin, self.dice.one_of(&bill.payers).0),
					_ => (coin, holder),
				};
				Act::Call(Some(by), Call::freeze { currency, who, reason })
			}
			24..=27 => {
				let all: Vec<_> = model.blocked.iter().copied().collect();
				let (currency, who) = match all.is_empty() || self.one_in(10) {
					true => (coin, holder),
					false => self.dice.one_of(&all),
				};
				Act::Call(Some(self.mostly(REGULATOR)), Call::thaw { currency, who })
			}
			28 => {
				let reason = PauseReason::ReservesInDoubt;
				Act::Call(Some(self.mostly(REGULATOR)), Call::pause { currency: coin, reason })
			}
			_ => {
				let stopped = model.coins.iter().position(|coin| coin.stopped);
				let currency = stopped.map_or(coin, |at| at as CurrencyId + 1);
				Act::Call(Some(self.mostly(REGULATOR)), Call::resume { currency })
			}
		}
	}

	/// One of the calls about discounts.
	fn about_discounts(&mut self) -> Act {
		let model = self.model;
		let provider = self.provider();
		let own = model.schemes.get(&provider).cloned().unwrap_or_default();
		let with_members: Vec<u64> = own
			.iter()
			.filter(|scheme| matches!(scheme.kind, ProgrammeKind::Membership { .. }))
			.map(|scheme| scheme.id)
			.collect();
		let call = match self.dice.below(11) {
			0..=3 => {
				let (currency, kind) = (self.coin(), self.kind());
				let cap = self.dice.one_of(&[0, 5, 100, 10_000, Amount::MAX]);
				Call::add_programme { currency, kind, cap }
			}
			4 => {
				let ids: Vec<u64> = own.iter().map(|scheme| scheme.id).collect();
				let any = self.dice.below(model.next_scheme + 1);
				let programme = if ids.is_empty() { any } else { self.dice.one_of(&ids) };
				Call::end_programme { programme }
			}
			5..=7 => {
				let any = self.dice.below(model.next_scheme + 1);
				let none = with_members.is_empty() || self.one_in(10);
				let programme = if none { any } else { self.dice.one_of(&with_members) };
				let (patient, until) = (self.patient(), self.later(30 * DAY));
				Call::enrol { programme, patient, until }
			}
			8..=9 => {
				let all: Vec<_> = model.members.iter().map(|(key, by)| (*key, by.0)).collect();
				if all.is_empty() {
					return Act::Call(
						Some(provider),
						Call::end_membership { programme: 0, patient: PATIENT },
					);
				}
				let ((programme, patient), by) = self.dice.one_of(&all);
				let usual = self.dice.one_of(&[by, patient]);
				let call = Call::end_membership { programme, patient };
				return Act::Call(Some(self.mostly(usual)), call);
			}
			_ => {
				let caps = [0, 1_000, 5_000, 10_000, 10_000, 10_001];
				Call::set_discount_cap { cap: BasisPoints(self.dice.one_of(&caps)) }
			}
		};
		Act::Call(Some(provider), call)
	}

	/// One of the calls about bills, or what other pallets do with them.
	fn about_bills(&mut self) -> Act {
		let model = self.model;
		let open = |bill: &Invoice| bill.end.is_none();
		match self.dice.below(48) {
			0..=10 => {
				let (who, patient, currency) = (self.provider(), self.patient(), self.coin());
				let (lines, due, detail) = (self.lines(), self.later(40 * DAY), DETAIL);
				Act::Call(Some(who), Call::issue { patient, currency, lines, due, detail })
			}
			11..=20 => {
				let (bill, known) = self.bill(open);
				let usual = known.as_ref().map_or(PATIENT, |bill| bill.patient);
				let payer = self.dice.one_of(&[usual, usual, usual, INSURER, STRANGER]);
				let who = self.mostly(payer);
				let most = known.map_or(10, |bill| bill.settles(model.now));
				Act::Call(Some(who), Call::pay { bill, amount: self.amount(most) })
			}
			21..=22 => {
				let (bill, known) = self.bill(open);
				let usual = known.as_ref().map_or(HOSPITAL, |bill| bill.provider);
				let most = known.map_or(10, |bill| bill.owed());
				let who = self.mostly(usual);
				Act::Call(Some(who), Call::write_off { bill, amount: self.amount(most) })
			}
			23..=27 => {
				let (bill, known) = self.bill(|bill| bill.paid() > bill.back());
				let usual = known.as_ref().map_or(HOSPITAL, |bill| bill.provider);
				let payers = known.map_or_else(Vec::new, |bill| bill.payers);
				let (payer, most) = match payers.is_empty() {
					true => (PATIENT, 10),
					false => {
						let (payer, paid, back) = self.dice.one_of(&payers);
						(payer, paid - back)
					}
				};
				let (who, payer) = (self.mostly(usual), self.mostly(payer));
				Act::Call(Some(who), Call::refund { bill, payer, amount: self.amount(most) })
			}
			28..=29 => {
				let (bill, known) = self.bill(|bill| open(bill) && bill.paid() == bill.back());
				let usual = known.map_or(HOSPITAL, |bill| bill.provider);
				let as_error = self.one_in(2);
				Act::Call(Some(self.mostly(usual)), Call::cancel { bill, as_error })
			}
			30..=33 => {
				let several = self.one_in(2);
				let (bill, known) = self
					.bill(|bill| bill.disputed.is_none() && (!several || bill.payers.len() > 1));
				let usual = known.map_or(PATIENT, |bill| bill.patient);
				let reason = DisputeReason::WrongAmount;
				Act::Call(Some(self.mostly(usual)), Call::dispute { bill, reason })
			}
			34..=37 => {
				let many = |bill: &Invoice| bill.in_dispute() && bill.payers.len() > 1;
				let several = model.bills.values().any(many);
				let (bill, known) =
					self.bill(|bill| if several { many(bill) } else { bill.in_dispute() });
				let patient = known.as_ref().map_or(PATIENT, |bill| bill.patient);
				let provider = known.as_ref().map_or(HOSPITAL, |bill| bill.provider);
				let most = known.map_or(10, |bill| bill.owed() + bill.paid() - bill.back());
				let by = [patient, provider, REGULATOR, REGULATOR, REGULATOR, INSURER];
				let usual = self.dice.one_of(&by);
				let credit = match self.one_in(4) {
					false if usual == patient => 0,
					false if usual == provider => most,
					false if self.one_in(2) => most,
					_ => self.amount(most),
				};
				Act::Call(Some(self.mostly(usual)), Call::resolve { bill, credit })
			}
			38..=40 => {
				let old = |end: &Option<(BillStatus, u64)>| {
					end.is_some_and(|(_, at)| at + 60 * DAY < model.now)
				};
				let (bill, known) = self.bill(|bill| old(&bill.end));
				let usual = known.map_or(HOSPITAL, |bill| bill.provider);
				let who = self.dice.one_of(&[usual, STRANGER, PATIENT]);
				Act::Call(Some(self.mostly(who)), Call::remove { bill })
			}
			41..=42 => {
				let (from, to, coin) = (self.provider(), self.patient(), self.coin());
				let (lines, due) = (self.lines(), self.later(40 * DAY));
				Act::Bill { from, to, coin, lines, due }
			}
			_ => {
				let (bill, known) = self.bill(open);
				let most = known.map_or(10, |bill| bill.settles(model.now));
				let (payer, amount) = (self.mostly(INSURER), self.amount(most));
				Act::Settle { bill, payer, amount }
			}
		}
	}

	/// One of the calls about instalments.
	fn about_plans(&mut self) -> Act {
		let open = |bill: &Invoice| bill.end.is_none();
		match self.dice.below(20) {
			0..=5 => {
				let (bill, known) = self.bill(|bill| open(bill) && !bill.in_rates());
				let usual = known.map_or(HOSPITAL, |bill| bill.provider);
				let counts = [0, 1, 2, 2, 3, 3, 4, 7, 12, 60, 61];
				let intervals = [9, 10, 3_600, DAY / 2, DAY, DAY, 10 * DAY, 10 * DAY, u64::MAX / 9];
				let terms = PlanTerms {
					instalments: self.dice.one_of(&counts),
					first_due: self.later(15 * DAY),
					interval: self.dice.one_of(&intervals),
				};
				Act::Call(Some(self.mostly(usual)), Call::propose_plan { bill, terms })
			}
			6..=13 => {
				let now = self.model.now;
				let waits = |bill: &Invoice| {
					let proposed = bill.rates.as_ref().filter(|rates| rates.parts.is_empty());
					proposed.is_some_and(|rates| rates.terms.first_due >= now)
				};
				let (bill, known) = self.bill(|bill| open(bill) && waits(bill));
				let usual = known.as_ref().map_or(PATIENT, |bill| bill.patient);
				let owed = known.as_ref().map_or(10, |bill| bill.owed());
				let proposed = known.and_then(|bill| bill.rates).map(|rates| rates.terms);
				let any = PlanTerms { instalments: 3, first_due: self.model.now, interval: DAY };
				let mut terms = proposed.unwrap_or(any);
				if self.one_in(12) {
					terms.interval += 1;
				}
				let mandate = (!self.one_in(5)).then(|| self.mandate(owed));
				Act::Call(Some(self.mostly(usual)), Call::accept_plan { bill, terms, mandate })
			}
			14..=17 => {
				let (bill, known) = self.bill(|bill| open(bill) && bill.in_rates());
				let usual = known.as_ref().map_or(PATIENT, |bill| bill.patient);
				let owed = known.as_ref().map_or(10, |bill| bill.owed());
				let parts = known.and_then(|bill| bill.rates).map_or(2, |rates| rates.parts.len());
				let instalments = parts as u16 + u16::from(self.one_in(12));
				let mandate = self.mandate(owed);
				let call = Call::authorize_debit { bill, instalments, mandate };
				Act::Call(Some(self.mostly(usual)), call)
			}
			_ => {
				let (bill, known) = self.bill(|bill| bill.debiting().is_some());
				let usual = known.map_or(PATIENT, |bill| bill.patient);
				Act::Call(Some(self.mostly(usual)), Call::revoke_mandate { bill })
			}
		}
	}

	/// What others do with money.
	fn about_purses(&mut self) -> Act {
		let model = self.model;
		let coin = self.coin();
		let from = self.dice.one_of(&EVERYBODY);
		let to = self.dice.one_of(&EVERYBODY);
		let most = model.has(coin, from) / if self.one_in(3) { 1 } else { 3 };
		let amount = self.amount(most);
		match self.dice.below(14) {
			0..=4 => Act::Transfer { coin, from, to, amount },
			5..=6 => Act::PayOut { coin, from, to, amount },
			7..=9 => Act::Hold { coin, owner: from, amount },
			more => {
				let escrow = self.number(&model.escrows, model.next_escrow, |_| true);
				let amount = self.amount(model.escrows.get(&escrow).map_or(5, |one| one.amount));
				match more {
					10..=11 => Act::Release { escrow, amount },
					_ => Act::PayHeld { escrow, to, amount },
				}
			}
		}
	}

	/// Roles come and go; what is lost mostly comes back soon.
	fn about_roles(&mut self) -> Act {
		let all = [
			(BANK, Role::TokenIssuer),
			(AUDITOR, Role::ReserveAuditor),
			(REGULATOR, Role::Regulator),
			(HOSPITAL, Role::ProviderOrganization),
			(PHARMACY, Role::Pharmacy),
		];
		let lost = all.iter().find(|role| !self.model.roles.contains(role)).copied();
		let friends = self.model.friends.iter().next().copied();
		match (lost, friends) {
			(Some((who, role)), _) => Act::Role { who, role },
			(None, Some((who, of))) => Act::Friend { who, of },
			(None, None) if self.one_in(2) => {
				let (one, other) = self.dice.one_of(&[(AUDITOR, BANK), (REGULATOR, HOSPITAL)]);
				let (who, of) = if self.one_in(2) { (one, other) } else { (other, one) };
				Act::Friend { who, of }
			}
			(None, None) if self.one_in(2) => {
				Act::Role { who: AUDITOR, role: Role::ReserveAuditor }
			}
			(None, None) => {
				let (who, role) = self.dice.one_of(&all);
				Act::Role { who, role }
			}
		}
	}

	fn block(&mut self) -> Act {
		Act::Block { room: if self.one_in(3) { self.dice.below(3) } else { 1_000 } }
	}

	pub fn act(&mut self) -> Act {
		let model = self.model;
		let comes = |bill: &Invoice| bill.debiting().is_some_and(|debit| debit.at <= model.now);
		if !model.still && model.bills.values().any(comes) && self.one_in(4) {
			return self.block();
		}
		match self.dice.below(100) {
			0..=24 => self.about_money(),
			25..=32 => self.about_discounts(),
			33..=61 => self.about_bills(),
			62..=76 => self.about_plans(),
			77..=86 => self.about_purses(),
			87 if self.model.still || self.one_in(4) => Act::Standstill,
			87..=96 => self.block(),
			_ => self.about_roles(),
		}
	}
}
