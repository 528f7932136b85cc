//! What those who look are answered.

use super::common::*;
use medchain_support::{testing::Consents as Permits, Actor, DirectiveRef};

/// More than a page holds.
const MANY: u32 = MAX_PAGE + 5;

/// Reads all pages of so many entries. Answers the entries, and how many were on each page.
fn read<Entry, Cursor: Copy>(
	limit: u32,
	page: impl Fn(Option<Cursor>, u32) -> Page<Entry, Cursor>,
) -> (Vec<Entry>, Vec<usize>) {
	let (mut entries, mut lengths, mut after) = (Vec::new(), Vec::new(), None);
	loop {
		let Page { items, next } = page(after, limit);
		lengths.push(items.len());
		entries.extend(items);
		after = next;
		if after.is_none() {
			return (entries, lengths);
		}
	}
}

#[test]
fn pages_follow_each_other_without_gaps() {
	build_and_execute(|| {
		active();
		let subject = enrolled(ADA);
		for number in 0..MANY {
			let root = [number as u8; 32];
			assert_ok!(ClinicalTrials::capture(origin(NURSE), TRIAL, subject, 0, root, 1));
		}
		let captures = |after, limit| ClinicalTrials::captures(TRIAL, subject, after, limit);
		let roots = |all: Vec<Capture<_>>| all.iter().map(|it| it.root[0]).collect::<Vec<_>>();
		let (all, lengths) = read(u32::MAX, captures);
		assert_eq!(lengths, [100, 5], "no page has more than {MAX_PAGE}");
		assert_eq!(roots(all), (0..MANY as u8).collect::<Vec<_>>());
		let (all, lengths) = read(35, captures);
		assert_eq!(lengths, [35, 35, 35], "the last page is full, and the last");
		assert_eq!(roots(all), (0..MANY as u8).collect::<Vec<_>>());
		assert_eq!(captures(None, 0), Page { items: vec![], next: None });
		assert_eq!(captures(Some(MANY), 1), Page { items: vec![], next: None });
		assert_eq!(captures(Some(u32::MAX), 1), Page { items: vec![], next: None });

		let trail = |after, limit| ClinicalTrials::trail(TRIAL, after, limit);
		let (entries, lengths) = read(u32::MAX, trail);
		let count = TrailLength::<Test>::get(TRIAL) as usize;
		assert_eq!(lengths, [100, count - 100]);
		let stored: Vec<_> = (0..).map_while(|it| Trail::<Test>::get(TRIAL, it)).collect();
		assert_eq!(entries, stored);
		let last = count as u64 - 1;
		assert_eq!(trail(Some(last - 2), 1).next, Some(last - 1));
		assert_eq!(
			trail(Some(last - 1), 1),
			Page { items: vec![stored[count - 1].clone()], next: None }
		);
	});
}

#[test]
fn lists_and_allocations_are_of_their_stratum() {
	build_and_execute(|| {
		let large = Design { target: 200, ..design() };
		assert_ok!(ClinicalTrials::register_trial(origin(SPONSOR), large));
		assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 1, None, None));
		assert_ok!(ClinicalTrials::open_site(origin(SPONSOR), TRIAL, SITE, INVESTIGATOR));
		beacon_drawn();
		for stratum in [1, 0, 1, 1] {
			sealed(stratum);
		}
		let root = |list| randomization::list_root(&scheme(), &key(1, list)).unwrap();
		let (lists, lengths) =
			read(2, |after, limit| ClinicalTrials::lists(TRIAL, 1, after, limit));
		assert_eq!(lengths, [2, 1]);
		let roots: Vec<_> = lists.iter().map(|it| it.root).collect();
		assert_eq!(roots, [root(0), root(1), root(2)]);
		for who in [ADA, BEN, CLEO] {
			let subject = enrolled(who);
			tick();
			assert_ok!(ClinicalTrials::randomize(origin(INVESTIGATOR), TRIAL, subject));
		}
		let given = |stratum| {
			read(2, |after, limit| ClinicalTrials::allocations(TRIAL, stratum, after, limit)).0
		};
		let allocation = |slot: u32| Allocation {
			slot,
			subject: slot,
			at: NOW + 1 + u64::from(slot),
			arm: None,
		};
		assert_eq!(given(0), [allocation(0), allocation(1), allocation(2)]);
		assert_eq!(given(1), []);
	});
}

