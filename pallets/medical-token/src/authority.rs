//! What only the owner of a token's rules can do: stop an account, stop a currency.

use core::marker::PhantomData;
use frame::{
	deps::frame_system::{Config as SystemConfig, Pallet as System, RawOrigin},
	prelude::{DispatchError, DispatchResult, Get, Saturating, StaticLookup},
	traits::{Currency, ExistenceRequirement},
};
use medchain_support::CurrencyId;
use pallet_assets::AssetStatus;

/// Power over the tokens, which `fungibles` has no words for.
pub trait TokenAuthority<AccountId> {
	/// Stops `who` from sending and receiving. If `who` has no account for it yet, one is made, for
	/// which `by` puts down the deposit; answers whether that was so.
	fn block(currency: CurrencyId, who: &AccountId, by: &AccountId) -> Result<bool, DispatchError>;

	/// Lets `who` send and receive again. An account that [`block`](TokenAuthority::block) made goes
	/// if it is empty, and its deposit goes back to `made_by`.
	fn unblock(
		currency: CurrencyId,
		who: &AccountId,
		made_by: Option<&AccountId>,
	) -> DispatchResult;

	/// Stops all.
	fn stop(currency: CurrencyId) -> DispatchResult;

	/// Lets all move again.
	fn restart(currency: CurrencyId) -> DispatchResult;
}

/// Power over the tokens of an instance of `pallet-assets`, as their `Owner`.
pub struct AssetsAuthority<T, Owner, I = ()>(PhantomData<(T, Owner, I)>);

impl<T, Owner, I> AssetsAuthority<T, Owner, I>
where
	T: pallet_assets::Config<I, AssetId = CurrencyId>,
	Owner: Get<T::AccountId>,
	I: 'static,
{
	fn owner() -> <T as SystemConfig>::RuntimeOrigin {
		RawOrigin::Signed(Owner::get()).into()
	}

	/// Does `what` while the currency moves: in one that stands still no account is made or removed.
	fn moving(currency: CurrencyId, what: impl FnOnce() -> DispatchResult) -> DispatchResult {
		let asset = pallet_assets::Asset::<T, I>::get(currency);
		if asset.is_none_or(|asset| asset.status != AssetStatus::Frozen) {
			return what();
		}
		Self::restart(currency)?;
		what()?;
		Self::stop(currency)
	}
}

impl<T, Owner, I> TokenAuthority<T::AccountId> for AssetsAuthority<T, Owner, I>
where
	T: pallet_assets::Config<I, AssetId = CurrencyId>,
	Owner: Get<T::AccountId>,
	I: 'static,
{
	fn block(
		currency: CurrencyId,
		who: &T::AccountId,
		by: &T::AccountId,
	) -> Result<bool, DispatchError> {
		let lookup = T::Lookup::unlookup(who.clone());
		let make = pallet_assets::Pallet::<T, I>::maybe_balance(currency, who).is_none();
		if make {
			// An account of deposits alone would not live.
			if System::<T>::providers(&Owner::get()) == 0 {
				System::<T>::inc_providers(&Owner::get());
			}
			let deposit = T::AssetAccountDeposit::get();
			T::Currency::transfer(by, &Owner::get(), deposit, ExistenceRequirement::AllowDeath)?;
			Self::moving(currency, || {
				pallet_assets::Pallet::<T, I>::touch_other(
					Self::owner(),
					currency.into(),
					lookup.clone(),
				)
			})?;
		}
		pallet_assets::Pallet::<T, I>::block(Self::owner(), currency.into(), lookup)?;
		Ok(make)
	}

	fn unblock(
		currency: CurrencyId,
		who: &T::AccountId,
		made_by: Option<&T::AccountId>,
	) -> DispatchResult {
		let lookup = T::Lookup::unlookup(who.clone());
		pallet_assets::Pallet::<T, I>::thaw(Self::owner(), currency.into(), lookup.clone())?;
		let Some(by) = made_by else { return Ok(()) };
		// What comes back is what was put down, whatever a deposit costs now.
		let before = T::Currency::free_balance(&Owner::get());
		Self::moving(currency, || {
			pallet_assets::Pallet::<T, I>::refund_other(Self::owner(), currency.into(), lookup)
		})?;
		let deposit = T::Currency::free_balance(&Owner::get()).saturating_sub(before);
		T::Currency::transfer(&Owner::get(), by, deposit, ExistenceRequirement::AllowDeath)
	}

	fn stop(currency: CurrencyId) -> DispatchResult {
		pallet_assets::Pallet::<T, I>::freeze_asset(Self::owner(), currency.into())
	}

	fn restart(currency: CurrencyId) -> DispatchResult {
		pallet_assets::Pallet::<T, I>::thaw_asset(Self::owner(), currency.into())
	}
}
