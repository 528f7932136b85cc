//! Who is insured: enrolment, renewal, the end, and the order in which several insurers pay.

use crate::{
	Claims, ClaimsOf, Config, Coverage, CoverageId, Coverages, CoveragesOf, Days, Error, Event,
	NextCoverage, Pallet, Plan, PlanId, PlanTerms, Pool, Pools, Subscribers, Term, TermNumber,
	Terms, Units, MAX_BENEFITS,
};
use alloc::vec::Vec;
use frame::{
	deps::sp_arithmetic::{helpers_128bit::multiply_by_rational_with_rounding, Rounding},
	prelude::*,
};
use medchain_support::{Amount, InspectCredentials, Payments};

/// What became of a coverage that was cancelled.
pub(crate) struct Cancellation {
	/// What comes back of the premiums.
	pub refund: Amount,
	/// Whether it was paid.
	pub paid: bool,
	/// Terms of which no second is left: they are closed at once.
	pub closed: Vec<TermNumber>,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn known_coverage(id: CoverageId) -> Result<Coverage<T::AccountId>, DispatchError> {
		Ok(Coverages::<T>::get(id).ok_or(Error::<T>::CoverageNotFound)?)
	}

	fn known_term(id: CoverageId, number: TermNumber) -> Result<Term, DispatchError> {
		Ok(Terms::<T>::get(id, number).ok_or(Error::<T>::TermNotFound)?)
	}

	/// The coverages of a person, in their order of benefits.
	pub(crate) fn coverages_of(
		patient: &T::AccountId,
	) -> Vec<(CoverageId, Coverage<T::AccountId>)> {
		CoveragesOf::<T>::get(patient)
			.into_iter()
			.filter_map(|id| Coverages::<T>::get(id).map(|coverage| (id, coverage)))
			.collect()
	}

	/// So many terms before the newest one can a term lie in which something was served within
	/// [`Config::Retention`]: those that were over since, none shorter than [`Config::MinTerm`], and the
	/// last two, which can have been cancelled.
	pub(crate) fn terms_back() -> u32 {
		let over = T::Retention::get().checked_div(T::MinTerm::get()).unwrap_or(u64::MAX);
		u32::try_from(over).unwrap_or(u32::MAX).saturating_add(2)
	}

	/// The term of a coverage in which second `at` lies, which is not longer ago than
	/// [`Config::Retention`]: nothing older is claimed. Terms follow each other without overlap, so
	/// that halving finds it, among so many at most that it costs the same for ever.
	pub(crate) fn term_at(
		id: CoverageId,
		coverage: &Coverage<T::AccountId>,
		at: u64,
	) -> Option<(TermNumber, Term)> {
		if at < coverage.enrolled_at {
			return None;
		}
		let newest = Terms::<T>::get(id, coverage.current)?;
		if newest.start <= at {
			return newest.contains(at).then_some((coverage.current, newest));
		}
		// `from` begins before or at this second, unless the term of then was removed or is too old;
		// `to` after it.
		let first = coverage.current.saturating_sub(Self::terms_back());
		let (mut from, mut to) = (coverage.oldest.max(first), coverage.current);
		while to.saturating_sub(from) > 1 {
			let middle = from.midpoint(to);
			if Terms::<T>::get(id, middle)?.start <= at {
				from = middle;
			} else {
				to = middle;
			}
		}
		Terms::<T>::get(id, from).filter(|term| term.contains(at)).map(|term| (from, term))
	}

	/// The newest term of a coverage, and the one before it: at most one is sold in advance.
	fn last_terms(id: CoverageId, coverage: &Coverage<T::AccountId>) -> Vec<(TermNumber, Term)> {
		[Some(coverage.current), coverage.current.checked_sub(1)]
			.into_iter()
			.flatten()
			.filter(|number| *number >= coverage.oldest)
			.filter_map(|number| Terms::<T>::get(id, number).map(|term| (number, term)))
			.collect()
	}

	/// Whether a coverage whose newest term is this one can no longer be renewed.
	pub(crate) fn has_lapsed(newest: &Term) -> bool {
		newest.cancelled || Self::now() > newest.end.saturating_add(T::RenewalGrace::get())
	}

