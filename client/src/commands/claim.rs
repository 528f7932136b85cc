//! `medchain claim …`.

use super::{consent_node, deliver, print, print_done, send};
use crate::{
	amounts::told,
	billing,
	claims::{self, Approval},
	cli::{
		claim::{ClaimCommand, FraudFinding, RepayArgs},
		Cli, NOT_PERMITTED,
	},
	currency, documents,
	error::{Error, Result},
	fhir::claim::document_digest,
	insurance,
	node::{self, AtBlock, Included},
	output, relay,
	types::{
		claims::{AuthorizationId, ClaimId, ClaimStatus},
		insurance::{Appeal, AppealKind, ClaimFile, PoolId},
	},
	x12,
};
use medchain_support::{Commitment, CurrencyCode};
use serde_json::{json, Value};
use std::{path::Path, process::ExitCode};
use subxt::utils::{AccountId32, H256};
use subxt_signer::sr25519::Keypair;

mod document;
mod remittance;

/// Does what the command line says.
pub async fn run(cli: &Cli, command: &ClaimCommand) -> Result<ExitCode> {
	use ClaimCommand as C;
	match command {
		C::Submit(args) => document::submit(cli, args).await?,
		C::Check(args) => document::check(cli, args).await?,
		C::Authorize(args) => document::authorize(cli, args).await?,
		C::Show(args) => document::show(cli, args).await?,
		C::Check835 { file } => return check_835(cli, file),
		C::Answer { id, answer, signer } => {
			let approval = answer.approval()?;
			let approval = approval.map(|(quantity, until)| Approval { quantity, until });
			let call = claims::answer_authorization(*id, approval);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let at = consent_node(cli).await?.at(included.block_hash).await?;
			let (lines, value) = told_authorization(&at, event.authorization).await?;
			print_done(cli, lines, value, &included);
		}
		C::Authorization { id } => {
			let at = consent_node(cli).await?.best().await?;
			let (lines, value) = told_authorization(&at, *id).await?;
			print(cli, || output::pairs(&lines), || value);
		}
		C::RemoveAuthorization { id, signer } => {
			let call = claims::remove_authorization(*id);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines = vec![("removed", format!("authorisation {}", event.authorization))];
			print_done(cli, lines, json!({ "id": event.authorization }), &included);
		}
		C::Verify { id, document, salt } => {
			return verify(cli, *id, document.commitment()?, salt.read()?).await
		}
		C::Status { id } => {
			let (file, code, now) = found(cli, *id, None).await?;
			print(
				cli,
				|| output::pairs(&output::claim_status(&file, code, now)),
				|| output::claim_status_json(&file, code, now),
			);
		}
		C::List { waiting, of } => list(cli, &of.account()?, *waiting).await?,
		C::Review { id, decisions, signer } => {
			let signer = signer.key()?;
			let (file, ..) = found(cli, *id, None).await?;
			let decisions = decisions.decisions(file.info.lines.len())?;
			let (event, included) = send(cli, &claims::review(*id, &decisions), &signer).await?;
			print_claim(cli, "reviewed", event.claim, &included).await?;
		}
		C::Resume { id, parties } => {
			let call = claims::resume(*id);
			if let Some((_, included)) = deliver(cli, &call, &parties.delivery()?).await? {
				print_claim(cli, "tried again", *id, &included).await?;
			}
		}
		C::Confirm { id, not_received, parties } => {
			let call = claims::confirm(*id, !not_received);
			if let Some((event, included)) = deliver(cli, &call, &parties.delivery()?).await? {
				let what = if event.received { "confirmed" } else { "contested" };
				print_claim(cli, what, event.claim, &included).await?;
			}
		}
		C::Appeal { id, payer, line, evidence, parties } => {
			let (delivery, evidence) = (parties.delivery()?, evidence.commitment()?);
			let (file, ..) = found(cli, *id, None).await?;
			let (payer, lines) = claims::appealed(&file, &delivery.account(), *payer, line)?;
			let call = claims::appeal(*id, payer, &lines, evidence);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				print_claim(cli, "appealed", event.claim, &included).await?;
			}
		}
		C::DecideAppeal { id, payer, kind, decision, signer } => {
			let signer = signer.key()?;
			let (file, ..) = found(cli, *id, None).await?;
			let appeal = claims::to_be_decided(&file, *payer, kind.map(AppealKind::from))?;
			let overturned = decision.overturned(file.info.lines.len())?;
			claims::check_overturned(appeal, &overturned)?;
			decide_appeal(cli, &file, appeal, &overturned, &signer).await?;
		}
		C::Reverse { id, signer } => {
			let call = claims::reverse(*id);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let (file, code, _) = found(cli, event.claim, Some(included.block_hash)).await?;
			let lines = vec![
				("reversed", format!("claim {}", event.claim)),
				("returned", told(event.returned, code)),
				("status", output::claim_steps(&file, code)),
			];
			let value = json!({ "claim": event.claim, "returned": event.returned.to_string() });
			print_done(cli, lines, value, &included);
		}
		C::Withdraw { id, signer } => {
			let call = claims::withdraw(*id);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			print_claim(cli, "withdrawn", event.claim, &included).await?;
		}
		C::ReportFraud { id, evidence, parties } => {
			let call = claims::report_fraud(*id, evidence.commitment()?);
			if let Some((event, included)) = deliver(cli, &call, &parties.delivery()?).await? {
				print_claim(cli, "reported", event.claim, &included).await?;
			}
		}
		C::DecideFraud { id, finding, signer } => {
			decide_fraud(cli, *id, *finding == FraudFinding::Fraud, &signer.key()?).await?;
		}
		C::Repay { pool, amount, signer } => repay(cli, *pool, amount, &signer.key()?).await?,
		C::Remove { id, signer } => {
			let call = claims::remove(*id);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines = vec![("removed", format!("claim {}", event.claim))];
			print_done(cli, lines, json!({ "claim": event.claim }), &included);
		}
	}
	Ok(ExitCode::SUCCESS)
}

