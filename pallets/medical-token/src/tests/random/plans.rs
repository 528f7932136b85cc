//! The model's instalments, and their collection.

use super::{
	bills::{Debiting, Invoice, Rates},
	model::{no, unless, Answer, Model},
	*,
};
use frame::deps::frame_support::{StorageHasher, Twox64Concat};

impl Invoice {
	/// What is due by now and not yet paid or given up.
	fn late(&self, now: u64) -> u128 {
		let Some(rates) = &self.rates else { return 0 };
		let all: u128 = rates.parts.iter().map(|(_, part)| part).sum();
		let due = rates.parts.iter().filter(|(due, _)| *due <= now).map(|(_, part)| part);
		due.sum::<u128>().saturating_sub(all - self.owed())
	}
}

impl Model {
	fn bad_plan(&self, terms: &PlanTerms, owed: u128) -> [(bool, TestError); 2] {
		let count = u128::from(terms.instalments);
		let last = u128::from(terms.first_due) + (count.max(1) - 1) * u128::from(terms.interval);
		let bad = !(2..=60).contains(&count)
			|| owed < count
			|| terms.interval < 10
			|| last > u128::from(u64::MAX);
		[(bad, TestError::BadPlan), (terms.first_due < self.now, TestError::DateInPast)]
	}

	pub fn propose(&mut self, who: AccountId, id: u64, terms: PlanTerms) -> Answer {
		let bill = self.invoice(id)?;
		let rules = [
			(who != bill.provider, TestError::NotProvider),
			(bill.end.is_some(), TestError::BillClosed),
			(bill.in_rates(), TestError::PlanExists),
		];
		unless(rules.into_iter().chain(self.bad_plan(&terms, bill.owed())))?;
		self.edit(id).rates = Some(Rates { terms, parts: Vec::new(), debiting: None });
		Ok(())
	}

	pub fn accept(
		&mut self,
		who: AccountId,
		id: u64,
		terms: PlanTerms,
		mandate: Option<Mandate>,
	) -> Answer {
		let bill = self.invoice(id)?;
		unless([
			(who != bill.patient, TestError::NotPatient),
			(bill.end.is_some(), TestError::BillClosed),
		])?;
		let Some(rates) = &bill.rates else { return no(TestError::NoPlan) };
		let owed = bill.owed();
		let rules = [
			(bill.in_rates(), TestError::PlanExists),
			(rates.terms != terms, TestError::PlanTermsDiffer),
		];
		unless(rules.into_iter().chain(self.bad_plan(&terms, owed)))?;
		let count = u128::from(terms.instalments);
		let mut parts: Vec<_> = (0..terms.instalments)
			.map(|at| (terms.first_due + u64::from(at) * terms.interval, owed / count))
			.collect();
		parts.last_mut().unwrap().1 += owed % count;
		if let Some(mandate) = mandate {
			unless(self.bad_mandate(&parts, mandate))?;
		}
		let debiting = mandate.map(|mandate| self.first_debit(&parts, mandate));
		self.edit(id).rates = Some(Rates { terms, parts, debiting });
		Ok(())
	}

	fn bad_mandate(&self, parts: &[(u64, u128)], mandate: Mandate) -> [(bool, TestError); 2] {
		let most = parts.iter().map(|(_, part)| *part).max().unwrap();
		[
			(mandate.until < self.now, TestError::MandateOver),
			(mandate.per_debit < most || mandate.total < most, TestError::MandateTooLow),
		]
	}

	fn first_debit(&self, parts: &[(u64, u128)], mandate: Mandate) -> Debiting {
		let past = parts.iter().filter(|(due, _)| *due <= self.now).count();
		let turn = past.saturating_sub(1);
		let Mandate { per_debit: most, total: in_all, until } = mandate;
		Debiting { most, in_all, until, taken: 0, turn, at: parts[turn].0, failed: 0 }
	}

