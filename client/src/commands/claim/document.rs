//! Claims by documents of the standards, in and out.

use super::{
	consent_node, deliver, print, print_claim, print_done, remittance, told_authorization,
};
use crate::{
	amounts::told,
	claims::{self, NewClaim, Question},
	cli::{
		claim::{place, Asked, AuthorizeArgs, CheckArgs, FhirArg, ShowArgs, SubmitArgs},
		Cli,
	},
	currency, documents,
	error::{Error, Result},
	fhir::{
		claim::{ClaimUse, Submission},
		claim_response::Answer,
	},
	insurance,
	node::{self, AtBlock, Node},
	output,
	types::{
		claims::{ClaimInfo, ClaimStatus, Origin, Pend},
		insurance::{Coverage, Predetermination},
	},
};
use medchain_support::{Amount, CurrencyCode, CurrencyId};
use subxt::utils::{AccountId32, H256};

pub(super) async fn submit(cli: &Cli, args: &SubmitArgs) -> Result<()> {
	let delivery = args.parties.delivery()?;
	let node = consent_node(cli).await?;
	let at = node.best().await?;
	let read = args.claim.read(genesis(&at)?, &[ClaimUse::Claim])?;
	let currency = known(&node, &at, &read, args.claim.document.currency).await?;
	let claim = NewClaim::of(&read, currency, &delivery.account());
	if let Some((event, included)) = deliver(cli, &claims::submit(&claim), &delivery).await? {
		print_claim(cli, "submitted", event.claim, &included).await?;
	}
	Ok(())
}

pub(super) async fn check(cli: &Cli, args: &CheckArgs) -> Result<()> {
	let node = consent_node(cli).await?;
	let at = node.best().await?;
	let uses = [ClaimUse::Claim, ClaimUse::Predetermination];
	let read = args.claim.read(genesis(&at)?, &uses)?;
	if let Some(replaced) = read.replaces {
		return Err(Error::Input(format!(
			"Claim.related: what claim {replaced} used up is free only once it is taken back; leave it \
			 out to check the claim"
		)));
	}
	let currency = known(&node, &at, &read, args.claim.document.currency).await?;
	let submitter = args.submitter.unwrap_or(read.provider);
	let claim = NewClaim::of(&read, currency, &submitter);
	let found = claims::predetermine(&node, &at, &submitter, &claim).await?;
	let charge = charge(&read)?;
	if !args.fhir {
		print(
			cli,
			|| output::predetermination(&found, charge, read.code),
			|| output::predetermination_json(&found, charge, read.code),
		);
		return Ok(());
	}
	let now = node::now(&at).await?;
	let info = supposed(&claim, &read, &submitter, &found, charge, now);
	let answer = Answer {
		claim: &info,
		purpose: ClaimUse::Predetermination,
		code: read.code,
		chain: genesis(&at)?,
		payer: place(args.payer),
		asked: None,
	};
	output::say(&format!("{}\n", documents::write_claim_response(&answer)?));
	Ok(())
}

/// A claim as if it had come in.
fn supposed(
	claim: &NewClaim,
	read: &Submission,
	submitter: &AccountId32,
	found: &Predetermination,
	charge: Amount,
	now: u64,
) -> ClaimInfo {
	ClaimInfo {
		id: 0,
		submitter: *submitter,
		biller: read.provider,
		patient: read.patient,
		currency: claim.currency,
		payee: found.payee,
		origin: Origin::Submitted,
		status: match found.pend {
			Some(_) => ClaimStatus::Pended,
			None => ClaimStatus::Adjudicated,
		},
		pend: found.pend.map(|pend| Pend { reason: pend.reason, payer: pend.payer, deadline: now }),
		submitted_at: now,
		decided_at: Some(now),
		charge,
		paid: found.paid,
		patient_share: found.patient_share,
		bill: None,
		confirmed: false,
		lines: claim.lines.clone(),
		rests: Vec::new(),
		attachments: claim.attachments.clone(),
		payers: found.payers.clone(),
	}
}

fn charge(read: &Submission) -> Result<Amount> {
	read.total().ok_or_else(|| Error::Input("the claim comes to more than can be counted".into()))
}

