//! What always holds, one function a numbered invariant of the README.

use crate::{
	adjudication::{is_use, patient_share},
	claim::RecordOf,
	Adjudication, AppealKind, Appeals, Authorizations, Claim, ClaimStatus, Claims, ClaimsOf,
	Config, Contracts, Coverages, CoveragesOf, DailyLines, Days, Debts, Fingerprints, LineResult,
	NextAuthorization, NextClaim, NextCoverage, NextPlan, NextPool, Origin, PaidPacks, Pallet,
	Payee, PlanTerms, PlanVersions, Plans, PoolOf, Pools, Record, Reports, Term, Terms, Units, DAY,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use medchain_support::Amount;

/// Checks all of them.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	lines_add_up::<T>()?;
	limits_hold::<T>()?;
	counters_keep_their_caps::<T>()?;
	payers_add_up::<T>()?;
	nothing_is_paid_twice::<T>()?;
	what_is_taken_back_leaves_no_trace::<T>()?;
	pools_keep_their_reserve::<T>()?;
	benefits_are_in_order::<T>()?;
	numbers_are_given_once::<T>()?;
	contracts_follow_each_other::<T>()
}

/// The claims that stand.
fn standing<T: Config>() -> impl Iterator<Item = (u64, RecordOf<T>)> {
	Claims::<T>::iter().filter(|(_, record)| record.claim.status == ClaimStatus::Adjudicated)
}

/// Whether all claims for services from this second on are still there: none was decided before its
/// services, and each is kept for some time after that. Of older ones some may have been removed,
/// and what they used up stays counted.
fn are_all_kept<T: Config>(from: u64) -> bool {
	Pallet::<T>::now() <= from.saturating_add(T::Retention::get())
}

/// Whether `known` is what the claims that are there come to, or more where some were removed.
fn is_counted<N: PartialOrd>(known: N, of_claims: N, all_kept: bool) -> bool {
	known == of_claims || (!all_kept && known > of_claims)
}

fn sum(parts: impl IntoIterator<Item = Amount>) -> Option<Amount> {
	parts.into_iter().try_fold(0, |sum: Amount, part| sum.checked_add(part))
}

/// Whether a payer pays of a line, or shares it out by its plan.
fn is_shared(result: &LineResult) -> bool {
	let LineResult { paid, deductible, coinsurance, copay, over_limit, over_price, .. } = *result;
	[paid, deductible, coinsurance, copay, over_limit, over_price].iter().any(|part| *part > 0)
		|| result.units > 0
		|| result.granted > 0
}

/// Invariant 1: Of each line and payer, what was settled before, all adjustments, what is paid and what
/// is left to the patient are the charge.
fn lines_add_up<T: Config>() -> Result<(), TryRuntimeError> {
	for Record { claim, details, answers } in Claims::<T>::iter_values() {
		let lines = details.lines.iter().enumerate();
		let own: Vec<_> = lines.map(|(place, line)| details.charge_of(place, line)).collect();
		ensure!(!own.is_empty(), "insurance-claims 1: a claim without lines");
		ensure!(
			sum(own.iter().copied()) == Some(claim.charge),
			"insurance-claims 1: the lines are not the charge"
		);
		for answer in answers {
			ensure!(
				answer.lines.len() == own.len(),
				"insurance-claims 1: a payer answers other lines"
			);
			for (result, charge) in answer.lines.iter().zip(&own) {
				line_adds_up(result, *charge)?;
			}
		}
	}
	Ok(())
}

fn line_adds_up(result: &LineResult, charge: Amount) -> Result<(), TryRuntimeError> {
	let parts = [
		result.prior,
		result.contractual,
		result.denied_amount,
		result.deductible,
		result.coinsurance,
		result.copay,
		result.over_limit,
		result.over_price,
		result.paid,
	];
	ensure!(sum(parts) == Some(charge), "insurance-claims 1: a line does not add up");
	ensure!(
		result.denied.is_some() || result.denied_amount == 0,
		"insurance-claims 1: something is denied without a reason"
	);
	ensure!(
		result.denied.is_none() || !is_shared(result),
		"insurance-claims 1: something of a denied line is paid or shared"
	);
	let beyond = if result.in_network { result.over_price } else { result.contractual };
	ensure!(
		beyond == 0,
		"insurance-claims 1: a contract holds outside of the network, or does not within"
	);
	Ok(())
}

