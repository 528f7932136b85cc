//! `medchain currency …`.

use super::{connect, credential::propose, deliver, print, print_done, send};
use crate::{
	amounts::{told, Typed},
	cli::{
		currency::{CurrencyCommand, RedeemCommand},
		Cli,
	},
	currency,
	error::{Error, Result},
	node::{AtBlock, Included},
	output,
	types::events::{AccountFrozen, AccountThawed},
};
use medchain_support::{Amount, CurrencyCode, CurrencyId};
use serde_json::json;

/// Does what the command line says.
pub async fn run(cli: &Cli, command: &CurrencyCommand) -> Result<()> {
	use CurrencyCommand as C;
	match command {
		C::Register { code, issuer, terms, council } => {
			let call = currency::register(*code, issuer, terms.terms(*code)?);
			return propose(cli, &call, &council.signer.key()?, council.threshold).await;
		}
		C::SetTerms { id, terms, council } => {
			let code = currency::code(&chain(cli).await?, *id).await?;
			let call = currency::set_terms(*id, terms.terms(code)?);
			return propose(cli, &call, &council.signer.key()?, council.threshold).await;
		}
		C::Attest { id, reserves, as_of, evidence, signer } => {
			let (signer, evidence) = (signer.key()?, evidence.commitment()?);
			let (reserves, code) = amount(cli, *id, reserves, "--reserves").await?;
			let call = currency::attest(*id, reserves, *as_of, evidence);
			let (event, included) = send(cli, &call, &signer).await?;
			let lines = vec![
				("attested", told(event.reserves, code)),
				("of", format!("currency {}", event.currency)),
				("as of", output::instant(event.as_of)),
			];
			let value = json!({
				"currency": event.currency,
				"reserves": event.reserves.to_string(),
				"asOf": output::instant(event.as_of),
			});
			print_done(cli, lines, value, &included);
		}
		C::Mint { id, to, amount: typed, signer } => {
			let signer = signer.key()?;
			let (units, code) = amount(cli, *id, typed, "--amount").await?;
			let (event, included) = send(cli, &currency::mint(*id, to, units), &signer).await?;
			let lines = vec![
				("minted", told(event.amount, code)),
				("of", format!("currency {}", event.currency)),
				("to", event.to.to_string()),
			];
			let value = json!({
				"currency": event.currency,
				"to": event.to,
				"amount": event.amount.to_string(),
			});
			print_done(cli, lines, value, &included);
		}
		C::Redeem(command) => redeem(cli, command).await?,
		C::Freeze { id, account, reason, signer } => {
			let call = currency::freeze(*id, account, *reason);
			let (AccountFrozen { currency, who }, included) =
				send(cli, &call, &signer.key()?).await?;
			let lines = vec![
				("frozen", who.to_string()),
				("in", format!("currency {currency}")),
				("reason", reason.code().into()),
			];
			let value = json!({ "currency": currency, "account": who, "reason": reason.code() });
			print_done(cli, lines, value, &included);
		}
		C::Thaw { id, account, signer } => {
			let call = currency::thaw(*id, account);
			let (AccountThawed { currency, who }, included) =
				send(cli, &call, &signer.key()?).await?;
			let lines = vec![("thawed", who.to_string()), ("in", format!("currency {currency}"))];
			print_done(cli, lines, json!({ "currency": currency, "account": who }), &included);
		}
		C::Pause { id, reason, signer } => {
			let call = currency::pause(*id, *reason);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			print_state(cli, "paused", event.currency, Some(reason.code()), &included);
		}
		C::Resume { id, signer } => {
			let (event, included) = send(cli, &currency::resume(*id), &signer.key()?).await?;
			print_state(cli, "resumed", event.currency, None, &included);
		}
		C::Status { id } => {
			let status = currency::status(&chain(cli).await?, *id).await?;
			print(
				cli,
				|| output::reserve_status(*id, &status),
				|| output::reserve_status_json(*id, &status),
			);
		}
		C::Balance { id, of } => {
			let account = of.account()?;
			let at = chain(cli).await?;
			let code = currency::code(&at, *id).await?;
			let balance = currency::balance(&at, *id, &account).await?;
			print(
				cli,
				|| output::pairs(&[("of", account.to_string()), ("balance", told(balance, code))]),
				|| {
					json!({
						"account": account,
						"currency": id,
						"code": code.code(),
						"balance": balance.to_string(),
					})
				},
			);
		}
		C::List => {
			let all = currency::list(&chain(cli).await?).await?;
			print(
				cli,
				|| match all.is_empty() {
					true => "the chain has no currency\n".into(),
					false => output::currencies(&all).to_string(),
				},
				|| output::currencies_json(&all),
			);
		}
	}
	Ok(())
}

async fn redeem(cli: &Cli, command: &RedeemCommand) -> Result<()> {
	match command {
		RedeemCommand::Request { id, amount: typed, parties } => {
			let delivery = parties.delivery()?;
			let (units, code) = amount(cli, *id, typed, "--amount").await?;
			let call = currency::request_redemption(*id, units);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![
					("redemption", event.redemption.to_string()),
					("amount", told(event.amount, code)),
					("of", format!("currency {}", event.currency)),
				];
				let value = json!({
					"redemption": event.redemption,
					"currency": event.currency,
					"amount": event.amount.to_string(),
				});
				print_done(cli, lines, value, &included);
			}
		}
		RedeemCommand::Complete { redemption, evidence, signer } => {
			let call = currency::complete_redemption(*redemption, evidence.commitment()?);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines = vec![("paid out", format!("redemption {}", event.redemption))];
			print_done(cli, lines, json!({ "redemption": event.redemption }), &included);
		}
		RedeemCommand::Expire { redemption, signer } => {
			let call = currency::expire_redemption(*redemption);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines = vec![("given back", format!("redemption {}", event.redemption))];
			print_done(cli, lines, json!({ "redemption": event.redemption }), &included);
		}
		RedeemCommand::Show { redemption } => {
			let at = chain(cli).await?;
			let found = currency::redemption(&at, *redemption).await?;
			let code = currency::code(&at, found.currency).await?;
			print(
				cli,
				|| output::pairs(&output::redemption(*redemption, &found, code)),
				|| output::redemption_json(*redemption, &found),
			);
		}
	}
	Ok(())
}

/// The chain at its best block.
async fn chain(cli: &Cli) -> Result<AtBlock> {
	connect(cli).await?.consent_chain().await
}

/// A typed amount in minor units of a currency.
async fn amount(
	cli: &Cli,
	id: CurrencyId,
	typed: &Typed,
	argument: &str,
) -> Result<(Amount, CurrencyCode)> {
	let code = currency::code(&chain(cli).await?, id).await?;
	Ok((typed.of(code, argument).map_err(Error::Input)?, code))
}

fn print_state(
	cli: &Cli,
	what: &'static str,
	currency: CurrencyId,
	reason: Option<&str>,
	included: &Included,
) {
	let mut lines = vec![(what, format!("currency {currency}"))];
	lines.extend(reason.map(|reason| ("reason", reason.to_string())));
	print_done(cli, lines, json!({ "currency": currency, "paused": reason }), included);
}
