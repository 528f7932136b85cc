//! What people and machines read: tables, and JSON.

/// The codes of a set, or what stands for none.
macro_rules! listed {
	($set:expr, $nothing:expr) => {
		$crate::output::codes(
			$set.iter().map(|value| value.code()).collect(),
			$set.is_known(),
			$nothing,
		)
	};
}

/// The codes of a set as a list.
macro_rules! list_json {
	($set:expr) => {
		$set.iter().map(|value| value.code()).collect::<Vec<_>>()
	};
}

mod audit;
pub(crate) mod bill;
mod claim;
mod consent;
mod coverage;
mod credential;
mod currency;
pub mod drug;
pub mod load;
mod plan;
mod record;
mod simulation;
pub mod trial;

pub use audit::*;
pub use bill::*;
pub use claim::*;
pub use consent::*;
pub use coverage::*;
pub use credential::*;
pub use currency::*;
pub use plan::*;
pub use record::*;
pub use simulation::*;

use crate::{
	amounts,
	fees::Cost,
	fhir::format_instant,
	node::{Included, Status},
	types::Actor,
};
use medchain_support::Period;
use serde_json::{json, Value};
use std::{
	collections::BTreeMap,
	fmt,
	io::{stdout, Write},
};
use subxt::utils::AccountId32;

/// Digits behind the point of one token.
const DECIMALS: usize = 12;
/// What one token is called.
const TOKEN: &str = "MED";

/// Prints to the standard output. Nothing is wrong when nobody listens any more.
pub fn say(text: &str) {
	let mut stdout = stdout().lock();
	let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// A table with a heading.
#[derive(Clone, Debug)]
pub struct Table {
	rows: Vec<Vec<String>>,
}

impl Table {
	/// A table with these columns.
	pub fn new(heading: &[&str]) -> Self {
		Self { rows: vec![heading.iter().map(ToString::to_string).collect()] }
	}

	/// Adds a row.
	pub fn row(&mut self, row: Vec<String>) {
		self.rows.push(row);
	}
}

impl fmt::Display for Table {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
		let width = |column: usize| {
			let cells = self.rows.iter().filter_map(|row| row.get(column));
			cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
		};
		let widths: Vec<usize> = (0..columns).map(width).collect();
		for row in &self.rows {
			let cells = row.iter().zip(&widths);
			let line: String = cells.map(|(cell, width)| format!("{cell:<width$}  ")).collect();
			writeln!(f, "{}", line.trim_end())?;
		}
		Ok(())
	}
}

/// Lines of a name and a value.
pub fn pairs(pairs: &[(&str, String)]) -> String {
	let width = pairs.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
	pairs.iter().map(|(name, value)| format!("{name:<width$}  {value}\n")).collect()
}

/// A second as people read it, in UTC.
pub fn instant(second: u64) -> String {
	format_instant(second).unwrap_or_else(|| format!("second {second}"))
}

/// Accounts that a table shortens, to be told in full below it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shortened(BTreeMap<String, AccountId32>);

impl Shortened {
	/// An account in short, such as `5Grwva…utQY`.
	pub(crate) fn short(&mut self, account: &AccountId32) -> String {
		let address = account.to_string();
		let (head, tail) = (address.get(..6), address.get(address.len().saturating_sub(4)..));
		let short = format!("{}…{}", head.unwrap_or_default(), tail.unwrap_or_default());
		self.0.insert(short.clone(), *account);
		short
	}

	/// Somebody who asks, and for which organisation, in short.
	pub(crate) fn asker(&mut self, actor: &Actor) -> String {
		let who = self.short(&actor.account);
		match &actor.organization {
			None => who,
			Some(organization) => format!("{who} for {}", self.short(organization)),
		}
	}
}

impl fmt::Display for Shortened {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.iter().try_for_each(|(short, account)| writeln!(f, "{short} is {account}"))
	}
}

/// An amount of the smallest unit as people read it.
pub fn money(amount: u128) -> String {
	let digits = format!("{amount:0>width$}", width = DECIMALS + 1);
	let (whole, fraction) = digits.split_at(digits.len().saturating_sub(DECIMALS));
	match fraction.trim_end_matches('0') {
		"" => format!("{whole} {TOKEN}"),
		fraction => format!("{whole}.{fraction} {TOKEN}"),
	}
}

/// A fee as people read it.
fn fee(cost: &Cost) -> String {
	match cost.currency {
		Some((_, code)) => amounts::told(cost.fee, code),
		None => money(cost.fee),
	}
}

