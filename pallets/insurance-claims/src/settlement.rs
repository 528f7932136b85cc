//! What the rules say is carried out, and taken back: money, counters, what lines are known by, and the
//! patient's bill. Each entry has its exact inverse.

use crate::{
	adjudication::{is_use, patient_share},
	claim::{payer_index, Case, Outcome, RecordOf},
	fraud::Prints,
	Adjudication, Authorizations, Claim, ClaimDetails, ClaimId, ClaimLine, ClaimStatus, Config,
	Coverages, DailyLines, Days, Debts, Error, Event, Fingerprints, LineResult, Lines, PaidPacks,
	Pallet, Payee, PayerIndex, PlanTerms, PoolId, Pools, Record, Term, Terms, Units, UseDays,
};
use alloc::vec::Vec;
use frame::{deps::sp_io::hashing::blake2_256, prelude::*};
use medchain_support::{Amount, BillId, BillLine, Billing, Commitment, Payments};

/// Whether something is entered, or an entry taken back.
#[derive(Clone, Copy)]
enum Entry {
	Post,
	Undo,
}

impl Entry {
	fn amount(self, counter: Amount, by: Amount) -> Amount {
		match self {
			Self::Post => counter.saturating_add(by),
			Self::Undo => counter.saturating_sub(by),
		}
	}

	/// A counter that is not stored while it is 0.
	fn count(self, counter: &mut Option<u32>, by: u32) {
		let before = counter.unwrap_or(0);
		let after = match self {
			Self::Post => before.saturating_add(by),
			Self::Undo => before.saturating_sub(by),
		};
		*counter = (after > 0).then_some(after);
	}
}

impl<T: Config> Pallet<T> {
	/// Pays a claim, counts what it uses, and bills the patient's share. The pools were found to
	/// suffice.
	pub(crate) fn settle(
		id: ClaimId,
		record: &mut RecordOf<T>,
		mut case: Case<T::AccountId>,
		outcome: Outcome,
	) -> DispatchResult {
		let Record { claim, details, .. } = record;
		let Outcome { answers, payee, paid, patient_share } = outcome;
		claim.payee = payee;
		for (place, (answer, payer)) in answers.iter().zip(case.facts.payers).enumerate() {
			if let Some(mut term) = payer.term {
				if let Some(pool) = case.insurances.pools.get_mut(&answer.pool) {
					if !term.closed {
						pool.open = pool.open.saturating_sub(answer.paid);
					}
					Self::deduct_again(answer.coverage, &mut term, pool, answer.paid);
				}
				Self::enter(Entry::Post, claim, &details.lines, (&payer.terms, term), answer);
			}
			Self::pay_out(id, claim, place, answer)?;
		}
		for (number, pool) in case.insurances.pools {
			if answers.iter().any(|answer| answer.pool == number && answer.paid > 0) {
				Pools::<T>::insert(number, pool);
			}
		}
		for (place, prints) in case.prints.iter().enumerate() {
			if is_known_by_it(&answers, place) {
				Self::note(id, prints, details.lines.get(place));
			}
		}
		claim.status = ClaimStatus::Adjudicated;
		claim.decided_at = Some(Self::now());
		claim.paid = paid;
		claim.patient_share = patient_share;
		claim.bill = Self::bill_patient(id, claim, &details.lines, &answers)?;
		let bill = claim.bill;
		record.answers = BoundedVec::truncate_from(answers);
		Self::deposit_event(Event::ClaimAdjudicated { claim: id, paid, patient_share, bill });
		Ok(())
	}

	/// Pays one payer's part, less what the biller owes it.
	fn pay_out(
		id: ClaimId,
		claim: &Claim<T::AccountId>,
		place: usize,
		answer: &Adjudication,
	) -> DispatchResult {
		let Adjudication { pool, paid, withheld, .. } = *answer;
		if paid == 0 {
			return Ok(());
		}
		if withheld > 0 {
			Self::change_debt(Entry::Undo, pool, &claim.biller, withheld);
		}
		let payee = match claim.payee {
			Payee::Provider => &claim.biller,
			Payee::Patient => &claim.patient,
		};
		let cash = paid.saturating_sub(withheld);
		if cash > 0 {
			T::Payments::pay(claim.currency, &Self::account_of(pool), payee, cash)
				.map_err(Into::into)?;
		}
		let payer = payer_index(place);
		Self::deposit_event(Event::PayerPaid { claim: id, payer, pool, paid, withheld });
		Ok(())
	}

