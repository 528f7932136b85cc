//! Receipts of drug packs: what proves to whom a pack was sold.
//!
//! The chain holds of a sale a digest of the pack, the patient's account and an opening, 32 random
//! bytes ([`SoldPack::receipt`]). A receipt is a JSON document with the two that the patient does not
//! know otherwise; what else stands in it is for people:
//!
//! ```json
//! { "pack": "0x…64 digits", "opening": "0x…64 digits" }
//! ```
//!
//! Who holds it can show that the pack was sold to the patient, and so can be paid for it once.

use crate::relay::from_hex;
use medchain_support::{PackId, SoldPack};
use serde_json::Value;
use std::collections::BTreeMap;

/// Openings, by their packs.
pub type Receipts = BTreeMap<PackId, [u8; 32]>;

/// What a receipt says, or why it is none.
pub fn read(text: &str) -> Result<SoldPack, String> {
	let json: Value =
		serde_json::from_str(text).map_err(|e| format!("not a JSON document: {e}"))?;
	let digest = |name: &str| {
		let digits = match json.get(name) {
			Some(Value::String(digits)) => digits,
			Some(other) => return Err(format!("`{name}`: {other} is no text")),
			None => return Err(format!("`{name}` is missing; a receipt has `pack` and `opening`")),
		};
		from_hex(digits).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).ok_or_else(|| {
			format!("`{name}`: {digits:?} is wrong; right is 0x and 64 hexadecimal digits")
		})
	};
	Ok(SoldPack { id: PackId(digest("pack")?), opening: digest("opening")? })
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn digits(byte: u8) -> String {
		format!("0x{}", format!("{byte:02x}").repeat(32))
	}

	#[test]
	fn a_receipt_opens_one_pack() {
		let text = json!({ "pack": digits(1), "opening": digits(2), "gtin": "05901234123457" });
		let opened = SoldPack { id: PackId([1; 32]), opening: [2; 32] };
		assert_eq!(read(&text.to_string()), Ok(opened));
	}

	#[test]
	fn what_is_no_receipt_is_told() {
		for (text, told) in [
			("", "not a JSON document"),
			("[]", "`pack` is missing; a receipt has `pack` and `opening`"),
			(r#"{"pack":7}"#, "`pack`: 7 is no text"),
			(r#"{"pack":"0x07"}"#, "`pack`: \"0x07\" is wrong; right is 0x and 64"),
			(&format!(r#"{{"pack":"{}"}}"#, digits(1)), "`opening` is missing"),
		] {
			let error = read(text).unwrap_err();
			assert!(error.contains(told), "{error}");
		}
	}
}
