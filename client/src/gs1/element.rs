//! Element strings: application identifiers, each with its value behind it.

use super::{Reader, Scan, ScanError};
use medchain_support::{gs1::is_set_82, Expiry};

/// The character by which a scanner tells where a value of variable length ends: FNC1, as GS.
const SEPARATOR: char = '\u{1d}';

/// How scanners that are not set up for GS1 write this character. Case does not matter.
const WRITTEN: [&str; 12] = [
	"<gs>", "{gs}", "[gs]", "<fnc1>", "{fnc1}", "[fnc1]", "^]", "\\x1d", "\\u001d", "<0x1d>",
	"{0x1d}", "\u{241d}",
];

/// An application identifier, or several that begin alike.
struct Form {
	/// How they begin.
	begin: &'static str,
	/// How many digits they have.
	digits: usize,
	/// The fewest and the most characters of the value.
	value: (usize, usize),
	/// Whether these are digits.
	numeric: bool,
}

macro_rules! forms {
	( $( $begin:literal $digits:literal $least:literal $most:literal $kind:ident; )+ ) => {
		const FORMS: &[Form] = &[$( Form {
			begin: $begin,
			digits: $digits,
			value: ($least, $most),
			numeric: forms!($kind),
		}, )+];
	};
	(digits) => { true };
	(text) => { false };
}

// The application identifiers of the GS1 General Specifications, figure 3.2-1: how each begins, its
// digits, the fewest and the most characters of its value, and of what kind these are.
forms! {
	"00" 2 18 18 digits; "01" 2 14 14 digits; "02" 2 14 14 digits; "03" 2 14 14 digits;
	"10" 2 1 20 text; "11" 2 6 6 digits; "12" 2 6 6 digits; "13" 2 6 6 digits;
	"15" 2 6 6 digits; "16" 2 6 6 digits; "17" 2 6 6 digits; "20" 2 2 2 digits;
	"21" 2 1 20 text; "22" 2 1 20 text; "235" 3 1 28 text; "240" 3 1 30 text; "241" 3 1 30 text;
	"242" 3 1 6 digits; "243" 3 1 20 text; "250" 3 1 30 text; "251" 3 1 30 text;
	"253" 3 13 30 text; "254" 3 1 20 text; "255" 3 13 25 digits; "30" 2 1 8 digits;
	"31" 4 6 6 digits; "32" 4 6 6 digits; "33" 4 6 6 digits; "34" 4 6 6 digits;
	"35" 4 6 6 digits; "36" 4 6 6 digits; "37" 2 1 8 digits; "390" 4 1 15 digits;
	"391" 4 4 18 digits; "392" 4 1 15 digits; "393" 4 4 18 digits; "394" 4 4 4 digits;
	"395" 4 6 6 digits; "400" 3 1 30 text; "401" 3 1 30 text; "402" 3 17 17 digits;
	"403" 3 1 30 text; "410" 3 13 13 digits; "411" 3 13 13 digits; "412" 3 13 13 digits;
	"413" 3 13 13 digits; "414" 3 13 13 digits; "415" 3 13 13 digits; "416" 3 13 13 digits;
	"417" 3 13 13 digits; "420" 3 1 20 text; "421" 3 4 12 text; "422" 3 3 3 digits;
	"423" 3 3 15 digits; "424" 3 3 3 digits; "425" 3 3 15 digits; "426" 3 3 3 digits;
	"427" 3 1 3 text; "43" 4 1 70 text; "7001" 4 13 13 digits; "7002" 4 1 30 text;
	"7003" 4 10 10 digits; "7004" 4 1 4 digits; "7005" 4 1 12 text; "7006" 4 6 6 digits;
	"7007" 4 6 12 digits; "7008" 4 1 3 text; "7009" 4 1 10 text; "7010" 4 1 2 text;
	"7011" 4 6 10 digits; "7020" 4 1 20 text; "7021" 4 1 20 text; "7022" 4 1 20 text;
	"7023" 4 1 30 text; "703" 4 4 30 text; "7040" 4 4 4 text; "71" 3 1 20 text;
	"723" 4 3 30 text; "7240" 4 1 20 text; "7241" 4 2 2 digits; "7242" 4 1 25 text;
	"8001" 4 14 14 digits; "8002" 4 1 20 text; "8003" 4 14 30 text; "8004" 4 1 30 text;
	"8005" 4 6 6 digits; "8006" 4 18 18 digits; "8007" 4 1 34 text; "8008" 4 8 12 digits;
	"8009" 4 1 50 text; "8010" 4 1 30 text; "8011" 4 1 12 digits; "8012" 4 1 20 text;
	"8013" 4 1 25 text; "8017" 4 18 18 digits; "8018" 4 18 18 digits; "8019" 4 1 10 digits;
	"8020" 4 1 25 text; "8026" 4 18 18 digits; "8030" 4 1 90 text; "8110" 4 1 70 text;
	"8111" 4 4 4 digits; "8112" 4 1 70 text; "8200" 4 1 70 text; "90" 2 1 30 text;
	"91" 2 1 90 text; "92" 2 1 90 text; "93" 2 1 90 text; "94" 2 1 90 text; "95" 2 1 90 text;
	"96" 2 1 90 text; "97" 2 1 90 text; "98" 2 1 90 text; "99" 2 1 90 text;
}

