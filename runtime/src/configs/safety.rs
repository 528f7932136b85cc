//! The brakes: stop all calls but the needed ones, or stop single ones.

use crate::{
	configs::{
		consensus::{KeepsBlocks, KEEP_BLOCKS},
		governance::{CouncilMajorityOrRoot, CouncilSupermajority},
	},
	types::{AccountId, BlockNumber},
	units::{DAYS, HOURS},
	Balances, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason,
};
use pallet_clinical_trials::Call as TrialsCall;
use pallet_credentials::Call as CredentialsCall;
use pallet_drug_trace::Call as DrugsCall;
use pallet_insurance_claims::Call as ClaimsCall;
use pallet_medical_token::Call as MoneyCall;
use pallet_patient_consent::Call as ConsentCall;
use polkadot_sdk::{
	frame_support::{
		parameter_types,
		traits::{ConstU32, Contains, EitherOf, MapSuccess},
	},
	frame_system::EnsureRootWithSuccess,
	pallet_safe_mode, pallet_tx_pause,
	sp_runtime::traits::Replace,
};

parameter_types! {
	pub const SafeModeDuration: BlockNumber = 4 * HOURS;
	pub const NoDeposit: Option<crate::types::Balance> = None;
	pub const ReleaseDelay: Option<BlockNumber> = Some(2 * DAYS);
}

/// Calls that safe mode does not stop: blocks must go on, validators must stay, the council must be
/// able to let go, trust, consent, mandates and the leave to insure somebody can always be taken back,
/// also by who needs a relay for it, regulators can stop money, drugs can be called back and set apart,
/// trials stopped and left, and a patient in an emergency cannot wait, nor can what harms one. Claims wait: all that decides one moves money, and a report of fraud is never too late, since
/// a claim cannot be taken back meanwhile either.
pub struct Indispensable;
impl Contains<RuntimeCall> for Indispensable {
	fn contains(call: &RuntimeCall) -> bool {
		KeepsBlocks::contains(call)
			|| matches!(
				call,
				RuntimeCall::System(..)
				| RuntimeCall::Timestamp(..)
				| RuntimeCall::Council(..)
				| RuntimeCall::Preimage(..)
				| RuntimeCall::Whitelist(..)
				| RuntimeCall::SafeMode(..)
				| RuntimeCall::TxPause(..)
				// What is relayed passes this filter too, as the patient's own call.
				| RuntimeCall::MetaTx(..)
				| RuntimeCall::PatientConsent(
					ConsentCall::revoke { .. }
						| ConsentCall::end_delegation { .. }
						| ConsentCall::break_glass { .. }
						| ConsentCall::review { .. }
				) | RuntimeCall::MedicalToken(
				MoneyCall::freeze { .. }
					| MoneyCall::pause { .. }
					| MoneyCall::revoke_mandate { .. }
			) | RuntimeCall::InsuranceClaims(ClaimsCall::unname_subscriber { .. })
				| RuntimeCall::DrugTrace(
					DrugsCall::quarantine { .. }
						| DrugsCall::mark_illegitimate { .. }
						| DrugsCall::recall { .. }
						// An inherent: a block that has one would be refused.
						| DrugsCall::raise_alert { .. }
				) | RuntimeCall::ClinicalTrials(
				TrialsCall::suspend { .. }
					| TrialsCall::terminate { .. }
					| TrialsCall::withdraw { .. }
					| TrialsCall::unblind { .. }
					| TrialsCall::answer_unblinding { .. }
					| TrialsCall::report_adverse_event { .. }
					| TrialsCall::follow_up { .. }
					| TrialsCall::forward_adverse_event { .. }
			) | RuntimeCall::Credentials(
				CredentialsCall::suspend { .. }
					| CredentialsCall::revoke { .. }
					| CredentialsCall::end_affiliation { .. }
					| CredentialsCall::end_verification { .. }
					| CredentialsCall::suspend_accreditation { .. }
					| CredentialsCall::withdraw_accreditation { .. }
			)
			)
	}
}

/// Calls that cannot be paused one by one, by the names of pallet and call. Relaying is one of them:
/// without it patients who have no money could not revoke.
pub struct IndispensableName;
impl Contains<pallet_tx_pause::RuntimeCallNameOf<Runtime>> for IndispensableName {
	fn contains((pallet, call): &pallet_tx_pause::RuntimeCallNameOf<Runtime>) -> bool {
		KEEP_BLOCKS.contains(&pallet.as_slice())
			|| matches!(
				pallet.as_slice(),
				b"System"
					| b"Timestamp" | b"Council"
					| b"Preimage" | b"Whitelist"
					| b"SafeMode" | b"TxPause"
					| b"MetaTx"
			) || matches!(
			(pallet.as_slice(), call.as_slice()),
			(b"PatientConsent", b"revoke" | b"end_delegation" | b"break_glass" | b"review")
				| (b"MedicalToken", b"freeze" | b"pause" | b"revoke_mandate")
				| (b"InsuranceClaims", b"unname_subscriber")
				| (b"DrugTrace", b"quarantine" | b"mark_illegitimate" | b"recall" | b"raise_alert")
				| (
					b"ClinicalTrials",
					b"suspend"
						| b"terminate" | b"withdraw"
						| b"unblind" | b"answer_unblinding"
						| b"report_adverse_event"
						| b"follow_up" | b"forward_adverse_event"
				) | (
				b"Credentials",
				b"suspend"
					| b"revoke" | b"end_affiliation"
					| b"end_verification"
					| b"suspend_accreditation"
					| b"withdraw_accreditation"
			)
		)
	}
}

/// Three quarters of the council, or root, for the full duration.
type FullDuration = EitherOf<
	EnsureRootWithSuccess<AccountId, SafeModeDuration>,
	MapSuccess<CouncilSupermajority, Replace<SafeModeDuration>>,
>;

/// Only governance switches safe mode on: a deposit would let anyone stop a hospital.
impl pallet_safe_mode::Config for Runtime {
	type Currency = Balances;
	type EnterDepositAmount = NoDeposit;
	type EnterDuration = SafeModeDuration;
	type ExtendDepositAmount = NoDeposit;
	type ExtendDuration = SafeModeDuration;
	type ForceDepositOrigin = CouncilMajorityOrRoot;
	type ForceEnterOrigin = FullDuration;
	type ForceExitOrigin = CouncilMajorityOrRoot;
	type ForceExtendOrigin = FullDuration;
	type Notify = ();
	type ReleaseDelay = ReleaseDelay;
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WeightInfo = crate::weights::pallet_safe_mode::WeightInfo<Runtime>;
	type WhitelistedCalls = Indispensable;
}

impl pallet_tx_pause::Config for Runtime {
	type MaxNameLen = ConstU32<256>;
	type PauseOrigin = CouncilMajorityOrRoot;
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type UnpauseOrigin = CouncilMajorityOrRoot;
	type WeightInfo = crate::weights::pallet_tx_pause::WeightInfo<Runtime>;
	type WhitelistedCalls = IndispensableName;
}