	/// Bills what the patient owes: its share, and what payers paid to it instead of the biller. What
	/// an appeal pays to the patient was billed before.
	fn bill_patient(
		id: ClaimId,
		claim: &Claim<T::AccountId>,
		lines: &Lines,
		answers: &[Adjudication],
	) -> Result<Option<BillId>, DispatchError> {
		let to_patient = claim.payee == Payee::Patient;
		if to_patient && claim.is_supplement() {
			return Ok(None);
		}
		let owed = |place: usize| {
			let results = || answers.iter().filter_map(|answer| answer.lines.get(place));
			let share = results().next_back().map_or(0, patient_share);
			match to_patient {
				true => results().map(|result| result.paid).fold(share, Amount::saturating_add),
				false => share,
			}
		};
		Self::bill(id, claim, lines, owed)
	}

	/// What insurers have paid to the patient for a claim that is taken back is the biller's, who
	/// returns it to them or owes it: the patient is billed for it.
	pub(crate) fn bill_what_was_paid(
		id: ClaimId,
		record: &RecordOf<T>,
	) -> Result<Option<BillId>, DispatchError> {
		let Record { claim, details, answers } = record;
		let paid = |place: usize| {
			let results = answers.iter().filter_map(|answer| answer.lines.get(place));
			results.map(|result| result.paid).fold(0, Amount::saturating_add)
		};
		Self::bill(id, claim, &details.lines, paid)
	}

	/// Bills so much for each line, one item each; nothing if there is nothing to bill.
	fn bill(
		id: ClaimId,
		claim: &Claim<T::AccountId>,
		lines: &Lines,
		owed: impl Fn(usize) -> Amount,
	) -> Result<Option<BillId>, DispatchError> {
		let items: Vec<_> = lines
			.iter()
			.enumerate()
			.map(|(place, line)| BillLine {
				service: line.service,
				quantity: 1,
				unit_price: owed(place),
			})
			.filter(|item| item.unit_price > 0)
			.collect();
		if items.is_empty() {
			return Ok(None);
		}
		let due = Self::now().saturating_add(T::BillPeriod::get());
		let detail = Commitment((id, lines).using_encoded(blake2_256));
		let Claim { biller, patient, currency, .. } = claim;
		T::Billing::bill(biller, patient, *currency, &items, due, detail)
			.map(Some)
			.map_err(Into::into)
	}

	/// The terms under which a claim is to be paid keep their reserve while it waits.
	pub(crate) fn begin_waiting(details: &ClaimDetails<Option<T::Deposit>>) {
		Self::count_waiting(Entry::Post, details);
	}

	/// A claim waits no more, whatever has become of it.
	pub(crate) fn end_waiting(details: &ClaimDetails<Option<T::Deposit>>) {
		Self::count_waiting(Entry::Undo, details);
	}

	fn count_waiting(entry: Entry, details: &ClaimDetails<Option<T::Deposit>>) {
		for (coverage, number) in details.coverages.iter().zip(&details.terms) {
			let Some(number) = number else { continue };
			Terms::<T>::mutate(coverage, number, |term| {
				let Some(term) = term else { return };
				term.waiting = match entry {
					Entry::Post => term.waiting.saturating_add(1),
					Entry::Undo => term.waiting.saturating_sub(1),
				};
			});
		}
	}

