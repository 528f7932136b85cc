//! Benchmarks: every call on accounts of which as much is known as can be.

use crate::{
	Accreditation, AccreditationId, Affiliation, Assurance, Authority, Call, Config, Credential,
	CredentialId, Holders, Issuers, NextAccreditation, NextCredential, Pallet, Standing, Validity,
};
use alloc::vec::Vec;
use frame::{
	benchmarking::prelude::*,
	traits::{Consideration, EnsureOrigin, Footprint, Get},
};
use medchain_support::{Commitment, Period, Role, Roles};

const EVIDENCE: Commitment = Commitment([7; 32]);

/// An account with money.
fn rich<T: Config>(name: &'static str, n: u32) -> T::AccountId {
	let who: T::AccountId = account(name, n, 0);
	T::Deposit::ensure_successful(&who, Footprint::from_parts(64, 4_096));
	who
}

/// A new issuer accredited for everything.
fn issuer<T: Config>() -> (T::AccountId, AccreditationId) {
	let who = rich::<T>("issuer", NextAccreditation::<T>::get());
	let id = Pallet::<T>::do_accredit(&who, Roles::ALL, true, Period::ALWAYS)
		.expect("the accreditation entitles to something");
	(who, id)
}

/// As many roles as credentials are wanted, so that those of `role` come last and `own` times, after
/// those that are asked for together with it; no role more often than it can be held.
fn roles_before<T: Config>(role: Role, count: u32, own: u32) -> Vec<Role> {
	// Whoever bills, then the others.
	let billing =
		[Role::ProviderOrganization, Role::Pharmacy, Role::Laboratory, Role::Practitioner];
	let others =
		billing.into_iter().chain(Roles::ALL.iter().filter(|role| !billing.contains(role)));
	let others = others.filter(|other| *other != role);
	let repeated = others.flat_map(|other| (0..T::MaxPerRole::get()).map(move |_| other));
	let mut roles: Vec<_> = repeated.take(count.saturating_sub(own) as usize).collect();
	roles.resize(count as usize, role);
	roles
}

/// Lets an account have as many credentials less `room` as it can, each from another issuer whose
/// accreditation is suspended, so that every search reads all that it can be about; and as many
/// affiliations less one. Of `role` there is room for one more, if there is room.
fn fill<T: Config>(who: &T::AccountId, role: Role, room: u32) {
	Holders::<T>::mutate(who, |holder| {
		let count = T::MaxCredentials::get().saturating_sub(room);
		let own = T::MaxPerRole::get().saturating_sub(room.min(1)).min(count);
		for role in roles_before::<T>(role, count, own) {
			let (by, accreditation) = issuer::<T>();
			let credential = Credential {
				id: NextCredential::<T>::mutate(|id| {
					*id += 1;
					*id - 1
				}),
				role,
				authority: Authority { issuer: by.clone(), accreditation },
				period: Period::new(0, u64::MAX),
				standing: Standing::Active,
				evidence: EVIDENCE,
				ticket: T::Deposit::new(&by, Footprint::from_parts(1, 256))
					.expect("the issuer can pay"),
			};
			holder.credentials.try_push(credential).expect("there is room");
			Pallet::<T>::do_suspend_accreditation(&by).expect("it is in force");
		}
		for n in 0..T::MaxAffiliations::get().saturating_sub(1) {
			let organization = rich::<T>("organization", n);
			let affiliation = Affiliation {
				ticket: T::Deposit::new(&organization, Footprint::from_parts(1, 256))
					.expect("the organisation can pay"),
				organization,
				role: Role::Practitioner,
				organization_role: Role::ProviderOrganization,
				period: Period::new(0, u64::MAX),
			};
			holder.affiliations.try_push(affiliation).expect("there is room");
		}
	});
}

fn full<T: Config>(name: &'static str, role: Role, room: u32) -> T::AccountId {
	let who = rich::<T>(name, 0);
	fill::<T>(&who, role, room);
	who
}