/// A claim at a block, the best if none is named, with its currency and the block's time.
async fn found(
	cli: &Cli,
	id: ClaimId,
	block: Option<H256>,
) -> Result<(ClaimFile, CurrencyCode, u64)> {
	let node = consent_node(cli).await?;
	let at = match block {
		Some(block) => node.at(block).await?,
		None => node.best().await?,
	};
	let (file, code) = claims::claim_with_code(&node, &at, id).await?;
	Ok((file, code, node::now(&at).await?))
}

/// Prints what was done with a claim, and where it stands after that.
async fn print_claim(
	cli: &Cli,
	what: &'static str,
	id: ClaimId,
	included: &Included,
) -> Result<()> {
	let (file, code, now) = found(cli, id, Some(included.block_hash)).await?;
	let mut lines = vec![(what, format!("claim {id}"))];
	lines.extend(output::claim_status(&file, code, now).into_iter().skip(1));
	print_done(cli, lines, output::claim_status_json(&file, code, now), included);
	Ok(())
}

/// An authorisation, for people and for machines.
async fn told_authorization(
	at: &AtBlock,
	id: AuthorizationId,
) -> Result<(Vec<(&'static str, String)>, Value)> {
	let found = claims::authorization(at, id).await?;
	let insured = insurance::insured(at, found.coverage).await?;
	let code = currency::code(at, insured.currency).await?;
	Ok((output::authorization(id, &found, code), output::authorization_json(id, &found, code)))
}

async fn list(cli: &Cli, who: &AccountId32, waiting: bool) -> Result<()> {
	let node = consent_node(cli).await?;
	let at = node.best().await?;
	let mut files = claims::list(&node, &at, who).await?;
	files.retain(|file| !waiting || file.info.status == ClaimStatus::Pended);
	let codes = billing::codes(&at, files.iter().map(|file| file.info.currency)).await?;
	let now = node::now(&at).await?;
	print(
		cli,
		|| match files.is_empty() {
			true => format!("{who} has no such claims\n"),
			false => output::claims(&files, &codes).to_string(),
		},
		|| {
			let known = files.iter().filter_map(|file| {
				let code = codes.get(&file.info.currency)?;
				Some(output::claim_json(file, *code, now))
			});
			known.collect()
		},
	);
	Ok(())
}

async fn decide_appeal(
	cli: &Cli,
	file: &ClaimFile,
	appeal: &Appeal,
	overturned: &[u8],
	signer: &Keypair,
) -> Result<()> {
	let call = claims::decide_appeal(file.info.id, appeal.payer, appeal.kind, overturned);
	let (event, included) = send(cli, &call, signer).await?;
	let (file, code, now) = found(cli, event.claim, Some(included.block_hash)).await?;
	let mut lines = vec![
		("appeal decided", format!("claim {}", event.claim)),
		("lines to be paid", event.overturned.to_string()),
	];
	for supplement in &event.supplements {
		let (file, code, _) = found(cli, *supplement, Some(included.block_hash)).await?;
		let steps = output::claim_steps(&file, code);
		lines.push(("paid by", format!("claim {supplement}: {steps}")));
	}
	lines.push(("status", output::claim_steps(&file, code)));
	let mut value = output::claim_status_json(&file, code, now);
	value["overturned"] = json!(event.overturned);
	value["supplements"] = json!(event.supplements);
	print_done(cli, lines, value, &included);
	Ok(())
}

async fn decide_fraud(cli: &Cli, id: ClaimId, fraud: bool, signer: &Keypair) -> Result<()> {
	let (file, code, _) = found(cli, id, None).await?;
	let (event, included) = send(cli, &claims::decide_fraud(id, fraud), signer).await?;
	// What appeals about it had granted is void with it.
	let mut supplements: Vec<ClaimId> =
		file.appeals.iter().flat_map(|appeal| appeal.supplements.iter().copied()).collect();
	supplements.retain(|_| event.found);
	let mut lines = vec![
		("decided", format!("claim {}", event.claim)),
		("finding", if event.found { "fraud: the claim is void" } else { "no fraud" }.into()),
	];
	if event.found {
		lines.push(("provider owes", told(event.debt, code)));
		let bill = match event.bill_cancelled {
			true => "taken back",
			false => "stays, if there is one: something was paid for it",
		};
		lines.push(("patient's bill", bill.into()));
		for supplement in &supplements {
			let (file, code, _) = found(cli, *supplement, Some(included.block_hash)).await?;
			let steps = output::claim_steps(&file, code);
			lines.push(("granted by appeal", format!("claim {supplement}: {steps}")));
		}
	}
	let value = json!({
		"claim": event.claim,
		"found": event.found,
		"debt": event.debt.to_string(),
		"billCancelled": event.bill_cancelled,
		"supplements": supplements,
	});
	print_done(cli, lines, value, &included);
	Ok(())
}

async fn repay(cli: &Cli, pool: PoolId, args: &RepayArgs, signer: &Keypair) -> Result<()> {
	let node = consent_node(cli).await?;
	let at = node.best().await?;
	let (_, code) = insurance::pool_with_code(&node, &at, pool).await?;
	let owed = insurance::debt(&at, pool, &signer.public_key().into()).await?;
	let amount = match &args.amount {
		Some(typed) => typed.of(code, "--amount").map_err(Error::Input)?,
		None => owed,
	};
	if amount > owed || owed == 0 {
		return Err(Error::Input(format!(
			"the signer owes pool {pool} {}, and cannot pay more",
			told(owed, code)
		)));
	}
	let (event, included) = send(cli, &claims::repay(pool, amount), signer).await?;
	let left = owed.saturating_sub(event.amount);
	let lines = vec![
		("repaid", told(event.amount, code)),
		("pool", event.pool.to_string()),
		("owed still", told(left, code)),
	];
	let value = json!({
		"pool": event.pool,
		"amount": event.amount.to_string(),
		"owed": left.to_string(),
	});
	print_done(cli, lines, value, &included);
	Ok(())
}

/// Says whether a document is one of those that came with a claim.
async fn verify(cli: &Cli, id: ClaimId, record: Commitment, salt: [u8; 32]) -> Result<ExitCode> {
	let (file, ..) = found(cli, id, None).await?;
	let digest = document_digest(&salt, record);
	let place = (1..)
		.zip(&file.info.attachments)
		.find(|(_, document)| document.commitment == digest)
		.map(|(place, document): (u8, _)| (place, document.class));
	print(
		cli,
		|| {
			let verdict = match place {
				Some((place, class)) => {
					format!("genuine: it is document {place} of claim {id}, {}", class.code())
				}
				None => format!("another: it did not come with claim {id}, or the salt is another"),
			};
			output::pairs(&[("verdict", verdict), ("digest", relay::to_hex(&digest.0))])
		},
		|| {
			json!({
				"claim": id,
				"genuine": place.is_some(),
				"document": place.map(|(place, _)| place),
				"class": place.map(|(_, class)| class.code()),
				"digest": relay::to_hex(&digest.0),
			})
		},
	);
	Ok(match place {
		Some(_) => ExitCode::SUCCESS,
		None => ExitCode::from(NOT_PERMITTED),
	})
}

/// Says what in an 835 does not add up.
fn check_835(cli: &Cli, file: &Path) -> Result<ExitCode> {
	let text = documents::text_of(file)?;
	let wrong = |e: String| Error::Input(format!("{}: {e}", file.display()));
	let checked = x12::check(&text).map_err(wrong)?;
	let sound = checked.findings.is_empty();
	print(
		cli,
		|| {
			let mut text = output::pairs(&[
				("verdict", if sound { "adds up" } else { "does not add up" }.into()),
				("payments", checked.transactions.to_string()),
				("claims", checked.claims.to_string()),
				("services", checked.services.to_string()),
			]);
			for finding in &checked.findings {
				text.push_str(&format!("{finding}\n"));
			}
			text
		},
		|| {
			let findings = checked.findings.iter().map(|finding| {
				json!({
					"segment": finding.segment,
					"element": finding.element,
					"reason": finding.reason,
				})
			});
			json!({
				"sound": sound,
				"payments": checked.transactions,
				"claims": checked.claims,
				"services": checked.services,
				"findings": findings.collect::<Vec<_>>(),
			})
		},
	);
	Ok(match sound {
		true => ExitCode::SUCCESS,
		false => ExitCode::from(NOT_PERMITTED),
	})
}
