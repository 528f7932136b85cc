//! Checks a trial's allocation from what the chain holds: its seed, its beacon, the sealed lists, the
//! slots that were given and the arms that were disclosed. No word of sponsor or custodian is needed.

use super::lists::{check_seed, place, SlotList};
use crate::{
	error::Result,
	types::{
		drug::Digest,
		trials::{Allocation, List, ListStatus, Seed, SubjectId, TrialId},
	},
};
use medchain_support::randomization::{seed_commitment, slots_per_list, Scheme};
use serde::Serialize;
use std::collections::BTreeMap;

/// What the chain holds of a trial's allocation.
#[derive(Clone, Debug)]
pub struct Evidence {
	/// The trial.
	pub trial: TrialId,
	/// Arms, ratio and blocks.
	pub scheme: Scheme,
	/// What the allocation comes from.
	pub seed: Option<Seed>,
	/// Each stratum with its sealed lists, and the slots that were given.
	pub strata: Vec<(Vec<List>, Vec<Allocation>)>,
}

/// What was found of a list.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListFinding {
	/// Its stratum.
	pub stratum: u16,
	/// Its number.
	pub list: u32,
	/// Whether its root is the one that seed and beacon give; nothing without the seed.
	pub root_agrees: Option<bool>,
	/// How many of its slots were given.
	pub given: u32,
	/// How many slots it has.
	pub slots: u32,
	/// How many of its slots that were given are of each arm; nothing without the seed.
	pub arms: Option<Vec<u32>>,
	/// How many arms were disclosed.
	pub disclosed: u32,
	/// How many of them are those of the list; nothing without the seed.
	pub agree: Option<u32>,
	/// What the chain says of it.
	pub status: ListStatus,
}

/// What a stranger can say of the allocation.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
	/// Every allocation is the one that seed and beacon give.
	Sound,
	/// Something is not as it should be.
	Broken,
	/// What can be checked is in order; the seed is not revealed.
	Undecided,
}

/// What was found.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Findings {
	/// The verdict.
	pub verdict: Verdict,
	/// List by list.
	pub lists: Vec<ListFinding>,
	/// What is broken, in words.
	pub faults: Vec<String>,
	/// What could not be checked, and why.
	pub unchecked: Vec<String>,
}

/// Checks all of it. `held` is the seed, where it is known before it is revealed; another than that of
/// the trial is refused.
pub fn verify(evidence: &Evidence, held: Option<&Digest>) -> Result<Findings> {
	if let (Some(seed), Some(committed)) = (held, &evidence.seed) {
		check_seed(evidence.trial, seed, committed)?;
	}
	let mut faults = Vec::new();
	let mut unchecked = Vec::new();
	let secret = secret(evidence, held, &mut faults, &mut unchecked);
	let mut lists = Vec::new();
	let mut seen = BTreeMap::new();
	for (stratum, (sealed, given)) in (0..).zip(&evidence.strata) {
		check_slots(evidence, stratum, sealed, given, &mut seen, &mut faults)?;
		for (number, list) in (0..).zip(sealed) {
			let mut inside = Vec::new();
			for allocation in given {
				let (of, index) = place(&evidence.scheme, allocation.slot)?;
				if of == number {
					inside.push((index, allocation));
				}
			}
			let made = match &secret {
				Some((seed, beacon)) => {
					let secret = (seed, beacon);
					Some(SlotList::new(&evidence.scheme, secret, evidence.trial, stratum, number)?)
				}
				None => None,
			};
			let slots = slots_per_list(&evidence.scheme);
			let found =
				finding((stratum, number), (list, slots), made.as_ref(), &inside, &mut faults);
			lists.push(found);
		}
	}
	if lists.is_empty() {
		unchecked.push("no list is sealed, and nobody is randomised".into());
	}
	let verdict = match (faults.is_empty(), &secret) {
		(false, _) => Verdict::Broken,
		(true, Some(_)) if !lists.is_empty() => Verdict::Sound,
		(true, _) => Verdict::Undecided,
	};
	Ok(Findings { verdict, lists, faults, unchecked })
}

