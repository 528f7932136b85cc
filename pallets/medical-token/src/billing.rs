//! Bills: issued, paid, written off, refunded, cancelled. What was billed is at any time what was paid,
//! what is outstanding, what discounts took off and what the provider gave up.

use crate::{
	discount::{self, Discounted},
	Bill, BillRecord, BillStatus, Bills, BillsOf, Config, Debits, Details, Error, Event, NextBill,
	Pallet, Payment, Plan, PromptPay, BILL_SIZE, SMALLEST_PART,
};
use alloc::vec::Vec;
use frame::{
	deps::frame_support::storage::{with_storage_layer, StorageValue},
	prelude::*,
	traits::{fungibles::Inspect as _, Consideration, Footprint},
};
use medchain_support::{billing::Billing, Amount, BillId, BillLine, Commitment, CurrencyId};

impl<AccountId: Eq> Bill<AccountId> {
	/// What prompt payment took off.
	pub fn prompt_taken(&self) -> Amount {
		match &self.prompt_pay {
			Some(PromptPay { discount, taken: true, .. }) => *discount,
			_ => 0,
		}
	}

	/// What is owed still.
	pub fn outstanding(&self) -> Amount {
		self.gross
			.saturating_sub(self.discount)
			.saturating_sub(self.prompt_taken())
			.saturating_sub(self.written_off)
			.saturating_sub(self.paid)
	}

	/// What prompt payment takes off if the rest is paid at second `now`. Never more than what is
	/// outstanding.
	pub fn prompt_offer(&self, now: u64) -> Amount {
		match &self.prompt_pay {
			Some(PromptPay { discount, until, taken: false })
				if now <= *until && !self.has_plan() =>
			{
				(*discount).min(self.outstanding())
			}
			_ => 0,
		}
	}

	/// What settles the bill at second `now`.
	pub fn payable(&self, now: u64) -> Amount {
		self.outstanding().saturating_sub(self.prompt_offer(now))
	}

	/// The instalments, once the patient has accepted them.
	pub fn accepted_plan(&self) -> Option<&Plan> {
		self.plan.as_ref().filter(|plan| plan.accepted)
	}

	/// Whether the patient accepted instalments.
	pub fn has_plan(&self) -> bool {
		self.accepted_plan().is_some()
	}

	/// Whether the patient's objection waits for a decision.
	pub fn is_disputed(&self) -> bool {
		self.dispute.as_ref().is_some_and(|dispute| !dispute.resolved)
	}

	/// What was paid and did not come back.
	pub fn kept(&self) -> Amount {
		self.paid.saturating_sub(self.refunded)
	}
}

impl<AccountId> Payment<AccountId> {
	/// What was paid and did not come back.
	pub fn kept(&self) -> Amount {
		self.amount.saturating_sub(self.refunded)
	}
}

impl<T: Config> Pallet<T> {
	/// A length, as weights count.
	pub(crate) fn counted(length: usize) -> u32 {
		u32::try_from(length).unwrap_or(u32::MAX)
	}

	/// The number that `Next` says, which then says the one after it.
	pub(crate) fn next_number<Next: StorageValue<u64, Query = u64>>() -> Result<u64, DispatchError>
	{
		let number = Next::get();
		Next::put(number.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?);
		Ok(number)
	}

	pub(crate) fn known_bill(id: BillId) -> Result<Bill<T::AccountId>, DispatchError> {
		Ok(Bills::<T>::get(id).ok_or(Error::<T>::BillNotFound)?.bill)
	}

	pub(crate) fn bill_of_provider(
		provider: &T::AccountId,
		id: BillId,
	) -> Result<Bill<T::AccountId>, DispatchError> {
		let bill = Self::known_bill(id)?;
		ensure!(bill.provider == *provider, Error::<T>::NotProvider);
		Ok(bill)
	}

	pub(crate) fn bill_of_patient(
		patient: &T::AccountId,
		id: BillId,
	) -> Result<Bill<T::AccountId>, DispatchError> {
		let bill = Self::known_bill(id)?;
		ensure!(bill.patient == *patient, Error::<T>::NotPatient);
		Ok(bill)
	}

