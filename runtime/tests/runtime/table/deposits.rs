//! The most that calls hold, asked of what takes it.

use super::*;
use crate::fees::largest_terms;
use codec::MaxEncodedLen;
use medchain_runtime::{Multisig, Proxy, Recovery};
use pallet_clinical_trials::{PaymentRules, Protocol, TrialOf};
use pallet_credentials::{Affiliation, Credential, Identity};
use pallet_drug_trace::{Container, LotRecord, Product};
use polkadot_sdk::{
	frame_support::{
		storage::{with_transaction, TransactionOutcome},
		traits::{fungible::InspectHold, Consideration, Footprint, Get},
	},
	sp_runtime::DispatchError,
};
use std::collections::BTreeMap;
use Sr25519Keyring::One;

type OfCredentials = <Runtime as pallet_credentials::Config>::Deposit;
type OfDrugs = <Runtime as pallet_drug_trace::Config>::Deposit;
type OfPatients = <Runtime as pallet_patient_consent::Config>::Deposit;
type OfRecords = <Runtime as pallet_patient_consent::Config>::RecordDeposit;
type OfRequests = <Runtime as pallet_patient_consent::Config>::RequestDeposit;
type OfTrials = <Runtime as pallet_clinical_trials::Config>::Deposit;
type OfClaims = <Runtime as pallet_insurance_claims::Config>::Deposit;
type OfBills = <Runtime as pallet_medical_token::Config>::Deposit;

/// What is held of somebody who is rich and whose identity nobody has verified.
fn held<Ticket: Consideration<AccountId, Footprint>>(size: Footprint) -> Balance {
	let who = account(One);
	let taken = with_transaction(|| {
		let plenty =
			Balances::force_set_balance(RuntimeOrigin::root(), who.clone().into(), 1 << 100);
		let ticket = plenty.and_then(|()| Ticket::new(&who, size).map(drop));
		let taken = ticket.map(|()| Balances::total_balance_on_hold(&who));
		TransactionOutcome::Rollback(taken)
	});
	taken.unwrap_or_else(|error: DispatchError| panic!("{error:?}"))
}

/// For an entry of this type.
fn entry<Ticket: Consideration<AccountId, Footprint>, Entry: MaxEncodedLen>() -> Balance {
	held::<Ticket>(Footprint::from_mel::<Entry>())
}

/// By the names of the calls.
pub struct Deposits(BTreeMap<(&'static str, &'static str), String>);

impl Deposits {
	pub fn new(every: &[CallName]) -> Self {
		let mut found = BTreeMap::new();
		let all = [of_patients(), of_providers(), of_accounts()].concat();
		for (pallet, call, amount) in all {
			found.insert((pallet, call), decimals(amount, MED, 4));
		}
		let bond = <Runtime as pallet_validator_set::Config>::MinimumBond::get();
		found.insert(("ValidatorSet", "bond"), format!("≥ {}", decimals(bond, MED, 4)));
		// Of versions there is no most.
		let version = trial(2) - trial(1);
		let amend = ("ClinicalTrials", "amend_protocol");
		found.insert(amend, format!("+ {}", decimals(version, MED, 4)));
		for (pallet, call) in found.keys() {
			let is_known = every.iter().any(|name| name.pallet == *pallet && name.call == *call);
			assert!(is_known, "there is no {pallet}.{call}");
		}
		let free =
			[held::<OfClaims>, held::<OfBills>].map(|held| held(Footprint::from_parts(1, 1)));
		assert_eq!(free, [0, 0], "who bills and claims puts something down: say how much");
		Self(found)
	}

	pub fn of(&self, name: &CallName) -> Option<String> {
		self.0.get(&(name.pallet.as_str(), name.call.as_str())).cloned()
	}
}

type Amounts = Vec<(&'static str, &'static str, Balance)>;

