//! For the tests of pallets: doubles that answer what a test told them, and random numbers.
//!
//! What a test tells them holds in its own thread. A mock clears it before each test.

mod money;
mod packs;
mod reports;

pub use money::{IssuedBill, Money};
pub use packs::Packs;
pub use reports::Reports;

use crate::{
	AccessRequest, Actor, Decision, DirectiveRef, InspectConsent, InspectCredentials, Outcome,
	RecordAccess, ResourceClasses, Role, Roles,
};
use codec::Encode;
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

/// An account, or two, as bytes: the doubles serve accounts of every type.
type Key = Vec<u8>;

/// What is known of accounts.
#[derive(Default)]
struct Known {
	verified: BTreeSet<Key>,
	identified: BTreeSet<Key>,
	roles: BTreeMap<Key, Roles>,
	affiliations: BTreeSet<Key>,
}

thread_local! {
	static KNOWN: RefCell<Known> = RefCell::default();
	static ANSWERS: RefCell<BTreeMap<Key, Answer>> = RefCell::default();
	static ACCESSES: RefCell<BTreeMap<Key, Vec<Access>>> = RefCell::default();
}

/// A registry of identities that knows what it was told. Unlike a real one it infers nothing from
/// roles: who holds one is verified only if it was told so too.
pub struct Registry;

impl Registry {
	fn change<R>(change: impl FnOnce(&mut Known) -> R) -> R {
		KNOWN.with(|known| change(&mut known.borrow_mut()))
	}

	/// Forgets everybody.
	pub fn clear() {
		Self::change(|known| *known = Known::default());
	}

	/// From now on `who` is verified.
	pub fn verify<AccountId: Encode>(who: &AccountId) {
		Self::change(|known| known.verified.insert(who.encode()));
	}

	/// From now on `who` is a person whose identity is verified, and so is verified.
	pub fn identify<AccountId: Encode>(who: &AccountId) {
		Self::verify(who);
		Self::change(|known| known.identified.insert(who.encode()));
	}

	/// From now on `who` is neither verified nor identified.
	pub fn unverify<AccountId: Encode>(who: &AccountId) {
		Self::change(|known| {
			known.verified.remove(&who.encode());
			known.identified.remove(&who.encode());
		});
	}

	/// From now on `who` holds `role`.
	pub fn give_role<AccountId: Encode>(who: &AccountId, role: Role) {
		Self::change(|known| {
			let roles = known.roles.entry(who.encode()).or_default();
			*roles = roles.with(role);
		});
	}

	/// From now on `who` does not hold `role`.
	pub fn take_role<AccountId: Encode>(who: &AccountId, role: Role) {
		Self::change(|known| {
			let roles = known.roles.entry(who.encode()).or_default();
			*roles = roles.difference(role.into());
		});
	}

	/// From now on `who` acts for `organization`.
	pub fn affiliate<AccountId: Encode>(who: &AccountId, organization: &AccountId) {
		Self::change(|known| known.affiliations.insert((who, organization).encode()));
	}

	/// From now on `who` does not act for `organization`.
	pub fn end_affiliation<AccountId: Encode>(who: &AccountId, organization: &AccountId) {
		Self::change(|known| known.affiliations.remove(&(who, organization).encode()));
	}
}

impl<AccountId: Encode> InspectCredentials<AccountId> for Registry {
	fn is_verified(who: &AccountId) -> bool {
		Self::change(|known| known.verified.contains(&who.encode()))
	}

	fn is_identified(who: &AccountId) -> bool {
		Self::change(|known| known.identified.contains(&who.encode()))
	}

	fn roles_of(who: &AccountId) -> Roles {
		Self::change(|known| known.roles.get(&who.encode()).copied().unwrap_or_default())
	}

	fn is_affiliated(who: &AccountId, organization: &AccountId) -> bool {
		Self::change(|known| known.affiliations.contains(&(who, organization).encode()))
	}
}

#[derive(Clone, Copy)]
enum Answer {
	Permit(ResourceClasses, DirectiveRef),
	Deny(DirectiveRef),
}

/// A question that was written down, and its answer.
type Access = (AccessRequest, Decision);

/// A register of consent that answers what it was told, and where it was told nothing, that there
/// is no consent. Of a request it looks at the classes alone. What it writes down stays, also if
/// the call fails.
pub struct Consents;

