//! Benchmarks: every call where it has most to do.

use crate::{
	Call, Config, CurrencyTerms, DisputeReason, FreezeReason, Lines, Mandate, Members, NextBill,
	NextProgramme, NextRedemption, Pallet, PauseReason, PlanTerms, ProgrammeKind, MAX_INSTALMENTS,
	MAX_LINES, MAX_PAYERS, MAX_PROGRAMMES,
};
use alloc::vec::Vec;
use frame::{
	benchmarking::prelude::*,
	deps::frame_support::weights::WeightMeter,
	traits::{fungibles::Inspect, Consideration, EnsureOrigin, Footprint, Get, Hooks},
};
use medchain_support::{
	Amount, BasisPoints, BillId, BillLine, Commitment, CurrencyCode, CurrencyId, Role, ServiceType,
};

/// Gives accounts what the benchmarks need.
pub trait BenchmarkHelper<AccountId> {
	/// From now on `who` holds `role`.
	fn give_role(who: &AccountId, role: Role);

	/// Sets the time.
	fn set_now(seconds: u64);
}

const EVIDENCE: Commitment = Commitment([7; 32]);
const NOW: u64 = 1_000_000;
const YEAR: u64 = 31_536_000;
const PRICE: Amount = 1_000_000;
const TERMS: CurrencyTerms = CurrencyTerms {
	required_ratio: BasisPoints::WHOLE,
	attestation_lifetime: YEAR,
	min_redemption: 1,
};

/// An account with the chain's own coin, and a role. Once for each name.
fn with_role<T: Config>(name: &'static str, role: Role) -> T::AccountId {
	let who: T::AccountId = account(name, 0, 0);
	T::Deposit::ensure_successful(&who, Footprint::from_parts(64, 65_536));
	T::BenchmarkHelper::give_role(&who, role);
	who
}

fn issuer<T: Config>() -> T::AccountId {
	account("issuer", 0, 0)
}

fn auditor<T: Config>() -> T::AccountId {
	account("auditor", 0, 0)
}

fn regulator<T: Config>() -> T::AccountId {
	with_role::<T>("regulator", Role::Regulator)
}

fn hospital<T: Config>() -> T::AccountId {
	with_role::<T>("hospital", Role::ProviderOrganization)
}

/// A currency with reserves behind it.
fn euro<T: Config>() -> CurrencyId {
	T::BenchmarkHelper::set_now(NOW);
	let code = CurrencyCode::from_code("EUR").expect("a code of the standard");
	let issuer = with_role::<T>("issuer", Role::TokenIssuer);
	let id = Pallet::<T>::do_register(code, &issuer, TERMS).expect("all is as it should be");
	let auditor = with_role::<T>("auditor", Role::ReserveAuditor);
	Pallet::<T>::do_attest(&auditor, id, Amount::MAX >> 8, NOW, EVIDENCE)
		.expect("the auditor may attest");
	id
}

/// An account with tokens, and nothing else.
fn holder<T: Config>(euro: CurrencyId, name: &'static str, n: u32) -> T::AccountId {
	let who: T::AccountId = account(name, n, 0);
	Pallet::<T>::do_mint(&issuer::<T>(), euro, &who, PRICE * 1_000).expect("reserves suffice");
	who
}

/// The unit that stays with who gives all back.
fn spare<T: Config>(euro: CurrencyId, who: &T::AccountId) {
	Pallet::<T>::do_mint(&issuer::<T>(), euro, who, 1).expect("reserves suffice");
}

fn lines(count: u32) -> Lines {
	let line = BillLine { service: ServiceType::Consultation, quantity: 1, unit_price: PRICE };
	(0..count).map(|_| line).collect::<Vec<_>>().try_into().expect("not too many")
}

/// A bill of the hospital for a patient with tokens, who is answered too.
fn billed<T: Config>(euro: CurrencyId) -> (BillId, T::AccountId, T::AccountId) {
	let (hospital, patient) = (hospital::<T>(), holder::<T>(euro, "patient", 0));
	let due = NOW + YEAR;
	let bill = Pallet::<T>::do_issue(&hospital, &patient, euro, &lines(1), due, EVIDENCE, true)
		.expect("the hospital may bill");
	(bill, hospital, patient)
}

fn terms<T: Config>() -> PlanTerms {
	let interval = T::MinInterval::get().max(86_400);
	PlanTerms { instalments: MAX_INSTALMENTS, first_due: NOW + 1, interval }
}

const MANDATE: Mandate = Mandate { per_debit: Amount::MAX, total: Amount::MAX, until: u64::MAX };

