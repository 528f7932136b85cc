//! What those who look are answered. Pages hold at most [`MAX_PAGE`] entries.

use crate::{
	standing::{Case, SubjectOfTrial, TrialOf},
	AdverseEventId, Allocation, Attestations, Attested, Capture, CaptureId, Captures, Config,
	CriterionId, Entry, List, Lists, OpenQueries, Outstanding, OutstandingEvent, Page, Pallet,
	Protocols, Purse, Queries, Query, QueryId, Slots, Strata, SubjectId, SubjectInfo, Subjects,
	Trail, TrailLength, TrialId, TrialInfo, Trials, Unblindings, MAX_PAGE,
};
use alloc::vec::Vec;
use frame::prelude::*;

type AccountOf<T> = <T as frame_system::Config>::AccountId;
/// A participant's query, with its number.
pub type NumberedQuery<AccountId> = ((SubjectId, QueryId), Query<AccountId>);

/// What stands under the numbers after `after`, below `end`.
fn numbered<Entry>(
	after: Option<u32>,
	end: u32,
	limit: u32,
	entry: impl Fn(u32) -> Option<Entry>,
) -> Page<Entry, u32> {
	let start = after.map_or(0, |after| after.saturating_add(1));
	let stop = end.min(start.saturating_add(limit.min(MAX_PAGE)));
	let items = (start..stop).filter_map(entry).collect();
	Page { items, next: stop.checked_sub(1).filter(|_| start < stop && stop < end) }
}

impl<T: Config> Pallet<T> {
	/// A trial.
	pub fn trial_info(id: TrialId) -> Option<TrialInfo<AccountOf<T>, BlockNumberFor<T>>> {
		let trial: TrialOf<T> = Trials::<T>::get(id)?;
		let counting = Protocols::<T>::get(id, trial.current.max(1))?;
		let purse = trial.currency.map(|currency| Purse {
			currency,
			spendable: Self::spendable(id, currency),
			owed: trial.owed,
		});
		Some(TrialInfo {
			code: trial.code().as_bytes().to_vec(),
			phase: trial.phase.code().as_bytes().to_vec(),
			ratio: trial.scheme.ratio.to_vec(),
			multipliers: trial.scheme.multipliers.to_vec(),
			is_approval_over: trial.current > 0 && !Self::is_approved(&counting),
			target: counting.target,
			entries: TrailLength::<T>::get(id),
			purse,
			sponsor: trial.sponsor,
			committee: trial.committee,
			custodian: trial.custodian,
			status: trial.status,
			masking: trial.masking,
			strata: trial.strata,
			visits: trial.visits,
			versions: trial.versions,
			current: trial.current,
			subjects: trial.subjects,
			enrolled: trial.enrolled,
			open_queries: trial.open_queries,
			deviations: trial.deviations,
			lock: trial.lock,
			seed: trial.seed,
		})
	}

	/// A participant.
	pub fn subject_info(id: TrialId, number: SubjectId) -> Option<SubjectInfo<AccountOf<T>>> {
		let case = Self::known_case(id, number).ok()?;
		let is_consent_current = Self::ensure_consent(id, number, &case).is_ok();
		let Case { subject, .. } = case;
		let consented = Self::last_consent(id, number, &subject);
		Some(SubjectInfo {
			code: subject.status.code().as_bytes().to_vec(),
			consented,
			is_consent_current,
			unblinding: Unblindings::<T>::get(id, number),
			site: subject.site,
			status: subject.status,
			stratum: subject.stratum,
			slot: subject.slot,
			arm: subject.arm,
			frozen: subject.frozen,
			captures: subject.captures,
			queries: subject.queries,
			adverse_events: subject.adverse_events,
		})
	}

	/// What is attested of a participant, by criterion, as far as it counts now.
	pub fn attestations_of(
		id: TrialId,
		number: SubjectId,
	) -> Vec<(CriterionId, Attestations<AccountOf<T>>)> {
		let now = Self::now();
		let Some(trial) = Trials::<T>::get(id) else { return Vec::new() };
		let criteria =
			Protocols::<T>::get(id, trial.current).map_or(0, |protocol| protocol.criteria.len());
		(0..CriterionId::MAX)
			.take(criteria)
			.map(|criterion| {
				let mut attested = Attested::<T>::get((id, number, criterion));
				attested.retain(|attestation| attestation.is_valid(trial.current, now));
				(criterion, attested)
			})
			.collect()
	}

	/// The captures of a participant's data, after the one named.
	pub fn captures_of(
		id: TrialId,
		number: SubjectId,
		after: Option<CaptureId>,
		limit: u32,
	) -> Page<Capture<AccountOf<T>>, CaptureId> {
		let end =
			Subjects::<T>::get(id, number).map_or(0, |subject: SubjectOfTrial<T>| subject.captures);
		numbered(after, end, limit, |capture| Captures::<T>::get((id, number, capture)))
	}

	/// Queries of a trial that are not closed, at most `limit`.
	pub fn open_queries_of(id: TrialId, limit: u32) -> Vec<NumberedQuery<AccountOf<T>>> {
		let size = usize::try_from(limit.min(MAX_PAGE)).unwrap_or_default();
		OpenQueries::<T>::iter_key_prefix(id)
			.take(size)
			.filter_map(|key| Some((key, Queries::<T>::get((id, key.0, key.1))?)))
			.collect()
	}

	/// Adverse events that the sponsor has not forwarded yet, at most `limit`; or only those that are
	/// overdue.
	pub fn outstanding_events(
		id: TrialId,
		only_overdue: bool,
		limit: u32,
	) -> Vec<OutstandingEvent> {
		let size = usize::try_from(limit.min(MAX_PAGE)).unwrap_or_default();
		let now = Self::now();
		Outstanding::<T>::iter_prefix(id)
			.map(|((subject, event), due): ((SubjectId, AdverseEventId), u64)| OutstandingEvent {
				subject,
				event,
				due,
				is_overdue: now > due,
			})
			.filter(|outstanding| outstanding.is_overdue || !only_overdue)
			.take(size)
			.collect()
	}

	/// The sealed lists of a stratum, after the one named.
	pub fn lists_of(id: TrialId, stratum: u16, after: Option<u32>, limit: u32) -> Page<List, u32> {
		let end = Strata::<T>::get(id, stratum).lists;
		numbered(after, end, limit, |list| Lists::<T>::get((id, stratum, list)))
	}

	/// The slots of a stratum that were given, after the one named.
	pub fn allocations_of(
		id: TrialId,
		stratum: u16,
		after: Option<u32>,
		limit: u32,
	) -> Page<Allocation, u32> {
		let end = Strata::<T>::get(id, stratum).slots;
		numbered(after, end, limit, |slot| {
			let number = Slots::<T>::get((id, stratum, slot))?;
			let subject = Subjects::<T>::get(id, number)?;
			Some(Allocation { slot, subject: number, at: subject.slot?.at, arm: subject.arm })
		})
	}

	/// A trial's trail, after the entry named.
	pub fn trail_page(
		id: TrialId,
		after: Option<u64>,
		limit: u32,
	) -> Page<Entry<AccountOf<T>>, u64> {
		let end = TrailLength::<T>::get(id);
		let start = after.map_or(0, |after| after.saturating_add(1));
		let stop = end.min(start.saturating_add(limit.min(MAX_PAGE).into()));
		let items = (start..stop).filter_map(|number| Trail::<T>::get(id, number)).collect();
		Page { items, next: stop.checked_sub(1).filter(|_| start < stop && stop < end) }
	}
}
