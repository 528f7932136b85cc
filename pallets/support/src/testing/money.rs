//! The double of billing and payments.

use super::Key;
use crate::{Amount, BillId, BillLine, Billing, Commitment, CurrencyId, EscrowId, Payments};
use codec::{Decode, Encode};
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

/// An account in a currency.
type Place = (CurrencyId, Key);

struct Escrow {
	owner: Place,
	amount: Amount,
}

struct Bill {
	/// The bill as it was issued, as bytes.
	issued: Vec<u8>,
	provider: Place,
	outstanding: Amount,
	/// What each payer paid and did not have back.
	kept: BTreeMap<Key, Amount>,
	cancelled: bool,
}

#[derive(Default)]
struct Till {
	free: BTreeMap<Place, Amount>,
	frozen: BTreeSet<Place>,
	escrows: BTreeMap<EscrowId, Escrow>,
	escrows_opened: EscrowId,
	bills: BTreeMap<BillId, Bill>,
	bills_issued: BillId,
}

thread_local! {
	static TILL: RefCell<Till> = RefCell::default();
}

impl Till {
	fn free(&self, place: &Place) -> Amount {
		self.free.get(place).copied().unwrap_or(0)
	}

	fn spendable(&self, place: &Place) -> Amount {
		if self.frozen.contains(place) {
			return 0;
		}
		self.free(place).saturating_sub(Money::MINIMUM)
	}

	fn total(&self, currency: CurrencyId) -> Amount {
		let held = self.escrows.values().map(|escrow| (&escrow.owner, &escrow.amount));
		let all = self.free.iter().chain(held);
		all.filter(|(place, _)| place.0 == currency).map(|(_, amount)| amount).sum()
	}

	/// Whether `from` can spend `amount`.
	fn check_payer(&self, from: &Place, amount: Amount) -> Result<(), &'static str> {
		if amount == 0 {
			return Err(Money::ZERO_AMOUNT);
		}
		if self.frozen.contains(from) {
			return Err(Money::PAYER_FROZEN);
		}
		if amount > self.spendable(from) {
			return Err(Money::INSUFFICIENT_FUNDS);
		}
		Ok(())
	}

	fn check_payee(&self, to: &Place) -> Result<(), &'static str> {
		if self.frozen.contains(to) {
			return Err(Money::PAYEE_FROZEN);
		}
		Ok(())
	}

	/// No total is beyond the largest amount, so that a sum never is.
	fn put(&mut self, to: Place, amount: Amount) {
		*self.free.entry(to).or_default() += amount;
	}

	/// What was checked is there.
	fn take(&mut self, from: &Place, amount: Amount) {
		*self.free.entry(from.clone()).or_default() -= amount;
	}

	fn pay(&mut self, from: &Place, to: Place, amount: Amount) -> Result<(), &'static str> {
		self.check_payer(from, amount)?;
		self.check_payee(&to)?;
		self.take(from, amount);
		self.put(to, amount);
		Ok(())
	}

	fn hold(&mut self, owner: Place, amount: Amount) -> Result<EscrowId, &'static str> {
		self.check_payer(&owner, amount)?;
		self.take(&owner, amount);
		let id = self.escrows_opened;
		self.escrows_opened += 1;
		self.escrows.insert(id, Escrow { owner, amount });
		Ok(id)
	}

	/// Whether `amount` is in the escrow; whose it is, if so.
	fn check_held(&self, id: EscrowId, amount: Amount) -> Result<Place, &'static str> {
		let escrow = self.escrows.get(&id).ok_or(Money::ESCROW_NOT_FOUND)?;
		if amount == 0 {
			return Err(Money::ZERO_AMOUNT);
		}
		if amount > escrow.amount {
			return Err(Money::INSUFFICIENT_FUNDS);
		}
		Ok(escrow.owner.clone())
	}

	fn take_held(&mut self, id: EscrowId, amount: Amount) {
		if let Some(escrow) = self.escrows.get_mut(&id) {
			escrow.amount -= amount;
		}
		self.escrows.retain(|_, escrow| escrow.amount > 0);
	}

	fn settle(&mut self, id: BillId, payer: &Key, amount: Amount) -> Result<(), &'static str> {
		let bill = self.bills.get(&id).ok_or(Money::BILL_NOT_FOUND)?;
		if amount > bill.outstanding {
			return Err(Money::OVERPAYMENT);
		}
		let provider = bill.provider.clone();
		self.pay(&(provider.0, payer.clone()), provider, amount)?;
		if let Some(bill) = self.bills.get_mut(&id) {
			bill.outstanding -= amount;
			*bill.kept.entry(payer.clone()).or_default() += amount;
		}
		Ok(())
	}

	fn refund(&mut self, id: BillId, payer: &Key, amount: Amount) -> Result<(), &'static str> {
		let bill = self.bills.get(&id).ok_or(Money::BILL_NOT_FOUND)?;
		let kept = bill.kept.get(payer).copied().unwrap_or(0);
		if amount > kept {
			return Err(Money::REFUND_TOO_LARGE);
		}
		let provider = bill.provider.clone();
		let to = (provider.0, payer.clone());
		self.pay(&provider, to, amount)?;
		if let Some(bill) = self.bills.get_mut(&id) {
			bill.kept.insert(payer.clone(), kept - amount);
		}
		Ok(())
	}

	fn cancel(&mut self, id: BillId) -> Result<(), &'static str> {
		let bill = self.bills.get_mut(&id).ok_or(Money::BILL_NOT_FOUND)?;
		if bill.kept.values().any(|kept| *kept > 0) {
			return Err(Money::PAYMENTS_REMAIN);
		}
		bill.outstanding = 0;
		bill.cancelled = true;
		Ok(())
	}
}

