//! A Merkle tree that is kept whole to give many proofs: over the packs of a batch, the slots of a
//! list, the forms of a capture.
//!
//! It is that of [`medchain_support::merkle`].

pub use medchain_support::merkle::Digest;
use sp_crypto_hashing::blake2_256;

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
	/// The tree over items in their order; nothing if there are none.
	pub fn new<I>(items: I) -> Option<Self>
	where
		I: IntoIterator,
		I::Item: AsRef<[u8]>,
	{
		let leaves: Vec<Digest> = items.into_iter().map(|item| blake2_256(item.as_ref())).collect();
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

	/// How many items it is over.
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
