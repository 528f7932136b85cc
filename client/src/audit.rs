//! A patient's audit log, and whether it is whole.
//!
//! The chain keeps a commitment over each log: 32 zero bytes at first, then
//! `blake2_256(commitment ++ SCALE(entry))` with each entry. Who reads all entries can compute it
//! again. It then proves that no entry is missing, added, changed or out of order.

use crate::{
	emergency,
	error::{Error, Result},
	node::AtBlock,
	types::{AuditEntry, AuditHead, Review, PALLET},
};
use futures::{StreamExt, TryStreamExt};
use std::collections::BTreeMap;
use subxt::{
	config::{substrate::BlakeTwo256, Hasher},
	dynamic,
	utils::{AccountId32, H256},
};

/// Entries that are asked for at the same time.
const AT_ONCE: usize = 32;

/// An entry with its number.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Numbered {
	/// Number in the patient's log, from 0.
	pub number: u64,
	/// The entry.
	pub entry: AuditEntry,
}

/// Part of a patient's log at one block.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Log {
	/// Where the log stands.
	pub head: AuditHead,
	/// The entries that were read.
	pub entries: Vec<Numbered>,
	/// Whether the commitment was computed from all entries and is the chain's. `false` means that
	/// not all were read; a commitment that differs is an error.
	pub verified: bool,
}

/// Reads up to `limit` entries from number `from` on. Where these are all, checks the commitment.
pub async fn read(
	at: &AtBlock,
	patient: &AccountId32,
	from: u64,
	limit: Option<u64>,
) -> Result<Log> {
	let heads = dynamic::storage::<(AccountId32,), AuditHead>(PALLET, "AuditHeads");
	let head = match at.storage().try_fetch(heads, (*patient,)).await? {
		Some(head) => head.decode()?,
		None => AuditHead::default(),
	};
	let until = limit.map_or(head.length, |limit| from.saturating_add(limit).min(head.length));

	let read = futures::stream::iter(from..until).map(|number| async move {
		let log = dynamic::storage::<(AccountId32, u64), AuditEntry>(PALLET, "AuditLog");
		let stored = at.storage().try_fetch(log, (*patient, number)).await?.ok_or_else(|| {
			Error::Audit(format!(
				"the log of {patient} has {} entries, but the node gives no entry {number}",
				head.length
			))
		})?;
		let entry = Numbered { number, entry: stored.decode()? };
		Ok::<_, Error>((entry, stored.into_bytes()))
	});
	let read: Vec<(Numbered, Vec<u8>)> = read.buffered(AT_ONCE).try_collect().await?;

	let whole = from == 0 && until == head.length;
	if whole {
		let computed = commitment(read.iter().map(|(_, stored)| stored.as_slice()));
		if computed != head.commitment {
			return Err(Error::Audit(format!(
				"the log of {patient} was tampered with: its {} entries give the commitment \
				 {computed:?}, the chain holds {:?}",
				head.length, head.commitment
			)));
		}
	}
	Ok(Log { head, entries: read.into_iter().map(|(entry, _)| entry).collect(), verified: whole })
}

/// What a patient has a right to know: every access that was asked for, granted or refused, and
/// what became of those in an emergency.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Disclosure {
	/// The whole log, proved complete.
	pub log: Log,
	/// The reviews of the emergencies in it, by their numbers.
	pub reviews: BTreeMap<u64, Review>,
}

/// Reads a patient's whole log, proves it complete and looks up the reviews.
pub async fn disclosure(at: &AtBlock, patient: &AccountId32) -> Result<Disclosure> {
	let log = read(at, patient, 0, None).await?;
	let numbers =
		log.entries.iter().filter_map(|entry| emergency::review_number(&entry.entry.capacity));
	let reviews = futures::stream::iter(numbers)
		.map(|id| async move { Ok::<_, Error>((id, emergency::review_of(at, id).await?)) })
		.buffered(AT_ONCE)
		.try_collect()
		.await?;
	Ok(Disclosure { log, reviews })
}

/// The commitment over entries as they are stored.
pub fn commitment<'a>(entries: impl Iterator<Item = &'a [u8]>) -> H256 {
	entries.fold(H256::zero(), |commitment, entry| {
		BlakeTwo256.hash(&[commitment.as_bytes(), entry].concat())
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_commitment_depends_on_every_entry_and_their_order() {
		assert_eq!(commitment([].into_iter()), H256::zero());
		let of = |entries: &[&[u8]]| commitment(entries.iter().copied());
		let first = of(&[b"one"]);
		assert_eq!(first, BlakeTwo256.hash(&[&[0; 32][..], b"one"].concat()));
		let both = of(&[b"one", b"two"]);
		assert_eq!(both, BlakeTwo256.hash(&[first.as_bytes(), b"two"].concat()));
		for other in [of(&[b"two", b"one"]), of(&[b"onetwo"]), of(&[b"one"]), of(&[b"one", b"twp"])]
		{
			assert_ne!(both, other);
		}
	}
}
