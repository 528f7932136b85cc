//! EPC URNs (GS1 Tag Data Standard), which keep the company prefix apart.

use super::{
	behind,
	link::{unescaped, Epc, Identifier, Key},
	ScanError,
};
use medchain_support::gs1::check_digit;

/// How the digits of a scheme are put together.
enum Order {
	/// The first digit of the reference, the prefix, the other digits.
	Indicator,
	/// The prefix, the reference.
	Plain,
	/// A zero, the prefix, the reference.
	Zero,
	/// The prefix and what follows, as it is, without a check digit.
	Free,
}

/// What follows the reference.
enum Tail {
	Nothing,
	/// A qualifier with this application identifier.
	Qualifier(&'static str),
	/// More of the key.
	More,
	/// Piece, total, and a serial number.
	Pieces,
}

struct Scheme {
	name: &'static str,
	ai: &'static str,
	order: Order,
	/// The digits of prefix and reference together.
	digits: usize,
	tail: Tail,
}

const fn scheme(
	name: &'static str,
	ai: &'static str,
	order: Order,
	digits: usize,
	tail: Tail,
) -> Scheme {
	Scheme { name, ai, order, digits, tail }
}

const SCHEMES: &[Scheme] = &[
	scheme("id:sgtin", "01", Order::Indicator, 13, Tail::Qualifier("21")),
	scheme("id:sscc", "00", Order::Indicator, 17, Tail::Nothing),
	scheme("id:sgln", "414", Order::Plain, 12, Tail::Qualifier("254")),
	scheme("id:pgln", "417", Order::Plain, 12, Tail::Nothing),
	scheme("id:grai", "8003", Order::Zero, 12, Tail::More),
	scheme("id:giai", "8004", Order::Free, 0, Tail::Nothing),
	scheme("id:gsrn", "8018", Order::Plain, 17, Tail::Nothing),
	scheme("id:gsrnp", "8017", Order::Plain, 17, Tail::Nothing),
	scheme("id:gdti", "253", Order::Plain, 12, Tail::More),
	scheme("id:cpi", "8010", Order::Free, 0, Tail::Qualifier("8011")),
	scheme("id:sgcn", "255", Order::Plain, 12, Tail::More),
	scheme("id:ginc", "401", Order::Free, 0, Tail::Nothing),
	scheme("id:gsin", "402", Order::Plain, 16, Tail::Nothing),
	scheme("id:itip", "8006", Order::Indicator, 13, Tail::Pieces),
	scheme("id:upui", "01", Order::Indicator, 13, Tail::Qualifier("235")),
	scheme("class:lgtin", "01", Order::Indicator, 13, Tail::Qualifier("10")),
	scheme("idpat:sgtin", "01", Order::Indicator, 13, Tail::Qualifier("21")),
	scheme("idpat:grai", "8003", Order::Zero, 12, Tail::More),
	scheme("idpat:gdti", "253", Order::Plain, 12, Tail::More),
	scheme("idpat:sgcn", "255", Order::Plain, 12, Tail::More),
	scheme("idpat:cpi", "8010", Order::Free, 0, Tail::Qualifier("8011")),
	scheme("idpat:itip", "8006", Order::Indicator, 13, Tail::Pieces),
	scheme("idpat:upui", "01", Order::Indicator, 13, Tail::Qualifier("235")),
];

/// Schemes of identifiers that are no GS1 keys.
const OTHERS: [&str; 5] = ["id:gid:", "id:usdod:", "id:adi:", "id:bic:", "id:imovn:"];

/// How EPC URNs begin.
const EPC: &str = "urn:epc:";

/// Whether a text is an EPC URN.
pub(super) fn is_epc(text: &str) -> bool {
	behind(text, EPC).is_some()
}

/// Whether a URN is of a scheme without a GS1 key.
pub(super) fn is_of_others(text: &str) -> bool {
	let name = behind(text, EPC).unwrap_or_default();
	OTHERS.iter().any(|scheme| behind(name, scheme).is_some())
}

/// What an EPC URN names.
pub(super) fn read(text: &str) -> Result<Identifier, ScanError> {
	let name = behind(text, EPC).unwrap_or_default();
	let found = SCHEMES.iter().find_map(|scheme| {
		let value = behind(name, scheme.name)?.strip_prefix(':')?;
		Some((scheme, value))
	});
	let Some((scheme, value)) = found else {
		let at = EPC.len();
		return Err(ScanError::new(None, at, "no scheme of EPC URNs that names a GS1 key"));
	};
	let key = Key::of(scheme.ai)
		.ok_or_else(|| ScanError::new(Some(scheme.ai), 0, "not a key that is known"))?;
	let reader = UrnReader { scheme, value, at: text.len().saturating_sub(value.len()) };
	let pattern = scheme.name.starts_with("idpat:");
	let (prefix, behind) = reader.split(value)?;
	reader.prefix(prefix)?;
	let (reference, tail) = match (&scheme.order, &scheme.tail) {
		(Order::Free, Tail::Nothing) => (behind, None),
		(Order::Free, _) => match behind.rsplit_once('.') {
			Some((reference, tail)) => (reference, Some(tail)),
			None => return Err(reader.wrong("a part is missing; parts are divided by points")),
		},
		(_, Tail::Nothing) => (behind, None),
		_ => {
			let (reference, tail) = reader.split(behind)?;
			(reference, Some(tail))
		}
	};
	let mut body = reader.body(prefix, reference)?;
	let tail = tail.filter(|tail| !(pattern && *tail == "*"));
	if pattern && tail.is_some() && !matches!(scheme.tail, Tail::Pieces) {
		return Err(reader.wrong("a pattern ends with .*"));
	}
	let mut qualifier = None;
	match (&scheme.tail, tail) {
		(Tail::Nothing, _) | (_, None) => (),
		(Tail::Qualifier("254"), Some("0")) => (),
		(Tail::Qualifier(ai), Some(tail)) => qualifier = Some((*ai, reader.unescaped(tail)?)),
		(Tail::More, Some(tail)) => body.push_str(&reader.unescaped(tail)?),
		(Tail::Pieces, Some(tail)) => {
			let (piece, behind) = reader.split(tail)?;
			let (total, serial) = reader.split(behind)?;
			if piece.len() != 2 || total.len() != 2 {
				return Err(reader.wrong("piece and total have two digits each"));
			}
			body.push_str(piece);
			body.push_str(total);
			match (pattern, serial) {
				(true, "*") => (),
				(true, _) => return Err(reader.wrong("a pattern ends with .*")),
				(false, serial) => qualifier = Some(("21", reader.unescaped(serial)?)),
			}
		}
	}
	let qualifier = qualifier.and_then(|(ai, value)| Some((key.qualifier(ai)?, value)));
	Identifier::checked(key, body, qualifier, reader.at)
}

struct UrnReader<'a> {
	scheme: &'a Scheme,
	value: &'a str,
	at: usize,
}

