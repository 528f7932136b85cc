//! GS1 Digital Link: web addresses that name things by GS1 keys.

use super::{behind, urn, ScanError};
use medchain_support::{
	gs1::{check_digit, is_set_82},
	Gln, Gtin, Lot, Serial, Sscc,
};
use std::fmt;

/// The domain of canonical addresses.
const CANONICAL: &str = "https://id.gs1.org";

/// A GS1 key that may stand in an address, and in an EPC URN.
#[derive(Debug)]
pub(super) struct Key {
	/// Its application identifier.
	pub ai: &'static str,
	/// Its old name in addresses.
	name: &'static str,
	/// The digits with which it begins.
	digits: usize,
	/// How many of them a check digit ends; 0 if there is none.
	checked: usize,
	/// The most characters behind these digits, and whether they are digits too.
	more: (usize, bool),
	/// What may stand behind it, in this order.
	qualifiers: &'static [Qualifier],
}

/// What says more of a key.
#[derive(Debug)]
pub(super) struct Qualifier {
	pub ai: &'static str,
	name: &'static str,
	most: usize,
	numeric: bool,
	/// How closely it tells which thing is meant; 0 says nothing of that.
	rank: u8,
}

const fn qualifier(ai: &'static str, name: &'static str, most: usize, rank: u8) -> Qualifier {
	Qualifier { ai, name, most, numeric: false, rank }
}

const fn key(
	(ai, name): (&'static str, &'static str),
	(digits, checked): (usize, usize),
	more: (usize, bool),
	qualifiers: &'static [Qualifier],
) -> Key {
	Key { ai, name, digits, checked, more, qualifiers }
}

/// The keys that CBV 2.0 knows, with their qualifiers.
static KEYS: &[Key] = &[
	key(("00", "sscc"), (18, 18), (0, true), &[]),
	key(
		("01", "gtin"),
		(14, 14),
		(0, true),
		&[
			qualifier("22", "cpv", 20, 0),
			qualifier("10", "lot", 20, 1),
			qualifier("21", "ser", 20, 3),
			qualifier("235", "tpx", 28, 2),
		],
	),
	key(("253", "gdti"), (13, 13), (17, false), &[]),
	key(("255", "gcn"), (13, 13), (12, true), &[]),
	key(("401", "ginc"), (0, 0), (30, false), &[]),
	key(("402", "gsin"), (17, 17), (0, true), &[]),
	key(("414", "gln"), (13, 13), (0, true), &[qualifier("254", "glnx", 20, 1)]),
	key(("417", "party"), (13, 13), (0, true), &[]),
	key(("8003", "grai"), (14, 14), (16, false), &[]),
	key(("8004", "giai"), (0, 0), (30, false), &[]),
	key(
		("8006", "itip"),
		(18, 14),
		(0, true),
		&[
			qualifier("22", "cpv", 20, 0),
			qualifier("10", "lot", 20, 1),
			qualifier("21", "ser", 20, 3),
		],
	),
	key(
		("8010", "cpid"),
		(0, 0),
		(30, false),
		&[Qualifier { ai: "8011", name: "cpsn", most: 12, numeric: true, rank: 1 }],
	),
	key(("8017", "gsrnp"), (18, 18), (0, true), &[]),
	key(("8018", "gsrn"), (18, 18), (0, true), &[]),
];

/// The fewest characters of a compressed address behind its domain: 8 bits that say what follows and 47
/// of a GTIN, 6 to the character.
const LEAST_COMPRESSED: usize = 10;

/// The digits with which a key that has no others must begin: those of a company prefix.
const LEAST_PREFIX: usize = 4;

