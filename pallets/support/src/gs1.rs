//! GS1 keys as types: a value of one of these has been checked, wherever it came from.
//!
//! Each is read from what is printed or encoded on a pack, by the rules of the GS1 General
//! Specifications, and refuses with a [`KeyError`] that names what is wrong. The codec checks too:
//! bytes whose check digit is wrong do not decode.
//!
//! | type | GS1 key | application identifier | on chain |
//! |---|---|---|---|
//! | [`Gtin`] | trade item, as GTIN-14 | 01 | 8 bytes |
//! | [`Sscc`] | logistic unit | 00 | 8 bytes |
//! | [`Gln`] | party or place | 410 to 417 | 8 bytes |
//! | [`Lot`] | batch or lot | 10 | its characters, and a length |
//! | [`Serial`] | serial number of a trade item | 21 | its characters, and a length |
//! | [`Expiry`] | last day of use | 17 | 2 bytes |

use codec::{Decode, DecodeWithMemTracking, Encode, EncodeLike, Input, MaxEncodedLen, Output};
use core::{fmt, str::FromStr};
use scale_info::{build::Fields, Path, Type, TypeInfo};

/// The most characters of a [`Lot`] or a [`Serial`].
pub const MAX_CHARACTERS: usize = 20;

/// What is wrong with a GS1 key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum KeyError {
	/// It has another number of characters than the key may have.
	Length {
		/// The key.
		key: &'static str,
		/// How many it has.
		found: usize,
		/// How many are right.
		right: &'static str,
	},
	/// A character that the key may not have.
	Character {
		/// The key.
		key: &'static str,
		/// Where it stands, from 0, in bytes.
		at: usize,
		/// What is right.
		right: &'static str,
	},
	/// The check digit, the last one, does not fit the others.
	CheckDigit {
		/// The key.
		key: &'static str,
		/// The digit that stands there.
		found: u8,
		/// The digit that would fit.
		right: u8,
	},
	/// A day that the calendar does not have, or that is out of range.
	NoSuchDay {
		/// The key.
		key: &'static str,
	},
}

impl fmt::Display for KeyError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Length { key, found, right } => {
				write!(f, "{key} of the wrong length: right are {right}, found {found}")
			}
			Self::Character { key, at, right } => {
				let place = at.saturating_add(1);
				write!(f, "character {place} of the {key} is wrong; right are {right}")
			}
			Self::CheckDigit { key, found, right } => {
				write!(f, "the check digit of the {key} is {found}; {right} would fit the others")
			}
			Self::NoSuchDay { key } => write!(f, "the {key} is no day from 1970 to 2149"),
		}
	}
}

impl core::error::Error for KeyError {}

const DIGITS: &str = "digits";
const SET_82: &str = "letters, digits and !\"%&'()*+,-./:;<=>?_";

/// Whether a character is in GS1 AI encodable character set 82.
pub const fn is_set_82(character: u8) -> bool {
	matches!(
		character,
		b'!' | b'"' | b'%'..=b'/' | b'0'..=b'9' | b':'..=b'?' | b'A'..=b'Z' | b'_' | b'a'..=b'z'
	)
}

/// The check digit of a number that has none yet: mod 10 with weights 3 and 1 from the right.
pub fn check_digit(number: u64) -> u8 {
	let (mut rest, mut sum, mut weight) = (number, 0u64, 3u64);
	while rest > 0 {
		sum = sum.wrapping_add((rest % 10).wrapping_mul(weight));
		weight = 4u64.wrapping_sub(weight);
		rest /= 10;
	}
	// A remainder of 10 is below 256.
	((10u64.wrapping_sub(sum % 10)) % 10).to_le_bytes()[0]
}