	/// Whether a service may still be claimed of a coverage whose newest term is this one, of whichever
	/// of its terms: a plan lets it be claimed for [`Config::MaxFiling`] at most, in older versions too.
	/// Of an only term of which no second is left there are none.
	pub(crate) fn is_claimable(coverage: &Coverage<T::AccountId>, newest: &Term) -> bool {
		let served = newest.start < newest.end || coverage.oldest < coverage.current;
		served && Self::now() <= newest.end.saturating_add(T::MaxFiling::get())
	}

	/// That `subscriber` may insure `beneficiary`, a person whose identity is verified.
	fn ensure_may_insure(subscriber: &T::AccountId, beneficiary: &T::AccountId) -> DispatchResult {
		ensure!(T::Credentials::is_identified(beneficiary), Error::<T>::NotVerified);
		ensure!(
			subscriber == beneficiary || Subscribers::<T>::contains_key(beneficiary, subscriber),
			Error::<T>::NotSubscriber
		);
		Ok(())
	}

	pub(crate) fn do_name_subscriber(
		beneficiary: &T::AccountId,
		subscriber: &T::AccountId,
	) -> DispatchResult {
		ensure!(T::Credentials::is_identified(beneficiary), Error::<T>::NotVerified);
		ensure!(
			beneficiary != subscriber && !Subscribers::<T>::contains_key(beneficiary, subscriber),
			Error::<T>::AlreadyNamed
		);
		Subscribers::<T>::insert(beneficiary, subscriber, ());
		Ok(())
	}

	pub(crate) fn do_unname_subscriber(
		beneficiary: &T::AccountId,
		subscriber: &T::AccountId,
	) -> DispatchResult {
		ensure!(Subscribers::<T>::take(beneficiary, subscriber).is_some(), Error::<T>::NotNamed);
		Ok(())
	}

	/// A plan, its pool and its newest terms, which are those that the subscriber has read.
	fn on_offer(
		id: PlanId,
		version: u32,
	) -> Result<(Plan, Pool<T::AccountId>, PlanTerms), DispatchError> {
		let plan = Self::known_plan(id)?;
		let pool = Self::known_pool(plan.pool)?;
		Self::ensure_accredited(&pool)?;
		Self::ensure_newest(&plan, version)?;
		let terms = Self::terms_of(id, plan.version).ok_or(Error::<T>::PlanNotFound)?;
		Ok((plan, pool, terms))
	}

	/// Sells a term that begins at `start`: the premium goes into the pool, which then holds the
	/// reserve for the new limit too. Of one that has begun nothing comes back: it would cost nothing
	/// to pay for it only once it was needed. Answers the first second after the term.
	fn sell_term(
		subscriber: &T::AccountId,
		id: CoverageId,
		number: TermNumber,
		start: u64,
		(plan, mut pool, terms): (Plan, Pool<T::AccountId>, PlanTerms),
	) -> Result<u64, DispatchError> {
		let open = pool.open.checked_add(terms.annual_limit).ok_or(Error::<T>::AmountOverflow)?;
		if terms.premium > 0 {
			let account = Self::account_of(plan.pool);
			T::Payments::pay(pool.currency, subscriber, &account, terms.premium)
				.map_err(Into::into)?;
		}
		ensure!(Self::is_solvent(plan.pool, &pool, 0, open), Error::<T>::PoolShort);
		pool.open = open;
		Pools::<T>::insert(plan.pool, pool);
		let end = start.saturating_add(terms.length);
		let term = Term {
			version: plan.version,
			start,
			end,
			sold_until: end,
			premium: terms.premium,
			refundable: Self::now() <= start,
			deducted: 0,
			returned: 0,
			limit: terms.annual_limit,
			paid: 0,
			deductible: 0,
			out_of_pocket: 0,
			cancelled: false,
			closed: false,
			waiting: 0,
			appealed_until: 0,
		};
		Terms::<T>::insert(id, number, term);
		Ok(end)
	}

