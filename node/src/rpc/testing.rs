//! What tests of several rooms need.

use jsonrpsee::types::{error::INVALID_PARAMS_CODE, ErrorObjectOwned};
use std::fmt::Debug;

/// 32 bytes that are all the same, as answers tell them.
pub fn digits(byte: u8) -> String {
	format!("0x{}", format!("{byte:02x}").repeat(32))
}

/// What the runtime calls a variant, as kebab-case spells it; without what it carries.
pub fn kebab(variant: impl Debug) -> String {
	let mut word = String::new();
	for letter in format!("{variant:?}").chars().take_while(|letter| letter.is_alphanumeric()) {
		if letter.is_uppercase() && !word.is_empty() {
			word.push('-');
		}
		word.extend(letter.to_lowercase());
	}
	word
}

/// The arguments are refused with this message.
pub fn refused<T: Debug>(result: Result<T, ErrorObjectOwned>, message: &str) {
	let error = result.expect_err(message);
	assert_eq!((error.code(), error.message()), (INVALID_PARAMS_CODE, message));
}
