//! What a load came to.

use super::{pairs, Table};
use crate::load::{
	figures::Spread,
	report::{BlockFigures, Counts, OfKind, Report, Stretch, Throughput},
};
use serde_json::{json, Value};

/// Picoseconds of a microsecond.
const MICRO: f64 = 1_000_000.0;

/// What a load came to, in tables.
pub fn load(report: &Report) -> String {
	let setting = &report.setting;
	let mut lines = vec![
		("mix", setting.mix.to_string()),
		("accounts", setting.accounts.to_string()),
		("connections", setting.connections.to_string()),
		("in flight", format!("{} at most", setting.in_flight)),
		("rate", setting.rate.map_or("as fast as taken".into(), |rate| format!("{rate} a second"))),
		("block holds", format!("{} by declared weight", setting.capacity)),
	];
	let counts = &report.counts;
	lines.extend([
		("submitted", counts.submitted.to_string()),
		("refused", with_reasons(counts.refused, &report.refusals)),
		("included", counts.included.to_string()),
		("failed", with_reasons(counts.failed, &report.failures)),
		("finalised", counts.finalized.to_string()),
		("dropped", counts.dropped.to_string()),
	]);
	if counts.left > 0 {
		lines.push((
			"left",
			format!("{} for which the pool had no room until the end", counts.left),
		));
	}
	if report.overflows > 0 {
		lines.push(("pool full", format!("{} times; --in-flight is too large", report.overflows)));
	}
	if report.stalled {
		lines.push(("stopped", "nothing happened any more; see --timeout".into()));
	}
	let saturated = match &report.saturated {
		None => "the chain was never saturated: each block took all that waited\n".to_string(),
		Some(_) => String::new(),
	};
	format!(
		"{}\n{}{saturated}\n{}\n{}\n{}",
		pairs(&lines),
		throughputs(report),
		latencies(report),
		blocks(report),
		kinds(report)
	)
}

fn with_reasons(count: usize, reasons: &std::collections::BTreeMap<String, usize>) -> String {
	let told: Vec<String> = reasons.iter().map(|(why, n)| format!("{n} {why}")).collect();
	match told.is_empty() {
		true => count.to_string(),
		false => format!("{count}: {}", told.join("; ")),
	}
}

fn throughputs(report: &Report) -> String {
	let heading = ["TIME", "BLOCKS", "TRANSACTIONS", "SECONDS", "INCLUDED/S", "FINALISED/S"];
	let mut table = Table::new(&heading);
	let mut row = |name: &str, blocks: String, of: &Throughput| {
		table.row(vec![
			name.into(),
			blocks,
			of.transactions.to_string(),
			format!("{:.1}", of.seconds),
			number(of.included, 1),
			number(of.finalized, 1),
		]);
	};
	let all = report.run.as_ref().map_or("-".into(), range);
	row("whole run", all, &report.whole);
	if let Some(stretch) = &report.saturated {
		row("saturated", range(stretch), &stretch.throughput);
	}
	table.to_string()
}

fn range(stretch: &Stretch) -> String {
	format!("{}–{} ({})", stretch.blocks.0, stretch.blocks.1, stretch.count)
}

fn latencies(report: &Report) -> String {
	let mut table = Table::new(&["SECONDS FROM SENDING", "P50", "P90", "P99", "MAX"]);
	for (name, spread) in [("to best block", report.to_best), ("to finality", report.to_final)] {
		table.row(spread_row(name, spread, 1.0, 2));
	}
	table.to_string()
}

fn spread_row(name: &str, spread: Option<Spread>, scale: f64, digits: usize) -> Vec<String> {
	let told = |of: fn(&Spread) -> f64| number(spread.as_ref().map(|it| of(it) * scale), digits);
	let columns = [told(|it| it.p50), told(|it| it.p90), told(|it| it.p99), told(|it| it.max)];
	[name.to_string()].into_iter().chain(columns).collect()
}

