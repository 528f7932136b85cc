//! What each command does.

mod access;
mod bill;
mod claim;
mod consent;
mod coverage;
mod credential;
mod currency;
mod drug;
mod load;
mod plan;
mod record;
mod trial;

use crate::{
	calls::{AnyCall, Call, Sender},
	cli::{Cli, Command, Delivery, DemoArgs, NodeCommand, RelayCommand, NOT_PERMITTED},
	demo, documents,
	error::{Error, Result},
	node::{Included, Node, Wait},
	output, relay,
};
use futures::future::{BoxFuture, LocalBoxFuture};
use medchain_support::{CurrencyId, Outcome};
use serde_json::{json, Value};
use std::{path::Path, process::ExitCode};
use subxt::events::DecodeAsEvent;
use subxt_signer::sr25519::Keypair;

/// What a node says of a transaction whose fee cannot be taken: "Inability to pay some fees".
const CANNOT_PAY: &str = "pay some fees";

/// Does what the command line says. The future is boxed to be compiled here, once, not within whoever
/// polls it.
pub fn run(cli: &Cli) -> LocalBoxFuture<'_, Result<ExitCode>> {
	Box::pin(dispatch(cli))
}

async fn dispatch(cli: &Cli) -> Result<ExitCode> {
	match &cli.command {
		Command::Consent(command) => consent::run(cli, command).await,
		Command::Credential(command) => credential::run(cli, command).await.map(done),
		Command::Council(command) => credential::council(cli, command).await.map(done),
		Command::Record(command) => record::run(cli, command).await,
		Command::Currency(command) => currency::run(cli, command).await.map(done),
		Command::Bill(command) => bill::run(cli, command).await,
		Command::Plan(command) => plan::run(cli, command).await.map(done),
		Command::Coverage(command) => coverage::run(cli, command).await.map(done),
		Command::Claim(command) => claim::run(cli, command).await,
		Command::Drug(command) => drug::run(cli, command).await,
		Command::Trial(command) => trial::run(cli, command).await,
		Command::Relay(RelayCommand::Submit { file, estimate, signer }) => {
			submit(cli, file, *estimate, &signer.key()?).await.map(done)
		}
		Command::Access(args) => access::access(cli, args).await,
		Command::Decide(args) => access::decide(cli, args).await,
		Command::Audit(args) => access::audit(cli, args).await.map(done),
		Command::Node(NodeCommand::Status) => status(cli).await.map(done),
		Command::Demo(DemoArgs { list: true, .. }) => {
			output::say(&demo::list(cli.json));
			Ok(ExitCode::SUCCESS)
		}
		Command::Demo(DemoArgs { act, .. }) => {
			let node = connect(cli).await?;
			demo::play(&node, cli.wait(Wait::Best), cli.json, *act).await.map(done)
		}
		Command::Load(args) => load::run(cli, args).await.map(done),
	}
}

fn done((): ()) -> ExitCode {
	ExitCode::SUCCESS
}

async fn connect(cli: &Cli) -> Result<Node> {
	Node::connect(&cli.url, cli.options()).await
}

/// A connection to a node that knows of consent.
/// The future is boxed to be compiled once, not within every command.
fn consent_node(cli: &Cli) -> BoxFuture<'_, Result<Node>> {
	Box::pin(async move {
		let node = connect(cli).await?;
		node.consent_chain().await?;
		Ok(node)
	})
}

/// Prints one of the two.
fn print(cli: &Cli, text: impl FnOnce() -> String, value: impl FnOnce() -> Value) {
	output::say(&match cli.json {
		true => format!("{:#}\n", value()),
		false => text(),
	});
}