impl Consents {
	fn set<AccountId: Encode>(patient: &AccountId, actor: &Actor<AccountId>, answer: Answer) {
		ANSWERS.with(|answers| {
			answers.borrow_mut().insert(Self::key(patient, actor), answer);
		});
	}

	fn key<AccountId: Encode>(patient: &AccountId, actor: &Actor<AccountId>) -> Key {
		(patient, &actor.account, &actor.organization).encode()
	}

	/// Forgets all answers, and what was written down.
	pub fn clear() {
		ANSWERS.with(|answers| answers.borrow_mut().clear());
		ACCESSES.with(|accesses| accesses.borrow_mut().clear());
	}

	/// What was written down of `actor`'s questions about `patient`, in their order.
	pub fn accesses<AccountId: Encode>(
		patient: &AccountId,
		actor: &Actor<AccountId>,
	) -> Vec<(AccessRequest, Decision)> {
		let key = Self::key(patient, actor);
		ACCESSES.with(|accesses| accesses.borrow().get(&key).cloned().unwrap_or_default())
	}

	/// From now on `actor` may have these classes of `patient`, by the directive named.
	pub fn permit<AccountId: Encode>(
		patient: &AccountId,
		actor: &Actor<AccountId>,
		classes: ResourceClasses,
		by: DirectiveRef,
	) {
		Self::set(patient, actor, Answer::Permit(classes, by));
	}

	/// From now on `actor` may have nothing of `patient`, by the directive named.
	pub fn deny<AccountId: Encode>(
		patient: &AccountId,
		actor: &Actor<AccountId>,
		by: DirectiveRef,
	) {
		Self::set(patient, actor, Answer::Deny(by));
	}
}

impl<AccountId: Encode> InspectConsent<AccountId> for Consents {
	fn decide(patient: &AccountId, actor: &Actor<AccountId>, request: &AccessRequest) -> Decision {
		let key = Self::key(patient, actor);
		let answer = ANSWERS.with(|answers| answers.borrow().get(&key).copied());
		match answer {
			Some(Answer::Permit(classes, by)) => {
				let permitted = request.classes.intersection(classes);
				if permitted.is_empty() {
					return Decision::refuse(Outcome::NoConsent, None, request);
				}
				Decision {
					outcome: Outcome::Permit,
					based_on: Some(by),
					permitted,
					redact: request.classes.difference(permitted),
				}
			}
			Some(Answer::Deny(by)) => Decision::refuse(Outcome::Deny, Some(by), request),
			None => Decision::refuse(Outcome::NoConsent, None, request),
		}
	}
}

impl<AccountId: Encode> RecordAccess<AccountId> for Consents {
	fn access(patient: &AccountId, actor: &Actor<AccountId>, request: &AccessRequest) -> Decision {
		let decision = Self::decide(patient, actor, request);
		let key = Self::key(patient, actor);
		ACCESSES.with(|accesses| {
			accesses.borrow_mut().entry(key).or_default().push((*request, decision));
		});
		decision
	}
}

/// Pseudo-random numbers (SplitMix64). A seed gives the same numbers everywhere, so that what
/// failed can be repeated.
pub struct Dice(u64);

impl Dice {
	/// Dice that fall as `seed` says. The seed is printed: a test that fails shows it.
	pub fn new(seed: u64) -> Self {
		println!("seed {seed:#x}");
		Self(seed)
	}

	/// Any number.
	pub fn roll(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		z ^ (z >> 31)
	}

	/// From 0 to `bound - 1`.
	///
	/// # Panics
	/// If `bound` is 0.
	pub fn below(&mut self, bound: u64) -> u64 {
		self.roll() % bound
	}

	/// One of `values`.
	///
	/// # Panics
	/// If there are none.
	pub fn one_of<V: Copy>(&mut self, values: &[V]) -> V {
		values[self.below(values.len() as u64) as usize]
	}

