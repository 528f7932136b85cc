//! FHIR `dateTime`: four precisions, and the first and the last second that each means.
//!
//! A date without a time is a day in UTC. A period ends with the last second of its end, as FHIR
//! says: an end of `2012-02` is the last second of February 2012.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime};

/// The first second of a `dateTime`. One before 1970 begins with the first second of 1970: no
/// decision is older, so that none is changed by it.
pub(super) fn first_second(text: &str) -> Result<u64, String> {
	Ok(u64::try_from(span(text)?.0).unwrap_or(0))
}

/// The last second of a `dateTime`.
pub(super) fn last_second(text: &str) -> Result<u64, String> {
	u64::try_from(span(text)?.1).map_err(|_| "the end lies before 1970 and never holds".into())
}

/// A second as a FHIR `instant` in UTC, or `None` after the year 9999.
pub fn format_instant(second: u64) -> Option<String> {
	let instant = DateTime::from_timestamp(i64::try_from(second).ok()?, 0)?;
	(instant.year() <= 9999).then(|| instant.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// The first and the last second.
fn span(text: &str) -> Result<(i64, i64), String> {
	let malformed = || {
		format!(
			"{text:?} is no FHIR dateTime; right are 2026, 2026-05, 2026-05-31 and \
			 2026-05-31T08:30:00+02:00"
		)
	};
	if !text.is_ascii() {
		return Err(malformed());
	}
	let digits = |from: usize, to: usize| -> Option<u32> {
		let digits = text.get(from..to)?;
		digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
	};
	let dash = |at: usize| text.as_bytes().get(at) == Some(&b'-');
	let year = digits(0, 4).filter(|year| *year > 0).ok_or_else(malformed)?;
	let date = |month, day| {
		i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
	};

	let (first_day, next) = match text.len() {
		4 => {
			let first = date(1, 1).ok_or_else(malformed)?;
			(first, first.checked_add_months(Months::new(12)))
		}
		7 if dash(4) => {
			let first = digits(5, 7).and_then(|month| date(month, 1)).ok_or_else(malformed)?;
			(first, first.checked_add_months(Months::new(1)))
		}
		10 if dash(4) && dash(7) => {
			let day = digits(5, 7).zip(digits(8, 10));
			let first = day.and_then(|(month, day)| date(month, day)).ok_or_else(malformed)?;
			(first, first.checked_add_days(Days::new(1)))
		}
		_ => {
			let second = second(text).ok_or_else(malformed)??;
			return Ok((second, second));
		}
	};
	let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp();
	Ok((midnight(first_day), midnight(next.ok_or_else(malformed)?) - 1))
}

/// The second of a `dateTime` with time and zone. `None` if it is malformed.
fn second(text: &str) -> Option<Result<i64, String>> {
	if text.as_bytes().get(10) != Some(&b'T') || text.contains(['t', 'z']) {
		return None;
	}
	let instant = DateTime::parse_from_rfc3339(text).ok()?;
	Some(if instant.timestamp_subsec_nanos() % 1_000_000_000 == 0 {
		Ok(instant.timestamp())
	} else {
		Err(format!("{text:?} has a fraction of a second, which cannot be expressed"))
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn each_precision_means_its_first_and_last_second() {
		for (text, first, last) in [
			("2026", 1_767_225_600, 1_798_761_599),
			("2024-02", 1_706_745_600, 1_709_251_199),
			("2024-02-29", 1_709_164_800, 1_709_251_199),
			("2026-05-31T08:30:00+02:00", 1_780_209_000, 1_780_209_000),
			("2026-05-31T06:30:00.000Z", 1_780_209_000, 1_780_209_000),
		] {
			assert_eq!(first_second(text), Ok(first), "{text}");
			assert_eq!(last_second(text), Ok(last), "{text}");
		}
	}

	#[test]
	fn before_1970_a_start_is_the_first_second_and_an_end_is_refused() {
		assert_eq!(first_second("1964-01-01"), Ok(0));
		assert_eq!(
			last_second("1969-12-31"),
			Err("the end lies before 1970 and never holds".into())
		);
		assert_eq!(last_second("1970-01-01"), Ok(86_399));
	}

	#[test]
	fn what_is_no_date_time_is_refused() {
		for text in [
			"",
			"26",
			"0000",
			"2026-5",
			"2026-13",
			"2026-02-30",
			"2026-05-31 08:30:00Z",
			"2026-05-31T08:30Z",
			"2026-05-31T08:30:00",
			"2026-05-31T25:00:00Z",
			"2026-05-31t08:30:00z",
			"31.05.2026",
			"tomorrow",
			"２０２６",
			"-026",
			"20260531",
		] {
			let error = first_second(text).unwrap_err();
			assert!(error.contains("is no FHIR dateTime"), "{text}: {error}");
		}
		assert!(first_second("2026-05-31T08:30:00.5Z").unwrap_err().contains("fraction"));
	}

	#[test]
	fn seconds_are_written_as_instants_and_read_back() {
		for second in [0, 1, 1_709_251_199, 253_402_300_799] {
			let text = format_instant(second).unwrap();
			assert_eq!(first_second(&text), Ok(second));
			assert_eq!(last_second(&text), Ok(second));
		}
		assert_eq!(format_instant(253_402_300_800), None);
		assert_eq!(format_instant(u64::MAX), None);
	}
}
