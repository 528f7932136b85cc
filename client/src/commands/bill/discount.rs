//! `medchain bill discount …`.

use super::{chain, deliver, print, print_done, send};
use crate::{
	billing,
	cli::{bill::DiscountCommand, Cli},
	currency,
	error::{Error, Result},
	node::Included,
	output,
};
use serde_json::{json, Value};
use subxt::utils::AccountId32;

pub(super) async fn run(cli: &Cli, command: &DiscountCommand) -> Result<()> {
	use DiscountCommand as D;
	match command {
		D::Add { currency, kind, cap, signer } => {
			let signer = signer.key()?;
			let code = currency::code(&chain(cli).await?, *currency).await?;
			let cap = cap.of(code, "--cap").map_err(Error::Input)?;
			let call = billing::add_programme(*currency, &kind.kind(code)?, cap);
			let (event, included) = send(cli, &call, &signer).await?;
			print_programme(cli, "added", event.programme, None, &included);
		}
		D::End { programme, signer } => {
			let call = billing::end_programme(*programme);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			print_programme(cli, "ended", event.programme, None, &included);
		}
		D::Enrol { programme, patient, until, signer } => {
			let call = billing::enrol(*programme, patient, *until);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			print_programme(cli, "enrolled", event.programme, Some(event.patient), &included);
		}
		D::Leave { programme, patient, parties } => {
			let delivery = parties.delivery()?;
			let patient = patient.unwrap_or_else(|| delivery.account());
			let call = billing::end_membership(*programme, &patient);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				print_programme(cli, "left", event.programme, Some(event.patient), &included);
			}
		}
		D::Cap { cap, signer } => {
			let call = billing::set_discount_cap(*cap);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines = vec![
				("all discounts", format!("at most {cap} of a bill")),
				("provider", event.provider.to_string()),
			];
			let value = json!({ "provider": event.provider, "cap": cap.0 });
			print_done(cli, lines, value, &included);
		}
		D::List { provider } => {
			let at = chain(cli).await?;
			let found = billing::discounts(&at, provider).await?;
			let programmes = found.iter().flat_map(|found| &found.programmes);
			let currencies: Vec<_> = programmes.map(|programme| programme.currency).collect();
			let codes = billing::codes(&at, currencies).await?;
			print(
				cli,
				|| match &found {
					None => format!("{provider} gives no discounts\n"),
					Some(found) => output::discounts(provider, found, &codes),
				},
				|| {
					let told = found.as_ref().map(|found| output::discounts_json(provider, found));
					told.unwrap_or(Value::Null)
				},
			);
		}
	}
	Ok(())
}

fn print_programme(
	cli: &Cli,
	what: &'static str,
	programme: u64,
	patient: Option<AccountId32>,
	included: &Included,
) {
	let mut lines = vec![(what, format!("programme {programme}"))];
	lines.extend(patient.map(|patient| ("patient", patient.to_string())));
	print_done(cli, lines, json!({ "programme": programme, "patient": patient }), included);
}
