//! Benchmarks: every call where it has most to do.
//!
//! The trial has all criteria, each with all its attesters; all strata, with the longest lists; and
//! all rules of payment, each of which the call at hand makes due. Forms lie in the largest capture
//! there can be, and slots in the longest list, so that each has the longest proof.

use crate::{
	standing::TrialOf, AdverseEvents, Assessment, Attestation, Attested, BenchmarkHelper, Call,
	Causality, Config, Creditor, Criteria, Criterion, CriterionKind, Design, DeviationClass,
	Deviations, Dues, FormProof, FormRef, Forms, ListStatus, Lists, Masking, Pallet, Payee,
	Payment, PaymentRules, Phase, Protocols, Queries, QueryStatus, Rules, Seriousness, Sites,
	SlotProof, Strata, SubjectId, SubjectStatus, Subjects, TrialId, TrialStatus, Trials, Trigger,
	Unblindings, Version, Waiting, MAX_ATTESTERS, MAX_CRITERIA, MAX_FORMS, MAX_FORM_PROOF,
	MAX_PAYMENTS, MAX_STRATA, MAX_VISITS,
};
use alloc::{vec, vec::Vec};
use frame::{
	benchmarking::prelude::*,
	hashing::blake2_256,
	prelude::{BlockNumberFor, BoundedVec, Get, Hooks, One},
	traits::{Consideration, Footprint},
};
use medchain_support::{
	merkle::{self, Digest},
	randomization::{self, Scheme},
	Amount, Commitment, CurrencyId, DirectiveId, InspectCredentials, ResourceClasses, Role,
};

/// Some thirty years after 1970.
const NOW: u64 = 11_000 * 24 * 60 * 60;
const TRIAL: TrialId = 0;
const SUBJECT: SubjectId = 0;
const STRATUM: u16 = MAX_STRATA - 1;
const SEED: Digest = [7; 32];
const WHY: Commitment = Commitment([8; 32]);
/// What the form in the middle of the largest capture says.
const CONTENT: Commitment = Commitment([9; 32]);
const TARGET: u32 = 1_000;
const PURSE: Amount = 1_000_000_000;

/// An account with a role.
fn with_role<T: Config>(name: &'static str, role: Role) -> T::AccountId {
	let who: T::AccountId = account(name, 0, 0);
	// An account that is all that it can be takes no more roles.
	if !T::Credentials::has_role(&who, role) {
		T::BenchmarkHelper::give_role(&who, role);
	}
	who
}

fn sponsor<T: Config>() -> T::AccountId {
	T::BenchmarkHelper::set_now(NOW);
	let who = with_role::<T>("sponsor", Role::Sponsor);
	T::Deposit::ensure_successful(&who, Footprint { count: 64, size: 65_536 });
	who
}

fn committee<T: Config>() -> T::AccountId {
	with_role::<T>("committee", Role::EthicsCommittee)
}

/// Verified, as who holds a role that is no obstacle.
fn custodian<T: Config>() -> T::AccountId {
	with_role::<T>("custodian", Role::Practitioner)
}

fn site<T: Config>() -> T::AccountId {
	with_role::<T>("site", Role::ProviderOrganization)
}

fn investigator<T: Config>() -> T::AccountId {
	let (who, site) = (with_role::<T>("investigator", Role::Investigator), site::<T>());
	if !T::Credentials::is_affiliated(&who, &site) {
		T::BenchmarkHelper::affiliate(&who, &site);
	}
	who
}

fn attester<T: Config>() -> T::AccountId {
	with_role::<T>("attester", Role::Practitioner)
}

fn participant<T: Config>() -> T::AccountId {
	let who = account("participant", 0, 0);
	if !T::Credentials::is_identified(&who) {
		T::BenchmarkHelper::identify(&who);
	}
	who
}

fn classes() -> ResourceClasses {
	ResourceClasses::ALL
}