/// A bill in instalments that are collected.
fn in_instalments<T: Config>(euro: CurrencyId) -> (BillId, T::AccountId, T::AccountId) {
	let (bill, hospital, patient) = billed::<T>(euro);
	Pallet::<T>::do_propose_plan(&hospital, bill, terms::<T>()).expect("the plan is sound");
	Pallet::<T>::do_accept_plan(&patient, bill, terms::<T>(), Some(MANDATE))
		.expect("the mandate is large");
	(bill, hospital, patient)
}

/// A membership programme of the hospital.
fn programme<T: Config>(euro: CurrencyId, hospital: &T::AccountId) -> u64 {
	let kind = ProgrammeKind::Membership { rate: BasisPoints(100) };
	Pallet::<T>::do_add_programme(hospital, euro, kind, PRICE).expect("there is room")
}

/// The hospital has all programmes but `room`, and a large package among them.
fn programmes<T: Config>(euro: CurrencyId, hospital: &T::AccountId, room: u32) {
	for n in room..MAX_PROGRAMMES {
		let kind = match n {
			0 => ProgrammeKind::PromptPay { rate: BasisPoints(100), within: YEAR },
			1 => package(),
			_ => ProgrammeKind::Membership { rate: BasisPoints(100) },
		};
		Pallet::<T>::do_add_programme(hospital, euro, kind, PRICE).expect("there is room");
	}
}

