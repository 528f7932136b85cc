//! Invoices of R4 in and out.

use super::{random::Random, *};
use crate::{
	fhir::invoice::{read_invoice, Invoice, InvoiceLine, InvoiceUse},
	output::bill::tests::{bill, written_off},
	types::money::{BillInfo, BillStatus},
};
use medchain_support::{BillLine, CurrencyCode, ServiceType};

const SEED: u64 = 0x696e_766f_6963_6573;
const INVOICES: usize = 2_000;

/// Our documents, for what each can be read, and what it comes to in minor units.
const OURS: [(&str, InvoiceUse, &str, u128); 7] = [
	("amount-exponent", InvoiceUse::Issue, "EUR", 24_000),
	("discount-offered", InvoiceUse::Compare, "EUR", 10_950),
	("discounted", InvoiceUse::Compare, "EUR", 10_621),
	("hospital-stay", InvoiceUse::Issue, "EUR", 62_560),
	("imaging-dinar", InvoiceUse::Issue, "KWD", 95_128),
	("office-visit", InvoiceUse::Issue, "EUR", 24_000),
	("pharmacy-yen", InvoiceUse::Issue, "JPY", 1_200),
];

/// Each broken document, the element that must be named, and a word of the reason.
const REFUSED: [(&str, &str, &str); 63] = [
	(
		"amount-exponent-too-large",
		"Invoice.lineItem[0].priceComponent[0].amount.value",
		"an exponent beyond 40",
	),
	("amount-negative", "Invoice.lineItem[0].priceComponent[0].amount.value", "less than nothing"),
	("amount-text", "Invoice.lineItem[0].priceComponent[0].amount.value", "expected a number"),
	("amount-too-fine", "Invoice.lineItem[0].priceComponent[0].amount.value", "2 decimals"),
	(
		"amount-too-large",
		"Invoice.lineItem[0].priceComponent[0].amount.value",
		"more than can be counted",
	),
	(
		"amount-without-currency",
		"Invoice.lineItem[0].priceComponent[0].amount.currency",
		"required",
	),
	("another-resource", "Invoice.resourceType", "Invoice is right"),
	("base-missing", "Invoice.lineItem[0].priceComponent", "no component of type base"),
	("base-twice", "Invoice.lineItem[0].priceComponent", "several components"),
	("bill-already", "Invoice.identifier[0].value", "is the bill"),
	("cancelled-reason", "Invoice.cancelledReason", "free text"),
	(
		"charge-item-reference",
		"Invoice.lineItem[0].chargeItemReference",
		"chargeItemCodeableConcept",
	),
	("contained", "Invoice.contained", "contained resources"),
	("currency-mixed", "Invoice.lineItem[1].priceComponent[0].amount.currency", "one currency"),
	("currency-unknown", "Invoice.lineItem[0].priceComponent[0].amount.currency", "ISO 4217"),
	("cut-off", "Invoice", "not a JSON document"),
	(
		"discount-membership",
		"Invoice.lineItem[0].priceComponent[1].type",
		"by the provider's programmes",
	),
	(
		"discount-other",
		"Invoice.lineItem[0].priceComponent[1].type",
		"by the provider's programmes",
	),
	("due-not-a-date", "Invoice.extension[0].valueDateTime", "no FHIR dateTime"),
	("due-twice", "Invoice.extension", "more than once"),
	("extension", "Invoice.extension[0]", "urn:medchain:due can"),
	("extension-of-primitive", "Invoice._status", "extensions of primitives"),
	("factor-fraction", "Invoice.lineItem[1].priceComponent[0].factor", "whole number"),
	("factor-too-large", "Invoice.lineItem[1].priceComponent[0].factor", "whole number"),
	("factor-without-total", "Invoice.lineItem[1].priceComponent[0].factor", "state totalNet"),
	("factor-zero", "Invoice.lineItem[1].priceComponent[0].factor", "whole number"),
	("implicit-rules", "Invoice.implicitRules", "change the meaning"),
	(
		"informational-modifier",
		"Invoice.lineItem[0].priceComponent[1].modifierExtension",
		"change the meaning",
	),
	("issuer-missing", "Invoice.issuer", "required"),
	("issuer-practitioner", "Invoice.issuer", "Practitioner cannot be carried"),
	("issuer-unknown", "Invoice.issuer.reference", "--actor Organization/elsewhere=ADDRESS"),
	("line-empty", "Invoice.lineItem", "empty"),
	("line-missing", "Invoice.lineItem", "required"),
	("line-number-wrong", "Invoice.lineItem[1].sequence", "a whole number above 1"),
	("member-twice", "Invoice", "\"status\" stands twice"),
	("misspelt-element", "Invoice.lineItems", "not an element"),
	("modifier-extension", "Invoice.modifierExtension", "change the meaning"),
	("not-even", "Invoice.lineItem[1].priceComponent[0].amount", "no whole price of a unit"),
	("participant-modifier", "Invoice.participant[0].modifierExtension", "change the meaning"),
	("participant-without-actor", "Invoice.participant[0].actor", "required"),
	("payment-terms", "Invoice.paymentTerms", "free text"),
	(
		"prompt-pay-offered",
		"Invoice.lineItem[0].priceComponent[1].type",
		"by the provider's programmes",
	),
	("recipient-another", "Invoice.recipient", "who owes the bill"),
	("recipient-organization", "Invoice.recipient", "Organization cannot be carried"),
	("service-missing", "Invoice.lineItem[0].chargeItemCodeableConcept", "required"),
	(
		"service-other-system",
		"Invoice.lineItem[0].chargeItemCodeableConcept.coding",
		"no coding of https://x12.org",
	),
	(
		"service-unknown",
		"Invoice.lineItem[0].chargeItemCodeableConcept.coding[0].code",
		"not a code of ServiceType",
	),
	("serviced-date", "Invoice.lineItem[1].servicedDate", "an element of R5"),
	("status-balanced", "Invoice.status", "closed"),
	("status-draft", "Invoice.status", "not issued yet"),
	("status-missing", "Invoice.status", "required"),
	("status-unknown", "Invoice.status", "no code of invoice-status"),
	("subject-group", "Invoice.subject", "Group cannot be carried"),
	("subject-role", "Invoice.subject.identifier.value", "names a role"),
	("subject-unknown", "Invoice.subject.reference", "--actor Patient/somebody-else=ADDRESS"),
	("surcharge", "Invoice.lineItem[0].priceComponent[1].type", "a surcharge cannot"),
	("tax", "Invoice.lineItem[0].priceComponent[1].type", "taxes"),
	("total-component", "Invoice.totalPriceComponent", "those of each line"),
	(
		"total-gross-wrong",
		"Invoice.totalGross",
		"240.01 EUR contradicts the lines, which come to 240.00 EUR",
	),
	("total-net-wrong", "Invoice.totalNet", "239.99 EUR contradicts"),
	("total-other-currency", "Invoice.totalNet.currency", "one currency"),
	("type-coded", "Invoice.type.coding", "preliminary or partial"),
	(
		"type-of-component-unknown",
		"Invoice.lineItem[0].priceComponent[0].type",
		"invoice-priceComponentType",
	),
];

