//! Stable currencies: who issues them, what stands behind them, and what stops them.

use crate::{
	Attestation, Config, Currencies, Currency, CurrencyOf, CurrencyTerms, Error, Freeze,
	FreezeReason, Frozen, HoldReason, NextCurrency, NextRedemption, Pallet, PauseReason,
	Redemption, RedemptionId, Redemptions, ReserveStatus, TokenAuthority,
};
use frame::{
	prelude::*,
	traits::{
		fungibles::{hold::Mutate as _, metadata::Mutate as _, Create, Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		UnixTime,
	},
};
use medchain_support::{
	Amount, BasisPoints, Commitment, CurrencyCode, CurrencyId, InspectCredentials, Role,
};

/// Of all tokens: with more than one unit as the least that an account holds, what is below it would
/// be lost when an account empties.
const SMALLEST_BALANCE: Amount = 1;

/// Most tokens of a currency. The assets pallet counts twice what it moves, for a moment.
const MOST: Amount = Amount::MAX / 2;

impl<T: Config> Pallet<T> {
	/// The present, in seconds.
	pub(crate) fn now() -> u64 {
		T::Time::now().as_secs()
	}

	/// The account that owns the rules of all tokens.
	pub fn account_id() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	pub(crate) fn ensure_regulator(origin: OriginFor<T>) -> Result<T::AccountId, DispatchError> {
		let who = ensure_signed(origin)?;
		ensure!(T::Credentials::has_role(&who, Role::Regulator), Error::<T>::NotRegulator);
		Ok(who)
	}

	fn known(currency: CurrencyId) -> Result<Currency<T::AccountId>, DispatchError> {
		Ok(Currencies::<T>::get(currency).ok_or(Error::<T>::CurrencyNotFound)?)
	}

	/// A currency that moves.
	pub(crate) fn moving(currency: CurrencyId) -> Result<Currency<T::AccountId>, DispatchError> {
		let known = Self::known(currency)?;
		ensure!(known.paused.is_none(), Error::<T>::CurrencyPaused);
		Ok(known)
	}

	fn ensure_sound(terms: &CurrencyTerms) -> DispatchResult {
		ensure!(terms.required_ratio >= BasisPoints::WHOLE, Error::<T>::BadRatio);
		ensure!(terms.attestation_lifetime > 0, Error::<T>::BadLifetime);
		ensure!(terms.min_redemption > 0, Error::<T>::ZeroAmount);
		Ok(())
	}

	pub(crate) fn do_register(
		code: CurrencyCode,
		issuer: &T::AccountId,
		terms: CurrencyTerms,
	) -> Result<CurrencyId, DispatchError> {
		ensure!(code.is_known(), Error::<T>::UnknownCode);
		Self::ensure_sound(&terms)?;
		ensure!(
			T::Credentials::has_role(issuer, Role::TokenIssuer),
			Error::<T>::IssuerNotAccredited
		);
		ensure!(!CurrencyOf::<T>::contains_key(issuer, code), Error::<T>::AlreadyRegistered);
		let id = NextCurrency::<T>::get();
		NextCurrency::<T>::put(id.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?);

		let owner = Self::account_id();
		// Sufficient: an account lives by these tokens alone, without the chain's own coin.
		T::Tokens::create(id, owner.clone(), true, SMALLEST_BALANCE)?;
		let name = alloc::format!("{} #{id}", code.code());
		T::Tokens::set(id, &owner, name.into(), code.code().into(), code.decimals())?;
		CurrencyOf::<T>::insert(issuer, code, id);
		let currency = Currency {
			code,
			issuer: issuer.clone(),
			terms,
			paused: None,
			attestation: None,
			ceiling: 0,
		};
		Currencies::<T>::insert(id, currency);
		Ok(id)
	}

	pub(crate) fn do_set_terms(currency: CurrencyId, terms: CurrencyTerms) -> DispatchResult {
		let mut known = Self::known(currency)?;
		Self::ensure_sound(&terms)?;
		known.terms = terms;
		Currencies::<T>::insert(currency, known);
		Ok(())
	}

	pub(crate) fn do_attest(
		auditor: &T::AccountId,
		currency: CurrencyId,
		reserves: Amount,
		as_of: u64,
		evidence: Commitment,
	) -> DispatchResult {
		let mut known = Self::known(currency)?;
		ensure!(T::Credentials::has_role(auditor, Role::ReserveAuditor), Error::<T>::NotAuditor);
		let issuer = &known.issuer;
		ensure!(
			auditor != issuer
				&& !T::Credentials::is_affiliated(auditor, issuer)
				&& !T::Credentials::is_affiliated(issuer, auditor),
			Error::<T>::AuditorNotIndependent
		);
		let now = Self::now();
		ensure!(as_of <= now, Error::<T>::AttestationInFuture);
		ensure!(Self::counts(as_of, &known.terms, now), Error::<T>::AttestationStale);
		let before = known.attestation.as_ref();
		ensure!(before.is_none_or(|b| b.as_of < as_of), Error::<T>::AttestationOutdated);
		known.attestation =
			Some(Attestation { auditor: auditor.clone(), reserves, as_of, evidence });
		Currencies::<T>::insert(currency, known);
		Ok(())
	}

	/// Whether an attestation of this second counts now.
	fn counts(as_of: u64, terms: &CurrencyTerms, now: u64) -> bool {
		as_of.saturating_add(terms.attestation_lifetime) >= now
	}

	/// Most that may exist by the attestation, if it counts: if it is not too old, and its auditor is
	/// one still.
	fn ceiling_of(currency: &Currency<T::AccountId>) -> Result<Amount, Error<T>> {
		let attestation = currency.attestation.as_ref().ok_or(Error::<T>::NoAttestation)?;
		ensure!(
			Self::counts(attestation.as_of, &currency.terms, Self::now()),
			Error::<T>::AttestationStale
		);
		ensure!(
			T::Credentials::has_role(&attestation.auditor, Role::ReserveAuditor),
			Error::<T>::AuditorNotAccredited
		);
		let ceiling = currency.terms.required_ratio.whole_of(attestation.reserves);
		Ok(ceiling.unwrap_or(Amount::MAX).min(MOST))
	}

	pub(crate) fn do_mint(
		issuer: &T::AccountId,
		currency: CurrencyId,
		to: &T::AccountId,
		amount: Amount,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut known = Self::known(currency)?;
		ensure!(known.issuer == *issuer, Error::<T>::NotIssuer);
		ensure!(
			T::Credentials::has_role(issuer, Role::TokenIssuer),
			Error::<T>::IssuerNotAccredited
		);
		ensure!(known.paused.is_none(), Error::<T>::CurrencyPaused);
		ensure!(!Frozen::<T>::contains_key(currency, to), Error::<T>::PayeeFrozen);
		let ceiling = Self::ceiling_of(&known)?;
		let supply = T::Tokens::total_issuance(currency);
		ensure!(
			supply.checked_add(amount).is_some_and(|supply| supply <= ceiling),
			Error::<T>::ReservesInsufficient
		);
		T::Tokens::mint_into(currency, to, amount)?;
		known.ceiling = ceiling;
		Currencies::<T>::insert(currency, known);
		Ok(())
	}

	pub(crate) fn do_request_redemption(
		holder: &T::AccountId,
		currency: CurrencyId,
		amount: Amount,
	) -> Result<RedemptionId, DispatchError> {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let known = Self::moving(currency)?;
		ensure!(amount >= known.terms.min_redemption, Error::<T>::RedemptionTooSmall);
		Self::put_aside(currency, holder, amount, HoldReason::Redemption)?;
		let id = Self::next_number::<NextRedemption<T>>()?;
		let deadline = Self::now().saturating_add(T::RedemptionPeriod::get());
		let redemption = Redemption { currency, holder: holder.clone(), amount, deadline };
		Redemptions::<T>::insert(id, redemption);
		Ok(id)
	}

	/// Puts tokens aside.
	pub(crate) fn put_aside(
		currency: CurrencyId,
		owner: &T::AccountId,
		amount: Amount,
		reason: HoldReason,
	) -> DispatchResult {
		ensure!(!Frozen::<T>::contains_key(currency, owner), Error::<T>::PayerFrozen);
		let spendable =
			T::Tokens::reducible_balance(currency, owner, Preservation::Protect, Fortitude::Polite);
		ensure!(amount <= spendable, Error::<T>::InsufficientFunds);
		T::Holds::hold(currency, &reason.into(), owner, amount)
	}

	pub(crate) fn do_complete_redemption(
		issuer: &T::AccountId,
		id: RedemptionId,
	) -> DispatchResult {
		let redemption = Redemptions::<T>::get(id).ok_or(Error::<T>::RedemptionNotFound)?;
		let Redemption { currency, holder, amount, deadline } = redemption;
		let known = Self::known(currency)?;
		ensure!(known.issuer == *issuer, Error::<T>::NotIssuer);
		ensure!(known.paused.is_none(), Error::<T>::CurrencyPaused);
		ensure!(!Frozen::<T>::contains_key(currency, &holder), Error::<T>::PayerFrozen);
		ensure!(Self::now() <= deadline, Error::<T>::RedemptionOverdue);
		let reason = HoldReason::Redemption.into();
		let exact = Precision::Exact;
		T::Holds::burn_held(currency, &reason, &holder, amount, exact, Fortitude::Polite)?;
		Redemptions::<T>::remove(id);
		Ok(())
	}

	pub(crate) fn do_expire_redemption(id: RedemptionId) -> DispatchResult {
		let redemption = Redemptions::<T>::get(id).ok_or(Error::<T>::RedemptionNotFound)?;
		let Redemption { currency, holder, amount, deadline } = redemption;
		ensure!(Self::now() > deadline, Error::<T>::RedemptionPending);
		Self::moving(currency)?;
		ensure!(!Frozen::<T>::contains_key(currency, &holder), Error::<T>::PayeeFrozen);
		let reason = HoldReason::Redemption.into();
		T::Holds::release(currency, &reason, &holder, amount, Precision::Exact)?;
		Redemptions::<T>::remove(id);
		Ok(())
	}

	pub(crate) fn do_freeze(
		regulator: &T::AccountId,
		currency: CurrencyId,
		who: &T::AccountId,
		reason: FreezeReason,
	) -> DispatchResult {
		Self::known(currency)?;
		ensure!(!Frozen::<T>::contains_key(currency, who), Error::<T>::AlreadyFrozen);
		let made = T::Authority::block(currency, who, regulator)?;
		Frozen::<T>::insert(currency, who, Freeze { reason, by: regulator.clone(), made });
		Ok(())
	}

	pub(crate) fn do_thaw(currency: CurrencyId, who: &T::AccountId) -> DispatchResult {
		let freeze = Frozen::<T>::take(currency, who).ok_or(Error::<T>::NotFrozen)?;
		T::Authority::unblock(currency, who, Some(&freeze.by).filter(|_| freeze.made))
	}

	pub(crate) fn do_pause(currency: CurrencyId, reason: PauseReason) -> DispatchResult {
		let mut known = Self::known(currency)?;
		ensure!(known.paused.is_none(), Error::<T>::AlreadyPaused);
		T::Authority::stop(currency)?;
		known.paused = Some(reason);
		Currencies::<T>::insert(currency, known);
		Ok(())
	}

	pub(crate) fn do_resume(currency: CurrencyId) -> DispatchResult {
		let mut known = Self::known(currency)?;
		ensure!(known.paused.is_some(), Error::<T>::NotPaused);
		T::Authority::restart(currency)?;
		known.paused = None;
		Currencies::<T>::insert(currency, known);
		Ok(())
	}

	pub(crate) fn status_of(id: CurrencyId) -> Option<ReserveStatus<T::AccountId>> {
		let currency = Currencies::<T>::get(id)?;
		let supply = T::Tokens::total_issuance(id);
		let ceiling = Self::ceiling_of(&currency);
		let mintable = match currency.paused {
			None => ceiling.as_ref().map_or(0, |ceiling| ceiling.saturating_sub(supply)),
			Some(_) => 0,
		};
		let ratio = currency.attestation.as_ref().and_then(|attestation| {
			crate::discount::share(attestation.reserves, BasisPoints::WHOLE.0.into(), supply)
		});
		Some(ReserveStatus { currency, supply, fresh: ceiling.is_ok(), mintable, ratio })
	}

	/// Moves tokens, or says why not. One minor unit stays with who sends: an account that spends its
	/// last token is gone, and with it the memory of what its owner has signed.
	pub(crate) fn transfer(
		currency: CurrencyId,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Amount,
	) -> DispatchResult {
		Self::moving(currency)?;
		ensure!(!Frozen::<T>::contains_key(currency, from), Error::<T>::PayerFrozen);
		ensure!(!Frozen::<T>::contains_key(currency, to), Error::<T>::PayeeFrozen);
		let keep = Preservation::Preserve;
		let spendable = T::Tokens::reducible_balance(currency, from, keep, Fortitude::Polite);
		ensure!(amount <= spendable, Error::<T>::InsufficientFunds);
		T::Tokens::transfer(currency, from, to, amount, keep)?;
		Ok(())
	}
}
