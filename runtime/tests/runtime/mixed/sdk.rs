//! What the SDK's pallets check of themselves in `try_state`, and what they leave open: that all money is
//! somewhere. Under the feature try-runtime they do it themselves, for which all of the SDK is compiled
//! once more; what is said here needs nothing.

use super::*;
use medchain_runtime::{configs::governance::CouncilInstance, Assets, Balance, RuntimeHoldReason};
use polkadot_sdk::{
	frame_support::{
		traits::{tokens::IdAmount, VariantCount},
		Blake2_128Concat,
	},
	pallet_assets::{self, ExistenceReason},
	pallet_balances, pallet_collective,
};

/// What is held of tokens, by currency and account, and why.
#[frame_support::storage_alias]
type Holds = StorageDoubleMap<
	AssetsHolder,
	Blake2_128Concat,
	CurrencyId,
	Blake2_128Concat,
	AccountId,
	Vec<IdAmount<RuntimeHoldReason, Balance>>,
>;

/// The sum of it.
#[frame_support::storage_alias]
type BalancesOnHold = StorageDoubleMap<
	AssetsHolder,
	Blake2_128Concat,
	CurrencyId,
	Blake2_128Concat,
	AccountId,
	Balance,
>;

pub fn check() {
	coins();
	tokens();
	council();
	crate::consensus::check();
}

/// What is held or frozen of MED is there.
fn coins() {
	let mut coins = 0;
	for (who, known) in frame_system::Account::<Runtime>::iter() {
		let holds = pallet_balances::Holds::<Runtime>::get(&who);
		assert!(holds.len() <= RuntimeHoldReason::VARIANT_COUNT as usize);
		let held: Balance = holds.iter().map(|hold| hold.amount).sum();
		assert!(held <= known.data.reserved, "{who} has less reserved than held");
		let locks = pallet_balances::Locks::<Runtime>::get(&who);
		let freezes = pallet_balances::Freezes::<Runtime>::get(&who);
		let locked = locks.iter().map(|lock| lock.amount);
		let locked = locked.chain(freezes.iter().map(|freeze| freeze.amount)).max();
		assert!(locked.unwrap_or(0) <= known.data.frozen, "{who} has less frozen than locked");
		coins += known.data.free + known.data.reserved;
	}
	assert_eq!(coins, Balances::total_issuance(), "MED is somewhere, and nowhere twice");
}

fn tokens() {
	use pallet_assets::{Account, Approvals, Asset, Metadata};
	let is_known = |id: CurrencyId| Asset::<Runtime>::contains_key(id);
	assert!(Account::<Runtime>::iter_keys().all(|(id, _)| is_known(id)));
	assert!(Approvals::<Runtime>::iter_keys().all(|(id, ..)| is_known(id)));
	assert!(Metadata::<Runtime>::iter_keys().all(is_known));
	for (id, who, on_hold) in BalancesOnHold::iter() {
		let held: Balance =
			Holds::get(id, &who).unwrap_or_default().iter().map(|hold| hold.amount).sum();
		assert!(on_hold == held && held > 0, "{on_hold} of {id} on hold for {who}, and {held}");
	}
	for (id, known) in Asset::<Runtime>::iter() {
		let (mut accounts, mut sufficients, mut tokens) = (0, 0, 0);
		for (who, account) in Account::<Runtime>::iter_prefix(id) {
			accounts += 1;
			sufficients += u32::from(matches!(account.reason, ExistenceReason::Sufficient));
			tokens += account.balance + BalancesOnHold::get(id, &who).unwrap_or_default();
		}
		let approvals = Approvals::<Runtime>::iter_prefix((id,)).count() as u32;
		assert_eq!(
			tokens,
			Assets::total_supply(id),
			"tokens {id} are somewhere, and nowhere twice"
		);
		let counted = (known.accounts, known.sufficients, known.approvals);
		assert_eq!(counted, (accounts, sufficients, approvals), "accounts of {id}");
	}
}

fn council() {
	use pallet_collective::{Members, Prime, ProposalCount, ProposalOf, Proposals, Voting};
	type Instance = CouncilInstance;
	let moved = Proposals::<Runtime, Instance>::get();
	assert!(moved.iter().all(ProposalOf::<Runtime, Instance>::contains_key));
	assert_eq!(moved.len(), ProposalOf::<Runtime, Instance>::iter_keys().count());
	assert!(moved.len() <= ProposalCount::<Runtime, Instance>::get() as usize);
	assert!(Voting::<Runtime, Instance>::iter_keys().all(|hash| moved.contains(&hash)));
	let members = Members::<Runtime, Instance>::get();
	assert!(members.is_sorted(), "the council is not in order");
	assert!(Prime::<Runtime, Instance>::get().is_none_or(|prime| members.contains(&prime)));
}