#[test]
fn attestations_are_shown_as_far_as_they_count() {
	build_and_execute(|| {
		active();
		let subject = consented(ADA);
		let shown = || -> Vec<Vec<AccountId>> {
			let all = ClinicalTrials::attestations(TRIAL, subject);
			assert!(all.iter().map(|it| it.0).eq([0, 1]));
			all.iter().map(|(_, of)| of.iter().map(|it| it.attester).collect()).collect()
		};
		let status = || ClinicalTrials::subject(TRIAL, subject).unwrap().status;
		assert_eq!(shown(), [vec![], vec![]]);
		let (evidence, until) = (WHY, Some(now()));
		let doctor = origin(DOCTOR);
		let attest = ClinicalTrials::attest_criterion;
		assert_ok!(attest(doctor, TRIAL, subject, 0, true, evidence, until));
		attested(LABORATORY, subject, 0, false);
		assert_eq!(shown(), [vec![DOCTOR, LABORATORY], vec![]]);
		assert_eq!(status(), SubjectStatus::Screening);
		tick();
		assert_eq!(shown(), [vec![LABORATORY], vec![]]);
		let (protocol, target) = (content(101), 2);
		let sponsor = origin(SPONSOR);
		assert_ok!(ClinicalTrials::amend_protocol(sponsor, TRIAL, protocol, criteria(), target));
		assert_eq!(shown(), [vec![LABORATORY], vec![]]);
		assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 2, None, None));
		assert_eq!(shown(), [vec![], vec![]], "they are of the version before");
		assert_eq!(ClinicalTrials::attestations(TRIAL + 1, subject), vec![]);
	});
}

#[test]
fn a_consent_is_current_while_its_directive_permits() {
	build_and_execute(|| {
		active();
		assert_ok!(ClinicalTrials::screen(origin(INVESTIGATOR), TRIAL, ADA, SITE, None));
		let shown = || {
			let info = ClinicalTrials::subject(TRIAL, 0).unwrap();
			(info.consented.map(|it| it.version), info.is_consent_current)
		};
		assert_eq!(shown(), (None, false));
		permit(ADA, INVESTIGATOR, SITE, 5);
		assert_ok!(ClinicalTrials::consent(origin(ADA), TRIAL, 1, 5));
		assert_eq!(shown(), (Some(1), true));
		let by = DirectiveRef { id: 5, version: 2 };
		Permits::deny(&ADA, &Actor::of(INVESTIGATOR, SITE), by);
		assert_eq!(shown(), (Some(1), false));
		permit(ADA, INVESTIGATOR, SITE, 5);
		let sponsor = origin(SPONSOR);
		assert_ok!(ClinicalTrials::amend_protocol(sponsor, TRIAL, WHY, criteria(), 2));
		assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 2, None, None));
		assert_eq!(shown(), (Some(1), false));
		assert_eq!(ClinicalTrials::subject(TRIAL, 1), None);
	});
}

#[test]
fn a_trial_shows_whether_its_approval_is_over_and_what_it_can_pay() {
	build_and_execute(|| {
		let info = || ClinicalTrials::trial(TRIAL);
		assert_eq!((info(), ClinicalTrials::trial_status(TRIAL)), (None, None));
		assert_ok!(ClinicalTrials::register_trial(origin(SPONSOR), design()));
		let shown = || info().map(|it| (it.current, it.target, it.is_approval_over)).unwrap();
		assert_eq!(shown(), (0, 2, false), "there is none");
		let until = Some(now());
		assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 1, until, None));
		let sponsor = origin(SPONSOR);
		assert_ok!(ClinicalTrials::amend_protocol(sponsor, TRIAL, WHY, criteria(), 9));
		assert_eq!(shown(), (1, 2, false), "the target is that of the version that counts");
		tick();
		assert_eq!(shown(), (1, 2, true));
		assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 2, None, None));
		assert_eq!(shown(), (2, 9, false));
		assert_ok!(ClinicalTrials::open_site(origin(SPONSOR), TRIAL, SITE, INVESTIGATOR));
		assert_ok!(ClinicalTrials::fund(origin(SPONSOR), TRIAL, 700 + Money::MINIMUM));
		enrolled(ADA);
		let purse = info().unwrap().purse.unwrap();
		assert_eq!((purse.currency, purse.spendable, purse.owed), (EUR, 700, 1_000));
	});
}

