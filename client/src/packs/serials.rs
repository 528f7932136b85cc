//! Lists of serial numbers, one a line.

use super::merkle::MAX_PACKS;
use crate::{
	documents,
	error::{Error, Result},
};
use medchain_support::{gs1::MAX_CHARACTERS, Serial};
use std::{collections::HashSet, path::Path};

/// Largest file of serial numbers that is read, in bytes.
const MAX_BYTES: u64 = MAX_PACKS as u64 * (MAX_CHARACTERS as u64 + 2);
/// Characters of random serial numbers: 32 that people do not mistake for each other.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Bits of a random character.
const BITS: u32 = 5;
/// A serial number is guessed with a chance of one in 10,000 at most: bits for that.
const BITS_AGAINST_GUESSES: u32 = 14;

/// Reads a list of serial numbers. None may stand twice.
pub fn read(path: &Path) -> Result<Vec<Serial>> {
	let wrong = |reason: String| Error::Input(format!("{}: {reason}", path.display()));
	let bytes = documents::bytes_of(path, MAX_BYTES)?;
	let text = String::from_utf8(bytes).map_err(|_| wrong("it is no UTF-8 text".into()))?;
	parse(&text).map_err(wrong)
}

/// The serial numbers of a text, one a line.
pub fn parse(text: &str) -> Result<Vec<Serial>, String> {
	let mut serials = Vec::new();
	let mut seen = HashSet::new();
	for (line, text) in (1..).zip(text.lines()) {
		let serial: Serial = text.parse().map_err(|e| format!("line {line}: {e}"))?;
		if !seen.insert(serial) {
			return Err(format!("line {line}: serial number {serial} stood before"));
		}
		serials.push(serial);
	}
	match u32::try_from(serials.len()) {
		Ok(0) => Err("there is no serial number in it".into()),
		Ok(count) if count <= MAX_PACKS => Ok(serials),
		_ => Err(format!("it has more than {MAX_PACKS} serial numbers")),
	}
}

/// A list as a file holds it.
pub fn written(serials: &[Serial]) -> String {
	serials.iter().map(|serial| format!("{serial}\n")).collect()
}

/// Random serial numbers of so many characters, each another. They are so long that nobody guesses one
/// more often than once in 10,000 times.
pub fn generate(
	count: u32,
	length: usize,
	mut random: impl FnMut(&mut [u8]) -> Result<()>,
) -> Result<Vec<Serial>> {
	if count == 0 || count > MAX_PACKS {
		return Err(Error::Input(format!("--count: {count}; right are 1 to {MAX_PACKS}")));
	}
	let needed = count.ilog2().saturating_add(1).saturating_add(BITS_AGAINST_GUESSES);
	let least = usize::try_from(needed.div_ceil(BITS)).unwrap_or(MAX_CHARACTERS);
	if !(least..=MAX_CHARACTERS).contains(&length) {
		return Err(Error::Input(format!(
			"--length: {length}; right are {least} to {MAX_CHARACTERS} characters, so that {count} serial \
			 numbers cannot be guessed"
		)));
	}
	let mut serials = Vec::new();
	let mut seen = HashSet::new();
	let mut bytes = [0; MAX_CHARACTERS];
	while seen.len() < usize::try_from(count).unwrap_or(usize::MAX) {
		let characters = bytes.get_mut(..length).unwrap_or_default();
		random(characters)?;
		for byte in characters.iter_mut() {
			let at = usize::from(*byte & 0x1f);
			*byte = ALPHABET.get(at).copied().unwrap_or(b'0');
		}
		let serial = Serial::from_bytes(characters).map_err(|e| Error::Input(e.to_string()))?;
		if seen.insert(serial) {
			serials.push(serial);
		}
	}
	Ok(serials)
}

/// Random bytes of the operating system.
pub fn random(bytes: &mut [u8]) -> Result<()> {
	getrandom::fill(bytes)
		.map_err(|e| Error::Input(format!("this machine gives no random bytes: {e}")))
}