fn blocks(report: &Report) -> String {
	let Some(stretch) = report.saturated.as_ref().or(report.run.as_ref()) else {
		return String::new();
	};
	let which = if report.saturated.is_some() { "SATURATED BLOCKS" } else { "ALL BLOCKS" };
	let mut table = Table::new(&[which, "MEAN", "P50", "P99", "MAX"]);
	for (name, spread, scale, digits) in [
		("fullness, %", stretch.fullness, 100.0, 1),
		("weight of all classes, %", stretch.weight, 100.0, 1),
		("transactions of the load", stretch.transactions, 1.0, 0),
		("all extrinsics", stretch.extrinsics, 1.0, 0),
		("interval by time stamps, slots", stretch.intervals, 1.0, 3),
		("interval by arrival, slots", stretch.arrivals, 1.0, 3),
	] {
		let told =
			|of: fn(&Spread) -> f64| number(spread.as_ref().map(|it| of(it) * scale), digits);
		table.row(vec![
			name.into(),
			told(|it| it.mean),
			told(|it| it.p50),
			told(|it| it.p99),
			told(|it| it.max),
		]);
	}
	table.to_string()
}

fn kinds(report: &Report) -> String {
	let mut table = Table::new(&[
		"CALL",
		"SUBMITTED",
		"INCLUDED",
		"FAILED",
		"FINALISED",
		"DROPPED",
		"BEST P50",
		"P99",
		"FINAL P50",
		"P99",
		"DECLARED µs",
		"USED µs",
	]);
	for (kind, of) in &report.kinds {
		let OfKind { counts, to_best, to_final, declared, weight } = of;
		let told =
			|spread: &Option<Spread>, of: fn(&Spread) -> f64| number(spread.as_ref().map(of), 2);
		table.row(vec![
			kind.to_string(),
			counts.submitted.to_string(),
			counts.included.to_string(),
			counts.failed.to_string(),
			counts.finalized.to_string(),
			counts.dropped.to_string(),
			told(to_best, |it| it.p50),
			told(to_best, |it| it.p99),
			told(to_final, |it| it.p50),
			told(to_final, |it| it.p99),
			number(Some(micros(*declared)), 1),
			number(weight.map(|it| it.mean / MICRO), 1),
		]);
	}
	table.to_string()
}

fn micros(picoseconds: u64) -> f64 {
	picoseconds as f64 / MICRO
}

fn number(value: Option<f64>, digits: usize) -> String {
	value.map_or("-".into(), |value| format!("{value:.digits$}"))
}

/// What a load came to, for machines. Times are in seconds, weights in microseconds, fullness is a share.
pub fn load_json(report: &Report) -> Value {
	let setting = &report.setting;
	let mix: serde_json::Map<String, Value> =
		setting.mix.iter().map(|(kind, weight)| (kind.to_string(), weight.into())).collect();
	let kinds: serde_json::Map<String, Value> = report
		.kinds
		.iter()
		.map(|(kind, of)| {
			let told = json!({
				"counts": counts_json(&of.counts),
				"toBest": of.to_best.map(spread_json),
				"toFinalized": of.to_final.map(spread_json),
				"declaredWeight": micros(of.declared),
				"usedWeight": of.weight.map(|it| spread_json(it.scaled(1.0 / MICRO))),
			});
			(kind.to_string(), told)
		})
		.collect();
	json!({
		"mix": mix,
		"accounts": setting.accounts,
		"connections": setting.connections,
		"inFlight": setting.in_flight,
		"rate": setting.rate,
		"blockHolds": setting.capacity,
		"slot": report.slot,
		"counts": counts_json(&report.counts),
		"refusals": report.refusals,
		"poolFull": report.overflows,
		"failures": report.failures,
		"stalled": report.stalled,
		"toBest": report.to_best.map(spread_json),
		"toFinalized": report.to_final.map(spread_json),
		"whole": throughput_json(&report.whole),
		"run": report.run.as_ref().map(stretch_json),
		"saturated": report.saturated.as_ref().map(stretch_json),
		"calls": kinds,
		"blocks": report.blocks.iter().map(block_json).collect::<Vec<_>>(),
	})
}

fn block_json(block: &BlockFigures) -> Value {
	json!({
		"number": block.number,
		"ours": block.ours,
		"extrinsics": block.extrinsics,
		"fullness": block.fullness,
		"weight": block.weight,
		"timestamp": block.timestamp,
		"arrived": block.arrived,
		"finalized": block.finalized,
	})
}

fn counts_json(counts: &Counts) -> Value {
	json!({
		"submitted": counts.submitted,
		"refused": counts.refused,
		"left": counts.left,
		"included": counts.included,
		"failed": counts.failed,
		"finalized": counts.finalized,
		"dropped": counts.dropped,
	})
}

