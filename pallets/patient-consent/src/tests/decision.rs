//! The decision rule: single cases a reader can follow, and an independent model over random ones.

use super::*;
use medchain_support::{InspectCredentials, Role};

fn grant(terms: TestTerms) {
	assert_ok!(Consent::grant(signed(PATIENT), PATIENT, terms));
}

fn classes(list: &[ResourceClass]) -> ResourceClasses {
	list.iter().copied().collect()
}

#[test]
fn outside_its_scope_a_directive_is_silent() {
	build_and_execute(|| {
		grant(treatment());
		assert_eq!(outcome(HOSPITAL), Outcome::Permit);
		assert_eq!(outcome(STRANGER), Outcome::NoConsent);
		let paying = AccessRequest { purpose: Purpose::Payment, ..request() };
		assert_eq!(decide(HOSPITAL, paying).outcome, Outcome::NoConsent);
	});
}

#[test]
fn a_dissent_denies_what_its_scope_covers() {
	build_and_execute(|| {
		grant(plain(BasePolicy::OptOut, scope_of(ActorRef::Account(STRANGER))));
		assert_eq!(outcome(STRANGER), Outcome::Deny);
		assert_eq!(outcome(HOSPITAL), Outcome::NoConsent);
		assert_eq!(decide(STRANGER, request()).based_on, Some(reference(0, 1)));
	});
}

#[test]
fn an_unverified_actor_is_always_denied() {
	build_and_execute(|| {
		grant(plain(BasePolicy::OptIn, TestScope::everything()));
		assert_eq!(outcome(STRANGER), Outcome::Permit);
		assert_eq!(
			decide(UNVERIFIED, request()),
			Decision::refuse(Outcome::Deny, None, &request()),
		);
	});
}

#[test]
fn a_directive_to_an_organisation_covers_those_affiliated_to_it() {
	build_and_execute(|| {
		grant(treatment());
		assert_eq!(outcome(DOCTOR), Outcome::Permit);
		Registry::end_affiliation(&DOCTOR, &HOSPITAL);
		assert_eq!(outcome(DOCTOR), Outcome::Deny);
		assert_eq!(outcome(HOSPITAL), Outcome::Permit);
	});
}

#[test]
fn a_directive_to_an_account_covers_nobody_else() {
	build_and_execute(|| {
		grant(plain(BasePolicy::OptIn, scope_of(ActorRef::Account(HOSPITAL))));
		assert_eq!(outcome(HOSPITAL), Outcome::Permit);
		assert_eq!(outcome(DOCTOR), Outcome::NoConsent);
	});
}

#[test]
fn a_directive_to_a_role_covers_whoever_holds_it() {
	build_and_execute(|| {
		grant(plain(BasePolicy::OptIn, scope_of(ActorRef::Role(Role::Practitioner))));
		assert_eq!(outcome(DOCTOR), Outcome::Permit);
		assert_eq!(outcome(HOSPITAL), Outcome::NoConsent);
		Registry::take_role(&DOCTOR, Role::Practitioner);
		assert_eq!(outcome(DOCTOR), Outcome::NoConsent);
	});
}

#[test]
fn a_directive_to_a_role_covers_those_who_act_for_an_organisation_with_it() {
	build_and_execute(|| {
		grant(plain(BasePolicy::OptIn, scope_of(ActorRef::Role(Role::ProviderOrganization))));
		assert_eq!(outcome(HOSPITAL), Outcome::Permit);
		assert_eq!(outcome(DOCTOR), Outcome::Permit);
		let alone = Consent::decide(PATIENT, Actor::alone(DOCTOR), request());
		assert_eq!(alone.outcome, Outcome::NoConsent);
	});
}

#[test]
fn a_period_holds_from_its_first_to_its_last_second() {
	build_and_execute(|| {
		let period = Period::new(NOW + 10, NOW + 20);
		grant(plain(BasePolicy::OptIn, TestScope { period, ..TestScope::everything() }));
		for (at, expected) in [
			(NOW, Outcome::NoConsent),
			(NOW + 9, Outcome::NoConsent),
			(NOW + 10, Outcome::Permit),
			(NOW + 20, Outcome::Permit),
			(NOW + 21, Outcome::NoConsent),
			(NOW + 1_000_000, Outcome::NoConsent),
		] {
			set_now(at);
			assert_eq!(outcome(STRANGER), expected, "at {at}");
		}
	});
}

