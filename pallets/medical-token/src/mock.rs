//! A runtime for tests.

use crate as pallet_medical_token;
use crate::{invariants, AssetsAuthority, HoldReason, Pallet};
use frame::{
	deps::{frame_support::PalletId, frame_system::EnsureNever, sp_runtime::TryRuntimeError},
	prelude::*,
	testing_prelude::*,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		AsEnsureOriginWithArg, LinearStoragePrice,
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
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(4)]
	pub type AssetsHolder = pallet_assets_holder;
	#[runtime::pallet_index(5)]
	pub type MedicalToken = pallet_medical_token;
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

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type AssetDeposit = ConstU64<0>;
	type Balance = u128;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<AccountId>>;
	type Currency = Balances;
	type ForceOrigin = EnsureRoot<AccountId>;
	type Holder = AssetsHolder;
	type MetadataDepositBase = ConstU64<0>;
	type MetadataDepositPerByte = ConstU64<0>;
}

impl pallet_assets_holder::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
}

parameter_types! {
	pub const StoredReason: RuntimeHoldReason =
		RuntimeHoldReason::MedicalToken(HoldReason::Stored);
	pub const BaseDeposit: u64 = 100;
	pub const ByteDeposit: u64 = 1;
	pub const Purse: PalletId = PalletId(*b"med/toke");
	pub static Standstill: bool = false;
	pub Owner: AccountId = Pallet::<Test>::account_id();
	pub static CollectionWeight: Weight = room_for(10);
}

/// What a block spends that looks for what is due, and collects so many instalments.
pub fn room_for(collections: u64) -> Weight {
	use crate::WeightInfo;
	type Weights = <Test as crate::Config>::WeightInfo;
	Weights::poll().saturating_add(Weights::collect().saturating_mul(collections))
}

pub type Price = LinearStoragePrice<BaseDeposit, ByteDeposit, u64>;
pub type Ticket = HoldConsideration<AccountId, Balances, StoredReason, Price>;

pub const DAY: u64 = 86_400;

impl crate::Config for Test {
	type Authority = AssetsAuthority<Test, Owner>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkPeople;
	type CollectionWeight = CollectionWeight;
	type Credentials = Registry;
	type Deposit = Ticket;
	type DisputePeriod = ConstU64<{ 30 * DAY }>;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type Holds = AssetsHolder;
	type MaxRetries = ConstU8<2>;
	type MinInterval = ConstU64<10>;
	type PalletId = Purse;
	type RedemptionPeriod = ConstU64<{ 5 * DAY }>;
	type Retention = ConstU64<{ 60 * DAY }>;
	type RetryPeriod = ConstU64<DAY>;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Standstill = Standstill;
	type Time = Timestamp;
	type Tokens = Assets;
	type WeightInfo = ();
}

#[cfg(feature = "runtime-benchmarks")]
pub struct BenchmarkPeople;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId> for BenchmarkPeople {
	fn give_role(who: &AccountId, role: Role) {
		Registry::give_role(who, role);
	}

	fn set_now(seconds: u64) {
		set_now(seconds);
	}
}

/// Issuers and an auditor, a regulator, two providers, two patients, an insurer, and a stranger.
pub const BANK: AccountId = 1;
pub const OTHER_BANK: AccountId = 2;
pub const AUDITOR: AccountId = 3;
pub const REGULATOR: AccountId = 4;
pub const HOSPITAL: AccountId = 10;
pub const PHARMACY: AccountId = 11;
pub const PATIENT: AccountId = 20;
pub const OTHER_PATIENT: AccountId = 21;
pub const INSURER: AccountId = 30;
pub const STRANGER: AccountId = 40;
pub const EVERYBODY: [AccountId; 10] = [
	BANK,
	OTHER_BANK,
	AUDITOR,
	REGULATOR,
	HOSPITAL,
	PHARMACY,
	PATIENT,
	OTHER_PATIENT,
	INSURER,
	STRANGER,
];