/// The number that digits make; at most 18 of them.
fn number(digits: &[u8], key: &'static str) -> Result<u64, KeyError> {
	digits.iter().enumerate().try_fold(0u64, |sum, (at, digit)| match digit {
		b'0'..=b'9' => Ok(sum.wrapping_mul(10).wrapping_add(u64::from(digit & 0x0f))),
		_ => Err(KeyError::Character { key, at, right: DIGITS }),
	})
}

fn checked(number: u64, key: &'static str) -> Result<u64, KeyError> {
	let (found, right) = ((number % 10).to_le_bytes()[0], check_digit(number / 10));
	match found == right {
		true => Ok(number),
		false => Err(KeyError::CheckDigit { key, found, right }),
	}
}

macro_rules! numeric_key {
	(
		$(#[$doc:meta])*
		$name:ident, $key:literal, $digits:literal digits $(or $shorter:literal)*, $right:literal
	) => {
		$(#[$doc])*
		#[derive(
			Clone, Copy, Debug, Encode, Eq, Hash, MaxEncodedLen, Ord, PartialEq, PartialOrd,
			TypeInfo,
		)]
		pub struct $name(u64);

		impl $name {
			/// The key's name.
			pub const KEY: &'static str = $key;
			/// How many digits it has when it is written.
			pub const DIGITS: usize = $digits;

			/// The key whose digits, the check digit among them, make this number.
			pub fn from_number(number: u64) -> Result<Self, KeyError> {
				let limit = 10u64.pow($digits);
				match number < limit {
					true => checked(number, $key).map(Self),
					false => Err(KeyError::Length {
						key: $key,
						found: number.ilog10().saturating_add(1) as usize,
						right: $right,
					}),
				}
			}

			/// The key that begins with these digits: adds the check digit to them.
			pub fn from_body(body: u64) -> Result<Self, KeyError> {
				let number = body
					.checked_mul(10)
					.and_then(|number| number.checked_add(check_digit(body).into()));
				Self::from_number(number.unwrap_or(u64::MAX))
			}

			/// The number that its digits make.
			pub const fn number(self) -> u64 {
				self.0
			}

			/// Its digits in ASCII, with leading zeros.
			pub fn digits(self) -> [u8; $digits] {
				let (mut digits, mut rest) = ([b'0'; $digits], self.0);
				for place in digits.iter_mut().rev() {
					*place = b'0'.saturating_add((rest % 10).to_le_bytes()[0]);
					rest /= 10;
				}
				digits
			}
		}

		impl FromStr for $name {
			type Err = KeyError;

			fn from_str(text: &str) -> Result<Self, KeyError> {
				match text.len() {
					$digits $( | $shorter )* => checked(number(text.as_bytes(), $key)?, $key).map(Self),
					found => Err(KeyError::Length { key: $key, found, right: $right }),
				}
			}
		}

		impl fmt::Display for $name {
			fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				write!(f, "{:0width$}", self.0, width = $digits)
			}
		}

		impl Decode for $name {
			fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
				Self::from_number(u64::decode(input)?)
					.map_err(|_| concat!($key, " out of range or with a wrong check digit").into())
			}
		}

		impl DecodeWithMemTracking for $name {}
	};
}

numeric_key! {
	/// A trade item: a Global Trade Item Number, as GTIN-14. One of 8, 12 or 13 digits is the same
	/// with zeros before it.
	Gtin, "GTIN", 14 digits or 8 or 12 or 13, "8, 12, 13 or 14 digits"
}

numeric_key! {
	/// A logistic unit, such as a case or a pallet: a Serial Shipping Container Code.
	Sscc, "SSCC", 18 digits, "18 digits"
}

numeric_key! {
	/// A party or a place: a Global Location Number.
	Gln, "GLN", 13 digits, "13 digits"
}

