//! How blocks are made and checked.

use super::*;
use codec::Encode;
use medchain_runtime::{AllPalletsWithSystem, Assets, AssetsHolder, Executive, Header};
use polkadot_sdk::{
	frame_support::{
		dispatch::GetDispatchInfo,
		traits::{fungibles::hold::Inspect as _, GetCallMetadata, OnFinalize, OnIdle},
		weights::Weight,
	},
	sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest},
	sp_core::H256,
	sp_runtime::{
		traits::{Dispatchable, Header as _},
		Digest, DigestItem,
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

/// What became of the calls of each pallet: how many went through, and how many were refused.
#[derive(Default)]
pub struct Counts {
	meant: BTreeMap<&'static str, (u64, u64)>,
	by_chance: (u64, u64),
	refusals: BTreeMap<String, u64>,
}

impl Counts {
	pub fn print(&self, blocks: u64, took: Duration) {
		let mut total = self.by_chance;
		println!("{:16} {:>9} {:>9}", "pallet", "through", "refused");
		for (pallet, (through, refused)) in &self.meant {
			println!("{pallet:16} {through:9} {refused:9}");
			total = (total.0 + through, total.1 + refused);
		}
		println!("{:16} {:9} {:9}", "by chance", self.by_chance.0, self.by_chance.1);
		if std::env::var_os("MEDCHAIN_FUZZ_REFUSALS").is_some() {
			for (why, count) in &self.refusals {
				println!("{count:9} {why}");
			}
		}
		println!(
			"{blocks} blocks, {} calls, {} refused, {} seconds",
			total.0 + total.1,
			total.1,
			took.as_secs()
		);
	}

	/// Every pallet did something, and of all that was meant a third at least.
	pub fn assert_meaning(&self, blocks: u64) {
		let (mut all, mut all_refused) = (0, 0);
		for (pallet, (through, refused)) in &self.meant {
			assert!(blocks < 300 || *through > 0, "nothing of {pallet} went through");
			all += through + refused;
			all_refused += refused;
		}
		assert!(blocks < 300 || all_refused * 3 <= all * 2, "{all_refused} of {all} were refused");
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
		let mut mix = Mix { dice: Dice::new(seed), maker: Maker::new(seed), fresh: 0 };
		let mut state = world();
		for block in 1..=blocks {
			// What a block wrote goes into the state behind it, so that the next starts from it.
			state.execute_with(|| {
				at = (block, "on_initialize".into());
				begin(&mut mix);
				for _ in 0..1 + mix.dice.below(16) {
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
		let names = mix.maker.every_call();
		let name = &names[mix.dice.below(names.len() as u64) as usize];
		let bytes = mix.maker.encoding(name);
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
	assert!(post.actual_weight.is_none_or(|actual| actual.all_lte(announced)), "it took more");
	let count = match meant {
		true => counts.meant.entry(names.pallet_name).or_default(),
		false => &mut counts.by_chance,
	};
	match went_through {
		true => count.0 += 1,
		false => count.1 += 1,
	}
	if let (true, Err(refused)) = (meant, sent) {
		let why: &'static str = refused.error.into();
		let why = format!("{}.{}: {why}", names.pallet_name, names.function_name);
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
	let slot = last + later.max(1);
	let authorities = medchain_runtime::Babe::authorities().len() as u64;
	let author = SecondaryPlainPreDigest {
		authority_index: mix.dice.below(authorities) as u32,
		slot: slot.into(),
	};
	let digest =
		Digest { logs: vec![DigestItem::babe_pre_digest(PreDigest::SecondaryPlain(author))] };
	let number = System::block_number() + 1;
	let parent = H256::from_low_u64_be(number.into());
	Executive::initialize_block(&Header::new(number, H256::zero(), H256::zero(), parent, digest));
	let time = polkadot_sdk::pallet_timestamp::Call::set { now: slot * SLOT };
	assert_ok!(RuntimeCall::from(time).dispatch(RuntimeOrigin::none()));
	Executive::inherents_applied();
	if number.is_multiple_of(8) {
		network::put_in_order();
	}
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
	let coins: u128 = frame_system::Account::<Runtime>::iter_values()
		.map(|account| account.data.free + account.data.reserved)
		.sum();
	assert_eq!(coins, Balances::total_issuance(), "MED is somewhere, and nowhere twice");
	for currency in [EUR, USD] {
		let (mut free, mut held) = (0, 0);
		for (who, known) in polkadot_sdk::pallet_assets::Account::<Runtime>::iter_prefix(currency) {
			free += known.balance;
			held += AssetsHolder::total_balance_on_hold(currency, &who);
		}
		assert_eq!(free + held, Assets::total_supply(currency), "tokens {currency} are somewhere");
	}
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
	pallet_validator_set::invariants::check::<Runtime>()
}
