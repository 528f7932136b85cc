//! How blocks are made and checked.

use super::*;
use crate::calls::OF_THE_SDK;
use codec::Encode;
use medchain_runtime::{AllPalletsWithSystem, Executive, Header, UncheckedExtrinsic};
use polkadot_sdk::{
	frame_support::{
		dispatch::GetDispatchInfo,
		traits::{GetCallMetadata, OnFinalize, OnIdle},
		weights::Weight,
	},
	sp_core::H256,
	sp_runtime::{
		traits::{Dispatchable, Header as _},
		Digest, ExtrinsicInclusionMode,
	},
};
use std::{
	collections::BTreeMap,
	panic::{catch_unwind, resume_unwind, AssertUnwindSafe},
	time::Duration,
};

/// Blocks of a run.
pub const RUN: u64 = 300;
/// Milliseconds of a slot.
const SLOT: u64 = medchain_runtime::units::SLOT_DURATION;

/// Calls that must get through often, and of each pallet of ours some.
const MAIN_CALLS: [(&str, &[&str]); 7] = [
	("Credentials", &["issue", "renew", "affiliate", "verify_patient"]),
	(
		"PatientConsent",
		&[
			"grant",
			"amend",
			"revoke",
			"access",
			"access_batch",
			"register_record",
			"amend_record",
			"break_glass",
			"review",
			"delegate",
			"request_access",
			"answer_request",
		],
	),
	(
		"MedicalToken",
		&[
			"mint",
			"request_redemption",
			"complete_redemption",
			"issue",
			"pay",
			"refund",
			"dispute",
			"resolve",
			"propose_plan",
		],
	),
	(
		"InsuranceClaims",
		&["enrol", "submit", "review", "appeal", "decide_appeal", "reverse", "deposit", "withdraw"],
	),
	(
		"DrugTrace",
		&["commission", "ship", "receive", "dispense", "pack", "unpack", "quarantine", "clear"],
	),
	(
		"ClinicalTrials",
		&[
			"register_trial",
			"approve",
			"open_site",
			"fund",
			"screen",
			"consent",
			"attest_criterion",
			"randomize",
			"capture",
			"correct",
			"open_query",
			"report_adverse_event",
		],
	),
	("MetaTx", &["dispatch"]),
];
/// How often each of them gets through at least, in as many blocks.
const OFTEN: (u64, u64) = (6, 900);

/// What became of calls: how many went through, and how many were refused.
#[derive(Clone, Copy, Default)]
struct Count {
	through: u64,
	refused: u64,
}

impl Count {
	fn add(&mut self, other: Count) {
		self.through += other.through;
		self.refused += other.refused;
	}
}

/// What became of all calls, of those that were meant by pallet and name.
#[derive(Default)]
pub struct Counts {
	meant: BTreeMap<(&'static str, &'static str), Count>,
	by_chance: Count,
	refusals: BTreeMap<String, u64>,
}

