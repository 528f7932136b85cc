//! The model's bills: what is owed, and what comes of it.

use super::{
	model::{no, unless, Answer, Model, Scheme},
	*,
};

#[derive(Clone)]
pub struct Debiting {
	pub most: u128,
	pub in_all: u128,
	pub until: u64,
	pub taken: u128,
	/// The instalment whose turn it is, from 0.
	pub turn: usize,
	pub at: u64,
	pub failed: u8,
}

#[derive(Clone)]
pub struct Rates {
	pub terms: PlanTerms,
	/// When each is due, and how much it is. Nothing as long as it is not accepted.
	pub parts: Vec<(u64, u128)>,
	pub debiting: Option<Debiting>,
}

#[derive(Clone)]
pub struct Invoice {
	pub provider: AccountId,
	pub patient: AccountId,
	pub coin: CurrencyId,
	pub due: u64,
	pub price: u128,
	pub off: u128,
	/// What is taken off if the rest is paid, and until when.
	pub offer: Option<(u128, u64)>,
	pub offer_taken: Option<u128>,
	pub given_up: u128,
	/// Who paid how much, and how much came back.
	pub payers: Vec<(AccountId, u128, u128)>,
	pub end: Option<(BillStatus, u64)>,
	pub disputed: Option<bool>,
	pub rates: Option<Rates>,
}

impl Invoice {
	pub fn paid(&self) -> u128 {
		self.payers.iter().map(|(_, paid, _)| paid).sum()
	}

	pub fn back(&self) -> u128 {
		self.payers.iter().map(|(_, _, back)| back).sum()
	}

	pub fn owed(&self) -> u128 {
		let gone = self.off + self.offer_taken.unwrap_or(0) + self.given_up + self.paid();
		self.price.checked_sub(gone).expect("no more goes than there is")
	}

	pub fn in_rates(&self) -> bool {
		self.rates.as_ref().is_some_and(|rates| !rates.parts.is_empty())
	}

	pub fn in_dispute(&self) -> bool {
		self.disputed == Some(false)
	}

	/// What the offer takes off now.
	fn offered(&self, now: u64) -> u128 {
		match self.offer {
			Some((off, until))
				if now <= until && self.offer_taken.is_none() && !self.in_rates() =>
			{
				off.min(self.owed())
			}
			_ => 0,
		}
	}

	pub fn settles(&self, now: u64) -> u128 {
		self.owed() - self.offered(now)
	}

	pub fn debiting(&self) -> Option<&Debiting> {
		self.rates.as_ref().and_then(|rates| rates.debiting.as_ref())
	}

	pub fn debiting_mut(&mut self) -> &mut Option<Debiting> {
		&mut self.rates.as_mut().expect("it has a plan").debiting
	}
}

/// The two fixed discounts together, and the offer with its seconds.
fn off(
	lines: &[BillLine],
	schemes: &[Scheme],
	price: u128,
	cap: u128,
) -> (u128, Option<(u128, u64)>) {
	let mut package = 0;
	for scheme in schemes {
		let ProgrammeKind::Package { services, price: fixed } = &scheme.kind else { continue };
		let billed = |service| {
			let of = lines.iter().filter(|line| line.service == service);
			of.map(|line| (line.quantity, u128::from(line.quantity) * line.unit_price))
				.fold((0, 0), |(q, p), (more, price)| (q + more, p + price))
		};
		if services.iter().all(|(service, quantity)| billed(*service).0 == *quantity) {
			let normal: u128 = services.iter().map(|(service, _)| billed(*service).1).sum();
			package = package.max(normal.saturating_sub(*fixed).min(scheme.cap));
		}
	}
	let package = package.min(cap);
	let (mut member, mut offer) = (0, None);
	for scheme in schemes {
		if let ProgrammeKind::Membership { rate } = scheme.kind {
			member = member.max(((price - package) * u128::from(rate.0) / 10_000).min(scheme.cap));
		}
	}
	let fixed = package + member.min(cap - package);
	for scheme in schemes {
		if let ProgrammeKind::PromptPay { rate, within } = scheme.kind {
			let share = (price - fixed) * u128::from(rate.0) / 10_000;
			let share = share.min(scheme.cap).min(cap - fixed);
			if share > 0 && offer.is_none_or(|best| (share, within) > best) {
				offer = Some((share, within));
			}
		}
	}
	(fixed, offer)
}

