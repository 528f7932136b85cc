//! A stranger recomputes allocations of which one thing is wrong at a time.

use super::*;
use crate::{
	output::trial as told,
	trial::verify::{verify, Evidence, Findings, Verdict},
	types::trials::{Allocation, Beacon, List, ListStatus, Seed},
};
use medchain_support::randomization::seed_commitment;

const TRIAL: u32 = 7;

/// Two strata of a trial after the lock: the first has two lists, of which 60 slots were given, the
/// second has one, of which 10 were given. Every third arm is disclosed.
fn good() -> Evidence {
	let mut subject = 0;
	let strata = [(0u16, 2u32, 60u32), (1, 1, 10)].map(|(stratum, lists, slots)| {
		let made: Vec<SlotList> = (0..lists)
			.map(|list| SlotList::new(&scheme(), SECRET, TRIAL, stratum, list).unwrap())
			.collect();
		let sealed =
			made.iter().map(|list| List { root: list.root(), at: 100, status: ListStatus::Sealed });
		let given = (0..slots).map(|slot| {
			let (list, index) = place(&scheme(), slot).unwrap();
			let arm = made[list as usize].arm(index).filter(|_| slot % 3 == 0);
			subject += 1;
			Allocation { slot, subject: subject - 1, at: 200 + u64::from(slot), arm }
		});
		(sealed.collect(), given.collect())
	});
	Evidence {
		trial: TRIAL,
		scheme: scheme(),
		seed: Some(Seed {
			commitment: seed_commitment(TRIAL, &SEED),
			at: 10,
			beacon: Some(Beacon { value: BEACON, since: 20, drawn: 30 }),
			revealed: Some(SEED),
		}),
		strata: strata.to_vec(),
	}
}

fn found(change: impl FnOnce(&mut Evidence)) -> Findings {
	let mut evidence = good();
	change(&mut evidence);
	verify(&evidence, None).unwrap()
}

/// The faults of an allocation of which something is wrong.
fn faults(change: impl FnOnce(&mut Evidence)) -> Vec<String> {
	let findings = found(change);
	assert_eq!(findings.verdict, Verdict::Broken, "{findings:?}");
	assert!(findings.told().starts_with("broken"));
	findings.faults
}

/// The one fault.
fn fault(change: impl FnOnce(&mut Evidence)) -> String {
	let faults = faults(change);
	assert_eq!(faults.len(), 1, "{faults:?}");
	faults[0].clone()
}

#[test]
fn a_sound_allocation_is_found_sound() {
	let findings = found(|_| ());
	assert_eq!(findings.verdict, Verdict::Sound, "{findings:?}");
	assert!(findings.told().starts_with("sound: every list"));
	let given: Vec<u32> = findings.lists.iter().map(|list| list.given).collect();
	assert_eq!(given, [48, 12, 10]);
	let first = &findings.lists[0];
	assert_eq!(first.arms.as_deref(), Some(&[24, 24][..]), "a whole list is balanced");
	assert_eq!((first.disclosed, first.agree), (16, Some(16)));
	let text = told::findings(&good(), &findings);
	assert!(
		text.contains("48 of 48") && text.contains("24:24") && text.contains("agrees"),
		"{text}"
	);
	let value = told::findings_json(&good(), &findings);
	assert_eq!(
		(value["verdict"].as_str(), value["lists"][2]["given"].as_u64()),
		(Some("sound"), Some(10))
	);
}

#[test]
fn a_broken_root_is_named() {
	let change = |it: &mut Evidence| it.strata[0].0[1].root[31] ^= 1;
	let told = fault(change);
	assert_eq!(told, "stratum 0, list 1: its root is not the one that seed and beacon give");
	assert_eq!(found(change).lists[1].root_agrees, Some(false));
}

