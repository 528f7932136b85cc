//! Benchmarks: every call at its worst for the sizes given.

use crate::{
	ActorRef, Answer, BasePolicy, BenchmarkHelper, Books, Call, Config, DelegateKind, Directive,
	EmergencyReason, EndStatus, Finding, Inboxes, Locator, OpenReview, OpenReviews, Pallet,
	Provision, ProvisionKind, Record, Records, Request, Reviews, Scope, Terms, MAX_ACTORS,
	MAX_DELEGATES, MAX_LOCATOR, MAX_PROVISIONS, MAX_REQUESTS,
};
use alloc::{vec, vec::Vec};
use frame::{
	benchmarking::prelude::*,
	traits::{Consideration, Footprint, Get, UnixTime},
};
use medchain_support::{
	AccessRequest, Action, Actions, Commitment, Period, Purpose, Purposes, ResourceClass,
	ResourceClasses, Role, Sensitivities,
};

/// Enough for whatever one account puts down here.
const PURSE: Footprint = Footprint { count: 64, size: 100_000 };

/// A scope of full length that applies to the request below, so that nothing is cut short.
fn full_scope<T: Config>() -> Scope<T::AccountId> {
	let actors: Vec<_> = (0..MAX_ACTORS)
		.map(|n| ActorRef::Organization(account("organization", n, 1)))
		.chain(core::iter::once(ActorRef::Account(doctor::<T>())))
		.skip(1)
		.collect();
	Scope { actors: actors.try_into().expect("at most `MAX_ACTORS`; qed"), ..anybody::<T>() }
}

/// The same without actors, as delegations have it.
fn anybody<T: Config>() -> Scope<T::AccountId> {
	Scope {
		actors: Default::default(),
		purposes: Purposes::ALL,
		actions: Actions::ALL,
		classes: ResourceClasses::ALL,
		sensitivities: Sensitivities::ALL,
		period: Period::new(0, u64::MAX),
	}
}

fn terms<T: Config>(provisions: u32) -> Terms<T::AccountId> {
	let provisions: Vec<_> = (0..provisions)
		.map(|_| Provision { kind: ProvisionKind::Permit, scope: full_scope::<T>() })
		.collect();
	Terms {
		base: BasePolicy::OptIn,
		scope: full_scope::<T>(),
		provisions: provisions.try_into().expect("at most `MAX_PROVISIONS`; qed"),
	}
}

fn doctor<T: Config>() -> T::AccountId {
	account("doctor", 0, 0)
}

/// A practitioner and the hospital that it works for, of which as much is known as can be.
fn doctor_of_hospital<T: Config>() -> (T::AccountId, T::AccountId) {
	let (doctor, hospital) = (doctor::<T>(), account("hospital", 0, 0));
	T::BenchmarkHelper::give_role(&doctor, Role::Practitioner);
	T::BenchmarkHelper::give_role(&hospital, Role::ProviderOrganization);
	T::BenchmarkHelper::affiliate(&doctor, &hospital);
	(doctor, hospital)
}

/// A verified organisation with money.
fn custodian<T: Config>() -> T::AccountId {
	let custodian = whitelisted_caller::<T::AccountId>();
	T::BenchmarkHelper::give_role(&custodian, Role::ProviderOrganization);
	T::RecordDeposit::ensure_successful(&custodian, PURSE);
	T::RequestDeposit::ensure_successful(&custodian, PURSE);
	custodian
}

/// Asks for everything there is, so that every provision is compared with every label.
fn request() -> AccessRequest {
	AccessRequest {
		purpose: Purpose::Treat,
		action: Action::Access,
		classes: ResourceClasses::ALL,
		sensitivities: Sensitivities::ALL,
	}
}

/// A patient with money and this many directives of full length, with as many delegates as can be,
/// and whose identity does not count.
fn patient_with<T: Config>(directives: u32) -> T::AccountId {
	let patient = whitelisted_caller::<T::AccountId>();
	T::BenchmarkHelper::lapse(&patient);
	fill_book::<T>(&patient, directives);
	for n in 0..MAX_DELEGATES {
		let delegate: T::AccountId = account("delegate", n, 0);
		T::BenchmarkHelper::identify(&delegate);
		let kind = DelegateKind::Guardian;
		Pallet::<T>::do_delegate(&patient, &patient, delegate, kind, anybody::<T>())
			.expect("there is room");
	}
	patient
}

