//! What tests ask about how blocks are made, and by whom: collators take turns, and the relay chain's state
//! comes with a proof.

use super::{
	mixed::{by, by_root, Mix, Wish},
	*,
};
use codec::Encode;
use cumulus_test_relay_sproof_builder::RelayStateSproofBuilder;
use medchain_runtime::{
	configs::relay::UNINCLUDED_SEGMENT_CAPACITY,
	genesis::PARACHAIN_ID,
	units::{MILLI, SLOT_DURATION},
	Extensions, TxExtension,
};
use pallet_collator_selection::Call as Collators;
use polkadot_sdk::{
	cumulus_pallet_parachain_system::{
		parachain_inherent::{BasicParachainInherentData, InboundMessagesData},
		Call as Relay, UnincludedSegment,
	},
	cumulus_primitives_core::{
		relay_chain::{
			well_known_keys::TWO_EPOCHS_AGO_RANDOMNESS, AsyncBackingParams, HeadData, MAX_POV_SIZE,
		},
		PersistedValidationData,
	},
	sp_consensus_aura::{Slot, AURA_ENGINE_ID},
	sp_core::H256,
	sp_runtime::{
		traits::{BlakeTwo256, Hash},
		DigestItem, TryRuntimeError,
	},
};

const COLLATORS: [Sr25519Keyring; 4] = [Alice, Bob, Charlie, Dave];

/// Slots of an epoch of the relay chain in tests.
pub const EPOCH: u64 = 600;

/// What no call costs for one question, line or pack; a transfer costs a fifth of it at most. What a call
/// may read at worst is in its price.
pub const DEAR: u128 = 200 * MILLI;

/// Calls that hold something that is put in order when it is read: the nodes of a proof.
pub const PUT_IN_ORDER: [&str; 1] = ["set_validation_data"];

/// Where encodings of calls lie that are tried always.
pub const CORPUS: [&str; 2] = ["../../runtime/tests/corpus", "tests/corpus"];

/// Calls that are sent most, and how many of the largest of each a block must hold at least, if each adds as
/// much to the proof as it announces.
pub const MAIN_CALLS: [(&str, &str, u32); 20] = [
	("Balances", "transfer_keep_alive", 500),
	("Assets", "transfer", 400),
	("PatientConsent", "grant", 150),
	("PatientConsent", "revoke", 150),
	("PatientConsent", "access", 150),
	("PatientConsent", "access_batch", 12),
	("MedicalToken", "issue", 250),
	("MedicalToken", "pay", 400),
	("InsuranceClaims", "enrol", 250),
	("InsuranceClaims", "submit", 12),
	("InsuranceClaims", "review", 20),
	("DrugTrace", "commission", 30),
	("DrugTrace", "ship", 2),
	("DrugTrace", "receive", 20),
	("DrugTrace", "dispense", 300),
	("ClinicalTrials", "screen", 300),
	("ClinicalTrials", "enrol", 70),
	("ClinicalTrials", "randomize", 150),
	("ClinicalTrials", "capture", 150),
	("MetaTx", "dispatch", 100),
];

/// Calls that weigh what a number of their sender's says. Who names too large a one is refused before
/// anything is done, so that those that do not fit say nothing here.
pub const SAY_HOW_MUCH: [(&str, &str); 10] = [
	("System", "kill_prefix"),
	("Council", "set_members"),
	("Council", "execute"),
	("Council", "propose"),
	("Council", "close"),
	("Whitelist", "dispatch_whitelisted_call"),
	("MultiBlockMigrations", "clear_historic"),
	("MetaTx", "dispatch"),
	("MedicalToken", "accept_plan"),
	("MedicalToken", "authorize_debit"),
];

/// Assertions on what the author of a block alone puts into it: a block in which they fail is none.
pub const OF_THE_AUTHOR: [&str; 4] = [
	"Timestamp must be updated only once in the block",
	"Timestamp slot must match `CurrentSlot`",
	"ValidationData must be updated only once in a block",
	"Invalid relay chain state proof",
];

/// Calls that must get through often in long runs.
pub const MIXED_CALLS: (&str, &[&str]) =
	("CollatorSelection", &["register_as_candidate", "set_desired_candidates"]);

/// How many make blocks.
pub fn authorities() -> u64 {
	pallet_aura::Authorities::<Runtime>::get().len() as u64
}

/// A slot in which the authority of this place makes a block.
pub fn slot_of(authority_index: u32) -> u64 {
	authorities() + u64::from(authority_index)
}

/// What a block says of the slot, from which its author follows.
pub fn author(slot: u64, _: u32) -> DigestItem {
	DigestItem::PreRuntime(AURA_ENGINE_ID, Slot::from(slot).encode())
}

/// What stands for the block before this one.
fn head(number: u32) -> Vec<u8> {
	number.encode()
}

/// What stands for the hash of the block before this one.
pub fn parent(number: u32) -> H256 {
	BlakeTwo256::hash(&head(number))
}

