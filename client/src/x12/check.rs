//! Whether an 835 adds up.
//!
//! | rule | by |
//! |---|---|
//! | trailers count what is between header and trailer, and name it | SE01, SE02, GE01, GE02, IEA01, IEA02 |
//! | what a claim charges less its adjustments, those of its services too, is what it pays | CLP03 − Σ CAS = CLP04 |
//! | what a service charges less its adjustments is what it pays | SVC02 − Σ CAS = SVC03 |
//! | services, where there are any, charge what the claim does | Σ SVC02 = CLP03 |
//! | the patient's part, if it is told and this is no reversal, is that of the adjustments | CLP05 = Σ CAS of PR |
//! | what all claims pay less provider adjustments is the payment | Σ CLP04 − Σ PLB = BPR02 |
//! | the payment has a date, and all dates are days | BPR16, DTM02 |
//! | a service is named by qualifier and code | SVC01 |

use super::segment::{parse, Segment};
use chrono::NaiveDate;
use std::fmt;

/// Decimals to which amounts are counted.
const DECIMALS: usize = 9;
/// Most digits before the point.
const DIGITS: usize = 18;
/// Status of a claim whose payment is taken back.
const REVERSAL: &str = "22";

/// What is wrong with a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
	/// Place of the segment in the file, from 1.
	pub segment: usize,
	/// Which element, such as `CLP04`, or the segment alone.
	pub element: String,
	/// What is wrong.
	pub reason: String,
}

impl fmt::Display for Finding {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "segment {}, {}: {}", self.segment, self.element, self.reason)
	}
}

/// What was read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Checked {
	/// Transaction sets 835.
	pub transactions: usize,
	/// Claims.
	pub claims: usize,
	/// Services.
	pub services: usize,
	/// What does not add up.
	pub findings: Vec<Finding>,
}

/// Reads a file with any number of 835s and checks them. An error means that it is no X12 at all.
pub fn check(text: &str) -> Result<Checked, String> {
	let segments = parse(text)?;
	let mut checker = Checker::default();
	for segment in &segments {
		checker.segment(segment);
	}
	let last = segments.last();
	for (open, name) in [
		(checker.set.is_some(), "SE"),
		(checker.group.is_some(), "GE"),
		(checker.interchange.is_some(), "IEA"),
	] {
		if let Some(last) = last.filter(|_| open) {
			checker.find(last, name, "is missing at the end of the file".into());
		}
	}
	Ok(checker.checked)
}

/// An amount in units of the ninth decimal.
type Units = i128;

/// A header that waits for its trailer.
#[derive(Clone, Debug, Default)]
struct Open {
	/// The control number.
	control: String,
	/// Segments, sets or groups in it.
	count: usize,
}

/// A claim or a service.
#[derive(Clone, Debug)]
struct Charge {
	segment: Segment,
	charge: Units,
	paid: Units,
	adjusted: Units,
}

#[derive(Debug)]
struct Claim {
	own: Charge,
	/// The patient's part of all adjustments.
	patient: Units,
	/// Services, and what they charge.
	services: Option<Units>,
}

/// An 835 while it is read.
#[derive(Debug, Default)]
struct Set {
	/// ST to SE.
	envelope: Open,
	is_835: bool,
	/// BPR, with what it pays.
	payment: Option<(Segment, Units)>,
	/// What the claims pay.
	paid: Units,
	/// Provider adjustments.
	kept: Units,
	claim: Option<Claim>,
	service: Option<Charge>,
}

#[derive(Debug, Default)]
struct Checker {
	interchange: Option<Open>,
	group: Option<Open>,
	set: Option<Set>,
	checked: Checked,
}

impl Checker {
	fn find(&mut self, segment: &Segment, element: &str, reason: String) {
		self.checked.findings.push(Finding {
			segment: segment.number,
			element: element.into(),
			reason,
		});
	}

	/// An amount; nothing where the element is empty.
	fn amount(&mut self, segment: &Segment, number: usize) -> Units {
		let text = segment.element(number);
		if text.is_empty() {
			return 0;
		}
		units(text).unwrap_or_else(|| {
			let element = format!("{}{number:02}", segment.name());
			self.find(segment, &element, format!("{text:?} is no amount"));
			0
		})
	}

	/// An amount that must be there.
	fn required(&mut self, segment: &Segment, number: usize) -> Units {
		if segment.element(number).is_empty() {
			let element = format!("{}{number:02}", segment.name());
			self.find(segment, &element, "is missing".into());
		}
		self.amount(segment, number)
	}

