//! However large a call is made, it fits into a block, and of those that are sent most there are many.

use super::*;
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

/// Calls that are sent most, and how many of the largest of each a block must hold at least.
const MAIN_CALLS: [(&str, &str, u32); 20] = [
	("Balances", "transfer_keep_alive", 800),
	("Assets", "transfer", 600),
	("PatientConsent", "grant", 400),
	("PatientConsent", "revoke", 400),
	("PatientConsent", "access", 400),
	("PatientConsent", "access_batch", 50),
	("MedicalToken", "issue", 400),
	("MedicalToken", "pay", 400),
	("InsuranceClaims", "enrol", 300),
	("InsuranceClaims", "submit", 15),
	("InsuranceClaims", "review", 20),
	("DrugTrace", "commission", 10),
	("DrugTrace", "ship", 10),
	("DrugTrace", "receive", 10),
	("DrugTrace", "dispense", 300),
	("ClinicalTrials", "screen", 400),
	("ClinicalTrials", "enrol", 100),
	("ClinicalTrials", "randomize", 300),
	("ClinicalTrials", "capture", 300),
	("MetaTx", "dispatch", 200),
];

/// Calls that weigh what a number of their sender's says. Who names too large a one is refused before
/// anything is done, so that those that do not fit say nothing here.
const SAY_HOW_MUCH: [(&str, &str); 14] = [
	("System", "kill_prefix"),
	("Babe", "report_equivocation"),
	("Babe", "report_equivocation_unsigned"),
	("Grandpa", "report_equivocation"),
	("Grandpa", "report_equivocation_unsigned"),
	("Council", "set_members"),
	("Council", "execute"),
	("Council", "propose"),
	("Council", "close"),
	("Whitelist", "dispatch_whitelisted_call"),
	("MultiBlockMigrations", "clear_historic"),
	("MetaTx", "dispatch"),
	("MedicalToken", "accept_plan"),
	("MedicalToken", "authorize_debit"),
];

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
	println!("{:44} {:>12} {:>9} {:>8}", "call", "time, µs", "bytes", "in block");
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
			let ((heaviest, beside), (lighter, longest)) =
				heaviest.zip(longest).expect("one at least fits");
			let count = in_a_block(heaviest, *beside).min(in_a_block(lighter, *longest));
			(heaviest.total_weight(), *longest, count)
		});
		let micros = weight.ref_time() / 1_000_000;
		let of = format!("{}.{}", name.pallet, name.call);
		println!("{of:44} {micros:12} {length:9} {count:8}");
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
