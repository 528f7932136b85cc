//! Who is eligible is decided by rule from what others attest.

use super::common::*;

#[test]
fn attesters_who_contradict_each_other_decide_nothing() {
	build_and_execute(|| {
		active();
		let ada = consented(ADA);
		attested(DOCTOR, ada, 0, true);
		attested(LABORATORY, ada, 0, false);
		attested(DOCTOR, ada, 1, false);
		assert_eq!(status_of(ada), SubjectStatus::Screening);
		// The laboratory thinks better of it.
		attested(LABORATORY, ada, 0, true);
		assert_eq!(status_of(ada), SubjectStatus::Enrolled);
		let all = Attested::<Test>::get((TRIAL, ada, 0));
		assert_eq!(all.len(), 2, "what one attests again replaces its own");
	});
}

#[test]
fn a_criterion_has_three_attesters_at_most() {
	build_and_execute(|| {
		active();
		let ada = consented(ADA);
		for who in [DOCTOR, LABORATORY, OTHER_DOCTOR] {
			attested(who, ada, 0, true);
		}
		let fourth = || {
			ClinicalTrials::attest_criterion(
				origin(FOURTH_DOCTOR),
				TRIAL,
				ada,
				0,
				true,
				WHY,
				Some(now()),
			)
		};
		assert_noop!(fourth(), Error::<Test>::TooManyAttesters);
	});
}

#[test]
fn an_attestation_that_has_ended_does_not_count() {
	build_and_execute(|| {
		active();
		let ada = consented(ADA);
		let until = Some(now());
		assert_ok!(ClinicalTrials::attest_criterion(
			origin(DOCTOR),
			TRIAL,
			ada,
			0,
			true,
			WHY,
			until
		));
		tick();
		attested(DOCTOR, ada, 1, false);
		assert_eq!(status_of(ada), SubjectStatus::Screening);
		attested(DOCTOR, ada, 0, true);
		assert_eq!(status_of(ada), SubjectStatus::Enrolled);
	});
}

#[test]
fn who_is_eligible_waits_for_a_place() {
	build_and_execute(|| {
		active();
		enrolled(ADA);
		enrolled(BEN);
		let cleo = enrolled(CLEO);
		assert_eq!(status_of(cleo), SubjectStatus::Eligible);
		assert_noop!(
			ClinicalTrials::enrol(origin(NURSE), TRIAL, cleo),
			Error::<Test>::TargetReached
		);
		assert_ok!(ClinicalTrials::amend_protocol(
			origin(SPONSOR),
			TRIAL,
			content(101),
			criteria(),
			3
		));
		assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 2, None, None));
		assert_ok!(ClinicalTrials::consent(origin(CLEO), TRIAL, 2, 5));
		// What was attested is of the version before.
		assert_noop!(ClinicalTrials::enrol(origin(NURSE), TRIAL, cleo), Error::<Test>::Undecided);
		events();
		attested(DOCTOR, cleo, 0, true);
		attested(DOCTOR, cleo, 1, false);
		assert_eq!(status_of(cleo), SubjectStatus::Enrolled);
		let statuses: Vec<_> = events()
			.into_iter()
			.filter_map(|event| match event {
				Event::SubjectDecided { status, .. } => Some(status),
				_ => None,
			})
			.collect();
		assert_eq!(statuses, [SubjectStatus::Screening, SubjectStatus::Enrolled]);
	});
}

#[test]
fn who_is_not_eligible_can_be_screened_again() {
	build_and_execute(|| {
		active();
		let first = consented(ADA);
		let screen = || ClinicalTrials::screen(origin(INVESTIGATOR), TRIAL, ADA, SITE, None);
		assert_noop!(screen(), Error::<Test>::AlreadyScreened);
		attested(DOCTOR, first, 0, false);
		attested(DOCTOR, first, 1, false);
		assert_eq!(status_of(first), SubjectStatus::Ineligible);
		let again = enrolled(ADA);
		assert_eq!((first, again), (0, 1));
		assert_eq!(status_of(again), SubjectStatus::Enrolled);
	});
}

#[test]
fn who_takes_part_is_identified() {
	build_and_execute(|| {
		active();
		let screen = |who| ClinicalTrials::screen(origin(INVESTIGATOR), TRIAL, who, SITE, Some(0));
		assert_noop!(screen(STRANGER), Error::<Test>::ParticipantNotIdentified);
		assert_ok!(screen(ADA));
	});
}