const BILLERS: [Role; 4] =
	[Role::ProviderOrganization, Role::Pharmacy, Role::Laboratory, Role::Practitioner];

impl Model {
	fn bills_patients(&self, who: AccountId) -> Answer {
		let may = BILLERS.iter().any(|role| self.is(who, *role));
		unless([(!may, TestError::NotBiller)])
	}

	pub fn add_scheme(
		&mut self,
		who: AccountId,
		coin: CurrencyId,
		kind: &ProgrammeKind,
		cap: u128,
	) -> Answer {
		self.bills_patients(who)?;
		self.coin(coin)?;
		let wrong = match kind {
			ProgrammeKind::PromptPay { rate, .. } | ProgrammeKind::Membership { rate } => {
				(rate.0 == 0 || rate.0 > 10_000, TestError::BadRate)
			}
			ProgrammeKind::Package { services, .. } => {
				let twice = services
					.iter()
					.enumerate()
					.any(|(at, (one, _))| services.iter().skip(at + 1).any(|(two, _)| one == two));
				let none = services.is_empty() || services.iter().any(|(_, count)| *count == 0);
				(twice || none, TestError::BadPackage)
			}
		};
		let full = self.schemes.get(&who).is_some_and(|all| all.len() == 8);
		unless([(cap == 0, TestError::ZeroAmount), wrong, (full, TestError::TooManyProgrammes)])?;
		let scheme = Scheme { id: self.next_scheme, coin, kind: kind.clone(), cap };
		self.schemes.entry(who).or_default().push(scheme);
		self.next_scheme += 1;
		Ok(())
	}

	pub fn end_scheme(&mut self, who: AccountId, id: u64) -> Answer {
		let own = self.schemes.entry(who).or_default();
		let Some(at) = own.iter().position(|scheme| scheme.id == id) else {
			return no(TestError::ProgrammeNotFound);
		};
		own.remove(at);
		Ok(())
	}

	pub fn enrol(&mut self, who: AccountId, id: u64, patient: AccountId, until: u64) -> Answer {
		let own = self.schemes.get(&who).into_iter().flatten().any(|scheme| {
			scheme.id == id && matches!(scheme.kind, ProgrammeKind::Membership { .. })
		});
		unless([(!own, TestError::ProgrammeNotFound), (until < self.now, TestError::DateInPast)])?;
		self.members.insert((id, patient), (who, until));
		Ok(())
	}

	pub fn leave(&mut self, who: AccountId, id: u64, patient: AccountId) -> Answer {
		let Some((provider, _)) = self.members.get(&(id, patient)) else {
			return no(TestError::NotAMember);
		};
		unless([(who != patient && who != *provider, TestError::NotAParty)])?;
		self.members.remove(&(id, patient));
		Ok(())
	}

	pub fn set_cap(&mut self, who: AccountId, cap: BasisPoints) -> Answer {
		self.bills_patients(who)?;
		unless([(cap.0 > 10_000, TestError::BadRate)])?;
		self.caps.insert(who, cap.0.into());
		Ok(())
	}

	pub fn issue(
		&mut self,
		provider: AccountId,
		patient: AccountId,
		coin: CurrencyId,
		lines: &[BillLine],
		due: u64,
		own: bool,
	) -> Answer {
		if own {
			self.bills_patients(provider)?;
		}
		unless([(provider == patient, TestError::SelfBilling)])?;
		let stopped = self.coin(coin)?.stopped;
		let price = lines.iter().try_fold(0u128, |sum, line| {
			sum.checked_add(line.unit_price.checked_mul(line.quantity.into())?)
		});
		unless([
			(stopped, TestError::CurrencyPaused),
			(due < self.now, TestError::DateInPast),
			(lines.is_empty(), TestError::NoLines),
			(lines.iter().any(|line| line.quantity == 0), TestError::BadLine),
			(price.is_none(), TestError::AmountOverflow),
			(price == Some(0), TestError::NothingToBill),
		])?;
		let price = price.unwrap();
		if self.poor.contains(&provider) {
			return Err(vec![TokenError::FundsUnavailable.into()]);
		}
		let mine = self.schemes.get(&provider).into_iter().flatten().filter(|scheme| {
			let member = matches!(scheme.kind, ProgrammeKind::Membership { .. });
			let known = self.members.get(&(scheme.id, patient));
			scheme.coin == coin && (!member || known.is_some_and(|(_, until)| *until >= self.now))
		});
		let schemes: Vec<_> = mine.filter(|_| own).cloned().collect();
		let cap = self.caps.get(&provider).copied().unwrap_or(10_000);
		let (off, offer) = off(lines, &schemes, price, price * cap / 10_000);
		let invoice = Invoice {
			provider,
			patient,
			coin,
			due,
			price,
			off,
			offer: offer.map(|(share, within)| (share, self.now + within)),
			offer_taken: None,
			given_up: 0,
			payers: Vec::new(),
			end: None,
			disputed: None,
			rates: None,
		};
		let id = self.next_bill;
		self.next_bill += 1;
		self.bills.insert(id, invoice);
		self.close_if_settled(id);
		Ok(())
	}

