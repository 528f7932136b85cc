//! `medchain coverage …`.

use super::{consent_node, deliver, print, print_done, send};
use crate::{
	amounts::told,
	billing,
	cli::{coverage::CoverageCommand, Cli},
	currency,
	error::Result,
	insurance, node, output,
	types::claims::CoverageId,
};
use medchain_support::CurrencyCode;
use serde_json::json;
use subxt::utils::AccountId32;

/// Does what the command line says.
pub async fn run(cli: &Cli, command: &CoverageCommand) -> Result<()> {
	use CoverageCommand as C;
	match command {
		C::Enrol { plan, patient, parties } => {
			let delivery = parties.delivery()?;
			let patient = patient.unwrap_or_else(|| delivery.account());
			let node = consent_node(cli).await?;
			let at = node.best().await?;
			let (found, _, code) = insurance::plan_with_pool(&node, &at, *plan, None).await?;
			let premium = found.terms.premium;
			let call = insurance::enrol(*plan, &patient);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![
					("coverage", event.coverage.to_string()),
					("plan", event.plan.to_string()),
					("insured", event.beneficiary.to_string()),
					("until", output::instant(event.end)),
					("premium", format!("{} from {}", told(premium, code), event.subscriber)),
				];
				let value = json!({
					"coverage": event.coverage,
					"plan": event.plan,
					"beneficiary": event.beneficiary,
					"subscriber": event.subscriber,
					"end": output::instant(event.end),
				});
				print_done(cli, lines, value, &included);
			}
		}
		C::Renew { id, parties } => {
			let call = insurance::renew(*id);
			if let Some((event, included)) = deliver(cli, &call, &parties.delivery()?).await? {
				let lines = vec![
					("renewed", format!("coverage {}", event.coverage)),
					("term", event.term.to_string()),
					("until", output::instant(event.end)),
				];
				let value = json!({
					"coverage": event.coverage,
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
				let refund = match event.paid {
					true => format!("{}, paid", told(event.refund, code)),
					false => format!(
						"{}, owed until the pool has it: medchain coverage refund {id}",
						told(event.refund, code)
					),
				};
				let lines = vec![
					("cancelled", format!("coverage {}", event.coverage)),
					("comes back", refund),
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
	}
	Ok(())
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
