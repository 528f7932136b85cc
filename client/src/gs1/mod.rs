//! GS1 identifiers as a scanner, a web address or a document of EPCIS gives them.
//!
//! [`scan`] reads what stands on a pack or a pallet, in each form that scanners give: element
//! strings with their separators, the same in brackets for people, GS1 Digital Link addresses and
//! EPC URNs. [`Identifier`] is what one address or URN names; it is written as the canonical GS1
//! Digital Link, which is what the event hash of the Core Business Vocabulary takes, or as an EPC
//! URN, for which the length of the company prefix must be known.
//!
//! Values are checked as [`medchain_support::gs1`] checks them. A [`ScanError`] names the
//! application identifier and the place. Scheme and domain of an address may be in capitals, as QR codes
//! have them, and so may the words of a URN.

mod element;
mod link;
mod urn;

#[cfg(test)]
mod tests;

pub use link::{Epc, Identifier};

use medchain_support::{Expiry, Gln, Gtin, Lot, PackId, Serial, Sscc};
use std::fmt;

/// What cannot be read, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ScanError {
	/// The application identifier in whose value it stands, if one was found.
	pub ai: Option<String>,
	/// The place in the text, in bytes from 0.
	pub at: usize,
	/// What is wrong there, and what would be right.
	pub reason: String,
}

impl ScanError {
	fn new(ai: Option<&str>, at: usize, reason: impl fmt::Display) -> Self {
		Self { ai: ai.map(Into::into), at, reason: reason.to_string() }
	}
}

impl fmt::Display for ScanError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		if let Some(ai) = &self.ai {
			write!(f, "({ai}) ")?;
		}
		write!(f, "at character {}: {}", self.at.saturating_add(1), self.reason)
	}
}

impl std::error::Error for ScanError {}

impl From<ScanError> for crate::Error {
	fn from(error: ScanError) -> Self {
		Self::Input(error.to_string())
	}
}

/// What a scanner read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Scan {
	/// The trade item (01).
	pub gtin: Option<Gtin>,
	/// Its serial number (21).
	pub serial: Option<Serial>,
	/// Its batch or lot (10).
	pub lot: Option<Lot>,
	/// The last day on which it may be used (17).
	pub expiry: Option<Expiry>,
	/// The logistic unit (00).
	pub sscc: Option<Sscc>,
	/// The place (414).
	pub gln: Option<Gln>,
	/// The party (417).
	pub party: Option<Gln>,
	/// All else: application identifiers and their values, in the order of the text.
	pub others: Vec<(String, String)>,
	/// What may have been read wrongly, for people.
	pub warnings: Vec<String>,
}

impl Scan {
	/// The identity of the pack, if the trade item and its serial number were read.
	pub fn pack(&self) -> Option<PackId> {
		Some(PackId::of(&self.gtin?, &self.serial?))
	}

	/// Takes a value down. One that stands twice must be the same.
	fn take(&mut self, ai: &str, value: &str, at: usize, this_year: u16) -> Result<(), ScanError> {
		let wrong = |reason: &dyn fmt::Display| ScanError::new(Some(ai), at, reason);
		macro_rules! read {
			($slot:ident) => {{
				let value = value.parse().map_err(|e| wrong(&e))?;
				*self.$slot.get_or_insert(value) == value
			}};
		}
		let same = match ai {
			"00" => read!(sscc),
			"01" => read!(gtin),
			"10" => read!(lot),
			"21" => read!(serial),
			"414" => read!(gln),
			"417" => read!(party),
			"17" => {
				let value = Expiry::from_yymmdd(value, this_year).map_err(|e| wrong(&e))?;
				*self.expiry.get_or_insert(value) == value
			}
			_ => {
				// Of these only the value is kept, once it is known to be right.
				match ai {
					"02" => value.parse::<Gtin>().map(|_| ()),
					"11" | "12" | "13" | "15" | "16" => {
						Expiry::from_yymmdd(value, this_year).map(|_| ())
					}
					"410" | "411" | "412" | "413" | "415" | "416" => {
						value.parse::<Gln>().map(|_| ())
					}
					_ => Ok(()),
				}
				.map_err(|e| wrong(&e))?;
				match self.others.iter().find(|(known, _)| known == ai) {
					Some((_, known)) => known == value,
					None => {
						self.others.push((ai.into(), value.into()));
						true
					}
				}
			}
		};
		match same {
			true => Ok(()),
			false => Err(wrong(&"it stood before with another value")),
		}
	}
}

/// What is behind the beginning of a text, whose case does not matter.
fn behind<'a>(text: &'a str, begin: &str) -> Option<&'a str> {
	let (found, behind) = text.split_at_checked(begin.len())?;
	found.eq_ignore_ascii_case(begin).then_some(behind)
}

/// Reads what a scanner gives. Dates with a year of two digits are those nearest to `this_year`.
/// Blanks around it do not matter.
pub fn scan(text: &str, this_year: u16) -> Result<Scan, ScanError> {
	let code = text.trim();
	let (symbology, data) = match code.starts_with(']') {
		true => (code.get(1..3).unwrap_or_default(), code.get(3..).unwrap_or_default()),
		false => ("", code),
	};
	let data = data.trim_start();
	// What is cut off behind is blank.
	let start = text.trim_end().len().saturating_sub(data.len());
	let reader = Reader { text: data, start, this_year };
	if link::is_web(data) {
		return reader.address();
	}
	if urn::is_epc(data) {
		return reader.urn();
	}
	element::no_separator_as_text(&reader)?;
	match symbology {
		// EAN-13, UPC and EAN-8 carry a GTIN alone.
		"E0" | "E3" | "E4" => {
			let mut read = Scan::default();
			read.take("01", data, start, this_year)?;
			Ok(read)
		}
		"" | "C1" | "e0" | "e1" | "e2" | "d2" | "Q3" | "J1" => match data.starts_with('(') {
			true => element::bracketed(&reader),
			false => element::element_string(&reader).map_err(|error| reader.if_bare(error)),
		},
		other => Err(ScanError::new(
			None,
			0,
			format!("symbology ]{other} carries no GS1 data; ]d2, ]C1, ]e0, ]Q3, ]J1 and ]E0 do"),
		)),
	}
}

/// A text behind its symbology identifier.
struct Reader<'a> {
	text: &'a str,
	start: usize,
	this_year: u16,
}

impl Reader<'_> {
	fn address(&self) -> Result<Scan, ScanError> {
		let found = link::elements(self.text).map_err(|e| self.moved(e))?;
		self.all(found)
	}

	fn urn(&self) -> Result<Scan, ScanError> {
		let identifier = urn::read(self.text).map_err(|e| self.moved(e))?;
		let elements = identifier.elements().map(|(ai, value)| (ai.into(), value.into(), 0));
		self.all(elements.collect())
	}

	fn all(&self, elements: Vec<(String, String, usize)>) -> Result<Scan, ScanError> {
		let mut read = Scan::default();
		for (ai, value, at) in elements {
			read.take(&ai, &value, self.start.saturating_add(at), self.this_year)?;
		}
		Ok(read)
	}

	/// The error of a text that is a GTIN without its application identifier.
	fn if_bare(&self, error: ScanError) -> ScanError {
		match self.text.parse::<Gtin>() {
			Ok(gtin) => ScanError::new(
				None,
				self.start,
				format!(
					"this is a GTIN without a serial number; a pack is (01){gtin}(21) and its serial number"
				),
			),
			Err(_) => error,
		}
	}

	fn moved(&self, mut error: ScanError) -> ScanError {
		error.at = error.at.saturating_add(self.start);
		error
	}
}
