//! Decisions of an insurer as an 835.

use super::segment::{Separators, Writer};
use crate::{
	amounts::major_units,
	fhir::Refusal,
	types::claims::{
		self, Adjudication, ClaimInfo, ClaimLine, ClaimStatus, Group, LineResult, Origin,
	},
};
use chrono::{DateTime, Utc};
use medchain_support::{Amount, CurrencyCode};

/// The version of the guide.
const GUIDE: &str = "005010X221A1";
/// The currency that needs no segment of its own.
const DEFAULT_CURRENCY: &str = "USD";
/// `CLP06`: preferred provider organization.
const FILING: &str = "12";
/// Most digits of an amount (X12 data element 782).
const DIGITS: usize = 18;
/// Most adjustments of one PLB.
const ADJUSTMENTS: usize = 6;
/// Largest control number.
const MAX_CONTROL: u32 = 999_999_999;

/// Who sends or receives the file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TradingPartner {
	/// What kind of identifier follows, such as `ZZ`, mutually defined.
	pub qualifier: String,
	/// 2 to 15 characters.
	pub id: String,
}

/// Whom to call about the file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Contact {
	/// The name of a person or a desk.
	pub name: String,
	/// Digits only.
	pub telephone: String,
}

/// The insurer, as it is known off chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Payer {
	/// The name.
	pub name: String,
	/// The federal taxpayer's number, 9 digits.
	pub tax_id: String,
	/// The first line of the address.
	pub street: String,
	/// The city.
	pub city: String,
	/// The state in two letters; empty outside of the United States and Canada.
	pub state: String,
	/// The postal code.
	pub postal_code: String,
	/// The country in two letters; empty for the United States.
	pub country: String,
	/// Whom to call.
	pub contact: Contact,
}

/// The provider, as it is known off chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Payee {
	/// The name.
	pub name: String,
	/// The National Provider Identifier, 10 digits.
	pub npi: String,
}

/// What happened to a payment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Event {
	/// It was made.
	Payment,
	/// It was taken back: the provider reversed the claim, or fraud was found.
	Reversal,
}

/// What a payer decided about a claim.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'a> {
	/// The claim.
	pub claim: &'a ClaimInfo,
	/// Place of the payer, from 0.
	pub payer: usize,
	/// What is told of it.
	pub event: Event,
}

/// What goes into a file.
#[derive(Clone, Debug)]
pub struct Remittance<'a> {
	/// Who sends it.
	pub sender: TradingPartner,
	/// Who receives it.
	pub receiver: TradingPartner,
	/// The insurer.
	pub payer: Payer,
	/// The provider.
	pub payee: Payee,
	/// The control number of the interchange, from 1 to 999,999,999.
	pub control: u32,
	/// When it was written, in seconds since 1970.
	pub created: u64,
	/// When the provider was paid, in seconds since 1970.
	pub paid_on: u64,
	/// What finds the payment again, in at most 50 characters.
	pub trace: String,
	/// Whether it is only a test.
	pub test: bool,
	/// The currency of all amounts.
	pub code: CurrencyCode,
	/// The decisions, all of one insurer about claims of one provider.
	pub decisions: Vec<Decision<'a>>,
}

fn refuse<T>(element: impl Into<String>, reason: impl Into<String>) -> Result<T, Refusal> {
	Err(Refusal { path: element.into(), reason: reason.into() })
}

/// Writes an 835. A refusal names the part of the [`Remittance`] that is wrong.
pub fn write_remittance(remittance: &Remittance<'_>) -> Result<String, Refusal> {
	check_partners(remittance)?;
	let items: Vec<Item<'_>> = (0..)
		.zip(&remittance.decisions)
		.map(|(n, decision)| Item::of(n, decision))
		.collect::<Result<_, _>>()?;
	check_items(remittance, &items)?;
	let digits = remittance.code.decimals();
	let mut file = File { remittance, digits, writer: Writer::default() };
	file.interchange(&items)?;
	Ok(file.writer.finish())
}

/// A decision that was checked.
struct Item<'a> {
	claim: &'a ClaimInfo,
	decided: &'a Adjudication,
	/// Place of the payer, from 0.
	place: usize,
	event: Event,
	path: String,
}

