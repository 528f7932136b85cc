use super::{decision::Cases, *};

fn change(replaces: Option<u32>, terms: Option<TestTerms>) -> Change<AccountId> {
	Change { replaces, terms }
}

fn anybody(organization: Option<AccountId>, roles: Roles) -> Asker<AccountId> {
	Asker::Anybody { organization, roles }
}

fn account(account: AccountId) -> Asker<AccountId> {
	Asker::Actor { actor: Actor::alone(account) }
}

fn stranger() -> Asker<AccountId> {
	anybody(None, Roles::EMPTY)
}

fn of_hospital() -> Asker<AccountId> {
	anybody(Some(HOSPITAL), Roles::EMPTY)
}

fn simulated_at(
	change: Change<AccountId>,
	at: Option<u64>,
	asker: Asker<AccountId>,
) -> Vec<(Outcome, Outcome)> {
	Consent::simulate(PATIENT, change, at, vec![(asker, request())])
		.into_iter()
		.map(|(before, after)| (before.outcome, after.outcome))
		.collect()
}

fn simulated(change: Change<AccountId>, asker: Asker<AccountId>) -> Vec<(Outcome, Outcome)> {
	simulated_at(change, None, asker)
}

#[test]
fn a_grant_lets_those_in_whom_it_names() {
	build_and_execute(|| {
		let grant = || change(None, Some(treatment()));
		for insider in [of_hospital(), account(HOSPITAL)] {
			assert_eq!(simulated(grant(), insider), [(Outcome::NoConsent, Outcome::Permit)]);
		}
		let practitioner = anybody(None, Role::Practitioner.into());
		for other in [stranger(), account(STRANGER), practitioner] {
			assert_eq!(simulated(grant(), other), [(Outcome::NoConsent, Outcome::NoConsent)]);
		}
		assert!(Books::<Test>::get(PATIENT).is_empty(), "a simulation changes nothing");
	});
}

#[test]
fn a_role_is_weighed_with_the_organisation() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		let role = scope_of(ActorRef::Role(Role::Practitioner));
		let denial = || change(None, Some(plain(BasePolicy::OptOut, role.clone())));
		let practitioner = anybody(Some(HOSPITAL), Role::Practitioner.into());
		assert_eq!(simulated(denial(), practitioner), [(Outcome::Permit, Outcome::Deny)]);
		let doctor = Asker::Actor { actor: Actor::of(DOCTOR, HOSPITAL) };
		assert_eq!(simulated(denial(), doctor), [(Outcome::Permit, Outcome::Deny)]);
		assert_eq!(simulated(denial(), of_hospital()), [(Outcome::Permit, Outcome::Permit)]);
	});
}

#[test]
fn a_delegate_loses_what_is_denied() {
	build_and_execute(|| {
		let everything = TestScope::everything;
		let kind = DelegateKind::Guardian;
		assert_ok!(Consent::delegate(signed(PATIENT), PATIENT, STRANGER, kind, everything()));
		let denial = change(None, Some(plain(BasePolicy::OptOut, everything())));
		assert_eq!(simulated(denial, account(STRANGER)), [(Outcome::Permit, Outcome::Deny)]);
	});
}

#[test]
fn what_begins_later_is_seen_then() {
	build_and_execute(|| {
		let mut terms = treatment();
		terms.scope.period.start = Some(NOW + 10);
		let grant = || change(None, Some(terms.clone()));
		for (at, after) in [
			(None, Outcome::NoConsent),
			(Some(NOW + 9), Outcome::NoConsent),
			(Some(NOW + 10), Outcome::Permit),
		] {
			let seen = simulated_at(grant(), at, of_hospital());
			assert_eq!(seen, [(Outcome::NoConsent, after)]);
		}
	});
}

#[test]
fn a_revocation_and_an_amendment_say_what_goes() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		let revoked = simulated(change(Some(0), None), of_hospital());
		assert_eq!(revoked, [(Outcome::Permit, Outcome::NoConsent)]);

		let denial = plain(BasePolicy::OptOut, TestScope::everything());
		let amended = simulated(change(Some(0), Some(denial.clone())), of_hospital());
		assert_eq!(amended, [(Outcome::Permit, Outcome::Deny)]);
		let answers = Consent::simulate(
			PATIENT,
			change(Some(0), Some(denial)),
			None,
			vec![(stranger(), request())],
		);
		assert_eq!(answers[0].1.based_on, Some(reference(0, 2)), "the version to come");

		let nothing = simulated(change(None, None), of_hospital());
		assert_eq!(nothing, [(Outcome::Permit, Outcome::Permit)]);
	});
}

#[test]
fn what_cannot_be_simulated_is_not_answered() {
	build_and_execute(|| {
		assert!(
			simulated(change(Some(7), None), stranger()).is_empty(),
			"no directive 7 is in force"
		);
		let over = TestScope { period: Period::new(0, NOW - 1), ..TestScope::everything() };
		let over = change(None, Some(plain(BasePolicy::OptIn, over)));
		assert!(simulated(over, stranger()).is_empty(), "it could not be granted");
		let many = vec![(stranger(), request()); MAX_SIMULATED + 1];
		assert!(Consent::simulate(PATIENT, change(None, None), None, many.clone()).is_empty());
		let most = many[1..].to_vec();
		assert_eq!(Consent::simulate(PATIENT, change(None, None), None, most).len(), MAX_SIMULATED);
	});
}

/// What was simulated is what happens: the decisions before and after a change are those that the
/// chain gives before and after it is made.
#[test]
fn a_simulation_comes_true() {
	let mut dice = Dice::new(0x5147);
	for _ in 0..300 {
		build_and_execute(|| {
			for _ in 0..dice.below(4) {
				assert_ok!(Consent::grant(signed(PATIENT), PATIENT, dice.terms()));
			}
			let in_force = Consent::directives(PATIENT).len() as u64;
			let replaces =
				(in_force > 0 && dice.below(2) == 0).then(|| dice.below(in_force) as u32);
			let terms = (replaces.is_none() || dice.below(2) == 0).then(|| dice.terms());
			let actors = [
				Actor::alone(STRANGER),
				Actor::alone(HOSPITAL),
				Actor::alone(DOCTOR),
				Actor::of(DOCTOR, HOSPITAL),
			];
			let questions: Vec<_> =
				(0..20).map(|_| (dice.one_of(&actors), dice.request())).collect();
			let answers = Consent::simulate(
				PATIENT,
				change(replaces, terms.clone()),
				None,
				questions.iter().map(|(actor, q)| (Asker::Actor { actor: *actor }, *q)).collect(),
			);
			let decided = || -> Vec<Decision> {
				questions
					.iter()
					.map(|(actor, request)| Consent::decide(PATIENT, *actor, *request))
					.collect()
			};
			let before = decided();
			match (replaces, terms) {
				(None, Some(terms)) => {
					assert_ok!(Consent::grant(signed(PATIENT), PATIENT, terms));
				}
				(Some(id), Some(terms)) => {
					assert_ok!(Consent::amend(signed(PATIENT), PATIENT, id, terms));
				}
				(Some(id), None) => {
					let status = EndStatus::Inactive;
					assert_ok!(Consent::revoke(signed(PATIENT), PATIENT, id, status));
				}
				(None, None) => unreachable!("something changes"),
			}
			let expected: Vec<_> = before.into_iter().zip(decided()).collect();
			assert_eq!(answers, expected);
		});
	}
}
