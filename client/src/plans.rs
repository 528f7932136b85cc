//! The terms of a plan as people write them, in a JSON file, and back.
//!
//! Amounts are texts of digits in major units (`"60.00"`), shares are percentages (`"20%"`), times
//! are spans (`"365d"`). What may be left out is written as nothing:
//!
//! | member | means | left out |
//! |---|---|---|
//! | `currency` | code of ISO 4217; must be that of the pool | |
//! | `premium` | the price of a term | |
//! | `length` | how long a term is, at least four weeks | |
//! | `waiting` | how long after enrolment nothing is covered | `"0d"` |
//! | `filing` | how long after a service it can be claimed | |
//! | `deductible` | what the patient pays of a term's covered services first | `"0"` |
//! | `outOfPocketMax` | most that the patient pays of them in a term | |
//! | `annualLimit` | most that the plan pays in a term | |
//! | `confirmAbove` | payments of a claim beyond this wait until the patient confirms the service | never |
//! | `dailyLines` | more lines of one provider than this on one day are looked at | never |
//! | `outlier` | prices beyond this share of the ceiling are looked at, at least `"100%"` | never |
//! | `benefits` | one for each class of service that is covered, at least one | |
//!
//! | member of a benefit | means | left out |
//! |---|---|---|
//! | `service` | class of service, a code of X12's service types | |
//! | `coinsurance` | the patient's share after copay and deductible, in the network | `"0%"` |
//! | `outOfNetwork` | the same elsewhere | not covered there |
//! | `copay` | what the patient pays first of each line | `"0"` |
//! | `ceiling` | most that counts for a unit | no ceiling |
//! | `maxQuantity` | most units of a term | no limit |
//! | `frequency` | `{"uses": 2, "within": "365d"}`: so often within so many days | no limit |
//! | `authorization` | the insurer must have authorised it before | `false` |
//! | `attachment` | documents must come with it, which the insurer reads | `false` |
//! | `traced` | each line names the pack of the drug, with the receipt of its sale | `false` |

use crate::{
	amounts::{major_units, percentage, span, Typed},
	error::{Error, Result},
	types::insurance::{Benefit, Frequency, PlanTerms, MAX_BENEFITS, MAX_USES},
};
use medchain_support::{Amount, BasisPoints, CurrencyCode, ServiceType};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

const DAY: u64 = 24 * 60 * 60;
/// Shortest term of a plan that the chain takes.
const MIN_TERM: u64 = 28 * DAY;

/// The file.
#[derive(Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Written {
	currency: String,
	premium: String,
	length: String,
	#[serde(default = "no_time")]
	waiting: String,
	filing: String,
	#[serde(default = "nothing")]
	deductible: String,
	out_of_pocket_max: String,
	annual_limit: String,
	#[serde(skip_serializing_if = "Option::is_none")]
	confirm_above: Option<String>,
	#[serde(skip_serializing_if = "Option::is_none")]
	daily_lines: Option<u32>,
	#[serde(skip_serializing_if = "Option::is_none")]
	outlier: Option<String>,
	benefits: Vec<WrittenBenefit>,
}

#[derive(Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct WrittenBenefit {
	service: String,
	#[serde(default = "no_share")]
	coinsurance: String,
	#[serde(skip_serializing_if = "Option::is_none")]
	out_of_network: Option<String>,
	#[serde(default = "nothing")]
	copay: String,
	#[serde(skip_serializing_if = "Option::is_none")]
	ceiling: Option<String>,
	#[serde(skip_serializing_if = "Option::is_none")]
	max_quantity: Option<u32>,
	#[serde(skip_serializing_if = "Option::is_none")]
	frequency: Option<WrittenFrequency>,
	#[serde(default)]
	authorization: bool,
	#[serde(default)]
	attachment: bool,
	#[serde(default)]
	traced: bool,
}

#[derive(Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenFrequency {
	uses: u8,
	within: String,
}

fn nothing() -> String {
	"0".into()
}

fn no_share() -> String {
	"0%".into()
}

fn no_time() -> String {
	"0d".into()
}

/// What is wrong with a member of the file.
fn wrong(path: &str, reason: impl std::fmt::Display) -> Error {
	Error::Input(format!("{path}: {reason}"))
}

