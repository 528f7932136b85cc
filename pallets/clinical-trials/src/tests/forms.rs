//! Forms by the thousand.

use super::common::*;
use frame::{deps::frame_support::dispatch::GetDispatchInfo, prelude::BoundedVec};

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
