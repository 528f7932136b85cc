//! What tests have in common.

pub use crate::{mock::*, *};
pub use frame::testing_prelude::{assert_noop, assert_ok};
pub use medchain_support::{
	merkle::{self, Digest},
	randomization::{self, Scheme},
	testing::Money,
	Commitment, Payments as _,
};

use frame::prelude::{BoundedVec, Hooks};

/// The trial of most tests.
pub const TRIAL: TrialId = 0;
/// The custodian's secret.
pub const SEED: Digest = [7; 32];
/// What the chain's randomness becomes.
pub const DEALT: Digest = [9; 32];
/// A reason, evidence, text.
pub const WHY: Commitment = Commitment([0xee; 32]);

pub fn origin(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// A commitment that differs for each number.
pub fn content(number: u32) -> Commitment {
	Commitment(frame::hashing::blake2_256(&number.to_le_bytes()))
}

/// One inclusion and one exclusion criterion.
pub fn criteria() -> Criteria {
	let of = |kind, number| Criterion { kind, text: content(number) };
	BoundedVec::truncate_from(vec![
		of(CriterionKind::Inclusion, 1),
		of(CriterionKind::Exclusion, 2),
	])
}

/// Two arms, two to one, in blocks of three or six.
pub fn scheme() -> Scheme {
	Scheme {
		ratio: BoundedVec::truncate_from(vec![2, 1]),
		multipliers: BoundedVec::truncate_from(vec![1, 2]),
	}
}

/// A double-blind trial of two strata and three visits, for two participants, which pays.
pub fn design() -> Design<AccountId> {
	let pay = |on, to, amount| Payment { on, to, amount };
	Design {
		committee: COMMITTEE,
		custodian: CUSTODIAN,
		protocol: content(100),
		phase: Phase::Phase3,
		masking: Masking::Double,
		scheme: scheme(),
		strata: 2,
		target: 2,
		criteria: criteria(),
		classes: CLASSES,
		visits: 3,
		currency: Some(EUR),
		payments: BoundedVec::truncate_from(vec![
			pay(Trigger::Enrolment, Payee::Site, 1_000),
			pay(Trigger::SiteEnrolled(2), Payee::Site, 5_000),
			pay(Trigger::Visit(0), Payee::Participant, 30),
			pay(Trigger::Visit(0), Payee::Site, 200),
			pay(Trigger::Completion, Payee::Participant, 100),
		]),
	}
}

/// Registers the trial and has it approved.
pub fn approved() {
	assert_ok!(ClinicalTrials::register_trial(origin(SPONSOR), design()));
	assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 1, None, None));
}

/// An approved trial with its first site.
pub fn active() {
	approved();
	assert_ok!(ClinicalTrials::open_site(origin(SPONSOR), TRIAL, SITE, INVESTIGATOR));
}

/// Goes on so many blocks.
pub fn pass_blocks(count: u64) {
	for _ in 0..count {
		let next = System::block_number() + 1;
		System::set_block_number(next);
		ClinicalTrials::on_initialize(next);
	}
}

/// Lets the custodian commit, and the beacon be drawn.
pub fn beacon_drawn() {
	let commitment = randomization::seed_commitment(TRIAL, &SEED);
	assert_ok!(ClinicalTrials::commit_seed(origin(CUSTODIAN), TRIAL, commitment));
	Dealt::set(DEALT, System::block_number() + BEACON_DELAY + 1);
	pass_blocks(BEACON_DELAY + 1);
}

/// The trial's beacon.
pub fn beacon() -> Digest {
	Trials::<Test>::get(TRIAL).unwrap().seed.unwrap().beacon.unwrap().value
}

/// The key of a list.
pub fn key(stratum: u16, list: u32) -> Digest {
	randomization::list_key(&SEED, &beacon(), TRIAL, stratum, list)
}

/// Seals the next list of a stratum as the rule has it.
pub fn sealed(stratum: u16) {
	let list = Strata::<Test>::get(TRIAL, stratum).lists;
	let root = randomization::list_root(&scheme(), &key(stratum, list)).unwrap();
	assert_ok!(ClinicalTrials::seal_list(origin(CUSTODIAN), TRIAL, stratum, root));
}

/// Has a participant screened at the first site in stratum 0, and lets it consent. Answers its number.
pub fn consented(participant: AccountId) -> SubjectId {
	let number = Trials::<Test>::get(TRIAL).unwrap().subjects;
	assert_ok!(ClinicalTrials::screen(origin(INVESTIGATOR), TRIAL, participant, SITE, Some(0)));
	permit(participant, INVESTIGATOR, SITE, 5);
	let version = Trials::<Test>::get(TRIAL).unwrap().current;
	assert_ok!(ClinicalTrials::consent(origin(participant), TRIAL, version, 5));
	number
}

/// Attests a criterion.
pub fn attested(who: AccountId, subject: SubjectId, criterion: CriterionId, met: bool) {
	assert_ok!(ClinicalTrials::attest_criterion(
		origin(who),
		TRIAL,
		subject,
		criterion,
		met,
		WHY,
		None
	));
}

/// Has a participant screened, consenting, and enrolled. Answers its number.
pub fn enrolled(participant: AccountId) -> SubjectId {
	let number = consented(participant);
	attested(DOCTOR, number, 0, true);
	attested(LABORATORY, number, 1, false);
	number
}

/// How far a participant is.
pub fn status_of(subject: SubjectId) -> SubjectStatus {
	Subjects::<Test>::get(TRIAL, subject).unwrap().status
}

/// A participant's slot as the custodian opens it: arm, salt and proof.
pub fn opening(subject: SubjectId) -> (u8, Digest, SlotProof) {
	let given = Subjects::<Test>::get(TRIAL, subject).unwrap().slot.unwrap();
	let slots = randomization::slots_per_list(&scheme());
	let key = key(given.stratum, given.slot / slots);
	let index = given.slot % slots;
	let arms = randomization::allocations(&scheme(), &key);
	let salt = |slot| randomization::salt(&key, slot);
	let leaves: Vec<_> =
		(0..).zip(&arms).map(|(slot, arm)| randomization::leaf(*arm, &salt(slot))).collect();
	let proof = proof_of(&leaves, index);
	(arms[index as usize], salt(index), BoundedVec::truncate_from(proof))
}

/// The way from an item to the root of the tree over all.
pub fn proof_of<Item: AsRef<[u8]>>(items: &[Item], index: u32) -> Vec<Digest> {
	let tree = binary_merkle_tree::merkle_proof::<frame::traits::BlakeTwo256, _, _>(items, index);
	tree.proof.into_iter().map(|node| node.0).collect()
}
