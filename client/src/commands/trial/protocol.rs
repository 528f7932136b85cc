//! What becomes of a protocol: registration, and new versions.

use super::{print_done, send};
use crate::{
	cli::{
		trial::{ProtocolArgs, RegisterArgs},
		Cli, SignerArgs,
	},
	commands::consent_node,
	currency, documents,
	error::{Error, Result},
	relay::to_hex,
	trial::calls,
	types::trials::{Design, TrialId, MAX_PAYMENTS, MAX_STRATA},
	usdm::{self, Choice, Registration},
};
use serde_json::json;

/// What the document says.
fn read(args: &ProtocolArgs) -> Result<Registration> {
	let choice = Choice { version: args.study_version.as_deref(), design: args.design.as_deref() };
	Ok(usdm::read(&documents::text_of(&args.usdm)?, &choice)?)
}

/// What is registered, but for the rules of payment.
pub(super) fn design(args: &RegisterArgs) -> Result<(Registration, Design)> {
	let read = read(&args.protocol)?;
	let ratio = (!args.ratio.is_empty()).then_some(args.ratio.as_slice());
	let scheme = read.scheme(ratio, &args.blocks)?;
	if !(1..=MAX_STRATA).contains(&args.strata) {
		return Err(Error::Input(format!("--strata {}; right are 1 to {MAX_STRATA}", args.strata)));
	}
	if args.pay.len() > MAX_PAYMENTS {
		let count = args.pay.len();
		return Err(Error::Input(format!("--pay: {count} rules; the chain takes {MAX_PAYMENTS}")));
	}
	let classes = args.classes.iter().copied().collect();
	let people = (args.committee, args.custodian);
	let design = read.design(&scheme, people, args.strata, classes);
	let design = Design { currency: args.currency, ..design };
	Ok((read, design))
}

pub(super) async fn register(cli: &Cli, args: &RegisterArgs) -> Result<()> {
	let signer = args.signer.key()?;
	let (read, mut design) = design(args)?;
	if let Some(id) = args.currency {
		let node = consent_node(cli).await?;
		let code = currency::code(&node.best().await?, id).await?;
		design.payments = args.pay.iter().map(|rule| rule.of(code)).collect::<Result<_>>()?;
	}
	let (protocol, target) = (to_hex(&read.protocol.0), read.target);
	let (event, included) = send(cli, &calls::register_trial(design), &signer).await?;
	let lines = vec![
		("registered", format!("trial {}, {}", event.trial, read.name)),
		("protocol", format!("{}, {protocol}", read.version)),
		("phase", format!("{}, {}", read.phase, read.masking)),
		("arms", read.arms.iter().map(|arm| arm.name.as_str()).collect::<Vec<_>>().join(", ")),
		("to be enrolled", target.to_string()),
	];
	let value = json!({
		"trial": event.trial,
		"name": read.name,
		"protocol": protocol,
		"version": 1,
		"target": target,
		"criteria": read.criteria.len(),
		"visits": read.visits,
	});
	print_done(cli, lines, value, &included);
	Ok(())
}

pub(super) async fn amend(
	cli: &Cli,
	trial: TrialId,
	protocol: &ProtocolArgs,
	signer: &SignerArgs,
) -> Result<()> {
	let read = read(protocol)?;
	let call = calls::amend_protocol(trial, read.protocol, read.chain_criteria(), read.target);
	let (event, included) = send(cli, &call, &signer.key()?).await?;
	let hash = to_hex(&read.protocol.0);
	let lines = vec![
		("submitted", format!("version {} of trial {trial}", event.version)),
		("protocol", format!("{}, {hash}", read.version)),
	];
	let value = json!({ "trial": trial, "version": event.version, "protocol": hash });
	print_done(cli, lines, value, &included);
	Ok(())
}