/// What was used of each term by claims that stand: paid, deductible, out of pocket.
fn used<T: Config>() -> BTreeMap<(u64, u32), [Amount; 3]> {
	let mut used = BTreeMap::<_, [Amount; 3]>::new();
	for (_, record) in standing::<T>() {
		for answer in record.answers {
			let Some(term) = answer.term else { continue };
			let [paid, deductible, pocket] = used.entry((answer.coverage, term)).or_default();
			for line in &answer.lines {
				*paid = paid.saturating_add(line.paid);
				*deductible = deductible.saturating_add(line.deductible);
				*pocket = [line.deductible, line.coinsurance, line.copay]
					.into_iter()
					.fold(*pocket, Amount::saturating_add);
			}
		}
	}
	used
}

fn terms_of<T: Config>(coverage: u64, term: &Term) -> Result<PlanTerms, TryRuntimeError> {
	let plan =
		Coverages::<T>::get(coverage).ok_or("insurance-claims 2: a term without a coverage")?.plan;
	PlanVersions::<T>::get(plan, term.version)
		.ok_or_else(|| "insurance-claims 2: a term of an unknown version".into())
}

/// Invariant 2: What was paid in a term is what its standing claims were paid, and those that were
/// removed; it is at most the term's limit. A refund was cut by no more than what the plan has paid.
fn limits_hold<T: Config>() -> Result<(), TryRuntimeError> {
	let used = used::<T>();
	for (coverage, number, term) in Terms::<T>::iter() {
		let [paid, ..] = used.get(&(coverage, number)).copied().unwrap_or_default();
		ensure!(
			is_counted(term.paid, paid, are_all_kept::<T>(term.start)),
			"insurance-claims 2: a term has paid something else"
		);
		ensure!(term.paid <= term.limit, "insurance-claims 2: a limit is passed");
		let limit = terms_of::<T>(coverage, &term)?.annual_limit;
		ensure!(term.limit == limit, "insurance-claims 2: a limit is not that of the plan");
		let cut = if term.cancelled && term.refundable { term.premium.min(term.paid) } else { 0 };
		ensure!(
			term.deducted <= cut,
			"insurance-claims 2: a refund was cut by more than the plan has paid"
		);
		ensure!(
			!term.closed || term.returned == 0,
			"insurance-claims 2: a refund waits for a term that is closed"
		);
		let whole = if term.cancelled && term.refundable { term.premium } else { 0 };
		ensure!(
			term.deducted.saturating_add(term.returned) <= whole,
			"insurance-claims 2: more of a refund came back than it was cut by"
		);
	}
	for place in used.keys() {
		ensure!(
			Terms::<T>::contains_key(place.0, place.1),
			"insurance-claims 2: a claim was paid under no term"
		);
	}
	Ok(())
}

/// Invariant 3: The counters of deductible and out-of-pocket are what standing claims took, and those
/// that were removed; they never pass their caps.
fn counters_keep_their_caps<T: Config>() -> Result<(), TryRuntimeError> {
	let used = used::<T>();
	for (coverage, number, term) in Terms::<T>::iter() {
		let [_, deductible, pocket] = used.get(&(coverage, number)).copied().unwrap_or_default();
		let plan = terms_of::<T>(coverage, &term)?;
		let all_kept = are_all_kept::<T>(term.start);
		ensure!(
			is_counted(term.deductible, deductible, all_kept)
				&& is_counted(term.out_of_pocket, pocket, all_kept),
			"insurance-claims 3: a counter is not what claims took"
		);
		ensure!(
			term.deductible <= plan.deductible && term.out_of_pocket <= plan.out_of_pocket_max,
			"insurance-claims 3: a counter has passed its cap"
		);
	}
	Ok(())
}

