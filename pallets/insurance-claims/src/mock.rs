//! A runtime for tests. Who is who, money, consent, drug packs and reputation are doubles that tests
//! tell what to answer.

use crate as pallet_insurance_claims;
use crate::{invariants, HoldReason, DAY};
use frame::{
	deps::{
		frame_support::PalletId,
		sp_runtime::{
			traits::{Convert, IdentityLookup},
			TryRuntimeError,
		},
	},
	prelude::*,
	testing_prelude::*,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		LinearStoragePrice,
	},
};
use medchain_support::{
	testing::{Consents, Money, Packs, Registry, Reports as Reputation},
	BasisPoints, CurrencyId, Role,
};
#[cfg(feature = "runtime-benchmarks")]
use medchain_support::{Actor, DirectiveRef, Dispensing, PackId, SoldPack};

/// As wide as the account of a pool: in a narrower one all pools would share an account.
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
	pub type InsuranceClaims = pallet_insurance_claims;
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
	pub const ClaimReason: RuntimeHoldReason =
		RuntimeHoldReason::InsuranceClaims(HoldReason::Claim);
	pub const BaseDeposit: u64 = 100;
	pub const ByteDeposit: u64 = 1;
	pub const Purse: PalletId = PalletId(*b"med/clms");
	pub const MinReserveRatio: BasisPoints = MIN_RATIO;
}

pub type Price = LinearStoragePrice<BaseDeposit, ByteDeposit, u64>;
pub type Ticket = HoldConsideration<AccountId, Balances, ClaimReason, Price>;

/// Least share of the open limits that a pool holds.
pub const MIN_RATIO: BasisPoints = BasisPoints(1_000);
pub const MIN_TERM: u64 = 10 * DAY;
pub const MAX_FILING: u64 = 180 * DAY;
pub const MAX_WAITING: u64 = 365 * DAY;
pub const RENEWAL_GRACE: u64 = 30 * DAY;
pub const REVIEW_PERIOD: u64 = 14 * DAY;
pub const APPEAL_PERIOD: u64 = 60 * DAY;
pub const BILL_PERIOD: u64 = 30 * DAY;
pub const RETENTION: u64 = 400 * DAY;

impl crate::Config for Test {
	type AppealPeriod = ConstU64<APPEAL_PERIOD>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkPeople;
	type BillPeriod = ConstU64<BILL_PERIOD>;
	type Billing = Money;
	type Consent = Consents;
	type Credentials = Registry;
	type Deposit = Ticket;
	type Dispensing = Packs;
	type MaxFiling = ConstU64<MAX_FILING>;
	type MaxWaiting = ConstU64<MAX_WAITING>;
	type MinReserveRatio = MinReserveRatio;
	type MinTerm = ConstU64<MIN_TERM>;
	type PalletId = Purse;
	type Payments = Money;
	type RenewalGrace = ConstU64<RENEWAL_GRACE>;
	type Reputation = Reputation;
	type Retention = ConstU64<RETENTION>;
	type ReviewPeriod = ConstU64<REVIEW_PERIOD>;
	type Time = Timestamp;
	type WeightInfo = ();
}

#[cfg(feature = "runtime-benchmarks")]
pub struct BenchmarkPeople;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId> for BenchmarkPeople {
	fn give_role(who: &AccountId, role: Role) {
		Registry::give_role(who, role);
	}

	fn affiliate(who: &AccountId, organization: &AccountId) {
		Registry::affiliate(who, organization);
	}

	fn identify(who: &AccountId) {
		Registry::identify(who);
	}

	fn permit(
		patient: &AccountId,
		insurer: &AccountId,
		classes: medchain_support::ResourceClasses,
	) {
		let (actor, by) = (Actor::alone(*insurer), DirectiveRef { id: 0, version: 1 });
		Consents::permit(patient, &actor, classes, by);
	}

	fn currency() -> CurrencyId {
		EUR
	}

	fn fund(currency: CurrencyId, who: &AccountId, amount: medchain_support::Amount) {
		Money::deposit(currency, who, amount);
	}

	fn sell(number: u8, provider: &AccountId, patient: &AccountId) -> Option<SoldPack> {
		let pack = SoldPack { id: PackId([number; 32]), opening: [number; 32] };
		let at = InsuranceClaims::now();
		Packs::set(pack, provider, patient, Dispensing::Dispensed { at });
		Some(pack)
	}

	fn set_now(seconds: u64) {
		self::set_now(seconds);
	}
}