impl<'a> Item<'a> {
	fn of(number: usize, decision: &Decision<'a>) -> Result<Self, Refusal> {
		let path = format!("decisions[{number}]");
		let Decision { claim, payer, event } = *decision;
		let id = claim.id;
		if let Err(reason) = claim.check() {
			return refuse(path, format!("claim {id} does not add up: {reason}"));
		}
		let Some(decided) = claim.payers.get(payer) else {
			let reason = match claim.status {
				ClaimStatus::Pended => format!("claim {id} waits; an 835 tells what was decided"),
				_ => format!(
					"claim {id} has no payer {}; {} have decided",
					payer.saturating_add(1),
					claim.payers.len()
				),
			};
			return refuse(format!("{path}.payer"), reason);
		};
		if claim.payee == claims::Payee::Patient {
			let reason = format!("claim {id} pays the patient; an 835 goes to who was paid");
			return refuse(format!("{path}.claim"), reason);
		}
		let taken_back = matches!(claim.status, ClaimStatus::Reversed | ClaimStatus::Voided);
		if event == Event::Reversal && !taken_back {
			let reason = format!(
				"claim {id} is {}; one that was reversed or voided is right",
				claim.status.code()
			);
			return refuse(format!("{path}.event"), reason);
		}
		let place = match claim.origin {
			Origin::Appeal { payer, .. } => payer.into(),
			_ => payer,
		};
		Ok(Self { claim, decided, place, event, path })
	}

	/// The payer's number for the claim.
	fn control(&self) -> String {
		format!("{}-{}", self.claim.id, self.place.saturating_add(1))
	}

	fn is_reversal(&self) -> bool {
		self.event == Event::Reversal
	}

	/// The provider adjustment: reason, amount, and whether it adds to the payment.
	fn kept(&self) -> (&'static str, Amount, bool) {
		match (self.event, self.claim.status) {
			(Event::Payment, _) => ("WO", self.decided.withheld, false),
			// The provider gave back what it was paid: the reversal takes nothing out of this payment.
			(Event::Reversal, ClaimStatus::Reversed) => ("72", self.decided.paid, true),
			// It owes that, and payments to come are withheld.
			(Event::Reversal, _) => ("WO", self.decided.paid, true),
		}
	}
}

fn check_items(remittance: &Remittance<'_>, items: &[Item<'_>]) -> Result<(), Refusal> {
	let Some(first) = items.first() else {
		return refuse("decisions", "none; an 835 tells at least one");
	};
	if !remittance.code.is_known() {
		return refuse("code", format!("{} is no known code of ISO 4217", remittance.code));
	}
	for (n, item) in items.iter().enumerate() {
		let other = |what: &str| {
			let reason = format!(
				"claim {} is of another {what} than claim {}; give each a file",
				item.claim.id, first.claim.id
			);
			refuse(item.path.as_str(), reason)
		};
		if item.decided.insurer != first.decided.insurer {
			return other("insurer");
		}
		if item.claim.biller != first.claim.biller {
			return other("provider");
		}
		if item.claim.currency != first.claim.currency {
			return other("currency");
		}
		let same = |other: &&Item<'_>| {
			(other.claim.id, other.place, other.event) == (item.claim.id, item.place, item.event)
		};
		if items.iter().take(n).any(|other| same(&other)) {
			return refuse(item.path.as_str(), format!("claim {} is told twice", item.claim.id));
		}
	}
	Ok(())
}

/// Checks that a text can stand in an element.
fn check_text(path: &str, text: &str, least: usize, most: usize) -> Result<(), Refusal> {
	let ours = Separators::OURS;
	let separators = [ours.element, ours.component, ours.segment, '^'];
	let fits = |c: char| (c.is_ascii_graphic() || c == ' ') && !separators.contains(&c);
	if let Some(other) = text.chars().find(|c| !fits(*c)) {
		return refuse(path, format!("{other:?} in {text:?} cannot stand in an X12 file"));
	}
	match text.trim() == text && (least..=most).contains(&text.len()) {
		true => Ok(()),
		false => refuse(
			path,
			format!("{text:?} does not fit; right are {least} to {most} characters without spaces around"),
		),
	}
}

fn check_digits(path: &str, text: &str, count: usize) -> Result<(), Refusal> {
	match text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()) {
		true => Ok(()),
		false => refuse(path, format!("{text:?} is wrong; right are {count} digits")),
	}
}

fn check_partners(remittance: &Remittance<'_>) -> Result<(), Refusal> {
	for (path, partner) in [("sender", &remittance.sender), ("receiver", &remittance.receiver)] {
		check_text(&format!("{path}.qualifier"), &partner.qualifier, 2, 2)?;
		check_text(&format!("{path}.id"), &partner.id, 2, 15)?;
	}
	let payer = &remittance.payer;
	check_text("payer.name", &payer.name, 1, 60)?;
	check_digits("payer.tax_id", &payer.tax_id, 9)?;
	check_text("payer.street", &payer.street, 1, 55)?;
	check_text("payer.city", &payer.city, 2, 30)?;
	if !payer.state.is_empty() {
		check_text("payer.state", &payer.state, 2, 2)?;
	}
	check_text("payer.postal_code", &payer.postal_code, 3, 15)?;
	if !payer.country.is_empty() {
		check_text("payer.country", &payer.country, 2, 2)?;
	}
	check_text("payer.contact.name", &payer.contact.name, 1, 60)?;
	let telephone = &payer.contact.telephone;
	check_digits("payer.contact.telephone", telephone, telephone.len().clamp(7, 15))?;
	check_text("payee.name", &remittance.payee.name, 1, 60)?;
	check_digits("payee.npi", &remittance.payee.npi, 10)?;
	check_text("trace", &remittance.trace, 1, 50)?;
	match (1..=MAX_CONTROL).contains(&remittance.control) {
		true => Ok(()),
		false => refuse(
			"control",
			format!("{} is wrong; right are 1 to {MAX_CONTROL}", remittance.control),
		),
	}
}

