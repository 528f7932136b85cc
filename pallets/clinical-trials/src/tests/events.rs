//! What calls tell: these events, in this order, and no others.

use super::common::*;
use frame::{
	deps::scale_info::{TypeDef, TypeInfo},
	traits::UnfilteredDispatchable,
};
use std::collections::BTreeSet;

/// The names of the events that were told.
#[derive(Default)]
struct Told(BTreeSet<String>);

impl Told {
	/// These events were told since, in this order.
	#[track_caller]
	fn told(&mut self, expected: &[Event<Test>]) {
		assert_eq!(events(), expected);
		let shown = expected.iter().map(|event| format!("{event:?}"));
		self.0.extend(shown.map(|it| it.split([':', ' ']).nth(2).unwrap().into()));
	}

	/// A call goes through and tells these events, in this order.
	#[track_caller]
	fn tells(&mut self, who: AccountId, call: Call<Test>, expected: &[Event<Test>]) {
		assert_ok!(call.dispatch_bypass_filter(origin(who)));
		self.told(expected);
	}
}

fn all_events() -> BTreeSet<String> {
	let TypeDef::Variant(all) = <Event<Test> as TypeInfo>::type_info().type_def else {
		panic!("an enum")
	};
	all.variants.iter().map(|it| it.name.to_string()).collect()
}

#[test]
fn every_event_is_told_by_a_call() {
	build_and_execute(|| {
		let mut told = Told::default();
		planned(&mut told);
		allocated(&mut told);
		captured(&mut told);
		watched(&mut told);
		ended(&mut told);
		assert_eq!(told.0, all_events());
	});
}

const ADAS: SubjectId = 0;
const BENS: SubjectId = 1;

/// The trial begins.
fn planned(it: &mut Told) {
	let (trial, reason, by) = (TRIAL, WHY, COMMITTEE);
	let (sponsor, protocol) = (SPONSOR, content(100));
	let registered = Event::TrialRegistered { trial, sponsor, protocol };
	it.tells(SPONSOR, Call::register_trial { design: design() }, &[registered]);
	let (until, version) = (Some(NOW + 100 * 86_400), 1);
	let approve = Call::approve { trial, version, until, conditions: None };
	it.tells(COMMITTEE, approve, &[Event::ProtocolApproved { trial, version, until }]);
	let (protocol, version) = (content(101), 2);
	let amend = Call::amend_protocol { trial, protocol, criteria: criteria(), target: 2 };
	it.tells(SPONSOR, amend, &[Event::ProtocolSubmitted { trial, version, protocol }]);
	let refuse = Call::disapprove { trial, version, reason };
	it.tells(COMMITTEE, refuse, &[Event::ProtocolDisapproved { trial, version, reason }]);
	let (site, investigator) = (SITE, INVESTIGATOR);
	let open = Call::open_site { trial, site, investigator };
	it.tells(SPONSOR, open, &[Event::SiteOpened { trial, site, investigator }]);
	let suspended = Event::TrialSuspended { trial, by, reason };
	it.tells(COMMITTEE, Call::suspend { trial, reason }, &[suspended]);
	let by = REGULATOR;
	it.tells(REGULATOR, Call::resume { trial }, &[Event::TrialResumed { trial, by }]);
	let (from, amount) = (SPONSOR, 10_000);
	it.tells(SPONSOR, Call::fund { trial, amount }, &[Event::Funded { trial, from, amount }]);
}

