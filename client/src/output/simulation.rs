//! What a change would do.

use super::{actor, actor_json, Table};
use crate::simulate::{Asker, Effect, Simulation};
use medchain_support::{Action, Purpose, ResourceClass, Sensitivity};
use serde_json::{json, Value};

/// Most codes that are told by exception.
const EXCEPTIONS: usize = 3;

fn who(asker: &Asker) -> String {
	asker.as_ref().map_or_else(|| "everybody else who is verified".into(), actor)
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

/// Who gains and who loses what.
pub fn simulation(simulation: &Simulation) -> String {
	if simulation.effects.is_empty() {
		return "nothing changes\n".into();
	}
	let mut table = Table::new(&["WHO", "PURPOSES", "ACTIONS", "LABELS", "GAINS", "LOSES"]);
	for effect in &simulation.effects {
		table.row(vec![
			who(&effect.asker),
			short!(effect.purposes, Purpose, ""),
			short!(effect.actions, Action, ""),
			short!(effect.labels, Sensitivity, ""),
			short!(effect.gained, ResourceClass, "-"),
			short!(effect.lost, ResourceClass, "-"),
		]);
	}
	table.to_string()
}

fn effect_json(effect: &Effect) -> Value {
	json!({
		"who": effect.asker.as_ref().map_or(json!("everybody else"), actor_json),
		"purposes": list_json!(effect.purposes),
		"actions": list_json!(effect.actions),
		"sensitivities": list_json!(effect.labels),
		"gained": list_json!(effect.gained),
		"lost": list_json!(effect.lost),
	})
}

/// Who gains and who loses what, for machines.
pub fn simulation_json(simulation: &Simulation) -> Value {
	json!({
		"questions": simulation.questions,
		"changes": simulation.effects.iter().map(effect_json).collect::<Vec<_>>(),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use medchain_support::{Actions, Purposes, ResourceClasses, Sensitivities};

	#[test]
	fn effects_are_told_in_short() {
		let labels = Sensitivities::ALL.difference(Sensitivity::Psychiatry.into());
		let effect = Effect {
			asker: None,
			purposes: Purpose::Treat.into(),
			actions: Actions::ALL,
			labels,
			gained: ResourceClass::Observation.into(),
			lost: ResourceClasses::EMPTY,
		};
		let found = Simulation { effects: vec![effect], questions: 9 };
		let text = simulation(&found);
		let line = text.lines().nth(1).unwrap();
		let cells: Vec<&str> = line.split("  ").filter(|cell| !cell.is_empty()).collect();
		let expected =
			["everybody else who is verified", "TREAT", "any", "any but PSY", "Observation", "-"];
		assert_eq!(cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>(), expected);
		assert_eq!(simulation_json(&found)["changes"][0]["gained"], json!(["Observation"]));
		let nothing = Simulation { effects: Vec::new(), questions: 9 };
		assert_eq!(simulation(&nothing), "nothing changes\n");
		assert_eq!(short!(Purposes::ALL, Purpose, ""), "any");
	}
}