fn fill_book<T: Config>(patient: &T::AccountId, directives: u32) {
	T::Deposit::ensure_successful(patient, PURSE);
	Books::<T>::mutate(patient, |book| {
		for id in 0..directives {
			let terms = terms::<T>(MAX_PROVISIONS);
			let ticket = T::Deposit::new(patient, Pallet::<T>::footprint(&terms))
				.expect("the patient can pay");
			let since = T::Time::now().as_secs();
			book.directives
				.try_push(Directive { id, version: 1, terms, since, ticket })
				.expect("at most `MaxDirectives`");
		}
		book.next_id = directives;
	});
}

/// A patient of somebody else's making, with a full book.
fn full_patient<T: Config>() -> T::AccountId {
	let patient = account("patient", 0, 0);
	fill_book::<T>(&patient, T::MaxDirectives::get());
	patient
}

fn locator() -> Locator {
	vec![b'l'; usize::try_from(MAX_LOCATOR).unwrap_or(0)].try_into().expect("as long as it can be")
}

/// A record of `patient` with so many versions.
fn record_of<T: Config>(custodian: &T::AccountId, patient: &T::AccountId, versions: u32) -> u32 {
	let first = Commitment([0; 32]);
	let class = ResourceClass::Observation;
	let id = Pallet::<T>::do_register_record(
		custodian,
		patient,
		class,
		Sensitivities::ALL,
		first,
		locator(),
	)
	.expect("the custodian is verified");
	for version in 1..versions {
		let commitment = Commitment([u8::try_from(version).unwrap_or(u8::MAX); 32]);
		Pallet::<T>::do_amend_record(custodian, patient, id, commitment, locator())
			.expect("there is room");
	}
	id
}

/// Fills `patient`'s inbox with requests of so many others and, before them, of `requester`, until
/// second [`SOON`].
fn fill_inbox<T: Config>(requester: Option<&T::AccountId>, patient: &T::AccountId) {
	let others = (0..MAX_REQUESTS).map(|n| account("requester", n, 0));
	let requesters: Vec<T::AccountId> = requester.cloned().into_iter().chain(others).collect();
	Inboxes::<T>::mutate(patient, |inbox| {
		for (id, requester) in (0..MAX_REQUESTS).zip(requesters) {
			T::RequestDeposit::ensure_successful(&requester, PURSE);
			let terms = terms::<T>(MAX_PROVISIONS);
			let footprint = Pallet::<T>::request_footprint(&terms);
			let ticket = T::RequestDeposit::new(&requester, footprint).expect("it can pay");
			inbox
				.requests
				.try_push(Request { id, requester, terms, until: SOON, ticket })
				.expect("at most `MAX_REQUESTS`");
		}
		inbox.next_id = MAX_REQUESTS;
	});
}

/// When what is to expire has not expired.
const SOON: u64 = 1_000;

