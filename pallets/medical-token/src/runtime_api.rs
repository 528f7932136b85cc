//! What a node can ask the runtime about money.

// The macro repeats the bound on each function.
#![allow(clippy::multiple_bound_locations)]

use crate::types::{BillInfo, Obligation, Page, ReserveStatus};
use codec::Codec;
use medchain_support::{BillId, CurrencyId};

frame::deps::sp_api::decl_runtime_apis! {
	/// Questions about bills and currencies.
	pub trait MedicalTokenApi<AccountId: Codec> {
		/// All of a bill.
		fn bill(bill: BillId) -> Option<BillInfo<AccountId>>;

		/// Open bills of a patient, among the first `limit` bills after the one named.
		fn obligations(
			patient: AccountId,
			after: Option<BillId>,
			limit: u32,
		) -> Page<Obligation<AccountId>>;

		/// Bills of a patient or provider, the first `limit` after the one named.
		fn bills_of(who: AccountId, after: Option<BillId>, limit: u32) -> Page<BillId>;

		/// How a currency stands.
		fn reserve_status(currency: CurrencyId) -> Option<ReserveStatus<AccountId>>;
	}
}
