//! Files come back as they were written, and strangers find what is wrong.

mod encoded;
mod verified;

use super::{
	forms::{Content, FormProof, Manifest},
	lists::{place, read_seed, write_seed, SlotList, SlotOpening},
	opening::{salt, Opening},
};
use crate::types::{drug::Digest, trials::Slot};
use medchain_support::{
	merkle,
	randomization::{allocations, list_key, list_root, slots_per_list, Scheme},
};
use std::{fs, path::PathBuf};

const SEED: Digest = [1; 32];
const BEACON: Digest = [2; 32];
const SECRET: (&Digest, &Digest) = (&SEED, &BEACON);

fn scheme() -> Scheme {
	Scheme { ratio: vec![1, 1].try_into().unwrap(), multipliers: vec![2, 3].try_into().unwrap() }
}

/// A folder of this test alone.
fn folder(name: &str) -> PathBuf {
	let folder = std::env::temp_dir().join(format!("medchain-trial-{}-{name}", std::process::id()));
	let _ = fs::remove_dir_all(&folder);
	fs::create_dir_all(&folder).unwrap();
	folder
}

#[test]
fn a_text_is_opened_by_its_salt_alone() {
	let opening = Opening::of("Moved away", salt().unwrap());
	assert!(opening.is_sound());
	assert_ne!(opening.commitment, Opening::of("Moved away", salt().unwrap()).commitment);
	for wrong in [
		Opening { text: "Moved here".into(), ..opening.clone() },
		Opening { salt: [0; 32], ..opening.clone() },
	] {
		assert!(!wrong.is_sound());
	}
	let folder = folder("opening");
	let file = folder.join("why.json");
	fs::write(&file, opening.written().unwrap()).unwrap();
	assert_eq!(Opening::read(&file).unwrap(), opening);
	fs::write(&file, r#"{"text": "x"}"#).unwrap();
	assert!(Opening::read(&file).unwrap_err().to_string().contains("is no opening"));
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_seed_is_written_once_and_for_its_owner_alone() {
	let folder = folder("seed");
	let file = folder.join("3.seed");
	write_seed(&file, &[7; 32]).unwrap();
	assert_eq!(read_seed(&file).unwrap(), [7; 32]);
	#[cfg(unix)]
	{
		use std::os::unix::fs::PermissionsExt;
		assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
	}
	assert!(write_seed(&file, &[8; 32]).unwrap_err().to_string().contains("cannot write"));
	assert_eq!(read_seed(&file).unwrap(), [7; 32], "it is as it was");
	fs::write(&file, [1; 31]).unwrap();
	assert!(read_seed(&file).unwrap_err().to_string().contains("31 bytes; a seed has 32"));
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_list_is_that_of_the_rule_and_each_slot_of_it_opens() {
	let key = list_key(&SEED, &BEACON, 7, 1, 0);
	let list = SlotList::new(&scheme(), SECRET, 7, 1, 0).unwrap();
	assert_eq!(Some(list.root()), list_root(&scheme(), &key));
	for (slot, arm) in (0..).zip(allocations(&scheme(), &key)) {
		assert_eq!(list.arm(slot), Some(arm));
		let (told, salt, proof) = list.open(slot).unwrap();
		assert_eq!(told, arm);
		let leaf = medchain_support::randomization::leaf(arm, &salt);
		assert!(merkle::verify(&list.root(), 48, slot, &leaf, &proof), "{slot}");
	}
	assert!(list.open(48).is_none() && list.arm(48).is_none());
	assert_eq!(place(&scheme(), 47).unwrap(), (0, 47));
	assert_eq!(place(&scheme(), 48).unwrap(), (1, 0));
}

#[test]
fn a_pharmacy_believes_the_opening_of_the_sealed_slot_alone() {
	let given = Slot { stratum: 1, slot: 50, at: 9 };
	let opening = SlotOpening::new(&scheme(), SECRET, (7, 4), &given).unwrap();
	assert_eq!((opening.list, opening.slots), (1, slots_per_list(&scheme())));
	let folder = folder("slot");
	let file = folder.join("4.json");
	fs::write(&file, opening.written().unwrap()).unwrap();
	let opening = SlotOpening::read(&file).unwrap();
	fs::remove_dir_all(folder).unwrap();
	let root = opening.root;
	let check = |opening: &SlotOpening, given: Option<&Slot>, root: Option<&Digest>| {
		opening.check_against(&scheme(), given, root)
	};
	assert_eq!(check(&opening, Some(&given), Some(&root)), Ok(()));
	let other_arm = SlotOpening { arm: 1 - opening.arm, ..opening.clone() };
	let elsewhere = Slot { slot: 51, ..given.clone() };
	for (checked, told) in [
		(check(&other_arm, Some(&given), Some(&root)), "siblings"),
		(check(&opening, Some(&elsewhere), Some(&root)), "gave participant 4 slot 51"),
		(check(&opening, None, Some(&root)), "has no slot"),
		(check(&opening, Some(&given), Some(&[0; 32])), "is sealed with another"),
		(check(&opening, Some(&given), None), "is not sealed"),
		(
			check(&SlotOpening { list: 0, ..opening.clone() }, Some(&given), Some(&root)),
			"not in list 0",
		),
		(check(&SlotOpening { slots: 0, ..opening.clone() }, Some(&given), Some(&root)), "slot"),
	] {
		assert!(checked.clone().unwrap_err().contains(told), "{told}: {checked:?}");
	}
}

fn manifest(count: u32) -> Manifest {
	let forms = (0..count).map(|number| {
		let salt = [u8::try_from(number % 251).unwrap(); 32];
		Content::of(format!("crf/{number}.xml"), salt, &number.to_le_bytes())
	});
	Manifest::new(3, 7, 1, forms.collect()).unwrap()
}

#[test]
fn a_manifest_proves_any_of_its_forms() {
	for count in [1, 2, 3, 100, 1_000] {
		let manifest = manifest(count);
		let commitments = manifest.forms.iter().map(|form| form.captured.commitment);
		assert_eq!(Some(manifest.root), merkle::root(commitments));
		for place in [0, count / 2, count - 1] {
			let proof = manifest.proof(place).unwrap();
			assert_eq!(proof.check(), Ok(()));
			assert_eq!(proof.says(&place.to_le_bytes()), Some(&proof.content));
			assert_eq!(proof.says(b"another"), None);
			let moved = FormProof { index: place + 1, ..proof.clone() };
			assert!(count == 1 || moved.check().unwrap_err().contains("siblings"));
			let other = FormProof { root: [0; 32], ..proof };
			assert!(other.check().is_err());
		}
		assert!(manifest.proof(count).is_err());
	}
	let one = manifest(1);
	assert_eq!(one.root, sp_crypto_hashing::blake2_256(&one.forms[0].captured.commitment.0));
	assert!(Manifest::new(3, 7, 1, Vec::new()).unwrap_err().to_string().contains("0 forms"));
}

#[test]
fn a_manifest_comes_back_from_its_file_unless_it_was_changed() {
	let folder = folder("manifest");
	let file = folder.join("visit.json");
	let mut manifest = manifest(5);
	assert!(manifest.proof(2).unwrap().form().unwrap_err().to_string().contains("capture"));
	manifest.capture = Some(9);
	let right = Content::of("crf/2-right.xml".into(), [5; 32], b"right");
	manifest.form_mut(2).unwrap().corrections.push(right.clone());
	fs::write(&file, manifest.written().unwrap()).unwrap();
	assert_eq!(Manifest::read(&file).unwrap(), manifest);
	let proof = manifest.proof(2).unwrap();
	assert_eq!((proof.form().unwrap().capture, proof.form().unwrap().index), (9, 2));
	assert_eq!(proof.says(b"right"), Some(&right));
	assert_eq!(proof.check(), Ok(()), "a correction changes nothing of what was captured");
	fs::write(&file, proof.written().unwrap()).unwrap();
	assert_eq!(FormProof::read(&file).unwrap(), proof);

	for (name, place) in [("2", Some(2)), ("crf/4.xml", Some(4)), ("4.xml", Some(4)), ("5", None)] {
		assert_eq!(manifest.place(name).ok(), place, "{name}");
	}
	manifest.forms.swap(0, 1);
	fs::write(&file, manifest.written().unwrap()).unwrap();
	assert!(Manifest::read(&file).unwrap_err().to_string().contains("root"));
	fs::remove_dir_all(folder).unwrap();
}
