//! Money for care: reserves, tokens, a bill that is paid promptly, one in instalments, a refund.

use super::{prologue::evidence, Demo};
use crate::{
	amounts::told,
	billing::{self, BillTerms},
	calls::Call,
	credentials, currency, documents,
	error::{Error, Result},
	fhir::{Actors, Invoice},
	node::{self, Wait},
	output, records,
	types::{
		events::ExtrinsicSuccess,
		money::{BillInfo, BillStatus, CurrencyTerms, Mandate, PlanTerms, ProgrammeKind, PALLET},
	},
	wire::OnChain,
};
use medchain_support::{
	Amount, BasisPoints, BillId, BillLine, Commitment, CurrencyCode, CurrencyId, Period, Role,
	ServiceType,
};
use serde_json::Value;
use std::time::{Duration, Instant};
use subxt::{rpcs::rpc_params, utils::AccountId32};

/// The invoice that the hospital bills by.
const DOCUMENT: &str = include_str!("../../documents/invoice/office-visit.json");
/// Its name for those who look it up.
const DOCUMENT_NAME: &str = "client/documents/invoice/office-visit.json";
/// The hospital in it.
const HOSPITAL: &str = "Organization/st-elisabeth-hospital";
/// The patient in it.
const PATIENT: &str = "Patient/lena-hartmann";

/// The currency.
const CODE: &str = "EUR";
/// What the auditor finds.
const RESERVES: Amount = 10_000_000;
/// What the patient buys.
const BOUGHT: Amount = 50_000;
/// What the invoice comes to.
const INVOICED: Amount = 24_000;
/// What prompt payment takes off.
const PROMPT_RATE: BasisPoints = BasisPoints(300);
/// What the second bill comes to.
const SECOND: Amount = 9_001;
/// In how many instalments.
const INSTALMENTS: u16 = 3;
/// What the hospital gives back.
const REFUND: Amount = 4_000;

const DAY: u64 = 24 * 60 * 60;
/// Seconds until the first instalment is due: time to propose the plan and to sign it.
const fn first_due(wait: Wait) -> u64 {
	match wait {
		Wait::Best => 24,
		Wait::Finalized => 75,
	}
}
/// Seconds between instalments.
const INTERVAL: u64 = 6;
/// How long the collection of all instalments may take.
const PATIENCE: Duration = Duration::from_secs(240);
/// After how long without a block one is asked for: some chains make blocks for transactions alone.
const QUIET: Duration = Duration::from_secs(8);

