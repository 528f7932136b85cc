//! What of a weight is code and what the database, from the files of measured weights.
//!
//! A weight is a sum of what the functions of such a file say at some sizes. Which functions a call adds up
//! follows from its name or stands in [`MADE_OF`]; at which sizes is found out: the sum must be the weight
//! that the call announces, to the picosecond.

use super::*;
use polkadot_sdk::frame_support::weights::RuntimeDbWeight;
use std::{collections::BTreeMap, path::Path};

/// Calls that add up more than the function of their name, or others: `3*name` is three times a function
/// of the same pallet, `Pallet.name` one of another, `item` an item that is read and written. Ways that
/// exclude each other are divided by `|`.
const MADE_OF: [(&str, &str); 31] = [
	("PatientConsent.grant", "grant guardian"),
	("PatientConsent.amend", "amend guardian"),
	("PatientConsent.revoke", "revoke guardian"),
	("PatientConsent.access_batch", "16*access"),
	("MedicalToken.accept_plan", "accept_plan 180*collect"),
	("MedicalToken.authorize_debit", "authorize_debit 180*collect"),
	("InsuranceClaims.submit", "submit_to_all reverse 3*ask_consent"),
	("InsuranceClaims.review", "review 3*ask_consent"),
	("InsuranceClaims.resume", "resume 3*ask_consent"),
	("InsuranceClaims.confirm_service", "confirm_service 3*ask_consent"),
	("InsuranceClaims.decide_appeal", "decide_appeal 3*ask_consent|supplement 3*ask_consent"),
	("InsuranceClaims.decide_fraud", "decide_fraud|void_supplements"),
	("System.set_code_without_checks", "set_code"),
	("System.authorize_upgrade_without_checks", "authorize_upgrade"),
	("Council.execute", "execute System.remark"),
	("Council.propose", "propose_proposed|propose_execute System.remark"),
	(
		"Whitelist.dispatch_whitelisted_call_with_preimage",
		"dispatch_whitelisted_call_with_preimage System.remark",
	),
	("Scheduler.schedule_after", "schedule"),
	("Scheduler.schedule_named_after", "schedule_named"),
	("Utility.batch", "batch 100*System.remark"),
	("Utility.batch_all", "batch_all 100*System.remark"),
	("Utility.force_batch", "force_batch 100*System.remark"),
	("Utility.as_derivative", "as_derivative item System.remark"),
	("Utility.dispatch_as", "dispatch_as System.remark"),
	("Utility.dispatch_as_fallible", "dispatch_as_fallible System.remark"),
	("Utility.if_else", "if_else 2*System.remark"),
	("Utility.with_weight", "System.remark"),
	("Multisig.as_multi_threshold_1", "as_multi_threshold_1 item System.remark"),
	("Proxy.proxy", "proxy item System.remark"),
	("Proxy.proxy_announced", "proxy_announced item System.remark"),
	("Recovery.control_inherited_account", "control_inherited_account System.remark"),
];

/// Time in picoseconds, and items read and written.
#[derive(Clone, Copy, Default)]
pub struct Cost {
	pub time: u64,
	pub reads: u64,
	pub writes: u64,
}

impl Cost {
	fn plus(self, other: Self, times: u64) -> Self {
		Self {
			time: self.time + other.time * times,
			reads: self.reads + other.reads * times,
			writes: self.writes + other.writes * times,
		}
	}

	fn weight(&self) -> u64 {
		let database: RuntimeDbWeight = <Runtime as frame_system::Config>::DbWeight::get();
		self.time + self.reads * database.read + self.writes * database.write
	}
}

/// A function of a file: what it says where all sizes are 0, and what each size adds and is at most.
#[derive(Clone, Default)]
struct Function {
	base: Cost,
	sizes: Vec<(String, Cost, u64)>,
}

type Functions = BTreeMap<String, Function>;

/// The files of measured weights, by the names of the pallets.
pub struct Files {
	pallets: BTreeMap<String, Functions>,
	base: String,
}

/// The whole numbers of a line of code.
fn numbers(line: &str) -> Vec<u64> {
	line.replace("_u64", "")
		.split(|sign: char| !sign.is_ascii_digit() && sign != '_')
		.filter_map(|digits| digits.replace('_', "").parse().ok())
		.collect()
}

/// What stands between two pieces of a line.
fn between<'a>(line: &'a str, before: &str, after: &str) -> Option<&'a str> {
	Some(line.split_once(before)?.1.split_once(after)?.0)
}

