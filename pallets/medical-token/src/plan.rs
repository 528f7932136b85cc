//! Instalments, and their collection by mandate: bounded work in each block, and nothing twice.

use crate::{
	Bill, BillStatus, Config, Debit, DebitFailure, Debits, Error, Event, Instalment, Mandate,
	Pallet, Plan, PlanTerms, WeightInfo, MAX_INSTALMENTS,
};
use alloc::vec::Vec;
use frame::{
	deps::frame_support::{storage::with_storage_layer, weights::WeightMeter},
	prelude::*,
};
use medchain_support::{Amount, BillId};

impl PlanTerms {
	/// How many instalments are due at second `at`.
	pub fn due_by(&self, at: u64) -> u16 {
		let Some(since) = at.checked_sub(self.first_due) else { return 0 };
		let others = since.checked_div(self.interval).unwrap_or(u64::MAX);
		u16::try_from(others.saturating_add(1)).unwrap_or(u16::MAX).min(self.instalments)
	}

	/// When instalment `number`, from 1, is due.
	pub fn due(&self, number: u16) -> u64 {
		let others = u64::from(number.saturating_sub(1));
		self.first_due.saturating_add(self.interval.saturating_mul(others))
	}
}

impl Plan {
	/// What the first `number` instalments come to. All are alike but the last, which takes the
	/// remainder.
	pub fn through(&self, number: u16) -> Amount {
		match number >= self.terms.instalments {
			true => self.total,
			false => self.each().saturating_mul(number.into()),
		}
	}

	/// An instalment that is not the last.
	pub fn each(&self) -> Amount {
		self.total.checked_div(self.terms.instalments.into()).unwrap_or(0)
	}

	/// Largest instalment: the last.
	pub fn largest(&self) -> Amount {
		self.total.saturating_sub(self.through(self.terms.instalments.saturating_sub(1)))
	}

	/// What of the plan is due at second `at` and not settled, if `outstanding` is what is owed.
	pub fn arrears(&self, outstanding: Amount, at: u64) -> Amount {
		let settled = self.total.saturating_sub(outstanding);
		self.through(self.terms.due_by(at)).saturating_sub(settled)
	}

	/// The instalments, for those who look.
	pub fn instalments(&self, outstanding: Amount) -> Vec<Instalment> {
		let settled = self.total.saturating_sub(outstanding);
		(1..=self.terms.instalments)
			.map(|number| {
				let before = self.through(number.saturating_sub(1));
				let amount = self.through(number).saturating_sub(before);
				Instalment {
					number,
					due: self.terms.due(number),
					amount,
					settled: settled.saturating_sub(before).min(amount),
				}
			})
			.collect()
	}
}

impl<T: Config> Pallet<T> {
	/// The weight of all collections of a plan: each instalment, and as often as it is tried again.
	/// Their proofs are part of the blocks that collect.
	pub(crate) fn collections(instalments: u16) -> Weight {
		let tries = u64::from(T::MaxRetries::get()).saturating_add(1);
		let times = tries.saturating_mul(instalments.into());
		T::WeightInfo::collect().saturating_mul(times).set_proof_size(0)
	}

	pub(crate) fn do_propose_plan(
		provider: &T::AccountId,
		id: BillId,
		terms: PlanTerms,
	) -> DispatchResult {
		let mut bill = Self::bill_of_provider(provider, id)?;
		Self::ensure_open(&bill)?;
		ensure!(!bill.has_plan(), Error::<T>::PlanExists);
		Self::ensure_plan(&terms, bill.outstanding())?;
		bill.plan = Some(Plan { terms, total: bill.outstanding(), accepted: false, debit: None });
		Self::store(id, bill);
		Ok(())
	}

	fn ensure_plan(terms: &PlanTerms, total: Amount) -> DispatchResult {
		let PlanTerms { instalments, first_due, interval } = *terms;
		ensure!((2..=MAX_INSTALMENTS).contains(&instalments), Error::<T>::BadPlan);
		ensure!(total >= instalments.into(), Error::<T>::BadPlan);
		ensure!(interval >= T::MinInterval::get(), Error::<T>::BadPlan);
		let others = u64::from(instalments.saturating_sub(1));
		let last = interval.checked_mul(others).and_then(|span| span.checked_add(first_due));
		ensure!(last.is_some(), Error::<T>::BadPlan);
		ensure!(first_due >= Self::now(), Error::<T>::DateInPast);
		Ok(())
	}

	pub(crate) fn do_accept_plan(
		patient: &T::AccountId,
		id: BillId,
		terms: PlanTerms,
		mandate: Option<Mandate>,
	) -> DispatchResult {
		let mut bill = Self::bill_of_patient(patient, id)?;
		Self::ensure_open(&bill)?;
		let total = bill.outstanding();
		let plan = bill.plan.as_mut().ok_or(Error::<T>::NoPlan)?;
		ensure!(!plan.accepted, Error::<T>::PlanExists);
		ensure!(plan.terms == terms, Error::<T>::PlanTermsDiffer);
		// Since the proposal something may have been paid, and time has passed.
		Self::ensure_plan(&terms, total)?;
		*plan = Plan { terms, total, accepted: true, debit: None };
		Self::deposit_event(Event::PlanAccepted { bill: id, total });
		if let Some(mandate) = mandate {
			Self::start_debit(id, &mut bill, mandate)?;
			Self::deposit_event(Event::MandateGiven { bill: id });
		}
		Self::store(id, bill);
		Ok(())
	}