/// Seed and beacon, if they are known and fit the commitment.
fn secret(
	evidence: &Evidence,
	held: Option<&Digest>,
	faults: &mut Vec<String>,
	unchecked: &mut Vec<String>,
) -> Option<(Digest, Digest)> {
	let Some(committed) = &evidence.seed else {
		unchecked.push("the custodian has not committed to a seed".into());
		return None;
	};
	let beacon = committed.beacon.as_ref();
	if beacon.is_some_and(|beacon| beacon.since <= committed.at) {
		faults.push("the beacon could be known when the custodian committed to the seed".into());
	}
	let Some(seed) = committed.revealed.as_ref().or(held) else {
		unchecked.push(
			"the seed is not revealed: whether the lists and the arms are those that seed and beacon give \
			 can be checked after the lock"
				.into(),
		);
		return None;
	};
	if seed_commitment(evidence.trial, seed) != committed.commitment {
		faults.push("the seed is not the one to which the custodian committed".into());
		return None;
	}
	let Some(beacon) = beacon else {
		unchecked.push("the beacon is not drawn".into());
		return None;
	};
	Some((*seed, beacon.value))
}

/// Checks that slots were given in order, each to another, and none before its list was sealed.
fn check_slots(
	evidence: &Evidence,
	stratum: u16,
	sealed: &[List],
	given: &[Allocation],
	seen: &mut BTreeMap<SubjectId, (u16, u32)>,
	faults: &mut Vec<String>,
) -> Result<()> {
	let mut before = 0;
	for (expected, allocation) in (0..).zip(given) {
		let Allocation { slot, subject, at, .. } = allocation;
		let here = format!("stratum {stratum}, slot {slot}");
		if *slot != expected {
			faults.push(format!("{here}: it is out of order; the next was slot {expected}"));
		}
		if *at < before {
			faults.push(format!("{here}: it was given earlier than the slot before it"));
		}
		before = *at;
		if let Some((other, slot)) = seen.insert(*subject, (stratum, *slot)) {
			faults.push(format!(
				"{here}: participant {subject} has slot {slot} of stratum {other} too"
			));
		}
		let (list, _) = place(&evidence.scheme, *slot)?;
		let list_sealed = usize::try_from(list).ok().and_then(|list| sealed.get(list));
		match list_sealed {
			None => faults.push(format!("{here}: its list {list} is not sealed")),
			Some(list_sealed) if list_sealed.at > *at => {
				faults.push(format!("{here}: it was given before its list {list} was sealed"));
			}
			Some(_) => (),
		}
	}
	Ok(())
}

/// What is found of a list, of which these slots were given.
fn finding(
	(stratum, number): (u16, u32),
	(list, slots): (&List, u32),
	made: Option<&SlotList>,
	inside: &[(u32, &Allocation)],
	faults: &mut Vec<String>,
) -> ListFinding {
	let here = format!("stratum {stratum}, list {number}");
	let root_agrees = made.map(|made| made.root() == list.root);
	if root_agrees == Some(false) {
		faults.push(format!("{here}: its root is not the one that seed and beacon give"));
	}
	if list.status == ListStatus::Broken && root_agrees != Some(false) {
		faults.push(format!("{here}: the chain has found it broken"));
	}
	let mut arms = made.map(|_| Vec::new());
	let mut agree = made.map(|_| 0u32);
	let mut disclosed = 0u32;
	for (index, allocation) in inside {
		let arm = made.and_then(|made| made.arm(*index));
		if let (Some(arms), Some(arm)) = (&mut arms, arm) {
			let arm = usize::from(arm);
			if arms.len() <= arm {
				arms.resize(arm.saturating_add(1), 0u32);
			}
			if let Some(count) = arms.get_mut(arm) {
				*count = count.saturating_add(1);
			}
		}
		let Some(told) = allocation.arm else { continue };
		disclosed = disclosed.saturating_add(1);
		if let (Some(agree), Some(arm)) = (&mut agree, arm) {
			match arm == told {
				true => *agree = agree.saturating_add(1),
				false => faults.push(format!(
					"{here}: arm {told} was disclosed of participant {}, but its slot {} is of arm {arm}",
					allocation.subject, allocation.slot
				)),
			}
		}
	}
	let given = u32::try_from(inside.len()).unwrap_or(u32::MAX);
	let status = list.status;
	ListFinding { stratum, list: number, root_agrees, given, slots, arms, disclosed, agree, status }
}

impl Findings {
	/// The verdict in words.
	pub fn told(&self) -> String {
		match self.verdict {
			Verdict::Sound => {
				"sound: every list and every allocation is the one that seed and beacon give".into()
			}
			Verdict::Broken => match self.faults.as_slice() {
				[fault] => format!("broken: {fault}"),
				faults => format!("broken: {} faults", faults.len()),
			},
			Verdict::Undecided => {
				"undecided: what can be checked now is in order, and the rest cannot be checked"
					.into()
			}
		}
	}
}
