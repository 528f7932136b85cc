//! Who is insured: enrolment, renewal, the end, and the order in which several insurers pay.

use crate::{
	Config, Coverage, CoverageId, Coverages, CoveragesOf, Error, NextCoverage, Pallet, Plan,
	PlanId, PlanTerms, Pool, Pools, Subscribers, Term, TermNumber, Terms,
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

	/// The term of a coverage in which second `at` lies. Terms follow each other without overlap, so
	/// that halving finds it.
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
		// `from` begins before or at this second, `to` after it.
		let (mut from, mut to) = (0, coverage.current);
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

	/// Whether a coverage whose newest term is this one can no longer be renewed.
	pub(crate) fn has_lapsed(newest: &Term) -> bool {
		newest.cancelled || Self::now() > newest.end.saturating_add(T::RenewalGrace::get())
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

	/// A plan, its pool and its newest terms.
	fn on_offer(id: PlanId) -> Result<(Plan, Pool<T::AccountId>, PlanTerms), DispatchError> {
		let plan = Self::known_plan(id)?;
		let pool = Self::known_pool(plan.pool)?;
		Self::ensure_accredited(&pool)?;
		let terms = Self::terms_of(id, plan.version).ok_or(Error::<T>::PlanNotFound)?;
		Ok((plan, pool, terms))
	}

	/// Sells a term that begins at `start`: the premium goes into the pool, which then holds the
	/// reserve for the new limit too. Answers the first second after the term.
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
			premium: terms.premium,
			limit: terms.annual_limit,
			paid: 0,
			deductible: 0,
			out_of_pocket: 0,
			cancelled: false,
			closed: false,
		};
		Terms::<T>::insert(id, number, term);
		Ok(end)
	}

	/// Answers the number of the coverage and the first second after its term.
	pub(crate) fn do_enrol(
		subscriber: &T::AccountId,
		plan: PlanId,
		beneficiary: &T::AccountId,
	) -> Result<(CoverageId, u64), DispatchError> {
		let offer = Self::on_offer(plan)?;
		ensure!(offer.0.open, Error::<T>::PlanClosed);
		Self::ensure_may_insure(subscriber, beneficiary)?;
		let mut coverages = Self::coverages_of(beneficiary);
		let mut covered = false;
		coverages.retain(|(id, coverage)| {
			let Some(newest) = Terms::<T>::get(id, coverage.current) else { return false };
			let lapsed = Self::has_lapsed(&newest);
			covered |= coverage.plan == plan && !lapsed;
			!(lapsed && newest.closed)
		});
		ensure!(!covered, Error::<T>::AlreadyCovered);

		let id = Self::next_number::<NextCoverage<T>>()?;
		let now = Self::now();
		let coverage = Coverage {
			plan,
			pool: offer.0.pool,
			subscriber: subscriber.clone(),
			beneficiary: beneficiary.clone(),
			enrolled_at: now,
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
		let offer = Self::on_offer(coverage.plan)?;
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
		let plan = Self::known_plan(coverage.plan)?;
		let mut pool = Self::known_pool(plan.pool)?;
		let mut cancellation = Cancellation { refund: 0, paid: true, closed: Vec::new() };
		let mut ended = false;
		// At most one term is sold in advance.
		for number in [Some(coverage.current), coverage.current.checked_sub(1)] {
			let Some(number) = number else { continue };
			let mut term = Self::known_term(id, number)?;
			if term.cancelled || term.end <= now {
				continue;
			}
			ended = true;
			let end = now.max(term.start);
			let refund = share_of_time(
				term.premium,
				term.end.saturating_sub(end),
				term.end.saturating_sub(term.start),
			)
			.saturating_sub(term.paid);
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
		Pools::<T>::insert(plan.pool, &pool);
		coverage.refund_due = coverage.refund_due.saturating_add(cancellation.refund);
		// A refund that cannot be paid now hinders nobody from leaving.
		cancellation.paid =
			coverage.refund_due == 0 || Self::refund(&coverage, &plan, &pool).is_ok();
		if cancellation.paid {
			coverage.refund_due = 0;
		}
		Coverages::<T>::insert(id, coverage);
		Ok(cancellation)
	}

	/// Pays what is owed of premiums, if the pool then still holds its reserve.
	fn refund(
		coverage: &Coverage<T::AccountId>,
		plan: &Plan,
		pool: &Pool<T::AccountId>,
	) -> DispatchResult {
		let due = coverage.refund_due;
		ensure!(Self::is_solvent(plan.pool, pool, due, pool.open), Error::<T>::PoolShort);
		let account = Self::account_of(plan.pool);
		T::Payments::pay(pool.currency, &account, &coverage.subscriber, due).map_err(Into::into)
	}

	/// Answers what was paid.
	pub(crate) fn do_collect_refund(id: CoverageId) -> Result<Amount, DispatchError> {
		let mut coverage = Self::known_coverage(id)?;
		let due = coverage.refund_due;
		ensure!(due > 0, Error::<T>::NothingDue);
		let plan = Self::known_plan(coverage.plan)?;
		Self::refund(&coverage, &plan, &Self::known_pool(plan.pool)?)?;
		coverage.refund_due = 0;
		Coverages::<T>::insert(id, coverage);
		Ok(due)
	}

	/// A term is closed once no service of it can be claimed any more.
	pub(crate) fn do_close_term(id: CoverageId, number: TermNumber) -> DispatchResult {
		let coverage = Self::known_coverage(id)?;
		let mut term = Self::known_term(id, number)?;
		ensure!(!term.closed, Error::<T>::AlreadyClosed);
		let plan = Self::known_plan(coverage.plan)?;
		let terms = Self::terms_of(coverage.plan, term.version).ok_or(Error::<T>::PlanNotFound)?;
		ensure!(Self::now() > term.end.saturating_add(terms.filing), Error::<T>::TooEarly);
		let mut pool = Self::known_pool(plan.pool)?;
		pool.open = pool.open.saturating_sub(term.left());
		Pools::<T>::insert(plan.pool, pool);
		term.closed = true;
		Terms::<T>::insert(id, number, term);
		Ok(())
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