	/// The term under which this payer of a claim pays keeps its reserve until second `last`: so long
	/// an appeal may be brought and decided.
	pub(crate) fn keep_for_appeals(
		details: &ClaimDetails<Option<T::Deposit>>,
		payer: PayerIndex,
		last: u64,
	) {
		let place = usize::from(payer);
		let coverage = details.coverages.get(place);
		let number = details.terms.get(place).copied().flatten();
		let Some((coverage, number)) = coverage.zip(number) else { return };
		Terms::<T>::mutate(coverage, number, |term| {
			let Some(term) = term else { return };
			term.appealed_until = term.appealed_until.max(last);
		});
	}

	/// What is denied after the claim had waited is appealed later, maybe, than the terms' times say. What
	/// an appeal has granted is not appealed again.
	pub(crate) fn keep_for_late_appeals(record: &RecordOf<T>) {
		if record.claim.is_supplement() {
			return;
		}
		let last = Self::now().saturating_add(T::AppealPeriod::get());
		for (place, answer) in record.answers.iter().enumerate() {
			if answer.lines.iter().any(|line| line.denied.is_some()) {
				Self::keep_for_appeals(&record.details, payer_index(place), last);
			}
		}
	}

	/// Takes a settled claim back, but for the money: all counters are as if it had never been.
	pub(crate) fn restore(id: ClaimId, record: &RecordOf<T>) -> DispatchResult {
		let Record { claim, details, answers } = record;
		for answer in answers {
			let Some((terms, term)) = Self::terms_of_answer(answer)? else { continue };
			if !term.closed && answer.paid > 0 {
				let mut pool = Self::known_pool(answer.pool)?;
				pool.open = pool.open.saturating_add(answer.paid);
				Pools::<T>::insert(answer.pool, pool);
			}
			Self::enter(Entry::Undo, claim, &details.lines, (&terms, term), answer);
		}
		for line in &details.lines {
			let prints = Prints::of(&claim.patient, &claim.biller, line);
			Self::forget(id, &prints, Some(line));
		}
		Ok(())
	}

	/// The plan's terms and the term under which a payer answered; none if it insured none of the
	/// services, or if the term was removed: nothing is counted of it any more.
	fn terms_of_answer(answer: &Adjudication) -> Result<Option<(PlanTerms, Term)>, DispatchError> {
		let Some(number) = answer.term else { return Ok(None) };
		let Some(coverage) = Coverages::<T>::get(answer.coverage) else { return Ok(None) };
		let Some(term) = Terms::<T>::get(answer.coverage, number) else { return Ok(None) };
		let terms = Self::terms_of(coverage.plan, term.version).ok_or(Error::<T>::PlanNotFound)?;
		Ok(Some((terms, term)))
	}

	/// What a biller owes a pool grows (a post) or shrinks (an undo).
	fn change_debt(entry: Entry, pool: PoolId, biller: &T::AccountId, by: Amount) {
		Debts::<T>::mutate_exists(pool, biller, |debt| {
			let after = entry.amount(debt.unwrap_or(0), by);
			*debt = (after > 0).then_some(after);
		});
	}

	pub(crate) fn add_debt(pool: PoolId, biller: &T::AccountId, by: Amount) {
		if by > 0 {
			Self::change_debt(Entry::Post, pool, biller, by);
		}
	}

	pub(crate) fn lessen_debt(pool: PoolId, biller: &T::AccountId, by: Amount) {
		Self::change_debt(Entry::Undo, pool, biller, by);
	}

