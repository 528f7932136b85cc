//! What a change does to records that are opened in an emergency, past the directives.

use crate::types::{BasePolicy, Change, Directive, DirectiveTerms, ProvisionKind, Scope};
use medchain_support::Purpose;

/// What terms say about emergencies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stance {
	/// They do not name the purpose `ETREAT`.
	Silent,
	/// They name it and forbid nothing for it.
	Open,
	/// What they deny for it stays closed when the glass is broken.
	Closed,
}

/// What the terms that go and those that come say about emergencies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Emergencies {
	/// Those that go.
	pub before: Stance,
	/// Those that come.
	pub after: Stance,
}

impl Emergencies {
	/// Of a change of the directives in force.
	pub fn of(in_force: &[Directive], change: &Change) -> Self {
		let going = in_force.iter().find(|directive| Some(directive.id) == change.replaces);
		let of = |terms: Option<&DirectiveTerms>| terms.map_or(Stance::Silent, stance);
		Self { before: of(going.map(|going| &going.terms)), after: of(change.terms.as_ref()) }
	}
}

/// Breaking the glass opens what is not denied by directives whose scope names `ETREAT`, or by those
/// of their provisions that do.
fn stance(terms: &DirectiveTerms) -> Stance {
	let names = |scope: &Scope| scope.purposes.contains(Purpose::EmergencyTreat);
	let reaches = |scope: &Scope| scope.purposes.is_empty() || names(scope);
	let of_scope = names(&terms.scope);
	let named = |kind: Option<ProvisionKind>| {
		terms.provisions.iter().any(|provision| {
			kind.is_none_or(|kind| provision.kind == kind)
				&& (names(&provision.scope) || of_scope && reaches(&provision.scope))
		})
	};
	let closes = of_scope && terms.base == BasePolicy::OptOut || named(Some(ProvisionKind::Deny));
	match (reaches(&terms.scope), closes) {
		(true, true) => Stance::Closed,
		(true, false) if of_scope || named(None) => Stance::Open,
		_ => Stance::Silent,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::Provision;
	use medchain_support::Purposes;

	fn scope(purposes: &[Purpose]) -> Scope {
		let purposes = purposes.iter().copied().collect::<Purposes>().into();
		Scope { purposes, ..Scope::default() }
	}

	fn says(base: BasePolicy, purposes: &[Purpose], exception: Option<Provision>) -> Stance {
		let provisions = exception.into_iter().collect();
		stance(&DirectiveTerms { base, scope: scope(purposes), provisions })
	}

	#[test]
	fn only_what_names_emergencies_speaks_about_them() {
		use BasePolicy::{OptIn, OptOut};
		let [treat, etreat] = [Purpose::Treat, Purpose::EmergencyTreat];
		let deny = |purposes: &[Purpose]| {
			Some(Provision { kind: ProvisionKind::Deny, scope: scope(purposes) })
		};
		assert_eq!(says(OptOut, &[], None), Stance::Silent, "a denial of everything");
		assert_eq!(says(OptOut, &[treat], deny(&[etreat])), Stance::Silent, "out of the scope");
		assert_eq!(says(OptIn, &[etreat], None), Stance::Open);
		assert_eq!(says(OptOut, &[treat, etreat], None), Stance::Closed);
		assert_eq!(says(OptIn, &[], deny(&[etreat])), Stance::Closed);
		assert_eq!(says(OptIn, &[], deny(&[treat])), Stance::Silent);
		assert_eq!(says(OptIn, &[etreat], deny(&[])), Stance::Closed);
		let permit = Provision { kind: ProvisionKind::Permit, scope: scope(&[etreat]) };
		assert_eq!(says(OptIn, &[], Some(permit)), Stance::Open);
	}
}
