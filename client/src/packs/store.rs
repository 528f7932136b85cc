//! A folder of proofs: lists of serial numbers of whole batches, and proofs of single packs.
//!
//! A batch is a file `….batch.json`, which names the batch and its list of serial numbers beside it.
//! A proof is a file `….proof.json`. Nothing in the folder is secret to who may know the serial
//! numbers; who has only a proof learns no other serial number from it.

use super::{
	merkle::{Digest, Tree},
	proof::{PackProof, SUFFIX},
	serials,
};
use crate::{
	documents,
	error::{Error, Result},
	relay::to_hex,
	types::serialized::{hex, text},
};
use medchain_support::{Gtin, Lot, PackId, Serial};
use serde::{Deserialize, Serialize};
use std::{
	cell::OnceCell,
	collections::HashMap,
	fs,
	path::{Path, PathBuf},
};

/// What the names of files that describe batches end with.
const BATCH: &str = ".batch.json";
/// What the names of their lists end with.
const SERIALS: &str = ".serials";

/// Packs that were commissioned at once.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Batch {
	/// The product.
	#[serde(with = "text")]
	pub gtin: Gtin,
	/// The lot.
	#[serde(with = "text")]
	pub lot: Lot,
	/// The place of the first pack in the lot.
	pub start: u32,
	/// How many packs.
	pub count: u32,
	/// The root of the tree over them.
	#[serde(with = "hex")]
	pub root: Digest,
	/// The name of the file with their serial numbers.
	pub serials: String,
}

/// Where a pack stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Located {
	/// Its lot.
	pub lot: Lot,
	/// Its place in it.
	pub place: u32,
}

struct Loaded {
	batch: Batch,
	serials: Vec<Serial>,
	tree: OnceCell<Tree>,
}

impl Loaded {
	fn tree(&self) -> Result<&Tree> {
		if let Some(tree) = self.tree.get() {
			return Ok(tree);
		}
		let built = tree(&self.batch.gtin, &self.serials)?;
		if built.root() != self.batch.root {
			return Err(Error::Input(format!(
				"{}: the list gives the root {}, not {}",
				self.batch.serials,
				to_hex(&built.root()),
				to_hex(&self.batch.root)
			)));
		}
		Ok(self.tree.get_or_init(|| built))
	}
}

/// The tree over packs of a product.
pub fn tree(gtin: &Gtin, serials: &[Serial]) -> Result<Tree> {
	Tree::new(serials.iter().map(|serial| PackId::of(gtin, serial)))
		.ok_or_else(|| Error::Input("there is no serial number".into()))
}

/// A folder of proofs.
#[derive(Default)]
pub struct ProofStore {
	batches: Vec<Loaded>,
	places: HashMap<(Gtin, Serial), (usize, u32)>,
	proofs: HashMap<(Gtin, Serial), PackProof>,
}

impl ProofStore {
	/// Reads a folder. Every proof in it must lead to its root.
	pub fn open(folder: &Path) -> Result<Self> {
		let unreadable =
			|e: std::io::Error| Error::Input(format!("cannot read {}: {e}", folder.display()));
		let mut paths = Vec::new();
		for entry in fs::read_dir(folder).map_err(unreadable)? {
			paths.push(entry.map_err(unreadable)?.path());
		}
		paths.sort();
		let mut store = Self::default();
		for path in paths {
			let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
			if name.ends_with(BATCH) {
				store.take_batch(folder, &path)?;
			} else if name.ends_with(SUFFIX) {
				store.take_proof(PackProof::read(&path)?, &path)?;
			}
		}
		Ok(store)
	}

	fn take_batch(&mut self, folder: &Path, path: &Path) -> Result<()> {
		let wrong = |reason: String| Error::Input(format!("{}: {reason}", path.display()));
		let batch: Batch = serde_json::from_str(&documents::text_of(path)?)
			.map_err(|e| wrong(format!("it describes no batch: {e}")))?;
		if batch.serials.contains(['/', '\\']) {
			return Err(wrong("serials: right is a file in the same folder".into()));
		}
		let serials = serials::read(&folder.join(&batch.serials))?;
		self.add(batch, serials).map_err(wrong)
	}