impl Key {
	pub fn of(ai: &str) -> Option<&'static Self> {
		KEYS.iter().find(|key| key.ai == ai)
	}

	fn called(name: &str) -> Option<&'static Self> {
		KEYS.iter().find(|key| key.ai == name || key.name == name)
	}

	pub fn qualifier(&self, ai: &str) -> Option<&'static Qualifier> {
		self.qualifiers.iter().find(|qualifier| qualifier.ai == ai)
	}

	/// Whether a value has the form of this key: so many digits, and not too much behind them.
	fn has_form(&self, value: &str) -> bool {
		let digits = value.bytes().take_while(u8::is_ascii_digit).count();
		let behind = value.len().saturating_sub(self.digits);
		digits >= self.digits.max(LEAST_PREFIX) && behind <= self.more.0
	}

	/// Refuses a value that has the form of this key, but a wrong check digit or wrong characters.
	fn check(&self, value: &str, at: usize) -> Result<(), ScanError> {
		let wrong = |at, reason: String| ScanError::new(Some(self.ai), at, reason);
		if !self.has_form(value) {
			let right = match (self.digits, self.more.0) {
				(0, most) => format!("up to {most} characters that begin with digits"),
				(digits, 0) => format!("{digits} digits"),
				(digits, most) => format!("{digits} digits and up to {most} characters"),
			};
			return Err(wrong(at, format!("right are {right}, found {value:?}")));
		}
		let fits = |character: u8| match self.more.1 {
			true => character.is_ascii_digit(),
			false => is_set_82(character) || (self.ai == "8010" && character == b'#'),
		};
		if let Some(place) = value.bytes().position(|character| !fits(character)) {
			let at = at.saturating_add(place);
			return Err(wrong(at, "a character that is not of GS1's character set".into()));
		}
		let Some(body) = value.get(..self.checked.saturating_sub(1)) else { return Ok(()) };
		let found = value.as_bytes().get(body.len()).copied();
		let right = body.parse().map(check_digit).ok().map(|digit| digit.saturating_add(b'0'));
		match self.checked == 0 || found == right {
			true => Ok(()),
			false => Err(wrong(
				at.saturating_add(body.len()),
				format!(
					"the check digit is {}, {} would fit the others",
					char::from(found.unwrap_or(b'?')),
					char::from(right.unwrap_or(b'?'))
				),
			)),
		}
	}
}

impl Qualifier {
	fn check(&self, value: &str, at: usize) -> Result<(), ScanError> {
		let fits = |character: u8| match self.numeric {
			true => character.is_ascii_digit(),
			false => is_set_82(character),
		};
		let wrong = |at, reason: String| Err(ScanError::new(Some(self.ai), at, reason));
		if let Some(place) = value.bytes().position(|character| !fits(character)) {
			let right = if self.numeric { "digits" } else { "GS1's character set 82" };
			return wrong(at.saturating_add(place), format!("a character that is not of {right}"));
		}
		match (1..=self.most).contains(&value.len()) {
			true => Ok(()),
			false => {
				wrong(at, format!("right are 1 to {} characters, found {}", self.most, value.len()))
			}
		}
	}
}

/// What an address or an EPC URN names: a key, and the qualifier that tells it most closely.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Identifier {
	ai: &'static str,
	value: String,
	qualifier: Option<(&'static str, String)>,
}

/// An identifier in the types of the chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Epc {
	/// One trade item (`sgtin`).
	Item(Gtin, Serial),
	/// The trade items of a lot (`lgtin`).
	Lot(Gtin, Lot),
	/// All trade items of a kind (`idpat:sgtin`).
	Class(Gtin),
	/// A logistic unit (`sscc`).
	Unit(Sscc),
	/// A place, and which part of it (`sgln`).
	Place(Gln, Option<String>),
	/// A party (`pgln`).
	Party(Gln),
}

impl Identifier {
	/// An identifier whose parts are checked.
	pub(super) fn checked(
		key: &'static Key,
		value: String,
		qualifier: Option<(&Qualifier, String)>,
		at: usize,
	) -> Result<Self, ScanError> {
		key.check(&value, at)?;
		if let Some((qualifier, value)) = &qualifier {
			qualifier.check(value, at)?;
		}
		let qualifier = qualifier.map(|(qualifier, value)| (qualifier.ai, value));
		Ok(Self { ai: key.ai, value, qualifier })
	}

