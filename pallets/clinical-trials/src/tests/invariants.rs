//! Each invariant, and each condition of it, fires when it is violated.

use super::common::*;
use frame::{
	deps::{
		frame_support::storage::with_transaction,
		sp_runtime::{TransactionOutcome, TryRuntimeError},
	},
	prelude::DispatchResult,
};
use std::collections::BTreeSet;

/// A trial that waits for the committee.
const OTHER: TrialId = 1;
/// No trial.
const NONE: TrialId = 9;
/// Participants: one who is randomised, one who is being screened, one who was found ineligible, and
/// is being screened again.
const GIVEN: SubjectId = 0;
const SCREENED: SubjectId = 1;
const REFUSED: SubjectId = 2;
/// Nobody.
const NOBODY: SubjectId = 99;
/// Forms: one that was corrected twice, one that was compared with its source.
const CORRECTED: FormRef = FormRef { capture: 0, index: 0 };
const VERIFIED: FormRef = FormRef { capture: 0, index: 1 };
/// Queries: one open, one answered, one closed.
const ANSWERED: QueryId = 1;
const CLOSED: QueryId = 2;

/// A trial in which much has happened.
fn scene() {
	active();
	assert_ok!(ClinicalTrials::register_trial(origin(SPONSOR), design()));
	beacon_drawn();
	sealed(0);
	assert_eq!(enrolled(ADA), GIVEN);
	assert_ok!(ClinicalTrials::randomize(origin(INVESTIGATOR), TRIAL, GIVEN));
	assert_eq!(consented(BEN), SCREENED);
	attested(DOCTOR, SCREENED, 0, true);
	assert_eq!(consented(CLEO), REFUSED);
	attested(DOCTOR, REFUSED, 0, false);
	attested(DOCTOR, REFUSED, 1, false);
	consented(CLEO);
	let forms = [content(0), content(1)];
	let root = merkle::root(forms).unwrap();
	let way = |index| FormProof::truncate_from(proof_of(&forms, index));
	assert_ok!(ClinicalTrials::capture(origin(NURSE), TRIAL, GIVEN, 0, root, 2));
	for (old, new) in [(0, 7), (7, 8)] {
		let (old, new) = (content(old), content(new));
		let nurse = origin(NURSE);
		assert_ok!(ClinicalTrials::correct(nurse, TRIAL, GIVEN, CORRECTED, way(0), old, new, WHY));
	}
	let monitor = || origin(MONITOR);
	let verify = ClinicalTrials::verify_source;
	assert_ok!(verify(monitor(), TRIAL, GIVEN, VERIFIED, forms[1], way(1)));
	for _ in 0..=CLOSED {
		assert_ok!(ClinicalTrials::open_query(monitor(), TRIAL, GIVEN, VERIFIED, WHY));
	}
	assert_ok!(ClinicalTrials::answer_query(origin(NURSE), TRIAL, GIVEN, ANSWERED, WHY));
	assert_ok!(ClinicalTrials::close_query(monitor(), TRIAL, GIVEN, CLOSED));
	let assessment = Assessment {
		seriousness: Seriousness::Death,
		causality: Causality::Certain,
		expected: false,
		aware: NOW,
		detail: WHY,
	};
	let nurse = origin(NURSE);
	assert_ok!(ClinicalTrials::report_adverse_event(nurse, TRIAL, GIVEN, NOW, assessment));
	let (nurse, class) = (origin(NURSE), DeviationClass::Minor);
	assert_ok!(ClinicalTrials::report_deviation(nurse, TRIAL, SITE, None, class, WHY));
	for version in 2..=3 {
		let amendment = content(100 + version);
		let sponsor = origin(SPONSOR);
		assert_ok!(ClinicalTrials::amend_protocol(sponsor, TRIAL, amendment, criteria(), 2));
		if version == 2 {
			assert_ok!(ClinicalTrials::disapprove(origin(COMMITTEE), TRIAL, version, WHY));
		}
	}
}

