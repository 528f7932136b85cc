//! What always holds, one function a numbered invariant of the README.

use crate::{
	BillRecord, BillStatus, Bills, BillsOf, Config, Currencies, CurrencyOf, Debits, DiscountsOf,
	Escrows, Frozen, HoldReason, NextBill, NextCurrency, NextEscrow, NextProgramme, NextRedemption,
	Redemptions,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::{
	deps::sp_runtime::TryRuntimeError,
	prelude::*,
	traits::{
		fungibles::{hold::Inspect as _, Inspect},
		tokens::{DepositConsequence, Provenance},
	},
};
use medchain_support::Amount;

/// Checks all of them.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	tokens_are_backed::<T>()?;
	bills_add_up::<T>()?;
	discounts_keep_their_caps::<T>()?;
	held_is_owed::<T>()?;
	the_frozen_stand_still::<T>()?;
	mandates_wait_once::<T>()?;
	numbers_are_given_once::<T>()
}

/// Invariant 1: No more tokens exist than the reserves attested at the last mint allowed, and each
/// currency stands once for its code and issuer.
fn tokens_are_backed<T: Config>() -> Result<(), TryRuntimeError> {
	let mut count = 0u32;
	for (id, currency) in Currencies::<T>::iter() {
		ensure!(
			T::Tokens::total_issuance(id) <= currency.ceiling,
			"medical-token 1: more tokens exist than the reserves allowed"
		);
		ensure!(
			CurrencyOf::<T>::get(&currency.issuer, currency.code) == Some(id),
			"medical-token 1: a currency is not found by issuer and code"
		);
		count = count.saturating_add(1);
	}
	let indexed = CurrencyOf::<T>::iter().count();
	ensure!(
		u32::try_from(indexed) == Ok(count),
		"medical-token 1: an issuer and code lead to no currency"
	);
	Ok(())
}

/// Invariant 2: What was billed is what was paid, is outstanding, was discounted and was written off. A
/// bill is open exactly while something is outstanding; no more came back than was paid, of each payer.
fn bills_add_up<T: Config>() -> Result<(), TryRuntimeError> {
	for BillRecord { bill, details } in Bills::<T>::iter_values() {
		let mut gross = Some(0u128);
		for line in &details.lines {
			gross = gross.zip(line.line.gross()).and_then(|(sum, line)| sum.checked_add(line));
		}
		ensure!(gross == Some(bill.gross), "medical-token 2: the lines are not the whole");
		let parts =
			[bill.paid, bill.outstanding(), bill.discount, bill.prompt_taken(), bill.written_off];
		let sum = parts.into_iter().try_fold(0, |sum: Amount, part| sum.checked_add(part));
		ensure!(sum == Some(bill.gross), "medical-token 2: the parts are not the whole");
		ensure!(
			(bill.status == BillStatus::Issued) == (bill.outstanding() > 0)
				&& (bill.status == BillStatus::Issued) == bill.closed_at.is_none(),
			"medical-token 2: an open bill without debt, or a debt on a closed one"
		);
		let mut paid = Some(0);
		let mut refunded = Some(0);
		let mut payers = BTreeSet::new();
		for payment in &bill.payments {
			ensure!(
				payment.refunded <= payment.amount,
				"medical-token 2: more came back than was paid"
			);
			ensure!(payers.insert(payment.payer.encode()), "medical-token 2: a payer twice");
			paid = paid.and_then(|sum: Amount| sum.checked_add(payment.amount));
			refunded = refunded.and_then(|sum: Amount| sum.checked_add(payment.refunded));
		}
		ensure!(
			paid == Some(bill.paid) && refunded == Some(bill.refunded),
			"medical-token 2: payments are not what was paid"
		);
	}
	Ok(())
}

/// Invariant 3: No line costs less than nothing, discounts of the lines are those of the bill, and no
/// rate or cap of a provider is more than the whole.
fn discounts_keep_their_caps<T: Config>() -> Result<(), TryRuntimeError> {
	for BillRecord { bill, details } in Bills::<T>::iter_values() {
		let (mut fixed, mut prompt) = (0, 0);
		for line in &details.lines {
			let off = line.package.saturating_add(line.membership);
			ensure!(
				line.line.gross().is_some_and(|gross| off.saturating_add(line.prompt_pay) <= gross),
				"medical-token 3: a price is negative"
			);
			fixed = off.saturating_add(fixed);
			prompt = line.prompt_pay.saturating_add(prompt);
		}
		ensure!(
			fixed == bill.discount,
			"medical-token 3: discounts of the lines are not that of the bill"
		);
		let offered = bill.prompt_pay.map_or(0, |offer| offer.discount);
		ensure!(
			offered == prompt
				|| bill.prompt_pay.is_some_and(|offer| offer.taken && offer.discount < prompt),
			"medical-token 3: prompt payment takes off what the lines do not say"
		);
	}
	for (_, discounts) in DiscountsOf::<T>::iter() {
		ensure!(
			discounts.cap <= medchain_support::BasisPoints::WHOLE,
			"medical-token 3: a cap above the whole"
		);
		let currencies: BTreeSet<_> =
			discounts.programmes.iter().map(|programme| programme.id).collect();
		ensure!(
			currencies.len() == discounts.programmes.len(),
			"medical-token 3: a programme twice"
		);
	}
	Ok(())
}

