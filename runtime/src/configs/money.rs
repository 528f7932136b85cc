//! Currencies: their accounts, and how fees are paid in them.
//!
//! # The rate of a currency
//!
//! Fees are calculated in units of 10⁻¹² MED. Whoever pays one in a currency pays by the rate that the
//! council has set: the units that one minor unit of the currency, a cent, stands for. It is a number
//! with 18 decimals, so that `assetRate.create` and `assetRate.update` take
//!
//! > rate = 10³⁰ ÷ minor units that a MED costs
//!
//! Where a MED costs 0.50 EUR, which is 50 cents, the number is 10³⁰ ÷ 50 = 2 × 10²⁸, and a fee of
//! 55 mMED is 2.75 cents. What is paid is rounded down to whole minor units, but at least one: here
//! 2 cents, and 1 cent for all that costs less than 40 mMED. A larger number makes fees cheaper.
//!
//! A currency without a rate, or with 0, pays no fees. The transaction that removes a rate cannot pay
//! by it: the fee is settled when the call is over.

use crate::{
	configs::governance::{CouncilMajorityOrRoot, TreasuryAccount},
	types::{AccountId, Balance},
	units::deposit,
	AssetRate, Assets, AssetsHolder, Authorship, Balances, Runtime, RuntimeEvent,
	RuntimeHoldReason,
};
use polkadot_sdk::{
	frame_support::{
		parameter_types,
		traits::{
			fungibles::{Balanced, Credit},
			AsEnsureOriginWithArg, ConstU128, ConstU32,
		},
	},
	frame_system::{EnsureNever, EnsureRoot},
	pallet_asset_rate,
	pallet_asset_tx_payment::{self, FungiblesAdapter, HandleCredit},
	pallet_assets, pallet_assets_holder,
};

parameter_types! {
	/// An account of a currency, for who opens it (`assets.touch`) where the currency does not keep
	/// accounts alive.
	pub const AssetAccountDeposit: Balance = deposit(1, 102);
	/// Leave for another to spend.
	pub const ApprovalDeposit: Balance = deposit(1, 100);
}

impl pallet_asset_rate::Config for Runtime {
	type AssetKind = u32;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
	type CreateOrigin = CouncilMajorityOrRoot;
	type Currency = Balances;
	type RemoveOrigin = CouncilMajorityOrRoot;
	type RuntimeEvent = RuntimeEvent;
	type UpdateOrigin = CouncilMajorityOrRoot;
	type WeightInfo = crate::weights::pallet_asset_rate::WeightInfo<Runtime>;
}

/// Only governance makes currencies, hence no deposits for them.
impl pallet_assets::Config for Runtime {
	type ApprovalDeposit = ApprovalDeposit;
	type AssetAccountDeposit = AssetAccountDeposit;
	type AssetDeposit = ConstU128<0>;
	type AssetId = u32;
	type AssetIdAllocator = ();
	type AssetIdParameter = codec::Compact<u32>;
	type Balance = Balance;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
	type CallbackHandle = ();
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<AccountId>>;
	type Currency = Balances;
	type Extra = ();
	type ForceOrigin = EnsureRoot<AccountId>;
	type Freezer = ();
	type Holder = AssetsHolder;
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type RemoveItemsLimit = ConstU32<1_000>;
	type ReserveData = ();
	type RuntimeEvent = RuntimeEvent;
	type StringLimit = ConstU32<50>;
	type WeightInfo = crate::weights::pallet_assets::WeightInfo<Runtime>;
}

impl pallet_assets_holder::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
}

impl pallet_asset_tx_payment::Config for Runtime {
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = FeeCurrency;
	type Fungibles = Assets;
	type OnChargeAssetTransaction = FungiblesAdapter<AssetRate, CurrencyToAuthor>;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = crate::weights::FeeWeight;
}

/// Pays what it gets to the author of the block. What the author cannot take, because the fee is below
/// the least that the currency lets an account have or because the account takes nothing, goes to the
/// treasury. What the treasury cannot take either is burnt: the supply falls by it, which leaves the
/// reserves as good as they were, and the event `Assets.BurnedCredit` tells.
pub struct CurrencyToAuthor;
impl HandleCredit<AccountId, Assets> for CurrencyToAuthor {
	fn handle_credit(fee: Credit<AccountId, Assets>) {
		let left = match Authorship::author() {
			Some(author) => Assets::resolve(&author, fee),
			None => Err(fee),
		};
		if let Err(fee) = left {
			// Dropping a credit burns it.
			let _ = Assets::resolve(&TreasuryAccount::get(), fee);
		}
	}
}

/// A currency for the benchmarks of fees.
#[cfg(feature = "runtime-benchmarks")]
pub struct FeeCurrency;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_asset_tx_payment::BenchmarkHelperTrait<AccountId, u32, u32> for FeeCurrency {
	fn create_asset_id_parameter(id: u32) -> (u32, u32) {
		(id, id)
	}

	/// A MED costs a million minor units.
	fn setup_balances_and_pool(currency: u32, account: AccountId) {
		use polkadot_sdk::{
			frame_support::{
				assert_ok,
				traits::{
					fungible::Mutate as _,
					fungibles::{Create, Mutate},
				},
			},
			sp_runtime::FixedU128,
		};
		let rate = FixedU128::from_u32(1_000_000);
		let plenty = 1_000_000 * crate::units::MED;
		assert_ok!(<Assets as Create<AccountId>>::create(currency, account.clone(), true, 1));
		pallet_asset_rate::ConversionRateToNative::<Runtime>::insert(currency, rate);
		assert_ok!(<Assets as Mutate<AccountId>>::mint_into(currency, &account, plenty));
		assert_ok!(Balances::mint_into(&account, plenty));
	}
}