fn read_as(text: &str, purpose: InvoiceUse) -> Result<Invoice, Refusal> {
	read_invoice(text, &actors(), purpose)
}

fn issued(name: &str) -> Invoice {
	read_as(&document(&format!("invoice/{name}")), InvoiceUse::Issue).unwrap()
}

fn code(code: &str) -> CurrencyCode {
	code.parse().unwrap()
}

/// Writes, and reads the same again.
fn written_and_read(invoice: &Invoice) -> String {
	let written = write_invoice(invoice).unwrap();
	// A date is that of the bill where one is named.
	let issued = invoice.issued.filter(|_| invoice.bill.is_some());
	let told = Invoice { issued, prompt_pay_until: None, ..invoice.clone() };
	assert_eq!(read_as(&written, InvoiceUse::Compare), Ok(told), "{written}");
	written
}

#[test]
fn our_invoices_are_carried_and_make_the_round_trip() {
	let rows: Vec<&str> = OURS.iter().map(|(name, ..)| *name).collect();
	assert_eq!(names("invoice"), rows, "each document is a row");
	for (name, purpose, currency, total) in OURS {
		let text = document(&format!("invoice/{name}"));
		let invoice = read_as(&text, purpose).unwrap_or_else(|e| panic!("{name}: {e}"));
		assert_eq!(invoice.code, code(currency), "{name}");
		assert_eq!(invoice.total(), Some(total), "{name}");
		assert_eq!((invoice.patient, invoice.provider), (patient(), hospital()), "{name}");
		let written = written_and_read(&invoice);
		// In, out, and in again, for the same use.
		let again = read_as(&written, purpose);
		assert_eq!(again, Ok(invoice), "{name}");
	}
}