/// Invariant 4: Each payer sees what the one before left. So, by invariant 1, what all of them pay, the
/// patient's share and what nobody owes are the charge. The patient has a bill over what it owes.
fn payers_add_up<T: Config>() -> Result<(), TryRuntimeError> {
	for Record { claim, details, answers } in Claims::<T>::iter_values() {
		let answered = match claim.status {
			ClaimStatus::Pended(_) | ClaimStatus::Withdrawn => false,
			ClaimStatus::Adjudicated | ClaimStatus::Reversed => true,
			// It may have been found before it was decided.
			ClaimStatus::Voided => !answers.is_empty(),
		};
		ensure!(
			answered != answers.is_empty(),
			"insurance-claims 4: a decided claim without an answer, or a waiting one with it"
		);
		if answers.is_empty() {
			ensure!(
				claim.paid == 0 && claim.patient_share == 0 && claim.bill.is_none(),
				"insurance-claims 4: a waiting claim was paid"
			);
			continue;
		}
		ensure!(
			details.coverages.iter().eq(answers.iter().map(|answer| &answer.coverage)),
			"insurance-claims 4: others have answered than those who pay"
		);
		what_is_left_is_billed(&claim, &answers)?;
	}
	Ok(())
}

fn what_is_left_is_billed<AccountId>(
	claim: &Claim<AccountId>,
	answers: &[Adjudication],
) -> Result<(), TryRuntimeError> {
	let mut paid = 0;
	let mut left = claim.charge;
	for answer in answers {
		let own = answer.lines.iter().map(|line| line.paid).fold(0, Amount::saturating_add);
		ensure!(
			answer.paid == own && answer.withheld <= answer.paid,
			"insurance-claims 4: a payer paid something else than its lines"
		);
		let prior = sum(answer.lines.iter().map(|line| line.prior));
		ensure!(
			prior == claim.charge.checked_sub(left),
			"insurance-claims 4: a payer sees something else than was left"
		);
		paid = answer.paid.saturating_add(paid);
		left = sum(answer.lines.iter().map(patient_share)).unwrap_or(Amount::MAX);
	}
	ensure!(
		claim.paid == paid && claim.patient_share == left,
		"insurance-claims 4: the claim does not say what its payers did"
	);
	let to_patient = claim.payee == Payee::Patient && paid > 0;
	ensure!(
		!to_patient || answers.iter().all(|answer| answer.withheld == 0),
		"insurance-claims 4: what is paid to the patient was kept against a debt of the biller"
	);
	// What an appeal pays to the patient was billed before; it is billed anew when it is void.
	let billed_before = claim.is_patients_supplement();
	ensure!(
		!billed_before || claim.status != ClaimStatus::Reversed,
		"insurance-claims 4: a biller took back what is the patient's"
	);
	let billed = match claim.status {
		ClaimStatus::Voided if billed_before => claim.bill.is_some() && to_patient,
		_ => (left > 0 || to_patient) && !billed_before,
	};
	ensure!(
		claim.bill.is_some() == billed,
		"insurance-claims 4: the patient owes without a bill, or has one over nothing"
	);
	Ok(())
}

/// The claim that an appeal was about, of one that pays after it; otherwise the claim itself.
fn appealed<AccountId>(id: u64, claim: &Claim<AccountId>) -> u64 {
	match claim.origin {
		Origin::Appeal { claim, .. } => claim,
		_ => id,
	}
}

/// Invariant 5: A fingerprint belongs to a claim that stands, a pack to one that stands or was
/// removed. No pack is paid for twice.
fn nothing_is_paid_twice<T: Config>() -> Result<(), TryRuntimeError> {
	let status = |id: u64| Claims::<T>::get(id).map(|record| record.claim.status);
	ensure!(
		Fingerprints::<T>::iter_values().all(|id| status(id) == Some(ClaimStatus::Adjudicated)),
		"insurance-claims 5: a fingerprint of a claim that does not stand"
	);
	let next = NextClaim::<T>::get();
	ensure!(
		PaidPacks::<T>::iter_values().all(|id| match status(id) {
			Some(status) => status == ClaimStatus::Adjudicated,
			None => id < next,
		}),
		"insurance-claims 5: a pack of a claim that does not stand"
	);
	let mut packs = BTreeMap::new();
	for (id, Record { claim, details, answers }) in standing::<T>() {
		for (place, line) in details.lines.iter().enumerate() {
			let mut results = answers.iter().filter_map(|answer| answer.lines.get(place));
			let paid = results.any(|result| result.paid > 0);
			let Some(pack) = line.pack.filter(|_| paid) else { continue };
			let whose = appealed(id, &claim);
			ensure!(
				*packs.entry(pack.id).or_insert(whose) == whose,
				"insurance-claims 5: a pack is paid twice"
			);
			ensure!(
				PaidPacks::<T>::contains_key(pack.id),
				"insurance-claims 5: a pack is paid and not noted"
			);
		}
	}
	Ok(())
}

