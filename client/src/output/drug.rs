//! Drug packs, for people and for machines.

use super::{instant, pairs, Shortened, Table};
use crate::{
	drug::{register::Print, store::hash_of},
	relay::to_hex,
	types::drug::{
		ContainerInfo, Custody, EventRecord, Judge, Limits, LotInfo, PackInfo, PedigreeStep,
		PortionInfo, Product, Reading, Recall, RecallClass, ScopeInfo, Stage, SubjectInfo, Verdict,
		Verification,
	},
};
use serde_json::{json, Value};

/// The last place of a recall of a whole lot.
const WHOLE_LOT: u32 = 1 << 24;

/// Thousandths of a degree, as people read them.
pub fn degrees(thousandths: i32) -> String {
	let sign = if thousandths < 0 { "-" } else { "" };
	let digits = format!("{:04}", thousandths.unsigned_abs());
	let (whole, fraction) = digits.split_at(digits.len().saturating_sub(3));
	match fraction.trim_end_matches('0') {
		"" => format!("{sign}{whole} °C"),
		fraction => format!("{sign}{whole}.{fraction} °C"),
	}
}

fn limits(limits: &Option<Limits>) -> String {
	match limits {
		Some(limits) => format!("{} to {}", degrees(limits.min), degrees(limits.max)),
		None => "any temperature".into(),
	}
}

/// A verdict in words, with what to do: of what is printed on a pack, and of whether its receipt shows that
/// it was sold to who asks. It ends with a warning, if there is one.
pub fn verdict(print: &Print, found: &Verification, sold_to_you: Option<bool>) -> String {
	let told = sentence(print, found, sold_to_you);
	match found.alert {
		Some(alert) => format!("{told}. WARNING: {}", often(alert)),
		None => told,
	}
}

/// That a pack is checked so often that there may be copies of it.
fn often(alert: u64) -> String {
	format!(
		"it was checked suspiciously often, last on {}; there may be copies of it",
		instant(alert)
	)
}

/// What of the print could not be compared, as the end of a sentence.
fn not_compared(print: &Print) -> &'static str {
	match (print.lot, print.expiry) {
		(Some(_), Some(_)) => "",
		(None, Some(_)) => "; its lot was not given, and not compared",
		(Some(_), None) => "; its expiry date was not given, and not compared",
		(None, None) => "; lot and expiry date were not given, and not compared",
	}
}

fn sentence(print: &Print, found: &Verification, sold_to_you: Option<bool>) -> String {
	let held = || match found.reason {
		Some(reason) => reason.meaning(),
		None => "the chain does not say why",
	};
	match found.verdict {
		Verdict::UnknownProduct => {
			"NOT VERIFIED: nobody makes a product with this GTIN. Do not use it".into()
		}
		Verdict::UnknownLot => "NOT VERIFIED: the product has no such lot. Do not use it".into(),
		Verdict::UnknownPack => {
			"NOT VERIFIED: no such pack was ever made; the serial number is invented. Do not use it"
				.into()
		}
		Verdict::ProofNeeded => {
			let lot = match print.lot {
				Some(_) => "",
				None => "; its lot is needed too (--lot)",
			};
			format!(
				"NOT VERIFIED: nobody has handled a pack with this serial number alone, so it is either untouched or \
				 invented. Without a proof from its maker (--proof or --proofs), do not use it{lot}"
			)
		}
		Verdict::BadProof => {
			"NOT VERIFIED: the proof does not belong to this pack and lot. Do not use it".into()
		}
		Verdict::OtherLot => {
			"NOT VERIFIED: the pack belongs to another lot than is printed. Do not use it".into()
		}
		Verdict::OtherExpiry => {
			"NOT VERIFIED: the lot has another expiry date than is printed. Do not use it".into()
		}
		Verdict::Illegitimate => format!("ILLEGITIMATE: {}. Do not use it", held()),
		Verdict::Recalled => match &found.recall {
			Some(recall) => format!(
				"RECALLED: it was called back on {}; {}. Do not use it, give it back",
				instant(recall.at),
				danger(recall.class)
			),
			None => "RECALLED: it was called back. Do not use it, give it back".into(),
		},
		Verdict::Destroyed => {
			"NOT VERIFIED: the pack with this serial number was destroyed. Do not use it".into()
		}
		Verdict::Decommissioned => {
			"NOT VERIFIED: the pack with this serial number was taken out of use. Do not use it"
				.into()
		}
		Verdict::Expired => "EXPIRED: its last day of use is over. Do not use it".into(),
		Verdict::Quarantined => format!("HELD BACK: {}. Do not use it until it is cleared", held()),
		Verdict::Dispensed if sold_to_you == Some(true) => {
			format!("VERIFIED: it is genuine, and was sold to you{}", not_compared(print))
		}
		Verdict::Dispensed => {
			"DISPENSED: it is genuine and was given to a patient. If that was not you, it is a copy"
				.into()
		}
		Verdict::InTransit => {
			format!("VERIFIED: it is genuine, and on its way{}", not_compared(print))
		}
		Verdict::Verified => format!("VERIFIED: it is genuine, and good{}", not_compared(print)),
	}
}

