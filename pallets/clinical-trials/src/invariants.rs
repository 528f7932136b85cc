//! What always holds, one function a numbered invariant of the README.

use crate::{
	standing::TrialOf, Act, AdverseEvents, Attested, Captures, Config, Consents, Deviations, Dues,
	FormRef, Forms, ListStatus, Lists, Masking, NextTrial, OpenQueries, Outstanding,
	ProtocolStatus, Protocols, Queries, QueryStatus, Rules, Sites, Slots, Strata, SubjectId,
	SubjectOf, SubjectStatus, Subjects, Trail, TrailLength, TrialId, TrialStatus, Trials,
	Unblindings, Version, Waiting, MAX_FORMS,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use medchain_support::{
	randomization::{self, slots_per_list},
	Commitment,
};

/// Checks all of them.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	data_follow_consent::<T>()?;
	allocation_holds::<T>()?;
	enrolment_keeps_to_the_target::<T>()?;
	corrections_keep_what_was::<T>()?;
	locks_hold::<T>()?;
	nothing_is_taken_back::<T>()?;
	money_adds_up::<T>()?;
	indices_agree::<T>()?;
	trials_go_their_way::<T>()?;
	participants_stand_where_they_belong::<T>()
}

/// Whether a version of a protocol had been approved at that second.
fn was_approved<T: Config>(trial: TrialId, version: Version, at: u64) -> bool {
	Protocols::<T>::get(trial, version)
		.and_then(|protocol| protocol.approval)
		.is_some_and(|approval| approval.since <= at)
}

/// Invariant 1: Who consented did so to a version that was approved, and what was captured, under a
/// version to which the participant had consented.
fn data_follow_consent<T: Config>() -> Result<(), TryRuntimeError> {
	let mut consents = BTreeMap::<(TrialId, SubjectId, Version), u64>::new();
	for ((trial, subject, _), consent) in Consents::<T>::iter() {
		ensure!(
			was_approved::<T>(trial, consent.version, consent.at),
			"clinical-trials 1: a consent to what was not approved"
		);
		let first = consents.entry((trial, subject, consent.version)).or_insert(consent.at);
		*first = (*first).min(consent.at);
	}
	for ((trial, subject, _), capture) in Captures::<T>::iter() {
		let consented = consents.get(&(trial, subject, capture.version));
		ensure!(
			consented.is_some_and(|at| *at <= capture.at),
			"clinical-trials 1: data without consent to the version"
		);
		let known = Trials::<T>::get(trial).ok_or("clinical-trials 1: data of no trial")?;
		ensure!(
			capture.visit < known.visits && (1..=MAX_FORMS).contains(&capture.count),
			"clinical-trials 1: a capture of no visit, or of no or too many forms"
		);
		let subject =
			Subjects::<T>::get(trial, subject).ok_or("clinical-trials 1: data of nobody")?;
		let bit = 1u64.checked_shl(capture.visit.into()).unwrap_or_default();
		ensure!(
			subject.visits & bit != 0,
			"clinical-trials 1: a visit with data does not count as begun"
		);
	}
	Ok(())
}