	fn date(&mut self, segment: &Segment, number: usize) {
		let text = segment.element(number);
		let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
		if !digits || NaiveDate::parse_from_str(text, "%Y%m%d").is_err() {
			let element = format!("{}{number:02}", segment.name());
			let reason = match text {
				"" => "has no date".into(),
				text => format!("{text:?} is no day"),
			};
			self.find(segment, &element, reason);
		}
	}

	fn segment(&mut self, segment: &Segment) {
		if let Some(set) = &mut self.set {
			set.envelope.count += 1;
		}
		match segment.name() {
			"ISA" => {
				let control = segment.element(13).to_string();
				if self.interchange.replace(Open { control, count: 0 }).is_some() {
					self.find(segment, "ISA", "the interchange before has no IEA".into());
				}
			}
			"GS" => {
				self.interchange.iter_mut().for_each(|open| open.count += 1);
				let control = segment.element(6).to_string();
				if self.group.replace(Open { control, count: 0 }).is_some() {
					self.find(segment, "GS", "the group before has no GE".into());
				}
			}
			"ST" => self.begin(segment),
			"SE" => self.end(segment),
			"GE" => {
				let open = self.group.take();
				self.trailer(segment, open, "transaction sets");
			}
			"IEA" => {
				let open = self.interchange.take();
				self.trailer(segment, open, "groups");
			}
			name if self.set.is_none() => {
				let name = name.to_string();
				self.find(segment, &name, "stands outside of a transaction set".into());
			}
			_ if self.set.as_ref().is_some_and(|set| set.is_835) => self.content(segment),
			_ => (),
		}
	}

	/// Compares a trailer with what it closes.
	fn trailer(&mut self, segment: &Segment, open: Option<Open>, what: &str) {
		let name = segment.name().to_string();
		let Some(open) = open else {
			return self.find(segment, &name, "closes what was not opened".into());
		};
		if segment.element(1).parse() != Ok(open.count) {
			let reason =
				format!("counts {:?} {what}, but there are {}", segment.element(1), open.count);
			self.find(segment, &format!("{name}01"), reason);
		}
		if segment.element(2) != open.control {
			let reason =
				format!("is {:?}, but the header's is {:?}", segment.element(2), open.control);
			self.find(segment, &format!("{name}02"), reason);
		}
	}

	fn begin(&mut self, segment: &Segment) {
		self.group.iter_mut().for_each(|open| open.count += 1);
		let is_835 = segment.element(1) == "835";
		if !is_835 {
			let reason =
				format!("{:?} is another transaction set; 835 is right", segment.element(1));
			self.find(segment, "ST01", reason);
		}
		let envelope = Open { control: segment.element(2).to_string(), count: 1 };
		if self.set.replace(Set { envelope, is_835, ..Set::default() }).is_some() {
			self.find(segment, "ST", "the transaction set before has no SE".into());
		}
		self.checked.transactions += usize::from(is_835);
	}

	fn end(&mut self, segment: &Segment) {
		self.end_of_service();
		self.end_of_claim();
		let Some(set) = self.set.take() else {
			return self.trailer(segment, None, "segments");
		};
		match &set.payment {
			None if set.is_835 => self.find(segment, "BPR", "is missing".into()),
			None => (),
			Some((payment, amount)) => {
				let sum = set.paid - set.kept;
				if sum != *amount {
					self.find(
						payment,
						"BPR02",
						format!(
							"pays {}, but claims less provider adjustments come to {}",
							told(*amount),
							told(sum)
						),
					);
				}
			}
		}
		self.trailer(segment, Some(set.envelope), "segments");
	}

	/// A segment inside an 835.
	fn content(&mut self, segment: &Segment) {
		match segment.name() {
			"BPR" => {
				let amount = self.required(segment, 2);
				self.date(segment, 16);
				if let Some(set) = &mut self.set {
					set.payment = Some((segment.clone(), amount));
				}
			}
			"DTM" => self.date(segment, 2),
			"CLP" => {
				self.end_of_service();
				self.end_of_claim();
				let (charge, paid) = (self.required(segment, 3), self.required(segment, 4));
				self.checked.claims += 1;
				if let Some(set) = &mut self.set {
					set.paid += paid;
					let own = Charge { segment: segment.clone(), charge, paid, adjusted: 0 };
					set.claim = Some(Claim { own, patient: 0, services: None });
				}
			}
			"SVC" => self.service(segment),
			"CAS" => self.adjustments(segment),
			"LX" => {
				self.end_of_service();
				self.end_of_claim();
			}
			"PLB" => {
				self.end_of_service();
				self.end_of_claim();
				for number in (3..=segment.count()).step_by(2) {
					let kept = self.required(segment, number + 1);
					self.set.iter_mut().for_each(|set| set.kept += kept);
				}
			}
			_ => (),
		}
	}