#[test]
fn denied_classes_are_to_be_redacted() {
	build_and_execute(|| {
		let psychiatric = TestScope {
			classes: ResourceClass::DocumentReference.into(),
			..TestScope::everything()
		};
		grant(with_provision(treatment(), ProvisionKind::Deny, psychiatric));
		let asked = AccessRequest {
			classes: classes(&[ResourceClass::Observation, ResourceClass::DocumentReference]),
			..request()
		};
		assert_eq!(
			decide(HOSPITAL, asked),
			Decision {
				outcome: Outcome::Permit,
				based_on: Some(reference(0, 1)),
				permitted: ResourceClass::Observation.into(),
				redact: ResourceClass::DocumentReference.into(),
			},
		);
		let only_denied =
			AccessRequest { classes: ResourceClass::DocumentReference.into(), ..request() };
		assert_eq!(decide(HOSPITAL, only_denied).outcome, Outcome::Deny);
	});
}

#[test]
fn a_denied_label_denies_whatever_carries_it() {
	build_and_execute(|| {
		let psychiatric =
			TestScope { sensitivities: Sensitivity::Psychiatry.into(), ..TestScope::everything() };
		grant(with_provision(treatment(), ProvisionKind::Deny, psychiatric));
		let labelled = |labels: &[Sensitivity]| {
			let sensitivities = labels.iter().copied().collect();
			decide(HOSPITAL, AccessRequest { sensitivities, ..request() }).outcome
		};
		assert_eq!(labelled(&[]), Outcome::Permit);
		assert_eq!(labelled(&[Sensitivity::Normal]), Outcome::Permit);
		assert_eq!(labelled(&[Sensitivity::Psychiatry]), Outcome::Deny);
		assert_eq!(labelled(&[Sensitivity::Normal, Sensitivity::Psychiatry]), Outcome::Deny);
	});
}

#[test]
fn data_without_labels_count_as_normal() {
	build_and_execute(|| {
		let normal =
			TestScope { sensitivities: Sensitivity::Normal.into(), ..TestScope::everything() };
		grant(plain(BasePolicy::OptIn, normal));
		assert_eq!(outcome(STRANGER), Outcome::Permit);
		let restricted =
			AccessRequest { sensitivities: Sensitivity::Restricted.into(), ..request() };
		assert_eq!(decide(STRANGER, restricted).outcome, Outcome::NoConsent);
	});
}

#[test]
fn each_label_can_be_permitted_by_a_directive_of_its_own() {
	build_and_execute(|| {
		for label in [Sensitivity::Hiv, Sensitivity::Psychiatry] {
			grant(plain(
				BasePolicy::OptIn,
				TestScope { sensitivities: label.into(), ..TestScope::everything() },
			));
		}
		let labelled = |labels: &[Sensitivity]| {
			let sensitivities = labels.iter().copied().collect();
			decide(STRANGER, AccessRequest { sensitivities, ..request() }).outcome
		};
		assert_eq!(labelled(&[Sensitivity::Hiv, Sensitivity::Psychiatry]), Outcome::Permit);
		assert_eq!(labelled(&[Sensitivity::Hiv, Sensitivity::Sexuality]), Outcome::NoConsent);
	});
}

#[test]
fn a_denial_wins_within_a_directive_and_across_directives() {
	build_and_execute(|| {
		let both = with_provision(
			with_provision(treatment(), ProvisionKind::Permit, TestScope::everything()),
			ProvisionKind::Deny,
			TestScope { actions: Action::Disclose.into(), ..TestScope::everything() },
		);
		grant(both);
		let disclose = AccessRequest { action: Action::Disclose, ..request() };
		assert_eq!(outcome(HOSPITAL), Outcome::Permit);
		assert_eq!(decide(HOSPITAL, disclose).outcome, Outcome::Deny);
		grant(plain(BasePolicy::OptOut, scope_of(ActorRef::Account(HOSPITAL))));
		assert_eq!(decide(HOSPITAL, request()).outcome, Outcome::Deny);
		assert_eq!(decide(HOSPITAL, request()).based_on, Some(reference(1, 1)));
		assert_eq!(outcome(DOCTOR), Outcome::Permit);
	});
}

#[test]
fn a_permitting_provision_is_an_exception_to_a_dissent() {
	build_and_execute(|| {
		grant(with_provision(
			plain(BasePolicy::OptOut, TestScope::everything()),
			ProvisionKind::Permit,
			scope_of(ActorRef::Account(HOSPITAL)),
		));
		assert_eq!(outcome(HOSPITAL), Outcome::Permit);
		assert_eq!(outcome(STRANGER), Outcome::Deny);
	});
}

#[test]
fn a_provision_reaches_no_further_than_its_directives_scope() {
	build_and_execute(|| {
		grant(with_provision(
			treatment(),
			ProvisionKind::Permit,
			scope_of(ActorRef::Account(STRANGER)),
		));
		assert_eq!(outcome(STRANGER), Outcome::NoConsent);
	});
}

