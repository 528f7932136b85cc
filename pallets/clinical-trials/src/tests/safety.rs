//! Which adverse events are forwarded, until when, and who is late.

use super::common::*;
use Causality::{
	Certain, ConditionalClassified, Possible, ProbablyLikely, UnassessableUnclassifiable, Unlikely,
};
use Seriousness::{
	CongenitalAnomaly, Death, Disability, Hospitalization, LifeThreatening, MedicallyImportant,
	NonSerious,
};

/// An unexpected event that the intervention may have caused, known since the beginning.
fn suspected(seriousness: Seriousness) -> Assessment {
	Assessment { seriousness, causality: Possible, expected: false, aware: NOW, detail: WHY }
}

/// Reports an event that began at the beginning. Answers its number.
fn reported(subject: SubjectId, assessment: Assessment) -> AdverseEventId {
	let event = Subjects::<Test>::get(TRIAL, subject).unwrap().adverse_events;
	let (nurse, onset) = (origin(NURSE), NOW);
	assert_ok!(ClinicalTrials::report_adverse_event(nurse, TRIAL, subject, onset, assessment));
	event
}

fn followed(subject: SubjectId, event: AdverseEventId, assessment: Assessment) {
	let nurse = origin(NURSE);
	assert_ok!(ClinicalTrials::follow_up(nurse, TRIAL, subject, event, assessment));
}

fn forwarded(subject: SubjectId, event: AdverseEventId) {
	let monitor = origin(MONITOR);
	assert_ok!(ClinicalTrials::forward_adverse_event(monitor, TRIAL, subject, event, WHY));
}

fn known(subject: SubjectId, event: AdverseEventId) -> AdverseEvent<AccountId> {
	AdverseEvents::<Test>::get((TRIAL, subject, event)).unwrap()
}

#[test]
fn suspected_unexpected_serious_reactions_are_forwarded_and_nothing_else() {
	build_and_execute(|| {
		active();
		let subject = enrolled(ADA);
		let due = |assessment| known(subject, reported(subject, assessment)).due;
		let fatal = Some(NOW + 7 * 86_400);
		let other = Some(NOW + 15 * 86_400);
		for (seriousness, expected) in [
			(NonSerious, None),
			(MedicallyImportant, other),
			(CongenitalAnomaly, other),
			(Disability, other),
			(Hospitalization, other),
			(LifeThreatening, fatal),
			(Death, fatal),
		] {
			assert_eq!(due(suspected(seriousness)), expected, "{seriousness:?}");
			let known = Assessment { expected: true, ..suspected(seriousness) };
			assert_eq!(due(known), None, "{seriousness:?}");
		}
		for (causality, expected) in [
			(Certain, fatal),
			(ProbablyLikely, fatal),
			(Possible, fatal),
			(Unlikely, None),
			(ConditionalClassified, fatal),
			(UnassessableUnclassifiable, fatal),
		] {
			let assessment = Assessment { causality, ..suspected(Death) };
			assert_eq!(due(assessment), expected, "{causality:?}");
		}
	});
}

#[test]
fn a_site_is_late_after_a_day_and_stays_so() {
	build_and_execute(|| {
		active();
		let subject = enrolled(ADA);
		set_now(NOW + 86_400);
		let in_time = reported(subject, suspected(MedicallyImportant));
		tick();
		let trifle = reported(subject, suspected(NonSerious));
		let late = reported(subject, suspected(MedicallyImportant));
		let is_late = || [in_time, trifle, late].map(|event| known(subject, event).late);
		assert_eq!(is_late(), [false, false, true]);
		// What the site became aware of just now makes nothing late, and nothing in time that was not.
		let news = |seriousness| Assessment { aware: now(), ..suspected(seriousness) };
		for event in [in_time, trifle, late] {
			followed(subject, event, news(MedicallyImportant));
		}
		assert_eq!(is_late(), [false, false, true]);
		followed(subject, trifle, suspected(MedicallyImportant));
		assert_eq!(is_late(), [false, true, true]);
	});
}

#[test]
fn a_sponsor_is_late_after_the_last_second() {
	build_and_execute(|| {
		active();
		let subject = enrolled(ADA);
		let events = [(); 2].map(|()| reported(subject, suspected(Death)));
		set_now(NOW + FATAL_SUSAR_PERIOD);
		forwarded(subject, events[0]);
		tick();
		forwarded(subject, events[1]);
		let is_late = |event| known(subject, event).forwarded.unwrap().late;
		assert_eq!(events.map(is_late), [false, true]);
	});
}

#[test]
fn what_is_judged_anew_is_due_sooner_or_again_and_never_later() {
	build_and_execute(|| {
		active();
		let subject = enrolled(ADA);
		let day = |number: u64| NOW + number * 86_400;
		let event = reported(subject, suspected(Disability));
		let due = || known(subject, event).due;
		let outstanding = || Outstanding::<Test>::get(TRIAL, (subject, event));
		assert_eq!(due(), Some(day(15)));
		// Not later, nor never, however it is judged.
		set_now(day(2));
		followed(subject, event, suspected(Disability));
		followed(subject, event, suspected(NonSerious));
		assert_eq!((due(), outstanding()), (Some(day(15)), Some(day(15))));
		// Sooner, when it becomes graver.
		followed(subject, event, suspected(Death));
		assert_eq!((due(), outstanding()), (Some(day(9)), Some(day(9))));
		// But not sooner than it is due already.
		let other = reported(subject, suspected(Disability));
		set_now(day(12));
		followed(subject, other, suspected(Death));
		assert_eq!(known(subject, other).due, Some(day(17)));

		// Forwarded, it is due again only when it becomes graver.
		followed(subject, event, suspected(Disability));
		forwarded(subject, event);
		followed(subject, event, suspected(Disability));
		assert_eq!(outstanding(), None);
		followed(subject, event, suspected(Death));
		assert_eq!((due(), outstanding()), (Some(day(19)), Some(day(19))));
		assert_eq!(known(subject, event).forwarded, None);
		forwarded(subject, event);
		followed(subject, event, suspected(LifeThreatening));
		assert_eq!(outstanding(), None);
		assert_eq!(known(subject, event).follow_ups, 7);
	});
}