fn danger(class: RecallClass) -> &'static str {
	match class {
		RecallClass::I => "it may do serious harm",
		RecallClass::II => "it may do passing harm",
		RecallClass::III => "it is not likely to do harm",
	}
}

/// Who has something, as lines.
fn custody(custody: &Custody) -> Vec<(&'static str, String)> {
	let mut lines = Vec::new();
	let holder = custody.holder.to_string();
	match (custody.stage, custody.to) {
		(Stage::Held, _) => lines.push(("held by", holder)),
		(Stage::InTransit, Some(to)) => {
			lines.push(("sent by", holder));
			let back = if custody.returning == Some(true) { ", going back" } else { "" };
			lines.push(("on its way to", format!("{to}{back}")));
		}
		(Stage::InTransit, None) => lines.push(("on its way, sent by", holder)),
		(Stage::Dispensed, _) => lines.push(("dispensed by", holder)),
		(Stage::Destroyed, _) => lines.push(("destroyed by", holder)),
		(Stage::Decommissioned, _) => lines.push(("decommissioned by", holder)),
	}
	if let Some(hold) = &custody.hold {
		lines.push(("held back", format!("{}, says {}", hold.reason.meaning(), hold.by)));
		let judge = match hold.judge {
			Judge::Holder => "who said so, its manufacturer or a regulator",
			Judge::Manufacturer => "its manufacturer or a regulator",
			Judge::Regulator => "a regulator",
		};
		lines.push(("cleared by", judge.into()));
	}
	if let Some(parent) = custody.parent {
		let outermost = match custody.outermost.filter(|outermost| *outermost != parent) {
			Some(outermost) => format!("{parent}, within {outermost}"),
			None => parent.to_string(),
		};
		lines.push(("in container", outermost));
	}
	lines.push(("last event", instant(custody.last)));
	lines
}

fn custody_json(custody: &Custody) -> Value {
	json!({
		"holder": custody.holder,
		"stage": stage(custody.stage),
		"to": custody.to,
		"returning": custody.returning,
		"hold": custody.hold.as_ref().map(|hold| {
			json!({ "by": hold.by, "reason": hold.reason.code(), "judge": hold.judge })
		}),
		"parent": custody.parent.map(|it| it.to_string()),
		"outermost": custody.outermost.map(|it| it.to_string()),
		"last": instant(custody.last),
	})
}

const fn stage(stage: Stage) -> &'static str {
	match stage {
		Stage::Held => "held",
		Stage::InTransit => "in-transit",
		Stage::Dispensed => "dispensed",
		Stage::Destroyed => "destroyed",
		Stage::Decommissioned => "decommissioned",
	}
}

/// A verification: what was asked, the verdict, and what is known.
pub fn verification(
	print: &Print,
	found: &Verification,
	sold_to_you: Option<bool>,
	steps: &[PedigreeStep],
) -> String {
	let mut lines = vec![
		("verdict", verdict(print, found, sold_to_you)),
		("product", print.gtin.to_string()),
		("serial", print.serial.to_string()),
	];
	if let Some(lot) = &found.lot {
		lines.push(("lot", lot.lot.to_string()));
	}
	if let Some(expiry) = found.expiry {
		lines.push(("use by", expiry.to_string()));
	}
	if let Some(product) = &found.product {
		lines.push(("made by", product.manufacturer.to_string()));
		lines.push(("bears", limits(&product.limits)));
	}
	if let Some(found) = &found.custody {
		lines.extend(custody(found));
	}
	if let Some(recall) = &found.recall {
		lines.push(("recall", format!("{}, {}", recall.id, recalled(recall))));
	}
	if found.verdict > Verdict::OtherExpiry {
		lines.push(("times dispensed", found.sold.to_string()));
	}
	if let Some(sale) = &found.sale {
		lines.push(("dispensed", format!("{} by {}", instant(sale.at), sale.by)));
	}
	match sold_to_you {
		Some(true) => lines.push(("sold to you", "yes".into())),
		Some(false) => {
			let no = "no: the receipt is of another sale, or of another pack";
			lines.push(("sold to you", no.into()));
		}
		None => (),
	}
	let measured = temperatures(found.product.as_ref(), steps);
	if !measured.is_empty() {
		lines.push(("temperatures", measured));
	}
	pairs(&lines)
}