/// Invariant 2: Who is randomised was enrolled by rule before, has one slot alone, in order, of a list
/// that was sealed after the beacon; no arm is disclosed, and no seed revealed, before its time; a
/// list that was checked stands as the rule says, and arms disclosed of it are the rule's.
fn allocation_holds<T: Config>() -> Result<(), TryRuntimeError> {
	let mut given = 0usize;
	for (id, number, subject) in Subjects::<T>::iter() {
		let trial = Trials::<T>::get(id).ok_or("clinical-trials 2: a participant of no trial")?;
		ensure!(
			subject.slot.is_some() || subject.status != SubjectStatus::Randomized,
			"clinical-trials 2: randomised without a slot"
		);
		let Some(slot) = subject.slot else {
			ensure!(subject.arm.is_none(), "clinical-trials 2: an arm without a slot");
			continue;
		};
		given = given.saturating_add(1);
		let was_enrolled = subject.enrolled_at.is_some_and(|at| at <= slot.at)
			&& matches!(
				subject.status,
				SubjectStatus::Randomized | SubjectStatus::Completed | SubjectStatus::Withdrawn
			);
		ensure!(was_enrolled, "clinical-trials 2: randomised without having been enrolled");
		ensure!(
			subject.stratum == Some(slot.stratum),
			"clinical-trials 2: a slot of another stratum"
		);
		ensure!(
			Slots::<T>::get((id, slot.stratum, slot.slot)) == Some(number),
			"clinical-trials 2: a slot is another's"
		);
		let Some(arm) = subject.arm else { continue };
		ensure!(
			trial.masking == Masking::Open || trial.status.is_locked(),
			"clinical-trials 2: an arm was disclosed before its time"
		);
		disclosed_arm_is_the_rules::<T>(id, &trial, slot, arm)?;
	}
	for (id, stratum, known) in Strata::<T>::iter() {
		let trial = Trials::<T>::get(id).ok_or("clinical-trials 2: a stratum of no trial")?;
		ensure!(stratum < trial.strata, "clinical-trials 2: a stratum too many");
		ensure!(
			known.slots <= known.lists.saturating_mul(slots_per_list(&trial.scheme)),
			"clinical-trials 2: a slot was given of no sealed list"
		);
		ensure!(
			(0..known.slots).all(|slot| Slots::<T>::contains_key((id, stratum, slot))),
			"clinical-trials 2: a slot was left out"
		);
		ensure!(
			(0..known.lists).all(|list| Lists::<T>::contains_key((id, stratum, list))),
			"clinical-trials 2: a list was left out"
		);
	}
	ensure!(
		Slots::<T>::iter_keys().count() == given,
		"clinical-trials 2: a slot is given to who does not have it"
	);
	lists_follow_the_beacon::<T>()
}

/// That an arm that was disclosed is the one that seed and beacon give, if its list was found good.
fn disclosed_arm_is_the_rules<T: Config>(
	id: TrialId,
	trial: &TrialOf<T>,
	slot: crate::Slot,
	arm: u8,
) -> Result<(), TryRuntimeError> {
	let slots = slots_per_list(&trial.scheme);
	let (Some(list), Some(index)) = (slot.slot.checked_div(slots), slot.slot.checked_rem(slots))
	else {
		return Err("clinical-trials 2: a scheme without slots".into());
	};
	let sealed = Lists::<T>::get((id, slot.stratum, list));
	if !sealed.is_some_and(|list| list.status == ListStatus::Verified) {
		return Ok(());
	}
	let Some(seed) = trial.seed else { return Ok(()) };
	let (Some(beacon), Some(revealed)) = (seed.beacon, seed.revealed) else { return Ok(()) };
	let key = randomization::list_key(&revealed, &beacon.value, id, slot.stratum, list);
	let arms = randomization::allocations(&trial.scheme, &key);
	let expected = usize::try_from(index).ok().and_then(|index| arms.get(index).copied());
	ensure!(expected == Some(arm), "clinical-trials 2: an arm that is not the rule's");
	Ok(())
}

/// That lists, beacons and seeds came in their order.
fn lists_follow_the_beacon<T: Config>() -> Result<(), TryRuntimeError> {
	for ((id, stratum, number), list) in Lists::<T>::iter() {
		let trial = Trials::<T>::get(id).ok_or("clinical-trials 2: a list of no trial")?;
		ensure!(
			number < Strata::<T>::get(id, stratum).lists,
			"clinical-trials 2: a list that was not counted"
		);
		let beacon = trial.seed.and_then(|seed| seed.beacon);
		let beacon = beacon.ok_or("clinical-trials 2: a list was sealed before the beacon")?;
		if list.status == ListStatus::Sealed {
			continue;
		}
		let seed = trial.seed.and_then(|seed| seed.revealed);
		let seed = seed.ok_or("clinical-trials 2: a list was checked without a seed")?;
		let key = randomization::list_key(&seed, &beacon.value, id, stratum, number);
		let is_good = randomization::list_root(&trial.scheme, &key) == Some(list.root);
		ensure!(
			is_good == (list.status == ListStatus::Verified),
			"clinical-trials 2: a list was judged otherwise than the rule says"
		);
	}
	let waiting = Waiting::<T>::get();
	let mut awaited = 0usize;
	for (id, trial) in Trials::<T>::iter() {
		let Some(seed) = trial.seed else { continue };
		match seed.beacon {
			None => {
				awaited = awaited.saturating_add(1);
				ensure!(
					waiting.contains(&(id, seed.at)),
					"clinical-trials 2: a trial without a beacon does not wait for it"
				);
			}
			Some(beacon) => ensure!(
				beacon.since > seed.at.saturating_add(T::BeaconDelay::get()),
				"clinical-trials 2: a beacon that could have been known"
			),
		}
		if let Some(revealed) = seed.revealed {
			ensure!(
				trial.status.is_locked(),
				"clinical-trials 2: a seed was revealed before the lock"
			);
			ensure!(
				randomization::seed_commitment(id, &revealed) == seed.commitment,
				"clinical-trials 2: a seed that was not committed to"
			);
		}
	}
	ensure!(waiting.len() == awaited, "clinical-trials 2: a trial waits for nothing");
	Ok(())
}

