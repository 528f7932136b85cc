//! What a change would do.

use super::{asker_json, instant, period_json, Shortened, Table};
use crate::{
	simulate::{Effect, Emergencies, Simulation, Stance},
	types::Asker,
};
use medchain_support::{Action, Period, Purpose, ResourceClass, Sensitivity};
use serde_json::{json, Value};

/// Most codes that are told by exception.
const EXCEPTIONS: usize = 3;

fn who(asker: &Asker, accounts: &mut Shortened) -> String {
	match asker {
		Asker::Actor { actor } => accounts.asker(actor),
		Asker::Anybody { organization, roles } => {
			let role = listed!(roles, "");
			let of = organization.map(|organization| accounts.short(&organization));
			match (of, role.as_str()) {
				(None, "") => "everybody else".into(),
				(None, role) => format!("everybody else as {role}"),
				(Some(of), "") => format!("whoever else for {of}"),
				(Some(of), role) => format!("whoever else for {of} as {role}"),
			}
		}
	}
}

fn who_json(asker: &Asker) -> Value {
	match asker {
		Asker::Actor { actor } => asker_json(actor),
		Asker::Anybody { organization, roles } => {
			json!({ "account": null, "organization": organization, "roles": list_json!(roles) })
		}
	}
}

/// From when until when; days where whole days are meant.
fn when(period: &Period) -> String {
	let edge = |second: Option<u64>, whole_day: &str| {
		second.map(instant).map(|told| match told.strip_suffix(whole_day) {
			Some(day) => day.to_string(),
			None => told,
		})
	};
	match (edge(period.start, "T00:00:00Z"), edge(period.end, "T23:59:59Z")) {
		(None, None) => "from now".into(),
		(Some(start), None) => format!("from {start}"),
		(None, Some(end)) => format!("until {end}"),
		(Some(start), Some(end)) => format!("{start} to {end}"),
	}
}

/// What happens in an emergency, unless the change has nothing to do with it.
fn emergencies(found: &Emergencies) -> Option<&'static str> {
	use Stance::{Closed, Open, Silent};
	match (found.before, found.after) {
		(Silent, Silent) => None,
		(Closed, Closed) => Some(
			"emergencies: the former terms keep records closed when the glass is broken (ETREAT), and \
			 so do the new ones; compare what they deny",
		),
		(Silent | Open, Closed) => Some(
			"emergencies: what the new terms deny for ETREAT stays closed even when the glass is broken",
		),
		(Closed, Silent | Open) => Some(
			"emergencies: what the former terms deny for ETREAT can be opened by breaking the glass \
			 then, unless another directive denies it for ETREAT",
		),
		(Silent | Open, Silent | Open) => Some(
			"emergencies: breaking the glass opens the same as before; the terms deny nothing for ETREAT",
		),
	}
}

/// The codes that are there, by name or by exception.
fn in_short(there: Vec<&'static str>, all: &[&'static str]) -> String {
	let missing: Vec<_> = all.iter().copied().filter(|code| !there.contains(code)).collect();
	match missing.len() {
		0 => "any".into(),
		few if few <= EXCEPTIONS && few < there.len() => format!("any but {}", missing.join(" ")),
		_ => there.join(" "),
	}
}

macro_rules! short {
	($set:expr, $list:ident, $nothing:expr) => {
		match $set.is_empty() {
			true => $nothing.to_string(),
			false => in_short($set.iter().map(|value| value.code()).collect(), $list::CODES),
		}
	};
}

/// Who gains and who loses what, and when. Below a line stand those who share it.
pub fn simulation(simulation: &Simulation) -> String {
	let emergencies =
		emergencies(&simulation.emergencies).map(|line| format!("{line}\n")).unwrap_or_default();
	if simulation.effects.is_empty() {
		return format!("nothing changes, neither now nor later\n{emergencies}");
	}
	let mut accounts = Shortened::default();
	let mut table = Table::new(&["WHO", "WHEN", "PURPOSES", "ACTIONS", "LABELS", "GAINS", "LOSES"]);
	for effect in &simulation.effects {
		let mut askers = effect.askers.iter().map(|asker| who(asker, &mut accounts));
		table.row(vec![
			askers.next().unwrap_or_default(),
			when(&effect.period),
			short!(effect.purposes, Purpose, ""),
			short!(effect.actions, Action, ""),
			short!(effect.labels, Sensitivity, ""),
			short!(effect.gained, ResourceClass, "-"),
			short!(effect.lost, ResourceClass, "-"),
		]);
		askers.for_each(|asker| table.row(vec![format!("and {asker}")]));
	}
	format!("{table}{accounts}{emergencies}")
}

