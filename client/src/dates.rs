//! Periods on the command line: days in UTC, or instants.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike};
use medchain_support::Period;
use std::time::{SystemTime, UNIX_EPOCH};

/// The last second of a day, as seconds since its first.
const LAST_SECOND: u64 = 24 * 60 * 60 - 1;

/// The second since 1970 by this machine's clock.
pub fn now() -> u64 {
	SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// The year by this machine's clock.
pub fn this_year() -> u16 {
	let now = i64::try_from(now()).ok().and_then(|now| DateTime::from_timestamp(now, 0));
	now.and_then(|now| u16::try_from(now.year()).ok()).unwrap_or(1970)
}

/// The first second of a day such as `2026-05-31`, or the second of an instant such as
/// `2026-05-31T08:30:00+02:00`.
pub fn first_second(text: &str) -> Result<u64, String> {
	Ok(read(text)?.0)
}

/// The last second of a day, or the second of an instant.
pub fn last_second(text: &str) -> Result<u64, String> {
	Ok(read(text)?.1)
}

/// A time of day such as `14:30` or `14:30:15`, as seconds since its beginning.
pub fn time_of_day(text: &str) -> Result<u64, String> {
	let time = ["%H:%M", "%H:%M:%S"]
		.into_iter()
		.find_map(|form| NaiveTime::parse_from_str(text, form).ok());
	time.map(|time| u64::from(time.num_seconds_from_midnight()))
		.ok_or_else(|| format!("{text:?} is no time of day; right are 14:30 and 14:30:15"))
}

/// A period, unless it ends before it starts.
pub fn period(start: Option<u64>, end: Option<u64>) -> Result<Period, String> {
	let period = Period { start, end };
	match period.is_reversed() {
		true => Err("the period ends before it starts; --from must not be after --until".into()),
		false => Ok(period),
	}
}

fn read(text: &str) -> Result<(u64, u64), String> {
	let wrong = || {
		format!(
			"{text:?} is no day or instant since 1970; right are 2026-05-31 and \
			 2026-05-31T08:30:00+02:00"
		)
	};
	let seconds = |instant: i64| u64::try_from(instant).map_err(|_| wrong());
	if text.len() == "2026-05-31".len() {
		let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| wrong())?;
		let first = seconds(day.and_time(NaiveTime::MIN).and_utc().timestamp())?;
		return Ok((first, first.saturating_add(LAST_SECOND)));
	}
	let instant = DateTime::parse_from_rfc3339(text).map_err(|_| wrong())?;
	let second = seconds(instant.timestamp())?;
	Ok((second, second))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_day_has_a_first_and_a_last_second() {
		assert_eq!(first_second("2024-02-29"), Ok(1_709_164_800));
		assert_eq!(last_second("2024-02-29"), Ok(1_709_251_199));
		assert_eq!(first_second("2026-05-31T08:30:00+02:00"), Ok(1_780_209_000));
		assert_eq!(last_second("2026-05-31T06:30:00Z"), Ok(1_780_209_000));
	}

	#[test]
	fn what_is_no_date_is_named() {
		for text in ["", "2026", "2026-02-30", "31.05.2026", "tomorrow", "1969-12-31", "2026-05-3x"]
		{
			assert!(first_second(text).unwrap_err().contains("right are"), "{text}");
		}
	}

	#[test]
	fn a_time_of_day_is_in_seconds() {
		assert_eq!(time_of_day("00:00"), Ok(0));
		assert_eq!(time_of_day("14:30"), Ok(52_200));
		assert_eq!(time_of_day("23:59:59"), Ok(86_399));
		for text in ["", "24:00", "14", "14:60", "2 pm", "14:30Z"] {
			assert!(time_of_day(text).unwrap_err().contains("14:30:15"), "{text}");
		}
	}

	#[test]
	fn a_period_does_not_end_before_it_starts() {
		assert_eq!(period(Some(1), Some(1)), Ok(Period::new(1, 1)));
		assert_eq!(period(None, None), Ok(Period::ALWAYS));
		assert!(period(Some(2), Some(1)).unwrap_err().contains("--from"));
	}
}
