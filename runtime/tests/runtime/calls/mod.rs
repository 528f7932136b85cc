//! Every call that the runtime knows: decoded, encoded again and dispatched, with arguments that are
//! made from the registry of types.
//!
//! What is made follows from a seed alone, without instrumentation: libFuzzer needs a nightly compiler.
//!
//! - `MEDCHAIN_FUZZ_SEED`: another seed
//! - `MEDCHAIN_FUZZ_CALLS`: how many encodings of each call are made
//! - `tests/corpus`: encodings that are tried always, a file each; what failed once belongs there

mod capacity;
mod decoding;
mod dispatch;
pub mod maker;

use super::*;
use maker::Maker;
use medchain_support::testing::Dice;
use std::{env, fs, path::PathBuf};

/// The seed without another one in the environment.
const SEED: u64 = 0x6d65_6463_6861_696e;

/// Calls of the SDK's that can say afterwards that they took more than they announced: the one trusts
/// root with the number of members there were, the other announces by another benchmark than it answers
/// with. Nothing follows of it: a block counts, and a fee is, the lower of the two.
pub const OF_THE_SDK: [&str; 2] = ["Council.set_members", "Multisig.approve_as_multi"];

/// A number in the environment, in decimal or after `0x`.
pub fn number(name: &str, default: u64) -> u64 {
	let Ok(text) = env::var(name) else { return default };
	match text.strip_prefix("0x") {
		Some(digits) => u64::from_str_radix(digits, 16),
		None => text.parse(),
	}
	.unwrap_or_else(|_| panic!("{name} must be a number, not {text:?}"))
}

pub fn seed() -> u64 {
	number("MEDCHAIN_FUZZ_SEED", SEED)
}

/// The files of the corpus, in the order of their names.
fn corpus() -> Vec<(String, Vec<u8>)> {
	let mut files: Vec<_> = crate::consensus::CORPUS
		.iter()
		.map(|folder| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder))
		.flat_map(|folder| fs::read_dir(folder).expect("the corpus exists"))
		.map(|file| file.expect("it can be read").path())
		.filter(|path| path.extension().is_some_and(|extension| extension == "scale"))
		.map(|path| {
			let name = path.file_name().expect("it is a file").to_string_lossy().into_owned();
			(name, fs::read(&path).expect("it can be read"))
		})
		.collect();
	files.sort();
	files
}

/// Bytes as a message shows them.
pub fn hex(bytes: &[u8]) -> String {
	bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