impl Counts {
	fn by_pallet(&self) -> BTreeMap<&'static str, Count> {
		let mut pallets = BTreeMap::<_, Count>::new();
		for ((pallet, _), count) in &self.meant {
			pallets.entry(*pallet).or_default().add(*count);
		}
		pallets
	}

	pub fn print(&self, blocks: u64, took: Duration) {
		let line = |what: &str, count: &Count| {
			println!("{what:40} {:9} {:9}", count.through, count.refused);
		};
		println!("{:40} {:>9} {:>9}", "pallet", "through", "refused");
		let mut total = self.by_chance;
		for (pallet, count) in self.by_pallet() {
			line(pallet, &count);
			total.add(count);
		}
		line("by chance", &self.by_chance);
		if std::env::var_os("MEDCHAIN_FUZZ_DETAILS").is_some() {
			for ((pallet, call), count) in &self.meant {
				line(&format!("{pallet}.{call}"), count);
			}
			for (why, count) in &self.refusals {
				println!("{count:9} {why}");
			}
		}
		println!(
			"{blocks} blocks, {} calls, {} refused, {} seconds",
			total.through + total.refused,
			total.refused,
			took.as_secs()
		);
	}

	/// Of what was meant most went through, of each pallet's much, and the main calls often. A few
	/// blocks say nothing of that.
	pub fn assert_meaning(&self, blocks: u64) {
		let (often, in_blocks) = OFTEN;
		if blocks < in_blocks {
			return;
		}
		let mut all = Count::default();
		for (pallet, count) in self.by_pallet() {
			let Count { through, refused } = count;
			assert!(refused <= 2 * through, "{pallet}: {through} through, {refused} refused");
			all.add(count);
		}
		assert!(all.refused <= all.through, "{} refused, {} through", all.refused, all.through);
		let least = often * blocks / in_blocks;
		let rare: Vec<String> = MAIN_CALLS
			.into_iter()
			.chain([crate::consensus::MIXED_CALLS])
			.flat_map(|(pallet, calls)| calls.iter().map(move |call| (pallet, *call)))
			.map(|name| (name, self.meant.get(&name).copied().unwrap_or_default().through))
			.filter(|(_, through)| *through < least)
			.map(|((pallet, call), through)| format!("{pallet}.{call}: {through}"))
			.collect();
		assert!(rare.is_empty(), "less than {least} times got through: {rare:?}");
	}
}

/// A chain on which everybody is who they are, and each pallet has something.
pub fn world() -> TestExternalities {
	let mut state = chain("local_testnet");
	state.execute_with(|| {
		crate::sponsorship::known_genesis();
		for who in EVERYBODY {
			let call = polkadot_sdk::pallet_balances::Call::force_set_balance {
				who: account(who).into(),
				new_free: 1_000_000 * medchain_runtime::units::MED,
			};
			assert_ok!(RuntimeCall::from(call).dispatch(RuntimeOrigin::root()));
		}
		crate::insurance::insured();
		for (who, role) in ROLES {
			if !has(who, role) {
				give(who, role);
			}
		}
		care::prepare();
		money::prepare();
		goods::prepare();
		trials::prepare();
	});
	state
}

pub fn has(who: Sr25519Keyring, role: Role) -> bool {
	Credentials::roles_of(account(who)).contains(role)
}

/// As many blocks of a chain as wished. A failure says how it is repeated.
pub fn run(seed: u64, blocks: u32, counts: &mut Counts) {
	let mut at = (0, String::new());
	let done = catch_unwind(AssertUnwindSafe(|| {
		let mut mix = Mix::new(seed);
		let mut state = world();
		for block in 1..=blocks {
			// What a block wrote goes into the state behind it, so that the next starts from it.
			state.execute_with(|| {
				at = (block, "on_initialize".into());
				begin(&mut mix);
				for _ in 0..1 + mix.dice.below(24) {
					let (by, call, meant) = next(&mut mix);
					at.1 = format!("{call:?} by {by:?}: 0x{}", crate::calls::hex(&call.encode()));
					send(by, call, meant, counts);
				}
				at.1 = "on_finalize".into();
				end();
				at.1 = "the invariants".into();
				check();
			});
			state.commit_all().expect("no layer is open");
		}
	}));
	if let Err(panic) = done {
		println!("failed in block {} at {}", at.0, at.1);
		println!("repeat it with MEDCHAIN_FUZZ_SEED={seed:#x} MEDCHAIN_FUZZ_BLOCKS={}", at.0);
		resume_unwind(panic);
	}
}

/// Something meant, something to put the world in order, or now and then anything at all.
fn next(mix: &mut Mix) -> (By, RuntimeCall, bool) {
	if mix.one_in(12) {
		let place = mix.dice.below(mix.every_call.len() as u64) as usize;
		let bytes = mix.maker.encoding(&mix.every_call[place]);
		let call = codec::Decode::decode(&mut &bytes[..]).expect("it was decoded");
		return (By::Account(account(mix.anybody())), call, false);
	}
	let (by, call) = mix.wish();
	(by, call, true)
}

