//! `medchain load`.

use crate::{
	accounts,
	error::Result,
	load::{Mix, Settings},
	node::Wait,
};
use clap::Args;

/// `load`.
#[derive(Args)]
pub struct LoadArgs {
	/// Which calls, with their weights if there are several: transfer=3,grant=1. Known are transfer
	/// (balances.transferKeepAlive), grant (a patient's directive), pay (a bill in full), ship (a pack, to
	/// another partner), claim (three lines) and remark
	#[arg(long, value_name = "CALLS", default_value = "transfer")]
	mix: Mix,
	/// Accounts that send, from //load//0 on: 200, or as many as there are directives to grant, four each
	#[arg(long, value_name = "NUMBER", value_parser = count)]
	accounts: Option<usize>,
	/// Transactions to send: 10000, or enough for --duration
	#[arg(long, value_name = "NUMBER", value_parser = count)]
	transactions: Option<usize>,
	/// Seconds after which nothing more is sent
	#[arg(long, value_name = "SECONDS", value_parser = positive)]
	duration: Option<f64>,
	/// Transactions a second, or max: as many as the chain takes
	#[arg(long, value_name = "NUMBER", default_value = "max", value_parser = rate)]
	rate: Rate,
	/// Most transactions that are sent and in no block yet: two blocks' worth. The node's pool must
	/// have room for them (its --pool-limit and --pool-kbytes)
	#[arg(long, value_name = "NUMBER", value_parser = count)]
	in_flight: Option<usize>,
	/// WebSocket connections over which to send
	#[arg(long, value_name = "NUMBER", default_value = "4", value_parser = count)]
	connections: usize,
	/// Secret URI of who pays for all and licenses the accounts: a member of the council that is an
	/// accredited issuer
	#[arg(long, value_name = "URI", default_value = "//Alice")]
	funder: String,
	/// Do so on a chain that is not for development too
	#[arg(long)]
	anyway: bool,
}

impl LoadArgs {
	/// What is asked for. What prepares the load is followed as far as `wait` says.
	pub fn settings(&self, wait: Wait) -> Result<Settings> {
		Ok(Settings {
			mix: self.mix.clone(),
			accounts: self.accounts,
			transactions: self.transactions,
			duration: self.duration,
			rate: self.rate.0,
			in_flight: self.in_flight,
			connections: self.connections,
			funder: accounts::keypair(&self.funder)?,
			anyway: self.anyway,
			wait,
		})
	}
}

/// Transactions a second, if there is a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rate(Option<f64>);

fn rate(text: &str) -> std::result::Result<Rate, String> {
	match text {
		"max" => Ok(Rate(None)),
		_ => positive(text)
			.map(|rate| Rate(Some(rate)))
			.map_err(|_| format!("{text:?} is no rate; right are max, or a number such as 250")),
	}
}

fn positive(text: &str) -> std::result::Result<f64, String> {
	let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0);
	number.ok_or_else(|| format!("{text:?} is not a number above 0"))
}

fn count(text: &str) -> std::result::Result<usize, String> {
	let number = text.parse().ok().filter(|number| *number > 0);
	number.ok_or_else(|| format!("{text:?} is not a whole number above 0"))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::cli::{Cli, Command};
	use clap::Parser;

	fn parse(line: &str) -> std::result::Result<Settings, String> {
		let cli = Cli::try_parse_from(line.split_whitespace()).map_err(|e| e.to_string())?;
		let Command::Load(args) = cli.command else { return Err("no load".into()) };
		args.settings(Wait::Best).map_err(|e| e.to_string())
	}

	#[test]
	fn a_load_is_of_transfers_as_fast_as_they_are_taken() {
		let found = parse("medchain load").unwrap();
		assert_eq!((found.mix.to_string().as_str(), found.rate), ("transfer=1", None));
		assert_eq!((found.accounts, found.transactions, found.in_flight), (None, None, None));
		assert_eq!((found.connections, found.anyway), (4, false));
	}

	#[test]
	fn all_can_be_said() {
		let found = parse(
			"medchain load --mix grant=2,pay --accounts 50 --transactions 4000 --duration 30 --rate 12.5
			 --in-flight 900 --connections 8 --funder //Bob --anyway",
		)
		.unwrap();
		assert_eq!(found.mix.to_string(), "grant=2,pay=1");
		assert_eq!((found.accounts, found.transactions), (Some(50), Some(4_000)));
		assert_eq!((found.duration, found.rate), (Some(30.0), Some(12.5)));
		assert_eq!((found.in_flight, found.connections), (Some(900), 8));
		assert!(found.anyway);
		let bob = accounts::keypair("//Bob").unwrap();
		assert_eq!(accounts::account_of(&found.funder), accounts::account_of(&bob));
	}

	#[test]
	fn what_is_wrong_is_named() {
		let refusal = |text: &str| parse(&format!("medchain load {text}")).map(drop).unwrap_err();
		assert!(refusal("--mix transfers").contains("known are transfer, grant"));
		assert!(refusal("--rate fast").contains("right are max"));
		assert!(refusal("--rate 0").contains("right are max"));
		assert!(refusal("--duration inf").contains("not a number above 0"));
		for option in ["accounts", "transactions", "in-flight", "connections"] {
			assert!(refusal(&format!("--{option} 0")).contains("whole number above 0"), "{option}");
		}
		assert!(refusal("--funder Alice").contains("secret URI"));
	}
}
