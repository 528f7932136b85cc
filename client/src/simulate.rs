//! What a directive would change, before anybody signs it.
//!
//! The client makes up the questions: everybody whom a directive names, and everybody else, for
//! each purpose, action and label that matters. The chain answers them twice, with the patient's
//! directives as they are and as they would be.

use crate::{
	error::{Error, Result},
	node::AtBlock,
	types::{ActorRef, Change, Directive, DirectiveTerms, Scope, RUNTIME_API},
	wire::OnChain,
};
use medchain_support::{
	AccessRequest, Action, Actions, Decision, Purpose, Purposes, ResourceClasses, Sensitivities,
	Sensitivity,
};
use std::collections::BTreeMap;
use subxt::{dynamic, utils::AccountId32};

/// Most questions that the chain answers at once.
const PAGE: usize = 512;

/// Who asks: somebody whom a directive names, or any verified actor whom none names.
pub type Asker = Option<ActorRef>;

/// Everybody and everything that the answers can differ for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Matrix {
	/// Who asks.
	pub askers: Vec<Asker>,
	/// For what.
	pub purposes: Purposes,
	/// To do what.
	pub actions: Actions,
	/// Carrying which label, one at a time.
	pub labels: Sensitivities,
}

impl Matrix {
	/// The matrix of the directives in force and of new terms. Where every directive restricts
	/// itself to some codes, the others are left out: there all of them are silent before and
	/// after.
	pub fn of(in_force: &[Directive], new: Option<&DirectiveTerms>) -> Self {
		let terms = || in_force.iter().map(|directive| &directive.terms).chain(new);
		let roots = || terms().map(|terms| &terms.scope);
		let mut askers = vec![None];
		for scope in terms().flat_map(scopes) {
			for actor in &scope.actors {
				if !askers.contains(&Some(*actor)) {
					askers.push(Some(*actor));
				}
			}
		}
		macro_rules! codes {
			($field:ident, $set:ident) => {
				match roots().any(|scope| scope.$field.is_empty()) {
					true => $set::ALL,
					false => roots().fold($set::EMPTY, |all, scope| all.union(*scope.$field)),
				}
			};
		}
		// A request without labels is one for normal confidentiality.
		let labels = codes!(sensitivities, Sensitivities).with(Sensitivity::Normal);
		askers.rotate_left(1);
		Self {
			askers,
			purposes: codes!(purposes, Purposes),
			actions: codes!(actions, Actions),
			labels,
		}
	}

	/// Its questions, in a fixed order.
	fn cells(&self) -> Vec<Cell> {
		let mut cells = Vec::new();
		for asker in 0..self.askers.len() {
			for purpose in self.purposes.iter() {
				for action in self.actions.iter() {
					let cell = |label| Cell { asker, purpose, action, label };
					cells.extend(self.labels.iter().map(cell));
				}
			}
		}
		cells
	}
}

/// The scope of terms and those of their exceptions.
fn scopes(terms: &DirectiveTerms) -> impl Iterator<Item = &Scope> {
	std::iter::once(&terms.scope).chain(terms.provisions.iter().map(|provision| &provision.scope))
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Cell {
	/// Position of who asks.
	asker: usize,
	purpose: Purpose,
	action: Action,
	label: Sensitivity,
}

/// What a change gives to and takes from somebody.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Effect {
	/// Whom.
	pub asker: Asker,
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

/// What a change would do, and how many questions that took.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Simulation {
	/// What changes. Nothing, if there are none.
	pub effects: Vec<Effect>,
	/// How many questions the chain answered.
	pub questions: usize,
}

/// What a change of a patient's directives would do now. Writes nothing.
pub async fn simulate(
	at: &AtBlock,
	patient: &AccountId32,
	in_force: &[Directive],
	change: &Change,
) -> Result<Simulation> {
	let matrix = Matrix::of(in_force, change.terms.as_ref());
	let cells = matrix.cells();
	let mut answers = Vec::with_capacity(cells.len());
	for page in cells.chunks(PAGE) {
		let questions: Vec<_> = page
			.iter()
			.map(|cell| {
				let request = AccessRequest {
					purpose: cell.purpose,
					action: cell.action,
					classes: ResourceClasses::ALL,
					sensitivities: cell.label.into(),
				};
				(matrix.askers.get(cell.asker).copied().flatten(), OnChain(request))
			})
			.collect();
		let call = dynamic::runtime_api_call::<_, Vec<(OnChain<Decision>, OnChain<Decision>)>>(
			RUNTIME_API,
			"simulate",
			(*patient, change.clone(), questions),
		);
		let page_answers = at.runtime_apis().call(call).await?;
		if page_answers.len() != page.len() {
			return Err(Error::Input(match change.replaces {
				Some(id) => format!("{patient} has no directive {id} in force"),
				None => "the chain does not answer such questions about these terms".into(),
			}));
		}
		answers.extend(page_answers);
	}
	let differences = cells.iter().zip(answers).map(|(cell, (before, after))| {
		let gained = after.permitted.difference(before.permitted);
		let lost = before.permitted.difference(after.permitted);
		(*cell, gained, lost)
	});
	let effects = merge(&matrix.askers, differences);
	Ok(Simulation { effects, questions: cells.len() })
}

