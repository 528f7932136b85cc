//! The largest of each call: made by hand, or the largest of many that are made from the types.

use super::*;
use crate::{fees, sponsorship};
use codec::Decode;
use medchain_runtime::configs::{governance::CouncilInstance, system::RuntimeBlockLength};
use pallet_drug_trace::MAX_ITEMS;
use polkadot_sdk::{
	frame_support::{
		traits::{Get, GetCallMetadata},
		weights::Weight,
	},
	pallet_migrations::HistoricCleanupSelector,
};

/// How long a list is that only the block bounds.
pub const LIST: u32 = 100;
/// How many encodings are made of each call.
const ENCODINGS: usize = 48;
/// What they follow from: each call begins anew, so that none depends on those before it.
const SEED: u64 = 0x0063_616c_6c73;

/// The largest of a call.
pub struct Largest {
	pub heaviest: RuntimeCall,
	pub longest: RuntimeCall,
}

impl Largest {
	pub fn of(name: &CallName, known: &ByHand) -> Self {
		let time = |call: &RuntimeCall| call.get_dispatch_info().call_weight.ref_time();
		let decoded =
			|bytes: Vec<u8>| RuntimeCall::decode(&mut &bytes[..]).expect("it was decoded");
		let mut calls = among(&known.instead, name);
		let mut maker = Maker::new(SEED);
		if name.call.starts_with("report_equivocation") {
			// It weighs as if there were as many validators as there can be, or more if it says so.
			let made = maker.longest_encodings(name, ENCODINGS).into_iter().map(decoded);
			calls.extend(made.min_by_key(|call| (time(call), call.encoded_size())));
		} else if calls.is_empty() {
			let made = maker.largest_encodings(name, ENCODINGS, Some(LIST));
			calls.extend(made.into_iter().map(decoded));
			calls.extend(among(&known.beside, name));
		}
		let longest = calls.iter().max_by_key(|call| call.encoded_size());
		let heaviest = calls.iter().max_by_key(|call| (time(call), call.encoded_size()));
		let none = || panic!("no largest {}.{} is made", name.pallet, name.call);
		let (heaviest, longest) = heaviest.zip(longest).unwrap_or_else(none);
		Self { heaviest: heaviest.clone(), longest: longest.clone() }
	}
}

/// Those of this name.
fn among(calls: &[RuntimeCall], name: &CallName) -> Vec<RuntimeCall> {
	let is = |call: &&RuntimeCall| {
		let names = call.get_call_metadata();
		names.pallet_name == name.pallet && names.function_name == name.call
	};
	calls.iter().filter(is).cloned().collect()
}

/// Calls that are made by hand.
pub struct ByHand {
	/// Beside those that are made from the types.
	beside: Vec<RuntimeCall>,
	/// Instead of them, where the types would take more than the pallet does.
	instead: Vec<RuntimeCall>,
}

impl ByHand {
	pub fn new() -> Self {
		let mixed = [1, MAX_ITEMS - 1].map(fees::drug_calls_with).concat();
		let instead = [of_the_council(), of_many(), others()].concat();
		Self { beside: [fees::calls(), mixed].concat(), instead }
	}
}

/// A call that does nothing, for those that hold others.
fn least() -> Box<RuntimeCall> {
	Box::new(frame_system::Call::remark { remark: Vec::new() }.into())
}

fn many(count: usize) -> Vec<AccountId> {
	(0..count).map(|number| AccountId::new([number as u8; 32])).collect()
}

fn of_the_council() -> Vec<RuntimeCall> {
	use pallet_collective::Call as Council;
	let members: u32 = <Runtime as pallet_collective::Config<CouncilInstance>>::MaxMembers::get();
	let (proposal_hash, index, length_bound) = (H256::zero(), u32::MAX, LIST);
	let propose =
		|threshold| Council::propose { threshold, proposal: least(), length_bound }.into();
	vec![
		Council::set_members {
			new_members: many(members as usize),
			prime: Some(account(Eve)),
			old_count: members,
		}
		.into(),
		Council::execute { proposal: least(), length_bound }.into(),
		propose(1),
		propose(members),
		Council::close {
			proposal_hash,
			index,
			proposal_weight_bound: Weight::zero(),
			length_bound,
		}
		.into(),
		pallet_whitelist::Call::dispatch_whitelisted_call {
			call_hash: proposal_hash,
			call_encoded_len: LIST,
			call_weight_witness: Weight::zero(),
		}
		.into(),
	]
}

