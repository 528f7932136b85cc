//! A runtime for tests, with a registry of credentials that tests can write.

use crate as pallet_patient_consent;
use crate::{invariants, Books, HoldReason, Terms};
use core::cell::RefCell;
use frame::{
	deps::sp_runtime::traits::Convert,
	prelude::*,
	testing_prelude::*,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		Footprint, LinearStoragePrice,
	},
};
use medchain_support::{InspectCredentials, Role, Roles};
use std::collections::BTreeSet;

pub type AccountId = u64;

#[frame_construct_runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(3)]
	pub type PatientConsent = pallet_patient_consent;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<u64>;
	type Block = MockBlock<Test>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

parameter_types! {
	pub const DirectiveReason: RuntimeHoldReason =
		RuntimeHoldReason::PatientConsent(HoldReason::Directive);
	pub const BaseDeposit: u64 = 100;
	pub const ByteDeposit: u64 = 1;
}

pub type Price = LinearStoragePrice<BaseDeposit, ByteDeposit, u64>;

impl crate::Config for Test {
	type Credentials = Registry;
	type Deposit = HoldConsideration<AccountId, Balances, DirectiveReason, Price>;
	type MaxDirectives = ConstU32<5>;
	type Time = Timestamp;
	type WeightInfo = ();
}

/// What the registry knows; every account is verified unless it says otherwise.
#[derive(Clone, Default)]
pub struct Known {
	pub unverified: BTreeSet<AccountId>,
	pub roles: BTreeSet<(AccountId, Role)>,
	pub affiliations: BTreeSet<(AccountId, AccountId)>,
}

thread_local! {
	static KNOWN: RefCell<Known> = RefCell::default();
}

pub struct Registry;

impl Registry {
	pub fn write(change: impl FnOnce(&mut Known)) {
		KNOWN.with(|known| change(&mut known.borrow_mut()))
	}

	pub fn read() -> Known {
		KNOWN.with(|known| known.borrow().clone())
	}
}

impl InspectCredentials<AccountId> for Registry {
	fn is_verified(who: &AccountId) -> bool {
		!Self::read().unverified.contains(who)
	}

	fn is_identified(who: &AccountId) -> bool {
		Self::is_verified(who)
	}

	fn roles_of(who: &AccountId) -> Roles {
		Self::read().roles.iter().filter(|(of, _)| of == who).map(|(_, role)| *role).collect()
	}

	fn is_affiliated(who: &AccountId, organization: &AccountId) -> bool {
		Self::read().affiliations.contains(&(*who, *organization))
	}
}

/// Two patients, a hospital, a practitioner of it, a stranger, one who is not verified, and one
/// without money.
pub const PATIENT: AccountId = 1;
pub const OTHER_PATIENT: AccountId = 2;
pub const HOSPITAL: AccountId = 10;
pub const DOCTOR: AccountId = 11;
pub const STRANGER: AccountId = 12;
pub const UNVERIFIED: AccountId = 13;
pub const PENNILESS: AccountId = 14;

pub const ENDOWMENT: u64 = 1_000_000_000;
/// The present at the start of each test, in seconds.
pub const NOW: u64 = 1_000_000;

pub fn set_now(seconds: u64) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

/// Runs a test, then checks what always holds.
pub fn build_and_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [PATIENT, OTHER_PATIENT, HOSPITAL, DOCTOR, STRANGER, UNVERIFIED]
				.map(|who| (who, ENDOWMENT))
				.to_vec(),
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.unwrap();
	Registry::write(|known| {
		*known = Known {
			unverified: [UNVERIFIED].into(),
			roles: [(DOCTOR, Role::Practitioner), (HOSPITAL, Role::ProviderOrganization)].into(),
			affiliations: [(DOCTOR, HOSPITAL)].into(),
		}
	});
	TestState::new(storage).execute_with(|| {
		System::set_block_number(1);
		set_now(NOW);
		test();
		check_state().unwrap();
	});
}

/// The invariants, and that deposits held are the price of what is stored, to the unit.
pub fn check_state() -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
	invariants::check::<Test>()?;
	for who in [PATIENT, OTHER_PATIENT, HOSPITAL, DOCTOR, STRANGER, UNVERIFIED, PENNILESS] {
		let due: u64 = Books::<Test>::get(who)
			.directives
			.iter()
			.map(|directive| deposit_of(&directive.terms))
			.sum();
		ensure!(held(who) == due, "deposits held differ from the price of what is stored");
	}
	Ok(())
}

pub fn deposit_of(terms: &Terms<AccountId>) -> u64 {
	Price::convert(Footprint::from_parts(1, terms.encoded_size()))
}

pub fn held(who: AccountId) -> u64 {
	Balances::balance_on_hold(&DirectiveReason::get(), &who)
}

/// The pallet's events since the last call.
pub fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::PatientConsent(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}