macro_rules! text_key {
	( $(#[$doc:meta])* $name:ident, $key:literal ) => {
		$(#[$doc])*
		#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
		pub struct $name {
			// Zeros behind the characters, so that the order is that of the characters.
			characters: [u8; MAX_CHARACTERS],
			length: u8,
		}

		impl $name {
			/// The key's name.
			pub const KEY: &'static str = $key;

			/// The key with these characters, which are case-sensitive.
			pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
				if let Some(at) = bytes.iter().position(|character| !is_set_82(*character)) {
					return Err(KeyError::Character { key: $key, at, right: SET_82 });
				}
				let wrong =
					KeyError::Length { key: $key, found: bytes.len(), right: "1 to 20 characters" };
				let mut characters = [0; MAX_CHARACTERS];
				let place = characters.get_mut(..bytes.len()).ok_or(wrong)?;
				place.copy_from_slice(bytes);
				match u8::try_from(bytes.len()) {
					Ok(length) if length > 0 => Ok(Self { characters, length }),
					_ => Err(wrong),
				}
			}

			/// Its characters, in ASCII.
			pub fn as_bytes(&self) -> &[u8] {
				self.characters.get(..usize::from(self.length)).unwrap_or_default()
			}

			/// Its characters.
			pub fn as_str(&self) -> &str {
				core::str::from_utf8(self.as_bytes()).unwrap_or_default()
			}
		}

		impl FromStr for $name {
			type Err = KeyError;

			fn from_str(text: &str) -> Result<Self, KeyError> {
				Self::from_bytes(text.as_bytes())
			}
		}

		impl fmt::Display for $name {
			fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				f.pad(self.as_str())
			}
		}

		impl fmt::Debug for $name {
			fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
			}
		}

		impl Encode for $name {
			fn size_hint(&self) -> usize {
				self.as_bytes().len().saturating_add(1)
			}

			fn encode_to<O: Output + ?Sized>(&self, output: &mut O) {
				self.as_bytes().encode_to(output);
			}
		}

		impl Decode for $name {
			fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
				let length = codec::Compact::<u32>::decode(input)?.0;
				let mut characters = [0; MAX_CHARACTERS];
				let place = usize::try_from(length)
					.ok()
					.and_then(|length| characters.get_mut(..length))
					.ok_or(concat!($key, " longer than 20 characters"))?;
				input.read(place)?;
				Self::from_bytes(place)
					.map_err(|_| concat!($key, " empty, or with a character it may not have").into())
			}
		}

		impl DecodeWithMemTracking for $name {}
		impl EncodeLike for $name {}

		impl MaxEncodedLen for $name {
			fn max_encoded_len() -> usize {
				MAX_CHARACTERS.saturating_add(1)
			}
		}

		impl TypeInfo for $name {
			type Identity = Self;

			fn type_info() -> Type {
				Type::builder()
					.path(Path::new(stringify!($name), module_path!()))
					.composite(Fields::unnamed().field(|field| field.ty::<[u8]>()))
			}
		}
	};
}

text_key! {
	/// The batch or lot of a trade item: 1 to 20 characters of character set 82, case-sensitive.
	Lot, "lot"
}

text_key! {
	/// The serial number of a trade item: 1 to 20 characters of character set 82, case-sensitive.
	Serial, "serial number"
}

/// The last day on which a trade item may be used, in UTC. It is stored as days since 1970-01-01.
#[derive(
	Clone,
	Copy,
	Debug,
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
pub struct Expiry(u16);

/// The days of 400 years, after which the calendar repeats.
const DAYS_OF_400_YEARS: u32 = 146_097;
/// The days from 0000-03-01 to 1970-01-01.
const DAYS_BEFORE_1970: u32 = 719_468;
const SECONDS_OF_A_DAY: u64 = 24 * 60 * 60;

impl Expiry {
	/// The key's name.
	pub const KEY: &'static str = "expiry date";

