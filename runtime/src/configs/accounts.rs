//! What people can do with their accounts: act together, through others, and get them back.

use crate::{
	configs::consensus::{MovesMoney, Validates},
	types::{AccountId, Balance},
	units::{deposit, MED},
	Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason, System,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use pallet_clinical_trials::Call as TrialsCall;
use pallet_drug_trace::Call as DrugsCall;
use pallet_insurance_claims::Call as ClaimsCall;
use pallet_medical_token::Call as MoneyCall;
use pallet_patient_consent::Call as ConsentCall;
use polkadot_sdk::{
	frame_support::{
		parameter_types,
		traits::{
			fungible::HoldConsideration, ConstU32, Contains, InstanceFilter, LinearStoragePrice,
		},
	},
	pallet_multisig, pallet_proxy, pallet_recovery, pallet_utility,
	sp_runtime::traits::BlakeTwo256,
};
use scale_info::TypeInfo;

parameter_types! {
	pub const MultisigDepositBase: Balance = deposit(1, 88);
	pub const MultisigDepositFactor: Balance = deposit(0, 32);
	pub const ProxyDepositBase: Balance = deposit(1, 8);
	pub const ProxyDepositFactor: Balance = deposit(0, 33);
	pub const AnnouncementDepositBase: Balance = deposit(1, 8);
	pub const AnnouncementDepositFactor: Balance = deposit(0, 66);
	pub const RecoveryBaseDeposit: Balance = deposit(1, 64);
	pub const RecoveryByteDeposit: Balance = deposit(0, 1);
	pub const RecoverySecurityDeposit: Balance = MED;
	pub const FriendGroupsHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Recovery(pallet_recovery::HoldReason::FriendGroupsStorage);
	pub const AttemptHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Recovery(pallet_recovery::HoldReason::AttemptStorage);
	pub const InheritorHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Recovery(pallet_recovery::HoldReason::InheritorStorage);
}

/// What a proxy may do for its principal.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything.
	#[codec(index = 0)]
	#[default]
	Any,
	/// Everything but moving money.
	#[codec(index = 1)]
	NonTransfer,
	/// Grant, amend and revoke directives, answer requests, end delegations: for those who decide
	/// for a patient.
	#[codec(index = 2)]
	Consent,
	/// Ask for access to records, and keep them: for the systems of a provider. Never in an
	/// emergency, for which a practitioner answers in person.
	#[codec(index = 3)]
	Access,
	/// Motions and votes of a council member.
	#[codec(index = 4)]
	Governance,
	/// Session keys and bond of a validator, but not leaving with the bond.
	#[codec(index = 5)]
	Validator,
	/// Issue and take back credentials, affiliations and identities: for the officers of an issuer.
	#[codec(index = 6)]
	Registrar,
	/// Bill patients, with all that belongs to bills but moving money: for the accounts department of
	/// a provider.
	#[codec(index = 7)]
	Billing,
	/// Claim from insurers, and follow what was claimed, but never take back what was paid: for the
	/// claims department of a provider.
	#[codec(index = 8)]
	Claims,
	/// Record what is packed, shipped, received, dispensed and found of drug packs, and bind sensors: for
	/// the staff of a warehouse or a pharmacy. Never what is made, called back or no more.
	#[codec(index = 9)]
	Goods,
	/// Capture and clean the data of trials, and report events and deviations: for the systems of a site
	/// or a sponsor. Never who takes part, who is treated how, or how a trial goes on.
	#[codec(index = 10)]
	TrialData,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::NonTransfer => {
				!MovesMoney::contains(call)
					&& !matches!(
						call,
						RuntimeCall::Balances(..)
							| RuntimeCall::Assets(..)
							| RuntimeCall::MedicalToken(..)
							| RuntimeCall::InsuranceClaims(..)
							| RuntimeCall::Recovery(..)
							| RuntimeCall::MetaTx(..)
							| RuntimeCall::ClinicalTrials(
								TrialsCall::fund { .. } | TrialsCall::reclaim { .. }
							)
					)
			}
			Self::Consent => matches!(
				call,
				RuntimeCall::PatientConsent(
					ConsentCall::grant { .. }
						| ConsentCall::amend { .. }
						| ConsentCall::revoke { .. }
						| ConsentCall::answer_request { .. }
						| ConsentCall::end_delegation { .. }
				)
			),
			Self::Access => matches!(
				call,
				RuntimeCall::PatientConsent(
					ConsentCall::access { .. }
						| ConsentCall::access_batch { .. }
						| ConsentCall::register_record { .. }
						| ConsentCall::amend_record { .. }
						| ConsentCall::request_access { .. }
						| ConsentCall::withdraw_request { .. }
				)
			),
			Self::Registrar => matches!(call, RuntimeCall::Credentials(..)),
			Self::Billing => matches!(
				call,
				RuntimeCall::MedicalToken(
					MoneyCall::issue { .. }
						| MoneyCall::write_off { .. }
						| MoneyCall::cancel { .. }
						| MoneyCall::remove { .. }
						| MoneyCall::propose_plan { .. }
						| MoneyCall::enrol { .. }
						| MoneyCall::end_membership { .. }
				)
			),
			// To replace a claim that was paid returns the money, which only the provider does.
			Self::Claims => matches!(
				call,
				RuntimeCall::InsuranceClaims(
					ClaimsCall::submit { replaces: None, .. }
						| ClaimsCall::withdraw_claim { .. }
						| ClaimsCall::request_authorization { .. }
						| ClaimsCall::remove_authorization { .. }
						| ClaimsCall::appeal { .. }
						| ClaimsCall::resume { .. }
				)
			),
			Self::Goods => matches!(
				call,
				RuntimeCall::DrugTrace(
					DrugsCall::pack { .. }
						| DrugsCall::unpack { .. }
						| DrugsCall::repack { .. }
						| DrugsCall::ship { .. }
						| DrugsCall::receive { .. }
						| DrugsCall::reject { .. }
						| DrugsCall::void_shipment { .. }
						| DrugsCall::dispense { .. }
						| DrugsCall::accept_return { .. }
						| DrugsCall::quarantine { .. }
						| DrugsCall::clear { .. }
						| DrugsCall::bind_sensor { .. }
						| DrugsCall::unbind_sensor { .. }
						| DrugsCall::observe { .. }
						| DrugsCall::declare_error { .. }
				)
			),
			Self::TrialData => matches!(
				call,
				RuntimeCall::ClinicalTrials(
					TrialsCall::capture { .. }
						| TrialsCall::correct { .. }
						| TrialsCall::open_query { .. }
						| TrialsCall::answer_query { .. }
						| TrialsCall::close_query { .. }
						| TrialsCall::verify_source { .. }
						| TrialsCall::report_adverse_event { .. }
						| TrialsCall::follow_up { .. }
						| TrialsCall::forward_adverse_event { .. }
						| TrialsCall::report_deviation { .. }
				)
			),
			Self::Governance => matches!(
				call,
				RuntimeCall::Council(..) | RuntimeCall::Preimage(..) | RuntimeCall::Whitelist(..)
			),
			Self::Validator => Validates::contains(call),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(mine, theirs) if mine == theirs => true,
			(Self::Any, _) => true,
			(
				Self::NonTransfer,
				Self::Consent
				| Self::Access
				| Self::Governance
				| Self::Registrar
				| Self::Goods
				| Self::TrialData,
			) => true,
			_ => false,
		}
	}
}

