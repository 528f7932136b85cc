//! `medchain bill plan …`.

use super::{deliver, found, print_done, send};
use crate::{
	amounts::told,
	billing,
	cli::{bill::PlanCommand, Cli},
	error::Result,
	output,
};
use serde_json::json;

pub(super) async fn run(cli: &Cli, command: &PlanCommand) -> Result<()> {
	match command {
		PlanCommand::Propose { id, terms, signer } => {
			let terms = terms.terms();
			let call = billing::propose_plan(*id, terms);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines = vec![
				("proposed", format!("a plan for bill {}", event.bill)),
				("plan", output::plan_terms(&terms)),
			];
			let value = json!({ "bill": event.bill, "terms": output::plan_terms_json(&terms) });
			print_done(cli, lines, value, &included);
		}
		PlanCommand::Accept { id, terms, mandate, parties } => {
			let delivery = parties.delivery()?;
			let (_, code) = found(cli, *id).await?;
			let (terms, mandate) = (terms.terms(), mandate.mandate(code)?);
			let call = billing::accept_plan(*id, terms, mandate);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let mut lines = vec![
					("accepted", format!("the plan for bill {}", event.bill)),
					("plan", output::plan_terms(&terms)),
					("total", told(event.total, code)),
				];
				let told = mandate.as_ref().map(|mandate| output::mandate(mandate, code));
				lines.push(("mandate", told.unwrap_or_else(|| "none".into())));
				let value = json!({
					"bill": event.bill,
					"terms": output::plan_terms_json(&terms),
					"total": event.total.to_string(),
					"mandate": mandate.as_ref().map(output::mandate_json),
				});
				print_done(cli, lines, value, &included);
			}
		}
		PlanCommand::Authorize { id, mandate, parties } => {
			let delivery = parties.delivery()?;
			let (bill, code) = found(cli, *id).await?;
			let terms = billing::plan_of(*id, &bill)?;
			let mandate = mandate.mandate(code)?;
			let call = billing::authorize_debit(*id, terms.instalments, mandate);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![
					("authorised", format!("debits for bill {}", event.bill)),
					("mandate", output::mandate(&mandate, code)),
				];
				let value =
					json!({ "bill": event.bill, "mandate": output::mandate_json(&mandate) });
				print_done(cli, lines, value, &included);
			}
		}
		PlanCommand::Revoke { id, parties } => {
			let call = billing::revoke_mandate(*id);
			if let Some((event, included)) = deliver(cli, &call, &parties.delivery()?).await? {
				let lines = vec![("revoked", format!("the mandate for bill {}", event.bill))];
				print_done(cli, lines, json!({ "bill": event.bill }), &included);
			}
		}
	}
	Ok(())
}