/// The relay chain's randomness that is in use in a slot.
pub fn randomness_of(slot: u64) -> [u8; 32] {
	BlakeTwo256::hash(&(slot / EPOCH).encode()).0
}

/// What the author of a block alone puts into it, on top of a block that the relay chain has included.
pub fn inherents(slot: u64) -> Vec<RuntimeCall> {
	inherents_on(slot, head(System::block_number()))
}

/// The same, where this is the head that the relay chain has included.
pub fn inherents_on(slot: u64, included: Vec<u8>) -> Vec<RuntimeCall> {
	let mut relay = RelayStateSproofBuilder {
		para_id: PARACHAIN_ID.into(),
		current_slot: slot.into(),
		included_para_head: Some(HeadData(included.clone())),
		additional_key_values: vec![(
			TWO_EPOCHS_AGO_RANDOMNESS.to_vec(),
			randomness_of(slot).encode(),
		)],
		..Default::default()
	};
	relay.host_config.async_backing_params =
		AsyncBackingParams { max_candidate_depth: 3, allowed_ancestry_len: 2 };
	let (relay_parent_storage_root, relay_chain_state) = relay.into_state_root_and_proof();
	let validation_data = PersistedValidationData {
		parent_head: HeadData(included),
		relay_parent_number: slot.try_into().expect("there are not as many slots"),
		relay_parent_storage_root,
		max_pov_size: MAX_POV_SIZE,
	};
	let data = BasicParachainInherentData {
		validation_data,
		relay_chain_state,
		relay_parent_descendants: Vec::new(),
		collator_peer_id: None,
	};
	let inbound_messages_data = InboundMessagesData::new(Default::default(), Default::default());
	vec![
		Relay::set_validation_data { data, inbound_messages_data }.into(),
		pallet_timestamp::Call::set { now: slot * SLOT_DURATION }.into(),
	]
}

/// What a transaction carries.
pub fn carried(extensions: Extensions) -> TxExtension {
	extensions.into()
}

/// Lets the relay chain's randomness be what it is, known since block `since`.
pub fn randomness(value: [u8; 32], since: u32) {
	use medchain_runtime::beacon::{Epochs, InUse};
	InUse::<Runtime>::put(value);
	Epochs::<Runtime>::put([since + UNINCLUDED_SEGMENT_CAPACITY; 3]);
}

/// Calls of ours about who makes blocks: there are none.
pub fn calls() -> Vec<RuntimeCall> {
	Vec::new()
}

/// Leaving with the bond.
pub fn leave() -> RuntimeCall {
	Collators::<Runtime>::leave_intent {}.into()
}

/// Putting a bond down.
pub fn bond() -> RuntimeCall {
	Collators::<Runtime>::register_as_candidate {}.into()
}

/// Something harmless that only few may do.
pub fn decision() -> RuntimeCall {
	Collators::<Runtime>::set_desired_candidates { max: 1 }.into()
}

/// What somebody wishes to do about collators.
pub fn wish(mix: &mut Mix) -> Option<Wish> {
	let who = mix.dice.one_of(&COLLATORS);
	let named = pallet_collator_selection::Invulnerables::<Runtime>::get();
	let stands = pallet_collator_selection::CandidateList::<Runtime>::get()
		.iter()
		.any(|candidate| candidate.who == account(who));
	let is_named = named.contains(&account(who));
	match mix.dice.below(6) {
		0 => by_root(Collators::set_desired_candidates { max: mix.dice.below(4) as u32 }),
		1..=2 if is_named && named.len() > 1 => {
			by_root(Collators::remove_invulnerable { who: account(who) })
		}
		1..=4 if !is_named && !stands => by(who, Collators::register_as_candidate {}),
		1..=2 if stands && !named.is_empty() => by(who, Collators::leave_intent {}),
		3 if stands => {
			let bond = medchain_runtime::configs::consensus::CandidacyBond::get();
			by(who, Collators::update_bond { new_deposit: bond + u128::from(mix.dice.below(9)) })
		}
		5 if stands => by_root(Collators::add_invulnerable { who: account(who) }),
		_ => None,
	}
}

/// Nobody need be put back: one collator is named always.
pub fn put_in_order() {
	assert!(!pallet_collator_selection::Invulnerables::<Runtime>::get().is_empty());
}

/// Our own invariants about it: epochs are seen in their order.
pub fn invariants() -> Result<(), TryRuntimeError> {
	let epochs = medchain_runtime::beacon::Epochs::<Runtime>::get();
	match epochs.is_sorted() {
		true => Ok(()),
		false => Err("epochs of the relay chain are out of order".into()),
	}
}

/// What the SDK's pallets of it leave open.
pub fn check() {
	let segment = UnincludedSegment::<Runtime>::get();
	assert!(segment.len() <= UNINCLUDED_SEGMENT_CAPACITY as usize);
	assert!(authorities() > 0, "nobody makes blocks");
}