	pub(crate) fn ensure_open(bill: &Bill<T::AccountId>) -> DispatchResult {
		ensure!(bill.status == BillStatus::Issued, Error::<T>::BillClosed);
		Ok(())
	}

	pub(crate) fn do_issue(
		provider: &T::AccountId,
		patient: &T::AccountId,
		currency: CurrencyId,
		lines: &[BillLine],
		due: u64,
		detail: Commitment,
		discounts: bool,
	) -> Result<BillId, DispatchError> {
		ensure!(provider != patient, Error::<T>::SelfBilling);
		Self::moving(currency)?;
		let now = Self::now();
		ensure!(due >= now, Error::<T>::DateInPast);
		ensure!(!lines.is_empty(), Error::<T>::NoLines);
		ensure!(lines.iter().all(|line| line.quantity > 0), Error::<T>::BadLine);
		let gross = discount::gross(lines).ok_or(Error::<T>::AmountOverflow)?;
		ensure!(gross > 0, Error::<T>::NothingToBill);

		let (programmes, cap) = match discounts {
			true => Self::entitlements(provider, patient, currency, gross),
			false => (Vec::new(), 0),
		};
		let Discounted { lines, discount, prompt_pay, .. } =
			discount::apply(lines, &programmes, cap).ok_or(Error::<T>::AmountOverflow)?;
		let bill = Bill {
			provider: provider.clone(),
			patient: patient.clone(),
			currency,
			status: BillStatus::Issued,
			issued_at: now,
			due,
			gross,
			discount,
			prompt_pay: prompt_pay.map(|(discount, within)| PromptPay {
				discount,
				until: now.saturating_add(within),
				taken: false,
			}),
			written_off: 0,
			paid: 0,
			refunded: 0,
			payments: BoundedVec::new(),
			dispute: None,
			plan: None,
			closed_at: None,
		};

		let lines = BoundedVec::try_from(lines).map_err(|_| Error::<T>::BadLine)?;
		let size = BILL_SIZE.saturating_add(lines.encoded_size());
		let ticket = T::Deposit::new(provider, Footprint::from_parts(1, size))?;
		let id = Self::next_number::<NextBill<T>>()?;
		BillsOf::<T>::insert(provider, id.to_be_bytes(), ());
		BillsOf::<T>::insert(patient, id.to_be_bytes(), ());
		Self::deposit_event(Event::BillIssued {
			bill: id,
			provider: provider.clone(),
			patient: patient.clone(),
			currency,
			gross,
			discount,
		});
		let bill = Self::balanced(id, bill);
		let details = Details { lines, detail, ticket };
		Bills::<T>::insert(id, BillRecord { bill, details });
		Ok(id)
	}

	/// Stores where a bill stands.
	pub(crate) fn store(id: BillId, bill: Bill<T::AccountId>) {
		Bills::<T>::mutate_extant(id, |record| record.bill = bill);
	}

	/// Stores a bill. If nothing is owed any more, or no more than prompt payment would take off, it is
	/// closed.
	pub(crate) fn put_bill(id: BillId, bill: Bill<T::AccountId>) {
		let bill = Self::balanced(id, bill);
		Self::store(id, bill);
	}

	/// Closes a bill of which nothing is owed any more, or no more than prompt payment would take off.
	fn balanced(id: BillId, mut bill: Bill<T::AccountId>) -> Bill<T::AccountId> {
		if bill.status == BillStatus::Issued && bill.payable(Self::now()) == 0 {
			Self::take_offer(&mut bill);
			Self::close(id, &mut bill, BillStatus::Balanced);
			Self::deposit_event(Event::BillBalanced { bill: id });
		}
		bill
	}

	/// Takes off what prompt payment takes off now.
	fn take_offer(bill: &mut Bill<T::AccountId>) {
		let discount = bill.prompt_offer(Self::now());
		if let Some(offer) = bill.prompt_pay.as_mut().filter(|_| discount > 0) {
			*offer = PromptPay { discount, taken: true, ..*offer };
		}
	}