/// Invariant 3: Never more are enrolled than the target of the protocol that counts, and trial and
/// sites count those who are.
fn enrolment_keeps_to_the_target<T: Config>() -> Result<(), TryRuntimeError> {
	for (id, trial) in Trials::<T>::iter() {
		let mut enrolled = 0u32;
		let mut by_site = BTreeMap::<Vec<u8>, u32>::new();
		for subject in Subjects::<T>::iter_prefix_values(id) {
			if subject.enrolled_at.is_none() {
				continue;
			}
			enrolled = enrolled.saturating_add(1);
			let at_site = by_site.entry(subject.site.encode()).or_default();
			*at_site = at_site.saturating_add(1);
		}
		ensure!(enrolled == trial.enrolled, "clinical-trials 3: enrolled participants miscounted");
		let target = Protocols::<T>::get(id, trial.current).map_or(0, |protocol| protocol.target);
		ensure!(enrolled <= target, "clinical-trials 3: more are enrolled than the target");
		for (organization, site) in Sites::<T>::iter_prefix(id) {
			let counted = by_site.get(&organization.encode()).copied().unwrap_or_default();
			ensure!(
				counted == site.enrolled,
				"clinical-trials 3: a site's enrolled participants miscounted"
			);
		}
	}
	Ok(())
}

/// Invariant 4: Each correction begins with what the one before ended with, and was not the sponsor's;
/// the last one is what the form says, and there are as many as it counts.
fn corrections_keep_what_was<T: Config>() -> Result<(), TryRuntimeError> {
	let mut seen = BTreeMap::<(TrialId, SubjectId, FormRef), (Commitment, u32)>::new();
	for (id, trial) in Trials::<T>::iter() {
		let entries = (0..TrailLength::<T>::get(id)).filter_map(|n| Trail::<T>::get(id, n));
		for entry in entries {
			let Act::Corrected { subject, form, old, new, .. } = entry.act else { continue };
			ensure!(
				entry.who != trial.sponsor,
				"clinical-trials 4: the sponsor corrected a site's data"
			);
			let count = match seen.get(&(id, subject, form)) {
				Some((last, count)) => {
					ensure!(
						*last == old,
						"clinical-trials 4: a correction of what the form did not say"
					);
					count.saturating_add(1)
				}
				None => 1,
			};
			seen.insert((id, subject, form), (new, count));
		}
	}
	for ((trial, subject, form), known) in Forms::<T>::iter() {
		match seen.remove(&(trial, subject, form)) {
			Some(last) => ensure!(
				last == (known.content, known.corrections),
				"clinical-trials 4: a form differs from its last correction"
			),
			None => ensure!(
				known.corrections == 0 && known.verified.is_some(),
				"clinical-trials 4: a form was touched without a trace"
			),
		}
		let capture = Captures::<T>::get((trial, subject, form.capture));
		ensure!(
			capture.is_some_and(|capture| form.index < capture.count),
			"clinical-trials 4: a form that was not captured"
		);
	}
	ensure!(seen.is_empty(), "clinical-trials 4: a corrected form is gone");
	Ok(())
}