	/// A day of the calendar, from 1970 to 2149.
	pub fn from_day(year: u16, month: u8, day: u8) -> Result<Self, KeyError> {
		let wrong = KeyError::NoSuchDay { key: Self::KEY };
		if !(1970..=2149).contains(&year) || day == 0 || day > last_of_month(year, month) {
			return Err(wrong);
		}
		// Years begin in March, so that the leap day is the last of its year.
		let (year, month) = (u32::from(year), u32::from(month));
		let (year, month) = match month {
			1 | 2 => (year.saturating_sub(1), month.saturating_add(9)),
			_ => (year, month.saturating_sub(3)),
		};
		let leap_days = (year / 4).saturating_sub(year / 100).saturating_add(year / 400);
		let days = year
			.saturating_mul(365)
			.saturating_add(leap_days)
			.saturating_add(month.saturating_mul(153).saturating_add(2) / 5)
			.saturating_add(u32::from(day))
			.saturating_sub(1);
		let since_1970 = days.checked_sub(DAYS_BEFORE_1970).ok_or(wrong)?;
		u16::try_from(since_1970).map(Self).map_err(|_| wrong)
	}

	/// The date of application identifier 17: `YYMMDD`, where day `00` is the last of the month. The
	/// century is the one that brings the year within 49 years back and 50 ahead of `this_year`.
	pub fn from_yymmdd(text: &str, this_year: u16) -> Result<Self, KeyError> {
		let key = Self::KEY;
		if text.len() != 6 {
			return Err(KeyError::Length { key, found: text.len(), right: "6 digits" });
		}
		let digits = number(text.as_bytes(), key)?;
		let part = |by: u64| ((digits / by) % 100).to_le_bytes()[0];
		let (short_year, month, day) = (part(10_000), part(100), part(1));
		let year = in_century(short_year, this_year);
		match day {
			0 => Self::from_day(year, month, last_of_month(year, month)),
			_ => Self::from_day(year, month, day),
		}
	}

	/// The day whose number, counted from 1970-01-01 as 0, this is.
	pub const fn from_days(days: u16) -> Self {
		Self(days)
	}

	/// Its number, counted from 1970-01-01 as 0.
	pub const fn days(self) -> u16 {
		self.0
	}

	/// The last second of the day, in seconds since 1970: the item may be used up to it.
	pub fn last_second(self) -> u64 {
		u64::from(self.0).saturating_add(1).saturating_mul(SECONDS_OF_A_DAY).saturating_sub(1)
	}

	/// Whether the day is over at this second since 1970.
	pub fn is_over(self, at: u64) -> bool {
		self.last_second() < at
	}

	/// Year, month and day.
	pub fn day(self) -> (u16, u8, u8) {
		let days = u32::from(self.0).saturating_add(DAYS_BEFORE_1970);
		let (era, of_era) = (days / DAYS_OF_400_YEARS, days % DAYS_OF_400_YEARS);
		// Without the leap days of 4, 100 and 400 years, each year has 365.
		let year_of_era = of_era
			.saturating_sub(of_era / 1_460)
			.saturating_add(of_era / 36_524)
			.saturating_sub(of_era / 146_096)
			/ 365;
		let leap_days = (year_of_era / 4).saturating_sub(year_of_era / 100);
		let of_year =
			of_era.saturating_sub(year_of_era.saturating_mul(365).saturating_add(leap_days));
		let month = of_year.saturating_mul(5).saturating_add(2) / 153;
		let before = month.saturating_mul(153).saturating_add(2) / 5;
		let day = of_year.saturating_sub(before).saturating_add(1);
		let year = era.saturating_mul(400).saturating_add(year_of_era);
		let (year, month) = match month {
			10 | 11 => (year.saturating_add(1), month.saturating_sub(9)),
			_ => (year, month.saturating_add(3)),
		};
		let [first, second, ..] = year.to_le_bytes();
		(u16::from_le_bytes([first, second]), month.to_le_bytes()[0], day.to_le_bytes()[0])
	}

