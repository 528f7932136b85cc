//! What a transaction costs, in the chain's own coin or in a currency.

use crate::{
	currency,
	error::{Error, Result},
	node::{self, AtBlock},
};
use medchain_support::{Amount, CurrencyCode, CurrencyId};
use subxt::utils::AccountId32;

/// The extension of transactions that names the currency of the fee.
const EXTENSION: &str = "ChargeAssetTxPayment";
/// What stands for 1 in the rates.
const ONE: u128 = 1_000_000_000_000_000_000;

/// What a transaction cost.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cost {
	/// Who paid.
	pub payer: AccountId32,
	/// How much, in the smallest unit.
	pub fee: u128,
	/// In which currency; `None` is the chain's own coin.
	pub currency: Option<(CurrencyId, CurrencyCode)>,
}

/// Whether the chain takes fees in currencies.
pub(crate) fn check(at: &AtBlock) -> Result<()> {
	let mut extensions = at.metadata_ref().extrinsic().transaction_extensions_to_use_for_encoding();
	match extensions.any(|extension| extension.identifier() == EXTENSION) {
		true => Ok(()),
		false => Err(Error::Node(
			"the chain takes fees in its own coin alone; leave --fee-currency out".into(),
		)),
	}
}

/// A fee in the chain's own coin as one in a currency, by the rate that the chain has for it.
pub(crate) async fn converted(
	at: &AtBlock,
	fee: u128,
	id: CurrencyId,
) -> Result<(Amount, CurrencyCode)> {
	let code = currency::code(at, id).await?;
	let rate = node::stored::<_, u128>(at, "AssetRate", "ConversionRateToNative", (id,)).await?;
	rate.and_then(|rate| exchanged(fee, rate)).map(|fee| (fee, code)).ok_or_else(|| {
		Error::Input(format!(
			"--fee-currency {id}: the chain has no rate for it; pay fees in another or in its own coin"
		))
	})
}

/// How much of a currency stands for a fee, at so much of the chain's coin for one unit of it. At
/// least one unit, unless nothing is to be paid.
fn exchanged(fee: u128, rate: u128) -> Option<Amount> {
	let price = (ONE * ONE).checked_div(rate)?;
	let whole = (price / ONE).checked_mul(fee)?;
	let part = (price % ONE).checked_mul(fee)? / ONE;
	Some(whole.checked_add(part)?.max(u128::from(fee > 0)))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_fee_is_exchanged_by_the_rate() {
		// One cent is worth ten thousand million of the smallest unit.
		let rate = 10_000_000_000 * ONE;
		assert_eq!(exchanged(0, rate), Some(0));
		assert_eq!(exchanged(1, rate), Some(1));
		assert_eq!(exchanged(25_000_000_000, rate), Some(2));
		// One unit is worth half of the smallest unit.
		assert_eq!(exchanged(7, ONE / 2), Some(14));
		assert_eq!(exchanged(7, 0), None);
		assert_eq!(exchanged(u128::MAX, 1), None);
	}
}