pub(super) async fn authorize(cli: &Cli, args: &AuthorizeArgs) -> Result<()> {
	let (delivery, evidence) = (args.parties.delivery()?, args.evidence.commitment()?);
	let node = consent_node(cli).await?;
	let at = node.best().await?;
	let signer = delivery.account();
	let (question, code) = match args.asked(genesis(&at)?)? {
		Asked::Document(read) => {
			known(&node, &at, &read, None).await?;
			let line = read.lines.first().ok_or_else(|| {
				Error::Input("Claim.item: none; an insurer is asked about one".into())
			})?;
			let question = Question {
				coverage: read.focal,
				organization: claims::organization(&read.provider, &signer),
				service: line.service,
				quantity: line.quantity,
				unit_price: line.unit_price,
				evidence,
			};
			(question, read.code)
		}
		Asked::Line(coverage, line, organization) => {
			let insured = insurance::insured(&at, coverage).await?;
			let code = currency::code(&at, insured.currency).await?;
			let line = line.of(code)?;
			let question = Question {
				coverage,
				organization: organization.filter(|organization| *organization != signer),
				service: line.service,
				quantity: line.quantity,
				unit_price: line.unit_price,
				evidence,
			};
			(question, code)
		}
	};
	let call = claims::request_authorization(&question);
	if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
		let at = node.at(included.block_hash).await?;
		let (mut lines, value) = told_authorization(&at, event.authorization).await?;
		let most = question.unit_price.saturating_mul(question.quantity.into());
		lines.push(("at most", told(most, code)));
		print_done(cli, lines, value, &included);
	}
	Ok(())
}

pub(super) async fn show(cli: &Cli, args: &ShowArgs) -> Result<()> {
	let payer = args.payer()?;
	let node = consent_node(cli).await?;
	let at = node.best().await?;
	let (file, code) = claims::claim_with_code(&node, &at, args.id).await?;
	let now = node::now(&at).await?;
	if let (Some(_), Some(partners)) = (args.x12, &args.partners) {
		let partners = remittance::read_partners(&documents::text_of(partners)?)?;
		let about = remittance::About {
			control: args.control,
			trace: args.trace.clone(),
			reversal: args.reversal,
			test: args.test,
			now,
		};
		output::say(&remittance::write(&partners, &file.info, payer, code, &about)?);
		return Ok(());
	}
	let Some(form) = args.fhir else {
		print(cli, || output::claim(&file, code, now), || output::claim_json(&file, code, now));
		return Ok(());
	};
	let asked = match file.info.payers.is_empty() {
		true => {
			let (coverage, insured) = claims::asked(&at, args.id, payer).await?;
			Some((insured.insurer, coverage))
		}
		false => None,
	};
	let answer = Answer {
		claim: &file.info,
		purpose: ClaimUse::Claim,
		code,
		chain: genesis(&at)?,
		payer,
		asked,
	};
	let document = match form {
		FhirArg::ClaimResponse => documents::write_claim_response(&answer)?,
		FhirArg::Eob => documents::write_explanation_of_benefit(&answer)?,
	};
	output::say(&format!("{document}\n"));
	Ok(())
}

/// Checks that what a document names is on the chain as it says. Answers the currency.
async fn known(
	node: &Node,
	at: &AtBlock,
	read: &Submission,
	named: Option<CurrencyId>,
) -> Result<CurrencyId> {
	let coverages = insurance::coverages(node, at, &read.patient).await?;
	let focal = check_coverages(read, &coverages)?;
	let code = currency::code(at, focal.currency).await?;
	let currency = match named {
		// The insurer that is asked pays in one currency; that is meant.
		None if code == read.code => focal.currency,
		named => currency::choose(&currency::list(at).await?, read.code, named)?,
	};
	check_currency(read.code, focal, code, currency)?;
	Ok(currency)
}

fn check_currency(
	code: CurrencyCode,
	focal: &Coverage,
	of_focal: CurrencyCode,
	currency: CurrencyId,
) -> Result<()> {
	match focal.currency == currency {
		true => Ok(()),
		false => Err(Error::Input(format!(
			"Claim.insurance: coverage {} pays in currency {} ({of_focal}), but the claim is in currency \
			 {currency} ({code})",
			focal.id, focal.currency
		))),
	}
}