	/// The date as application identifier 17 carries it, with its day; its century is lost.
	pub fn yymmdd(self) -> [u8; 6] {
		let (year, month, day) = self.day();
		let [short_year, _] = (year % 100).to_le_bytes();
		let digit = |number: u8| b'0'.saturating_add(number % 10);
		let mut written = [b'0'; 6];
		for (place, number) in written.chunks_mut(2).zip([short_year, month, day]) {
			place.copy_from_slice(&[digit(number / 10), digit(number)]);
		}
		written
	}
}

/// The year with these last two digits that is from 49 years before to 50 after `this_year`.
fn in_century(short_year: u8, this_year: u16) -> u16 {
	let century = this_year.saturating_sub(this_year % 100);
	let year = century.saturating_add(short_year.into());
	match (year.saturating_sub(this_year), this_year.saturating_sub(year)) {
		(51.., _) => year.saturating_sub(100),
		(_, 50..) => year.saturating_add(100),
		_ => year,
	}
}

/// The last day of a month; 0 if there is no such month.
fn last_of_month(year: u16, month: u8) -> u8 {
	let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
	match month {
		1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
		4 | 6 | 9 | 11 => 30,
		2 if leap => 29,
		2 => 28,
		_ => 0,
	}
}

impl FromStr for Expiry {
	type Err = KeyError;

	/// Reads a day such as `2027-03-31`.
	fn from_str(text: &str) -> Result<Self, KeyError> {
		let key = Self::KEY;
		let found = text.len();
		let wrong = KeyError::Length { key, found, right: "the form YYYY-MM-DD" };
		let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text.as_bytes() else {
			return Err(wrong);
		};
		let year = number(&[*y0, *y1, *y2, *y3], key)?;
		let [month, day] = [number(&[*m0, *m1], key)?, number(&[*d0, *d1], key)?];
		let [first, second, ..] = year.to_le_bytes();
		Self::from_day(
			u16::from_le_bytes([first, second]),
			month.to_le_bytes()[0],
			day.to_le_bytes()[0],
		)
	}
}

impl fmt::Display for Expiry {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let (year, month, day) = self.day();
		write!(f, "{year:04}-{month:02}-{day:02}")
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn told<T: fmt::Debug>(result: Result<T, KeyError>) -> String {
		result.unwrap_err().to_string()
	}

	#[test]
	fn a_gtin_is_read_from_each_of_its_lengths() {
		for (printed, gtin) in [
			("09521141012345", "09521141012345"),
			("9521141012345", "09521141012345"),
			("614141000036", "00614141000036"),
			("96385074", "00000096385074"),
			("80614141123458", "80614141123458"),
			("00000000000000", "00000000000000"),
		] {
			assert_eq!(printed.parse::<Gtin>().unwrap().to_string(), gtin);
		}
		let gtin: Gtin = "80614141123458".parse().unwrap();
		assert_eq!(gtin.number(), 80_614_141_123_458);
		assert_eq!(Gtin::from_number(80_614_141_123_458), Ok(gtin));
		assert_eq!(Gtin::from_body(8_061_414_112_345), Ok(gtin));
	}

	#[test]
	fn a_wrong_number_is_told_what_is_wrong() {
		assert_eq!(
			told("09521141012346".parse::<Gtin>()),
			"the check digit of the GTIN is 6; 5 would fit the others"
		);
		assert_eq!(
			told("952114101234".parse::<Gln>()),
			"GLN of the wrong length: right are 13 digits, found 12"
		);
		assert_eq!(
			told("".parse::<Gtin>()),
			"GTIN of the wrong length: right are 8, 12, 13 or 14 digits, found 0"
		);
		assert_eq!(
			told("0952114101234X".parse::<Gtin>()),
			"character 14 of the GTIN is wrong; right are digits"
		);
		assert_eq!(
			"\u{665}521141012345".parse::<Gtin>(),
			Err(KeyError::Character { key: "GTIN", at: 0, right: DIGITS }),
			"other scripts' digits are none"
		);
		assert_eq!(
			Gtin::from_number(100_000_000_000_000),
			Err(KeyError::Length { key: "GTIN", found: 15, right: "8, 12, 13 or 14 digits" })
		);
		assert!(Sscc::from_number(u64::MAX).is_err() && Sscc::from_body(u64::MAX).is_err());
	}