/// A bill as it was issued.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct IssuedBill<AccountId> {
	/// Who is paid.
	pub provider: AccountId,
	/// Who has to pay.
	pub patient: AccountId,
	/// What for.
	pub lines: Vec<BillLine>,
	/// Until when, in seconds since 1970.
	pub due: u64,
	/// The commitment to the detail.
	pub detail: Commitment,
}

/// Balances, escrows and bills, in whatever currency a test names: [`Money::deposit`] makes money,
/// and nothing else makes or loses any.
///
/// It has no clock, so a bill is never late. It is no chain storage either: what it did stays done
/// when the pallet's call fails afterwards.
pub struct Money;

impl Money {
	/// What an account keeps that pays or holds, so that it stays alive.
	pub const MINIMUM: Amount = 1;

	/// Nothing was to be moved.
	pub const ZERO_AMOUNT: &'static str = "the amount is 0: it must be at least 1";
	/// More was to be moved than can be.
	pub const INSUFFICIENT_FUNDS: &'static str = "the amount is more than there is to spend";
	/// The one who pays or holds is frozen.
	pub const PAYER_FROZEN: &'static str = "the payer's account is frozen";
	/// The one who is paid is frozen.
	pub const PAYEE_FROZEN: &'static str = "the payee's account is frozen";
	/// No escrow has this number.
	pub const ESCROW_NOT_FOUND: &'static str = "no such escrow, or it is emptied";
	/// No bill has this number.
	pub const BILL_NOT_FOUND: &'static str = "no such bill";
	/// More was to be paid than is outstanding.
	pub const OVERPAYMENT: &'static str = "the amount is more than is outstanding of the bill";
	/// A bill was to be taken back of which the provider keeps money.
	pub const PAYMENTS_REMAIN: &'static str = "what was paid on the bill must be refunded first";
	/// More was to be refunded than the payer paid and has not had back.
	pub const REFUND_TOO_LARGE: &'static str =
		"the amount is more than this account paid and has not had back";
	/// A bill without lines, or with a line over nothing.
	pub const BAD_LINES: &'static str = "a bill needs lines, each with a quantity and a price";
	/// A bill over more than the largest amount.
	pub const AMOUNT_OVERFLOW: &'static str = "the lines come to more than the largest amount";

