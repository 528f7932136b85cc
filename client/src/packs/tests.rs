//! The tree is the chain's; proofs and lists are read as they were written.

use super::*;
use codec::Encode;
use medchain_support::{merkle::proof_length, Gtin, Lot, PackId, Serial};
use std::{fs, path::PathBuf};

fn gtin() -> Gtin {
	"09521141012345".parse().unwrap()
}

fn lot() -> Lot {
	"L/7".parse().unwrap()
}

fn serials_to(count: u32) -> Vec<Serial> {
	(0..count).map(|number| format!("S{number}").parse().unwrap()).collect()
}

fn packs(count: u32) -> Vec<PackId> {
	serials_to(count).iter().map(|serial| PackId::of(&gtin(), serial)).collect()
}

/// A folder of this test alone.
fn folder(name: &str) -> PathBuf {
	let folder = std::env::temp_dir().join(format!("medchain-{}-{name}", std::process::id()));
	let _ = fs::remove_dir_all(&folder);
	fs::create_dir_all(&folder).unwrap();
	folder
}

#[test]
fn the_tree_is_that_of_the_chain() {
	for count in (1..=130).chain([255, 256, 257, 1_000]) {
		let leaves = packs(count);
		let tree = Tree::new(leaves.iter().copied()).unwrap();
		assert_eq!(Some(tree.root()), medchain_support::merkle::root(&leaves), "{count}");
		assert_eq!(tree.count(), count);
		let places: Vec<u32> = match count {
			1_000 => vec![0, 1, 511, 512, 998, 999],
			_ => (0..count).collect(),
		};
		for place in places {
			let proof = tree.proof(place).unwrap();
			assert_eq!(proof_length(count, place), Some(proof.len() as u32), "{place} of {count}");
			let pack = leaves[place as usize];
			assert!(merkle::verify(&tree.root(), count, place, &pack, &proof));
		}
		assert_eq!(tree.proof(count), None);
	}
	assert!(Tree::new([[0u8; 32]; 0]).is_none());
}

#[test]
fn a_proof_is_of_one_pack_at_one_place() {
	for count in [1, 2, 3, 5, 6, 7, 8, 11, 100] {
		let leaves = packs(count);
		let tree = Tree::new(leaves.iter().copied()).unwrap();
		let root = tree.root();
		for place in 0..count {
			let proof = tree.proof(place).unwrap();
			for other in (0..count + 2).filter(|other| *other != place) {
				let pack = leaves[place as usize];
				assert!(!merkle::verify(&root, count, other, &pack, &proof), "{place} {other}");
			}
			let pack = leaves[((place + 1) % count) as usize];
			assert!(count == 1 || !merkle::verify(&root, count, place, &pack, &proof));
			let more = [&proof[..], &[[0; 32]]].concat();
			assert!(!merkle::verify(&root, count, place, &leaves[place as usize], &more));
			if let Some((_, fewer)) = proof.split_last() {
				assert!(!merkle::verify(&root, count, place, &leaves[place as usize], fewer));
			}
		}
	}
}

#[test]
fn a_million_packs_have_proofs_of_less_than_a_kibibyte() {
	let count = 1_000_000;
	let serials = serials_to(count);
	let tree = store::tree(&gtin(), &serials).unwrap();
	let batch = Batch {
		gtin: gtin(),
		lot: lot(),
		start: 7,
		count,
		root: tree.root(),
		serials: "x.serials".into(),
	};
	let mut store = ProofStore::default();
	store.add(batch, serials.clone()).unwrap();
	for place in [0, 1, 524_287, 524_288, 999_998, 999_999] {
		let serial = serials[place as usize];
		let proof = store.proof(&gtin(), &serial).unwrap().unwrap();
		assert_eq!((proof.place, proof.start), (place + 7, 7));
		proof.check().unwrap();
		assert!(proof.encode().len() <= 1024, "{}", proof.encode().len());
	}
	// The largest proof that there can be.
	let most = PackProof {
		gtin: gtin(),
		lot: "12345678901234567890".parse().unwrap(),
		serial: "12345678901234567890".parse().unwrap(),
		place: u32::MAX,
		start: u32::MAX,
		count: MAX_PACKS,
		root: [7; 32],
		siblings: vec![[7; 32]; 24],
	};
	assert!(most.encode().len() <= 1024, "{}", most.encode().len());
}

