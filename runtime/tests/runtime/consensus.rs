//! What tests ask about how blocks are made, and by whom. Another chain of the same pallets answers them
//! otherwise.

use super::{
	mixed::{by, by_root, network::tell, Mix, Wish},
	*,
};
use medchain_runtime::{
	units::{MED, MILLI, SLOT_DURATION},
	TxExtension,
};
use pallet_validator_set::{Call as Validators, Standing};
use polkadot_sdk::{
	frame_support::traits::{Get, GetCallName},
	sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest},
	sp_core::H256,
	sp_runtime::{DigestItem, TryRuntimeError},
};

const VALIDATORS: [Sr25519Keyring; 4] = [Alice, Bob, Charlie, Dave];

/// What no call costs for one question, line or pack; a transfer costs a fifth of it at most.
pub const DEAR: u128 = 100 * MILLI;

/// Calls that hold something that is put in order when it is read: there are none.
pub const PUT_IN_ORDER: [&str; 0] = [];

/// Where encodings of calls lie that are tried always.
pub const CORPUS: [&str; 1] = ["tests/corpus"];

/// Calls that are sent most, and how many of the largest of each a block must hold at least.
pub const MAIN_CALLS: [(&str, &str, u32); 20] = [
	("Balances", "transfer_keep_alive", 800),
	("Assets", "transfer", 600),
	("PatientConsent", "grant", 400),
	("PatientConsent", "revoke", 400),
	("PatientConsent", "access", 400),
	("PatientConsent", "access_batch", 50),
	("MedicalToken", "issue", 400),
	("MedicalToken", "pay", 400),
	("InsuranceClaims", "enrol", 300),
	("InsuranceClaims", "submit", 15),
	("InsuranceClaims", "review", 20),
	("DrugTrace", "commission", 10),
	("DrugTrace", "ship", 10),
	("DrugTrace", "receive", 10),
	("DrugTrace", "dispense", 300),
	("ClinicalTrials", "screen", 400),
	("ClinicalTrials", "enrol", 100),
	("ClinicalTrials", "randomize", 300),
	("ClinicalTrials", "capture", 300),
	("MetaTx", "dispatch", 200),
];