#[test]
fn broken_invoices_are_refused_by_element() {
	let rows: Vec<&str> = REFUSED.iter().map(|(name, ..)| *name).collect();
	assert_eq!(names("invoice/invalid"), rows, "each document is a row");
	for (name, element, reason) in REFUSED {
		let text = document(&format!("invoice/invalid/{name}"));
		let refusal = read_as(&text, InvoiceUse::Issue).expect_err(name);
		println!("{name}: {refusal}");
		assert_eq!(refusal.path, element, "{name}: {refusal}");
		assert!(refusal.reason.contains(reason), "{name}: {refusal}");
	}
}

#[test]
fn the_hospital_stay_becomes_its_lines() {
	let invoice = issued("hospital-stay");
	let lines: Vec<(ServiceType, u32, u128)> = invoice
		.lines
		.iter()
		.map(|line| (line.line.service, line.line.quantity, line.line.unit_price))
		.collect();
	assert_eq!(
		lines,
		[
			(ServiceType::HospitalInpatient, 3, 12_499),
			(ServiceType::Surgical, 1, 25_050),
			(ServiceType::Pharmacy, 13, 1),
		],
	);
	// 2027-01-31T23:59:59Z
	assert_eq!(invoice.due, Some(1_801_439_999));
	assert_eq!((invoice.issued, invoice.bill), (None, None), "the chain tells them itself");
}

#[test]
fn discounts_are_read_to_be_compared() {
	let text = document("invoice/discounted");
	let taken = read_as(&text, InvoiceUse::Compare).unwrap();
	let discounts: Vec<_> =
		taken.lines.iter().map(|line| (line.package, line.membership, line.prompt_pay)).collect();
	assert_eq!(discounts, [(0, 4_000, 120), (2_100, 6_950, 209)]);
	assert!(taken.prompt_pay_taken);
	assert_eq!(taken.status, BillStatus::Balanced);
	assert!(taken.bill.as_ref().is_some_and(|bill| bill.ends_with("/7")));
	let coded = text.replacen('{', "{\"type\": {\"coding\": [{\"code\": \"partial\"}]},", 1);
	assert_eq!(read_as(&coded, InvoiceUse::Compare).as_ref(), Ok(&taken), "types are left aside");
	let reasoned = text.replacen('{', "{\"cancelledReason\": \"by mistake\",", 1);
	assert_eq!(read_as(&reasoned, InvoiceUse::Compare).as_ref(), Ok(&taken));
	let offered = read_as(&document("invoice/discount-offered"), InvoiceUse::Compare).unwrap();
	assert!(!offered.prompt_pay_taken);
	assert_eq!(offered.lines, taken.lines);

	let refused = |text: String| read_as(&text, InvoiceUse::Compare).unwrap_err();
	let mixed = refused(text.replacen("\"discount\",\n          \"code\": {\n            \"coding\": [\n              {\n                \"system\": \"urn:medchain:discount\",\n                \"code\": \"prompt-pay\"", "\"informational\",\n          \"code\": {\n            \"coding\": [\n              {\n                \"system\": \"urn:medchain:discount\",\n                \"code\": \"prompt-pay\"", 1));
	assert!(mixed.reason.contains("all or none"), "{mixed}");
	let other = refused(text.replace("\"membership\"", "\"loyalty\""));
	assert!(other.reason.contains("\"loyalty\" cannot be carried"), "{other}");
	let twice = refused(text.replace("\"package\"", "\"membership\""));
	assert_eq!(twice.path, "Invoice.lineItem[1].priceComponent");
	assert!(twice.reason.contains("more than once"), "{twice}");
	let nothing = refused(text.replace("21.00", "0.00"));
	assert!(nothing.reason.contains("leave it out"), "{nothing}");
	let too_much = refused(text.replace("40.00", "80.01"));
	assert!(too_much.reason.contains("more than the line"), "{too_much}");
}

