//! FHIR R4 `Invoice` to the lines of a bill.
//!
//! Reading is as strict as that of consents: what can be carried is, what says nothing about who
//! owes what is documentary and stays off chain, and all else is refused by its FHIRPath.
//!
//! # Quantity and price
//!
//! R4 has no quantity in an invoice. `priceComponent.amount` is the amount that was calculated for
//! the component, and `priceComponent.factor` is what its base price was multiplied with. So in the
//! component of type `base`
//!
//! - `factor` is the quantity; 1 if it is left out, and always a whole number;
//! - `amount` is that of the whole line;
//! - the price of a unit is `amount` divided by `factor`, which must come out even.
//!
//! Others may mean the price of a unit by `amount`. So an invoice that is to be issued and has a
//! factor other than 1 must state its total, which shows what is meant.
//!
//! The base amounts less the discounts are the total; informational components count in none.
//!
//! # Discounts
//!
//! The chain finds discounts by the provider's programmes. An invoice that is to be issued has none.
//! One that was written from a bill has them as components of type `discount`, with a code of
//! [`DISCOUNT_SYSTEM`] and a positive amount: R4 leaves the sign open. What prompt payment would take
//! off is a component of type `informational` while it is on offer.
//!
//! # Totals
//!
//! There are no taxes on chain, so that `totalNet` and `totalGross` are the same: all lines less
//! their discounts. They may be left out, and must be right where they are not.

use super::{
	codes::concept,
	date::{first_second, last_second},
	element::{self, Element, Object},
	ledger::{Ledger, Noted},
	money::{quantity, Purse},
	reference::Reference,
	Actors, Fate, Refusal,
};
use crate::{
	amounts::told,
	types::money::{BillInfo, BillStatus},
};
use medchain_support::{Amount, BillLine, CurrencyCode, ServiceType};
use std::{cell::Cell, str::FromStr};
use subxt::utils::AccountId32;

/// System of the identifiers of bills. A value is the hash of the chain's first block, a slash and
/// the number of the bill.
pub const BILL_SYSTEM: &str = "urn:medchain:bill";
/// System of the codes of discounts.
pub const DISCOUNT_SYSTEM: &str = "urn:medchain:discount";
/// The extension of `Invoice` that holds the last day or second to pay without being late. R4 has
/// no element for it.
pub const DUE_EXTENSION: &str = "urn:medchain:due";

/// Code of the discount of a package.
pub(super) const PACKAGE: &str = "package";
/// Code of the discount of a membership.
pub(super) const MEMBERSHIP: &str = "membership";
/// Code of the discount for prompt payment.
pub(super) const PROMPT_PAY: &str = "prompt-pay";

/// The element that says what a line is for.
const CHARGE_ITEM: &str = "chargeItemCodeableConcept";
/// Elements that say nothing about who owes what.
const DOCUMENTARY: [&str; 6] = ["id", "meta", "language", "text", "account", "note"];

/// What a document is read for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvoiceUse {
	/// To become a bill.
	Issue,
	/// To be compared with a bill from which it may have been written.
	Compare,
}

/// What an `Invoice` says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Invoice {
	/// The bill that it was written from, with its chain.
	pub bill: Option<String>,
	/// Where it stands.
	pub status: BillStatus,
	/// Who owes.
	pub patient: AccountId32,
	/// When it was issued, in seconds since 1970.
	pub issued: Option<u64>,
	/// Who is paid.
	pub provider: AccountId32,
	/// Last second to pay without being late.
	pub due: Option<u64>,
	/// The currency of all amounts.
	pub code: CurrencyCode,
	/// What is billed.
	pub lines: Vec<InvoiceLine>,
	/// Whether the discounts for prompt payment were taken, or are only offered.
	pub prompt_pay_taken: bool,
	/// Last second of the offer for prompt payment. It is written for people, and not read.
	pub prompt_pay_until: Option<u64>,
}

