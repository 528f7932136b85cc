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

/// A patient's log at one block, or a page of it. All of it was read and proved complete.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Log {
	/// Where the log stands.
	pub head: AuditHead,
	/// The entries of the page.
	pub entries: Vec<Numbered>,
}

/// Reads a patient's whole log, proves it complete, and keeps up to `limit` entries from number
/// `from` on.
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
	check_first(patient, &head, from)?;
	let read = futures::stream::iter(0..head.length).map(|number| async move {
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
	page(patient, head, read, from, limit)
}

/// A page begins inside the log.
fn check_first(patient: &AccountId32, head: &AuditHead, from: u64) -> Result<()> {
	match (head.length.checked_sub(1), from) {
		(_, 0) => Ok(()),
		(Some(last), from) if from <= last => Ok(()),
		(Some(last), from) => Err(Error::Input(format!(
			"the log of {patient} has no entry {from}; its entries are numbered from 0 to {last}"
		))),
		(None, from) => {
			Err(Error::Input(format!("the log of {patient} is empty and has no entry {from}")))
		}
	}
}

/// Checks all entries, as they are stored, against the commitment, and keeps some.
fn page(
	patient: &AccountId32,
	head: AuditHead,
	all: Vec<(Numbered, Vec<u8>)>,
	from: u64,
	limit: Option<u64>,
) -> Result<Log> {
	let computed = commitment(all.iter().map(|(_, stored)| stored.as_slice()));
	if computed != head.commitment {
		return Err(Error::Audit(format!(
			"the log of {patient} was tampered with: its {} entries give the commitment \
			 {computed:?}, the chain holds {:?}",
			head.length, head.commitment
		)));
	}
	let until = limit.map_or(u64::MAX, |limit| from.saturating_add(limit));
	let entries = all
		.into_iter()
		.map(|(entry, _)| entry)
		.filter(|entry| (from..until).contains(&entry.number))
		.collect();
	Ok(Log { head, entries })
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
	use crate::types::{Actor, Capacity};
	use medchain_support::{
		AccessRequest, Action, Decision, Outcome, Purpose, ResourceClass, Sensitivities,
	};

	fn stored(count: u64) -> Vec<(Numbered, Vec<u8>)> {
		let request = AccessRequest {
			purpose: Purpose::Treat,
			action: Action::Access,
			classes: ResourceClass::Observation.into(),
			sensitivities: Sensitivities::EMPTY,
		};
		let entry = AuditEntry {
			actor: Actor { account: AccountId32([1; 32]), organization: None },
			capacity: Capacity::Actor,
			request: request.into(),
			at: 0,
			block: 7,
			decision: Decision::refuse(Outcome::NoConsent, None, &request).into(),
		};
		let numbered = |number| Numbered { number, entry: entry.clone() };
		(0..count).map(|number| (numbered(number), number.to_le_bytes().to_vec())).collect()
	}

	fn head(count: u64) -> AuditHead {
		let stored = stored(count);
		let commitment = commitment(stored.iter().map(|(_, bytes)| bytes.as_slice()));
		AuditHead { length: count, commitment }
	}

	#[test]
	fn a_page_is_kept_of_a_log_that_was_checked_as_a_whole() {
		let patient = AccountId32([3; 32]);
		let numbers = |from, limit| {
			let log = page(&patient, head(5), stored(5), from, limit).unwrap();
			log.entries.iter().map(|entry| entry.number).collect::<Vec<_>>()
		};
		assert_eq!(numbers(0, None), [0, 1, 2, 3, 4]);
		assert_eq!(numbers(1, Some(2)), [1, 2]);
		assert_eq!(numbers(4, Some(u64::MAX)), [4]);

		let mut changed = stored(5);
		changed[4].1.push(0);
		let error = page(&patient, head(5), changed, 1, Some(2)).unwrap_err();
		assert!(error.to_string().contains("tampered"), "outside the page, and found: {error}");
	}

	#[test]
	fn a_page_does_not_begin_beyond_the_end() {
		let patient = AccountId32([3; 32]);
		let told =
			|length, from| check_first(&patient, &head(length), from).map_err(|e| e.to_string());
		assert_eq!(told(0, 0), Ok(()));
		assert_eq!(told(5, 4), Ok(()));
		assert!(told(5, 5).unwrap_err().contains("from 0 to 4"));
		assert!(told(0, 1).unwrap_err().contains("empty"));
	}

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