/// Two insurers and a clerk of the first.
pub const INSURER: AccountId = 1;
pub const OTHER_INSURER: AccountId = 2;
pub const CLERK: AccountId = 3;
/// Who decides what others cannot: an independent reviewer, and a regulator.
pub const REVIEWER: AccountId = 4;
pub const REGULATOR: AccountId = 5;
/// Providers; the doctor acts for the hospital, and bills alone too.
pub const HOSPITAL: AccountId = 10;
pub const PHARMACY: AccountId = 11;
pub const DOCTOR: AccountId = 12;
pub const LABORATORY: AccountId = 13;
/// Verified persons, each with [`FUNDS`].
pub const PATIENT: AccountId = 20;
pub const OTHER_PATIENT: AccountId = 21;
pub const CHILD: AccountId = 22;
pub const PARENT: AccountId = 23;
/// Nobody knows this one.
pub const STRANGER: AccountId = 40;

/// Those who put down deposits, in the chain's own coin.
pub const BILLERS: [AccountId; 4] = [HOSPITAL, PHARMACY, DOCTOR, LABORATORY];
pub const PERSONS: [AccountId; 4] = [PATIENT, OTHER_PATIENT, CHILD, PARENT];

/// The currency of most tests, and another.
pub const EUR: CurrencyId = 1;
pub const JPY: CurrencyId = 2;

/// What insurers and persons have in each currency at the start, in minor units.
pub const FUNDS: u128 = 1_000_000_000;
/// What billers have of the chain's own coin.
pub const ENDOWMENT: u64 = 1_000_000_000;
/// The present at the start of each test, in seconds: the first second of a day.
pub const NOW: u64 = 20_000 * DAY;

pub fn set_now(seconds: u64) {
	pallet_timestamp::Now::<Test>::put(seconds * 1_000);
}

/// Runs a test, then checks what always holds.
pub fn build_and_execute(test: impl FnOnce()) {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: BILLERS.map(|who| (who, ENDOWMENT)).to_vec(),
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.unwrap();
	Registry::clear();
	Consents::clear();
	Money::clear();
	Packs::clear();
	Reputation::clear();
	for (who, role) in [
		(INSURER, Role::Insurer),
		(OTHER_INSURER, Role::Insurer),
		(REVIEWER, Role::IndependentReviewer),
		(REGULATOR, Role::Regulator),
		(HOSPITAL, Role::ProviderOrganization),
		(PHARMACY, Role::Pharmacy),
		(DOCTOR, Role::Practitioner),
		(LABORATORY, Role::Laboratory),
	] {
		Registry::verify(&who);
		Registry::give_role(&who, role);
	}
	Registry::affiliate(&DOCTOR, &HOSPITAL);
	Registry::affiliate(&CLERK, &INSURER);
	for who in PERSONS {
		Registry::identify(&who);
	}
	for who in [INSURER, OTHER_INSURER].into_iter().chain(PERSONS) {
		Money::deposit(EUR, &who, FUNDS);
		Money::deposit(JPY, &who, FUNDS);
	}
	TestState::new(storage).execute_with(|| {
		System::set_block_number(1);
		set_now(NOW);
		test();
		check_state().unwrap();
	});
}

/// The invariants, and that what each biller has on hold is the price of what is stored of it.
pub fn check_state() -> Result<(), TryRuntimeError> {
	use crate::{Authorizations, Claims, Record};
	use std::collections::BTreeMap;

	invariants::check::<Test>()?;
	let mut due = BTreeMap::<AccountId, u64>::new();
	for Record { claim, details, .. } in Claims::<Test>::iter_values() {
		// What appeals have granted costs no deposit.
		ensure!(
			details.ticket.is_none() == claim.is_supplement(),
			"insurance-claims: a deposit for what an appeal has granted, or none for a claim"
		);
		if claim.is_supplement() {
			continue;
		}
		*due.entry(claim.biller).or_default() +=
			Price::convert(crate::Pallet::<Test>::footprint(&details.lines, &details.attachments));
	}
	for authorization in Authorizations::<Test>::iter_values() {
		*due.entry(authorization.biller).or_default() +=
			Price::convert(crate::Pallet::<Test>::authorization_footprint());
	}
	for who in BILLERS {
		ensure!(
			Balances::balance_on_hold(&ClaimReason::get(), &who)
				== due.get(&who).copied().unwrap_or_default(),
			"insurance-claims: deposits held differ from the price of what is stored"
		);
	}
	Ok(())
}

/// The pallet's events since the last call.
pub fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::InsuranceClaims(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}