fn throughput_json(of: &Throughput) -> Value {
	json!({
		"seconds": of.seconds,
		"transactions": of.transactions,
		"includedPerSecond": of.included,
		"finalizedPerSecond": of.finalized,
	})
}

fn stretch_json(stretch: &Stretch) -> Value {
	json!({
		"firstBlock": stretch.blocks.0,
		"lastBlock": stretch.blocks.1,
		"blocks": stretch.count,
		"fullBlocks": stretch.full,
		"throughput": throughput_json(&stretch.throughput),
		"fullness": stretch.fullness.map(spread_json),
		"weight": stretch.weight.map(spread_json),
		"transactionsPerBlock": stretch.transactions.map(spread_json),
		"extrinsicsPerBlock": stretch.extrinsics.map(spread_json),
		"intervalSlots": stretch.intervals.map(spread_json),
		"arrivalSlots": stretch.arrivals.map(spread_json),
	})
}

fn spread_json(of: Spread) -> Value {
	json!({
		"count": of.count,
		"mean": of.mean,
		"p50": of.p50,
		"p90": of.p90,
		"p99": of.p99,
		"max": of.max,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::load::{report::Setting, Kind};
	use std::collections::BTreeMap;

	fn report() -> Report {
		let counts = Counts {
			submitted: 10,
			refused: 1,
			included: 9,
			failed: 2,
			finalized: 8,
			dropped: 1,
			..Counts::default()
		};
		let spread = Spread::of([1.0, 2.0]);
		let stretch = Stretch {
			blocks: (3, 5),
			count: 3,
			full: 2,
			throughput: Throughput {
				seconds: 6.0,
				transactions: 9,
				included: Some(1.5),
				finalized: None,
			},
			fullness: Spread::of([0.5, 0.987]),
			weight: spread,
			transactions: spread,
			extrinsics: spread,
			intervals: spread,
			arrivals: spread,
		};
		let of = OfKind {
			counts: counts.clone(),
			to_best: spread,
			to_final: None,
			declared: 123_400_000,
			weight: Spread::of([100_000_000.0]),
		};
		Report {
			setting: Setting {
				mix: "transfer".parse().unwrap(),
				accounts: 2,
				connections: 1,
				in_flight: 30,
				rate: None,
				declared: BTreeMap::new(),
				capacity: 10,
			},
			slot: 3.0,
			counts,
			refusals: [("the node answers: no".into(), 1)].into(),
			overflows: 0,
			failures: [("Balances.Spoilt".into(), 2)].into(),
			stalled: false,
			to_best: spread,
			to_final: None,
			whole: stretch.throughput,
			run: Some(stretch.clone()),
			saturated: Some(stretch),
			kinds: [(Kind::Transfer, of)].into(),
			blocks: vec![BlockFigures {
				number: 3,
				ours: 4,
				extrinsics: 6,
				fullness: 0.5,
				weight: 0.25,
				timestamp: 1_000,
				arrived: 2.0,
				finalized: None,
			}],
		}
	}

	#[test]
	fn people_read_all_that_counts() {
		let text = load(&report());
		for expected in [
			"refused      1: 1 the node answers: no",
			"failed       2: 2 Balances.Spoilt",
			"dropped      1",
			"3–5 (3)",
			"fullness, %",
			"98.7",
			"123.4",
		] {
			assert!(text.contains(expected), "{expected} is not in\n{text}");
		}
		assert!(!text.contains("never saturated"));
		let calm = Report { saturated: None, ..report() };
		assert!(load(&calm).contains("never saturated"));
	}

	#[test]
	fn machines_read_the_same() {
		let value = load_json(&report());
		assert_eq!(value["counts"]["dropped"], 1);
		assert_eq!(value["saturated"]["throughput"]["includedPerSecond"], 1.5);
		assert_eq!(value["saturated"]["fullness"]["max"], 0.987);
		assert_eq!(value["calls"]["transfer"]["declaredWeight"], 123.4);
		assert_eq!(value["calls"]["transfer"]["usedWeight"]["mean"], 100.0);
		assert_eq!(value["toFinalized"], Value::Null);
		assert_eq!(value["blocks"][0]["extrinsics"], 6);
	}
}