	/// What an address or an EPC URN names. `None` if it names nothing by a GS1 key.
	pub fn read(text: &str) -> Result<Option<Self>, ScanError> {
		if urn::is_epc(text) {
			return match urn::is_of_others(text) {
				true => Ok(None),
				false => urn::read(text).map(Some),
			};
		}
		let Some(found) = find(text)? else { return Ok(None) };
		let closest = found
			.qualifiers
			.into_iter()
			.filter(|(qualifier, ..)| qualifier.rank > 0)
			.max_by_key(|(qualifier, ..)| qualifier.rank)
			.map(|(qualifier, value, _)| (qualifier.ai, value));
		Ok(Some(Self { ai: found.key.ai, value: found.value, qualifier: closest }))
	}

	/// The address with GS1's own domain, with the closest qualifier alone: the form that the event
	/// hash of CBV takes.
	pub fn link(&self) -> String {
		let mut link = format!("{CANONICAL}/{}/{}", self.ai, escaped(&self.value));
		if let Some((ai, value)) = &self.qualifier {
			link.push_str(&format!("/{ai}/{}", escaped(value)));
		}
		link
	}

	/// The EPC URN, for a company prefix of this length, which is from 6 to 12. `None` if the prefix
	/// cannot be of this length, or the identifier is of a kind that is not written as a URN here.
	pub fn urn(&self, company_prefix: usize) -> Option<String> {
		urn::write(&self.epc()?, company_prefix)
	}

	/// The identifier in the types of the chain; `None` if it is of another kind.
	pub fn epc(&self) -> Option<Epc> {
		let qualifier = self.qualifier.as_ref().map(|(ai, value)| (*ai, value.as_str()));
		Some(match (self.ai, qualifier) {
			("00", None) => Epc::Unit(self.value.parse().ok()?),
			("01", None) => Epc::Class(self.value.parse().ok()?),
			("01", Some(("10", lot))) => Epc::Lot(self.value.parse().ok()?, lot.parse().ok()?),
			("01", Some(("21", serial))) => {
				Epc::Item(self.value.parse().ok()?, serial.parse().ok()?)
			}
			("414", part) => {
				Epc::Place(self.value.parse().ok()?, part.map(|(_, part)| part.to_string()))
			}
			("417", None) => Epc::Party(self.value.parse().ok()?),
			_ => return None,
		})
	}

	/// Its application identifiers and their values.
	pub fn elements(&self) -> impl Iterator<Item = (&str, &str)> {
		let qualifier = self.qualifier.iter().map(|(ai, value)| (*ai, value.as_str()));
		std::iter::once((self.ai, self.value.as_str())).chain(qualifier)
	}
}

impl From<&Epc> for Identifier {
	fn from(epc: &Epc) -> Self {
		let (ai, value, qualifier) = match epc {
			Epc::Item(gtin, serial) => ("01", gtin.to_string(), Some(("21", serial.to_string()))),
			Epc::Lot(gtin, lot) => ("01", gtin.to_string(), Some(("10", lot.to_string()))),
			Epc::Class(gtin) => ("01", gtin.to_string(), None),
			Epc::Unit(sscc) => ("00", sscc.to_string(), None),
			Epc::Place(gln, part) => {
				("414", gln.to_string(), part.clone().map(|part| ("254", part)))
			}
			Epc::Party(gln) => ("417", gln.to_string(), None),
		};
		Self { ai, value, qualifier }
	}
}

impl fmt::Display for Identifier {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.pad(&self.link())
	}
}

impl fmt::Debug for Identifier {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_tuple("Identifier").field(&self.link()).finish()
	}
}