#[test]
fn a_bill_is_written_as_it_stands() {
	let invoice = Invoice::of(&bill(), code("EUR"), "0xab/7".into());
	let written = written_and_read(&Invoice { code: code("EUR"), ..invoice });
	for part in [
		"\"value\": 100.00,",
		"\"value\": 10.00,",
		"\"value\": 90.00,",
		"\"type\": \"informational\"",
		"\"value\": \"0xab/7\"",
		"\"date\": \"1970-01-01T00:00:10Z\"",
		"\"valueDateTime\": \"1970-01-01T00:16:40Z\"",
		"\"text\": \"until 1970-01-01T00:08:20Z\"",
		"\"recipient\": {\n    \"type\": \"Patient\"",
	] {
		assert!(written.contains(part), "{part}: {written}");
	}
	let mut paid = bill();
	paid.bill.prompt_pay = paid.bill.prompt_pay.map(|mut offer| {
		offer.taken = true;
		offer
	});
	let written = written_and_read(&Invoice::of(&paid, code("EUR"), "0xab/7".into()));
	assert!(
		written.contains("\"value\": 87.30,") && !written.contains("informational"),
		"{written}"
	);

	assert!(!written.contains("until") && !written.contains("cancelledReason"), "{written}");

	let late = Invoice { due: Some(u64::MAX), ..Invoice::of(&paid, code("EUR"), String::new()) };
	assert_eq!(write_invoice(&late).unwrap_err().path, "Invoice.extension");
	let offer = Invoice::of(&bill(), code("EUR"), String::new());
	assert_eq!(offer.prompt_pay_until, Some(500));
	let late = Invoice { prompt_pay_until: Some(u64::MAX), ..offer };
	let path = "Invoice.lineItem.priceComponent.code.text";
	assert_eq!(write_invoice(&late).unwrap_err().path, path);
}

#[test]
fn what_prompt_payment_took_is_what_is_written() {
	let invoice = Invoice::of(&written_off(), code("EUR"), "0xab/7".into());
	let shares: Vec<u128> = invoice.lines.iter().map(|line| line.prompt_pay).collect();
	assert_eq!(shares, [30, 20], "half of the offer, which was 30 and 70");
	assert_eq!(invoice.total(), Some(950));
	let written = written_and_read(&invoice);
	assert!(written.contains("\"value\": 9.50,"), "{written}");
}

#[test]
fn an_offer_is_written_while_it_is_one() {
	// After its last second, and once instalments were accepted, all that is outstanding is payable.
	let over = BillInfo { payable: 6_500, ..bill() };
	let invoice = Invoice::of(&over, code("EUR"), "0xab/7".into());
	assert_eq!((invoice.prompt_pay_until, invoice.prompt_pay_taken), (None, false));
	let written = written_and_read(&invoice);
	assert!(!written.contains("prompt-pay"), "{written}");
}

#[test]
fn a_closed_bill_is_written_with_the_reason() {
	for (status, reason) in [
		(BillStatus::Cancelled, "cancelled by the provider"),
		(BillStatus::EnteredInError, "entered in error"),
	] {
		let mut closed = bill();
		closed.bill.status = status;
		let written = written_and_read(&Invoice::of(&closed, code("EUR"), "0xab/7".into()));
		assert!(written.contains(&format!("\"cancelledReason\": \"{reason}\"")), "{written}");
	}
}

#[test]
fn lines_are_numbered_upwards() {
	let text = document("invoice/office-visit");
	let numbered = |second: &str| {
		read_as(
			&text.replace("\"sequence\": 2", &format!("\"sequence\": {second}")),
			InvoiceUse::Issue,
		)
	};
	for right in ["2", "3", "4294967295"] {
		assert_eq!(numbered(right), Ok(issued("office-visit")), "{right}");
	}
	for wrong in ["1", "0", "-2", "2.0", "2e0", "4294967296"] {
		let refusal = numbered(wrong).unwrap_err();
		assert_eq!(refusal.path, "Invoice.lineItem[1].sequence", "{wrong}");
		assert!(refusal.reason.contains("above 1"), "{refusal}");
	}
	let unnumbered = text.replace("\"sequence\": 1,", "");
	assert_eq!(read_as(&unnumbered, InvoiceUse::Issue), Ok(issued("office-visit")));
}