/// Of accounts that many sign for.
fn of_many() -> Vec<RuntimeCall> {
	use pallet_multisig::{Call as Multisig, Timepoint};
	let most: u32 = <Runtime as pallet_multisig::Config>::MaxSignatories::get();
	let threshold = most as u16;
	let others = || many(most as usize - 1);
	let timepoint = Timepoint { height: u32::MAX, index: u32::MAX };
	let (maybe_timepoint, call_hash, max_weight) = (Some(timepoint), [1; 32], Weight::zero());
	vec![
		Multisig::as_multi_threshold_1 { other_signatories: others(), call: least() }.into(),
		Multisig::as_multi {
			threshold,
			other_signatories: others(),
			maybe_timepoint,
			call: least(),
			max_weight,
		}
		.into(),
		Multisig::approve_as_multi {
			threshold,
			other_signatories: others(),
			maybe_timepoint,
			call_hash,
			max_weight,
		}
		.into(),
		Multisig::cancel_as_multi { threshold, other_signatories: others(), timepoint, call_hash }
			.into(),
		Multisig::poke_deposit { threshold, other_signatories: others(), call_hash }.into(),
	]
}

/// Of accounts that friends give back.
fn of_friends() -> RuntimeCall {
	use pallet_recovery::{Call, FriendGroup, MAX_GROUPS_PER_ACCOUNT};
	let most: u32 = <Runtime as pallet_recovery::Config>::MaxFriendsPerConfig::get();
	let group = FriendGroup {
		friends: many(most as usize).try_into().expect("as many as go"),
		friends_needed: most,
		inheritor: account(Eve),
		inheritance_delay: u32::MAX,
		inheritance_priority: u32::MAX,
		cancel_delay: u32::MAX,
	};
	let friend_groups = vec![group; MAX_GROUPS_PER_ACCOUNT as usize];
	Call::set_friend_groups { friend_groups }.into()
}

/// How long a preimage can be that a transaction carries.
pub fn longest_preimage() -> usize {
	let empty = pallet_preimage::Call::note_preimage { bytes: Vec::new() };
	let around = transaction(Alice, empty.into(), None).encoded_size();
	let block = *RuntimeBlockLength::get().max.get(DispatchClass::Normal) as usize;
	// The lengths of the list and of the transaction take up to three bytes more each.
	block - around - 6
}

fn others() -> Vec<RuntimeCall> {
	use pallet_medical_token::{Call as Money, Mandate, PlanTerms, MAX_INSTALMENTS as instalments};
	let mandate = Mandate { per_debit: u128::MAX, total: u128::MAX, until: u64::MAX };
	let terms = PlanTerms { instalments, first_due: u64::MAX, interval: u64::MAX };
	let relayed = sponsorship::meta_tx_of(*least(), Eve, u32::MAX, sponsorship::mortal());
	let text: u32 = <Runtime as pallet_assets::Config>::StringLimit::get();
	let text = || vec![b'm'; text as usize];
	let (id, decimals) = (codec::Compact(u32::MAX), 2);
	vec![
		of_friends(),
		frame_system::Call::kill_prefix { prefix: vec![0; LIST as usize], subkeys: LIST }.into(),
		pallet_migrations::Call::clear_historic {
			selector: HistoricCleanupSelector::Wildcard { limit: None, previous_cursor: None },
		}
		.into(),
		pallet_meta_tx::Call::dispatch {
			meta_tx_encoded_len: relayed.encoded_size() as u32,
			meta_tx: Box::new(relayed),
		}
		.into(),
		pallet_utility::Call::with_weight {
			weight: least().get_dispatch_info().call_weight,
			call: least(),
		}
		.into(),
		pallet_preimage::Call::note_preimage { bytes: vec![0; longest_preimage()] }.into(),
		pallet_assets::Call::set_metadata { id, name: text(), symbol: text(), decimals }.into(),
		pallet_assets::Call::force_set_metadata {
			id,
			name: text(),
			symbol: text(),
			decimals,
			is_frozen: true,
		}
		.into(),
		Money::accept_plan { bill: u64::MAX, terms, mandate: Some(mandate) }.into(),
		Money::authorize_debit { bill: u64::MAX, instalments, mandate }.into(),
	]
}
