//! Money: amounts, currencies and shares of an amount.

use crate::vocabulary::UnknownCode;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// An amount in minor units of its currency: cents of a euro, yen of a yen.
pub type Amount = u128;

/// Number of a currency: its asset id in `pallet-assets` too.
pub type CurrencyId = u32;

/// Number of a bill. Never used twice.
pub type BillId = u64;

/// Number of an escrow. Never used twice.
pub type EscrowId = u64;

/// The three letters of an ISO 4217 currency code. Only codes of the standard's active list can be
/// made here; what is decoded may be any three bytes, see [`CurrencyCode::is_known`].
#[derive(
	Clone,
	Copy,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	Hash,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub struct CurrencyCode([u8; 3]);

macro_rules! currencies {
	( $( $code:literal $decimals:literal )+ ) => {
		impl CurrencyCode {
			/// Every code, in alphabetical order.
			pub const CODES: &'static [&'static str] = &[$( $code, )+];

			/// The minor units of a code: how many of an amount's digits are decimals.
			fn minor_units(code: &str) -> Option<u8> {
				match code {
					$( $code => Some($decimals), )+
					_ => None,
				}
			}
		}
	};
}

// ISO 4217:2015, list one as published on 1 January 2026, each code with its minor units:
// currencies and funds. Left out is what nobody can be paid in: metals, bond market units, units of
// account (XAD, XDR, XSU, XUA), XTS and XXX.
currencies! {
	"AED" 2 "AFN" 2 "ALL" 2 "AMD" 2 "AOA" 2 "ARS" 2 "AUD" 2 "AWG" 2 "AZN" 2
	"BAM" 2 "BBD" 2 "BDT" 2 "BHD" 3 "BIF" 0 "BMD" 2 "BND" 2 "BOB" 2 "BOV" 2 "BRL" 2 "BSD" 2
	"BTN" 2 "BWP" 2 "BYN" 2 "BZD" 2
	"CAD" 2 "CDF" 2 "CHE" 2 "CHF" 2 "CHW" 2 "CLF" 4 "CLP" 0 "CNY" 2 "COP" 2 "COU" 2 "CRC" 2
	"CUP" 2 "CVE" 2 "CZK" 2
	"DJF" 0 "DKK" 2 "DOP" 2 "DZD" 2
	"EGP" 2 "ERN" 2 "ETB" 2 "EUR" 2
	"FJD" 2 "FKP" 2
	"GBP" 2 "GEL" 2 "GHS" 2 "GIP" 2 "GMD" 2 "GNF" 0 "GTQ" 2 "GYD" 2
	"HKD" 2 "HNL" 2 "HTG" 2 "HUF" 2
	"IDR" 2 "ILS" 2 "INR" 2 "IQD" 3 "IRR" 2 "ISK" 0
	"JMD" 2 "JOD" 3 "JPY" 0
	"KES" 2 "KGS" 2 "KHR" 2 "KMF" 0 "KPW" 2 "KRW" 0 "KWD" 3 "KYD" 2 "KZT" 2
	"LAK" 2 "LBP" 2 "LKR" 2 "LRD" 2 "LSL" 2 "LYD" 3
	"MAD" 2 "MDL" 2 "MGA" 2 "MKD" 2 "MMK" 2 "MNT" 2 "MOP" 2 "MRU" 2 "MUR" 2 "MVR" 2 "MWK" 2
	"MXN" 2 "MXV" 2 "MYR" 2 "MZN" 2
	"NAD" 2 "NGN" 2 "NIO" 2 "NOK" 2 "NPR" 2 "NZD" 2
	"OMR" 3
	"PAB" 2 "PEN" 2 "PGK" 2 "PHP" 2 "PKR" 2 "PLN" 2 "PYG" 0
	"QAR" 2
	"RON" 2 "RSD" 2 "RUB" 2 "RWF" 0
	"SAR" 2 "SBD" 2 "SCR" 2 "SDG" 2 "SEK" 2 "SGD" 2 "SHP" 2 "SLE" 2 "SOS" 2 "SRD" 2 "SSP" 2
	"STN" 2 "SVC" 2 "SYP" 2 "SZL" 2
	"THB" 2 "TJS" 2 "TMT" 2 "TND" 3 "TOP" 2 "TRY" 2 "TTD" 2 "TWD" 2 "TZS" 2
	"UAH" 2 "UGX" 0 "USD" 2 "USN" 2 "UYI" 0 "UYU" 2 "UYW" 4 "UZS" 2
	"VED" 2 "VES" 2 "VND" 0 "VUV" 0
	"WST" 2
	"XAF" 0 "XCD" 2 "XCG" 2 "XOF" 0 "XPF" 0
	"YER" 2
	"ZAR" 2 "ZMW" 2 "ZWG" 2
}

