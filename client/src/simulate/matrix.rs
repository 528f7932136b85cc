//! Everybody and everything for which the answers can differ.

use super::Question;
use crate::types::{ActorRef, Asker, Change, Delegation, Directive, DirectiveTerms, Scope};
use medchain_support::{
	AccessRequest, Action, Actions, Purpose, Purposes, ResourceClasses, Role, Roles, Sensitivities,
	Sensitivity,
};
use subxt::utils::AccountId32;

/// Everybody and everything for which the answers can differ.
///
/// Purposes that no scope tells apart get the same answers, so that one stands for them all; actions
/// and labels likewise. Those about which the terms that go and come say nothing are left out: the
/// change does not touch them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Matrix {
	/// When: now (`None`), and at these seconds, in their order.
	pub moments: Vec<Option<u64>>,
	/// Who asks.
	pub askers: Vec<Asker>,
	/// For what.
	pub purposes: Vec<Purposes>,
	/// To do what.
	pub actions: Vec<Actions>,
	/// Carrying which label, one at a time.
	pub labels: Vec<Sensitivities>,
}

/// One of a matrix's questions at each moment, by positions in its lists.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Cell {
	pub asker: usize,
	pub purpose: usize,
	pub action: usize,
	pub label: usize,
}

impl Matrix {
	/// The matrix of a change of the directives in force, of those who act for the patient, and of a
	/// present second.
	pub fn of(in_force: &[Directive], change: &Change, delegates: &[Delegation], now: u64) -> Self {
		let going = in_force.iter().filter(|directive| Some(directive.id) == change.replaces);
		let changing: Vec<&Scope> = going
			.map(|going| &going.terms)
			.chain(&change.terms)
			.map(|terms| &terms.scope)
			.collect();
		let terms = in_force.iter().map(|directive| &directive.terms).chain(&change.terms);
		let scopes: Vec<&Scope> = terms
			.flat_map(scopes)
			.chain(delegates.iter().map(|delegation| &delegation.scope))
			.collect();

		macro_rules! groups {
			($field:ident, $list:ident, $set:ident) => {{
				let touched = |code: &$list| {
					let in_scope =
						|scope: &&Scope| scope.$field.is_empty() || scope.$field.contains(*code);
					changing.iter().any(in_scope)
				};
				let mut groups: Vec<(Vec<bool>, $set)> = Vec::new();
				for code in $list::ALL.iter().copied().filter(touched) {
					let named = scopes.iter().map(|scope| scope.$field.contains(code)).collect();
					match groups.iter_mut().find(|(others, _)| *others == named) {
						Some((_, set)) => *set = set.with(code),
						None => groups.push((named, code.into())),
					}
				}
				groups.into_iter().map(|(_, set)| set).collect()
			}};
		}
		Self {
			moments: moments(&scopes, now),
			askers: askers(&scopes, delegates),
			purposes: groups!(purposes, Purpose, Purposes),
			actions: groups!(actions, Action, Actions),
			labels: groups!(sensitivities, Sensitivity, Sensitivities),
		}
	}

	/// How many questions it holds.
	pub fn len(&self) -> usize {
		let codes = [self.purposes.len(), self.actions.len(), self.labels.len()];
		codes.into_iter().fold(self.moments.len().saturating_mul(self.askers.len()), |all, some| {
			all.saturating_mul(some)
		})
	}

	/// Whether it holds no question.
	pub fn is_empty(&self) -> bool {
		self.len() == 0
	}

	/// Its questions, in a fixed order, moment by moment.
	pub fn questions(&self) -> Vec<(Option<u64>, Vec<Question>)> {
		let questions: Vec<Question> =
			self.cells().into_iter().filter_map(|cell| self.question(cell)).collect();
		self.moments.iter().map(|moment| (*moment, questions.clone())).collect()
	}

	/// The questions of one moment, by positions.
	pub(super) fn cells(&self) -> Vec<Cell> {
		let mut cells = Vec::new();
		for asker in 0..self.askers.len() {
			for purpose in 0..self.purposes.len() {
				for action in 0..self.actions.len() {
					let cell = |label| Cell { asker, purpose, action, label };
					cells.extend((0..self.labels.len()).map(cell));
				}
			}
		}
		cells
	}

	fn question(&self, cell: Cell) -> Option<Question> {
		let request = AccessRequest {
			purpose: self.purposes.get(cell.purpose)?.iter().next()?,
			action: self.actions.get(cell.action)?.iter().next()?,
			classes: ResourceClasses::ALL,
			sensitivities: self.labels.get(cell.label)?.iter().next()?.into(),
		};
		Some((*self.askers.get(cell.asker)?, request))
	}
}

/// The scope of terms and those of their exceptions.
fn scopes(terms: &DirectiveTerms) -> impl Iterator<Item = &Scope> {
	std::iter::once(&terms.scope).chain(terms.provisions.iter().map(|provision| &provision.scope))
}

/// Now, and each later second at which a period begins or is over.
fn moments(scopes: &[&Scope], now: u64) -> Vec<Option<u64>> {
	let over = |scope: &&Scope| scope.period.end.and_then(|end| end.checked_add(1));
	let mut edges: Vec<u64> = scopes
		.iter()
		.filter_map(|scope| scope.period.start)
		.chain(scopes.iter().filter_map(over))
		.filter(|edge| *edge > now)
		.collect();
	edges.sort_unstable();
	edges.dedup();
	std::iter::once(None).chain(edges.into_iter().map(Some)).collect()
}

/// Everybody named, alone and for each organisation named; those who act for the patient; and others:
/// for none or one of these organisations, in none or one of the roles named.
fn askers(scopes: &[&Scope], delegates: &[Delegation]) -> Vec<Asker> {
	let mut accounts: Vec<AccountId32> = Vec::new();
	let mut organizations: Vec<AccountId32> = Vec::new();
	let mut roles: Vec<Role> = Vec::new();
	for actor in scopes.iter().flat_map(|scope| &scope.actors) {
		match actor {
			ActorRef::Account(account) => add(&mut accounts, *account),
			ActorRef::Organization(account) => add(&mut organizations, *account),
			ActorRef::Role(role) => add(&mut roles, **role),
		}
	}
	let mut askers = Vec::new();
	let delegates = delegates.iter().map(|delegation| &delegation.delegate);
	for account in accounts.iter().chain(&organizations).chain(delegates) {
		add(&mut askers, Asker::actor(*account, None));
	}
	for account in &accounts {
		for organization in organizations.iter().filter(|other| *other != account) {
			add(&mut askers, Asker::actor(*account, Some(*organization)));
		}
	}
	let nobody_or = |organization: &AccountId32| Some(*organization);
	for organization in organizations.iter().map(nobody_or).chain([None]) {
		let in_a_role = roles.iter().map(|role| Roles::from(*role));
		for roles in in_a_role.chain([Roles::EMPTY]) {
			add(&mut askers, Asker::Anybody { organization, roles: roles.into() });
		}
	}
	askers
}

/// Adds what is not there yet.
fn add<T: PartialEq>(list: &mut Vec<T>, value: T) {
	if !list.contains(&value) {
		list.push(value);
	}
}