impl pallet_proxy::Config for Runtime {
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	type BlockNumberProvider = System;
	type CallHasher = BlakeTwo256;
	type Currency = Balances;
	type MaxPending = ConstU32<32>;
	type MaxProxies = ConstU32<32>;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	type ProxyType = ProxyType;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = crate::weights::pallet_proxy::WeightInfo<Runtime>;
}

impl pallet_multisig::Config for Runtime {
	type BlockNumberProvider = System;
	type Currency = Balances;
	type DepositBase = MultisigDepositBase;
	type DepositFactor = MultisigDepositFactor;
	type MaxSignatories = ConstU32<100>;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = crate::weights::pallet_multisig::WeightInfo<Runtime>;
}

impl pallet_utility::Config for Runtime {
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = crate::weights::pallet_utility::WeightInfo<Runtime>;
}

/// A deposit that grows with what is stored.
type RecoveryDeposit<Reason> = HoldConsideration<
	AccountId,
	Balances,
	Reason,
	LinearStoragePrice<RecoveryBaseDeposit, RecoveryByteDeposit, Balance>,
>;

impl pallet_recovery::Config for Runtime {
	type AttemptConsideration = RecoveryDeposit<AttemptHoldReason>;
	type BlockNumberProvider = System;
	type Currency = Balances;
	type FriendGroupsConsideration = RecoveryDeposit<FriendGroupsHoldReason>;
	type InheritorConsideration = RecoveryDeposit<InheritorHoldReason>;
	type MaxFriendsPerConfig = ConstU32<32>;
	type RuntimeCall = RuntimeCall;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SecurityDeposit = RecoverySecurityDeposit;
	type Slash = ();
	type WeightInfo = crate::weights::pallet_recovery::WeightInfo<Runtime>;
}
