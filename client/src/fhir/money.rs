//! `Money` in minor units, of one currency in all of a document, and other numbers of documents.

use super::{element::Element, ledger::Noted};
use crate::amounts::{minor_units, told, Misfit};
use medchain_support::{Amount, CurrencyCode};
use std::cell::Cell;

/// Largest power of ten that a number may be written with.
const MAX_EXPONENT: usize = 40;

/// The currency of a document, by its first amount.
#[derive(Debug)]
pub(super) struct Purse {
	/// What the document is, such as "a bill".
	document: &'static str,
	code: Cell<Option<CurrencyCode>>,
}

impl Purse {
	/// That of a document, such as "a bill".
	pub fn of(document: &'static str) -> Self {
		Self { document, code: Cell::new(None) }
	}

	/// The currency, if an amount was read.
	pub fn code(&self) -> Option<CurrencyCode> {
		self.code.get()
	}

	/// An amount as people read it.
	pub fn told(&self, amount: Amount) -> String {
		self.code().map_or_else(|| amount.to_string(), |code| told(amount, code))
	}

	/// Reads a `Money`.
	pub fn read(&self, element: &Element<'_>) -> Result<Amount, Noted> {
		let mut money = element.object()?;
		let code = money.require("currency").and_then(|currency| self.currency(&currency));
		let value = money.require("value").and_then(|value| Ok((value.number()?, value)));
		money.documentary(&["id"]);
		money.finish()?;
		let (code, (digits, value)) = (code?, value?);
		units(digits, code.decimals()).map_err(|misfit| {
			value.refuse(match misfit {
				Misfit::Malformed if digits.starts_with('-') => {
					format!("{digits} is less than nothing; amounts are positive")
				}
				Misfit::Malformed => {
					format!("{digits} has an exponent beyond {MAX_EXPONENT}; write the digits out")
				}
				Misfit::TooFine => format!(
					"{digits} has a smaller unit than {code}, which has {} decimals",
					code.decimals()
				),
				Misfit::TooMuch => format!("{digits} is more than can be counted"),
			})
		})
	}

	fn currency(&self, element: &Element<'_>) -> Result<CurrencyCode, Noted> {
		let text = element.text()?;
		let code = CurrencyCode::from_code(text).ok_or_else(|| {
			element.refuse(format!("{text:?} is no active code of ISO 4217, such as EUR"))
		})?;
		match self.code.get() {
			Some(first) if first != code => Err(element.refuse(format!(
				"is {code}, but the amounts before are in {first}; {} is in one currency",
				self.document
			))),
			_ => {
				self.code.set(Some(code));
				Ok(code)
			}
		}
	}
}

/// Reads how many units: a whole number from 1.
pub(super) fn quantity(element: &Element<'_>) -> Result<u32, Noted> {
	let digits = element.number()?;
	let whole = units(digits, 0).ok().and_then(|whole| u32::try_from(whole).ok());
	whole.filter(|whole| *whole > 0).ok_or_else(|| {
		element.refuse(format!(
			"{digits} is no quantity; right is a whole number from 1 to {}",
			u32::MAX
		))
	})
}

/// A number of JSON in units of `decimals` digits behind the point. Unlike what people type it may
/// have an exponent, which shifts the point.
fn units(number: &str, decimals: u8) -> Result<Amount, Misfit> {
	let Some((digits, exponent)) = number.split_once(['e', 'E']) else {
		return minor_units(number, decimals);
	};
	let (back, places) = match exponent.strip_prefix('-') {
		Some(places) => (true, places),
		None => (false, exponent.strip_prefix('+').unwrap_or(exponent)),
	};
	let places: usize = places.parse().map_err(|_| Misfit::Malformed)?;
	if places > MAX_EXPONENT || digits.starts_with('-') {
		return Err(Misfit::Malformed);
	}
	let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
	let (whole, fraction) = match back {
		true => {
			let whole = format!("{whole:0>width$}", width = places + 1);
			let (left, right) = whole.split_at(whole.len() - places);
			(left.to_string(), format!("{right}{fraction}"))
		}
		false => {
			let fraction = format!("{fraction:0<places$}");
			let (left, right) = fraction.split_at(places);
			(format!("{whole}{left}"), right.to_string())
		}
	};
	// A point needs a digit behind it.
	minor_units(&format!("{whole}.{fraction}0"), decimals)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_exponent_shifts_the_point() {
		for (number, decimals, amount) in [
			("8e1", 2, Ok(8_000)),
			("8E+1", 2, Ok(8_000)),
			("1.255e2", 2, Ok(12_550)),
			("1.2555e2", 2, Ok(12_555)),
			("1.25555e2", 2, Err(Misfit::TooFine)),
			("12555e-2", 2, Ok(12_555)),
			("12555e-3", 2, Err(Misfit::TooFine)),
			("5e-2", 2, Ok(5)),
			("5e-3", 2, Err(Misfit::TooFine)),
			("0e0", 2, Ok(0)),
			("3.0e0", 0, Ok(3)),
			("30e-1", 0, Ok(3)),
			("1e38", 0, Ok(100_000_000_000_000_000_000_000_000_000_000_000_000)),
			("1e39", 0, Err(Misfit::TooMuch)),
			("0e40", 0, Ok(0)),
			("0e41", 0, Err(Misfit::Malformed)),
			("1e-41", 0, Err(Misfit::Malformed)),
			("1e99999999999999999999", 0, Err(Misfit::Malformed)),
			("-8e1", 2, Err(Misfit::Malformed)),
			("12.50", 2, Ok(1_250)),
		] {
			assert_eq!(units(number, decimals), amount, "{number}");
		}
	}
}