/// Random terms and requests.
pub(super) trait Cases {
	fn actor(&mut self) -> ActorRef<AccountId>;
	fn scope(&mut self) -> TestScope;
	fn terms(&mut self) -> TestTerms;
	fn request(&mut self) -> AccessRequest;
}

impl Cases for Dice {
	fn actor(&mut self) -> ActorRef<AccountId> {
		let account = self.one_of(&ACTORS);
		match self.below(3) {
			0 => ActorRef::Account(account),
			1 => ActorRef::Organization(account),
			_ => ActorRef::Role(self.one_of(&[Role::Practitioner, Role::ProviderOrganization])),
		}
	}

	fn scope(&mut self) -> TestScope {
		let actors: Vec<_> = (0..self.below(3)).map(|_| self.actor()).collect();
		let period = match self.below(4) {
			0 => Period::new(NOW - self.below(30), NOW + self.below(30)),
			1 => Period { start: Some(NOW + self.below(20)), end: None },
			_ => Period::ALWAYS,
		};
		TestScope {
			actors: actors.try_into().unwrap(),
			purposes: self.some_of(&PURPOSES),
			actions: self.some_of(&ACTIONS),
			classes: self.some_of(&CLASSES),
			sensitivities: self.some_of(&LABELS),
			period,
		}
	}

	fn terms(&mut self) -> TestTerms {
		let provisions: Vec<_> = (0..self.below(4))
			.map(|_| Provision {
				kind: self.one_of(&[ProvisionKind::Permit, ProvisionKind::Deny]),
				scope: self.scope(),
			})
			.collect();
		TestTerms {
			base: self.one_of(&[BasePolicy::OptIn, BasePolicy::OptOut]),
			scope: self.scope(),
			provisions: provisions.try_into().unwrap(),
		}
	}

	fn request(&mut self) -> AccessRequest {
		let asked: ResourceClasses = self.some_of(&CLASSES);
		AccessRequest {
			purpose: self.one_of(&PURPOSES),
			action: self.one_of(&ACTIONS),
			classes: asked.with(self.one_of(&CLASSES)),
			sensitivities: self.some_of(&LABELS),
		}
	}
}

/// Who asks in random cases.
const ASKING: [AccountId; 6] = [HOSPITAL, DOCTOR, DOCTOR, STRANGER, UNVERIFIED, PATIENT];
pub(super) const ACTORS: [AccountId; 4] = [HOSPITAL, DOCTOR, STRANGER, UNVERIFIED];
const PURPOSES: [Purpose; 3] = [Purpose::Treat, Purpose::Research, Purpose::Payment];
const ACTIONS: [Action; 2] = [Action::Access, Action::Disclose];
const CLASSES: [ResourceClass; 4] = [
	ResourceClass::Observation,
	ResourceClass::Condition,
	ResourceClass::DocumentReference,
	ResourceClass::Coverage,
];
const LABELS: [Sensitivity; 3] = [Sensitivity::Normal, Sensitivity::Psychiatry, Sensitivity::Hiv];

/// The rule once more, written from the README without sets: one class and one label at a time.
mod model {
	use super::*;

	fn covers(
		scope: &TestScope,
		actor: &Actor<AccountId>,
		request: &AccessRequest,
		class: ResourceClass,
		label: Sensitivity,
		now: u64,
	) -> bool {
		let stands_for = |who: AccountId| actor.account == who || actor.organization == Some(who);
		let named = scope.actors.iter().any(|reference| match reference {
			ActorRef::Account(account) => actor.account == *account,
			ActorRef::Organization(organization) => stands_for(*organization),
			ActorRef::Role(role) => {
				ACTORS.into_iter().any(|who| stands_for(who) && Registry::has_role(&who, *role))
			}
		});
		(scope.actors.is_empty() || named)
			&& (scope.purposes == Purposes::EMPTY || scope.purposes.contains(request.purpose))
			&& (scope.actions == Actions::EMPTY || scope.actions.contains(request.action))
			&& (scope.classes == ResourceClasses::EMPTY || scope.classes.contains(class))
			&& (scope.sensitivities == Sensitivities::EMPTY || scope.sensitivities.contains(label))
			&& scope.period.start.unwrap_or(0) <= now
			&& now <= scope.period.end.unwrap_or(u64::MAX)
	}

	/// `Some(true)` permits, `Some(false)` denies, `None` says nothing.
	fn says(terms: &TestTerms, covers: impl Fn(&TestScope) -> bool) -> Option<bool> {
		if !covers(&terms.scope) {
			return None;
		}
		let excepted = |kind| terms.provisions.iter().any(|p| p.kind == kind && covers(&p.scope));
		if excepted(ProvisionKind::Deny) {
			Some(false)
		} else if excepted(ProvisionKind::Permit) {
			Some(true)
		} else {
			Some(terms.base == BasePolicy::OptIn)
		}
	}

