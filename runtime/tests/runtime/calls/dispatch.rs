//! Whatever is dispatched panics never and takes no more weight than was announced.

use super::*;
use crate::consensus::OF_THE_AUTHOR;
use codec::{Decode, Encode};
use polkadot_sdk::{
	frame_support::{
		dispatch::GetDispatchInfo,
		storage::{with_transaction, TransactionOutcome},
		traits::GetCallMetadata,
	},
	sp_core::traits::{Externalities, ReadRuntimeVersion, ReadRuntimeVersionExt},
	sp_runtime::{traits::Dispatchable, DigestItem, DispatchError},
};
use std::{
	collections::BTreeMap,
	panic::{catch_unwind, AssertUnwindSafe},
};

/// The code that `set_code` names is none.
struct NoCode;

impl ReadRuntimeVersion for NoCode {
	fn read_runtime_version(&self, _: &[u8], _: &mut dyn Externalities) -> Result<Vec<u8>, String> {
		Err("there is no code".into())
	}
}

/// What became of calls.
#[derive(Default)]
struct Count {
	went_through: u64,
	refused: u64,
}

#[derive(Default)]
struct Report {
	/// By pallet.
	counts: BTreeMap<&'static str, Count>,
	/// What is wrong, the first of each kind with its bytes.
	faults: BTreeMap<String, String>,
}

/// Dispatches a call, and takes back what it did.
fn dispatch(call: RuntimeCall, origin: RuntimeOrigin, by: &str, report: &mut Report) {
	let announced = call.get_dispatch_info().call_weight;
	let bytes = hex(&call.encode());
	let names = call.get_call_metadata();
	let name = format!("{}.{}", names.pallet_name, names.function_name);
	let sent = catch_unwind(AssertUnwindSafe(|| {
		with_transaction(|| {
			let result = call.dispatch(origin);
			let new_code = DigestItem::RuntimeEnvironmentUpdated;
			let has_new_code = System::digest().logs().contains(&new_code);
			TransactionOutcome::Rollback(Ok::<_, DispatchError>((result, has_new_code)))
		})
	}));
	let (result, has_new_code) = match sent {
		Ok(result) => result.expect("a layer can be opened"),
		Err(panic) => {
			let said = panic
				.downcast_ref::<String>()
				.cloned()
				.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
				.unwrap_or_default();
			if !OF_THE_AUTHOR.iter().any(|known| said.contains(known)) {
				let fault = format!("{name} panics: {said}");
				report.faults.entry(fault).or_insert(format!("by {by}: {bytes}"));
			}
			return;
		}
	};
	let actual = match &result {
		Ok(post) => post.actual_weight,
		Err(refused) => refused.post_info.actual_weight,
	};
	// New code takes the rest of the block, so that nothing comes behind it.
	let is_more = actual.is_some_and(|actual| !actual.all_lte(announced));
	if is_more && !has_new_code && !OF_THE_SDK.contains(&name.as_str()) {
		let fault = format!("{name} takes more than it announced");
		let detail = format!("by {by}, {actual:?} for {announced:?}: {bytes}");
		report.faults.entry(fault).or_insert(detail);
	}
	let count = report.counts.entry(names.pallet_name).or_default();
	match result {
		Ok(_) => count.went_through += 1,
		Err(_) => count.refused += 1,
	}
}

/// Dispatches with each kind of origin.
fn by_everyone(bytes: &[u8], maker: &mut Maker, report: &mut Report) {
	let Ok(call) = RuntimeCall::decode(&mut &bytes[..]) else { return };
	let who = maker.keyring();
	dispatch(call.clone(), signed(who), &format!("{who:?}"), report);
	dispatch(call.clone(), RuntimeOrigin::root(), "root", report);
	dispatch(call, RuntimeOrigin::none(), "nobody", report);
}

#[test]
fn no_call_panics_or_takes_more_weight_than_announced() {
	let mut maker = Maker::new(seed());
	let count = number("MEDCHAIN_FUZZ_CALLS", 50);
	let mut state = crate::mixed::world();
	state.register_extension(ReadRuntimeVersionExt::new(NoCode));
	let mut report = Report::default();
	state.execute_with(|| {
		for (_, bytes) in corpus() {
			by_everyone(&bytes, &mut maker, &mut report);
		}
		for name in maker.every_call() {
			for _ in 0..count {
				let bytes = maker.encoding(&name);
				by_everyone(&bytes, &mut maker, &mut report);
			}
		}
		crate::mixed::check();
	});
	println!("{:20} {:>9} {:>9}", "pallet", "through", "refused");
	for (pallet, count) in report.counts {
		println!("{pallet:20} {:9} {:9}", count.went_through, count.refused);
	}
	assert!(report.faults.is_empty(), "{:#?}", report.faults);
}
