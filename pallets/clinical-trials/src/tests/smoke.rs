//! A whole trial, from registration to what a stranger finds.

use super::common::*;
use frame::prelude::BoundedVec;

/// Judged as grave, unexpected, and caused by the intervention.
fn susar(aware: u64) -> Assessment {
	Assessment {
		seriousness: Seriousness::LifeThreatening,
		causality: Causality::Possible,
		expected: false,
		aware,
		detail: WHY,
	}
}

#[test]
fn a_whole_trial_is_played() {
	build_and_execute(|| {
		let trial = || Trials::<Test>::get(TRIAL).unwrap();

		// Approval comes before everything.
		assert_ok!(ClinicalTrials::register_trial(origin(SPONSOR), design()));
		assert_eq!(trial().code(), "in-review");
		assert_noop!(
			ClinicalTrials::open_site(origin(SPONSOR), TRIAL, SITE, INVESTIGATOR),
			Error::<Test>::TrialInReview
		);
		assert_noop!(
			ClinicalTrials::approve(origin(SPONSOR), TRIAL, 1, None, None),
			Error::<Test>::NotCommittee
		);
		let until = NOW + 1_000_000;
		assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 1, Some(until), None));
		assert_eq!(trial().code(), "approved");
		assert_ok!(ClinicalTrials::fund(origin(SPONSOR), TRIAL, 100_000));

		// The custodian commits before the beacon is known.
		Dealt::set([3; 32], 1);
		let commitment = randomization::seed_commitment(TRIAL, &SEED);
		assert_ok!(ClinicalTrials::commit_seed(origin(CUSTODIAN), TRIAL, commitment));
		pass_blocks(1);
		assert_noop!(
			ClinicalTrials::seal_list(origin(CUSTODIAN), TRIAL, 0, [0; 32]),
			Error::<Test>::NoBeacon
		);
		Dealt::set(DEALT, BEACON_DELAY + 1);
		pass_blocks(1);
		assert_eq!(trial().seed.unwrap().beacon, None, "too early");
		Dealt::set(DEALT, BEACON_DELAY + 2);
		pass_blocks(1);
		assert!(Waiting::<Test>::get().is_empty());
		sealed(0);
		assert_noop!(
			ClinicalTrials::seal_list(origin(CUSTODIAN), TRIAL, 0, [0; 32]),
			Error::<Test>::EnoughLists
		);
		// The second stratum's list is not the rule's.
		assert_ok!(ClinicalTrials::seal_list(origin(CUSTODIAN), TRIAL, 1, [1; 32]));

		// One is eligible, one is not: by rule.
		assert_ok!(ClinicalTrials::open_site(origin(SPONSOR), TRIAL, SITE, INVESTIGATOR));
		assert_eq!(trial().code(), "active");
		let ada = enrolled(ADA);
		assert_eq!(status_of(ada), SubjectStatus::Enrolled);
		let ben = consented(BEN);
		assert_noop!(
			ClinicalTrials::attest_criterion(origin(INVESTIGATOR), TRIAL, ben, 0, true, WHY, None),
			Error::<Test>::AttesterIsEnroller
		);
		attested(DOCTOR, ben, 0, true);
		attested(LABORATORY, ben, 1, true);
		assert_eq!(status_of(ben), SubjectStatus::Ineligible);
		assert_noop!(
			ClinicalTrials::randomize(origin(INVESTIGATOR), TRIAL, ben),
			Error::<Test>::SubjectIneligible
		);

		// A slot, whose arm is sealed.
		assert_ok!(ClinicalTrials::randomize(origin(INVESTIGATOR), TRIAL, ada));
		let (arm, salt, proof) = opening(ada);
		assert_noop!(
			ClinicalTrials::disclose(origin(CUSTODIAN), TRIAL, ada, arm, salt, proof.clone()),
			Error::<Test>::Masked
		);

		// A batch of forms; a query; a correction, which voids what the monitor had verified.
		let forms: Vec<Commitment> = (0..1_000).map(content).collect();
		let root = merkle::root(&forms).unwrap();
		assert_ok!(ClinicalTrials::capture(origin(NURSE), TRIAL, ada, 0, root, 1_000));
		let form = FormRef { capture: 0, index: 123 };
		let way = FormProof::truncate_from(proof_of(&forms, 123));
		assert_ok!(ClinicalTrials::verify_source(
			origin(MONITOR),
			TRIAL,
			ada,
			form,
			forms[123],
			way.clone()
		));
		assert_ok!(ClinicalTrials::open_query(origin(MONITOR), TRIAL, ada, form, WHY));
		assert_noop!(
			ClinicalTrials::correct(
				origin(MONITOR),
				TRIAL,
				ada,
				form,
				way.clone(),
				forms[123],
				WHY,
				WHY
			),
			Error::<Test>::SponsorStaff
		);
		let better = content(9_999);
		assert_ok!(ClinicalTrials::correct(
			origin(NURSE),
			TRIAL,
			ada,
			form,
			way,
			forms[123],
			better,
			WHY
		));
		let known = Forms::<Test>::get((TRIAL, ada, form)).unwrap();
		assert_eq!(known, Form { content: better, corrections: 1, verified: None });
		assert_ok!(ClinicalTrials::answer_query(origin(NURSE), TRIAL, ada, 0, WHY));

		// An adverse event, reported in time and forwarded late.
		assert_ok!(ClinicalTrials::report_adverse_event(
			origin(NURSE),
			TRIAL,
			ada,
			NOW,
			susar(NOW)
		));
		set_now(NOW + FATAL_SUSAR_PERIOD + 1);
		assert_eq!(ClinicalTrials::overdue_events(TRIAL, 10).len(), 1);
		assert_ok!(ClinicalTrials::forward_adverse_event(origin(MONITOR), TRIAL, ada, 0, WHY));
		assert!(AdverseEvents::<Test>::get((TRIAL, ada, 0)).unwrap().forwarded.unwrap().late);
		assert!(ClinicalTrials::overdue_events(TRIAL, 10).is_empty());
		assert_ok!(ClinicalTrials::report_deviation(
			origin(NURSE),
			TRIAL,
			SITE,
			Some(ada),
			DeviationClass::Minor,
			WHY
		));
		assert_ok!(ClinicalTrials::unblind(origin(INVESTIGATOR), TRIAL, ada, WHY));
		assert_ok!(ClinicalTrials::answer_unblinding(origin(CUSTODIAN), TRIAL, ada, WHY));

		// An amendment blocks until the participant consents to it.
		let amendment = (content(101), criteria(), 3);
		assert_ok!(ClinicalTrials::amend_protocol(
			origin(SPONSOR),
			TRIAL,
			amendment.0,
			amendment.1,
			amendment.2
		));
		let root = merkle::root([content(1)]).unwrap();
		assert_ok!(ClinicalTrials::capture(origin(NURSE), TRIAL, ada, 1, root, 1));
		assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 2, None, None));
		assert_noop!(
			ClinicalTrials::capture(origin(NURSE), TRIAL, ada, 2, root, 1),
			Error::<Test>::ConsentOutdated
		);
		assert_ok!(ClinicalTrials::consent(origin(ADA), TRIAL, 2, 5));
		assert_ok!(ClinicalTrials::capture(origin(NURSE), TRIAL, ada, 2, root, 1));

		// Another takes part, and withdraws.
		let cleo = enrolled(CLEO);
		assert_ok!(ClinicalTrials::withdraw(origin(CLEO), TRIAL, cleo, WHY));
		assert_noop!(
			ClinicalTrials::capture(origin(NURSE), TRIAL, cleo, 0, root, 1),
			Error::<Test>::SubjectWithdrawn
		);
		assert_ok!(ClinicalTrials::complete(origin(NURSE), TRIAL, ada));

		// The lock waits for the query, and then holds.
		assert_ok!(ClinicalTrials::close_accrual(origin(SPONSOR), TRIAL));
		assert_noop!(ClinicalTrials::lock(origin(SPONSOR), TRIAL), Error::<Test>::QueriesOpen);
		assert_ok!(ClinicalTrials::close_query(origin(MONITOR), TRIAL, ada, 0));
		assert_noop!(
			ClinicalTrials::reveal_seed(origin(CUSTODIAN), TRIAL, SEED),
			Error::<Test>::TrialClosedToAccrual
		);
		assert_ok!(ClinicalTrials::lock(origin(SPONSOR), TRIAL));
		assert_noop!(
			ClinicalTrials::correct(
				origin(NURSE),
				TRIAL,
				ada,
				form,
				BoundedVec::default(),
				better,
				WHY,
				WHY
			),
			Error::<Test>::TrialLocked
		);

		// Anybody finds out what the custodian did.
		assert_noop!(
			ClinicalTrials::reveal_seed(origin(CUSTODIAN), TRIAL, [0; 32]),
			Error::<Test>::WrongSeed
		);
		assert_ok!(ClinicalTrials::reveal_seed(origin(CUSTODIAN), TRIAL, SEED));
		assert_ok!(ClinicalTrials::disclose(origin(CUSTODIAN), TRIAL, ada, arm, salt, proof));
		assert_ok!(ClinicalTrials::check_list(origin(STRANGER), TRIAL, 0, 0));
		assert_ok!(ClinicalTrials::check_list(origin(STRANGER), TRIAL, 1, 0));
		let status = |stratum| Lists::<Test>::get((TRIAL, stratum, 0)).unwrap().status;
		assert_eq!([status(0), status(1)], [ListStatus::Verified, ListStatus::Broken]);
		let allocations = ClinicalTrials::allocations(TRIAL, 0, None, 10);
		assert_eq!(allocations.items.len(), 1);
		assert_eq!(allocations.items[0].arm, Some(arm));
		assert_ok!(ClinicalTrials::publish_results(origin(SPONSOR), TRIAL, content(500)));
		assert_eq!(trial().code(), "completed");

		// What is due is paid, and the rest goes back.
		let site = Creditor::Site(SITE);
		assert_eq!(ClinicalTrials::dues(TRIAL, site.clone()), 2 * 1_000 + 5_000 + 200);
		assert_eq!(ClinicalTrials::dues(TRIAL, Creditor::Participant(ada)), 130);
		assert_noop!(
			ClinicalTrials::reclaim(origin(SPONSOR), TRIAL, 100_000),
			Error::<Test>::PurseShort
		);
		assert_ok!(ClinicalTrials::pay_dues(origin(STRANGER), TRIAL, site));
		assert_ok!(ClinicalTrials::pay_dues(origin(STRANGER), TRIAL, Creditor::Participant(ada)));
		assert_eq!(Money::spendable(EUR, &ADA) + Money::MINIMUM, 130);
		assert_ok!(ClinicalTrials::reclaim(origin(SPONSOR), TRIAL, 90_000));
		assert_eq!(trial().owed, 0);

		let info = ClinicalTrials::trial(TRIAL).unwrap();
		assert_eq!((info.subjects, info.enrolled, info.target), (3, 2, 3));
		let trail = ClinicalTrials::trail(TRIAL, None, 100);
		assert_eq!(trail.items.len() as u64, info.entries);
	});
}
