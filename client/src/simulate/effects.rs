//! What the answers come to: who gains and loses what, from when until when.

use super::{matrix::Cell, Answers, Matrix};
use crate::types::Asker;
use medchain_support::{Actions, Period, Purposes, ResourceClasses, Sensitivities};
use std::collections::BTreeMap;

/// What a change gives to and takes from somebody.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Effect {
	/// Whom: all of these.
	pub askers: Vec<Asker>,
	/// When; from now on if it has no start.
	pub period: Period,
	/// For what.
	pub purposes: Purposes,
	/// To do what.
	pub actions: Actions,
	/// With data that carry one of these labels.
	pub labels: Sensitivities,
	/// The classes of resources that are permitted then, and were not before.
	pub gained: ResourceClasses,
	/// The classes that were permitted, and are not then.
	pub lost: ResourceClasses,
}

/// The bits of what was gained and what was lost.
type Difference = (u64, u64);
/// First and last second.
type Span = (Option<u64>, Option<u64>);

impl Matrix {
	/// What the answers to its [`Matrix::questions`] come to. Lines that differ in one column alone
	/// become one.
	pub fn effects(&self, answers: &[Answers]) -> Vec<Effect> {
		let cells = self.cells();
		let mut labels = BTreeMap::<_, Sensitivities>::new();
		for (n, cell) in cells.iter().enumerate() {
			let at_each_moment: Vec<Difference> =
				answers.iter().skip(n).step_by(cells.len()).map(difference).collect();
			for (span, difference) in self.spans(&at_each_moment) {
				let Cell { asker, purpose, action, label } = *cell;
				let entry = labels.entry((asker, span, purpose, action, difference)).or_default();
				*entry = entry.union(nth(&self.labels, label));
			}
		}
		let mut actions = BTreeMap::<_, Actions>::new();
		for ((asker, span, purpose, action, difference), labels) in labels {
			let entry = actions.entry((asker, span, purpose, labels.0, difference)).or_default();
			*entry = entry.union(nth(&self.actions, action));
		}
		let mut purposes = BTreeMap::<_, Purposes>::new();
		for ((asker, span, purpose, labels, difference), actions) in actions {
			let entry = purposes.entry((asker, span, actions.0, labels, difference)).or_default();
			*entry = entry.union(nth(&self.purposes, purpose));
		}
		let mut effects: Vec<Effect> = Vec::new();
		for ((asker, span, actions, labels, (gained, lost)), purposes) in purposes {
			let Some(asker) = self.askers.get(asker).copied() else { continue };
			let effect = Effect {
				askers: Vec::new(),
				period: Period { start: span.0, end: span.1 },
				purposes,
				actions: Actions(actions),
				labels: Sensitivities(labels),
				gained: ResourceClasses(gained),
				lost: ResourceClasses(lost),
			};
			let equal =
				|other: &&mut Effect| Effect { askers: Vec::new(), ..(*other).clone() } == effect;
			match effects.iter_mut().find(equal) {
				Some(other) => other.askers.push(asker),
				None => effects.push(Effect { askers: vec![asker], ..effect }),
			}
		}
		effects
	}

	/// What changes, and from which moment until before which.
	fn spans(&self, at_each_moment: &[Difference]) -> Vec<(Span, Difference)> {
		let mut spans: Vec<(Span, Difference)> = Vec::new();
		for (moment, difference) in self.moments.iter().zip(at_each_moment) {
			match spans.last_mut() {
				Some((_, last)) if last == difference => continue,
				Some(((_, end), _)) => *end = moment.map(|moment| moment.saturating_sub(1)),
				None => (),
			}
			spans.push(((*moment, None), *difference));
		}
		spans.retain(|(_, difference)| *difference != (0, 0));
		spans
	}
}

fn difference((before, after): &Answers) -> Difference {
	let gained = after.permitted.difference(before.permitted);
	let lost = before.permitted.difference(after.permitted);
	(gained.0, lost.0)
}

fn nth<T: Copy + Default>(list: &[T], position: usize) -> T {
	list.get(position).copied().unwrap_or_default()
}
