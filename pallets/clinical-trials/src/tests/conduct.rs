//! A trial's course: how long an approval lasts, what is suspended and goes on, what sites count.

use super::common::*;
use codec::MaxEncodedLen;
use frame::traits::fungible::InspectHold;
use TrialStatus::{Active, Approved, ClosedToAccrual, Suspended};

fn status() -> TrialStatus {
	Trials::<Test>::get(TRIAL).unwrap().status
}

#[test]
fn a_suspended_trial_goes_on_as_before() {
	build_and_execute(|| {
		approved();
		let stop_and_go = |was| {
			assert_ok!(ClinicalTrials::suspend(origin(REGULATOR), TRIAL, WHY));
			assert_eq!(status(), Suspended);
			assert_ok!(ClinicalTrials::resume(origin(REGULATOR), TRIAL));
			assert_eq!(status(), was);
		};
		stop_and_go(Approved);
		assert_ok!(ClinicalTrials::open_site(origin(SPONSOR), TRIAL, SITE, INVESTIGATOR));
		stop_and_go(Active);
		assert_ok!(ClinicalTrials::close_accrual(origin(SPONSOR), TRIAL));
		stop_and_go(ClosedToAccrual);
	});
}

#[test]
fn a_terminated_trials_code_says_whether_it_ever_had_a_site() {
	let code = |begin: fn(), suspended| {
		let mut codes = Vec::new();
		build_and_execute(|| {
			begin();
			if suspended {
				assert_ok!(ClinicalTrials::suspend(origin(SPONSOR), TRIAL, WHY));
			}
			assert_ok!(ClinicalTrials::terminate(origin(COMMITTEE), TRIAL, WHY));
			codes.push(Trials::<Test>::get(TRIAL).unwrap().code());
			assert_ok!(ClinicalTrials::lock(origin(SPONSOR), TRIAL));
			codes.push(Trials::<Test>::get(TRIAL).unwrap().code());
		});
		codes
	};
	for suspended in [false, true] {
		assert_eq!(code(approved, suspended), ["withdrawn"; 2]);
		assert_eq!(code(active, suspended), ["administratively-completed"; 2]);
	}
}

#[test]
fn an_approval_counts_in_its_last_second_and_since_it_was_given_first() {
	build_and_execute(|| {
		active();
		let approve = |until| ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 1, until, None);
		let screen = |who| ClinicalTrials::screen(origin(INVESTIGATOR), TRIAL, who, SITE, None);
		tick();
		assert_ok!(approve(Some(now() + 1)));
		tick();
		assert_ok!(screen(ADA));
		tick();
		assert_noop!(screen(BEN), Error::<Test>::ApprovalExpired);
		assert_ok!(approve(None));
		assert_ok!(screen(BEN));
		let approval = Protocols::<Test>::get(TRIAL, 1).unwrap().approval.unwrap();
		assert_eq!((approval.since, approval.at, approval.until), (NOW, NOW + 3, None));
	});
}

#[test]
fn a_site_that_was_closed_enrols_nobody_and_counts_on_when_it_opens() {
	build_and_execute(|| {
		active();
		enrolled(ADA);
		let ben = consented(BEN);
		assert_ok!(ClinicalTrials::close_site(origin(SPONSOR), TRIAL, SITE));
		attested(DOCTOR, ben, 0, true);
		attested(LABORATORY, ben, 1, false);
		assert_eq!(status_of(ben), SubjectStatus::Eligible);
		let enrol = || ClinicalTrials::enrol(origin(NURSE), TRIAL, ben);
		assert_noop!(enrol(), Error::<Test>::SiteClosed);
		assert_ok!(ClinicalTrials::open_site(origin(SPONSOR), TRIAL, SITE, INVESTIGATOR));
		assert_ok!(enrol());
		assert_eq!(Sites::<Test>::get(TRIAL, SITE).unwrap().enrolled, 2);
		// The second that it enrolled, whenever that was, is paid for.
		assert_eq!(ClinicalTrials::dues(TRIAL, Creditor::Site(SITE)), 2 * 1_000 + 5_000);
	});
}

#[test]
fn a_sponsor_puts_down_the_price_of_a_trial_and_the_same_for_each_version() {
	build_and_execute(|| {
		let trial = TrialOf::<Test>::max_encoded_len() + PaymentRules::max_encoded_len();
		let price = |versions: usize| {
			let bytes = trial + versions * Protocol::<AccountId>::max_encoded_len();
			BaseDeposit::get() + ByteDeposit::get() * bytes as u64
		};
		let held = || Balances::balance_on_hold(&TrialReason::get(), &SPONSOR);
		approved();
		assert_eq!(held(), price(1));
		for version in 2..=5 {
			let sponsor = origin(SPONSOR);
			assert_ok!(ClinicalTrials::amend_protocol(sponsor, TRIAL, WHY, criteria(), 2));
			assert_ok!(ClinicalTrials::disapprove(origin(COMMITTEE), TRIAL, version, WHY));
			assert_eq!(held(), price(version as usize));
		}
	});
}