	/// Outcome, and the classes permitted. `delegated` is the scope of the actor's delegation.
	pub fn decide(
		book: &[TestTerms],
		delegated: Option<&TestScope>,
		actor: &Actor<AccountId>,
		request: &AccessRequest,
		now: u64,
	) -> (Outcome, Vec<ResourceClass>) {
		if actor.account == PATIENT && actor.organization.is_none() {
			return (Outcome::Permit, request.classes.iter().collect());
		}
		let belongs = match actor.organization {
			Some(organization) => Registry::is_affiliated(&actor.account, &organization),
			None => true,
		};
		if !belongs || !Registry::is_verified(&actor.account) {
			return (Outcome::Deny, Vec::new());
		}
		let mut labels: Vec<Sensitivity> = request.sensitivities.iter().collect();
		if labels.is_empty() {
			labels.push(Sensitivity::Normal);
		}
		let (mut permitted, mut any_denial) = (Vec::new(), false);
		for class in request.classes.iter() {
			let mut permitted_with_every_label = true;
			for label in &labels {
				let said: Vec<bool> = book
					.iter()
					.filter_map(|terms| {
						says(terms, |scope| covers(scope, actor, request, class, *label, now))
					})
					.collect();
				let delegate = actor.organization.is_none()
					&& delegated
						.is_some_and(|scope| covers(scope, actor, request, class, *label, now));
				any_denial |= said.contains(&false);
				permitted_with_every_label &=
					(delegate || said.contains(&true)) && !said.contains(&false);
			}
			if permitted_with_every_label {
				permitted.push(class);
			}
		}
		let outcome = match (permitted.is_empty(), any_denial) {
			(false, _) => Outcome::Permit,
			(true, true) => Outcome::Deny,
			(true, false) => Outcome::NoConsent,
		};
		(outcome, permitted)
	}
}

#[test]
fn an_independent_model_agrees_on_random_cases() {
	const SEED: u64 = 0x6d65_6463_6861_696e;
	const BOOKS: u64 = 600;
	const REQUESTS: u64 = 20;
	let mut dice = Dice::new(SEED);
	let mut seen = [0u32; 3];
	for _ in 0..BOOKS {
		build_and_execute(|| {
			let mut book = Vec::new();
			for _ in 0..dice.below(6) {
				let terms = dice.terms();
				if Consent::grant(signed(PATIENT), PATIENT, terms.clone()).is_ok() {
					book.push(terms);
				}
			}
			let mut delegated = Vec::new();
			for delegate in [STRANGER, DOCTOR] {
				let scope = TestScope { actors: Default::default(), ..dice.scope() };
				let kind = dice.one_of(&[DelegateKind::Guardian, DelegateKind::Proxy]);
				if dice.below(3) == 0
					&& Consent::delegate(signed(PATIENT), PATIENT, delegate, kind, scope.clone())
						.is_ok()
				{
					delegated.push((delegate, scope));
				}
			}
			for _ in 0..REQUESTS {
				let now = NOW + dice.below(40);
				set_now(now);
				let account = dice.one_of(&ASKING);
				let organization = dice.one_of(&[None, None, Some(HOSPITAL), Some(STRANGER)]);
				let actor = Actor { account, organization };
				let asked = dice.request();
				let decision = Consent::decide(PATIENT, actor, asked);
				let scope = delegated.iter().find(|(who, _)| *who == account).map(|(_, s)| s);
				let (outcome, permitted) = model::decide(&book, scope, &actor, &asked, now);
				assert_eq!(decision.outcome, outcome, "{book:?} {actor:?} {asked:?}");
				assert_eq!(decision.permitted.iter().collect::<Vec<_>>(), permitted);
				assert_eq!(decision.redact, asked.classes.difference(decision.permitted));
				if outcome == Outcome::NoConsent {
					assert_eq!(decision.based_on, None);
				}
				if decision.based_on.is_none() {
					let reason = account == PATIENT
						|| scope.is_some() || account == UNVERIFIED
						|| organization.is_some()
						|| outcome == Outcome::NoConsent;
					assert!(reason, "a decision without a basis: {actor:?} {decision:?}");
				}
				seen[outcome as usize] += 1;
			}
		});
	}
	println!("{} random cases, seed {SEED:#x}: permit, deny, none = {seen:?}", BOOKS * REQUESTS);
	assert!(seen.iter().all(|count| *count > 500), "the cases are lopsided: {seen:?}");
}