/// What claims that stand use up.
struct Uses<T: Config> {
	/// Units, of each coverage, term and service.
	units: BTreeMap<(u64, u32, u8), u32>,
	/// Uses, of each coverage, service and day.
	days: BTreeMap<(u64, u8, u32), u32>,
	/// Paid lines, of each pool, biller and day of service.
	lines: BTreeMap<(u32, Vec<u8>, u32), u32>,
	marker: core::marker::PhantomData<T>,
}

impl<T: Config> Uses<T> {
	fn count() -> Result<Self, TryRuntimeError> {
		let (units, days, lines) = Default::default();
		let mut uses = Self { units, days, lines, marker: core::marker::PhantomData };
		for (_, Record { claim, details, answers }) in standing::<T>() {
			for answer in answers {
				let Some(number) = answer.term else { continue };
				// Invariant 2 has found it.
				let Some(term) = Terms::<T>::get(answer.coverage, number) else { continue };
				let terms = terms_of::<T>(answer.coverage, &term)?;
				let results = details.lines.iter().zip(&answer.lines);
				for (line, result) in results.filter(|(_, result)| is_use(result)) {
					let Some(benefit) = terms.benefit(line.service) else { continue };
					let (coverage, service, day) =
						(answer.coverage, line.service as u8, line.day());
					if benefit.max_quantity.is_some() {
						add(&mut uses.units, (coverage, number, service), result.units);
					}
					if benefit.frequency.is_some() {
						add(&mut uses.days, (coverage, service, day), 1);
					}
					if result.paid > 0 {
						add(&mut uses.lines, (answer.pool, claim.biller.encode(), day), 1);
					}
				}
			}
		}
		Ok(uses)
	}
}

fn add<Key: Ord>(counts: &mut BTreeMap<Key, u32>, key: Key, by: u32) {
	if by > 0 {
		let count = counts.entry(key).or_default();
		*count = count.saturating_add(by);
	}
}

/// Invariant 6: What is counted, of units, of days of use and of lines a day, is counted of claims
/// that stand, and of those that were removed.
fn what_is_taken_back_leaves_no_trace<T: Config>() -> Result<(), TryRuntimeError> {
	ensure!(
		Claims::<T>::iter_values().all(|Record { claim, .. }| {
			claim.decided_at.is_none() == matches!(claim.status, ClaimStatus::Pended(_))
		}),
		"insurance-claims 6: a claim waits that was decided, or one was not that stands"
	);
	let Uses { units, days, lines, .. } = Uses::<T>::count()?;
	units_are_those_of_claims::<T>(units)?;
	lines_of_days_are_those_of_claims::<T>(lines)?;
	days_are_those_of_claims::<T>(days)
}

fn units_are_those_of_claims<T: Config>(
	mut units: BTreeMap<(u64, u32, u8), u32>,
) -> Result<(), TryRuntimeError> {
	for ((coverage, number, service), known) in Units::<T>::iter() {
		let used = units.remove(&(coverage, number, service as u8)).unwrap_or_default();
		let start = Terms::<T>::get(coverage, number).map(|term| term.start);
		let all_kept = start.is_none_or(are_all_kept::<T>);
		ensure!(
			known > 0 && is_counted(known, used, all_kept),
			"insurance-claims 6: units are counted that no claim used"
		);
	}
	ensure!(units.is_empty(), "insurance-claims 6: units that were used are not counted");
	Ok(())
}