#[test]
fn a_slot_out_of_order_is_named() {
	let told = faults(|it| it.strata[1].1[4].slot = 7);
	assert_eq!(told[0], "stratum 1, slot 7: it is out of order; the next was slot 4");
	let told = faults(|it| {
		it.strata[1].1.remove(3);
	});
	assert_eq!(told[0], "stratum 1, slot 4: it is out of order; the next was slot 3");
	let told = fault(|it| it.strata[0].1[9].at = 201);
	assert!(told.contains("slot 9: it was given earlier than the slot before it"), "{told}");
}

#[test]
fn an_arm_disclosed_wrong_is_named() {
	let change = |it: &mut Evidence| {
		let arm = it.strata[1].1[6].arm.as_mut().unwrap();
		*arm = 1 - *arm;
	};
	let told = fault(change);
	assert!(told.starts_with("stratum 1, list 0: arm "), "{told}");
	assert!(told.contains("of participant 66, but its slot 6 is of arm"), "{told}");
	assert_eq!(found(change).lists[2].agree, Some(3));
}

#[test]
fn a_participant_with_two_slots_is_named() {
	let told = fault(|it| it.strata[1].1[1].subject = 0);
	assert_eq!(told, "stratum 1, slot 1: participant 0 has slot 0 of stratum 0 too");
}

#[test]
fn a_list_that_was_sealed_late_or_never_is_named() {
	let told = faults(|it| it.strata[1].0[0].at = 205);
	assert_eq!(told.len(), 5, "{told:?}");
	assert!(told[0].contains("slot 0: it was given before its list 0 was sealed"), "{told:?}");
	let told = faults(|it| {
		it.strata[1].0.clear();
	});
	assert!(told.iter().all(|fault| fault.contains("its list 0 is not sealed")), "{told:?}");
}

#[test]
fn a_seed_or_beacon_that_is_not_the_right_one_is_named() {
	let seed = |it: &mut Evidence, change: fn(&mut Seed)| change(it.seed.as_mut().unwrap());
	let told = fault(|it| seed(it, |seed| seed.revealed = Some([9; 32])));
	assert!(told.contains("not the one to which the custodian committed"), "{told}");
	let told = fault(|it| seed(it, |seed| seed.beacon.as_mut().unwrap().since = 10));
	assert!(told.contains("the beacon could be known"), "{told}");
	let told = faults(|it| seed(it, |seed| seed.beacon.as_mut().unwrap().value = [9; 32]));
	assert!(told.iter().filter(|fault| fault.contains("its root")).count() == 3, "{told:?}");
	let told = fault(|it| {
		seed(it, |seed| seed.revealed = None);
		it.strata[0].0[0].status = ListStatus::Broken;
	});
	assert_eq!(told, "stratum 0, list 0: the chain has found it broken");
}

#[test]
fn before_the_seed_is_revealed_it_is_told_what_cannot_be_checked() {
	let hidden = |it: &mut Evidence| it.seed.as_mut().unwrap().revealed = None;
	let findings = found(hidden);
	assert_eq!(findings.verdict, Verdict::Undecided);
	assert!(findings.unchecked[0].contains("the seed is not revealed"), "{findings:?}");
	let list = &findings.lists[0];
	assert_eq!((list.root_agrees, list.arms.as_ref(), list.agree), (None, None, None));
	assert!(told::findings(&good(), &findings).contains("not checked"));
	// Order is seen all the same.
	let told = faults(|it| {
		hidden(it);
		it.strata[1].1[4].slot = 7;
	});
	assert!(told[0].contains("out of order"));
	// Who holds the seed sees all; another seed says nothing of the trial.
	let mut evidence = good();
	hidden(&mut evidence);
	assert_eq!(verify(&evidence, Some(&SEED)).unwrap().verdict, Verdict::Sound);
	let other = verify(&evidence, Some(&[9; 32])).unwrap_err().to_string();
	assert_eq!(other, "the seed is not the one of trial 7");
	let nothing = found(|it| {
		it.seed = None;
		it.strata = vec![(Vec::new(), Vec::new())];
	});
	assert_eq!((nothing.verdict, nothing.unchecked.len()), (Verdict::Undecided, 2));
}