/// Calls that weigh what a number of their sender's says. Who names too large a one is refused before
/// anything is done, so that those that do not fit say nothing here.
pub const SAY_HOW_MUCH: [(&str, &str); 14] = [
	("System", "kill_prefix"),
	("Babe", "report_equivocation"),
	("Babe", "report_equivocation_unsigned"),
	("Grandpa", "report_equivocation"),
	("Grandpa", "report_equivocation_unsigned"),
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
pub const OF_THE_AUTHOR: [&str; 3] = [
	"Timestamp must be updated only once in the block",
	"Timestamp must increment by at least",
	"Timestamp slot must match `CurrentSlot`",
];

/// Calls that must get through often in long runs.
pub const MIXED_CALLS: (&str, &[&str]) = ("ValidatorSet", &["bond"]);

/// How many make blocks.
pub fn authorities() -> u64 {
	medchain_runtime::Babe::authorities().len() as u64
}

/// A slot in which the authority of this place may make a block.
pub fn slot_of(_: u32) -> u64 {
	1
}

/// What a block says of the slot and of its author.
pub fn author(slot: u64, authority_index: u32) -> DigestItem {
	let author = SecondaryPlainPreDigest { authority_index, slot: slot.into() };
	DigestItem::babe_pre_digest(PreDigest::SecondaryPlain(author))
}

/// What stands for the hash of the block before this one.
pub fn parent(number: u32) -> H256 {
	H256::from_low_u64_be(number.into())
}

/// What the author of a block alone puts into it.
pub fn inherents(slot: u64) -> Vec<RuntimeCall> {
	vec![pallet_timestamp::Call::set { now: slot * SLOT_DURATION }.into()]
}

/// What a transaction carries.
pub fn carried(extensions: TxExtension) -> TxExtension {
	extensions
}

/// Lets BABE's randomness be what it is, known since block `since`.
pub fn randomness(value: [u8; 32], since: u32) {
	let delay: u32 = medchain_runtime::configs::consensus::BeaconDelay::get();
	pallet_babe::Randomness::<Runtime>::put(value);
	pallet_babe::EpochStart::<Runtime>::put((since, since + delay));
}

/// Every call about validators, as large as it can be.
pub fn calls() -> Vec<RuntimeCall> {
	let calls: Vec<RuntimeCall> = vec![
		Validators::<Runtime>::bond { amount: 1 }.into(),
		Validators::<Runtime>::withdraw {}.into(),
		Validators::<Runtime>::admit { who: account(Eve) }.into(),
		Validators::<Runtime>::release { who: account(Eve) }.into(),
		Validators::<Runtime>::leave {}.into(),
		Validators::<Runtime>::set_minimum_size { size: 1 }.into(),
	];
	let names = <pallet_validator_set::Call<Runtime> as GetCallName>::get_call_names();
	assert_eq!(calls.len(), names.len());
	calls
}

/// Leaving with the bond.
pub fn leave() -> RuntimeCall {
	Validators::<Runtime>::leave {}.into()
}

/// Putting a bond down.
pub fn bond() -> RuntimeCall {
	Validators::<Runtime>::bond { amount: 1 }.into()
}

/// Something harmless that only few may do.
pub fn decision() -> RuntimeCall {
	Validators::set_minimum_size { size: 1 }.into()
}

/// What somebody wishes to do about validators.
pub fn wish(mix: &mut Mix) -> Option<Wish> {
	let who = mix.dice.one_of(&VALIDATORS);
	let set = ValidatorSet::validators();
	let inside = set.contains(&account(who));
	match mix.dice.below(8) {
		0..=2 => {
			let amount = u128::from(10_000 + mix.dice.below(5_000)) * MED;
			by(mix.anybody(), Validators::bond { amount })
		}
		3..=4
			if ValidatorSet::standing(account(who))
				.is_some_and(|(standing, _)| standing == Standing::Candidate) =>
		{
			by_root(Validators::admit { who: account(who) })
		}
		5 if inside && set.len() > 2 => by_root(Validators::release { who: account(who) }),
		6 if inside && set.len() > 2 => by(who, Validators::leave {}),
		7 if mix.one_in(2) => by(mix.anybody(), Validators::withdraw {}),
		_ if !mix.one_in(4) => None,
		_ => by_root(Validators::set_minimum_size { size: 1 + mix.dice.below(2) as u32 }),
	}
}

/// There are enough validators again.
pub fn put_in_order() {
	for who in VALIDATORS {
		if ValidatorSet::validators().len() < 3 {
			tell(Validators::admit { who: account(who) }, RuntimeOrigin::root());
		}
	}
}

/// Our own invariants about it.
pub fn invariants() -> Result<(), TryRuntimeError> {
	pallet_validator_set::invariants::check::<Runtime>()
}

/// What the SDK's pallets of it leave open.
pub fn check() {
	let skipped = pallet_babe::SkippedEpochs::<Runtime>::get();
	assert!(skipped.is_sorted_by(|one, next| one.0 < next.0), "skipped epochs are not in order");
	assert!(skipped.iter().all(|(epoch, session)| *epoch >= u64::from(*session)));
	assert!(pallet_babe::EpochConfig::<Runtime>::exists());
	let (genesis, current) =
		(pallet_babe::GenesisSlot::<Runtime>::get(), pallet_babe::CurrentSlot::<Runtime>::get());
	assert!(current >= genesis, "slot {current} is before the first one");
	let (before, now) = pallet_babe::EpochStart::<Runtime>::get();
	assert!(before <= now, "epochs begin out of order");
	let disabled = polkadot_sdk::pallet_session::DisabledValidators::<Runtime>::get();
	assert!(
		disabled.is_sorted_by(|one, next| one.0 <= next.0),
		"disabled validators, out of order"
	);
}
