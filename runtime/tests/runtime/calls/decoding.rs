//! Whatever is decoded is encoded as it was.

use super::*;
use codec::{Decode, Encode};
use polkadot_sdk::frame_support::traits::GetCallMetadata;
use std::collections::BTreeSet;

/// Decodes what may be a call, which is then encoded as what was read of it. Says which it is.
fn same_again(bytes: &[u8]) -> Option<maker::CallName> {
	let mut left = bytes;
	let call = RuntimeCall::decode(&mut left).ok()?;
	let read = &bytes[..bytes.len() - left.len()];
	let again = call.encode();
	let is_put_in_order = || {
		let text = format!("{call:?}");
		crate::consensus::PUT_IN_ORDER.iter().any(|name| text.contains(name))
	};
	if again != read && !is_put_in_order() {
		panic!("{call:?} is encoded as {}, and was as {}", hex(&again), hex(read));
	}
	assert_eq!(call.encoded_size(), again.len(), "{call:?} says another length");
	let names = call.get_call_metadata();
	Some(maker::CallName { pallet: names.pallet_name.into(), call: names.function_name.into() })
}

#[test]
fn every_call_is_encoded_as_it_was_decoded() {
	let mut maker = Maker::new(seed());
	let every = maker.every_call();
	let count = number("MEDCHAIN_FUZZ_CALLS", 50);
	let mut met = BTreeSet::new();
	let (mut made, mut changed, mut taken) = (0u64, 0u64, 0u64);
	for name in &every {
		for _ in 0..count {
			let bytes = maker.encoding(name);
			met.extend(same_again(&bytes));
			made += 1;
			for _ in 0..10 {
				let other = maker.mutated(&bytes);
				taken += u64::from(same_again(&other).is_some());
				changed += 1;
			}
		}
	}
	println!(
		"{} calls, {made} encodings, {changed} changed ones, of which {taken} were calls still",
		every.len()
	);
	assert_eq!(met.into_iter().collect::<Vec<_>>(), {
		let mut every = every;
		every.sort();
		every
	});
}

#[test]
fn bytes_that_mean_nothing_do_no_harm() {
	let mut maker = Maker::new(seed());
	for _ in 0..100_000 {
		let length = maker.dice().below(200);
		let bytes: Vec<u8> = (0..length).map(|_| maker.dice().below(256) as u8).collect();
		same_again(&bytes);
	}
}

#[test]
fn the_corpus_has_a_call_of_every_pallet() {
	let mut met = BTreeSet::new();
	for (file, bytes) in corpus() {
		println!("{file}");
		met.extend(same_again(&bytes).map(|name| name.pallet));
	}
	let every: BTreeSet<String> =
		Maker::new(seed()).every_call().into_iter().map(|name| name.pallet).collect();
	assert_eq!(met, every);
}

/// Writes a call of each pallet that the corpus has none of, the longest of some.
#[test]
#[ignore = "it writes into the checkout"]
fn the_corpus_is_begun() {
	let met: BTreeSet<String> = corpus()
		.iter()
		.filter_map(|(_, bytes)| same_again(bytes))
		.map(|name| name.pallet)
		.collect();
	let mut maker = Maker::new(seed());
	let mut longest = std::collections::BTreeMap::<String, (maker::CallName, Vec<u8>)>::new();
	for name in maker.every_call().into_iter().filter(|name| !met.contains(&name.pallet)) {
		for _ in 0..20 {
			let bytes = maker.encoding(&name);
			let best = longest.get(&name.pallet).map_or(0, |(_, bytes)| bytes.len());
			if (best..=1_000).contains(&bytes.len()) {
				longest.insert(name.pallet.clone(), (name.clone(), bytes));
			}
		}
	}
	let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
	for (name, bytes) in longest.into_values() {
		let file = format!("{}-{}.scale", name.pallet, name.call);
		fs::write(folder.join(file), bytes).expect("it can be written");
	}
}