/// What benchmarks of other pallets need: accounts of which as much is known as can be.
impl<T: Config> Pallet<T> {
	/// Gives `who` a role, after as many credentials that do not count as there is room for.
	pub fn benchmark_role(who: &T::AccountId, role: Role) {
		fill::<T>(who, role, 1);
		let (by, _) = issuer::<T>();
		Self::do_issue(&by, who, role, Period::ALWAYS, EVIDENCE).expect("the issuer is accredited");
	}

	/// Affiliates `who` to `organization`; both have a role that allows it.
	pub fn benchmark_affiliation(who: &T::AccountId, organization: &T::AccountId) {
		T::Deposit::ensure_successful(organization, Footprint::from_parts(64, 4_096));
		Self::do_affiliate(organization, who, Period::ALWAYS).expect("both ends are valid");
	}

	/// Verifies the identity of `who`, by an issuer whose accreditation is suspended then.
	pub fn benchmark_lapsed_identity(who: &T::AccountId) {
		let (by, _) = issuer::<T>();
		Self::do_verify(&by, who, Assurance::High, Period::ALWAYS, EVIDENCE)
			.expect("the issuer is accredited");
		Self::do_suspend_accreditation(&by).expect("it is in force");
	}

	/// Verifies the identity of `who`.
	pub fn benchmark_identity(who: &T::AccountId) {
		let (by, _) = issuer::<T>();
		Self::do_verify(&by, who, Assurance::High, Period::ALWAYS, EVIDENCE)
			.expect("the issuer is accredited");
	}
}

/// A full account with a last credential of this role; its issuer, and its number.
fn with_credential<T: Config>(
	name: &'static str,
	role: Role,
) -> (T::AccountId, T::AccountId, CredentialId) {
	let subject = full::<T>(name, role, 1);
	let (by, _) = issuer::<T>();
	let period = Period::new(0, u64::MAX);
	let id = Pallet::<T>::do_issue(&by, &subject, role, period, EVIDENCE)
		.expect("the issuer is accredited");
	(subject, by, id)
}

fn validity<T: Config>(subject: T::AccountId, id: CredentialId) -> Option<Validity> {
	Pallet::<T>::credential(subject, id).map(|credential| credential.validity)
}

fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn accredit() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let who = rich::<T>("issuer", 0);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone(), Roles::ALL, true, Period::new(0, u64::MAX));
		assert!(Issuers::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn suspend_accreditation() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let (who, _) = issuer::<T>();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());
		assert!(matches!(Issuers::<T>::get(who), Some(Accreditation { suspended: true, .. })));
		Ok(())
	}

	#[benchmark]
	fn reinstate_accreditation() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let (who, _) = issuer::<T>();
		Pallet::<T>::do_suspend_accreditation(&who).expect("it is in force");
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());
		assert!(matches!(Issuers::<T>::get(who), Some(Accreditation { suspended: false, .. })));
		Ok(())
	}

	#[benchmark]
	fn withdraw_accreditation() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let (who, _) = issuer::<T>();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());
		assert!(!Issuers::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn issue() {
		let subject = full::<T>("subject", Role::Practitioner, 1);
		let (by, _) = issuer::<T>();
		let id = NextCredential::<T>::get();
		#[extrinsic_call]
		_(
			RawOrigin::Signed(by),
			subject.clone(),
			Role::Practitioner,
			Period::new(0, u64::MAX),
			EVIDENCE,
		);
		assert_eq!(validity::<T>(subject, id), Some(Validity::Valid));
	}

	#[benchmark]
	fn renew() {
		let (subject, by, id) = with_credential::<T>("subject", Role::Practitioner);
		#[extrinsic_call]
		_(RawOrigin::Signed(by), subject.clone(), id, Some(u64::MAX - 1));
		let renewed = Pallet::<T>::credential(subject, id).map(|credential| credential.period);
		assert_eq!(renewed, Some(Period::new(0, u64::MAX - 1)));
	}

	#[benchmark]
	fn suspend() {
		let (subject, by, id) = with_credential::<T>("subject", Role::Practitioner);
		#[extrinsic_call]
		_(RawOrigin::Signed(by), subject.clone(), id);
		assert_eq!(validity::<T>(subject, id), Some(Validity::Suspended));
	}

	#[benchmark]
	fn reinstate() {
		let (subject, by, id) = with_credential::<T>("subject", Role::Practitioner);
		Pallet::<T>::do_suspend(&by, &subject, id).expect("it is active");
		#[extrinsic_call]
		_(RawOrigin::Signed(by), subject.clone(), id);
		assert_eq!(validity::<T>(subject, id), Some(Validity::Valid));
	}

	#[benchmark]
	fn revoke() {
		let (subject, by, id) = with_credential::<T>("subject", Role::Practitioner);
		#[extrinsic_call]
		_(RawOrigin::Signed(by), subject.clone(), id);
		assert_eq!(validity::<T>(subject, id), Some(Validity::Revoked));
	}

	/// By the subject, once the issuer is no longer to be trusted.
	#[benchmark]
	fn remove() {
		let (subject, by, id) = with_credential::<T>("subject", Role::Practitioner);
		Pallet::<T>::do_revoke(Some(&by), &subject, id).expect("it is active");
		Pallet::<T>::do_suspend_accreditation(&by).expect("it is in force");
		#[extrinsic_call]
		_(RawOrigin::Signed(subject.clone()), subject.clone(), id);
		assert_eq!(validity::<T>(subject, id), None);
	}

	#[benchmark]
	fn affiliate() {
		let (person, ..) = with_credential::<T>("person", Role::Investigator);
		let (organization, ..) = with_credential::<T>("organisation", Role::Pharmacy);
		#[extrinsic_call]
		_(RawOrigin::Signed(organization.clone()), person.clone(), Period::new(0, u64::MAX));
		assert_eq!(Pallet::<T>::organizations_of(person), [organization]);
	}

	#[benchmark]
	fn end_affiliation() {
		let (person, ..) = with_credential::<T>("person", Role::Investigator);
		let (organization, ..) = with_credential::<T>("organisation", Role::Pharmacy);
		Pallet::<T>::do_affiliate(&organization, &person, Period::ALWAYS)
			.expect("both ends are valid");
		#[extrinsic_call]
		_(RawOrigin::Signed(organization.clone()), person.clone(), organization.clone());
		assert!(Pallet::<T>::organizations_of(person).is_empty());
	}

	/// In place of another verifier, whose deposit goes back.
	#[benchmark]
	fn verify_patient() {
		let patient = full::<T>("patient", Role::Practitioner, 0);
		let (former, _) = issuer::<T>();
		let period = Period::new(0, u64::MAX);
		Pallet::<T>::do_verify(&former, &patient, Assurance::Low, period, EVIDENCE)
			.expect("the issuer is accredited");
		Pallet::<T>::do_suspend_accreditation(&former).expect("it is in force");
		let (by, _) = issuer::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(by.clone()), patient.clone(), Assurance::High, period, EVIDENCE);
		let verifier = Pallet::<T>::holder(patient).identity.map(|i| i.authority.issuer);
		assert_eq!(verifier, Some(by));
	}

	#[benchmark]
	fn end_verification() {
		let patient = full::<T>("patient", Role::Practitioner, 0);
		let (by, _) = issuer::<T>();
		Pallet::<T>::do_verify(&by, &patient, Assurance::High, Period::ALWAYS, EVIDENCE)
			.expect("the issuer is accredited");
		#[extrinsic_call]
		_(RawOrigin::Signed(by), patient.clone());
		assert!(Pallet::<T>::holder(patient).identity.is_none());
	}

	impl_benchmark_test_suite!(
		Pallet,
		frame::testing_prelude::TestState::new_empty(),
		crate::mock::Test
	);
}
