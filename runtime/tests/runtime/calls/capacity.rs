//! However large a call is made, it fits into a block, and of those that are sent most there are many.

use super::*;
use crate::consensus::{MAIN_CALLS, SAY_HOW_MUCH};
use codec::{Decode, Encode};
use medchain_runtime::configs::system::RuntimeBlockWeights;
use polkadot_sdk::{
	frame_support::{
		dispatch::{DispatchClass, DispatchInfo, GetDispatchInfo},
		storage::{with_transaction, TransactionOutcome},
		weights::Weight,
	},
	frame_system::CheckWeight,
	sp_runtime::DispatchError,
};

/// How many encodings of each call are made, each with its lists as long as they can be.
const ENCODINGS: usize = 24;

/// What a transaction adds to its call, in weight and in bytes.
fn envelope() -> (Weight, usize) {
	let call: RuntimeCall = frame_system::Call::remark { remark: Vec::new() }.into();
	let transaction = crate::asset_fees::transaction(Alice, call.clone(), Some(1));
	let extension = transaction.get_dispatch_info().extension_weight;
	(extension, transaction.encoded_size() - call.encoded_size())
}

/// How many such transactions a new block takes, asked of who refuses them.
fn in_a_block(info: &DispatchInfo, length: usize) -> u32 {
	let counted = with_transaction(|| {
		let start = RuntimeBlockWeights::get().base_block;
		System::register_extra_weight_unchecked(start, DispatchClass::Mandatory);
		let mut count = 0;
		while CheckWeight::<Runtime>::do_validate(info, length)
			.is_ok_and(|(_, next)| CheckWeight::<Runtime>::do_prepare(info, length, next).is_ok())
		{
			count += 1;
			// What a block must take has no limit.
			if info.class == DispatchClass::Mandatory {
				break;
			}
		}
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(count))
	});
	counted.expect("a layer can be opened")
}

#[test]
fn every_call_fits_into_a_block_however_large_it_is() {
	let mut maker = Maker::new(seed());
	let mut state = crate::mixed::world();
	let mut too_large = Vec::new();
	println!(
		"{:44} {:>12} {:>12} {:>9} {:>8}",
		"call", "time, µs", "proof, bytes", "bytes", "in block"
	);
	for name in maker.every_call() {
		let encodings = maker.longest_encodings(&name, ENCODINGS);
		let is = |(pallet, call): (&str, &str)| name.pallet == pallet && name.call == call;
		let says_how_much = SAY_HOW_MUCH.into_iter().any(is);
		let (weight, length, count) = state.execute_with(|| {
			let (extension, around) = envelope();
			let mut calls = Vec::new();
			for bytes in encodings {
				let call = RuntimeCall::decode(&mut &bytes[..]).expect("it was decoded");
				let mut info = call.get_dispatch_info();
				info.extension_weight = extension;
				let length = bytes.len() + around;
				if !says_how_much || CheckWeight::<Runtime>::do_validate(&info, length).is_ok() {
					calls.push((info, length));
				}
			}
			let heaviest = calls.iter().max_by_key(|(info, _)| info.total_weight().ref_time());
			let longest = calls.iter().max_by_key(|(_, length)| *length);
			let widest = calls.iter().max_by_key(|(info, _)| info.total_weight().proof_size());
			let ends = [heaviest, longest, widest].map(|one| one.expect("one at least fits"));
			let count = ends.into_iter().map(|(info, length)| in_a_block(info, *length)).min();
			let [(heaviest, _), (_, longest), (widest, _)] = ends;
			let weight = heaviest.total_weight().set_proof_size(widest.total_weight().proof_size());
			(weight, *longest, count.unwrap_or_default())
		});
		let micros = weight.ref_time() / 1_000_000;
		let of = format!("{}.{}", name.pallet, name.call);
		let proof = weight.proof_size();
		println!("{of:44} {micros:12} {proof:12} {length:9} {count:8}");
		let main = MAIN_CALLS.into_iter().find(|(pallet, call, _)| is((pallet, call)));
		let least = main.map_or(1, |(_, _, least)| least);
		if count < least {
			too_large.push(format!("a block holds {count} of {of}, not {least}"));
		}
	}
	assert!(too_large.is_empty(), "{too_large:#?}");
}

/// A plan of the most instalments there can be.
#[test]
fn a_block_takes_plans_of_all_instalments() {
	use pallet_medical_token::{Call as Money, Mandate, PlanTerms, MAX_INSTALMENTS};
	let terms = PlanTerms { instalments: MAX_INSTALMENTS, first_due: 0, interval: 1 };
	let mandate = Some(Mandate { per_debit: 1, total: 1, until: 1 });
	crate::chain("development").execute_with(|| {
		let call = RuntimeCall::from(Money::accept_plan { bill: 0, terms, mandate });
		let count = in_a_block(&call.get_dispatch_info(), call.encoded_size());
		println!("{count} plans of {MAX_INSTALMENTS} instalments in a block");
		assert!(count >= 5);
	});
}