/// Invariant 4: What is on hold for redemptions and escrows is exactly what is open of them.
fn held_is_owed<T: Config>() -> Result<(), TryRuntimeError> {
	let mut owed = BTreeMap::<_, (T::AccountId, Amount)>::new();
	let redemptions =
		Redemptions::<T>::iter_values().map(|open| (0u8, open.currency, open.holder, open.amount));
	let escrows =
		Escrows::<T>::iter_values().map(|open| (1u8, open.currency, open.owner, open.amount));
	for (kind, currency, who, amount) in redemptions.chain(escrows) {
		ensure!(amount > 0, "medical-token 4: something open of nothing");
		let key = (kind, currency, who.encode());
		let (_, sum) = owed.entry(key).or_insert((who, 0));
		*sum = sum.saturating_add(amount);
	}
	for ((kind, currency, _), (who, amount)) in owed {
		let reason = match kind {
			0 => HoldReason::Redemption,
			_ => HoldReason::Escrow,
		};
		ensure!(
			T::Holds::balance_on_hold(currency, &reason.into(), &who) == amount,
			"medical-token 4: held is not what is open"
		);
	}
	Ok(())
}

/// Invariant 5: An account that is frozen can neither receive nor send.
fn the_frozen_stand_still<T: Config>() -> Result<(), TryRuntimeError> {
	for (currency, who, _) in Frozen::<T>::iter() {
		ensure!(
			T::Tokens::can_withdraw(currency, &who, 1).into_result(false).is_err(),
			"medical-token 5: a frozen account can send"
		);
		ensure!(
			T::Tokens::can_deposit(currency, &who, 1, Provenance::Extant)
				== DepositConsequence::Blocked,
			"medical-token 5: a frozen account can receive"
		);
	}
	Ok(())
}

/// Invariant 6: Each mandate waits in the queue exactly once, on an open bill with an accepted plan,
/// for an instalment of it; no more was collected than it allows.
fn mandates_wait_once<T: Config>() -> Result<(), TryRuntimeError> {
	let mut waiting = 0usize;
	for (id, BillRecord { bill, .. }) in Bills::<T>::iter() {
		let Some(plan) = bill.plan else { continue };
		ensure!(
			!plan.accepted || bill.outstanding() <= plan.total,
			"medical-token 6: more is owed than the plan pays"
		);
		let Some(debit) = plan.debit else { continue };
		ensure!(
			plan.accepted && bill.status == BillStatus::Issued,
			"medical-token 6: a mandate on a bill that is not in instalments"
		);
		ensure!(
			debit.debited <= debit.mandate.total && debit.debited <= plan.total,
			"medical-token 6: more was collected than allowed"
		);
		ensure!(
			(1..=plan.terms.instalments).contains(&debit.instalment)
				&& debit.next >= plan.terms.due(debit.instalment),
			"medical-token 6: an instalment that is not, or not yet"
		);
		ensure!(
			Debits::<T>::contains_key((debit.next.to_be_bytes(), id)),
			"medical-token 6: a mandate does not wait"
		);
		waiting = waiting.saturating_add(1);
	}
	ensure!(
		Debits::<T>::iter_keys().count() == waiting,
		"medical-token 6: something waits that is no mandate"
	);
	Ok(())
}

/// Invariant 7: Numbers are below the next one; each bill is found by its patient and its provider, and
/// nothing else is.
fn numbers_are_given_once<T: Config>() -> Result<(), TryRuntimeError> {
	let next = NextBill::<T>::get();
	let mut bills = 0usize;
	for (id, BillRecord { bill, .. }) in Bills::<T>::iter() {
		ensure!(id < next, "medical-token 7: a bill not yet numbered");
		for who in [&bill.provider, &bill.patient] {
			ensure!(
				BillsOf::<T>::contains_key(who, id.to_be_bytes()),
				"medical-token 7: a bill is not found by a party"
			);
		}
		bills = bills.saturating_add(2);
	}
	ensure!(
		BillsOf::<T>::iter_keys().count() == bills,
		"medical-token 7: a bill is found that is not"
	);
	let redemptions = NextRedemption::<T>::get();
	ensure!(
		Redemptions::<T>::iter_keys().all(|id| id < redemptions),
		"medical-token 7: a redemption not yet numbered"
	);
	let escrows = NextEscrow::<T>::get();
	ensure!(
		Escrows::<T>::iter_keys().all(|id| id < escrows),
		"medical-token 7: an escrow not yet numbered"
	);
	let currencies = NextCurrency::<T>::get();
	ensure!(
		Currencies::<T>::iter_keys().all(|id| id < currencies),
		"medical-token 7: a currency not yet numbered"
	);
	let programmes = NextProgramme::<T>::get();
	ensure!(
		DiscountsOf::<T>::iter_values()
			.all(|discounts| discounts.programmes.iter().all(|one| one.id < programmes)),
		"medical-token 7: a programme not yet numbered"
	);
	Ok(())
}