/// A locked trial, whose seed is revealed, whose list was checked, and in which an arm was disclosed.
fn locked_scene() {
	active();
	beacon_drawn();
	sealed(0);
	assert_eq!(enrolled(ADA), GIVEN);
	assert_ok!(ClinicalTrials::randomize(origin(INVESTIGATOR), TRIAL, GIVEN));
	assert_ok!(ClinicalTrials::close_accrual(origin(SPONSOR), TRIAL));
	assert_ok!(ClinicalTrials::lock(origin(SPONSOR), TRIAL));
	assert_ok!(ClinicalTrials::reveal_seed(origin(CUSTODIAN), TRIAL, SEED));
	assert_ok!(ClinicalTrials::check_list(origin(STRANGER), TRIAL, 0, 0));
	let (arm, salt, proof) = opening(GIVEN);
	assert_ok!(ClinicalTrials::disclose(origin(CUSTODIAN), TRIAL, GIVEN, arm, salt, proof));
}

fn trial(id: TrialId, change: impl FnOnce(&mut TrialOf<Test>)) {
	Trials::<Test>::mutate(id, |it| change(it.as_mut().unwrap()));
}

fn subject(number: SubjectId, change: impl FnOnce(&mut Subject<AccountId>)) {
	Subjects::<Test>::mutate(TRIAL, number, |it| change(it.as_mut().unwrap()));
}

fn known(number: SubjectId) -> Subject<AccountId> {
	Subjects::<Test>::get(TRIAL, number).unwrap()
}

fn protocol(id: TrialId, version: Version, change: impl FnOnce(&mut Protocol<AccountId>)) {
	Protocols::<Test>::mutate(id, version, |it| change(it.as_mut().unwrap()));
}

fn approval() -> Option<Approval<AccountId>> {
	Protocols::<Test>::get(TRIAL, 1).unwrap().approval
}

fn seed(change: impl FnOnce(&mut Seed<u64>)) {
	trial(TRIAL, |it| change(it.seed.as_mut().unwrap()));
}

fn capture(change: impl FnOnce(&mut Capture<AccountId>)) {
	Captures::<Test>::mutate((TRIAL, GIVEN, 0), |it| change(it.as_mut().unwrap()));
}

/// A copy of the first capture, and of the consent to it.
fn captured_of(id: TrialId, number: SubjectId) {
	let consent = Consents::<Test>::get((TRIAL, GIVEN, 0)).unwrap();
	Consents::<Test>::insert((id, number, 0), consent);
	let capture = Captures::<Test>::get((TRIAL, GIVEN, 0)).unwrap();
	Captures::<Test>::insert((id, number, 0), capture);
}

fn stratum(lists: u32, slots: u32) {
	Strata::<Test>::insert(TRIAL, 0, Stratum { lists, slots });
}

fn list(change: impl FnOnce(&mut List)) {
	Lists::<Test>::mutate((TRIAL, 0, 0), |it| change(it.as_mut().unwrap()));
}

fn copied_list(id: TrialId, number: u32) {
	Lists::<Test>::insert((id, 0, number), Lists::<Test>::get((TRIAL, 0, 0)).unwrap());
}

fn form(form: FormRef, change: impl FnOnce(&mut Form<AccountId>)) {
	Forms::<Test>::mutate((TRIAL, GIVEN, form), |it| change(it.as_mut().unwrap()));
}

/// Changes the entry of the last correction.
fn correction(change: impl FnOnce(&mut Entry<AccountId>)) {
	let is_correction = |entry: &Entry<AccountId>| matches!(entry.act, Act::Corrected { .. });
	let number = (0..TrailLength::<Test>::get(TRIAL))
		.rfind(|number| is_correction(&Trail::<Test>::get(TRIAL, number).unwrap()))
		.unwrap();
	Trail::<Test>::mutate(TRIAL, number, |it| change(it.as_mut().unwrap()));
}