#[test]
fn elements_of_r5_are_named_as_such() {
	let original: Value = serde_json::from_str(&document("invoice/office-visit")).unwrap();
	for (place, name) in [
		("", "periodDate"),
		("", "periodPeriod"),
		("", "creation"),
		("/lineItem/0", "servicedDate"),
		("/lineItem/0", "servicedPeriod"),
	] {
		let mut changed = original.clone();
		changed.pointer_mut(place).unwrap()[name] = "2026-11-19".into();
		let refusal = read_as(&changed.to_string(), InvoiceUse::Issue).unwrap_err();
		assert!(refusal.path.ends_with(name), "{refusal}");
		assert!(refusal.reason.contains("an element of R5"), "{refusal}");
	}
}

#[test]
fn a_service_without_its_code_is_refused() {
	let text = document("invoice/office-visit");
	let path = "Invoice.lineItem[0].chargeItemCodeableConcept.coding";
	for lacks in ["\"code\": \"98\",", "\"system\": \"https://x12.org/codes/service-type-codes\","]
	{
		let refusal = read_as(&text.replacen(lacks, "", 1), InvoiceUse::Issue).unwrap_err();
		assert_eq!(refusal.path, path);
		assert!(refusal.reason.contains("service-type-codes with a code"), "{refusal}");
	}
	// One without a code says nothing, and one of another system may not be anything.
	let coding = "\"coding\": [";
	for (beside, right) in [
		("{\"system\": \"https://x12.org/codes/service-type-codes\"}, ", true),
		("{\"code\": \"3\"}, ", true),
		("{\"code\": \"3\", \"system\": \"https://x12.org/codes/service-type-codes\"}, ", false),
		("{\"code\": \"3\", \"modifierExtension\": []}, ", false),
		("{\"code\": \"3\", \"system\": 5}, ", false),
	] {
		let changed = text.replacen(coding, &format!("{coding}{beside}"), 1);
		let read = read_as(&changed, InvoiceUse::Issue);
		assert_eq!(read.is_ok(), right, "{beside}: {read:?}");
	}
}

/// A random invoice, as a bill of the chain could be.
fn random_invoice(random: &mut Random) -> Invoice {
	let codes = ["EUR", "JPY", "KWD", "CLF", "USD"];
	let mut amount = |below: u128| {
		let digits = (random.below(1 << 31) as u128) << 62 | (random.below(1 << 31) as u128) << 31;
		(digits | random.below(1 << 31) as u128) % below.max(1)
	};
	let huge = 1 << 90;
	let sizes = [2, 1_000, 1_000_000, huge];
	let prices: Vec<u128> = (0..8).map(|n| amount(sizes[n % sizes.len()])).collect();
	let shares: Vec<u128> = (0..24).map(|_| amount(101)).collect();
	let count = 1 + random.below(8);
	let lines: Vec<InvoiceLine> = (0..count)
		.map(|n| {
			let line = BillLine {
				service: random.one(ServiceType::ALL),
				quantity: random.one(&[1, 2, 7, u32::MAX]),
				unit_price: prices[n],
			};
			// Three shares of at most a third each.
			let share = |at: usize| match random_share(shares[3 * n + at]) {
				None => 0,
				Some(percent) => line.gross().unwrap() / 300 * percent,
			};
			InvoiceLine { line, package: share(0), membership: share(1), prompt_pay: share(2) }
		})
		.collect();
	let offered = lines.iter().any(|line| line.prompt_pay > 0);
	Invoice {
		bill: (!random.chance(4)).then(|| format!("0x{:064x}/{}", random.below(1 << 30), count)),
		status: random.one(BillStatus::ALL),
		patient: patient(),
		issued: (!random.chance(4)).then(|| random.below(1 << 31) as u64),
		provider: hospital(),
		due: (!random.chance(4)).then(|| random.below(1 << 31) as u64),
		code: code(random.one(&codes)),
		lines,
		prompt_pay_taken: offered && random.chance(2),
		prompt_pay_until: (!random.chance(4)).then(|| random.below(1 << 31) as u64),
	}
}

/// A share in percent, or none half of the time.
fn random_share(number: u128) -> Option<u128> {
	number.is_multiple_of(2).then_some(number)
}

