//! Amounts, percentages and spans of time as people type and read them. Money is counted in whole
//! minor units, such as cents; nothing here is a floating-point number.

use medchain_support::{Amount, BasisPoints, CurrencyCode};
use std::{fmt, str::FromStr};

/// Why digits are no amount of minor units.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Misfit {
	/// Not digits with at most one point between them.
	Malformed,
	/// More decimals than there are minor units.
	TooFine,
	/// More than can be counted.
	TooMuch,
}

/// Digits with a point, such as `12.50`, in units of `decimals` digits behind the point. Zeros behind
/// the last of them change nothing.
pub fn minor_units(text: &str, decimals: u8) -> Result<Amount, Misfit> {
	let (whole, fraction) = match text.split_once('.') {
		Some((_, "")) => return Err(Misfit::Malformed),
		Some(parts) => parts,
		None => (text, ""),
	};
	let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
	if whole.is_empty() || !digits(whole) || !digits(fraction) {
		return Err(Misfit::Malformed);
	}
	let decimals = usize::from(decimals);
	let (fraction, beyond) = fraction.split_at(fraction.len().min(decimals));
	if beyond.bytes().any(|byte| byte != b'0') {
		return Err(Misfit::TooFine);
	}
	format!("{whole}{fraction:0<decimals$}").parse().map_err(|_| Misfit::TooMuch)
}

/// Minor units as digits with a point.
pub fn major_units(amount: Amount, decimals: u8) -> String {
	let decimals = usize::from(decimals);
	let digits = format!("{amount:0>width$}", width = decimals + 1);
	match digits.split_at(digits.len().saturating_sub(decimals)) {
		(whole, "") => whole.to_string(),
		(whole, fraction) => format!("{whole}.{fraction}"),
	}
}

/// An amount as people read it: `12.50 EUR`.
pub fn told(amount: Amount, code: CurrencyCode) -> String {
	format!("{} {code}", major_units(amount, code.decimals()))
}

/// An amount as it was typed, before it is known of which currency it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Typed {
	digits: String,
	code: Option<CurrencyCode>,
}

impl Typed {
	/// In minor units of a currency, which must be the one that was typed, if one was.
	pub fn of(&self, code: CurrencyCode, argument: &str) -> Result<Amount, String> {
		if let Some(other) = self.code.filter(|typed| *typed != code) {
			return Err(format!("{argument} {self} is in {other}, but the currency is {code}"));
		}
		minor_units(&self.digits, code.decimals()).map_err(|misfit| match misfit {
			Misfit::TooFine => format!(
				"{argument} {self} has a smaller unit than {code}, which has {} decimals",
				code.decimals()
			),
			Misfit::TooMuch => format!("{argument} {self} is more than can be counted"),
			Misfit::Malformed => format!("{argument} {self} is no amount"),
		})
	}
}

impl fmt::Display for Typed {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&self.digits)?;
		self.code.iter().try_for_each(|code| write!(f, " {code}"))
	}
}

impl FromStr for Typed {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let wrong = || format!("{text:?} is no amount; right are \"12.50 EUR\" and 12.50");
		let (digits, code) = match text.trim().split_once(' ') {
			None => (text.trim(), None),
			Some((digits, code)) => {
				let code = code.trim();
				let code = CurrencyCode::from_code(code).ok_or_else(|| {
					format!("{code:?} is no active code of ISO 4217, such as EUR")
				})?;
				(digits, Some(code))
			}
		};
		match minor_units(digits, u8::MAX) {
			Err(Misfit::Malformed) => Err(wrong()),
			_ => Ok(Self { digits: digits.to_string(), code }),
		}
	}
}

/// A percentage such as `12.5%`, in hundredths of a percent.
pub fn percentage(text: &str) -> Result<BasisPoints, String> {
	let digits = text.trim().trim_end_matches('%').trim_end();
	let found = minor_units(digits, 2).ok().and_then(|points| u16::try_from(points).ok());
	found.map(BasisPoints).ok_or_else(|| {
		format!("{text:?} is no percentage; right are 3, 12.5 and 102.25%, up to 655.35%")
	})
}

/// A span of time such as `90d`, in seconds.
pub fn span(text: &str) -> Result<u64, String> {
	let wrong =
		|| {
			format!("{text:?} is no span of time; right are 45s, 30m, 12h, 90d and 2w, and whole numbers")
		};
	let at = text.len().saturating_sub(1);
	let (number, unit) = text.split_at_checked(at).ok_or_else(wrong)?;
	let seconds = match unit {
		"s" => 1,
		"m" => 60,
		"h" => 60 * 60,
		"d" => 24 * 60 * 60,
		"w" => 7 * 24 * 60 * 60,
		_ => return Err(wrong()),
	};
	if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
		return Err(wrong());
	}
	number.parse::<u64>().ok().and_then(|number| number.checked_mul(seconds)).ok_or_else(wrong)
}

