use super::*;
use medchain_runtime::{configs::accounts::ProxyType, Proxy};
use pallet_patient_consent::{Call as Consent, EndStatus};
use polkadot_sdk::frame_support::traits::InstanceFilter;
use ProxyType::{Access, Any, Goods, Governance, NonTransfer, Registrar, Validator};

fn access() -> RuntimeCall {
	Consent::access { patient: account(Eve), organization: None, request: request() }.into()
}

fn revoke() -> RuntimeCall {
	Consent::revoke { patient: account(Eve), directive: 0, status: EndStatus::Inactive }.into()
}

fn transfer() -> RuntimeCall {
	pallet_balances::Call::transfer_allow_death { dest: account(Bob).into(), value: 1 }.into()
}

fn transfer_currency() -> RuntimeCall {
	let (id, target) = (0.into(), account(Bob).into());
	polkadot_sdk::pallet_assets::Call::transfer { id, target, amount: 1 }.into()
}

fn break_glass() -> RuntimeCall {
	Consent::break_glass {
		patient: account(Eve),
		organization: None,
		reason: pallet_patient_consent::EmergencyReason::Unresponsive,
		action: Action::Access,
		classes: ResourceClass::Observation.into(),
		sensitivities: Sensitivities::EMPTY,
	}
	.into()
}

fn suspend() -> RuntimeCall {
	pallet_credentials::Call::suspend { subject: account(Eve), credential: 0 }.into()
}

fn receive() -> RuntimeCall {
	let event = pallet_drug_trace::EventInfo { hash: [1; 32], time: 0, place: None };
	pallet_drug_trace::Call::receive { items: Default::default(), event }.into()
}

fn calls() -> [RuntimeCall; 9] {
	[
		grant(),
		revoke(),
		access(),
		break_glass(),
		suspend(),
		transfer(),
		transfer_currency(),
		consensus::leave(),
		receive(),
	]
}

#[test]
fn each_type_allows_what_it_says() {
	let allowed = |proxy: ProxyType| calls().map(|call| proxy.filter(&call));
	let only = |places: &[usize]| core::array::from_fn(|place| places.contains(&place));
	assert_eq!(allowed(Any), [true; 9]);
	assert_eq!(allowed(NonTransfer), only(&[0, 1, 2, 3, 4, 8]));
	assert_eq!(allowed(ProxyType::Consent), only(&[0, 1]));
	assert_eq!(allowed(Access), only(&[2]));
	assert_eq!(allowed(Registrar), only(&[4]));
	assert_eq!(allowed(Goods), only(&[8]));
	assert_eq!(allowed(Governance), only(&[]));
	assert_eq!(allowed(Validator), only(&[]));
	assert!(Validator.filter(&consensus::bond()));
}

#[test]
fn no_type_is_a_superset_of_one_that_allows_more() {
	let all =
		[Any, NonTransfer, ProxyType::Consent, Access, Registrar, Goods, Governance, Validator];
	let calls = calls();
	for mine in all {
		for theirs in all {
			if mine.is_superset(&theirs) {
				for call in &calls {
					assert!(mine.filter(call) || !theirs.filter(call), "{mine:?} ⊉ {theirs:?}");
				}
			}
		}
	}
}

#[test]
fn a_guardian_grants_for_a_patient() {
	chain("development").execute_with(|| {
		let patient = account(Eve);
		assert_ok!(Proxy::add_proxy(signed(Eve), account(Charlie).into(), ProxyType::Consent, 0));
		let through = |call: RuntimeCall| {
			System::reset_events();
			assert_ok!(Proxy::proxy(signed(Charlie), patient.clone().into(), None, Box::new(call)));
		};
		through(grant());
		assert_eq!(PatientConsent::directives(patient.clone()).len(), 1);
		let before = Balances::free_balance(account(Bob));
		through(transfer());
		assert_eq!(Balances::free_balance(account(Bob)), before, "a guardian moved money");
	});
}
