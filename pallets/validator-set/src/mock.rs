//! A runtime for tests, with the real session pallet.

use crate as pallet_validator_set;
use crate::{invariants, HoldReason};
use frame::{
	deps::sp_runtime::testing::UintAuthorityId,
	prelude::*,
	testing_prelude::*,
	token::imbalance::ResolveTo,
	traits::{fungible::InspectHold, ConvertInto},
};
use pallet_session::{
	disabling::UpToLimitDisablingStrategy, historical as pallet_session_historical,
};
use sp_staking::{
	offence::{OffenceDetails, OnOffenceHandler},
	SessionIndex,
};
use std::{cell::RefCell, collections::BTreeSet};

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
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type ValidatorSet = pallet_validator_set;
	#[runtime::pallet_index(3)]
	pub type Historical = pallet_session_historical;
	#[runtime::pallet_index(4)]
	pub type Session = pallet_session;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountData = pallet_balances::AccountData<u64>;
	type Block = MockBlock<Test>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

impl pallet_session::Config for Test {
	type Currency = Balances;
	type DisablingStrategy = UpToLimitDisablingStrategy;
	type KeyDeposit = ConstU64<0>;
	type Keys = UintAuthorityId;
	type NextSessionRotation = pallet_session::PeriodicSessions<ConstU64<5>, ConstU64<0>>;
	type RuntimeEvent = RuntimeEvent;
	type SessionHandler = pallet_session::TestSessionHandler;
	type SessionManager = pallet_session_historical::NoteHistoricalRoot<Test, ValidatorSet>;
	type ShouldEndSession = pallet_session::PeriodicSessions<ConstU64<5>, ConstU64<0>>;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type WeightInfo = ();
}

pub struct Unit;
impl Convert<AccountId, Option<()>> for Unit {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

impl pallet_session_historical::Config for Test {
	type FullIdentification = ();
	type FullIdentificationOf = Unit;
	type RuntimeEvent = RuntimeEvent;
}

parameter_types! {
	pub const MinimumBond: u64 = MINIMUM_BOND;
	pub const SlashShare: Perbill = Perbill::from_percent(25);
	pub const Treasury: AccountId = TREASURY;
}

impl crate::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type BondingSessions = ConstU32<BONDING_SESSIONS>;
	type Currency = Balances;
	type MaxIdleSessions = ConstU32<3>;
	type MaxValidators = ConstU32<6>;
	type MinimumBond = MinimumBond;
	type OnSlash = ResolveTo<Treasury, Balances>;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SlashShare = SlashShare;
	type WeightInfo = ();
}

pub const MINIMUM_BOND: u64 = 1_001;
pub const BONDING_SESSIONS: SessionIndex = 4;
pub const TREASURY: AccountId = 1_000;
pub const ENDOWMENT: u64 = 100_000;

/// The first validators.
pub const FIRST: [AccountId; 4] = [1, 2, 3, 4];
/// Has money and session keys.
pub const APPLICANT: AccountId = 5;
/// Has money, but no session keys.
pub const KEYLESS: AccountId = 20;
/// Has nothing.
pub const PENNILESS: AccountId = 30;

thread_local! {
	static IDLERS: RefCell<BTreeSet<AccountId>> = RefCell::default();
}

/// From now on these author nothing.
pub fn let_idle(who: &[AccountId]) {
	IDLERS.with(|idlers| *idlers.borrow_mut() = who.iter().copied().collect());
}

pub fn genesis(validators: &[AccountId], minimum_size: u32) -> TestState {
	let_idle(&[]);
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: (1..=20).chain([TREASURY]).map(|who| (who, ENDOWMENT)).collect(),
			..Default::default()
		},
		validator_set: crate::GenesisConfig {
			validators: validators.to_vec(),
			minimum_size,
			session_slots: None,
		},
		session: pallet_session::GenesisConfig {
			keys: validators.iter().map(|who| (*who, *who, UintAuthorityId(*who))).collect(),
			non_authority_keys: (1..=10)
				.filter(|who| !validators.contains(who))
				.map(|who| (who, who, UintAuthorityId(who)))
				.collect(),
		},
		..Default::default()
	}
	.build_storage()
	.unwrap();
	let mut state = TestState::new(storage);
	state.execute_with(|| System::set_block_number(1));
	state
}

/// Runs a test on four validators and a minimum of three, then checks what always holds.
pub fn build_and_execute(test: impl FnOnce()) {
	genesis(&FIRST, 3).execute_with(|| {
		test();
		check_state().unwrap();
	});
}

/// The invariants, and that what left the bonds is in the treasury, to the unit.
pub fn check_state() -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
	invariants::check::<Test>()?;
	for who in 1..=20 {
		let total = Balances::free_balance(who) + held(who);
		ensure!(total <= ENDOWMENT, "somebody gained from validating");
	}
	let all: u64 = (1..=20).map(|who| Balances::free_balance(who) + held(who)).sum();
	ensure!(
		all + Balances::free_balance(TREASURY) == 21 * ENDOWMENT,
		"money was made or lost between the bonds and the treasury"
	);
	Ok(())
}

/// Lets sessions pass in which everyone active authors, but for the idlers.
pub fn pass_sessions(count: u32) {
	for _ in 0..count {
		for who in Session::validators() {
			if !IDLERS.with(|idlers| idlers.borrow().contains(&who)) {
				<ValidatorSet as pallet_authorship::EventHandler<_, _>>::note_author(who);
			}
		}
		Session::rotate_session();
	}
}

/// Sets session keys where there are none.
pub fn give_keys(who: AccountId) {
	if pallet_session::NextKeys::<Test>::get(who).is_none() {
		let keys = UintAuthorityId(who);
		assert_ok!(Session::set_keys(RuntimeOrigin::signed(who), keys, Vec::new()));
	}
}

/// Reports an equivocation of `who` in `session`.
pub fn report(who: AccountId, session: SessionIndex) {
	let details = OffenceDetails { offender: (who, ()), reporters: Vec::<AccountId>::new() };
	<ValidatorSet as OnOffenceHandler<AccountId, (AccountId, ()), Weight>>::on_offence(
		&[details],
		&[Perbill::from_percent(100)],
		session,
	);
}

pub fn held(who: AccountId) -> u64 {
	Balances::balance_on_hold(&RuntimeHoldReason::ValidatorSet(HoldReason::Bond), &who)
}

/// The pallet's events since the last call.
pub fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::ValidatorSet(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}
