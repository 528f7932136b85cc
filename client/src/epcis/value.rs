//! Instants and numbers.

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta, Utc};
use std::fmt;

/// The largest exponent of a number.
const MAX_EXPONENT: usize = 40;
const NANOS_OF_A_MILLI: u32 = 1_000_000;

/// An instant with the time zone in which it was written.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Instant(DateTime<FixedOffset>);

impl Instant {
	/// Reads an `xsd:dateTimeStamp`, such as `2026-05-31T08:30:00.000+02:00`.
	pub fn parse(text: &str) -> Option<Self> {
		if text.as_bytes().get(10) != Some(&b'T') {
			return None;
		}
		DateTime::parse_from_rfc3339(text).ok().map(Self)
	}

	/// Whole seconds since 1970.
	pub fn seconds(&self) -> i64 {
		self.0.timestamp()
	}

	/// The instant in UTC, rounded to milliseconds.
	pub fn canonical(&self) -> String {
		let utc = self.0.with_timezone(&Utc);
		let beyond = utc.timestamp_subsec_nanos() % NANOS_OF_A_MILLI;
		let up = match beyond >= NANOS_OF_A_MILLI / 2 {
			true => TimeDelta::nanoseconds(i64::from(NANOS_OF_A_MILLI.saturating_sub(beyond))),
			false => TimeDelta::zero(),
		};
		let rounded = utc.checked_add_signed(up).unwrap_or(utc);
		rounded.to_rfc3339_opts(SecondsFormat::Millis, true)
	}
}

impl fmt::Display for Instant {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
	}
}

/// A decimal number without superfluous digits: no zeros before it or behind its point.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Decimal(String);

impl Decimal {
	/// Reads a number of JSON.
	pub fn parse(text: &str) -> Option<Self> {
		let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
		let (negative, places) = match exponent.strip_prefix('-') {
			Some(places) => (true, places),
			None => (false, exponent.strip_prefix('+').unwrap_or(exponent)),
		};
		let places: usize = places.parse().ok().filter(|places| *places <= MAX_EXPONENT)?;
		let plain = Self::plain(digits)?.0;
		let (sign, digits) = match plain.strip_prefix('-') {
			Some(digits) => ("-", digits),
			None => ("", plain.as_str()),
		};
		let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
		let shifted = match negative {
			true => {
				let whole = format!("{whole:0>width$}", width = places.saturating_add(1));
				let (left, right) = whole.split_at_checked(whole.len().checked_sub(places)?)?;
				format!("{sign}{left}.{right}{fraction}0")
			}
			false => {
				let fraction = format!("{fraction:0<places$}");
				let (left, right) = fraction.split_at_checked(places)?;
				format!("{sign}{whole}{left}.{right}0")
			}
		};
		Self::plain(&shifted)
	}

	/// Reads digits with at most a sign and a point.
	pub fn plain(text: &str) -> Option<Self> {
		let (negative, digits) = match text.strip_prefix('-') {
			Some(digits) => (true, digits),
			None => (false, text.strip_prefix('+').unwrap_or(text)),
		};
		let (whole, fraction) = match digits.split_once('.') {
			Some((_, "")) => return None,
			Some(parts) => parts,
			None => (digits, ""),
		};
		let are_digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
		if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) {
			return None;
		}
		let whole = match whole.trim_start_matches('0') {
			"" => "0",
			whole => whole,
		};
		let fraction = fraction.trim_end_matches('0');
		let point = if fraction.is_empty() { "" } else { "." };
		let sign = match negative && (whole, fraction) != ("0", "") {
			true => "-",
			false => "",
		};
		Some(Self(format!("{sign}{whole}{point}{fraction}")))
	}

	/// Whether it is below zero.
	pub fn is_negative(&self) -> bool {
		self.0.starts_with('-')
	}

	/// Its digits.
	pub fn as_str(&self) -> &str {
		&self.0
	}
}

impl fmt::Display for Decimal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.pad(&self.0)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn instants_are_in_utc_and_milliseconds() {
		for (written, canonical) in [
			("2005-04-03T20:33:31.116000-06:00", "2005-04-04T02:33:31.116Z"),
			("2020-06-08T18:11:16Z", "2020-06-08T18:11:16.000Z"),
			("2023-02-02T11:04:03.1415Z", "2023-02-02T11:04:03.142Z"),
			("2023-02-02T11:04:03.1414999999Z", "2023-02-02T11:04:03.141Z"),
			("2023-12-31T23:59:59.9995Z", "2024-01-01T00:00:00.000Z"),
			("2023-02-02T11:04:03.1405Z", "2023-02-02T11:04:03.141Z"),
		] {
			assert_eq!(Instant::parse(written).unwrap().canonical(), canonical, "{written}");
		}
		for wrong in [
			"",
			"2023-02-02",
			"2023-02-02T11:04:03",
			"2023-02-30T11:04:03Z",
			"2023-02-02 11:04:03Z",
		] {
			assert_eq!(Instant::parse(wrong), None, "{wrong}");
		}
		let instant = Instant::parse("1970-01-01T01:00:00.5+01:00").unwrap();
		assert_eq!(
			(instant.seconds(), instant.to_string().as_str()),
			(0, "1970-01-01T01:00:00.500+01:00")
		);
	}

	#[test]
	fn numbers_have_no_superfluous_digits() {
		for (written, canonical) in [
			("10", "10"),
			("10.0", "10"),
			("200.50", "200.5"),
			("-0.0", "0"),
			("-477979.890", "-477979.89"),
			("1e3", "1000"),
			("1.25E2", "125"),
			("1.25e1", "12.5"),
			("125e-2", "1.25"),
			("-5e-3", "-0.005"),
			("12345678901234567890.10", "12345678901234567890.1"),
		] {
			assert_eq!(Decimal::parse(written).unwrap().as_str(), canonical, "{written}");
		}
		for wrong in ["", "-", ".5", "5.", "1e", "1e41", "1e-41", "0x1", "1 ", "twenty", "1e1e1"] {
			assert_eq!(Decimal::parse(wrong), None, "{wrong}");
		}
		assert_eq!(Decimal::plain("+007.10").unwrap().as_str(), "7.1");
		assert_eq!(Decimal::plain("1e3"), None);
		assert!(Decimal::parse("-0.1").unwrap().is_negative());
	}
}
