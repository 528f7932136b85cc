//! The questions that are made up, and what answers come to.

use super::*;
use crate::types::{
	ActorRef, BasePolicy, DelegateKind, Delegation, DirectiveTerms, Provision, ProvisionKind, Scope,
};
use codec::Encode;
use medchain_support::{
	Action, Actions, Actor, Outcome, Period, Purpose, Purposes, ResourceClass, ResourceClasses,
	Role, Roles, Sensitivities, Sensitivity,
};
use scale_info::TypeInfo;
use subxt::ext::scale_encode::EncodeAsType;

const NOW: u64 = 1_000;
const HOSPITAL: AccountId32 = AccountId32([1; 32]);
const DOCTOR: AccountId32 = AccountId32([2; 32]);
const GUARDIAN: AccountId32 = AccountId32([3; 32]);

fn terms(base: BasePolicy, scope: Scope) -> DirectiveTerms {
	DirectiveTerms { base, scope, provisions: Vec::new() }
}

fn of(actor: ActorRef) -> Scope {
	Scope { actors: vec![actor], ..Scope::default() }
}

fn practitioners() -> ActorRef {
	ActorRef::Role(Role::Practitioner.into())
}

fn others(organization: Option<AccountId32>, roles: impl Into<Roles>) -> Asker {
	Asker::Anybody { organization, roles: OnChain(roles.into()) }
}

fn grant(terms: DirectiveTerms) -> Change {
	Change { replaces: None, terms: Some(terms) }
}

/// A permit for the hospital to treat.
fn in_force() -> [Directive; 1] {
	let scope = Scope {
		purposes: Purposes::from(Purpose::Treat).into(),
		..of(ActorRef::Organization(HOSPITAL))
	};
	[Directive { id: 0, version: 1, terms: terms(BasePolicy::OptIn, scope), since: 0 }]
}

fn guardian(period: Period) -> Delegation {
	let scope = Scope { period: period.into(), ..Scope::default() };
	Delegation { delegate: GUARDIAN, kind: DelegateKind::Guardian, scope, by: None }
}

/// What a chain answers that decides as `decide` does: what somebody may see before and after.
fn answered(
	matrix: &Matrix,
	decide: impl Fn(Option<u64>, &Question) -> [ResourceClasses; 2],
) -> Vec<Effect> {
	let decision = |permitted| Decision {
		outcome: Outcome::Permit,
		based_on: None,
		permitted,
		redact: ResourceClasses::EMPTY,
	};
	let questions = matrix.questions();
	let all = questions.iter().flat_map(|(moment, some)| some.iter().map(|one| (*moment, one)));
	let answers: Vec<Answers> = all
		.map(|(moment, question)| {
			let [before, after] = decide(moment, question);
			(decision(before), decision(after))
		})
		.collect();
	assert_eq!(answers.len(), matrix.len());
	matrix.effects(&answers)
}

/// Who asks, as the runtime describes it.
#[derive(Encode, TypeInfo)]
enum OfChain {
	Actor { actor: Actor<[u8; 32]> },
	Anybody { organization: Option<[u8; 32]>, roles: Roles },
}

#[test]
fn who_asks_is_encoded_as_the_chain_describes_it() {
	let mut registry = scale_info::Registry::new();
	let id = registry.register_type(&scale_info::meta_type::<OfChain>()).id;
	let types = scale_info::PortableRegistry::from(registry);
	let actor = Actor { account: DOCTOR.0, organization: Some(HOSPITAL.0) };
	let roles = Roles::from(Role::Practitioner);
	for (ours, of_chain) in [
		(Asker::actor(DOCTOR, Some(HOSPITAL)), OfChain::Actor { actor }),
		(others(None, roles), OfChain::Anybody { organization: None, roles }),
	] {
		assert_eq!(ours.encode_as_type(id, &types).unwrap(), of_chain.encode());
	}
}

#[test]
fn a_role_is_asked_for_within_the_organisation_that_another_directive_names() {
	let change = grant(terms(BasePolicy::OptOut, of(practitioners())));
	let matrix = Matrix::of(&in_force(), &change, &[], NOW);
	assert_eq!(
		matrix.askers,
		[
			Asker::actor(HOSPITAL, None),
			others(Some(HOSPITAL), Role::Practitioner),
			others(Some(HOSPITAL), Roles::EMPTY),
			others(None, Role::Practitioner),
			others(None, Roles::EMPTY),
		]
	);
}

#[test]
fn an_account_is_asked_for_within_the_organisation_that_another_directive_names() {
	let change = grant(terms(BasePolicy::OptOut, of(ActorRef::Account(DOCTOR))));
	let matrix = Matrix::of(&in_force(), &change, &[], NOW);
	for asker in [Asker::actor(DOCTOR, None), Asker::actor(DOCTOR, Some(HOSPITAL))] {
		assert!(matrix.askers.contains(&asker), "{asker:?}");
	}
	let lost = ResourceClasses::from(ResourceClass::Observation);
	let effects = answered(&matrix, |_, (asker, _)| match asker {
		Asker::Actor { actor } if actor.account == DOCTOR && actor.organization.is_some() => {
			[lost, ResourceClasses::EMPTY]
		}
		_ => [lost, lost],
	});
	assert_eq!(effects.len(), 1, "{effects:?}");
	assert_eq!(effects[0].askers, [Asker::actor(DOCTOR, Some(HOSPITAL))]);
	assert_eq!((effects[0].gained, effects[0].lost), (ResourceClasses::EMPTY, lost));
}

