//! `medchain bill …`.

use super::{connect, deliver, print, print_done, send};
use crate::{
	amounts::{told, Typed},
	billing::{self, BillTerms},
	cli::{
		bill::{BillCommand, Billed, IssueArgs, PayArgs},
		ActorMapArgs, Cli, NOT_PERMITTED,
	},
	currency, documents,
	error::{Error, Result},
	node::{self, AtBlock, Included},
	output::{self, ReadAt},
	records, relay, statement,
	types::{events::DisputeResolved, money::BillInfo},
};
use medchain_support::{Amount, BillId, CurrencyCode};
use serde_json::{json, Value};
use std::{path::Path, process::ExitCode};
use subxt::utils::{AccountId32, H256};

mod discount;
mod plan;

/// Does what the command line says.
pub async fn run(cli: &Cli, command: &BillCommand) -> Result<ExitCode> {
	match command {
		BillCommand::Issue(args) => issue(cli, args).await?,
		BillCommand::Show { id, fhir } => show(cli, *id, *fhir).await?,
		BillCommand::Verify { id, file, actors } => return verify(cli, *id, file, actors).await,
		BillCommand::Pay { id, amount: how_much, parties } => {
			let delivery = parties.delivery()?;
			let (bill, code) = found(cli, *id).await?;
			let call = billing::pay(*id, to_pay(how_much, &bill, code)?);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![
					("paid", told(event.amount, code)),
					("for", format!("bill {}", event.bill)),
					("by", event.payer.to_string()),
					("outstanding", told(event.outstanding, code)),
				];
				let value = json!({
					"bill": event.bill,
					"payer": event.payer,
					"amount": event.amount.to_string(),
					"outstanding": event.outstanding.to_string(),
				});
				print_done(cli, lines, value, &included);
			}
		}
		BillCommand::WriteOff { id, amount, signer } => {
			let (_, units, code) = amount_of(cli, *id, amount, "--amount").await?;
			let call = billing::write_off(*id, units);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			print_change(cli, "written off", event.bill, Some((event.amount, code)), &included);
		}
		BillCommand::Refund { id, payer, amount, signer } => {
			let (bill, units, code) = amount_of(cli, *id, amount, "--amount").await?;
			let call = billing::refund(*id, &payer.unwrap_or(bill.bill.patient), units);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines = vec![
				("refunded", told(event.amount, code)),
				("of", format!("bill {}", event.bill)),
				("to", event.payer.to_string()),
			];
			let value = json!({
				"bill": event.bill,
				"payer": event.payer,
				"amount": event.amount.to_string(),
			});
			print_done(cli, lines, value, &included);
		}
		BillCommand::Cancel { id, entered_in_error, signer } => {
			let call = billing::cancel(*id, *entered_in_error);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let what = if event.as_error { "entered in error" } else { "cancelled" };
			print_change(cli, what, event.bill, None, &included);
		}
		BillCommand::Dispute { id, reason, parties } => {
			let call = billing::dispute(*id, *reason);
			if let Some((event, included)) = deliver(cli, &call, &parties.delivery()?).await? {
				let lines = vec![
					("disputed", format!("bill {}", event.bill)),
					("reason", reason.code().into()),
				];
				let value = json!({ "bill": event.bill, "reason": reason.code() });
				print_done(cli, lines, value, &included);
			}
		}
		BillCommand::Resolve { id, credit, parties } => {
			let delivery = parties.delivery()?;
			let (_, units, code) = amount_of(cli, *id, credit, "--credit").await?;
			let resolved = deliver(cli, &billing::resolve(*id, units), &delivery).await?;
			if let Some((_, included)) = resolved {
				// What could not be given in full leaves the dispute open.
				let what = match included.find::<DisputeResolved>()? {
					Some(_) => "credited",
					None => "credited in part, still disputed; wanted",
				};
				print_change(cli, what, *id, Some((units, code)), &included);
			}
		}
		BillCommand::Remove { id, signer } => {
			let (event, included) = send(cli, &billing::remove(*id), &signer.key()?).await?;
			print_change(cli, "removed", event.bill, None, &included);
		}
		BillCommand::Plan(command) => plan::run(cli, command).await?,
		BillCommand::Discount(command) => discount::run(cli, command).await?,
		BillCommand::List { patient } => list(cli, &patient.account()?).await?,
		BillCommand::Statement { csv, of } => {
			statement_of(cli, &of.account()?, *csv).await?;
		}
		BillCommand::Receipt { id } => {
			let at = chain(cli).await?;
			let (bill, code) = billing::bill_with_code(&at, *id).await?;
			let read = ReadAt {
				chain: format!("{:?}", genesis(&at)?),
				block: at.block_number(),
				block_hash: format!("{:?}", at.block_hash()),
				at: node::now(&at).await?,
			};
			print(
				cli,
				|| output::bill_receipt(*id, &bill, code, &read),
				|| output::bill_receipt_json(*id, &bill, code, &read),
			);
		}
	}
	Ok(ExitCode::SUCCESS)
}