/// The longest lists: sixteen shares.
fn scheme() -> Scheme {
	Scheme {
		ratio: BoundedVec::truncate_from(vec![2; 8]),
		multipliers: BoundedVec::truncate_from(vec![1, 2, 3, 4]),
	}
}

fn criteria() -> Criteria {
	let criterion = Criterion { kind: CriterionKind::Inclusion, text: WHY };
	BoundedVec::truncate_from(vec![criterion; MAX_CRITERIA as usize])
}

/// All rules pay participants: each for the same.
fn rules(on: Trigger) -> PaymentRules {
	let payment = Payment { on, to: Payee::Participant, amount: 1 };
	BoundedVec::truncate_from(vec![payment; MAX_PAYMENTS as usize])
}

fn currency<T: Config>() -> CurrencyId {
	T::BenchmarkHelper::currency()
}

fn design<T: Config>() -> Design<T::AccountId> {
	Design {
		committee: committee::<T>(),
		custodian: custodian::<T>(),
		protocol: WHY,
		phase: Phase::Phase3,
		masking: Masking::Open,
		scheme: scheme(),
		strata: MAX_STRATA,
		target: TARGET,
		criteria: criteria(),
		classes: classes(),
		visits: MAX_VISITS,
		currency: Some(currency::<T>()),
		payments: rules(Trigger::Visit(0)),
	}
}

fn signed<T: Config>(who: T::AccountId) -> OriginFor<T> {
	RawOrigin::Signed(who).into()
}

type OriginFor<T> = <T as frame_system::Config>::RuntimeOrigin;
/// What was made ready.
type Ready<R = ()> = Result<R, BenchmarkError>;

fn registered<T: Config>() -> Ready {
	Ok(Pallet::<T>::register_trial(signed::<T>(sponsor::<T>()), design::<T>())?)
}

fn approved<T: Config>() -> Ready {
	registered::<T>()?;
	let by = signed::<T>(committee::<T>());
	Ok(Pallet::<T>::approve(by, TRIAL, 1, Some(NOW), Some(WHY))?)
}

fn active<T: Config>() -> Ready {
	approved::<T>()?;
	let by = signed::<T>(sponsor::<T>());
	Ok(Pallet::<T>::open_site(by, TRIAL, site::<T>(), investigator::<T>())?)
}

/// A trial whose beacon is drawn.
fn with_beacon<T: Config>() -> Ready {
	active::<T>()?;
	let commitment = randomization::seed_commitment(TRIAL, &SEED);
	Pallet::<T>::commit_seed(signed::<T>(custodian::<T>()), TRIAL, commitment)?;
	draw::<T>();
	Ok(())
}

/// Draws the beacons of all that wait.
fn draw<T: Config>() {
	// The test chain's randomness is renewed at its present block; another's is what it is.
	T::BenchmarkHelper::renew_randomness();
	let now = frame_system::Pallet::<T>::block_number() + T::BeaconDelay::get() + One::one();
	Pallet::<T>::on_initialize(now);
}

fn key<T: Config>() -> Ready<Digest> {
	let seed = trial::<T>().seed.ok_or("a seed was committed to")?;
	let beacon = seed.beacon.ok_or("the beacon is drawn")?;
	Ok(randomization::list_key(&SEED, &beacon.value, TRIAL, STRATUM, 0))
}

/// A trial with a sealed list.
fn with_list<T: Config>() -> Ready {
	with_beacon::<T>()?;
	let root = randomization::list_root(&scheme(), &key::<T>()?).ok_or("the scheme is right")?;
	Ok(Pallet::<T>::seal_list(signed::<T>(custodian::<T>()), TRIAL, STRATUM, root)?)
}

fn trial<T: Config>() -> TrialOf<T> {
	Trials::<T>::get(TRIAL).expect("it is there")
}

fn permit<T: Config>() -> DirectiveId {
	let (who, by, site) = (participant::<T>(), investigator::<T>(), site::<T>());
	T::BenchmarkHelper::permit(&who, &by, &site, classes())
}