fn package() -> ProgrammeKind {
	let services: Vec<_> = ServiceType::ALL.iter().map(|service| (*service, 1)).collect();
	ProgrammeKind::Package { services: services.try_into().expect("not too many"), price: 1 }
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_currency() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let code = CurrencyCode::from_code("EUR").expect("a code of the standard");
		let issuer = with_role::<T>("issuer", Role::TokenIssuer);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, code, issuer, TERMS);

		assert!(T::Tokens::asset_exists(1));
		Ok(())
	}

	#[benchmark]
	fn set_terms() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let euro = euro::<T>();
		let changed = CurrencyTerms { min_redemption: 2, ..TERMS };

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, euro, changed);

		let status = Pallet::<T>::status_of(euro).expect("it is registered");
		assert_eq!(status.currency.terms, changed);
		Ok(())
	}

	#[benchmark]
	fn attest_reserves() {
		let euro = euro::<T>();
		T::BenchmarkHelper::set_now(NOW + 1);
		let caller = auditor::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), euro, 5, NOW + 1, EVIDENCE);

		let status = Pallet::<T>::status_of(euro).expect("it is registered");
		assert_eq!(status.currency.attestation.map(|attestation| attestation.reserves), Some(5));
	}

	#[benchmark]
	fn mint() {
		let euro = euro::<T>();
		let to: T::AccountId = account("to", 0, 0);
		let caller = issuer::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), euro, to.clone(), PRICE);

		assert_eq!(T::Tokens::balance(euro, &to), PRICE);
	}

	#[benchmark]
	fn request_redemption() {
		let euro = euro::<T>();
		let who = holder::<T>(euro, "holder", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), euro, PRICE);

		assert_eq!(NextRedemption::<T>::get(), 1);
	}

	#[benchmark]
	fn complete_redemption() {
		let euro = euro::<T>();
		let who = holder::<T>(euro, "holder", 0);
		let id = Pallet::<T>::do_request_redemption(&who, euro, PRICE).expect("there is enough");
		let caller = issuer::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id, EVIDENCE);

		assert_eq!(T::Tokens::total_issuance(euro), PRICE * 999);
	}

	#[benchmark]
	fn expire_redemption() {
		let euro = euro::<T>();
		let who = holder::<T>(euro, "holder", 0);
		let id = Pallet::<T>::do_request_redemption(&who, euro, PRICE).expect("there is enough");
		T::BenchmarkHelper::set_now(NOW + T::RedemptionPeriod::get() + 1);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id);

		assert_eq!(T::Tokens::balance(euro, &who), PRICE * 1_000);
	}

	/// An account is made for it.
	#[benchmark]
	fn freeze() {
		let euro = euro::<T>();
		let who: T::AccountId = account("suspect", 0, 0);
		let caller = regulator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), euro, who.clone(), FreezeReason::CourtOrder);

		assert!(crate::Frozen::<T>::contains_key(euro, &who));
	}

	#[benchmark]
	fn thaw() {
		let euro = euro::<T>();
		let who: T::AccountId = account("suspect", 0, 0);
		let by = regulator::<T>();
		Pallet::<T>::do_freeze(&by, euro, &who, FreezeReason::CourtOrder).expect("it moves still");

		#[extrinsic_call]
		_(RawOrigin::Signed(by), euro, who.clone());

		assert!(!crate::Frozen::<T>::contains_key(euro, &who));
	}

	#[benchmark]
	fn pause() {
		let euro = euro::<T>();
		let caller = regulator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), euro, PauseReason::Supervision);

		assert!(Pallet::<T>::moving(euro).is_err());
	}

	#[benchmark]
	fn resume() {
		let euro = euro::<T>();
		Pallet::<T>::do_pause(euro, PauseReason::Supervision).expect("it moves still");
		let caller = regulator::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), euro);

		assert!(Pallet::<T>::moving(euro).is_ok());
	}

	#[benchmark]
	fn add_programme() {
		let euro = euro::<T>();
		let provider = hospital::<T>();
		programmes::<T>(euro, &provider, 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(provider), euro, package(), PRICE);

		assert_eq!(NextProgramme::<T>::get(), u64::from(MAX_PROGRAMMES));
	}

	#[benchmark]
	fn end_programme() {
		let euro = euro::<T>();
		let provider = hospital::<T>();
		programmes::<T>(euro, &provider, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(provider.clone()), 0);

		assert!(Pallet::<T>::do_end_programme(&provider, 0).is_err());
	}

	#[benchmark]
	fn enrol() {
		let euro = euro::<T>();
		let provider = hospital::<T>();
		programmes::<T>(euro, &provider, 1);
		let id = programme::<T>(euro, &provider);
		let patient: T::AccountId = account("patient", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(provider), id, patient.clone(), NOW + YEAR);

		assert!(Members::<T>::contains_key(id, &patient));
	}

	#[benchmark]
	fn end_membership() {
		let euro = euro::<T>();
		let provider = hospital::<T>();
		let id = programme::<T>(euro, &provider);
		let patient: T::AccountId = account("patient", 0, 0);
		Pallet::<T>::do_enrol(&provider, id, &patient, NOW)
			.expect("it is a programme with members");

		#[extrinsic_call]
		_(RawOrigin::Signed(provider), id, patient.clone());

		assert!(!Members::<T>::contains_key(id, &patient));
	}

	#[benchmark]
	fn set_discount_cap() {
		let euro = euro::<T>();
		let provider = hospital::<T>();
		programmes::<T>(euro, &provider, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(provider.clone()), BasisPoints(5));

		let discounts = crate::DiscountsOf::<T>::get(&provider).expect("there are some");
		assert_eq!(discounts.cap, BasisPoints(5));
	}

	/// Of as many lines, with as many programmes as there can be.
	#[benchmark]
	fn issue(l: Linear<1, MAX_LINES>) {
		let euro = euro::<T>();
		let provider = hospital::<T>();
		programmes::<T>(euro, &provider, 0);
		let patient: T::AccountId = account("patient", 0, 0);
		for id in 2..u64::from(MAX_PROGRAMMES) {
			Pallet::<T>::do_enrol(&provider, id, &patient, NOW).expect("it has members");
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(provider), patient, euro, lines(l), NOW + YEAR, EVIDENCE);

		let info = Pallet::<T>::bill_info(0).expect("it was issued");
		assert!(info.bill.discount > 0 && info.payable < info.outstanding);
	}

	/// All of a bill in instalments, by somebody else.
	#[benchmark]
	fn pay() {
		let euro = euro::<T>();
		let (bill, _, _) = in_instalments::<T>(euro);
		let payer = holder::<T>(euro, "payer", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(payer), bill, PRICE);

		let info = Pallet::<T>::bill_info(bill).expect("it was issued");
		assert_eq!((info.outstanding, info.bill.paid), (0, PRICE));
	}

	#[benchmark]
	fn pay_usual() {
		let euro = euro::<T>();
		let (bill, hospital, patient) = billed::<T>(euro);
		spare::<T>(euro, &hospital);
		let usual;

		#[block]
		{
			usual = Pallet::<T>::do_pay(&patient, bill, PRICE, false);
		}

		assert_eq!(usual, Ok(true));
		let info = Pallet::<T>::bill_info(bill).expect("it was issued");
		assert_eq!((info.outstanding, info.bill.paid), (0, PRICE));
	}

	#[benchmark]
	fn write_off() {
		let euro = euro::<T>();
		let (bill, provider, _) = in_instalments::<T>(euro);

		#[extrinsic_call]
		_(RawOrigin::Signed(provider), bill, PRICE);

		assert_eq!(Pallet::<T>::bill_info(bill).map(|info| info.outstanding), Some(0));
	}

	#[benchmark]
	fn refund() {
		let euro = euro::<T>();
		let (bill, provider, patient) = billed::<T>(euro);
		Pallet::<T>::do_pay(&patient, bill, PRICE, false).expect("there is enough");
		spare::<T>(euro, &provider);

		#[extrinsic_call]
		_(RawOrigin::Signed(provider), bill, patient, PRICE);

		assert_eq!(Pallet::<T>::bill_info(bill).map(|info| info.bill.refunded), Some(PRICE));
	}

	#[benchmark]
	fn cancel() {
		let euro = euro::<T>();
		let (bill, provider, _) = in_instalments::<T>(euro);

		#[extrinsic_call]
		_(RawOrigin::Signed(provider), bill, true);

		assert_eq!(Pallet::<T>::bill_info(bill).map(|info| info.outstanding), Some(0));
	}

	#[benchmark]
	fn dispute() {
		let euro = euro::<T>();
		let (bill, _, patient) = in_instalments::<T>(euro);

		#[extrinsic_call]
		_(RawOrigin::Signed(patient), bill, DisputeReason::Duplicate);

		assert!(Pallet::<T>::known_bill(bill).is_ok_and(|bill| bill.is_disputed()));
	}

	/// All comes back, to as many payers.
	#[benchmark]
	fn resolve(p: Linear<0, MAX_PAYERS>) {
		let euro = euro::<T>();
		let (bill, provider, patient) = in_instalments::<T>(euro);
		spare::<T>(euro, &provider);
		let judge = regulator::<T>();
		for n in 0..p {
			let payer = holder::<T>(euro, "payer", n);
			let open = Pallet::<T>::known_bill(bill).expect("it was issued");
			let part = PRICE / Amount::from(MAX_PAYERS + 1);
			let paid = Pallet::<T>::settle_part(&payer, bill, open, part).expect("there is enough");
			Pallet::<T>::put_bill(bill, paid);
		}
		Pallet::<T>::do_dispute(&patient, bill, DisputeReason::Duplicate).expect("it is open");

		#[extrinsic_call]
		_(RawOrigin::Signed(judge), bill, PRICE);

		let info = Pallet::<T>::bill_info(bill).expect("it was issued");
		assert_eq!((info.outstanding, info.bill.kept()), (0, 0));
	}

	#[benchmark]
	fn remove() {
		let euro = euro::<T>();
		let (bill, _, patient) = billed::<T>(euro);
		Pallet::<T>::do_pay(&patient, bill, PRICE, false).expect("there is enough");
		T::BenchmarkHelper::set_now(NOW + T::Retention::get() + 1);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), bill);

		assert!(Pallet::<T>::bill_info(bill).is_none());
	}

	#[benchmark]
	fn propose_plan() {
		let euro = euro::<T>();
		let (bill, provider, _) = billed::<T>(euro);

		#[extrinsic_call]
		_(RawOrigin::Signed(provider), bill, terms::<T>());

		assert!(Pallet::<T>::known_bill(bill).is_ok_and(|bill| bill.plan.is_some()));
	}

	/// With a mandate, but without what the collections cost.
	#[benchmark]
	fn accept_plan() {
		let euro = euro::<T>();
		let (bill, provider, patient) = billed::<T>(euro);
		Pallet::<T>::do_propose_plan(&provider, bill, terms::<T>()).expect("the plan is sound");

		#[extrinsic_call]
		_(RawOrigin::Signed(patient), bill, terms::<T>(), Some(MANDATE));

		assert!(Pallet::<T>::known_bill(bill).is_ok_and(|bill| bill.has_plan()));
	}

	/// In place of another mandate, without what the collections cost.
	#[benchmark]
	fn authorize_debit() {
		let euro = euro::<T>();
		let (bill, _, patient) = in_instalments::<T>(euro);
		let changed = Mandate { until: NOW, ..MANDATE };

		#[extrinsic_call]
		_(RawOrigin::Signed(patient), bill, MAX_INSTALMENTS, changed);

		let plan = Pallet::<T>::known_bill(bill).expect("it was issued").plan;
		assert_eq!(plan.and_then(|plan| plan.debit).map(|debit| debit.mandate), Some(changed));
	}

	#[benchmark]
	fn revoke_mandate() {
		let euro = euro::<T>();
		let (bill, _, patient) = in_instalments::<T>(euro);

		#[extrinsic_call]
		_(RawOrigin::Signed(patient), bill);

		let plan = Pallet::<T>::known_bill(bill).expect("it was issued").plan;
		assert!(plan.is_some_and(|plan| plan.debit.is_none()));
	}

	/// A look at the queue when nothing is due.
	#[benchmark]
	fn poll() {
		let euro = euro::<T>();
		in_instalments::<T>(euro);
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::on_poll(Default::default(), &mut meter);
		}

		assert_eq!(NextBill::<T>::get(), 1);
	}

	/// The last instalment, late and with all before it: the bill is closed.
	#[benchmark]
	fn collect() {
		let euro = euro::<T>();
		let (bill, _, _) = in_instalments::<T>(euro);
		let terms = terms::<T>();
		let due = terms.due(MAX_INSTALMENTS);
		T::BenchmarkHelper::set_now(due);

		#[block]
		{
			Pallet::<T>::collect((NOW + 1).to_be_bytes(), bill, due);
		}

		let info = Pallet::<T>::bill_info(bill).expect("it was issued");
		assert_eq!(info.outstanding, 0);
	}
}