/// The lines of a day are forgotten with the first of its claims.
fn lines_of_days_are_those_of_claims<T: Config>(
	mut lines: BTreeMap<(u32, Vec<u8>, u32), u32>,
) -> Result<(), TryRuntimeError> {
	let is_old = |day: u32| !are_all_kept::<T>(u64::from(day).saturating_mul(DAY));
	for ((pool, biller, day), known) in DailyLines::<T>::iter() {
		let paid = lines.remove(&(pool, biller.encode(), day)).unwrap_or_default();
		ensure!(
			known > 0 && (known == paid || is_old(day)),
			"insurance-claims 6: lines of a day are counted that were not paid"
		);
	}
	ensure!(
		lines.into_keys().all(|(.., day)| is_old(day)),
		"insurance-claims 6: lines that were paid are not counted"
	);
	Ok(())
}

/// All days are known that are later than the last one that was forgotten.
fn days_are_those_of_claims<T: Config>(
	mut days: BTreeMap<(u64, u8, u32), u32>,
) -> Result<(), TryRuntimeError> {
	let mut forgotten = BTreeMap::new();
	for (coverage, service, known) in Days::<T>::iter() {
		ensure!(
			Coverages::<T>::contains_key(coverage),
			"insurance-claims 6: days of use of no coverage"
		);
		ensure!(
			known.days.is_sorted() && (!known.days.is_empty() || known.forgotten.is_some()),
			"insurance-claims 6: days of use are out of order"
		);
		let place = (coverage, service as u8);
		forgotten.extend(known.forgotten.map(|day| (place, day)));
		let mut counts = BTreeMap::new();
		known.days.iter().for_each(|day| add(&mut counts, *day, 1));
		for (day, known) in counts {
			let used = days.remove(&(place.0, place.1, day)).unwrap_or_default();
			let all_kept = are_all_kept::<T>(u64::from(day).saturating_mul(DAY));
			ensure!(
				known <= used || !all_kept,
				"insurance-claims 6: a day of use is remembered that no claim has"
			);
			let is_forgotten = forgotten.get(&place).is_some_and(|last| day <= *last);
			ensure!(
				known >= used || is_forgotten,
				"insurance-claims 6: a day of use is not remembered"
			);
		}
	}
	ensure!(
		days.into_keys().all(|(coverage, service, day)| {
			forgotten.get(&(coverage, service)).is_some_and(|last| day <= *last)
		}),
		"insurance-claims 6: a day of use is not remembered"
	);
	Ok(())
}

/// A term under which a payer pays knows how long an appeal against that may be open.
fn terms_know_what_is_appealed<T: Config>() -> Result<(), TryRuntimeError> {
	for ((id, payer, kind), appeal) in Appeals::<T>::iter() {
		if kind == AppealKind::Silence || !Pallet::<T>::is_undecided(&appeal) {
			continue;
		}
		// Invariant 9 has something to say if there is no claim.
		let Some(Record { details, .. }) = Claims::<T>::get(id) else { continue };
		let Some(coverage) = details.coverages.get(usize::from(payer)) else { continue };
		let term = details.term_of(*coverage).and_then(|number| Terms::<T>::get(coverage, number));
		let last = appeal.filed_at.saturating_add(Pallet::<T>::time_to_decide());
		ensure!(
			term.is_none_or(|term| last <= term.appealed_until),
			"insurance-claims 7: a term does not know how long it is appealed"
		);
	}
	Ok(())
}

/// Each term knows how many claims wait for it.
fn terms_know_what_waits<T: Config>() -> Result<(), TryRuntimeError> {
	let mut waiting = BTreeMap::<(u64, u32), u32>::new();
	for Record { claim, details, .. } in Claims::<T>::iter_values() {
		ensure!(
			details.coverages.len() == details.terms.len()
				&& details.coverages.len() == details.in_network.len(),
			"insurance-claims 7: a claim without a term or a network of its payers"
		);
		if matches!(claim.status, ClaimStatus::Pended(_)) {
			let terms = details.coverages.iter().copied().zip(&details.terms);
			for (coverage, number) in terms.filter_map(|(id, term)| Some((id, (*term)?))) {
				add(&mut waiting, (coverage, number), 1);
			}
		}
	}
	for (coverage, number, term) in Terms::<T>::iter() {
		let known = waiting.remove(&(coverage, number)).unwrap_or_default();
		ensure!(
			term.waiting == known,
			"insurance-claims 7: other claims wait for a term than it knows"
		);
	}
	ensure!(waiting.is_empty(), "insurance-claims 7: a claim waits for no term");
	Ok(())
}