	fn service(&mut self, segment: &Segment) {
		self.end_of_service();
		let named = segment.components(1);
		if named.len() < 2 || named.iter().take(2).any(|part| part.is_empty()) {
			let reason = format!("{:?} is no qualifier and code", segment.element(1));
			self.find(segment, "SVC01", reason);
		}
		let (charge, paid) = (self.required(segment, 2), self.required(segment, 3));
		self.checked.services += 1;
		let claim = self.set.as_mut().and_then(|set| {
			set.service = Some(Charge { segment: segment.clone(), charge, paid, adjusted: 0 });
			set.claim.as_mut()
		});
		match claim {
			Some(claim) => *claim.services.get_or_insert(0) += charge,
			None => self.find(segment, "SVC", "stands outside of a claim".into()),
		}
	}

	/// Up to six triples of reason, amount and quantity.
	fn adjustments(&mut self, segment: &Segment) {
		let mut sum = 0;
		for number in (2..=segment.count()).step_by(3) {
			if segment.element(number).is_empty() {
				self.find(segment, &format!("CAS{number:02}"), "has no reason".into());
			}
			sum += self.required(segment, number + 1);
		}
		if segment.count() > 19 {
			self.find(segment, "CAS", "has more than six adjustments".into());
		}
		let group = segment.element(1);
		if !["CO", "OA", "PI", "PR"].contains(&group) {
			self.find(segment, "CAS01", format!("{group:?} is no group of adjustments"));
		}
		let set = self.set.as_mut();
		let claim = set.and_then(|set| {
			set.service.iter_mut().for_each(|service| service.adjusted += sum);
			set.claim.as_mut()
		});
		match claim {
			Some(claim) => {
				claim.own.adjusted += sum;
				claim.patient += if group == "PR" { sum } else { 0 };
			}
			None => self.find(segment, "CAS", "stands outside of a claim".into()),
		}
	}

	fn end_of_service(&mut self) {
		let service = self.set.as_mut().and_then(|set| set.service.take());
		if let Some(service) = service {
			self.balance(&service, "SVC03");
		}
	}

	fn end_of_claim(&mut self) {
		let Some(claim) = self.set.as_mut().and_then(|set| set.claim.take()) else { return };
		let segment = &claim.own.segment;
		self.balance(&claim.own, "CLP04");
		if let Some(services) = claim.services.filter(|sum| *sum != claim.own.charge) {
			let reason =
				format!("charges {}, but its services {}", told(claim.own.charge), told(services));
			self.find(segment, "CLP03", reason);
		}
		let stated = self.amount(segment, 5);
		let is_told = !segment.element(5).is_empty() && segment.element(2) != REVERSAL;
		if is_told && stated != claim.patient {
			let reason = format!(
				"leaves {} to the patient, but its adjustments {}",
				told(stated),
				told(claim.patient)
			);
			self.find(segment, "CLP05", reason);
		}
	}

	/// Charge less adjustments is paid.
	fn balance(&mut self, charge: &Charge, element: &str) {
		let sum = charge.charge - charge.adjusted;
		if sum != charge.paid {
			let reason = format!(
				"pays {}, but charge less adjustments come to {}",
				told(charge.paid),
				told(sum)
			);
			self.find(&charge.segment, element, reason);
		}
	}
}

/// An amount, exactly. The bound on its digits leaves room for all sums of a file.
fn units(text: &str) -> Option<Units> {
	let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
	let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
	let all = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
	let fits = whole.len() <= DIGITS && fraction.len() <= DECIMALS;
	if !fits || !all(whole) || !all(fraction) || whole.len() + fraction.len() == 0 {
		return None;
	}
	let units: Units = format!("0{whole}{fraction:0<DECIMALS$}").parse().ok()?;
	Some(sign * units)
}

fn told(units: Units) -> String {
	let digits = format!("{:0>width$}", units.unsigned_abs(), width = DECIMALS + 1);
	let (whole, fraction) = digits.split_at(digits.len() - DECIMALS);
	let sign = if units < 0 { "-" } else { "" };
	match fraction.trim_end_matches('0') {
		"" => format!("{sign}{whole}"),
		fraction => format!("{sign}{whole}.{fraction}"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_are_read_exactly() {
		for (text, whole, told_as) in [
			("800.00", 800, "800"),
			("-40", -40, "-40"),
			("0.1", 0, "0.1"),
			(".5", 0, "0.5"),
			("-.5", 0, "-0.5"),
		] {
			let units = units(text).unwrap();
			assert_eq!((units / 1_000_000_000, told(units).as_str()), (whole, told_as), "{text}");
		}
		for text in ["", "-", ".", "1.2.3", "1e3", "+1", "1,5", "1.0000000001", &"9".repeat(19)] {
			assert_eq!(units(text), None, "{text:?}");
		}
	}
}