	fn change<R>(change: impl FnOnce(&mut Till) -> R) -> R {
		TILL.with(|till| change(&mut till.borrow_mut()))
	}

	fn place<AccountId: Encode>(currency: CurrencyId, who: &AccountId) -> Place {
		(currency, who.encode())
	}

	/// Forgets all balances, escrows and bills.
	pub fn clear() {
		Self::change(|till| *till = Till::default());
	}

	/// Makes `amount` and gives it to `who`.
	///
	/// # Panics
	/// If all of the currency would be more than the largest amount.
	pub fn deposit<AccountId: Encode>(currency: CurrencyId, who: &AccountId, amount: Amount) {
		Self::change(|till| {
			till.total(currency)
				.checked_add(amount)
				.expect("a total is at most the largest amount");
			till.put(Self::place(currency, who), amount);
		});
	}

	/// From now on `who` neither pays, holds nor is paid. What is released comes back to it all the
	/// same.
	pub fn freeze<AccountId: Encode>(currency: CurrencyId, who: &AccountId) {
		Self::change(|till| till.frozen.insert(Self::place(currency, who)));
	}

	/// From now on `who` is not frozen.
	pub fn thaw<AccountId: Encode>(currency: CurrencyId, who: &AccountId) {
		Self::change(|till| till.frozen.remove(&Self::place(currency, who)));
	}

	/// What `who` has, without what is in escrow.
	pub fn balance<AccountId: Encode>(currency: CurrencyId, who: &AccountId) -> Amount {
		Self::change(|till| till.free(&Self::place(currency, who)))
	}

	/// What of `who`'s is in escrow.
	pub fn in_escrow<AccountId: Encode>(currency: CurrencyId, who: &AccountId) -> Amount {
		let owner = Self::place(currency, who);
		Self::change(|till| {
			let of_owner = till.escrows.values().filter(|escrow| escrow.owner == owner);
			of_owner.map(|escrow| escrow.amount).sum()
		})
	}

	/// All there is of a currency, in escrow or not.
	pub fn total(currency: CurrencyId) -> Amount {
		Self::change(|till| till.total(currency))
	}

	/// Gives `amount` of what `payer` paid on a bill back to it, from the bill's provider. It opens no
	/// debt again.
	pub fn refund<AccountId: Encode>(
		bill: BillId,
		payer: &AccountId,
		amount: Amount,
	) -> Result<(), &'static str> {
		Self::change(|till| till.refund(bill, &payer.encode(), amount))
	}

	/// Whether there is such a bill, and it was taken back.
	pub fn is_cancelled(bill: BillId) -> bool {
		Self::change(|till| till.bills.get(&bill).is_some_and(|bill| bill.cancelled))
	}

	/// A bill as it was issued; `None` if there is no such bill.
	///
	/// # Panics
	/// If it was issued between accounts of another type.
	pub fn issued<AccountId: Decode>(bill: BillId) -> Option<IssuedBill<AccountId>> {
		Self::change(|till| {
			till.bills.get(&bill).map(|bill| {
				IssuedBill::decode(&mut &bill.issued[..])
					.expect("bills are asked for with the type of account they were issued with")
			})
		})
	}
}

impl<AccountId: Clone + Encode> Billing<AccountId> for Money {
	type Error = &'static str;

	fn bill(
		provider: &AccountId,
		patient: &AccountId,
		currency: CurrencyId,
		lines: &[BillLine],
		due: u64,
		detail: Commitment,
	) -> Result<BillId, Self::Error> {
		if lines.is_empty() || lines.iter().any(|line| line.gross() == Some(0)) {
			return Err(Self::BAD_LINES);
		}
		let outstanding = lines
			.iter()
			.try_fold(Amount::MIN, |sum, line| sum.checked_add(line.gross()?))
			.ok_or(Self::AMOUNT_OVERFLOW)?;
		let issued = IssuedBill {
			provider: provider.clone(),
			patient: patient.clone(),
			lines: lines.to_vec(),
			due,
			detail,
		};
		Self::change(|till| {
			let id = till.bills_issued;
			till.bills_issued += 1;
			let provider = Self::place(currency, provider);
			let bill = Bill {
				issued: issued.encode(),
				provider,
				outstanding,
				kept: BTreeMap::new(),
				cancelled: false,
			};
			till.bills.insert(id, bill);
			Ok(id)
		})
	}