impl Form {
	/// That of the application identifier with which a text begins, and the identifier.
	fn at_begin_of(text: &str) -> Option<(&'static Self, &str)> {
		let form = FORMS.iter().find(|form| text.starts_with(form.begin))?;
		let ai = text.get(..form.digits)?;
		ai.bytes().all(|digit| digit.is_ascii_digit()).then_some((form, ai))
	}

	/// Whether the value ends after its length, without a separator (figure 7.8.5-2).
	fn is_predefined(&self) -> bool {
		let two = self.begin.get(..2).unwrap_or_default();
		matches!(two.as_bytes(), [b'0', b'0'..=b'4'] | [b'1', b'1'..=b'9'] | b"20" | b"41")
			|| matches!(two.as_bytes(), [b'3', b'1'..=b'6'])
	}

	/// Refuses a value of the wrong length or with wrong characters.
	fn check(&self, ai: &str, value: &str, at: usize) -> Result<(), ScanError> {
		let (least, most) = self.value;
		let fits = |character: u8| match self.numeric {
			true => character.is_ascii_digit(),
			false => is_set_82(character),
		};
		let kind = if self.numeric { "digits" } else { "characters" };
		if let Some(place) = value.bytes().position(|character| !fits(character)) {
			let right = match self.numeric {
				true => "a digit",
				false => "a letter, a digit or a sign of GS1's character set 82",
			};
			let at = at.saturating_add(place);
			return Err(ScanError::new(Some(ai), at, format!("{right} is right here")));
		}
		if (least..=most).contains(&value.len()) {
			return Ok(());
		}
		let right = match least == most {
			true => format!("{least}"),
			false => format!("{least} to {most}"),
		};
		let reason = format!("its value has {}, right are {right} {kind}", value.len());
		let missing = match value.len() > most && !self.is_predefined() {
			true => "; a separator (FNC1) may be missing",
			false => "",
		};
		Err(ScanError::new(Some(ai), at, format!("{reason}{missing}")))
	}
}

fn unknown(at: usize) -> ScanError {
	ScanError::new(None, at, "no GS1 application identifier begins here")
}

/// Refuses a text in which a scanner has written the separator as other characters: they would become a
/// part of the value.
pub(super) fn no_separator_as_text(reader: &Reader<'_>) -> Result<(), ScanError> {
	let text = reader.text.to_ascii_lowercase();
	let found = WRITTEN.iter().filter_map(|written| Some((text.find(written)?, written.len())));
	let Some((at, length)) = found.min() else { return Ok(()) };
	let written = reader.text.get(at..at.saturating_add(length)).unwrap_or_default();
	Err(ScanError::new(
		None,
		reader.start.saturating_add(at),
		format!(
			"your scanner writes the separator (FNC1) as the text {written}; set it to send the character \
			 GS (1D), or type --gtin, --serial and --lot"
		),
	))
}