/// Invariant 5: The data are locked exactly if the status says so; then no query is open,
/// no adverse event is to be forwarded, and nothing but the publication has been added to the trail.
/// Trails have no gaps.
fn locks_hold<T: Config>() -> Result<(), TryRuntimeError> {
	let mut all = 0u64;
	for (id, trial) in Trials::<T>::iter() {
		let length = TrailLength::<T>::get(id);
		all = all.saturating_add(length);
		ensure!(
			(0..length).all(|number| Trail::<T>::contains_key(id, number)),
			"clinical-trials 5: a gap in a trail"
		);
		ensure!(
			trial.lock.is_some() == trial.status.is_locked(),
			"clinical-trials 5: a lock without its status, or a status without its lock"
		);
		let is_published = trial.status == TrialStatus::Published;
		ensure!(
			trial.results.is_some() == is_published,
			"clinical-trials 5: published without results, or results unpublished"
		);
		let Some(lock) = trial.lock else { continue };
		ensure!(trial.open_queries == 0, "clinical-trials 5: locked with open queries");
		ensure!(
			Outstanding::<T>::iter_prefix(id).next().is_none(),
			"clinical-trials 5: locked with adverse events to be forwarded"
		);
		ensure!(
			length == lock.entries.saturating_add(is_published.into()),
			"clinical-trials 5: something changed after the lock"
		);
	}
	let stored = u64::try_from(Trail::<T>::iter_keys().count()).unwrap_or(u64::MAX);
	ensure!(stored == all, "clinical-trials 5: an entry beyond the end of its trail");
	Ok(())
}

/// Invariant 6: Consents, captures, queries and adverse events of a participant are numbered without
/// gaps, also after it withdrew; and who withdrew did so in the trail.
fn nothing_is_taken_back<T: Config>() -> Result<(), TryRuntimeError> {
	let mut counts = [0usize; 4];
	for (id, number, subject) in Subjects::<T>::iter() {
		let stands: [(u32, &dyn Fn(u32) -> bool); 4] = [
			(subject.consents, &|n| Consents::<T>::contains_key((id, number, n))),
			(subject.captures, &|n| Captures::<T>::contains_key((id, number, n))),
			(subject.queries, &|n| Queries::<T>::contains_key((id, number, n))),
			(subject.adverse_events, &|n| AdverseEvents::<T>::contains_key((id, number, n))),
		];
		for ((count, is_there), all) in stands.into_iter().zip(&mut counts) {
			ensure!(
				(0..count).all(is_there),
				"clinical-trials 6: something of a participant is gone"
			);
			*all = all.saturating_add(usize::try_from(count).unwrap_or(usize::MAX));
		}
	}
	let stored = [
		Consents::<T>::iter_keys().count(),
		Captures::<T>::iter_keys().count(),
		Queries::<T>::iter_keys().count(),
		AdverseEvents::<T>::iter_keys().count(),
	];
	ensure!(stored == counts, "clinical-trials 6: something of a participant was not counted");
	let mut withdrawn = BTreeMap::<(TrialId, SubjectId), ()>::new();
	for (id, _, entry) in Trail::<T>::iter() {
		if let Act::Withdrawn { subject, .. } = entry.act {
			withdrawn.insert((id, subject), ());
		}
	}
	for (id, number, subject) in Subjects::<T>::iter() {
		ensure!(
			withdrawn.contains_key(&(id, number)) == (subject.status == SubjectStatus::Withdrawn),
			"clinical-trials 6: who withdrew takes part, or who did not does not"
		);
	}
	Ok(())
}

/// Invariant 7: What a trial owes is the sum of what it owes each, and only who has a currency owes
/// or pays.
fn money_adds_up<T: Config>() -> Result<(), TryRuntimeError> {
	let mut owed = BTreeMap::<TrialId, u128>::new();
	for (id, _, due) in Dues::<T>::iter() {
		ensure!(due > 0, "clinical-trials 7: a debt of nothing");
		let sum = owed.entry(id).or_default();
		*sum = sum.saturating_add(due);
	}
	for (id, trial) in Trials::<T>::iter() {
		let sum = owed.remove(&id).unwrap_or_default();
		ensure!(sum == trial.owed, "clinical-trials 7: debts do not add up");
		ensure!(
			trial.currency.is_some() || (sum == 0 && Rules::<T>::get(id).is_empty()),
			"clinical-trials 7: a trial pays in no currency"
		);
	}
	ensure!(owed.is_empty(), "clinical-trials 7: no trial owes this");
	Ok(())
}