/// Prints what a transaction did: names and values, and where it stands.
fn print_done(
	cli: &Cli,
	mut lines: Vec<(&'static str, String)>,
	mut value: Value,
	included: &Included,
) {
	print(
		cli,
		|| {
			lines.extend(output::receipt(included));
			output::pairs(&lines)
		},
		|| {
			value["in"] = output::receipt_json(included);
			value
		},
	);
}

/// Signs a call, sends it and waits until it is final.
async fn send<E: DecodeAsEvent>(
	cli: &Cli,
	call: &Call<E>,
	signer: &Keypair,
) -> Result<(E, Included)> {
	let node = consent_node(cli).await?;
	let sent = node.send(call, &Sender::alone(signer), cli.wait(Wait::Finalized)).await;
	sent.map_err(|error| cannot_pay(error, false, cli.fee_currency))
}

/// Does with a call what is to become of it. Nothing is returned where it was not sent: then it was
/// told what it would cost, or where it was written to.
async fn deliver<E: DecodeAsEvent>(
	cli: &Cli,
	call: &Call<E>,
	delivery: &Delivery,
) -> Result<Option<(E, Included)>> {
	match deliver_any(cli, call, delivery).await? {
		Some(included) => Ok(Some((included.event()?, included))),
		None => Ok(None),
	}
}

/// The same, whichever event the call leaves.
async fn deliver_any(cli: &Cli, call: &AnyCall, delivery: &Delivery) -> Result<Option<Included>> {
	let node = consent_node(cli).await?;
	match delivery {
		Delivery::Send(sender) => {
			let sent = node.execute(call, sender, cli.wait(Wait::Finalized)).await;
			let explained = |error| cannot_pay(error, sender.relay.is_none(), cli.fee_currency);
			sent.map(Some).map_err(explained)
		}
		Delivery::Estimate(sender) => {
			let cost = node.estimate(call, sender).await?;
			print(
				cli,
				|| output::pairs(&[("call", call.name()), ("cost", output::cost_to_be(&cost))]),
				|| json!({ "call": call.name(), "estimate": output::cost_json(&cost) }),
			);
			Ok(None)
		}
		Delivery::SignOnly(signer, file) => {
			let signed = relay::sign(&node, call, signer).await?;
			documents::write_new(file, &format!("{}\n", relay::to_hex(&signed.0)))?;
			let shown = file.display().to_string();
			print(
				cli,
				|| {
					output::pairs(&[
						("signed", call.name()),
						("by", delivery.account().to_string()),
						("file", shown.clone()),
						("send it with", format!("medchain relay submit {shown} --signer URI")),
					])
				},
				|| json!({ "call": call.name(), "signer": delivery.account(), "file": shown }),
			);
			Ok(None)
		}
	}
}

/// Who cannot pay learns why in a currency, and else that somebody else can.
fn cannot_pay(error: Error, sponsorable: bool, fee_currency: Option<CurrencyId>) -> Error {
	match (error, fee_currency) {
		(Error::Refused(text), Some(id)) if text.contains(CANNOT_PAY) => Error::Refused(format!(
			"{text}; who pays has too little of currency {id}, or is frozen in it, or it is paused"
		)),
		(Error::Refused(text), None) if sponsorable && text.contains(CANNOT_PAY) => {
			Error::Refused(format!("{text}; somebody else can pay with --relay or --relay-file"))
		}
		(other, _) => other,
	}
}

/// Sends and pays what somebody else has signed, or tells what that would cost.
async fn submit(cli: &Cli, file: &Path, estimate: bool, relay: &Keypair) -> Result<()> {
	let text = documents::text_of(file)?;
	let node = consent_node(cli).await?;
	let signed = relay::read(&node.best().await?, &text)?;
	if estimate {
		relay::check(&node, &signed).await?;
		let dispatch = relay::dispatch(signed.encoded);
		let cost = node.estimate(&dispatch, &Sender::alone(relay)).await?;
		print(
			cli,
			|| {
				output::pairs(&[
					("call", signed.call.clone()),
					("for", signed.signer.to_string()),
					("cost", output::cost_to_be(&cost)),
				])
			},
			|| {
				json!({
					"call": signed.call,
					"signer": signed.signer,
					"estimate": output::cost_json(&cost),
				})
			},
		);
		return Ok(());
	}
	let included = node.relay(&signed, relay, cli.wait(Wait::Finalized)).await?;
	let lines = vec![("relayed", signed.call.clone()), ("for", signed.signer.to_string())];
	let value = json!({ "call": signed.call, "signer": signed.signer });
	print_done(cli, lines, value, &included);
	Ok(())
}

/// The exit code of a decision.
fn exit_code(outcome: Outcome) -> ExitCode {
	match outcome {
		Outcome::Permit => ExitCode::SUCCESS,
		Outcome::Deny | Outcome::NoConsent => ExitCode::from(NOT_PERMITTED),
	}
}

async fn status(cli: &Cli) -> Result<()> {
	let status = connect(cli).await?.status().await?;
	print(cli, || output::status(&status), || output::status_json(&status));
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn who_cannot_pay_is_told_what_helps() {
		let told = |text: &str, sponsorable, fee_currency| {
			cannot_pay(Error::Refused(text.into()), sponsorable, fee_currency).to_string()
		};
		let fees = "Invalid Transaction: Inability to pay some fees";
		assert!(told(fees, true, None)
			.ends_with("; somebody else can pay with --relay or --relay-file"));
		assert_eq!(told(fees, false, None), fees, "somebody else pays already, or cannot");
		for sponsorable in [false, true] {
			let text = told(fees, sponsorable, Some(3));
			assert!(text.contains("too little of currency 3"), "{text}");
			assert!(!text.contains("--relay"), "{text}");
		}
		assert_eq!(told("Transaction is outdated", false, Some(3)), "Transaction is outdated");
	}
}