/// Reads the terms of a plan. An error names the member that is wrong.
pub fn read(document: &str) -> Result<(PlanTerms, CurrencyCode)> {
	let written: Written = serde_json::from_str(document)
		.map_err(|e| Error::Input(format!("the file holds no terms of a plan: {e}")))?;
	let code = CurrencyCode::from_code(&written.currency).ok_or_else(|| {
		let reason = format!("{:?} is no active code of ISO 4217, such as EUR", written.currency);
		wrong("currency", reason)
	})?;
	let terms = PlanTerms {
		deductible: amount("deductible", &written.deductible, code)?,
		out_of_pocket_max: amount("outOfPocketMax", &written.out_of_pocket_max, code)?,
		annual_limit: amount("annualLimit", &written.annual_limit, code)?,
		premium: amount("premium", &written.premium, code)?,
		length: time("length", &written.length)?,
		waiting: time("waiting", &written.waiting)?,
		filing: time("filing", &written.filing)?,
		confirm_above: optional(written.confirm_above.as_deref(), |text| {
			amount("confirmAbove", text, code)
		})?,
		daily_lines: written.daily_lines,
		outlier: optional(written.outlier.as_deref(), |text| share("outlier", text))?,
		benefits: (0..)
			.zip(&written.benefits)
			.map(|(n, written)| benefit(n, written, code))
			.collect::<Result<_>>()?,
	};
	check(&terms)?;
	Ok((terms, code))
}

fn benefit(number: usize, written: &WrittenBenefit, code: CurrencyCode) -> Result<Benefit> {
	let path = |member: &str| format!("benefits[{number}].{member}");
	let service = ServiceType::from_str(&written.service)
		.map_err(|e| wrong(&path("service"), format!("{:?} is {e}", written.service)))?;
	Ok(Benefit {
		service,
		coinsurance: part(&path("coinsurance"), &written.coinsurance)?,
		out_of_network: optional(written.out_of_network.as_deref(), |text| {
			part(&path("outOfNetwork"), text)
		})?,
		copay: amount(&path("copay"), &written.copay, code)?,
		ceiling: optional(written.ceiling.as_deref(), |text| amount(&path("ceiling"), text, code))?,
		max_quantity: written.max_quantity,
		frequency: optional(written.frequency.as_ref(), |written| {
			let WrittenFrequency { uses, ref within } = *written;
			let within_path = path("frequency.within");
			let seconds = time(&within_path, within)?;
			let days = u16::try_from(seconds / DAY).ok();
			let days = days.filter(|days| *days > 0 && seconds.is_multiple_of(DAY));
			let within_days = days.ok_or_else(|| {
				wrong(&within_path, format!("{within:?} is not 1 to {} whole days", u16::MAX))
			})?;
			match (1..=MAX_USES).contains(&uses) {
				true => Ok(Frequency { uses, within_days }),
				false => Err(wrong(
					&path("frequency.uses"),
					format!("{uses} is wrong; right are 1 to {MAX_USES}"),
				)),
			}
		})?,
		authorization: written.authorization,
		attachment: written.attachment,
		traced: written.traced,
	})
}

fn optional<T, U>(written: Option<T>, read: impl FnOnce(T) -> Result<U>) -> Result<Option<U>> {
	written.map(read).transpose()
}

fn amount(path: &str, text: &str, code: CurrencyCode) -> Result<Amount> {
	let typed: Typed = text.parse().map_err(|e: String| wrong(path, e))?;
	typed.of(code, path).map_err(Error::Input)
}

fn share(path: &str, text: &str) -> Result<BasisPoints> {
	percentage(text).map_err(|e| wrong(path, e))
}

/// A share of at most the whole.
fn part(path: &str, text: &str) -> Result<BasisPoints> {
	match share(path, text)? {
		found if found <= BasisPoints::WHOLE => Ok(found),
		_ => Err(wrong(path, format!("{text:?} is more than 100%"))),
	}
}

fn time(path: &str, text: &str) -> Result<u64> {
	span(text).map_err(|e| wrong(path, e))
}

