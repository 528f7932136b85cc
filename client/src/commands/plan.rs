//! `medchain plan …`.

use super::{consent_node, deliver, print, print_done, send};
use crate::{
	amounts::{told, Typed},
	cli::{
		plan::{EnrolmentArgs, PlanCommand, PoolCommand},
		Cli,
	},
	currency, documents,
	error::{Error, Result},
	insurance,
	node::Included,
	output, plans,
	types::insurance::{PlanId, PlanTerms, PoolId},
};
use medchain_support::{Amount, CurrencyCode};
use serde_json::json;
use std::path::Path;
use subxt::utils::AccountId32;

/// Does what the command line says.
pub async fn run(cli: &Cli, command: &PlanCommand) -> Result<()> {
	match command {
		PlanCommand::Create { pool, terms, signer } => {
			let signer = signer.key()?;
			let terms = terms_for(cli, *pool, &terms.file).await?;
			let call = insurance::create_plan(*pool, &terms);
			let (event, included) = send(cli, &call, &signer).await?;
			let lines = vec![
				("plan", event.plan.to_string()),
				("pool", event.pool.to_string()),
				("version", "1".into()),
			];
			let value = json!({ "plan": event.plan, "pool": event.pool, "version": 1 });
			print_done(cli, lines, value, &included);
		}
		PlanCommand::Amend { id, terms, signer } => {
			let signer = signer.key()?;
			let node = consent_node(cli).await?;
			let plan = insurance::plan(&node, &node.best().await?, *id, None).await?;
			let terms = terms_for(cli, plan.pool, &terms.file).await?;
			let call = insurance::amend_plan(*id, &terms);
			let (event, included) = send(cli, &call, &signer).await?;
			let lines =
				vec![("plan", event.plan.to_string()), ("version", event.version.to_string())];
			let value = json!({ "plan": event.plan, "pool": plan.pool, "version": event.version });
			print_done(cli, lines, value, &included);
		}
		PlanCommand::Open(args) => set_enrolment(cli, args, true).await?,
		PlanCommand::Close(args) => set_enrolment(cli, args, false).await?,
		PlanCommand::Show { id, version, terms, provider } => {
			show(cli, *id, *version, *terms, *provider).await?;
		}
		PlanCommand::Offer { id, provider, signer } => {
			let call = insurance::offer_contract(*id, provider);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			print_contract(cli, "offered", event.plan, event.provider, &included);
		}
		PlanCommand::Accept { id, read, signer } => {
			let signer = signer.key()?;
			let (version, _) = agreed(cli, *id, read.version).await?;
			let call = insurance::accept_contract(*id, version);
			let (event, included) = send(cli, &call, &signer).await?;
			print_contract(cli, "accepted", event.plan, event.provider, &included);
		}
		PlanCommand::Leave { id, provider, signer } => {
			let signer = signer.key()?;
			let provider = provider.unwrap_or_else(|| signer.public_key().into());
			let call = insurance::end_contract(*id, &provider);
			let (event, included) = send(cli, &call, &signer).await?;
			print_contract(cli, "ended", event.plan, event.provider, &included);
		}
		PlanCommand::Pool(command) => pool(cli, command).await?,
	}
	Ok(())
}

/// Shows the terms to which somebody agrees, where people read. Answers their version, and the premium.
pub(super) async fn agreed(cli: &Cli, id: PlanId, read: Option<u32>) -> Result<(u32, String)> {
	let node = consent_node(cli).await?;
	let (plan, pool, code) = insurance::agreed(&node, &node.best().await?, id, read).await?;
	let version = plan.newest_version;
	if !cli.json {
		output::say(&format!("{}\n", output::plan(&plan, version, &pool, code, None)));
	}
	Ok((version, told(plan.terms.premium, code)))
}

/// The terms in a file, which must be in the currency of the pool.
async fn terms_for(cli: &Cli, pool: PoolId, file: &Path) -> Result<PlanTerms> {
	let text = documents::text_of(file)?;
	let named = |e: Error| Error::Input(format!("{}: {e}", file.display()));
	let (terms, stated) = plans::read(&text).map_err(named)?;
	let node = consent_node(cli).await?;
	let (_, code) = insurance::pool_with_code(&node, &node.best().await?, pool).await?;
	match stated == code {
		true => Ok(terms),
		false => Err(named(Error::Input(format!(
			"currency: the plan is in {stated}, but pool {pool} is in {code}"
		)))),
	}
}