/// A line of an [`Invoice`]. Amounts are in minor units.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvoiceLine {
	/// Service, quantity and price of a unit.
	pub line: BillLine,
	/// What a package takes off.
	pub package: Amount,
	/// What a membership takes off.
	pub membership: Amount,
	/// What prompt payment took off, or takes off while it is on offer.
	pub prompt_pay: Amount,
}

impl InvoiceLine {
	/// The lines of a bill as it stands. What prompt payment takes off all of them can be less than
	/// the bill was issued with: a write-off lowers it, and it is nothing when the offer is over.
	pub fn all_of(bill: &BillInfo) -> Vec<Self> {
		let taken = bill.bill.prompt_pay.filter(|offer| offer.taken).map(|offer| offer.discount);
		let mut left = taken.unwrap_or_else(|| bill.outstanding.saturating_sub(bill.payable));
		let lines = bill.lines.iter().map(|billed| {
			let prompt_pay = billed.prompt_pay.min(left);
			left = left.saturating_sub(prompt_pay);
			Self {
				line: *billed.line,
				package: billed.package,
				membership: billed.membership,
				prompt_pay,
			}
		});
		lines.collect()
	}

	/// Whether something is taken off, or offered.
	fn has_discount(&self) -> bool {
		[self.package, self.membership, self.prompt_pay].iter().any(|amount| *amount > 0)
	}
}

impl Invoice {
	/// What a bill is written as.
	pub fn of(bill: &BillInfo, code: CurrencyCode, identifier: String) -> Self {
		let lines = InvoiceLine::all_of(bill);
		let offer = bill.bill.prompt_pay.filter(|_| lines.iter().any(|line| line.prompt_pay > 0));
		Self {
			bill: Some(identifier),
			status: bill.bill.status,
			patient: bill.bill.patient,
			issued: Some(bill.bill.issued_at),
			provider: bill.bill.provider,
			due: Some(bill.bill.due),
			code,
			lines,
			prompt_pay_taken: offer.is_some_and(|offer| offer.taken),
			prompt_pay_until: offer.filter(|offer| !offer.taken).map(|offer| offer.until),
		}
	}

	/// Whether this invoice, which was read, says what `found` says, which a bill is written as.
	///
	/// One with the identifier of a bill was written from it, and must say all that is written now.
	/// One without may be what the bill was issued from, and what became of the bill is not in it:
	/// what it tells of due date, discounts and status other than issued must be so.
	pub fn agrees_with(&self, found: &Self) -> bool {
		let written = self.bill.is_some();
		let told = Self {
			bill: self.bill.clone().or_else(|| found.bill.clone()),
			status: match self.status {
				BillStatus::Issued if !written => found.status,
				status => status,
			},
			issued: self.issued.or(found.issued),
			due: self.due.or(found.due),
			prompt_pay_until: found.prompt_pay_until,
			..self.clone()
		};
		if written || self.lines.iter().any(InvoiceLine::has_discount) {
			return told == *found;
		}
		let bare = |invoice: &Self| -> Vec<BillLine> {
			invoice.lines.iter().map(|line| line.line).collect()
		};
		let (lines, prompt_pay_taken) = (found.lines.clone(), found.prompt_pay_taken);
		bare(self) == bare(found) && Self { lines, prompt_pay_taken, ..told } == *found
	}

	/// What it comes to, if that can be counted: all lines less the discounts that were taken.
	pub fn total(&self) -> Option<Amount> {
		self.lines.iter().try_fold(0, |total: Amount, line| {
			let prompt_pay = if self.prompt_pay_taken { line.prompt_pay } else { 0 };
			let discounts = line.package.checked_add(line.membership)?.checked_add(prompt_pay)?;
			total.checked_add(line.line.gross()?.checked_sub(discounts)?)
		})
	}
}