/// Seconds as people read them, in the largest unit that is whole.
pub fn span_told(seconds: u64) -> String {
	let units = [(24 * 60 * 60, "day"), (60 * 60, "hour"), (60, "minute"), (1, "second")];
	let (unit, name) = units
		.into_iter()
		.find(|(unit, _)| seconds != 0 && seconds.is_multiple_of(*unit))
		.unwrap_or((1, "second"));
	let count = seconds / unit;
	format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
	use super::*;

	fn code(code: &str) -> CurrencyCode {
		CurrencyCode::from_code(code).unwrap()
	}

	#[test]
	fn digits_become_minor_units_and_digits_again() {
		for (text, decimals, amount, told) in [
			("0", 2, 0, "0.00"),
			("0.01", 2, 1, "0.01"),
			("12.5", 2, 1_250, "12.50"),
			("12.500", 2, 1_250, "12.50"),
			("1200", 0, 1_200, "1200"),
			("1200.00", 0, 1_200, "1200"),
			("0.005", 3, 5, "0.005"),
			("007", 0, 7, "7"),
		] {
			assert_eq!(minor_units(text, decimals), Ok(amount), "{text}");
			assert_eq!(major_units(amount, decimals), told);
		}
		let most = major_units(u128::MAX, 2);
		assert_eq!(most, "3402823669209384634633746074317682114.55");
		assert_eq!(minor_units(&most, 2), Ok(u128::MAX));
		assert_eq!(
			minor_units("3402823669209384634633746074317682114.56", 2),
			Err(Misfit::TooMuch)
		);
	}

	#[test]
	fn what_is_no_amount_is_told_apart() {
		for text in ["", ".5", "5.", "1.2.3", "-1", "+1", "1e3", "12,50", "٣", " 1", "0x1"] {
			assert_eq!(minor_units(text, 2), Err(Misfit::Malformed), "{text:?}");
		}
		assert_eq!(minor_units("0.001", 2), Err(Misfit::TooFine));
		assert_eq!(minor_units("1.5", 0), Err(Misfit::TooFine));
	}

	#[test]
	fn a_typed_amount_fits_the_currency_or_names_the_argument() {
		let typed = |text: &str| text.parse::<Typed>().unwrap();
		assert_eq!(typed("12.50 EUR").of(code("EUR"), "--amount"), Ok(1_250));
		assert_eq!(typed("12.5").of(code("EUR"), "--amount"), Ok(1_250));
		let other = typed("12.50 USD").of(code("EUR"), "--amount").unwrap_err();
		assert_eq!(other, "--amount 12.50 USD is in USD, but the currency is EUR");
		let fine = typed("12.505").of(code("EUR"), "--cap").unwrap_err();
		assert!(fine.starts_with("--cap 12.505 has a smaller unit"), "{fine}");
		assert!(typed("1.5").of(code("JPY"), "--cap").unwrap_err().contains("0 decimals"));
		let much = typed(&"9".repeat(40)).of(code("EUR"), "--amount").unwrap_err();
		assert!(much.contains("more than can be counted"), "{much}");
		assert!("12,50 EUR".parse::<Typed>().unwrap_err().contains("12.50 EUR"));
		assert!("1 XXX".parse::<Typed>().unwrap_err().contains("\"XXX\" is no active code"));
		assert!("1 eur".parse::<Typed>().unwrap_err().contains("\"eur\" is no active code"));
	}

	#[test]
	fn amounts_are_told_with_their_currency() {
		assert_eq!(told(1_250, code("EUR")), "12.50 EUR");
		assert_eq!(told(1_250, code("JPY")), "1250 JPY");
	}

	#[test]
	fn percentages_and_spans_are_read() {
		assert_eq!(percentage("3"), Ok(BasisPoints(300)));
		assert_eq!(percentage("102.25%"), Ok(BasisPoints(10_225)));
		assert_eq!(percentage("12.5 %"), Ok(BasisPoints(1_250)));
		for text in ["", "%", "-1", "0.001", "656", "three"] {
			assert!(percentage(text).unwrap_err().contains("no percentage"), "{text:?}");
		}
		for (text, seconds, told) in [
			("45s", 45, "45 seconds"),
			("1m", 60, "1 minute"),
			("12h", 43_200, "12 hours"),
			("90d", 7_776_000, "90 days"),
			("2w", 1_209_600, "14 days"),
			("0s", 0, "0 seconds"),
		] {
			assert_eq!(span(text), Ok(seconds), "{text}");
			assert_eq!(span_told(seconds), told);
		}
		for text in ["", "d", "90", "1.5h", "-1d", "9999999999999999999w", "1é"] {
			assert!(span(text).unwrap_err().contains("no span"), "{text:?}");
		}
	}
}