async fn set_enrolment(cli: &Cli, args: &EnrolmentArgs, open: bool) -> Result<()> {
	let call = insurance::set_enrolment(args.id, open);
	let (event, included) = send(cli, &call, &args.signer.key()?).await?;
	let what = if event.open { "opened" } else { "closed" };
	let lines = vec![(what, format!("plan {}", event.plan))];
	print_done(cli, lines, json!({ "plan": event.plan, "open": event.open }), &included);
	Ok(())
}

async fn show(
	cli: &Cli,
	id: PlanId,
	version: Option<u32>,
	terms: bool,
	provider: Option<AccountId32>,
) -> Result<()> {
	let node = consent_node(cli).await?;
	let at = node.best().await?;
	let (plan, pool, code) = insurance::plan_with_pool(&node, &at, id, version).await?;
	if terms {
		output::say(&format!("{}\n", plans::write(&plan.terms, code)?));
		return Ok(());
	}
	let version = version.unwrap_or(plan.newest_version);
	let provider = match provider {
		Some(who) => Some((who, insurance::contract(&at, id, &who).await?)),
		None => None,
	};
	print(
		cli,
		|| output::plan(&plan, version, &pool, code, provider.as_ref()),
		|| output::plan_json(&plan, version, &pool, code, provider.as_ref()),
	);
	Ok(())
}

async fn pool(cli: &Cli, command: &PoolCommand) -> Result<()> {
	match command {
		PoolCommand::Create { currency, ratio, signer } => {
			let signer = signer.key()?;
			let node = consent_node(cli).await?;
			let code = currency::code(&node.best().await?, *currency).await?;
			let call = insurance::create_pool(*currency, *ratio);
			let (event, included) = send(cli, &call, &signer).await?;
			let lines = vec![
				("pool", event.pool.to_string()),
				("currency", format!("{}, {code}", event.currency)),
				("kept of open limits", ratio.to_string()),
			];
			let value = json!({
				"pool": event.pool,
				"currency": event.currency,
				"ratio": ratio.0,
			});
			print_done(cli, lines, value, &included);
		}
		PoolCommand::Deposit { id, amount, parties } => {
			let delivery = parties.delivery()?;
			let (units, code) = amount_of(cli, *id, amount).await?;
			let call = insurance::deposit(*id, units);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				print_money(cli, "paid in", event.pool, event.amount, code, &included);
			}
		}
		PoolCommand::Withdraw { id, amount, signer } => {
			let signer = signer.key()?;
			let (units, code) = amount_of(cli, *id, amount).await?;
			let call = insurance::withdraw(*id, units);
			let (event, included) = send(cli, &call, &signer).await?;
			print_money(cli, "withdrawn", event.pool, event.amount, code, &included);
		}
		PoolCommand::Ratio { id, ratio, signer } => {
			let call = insurance::set_ratio(*id, *ratio);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines =
				vec![("pool", event.pool.to_string()), ("kept of open limits", ratio.to_string())];
			print_done(cli, lines, json!({ "pool": event.pool, "ratio": ratio.0 }), &included);
		}
		PoolCommand::Show { id } => {
			let node = consent_node(cli).await?;
			let (pool, code) = insurance::pool_with_code(&node, &node.best().await?, *id).await?;
			print(cli, || output::pool(&pool, code), || output::pool_json(&pool, code));
		}
	}
	Ok(())
}

/// A typed amount in minor units of a pool's currency.
async fn amount_of(cli: &Cli, id: PoolId, typed: &Typed) -> Result<(Amount, CurrencyCode)> {
	let node = consent_node(cli).await?;
	let (_, code) = insurance::pool_with_code(&node, &node.best().await?, id).await?;
	Ok((typed.of(code, "--amount").map_err(Error::Input)?, code))
}

fn print_money(
	cli: &Cli,
	what: &'static str,
	pool: PoolId,
	amount: Amount,
	code: CurrencyCode,
	included: &Included,
) {
	let lines = vec![(what, told(amount, code)), ("pool", pool.to_string())];
	print_done(cli, lines, json!({ "pool": pool, "amount": amount.to_string() }), included);
}

fn print_contract(
	cli: &Cli,
	what: &'static str,
	plan: PlanId,
	provider: AccountId32,
	included: &Included,
) {
	let lines = vec![(what, format!("plan {plan}")), ("provider", provider.to_string())];
	let value = json!({ "plan": plan, "provider": provider, "contract": what });
	print_done(cli, lines, value, included);
}