/// Reads an `Invoice`, or names the first element that cannot be carried.
pub fn read_invoice(
	document: &str,
	actors: &Actors,
	purpose: InvoiceUse,
) -> Result<Invoice, Refusal> {
	let json = element::parse(document)
		.map_err(|e| Refusal::new("Invoice", format!("not a JSON document: {e}")))?;
	let ledger = Ledger::default();
	ledger.reasons.set(Some(why_not));
	let root = Element::root("Invoice", &json, &ledger);
	let walk = Walk {
		actors,
		purpose,
		purse: Purse::of("a bill"),
		taken: Cell::new(None),
		totalled: Cell::new(false),
		last_line: Cell::new(0),
	};
	let read = walk.invoice(&root);
	let refused: Vec<Refusal> = ledger
		.list("Invoice", &json)
		.into_iter()
		.filter_map(|(path, fate)| match fate {
			Fate::Refused(reason) => Some(Refusal { path, reason }),
			_ => None,
		})
		.collect();
	// What was refused for a reason comes before what nobody looked at because of it.
	let reasons = ledger.refusals();
	let first = refused.iter().find(|refusal| reasons.contains(refusal)).or(refused.first());
	match (read, first) {
		(Ok(invoice), None) => Ok(invoice),
		(_, Some(refusal)) => Err(refusal.clone()),
		(Err(Noted), None) => Err(Refusal::new("Invoice", "cannot be carried")),
	}
}

/// Why an element that nobody took cannot be carried.
fn why_not(name: &str) -> Option<&'static str> {
	Some(match name {
		"paymentTerms" => {
			"terms in free text cannot be carried; give the due date, and propose instalments as a plan"
		}
		"cancelledReason" => "free text cannot be carried, and a bill that is issued is not cancelled",
		"chargeItemReference" => {
			"charge items kept elsewhere cannot be carried; give chargeItemCodeableConcept"
		}
		"totalPriceComponent" => {
			"components of the total cannot be carried; give those of each line"
		}
		"periodDate" | "periodPeriod" | "creation" | "servicedDate" | "servicedPeriod" => {
			"an element of R5; R4 is read"
		}
		_ => return None,
	})
}

/// The walk through one document.
struct Walk<'a> {
	actors: &'a Actors,
	purpose: InvoiceUse,
	purse: Purse,
	/// Whether prompt payment was taken, by the first component that tells.
	taken: Cell<Option<bool>>,
	/// Whether the document states a total.
	totalled: Cell<bool>,
	/// The number of the last line that has one.
	last_line: Cell<u32>,
}