	pub fn invoice(&self, id: u64) -> Answer<&Invoice> {
		self.bills.get(&id).map_or_else(|| no(TestError::BillNotFound), Ok)
	}

	pub fn edit(&mut self, id: u64) -> &mut Invoice {
		self.bills.get_mut(&id).expect("it is there")
	}

	/// Closes what needs no more payment. Answers whether it did.
	pub fn close_if_settled(&mut self, id: u64) -> bool {
		let now = self.now;
		let bill = self.edit(id);
		let settled = bill.end.is_none() && bill.settles(now) == 0;
		if settled {
			let offered = bill.offered(now);
			if offered > 0 {
				bill.offer_taken = Some(offered);
			}
			bill.end = Some((BillStatus::Balanced, now));
			bill.rates.iter_mut().for_each(|rates| rates.debiting = None);
		}
		settled
	}

	/// Pays; all that speaks against it is known not to be.
	pub fn book(&mut self, id: u64, payer: AccountId, amount: u128) {
		let now = self.now;
		let bill = self.edit(id);
		let offered = bill.offered(now);
		if offered > 0 && amount == bill.settles(now) {
			bill.offer_taken = Some(offered);
		}
		match bill.payers.iter_mut().find(|(who, ..)| *who == payer) {
			Some((_, paid, _)) => *paid += amount,
			None => bill.payers.push((payer, amount, 0)),
		}
		let (coin, provider) = (bill.coin, bill.provider);
		self.move_money(coin, payer, provider, amount);
	}

	pub fn pay(&mut self, payer: AccountId, id: u64, amount: u128, third: bool) -> Answer {
		unless([(amount == 0, TestError::ZeroAmount)])?;
		let bill = self.invoice(id)?;
		unless([(bill.end.is_some(), TestError::BillClosed)])?;
		let settles = bill.settles(self.now);
		let small = !third
			&& payer != bill.patient
			&& amount != settles
			&& amount < (bill.price - bill.off).div_ceil(16);
		let rules = [
			(payer == bill.provider, TestError::SelfPayment),
			(amount > settles, TestError::Overpayment),
			(small, TestError::PaymentTooSmall),
		];
		let stuck = self.stuck(bill.coin, payer, bill.provider, amount, true);
		unless(rules.into_iter().chain(stuck))?;
		self.book(id, payer, amount);
		self.close_if_settled(id);
		Ok(())
	}

	pub fn write_off(&mut self, who: AccountId, id: u64, amount: u128) -> Answer {
		unless([(amount == 0, TestError::ZeroAmount)])?;
		let bill = self.invoice(id)?;
		unless([
			(who != bill.provider, TestError::NotProvider),
			(bill.end.is_some(), TestError::BillClosed),
		])?;
		unless([(amount > bill.owed(), TestError::WriteOffTooLarge)])?;
		self.edit(id).given_up += amount;
		self.close_if_settled(id);
		Ok(())
	}

