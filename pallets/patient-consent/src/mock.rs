//! A runtime for tests, with a registry of credentials that tests can write to.

use crate as pallet_patient_consent;
use crate::{invariants, Books, HoldReason, Inboxes, Record, Records, Terms};
use frame::{
	deps::sp_runtime::traits::Convert,
	prelude::*,
	testing_prelude::*,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		Footprint, LinearStoragePrice,
	},
};
use medchain_support::{testing::Registry, Role};

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
	pub const RecordReason: RuntimeHoldReason =
		RuntimeHoldReason::PatientConsent(HoldReason::Record);
	pub const RequestReason: RuntimeHoldReason =
		RuntimeHoldReason::PatientConsent(HoldReason::Request);
	pub const BaseDeposit: u64 = 100;
	pub const ByteDeposit: u64 = 1;
}

pub type Price = LinearStoragePrice<BaseDeposit, ByteDeposit, u64>;

impl crate::Config for Test {
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = People;
	type Credentials = Registry;
	type Deposit = HoldConsideration<AccountId, Balances, DirectiveReason, Price>;
	type MaxDirectives = ConstU32<5>;
	type MaxOpenReviews = ConstU32<2>;
	type MaxRequestPeriod = ConstU64<MAX_REQUEST_PERIOD>;
	type MaxVersions = ConstU32<3>;
	type RecordDeposit = HoldConsideration<AccountId, Balances, RecordReason, Price>;
	type RequestDeposit = HoldConsideration<AccountId, Balances, RequestReason, Price>;
	type ReviewPeriod = ConstU64<REVIEW_PERIOD>;
	type Time = Timestamp;
	type WeightInfo = ();
}

/// People for the benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub struct People;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId> for People {
	fn give_role(who: &AccountId, role: Role) {
		Registry::verify(who);
		Registry::give_role(who, role);
	}

	fn affiliate(who: &AccountId, organization: &AccountId) {
		Registry::affiliate(who, organization);
	}

	fn identify(who: &AccountId) {
		Registry::identify(who);
	}

	fn lapse(who: &AccountId) {
		Registry::unverify(who);
	}

	fn set_now(seconds: u64) {
		self::set_now(seconds);
	}
}

/// Two patients, a hospital, a practitioner of it, a stranger, one who is not verified, one without
/// money, and a regulator.
pub const PATIENT: AccountId = 1;
pub const OTHER_PATIENT: AccountId = 2;
pub const HOSPITAL: AccountId = 10;
pub const DOCTOR: AccountId = 11;
pub const STRANGER: AccountId = 12;
pub const UNVERIFIED: AccountId = 13;
pub const PENNILESS: AccountId = 14;
pub const REGULATOR: AccountId = 15;
pub const EVERYBODY: [AccountId; 8] =
	[PATIENT, OTHER_PATIENT, HOSPITAL, DOCTOR, STRANGER, UNVERIFIED, PENNILESS, REGULATOR];

/// Seconds that a request can wait.
pub const MAX_REQUEST_PERIOD: u64 = 5_000;
/// Seconds in which an emergency is to be reviewed.
pub const REVIEW_PERIOD: u64 = 1_000;
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
	Registry::clear();
	for who in EVERYBODY {
		match who {
			UNVERIFIED => {}
			// An organisation is no person.
			HOSPITAL => Registry::verify(&who),
			_ => Registry::identify(&who),
		}
	}
	Registry::give_role(&DOCTOR, Role::Practitioner);
	Registry::give_role(&HOSPITAL, Role::ProviderOrganization);
	Registry::give_role(&REGULATOR, Role::Regulator);
	Registry::affiliate(&DOCTOR, &HOSPITAL);
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
	for who in EVERYBODY {
		let book = Books::<Test>::get(who);
		let directives: u64 = book.directives.iter().map(|d| deposit_of(&d.terms)).sum();
		let delegations: u64 = book
			.delegations
			.iter()
			.map(|d| Price::convert(PatientConsent::delegation_footprint(&d.scope)))
			.sum();
		ensure!(
			held(who) == directives + delegations,
			"patient-consent 6: deposits for directives and delegations differ"
		);
		let records: u64 = Records::<Test>::iter_values()
			.map(|record| match record {
				Record::Kept { custodian, versions, .. } if custodian == who => {
					record_deposit(versions.len())
				}
				_ => 0,
			})
			.sum();
		ensure!(held_for_records(who) == records, "patient-consent 6: deposits for records differ");
		let requests: u64 = Inboxes::<Test>::iter_values()
			.flat_map(|inbox| inbox.requests)
			.filter(|request| request.requester == who)
			.map(|request| Price::convert(PatientConsent::request_footprint(&request.terms)))
			.sum();
		ensure!(
			held_for_requests(who) == requests,
			"patient-consent 6: deposits for requests differ"
		);
	}
	Ok(())
}

pub fn deposit_of(terms: &Terms<AccountId>) -> u64 {
	Price::convert(Footprint::from_parts(1, terms.encoded_size()))
}

pub fn record_deposit(versions: usize) -> u64 {
	Price::convert(PatientConsent::record_footprint(versions))
}

pub fn held_for_records(who: AccountId) -> u64 {
	Balances::balance_on_hold(&RecordReason::get(), &who)
}

pub fn held_for_requests(who: AccountId) -> u64 {
	Balances::balance_on_hold(&RequestReason::get(), &who)
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