/// Invariant 7: What is in a pool, with what is owed to it, is at least its reserve; its open limits
/// are what its terms can still pay, and what it owes is what its coverages are owed.
fn pools_keep_their_reserve<T: Config>() -> Result<(), TryRuntimeError> {
	terms_know_what_waits::<T>()?;
	terms_know_what_is_appealed::<T>()?;
	let (mut open, mut owed) = (BTreeMap::<u32, Amount>::new(), BTreeMap::<u32, Amount>::new());
	for coverage in Coverages::<T>::iter_values() {
		let plan =
			Plans::<T>::get(coverage.plan).ok_or("insurance-claims 7: a term under no plan")?;
		ensure!(
			plan.pool == coverage.pool,
			"insurance-claims 7: a coverage has another pool than its plan"
		);
		let known = owed.entry(coverage.pool).or_default();
		*known = known.saturating_add(coverage.refund_due);
	}
	for (coverage, _, term) in Terms::<T>::iter() {
		// Invariant 2 has found it.
		let Some(coverage) = Coverages::<T>::get(coverage) else { continue };
		if !term.closed {
			let known = open.entry(coverage.pool).or_default();
			*known = known.saturating_add(term.left());
			let known = owed.entry(coverage.pool).or_default();
			*known = known.saturating_add(term.returned);
		}
	}
	for (id, pool) in Pools::<T>::iter() {
		ensure!(
			pool.open == open.get(&id).copied().unwrap_or_default(),
			"insurance-claims 7: a pool's open limits are not those of its terms"
		);
		ensure!(
			pool.owed == owed.get(&id).copied().unwrap_or_default(),
			"insurance-claims 7: a pool owes something else than its coverages are owed"
		);
		let debts = Debts::<T>::iter_prefix_values(id).fold(0, Amount::saturating_add);
		let there = Pallet::<T>::spendable(id, &pool);
		// Of an account that is frozen, or a currency that stands still, nothing can be spent.
		ensure!(
			there == 0 || there.saturating_add(debts) >= Pallet::<T>::reserve(&pool),
			"insurance-claims 7: a pool is short of its reserve"
		);
		ensure!(
			PoolOf::<T>::get(&pool.insurer, pool.currency) == Some(id),
			"insurance-claims 7: a pool is not found by insurer and currency"
		);
	}
	ensure!(
		PoolOf::<T>::iter_values().count() == Pools::<T>::iter_keys().count(),
		"insurance-claims 7: an insurer and a currency lead to no pool"
	);
	ensure!(
		Debts::<T>::iter().all(|(pool, _, debt)| debt > 0 && Pools::<T>::contains_key(pool)),
		"insurance-claims 7: a debt over nothing, or to nobody"
	);
	Ok(())
}