/// What sensors measured, in a line.
fn temperatures(product: Option<&Product>, steps: &[PedigreeStep]) -> String {
	let readings: Vec<&Reading> = steps.iter().filter_map(|it| it.step.reading.as_ref()).collect();
	let lowest = readings.iter().map(|reading| reading.min).min();
	let highest = readings.iter().map(|reading| reading.max).max();
	let (Some(lowest), Some(highest)) = (lowest, highest) else { return String::new() };
	let limits = product.and_then(|product| product.limits);
	let outside = readings.iter().filter(|reading| {
		limits.is_some_and(|limits| reading.min < limits.min || limits.max < reading.max)
	});
	format!(
		"{} to {} in {} reports, {} of them outside what the product bears",
		degrees(lowest),
		degrees(highest),
		readings.len(),
		outside.count()
	)
}

/// A verification, for machines.
pub fn verification_json(
	print: &Print,
	found: &Verification,
	sold_to_you: Option<bool>,
	steps: &[PedigreeStep],
) -> Value {
	json!({
		"gtin": print.gtin.to_string(),
		"serial": print.serial.to_string(),
		"pack": to_hex(&found.pack.0),
		"verdict": found.verdict.code(),
		"reason": found.reason.map(|reason| reason.code()),
		"good": found.verdict.is_good() || (found.verdict == Verdict::Dispensed && sold_to_you == Some(true)),
		"told": verdict(print, found, sold_to_you),
		"lot": found.lot.map(|lot| lot.lot.to_string()),
		"expiry": found.expiry.map(|expiry| expiry.to_string()),
		"place": found.place,
		"manufacturer": found.product.as_ref().map(|product| product.manufacturer),
		"limits": found.product.as_ref().and_then(|product| product.limits),
		"custody": found.custody.as_ref().map(custody_json),
		"recall": found.recall.as_ref().map(recall_json),
		"sold": found.sold,
		"sale": found.sale.as_ref().map(|sale| {
			json!({ "by": sale.by, "at": instant(sale.at), "receipt": to_hex(&sale.receipt.0) })
		}),
		"soldToYou": sold_to_you,
		"alert": found.alert.map(instant),
		"temperatures": steps
			.iter()
			.filter_map(|it| it.step.reading.as_ref())
			.map(reading_json)
			.collect::<Vec<_>>(),
	})
}

fn reading_json(reading: &Reading) -> Value {
	json!({
		"from": instant(reading.from),
		"to": instant(reading.to),
		"min": reading.min,
		"max": reading.max,
	})
}

fn recalled(recall: &Recall) -> String {
	format!(
		"class {}: {}; {} by {}",
		recall.class.code(),
		danger(recall.class),
		instant(recall.at),
		recall.by
	)
}

fn scope(scope: &ScopeInfo) -> String {
	match scope {
		ScopeInfo::Product(gtin) => format!("product {gtin}"),
		ScopeInfo::Lot(lot) => format!("lot number {lot}"),
		ScopeInfo::Range { lot, start, end } => {
			format!("places {start} to {} of lot number {lot}", end.saturating_sub(1))
		}
	}
}

/// A table of recalls.
pub fn recalls(recalls: &[Recall]) -> String {
	let mut accounts = Shortened::default();
	let mut table = Table::new(&["RECALL", "OF", "CLASS", "SINCE", "ENDED", "BY"]);
	for recall in recalls {
		table.row(vec![
			recall.id.to_string(),
			scope(&recall.scope),
			recall.class.code().into(),
			instant(recall.at),
			recall.lifted.map_or("no".into(), instant),
			accounts.short(&recall.by),
		]);
	}
	format!("{table}{accounts}")
}

/// A recall, for machines.
pub fn recall_json(recall: &Recall) -> Value {
	let of = match recall.scope {
		ScopeInfo::Product(gtin) => json!({ "product": gtin.to_string() }),
		ScopeInfo::Lot(lot) => json!({ "lot": lot }),
		ScopeInfo::Range { lot, start, end } => {
			json!({ "range": { "lot": lot, "start": start, "end": end } })
		}
	};
	json!({
		"id": recall.id,
		"scope": of,
		"class": recall.class.code(),
		"by": recall.by,
		"at": instant(recall.at),
		"lifted": recall.lifted.map(instant),
	})
}

