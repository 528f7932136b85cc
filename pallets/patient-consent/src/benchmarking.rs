//! Benchmarks: every call at its worst for the sizes given.

use crate::{
	ActorRef, BasePolicy, Books, Call, Config, Directive, EndStatus, Pallet, Provision,
	ProvisionKind, Scope, Terms, MAX_ACTORS, MAX_PROVISIONS,
};
use alloc::vec::Vec;
use frame::{
	benchmarking::prelude::*,
	traits::{Consideration, Get, UnixTime},
};
use medchain_support::{
	AccessRequest, Action, Actions, Period, Purpose, Purposes, ResourceClasses, Sensitivities,
};

/// A scope of full length that applies to the request below, so that nothing is cut short.
fn full_scope<T: Config>() -> Scope<T::AccountId> {
	let actors: Vec<_> = (0..MAX_ACTORS)
		.map(|n| ActorRef::Organization(account("organization", n, 0)))
		.chain(core::iter::once(ActorRef::Account(actor::<T>())))
		.skip(1)
		.collect();
	Scope {
		actors: actors.try_into().expect("at most `MAX_ACTORS`; qed"),
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

fn actor<T: Config>() -> T::AccountId {
	account("actor", 0, 0)
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

/// A patient with money and this many directives of full length.
fn patient_with<T: Config>(directives: u32) -> T::AccountId {
	let patient = whitelisted_caller::<T::AccountId>();
	T::Deposit::ensure_successful(
		&patient,
		frame::traits::Footprint::from_parts(usize::try_from(directives).unwrap_or(0) + 2, 40_000),
	);
	Books::<T>::mutate(&patient, |book| {
		for id in 0..directives {
			let terms = terms::<T>(MAX_PROVISIONS);
			let ticket = T::Deposit::new(&patient, Pallet::<T>::footprint(&terms))
				.expect("the patient can pay");
			let since = T::Time::now().as_secs();
			book.directives
				.try_push(Directive { id, version: 1, terms, since, ticket })
				.expect("at most `MaxDirectives`");
		}
		book.next_id = directives;
	});
	patient
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// `d`: directives in force beside the new one; `p`: provisions of the new one.
	#[benchmark]
	fn grant(d: Linear<0, { T::MaxDirectives::get() - 1 }>, p: Linear<0, { MAX_PROVISIONS }>) {
		let patient = patient_with::<T>(d);
		let terms = terms::<T>(p);
		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), terms);
		assert_eq!(Books::<T>::get(&patient).len(), d + 1);
	}

	/// `d`: directives in force; `p`: provisions of the new terms.
	#[benchmark]
	fn amend(d: Linear<1, { T::MaxDirectives::get() }>, p: Linear<0, { MAX_PROVISIONS }>) {
		let patient = patient_with::<T>(d);
		let terms = terms::<T>(p);
		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), d - 1, terms);
		assert_eq!(Books::<T>::get(&patient).directives.last().map(|d| d.version), Some(2));
	}

	/// `d`: directives in force.
	#[benchmark]
	fn revoke(d: Linear<1, { T::MaxDirectives::get() }>) {
		let patient = patient_with::<T>(d);
		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), 0, EndStatus::Inactive);
		assert_eq!(Books::<T>::get(&patient).len(), d - 1);
	}

	/// `d`: directives in force, each of full length.
	#[benchmark]
	fn access(d: Linear<0, { T::MaxDirectives::get() }>) {
		let patient = patient_with::<T>(d);
		#[extrinsic_call]
		_(RawOrigin::Signed(actor::<T>()), patient.clone(), request());
		assert_eq!(Pallet::<T>::audit_head(patient).length, 1);
	}

	impl_benchmark_test_suite!(
		Pallet,
		frame::testing_prelude::TestState::new_empty(),
		crate::mock::Test
	);
}
