//! The model's own books of money: purses and bills, as the double of billing and payments keeps
//! them. What it did stays done when a call fails afterwards, here as there.

use super::{model::Answer, *};

#[derive(Clone, Debug)]
pub struct Slip {
	pub coin: CurrencyId,
	pub biller: AccountId,
	pub patient: AccountId,
	/// What is owed for each line.
	pub lines: Vec<(ServiceType, u128)>,
	pub due: u64,
	pub open: u128,
	/// What each payer paid and did not have back.
	pub kept: BTreeMap<AccountId, u128>,
	pub cancelled: bool,
}

impl Slip {
	pub fn remains(&self) -> bool {
		self.kept.values().any(|kept| *kept > 0)
	}
}

#[derive(Clone, Default)]
pub struct Till {
	pub purse: BTreeMap<(CurrencyId, AccountId), u128>,
	pub frozen: BTreeSet<(CurrencyId, AccountId)>,
	pub slips: Vec<Slip>,
}

fn refused(reasons: &[(bool, &'static str)]) -> Answer {
	let all: Vec<DispatchError> = reasons
		.iter()
		.filter(|(holds, _)| *holds)
		.map(|(_, reason)| DispatchError::Other(reason))
		.collect();
	if all.is_empty() {
		Ok(())
	} else {
		Err(all)
	}
}

impl Till {
	pub fn has(&self, coin: CurrencyId, who: AccountId) -> u128 {
		self.purse.get(&(coin, who)).copied().unwrap_or(0)
	}

	/// One unit stays.
	pub fn spendable(&self, coin: CurrencyId, who: AccountId) -> u128 {
		match self.frozen.contains(&(coin, who)) {
			true => 0,
			false => self.has(coin, who).saturating_sub(1),
		}
	}

	pub fn give(&mut self, coin: CurrencyId, who: AccountId, amount: u128) {
		*self.purse.entry((coin, who)).or_default() += amount;
	}

	pub fn pay(
		&mut self,
		coin: CurrencyId,
		from: AccountId,
		to: AccountId,
		amount: u128,
	) -> Answer {
		let stuck = self.frozen.contains(&(coin, from));
		refused(&[
			(amount == 0, Money::ZERO_AMOUNT),
			(stuck, Money::PAYER_FROZEN),
			(!stuck && amount > self.spendable(coin, from), Money::INSUFFICIENT_FUNDS),
			(self.frozen.contains(&(coin, to)), Money::PAYEE_FROZEN),
		])?;
		*self.purse.entry((coin, from)).or_default() -= amount;
		self.give(coin, to, amount);
		Ok(())
	}

	pub fn settle(&mut self, bill: u64, payer: AccountId, amount: u128) -> Answer {
		let Some(slip) = self.slips.get(bill as usize).cloned() else {
			return refused(&[(true, Money::BILL_NOT_FOUND)]);
		};
		refused(&[(amount > slip.open, Money::OVERPAYMENT)])?;
		self.pay(slip.coin, payer, slip.biller, amount)?;
		let slip = &mut self.slips[bill as usize];
		slip.open -= amount;
		*slip.kept.entry(payer).or_default() += amount;
		Ok(())
	}

	pub fn refund(&mut self, bill: u64, payer: AccountId, amount: u128) -> Answer {
		let Some(slip) = self.slips.get(bill as usize).cloned() else {
			return refused(&[(true, Money::BILL_NOT_FOUND)]);
		};
		let kept = slip.kept.get(&payer).copied().unwrap_or(0);
		refused(&[(amount > kept, Money::REFUND_TOO_LARGE)])?;
		self.pay(slip.coin, slip.biller, payer, amount)?;
		self.slips[bill as usize].kept.insert(payer, kept - amount);
		Ok(())
	}

	pub fn cancel(&mut self, bill: u64) -> Answer {
		let Some(slip) = self.slips.get_mut(bill as usize) else {
			return refused(&[(true, Money::BILL_NOT_FOUND)]);
		};
		refused(&[(slip.remains(), Money::PAYMENTS_REMAIN)])?;
		(slip.open, slip.cancelled) = (0, true);
		Ok(())
	}
}
