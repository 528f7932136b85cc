//! What was signed runs out.

use super::*;
use frame::deps::frame_system::CheckMortality;
use scale_info::TypeInfo;

#[test]
fn an_immortal_call_is_refused() {
	build_and_execute(|| {
		let immortal = Draft { era: Era::Immortal, ..draft(PATIENT) };
		assert_noop!(relay(immortal.sign()), MetaTxError::AncientBirthBlock);
	});
}

#[test]
fn a_call_lives_as_long_as_may_be_and_no_longer() {
	build_and_execute(|| {
		run_to(60);
		let of = |period| Draft { era: era(period), ..draft(PATIENT) };
		assert_noop!(relay(of(2 * MAX_LIFETIME).sign()), MetaTxError::AncientBirthBlock);
		assert_ok!(relay(of(MAX_LIFETIME).sign()));
		assert_ok!(relay(of(4).sign()));
	});
}

#[test]
fn what_is_over_cannot_be_relayed() {
	build_and_execute(|| {
		// Signed over block 19: good in the blocks up to 26.
		let signed = draft(PATIENT).sign();
		run_to(27);
		// An era of the same phase starts with this block, which has no hash yet.
		assert_noop!(relay(signed.clone()), MetaTxError::AncientBirthBlock);
		for block in [28, 34, 100] {
			run_to(block);
			assert_noop!(relay(signed.clone()), MetaTxError::BadProof);
		}
	});
	build_and_execute(|| {
		let signed = draft(PATIENT).sign();
		run_to(26);
		assert_ok!(relay(signed));
	});
}

#[test]
fn it_is_encoded_signed_and_described_as_check_mortality() {
	build_and_execute(|| {
		for era in [Era::Immortal, era(4), era(8), era(MAX_LIFETIME)] {
			let ours = CheckShortLived::<Test>::from(era);
			let theirs = CheckMortality::<Test>::from(era);
			assert_eq!(ours.encode(), theirs.encode());
			assert_eq!(ours.implicit(), theirs.implicit());
			let call = draft(PATIENT).call;
			assert_eq!(ours.weight(&call), theirs.weight(&call));
		}
		assert_eq!(
			<CheckShortLived<Test> as TransactionExtension<RuntimeCall>>::IDENTIFIER,
			"CheckMortality"
		);
		assert_eq!(
			<CheckShortLived<Test> as TypeInfo>::type_info(),
			<CheckMortality<Test> as TypeInfo>::type_info()
		);
	});
}

#[test]
fn it_says_how_long_a_call_lives() {
	build_and_execute(|| {
		let Draft { call, era, .. } = draft(PATIENT);
		let longevity = CheckShortLived::<Test>::from(era)
			.validate_only(
				Some(account(PATIENT)).into(),
				&call,
				&call.get_dispatch_info(),
				0,
				TransactionSource::External,
				0,
			)
			.expect("the era is short")
			.0
			.longevity;
		assert_eq!(longevity, 7);
	});
}