/// Invariant 8: Open queries and events to be forwarded are those that are, and deviations are numbered
/// without gaps.
fn indices_agree<T: Config>() -> Result<(), TryRuntimeError> {
	let mut open = BTreeMap::<TrialId, u32>::new();
	for ((id, subject, query), known) in Queries::<T>::iter() {
		let is_open = known.status != QueryStatus::Closed;
		ensure!(
			OpenQueries::<T>::contains_key(id, (subject, query)) == is_open,
			"clinical-trials 8: an open query is not listed, or a closed one is"
		);
		ensure!(
			known.answer.is_some() || known.status != QueryStatus::Answered,
			"clinical-trials 8: a query was answered by nothing"
		);
		let count = open.entry(id).or_default();
		*count = count.saturating_add(is_open.into());
	}
	let mut outstanding = 0usize;
	for ((id, subject, event), known) in AdverseEvents::<T>::iter() {
		let due = known.due.filter(|_| known.is_outstanding());
		outstanding = outstanding.saturating_add(due.is_some().into());
		ensure!(
			Outstanding::<T>::get(id, (subject, event)) == due,
			"clinical-trials 8: an event to be forwarded is not listed, or another is"
		);
	}
	ensure!(
		Outstanding::<T>::iter_keys().count() == outstanding,
		"clinical-trials 8: no event is to be forwarded, and one is listed"
	);
	let mut deviations = 0usize;
	let mut listed = 0usize;
	for (id, trial) in Trials::<T>::iter() {
		let count = open.get(&id).copied().unwrap_or_default();
		ensure!(count == trial.open_queries, "clinical-trials 8: open queries miscounted");
		listed = listed.saturating_add(usize::try_from(count).unwrap_or(usize::MAX));
		ensure!(
			(0..trial.deviations).all(|number| Deviations::<T>::contains_key(id, number)),
			"clinical-trials 8: a deviation is gone"
		);
		let count = usize::try_from(trial.deviations).unwrap_or(usize::MAX);
		deviations = deviations.saturating_add(count);
	}
	ensure!(
		OpenQueries::<T>::iter_keys().count() == listed,
		"clinical-trials 8: a query is listed that is not there"
	);
	ensure!(
		Deviations::<T>::iter_keys().count() == deviations,
		"clinical-trials 8: a deviation was not counted"
	);
	Ok(())
}

/// Invariant 9: A trial's status fits its protocols: nothing goes on without an approved one, only the
/// newest waits for the committee, and suspension and termination stand exactly where they belong.
fn trials_go_their_way<T: Config>() -> Result<(), TryRuntimeError> {
	let next = NextTrial::<T>::get();
	for (id, trial) in Trials::<T>::iter() {
		ensure!(id < next, "clinical-trials 9: a trial of a number that was not given");
		ensure!(
			trial.current <= trial.versions,
			"clinical-trials 9: a version not submitted counts"
		);
		for version in 1..=trial.versions {
			let protocol = Protocols::<T>::get(id, version)
				.ok_or("clinical-trials 9: a version of a protocol is gone")?;
			ensure!(
				protocol.approval.is_some() == (protocol.status == ProtocolStatus::Approved),
				"clinical-trials 9: approved without an approval"
			);
			ensure!(
				protocol.status != ProtocolStatus::Submitted || version == trial.versions,
				"clinical-trials 9: an old version waits for the committee"
			);
			ensure!(
				version != trial.current || protocol.status == ProtocolStatus::Approved,
				"clinical-trials 9: a version that is not approved counts"
			);
			ensure!(
				version <= trial.current || protocol.status != ProtocolStatus::Approved,
				"clinical-trials 9: an approved version does not count"
			);
		}
		let newest = Protocols::<T>::get(id, trial.versions).map(|protocol| protocol.status);
		let fits = match trial.status {
			TrialStatus::InReview => {
				trial.current == 0 && newest == Some(ProtocolStatus::Submitted)
			}
			TrialStatus::Disapproved => {
				trial.current == 0 && newest == Some(ProtocolStatus::Disapproved)
			}
			TrialStatus::Terminated | TrialStatus::Locked | TrialStatus::Published => true,
			_ => trial.current > 0,
		};
		ensure!(fits, "clinical-trials 9: a status that its protocols do not give");
		ensure!(
			trial.suspension.is_some() == (trial.status == TrialStatus::Suspended),
			"clinical-trials 9: suspended without being so, or the reverse"
		);
		let may_end = match trial.status {
			TrialStatus::Terminated => trial.termination.is_some(),
			TrialStatus::Locked | TrialStatus::Published => true,
			_ => trial.termination.is_none(),
		};
		ensure!(may_end, "clinical-trials 9: terminated without being so, or the reverse");
	}
	let versions = Trials::<T>::iter_values().fold(0usize, |sum, trial| {
		sum.saturating_add(usize::try_from(trial.versions).unwrap_or(usize::MAX))
	});
	ensure!(
		Protocols::<T>::iter_keys().count() == versions,
		"clinical-trials 9: a protocol that nobody submitted"
	);
	Ok(())
}