	/// Answers the number of the coverage and the first second after its term.
	pub(crate) fn do_enrol(
		subscriber: &T::AccountId,
		plan: PlanId,
		version: u32,
		beneficiary: &T::AccountId,
	) -> Result<(CoverageId, u64), DispatchError> {
		let offer = Self::on_offer(plan, version)?;
		ensure!(offer.0.open, Error::<T>::PlanClosed);
		Self::ensure_may_insure(subscriber, beneficiary)?;
		let mut coverages = Self::coverages_of(beneficiary);
		let now = Self::now();
		let (mut covered, mut used) = (false, false);
		coverages.retain(|(id, coverage)| {
			let last = Self::last_terms(*id, coverage);
			let lapsed = last.first().is_none_or(|(_, newest)| Self::has_lapsed(newest));
			let bars = last.iter().any(|(_, term)| term.bars(now));
			covered |= coverage.plan == plan && !lapsed;
			used |= coverage.plan == plan && bars;
			let claimable =
				last.first().is_some_and(|(_, newest)| Self::is_claimable(coverage, newest));
			!lapsed || bars || claimable || last.iter().any(|(_, term)| !term.closed)
		});
		ensure!(!covered, Error::<T>::AlreadyCovered);
		ensure!(!used, Error::<T>::LimitsUsed);

		let id = Self::next_number::<NextCoverage<T>>()?;
		let coverage = Coverage {
			plan,
			pool: offer.0.pool,
			subscriber: subscriber.clone(),
			beneficiary: beneficiary.clone(),
			enrolled_at: now,
			oldest: 0,
			current: 0,
			refund_due: 0,
		};
		coverages.push((id, coverage.clone()));
		// Own coverages come before those that others pay, earlier ones before later ones.
		coverages.sort_by_key(|(id, coverage)| (coverage.subscriber != *beneficiary, *id));
		let order: Vec<_> = coverages.into_iter().map(|(id, _)| id).collect();
		let order = BoundedVec::try_from(order).map_err(|_| Error::<T>::TooManyCoverages)?;
		let end = Self::sell_term(subscriber, id, 0, now, offer)?;
		CoveragesOf::<T>::insert(beneficiary, order);
		Coverages::<T>::insert(id, coverage);
		Ok((id, end))
	}

	/// Answers the number of the new term and the first second after it.
	pub(crate) fn do_renew(
		subscriber: &T::AccountId,
		id: CoverageId,
		version: u32,
	) -> Result<(TermNumber, u64), DispatchError> {
		let mut coverage = Self::known_coverage(id)?;
		ensure!(coverage.subscriber == *subscriber, Error::<T>::NotSubscriber);
		Self::ensure_may_insure(subscriber, &coverage.beneficiary)?;
		let newest = Self::known_term(id, coverage.current)?;
		ensure!(!newest.cancelled, Error::<T>::TermOver);
		ensure!(!Self::has_lapsed(&newest), Error::<T>::Lapsed);
		let length = newest.end.saturating_sub(newest.start);
		let earliest = newest.end.saturating_sub(length.checked_div(4).unwrap_or(0));
		ensure!(Self::now() >= earliest, Error::<T>::TooEarly);
		let number = coverage.current.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		let offer = Self::on_offer(coverage.plan, version)?;
		let end = Self::sell_term(subscriber, id, number, newest.end, offer)?;
		coverage.current = number;
		Coverages::<T>::insert(id, coverage);
		Ok((number, end))
	}

