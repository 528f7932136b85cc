//! A runtime for tests. Who is who, consent, money and randomness are doubles that tests tell what to
//! answer.

use crate as pallet_clinical_trials;
use crate::{invariants, HoldReason};
use frame::{
	deps::{
		frame_support::PalletId,
		sp_core::H256,
		sp_runtime::{
			traits::{Convert, IdentityLookup},
			TryRuntimeError,
		},
	},
	prelude::*,
	testing_prelude::*,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		LinearStoragePrice, Randomness,
	},
};
use medchain_support::{
	merkle::Digest,
	testing::{Consents, Money, Registry},
	Actor, CurrencyId, DirectiveRef, ResourceClass, ResourceClasses, Role,
};
use std::{cell::RefCell, collections::BTreeMap};

/// As wide as the account of a purse: in a narrower one all trials would share an account.
pub type AccountId = u128;

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
	pub type ClinicalTrials = pallet_clinical_trials;
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
	pub const TrialReason: RuntimeHoldReason =
		RuntimeHoldReason::ClinicalTrials(HoldReason::Trial);
	pub const BaseDeposit: u64 = 100;
	pub const ByteDeposit: u64 = 1;
	pub const Purse: PalletId = PalletId(*b"med/tril");
}

pub type Price = LinearStoragePrice<BaseDeposit, ByteDeposit, u64>;
pub type Ticket = HoldConsideration<AccountId, Balances, TrialReason, Price>;

/// Most trials that wait for a beacon.
pub const MAX_WAITING: u32 = 4;
/// Blocks that a seed lies behind its beacon at least.
pub const BEACON_DELAY: u64 = 10;

thread_local! {
	static RANDOMNESS: RefCell<(Digest, u64)> = const { RefCell::new(([0; 32], 0)) };
}

/// The chain's randomness: what a test says.
pub struct Dealt;

impl Dealt {
	/// From now on the randomness is this, and was known since that block.
	pub fn set(value: Digest, since: u64) {
		RANDOMNESS.with(|randomness| *randomness.borrow_mut() = (value, since));
	}
}

impl Randomness<H256, u64> for Dealt {
	fn random(subject: &[u8]) -> (H256, u64) {
		let (value, since) = RANDOMNESS.with(|randomness| *randomness.borrow());
		(frame::hashing::blake2_256(&[&value[..], subject].concat()).into(), since)
	}
}

impl crate::Config for Test {
	type BeaconDelay = ConstU64<BEACON_DELAY>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkPeople;
	type Consent = Consents;
	type Credentials = Registry;
	type Deposit = Ticket;
	type MaxWaiting = ConstU32<MAX_WAITING>;
	type PalletId = Purse;
	type Payments = Money;
	type Randomness = Dealt;
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

	fn identify(who: &AccountId) {
		Registry::identify(who);
	}

	fn affiliate(who: &AccountId, organization: &AccountId) {
		Registry::affiliate(who, organization);
	}

	fn permit(
		participant: &AccountId,
		investigator: &AccountId,
		site: &AccountId,
		classes: ResourceClasses,
	) -> medchain_support::DirectiveId {
		let by = DirectiveRef { id: 0, version: 1 };
		Consents::permit(participant, &Actor::of(*investigator, *site), classes, by);
		by.id
	}

	fn currency() -> CurrencyId {
		EUR
	}

	fn fund(currency: CurrencyId, who: &AccountId, amount: medchain_support::Amount) {
		Money::deposit(currency, who, amount);
	}

	fn renew_randomness() {
		Dealt::set([1; 32], System::block_number() + BEACON_DELAY + 1);
	}

	fn set_now(seconds: u64) {
		self::set_now(seconds);
	}
}

/// Sponsors; the monitor acts for the first.
pub const SPONSOR: AccountId = 1;
pub const OTHER_SPONSOR: AccountId = 2;
pub const MONITOR: AccountId = 3;
pub const COMMITTEE: AccountId = 4;
pub const REGULATOR: AccountId = 5;
/// Keeps the seed: verified, and nobody's.
pub const CUSTODIAN: AccountId = 6;
/// Sites, each with an investigator, and a nurse of the first.
pub const SITE: AccountId = 10;
pub const OTHER_SITE: AccountId = 11;
pub const INVESTIGATOR: AccountId = 12;
pub const OTHER_INVESTIGATOR: AccountId = 13;
pub const NURSE: AccountId = 14;
/// Whose word counts about eligibility.
pub const DOCTOR: AccountId = 15;
pub const LABORATORY: AccountId = 16;
pub const OTHER_DOCTOR: AccountId = 17;
pub const FOURTH_DOCTOR: AccountId = 18;
/// Participants.
pub const ADA: AccountId = 20;
pub const BEN: AccountId = 21;
pub const CLEO: AccountId = 22;
pub const DAN: AccountId = 23;
pub const PERSONS: [AccountId; 4] = [ADA, BEN, CLEO, DAN];
/// Nobody knows this one.
pub const STRANGER: AccountId = 40;

