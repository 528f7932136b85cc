//! Records: what exists of a patient, where it lies, and how a copy is proved genuine. The content
//! itself stays off chain, encrypted.

use crate::{
	types::{Locator, Record, RecordId, RecordInfo, RecordOf, RecordVersion},
	Config, Error, NextRecord, Pallet, Records,
};
use alloc::vec::Vec;
use frame::{
	prelude::{defensive, ensure, BoundedVec, DispatchError},
	traits::{Consideration, Footprint},
};
use medchain_support::{Commitment, InspectCredentials, ResourceClass, Sensitivities};

/// Most records that one page holds.
pub const MAX_RECORD_PAGE: u32 = 100;

impl<T: Config> Pallet<T> {
	/// What a custodian puts down for a record of so many versions.
	pub fn record_footprint(versions: usize) -> Footprint {
		let size = versions.saturating_mul(RecordVersion::size());
		Footprint::from_parts(1, size)
	}

	pub(crate) fn do_register_record(
		custodian: &T::AccountId,
		patient: &T::AccountId,
		class: ResourceClass,
		sensitivities: Sensitivities,
		commitment: Commitment,
		locator: Locator,
	) -> Result<RecordId, DispatchError> {
		ensure!(sensitivities.is_known(), Error::<T>::UnknownCode);
		ensure!(
			custodian == patient || T::Credentials::is_verified(custodian),
			Error::<T>::NotVerified
		);
		NextRecord::<T>::try_mutate(patient, |next| {
			let id = *next;
			*next = id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
			let ticket = T::RecordDeposit::new(custodian, Self::record_footprint(1))?;
			let first = RecordVersion { commitment, locator, since: Self::now() };
			let mut versions = BoundedVec::new();
			versions.try_push(first).map_err(|_| Error::<T>::TooManyVersions)?;
			let custodian = custodian.clone();
			let record = Record::Kept { custodian, class, sensitivities, versions, ticket };
			Records::<T>::insert(patient, id, record);
			Ok(id)
		})
	}

	/// Returns the number of the new version, from 1.
	pub(crate) fn do_amend_record(
		caller: &T::AccountId,
		patient: &T::AccountId,
		id: RecordId,
		commitment: Commitment,
		locator: Locator,
	) -> Result<u32, DispatchError> {
		Records::<T>::try_mutate(patient, id, |slot| {
			let record = slot.as_mut().ok_or(Error::<T>::RecordNotFound)?;
			let Record::Kept { custodian, versions, ticket, .. } = record else {
				return Err(Error::<T>::RecordErased.into());
			};
			ensure!(custodian == caller, Error::<T>::NotCustodian);
			ensure!(
				caller == patient || T::Credentials::is_verified(caller),
				Error::<T>::NotVerified
			);
			ensure!(
				versions.last().is_none_or(|last| last.commitment != commitment),
				Error::<T>::CommitmentUnchanged
			);
			versions
				.try_push(RecordVersion { commitment, locator, since: Self::now() })
				.map_err(|_| Error::<T>::TooManyVersions)?;
			let footprint = Self::record_footprint(versions.len());
			*ticket = ticket.clone().update(caller, footprint)?;
			Ok(count(versions.len()))
		})
	}

	/// Forgets what a record pointed to. Returns how many versions there were.
	pub(crate) fn do_erase_record(
		caller: &T::AccountId,
		patient: &T::AccountId,
		id: RecordId,
	) -> Result<u32, DispatchError> {
		Records::<T>::try_mutate(patient, id, |slot| {
			let record = slot.as_mut().ok_or(Error::<T>::RecordNotFound)?;
			let Record::Kept { custodian, versions, ticket, .. } = record.clone() else {
				return Err(Error::<T>::RecordErased.into());
			};
			ensure!(caller == patient || custodian == *caller, Error::<T>::NotCustodian);
			let versions = count(versions.len());
			*record = Record::Erased { versions, at: Self::now() };
			// What is to be forgotten is forgotten, whatever becomes of the deposit.
			if ticket.drop(&custodian).is_err() {
				defensive!("deposit of an erased record was not returned");
			}
			Ok(versions)
		})
	}

	/// Up to `limit` records from number `from` on.
	pub(crate) fn record_page(
		patient: &T::AccountId,
		from: RecordId,
		limit: u32,
	) -> Vec<RecordInfo<T::AccountId>> {
		let until =
			from.saturating_add(limit.min(MAX_RECORD_PAGE)).min(NextRecord::<T>::get(patient));
		(from..until)
			.filter_map(|id| Records::<T>::get(patient, id).map(|record| info::<T>(id, record)))
			.collect()
	}
}

/// A record, as those see it who ask.
pub(crate) fn info<T: Config>(id: RecordId, record: RecordOf<T>) -> RecordInfo<T::AccountId> {
	match record {
		Record::Kept { custodian, class, sensitivities, versions, .. } => RecordInfo {
			id,
			custodian: Some(custodian),
			class: Some(class),
			sensitivities,
			versions: versions.into_inner(),
			erased: None,
		},
		Record::Erased { at, .. } => RecordInfo {
			id,
			custodian: None,
			class: None,
			sensitivities: Sensitivities::EMPTY,
			versions: Vec::new(),
			erased: Some(at),
		},
	}
}

fn count(length: usize) -> u32 {
	u32::try_from(length).unwrap_or(u32::MAX)
}