	pub(crate) fn do_authorize_debit(
		patient: &T::AccountId,
		id: BillId,
		instalments: u16,
		mandate: Mandate,
	) -> DispatchResult {
		let mut bill = Self::bill_of_patient(patient, id)?;
		Self::ensure_open(&bill)?;
		let plan = bill.accepted_plan().ok_or(Error::<T>::NoPlan)?;
		ensure!(plan.terms.instalments == instalments, Error::<T>::PlanTermsDiffer);
		Self::start_debit(id, &mut bill, mandate)?;
		Self::store(id, bill);
		Ok(())
	}

	/// Gives a bill, which is still to be stored, a mandate, in place of the one before. What is due
	/// already is collected with the next block.
	fn start_debit(id: BillId, bill: &mut Bill<T::AccountId>, mandate: Mandate) -> DispatchResult {
		let plan = bill.plan.as_mut().ok_or(Error::<T>::NoPlan)?;
		let now = Self::now();
		ensure!(mandate.until >= now, Error::<T>::MandateOver);
		let largest = plan.largest();
		ensure!(
			mandate.per_debit >= largest && mandate.total >= largest,
			Error::<T>::MandateTooLow
		);
		if let Some(before) = plan.debit.take() {
			Debits::<T>::remove((before.next.to_be_bytes(), id));
		}
		let instalment = plan.terms.due_by(now).max(1);
		let next = plan.terms.due(instalment);
		plan.debit = Some(Debit { mandate, debited: 0, instalment, next, failures: 0 });
		Debits::<T>::insert((next.to_be_bytes(), id), ());
		Ok(())
	}

	pub(crate) fn do_revoke_mandate(patient: &T::AccountId, id: BillId) -> DispatchResult {
		let mut bill = Self::bill_of_patient(patient, id)?;
		let given = bill.plan.as_ref().is_some_and(|plan| plan.debit.is_some());
		ensure!(given, Error::<T>::NoMandate);
		Self::end_debit(id, &mut bill);
		Self::store(id, bill);
		Ok(())
	}

	/// Collects what is due, in the order of time, until the block has spent on it what it may. What
	/// is left is first in line in the next block.
	pub(crate) fn collect_due(meter: &mut WeightMeter) {
		let mut mine = WeightMeter::with_limit(T::CollectionWeight::get().min(meter.remaining()));
		if mine.try_consume(T::WeightInfo::poll()).is_err() {
			return;
		}
		if T::Standstill::get() {
			meter.consume(mine.consumed());
			return;
		}
		let now = Self::now();
		for (due, bill) in Debits::<T>::iter_keys() {
			if u64::from_be_bytes(due) > now || mine.try_consume(T::WeightInfo::collect()).is_err()
			{
				break;
			}
			Self::collect(due, bill, now);
		}
		meter.consume(mine.consumed());
	}

	/// Collects what an instalment has made due, and puts the bill back into the queue for the next.
	pub(crate) fn collect(queued: [u8; 8], id: BillId, now: u64) {
		Debits::<T>::remove((queued, id));
		let Ok(mut bill) = Self::known_bill(id) else { return };
		let Some(mut plan) = bill.plan else { return };
		let Some(mut debit) = plan.debit.take() else { return };

		let left = debit.mandate.total.saturating_sub(debit.debited);
		let amount = plan.arrears(bill.outstanding(), now).min(debit.mandate.per_debit);
		if now > debit.mandate.until || (left == 0 && amount > 0) {
			bill.plan = Some(plan);
			Self::store(id, bill);
			Self::deposit_event(Event::MandateEnded { bill: id });
			return;
		}
		let amount = amount.min(left);
		let instalment = debit.instalment;
		match Self::debit(id, &bill, amount) {
			Ok(paid) => {
				bill = paid;
				debit.debited = debit.debited.saturating_add(amount);
				debit.failures = 0;
				if amount > 0 {
					Self::deposit_event(Event::InstalmentCollected {
						bill: id,
						instalment,
						amount,
					});
				}
			}
			Err(reason) => {
				debit.failures = debit.failures.saturating_add(1);
				Self::deposit_event(Event::InstalmentFailed { bill: id, instalment, reason });
			}
		}

		let again = debit.failures > 0 && debit.failures <= T::MaxRetries::get();
		let next = if again {
			Some(now.saturating_add(T::RetryPeriod::get()))
		} else {
			debit.failures = 0;
			debit.instalment = instalment.saturating_add(1);
			let due = plan.terms.due(debit.instalment);
			// What fell due while the one before was tried follows after the same time, so that no
			// more than the mandate allows goes at once.
			let next = if due > now { due } else { now.saturating_add(T::RetryPeriod::get()) };
			(instalment < plan.terms.instalments).then_some(next)
		};
		match next {
			Some(next) if bill.outstanding() > 0 => {
				debit.next = next;
				plan.debit = Some(debit);
				Debits::<T>::insert((next.to_be_bytes(), id), ());
			}
			_ => Self::deposit_event(Event::MandateEnded { bill: id }),
		}
		bill.plan = Some(plan);
		Self::put_bill(id, bill);
	}

	/// Moves one debit; all of it or nothing. Answers the bill with it.
	fn debit(
		id: BillId,
		bill: &Bill<T::AccountId>,
		amount: Amount,
	) -> Result<Bill<T::AccountId>, DebitFailure> {
		if amount == 0 {
			return Ok(bill.clone());
		}
		if bill.is_disputed() || bill.status != BillStatus::Issued {
			return Err(DebitFailure::Disputed);
		}
		with_storage_layer(|| Self::settle_part(&bill.patient, id, bill.clone(), amount)).map_err(
			|error| {
				let is = |known: Error<T>| error == known.into();
				if is(Error::InsufficientFunds) {
					DebitFailure::Funds
				} else if is(Error::PayerFrozen) || is(Error::PayeeFrozen) {
					DebitFailure::Frozen
				} else if is(Error::CurrencyPaused) {
					DebitFailure::Paused
				} else {
					DebitFailure::Other
				}
			},
		)
	}
}