async fn issue(cli: &Cli, args: &IssueArgs) -> Result<()> {
	let signer = args.signer.key()?;
	let billed = args.billed()?;
	let detail = args.detail()?;
	let at = chain(cli).await?;
	let (terms, code) = match billed {
		Billed::Invoice(invoice) => {
			let account = AccountId32::from(signer.public_key());
			if invoice.provider != account {
				return Err(Error::Input(format!(
					"the Invoice's issuer is {}, but {account} signs; a provider bills for itself",
					invoice.provider
				)));
			}
			let due = args.due(invoice.due)?;
			let all = currency::list(&at).await?;
			let currency = currency::choose(&all, invoice.code, args.currency)?;
			let lines = invoice.lines.iter().map(|line| line.line).collect();
			let patient = invoice.patient;
			(BillTerms { patient, currency, lines, due, detail }, invoice.code)
		}
		Billed::Lines(patient, currency, lines) => {
			let due = args.due(None)?;
			let code = currency::code(&at, currency).await?;
			let lines = lines.iter().map(|line| line.of(code)).collect::<Result<_>>()?;
			(BillTerms { patient, currency, lines, due, detail }, code)
		}
	};
	terms.check()?;
	let (event, included) = send(cli, &billing::issue(&terms), &signer).await?;
	let lines = vec![
		("bill", event.bill.to_string()),
		("patient", terms.patient.to_string()),
		("all lines", told(event.gross, code)),
		("discounts", told(event.discount, code)),
		("due", output::instant(terms.due)),
		("detail", relay::to_hex(&detail.0)),
	];
	let value = json!({
		"bill": event.bill,
		"patient": terms.patient,
		"currency": event.currency,
		"gross": event.gross.to_string(),
		"discount": event.discount.to_string(),
		"due": output::instant(terms.due),
		"detail": relay::to_hex(&detail.0),
	});
	print_done(cli, lines, value, &included);
	Ok(())
}

async fn show(cli: &Cli, id: BillId, fhir: bool) -> Result<()> {
	let at = chain(cli).await?;
	let (bill, code) = billing::bill_with_code(&at, id).await?;
	if fhir {
		let document = documents::write_invoice(id, &bill, code, genesis(&at)?)?;
		output::say(&format!("{document}\n"));
		return Ok(());
	}
	let now = node::now(&at).await?;
	print(cli, || output::bill(id, &bill, code, now), || output::bill_json(id, &bill, code, now));
	Ok(())
}

/// Whether a document is the detail of a bill, or says the same as the chain.
async fn verify(cli: &Cli, id: BillId, file: &Path, actors: &ActorMapArgs) -> Result<ExitCode> {
	let document = documents::bytes_of(file, documents::MAX_DETAIL)?;
	let at = chain(cli).await?;
	let (bill, code) = billing::bill_with_code(&at, id).await?;
	let commitment = records::commitment(&document);
	let (on_chain, of_file) = (bill.detail.0, commitment);
	let genuine = on_chain == of_file;
	let (verdict, agrees) = match genuine {
		true => (format!("genuine: the document is the detail of bill {id}"), None),
		false => match agreement(document, actors, id, &bill, code, genesis(&at)?) {
			Ok(true) => (format!("the same: the Invoice says what bill {id} says"), Some(true)),
			Ok(false) => {
				(format!("another: the Invoice says something else than bill {id}"), Some(false))
			}
			Err(error) => (
				format!("another: no detail of bill {id}, nor an Invoice to compare: {error}"),
				None,
			),
		},
	};
	print(
		cli,
		|| {
			output::pairs(&[
				("verdict", verdict.clone()),
				("document", relay::to_hex(&of_file.0)),
				("chain", relay::to_hex(&on_chain.0)),
			])
		},
		|| {
			json!({
				"bill": id,
				"genuine": genuine,
				"agrees": agrees,
				"document": relay::to_hex(&of_file.0),
				"chain": relay::to_hex(&on_chain.0),
			})
		},
	);
	Ok(match genuine || agrees == Some(true) {
		true => ExitCode::SUCCESS,
		false => ExitCode::from(NOT_PERMITTED),
	})
}