	/// Ends all terms that are not over: the running one now, and one that was sold in advance before
	/// it begins.
	pub(crate) fn do_cancel(
		caller: &T::AccountId,
		id: CoverageId,
	) -> Result<Cancellation, DispatchError> {
		let mut coverage = Self::known_coverage(id)?;
		ensure!(
			*caller == coverage.subscriber || *caller == coverage.beneficiary,
			Error::<T>::NotSubscriber
		);
		let now = Self::now();
		let mut pool = Self::known_pool(coverage.pool)?;
		let mut cancellation = Cancellation { refund: 0, paid: true, closed: Vec::new() };
		let mut ended = false;
		for (number, mut term) in Self::last_terms(id, &coverage) {
			if term.cancelled || term.end <= now {
				continue;
			}
			ended = true;
			let end = now.max(term.start);
			let share = match term.refundable {
				true => share_of_time(
					term.premium,
					term.end.saturating_sub(end),
					term.end.saturating_sub(term.start),
				),
				false => 0,
			};
			term.deducted = share.min(term.paid);
			let refund = share.saturating_sub(term.deducted);
			cancellation.refund = cancellation.refund.saturating_add(refund);
			term.end = end;
			term.cancelled = true;
			if term.start == end && !term.closed {
				pool.open = pool.open.saturating_sub(term.left());
				term.closed = true;
				cancellation.closed.push(number);
			}
			Terms::<T>::insert(id, number, term);
		}
		ensure!(ended, Error::<T>::TermOver);
		Self::owe(&mut coverage, &mut pool, cancellation.refund);
		// A refund that cannot be paid now hinders nobody from leaving.
		cancellation.paid =
			coverage.refund_due == 0 || Self::refund(&mut coverage, &mut pool).is_ok();
		Pools::<T>::insert(coverage.pool, pool);
		Coverages::<T>::insert(id, coverage);
		Ok(cancellation)
	}

	/// From now on the pool of a coverage owes its subscriber so much more.
	fn owe(coverage: &mut Coverage<T::AccountId>, pool: &mut Pool<T::AccountId>, amount: Amount) {
		coverage.refund_due = coverage.refund_due.saturating_add(amount);
		pool.owed = pool.owed.saturating_add(amount);
	}

	/// Pays what is owed of premiums, if the pool then still holds its reserve and what it owes to
	/// others. Otherwise nothing changes.
	fn refund(
		coverage: &mut Coverage<T::AccountId>,
		pool: &mut Pool<T::AccountId>,
	) -> DispatchResult {
		let due = coverage.refund_due;
		let after = Pool { owed: pool.owed.saturating_sub(due), ..pool.clone() };
		ensure!(Self::is_solvent(coverage.pool, &after, due, after.open), Error::<T>::PoolShort);
		let account = Self::account_of(coverage.pool);
		T::Payments::pay(pool.currency, &account, &coverage.subscriber, due).map_err(Into::into)?;
		*pool = after;
		coverage.refund_due = 0;
		Ok(())
	}

	/// What a refund was cut by, because the plan had paid so much, is owed after all as far as a
	/// claim was taken back since; it is paid once the term is closed, for until then the plan may pay
	/// again. The caller stores the term.
	pub(crate) fn give_back_deduction(id: CoverageId, term: &mut Term) {
		let back = term.deducted.saturating_sub(term.paid);
		if back == 0 {
			return;
		}
		let Some(mut coverage) = Coverages::<T>::get(id) else { return };
		let Some(mut pool) = Pools::<T>::get(coverage.pool) else { return };
		term.deducted = term.paid;
		pool.owed = pool.owed.saturating_add(back);
		Pools::<T>::insert(coverage.pool, pool);
		if term.closed {
			coverage.refund_due = coverage.refund_due.saturating_add(back);
			Coverages::<T>::insert(id, coverage);
		} else {
			term.returned = term.returned.saturating_add(back);
		}
		Self::deposit_event(Event::RefundRaised { coverage: id, amount: back });
	}

	/// The plan pays again in a term whose refund was cut for what it had paid, and which has come back
	/// since: it is cut again, or a claim that is sent in anew would cost the plan twice. The caller
	/// stores the term and the pool.
	pub(crate) fn deduct_again(
		id: CoverageId,
		term: &mut Term,
		pool: &mut Pool<T::AccountId>,
		paid: Amount,
	) {
		let again = term.cut_by(paid);
		if again == 0 {
			return;
		}
		term.returned = term.returned.saturating_sub(again);
		term.deducted = term.deducted.saturating_add(again);
		pool.owed = pool.owed.saturating_sub(again);
		Self::deposit_event(Event::RefundLowered { coverage: id, amount: again });
	}

	/// Answers what was paid.
	pub(crate) fn do_collect_refund(id: CoverageId) -> Result<Amount, DispatchError> {
		let mut coverage = Self::known_coverage(id)?;
		let due = coverage.refund_due;
		ensure!(due > 0, Error::<T>::NothingDue);
		let mut pool = Self::known_pool(coverage.pool)?;
		Self::refund(&mut coverage, &mut pool)?;
		Pools::<T>::insert(coverage.pool, pool);
		Coverages::<T>::insert(id, coverage);
		Ok(due)
	}

