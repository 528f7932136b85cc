//! The tree over the packs of a batch.
//!
//! It is that of the SDK's `binary-merkle-tree` with blake2-256: a leaf is the digest of a pack's
//! identity, an inner node the digest of the two below it, and a node that is alone at the end of its
//! row is taken up as it is. A proof holds the siblings on the way from a leaf to the root, the lowest
//! first; where a node has none, nothing stands for it.

use medchain_support::PackId;
use sp_crypto_hashing::blake2_256;

/// 32 bytes of blake2-256.
pub type Digest = [u8; 32];

/// The most packs of a batch, and of a lot.
pub const MAX_PACKS: u32 = 1 << 24;

/// All nodes of a tree, row by row, the leaves first.
#[derive(Clone, Debug)]
pub struct Tree {
	rows: Vec<Vec<Digest>>,
}

fn join(left: &Digest, right: &Digest) -> Digest {
	let mut both = [0; 64];
	let (first, second) = both.split_at_mut(32);
	first.copy_from_slice(left);
	second.copy_from_slice(right);
	blake2_256(&both)
}

impl Tree {
	/// The tree over packs in their order; nothing if there are none.
	pub fn new(packs: impl IntoIterator<Item = PackId>) -> Option<Self> {
		let leaves: Vec<Digest> = packs.into_iter().map(|pack| blake2_256(&pack.0)).collect();
		if leaves.is_empty() {
			return None;
		}
		let mut rows = vec![leaves];
		while let Some(row) = rows.last().filter(|row| row.len() > 1) {
			let above = row.chunks(2).map(|pair| match pair {
				[left, right] => join(left, right),
				alone => alone.first().copied().unwrap_or_default(),
			});
			let above = above.collect();
			rows.push(above);
		}
		Some(Self { rows })
	}

	/// The root.
	pub fn root(&self) -> Digest {
		self.rows.last().and_then(|row| row.first()).copied().unwrap_or_default()
	}

	/// How many packs it is over.
	pub fn count(&self) -> u32 {
		self.rows.first().map_or(0, |row| u32::try_from(row.len()).unwrap_or(u32::MAX))
	}

	/// The siblings on the way from the leaf at this place; nothing if there is no such leaf.
	pub fn proof(&self, place: u32) -> Option<Vec<Digest>> {
		let mut at = usize::try_from(place).ok()?;
		self.rows.first()?.get(at)?;
		let mut siblings = Vec::new();
		for row in &self.rows {
			if row.len() > 1 {
				siblings.extend(row.get(at ^ 1));
			}
			at /= 2;
		}
		Some(siblings)
	}
}

/// Whether a pack stands at this place of a batch of `count` packs with this root. The siblings are
/// exactly those of the way: no more and no fewer.
pub fn verify(root: &Digest, count: u32, place: u32, pack: &PackId, siblings: &[Digest]) -> bool {
	if place >= count {
		return false;
	}
	let mut node = blake2_256(&pack.0);
	let (mut at, mut row) = (place, count);
	let mut siblings = siblings.iter();
	while row > 1 {
		let alone = row % 2 == 1 && at.saturating_add(1) == row;
		if !alone {
			let Some(sibling) = siblings.next() else { return false };
			node = match at % 2 {
				0 => join(&node, sibling),
				_ => join(sibling, &node),
			};
		}
		at /= 2;
		row = row.div_ceil(2);
	}
	siblings.next().is_none() && node == *root
}
