//! Nobody but an account calls anything.

use super::*;
use frame::deps::sp_runtime::traits::Dispatchable;

fn calls() -> Vec<Call<Test>> {
	let (plan, pool, coverage, claim) = (0, 0, 0, 0);
	let (ratio, provider, subscriber) = (MIN_RATIO, HOSPITAL, PARENT);
	vec![
		Call::create_pool { currency: EUR, ratio },
		Call::set_ratio { pool, ratio },
		Call::deposit { pool, amount: 1 },
		Call::withdraw { pool, amount: 1 },
		Call::create_plan { pool, terms: terms() },
		Call::amend_plan { plan, terms: terms() },
		Call::set_enrolment { plan, open: true },
		Call::offer_contract { plan, provider },
		Call::accept_contract { plan, version: 1 },
		Call::end_contract { plan, provider },
		Call::name_subscriber { subscriber },
		Call::unname_subscriber { subscriber },
		Call::enrol { plan, version: 1, beneficiary: PATIENT },
		Call::renew { coverage, version: 1 },
		Call::cancel { coverage },
		Call::collect_refund { coverage },
		Call::close_term { coverage, term: 0 },
		Call::remove_term { coverage },
		Call::request_authorization {
			coverage,
			organization: None,
			service: ServiceType::Consultation,
			quantity: 1,
			unit_price: 1,
			evidence: EVIDENCE,
		},
		Call::answer_authorization { authorization: 0, answer: None },
		Call::remove_authorization { authorization: 0 },
		Call::submit {
			patient: PATIENT,
			organization: None,
			currency: EUR,
			payee: Payee::Provider,
			lines: lines(&[line(ServiceType::Consultation, 1, 1)]),
			attachments: Default::default(),
			replaces: None,
		},
		Call::review { claim, decisions: Default::default() },
		Call::resume { claim },
		Call::confirm_service { claim, received: true },
		Call::appeal { claim, payer: 0, lines: Default::default(), evidence: EVIDENCE },
		Call::decide_appeal {
			claim,
			payer: 0,
			kind: AppealKind::Silence,
			overturned: Default::default(),
		},
		Call::reverse { claim },
		Call::report_fraud { claim, evidence: EVIDENCE },
		Call::decide_fraud { claim, found: true },
		Call::repay { pool, amount: 1 },
		Call::withdraw_claim { claim },
		Call::remove { claim },
	]
}

#[test]
fn only_accounts_call() {
	build_and_execute(|| {
		use frame::traits::GetCallName;
		let names: std::collections::BTreeSet<_> =
			calls().iter().map(|call| call.get_call_name()).collect();
		assert_eq!(names.len(), Call::<Test>::get_call_names().len(), "every call is here");
		for call in calls() {
			for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
				let name = call.get_call_name();
				let refused = RuntimeCall::InsuranceClaims(call.clone()).dispatch(origin);
				let error = refused.expect_err(name).error;
				assert_eq!(error, DispatchError::BadOrigin, "{name}");
			}
		}
	});
}