pub const ENDOWMENT: u64 = 10_000_000;
/// The present at the start of each test, in seconds.
pub const NOW: u64 = 1_000_000;

pub fn set_now(seconds: u64) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

/// Runs a test, then checks what always holds.
pub fn build_and_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [BANK, OTHER_BANK, AUDITOR, REGULATOR, HOSPITAL, PHARMACY, INSURER]
				.map(|who| (who, ENDOWMENT))
				.to_vec(),
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.unwrap();
	Registry::clear();
	Standstill::set(false);
	CollectionWeight::set(room_for(10));
	for (who, role) in [
		(BANK, Role::TokenIssuer),
		(OTHER_BANK, Role::TokenIssuer),
		(AUDITOR, Role::ReserveAuditor),
		(REGULATOR, Role::Regulator),
		(HOSPITAL, Role::ProviderOrganization),
		(PHARMACY, Role::Pharmacy),
		(INSURER, Role::Insurer),
	] {
		Registry::give_role(&who, role);
	}
	TestState::new(storage).execute_with(|| {
		System::set_block_number(1);
		set_now(NOW);
		test();
		check_state().unwrap();
	});
}

/// The invariants, and number 8: what each provider has on hold in the chain's own coin is the price of
/// what is stored of it, and no token is in two places or none.
pub fn check_state() -> Result<(), TryRuntimeError> {
	use crate::{BillRecord, Bills, Currencies, DiscountsOf, Members};
	use codec::{Encode, MaxEncodedLen};
	use frame::{
		deps::sp_runtime::traits::Convert,
		traits::{
			fungibles::{hold::Inspect as _, Inspect},
			Footprint,
		},
	};
	use std::collections::BTreeMap;

	invariants::check::<Test>()?;
	let price = |count, size: usize| Price::convert(Footprint::from_parts(count, size));
	let mut due = BTreeMap::<AccountId, u64>::new();
	for BillRecord { bill, details } in Bills::<Test>::iter_values() {
		let size = crate::BILL_SIZE + details.lines.encoded_size();
		*due.entry(bill.provider).or_default() += price(1, size);
	}
	for (_, _, membership) in Members::<Test>::iter() {
		let size = crate::Membership::<AccountId, Ticket>::max_encoded_len();
		*due.entry(membership.provider).or_default() += price(1, size);
	}
	for (provider, discounts) in DiscountsOf::<Test>::iter() {
		*due.entry(provider).or_default() += price(1, discounts.programmes.encoded_size());
	}
	for who in EVERYBODY {
		ensure!(
			Balances::balance_on_hold(&StoredReason::get(), &who)
				== due.get(&who).copied().unwrap_or_default(),
			"medical-token 8: deposits held differ from the price of what is stored"
		);
	}
	let mut open = BTreeMap::<(u32, AccountId), u128>::new();
	for redemption in crate::Redemptions::<Test>::iter_values() {
		*open.entry((redemption.currency, redemption.holder)).or_default() += redemption.amount;
	}
	for escrow in crate::Escrows::<Test>::iter_values() {
		*open.entry((escrow.currency, escrow.owner)).or_default() += escrow.amount;
	}
	for currency in Currencies::<Test>::iter_keys() {
		for who in EVERYBODY {
			ensure!(
				AssetsHolder::total_balance_on_hold(currency, &who)
					== open.get(&(currency, who)).copied().unwrap_or_default(),
				"medical-token 4: something is held that is not open"
			);
		}
	}
	for currency in Currencies::<Test>::iter_keys() {
		let sum: u128 = EVERYBODY
			.iter()
			.map(|who| {
				Assets::balance(currency, who) + AssetsHolder::total_balance_on_hold(currency, who)
			})
			.sum();
		ensure!(
			<Assets as Inspect<AccountId>>::total_issuance(currency) == sum,
			"medical-token 8: a token is in two places or none"
		);
	}
	Ok(())
}

/// The pallet's events since the last call.
pub fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::MedicalToken(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}