impl CurrencyCode {
	/// The currency of a code; codes are upper case.
	pub fn from_code(code: &str) -> Option<Self> {
		Self::minor_units(code)?;
		code.as_bytes().try_into().ok().map(Self)
	}

	/// The three letters. Bytes that are not letters of a code show as `???`.
	pub fn code(&self) -> &str {
		if !self.0.iter().all(u8::is_ascii_uppercase) {
			return "???";
		}
		core::str::from_utf8(&self.0).unwrap_or("???")
	}

	/// How many digits of an amount are decimals, by the standard: 2 for EUR, 0 for JPY. A code that
	/// is not known has none.
	pub fn decimals(&self) -> u8 {
		Self::minor_units(self.code()).unwrap_or(0)
	}

	/// Whether the code is in the standard's active list.
	pub fn is_known(&self) -> bool {
		Self::minor_units(self.code()).is_some()
	}

	const fn unknown() -> UnknownCode {
		UnknownCode { list: "CurrencyCode", known: Self::CODES }
	}
}

impl fmt::Display for CurrencyCode {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.pad(self.code())
	}
}

impl fmt::Debug for CurrencyCode {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.pad(self.code())
	}
}

impl FromStr for CurrencyCode {
	type Err = UnknownCode;

	fn from_str(code: &str) -> Result<Self, UnknownCode> {
		Self::from_code(code).ok_or(Self::unknown())
	}
}

impl TryFrom<&str> for CurrencyCode {
	type Error = UnknownCode;

	fn try_from(code: &str) -> Result<Self, UnknownCode> {
		code.parse()
	}
}

impl TryFrom<[u8; 3]> for CurrencyCode {
	type Error = UnknownCode;

	fn try_from(letters: [u8; 3]) -> Result<Self, UnknownCode> {
		let code = Self(letters);
		code.is_known().then_some(code).ok_or(Self::unknown())
	}
}

/// A share in hundredths of a percent: 10 000 are the whole, 250 are 2.5 %. It may be more than the
/// whole.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	Hash,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub struct BasisPoints(pub u16);

impl BasisPoints {
	/// Nothing.
	pub const ZERO: Self = Self(0);
	/// The whole, 100 %.
	pub const WHOLE: Self = Self(10_000);

	/// This share of `amount`, rounded down; `None` if it is beyond the largest amount, which no
	/// share up to the whole can be.
	pub fn of(self, amount: Amount) -> Option<Amount> {
		scale(amount, self.0.into(), Self::WHOLE.0.into()).map(|(share, _)| share)
	}

	/// This share of `amount`, rounded up; `None` as for [`BasisPoints::of`].
	pub fn of_up(self, amount: Amount) -> Option<Amount> {
		let (share, exact) = scale(amount, self.0.into(), Self::WHOLE.0.into())?;
		share.checked_add(Amount::from(!exact))
	}

	/// The amount of which `amount` is this share, rounded down: `amount` × 10 000 / share. `None`
	/// if the share is nothing, or the result is beyond the largest amount.
	pub fn whole_of(self, amount: Amount) -> Option<Amount> {
		scale(amount, Self::WHOLE.0.into(), self.0.into()).map(|(whole, _)| whole)
	}
}

impl fmt::Display for BasisPoints {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}.{:02} %", self.0 / 100, self.0 % 100)
	}
}