/// A key in the path of an address.
struct Found {
	key: &'static Key,
	value: String,
	at: usize,
	qualifiers: Vec<(&'static Qualifier, String, usize)>,
}

/// What is behind the scheme of a web address; nothing if it is none.
fn behind_scheme(text: &str) -> Option<&str> {
	behind(text, "https://").or_else(|| behind(text, "http://"))
}

/// Whether a text is a web address.
pub(super) fn is_web(text: &str) -> bool {
	behind_scheme(text).is_some()
}

/// The parts of the path of a web address, each with its place; nothing if it is none.
fn path_of(text: &str) -> Option<Vec<(&str, usize)>> {
	let behind = behind_scheme(text)?;
	let end = behind.find(['?', '#']).unwrap_or(behind.len());
	let address = behind.get(..end)?.trim_end_matches('/');
	let mut at = text.len().saturating_sub(behind.len());
	let mut parts = Vec::new();
	for part in address.split('/') {
		parts.push((part, at));
		at = at.saturating_add(part.len()).saturating_add(1);
	}
	// The first is the domain.
	parts.drain(..1);
	Some(parts)
}

/// The key with which a part of a path begins, and its value in full; nothing if it does not have the
/// form of that key.
fn key_of(name: &str, value: &str, at: usize) -> Result<Option<(&'static Key, String)>, ScanError> {
	let Some(key) = Key::called(name) else { return Ok(None) };
	let mut value = unescaped(value).map_err(|e| ScanError::new(Some(key.ai), at, e))?;
	if key.ai == "01" && matches!(value.len(), 8 | 12 | 13) {
		value = format!("{value:0>14}");
	}
	Ok(key.has_form(&value).then_some((key, value)))
}

/// The key in the path of an address. The path ends with the key and its qualifiers; anything may
/// stand before them.
fn find(text: &str) -> Result<Option<Found>, ScanError> {
	let Some(parts) = path_of(text) else { return Ok(None) };
	for start in 0..parts.len() {
		let Some(pairs) = parts.get(start..).filter(|rest| rest.len().is_multiple_of(2)) else {
			continue;
		};
		let mut pairs = pairs.chunks_exact(2).filter_map(|pair| match pair {
			[(name, _), (value, at)] => Some((*name, *value, *at)),
			_ => None,
		});
		let Some((name, value, at)) = pairs.next() else { continue };
		let Some((key, value)) = key_of(name, value, at)? else { continue };
		let mut allowed = key.qualifiers.iter();
		let mut qualifiers = Vec::new();
		let fits = pairs.all(|(name, value, at)| {
			let found = allowed.find(|known| known.ai == name || known.name == name);
			found.is_some_and(|qualifier| {
				qualifiers.push((qualifier, value, at));
				true
			})
		});
		if !fits {
			continue;
		}
		key.check(&value, at)?;
		let qualifiers = qualifiers
			.into_iter()
			.map(|(qualifier, value, at)| {
				let value =
					unescaped(value).map_err(|e| ScanError::new(Some(qualifier.ai), at, e))?;
				qualifier.check(&value, at)?;
				Ok((qualifier, value, at))
			})
			.collect::<Result<_, ScanError>>()?;
		return Ok(Some(Found { key, value, at, qualifiers }));
	}
	Ok(None)
}

/// Why an address names nothing.
fn nothing(text: &str) -> ScanError {
	let parts = path_of(text).unwrap_or_default();
	if let Some(error) = (0..parts.len()).find_map(|start| out_of_order(parts.get(start..)?)) {
		return error;
	}
	let reason = "the address does not end with a GS1 key, as /01/09521141012345 does";
	match parts.last() {
		Some((last, at)) if may_be_compressed(last) => ScanError::new(
			None,
			*at,
			format!("{reason}; this may be a compressed address, which is not read"),
		),
		_ => ScanError::new(None, 0, reason),
	}
}

/// Whether the end of an address has the form of a compressed GS1 Digital Link: at least a GTIN, of which
/// each character carries six bits.
fn may_be_compressed(part: &str) -> bool {
	let right = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
	part.len() >= LEAST_COMPRESSED
		&& part.bytes().all(right)
		&& part.bytes().any(|c| c.is_ascii_alphabetic())
}

/// The error of a key and its qualifiers that do not stand in their order.
fn out_of_order(parts: &[(&str, usize)]) -> Option<ScanError> {
	let ([(name, _), (value, at)], behind) = parts.split_first_chunk::<2>()?;
	let (key, _) = key_of(name, value, *at).ok()??;
	let (pairs, []) = behind.as_chunks::<2>() else { return None };
	let known = |name: &str| key.qualifiers.iter().position(|it| it.ai == name || it.name == name);
	let mut wrong = None;
	let mut last = None;
	for [(name, at), _] in pairs {
		let place = known(name)?;
		if last.is_some_and(|last| place <= last) {
			wrong = wrong.or(Some((place, *at)));
		}
		last = Some(place);
	}
	let (place, at) = wrong?;
	let order: Vec<String> =
		key.qualifiers.iter().map(|it| format!("/{}/ ({})", it.ai, it.name)).collect();
	let reason = format!("it stands in the wrong place; right is the order {}", order.join(", "));
	Some(ScanError::new(key.qualifiers.get(place).map(|it| it.ai), at, reason))
}

/// All application identifiers in an address, with their values and places: those of the path and
/// those of the query.
pub(super) fn elements(text: &str) -> Result<Vec<(String, String, usize)>, ScanError> {
	let found = find(text)?.ok_or_else(|| nothing(text))?;
	let mut all = vec![(found.key.ai.to_string(), found.value, found.at)];
	for (qualifier, value, at) in found.qualifiers {
		all.push((qualifier.ai.to_string(), value, at));
	}
	let (before, query) = text.split_once('?').unwrap_or((text, ""));
	let query = query.split('#').next().unwrap_or_default();
	let mut at = before.len().saturating_add(1);
	for part in query.split(['&', ';']) {
		let (name, value) = part.split_once('=').unwrap_or((part, ""));
		let place = at.saturating_add(name.len()).saturating_add(1);
		at = at.saturating_add(part.len()).saturating_add(1);
		let ai = match name {
			"exp" => "17",
			_ => name,
		};
		// Other attributes, such as `linkType`, are for the web.
		if (2..=4).contains(&ai.len()) && ai.bytes().all(|digit| digit.is_ascii_digit()) {
			let value = unescaped(value).map_err(|e| ScanError::new(Some(ai), place, e))?;
			all.push((ai.to_string(), value, place));
		}
	}
	Ok(all)
}

/// A text with its percent-escapes resolved.
pub(super) fn unescaped(text: &str) -> Result<String, String> {
	let mut parts = text.split('%');
	let mut read = parts.next().unwrap_or_default().to_string();
	for part in parts {
		let wrong = || format!("% is not followed by two hexadecimal digits in {text:?}");
		let code = part.get(..2).filter(|code| code.bytes().all(|c| c.is_ascii_hexdigit()));
		let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok()).ok_or_else(wrong)?;
		match byte {
			0x20..=0x7e => read.push(char::from(byte)),
			_ => return Err(format!("%{byte:02X} is no printable character of ASCII")),
		}
		read.push_str(part.get(2..).unwrap_or_default());
	}
	Ok(read)
}

/// A value as a part of a path: every sign but these has its escape.
fn escaped(value: &str) -> String {
	let mut written = String::with_capacity(value.len());
	for character in value.chars() {
		match character {
			'A'..='Z' | 'a'..='z' | '0'..='9' | '\'' | '-' | '.' | ';' | '=' | '_' => {
				written.push(character)
			}
			_ => written.push_str(&format!("%{:02X}", u32::from(character))),
		}
	}
	written
}