impl UrnReader<'_> {
	fn wrong(&self, reason: &str) -> ScanError {
		let reason = format!("{reason}, found {:?}", self.value);
		ScanError::new(Some(self.scheme.ai), self.at, reason)
	}

	fn split<'b>(&self, text: &'b str) -> Result<(&'b str, &'b str), ScanError> {
		text.split_once('.')
			.ok_or_else(|| self.wrong("a part is missing; parts are divided by points"))
	}

	fn prefix(&self, prefix: &str) -> Result<(), ScanError> {
		let fits = (6..=12).contains(&prefix.len()) && is_digits(prefix);
		match fits {
			true => Ok(()),
			false => Err(self.wrong("a company prefix has 6 to 12 digits")),
		}
	}

	/// The digits of the key with their check digit.
	fn body(&self, prefix: &str, reference: &str) -> Result<String, ScanError> {
		if let Order::Free = self.scheme.order {
			return Ok(format!("{prefix}{}", self.unescaped(reference)?));
		}
		let digits = prefix.len().saturating_add(reference.len());
		if digits != self.scheme.digits || !is_digits(reference) {
			let right = self.scheme.digits;
			return Err(self.wrong(&format!(
				"prefix and reference have {right} digits together, not {digits}"
			)));
		}
		let body = match self.scheme.order {
			Order::Indicator => {
				let (first, others) = reference
					.split_at_checked(1)
					.ok_or_else(|| self.wrong("the reference has at least one digit"))?;
				format!("{first}{prefix}{others}")
			}
			Order::Zero => format!("0{prefix}{reference}"),
			Order::Plain | Order::Free => format!("{prefix}{reference}"),
		};
		let number = body.parse().map_err(|_| self.wrong("right are digits"))?;
		Ok(format!("{body}{}", check_digit(number)))
	}

	fn unescaped(&self, text: &str) -> Result<String, ScanError> {
		unescaped(text).map_err(|reason| self.wrong(&reason))
	}
}

fn is_digits(text: &str) -> bool {
	text.bytes().all(|digit| digit.is_ascii_digit())
}

/// An identifier as an EPC URN.
pub(super) fn write(epc: &Epc, prefix: usize) -> Option<String> {
	if !(6..=12).contains(&prefix) {
		return None;
	}
	// Prefix and reference of a number that has an indicator before them and a check digit behind.
	let indicated = |number: &str| {
		let indicator = number.get(..1)?;
		let body = number.get(1..number.len().checked_sub(1)?)?;
		let (company, reference) = body.split_at_checked(prefix)?;
		Some(format!("{company}.{indicator}{reference}"))
	};
	let plain = |number: &str| {
		let body = number.get(..number.len().checked_sub(1)?)?;
		let (company, reference) = body.split_at_checked(prefix)?;
		Some(format!("{company}.{reference}"))
	};
	Some(match epc {
		Epc::Item(gtin, serial) => format!(
			"urn:epc:id:sgtin:{}.{}",
			indicated(&gtin.to_string())?,
			escaped(serial.as_str())
		),
		Epc::Lot(gtin, lot) => format!(
			"urn:epc:class:lgtin:{}.{}",
			indicated(&gtin.to_string())?,
			escaped(lot.as_str())
		),
		Epc::Class(gtin) => format!("urn:epc:idpat:sgtin:{}.*", indicated(&gtin.to_string())?),
		Epc::Unit(sscc) => format!("urn:epc:id:sscc:{}", indicated(&sscc.to_string())?),
		Epc::Place(gln, part) => {
			let part = part.as_deref().unwrap_or("0");
			format!("urn:epc:id:sgln:{}.{}", plain(&gln.to_string())?, escaped(part))
		}
		Epc::Party(gln) => format!("urn:epc:id:pgln:{}", plain(&gln.to_string())?),
	})
}

/// A value as a part of a URN: the signs that must not stand there have escapes.
fn escaped(value: &str) -> String {
	let mut written = String::with_capacity(value.len());
	for character in value.chars() {
		match character {
			'"' | '#' | '%' | '&' | '/' | '<' | '>' | '?' => {
				written.push_str(&format!("%{:02X}", u32::from(character)))
			}
			_ => written.push(character),
		}
	}
	written
}