impl Demo<'_> {
	/// Returns the currency.
	pub(super) async fn money(&mut self) -> Result<(CurrencyId, CurrencyCode)> {
		let code = CurrencyCode::from_code(CODE)
			.ok_or_else(|| Error::Demo(format!("{CODE} is no currency of ISO 4217")))?;
		self.license_the_bank().await?;
		let currency = self.admit(code).await?;
		self.attest(currency, code).await?;
		self.mint(currency, code).await?;
		self.mint_too_much(currency, code).await?;
		let first = self.bill(currency, code).await?;
		self.pay_promptly(first, code).await?;
		let second = self.agree_on_instalments(currency, code).await?;
		self.collect(second, code).await?;
		self.refund(first, code).await?;
		self.balance_the_books(currency, code, [first, second]).await?;
		Ok((currency, code))
	}

	async fn license_the_bank(&mut self) -> Result<()> {
		let mut lines = Vec::new();
		for (name, account, role) in [
			("bank", self.bank.account, Role::TokenIssuer),
			("auditor", self.auditor.account, Role::ReserveAuditor),
		] {
			let evidence = evidence(&format!("licence of the {name}"));
			let call = credentials::issue(&account, role, Period::ALWAYS, evidence);
			let (issued, included) = self.send(&call, &self.ministry).await?;
			lines.push((name, format!("credential {}: {}", issued.credential, role.code())));
			lines.push(("in", output::place(&included)));
		}
		let check = format!("credential roles {}", self.bank.account);
		let what = "The ministry licenses a bank as an issuer of currency, and an auditor of its reserves.";
		self.done(what, &output::pairs(&lines), &check);
		Ok(())
	}

	/// Returns the number of the currency.
	async fn admit(&mut self, code: CurrencyCode) -> Result<CurrencyId> {
		let terms = CurrencyTerms {
			required_ratio: OnChain(BasisPoints::WHOLE),
			attestation_lifetime: 90 * DAY,
			min_redemption: 1_000,
		};
		let included = self.decide(&currency::register(code, &self.bank.account, terms)).await?;
		let all = currency::list(&self.node.best().await?).await?;
		let found = all.iter().find(|(_, one)| one.issuer == self.bank.account);
		let (id, _) = found
			.ok_or_else(|| Error::Demo("the bank should have a currency, and has none".into()))?;
		let lines = [
			("currency", format!("{id}, {code}")),
			("issuer", self.bank.account.to_string()),
			("in", output::place(&included)),
		];
		let what = "The council admits the bank's euro: each token must have its euro in reserve.";
		self.done(what, &output::pairs(&lines), &format!("currency status {id}"));
		Ok(*id)
	}

	async fn attest(&mut self, id: CurrencyId, code: CurrencyCode) -> Result<()> {
		let as_of = node::now(&self.node.best().await?).await?;
		let call = currency::attest(id, RESERVES, as_of, evidence("report on the reserves"));
		let (event, included) = self.send(&call, &self.auditor).await?;
		let status = currency::status(&self.node.best().await?, id).await?;
		if !status.fresh || status.mintable != RESERVES {
			return Err(Error::Demo(format!(
				"{} should be free to mint, and {} are",
				told(RESERVES, code),
				told(status.mintable, code)
			)));
		}
		let lines = [
			("reserves", told(event.reserves, code)),
			("as of", output::instant(event.as_of)),
			("can be minted", told(status.mintable, code)),
			("in", output::place(&included)),
		];
		let check = format!("currency status {id}");
		self.done("The auditor attests the bank's reserves.", &output::pairs(&lines), &check);
		Ok(())
	}

	async fn mint(&mut self, id: CurrencyId, code: CurrencyCode) -> Result<()> {
		let patient = self.patient.account;
		let (event, included) =
			self.send(&currency::mint(id, &patient, BOUGHT), &self.bank).await?;
		self.expect_balance(id, code, "the patient", &patient, BOUGHT).await?;
		self.penniless().await?;
		let lines = [
			("minted", told(event.amount, code)),
			("to", event.to.to_string()),
			("in", output::place(&included)),
		];
		let check = format!("currency balance {id} --account {patient}");
		let what =
			"The patient has paid euros to the bank, which makes as many tokens; of the chain's \
		            own coin the patient still has none.";
		self.done(what, &output::pairs(&lines), &check);
		Ok(())
	}

	async fn mint_too_much(&mut self, id: CurrencyId, code: CurrencyCode) -> Result<()> {
		let call = currency::mint(id, &self.bank.account, RESERVES - BOUGHT + 1);
		let refused = match self.send(&call, &self.bank).await {
			Err(Error::Dispatch { name, meaning })
				if name == "MedicalToken.ReservesInsufficient" =>
			{
				format!("{name}: {meaning}")
			}
			Err(other) => return Err(other),
			Ok(_) => {
				return Err(Error::Demo("the bank should not mint beyond its reserves".into()))
			}
		};
		let supply = currency::status(&self.node.best().await?, id).await?.supply;
		if supply != BOUGHT {
			return Err(Error::Demo(format!("{} should exist, not {supply}", told(BOUGHT, code))));
		}
		let lines = [("refused", refused), ("supply", told(supply, code))];
		let check = format!("currency status {id}");
		let what = "The bank tries to mint one cent more than the reserves carry: refused.";
		self.done(what, &output::pairs(&lines), &check);
		Ok(())
	}

	/// Returns the number of the bill.
	async fn bill(&mut self, currency: CurrencyId, code: CurrencyCode) -> Result<BillId> {
		let kind = ProgrammeKind::PromptPay { rate: OnChain(PROMPT_RATE), within: 14 * DAY };
		let programme = billing::add_programme(currency, &kind, 2_000);
		let (added, _) = self.send(&programme, &self.hospital).await?;
		let invoice = invoice(&self.hospital.account, &self.patient.account)?;
		let terms = BillTerms {
			patient: invoice.patient,
			currency,
			lines: invoice.lines.iter().map(|line| line.line).collect(),
			due: self.in_days(30).await?,
			detail: records::commitment(DOCUMENT.as_bytes()),
		};
		let (issued, included) = self.send(&billing::issue(&terms), &self.hospital).await?;
		let at = self.node.best().await?;
		let bill = billing::bill(&at, issued.bill).await?;
		let discount = prompt_discount();
		if bill.outstanding != INVOICED || bill.payable != INVOICED - discount {
			return Err(Error::Demo(format!(
				"{} should be owed and {} settle it; it is {} and {}",
				told(INVOICED, code),
				told(INVOICED - discount, code),
				told(bill.outstanding, code),
				told(bill.payable, code)
			)));
		}
		let details = format!(
			"{DOCUMENT_NAME}\nprogramme {}, {}\n{}",
			added.programme,
			output::place(&included),
			output::bill(issued.bill, &bill, code, node::now(&at).await?)
		);
		let what = format!(
			"The hospital bills by a FHIR R4 Invoice; its programme offers {PROMPT_RATE} for prompt \
			 payment."
		);
		self.done(&what, &details, &format!("bill show {}", issued.bill));
		Ok(issued.bill)
	}

	async fn pay_promptly(&mut self, id: BillId, code: CurrencyCode) -> Result<()> {
		let bill = billing::bill(&self.node.best().await?, id).await?;
		let (paid, included) = self.sponsor(&billing::pay(id, bill.payable)).await?;
		let bill = billing::bill(&self.node.best().await?, id).await?;
		let taken = bill.bill.prompt_pay.is_some_and(|offer| offer.taken);
		if bill.bill.status != BillStatus::Balanced || !taken || paid.outstanding != 0 {
			return Err(Error::Demo(
				"the bill should be settled with its discount, and is not".into(),
			));
		}
		let mut lines = vec![
			("paid", told(paid.amount, code)),
			("discount", told(prompt_discount(), code)),
			("status", bill.bill.status.code().into()),
		];
		lines.extend(output::receipt(&included));
		let what =
			"The patient pays in full and at once, and keeps the discount; the hospital pays the \
		            fee.";
		self.done(what, &output::pairs(&lines), &format!("bill receipt {id}"));
		Ok(())
	}

	/// Returns the number of the bill.
	async fn agree_on_instalments(
		&mut self,
		currency: CurrencyId,
		code: CurrencyCode,
	) -> Result<BillId> {
		let line =
			BillLine { service: ServiceType::PhysicalTherapy, quantity: 1, unit_price: SECOND };
		let terms = BillTerms {
			patient: self.patient.account,
			currency,
			lines: vec![line],
			due: self.in_days(30).await?,
			detail: self.unguessable("invoice of the therapy"),
		};
		let (issued, _) = self.send(&billing::issue(&terms), &self.hospital).await?;
		let now = node::now(&self.node.best().await?).await?;
		let interval = self.interval().await?;
		let plan =
			PlanTerms { instalments: INSTALMENTS, first_due: now + first_due(self.wait), interval };
		self.send(&billing::propose_plan(issued.bill, plan), &self.hospital).await?;
		let parts = split(SECOND, INSTALMENTS);
		let mandate = Mandate {
			per_debit: parts.last().copied().unwrap_or(SECOND),
			total: SECOND,
			until: now + DAY,
		};
		let call = billing::accept_plan(issued.bill, plan, Some(mandate));
		let (accepted, included) = self.sponsor(&call).await?;
		let at = self.node.best().await?;
		let bill = billing::bill(&at, issued.bill).await?;
		let found: Vec<Amount> = bill.instalments.iter().map(|one| one.amount).collect();
		if accepted.total != SECOND || found != parts {
			return Err(Error::Demo(format!(
				"the instalments should be {parts:?} of {SECOND}; they are {found:?} of {}",
				accepted.total
			)));
		}
		let details = format!(
			"{}\n{}",
			output::place(&included),
			output::bill(issued.bill, &bill, code, node::now(&at).await?)
		);
		let what = "The patient cannot pay the next bill at once: the hospital proposes three instalments, \
		            and the patient lets the chain collect them, up to a limit.";
		self.done(what, &details, &format!("bill show {}", issued.bill));
		Ok(issued.bill)
	}

	async fn collect(&mut self, id: BillId, code: CurrencyCode) -> Result<()> {
		let bill = self.wait_until_settled(id).await?;
		let paid: Vec<(AccountId32, Amount)> =
			bill.bill.payments.iter().map(|payment| (payment.payer, payment.amount)).collect();
		let late = bill.instalments.iter().any(|one| one.settled != one.amount);
		if paid != [(self.patient.account, SECOND)] || late {
			return Err(Error::Demo(format!(
				"the patient should have paid {} once; it is {paid:?}",
				told(SECOND, code)
			)));
		}
		let at = self.node.best().await?;
		let details = output::bill(id, &bill, code, node::now(&at).await?);
		let what = "The chain collects each instalment when it is due, once, and nobody signs.";
		self.done(what, &details, &format!("bill show {id}"));
		Ok(())
	}

	async fn refund(&mut self, id: BillId, code: CurrencyCode) -> Result<()> {
		let patient = self.patient.account;
		let call = billing::refund(id, &patient, REFUND);
		let (refunded, included) = self.send(&call, &self.hospital).await?;
		let lines = [
			("refunded", told(refunded.amount, code)),
			("to", refunded.payer.to_string()),
			("in", output::place(&included)),
		];
		let what = "The hospital gives back part of what the patient paid.";
		self.done(what, &output::pairs(&lines), &format!("bill show {id}"));
		Ok(())
	}

	/// Every cent is where it should be, and the node's JSON-RPC says the same.
	async fn balance_the_books(
		&mut self,
		currency: CurrencyId,
		code: CurrencyCode,
		bills: [BillId; 2],
	) -> Result<()> {
		let (patient, hospital) = (self.patient.account, self.hospital.account);
		let (left, earned) = books();
		self.expect_balance(currency, code, "the patient", &patient, left).await?;
		self.expect_balance(currency, code, "the hospital", &hospital, earned).await?;
		let at = self.node.best().await?;
		let rows = billing::statement(&at, &patient).await?;
		let found: Vec<BillId> = rows.iter().map(|row| row.id).collect();
		if found != bills || !billing::obligations(&at, &patient).await?.is_empty() {
			return Err(Error::Demo(format!(
				"the patient should have the bills {bills:?}, all settled; the chain tells {found:?}"
			)));
		}
		for row in &rows {
			let answer: Value = self.node.request("medchain_bill", rpc_params![row.id]).await?;
			agree("medchain_bill", &answer["bill"]["paid"], row.bill.bill.paid)?;
			agree("medchain_bill", &answer["bill"]["outstanding"], row.bill.outstanding)?;
		}
		let params = rpc_params![patient.to_string()];
		let open: Value = self.node.request("medchain_obligations", params).await?;
		if open["obligations"].as_array().map(Vec::len) != Some(0) {
			return Err(Error::Demo(format!("medchain_obligations should tell none, not {open}")));
		}
		let params = rpc_params![currency];
		let status: Value = self.node.request("medchain_reserveStatus", params).await?;
		agree("medchain_reserveStatus", &status["status"]["supply"], BOUGHT)?;
		let details = format!(
			"patient {}, hospital {}, in all {}\n{}",
			told(left, code),
			told(earned, code),
			told(BOUGHT, code),
			output::statement(&patient, &rows)
		);
		let check = format!("bill statement --account {patient} --csv");
		self.done("The books: no cent was made or lost.", &details, &check);
		Ok(())
	}

	pub(super) async fn expect_balance(
		&self,
		currency: CurrencyId,
		code: CurrencyCode,
		name: &str,
		who: &AccountId32,
		expected: Amount,
	) -> Result<()> {
		match currency::balance(&self.node.best().await?, currency, who).await? {
			same if same == expected => Ok(()),
			other => Err(Error::Demo(format!(
				"{name} should have {}, and has {}",
				told(expected, code),
				told(other, code)
			))),
		}
	}

	/// The second so many days from now.
	async fn in_days(&self, days: u64) -> Result<u64> {
		Ok(node::now(&self.node.best().await?).await? + days * DAY)
	}

	/// Seconds between instalments: a few, but as many as the chain asks for.
	async fn interval(&self) -> Result<u64> {
		let at = self.node.best().await?;
		let least: u64 = node::constant(&at, PALLET, "MinInterval")?;
		Ok(least.max(INTERVAL))
	}

	/// A commitment to a document that exists in the story alone, this time.
	fn unguessable(&self, document: &str) -> Commitment {
		evidence(&format!("{document} of {}", self.patient.uri))
	}

	/// Waits until nothing of a bill is outstanding.
	async fn wait_until_settled(&self, id: BillId) -> Result<BillInfo> {
		let started = Instant::now();
		let (mut block, mut since) = (0, Instant::now());
		loop {
			let at = self.node.best().await?;
			let bill = billing::bill(&at, id).await?;
			if bill.outstanding == 0 {
				return Ok(bill);
			}
			if started.elapsed() > PATIENCE {
				return Err(Error::Demo(format!(
					"the instalments of bill {id} were not collected after {} s",
					PATIENCE.as_secs()
				)));
			}
			if at.block_number() != block {
				(block, since) = (at.block_number(), Instant::now());
			} else if since.elapsed() > QUIET {
				let remark = Call::<ExtrinsicSuccess>::new("System", "remark", (Vec::<u8>::new(),));
				self.send(&remark, &self.payer).await?;
			}
			tokio::time::sleep(Duration::from_secs(1)).await;
		}
	}
}