fn send(by: By, call: RuntimeCall, meant: bool, counts: &mut Counts) {
	let names = call.get_call_metadata();
	let announced = call.get_dispatch_info().call_weight;
	let origin = match by {
		By::Root => RuntimeOrigin::root(),
		By::Account(who) => RuntimeOrigin::signed(who),
	};
	let sent = call.dispatch(origin);
	let (post, went_through) = match &sent {
		Ok(post) => (post, true),
		Err(refused) => (&refused.post_info, false),
	};
	let name = format!("{}.{}", names.pallet_name, names.function_name);
	if !OF_THE_SDK.contains(&name.as_str()) {
		assert!(post.actual_weight.is_none_or(|actual| actual.all_lte(announced)), "it took more");
	}
	let count = match meant {
		true => counts.meant.entry((names.pallet_name, names.function_name)).or_default(),
		false => &mut counts.by_chance,
	};
	match went_through {
		true => count.through += 1,
		false => count.refused += 1,
	}
	if let (true, Err(refused)) = (meant, sent) {
		let why: &'static str = refused.error.into();
		let why = format!("{name}: {why}");
		*counts.refusals.entry(why).or_default() += 1;
	}
}

/// A new block, mostly in the next slot, sometimes hours or days later.
fn begin(mix: &mut Mix) {
	let last = polkadot_sdk::pallet_timestamp::Now::<Runtime>::get() / SLOT;
	let later = match mix.dice.below(40) {
		0 => mix.dice.below(5 * DAY * 1_000 / SLOT),
		1..=3 => mix.dice.below(3 * 3_600 * 1_000 / SLOT),
		_ => 1,
	};
	let authorities = crate::consensus::authorities();
	begin_block(last + later.max(1), mix.dice.below(authorities) as u32);
	if System::block_number().is_multiple_of(8) {
		network::put_in_order();
	}
}

/// A new block of this slot and author, with what its author alone puts into it.
pub fn begin_block(slot: u64, authority_index: u32) -> ExtrinsicInclusionMode {
	let digest = Digest { logs: vec![crate::consensus::author(slot, authority_index)] };
	let number = System::block_number() + 1;
	let parent = crate::consensus::parent(number);
	let header = Header::new(number, H256::zero(), H256::zero(), parent, digest);
	let mode = Executive::initialize_block(&header);
	for inherent in crate::consensus::inherents(slot) {
		assert_ok!(Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(inherent)));
	}
	Executive::inherents_applied();
	mode
}

fn end() {
	let number = System::block_number();
	System::note_finished_extrinsics();
	AllPalletsWithSystem::on_idle(number, Weight::MAX);
	AllPalletsWithSystem::on_finalize(number);
}

/// All that must hold behind every block.
pub fn check() {
	invariants().unwrap_or_else(|broken| panic!("{broken:?}"));
	#[cfg(feature = "try-runtime")]
	{
		use polkadot_sdk::frame_support::traits::{TryState, TryStateSelect};
		let number = System::block_number();
		AllPalletsWithSystem::try_state(number, TryStateSelect::All).expect("the state is sound");
	}
	sdk::check();
}

/// Those of our pallets.
fn invariants() -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
	pallet_credentials::invariants::check::<Runtime>()?;
	pallet_patient_consent::invariants::check::<Runtime>()?;
	pallet_medical_token::invariants::check::<Runtime>()?;
	pallet_insurance_claims::invariants::check::<Runtime>()?;
	pallet_drug_trace::invariants::check::<Runtime>()?;
	pallet_clinical_trials::invariants::check::<Runtime>()?;
	pallet_sponsorship::invariants::check::<Runtime>()?;
	crate::consensus::invariants()
}
