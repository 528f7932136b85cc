//! Health insurance.

#[cfg(feature = "runtime-benchmarks")]
use crate::types::AccountId;
use crate::{Credentials, DrugTrace, MedicalToken, PatientConsent, Runtime, Timestamp};
use medchain_support::BasisPoints;
use polkadot_sdk::frame_support::{parameter_types, traits::ConstU64, PalletId};

/// A day, in seconds.
const DAY: u64 = 24 * 60 * 60;

parameter_types! {
	pub const InsuranceClaimsId: PalletId = PalletId(*b"med/clai");
	/// A tenth of what all terms can still claim lies in the pool, at least.
	pub const MinReserveRatio: BasisPoints = BasisPoints(1_000);
}

impl pallet_insurance_claims::Config for Runtime {
	// Two months from the decision, as appeals against health plans have.
	type AppealPeriod = ConstU64<{ 60 * DAY }>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::configs::health::People;
	type BillPeriod = ConstU64<{ 30 * DAY }>;
	type Billing = MedicalToken;
	type Consent = PatientConsent;
	type Credentials = Credentials;
	// Providers are accredited, and should need no coin: see decision 0019.
	type Deposit = ();
	type Dispensing = DrugTrace;
	type MaxFiling = ConstU64<{ 365 * DAY }>;
	type MaxWaiting = ConstU64<{ 365 * DAY }>;
	type MinReserveRatio = MinReserveRatio;
	// Four weeks: no plan sells insurance by the day.
	type MinTerm = ConstU64<{ 28 * DAY }>;
	type PalletId = InsuranceClaimsId;
	type Payments = MedicalToken;
	type RenewalGrace = ConstU64<{ 30 * DAY }>;
	// Nobody keeps reputations here: a finding of fraud stands in the event and with the claim.
	type Reputation = ();
	// Seven years, as claims are kept.
	type Retention = ConstU64<{ 7 * 365 * DAY }>;
	// What prompt-pay laws give an insurer.
	type ReviewPeriod = ConstU64<{ 30 * DAY }>;
	type Time = Timestamp;
	type WeightInfo = pallet_insurance_claims::weights::SubstrateWeight<Runtime>;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_insurance_claims::BenchmarkHelper<AccountId> for crate::configs::health::People {
	fn give_role(who: &AccountId, role: medchain_support::Role) {
		<Self as pallet_medical_token::BenchmarkHelper<AccountId>>::give_role(who, role);
	}

	fn affiliate(who: &AccountId, organization: &AccountId) {
		Credentials::benchmark_affiliation(who, organization);
	}

	fn identify(who: &AccountId) {
		Credentials::benchmark_identity(who);
	}

	/// With as many directives of full length beside it as there can be.
	fn permit(
		patient: &AccountId,
		insurer: &AccountId,
		classes: medchain_support::ResourceClasses,
	) {
		use medchain_support::{Action, Purpose};
		use pallet_patient_consent::{ActorRef, Scope};

		Self::fill_book(
			patient,
			Scope {
				actors: alloc::vec![ActorRef::Account(insurer.clone())]
					.try_into()
					.expect("one actor"),
				purposes: Purpose::Payment.into(),
				actions: Action::Access.into(),
				classes,
				..Scope::everything()
			},
		);
	}

	/// The same one each time it is asked for.
	fn currency() -> medchain_support::CurrencyId {
		use medchain_support::{Amount, Commitment, CurrencyCode, Role};
		use polkadot_sdk::{
			frame_benchmarking::account, frame_support::traits::UnixTime, frame_system::RawOrigin,
		};
		if let Some(known) = pallet_medical_token::Currencies::<Runtime>::iter_keys().next() {
			return known;
		}
		let give_role = <Self as pallet_medical_token::BenchmarkHelper<AccountId>>::give_role;
		let [issuer, auditor]: [AccountId; 2] =
			["token-issuer", "reserve-auditor"].map(|name| account(name, 0, 0));
		give_role(&issuer, Role::TokenIssuer);
		give_role(&auditor, Role::ReserveAuditor);
		let terms = pallet_medical_token::CurrencyTerms {
			required_ratio: BasisPoints::WHOLE,
			attestation_lifetime: 100 * 365 * DAY,
			min_redemption: 1,
		};
		let code = CurrencyCode::from_code("EUR").expect("a code of the standard");
		let id = pallet_medical_token::NextCurrency::<Runtime>::get();
		MedicalToken::register_currency(RawOrigin::Root.into(), code, issuer, terms)
			.expect("the issuer is accredited");
		let (reserves, evidence) = (Amount::MAX >> 8, Commitment([7; 32]));
		let now = <Timestamp as UnixTime>::now().as_secs();
		let auditor = RawOrigin::Signed(auditor).into();
		MedicalToken::attest_reserves(auditor, id, reserves, now, evidence)
			.expect("the auditor is accredited");
		id
	}

	fn fund(
		currency: medchain_support::CurrencyId,
		who: &AccountId,
		amount: medchain_support::Amount,
	) {
		use polkadot_sdk::frame_system::RawOrigin;
		let known = pallet_medical_token::Currencies::<Runtime>::get(currency);
		let issuer = known.expect("somebody issues it").issuer;
		MedicalToken::mint(RawOrigin::Signed(issuer).into(), currency, who.clone(), amount)
			.expect("reserves suffice");
	}

	/// Of a product and a lot of its own; the same one each time it is asked for.
	fn sell(
		number: u8,
		provider: &AccountId,
		patient: &AccountId,
	) -> Option<medchain_support::SoldPack> {
		use medchain_support::{Expiry, Gtin, InspectCredentials, PackId, Role, Serial, SoldPack};
		use pallet_drug_trace::{EventInfo, Item, Items, NextLot, Packs, Serials};
		use polkadot_sdk::{
			frame_benchmarking::account,
			frame_support::traits::{fungible::Mutate, UnixTime},
			frame_system::RawOrigin,
		};
		let gtin = Gtin::from_body(number.into()).expect("it is small");
		let serial: Serial = "1".parse().expect("a serial");
		let sold = SoldPack { id: PackId::of(&gtin, &serial), opening: [number; 32] };
		if Packs::<Runtime>::contains_key(sold.id) {
			return Some(sold);
		}
		let maker: AccountId = account("manufacturer", 0, 0);
		if !Credentials::has_role(&maker, Role::Manufacturer) {
			<Self as pallet_medical_token::BenchmarkHelper<AccountId>>::give_role(
				&maker,
				Role::Manufacturer,
			);
		}
		// For the deposits of product and lot.
		crate::Balances::set_balance(&maker, 1_000_000 * crate::units::MED);
		let lot = NextLot::<Runtime>::get();
		let event = |kind: u8| EventInfo {
			hash: [[number, kind]; 16].concat().try_into().expect("32 bytes"),
			time: <Timestamp as UnixTime>::now().as_secs(),
			place: None,
		};
		let by =
			|who: &AccountId| -> crate::RuntimeOrigin { RawOrigin::Signed(who.clone()).into() };
		let text = "1".parse().expect("a lot");
		DrugTrace::register_product(by(&maker), gtin, None).expect("it is new");
		DrugTrace::create_lot(by(&maker), gtin, text, Expiry::from_days(u16::MAX))
			.expect("it is new");
		let serials = Serials::truncate_from(alloc::vec![serial]);
		let items = || Items::truncate_from(alloc::vec![Item::Pack(sold.id)]);
		DrugTrace::commission(by(&maker), lot, serials, event(0)).expect("it is new");
		DrugTrace::ship(by(&maker), items(), provider.clone(), false, event(1))
			.expect("the maker has it");
		DrugTrace::receive(by(provider), items(), event(2)).expect("it was shipped");
		let receipt = sold.receipt(patient);
		DrugTrace::dispense(by(provider), Item::Pack(sold.id), receipt, event(3))
			.expect("the provider has it");
		Some(sold)
	}

	fn set_now(seconds: u64) {
		<Self as pallet_medical_token::BenchmarkHelper<AccountId>>::set_now(seconds);
	}
}
