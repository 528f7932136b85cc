//! The double of a register of drug packs.

use super::Key;
use crate::{Dispensing, InspectDispensing, PackId, SoldPack};
use codec::Encode;
use std::{cell::RefCell, collections::BTreeMap};

thread_local! {
	/// What was told of a pack, by provider and patient.
	static PACKS: RefCell<BTreeMap<PackId, BTreeMap<Key, Dispensing>>> = RefCell::default();
}

/// A register of drug packs that answers what it was told. A pack of which it was told something,
/// but for others, was not dispensed; one of which it was told nothing is unknown.
pub struct Packs;

impl Packs {
	/// Forgets all packs.
	pub fn clear() {
		PACKS.with(|packs| packs.borrow_mut().clear());
	}

	/// From now on this is the answer for `pack`, `provider` and `patient`.
	pub fn set<AccountId: Encode>(
		pack: PackId,
		provider: &AccountId,
		patient: &AccountId,
		state: Dispensing,
	) {
		let key = (provider, patient).encode();
		PACKS.with(|packs| packs.borrow_mut().entry(pack).or_default().insert(key, state));
	}
}

impl<AccountId: Encode> InspectDispensing<AccountId> for Packs {
	fn inspect(pack: &SoldPack, provider: &AccountId, patient: &AccountId) -> Dispensing {
		let key = (provider, patient).encode();
		PACKS.with(|packs| match packs.borrow().get(&pack.id) {
			Some(told) => told.get(&key).copied().unwrap_or(Dispensing::NotDispensed),
			None => Dispensing::Unknown,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const PACK: PackId = PackId([1; 32]);
	const OTHER_PACK: PackId = PackId([2; 32]);
	const PHARMACY: u64 = 1;
	const PATIENT: u64 = 2;
	const SOMEBODY: u64 = 3;

	fn sold(id: PackId) -> SoldPack {
		SoldPack { id, opening: [0; 32] }
	}

	#[test]
	fn packs_are_as_they_were_told() {
		Packs::clear();
		assert_eq!(Packs::inspect(&sold(PACK), &PHARMACY, &PATIENT), Dispensing::Unknown);
		Packs::set(PACK, &PHARMACY, &PATIENT, Dispensing::Dispensed);
		assert_eq!(Packs::inspect(&sold(PACK), &PHARMACY, &PATIENT), Dispensing::Dispensed);
		for (provider, patient) in [(PHARMACY, SOMEBODY), (SOMEBODY, PATIENT), (PATIENT, PHARMACY)]
		{
			assert_eq!(Packs::inspect(&sold(PACK), &provider, &patient), Dispensing::NotDispensed);
		}
		assert_eq!(Packs::inspect(&sold(OTHER_PACK), &PHARMACY, &PATIENT), Dispensing::Unknown);

		for state in [
			Dispensing::Recalled,
			Dispensing::Expired,
			Dispensing::NotDispensed,
			Dispensing::Unknown,
		] {
			Packs::set(PACK, &PHARMACY, &PATIENT, state);
			assert_eq!(Packs::inspect(&sold(PACK), &PHARMACY, &PATIENT), state);
		}
		Packs::set(PACK, &PHARMACY, &PATIENT, Dispensing::Recalled);
		Packs::clear();
		assert_eq!(Packs::inspect(&sold(PACK), &PHARMACY, &PATIENT), Dispensing::Unknown);
	}

	#[test]
	fn accounts_of_every_type_are_served() {
		Packs::clear();
		let (pharmacy, patient) = ([1u8; 32], [2u8; 32]);
		Packs::set(PACK, &pharmacy, &patient, Dispensing::Dispensed);
		assert_eq!(Packs::inspect(&sold(PACK), &pharmacy, &patient), Dispensing::Dispensed);
		assert_eq!(Packs::inspect(&sold(PACK), &patient, &pharmacy), Dispensing::NotDispensed);
	}
}