/// Two lists are sealed, of which the first is the rule's, and a participant is randomised.
fn allocated(it: &mut Told) {
	let trial = TRIAL;
	let commitment = randomization::seed_commitment(trial, &SEED);
	let commit = Call::commit_seed { trial, commitment };
	it.tells(CUSTODIAN, commit, &[Event::SeedCommitted { trial, commitment }]);
	let since = System::block_number() + BEACON_DELAY + 1;
	Dealt::set(DEALT, since);
	pass_blocks(1);
	it.told(&[Event::BeaconDrawn { trial, value: beacon(), since }]);
	let rule = randomization::list_root(&scheme(), &key(0, 0)).unwrap();
	for (stratum, root) in [(0, rule), (1, SEED)] {
		let sealed = Event::ListSealed { trial, stratum, list: 0, root };
		it.tells(CUSTODIAN, Call::seal_list { trial, stratum, root }, &[sealed]);
	}
	let (subject, participant, site) = (ADAS, ADA, SITE);
	let screen = Call::screen { trial, participant, site, stratum: None };
	it.tells(INVESTIGATOR, screen, &[Event::Screened { trial, subject, site }]);
	permit(ADA, INVESTIGATOR, SITE, 5);
	let version = 1;
	let consented = Event::Consented { trial, subject, version, consent: 0 };
	it.tells(ADA, Call::consent { trial, version, directive: 5 }, &[consented]);
	let attest = |criterion, met| {
		let (evidence, until) = (WHY, None);
		Call::attest_criterion { trial, subject, criterion, met, evidence, until }
	};
	let attested =
		|criterion, attester| Event::CriterionAttested { trial, subject, criterion, attester };
	it.tells(DOCTOR, attest(0, true), &[attested(0, DOCTOR)]);
	let decided = Event::SubjectDecided { trial, subject, status: SubjectStatus::Enrolled };
	let creditor = Creditor::Site(SITE);
	let owes = Event::DueAccrued { trial, creditor, amount: 1_000 };
	it.tells(LABORATORY, attest(1, false), &[attested(1, LABORATORY), decided, owes]);
	let (stratum, reason) = (0, WHY);
	let set = Call::set_stratum { trial, subject, stratum, reason };
	it.tells(DOCTOR, set, &[Event::StratumSet { trial, subject, stratum }]);
	let randomized = Event::Randomized { trial, subject, stratum, slot: 0 };
	it.tells(INVESTIGATOR, Call::randomize { trial, subject }, &[randomized]);
	let by = INVESTIGATOR;
	let unblind = Call::unblind { trial, subject, reason };
	it.tells(INVESTIGATOR, unblind, &[Event::Unblinded { trial, subject, by, reason }]);
	let answer = content(8);
	let answered = Event::UnblindingAnswered { trial, subject, answer };
	it.tells(CUSTODIAN, Call::answer_unblinding { trial, subject, answer }, &[answered]);
}

/// Forms are captured, asked about and corrected.
fn captured(it: &mut Told) {
	let (trial, subject, visit, capture, count) = (TRIAL, ADAS, 0, 0, 2);
	let contents = [content(0), content(1)];
	let root = merkle::root(contents).unwrap();
	let owes = |creditor, amount| Event::DueAccrued { trial, creditor, amount };
	let due = [owes(Creditor::Participant(ADAS), 30), owes(Creditor::Site(SITE), 200)];
	let told = |capture| Event::Captured { trial, subject, capture, visit, count, root };
	let call = || Call::capture { trial, subject, visit, root, count };
	let [stipend, milestone] = due;
	it.tells(NURSE, call(), &[stipend, milestone, told(capture)]);
	// A visit is paid once.
	it.tells(NURSE, call(), &[told(1)]);
	permit(ADA, INVESTIGATOR, SITE, 6);
	it.tells(NURSE, call(), &[Event::CaptureRefused { trial, subject, visit, by: NURSE }]);
	permit(ADA, INVESTIGATOR, SITE, 5);
	let form = FormRef { capture, index: 1 };
	let proof = FormProof::truncate_from(proof_of(&contents, 1));
	let (content, reason) = (contents[1], WHY);
	let verify = Call::verify_source { trial, subject, form, content, proof: proof.clone() };
	it.tells(MONITOR, verify, &[Event::SourceVerified { trial, subject, form }]);
	let correct = |old, new| {
		let proof = proof.clone();
		Call::correct { trial, subject, form, proof, old, new, reason }
	};
	let new = self::content(2);
	let corrected = |new| Event::Corrected { trial, subject, form, new };
	let voided = Event::VerificationVoided { trial, subject, form };
	it.tells(NURSE, correct(content, new), &[corrected(new), voided]);
	it.tells(NURSE, correct(new, content), &[corrected(content)]);
	let query = 0;
	let ask = Call::open_query { trial, subject, form, text: WHY };
	it.tells(MONITOR, ask, &[Event::QueryOpened { trial, subject, query, form }]);
	let answer = Call::answer_query { trial, subject, query, answer: WHY };
	it.tells(NURSE, answer, &[Event::QueryAnswered { trial, subject, query }]);
	let close = Call::close_query { trial, subject, query };
	it.tells(MONITOR, close, &[Event::QueryClosed { trial, subject, query }]);
	it.tells(MONITOR, Call::freeze { trial, subject }, &[Event::Frozen { trial, subject }]);
	it.tells(MONITOR, Call::unfreeze { trial, subject }, &[Event::Unfrozen { trial, subject }]);
}