	fn close(id: BillId, bill: &mut Bill<T::AccountId>, status: BillStatus) {
		Self::end_debit(id, bill);
		bill.status = status;
		bill.closed_at = Some(Self::now());
	}

	/// Pays a bill. A `small` part may come from anybody; otherwise from the patient alone.
	///
	/// Gives whether it was the usual bill, that of a provider who has tokens already and without a
	/// mandate: there is less to write.
	pub(crate) fn do_pay(
		payer: &T::AccountId,
		id: BillId,
		amount: Amount,
		small: bool,
	) -> Result<bool, DispatchError> {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let bill = Self::known_bill(id)?;
		Self::ensure_open(&bill)?;
		let mandate = bill.plan.as_ref().is_some_and(|plan| plan.debit.is_some());
		let usual = !mandate && !T::Tokens::balance(bill.currency, &bill.provider).is_zero();
		let payable = bill.payable(Self::now());
		ensure!(amount <= payable, Error::<T>::Overpayment);
		if *payer != bill.patient && !small {
			let billed = bill.gross.saturating_sub(bill.discount);
			let enough = amount == payable || amount >= billed.div_ceil(SMALLEST_PART);
			ensure!(enough, Error::<T>::PaymentTooSmall);
		}
		let bill = Self::settle_part(payer, id, bill, amount)?;
		Self::put_bill(id, bill);
		Ok(usual)
	}

	/// Moves a payment and writes it into the bill, which is still to be stored. `amount` is at most
	/// what is payable.
	pub(crate) fn settle_part(
		payer: &T::AccountId,
		id: BillId,
		mut bill: Bill<T::AccountId>,
		amount: Amount,
	) -> Result<Bill<T::AccountId>, DispatchError> {
		ensure!(*payer != bill.provider, Error::<T>::SelfPayment);
		if amount == bill.payable(Self::now()) {
			Self::take_offer(&mut bill);
		}
		match bill.payments.iter_mut().find(|payment| payment.payer == *payer) {
			Some(payment) => payment.amount = payment.amount.saturating_add(amount),
			None => bill
				.payments
				.try_push(Payment { payer: payer.clone(), amount, refunded: 0 })
				.map_err(|_| Error::<T>::TooManyPayers)?,
		}
		Self::transfer(bill.currency, payer, &bill.provider, amount)?;
		bill.paid = bill.paid.saturating_add(amount);
		Self::deposit_event(Event::BillPaid {
			bill: id,
			payer: payer.clone(),
			amount,
			outstanding: bill.outstanding(),
		});
		Ok(bill)
	}

	pub(crate) fn do_write_off(
		provider: &T::AccountId,
		id: BillId,
		amount: Amount,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut bill = Self::bill_of_provider(provider, id)?;
		Self::ensure_open(&bill)?;
		ensure!(amount <= bill.outstanding(), Error::<T>::WriteOffTooLarge);
		Self::give_up(id, &mut bill, amount);
		Self::put_bill(id, bill);
		Ok(())
	}

	/// Writes off `amount`, at most what is outstanding.
	pub(crate) fn give_up(id: BillId, bill: &mut Bill<T::AccountId>, amount: Amount) {
		bill.written_off = bill.written_off.saturating_add(amount);
		Self::deposit_event(Event::BillWrittenOff { bill: id, amount });
	}

	pub(crate) fn do_refund(
		provider: &T::AccountId,
		id: BillId,
		payer: &T::AccountId,
		amount: Amount,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut bill = Self::bill_of_provider(provider, id)?;
		Self::give_back(&mut bill, payer, amount)?;
		Self::store(id, bill);
		Ok(())
	}

	/// Moves money back to who paid, and writes it into the bill, which is still to be stored.
	pub(crate) fn give_back(
		bill: &mut Bill<T::AccountId>,
		payer: &T::AccountId,
		amount: Amount,
	) -> DispatchResult {
		let payment = bill
			.payments
			.iter_mut()
			.find(|payment| payment.payer == *payer)
			.ok_or(Error::<T>::NoPayment)?;
		let kept = payment.kept();
		ensure!(kept > 0, Error::<T>::AlreadyRefunded);
		ensure!(amount <= kept, Error::<T>::RefundExceedsPayment);
		payment.refunded = payment.refunded.saturating_add(amount);
		bill.refunded = bill.refunded.saturating_add(amount);
		Self::transfer(bill.currency, &bill.provider, payer, amount)
	}