	#[test]
	fn logistic_units_and_places_have_their_own_lengths() {
		let unit: Sscc = "106141412345678908".parse().unwrap();
		assert_eq!(unit.to_string(), "106141412345678908");
		assert_eq!(&unit.digits(), b"106141412345678908");
		let low: Sscc = "000000000000000000".parse().unwrap();
		assert_eq!(low.to_string().len(), Sscc::DIGITS);
		let place: Gln = "0012345111112".parse().unwrap();
		assert_eq!(place.to_string(), "0012345111112");
		assert!("106141412345678901".parse::<Sscc>().is_err());
		assert!("0012345111113".parse::<Gln>().is_err());
	}

	#[test]
	fn every_single_wrong_digit_is_found() {
		let right = "09521141012345";
		for at in 0..right.len() {
			for digit in b'0'..=b'9' {
				let mut other = right.as_bytes().to_vec();
				other[at] = digit;
				let other = String::from_utf8(other).unwrap();
				assert_eq!(other.parse::<Gtin>().is_ok(), other == right, "{other}");
			}
		}
	}

	#[test]
	fn bytes_with_a_wrong_check_digit_do_not_decode() {
		let gtin: Gtin = "09521141012345".parse().unwrap();
		assert_eq!(gtin.encode(), 9_521_141_012_345u64.encode());
		assert_eq!(Gtin::decode(&mut &gtin.encode()[..]), Ok(gtin));
		assert_eq!(Gtin::max_encoded_len(), 8);
		for number in [9_521_141_012_346u64, 100_000_000_000_004, u64::MAX] {
			assert!(Gtin::decode(&mut &number.encode()[..]).is_err(), "{number}");
			assert!(Gln::decode(&mut &number.encode()[..]).is_err(), "{number}");
		}
		assert!(Sscc::decode(&mut &106_141_412_345_678_901u64.encode()[..]).is_err());
		assert!(Gtin::decode(&mut &[0; 7][..]).is_err());
	}

	#[test]
	fn the_character_set_has_82_characters() {
		assert_eq!((0..=u8::MAX).filter(|character| is_set_82(*character)).count(), 82);
		for outside in [b' ', b'#', b'$', b'@', b'[', b'^', b'`', b'{', b'~', 0x1d, 0x80] {
			assert!(!is_set_82(outside), "{outside}");
		}
	}

	#[test]
	fn lots_and_serials_have_1_to_20_characters_of_the_set() {
		let longest = "!\"%&'()*+,-./:;<=>?_";
		assert_eq!(longest.parse::<Lot>().unwrap().to_string(), longest);
		assert_eq!("a".parse::<Serial>().unwrap().as_str(), "a");
		assert_ne!("a".parse::<Serial>(), "A".parse::<Serial>());
		assert_eq!(
			told("".parse::<Lot>()),
			"lot of the wrong length: right are 1 to 20 characters, found 0"
		);
		assert_eq!(
			told("123456789012345678901".parse::<Serial>()),
			"serial number of the wrong length: right are 1 to 20 characters, found 21"
		);
		let told = told("12 4".parse::<Serial>());
		assert!(told.starts_with("character 3 of the serial number is wrong"), "{told}");
		assert!("\u{e9}".parse::<Lot>().is_err());
		let mut sorted = ["b", "a", "ab", "B", "aa"].map(|lot| lot.parse::<Lot>().unwrap());
		sorted.sort();
		assert_eq!(sorted.map(|lot| lot.to_string()), ["B", "a", "aa", "ab", "b"]);
		assert_eq!(format!("{:?}", sorted[0]), "Lot(\"B\")");
	}