/// A guardian of `patient`, who has named all proxies that there is room for, until second [`SOON`].
fn guardian_of<T: Config>(patient: &T::AccountId) -> T::AccountId {
	let guardian = whitelisted_caller::<T::AccountId>();
	let delegate = |by: &T::AccountId, who: &T::AccountId, kind, scope| {
		T::BenchmarkHelper::identify(who);
		Pallet::<T>::do_delegate(by, patient, who.clone(), kind, scope).expect("there is room")
	};
	delegate(patient, &guardian, DelegateKind::Guardian, anybody::<T>());
	for n in 1..MAX_DELEGATES {
		let scope = Scope { period: Period::new(0, SOON), ..anybody::<T>() };
		delegate(&guardian, &account("proxy", n, 0), DelegateKind::Proxy, scope);
	}
	guardian
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// What it takes more to direct as a guardian, the last of all delegates.
	#[benchmark]
	fn guardian() {
		let patient = patient_with::<T>(0);
		let who: T::AccountId = account("delegate", MAX_DELEGATES - 1, 0);
		let book = Books::<T>::get(&patient);
		let found;
		#[block]
		{
			found = Pallet::<T>::guardian(&book, &who, T::Time::now().as_secs()).is_some();
		}
		assert!(found);
	}

	/// `d`: directives in force beside the new one; `p`: provisions of the new one.
	#[benchmark]
	fn grant(d: Linear<0, { T::MaxDirectives::get() - 1 }>, p: Linear<0, { MAX_PROVISIONS }>) {
		let patient = patient_with::<T>(d);
		let terms = terms::<T>(p);
		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), patient.clone(), terms);
		assert_eq!(Books::<T>::get(&patient).len(), d + 1);
	}

	/// As `grant`, by a patient who puts nothing down.
	#[benchmark]
	fn grant_without_deposit(
		d: Linear<0, { T::MaxDirectives::get() - 1 }>,
		p: Linear<0, { MAX_PROVISIONS }>,
	) {
		let patient = patient_with::<T>(d);
		T::BenchmarkHelper::identify(&patient);
		let terms = terms::<T>(p);
		#[block]
		{
			let origin = RawOrigin::Signed(patient.clone()).into();
			Pallet::<T>::grant(origin, patient.clone(), terms).expect("there is room");
		}
		assert_eq!(Books::<T>::get(&patient).len(), d + 1);
	}

	/// `d`: directives in force; `p`: provisions of the new terms.
	#[benchmark]
	fn amend(d: Linear<1, { T::MaxDirectives::get() }>, p: Linear<0, { MAX_PROVISIONS }>) {
		let patient = patient_with::<T>(d);
		let terms = terms::<T>(p);
		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), patient.clone(), d - 1, terms);
		assert_eq!(Books::<T>::get(&patient).directives.last().map(|d| d.version), Some(2));
	}

	/// `d`: directives in force.
	#[benchmark]
	fn revoke(d: Linear<1, { T::MaxDirectives::get() }>) {
		let patient = patient_with::<T>(d);
		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), patient.clone(), 0, EndStatus::Inactive);
		assert_eq!(Books::<T>::get(&patient).len(), d - 1);
	}

	/// `d`: directives in force, each of full length.
	#[benchmark]
	fn access(d: Linear<0, { T::MaxDirectives::get() }>) {
		let patient = patient_with::<T>(d);
		let (doctor, hospital) = doctor_of_hospital::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(doctor), patient.clone(), Some(hospital), request());
		assert_eq!(Pallet::<T>::audit_head(patient).length, 1);
	}

	#[benchmark]
	fn register_record() {
		let (custodian, patient) = (custodian::<T>(), account("patient", 0, 0));
		#[extrinsic_call]
		_(
			RawOrigin::Signed(custodian),
			patient,
			ResourceClass::Observation,
			Sensitivities::ALL,
			Commitment([1; 32]),
			locator(),
		);
		assert!(Records::<T>::contains_key(account::<T::AccountId>("patient", 0, 0), 0));
	}

	#[benchmark]
	fn amend_record() {
		let (custodian, patient) = (custodian::<T>(), account("patient", 0, 0));
		let id = record_of::<T>(&custodian, &patient, T::MaxVersions::get() - 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(custodian), patient.clone(), id, Commitment([255; 32]), locator());
		let versions = Pallet::<T>::record(patient, id).map(|record| record.versions.len());
		assert_eq!(versions, usize::try_from(T::MaxVersions::get()).ok());
	}

	/// By the patient, so that the deposit goes back to another account.
	#[benchmark]
	fn erase_record() {
		let (custodian, patient) = (custodian::<T>(), account("patient", 0, 0));
		let id = record_of::<T>(&custodian, &patient, T::MaxVersions::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), patient.clone(), id);
		assert!(matches!(Records::<T>::get(patient, id), Some(Record::Erased { .. })));
	}

	/// `d`: directives in force, all of whose provisions speak about emergencies.
	#[benchmark]
	fn break_glass(d: Linear<0, { T::MaxDirectives::get() }>) {
		let patient = patient_with::<T>(d);
		Books::<T>::mutate(&patient, |book| {
			for directive in &mut book.directives {
				directive.terms.scope.purposes = Purposes::EMPTY;
			}
		});
		let (doctor, hospital) = doctor_of_hospital::<T>();
		let open: Vec<_> = (1..T::MaxOpenReviews::get())
			.map(|n| OpenReview { id: u64::MAX - u64::from(n), due: u64::MAX })
			.collect();
		let open: BoundedVec<_, _> = open.try_into().expect("one less than can be; qed");
		OpenReviews::<T>::insert(&doctor, open);
		#[extrinsic_call]
		_(
			RawOrigin::Signed(doctor.clone()),
			patient,
			Some(hospital),
			EmergencyReason::Unresponsive,
			Action::Access,
			ResourceClasses::ALL,
			Sensitivities::ALL,
		);
		assert!(Reviews::<T>::contains_key(0));
		assert!(OpenReviews::<T>::get(doctor).is_full());
	}

	/// By a regulator, whose role must be looked up.
	#[benchmark]
	fn review() {
		let patient: T::AccountId = account("patient", 0, 0);
		let (doctor, hospital) = doctor_of_hospital::<T>();
		for _ in 0..T::MaxOpenReviews::get() {
			let actor = medchain_support::Actor::of(doctor.clone(), hospital.clone());
			Pallet::<T>::do_break_glass(&patient, actor, EmergencyReason::Unresponsive, request())
				.expect("the doctor is in good standing");
		}
		let regulator: T::AccountId = account("regulator", 0, 0);
		T::BenchmarkHelper::give_role(&regulator, Role::Regulator);
		#[extrinsic_call]
		_(RawOrigin::Signed(regulator), 0, Finding::Justified);
		assert!(Pallet::<T>::review_of(0).is_some_and(|done| done.finding.is_some()));
	}

	/// By a guardian, in place of all the proxies whose time is over.
	#[benchmark]
	fn delegate() {
		let patient = full_patient::<T>();
		let caller = guardian_of::<T>(&patient);
		T::BenchmarkHelper::set_now(SOON + 1);
		let proxy: T::AccountId = account("proxy", MAX_DELEGATES, 0);
		T::BenchmarkHelper::identify(&proxy);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), patient.clone(), proxy, DelegateKind::Proxy, anybody::<T>());
		assert_eq!(Books::<T>::get(patient).delegations.len(), 2);
	}

	/// Of a guardian, with whom go all the proxies.
	#[benchmark]
	fn end_delegation() {
		let patient = full_patient::<T>();
		let caller = guardian_of::<T>(&patient);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), patient.clone(), caller.clone());
		assert!(Books::<T>::get(patient).delegations.is_empty());
	}

	/// In place of as many requests of others as can wait, which are over.
	#[benchmark]
	fn request_access() {
		let (requester, patient) = (custodian::<T>(), account("patient", 0, 0));
		fill_inbox::<T>(None, &patient);
		let now = SOON + 1;
		T::BenchmarkHelper::set_now(now);
		#[extrinsic_call]
		_(RawOrigin::Signed(requester), patient.clone(), terms::<T>(MAX_PROVISIONS), now);
		assert_eq!(Inboxes::<T>::get(patient).requests.len(), 1);
	}

	/// An acceptance by a guardian. `d`: directives in force.
	#[benchmark]
	fn answer_request(d: Linear<0, { T::MaxDirectives::get() - 1 }>) {
		let patient: T::AccountId = account("patient", 0, 0);
		fill_book::<T>(&patient, d);
		let caller: T::AccountId = account("guardian", 0, 0);
		T::BenchmarkHelper::identify(&caller);
		let everything = Scope::everything();
		let kind = DelegateKind::Guardian;
		Pallet::<T>::do_delegate(&patient, &patient, caller.clone(), kind, everything)
			.expect("there is room");
		fill_inbox::<T>(None, &patient);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), patient.clone(), 0, Answer::Accept);
		assert_eq!(Books::<T>::get(patient).len(), d + 1);
	}

	#[benchmark]
	fn withdraw_request() {
		let (requester, patient) = (custodian::<T>(), account("patient", 0, 0));
		fill_inbox::<T>(Some(&requester), &patient);
		#[extrinsic_call]
		_(RawOrigin::Signed(requester), patient.clone(), 0);
		assert!(!Inboxes::<T>::get(patient).requests.is_full());
	}

	impl_benchmark_test_suite!(
		Pallet,
		frame::testing_prelude::TestState::new_empty(),
		crate::mock::Test
	);
}