fn effect_json(effect: &Effect) -> Value {
	json!({
		"who": effect.askers.iter().map(who_json).collect::<Vec<_>>(),
		"period": period_json(&effect.period),
		"purposes": list_json!(effect.purposes),
		"actions": list_json!(effect.actions),
		"sensitivities": list_json!(effect.labels),
		"gained": list_json!(effect.gained),
		"lost": list_json!(effect.lost),
	})
}

/// Who gains and who loses what, and when, for machines.
pub fn simulation_json(simulation: &Simulation) -> Value {
	json!({
		"questions": simulation.questions,
		"changes": simulation.effects.iter().map(effect_json).collect::<Vec<_>>(),
		"emergencies": emergencies(&simulation.emergencies),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::wire::OnChain;
	use medchain_support::{Actions, Purposes, ResourceClasses, Role, Roles, Sensitivities};
	use subxt::utils::AccountId32;

	const SILENT: Emergencies = Emergencies { before: Stance::Silent, after: Stance::Silent };

	fn effect(askers: Vec<Asker>, period: Period) -> Effect {
		Effect {
			askers,
			period,
			purposes: Purpose::Treat.into(),
			actions: Actions::ALL,
			labels: Sensitivities::ALL.difference(Sensitivity::Psychiatry.into()),
			gained: ResourceClass::Observation.into(),
			lost: ResourceClasses::EMPTY,
		}
	}

	#[test]
	fn effects_are_told_in_short() {
		let hospital = AccountId32([1; 32]);
		let anybody = |organization, roles| Asker::Anybody { organization, roles: OnChain(roles) };
		// 2030-01-01 to 2030-12-31.
		let period = Period { start: Some(1_893_456_000), end: Some(1_924_991_999) };
		let askers = vec![
			Asker::actor(hospital, None),
			anybody(Some(hospital), Role::Pharmacy.into()),
			anybody(None, Roles::EMPTY),
		];
		let effects = vec![effect(askers, period)];
		let found = Simulation { effects, emergencies: SILENT, questions: 9 };
		let text = simulation(&found);
		let lines: Vec<&str> = text.lines().collect();
		let cells: Vec<&str> = lines[1].split("  ").filter(|cell| !cell.is_empty()).collect();
		let expected =
			["2030-01-01 to 2030-12-31", "TREAT", "any", "any but PSY", "Observation", "-"];
		assert_eq!(cells[1..].iter().map(|cell| cell.trim()).collect::<Vec<_>>(), expected);
		assert!(lines[2].starts_with("and whoever else for") && lines[2].ends_with("as Pharmacy"));
		assert_eq!(lines[3], "and everybody else");
		assert!(lines[4].ends_with(&hospital.to_string()), "accounts are told in full");
		assert_eq!(lines.len(), 5);
		let value = simulation_json(&found);
		assert_eq!(value["changes"][0]["gained"], json!(["Observation"]));
		assert_eq!(value["changes"][0]["who"][1]["roles"], json!(["Pharmacy"]));
		assert_eq!(value["changes"][0]["period"]["start"], "2030-01-01T00:00:00Z");
		assert_eq!(short!(Purposes::ALL, Purpose, ""), "any");
	}

	#[test]
	fn the_beginning_of_a_change_is_told() {
		let told = |start, end| when(&Period { start, end });
		assert_eq!(told(None, None), "from now");
		assert_eq!(told(Some(1_893_456_000), None), "from 2030-01-01");
		assert_eq!(told(None, Some(1_893_456_000)), "until 2030-01-01T00:00:00Z");
	}

	#[test]
	fn emergencies_are_told_where_the_terms_name_them() {
		let told = |before, after| {
			let emergencies = Emergencies { before, after };
			simulation(&Simulation { effects: Vec::new(), emergencies, questions: 9 })
		};
		let nothing = "nothing changes, neither now nor later\n";
		assert_eq!(told(Stance::Silent, Stance::Silent), nothing);
		assert!(told(Stance::Silent, Stance::Closed).contains("stays closed"));
		assert!(told(Stance::Closed, Stance::Silent).contains("can be opened"));
		assert!(told(Stance::Open, Stance::Silent).contains("same as before"));
		assert!(told(Stance::Closed, Stance::Closed).contains("compare"));
	}
}
