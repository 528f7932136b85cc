//! The canonical form of a JSON document (RFC 8785): whoever writes the same values gets the same
//! bytes.

use super::element::{child, item};
use crate::{fhir::Refusal, json::Json};

/// The largest whole number of which a reader of JSON can be sure (RFC 7493).
const MAX_WHOLE: u64 = (1 << 53) - 1;

/// The canonical form of a value that stands at a path.
pub(super) fn canonical(value: &Json, path: &str) -> Result<String, Refusal> {
	let mut out = String::new();
	write(value, path, &mut out)?;
	Ok(out)
}

fn write(value: &Json, path: &str, out: &mut String) -> Result<(), Refusal> {
	match value {
		Json::Null => out.push_str("null"),
		Json::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
		Json::Number(digits) => {
			let number = number(digits).ok_or_else(|| Refusal {
				path: path.into(),
				reason: format!(
					"{digits} has no canonical form, since not every reader of JSON keeps all of \
					 its digits; write it as a string"
				),
			})?;
			out.push_str(&number);
		}
		Json::Text(text) => quote(text, out),
		Json::List(items) => {
			out.push('[');
			for (number, value) in items.iter().enumerate() {
				if number > 0 {
					out.push(',');
				}
				write(value, &item(path, number), out)?;
			}
			out.push(']');
		}
		Json::Object(members) => {
			let mut members: Vec<&(String, Json)> = members.iter().collect();
			members.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
			out.push('{');
			for (number, (name, value)) in members.into_iter().enumerate() {
				if number > 0 {
					out.push(',');
				}
				quote(name, out);
				out.push(':');
				write(value, &child(path, name), out)?;
			}
			out.push('}');
		}
	}
	Ok(())
}

/// A text between quotation marks, with no character escaped that need not be.
fn quote(text: &str, out: &mut String) {
	out.push('"');
	for letter in text.chars() {
		match letter {
			'"' => out.push_str("\\\""),
			'\\' => out.push_str("\\\\"),
			'\u{8}' => out.push_str("\\b"),
			'\t' => out.push_str("\\t"),
			'\n' => out.push_str("\\n"),
			'\u{c}' => out.push_str("\\f"),
			'\r' => out.push_str("\\r"),
			'\0'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
			_ => out.push(letter),
		}
	}
	out.push('"');
}

/// A number as ECMAScript writes it: the fewest digits that give the same double.
fn number(written: &str) -> Option<String> {
	let is_whole = !written.contains(['.', 'e', 'E']);
	if is_whole && written.trim_start_matches('-').parse::<u64>().map_or(true, |n| n > MAX_WHOLE) {
		return None;
	}
	let value: f64 = written.parse().ok()?;
	if !value.is_finite() {
		return None;
	}
	if value == 0.0 {
		return Some("0".into());
	}
	let shortest = format!("{:e}", value.abs());
	let (digits, exponent) = shortest.split_once('e')?;
	let digits = digits.replace('.', "");
	let count = i32::try_from(digits.len()).ok()?;
	// The value is 0.DIGITS times ten to this.
	let point = exponent.parse::<i32>().ok()?.checked_add(1)?;
	let zeros = |number: i32| "0".repeat(usize::try_from(number).unwrap_or_default());
	let text = if (count..=21).contains(&point) {
		format!("{digits}{}", zeros(point - count))
	} else if (1..count).contains(&point) {
		let (whole, fraction) = digits.split_at(usize::try_from(point).ok()?);
		format!("{whole}.{fraction}")
	} else if (-5..=0).contains(&point) {
		format!("0.{}{digits}", zeros(-point))
	} else {
		let (first, rest) = digits.split_at(1);
		let dot = if rest.is_empty() { "" } else { "." };
		let sign = if point > 0 { '+' } else { '-' };
		format!("{first}{dot}{rest}e{sign}{}", (point - 1).unsigned_abs())
	};
	Some(if value < 0.0 { format!("-{text}") } else { text })
}

#[cfg(test)]
mod tests {
	use super::*;

	fn form(text: &str) -> Result<String, String> {
		canonical(&Json::parse(text, 16).unwrap(), "$").map_err(|e| e.to_string())
	}

	#[test]
	fn the_examples_of_rfc_8785_come_out() {
		let arrays = r#"{
			"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
			"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
			"literals": [null, true, false]
		}"#;
		assert_eq!(
			form(arrays).unwrap(),
			concat!(
				r#"{"literals":[null,true,false],"#,
				r#""numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#,
				r#""string":"€$\u000f\nA'B\"\\\\\"/"}"#,
			),
		);
		let keys = r#"{"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6,
			"\u00f6": 7}"#;
		let order = form(keys).unwrap();
		let right = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}";
		assert_eq!(order, right);
	}

	#[test]
	fn numbers_are_those_of_ecmascript() {
		for (written, right) in [
			("0", "0"),
			("-0", "0"),
			("-0.0", "0"),
			("10", "10"),
			("1e1", "10"),
			("120.50", "120.5"),
			("-1.5", "-1.5"),
			("5e-324", "5e-324"),
			("1.7976931348623157e308", "1.7976931348623157e+308"),
			("9007199254740991", "9007199254740991"),
			("1e20", "100000000000000000000"),
			("1e21", "1e+21"),
			("295147905179352830000.0", "295147905179352830000"),
			("0.000001", "0.000001"),
			("0.0000001", "1e-7"),
			("123456.789e3", "123456789"),
		] {
			assert_eq!(number(written).as_deref(), Some(right), "{written}");
		}
		for written in ["9007199254740992", "-9007199254740992", "99999999999999999999999", "1e999"]
		{
			assert_eq!(number(written), None, "{written}");
		}
		assert!(form(r#"{"a": [1, 1e999]}"#).unwrap_err().starts_with("$.a[1]: 1e999 has no"));
	}

	#[test]
	fn order_and_white_space_do_not_matter() {
		let one = form("{\"b\": [1.0, {}], \"a\": \"\\u0041\"}").unwrap();
		assert_eq!(one, r#"{"a":"A","b":[1,{}]}"#);
		assert_eq!(form(&one).unwrap(), one);
	}
}