fn attestations(number: SubjectId, change: impl FnOnce(&mut Attestations<AccountId>)) {
	Attested::<Test>::mutate((TRIAL, number, 0), change);
}

type Violation = (&'static str, fn());

/// What is violated in a trial that goes on, and what is said then.
const VIOLATIONS: &[Violation] = &[
	("1: a consent to what was not approved", || {
		protocol(TRIAL, 1, |it| it.approval.as_mut().unwrap().since = NOW + 1);
	}),
	("1: a consent to what was not approved", || {
		Consents::<Test>::mutate((TRIAL, GIVEN, 0), |it| it.as_mut().unwrap().version = 2);
	}),
	("1: data without consent to the version", || capture(|it| it.version = 2)),
	("1: data without consent to the version", || capture(|it| it.at = NOW - 1)),
	("1: data of no trial", || {
		Protocols::<Test>::insert(NONE, 1, Protocols::<Test>::get(TRIAL, 1).unwrap());
		captured_of(NONE, GIVEN);
	}),
	("1: a capture of no visit, or of no or too many forms", || capture(|it| it.visit = 3)),
	("1: a capture of no visit, or of no or too many forms", || capture(|it| it.count = 0)),
	("1: a capture of no visit, or of no or too many forms", || {
		capture(|it| it.count = MAX_FORMS + 1);
	}),
	("1: data of nobody", || captured_of(TRIAL, NOBODY)),
	("1: a visit with data does not count as begun", || subject(GIVEN, |it| it.visits = 2)),
	("2: a participant of no trial", || Subjects::<Test>::insert(NONE, 0, known(GIVEN))),
	("2: randomised without a slot", || subject(GIVEN, |it| it.slot = None)),
	("2: an arm without a slot", || subject(SCREENED, |it| it.arm = Some(0))),
	("2: randomised without having been enrolled", || subject(GIVEN, |it| it.enrolled_at = None)),
	("2: randomised without having been enrolled", || {
		subject(GIVEN, |it| it.enrolled_at = Some(NOW + 1));
	}),
	("2: randomised without having been enrolled", || {
		subject(GIVEN, |it| it.status = SubjectStatus::Enrolled);
	}),
	("2: a slot of another stratum", || subject(GIVEN, |it| it.stratum = Some(1))),
	("2: a slot is another's", || Slots::<Test>::insert((TRIAL, 0, 0), SCREENED)),
	("2: an arm was disclosed before its time", || subject(GIVEN, |it| it.arm = Some(0))),
	("2: a scheme without slots", || {
		trial(TRIAL, |it| {
			it.masking = Masking::Open;
			it.scheme.ratio = Default::default();
		});
		subject(GIVEN, |it| it.arm = Some(0));
	}),
	("2: a stratum of no trial", || Strata::<Test>::insert(NONE, 0, Stratum::default())),
	("2: a stratum too many", || Strata::<Test>::insert(TRIAL, 2, Stratum::default())),
	("2: a slot was given of no sealed list", || {
		stratum(1, randomization::slots_per_list(&scheme()) + 1);
	}),
	("2: a slot was left out", || stratum(1, 2)),
	("2: a list was left out", || stratum(2, 1)),
	("2: a slot is given to who does not have it", || {
		Slots::<Test>::insert((TRIAL, 0, 5), SCREENED);
	}),
	("2: a list of no trial", || copied_list(NONE, 0)),
	("2: a list that was not counted", || copied_list(TRIAL, 1)),
	("2: a list was sealed before the beacon", || seed(|it| it.beacon = None)),
	("2: a list was checked without a seed", || list(|it| it.status = ListStatus::Verified)),
	("2: a trial without a beacon does not wait for it", || {
		let seed = Seed { commitment: SEED, at: 1, beacon: None, revealed: None };
		trial(OTHER, |it| it.seed = Some(seed));
	}),
	("2: a beacon that could have been known", || {
		seed(|it| it.beacon.as_mut().unwrap().since = it.at + BEACON_DELAY);
	}),
	("2: a seed was revealed before the lock", || seed(|it| it.revealed = Some(SEED))),
	("2: a trial waits for nothing", || Waiting::<Test>::try_append((OTHER, 1)).unwrap()),
	("3: enrolled participants miscounted", || trial(TRIAL, |it| it.enrolled = 2)),
	("3: more are enrolled than the target", || protocol(TRIAL, 1, |it| it.target = 0)),
	("3: a site's enrolled participants miscounted", || {
		Sites::<Test>::mutate(TRIAL, SITE, |it| it.as_mut().unwrap().enrolled = 2);
	}),
	("4: the sponsor corrected a site's data", || correction(|it| it.who = SPONSOR)),
	("4: a correction of what the form did not say", || {
		correction(|it| {
			if let Act::Corrected { old, .. } = &mut it.act {
				*old = WHY;
			}
		});
	}),
	("4: a form differs from its last correction", || form(CORRECTED, |it| it.corrections = 1)),
	("4: a form differs from its last correction", || form(CORRECTED, |it| it.content = WHY)),
	("4: a form was touched without a trace", || form(VERIFIED, |it| it.verified = None)),
	("4: a form was touched without a trace", || form(VERIFIED, |it| it.corrections = 1)),
	("4: a form that was not captured", || {
		let known = Forms::<Test>::get((TRIAL, GIVEN, VERIFIED)).unwrap();
		Forms::<Test>::insert((TRIAL, GIVEN, FormRef { capture: 0, index: 2 }), known);
	}),
	("4: a corrected form is gone", || Forms::<Test>::remove((TRIAL, GIVEN, CORRECTED))),
	("5: a gap in a trail", || Trail::<Test>::remove(TRIAL, 0)),
	("5: a lock without its status, or a status without its lock", || {
		trial(TRIAL, |it| it.lock = Some(Lock { at: NOW, entries: 1 }));
	}),
	("5: a lock without its status, or a status without its lock", || {
		trial(TRIAL, |it| it.status = TrialStatus::Locked);
	}),
	("5: published without results, or results unpublished", || {
		trial(TRIAL, |it| it.results = Some(WHY));
	}),
	("5: an entry beyond the end of its trail", || {
		Trail::<Test>::insert(TRIAL, 999, Trail::<Test>::get(TRIAL, 0).unwrap());
	}),
	("6: something of a participant is gone", || subject(GIVEN, |it| it.consents += 1)),
	("6: something of a participant is gone", || subject(GIVEN, |it| it.captures += 1)),
	("6: something of a participant is gone", || subject(GIVEN, |it| it.queries += 1)),
	("6: something of a participant is gone", || subject(GIVEN, |it| it.adverse_events += 1)),
	("6: something of a participant was not counted", || subject(SCREENED, |it| it.consents = 0)),
	("6: something of a participant was not counted", || subject(GIVEN, |it| it.captures = 0)),
	("6: something of a participant was not counted", || subject(GIVEN, |it| it.queries = 2)),
	("6: something of a participant was not counted", || {
		subject(GIVEN, |it| it.adverse_events = 0);
	}),
	("6: who withdrew takes part, or who did not does not", || {
		subject(SCREENED, |it| it.status = SubjectStatus::Withdrawn);
	}),
	("7: a debt of nothing", || {
		Dues::<Test>::insert(TRIAL, Creditor::Participant(SCREENED), 0);
	}),
	("7: debts do not add up", || trial(TRIAL, |it| it.owed += 1)),
	("7: a trial pays in no currency", || trial(OTHER, |it| it.currency = None)),
	("7: no trial owes this", || Dues::<Test>::insert(NONE, Creditor::Site(SITE), 1)),
	("8: an open query is not listed, or a closed one is", || {
		OpenQueries::<Test>::remove(TRIAL, (GIVEN, ANSWERED));
	}),
	("8: an open query is not listed, or a closed one is", || {
		OpenQueries::<Test>::insert(TRIAL, (GIVEN, CLOSED), ());
	}),
	("8: a query was answered by nothing", || {
		let key = (TRIAL, GIVEN, ANSWERED);
		Queries::<Test>::mutate(key, |it| it.as_mut().unwrap().answer = None);
	}),
	("8: an event to be forwarded is not listed, or another is", || {
		Outstanding::<Test>::remove(TRIAL, (GIVEN, 0));
	}),
	("8: no event is to be forwarded, and one is listed", || {
		Outstanding::<Test>::insert(TRIAL, (GIVEN, 1), NOW);
	}),
	("8: open queries miscounted", || trial(TRIAL, |it| it.open_queries += 1)),
	("8: a deviation is gone", || Deviations::<Test>::remove(TRIAL, 0)),
	("8: a query is listed that is not there", || {
		OpenQueries::<Test>::insert(TRIAL, (SCREENED, 0), ());
	}),
	("8: a deviation was not counted", || trial(TRIAL, |it| it.deviations = 0)),
	("9: a trial of a number that was not given", || NextTrial::<Test>::put(OTHER)),
	("9: a version not submitted counts", || trial(OTHER, |it| it.current = 2)),
	("9: a version of a protocol is gone", || Protocols::<Test>::remove(OTHER, 1)),
	("9: approved without an approval", || protocol(TRIAL, 2, |it| it.approval = approval())),
	("9: approved without an approval", || {
		protocol(TRIAL, 3, |it| it.status = ProtocolStatus::Approved);
	}),
	("9: an old version waits for the committee", || {
		protocol(TRIAL, 2, |it| it.status = ProtocolStatus::Submitted);
	}),
	("9: a version that is not approved counts", || trial(OTHER, |it| it.current = 1)),
	("9: an approved version does not count", || {
		protocol(TRIAL, 2, |it| {
			it.status = ProtocolStatus::Approved;
			it.approval = approval();
		});
	}),
	("9: a status that its protocols do not give", || {
		trial(OTHER, |it| it.status = TrialStatus::Approved);
	}),
	("9: a status that its protocols do not give", || {
		trial(OTHER, |it| it.status = TrialStatus::Disapproved);
	}),
	("9: a status that its protocols do not give", || {
		trial(TRIAL, |it| it.status = TrialStatus::InReview);
	}),
	("9: suspended without being so, or the reverse", || {
		trial(TRIAL, |it| it.status = TrialStatus::Suspended);
	}),
	("9: terminated without being so, or the reverse", || {
		trial(TRIAL, |it| it.status = TrialStatus::Terminated);
	}),
	("9: terminated without being so, or the reverse", || {
		let ended = Termination { by: SPONSOR, was_active: true, reason: WHY };
		trial(TRIAL, |it| it.termination = Some(ended));
	}),
	("9: a protocol that nobody submitted", || {
		Protocols::<Test>::insert(TRIAL, 4, Protocols::<Test>::get(TRIAL, 3).unwrap());
	}),
	("10: a participant is gone", || trial(TRIAL, |it| it.subjects += 1)),
	("10: an account does not lead to its participant", || {
		SubjectOf::<Test>::remove(TRIAL, BEN);
	}),
	("10: somebody takes part twice", || {
		subject(REFUSED, |it| it.status = SubjectStatus::Screening);
	}),
	("10: a participant of no site", || subject(SCREENED, |it| it.site = OTHER_SITE)),
	("10: a participant of no stratum", || subject(SCREENED, |it| it.stratum = Some(2))),
	("10: a status that enrolment does not give", || {
		subject(SCREENED, |it| it.status = SubjectStatus::Enrolled);
	}),
	("10: a participant without a number", || {
		let subject = Subject { consents: 0, ..known(SCREENED) };
		Subjects::<Test>::insert(TRIAL, NOBODY, subject);
	}),
	("10: an account leads to another's participant", || {
		SubjectOf::<Test>::insert(TRIAL, DAN, SCREENED);
	}),
	("10: something is attested of nobody", || {
		attestations(NOBODY, |it| *it = Attested::<Test>::get((TRIAL, SCREENED, 0)));
	}),
	("10: somebody attested who may not", || {
		attestations(SCREENED, |it| it[0].attester = INVESTIGATOR);
	}),
	("10: somebody attested who may not", || attestations(SCREENED, |it| it[0].attester = BEN)),
	("10: somebody attested twice", || {
		attestations(SCREENED, |it| it.try_push(it[0].clone()).unwrap());
	}),
	("10: unblinded without having been randomised", || {
		let asked = Unblinding { by: REGULATOR, at: NOW, reason: WHY, answer: None };
		Unblindings::<Test>::insert(TRIAL, SCREENED, asked);
	}),
	(": deposits held differ from the price of what is stored", || {
		trial(OTHER, |it| it.sponsor = OTHER_SPONSOR);
	}),
];

/// What is violated in a locked trial.
const VIOLATIONS_OF_A_LOCK: &[Violation] = &[
	("2: an arm that is not the rule's", || {
		subject(GIVEN, |it| it.arm = it.arm.map(|arm| 1 - arm));
	}),
	("2: a list was judged otherwise than the rule says", || {
		list(|it| it.status = ListStatus::Broken);
	}),
	("2: a list was judged otherwise than the rule says", || {
		subject(GIVEN, |it| it.arm = None);
		list(|it| it.root = [1; 32]);
	}),
	("2: a seed that was not committed to", || seed(|it| it.commitment = [1; 32])),
	("5: a lock without its status, or a status without its lock", || {
		trial(TRIAL, |it| it.lock = None);
	}),
	("5: published without results, or results unpublished", || {
		trial(TRIAL, |it| it.status = TrialStatus::Published);
	}),
	("5: locked with open queries", || trial(TRIAL, |it| it.open_queries = 1)),
	("5: locked with adverse events to be forwarded", || {
		Outstanding::<Test>::insert(TRIAL, (GIVEN, 0), NOW);
	}),
	("5: something changed after the lock", || {
		trial(TRIAL, |it| it.lock.as_mut().unwrap().entries -= 1);
	}),
];

fn each_fires(scene: fn(), violations: &[Violation]) {
	build_and_execute(|| {
		scene();
		assert_ok!(check_state());
		for (number, (expected, violate)) in violations.iter().enumerate() {
			let _ = with_transaction(|| {
				violate();
				let error = check_state().expect_err(expected);
				let TryRuntimeError::Other(message) = error else { panic!("{error:?}") };
				let space = if expected.starts_with(':') { "" } else { " " };
				assert_eq!(message, format!("clinical-trials{space}{expected}"), "{number}");
				TransactionOutcome::Rollback(DispatchResult::Ok(()))
			});
		}
	});
}

#[test]
fn each_invariant_of_a_trial_that_goes_on_fires() {
	each_fires(scene, VIOLATIONS);
}

#[test]
fn each_invariant_of_a_locked_trial_fires() {
	each_fires(locked_scene, VIOLATIONS_OF_A_LOCK);
}

#[test]
fn each_condition_is_violated_here() {
	let said: BTreeSet<_> = include_str!("../invariants.rs")
		.split("\"clinical-trials ")
		.skip(1)
		.filter_map(|rest| rest.split('"').next())
		.collect();
	assert!(said.len() >= 70, "{} {said:?}", said.len());
	for message in said {
		let mut all = VIOLATIONS.iter().chain(VIOLATIONS_OF_A_LOCK);
		assert!(all.any(|(expected, _)| *expected == message), "{message} never fires");
	}
}