#[test]
fn who_acts_for_the_patient_is_asked_for() {
	let change = grant(terms(BasePolicy::OptOut, Scope::default()));
	let delegates = [guardian(Period { start: None, end: Some(NOW + 9) })];
	let matrix = Matrix::of(&[], &change, &delegates, NOW);
	assert_eq!(matrix.askers, [Asker::actor(GUARDIAN, None), others(None, Roles::EMPTY)]);
	assert_eq!(matrix.moments, [None, Some(NOW + 10)], "then the guardian acts no longer");
}

#[test]
fn a_change_that_begins_later_is_told_with_its_beginning_and_end() {
	let period = Period { start: Some(NOW + 5), end: Some(NOW + 9) };
	let scope = Scope { period: period.into(), ..of(ActorRef::Organization(HOSPITAL)) };
	let past = guardian(Period { start: Some(NOW), end: Some(NOW - 1) });
	let change = grant(terms(BasePolicy::OptIn, scope));
	let matrix = Matrix::of(&[], &change, &[past], NOW);
	assert_eq!(matrix.moments, [None, Some(NOW + 5), Some(NOW + 10)]);

	let observation = ResourceClasses::from(ResourceClass::Observation);
	let none = ResourceClasses::EMPTY;
	let effects = answered(&matrix, |moment, (asker, _)| match moment {
		Some(at) if period.contains(at) && asker.is_of(&HOSPITAL) => [none, observation],
		_ => [none, none],
	});
	assert_eq!(effects.len(), 1, "{effects:?}");
	assert_eq!(effects[0].period, period);
	assert_eq!(effects[0].askers.len(), 2, "the hospital, and whoever asks for it");
	assert_eq!(effects[0].purposes, Purposes::ALL, "one line for all");
	assert_eq!((effects[0].gained, effects[0].lost), (observation, none));
}

#[test]
fn what_changes_now_and_otherwise_later_is_two_lines() {
	let period = Period { start: Some(NOW + 5), end: None };
	let scope = Scope { period: period.into(), ..Scope::default() };
	let matrix = Matrix::of(&[], &grant(terms(BasePolicy::OptIn, scope)), &[], NOW);
	let [first, second] = [ResourceClass::Observation, ResourceClass::Claim].map(Into::into);
	let none = ResourceClasses::EMPTY;
	let effects = answered(&matrix, |moment, _| match moment {
		None => [none, first],
		Some(_) => [none, second],
	});
	let told: Vec<_> = effects.iter().map(|effect| (effect.period, effect.gained)).collect();
	let until = Period { start: None, end: Some(NOW + 4) };
	assert_eq!(told, [(until, first), (period, second)]);
}

#[test]
fn codes_that_no_scope_tells_apart_share_a_question() {
	let labelled =
		Scope { sensitivities: Sensitivities::from(Sensitivity::Hiv).into(), ..Scope::default() };
	let mut granted = terms(BasePolicy::OptIn, Scope::default());
	granted.provisions.push(Provision { kind: ProvisionKind::Deny, scope: labelled });
	let matrix = Matrix::of(&in_force(), &grant(granted), &[], NOW);
	let treat = Purposes::from(Purpose::Treat);
	assert_eq!(matrix.purposes, [treat, Purposes::ALL.difference(treat)]);
	assert_eq!(matrix.actions, [Actions::ALL]);
	let hiv = Sensitivities::from(Sensitivity::Hiv);
	assert_eq!(matrix.labels, [Sensitivities::ALL.difference(hiv), hiv]);
	assert_eq!(matrix.len(), 3 * 2 * 2);

	let all = ResourceClasses::ALL;
	let effects = answered(&matrix, |_, (_, request)| {
		match request.sensitivities.contains(Sensitivity::Hiv) {
			true => [ResourceClasses::EMPTY; 2],
			false => [ResourceClasses::EMPTY, all],
		}
	});
	assert_eq!(effects.len(), 1, "{effects:?}");
	assert_eq!(effects[0].labels, Sensitivities::ALL.difference(hiv));
	assert_eq!((effects[0].purposes, effects[0].actions), (Purposes::ALL, Actions::ALL));
}

#[test]
fn what_the_change_says_nothing_about_is_not_asked() {
	let revoke = Change { replaces: Some(0), terms: None };
	let mut in_force = in_force().to_vec();
	in_force.push(Directive {
		id: 1,
		version: 1,
		terms: terms(BasePolicy::OptOut, of(practitioners())),
		since: 0,
	});
	let matrix = Matrix::of(&in_force, &revoke, &[], NOW);
	assert_eq!(matrix.purposes, [Purposes::from(Purpose::Treat)]);
	let amend = Scope {
		purposes: Purposes::from(Purpose::ClinicalTrial).into(),
		actions: Actions::from(Action::Access).into(),
		..Scope::default()
	};
	let change = Change { replaces: Some(0), terms: Some(terms(BasePolicy::OptIn, amend)) };
	let matrix = Matrix::of(&in_force, &change, &[], NOW);
	let both = [Purpose::Treat, Purpose::ClinicalTrial].map(Purposes::from);
	assert_eq!(matrix.purposes, both, "what goes and what comes");
	assert_eq!(matrix.actions.len(), 2, "what goes restricts itself to no action");
	assert!(Matrix::of(&in_force, &Change { replaces: None, terms: None }, &[], NOW).is_empty());
}