impl Walk<'_> {
	fn invoice(&self, root: &Element<'_>) -> Result<Invoice, Noted> {
		let mut invoice = root.object()?;
		let kind = invoice.require("resourceType")?;
		match kind.text()? {
			"Invoice" => (),
			other => {
				return Err(kind.refuse(format!("{other:?} is another resource; Invoice is right")))
			}
		}
		let due = invoice.take("extension").map(|list| self.due(&list)).transpose();
		let bill = invoice.take("identifier").map(|list| self.identifier(&list)).transpose();
		let status = invoice.require("status").and_then(|element| self.status(&element));
		let party = |element: Element<'_>, kind: &str| {
			Reference::read(&element)?.party(&[kind], self.actors)
		};
		let patient = invoice.require("subject").and_then(|subject| party(subject, "Patient"));
		let recipient = invoice.take("recipient").map(|recipient| {
			let account = party(recipient.clone(), "Patient")?;
			match &patient {
				Ok(patient) if *patient != account => Err(recipient.refuse(format!(
					"names {account}, but {patient} is the subject, who owes the bill; anybody can pay it"
				))),
				_ => Ok(()),
			}
		});
		// The date of an invoice that no bill was written as is whatever its author thinks it is.
		let written = matches!(bill, Ok(Some(Some(_))));
		let issued = invoice.take("date").map(|date| self.date(&date, written)).transpose();
		let kind = invoice.take("type").map(|kind| self.kind(&kind)).transpose();
		let participants = invoice.take("participant").map(|list| participants(&list)).transpose();
		let provider = invoice.require("issuer").and_then(|issuer| party(issuer, "Organization"));
		self.totalled.set(invoice.has("totalNet") || invoice.has("totalGross"));
		let lines = invoice.require("lineItem").and_then(|list| self.lines(&list));
		let totals = ["totalNet", "totalGross"].map(|name| {
			invoice
				.take(name)
				.map(|total| Ok((total.clone(), self.purse.read(&total)?)))
				.transpose()
		});
		invoice.documentary(&DOCUMENTARY);
		if self.purpose == InvoiceUse::Compare {
			invoice.documentary(&["cancelledReason"]);
		}
		invoice.finish()?;
		kind?;
		participants?;
		recipient.transpose()?;
		let lines = lines?;
		let [net, gross] = totals;
		let read = Invoice {
			bill: bill?.flatten(),
			status: status?,
			patient: patient?,
			issued: issued?.flatten(),
			provider: provider?,
			due: due?,
			code: self.purse.code().ok_or(Noted)?,
			lines,
			prompt_pay_taken: self.taken.get().unwrap_or(false),
			prompt_pay_until: None,
		};
		let total = read
			.total()
			.ok_or_else(|| root.refuse("the lines come to more than can be counted"))?;
		for (element, stated) in [net?, gross?].into_iter().flatten() {
			if stated != total {
				return Err(element.refuse(format!(
					"{} contradicts the lines, which come to {}",
					told(stated, read.code),
					told(total, read.code)
				)));
			}
		}
		Ok(read)
	}

	fn status(&self, element: &Element<'_>) -> Result<BillStatus, Noted> {
		let code = element.text()?;
		let reason = match (code, BillStatus::from_str(code), self.purpose) {
			(_, Ok(status @ BillStatus::Issued), _) => return Ok(status),
			(_, Ok(status), InvoiceUse::Compare) => return Ok(status),
			("draft", ..) => "not issued yet; only an issued invoice can become a bill",
			(_, Ok(_), InvoiceUse::Issue) => "closed; only an issued invoice can become a bill",
			_ => "no code of invoice-status; issued is right",
		};
		Err(element.refuse(format!("{code:?} is {reason}")))
	}

	/// What kind of invoice it is. Codes are the hospital's own, and can take the demand back.
	fn kind(&self, element: &Element<'_>) -> Result<(), Noted> {
		match (self.purpose, element.object()?.peek("coding")) {
			(InvoiceUse::Issue, Some(coding)) => Err(coding.refuse(
				"it can say that the invoice is preliminary or partial; leave it out of one that is \
				 to be paid",
			)),
			_ => {
				element.documentary();
				Ok(())
			}
		}
	}

	/// The chain tells itself when it issued a bill: the date counts where it was written from one.
	fn date(&self, element: &Element<'_>, written: bool) -> Result<Option<u64>, Noted> {
		if !written {
			element.documentary();
			return Ok(None);
		}
		let second = first_second(element.text()?).map_err(|reason| element.refuse(reason))?;
		Ok(Some(second))
	}

	/// The one extension that is known: when the bill is due.
	fn due(&self, list: &Element<'_>) -> Result<u64, Noted> {
		let found = list.each(|item| {
			let mut extension = item.object()?;
			let url = extension.require("url")?;
			match url.text()? {
				DUE_EXTENSION => (),
				other => {
					return Err(item.refuse(format!(
						"the extension {other:?} cannot be carried; {DUE_EXTENSION} can"
					)))
				}
			}
			let value = extension.require("valueDateTime")?;
			let second = last_second(value.text()?).map_err(|reason| value.refuse(reason));
			extension.documentary(&["id"]);
			extension.finish()?;
			second
		})?;
		match found[..] {
			[due] => Ok(due),
			_ => Err(list.refuse(format!("{DUE_EXTENSION} stands there more than once"))),
		}
	}

	/// The bill from which the invoice was written; other identifiers are documentary.
	fn identifier(&self, list: &Element<'_>) -> Result<Option<String>, Noted> {
		let found = list.each(|item| {
			if !item.mentions(BILL_SYSTEM) {
				item.documentary();
				return Ok(None);
			}
			let mut identifier = item.object()?;
			let system = identifier.require("system").and_then(|system| system.text());
			let value = identifier.require("value")?;
			let text = value.text()?;
			identifier.documentary(&["id", "use", "type", "period", "assigner"]);
			identifier.finish()?;
			match (system?, self.purpose) {
				(BILL_SYSTEM, InvoiceUse::Compare) => Ok(Some(text.to_string())),
				(BILL_SYSTEM, InvoiceUse::Issue) => Err(value.refuse(format!(
					"it is the bill {text} already; leave the identifier out to issue another"
				))),
				_ => Err(item.refuse(format!("{BILL_SYSTEM} stands elsewhere than in system"))),
			}
		})?;
		let mut found = found.into_iter().flatten();
		let first = found.next();
		match found.next() {
			None => Ok(first),
			Some(_) => Err(list.refuse("names several bills; an invoice is one")),
		}
	}

	fn lines(&self, list: &Element<'_>) -> Result<Vec<InvoiceLine>, Noted> {
		list.each(|item| self.line(item))
	}

	/// Numbers go up. Some may be left out, such as those of lines that an insurer pays.
	fn sequence(&self, element: &Element<'_>) -> Result<(), Noted> {
		let digits = element.number()?;
		let before = self.last_line.get();
		let number = digits.parse().ok().filter(|number| *number > before).ok_or_else(|| {
			element.refuse(format!(
				"{digits} cannot be the number of this line; right is a whole number above {before}"
			))
		})?;
		self.last_line.set(number);
		Ok(())
	}

	fn line(&self, item: &Element<'_>) -> Result<InvoiceLine, Noted> {
		let mut line = item.object()?;
		let sequence = line.take("sequence").map(|sequence| self.sequence(&sequence));
		// Where only the reference is there, it is refused, and not the lack of a code too.
		let service = match line.has("chargeItemReference") && !line.has(CHARGE_ITEM) {
			true => Err(Noted),
			false => line.require(CHARGE_ITEM).and_then(|code| {
				concept(&code, &[ServiceType::SYSTEM])?.value(|_: ServiceType| ServiceType::SYSTEM)
			}),
		};
		let price = line.require("priceComponent").and_then(|list| self.price(&list));
		line.documentary(&["id"]);
		line.finish()?;
		sequence.transpose()?;
		let service = service?;
		let mut read = price?;
		read.line.service = service;
		Ok(read)
	}

	/// The components of a line's price, of which one is the base.
	fn price(&self, list: &Element<'_>) -> Result<InvoiceLine, Noted> {
		let components = list.each(|item| self.component(item))?;
		let mut base = None;
		let mut read = InvoiceLine {
			line: BillLine { service: ServiceType::MedicalCare, quantity: 0, unit_price: 0 },
			package: 0,
			membership: 0,
			prompt_pay: 0,
		};
		for component in components.into_iter().flatten() {
			let (slot, amount) = match component {
				Component::Base { quantity, unit_price } => {
					if base.replace(()).is_some() {
						return Err(
							list.refuse("has several components of type base; one is right")
						);
					}
					(read.line.quantity, read.line.unit_price) = (quantity, unit_price);
					continue;
				}
				Component::Package(amount) => (&mut read.package, amount),
				Component::Membership(amount) => (&mut read.membership, amount),
				Component::PromptPay(amount) => (&mut read.prompt_pay, amount),
			};
			if *slot != 0 {
				return Err(list.refuse("has one discount more than once"));
			}
			*slot = amount;
		}
		base.ok_or_else(|| list.refuse("has no component of type base, which carries the price"))?;
		let gross = read.line.gross();
		let discounts = read
			.package
			.checked_add(read.membership)
			.and_then(|sum| sum.checked_add(read.prompt_pay));
		match gross.zip(discounts) {
			Some((gross, discounts)) if discounts <= gross => Ok(read),
			_ => Err(list.refuse("its discounts are more than the line")),
		}
	}

	/// A component of a price; nothing if it is documentary.
	fn component(&self, item: &Element<'_>) -> Result<Option<Component>, Noted> {
		let mut component = item.object()?;
		let kind = component.require("type")?;
		let name = kind.text()?;
		match name {
			"base" => {
				component.documentary(&["id", "code"]);
				self.base(component).map(Some)
			}
			"informational" | "discount" => {
				let ours =
					component.peek("code").is_some_and(|code| code.mentions(DISCOUNT_SYSTEM));
				if name == "informational" && !ours {
					component.documentary(&["id", "code", "factor", "amount"]);
					component.finish()?;
					return Ok(None);
				}
				if self.purpose == InvoiceUse::Issue {
					return Err(kind.refuse(
						"discounts are found by the chain, by the provider's programmes; leave it out",
					));
				}
				self.discount(component, name == "discount").map(Some)
			}
			"surcharge" | "deduction" => Err(kind.refuse(format!(
				"a {name} cannot be carried; put it into the price, or give it a line"
			))),
			"tax" => Err(kind.refuse("taxes cannot be carried; prices are with all of them")),
			other => {
				Err(kind.refuse(format!("{other:?} is no code of invoice-priceComponentType")))
			}
		}
	}

	fn base(&self, mut component: Object<'_>) -> Result<Component, Noted> {
		let quantity = component.take("factor").map_or(Ok(1), |factor| {
			let whole = quantity(&factor)?;
			if whole > 1 && self.purpose == InvoiceUse::Issue && !self.totalled.get() {
				return Err(factor.refuse(
					"a factor is read as quantity and the amount as that of the whole line; state \
					 totalNet, so that this can be checked",
				));
			}
			Ok(whole)
		});
		let amount =
			component.require("amount").and_then(|amount| Ok((self.purse.read(&amount)?, amount)));
		component.finish()?;
		let (quantity, (amount, element)) = (quantity?, amount?);
		let whole = Amount::from(quantity);
		match amount.checked_rem(whole) {
			Some(0) => Ok(Component::Base { quantity, unit_price: amount / whole }),
			_ => Err(element.refuse(format!(
				"{} for {quantity} units is no whole price of a unit; split the line",
				self.purse.told(amount)
			))),
		}
	}

	fn discount(&self, mut component: Object<'_>, taken: bool) -> Result<Component, Noted> {
		let code = component.require("code").and_then(|code| concept(&code, &[DISCOUNT_SYSTEM]));
		let amount =
			component.require("amount").and_then(|amount| match self.purse.read(&amount)? {
				0 => Err(amount.refuse("nothing is no discount; leave it out")),
				some => Ok(some),
			});
		component.documentary(&["id"]);
		component.finish()?;
		let (code, amount) = (code?, amount?);
		match (code.code(), taken) {
			(PACKAGE, true) => Ok(Component::Package(amount)),
			(MEMBERSHIP, true) => Ok(Component::Membership(amount)),
			(PROMPT_PAY, _) => match self.taken.get() {
				Some(other) if other != taken => {
					Err(code.refuse("is taken on one line and offered on another; all or none is"))
				}
				_ => {
					self.taken.set(Some(taken));
					Ok(Component::PromptPay(amount))
				}
			},
			(other, _) => Err(code.refuse(format!(
				"{other:?} cannot be carried; {PACKAGE}, {MEMBERSHIP} and {PROMPT_PAY} can, the last \
				 alone as informational"
			))),
		}
	}
}

/// Who took part carries nothing, but for what could change the meaning of all.
fn participants(list: &Element<'_>) -> Result<(), Noted> {
	let read = |item: &Element<'_>| {
		let mut participant = item.object()?;
		let actor = participant.require("actor").map(|actor| actor.documentary());
		participant.documentary(&["id", "role"]);
		participant.finish()?;
		actor
	};
	list.each(read).map(drop)
}

/// A component of the price of a line.
enum Component {
	Base { quantity: u32, unit_price: Amount },
	Package(Amount),
	Membership(Amount),
	PromptPay(Amount),
}
