use super::{decision::Cases, *};

fn change(replaces: Option<u32>, terms: Option<TestTerms>) -> Change<AccountId> {
	Change { replaces, terms }
}

fn simulated(
	change: Change<AccountId>,
	named: Option<ActorRef<AccountId>>,
) -> Vec<(Outcome, Outcome)> {
	Consent::simulate(PATIENT, change, vec![(named, request())])
		.into_iter()
		.map(|(before, after)| (before.outcome, after.outcome))
		.collect()
}

#[test]
fn a_grant_lets_those_in_whom_it_names() {
	build_and_execute(|| {
		let grant = || change(None, Some(treatment()));
		let hospital = ActorRef::Organization(HOSPITAL);
		assert_eq!(simulated(grant(), Some(hospital)), [(Outcome::NoConsent, Outcome::Permit)]);
		for other in [
			None,
			Some(ActorRef::Account(STRANGER)),
			Some(ActorRef::Role(medchain_support::Role::Practitioner)),
		] {
			assert_eq!(simulated(grant(), other), [(Outcome::NoConsent, Outcome::NoConsent)]);
		}
		assert!(Books::<Test>::get(PATIENT).is_empty(), "a simulation changes nothing");
	});
}

#[test]
fn a_revocation_and_an_amendment_say_what_goes() {
	build_and_execute(|| {
		assert_ok!(Consent::grant(signed(PATIENT), PATIENT, treatment()));
		let hospital = || Some(ActorRef::Organization(HOSPITAL));
		let revoked = simulated(change(Some(0), None), hospital());
		assert_eq!(revoked, [(Outcome::Permit, Outcome::NoConsent)]);

		let denial = plain(BasePolicy::OptOut, TestScope::everything());
		let amended = simulated(change(Some(0), Some(denial.clone())), hospital());
		assert_eq!(amended, [(Outcome::Permit, Outcome::Deny)]);
		let answers =
			Consent::simulate(PATIENT, change(Some(0), Some(denial)), vec![(None, request())]);
		assert_eq!(answers[0].1.based_on, Some(reference(0, 2)), "the version to come");

		let nothing = simulated(change(None, None), hospital());
		assert_eq!(nothing, [(Outcome::Permit, Outcome::Permit)]);
	});
}

#[test]
fn what_cannot_be_simulated_is_not_answered() {
	build_and_execute(|| {
		assert!(simulated(change(Some(7), None), None).is_empty(), "no directive 7 is in force");
		let many = vec![(None, request()); MAX_SIMULATED + 1];
		assert!(Consent::simulate(PATIENT, change(None, None), many.clone()).is_empty());
		let most = many[1..].to_vec();
		assert_eq!(Consent::simulate(PATIENT, change(None, None), most).len(), MAX_SIMULATED);
	});
}

/// What was simulated is what happens: for an account that has no roles, the decisions before and
/// after a change are those that the chain gives before and after it is made.
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
			let questions: Vec<_> = (0..20).map(|_| dice.request()).collect();
			let answers = Consent::simulate(
				PATIENT,
				change(replaces, terms.clone()),
				questions.iter().map(|q| (Some(ActorRef::Account(STRANGER)), *q)).collect(),
			);
			let decided = || -> Vec<Decision> {
				questions
					.iter()
					.map(|q| Consent::decide(PATIENT, Actor::alone(STRANGER), *q))
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