	/// Enters what one payer's answer uses, or takes it back: the counters of the term, units, days,
	/// authorised units, and the biller's lines of each day.
	fn enter(
		entry: Entry,
		claim: &Claim<T::AccountId>,
		lines: &Lines,
		(terms, mut term): (&PlanTerms, Term),
		answer: &Adjudication,
	) {
		let Some(number) = answer.term else { return };
		let results = || answer.lines.iter();
		let sum = |amount: fn(&LineResult) -> Amount| {
			results().map(amount).fold(0, Amount::saturating_add)
		};
		let deductible = sum(|result| result.deductible);
		let pocket = [deductible, sum(|result| result.coinsurance), sum(|result| result.copay)]
			.into_iter()
			.fold(0, Amount::saturating_add);
		if answer.paid > 0 || pocket > 0 {
			term.deductible = entry.amount(term.deductible, deductible);
			term.out_of_pocket = entry.amount(term.out_of_pocket, pocket);
			term.paid = entry.amount(term.paid, answer.paid);
			if matches!(entry, Entry::Undo) {
				Self::give_back_deduction(answer.coverage, &mut term);
			}
			Terms::<T>::insert(answer.coverage, number, term);
		}
		for (line, result) in lines.iter().zip(results()).filter(|(_, result)| is_use(result)) {
			let Some(benefit) = terms.benefit(line.service) else { continue };
			if benefit.max_quantity.is_some() && result.units > 0 {
				Units::<T>::mutate_exists((answer.coverage, number, line.service), |units| {
					entry.count(units, result.units)
				});
			}
			if benefit.frequency.is_some() {
				Self::enter_day(entry, answer.coverage, line);
			}
			if result.paid > 0 {
				let place = (answer.pool, &claim.biller, line.day());
				DailyLines::<T>::mutate_exists(place, |known| entry.count(known, 1));
			}
		}
		for (line, result) in lines.iter().zip(results()).filter(|(_, result)| result.granted > 0) {
			let Some(id) = line.authorization else { continue };
			Authorizations::<T>::mutate(id, |authorization| {
				let Some(authorization) = authorization else { return };
				// What is used up is left less.
				authorization.quantity = match entry {
					Entry::Post => authorization.quantity.saturating_sub(result.granted),
					Entry::Undo => authorization.quantity.saturating_add(result.granted),
				};
			});
		}
	}

	/// Days stay in their order. Beyond the most that are remembered the oldest is forgotten, and that
	/// it was stays known.
	fn enter_day(entry: Entry, coverage: u64, line: &ClaimLine) {
		let day = line.day();
		Days::<T>::mutate_exists(coverage, line.service, |known| {
			let mut uses: UseDays = known.take().unwrap_or_default();
			let at = uses.days.partition_point(|known| *known < day);
			match entry {
				Entry::Post => {
					// One that is older than all others finds no room.
					let out = uses.days.force_insert_keep_right(at, day).unwrap_or(Some(day));
					uses.forgotten = uses.forgotten.max(out);
				}
				Entry::Undo if uses.days.get(at) == Some(&day) => drop(uses.days.remove(at)),
				Entry::Undo => (),
			}
			*known = (uses != UseDays::default()).then_some(uses);
		});
	}

	/// Notes what a line is known by. Of several claims for much the same, the first stays noted.
	fn note(id: ClaimId, prints: &Prints, line: Option<&ClaimLine>) {
		for print in prints.all() {
			if !Fingerprints::<T>::contains_key(print) {
				Fingerprints::<T>::insert(print, id);
			}
		}
		if let Some(pack) = line.and_then(|line| line.pack) {
			if !PaidPacks::<T>::contains_key(pack.id) {
				PaidPacks::<T>::insert(pack.id, id);
			}
		}
	}

	/// Forgets what a line is known by, as far as it was noted for this claim.
	fn forget(id: ClaimId, prints: &Prints, line: Option<&ClaimLine>) {
		Self::forget_prints(id, prints);
		if let Some(pack) = line.and_then(|line| line.pack) {
			if PaidPacks::<T>::get(pack.id) == Some(id) {
				PaidPacks::<T>::remove(pack.id);
			}
		}
	}

	pub(crate) fn forget_prints(id: ClaimId, prints: &Prints) {
		for print in prints.all() {
			if Fingerprints::<T>::get(print) == Some(id) {
				Fingerprints::<T>::remove(print);
			}
		}
	}
}

/// Whether a line is paid, or left to the patient: from then on it is known. What is left to nobody
/// can be sent again.
fn is_known_by_it(answers: &[Adjudication], place: usize) -> bool {
	let results = || answers.iter().filter_map(|answer| answer.lines.get(place));
	results().any(|result| result.paid > 0)
		|| results().next_back().is_some_and(|last| patient_share(last) > 0)
}