/// Screens and lets consent.
fn consenting<T: Config>() -> Ready {
	let by = signed::<T>(investigator::<T>());
	Pallet::<T>::screen(by, TRIAL, participant::<T>(), site::<T>(), Some(STRATUM))?;
	let directive = permit::<T>();
	Ok(Pallet::<T>::consent(signed::<T>(participant::<T>()), TRIAL, 1, directive)?)
}

/// All criteria have all attesters, but for the last one, which has one too few, and no `attester`.
fn all_attested<T: Config>() {
	for criterion in 0..MAX_CRITERIA {
		let count = MAX_ATTESTERS - u32::from(criterion + 1 == MAX_CRITERIA);
		let all = (0..count).map(|number| Attestation {
			attester: account("other attester", number, 0),
			version: 1,
			met: true,
			evidence: WHY,
			until: Some(NOW),
			at: NOW,
		});
		let all = BoundedVec::truncate_from(all.collect::<Vec<_>>());
		Attested::<T>::insert((TRIAL, SUBJECT, criterion as u8), all);
	}
}

/// A participant who is enrolled, in a trial with a sealed list.
fn enrolled<T: Config>() -> Ready {
	with_list::<T>()?;
	consenting::<T>()?;
	all_attested::<T>();
	let last = (MAX_CRITERIA - 1) as u8;
	let by = signed::<T>(attester::<T>());
	Pallet::<T>::attest_criterion(by, TRIAL, SUBJECT, last, true, WHY, None)?;
	Ok(())
}

fn randomized<T: Config>() -> Ready {
	enrolled::<T>()?;
	Ok(Pallet::<T>::randomize(signed::<T>(investigator::<T>()), TRIAL, SUBJECT)?)
}

/// The way from the form in the first place of the largest capture, and that capture's root.
fn largest_capture() -> (FormProof, Digest) {
	let siblings: Vec<Digest> = (0..MAX_FORM_PROOF).map(|n| blake2_256(&n.to_le_bytes())).collect();
	let root = siblings
		.iter()
		.fold(blake2_256(&CONTENT.0), |node, sibling| blake2_256(&[node, *sibling].concat()));
	(BoundedVec::truncate_from(siblings), root)
}

const FORM: FormRef = FormRef { capture: 0, index: 0 };

/// A participant with the largest capture.
fn captured<T: Config>() -> Ready<FormProof> {
	enrolled::<T>()?;
	let (proof, root) = largest_capture();
	let by = signed::<T>(investigator::<T>());
	Pallet::<T>::capture(by, TRIAL, SUBJECT, 0, root, MAX_FORMS)?;
	Ok(proof)
}

fn asked<T: Config>() -> Ready {
	captured::<T>()?;
	Ok(Pallet::<T>::open_query(signed::<T>(sponsor::<T>()), TRIAL, SUBJECT, FORM, WHY)?)
}

fn grave(seriousness: Seriousness) -> Assessment {
	Assessment {
		seriousness,
		causality: Causality::Possible,
		expected: false,
		aware: NOW,
		detail: WHY,
	}
}

fn adverse<T: Config>() -> Ready {
	enrolled::<T>()?;
	let by = signed::<T>(investigator::<T>());
	let judged = grave(Seriousness::Hospitalization);
	Ok(Pallet::<T>::report_adverse_event(by, TRIAL, SUBJECT, NOW, judged)?)
}

fn locked<T: Config>() -> Ready {
	let by = || signed::<T>(sponsor::<T>());
	Pallet::<T>::close_accrual(by(), TRIAL)?;
	Ok(Pallet::<T>::lock(by(), TRIAL)?)
}

fn fund_trial<T: Config>() {
	T::BenchmarkHelper::fund(currency::<T>(), &Pallet::<T>::account_of(TRIAL), PURSE);
}