	pub fn refund(&mut self, who: AccountId, id: u64, payer: AccountId, amount: u128) -> Answer {
		unless([(amount == 0, TestError::ZeroAmount)])?;
		let bill = self.invoice(id)?;
		unless([(who != bill.provider, TestError::NotProvider)])?;
		let Some(at) = bill.payers.iter().position(|(of, ..)| *of == payer) else {
			return no(TestError::NoPayment);
		};
		let (_, paid, back) = bill.payers[at];
		unless([(paid == back, TestError::AlreadyRefunded)])?;
		let rules = [(amount > paid - back, TestError::RefundExceedsPayment)];
		let (coin, provider) = (bill.coin, bill.provider);
		unless(rules.into_iter().chain(self.stuck(coin, provider, payer, amount, true)))?;
		self.edit(id).payers[at].2 += amount;
		self.move_money(coin, provider, payer, amount);
		Ok(())
	}

	pub fn cancel(&mut self, who: AccountId, id: u64, as_error: bool) -> Answer {
		let now = self.now;
		let bill = self.invoice(id)?;
		unless([
			(who != bill.provider, TestError::NotProvider),
			(bill.end.is_some(), TestError::BillClosed),
			(bill.paid() > bill.back(), TestError::PaymentsRemain),
		])?;
		let bill = self.edit(id);
		bill.given_up += bill.owed();
		bill.disputed = bill.disputed.map(|_| true);
		bill.rates.iter_mut().for_each(|rates| rates.debiting = None);
		let how = if as_error { BillStatus::EnteredInError } else { BillStatus::Cancelled };
		bill.end = Some((how, now));
		Ok(())
	}

	pub fn dispute(&mut self, who: AccountId, id: u64) -> Answer {
		let bill = self.invoice(id)?;
		let (gone, late) = match bill.end {
			None => (false, false),
			Some((BillStatus::Balanced, at)) => (false, self.now > at + 30 * DAY),
			Some(_) => (true, false),
		};
		unless([
			(who != bill.patient, TestError::NotPatient),
			(gone, TestError::BillClosed),
			(late, TestError::DisputeTooLate),
			(bill.disputed.is_some(), TestError::AlreadyDisputed),
		])?;
		self.edit(id).disputed = Some(false);
		Ok(())
	}

	/// Ends a dispute. The patient gives in, the provider gives all; only a regulator without a part
	/// in the bill weighs.
	pub fn resolve(&mut self, who: AccountId, id: u64, credit: u128) -> Answer {
		let bill = self.invoice(id)?;
		unless([(!bill.in_dispute(), TestError::NotDisputed)])?;
		let all = bill.owed() + bill.paid() - bill.back();
		unless([(credit > all, TestError::CreditTooLarge)])?;
		let has_part = bill.payers.iter().any(|(payer, ..)| *payer == who)
			|| self.friends.contains(&(who, bill.provider));
		match () {
			() if who == bill.patient => unless([(credit > 0, TestError::CreditTooLarge)])?,
			() if who == bill.provider => unless([(credit < all, TestError::CreditTooSmall)])?,
			() if !self.is(who, Role::Regulator) => return no(TestError::NotRegulator),
			() => unless([(has_part, TestError::NotImpartial)])?,
		}

		// What is owed first. The rest comes back, the latest first; who cannot be reached is left
		// out, and if that is all of them, nothing happens.
		let given_up = credit.min(bill.owed());
		let (coin, provider, payers) = (bill.coin, bill.provider, bill.payers.clone());
		let mut after = self.clone();
		let mut rest = credit - given_up;
		let mut hindrance = Ok(());
		for (at, (payer, paid, back)) in payers.into_iter().enumerate().rev() {
			let part = rest.min(paid - back);
			let stuck = match part {
				0 => continue,
				_ => unless(after.stuck(coin, provider, payer, part, true)),
			};
			if stuck.is_err() {
				hindrance = stuck;
				continue;
			}
			after.edit(id).payers[at].2 += part;
			after.move_money(coin, provider, payer, part);
			rest -= part;
		}
		if rest + given_up == credit {
			hindrance?;
		}
		let bill = after.edit(id);
		bill.disputed = Some(rest == 0);
		bill.given_up += given_up;
		after.in_part += u64::from(rest > 0);
		after.close_if_settled(id);
		*self = after;
		Ok(())
	}

	/// Who removes does not matter.
	pub fn remove(&mut self, id: u64) -> Answer {
		let bill = self.invoice(id)?;
		let early = bill.end.is_none_or(|(_, at)| self.now <= at + 60 * DAY);
		unless([(bill.in_dispute(), TestError::Disputed), (early, TestError::RetentionNotOver)])?;
		self.bills.remove(&id);
		Ok(())
	}
}