	/// Each of `values` with a chance of one in three.
	pub fn some_of<V: Copy, S: FromIterator<V>>(&mut self, values: &[V]) -> S {
		values.iter().copied().filter(|_| self.below(3) == 0).collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{Action, Purpose, ResourceClass, Sensitivities};

	const DOCTOR: u64 = 1;
	const HOSPITAL: u64 = 2;
	const PATIENT: u64 = 3;

	#[test]
	fn the_registry_knows_what_it_was_told() {
		assert!(!Registry::is_verified(&DOCTOR));
		Registry::verify(&DOCTOR);
		assert!(Registry::is_verified(&DOCTOR) && !Registry::is_identified(&DOCTOR));
		Registry::identify(&PATIENT);
		assert!(Registry::is_verified(&PATIENT) && Registry::is_identified(&PATIENT));
		Registry::unverify(&PATIENT);
		assert!(!Registry::is_verified(&PATIENT) && !Registry::is_identified(&PATIENT));

		Registry::give_role(&DOCTOR, Role::Practitioner);
		Registry::give_role(&DOCTOR, Role::Investigator);
		Registry::take_role(&DOCTOR, Role::Practitioner);
		assert_eq!(Registry::roles_of(&DOCTOR), Role::Investigator.into());
		assert!(Registry::has_role(&DOCTOR, Role::Investigator));
		assert!(Registry::roles_of(&HOSPITAL).is_empty());

		Registry::affiliate(&DOCTOR, &HOSPITAL);
		assert!(Registry::is_affiliated(&DOCTOR, &HOSPITAL));
		assert!(!Registry::is_affiliated(&HOSPITAL, &DOCTOR));
		Registry::end_affiliation(&DOCTOR, &HOSPITAL);
		assert!(!Registry::is_affiliated(&DOCTOR, &HOSPITAL));

		Registry::clear();
		assert!(!Registry::is_verified(&DOCTOR));
		assert!(Registry::roles_of(&DOCTOR).is_empty());
	}

	#[test]
	fn consents_answer_what_they_were_told() {
		let request = AccessRequest {
			purpose: Purpose::Treat,
			action: Action::Access,
			classes: [ResourceClass::Observation, ResourceClass::Condition].into_iter().collect(),
			sensitivities: Sensitivities::EMPTY,
		};
		let alone = Actor::alone(DOCTOR);
		let at_work = Actor::of(DOCTOR, HOSPITAL);
		let by = DirectiveRef { id: 4, version: 1 };
		let outcome = |actor| Consents::decide(&PATIENT, actor, &request).outcome;

		assert_eq!(outcome(&alone), Outcome::NoConsent);
		Consents::permit(&PATIENT, &at_work, ResourceClass::Observation.into(), by);
		Consents::deny(&PATIENT, &alone, by);
		let decision = Consents::decide(&PATIENT, &at_work, &request);
		assert_eq!((decision.outcome, decision.based_on), (Outcome::Permit, Some(by)));
		assert_eq!(decision.permitted, ResourceClass::Observation.into());
		assert_eq!(decision.redact, ResourceClass::Condition.into());
		assert_eq!(outcome(&alone), Outcome::Deny);

		Consents::permit(&PATIENT, &alone, ResourceClass::Coverage.into(), by);
		assert_eq!(outcome(&alone), Outcome::NoConsent);

		assert_eq!(Consents::accesses(&PATIENT, &at_work), []);
		let accessed = Consents::access(&PATIENT, &at_work, &request);
		let refused = Consents::access(&PATIENT, &alone, &request);
		assert_eq!(accessed, decision);
		assert_eq!(Consents::accesses(&PATIENT, &at_work), [(request, decision)]);
		assert_eq!(Consents::accesses(&PATIENT, &alone), [(request, refused)]);
		Consents::clear();
		assert_eq!(outcome(&at_work), Outcome::NoConsent);
		assert_eq!(Consents::accesses(&PATIENT, &alone), []);
	}

	#[test]
	fn dice_fall_as_the_seed_says() {
		let rolls = |seed| {
			let mut dice = Dice::new(seed);
			[dice.roll(), dice.roll(), dice.roll()]
		};
		// The numbers of the generator's own reference program.
		assert_eq!(
			rolls(1_234_567),
			[6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
		);
		assert_ne!(rolls(1), rolls(2));

		let mut dice = Dice::new(3);
		let mut seen = [0u32; 6];
		for _ in 0..6_000 {
			seen[dice.below(6) as usize] += 1;
			assert!([5, 7].contains(&dice.one_of(&[5, 7])));
		}
		assert!(seen.iter().all(|count| (850..1_150).contains(count)), "{seen:?}");
		let some: Vec<u32> = dice.some_of(&(0..3_000).collect::<Vec<_>>());
		assert!((850..1_150).contains(&some.len()), "{}", some.len());
	}
}
