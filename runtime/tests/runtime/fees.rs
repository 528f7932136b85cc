//! What calls cost, in money and in blocks.

use super::*;
use codec::Encode;
use medchain_runtime::{
	configs::system::RuntimeBlockWeights,
	units::{MED, MICRO, MILLI},
	Balance, TransactionPayment,
};
use pallet_patient_consent::{Provision, ProvisionKind};
use polkadot_sdk::frame_support::dispatch::{DispatchClass, GetDispatchInfo};

fn fee(call: &RuntimeCall) -> Balance {
	// A signature, an address and the extensions take some 140 bytes more.
	let length = call.encoded_size() as u32 + 140;
	TransactionPayment::compute_fee(length, &call.get_dispatch_info(), 0)
}

fn largest_terms() -> Terms<AccountId> {
	let actors: Vec<_> = (0..4u8).map(|n| ActorRef::Organization([n; 32].into())).collect();
	let scope = Scope { actors: actors.try_into().expect("four actors"), ..Scope::everything() };
	let provisions: Vec<_> =
		(0..8).map(|_| Provision { kind: ProvisionKind::Deny, scope: scope.clone() }).collect();
	Terms { base: BasePolicy::OptIn, scope, provisions: provisions.try_into().expect("eight") }
}

fn calls() -> Vec<RuntimeCall> {
	use pallet_patient_consent::{Call as Consent, EndStatus};
	use pallet_validator_set::Call as Validators;
	vec![
		Consent::grant { terms: largest_terms() }.into(),
		Consent::amend { directive: 0, terms: largest_terms() }.into(),
		Consent::revoke { directive: 0, status: EndStatus::Inactive }.into(),
		Consent::access { patient: account(Eve), request: request() }.into(),
		Validators::<Runtime>::bond { amount: 1 }.into(),
		Validators::<Runtime>::withdraw {}.into(),
		Validators::<Runtime>::admit { who: account(Eve) }.into(),
		Validators::<Runtime>::release { who: account(Eve) }.into(),
		Validators::<Runtime>::leave {}.into(),
		Validators::<Runtime>::set_minimum_size { size: 1 }.into(),
	]
}

#[test]
fn a_transfer_costs_some_milli_med() {
	chain("development").execute_with(|| {
		let transfer: RuntimeCall =
			pallet_balances::Call::transfer_keep_alive { dest: account(Bob).into(), value: MED }
				.into();
		let fee = fee(&transfer);
		println!("a transfer costs {} µMED", fee / MICRO);
		assert!(fee > 2 * MILLI && fee < 20 * MILLI, "{fee}");
	});
}

#[test]
fn every_call_of_ours_has_a_price_a_weight_and_a_proof_size() {
	chain("development").execute_with(|| {
		for call in calls() {
			let weight = call.get_dispatch_info().call_weight;
			println!("{call:.40?}… weighs {weight}, costs {} µMED", fee(&call) / MICRO);
			assert!(weight.ref_time() > 10_000_000, "{call:?} takes no time");
			assert!(weight.proof_size() > 0, "{call:?} has no proof size");
			assert!(fee(&call) > MILLI, "{call:?} is too cheap");
			assert!(fee(&call) < 100 * MILLI, "{call:?} is too dear");
		}
	});
}

#[test]
fn a_block_holds_many_of_the_largest_calls() {
	let limits = RuntimeBlockWeights::get();
	let normal = limits.get(DispatchClass::Normal).max_total.expect("there is a limit");
	for call in calls() {
		let weight = call.get_dispatch_info().call_weight;
		let count = normal.checked_div_per_component(&weight).expect("no weight is 0");
		println!("{call:.40?}…: {count} in a block");
		assert!(count >= 50, "only {count} of {call:?} fit into a block");
	}
}

#[test]
fn a_directive_of_full_length_costs_less_than_a_med_to_deposit() {
	chain("development").execute_with(|| {
		let before = Balances::free_balance(account(Eve));
		assert_ok!(PatientConsent::grant(signed(Eve), largest_terms()));
		let deposit = before - Balances::free_balance(account(Eve));
		println!("deposit of the largest directive: {} mMED", deposit / MILLI);
		assert!(deposit > 10 * MILLI && deposit < MED);
	});
}

#[test]
fn the_fee_multiplier_rises_with_full_blocks_and_falls_with_empty_ones() {
	chain("development").execute_with(|| {
		let multiplier = || pallet_transaction_payment::NextFeeMultiplier::<Runtime>::get();
		let after = |full: bool| {
			let limits = RuntimeBlockWeights::get();
			let weight = limits.get(DispatchClass::Normal).max_total.expect("there is a limit");
			System::set_block_consumed_resources(if full { weight } else { Default::default() }, 0);
			TransactionPayment::on_finalize(1);
			multiplier()
		};
		let start = multiplier();
		let full = after(true);
		assert!(full > start);
		assert!(after(false) < full);
	});
}