/// Where a transaction stands.
pub fn place(included: &Included) -> String {
	let state = if included.finalized { "finalised" } else { "best block" };
	format!("block {} {:?}, {state}", included.block, included.block_hash)
}

/// What a transaction cost, and who paid.
pub fn cost(cost: &Cost) -> String {
	format!("{}, paid by {}", fee(cost), cost.payer)
}

/// What a transaction would cost, and who is to pay.
pub fn cost_to_be(cost: &Cost) -> String {
	format!("{}, to be paid by {}", fee(cost), cost.payer)
}

/// Where a transaction stands and what it cost, as names and values.
pub fn receipt(included: &Included) -> Vec<(&'static str, String)> {
	let mut lines = vec![("in", place(included))];
	if let Ok(Some(found)) = included.cost() {
		lines.push(("cost", cost(&found)));
	}
	lines
}

/// What a transaction cost, for machines; the fee is a decimal number in the smallest unit, of the
/// chain's own coin where no currency is named.
pub fn cost_json(cost: &Cost) -> Value {
	json!({
		"payer": cost.payer,
		"fee": cost.fee.to_string(),
		"currency": cost.currency.map(|(id, _)| id),
	})
}

/// Where a transaction stands and what it cost, for machines.
pub fn receipt_json(included: &Included) -> Value {
	json!({
		"transaction": included.transaction,
		"block": included.block,
		"blockHash": included.block_hash,
		"finalized": included.finalized,
		"cost": included.cost().ok().flatten().as_ref().map(cost_json),
	})
}

pub(crate) fn codes(known: Vec<&'static str>, all_known: bool, nothing: &str) -> String {
	match (known.is_empty(), all_known) {
		(true, true) => nothing.to_string(),
		(_, true) => known.join(" "),
		(_, false) => format!("{} and codes newer than this client", known.join(" ")),
	}
}

/// A period as people read it.
pub(crate) fn when(period: &Period) -> String {
	match (period.start.map(instant), period.end.map(instant)) {
		(None, None) => "always".into(),
		(Some(start), None) => format!("from {start}"),
		(None, Some(end)) => format!("until {end}"),
		(Some(start), Some(end)) => format!("{start} to {end}"),
	}
}

/// A period, for machines.
pub(crate) fn period_json(period: &Period) -> Value {
	json!({ "start": period.start.map(instant), "end": period.end.map(instant) })
}

/// A node's status.
pub fn status(status: &Status) -> String {
	pairs(&[
		("chain", status.chain.clone()),
		("node", format!("{} {}", status.name, status.version)),
		("runtime", format!("{} {}", status.runtime, status.runtime_version)),
		("peers", status.peers.to_string()),
		("syncing", if status.syncing { "yes" } else { "no" }.into()),
		("best", format!("{} {:?}", status.best.0, status.best.1)),
		("finalised", format!("{} {:?}", status.finalized.0, status.finalized.1)),
		("validators", status.validators.to_string()),
	])
}

/// A node's status, for machines.
pub fn status_json(status: &Status) -> Value {
	json!({
		"chain": status.chain,
		"node": { "name": status.name, "version": status.version },
		"runtime": { "name": status.runtime, "version": status.runtime_version },
		"peers": status.peers,
		"syncing": status.syncing,
		"best": { "number": status.best.0, "hash": status.best.1 },
		"finalized": { "number": status.finalized.0, "hash": status.finalized.1 },
		"validators": status.validators,
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn columns_line_up() {
		let mut table = Table::new(&["A", "LONG"]);
		table.row(vec!["éé".into(), "x".into()]);
		assert_eq!(table.to_string(), "A   LONG\néé  x\n");
	}

	#[test]
	fn accounts_in_short_are_told_in_full() {
		let [account, organization] = [AccountId32([1; 32]), AccountId32([2; 32])];
		let mut accounts = Shortened::default();
		let told = accounts.asker(&Actor { account, organization: Some(organization) });
		assert_eq!(told.chars().count(), 11 + " for ".len() + 11);
		let legend = accounts.to_string();
		assert_eq!(legend.lines().count(), 2);
		assert!(
			legend.contains(&account.to_string()) && legend.contains(&organization.to_string())
		);
	}

	#[test]
	fn amounts_are_told_in_tokens() {
		for (amount, told) in [
			(0, "0 MED"),
			(1, "0.000000000001 MED"),
			(1_500_000_000_000, "1.5 MED"),
			(20_000_000_000_000, "20 MED"),
		] {
			assert_eq!(money(amount), told);
		}
	}
}
