//! Forms by the thousand.

use super::common::*;
use frame::{
	deps::frame_support::dispatch::GetDispatchInfo,
	prelude::{BoundedVec, DispatchResult},
};
use medchain_support::{
	testing::Consents, AccessRequest, Action, Actor, Decision, DirectiveRef, Outcome, Purpose,
	ResourceClass, Sensitivities,
};

const COUNT: u32 = 1_000;

fn forms() -> Vec<Commitment> {
	(0..COUNT).map(content).collect()
}

/// The forms captured of a participant.
fn captured() -> (SubjectId, Digest) {
	active();
	let subject = enrolled(ADA);
	let root = merkle::root(forms()).unwrap();
	assert_ok!(ClinicalTrials::capture(origin(NURSE), TRIAL, subject, 0, root, COUNT));
	(subject, root)
}

fn proof(index: u32) -> FormProof {
	BoundedVec::truncate_from(proof_of(&forms(), index))
}

#[test]
fn a_thousand_forms_cost_what_one_costs() {
	let call = |count| {
		let call = Call::<Test>::capture { trial: 0, subject: 0, visit: 0, root: [1; 32], count };
		call.get_dispatch_info().call_weight
	};
	assert_eq!(call(1), call(COUNT));
	assert_eq!(call(1), call(MAX_FORMS));
}

/// What the site's investigator has asked of Ada, before data were captured.
fn asked() -> Vec<(AccessRequest, Decision)> {
	Consents::accesses(&ADA, &Actor::of(INVESTIGATOR, SITE))
}

fn capture(who: AccountId, visit: u8, count: u32) -> DispatchResult {
	let root = merkle::root([content(1)]).unwrap();
	ClinicalTrials::capture(origin(who), TRIAL, 0, visit, root, count)
}

#[test]
fn a_capture_leaves_an_entry_in_the_participants_log() {
	build_and_execute(|| {
		active();
		enrolled(ADA);
		assert_eq!(asked(), [], "who decides about eligibility uses no data");
		assert_ok!(capture(NURSE, 0, 1));
		let request = AccessRequest {
			purpose: Purpose::Research,
			action: Action::Collect,
			classes: CLASSES,
			sensitivities: Sensitivities::EMPTY,
		};
		let [(found, decision)] = asked()[..] else { panic!("{:?}", asked()) };
		assert_eq!((found, decision.outcome), (request, Outcome::Permit));
	});
}

#[test]
fn a_refused_capture_leaves_an_entry_and_nothing_else() {
	build_and_execute(|| {
		active();
		enrolled(ADA);
		let (actor, by) = (Actor::of(INVESTIGATOR, SITE), DirectiveRef { id: 5, version: 1 });
		let refusals: [(&str, &dyn Fn(), Outcome); 4] = [
			("nothing says so", &Consents::clear, Outcome::NoConsent),
			("denied", &|| Consents::deny(&ADA, &actor, by), Outcome::Deny),
			(
				"of a part",
				&|| Consents::permit(&ADA, &actor, ResourceClass::Observation.into(), by),
				Outcome::Permit,
			),
			("by another directive", &|| permit(ADA, INVESTIGATOR, SITE, 6), Outcome::Permit),
		];
		for (why, change, outcome) in refusals {
			change();
			let (asked_before, trail) = (asked().len(), TrailLength::<Test>::get(TRIAL));
			let subject = Subjects::<Test>::get(TRIAL, 0);
			let owed = Trials::<Test>::get(TRIAL).unwrap().owed;
			events();
			assert_ok!(capture(NURSE, 1, 1));
			let refused = Event::CaptureRefused { trial: TRIAL, subject: 0, visit: 1, by: NURSE };
			assert_eq!(events(), [refused], "{why}");
			assert_eq!(asked().len(), asked_before + 1, "{why}");
			assert_eq!(asked().last().unwrap().1.outcome, outcome, "{why}");
			assert_eq!(Captures::<Test>::iter().count(), 0, "{why}");
			assert_eq!(Subjects::<Test>::get(TRIAL, 0), subject, "{why}");
			assert_eq!(TrailLength::<Test>::get(TRIAL), trail, "{why}");
			assert_eq!(Trials::<Test>::get(TRIAL).unwrap().owed, owed, "{why}");
		}
		permit(ADA, INVESTIGATOR, SITE, 5);
		assert_ok!(capture(NURSE, 1, 1));
		assert_eq!(Captures::<Test>::iter().count(), 1);
	});
}