/// Whether the chain would take the terms, as far as that can be seen here.
fn check(terms: &PlanTerms) -> Result<()> {
	if terms.annual_limit == 0 {
		return Err(wrong("annualLimit", "nothing is no limit; give what the plan pays at most"));
	}
	if terms.length < MIN_TERM {
		return Err(wrong("length", "a term is at least 28 days"));
	}
	if terms.outlier.is_some_and(|share| share < BasisPoints::WHOLE) {
		return Err(wrong("outlier", "prices below the ceiling are none; right are 100% and more"));
	}
	if terms.benefits.is_empty() || terms.benefits.len() > MAX_BENEFITS {
		return Err(wrong(
			"benefits",
			format!("a plan has 1 to {MAX_BENEFITS}, and this one has {}", terms.benefits.len()),
		));
	}
	for (n, benefit) in terms.benefits.iter().enumerate() {
		let again = terms.benefits.iter().take(n).any(|other| other.service == benefit.service);
		if again {
			return Err(wrong(
				&format!("benefits[{n}].service"),
				format!("{:?} stands there twice", benefit.service.code()),
			));
		}
		if benefit.max_quantity == Some(0) {
			return Err(wrong(
				&format!("benefits[{n}].maxQuantity"),
				"0 covers nothing; leave the benefit out",
			));
		}
	}
	Ok(())
}

/// The terms of a plan as a file that [`read`] reads.
pub fn write(terms: &PlanTerms, code: CurrencyCode) -> Result<String> {
	let money = |amount: Amount| major_units(amount, code.decimals());
	let percent = |share: BasisPoints| format!("{}%", major_units(share.0.into(), 2));
	let written = Written {
		currency: code.to_string(),
		premium: money(terms.premium),
		length: span_written(terms.length),
		waiting: span_written(terms.waiting),
		filing: span_written(terms.filing),
		deductible: money(terms.deductible),
		out_of_pocket_max: money(terms.out_of_pocket_max),
		annual_limit: money(terms.annual_limit),
		confirm_above: terms.confirm_above.map(money),
		daily_lines: terms.daily_lines,
		outlier: terms.outlier.map(percent),
		benefits: terms
			.benefits
			.iter()
			.map(|benefit| WrittenBenefit {
				service: benefit.service.code().into(),
				coinsurance: percent(benefit.coinsurance),
				out_of_network: benefit.out_of_network.map(percent),
				copay: money(benefit.copay),
				ceiling: benefit.ceiling.map(money),
				max_quantity: benefit.max_quantity,
				frequency: benefit.frequency.map(|frequency| WrittenFrequency {
					uses: frequency.uses,
					within: format!("{}d", frequency.within_days),
				}),
				authorization: benefit.authorization,
				attachment: benefit.attachment,
				traced: benefit.traced,
			})
			.collect(),
	};
	serde_json::to_string_pretty(&written)
		.map_err(|e| Error::Input(format!("the terms cannot be written: {e}")))
}