/// An adverse event is reported late, becomes graver, and is forwarded late.
fn watched(it: &mut Told) {
	let (trial, subject, event, late) = (TRIAL, ADAS, 0, true);
	let judged = |seriousness| Assessment {
		seriousness,
		causality: Causality::Possible,
		expected: false,
		aware: NOW - SERIOUS_PERIOD - 1,
		detail: WHY,
	};
	let (onset, assessment) = (NOW - 2 * SERIOUS_PERIOD, judged(Seriousness::Disability));
	let due = Some(NOW + SUSAR_PERIOD);
	let reported = Event::AdverseEventReported { trial, subject, event, late, due };
	let report = Call::report_adverse_event { trial, subject, onset, assessment };
	it.tells(NURSE, report, &[reported]);
	let (assessment, due) = (judged(Seriousness::Death), Some(NOW + FATAL_SUSAR_PERIOD));
	let followed = Event::AdverseEventFollowedUp { trial, subject, event, due };
	it.tells(NURSE, Call::follow_up { trial, subject, event, assessment }, &[followed]);
	set_now(NOW + FATAL_SUSAR_PERIOD + 1);
	let forward = Call::forward_adverse_event { trial, subject, event, report: WHY };
	it.tells(MONITOR, forward, &[Event::AdverseEventForwarded { trial, subject, event, late }]);
	// What is forwarded is not due.
	let followed = Event::AdverseEventFollowedUp { trial, subject, event, due: None };
	it.tells(NURSE, Call::follow_up { trial, subject, event, assessment }, &[followed]);
	let (site, class, detail, deviation) = (SITE, DeviationClass::Major, WHY, 0);
	let deviate = Call::report_deviation { trial, site, subject: None, class, detail };
	it.tells(NURSE, deviate, &[Event::DeviationReported { trial, deviation, class }]);
}

/// One withdraws, one completes; the trial is locked, and what was sealed is opened. Another trial is
/// ended before its time.
fn ended(it: &mut Told) {
	let (trial, subject, reason, site) = (TRIAL, ADAS, WHY, SITE);
	assert_eq!(consented(BEN), BENS);
	events();
	let withdraw = Call::withdraw { trial, subject: BENS, reason };
	it.tells(BEN, withdraw, &[Event::Withdrawn { trial, subject: BENS }]);
	let creditor = Creditor::Participant(subject);
	let owes = Event::DueAccrued { trial, creditor: creditor.clone(), amount: 100 };
	let completed = Event::Completed { trial, subject };
	it.tells(NURSE, Call::complete { trial, subject }, &[owes, completed]);
	it.tells(SPONSOR, Call::close_site { trial, site }, &[Event::SiteClosed { trial, site }]);
	it.tells(SPONSOR, Call::close_accrual { trial }, &[Event::AccrualClosed { trial }]);
	let entries = TrailLength::<Test>::get(trial) + 1;
	it.tells(SPONSOR, Call::lock { trial }, &[Event::TrialLocked { trial, entries }]);
	let reveal = Call::reveal_seed { trial, seed: SEED };
	it.tells(CUSTODIAN, reveal, &[Event::SeedRevealed { trial, seed: SEED }]);
	let (arm, salt, proof) = opening(subject);
	let disclose = Call::disclose { trial, subject, arm, salt, proof };
	it.tells(CUSTODIAN, disclose, &[Event::Disclosed { trial, subject, arm }]);
	let (list, custodian) = (0, CUSTODIAN);
	let verified = Event::ListVerified { trial, stratum: 0, list };
	it.tells(STRANGER, Call::check_list { trial, stratum: 0, list }, &[verified]);
	let expected = randomization::list_root(&scheme(), &key(1, 0)).unwrap();
	let broken = Event::ListBroken { trial, stratum: 1, list, custodian, expected };
	it.tells(STRANGER, Call::check_list { trial, stratum: 1, list }, &[broken]);
	let results = content(500);
	let publish = Call::publish_results { trial, results };
	it.tells(SPONSOR, publish, &[Event::ResultsPublished { trial, results }]);
	let paid = Event::DuesPaid { trial, creditor: creditor.clone(), amount: 130 };
	it.tells(STRANGER, Call::pay_dues { trial, creditor }, &[paid]);
	let amount = 5_000;
	it.tells(SPONSOR, Call::reclaim { trial, amount }, &[Event::Reclaimed { trial, amount }]);
	assert_ok!(ClinicalTrials::register_trial(origin(SPONSOR), design()));
	events();
	let (trial, by) = (1, COMMITTEE);
	let terminated = Event::TrialTerminated { trial, by, reason };
	it.tells(COMMITTEE, Call::terminate { trial, reason }, &[terminated]);
}