#[test]
fn a_proof_is_read_as_it_was_written_and_checked_without_a_node() {
	let folder = folder("proof");
	let serials = serials_to(11);
	let tree = store::tree(&gtin(), &serials).unwrap();
	let proof = PackProof {
		gtin: gtin(),
		lot: lot(),
		serial: serials[6],
		place: 16,
		start: 10,
		count: 11,
		root: tree.root(),
		siblings: tree.proof(6).unwrap(),
	};
	proof.check().unwrap();
	let path = folder.join("one.proof.json");
	fs::write(&path, proof.written().unwrap()).unwrap();
	assert_eq!(PackProof::read(&path).unwrap(), proof);
	for (other, told) in [
		(PackProof { place: 9, ..proof.clone() }, "has the places 10 to 20"),
		(PackProof { place: 21, ..proof.clone() }, "place: 21"),
		(PackProof { place: 15, ..proof.clone() }, "siblings: they do not lead"),
		(PackProof { serial: serials[5], ..proof.clone() }, "serial S5 at place 16"),
		(PackProof { gtin: "96385074".parse().unwrap(), ..proof.clone() }, "siblings"),
		(PackProof { root: [0; 32], ..proof.clone() }, "siblings"),
		(PackProof { count: 0, ..proof.clone() }, "count: 0"),
	] {
		let error = other.check().unwrap_err();
		assert!(error.contains(told), "{error}");
	}
	let text = proof.written().unwrap();
	for (from, to) in
		[("\"S6\"", "\"S 6\""), ("09521141012345", "09521141012346"), ("\"root\"", "\"rot\"")]
	{
		fs::write(&path, text.replace(from, to)).unwrap();
		let error = PackProof::read(&path).unwrap_err().to_string();
		assert!(error.contains("is no proof"), "{error}");
	}
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_folder_of_proofs_tells_where_packs_stand() {
	let folder = folder("store");
	let serials = serials_to(100);
	let path = store::write(&folder, (gtin(), lot(), 3), &serials, false).unwrap();
	assert!(
		store::write(&folder, (gtin(), lot(), 3), &serials, false).is_err(),
		"nothing is overwritten"
	);
	let all = ProofStore::open(&folder).unwrap();
	assert_eq!(all.batches().count(), 1);
	assert_eq!(all.locate(&gtin(), &serials[5]), Some(Located { lot: lot(), place: 8 }));
	assert_eq!(all.locate(&gtin(), &"other".parse().unwrap()), None);
	assert_eq!(all.proof(&gtin(), &"other".parse().unwrap()).unwrap(), None);
	let proof = all.proof(&gtin(), &serials[99]).unwrap().unwrap();
	proof.check().unwrap();

	// A pharmacy has the proof alone.
	let pharmacy = self::folder("pharmacy");
	fs::write(pharmacy.join("a.proof.json"), proof.written().unwrap()).unwrap();
	let some = ProofStore::open(&pharmacy).unwrap();
	assert_eq!(some.locate(&gtin(), &serials[99]), Some(Located { lot: lot(), place: 102 }));
	assert_eq!(some.locate(&gtin(), &serials[98]), None);
	assert_eq!(some.proof(&gtin(), &serials[99]).unwrap(), Some(proof.clone()));
	let forged = PackProof { place: 101, ..proof };
	fs::write(pharmacy.join("b.proof.json"), forged.written().unwrap()).unwrap();
	let error = ProofStore::open(&pharmacy).err().unwrap().to_string();
	assert!(error.contains("b.proof.json") && error.contains("siblings"), "{error}");

	// A list that was changed does not give the root.
	let text = fs::read_to_string(&path).unwrap();
	let batch: Batch = serde_json::from_str(&text).unwrap();
	fs::write(folder.join(&batch.serials), serials::written(&serials).replace("S7\n", "S7x\n"))
		.unwrap();
	let changed = ProofStore::open(&folder).unwrap();
	let error = changed.proof(&gtin(), &serials[0]).unwrap_err().to_string();
	assert!(error.contains("the list gives the root"), "{error}");
	fs::write(folder.join(&batch.serials), "S1\n").unwrap();
	let error = ProofStore::open(&folder).err().unwrap().to_string();
	assert!(error.contains("count: 100, but the list has 1"), "{error}");
	for folder in [folder, pharmacy] {
		fs::remove_dir_all(folder).unwrap();
	}
}

#[test]
fn a_batch_that_cannot_be_replaced_stays() {
	let folder = folder("replaced");
	let serials = serials_to(3);
	let path = store::write(&folder, (gtin(), lot(), 0), &serials, true).unwrap();
	let text = fs::read_to_string(&path).unwrap();
	let batch: Batch = serde_json::from_str(&text).unwrap();
	let list = folder.join(&batch.serials);
	fs::remove_file(&list).unwrap();
	fs::create_dir(&list).unwrap();
	let error = store::write(&folder, (gtin(), lot(), 7), &serials, true).unwrap_err().to_string();
	assert!(error.contains("cannot write"), "{error}");
	assert_eq!(fs::read_to_string(&path).unwrap(), text, "the old description is still there");
	fs::remove_dir(&list).unwrap();
	store::write(&folder, (gtin(), lot(), 7), &serials, true).unwrap();
	let located = ProofStore::open(&folder).unwrap().locate(&gtin(), &serials[1]);
	assert_eq!(located, Some(Located { lot: lot(), place: 8 }));
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn lists_name_the_line_that_is_wrong() {
	assert_eq!(serials::parse("a\nb\r\n").unwrap().len(), 2);
	for (text, told) in [
		("a\n\nb", "line 2: serial number of the wrong length"),
		("a\nb c", "line 2: character 2"),
		("a\nb\na", "line 3: serial number a stood before"),
		("", "no serial number"),
	] {
		let error = serials::parse(text).unwrap_err();
		assert!(error.contains(told), "{error}");
	}
}

#[test]
fn random_serial_numbers_cannot_be_guessed() {
	let made = serials::generate(1_000, 12, serials::random).unwrap();
	assert_eq!(serials::parse(&serials::written(&made)).unwrap(), made, "none stands twice");
	assert!(made.iter().all(|serial| serial.as_str().len() == 12));
	assert_ne!(serials::generate(5, 12, serials::random).unwrap(), made[..5]);
	// What comes twice is drawn again.
	let mut draws = 0u8;
	let some = serials::generate(3, 6, |bytes| {
		bytes.fill(draws / 2);
		draws += 1;
		Ok(())
	});
	let some: Vec<String> = some.unwrap().iter().map(ToString::to_string).collect();
	assert_eq!((some, draws), (vec!["000000".into(), "111111".into(), "222222".into()], 5));
	for (count, length, told) in [
		(0, 16, "--count: 0"),
		(MAX_PACKS + 1, 16, "--count"),
		(1_000_000, 6, "right are 7 to 20"),
		(1, 21, "--length: 21"),
	] {
		let error = serials::generate(count, length, serials::random).unwrap_err().to_string();
		assert!(error.contains(told), "{error}");
	}
}