fn subject(subject: &SubjectInfo) -> String {
	match subject {
		SubjectInfo::Pack(_) => "the pack".into(),
		SubjectInfo::Range { lot, start } => format!("stretch from {start} of lot number {lot}"),
		SubjectInfo::Container(sscc) => format!("container {sscc}"),
		SubjectInfo::Lot(lot) => format!("lot number {lot}"),
		SubjectInfo::Product(gtin) => format!("product {gtin}"),
	}
}

/// A pedigree: a table of events.
pub fn pedigree(steps: &[PedigreeStep]) -> String {
	if steps.is_empty() {
		return "nothing is recorded of it\n".into();
	}
	let mut accounts = Shortened::default();
	let mut table = Table::new(&["WHEN", "EVENT", "OF", "BY", "WHERE", "WHAT"]);
	for PedigreeStep { subject: of, event, step, .. } in steps {
		let mut what = Vec::new();
		if let Some(to) = &event.to {
			what.push(format!("to {}", accounts.short(to)));
		}
		if let Some(container) = step.container {
			what.push(format!("container {container}"));
		}
		if let Some(range) = step.range {
			what.push(format!("places {} to {}", range.start, range.end.saturating_sub(1)));
		}
		if let Some(reading) = &step.reading {
			what.push(format!("{} to {}", degrees(reading.min), degrees(reading.max)));
		}
		if let Some(disposition) = event.disposition {
			what.push(disposition.code().into());
		}
		if let Some(error) = &event.error {
			what.push(format!("DECLARED AN ERROR: {}", error.reason.code()));
		}
		table.row(vec![
			instant(event.time),
			event.kind.clone(),
			subject(of),
			accounts.short(&event.actor),
			event.place.map_or("-".into(), |gln| gln.to_string()),
			what.join(", "),
		]);
	}
	format!("{table}{accounts}")
}

/// A pedigree, for machines.
pub fn pedigree_json(steps: &[PedigreeStep]) -> Value {
	let told = steps.iter().map(|step| {
		json!({
			"subject": step.subject,
			"hash": hash_of(&step.hash),
			"event": event_json(&step.event),
			"range": step.step.range.map(|range| json!({ "start": range.start, "end": range.end })),
			"container": step.step.container.map(|sscc| sscc.to_string()),
			"reading": step.step.reading.as_ref().map(reading_json),
		})
	});
	told.collect()
}

/// An event, for machines.
pub fn event_json(event: &EventRecord) -> Value {
	json!({
		"number": event.number,
		"kind": event.kind,
		"bizStep": event.step.code(),
		"disposition": event.disposition.map(|disposition| disposition.code()),
		"actor": event.actor,
		"time": instant(event.time),
		"recordedAt": instant(event.recorded_at),
		"place": event.place.map(|gln| gln.to_string()),
		"to": event.to,
		"error": event.error.map(|error| {
			json!({
				"at": instant(error.at),
				"reason": error.reason.code(),
				"corrective": error.corrective.as_ref().map(hash_of),
			})
		}),
	})
}

/// A lot, with its batches and stretches.
pub fn lot(info: &LotInfo, portions: &[PortionInfo]) -> String {
	let held = info
		.tally
		.commissioned
		.saturating_sub(info.tally.dispensed)
		.saturating_sub(info.tally.destroyed)
		.saturating_sub(info.tally.decommissioned);
	let mut lines = vec![
		("lot", format!("{} (number {})", info.lot, info.id)),
		("product", info.gtin.to_string()),
		("use by", info.expiry.to_string()),
		("made by", info.product.manufacturer.to_string()),
		("bears", limits(&info.product.limits)),
		("commissioned", info.tally.commissioned.to_string()),
		("dispensed", info.tally.dispensed.to_string()),
		("destroyed", info.tally.destroyed.to_string()),
		("decommissioned", info.tally.decommissioned.to_string()),
		("in the chain", held.to_string()),
	];
	if let Some(source) = &info.source {
		let places = format!("places {} to {}", source.first, source.last);
		lines.push(("made of", format!("{places} of lot number {}", source.lot)));
	}
	for id in &info.product.recalls {
		lines.push(("recalled", format!("with the product: recall {id}")));
	}
	for recall in &info.recalls {
		let what = match (recall.start, recall.end) {
			(0, WHOLE_LOT..) => "all of it".into(),
			(start, end) => format!("places {start} to {}", end.saturating_sub(1)),
		};
		lines.push(("recalled", format!("{what}: recall {}", recall.id)));
	}
	for batch in &info.batches {
		let last = batch.end().saturating_sub(1);
		lines.push(("batch", format!("places {} to {last}, {}", batch.start, to_hex(&batch.root))));
	}
	let mut text = pairs(&lines);
	if !portions.is_empty() {
		let mut accounts = Shortened::default();
		let mut table = Table::new(&["PLACES", "PACKS", "STAGE", "WITH", "TO", "CONTAINER"]);
		for portion in portions {
			let custody = &portion.custody;
			table.row(vec![
				format!("{} to {}", portion.start, portion.end.saturating_sub(1)),
				portion.end.saturating_sub(portion.start).to_string(),
				stage(custody.stage).into(),
				accounts.short(&custody.holder),
				custody.to.as_ref().map_or("-".into(), |to| accounts.short(to)),
				custody.parent.map_or("-".into(), |sscc| sscc.to_string()),
			]);
		}
		text.push_str(&format!("\npacks never handled alone:\n{table}{accounts}"));
	}
	text
}