#[test]
fn open_queries_and_outstanding_events_are_listed() {
	build_and_execute(|| {
		active();
		let subject = enrolled(ADA);
		let root = merkle::root([content(0)]).unwrap();
		assert_ok!(ClinicalTrials::capture(origin(NURSE), TRIAL, subject, 0, root, 1));
		let form = FormRef { capture: 0, index: 0 };
		for _ in 0..MANY {
			assert_ok!(ClinicalTrials::open_query(origin(MONITOR), TRIAL, subject, form, WHY));
		}
		let open = |limit| ClinicalTrials::open_queries(TRIAL, limit);
		assert_eq!(open(3).len(), 3);
		assert_eq!(open(u32::MAX).len() as u32, MAX_PAGE);
		assert!(open(1)
			.iter()
			.all(|(key, it)| { Queries::<Test>::get((TRIAL, key.0, key.1)).as_ref() == Some(it) }));
		for query in 2..MANY {
			assert_ok!(ClinicalTrials::close_query(origin(MONITOR), TRIAL, subject, query));
		}
		let mut left: Vec<_> = open(u32::MAX).iter().map(|it| it.0).collect();
		left.sort_unstable();
		assert_eq!(left, [(subject, 0), (subject, 1)]);

		for seriousness in [Seriousness::Death, Seriousness::Disability] {
			let (causality, expected, detail) = (Causality::Possible, false, WHY);
			let assessment = Assessment { seriousness, causality, expected, aware: NOW, detail };
			let nurse = origin(NURSE);
			assert_ok!(ClinicalTrials::report_adverse_event(
				nurse, TRIAL, subject, NOW, assessment
			));
		}
		let listed = |only_overdue| {
			let all = ClinicalTrials::outstanding_events(TRIAL, only_overdue, 10);
			let mut all: Vec<_> = all.iter().map(|it| (it.event, it.due, it.is_overdue)).collect();
			all.sort_unstable();
			all
		};
		let (fatal, other) = (NOW + FATAL_SUSAR_PERIOD, NOW + SUSAR_PERIOD);
		set_now(fatal);
		assert_eq!(listed(false), [(0, fatal, false), (1, other, false)]);
		assert_eq!(listed(true), []);
		tick();
		assert_eq!(listed(false), [(0, fatal, true), (1, other, false)]);
		assert_eq!(listed(true), [(0, fatal, true)]);
		assert_eq!(ClinicalTrials::overdue_events(TRIAL, 10).len(), 1);
		assert_eq!(ClinicalTrials::overdue_events(TRIAL, 0).len(), 0);
	});
}

#[test]
fn statuses_and_phases_have_the_codes_of_fhir_r4() {
	use SubjectStatus::{
		Completed, Eligible, Enrolled, Ineligible, Randomized, Screening, Withdrawn,
	};
	build_and_execute(|| {
		active();
		let subject = consented(ADA);
		let known = Trials::<Test>::get(TRIAL).unwrap();
		for (status, code) in [
			(TrialStatus::InReview, "in-review"),
			(TrialStatus::Disapproved, "disapproved"),
			(TrialStatus::Approved, "approved"),
			(TrialStatus::Active, "active"),
			(TrialStatus::Suspended, "temporarily-closed-to-accrual-and-intervention"),
			(TrialStatus::ClosedToAccrual, "closed-to-accrual"),
			(TrialStatus::Locked, "completed"),
			(TrialStatus::Published, "completed"),
		] {
			Trials::<Test>::mutate(TRIAL, |it| it.as_mut().unwrap().status = status);
			let code = code.as_bytes().to_vec();
			assert_eq!(ClinicalTrials::trial(TRIAL).unwrap().code, code);
			assert_eq!(ClinicalTrials::trial_status(TRIAL), Some(code));
		}
		Trials::<Test>::insert(TRIAL, known);
		let known = Subjects::<Test>::get(TRIAL, subject).unwrap();
		for (status, code) in [
			(Screening, "screening"),
			(Eligible, "eligible"),
			(Ineligible, "ineligible"),
			(Enrolled, "on-study"),
			(Randomized, "on-study-intervention"),
			(Completed, "off-study"),
			(Withdrawn, "withdrawn"),
		] {
			Subjects::<Test>::mutate(TRIAL, subject, |it| it.as_mut().unwrap().status = status);
			let code = code.as_bytes().to_vec();
			assert_eq!(ClinicalTrials::subject(TRIAL, subject).unwrap().code, code);
			assert_eq!(ClinicalTrials::subject_status(TRIAL, subject), Some(code));
		}
		Subjects::<Test>::insert(TRIAL, subject, known);
		let phases = [
			(Phase::NotApplicable, "n-a"),
			(Phase::EarlyPhase1, "early-phase-1"),
			(Phase::Phase1, "phase-1"),
			(Phase::Phase1Phase2, "phase-1-phase-2"),
			(Phase::Phase2, "phase-2"),
			(Phase::Phase2Phase3, "phase-2-phase-3"),
			(Phase::Phase3, "phase-3"),
			(Phase::Phase4, "phase-4"),
		];
		assert_eq!(phases.map(|(phase, _)| phase.code()), phases.map(|(_, code)| code));
		assert_eq!(ClinicalTrials::trial(TRIAL).unwrap().phase, b"phase-3".to_vec());
	});
}
