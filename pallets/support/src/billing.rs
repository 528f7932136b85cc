//! Bills and payments: how other pallets move money without knowing who keeps it.

use crate::{Amount, BillId, Commitment, CurrencyId, EscrowId, ServiceType};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A line of a bill (FHIR `Invoice.lineItem`).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct BillLine {
	/// The class of what was done or given.
	pub service: ServiceType,
	/// How many units of it.
	pub quantity: u32,
	/// The price of one, in minor units of the bill's currency.
	pub unit_price: Amount,
}

impl BillLine {
	/// Quantity × unit price; `None` if it is beyond the largest amount.
	pub fn gross(&self) -> Option<Amount> {
		self.unit_price.checked_mul(self.quantity.into())
	}
}

/// What a register of bills does for other pallets. What fails changes nothing.
pub trait Billing<AccountId> {
	/// Why something was refused.
	type Error;

	/// Issues `provider`'s bill over what `patient` has to pay, to the last unit: discounts do not
	/// apply. There is at least one line, and none comes to nothing. `due` is in seconds since 1970;
	/// `detail` commits to what the lines leave unsaid.
	fn bill(
		provider: &AccountId,
		patient: &AccountId,
		currency: CurrencyId,
		lines: &[BillLine],
		due: u64,
		detail: Commitment,
	) -> Result<BillId, Self::Error>;

	/// The bill's currency, and what is still to be paid of it: 0 once it is closed. `None` if there
	/// is no such bill.
	fn outstanding(bill: BillId) -> Option<(CurrencyId, Amount)>;

	/// Lets `payer` pay `amount` of the bill, all that is outstanding or a part, to its provider.
	fn settle(bill: BillId, payer: &AccountId, amount: Amount) -> Result<(), Self::Error>;

	/// Takes a bill back that was issued in error (FHIR `entered-in-error`), one that was paid in
	/// full too. Refused while money paid on it remains with the provider. From then on nothing is
	/// outstanding of it. One that was cancelled or taken back before stays as it is.
	fn cancel(bill: BillId) -> Result<(), Self::Error>;
}

/// How other pallets move money that is theirs to move: pools and deposits. Amounts are in minor
/// units of the currency, and never 0. What fails changes nothing.
pub trait Payments<AccountId> {
	/// Why something was refused.
	type Error;

	/// What `who` can pay or hold now without losing its account.
	fn spendable(currency: CurrencyId, who: &AccountId) -> Amount;

	/// Pays `amount` from `from` to `to`. `from` is a pool, an account that the calling pallet owns, or
	/// the account of somebody who signed for it in the call being dispatched. It stays alive: at most
	/// what is [`spendable`](Payments::spendable) goes.
	fn pay(
		currency: CurrencyId,
		from: &AccountId,
		to: &AccountId,
		amount: Amount,
	) -> Result<(), Self::Error>;

	/// Puts `amount` of `owner`'s money into a new escrow. It stays the owner's, who cannot spend it.
	fn hold(
		currency: CurrencyId,
		owner: &AccountId,
		amount: Amount,
	) -> Result<EscrowId, Self::Error>;

	/// Gives `amount` out of the escrow back to its owner.
	fn release(escrow: EscrowId, amount: Amount) -> Result<(), Self::Error>;

	/// Pays `amount` out of the escrow to `to`.
	fn pay_held(escrow: EscrowId, to: &AccountId, amount: Amount) -> Result<(), Self::Error>;

	/// The escrow's currency, and what is in it. `None` if there is no such escrow; one that is
	/// emptied is gone.
	fn held(escrow: EscrowId) -> Option<(CurrencyId, Amount)>;
}

/// Why `()` refuses: where it stands, there is no money. A text, so that it can become every
/// pallet's dispatch error.
pub const NO_MONEY: &str = "no money: this chain has no billing";

/// Issues no bill, and knows none.
impl<AccountId> Billing<AccountId> for () {
	type Error = &'static str;

	fn bill(
		_: &AccountId,
		_: &AccountId,
		_: CurrencyId,
		_: &[BillLine],
		_: u64,
		_: Commitment,
	) -> Result<BillId, Self::Error> {
		Err(NO_MONEY)
	}

	fn outstanding(_: BillId) -> Option<(CurrencyId, Amount)> {
		None
	}

	fn settle(_: BillId, _: &AccountId, _: Amount) -> Result<(), Self::Error> {
		Err(NO_MONEY)
	}

	fn cancel(_: BillId) -> Result<(), Self::Error> {
		Err(NO_MONEY)
	}
}

/// Nobody has anything to spend, and nothing moves.
impl<AccountId> Payments<AccountId> for () {
	type Error = &'static str;

	fn spendable(_: CurrencyId, _: &AccountId) -> Amount {
		0
	}

	fn pay(_: CurrencyId, _: &AccountId, _: &AccountId, _: Amount) -> Result<(), Self::Error> {
		Err(NO_MONEY)
	}

	fn hold(_: CurrencyId, _: &AccountId, _: Amount) -> Result<EscrowId, Self::Error> {
		Err(NO_MONEY)
	}

	fn release(_: EscrowId, _: Amount) -> Result<(), Self::Error> {
		Err(NO_MONEY)
	}

	fn pay_held(_: EscrowId, _: &AccountId, _: Amount) -> Result<(), Self::Error> {
		Err(NO_MONEY)
	}

	fn held(_: EscrowId) -> Option<(CurrencyId, Amount)> {
		None
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn line(quantity: u32, unit_price: Amount) -> BillLine {
		BillLine { service: ServiceType::Pharmacy, quantity, unit_price }
	}

	#[test]
	fn gross_is_quantity_times_price_or_nothing() {
		assert_eq!(line(3, 250).gross(), Some(750));
		assert_eq!([line(0, Amount::MAX), line(u32::MAX, 0)].map(|it| it.gross()), [Some(0); 2]);
		assert_eq!(line(1, Amount::MAX).gross(), Some(Amount::MAX));
		assert_eq!(line(2, Amount::MAX / 2).gross(), Some(Amount::MAX - 1));
		assert_eq!(line(2, Amount::MAX / 2 + 1).gross(), None);
	}

	#[test]
	fn no_line_is_longer_than_its_bound() {
		for written in [line(1, 5), line(0, 0), line(u32::MAX, Amount::MAX)] {
			let bytes = written.encode();
			assert_eq!(BillLine::decode(&mut &bytes[..]), Ok(written));
			assert_eq!(bytes.len(), BillLine::max_encoded_len());
		}
	}

	#[test]
	fn where_there_is_no_money_nothing_is_billed_or_paid() {
		let bill = <() as Billing<u64>>::bill(&1, &2, 1, &[line(1, 5)], 0, Commitment([0; 32]));
		assert_eq!(bill, Err(NO_MONEY));
		assert_eq!(<() as Billing<u64>>::outstanding(0), None);
		assert_eq!(<() as Billing<u64>>::settle(0, &1, 5), Err(NO_MONEY));
		assert_eq!(<() as Billing<u64>>::cancel(0), Err(NO_MONEY));

		assert_eq!(<() as Payments<u64>>::spendable(1, &1), 0);
		assert_eq!(<() as Payments<u64>>::pay(1, &1, &2, 5), Err(NO_MONEY));
		assert_eq!(<() as Payments<u64>>::hold(1, &1, 5), Err(NO_MONEY));
		assert_eq!(<() as Payments<u64>>::release(0, 5), Err(NO_MONEY));
		assert_eq!(<() as Payments<u64>>::pay_held(0, &2, 5), Err(NO_MONEY));
		assert_eq!(<() as Payments<u64>>::held(0), None);
	}
}