/// Checks that the coverages that a document names are the patient's, and the insurer that of the
/// focal one. Answers that.
fn check_coverages<'a>(read: &Submission, coverages: &'a [Coverage]) -> Result<&'a Coverage> {
	let find = |id: u64| coverages.iter().find(|coverage| coverage.id == id);
	if let Some(other) = read.coverages.iter().find(|id| find(**id).is_none()) {
		let known: Vec<String> = coverages.iter().map(|coverage| coverage.id.to_string()).collect();
		return Err(Error::Input(format!(
			"Claim.insurance: coverage {other} is not the patient's; {}",
			match known.is_empty() {
				true => "the patient has none".into(),
				false => format!("right are {}", known.join(", ")),
			}
		)));
	}
	let focal = find(read.focal)
		.ok_or_else(|| Error::Input("Claim.insurance: none of them is focal".into()))?;
	match read.insurer {
		Some(insurer) if insurer != focal.insurer => Err(Error::Input(format!(
			"Claim.insurer: {insurer} is not the insurer of coverage {}, which is {}",
			focal.id, focal.insurer
		))),
		_ => Ok(focal),
	}
}

fn genesis(at: &AtBlock) -> Result<H256> {
	at.genesis_hash().ok_or_else(|| Error::Node("the chain has no genesis".into()))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::{
		claims::Payee,
		insurance::tests::{coverage, file},
	};

	fn submission() -> Submission {
		let claim = file().info;
		Submission {
			purpose: ClaimUse::Claim,
			patient: claim.patient,
			provider: claim.biller,
			insurer: None,
			payee: Payee::Provider,
			replaces: None,
			code: CurrencyCode::from_code("EUR").unwrap(),
			coverages: vec![4],
			focal: 4,
			attachments: Vec::new(),
			lines: claim.lines,
		}
	}

	#[test]
	fn a_document_names_coverages_of_the_patient() {
		let known = [coverage()];
		let told = |read: &Submission, known: &[Coverage]| {
			check_coverages(read, known).unwrap_err().to_string()
		};
		let right = submission();
		assert_eq!(check_coverages(&right, &known).unwrap().id, 4);
		let insured = Submission { insurer: Some(known[0].insurer), ..submission() };
		assert!(check_coverages(&insured, &known).is_ok());
		let other = Submission { insurer: Some(right.patient), ..submission() };
		assert!(told(&other, &known).starts_with("Claim.insurer: "));
		let more = Submission { coverages: vec![4, 9], ..submission() };
		assert!(told(&more, &known).contains("coverage 9 is not the patient's; right are 4"));
		assert!(told(&right, &[]).contains("the patient has none"));
	}

	#[test]
	fn the_focal_coverage_pays_in_the_currency_of_the_claim() {
		let [eur, usd] = ["EUR", "USD"].map(|code| CurrencyCode::from_code(code).unwrap());
		assert!(check_currency(eur, &coverage(), eur, 1).is_ok());
		let error = check_currency(eur, &coverage(), usd, 2).unwrap_err().to_string();
		assert!(error.contains("coverage 4 pays in currency 1 (USD)"), "{error}");
		assert!(error.contains("in currency 2 (EUR)"), "{error}");
	}

	#[test]
	fn a_claim_that_was_not_sent_can_be_written_as_an_answer() {
		let (read, sample) = (submission(), file().info);
		let found = Predetermination {
			pend: None,
			payee: sample.payee,
			paid: sample.paid,
			patient_share: sample.patient_share,
			payers: sample.payers.clone(),
		};
		let claim = NewClaim::of(&read, 1, &sample.submitter);
		assert_eq!(claim.organization, Some(read.provider));
		let charge = charge(&read).unwrap();
		let info = supposed(&claim, &read, &sample.submitter, &found, charge, 60);
		let answer = Answer {
			claim: &info,
			purpose: ClaimUse::Predetermination,
			code: read.code,
			chain: H256([1; 32]),
			payer: 0,
			asked: None,
		};
		let text = documents::write_claim_response(&answer).unwrap();
		assert!(text.contains("\"predetermination\""), "{text}");
	}
}
