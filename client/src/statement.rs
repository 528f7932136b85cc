//! The bills of an account as a statement: a table of values separated by commas.
//!
//! Amounts are in major units without the currency's name, which has a column of its own, so that a
//! spreadsheet can add them up. A cell that a spreadsheet would take for a formula is made text.

use crate::{
	amounts::major_units,
	error::{Error, Result},
	output::instant,
	types::money::BillInfo,
};
use medchain_support::{Amount, BillId, CurrencyCode};
use subxt::utils::AccountId32;

/// The columns.
const HEADING: [&str; 17] = [
	"bill",
	"role",
	"with",
	"status",
	"issued",
	"due",
	"closed",
	"currency",
	"gross",
	"discount",
	"prompt_pay",
	"written_off",
	"paid",
	"refunded",
	"outstanding",
	"payable",
	"disputed",
];

/// A bill of a statement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
	/// Its number.
	pub id: BillId,
	/// All of it.
	pub bill: BillInfo,
	/// Its currency.
	pub code: CurrencyCode,
}

/// The bills of an account, as CSV.
pub fn csv(who: &AccountId32, rows: &[Row]) -> Result<String> {
	let unwritable = |e: String| Error::Input(format!("the statement cannot be written: {e}"));
	let mut writer = csv::Writer::from_writer(Vec::new());
	writer.write_record(HEADING).map_err(|e| unwritable(e.to_string()))?;
	for row in rows {
		let cells = cells(who, row);
		writer
			.write_record(cells.iter().map(|cell| harmless(cell)))
			.map_err(|e| unwritable(e.to_string()))?;
	}
	let bytes = writer.into_inner().map_err(|e| unwritable(e.to_string()))?;
	String::from_utf8(bytes).map_err(|e| unwritable(e.to_string()))
}

fn cells(who: &AccountId32, row: &Row) -> [String; HEADING.len()] {
	let bill = &row.bill.bill;
	let (role, with) = match *who == bill.provider {
		true => ("provider", bill.patient),
		false => ("patient", bill.provider),
	};
	let amount = |amount: Amount| major_units(amount, row.code.decimals());
	let prompt_pay = bill.prompt_pay.filter(|offer| offer.taken).map_or(0, |offer| offer.discount);
	[
		row.id.to_string(),
		role.into(),
		with.to_string(),
		bill.status.code().into(),
		instant(bill.issued_at),
		instant(bill.due),
		bill.closed_at.map(instant).unwrap_or_default(),
		row.code.to_string(),
		amount(bill.gross),
		amount(bill.discount),
		amount(prompt_pay),
		amount(bill.written_off),
		amount(bill.paid),
		amount(bill.refunded),
		amount(row.bill.outstanding),
		amount(row.bill.payable),
		match bill.dispute {
			Some(dispute) if dispute.resolved => format!("{}, resolved", dispute.reason.code()),
			Some(dispute) => dispute.reason.code().into(),
			None => String::new(),
		},
	]
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
	match cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
		true => format!("'{cell}"),
		false => cell.to_string(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::money::{Dispute, DisputeReason};

	#[test]
	fn a_statement_has_a_line_for_each_bill() {
		let bill = crate::output::bill::tests::bill();
		let code = CurrencyCode::from_code("EUR").unwrap();
		let provider = bill.bill.provider;
		let mut disputed = bill.clone();
		disputed.bill.dispute =
			Some(Dispute { reason: DisputeReason::Duplicate, opened_at: 1, resolved: true });
		let rows = [Row { id: 7, bill: bill.clone(), code }, Row { id: 9, bill: disputed, code }];
		let text = csv(&provider, &rows).unwrap();
		let lines: Vec<&str> = text.lines().collect();
		assert_eq!(lines.len(), 3);
		assert_eq!(lines[0], HEADING.join(","));
		let patient = bill.bill.patient;
		assert_eq!(
			lines[1],
			format!(
				"7,provider,{patient},issued,1970-01-01T00:00:10Z,1970-01-01T00:16:40Z,,EUR,100.00,\
				 10.00,0.00,5.00,20.00,1.00,65.00,62.30,"
			),
		);
		assert!(lines[2].ends_with(",\"duplicate, resolved\""), "{}", lines[2]);
		let other = csv(&patient, &rows).unwrap();
		assert!(other.contains(&format!("7,patient,{provider},")), "{other}");
		assert_eq!(csv(&patient, &[]).unwrap().lines().count(), 1);
	}

	#[test]
	fn no_cell_is_a_formula() {
		for cell in ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "\n=1"] {
			assert_eq!(harmless(cell), format!("'{cell}"));
		}
		for cell in ["", "12.50", "5Grwva", "1970-01-01", "a=b"] {
			assert_eq!(harmless(cell), cell);
		}
	}
}