/// Invariant 10: Participants are numbered without gaps, each account leads to its newest number, and
/// none has an earlier one but as ineligible; enrolment and status agree; nobody attests of whom it
/// screened, or of itself; only who was randomised is unblinded.
fn participants_stand_where_they_belong<T: Config>() -> Result<(), TryRuntimeError> {
	let mut subjects = 0usize;
	let mut accounts = 0usize;
	for (id, trial) in Trials::<T>::iter() {
		subjects = subjects.saturating_add(usize::try_from(trial.subjects).unwrap_or(usize::MAX));
		for number in 0..trial.subjects {
			let subject = Subjects::<T>::get(id, number)
				.ok_or("clinical-trials 10: a participant is gone")?;
			let newest = SubjectOf::<T>::get(id, &subject.participant)
				.ok_or("clinical-trials 10: an account does not lead to its participant")?;
			if newest == number {
				accounts = accounts.saturating_add(1);
			} else {
				ensure!(
					number < newest && subject.status == SubjectStatus::Ineligible,
					"clinical-trials 10: somebody takes part twice"
				);
			}
			ensure!(
				Sites::<T>::contains_key(id, &subject.site),
				"clinical-trials 10: a participant of no site"
			);
			ensure!(
				subject.stratum.is_none_or(|stratum| stratum < trial.strata),
				"clinical-trials 10: a participant of no stratum"
			);
			let fits = match subject.status {
				SubjectStatus::Screening | SubjectStatus::Eligible | SubjectStatus::Ineligible => {
					subject.enrolled_at.is_none()
				}
				SubjectStatus::Enrolled | SubjectStatus::Randomized | SubjectStatus::Completed => {
					subject.enrolled_at.is_some()
				}
				SubjectStatus::Withdrawn => true,
			};
			ensure!(fits, "clinical-trials 10: a status that enrolment does not give");
		}
	}
	ensure!(
		Subjects::<T>::iter_keys().count() == subjects,
		"clinical-trials 10: a participant without a number"
	);
	ensure!(
		SubjectOf::<T>::iter_keys().count() == accounts,
		"clinical-trials 10: an account leads to another's participant"
	);
	for ((id, number, _), attested) in Attested::<T>::iter() {
		let subject = Subjects::<T>::get(id, number)
			.ok_or("clinical-trials 10: something is attested of nobody")?;
		for (place, attestation) in attested.iter().enumerate() {
			let attester = &attestation.attester;
			ensure!(
				*attester != subject.enroller && *attester != subject.participant,
				"clinical-trials 10: somebody attested who may not"
			);
			ensure!(
				attested.iter().take(place).all(|other| other.attester != *attester),
				"clinical-trials 10: somebody attested twice"
			);
		}
	}
	for (id, number, _) in Unblindings::<T>::iter() {
		ensure!(
			Subjects::<T>::get(id, number).is_some_and(|subject| subject.slot.is_some()),
			"clinical-trials 10: unblinded without having been randomised"
		);
	}
	Ok(())
}