fn agreement(
	document: Vec<u8>,
	actors: &ActorMapArgs,
	id: BillId,
	bill: &BillInfo,
	code: CurrencyCode,
	chain: H256,
) -> Result<bool> {
	let text = documents::text(document)?;
	documents::is_invoice_of(&text, &actors.actors()?, id, bill, code, chain)
}

async fn list(cli: &Cli, patient: &AccountId32) -> Result<()> {
	let at = chain(cli).await?;
	let open = billing::obligations(&at, patient).await?;
	let codes = billing::codes(&at, open.iter().map(|open| open.currency)).await?;
	print(
		cli,
		|| match open.is_empty() {
			true => format!("{patient} owes nothing\n"),
			false => output::obligations(&open, &codes).to_string(),
		},
		|| open.iter().map(|open| output::obligation_json(open, &codes)).collect(),
	);
	Ok(())
}

async fn statement_of(cli: &Cli, who: &AccountId32, csv: bool) -> Result<()> {
	let at = chain(cli).await?;
	let rows = billing::statement(&at, who).await?;
	if csv {
		output::say(&statement::csv(who, &rows)?);
		return Ok(());
	}
	let now = node::now(&at).await?;
	print(
		cli,
		|| match rows.is_empty() {
			true => format!("{who} has no bills\n"),
			false => output::statement(who, &rows).to_string(),
		},
		|| rows.iter().map(|row| output::bill_json(row.id, &row.bill, row.code, now)).collect(),
	);
	Ok(())
}

/// The chain at its best block.
async fn chain(cli: &Cli) -> Result<AtBlock> {
	connect(cli).await?.consent_chain().await
}

fn genesis(at: &AtBlock) -> Result<H256> {
	at.genesis_hash().ok_or_else(|| Error::Node("the chain has no genesis".into()))
}

/// A bill and its currency.
async fn found(cli: &Cli, id: BillId) -> Result<(BillInfo, CurrencyCode)> {
	billing::bill_with_code(&chain(cli).await?, id).await
}

/// What is to be paid for a bill.
fn to_pay(how_much: &PayArgs, bill: &BillInfo, code: CurrencyCode) -> Result<Amount> {
	match &how_much.amount {
		Some(typed) => typed.of(code, "--amount").map_err(Error::Input),
		None if bill.payable == 0 => Err(Error::Input(format!(
			"--in-full: nothing is outstanding; the bill is {}",
			bill.bill.status.code()
		))),
		None => Ok(bill.payable),
	}
}

/// A typed amount in minor units of a bill's currency.
async fn amount_of(
	cli: &Cli,
	id: BillId,
	typed: &Typed,
	argument: &str,
) -> Result<(BillInfo, Amount, CurrencyCode)> {
	let (bill, code) = found(cli, id).await?;
	let units = typed.of(code, argument).map_err(Error::Input)?;
	Ok((bill, units, code))
}

/// Prints what happened to a bill.
fn print_change(
	cli: &Cli,
	what: &'static str,
	bill: BillId,
	amount: Option<(Amount, CurrencyCode)>,
	included: &Included,
) {
	let (told, units) = match amount {
		Some((amount, code)) => {
			(format!("{} of bill {bill}", told(amount, code)), Value::from(amount.to_string()))
		}
		None => (format!("bill {bill}"), Value::Null),
	};
	let value = json!({ "bill": bill, "change": what, "amount": units });
	print_done(cli, vec![(what, told)], value, included);
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::output::bill::tests::bill;

	#[test]
	fn in_full_is_what_settles_the_bill_now() {
		let code = CurrencyCode::from_code("EUR").unwrap();
		let in_full = PayArgs { amount: None, in_full: true };
		assert_eq!(to_pay(&in_full, &bill(), code).unwrap(), 6_230);
		let part = PayArgs { amount: Some("20 EUR".parse().unwrap()), in_full: false };
		assert_eq!(to_pay(&part, &bill(), code).unwrap(), 2_000);
		let settled = BillInfo { payable: 0, outstanding: 0, ..bill() };
		let error = to_pay(&in_full, &settled, code).unwrap_err().to_string();
		assert!(error.contains("--in-full: nothing is outstanding"), "{error}");
	}
}