/// What a value says that has taken up the date behind it, if it looks so.
fn swallowed(ai: &str, value: &str, this_year: u16) -> Option<String> {
	if !matches!(ai, "10" | "21") {
		return None;
	}
	let (before, end) = value.split_at_checked(value.len().checked_sub(8)?)?;
	let (date_ai, date) = end.split_at_checked(2)?;
	let what = match date_ai {
		"17" => "an expiry date",
		"11" => "a production date",
		_ => return None,
	};
	if before.is_empty() || Expiry::from_yymmdd(date, this_year).is_err() {
		return None;
	}
	let name = if ai == "10" { "lot" } else { "serial number" };
	Some(format!(
		"the {name} {value} ends like ({date_ai}){date}, {what}: a separator (FNC1) may be missing. \
		 Compare it with what is printed; if it is {before}, type --gtin, --serial and --lot"
	))
}

/// Reads an element string as scanners give it.
pub(super) fn element_string(reader: &Reader<'_>) -> Result<Scan, ScanError> {
	let mut read = Scan::default();
	let mut rest = reader.text;
	let place =
		|rest: &str| reader.start.saturating_add(reader.text.len().saturating_sub(rest.len()));
	rest = rest.trim_start_matches(SEPARATOR);
	if rest.is_empty() {
		return Err(ScanError::new(None, reader.start, "there is nothing to read"));
	}
	while !rest.is_empty() {
		let (form, ai) = Form::at_begin_of(rest).ok_or_else(|| unknown(place(rest)))?;
		let behind = rest.get(form.digits..).unwrap_or_default();
		let end = behind.find(SEPARATOR).unwrap_or(behind.len());
		let end = match form.is_predefined() {
			true => end.min(form.value.1),
			false => end,
		};
		// A length that cuts a character in two is wrong in `check` too.
		let (value, left) = behind.split_at_checked(end).unwrap_or((behind, ""));
		form.check(ai, value, place(behind))?;
		read.take(ai, value, place(behind), reader.this_year)?;
		if !left.starts_with(SEPARATOR) {
			read.warnings.extend(swallowed(ai, value, reader.this_year));
		}
		rest = left.trim_start_matches(SEPARATOR);
	}
	Ok(read)
}

/// Reads an element string with its application identifiers in brackets, as it is printed for
/// people. A bracket inside a value that looks like an application identifier begins one.
pub(super) fn bracketed(reader: &Reader<'_>) -> Result<Scan, ScanError> {
	let mut read = Scan::default();
	let mut rest = reader.text;
	let place =
		|rest: &str| reader.start.saturating_add(reader.text.len().saturating_sub(rest.len()));
	while !rest.is_empty() {
		let (form, ai, behind) = opened(rest).ok_or_else(|| unknown(place(rest)))?;
		let next = behind
			.char_indices()
			.find(|(at, _)| behind.get(*at..).and_then(opened).is_some())
			.map_or(behind.len(), |(at, _)| at);
		let (value, left) = behind.split_at_checked(next).unwrap_or((behind, ""));
		let trimmed = value.trim();
		form.check(ai, trimmed, place(behind))?;
		read.take(ai, trimmed, place(behind), reader.this_year)?;
		rest = left;
	}
	Ok(read)
}

/// The application identifier in the brackets with which a text begins, and what is behind them.
fn opened(text: &str) -> Option<(&'static Form, &str, &str)> {
	let inside = text.strip_prefix('(')?.trim_start();
	let (form, ai) = Form::at_begin_of(inside)?;
	let behind = inside.get(form.digits..)?.trim_start().strip_prefix(')')?;
	Some((form, ai, behind))
}