	fn outstanding(bill: BillId) -> Option<(CurrencyId, Amount)> {
		Self::change(|till| till.bills.get(&bill).map(|bill| (bill.provider.0, bill.outstanding)))
	}

	fn settle(bill: BillId, payer: &AccountId, amount: Amount) -> Result<(), Self::Error> {
		Self::change(|till| till.settle(bill, &payer.encode(), amount))
	}

	fn cancel(bill: BillId) -> Result<(), Self::Error> {
		Self::change(|till| till.cancel(bill))
	}
}

impl<AccountId: Encode> Payments<AccountId> for Money {
	type Error = &'static str;

	fn spendable(currency: CurrencyId, who: &AccountId) -> Amount {
		Self::change(|till| till.spendable(&Self::place(currency, who)))
	}

	fn pay(
		currency: CurrencyId,
		from: &AccountId,
		to: &AccountId,
		amount: Amount,
	) -> Result<(), Self::Error> {
		let (from, to) = (Self::place(currency, from), Self::place(currency, to));
		Self::change(|till| till.pay(&from, to, amount))
	}

	fn hold(
		currency: CurrencyId,
		owner: &AccountId,
		amount: Amount,
	) -> Result<EscrowId, Self::Error> {
		Self::change(|till| till.hold(Self::place(currency, owner), amount))
	}

	fn release(escrow: EscrowId, amount: Amount) -> Result<(), Self::Error> {
		Self::change(|till| {
			let owner = till.check_held(escrow, amount)?;
			till.take_held(escrow, amount);
			till.put(owner, amount);
			Ok(())
		})
	}

	fn pay_held(escrow: EscrowId, to: &AccountId, amount: Amount) -> Result<(), Self::Error> {
		Self::change(|till| {
			let owner = till.check_held(escrow, amount)?;
			if till.frozen.contains(&owner) {
				return Err(Self::PAYER_FROZEN);
			}
			let to = Self::place(owner.0, to);
			till.check_payee(&to)?;
			till.take_held(escrow, amount);
			till.put(to, amount);
			Ok(())
		})
	}

	fn held(escrow: EscrowId) -> Option<(CurrencyId, Amount)> {
		Self::change(|till| till.escrows.get(&escrow).map(|it| (it.owner.0, it.amount)))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{testing::Dice, ServiceType};

	const EUR: CurrencyId = 978;
	const JPY: CurrencyId = 392;
	const HOSPITAL: u64 = 1;
	const PATIENT: u64 = 2;
	const INSURER: u64 = 3;

	fn spendable(who: u64) -> Amount {
		<Money as Payments<u64>>::spendable(EUR, &who)
	}

	fn held(escrow: EscrowId) -> Option<(CurrencyId, Amount)> {
		<Money as Payments<u64>>::held(escrow)
	}

	fn release(escrow: EscrowId, amount: Amount) -> Result<(), &'static str> {
		<Money as Payments<u64>>::release(escrow, amount)
	}

	fn outstanding(bill: BillId) -> Option<(CurrencyId, Amount)> {
		<Money as Billing<u64>>::outstanding(bill)
	}