#[test]
fn random_invoices_are_written_and_read_without_loss() {
	let mut random = Random(SEED);
	let (mut discounted, mut taken) = (0, 0);
	for _ in 0..INVOICES {
		let invoice = random_invoice(&mut random);
		written_and_read(&invoice);
		discounted += usize::from(invoice.lines.iter().any(|line| line.package > 0));
		taken += usize::from(invoice.prompt_pay_taken);

		// What is to be issued has no discounts and is no bill yet.
		let bare =
			|line: &InvoiceLine| InvoiceLine { package: 0, membership: 0, prompt_pay: 0, ..*line };
		let fresh = Invoice {
			bill: None,
			status: BillStatus::Issued,
			issued: None,
			lines: invoice.lines.iter().map(bare).collect(),
			prompt_pay_taken: false,
			prompt_pay_until: None,
			..invoice
		};
		let written = write_invoice(&fresh).unwrap();
		assert_eq!(read_as(&written, InvoiceUse::Issue), Ok(fresh), "{written}");
	}
	println!("{INVOICES} invoices, {discounted} with a package, {taken} paid promptly");
	assert!(discounted > INVOICES / 4 && taken > INVOICES / 4);
}

/// Elements in which nothing is carried, whatever stands in them.
const ASIDE: [&str; 9] = [
	".meta",
	".text",
	"Invoice.type",
	".participant[0].role",
	".participant[0].actor",
	".account",
	".note",
	".priceComponent[0].code",
	".priceComponent[1].code",
];

#[test]
fn an_unknown_element_of_an_invoice_is_refused_wherever_it_stands() {
	let (mut refused, mut aside) = (0, 0);
	for (name, purpose, ..) in OURS {
		let text = document(&format!("invoice/{name}"));
		let invoice = read_as(&text, purpose).unwrap();
		let original: Value = serde_json::from_str(&text).unwrap();
		for (path, pointer) in conformance::places("Invoice", "", &original) {
			let mut changed = original.clone();
			let Some(Value::Object(members)) = changed.pointer_mut(&pointer) else { continue };
			members.insert("unheardOf".into(), "x".into());
			match read_as(&changed.to_string(), purpose) {
				Ok(same) => {
					assert_eq!(same, invoice, "{name}: {path}");
					let foreign = name == "hospital-stay"
						&& (path == "Invoice.identifier[0]"
							|| path.ends_with(".priceComponent[1].amount"));
					let nowhere = ASIDE.iter().any(|part| path.contains(part));
					assert!(nowhere || foreign, "{name}: {path} is not looked at");
					aside += 1;
				}
				Err(refusal) => {
					assert_eq!(refusal.path, format!("{path}.unheardOf"), "{name}: {refusal}");
					refused += 1;
				}
			}
		}
	}
	println!("{refused} unknown elements refused, {aside} inside documentary elements");
	assert!(refused > 100 && aside > 8 && aside < 30);
}

#[test]
fn what_is_carried_of_an_invoice_counts() {
	const CARRIED: [&str; 8] = [
		".status",
		".sequence",
		".factor",
		".value",
		".currency",
		".url",
		".valueDateTime",
		".system",
	];
	let mut changes = 0;
	for (name, purpose, ..) in OURS {
		let text = document(&format!("invoice/{name}"));
		let invoice = read_as(&text, purpose).unwrap();
		let original: Value = serde_json::from_str(&text).unwrap();
		for (path, pointer) in conformance::places("Invoice", "", &original) {
			let carried = CARRIED.iter().any(|end| path.ends_with(end));
			let hospital_number = name == "hospital-stay" && path.contains("Invoice.identifier");
			let informational = name == "hospital-stay" && path.contains(".priceComponent[1]");
			let documentary =
				ASIDE.iter().any(|part| path.contains(part) && !part.ends_with("code"))
					|| [".coding[1]", ".coding[2]"].iter().any(|part| path.contains(part));
			// A reference that is mapped needs no identifier of ours.
			let mapped = name == "hospital-stay" && path == "Invoice.subject.identifier.system";
			if !carried || documentary || informational || hospital_number || mapped {
				continue;
			}
			let mut changed = original.clone();
			*changed.pointer_mut(&pointer).unwrap() = "unheard-of".into();
			let read = read_as(&changed.to_string(), purpose);
			assert_ne!(read, Ok(invoice.clone()), "{name}: {path}");
			changes += 1;
		}
	}
	println!("{changes} carried elements changed");
	assert!(changes > 100);
}
