//! The pallets for health care.

use crate::{
	configs::governance::CouncilMajorityOrRoot,
	types::{AccountId, Balance},
	units::deposit,
	Balances, Credentials, Runtime, RuntimeHoldReason, Timestamp,
};
use codec::{Decode, Encode, MaxEncodedLen};
use medchain_support::InspectCredentials;
use polkadot_sdk::{
	frame_support::{
		parameter_types,
		traits::{
			fungible::HoldConsideration, Consideration, ConstU32, ConstU64, Footprint,
			LinearStoragePrice, MaybeConsideration,
		},
	},
	sp_runtime::DispatchError,
};
use scale_info::TypeInfo;

parameter_types! {
	pub const IssuedHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Credentials(pallet_credentials::HoldReason::Issued);
	pub const DirectiveHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::PatientConsent(pallet_patient_consent::HoldReason::Directive);
	pub const RecordHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::PatientConsent(pallet_patient_consent::HoldReason::Record);
	pub const RequestHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::PatientConsent(pallet_patient_consent::HoldReason::Request);
	pub const BaseDeposit: Balance = deposit(1, 32);
	pub const ByteDeposit: Balance = deposit(0, 1);
}

type Price = LinearStoragePrice<BaseDeposit, ByteDeposit, Balance>;
type Hold<Reason> = HoldConsideration<AccountId, Balances, Reason, Price>;

/// Two days, in seconds: a weekend's emergency is reviewed on Monday.
const REVIEW_PERIOD: u64 = 2 * 24 * 60 * 60;

/// Thirty days, in seconds: who has not answered by then may be asked again.
const MAX_REQUEST_PERIOD: u64 = 30 * 24 * 60 * 60;

impl pallet_credentials::Config for Runtime {
	type Deposit = Hold<IssuedHoldReason>;
	type GovernanceOrigin = CouncilMajorityOrRoot;
	type MaxAffiliations = ConstU32<8>;
	type MaxCredentials = ConstU32<6>;
	type MaxPerRole = ConstU32<2>;
	type Time = Timestamp;
	type WeightInfo = pallet_credentials::weights::SubstrateWeight<Runtime>;
}

impl pallet_patient_consent::Config for Runtime {
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = People;
	type Credentials = Credentials;
	type Deposit = PatientDeposit;
	type MaxDirectives = ConstU32<16>;
	type MaxOpenReviews = ConstU32<4>;
	type MaxRequestPeriod = ConstU64<MAX_REQUEST_PERIOD>;
	type MaxVersions = ConstU32<16>;
	type RecordDeposit = Hold<RecordHoldReason>;
	type RequestDeposit = Hold<RequestHoldReason>;
	type ReviewPeriod = ConstU64<REVIEW_PERIOD>;
	type Time = Timestamp;
	type WeightInfo = pallet_patient_consent::weights::SubstrateWeight<Runtime>;
}

/// What a patient puts down: nothing while identified, for then the verifier's deposit stands for the
/// patient, and what one patient can store is bounded.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum PatientDeposit {
	/// Nothing was put down.
	#[codec(index = 0)]
	Waived,
	/// A deposit was put down.
	#[codec(index = 1)]
	Paid(Hold<DirectiveHoldReason>),
}

impl Consideration<AccountId, Footprint> for PatientDeposit {
	fn new(who: &AccountId, new: Footprint) -> Result<Self, DispatchError> {
		match Credentials::is_identified(who) {
			true => Ok(Self::Waived),
			false => Hold::new(who, new).map(Self::Paid),
		}
	}

	/// What was waived stays so: a patient can narrow a directive also when the identity has lapsed.
	fn update(self, who: &AccountId, new: Footprint) -> Result<Self, DispatchError> {
		match self {
			Self::Waived => Ok(Self::Waived),
			Self::Paid(hold) if Credentials::is_identified(who) => {
				hold.drop(who)?;
				Ok(Self::Waived)
			}
			Self::Paid(hold) => hold.update(who, new).map(Self::Paid),
		}
	}

	fn drop(self, who: &AccountId) -> Result<(), DispatchError> {
		match self {
			Self::Waived => Ok(()),
			Self::Paid(hold) => hold.drop(who),
		}
	}

	fn burn(self, who: &AccountId) {
		if let Self::Paid(hold) = self {
			hold.burn(who);
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_successful(who: &AccountId, new: Footprint) {
		Hold::<DirectiveHoldReason>::ensure_successful(who, new);
	}
}

impl MaybeConsideration<AccountId, Footprint> for PatientDeposit {
	fn is_none(&self) -> bool {
		matches!(self, Self::Waived)
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_medical_token::BenchmarkHelper<AccountId> for People {
	fn give_role(who: &AccountId, role: medchain_support::Role) {
		use polkadot_sdk::frame_support::traits::fungible::Mutate;
		Balances::mint_into(who, crate::units::MED).expect("the account is new");
		Credentials::benchmark_role(who, role);
	}

	fn set_now(seconds: u64) {
		polkadot_sdk::pallet_timestamp::Now::<Runtime>::put(seconds.saturating_mul(1_000));
	}
}

/// People for the benchmarks of pallets that ask [`Credentials`].
#[cfg(feature = "runtime-benchmarks")]
pub struct People;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_patient_consent::BenchmarkHelper<AccountId> for People {
	fn give_role(who: &AccountId, role: medchain_support::Role) {
		Credentials::benchmark_role(who, role);
	}

	fn affiliate(who: &AccountId, organization: &AccountId) {
		Credentials::benchmark_affiliation(who, organization);
	}

	fn identify(who: &AccountId) {
		Credentials::benchmark_identity(who);
	}

	fn lapse(who: &AccountId) {
		Credentials::benchmark_lapsed_identity(who);
	}

	fn set_now(seconds: u64) {
		polkadot_sdk::pallet_timestamp::Now::<Runtime>::put(seconds.saturating_mul(1_000));
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl People {
	/// Lets a patient have as many directives of full length as there can be, the last of which permits
	/// what lies in `scope`. Answers its number.
	pub fn fill_book(
		patient: &AccountId,
		scope: pallet_patient_consent::Scope<AccountId>,
	) -> medchain_support::DirectiveId {
		use pallet_patient_consent::{
			ActorRef, BasePolicy, Provision, ProvisionKind, Scope, Terms, MAX_ACTORS,
			MAX_PROVISIONS,
		};
		use polkadot_sdk::{
			frame_benchmarking::account, frame_support::traits::Get, frame_system::RawOrigin,
		};

		let strangers = (0..MAX_ACTORS)
			.map(|number| ActorRef::Account(account("stranger", number, 0)))
			.collect::<alloc::vec::Vec<_>>();
		let elsewhere = Scope {
			actors: strangers.try_into().expect("as many as there can be"),
			..Scope::everything()
		};
		let denied = Provision { kind: ProvisionKind::Deny, scope: elsewhere.clone() };
		let grant = |scope| {
			let terms = Terms {
				base: BasePolicy::OptIn,
				scope,
				provisions: alloc::vec![denied.clone(); MAX_PROVISIONS as usize]
					.try_into()
					.expect("as many as there can be"),
			};
			let by = RawOrigin::Signed(patient.clone()).into();
			crate::PatientConsent::grant(by, patient.clone(), terms).expect("it is the patient's");
		};
		let most: u32 = <Runtime as pallet_patient_consent::Config>::MaxDirectives::get();
		let others = most - 1;
		for _ in 0..others {
			grant(elsewhere.clone());
		}
		grant(scope);
		others
	}
}