fn of_patients() -> Amounts {
	let terms = largest_terms();
	assert_eq!(
		terms.encoded_size(),
		Terms::<AccountId>::max_encoded_len(),
		"there are larger terms"
	);
	let limited = Scope { period: Period::new(0, u64::MAX), ..Scope::everything() };
	let versions: u32 = <Runtime as pallet_patient_consent::Config>::MaxVersions::get();
	let directive = held::<OfPatients>(PatientConsent::footprint(&terms));
	let delegation = held::<OfPatients>(PatientConsent::delegation_footprint(&limited));
	let record = |versions| held::<OfRecords>(PatientConsent::record_footprint(versions));
	let request = held::<OfRequests>(PatientConsent::request_footprint(&terms));
	let pallet = "PatientConsent";
	vec![
		(pallet, "grant", directive),
		(pallet, "amend", directive),
		(pallet, "answer_request", directive),
		(pallet, "delegate", delegation),
		(pallet, "register_record", record(1)),
		(pallet, "amend_record", record(versions as usize)),
		(pallet, "request_access", request),
	]
}

/// A trial of so many versions.
fn trial(versions: usize) -> Balance {
	let fixed = TrialOf::<Runtime>::max_encoded_len() + PaymentRules::max_encoded_len();
	let each = Protocol::<AccountId>::max_encoded_len();
	held::<OfTrials>(Footprint::from_parts(1, fixed + versions * each))
}

fn of_providers() -> Amounts {
	let product = entry::<OfDrugs, Product<AccountId, OfDrugs>>();
	let container = entry::<OfDrugs, Container<AccountId, OfDrugs>>();
	let account = <Runtime as pallet_assets::Config>::AssetAccountDeposit::get();
	vec![
		("Credentials", "issue", entry::<OfCredentials, Credential<AccountId, OfCredentials>>()),
		(
			"Credentials",
			"affiliate",
			entry::<OfCredentials, Affiliation<AccountId, OfCredentials>>(),
		),
		(
			"Credentials",
			"verify_patient",
			entry::<OfCredentials, Identity<AccountId, OfCredentials>>(),
		),
		("DrugTrace", "register_product", product),
		("DrugTrace", "accept_product", product),
		("DrugTrace", "create_lot", entry::<OfDrugs, LotRecord<AccountId, OfDrugs>>()),
		("DrugTrace", "pack", container),
		("DrugTrace", "repack", container),
		("ClinicalTrials", "register_trial", trial(1)),
		// For the account of whom a regulator freezes before there is one.
		("MedicalToken", "freeze", account),
	]
}

fn of_accounts() -> Amounts {
	use pallet_recovery::{Config as Recovering, FriendGroupsOf};
	type OfPreimages = <Runtime as pallet_preimage::Config>::Consideration;
	let most: u32 = <Runtime as pallet_multisig::Config>::MaxSignatories::get();
	let multisig = Multisig::deposit(most as u16);
	let proxies = Proxy::deposit(<Runtime as pallet_proxy::Config>::MaxProxies::get());
	let pending: u32 = <Runtime as pallet_proxy::Config>::MaxPending::get();
	let announcements = <Runtime as pallet_proxy::Config>::AnnouncementDepositBase::get()
		+ <Runtime as pallet_proxy::Config>::AnnouncementDepositFactor::get()
			* Balance::from(pending);
	let groups = held::<<Runtime as Recovering>::FriendGroupsConsideration>(Footprint::from_mel::<
		FriendGroupsOf<Runtime>,
	>());
	let attempt =
		held::<<Runtime as Recovering>::AttemptConsideration>(Recovery::attempt_footprint());
	let heir =
		held::<<Runtime as Recovering>::InheritorConsideration>(Recovery::inheritor_footprint());
	let preimage = Footprint::from_parts(1, largest::longest_preimage());
	vec![
		("Session", "set_keys", <Runtime as pallet_session::Config>::KeyDeposit::get()),
		("Preimage", "note_preimage", held::<OfPreimages>(preimage)),
		("Multisig", "as_multi", multisig),
		("Multisig", "approve_as_multi", multisig),
		("Multisig", "poke_deposit", multisig),
		("Proxy", "add_proxy", proxies),
		("Proxy", "create_pure", Proxy::deposit(1)),
		("Proxy", "announce", announcements),
		("Proxy", "poke_deposit", proxies + announcements),
		("Recovery", "set_friend_groups", groups),
		("Recovery", "initiate_attempt", attempt + <Runtime as Recovering>::SecurityDeposit::get()),
		("Recovery", "finish_attempt", heir),
		("Assets", "approve_transfer", <Runtime as pallet_assets::Config>::ApprovalDeposit::get()),
	]
}
