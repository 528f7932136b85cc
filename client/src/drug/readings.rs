//! Temperatures in the sensor reports of an event.

use crate::{
	epcis::{Decimal, Event, Instant, Reading as Value, Rule, SensorElement, SensorReport},
	types::drug::Reading,
};

/// Digits behind the point that count.
const DIGITS: usize = 6;
/// The parts of a degree that those digits count.
const PARTS: i128 = 1_000_000;
/// How many of them are a thousandth of a degree.
const OF_A_THOUSANDTH: i128 = 1_000;
/// 0 °C in kelvin, and in degrees Fahrenheit.
const ZERO_IN_KELVIN: i128 = 273_150_000;
const ZERO_IN_FAHRENHEIT: i128 = 32_000_000;

/// The field, the rule and what is wrong.
pub type Wrong = (String, Rule, String);

/// The lowest and the highest temperature that an event tells, and the time that it tells of. Other
/// measurements are left to the document.
pub fn temperature(event: &Event) -> Result<Reading, Wrong> {
	let mut found: Option<Reading> = None;
	for (number, element) in event.sensors.iter().enumerate() {
		for (place, report) in element.reports.iter().enumerate() {
			if report.get("type") != Some(&Value::Word("https://gs1.org/voc/Temperature".into())) {
				continue;
			}
			let field = format!("sensorElementList[{number}].sensorReport[{place}]");
			let reading = reading(report, span(element, report, event), &field)?;
			found = Some(match found {
				None => reading,
				Some(before) => Reading {
					from: before.from.min(reading.from),
					to: before.to.max(reading.to),
					min: before.min.min(reading.min),
					max: before.max.max(reading.max),
				},
			});
		}
	}
	found.ok_or_else(|| {
		let reason = "there is no temperature, and the chain compares nothing else";
		("sensorElementList".into(), Rule::Mapping, reason.into())
	})
}

/// The time of a report: its own, or that of its element, or that of the event.
fn span(element: &SensorElement, report: &SensorReport, event: &Event) -> (Instant, Instant) {
	let of_element = |name: &str| {
		let found = element.metadata.iter().find(|(known, _)| *known == name);
		found.and_then(|(_, value)| time(value))
	};
	if let Some(own) = report.get("time").and_then(time) {
		return (own, own);
	}
	let at = of_element("time");
	let start = of_element("startTime").or(at).unwrap_or(event.time);
	let end = of_element("endTime").or(at).unwrap_or(event.time);
	(start, end)
}

fn time(value: &Value) -> Option<Instant> {
	match value {
		Value::Time(instant) => Some(*instant),
		_ => None,
	}
}

fn reading(
	report: &SensorReport,
	(start, end): (Instant, Instant),
	field: &str,
) -> Result<Reading, Wrong> {
	let wrong = |name: &str, rule, reason: String| (format!("{field}.{name}"), rule, reason);
	let unit = match report.get("uom") {
		Some(Value::Text(unit)) => unit.as_str(),
		_ => {
			return Err(wrong(
				"uom",
				Rule::Required,
				"the unit of a temperature must be told".into(),
			))
		}
	};
	let number = |name: &str| match report.get(name) {
		Some(Value::Number(number)) => Some(number),
		_ => None,
	};
	let value = number("value");
	let bounds =
		[("minValue", number("minValue").or(value)), ("maxValue", number("maxValue").or(value))];
	let mut celsius = [0; 2];
	for (slot, (name, digits)) in celsius.iter_mut().zip(bounds) {
		let digits = digits.ok_or_else(|| {
			let reason = "right are value, or minValue and maxValue";
			wrong("value", Rule::Required, reason.into())
		})?;
		let parts = parts(digits).ok_or_else(|| {
			let reason = format!("{digits} is too large, or finer than {DIGITS} digits");
			wrong(name, Rule::Mapping, reason)
		})?;
		*slot = match unit {
			"CEL" => parts.saturating_mul(9),
			"KEL" => parts.saturating_sub(ZERO_IN_KELVIN).saturating_mul(9),
			"FAH" => parts.saturating_sub(ZERO_IN_FAHRENHEIT).saturating_mul(5),
			_ => {
				let reason =
					format!("{unit:?} is no unit of temperature; right are CEL, FAH and KEL");
				return Err(wrong("uom", Rule::Mapping, reason));
			}
		};
	}
	// Ninths of a millionth of a degree, rounded away from what the product bears.
	let [low, high] = celsius;
	let whole = OF_A_THOUSANDTH.saturating_mul(9);
	let down = i32::try_from(low.div_euclid(whole));
	let up = i32::try_from(high.saturating_neg().div_euclid(whole).saturating_neg());
	let seconds = |instant: Instant| u64::try_from(instant.seconds());
	match (down, up, seconds(start), seconds(end)) {
		(Ok(min), Ok(max), Ok(from), Ok(to)) => Ok(Reading { from, to, min, max }),
		(Err(_), ..) | (_, Err(_), ..) => {
			Err(wrong("value", Rule::Mapping, "is no temperature of goods".into()))
		}
		_ => Err(wrong("time", Rule::Mapping, "is before 1970".into())),
	}
}

/// A number in millionths.
fn parts(number: &Decimal) -> Option<i128> {
	let text = number.as_str();
	let digits = text.strip_prefix('-').unwrap_or(text);
	let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
	if fraction.len() > DIGITS || whole.len() > 12 {
		return None;
	}
	let whole: i128 = whole.parse().ok()?;
	let fraction: i128 = format!("{fraction:0<DIGITS$}").parse().ok()?;
	let parts = whole.checked_mul(PARTS)?.checked_add(fraction)?;
	Some(if number.is_negative() { parts.saturating_neg() } else { parts })
}