fn status<T: Config>() -> SubjectStatus {
	Subjects::<T>::get(TRIAL, SUBJECT).expect("it is there").status
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_trial() {
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), design::<T>());

		assert_eq!(trial::<T>().status, TrialStatus::InReview);
	}

	#[benchmark]
	fn approve() -> Result<(), BenchmarkError> {
		registered::<T>()?;
		let caller = committee::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, 1, Some(NOW), Some(WHY));

		assert_eq!(trial::<T>().status, TrialStatus::Approved);
		Ok(())
	}

	#[benchmark]
	fn disapprove() -> Result<(), BenchmarkError> {
		registered::<T>()?;
		let caller = committee::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, 1, WHY);

		assert_eq!(trial::<T>().status, TrialStatus::Disapproved);
		Ok(())
	}

	#[benchmark]
	fn amend_protocol() -> Result<(), BenchmarkError> {
		active::<T>()?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, WHY, criteria(), TARGET);

		let version: Version = 2;
		assert!(Protocols::<T>::contains_key(TRIAL, version));
		Ok(())
	}

	#[benchmark]
	fn open_site() -> Result<(), BenchmarkError> {
		approved::<T>()?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, site::<T>(), investigator::<T>());

		assert_eq!(trial::<T>().status, TrialStatus::Active);
		Ok(())
	}

	#[benchmark]
	fn close_site() -> Result<(), BenchmarkError> {
		active::<T>()?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, site::<T>());

		assert!(!Sites::<T>::get(TRIAL, site::<T>()).expect("it is there").open);
		Ok(())
	}

	#[benchmark]
	fn suspend() -> Result<(), BenchmarkError> {
		active::<T>()?;
		let caller = with_role::<T>("regulator", Role::Regulator);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, WHY);

		assert_eq!(trial::<T>().status, TrialStatus::Suspended);
		Ok(())
	}

	#[benchmark]
	fn resume() -> Result<(), BenchmarkError> {
		active::<T>()?;
		Pallet::<T>::suspend(signed::<T>(sponsor::<T>()), TRIAL, WHY)?;
		let caller = with_role::<T>("regulator", Role::Regulator);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL);

		assert_eq!(trial::<T>().status, TrialStatus::Active);
		Ok(())
	}

	#[benchmark]
	fn close_accrual() -> Result<(), BenchmarkError> {
		active::<T>()?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL);

		assert_eq!(trial::<T>().status, TrialStatus::ClosedToAccrual);
		Ok(())
	}

	#[benchmark]
	fn terminate() -> Result<(), BenchmarkError> {
		active::<T>()?;
		let caller = with_role::<T>("regulator", Role::Regulator);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, WHY);

		assert_eq!(trial::<T>().status, TrialStatus::Terminated);
		Ok(())
	}

	#[benchmark]
	fn lock() -> Result<(), BenchmarkError> {
		active::<T>()?;
		Pallet::<T>::close_accrual(signed::<T>(sponsor::<T>()), TRIAL)?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL);

		assert_eq!(trial::<T>().status, TrialStatus::Locked);
		Ok(())
	}

	#[benchmark]
	fn publish_results() -> Result<(), BenchmarkError> {
		active::<T>()?;
		locked::<T>()?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, WHY);

		assert_eq!(trial::<T>().status, TrialStatus::Published);
		Ok(())
	}

	/// One place is left among those that wait.
	#[benchmark]
	fn commit_seed() -> Result<(), BenchmarkError> {
		active::<T>()?;
		let others = (1..T::MaxWaiting::get()).map(|id| (id, BlockNumberFor::<T>::default()));
		Waiting::<T>::put(BoundedVec::truncate_from(others.collect::<Vec<_>>()));
		let caller = custodian::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SEED);

		assert!(trial::<T>().seed.is_some());
		Ok(())
	}

	#[benchmark]
	fn seal_list() -> Result<(), BenchmarkError> {
		with_beacon::<T>()?;
		let caller = custodian::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, STRATUM, SEED);

		assert_eq!(Strata::<T>::get(TRIAL, STRATUM).lists, 1);
		Ok(())
	}

	#[benchmark]
	fn reveal_seed() -> Result<(), BenchmarkError> {
		with_beacon::<T>()?;
		locked::<T>()?;
		let caller = custodian::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SEED);

		assert_eq!(trial::<T>().seed.and_then(|seed| seed.revealed), Some(SEED));
		Ok(())
	}

	#[benchmark]
	fn check_list() -> Result<(), BenchmarkError> {
		with_list::<T>()?;
		locked::<T>()?;
		Pallet::<T>::reveal_seed(signed::<T>(custodian::<T>()), TRIAL, SEED)?;
		let caller = participant::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, STRATUM, 0);

		let list = Lists::<T>::get((TRIAL, STRATUM, 0)).expect("it is there");
		assert_eq!(list.status, ListStatus::Verified);
		Ok(())
	}

	#[benchmark]
	fn screen() -> Result<(), BenchmarkError> {
		active::<T>()?;
		let caller = investigator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, participant::<T>(), site::<T>(), Some(STRATUM));

		assert_eq!(status::<T>(), SubjectStatus::Screening);
		Ok(())
	}

	#[benchmark]
	fn consent() -> Result<(), BenchmarkError> {
		active::<T>()?;
		let by = signed::<T>(investigator::<T>());
		Pallet::<T>::screen(by, TRIAL, participant::<T>(), site::<T>(), None)?;
		let directive = permit::<T>();
		let caller = participant::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, 1, directive);

		assert_eq!(Subjects::<T>::get(TRIAL, SUBJECT).expect("it is there").consents, 1);
		Ok(())
	}

	/// The last attestation decides, and enrols.
	#[benchmark]
	fn attest_criterion() -> Result<(), BenchmarkError> {
		active::<T>()?;
		Rules::<T>::insert(TRIAL, rules(Trigger::Enrolment));
		consenting::<T>()?;
		all_attested::<T>();
		let last = (MAX_CRITERIA - 1) as u8;
		let caller = attester::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, last, true, WHY, Some(NOW));

		assert_eq!(status::<T>(), SubjectStatus::Enrolled);
		Ok(())
	}

	#[benchmark]
	fn enrol() -> Result<(), BenchmarkError> {
		active::<T>()?;
		Rules::<T>::insert(TRIAL, rules(Trigger::Enrolment));
		consenting::<T>()?;
		all_attested::<T>();
		Subjects::<T>::mutate(TRIAL, SUBJECT, |subject| {
			if let Some(subject) = subject {
				subject.status = SubjectStatus::Eligible;
			}
		});
		let caller = investigator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT);

		assert_eq!(status::<T>(), SubjectStatus::Enrolled);
		Ok(())
	}

	#[benchmark]
	fn set_stratum() -> Result<(), BenchmarkError> {
		active::<T>()?;
		consenting::<T>()?;
		let caller = attester::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, 0, WHY);

		assert_eq!(Subjects::<T>::get(TRIAL, SUBJECT).expect("it is there").stratum, Some(0));
		Ok(())
	}

	#[benchmark]
	fn randomize() -> Result<(), BenchmarkError> {
		enrolled::<T>()?;
		Rules::<T>::insert(TRIAL, rules(Trigger::Randomization));
		let caller = investigator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT);

		assert_eq!(status::<T>(), SubjectStatus::Randomized);
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		enrolled::<T>()?;
		let caller = investigator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, WHY);

		assert_eq!(status::<T>(), SubjectStatus::Withdrawn);
		Ok(())
	}

	#[benchmark]
	fn complete() -> Result<(), BenchmarkError> {
		enrolled::<T>()?;
		Rules::<T>::insert(TRIAL, rules(Trigger::Completion));
		let caller = investigator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT);

		assert_eq!(status::<T>(), SubjectStatus::Completed);
		Ok(())
	}

	#[benchmark]
	fn unblind() -> Result<(), BenchmarkError> {
		randomized::<T>()?;
		let caller = investigator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, WHY);

		assert!(Unblindings::<T>::contains_key(TRIAL, SUBJECT));
		Ok(())
	}

	#[benchmark]
	fn answer_unblinding() -> Result<(), BenchmarkError> {
		randomized::<T>()?;
		Pallet::<T>::unblind(signed::<T>(investigator::<T>()), TRIAL, SUBJECT, WHY)?;
		let caller = custodian::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, WHY);

		let unblinding = Unblindings::<T>::get(TRIAL, SUBJECT).expect("it is there");
		assert!(unblinding.answer.is_some());
		Ok(())
	}

	/// The list is any of the longest: the way from its first slot has nine steps.
	#[benchmark]
	fn disclose() -> Result<(), BenchmarkError> {
		randomized::<T>()?;
		let slots = randomization::slots_per_list(&scheme());
		let length = merkle::proof_length(slots, 0).ok_or("it has slots")?;
		let way: Vec<Digest> = (0..length).map(|n| blake2_256(&n.to_le_bytes())).collect();
		let leaf = blake2_256(&randomization::leaf(0, &SEED));
		let root = way.iter().fold(leaf, |node, sibling| blake2_256(&[node, *sibling].concat()));
		Lists::<T>::mutate((TRIAL, STRATUM, 0), |list| {
			if let Some(list) = list {
				list.root = root;
			}
		});
		let proof: SlotProof = BoundedVec::truncate_from(way);
		let caller = custodian::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, 0, SEED, proof);

		assert_eq!(Subjects::<T>::get(TRIAL, SUBJECT).expect("it is there").arm, Some(0));
		Ok(())
	}

	/// The visit's first data, for which all rules pay.
	#[benchmark]
	fn capture() -> Result<(), BenchmarkError> {
		enrolled::<T>()?;
		let caller = investigator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, 0, SEED, MAX_FORMS);

		assert_eq!(Dues::<T>::get(TRIAL, Creditor::Participant(SUBJECT)), MAX_PAYMENTS.into());
		Ok(())
	}

	#[benchmark]
	fn correct() -> Result<(), BenchmarkError> {
		let proof = captured::<T>()?;
		let caller = investigator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, FORM, proof, CONTENT, WHY, WHY);

		assert_eq!(Forms::<T>::get((TRIAL, SUBJECT, FORM)).map(|form| form.content), Some(WHY));
		Ok(())
	}

	#[benchmark]
	fn open_query() -> Result<(), BenchmarkError> {
		captured::<T>()?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, FORM, WHY);

		assert_eq!(trial::<T>().open_queries, 1);
		Ok(())
	}

	#[benchmark]
	fn answer_query() -> Result<(), BenchmarkError> {
		asked::<T>()?;
		let caller = investigator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, 0, WHY);

		let query = Queries::<T>::get((TRIAL, SUBJECT, 0)).expect("it is there");
		assert_eq!(query.status, QueryStatus::Answered);
		Ok(())
	}

	#[benchmark]
	fn close_query() -> Result<(), BenchmarkError> {
		asked::<T>()?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, 0);

		assert_eq!(trial::<T>().open_queries, 0);
		Ok(())
	}

	#[benchmark]
	fn verify_source() -> Result<(), BenchmarkError> {
		let proof = captured::<T>()?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, FORM, CONTENT, proof);

		assert!(Forms::<T>::contains_key((TRIAL, SUBJECT, FORM)));
		Ok(())
	}

	#[benchmark]
	fn freeze() -> Result<(), BenchmarkError> {
		enrolled::<T>()?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT);

		assert!(Subjects::<T>::get(TRIAL, SUBJECT).expect("it is there").frozen);
		Ok(())
	}

	#[benchmark]
	fn unfreeze() -> Result<(), BenchmarkError> {
		enrolled::<T>()?;
		Pallet::<T>::freeze(signed::<T>(sponsor::<T>()), TRIAL, SUBJECT)?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT);

		assert!(!Subjects::<T>::get(TRIAL, SUBJECT).expect("it is there").frozen);
		Ok(())
	}

	#[benchmark]
	fn report_adverse_event() -> Result<(), BenchmarkError> {
		enrolled::<T>()?;
		let caller = investigator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, NOW, grave(Seriousness::Death));

		assert!(AdverseEvents::<T>::contains_key((TRIAL, SUBJECT, 0)));
		Ok(())
	}

	#[benchmark]
	fn follow_up() -> Result<(), BenchmarkError> {
		adverse::<T>()?;
		let caller = investigator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, 0, grave(Seriousness::Death));

		let event = AdverseEvents::<T>::get((TRIAL, SUBJECT, 0)).expect("it is there");
		assert_eq!(event.follow_ups, 1);
		Ok(())
	}

	#[benchmark]
	fn forward_adverse_event() -> Result<(), BenchmarkError> {
		adverse::<T>()?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, SUBJECT, 0, WHY);

		let event = AdverseEvents::<T>::get((TRIAL, SUBJECT, 0)).expect("it is there");
		assert!(!event.is_outstanding());
		Ok(())
	}

	#[benchmark]
	fn report_deviation() -> Result<(), BenchmarkError> {
		enrolled::<T>()?;
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, site::<T>(), Some(SUBJECT), DeviationClass::Major, WHY);

		assert!(Deviations::<T>::contains_key(TRIAL, 0));
		Ok(())
	}

	#[benchmark]
	fn fund() -> Result<(), BenchmarkError> {
		registered::<T>()?;
		let who = sponsor::<T>();
		T::BenchmarkHelper::fund(currency::<T>(), &who, 2 * PURSE);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), TRIAL, PURSE);

		assert!(Pallet::<T>::spendable(TRIAL, currency::<T>()) > 0);
		Ok(())
	}

	#[benchmark]
	fn pay_dues() -> Result<(), BenchmarkError> {
		captured::<T>()?;
		let creditor = Creditor::Site(site::<T>());
		Dues::<T>::insert(TRIAL, &creditor, PURSE / 2);
		fund_trial::<T>();
		let caller = participant::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, Creditor::Site(site::<T>()));

		assert_eq!(Dues::<T>::get(TRIAL, creditor), 0);
		Ok(())
	}

	#[benchmark]
	fn reclaim() -> Result<(), BenchmarkError> {
		active::<T>()?;
		fund_trial::<T>();
		locked::<T>()?;
		Pallet::<T>::publish_results(signed::<T>(sponsor::<T>()), TRIAL, WHY)?;
		let before = Pallet::<T>::spendable(TRIAL, currency::<T>());
		let caller = sponsor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), TRIAL, PURSE / 2);

		assert!(Pallet::<T>::spendable(TRIAL, currency::<T>()) < before);
		Ok(())
	}

	/// The hook, where all that wait get their beacon.
	#[benchmark]
	fn draw_beacons(n: Linear<1, { T::MaxWaiting::get() }>) -> Result<(), BenchmarkError> {
		active::<T>()?;
		Pallet::<T>::commit_seed(signed::<T>(custodian::<T>()), TRIAL, SEED)?;
		let one = trial::<T>();
		let mut waiting = Vec::new();
		for id in 0..n {
			let ticket = T::Deposit::new(&sponsor::<T>(), Footprint { count: 1, size: 1 })?;
			Trials::<T>::insert(id, crate::Trial { ticket, ..one.clone() });
			waiting.push((id, frame_system::Pallet::<T>::block_number()));
		}
		Waiting::<T>::put(BoundedVec::truncate_from(waiting));
		T::BenchmarkHelper::renew_randomness();

		#[block]
		{
			Pallet::<T>::draw_beacons(One::one());
		}

		assert!(Waiting::<T>::get().is_empty());
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		frame::testing_prelude::TestState::new_empty(),
		crate::mock::Test
	);
}