	pub(crate) fn do_cancel(provider: &T::AccountId, id: BillId, as_error: bool) -> DispatchResult {
		let bill = Self::bill_of_provider(provider, id)?;
		Self::ensure_open(&bill)?;
		Self::take_back(id, bill, as_error)
	}

	/// Ends and stores a bill, open or balanced, of which the provider keeps no payment.
	fn take_back(id: BillId, mut bill: Bill<T::AccountId>, as_error: bool) -> DispatchResult {
		ensure!(bill.kept() == 0, Error::<T>::PaymentsRemain);
		bill.written_off = bill.written_off.saturating_add(bill.outstanding());
		if let Some(dispute) = bill.dispute.as_mut() {
			dispute.resolved = true;
		}
		let status = if as_error { BillStatus::EnteredInError } else { BillStatus::Cancelled };
		Self::close(id, &mut bill, status);
		Self::store(id, bill);
		Ok(())
	}

	pub(crate) fn do_remove(id: BillId) -> DispatchResult {
		let BillRecord { bill, details } = Bills::<T>::get(id).ok_or(Error::<T>::BillNotFound)?;
		ensure!(!bill.is_disputed(), Error::<T>::Disputed);
		let closed = bill.closed_at.ok_or(Error::<T>::RetentionNotOver)?;
		let kept_until = closed.saturating_add(T::Retention::get());
		ensure!(Self::now() > kept_until, Error::<T>::RetentionNotOver);
		Bills::<T>::remove(id);
		BillsOf::<T>::remove(&bill.provider, id.to_be_bytes());
		BillsOf::<T>::remove(&bill.patient, id.to_be_bytes());
		details.ticket.drop(&bill.provider)
	}

	/// Takes a mandate from a bill, which is still to be stored, and from the queue.
	pub(crate) fn end_debit(id: BillId, bill: &mut Bill<T::AccountId>) {
		if let Some(debit) = bill.plan.as_mut().and_then(|plan| plan.debit.take()) {
			Debits::<T>::remove((debit.next.to_be_bytes(), id));
			Self::deposit_event(Event::MandateEnded { bill: id });
		}
	}
}

impl<T: Config> Billing<T::AccountId> for Pallet<T> {
	type Error = DispatchError;

	fn bill(
		provider: &T::AccountId,
		patient: &T::AccountId,
		currency: CurrencyId,
		lines: &[BillLine],
		due: u64,
		detail: Commitment,
	) -> Result<BillId, DispatchError> {
		with_storage_layer(|| {
			Self::do_issue(provider, patient, currency, lines, due, detail, false)
		})
	}

	fn outstanding(bill: BillId) -> Option<(CurrencyId, Amount)> {
		Bills::<T>::get(bill).map(|known| (known.bill.currency, known.bill.outstanding()))
	}

	/// An insurer's share can be as small as it is, and takes no discount for prompt payment but
	/// with the whole that is payable.
	fn settle(id: BillId, payer: &T::AccountId, amount: Amount) -> DispatchResult {
		with_storage_layer(|| Self::do_pay(payer, id, amount, true)).map(drop)
	}

	/// Also of a bill that is balanced, if all that was paid on it was refunded: unlike the call
	/// `cancel`, which ends open bills alone. A balanced bill is kept from now on, as one that was
	/// closed now.
	fn cancel(id: BillId) -> DispatchResult {
		with_storage_layer(|| {
			let bill = Self::known_bill(id)?;
			if !matches!(bill.status, BillStatus::Issued | BillStatus::Balanced) {
				return Ok(());
			}
			Self::take_back(id, bill, true)?;
			Self::deposit_event(Event::BillCancelled { bill: id, as_error: true });
			Ok(())
		})
	}
}
