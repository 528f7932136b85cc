//! A runtime for tests. Who is who is a double that tests tell what to answer.

use crate as pallet_drug_trace;
use crate::{invariants, HoldReason};
use frame::{
	deps::sp_runtime::{
		traits::{Convert, IdentityLookup},
		TryRuntimeError,
	},
	prelude::*,
	testing_prelude::*,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		LinearStoragePrice,
	},
};
use medchain_support::{testing::Registry, Role};
use std::collections::BTreeMap;

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
	pub type DrugTrace = pallet_drug_trace;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<u64>;
	type AccountId = AccountId;
	type Block = MockBlock<Test>;
	type Lookup = IdentityLookup<AccountId>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

parameter_types! {
	pub const StoredReason: RuntimeHoldReason =
		RuntimeHoldReason::DrugTrace(HoldReason::Stored);
	pub const BaseDeposit: u64 = 100;
	pub const ByteDeposit: u64 = 1;
}

pub type Price = LinearStoragePrice<BaseDeposit, ByteDeposit, u64>;
pub type Ticket = HoldConsideration<AccountId, Balances, StoredReason, Price>;

/// Seconds in which one alert is raised about a pack.
pub const ALERT_PERIOD: u64 = 3_600;

impl crate::Config for Test {
	type AlertPeriod = ConstU64<ALERT_PERIOD>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkPeople;
	type Credentials = Registry;
	type Deposit = Ticket;
	type Time = Timestamp;
	type WeightInfo = ();
}

#[cfg(feature = "runtime-benchmarks")]
pub struct BenchmarkPeople;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId> for BenchmarkPeople {
	fn give_role(who: &AccountId, role: Role) {
		Registry::verify(who);
		Registry::give_role(who, role);
	}

	fn set_now(seconds: u64) {
		set_now(seconds);
	}
}

pub const MANUFACTURER: AccountId = 1;
pub const OTHER_MANUFACTURER: AccountId = 2;
pub const DISTRIBUTOR: AccountId = 3;
pub const OTHER_DISTRIBUTOR: AccountId = 4;
pub const PHARMACY: AccountId = 5;
pub const OTHER_PHARMACY: AccountId = 6;
pub const HOSPITAL: AccountId = 7;
pub const DOCTOR: AccountId = 8;
pub const PATIENT: AccountId = 9;
pub const REGULATOR: AccountId = 10;
pub const SENSOR: AccountId = 11;
pub const STRANGER: AccountId = 12;

/// Those with money for deposits.
const RICH: [AccountId; 9] = [
	MANUFACTURER,
	OTHER_MANUFACTURER,
	DISTRIBUTOR,
	OTHER_DISTRIBUTOR,
	PHARMACY,
	OTHER_PHARMACY,
	HOSPITAL,
	DOCTOR,
	STRANGER,
];
pub const ENDOWMENT: u64 = 1_000_000_000;
/// The present at the start of each test, in seconds.
pub const NOW: u64 = 20_000 * 86_400;

pub fn set_now(seconds: u64) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

/// What an account has on hold for deposits.
pub fn held_by(who: AccountId) -> u64 {
	Balances::balance_on_hold(&StoredReason::get(), &who)
}

/// Runs a test, then checks what always holds.
pub fn build_and_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: RICH.map(|who| (who, ENDOWMENT)).to_vec(),
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.unwrap();
	Registry::clear();
	for (who, role) in [
		(MANUFACTURER, Role::Manufacturer),
		(OTHER_MANUFACTURER, Role::Manufacturer),
		(DISTRIBUTOR, Role::Distributor),
		(OTHER_DISTRIBUTOR, Role::Distributor),
		(PHARMACY, Role::Pharmacy),
		(OTHER_PHARMACY, Role::Pharmacy),
		(HOSPITAL, Role::ProviderOrganization),
		(DOCTOR, Role::Practitioner),
		(REGULATOR, Role::Regulator),
	] {
		Registry::verify(&who);
		Registry::give_role(&who, role);
	}
	Registry::identify(&PATIENT);
	TestState::new(storage).execute_with(|| {
		System::set_block_number(1);
		set_now(NOW);
		test();
		check_state().unwrap();
	});
}

/// The invariants, and that what each has on hold is the price of what is stored for it.
pub fn check_state() -> Result<(), TryRuntimeError> {
	use crate::{
		item::{ContainerOf, LotOfPallet, ProductOf},
		Containers, Lots, Pallet, Products,
	};

	invariants::check::<Test>()?;
	let mut due = BTreeMap::<AccountId, u64>::new();
	for product in Products::<Test>::iter_values() {
		*due.entry(product.manufacturer).or_default() +=
			Price::convert(Pallet::<Test>::footprint::<ProductOf<Test>>());
	}
	for lot in Lots::<Test>::iter_values() {
		*due.entry(lot.owner).or_default() +=
			Price::convert(Pallet::<Test>::footprint::<LotOfPallet<Test>>());
	}
	for container in Containers::<Test>::iter_values() {
		if container.ticket.is_none() {
			continue;
		}
		*due.entry(container.owner).or_default() +=
			Price::convert(Pallet::<Test>::footprint::<ContainerOf<Test>>());
	}
	for who in RICH {
		ensure!(
			held_by(who) == due.get(&who).copied().unwrap_or_default(),
			"drug-trace: deposits held differ from the price of what is stored"
		);
	}
	Ok(())
}

/// The pallet's events since the last call.
pub fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::DrugTrace(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}