#[test]
fn who_could_not_capture_anyway_leaves_no_entry() {
	build_and_execute(|| {
		active();
		enrolled(ADA);
		Consents::clear();
		for (who, error) in [
			(STRANGER, Error::<Test>::NotSiteStaff),
			(OTHER_INVESTIGATOR, Error::NotSiteStaff),
			(SPONSOR, Error::SponsorStaff),
		] {
			assert_noop!(capture(who, 0, 1), error);
		}
		assert_noop!(capture(NURSE, 3, 1), Error::<Test>::VisitNotFound);
		assert_noop!(capture(NURSE, 0, 0), Error::<Test>::EmptyCapture);
		assert_noop!(capture(NURSE, 0, MAX_FORMS + 1), Error::<Test>::TooManyForms);
		assert_ok!(ClinicalTrials::freeze(origin(MONITOR), TRIAL, 0));
		assert_noop!(capture(NURSE, 0, 1), Error::<Test>::DataFrozen);
		assert_ok!(ClinicalTrials::unfreeze(origin(MONITOR), TRIAL, 0));
		// Who has not consented to the version that counts is not asked.
		let (protocol, criteria) = (content(101), design().criteria);
		let target = 3;
		let amended =
			ClinicalTrials::amend_protocol(origin(SPONSOR), TRIAL, protocol, criteria, target);
		assert_ok!(amended);
		assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 2, None, None));
		assert_noop!(capture(NURSE, 0, 1), Error::<Test>::ConsentOutdated);
		assert_ok!(ClinicalTrials::withdraw(origin(ADA), TRIAL, 0, WHY));
		assert_noop!(capture(NURSE, 0, 1), Error::<Test>::SubjectWithdrawn);
		assert_eq!(asked(), []);
	});
}

#[test]
fn each_of_a_thousand_forms_is_proved_offline_and_by_the_chain() {
	build_and_execute(|| {
		let (subject, root) = captured();
		let forms = forms();
		for index in [0, 1, 511, 512, 998, 999] {
			let (content, way) = (forms[index as usize], proof(index));
			assert!(merkle::verify(&root, COUNT, index, content.as_ref(), &way));
			let form = FormRef { capture: 0, index };
			let verify = |content, way: FormProof| {
				ClinicalTrials::verify_source(origin(MONITOR), TRIAL, subject, form, content, way)
			};
			let other = self::content(COUNT);
			assert_noop!(verify(other, way.clone()), Error::<Test>::BadProof);
			let neighbour = proof((index + 1) % COUNT);
			assert_noop!(verify(content, neighbour), Error::<Test>::BadProof);
			let mut short = way.clone();
			short.pop();
			assert_noop!(verify(content, short), Error::<Test>::BadProof);
			assert_ok!(verify(content, way));
		}
		let beyond = FormRef { capture: 0, index: COUNT };
		let verify = |form| {
			let (content, way) = (forms[0], proof(0));
			ClinicalTrials::verify_source(origin(MONITOR), TRIAL, subject, form, content, way)
		};
		assert_noop!(verify(beyond), Error::<Test>::FormNotFound);
		let nowhere = FormRef { capture: 1, index: 0 };
		assert_noop!(verify(nowhere), Error::<Test>::CaptureNotFound);
	});
}

#[test]
fn a_correction_goes_from_what_the_form_says_and_voids_its_verification() {
	build_and_execute(|| {
		let (subject, _) = captured();
		let form = FormRef { capture: 0, index: 7 };
		let correct = |who, old, new| {
			let way = proof(7);
			ClinicalTrials::correct(origin(who), TRIAL, subject, form, way, old, new, WHY)
		};
		let (old, new, newer) = (content(7), content(2_000), content(2_001));
		let verify = |content| {
			let way = proof(7);
			ClinicalTrials::verify_source(origin(MONITOR), TRIAL, subject, form, content, way)
		};
		assert_ok!(verify(old));
		assert_noop!(correct(MONITOR, old, new), Error::<Test>::SponsorStaff);
		assert_noop!(correct(DOCTOR, old, new), Error::<Test>::NotSiteStaff);
		assert_noop!(correct(NURSE, old, old), Error::<Test>::SameContent);
		assert_ok!(correct(NURSE, old, new));
		let known = || Forms::<Test>::get((TRIAL, subject, form)).unwrap();
		assert!(known().verified.is_none());
		assert_noop!(correct(NURSE, old, newer), Error::<Test>::WrongContent);
		assert_noop!(verify(old), Error::<Test>::WrongContent);
		assert_ok!(verify(new));
		assert_noop!(verify(new), Error::<Test>::AlreadyVerified);
		assert_ok!(correct(NURSE, new, newer));
		assert_eq!((known().content, known().corrections), (newer, 2));
	});
}
