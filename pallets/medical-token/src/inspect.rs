//! Answers for those who look.

use crate::{
	BillInfo, BillRecord, BillStatus, Bills, BillsOf, Config, Obligation, Page, Pallet, MAX_PAGE,
};
use alloc::vec::Vec;
use medchain_support::BillId;

impl<T: Config> Pallet<T> {
	pub(crate) fn bill_info(id: BillId) -> Option<BillInfo<T::AccountId>> {
		let BillRecord { bill, details } = Bills::<T>::get(id)?;
		let outstanding = bill.outstanding();
		let plan = bill.accepted_plan();
		Some(BillInfo {
			lines: details.lines.into_inner(),
			detail: details.detail,
			outstanding,
			payable: bill.payable(Self::now()),
			instalments: plan.map_or_else(Vec::new, |plan| plan.instalments(outstanding)),
			bill,
		})
	}

	/// The page is cut by the bills it looks at, not by those it shows: looking costs.
	pub(crate) fn open_bills(
		patient: &T::AccountId,
		after: Option<BillId>,
		limit: u32,
	) -> Page<Obligation<T::AccountId>> {
		let Page { items, next } = Self::page_of_bills(patient, after, limit);
		let now = Self::now();
		let items = items.into_iter().filter_map(|id| Self::obligation(patient, id, now)).collect();
		Page { items, next }
	}

	fn obligation(
		patient: &T::AccountId,
		id: BillId,
		now: u64,
	) -> Option<Obligation<T::AccountId>> {
		let bill = Bills::<T>::get(id)?.bill;
		if bill.patient != *patient || bill.status != BillStatus::Issued {
			return None;
		}
		let outstanding = bill.outstanding();
		let (overdue, due) = match bill.accepted_plan() {
			Some(plan) => {
				let open = plan
					.instalments(outstanding)
					.into_iter()
					.find(|instalment| instalment.settled < instalment.amount);
				let due = open.map_or(bill.due, |instalment| instalment.due);
				(plan.arrears(outstanding, now), due)
			}
			None if now > bill.due => (outstanding, bill.due),
			None => (0, bill.due),
		};
		Some(Obligation {
			bill: id,
			outstanding,
			payable: bill.payable(now),
			overdue,
			due,
			disputed: bill.is_disputed(),
			currency: bill.currency,
			provider: bill.provider,
		})
	}

	pub(crate) fn page_of_bills(
		who: &T::AccountId,
		after: Option<BillId>,
		limit: u32,
	) -> Page<BillId> {
		let size = usize::try_from(limit.clamp(1, MAX_PAGE)).unwrap_or(1);
		let keys = match after {
			Some(after) => BillsOf::<T>::iter_key_prefix_from(
				who,
				BillsOf::<T>::hashed_key_for(who, after.to_be_bytes()),
			),
			None => BillsOf::<T>::iter_key_prefix(who),
		};
		let items: Vec<_> = keys.take(size).map(u64::from_be_bytes).collect();
		let next = items.last().copied().filter(|_| items.len() == size);
		Page { items, next }
	}
}