/// The functions of a file that have the runtime's own prices.
fn functions(text: &str) -> Functions {
	let mut found = Functions::new();
	let (mut name, mut ranges) = (String::new(), BTreeMap::new());
	let part = text.split("\nimpl").find(|part| part.starts_with("<T: frame_system::Config>"));
	for line in part.unwrap_or_default().lines().map(str::trim) {
		if let Some(size) = between(line, "range of component `", "`") {
			let range = between(line, "`[", "]`").map(numbers).unwrap_or_default();
			ranges.insert(size.to_string(), range.last().copied().unwrap_or_default());
			continue;
		}
		if let Some(known) = between(line, "fn ", "(") {
			name = known.to_string();
			found.insert(name.clone(), Function::default());
			continue;
		}
		let Some(function) = found.get_mut(&name) else { continue };
		let first = numbers(line).first().copied().unwrap_or_default();
		let mut cost = Cost::default();
		let place = match line {
			comment if comment.starts_with("//") => continue,
			line if line.contains("from_parts(") => &mut cost.time,
			line if line.contains(".reads(") => &mut cost.reads,
			line if line.contains(".writes(") => &mut cost.writes,
			_ => continue,
		};
		*place = first;
		let Some(size) = between(line, "saturating_mul(", ".into()") else {
			function.base = function.base.plus(cost, 1);
			continue;
		};
		match function.sizes.iter_mut().find(|(known, ..)| known == size) {
			Some((_, each, _)) => *each = each.plus(cost, 1),
			None => {
				function.sizes.push((size.into(), cost, ranges.get(size).copied().unwrap_or(0)))
			}
		}
	}
	found
}

impl Files {
	pub fn read<'a>(root: &Path, pallets: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
		let read = |file: &str| fs::read_to_string(root.join(file)).ok();
		let pallets = pallets
			.filter_map(|(pallet, module)| {
				let folder = module.trim_start_matches("pallet_").replace('_', "-");
				let ours = read(&format!("pallets/{folder}/src/weights.rs"));
				let text = ours.or_else(|| read(&format!("runtime/src/weights/{module}.rs")))?;
				Some((pallet.to_string(), functions(&text)))
			})
			.collect();
		let base = read("runtime/src/weights/base.rs").expect("the runtime has it");
		Self { pallets, base }
	}

	/// The processor on which weights were measured.
	pub fn processor(&self) -> &str {
		between(&self.base, "processor `", "`").expect("it is said")
	}

	/// What a call costs that weighs so much; none where its weight was not measured here.
	pub fn cost(&self, name: &CallName, weight: u64) -> Option<Cost> {
		let known = self.pallets.get(&name.pallet)?;
		let of = format!("{}.{}", name.pallet, name.call);
		let made_of = MADE_OF.iter().find(|(call, _)| *call == of);
		let ways: Vec<String> = match made_of {
			Some((_, ways)) => ways.split('|').map(str::to_string).collect(),
			None => ways(known, &name.call),
		};
		let found = ways.iter().find_map(|way| {
			let (fixed, sizes) = self.sum(known, way);
			at_sizes(fixed, &sizes, weight)
		});
		Some(found.unwrap_or_else(|| {
			panic!(
				"{of} weighs {weight} ps, which is none of {ways:?}: MADE_OF must say what it is"
			)
		}))
	}

	/// What a way costs where all sizes are 0, and its sizes.
	fn sum(&self, own: &Functions, way: &str) -> (Cost, Vec<(Cost, u64)>) {
		let mut fixed = Cost::default();
		let mut sizes = Vec::new();
		for part in way.split(' ') {
			let (times, part) = part.split_once('*').unwrap_or(("1", part));
			let times = times.parse().expect("a number stands before `*`");
			if part == "item" {
				fixed = fixed.plus(Cost { time: 0, reads: 1, writes: 1 }, times);
				continue;
			}
			let function = match part.split_once('.') {
				// Of another pallet the least.
				Some((pallet, part)) => {
					Function { sizes: Vec::new(), ..self.pallets[pallet][part].clone() }
				}
				None => own[part].clone(),
			};
			fixed = fixed.plus(function.base, times);
			for (_, each, most) in function.sizes {
				sizes.push((Cost::default().plus(each, times), most));
			}
		}
		(fixed, sizes)
	}
}

/// What a call can be without a word in [`MADE_OF`]: the function of its name, or one whose name begins
/// so, alone or with what containers add to it.
fn ways(known: &Functions, call: &str) -> Vec<String> {
	let begins = format!("{call}_");
	let of_it = known.keys().filter(|name| *name == call || name.starts_with(&begins));
	let mut ways: Vec<String> = of_it.cloned().collect();
	let both = ways.iter().filter_map(|way| {
		let containers = format!("{way}_containers");
		known.contains_key(&containers).then(|| format!("{way} {containers}"))
	});
	ways.extend(both.collect::<Vec<_>>());
	ways
}

/// The cost at the sizes at which it is this weight: each the most that was measured, or beside it, or one
/// that calls have here, and one of them any.
fn at_sizes(fixed: Cost, sizes: &[(Cost, u64)], weight: u64) -> Option<Cost> {
	let Some(((each, most), others)) = sizes.split_first() else {
		return (fixed.weight() == weight).then_some(fixed);
	};
	let list = u64::from(LIST);
	let usual = [*most, most.saturating_sub(1), most + 1, most + 2, 0, 1, list, list - 1];
	let at = |size| at_sizes(fixed.plus(*each, size), others, weight);
	usual.into_iter().find_map(at).or_else(|| {
		let rest = others.iter().fold(fixed, |sum, (each, most)| sum.plus(*each, *most));
		let left = weight.checked_sub(rest.weight())?;
		let size = left / each.weight().max(1);
		let is_it = size <= list.max(*most) && size * each.weight() == left;
		is_it.then(|| rest.plus(*each, size))
	})
}