/// A span of time as [`span`] reads it, in the largest unit that is whole.
fn span_written(seconds: u64) -> String {
	match [(DAY, "d"), (60 * 60, "h"), (60, "m")]
		.into_iter()
		.find(|(unit, _)| seconds.is_multiple_of(*unit))
	{
		Some((unit, name)) => format!("{}{name}", seconds / unit),
		None => format!("{seconds}s"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::{json, Value};

	const FAMILY: &str = include_str!("../documents/plan/family.json");

	/// The example with one member changed, or removed where it is null.
	fn changed(pointer: &str, to: Value) -> String {
		let mut document: Value = serde_json::from_str(FAMILY).unwrap();
		let (of, member) = pointer.rsplit_once('/').unwrap();
		let of = document.pointer_mut(of).unwrap();
		match (of, to) {
			(Value::Object(of), Value::Null) => drop(of.remove(member)),
			(Value::Object(of), to) => drop(of.insert(member.into(), to)),
			(of, to) => of[member.parse::<usize>().unwrap()] = to,
		}
		document.to_string()
	}

	fn refused(pointer: &str, to: Value) -> String {
		read(&changed(pointer, to)).unwrap_err().to_string()
	}

	#[test]
	fn the_example_is_read_in_minor_units() {
		let (terms, code) = read(FAMILY).unwrap();
		assert_eq!(code.code(), "EUR");
		assert_eq!((terms.premium, terms.annual_limit, terms.deductible), (6_000, 500_000, 5_000));
		assert_eq!((terms.length, terms.waiting, terms.filing), (365 * DAY, 0, 90 * DAY));
		assert_eq!((terms.confirm_above, terms.daily_lines), (Some(100_000), Some(40)));
		assert_eq!(terms.outlier, Some(BasisPoints(30_000)));
		let of = |code: &str| {
			*terms.benefits.iter().find(|benefit| benefit.service.code() == code).unwrap()
		};
		let therapy = of("PT");
		assert_eq!((therapy.ceiling, therapy.max_quantity), (Some(8_000), Some(20)));
		assert!(therapy.authorization && therapy.out_of_network.is_none());
		assert_eq!(of("98").copay, 1_000);
		assert_eq!(of("35").frequency, Some(Frequency { uses: 2, within_days: 365 }));
		assert!(of("48").attachment && !of("88").attachment);
		assert!(
			terms.benefits.iter().all(|benefit| !benefit.traced),
			"the demonstration sells no packs"
		);
	}

	#[test]
	fn what_is_left_out_is_nothing() {
		for (pointer, text) in [
			("/deductible", "\"deductible\":\"0\""),
			("/waiting", "\"waiting\":\"0d\""),
			("/benefits/0/copay", "\"copay\":\"0\""),
			("/benefits/0/coinsurance", "\"coinsurance\":\"0%\""),
		] {
			let value = text.split_once(':').unwrap().1.trim_matches('"');
			let left_out = read(&changed(pointer, Value::Null)).unwrap();
			assert_eq!(left_out, read(&changed(pointer, json!(value))).unwrap(), "{pointer}");
		}
		let (terms, _) = read(&changed("/confirmAbove", Value::Null)).unwrap();
		assert_eq!(terms.confirm_above, None);
		let (terms, _) = read(&changed("/benefits/5/traced", json!(true))).unwrap();
		assert!(terms.benefits[5].traced);
	}

	#[test]
	fn what_is_wrong_is_named() {
		for (pointer, to, told) in [
			("/currency", json!("eur"), "currency: \"eur\" is no active code"),
			("/currency", Value::Null, "missing field `currency`"),
			("/premium", json!("60,00"), "premium: \"60,00\" is no amount"),
			("/premium", json!("60.001"), "premium 60.001 has a smaller unit"),
			("/premium", json!("60.00 USD"), "premium 60.00 USD is in USD"),
			("/premium", json!(60), "invalid type"),
			("/length", json!("1y"), "length: \"1y\" is no span of time"),
			("/length", json!("27d"), "length: a term is at least 28 days"),
			("/annualLimit", json!("0"), "annualLimit: nothing is no limit"),
			("/outlier", json!("90%"), "outlier: prices below the ceiling"),
			("/surprise", json!(1), "unknown field `surprise`"),
			("/benefits", json!([]), "benefits: a plan has 1 to 22, and this one has 0"),
			("/benefits/1/service", json!("98"), "benefits[1].service: \"98\" stands there twice"),
			("/benefits/1/service", json!("MH"), "benefits[1].service: \"MH\" is"),
			("/benefits/0/coinsurance", json!("101%"), "benefits[0].coinsurance: \"101%\" is more"),
			(
				"/benefits/0/outOfNetwork",
				json!("x"),
				"benefits[0].outOfNetwork: \"x\" is no percent",
			),
			("/benefits/2/maxQuantity", json!(0), "benefits[2].maxQuantity: 0 covers nothing"),
			("/benefits/2/ceiling", json!("a"), "benefits[2].ceiling: \"a\" is no amount"),
			("/benefits/3/frequency/uses", json!(17), "benefits[3].frequency.uses: 17 is wrong"),
			("/benefits/3/frequency/within", json!("36h"), "benefits[3].frequency.within: \"36h\""),
			("/benefits/3/frequency/within", json!("0d"), "1 to 65535 whole days"),
			("/benefits/0/price", json!("1"), "unknown field `price`"),
		] {
			let error = refused(pointer, to.clone());
			assert!(error.contains(told), "{pointer} {to}: {error}");
		}
		assert!(read("{").unwrap_err().to_string().contains("no terms of a plan"));
	}

	#[test]
	fn what_is_written_is_read_again() {
		let (mut terms, code) = read(FAMILY).unwrap();
		terms.waiting = 90 * 60;
		terms.filing = 61;
		terms.length = 673 * 60 * 60;
		let text = write(&terms, code).unwrap();
		assert_eq!(read(&text).unwrap(), (terms, code), "{text}");
		let yen = CurrencyCode::from_code("JPY").unwrap();
		let of_node = crate::types::insurance::tests::plan().terms;
		assert_eq!(read(&write(&of_node, yen).unwrap()).unwrap(), (of_node, yen));
	}
}