/// A lot, for machines.
pub fn lot_json(info: &LotInfo, portions: &[PortionInfo]) -> Value {
	let batches = info.batches.iter().map(
		|batch| json!({ "start": batch.start, "count": batch.count, "root": to_hex(&batch.root) }),
	);
	let recalls = info
		.recalls
		.iter()
		.map(|recall| json!({ "id": recall.id, "start": recall.start, "end": recall.end }));
	let portions = portions.iter().map(|portion| {
		json!({
			"start": portion.start,
			"end": portion.end,
			"custody": custody_json(&portion.custody),
			"from": portion.from,
		})
	});
	json!({
		"id": info.id,
		"gtin": info.gtin.to_string(),
		"lot": info.lot.to_string(),
		"expiry": info.expiry.to_string(),
		"manufacturer": info.product.manufacturer,
		"limits": info.product.limits,
		"source": info.source,
		"commissioned": info.tally.commissioned,
		"dispensed": info.tally.dispensed,
		"destroyed": info.tally.destroyed,
		"decommissioned": info.tally.decommissioned,
		"productRecalls": info.product.recalls,
		"recalls": recalls.collect::<Vec<_>>(),
		"batches": batches.collect::<Vec<_>>(),
		"portions": portions.collect::<Vec<_>>(),
	})
}

/// A pack with an entry of its own.
pub fn pack(print: &Print, info: &PackInfo) -> String {
	let mut lines = vec![
		("pack", format!("{} of {}", print.serial, print.gtin)),
		("place", format!("{} of lot number {}", info.place, info.lot)),
	];
	lines.extend(custody(&info.custody));
	lines.push(("times dispensed", info.sold.to_string()));
	if let Some(sale) = &info.sale {
		lines.push(("dispensed", format!("{} by {}", instant(sale.at), sale.by)));
	}
	if let Some(recall) = &info.recall {
		lines.push(("recall", format!("{}, {}", recall.id, recalled(recall))));
	}
	pairs(&lines)
}

/// A pack with an entry of its own, for machines.
pub fn pack_json(print: &Print, info: &PackInfo) -> Value {
	json!({
		"gtin": print.gtin.to_string(),
		"serial": print.serial.to_string(),
		"lot": info.lot,
		"place": info.place,
		"custody": custody_json(&info.custody),
		"from": info.from,
		"sold": info.sold,
		"recall": info.recall.as_ref().map(recall_json),
	})
}

/// A container, with what lies directly in it.
pub fn container(sscc: &str, info: &ContainerInfo, contents: &[SubjectInfo]) -> String {
	let mut lines = vec![("container", sscc.to_string())];
	lines.extend(custody(&info.custody));
	for content in &info.contents {
		lines.push((
			"holds",
			format!(
				"{} packs of lot number {}, of the places {} to {}",
				content.count, content.lot, content.first, content.last
			),
		));
	}
	lines.push(("items in it", info.children.to_string()));
	for item in contents {
		let told = match item {
			SubjectInfo::Pack(id) => format!("pack {}", to_hex(&id.0)),
			other => subject(other),
		};
		lines.push(("", told));
	}
	pairs(&lines)
}

/// A container, for machines.
pub fn container_json(sscc: &str, info: &ContainerInfo, contents: &[SubjectInfo]) -> Value {
	let lots = info.contents.iter().map(|content| {
		json!({
			"lot": content.lot,
			"first": content.first,
			"last": content.last,
			"count": content.count,
		})
	});
	json!({
		"container": sscc,
		"custody": custody_json(&info.custody),
		"from": info.from,
		"contents": lots.collect::<Vec<_>>(),
		"children": info.children,
		"height": info.height,
		"items": contents,
	})
}

#[cfg(test)]
mod tests;