	fn cancel(bill: BillId) -> Result<(), &'static str> {
		<Money as Billing<u64>>::cancel(bill)
	}

	fn line(quantity: u32, unit_price: Amount) -> BillLine {
		BillLine { service: ServiceType::Consultation, quantity, unit_price }
	}

	fn bill(currency: CurrencyId, lines: &[BillLine]) -> Result<BillId, &'static str> {
		Money::bill(&HOSPITAL, &PATIENT, currency, lines, 1_000, Commitment([7; 32]))
	}

	#[test]
	fn a_pool_pays_all_but_what_keeps_it_alive() {
		Money::clear();
		assert_eq!((Money::balance(EUR, &INSURER), spendable(INSURER)), (0, 0));
		Money::deposit(EUR, &INSURER, Money::MINIMUM);
		assert_eq!(spendable(INSURER), 0);
		Money::deposit(EUR, &INSURER, 100);
		assert_eq!(spendable(INSURER), 100);

		assert_eq!(Money::pay(EUR, &INSURER, &PATIENT, 0), Err(Money::ZERO_AMOUNT));
		assert_eq!(Money::pay(EUR, &INSURER, &PATIENT, 101), Err(Money::INSUFFICIENT_FUNDS));
		assert_eq!(Money::pay(JPY, &INSURER, &PATIENT, 1), Err(Money::INSUFFICIENT_FUNDS));
		assert_eq!(Money::pay(EUR, &INSURER, &PATIENT, 100), Ok(()));
		assert_eq!(Money::balance(EUR, &INSURER), Money::MINIMUM);
		assert_eq!(Money::balance(EUR, &PATIENT), 100);
		assert_eq!(Money::balance(JPY, &PATIENT), 0);

		Money::clear();
		assert_eq!(Money::total(EUR), 0);
	}

	#[test]
	fn the_largest_amount_moves_whole() {
		Money::clear();
		Money::deposit(EUR, &INSURER, Amount::MAX);
		assert_eq!(
			Money::pay(EUR, &INSURER, &PATIENT, Amount::MAX),
			Err(Money::INSUFFICIENT_FUNDS)
		);
		assert_eq!(Money::pay(EUR, &INSURER, &PATIENT, Amount::MAX - 1), Ok(()));
		assert_eq!(Money::hold(EUR, &PATIENT, Amount::MAX - 2), Ok(0));
		assert_eq!(release(0, Amount::MAX - 2), Ok(()));
		assert_eq!(Money::balance(EUR, &PATIENT), Amount::MAX - 1);
		assert_eq!(Money::total(EUR), Amount::MAX);
	}

	#[test]
	#[should_panic(expected = "a total is at most the largest amount")]
	fn no_more_can_be_made_than_the_largest_amount() {
		Money::clear();
		Money::deposit(EUR, &INSURER, Amount::MAX);
		Money::deposit(JPY, &PATIENT, 1);
		Money::deposit(EUR, &PATIENT, 1);
	}

	#[test]
	fn an_escrow_gives_back_and_pays_until_it_is_empty() {
		Money::clear();
		Money::deposit(EUR, &PATIENT, 101);
		assert_eq!(Money::hold(EUR, &PATIENT, 101), Err(Money::INSUFFICIENT_FUNDS));
		assert_eq!(Money::hold(EUR, &PATIENT, 0), Err(Money::ZERO_AMOUNT));
		assert_eq!(Money::hold(EUR, &PATIENT, 60), Ok(0));
		assert_eq!(Money::hold(EUR, &PATIENT, 40), Ok(1));
		assert_eq!((spendable(PATIENT), Money::in_escrow(EUR, &PATIENT)), (0, 100));
		assert_eq!(held(0), Some((EUR, 60)));

		assert_eq!(release(0, 61), Err(Money::INSUFFICIENT_FUNDS));
		assert_eq!(release(0, 0), Err(Money::ZERO_AMOUNT));
		assert_eq!(release(0, 10), Ok(()));
		assert_eq!(Money::pay_held(0, &HOSPITAL, 51), Err(Money::INSUFFICIENT_FUNDS));
		assert_eq!(Money::pay_held(0, &HOSPITAL, 50), Ok(()));
		assert_eq!(Money::balance(EUR, &PATIENT), 11);
		assert_eq!(Money::balance(EUR, &HOSPITAL), 50);

		assert_eq!((held(0), held(1)), (None, Some((EUR, 40))));
		assert_eq!(release(0, 1), Err(Money::ESCROW_NOT_FOUND));
		assert_eq!(Money::pay_held(0, &HOSPITAL, 1), Err(Money::ESCROW_NOT_FOUND));
		assert_eq!(Money::hold(EUR, &PATIENT, 10), Ok(2), "a number is never used twice");
	}

	#[test]
	fn a_bill_is_paid_in_parts_by_whoever_pays() {
		Money::clear();
		Money::deposit(JPY, &INSURER, 81);
		Money::deposit(JPY, &PATIENT, 100);
		let lines = [line(2, 30), line(1, 40)];
		assert_eq!(bill(JPY, &lines), Ok(0));
		assert_eq!(outstanding(0), Some((JPY, 100)));
		assert_eq!(
			Money::issued(0),
			Some(IssuedBill {
				provider: HOSPITAL,
				patient: PATIENT,
				lines: lines.to_vec(),
				due: 1_000,
				detail: Commitment([7; 32]),
			})
		);

		assert_eq!(Money::settle(0, &INSURER, 0), Err(Money::ZERO_AMOUNT));
		assert_eq!(Money::settle(0, &INSURER, 81), Err(Money::INSUFFICIENT_FUNDS));
		assert_eq!(Money::settle(0, &INSURER, 101), Err(Money::OVERPAYMENT));
		assert_eq!(Money::settle(0, &INSURER, 80), Ok(()));
		assert_eq!(outstanding(0), Some((JPY, 20)));
		assert_eq!(Money::settle(0, &PATIENT, 20), Ok(()));
		assert_eq!(Money::settle(0, &PATIENT, 1), Err(Money::OVERPAYMENT));
		assert_eq!(outstanding(0), Some((JPY, 0)));
		assert_eq!(Money::balance(JPY, &HOSPITAL), 100);

		assert_eq!(Money::settle(1, &PATIENT, 1), Err(Money::BILL_NOT_FOUND));
		assert_eq!(outstanding(1), None);
		assert_eq!(Money::issued::<u64>(1), None);
	}

	#[test]
	fn a_bill_is_taken_back_once_its_payments_are() {
		Money::clear();
		Money::deposit(EUR, &HOSPITAL, Money::MINIMUM);
		Money::deposit(EUR, &INSURER, 71);
		Money::deposit(EUR, &PATIENT, 31);
		for _ in 0..3 {
			bill(EUR, &[line(1, 100)]).expect("the line is good");
		}
		assert_eq!(Money::settle(0, &INSURER, 70), Ok(()));
		assert_eq!(Money::settle(0, &PATIENT, 30), Ok(()));
		assert_eq!(cancel(0), Err(Money::PAYMENTS_REMAIN));
		for (payer, amount, refused) in [
			(INSURER, 71, Money::REFUND_TOO_LARGE),
			(HOSPITAL, 1, Money::REFUND_TOO_LARGE),
			(INSURER, 0, Money::ZERO_AMOUNT),
		] {
			assert_eq!(Money::refund(0, &payer, amount), Err(refused));
		}
		assert_eq!(Money::refund(1, &INSURER, 1), Err(Money::REFUND_TOO_LARGE));
		assert_eq!(Money::refund(3, &INSURER, 1), Err(Money::BILL_NOT_FOUND));
		assert_eq!(Money::refund(0, &INSURER, 70), Ok(()));
		assert_eq!(Money::refund(0, &PATIENT, 29), Ok(()));
		assert_eq!(cancel(0), Err(Money::PAYMENTS_REMAIN));
		Money::freeze(EUR, &PATIENT);
		assert_eq!(Money::refund(0, &PATIENT, 1), Err(Money::PAYEE_FROZEN));
		Money::thaw(EUR, &PATIENT);
		assert_eq!(Money::refund(0, &PATIENT, 1), Ok(()));
		assert_eq!([HOSPITAL, INSURER, PATIENT].map(spendable), [0, 70, 30]);
		assert_eq!(outstanding(0), Some((EUR, 0)), "a refund opens no debt");

		assert_eq!((cancel(0), Money::is_cancelled(0)), (Ok(()), true));
		assert_eq!(cancel(0), Ok(()));
		assert_eq!(outstanding(1), Some((EUR, 100)));
		assert_eq!((cancel(1), outstanding(1)), (Ok(()), Some((EUR, 0))));
		assert_eq!(Money::settle(1, &PATIENT, 1), Err(Money::OVERPAYMENT));
		assert_eq!(cancel(3), Err(Money::BILL_NOT_FOUND));
		assert_eq!([2, 3].map(Money::is_cancelled), [false; 2]);
		assert_eq!(outstanding(2), Some((EUR, 100)), "another bill stays as it is");
	}

	#[test]
	fn a_bill_is_over_something_and_at_most_the_largest_amount() {
		Money::clear();
		for lines in [&[][..], &[line(0, 5)], &[line(1, 5), line(5, 0)]] {
			assert_eq!(bill(EUR, lines), Err(Money::BAD_LINES));
		}
		for lines in [&[line(2, Amount::MAX)][..], &[line(1, Amount::MAX), line(1, 1)]] {
			assert_eq!(bill(EUR, lines), Err(Money::AMOUNT_OVERFLOW));
		}
		assert_eq!(outstanding(0), None);
		assert_eq!(bill(EUR, &[line(1, Amount::MAX)]), Ok(0));
		assert_eq!(outstanding(0), Some((EUR, Amount::MAX)));
	}

	#[test]
	fn a_frozen_account_neither_pays_nor_is_paid() {
		Money::clear();
		Money::deposit(EUR, &PATIENT, 100);
		Money::deposit(JPY, &PATIENT, 100);
		Money::deposit(EUR, &INSURER, 100);
		assert_eq!(Money::hold(EUR, &PATIENT, 20), Ok(0));
		assert_eq!(Money::hold(EUR, &INSURER, 20), Ok(1));
		assert_eq!(bill(EUR, &[line(1, 50)]), Ok(0));

		Money::freeze(EUR, &PATIENT);
		assert_eq!(spendable(PATIENT), 0);
		assert_eq!(Money::pay(EUR, &PATIENT, &INSURER, 1), Err(Money::PAYER_FROZEN));
		assert_eq!(Money::hold(EUR, &PATIENT, 1), Err(Money::PAYER_FROZEN));
		assert_eq!(Money::settle(0, &PATIENT, 1), Err(Money::PAYER_FROZEN));
		assert_eq!(Money::pay_held(0, &INSURER, 1), Err(Money::PAYER_FROZEN));
		assert_eq!(Money::pay(EUR, &INSURER, &PATIENT, 1), Err(Money::PAYEE_FROZEN));
		assert_eq!(Money::pay_held(1, &PATIENT, 1), Err(Money::PAYEE_FROZEN));
		assert_eq!((held(0), held(1)), (Some((EUR, 20)), Some((EUR, 20))));
		assert_eq!(outstanding(0), Some((EUR, 50)));
		assert_eq!(release(0, 20), Ok(()), "what is its own comes back");
		assert_eq!(Money::pay(JPY, &PATIENT, &INSURER, 1), Ok(()), "another currency is free");

		Money::thaw(EUR, &PATIENT);
		assert_eq!(Money::pay(EUR, &PATIENT, &INSURER, 1), Ok(()));
		Money::freeze(EUR, &HOSPITAL);
		assert_eq!(Money::settle(0, &PATIENT, 1), Err(Money::PAYEE_FROZEN));
	}

	#[test]
	fn accounts_of_every_type_are_served() {
		Money::clear();
		let (from, to) = ([1u8; 32], [2u8; 32]);
		Money::deposit(EUR, &from, 3);
		assert_eq!(Money::pay(EUR, &from, &to, 2), Ok(()));
		assert_eq!((Money::balance(EUR, &from), Money::balance(EUR, &to)), (1, 2));
	}

	const CURRENCIES: [CurrencyId; 2] = [EUR, JPY];
	const ACCOUNTS: [u64; 4] = [HOSPITAL, PATIENT, INSURER, 4];

	/// All that can be seen: balances, escrows and bills.
	fn everything() -> impl PartialEq + std::fmt::Debug {
		let balances =
			CURRENCIES.map(|currency| ACCOUNTS.map(|who| Money::balance(currency, &who)));
		let escrows = Money::change(|till| till.escrows_opened);
		let bills = Money::change(|till| till.bills_issued);
		let held: Vec<_> = (0..=escrows).map(held).collect();
		let owed: Vec<_> = (0..=bills).map(outstanding).collect();
		let paid: Vec<_> = Money::change(|till| {
			till.bills.values().map(|bill| (bill.kept.clone(), bill.cancelled)).collect()
		});
		(balances, held, owed, paid)
	}

	#[test]
	fn no_unit_is_made_or_lost() {
		Money::clear();
		let mut dice = Dice::new(0x006d_6f6e_6579);
		let mut made = [0; 2];
		let mut outcomes = BTreeMap::<_, [u32; 2]>::new();
		for _ in 0..5_000 {
			let side = dice.below(2) as usize;
			let currency = CURRENCIES[side];
			let (who, other) = (dice.one_of(&ACCOUNTS), dice.one_of(&ACCOUNTS));
			let amount = Amount::from(dice.below(60));
			// Mostly late ones, for the early ones are emptied and settled.
			let escrow = Money::change(|till| till.escrows_opened).saturating_sub(dice.below(8));
			let bill = Money::change(|till| till.bills_issued).saturating_sub(dice.below(8));
			let before = everything();
			let was_outstanding = outstanding(bill);
			let operation = dice.one_of(&[
				"deposit", "freeze", "pay", "hold", "release", "pay_held", "bill", "settle",
				"refund", "cancel",
			]);
			let outcome = match operation {
				"deposit" => {
					Money::deposit(currency, &who, amount);
					made[side] += amount;
					Ok(())
				}
				"freeze" if dice.below(8) == 0 => {
					Money::freeze(currency, &who);
					Ok(())
				}
				"freeze" => {
					Money::thaw(currency, &who);
					Ok(())
				}
				"pay" => Money::pay(currency, &who, &other, amount),
				"hold" => Money::hold(currency, &who, amount).map(drop),
				"release" => release(escrow, amount),
				"pay_held" => Money::pay_held(escrow, &who, amount),
				"bill" => {
					let lines = [line(2, amount), line(1, amount)];
					Money::bill(&who, &other, currency, &lines, 0, Commitment([0; 32])).map(drop)
				}
				"settle" => Money::settle(bill, &who, amount),
				"refund" => Money::refund(bill, &who, amount),
				_ => cancel(bill),
			};
			if outcome.is_err() {
				assert_eq!(everything(), before, "{operation} failed and changed something");
			} else if operation == "settle" {
				let left = was_outstanding.map(|(currency, owed)| (currency, owed - amount));
				assert_eq!(outstanding(bill), left);
			} else if operation == "cancel" {
				let left = was_outstanding.map(|(currency, _)| (currency, 0));
				assert_eq!(outstanding(bill), left);
			}
			assert_eq!(CURRENCIES.map(Money::total), made, "after {operation}");
			for (currency, made) in CURRENCIES.iter().zip(made) {
				let free: Amount = ACCOUNTS.iter().map(|who| Money::balance(*currency, who)).sum();
				let held: Amount =
					ACCOUNTS.iter().map(|who| Money::in_escrow(*currency, who)).sum();
				assert_eq!(free + held, made, "after {operation}");
			}
			outcomes.entry(operation).or_default()[usize::from(outcome.is_err())] += 1;
		}
		println!("succeeded and failed: {outcomes:?}");
		let two_ways = ["pay", "hold", "release", "pay_held", "bill", "settle", "refund", "cancel"];
		for operation in two_ways {
			assert!(outcomes[operation].iter().all(|count| *count > 0), "{operation} went one way");
		}
	}
}
