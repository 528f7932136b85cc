//! A runtime for tests.

use crate as pallet_credentials;
use crate::{invariants, HoldReason, Holders};
use codec::MaxEncodedLen;
use frame::{
	deps::sp_runtime::{traits::Convert, TryRuntimeError},
	prelude::*,
	testing_prelude::*,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		Footprint, LinearStoragePrice,
	},
};
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
	pub type Credentials = pallet_credentials;
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
	pub const IssuedReason: RuntimeHoldReason =
		RuntimeHoldReason::Credentials(HoldReason::Issued);
	pub const BaseDeposit: u64 = 100;
	pub const ByteDeposit: u64 = 1;
}

pub type Price = LinearStoragePrice<BaseDeposit, ByteDeposit, u64>;
pub type Ticket = HoldConsideration<AccountId, Balances, IssuedReason, Price>;

impl crate::Config for Test {
	type Deposit = Ticket;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type MaxAffiliations = ConstU32<3>;
	type MaxCredentials = ConstU32<4>;
	type MaxPerRole = ConstU32<2>;
	type Time = Timestamp;
	type WeightInfo = ();
}

/// A ministry accredited for organisations and identities, two hospitals accredited for
/// practitioners, two doctors, a patient without money, and a stranger.
pub const MINISTRY: AccountId = 1;
pub const HOSPITAL: AccountId = 10;
pub const OTHER_HOSPITAL: AccountId = 11;
pub const DOCTOR: AccountId = 20;
pub const OTHER_DOCTOR: AccountId = 21;
pub const PATIENT: AccountId = 30;
pub const STRANGER: AccountId = 40;
pub const EVERYBODY: [AccountId; 7] =
	[MINISTRY, HOSPITAL, OTHER_HOSPITAL, DOCTOR, OTHER_DOCTOR, PATIENT, STRANGER];

pub const ENDOWMENT: u64 = 1_000_000;
/// The present at the start of each test, in seconds.
pub const NOW: u64 = 1_000_000;

pub fn set_now(seconds: u64) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

/// Runs a test, then checks what always holds.
pub fn build_and_execute(test: impl FnOnce()) {
	let codes = |codes: &[&str]| codes.iter().map(ToString::to_string).collect::<Vec<_>>();
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [MINISTRY, HOSPITAL, OTHER_HOSPITAL, DOCTOR, STRANGER]
				.map(|who| (who, ENDOWMENT))
				.to_vec(),
			..Default::default()
		},
		credentials: pallet_credentials::GenesisConfig {
			issuers: vec![
				(MINISTRY, codes(&["ProviderOrganization", "Pharmacy", "Regulator"]), true),
				(HOSPITAL, codes(&["Practitioner", "Investigator"]), true),
				(OTHER_HOSPITAL, codes(&["Practitioner"]), false),
			],
		},
		..Default::default()
	}
	.build_storage()
	.unwrap();
	TestState::new(storage).execute_with(|| {
		System::set_block_number(1);
		set_now(NOW);
		test();
		check_state().unwrap();
	});
}

/// The invariants, and number 6: what each issuer has on hold is the price of what is stored of
/// it, to the unit.
pub fn check_state() -> Result<(), TryRuntimeError> {
	invariants::check::<Test>()?;
	let mut due = BTreeMap::<AccountId, u64>::new();
	for (_, holder) in Holders::<Test>::iter() {
		for credential in &holder.credentials {
			*due.entry(credential.authority.issuer).or_default() += credential_deposit();
		}
		for affiliation in &holder.affiliations {
			*due.entry(affiliation.organization).or_default() += affiliation_deposit();
		}
		if let Some(identity) = &holder.identity {
			*due.entry(identity.authority.issuer).or_default() += identity_deposit();
		}
	}
	for who in EVERYBODY {
		ensure!(
			held(who) == due.get(&who).copied().unwrap_or_default(),
			"credentials 6: deposits held differ from the price of what is stored"
		);
	}
	Ok(())
}

fn price<Entry: MaxEncodedLen>() -> u64 {
	Price::convert(Footprint::from_parts(1, Entry::max_encoded_len()))
}

pub fn credential_deposit() -> u64 {
	price::<crate::Credential<AccountId, Ticket>>()
}

pub fn affiliation_deposit() -> u64 {
	price::<crate::Affiliation<AccountId, Ticket>>()
}

pub fn identity_deposit() -> u64 {
	price::<crate::Identity<AccountId, Ticket>>()
}

pub fn held(who: AccountId) -> u64 {
	Balances::balance_on_hold(&IssuedReason::get(), &who)
}

/// The pallet's events since the last call.
pub fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Credentials(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}