/// Invariant 8: A person's coverages stand in the order of benefits, each once: its own before those
/// that others pay, the earlier before the later.
fn benefits_are_in_order<T: Config>() -> Result<(), TryRuntimeError> {
	let mut listed = BTreeSet::new();
	for (who, coverages) in CoveragesOf::<T>::iter() {
		let mut last = None;
		for id in coverages {
			let coverage = Coverages::<T>::get(id)
				.ok_or("insurance-claims 8: a coverage is listed that is not there")?;
			ensure!(
				coverage.beneficiary == who,
				"insurance-claims 8: a coverage is listed for somebody else"
			);
			let place = (coverage.subscriber != who, id);
			ensure!(last < Some(place), "insurance-claims 8: coverages are out of order");
			last = Some(place);
			listed.insert(id);
		}
	}
	for (id, coverage) in Coverages::<T>::iter() {
		let mut terms: Vec<_> = Terms::<T>::iter_prefix(id).collect();
		terms.sort_by_key(|(number, _)| *number);
		ensure!(
			terms.iter().map(|(number, _)| *number).eq(coverage.oldest..=coverage.current),
			"insurance-claims 8: a coverage without one of its terms"
		);
		let mut before = coverage.enrolled_at;
		for (_, term) in &terms {
			ensure!(
				before <= term.start && term.start <= term.end,
				"insurance-claims 8: terms are out of order"
			);
			ensure!(
				term.end <= term.sold_until && term.cancelled == (term.end < term.sold_until),
				"insurance-claims 8: a term ends at another time than it was sold for"
			);
			before = term.end;
		}
		let mut last = terms.iter().rev().take(2);
		let is_over = last.clone().all(|(_, term)| term.closed)
			&& last.next().is_some_and(|(_, newest)| {
				Pallet::<T>::has_lapsed(newest) && !Pallet::<T>::is_claimable(&coverage, newest)
			});
		ensure!(
			is_over || listed.contains(&id),
			"insurance-claims 8: a coverage that is not over is not listed"
		);
	}
	Ok(())
}

/// Invariant 9: Numbers are given once, and every claim is found by its patient and its biller.
fn numbers_are_given_once<T: Config>() -> Result<(), TryRuntimeError> {
	let claims: Vec<_> = Claims::<T>::iter_keys().collect();
	let next = NextClaim::<T>::get();
	ensure!(
		claims.iter().all(|id| *id < next)
			&& Coverages::<T>::iter_keys().all(|id| id < NextCoverage::<T>::get())
			&& Plans::<T>::iter_keys().all(|id| id < NextPlan::<T>::get())
			&& Pools::<T>::iter_keys().all(|id| id < NextPool::<T>::get())
			&& Authorizations::<T>::iter_keys().all(|id| id < NextAuthorization::<T>::get()),
		"insurance-claims 9: a number is to be given twice"
	);
	for (plan, known) in Plans::<T>::iter() {
		let newest = PlanVersions::<T>::iter_key_prefix(plan).max();
		ensure!(
			newest == Some(known.version),
			"insurance-claims 9: a plan's newest version is missing, or another one"
		);
	}
	let mut places = BTreeSet::new();
	for (id, Record { claim, .. }) in Claims::<T>::iter() {
		for who in [&claim.patient, &claim.biller] {
			ensure!(
				ClaimsOf::<T>::contains_key(who, id.to_be_bytes()),
				"insurance-claims 9: a claim is not found by its people"
			);
			places.insert((who.encode(), id));
		}
	}
	ensure!(
		ClaimsOf::<T>::iter_keys().count() == places.len(),
		"insurance-claims 9: a claim is listed that is not there"
	);
	appeals_are_about_claims::<T>()?;
	fraud_has_an_end::<T>()
}

