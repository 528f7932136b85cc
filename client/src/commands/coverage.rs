//! `medchain coverage …`.

use super::{consent_node, deliver, plan::agreed, print, print_done, send};
use crate::{
	amounts::told,
	billing,
	cli::{coverage::CoverageCommand, Cli},
	currency,
	error::Result,
	insurance, node, output,
	types::claims::CoverageId,
};
use medchain_support::{Amount, CurrencyCode};
use serde_json::json;
use subxt::utils::AccountId32;

/// Does what the command line says.
pub async fn run(cli: &Cli, command: &CoverageCommand) -> Result<()> {
	use CoverageCommand as C;
	match command {
		C::Enrol { plan, read, patient, parties } => {
			let delivery = parties.delivery()?;
			let patient = patient.unwrap_or_else(|| delivery.account());
			let (version, premium) = agreed(cli, *plan, read.version).await?;
			let call = insurance::enrol(*plan, version, &patient);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![
					("coverage", event.coverage.to_string()),
					("plan", format!("{} version {version}", event.plan)),
					("insured", event.beneficiary.to_string()),
					("until", output::instant(event.end)),
					("premium", format!("{premium} from {}", event.subscriber)),
				];
				let value = json!({
					"coverage": event.coverage,
					"plan": event.plan,
					"version": version,
					"beneficiary": event.beneficiary,
					"subscriber": event.subscriber,
					"end": output::instant(event.end),
				});
				print_done(cli, lines, value, &included);
			}
		}
		C::Renew { id, read, parties } => {
			let delivery = parties.delivery()?;
			let at = consent_node(cli).await?.best().await?;
			let plan = insurance::insured(&at, *id).await?.plan;
			let (version, premium) = agreed(cli, plan, read.version).await?;
			let call = insurance::renew(*id, version);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![
					("renewed", format!("coverage {}", event.coverage)),
					("plan", format!("{plan} version {version}")),
					("term", event.term.to_string()),
					("until", output::instant(event.end)),
					("premium", format!("{premium} from {}", delivery.account())),
				];
				let value = json!({
					"coverage": event.coverage,
					"plan": plan,
					"version": version,
					"term": event.term,
					"end": output::instant(event.end),
				});
				print_done(cli, lines, value, &included);
			}
		}
		C::Cancel { id, parties } => {
			let delivery = parties.delivery()?;
			let code = code_of(cli, *id).await?;
			let call = insurance::cancel(*id);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![
					("cancelled", format!("coverage {}", event.coverage)),
					("comes back", comes_back(*id, event.refund, event.paid, code)),
				];
				let value = json!({
					"coverage": event.coverage,
					"refund": event.refund.to_string(),
					"paid": event.paid,
				});
				print_done(cli, lines, value, &included);
			}
		}
		C::List { patient } => list(cli, &patient.account()?).await?,
		C::NameSubscriber { subscriber, parties } => {
			let call = insurance::name_subscriber(subscriber);
			if let Some((event, included)) = deliver(cli, &call, &parties.delivery()?).await? {
				let lines = vec![
					("named", event.subscriber.to_string()),
					("may insure", event.beneficiary.to_string()),
				];
				let value = json!({
					"beneficiary": event.beneficiary,
					"subscriber": event.subscriber,
				});
				print_done(cli, lines, value, &included);
			}
		}
		C::Unname { subscriber, parties } => {
			let call = insurance::unname_subscriber(subscriber);
			if let Some((event, included)) = deliver(cli, &call, &parties.delivery()?).await? {
				let lines = vec![
					("no longer named", event.subscriber.to_string()),
					("might insure", event.beneficiary.to_string()),
				];
				let value = json!({
					"beneficiary": event.beneficiary,
					"subscriber": event.subscriber,
				});
				print_done(cli, lines, value, &included);
			}
		}
		C::Refund { id, parties } => {
			let delivery = parties.delivery()?;
			let code = code_of(cli, *id).await?;
			let call = insurance::collect_refund(*id);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![
					("paid", told(event.amount, code)),
					("for", format!("coverage {}", event.coverage)),
				];
				let value = json!({
					"coverage": event.coverage,
					"amount": event.amount.to_string(),
				});
				print_done(cli, lines, value, &included);
			}
		}
		C::Close { id, term, signer } => {
			let call = insurance::close_term(*id, *term);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines =
				vec![("closed", format!("term {} of coverage {}", event.term, event.coverage))];
			let value = json!({ "coverage": event.coverage, "term": event.term });
			print_done(cli, lines, value, &included);
		}
		C::RemoveTerm { id, signer } => {
			let call = insurance::remove_term(*id);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines =
				vec![("removed", format!("term {} of coverage {}", event.term, event.coverage))];
			let value = json!({ "coverage": event.coverage, "term": event.term });
			print_done(cli, lines, value, &included);
		}
	}
	Ok(())
}

/// What comes back of premiums, in words.
fn comes_back(id: CoverageId, refund: Amount, paid: bool, code: CurrencyCode) -> String {
	match (refund, paid) {
		(0, true) => "nothing".into(),
		(_, true) => format!("{}, paid", told(refund, code)),
		(_, false) => format!(
			"{}, owed until the pool has it: medchain coverage refund {id}",
			told(refund, code)
		),
	}
}

async fn list(cli: &Cli, patient: &AccountId32) -> Result<()> {
	let node = consent_node(cli).await?;
	let at = node.best().await?;
	let found = insurance::coverages(&node, &at, patient).await?;
	let codes = billing::codes(&at, found.iter().map(|coverage| coverage.currency)).await?;
	let now = node::now(&at).await?;
	print(
		cli,
		|| match found.is_empty() {
			true => format!("{patient} has no coverage\n"),
			false => output::coverages(&found, &codes, now),
		},
		|| found.iter().map(|coverage| output::coverage_json(coverage, &codes, now)).collect(),
	);
	Ok(())
}

/// The currency of a coverage.
async fn code_of(cli: &Cli, id: CoverageId) -> Result<CurrencyCode> {
	let at = consent_node(cli).await?.best().await?;
	currency::code(&at, insurance::insured(&at, id).await?.currency).await
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_comes_back_is_told() {
		let eur = CurrencyCode::from_code("EUR").unwrap();
		assert_eq!(comes_back(4, 0, true, eur), "nothing");
		assert_eq!(comes_back(4, 120, true, eur), "1.20 EUR, paid");
		let owed = comes_back(4, 120, false, eur);
		assert_eq!(owed, "1.20 EUR, owed until the pool has it: medchain coverage refund 4");
	}
}