	/// A term is closed once no service of it can be claimed any more, and what was claimed last could
	/// be decided and appealed. One under which a claim waits, or an appeal may be open, keeps its
	/// reserve. What came back of a deduction can be collected from then on.
	pub(crate) fn do_close_term(id: CoverageId, number: TermNumber) -> DispatchResult {
		let mut coverage = Self::known_coverage(id)?;
		let mut term = Self::known_term(id, number)?;
		ensure!(!term.closed, Error::<T>::AlreadyClosed);
		let terms = Self::terms_of(coverage.plan, term.version).ok_or(Error::<T>::PlanNotFound)?;
		let settled = term.end.saturating_add(terms.filing).saturating_add(Self::time_to_decide());
		ensure!(Self::now() > settled, Error::<T>::TooEarly);
		let in_use = term.waiting > 0 || Self::now() <= term.appealed_until;
		ensure!(!in_use, Error::<T>::TermInUse);
		let mut pool = Self::known_pool(coverage.pool)?;
		pool.open = pool.open.saturating_sub(term.left());
		Pools::<T>::insert(coverage.pool, pool);
		term.closed = true;
		// The plan pays no more: what came back is the subscriber's.
		if term.returned > 0 {
			coverage.refund_due = coverage.refund_due.saturating_add(term.returned);
			term.returned = 0;
			Coverages::<T>::insert(id, coverage);
		}
		Terms::<T>::insert(id, number, term);
		Ok(())
	}

	/// Whether a claim of this patient is kept that came in up to second `at`. Numbers are given in
	/// the order of time, so that the first one tells.
	fn has_claim_since_before(patient: &T::AccountId, at: u64) -> bool {
		ClaimsOf::<T>::iter_key_prefix(patient)
			.next()
			.and_then(|first| Claims::<T>::get(u64::from_be_bytes(first)))
			.is_some_and(|first| first.claim.submitted_at <= at)
	}

	/// Removes the oldest term of a coverage, with what was counted of it; with the last one the
	/// coverage goes, and the days that were counted of it. A claim that is kept keeps the term under
	/// which it was paid, or will be. Answers the number of the term, and whether it was the last.
	pub(crate) fn do_remove_term(id: CoverageId) -> Result<(TermNumber, bool), DispatchError> {
		let mut coverage = Self::known_coverage(id)?;
		let number = coverage.oldest;
		let term = Self::known_term(id, number)?;
		let now = Self::now();
		ensure!(term.closed, Error::<T>::NotClosed);
		// Then it can be renewed no more either.
		let kept_until = term.end.saturating_add(T::Retention::get());
		ensure!(now > kept_until && !term.bars(now), Error::<T>::TooEarly);
		let in_use = Self::has_claim_since_before(&coverage.beneficiary, kept_until);
		ensure!(!in_use, Error::<T>::TermInUse);
		let last = number == coverage.current;
		if last {
			ensure!(coverage.refund_due == 0, Error::<T>::RefundDue);
			let _ = Days::<T>::clear_prefix(id, MAX_BENEFITS, None);
			CoveragesOf::<T>::mutate_exists(&coverage.beneficiary, |listed| {
				let mut left = listed.take().unwrap_or_default();
				left.retain(|known| *known != id);
				*listed = (!left.is_empty()).then_some(left);
			});
			Coverages::<T>::remove(id);
		} else {
			coverage.oldest = number.saturating_add(1);
			Coverages::<T>::insert(id, coverage);
		}
		let _ = Units::<T>::clear_prefix((id, number), MAX_BENEFITS, None);
		Terms::<T>::remove(id, number);
		Ok((number, last))
	}
}

/// The part of `amount` that so many seconds of a whole make, rounded down.
fn share_of_time(amount: Amount, seconds: u64, whole: u64) -> Amount {
	match whole {
		0 => 0,
		_ => {
			multiply_by_rational_with_rounding(amount, seconds.into(), whole.into(), Rounding::Down)
				.unwrap_or(0)
		}
	}
}
