//! One file a call or theme. Every test runs in `build_and_execute`, which checks the invariants
//! afterwards.

mod access;
mod amend;
mod decision;
mod delegation;
mod emergency;
mod grant;
mod invariants;
mod random;
mod records;
mod requests;
mod revoke;
mod simulation;

use crate::{mock::*, *};
use frame::{prelude::*, testing_prelude::*};
use medchain_support::{
	testing::{Dice, Registry},
	AccessRequest, Action, Actions, Actor, Commitment, Decision, DirectiveRef, Outcome, Period,
	Purpose, Purposes, RecordAccess, ResourceClass, ResourceClasses, Role, Roles, Sensitivities,
	Sensitivity,
};

type Consent = Pallet<Test>;
type TestError = Error<Test>;
type TestTerms = Terms<AccountId>;
type TestScope = Scope<AccountId>;

/// A scope that names one actor.
fn scope_of(actor: ActorRef<AccountId>) -> TestScope {
	TestScope { actors: vec![actor].try_into().unwrap(), ..TestScope::everything() }
}

/// Terms without exceptions.
fn plain(base: BasePolicy, scope: TestScope) -> TestTerms {
	TestTerms { base, scope, provisions: Default::default() }
}

/// The hospital may see everything for treatment.
fn treatment() -> TestTerms {
	plain(
		BasePolicy::OptIn,
		TestScope { purposes: Purpose::Treat.into(), ..scope_of(ActorRef::Organization(HOSPITAL)) },
	)
}

fn with_provision(terms: TestTerms, kind: ProvisionKind, scope: TestScope) -> TestTerms {
	let mut provisions = terms.provisions.into_inner();
	provisions.push(Provision { kind, scope });
	TestTerms { provisions: provisions.try_into().unwrap(), ..terms }
}

/// Access to observations for treatment.
fn request() -> AccessRequest {
	AccessRequest {
		purpose: Purpose::Treat,
		action: Action::Access,
		classes: ResourceClass::Observation.into(),
		sensitivities: Sensitivities::EMPTY,
	}
}

fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Who asks: the doctor for the hospital, everybody else alone.
fn asking(account: AccountId) -> Actor<AccountId> {
	match account {
		DOCTOR => Actor::of(DOCTOR, HOSPITAL),
		_ => Actor::alone(account),
	}
}

fn decide(account: AccountId, request: AccessRequest) -> Decision {
	Consent::decide(PATIENT, asking(account), request)
}

fn outcome(actor: AccountId) -> Outcome {
	decide(actor, request()).outcome
}

fn reference(id: u32, version: u32) -> DirectiveRef {
	DirectiveRef { id, version }
}