	#[test]
	fn text_keys_are_encoded_as_their_characters() {
		let serial: Serial = "A1b2".parse().unwrap();
		assert_eq!(serial.encode(), b"A1b2".to_vec().encode());
		assert_eq!(serial.size_hint(), serial.encode().len());
		assert_eq!(Serial::decode(&mut &serial.encode()[..]), Ok(serial));
		let longest: Serial = "12345678901234567890".parse().unwrap();
		assert_eq!(longest.encode().len(), Serial::max_encoded_len());
		for wrong in [vec![], b"a b".to_vec(), vec![b'x'; 21], vec![b'x'; 70_000]] {
			assert!(Serial::decode(&mut &wrong.encode()[..]).is_err());
		}
		assert!(Lot::decode(&mut &[4 << 2, b'a'][..]).is_err(), "too few characters");
	}

	#[test]
	fn an_expiry_date_is_a_day() {
		for (text, days) in [
			("1970-01-01", 0),
			("1972-02-29", 789),
			("2000-02-29", 11_016),
			("2024-12-31", 20_088),
			("2100-03-01", 47_541),
			("2149-06-06", 65_535),
		] {
			let expiry: Expiry = text.parse().unwrap();
			assert_eq!((expiry.days(), expiry.to_string().as_str()), (days, text));
		}
		for days in 0..=u16::MAX {
			let expiry = Expiry::from_days(days);
			assert_eq!(expiry.to_string().parse(), Ok(expiry));
		}
		for text in ["2023-02-29", "2100-02-29", "2024-00-01", "2024-13-01", "2024-01-00"] {
			assert_eq!(told(text.parse::<Expiry>()), "the expiry date is no day from 1970 to 2149");
		}
		assert!("1969-12-31".parse::<Expiry>().is_err() && "2149-06-07".parse::<Expiry>().is_err());
		assert!(told("20240101".parse::<Expiry>()).contains("YYYY-MM-DD"));
	}

	#[test]
	fn an_expiry_date_is_read_by_its_application_identifier() {
		let read = |text, year| Expiry::from_yymmdd(text, year).map(|expiry| expiry.to_string());
		assert_eq!(read("270331", 2026).unwrap(), "2027-03-31");
		assert_eq!(read("270200", 2026).unwrap(), "2027-02-28", "day 00 is the last");
		assert_eq!(read("280200", 2026).unwrap(), "2028-02-29");
		assert_eq!(read("760101", 2026).unwrap(), "2076-01-01", "50 years ahead");
		assert_eq!(read("770101", 2026).unwrap(), "1977-01-01", "49 years back");
		assert_eq!(read("000101", 2060).unwrap(), "2100-01-01");
		assert_eq!(read("990101", 2026).unwrap(), "1999-01-01");
		assert_eq!(told(read("271301", 2026)), "the expiry date is no day from 1970 to 2149");
		assert_eq!(told(read("270232", 2026)), "the expiry date is no day from 1970 to 2149");
		assert_eq!(
			told(read("27033", 2026)),
			"expiry date of the wrong length: right are 6 digits, found 5"
		);
		assert!(told(read("27O331", 2026)).starts_with("character 3 of the expiry date"));
		assert_eq!(&Expiry::from_yymmdd("270200", 2026).unwrap().yymmdd(), b"270228");
		assert_eq!(&"2005-10-09".parse::<Expiry>().unwrap().yymmdd(), b"051009");
	}

	#[test]
	fn an_item_may_be_used_on_its_last_day() {
		let expiry: Expiry = "1970-01-02".parse().unwrap();
		assert_eq!(expiry.last_second(), 172_799);
		assert!(!expiry.is_over(172_799) && expiry.is_over(172_800));
		assert_eq!((expiry.encode(), Expiry::max_encoded_len()), (vec![1, 0], 2));
	}
}
