//! Blocks as a collator makes them and the relay chain's validators check them.

use super::{consensus::inherents_on, *};
use codec::Encode;
use medchain_runtime::{
	configs::relay::{ConsensusHook, UNINCLUDED_SEGMENT_CAPACITY},
	Block, Executive, Header, UncheckedExtrinsic,
};
use polkadot_sdk::{
	cumulus_pallet_parachain_system::ValidationData,
	sp_runtime::{traits::Header as _, Digest, ExtrinsicInclusionMode},
};
use std::panic::{catch_unwind, AssertUnwindSafe};

/// A chain of blocks, each with its inherents and what else is wished.
struct Chain {
	state: TestExternalities,
	parent: Header,
}

impl Chain {
	fn new(preset: &str) -> Self {
		let mut state = super::chain(preset);
		state.execute_with(|| System::set_block_number(0));
		state.commit_all().expect("no layer is open");
		let genesis = Header::new(
			0,
			Default::default(),
			Default::default(),
			Default::default(),
			Digest::default(),
		);
		Self { state, parent: genesis }
	}

	/// Makes a block of this slot, where the relay chain has included `included`, and goes on to the state
	/// behind it, if it is one that others take.
	fn block(&mut self, slot: u64, included: &Header, calls: Vec<RuntimeCall>) -> Header {
		let raw = self.state.copy();
		let digest = Digest { logs: vec![consensus::author(slot, 0)] };
		let header = Header::new(
			self.parent.number + 1,
			Default::default(),
			Default::default(),
			self.parent.hash(),
			digest,
		);
		let mut extrinsics: Vec<UncheckedExtrinsic> = inherents_on(slot, included.encode())
			.into_iter()
			.map(UncheckedExtrinsic::new_bare)
			.collect();
		let sealed = self.state.execute_with(|| {
			let mode = Executive::initialize_block(&header);
			assert_eq!(mode, ExtrinsicInclusionMode::AllExtrinsics);
			for inherent in &extrinsics {
				assert_ok!(Executive::apply_extrinsic(inherent.clone()).expect("it is valid"));
			}
			for call in calls {
				let transaction = crate::asset_fees::transaction(Alice, call, None);
				assert_ok!(Executive::apply_extrinsic(transaction.clone()).expect("it is valid"));
				extrinsics.push(transaction);
			}
			Executive::finalize_block()
		});
		let behind = std::mem::replace(&mut self.state, raw);
		let block = Block { header: sealed.clone(), extrinsics };
		self.state.execute_with(|| Executive::execute_block(block.into()));
		self.state.commit_all().expect("no layer is open");
		drop(behind);
		self.parent = sealed.clone();
		sealed
	}
}

trait Copied {
	fn copy(&mut self) -> TestExternalities;
}

impl Copied for TestExternalities {
	/// Another state that is the same.
	fn copy(&mut self) -> TestExternalities {
		use polkadot_sdk::sp_runtime::StateVersion;
		self.commit_all().expect("no layer is open");
		let state = std::mem::replace(self, TestExternalities::new_empty());
		let (mut raw, root) = state.into_raw_snapshot();
		raw.sort();
		*self = TestExternalities::from_raw_snapshot(raw.clone(), root, StateVersion::V1);
		TestExternalities::from_raw_snapshot(raw, root, StateVersion::V1)
	}
}

const SLOT: u64 = 300_000_000;

#[test]
fn a_block_that_one_makes_another_executes() {
	let mut chain = Chain::new("local_testnet");
	let mut included = chain.parent.clone();
	for number in 0..8 {
		let calls = vec![
			pallet_patient_consent::Call::grant { patient: account(Alice), terms: terms() }.into(),
			pallet_balances::Call::transfer_keep_alive { dest: account(Bob).into(), value: 1 }
				.into(),
		];
		let before = chain.parent.clone();
		let sealed = chain.block(SLOT + number, &included, calls);
		assert_eq!(sealed.number, number as u32 + 1);
		// The relay chain is a block behind.
		included = before;
		chain.state.execute_with(|| {
			assert_eq!(PatientConsent::directives(account(Alice)).len() as u64, number + 1);
			crate::consensus::check();
		});
	}
}

#[test]
fn no_more_blocks_are_made_than_the_relay_chain_can_still_include() {
	let mut chain = Chain::new("local_testnet");
	let genesis = chain.parent.clone();
	for number in 0..u64::from(UNINCLUDED_SEGMENT_CAPACITY) {
		chain.block(SLOT + number, &genesis, Vec::new());
	}
	let full = SLOT + u64::from(UNINCLUDED_SEGMENT_CAPACITY);
	chain.state.execute_with(|| {
		assert!(!ConsensusHook::can_build_upon(genesis.hash(), full.into()));
	});
	let refused = catch_unwind(AssertUnwindSafe(|| chain.block(full, &genesis, Vec::new())));
	assert!(refused.is_err(), "one block too many was made");
}

#[test]
fn a_block_without_the_relay_chains_state_is_none() {
	let mut state = super::chain("development");
	let ended = state.execute_with(|| {
		let digest = Digest { logs: vec![consensus::author(SLOT, 0)] };
		let header =
			Header::new(2, Default::default(), Default::default(), Default::default(), digest);
		Executive::initialize_block(&header);
		let time = consensus::inherents(SLOT).pop().expect("the time is last");
		assert_ok!(Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(time)).expect("valid"));
		catch_unwind(AssertUnwindSafe(Executive::finalize_block))
	});
	assert!(ended.is_err());
	state.execute_with(|| assert!(ValidationData::<Runtime>::get().is_none()));
}
