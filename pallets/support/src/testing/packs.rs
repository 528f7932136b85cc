//! The double of a register of drug packs.

use super::Key;
use crate::{Dispensing, InspectDispensing, PackId, SoldPack};
use codec::Encode;
use std::{cell::RefCell, collections::BTreeMap};

thread_local! {
	/// What was told of a pack, by opening, provider and patient.
	static PACKS: RefCell<BTreeMap<PackId, BTreeMap<Key, Dispensing>>> = RefCell::default();
}

/// A register of drug packs that answers what it was told. A pack of which it was told something,
/// but for others or with another opening, was not dispensed; one of which it was told nothing is
/// unknown.
pub struct Packs;

impl Packs {
	/// Forgets all packs.
	pub fn clear() {
		PACKS.with(|packs| packs.borrow_mut().clear());
	}

	/// From now on this is the answer for `pack`, `provider` and `patient`.
	pub fn set<AccountId: Encode>(
		pack: SoldPack,
		provider: &AccountId,
		patient: &AccountId,
		state: Dispensing,
	) {
		let key = (pack.opening, provider, patient).encode();
		PACKS.with(|packs| packs.borrow_mut().entry(pack.id).or_default().insert(key, state));
	}
}

impl<AccountId: Encode> InspectDispensing<AccountId> for Packs {
	fn inspect(pack: &SoldPack, provider: &AccountId, patient: &AccountId) -> Dispensing {
		let key = (pack.opening, provider, patient).encode();
		PACKS.with(|packs| match packs.borrow().get(&pack.id) {
			Some(told) => told.get(&key).copied().unwrap_or(Dispensing::NotDispensed),
			None => Dispensing::Unknown,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const DISPENSED: Dispensing = Dispensing::Dispensed { at: 7 };
	const PACK: SoldPack = SoldPack { id: PackId([1; 32]), opening: [3; 32] };
	const OTHER_PACK: SoldPack = SoldPack { id: PackId([2; 32]), ..PACK };
	const OTHER_OPENING: SoldPack = SoldPack { opening: [4; 32], ..PACK };
	const PHARMACY: u64 = 1;
	const PATIENT: u64 = 2;
	const SOMEBODY: u64 = 3;

	#[test]
	fn packs_are_as_they_were_told() {
		Packs::clear();
		assert_eq!(Packs::inspect(&PACK, &PHARMACY, &PATIENT), Dispensing::Unknown);
		Packs::set(PACK, &PHARMACY, &PATIENT, DISPENSED);
		assert_eq!(Packs::inspect(&PACK, &PHARMACY, &PATIENT), DISPENSED);
		for (provider, patient) in [(PHARMACY, SOMEBODY), (SOMEBODY, PATIENT), (PATIENT, PHARMACY)]
		{
			assert_eq!(Packs::inspect(&PACK, &provider, &patient), Dispensing::NotDispensed);
		}
		assert_eq!(Packs::inspect(&OTHER_PACK, &PHARMACY, &PATIENT), Dispensing::Unknown);
		assert_eq!(Packs::inspect(&OTHER_OPENING, &PHARMACY, &PATIENT), Dispensing::NotDispensed);

		for state in [
			Dispensing::Recalled,
			Dispensing::Expired,
			Dispensing::NotDispensed,
			Dispensing::Unknown,
		] {
			Packs::set(PACK, &PHARMACY, &PATIENT, state);
			assert_eq!(Packs::inspect(&PACK, &PHARMACY, &PATIENT), state);
		}
		Packs::set(PACK, &PHARMACY, &PATIENT, Dispensing::Recalled);
		Packs::clear();
		assert_eq!(Packs::inspect(&PACK, &PHARMACY, &PATIENT), Dispensing::Unknown);
	}

	#[test]
	fn accounts_of_every_type_are_served() {
		Packs::clear();
		let (pharmacy, patient) = ([1u8; 32], [2u8; 32]);
		Packs::set(PACK, &pharmacy, &patient, DISPENSED);
		assert_eq!(Packs::inspect(&PACK, &pharmacy, &patient), DISPENSED);
		assert_eq!(Packs::inspect(&PACK, &patient, &pharmacy), Dispensing::NotDispensed);
	}
}