/// `amount` × `by` / `over` rounded down, and whether that is exact. Multiplies quotient and
/// remainder apart: only a result that is itself too large overflows, and the remainder's product
/// has less than 33 bits.
fn scale(amount: Amount, by: Amount, over: Amount) -> Option<(Amount, bool)> {
	let whole = amount.checked_div(over)?.checked_mul(by)?;
	let rest = amount.checked_rem(over)?.checked_mul(by)?;
	let result = whole.checked_add(rest.checked_div(over)?)?;
	Some((result, rest.checked_rem(over)? == 0))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::testing::Dice;

	fn code(code: &str) -> CurrencyCode {
		CurrencyCode::from_code(code).unwrap()
	}

	#[test]
	fn every_code_maps_both_ways() {
		assert_eq!(CurrencyCode::CODES.len(), 164);
		assert!(CurrencyCode::CODES.is_sorted_by(|one, next| one < next));
		for known in CurrencyCode::CODES {
			let currency = code(known);
			let letters: [u8; 3] = known.as_bytes().try_into().unwrap();
			assert_eq!((currency.code(), currency.is_known()), (*known, true));
			assert_eq!(currency.to_string(), *known);
			assert_eq!(CurrencyCode::from_str(known), Ok(currency));
			assert_eq!(CurrencyCode::try_from(*known), Ok(currency));
			assert_eq!(CurrencyCode::try_from(letters), Ok(currency));
			assert_eq!(currency.encode(), letters);
			assert_eq!(CurrencyCode::decode(&mut &letters[..]), Ok(currency));
		}
		assert_eq!(CurrencyCode::max_encoded_len(), 3);
	}

	#[test]
	fn codes_have_the_minor_units_of_the_standard() {
		let with = |decimals| {
			let codes =
				CurrencyCode::CODES.iter().filter(|known| code(known).decimals() == decimals);
			codes.copied().collect::<Vec<_>>().join(" ")
		};
		assert_eq!(with(0), "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF");
		assert_eq!(with(3), "BHD IQD JOD KWD LYD OMR TND");
		assert_eq!(with(4), "CLF UYW");
		assert_eq!(CurrencyCode::CODES.len() - with(2).split(' ').count(), 17 + 7 + 2);
	}

	#[test]
	fn only_what_somebody_can_be_paid_in_is_a_currency() {
		let others = [
			"", "EU", "EURO", "eur", " EUR", "ÄR", "XAU", "XAG", "XPT", "XPD", "XDR", "XAD", "XSU",
			"XUA", "XBA", "XBB", "XBC", "XBD", "XTS", "XXX", "HRK", "BGN", "ANG", "ZWL", "SLL",
			"DEM",
		];
		for other in others {
			assert_eq!(CurrencyCode::from_code(other), None, "{other}");
			let error = CurrencyCode::from_str(other).unwrap_err();
			assert_eq!((error.list, error.known), ("CurrencyCode", CurrencyCode::CODES));
			assert_eq!(CurrencyCode::try_from(other), Err(error));
		}
		assert!(CurrencyCode::try_from(*b"eur").is_err());
		assert!(CurrencyCode::try_from(*b"EUR").is_ok());
	}

	#[test]
	fn decoded_bytes_are_known_or_shown_as_unknown() {
		for (bytes, shown) in [
			(*b"XXX", "XXX"),
			(*b"eur", "???"),
			(*b"E\x1bR", "???"),
			([0xff, 0xfe, 0xfd], "???"),
			([0; 3], "???"),
		] {
			let currency = CurrencyCode::decode(&mut &bytes[..]).unwrap();
			assert_eq!((currency.code(), currency.is_known()), (shown, false));
			assert_eq!(currency.decimals(), 0);
			assert_eq!(format!("{currency:?}"), shown);
		}
	}

	/// `a` × `b` by long multiplication in halves of 64 bits: the upper and the lower 128 bits.
	fn product(a: u128, b: u128) -> (u128, u128) {
		let half = |number: u128| (number >> 64, number & u128::from(u64::MAX));
		let ((a_high, a_low), (b_high, b_low)) = (half(a), half(b));
		let low = a_low * b_low;
		let middle = half(a_high * b_low);
		let other_middle = half(a_low * b_high);
		let carry = (low >> 64) + middle.1 + other_middle.1;
		let high = a_high * b_high + middle.0 + other_middle.0 + (carry >> 64);
		(high, (carry << 64) | half(low).1)
	}

	/// Whether `result` is `amount` × `by` / `over` rounded down, told by multiplication alone;
	/// `None` must be a result that does not fit.
	fn check_down(amount: u128, by: u128, over: u128, result: Option<u128>) {
		let exact = product(amount, by);
		let told = format!("{amount} * {by} / {over} = {result:?}");
		match result {
			Some(result) => {
				assert!(product(result, over) <= exact, "too much: {told}");
				let next = result.checked_add(1).map(|next| product(next, over));
				// 2^128 × over.
				assert!(next.unwrap_or((over, 0)) > exact, "too little: {told}");
			}
			None => assert!(over == 0 || exact >= (over, 0), "it fits: {told}"),
		}
	}

	/// The same for a result that is rounded up.
	fn check_up(amount: u128, by: u128, over: u128, result: Option<u128>) {
		let exact = product(amount, by);
		let told = format!("{amount} * {by} / {over} = {result:?}");
		match result {
			Some(0) => assert_eq!(exact, (0, 0), "too little: {told}"),
			Some(result) => {
				assert!(product(result, over) >= exact, "too little: {told}");
				assert!(product(result - 1, over) < exact, "too much: {told}");
			}
			None => assert!(exact > product(u128::MAX, over), "it fits: {told}"),
		}
	}

	fn check(share: u16, amount: u128) {
		let points = BasisPoints(share);
		check_down(amount, share.into(), 10_000, points.of(amount));
		check_up(amount, share.into(), 10_000, points.of_up(amount));
		check_down(amount, 10_000, share.into(), points.whole_of(amount));
	}

	#[test]
	fn long_multiplication_is_right() {
		assert_eq!(product(u128::MAX, u128::MAX), (u128::MAX - 1, 1));
		assert_eq!(product(u128::MAX, 2), (1, u128::MAX - 1));
		assert_eq!(product(1 << 127, 6), (3, 0));
		assert_eq!(product(12, 12), (0, 144));
		assert_eq!(product(0, u128::MAX), (0, 0));
	}

	#[test]
	fn shares_of_every_size_are_exact() {
		let shares = [0, 1, 2, 3, 7, 250, 3_333, 9_999, 10_000, 10_001, 12_000, u16::MAX];
		for share in shares {
			for amount in (0..=20_001).chain(u128::MAX - 20_001..=u128::MAX) {
				check(share, amount);
			}
			for bit in 0..128 {
				check(share, 1 << bit);
				check(share, (1 << bit) - 1);
			}
			// About where the results stop to fit.
			for limit in [u128::MAX / u128::from(share).max(1), u128::MAX / 10_000] {
				for factor in [1, u128::from(share), 10_000] {
					let middle = limit.saturating_mul(factor);
					for away in 0..200 {
						check(share, middle.saturating_add(away));
						check(share, middle.saturating_sub(away));
					}
				}
			}
		}
	}

	#[test]
	fn random_shares_are_exact() {
		let mut dice = Dice::new(0x0062_7073);
		for _ in 0..50_000 {
			let share = (dice.roll() >> (48 + dice.below(16))) as u16;
			let amount =
				(u128::from(dice.roll()) << 64 | u128::from(dice.roll())) >> dice.below(128);
			check(share, amount);
		}
	}

	#[test]
	fn shares_round_as_they_say() {
		let third = BasisPoints(3_333);
		assert_eq!([0, 1, 3, 100].map(|amount| third.of(amount).unwrap()), [0, 0, 0, 33]);
		assert_eq!([0, 1, 3, 100].map(|amount| third.of_up(amount).unwrap()), [0, 1, 1, 34]);
		assert_eq!(BasisPoints(12_000).whole_of(100), Some(83));
		assert_eq!(BasisPoints(5_000).whole_of(100), Some(200));

		assert_eq!(BasisPoints::WHOLE.of(u128::MAX), Some(u128::MAX));
		assert_eq!(BasisPoints::WHOLE.of_up(u128::MAX), Some(u128::MAX));
		assert_eq!(BasisPoints::WHOLE.whole_of(u128::MAX), Some(u128::MAX));
		assert_eq!(BasisPoints::ZERO.of(u128::MAX), Some(0));
		assert_eq!(BasisPoints::ZERO.of_up(u128::MAX), Some(0));
		assert_eq!(BasisPoints::ZERO.whole_of(0), None);
		assert_eq!(BasisPoints(10_001).of(u128::MAX), None);
		assert_eq!(BasisPoints(10_001).of_up(u128::MAX), None);
		assert_eq!(BasisPoints(9_999).whole_of(u128::MAX), None);
	}

	#[test]
	fn rounded_up_beyond_the_largest_amount_is_none() {
		// A share of which some amount's part is the largest amount and a fraction.
		let (share, amount) = (10_001..=u16::MAX)
			.map(BasisPoints)
			.filter_map(|share| Some((share, share.whole_of(u128::MAX)? + 1)))
			.find(|(share, amount)| share.of(*amount) == Some(u128::MAX))
			.unwrap();
		check(share.0, amount);
		assert_eq!(share.of_up(amount), None);
	}

	#[test]
	fn shares_read_as_percent() {
		let read = [0, 5, 250, 1_250, 10_000, u16::MAX].map(|share| BasisPoints(share).to_string());
		assert_eq!(read, ["0.00 %", "0.05 %", "2.50 %", "12.50 %", "100.00 %", "655.35 %"]);
	}
}