/// Who is accredited as what at the start of each test.
pub const ROLES: [(AccountId, Role); 12] = [
	(SPONSOR, Role::Sponsor),
	(OTHER_SPONSOR, Role::Sponsor),
	(COMMITTEE, Role::EthicsCommittee),
	(REGULATOR, Role::Regulator),
	(SITE, Role::ProviderOrganization),
	(OTHER_SITE, Role::ProviderOrganization),
	(INVESTIGATOR, Role::Investigator),
	(OTHER_INVESTIGATOR, Role::Investigator),
	(DOCTOR, Role::Practitioner),
	(OTHER_DOCTOR, Role::Practitioner),
	(FOURTH_DOCTOR, Role::Practitioner),
	(LABORATORY, Role::Laboratory),
];
/// Who acts for whom then.
pub const STAFF: [(AccountId, AccountId); 4] =
	[(MONITOR, SPONSOR), (INVESTIGATOR, SITE), (NURSE, SITE), (OTHER_INVESTIGATOR, OTHER_SITE)];

/// Those who put down deposits, in the chain's own coin.
pub const SPONSORS: [AccountId; 2] = [SPONSOR, OTHER_SPONSOR];

/// The currency of most tests.
pub const EUR: CurrencyId = 1;
/// What sponsors have of it at the start, in minor units.
pub const FUNDS: u128 = 1_000_000_000;
/// What sponsors have of the chain's own coin.
pub const ENDOWMENT: u64 = 1_000_000_000;
/// The present at the start of each test, in seconds.
pub const NOW: u64 = 20_000 * 86_400;
/// What trials collect.
pub const CLASSES: ResourceClasses =
	ResourceClasses::EMPTY.with(ResourceClass::Observation).with(ResourceClass::Condition);

pub fn set_now(seconds: u64) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

/// The present, in seconds.
pub fn now() -> u64 {
	pallet_timestamp::Now::<Test>::get() / 1_000
}

/// Lets a second pass.
pub fn tick() {
	set_now(now() + 1);
}

/// Lets a participant permit the site's investigator to collect what trials collect.
pub fn permit(participant: AccountId, investigator: AccountId, site: AccountId, directive: u32) {
	let by = DirectiveRef { id: directive, version: 1 };
	Consents::permit(&participant, &Actor::of(investigator, site), CLASSES, by);
}

/// Runs a test, then checks what always holds.
pub fn build_and_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: SPONSORS.map(|who| (who, ENDOWMENT)).to_vec(),
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.unwrap();
	Registry::clear();
	Consents::clear();
	Money::clear();
	Dealt::set([0; 32], 0);
	for (who, role) in ROLES {
		Registry::verify(&who);
		Registry::give_role(&who, role);
	}
	for (who, organization) in STAFF {
		Registry::affiliate(&who, &organization);
	}
	Registry::verify(&CUSTODIAN);
	for who in PERSONS {
		Registry::identify(&who);
	}
	for who in SPONSORS {
		Money::deposit(EUR, &who, FUNDS);
	}
	TestState::new(storage).execute_with(|| {
		System::set_block_number(1);
		set_now(NOW);
		test();
		check_state().unwrap();
	});
}

/// The invariants, and that what each sponsor has on hold is the price of what is stored for it.
pub fn check_state() -> Result<(), TryRuntimeError> {
	use crate::{Pallet, Trials};

	invariants::check::<Test>()?;
	let mut due = BTreeMap::<AccountId, u64>::new();
	for trial in Trials::<Test>::iter_values() {
		*due.entry(trial.sponsor).or_default() +=
			Price::convert(Pallet::<Test>::footprint(trial.versions));
	}
	for who in SPONSORS {
		ensure!(
			Balances::balance_on_hold(&TrialReason::get(), &who)
				== due.get(&who).copied().unwrap_or_default(),
			"clinical-trials: deposits held differ from the price of what is stored"
		);
	}
	Ok(())
}

/// The pallet's events since the last call.
pub fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::ClinicalTrials(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}