/// Lines that differ in one dimension alone become one.
fn merge(
	askers: &[Asker],
	differences: impl Iterator<Item = (Cell, ResourceClasses, ResourceClasses)>,
) -> Vec<Effect> {
	// Keys are the numbers of the sets, which have an order.
	let mut labels = BTreeMap::<_, Sensitivities>::new();
	for (cell, gained, lost) in differences {
		if gained.is_empty() && lost.is_empty() {
			continue;
		}
		let key = (cell.asker, cell.purpose, cell.action, gained.0, lost.0);
		let entry = labels.entry(key).or_default();
		*entry = entry.with(cell.label);
	}
	let mut actions = BTreeMap::<_, Actions>::new();
	for ((asker, purpose, action, gained, lost), labels) in labels {
		let entry = actions.entry((asker, purpose, labels.0, gained, lost)).or_default();
		*entry = entry.with(action);
	}
	let mut purposes = BTreeMap::<_, Purposes>::new();
	for ((asker, purpose, labels, gained, lost), actions) in actions {
		let entry = purposes.entry((asker, actions.0, labels, gained, lost)).or_default();
		*entry = entry.with(purpose);
	}
	purposes
		.into_iter()
		.map(|((asker, actions, labels, gained, lost), purposes)| Effect {
			asker: askers.get(asker).copied().flatten(),
			purposes,
			actions: Actions(actions),
			labels: Sensitivities(labels),
			gained: ResourceClasses(gained),
			lost: ResourceClasses(lost),
		})
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::{BasePolicy, Provision, ProvisionKind};
	use medchain_support::{ResourceClass, Role};

	fn terms(scope: Scope, exceptions: Vec<Scope>) -> DirectiveTerms {
		let deny = |scope| Provision { kind: ProvisionKind::Deny, scope };
		DirectiveTerms {
			base: BasePolicy::OptIn,
			scope,
			provisions: exceptions.into_iter().map(deny).collect(),
		}
	}

	fn named(actor: ActorRef) -> Scope {
		Scope {
			actors: vec![actor],
			purposes: Purposes::from(Purpose::Treat).into(),
			actions: Actions::from(Action::Access).into(),
			..Scope::default()
		}
	}

	#[test]
	fn the_matrix_holds_everybody_named_and_everybody_else() {
		let hospital = ActorRef::Organization(AccountId32([1; 32]));
		let pharmacies = ActorRef::Role(Role::Pharmacy.into());
		let in_force = [Directive {
			id: 0,
			version: 1,
			terms: terms(named(hospital), vec![named(pharmacies)]),
			since: 0,
		}];
		let new = terms(named(hospital), Vec::new());
		let matrix = Matrix::of(&in_force, Some(&new));
		assert_eq!(matrix.askers, [Some(hospital), Some(pharmacies), None]);
		assert_eq!(matrix.purposes, Purpose::Treat.into());
		assert_eq!(matrix.actions, Action::Access.into());
		assert_eq!(matrix.labels, Sensitivities::ALL, "no directive restricts itself to labels");
		assert_eq!(matrix.cells().len(), 3 * Sensitivity::ALL.len());
	}

	#[test]
	fn what_no_directive_restricts_is_asked_for_every_code() {
		let matrix = Matrix::of(&[], Some(&terms(Scope::default(), Vec::new())));
		assert_eq!(matrix.purposes, Purposes::ALL);
		assert_eq!(matrix.actions, Actions::ALL);
		assert_eq!(matrix.askers, [None]);
		let labelled = Scope {
			sensitivities: Sensitivities::from(Sensitivity::Hiv).into(),
			..Scope::default()
		};
		let matrix = Matrix::of(&[], Some(&terms(labelled, Vec::new())));
		let both = Sensitivities::from(Sensitivity::Hiv).with(Sensitivity::Normal);
		assert_eq!(matrix.labels, both, "normal confidentiality is always asked for");
	}

	#[test]
	fn equal_lines_become_one() {
		let askers = [Some(ActorRef::Role(Role::Pharmacy.into())), None];
		let cell = |asker, purpose, action, label| Cell { asker, purpose, action, label };
		let observation = ResourceClasses::from(ResourceClass::Observation);
		let none = ResourceClasses::EMPTY;
		let mut differences = Vec::new();
		for purpose in [Purpose::Treat, Purpose::CareManagement] {
			for action in [Action::Access, Action::Use] {
				for label in [Sensitivity::Normal, Sensitivity::Restricted] {
					differences.push((cell(0, purpose, action, label), observation, none));
				}
			}
		}
		let lost = cell(1, Purpose::Treat, Action::Access, Sensitivity::Normal);
		differences.push((lost, none, observation));
		let same = cell(1, Purpose::Treat, Action::Use, Sensitivity::Normal);
		differences.push((same, none, none));

		let effects = merge(&askers, differences.into_iter());
		assert_eq!(effects.len(), 2);
		assert_eq!(effects[0].purposes.iter().count(), 2);
		assert_eq!(effects[0].actions.iter().count(), 2);
		assert_eq!(effects[0].labels.iter().count(), 2);
		assert_eq!((effects[0].gained, effects[0].lost), (observation, none));
		assert_eq!(effects[1].asker, None);
		assert_eq!(effects[1].lost, observation);
		assert!(merge(&askers, std::iter::empty()).is_empty());
	}
}
