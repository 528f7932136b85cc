//! The audit log: numbered without gaps, and chained by hash, so that a copy of it fetched from
//! anywhere can be proved complete against the commitment in state.

use crate::{
	types::{AuditEntry, AuditHead, AuditPage, MAX_AUDIT_PAGE},
	AuditHeads, AuditLog, Config, Error,
};
use codec::Encode;
use frame::{
	deps::sp_io::hashing::blake2_256,
	prelude::{BlockNumberFor, DispatchError, H256},
};

/// The commitment over a log with `entry` added.
pub fn extend<AccountId: Encode, BlockNumber: Encode>(
	commitment: H256,
	entry: &AuditEntry<AccountId, BlockNumber>,
) -> H256 {
	(commitment, entry).using_encoded(blake2_256).into()
}

/// Appends `entry` to `patient`'s log and returns its number.
pub(crate) fn append<T: Config>(
	patient: &T::AccountId,
	entry: AuditEntry<T::AccountId, BlockNumberFor<T>>,
) -> Result<u64, DispatchError> {
	AuditHeads::<T>::try_mutate(patient, |head| {
		let number = head.length;
		*head = AuditHead {
			length: number.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?,
			commitment: extend(head.commitment, &entry),
		};
		AuditLog::<T>::insert(patient, number, entry);
		Ok(number)
	})
}

/// Up to `limit` entries from number `from` on.
pub(crate) fn page<T: Config>(
	patient: &T::AccountId,
	from: u64,
	limit: u32,
) -> AuditPage<T::AccountId, BlockNumberFor<T>> {
	let until = from
		.saturating_add(limit.min(MAX_AUDIT_PAGE).into())
		.min(AuditHeads::<T>::get(patient).length);
	(from..until).filter_map(|number| AuditLog::<T>::get(patient, number)).collect()
}