	pub fn authorize(
		&mut self,
		who: AccountId,
		id: u64,
		instalments: u16,
		mandate: Mandate,
	) -> Answer {
		let bill = self.invoice(id)?;
		unless([
			(who != bill.patient, TestError::NotPatient),
			(bill.end.is_some(), TestError::BillClosed),
		])?;
		let Some(rates) = bill.rates.as_ref().filter(|rates| !rates.parts.is_empty()) else {
			return no(TestError::NoPlan);
		};
		let differ = rates.parts.len() != usize::from(instalments);
		let rules = [(differ, TestError::PlanTermsDiffer)];
		unless(rules.into_iter().chain(self.bad_mandate(&rates.parts, mandate)))?;
		let debit = self.first_debit(&rates.parts, mandate);
		*self.edit(id).debiting_mut() = Some(debit);
		Ok(())
	}

	pub fn revoke(&mut self, who: AccountId, id: u64) -> Answer {
		let bill = self.invoice(id)?;
		unless([
			(who != bill.patient, TestError::NotPatient),
			(bill.debiting().is_none(), TestError::NoMandate),
		])?;
		*self.edit(id).debiting_mut() = None;
		Ok(())
	}

	/// Where a bill stands in the queue: those of one second stand in no order that a patient or
	/// provider could choose.
	fn place(at: u64, id: u64) -> (u64, Vec<u8>) {
		(at, Twox64Concat::hash(&id.encode()))
	}

	/// Seconds until something is to be collected, if anything is.
	pub fn until_next_turn(&self) -> u64 {
		let turns = self.bills.values().filter_map(Invoice::debiting).map(|debit| debit.at);
		turns.min().map_or(0, |next| next.saturating_sub(self.now)).min(30 * DAY)
	}

	/// A block with room for so many: whose turn came, and what came of it. Each has one turn.
	pub fn collect(&mut self, room: u64) -> Vec<Event<Test>> {
		let mut told = Vec::new();
		if self.still {
			return told;
		}
		let mut waiting: Vec<_> = self
			.bills
			.iter()
			.filter_map(|(id, bill)| Some((Self::place(bill.debiting()?.at, *id), *id)))
			.filter(|((at, _), _)| *at <= self.now)
			.collect();
		waiting.sort();
		for (_, id) in waiting.into_iter().take(room as usize) {
			self.turn(id, &mut told);
		}
		told
	}

	fn turn(&mut self, id: u64, told: &mut Vec<Event<Test>>) {
		let now = self.now;
		let bill = self.edit(id).clone();
		let mut debit = bill.debiting().cloned().expect("it waits");
		let late = bill.late(now).min(debit.most);
		let over = now > debit.until || (late > 0 && debit.taken == debit.in_all);
		if over {
			*self.edit(id).debiting_mut() = None;
			return;
		}
		let amount = late.min(debit.in_all - debit.taken);
		let instalment = debit.turn as u16 + 1;
		let stuck = self.stuck(bill.coin, bill.patient, bill.provider, amount, true);
		let [paused, payer, payee, funds] = stuck.map(|(holds, _)| holds);
		let reason = match () {
			() if amount == 0 => None,
			() if bill.in_dispute() => Some(DebitFailure::Disputed),
			() if paused => Some(DebitFailure::Paused),
			() if payer || payee => Some(DebitFailure::Frozen),
			() if funds => Some(DebitFailure::Funds),
			() => None,
		};
		if let Some(reason) = reason {
			debit.failed += 1;
			told.push(Event::InstalmentFailed { bill: id, instalment, reason });
		} else if amount > 0 {
			self.book(id, bill.patient, amount);
			debit.taken += amount;
			debit.failed = 0;
			told.push(Event::InstalmentCollected { bill: id, instalment, amount });
		} else {
			debit.failed = 0;
		}

		if reason.is_some() && debit.failed <= 2 {
			debit.at = now + DAY;
			*self.edit(id).debiting_mut() = Some(debit);
		} else {
			debit.failed = 0;
			debit.turn += 1;
			let rates = self.edit(id).rates.as_mut().unwrap();
			rates.debiting = rates.parts.get(debit.turn).map(|(due, _)| {
				// What is late already waits a day, so that not all of it goes at once.
				debit.at = if *due > now { *due } else { now + DAY };
				debit
			});
		}
		self.close_if_settled(id);
	}
}
