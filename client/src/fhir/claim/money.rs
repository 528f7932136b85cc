//! `Money` in minor units, of one currency in all of a document.

use crate::{
	amounts::{minor_units, Misfit},
	fhir::{element::Element, ledger::Noted},
};
use medchain_support::{Amount, CurrencyCode};
use std::cell::Cell;

/// The currency of a document, by its first amount.
#[derive(Debug, Default)]
pub(super) struct Purse {
	code: Cell<Option<CurrencyCode>>,
}

impl Purse {
	/// The currency, if an amount was read.
	pub fn code(&self) -> Option<CurrencyCode> {
		self.code.get()
	}

	/// Reads a `Money`.
	pub fn read(&self, element: &Element<'_>) -> Result<Amount, Noted> {
		let mut money = element.object()?;
		let code = money.require("currency").and_then(|currency| self.currency(&currency));
		let value = money.require("value").and_then(|value| Ok((value.number()?, value)));
		money.documentary(&["id"]);
		money.finish()?;
		let (code, (digits, value)) = (code?, value?);
		minor_units(digits, code.decimals()).map_err(|misfit| {
			value.refuse(match misfit {
				Misfit::Malformed if digits.starts_with('-') => {
					format!("{digits} is less than nothing; what is claimed is not")
				}
				Misfit::Malformed => format!("{digits} has an exponent; write the digits out"),
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
				"is {code}, but the amounts before are in {first}; a claim is in one currency"
			))),
			_ => {
				self.code.set(Some(code));
				Ok(code)
			}
		}
	}
}