/// The document as these two understand it.
fn invoice(hospital: &AccountId32, patient: &AccountId32) -> Result<Invoice> {
	let named = [(HOSPITAL, *hospital), (PATIENT, *patient)];
	let actors = Actors::from(named.map(|(name, account)| (name.to_string(), account)));
	documents::read_invoice(DOCUMENT, &actors)
}

/// What prompt payment takes off the invoice.
fn prompt_discount() -> Amount {
	PROMPT_RATE.of(INVOICED).unwrap_or_default()
}

/// Instalments: equal parts, and the last takes the rest.
fn split(total: Amount, instalments: u16) -> Vec<Amount> {
	let count = Amount::from(instalments.max(1));
	let part = total / count;
	let last = total - part * (count - 1);
	(1..instalments).map(|_| part).chain([last]).collect()
}

/// What the patient and the hospital have in the end.
pub(super) fn books() -> (Amount, Amount) {
	let earned = INVOICED - prompt_discount() + SECOND - REFUND;
	(BOUGHT - earned, earned)
}

/// An amount as the node's JSON-RPC tells it must be that of the chain.
pub(super) fn agree(method: &str, told: &Value, amount: Amount) -> Result<()> {
	match told.as_str() == Some(&amount.to_string()) {
		true => Ok(()),
		false => Err(Error::Demo(format!("{method} should tell {amount}, and tells {told}"))),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::accounts;
	use serde_json::json;

	#[test]
	fn the_invoice_comes_to_what_the_story_says() {
		let [hospital, patient] = ["//Bob", "//Lena"].map(|uri| accounts::account(uri).unwrap());
		let invoice = invoice(&hospital, &patient).unwrap();
		assert_eq!(invoice.code.code(), CODE);
		assert_eq!(invoice.total(), Some(INVOICED));
		assert_eq!((invoice.provider, invoice.patient), (hospital, patient));
		assert_eq!(invoice.due, None, "the story is always in time");
		assert_eq!(prompt_discount(), 720);
	}

	#[test]
	fn instalments_lose_no_cent() {
		assert_eq!(split(SECOND, INSTALMENTS), [3_000, 3_000, 3_001]);
		assert_eq!(split(3, 3), [1, 1, 1]);
		assert_eq!(split(7, 1), [7]);
		for total in [60, 61, 9_999, u128::MAX] {
			assert_eq!(split(total, 60).iter().sum::<u128>(), total);
		}
	}

	#[test]
	fn the_books_are_balanced() {
		let (left, earned) = books();
		assert_eq!((left, earned), (21_719, 28_281));
		assert_eq!(left + earned, BOUGHT);
	}

	#[test]
	fn another_answer_of_the_node_is_told() {
		assert!(agree("m", &json!("12"), 12).is_ok());
		for other in [json!("13"), json!(12), Value::Null] {
			assert!(agree("m", &other, 12).unwrap_err().to_string().contains("should tell 12"));
		}
	}
}