/// A second as a time of the calendar.
fn instant(path: &str, second: u64) -> Result<DateTime<Utc>, Refusal> {
	let found = i64::try_from(second).ok().and_then(|second| DateTime::from_timestamp(second, 0));
	match found.filter(|found| found.format("%Y").to_string().len() == 4) {
		Some(found) => Ok(found),
		None => refuse(path, format!("second {second} lies after the year 9999")),
	}
}

fn day(path: &str, second: u64) -> Result<String, Refusal> {
	Ok(instant(path, second)?.format("%Y%m%d").to_string())
}

struct File<'a> {
	remittance: &'a Remittance<'a>,
	/// Decimals of the currency.
	digits: u8,
	writer: Writer,
}

impl File<'_> {
	/// An amount, with the other sign in a reversal.
	fn money(&self, path: &str, amount: Amount, negative: bool) -> Result<String, Refusal> {
		let text = major_units(amount, self.digits);
		if text.bytes().filter(u8::is_ascii_digit).count() > DIGITS {
			return refuse(path, format!("{text} has more than the {DIGITS} digits of X12"));
		}
		Ok(if negative && amount > 0 { format!("-{text}") } else { text })
	}

	fn interchange(&mut self, items: &[Item<'_>]) -> Result<(), Refusal> {
		let remittance = self.remittance;
		let (sender, receiver) = (&remittance.sender, &remittance.receiver);
		let created = instant("created", remittance.created)?;
		let control = format!("{:09}", remittance.control);
		let group = remittance.control.to_string();
		let (nothing, time) = (" ".repeat(10), created.format("%H%M").to_string());
		self.writer.segment(&[
			"ISA",
			"00",
			&nothing,
			"00",
			&nothing,
			&sender.qualifier,
			&format!("{:<15}", sender.id),
			&receiver.qualifier,
			&format!("{:<15}", receiver.id),
			&created.format("%y%m%d").to_string(),
			&time,
			"^",
			"00501",
			&control,
			"0",
			if remittance.test { "T" } else { "P" },
			&Separators::OURS.component.to_string(),
		]);
		self.writer.segment(&[
			"GS",
			"HP",
			&sender.id,
			&receiver.id,
			&created.format("%Y%m%d").to_string(),
			&time,
			&group,
			"X",
			GUIDE,
		]);
		let before = self.writer.count;
		self.transaction(items)?;
		let count = self.writer.count - before + 1;
		self.writer.segment(&["SE", &count.to_string(), "0001"]);
		self.writer.segment(&["GE", "1", &group]);
		self.writer.segment(&["IEA", "1", &control]);
		Ok(())
	}

	fn transaction(&mut self, items: &[Item<'_>]) -> Result<(), Refusal> {
		let remittance = self.remittance;
		let (payer, payee) = (&remittance.payer, &remittance.payee);
		// Reversals take nothing out of this payment, see `Item::kept`.
		let payments = items.iter().filter(|item| !item.is_reversal());
		let total = payments
			.map(|item| item.decided.paid.saturating_sub(item.decided.withheld))
			.try_fold(0, |sum: Amount, part| sum.checked_add(part));
		let Some(total) = total else {
			return refuse("decisions", "together they come to more than can be counted");
		};
		let (handling, method) = if total > 0 { ("I", "CHK") } else { ("H", "NON") };
		let paid = self.money("decisions", total, false)?;
		let paid_on = day("paid_on", remittance.paid_on)?;
		let mut payment = vec!["BPR", handling, &paid, "C", method];
		payment.resize(16, "");
		payment.push(&paid_on);
		self.writer.segment(&["ST", "835", "0001"]);
		self.writer.segment(&payment);
		self.writer.segment(&["TRN", "1", &remittance.trace, &format!("1{}", payer.tax_id)]);
		if remittance.code.code() != DEFAULT_CURRENCY {
			self.writer.segment(&["CUR", "PR", remittance.code.code()]);
		}
		self.writer.segment(&["DTM", "405", &day("created", remittance.created)?]);
		self.writer.segment(&["N1", "PR", &payer.name]);
		self.writer.segment(&["N3", &payer.street]);
		self.writer.segment(&["N4", &payer.city, &payer.state, &payer.postal_code, &payer.country]);
		self.writer.segment(&["PER", "BL", &payer.contact.name, "TE", &payer.contact.telephone]);
		self.writer.segment(&["N1", "PE", &payee.name, "XX", &payee.npi]);
		self.writer.segment(&["LX", "1"]);
		for item in items {
			self.claim(item)?;
		}
		self.provider_adjustments(items, &paid_on)
	}

	fn claim(&mut self, item: &Item<'_>) -> Result<(), Refusal> {
		let Item { claim, decided, .. } = item;
		let reversal = item.is_reversal();
		let status = match (reversal, item.place) {
			(true, _) => "22",
			(false, 0) => "1",
			(false, 1) => "2",
			(false, _) => "3",
		};
		let patient = match decided.sum(LineResult::patient) {
			left if left > 0 && !reversal => self.money(&item.path, left, false)?,
			_ => String::new(),
		};
		let replaced = match claim.origin {
			Origin::Replaces(other) => Some(format!("{other}-{}", item.place.saturating_add(1))),
			_ => None,
		};
		self.writer.segment(&[
			"CLP",
			&claim.id.to_string(),
			status,
			&self.money(&item.path, claim.charge, reversal)?,
			&self.money(&item.path, decided.paid, reversal)?,
			&patient,
			FILING,
			&item.control(),
			"",
			if replaced.is_some() { "7" } else { "" },
		]);
		let patient = claim.patient.to_string();
		self.writer.segment(&["NM1", "QC", "1", "", "", "", "", "", "MI", &patient]);
		if let Some(replaced) = replaced {
			self.writer.segment(&["REF", "F8", &replaced]);
		}
		let received = day(&item.path, claim.submitted_at)?;
		self.writer.segment(&["DTM", "050", &received]);
		let lines = claim.charged_lines().zip(&decided.lines);
		for (number, ((line, charge), result)) in (1..).zip(lines) {
			self.service(item, number, (line, charge), result)?;
		}
		Ok(())
	}

	fn service(
		&mut self,
		item: &Item<'_>,
		number: u32,
		(line, charge): (&ClaimLine, Amount),
		result: &LineResult,
	) -> Result<(), Refusal> {
		let reversal = item.is_reversal();
		let path = format!("{}.claim.lines[{}]", item.path, number - 1);
		let charge = self.money(&path, charge, reversal)?;
		self.writer.segment(&[
			"SVC",
			&format!("ZZ{}{}", Separators::OURS.component, line.service.code()),
			&charge,
			&self.money(&path, result.paid, reversal)?,
			"",
			&line.quantity.to_string(),
		]);
		self.writer.segment(&["DTM", "472", &day(&path, line.serviced)?]);
		for group in Group::ALL {
			let mut adjustment = vec!["CAS".to_string(), group.code().to_string()];
			let parts = result.adjustments();
			for part in parts.iter().filter(|part| part.group == *group) {
				let amount = self.money(&path, part.amount, reversal)?;
				// Reason and amount; the quantity stays empty.
				adjustment.extend([part.carc.to_string(), amount, String::new()]);
			}
			if adjustment.len() > 2 {
				let parts: Vec<&str> = adjustment.iter().map(String::as_str).collect();
				self.writer.segment(&parts);
			}
		}
		self.writer.segment(&["REF", "6R", &number.to_string()]);
		if result.eligible() > 0 && !reversal {
			let eligible = self.money(&path, result.eligible(), false)?;
			self.writer.segment(&["AMT", "B6", &eligible]);
		}
		Ok(())
	}

	fn provider_adjustments(&mut self, items: &[Item<'_>], paid_on: &str) -> Result<(), Refusal> {
		let mut adjustments = Vec::new();
		for item in items {
			let (reason, amount, adds) = item.kept();
			if amount > 0 {
				let named = format!("{reason}{}{}", Separators::OURS.component, item.control());
				adjustments.push((named, self.money(&item.path, amount, adds)?));
			}
		}
		// The provider's fiscal year, which ends with the calendar's unless it is known otherwise.
		let year: String = paid_on.chars().take(4).chain("1231".chars()).collect();
		for few in adjustments.chunks(ADJUSTMENTS) {
			let mut parts = vec!["PLB", &self.remittance.payee.npi, &year];
			parts
				.extend(few.iter().flat_map(|(reason, amount)| [reason.as_str(), amount.as_str()]));
			self.writer.segment(&parts);
		}
		Ok(())
	}
}