/// Each appeal is about a payer and lines of a claim that waits or stands; one at most is open. After
/// the other side the same is appealed only by who bears it.
fn appeals_are_about_claims<T: Config>() -> Result<(), TryRuntimeError> {
	let (mut open, mut lines) = (BTreeSet::new(), BTreeMap::new());
	for ((id, payer, kind), appeal) in Appeals::<T>::iter() {
		let Some(Record { claim, details, answers }) = Claims::<T>::get(id) else {
			return Err("insurance-claims 9: an appeal or a report about no claim".into());
		};
		let known = |line: &u8| usize::from(*line) < details.lines.len();
		ensure!(
			usize::from(payer) < details.coverages.len() && appeal.lines.iter().all(known),
			"insurance-claims 9: an appeal about a payer or a line that the claim has not"
		);
		if Pallet::<T>::is_undecided(&appeal) {
			let answers = match kind {
				AppealKind::Silence => matches!(claim.status, ClaimStatus::Pended(_)),
				AppealKind::Biller | AppealKind::Patient => {
					claim.status == ClaimStatus::Adjudicated
				}
			};
			ensure!(
				answers && open.insert(id),
				"insurance-claims 9: an appeal is open beside another, or about what is over"
			);
		}
		let own = (kind, appeal.filed_at);
		for line in appeal.lines.iter().filter(|_| kind != AppealKind::Silence) {
			let Some(other) = lines.insert((id, payer, *line), own) else { continue };
			let result =
				answers.get(usize::from(payer)).and_then(|it| it.lines.get(usize::from(*line)));
			let group = result.and_then(|result| result.denied).map(|(group, _)| group);
			let bears = |(kind, _): &(AppealKind, u64)| group.is_some_and(|it| kind.bears(it));
			let in_turn = match (bears(&own), bears(&other)) {
				(true, false) => other.1 <= own.1,
				(false, true) => own.1 <= other.1,
				_ => false,
			};
			ensure!(in_turn, "insurance-claims 9: a line was appealed twice");
		}
		for supplement in &appeal.supplements {
			let origin = Claims::<T>::get(supplement).map(|record| record.claim.origin);
			ensure!(
				origin.is_none_or(|origin| origin == Origin::Appeal { claim: id, payer }),
				"insurance-claims 9: an appeal names a claim that does not pay it"
			);
		}
	}
	Ok(())
}

/// A claim is void if and only if fraud was found of it, or of the claim that it supplements.
fn fraud_has_an_end<T: Config>() -> Result<(), TryRuntimeError> {
	let fraud = |id: u64| Reports::<T>::get(id).is_some_and(|report| report.found == Some(true));
	for id in Reports::<T>::iter_keys() {
		let Some(Record { claim, .. }) = Claims::<T>::get(id) else {
			return Err("insurance-claims 9: an appeal or a report about no claim".into());
		};
		let over = match claim.status {
			ClaimStatus::Pended(_) | ClaimStatus::Adjudicated => false,
			// It may have been reported itself before the claim that it supplements was void.
			ClaimStatus::Voided => appealed(id, &claim) == id,
			ClaimStatus::Withdrawn | ClaimStatus::Reversed => true,
		};
		ensure!(
			!over || !Pallet::<T>::is_held_by_report(id),
			"insurance-claims 9: a report is open about what is over"
		);
	}
	for (id, Record { claim, .. }) in Claims::<T>::iter() {
		let void = match claim.status {
			ClaimStatus::Voided => fraud(id) || fraud(appealed(id, &claim)),
			ClaimStatus::Pended(_) | ClaimStatus::Adjudicated => {
				!fraud(id) && !fraud(appealed(id, &claim))
			}
			// What was taken back before stays so: only a later report does not hinder that.
			ClaimStatus::Withdrawn | ClaimStatus::Reversed => {
				!fraud(id) || Reports::<T>::get(id).is_none_or(|report| !report.first)
			}
		};
		ensure!(void, "insurance-claims 9: a claim is void without fraud, or stands with it");
	}
	Ok(())
}

/// Invariant 10: The times for which a provider belonged to a network follow each other, and only the
/// last can go on; what is neither offered nor remembered is not stored.
fn contracts_follow_each_other<T: Config>() -> Result<(), TryRuntimeError> {
	for (plan, _, contract) in Contracts::<T>::iter() {
		let Some(plan) = Plans::<T>::get(plan) else {
			return Err("insurance-claims 10: a contract with no plan".into());
		};
		let mut before = Some(0);
		for span in &contract.spans {
			ensure!(
				before.is_some_and(|before| before <= span.from)
					&& span.until.is_none_or(|until| span.from <= until),
				"insurance-claims 10: times in a network are out of order"
			);
			before = span.until;
		}
		let versions = contract.spans.iter().map(|span| span.version).chain(contract.offered);
		ensure!(
			versions.into_iter().all(|version| (1..=plan.version).contains(&version)),
			"insurance-claims 10: a contract of an unknown version"
		);
		ensure!(
			contract.offered.is_none() || before.is_some(),
			"insurance-claims 10: a contract is offered to who has it"
		);
		ensure!(
			contract.offered.is_some() || !contract.spans.is_empty(),
			"insurance-claims 10: a contract about nothing"
		);
	}
	Ok(())
}