	/// Adds a batch with its serial numbers.
	pub fn add(&mut self, batch: Batch, serials: Vec<Serial>) -> Result<(), String> {
		if u32::try_from(serials.len()) != Ok(batch.count) {
			let found = serials.len();
			return Err(format!("count: {}, but the list has {found} serial numbers", batch.count));
		}
		let number = self.batches.len();
		for (place, serial) in (batch.start..).zip(&serials) {
			self.places.insert((batch.gtin, *serial), (number, place));
		}
		self.batches.push(Loaded { batch, serials, tree: OnceCell::new() });
		Ok(())
	}

	/// Adds a proof, which must lead to its root. `path` is where it was found.
	pub fn take_proof(&mut self, proof: PackProof, path: &Path) -> Result<()> {
		proof.check().map_err(|e| Error::Input(format!("{}: {e}", path.display())))?;
		self.proofs.insert((proof.gtin, proof.serial), proof);
		Ok(())
	}

	/// The batches, with their serial numbers.
	pub fn batches(&self) -> impl Iterator<Item = (&Batch, &[Serial])> {
		self.batches.iter().map(|loaded| (&loaded.batch, &loaded.serials[..]))
	}

	/// Where a pack stands, if the folder tells that.
	pub fn locate(&self, gtin: &Gtin, serial: &Serial) -> Option<Located> {
		let key = (*gtin, *serial);
		let of_batch = self.places.get(&key).and_then(|(number, place)| {
			let loaded = self.batches.get(*number)?;
			Some(Located { lot: loaded.batch.lot, place: *place })
		});
		let of_proof = || self.proofs.get(&key).map(|it| Located { lot: it.lot, place: it.place });
		of_batch.or_else(of_proof)
	}

	/// The proof of a pack, if the folder has it or can make it.
	pub fn proof(&self, gtin: &Gtin, serial: &Serial) -> Result<Option<PackProof>> {
		let key = (*gtin, *serial);
		if let Some(proof) = self.proofs.get(&key) {
			return Ok(Some(proof.clone()));
		}
		let Some((number, place)) = self.places.get(&key) else { return Ok(None) };
		let Some(loaded) = self.batches.get(*number) else { return Ok(None) };
		let batch = &loaded.batch;
		let tree = loaded.tree()?;
		let siblings = tree.proof(place.saturating_sub(batch.start));
		Ok(siblings.map(|siblings| PackProof {
			gtin: *gtin,
			lot: batch.lot,
			serial: *serial,
			place: *place,
			start: batch.start,
			count: batch.count,
			root: batch.root,
			siblings,
		}))
	}
}

/// Writes a batch and its list into a folder, which is made if it is not there. A description that is
/// there already is replaced only if that is said. Answers the file that describes the batch.
pub fn write(
	folder: &Path,
	(gtin, lot, start): (Gtin, Lot, u32),
	serials: &[Serial],
	replace: bool,
) -> Result<PathBuf> {
	let tree = tree(&gtin, serials)?;
	fs::create_dir_all(folder)
		.map_err(|e| Error::Input(format!("cannot make {}: {e}", folder.display())))?;
	// A lot may have signs that are not for names of files; the root stands for it.
	let root = to_hex(&tree.root());
	let name = format!("{gtin}-{}", root.get(2..18).unwrap_or_default());
	let list = format!("{name}{SERIALS}");
	let batch =
		Batch { gtin, lot, start, count: tree.count(), root: tree.root(), serials: list.clone() };
	let described = serde_json::to_string_pretty(&batch)
		.map_err(|e| Error::Input(format!("the batch cannot be written: {e}")))?;
	let path = folder.join(format!("{name}{BATCH}"));
	let list = folder.join(list);
	// The list that is there has the same root, and fits the old description as well as the new one.
	let write = if replace { documents::replace } else { documents::write_new };
	write(&list, &serials::written(serials))?;
	write(&path, &format!("{described}\n"))?;
	Ok(path)
}
